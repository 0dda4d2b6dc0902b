import { InputError, formatPlace, quote, terminalText } from "./words.js";
import { statSync } from "node:fs";

// src/cli/diff-list.ts
/**
* Reads what the user named: a file, else `REF:PATH`, with the path from the root of the repository as git has it or from here with `./`, else a
* git ref, whose `outputFile` is meant.
* @throws InputError, FixedImagesError, FileError
*/
async function readList(name, outputFile, terminal) {
	const { text, origin } = await readDisk(name) ?? await readRef(name, outputFile);
	return parseList(text, name, origin, terminal);
}
/** A folder is no file: a branch may have its name. */
async function readDisk(path) {
	const { readUserFile } = await import("./write-file.js");
	const { commitOf } = await import("./git-show.js");
	if (statSync(path, { throwIfNoEntry: false })?.isDirectory() && await commitOf(path) !== void 0) return void 0;
	const text = readUserFile(path);
	return text === void 0 ? void 0 : {
		text,
		origin: {
			kind: "disk",
			path
		}
	};
}
async function readRef(name, outputFile) {
	const { commitOf, repositoryPath, showFile } = await import("./git-show.js");
	const colon = name.indexOf(":");
	const ref = colon < 0 ? name : name.slice(0, colon);
	const path = colon < 0 ? outputFile : name.slice(colon + 1);
	const commit = await commitOf(ref);
	if (commit === void 0) throw noSuchFile(name, ref);
	const isFromHere = colon < 0 || path.startsWith("./") || path.startsWith("../");
	const here = await repositoryPath(isFromHere ? path : "any");
	if (here === void 0) throw new InputError("command", `${quote(path)} does not lie in the repository`);
	const file = {
		folder: here.folder,
		commit,
		path: isFromHere ? here.path : path
	};
	const shown = await showFile(file);
	if (shown.kind === "text") return {
		text: shown.text,
		origin: {
			kind: "commit",
			file
		}
	};
	if (shown.kind === "unreadable" && shown.isTooLarge) throw new InputError("command", `the file ${quote(file.path)} at ${quote(ref)} is larger than 5 MiB`);
	if (shown.kind === "unreadable") throw new InputError("command", `git has not the content of ${quote(file.path)} at ${quote(ref)} here`, { hint: "This clone is a partial one: fetch the file first, as with git show." });
	throw new InputError("command", `there is no file ${quote(file.path)} at ${quote(ref)}`, { hint: colon < 0 ? `Name the file, as in ${ref}:PATH, or with --output-file.` : "A path behind a ref begins at the root of the repository, or here with ./ before it." });
}
function noSuchFile(name, ref) {
	if (name === ref && /\.(?:ya?ml|json)$/.test(name)) return new InputError("command", `there is no file ${quote(name)}`);
	const what = name === ref ? quote(name) : `${quote(name)} is no file, and ${quote(ref)}`;
	return new InputError("command", `${what} ${name === ref ? "is neither a file nor a git ref that is here" : "is no git ref that is here"}`, { hint: "Fetch the ref first, as with fetch-depth: 0 of actions/checkout." });
}
/** @throws InputError, FixedImagesError */
async function parseList(text, name, origin, terminal) {
	if (isReport(text)) {
		const { readReport } = await import("./read-report.js");
		const { entriesOfReport, unansweredOfReport } = await import("./compare-report.js");
		try {
			const report = readReport(text);
			return {
				kind: "report",
				entries: entriesOfReport(report),
				unanswered: unansweredOfReport(report),
				origin
			};
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			throw new InputError(name, error.message, {
				hint: error.hint,
				cause: error
			});
		}
	}
	const { readDocument } = await import("./document.js");
	const warn = (message, place) => terminal.err(`warning: ${formatPlace(place)}: ${terminalText(message)}\n`);
	return {
		kind: "fixed-images file",
		entries: readDocument(text, name, warn),
		origin
	};
}
/** A fixed-images file may be JSON as well, but has no `uses`. */
function isReport(text) {
	if (!text.trimStart().startsWith("{")) return false;
	try {
		const document = JSON.parse(text);
		return typeof document === "object" && document !== null && "uses" in document && "counts" in document;
	} catch {
		return false;
	}
}

export { parseList, readList };