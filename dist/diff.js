import { InputError, optionTable, quote } from "./words.js";
import { readList } from "./diff-list.js";

// src/cli/diff.ts
const formats = [
	"text",
	"markdown",
	"json"
];
const usage = "diff OLD NEW";
const shared = /* @__PURE__ */ new Set(["args", "args-from-file"]);
const command = {
	name: "diff",
	usage,
	summary: "Compare two fixed-images files, two reports, two git refs, or targets.",
	description: "Shows which images differ between two fixed-images files, or between the answers of two report files, and how long the newer one has had its results: since the lock says that they were decided, or the commit that brought them if that is later. OLD and NEW are files, REF:PATH for a file of git, or a git ref alone for the output file there. With --targets it shows what each target lacks of the one before it. What could not be resolved in the newer report is listed and is not taken for removed. Exits 0 whether they differ or not.",
	examples: [
		"kluctl-images diff fixed/staging.yaml fixed/prod.yaml",
		"kluctl-images diff main HEAD --format markdown",
		"kluctl-images diff --targets staging,production --minimum-soak 3d",
		"kluctl-images diff report-monday.json report-friday.json"
	],
	flags: [
		{
			name: "format",
			kind: "text",
			value: formats.join("|"),
			help: "Format of the answer (default: text)."
		},
		{
			name: "targets",
			kind: "text",
			value: "AHEAD,BEHIND",
			help: "Targets of the project in DIR (default: here), each ahead of the next: shows what the next one lacks."
		},
		{
			name: "output-file",
			kind: "text",
			value: "FILE",
			short: "o",
			help: "The fixed-images file at a git ref (default: fixed-images.yaml); with --targets, that of each target, as fixed/{target}.yaml."
		},
		{
			name: "minimum-soak",
			kind: "text",
			value: "TIME",
			help: "Says of each result whether the newer side has had it for this long: 90m, 12h, 3d or 1w."
		},
		{
			name: "lock-file",
			kind: "text",
			value: "auto|none|FILE",
			help: "The lock of the newer side: auto (images.lock.json beside its file; the default), none, or a file; with --targets that of each target."
		}
	],
	options: optionTable.filter(({ name }) => shared.has(name)),
	positionals: ["OLD?", "NEW?"],
	run
};
async function run({ own, raw, positionals }, terminal) {
	const wanted = String(own.get("format") ?? "text");
	const format = formats.find((name) => name === wanted);
	if (format === void 0) throw new InputError("--format", `${quote(wanted)} is not one of ${formats.join(", ")}`);
	const { formatSoakedDiffs } = await import("./format-diff-soak.js");
	const { minimumSoak } = await import("./soak.js");
	const given = (name) => own.get(name)?.toString();
	const [targets, outputFile, soak] = [
		given("targets"),
		given("output-file"),
		given("minimum-soak")
	];
	const lockFile = given("lock-file") || "auto";
	const minimum = soak === void 0 ? void 0 : minimumSoak(soak);
	const now = Date.now();
	if (targets !== void 0) {
		const { diffTargets } = await import("./diff-targets.js");
		const [folder = ".", surplus] = positionals;
		if (surplus !== void 0) throw new InputError("command", `${quote(surplus)} is one argument too many`);
		const diffs = await diffTargets({
			targets: targets.split(/[\s,]+/).filter((name) => name !== ""),
			folder,
			outputFile,
			raw,
			lockFile,
			minimum,
			now
		}, terminal);
		terminal.out(formatSoakedDiffs(diffs, format, terminal));
		return 0;
	}
	const diff = await diffLists(positionals, {
		outputFile,
		lockFile,
		now
	}, terminal);
	terminal.out(formatSoakedDiffs([{
		...diff,
		minimum
	}], format, terminal));
	return 0;
}
async function diffLists([before, after], { outputFile = "fixed-images.yaml", lockFile, now }, terminal) {
	if (before === void 0 || after === void 0) throw new InputError("command", `diff needs ${before === void 0 ? "OLD" : "NEW"}`, { hint: `Usage: kluctl-images ${usage} [flags]` });
	const { compareReport } = await import("./compare-report.js");
	const { findSoaks } = await import("./diff-soak2.js");
	const older = await readList(before, outputFile, terminal);
	const newer = await readList(after, outputFile, terminal);
	if (older.kind !== newer.kind) throw new InputError("command", `${quote(before)} is a ${older.kind} and ${quote(after)} is a ${newer.kind}`, { hint: "Compare two fixed-images files, or two reports." });
	const report = compareReport(older.entries, newer.entries, newer.unanswered);
	return {
		pair: null,
		report,
		soaks: newer.kind === "report" ? /* @__PURE__ */ new Map() : await findSoaks(report.changes, {
			origin: newer.origin,
			lockFile,
			now
		}, terminal)
	};
}

export { command };