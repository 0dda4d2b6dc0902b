import { jsonText } from "./words.js";
import { complain, describeError, errorText } from "./tag-failure.js";
import { listTagsOfAll } from "./tag-list.js";

// src/cli/tag-names.ts
/**
* Prints the tags alone. Of several images as references, so that each tag says where it is from.
* @throws FilterError; ImageNameError; RegistryError of a single image
*/
async function printNames({ images, filter: written, json }, terminal) {
	const filter = written === void 0 ? void 0 : await parse(written);
	const listings = await listTagsOfAll(images, terminal, filter, (listing) => "error" in listing || !filter ? listing : {
		...listing,
		tags: listing.tags.filter((tag) => filter.accepts(tag))
	});
	const [only] = listings;
	if (listings.length === 1 && only && "error" in only) throw only.error;
	if (json) {
		const data = listings.map((listing) => ({
			repository: listing.repository,
			..."error" in listing ? { error: describeError(listing.error) } : { tags: listing.tags }
		}));
		terminal.out(`${jsonText(data.length === 1 ? data[0] : data)}\n`);
	} else {
		const several = listings.length > 1;
		for (const listing of listings) {
			if ("error" in listing) continue;
			const lines = several ? listing.tags.map((tag) => `${listing.repository}:${tag}`) : listing.tags;
			if (lines.length > 0) terminal.out(`${lines.join("\n")}\n`);
		}
	}
	return complain(listings.flatMap((listing) => "error" in listing ? [errorText(listing)] : []), terminal);
}
async function parse(filter) {
	const { parseVersionFilter } = await import("./parse.js");
	return parseVersionFilter(filter);
}

export { printNames };