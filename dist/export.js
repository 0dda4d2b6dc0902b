import { InputError, nearest, quote } from "./words.js";
import { readList } from "./diff-list.js";

// src/cli/export.ts
const names = [
	"kustomize",
	"helm-values",
	"env",
	"matrix",
	"argocd",
	"flux"
];
const command = {
	name: "export",
	usage: "export [FILE]",
	summary: "Print the results of a fixed-images file for other tools.",
	description: "Prints what a fixed-images file decides in the form of another tool: a component for kustomize, values for Helm, variables for a shell, a matrix for GitHub workflows, or the images of an Argo CD Application or a Flux Kustomization. FILE is a file, REF:PATH for a file of git, or a git ref alone. What a format cannot express is an error that names it, so that nothing is left out unseen.",
	examples: [
		"kluctl-images export --format kustomize > components/images/kustomization.yaml",
		"kluctl-images export fixed/prod.yaml --format helm-values > values-images.yaml",
		"kluctl-images export --format env > images.env",
		"kluctl-images export --format matrix"
	],
	flags: [{
		name: "format",
		kind: "text",
		value: names.join("|"),
		help: "What to write it as. It must be given."
	}, {
		name: "output-file",
		kind: "text",
		value: "FILE",
		short: "o",
		help: "The fixed-images file, where FILE is not given or is a git ref (default: fixed-images.yaml)."
	}],
	options: [],
	positionals: ["FILE?"],
	run
};
async function run({ own, positionals: [file] }, terminal) {
	const format = readFormat(own.get("format")?.toString());
	const outputFile = own.get("output-file")?.toString() ?? "fixed-images.yaml";
	const name = file ?? outputFile;
	const { exportFormats } = await import("./formats.js");
	const { kind, entries } = await readList(name, outputFile, terminal);
	if (kind === "report") throw new InputError("command", `${quote(name)} is a report, and no fixed-images file`, { hint: "Name the fixed-images file that the run wrote." });
	terminal.out(exportFormats[format](entries));
	return 0;
}
function readFormat(text) {
	const format = names.find((name) => name === text);
	if (format !== void 0) return format;
	const hint = `Formats: ${names.join(", ")}.`;
	if (text === void 0) throw new InputError("--format", "export needs a format", { hint });
	const near = nearest(text, names);
	throw new InputError("--format", `${quote(text)} is not a format`, { hint: near === void 0 ? hint : `Did you mean ${near}?` });
}

export { command };