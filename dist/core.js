import { __toESM } from "./rolldown-runtime.js";
import { FilterError, FixedImagesError, ImageNameError, ImagesError, InputError, NoTagError, ProjectError, ResolveError, byCodeUnit, byteLength, formatRepository, isDigest, isImagesError, nearest, normalizeRegistry, optionTable, parseImageReference, plural, quote, shorten as shorten$1 } from "./words.js";
import { require_dist } from "./vendor-yaml.js";
import { RE2JS, require_ignore } from "./vendor.js";
import { require_lexer, require_parser } from "./vendor-nunjucks.js";
import { explain, filterFunctions, findTraps, formatFilterCall, parseVersionFilter } from "./version.js";
import { createHash } from "node:crypto";

// src/yaml/limits.ts
var import_dist = require_dist();
/** Looks for nesting beyond a limit in a token of the parser, without recursion. */
function tooDeep$2(token, limit) {
	const open = [[token, 0]];
	for (let next = open.pop(); next !== void 0; next = open.pop()) {
		const [current, depth] = next;
		if (depth > limit) return {
			code: "limit",
			message: `nested too deeply (more than ${limit} levels)`,
			offset: current.offset
		};
		if (current.type === "document" && current.value) open.push([current.value, depth]);
		if (!("items" in current)) continue;
		for (const item of current.items) {
			if (item.key) open.push([item.key, depth + 1]);
			if (item.value) open.push([item.value, depth + 1]);
		}
	}
}
/** Counts nodes and aliases of a document whose depth is known to be small, and looks for values that are no plain data. */
function checkNodes(contents, limits) {
	let nodes = 0;
	let aliases = 0;
	const visit = (node) => {
		if ((0, import_dist.isPair)(node)) return oddKey(node.key) ?? visit(node.key) ?? visit(node.value);
		if (!(0, import_dist.isNode)(node)) return void 0;
		nodes += 1;
		if ((0, import_dist.isAlias)(node)) aliases += 1;
		const offset = node.range?.[0] ?? 0;
		if (nodes > limits.nodes) return {
			code: "limit",
			message: `more than ${limits.nodes} values`,
			offset
		};
		if (aliases > limits.aliases) return {
			code: "limit",
			message: `more than ${plural(limits.aliases, "alias", "aliases")}`,
			offset
		};
		if ((0, import_dist.isScalar)(node) && typeof node.value === "object" && node.value !== null) return {
			code: "yaml",
			message: `a value with the tag ${node.tag} is not supported`,
			offset
		};
		if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node)) return void 0;
		for (const item of node.items) {
			const trouble = visit(item);
			if (trouble) return trouble;
		}
	};
	return visit(contents);
}
/** A map or a list as a key; most often a template expression that was never rendered: `image: {{ … }}`. */
function oddKey(key) {
	if (!(0, import_dist.isMap)(key) && !(0, import_dist.isSeq)(key)) return void 0;
	return {
		code: "yaml",
		message: "a key is a map or a list; is this a template that was not rendered?",
		offset: key.range?.[0] ?? 0
	};
}

// src/yaml/parse.ts
/** Threat model section 10. */
const yamlLimits = {
	bytes: 5242880,
	depth: 100,
	nodes: 2e5,
	aliases: 50
};
/**
* Reads all documents of a YAML 1.2 text (merge keys included, as Kubernetes manifests use them). Limits hold before and after parsing;
* duplicate keys, unknown tags and whatever else the parser complains about are errors with line and column (threat model Y-01, Y-02).
* @throws ProjectError `yaml` or `limit`
*/
function parseYamlDocuments(text, file, limits = yamlLimits) {
	if (byteLength(text) > limits.bytes) throw new ProjectError("limit", `the file is larger than ${limits.bytes} bytes`, { file });
	const source = {
		text,
		file,
		lines: new import_dist.LineCounter(),
		limits
	};
	return guard(file, () => {
		return [...new import_dist.Composer({
			intAsBigInt: true,
			merge: true,
			uniqueKeys: true
		}).compose(shallowTokens(source))];
	}).map((document) => readYamlDocument(document, source));
}
/** The composer recurses, and a stack that runs out inside it can end the process: depth is measured on its tokens. */
function* shallowTokens({ text, file, lines, limits }) {
	for (const token of new import_dist.Parser(lines.addNewLine).parse(text)) {
		const trouble = tooDeep$2(token, limits.depth);
		if (trouble) throw troubleError(trouble, lines, file);
		yield token;
	}
}
function readYamlDocument(document, { text, file, lines, limits }) {
	const problem = document.errors[0] ?? document.warnings[0];
	if (problem) throw new ProjectError("yaml", describe$1(problem, text), offsetPlace(problem.pos[0], lines, file));
	const trouble = checkNodes(document.contents, limits);
	if (trouble) throw troubleError(trouble, lines, file);
	return {
		value: guard(file, () => toValue(document.toJS({
			mapAsMap: true,
			maxAliasCount: limits.aliases
		}), file)),
		document,
		place: (path) => nodePlace(nodeAt(document, path ?? []), lines, file),
		placeOf: (node) => nodePlace(node, lines, file)
	};
}
/** The parser's words, with the name of a key that stands twice. */
function describe$1({ code, message, pos }, text) {
	const key = code === "DUPLICATE_KEY" ? /^["']?([^"'\s:,{}[\]]+)/.exec(text.slice(pos[0], pos[0] + 200))?.[1] : void 0;
	return key === void 0 ? firstLine(message) : `${quote(key)} appears twice in one map`;
}
function troubleError({ code, message, offset }, lines, file) {
	return new ProjectError(code, message, offsetPlace(offset, lines, file));
}
/** Reads a text that must hold at most one document; undefined for an empty text. */
function parseYaml(text, file, limits = yamlLimits) {
	const documents = parseYamlDocuments(text, file, limits);
	const [first, second] = documents;
	if (second) throw new ProjectError("yaml", `one document is expected, and the file has ${documents.length}`, second.place());
	return first?.document.contents === null ? void 0 : first;
}
/** What a person would call the kind of a value. */
function kindOf(value) {
	if (value === void 0) return "nothing";
	if (value === null) return "null";
	if (typeof value === "string") return "text";
	if (typeof value === "bigint" || typeof value === "number") return "a number";
	if (typeof value === "boolean") return "true or false";
	return isYamlMap(value) ? "a map" : "a list";
}
function isYamlMap(value) {
	return value instanceof Map;
}
function isYamlList(value) {
	return Array.isArray(value);
}
function guard(file, read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof ProjectError) throw error;
		const why = error instanceof RangeError ? "it is nested too deeply" : error instanceof Error ? firstLine(error.message) : String(error);
		throw new ProjectError("yaml", why, {
			file,
			line: 1,
			column: 1
		}, { cause: error });
	}
}
function firstLine(message) {
	return message.split("\n", 1)[0] ?? message;
}
function offsetPlace(offset, lines, file) {
	if (offset === void 0) return {
		file,
		line: 1,
		column: 1
	};
	const { line, col } = lines.linePos(offset);
	return {
		file,
		line: Math.max(line, 1),
		column: Math.max(col, 1)
	};
}
function nodePlace(node, lines, file) {
	return offsetPlace(node?.range?.[0], lines, file);
}
/** The node at a path, or the nearest one above it that exists. */
function nodeAt(document, path) {
	let node = document.contents;
	for (const step of path) {
		const next = (0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node) ? node.get(step, true) : void 0;
		if (!(0, import_dist.isNode)(next)) break;
		node = next;
	}
	return (0, import_dist.isNode)(node) ? node : void 0;
}
function toValue(value, file) {
	if (value === null || value === void 0) return null;
	if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" || typeof value === "number") return value;
	if (Array.isArray(value)) return value.map((item) => toValue(item, file));
	if (value instanceof Map) {
		const map = /* @__PURE__ */ new Map();
		for (const [key, item] of value) {
			const text = keyText$2(key, file);
			if (map.has(text)) throw new ProjectError("yaml", `${quote(text)} appears twice in one map`, { file });
			map.set(text, toValue(item, file));
		}
		return map;
	}
	throw new ProjectError("yaml", `a value of an unknown kind (${quote(Object.prototype.toString.call(value))})`, { file });
}
function keyText$2(key, file) {
	if (typeof key === "string") return key;
	if (key === null || typeof key === "bigint" || typeof key === "number" || typeof key === "boolean") return String(key);
	throw new ProjectError("yaml", "a key is a map or a list", { file });
}

// src/yaml/shape.ts
/** Plain words whose meaning differs between YAML 1.1 and 1.2. */
const ambiguous = /^(?:y|n|yes|no|on|off|[-+]?0[0-7_]+|[-+]?0b[01_]+|[-+]?0o[0-7]+|[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)$/i;
/** A value inside a document, which knows its path: reads itself as what is expected, or says where it is something else. */
var Part = class Part {
	value;
	document;
	path;
	/** With a path, `value` is what stands there, undefined for nothing; without one, the part is the whole document. */
	constructor(document, path, value) {
		this.document = document;
		this.path = path ?? [];
		this.value = path === void 0 ? document.value : value;
	}
	/** `deployments[2].tags`; empty for the document itself. */
	get name() {
		return this.path.reduce((text, step) => {
			if (typeof step === "number") return `${text}[${step}]`;
			return text === "" ? step : `${text}.${step}`;
		}, "");
	}
	get place() {
		return this.document.place(this.path);
	}
	/** Text without quotes that a reader of YAML 1.1, as kluctl's, takes for a number, true or false (threat model Y-03). */
	get isAmbiguous() {
		const node = this.document.document.getIn(this.path, true);
		return (0, import_dist.isScalar)(node) && node.type === "PLAIN" && ambiguous.test(String(node.source ?? ""));
	}
	/** True where the key is absent or null. */
	get isEmpty() {
		return this.value === void 0 || this.value === null;
	}
	at(key) {
		const value = isYamlMap(this.value) ? this.value.get(key) : void 0;
		return new Part(this.document, [...this.path, key], value);
	}
	fail(message, code = "config", hint) {
		return new ProjectError(code, this.name === "" ? message : `${this.name}: ${message}`, this.place, { hint });
	}
	expected(what) {
		return this.fail(`${what} is expected here, and it is ${kindOf(this.value)}`);
	}
	map() {
		if (!isYamlMap(this.value)) throw this.expected("a map");
		return this.value;
	}
	optionalMap() {
		return this.isEmpty ? void 0 : this.map();
	}
	list() {
		if (this.isEmpty) return [];
		if (!isYamlList(this.value)) throw this.expected("a list");
		return this.value.map((value, index) => new Part(this.document, [...this.path, index], value));
	}
	text() {
		if (typeof this.value !== "string") throw this.expected("text");
		return this.value;
	}
	optionalText() {
		return this.isEmpty ? void 0 : this.text();
	}
	/** Text, also of a number or a boolean, as kluctl's Go reader takes it for tags. */
	scalarText() {
		if (typeof this.value === "bigint" || typeof this.value === "number" || typeof this.value === "boolean") return String(this.value);
		return this.text();
	}
	texts() {
		return this.list().map((item) => item.scalarText());
	}
	boolean(whenEmpty) {
		if (this.isEmpty) return whenEmpty;
		if (typeof this.value !== "boolean") throw this.expected("true or false");
		return this.value;
	}
	/** Refuses keys that are not known, naming the nearest one that is. */
	allow(known) {
		for (const key of this.map().keys()) {
			if (known.includes(key)) continue;
			const near = nearest(key, known);
			throw this.at(key).fail(`the key ${quote(key)} is not known here`, "config", near === void 0 ? `Known keys: ${known.join(", ")}.` : `Did you mean ${near}?`);
		}
	}
};

// src/fixed/entry.ts
/** Keys that only some versions of kluctl read: other versions refuse the whole file for them. */
const keysOfOldKluctl = ["registryImage", "versionFilter"];
const extraKeys = [
	"deployedImage",
	"object",
	"deployTags",
	"deploymentDir"
];
const textKeys = [
	"image",
	"imageRegex",
	"resultImage",
	"namespace",
	"deployment",
	"container"
];
const knownKeys = [
	...textKeys,
	...extraKeys,
	...keysOfOldKluctl
];
/**
* Reads an `images:` list. Every problem is an error with line and column; unknown keys are only warned about, since kluctl of another
* version may know them.
* @throws FixedImagesError
*/
function readEntries(list, reader) {
	return inFixedImages(list.name, () => list.list().map((item) => readEntry(item, reader)));
}
function readEntry(item, reader) {
	for (const key of item.map().keys()) if (!knownKeys.includes(key)) reader.warn(`${item.name}: the key ${quote(key)} is unknown; kluctl may refuse the file`, item.at(key).place);
	else if (keysOfOldKluctl.includes(key)) reader.warn(`${item.name}: kluctl 2.20 and newer refuse the key ${key}`, item.at(key).place);
	for (const key of textKeys) {
		if (!item.at(key).isAmbiguous) continue;
		const text = String(item.at(key).value);
		reader.warn(`${item.name}: the value of ${key} is taken as the text ${quote(text)}; kluctl may read it as something else: put it in quotes`, item.at(key).place);
	}
	const texts = new Map(textKeys.map((key) => [key, item.at(key).optionalText()]));
	const resultImage = texts.get("resultImage") ?? "";
	if (resultImage === "") throw entryError(item, "resultImage", "resultImage is missing");
	checkReference(item, resultImage);
	const image = texts.get("image");
	const imageRegex = texts.get("imageRegex");
	if (image === "") throw entryError(item, "image", "image is empty");
	if (image !== void 0 && imageRegex !== void 0) throw entryError(item, "imageRegex", "image and imageRegex exclude each other");
	if (imageRegex !== void 0) checkRegex(item, imageRegex);
	if (image !== void 0 && !isReference(image)) reader.warn(`${item.name}: image ${quote(image)} is not an image reference`, item.at("image").place);
	const namespace = texts.get("namespace");
	if (namespace !== void 0 && /[/\s]/.test(namespace)) throw entryError(item, "namespace", `${quote(namespace)} is not a namespace`);
	const deployment = texts.get("deployment");
	if (image === void 0 && imageRegex === void 0 && deployment === void 0) throw entryError(item, "image", "image is missing");
	if (deployment !== void 0 && deployment !== "" && !isDeployment(deployment)) throw entryError(item, "deployment", `${quote(deployment)} is not Kind/name`);
	const extra = new Map([...item.map()].filter(([key]) => extraKeys.includes(key)));
	return {
		...image === void 0 ? {} : { image },
		...imageRegex === void 0 ? {} : { imageRegex },
		resultImage,
		...optional("namespace", namespace),
		...optional("deployment", deployment),
		...optional("container", texts.get("container")),
		...extra.size === 0 ? {} : { extra }
	};
}
/** `Kind/name`; the name is empty for an object that has none (`generateName`). */
function isDeployment(text) {
	return /^[^/\s]+\/[^/\s]*$/.test(text);
}
function isReference(text) {
	try {
		return parseImageReference(text).text === text;
	} catch (error) {
		if (error instanceof ImageNameError) return false;
		throw error;
	}
}
function optional(key, value) {
	return value === void 0 ? {} : { [key]: value };
}
function checkReference(item, resultImage) {
	try {
		parseImageReference(resultImage);
	} catch (error) {
		if (!(error instanceof ImageNameError)) throw error;
		throw entryError(item, "resultImage", `resultImage ${error.message}`);
	}
}
function checkRegex(item, imageRegex) {
	try {
		RE2JS.compile(imageRegex);
	} catch (error) {
		throw entryError(item, "imageRegex", `${quote(imageRegex)} is not a regular expression of RE2: ${String(error instanceof Error ? error.message : error)}`);
	}
}
function entryError(item, key, message) {
	const place = item.at(key).isEmpty ? item.place : item.at(key).place;
	return new FixedImagesError(`${item.name}: ${message}`, place, key);
}
/** Shape errors of a fixed-images list are FixedImagesErrors, with the same place. */
function inFixedImages(key, read) {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw new FixedImagesError(error.message, error.place, key, {
			hint: error.hint,
			cause: error
		});
	}
}

// src/fixed/match.ts
/**
* The entry that answers: the list is searched from its end, and the first entry whose present fields all agree wins, however general
* it is (kluctl v2.16 and v2.28, pkg/deployment/images.go). kluctl sets a missing namespace to `default` when it is connected and leaves
* it empty when it is not, so an entry may spell it either way.
*/
function findFixed(entries, subject) {
	return entries.findLast((entry) => matches(entry, subject));
}
function matches(entry, subject) {
	return (entry.image === void 0 || entry.image === subject.image) && (entry.imageRegex === void 0 || RE2JS.compile(entry.imageRegex).matcher(subject.image).find()) && (entry.namespace === void 0 || sameNamespace(entry.namespace, subject.namespace)) && (entry.deployment === void 0 || entry.deployment === subject.deployment) && (entry.container === void 0 || entry.container === subject.container);
}
function sameNamespace(a, b) {
	return (a === "" ? "default" : a) === (b === "" ? "default" : b);
}
/**
* True where some subject may match both entries, so that their order decides. Two regular expressions are taken to overlap, since
* nobody can tell in general.
*/
function overlaps(a, b) {
	const agree = (x, y) => x === void 0 || y === void 0 || x === y;
	return mayShareImage(a, b) && (a.namespace === void 0 || b.namespace === void 0 || sameNamespace(a.namespace, b.namespace)) && agree(a.deployment, b.deployment) && agree(a.container, b.container);
}
function mayShareImage(a, b) {
	if (a.image !== void 0 && b.image !== void 0) return a.image === b.image;
	const image = a.image ?? b.image;
	const imageRegex = a.imageRegex ?? b.imageRegex;
	return image === void 0 || imageRegex === void 0 || RE2JS.compile(imageRegex).matcher(image).find();
}
/** The fields that decide, as one text: entries with the same text match the same subjects. */
function entryKey(entry) {
	return JSON.stringify([
		entry.image ?? null,
		entry.imageRegex ?? null,
		entry.namespace ?? null,
		entry.deployment ?? null,
		entry.container ?? null
	]);
}
/**
* The keys of all entries that mean exactly what this one means, apart from what they leave open: a field that is absent here may be
* spelled out as empty, and the namespace `default` in three ways (kluctl-semantics 2.3 and 3.2).
*/
function entryKeys(entry) {
	const spellings = (value) => value === void 0 || value === "" ? [value, ""] : [value];
	return (entry.namespace === void 0 ? [
		void 0,
		"",
		"default"
	] : entry.namespace === "" || entry.namespace === "default" ? ["", "default"] : [entry.namespace]).flatMap((namespace) => spellings(entry.deployment).flatMap((deployment) => spellings(entry.container).map((container) => entryKey({
		...withoutPlace(entry),
		...present$1({
			namespace,
			deployment,
			container
		})
	}))));
}
function withoutPlace({ image, imageRegex, resultImage }) {
	return {
		resultImage,
		...image === void 0 ? {} : { image },
		...imageRegex === void 0 ? {} : { imageRegex }
	};
}
function present$1(fields) {
	return Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => value === void 0 ? [] : [[key, value]]));
}

// src/fixed/document.ts
/**
* Reads a fixed-images file: one document, `images: […]`. An empty file is an empty list.
* @throws FixedImagesError with file, line and column
*/
function readDocument(text, file, warn) {
	return inFixedImages("", () => {
		const document = parseYaml(text, file);
		if (!document) return [];
		refuseAnchors(document);
		const root = new Part(document);
		for (const key of root.map().keys()) if (key !== "images") throw new FixedImagesError(`the key ${quote(key)} is not known; a fixed-images file has only "images"`, root.at(key).place, key);
		return readEntries(root.at("images"), { warn });
	});
}
function refuseAnchors(document) {
	(0, import_dist.visit)(document.document, {
		Node(_, node) {
			if (node.anchor !== void 0) throw new FixedImagesError("anchors and aliases are not used in a fixed-images file", document.placeOf(node));
		},
		Alias(_, node) {
			throw new FixedImagesError("anchors and aliases are not used in a fixed-images file", document.placeOf(node));
		},
		Pair(_, { key }) {
			if ((0, import_dist.isScalar)(key) && key.type === import_dist.Scalar.PLAIN && key.source === "<<") throw new FixedImagesError("merge keys (<<) are not used in a fixed-images file", document.placeOf(key));
		}
	});
}
const header = " Fixed images, written by kluctl-images. Use them with: kluctl deploy --fixed-images-file <this file>";
/**
* The text of the file. Where `previous` already says the same in the same order, its bytes are kept; otherwise comments and unchanged entries of
* it are kept. Every string is in double quotes, so that a YAML 1.1 reader cannot take it for something else (threat model Y-03).
*/
function formatDocument(entries, previous) {
	if (previous && isKept(previous, entries)) return previous.text;
	const document = previous === void 0 ? newDocument() : oldDocument(previous.text);
	const list = document.get("images");
	if (!(0, import_dist.isSeq)(list)) throw new Error("a document that was just made has no list");
	fillList(document, list, entries, previous?.entries ?? []);
	(0, import_dist.visit)(document, { Scalar(key, node) {
		if (key !== "key" && typeof node.value === "string") node.type = import_dist.Scalar.QUOTE_DOUBLE;
	} });
	return document.toString({
		lineWidth: 0,
		flowCollectionPadding: false
	});
}
function newDocument() {
	const document = new import_dist.Document({ images: [] });
	document.commentBefore = header;
	return document;
}
/** The document as it was, with a list to fill: also where it held nothing but comments. */
function oldDocument(text) {
	if (text.trim() === "") return newDocument();
	const document = (0, import_dist.parseDocument)(text, { intAsBigInt: true });
	if (!(0, import_dist.isNode)(document.contents)) {
		const comments = [document.commentBefore, document.comment].filter((comment) => typeof comment === "string");
		const fresh = new import_dist.Document({ images: [] });
		fresh.commentBefore = comments.join("\n");
		return fresh;
	}
	if (!(0, import_dist.isSeq)(document.get("images"))) document.set("images", document.createNode([]));
	return document;
}
/**
* Puts the entries into the list; the node of an entry that was there before is used again, with the comments on it. Where a general
* entry gives way to specific ones, or the other way round, the comment above it goes to the first that is about the same image.
*/
function fillList(document, list, entries, oldEntries) {
	const keys = new Set(entries.map(entryKey));
	const images = new Set(entries.map((entry) => entry.image));
	giveCommentToFirst(list, (entry) => keys.has(entryKey(entry)) || images.has(entry.image), oldEntries);
	const oldNodes = /* @__PURE__ */ new Map();
	const orphans = /* @__PURE__ */ new Map();
	for (const [index, entry] of oldEntries.entries()) {
		const node = list.items[index];
		if (!(0, import_dist.isMap)(node)) continue;
		oldNodes.set(entryKey(entry), node);
		if (keys.has(entryKey(entry)) || entry.image === void 0 || !node.commentBefore) continue;
		orphans.set(entry.image, [...orphans.get(entry.image) ?? [], node.commentBefore]);
	}
	list.flow = entries.length === 0;
	list.items = entries.map((entry) => {
		const node = oldNodes.get(entryKey(entry)) ?? document.createNode(plainEntry(entry));
		adoptComment(node, entry, orphans);
		const result = node.get("resultImage", true);
		if ((0, import_dist.isScalar)(result)) result.value = entry.resultImage;
		for (const key of keysOfOldKluctl) node.delete(key);
		return node;
	});
}
/** Hands the comments of entries that are gone to the first entry of their image. */
function adoptComment(node, { image }, orphans) {
	const comments = image === void 0 ? void 0 : orphans.get(image);
	if (image === void 0 || comments === void 0) return;
	orphans.delete(image);
	node.commentBefore = [...comments, ...node.commentBefore ? [node.commentBefore] : []].join("\n");
}
/**
* The parser hands the comment above the first entry to the list. It goes to that entry, so that it moves with it; what a blank line
* separates from it is about the list, and so is all of it where the entry is not there any more.
*/
function giveCommentToFirst(list, stays, oldEntries) {
	const [node] = list.items;
	const [first] = oldEntries;
	const comment = list.commentBefore;
	if (!(0, import_dist.isMap)(node) || !first || !comment || !stays(first)) return;
	const blank = comment.lastIndexOf("\n\n");
	list.commentBefore = blank < 0 ? null : comment.slice(0, blank);
	node.commentBefore = blank < 0 ? comment : comment.slice(blank + 2);
}
/** True where the old bytes say the same in the same order, and every kluctl reads them. */
function isKept(previous, entries) {
	if (previous.text.trim() === "" || !sameEntries$1(previous.entries, entries)) return false;
	const list = (0, import_dist.parseDocument)(previous.text, { intAsBigInt: true }).get("images");
	return (0, import_dist.isSeq)(list) && !list.items.some((item) => (0, import_dist.isMap)(item) && keysOfOldKluctl.some((key) => item.has(key)));
}
function sameEntries$1(a, b) {
	const text = (entry) => `${entryKey(entry)} ${entry.resultImage}`;
	return a.length === b.length && a.every((entry, index) => text(entry) === text(b[index] ?? entry) && b[index] !== void 0);
}
function plainEntry(entry) {
	return {
		...entry.image === void 0 ? {} : { image: entry.image },
		...entry.imageRegex === void 0 ? {} : { imageRegex: entry.imageRegex },
		resultImage: entry.resultImage,
		...entry.namespace === void 0 ? {} : { namespace: entry.namespace },
		...entry.deployment === void 0 ? {} : { deployment: entry.deployment },
		...entry.container === void 0 ? {} : { container: entry.container },
		...Object.fromEntries([...entry.extra ?? []].map(([key, value]) => [key, plainValue$1(value)]))
	};
}
function plainValue$1(value) {
	if (Array.isArray(value)) return value.map(plainValue$1);
	if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plainValue$1(item)]));
	return value;
}

// src/project/variables.ts
/** Merges maps recursively; lists and scalars of `over` replace those of `base`, null included (kluctl v2.16, pkg/utils/uo). */
function mergeMaps(base, over) {
	const merged = new Map(base);
	for (const [key, value] of over) {
		const old = merged.get(key);
		merged.set(key, isYamlMap(old) && isYamlMap(value) ? mergeMaps(old, value) : value);
	}
	return merged;
}
/** A map that holds the value at a dotted path: `a.b` and 1 give `{a: {b: 1}}`. */
function mapAt(path, value) {
	return path.split(".").reduceRight((inner, key) => /* @__PURE__ */ new Map([[key, inner]]), value);
}
/** The value at a dotted path of map keys; undefined where it leads nowhere. */
function valueAt(map, path) {
	return path.split(".").reduce((value, key) => isYamlMap(value) ? value.get(key) : void 0, map);
}
/** A copy in which every text is replaced by what `change` makes of it. */
function mapTexts(value, change) {
	if (typeof value === "string") return change(value);
	if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
	if (isYamlMap(value)) return new Map([...value].map(([key, item]) => [key, mapTexts(item, change)]));
	return value;
}

// src/project/args.ts
/** Reads `name=value`. @throws InputError */
function parseArgLine(line) {
	const match = /^([a-zA-Z0-9_./-]+)=([\s\S]*)$/.exec(line);
	if (!match) throw new InputError("args", `${quote(line)} is not name=value`, { hint: "A name has letters, digits and _ . / -; dots make nested maps." });
	return {
		name: match[1] ?? "",
		text: match[2] ?? ""
	};
}
/**
* Args of the command line as one map: values are YAML, `@file` is the content of a YAML file, `\@` a plain `@`; whole files override single
* assignments (kluctl v2.16, cmd/kluctl/args/args.go).
* @throws InputError
*/
function commandLineArgs(assignments, files, readFile) {
	let args = /* @__PURE__ */ new Map();
	for (const { name, text } of assignments) {
		const value = text.startsWith("@") ? parseValue(readFile(text.slice(1), "args"), text.slice(1), "args") : text.startsWith("\\@") ? text.slice(1) : parseValue(text, `args ${name}`, "args");
		args = mergeMaps(args, mapAt(name, value));
	}
	for (const file of files) {
		const value = parseValue(readFile(file, "args-from-file"), file, "args-from-file");
		if (value === null) continue;
		if (!isYamlMap(value)) throw new InputError("args-from-file", `${file} does not hold a map`);
		args = mergeMaps(args, value);
	}
	return args;
}
function parseValue(text, file, option) {
	try {
		return parseYaml(text, file)?.value ?? null;
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		const place = error.place?.line === void 0 ? file : `${file}:${error.place.line}:${error.place.column ?? 1}`;
		throw new InputError(option, `${place}: ${error.message}`, { cause: error });
	}
}
/**
* The variable `args`: defaults, under the target's, under the command line's (kluctl v2.18.3 and newer).
* @throws ProjectError `config` for a required arg that nobody gives, naming all of them
*/
function mergeArgs(definitions, targetArgs, commandLine) {
	const given = mergeMaps(targetArgs, commandLine);
	const defaults = /* @__PURE__ */ new Map();
	for (const { name, default: value } of definitions) if (value !== void 0) defaults.set(name, value);
	return mergeMaps(defaults, given);
}
/** Definitions that have no value in `args`. */
function missingArgs(definitions, args) {
	return definitions.filter(({ name }) => !args.has(name) && valueAt(args, name) === void 0);
}
/** The error for args that are required and missing. */
function missingArgsError(missing, place) {
	const names = missing.map(({ name }) => name);
	return new ProjectError("config", `required args have no value: ${names.join(", ")}`, place, { hint: `Set them with args: ${names.map((name) => `${name}=…`).join(" ")}, with args-from-file, or in the target.` });
}

// src/project/files.ts
/** `a/b`, from a folder and a path relative to it; `..` may not lead out of the project. @throws ProjectError `outside-root` */
function joinPath(folder, path, place) {
	if (/[\0\\]|^[A-Za-z]:|^[a-z][a-z0-9+.-]*:\/\//i.exec(path) || path.startsWith("/")) throw new ProjectError("outside-root", `${quote(path)} is not a path relative to the project`, place);
	const parts = [];
	for (const part of [...folder.split("/"), ...path.split("/")]) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === void 0) throw new ProjectError("outside-root", `${quote(path)} points outside the project`, place);
	}
	return parts.join("/");
}
/** Folder of a path; empty for the root. */
function folderOf$1(path) {
	return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
/** The folder and its parents up to the root of the project, nearest first. */
function withParents(folder) {
	const parts = folder === "" ? [] : folder.split("/");
	return [...parts.map((_, index) => parts.slice(0, parts.length - index).join("/")), ""];
}
/** A well-known file under either of its two endings, `.yaml` first. */
function readEither(source, folder, stem) {
	for (const ending of [".yaml", ".yml"]) {
		const path = joinPath(folder, `${stem}${ending}`);
		const text = source.read(path);
		if (text !== void 0) return {
			path,
			text
		};
	}
}

// src/template/value.ts
/** A Python tuple. */
var Tuple = class {
	items;
	constructor(items) {
		this.items = items;
	}
};
/** Text that is marked safe; printed as its text. With autoescape off it only matters for how it joins with other text. */
var Markup = class {
	text;
	constructor(text) {
		this.text = text;
	}
};
/** The strict undefined: may be tested with `defined` and given to `default`; any other use is an error with this message. */
var Undefined = class {
	/** Jinja2's own words, as `'x' is undefined` or `'dict object' has no attribute 'y'`. */
	message;
	/**
	* True only for what an inline `if` without `else` gives (Jinja2 uses its lenient class there): prints as empty text, is false,
	* empty and of length 0; every other use is an error as well.
	*/
	silent;
	constructor(message, silent = false) {
		this.message = message;
		this.silent = silent;
	}
};
/** Something that can be looped over and is neither list nor tuple nor dict: a generator, `range`, `dict.items()`. */
var Sequence = class {
	/** `generator` is used up by its first loop and cannot be printed, measured or indexed. */
	kind;
	rest;
	make;
	constructor(kind, make) {
		this.kind = kind;
		this.make = make;
	}
	[Symbol.iterator]() {
		if (this.kind !== "generator") return this.make()[Symbol.iterator]();
		this.rest ??= this.make()[Symbol.iterator]();
		const rest = this.rest;
		return { next: () => rest.next() };
	}
};
/** A thing a template may call. Arguments are checked by the callee, in Python's words. */
var Callable = class {
	name;
	call;
	constructor(name, call) {
		this.name = name;
		this.call = call;
	}
};
/** An object with named attributes that are computed by us: `loop`, a module, a namespace. Only names in the map exist. */
var PyObject = class {
	/** Python's type name without its module, for messages: `Namespace`, `LoopContext`, `Macro`. */
	type;
	attributes;
	/** Python text of the object; undefined where printing it is refused. */
	print;
	/** Set where the object can be called as well: a macro, a recursive loop, a joiner. */
	call;
	constructor(type, attributes, print, call) {
		this.type = type;
		this.attributes = attributes;
		this.print = print;
		this.call = call;
	}
};
/** A Python dict: insertion order, and `1`, `1.0` and `True` are one key. */
var Dict = class Dict {
	entries_ = /* @__PURE__ */ new Map();
	static of(entries) {
		const dict = new Dict();
		for (const [key, value] of entries) dict.set(key, value);
		return dict;
	}
	get size() {
		return this.entries_.size;
	}
	get(key) {
		return this.entries_.get(hashKey(key))?.[1];
	}
	has(key) {
		return this.entries_.has(hashKey(key));
	}
	set(key, value) {
		const hash = hashKey(key);
		const entry = this.entries_.get(hash);
		if (entry) entry[1] = value;
		else this.entries_.set(hash, [key, value]);
	}
	delete(key) {
		return this.entries_.delete(hashKey(key));
	}
	clear() {
		this.entries_.clear();
	}
	*keys() {
		for (const [key] of this.entries_.values()) yield key;
	}
	*values() {
		for (const [, value] of this.entries_.values()) yield value;
	}
	entries() {
		return this.entries_.values();
	}
};
/** An error of Python's own that a template caused; the evaluator adds file, line and column. */
var TemplateRuntimeError = class extends Error {
	/** Python's or Jinja2's class name: `TypeError`, `UndefinedError`, `TemplateRuntimeError`. */
	type;
	constructor(type, message) {
		super(message);
		this.name = "TemplateRuntimeError";
		this.type = type;
	}
};
/** All silent undefined values are one key. */
const silentKey = Symbol("silent undefined");
/** A primitive that is equal for two keys exactly when Python finds them equal. */
function hashKey(key) {
	if (typeof key === "string") return key;
	if (typeof key === "boolean") return key ? 1n : 0n;
	if (typeof key === "number") return Number.isInteger(key) ? BigInt(key) : key;
	if (key === null || typeof key === "bigint") return key;
	if (key instanceof Tuple) return hashTuple(key);
	if (key instanceof Markup) return key.text;
	if (key instanceof Callable || key instanceof PyObject) return key;
	if (key instanceof Undefined && key.silent) return silentKey;
	if (key instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", key.message);
	if (key instanceof Sequence && key.kind !== "dict_keys" && key.kind !== "dict_items") return key;
	const type = Array.isArray(key) ? "list" : key instanceof Dict ? "dict" : key.kind;
	throw new TemplateRuntimeError("TypeError", `unhashable type: '${type}'`);
}
/** Longest text that stands for a tuple: shared parts let a few nested tuples grow without end. */
const maxTupleHash = 1e5;
function hashTuple(tuple) {
	let hash = "\0tuple ";
	for (const item of tuple.items) {
		const part = hashKey(item);
		if (typeof part === "object" && part !== null) throw new TemplateRuntimeError("Unsupported", "a tuple with a function or object in it cannot be a key");
		const text = String(part);
		hash += `${typeof part} ${text.length} ${text},`;
		if (hash.length > maxTupleHash) throw new TemplateRuntimeError("LimitError", "the tuple is too large to be a key");
	}
	return hash;
}

// src/template/builtins/code-points.ts
/**
* Python counts code points, JavaScript UTF-16 units. Nearly every text of a template has no surrogates, so each function has a fast
* path for it.
*/
const surrogate = /[\ud800-\udfff]/;
/** Number of code points; a lone surrogate counts as one, as in Python. */
function codePointCount(text) {
	return surrogate.test(text) ? Array.from(text).length : text.length;
}
/** The code points of a text, each as a text of its own. */
function codePoints(text) {
	return surrogate.test(text) ? Array.from(text) : text.split("");
}
/** The code point at an index from 0; undefined outside. */
function codePointAt(text, index) {
	const found = surrogate.test(text) ? Array.from(text)[index] : text[index];
	return index < 0 ? void 0 : found;
}
/** Part of a text between two code point offsets, both within 0 and the length. */
function sliceCodePoints(text, start, end) {
	if (start >= end) return "";
	return surrogate.test(text) ? Array.from(text).slice(start, end).join("") : text.slice(start, end);
}
/** Turns a UTF-16 offset into a code point offset. */
function toCodePointOffset(text, offset) {
	return offset <= 0 ? offset : codePointCount(text.slice(0, offset));
}
/** Python's order of text: by code point. UTF-16 order differs where astral characters meet U+E000 to U+FFFF. */
function compareText(a, b) {
	if (a === b) return 0;
	if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
	const left = Array.from(a);
	const right = Array.from(b);
	for (const [index, character] of left.entries()) {
		const other = right[index];
		if (other === void 0) return 1;
		const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
		if (difference !== 0) return difference < 0 ? -1 : 1;
	}
	return -1;
}
/** True where a text has no lone surrogate, so that it can be written as UTF-8. */
function isWellFormed(text) {
	return !/\p{Cs}/u.test(text);
}

// src/template/builtins/limits.ts
/** Longest single text a template may make, in UTF-16 units (threat model, section 10). */
const maxTextLength = 1048576;
/** Most items a list or tuple may have after `+` or `*`. */
const maxItems = 1e5;
/** Most bits of an integer; 4,300 decimal digits, where Python stops printing, need 14,285. */
const maxIntegerBits = 16384;
/** Most pairs of values that one comparison looks at. */
const maxComparisons = 1e6;
/** An error of type `LimitError`: the evaluator reports it with the code `limit`. */
function limitError(message) {
	return new TemplateRuntimeError("LimitError", message);
}
/** Gives the text back, or throws `LimitError` where it is longer than {@link maxTextLength}. */
function checkText(text) {
	checkTextLength(text.length);
	return text;
}
/** Throws `LimitError` for a length above {@link maxTextLength}: asked before a text is built. */
function checkTextLength(length) {
	if (length > 1048576) throw limitError(`text of ${length} characters is over the limit of ${maxTextLength}`);
}
/** Throws `LimitError` for a number of items above {@link maxItems}: asked before a list is built. */
function checkItems(count) {
	if (count > 1e5) throw limitError(`list of ${count} items is over the limit of ${maxItems}`);
}
/** Gives the integer back, or throws `LimitError` where it has more than {@link maxIntegerBits} bits. */
function checkInteger(value) {
	const bound = 1n << BigInt(maxIntegerBits);
	if (value >= bound || value <= -bound) throw limitError(`integer is over the limit of ${maxIntegerBits} bits`);
	return value;
}
/** What Jinja2 would do cannot be done exactly here: an error of type `Unsupported`, never a different result. */
function unsupported$3(message) {
	return new TemplateRuntimeError("Unsupported", message);
}
/** Python's TypeError. */
function typeError(message) {
	return new TemplateRuntimeError("TypeError", message);
}
/** Python's ValueError. */
function valueError(message) {
	return new TemplateRuntimeError("ValueError", message);
}

// src/template/builtins/number-text.ts
/** Takes a finite float apart without loss. */
function floatParts(value) {
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
	view.setFloat64(0, value);
	const bits = view.getBigUint64(0);
	const biased = Number(bits >> 52n & 2047n);
	const fraction = bits & 4503599627370495n;
	const mantissa = biased === 0 ? fraction : fraction | 4503599627370496n;
	return {
		negative: bits >> 63n === 1n,
		mantissa,
		exponent: (biased === 0 ? 1 : biased) - 1075
	};
}
/** The integer nearest to `|value| * 10 ** digits`, ties to even, computed exactly. */
function scaledMagnitude(value, digits) {
	const { mantissa, exponent } = floatParts(value);
	let top = mantissa;
	let bottom = 1n;
	if (exponent >= 0) top <<= BigInt(exponent);
	else bottom <<= BigInt(-exponent);
	if (digits >= 0) top *= 10n ** BigInt(digits);
	else bottom *= 10n ** BigInt(-digits);
	return divideHalfEven(top, bottom);
}
/** `top / bottom` of non-negative integers, rounded to the nearest integer, ties to even. */
function divideHalfEven(top, bottom) {
	const quotient = top / bottom;
	const twice = top % bottom * 2n;
	return twice > bottom || twice === bottom && quotient % 2n === 1n ? quotient + 1n : quotient;
}
/** Python's `repr(float)`: the shortest digits that read back the same; `1e+16`, `1.0`, `inf`, `nan`, `-0.0`. */
function floatRepr(value) {
	const special = specialText(value);
	if (special !== void 0) return special;
	const [digits, exponent] = shortestDigits(value);
	const sign = isNegative$1(value) ? "-" : "";
	if (exponent < -4 || exponent >= 16) return `${sign}${withPoint(digits, 1)}${exponentText(exponent)}`;
	if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
	return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${digits.slice(exponent + 1) || "0"}`;
}
/** `inf`, `-inf` or `nan`; undefined for a finite float. */
function specialText(value) {
	if (Number.isNaN(value)) return "nan";
	if (Number.isFinite(value)) return void 0;
	return value > 0 ? "inf" : "-inf";
}
/** Magnitude with a fixed number of digits after the point, rounded exactly, ties to even: `%.2f` without the sign. */
function fixedText(value, digits) {
	const text = scaledMagnitude(value, digits).toString().padStart(digits + 1, "0");
	return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
/** Magnitude as `d.ddde+XX` with that many digits after the point, rounded exactly: `%.2e` without the sign. */
function exponentialText(value, digits) {
	const [text, exponent] = roundedDigits(value, digits + 1);
	return `${withPoint(text, 1)}${exponentText(exponent)}`;
}
/** Magnitude as `%g` writes it; `keepZeros` is the `#` flag; `keepPoint` adds `.0` to what looks like an integer. */
function generalText(value, precision, keepZeros, keepPoint = false) {
	const significant = Math.max(precision, 1);
	const [all, exponent] = roundedDigits(value, significant);
	const digits = keepZeros ? all : all.replace(/0+$/, "");
	if (exponent < -4 || exponent >= (keepPoint ? significant - 1 : significant)) {
		const mantissa = digits === "" ? "0" : digits;
		return `${keepZeros && mantissa.length === 1 ? `${mantissa}.` : withPoint(mantissa, 1)}${exponentText(exponent)}`;
	}
	return plainDigits(digits, exponent, keepZeros, keepPoint);
}
/** Digits laid out without an exponent: the first digit stands for `10 ** exponent`. */
function plainDigits(digits, exponent, keepZeros, keepPoint) {
	if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
	const rest = digits.slice(exponent + 1);
	if (rest !== "") return `${whole}.${rest}`;
	if (keepPoint) return `${whole}.0`;
	return keepZeros ? `${whole}.` : whole;
}
/** Decimal text of an integer; Python stops at 4,300 digits, and so do we. */
function integerText(value) {
	const text = value.toString();
	if (text.length - (value < 0n ? 1 : 0) > 4300) throw valueError("Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
	return text;
}
/** True for negative numbers and for `-0.0`. */
function isNegative$1(value) {
	return value < 0 || Object.is(value, -0);
}
/** Exactly `count` significant digits of the magnitude, and the exponent of the first. */
function roundedDigits(value, count) {
	if (value === 0) return ["0".repeat(count), 0];
	const exponent = Number(value.toExponential().split("e")[1] ?? "0");
	const digits = scaledMagnitude(value, count - 1 - exponent).toString();
	return digits.length > count ? [digits.slice(0, count), exponent + 1] : [digits, exponent];
}
/** Shortest digits that read back as the same float, and the exponent of the first. */
function shortestDigits(value) {
	const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential().split("e");
	return [mantissa.replace(".", ""), Number(exponent)];
}
function withPoint(digits, at) {
	return digits.length > at ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
}
function exponentText(exponent) {
	return `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// src/template/builtins/type-name.ts
/** Python's name of a value's type, as its error messages use it: `str`, `NoneType`, `dict_keys`. */
function typeName(value) {
	if (value === null) return "NoneType";
	if (Array.isArray(value)) return "list";
	switch (typeof value) {
		case "boolean": return "bool";
		case "string": return "str";
		case "bigint": return "int";
		case "number": return "float";
		default: return objectTypeName(value);
	}
}
function objectTypeName(value) {
	if (value instanceof Tuple) return "tuple";
	if (value instanceof Dict) return "dict";
	if (value instanceof Sequence) return value.kind;
	if (value instanceof Undefined) return value.silent ? "Undefined" : "StrictUndefined";
	if (value instanceof Callable) return "function";
	if (value instanceof Markup) return "Markup";
	return value.type;
}
const modules = /* @__PURE__ */ new Map([
	["Markup", "markupsafe"],
	["StrictUndefined", "jinja2.runtime"],
	["Undefined", "jinja2.runtime"],
	["LoopContext", "jinja2.runtime"],
	["Macro", "jinja2.runtime"],
	["BlockReference", "jinja2.runtime"],
	["TemplateReference", "jinja2.runtime"],
	["TemplateModule", "jinja2.environment"],
	["Namespace", "jinja2.utils"],
	["Cycler", "jinja2.utils"],
	["Joiner", "jinja2.utils"],
	["_GroupTuple", "jinja2.filters"]
]);
/** How Jinja2 names an object in `… has no attribute …`: `dict object`, `None`, `jinja2.utils.Namespace object`. */
function describeObject(value) {
	if (value === null) return "None";
	const name = typeName(value);
	const module = modules.get(name);
	return `${module === void 0 ? "" : `${module}.`}${name} object`;
}

// src/template/builtins/convert.ts
/**
* Turns plain data (as JSON or YAML gives it; Map allowed) into values of a template: a deep copy, maps with their keys sorted by code
* point at every level, integers exact. kluctl hands its variables over the same way, as JSON (kluctl v2.16, pkg/jinja2).
* Throws TypeError for functions, symbols, undefined and instances of classes, ValueError for `nan`, infinity and cycles, `LimitError`
* for data that is nested deeper than 100.
*/
function fromPlain(plain) {
	return convert$1(plain, []);
}
function convert$1(plain, parents) {
	if (plain === null) return null;
	switch (typeof plain) {
		case "string":
		case "boolean":
		case "bigint": return plain;
		case "number": return convertNumber(plain);
		case "object": return convertObject(plain, parents);
		default: throw typeError(`${describe(typeof plain)} cannot be handed to a template`);
	}
}
/** JSON as Go writes it has no point in an integral number below 1e21, so Python reads an integer. */
function convertNumber(plain) {
	if (!Number.isFinite(plain)) throw valueError(`the number ${plain} cannot be handed to a template`);
	return Number.isInteger(plain) && Math.abs(plain) < 1e21 ? BigInt(plain) : plain;
}
function convertObject(plain, parents) {
	if (parents.includes(plain)) throw valueError("data that contains itself cannot be handed to a template");
	if (parents.length >= 100) throw limitError(`data is nested deeper than the limit of ${100}`);
	const here = [...parents, plain];
	if (Array.isArray(plain)) return Array.from(plain, (item) => convert$1(item, here));
	const entries = entriesOf(plain).toSorted(([a], [b]) => compareText(a, b));
	return Dict.of(entries.map(([key, value]) => [key, convert$1(value, here)]));
}
function entriesOf(plain) {
	if (plain instanceof Map) return Array.from(plain, ([key, value]) => [keyText$1(key), value]);
	const prototype = Object.getPrototypeOf(plain);
	if (prototype !== null && prototype !== Object.prototype) throw typeError("an instance of a class cannot be handed to a template");
	return Object.entries(plain);
}
/** Keys of a map are text in JSON. */
function keyText$1(key) {
	if (typeof key === "string") return key;
	if (typeof key === "number" || typeof key === "bigint" || typeof key === "boolean" || key === null) return String(key);
	throw typeError(`${describe(typeof key)} cannot be a key of a map`);
}
function describe(type) {
	return type === "undefined" ? "an undefined value" : type === "object" ? "a list or map" : `a ${type}`;
}

// src/template/builtins/numbers.ts
/** The number a value counts as: bool is int; undefined for anything else. */
function asNumber(value) {
	if (typeof value === "boolean") return value ? 1n : 0n;
	return typeof value === "bigint" || typeof value === "number" ? value : void 0;
}
/** The integer a value counts as: int and bool; undefined for anything else, floats too. */
function asInteger(value) {
	const number = asNumber(value);
	return typeof number === "bigint" ? number : void 0;
}
/** Python's `float(int)`, rounded to nearest, ties to even. Throws OverflowError above the largest float. */
function toFloat(value) {
	const float = Number(value);
	if (typeof value === "bigint" && !Number.isFinite(float)) throw new TemplateRuntimeError("OverflowError", "int too large to convert to float");
	return float;
}
/** The float nearest to the exact quotient of two integers, ties to even. Throws OverflowError; `bottom` is not 0. */
function exactQuotient(top, bottom) {
	if (isSafe(top) && isSafe(bottom)) return Number(top) / Number(bottom);
	const quotient = (top < 0n !== bottom < 0n ? -1 : 1) * magnitudeQuotient(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom);
	if (!Number.isFinite(quotient)) throw new TemplateRuntimeError("OverflowError", "integer division result too large for a float");
	return quotient;
}
/** Splits a finite float into the exact fraction `top / bottom`. */
function exactFraction(value) {
	const { negative, mantissa, exponent } = floatParts(value);
	const signed = negative ? -mantissa : mantissa;
	return exponent >= 0 ? [signed << BigInt(exponent), 1n] : [signed, 1n << BigInt(-exponent)];
}
function magnitudeQuotient(top, bottom) {
	if (top === 0n) return 0;
	const scale = Math.max(bitLength(top) - bitLength(bottom) - 53, -1074);
	const rounded = scale >= 0 ? divideHalfEven(top, bottom << BigInt(scale)) : divideHalfEven(top << BigInt(-scale), bottom);
	const exact = bitLength(rounded) <= 53 ? scale : scale + 1;
	const again = exact === scale ? rounded : exact >= 0 ? divideHalfEven(top, bottom << BigInt(exact)) : divideHalfEven(top << BigInt(-exact), bottom);
	return timesPowerOfTwo(Number(again), exact);
}
/** In two steps, as `2 ** exponent` alone may be too small or too large for a float; both products are exact. */
function timesPowerOfTwo(value, exponent) {
	const half = Math.trunc(exponent / 2);
	return value * 2 ** half * 2 ** (exponent - half);
}
/** Number of bits of a non-negative integer. */
function bitLength(value) {
	return value === 0n ? 0 : value.toString(16).length * 4 - leadingZeros(value.toString(16).charAt(0));
}
function leadingZeros(digit) {
	return Math.clz32(Number.parseInt(digit, 16)) - 28;
}
function isSafe(value) {
	return value <= 9007199254740992n && value >= -9007199254740992n;
}

// src/template/builtins/range.ts
/** Python's `range`: integers from `start` up or down to `stop`, which is left out. `step` is never 0; the maker checks. */
var Range = class extends Sequence {
	start;
	stop;
	step;
	constructor(start, stop, step) {
		super("range", () => numbers$1(start, stop, step));
		this.start = start;
		this.stop = stop;
		this.step = step;
	}
	/** Number of integers in the range; nothing is built for it. */
	get length() {
		const span = this.step > 0n ? this.stop - this.start : this.start - this.stop;
		const size = this.step > 0n ? this.step : -this.step;
		return span <= 0n ? 0n : (span + size - 1n) / size;
	}
	/** The integer at an index from 0; undefined outside. */
	at(index) {
		return index >= 0n && index < this.length ? this.start + index * this.step : void 0;
	}
	has(number) {
		const offset = number - this.start;
		return offset % this.step === 0n && this.at(offset / this.step) !== void 0;
	}
};
function* numbers$1(start, stop, step) {
	for (let number = start; step > 0n ? number < stop : number > stop; number += step) yield number;
}

// src/template/builtins/text.ts
/**
* Python's `str(value)`, as a template prints it. Lists, tuples and dicts print as `repr`.
* Throws UndefinedError for an undefined value, `Unsupported` for a function, generator or other object without a text of its own
* (threat model T-04), `LimitError` for text that grows too long.
*/
function toText(value) {
	if (typeof value === "string") return value;
	if (value instanceof Markup) return value.text;
	if (value instanceof Undefined && value.silent) return "";
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	return repr(value);
}
/** Python's `repr(value)`. Errors as {@link toText}, except that an undefined value is `Undefined`. */
function repr(value) {
	const writer = new Writer$1();
	writeRepr(value, writer);
	return writer.parts.join("");
}
/** Collects pieces of text and stops where the whole grows too long, which shared parts make possible in few steps. */
var Writer$1 = class {
	parts = [];
	/** Lists and dicts that are being written: meeting one again prints `[...]`. */
	open = /* @__PURE__ */ new Set();
	length = 0;
	add(text) {
		this.length += text.length;
		checkTextLength(this.length);
		this.parts.push(text);
	}
};
function writeRepr(value, writer) {
	if (value === null) writer.add("None");
	else if (typeof value === "string") writer.add(textRepr(value));
	else if (typeof value === "boolean") writer.add(value ? "True" : "False");
	else if (typeof value === "bigint") writer.add(integerText(value));
	else if (typeof value === "number") writer.add(floatRepr(value));
	else if (Array.isArray(value)) writeItems(value, value, ["[", "]"], writer);
	else if (value instanceof Tuple) writeItems(value, value.items, ["(", value.items.length === 1 ? ",)" : ")"], writer);
	else if (value instanceof Dict) writeDict(value, writer);
	else if (value instanceof Markup) writer.add(`Markup(${textRepr(value.text)})`);
	else if (value instanceof Undefined) writer.add("Undefined");
	else if (value instanceof Sequence) writeSequence(value, writer);
	else if (value instanceof Callable) throw unsupported$3(`the function "${value.name}" cannot be printed`);
	else writer.add(printObject(value));
}
function writeItems(owner, items, [begin, end], writer) {
	if (isOpen(owner, writer, `${begin}...${end.slice(-1)}`)) return;
	writer.add(begin);
	let separator = "";
	for (const item of items) {
		writer.add(separator);
		writeRepr(item, writer);
		separator = ", ";
	}
	writer.add(end);
	writer.open.delete(owner);
}
function writeDict(dict, writer) {
	if (isOpen(dict, writer, "{...}")) return;
	let separator = "{";
	for (const [key, value] of dict.entries()) {
		writer.add(separator);
		writeRepr(key, writer);
		writer.add(": ");
		writeRepr(value, writer);
		separator = ", ";
	}
	writer.add(dict.size === 0 ? "{}" : "}");
	writer.open.delete(dict);
}
function writeSequence(value, writer) {
	if (value instanceof Range) {
		const step = value.step === 1n ? "" : `, ${value.step}`;
		writer.add(`range(${value.start}, ${value.stop}${step})`);
	} else if (value.kind === "generator" || value.kind === "range") throw unsupported$3(`a ${value.kind} cannot be printed; turn it into a list with the filter "list"`);
	else writeItems(value, value, [`${value.kind}([`, "])"], writer);
}
/** True, with `again` written, where the value is being written already; else it is from now on. */
function isOpen(owner, writer, again) {
	if (writer.open.has(owner)) {
		writer.add(again);
		return true;
	}
	if (writer.open.size >= 100) throw limitError(`value is nested deeper than the limit of ${100}`);
	writer.open.add(owner);
	return false;
}
function printObject(value) {
	if (value.print === void 0) throw unsupported$3(`an object of type "${value.type}" cannot be printed`);
	return value.print();
}
/** What Python's `repr` escapes: controls, formats, surrogates, private and unassigned characters, separators but the space. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/gu;
const shortEscapes = /* @__PURE__ */ new Map([
	["\n", "\\n"],
	["\r", "\\r"],
	["	", "\\t"],
	[" ", " "]
]);
/** Python's `repr` of text: single quotes, or double ones where only single ones are inside. */
function textRepr(text) {
	const quote = text.includes("'") && !text.includes("\"") ? "\"" : "'";
	return `${quote}${text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replace(unprintable, (character) => shortEscapes.get(character) ?? codePointEscape(character))}${quote}`;
}
/** True where Python's `str.isprintable` holds. */
function isPrintable(text) {
	return text.replaceAll(" ", "").search(unprintable) < 0;
}
/** `\x1f`, `\u200b` or `\U000e0001`. */
function codePointEscape(character) {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	if (code <= 255) return `\\x${hex.padStart(2, "0")}`;
	return code <= 65535 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

// src/template/builtins/truth.ts
/** Python's `bool(value)`: empty text, lists, tuples, dicts and zero are false. An undefined value is an UndefinedError unless it is silent. */
function isTrue(value) {
	if (value === null || typeof value === "boolean") return value === true;
	if (typeof value === "number") return value !== 0;
	if (typeof value === "string" || typeof value === "bigint") return Boolean(value);
	if (Array.isArray(value)) return value.length > 0;
	if (value instanceof Tuple) return value.items.length > 0;
	if (value instanceof Dict) return value.size > 0;
	if (value instanceof Markup) return value.text !== "";
	if (value instanceof Undefined && value.silent) return false;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	return value instanceof Sequence ? hasItems(value) : true;
}
/** A generator is true without looking into it; the other sequences are true where they have an item. */
function hasItems(value) {
	if (value.kind === "generator") return true;
	if (value instanceof Range) return value.length > 0n;
	return value[Symbol.iterator]().next().done !== true;
}

// src/template/builtins/arguments.ts
/** Arguments bound to the parameters of a signature. Every method throws for a name that is no parameter. */
var Arguments = class {
	values;
	constructor(values) {
		this.values = values;
	}
	value(name) {
		const value = this.values.get(name);
		if (value === void 0) throw new Error(`no parameter ${name}`);
		return value;
	}
	/** Throws TypeError unless the argument is int or bool, UndefinedError never: an undefined value is a wrong type in Python too. */
	integer(name) {
		return requireInteger(this.value(name));
	}
	/** The argument as text; throws TypeError for other types. */
	text(name) {
		return requireText(this.value(name));
	}
	/** The truth of the argument; throws UndefinedError for an undefined value. */
	flag(name) {
		return isTrue(this.value(name));
	}
};
/** Makes a signature: `signature('do_round', ['value'], ['precision', 0n])`. */
function signature(name, leading, ...parameters) {
	return {
		name,
		leading,
		parameters
	};
}
/** Binds arguments as Python does for a function with named parameters. Throws TypeError in Python's words. */
function bind({ name, leading, parameters }, args, kwargs) {
	if (args.length > parameters.length) throw tooMany(name, leading.length, parameters, args.length);
	const values = /* @__PURE__ */ new Map();
	for (const [index, argument] of args.entries()) values.set(parameters[index]?.[0] ?? "", argument);
	for (const [keyword, argument] of kwargs) {
		if (values.has(keyword) || leading.includes(keyword)) throw typeError(`${name}() got multiple values for argument '${keyword}'`);
		if (!parameters.some(([parameter]) => parameter === keyword)) throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
		values.set(keyword, argument);
	}
	const missing = parameters.filter(([parameter, fallback]) => fallback === void 0 && !values.has(parameter));
	if (missing.length > 0) throw tooFew(name, missing);
	for (const [parameter, fallback] of parameters) if (fallback !== void 0 && !values.has(parameter)) values.set(parameter, fallback);
	return new Arguments(values);
}
/** Checks the number of arguments of a method that Python writes in C: no keywords. Throws TypeError in Python's words. */
function checkCount(name, args, kwargs, least, most) {
	if (kwargs.size > 0) throw typeError(`${name}() takes no keyword arguments`);
	const given = args.length;
	if (given >= least && given <= most) return;
	if (most === 0) throw typeError(`${name}() takes no arguments (${given} given)`);
	if (least === most && most === 1) throw typeError(`${name}() takes exactly one argument (${given} given)`);
	const short = name.slice(name.indexOf(".") + 1);
	if (least === most) throw typeError(`${short} expected ${least} arguments, got ${given}`);
	const [bound, number] = given < least ? ["least", least] : ["most", most];
	throw typeError(`${short} expected at ${bound} ${number} argument${number === 1 ? "" : "s"}, got ${given}`);
}
/** An argument that must be int or bool. Throws TypeError in Python's words. */
function requireInteger(value) {
	const integer = asInteger(value);
	if (integer === void 0) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
	return integer;
}
/** An argument that must be text. Throws TypeError; `what` goes before `must be str`. */
function requireText(value, what = "") {
	if (typeof value === "string") return value;
	if (value instanceof Markup) return value.text;
	throw typeError(`${what === "" ? "" : `${what} `}must be str, not ${typeName(value)}`);
}
/** Items of a tuple argument, or the single argument. */
function oneOrMany(value) {
	return value instanceof Tuple ? value.items : [value];
}
function tooMany(name, leading, parameters, given) {
	const most = leading + parameters.length;
	const least = leading + parameters.filter(([, fallback]) => fallback === void 0).length;
	const range = least === most ? `${most}` : `from ${least} to ${most}`;
	return typeError(`${name}() takes ${range} positional argument${most === 1 ? "" : "s"} but ${leading + given} were given`);
}
function tooFew(name, missing) {
	const names = missing.map(([parameter]) => textRepr(parameter));
	const list = names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
	return typeError(`${name}() missing ${names.length} required positional argument${names.length === 1 ? "" : "s"}: ${list}`);
}

// src/template/builtins/define-filter.ts
/**
* A filter with a Python signature. `python` is `function(leading parameters)` as Jinja2 defines it, for its error messages:
* `do_sort(environment, value)`.
*/
function define(python, parameters, apply) {
	const [name = "", leading = ""] = python.replace(")", "").split("(");
	const bound = signature(name, leading.split(", "), ...parameters);
	return (context, value, args, kwargs) => apply(value, bind(bound, args, kwargs), context);
}

// src/template/builtins/equality.ts
/** Python's `a == b`: bool, int and float by number, containers item by item. An undefined value is an UndefinedError. */
function equals(a, b) {
	return sameValue(a, b, new Budget());
}
/** Python's `a != b`. */
function notEquals(a, b) {
	return !equals(a, b);
}
/** Python's `a is b or a == b`: how containers compare their items. */
function sameItem(a, b, budget = new Budget()) {
	return a === b || sameValue(a, b, budget);
}
/** Bounds one comparison: shared parts make a value with few parts take very many steps. */
var Budget = class {
	left = maxComparisons;
	depth = 0;
	/** Runs one step; throws `LimitError` where the values are too deep or too many. */
	step(compare) {
		this.left -= 1;
		this.depth += 1;
		if (this.left < 0) throw limitError(`comparing takes more than ${maxComparisons} steps`);
		if (this.depth > 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		try {
			return compare();
		} finally {
			this.depth -= 1;
		}
	}
};
function sameValue(a, b, budget) {
	if (a instanceof Undefined || b instanceof Undefined) return bothSilent(a, b);
	const left = plain$4(a);
	const right = plain$4(b);
	if (typeof left === "bigint" || typeof left === "number") return (typeof right === "bigint" || typeof right === "number") && left == right;
	if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right, budget);
	if (left instanceof Tuple) return right instanceof Tuple && sameItems(left.items, right.items, budget);
	if (left instanceof Dict) return right instanceof Dict && sameEntries(left, right, budget);
	if (left instanceof Sequence) return right instanceof Sequence && sameSequence(left, right);
	return left === right;
}
/** Booleans become numbers and marked text becomes text, as they compare. */
function plain$4(value) {
	if (typeof value === "boolean") return value ? 1n : 0n;
	return value instanceof Markup ? value.text : value;
}
/** What an inline `if` without `else` gave equals its like and nothing else; any other undefined value is an UndefinedError. */
function bothSilent(a, b) {
	return [a, b].map((value) => {
		if (value instanceof Undefined && value.silent) return true;
		refuseUndefined(value);
		return false;
	}).every(Boolean);
}
/** Throws UndefinedError for an undefined value. */
function refuseUndefined(value) {
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
}
function sameItems(a, b, budget) {
	if (a.length !== b.length) return false;
	return a.every((item, index) => budget.step(() => sameItem(item, b[index] ?? null, budget)));
}
function sameEntries(a, b, budget) {
	if (a.size !== b.size) return false;
	for (const [key, value] of a.entries()) {
		const other = b.get(key);
		if (other === void 0 || !budget.step(() => sameItem(value, other, budget))) return false;
	}
	return true;
}
function sameSequence(a, b) {
	if (a === b) return true;
	if (a instanceof Range && b instanceof Range) return sameRange(a, b);
	if (a.kind === "generator" || b.kind === "generator" || a.kind === "dict_values" || b.kind === "dict_values") return false;
	if (a.kind === "dict_keys" && b.kind === "dict_keys") return sameKeys([...a], [...b]);
	throw unsupported$3(`comparing ${a.kind} with ${b.kind} is not supported; turn them into lists with the filter "list"`);
}
function sameRange(a, b) {
	if (a.length !== b.length) return false;
	return a.length === 0n || a.start === b.start && (a.length === 1n || a.step === b.step);
}
function sameKeys(a, b) {
	const keys = new Set(b.map(hashKey));
	return a.length === b.length && a.every((key) => keys.has(hashKey(key)));
}

// src/template/builtins/escape.ts
const entities = /* @__PURE__ */ new Map([
	["&", "&amp;"],
	["<", "&lt;"],
	[">", "&gt;"],
	["\"", "&#34;"],
	["'", "&#39;"]
]);
/** MarkupSafe's `escape`: `& < > " '` become entities; text that is marked safe stays. Errors as `toText`. */
function escapeMarkup(value) {
	return value instanceof Markup ? value : new Markup(escapeText$1(toText(value)));
}
/** `& < > " '` as entities. */
function escapeText$1(text) {
	return checkText(text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character));
}

// src/template/builtins/iterate.ts
/**
* What Python's `iter(value)` goes over: characters of text, items of a list or tuple, keys of a dict.
* Throws TypeError for what cannot be looped over, UndefinedError for an undefined value; a dict that changes its size while it
* is looped over is a RuntimeError, as in Python.
*/
function iterate(value) {
	if (Array.isArray(value)) return value;
	if (typeof value === "string") return codePoints(value);
	if (value instanceof Tuple) return value.items;
	if (value instanceof Dict) return dictKeys(value);
	if (value instanceof Sequence) return value;
	if (value instanceof Markup) return codePoints(value.text);
	if (isSilent(value)) return [];
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	throw typeError(`'${typeName(value)}' object is not iterable`);
}
/** True where {@link iterate} would not throw. */
function isIterable(value) {
	return typeof value === "string" || Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Sequence || value instanceof Markup || isSilent(value);
}
/** True for what an inline `if` without `else` gave: empty text, an empty sequence, false. */
function isSilent(value) {
	return value instanceof Undefined && value.silent;
}
/** Python's `len(value)`. Throws TypeError where the value has none, UndefinedError for an undefined value. */
function lengthOf(value) {
	if (typeof value === "string") return codePointCount(value);
	if (Array.isArray(value)) return value.length;
	if (value instanceof Tuple) return value.items.length;
	if (value instanceof Dict) return value.size;
	if (value instanceof Markup) return codePointCount(value.text);
	if (isSilent(value)) return 0;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	if (value instanceof Range) return Number(value.length);
	if (value instanceof Sequence && value.kind !== "generator") return [...value].length;
	if (value instanceof PyObject) return objectLength(value);
	throw typeError(`object of type '${typeName(value)}' has no len()`);
}
/** Of the objects a template can meet only `loop` has a length, and it is its attribute `length`. */
function objectLength(value) {
	const length = value.type === "LoopContext" ? value.attributes.get("length") : void 0;
	const number = typeof length === "function" ? length() : length;
	if (typeof number === "bigint") return Number(number);
	throw typeError(`object of type '${value.type}' has no len()`);
}
function* dictKeys(dict) {
	const size = dict.size;
	for (const key of dict.keys()) {
		yield key;
		if (dict.size !== size) throw new TemplateRuntimeError("RuntimeError", "dictionary changed size during iteration");
	}
}

// src/template/builtins/ordering.ts
/** Python's `a < b`. Throws TypeError for types without a common order, UndefinedError for an undefined value. */
function lessThan(a, b) {
	return inOrder("<", a, b, new Budget());
}
/** Python's `a <= b`; errors as {@link lessThan}. */
function lessEqual(a, b) {
	return inOrder("<=", a, b, new Budget());
}
/** Python's `a > b`; errors as {@link lessThan}. */
function greaterThan(a, b) {
	return inOrder(">", a, b, new Budget());
}
/** Python's `a >= b`; errors as {@link lessThan}. */
function greaterEqual(a, b) {
	return inOrder(">=", a, b, new Budget());
}
function inOrder(operator, a, b, budget) {
	refuseUndefined(a);
	refuseUndefined(b);
	const left = number(a);
	const right = number(b);
	if (left !== void 0 && right !== void 0) return compareNumbers(operator, left, right);
	const text = asText(a);
	const other = asText(b);
	if (text !== void 0 && other !== void 0) return holds(operator, compareText(text, other));
	if (Array.isArray(a) && Array.isArray(b)) return itemsInOrder(operator, a, b, budget);
	if (a instanceof Tuple && b instanceof Tuple) return itemsInOrder(operator, a.items, b.items, budget);
	if (isKeyView(a) && isKeyView(b)) throw unsupported$3("comparing the keys or items of dicts as sets is not supported");
	throw typeError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}
/** The first pair of items that differ decides; without one the shorter list comes first. */
function itemsInOrder(operator, a, b, budget) {
	for (const [index, item] of a.entries()) {
		const other = b[index];
		if (other === void 0) break;
		if (!budget.step(() => sameItem(item, other, budget))) return budget.step(() => inOrder(operator, item, other, budget));
	}
	return holds(operator, a.length - b.length);
}
function compareNumbers(operator, a, b) {
	switch (operator) {
		case "<": return a < b;
		case "<=": return a <= b;
		case ">": return a > b;
		case ">=": return a >= b;
	}
}
function holds(operator, difference) {
	return compareNumbers(operator, difference, 0);
}
function number(value) {
	if (typeof value === "boolean") return value ? 1n : 0n;
	return typeof value === "bigint" || typeof value === "number" ? value : void 0;
}
function asText(value) {
	return value instanceof Markup ? value.text : typeof value === "string" ? value : void 0;
}
function isKeyView(value) {
	return value instanceof Sequence && (value.kind === "dict_keys" || value.kind === "dict_items");
}

// src/template/builtins/sorting.ts
/**
* Python's `sorted(items, key=…, reverse=…)`: stable also in reverse. Throws TypeError where two keys have no common order,
* UndefinedError where a key is undefined.
*/
function sorted(items, key, reverse = false) {
	const keyed = Array.from(items, (item) => ({
		item,
		key: key(item)
	}));
	if (keyed.length > 1 && keyed.some(({ key }) => Number.isNaN(key))) throw unsupported$3("sorting \"nan\" is not supported: it has no order");
	return keyed.toSorted((a, b) => {
		if (lessThan(a.key, b.key)) return reverse ? 1 : -1;
		return lessThan(b.key, a.key) ? reverse ? -1 : 1 : 0;
	}).map(({ item }) => item);
}

// src/template/builtins/json.ts
/**
* Python's `json.dumps(value)`: `, ` and `: ` between parts, everything beyond ASCII escaped, `NaN` and `Infinity` bare.
* Throws TypeError for values without a JSON form, ValueError for a value that contains itself, `LimitError`.
*/
function jsonText(value, options = {}) {
	const writer = new Writer(options.sortKeys ?? false, indentText(options.indent ?? null));
	writer.write(value);
	return writer.parts.join("");
}
function indentText(indent) {
	if (indent === null) return void 0;
	if (typeof indent === "string") return indent;
	if (indent instanceof Markup) return indent.text;
	const width = asInteger(indent);
	if (width === void 0) throw typeError(`can't multiply sequence by non-int of type '${typeName(indent)}'`);
	checkTextLength(width);
	return " ".repeat(Math.max(Number(width), 0));
}
var Writer = class {
	parts = [];
	open = [];
	sortKeys;
	indent;
	length = 0;
	constructor(sortKeys, indent) {
		this.sortKeys = sortKeys;
		this.indent = indent;
	}
	write(value) {
		if (Array.isArray(value)) this.writeItems(value, "[]", value, (item) => this.write(item));
		else if (value instanceof Tuple) this.writeItems(value, "[]", value.items, (item) => this.write(item));
		else if (value instanceof Dict) this.writeDict(value);
		else this.add(scalar(value));
	}
	writeDict(dict) {
		const pairs = Array.from(dict.entries(), ([key, value]) => new Tuple([key, value]));
		const ordered = this.sortKeys ? sorted(pairs, (pair) => pair) : pairs;
		this.writeItems(dict, "{}", ordered, (pair) => {
			const [key = null, value = null] = pair instanceof Tuple ? pair.items : [];
			this.add(`${keyText(key)}: `);
			this.write(value);
		});
	}
	writeItems(owner, brackets, items, writeItem) {
		if (items.length === 0) {
			this.add(brackets);
			return;
		}
		if (this.open.includes(owner)) throw valueError("Circular reference detected");
		if (this.open.length >= 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		this.add(brackets.charAt(0));
		this.open.push(owner);
		for (const [index, item] of items.entries()) {
			this.add(index === 0 ? this.lineBreak() : this.indent === void 0 ? ", " : `,${this.lineBreak()}`);
			writeItem(item);
		}
		this.open.pop();
		this.add(this.lineBreak() + brackets.charAt(1));
	}
	lineBreak() {
		return this.indent === void 0 ? "" : `\n${this.indent.repeat(this.open.length)}`;
	}
	add(text) {
		this.length += text.length;
		checkTextLength(this.length);
		this.parts.push(text);
	}
};
function scalar(value) {
	const text = plainScalar(value);
	if (text === void 0) throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
	return text;
}
function plainScalar(value) {
	if (value === null) return "null";
	if (typeof value === "boolean") return value ? "true" : "false";
	if (typeof value === "string") return jsonString(value);
	if (value instanceof Markup) return jsonString(value.text);
	if (typeof value === "bigint") return integerText(value);
	return typeof value === "number" ? floatText$2(value) : void 0;
}
function floatText$2(value) {
	if (Number.isNaN(value)) return "NaN";
	if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
	return floatRepr(value);
}
/** Keys are text in JSON: numbers, booleans and None are turned into it. */
function keyText(key) {
	const text = plainScalar(key);
	if (text === void 0) throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
	return typeof key === "string" || key instanceof Markup ? text : `"${text}"`;
}
const escapes$1 = /* @__PURE__ */ new Map([
	["\"", "\\\""],
	["\\", "\\\\"],
	["\n", "\\n"],
	["\r", "\\r"],
	["	", "\\t"],
	["\f", "\\f"],
	["\b", "\\b"]
]);
/** Each UTF-16 unit beyond printable ASCII becomes one escape. */
function jsonString(text) {
	return `"${text.replace(/[^ !#-[\]-~]/g, (unit) => escapes$1.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

// src/template/builtins/text-split.ts
const spaces = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const words = new RegExp(`${spaces}+`, "g");
const leadingSpace = new RegExp(`^${spaces}+`);
const spaceCharacter = new RegExp(spaces);
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
/** The methods of `str` that cut and join: strip, split, partition, splitlines, join, removeprefix and their kin. */
const splitMethods = /* @__PURE__ */ new Map([
	["strip", (self, args, kwargs) => trimmed("strip", self, args, kwargs)],
	["lstrip", (self, args, kwargs) => trimmed("lstrip", self, args, kwargs)],
	["rstrip", (self, args, kwargs) => trimmed("rstrip", self, args, kwargs)],
	["split", (self, args, kwargs) => splitBy("split", self, args, kwargs)],
	["rsplit", (self, args, kwargs) => splitBy("rsplit", self, args, kwargs)],
	["splitlines", (self, args, kwargs) => linesMethod(self, args, kwargs)],
	["partition", (self, args, kwargs) => partition(self, separatorOf("partition", args, kwargs), self.indexOf.bind(self))],
	["rpartition", (self, args, kwargs) => rpartition(self, separatorOf("rpartition", args, kwargs))],
	["join", (self, args, kwargs) => join$1(self, args, kwargs)],
	["removeprefix", (self, args, kwargs) => removePrefix(self, affix("removeprefix", args, kwargs))],
	["removesuffix", (self, args, kwargs) => removeSuffix(self, affix("removesuffix", args, kwargs))]
]);
/** Python's `str.strip(characters)`; white space where `characters` is null. */
function strip(text, characters, side = "both") {
	if (characters === null) return stripSpaces(text, side);
	const set = new Set(codePoints(characters));
	const all = codePoints(text);
	let start = 0;
	let end = all.length;
	while (side !== "right" && start < end && set.has(all[start] ?? "")) start += 1;
	while (side !== "left" && end > start && set.has(all[end - 1] ?? "")) end -= 1;
	return all.slice(start, end).join("");
}
function stripSpaces(text, side) {
	const left = side === "right" ? text : text.replace(leadingSpace, "");
	if (side === "left") return left;
	let end = left.length;
	while (end > 0 && spaceCharacter.test(left.charAt(end - 1))) end -= 1;
	return left.slice(0, end);
}
/** Python's `str.splitlines()`: no empty line after the last line end; `keepEnds` leaves the line ends in. */
function splitLines(text, keepEnds = false) {
	const lines = [];
	let from = 0;
	for (const match of text.matchAll(lineEnd)) {
		const end = match.index + match[0].length;
		lines.push(text.slice(from, keepEnds ? end : match.index));
		from = end;
	}
	if (from < text.length) lines.push(text.slice(from));
	checkItems(lines.length);
	return lines;
}
/** Python's `str.split()` without a separator: the words between white space. */
function splitWords(text) {
	return text.split(words).filter((word) => word !== "");
}
function trimmed(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 0, 1);
	const characters = args[0] ?? null;
	if (characters !== null && typeof characters !== "string" && !(characters instanceof Markup)) throw typeError(`${name} arg must be None or str`);
	const side = name === "strip" ? "both" : name === "lstrip" ? "left" : "right";
	return strip(text, characters === null ? null : requireText(characters), side);
}
const splitSignature = signature("split", [], ["sep", null], ["maxsplit", -1n]);
function splitBy(name, text, args, kwargs) {
	const bound = bind({
		...splitSignature,
		name
	}, args, kwargs);
	const separator = bound.value("sep");
	if (separator !== null && typeof separator !== "string" && !(separator instanceof Markup)) throw typeError(`must be str or None, not ${typeName(separator)}`);
	const most = requireInteger(bound.value("maxsplit"));
	const limit = most < 0n || most > BigInt(text.length) ? text.length + 1 : Number(most);
	const parts = separator === null ? splitSpace(text, limit, name) : splitText(text, requireText(separator), limit, name);
	checkItems(parts.length);
	return parts;
}
function splitText(text, separator, limit, name) {
	if (separator === "") throw valueError("empty separator");
	const parts = text.split(separator);
	if (name === "rsplit") return splitFromRight(text, separator, limit);
	return parts.length <= limit + 1 ? parts : [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}
/** From the right the parts may differ: `'aaa'.rsplit('aa', 1)` is `['a', '']`. */
function splitFromRight(text, separator, limit) {
	const parts = [];
	let end = text.length;
	while (parts.length < limit) {
		const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
		if (at < 0) break;
		parts.push(text.slice(at + separator.length, end));
		end = at;
	}
	return [text.slice(0, end), ...parts.toReversed()];
}
function splitSpace(text, limit, name) {
	const all = splitWords(text);
	if (all.length <= limit) return all;
	return name === "split" ? spaceFromLeft(text, limit) : spaceFromRight(text, limit);
}
function spaceFromLeft(text, limit) {
	const parts = [];
	let rest = stripSpaces(text, "left");
	while (parts.length < limit) {
		const word = rest.slice(0, rest.search(spaceCharacter));
		parts.push(word);
		rest = stripSpaces(rest.slice(word.length), "left");
	}
	return [...parts, rest];
}
function spaceFromRight(text, limit) {
	const parts = [];
	let rest = stripSpaces(text, "right");
	while (parts.length < limit) {
		let start = rest.length;
		while (start > 0 && !spaceCharacter.test(rest.charAt(start - 1))) start -= 1;
		parts.push(rest.slice(start));
		rest = stripSpaces(rest.slice(0, start), "right");
	}
	return [rest, ...parts.toReversed()];
}
function linesMethod(text, args, kwargs) {
	return splitLines(text, isTrue(bind(signature("splitlines", [], ["keepends", false]), args, kwargs).value("keepends")));
}
function separatorOf(name, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 1);
	const separator = requireText(args[0] ?? null);
	if (separator === "") throw valueError("empty separator");
	return separator;
}
function partition(text, separator, find) {
	const at = find(separator);
	return at < 0 ? new Tuple([
		text,
		"",
		""
	]) : new Tuple([
		text.slice(0, at),
		separator,
		text.slice(at + separator.length)
	]);
}
function rpartition(text, separator) {
	const at = text.lastIndexOf(separator);
	return at < 0 ? new Tuple([
		"",
		"",
		text
	]) : partition(text, separator, () => at);
}
function join$1(separator, args, kwargs) {
	checkCount("str.join", args, kwargs, 1, 1);
	const items = args[0] ?? null;
	if (!(items instanceof Undefined) && !isIterable(items)) throw typeError("can only join an iterable");
	if (!isIterable(items)) refuseUndefined(items);
	const texts = [];
	let length = 0;
	for (const item of iterate(items)) {
		const text = item instanceof Markup ? item.text : item;
		if (typeof text !== "string") throw typeError(`sequence item ${texts.length}: expected str instance, ${typeName(item)} found`);
		length += text.length + separator.length;
		checkTextLength(length - separator.length);
		texts.push(text);
	}
	return checkText(texts.join(separator));
}
function affix(name, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 1);
	return requireText(args[0] ?? null, `${name}() argument`);
}
function removePrefix(text, prefix) {
	return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
function removeSuffix(text, suffix) {
	return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

// src/template/builtins/filters-html.ts
const escapeFilter = define("escape(s)", [], escapeMarkup);
/** Jinja2's filters for HTML and URLs: e, escape, forceescape, safe, striptags, tojson, urlencode, xmlattr; urlize is refused. */
const htmlFilters = /* @__PURE__ */ new Map([
	["e", escapeFilter],
	["escape", escapeFilter],
	["forceescape", define("do_forceescape(value)", [], (value) => new Markup(escapeText$1(toText(value))))],
	["safe", define("do_mark_safe(value)", [], (value) => new Markup(toText(value)))],
	["striptags", define("do_striptags(value)", [], (value) => stripTags(toText(value)))],
	["tojson", define("do_tojson(eval_ctx, value)", [["indent", null]], toJson)],
	["urlencode", define("do_urlencode(value)", [], urlEncode)],
	["urlize", () => refuse$4("the filter \"urlize\" is not supported")],
	["xmlattr", define("do_xmlattr(eval_ctx, d)", [["autospace", true]], xmlAttributes)]
]);
function refuse$4(message) {
	throw unsupported$3(message);
}
const unsafe = /* @__PURE__ */ new Map([
	["<", "\\u003c"],
	[">", "\\u003e"],
	["&", "\\u0026"],
	["'", "\\u0027"]
]);
/** JSON with sorted keys that may stand inside HTML. */
function toJson(value, args) {
	const text = jsonText(value, {
		sortKeys: true,
		indent: args.value("indent")
	});
	return new Markup(checkText(text.replace(/[<>&']/g, (character) => unsafe.get(character) ?? character)));
}
const basicEntities = /* @__PURE__ */ new Map([
	["&amp;", "&"],
	["&lt;", "<"],
	["&gt;", ">"],
	["&quot;", "\""],
	["&#34;", "\""],
	["&#39;", "'"],
	["&apos;", "'"]
]);
/** Comments, then tags go; white space becomes single blanks; entities become characters. */
function stripTags(text) {
	return splitWords(cut$1(cut$1(text, "<!--", "-->"), "<", ">")).join(" ").replace(/&(?:#?[0-9A-Za-z]+;?)?/g, (entity) => {
		const character = entity === "&" ? entity : basicEntities.get(entity);
		if (character === void 0) throw unsupported$3(`the entity "${entity}" is not supported by the filter "striptags"`);
		return character;
	});
}
/** Removes everything from `open` to the nearest `close`, again and again; without a `close` the rest stays. */
function cut$1(text, open, close) {
	let result = "";
	let from = 0;
	for (;;) {
		const start = text.indexOf(open, from);
		const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
		if (end < 0) return result + text.slice(from);
		result += text.slice(from, start);
		from = end + close.length;
	}
}
function urlEncode(value) {
	if (!isIterable(value)) refuseUndefined(value);
	if (typeof value === "string" || value instanceof Markup || !isIterable(value)) return quoteUrl(value, "/");
	const pairs = value instanceof Dict ? [...value.entries()] : Array.from(iterate(value), pairOf);
	return checkText(pairs.map(([key, item]) => `${quoteQuery(key)}=${quoteQuery(item)}`).join("&"));
}
function pairOf(pair) {
	const [key, value, ...rest] = [...iterate(pair)];
	if (rest.length > 0) throw valueError("too many values to unpack (expected 2)");
	if (key === void 0 || value === void 0) throw valueError(`not enough values to unpack (expected 2, got ${key === void 0 ? 0 : 1})`);
	return [key, value];
}
function quoteQuery(value) {
	return quoteUrl(value, "").replaceAll("%20", "+");
}
const encoder = new TextEncoder();
function quoteUrl(value, safe) {
	const text = toText(value);
	if (!isWellFormed(text)) throw new TemplateRuntimeError("UnicodeEncodeError", "surrogates not allowed");
	const quote = (character) => Array.from(encoder.encode(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
	return checkText(text.replace(/[^A-Za-z0-9_.~/-]|\//gu, (character) => character === safe ? character : quote(character)));
}
function xmlAttributes(value, args) {
	refuseUndefined(value);
	if (!(value instanceof Dict)) throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
	const text = [...value.entries()].filter(([, item]) => item !== null && !(item instanceof Undefined)).map(([key, item]) => `${attributeName(key)}="${escapeMarkup(item).text}"`).join(" ");
	return args.flag("autospace") && text !== "" ? ` ${text}` : text;
}
/** Jinja2 3.1.2 takes any name and later ones refuse some: those are refused here. */
function attributeName(key) {
	const text = key instanceof Markup ? key.text : key;
	if (typeof text !== "string") throw unsupported$3("the filter \"xmlattr\" is supported for text keys only");
	if (/[\s/>=]/.test(text)) throw valueError(`Invalid character in attribute name: ${textRepr(text)}`);
	return escapeMarkup(key).text;
}

// src/template/hash.ts
/** SHA-256 of a text as UTF-8, in lower-case hexadecimal. */
function sha256Hex(text) {
	return createHash("sha256").update(text, "utf8").digest("hex");
}

// src/template/builtins/base64.ts
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Text as UTF-8 in standard base64. Throws UnicodeEncodeError for a lone surrogate, `LimitError`. */
function encodeBase64(text) {
	if (!isWellFormed(text)) throw new TemplateRuntimeError("UnicodeEncodeError", "'utf-8' codec can't encode a lone surrogate: surrogates not allowed");
	const bytes = new TextEncoder().encode(text);
	checkTextLength(Math.ceil(bytes.length / 3) * 4);
	const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
	return btoa(binary);
}
/**
* Base64 to text, as Python's `base64.b64decode` reads it: characters outside of the alphabet are passed over, reading ends at the
* padding. Throws `binascii.Error` for bad padding, ValueError for characters beyond ASCII, UnicodeDecodeError for bad UTF-8.
*/
function decodeBase64(text) {
	const bytes = decodeBytes(text);
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		throw new TemplateRuntimeError("UnicodeDecodeError", "'utf-8' codec can't decode the bytes");
	}
}
function decodeBytes(text) {
	const bytes = [];
	let group = 0;
	let position = 0;
	let pads = 0;
	let count = 0;
	for (const character of text) {
		if (character === "=") {
			pads += position >= 2 ? 1 : 0;
			if (position >= 2 && position + pads >= 4) return Uint8Array.from(bytes);
			continue;
		}
		const value = alphabet.indexOf(character);
		if (value < 0) continue;
		pads = 0;
		count += 1;
		if (position > 0) bytes.push((group << 6 | value) >> 6 - 2 * position & 255);
		group = value;
		position = (position + 1) % 4;
	}
	if (position === 0) return Uint8Array.from(bytes);
	throw new TemplateRuntimeError("binascii.Error", position === 1 ? `Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4` : "Incorrect padding");
}

// src/template/builtins/slice.ts
/**
* Jinja2's `value[start:stop:step]`; null for a part that is left out or None. Throws UndefinedError for an undefined value,
* TypeError for a value or a part that does not fit, ValueError for a zero step: Jinja2 does not turn these into undefined values.
*/
function slice(value, start, stop, step) {
	refuseUndefined(value);
	const bounds = {
		start,
		stop,
		step
	};
	if (typeof value === "string") return sliceText(value, bounds);
	if (value instanceof Markup) return new Markup(sliceText(value.text, bounds));
	if (Array.isArray(value)) return pick(value, resolve(bounds, BigInt(value.length)));
	if (value instanceof Tuple) return new Tuple(pick(value.items, resolve(bounds, BigInt(value.items.length))));
	if (value instanceof Range) return sliceRange(value, bounds);
	if (value instanceof Dict) throw typeError("unhashable type: 'slice'");
	throw typeError(`'${typeName(value)}' object is not subscriptable`);
}
function sliceText(text, bounds) {
	const found = resolve(bounds, BigInt(codePointCount(text)));
	if (found.step === 1) return sliceCodePoints(text, found.start, found.stop);
	return pick(codePoints(text), found).join("");
}
function sliceRange(range, bounds) {
	const found = resolve(bounds, range.length);
	const at = (index) => range.start + BigInt(index) * range.step;
	return new Range(at(found.start), at(found.stop), range.step * BigInt(found.step));
}
function pick(items, { start, stop, step }) {
	if (step === 1) return items.slice(start, Math.max(start, stop));
	const picked = [];
	for (let index = start; step > 0 ? index < stop : index > stop; index += step) {
		const item = items[index];
		if (item !== void 0) picked.push(item);
	}
	return picked;
}
/** Offsets within the length, as Python's `slice.indices`. */
function resolve(bounds, length) {
	const start = index$1(bounds.start);
	const stop = index$1(bounds.stop);
	const step = index$1(bounds.step) ?? 1n;
	if (step === 0n) throw valueError("slice step cannot be zero");
	if (length > BigInt(Number.MAX_SAFE_INTEGER)) throw limitError("the range is too long to be sliced");
	const lowest = step > 0n ? 0n : -1n;
	const highest = step > 0n ? length : length - 1n;
	const clamp = (offset) => {
		const absolute = offset < 0n ? offset + length : offset;
		return Number(absolute < lowest ? lowest : absolute > highest ? highest : absolute);
	};
	return {
		start: start === void 0 ? Number(step > 0n ? lowest : highest) : clamp(start),
		stop: stop === void 0 ? Number(step > 0n ? highest : lowest) : clamp(stop),
		step: Number(step)
	};
}
function index$1(part) {
	if (part === null) return void 0;
	const integer = asInteger(part);
	if (integer === void 0) throw typeError("slice indices must be integers or None or have an __index__ method");
	return integer;
}

// src/template/builtins/slugify.ts
const options$1 = signature("slugify", ["text"], ["entities", true], ["decimal", true], ["hexadecimal", true], ["max_length", 0n], ["word_boundary", false], ["separator", "-"], ["save_order", false], ["stopwords", null], ["regex_pattern", null], ["lowercase", true], ["replacements", null], ["allow_unicode", false]);
/** Options whose defaults alone are supported. */
const fixed = /* @__PURE__ */ new Map([
	["word_boundary", false],
	["save_order", false],
	["stopwords", null],
	["regex_pattern", null],
	["replacements", null]
]);
/**
* kluctl's filter `slugify` (python-slugify): lower case, everything but letters and digits becomes single dashes. Options:
* `separator`, `max_length`, `lowercase`, `allow_unicode`. Throws `Unsupported` for other options, for text beyond ASCII (its
* transliteration needs a table that is not here) and for character entities.
*/
function slugify(value, args, kwargs) {
	const text = requireText(value);
	const bound = bind({
		...options$1,
		parameters: args.length === 0 ? options$1.parameters : []
	}, args, kwargs);
	for (const [name, fallback] of fixed) if (bound.value(name) !== fallback) throw unsupported$3(`the option "${name}" of the filter "slugify" is not supported`);
	if (/[^\0-\x7f]/.test(text)) throw unsupported$3("the filter \"slugify\" is supported for ASCII text only");
	if (/&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i.test(text)) throw unsupported$3("the filter \"slugify\" is not supported for text with character entities");
	const cased = isTrue(bound.value("lowercase")) ? text.toLowerCase() : text;
	const allowed = isTrue(bound.value("allow_unicode")) ? /[^A-Za-z0-9]+/g : /[^-A-Za-z0-9]+/g;
	return shorten(cased.replace(/'+/g, "-").replace(/(?<=\d),(?=\d)/g, "").replace(allowed, "-").replace(/-{2,}/g, "-").replace(/^-|-$/g, ""), bound.integer("max_length")).replaceAll("-", bound.text("separator"));
}
/** Cut at the length, a dash at the end removed. */
function shorten(slug, length) {
	if (length <= 0n || length >= BigInt(slug.length)) return slug;
	return slug.slice(0, Number(length)).replace(/-+$/, "");
}

// src/template/builtins/group-tuple.ts
/** What the filter `groupby` yields: a tuple of key and items whose parts also have the names `grouper` and `list`. */
var GroupTuple = class extends Tuple {
	grouper;
	list;
	constructor(grouper, list) {
		super([grouper, list]);
		this.grouper = grouper;
		this.list = list;
	}
};

// src/template/builtins/text-predicates.ts
/** Characters that are digits (superscripts, circled digits) without being decimal. Unicode: Numeric_Type=Digit. */
const digit = /^(?:\p{Nd}|[\xb2\xb3\xb9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}])$/u;
/** Ideographs that stand for a number. Unicode: Numeric_Type=Numeric outside the categories of numbers. */
const numeric = /^(?:\p{N}|[\u3405\u3483\u382a\u3b4d\u4e00\u4e03\u4e07\u4e09\u4e5d\u4e8c\u4e94\u4e96\u4ebf\u4ec0\u4edf\u4ee8\u4f0d\u4f70\u5104\u5146\u5169\u516b\u516d\u5341\u5343-\u5345\u534c\u53c1-\u53c4\u56db\u58f1\u58f9\u5e7a\u5efe\u5eff\u5f0c-\u5f0e\u5f10\u62fe\u634c\u67d2\u6f06\u7396\u767e\u8086\u842c\u8cae\u8cb3\u8d30\u9621\u9646\u964c\u9678\u96f6\uf96b\uf973\uf978\uf9b2\uf9d1\uf9d3\uf9fd\u{20001}\u{20064}\u{200e2}\u{20121}\u{2092a}\u{20983}\u{2098c}\u{2099c}\u{20aea}\u{20afd}\u{20b19}\u{22390}\u{22998}\u{23b1b}\u{2626d}\u{2f890}])$/u;
/** Python's white space, one character. */
const space$1 = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
/** The questions of `str`: isalnum, isalpha, isascii, isdecimal, isdigit, isidentifier, islower, isnumeric and so on. */
const predicateMethods = new Map([
	method$1("isalnum", everyCharacter((character) => /\p{L}/u.test(character) || numeric.test(character))),
	method$1("isalpha", everyCharacter((character) => /\p{L}/u.test(character))),
	method$1("isascii", (text) => !/[^\0-\x7f]/.test(text)),
	method$1("isdecimal", everyCharacter((character) => /\p{Nd}/u.test(character))),
	method$1("isdigit", everyCharacter((character) => digit.test(character))),
	method$1("isidentifier", (text) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text)),
	method$1("islower", isLower),
	method$1("isnumeric", isNumeric),
	method$1("isprintable", isPrintable),
	method$1("isspace", everyCharacter((character) => space$1.test(character))),
	method$1("istitle", isTitle),
	method$1("isupper", isUpper)
]);
function method$1(name, holds) {
	return [name, (self, args, kwargs) => {
		checkCount(`str.${name}`, args, kwargs, 0, 0);
		return holds(self);
	}];
}
/** Python's `str.islower`: a letter in lower case, and none in upper or title case. */
function isLower(text) {
	return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
}
/** Python's `str.isupper`: a letter in upper case, and none in lower or title case. */
function isUpper(text) {
	return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}
/** Python's `str.isnumeric`. */
function isNumeric(text) {
	return text !== "" && codePoints(text).every((character) => numeric.test(character));
}
function isTitle(text) {
	let previousCased = false;
	let found = false;
	for (const character of codePoints(text)) {
		const isStart = /[\p{Uppercase}\p{Lt}]/u.test(character);
		const isRest = /\p{Lowercase}/u.test(character);
		if (isStart && previousCased || isRest && !previousCased) return false;
		previousCased = isStart || isRest;
		found ||= previousCased;
	}
	return found;
}
function everyCharacter(holds) {
	return (text) => text !== "" && codePoints(text).every(holds);
}

// src/template/builtins/yaml-plain.ts
const kinds = [
	["bool", /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
	["float", /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/],
	["int", /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+)$/],
	["merge", /^<<$/],
	["null", /^(?:~|null|Null|NULL|)$/],
	["timestamp", /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/],
	["value", /^=$/]
];
/** The kind of a plain scalar, as PyYAML's resolver finds it. Source: YAML 1.1 types, PyYAML 6.0. */
function plainKind(text) {
	return kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? "str";
}

// src/template/builtins/yaml-scalar.ts
/** Text as kluctl's dumper represents it: several lines as a literal block, digits in single quotes. */
function textScalar(text) {
	const style = splitLines(text).length > 1 ? "literal" : isNumeric(text) ? "single" : "any";
	return {
		text,
		style,
		isPlainSafe: style === "any" && plainKind(text) === "str",
		tagLength: 5
	};
}
/** True where the scalar may be a key on one line. */
function isSimpleKey(scalar, anchorLength) {
	return anchorLength + scalar.tagLength + codePointCount(scalar.text) < 128 && scalar.text !== "" && !/[\n\x85\u2028\u2029]/.test(scalar.text);
}
/** Writes a scalar in the first style that is allowed for it. */
function writeScalar(scalar, place, writer) {
	writer.nested(2, 2, () => {
		const split = !place.isSimpleKey;
		const { text } = scalar;
		switch (chooseStyle(scalar, place)) {
			case "plain": return writePlain(text, split, place.isRoot, writer);
			case "single": return writeSingle(text, split, writer);
			case "literal": return writeLiteral(text, writer);
			case "double": return writeDouble(text, split, writer);
		}
	});
}
function chooseStyle(scalar, { isSimpleKey }) {
	const { text, style } = scalar;
	const isSpecial = /[^\n -~]/.test(text) || / \n/.test(text);
	const isMultiline = /[\n\x85\u2028\u2029]/.test(text);
	if (scalar.isPlainSafe && text !== "" && !isSpecial && !isMultiline && isPlainShape(text)) return "plain";
	if (style === "literal") return !isSimpleKey && !isSpecial && !text.endsWith(" ") ? "literal" : "double";
	return isSpecial || /\n /.test(text) || isSimpleKey && isMultiline ? "double" : "single";
}
/** True where no sign of YAML's syntax stands in the text. */
function isPlainShape(text) {
	return !/^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@` ]|[?:-](?: |$))|:(?: |$)| #| $/.test(text);
}
function writePlain(text, split, isRoot, writer) {
	if (isRoot) writer.openEnded = true;
	if (!writer.whitespace) writer.text(" ");
	writer.inText();
	for (const part of text.split(/( +)/)) if (part === " " && split && writer.isFull) {
		writer.toIndent();
		writer.inText();
	} else writer.text(part);
}
function writeSingle(text, split, writer) {
	writer.indicator("'", true);
	let end = 0;
	for (const part of text.split(/( +|\n+)/)) {
		const isInside = end > 0 && end + part.length < text.length;
		end += part.length;
		if (part === " " && split && isInside && writer.isFull) writer.toIndent();
		else if (part.startsWith("\n")) {
			for (let count = part.length; count >= 0; count -= 1) writer.lineBreak();
			writer.toIndent();
		} else writer.text(part.replaceAll("'", "''"));
	}
	writer.indicator("'", false);
}
function writeLiteral(text, writer) {
	const isKept = /(?:^|\n)\n$/.test(text);
	const hints = `${/^[ \n]/.test(text) ? "2" : ""}${isKept ? "+" : text.endsWith("\n") ? "" : "-"}`;
	writer.indicator(`|${hints}`, true);
	if (isKept) writer.openEnded = true;
	for (const line of text.replace(/\n$/, "").split("\n")) {
		writer.lineBreak();
		if (line === "") continue;
		writer.toIndent();
		writer.text(line);
	}
	writer.lineBreak();
}
const escapes = /* @__PURE__ */ new Map([
	["\0", "\\0"],
	["\x07", "\\a"],
	["\b", "\\b"],
	["	", "\\t"],
	["\n", "\\n"],
	["\v", "\\v"],
	["\f", "\\f"],
	["\r", "\\r"],
	["\x1B", "\\e"],
	["\"", "\\\""],
	["\\", "\\\\"],
	["", "\\N"],
	["\xA0", "\\_"],
	["\u2028", "\\L"],
	["\u2029", "\\P"]
]);
/** Folds with a backslash at the end of the line: at a blank, or after any escape. */
function writeDouble(text, split, writer) {
	writer.indicator("\"", true);
	const characters = codePoints(text);
	let pending = "";
	for (const [index, character] of characters.entries()) {
		const escaped = escapeOf(character);
		if (escaped !== void 0) {
			writer.text(pending + escaped);
			pending = "";
		}
		if (split && index > 0 && index < characters.length - 1 && (character === " " || pending === "") && writer.isFullAfter(escaped === void 0 ? pending.length : -1)) {
			fold(pending, escaped === void 0 ? character : characters[index + 1] ?? "", writer);
			pending = "";
		}
		if (escaped === void 0) pending += character;
	}
	writer.text(pending);
	writer.indicator("\"", false);
}
/** A line that would start with a blank starts with a backslash before it. */
function fold(pending, next, writer) {
	writer.text(`${pending}\\`);
	writer.toIndent();
	writer.inText();
	if (next === " ") writer.text("\\");
}
function escapeOf(character) {
	const short = escapes.get(character);
	if (short !== void 0) return short;
	if (character >= " " && character <= "~") return void 0;
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16).toUpperCase();
	if (code <= 255) return `\\x${hex.padStart(2, "0")}`;
	return code <= 65535 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

// src/template/builtins/yaml-writer.ts
/** Lines longer than this are folded at the next single blank. */
const bestWidth = 80;
/**
* The page that YAML is written on: knows the column and what the line holds so far, as PyYAML's emitter does. The layout of every
* node depends on both.
*/
var YamlWriter = class {
	/** Indentation of the node that is being written; undefined before the first one. */
	indent;
	/** True where the last character written separates, so that no blank is needed. */
	whitespace = true;
	/** True where the line holds nothing but indentation and the signs `-`, `?`, `:`. */
	indention = true;
	/** True where the document needs `...` at its end. */
	openEnded = false;
	column = 0;
	length = 0;
	parts = [];
	/** True where the next single blank becomes a line break. */
	get isFull() {
		return this.column > bestWidth;
	}
	/** True where `count` more characters pass the width. */
	isFullAfter(count) {
		return this.column + count > bestWidth;
	}
	/** Text of a scalar; its characters count, the state of the line does not change. */
	text(text) {
		this.column += text.length;
		this.raw(text);
	}
	/** A sign such as `-`, `:`, `'` or an anchor, after a blank where one is needed. */
	indicator(sign, needsBlank, { whitespace = false, indention = false } = {}) {
		this.text(this.whitespace || !needsBlank ? sign : ` ${sign}`);
		this.whitespace = whitespace;
		this.indention = this.indention && indention;
		this.openEnded = false;
	}
	/** Starts a new line unless the current one is still empty, and goes to the indentation. */
	toIndent() {
		const indent = this.indent ?? 0;
		if (!this.indention || this.column > indent || this.column === indent && !this.whitespace) this.lineBreak();
		if (this.column < indent) {
			this.whitespace = true;
			this.raw(" ".repeat(indent - this.column));
			this.column = indent;
		}
	}
	lineBreak() {
		this.whitespace = true;
		this.indention = true;
		this.column = 0;
		this.raw("\n");
	}
	/** Marks that text stands on the line. */
	inText() {
		this.whitespace = false;
		this.indention = false;
	}
	/** Runs with an indentation of two more; `step` 0 keeps it, and the first collection of a document stands at 0. */
	nested(step, first, write) {
		const outer = this.indent;
		this.indent = outer === void 0 ? first : outer + step;
		write();
		this.indent = outer;
	}
	finish() {
		return this.parts.join("");
	}
	raw(text) {
		this.length += text.length;
		checkTextLength(this.length);
		this.parts.push(text);
	}
};

// src/template/builtins/yaml-dump.ts
/**
* kluctl's filter `to_yaml`: PyYAML's block style, keys in the order given, anchors for lists and dicts that occur more than once.
* Throws RepresenterError for what PyYAML's safe dumper does not know (functions, generators, text that is marked safe), `LimitError`.
* Source: kluctl v2.28, yaml_utils.py.
*/
function toYaml(value) {
	const dumper = new Dumper();
	dumper.findAnchors(value, 0);
	return dumper.dump(value);
}
var Dumper = class {
	writer = new YamlWriter();
	/** Collections met so far; those met twice have a number. */
	anchors = /* @__PURE__ */ new Map();
	written = /* @__PURE__ */ new Set();
	anchorCount = 0;
	/** Numbers the collections in the order in which they are met again. */
	findAnchors(value, depth) {
		if (depth > 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		const items = itemsOf(value);
		if (!items) return;
		if (!isShared(value)) return;
		if (this.anchors.has(value)) {
			if (this.anchors.get(value) === void 0) {
				this.anchorCount += 1;
				this.anchors.set(value, this.anchorCount);
			}
			return;
		}
		this.anchors.set(value, void 0);
		for (const item of items) this.findAnchors(item, depth + 1);
	}
	dump(value) {
		this.node(value, { isRoot: true });
		this.writer.toIndent();
		if (this.writer.openEnded) {
			this.writer.indicator("...", true);
			this.writer.toIndent();
		}
		return this.writer.finish();
	}
	node(value, place) {
		const items = itemsOf(value);
		const { isRoot = false, isSimpleKey = false } = place;
		if (!items) writeScalar(scalarOf(value), {
			isRoot,
			isSimpleKey
		}, this.writer);
		else if (this.written.has(value)) this.writer.indicator(`*${this.anchorText(value)}`, true);
		else this.collection(value, items, place);
	}
	collection(value, items, place) {
		const anchor = this.anchorText(value);
		if (anchor !== "") this.writer.indicator(`&${anchor}`, true);
		if (isShared(value)) this.written.add(value);
		if (items.length === 0) this.writer.indicator(value instanceof Dict ? "{}" : "[]", true);
		else if (value instanceof Dict) this.mapping(value);
		else this.sequence(items, place);
	}
	anchorText(value) {
		const number = this.anchors.get(value);
		return number === void 0 ? "" : `id${String(number).padStart(3, "0")}`;
	}
	/** The items of a list that is the value of a key are not indented further. */
	sequence(items, { inMapping = false }) {
		this.writer.nested(inMapping && !this.writer.indention ? 0 : 2, 0, () => {
			for (const item of items) {
				this.writer.toIndent();
				this.writer.indicator("-", true, { indention: true });
				this.node(item, {});
			}
		});
	}
	mapping(dict) {
		this.writer.nested(2, 0, () => {
			for (const [key, value] of dict.entries()) {
				this.writer.toIndent();
				if (this.isSimple(key)) this.simpleKey(key);
				else this.complexKey(key);
				this.node(value, { inMapping: true });
			}
		});
	}
	simpleKey(key) {
		this.node(key, {
			inMapping: true,
			isSimpleKey: true
		});
		this.writer.indicator(":", false);
	}
	complexKey(key) {
		this.writer.indicator("?", true, { indention: true });
		this.node(key, { inMapping: true });
		this.writer.toIndent();
		this.writer.indicator(":", true, { indention: true });
	}
	isSimple(key) {
		const items = itemsOf(key);
		if (!items) return isSimpleKey(scalarOf(key), 0);
		return this.written.has(key) || items.length === 0;
	}
};
/** Items of a list or tuple, keys and values of a dict; undefined for a scalar. */
function itemsOf(value) {
	if (Array.isArray(value)) return value;
	if (value instanceof Dict) return [...value.entries()].flat(1);
	return value instanceof Tuple && !(value instanceof GroupTuple) ? value.items : void 0;
}
/** The empty tuple is one object everywhere and never gets an anchor. */
function isShared(value) {
	return !(value instanceof Tuple && value.items.length === 0);
}
function scalarOf(value) {
	if (typeof value === "string") return textScalar(value);
	if (value === null) return plain$3("null", 6);
	if (typeof value === "boolean") return plain$3(value ? "true" : "false", 6);
	if (typeof value === "bigint") return plain$3(integerText(value), 5);
	if (typeof value === "number") return plain$3(floatText$1(value), 7);
	throw new TemplateRuntimeError("RepresenterError", `cannot represent an object of type ${typeName(value)}`);
}
function plain$3(text, tagLength) {
	return {
		text,
		style: "any",
		isPlainSafe: true,
		tagLength
	};
}
/** YAML 1.1 wants a point in every float: `1e+16` is written `1.0e+16`. */
function floatText$1(value) {
	if (Number.isNaN(value)) return ".nan";
	if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
	const text = floatRepr(value);
	return text.includes(".") ? text : text.replace("e", ".0e");
}

// src/template/builtins/yaml-bounds.ts
const maxTokens = 2e5;
/**
* Throws `LimitError` for YAML text with more than 200,000 tokens or nested deeper than 100. It is asked before the text becomes a
* tree: the parser takes hundreds of bytes a token, and the composer recurses, where a stack that runs out can end the process.
*/
function checkYamlSize(text) {
	let tokens = 0;
	let brackets = 0;
	for (const token of new import_dist.Lexer().lex(text)) {
		tokens += 1;
		if (token === "[" || token === "{") brackets += 1;
		else if (token === "]" || token === "}") brackets -= 1;
		if (tokens > maxTokens) throw limitError(`the YAML text has more than ${maxTokens} tokens`);
		if (brackets > 100) tooDeep$1();
	}
	for (const token of new import_dist.Parser().parse(text)) checkDepth(token);
}
function checkDepth(token) {
	const open = [[token, 0]];
	for (let next = open.pop(); next !== void 0; next = open.pop()) {
		const [current, depth] = next;
		if (depth > 100) tooDeep$1();
		if (current.type === "document" && current.value) open.push([current.value, depth]);
		if (!("items" in current)) continue;
		for (const { key, value } of current.items) {
			if (key) open.push([key, depth + 1]);
			if (value) open.push([value, depth + 1]);
		}
	}
}
function tooDeep$1() {
	throw limitError("the YAML text is nested too deeply");
}

// src/template/builtins/yaml-strict.ts
/**
* Refuses layouts that the YAML package reads and PyYAML reads differently or not at all: tabs between tokens, explicit, empty and
* multi-line keys, a block at the start of a line that is the whole document, `...`, anchors that occur twice. Throws `Unsupported`
* and YAMLError.
*/
function refuseLooseYaml(document, source) {
	if (/^\.\.\./m.test(source)) throw unsupported$3("the end mark \"...\" in YAML is not supported");
	const { contents } = document;
	if ((0, import_dist.isScalar)(contents) && isBlock(contents) && /^\S/.test(afterHeader(contents, source))) throw unsupported$3("a YAML document that is one block needs its text indented");
	const walk = new Walk(source);
	walk.visit(contents, false);
	refuseOpenTabs(source, walk.closed);
}
/** `closed` are the parts inside of quotes and blocks, in the order of the text. */
function refuseOpenTabs(source, closed) {
	let next = 0;
	for (let at = source.indexOf("	"); at >= 0; at = source.indexOf("	", at + 1)) {
		while ((closed[next]?.[1] ?? Number.POSITIVE_INFINITY) <= at) next += 1;
		if ((closed[next]?.[0] ?? Number.POSITIVE_INFINITY) > at) throw unsupported$3("a tab in YAML outside of quotes and blocks is not supported");
	}
}
const quoted = /^(?:'(?:[^']|'')*'|"(?:[^"\\]|\\[\s\S])*")$/;
var Walk = class {
	/** Quotes and blocks: tabs are text there. */
	closed = [];
	anchors = /* @__PURE__ */ new Set();
	source;
	constructor(source) {
		this.source = source;
	}
	visit(node, isFlow) {
		if ((0, import_dist.isNode)(node) && !(0, import_dist.isAlias)(node)) this.anchor(node.anchor);
		if ((0, import_dist.isScalar)(node) && node.range) this.scalar(node, isFlow);
		if ((0, import_dist.isPair)(node)) this.pair(node, isFlow);
		if ((0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node)) for (const item of node.items) this.visit(item, isFlow || node.flow === true);
	}
	anchor(name) {
		if (name === void 0) return;
		if (this.anchors.has(name)) throw new TemplateRuntimeError("YAMLError", `found duplicate anchor '${name}'`);
		this.anchors.add(name);
	}
	scalar(node, isFlow) {
		const [start, end] = node.range ?? [0, 0];
		const text = this.source.slice(start, end);
		if (node.type === import_dist.Scalar.PLAIN) {
			if (isFlow && /^:|\?/.test(text)) throw unsupported$3(`the text ${text} in YAML between brackets needs quotes`);
			return;
		}
		if (!isBlock(node) && !quoted.test(text)) throw unsupported$3("a quote in YAML is not closed");
		this.closed.push([start, end]);
	}
	pair(pair, isFlow) {
		const { key } = pair;
		if (pair.srcToken?.start.some((token) => token.type === "explicit-key-ind")) throw unsupported$3("keys with \"?\" in YAML are not supported");
		const text = (0, import_dist.isScalar)(key) && key.range ? this.source.slice(key.range[0], key.range[1]) : void 0;
		if (key === null || text === "") throw unsupported$3("empty keys in YAML are not supported");
		if (text?.includes("\n") || this.colonIsBelow(key)) throw unsupported$3("keys of several lines in YAML are not supported");
		this.visit(key, isFlow);
		this.visit(pair.value, isFlow);
	}
	/** True where the colon after a key stands on a later line. */
	colonIsBelow(key) {
		if (!(0, import_dist.isNode)(key) || !key.range) return false;
		const after = this.source.slice(key.range[1]);
		return /^[ \t]*(?:#.*)?\n(?:\s|#.*\n)*:/.test(after.slice(0, 1e3));
	}
};
/** True for text after `|` or `>`. */
function isBlock(node) {
	return node.type === import_dist.Scalar.BLOCK_LITERAL || node.type === import_dist.Scalar.BLOCK_FOLDED;
}
/** Text of a block; PyYAML adds no line end where the source has none. Throws `Unsupported` where the source ends in blanks. */
function blockText(node, text, source) {
	if (!((node.range?.[1] ?? 0) >= source.length && !source.endsWith("\n"))) return text;
	if (/(?:^|\n) *$/.test(source)) throw unsupported$3("blanks at the end of a block of YAML are not supported");
	return text.endsWith("\n") ? text.slice(0, -1) : text;
}
/** What follows the line of `|` or `>`, without its first empty lines. */
function afterHeader(node, source) {
	const start = node.range?.[0] ?? 0;
	const end = source.indexOf("\n", start);
	return end < 0 ? "" : source.slice(end + 1).replace(/^\n+/, "");
}

// src/template/builtins/yaml-value.ts
/**
* The value of a plain scalar in PyYAML: YAML 1.1 with octal `012` and sexagesimal `1:30` numbers. Throws `Unsupported` for a
* timestamp, ValueError for a number without digits such as `0x_`, `LimitError`.
*/
function plainValue(text) {
	switch (plainKind(text)) {
		case "null": return null;
		case "bool": return /^(?:yes|true|on)$/i.test(text);
		case "int": return integer$1(text);
		case "float": return float$2(text);
		case "timestamp": throw unsupported$3(`the YAML timestamp ${text} is not supported; put it in quotes`);
		case "merge": throw new TemplateRuntimeError("YAMLError", "could not determine a constructor for the tag 'tag:yaml.org,2002:merge'");
		default: return text;
	}
}
function integer$1(text) {
	const plain = text.replaceAll("_", "");
	const digits = plain.replace(/^[-+]/, "");
	const magnitude = checkInteger(digits.includes(":") ? sexagesimal(digits) : magnitudeOf(digits));
	return plain.startsWith("-") ? -magnitude : magnitude;
}
function magnitudeOf(digits) {
	if (/^0[bx]?$/.test(digits) && digits !== "0") throw valueError(`invalid literal for int(): '${digits}'`);
	if (digits.length > 4300) throw valueError("Exceeds the limit (4300 digits) for integer string conversion");
	return BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
function sexagesimal(digits) {
	return digits.split(":").reduce((total, part) => checkInteger(total * 60n + BigInt(part)), 0n);
}
function float$2(text) {
	const plain = text.replaceAll("_", "").toLowerCase();
	const sign = plain.startsWith("-") ? -1 : 1;
	const digits = plain.replace(/^[-+]/, "");
	if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
	if (digits === ".nan") return NaN;
	return sign * (digits.includes(":") ? sexagesimalFloat(digits) : Number(digits));
}
/** Added from the last part to the first, as PyYAML does: the order decides the last digit. */
function sexagesimalFloat(digits) {
	const parts = digits.split(":").toReversed();
	let total = 0;
	for (const [index, part] of parts.entries()) total += Number(part) * 60 ** index;
	return total;
}

// src/template/builtins/yaml-load.ts
const maxNodes = 2e5;
const maxAliases = 50;
/** What PyYAML's reader refuses anywhere in a document. */
const unreadable = /[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/**
* kluctl's filter `from_yaml`: one document as PyYAML's safe loader reads it (YAML 1.1: `yes` and `on` are booleans, `012` is octal).
* Throws YAMLError for bad YAML, `Unsupported` for timestamps, tags and layouts on which parsers differ, `LimitError`.
*/
function fromYaml(value) {
	refuseUndefined(value);
	const text = value instanceof Markup ? value.text : value;
	if (typeof text !== "string") throw typeError(`from_yaml needs text, not ${typeName(value)}`);
	const bad = unreadable.exec(text);
	if (bad) throw yamlError(`unacceptable character #x${(bad[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
	if (/[\x85\u2028\u2029\ufeff]/.test(text)) throw unsupported$3("line ends and marks of Unicode in YAML are not supported");
	if (/^%/m.test(text)) throw unsupported$3("directives in YAML are not supported");
	return load(text);
}
function load(text) {
	try {
		checkYamlSize(text);
		const document = parse(text);
		return new Loader$1(document, text).value(document.contents);
	} catch (error) {
		if (error instanceof RangeError) throw limitError("the YAML text is nested too deeply");
		throw error;
	}
}
function parse(text) {
	const document = (0, import_dist.parseDocument)(text, {
		version: "1.1",
		schema: "failsafe",
		uniqueKeys: false,
		merge: false,
		prettyErrors: false,
		keepSourceTokens: true,
		logLevel: "error"
	});
	const [error] = document.errors;
	if (error) throw yamlError(`${error.message} (at offset ${error.pos[0]})`);
	return document;
}
function yamlError(message) {
	return new TemplateRuntimeError("YAMLError", message);
}
var Loader$1 = class {
	document;
	source;
	done = /* @__PURE__ */ new Map();
	open = /* @__PURE__ */ new Set();
	nodes = 0;
	aliases = 0;
	constructor(document, source) {
		this.document = document;
		this.source = source;
		refuseLooseYaml(document, source);
	}
	/** The value of a node; the same object again for an alias. */
	value(node) {
		if (node === null || node === void 0) return null;
		if (node instanceof import_dist.Alias) return this.value(this.target(node));
		this.count();
		if ((0, import_dist.isScalar)(node)) return this.scalar(node);
		if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node)) throw yamlError("unexpected node");
		const known = this.done.get(node);
		if (known !== void 0) return known;
		this.enter(node);
		const value = (0, import_dist.isMap)(node) ? this.mapping(node) : node.items.map((item) => this.value(item));
		this.open.delete(node);
		this.done.set(node, value);
		return value;
	}
	count() {
		this.nodes += 1;
		if (this.nodes > maxNodes) throw limitError(`the YAML text has more than ${maxNodes} nodes`);
	}
	enter(node) {
		refuseTag(node);
		if (this.open.has(node)) throw unsupported$3("YAML that contains itself is not supported");
		if (this.open.size >= 100) throw limitError(`the YAML text is nested deeper than the limit of ${100}`);
		this.open.add(node);
	}
	target(alias) {
		this.aliases += 1;
		if (this.aliases > maxAliases) throw limitError(`the YAML text has more than ${maxAliases} aliases`);
		const target = alias.resolve(this.document);
		if (!target) throw yamlError(`found undefined alias '${alias.source}'`);
		return target;
	}
	scalar(node) {
		const text = typeof node.value === "string" ? node.value : "";
		if (node.tag === "tag:yaml.org,2002:str") return text;
		refuseTag(node);
		if (isBlock(node)) return blockText(node, text, this.source);
		return node.type === import_dist.Scalar.PLAIN ? plainValue(this.plainText(node, text)) : text;
	}
	/** An empty node has no text of its own. */
	plainText(node, text) {
		const [start, end] = node.range ?? [0, 0];
		return start === end || this.source.slice(start, end) === "" ? "" : text;
	}
	mapping(map) {
		return Dict.of(this.entries(map).map(([key, value]) => [this.key(key), this.value(value)]));
	}
	key(node) {
		const key = this.value(node);
		if (Array.isArray(key) || key instanceof Dict) throw yamlError("found unhashable key");
		return key;
	}
	/** What `<<` brings in comes first, the own keys after it: they win. */
	entries(map) {
		const merged = [];
		const own = [];
		for (const pair of map.items) {
			if (!(0, import_dist.isPair)(pair)) throw yamlError("unexpected entry of a mapping");
			if (isMergeKey$1(pair.key)) merged.push(...this.merged(pair.value));
			else own.push([pair.key, pair.value]);
		}
		return [...merged, ...own];
	}
	merged(value) {
		const node = value instanceof import_dist.Alias ? this.target(value) : value;
		if ((0, import_dist.isMap)(node)) return this.nestedEntries(node);
		if (!(0, import_dist.isSeq)(node)) throw yamlError("expected a mapping or list of mappings for merging");
		return node.items.toReversed().flatMap((item) => {
			const map = item instanceof import_dist.Alias ? this.target(item) : item;
			if (!(0, import_dist.isMap)(map)) throw yamlError("expected a mapping for merging");
			return this.nestedEntries(map);
		});
	}
	nestedEntries(map) {
		this.count();
		if (this.open.size >= 100) throw limitError(`the YAML text is nested deeper than the limit of ${100}`);
		if (!!this.open.has(map)) throw unsupported$3("YAML that contains itself is not supported");
		this.open.add(map);
		const entries = this.entries(map);
		this.open.delete(map);
		return entries;
	}
};
function refuseTag(node) {
	if (node.tag !== void 0) throw unsupported$3(`the YAML tag "${node.tag}" is not supported`);
}
function isMergeKey$1(node) {
	return (0, import_dist.isScalar)(node) && node.type === import_dist.Scalar.PLAIN && typeof node.value === "string" && plainKind(node.value) === "merge";
}

// src/template/builtins/filters-kluctl.ts
/** The filters that kluctl adds to Jinja2's (kluctl v2.28, kluctl_ext.py); `render` needs the engine and is not here. */
const kluctlFilters = /* @__PURE__ */ new Map([
	["b64encode", define("b64encode(string)", [], (value) => encodeBase64(encodable(value)))],
	["b64decode", define("b64decode(string)", [], (value) => decodeBase64(encodable(value)))],
	["to_yaml", define("to_yaml(obj)", [], toYaml)],
	["from_yaml", define("from_yaml(s)", [], fromYaml)],
	["to_json", define("to_json(obj)", [], (value) => jsonText(value))],
	["sha256", define("sha256(s)", [["digest_len", null]], (value, args) => {
		const text = encodable(value);
		if (!isWellFormed(text)) throw new TemplateRuntimeError("UnicodeEncodeError", "surrogates not allowed");
		const length = args.value("digest_len");
		return length === null ? sha256Hex(text) : slice(sha256Hex(text), null, length, null);
	})],
	["slugify", (_, value, args, kwargs) => slugify(value, args, kwargs)]
]);
/** kluctl calls the method `encode` of the value, which only text has. */
function encodable(value) {
	refuseUndefined(value);
	if (typeof value === "string") return value;
	if (value instanceof Markup) return value.text;
	throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'encode'`);
}

// src/template/builtins/division.ts
/** Python's `a / b` of numbers: always a float. Throws ZeroDivisionError, OverflowError. */
function trueDivide(a, b) {
	if (typeof a === "bigint" && typeof b === "bigint") {
		if (b === 0n) throw zeroDivision("division by zero");
		return exactQuotient(a, b);
	}
	const divisor = toFloat(b);
	const dividend = toFloat(a);
	if (divisor === 0) throw zeroDivision("float division by zero");
	return dividend / divisor;
}
/** Python's `a // b` of numbers: rounded down. Throws ZeroDivisionError. */
function floorQuotient(a, b) {
	if (typeof a === "bigint" && typeof b === "bigint") {
		if (b === 0n) throw zeroDivision("integer division or modulo by zero");
		const quotient = a / b;
		return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
	}
	const divisor = toFloat(b);
	if (divisor === 0) throw zeroDivision("float floor division by zero");
	return floatFloor(toFloat(a), divisor);
}
/** Python's `a % b` of numbers: the sign of the divisor. Throws ZeroDivisionError. */
function remainder(a, b) {
	if (typeof a === "bigint" && typeof b === "bigint") {
		if (b === 0n) throw zeroDivision("integer modulo by zero");
		const rest = a % b;
		return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
	}
	const divisor = toFloat(b);
	if (divisor === 0) throw zeroDivision("float modulo");
	return floatRemainder(toFloat(a), divisor);
}
function floatRemainder(a, b) {
	const rest = a % b;
	if (rest === 0) return isNegative(b) ? -0 : 0;
	return rest < 0 !== b < 0 ? rest + b : rest;
}
/** From the exact remainder, so that the quotient is rounded down also where `a / b` would round up to an integer. */
function floatFloor(a, b) {
	const rest = a % b;
	const adjust = rest !== 0 && rest < 0 !== b < 0 ? 1 : 0;
	const quotient = (a - rest) / b - adjust;
	if (quotient === 0) return isNegative(a / b) ? -0 : 0;
	const floor = Math.floor(quotient);
	return quotient - floor > .5 ? floor + 1 : floor;
}
function isNegative(value) {
	return value < 0 || Object.is(value, -0);
}
function zeroDivision(message) {
	return new TemplateRuntimeError("ZeroDivisionError", message);
}

// src/template/builtins/power.ts
/**
* Python's `a ** b` for numbers. Integers stay exact; a float with an integer exponent is computed exactly and rounded once.
* Throws ZeroDivisionError, OverflowError, `LimitError` for too large an integer, and `Unsupported` where the last digit depends on
* the machine's mathematics library or the result is complex.
*/
function raise$1(base, exponent) {
	if (typeof base === "bigint" && typeof exponent === "bigint" && exponent >= 0n) return integerPower(base, exponent);
	return floatPower(toFloat(base), toFloat(exponent));
}
function integerPower(base, exponent) {
	const magnitude = base < 0n ? -base : base;
	if (magnitude > 1n && BigInt(bitLength(magnitude) - 1) * exponent > BigInt(16384)) throw limitError(`integer is over the limit of ${maxIntegerBits} bits`);
	return base ** exponent;
}
function floatPower(base, exponent) {
	if (exponent === 0 || base === 1) return 1;
	if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
	if (base === 0 && exponent < 0) throw new TemplateRuntimeError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
	if (!Number.isFinite(base) || !Number.isFinite(exponent) || base === 0) return base ** exponent;
	if (exponent === .5 && base > 0) return Math.sqrt(base);
	if (!Number.isInteger(exponent)) throw unsupported$3(base < 0 ? "a negative number with a fractional exponent has no real result" : "fractional exponents are not supported");
	return exactPower(base, exponent);
}
function exactPower(base, exponent) {
	const rough = Math.abs(base) ** exponent;
	if (rough === Number.POSITIVE_INFINITY || rough === 0) return outside$1(base, exponent, rough);
	if (Math.abs(exponent) > 4096) throw unsupported$3("float powers above 4096 are not supported");
	const [top, bottom] = exactFraction(base);
	const count = BigInt(Math.abs(exponent));
	return exponent > 0 ? exactQuotient(top ** count, bottom ** count) : exactQuotient(bottom ** count, top ** count);
}
/** Too large is an OverflowError; too small is a zero with the sign of the exact result. */
function outside$1(base, exponent, rough) {
	if (rough !== 0) throw new TemplateRuntimeError("OverflowError", "(34, 'Numerical result out of range')");
	return base < 0 && exponent % 2 !== 0 ? -0 : 0;
}

// src/template/builtins/printf.ts
const pattern$2 = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlL]?([\s\S])?/gu;
/**
* Python's `text % values`: a tuple gives its items, a dict its keys, anything else is one value. `show` turns the value of `%s` into
* text (MarkupSafe escapes there). Throws TypeError, ValueError, KeyError in Python's words, and `LimitError`.
*/
function formatPercent(format, values, show = toText) {
	const source = new ValueSource(values);
	let result = "";
	let from = 0;
	for (const match of format.matchAll(pattern$2)) {
		const [whole, key, flags = "", width, dot, precision, letter] = match;
		result += format.slice(from, match.index);
		from = match.index + whole.length;
		if (letter === void 0) throw valueError("incomplete format");
		if (letter === "(") throw source.brokenKey();
		if (letter === "%" && whole === "%%") result += "%";
		else {
			source.select(key);
			const conversion = source.conversion(flags, width, dot === void 0 ? void 0 : precision ?? "0", letter);
			result += convert(source.next(), conversion, show, format, from - letter.length);
		}
		checkTextLength(result.length);
	}
	source.finish();
	return checkText(result + format.slice(from));
}
/** Hands out the values in order, or those of the named keys. */
var ValueSource = class {
	values;
	items;
	isMapping;
	position = 0;
	named;
	constructor(values) {
		this.values = values;
		this.items = values instanceof Tuple ? values.items : [values];
		this.isMapping = values instanceof Dict || values instanceof Undefined || values instanceof Range || Array.isArray(values);
	}
	/** Makes `%(key)…` the next value; without a key the next one in order. */
	select(key) {
		this.named = void 0;
		if (key === void 0) return;
		if (!this.isMapping) throw typeError("format requires a mapping");
		if (this.values instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", this.values.message);
		if (!(this.values instanceof Dict)) throw typeError(`${typeName(this.values)} indices must be integers or slices, not str`);
		const value = this.values.get(key);
		if (value === void 0) throw new TemplateRuntimeError("KeyError", repr(key));
		this.named = value;
	}
	/** The error for a key without its closing bracket. */
	brokenKey() {
		return this.isMapping ? valueError("incomplete format key") : typeError("format requires a mapping");
	}
	next() {
		if (this.named !== void 0) return this.named;
		const value = this.items[this.position];
		if (value === void 0) throw typeError("not enough arguments for format string");
		this.position += 1;
		return value;
	}
	conversion(flags, width, precision, letter) {
		const wide = width === "*" ? this.star() : Number(width ?? 0);
		const digits = precision === "*" ? this.star() : precision === void 0 ? void 0 : Number(precision);
		checkTextLength(Math.abs(wide) + (digits ?? 0));
		return {
			flags: wide < 0 ? `${flags}-` : flags,
			width: Math.abs(wide),
			precision: digits === void 0 ? void 0 : Math.max(digits, 0),
			letter
		};
	}
	finish() {
		if (!this.isMapping && this.position < this.items.length && this.named === void 0) throw typeError("not all arguments converted during string formatting");
	}
	star() {
		const value = asInteger(this.next());
		if (value === void 0) throw typeError("* wants int");
		return Number(value);
	}
};
function convert(value, conversion, show, format, index) {
	const { letter } = conversion;
	if (letter === "s") return padText(show(value), conversion);
	if (letter === "r") return padText(repr(value), conversion);
	if (letter === "a") return padText(ascii(repr(value)), conversion);
	if (letter === "c") return padText(character(value), {
		...conversion,
		precision: void 0
	});
	if ("diu".includes(letter)) return decimal(value, conversion);
	if ("xXo".includes(letter)) return radix(value, conversion);
	if ("eEfFgG".includes(letter)) return float$1(value, conversion);
	const code = (letter.codePointAt(0) ?? 0).toString(16);
	throw valueError(`unsupported format character '${letter >= " " && letter <= "~" ? letter : "?"}' (0x${code}) at index ${codePointCount(format.slice(0, index))}`);
}
function padText(text, { flags, width, precision }) {
	const cut = precision === void 0 ? text : sliceCodePoints(text, 0, precision);
	const fill = " ".repeat(Math.max(width - codePointCount(cut), 0));
	return flags.includes("-") ? cut + fill : fill + cut;
}
function decimal(value, conversion) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`%${conversion.letter} format: a real number is required, not ${typeName(value)}`);
	const integer = typeof number === "bigint" ? number : truncate$1(number);
	return padNumber(integer < 0n, "", integerText(integer < 0n ? -integer : integer), conversion, conversion.precision);
}
function radix(value, conversion) {
	const { letter, flags } = conversion;
	const integer = asInteger(value);
	if (integer === void 0) throw typeError(`%${letter} format: an integer is required, not ${typeName(value)}`);
	const digits = (integer < 0n ? -integer : integer).toString(letter === "o" ? 8 : 16);
	const prefix = flags.includes("#") ? `0${letter}` : "";
	return padNumber(integer < 0n, prefix, letter === "X" ? digits.toUpperCase() : digits, conversion, conversion.precision);
}
function float$1(value, conversion) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`must be real number, not ${typeName(value)}`);
	const text = floatText(toFloat(number), conversion);
	return padNumber(isNegative$1(toFloat(number)), "", text, conversion, void 0);
}
function floatText(value, { letter, precision = 6, flags }) {
	const keep = flags.includes("#");
	const text = specialText(value)?.replace("-", "") ?? finiteText$1(value, letter.toLowerCase(), precision, keep);
	return letter === letter.toUpperCase() ? text.toUpperCase() : text;
}
function finiteText$1(value, letter, precision, keep) {
	if (precision > 1e3) throw unsupported$3("more than 1000 digits after the point are not supported");
	if (letter === "g") return generalText(value, precision, keep);
	const text = letter === "e" ? exponentialText(value, precision) : fixedText(value, precision);
	return keep && precision === 0 ? text.replace(/^\d+/, "$&.") : text;
}
function padNumber(negative, prefix, digits, { flags, width }, precision) {
	const sign = negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
	const long = digits.padStart(precision ?? 0, "0");
	const fill = width - sign.length - prefix.length - long.length;
	if (flags.includes("-")) return sign + prefix + long + " ".repeat(Math.max(fill, 0));
	if (flags.includes("0")) return sign + prefix + "0".repeat(Math.max(fill, 0)) + long;
	return " ".repeat(Math.max(fill, 0)) + sign + prefix + long;
}
function truncate$1(value) {
	if (Number.isNaN(value)) throw valueError("cannot convert float NaN to integer");
	if (!Number.isFinite(value)) throw new TemplateRuntimeError("OverflowError", "cannot convert float infinity to integer");
	return BigInt(Math.trunc(value));
}
function character(value) {
	const text = value instanceof Markup ? value.text : value;
	if (typeof text === "string" && codePointCount(text) === 1) return text;
	const code = asInteger(value);
	if (code === void 0) throw typeError("%c requires int or char");
	if (code < 0n || code > 1114111n) throw new TemplateRuntimeError("OverflowError", "%c arg not in range(0x110000)");
	return String.fromCodePoint(Number(code));
}
function ascii(text) {
	return text.replace(/[^\0-\x7f]/gu, codePointEscape);
}

// src/template/builtins/containment.ts
/**
* Python's `item in container`: a part of text, an item of a list, tuple or sequence, a key of a dict.
* Throws TypeError for other containers and unhashable keys, UndefinedError for an undefined container.
*/
function contains(container, item) {
	if (isSilent(container)) return false;
	refuseUndefined(container);
	if (typeof container === "string" || container instanceof Markup) return containsText(container, item);
	if (container instanceof Dict) return container.has(item);
	if (Array.isArray(container)) return hasItem(container, item);
	if (container instanceof Tuple) return hasItem(container.items, item);
	if (container instanceof Range) return rangeHas(container, item);
	if (container instanceof Sequence) return inSequence(container, item);
	throw typeError(`argument of type '${typeName(container)}' is not iterable`);
}
/** Keys are looked up, so they must be hashable; what is no pair is in no dict's items, whatever it is. */
function inSequence(container, item) {
	if (container.kind === "dict_keys") hashKey(item);
	if (container.kind === "dict_items" && !(item instanceof Tuple && item.items.length === 2)) return false;
	if (container.kind === "dict_items" && item instanceof Tuple) hashKey(item.items[0] ?? null);
	return hasItem(container, item);
}
function containsText(container, item) {
	const part = item instanceof Markup ? item.text : item;
	if (typeof part !== "string") throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
	return (typeof container === "string" ? container : container.text).includes(part);
}
/** A generator is used up as far as the item, as in Python. */
function hasItem(items, item) {
	const iterator = items[Symbol.iterator]();
	for (let next = iterator.next(); next.done !== true; next = iterator.next()) if (sameItem(next.value, item)) return true;
	return false;
}
function rangeHas(range, item) {
	if (isSilent(item)) return false;
	refuseUndefined(item);
	const number = asNumber(item);
	if (number === void 0) return false;
	if (typeof number === "number" && !Number.isInteger(number)) return false;
	return range.has(BigInt(number));
}

// src/template/builtins/operators.ts
/** `a + b`: numbers, text, lists, tuples. */
function add(a, b) {
	refuseUndefinedPair(a, b);
	const pair = numbers(a, b);
	if (pair) return onInteger(pair) ? checkInteger(pair[0] + pair[1]) : pair[0] + pair[1];
	if (isText(a) && isText(b)) return joinTexts(a, b);
	if (isText(a)) throw typeError(`can only concatenate str (not "${typeName(b)}") to str`);
	if (Array.isArray(a)) {
		if (!Array.isArray(b)) throw typeError(`can only concatenate list (not "${typeName(b)}") to list`);
		checkItems(a.length + b.length);
		return [...a, ...b];
	}
	if (a instanceof Tuple) {
		if (!(b instanceof Tuple)) throw typeError(`can only concatenate tuple (not "${typeName(b)}") to tuple`);
		checkItems(a.items.length + b.items.length);
		return new Tuple([...a.items, ...b.items]);
	}
	throw unsupportedOperands("+", a, b);
}
/** `a - b`. */
function subtract(a, b) {
	const pair = numbersOrThrow("-", a, b);
	return onInteger(pair) ? checkInteger(pair[0] - pair[1]) : pair[0] - pair[1];
}
/** `a * b`: numbers, and text, lists or tuples repeated. */
function multiply(a, b) {
	refuseUndefinedPair(a, b);
	const pair = numbers(a, b);
	if (pair) return onInteger(pair) ? checkInteger(pair[0] * pair[1]) : pair[0] * pair[1];
	const [repeated, times] = isRepeatable(a) ? [a, b] : [b, a];
	if (!isRepeatable(repeated)) throw unsupportedOperands("*", a, b);
	const count = asInteger(times);
	if (count === void 0) throw typeError(`can't multiply sequence by non-int of type '${typeName(times)}'`);
	return repeat(repeated, count > 0n ? count : 0n);
}
/** `a / b`: always a float. Throws ZeroDivisionError. */
function divide(a, b) {
	return trueDivide(...operands("/", a, b));
}
/** `a // b`: rounded down. Throws ZeroDivisionError. */
function floorDivide(a, b) {
	return floorQuotient(...operands("//", a, b));
}
/** `a % b`: remainder with the divisor's sign, or printf-style formatting where `a` is text. */
function modulo(a, b) {
	if (isText(a)) {
		if (a instanceof Markup) return new Markup(formatPercent(a.text, b, (value) => escapeMarkup(value).text));
		return formatPercent(a, b);
	}
	return remainder(...operands("%", a, b));
}
/** `a ** b`. Throws ZeroDivisionError, and `Unsupported` where the exact result cannot be had. */
function power(a, b) {
	return raise$1(...operands("** or pow()", a, b));
}
/** `-a`. */
function negate(value) {
	return -unaryNumber("-", value);
}
/** `+a`. */
function positive(value) {
	return unaryNumber("+", value);
}
/** Jinja2's `~`: the texts of all parts, one after the other. */
function concatText(parts) {
	return checkText(parts.map(toText).join(""));
}
function joinTexts(a, b) {
	if (typeof a === "string" && typeof b === "string") {
		checkTextLength(a.length + b.length);
		return a + b;
	}
	return new Markup(checkText(escapeMarkup(a).text + escapeMarkup(b).text));
}
function repeat(value, count) {
	if (typeof value === "string") return repeatText(value, count);
	if (value instanceof Markup) return new Markup(repeatText(value.text, count));
	const items = value instanceof Tuple ? value.items : value;
	checkItems(BigInt(items.length) * count);
	const repeated = items.length === 0 ? [] : Array.from({ length: Number(count) }, () => items).flat(1);
	return value instanceof Tuple ? new Tuple(repeated) : repeated;
}
function repeatText(text, count) {
	checkTextLength(BigInt(text.length) * count);
	return text === "" ? "" : text.repeat(Number(count));
}
function numbers(a, b) {
	const left = asNumber(a);
	const right = asNumber(b);
	if (left === void 0 || right === void 0) return void 0;
	if (typeof left === "bigint" && typeof right === "bigint") return [left, right];
	return [toFloat(left), toFloat(right)];
}
function numbersOrThrow(operator, a, b) {
	refuseUndefinedPair(a, b);
	const pair = numbers(a, b);
	if (!pair) throw unsupportedOperands(operator, a, b);
	return pair;
}
/** Two numbers, not yet made the same type: the operation decides. */
function operands(operator, a, b) {
	refuseUndefinedPair(a, b);
	const left = asNumber(a);
	const right = asNumber(b);
	if (left === void 0 || right === void 0) throw unsupportedOperands(operator, a, b);
	return [left, right];
}
function onInteger(pair) {
	return typeof pair[0] === "bigint";
}
function unaryNumber(operator, value) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
	return number;
}
function isText(value) {
	return typeof value === "string" || value instanceof Markup;
}
function isRepeatable(value) {
	return isText(value) || Array.isArray(value) || value instanceof Tuple;
}
function refuseUndefinedPair(a, b) {
	refuseUndefined(a);
	refuseUndefined(b);
}
function unsupportedOperands(operator, a, b) {
	return typeError(`unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`);
}

// src/template/builtins/wrap.ts
const blank$1 = "[\\t\\n\\v\\f\\r ]";
const word = "[\\p{L}\\p{N}_]";
const wordOrMark = "[\\p{L}\\p{N}_!\"'&.,?]";
const letter = "(?:(?!\\p{Nd})[\\p{L}\\p{N}_])";
/** Blanks; dashes between words; words, cut after a hyphen between letters. */
const hyphenated = new RegExp(`${blank$1}+|(?<=${wordOrMark})-{2,}(?=${word})|[^\\t\\n\\v\\f\\r ]+?(?:-(?:(?<=${letter}{2}-)|(?<=${letter}-${letter}-))(?=${letter}-?${letter})|(?=${blank$1}|$)|(?<=${wordOrMark})(?=-{2,}${word}))`, "gu");
const simple = /[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+/g;
function textOf$2({ characters, from }) {
	return from === 0 ? characters.join("") : characters.slice(from).join("");
}
/** Python's `textwrap.wrap` of one line, with tabs and white space kept. Throws ValueError for a width below 1. */
function wrapLine(line, options) {
	if (options.width <= 0) throw valueError(`invalid width ${options.width} (must be > 0)`);
	const waiting = (line.match(options.breakOnHyphens ? hyphenated : simple) ?? []).toReversed().map((chunk) => ({
		characters: codePoints(chunk),
		from: 0
	}));
	const lines = [];
	while (waiting.length > 0) {
		const wrapped = takeLine(waiting, options, lines.length > 0);
		if (wrapped.length > 0) lines.push(wrapped.join(""));
	}
	return lines;
}
/** Takes chunks from the end of the list as long as they fit; blanks at both ends of a line are dropped. */
function takeLine(waiting, options, dropBlank) {
	if (dropBlank && isBlankChunk(waiting.at(-1))) waiting.pop();
	const taken = [];
	let length = 0;
	for (let next = waiting.at(-1); next !== void 0; next = waiting.at(-1)) {
		const size = next.characters.length - next.from;
		if (length + size > options.width) break;
		taken.push(textOf$2(next));
		waiting.pop();
		length += size;
	}
	const tooLong = waiting.at(-1);
	if (tooLong !== void 0 && tooLong.characters.length - tooLong.from > options.width) taken.push(...takeLongWord(waiting, tooLong, options, length, taken.length === 0));
	if (isBlank(taken.at(-1) ?? "x")) taken.pop();
	return taken;
}
/** Part of a word that is longer than a line, or all of it where it may not be broken and stands alone. */
function takeLongWord(waiting, chunk, options, used, isAlone) {
	const left = options.width - used;
	if (!options.breakLongWords) {
		if (!isAlone) return [];
		waiting.pop();
		return [textOf$2(chunk)];
	}
	const part = chunk.characters.slice(chunk.from, chunk.from + left);
	const end = options.breakOnHyphens ? hyphenBefore(part, left) : left;
	waiting.pop();
	waiting.push({
		characters: chunk.characters,
		from: chunk.from + end
	});
	return [part.slice(0, end).join("")];
}
function hyphenBefore(part, left) {
	const hyphen = part.lastIndexOf("-");
	return hyphen > 0 && part.slice(0, hyphen).some((character) => character !== "-") ? hyphen + 1 : left;
}
/** A chunk is blank as a whole or begins with something else. */
function isBlankChunk(chunk) {
	return chunk !== void 0 && isBlank(chunk.characters[chunk.from] ?? "");
}
function isBlank(chunk) {
	return /^[\s\x1c-\x1f\x85]*$/.test(chunk);
}

// src/template/builtins/filters-layout.ts
/** Jinja2's filters that lay text out: indent, truncate, wordwrap. */
const layoutFilters = /* @__PURE__ */ new Map([
	["indent", define("do_indent(s)", [
		["width", 4n],
		["first", false],
		["blank", false]
	], (value, args) => indent(value, args))],
	["truncate", define("do_truncate(env, s)", [
		["length", 255n],
		["killwords", false],
		["end", "..."],
		["leeway", null]
	], (value, args) => truncate(value, args))],
	["wordwrap", define("do_wordwrap(environment, s)", [
		["width", 79n],
		["break_long_words", true],
		["wrapstring", null],
		["break_on_hyphens", true]
	], (value, args) => wordWrap(value, args))]
]);
/** Every line but the first gets the indentation, empty lines not; `first` and `blank` change that. */
function indent(value, args) {
	const width = args.value("width");
	const given = typeof width === "string" || width instanceof Markup ? width : multiply(" ", width);
	const ended = add(value, "\n");
	const isMarked = ended instanceof Markup;
	const text = isMarked ? ended.text : requireText(ended);
	const indentation = isMarked && !(given instanceof Markup) ? escapeMarkup(given).text : requireText(given);
	const lines = splitLines(text);
	checkTextLength(text.length + lines.length * indentation.length);
	const isIndented = (line, index) => index === 0 ? args.flag("first") : args.flag("blank") || line !== "";
	const result = checkText(lines.map((line, index) => isIndented(line, index) ? indentation + line : line).join("\n"));
	return isMarked ? new Markup(result) : result;
}
/** Cuts at the last blank before the length, or anywhere with `killwords`; a text that is only `leeway` too long stays. */
function truncate(value, args) {
	const length = Number(args.integer("length"));
	const end = args.text("end");
	const leeway = args.value("leeway") === null ? 5 : Number(args.integer("leeway"));
	const endLength = codePointCount(end);
	if (length < endLength) throw assertion(`expected length >= ${endLength}, got ${length}`);
	if (leeway < 0) throw assertion(`expected leeway >= 0, got ${leeway}`);
	if (lengthOf(value) <= length + leeway) return value;
	if (value instanceof Markup) throw unsupported$3("truncate of text that is marked safe is not supported");
	if (typeof value !== "string") throw typeError(`truncate needs text, not ${typeName(value)}`);
	const start = sliceCodePoints(value, 0, length - endLength);
	if (args.flag("killwords")) return start + end;
	const blank = start.lastIndexOf(" ");
	return (blank < 0 ? start : start.slice(0, blank)) + end;
}
function wordWrap(value, args) {
	if (typeof value !== "string") throw value instanceof Markup ? unsupported$3("wordwrap of text that is marked safe is not supported") : new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'splitlines'`);
	const joint = args.value("wrapstring") === null ? "\n" : args.text("wrapstring");
	const options = {
		width: Number(args.integer("width")),
		breakLongWords: args.flag("break_long_words"),
		breakOnHyphens: args.flag("break_on_hyphens")
	};
	const lines = splitLines(value).map((line) => wrapLine(line, options).join(joint));
	return checkText(lines.join(joint));
}
function assertion(message) {
	return new TemplateRuntimeError("AssertionError", message);
}

// src/template/builtins/dict-methods.ts
/** The methods of `dict`. `keys`, `values` and `items` stay views of the dict. */
const dictMethods = /* @__PURE__ */ new Map([
	["keys", (self, args, kwargs) => view("keys", args, kwargs, () => self.keys())],
	["values", (self, args, kwargs) => view("values", args, kwargs, () => self.values())],
	["items", (self, args, kwargs) => view("items", args, kwargs, () => dictItems(self))],
	["get", (self, args, kwargs) => get(self, args, kwargs)],
	["pop", (self, args, kwargs) => pop$1(self, args, kwargs)],
	["popitem", (self, args, kwargs) => popItem(self, args, kwargs)],
	["setdefault", (self, args, kwargs) => setDefault(self, args, kwargs)],
	["update", (self, args, kwargs) => update$1(self, args, kwargs)],
	["copy", (self, args, kwargs) => copy$1(self, args, kwargs)],
	["clear", (self, args, kwargs) => clear(self, args, kwargs)]
]);
/** The entries of a dict as Python gives them: tuples of key and value. */
function* dictItems(dict) {
	for (const [key, value] of dict.entries()) yield new Tuple([key, value]);
}
function view(name, args, kwargs, make) {
	checkCount(`dict.${name}`, args, kwargs, 0, 0);
	return new Sequence(`dict_${name}`, make);
}
function get(dict, args, kwargs) {
	checkCount("get", args, kwargs, 1, 2);
	const [key = null, fallback = null] = args;
	const value = dict.get(key);
	return value === void 0 ? fallback : value;
}
function pop$1(dict, args, kwargs) {
	checkCount("pop", args, kwargs, 1, 2);
	const [key = null, fallback] = args;
	const value = dict.get(key);
	dict.delete(key);
	if (value !== void 0) return value;
	if (fallback === void 0) throw new TemplateRuntimeError("KeyError", repr(key));
	return fallback;
}
function popItem(dict, args, kwargs) {
	checkCount("dict.popitem", args, kwargs, 0, 0);
	const last = [...dict.entries()].at(-1);
	if (!last) throw new TemplateRuntimeError("KeyError", repr("popitem(): dictionary is empty"));
	dict.delete(last[0]);
	return new Tuple(last);
}
function setDefault(dict, args, kwargs) {
	checkCount("setdefault", args, kwargs, 1, 2);
	const [key = null, fallback = null] = args;
	const value = dict.get(key);
	if (value !== void 0) return value;
	dict.set(key, fallback);
	return fallback;
}
function update$1(dict, args, kwargs) {
	if (args.length > 1) throw typeError(`update expected at most 1 argument, got ${args.length}`);
	for (const source of args) addAll(dict, source);
	for (const [key, value] of kwargs) dict.set(key, value);
	return null;
}
/** Adds what `dict(source)` takes: another dict, or pairs. Throws TypeError and ValueError in Python's words. */
function addAll(dict, source) {
	if (source instanceof Dict) {
		for (const [key, value] of [...source.entries()]) dict.set(key, value);
		return;
	}
	refuseUndefined(source);
	let index = 0;
	for (const pair of iterate(source)) {
		const [key, value, ...rest] = pairItems$1(pair, index);
		const length = (key === void 0 ? 0 : 1) + (value === void 0 ? 0 : 1) + rest.length;
		if (key === void 0 || value === void 0 || rest.length > 0) throw valueError(`dictionary update sequence element #${index} has length ${length}; 2 is required`);
		dict.set(key, value);
		index += 1;
	}
}
function pairItems$1(pair, index) {
	try {
		return [...iterate(pair)];
	} catch (error) {
		if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
	}
}
function copy$1(dict, args, kwargs) {
	checkCount("dict.copy", args, kwargs, 0, 0);
	return Dict.of(dict.entries());
}
function clear(dict, args, kwargs) {
	checkCount("dict.clear", args, kwargs, 0, 0);
	dict.clear();
	return null;
}

// src/template/builtins/list-methods.ts
/** The methods of `list`. A method that changes the list gives None. */
const listMethods = /* @__PURE__ */ new Map([
	["append", (self, args, kwargs) => insertAt("append", self, self.length, args, kwargs)],
	["extend", (self, args, kwargs) => extend(self, args, kwargs)],
	["insert", (self, args, kwargs) => insert(self, args, kwargs)],
	["index", (self, args, kwargs) => index("list", self, args, kwargs)],
	["count", (self, args, kwargs) => count$1("list", self, args, kwargs)],
	["pop", (self, args, kwargs) => pop(self, args, kwargs)],
	["remove", (self, args, kwargs) => remove(self, args, kwargs)],
	["reverse", (self, args, kwargs) => withoutArguments$1("reverse", args, kwargs, () => void self.reverse())],
	["clear", (self, args, kwargs) => withoutArguments$1("clear", args, kwargs, () => void self.splice(0))],
	["sort", (self, args, kwargs) => sort$1(self, args, kwargs)],
	["copy", (self, args, kwargs) => copy(self, args, kwargs)]
]);
/** The methods of `tuple`. */
const tupleMethods = /* @__PURE__ */ new Map([["index", (self, args, kwargs) => index("tuple", self.items, args, kwargs)], ["count", (self, args, kwargs) => count$1("tuple", self.items, args, kwargs)]]);
function insertAt(name, list, at, args, kwargs) {
	checkCount(`list.${name}`, args, kwargs, 1, 1);
	checkItems(list.length + 1);
	list.splice(at, 0, ...args);
	return null;
}
function extend(list, args, kwargs) {
	checkCount("list.extend", args, kwargs, 1, 1);
	const source = args[0] ?? null;
	for (const item of source === list ? [...list] : iterate(source)) {
		checkItems(list.length + 1);
		list.push(item);
	}
	return null;
}
function insert(list, args, kwargs) {
	checkCount("list.insert", args, kwargs, 2, 2);
	const [at = null, item = null] = args;
	return insertAt("append", list, offset(requireInteger(at), list.length), [item], /* @__PURE__ */ new Map());
}
/** An index as Python clamps it: negative from the end, never outside. */
function offset(index, length) {
	const absolute = index < 0n ? index + BigInt(length) : index;
	return absolute < 0n ? 0 : absolute > BigInt(length) ? length : Number(absolute);
}
function index(type, items, args, kwargs) {
	checkCount(`${type}.index`, args, kwargs, 1, 3);
	const wanted = args[0] ?? null;
	const start = sliceIndex(args[1] ?? 0n, items.length);
	const end = sliceIndex(args[2] ?? BigInt(items.length), items.length);
	for (let at = start; at < end; at += 1) if (sameItem(items[at] ?? null, wanted)) return BigInt(at);
	throw valueError(type === "list" ? `${repr(wanted)} is not in list` : "tuple.index(x): x not in tuple");
}
function sliceIndex(value, length) {
	const integer = asInteger(value);
	if (integer === void 0) throw typeError("slice indices must be integers or have an __index__ method");
	return offset(integer, length);
}
function count$1(type, items, args, kwargs) {
	checkCount(`${type}.count`, args, kwargs, 1, 1);
	const wanted = args[0] ?? null;
	return BigInt(items.filter((item) => sameItem(item, wanted)).length);
}
function pop(list, args, kwargs) {
	checkCount("list.pop", args, kwargs, 0, 1);
	const at = requireInteger(args[0] ?? -1n);
	if (list.length === 0) throw new TemplateRuntimeError("IndexError", "pop from empty list");
	const absolute = at < 0n ? at + BigInt(list.length) : at;
	if (absolute < 0n || absolute >= BigInt(list.length)) throw new TemplateRuntimeError("IndexError", "pop index out of range");
	return list.splice(Number(absolute), 1)[0] ?? null;
}
function remove(list, args, kwargs) {
	checkCount("list.remove", args, kwargs, 1, 1);
	const wanted = args[0] ?? null;
	const at = list.findIndex((item) => sameItem(item, wanted));
	if (at < 0) throw valueError("list.remove(x): x not in list");
	list.splice(at, 1);
	return null;
}
/** Keyword arguments only, as in Python; a key function cannot be written in a template, except for a macro or a method. */
function sort$1(list, args, kwargs) {
	if (args.length > 0) throw typeError("sort() takes no positional arguments");
	const bound = bind(signature("sort", [], ["key", null], ["reverse", false]), args, kwargs);
	if (bound.value("key") !== null) throw new TemplateRuntimeError("Unsupported", "list.sort with a key is not supported");
	const reverse = bound.flag("reverse");
	list.splice(0, list.length, ...sorted(list, (item) => item, reverse));
	return null;
}
function copy(list, args, kwargs) {
	checkCount("list.copy", args, kwargs, 0, 0);
	return [...list];
}
function withoutArguments$1(name, args, kwargs, change) {
	checkCount(`list.${name}`, args, kwargs, 0, 0);
	change();
	return null;
}

// src/template/builtins/other-attributes.ts
const none = /* @__PURE__ */ new Set();
const ofText = /* @__PURE__ */ new Set([
	"encode",
	"format_map",
	"maketrans",
	"translate"
]);
const ofMarkup = /* @__PURE__ */ new Set([
	...ofText,
	"escape",
	"striptags",
	"unescape"
]);
const ofDict = /* @__PURE__ */ new Set(["fromkeys"]);
const ofInteger = /* @__PURE__ */ new Set([
	"as_integer_ratio",
	"bit_count",
	"conjugate",
	"from_bytes",
	"to_bytes"
]);
const ofFloat = /* @__PURE__ */ new Set([
	"as_integer_ratio",
	"conjugate",
	"fromhex",
	"hex"
]);
const ofView = /* @__PURE__ */ new Set(["isdisjoint", "mapping"]);
const ofRange = /* @__PURE__ */ new Set(["count", "index"]);
const ofGenerator = /* @__PURE__ */ new Set([
	"close",
	"send",
	"throw",
	"gi_code",
	"gi_frame",
	"gi_running",
	"gi_suspended",
	"gi_yieldfrom"
]);
/**
* Attributes that Python 3.11 has on a value and templates may not use here. Asking for one is an error: taking it for missing would
* render something else than Jinja2.
*/
function otherAttributes(value) {
	if (typeof value === "string") return ofText;
	if (value instanceof Markup) return ofMarkup;
	if (value instanceof Dict) return ofDict;
	if (typeof value === "number") return ofFloat;
	if (asInteger(value) !== void 0) return ofInteger;
	if (value instanceof Range) return ofRange;
	if (value instanceof Sequence) return value.kind === "generator" ? ofGenerator : ofView;
	return none;
}

// src/template/builtins/text-case.ts
/** The case methods of `str`: capitalize, casefold, lower, swapcase, title, upper. */
const caseMethods = new Map([
	method("capitalize", capitalize),
	method("casefold", casefold),
	method("lower", (text) => text.toLowerCase()),
	method("swapcase", swapcase),
	method("title", title$1),
	method("upper", (text) => text.toUpperCase())
]);
function method(name, change) {
	return [name, (self, args, kwargs) => {
		checkCount(`str.${name}`, args, kwargs, 0, 0);
		return checkText(change(self));
	}];
}
/** First character in title case, the rest in lower case. Throws `Unsupported` for a few Greek letters. */
function capitalize(text) {
	const first = codePoints(text)[0] ?? "";
	return titleCharacter(first) + lowerRest(first, text.slice(first.length));
}
/** Python's `str.title`: a word starts after every character that has no case. Throws `Unsupported` for a few Greek letters. */
function title$1(text) {
	return text.replace(/(\p{Cased})(\p{Cased}*)/gu, (_, first, rest) => titleCharacter(first) + lowerRest(first, rest));
}
/** Lower case of what follows a letter: the capital sigma at the end of a word depends on it. */
function lowerRest(first, rest) {
	return (first.replace(/./su, "x") + rest).toLowerCase().slice(first === "" ? 0 : 1);
}
const digraphs = /* @__PURE__ */ new Map([
	["Ǆ", "ǅ"],
	["ǆ", "ǅ"],
	["Ǉ", "ǈ"],
	["ǉ", "ǈ"],
	["Ǌ", "ǋ"],
	["ǌ", "ǋ"],
	["Ǳ", "ǲ"],
	["ǳ", "ǲ"]
]);
function titleCharacter(character) {
	const digraph = digraphs.get(character);
	if (digraph !== void 0) return digraph;
	if (/[\u01c5\u01c8\u01cb\u01f2\u10d0-\u10ff]/.test(character)) return character;
	if (/[\u1f80-\u1fff]/.test(character)) throw unsupported$3(`the title case of "${character}" is not supported`);
	const [first = "", ...rest] = codePoints(character.toUpperCase());
	return first + rest.join("").toLowerCase();
}
function swapcase(text) {
	if (text.includes("Σ")) throw unsupported$3("swapcase of the letter sigma is not supported");
	return codePoints(text).map((character) => /\p{Uppercase}/u.test(character) ? character.toLowerCase() : character.toUpperCase()).join("");
}
/** Folding beyond Latin-1 needs Unicode's own table, which JavaScript does not offer. */
function casefold(text) {
	if (/[^\0-\xff]/.test(text)) throw unsupported$3("casefold of text beyond Latin-1 is not supported");
	return text.toLowerCase().replaceAll("ß", "ss").replaceAll("µ", "μ");
}

// src/template/builtins/format-spec.ts
const pattern$1 = /^(?:([\s\S])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([\s\S])?$/u;
/** Python's `format(value, spec)`. Throws ValueError and TypeError in Python's words, `Unsupported` for rare forms, `LimitError`. */
function formatValue(value, text) {
	if (text === "") return toText(value);
	const spec = parseSpec(text, value);
	checkTextLength(spec.width + (spec.precision ?? 0));
	if (typeof value === "string") return formatText(value, spec);
	if (typeof value === "number") return formatFloat(value, spec);
	if (typeof value === "bigint") return formatInteger(value, spec);
	if (typeof value === "boolean") return formatInteger(value ? 1n : 0n, spec);
	if (value instanceof Markup) throw unsupported$3("formatting text that is marked safe is not supported");
	throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}
function parseSpec(text, value) {
	const match = pattern$1.exec(text);
	if (!match) throw valueError(`Invalid format specifier`);
	const [, fill, align, sign = "", alternate, zero, width, grouping = "", precision, type = ""] = match;
	return {
		fill: fill ?? (zero === void 0 ? " " : "0"),
		align: align ?? (typeof value === "string" ? "<" : zero === void 0 ? ">" : "="),
		sign,
		alternate: alternate !== void 0,
		width: Number(width ?? 0),
		grouping,
		precision: precision === void 0 ? void 0 : Number(precision),
		type
	};
}
function formatText(text, spec) {
	if (spec.type !== "" && spec.type !== "s") throw unknownCode(spec.type, "str");
	if (spec.sign !== "") throw valueError(`${spec.sign === " " ? "Space" : "Sign"} not allowed in string format specifier`);
	if (spec.alternate) throw valueError("Alternate form (#) not allowed in string format specifier");
	if (spec.grouping !== "") throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
	if (spec.align === "=") throw valueError("'=' alignment not allowed in string format specifier");
	return pad("", spec.precision === void 0 ? text : sliceCodePoints(text, 0, spec.precision), spec);
}
function formatInteger(value, spec) {
	const type = spec.type === "" ? "d" : spec.type;
	if ("eEfFgG%".includes(type)) return formatFloat(toFloat(value), spec);
	if (spec.precision !== void 0) throw valueError("Precision not allowed in integer format specifier");
	if (type === "c") return formatCharacter(value, spec);
	const base = {
		b: 2,
		d: 10,
		o: 8,
		x: 16,
		X: 16
	}[type];
	if (type === "n") throw unsupported$3("the format type \"n\" depends on the locale");
	if (base === void 0) throw unknownCode(type, "int");
	if (spec.grouping === "," && type !== "d") throw valueError(`Cannot specify ',' with '${type}'.`);
	const magnitude = value < 0n ? -value : value;
	const digits = base === 10 ? integerText(magnitude) : magnitude.toString(base);
	const prefix = spec.alternate && base !== 10 ? `0${type}` : "";
	return group(signOf(value < 0n, spec) + prefix, type === "X" ? digits.toUpperCase() : digits, "", spec, base === 10 ? 3 : 4);
}
function formatCharacter(value, spec) {
	if (spec.sign !== "") throw valueError("Sign not allowed with integer format specifier 'c'");
	if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
	if (spec.grouping !== "") throw valueError(`Cannot specify '${spec.grouping}' with 'c'.`);
	if (value < 0n || value > 1114111n) throw new TemplateRuntimeError("OverflowError", "%c arg not in range(0x110000)");
	return pad("", String.fromCodePoint(Number(value)), spec);
}
function formatFloat(value, spec) {
	if (spec.type === "n") throw unsupported$3("the format type \"n\" depends on the locale");
	if (![
		"",
		"e",
		"E",
		"f",
		"F",
		"g",
		"G",
		"%"
	].includes(spec.type)) throw unknownCode(spec.type, "float");
	if ((spec.precision ?? 0) > 1e3) throw unsupported$3("more than 1000 digits after the point are not supported");
	const text = (specialText(value)?.replace("-", "") ?? finiteText(value, spec)) + (spec.type === "%" ? "%" : "");
	const shown = "EFG".includes(spec.type || " ") ? text.toUpperCase() : text;
	const [, whole = "", rest = ""] = /^(\d*)([\s\S]*)$/.exec(shown) ?? [];
	return group(signOf(isNegative$1(value), spec), whole, rest, spec, 3);
}
function finiteText(value, { type, precision, alternate }) {
	if (type === "") return precision === void 0 ? shortest(value) : generalText(value, precision, alternate, true);
	const digits = precision ?? 6;
	const kind = type.toLowerCase();
	if (kind === "g") return generalText(value, digits, alternate);
	const text = kind === "e" ? exponentialText(value, digits) : fixedText(kind === "%" ? value * 100 : value, digits);
	return alternate && digits === 0 ? text.replace(/^\d+/, "$&.") : text;
}
function shortest(value) {
	return floatRepr(Math.abs(value));
}
function signOf(negative, { sign }) {
	if (negative) return "-";
	return sign === "-" ? "" : sign;
}
/** Puts separators into the digits; with zero padding the separators count towards the width. */
function group(lead, digits, rest, spec, size) {
	if (spec.grouping === "") return pad(lead, digits + rest, spec);
	let grouped = separate(digits, spec.grouping, size);
	if (spec.align === "=" && spec.fill === "0" && digits !== "") {
		let wider = digits;
		while (lead.length + grouped.length + rest.length < spec.width) {
			wider = `0${wider}`;
			grouped = separate(wider, spec.grouping, size);
		}
	}
	return pad(lead, grouped + rest, spec);
}
function separate(digits, separator, size) {
	const first = digits.length % size || size;
	const groups = [digits.slice(0, first)];
	for (let at = first; at < digits.length; at += size) groups.push(digits.slice(at, at + size));
	return groups.join(separator);
}
function pad(lead, body, { fill, align, width }) {
	const missing = Math.max(width - codePointCount(lead + body), 0);
	if (align === "=") return lead + fill.repeat(missing) + body;
	if (align === "<") return lead + body + fill.repeat(missing);
	if (align === ">") return fill.repeat(missing) + lead + body;
	const left = Math.floor(missing / 2);
	return fill.repeat(left) + lead + body + fill.repeat(missing - left);
}
function unknownCode(type, name) {
	return valueError(`Unknown format code '${type}' for object of type '${name}'`);
}

// src/template/builtins/text-format.ts
/**
* Python's `text.format(args, kwargs)`: `{}`, `{0}`, `{name}`, `!r`, `!s`, format specifications with nested fields.
* Fields that walk into attributes or items (`{x.y}`, `{x[0]}`) are refused (threat model, section 4.2).
*/
function formatBraces(text, args, kwargs) {
	return checkText(formatLevel(text, {
		args,
		kwargs,
		next: 0
	}, 2));
}
function formatLevel(text, fields, levels) {
	if (levels === 0) throw valueError("Max string recursion exceeded");
	let result = "";
	let at = 0;
	while (at < text.length) {
		const brace = text.slice(at).search(/[{}]/);
		if (brace < 0) return result + text.slice(at);
		result += text.slice(at, at + brace);
		at += brace;
		if (text[at + 1] === text[at]) {
			result += text.charAt(at);
			at += 2;
			continue;
		}
		if (text[at] === "}") throw valueError("Single '}' encountered in format string");
		const end = fieldEnd(text, at);
		result += formatField(text.slice(at + 1, end), fields, levels);
		checkTextLength(result.length);
		at = end + 1;
	}
	return result;
}
/** Offset of the brace that closes the field which opens at `start`. */
function fieldEnd(text, start) {
	let depth = 0;
	for (let at = start; at < text.length; at += 1) {
		if (text[at] === "{") depth += 1;
		if (text[at] === "}") depth -= 1;
		if (depth === 0) return at;
	}
	throw valueError(text.length === start + 1 ? "Single '{' encountered in format string" : "expected '}' before end of string");
}
function formatField(field, fields, levels) {
	const match = /^([^!:{}]*)(?:!([\s\S]?))?(?::([\s\S]*))?$/u.exec(field);
	if (!match) throw unsupported$3(`the format field "{${field}}" is not supported`);
	const [, name = "", conversion, spec = ""] = match;
	const value = lookUp(name, fields);
	refuseUndefined(value);
	const inner = spec === "" ? "" : formatLevel(spec, fields, levels - 1);
	return formatValue(converted(value, conversion), inner);
}
function converted(value, conversion) {
	if (conversion === void 0) return value;
	if (conversion === "s") return toText(value);
	if (conversion === "r") return repr(value);
	throw conversion === "a" ? unsupported$3("the conversion \"!a\" is not supported") : valueError(`Unknown conversion specifier '${conversion}'`);
}
function lookUp(name, fields) {
	if (/[.[\]]/.test(name)) throw unsupported$3(`the format field "{${name}}" walks into a value, which is not supported`);
	if (name !== "" && !/^\d+$/.test(name)) {
		const value = fields.kwargs.get(name);
		if (value === void 0) throw new TemplateRuntimeError("KeyError", repr(name));
		return value;
	}
	const index = name === "" ? automatic(fields) : manual(Number(name), fields);
	const value = fields.args[index];
	if (value === void 0) throw new TemplateRuntimeError("IndexError", `Replacement index ${index} out of range for positional args tuple`);
	return value;
}
function automatic(fields) {
	if (fields.next === "manual") throw valueError("cannot switch from manual field specification to automatic field numbering");
	fields.next += 1;
	return fields.next - 1;
}
function manual(index, fields) {
	if (fields.next !== "manual" && fields.next > 0) throw valueError("cannot switch from automatic field numbering to manual field specification");
	fields.next = "manual";
	return index;
}

// src/template/builtins/text-layout.ts
/** The methods of `str` that fill up to a width: center, expandtabs, ljust, rjust, zfill. */
const layoutMethods = /* @__PURE__ */ new Map([
	["center", (self, args, kwargs) => justify("center", self, args, kwargs)],
	["ljust", (self, args, kwargs) => justify("ljust", self, args, kwargs)],
	["rjust", (self, args, kwargs) => justify("rjust", self, args, kwargs)],
	["zfill", (self, args, kwargs) => zfillMethod(self, args, kwargs)],
	["expandtabs", (self, args, kwargs) => expandTabsMethod(self, args, kwargs)]
]);
/** Python's `str.center`: where the fill is odd, Python's own rule decides the side. Throws `LimitError`. */
function center(text, width, fill = " ") {
	const missing = missingWidth(text, width);
	const left = Math.floor(missing / 2) + (missing & Number(width & 1n) & 1);
	return fill.repeat(left) + text + fill.repeat(missing - left);
}
function missingWidth(text, width) {
	const missing = width - BigInt(codePointCount(text));
	checkTextLength(width);
	return missing > 0n ? Number(missing) : 0;
}
function justify(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 2);
	const width = requireInteger(args[0] ?? null);
	const fill = fillCharacter(args[1] ?? " ");
	if (name === "center") return center(text, width, fill);
	const missing = fill.repeat(missingWidth(text, width));
	return name === "ljust" ? text + missing : missing + text;
}
function fillCharacter(value) {
	const fill = value instanceof Markup ? value.text : value;
	if (typeof fill !== "string") throw typeError(`The fill character must be a unicode character, not ${typeName(value)}`);
	if (codePointCount(fill) !== 1) throw typeError("The fill character must be exactly one character long");
	return fill;
}
function zfillMethod(text, args, kwargs) {
	checkCount("str.zfill", args, kwargs, 1, 1);
	const zeros = "0".repeat(missingWidth(text, requireInteger(args[0] ?? null)));
	return /^[-+]/.test(text) ? text.charAt(0) + zeros + text.slice(1) : zeros + text;
}
function expandTabsMethod(text, args, kwargs) {
	const size = bind(signature("expandtabs", [], ["tabsize", 8n]), args, kwargs).integer("tabsize");
	checkTextLength(size);
	return expandTabs(text, Math.max(Number(size), 0));
}
/** Columns count from the last line end (`\n` or `\r`), in code points. */
function expandTabs(text, size) {
	let column = 0;
	let result = "";
	for (const character of text) {
		if (character === "	") {
			const fill = size === 0 ? 0 : size - column % size;
			result += " ".repeat(fill);
			column += fill;
		} else {
			result += character;
			column = character === "\n" || character === "\r" ? 0 : column + 1;
		}
		checkTextLength(result.length);
	}
	return checkText(result);
}

// src/template/builtins/text-search.ts
/** The methods of `str` that look for a part: count, endswith, find, index, replace, rfind, rindex, startswith. */
const searchMethods = /* @__PURE__ */ new Map([
	["startswith", (self, args, kwargs) => affixed("startswith", self, args, kwargs)],
	["endswith", (self, args, kwargs) => affixed("endswith", self, args, kwargs)],
	["find", (self, args, kwargs) => find("find", self, args, kwargs)],
	["rfind", (self, args, kwargs) => find("rfind", self, args, kwargs)],
	["index", (self, args, kwargs) => found(find("index", self, args, kwargs))],
	["rindex", (self, args, kwargs) => found(find("rindex", self, args, kwargs))],
	["count", (self, args, kwargs) => count(self, args, kwargs)],
	["replace", (self, args, kwargs) => replaceMethod(self, args, kwargs)]
]);
/** Python's `str.replace(old, new, count)`; a negative count replaces all. Throws `LimitError` before a long text is built. */
function replace(text, old, replacement, count) {
	const places = count === 0n ? 0 : old === "" ? codePointCount(text) + 1 : text.split(old).length - 1;
	const times = count >= 0n && count < BigInt(places) ? Number(count) : places;
	checkTextLength(text.length + times * (replacement.length - old.length));
	if (times === 0) return text;
	if (old === "") return replaceBetween(text, replacement, times);
	const parts = text.split(old);
	return checkText([...parts.slice(0, times), parts.slice(times).join(old)].join(replacement));
}
function replaceBetween(text, replacement, times) {
	const characters = Array.from(text);
	const changed = characters.map((character, index) => index < times ? replacement + character : character).join("");
	return checkText(times > characters.length ? changed + replacement : changed);
}
function replaceMethod(text, args, kwargs) {
	checkCount("str.replace", args, kwargs, 2, 3);
	const [old = null, replacement = null, count = -1n] = args;
	return replace(text, requireText(old, "replace() argument 1"), requireText(replacement, "replace() argument 2"), requireInteger(count));
}
/** Part of the text that the optional start and end arguments name, and its offset in code points. */
function window(text, args) {
	const length = codePointCount(text);
	const start = bound$1(args[1] ?? null, 0, length);
	const end = Math.min(bound$1(args[2] ?? null, length, length), length);
	return {
		part: sliceCodePoints(text, start, end),
		offset: start,
		isInside: start <= end && start <= length
	};
}
function bound$1(value, fallback, length) {
	if (value === null) return fallback;
	const integer = asInteger(value);
	if (integer === void 0) throw typeError("slice indices must be integers or None or have an __index__ method");
	const absolute = integer < 0n ? integer + BigInt(length) : integer;
	return absolute < 0n ? 0 : Number(absolute > BigInt(length) + 1n ? BigInt(length) + 1n : absolute);
}
function affixed(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 3);
	const wanted = args[0] ?? null;
	const { part, isInside } = window(text, args);
	for (const affix of oneOrMany(wanted)) {
		const piece = affix instanceof Markup ? affix.text : affix;
		if (typeof piece !== "string") throw typeError(affix === wanted ? `${name} first arg must be str or a tuple of str, not ${typeName(affix)}` : `tuple for ${name} must only contain str, not ${typeName(affix)}`);
		if (isInside && (name === "startswith" ? part.startsWith(piece) : part.endsWith(piece))) return true;
	}
	return false;
}
function find(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 3);
	const wanted = requireText(args[0] ?? null);
	const { part, offset, isInside } = window(text, args);
	if (!isInside) return -1n;
	const at = name.startsWith("r") ? part.lastIndexOf(wanted) : part.indexOf(wanted);
	return at < 0 ? -1n : BigInt(toCodePointOffset(part, at) + offset);
}
function found(at) {
	if (at < 0n) throw new TemplateRuntimeError("ValueError", "substring not found");
	return at;
}
function count(text, args, kwargs) {
	checkCount("str.count", args, kwargs, 1, 3);
	const wanted = requireText(args[0] ?? null);
	const { part, isInside } = window(text, args);
	if (!isInside) return 0n;
	return BigInt(wanted === "" ? codePointCount(part) + 1 : part.split(wanted).length - 1);
}

// src/template/builtins/text-methods.ts
/** All methods of `str` that a template may call. */
const textMethods = new Map([
	...caseMethods,
	...layoutMethods,
	...predicateMethods,
	...searchMethods,
	...splitMethods,
	["format", formatBraces]
]);
/** Methods whose arguments MarkupSafe escapes and whose result stays marked. */
const wrapped = /* @__PURE__ */ new Set([
	"capitalize",
	"title",
	"lower",
	"upper",
	"replace",
	"ljust",
	"rjust",
	"lstrip",
	"rstrip",
	"center",
	"strip",
	"expandtabs",
	"swapcase",
	"zfill",
	"partition",
	"rpartition"
]);
/** Methods that give a list of marked texts. */
const splitting = /* @__PURE__ */ new Set([
	"split",
	"rsplit",
	"splitlines"
]);
/** The method of that name for text that is marked safe, as MarkupSafe 2.1 has it; undefined where `str` has none. */
function markupMethod(name) {
	const method = textMethods.get(name);
	if (!method) return void 0;
	if (name === "format") return () => refuse$3(name);
	if (name === "join") return (self, args, kwargs) => joinMarked(self, method, args, kwargs);
	const escapes = wrapped.has(name);
	return (self, args, kwargs) => {
		const given = escapes ? args.map(escapeText) : args;
		const result = method(self.text, given, kwargs);
		return escapes || splitting.has(name) ? marked(result) : result;
	};
}
function joinMarked(self, method, args, kwargs) {
	const [items, ...rest] = args;
	if (items === void 0) return method(self.text, args, kwargs);
	return marked(method(self.text, [Array.from(iterate(items), (item) => escapeMarkup(item).text), ...rest], kwargs));
}
function escapeText(value) {
	return typeof value === "string" ? escapeMarkup(value).text : value;
}
function marked(value) {
	if (typeof value === "string") return new Markup(value);
	if (Array.isArray(value)) return value.map(marked);
	return value instanceof Tuple ? new Tuple(value.items.map(marked)) : value;
}
function refuse$3(name) {
	throw unsupported$3(`the method "${name}" of text that is marked safe is not supported`);
}

// src/template/builtins/attributes.ts
const forbidden = /* @__PURE__ */ new Set([
	"__proto__",
	"constructor",
	"prototype"
]);
/**
* Jinja2's `value.name`: the attribute or method, else the item of that key, else an undefined value with Jinja2's message.
* Throws UndefinedError for an undefined value, SecurityError for names that reach into objects (threat model T-03), `Unsupported`
* for an attribute that Python has and a template may not use here.
*/
function getAttribute(value, name) {
	refuseUndefined(value);
	refuseName(name);
	const attribute = findAttribute(value, name);
	if (attribute !== void 0) return attribute;
	const item = value instanceof Dict ? value.get(name) : void 0;
	if (item !== void 0) return item;
	refuseInternal(name);
	return missingAttribute(value, name);
}
/**
* Jinja2's `value[key]`: the item, else for a text key the attribute, else an undefined value with Jinja2's message.
* Errors as {@link getAttribute}; an undefined value as the key of a dict is an UndefinedError.
*/
function getItem(value, key) {
	refuseUndefined(value);
	const name = key instanceof Markup ? key.text : key;
	if (typeof name === "string") refuseName(name);
	const item = findItem(value, key);
	if (item !== void 0) return item;
	if (typeof name !== "string") return new Undefined(`${describeObject(value)} has no element ${repr(key)}`);
	const attribute = findAttribute(value, name);
	if (attribute !== void 0) return attribute;
	refuseInternal(name);
	return missingAttribute(value, key);
}
/** The attribute or method of that name, never an item; undefined where there is none. Errors as {@link getAttribute}. */
function findAttribute(value, name) {
	if (value instanceof PyObject) return objectAttribute(value, name);
	if (value instanceof GroupTuple && (name === "grouper" || name === "list")) return value[name];
	const method = methodOf(value, name);
	if (method) return new Callable(name, method);
	const property = numberProperty(value, name) ?? rangeProperty(value, name);
	if (property !== void 0) return property;
	if (otherAttributes(value).has(name)) throw unsupported$3(`the attribute "${name}" of a ${describeObject(value)} is not supported`);
}
/** Throws SecurityError for `constructor`, `prototype` and `__proto__`, whatever they are asked of. */
function refuseName(name) {
	if (forbidden.has(name)) throw security(name);
}
/** Python's own internals start with two underscores; no template has a use for them. */
function refuseInternal(name) {
	if (name.startsWith("__")) throw security(name);
}
function security(name) {
	return new TemplateRuntimeError("SecurityError", `access to "${name}" is not allowed`);
}
function objectAttribute(value, name) {
	const attribute = value.attributes.get(name);
	return typeof attribute === "function" ? attribute() : attribute;
}
function methodOf(value, name) {
	if (typeof value === "string") return bound(value, textMethods.get(name));
	if (value instanceof Markup) return bound(value, markupMethod(name));
	if (value instanceof Dict) return bound(value, dictMethods.get(name));
	if (Array.isArray(value)) return bound(value, listMethods.get(name));
	if (value instanceof Tuple) return bound(value, tupleMethods.get(name));
	if (typeof value === "number" && name === "is_integer") return bound(value, withoutArguments("float.is_integer", (number) => Number.isInteger(number)));
	const integer = asInteger(value);
	if (integer === void 0 || name !== "bit_length") return void 0;
	return bound(integer, withoutArguments("int.bit_length", (number) => BigInt(bitLength(number < 0n ? -number : number))));
}
function bound(self, method) {
	return method && ((args, kwargs) => method(self, args, kwargs));
}
function withoutArguments(name, compute) {
	return (self, args, kwargs) => {
		checkCount(name, args, kwargs, 0, 0);
		return compute(self);
	};
}
function numberProperty(value, name) {
	const integer = asInteger(value);
	if (name === "real") return integer ?? (typeof value === "number" ? value : void 0);
	if (name === "imag") return integer === void 0 ? typeof value === "number" ? 0 : void 0 : 0n;
	if (integer === void 0) return void 0;
	return name === "numerator" ? integer : name === "denominator" ? 1n : void 0;
}
function rangeProperty(value, name) {
	return value instanceof Range && (name === "start" || name === "stop" || name === "step") ? value[name] : void 0;
}
/** The item of that key or index; undefined where Python raises an error that Jinja2 turns into an undefined value. */
function findItem(value, key) {
	if (value instanceof Dict) return findKey(value, key);
	const index = asInteger(key);
	if (index === void 0) return void 0;
	if (typeof value === "string") return codePointAt(value, fromEnd(index, codePointCount(value)));
	if (value instanceof Markup) return markedCharacter(value.text, index);
	if (Array.isArray(value)) return value[fromEnd(index, value.length)];
	if (value instanceof Tuple) return value.items[fromEnd(index, value.items.length)];
	if (value instanceof Range) return value.at(index < 0n ? index + value.length : index);
}
function markedCharacter(text, index) {
	const character = codePointAt(text, fromEnd(index, codePointCount(text)));
	return character === void 0 ? void 0 : new Markup(character);
}
function findKey(dict, key) {
	try {
		return dict.get(key);
	} catch (error) {
		if (error instanceof TemplateRuntimeError && error.type === "TypeError") return void 0;
		throw error;
	}
}
/** The offset from the start; -1 where it is outside, which no list or text has. */
function fromEnd(index, length) {
	const absolute = index < 0n ? index + BigInt(length) : index;
	return absolute < 0n || absolute >= BigInt(length) ? -1 : Number(absolute);
}
function missingAttribute(value, name) {
	return new Undefined(`${textRepr(describeObject(value))} has no attribute ${repr(name)}`);
}

// src/template/builtins/attribute-path.ts
/**
* The lookup for an attribute such as `metadata.labels.0`: parts between dots, whole numbers as indexes; None gives the item itself.
* A fallback other than None takes the place of every undefined part. Errors as `getItem`.
*/
function attributeLookup(attribute, fallback = null) {
	const parts = pathParts(attribute);
	return (item) => parts.reduce((value, part) => orFallback(getItem(value, part), fallback), item);
}
/** The lookup for several attributes, separated by commas: gives a list, one value each. */
function attributesLookup(attribute, change) {
	const lookups = (typeof attribute === "string" ? attribute.split(",") : [attribute]).map((part) => attributeLookup(part));
	return (item) => lookups.map((lookup) => change(lookup(item)));
}
/** Text in lower case, anything else as it is: how filters compare unless they are case sensitive. */
function ignoreCase(value) {
	if (value instanceof Markup) return value.text.toLowerCase();
	return typeof value === "string" ? value.toLowerCase() : value;
}
function pathParts(attribute) {
	if (attribute === null) return [];
	const text = attribute instanceof Markup ? attribute.text : attribute;
	if (typeof text !== "string") return [attribute];
	return text.split(".").map((part) => /^[0-9]+$/.test(part) ? BigInt(part) : part);
}
function orFallback(value, fallback) {
	return fallback !== null && value instanceof Undefined ? fallback : value;
}

// src/template/builtins/filters-list.ts
/** Jinja2's filters for lists and other sequences: batch, count, first, join, last, length, list, random, reverse, slice. */
const listFilters = /* @__PURE__ */ new Map([
	["length", len],
	["count", len],
	["list", define("sync_do_list(value)", [], (value, _, context) => listOf(value, context))],
	["first", define("sync_do_first(environment, seq)", [], first)],
	["last", define("do_last(environment, seq)", [], last)],
	["reverse", define("do_reverse(value)", [], reverse)],
	["join", define("sync_do_join(eval_ctx, value)", [["d", ""], ["attribute", null]], (value, args, context) => join(value, args.value("d"), args.value("attribute"), context))],
	["batch", define("do_batch(value)", [["linecount"], ["fill_with", null]], (value, args, context) => batch(value, args.value("linecount"), args.value("fill_with"), context))],
	["slice", define("sync_do_slice(value)", [["slices"], ["fill_with", null]], (value, args, context) => slices(value, args.value("slices"), args.value("fill_with"), context))],
	["random", () => refuse$2("the filter \"random\" is not supported: its result would change from run to run")]
]);
function refuse$2(message) {
	throw unsupported$3(message);
}
function len(_, value, args, kwargs) {
	if (args.length > 0) throw typeError(`len() takes exactly one argument (${args.length + 1} given)`);
	checkCount("len", args, kwargs, 0, 0);
	return BigInt(lengthOf(value));
}
/** Everything a value can be looped over, as a list; each item counts as a step. */
function listOf(value, context) {
	const items = [];
	for (const item of iterate(value)) {
		context.countSteps(1);
		checkItems(items.length + 1);
		items.push(item);
	}
	return items;
}
function first(value) {
	const next = iterate(value)[Symbol.iterator]().next();
	return next.done === true ? new Undefined("No first item, sequence was empty.") : next.value;
}
function last(value) {
	const items = reversible(value);
	if (!items) refuseUndefined(value);
	if (!items) throw typeError(`'${typeName(value)}' object is not reversible`);
	const item = items.at(-1);
	if (item === void 0) return new Undefined("No last item, sequence was empty.");
	return value instanceof Markup && typeof item === "string" ? new Markup(item) : item;
}
/** Items of what Python can walk backwards; undefined for a generator and for what has no items. */
function reversible(value) {
	return isIterable(value) && !(value instanceof Sequence && value.kind === "generator") ? [...iterate(value)] : void 0;
}
function reverse(value, _, context) {
	if (typeof value === "string") return codePoints(value).toReversed().join("");
	if (value instanceof Markup) return new Markup(codePoints(value.text).toReversed().join(""));
	if (!isIterable(value)) refuseUndefined(value);
	if (!isIterable(value)) throw new TemplateRuntimeError("FilterArgumentError", "argument must be iterable");
	if (reversible(value)) return new Sequence("generator", () => (reversible(value) ?? []).toReversed());
	return listOf(value, context).reverse();
}
function join(value, separator, attribute, context) {
	const lookup = attributeLookup(attribute);
	const joint = toText(separator);
	const texts = [];
	let length = 0;
	for (const item of iterate(value)) {
		context.countSteps(1);
		const text = toText(lookup(item));
		length += text.length + (texts.length === 0 ? 0 : joint.length);
		checkTextLength(length);
		texts.push(text);
	}
	return texts.join(joint);
}
function batch(value, lineCount, fill, context) {
	return new Sequence("generator", function* () {
		let line = [];
		for (const item of iterate(value)) {
			context.countSteps(1);
			if (equals(BigInt(line.length), lineCount)) {
				yield line;
				line = [];
			}
			line.push(item);
		}
		if (line.length === 0) return;
		const missing = fill === null ? 0n : asInteger(subtract(lineCount, BigInt(line.length)));
		if (missing === void 0) throw typeError("can't multiply sequence by non-int of type 'float'");
		const filling = multiply([fill], missing);
		yield Array.isArray(filling) ? [...line, ...filling] : line;
	});
}
/** As many lists as asked for; the first ones are one longer where the items do not come out even. */
function slices(value, count, fill, context) {
	return new Sequence("generator", function* () {
		const items = listOf(value, context);
		const size = Number(asInteger(floorDivide(BigInt(items.length), count)) ?? 0n);
		const longer = Number(asInteger(modulo(BigInt(items.length), count)) ?? 0n);
		const number = asInteger(count);
		if (number === void 0) throw typeError(`'${typeName(count)}' object cannot be interpreted as an integer`);
		let from = 0;
		for (let index = 0; index < number; index += 1) {
			context.countSteps(1);
			const end = from + size + (index < longer ? 1 : 0);
			const part = items.slice(from, end);
			if (fill !== null && index >= longer) part.push(fill);
			yield part;
			from = end;
		}
	});
}

// src/template/builtins/parse-number.ts
/** Python's `float(value)` of a number or text. Throws TypeError, ValueError, UndefinedError. */
function floatOf(value) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number !== void 0) return toFloat(number);
	const text = value instanceof Markup ? value.text : value;
	if (typeof text !== "string") throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
	const float = parseFloatText(text);
	if (float === void 0) throw valueError(`could not convert string to float: ${repr(value)}`);
	return float;
}
const floatPattern = /^[+-]?(?:(?:\d+(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
/** Text as Python's `float` reads it: blanks around, underscores between digits, `inf`, `nan`; undefined for anything else. */
function parseFloatText(text) {
	const plain = westernDigits(strip(text, null));
	const special = /^([+-]?)(inf|infinity|nan)$/i.exec(plain);
	if (special) return special[2]?.toLowerCase() === "nan" ? NaN : special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	return floatPattern.test(plain) ? Number(plain.replaceAll("_", "")) : void 0;
}
const prefixes = /* @__PURE__ */ new Map([
	[2n, /^0b_?/i],
	[8n, /^0o_?/i],
	[16n, /^0x_?/i]
]);
/** Text as Python's `int(text, base)` reads it; undefined where Python raises TypeError or ValueError. Throws `LimitError`. */
function parseInteger$1(text, baseValue) {
	const given = asInteger(baseValue);
	if (given === void 0 || given < 0n || given === 1n || given > 36n) return void 0;
	const [, sign = "", unsigned = ""] = /^([+-]?)([\s\S]*)$/.exec(westernDigits(strip(text, null))) ?? [];
	const base = given === 0n ? guessBase(unsigned) : given;
	const body = unsigned.replace(prefixes.get(base) ?? /^(?!)/, "");
	if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(body)) return void 0;
	const digits = body.replaceAll("_", "").toLowerCase();
	if (given === 0n && base === 10n && /^0+[1-9]/.test(digits)) return void 0;
	if (digits.length > 4300 && !(base === 2n || base === 4n || base === 8n || base === 16n || base === 32n)) return void 0;
	const magnitude = readDigits(digits, base);
	return magnitude === void 0 ? void 0 : sign === "-" ? -magnitude : magnitude;
}
function guessBase(text) {
	for (const [base, prefix] of prefixes) if (prefix.test(text)) return base;
	return 10n;
}
function readDigits(digits, base) {
	if (base === 10n) return /^[0-9]+$/.test(digits) ? checkInteger(BigInt(digits)) : void 0;
	let number = 0n;
	for (const digit of digits) {
		const value = BigInt(Number.parseInt(digit, 36));
		if (value >= base) return void 0;
		number = checkInteger(number * base + value);
	}
	return number;
}
/** Python's `int(float)`: towards zero. Throws ValueError for nan, OverflowError for infinity. */
function truncateFloat(value) {
	if (Number.isNaN(value)) throw valueError("cannot convert float NaN to integer");
	if (!Number.isFinite(value)) throw new TemplateRuntimeError("OverflowError", "cannot convert float infinity to integer");
	return BigInt(Math.trunc(value));
}
/** Decimal digits of every script as 0 to 9: each script's ten digits follow one another. */
function westernDigits(text) {
	return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
		let zero = digit.codePointAt(0) ?? 0;
		let value = 0;
		while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
			zero -= 1;
			value += 1;
		}
		return String(value);
	});
}

// src/template/builtins/round.ts
/** Jinja2's filter `round`: half to even with `common`, else `ceil` or `floor`. Throws TypeError, `Unsupported`. */
function roundValue(value, args) {
	const method = args.value("method");
	if (method !== "common" && method !== "ceil" && method !== "floor") throw new TemplateRuntimeError("FilterArgumentError", "method must be common, ceil or floor");
	if (method === "common") return roundCommon(value, args.value("precision"));
	const factor = power(10n, args.value("precision"));
	return divide(roundTo(multiply(value, factor), method), factor);
}
function roundTo(value, method) {
	const number = asNumber(value);
	if (number === void 0) throw typeError(`must be real number, not ${typeName(value)}`);
	if (typeof number === "bigint") return number;
	return truncateFloat(method === "ceil" ? Math.ceil(number) : Math.floor(number));
}
function roundCommon(value, precision) {
	const number = asNumber(value);
	if (number === void 0) throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
	if (precision === null) return typeof number === "bigint" ? number : wholeNumber(number);
	refuseUndefined(precision);
	const digits = asInteger(precision);
	if (digits === void 0) throw typeError(`'${typeName(precision)}' object cannot be interpreted as an integer`);
	return typeof number === "bigint" ? roundInteger(number, digits) : roundFloat(number, digits);
}
function wholeNumber(value) {
	if (!Number.isFinite(value)) return truncateFloat(value);
	return value < 0 ? -scaledMagnitude(value, 0) : scaledMagnitude(value, 0);
}
function roundInteger(value, digits) {
	if (digits >= 0n) return value;
	if (digits < -4300n) throw limitError(`rounding to ${digits} digits is over the limit`);
	const unit = 10n ** -digits;
	const magnitude = divideHalfEven(value < 0n ? -value : value, unit) * unit;
	return value < 0n ? -magnitude : magnitude;
}
/** Exact: the decimal nearest to the float's true value, ties to even, then read back as a float. */
function roundFloat(value, digits) {
	if (!Number.isFinite(value) || value === 0 || digits > 400n) return value;
	const sign = value < 0 ? -1 : 1;
	if (digits < -400n) return sign * 0;
	const rounded = Number(`${scaledMagnitude(value, Number(digits))}e${-digits}`);
	if (!Number.isFinite(rounded)) throw new TemplateRuntimeError("OverflowError", "rounded value too large to represent");
	return sign * rounded;
}

// src/template/builtins/filters-number.ts
/** Jinja2's filters for numbers: abs, filesizeformat, float, int, round, sum. */
const numberFilters = /* @__PURE__ */ new Map([
	["abs", absolute],
	["filesizeformat", define("do_filesizeformat(value)", [["binary", false]], (value, args) => fileSize(value, args.flag("binary")))],
	["float", define("do_float(value)", [["default", 0]], (value, args) => toFloatOr(value, args.value("default")))],
	["int", define("do_int(value)", [["default", 0n], ["base", 10n]], (value, args) => toIntegerOr(value, args.value("default"), args.value("base")))],
	["round", define("do_round(value)", [["precision", 0n], ["method", "common"]], roundValue)],
	["sum", define("sync_do_sum(environment, iterable)", [["attribute", null], ["start", 0n]], (value, args, context) => {
		const lookup = attributeLookup(args.value("attribute"));
		let total = args.value("start");
		if (typeof total === "string") throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
		for (const item of iterate(value)) {
			context.countSteps(1);
			total = add(total, lookup(item));
		}
		return total;
	})]
]);
function absolute(_, value, args, kwargs) {
	if (args.length > 0) throw typeError(`abs() takes exactly one argument (${args.length + 1} given)`);
	checkCount("abs", args, kwargs, 0, 0);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
	return typeof number === "bigint" ? number < 0n ? -number : number : Math.abs(number);
}
function fileSize(value, binary) {
	const bytes = floatOf(value);
	const base = binary ? 1024n : 1000n;
	if (bytes === 1) return "1 Byte";
	if (bytes < base) return `${truncateFloat(bytes)} Bytes`;
	const prefixes = binary ? [
		"KiB",
		"MiB",
		"GiB",
		"TiB",
		"PiB",
		"EiB",
		"ZiB",
		"YiB"
	] : [
		"kB",
		"MB",
		"GB",
		"TB",
		"PB",
		"EB",
		"ZB",
		"YB"
	];
	const index = prefixes.findIndex((_, power) => bytes < base ** BigInt(power + 2));
	const last = index < 0 ? prefixes.length - 1 : index;
	const size = Number(base) * bytes / Number(base ** BigInt(last + 2));
	return `${Number.isFinite(size) ? fixedText(size, 1) : Number.isNaN(size) ? "nan" : "inf"} ${prefixes[last]}`;
}
/** Python's `float(value)`, or the default where Python raises TypeError or ValueError. */
function toFloatOr(value, fallback) {
	return orDefault(() => floatOf(value)) ?? fallback;
}
/** Python's `int(value)`, else `int(float(value))`, else the default. */
function toIntegerOr(value, fallback, base) {
	const text = value instanceof Markup ? value.text : value;
	const direct = typeof text === "string" ? parseInteger$1(text, base) : orDefault(() => integerOf(value));
	if (direct !== void 0) return direct;
	const float = typeof text === "string" ? parseFloatText(text) : orDefault(() => floatOf(value));
	return (float === void 0 ? void 0 : orDefault(() => truncateFloat(float))) ?? fallback;
}
function integerOf(value) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError("int() argument must be a string or a real number");
	return typeof number === "bigint" ? number : truncateFloat(number);
}
function orDefault(compute) {
	try {
		return compute();
	} catch (error) {
		if (error instanceof TemplateRuntimeError && (error.type === "TypeError" || error.type === "ValueError")) return void 0;
		throw error;
	}
}

// src/template/builtins/filters-order.ts
const comparison = [["case_sensitive", false], ["attribute", null]];
/** Jinja2's filters that order and group: dictsort, groupby, max, min, sort, unique. */
const orderFilters = /* @__PURE__ */ new Map([
	["sort", define("do_sort(environment, value)", [["reverse", false], ...comparison], sort)],
	["unique", define("do_unique(environment, value)", comparison, unique$1)],
	["min", define("do_min(environment, value)", comparison, (value, args) => extreme(value, args, lessThan))],
	["max", define("do_max(environment, value)", comparison, (value, args) => extreme(value, args, greaterThan))],
	["dictsort", define("do_dictsort(value)", [
		["case_sensitive", false],
		["by", "key"],
		["reverse", false]
	], dictSort)],
	["groupby", define("sync_do_groupby(environment, value)", [
		["attribute"],
		["default", null],
		["case_sensitive", false]
	], groupBy)]
]);
/** How keys are compared: as they are, or text in lower case. */
function caseOf(args) {
	return args.flag("case_sensitive") ? (value) => value : ignoreCase;
}
function sort(value, args, context) {
	const key = attributesLookup(args.value("attribute"), caseOf(args));
	return sorted(listOf(value, context), key, args.flag("reverse"));
}
function unique$1(value, args, context) {
	return new Sequence("generator", function* () {
		const change = caseOf(args);
		const lookup = attributeLookup(args.value("attribute"));
		const seen = /* @__PURE__ */ new Set();
		for (const item of iterate(value)) {
			context.countSteps(1);
			const key = hashKey(change(lookup(item)));
			if (seen.has(key)) continue;
			seen.add(key);
			yield item;
		}
	});
}
/** The first of the items that no other one beats. */
function extreme(value, args, beats) {
	const change = caseOf(args);
	const lookup = attributeLookup(args.value("attribute"));
	let best;
	for (const item of iterate(value)) {
		const key = change(lookup(item));
		if (best === void 0 || beats(key, best.key)) best = {
			item,
			key
		};
	}
	return best === void 0 ? new Undefined("No aggregated item, sequence was empty.") : best.item;
}
function dictSort(value, args) {
	const by = args.value("by");
	if (by !== "key" && by !== "value") throw new TemplateRuntimeError("FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
	refuseUndefined(value);
	if (!(value instanceof Dict)) throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
	const change = caseOf(args);
	const position = by === "key" ? 0 : 1;
	const key = (item) => change((item instanceof Tuple ? item.items[position] : void 0) ?? null);
	return sorted(dictItems(value), key, args.flag("reverse"));
}
function groupBy(value, args, context) {
	const lookup = attributeLookup(args.value("attribute"), args.value("default"));
	const change = caseOf(args);
	const groups = [];
	for (const item of sorted(listOf(value, context), (item) => change(lookup(item)))) {
		const key = change(lookup(item));
		const group = groups.at(-1);
		if (group && sameItem(group.key, key)) group.items.push(item);
		else groups.push({
			key,
			items: [item]
		});
	}
	return groups.map(({ key, items }) => {
		const [first] = items;
		return new GroupTuple(first === void 0 ? key : lookup(first), items);
	});
}

// src/template/builtins/filters-select.ts
/** Jinja2's filters that take each item in turn: map, reject, rejectattr, select, selectattr. All are lazy. */
const selectFilters = /* @__PURE__ */ new Map([
	["map", lazy(mapper)],
	["select", lazy((context, args, kwargs) => selector(context, args, kwargs, false, true))],
	["reject", lazy((context, args, kwargs) => selector(context, args, kwargs, false, false))],
	["selectattr", lazy((context, args, kwargs) => selector(context, args, kwargs, true, true))],
	["rejectattr", lazy((context, args, kwargs) => selector(context, args, kwargs, true, false))]
]);
/** Nothing happens, not even the check of the arguments, before the first item is asked for. */
function lazy(prepare) {
	return (context, value, args, kwargs) => new Sequence("generator", function* () {
		if (!isTrue(value)) return;
		const step = prepare(context, args, kwargs);
		for (const item of iterate(value)) {
			context.countSteps(1);
			const result = step(item);
			if (result !== void 0) yield result;
		}
	});
}
function mapper(context, args, kwargs) {
	if (args.length === 0 && kwargs.has("attribute")) return attributeMapper(kwargs);
	const [name, ...rest] = args;
	if (name === void 0) throw argumentError("map requires a filter argument");
	const filter = callableName(name, "filter");
	return (item) => context.callFilter(filter, item, rest, kwargs);
}
function attributeMapper(kwargs) {
	const unexpected = [...kwargs.keys()].find((keyword) => keyword !== "attribute" && keyword !== "default");
	if (unexpected !== void 0) throw argumentError(`Unexpected keyword argument ${textRepr(unexpected)}`);
	return attributeLookup(kwargs.get("attribute") ?? null, kwargs.get("default") ?? null);
}
function selector(context, args, kwargs, byAttribute, keep) {
	const [attribute, ...afterAttribute] = args;
	if (byAttribute && attribute === void 0) throw argumentError("Missing parameter for attribute name");
	const lookup = byAttribute ? attributeLookup(attribute ?? null) : (item) => item;
	const [name, ...rest] = byAttribute ? afterAttribute : args;
	const test = name === void 0 ? void 0 : callableName(name, "test");
	const holds = (value) => test === void 0 ? isTrue(value) : context.callTest(test, value, rest, kwargs);
	return (item) => holds(lookup(item)) === keep ? item : void 0;
}
/** The name of a filter or test; anything but text is an error in Jinja2's words. */
function callableName(name, kind) {
	if (typeof name === "string") return name;
	if (name instanceof Markup) return name.text;
	const hint = name instanceof Undefined ? ` (${name.message}; did you forget to quote the callable name?)` : "";
	throw new TemplateRuntimeError("TemplateRuntimeError", `No ${kind} named ${repr(name)}.${hint}`);
}
function argumentError(message) {
	return new TemplateRuntimeError("FilterArgumentError", message);
}

// src/template/builtins/filters-text.ts
/** Jinja2's filters that change a text: capitalize, lower, replace, string, title, trim, upper, wordcount. */
const textFilters = /* @__PURE__ */ new Map([
	["capitalize", define("do_capitalize(s)", [], (value) => callText(value, "capitalize", []))],
	["lower", define("do_lower(s)", [], (value) => callText(value, "lower", []))],
	["upper", define("do_upper(s)", [], (value) => callText(value, "upper", []))],
	["trim", define("do_trim(value)", [["chars", null]], (value, args) => callText(value, "strip", [args.value("chars")]))],
	["center", define("do_center(value)", [["width", 80n]], (value, args) => callText(value, "center", [args.value("width")]))],
	["title", define("do_title(s)", [], (value) => title(toText(value)))],
	["string", define("soft_str(s)", [], softText)],
	["wordcount", define("do_wordcount(s)", [], (value) => BigInt(toText(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0))],
	["replace", define("do_replace(eval_ctx, s)", [
		["old"],
		["new"],
		["count", null]
	], (value, args) => {
		const count = args.value("count") === null ? -1n : args.integer("count");
		return replace(toText(value), toText(args.value("old")), toText(args.value("new")), count);
	})]
]);
/** MarkupSafe's `soft_str`: the text of a value; text that is marked safe stays marked. */
function softText(value) {
	return value instanceof Markup ? value : toText(value);
}
/** Calls a method of `str` on the text of a value. */
function callText(value, name, args) {
	const text = softText(value);
	const none = /* @__PURE__ */ new Map();
	if (text instanceof Markup) return markupMethod(name)?.(text, args, none) ?? refuse$1(name);
	return textMethods.get(name)?.(text, args, none) ?? refuse$1(name);
}
function refuse$1(name) {
	throw unsupported$3(`the method "${name}" is not supported`);
}
const wordStart = /([-\s\x1c-\x1f\x85({[<]+)/;
/** A word starts after a hyphen, white space or an opening bracket. */
function title(text) {
	const words = text.split(wordStart).filter((part) => part !== "");
	return checkText(words.map((word) => firstUpper(codePoints(word)[0] ?? "", word)).join(""));
}
function firstUpper(first, word) {
	return first.toUpperCase() + word.slice(first.length).toLowerCase();
}

// src/template/builtins/pretty-text.ts
/**
* Python's `pprint.pformat` of what fits into one line of 80 characters: `repr` with the keys of every dict sorted.
* Throws `Unsupported` for longer values, which Python breaks into lines, and for keys of several types.
*/
function prettyText(value) {
	const text = repr(new KeySorter().sort(value, 0));
	if (codePointCount(text) > widest) throw tooWide();
	return text;
}
const widest = 80;
function tooWide() {
	return unsupported$3(`the filter "pprint" is not supported for values of more than ${widest} characters`);
}
/** Each part takes a character at least: counting them stops shared parts, which make a small value endless. */
var KeySorter = class {
	parts = 0;
	sort(value, depth) {
		this.parts += 1;
		if (this.parts > widest) throw tooWide();
		if (depth > 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		if (Array.isArray(value)) return value.map((item) => this.sort(item, depth + 1));
		if (value instanceof Tuple) return new Tuple(value.items.map((item) => this.sort(item, depth + 1)));
		if (!(value instanceof Dict)) return value;
		const keys = [...value.keys()];
		if (new Set(keys.map((key) => typeof key)).size > 1) throw unsupported$3("the filter \"pprint\" is not supported for dicts with keys of several types");
		return Dict.of(sorted(keys, (key) => key).map((key) => [key, this.sort(value.get(key) ?? null, depth + 1)]));
	}
};

// src/template/builtins/filters-value.ts
const defaultFilter$1 = define("do_default(value)", [["default_value", ""], ["boolean", false]], (value, args) => value instanceof Undefined || args.flag("boolean") && !isTrue(value) ? args.value("default_value") : value);
/** Jinja2's filters for values of any type: attr, d, default, format, items, pprint. */
const valueFilters = /* @__PURE__ */ new Map([
	["default", defaultFilter$1],
	["d", defaultFilter$1],
	["attr", define("do_attr(environment, obj)", [["name"]], (value, args) => attribute(value, args.value("name")))],
	["items", define("do_items(value)", [], items)],
	["format", (_, value, args, kwargs) => format(value, args, kwargs)],
	["pprint", define("do_pprint(value)", [], prettyText)]
]);
/** The attribute of that name, never an item. */
function attribute(value, name) {
	refuseUndefined(value);
	const text = name instanceof Markup ? name.text : name;
	if (typeof text !== "string") throw typeError("attribute name must be string");
	refuseName(text);
	if (findAttribute(value, text) !== void 0 || text.startsWith("__")) return getAttribute(value, text);
	return new Undefined(`${textRepr(describeObject(value))} has no attribute ${textRepr(text)}`);
}
function items(value) {
	return new Sequence("generator", function* () {
		if (value instanceof Undefined) return;
		if (!(value instanceof Dict)) throw typeError("Can only get item pairs from a mapping.");
		yield* dictItems(value);
	});
}
function format(value, args, kwargs) {
	if (args.length > 0 && kwargs.size > 0) throw new TemplateRuntimeError("FilterArgumentError", "can't handle positional and keyword arguments at the same time");
	return modulo(softText(value), kwargs.size > 0 ? Dict.of(kwargs) : new Tuple(args));
}

// src/template/builtins/filters.ts
/** Every filter by name: those of Jinja2 3.1 and kluctl's own, but for `render`, which the evaluator adds. */
const filters = new Map([
	...htmlFilters,
	...kluctlFilters,
	...layoutFilters,
	...listFilters,
	...numberFilters,
	...orderFilters,
	...selectFilters,
	...textFilters,
	...valueFilters
]);

// src/template/builtins/tests.ts
/** Every test of Jinja2 3.1 by name, the operators among them. */
const tests = new Map([
	["boolean", plain$2("test_boolean", (value) => typeof value === "boolean")],
	["true", plain$2("test_true", (value) => value === true)],
	["false", plain$2("test_false", (value) => value === false)],
	["none", plain$2("test_none", (value) => value === null)],
	["integer", plain$2("test_integer", (value) => typeof value === "bigint")],
	["float", plain$2("test_float", (value) => typeof value === "number")],
	["number", plain$2("test_number", (value) => asNumber(value) !== void 0)],
	["string", plain$2("test_string", (value) => typeof value === "string" || value instanceof Markup)],
	["mapping", plain$2("test_mapping", (value) => value instanceof Dict)],
	["sequence", plain$2("test_sequence", isSequence)],
	["iterable", plain$2("test_iterable", isIterableOrThrow)],
	["callable", plain$2("callable", isCallable)],
	["defined", plain$2("test_defined", (value) => !(value instanceof Undefined))],
	["undefined", plain$2("test_undefined", (value) => value instanceof Undefined)],
	["escaped", plain$2("test_escaped", (value) => value instanceof Markup)],
	["lower", plain$2("test_lower", (value) => isLower(toText(value)))],
	["upper", plain$2("test_upper", (value) => isUpper(toText(value)))],
	["odd", plain$2("test_odd", (value) => equals(modulo(value, 2n), 1n))],
	["even", plain$2("test_even", (value) => equals(modulo(value, 2n), 0n))],
	["divisibleby", withOther("test_divisibleby", "num", (value, other) => equals(modulo(value, other), 0n))],
	["sameas", withOther("test_sameas", "other", isSame)],
	["in", withOther("test_in", "seq", (value, other) => contains(other, value))],
	["filter", plain$2("test_filter", (value, name) => named(value, name, filters))],
	["test", plain$2("test_test", (value, name) => named(value, name, tests))],
	...operator$1([
		"==",
		"eq",
		"equalto"
	], "eq", equals),
	...operator$1(["!=", "ne"], "ne", notEquals),
	...operator$1([
		"<",
		"lt",
		"lessthan"
	], "lt", lessThan),
	...operator$1(["<=", "le"], "le", lessEqual),
	...operator$1([
		">",
		"gt",
		"greaterthan"
	], "gt", greaterThan),
	...operator$1([">=", "ge"], "ge", greaterEqual)
]);
function plain$2(name, holds) {
	const parameters = signature(name, ["value"]);
	return (_, value, args, kwargs) => {
		bind(parameters, args, kwargs);
		return holds(value, name);
	};
}
function withOther(name, parameter, holds) {
	const parameters = signature(name, ["value"], [parameter]);
	return (_, value, args, kwargs) => holds(value, bind(parameters, args, kwargs).value(parameter));
}
/** The operators are functions that Python writes in C: two arguments, no keywords. */
function operator$1(names, python, holds) {
	const test = (_, value, args, kwargs) => {
		checkCount(python, [value, ...args], kwargs, 2, 2);
		return holds(value, args[0] ?? null);
	};
	return names.map((name) => [name, test]);
}
/** What has a length and can be indexed. */
function isSequence(value) {
	return typeof value === "string" || value instanceof Markup || Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Range || isSilent(value);
}
function isIterableOrThrow(value) {
	if (!isIterable(value)) refuseUndefined(value);
	return isIterable(value) || value instanceof PyObject && value.type === "LoopContext";
}
/** Every undefined value has the method that calls use, so Jinja2 says that it can be called. */
function isCallable(value) {
	return value instanceof Callable || value instanceof Undefined || value instanceof PyObject && value.call !== void 0;
}
/** Identity: small values are the same object for Python as well, except where that depends on how it stores them. */
function isSame(value, other) {
	if (value === null || typeof value === "boolean" || other === null || typeof other === "boolean") return value === other;
	if (typeof value !== typeof other) return false;
	if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
		if (value !== other) return false;
		if (typeof value === "bigint" && value >= -5n && value <= 256n) return true;
		throw unsupported$3(`"sameas" of two equal values of type ${typeName(value)} depends on how Python stores them`);
	}
	return value === other;
}
function named(value, name, table) {
	hashKey(value);
	const text = value instanceof Markup ? value.text : value;
	return typeof text === "string" && (table.has(text) || name === "test_filter" && text === "render");
}

// src/template/syntax-error.ts
/** A template cannot be parsed or is refused before anything of it runs. The caller adds the file. */
var SyntaxProblem = class extends Error {
	/** Jinja2's class name (`TemplateSyntaxError`, `TemplateAssertionError`), or `limit`, or `unsupported`. */
	type;
	position;
	constructor(type, message, position) {
		super(message);
		this.name = "SyntaxProblem";
		this.type = type;
		this.position = position;
	}
};

// src/template/tree.ts
function argumentNodes(args) {
	const nodes = [...args.positional, ...args.named.map((named) => named.value)];
	if (args.spread) nodes.push(args.spread);
	if (args.spreadNamed) nodes.push(args.spreadNamed);
	return nodes;
}
function present(...nodes) {
	return nodes.filter((node) => node !== void 0);
}
/** The nodes directly below a node, in the order in which Jinja2 visits them: scoping depends on it. */
function childNodes(node) {
	switch (node.kind) {
		case "literal":
		case "name":
		case "namespace-target":
		case "data":
		case "break":
		case "continue": return [];
		case "tuple":
		case "list":
		case "tuple-target": return node.items;
		case "dict": return node.pairs.flatMap((pair) => [pair.key, pair.value]);
		case "condition": return present(node.test, node.value, node.otherwise);
		case "and":
		case "or":
		case "binary": return [node.left, node.right];
		case "not":
		case "unary": return [node.operand];
		case "concat": return node.parts;
		case "compare": return [node.first, ...node.rest.map((rest) => rest.operand)];
		case "attribute": return [node.target];
		case "item": return [node.target, node.index];
		case "slice": return present(node.start, node.stop, node.step);
		case "call": return [node.callee, ...argumentNodes(node.args)];
		case "filter":
		case "test": return [...present(node.target), ...argumentNodes(node.args)];
		case "output": return [node.value];
		case "for": return [
			node.target,
			node.iterable,
			...node.body,
			...node.otherwise,
			...present(node.test)
		];
		case "if": return [
			node.test,
			...node.body,
			...node.branches,
			...node.otherwise
		];
		case "macro": return [
			...node.params,
			...node.defaults,
			...node.body
		];
		case "call-block": return [
			node.call,
			...node.params,
			...node.defaults,
			...node.body
		];
		case "filter-block": return [...node.body, node.filter];
		case "with": return [
			...node.targets,
			...node.values,
			...node.body
		];
		case "set": return [node.target, node.value];
		case "set-block": return [
			node.target,
			...present(node.filter),
			...node.body
		];
		case "block": return node.body;
		case "extends":
		case "include":
		case "import":
		case "from-import": return [node.template];
		case "autoescape": return [node.value, ...node.body];
	}
}
/** Where the text of a node begins: for `a.b(c)` at `a`. */
function startOf(node) {
	switch (node.kind) {
		case "attribute":
		case "item":
		case "test": return startOf(node.target);
		case "filter": return node.target ? startOf(node.target) : node.position;
		case "call": return startOf(node.callee);
		default: return node.position;
	}
}

// src/template/check.ts
const refusedNames = /* @__PURE__ */ new Set([
	"__proto__",
	"constructor",
	"prototype"
]);
/** Names that no template may use, in whatever place a name can stand. Threat model T-03. */
function isRefusedName(name) {
	return refusedNames.has(name);
}
/**
* The gate between parsing and evaluating: names, depth, number of nodes, and what Jinja2 itself refuses when it compiles.
* Throws SyntaxProblem. Threat model T-02, T-03.
*/
function checkTree(body, limits, known) {
	new Gate(limits, known).body(body, {
		depth: 1,
		links: 0,
		loops: 0,
		inLoop: false,
		soft: false,
		caught: false,
		top: true
	});
}
var Gate = class {
	nodes = 0;
	blocks = /* @__PURE__ */ new Set();
	limits;
	known;
	constructor(limits, known) {
		this.limits = limits;
		this.known = known;
	}
	body(nodes, around) {
		for (const node of nodes) this.node(node, around);
	}
	node(node, around) {
		if (++this.nodes > this.limits.treeNodes) refuse("limit", `the template has more than ${this.limits.treeNodes} parts`, node.position);
		if (around.depth > this.limits.treeDepth) refuse("limit", `the template is nested more than ${this.limits.treeDepth} deep`, node.position);
		if (around.links > maxLinks) refuse("limit", `an expression is a chain of more than ${maxLinks} links`, node.position);
		this.names(node);
		this.placement(node, around);
		const link = linkOf(node);
		const soft = around.soft || node.kind === "condition";
		if (link) this.node(link, {
			...around,
			soft,
			links: around.links + 1
		});
		this.children(node, {
			...around,
			depth: around.depth + 1
		}, link);
	}
	children(node, around, link) {
		const inner = {
			...around,
			soft: false,
			top: false
		};
		switch (node.kind) {
			case "for":
				this.body([node.target, node.iterable], around);
				this.body([...node.body, ...node.test ? [node.test] : []], {
					...inner,
					inLoop: true,
					loops: node.recursive ? 1 : around.loops + 1,
					caught: around.caught || node.recursive
				});
				this.body(node.otherwise, node.recursive ? {
					...inner,
					inLoop: false,
					loops: 0,
					caught: true
				} : inner);
				break;
			case "if":
			case "condition":
				this.body(childNodes(node).filter((child) => child !== link), {
					...around,
					soft: true
				});
				break;
			case "macro":
				this.body(childNodes(node), {
					...inner,
					inLoop: false,
					loops: 0,
					caught: true
				});
				break;
			case "block":
				this.body(childNodes(node), {
					...inner,
					inLoop: false,
					loops: 0,
					caught: false
				});
				break;
			case "call-block":
				this.node(node.call, around);
				this.body([
					...node.params,
					...node.defaults,
					...node.body
				], {
					...inner,
					inLoop: false,
					loops: 0,
					caught: true
				});
				break;
			case "with":
				this.body([...node.targets, ...node.values], around);
				this.body(node.body, inner);
				break;
			case "filter-block":
			case "set-block":
				this.body(childNodes(node), {
					...inner,
					caught: true
				});
				break;
			case "autoescape":
				this.body(childNodes(node), inner);
				break;
			default: this.body(childNodes(node).filter((child) => child !== link), around);
		}
	}
	placement(node, around) {
		switch (node.kind) {
			case "break":
			case "continue":
				if (!around.inLoop) refuse("TemplateSyntaxError", `'${node.kind}' outside loop`, node.position);
				break;
			case "extends":
				if (!around.top) refuse("TemplateAssertionError", "cannot use extend from a non top-level scope", node.position);
				break;
			case "filter":
				if (!around.soft && !this.known.filters.has(node.name)) refuse("TemplateAssertionError", `No filter named '${node.name}'.`, node.position);
				break;
			case "test":
				if (!around.soft && !this.known.tests.has(node.name)) refuse("TemplateAssertionError", `No test named '${node.name}'.`, node.position);
				break;
			case "block":
				if (this.blocks.has(node.name)) refuse("TemplateAssertionError", `block '${node.name}' defined twice`, node.position);
				this.blocks.add(node.name);
				break;
			case "include":
				if (!node.withContext && around.caught) refuse("unsupported", "include without context inside a macro, call, filter or block set", node.position);
				break;
			case "for":
				refuseLoopTarget(node);
				if (around.loops >= maxLoops) refuse("limit", `loops are nested more than ${maxLoops} deep`, node.position);
				break;
			case "item":
				if (node.index.kind === "tuple") node.index.items.forEach(refuseSlice);
				break;
			case "autoescape":
				if (node.value.kind !== "literal" || node.value.value !== false) refuse("unsupported", "autoescape is supported with false only", node.position);
				break;
			case "macro":
			case "call-block": refuseRepeated(node.params, (name) => `duplicate argument '${name}' in function definition`);
		}
	}
	names(node) {
		for (const name of namesOf$1(node)) if (isRefusedName(name)) refuse("SecurityError", `access to "${name}" is not allowed`, node.position);
		if (node.kind === "call" || node.kind === "filter" || node.kind === "test") refuseRepeated(node.args.named, (name) => `keyword argument repeated: ${name}`);
	}
};
/** Python's own limit, without which Jinja2 could go on. */
const maxLoops = 20;
/** Python itself takes about 200: each link becomes a bracket in what Jinja2 compiles. */
const maxLinks = 198;
/** The child in which a chain goes on: of `a + b + c` it is `a + b`, of `x.a.b` it is `x.a`. */
function linkOf(node) {
	switch (node.kind) {
		case "and":
		case "or":
		case "binary": return node.left;
		case "attribute":
		case "item":
		case "filter":
		case "test": return node.target;
		case "call": return node.callee;
		case "condition": return node.otherwise;
		default: return;
	}
}
function namesOf$1(node) {
	switch (node.kind) {
		case "name":
		case "attribute":
		case "macro":
		case "block": return [node.name];
		case "call": return node.args.named.map((named) => named.name);
		case "filter":
		case "test": return [...node.name.split("."), ...node.args.named.map((named) => named.name)];
		case "namespace-target": return [node.name, node.attribute];
		case "import": return [node.target];
		case "from-import": return node.names.flatMap((imported) => [imported.name, imported.alias]);
		case "item": return textOf$1(node.index);
		case "dict": return node.pairs.flatMap((pair) => textOf$1(pair.key));
		default: return [];
	}
}
function textOf$1(node) {
	return node.kind === "literal" && typeof node.value === "string" ? [node.value] : [];
}
function refuseLoopTarget(node) {
	if (node.kind === "name" && node.mode === "store" && node.name === "loop") refuse("TemplateAssertionError", "Can't assign to special loop variable in for-loop target", node.position);
	for (const child of childNodes(node)) refuseLoopTarget(child);
}
function refuseSlice(node) {
	if (node.kind === "slice") refuse("TemplateSyntaxError", "a slice cannot stand beside another index", node.position);
}
function refuseRepeated(names, message) {
	const seen = /* @__PURE__ */ new Set();
	for (const { name, position } of names) {
		if (seen.has(name)) refuse("TemplateSyntaxError", message(name), position);
		seen.add(name);
	}
}
function refuse(type, message, position) {
	throw new SyntaxProblem(type, message, position);
}

// src/template/context.ts
/**
* The variables of one template run, as Jinja2's context: what it was given, what its outermost scope has set, what it exports to
* importers, and its blocks with the ones they override. Source: Jinja2 3.1 runtime.
*/
var Context = class Context {
	template;
	parent;
	vars = /* @__PURE__ */ new Map();
	exported = /* @__PURE__ */ new Set();
	blocks = /* @__PURE__ */ new Map();
	constructor(template, parent) {
		this.template = template;
		this.parent = parent;
		for (const [name, entry] of template.blocks) this.blocks.set(name, [entry]);
	}
	resolve(name) {
		const own = this.vars.get(name);
		return own === void 0 ? this.parent.get(name) : own;
	}
	/** Everything that can be seen, own variables first. */
	all() {
		return this.vars.size === 0 ? this.parent : new Map([...this.parent, ...this.vars]);
	}
	/** A context that also sees the given variables and shares the blocks. */
	derived(locals) {
		const context = new Context(this.template, locals.size === 0 ? this.all() : new Map([...this.all(), ...locals]));
		for (const [name, entries] of this.blocks) context.blocks.set(name, [...entries]);
		return context;
	}
};
/** A function that also sees the variables of the template that calls it: `get_var`, `load_template`, `render`. */
var ContextCallable = class extends Callable {
	callIn;
	constructor(name, callIn) {
		super(name, () => null);
		this.callIn = callIn;
	}
};

// src/template/frame.ts
/** The variables of one scope while it runs. A name without a value is undefined. */
var Frame = class Frame {
	scope;
	parent;
	context;
	/** The template whose text runs: with `extends` it is not always the context's. */
	template;
	kind;
	/** Set where text is dropped once the template turns out to extend another. */
	root;
	slots = /* @__PURE__ */ new Map();
	/** What `set` wrote directly in this loop or block; functions that look at the context see it. */
	written = /* @__PURE__ */ new Map();
	constructor(scope, context, template, kind, parent, root) {
		this.scope = scope;
		this.context = context;
		this.template = template;
		this.kind = kind;
		this.parent = parent;
		this.root = root;
	}
	inner(scope, kind = "inner", checksExtended = true) {
		return new Frame(scope, this.context, this.template, kind, this, checksExtended ? this.root : void 0);
	}
	get isTop() {
		return this.kind === "top";
	}
	/** Gives every variable of the scope its first value; parameters keep theirs. */
	enter() {
		this.written.clear();
		for (const [name, load] of this.scope.loads) {
			if (load === "parameter") continue;
			const value = load === "resolve" ? this.context.resolve(name) : load === "alias" ? this.parent?.read(name) : void 0;
			if (value === void 0) this.slots.delete(name);
			else this.slots.set(name, value);
		}
	}
	/** The value of a name, or undefined where it has none. */
	read(name) {
		return this.owner(name).slots.get(name);
	}
	lookup(name) {
		const value = this.read(name);
		return value === void 0 ? new Undefined(`'${name}' is undefined`) : value;
	}
	assign(name, value) {
		this.owner(name).slots.set(name, value);
	}
	/** Gives a parameter of this very scope its value. */
	declare(name, value) {
		this.slots.set(name, value);
	}
	owner(name) {
		for (let frame = this; frame; frame = frame.parent) if (frame.scope.loads.has(name)) return frame;
		throw new TemplateRuntimeError("AssertionError", `the name '${name}' cannot be used here`);
	}
	/** The variables that were written here and further out: what an include or a scoped block is given. */
	locals() {
		const locals = /* @__PURE__ */ new Map();
		for (const name of this.scope.storedNames()) {
			const value = this.read(name);
			if (value !== void 0) locals.set(name, value);
		}
		return locals;
	}
};

// src/template/meter.ts
/** Counts what one render uses against its limits. Everything over a limit is an error of type `LimitError`. Threat model T-10. */
var Meter = class {
	limits;
	steps = 0;
	operations = 0;
	work = 0;
	includes = 0;
	includeDepth = 0;
	macroDepth = 0;
	constructor(limits) {
		this.limits = limits;
	}
	countSteps(count) {
		this.steps += count;
		if (this.steps > this.limits.steps) overLimit(`loops with more than ${this.limits.steps} steps`);
	}
	countOperation() {
		if (++this.operations > this.limits.operations) overLimit(`the template needs more than ${this.limits.operations} operations`);
	}
	/** Counts the size of a value that an operation reads or makes. */
	countValue(value) {
		if (typeof value === "string") this.work += value.length;
		else if (Array.isArray(value)) this.work += 4 * value.length;
		else if (value instanceof Tuple) this.work += 4 * value.items.length;
		else if (value instanceof Dict) this.work += 4 * value.size;
		else if (value instanceof Markup) this.work += value.text.length;
		else return;
		if (this.work > this.limits.work) overLimit("the template works on too much text or too many items");
	}
	/** Runs something that another template does. */
	includeTemplate(action) {
		if (++this.includes > this.limits.includes) overLimit(`more than ${this.limits.includes} templates are included`);
		if (++this.includeDepth > this.limits.includeDepth) overLimit(`templates include each other more than ${this.limits.includeDepth} deep`);
		try {
			return action();
		} finally {
			this.includeDepth--;
		}
	}
	/** Runs the body of a macro, a block or a recursive loop. */
	enterMacro(action) {
		this.countSteps(1);
		if (++this.macroDepth > this.limits.macroDepth) overLimit(`macros, blocks or recursive loops call each other more than ${this.limits.macroDepth} deep`);
		try {
			return action();
		} finally {
			this.macroDepth--;
		}
	}
	checkText(text) {
		if (text.length > this.limits.text) overLimit(`a text of ${text.length} characters is over the limit of ${this.limits.text}`);
		return text;
	}
	checkRange(length) {
		if (length > BigInt(this.limits.range)) overLimit(`range of ${length} is over the limit of ${this.limits.range}`);
	}
};
function overLimit(message) {
	throw new TemplateRuntimeError("LimitError", message);
}
/** Text that grows piece by piece and never above a limit. */
var Output = class {
	pieces = [];
	length = 0;
	limit;
	constructor(limit) {
		this.limit = limit;
	}
	append(text) {
		this.length += text.length;
		if (this.length > this.limit) overLimit(`the output is over the limit of ${this.limit} characters`);
		if (text !== "") this.pieces.push(text);
	}
	toString() {
		return this.pieces.join("");
	}
};

// src/template/lookup.ts
/**
* Refuses names that could reach outside the project: absolute paths, drive letters, backslashes, NUL, addresses. Throws ProjectError
* with code `outside-root`; the caller adds the place. Threat model F-02.
*/
function refuseForeignName(name) {
	if (name.startsWith("/") || name.includes("\\") || name.includes("\0") || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(name)) throw outside(name);
}
function outside(name) {
	return new ProjectError("outside-root", `${quote(name)} points outside the project`);
}
/**
* A name that begins with `./` or `../` is relative to the template that uses it; any other stays what it is. The result begins with
* `/` where it is a path from the project folder, else it is for the search folders. Source: kluctl v2.28, jinja2_utils.py.
*/
function joinName(name, user) {
	refuseForeignName(name);
	if (user === void 0 || !(name.startsWith("./") || name.startsWith("../"))) return name;
	const absolute = user.startsWith("/");
	const parts = (absolute ? user.slice(1) : user).split("/").slice(0, -1);
	for (const part of name.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === void 0) throw outside(name);
	}
	return (absolute ? "/" : "") + parts.join("/");
}
/** The project-relative paths where a joined name is looked for, in order. Throws ProjectError for `..` parts. */
function candidatePaths(joined, searchDirs) {
	if (joined.startsWith("/")) {
		const path = joined.slice(1);
		return searchDirs.some((dir) => dir === "" || path.startsWith(`${dir}/`)) ? [path] : [];
	}
	const parts = joined.split("/").filter((part) => part !== "" && part !== ".");
	if (parts.includes("..")) throw outside(joined);
	const path = parts.join("/");
	return path === "" ? [] : searchDirs.map((dir) => dir === "" ? path : `${dir}/${path}`);
}

// src/template/literals.ts
var import_lexer = /* @__PURE__ */ __toESM(require_lexer(), 1);
/** Literals of the expression language, read the way Python reads them. */
/** What `str.isspace` and `\s` mean in Python, as the inside of a character class. JavaScript's own `\s` differs. */
const pythonSpace = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const trailingSpace = new RegExp(`[${pythonSpace}]+$`);
/** Python's `str.rstrip()`; linear, since it looks from the end. */
function stripEnd(text) {
	let end = text.length;
	while (end > 0 && trailingSpace.test(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}
const simpleEscapes = /* @__PURE__ */ new Map([
	["\n", ""],
	["\\", "\\"],
	["'", "'"],
	["\"", "\""],
	["a", "\x07"],
	["b", "\b"],
	["f", "\f"],
	["n", "\n"],
	["r", "\r"],
	["t", "	"],
	["v", "\v"]
]);
const escapeSequence = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{0,2})|u([0-9a-fA-F]{0,4})|U([0-9a-fA-F]{0,8})|(N)|([^\x00-\x7f])|(.))/gsu;
/**
* The text between the quotes of a string literal, escapes resolved as Python's `unicode-escape` codec does after Jinja2 turned every
* character above U+007F into an escape of its own. Unknown escapes keep their backslash.
* Returns an object with the reason where Python refuses, or where the result could not be held exactly.
*/
function unescapeText(text) {
	if (!text.includes("\\")) return text;
	let problem;
	const result = text.replace(escapeSequence, (whole, octal, x, u, long, named, wide, other) => {
		if (octal !== void 0) return String.fromCodePoint(Number.parseInt(octal, 8));
		if (named !== void 0) problem ??= "named characters (\\N{…}) are not supported in strings";
		if (wide !== void 0) return `\\${codecEscape(wide)}`;
		if (other !== void 0) return simpleEscapes.get(other) ?? whole;
		const code = x ?? u ?? long ?? "";
		const width = x !== void 0 ? 2 : u !== void 0 ? 4 : 8;
		if (code.length < width) problem ??= `truncated ${width === 2 ? "\\xXX" : width === 4 ? "\\uXXXX" : "\\UXXXXXXXX"} escape`;
		const point = Number.parseInt(code || "0", 16);
		if (point > 1114111) problem ??= "illegal Unicode character";
		if (point >= 55296 && point <= 57343) problem ??= "half of a surrogate pair is not supported in strings";
		return problem === void 0 ? String.fromCodePoint(point) : "";
	});
	return problem === void 0 ? result : { problem };
}
/** A backslash before a wide character is doubled by the codec's own backslash, so the digits stay as text. */
function codecEscape(character) {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	if (code <= 255) return `x${hex.padStart(2, "0")}`;
	return code <= 65535 ? `u${hex.padStart(4, "0")}` : `U${hex.padStart(8, "0")}`;
}
/** Python's limit for the digits of a decimal integer in text. */
const maxDigits = 4300;
/** `1_000`, `0x10`, `0o7`, `0b1`; undefined where Python refuses the number as too long. */
function parseInteger(text) {
	const digits = text.replaceAll("_", "").toLowerCase();
	return digits.length > maxDigits ? void 0 : BigInt(digits);
}
/** `1.5`, `1e3`, `1_0.5`; undefined where the number is too large to be a float. */
function parseFloatLiteral(text) {
	const value = Number(text.replaceAll("_", ""));
	return Number.isFinite(value) ? value : void 0;
}

// src/template/lexer.ts
var import_parser = /* @__PURE__ */ __toESM(require_parser(), 1);
/** Type of the token that stands behind the last one. */
const endOfTemplate = "eof";
const space = `[${pythonSpace}]*`;
const rawBegin = `\\{%[-+]?${space}raw${space}(?:-%\\}${space}|%\\})`;
const begin$1 = new RegExp(`${rawBegin}|\\{#[-+]?|\\{%[-+]?|\\{\\{[-+]?`, "g");
const rawEnd = new RegExp(`\\{%[-+]?${space}endraw${space}(?:\\+%\\}|-%\\}${space}|%\\})`, "g");
const commentEnd = new RegExp(`\\+#\\}|-#\\}${space}|#\\}`, "g");
const blockEnd = new RegExp(`\\+%\\}|-%\\}${space}|%\\}`, "y");
const variableEnd = new RegExp(`-\\}\\}${space}|\\}\\}`, "y");
const blank = new RegExp(`[${pythonSpace}]+`, "y");
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const name = new RegExp(`(?:(?![${pythonSpace}])[\\w\\u0080-\\uffff])+`, "y");
const string = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const closing = /* @__PURE__ */ new Map([
	["{", "}"],
	["(", ")"],
	["[", "]"]
]);
const types = /* @__PURE__ */ new Map([
	["(", import_lexer.default.TOKEN_LEFT_PAREN],
	[")", import_lexer.default.TOKEN_RIGHT_PAREN],
	["[", import_lexer.default.TOKEN_LEFT_BRACKET],
	["]", import_lexer.default.TOKEN_RIGHT_BRACKET],
	["{", import_lexer.default.TOKEN_LEFT_CURLY],
	["}", import_lexer.default.TOKEN_RIGHT_CURLY],
	[",", import_lexer.default.TOKEN_COMMA],
	[":", import_lexer.default.TOKEN_COLON],
	["~", import_lexer.default.TOKEN_TILDE],
	["|", import_lexer.default.TOKEN_PIPE]
]);
/**
* Jinja2's lexical grammar on nunjucks' tokenizer. nunjucks goes character by character, loses backslashes, knows regular expressions
* and `===`, and takes any run of characters as a name; all of that is replaced. Blanks are skipped, strings keep their quotes.
* The source must have `\n` line ends (see {@link normalizeSource}). Source: Jinja2 3.1 lexer rules, kluctl-semantics 5.9.
*/
var JinjaTokenizer = class extends import_lexer.default.lex("").constructor {
	waiting = [];
	brackets = [];
	inVariable = false;
	lineStart = 0;
	nextNewline;
	constructor(source) {
		super(source);
		this.nextNewline = newlineFrom(source, 0);
	}
	nextToken() {
		return this.waiting.shift() ?? this.lexToken();
	}
	/** The token behind the one that comes next; nothing is consumed. */
	lookAhead() {
		const token = this.waiting[0] ?? this.lexToken();
		this.waiting[0] = token;
		return token;
	}
	forwardN(count) {
		this.index += count;
		while (this.nextNewline < this.index) {
			this.lineno++;
			this.lineStart = this.nextNewline + 1;
			this.nextNewline = newlineFrom(this.str, this.lineStart);
		}
		this.colno = this.index - this.lineStart;
	}
	lexToken() {
		while (!this.isFinished()) {
			const token = this.in_code ? this.codeToken() : this.dataToken();
			if (token) return token;
		}
		return this.token("eof", "");
	}
	token(type, value) {
		return {
			type,
			value,
			lineno: this.lineno,
			colno: this.colno
		};
	}
	/** Text up to the next tag, then the begin of the tag; undefined where only a comment or nothing was there. */
	dataToken() {
		const found = search(begin$1, this.str, this.index);
		if (!found) return this.take(import_lexer.default.TOKEN_DATA, this.len - this.index);
		if (found.index > this.index) {
			const length = found.index - this.index;
			const text = this.str.slice(this.index, found.index);
			const token = this.token(import_lexer.default.TOKEN_DATA, found[0].charAt(2) === "-" ? stripEnd(text) : text);
			this.forwardN(length);
			return token.value === "" ? void 0 : token;
		}
		const tag = found[0];
		if (tag.startsWith("{#")) return this.comment(tag);
		if (tag.length > 3) return this.raw(tag);
		this.in_code = true;
		this.inVariable = tag.startsWith("{{");
		return this.take(this.inVariable ? import_lexer.default.TOKEN_VARIABLE_START : import_lexer.default.TOKEN_BLOCK_START, tag.length);
	}
	comment(tag) {
		const end = search(commentEnd, this.str, this.index + tag.length);
		if (end) this.forwardN(end.index + end[0].length - this.index);
		else this.toEnd(tag.length, "Missing end of comment tag");
	}
	raw(tag) {
		this.forwardN(tag.length);
		const end = search(rawEnd, this.str, this.index);
		if (!end) return this.toEnd(0, "Missing end of raw directive");
		const text = this.str.slice(this.index, end.index);
		const token = this.token(import_lexer.default.TOKEN_DATA, end[0].charAt(2) === "-" ? stripEnd(text) : text);
		this.forwardN(end.index + end[0].length - this.index);
		return token.value === "" ? void 0 : token;
	}
	/** Jinja2 misses the end of a comment or raw block only where something follows its begin. */
	toEnd(length, message) {
		if (this.index + length < this.len) this.fail(message);
		this.forwardN(length);
	}
	codeToken() {
		const skipped = this.match(blank);
		if (skipped !== void 0) {
			this.forwardN(skipped.length);
			return;
		}
		const end = this.brackets.length === 0 ? this.match(this.inVariable ? variableEnd : blockEnd) : void 0;
		if (end !== void 0) {
			this.in_code = false;
			return this.take(this.inVariable ? import_lexer.default.TOKEN_VARIABLE_END : import_lexer.default.TOKEN_BLOCK_END, end.length);
		}
		for (const [pattern, type] of patterns) {
			const text = this.match(pattern);
			if (text !== void 0) return this.take(type, text.length);
		}
		const word = this.match(name);
		if (word !== void 0) {
			if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(word)) this.fail("Invalid character in identifier");
			return this.take(import_lexer.default.TOKEN_SYMBOL, word.length);
		}
		const sign = this.match(operator);
		if (sign === void 0) return this.fail(`unexpected char ${JSON.stringify(this.str.charAt(this.index))}`);
		this.balance(sign);
		return this.take(types.get(sign) ?? import_lexer.default.TOKEN_OPERATOR, sign.length);
	}
	balance(sign) {
		const close = closing.get(sign);
		if (close !== void 0) this.brackets.push(close);
		else if (sign === "}" || sign === ")" || sign === "]") {
			const expected = this.brackets.pop();
			if (expected === void 0) this.fail(`unexpected '${sign}'`);
			if (expected !== sign) this.fail(`unexpected '${sign}', expected '${expected}'`);
		}
	}
	take(type, length) {
		const token = this.token(type, this.str.slice(this.index, this.index + length));
		this.forwardN(length);
		return token;
	}
	match(pattern) {
		pattern.lastIndex = this.index;
		return pattern.exec(this.str)?.[0];
	}
	fail(message) {
		throw new SyntaxProblem("TemplateSyntaxError", message, {
			line: this.lineno + 1,
			column: this.colno + 1
		});
	}
};
const patterns = [
	[float, import_lexer.default.TOKEN_FLOAT],
	[integer, import_lexer.default.TOKEN_INT],
	[string, import_lexer.default.TOKEN_STRING]
];
/** Line ends become `\n` and one at the end is dropped, as Jinja2 does with `keep_trailing_newline` off. */
function normalizeSource(source) {
	const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
	return text.endsWith("\n") ? text.slice(0, -1) : text;
}
function newlineFrom(source, index) {
	const found = source.indexOf("\n", index);
	return found === -1 ? Number.POSITIVE_INFINITY : found;
}
function search(pattern, source, index) {
	pattern.lastIndex = index;
	return pattern.exec(source);
}

// src/template/token-parser.ts
const descriptions = /* @__PURE__ */ new Map([
	["eof", "end of template"],
	[import_lexer.default.TOKEN_BLOCK_START, "begin of statement block"],
	[import_lexer.default.TOKEN_BLOCK_END, "end of statement block"],
	[import_lexer.default.TOKEN_VARIABLE_START, "begin of print statement"],
	[import_lexer.default.TOKEN_VARIABLE_END, "end of print statement"],
	[import_lexer.default.TOKEN_DATA, "template data / text"]
]);
/** How deep brackets, operators and statements may be inside each other while parsing; the tree itself has its own limit. */
const maxNesting = 200;
/** nunjucks' parser with its token functions kept (peek, next, skip) and everything that reports a problem in Jinja2's words. */
var TokenParser = class extends import_parser.default.Parser {
	tokenizer;
	depth = 0;
	constructor(source) {
		const tokenizer = new JinjaTokenizer(normalizeSource(source));
		super(tokenizer);
		this.tokenizer = tokenizer;
	}
	here() {
		return this.positionOf(this.peekToken());
	}
	positionOf(token) {
		return {
			line: token.lineno + 1,
			column: token.colno + 1
		};
	}
	/** Is this word next? Nothing is consumed. */
	at(word) {
		const token = this.peekToken();
		return token.type === import_lexer.default.TOKEN_SYMBOL && token.value === word;
	}
	/** The token behind the next one. */
	lookAhead() {
		this.peekToken();
		return this.tokenizer.lookAhead();
	}
	expectName() {
		const token = this.nextToken();
		if (token.type !== import_lexer.default.TOKEN_SYMBOL) this.unexpected(token, "name");
		return token;
	}
	expectWord(word) {
		const token = this.nextToken();
		if (token.type !== import_lexer.default.TOKEN_SYMBOL || token.value !== word) this.unexpected(token, word);
		return token;
	}
	expectType(type, wanted = descriptions.get(type) ?? type) {
		const token = this.nextToken();
		if (token.type !== type) this.unexpected(token, wanted);
		return token;
	}
	unexpected(token, wanted) {
		const message = token.type === "eof" ? `unexpected end of template, expected '${wanted}'.` : `expected token '${wanted}', got '${this.describe(token)}'`;
		this.problem(message, this.positionOf(token));
	}
	describe(token) {
		return descriptions.get(token.type) ?? token.value;
	}
	/** Guards the call stack: every construct that can hold itself goes through here. */
	nested(parse) {
		if (++this.depth > maxNesting) this.problem("the template is nested too deeply", this.here(), "limit");
		const result = parse();
		this.depth--;
		return result;
	}
	problem(message, position, type = "TemplateSyntaxError") {
		throw new SyntaxProblem(type, message, position);
	}
	/** nunjucks' own way to fail; its positions count from 0. */
	fail(message, lineno, colno) {
		const position = lineno === void 0 ? this.here() : {
			line: lineno + 1,
			column: (colno ?? 0) + 1
		};
		this.problem(message, position);
	}
	isTagEnd(type) {
		return type === import_lexer.default.TOKEN_VARIABLE_END || type === import_lexer.default.TOKEN_BLOCK_END;
	}
	isEnd(type) {
		return type === "eof";
	}
};

// src/template/argument-parser.ts
const { TOKEN_SYMBOL: TOKEN_SYMBOL$3, TOKEN_OPERATOR: TOKEN_OPERATOR$4, TOKEN_COMMA: TOKEN_COMMA$4, TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$4, TOKEN_RIGHT_PAREN: TOKEN_RIGHT_PAREN$2 } = import_lexer.default;
const noArguments = {
	positional: [],
	named: [],
	spread: void 0,
	spreadNamed: void 0
};
/** What stands between brackets with commas: the arguments of calls, filters and tests, and the items of lists and dicts. */
var ArgumentParser = class extends TokenParser {
	parseArguments() {
		const position = this.here();
		this.expectType(TOKEN_LEFT_PAREN$4, "(");
		const positional = [];
		const named = [];
		let spread;
		let spreadNamed;
		const ensure = (valid) => {
			if (!valid) this.problem("invalid syntax for function call expression", position);
		};
		for (let first = true; this.peekToken().type !== TOKEN_RIGHT_PAREN$2; first = false) {
			if (!first) this.expectType(TOKEN_COMMA$4, ",");
			if (!first && this.peekToken().type === TOKEN_RIGHT_PAREN$2) break;
			if (this.skipValue(TOKEN_OPERATOR$4, "*")) {
				ensure(!spread && !spreadNamed);
				spread = this.parseExpression();
			} else if (this.skipValue(TOKEN_OPERATOR$4, "**")) {
				ensure(!spreadNamed);
				spreadNamed = this.parseExpression();
			} else if (this.peekToken().type === TOKEN_SYMBOL$3 && this.lookAhead().value === "=") {
				ensure(!spreadNamed);
				named.push(this.parseNamed());
			} else {
				ensure(!spread && !spreadNamed && named.length === 0);
				positional.push(this.parseExpression());
			}
		}
		this.expectType(TOKEN_RIGHT_PAREN$2, ")");
		return {
			positional,
			named,
			spread,
			spreadNamed
		};
	}
	parseNamed() {
		const token = this.nextToken();
		this.nextToken();
		return {
			name: token.value,
			position: this.positionOf(token),
			value: this.parseExpression()
		};
	}
	parseOptionalArguments() {
		return this.peekToken().type === TOKEN_LEFT_PAREN$4 ? this.parseArguments() : noArguments;
	}
	parseItems(endType, end, parseItem) {
		const items = [];
		while (this.peekToken().type !== endType) {
			if (items.length > 0) this.expectType(TOKEN_COMMA$4, ",");
			if (this.peekToken().type === endType) break;
			items.push(parseItem());
		}
		this.expectType(endType, end);
		return items;
	}
};

// src/template/primary-parser.ts
const { TOKEN_SYMBOL: TOKEN_SYMBOL$2, TOKEN_COMMA: TOKEN_COMMA$3, TOKEN_COLON: TOKEN_COLON$2, TOKEN_STRING: TOKEN_STRING$1, TOKEN_INT: TOKEN_INT$1, TOKEN_FLOAT: TOKEN_FLOAT$1 } = import_lexer.default;
const { TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$3, TOKEN_RIGHT_PAREN: TOKEN_RIGHT_PAREN$1, TOKEN_LEFT_BRACKET: TOKEN_LEFT_BRACKET$1, TOKEN_RIGHT_BRACKET: TOKEN_RIGHT_BRACKET$1 } = import_lexer.default;
const { TOKEN_LEFT_CURLY: TOKEN_LEFT_CURLY$1, TOKEN_RIGHT_CURLY } = import_lexer.default;
const constants = /* @__PURE__ */ new Map([
	["true", true],
	["True", true],
	["false", false],
	["False", false],
	["none", null],
	["None", null]
]);
/** Names, literals, lists, dicts and tuples. */
var PrimaryParser = class extends ArgumentParser {
	parsePrimary() {
		const token = this.nextToken();
		const position = this.positionOf(token);
		switch (token.type) {
			case TOKEN_SYMBOL$2: {
				const value = constants.get(token.value);
				if (value !== void 0) return {
					kind: "literal",
					position,
					value
				};
				return {
					kind: "name",
					position,
					name: token.value,
					mode: "load"
				};
			}
			case TOKEN_STRING$1: return {
				kind: "literal",
				position,
				value: this.parseStrings(token.value, position)
			};
			case TOKEN_INT$1: return {
				kind: "literal",
				position,
				value: this.integer(token.value, position)
			};
			case TOKEN_FLOAT$1: {
				const value = parseFloatLiteral(token.value);
				if (value === void 0) this.problem("the number is too large", position, "unsupported");
				return {
					kind: "literal",
					position,
					value
				};
			}
			case TOKEN_LEFT_PAREN$3: {
				const node = this.parseTuple({ parenthesized: true });
				this.expectType(TOKEN_RIGHT_PAREN$1, ")");
				return node;
			}
			case TOKEN_LEFT_BRACKET$1: return {
				kind: "list",
				position,
				items: this.parseItems(TOKEN_RIGHT_BRACKET$1, "]", () => this.parseExpression())
			};
			case TOKEN_LEFT_CURLY$1: return {
				kind: "dict",
				position,
				pairs: this.parseItems(TOKEN_RIGHT_CURLY, "}", () => this.parsePair())
			};
			default: return this.problem(`unexpected '${this.describe(token)}'`, position);
		}
	}
	parseStrings(first, position) {
		let text = this.unquote(first, position);
		while (this.peekToken().type === TOKEN_STRING$1) {
			const token = this.nextToken();
			text += this.unquote(token.value, this.positionOf(token));
		}
		return text;
	}
	unquote(literal, position) {
		const text = unescapeText(literal.slice(1, -1));
		return typeof text === "string" ? text : this.problem(text.problem, position);
	}
	integer(text, position) {
		return parseInteger(text) ?? this.problem("the number has too many digits", position);
	}
	parsePair() {
		const key = this.parseExpression();
		this.expectType(TOKEN_COLON$2, ":");
		return {
			key,
			value: this.parseExpression()
		};
	}
	/** One expression, or several with commas between, which make a tuple. */
	parseTuple(options = {}) {
		let position = this.here();
		const items = [];
		let isTuple = false;
		for (;;) {
			if (items.length > 0) this.expectType(TOKEN_COMMA$3, ",");
			if (this.endsTuple()) break;
			items.push(this.parseTupleItem(options));
			if (this.peekToken().type !== TOKEN_COMMA$3) break;
			isTuple = true;
			position = this.here();
		}
		const [first] = items;
		if (!isTuple && first) return first;
		if (!isTuple && !options.parenthesized) this.problem(`Expected an expression, got '${this.describe(this.peekToken())}'`, this.here());
		return {
			kind: "tuple",
			position,
			items
		};
	}
	parseTupleItem(options) {
		if (options.simplified) return this.nested(() => this.parsePrimary());
		return options.conditions === false ? this.nested(() => this.parseOr()) : this.parseExpression();
	}
	endsTuple() {
		const { type } = this.peekToken();
		return this.isTagEnd(type) || type === TOKEN_RIGHT_PAREN$1;
	}
};

// src/template/postfix-parser.ts
const { TOKEN_SYMBOL: TOKEN_SYMBOL$1, TOKEN_OPERATOR: TOKEN_OPERATOR$3, TOKEN_COMMA: TOKEN_COMMA$2, TOKEN_COLON: TOKEN_COLON$1, TOKEN_PIPE } = import_lexer.default;
const { TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$2, TOKEN_LEFT_BRACKET, TOKEN_RIGHT_BRACKET, TOKEN_LEFT_CURLY } = import_lexer.default;
const { TOKEN_STRING, TOKEN_INT, TOKEN_FLOAT } = import_lexer.default;
/** What an argument of a test without brackets may begin with. */
const testArgument = /* @__PURE__ */ new Set([
	TOKEN_SYMBOL$1,
	TOKEN_STRING,
	TOKEN_INT,
	TOKEN_FLOAT,
	TOKEN_LEFT_BRACKET,
	TOKEN_LEFT_CURLY
]);
/** What follows an operand: attributes, indexes, slices, calls, filters and tests. */
var PostfixParser = class extends PrimaryParser {
	parsePostfix(operand) {
		let node = operand;
		for (;;) {
			const token = this.peekToken();
			if (token.type === TOKEN_LEFT_PAREN$2) node = this.parseCall(node);
			else if (token.type === TOKEN_LEFT_BRACKET) node = this.parseItem(node);
			else if (token.type === TOKEN_OPERATOR$3 && token.value === ".") node = this.parseAttribute(node);
			else return node;
		}
	}
	parseFiltersAndTests(operand) {
		let node = operand;
		for (;;) {
			const { type } = this.peekToken();
			if (type === TOKEN_PIPE) node = this.parseFilters(node) ?? node;
			else if (this.at("is")) node = this.parseTest(node);
			else if (type === TOKEN_LEFT_PAREN$2) node = this.parseCall(node);
			else return node;
		}
	}
	parseCall(callee) {
		return {
			kind: "call",
			position: this.here(),
			callee,
			args: this.parseArguments()
		};
	}
	parseAttribute(target) {
		const position = this.here();
		this.nextToken();
		const token = this.nextToken();
		if (token.type === TOKEN_SYMBOL$1) return {
			kind: "attribute",
			position,
			target,
			name: token.value
		};
		if (token.type !== TOKEN_INT) this.problem("expected name or number", this.positionOf(token));
		const at = this.positionOf(token);
		return {
			kind: "item",
			position,
			target,
			index: {
				kind: "literal",
				position: at,
				value: this.integer(token.value, at)
			}
		};
	}
	parseItem(target) {
		const position = this.here();
		this.nextToken();
		const items = [];
		while (this.peekToken().type !== TOKEN_RIGHT_BRACKET) {
			if (items.length > 0) this.expectType(TOKEN_COMMA$2, ",");
			items.push(this.parseSubscript());
		}
		this.nextToken();
		const [first] = items;
		return {
			kind: "item",
			position,
			target,
			index: items.length === 1 && first ? first : {
				kind: "tuple",
				position,
				items
			}
		};
	}
	parseSubscript() {
		const position = this.here();
		const start = this.peekToken().type === TOKEN_COLON$1 ? void 0 : this.parseExpression();
		if (start && this.peekToken().type !== TOKEN_COLON$1) return start;
		this.nextToken();
		return {
			kind: "slice",
			position,
			start,
			stop: this.peekToken().type === TOKEN_COLON$1 ? void 0 : this.parseBound(),
			step: this.skip(TOKEN_COLON$1) ? this.parseBound() : void 0
		};
	}
	parseBound() {
		const { type } = this.peekToken();
		return type === TOKEN_RIGHT_BRACKET || type === TOKEN_COMMA$2 ? void 0 : this.parseExpression();
	}
	/** The filters behind a value, or behind the word `filter` or a block `set`, where they have no target. */
	parseFilters(target, startsWithName = false) {
		let node;
		for (let inline = startsWithName; inline || this.skip(TOKEN_PIPE); inline = false) {
			const position = this.here();
			const name = this.parseDottedName();
			node = {
				kind: "filter",
				position,
				target: node ?? target,
				name,
				args: this.parseOptionalArguments()
			};
		}
		return node;
	}
	parseDottedName() {
		let name = this.expectName().value;
		while (this.skipValue(TOKEN_OPERATOR$3, ".")) name += `.${this.expectName().value}`;
		return name;
	}
	parseTest(target) {
		const position = this.here();
		this.nextToken();
		const negated = this.skipSymbol("not");
		const test = {
			kind: "test",
			position,
			target,
			name: this.parseDottedName(),
			args: this.parseTestArguments()
		};
		return negated ? {
			kind: "not",
			position,
			operand: test
		} : test;
	}
	parseTestArguments() {
		const { type } = this.peekToken();
		if (type === TOKEN_LEFT_PAREN$2) return this.parseArguments();
		if (!testArgument.has(type) || this.at("else") || this.at("or") || this.at("and")) return noArguments;
		if (this.at("is")) this.problem("You cannot chain multiple tests with is", this.here());
		return {
			...noArguments,
			positional: [this.parsePostfix(this.parsePrimary())]
		};
	}
};

// src/template/expression-parser.ts
const { TOKEN_OPERATOR: TOKEN_OPERATOR$2, TOKEN_TILDE } = import_lexer.default;
const compareOperators = /* @__PURE__ */ new Set([
	"==",
	"!=",
	"<",
	"<=",
	">",
	">="
]);
/** Jinja2's operators and their precedence. Source: Jinja2 3.1 parser, kluctl-semantics 5.9. */
var ExpressionParser = class extends PostfixParser {
	parseExpression() {
		return this.nested(() => this.parseCondition());
	}
	parseCondition() {
		let position = this.here();
		let node = this.parseOr();
		while (this.skipSymbol("if")) {
			const test = this.parseOr();
			const otherwise = this.skipSymbol("else") ? this.parseExpression() : void 0;
			node = {
				kind: "condition",
				position,
				test,
				value: node,
				otherwise
			};
			position = this.here();
		}
		return node;
	}
	parseOr() {
		let position = this.here();
		let left = this.parseAnd();
		while (this.skipSymbol("or")) {
			left = {
				kind: "or",
				position,
				left,
				right: this.parseAnd()
			};
			position = this.here();
		}
		return left;
	}
	parseAnd() {
		let position = this.here();
		let left = this.parseNot();
		while (this.skipSymbol("and")) {
			left = {
				kind: "and",
				position,
				left,
				right: this.parseNot()
			};
			position = this.here();
		}
		return left;
	}
	parseNot() {
		const position = this.here();
		if (this.skipSymbol("not")) return {
			kind: "not",
			position,
			operand: this.nested(() => this.parseNot())
		};
		return this.parseCompare();
	}
	parseCompare() {
		let position = this.here();
		const first = this.parseSum();
		const rest = [];
		for (let operator = this.compareOperator(); operator; operator = this.compareOperator()) {
			rest.push({
				operator,
				operand: this.parseSum()
			});
			position = this.here();
		}
		return rest.length === 0 ? first : {
			kind: "compare",
			position,
			first,
			rest
		};
	}
	compareOperator() {
		const token = this.peekToken();
		if (token.type === TOKEN_OPERATOR$2 && compareOperators.has(token.value)) return this.take(token.value);
		if (this.at("in")) return this.take("in");
		if (this.at("not") && this.lookAhead().value === "in") {
			this.nextToken();
			return this.take("not in");
		}
	}
	take(value) {
		this.nextToken();
		return value;
	}
	parseSum() {
		return this.parseBinary(["+", "-"], () => this.parseConcat());
	}
	parseConcat() {
		const position = this.here();
		const first = this.parseProduct();
		if (this.peekToken().type !== TOKEN_TILDE) return first;
		const parts = [first];
		while (this.skip(TOKEN_TILDE)) parts.push(this.parseProduct());
		return {
			kind: "concat",
			position,
			parts
		};
	}
	parseProduct() {
		return this.parseBinary([
			"*",
			"/",
			"//",
			"%"
		], () => this.parsePower());
	}
	parsePower() {
		return this.parseBinary(["**"], () => this.parseUnary(true));
	}
	parseBinary(operators, parseOperand) {
		let position = this.here();
		let left = parseOperand();
		for (;;) {
			const operator = operators.find((sign) => this.skipValue(TOKEN_OPERATOR$2, sign));
			if (operator === void 0) return left;
			left = {
				kind: "binary",
				position,
				operator,
				left,
				right: parseOperand()
			};
			position = this.here();
		}
	}
	parseUnary(withFilters) {
		const position = this.here();
		const sign = ["-", "+"].find((operator) => this.skipValue(TOKEN_OPERATOR$2, operator));
		const operand = sign ? {
			kind: "unary",
			position,
			operator: sign,
			operand: this.nested(() => this.parseUnary(false))
		} : this.parsePrimary();
		const node = this.parsePostfix(operand);
		return withFilters ? this.parseFiltersAndTests(node) : node;
	}
};

// src/template/target-parser.ts
const { TOKEN_OPERATOR: TOKEN_OPERATOR$1, TOKEN_COMMA: TOKEN_COMMA$1, TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$1, TOKEN_RIGHT_PAREN } = import_lexer.default;
const constantNames = /* @__PURE__ */ new Set([
	"true",
	"false",
	"none",
	"True",
	"False",
	"None"
]);
/** What is assigned to, declared or imported: targets, signatures, imported names. */
var TargetParser = class extends ExpressionParser {
	parseSetTarget() {
		if (this.lookAhead().value !== ".") return this.parseTarget();
		const token = this.expectName();
		this.nextToken();
		const attribute = this.expectName().value;
		return {
			kind: "namespace-target",
			position: this.positionOf(token),
			name: token.value,
			attribute
		};
	}
	parseTarget() {
		return this.toTarget(this.parseTuple({ simplified: true }), "store");
	}
	toTarget(node, mode) {
		if (node.kind === "name") return {
			...node,
			mode
		};
		if (node.kind === "tuple") return {
			kind: "tuple-target",
			position: node.position,
			items: node.items.map((item) => this.toTarget(item, mode))
		};
		const word = node.kind === "literal" ? "const" : node.kind;
		return this.problem(`can't assign to '${word}'`, node.position);
	}
	parseName(mode) {
		const token = this.expectName();
		const position = this.positionOf(token);
		if (constantNames.has(token.value)) this.problem("can't assign to 'name'", position);
		return {
			kind: "name",
			position,
			name: token.value,
			mode
		};
	}
	parseSignature() {
		const params = [];
		const defaults = [];
		this.expectType(TOKEN_LEFT_PAREN$1, "(");
		while (this.peekToken().type !== TOKEN_RIGHT_PAREN) {
			if (params.length > 0) this.expectType(TOKEN_COMMA$1, ",");
			params.push(this.parseName("param"));
			if (this.skipValue(TOKEN_OPERATOR$1, "=")) defaults.push(this.parseExpression());
			else if (defaults.length > 0) this.problem("non-default argument follows default argument", this.here());
		}
		this.nextToken();
		return {
			params,
			defaults
		};
	}
	parseImportedName() {
		const { name, position } = this.parseName("store");
		if (name.startsWith("_")) this.problem("names starting with an underline can not be imported", position, "TemplateAssertionError");
		return {
			name,
			alias: this.skipSymbol("as") ? this.parseName("store").name : name
		};
	}
	parseContext() {
		if (!(this.at("with") || this.at("without")) || this.lookAhead().value !== "context") return void 0;
		const word = this.nextToken().value;
		this.nextToken();
		return word === "with";
	}
};

// src/template/statement-parser.ts
const { TOKEN_SYMBOL, TOKEN_OPERATOR, TOKEN_COMMA, TOKEN_COLON } = import_lexer.default;
const { TOKEN_LEFT_PAREN, TOKEN_DATA } = import_lexer.default;
const { TOKEN_BLOCK_END, TOKEN_VARIABLE_START, TOKEN_VARIABLE_END } = import_lexer.default;
const onlyBlanks = new RegExp(`^[${pythonSpace}]+$`);
/** Jinja2's statements with `break` and `continue`, kluctl's only extension. `do`, and what only nunjucks knows, is unknown. */
var StatementParser = class extends TargetParser {
	/** The whole template. */
	parseTemplate() {
		return this.parseNodes();
	}
	/** Statements up to the end of the template or one of the words in `breakOnBlocks`, which is not consumed. */
	parseNodes() {
		const body = [];
		for (;;) {
			const token = this.nextToken();
			const position = this.positionOf(token);
			if (this.isEnd(token.type)) {
				this.pushToken(token);
				return body;
			}
			if (token.type === TOKEN_DATA) body.push({
				kind: "data",
				position,
				text: token.value
			});
			else if (token.type === TOKEN_VARIABLE_START) {
				const value = this.parseTuple();
				this.expectType(TOKEN_VARIABLE_END);
				body.push({
					kind: "output",
					position: value.position,
					value
				});
			} else {
				if (this.breakOnBlocks?.some((word) => this.at(word))) return body;
				const statement = this.nested(() => this.parseStatement());
				if (Array.isArray(statement)) body.push(...statement);
				else body.push(statement);
				this.expectType(TOKEN_BLOCK_END);
			}
		}
	}
	/** The body of a statement, up to one of the words; the word itself is next. */
	parseBody(...words) {
		this.skip(TOKEN_COLON);
		this.expectType(TOKEN_BLOCK_END);
		const outer = this.breakOnBlocks;
		this.breakOnBlocks = words;
		const body = this.parseNodes();
		this.breakOnBlocks = outer;
		if (this.isEnd(this.peekToken().type)) {
			const wanted = words.map((word) => `'${word}'`).join(" or ");
			this.problem(`Unexpected end of template. Jinja was looking for the following tags: ${wanted}.`, this.here());
		}
		return body;
	}
	parseBodyThrough(word) {
		const body = this.parseBody(word);
		this.nextToken();
		return body;
	}
	parseStatement() {
		const token = this.nextToken();
		const position = this.positionOf(token);
		if (token.type !== TOKEN_SYMBOL) this.problem("tag name expected", position);
		switch (token.value) {
			case "for": return this.parseFor(position);
			case "if": return this.parseIf(position);
			case "set": return this.parseSet(position);
			case "print": return this.parsePrint();
			case "macro": return this.parseMacro(position);
			case "call": return this.parseCallBlock(position);
			case "filter": return this.parseFilterBlock(position);
			case "with": return this.parseWith(position);
			case "block": return this.parseBlock(position);
			case "extends": return {
				kind: "extends",
				position,
				template: this.parseExpression()
			};
			case "include": return this.parseInclude(position);
			case "import": return this.parseImport(position);
			case "from": return this.parseFrom(position);
			case "autoescape": return {
				kind: "autoescape",
				position,
				value: this.parseExpression(),
				body: this.parseBodyThrough("endautoescape")
			};
			case "break":
			case "continue": return {
				kind: token.value,
				position
			};
			default: return this.unknownTag(token.value, position);
		}
	}
	unknownTag(name, position) {
		const looking = this.breakOnBlocks?.map((word) => `'${word}'`).join(" or ");
		const wanted = looking ? ` Jinja was looking for the following tags: ${looking}.` : "";
		this.problem(`Encountered unknown tag '${name}'.${wanted}`, position);
	}
	parseFor(position) {
		const target = this.parseTarget();
		this.expectWord("in");
		const iterable = this.parseTuple({ conditions: false });
		const test = this.skipSymbol("if") ? this.parseExpression() : void 0;
		const recursive = this.skipSymbol("recursive");
		return {
			kind: "for",
			position,
			target,
			iterable,
			body: this.parseBody("endfor", "else"),
			otherwise: this.nextToken().value === "endfor" ? [] : this.parseBodyThrough("endfor"),
			test,
			recursive
		};
	}
	parseIf(position) {
		const test = this.parseTuple({ conditions: false });
		const body = this.parseBody("elif", "else", "endif");
		const branches = [];
		for (;;) {
			const word = this.nextToken().value;
			if (word === "elif") {
				const at = this.here();
				const branchTest = this.parseTuple({ conditions: false });
				const branchBody = this.parseBody("elif", "else", "endif");
				branches.push({
					kind: "if",
					position: at,
					test: branchTest,
					body: branchBody,
					branches: [],
					otherwise: []
				});
			} else return {
				kind: "if",
				position,
				test,
				body,
				branches,
				otherwise: word === "else" ? this.parseBodyThrough("endif") : []
			};
		}
	}
	parseSet(position) {
		const target = this.parseSetTarget();
		if (this.skipValue(TOKEN_OPERATOR, "=")) return {
			kind: "set",
			position,
			target,
			value: this.parseTuple()
		};
		return {
			kind: "set-block",
			position,
			target,
			filter: this.parseFilters(void 0),
			body: this.parseBodyThrough("endset")
		};
	}
	parsePrint() {
		const outputs = [];
		while (!this.isTagEnd(this.peekToken().type)) {
			if (outputs.length > 0) this.expectType(TOKEN_COMMA, ",");
			const value = this.parseExpression();
			outputs.push({
				kind: "output",
				position: value.position,
				value
			});
		}
		return outputs;
	}
	parseMacro(position) {
		const { name } = this.parseName("store");
		return {
			kind: "macro",
			position,
			name,
			...this.parseSignature(),
			body: this.parseBodyThrough("endmacro")
		};
	}
	parseCallBlock(position) {
		const signature = this.peekToken().type === TOKEN_LEFT_PAREN ? this.parseSignature() : {
			params: [],
			defaults: []
		};
		const call = this.parseExpression();
		if (call.kind !== "call") this.problem("expected call", position);
		return {
			kind: "call-block",
			position,
			call,
			...signature,
			body: this.parseBodyThrough("endcall")
		};
	}
	parseFilterBlock(position) {
		return {
			kind: "filter-block",
			position,
			filter: this.parseFilters(void 0, true) ?? this.problem("expected filter", position),
			body: this.parseBodyThrough("endfilter")
		};
	}
	parseWith(position) {
		const targets = [];
		const values = [];
		while (this.peekToken().type !== TOKEN_BLOCK_END) {
			if (targets.length > 0) this.expectType(TOKEN_COMMA, ",");
			targets.push(this.toTarget(this.parseTuple({ simplified: true }), "param"));
			if (!this.skipValue(TOKEN_OPERATOR, "=")) this.expectWord("=");
			values.push(this.parseExpression());
		}
		return {
			kind: "with",
			position,
			targets,
			values,
			body: this.parseBodyThrough("endwith")
		};
	}
	parseBlock(position) {
		const name = this.expectName().value;
		const scoped = this.skipSymbol("scoped");
		const required = this.skipSymbol("required");
		const token = this.peekToken();
		if (token.type === TOKEN_OPERATOR && token.value === "-") this.problem("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.", this.here());
		const body = this.parseBodyThrough("endblock");
		if (required && !body.every((node) => node.kind === "data" && onlyBlanks.test(node.text))) this.problem("Required blocks can only contain comments or whitespace", this.here());
		this.skipSymbol(name);
		return {
			kind: "block",
			position,
			name,
			body,
			scoped,
			required
		};
	}
	parseInclude(position) {
		const template = this.parseExpression();
		const ignoreMissing = this.at("ignore") && this.lookAhead().value === "missing";
		if (ignoreMissing) {
			this.nextToken();
			this.nextToken();
		}
		return {
			kind: "include",
			position,
			template,
			ignoreMissing,
			withContext: this.parseContext() ?? true
		};
	}
	parseImport(position) {
		const template = this.parseExpression();
		this.expectWord("as");
		return {
			kind: "import",
			position,
			template,
			target: this.parseName("store").name,
			withContext: this.parseContext() ?? false
		};
	}
	parseFrom(position) {
		const template = this.parseExpression();
		this.expectWord("import");
		const names = [];
		let withContext;
		for (;;) {
			if (names.length > 0) this.expectType(TOKEN_COMMA, ",");
			if (this.peekToken().type !== TOKEN_SYMBOL) this.expectName();
			withContext = this.parseContext();
			if (withContext !== void 0) break;
			names.push(this.parseImportedName());
			withContext = this.parseContext();
			if (withContext !== void 0 || this.peekToken().type !== TOKEN_COMMA) break;
		}
		return {
			kind: "from-import",
			position,
			template,
			names,
			withContext: withContext ?? false
		};
	}
};
/** Parses a template. Throws SyntaxProblem. */
function parseTemplate(source) {
	return source.includes("{") ? new StatementParser(source).parseTemplate() : plainBody(source);
}
/** Text without a single `{` needs no tokenizer. */
function plainBody(source) {
	const text = source.replace(/\r\n?/g, "\n").replace(/\n$/, "");
	return text === "" ? [] : [{
		kind: "data",
		position: {
			line: 1,
			column: 1
		},
		text
	}];
}

// src/template/scope.ts
/**
* The variables of one scope, decided before anything runs, as Jinja2's compiler decides it: a name that is only read is looked up
* once when the scope is entered; a name that is written is the scope's own, and begins with the outer value, or with nothing.
* That is why `{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}` sees the outer `y`. Source: Jinja2 3.1 symbol tracking.
*/
var Scope = class Scope {
	parent;
	loads = /* @__PURE__ */ new Map();
	stores = /* @__PURE__ */ new Set();
	inner = /* @__PURE__ */ new Map();
	constructor(parent) {
		this.parent = parent;
	}
	/** Is the name known here or further out? */
	knows(name) {
		return this.loads.has(name) || (this.parent?.knows(name) ?? false);
	}
	parameter(name) {
		this.stores.add(name);
		this.loads.set(name, "parameter");
	}
	store(name) {
		this.stores.add(name);
		if (!this.loads.has(name)) this.loads.set(name, this.parent?.knows(name) ? "alias" : "undefined");
	}
	load(name) {
		if (!this.knows(name)) this.loads.set(name, "resolve");
	}
	/** Names that were written here or further out: what an include is given besides the context. */
	storedNames() {
		return /* @__PURE__ */ new Set([...this.stores, ...this.parent?.storedNames() ?? []]);
	}
	/** The scope inside a node, analysed once. `key` is whatever stands for it in the tree. */
	within(key, analyse) {
		const known = this.inner.get(key);
		if (known) return known;
		const scope = new Scope(this);
		this.inner.set(key, scope);
		analyse(scope);
		return scope;
	}
	/** What happens in the branches of an `if`: each begins with what is known before it. */
	branches(visits) {
		const copies = visits.map((visit) => {
			const copy = new Scope(this.parent);
			copy.loads = new Map(this.loads);
			copy.stores = new Set(this.stores);
			visit(copy);
			return copy;
		});
		const counts = /* @__PURE__ */ new Map();
		for (const copy of copies) for (const name of copy.stores) if (!this.stores.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
		for (const copy of copies) {
			for (const [name, load] of copy.loads) this.loads.set(name, load);
			for (const name of copy.stores) this.stores.add(name);
		}
		for (const [name, count] of counts) if (count < copies.length) this.loads.set(name, this.parent?.knows(name) ? "alias" : "resolve");
	}
};
/** Analyses nodes that belong to a scope. Scopes further inside are left to themselves. */
function analyse(scope, nodes) {
	for (const node of nodes) visit(scope, node);
}
function visit(scope, node) {
	switch (node.kind) {
		case "name":
			if (node.mode === "load") scope.load(node.name);
			else if (node.mode === "store") scope.store(node.name);
			else scope.parameter(node.name);
			break;
		case "namespace-target":
			scope.load(node.name);
			break;
		case "if":
			visit(scope, node.test);
			scope.branches([
				(branch) => analyse(branch, node.body),
				(branch) => analyse(branch, node.branches),
				(branch) => analyse(branch, node.otherwise)
			]);
			break;
		case "macro":
			scope.store(node.name);
			break;
		case "import":
			visit(scope, node.template);
			scope.store(node.target);
			break;
		case "from-import":
			visit(scope, node.template);
			for (const name of node.names) scope.store(name.alias);
			break;
		case "set":
			visit(scope, node.value);
			visit(scope, node.target);
			break;
		case "for":
			visit(scope, node.iterable);
			break;
		case "call-block":
			visit(scope, node.call);
			break;
		case "filter-block":
			visit(scope, node.filter);
			break;
		case "with":
			analyse(scope, node.values);
			break;
		case "set-block":
			visit(scope, node.target);
			break;
		case "block":
		case "autoescape": break;
		default: analyse(scope, childNodes(node));
	}
}
/** Declares the names of a target as parameters: loop targets. */
function declareTarget(scope, node) {
	if (node.kind === "name") scope.parameter(node.name);
	else if (node.kind === "namespace-target") scope.load(node.name);
	else for (const child of childNodes(node)) declareTarget(scope, child);
}
/**
* Which of the names are read in the nodes before anything there writes them. Blocks are not looked into. It is how Jinja2 finds out
* whether a loop needs `loop` and a macro `caller`, `varargs` or `kwargs`.
*/
function undeclaredNames(nodes, names) {
	const wanted = new Set(names);
	const found = /* @__PURE__ */ new Set();
	const look = (node) => {
		if (node.kind === "block") return;
		if (node.kind !== "name") for (const child of childNodes(node)) look(child);
		else if (node.mode === "load" && wanted.has(node.name)) found.add(node.name);
		else wanted.delete(node.name);
	};
	for (const node of nodes) look(node);
	return found;
}
/** Does the loop's body see `loop`? */
function isExtendedLoop(node) {
	return node.recursive || undeclaredNames(node.body, ["loop"]).has("loop") || hasScopedBlock(node);
}
function hasScopedBlock(node) {
	return node.kind === "block" && node.scoped || childNodes(node).some(hasScopedBlock);
}
/** All blocks of a template, those inside others too. */
function blocksOf(nodes) {
	return nodes.flatMap((node) => [...node.kind === "block" ? [node] : [], ...blocksOf(childNodes(node))]);
}

// src/template/template.ts
/** A parsed and checked template with what is known about it before it runs. */
var Template = class {
	/** The name it was found by; relative names inside it are relative to it. A leading `/` stands for the project folder. */
	name;
	/** Project-relative path, for messages. */
	file;
	body;
	/** A text given to `render`: it has no lines of its own in messages. */
	inline;
	blocks;
	root;
	loops = /* @__PURE__ */ new Map();
	macros = /* @__PURE__ */ new Map();
	constructor(name, file, body, inline = false) {
		this.name = name;
		this.file = file;
		this.body = body;
		this.inline = inline;
		this.blocks = new Map(blocksOf(body).map((node) => [node.name, new BlockEntry(node, this)]));
	}
	get rootScope() {
		this.root ??= functionScope(this.body, ["self"]);
		return this.root;
	}
	/** Does this loop's body see `loop`? */
	isExtended(node) {
		const extended = this.loops.get(node) ?? isExtendedLoop(node);
		this.loops.set(node, extended);
		return extended;
	}
	planOf(node) {
		const plan = this.macros.get(node) ?? planMacro(node);
		this.macros.set(node, plan);
		return plan;
	}
};
/** A block of one template. Two entries are the same block only where they are the same object. */
var BlockEntry = class {
	node;
	template;
	known;
	constructor(node, template) {
		this.node = node;
		this.template = template;
	}
	get scope() {
		this.known ??= functionScope(this.node.body, ["self", "super"]);
		return this.known;
	}
};
function functionScope(body, special) {
	const scope = new Scope();
	for (const name of undeclaredNames(body, special)) scope.parameter(name);
	analyse(scope, body);
	return scope;
}
function planMacro(node) {
	const params = new Set(node.params.map((param) => param.name));
	const read = undeclaredNames(node.body, [
		"caller",
		"kwargs",
		"varargs"
	]);
	return {
		caller: read.has("caller"),
		explicitCaller: params.has("caller"),
		kwargs: read.has("kwargs") && !params.has("kwargs"),
		varargs: read.has("varargs") && !params.has("varargs")
	};
}

// src/template/loader.ts
/** Finds, parses and checks the templates of one render, each once. kluctl-semantics 5.6, threat model F-02. */
var TemplateLoader = class {
	templates = /* @__PURE__ */ new Map();
	read;
	searchDirs;
	meter;
	known;
	constructor(files, searchDirs, meter, known) {
		this.read = typeof files === "function" ? files : (path) => Object.hasOwn(files, path) ? files[path] : void 0;
		this.searchDirs = searchDirs.map((dir) => dir.replace(/^(?:\.?\/)+|^\.$|\/+$/g, ""));
		this.meter = meter;
		this.known = known;
	}
	/** Parses and checks a source. Throws ProjectError with the place inside it. */
	parse(source, name, file, inline = false) {
		const { limits } = this.meter;
		if (source.length > limits.source) throw new ProjectError("limit", `the template has more than ${limits.source} characters`, {
			file,
			line: 1,
			column: 1
		});
		try {
			const body = parseTemplate(source);
			checkTree(body, limits, this.known);
			return new Template(name, file, body, inline);
		} catch (error) {
			throw toProjectError(error, file);
		}
	}
	/** Parses a text that a template gives to `render`; problems in it belong to the place of the call. */
	parseInline(source, place) {
		try {
			return this.parse(source, "", place.file, true);
		} catch (error) {
			if (!(error instanceof ProjectError)) throw error;
			const line = error.place?.line;
			const where = line === void 0 ? "" : ` (line ${line} of the text that is rendered)`;
			throw new ProjectError(error.code, error.message + where, place);
		}
	}
	/** The template of that name as `user` sees it; undefined where there is none. Throws ProjectError for a name that is refused. */
	find(name, user) {
		const joined = joinName(name, user?.inline ? void 0 : user?.name);
		const known = this.templates.get(joined);
		if (known) return known;
		const found = this.findSource(joined);
		if (!found) return void 0;
		const template = this.parse(found.source, joined, found.path);
		this.templates.set(joined, template);
		return template;
	}
	/** Content of a file that is found like a template. */
	findText(name) {
		return this.findSource(joinName(name, void 0))?.source;
	}
	/** Like {@link find}, but a missing template is a ProjectError with code `missing-file`. */
	get(name, user) {
		return this.find(name, user) ?? missingTemplate([name]);
	}
	findSource(joined) {
		for (const path of candidatePaths(joined, this.searchDirs)) {
			const source = this.readOne(path);
			if (source !== void 0) return {
				path,
				source
			};
		}
	}
	/** A file that may not be read is a fault of the template that asks for it: the caller adds that place. */
	readOne(path) {
		try {
			return this.read(path);
		} catch (error) {
			if (!(error instanceof ProjectError) || error.place?.line !== void 0) throw error;
			throw new ProjectError(error.code, error.message, void 0, {
				hint: error.hint,
				cause: error
			});
		}
	}
};
/** Throws ProjectError with code `missing-file`; the caller adds the place. */
function missingTemplate(names) {
	const list = names.slice(0, 10).map((name) => quote(name)).join(", ");
	const message = names.length === 1 ? `template ${list} not found` : `none of the templates ${list} was found`;
	throw new ProjectError("missing-file", `TemplateNotFound: ${message}`);
}
function toProjectError(error, file) {
	if (error instanceof RangeError) return new ProjectError("limit", "the template is nested too deeply", { file });
	if (!(error instanceof SyntaxProblem)) return error;
	const place = {
		file,
		...error.position
	};
	if (error.type === "limit") return new ProjectError("limit", error.message, place);
	if (error.type === "unsupported") return new ProjectError("unsupported", error.message, place);
	return new ProjectError("template", `${error.type}: ${error.message}`, place);
}

// src/template/modules.ts
/** The template a value names. Throws ProjectError where it is missing, TemplateRuntimeError for a value that is no name. */
function requireTemplate(runtime, value, user) {
	return runtime.loader.get(templateName(value), user);
}
function templateName(value) {
	if (typeof value === "string") return value;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	if (value === null) throw new ProjectError("missing-file", "TemplateNotFound: the name of the template is None");
	throw new TemplateRuntimeError("TypeError", "the name of a template must be text");
}
/** The first template of a list that exists, as include allows; undefined where a missing one may be ignored. */
function selectTemplate(runtime, value, node, frame) {
	const names = Array.isArray(value) || value instanceof Tuple ? [...iterate(value)].map(templateName) : [templateName(value)];
	for (const name of names) {
		const template = runtime.loader.find(name, frame.template);
		if (template) return template;
	}
	if (node.ignoreMissing) return void 0;
	if (names.length > 0) return missingTemplate(names);
	throw new ProjectError("missing-file", "TemplatesNotFound: Tried to select from an empty list of templates.");
}
function runInclude(runtime, node, frame, output) {
	const value = runtime.evaluate(node.template, frame);
	runtime.at(node);
	const template = selectTemplate(runtime, value, node, frame);
	if (!template) return;
	if (node.withContext) {
		const variables = mergeLocals(frame.context.all(), frame.locals());
		runtime.meter.includeTemplate(() => runtime.renderRoot(template, new Context(template, variables), output));
	} else output.append(defaultModule(runtime, template).text);
}
function mergeLocals(variables, locals) {
	return locals.size === 0 ? variables : new Map([...variables, ...locals]);
}
function makeModule(runtime, template, variables) {
	const context = new Context(template, variables);
	const output = new Output(runtime.meter.limits.output);
	runtime.meter.includeTemplate(() => runtime.renderRoot(template, context, output));
	const exports = /* @__PURE__ */ new Map();
	for (const name of context.exported) {
		const value = context.vars.get(name);
		if (value !== void 0) exports.set(name, value);
	}
	const text = output.toString();
	return {
		text,
		exports,
		file: template.file,
		object: new PyObject("TemplateModule", new Map(exports), () => text)
	};
}
/** A module without context sees the globals only, and runs once however often it is imported. */
function defaultModule(runtime, template) {
	const known = runtime.modules.get(template);
	if (known) return known;
	const module = makeModule(runtime, template, runtime.globals);
	runtime.modules.set(template, module);
	return module;
}
function importModule(runtime, node, frame) {
	const value = runtime.evaluate(node.template, frame);
	runtime.at(node);
	const template = requireTemplate(runtime, value, frame.template);
	return node.withContext ? makeModule(runtime, template, mergeLocals(frame.context.all(), frame.locals())) : defaultModule(runtime, template);
}
function runImport(runtime, node, frame) {
	bindImported(frame, node.target, importModule(runtime, node, frame).object);
}
function runFromImport(runtime, node, frame) {
	const module = importModule(runtime, node, frame);
	for (const { name, alias } of node.names) {
		const value = module.exports.get(name);
		bindImported(frame, alias, value === void 0 ? notExported(module, name, node, frame) : value);
	}
}
function notExported(module, name, node, frame) {
	const imported = `(imported on line ${node.position.line} in '${frame.template.file}')`;
	return new Undefined(`the template '${module.file}' ${imported} does not export the requested name '${name}'`);
}
/** Imported names can be used further on, but are not exported again. */
function bindImported(frame, name, value) {
	frame.assign(name, value);
	if (!frame.isTop) return;
	frame.context.vars.set(name, value);
	frame.context.exported.delete(name);
}

// src/template/blocks.ts
/** Runs a template's outermost body, and then the template it extends. */
function runRoot(runtime, template, context, output) {
	runtime.inside(template, () => {
		const root = { extended: void 0 };
		const frame = new Frame(template.rootScope, context, template, "top", void 0, root);
		frame.enter();
		if (template.rootScope.loads.get("self") === "parameter") frame.declare("self", selfReference(runtime, context));
		runtime.run(template.body, frame, output);
		const parent = root.extended;
		if (parent) runtime.meter.includeTemplate(() => runRoot(runtime, parent, context, output));
	});
}
/** A block statement where it stands. */
function runBlock(runtime, node, frame, output) {
	if (frame.isTop && frame.root?.extended) return;
	const context = node.scoped ? frame.context.derived(frame.locals()) : frame.context;
	const entries = context.blocks.get(node.name) ?? [];
	if (node.required && entries.length <= 1) throw new TemplateRuntimeError("TemplateRuntimeError", `Required block '${node.name}' not found`);
	const [entry] = entries;
	if (entry) runEntry(runtime, entry, context, output);
}
function runEntry(runtime, entry, context, output) {
	runtime.meter.enterMacro(() => runtime.inside(entry.template, () => {
		const frame = new Frame(entry.scope, context, entry.template, "block");
		frame.enter();
		if (entry.scope.loads.get("self") === "parameter") frame.declare("self", selfReference(runtime, context));
		if (entry.scope.loads.get("super") === "parameter") frame.declare("super", superOf(runtime, context, entry));
		runtime.run(entry.node.body, frame, output);
	}));
}
function superOf(runtime, context, entry) {
	const entries = context.blocks.get(entry.node.name) ?? [];
	return blockReference(runtime, context, entry.node.name, entries, entries.indexOf(entry) + 1);
}
/** A block as a value: called it gives its text, its attribute `super` is the block it overrides. */
function blockReference(runtime, context, name, entries, depth) {
	const entry = entries[depth];
	if (!entry) return new Undefined(`there is no parent block called '${name}'.`);
	const render = (args, kwargs) => {
		if (args.length > 0 || kwargs.size > 0) throw new TemplateRuntimeError("TypeError", "BlockReference.__call__() takes 1 positional argument");
		const output = new Output(runtime.meter.limits.text);
		runEntry(runtime, entry, context, output);
		return output.toString();
	};
	return new PyObject("BlockReference", /* @__PURE__ */ new Map([["name", name], ["super", () => blockReference(runtime, context, name, entries, depth + 1)]]), void 0, render);
}
/** What `self` is: every block by its name. */
function selfReference(runtime, context) {
	const attributes = /* @__PURE__ */ new Map();
	for (const [name, entries] of context.blocks) attributes.set(name, () => blockReference(runtime, context, name, entries, 0));
	return new PyObject("TemplateReference", attributes);
}
/** An `extends`: from here on the outermost body only defines. */
function runExtends(runtime, node, frame) {
	if (frame.root?.extended) throw new TemplateRuntimeError("TemplateRuntimeError", "extended multiple times");
	const parent = requireTemplate(runtime, runtime.evaluate(node.template, frame), frame.template);
	for (const [block, entry] of parent.blocks) {
		const entries = frame.context.blocks.get(block);
		if (entries) entries.push(entry);
		else frame.context.blocks.set(block, [entry]);
	}
	if (frame.root) frame.root.extended = parent;
}

// src/template/operations.ts
/** A binary operator on two values. Throws TemplateRuntimeError in Python's words. */
function operate(operator, left, right) {
	switch (operator) {
		case "+": return add(left, right);
		case "-": return subtract(left, right);
		case "*": return multiply(left, right);
		case "/": return divide(left, right);
		case "//": return floorDivide(left, right);
		case "%": return modulo(left, right);
		case "**": return power(left, right);
	}
}
/** One comparison of a chain. Throws TemplateRuntimeError in Python's words. */
function compareValues(operator, left, right) {
	switch (operator) {
		case "==": return equals(left, right);
		case "!=": return notEquals(left, right);
		case "<": return lessThan(left, right);
		case "<=": return lessEqual(left, right);
		case ">": return greaterThan(left, right);
		case ">=": return greaterEqual(left, right);
		case "in": return contains(right, left);
		case "not in": return !contains(right, left);
	}
}

// src/template/expressions.ts
const noNames = /* @__PURE__ */ new Map();
/** The value of an expression. Throws TemplateRuntimeError in Python's words. */
function evaluateExpression(runtime, node, frame) {
	switch (node.kind) {
		case "literal": return node.value;
		case "name": return frame.lookup(node.name);
		case "tuple": return new Tuple(node.items.map((item) => runtime.evaluate(item, frame)));
		case "list": return node.items.map((item) => runtime.evaluate(item, frame));
		case "dict": return Dict.of(node.pairs.map((pair) => [runtime.evaluate(pair.key, frame), runtime.evaluate(pair.value, frame)]));
		case "condition": return choose(runtime, node, frame);
		case "and":
		case "or": return combine(runtime, node, frame);
		case "not": {
			const value = runtime.evaluate(node.operand, frame);
			runtime.at(node);
			return !isTrue(value);
		}
		case "binary": {
			const left = runtime.evaluate(node.left, frame);
			const right = runtime.evaluate(node.right, frame);
			runtime.at(node);
			runtime.meter.countValue(left);
			runtime.meter.countValue(right);
			return checked(runtime, operate(node.operator, left, right));
		}
		case "unary": {
			const value = runtime.evaluate(node.operand, frame);
			runtime.at(node);
			return node.operator === "-" ? negate(value) : positive(value);
		}
		case "concat": {
			const parts = node.parts.map((part) => runtime.evaluate(part, frame));
			runtime.at(node);
			return checked(runtime, concatText(parts));
		}
		case "compare": return compare(runtime, node, frame);
		case "attribute": {
			const target = runtime.evaluate(node.target, frame);
			runtime.at(node);
			if (!(target instanceof Dict)) runtime.meter.countValue(target);
			return getAttribute(target, node.name);
		}
		case "item": return takeItem(runtime, node, frame);
		case "slice": throw new TemplateRuntimeError("TypeError", "a slice cannot stand here");
		case "call": return evaluateCall(runtime, node, frame);
		case "filter": return applyFilter(runtime, node, node.target ? runtime.evaluate(node.target, frame) : "", frame);
		case "test": return applyTest(runtime, node, frame);
	}
}
function checked(runtime, value) {
	runtime.meter.countValue(value);
	return typeof value === "string" ? runtime.meter.checkText(value) : value;
}
function choose(runtime, node, frame) {
	const test = runtime.evaluate(node.test, frame);
	runtime.at(node.test);
	if (isTrue(test)) return runtime.evaluate(node.value, frame);
	if (node.otherwise) return runtime.evaluate(node.otherwise, frame);
	return new Undefined("the inline if-expression evaluated to false and no else section was defined.", true);
}
function combine(runtime, node, frame) {
	const left = runtime.evaluate(node.left, frame);
	runtime.at(node);
	return isTrue(left) === (node.kind === "and") ? runtime.evaluate(node.right, frame) : left;
}
function compare(runtime, node, frame) {
	let left = runtime.evaluate(node.first, frame);
	for (const { operator, operand } of node.rest) {
		const right = runtime.evaluate(operand, frame);
		runtime.at(node);
		runtime.meter.countValue(left);
		runtime.meter.countValue(right);
		if (!compareValues(operator, left, right)) return false;
		left = right;
	}
	return true;
}
function takeItem(runtime, node, frame) {
	const target = runtime.evaluate(node.target, frame);
	if (typeof target === "string" || node.index.kind === "slice") runtime.meter.countValue(target);
	if (node.index.kind !== "slice") {
		const index = runtime.evaluate(node.index, frame);
		runtime.at(node);
		return getItem(target, index);
	}
	const bound = (expression) => expression ? runtime.evaluate(expression, frame) : null;
	const [start, stop, step] = [
		bound(node.index.start),
		bound(node.index.stop),
		bound(node.index.step)
	];
	runtime.at(node);
	return checked(runtime, slice(target, start, stop, step));
}
function evaluateArguments(runtime, node, frame) {
	const args = node.positional.map((argument) => runtime.evaluate(argument, frame));
	if (node.named.length === 0 && !node.spread && !node.spreadNamed) return {
		args,
		kwargs: noNames
	};
	const kwargs = new Map(node.named.map((named) => [named.name, runtime.evaluate(named.value, frame)]));
	if (node.spread) args.push(...spreadItems(runtime, runtime.evaluate(node.spread, frame)));
	if (node.spreadNamed) addNames(kwargs, runtime.evaluate(node.spreadNamed, frame));
	return {
		args,
		kwargs
	};
}
function spreadItems(runtime, value) {
	const items = [];
	for (const item of iterate(value)) {
		runtime.meter.countSteps(1);
		runtime.meter.checkRange(BigInt(items.push(item)));
	}
	return items;
}
function addNames(kwargs, value) {
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	if (!(value instanceof Dict)) throw new TemplateRuntimeError("TypeError", `argument after ** must be a mapping, not ${typeName(value)}`);
	for (const [name, item] of value.entries()) {
		if (typeof name !== "string") throw new TemplateRuntimeError("TypeError", "keywords must be strings");
		if (isRefusedName(name)) throw new TemplateRuntimeError("SecurityError", `access to "${name}" is not allowed`);
		if (kwargs.has(name)) throw new TemplateRuntimeError("TypeError", `got multiple values for keyword argument '${name}'`);
		kwargs.set(name, item);
	}
}
/** Calls what a call node names. `caller` is what a call block hands over. */
function evaluateCall(runtime, node, frame, caller) {
	const callee = runtime.evaluate(node.callee, frame);
	const { args, kwargs } = evaluateArguments(runtime, node.args, frame);
	runtime.at(node);
	if (caller === void 0) return checked(runtime, runtime.call(callee, args, kwargs, frame));
	if (kwargs.has("caller")) throw new TemplateRuntimeError("TypeError", "got multiple values for keyword argument 'caller'");
	return checked(runtime, runtime.call(callee, args, new Map([...kwargs, ["caller", caller]]), frame));
}
/** Applies a filter node to a value: the node's own target, or the text of a block. */
function applyFilter(runtime, node, value, frame) {
	const { args, kwargs } = evaluateArguments(runtime, node.args, frame);
	runtime.at(node);
	runtime.meter.countValue(value);
	if (node.name === "render") return checked(runtime, runtime.call(runtime.renderFilter, [value, ...args], kwargs, frame));
	return checked(runtime, runtime.filterContext.callFilter(node.name, value, args, kwargs));
}
function applyTest(runtime, node, frame) {
	const value = runtime.evaluate(node.target, frame);
	const { args, kwargs } = evaluateArguments(runtime, node.args, frame);
	runtime.at(node);
	runtime.meter.countValue(value);
	return runtime.filterContext.callTest(node.name, value, args, kwargs);
}

// src/template/loop.ts
/** The state behind `loop`: it looks one item ahead only when asked to. Source: Jinja2 3.1 LoopContext. */
var LoopState = class {
	object;
	measured;
	iterator;
	recurse;
	depth0;
	index0 = -1;
	known;
	after;
	current;
	before;
	lastChanged;
	/** `measured` is the value that `items` come from; undefined where an `if` behind the loop chooses among them. */
	constructor(items, measured, recurse, depth0) {
		this.measured = measured;
		this.iterator = items[Symbol.iterator]();
		this.recurse = recurse;
		this.depth0 = depth0;
		this.object = new PyObject("LoopContext", this.attributes(), () => `<LoopContext ${this.index0 + 1}/${this.length()}>`, (args, kwargs) => this.call(args, kwargs));
	}
	/** The next item, or undefined at the end. */
	next() {
		const value = this.after === void 0 ? this.pull() : this.after;
		this.after = void 0;
		if (value === void 0) return void 0;
		this.index0++;
		this.before = this.current;
		this.current = value;
		return value;
	}
	pull() {
		const step = this.iterator.next();
		return step.done ? void 0 : step.value;
	}
	peek() {
		if (this.after === void 0) this.after = this.pull();
		return this.after;
	}
	length() {
		this.known ??= this.measure();
		return this.known;
	}
	measure() {
		try {
			if (this.measured !== void 0) return lengthOf(this.measured);
		} catch (error) {
			if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		}
		const rest = [];
		for (let value = this.pull(); value !== void 0; value = this.pull()) rest.push(value);
		this.iterator = rest[Symbol.iterator]();
		return rest.length + this.index0 + 1 + (this.after === void 0 ? 0 : 1);
	}
	attributes() {
		return /* @__PURE__ */ new Map([
			["index", () => BigInt(this.index0 + 1)],
			["index0", () => BigInt(this.index0)],
			["revindex", () => BigInt(this.length() - this.index0)],
			["revindex0", () => BigInt(this.length() - this.index0 - 1)],
			["length", () => BigInt(this.length())],
			["first", () => this.index0 === 0],
			["last", () => this.peek() === void 0],
			["depth", BigInt(this.depth0 + 1)],
			["depth0", BigInt(this.depth0)],
			["previtem", () => this.index0 === 0 ? new Undefined("there is no previous item") : this.before ?? null],
			["nextitem", () => this.nextItem()],
			["cycle", new Callable("cycle", (args, kwargs) => this.cycle(args, kwargs))],
			["changed", new Callable("changed", (args, kwargs) => this.changed(args, kwargs))]
		]);
	}
	nextItem() {
		const next = this.peek();
		return next === void 0 ? new Undefined("there is no next item") : next;
	}
	cycle(args, kwargs) {
		refuseNamed("LoopContext.cycle", kwargs);
		const value = args[this.index0 % Math.max(args.length, 1)];
		if (value === void 0) throw new TemplateRuntimeError("TypeError", "no items for cycling given");
		return value;
	}
	changed(args, kwargs) {
		refuseNamed("LoopContext.changed", kwargs);
		const value = new Tuple(args);
		if (this.lastChanged !== void 0 && equals(this.lastChanged, value)) return false;
		this.lastChanged = value;
		return true;
	}
	call(args, kwargs) {
		refuseNamed("LoopContext.__call__", kwargs);
		const [items] = args;
		if (items === void 0 || args.length > 1) throw new TemplateRuntimeError("TypeError", `LoopContext.__call__() takes 2 positional arguments but ${args.length + 1} were given`);
		if (!this.recurse) throw new TemplateRuntimeError("TypeError", "The loop must have the 'recursive' marker to be called recursively.");
		return this.recurse(items, this.depth0 + 1);
	}
};
function refuseNamed(name, kwargs) {
	const [first] = kwargs.keys();
	if (first !== void 0) throw new TemplateRuntimeError("TypeError", `${name}() got an unexpected keyword argument '${first}'`);
}

// src/template/objects.ts
/** Python's `dict(...)`: a mapping or pairs, and names. Throws TypeError and ValueError in Python's words. */
function makeDict(args, kwargs) {
	if (args.length > 1) throw new TemplateRuntimeError("TypeError", `dict expected at most 1 argument, got ${args.length}`);
	const dict = new Dict();
	const [source] = args;
	if (source instanceof Dict) for (const [key, value] of source.entries()) dict.set(key, value);
	else if (source instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", source.message);
	else if (source !== void 0) fillFromPairs(dict, source);
	for (const [name, value] of kwargs) dict.set(name, value);
	return dict;
}
function fillFromPairs(dict, source) {
	let index = 0;
	for (const pair of iterate(source)) {
		const items = pairItems(pair, index);
		const [key, value] = items;
		if (items.length !== 2 || key === void 0 || value === void 0) {
			const problem = `dictionary update sequence element #${index} has length ${items.length}; 2 is required`;
			throw new TemplateRuntimeError("ValueError", problem);
		}
		dict.set(key, value);
		index++;
	}
}
function pairItems(pair, index) {
	try {
		return [...iterate(pair)];
	} catch (error) {
		if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		const problem = `cannot convert dictionary update sequence element #${index} to a sequence`;
		throw new TemplateRuntimeError("TypeError", problem);
	}
}
const namespaces = /* @__PURE__ */ new WeakSet();
/** Jinja2's `namespace(...)`: an object whose attributes `set` can write. */
function makeNamespace(args, kwargs) {
	const attributes = /* @__PURE__ */ new Map();
	for (const [key, value] of makeDict(args, kwargs).entries()) {
		if (typeof key !== "string") throw new TemplateRuntimeError("TypeError", "attribute names of a namespace must be text");
		if (isRefusedName(key)) throw new TemplateRuntimeError("SecurityError", `access to "${key}" is not allowed`);
		attributes.set(key, value);
	}
	const object = new PyObject("Namespace", attributes, () => `<Namespace ${repr(asDict(attributes))}>`);
	namespaces.add(object);
	return object;
}
function asDict(attributes) {
	return Dict.of([...attributes].map(([name, value]) => [name, typeof value === "function" ? value() : value]));
}
/** Writes an attribute of a namespace. Throws TemplateRuntimeError for any other value. */
function assignAttribute(target, name, value) {
	if (!(target instanceof PyObject) || !namespaces.has(target)) throw new TemplateRuntimeError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
	target.attributes.set(name, value);
}
const noParameters = (name) => {
	const parameters = signature(name, ["self"]);
	return (args, kwargs) => {
		bind(parameters, args, kwargs);
	};
};
/** Jinja2's `cycler(...)`: `next()`, `current`, `reset()`. */
function makeCycler(args, kwargs) {
	const [unknown] = kwargs.keys();
	if (unknown !== void 0) throw new TemplateRuntimeError("TypeError", `Cycler.__init__() got an unexpected keyword argument '${unknown}'`);
	if (args.length === 0) throw new TemplateRuntimeError("RuntimeError", "at least one item has to be provided");
	let position = 0;
	const current = () => args[position] ?? null;
	const checkNext = noParameters("Cycler.next");
	const checkReset = noParameters("Cycler.reset");
	const next = (nextArgs, nextKwargs) => {
		checkNext(nextArgs, nextKwargs);
		const value = current();
		position = (position + 1) % args.length;
		return value;
	};
	const reset = (resetArgs, resetKwargs) => {
		checkReset(resetArgs, resetKwargs);
		position = 0;
		return null;
	};
	const attributes = /* @__PURE__ */ new Map([
		["items", new Tuple(args)],
		["pos", () => BigInt(position)],
		["current", current],
		["next", new Callable("next", next)],
		["reset", new Callable("reset", reset)]
	]);
	return new PyObject("Cycler", attributes);
}
const joinerSignature = signature("Joiner.__init__", ["self"], ["sep", ", "]);
/** Jinja2's `joiner(sep)`: called it gives empty text first, then the separator. */
function makeJoiner(args, kwargs) {
	const separator = bind(joinerSignature, args, kwargs).value("sep");
	let used = false;
	const checkCall = noParameters("Joiner.__call__");
	return new PyObject("Joiner", /* @__PURE__ */ new Map([["sep", separator], ["used", () => used]]), void 0, (callArgs, callKwargs) => {
		checkCall(callArgs, callKwargs);
		const first = !used;
		used = true;
		return first ? "" : separator;
	});
}

// src/template/targets.ts
/** Gives a target its value; tuples are unpacked as in Python. `tracked` is true for `set`, whose names the context learns. */
function assignTarget(runtime, target, value, frame, tracked) {
	const names = [];
	assign(runtime, target, value, frame, names);
	if (tracked && names.length > 0) remember(frame, names);
}
function assign(runtime, target, value, frame, names) {
	switch (target.kind) {
		case "name":
			frame.assign(target.name, value);
			names.push([target.name, value]);
			break;
		case "namespace-target":
			assignAttribute(frame.lookup(target.name), target.attribute, value);
			break;
		case "tuple-target": {
			const items = unpack(value, target.items.length);
			for (const [index, item] of target.items.entries()) assign(runtime, item, items[index] ?? null, frame, names);
		}
	}
}
function unpack(value, count) {
	const items = [];
	for (const item of unpackable(value)) {
		if (items.length === count) throw new TemplateRuntimeError("ValueError", `too many values to unpack (expected ${count})`);
		items.push(item);
	}
	if (items.length < count) throw new TemplateRuntimeError("ValueError", `not enough values to unpack (expected ${count}, got ${items.length})`);
	return items;
}
function unpackable(value) {
	try {
		return iterate(value);
	} catch (error) {
		if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		throw new TemplateRuntimeError("TypeError", `cannot unpack non-iterable ${typeName(value)} object`);
	}
}
function remember(frame, names) {
	if (frame.kind === "top") exportNames(frame, names);
	else if (frame.kind !== "inner") for (const [name, value] of names) frame.written.set(name, value);
}
/** Names of the outermost scope become the context's; those without a leading underscore can be imported. */
function exportNames(frame, names) {
	for (const [name, value] of names) {
		frame.context.vars.set(name, value);
		if (!name.startsWith("_")) frame.context.exported.add(name);
	}
}

// src/template/for-loop.ts
/** Runs a loop with everything it may have: condition, `else`, `loop`, recursion. */
function runFor(runtime, node, frame, output) {
	const items = runtime.evaluate(node.iterable, frame);
	runtime.at(node.iterable);
	if (!node.recursive) return new Loop(runtime, node, frame).run(items, output, 0);
	output.append(renderRecursive(runtime, node, frame, items, 0));
	return "end";
}
function renderRecursive(runtime, node, frame, items, depth) {
	return runtime.meter.enterMacro(() => runtime.inside(frame.template, () => {
		runtime.mark(node.position);
		const output = new Output(runtime.meter.limits.text);
		new Loop(runtime, node, frame).run(items, output, depth);
		return output.toString();
	}));
}
var Loop = class {
	runtime;
	node;
	outer;
	frame;
	constructor(runtime, node, outer) {
		this.runtime = runtime;
		this.node = node;
		this.outer = outer;
		this.frame = outer.inner(this.bodyScope(), "loop");
	}
	run(items, output, depth) {
		const source = iterate(items);
		const chosen = this.node.test ? this.filtered(source) : source;
		const recurse = this.node.recursive ? (inner, at) => renderRecursive(this.runtime, this.node, this.outer, inner, at) : void 0;
		if ((this.seesLoop() ? this.runExtended(new LoopState(chosen, this.node.test ? void 0 : items, recurse, depth), output) : this.runPlain(chosen, output)) || this.node.otherwise.length === 0) return "end";
		return this.runElse(output);
	}
	seesLoop() {
		return this.frame.template.isExtended(this.node);
	}
	/** True once an iteration has reached the end of the body: `else` runs otherwise, even after `break` or `continue`. */
	runPlain(items, output) {
		let completed = false;
		for (const item of items) {
			const completion = this.iterate(item, output);
			if (completion === "break") break;
			if (completion === "end") completed = true;
			this.runtime.mark(this.node.position);
		}
		return completed;
	}
	runExtended(loop, output) {
		let completed = false;
		for (let item = loop.next(); item !== void 0; item = loop.next()) {
			this.frame.declare("loop", loop.object);
			const completion = this.iterate(item, output);
			if (completion === "break") break;
			if (completion === "end") completed = true;
			this.runtime.mark(this.node.position);
		}
		return completed;
	}
	iterate(item, output) {
		this.runtime.meter.countSteps(1);
		this.runtime.at(this.node.target);
		assignTarget(this.runtime, this.node.target, item, this.frame, false);
		this.frame.enter();
		return this.runtime.run(this.node.body, this.frame, output);
	}
	bodyScope() {
		const { node, outer } = this;
		return outer.scope.within(node, (scope) => {
			if (outer.template.isExtended(node)) scope.parameter("loop");
			declareTarget(scope, node.target);
			analyse(scope, node.body);
		});
	}
	/** The items that the condition behind the loop lets through, one at a time. */
	*filtered(items) {
		const { node, outer, runtime } = this;
		const test = node.test;
		if (!test) return;
		const scope = outer.scope.within(test, (inner) => {
			declareTarget(inner, node.target);
			analyse(inner, [test]);
		});
		const frame = outer.inner(scope);
		frame.enter();
		for (const item of items) {
			runtime.meter.countSteps(1);
			runtime.mark(test.position);
			assignTarget(runtime, node.target, item, frame, false);
			if (isTrue(runtime.evaluate(test, frame))) yield item;
		}
	}
	runElse(output) {
		const { node, outer, runtime } = this;
		const scope = outer.scope.within(node.otherwise, (inner) => analyse(inner, node.otherwise));
		const frame = outer.inner(scope);
		frame.enter();
		return runtime.run(node.otherwise, frame, output);
	}
};

// src/template/macro.ts
/** A macro, or the `caller` of a call block, as a value that can be called. Source: Jinja2 3.1 Macro. */
function makeMacro(runtime, node, outer) {
	const { template } = outer;
	const plan = template.planOf(node);
	const name = node.kind === "macro" ? node.name : null;
	const scope = outer.scope.within(node, (inner) => analyseMacro(inner, node, plan));
	checkCaller(node, plan);
	const params = node.params.map((param) => param.name);
	const attributes = /* @__PURE__ */ new Map([
		["name", name],
		["arguments", new Tuple(params)],
		["catch_kwargs", plan.kwargs],
		["catch_varargs", plan.varargs],
		["caller", plan.caller],
		["explicit_caller", plan.explicitCaller]
	]);
	const print = () => `<Macro ${name === null ? "anonymous" : repr(name)}>`;
	return new PyObject("Macro", attributes, print, (args, kwargs) => {
		const values = bindMacro(name, params, plan, args, kwargs);
		return runtime.meter.enterMacro(() => runtime.inside(template, () => runMacro(runtime, node, outer.inner(scope, "inner", false), values)));
	});
}
function analyseMacro(scope, node, plan) {
	if (plan.caller && !plan.explicitCaller) scope.parameter("caller");
	if (plan.kwargs) scope.parameter("kwargs");
	if (plan.varargs) scope.parameter("varargs");
	analyse(scope, [
		...node.params,
		...node.defaults,
		...node.body
	]);
}
function checkCaller(node, plan) {
	const index = node.params.findIndex((param) => param.name === "caller");
	if (plan.caller && index >= 0 && index < node.params.length - node.defaults.length) throw new TemplateRuntimeError("TemplateAssertionError", "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.");
}
function bindMacro(name, params, plan, args, kwargs) {
	const values = /* @__PURE__ */ new Map();
	const rest = new Map(kwargs);
	let foundCaller = args.length >= params.length && plan.explicitCaller;
	for (const [index, param] of params.entries()) {
		const value = index < args.length ? args[index] : rest.get(param);
		if (index >= args.length) {
			rest.delete(param);
			foundCaller ||= param === "caller";
		}
		if (value !== void 0) values.set(param, value);
	}
	if (plan.caller && !foundCaller) {
		const caller = rest.get("caller") ?? null;
		rest.delete("caller");
		values.set("caller", caller === null ? new Undefined("No caller defined") : caller);
	}
	if (plan.kwargs) values.set("kwargs", Dict.of(rest));
	else refuseRest(name, rest);
	if (plan.varargs) values.set("varargs", new Tuple(args.slice(params.length)));
	else if (args.length > params.length) throw new TemplateRuntimeError("TypeError", `macro ${nameText(name)} takes not more than ${params.length} argument(s)`);
	return values;
}
function refuseRest(name, rest) {
	const [first] = rest.keys();
	if (first === void 0) return;
	const message = rest.has("caller") ? `macro ${nameText(name)} was invoked with two values for the special caller argument. This is most likely a bug.` : `macro ${nameText(name)} takes no keyword argument ${repr(first)}`;
	throw new TemplateRuntimeError("TypeError", message);
}
function nameText(name) {
	return name === null ? "None" : repr(name);
}
function runMacro(runtime, node, frame, values) {
	runtime.mark(node.position);
	frame.enter();
	for (const [name, value] of values) frame.declare(name, value);
	const required = node.params.length - node.defaults.length;
	for (const [index, { name }] of node.params.entries()) {
		if (values.has(name)) continue;
		const fallback = node.defaults[index - required];
		const value = fallback ? runtime.evaluate(fallback, frame) : new Undefined(`parameter '${name}' was not provided`);
		frame.declare(name, value);
	}
	const output = new Output(runtime.meter.limits.text);
	runtime.run(node.body, frame, output);
	return output.toString();
}

// src/template/statements.ts
/** Runs one statement. Throws TemplateRuntimeError in Python's words, ProjectError for missing and refused files. */
function runStatement(runtime, node, frame, output) {
	if (node.kind === "data") {
		if (!frame.root?.extended) output.append(node.text);
		return "end";
	}
	runtime.mark(node.position);
	switch (node.kind) {
		case "output":
			if (!frame.root?.extended) output.append(printed(runtime, runtime.evaluate(node.value, frame)));
			return "end";
		case "for": return runFor(runtime, node, frame, output);
		case "if": return runIf(runtime, node, frame, output);
		case "macro": {
			const macro = makeMacro(runtime, node, frame);
			frame.assign(node.name, macro);
			if (frame.isTop) exportNames(frame, [[node.name, macro]]);
			return "end";
		}
		case "call-block":
			runCallBlock(runtime, node, frame, output);
			return "end";
		case "filter-block": return runFilterBlock(runtime, node, frame, output);
		case "with": return runWith(runtime, node, frame, output);
		case "set":
			assignTarget(runtime, node.target, runtime.evaluate(node.value, frame), frame, true);
			return "end";
		case "set-block": return runSetBlock(runtime, node, frame);
		case "block":
			runBlock(runtime, node, frame, output);
			return "end";
		case "extends":
			runExtends(runtime, node, frame);
			return "end";
		case "include":
			runInclude(runtime, node, frame, output);
			return "end";
		case "import":
			runImport(runtime, node, frame);
			return "end";
		case "from-import":
			runFromImport(runtime, node, frame);
			return "end";
		case "autoescape": return runAutoescape(runtime, node, frame, output);
		case "break":
		case "continue": return node.kind;
	}
}
function printed(runtime, value) {
	return runtime.meter.checkText(toText(value));
}
/** What a `call` or `filter` block gives must be text: Jinja2 joins it as it is, and Python joins nothing else. */
function ownText(runtime, value) {
	if (typeof value === "string" || value instanceof Markup) return printed(runtime, value);
	throw new TemplateRuntimeError("TypeError", `the block must give text, not ${typeName(value)}`);
}
function runIf(runtime, node, frame, output) {
	for (const branch of [node, ...node.branches]) {
		runtime.mark(branch.position);
		const value = runtime.evaluate(branch.test, frame);
		runtime.at(branch.test);
		if (isTrue(value)) return runtime.run(branch.body, frame, output);
	}
	return runtime.run(node.otherwise, frame, output);
}
function runCallBlock(runtime, node, frame, output) {
	const caller = makeMacro(runtime, node, frame);
	output.append(ownText(runtime, evaluateCall(runtime, node.call, frame, caller)));
}
function runFilterBlock(runtime, node, frame, output) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, [...node.body, node.filter]));
	const inner = frame.inner(scope);
	inner.enter();
	const captured = new Output(runtime.meter.limits.text);
	const completion = runtime.run(node.body, inner, captured);
	if (completion !== "end") return completion;
	runtime.mark(node.position);
	output.append(ownText(runtime, applyBlockFilter(runtime, node.filter, captured.toString(), inner)));
	return "end";
}
/** The filters of a block, the innermost of which is given the block's text. */
function applyBlockFilter(runtime, node, text, frame) {
	const value = node.target?.kind === "filter" ? applyBlockFilter(runtime, node.target, text, frame) : text;
	return applyFilter(runtime, node, value, frame);
}
function runWith(runtime, node, frame, output) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, [...node.targets, ...node.body]));
	const inner = frame.inner(scope);
	inner.enter();
	for (const [index, target] of node.targets.entries()) {
		const expression = node.values[index];
		if (expression) assignTarget(runtime, target, runtime.evaluate(expression, frame), inner, false);
	}
	return runtime.run(node.body, inner, output);
}
function runSetBlock(runtime, node, frame) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, node.body));
	const inner = frame.inner(scope, "inner", false);
	inner.enter();
	const captured = new Output(runtime.meter.limits.text);
	const completion = runtime.run(node.body, inner, captured);
	if (completion !== "end") return completion;
	runtime.mark(node.position);
	const text = captured.toString();
	const value = node.filter ? applyBlockFilter(runtime, node.filter, text, inner) : text;
	assignTarget(runtime, node.target, value, frame, true);
	return "end";
}
/** Only `false` gets here: it changes nothing but the scope. */
function runAutoescape(runtime, node, frame, output) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, [node.value, ...node.body]));
	const inner = frame.inner(scope);
	inner.enter();
	return runtime.run(node.body, inner, output);
}

// src/template/evaluator.ts
/** Walks trees. One per render: nothing survives it (threat model T-07). No code is generated (T-01). */
var Evaluator = class {
	meter;
	loader;
	debug;
	filterContext;
	modules = /* @__PURE__ */ new Map();
	globals = /* @__PURE__ */ new Map();
	renderFilter = null;
	template;
	marked = {
		line: 1,
		column: 1
	};
	current;
	constructor(parts) {
		this.meter = parts.meter;
		this.loader = parts.loader;
		this.debug = parts.debug;
		this.template = parts.main;
		this.filterContext = {
			callFilter: (name, value, args, kwargs) => this.callFilter(name, value, args, kwargs),
			callTest: (name, value, args, kwargs) => this.callTest(name, value, args, kwargs),
			call: (callee, args, kwargs) => this.call(callee, args, kwargs),
			checkLength: (text) => this.meter.checkText(text),
			countSteps: (steps) => this.meter.countSteps(steps)
		};
	}
	mark(position) {
		if (this.template.inline) return;
		this.marked = position;
		this.current = void 0;
	}
	at(node) {
		if (!this.template.inline) this.current = node;
	}
	place() {
		const start = this.current ? startOf(this.current) : this.marked;
		const column = start.line === this.marked.line ? start.column : this.marked.column;
		return {
			file: this.template.file,
			line: this.marked.line,
			column
		};
	}
	callPlace() {
		return {
			file: this.template.file,
			...this.current ? startOf(this.current) : this.marked
		};
	}
	/** On an error the position stays where it happened. */
	inside(template, action) {
		const { template: outer, marked, current } = this;
		this.template = template;
		const result = action();
		this.template = outer;
		this.marked = marked;
		this.current = current;
		return result;
	}
	evaluate(node, frame) {
		this.meter.countOperation();
		return evaluateExpression(this, node, frame);
	}
	run(body, frame, output) {
		for (const node of body) {
			this.meter.countOperation();
			const completion = runStatement(this, node, frame, output);
			if (completion !== "end") return completion;
		}
		return "end";
	}
	renderRoot(template, context, output) {
		runRoot(this, template, context, output);
	}
	call(callee, args, kwargs, frame) {
		if (callee instanceof ContextCallable && frame) {
			const { context, written } = frame;
			return callee.callIn(written.size === 0 ? context : context.derived(written), args, kwargs);
		}
		if (callee instanceof Callable) return callee.call(args, kwargs);
		if (callee instanceof PyObject && callee.call) return callee.call(args, kwargs);
		if (callee instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", callee.message);
		throw new TemplateRuntimeError("TypeError", `'${typeName(callee)}' object is not callable`);
	}
	callFilter(name, value, args, kwargs) {
		const filter = filters.get(name);
		if (!filter) throw new TemplateRuntimeError("TemplateRuntimeError", `No filter named '${name}' found.`);
		return filter(this.filterContext, value, args, kwargs);
	}
	callTest(name, value, args, kwargs) {
		const test = tests.get(name);
		if (!test) throw new TemplateRuntimeError("TemplateRuntimeError", `No test named '${name}' found.`);
		return test(this.filterContext, value, args, kwargs);
	}
};

// src/template/dict-functions.ts
const maxDepth = 100;
const merge = signature("merge_dict", [], ["a"], ["b"], ["clone", true]);
const update = signature("update_dict", [], ["a"], ["b"]);
/** kluctl's `merge_dict` and `update_dict`. kluctl-semantics 5.7; kluctl v2.28, ext/dict_utils.py. */
function dictFunctions(countSteps) {
	return [["merge_dict", new Callable("merge_dict", (args, kwargs) => {
		const bound = bind(merge, args, kwargs);
		return mergeDicts(bound.value("a"), bound.value("b"), bound.flag("clone"), countSteps);
	})], ["update_dict", new Callable("update_dict", (args, kwargs) => {
		const bound = bind(update, args, kwargs);
		mergeDicts(bound.value("a"), bound.value("b"), false, countSteps);
		return "";
	})]];
}
/** Merges `b` into `a`, map by map; lists and scalars are replaced. With `clone`, into a deep copy of `a`. */
function mergeDicts(a, b, clone, countSteps) {
	const target = clone ? copyDict(requireDict(a), countSteps, 0) : a === null ? new Dict() : requireDict(a);
	mergeInto(target, b === null ? new Dict() : requireDict(b), countSteps, 0);
	return target;
}
function mergeInto(target, source, countSteps, depth) {
	if (depth > maxDepth) tooDeep();
	countSteps(source.size);
	for (const [key, value] of source.entries()) {
		const existing = target.get(key);
		if (existing instanceof Dict && value instanceof Dict) mergeInto(existing, value, countSteps, depth + 1);
		else target.set(key, value);
	}
}
function copyDict(dict, countSteps, depth) {
	return Dict.of([...dict.entries()].map(([key, value]) => [key, copyValue(value, countSteps, depth + 1)]));
}
/** A deep copy as kluctl makes it: tuples and other iterables become lists. */
function copyValue(value, countSteps, depth = 0) {
	countSteps(1);
	if (depth > maxDepth) tooDeep();
	if (value instanceof Dict) return copyDict(value, countSteps, depth);
	if (Array.isArray(value) || value instanceof Tuple || value instanceof Sequence) return [...iterate(value)].map((item) => copyValue(item, countSteps, depth + 1));
	return value;
}
function tooDeep() {
	throw new TemplateRuntimeError("LimitError", `a value is nested more than ${maxDepth} deep`);
}
function requireDict(value) {
	if (value instanceof Dict) return value;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
}

// src/template/file-functions.ts
const loadTemplate = signature("load_template", [], ["path"]);
const loadSha256 = signature("load_sha256", [], ["path"], ["digest_len", null]);
const loadBase64 = signature("load_base64", [], ["path"], ["width", null]);
const renderText = signature("render", [], ["string"]);
/** Set while a hash is calculated, so that a file can hash itself: nested calculations give a fixed text. */
const calculating = "__calc_sha256__";
/** kluctl's functions that read other files or render text. kluctl-semantics 5.7; kluctl v2.28, ext/kluctl_ext.py. */
function fileFunctions(runtime) {
	return [
		["load_template", new ContextCallable("load_template", (context, args, kwargs) => {
			const { path, names } = splitPath(args, kwargs);
			return renderFile(runtime, context, path, names);
		})],
		["load_sha256", new ContextCallable("load_sha256", (context, args, kwargs) => {
			const bound = bind(loadSha256, args, kwargs);
			if (context.resolve(calculating) !== void 0) return "__self_sha256__";
			const text = renderFile(runtime, context, bound.text("path"), /* @__PURE__ */ new Map([[calculating, true]]));
			const length = bound.value("digest_len");
			return length === null ? sha256Hex(text) : cut(sha256Hex(text), length);
		})],
		["load_base64", new Callable("load_base64", (args, kwargs) => loadEncoded(runtime, args, kwargs))],
		["render", makeRender(runtime)]
	];
}
/** `render(text)`, which is a function and a filter: the text as a template with the variables of the caller. */
function makeRender(runtime) {
	return new ContextCallable("render", (context, args, kwargs) => {
		const source = bind(renderText, args, kwargs).text("string");
		return renderWith(runtime, runtime.loader.parseInline(source, runtime.place()), context.all());
	});
}
function splitPath(args, kwargs) {
	const names = new Map(kwargs);
	names.delete("path");
	const own = kwargs.has("path") ? new Map([...kwargs].filter(([name]) => name === "path")) : /* @__PURE__ */ new Map();
	return {
		path: bind(loadTemplate, args, own).text("path"),
		names
	};
}
function renderFile(runtime, context, path, names) {
	const template = runtime.loader.get(path, context.template);
	const copied = /* @__PURE__ */ new Map();
	for (const [name, value] of context.all()) copied.set(name, copyValue(value, (steps) => runtime.meter.countSteps(steps)));
	for (const [name, value] of names) copied.set(name, value);
	return renderWith(runtime, template, copied);
}
function renderWith(runtime, template, variables) {
	const output = new Output(runtime.meter.limits.text);
	runtime.meter.includeTemplate(() => runtime.renderRoot(template, new Context(template, variables), output));
	return output.toString();
}
function cut(text, length) {
	const end = Number(requireInteger(length));
	return text.slice(0, end);
}
function loadEncoded(runtime, args, kwargs) {
	const bound = bind(loadBase64, args, kwargs);
	const path = requireText(bound.value("path"));
	const content = runtime.loader.findText(path) ?? missingTemplate([path]);
	if (content.includes("�")) throw new TemplateRuntimeError("Unsupported", "load_base64: the file is not UTF-8 text, and only text can be read");
	const bytes = new TextEncoder().encode(content);
	const encoded = runtime.meter.checkText(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
	const width = bound.value("width");
	const columns = width === null ? 0 : Number(requireInteger(width));
	if (columns < 0) throw new TemplateRuntimeError("ValueError", `invalid width ${columns} (must be > 0)`);
	return columns === 0 ? encoded : (encoded.match(new RegExp(`.{1,${columns}}`, "g")) ?? []).join("\n");
}

// src/template/get-var.ts
const parameters = signature("get_var", [], ["path"], ["default", null]);
/** kluctl's `get_var(path, default)`: the first path that exists in the variables. kluctl-semantics 5.7; kluctl v2.28, kluctl_ext.py. */
function makeGetVar() {
	return new ContextCallable("get_var", (context, args, kwargs) => {
		const bound = bind(parameters, args, kwargs);
		const path = bound.value("path");
		if (path instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", path.message);
		for (const one of Array.isArray(path) ? path : [path]) {
			const found = findPath(context.all(), parsePath(one));
			if (found !== void 0) return found;
		}
		return bound.value("default");
	});
}
const steps = /^(?:\.?([A-Za-z_@][A-Za-z0-9_@-]*)|\[(-?\d+)\]|\.?\[\s*'([^'\\]*)'\s*\]|\.?\[\s*"([^"\\]*)"\s*\])/;
/** A path is text such as `a.b[0]['c d']`, with or without `$.` in front, or a list of names and numbers. */
function parsePath(path) {
	if (Array.isArray(path) || path instanceof Tuple) return (Array.isArray(path) ? path : path.items).map(listStep);
	if (typeof path !== "string") throw new TemplateRuntimeError("TypeError", "get_var: a path must be text or a list");
	const found = [];
	let rest = path.startsWith("$") ? path.slice(1) : path;
	if (rest === "" || path === rest && rest.startsWith(".")) throw unsupported$2(path);
	while (rest !== "") {
		const match = steps.exec(rest);
		if (!match) throw unsupported$2(path);
		const [whole, name, index, single, double] = match;
		found.push(index === void 0 ? name ?? single ?? double ?? "" : BigInt(index));
		rest = rest.slice(whole.length);
		if (rest !== "" && !rest.startsWith(".") && !rest.startsWith("[")) throw unsupported$2(path);
	}
	return found;
}
function listStep(step) {
	if (typeof step !== "string" && typeof step !== "bigint") throw new TemplateRuntimeError("TypeError", "get_var: a path holds names and numbers");
	return typeof step === "string" && step.includes("*") ? unsupported$2(step) : step;
}
function unsupported$2(path) {
	const message = `get_var: the path ${JSON.stringify(path)} is not supported: names, numbers and quoted keys are`;
	throw new TemplateRuntimeError("Unsupported", message);
}
function findPath(variables, path) {
	const [first, ...rest] = path;
	if (typeof first !== "string" || isRefusedName(first)) return void 0;
	let value = variables.get(first);
	for (const step of rest) value = value === void 0 ? void 0 : stepInto(value, step);
	return value;
}
function stepInto(value, step) {
	if (typeof step === "string") return value instanceof Dict && !isRefusedName(step) ? value.get(step) : void 0;
	if (!Array.isArray(value)) return void 0;
	const item = getItem(value, step);
	return item instanceof Undefined ? void 0 : item;
}

// src/template/placeholder.ts
/**
* A placeholder is text that carries a call through rendering, YAML and kustomize: letters, digits, `-`, `_` and `.` only, so that
* it stays one plain scalar wherever it is put. After rendering, every string value is searched for it.
* kluctl does the same with its own markers (kluctl v2.16, pkg/deployment/images.go); ours are never exchanged with it.
*/
const begin = "kluctl-images.call.";
const end = ".llac";
const pattern = /kluctl-images\.call\.([A-Za-z0-9_-]+)\.llac/g;
function formatPlaceholder(call) {
	const place = call.place;
	const json = JSON.stringify([
		call.image,
		call.filter ?? null,
		place ? [
			place.file,
			place.line,
			place.column
		] : null
	]);
	return `${begin}${toBase64Url(json)}${end}`;
}
/** Every placeholder in a text, in order. Text that looks like one but cannot be read is left for {@link findLeftover}. */
function findPlaceholders(text) {
	const found = [];
	for (const match of text.matchAll(pattern)) {
		const call = parseCall(match[1] ?? "");
		if (call) found.push({
			start: match.index,
			end: match.index + match[0].length,
			call
		});
	}
	return found;
}
/** Replaces every placeholder; text around them is kept. */
function replacePlaceholders(text, replace) {
	let result = "";
	let from = 0;
	for (const [index, found] of findPlaceholders(text).entries()) {
		result += text.slice(from, found.start) + replace(found.call, index);
		from = found.end;
	}
	return result + text.slice(from);
}
/**
* Finds what is left of a placeholder that a template altered: cut in two, upper-cased, or base64-encoded. Such text would reach the
* cluster as an image name, so it must be an error. Returns what was done to it.
*/
function findLeftover(text) {
	const rest = replacePlaceholders(text, () => "").toLowerCase();
	if (/kluctl[-_.]?images[-_.]?call/.test(rest) || rest.includes(end)) return "altered";
	return encodedMarkers.some((marker) => text.includes(marker)) ? "base64-encoded" : void 0;
}
/** The begin marker as it looks inside base64, at each of the three alignments, without the characters its neighbours decide. */
const encodedMarkers = [
	0,
	1,
	2
].map((shift) => {
	return toBase64Url(`${"x".repeat(shift)}${begin}`).slice(shift === 0 ? 0 : 4, Math.floor((19 + shift) * 8 / 6 / 4) * 4);
});
function parseCall(encoded) {
	let data;
	try {
		data = JSON.parse(fromBase64Url(encoded));
	} catch {
		return;
	}
	if (!Array.isArray(data) || data.length !== 3) return void 0;
	const [image, filter, place] = data;
	if (typeof image !== "string" || filter !== null && typeof filter !== "string") return void 0;
	return {
		image,
		filter: filter ?? void 0,
		place: parsePlace(place)
	};
}
function parsePlace(value) {
	if (!Array.isArray(value)) return void 0;
	const [file, line, column] = value;
	if (typeof file !== "string") return void 0;
	if (typeof line !== "number") return { file };
	return typeof column === "number" ? {
		file,
		line,
		column
	} : {
		file,
		line
	};
}
function toBase64Url(text) {
	const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
	return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
function fromBase64Url(text) {
	const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
	return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

// src/template/images-global.ts
const getImage = signature("images.get_image", [], ["image"], ["latest_version", null]);
/**
* The global `images`: `get_image(image, latest_version)` gives a placeholder that carries the call and its place.
* kluctl-semantics 1.1 and 2.1; threat model T-13.
*/
function makeImagesGlobal(callPlace) {
	const callable = new Callable("get_image", (args, kwargs) => {
		const bound = bind(getImage, args, kwargs);
		return formatPlaceholder({
			image: imageName(bound.value("image")),
			filter: filterText(bound.value("latest_version")),
			place: callPlace()
		});
	});
	return new PyObject("Images", /* @__PURE__ */ new Map([["get_image", callable]]));
}
function imageName(value) {
	if (value instanceof Undefined) throw problem(`the image name is undefined: ${value.message}`);
	const text = value instanceof Markup ? value.text : value;
	if (text === null || text === "") throw problem("the image name is empty");
	if (typeof text !== "string") throw problem(`the image name must be text, not ${typeName(value)}`);
	return text;
}
/** `None` means kluctl's default, anything else is taken as text. */
function filterText(value) {
	if (value instanceof Undefined) throw problem(`the version filter is undefined: ${value.message}`);
	return value === null ? void 0 : toText(value);
}
function problem(message) {
	return new TemplateRuntimeError("ImageError", `images.get_image: ${message}`);
}

// src/template/version-global.ts
/** kluctl's names of parameters, where ours are clearer (kluctl v2.16, pkg/kluctl_jinja2/ext/images_ext.py). */
const oldNames = /* @__PURE__ */ new Map([["regex r", "pattern"], ["prefix s", "prefix"]]);
/**
* The global `version`: one function for each of the filter language, with the same parameters, returning the text of a version filter
* (kluctl-semantics 1.6).
*/
function makeVersionGlobal() {
	const functions = filterFunctions.map((one) => [one.name, filterFunction(one)]);
	return new PyObject("VersionFunctions", new Map(functions));
}
function filterFunction({ name, parameters }) {
	const names = parameters.map((parameter) => parameter.name);
	const positions = parameters.filter((parameter) => parameter.positional).length;
	return new Callable(name, (args, kwargs) => {
		const values = bindNames({
			name,
			names,
			positions
		}, args, kwargs);
		try {
			return formatFilterCall(name, values);
		} catch (error) {
			if (!(error instanceof FilterError)) throw error;
			throw new TemplateRuntimeError("FilterError", `version.${name}: ${error.message}`);
		}
	});
}
function bindNames({ name, names, positions }, args, kwargs) {
	const fail = (message) => {
		throw new TemplateRuntimeError("TypeError", `version.${name}() ${message}`);
	};
	if (args.length > positions) fail(`takes at most ${positions} arguments without a name but ${args.length} were given`);
	const given = new Map(args.map((value, index) => [names[index] ?? "", plain$1(value)]));
	for (const [keyword, value] of kwargs) {
		const parameter = oldNames.get(`${name} ${keyword}`) ?? keyword;
		if (!names.includes(parameter)) fail(`got an unexpected keyword argument '${keyword}'`);
		if (given.has(parameter)) fail(`got multiple values for argument '${keyword}'`);
		given.set(parameter, plain$1(value));
	}
	return given;
}
/** None stands for "not given". */
function plain$1(value) {
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	if (value === null) return void 0;
	return typeof value === "boolean" ? value : toText(value);
}

// src/template/globals.ts
const message = signature("raise_helper", [], ["msg"]);
const debugMessage = signature("debug_print", [], ["msg"]);
/** Jinja2's own; a variable of the same name always hides them. */
const jinjaGlobals = /* @__PURE__ */ new Set([
	"range",
	"dict",
	"namespace",
	"cycler",
	"joiner",
	"lipsum"
]);
/** The functions and objects that every template sees: Jinja2's and kluctl's. kluctl-semantics 5.7. */
function makeGlobals(runtime) {
	return new Map([
		["range", new Callable("range", (args, kwargs) => makeRange(runtime, args, kwargs))],
		["dict", new Callable("dict", makeDict)],
		["namespace", new Callable("namespace", makeNamespace)],
		["cycler", new Callable("cycler", makeCycler)],
		["joiner", new Callable("joiner", makeJoiner)],
		["lipsum", unsupported$1("lipsum", "its text is random")],
		["images", makeImagesGlobal(() => runtime.callPlace())],
		["version", makeVersionGlobal()],
		["get_var", makeGetVar()],
		...dictFunctions((steps) => runtime.meter.countSteps(steps)),
		...fileFunctions(runtime),
		["raise", new Callable("raise", raise)],
		["debug_print", new Callable("debug_print", (args, kwargs) => debugPrint(runtime, args, kwargs))],
		["time", unsupportedObject("time", "the current time would make every render different", timeAttributes)],
		["load_latest_git_commit", unsupported$1("load_latest_git_commit", "the git history is not read")]
	]);
}
function makeRange(runtime, args, kwargs) {
	checkCount("range", args, kwargs, 1, 3);
	const [first = 0n, second, third] = args.map(requireInteger);
	const step = third ?? 1n;
	if (step === 0n) throw new TemplateRuntimeError("ValueError", "range() arg 3 must not be zero");
	const range = second === void 0 ? new Range(0n, first, step) : new Range(first, second, step);
	runtime.meter.checkRange(range.length);
	return range;
}
function raise(args, kwargs) {
	throw new TemplateRuntimeError("TemplateError", toText(bind(message, args, kwargs).value("msg")));
}
function debugPrint(runtime, args, kwargs) {
	runtime.debug(toText(bind(debugMessage, args, kwargs).value("msg")));
	return "";
}
function unsupported$1(name, reason) {
	return new Callable(name, () => {
		throw new TemplateRuntimeError("Unsupported", `${name} is not supported: ${reason}`);
	});
}
const timeAttributes = [
	"now",
	"utcnow",
	"parse_iso",
	"second",
	"minute",
	"hour"
];
function unsupportedObject(name, reason, attributes) {
	const refuse = () => {
		throw new TemplateRuntimeError("Unsupported", `${name} is not supported: ${reason}`);
	};
	return new PyObject(name, new Map(attributes.map((attribute) => [attribute, refuse])));
}

// src/template/limits.ts
const defaultLimits = {
	source: 1048576,
	treeDepth: 100,
	treeNodes: 5e4,
	steps: 1e6,
	range: 1e4,
	includeDepth: 20,
	includes: 500,
	macroDepth: 50,
	output: 5242880,
	text: 1048576,
	operations: 2e7,
	work: 5e7
};

// src/template/render.ts
const known = {
	filters: { has: (name) => name === "render" || filters.has(name) },
	tests
};
/**
* Renders a template as kluctl's Jinja2 does (strict undefined, no autoescape, `break` and `continue`). Calls of `images.get_image`
* become placeholders, see placeholder.ts. kluctl-semantics 5.6 to 5.9.
* @throws ProjectError `template`, `missing-file`, `outside-root`, `unsupported` or `limit`, with the place
*/
function renderTemplate(source, options = {}) {
	const name = options.name ?? "template";
	if (typeof source !== "string") throw new ProjectError("template", "the template is no text", {
		file: name,
		line: 1,
		column: 1
	});
	const meter = new Meter({
		...defaultLimits,
		...options.limits
	});
	const searchDirs = options.searchDirs ?? [.../* @__PURE__ */ new Set([folderOf(name), ""])];
	const loader = new TemplateLoader(options.files ?? {}, searchDirs, meter, known);
	const main = loader.parse(source, `/${name}`, name);
	const evaluator = new Evaluator({
		meter,
		loader,
		main,
		debug: options.debug ?? (() => void 0)
	});
	try {
		evaluator.renderFilter = makeRender(evaluator);
		const functions = makeGlobals(evaluator);
		for (const [key, value] of functions) evaluator.globals.set(key, value);
		for (const [key, value] of variablesOf(options.vars ?? {})) if (options.functionsWin !== true || !functions.has(key) || jinjaGlobals.has(key)) evaluator.globals.set(key, value);
		const output = new Output(meter.limits.output);
		evaluator.renderRoot(main, new Context(main, evaluator.globals), output);
		return output.toString();
	} catch (error) {
		throw withPlace(error, evaluator.place());
	}
}
function folderOf(name) {
	const end = name.lastIndexOf("/");
	return end < 0 ? "" : name.slice(0, end);
}
function variablesOf(vars) {
	const converted = readVariables(vars);
	if (!(converted instanceof Dict)) return [];
	const named = [];
	for (const [name, value] of converted.entries()) if (typeof name === "string" && !isRefusedName(name)) named.push([name, value]);
	return named;
}
/** The caller's objects may have getters and traps, which may throw anything. */
function readVariables(vars) {
	try {
		return fromPlain(vars);
	} catch (error) {
		if (error instanceof TemplateRuntimeError || error instanceof RangeError) throw error;
		throw new TemplateRuntimeError("TypeError", "the variables cannot be read: one of them fails when it is asked for");
	}
}
/** Python's messages repeat the value they are about, however long it is. */
const maxMessage = 1e3;
function hintFor({ type, message }) {
	if (type !== "UndefinedError") return void 0;
	return message.endsWith(" is undefined") ? "Give it a value in vars, in args or in the target, or write a default: {{ name | default(…) }}." : "Check its spelling, or write a default behind it: {{ a.b | default(…) }}.";
}
function withPlace(error, place) {
	if (error instanceof ProjectError) return error.place ? error : new ProjectError(error.code, error.message, place, {
		hint: error.hint,
		cause: error
	});
	if (error instanceof ImagesError) return new ProjectError("template", error.message, place, { cause: error });
	if (error instanceof RangeError) return new ProjectError("limit", "the template needs too much memory or is nested too deeply", place);
	if (!(error instanceof TemplateRuntimeError)) return error;
	const message = shorten$1(error.message, maxMessage);
	if (error.type === "LimitError") return new ProjectError("limit", message, place);
	if (error.type === "Unsupported") return new ProjectError("unsupported", message, place);
	return new ProjectError("template", `${error.type}: ${message}`, place, { hint: hintFor(error) });
}

// src/project/renderer.ts
function createRenderer(source, debug) {
	const render = (text, name, vars, folders) => {
		if (!text.includes("{")) return text;
		return renderTemplate(text, {
			vars: Object.fromEntries(vars),
			name,
			files: (path) => source.read(path),
			searchDirs: folders,
			functionsWin: true,
			debug
		});
	};
	const renderPart = (text, place, vars, folders) => {
		try {
			return render(text, place.file, vars, folders);
		} catch (error) {
			if (!(error instanceof ProjectError) || error.place && error.place.file !== place.file) throw error;
			throw new ProjectError(error.code, error.message, place, {
				hint: error.hint,
				cause: error
			});
		}
	};
	return {
		render,
		renderPart,
		isTrue: (expression, place, vars, folders) => {
			if (expression.trim() === "") return true;
			const text = `{% if ${expression} %}True{% else %}False{% endif %}`;
			return renderPart(text, place, vars, folders).trim() === "True";
		}
	};
}
/** Folders that an item or a deployment project searches for templates: its own, and its parents up to the root. */
function searchFolders(...folders) {
	return [...new Set(folders.flatMap((folder) => withParents(folder)))];
}

// src/project/config.ts
const configKeys = [
	"targets",
	"args",
	"discriminator",
	"aws",
	"secretsConfig"
];
const targetKeys = [
	"name",
	"context",
	"args",
	"images",
	"discriminator",
	"aws",
	"dynamicArgs",
	"targetConfig",
	"sealingConfig"
];
/** Reads `.kluctl.yaml` or `.kluctl.yml`. @throws ProjectError */
function readConfig(source) {
	const found = readEither(source, "", ".kluctl");
	const document = found && parseYaml(found.text, found.path);
	if (!found || !document) return {
		file: ".kluctl.yaml",
		targets: [],
		args: []
	};
	const root = new Part(document);
	root.allow(configKeys);
	const targets = root.at("targets").list().map((part) => {
		part.allow(targetKeys);
		return {
			name: part.at("name").optionalText() ?? "",
			part,
			document
		};
	});
	return {
		file: found.path,
		targets,
		args: readArgDefinitions(root.at("args"))
	};
}
/** Says which names more than one target has: the first of each is taken, as kluctl does. */
function sameNames({ targets }) {
	return targets.filter(({ name }, index) => targets.findIndex((other) => other.name === name) < index).map(({ name, part }) => ({
		message: `the target ${quote(name)} is defined before; the first one is taken`,
		place: part.place
	}));
}
/** Reads `args:` of `.kluctl.yaml`, or of the root deployment.yaml of a project for kluctl before v2.17. */
function readArgDefinitions(list) {
	return list.list().map((part) => {
		part.allow(["name", "default"]);
		const value = part.at("default").value;
		return {
			name: part.at("name").text(),
			default: value === null ? void 0 : value,
			place: part.place
		};
	});
}
/**
* Chooses a target by its name; of two with one name the first wins.
* @throws InputError naming the targets there are
*/
function chooseTarget(config, name) {
	if (name === void 0) return void 0;
	const target = config.targets.find((candidate) => candidate.name === name);
	if (target) return target;
	const names = config.targets.map((candidate) => candidate.name).toSorted(byCodeUnit);
	throw new InputError("target", `there is no target ${quote(name)} in ${config.file}`, { hint: names.length === 0 ? `${config.file} defines no targets.` : `Targets of this project: ${names.join(", ")}.` });
}
/** Rounds of rendering until nothing changes, as kluctl does (v2.16, pkg/kluctl_project/load_targets.go). */
const renderRounds = 10;
/**
* Renders every text of the target, with the variables `target` and `args`, until nothing changes. `argsFor` computes the args from those
* the target sets.
* @throws ProjectError
*/
function renderTarget(config, renderer, argsFor, warn) {
	if (!config) return {
		name: void 0,
		variables: /* @__PURE__ */ new Map([["name", ""]]),
		args: /* @__PURE__ */ new Map(),
		images: []
	};
	const { part, document } = config;
	let value = part.map();
	const renderOnce = (lenient) => {
		const vars = /* @__PURE__ */ new Map([["target", value], ["args", argsFor(argsOf(part, value))]]);
		return renderTexts(value, part, renderer, vars, lenient);
	};
	for (let round = 1; round < renderRounds; round += 1) {
		const next = renderOnce(true);
		const isStable = JSON.stringify(next, plain) === JSON.stringify(value, plain);
		value = next;
		if (isStable) break;
	}
	value = renderOnce(false);
	const rendered = new Part(document, part.path, value);
	return {
		name: config.name,
		variables: value,
		args: argsOf(rendered, value),
		images: readEntries(rendered.at("images"), { warn })
	};
}
function renderTexts(value, part, renderer, vars, lenient) {
	const render = (text) => {
		if (!text.includes("{")) return text;
		try {
			return renderer.render(text, part.place.file, vars, searchFolders(""));
		} catch (error) {
			if (!(error instanceof ProjectError)) throw error;
			if (lenient) return text;
			throw new ProjectError(error.code, `target ${quote(String(value.get("name")))}: ${error.message}`, part.place, { cause: error });
		}
	};
	return new Map([...value].map(([key, item]) => [key, mapTexts(item, render)]));
}
function argsOf(part, value) {
	const args = value.get("args");
	return args instanceof Map ? args : part.at("args").optionalMap() ?? /* @__PURE__ */ new Map();
}
function plain(_key, value) {
	if (value instanceof Map) return [...value];
	return typeof value === "bigint" ? `${value}n` : value;
}

// src/project/deployment.ts
const rootKeys = [
	"deployments",
	"vars",
	"tags",
	"commonLabels",
	"commonAnnotations",
	"overrideNamespace",
	"ignoreForDiff",
	"conflictResolution",
	"when",
	"args",
	"sealedSecrets",
	"templateExcludes"
];
const itemKinds = [
	"path",
	"include",
	"git",
	"oci"
];
const itemKeys = [
	...itemKinds,
	"tags",
	"vars",
	"barrier",
	"message",
	"when",
	"alwaysDeploy",
	"skipDeleteIfTags",
	"onlyRender",
	"waitReadiness",
	"waitReadinessObjects",
	"deleteObjects",
	"deleteHelmReleases",
	"recursive",
	"args",
	"passVars"
];
/** Renders and reads the deployment.yaml of a folder; undefined where it has none. @throws ProjectError */
function readDeployment(source, renderer, folder, vars) {
	const found = readEither(source, folder, "deployment");
	return found && parseDeployment(found, renderer.render(found.text, found.path, vars, searchFolders(folder)));
}
function parseDeployment(found, rendered) {
	const document = parseYaml(rendered, found.path) ?? parseYaml("{}", found.path);
	if (!document) throw new Error("an empty map is a document");
	const root = new Part(document);
	root.allow(rootKeys);
	return {
		file: found.path,
		root,
		items: root.at("deployments").list().map(readItem),
		tags: root.at("tags").texts(),
		overrideNamespace: root.at("overrideNamespace").optionalText()
	};
}
function readItem(part) {
	part.allow(itemKeys);
	const kinds = itemKinds.filter((kind) => !part.at(kind).isEmpty);
	const [kind = "none"] = kinds;
	if (kinds.length > 1) throw part.fail(`only one of ${kinds.join(" and ")} can be given`);
	const tags = part.at("tags").texts();
	return {
		part,
		kind,
		path: kind === "path" || kind === "include" ? part.at(kind).text() : "",
		tags: tags.length === 0 ? void 0 : tags,
		when: whenOf(part),
		always: [
			"alwaysDeploy",
			"onlyRender",
			"barrier"
		].some((key) => part.at(key).boolean(false)),
		onlyRender: part.at("onlyRender").boolean(false),
		recursive: part.at("recursive").boolean(false)
	};
}
/** `when` is an expression; YAML may have read `true` as a boolean. */
function whenOf(part) {
	const value = part.at("when").value;
	if (typeof value === "boolean") return value ? "true" : "false";
	return part.at("when").optionalText() ?? "";
}

// src/project/inclusion.ts
/** True where some flag leaves a part of the project out. */
function isPartial(inclusion) {
	return Object.values(inclusion).some((list) => list.length > 0);
}
function isIncluded(inclusion, { tags, folder, always }) {
	if (always) return true;
	const hits = (wantedTags, folders) => wantedTags.some((tag) => tags.includes(tag)) || folders.includes(folder);
	if (hits(inclusion.excludeTags, inclusion.excludeDeploymentDirs)) return false;
	return inclusion.includeTags.length === 0 && inclusion.includeDeploymentDirs.length === 0 || hits(inclusion.includeTags, inclusion.includeDeploymentDirs);
}
/** Tags of an item: its project's, then outward each including item's and its project's, last the item's own; each once, the first kept. */
function itemTags(inherited, own) {
	return [.../* @__PURE__ */ new Set([...inherited, ...own])];
}
/** An item that names no tags has its folder's name as its tag (not `.` or `..`, as in kluctl v2.28). */
function defaultTags(path) {
	const last = path.split("/").filter((part) => part !== "").at(-1);
	return last === void 0 || last === "." || last === ".." ? [] : [last];
}

// src/project/vars.ts
const options = [
	"when",
	"ignoreMissing",
	"noOverride",
	"sensitive",
	"targetPath",
	"multidoc"
];
const supported = ["values", "file"];
/** Sources that need something a CI job does not have, or that we do not read. */
const unsupported = [
	"git",
	"gitFiles",
	"http",
	"systemEnvVars",
	"clusterConfigMap",
	"clusterSecret",
	"clusterObject",
	"awsSecretsManager",
	"gcpSecretManager",
	"azureKeyVault",
	"vault"
];
/**
* Loads a list `vars:` on top of variables, each entry seeing those before it (kluctl-semantics 5.4).
* @throws ProjectError for a source that cannot be read here, naming it and what to do instead
*/
function loadVars(list, vars, context) {
	return list.list().reduce((before, part) => loadEntry(part, before, context), vars);
}
function loadEntry(part, vars, context) {
	part.allow([
		...supported,
		...unsupported,
		...options
	]);
	const kinds = [...part.map().keys()].filter((key) => !options.includes(key));
	const [kind] = kinds;
	if (kind === void 0 || kinds.length > 1) throw part.fail(`exactly one source is expected, and there ${kinds.length === 0 ? "is none" : `are ${kinds.join(" and ")}`}`);
	if (!context.renderer.isTrue(whenOf(part), part.at("when").place, vars, context.folders)) return vars;
	if (unsupported.includes(kind)) throw part.at(kind).fail(`the variable source ${kind} is not supported here`, "unsupported", "Write its values to a file in an earlier step and give it with args-from-file, or use a vars source \"file\".");
	const loaded = kind === "file" ? loadFile(part, vars, context) : loadValues(part, vars, context);
	if (loaded === void 0) return vars;
	const targetPath = renderedText(part.at("targetPath"), vars, context);
	if (targetPath !== void 0 && !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(targetPath)) throw part.at("targetPath").fail(`${quote(targetPath)} is not a simple path of names`, "unsupported");
	if (targetPath === void 0 && !isYamlMap(loaded)) throw part.at(kind).fail("a map is expected, or a targetPath");
	const values = targetPath === void 0 ? loaded : mapAt(targetPath, loaded);
	if (!isYamlMap(values)) return vars;
	return part.at("noOverride").boolean(false) ? mergeMaps(values, vars) : mergeMaps(vars, values);
}
function loadValues(part, vars, context) {
	const value = part.at("values").value ?? null;
	return mapTexts(value, (text) => context.renderer.renderPart(text, part.at("values").place, vars, context.folders));
}
function renderedText(part, vars, context) {
	const text = part.optionalText();
	return text === void 0 ? void 0 : context.renderer.renderPart(text, part.place, vars, context.folders);
}
function loadFile(part, vars, context) {
	const at = part.at("file");
	const name = renderedText(at, vars, context) ?? at.text();
	const folders = name.startsWith("../") ? [folderOf$1(at.place.file)] : context.folders;
	const path = folders.map((folder) => joinPath(folder, name, at.place)).find((candidate) => context.source.read(candidate) !== void 0);
	const text = path === void 0 ? void 0 : context.source.read(path);
	if (path === void 0 || text === void 0) {
		if (part.at("ignoreMissing").boolean(false)) return void 0;
		throw at.fail(`there is no file ${quote(name)}`, "missing-file", `Searched in: ${folders.map((folder) => folder || ".").join(", ")}.`);
	}
	const rendered = context.renderer.render(text, path, vars, context.folders);
	if (part.at("multidoc").boolean(false)) return parseYamlDocuments(rendered, path).map((document) => document.value);
	const document = parseYaml(rendered, path);
	if (isYamlMap(document?.value) && document.value.has("sops")) throw new ProjectError("unsupported", "the file is encrypted with SOPS", { file: path }, { hint: "Decrypt it in an earlier step." });
	return document?.value ?? /* @__PURE__ */ new Map();
}

// src/project/load.ts
/**
* Loads a kluctl project: target, args, deployment.yaml files, variables, items. A folder that has neither `.kluctl.yaml` nor
* `deployment.yaml` is the YAML files in and below it.
* @throws ProjectError where nothing can be loaded at all
*/
function loadProject(source, request, debug) {
	return new Loader(source, request, debug).load();
}
/** Includes of includes of includes multiply. */
const deploymentLimit = 1e4;
var Loader = class {
	source;
	request;
	renderer;
	items = [];
	problems = [];
	warnings = [];
	reused = /* @__PURE__ */ new Map();
	count = 0;
	constructor(source, request, debug) {
		this.source = source;
		this.request = request;
		this.renderer = createRenderer(source, debug);
	}
	load() {
		const config = readConfig(this.source);
		this.warnings.push(...sameNames(config));
		const definitions = config.args.length > 0 ? config.args : this.oldArgDefinitions();
		const argsFor = (targetArgs) => mergeArgs(definitions, targetArgs, this.request.args);
		const warn = (message, place) => void this.warnings.push({
			message,
			place
		});
		const target = renderTarget(chooseTarget(config, this.request.target), this.renderer, argsFor, warn);
		const args = argsFor(target.args);
		const missing = missingArgs(definitions, args);
		if (missing.length > 0) throw missingArgsError(missing, missing[0]?.place);
		const vars = /* @__PURE__ */ new Map([["args", args], ["target", new Map([...target.variables, ["args", args]])]]);
		this.loadRoot({
			folder: "",
			vars,
			tags: [],
			overrideNamespace: void 0,
			chain: []
		});
		const { items, problems, warnings, renderer } = this;
		return {
			target,
			items,
			problems,
			warnings,
			renderer
		};
	}
	/** Before kluctl v2.17 the root deployment.yaml defined the args; it is read unrendered for them. */
	oldArgDefinitions() {
		const found = readEither(this.source, "", "deployment");
		if (!found || !/^args:/m.test(found.text)) return [];
		const head = /^args:.*(?:\r?\n(?:[ \t#-].*)?)*/m.exec(found.text)?.[0] ?? "";
		const lead = "\n".repeat(found.text.slice(0, found.text.indexOf(head)).split("\n").length - 1);
		const document = parseYaml(lead + head, found.path);
		return document === void 0 ? [] : readArgDefinitions(new Part(document).at("args"));
	}
	loadRoot(level) {
		const found = readEither(this.source, "", "deployment");
		const isManifest = found !== void 0 && /^apiVersion:/m.test(found.text) && /^kind:/m.test(found.text);
		if (found && !isManifest) {
			this.guard(found.path, () => this.loadLevel(level));
			return;
		}
		const hasConfig = readEither(this.source, "", ".kluctl") !== void 0;
		const place = { file: found?.path ?? "." };
		if (!isIncluded(this.request.inclusion, {
			tags: [],
			folder: "",
			always: false
		})) return;
		this.addItem({
			folder: "",
			deploymentDir: "",
			tags: [],
			vars: level.vars,
			overrideNamespace: void 0,
			scope: hasConfig ? "folder" : "tree",
			place
		});
	}
	/** Runs a part of the loading; what is wrong with it is kept, and the other parts go on. */
	guard(file, load) {
		try {
			load();
		} catch (error) {
			if (!isImagesError(error)) throw error;
			this.problems.push(error instanceof ProjectError ? error : new ProjectError("config", error.message, { file }, { cause: error }));
		}
	}
	loadLevel(level) {
		const deployment = readDeployment(this.source, this.renderer, level.folder, level.vars);
		if (!deployment) throw new ProjectError("missing-file", `there is no deployment.yaml in ${quote(level.folder)}`, { file: level.folder || "." });
		this.count += 1;
		if (this.count > deploymentLimit) throw deployment.root.fail(`more than ${deploymentLimit} includes`, "limit");
		if (level.folder !== "" && !deployment.root.at("args").isEmpty) throw deployment.root.at("args").fail("only the root deployment.yaml may define args");
		const when = whenOf(deployment.root);
		const folders = searchFolders(level.folder);
		if (when !== "") {
			if (level.folder === "") throw deployment.root.at("when").fail("the root deployment.yaml cannot have a condition");
			if (!this.renderer.isTrue(when, deployment.root.at("when").place, level.vars, folders)) return;
		}
		const vars = loadVars(deployment.root.at("vars"), level.vars, {
			source: this.source,
			renderer: this.renderer,
			folders
		});
		for (const item of deployment.items) this.guard(deployment.file, () => this.loadItem(item, deployment, {
			...level,
			vars
		}));
	}
	loadItem(item, deployment, level) {
		const { part } = item;
		const folders = searchFolders(level.folder);
		if (!this.renderer.isTrue(item.when, part.at("when").place, level.vars, folders)) return;
		if (item.kind === "none") return;
		if (item.kind === "git" || item.kind === "oci") throw part.at(item.kind).fail(`${item.kind} includes are not supported here`, "unsupported", "Check the source out and include it as a folder.");
		const place = part.at(item.kind).place;
		const folder = joinPath(level.folder, item.path, place);
		if (this.source.list(folder) === void 0) throw part.at(item.kind).fail(`there is no folder ${quote(folder)}`, "missing-file");
		const tags = itemTags([...deployment.tags, ...level.tags], item.tags ?? defaultTags(item.path));
		const overrideNamespace = deployment.overrideNamespace ?? level.overrideNamespace;
		const context = {
			source: this.source,
			renderer: this.renderer,
			folders
		};
		if (item.kind === "include") {
			if (level.chain.includes(folder)) throw part.at("include").fail(`${quote(folder)} includes itself`);
			if (readEither(this.source, folder, ".kluctl-library")) throw part.at("include").fail("an include with .kluctl-library.yaml is not supported here", "unsupported");
			const vars = loadVars(part.at("vars"), level.vars, context);
			const inherited = itemTags(item.tags ?? defaultTags(item.path), [...deployment.tags, ...level.tags]);
			this.loadLevel({
				folder,
				vars,
				tags: inherited,
				overrideNamespace,
				chain: [...level.chain, folder]
			});
			return;
		}
		const deploymentDir = this.deploymentDir(folder);
		if (!isIncluded(this.request.inclusion, {
			tags,
			folder,
			always: item.always
		}) || item.onlyRender) return;
		const vars = loadVars(part.at("vars"), level.vars, {
			...context,
			folders: searchFolders(folder, level.folder)
		});
		this.addItem({
			folder,
			deploymentDir,
			tags,
			vars,
			overrideNamespace,
			scope: item.recursive ? "tree" : "folder",
			place
		});
	}
	addItem(item) {
		this.items.push({
			...item,
			folders: searchFolders(item.folder)
		});
	}
	deploymentDir(folder) {
		const count = this.reused.get(folder) ?? 0;
		this.reused.set(folder, count + 1);
		return count === 0 ? folder : `${folder}-${count}`;
	}
};

// src/project/kustomization.ts
/** Keys that change neither which objects there are nor what they are called. */
const harmless = [
	"apiVersion",
	"kind",
	"metadata",
	"commonLabels",
	"labels",
	"commonAnnotations",
	"buildMetadata",
	"sortOptions",
	"generatorOptions"
];
/**
* Reads a rendered kustomization.yaml as far as it can be applied exactly without the program: local `resources` and `namespace`.
* `made` are paths of files that a chart makes, which are not there to be read.
* @throws ProjectError `unsupported` for everything that needs kustomize, and for resources that are not files of the project
*/
function readKustomization(source, folder, rendered, made) {
	const { text, file } = rendered;
	const document = parseYaml(text, file);
	if (!document) return {
		resources: [],
		namespace: void 0
	};
	const root = new Part(document);
	for (const [key, value] of root.map()) {
		if (key === "resources" || key === "namespace" || harmless.includes(key)) continue;
		if (value === null || Array.isArray(value) && value.length === 0) continue;
		throw root.at(key).fail(`${quote(key)} needs the program kustomize, which is not run yet`, "unsupported", "Until then only kustomizations with local resources and a namespace can be read.");
	}
	return {
		resources: root.at("resources").list().flatMap((part) => {
			const path = resourcePath(source, folder, part, made);
			return path === void 0 ? [] : [path];
		}),
		namespace: root.at("namespace").optionalText()
	};
}
function resourcePath(source, folder, part, made) {
	const resource = part.text();
	if (/^[a-z][a-z0-9+.-]*:|\?ref=|^git@/i.test(resource)) throw part.fail(`the remote resource ${quote(resource)} is not allowed`, "unsupported");
	const path = joinPath(folder, resource, part.place);
	const text = source.read(path);
	if (text !== void 0) {
		if (folder === "" || path.startsWith(`${folder}/`) || !/\{[{%#]/.test(text)) return path;
		throw part.fail(`the resource ${quote(resource)} is a template of another folder, which has variables of its own`, "unsupported", "List it in a kustomization of its folder, or include it there.");
	}
	if (made.has(path)) return void 0;
	if (source.list(path) !== void 0) throw part.fail(`the resource ${quote(resource)} is a folder; this needs the program kustomize, which is not run yet`, "unsupported");
	throw new ProjectError("missing-file", `there is no file ${quote(resource)}`, part.place);
}

// src/project/templateignore.ts
var import_ignore = /* @__PURE__ */ __toESM(require_ignore(), 1);
/**
* Whether a file is excluded from rendering by a `.templateignore` in its folder or in one above (gitignore syntax, the file nearest to it
* decides last). Such a file is taken as it is. Source: kluctl v2.28, lib/go-jinja2.
*/
function isTemplateIgnored(source, path) {
	let ignored = false;
	for (const folder of withParents(folderOf$1(path)).toReversed()) {
		const rules = source.read(joinPath(folder, ".templateignore"));
		if (rules === void 0) continue;
		checkPatterns(rules, joinPath(folder, ".templateignore"));
		const relative = folder === "" ? path : path.slice(folder.length + 1);
		const result = (0, import_ignore.default)().add(rules).test(relative);
		if (result.ignored) ignored = true;
		else if (result.unignored) ignored = false;
	}
	return ignored;
}
/** Patterns become regular expressions that go back and forth: the work grows with every star in one path segment. */
function checkPatterns(rules, file) {
	for (const [index, line] of rules.split("\n").entries()) {
		const stars = line.split("/").map((segment) => segment.split(/\*+/).length - 1);
		if (Math.max(...stars) <= 3) continue;
		throw new ProjectError("limit", "a pattern has more than three stars in one path segment", {
			file,
			line: index + 1
		});
	}
}

// src/project/manifests.ts
/**
* Renders the files of an item that hold its objects: the resources of its kustomization, or every YAML file of its folder but those
* of Helm (kluctl-semantics 5.8). A file that fails does not hide the others. `skip` are files of ours, as the fixed-images file.
*/
function renderItem(source, renderer, item, skip) {
	const problems = [];
	const manifests = [];
	const attempt = (path, work) => {
		try {
			return work();
		} catch (error) {
			if (!isImagesError(error)) throw error;
			problems.push(error instanceof ProjectError ? error : new ProjectError("template", error.message, { file: path }, { cause: error }));
			return;
		}
	};
	const render = (path) => {
		const text = source.read(path) ?? "";
		return isTemplateIgnored(source, path) ? text : renderer.render(text, path, item.vars, item.folders);
	};
	const { folder } = item;
	const chart = readEither(source, folder, "helm-chart");
	const found = readEither(source, folder, "kustomization");
	const kustomization = found && attempt(found.path, () => {
		if (item.scope === "tree" && folder !== "") throw new ProjectError("config", "\"recursive\" and a kustomization exclude each other", { file: found.path });
		const made = chart ? /* @__PURE__ */ new Set([joinPath(folder, chartOutput(render(chart.path), chart.path))]) : /* @__PURE__ */ new Set();
		return readKustomization(source, folder, {
			text: render(found.path),
			file: found.path
		}, made);
	});
	if (found && !kustomization) return {
		manifests,
		problems
	};
	const namespace = kustomization?.namespace ?? item.overrideNamespace;
	const paths = kustomization?.resources ?? attempt(folder || ".", () => yamlFiles(source, folder, item.scope === "tree")) ?? [];
	for (const path of paths) {
		if (skip.has(path) || isHelmFile(path)) continue;
		const text = attempt(path, () => render(path));
		if (text !== void 0) manifests.push({
			item,
			path,
			text,
			kind: "objects",
			namespace
		});
	}
	const values = chart && readEither(source, folder, "helm-values");
	const text = values && attempt(values.path, () => render(values.path));
	if (values && text !== void 0) manifests.push({
		item,
		path: values.path,
		text,
		kind: "values",
		namespace
	});
	return {
		manifests,
		problems
	};
}
/** File that a chart is rendered into, which a kustomization beside it names. */
function chartOutput(text, file) {
	const document = parseYaml(text, file);
	const root = document && new Part(document);
	return (root && (root.at("helmChart").isEmpty ? root : root.at("helmChart")).at("output"))?.optionalText() ?? "helm-rendered.yaml";
}
function isHelmFile(path) {
	return /(?:^|\/)helm-(?:chart|values)\.ya?ml$/i.test(path);
}
/** YAML files of a folder, sorted by name; with `deep` also those of its folders, but not of charts, hidden folders and dependencies. */
function yamlFiles(source, folder, deep) {
	const entries = source.list(folder) ?? [];
	const paths = entries.filter(({ kind, name }) => kind === "file" && /\.ya?ml$/i.test(name) && !name.startsWith(".")).map(({ name }) => joinPath(folder, name));
	if (!deep) return paths;
	const below = entries.filter(({ kind, name }) => kind === "folder" && !name.startsWith(".") && name !== "node_modules").flatMap(({ name }) => {
		const path = joinPath(folder, name);
		return readEither(source, path, "Chart") ? [] : yamlFiles(source, path, deep);
	});
	return [...paths, ...below].toSorted(byCodeUnit);
}

// src/project/objects.ts
/** Kinds of Kubernetes itself that live in no namespace. */
const clusterScoped = /* @__PURE__ */ new Set([
	"APIService",
	"CertificateSigningRequest",
	"ClusterRole",
	"ClusterRoleBinding",
	"ComponentStatus",
	"CSIDriver",
	"CSINode",
	"CustomResourceDefinition",
	"FlowSchema",
	"IngressClass",
	"MutatingWebhookConfiguration",
	"Namespace",
	"Node",
	"PersistentVolume",
	"PodSecurityPolicy",
	"PriorityClass",
	"PriorityLevelConfiguration",
	"RuntimeClass",
	"StorageClass",
	"ValidatingAdmissionPolicy",
	"ValidatingAdmissionPolicyBinding",
	"ValidatingWebhookConfiguration",
	"VolumeAttachment"
]);
/**
* The objects of a document. A v1 `List` stands for its items (kluctl takes the list itself for the object, which is its bug;
* kluctl-semantics 2.3). A document that is no map, or a map without `kind`, holds none.
*/
function findObjects(document, namespace) {
	return objectsOf(document.document.contents, document, namespace);
}
function objectsOf(node, document, namespace) {
	const map = followed(node, document);
	if (!(0, import_dist.isMap)(map)) return [];
	const fields = fieldsOf(map, document);
	const kind = textOf(fields.get("kind"));
	if (kind === "") return [];
	const apiVersion = textOf(fields.get("apiVersion"));
	const items = fields.get("items");
	if (kind === "List" && apiVersion === "v1" && (0, import_dist.isSeq)(items)) return items.items.flatMap((item) => objectsOf(item, document, namespace));
	const metadata = fields.get("metadata");
	const about = (0, import_dist.isMap)(metadata) ? fieldsOf(metadata, document) : /* @__PURE__ */ new Map();
	const isInNamespace = !clusterScoped.has(kind);
	return [{
		apiVersion,
		kind,
		name: textOf(about.get("name")),
		namespace: isInNamespace ? namespace ?? textOf(about.get("namespace")) : "",
		node: map
	}];
}
/** The node that an alias stands for; any other node itself. */
function followed(node, { document }) {
	return (0, import_dist.isAlias)(node) ? node.resolve(document) : node;
}
/** Fields of a map as a reader sees them: aliases followed, merge keys (`<<`) merged in, own keys before merged ones. */
function fieldsOf(map, document) {
	const fields = /* @__PURE__ */ new Map();
	const merged = [];
	for (const { key, value } of map.items) if (isMergeKey(key)) merged.push(followed(value, document));
	else fields.set((0, import_dist.isScalar)(key) ? String(key.value) : "", followed(value, document));
	const sources = merged.flatMap((source) => (0, import_dist.isSeq)(source) ? source.items : [source]);
	for (const source of sources.map((item) => followed(item, document))) {
		if (!(0, import_dist.isMap)(source)) continue;
		for (const [key, value] of fieldsOf(source, document)) if (!fields.has(key)) fields.set(key, value);
	}
	return fields;
}
function isMergeKey(key) {
	return (0, import_dist.isScalar)(key) && key.source === "<<" && (key.type === void 0 || key.type === "PLAIN");
}
function textOf(node) {
	const value = (0, import_dist.isScalar)(node) ? node.value : void 0;
	return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}
/** Every text value below a node, in the order of the file; keys are not searched, aliases and merge keys are followed. */
function* textValues(node, document, path = "", sibling = "") {
	const target = followed(node, document);
	if ((0, import_dist.isMap)(target)) {
		const fields = fieldsOf(target, document);
		const name = fields.get("name");
		const container = (0, import_dist.isScalar)(name) && typeof name.value === "string" ? name.value : "";
		for (const [key, value] of fields) yield* textValues(value, document, joinField(path, key), container);
	} else if ((0, import_dist.isSeq)(target)) for (const [index, item] of target.items.entries()) yield* textValues(item, document, `${path}[${index}]`, "");
	else if ((0, import_dist.isScalar)(target) && typeof target.value === "string" && target.range) yield {
		value: target.value,
		field: path,
		sibling,
		range: [target.range[0], target.range[1]]
	};
}
function joinField(path, key) {
	const part = /^[A-Za-z0-9_-]+$/.test(key) ? key : `[${JSON.stringify(key)}]`;
	if (path === "") return part;
	return part.startsWith("[") ? `${path}${part}` : `${path}.${part}`;
}

// src/project/uses.ts
/**
* Finds every call in a rendered file: in any text value of any object, several in one text. A file without calls must be readable all the same:
* what kluctl would refuse is not passed over in silence.
*/
function findUses(manifest) {
	try {
		const documents = parseYamlDocuments(manifest.text, manifest.path);
		const leftover = findLeftover(manifest.text);
		if (leftover === void 0 && !hasPlaceholder(manifest.text)) return {
			uses: [],
			problems: [],
			warnings: []
		};
		const found = documents.flatMap((document) => usesOf(manifest, document));
		return {
			uses: found.filter((use) => nameProblem(use) === void 0),
			problems: [
				...found.flatMap((use) => nameProblem(use) ?? []),
				...lost(manifest, found),
				...altered(manifest, leftover)
			],
			warnings: labelWarnings(found)
		};
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return {
			uses: [],
			problems: [inRendered(manifest, error)],
			warnings: []
		};
	}
}
function hasPlaceholder(text) {
	return findPlaceholders(text).length > 0;
}
/** A name that Kubernetes refuses could not be read back from the fixed-images file. */
function nameProblem({ deployment, namespace, call, manifest }) {
	if ((deployment === "" || isDeployment(deployment)) && !/[/\s]/.test(namespace)) return void 0;
	const name = namespace === "" ? deployment : `${deployment} in ${namespace}`;
	return new ProjectError("config", `the object ${quote(name)} that uses get_image(${quote(call.image)}) has a name that Kubernetes refuses`, call.place ?? { file: manifest.path });
}
function inRendered(manifest, error) {
	const place = error instanceof ProjectError ? error.place : { file: manifest.path };
	const hint = error.hint ?? "Line and column count in the rendered text.";
	return new ProjectError("yaml", `the rendered file is not valid YAML: ${error.message}`, place, {
		cause: error,
		hint
	});
}
function usesOf(manifest, document) {
	if (manifest.kind === "values") return textUses(manifest, void 0, [...textValues(document.document.contents, document)]);
	return findObjects(document, manifest.namespace).flatMap((object) => textUses(manifest, object, [...textValues(object.node, document)]));
}
function textUses(manifest, object, texts) {
	return texts.flatMap((text) => {
		const inSource = findPlaceholders(manifest.text.slice(...text.range));
		return findPlaceholders(text.value).flatMap((found, index) => {
			const source = inSource[index];
			if (!source) return [];
			return [{
				call: found.call,
				namespace: object?.namespace ?? "",
				deployment: object ? `${object.kind}/${object.name}` : "",
				container: object ? text.sibling : "",
				field: text.field,
				deploymentDir: manifest.item.deploymentDir,
				tags: manifest.item.tags,
				manifest,
				range: [text.range[0] + source.start, text.range[0] + source.end]
			}];
		});
	});
}
/** Calls that stand outside of every object's text values: in a key, in a comment, in a document without `kind`. */
function lost(manifest, uses) {
	const seen = new Set(uses.map((use) => use.range[0]));
	const comment = /(?:^|\s)#/;
	return findPlaceholders(manifest.text).flatMap(({ start, call }) => {
		if (seen.has(start)) return [];
		const line = manifest.text.slice(manifest.text.lastIndexOf("\n", start) + 1, start);
		if (comment.test(line)) return [];
		return [new ProjectError("template", `get_image(${quote(call.image)}) does not end in a text value of a Kubernetes object`, call.place ?? { file: manifest.path }, { hint: "It may be in a map key, or the document has no kind." })];
	});
}
function altered(manifest, leftover) {
	if (leftover === void 0) return [];
	return [new ProjectError("template", `the result of get_image is ${leftover} by the template`, { file: manifest.path }, { hint: "get_image returns a placeholder that is replaced after rendering: print it as it is, without filters or text methods." })];
}
function labelWarnings(uses) {
	return uses.filter((use) => /^metadata\.(?:name$|labels[.[])/.test(use.field)).map(({ deployment, field, call: { place } }) => ({
		message: `${deployment}: an image reference in ${field} is rarely a valid value there`,
		...place === void 0 ? {} : { place }
	}));
}

// src/project/discover.ts
/**
* Loads and renders a project and finds every use in it. A part that fails is a problem in the result and hides no other part, also where
* nothing can be loaded at all.
* @throws InputError where an option cannot be right, as a target that does not exist
*/
function discover(source, request) {
	try {
		return discoverIn(source, loadProject(source, request, request.debug), request);
	} catch (error) {
		if (!isImagesError(error) || error instanceof InputError) throw error;
		return {
			targetImages: [],
			manifests: [],
			uses: [],
			problems: [error],
			warnings: []
		};
	}
}
function discoverIn(source, project, { ownFiles }) {
	const problems = [...project.problems];
	const warnings = [...project.warnings];
	const manifests = [];
	for (const item of project.items) {
		const rendered = renderItem(source, project.renderer, item, ownFiles);
		problems.push(...rendered.problems);
		manifests.push(...rendered.manifests);
	}
	if (project.items.length > 0 && manifests.length === 0 && problems.length === 0 && isBare(source)) throw new InputError("project-dir", "the project folder has no .kluctl.yaml, no deployment.yaml and no other YAML file", { hint: "Is it the right folder? It is relative to the working directory." });
	const uses = manifests.flatMap((manifest) => {
		const found = findUses(manifest);
		problems.push(...found.problems);
		warnings.push(...found.warnings);
		if (manifest.kind === "values" && found.uses.length > 0) warnings.push({
			message: "the chart is not rendered; its images are fixed for every workload",
			place: { file: manifest.path }
		});
		return found.uses;
	});
	if (uses.length === 0 && problems.length === 0) warnings.push({ message: "no call of images.get_image was found in the rendered manifests" });
	return {
		targetImages: project.target.images,
		manifests,
		uses,
		problems,
		warnings
	};
}
/** True for a folder that nothing marks as a kluctl project. */
function isBare(source) {
	return !readEither(source, "", ".kluctl") && !readEither(source, "", "deployment");
}

// src/resolve/pins.ts
/** What a matcher compares an entry with, of a use. */
function subjectOf(use) {
	return {
		image: use.call.image,
		namespace: use.namespace,
		deployment: use.deployment,
		container: use.container
	};
}
/** The pin that answers a use: the last that matches of a list in kluctl's order (target, then files, then flags). */
function findPin(pins, use) {
	const entry = findFixed(pins.map((pin) => pin.entry), subjectOf(use));
	return entry && pins.findLast((pin) => pin.entry === entry);
}
/**
* Pins in the variable `images` of an item, which current kluctl asks where nothing else pins (v2.28, pkg/deployment/images.go).
* @throws FixedImagesError for a list that kluctl would refuse as well
*/
function variablePins(use) {
	const images = use.manifest.item.vars.get("images");
	if (images === void 0 || images === null) return [];
	const document = parseYaml("images: []", "");
	if (!document) return [];
	try {
		return readEntries(new Part(document, ["images"], images), { warn: () => void 0 }).map((entry) => ({
			entry,
			source: "the variable images"
		}));
	} catch (error) {
		if (!(error instanceof FixedImagesError)) throw error;
		throw new FixedImagesError(`the variable images: ${error.message}`, use.call.place, error.key, {
			hint: "kluctl reads it as a list of fixed images. Correct it, or give the variable another name.",
			cause: error
		});
	}
}

// src/report/diff.ts
/** Compares answers with the baseline: one change for each image, old, new and reason, and what only the baseline has. */
function compareUses(uses, removed) {
	const differing = uses.filter((use) => use.new !== null && use.new !== use.old);
	const gone = removed.map((entry) => ({
		...whereOf(entry),
		image: nameOf(entry),
		old: entry.resultImage,
		new: null,
		why: "no longer used",
		filter: null
	}));
	const groups = /* @__PURE__ */ new Map();
	for (const use of [...differing, ...gone]) {
		const key = JSON.stringify([
			use.image,
			use.old,
			use.new,
			use.why,
			use.filter
		]);
		groups.set(key, [...groups.get(key) ?? [], use]);
	}
	return [...groups.values()].flatMap((group) => group[0] ? [toChange(group[0], group)] : []).toSorted(compareChanges);
}
/** Compares two fixed-images lists entry by entry. An entry without its twin is measured with the one that would answer for it. */
function compareLists(before, after) {
	return compareUses(after.map((entry) => {
		const subject = {
			...whereOf(entry),
			image: entry.image ?? ""
		};
		const twin = before.find((other) => entryKey(other) === entryKey(entry)) ?? findFixed(before, subject);
		return {
			...whereOf(entry),
			image: nameOf(entry),
			old: twin?.resultImage ?? null,
			new: entry.resultImage,
			why: "fixed image",
			filter: null
		};
	}), before.filter((entry) => !after.some((other) => entryKey(other) === entryKey(entry)) && !findFixed(after, {
		...whereOf(entry),
		image: entry.image ?? ""
	})));
}
function toChange(first, group) {
	const where = group.map(({ namespace, deployment, container }) => ({
		namespace,
		deployment,
		container
	}));
	return {
		kind: first.new === null ? "removed" : first.old === null ? "added" : "changed",
		image: first.image,
		old: first.old,
		new: first.new,
		why: first.why,
		filter: first.filter,
		movedRepository: isMoved(first.old, first.new),
		where: [...new Map(where.map((place) => [JSON.stringify(place), place])).values()].toSorted(compareWhere)
	};
}
function compareChanges(a, b) {
	const byText = (x, y) => byCodeUnit(x ?? "", y ?? "");
	return byText(a.image, b.image) || byText(a.new, b.new) || byText(a.old, b.old) || byText(a.why, b.why);
}
function compareWhere(a, b) {
	return byCodeUnit(a.namespace, b.namespace) || byCodeUnit(a.deployment, b.deployment) || byCodeUnit(a.container, b.container);
}
function whereOf(entry) {
	return {
		namespace: entry.namespace ?? "",
		deployment: entry.deployment ?? "",
		container: entry.container ?? ""
	};
}
function nameOf(entry) {
	return entry.image ?? entry.imageRegex ?? "*";
}
function isMoved(old, now) {
	if (old === null || now === null) return false;
	return repositoryText(old) !== repositoryText(now);
}
function repositoryText(image) {
	try {
		return formatRepository(parseImageReference(image).repository);
	} catch {
		return image;
	}
}

// src/report/build.ts
/** Builds the decision record, in an order that depends on nothing but its content. */
function buildReport(input) {
	const answers = input.answers.toSorted(compareAnswers);
	const uses = answers.map((answer) => useRecord(answer, input.baseline));
	const removed = removedEntries(input);
	const changes = compareUses(uses.map((use) => ({
		...use,
		new: use.result,
		filter: use.origin === "registry" ? use.filter : null
	})), removed);
	const failures = [...unique(input.problems.map((error) => failure(error, null, [])).toSorted(compareByPlace)), ...useFailures(answers)];
	const warnings = unique([...input.warnings.toSorted(compareByPlace), ...answers.flatMap(answerWarning)]);
	const count = (kind) => changes.filter((change) => change.kind === kind).length;
	return {
		version: 1,
		target: input.target ?? null,
		counts: {
			uses: uses.length,
			images: new Set(uses.map((use) => use.image)).size,
			changed: count("changed"),
			added: count("added"),
			removed: count("removed"),
			unchanged: uses.filter((use) => use.result !== null && use.result === use.old).length,
			kept: uses.filter((use) => use.origin === "previous").length,
			skipped: uses.filter((use) => use.status === "skipped").length,
			failed: uses.filter((use) => use.status === "failed").length
		},
		changes,
		failures,
		warnings,
		uses,
		cost: costRecord(input.cost)
	};
}
/** What is in nobody's use any more. Where a part of the project could not be read, nobody knows that. */
function removedEntries({ baseline, entries, answers, problems }) {
	if (problems.length > 0) return [];
	const used = new Set(answers.map((answer) => findFixed(baseline, subjectOf(answer.use))));
	const present = new Set(entries.map(entryKey));
	return baseline.filter((entry) => !used.has(entry) && !present.has(entryKey(entry)));
}
function useRecord(answer, baseline) {
	const { use } = answer;
	const decision = "decision" in answer ? answer.decision : void 0;
	return {
		image: use.call.image,
		namespace: use.namespace,
		deployment: use.deployment,
		container: use.container,
		field: use.field,
		deploymentDir: use.deploymentDir,
		tags: use.tags,
		place: use.call.place ?? null,
		status: answer.status,
		filter: decision?.written ?? null,
		result: answer.status === "resolved" ? answer.result : null,
		old: findFixed(baseline, subjectOf(use))?.resultImage ?? null,
		origin: answer.status === "resolved" ? answer.origin : null,
		why: answer.status === "failed" ? answer.error.message : answer.why,
		explanation: decision ? explanationRecord(decision) : null
	};
}
function explanationRecord({ repository, filter, explanation }) {
	const { seen, matched, newest, runnerUp, ties, rejected } = explanation;
	return {
		repository,
		filter,
		seen,
		matched,
		newest: newest ?? null,
		runnerUp: runnerUp ?? null,
		ties,
		rejected
	};
}
function compareAnswers({ use: a }, { use: b }) {
	return byCodeUnit(a.call.image, b.call.image) || compareWhere(a, b) || byCodeUnit(a.deploymentDir, b.deploymentDir) || byCodeUnit(a.field, b.field) || byCodeUnit(a.manifest.path, b.manifest.path) || a.range[0] - b.range[0];
}
function compareByPlace({ place: a, message: x }, { place: b, message: y }) {
	return byCodeUnit(a?.file ?? "", b?.file ?? "") || (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0) || byCodeUnit(x, y);
}
/** The same thing said once: a file that two items use has one mistake, not two. */
function unique(records) {
	return [...new Map(records.map((record) => [JSON.stringify(record), record])).values()];
}
/** One record for each image and message, with every place it hits: a registry that is down is one failure, not forty. */
function useFailures(answers) {
	const groups = /* @__PURE__ */ new Map();
	for (const answer of answers) {
		if (answer.status !== "failed") continue;
		const { call, namespace, deployment, container } = answer.use;
		const key = JSON.stringify([call.image, answer.error.message]);
		const group = groups.get(key) ?? {
			error: answer.error,
			image: call.image,
			place: call.place,
			where: []
		};
		group.where.push({
			namespace,
			deployment,
			container
		});
		groups.set(key, group);
	}
	return [...groups.values()].map(({ error, image, place, where }) => failure(error, image, where.toSorted(compareWhere), place)).toSorted((a, b) => byCodeUnit(a.image ?? "", b.image ?? "") || byCodeUnit(a.message, b.message));
}
/** A failure as data. `place` is the call's, for errors that have none of their own. */
function failure(error, image, where, place) {
	const own = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : void 0;
	const caret = error instanceof FilterError ? `\n${error.caret()}` : "";
	return {
		error: error.name,
		code: error.code,
		message: `${error.message}${caret}`,
		hint: error.hint ?? null,
		place: own ?? place ?? null,
		image,
		where
	};
}
function answerWarning(answer) {
	const { image, place } = answer.use.call;
	if (answer.status === "skipped") return [{
		message: answer.why,
		place: place ?? null,
		image
	}];
	const traps = answer.decision?.traps ?? [];
	return [...answer.status === "resolved" && answer.warning !== void 0 ? [answer.warning] : [], ...traps.map(({ message, suggestion }) => `${message}; ${suggestion} avoids it`)].map((message) => ({
		message,
		place: place ?? null,
		image
	}));
}
/** Only what the report has: a registry client counts more than that. */
function costRecord({ requests, waits, repositories }) {
	return {
		requests,
		waits,
		repositories
	};
}

// src/fixed/order.ts
/**
* The order of a fixed-images file: by image, then general entries before specific ones (kluctl takes the last that matches), then by
* namespace, deployment, container. It depends on nothing but the entries, with one exception: `carried` are entries of the file as it stood
* that this run was not asked about, in their order. Where that order decides between two of them, it stays: an entry that another
* one hides must not come to life by sorting.
*/
function sortEntries(entries, carried = []) {
	const waiting = entries.toSorted(compareEntries);
	const blockers = decidedOrder(entries, carried);
	const sorted = [];
	while (waiting.length > 0) {
		const ready = waiting.findIndex((entry) => (blockers.get(entry)?.size ?? 0) === 0);
		const [next] = waiting.splice(Math.max(0, ready), 1);
		if (!next) break;
		sorted.push(next);
		for (const blocked of blockers.values()) blocked.delete(next);
	}
	return sorted;
}
/** By entry: what must stay before it. Both are carried, some use may match both, and their results differ. */
function decidedOrder(entries, carried) {
	const positions = new Map(carried.map((entry, position) => [entryKey(entry), position]));
	const placed = entries.flatMap((entry) => {
		const position = positions.get(entryKey(entry));
		return position === void 0 ? [] : [{
			entry,
			position
		}];
	}).toSorted((a, b) => a.position - b.position).map(({ entry }) => entry);
	const blockers = /* @__PURE__ */ new Map();
	for (const [index, second] of placed.entries()) {
		const earlier = placed.slice(0, index).filter((first) => first.resultImage !== second.resultImage && overlaps(first, second));
		if (earlier.length > 0) blockers.set(second, new Set(earlier));
	}
	return blockers;
}
function compareEntries(a, b) {
	return byCodeUnit(a.image ?? "", b.image ?? "") || specificity(a) - specificity(b) || byCodeUnit(a.namespace ?? "", b.namespace ?? "") || byCodeUnit(a.deployment ?? "", b.deployment ?? "") || byCodeUnit(a.container ?? "", b.container ?? "") || byCodeUnit(entryKey(a), entryKey(b)) || byCodeUnit(a.resultImage, b.resultImage);
}
function specificity(entry) {
	return [
		entry.namespace,
		entry.deployment,
		entry.container
	].filter((field) => field !== void 0).length;
}

// src/resolve/rules.ts
/**
* Reads the lines of the option `images`: `PATTERN`, `PATTERN = VERSION-FILTER`, `!PATTERN`; a `#` at the begin of a line or after a blank
* outside of quotes begins a comment. All problems are found at once.
*/
function parseImageRules(lines) {
	const rules = [];
	const problems = [];
	for (const line of lines) {
		const text = withoutComment(line).trim();
		if (text === "") continue;
		try {
			rules.push(parseRule(text));
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			problems.push(error);
		}
	}
	return {
		rules,
		problems
	};
}
function parseRule(text) {
	const leavesOut = text.startsWith("!");
	const rest = leavesOut ? text.slice(1).trim() : text;
	const equals = rest.indexOf("=");
	const pattern = (equals < 0 ? rest : rest.slice(0, equals)).trim();
	if (!/^[A-Za-z0-9._/:*[\]-]+$/.test(pattern)) throw new InputError("images", `${quote(text)}: ${quote(pattern)} is not an image pattern`, { hint: "A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any." });
	if (/:[^/\]]*$/.test(pattern)) throw new InputError("images", `${quote(text)}: a pattern selects repositories and has no tag`, { hint: `Write ${pattern.slice(0, pattern.lastIndexOf(":"))} = regex('…') to ask for certain tags.` });
	if (equals < 0) return {
		pattern,
		leavesOut,
		filter: void 0,
		text: void 0
	};
	if (leavesOut) throw new InputError("images", `${quote(text)}: a pattern that leaves out takes no version filter`);
	const filterText = rest.slice(equals + 1).trim();
	if (filterText === "") throw new InputError("images", `${quote(text)}: the version filter after "=" is missing`);
	try {
		return {
			pattern,
			leavesOut,
			filter: parseVersionFilter(filterText),
			text: filterText
		};
	} catch (error) {
		if (!(error instanceof FilterError)) throw error;
		throw new InputError("images", `${pattern}: ${error.message}\n${error.caret()}`, {
			hint: error.hint,
			cause: error
		});
	}
}
function withoutComment(line) {
	let quoteMark = "";
	for (let index = 0; index < line.length; index += 1) {
		const character = line.charAt(index);
		if (quoteMark !== "") {
			if (character === quoteMark) quoteMark = "";
		} else if (character === "'" || character === "\"") quoteMark = character;
		else if (character === "#" && (index === 0 || /\s/.test(line.charAt(index - 1)))) return line.slice(0, index);
	}
	return line;
}
/**
* Whether an image may be updated: some pattern selects it (or there is none that selects), and none leaves it out, wherever in the list
* that one stands.
*/
function isSelected(rules, image) {
	const names = namesOf(image);
	const selecting = rules.filter((rule) => !rule.leavesOut);
	return !rules.some((rule) => rule.leavesOut && names.some((name) => toRegExp(rule.pattern).test(name))) && (selecting.length === 0 || selecting.some((rule) => names.some((name) => toRegExp(rule.pattern).test(name))));
}
/** The version filter that the workflow sets for an image: that of the last matching line which names one. */
function ruleFor(rules, image) {
	const names = namesOf(image);
	return rules.findLast((rule) => rule.filter !== void 0 && names.some((name) => toRegExp(rule.pattern).test(name)));
}
/** Spellings of one repository that a pattern may mean: as the template wrote it, in full, and the short forms of Docker Hub. */
function namesOf(image) {
	try {
		const { name, repository } = parseImageReference(image);
		const full = formatRepository(repository);
		if (repository.registry !== "docker.io") return [name, full];
		const short = repository.path.startsWith("library/") ? [repository.path.slice(8)] : [];
		return [
			name,
			full,
			repository.path,
			...short,
			...short.map((path) => `docker.io/${path}`)
		];
	} catch (error) {
		if (error instanceof ImageNameError) return [image];
		throw error;
	}
}
/** A star stands for what one path segment may hold, two for anything; every name of a registry is brought to its one spelling. */
function toRegExp(pattern) {
	const source = withNormalRegistry(pattern).split(/(\*{2,}|\*)/).map((part) => part === "*" ? "[^/]*" : part.startsWith("**") ? ".*" : part.replace(/[.[\]]/g, "\\$&")).join("");
	return new RegExp(`^${source}$`);
}
function withNormalRegistry(pattern) {
	const slash = pattern.indexOf("/");
	const first = pattern.slice(0, Math.max(0, slash));
	return /[.:[]/.test(first) && !first.includes("*") ? normalizeRegistry(first) + pattern.slice(slash) : pattern;
}

// src/resolve/document.ts
/**
* The new fixed-images list: an entry for every answer, and every previous entry that this run was not asked about, unchanged.
* An answer that the list would give differently (two calls in one container with different results) becomes a failure:
* the file is proved against every use before it is written. Where nothing but the order would change, the previous order stays.
*/
function buildDocument(answers, request) {
	const { entries: previous, warnings } = carriedOver(answers, request);
	const full = fullEntries(answers, request);
	const ownKeys = new Set(full.flatMap(entryKeys));
	const carried = lastOfEach(previous.filter((entry) => !ownKeys.has(entryKey(entry))));
	const own = request.simple ? simpleEntries(answers, full, request.partial ? carried : []) : full;
	const generalKeys = new Set(own.map(entryKey));
	const kept = carried.filter((entry) => !generalKeys.has(entryKey(entry)));
	const sorted = sortEntries([...kept, ...lastOfEach(own)], kept);
	const results = resultsBySubject(answers);
	const proveBy = (entries) => answers.map((answer) => prove(answer, entries, results));
	const proved = proveBy(sorted);
	if (!isReordered(sorted, request.previous)) return {
		entries: sorted,
		answers: proved,
		warnings
	};
	return {
		entries: proveBy(request.previous).every((answer, index) => answer.status === proved[index]?.status) ? request.previous : sorted,
		answers: proved,
		warnings
	};
}
function carriedOver(answers, request) {
	const keptFor = new Set(answers.flatMap((answer) => previousEntry(answer, request) ?? []));
	const selects = request.rules.length > 0;
	const asked = request.previous.filter((entry) => {
		return request.partial || (entry.image === void 0 ? selects : !isSelected(request.rules, entry.image)) || keptFor.has(entry);
	});
	const isWritable = (entry) => entry.image !== void 0 || entry.imageRegex !== void 0;
	return {
		entries: asked.filter(isWritable),
		warnings: asked.filter((entry) => !isWritable(entry)).map((entry) => `the entry for ${quote(entry.deployment ?? "")} names no image; no kluctl reads such an entry, and it is not written again`)
	};
}
/** The previous entry that a use keeps. */
function previousEntry(answer, { previous }) {
	return answer.status === "resolved" && answer.origin === "previous" ? findFixed(previous, subjectOf(answer.use)) : void 0;
}
function fullEntries(answers, request) {
	return answers.flatMap((answer) => {
		if (answer.status !== "resolved") return [];
		const kept = previousEntry(answer, request);
		if (kept?.image !== void 0 || kept?.imageRegex !== void 0) return [];
		const { image, namespace, deployment, container } = subjectOf(answer.use);
		return [{
			image,
			resultImage: answer.result,
			...namespace === "" ? {} : { namespace },
			...deployment === "" ? {} : { deployment },
			...container === "" ? {} : { container }
		}];
	});
}
/**
* One entry for an image whose uses all have the same result; the others keep what tells them apart. So do those of an image that a carried
* entry gives another result: a general entry would rewrite what the run was not asked about.
*/
function simpleEntries(answers, full, carried) {
	const results = /* @__PURE__ */ new Map();
	for (const answer of answers) {
		if (answer.status !== "resolved") continue;
		const { image } = answer.use.call;
		results.set(image, (results.get(image) ?? /* @__PURE__ */ new Set()).add(answer.result));
	}
	return full.map((entry) => {
		const { image, resultImage } = entry;
		if (image === void 0 || results.get(image)?.size !== 1) return entry;
		const general = {
			image,
			resultImage
		};
		return carried.some((other) => other.resultImage !== resultImage && overlaps(general, other)) ? entry : general;
	});
}
/** Of entries that match the same, the last decides. */
function lastOfEach(entries) {
	return [...new Map(entries.map((entry) => [entryKey(entry), entry])).values()];
}
function isReordered(entries, previous) {
	const texts = (list) => list.map((entry) => `${entryKey(entry)} ${entry.resultImage}`).toSorted(byCodeUnit);
	return JSON.stringify(texts(entries)) === JSON.stringify(texts(previous));
}
/** The different results of the calls that no entry can tell apart. */
function resultsBySubject(answers) {
	const results = /* @__PURE__ */ new Map();
	for (const answer of answers) {
		if (answer.status !== "resolved") continue;
		const key = JSON.stringify(subjectOf(answer.use));
		results.set(key, (results.get(key) ?? /* @__PURE__ */ new Set()).add(answer.result));
	}
	return results;
}
function prove(answer, entries, results) {
	if (answer.status !== "resolved") return answer;
	const { use } = answer;
	const subject = subjectOf(use);
	const own = results.get(JSON.stringify(subject)) ?? /* @__PURE__ */ new Set();
	const found = findFixed(entries, subject);
	if (own.size < 2 && found?.resultImage === answer.result) return answer;
	const where = use.deployment === "" ? "Helm values" : use.deployment;
	const place = use.container === "" ? where : `container ${quote(use.container)} of ${where}`;
	return {
		status: "failed",
		use,
		error: own.size > 1 ? new ResolveError("conflict", `calls for ${quote(use.call.image)} in ${place} have different results (${[...own].toSorted(byCodeUnit).join(", ")}), which a fixed-images file cannot tell apart`, { hint: "Give the calls the same version filter." }) : new ResolveError("conflict", `${quote(use.call.image)} in ${place} resolves to ${answer.result}, and another entry of the output file answers ${found?.resultImage ?? "nothing"} for it`, { hint: "Remove that entry from the output file, or run without the options that leave it untouched." }),
		decision: answer.decision
	};
}

// src/resolve/manifests.ts
/** Where manifests are wanted, a use without an answer would leave a hole in them: it is a failure. */
function mustAnswer(answer) {
	if (answer.status !== "skipped") return answer;
	const error = new ResolveError("no-answer", `${answer.use.call.image}: ${answer.why}`, { hint: "Select the image, or pin it." });
	return {
		status: "failed",
		use: answer.use,
		error
	};
}
/**
* The rendered manifests by their path in the output folder, each answer put where its placeholder stands; nothing else of the rendered text
* is touched.
*/
function withImages(manifests, answers) {
	const objects = manifests.filter(({ kind }) => kind === "objects");
	return new Map(objects.map((manifest) => [outputPath(manifest), substitute(manifest, answers)]));
}
function outputPath({ path, item: { folder, deploymentDir } }) {
	const below = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
	return deploymentDir === "" ? below : `${deploymentDir}/${below}`;
}
function substitute(manifest, answers) {
	let text = manifest.text;
	let before = Number.POSITIVE_INFINITY;
	const lastFirst = answers.filter((answer) => answer.use.manifest === manifest).toSorted((a, b) => b.use.range[0] - a.use.range[0]);
	for (const answer of lastFirst) {
		const [start, end] = answer.use.range;
		if (answer.status !== "resolved" || end > before) continue;
		text = text.slice(0, start) + answer.result + text.slice(end);
		before = start;
	}
	return text;
}

// src/resolve/resolve.ts
/** The filter of a call that names none (kluctl-semantics 1.1). */
const defaultFilter = "semver()";
/**
* Answers every use: a pin, else the newest tag of its repository if the image is selected, else the previous entry. With `updateImages` the
* registry comes first for what is selected. What a pin decides never asks a registry; each repository is listed once.
*/
async function resolveUses(uses, request, tags) {
	const lists = /* @__PURE__ */ new Map();
	const decisions = /* @__PURE__ */ new Map();
	return Promise.all(uses.map((use) => answer(use, request, {
		tags,
		lists,
		decisions
	})));
}
async function answer(use, request, registry) {
	try {
		const own = parseOwnFilter(use);
		if (use.call.image === "") throw new ResolveError("image-empty", "images.get_image: the image name is empty");
		const pin = findPin(request.pins, use) ?? findPin(variablePins(use), use);
		const selected = isSelected(request.rules, use.call.image);
		if (pin && !(request.updateImages && selected && !request.offlineImages)) return pinned(use, pin);
		if (!selected) return kept(use, request, "not selected by images");
		if (request.offlineImages) return offline(use, request);
		return await fromRegistry(use, own, pin, request, registry);
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return {
			status: "failed",
			use,
			error
		};
	}
}
function pinned(use, pin) {
	return {
		status: "resolved",
		use,
		result: pin.entry.resultImage,
		origin: "fixed",
		why: `pinned by ${pin.source}`
	};
}
function kept(use, { previous }, why) {
	const entry = findFixed(previous, subjectOf(use));
	if (entry) return {
		status: "resolved",
		use,
		result: entry.resultImage,
		origin: "previous",
		why: `kept, ${why}`
	};
	return {
		status: "skipped",
		use,
		why: `${why}, and there is no previous entry to keep`
	};
}
function offline(use, request) {
	const answer = kept(use, request, "offline");
	if (answer.status === "resolved") return answer;
	return {
		status: "failed",
		use,
		error: new ResolveError("no-answer", `${quote(use.call.image)} has no fixed image, and no registry is asked with offline-images`, { hint: "Pin it in a fixed-images file, or run without offline-images." })
	};
}
async function fromRegistry(use, own, pin, request, registry) {
	const reference = repositoryOf(use);
	const rule = ruleFor(request.rules, use.call.image);
	const filter = rule?.filter ?? own;
	const written = rule?.text ?? use.call.filter ?? defaultFilter;
	const decision = {
		...await decide(reference, filter, registry),
		written
	};
	const { newest, seen, rejected } = decision.explanation;
	if (newest === void 0) {
		const examples = rejected.flatMap(({ examples }) => examples).slice(0, 5);
		const error = new NoTagError(decision.repository, decision.filter, seen, examples, { hint: examples.length === 0 ? "Push an image first, or pin one." : `Tags there look like ${examples.join(", ")}. Change the version filter, or pin the image.` });
		if (!pin) return {
			status: "failed",
			use,
			error,
			decision
		};
		return {
			...pinned(use, pin),
			decision,
			warning: `${error.message}; the pin of ${pin.source} is used`
		};
	}
	const why = `newest of ${plural(seen, "tag")}`;
	return {
		status: "resolved",
		use,
		result: `${use.call.image}:${newest}`,
		origin: "registry",
		why,
		decision
	};
}
/** The reference must name a repository and nothing more, as kluctl's registry look-up had it. @throws ImageNameError */
function repositoryOf(use) {
	const reference = parseImageReference(use.call.image);
	const surplus = reference.digest === void 0 ? reference.tag === void 0 ? void 0 : "a tag" : "a digest";
	if (surplus === void 0) return reference;
	throw new ImageNameError(use.call.image, reference.name.length, `get_image asks for a repository, and ${quote(use.call.image)} has ${surplus}`, { hint: `Write ${quote(reference.name)}, or pin the image.` });
}
async function decide(reference, filter, { tags, lists, decisions }) {
	const repository = formatRepository(reference.repository);
	const list = lists.get(repository) ?? tags.listTags(reference.repository);
	lists.set(repository, list);
	const { tags: names } = await list;
	const key = `${repository} ${filter.toString()}`;
	const known = decisions.get(key);
	if (known) return known;
	const decision = {
		repository,
		filter: filter.toString(),
		explanation: explain(filter, names),
		traps: findTraps(filter, names)
	};
	decisions.set(key, decision);
	return decision;
}
/** Filters are always read, also where a pin decides: a mistake in one must not wait for the day the pin goes. @throws FilterError */
function parseOwnFilter(use) {
	return parseVersionFilter(use.call.filter ?? defaultFilter);
}

// src/run.ts
/**
* The main job: load the project, render it, find every call, resolve it, compare. Single failures are collected, and all reported.
* @throws InputError or FixedImagesError where an option or a file that one names cannot be used
*/
async function run(options, ports) {
	const warnings = [];
	const warn = (message, place) => void warnings.push({
		message,
		place: place ?? null,
		image: null
	});
	const previousText = ports.readPrevious();
	const previous = previousText === void 0 ? [] : readDocument(previousText, options.outputFile, warn);
	const filePins = readPins(options, ports, warn);
	const args = commandLineArgs(options.args, options.argsFromFile, ports.readFile);
	const baseline = await readBaseline(options, ports, previousText, warn);
	const { target, inclusion, updateImages, offlineImages, images: rules, simple } = options;
	const project = discover(ports.project, {
		target,
		args,
		inclusion,
		ownFiles: ports.ownFiles,
		debug: ports.log.debug
	});
	const pins = [...project.targetImages.map((entry) => ({
		entry,
		source: `target ${target ?? ""}`
	})), ...filePins];
	const answered = await resolveUses(project.uses, {
		pins,
		previous,
		rules,
		updateImages,
		offlineImages
	}, ports.tags);
	const document = buildDocument(answered, {
		previous,
		partial: isPartial(inclusion),
		rules,
		simple
	});
	const answers = options.needsManifests ? document.answers.map(mustAnswer) : document.answers;
	for (const { message, place } of project.warnings) warn(message, place);
	for (const message of [...document.warnings, ...ports.tags.warnings()]) warn(message);
	const report = buildReport({
		target,
		answers,
		problems: project.problems,
		warnings,
		baseline,
		entries: document.entries,
		cost: ports.tags.cost()
	});
	const text = formatDocument(document.entries, previousText === void 0 ? void 0 : {
		text: previousText,
		entries: previous
	});
	const readBack = readDocument(text, options.outputFile, () => void 0);
	if (JSON.stringify(readBack.map(entryText)) !== JSON.stringify(document.entries.map(entryText))) throw new Error("the new fixed-images file does not read back as it was meant");
	return {
		report,
		ok: report.failures.length === 0,
		entries: document.entries,
		text,
		changed: text !== previousText,
		manifests: withImages(project.manifests, answers)
	};
}
function entryText(entry) {
	return `${entryKey(entry)} ${entry.resultImage}`;
}
/** What the result is compared with. A base commit whose file is broken must not stop the pull request that mends it. */
async function readBaseline(options, ports, previous, warn) {
	const baseline = await ports.readBaseline(previous);
	try {
		return baseline === void 0 ? [] : readDocument(baseline.text, baseline.name, () => void 0);
	} catch (error) {
		if (!(error instanceof FixedImagesError) || options.baseline !== "auto") throw error;
		warn(`${baseline?.name} cannot be read, so that every image counts as new: ${error.message}`);
		return [];
	}
}
/** Pins of files and flags, in kluctl's order: a later one wins. */
function readPins(options, ports, warn) {
	return [...options.fixedImagesFiles.flatMap((file) => readDocument(ports.readFile(file, "fixed-images-file"), file, warn).map((entry) => ({
		entry,
		source: file
	}))), ...options.fixedImages.map((entry) => ({
		entry,
		source: "the option fixed-images"
	}))];
}

// src/fixed/flag.ts
/**
* Reads `image<:namespace:deployment:container>=result`, kluctl's `-F` (kluctl-semantics 3.4). Unlike kluctl, a port or a digest in the
* image is understood, the result may hold `=`, and an empty part means "not set".
* @throws InputError
*/
function parseFixedImageFlag(text, input = "fixed-images") {
	const fail = (why) => {
		throw new InputError(input, `${quote(text)}: ${why}`, { hint: "Write image=result, or image:namespace:Kind/name:container=result." });
	};
	const equals = text.indexOf("=");
	if (equals < 0) fail("there is no \"=\" in it");
	const left = text.slice(0, equals).trim();
	const resultImage = text.slice(equals + 1).trim();
	if (resultImage === "") fail("the result after \"=\" is empty");
	const { image, parts } = splitLeft(left);
	if (image === "") fail("the image before \"=\" is empty");
	if (parts.length > 3) fail("there are more than three parts after the image");
	const [namespace = "", deployment = "", container = ""] = parts;
	if (namespace.includes("/")) fail(`${quote(namespace)} is not a namespace`);
	if (deployment !== "" && !isDeployment(deployment)) fail(`${quote(deployment)} is not Kind/name`);
	if (container.includes("/")) fail(`${quote(container)} is not a container`);
	try {
		parseImageReference(resultImage);
	} catch (error) {
		if (!(error instanceof ImageNameError)) throw error;
		fail(error.message);
	}
	return {
		image,
		resultImage,
		...namespace === "" ? {} : { namespace },
		...deployment === "" ? {} : { deployment },
		...container === "" ? {} : { container }
	};
}
/** A colon before a port, or inside a digest, belongs to the image; every other colon separates. */
function splitLeft(left) {
	const pieces = left.split(":");
	let image = pieces.shift() ?? "";
	const port = pieces[0];
	if (port !== void 0 && !image.includes("/") && /^\d{1,5}\//.test(port)) {
		image += `:${port}`;
		pieces.shift();
	}
	const digest = pieces[0];
	const algorithm = image.lastIndexOf("@");
	if (digest !== void 0 && algorithm >= 0 && isDigest(`${image.slice(algorithm + 1)}:${digest}`)) {
		image += `:${digest}`;
		pieces.shift();
	}
	return {
		image,
		parts: pieces
	};
}

// src/options.ts
/**
* Reads the options. All that is wrong is found at once and returned as `problems`; `options` may be used only where there are none.
*/
function parseOptions(raw) {
	const problems = unknownOptions(raw);
	const text = (name) => (raw[name] ?? "").trim() || definition(name).default;
	const optional = (name) => (raw[name] ?? "").trim() || void 0;
	const lines = (name) => splitValues(raw[name] ?? "", definition(name));
	const each = (name, parse) => lines(name).flatMap((line) => {
		const value = attempt(() => parse(line), problems);
		return value === void 0 ? [] : [value];
	});
	const boolean = (name) => attempt(() => parseBoolean(text(name), name), problems) ?? false;
	const choice = (name) => attempt(() => parseChoice(text(name), definition(name)), problems) ?? text(name);
	const images = parseImageRules((raw.images ?? "").split(/\r?\n/));
	problems.push(...images.problems);
	const folders = (name) => each(name, (line) => relativeFolder(line, name));
	const options = {
		projectDir: text("project-dir"),
		target: optional("target"),
		args: each("args", parseArgLine),
		argsFromFile: lines("args-from-file"),
		images: images.rules,
		inclusion: {
			includeTags: lines("include-tags"),
			excludeTags: lines("exclude-tags"),
			includeDeploymentDirs: folders("include-deployment-dirs"),
			excludeDeploymentDirs: folders("exclude-deployment-dirs")
		},
		fixedImagesFiles: lines("fixed-images-file"),
		fixedImages: each("fixed-images", (line) => parseFixedImageFlag(line)),
		updateImages: boolean("update-images"),
		offlineImages: boolean("offline-images"),
		outputFile: attempt(() => yamlName(text("output-file")), problems) ?? "",
		simple: boolean("simple"),
		reportFile: text("report-file"),
		renderOutputDir: optional("render-output-dir"),
		baseline: text("baseline"),
		comment: choice("comment"),
		commentTag: optional("comment-tag"),
		jobSummary: boolean("job-summary"),
		githubToken: optional("github-token"),
		needsManifests: optional("render-output-dir") !== void 0
	};
	if (withoutDot(options.reportFile) === withoutDot(options.outputFile)) problems.push(new InputError("report-file", "report-file and output-file are the same file"));
	return {
		options,
		problems
	};
}
function unknownOptions(raw) {
	const names = optionTable.map((option) => option.name);
	return Object.keys(raw).filter((name) => !names.some((known) => known === name)).map((name) => {
		const near = nearest(name, names);
		const hint = near === void 0 ? void 0 : `Did you mean ${near}?`;
		return new InputError(name, `there is no option ${quote(name)}`, { hint });
	});
}
function withoutDot(path) {
	return path.replace(/^(?:\.\/+)+/, "");
}
function definition(name) {
	const found = optionTable.find((option) => option.name === name);
	if (!found) throw new Error(`the option table has no ${name}`);
	return found;
}
function splitValues(text, { kind }) {
	const separator = kind === "list" ? /[\r\n,]+/ : /\r?\n/;
	return text.split(separator).map((value) => value.trim()).filter((value) => value !== "" && !value.startsWith("#"));
}
function attempt(parse, problems) {
	try {
		return parse();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		problems.push(error);
		return;
	}
}
/** The words of YAML 1.2, as GitHub reads them. */
function parseBoolean(text, name) {
	if (/^(?:true|True|TRUE)$/.test(text)) return true;
	if (/^(?:false|False|FALSE)$/.test(text)) return false;
	throw new InputError(name, `${quote(text)} is neither true nor false`);
}
function parseChoice(text, { name, choices = [] }) {
	if (choices.includes(text)) return text;
	throw new InputError(name, `${quote(text)} is not one of ${choices.join(", ")}`);
}
/** kluctl takes fixed-images files by their ending, so the file must have one of these. */
function yamlName(path) {
	if (/\.ya?ml$/.test(path)) return path;
	throw new InputError("output-file", `${quote(path)} does not end in .yaml or .yml`, { hint: "kluctl reads fixed-images files with these endings only." });
}
function relativeFolder(text, name) {
	try {
		return joinPath("", text.replaceAll("\\", "/"));
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw new InputError(name, error.message, { hint: "Write the folder relative to the project, as apps/shop." });
	}
}

export { compareLists, compareUses, compareWhere, formatDocument, parseOptions, readDocument, renderTemplate, run };