import { formatRows, jsonText, plural } from "./words.js";
import { suggestFilters } from "./version.js";
import { listTagsOf, readTags } from "./tag-list.js";

// src/cli/suggest.ts
const command = {
	name: "suggest",
	usage: "suggest [IMAGE]",
	summary: "Propose version filters for the tags of an image, or for tags on standard input.",
	description: "Looks at the shapes of the tags, and proposes filters, the one that explains most tags first (versions before a variant that has not twice as many), each with the tag that it would pick. Without an image it reads tags from standard input, one a line.",
	examples: [
		"kluctl-images suggest ghcr.io/team/app",
		"kluctl-images suggest < tags.txt",
		"kluctl-images suggest nginx --json"
	],
	flags: [{
		name: "json",
		kind: "boolean",
		help: "Print {\"seen\", \"suggestions\"} as JSON."
	}],
	options: [],
	positionals: ["IMAGE?"],
	run
};
async function run({ own, positionals: [image] }, terminal) {
	const tags = image === void 0 ? await readTags("suggest", terminal) : (await listTagsOf(image, terminal)).tags;
	const seen = new Set(tags).size;
	const suggestions = suggestFilters(tags);
	if (own.get("json") === true) terminal.out(`${jsonText({
		seen,
		suggestions
	}, 2)}\n`);
	else if (suggestions.length > 0) {
		const rows = suggestions.map(({ newest, matched, family, filter }) => [
			newest,
			`${matched} of ${seen}`,
			family,
			filter
		]);
		terminal.out(formatRows([[
			"picks",
			"accepts",
			"family",
			"filter"
		], ...rows], terminal.width));
	}
	if (suggestions.length > 0) return 0;
	if (own.get("json") !== true) terminal.err(`error: no filter fits any of the ${plural(seen, "tag")}\n`);
	return 1;
}

export { command };