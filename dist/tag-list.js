import { ImageNameError, InputError, RegistryError, formatReceipt, formatRepository, logReceipt, parseImageReference, quote, terminalText } from "./words.js";

// src/cli/tag-list.ts
/**
* Asks the registry of an image for all its tags; warnings go to standard error.
* @throws ImageNameError for an image with a tag or digest; RegistryError
*/
async function listTagsOf(image, terminal) {
	const [listing] = await listTagsOfAll([image], terminal, void 0, (found) => found);
	if (listing === void 0 || "error" in listing) throw listing?.error ?? /* @__PURE__ */ new Error("no listing for an image");
	return listing;
}
/**
* The same for several images, all at once, in their order; with a filter only those tags that it can accept, where any does. An error of
* a registry is in the place of its image. What `read` makes of a list is made while others are still on their way.
* @throws ImageNameError for an image with a tag or digest, before a registry is asked
*/
async function listTagsOfAll(images, terminal, filter, read) {
	const repositories = images.map(parseUntagged);
	const { openRegistries } = await import("./registries.js");
	const registries = openRegistries({ env: terminal.env });
	try {
		const listings = await Promise.all(repositories.map(async (repository) => read(await listOne(registries, repository, filter))));
		for (const warning of registries.warnings()) terminal.err(`warning: ${terminalText(warning)}\n`);
		const receipt = formatReceipt(registries.cost().hosts);
		logReceipt(receipt && registries.redactor.redact(receipt), terminal);
		return listings;
	} finally {
		await registries.close();
	}
}
function parseUntagged(image) {
	const reference = parseImageReference(image);
	if (reference.tag === void 0 && reference.digest === void 0) return reference.repository;
	const message = `${quote(image)} has a tag or a digest; a repository is expected`;
	throw new ImageNameError(image, reference.name.length, message, { hint: `Write ${reference.name}.` });
}
async function listOne(source, asked, filter) {
	const repository = formatRepository(asked);
	const wanted = filter?.literalPrefix ?? "";
	try {
		let list = await source.listTags(asked, wanted === "" ? {} : { prefix: wanted });
		if (filter && list.prefix !== void 0 && !list.tags.some((tag) => filter.accepts(tag))) list = await source.listTags(asked);
		return {
			repository,
			pages: list.pages,
			tags: list.tags,
			prefix: list.prefix
		};
	} catch (error) {
		if (!(error instanceof RegistryError)) throw error;
		return {
			repository,
			error
		};
	}
}
/**
* Tags on standard input, one a line.
* @throws InputError where nothing is piped in
*/
async function readTags(command, terminal) {
	if (terminal.isInputTerminal) throw new InputError(command, "there are no tags on standard input", { hint: "Pipe them in, one a line." });
	return (await terminal.readInput()).split("\n").map((line) => line.trim()).filter((tag) => tag !== "");
}

export { listTagsOf, listTagsOfAll, readTags };