import { FileError, commentState, formatComment, isImagesError } from "./words.js";
import { commentKey } from "./comment-marker.js";

// src/cli/review.ts
/**
* Tells the reviewers what a run found: writes the text of the comment into the file of `comment-file`, and posts it on the merge request. What
* goes wrong with posting is a warning, since the fixed-images file is the product.
* @returns what kept the file from being written
*/
async function review({ options, machine, result, terminal, log, file, host }) {
	const { commentFile, projectDir, outputFile, reportFile, commentTag: tag } = options;
	if (commentFile === void 0 && host === void 0) return [];
	const { report } = result;
	const { env } = terminal;
	const key = commentKey({
		workflow: env["CI_PROJECT_PATH"] ?? "",
		job: env["CI_JOB_NAME"] ?? "",
		target: report.target,
		projectDir,
		outputFile,
		tag
	});
	const details = {
		...file === "checked" ? {} : {
			fixedImagesFile: outputFile,
			unwritten: file === "unwritten",
			reportFile
		},
		marker: "",
		summary: false
	};
	const body = machine.redactor.redact(formatComment(report, details)).trim();
	const problems = commentFile === void 0 ? [] : write(machine, commentFile, `<!-- kluctl-images:${key} -->\n${body}\n`);
	if (host === void 0) return problems;
	const { upsertNote } = await import("./gitlab-note.js");
	try {
		const { operation, url } = await upsertNote({
			env,
			key,
			body,
			state: commentState(report, details),
			when: isWorthy(report) ? "create-or-update" : "update-only",
			addSecret: (secret) => machine.redactor.add(secret),
			log
		});
		if (operation !== "none") terminal.err(`merge request note ${operation}${url === null ? "" : `: ${url}`}\n`);
	} catch (error) {
		if (!isImagesError(error)) throw error;
		const hint = error.hint === void 0 ? "" : `\n  ${error.hint}`;
		log.warning(`the note could not be written: ${error.message}${hint}`);
	}
	return problems;
}
function write(machine, file, text) {
	try {
		machine.writeBeside(file, text);
		return [];
	} catch (error) {
		if (!(error instanceof FileError)) throw error;
		return [error];
	}
}
/** A note is made where something changes or fails; one that is there is always kept up to date. */
function isWorthy({ changes, failures, gates, warnings }) {
	return changes.length > 0 || warnings.some(({ kind }) => kind === "committed") || failures.length > 0 || gates.some(({ passed }) => !passed);
}

export { review };