import { NoTagError, formatExplanation, jsonText, terminalText } from "./words.js";
import { explain, findTraps, parseVersionFilter } from "./version.js";
import { listTagsOf } from "./tag-list.js";

// src/cli/tags.ts
const command = {
	name: "tags",
	usage: "tags IMAGE",
	summary: "Ask the registry for the tags of an image and explain which one is the newest.",
	description: "Lists the tags of a repository with the credentials that resolve would use, explains what a version filter makes of them, and warns of traps in the list.",
	examples: [
		"kluctl-images tags nginx",
		"kluctl-images tags ghcr.io/team/app --filter \"prefix('main-', suffix=number())\"",
		"kluctl-images tags nginx --json"
	],
	flags: [{
		name: "filter",
		kind: "text",
		value: "FILTER",
		help: "Version filter (default: semver())."
	}, {
		name: "json",
		kind: "boolean",
		help: "Print tags, explanation and traps as JSON."
	}],
	options: [],
	positionals: ["IMAGE"],
	run
};
async function run({ own, positionals: [image = ""] }, terminal) {
	const filter = parseVersionFilter(String(own.get("filter") ?? "semver()"));
	const { repository, pages, tags } = await listTagsOf(image, terminal);
	const explanation = explain(filter, tags);
	const traps = findTraps(filter, tags);
	if (own.get("json") === true) terminal.out(`${jsonText({
		repository,
		filter: filter.toString(),
		pages,
		tags,
		...explanation,
		traps
	}, 2)}\n`);
	else {
		const head = [["repository", repository], ["filter", filter.toSource()]];
		terminal.out(formatExplanation(head, explanation, traps, terminal.width));
	}
	if (explanation.newest !== void 0) return 0;
	terminal.err(`error: ${terminalText(new NoTagError(repository, filter.toString(), tags.length, []).message)}\n`);
	return 1;
}

export { command };