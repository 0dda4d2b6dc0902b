import { explain, formatExplanation, jsonText, parseVersionFilter, plural, terminalText } from "./words.js";
import { findTraps } from "./version.js";
import { readTags } from "./tag-list.js";

// src/cli/pick.ts
const command = {
	name: "pick",
	usage: "pick FILTER",
	summary: "Pick the newest of the tags on standard input, one a line.",
	description: "Applies a version filter to the tags on standard input and prints the newest that it accepts; why it won, and traps in the list, go to standard error. Asks no registry. Exits 1 if none is accepted.",
	examples: ["printf '1.9\\n1.10\\n' | kluctl-images pick 'semver()'", "kluctl-images pick \"prefix('main-', suffix=number())\" --json < tags.txt"],
	flags: [{
		name: "json",
		kind: "boolean",
		help: "Print {\"filter\", \"matched\", \"newest\"} and the explanation as JSON."
	}],
	options: [],
	positionals: ["FILTER"],
	run
};
async function run({ own, positionals: [text = ""] }, terminal) {
	const filter = parseVersionFilter(text);
	const tags = await readTags("pick", terminal);
	const explanation = explain(filter, tags);
	const { newest, seen, runnerUp, ties, rejected } = explanation;
	const traps = findTraps(filter, tags);
	if (own.get("json") === true) {
		const found = {
			matched: tags.filter(filter.accepts),
			newest: newest ?? null,
			seen,
			runnerUp: runnerUp ?? null,
			ties,
			rejected,
			traps
		};
		terminal.out(`${jsonText({
			filter: filter.toString(),
			...found
		})}\n`);
		return newest === void 0 ? 1 : 0;
	}
	terminal.err(formatExplanation([["filter", filter.toSource()]], explanation, traps, terminal.width));
	if (newest !== void 0) {
		terminal.out(`${terminalText(newest)}\n`);
		return 0;
	}
	terminal.err(`error: none of the ${plural(tags.length, "tag")} matches ${filter.toString()}\n`);
	return 1;
}

export { command };