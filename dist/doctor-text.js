import { terminalText } from "./words.js";

// src/cli/doctor-text.ts
const marks = {
	ok: "ok",
	warning: "warn",
	failure: "fail"
};
/**
* What `doctor` found as one line each, escaped, in groups with an empty line between them: the project, the registries with what is wrong with
* their settings, permissions; then warnings and notes.
*/
function formatExamination(examination) {
	const { problems, registries, warnings, notes, project, permissions } = examination;
	const tried = [...problems.map(({ input, message, hint }) => {
		return {
			mark: "fail",
			name: input,
			text: joined(withoutStart(message, input), hint)
		};
	}), ...registries.map(({ ok, name, message, hint }) => {
		return {
			mark: ok ? "ok" : "fail",
			name,
			text: joined(message, hint)
		};
	})];
	const groups = [
		project.map(checkLine),
		tried,
		permissions.map(checkLine)
	].map(formatGroup);
	const said = formatGroup([...listed("warn", warnings), ...listed("note", notes)]);
	return [...groups, said].filter((group) => group !== "").join("\n");
}
function checkLine({ level, name, message, hint }) {
	return {
		mark: marks[level],
		name,
		text: joined(message, hint)
	};
}
/** The names of a group are one column. */
function formatGroup(lines) {
	const width = Math.min(40, Math.max(0, ...lines.map(({ name }) => terminalText(name).length)));
	return lines.map(({ mark, name, text }) => `${mark.padEnd(6)}${column(name, width)}${terminalText(text)}\n`).join("");
}
function column(name, width) {
	return name === "" ? "" : `${terminalText(name).padEnd(width)}  `;
}
function listed(mark, texts) {
	return texts.map((text) => ({
		mark,
		name: "",
		text
	}));
}
/** `KLUCTL_REGISTRY_HOST is *` beside that name is `is *`. */
function withoutStart(message, input) {
	return message.startsWith(`${input} `) ? message.slice(input.length + 1) : message;
}
/** One sentence, of what is so and what to do. */
function joined(message, hint) {
	if (hint === null) return message;
	return `${message}; ${/^[A-Z][a-z]+(?![A-Za-z_])/.test(hint) ? hint.charAt(0).toLowerCase() : hint.charAt(0)}${hint.slice(1).replace(/\.$/, "")}`;
}

export { formatExamination };