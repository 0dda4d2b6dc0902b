import { InputError, quote } from "./words.js";
import { readUserFile } from "./machine.js";
import { join } from "node:path";

// src/io/target-files.ts
/** Names under which the fixed-images file of a target is looked for. */
const targetFileNames = [
	"fixed-images-{target}.yaml",
	"fixed-images/{target}.yaml",
	"fixed/{target}.yaml",
	"{target}.yaml"
];
/**
* The fixed-images file of a target: the one that the pattern names, else the one of the usual names that is there. Undefined for none.
* @param folder where the usual names are looked for; a pattern is relative to the working directory
* @throws InputError where the pattern names none or has no `{target}`, or several of the usual names are there; FileError
*/
function findTargetFile(target, folder, pattern) {
	if (pattern !== void 0 && !pattern.includes("{target}")) throw new InputError("output-file", `${quote(pattern)} has no {target} in it`, { hint: "It stands for the name of each target, as in --output-file 'fixed/{target}.yaml'." });
	const found = (pattern === void 0 ? targetFileNames.map((name) => join(folder, name)) : [pattern]).map((name) => name.replaceAll("{target}", () => target)).flatMap((path) => {
		const text = readUserFile(path);
		return text === void 0 ? [] : [{
			path,
			text
		}];
	});
	if (pattern !== void 0 && found.length === 0) {
		const path = pattern.replaceAll("{target}", () => target);
		throw new InputError("output-file", `there is no file ${quote(path)}`);
	}
	if (found.length > 1) throw new InputError("output-file", `the target ${quote(target)} has several fixed-images files: ${pathsOf(found)}`, { hint: "Name the right ones, as in --output-file 'fixed/{target}.yaml'." });
	return found[0];
}
function pathsOf(files) {
	return files.map(({ path }) => quote(path)).join(", ");
}

export { findTargetFile, targetFileNames };