import { parseOptions } from "./core.js";

// src/cli/read-options.ts
/**
* Options of a command that works on a project; its argument is the project's folder.
* @throws AggregateError of InputErrors, all of them
*/
function readOptions({ raw, positionals: [folder] }) {
	const { options, problems } = parseOptions(folder === void 0 ? raw : {
		...raw,
		"project-dir": folder
	});
	if (problems.length > 0) throw new AggregateError(problems);
	return options;
}

export { readOptions };