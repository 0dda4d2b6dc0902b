import { FixedImagesError, InputError, LockError, ProjectError, formatPlace } from "./words.js";

// src/cli/check-line.ts
function ok(name, message) {
	return {
		level: "ok",
		name,
		message,
		hint: null
	};
}
function warning(name, message, hint = null) {
	return {
		level: "warning",
		name,
		message,
		hint
	};
}
function failure(name, message, hint = null) {
	return {
		level: "failure",
		name,
		message,
		hint
	};
}
/** An error as a line: its place before the message, the first line of it only. */
function failureOf(name, error) {
	const [message = ""] = error.message.split("\n");
	const subject = subjectOf(error);
	return failure(name, subject === "" || message.startsWith(subject) || name.startsWith(subject) ? message : `${subject}: ${message}`, error.hint ?? null);
}
function subjectOf(error) {
	if (error instanceof InputError) return error.input;
	return (error instanceof ProjectError || error instanceof FixedImagesError || error instanceof LockError) && error.place !== void 0 ? formatPlace(error.place) : "";
}

export { failure, failureOf, ok, warning };