import { InputError, byCodeUnit, formatRepository, isImagesError, jsonText, overlaps, parseImageReference, quote } from "./words.js";

// src/export/inexpressible.ts
const shown = 5;
/** The error for what a format has no words for. `names` are what it is about; of many, the first few are named. */
function inexpressible(format, what, names, hint) {
	const more = names.length > shown ? ` and ${names.length - shown} more` : "";
	const list = names.slice(0, shown).map((name) => quote(name)).join(", ");
	return new InputError("--format", `${format} cannot express ${what}: ${list}${more}`, { hint });
}

// src/export/exported-image.ts
/**
* What a fixed-images list decides, for formats that know no entries: entries that a later one hides altogether are left out, and those of one
* image with one result are put together. Sorted by image, then result.
* @throws InputError for entries that name no image, since only kluctl can tell what they are about, and for those with a text that is no image
* reference or no name of Kubernetes: others put these texts into scripts and templates
*/
function exportedImages(entries, format) {
	const live = entries.filter((entry, index) => !entries.some((later, at) => at > index && hides(later, entry)));
	const nameless = live.filter(({ image }) => image === void 0);
	if (nameless.length > 0) throw inexpressible(format, "entries that name no image", nameless.map(({ imageRegex, resultImage }) => `${imageRegex ?? "every image"} → ${resultImage}`), "Give the file an entry for each image: a run without them writes such entries.");
	refuseOddTexts(live, format);
	const groups = /* @__PURE__ */ new Map();
	for (const { image = "", resultImage, namespace = "", deployment = "", container = "" } of live) {
		const key = JSON.stringify([image, resultImage]);
		const group = groups.get(key) ?? {
			image,
			result: parseImageReference(resultImage),
			places: []
		};
		group.places.push({
			namespace,
			deployment,
			container
		});
		groups.set(key, group);
	}
	return [...groups.values()].map((group) => ({
		...group,
		places: group.places.toSorted(comparePlaces)
	})).toSorted((a, b) => byCodeUnit(a.image, b.image) || byCodeUnit(a.result.text, b.result.text));
}
function refuseOddTexts(entries, format) {
	const hint = "Correct the entry in the file, or remove it.";
	const odd = entries.filter(({ image = "", resultImage }) => !isReference(image) || !isReference(resultImage));
	if (odd.length > 0) {
		const names = odd.map(({ image = "", resultImage }) => `${image} → ${resultImage}`);
		throw inexpressible(format, "names and results that are no image reference", names, hint);
	}
	const misplaced = entries.filter(({ namespace, deployment, container }) => ![
		namespace,
		deployment,
		container
	].every(isName));
	if (misplaced.length === 0) return;
	const names = misplaced.map(({ image = "", namespace = "", deployment = "", container = "" }) => {
		return `${image} (${[
			namespace,
			deployment,
			container
		].filter((text) => text !== "").join(", ")})`;
	});
	throw inexpressible(format, "places that are no names of Kubernetes", names, hint);
}
function isReference(text) {
	try {
		parseImageReference(text);
		return true;
	} catch (error) {
		if (isImagesError(error)) return false;
		throw error;
	}
}
/** As generous as any name of Kubernetes may be, and nothing that means something to a shell. */
function isName(text) {
	return text === void 0 || /^(?:[A-Za-z0-9][A-Za-z0-9._:/-]*)?$/.test(text);
}
/** True where every use that the earlier entry matches is answered by the later one. */
function hides(later, earlier) {
	const same = (key) => later[key] === void 0 || later[key] === earlier[key];
	return hidesImage(later, earlier) && hidesNamespace(later, earlier) && same("deployment") && same("container");
}
function hidesImage(later, { image, imageRegex }) {
	if (later.image !== void 0) return later.image === image;
	if (later.imageRegex === void 0 || later.imageRegex === imageRegex) return true;
	return image !== void 0 && overlaps({
		imageRegex: later.imageRegex,
		resultImage: ""
	}, {
		image,
		resultImage: ""
	});
}
/** The empty namespace is `default`, as kluctl has it. */
function hidesNamespace(later, earlier) {
	if (later.namespace === void 0) return true;
	return earlier.namespace !== void 0 && (later.namespace || "default") === (earlier.namespace || "default");
}
function comparePlaces(a, b) {
	return byCodeUnit(a.namespace, b.namespace) || byCodeUnit(a.deployment, b.deployment) || byCodeUnit(a.container, b.container);
}
/** The images that have more than one result. */
function imagesWithSeveralResults(images) {
	const names = images.map(({ image }) => image);
	return new Set(names.filter((name, index) => names[index - 1] === name));
}

// src/export/image-override.ts
const otherFormats = "env, helm-values and matrix can.";
/**
* The list of overrides, in an order in which none undoes another: kustomize applies them one after the other, each to what those before it
* have made.
* @throws InputError where an image has several results, has a bracket, or cannot be told apart from another by kustomize
*/
function imageOverrides(images, format, order) {
	const several = [...imagesWithSeveralResults(images)];
	if (several.length > 0) throw inexpressible(format, "several results of one image", several, otherFormats);
	const byName = /* @__PURE__ */ new Map();
	const conflicts = [];
	for (const exported of images) {
		const override = overrideOf(exported, format);
		const before = byName.get(override.name);
		if (before !== void 0 && imageOf(before) !== imageOf(override)) conflicts.push(exported.image);
		byName.set(override.name, override);
	}
	if (conflicts.length > 0) throw inexpressible(format, "images that differ only in tag or digest", conflicts, otherFormats);
	const sorted = [...byName.values()].toSorted((a, b) => byCodeUnit(a.name, b.name));
	const list = order === "name" ? sorted : orderOverrides(sorted);
	const rules = list.map((override) => ({
		pattern: patternOf(override),
		made: imageOf(override)
	}));
	const make = (image) => rules.reduce((text, rule) => rule.pattern.test(text) ? rule.made : text, image);
	const wrong = images.filter(({ image, result }) => make(image) !== imageOf(overrideFor(image, result.text)));
	if (wrong.length === 0) return list;
	const names = wrong.map(({ image }) => image);
	throw inexpressible(format, "images that kustomize cannot tell apart", names, otherFormats);
}
function overrideOf({ image, result }, format) {
	const override = overrideFor(image, result.text);
	if (!override.name.includes("[")) return override;
	throw inexpressible(format, "names that have a bracket", [image], otherFormats);
}
/** A result without tag and digest is `latest`: without either, kustomize would keep the tag of the manifest. */
function overrideFor(image, resultImage) {
	const { name: newName, tag, digest } = parseImageReference(resultImage);
	return {
		name: parseImageReference(image).name,
		newName,
		newTag: tag ?? (digest === void 0 ? "latest" : void 0),
		digest
	};
}
/** The image that an override makes, `newName:newTag@digest`. */
function imageOf({ newName, newTag, digest }) {
	return `${newName}${newTag === void 0 ? "" : `:${newTag}`}${digest === void 0 ? "" : `@${digest}`}`;
}
/** An override that would take what another one makes stands before that. */
function orderOverrides(sorted) {
	const waiting = sorted.map((override) => ({
		override,
		pattern: patternOf(override),
		made: imageOf(override)
	}));
	const ordered = [];
	while (waiting.length > 0) {
		const free = waiting.findIndex((one) => !waiting.some((other) => other !== one && other.pattern.test(one.made)));
		const [next] = waiting.splice(Math.max(0, free), 1);
		if (next) ordered.push(next.override);
	}
	return ordered;
}
/** kustomize takes the name for a regular expression, in which a point stands for any character. */
function patternOf({ name }) {
	return new RegExp(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
}

// src/export/yaml-text.ts
/** The first line of every file of ours. */
const exportHeader = "# Written by kluctl-images export.\n";
/**
* A text in double quotes that every reader of YAML takes for that text (threat model Y-03). It is meant for image names, tags, digests and
* names of ours, which are ASCII.
*/
function yamlQuoted(text) {
	return jsonText(text);
}
/** `key: "value"` lines at a depth of blanks; what has no value is left out. */
function yamlFields(fields, depth) {
	return Object.entries(fields).flatMap(([key, value]) => value === void 0 ? [] : [`${" ".repeat(depth)}${key}: ${yamlQuoted(value)}`]);
}

// src/export/argocd.ts
/**
* The part of an Argo CD Application (argoproj.io/v1alpha1) that sets images, `spec.source.kustomize.images`: texts for
* `kustomize edit set image`, which sorts them by name.
* @throws InputError for what it cannot express
*/
function formatArgocd(entries) {
	const items = imageOverrides(exportedImages(entries, "argocd"), "argocd", "name").map((override) => `        - ${yamlQuoted(`${override.name}=${imageOf(override)}`)}\n`);
	const list = items.length === 0 ? " []\n" : `\n${items.join("")}`;
	return `${exportHeader}spec:\n  source:\n    kustomize:\n      images:${list}`;
}

// src/export/names.ts
/**
* Gives every result a name made of words: those of the last segment of its image, else of more segments, of the whole name as the template
* writes it, or with its registry. Where an image has several results, each place has a name of its own, with its object and container, else
* with namespace, kind and more.
*
* A name that two images could have, by few words or many, is nobody's. So what a name means does not change with what else there is: with a
* new entry a name can go, and never comes to mean another image. Sorted as the images are.
* @throws InputError where something is left without a name
*/
function nameResults(images, format, spell) {
	const subjects = subjectsOf(images);
	const claims = gather(subjects.map(({ image, stems, items }) => [image, namesOf(stems, [ownName, ...items], spell)]));
	const nameless = /* @__PURE__ */ new Set();
	const named = subjects.flatMap((subject) => {
		const { image, stems, items } = subject;
		const isOwn = (name) => claims.get(name)?.size === 1;
		const level = stems.findIndex((stem) => isOwn(spell(stem)));
		const known = level < 0 ? [] : stems.slice(level);
		const itemClaims = gather(items.map((item) => [item, namesOf(stems, [item], spell)]));
		return items.map(({ exported, endings }) => {
			const name = known.flatMap((stem) => endings.map((ending) => spell([...stem, ...ending]))).find((one) => isOwn(one) && (items.length === 1 || itemClaims.get(one)?.size === 1));
			if (name === void 0) for (const one of rivals(subject, claims, spell)) nameless.add(one);
			return {
				name: name ?? image,
				exported
			};
		});
	});
	if (nameless.size === 0) return named;
	throw inexpressible(format, "results that would have one name", [...nameless], "matrix can.");
}
function subjectsOf(images) {
	const several = imagesWithSeveralResults(images);
	const items = /* @__PURE__ */ new Map();
	for (const exported of images) {
		const endings = several.has(exported.image) ? exported.places.map(placeWords) : [[[]]];
		const known = items.get(exported.image) ?? [];
		known.push(...endings.map((one) => ({
			exported,
			endings: one
		})));
		items.set(exported.image, known);
	}
	return [...items].map(([image, list]) => ({
		image,
		stems: imageWords(image),
		items: list
	}));
}
/** What an image is called alone is never another's, also while it has several results. */
const ownName = { endings: [[]] };
/** All names that items of an image could have. */
function namesOf(stems, items, spell) {
	return stems.flatMap((stem) => items.flatMap(({ endings }) => endings.map((ending) => spell([...stem, ...ending]))));
}
function gather(entries) {
	const claims = /* @__PURE__ */ new Map();
	for (const [claimant, names] of entries) for (const name of names) claims.set(name, (claims.get(name) ?? /* @__PURE__ */ new Set()).add(claimant));
	return claims;
}
/** The images that share the longest name of this one. */
function rivals({ image, stems }, claims, spell) {
	return claims.get(spell(stems.at(-1) ?? [])) ?? [image];
}
/** Segments of a path that are tried one by one, before all of them. */
const mostSegments = 4;
function imageWords(image) {
	const { repository, tag, digest } = parseImageReference(image);
	const segments = repository.path.split("/");
	const paths = [...[...segments.slice(0, mostSegments).keys()].map((index) => index + 1).map((count) => segments.slice(-count).join("/")), repository.path];
	const whole = [
		formatRepository(repository),
		tag ?? "",
		digest ?? ""
	].join(" ");
	return [
		...paths,
		image,
		whole
	].map(wordsOf);
}
function placeWords({ namespace, deployment, container }) {
	const [kind = "", name = ""] = deployment.split("/");
	const label = (word, text) => text === "" ? "" : `${word} ${text}`;
	return [
		[name, container],
		[
			namespace,
			name,
			container
		],
		[
			namespace,
			kind,
			name,
			container
		],
		[
			label("namespace", namespace),
			label("object", deployment),
			label("container", container)
		]
	].map((parts) => parts.flatMap(wordsOf));
}
function wordsOf(text) {
	return text.match(/[A-Za-z0-9]+/g) ?? [];
}

// src/export/env.ts
/**
* A line `ORDER_API_IMAGE=ghcr.io/team/order-api:1.2` for each result, sorted. `sh`, `docker run --env-file`, compose and the file of
* `GITHUB_ENV` read it alike, since an image reference needs no quotes and has no line ends.
* @throws InputError for what exportedImages refuses, and for names that would be one
*/
function formatEnv(entries) {
	return nameResults(exportedImages(entries, "env"), "env", variableName).map(({ name, exported }) => `${name}=${exported.result.text}\n`).toSorted(byCodeUnit).join("");
}
/** Ends in `_IMAGE`, so that it never is a variable that means something to a program, as `PATH`. */
function variableName(words) {
	const text = `${words.join("_").toUpperCase()}_IMAGE`;
	return /^[0-9]/.test(text) ? `_${text}` : text;
}

// src/export/kustomize.ts
/**
* A component for kustomize, to be named under `components:` of a kustomization; its `images:` can stand in a kustomization as well.
* @throws InputError for what `images:` cannot express
*/
function formatKustomize(entries) {
	const overrides = imageOverrides(exportedImages(entries, "kustomize"), "kustomize", "given");
	return `${exportHeader}apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${overrideList(overrides, 0)}`;
}
/** `images:` with one item for each override, at a depth of blanks. Ends with a line end. */
function overrideList(overrides, depth) {
	const margin = " ".repeat(depth);
	if (overrides.length === 0) return `${margin}images: []\n`;
	return `${margin}images:\n${overrides.map(({ name, newName, newTag, digest }) => {
		const lines = yamlFields({
			name,
			newName,
			newTag,
			digest
		}, depth + 4);
		return `${margin}  - ${lines.join("\n").trimStart()}\n`;
	}).join("")}`;
}

// src/export/flux.ts
/**
* The part of a Flux Kustomization (kustomize.toolkit.fluxcd.io/v1) that sets images, `spec.images`: a patch for one that is there.
* @throws InputError for what it cannot express
*/
function formatFlux(entries) {
	const overrides = imageOverrides(exportedImages(entries, "flux"), "flux", "given");
	return `${exportHeader}spec:\n${overrideList(overrides, 2)}`;
}

// src/export/helm-values.ts
/**
* Values for Helm: a key for each image, in camelCase so that templates can write `.Values.orderApi.image.tag`, with `image.registry`,
* `repository`, `tag` and `digest`, as the charts of Bitnami and many others read them. Registry and repository are full names, those of
* Docker Hub as well; what an image has not is the empty text, but a result without tag and digest has the tag `latest`.
* @throws InputError for what exportedImages refuses, and for names that would be one
*/
function formatHelmValues(entries) {
	const named = nameResults(exportedImages(entries, "helm-values"), "helm-values", camelCase);
	if (named.length === 0) return `${exportHeader}{}\n`;
	const blocks = named.map(({ name, exported: { result } }) => {
		const { repository, tag, digest } = result;
		const fields = {
			registry: repository.registry,
			repository: repository.path,
			tag: tag ?? (digest === void 0 ? "latest" : ""),
			digest: digest ?? ""
		};
		return [
			`${yamlQuoted(name)}:`,
			"  image:",
			...yamlFields(fields, 4)
		].join("\n");
	});
	return `${exportHeader}${blocks.join("\n")}\n`;
}
/** A name that a template can write behind a point: it begins with a letter or `_`. */
function camelCase(words) {
	const text = words.map((word) => word === word.toUpperCase() ? word.toLowerCase() : word).map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join("");
	return /^[0-9]/.test(text) ? `_${text}` : text;
}

// src/export/matrix.ts
/**
* A matrix for a workflow of GitHub: JSON on one line, so that it can be a step output, `{"include": […]}` with an item for each image, result
* and place. Every member is a text, empty for what there is not; an empty place is any place.
* @throws InputError for what exportedImages refuses: a job may write any of these texts into a command
*/
function formatMatrix(entries) {
	const include = exportedImages(entries, "matrix").flatMap(({ image, result, places }) => places.map(({ namespace, deployment, container }) => ({
		image,
		result: result.text,
		repository: formatRepository(result.repository),
		tag: result.tag ?? "",
		digest: result.digest ?? "",
		namespace,
		deployment,
		container
	})));
	return `${jsonText({ include })}\n`;
}

// src/export/formats.ts
/**
* What a fixed-images list is written as for others. Each gives the whole text, which ends with a line end unless it is empty, and throws
* InputError for what the format cannot express.
*/
const exportFormats = {
	kustomize: formatKustomize,
	"helm-values": formatHelmValues,
	env: formatEnv,
	matrix: formatMatrix,
	argocd: formatArgocd,
	flux: formatFlux
};

export { exportFormats };