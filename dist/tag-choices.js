import { NoTagError, explain, formatExplanation, jsonText, parseVersionFilter } from "./words.js";
import { findTraps } from "./version.js";
import { complain, describeError, errorText } from "./tag-failure.js";
import { listTagsOfAll } from "./tag-list.js";

// src/cli/tag-choices.ts
/**
* Prints the newest tag of each image and why it is that one.
* @throws FilterError; ImageNameError; RegistryError of a single image
*/
async function printChoices({ images, filter: written, json }, terminal) {
	const filter = parseVersionFilter(written);
	const views = await listTagsOfAll(images, terminal, filter, (listing) => viewOf(listing, filter));
	const [only] = views;
	if (views.length === 1 && only && "error" in only) throw only.error;
	if (json) printJson(views, filter, terminal);
	else terminal.out(views.flatMap((view) => blockOf(view, filter, terminal.width)).join("\n"));
	return complain(views.flatMap((view) => failureOf(view, filter)), terminal);
}
function viewOf(listing, filter) {
	if ("error" in listing) return listing;
	return {
		...listing,
		explanation: explain(filter, listing.tags),
		traps: findTraps(filter, listing.tags, listing.prefix)
	};
}
/** One image is an object, several are an array of them. */
function printJson(views, filter, terminal) {
	const data = views.map((view) => {
		const { repository } = view;
		if ("error" in view) return {
			repository,
			filter: filter.toString(),
			error: describeError(view.error)
		};
		const { pages, tags, prefix, explanation, traps } = view;
		return {
			repository,
			filter: filter.toString(),
			pages,
			prefix,
			tags,
			...explanation,
			traps
		};
	});
	terminal.out(`${jsonText(data.length === 1 ? data[0] : data, 2)}\n`);
}
function blockOf(view, filter, width) {
	if ("error" in view) return [];
	const head = [
		["repository", view.repository],
		["filter", filter.toSource()],
		...view.prefix === void 0 ? [] : [["listed", `only tags that begin with ${view.prefix}`]]
	];
	return [formatExplanation(head, view.explanation, view.traps, width)];
}
function failureOf(view, filter) {
	if ("error" in view) return [errorText(view)];
	if (view.explanation.newest !== void 0) return [];
	return [new NoTagError(view.repository, filter.toString(), view.tags.length, []).message];
}

export { printChoices };