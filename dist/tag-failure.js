import { terminalText } from "./words.js";

// src/cli/tag-failure.ts
/** An error as data. */
function describeError({ code, message, hint }) {
	return {
		code,
		message,
		hint: hint ?? null
	};
}
/** An error with what to do about it. */
function errorText({ error: { message, hint } }) {
	return hint === void 0 ? message : `${message}\n  ${hint}`;
}
/** Prints errors; the exit code says whether there were any. */
function complain(failures, terminal) {
	for (const failure of failures) terminal.err(`error: ${failure.split("\n").map(terminalText).join("\n")}\n`);
	return failures.length === 0 ? 0 : 1;
}

export { complain, describeError, errorText };