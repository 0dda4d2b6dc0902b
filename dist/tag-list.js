import { ImageNameError, InputError, formatRepository, parseImageReference, quietLog, quote, terminalText } from "./words.js";

// src/cli/tag-list.ts
/**
* Asks the registry of an image for all its tags; warnings go to standard error.
* @throws ImageNameError for an image with a tag or digest; RegistryError
*/
async function listTagsOf(image, terminal) {
	const reference = parseImageReference(image);
	if (reference.tag !== void 0 || reference.digest !== void 0) {
		const message = `${quote(image)} has a tag or a digest; a repository is expected`;
		throw new ImageNameError(image, reference.name.length, message, { hint: `Write ${reference.name}.` });
	}
	const { openRegistries } = await import("./machine2.js");
	const registries = openRegistries({
		env: terminal.env,
		log: quietLog(terminal)
	});
	try {
		const { tags, pages } = await registries.listTags(reference.repository);
		for (const warning of registries.warnings()) terminal.err(`warning: ${terminalText(warning)}\n`);
		return {
			repository: formatRepository(reference.repository),
			pages,
			tags
		};
	} finally {
		await registries.close();
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

export { listTagsOf, readTags };