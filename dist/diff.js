import { InputError, formatPlace, quote, terminalText } from "./words.js";

// src/cli/diff.ts
const formats = [
	"text",
	"markdown",
	"json"
];
const command = {
	name: "diff",
	usage: "diff OLD NEW",
	summary: "Compare two fixed-images files, or two reports.",
	description: "Shows which images differ between two fixed-images files, or between the answers of two report files. What could not be resolved in the newer report is listed and is not taken for removed. Exits 0 whether they differ or not.",
	examples: [
		"kluctl-images diff fixed/staging.yaml fixed/prod.yaml",
		"kluctl-images diff old.yaml new.yaml --format markdown",
		"kluctl-images diff report-monday.json report-friday.json"
	],
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
	const { formatDiff } = await import("./format-diff.js");
	const { compareReport } = await import("./compare-report.js");
	const [old, now] = [await readList(before, terminal), await readList(after, terminal)];
	if (old.kind !== now.kind) throw new InputError("command", `${quote(before)} is a ${old.kind} and ${quote(after)} is a ${now.kind}`, { hint: "Compare two fixed-images files, or two reports." });
	terminal.out(formatDiff(compareReport(old.entries, now.entries, now.unanswered), format, terminal));
	return 0;
}
/** @throws InputError, FixedImagesError */
async function readList(path, terminal) {
	const { readUserFile } = await import("./write-file.js");
	const text = readUserFile(path);
	if (text === void 0) throw new InputError("command", `there is no file ${quote(path)}`);
	if (isReport(text)) {
		const { readReport } = await import("./read-report.js");
		const { entriesOfReport, unansweredOfReport } = await import("./compare-report.js");
		try {
			const report = readReport(text);
			return {
				kind: "report",
				entries: entriesOfReport(report),
				unanswered: unansweredOfReport(report)
			};
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			throw new InputError(path, error.message, {
				hint: error.hint,
				cause: error
			});
		}
	}
	const { readDocument } = await import("./document.js");
	const warn = (message, place) => terminal.err(`warning: ${formatPlace(place)}: ${terminalText(message)}\n`);
	return {
		kind: "fixed-images file",
		entries: readDocument(text, path, warn)
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

export { command };