// src/cli/tags.ts
const command = {
	name: "tags",
	usage: "tags IMAGE...",
	summary: "Ask the registry for the tags of images and explain which one is the newest.",
	description: "Lists the tags of each repository with the credentials that resolve would use, explains what a version filter makes of them, and warns of traps in the list. Several images are asked for at once. Where a filter accepts only tags that begin with some text, only these are listed.",
	examples: [
		"kluctl-images tags nginx",
		"kluctl-images tags ghcr.io/team/app --filter \"prefix('main-', suffix=number())\"",
		"kluctl-images tags nginx redis ghcr.io/team/app --json"
	],
	flags: [
		{
			name: "filter",
			kind: "text",
			value: "FILTER",
			help: "Version filter (default: semver())."
		},
		{
			name: "list",
			kind: "boolean",
			help: "Print the tags and nothing about them, in the order of the registry; with --filter only those that it accepts."
		},
		{
			name: "json",
			kind: "boolean",
			help: "Print tags, explanation and traps as JSON: an object, or an array for several images."
		}
	],
	options: [],
	positionals: ["IMAGE..."],
	run
};
async function run({ own, positionals: images }, terminal) {
	const written = own.has("filter") ? String(own.get("filter")) : void 0;
	const json = own.get("json") === true;
	if (own.get("list") === true) {
		const { printNames } = await import("./tag-names.js");
		return printNames({
			images,
			filter: written,
			json
		}, terminal);
	}
	const { printChoices } = await import("./tag-choices.js");
	return printChoices({
		images,
		filter: written ?? "semver()",
		json
	}, terminal);
}

export { command };