import { InputError, formatDiff, formatPlace, quote, terminalText } from "./words.js";

// src/cli/diff.ts
const formats = [
	"text",
	"markdown",
	"json"
];
const command = {
	name: "diff",
	usage: "diff OLD NEW",
	summary: "Compare two fixed-images files.",
	description: "Shows which images differ between two fixed-images files. Exits 0 whether they differ or not.",
	examples: ["kluctl-images diff fixed/staging.yaml fixed/prod.yaml", "kluctl-images diff old.yaml new.yaml --format markdown"],
	flags: [{
		name: "format",
		kind: "text",
		value: formats.join("|"),
		help: "Format of the answer (default: text)."
	}],
	options: [],
	positionals: ["OLD", "NEW"],
	run
};
async function run({ own, positionals: [before = "", after = ""] }, terminal) {
	const wanted = String(own.get("format") ?? "text");
	const format = formats.find((name) => name === wanted);
	if (format === void 0) throw new InputError("--format", `${quote(wanted)} is not one of ${formats.join(", ")}`);
	const { readUserFile } = await import("./write-file.js");
	const { readDocument } = await import("./document.js");
	const { compareLists } = await import("./diff.js");
	const read = (path) => {
		const text = readUserFile(path);
		if (text === void 0) throw new InputError("command", `there is no file ${quote(path)}`);
		return readDocument(text, path, (message, place) => terminal.err(`warning: ${formatPlace(place)}: ${terminalText(message)}\n`));
	};
	const changes = compareLists(read(before), read(after));
	const answer = formatDiff(changes, format, terminal.width);
	terminal.out(answer.endsWith("\n") ? answer : `${answer}\n`);
	return 0;
}

export { command };