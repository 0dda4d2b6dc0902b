import { decodeRequest, encodeBegin, encodeDebug, encodeEnd, encodeProject, mountFiles, openProject } from "./files.js";
import { renderProject } from "./rendering.js";
import { readFileSync, writeSync } from "node:fs";

// src/renderer.ts
/**
* The rendering process: takes one request from its input, renders the project, and answers on descriptor 3, one JSON text a line. It is started
* with nothing worth stealing: an empty environment, no programs, no network code, and no files but the project's (threat model T-08).
*/
const answers = 3;
function main() {
	try {
		const request = decodeRequest(readFileSync(0, "utf8"));
		const mounts = [...request.mounts].map(([prefix, folder]) => [prefix, openProject(folder)]);
		const source = mountFiles(openProject(request.root), new Map(mounts));
		const project = renderProject(source, request, {
			begin: (file) => say(encodeBegin(file)),
			debug: (message) => say(encodeDebug(message)),
			refused: request.refused
		});
		say(encodeProject(project));
	} catch (error) {
		say(encodeEnd(error));
	}
}
function say(line) {
	const bytes = new TextEncoder().encode(`${line}\n`);
	for (let sent = 0; sent < bytes.length;) sent += writeSync(answers, bytes, sent);
}
main();

export {  };