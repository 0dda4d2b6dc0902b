import { readImageReference } from "./words.js";

// src/io/new-registries-named.ts
/**
* Registries that the options of the workflow name, for `findNewRegistries`: those of `allow-registries`, and of what `images` and `fixed-images`
* are about. Not those in `args`: a workflow may put there what a pull request is called. Nor those that a login is set for: what is asked here is
* whether they may have it.
*/
function namedRegistries({ allowRegistries = [], images, fixedImages }) {
	const patterns = images.flatMap((rule) => rule.leavesOut ? [] : registryOfPattern(rule.pattern) ?? []);
	const results = fixedImages.flatMap(({ image, resultImage }) => [image, resultImage].flatMap((text) => registryOfImage(text) ?? []));
	return [.../* @__PURE__ */ new Set([
		...allowRegistries,
		...patterns,
		...results
	])];
}
/** The first part of a pattern over repositories, where it is a host: `*.example.com` of `*.example.com/team/**`. */
function registryOfPattern(pattern) {
	const [first = "", ...rest] = pattern.split("/");
	return rest.length > 0 && /[.:[]|^localhost$/.test(first) ? first : void 0;
}
function registryOfImage(text) {
	return readImageReference(text ?? "")?.repository.registry;
}

export { namedRegistries };