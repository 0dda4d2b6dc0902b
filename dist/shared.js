import { InputError, ProjectError, byteLength, excerptOf, nearest, plural, quote } from "./words.js";
import { require_dist } from "./vendor-yaml.js";

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
function folderOf(path) {
	return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
/** The folder and its parents up to the root of the project, nearest first. */
function withParents(folder) {
	const parts = folder === "" ? [] : folder.split("/");
	return [...parts.map((_, index) => parts.slice(0, parts.length - index).join("/")), ""];
}
/** A well-known file under either of its two endings; kluctl looks for the one that it writes in its own code first. */
function readEither(source, folder, stem, first = ".yaml") {
	for (const ending of [first, first === ".yml" ? ".yaml" : ".yml"]) {
		const path = joinPath(folder, `${stem}${ending}`);
		const text = source.read(path);
		if (text !== void 0) return {
			path,
			text
		};
	}
}

// src/project/sources.ts
/** Nothing from outside. */
const noExternalSources = {
	env: /* @__PURE__ */ new Map(),
	allowedEnv: [],
	standIns: /* @__PURE__ */ new Map(),
	gitFiles: /* @__PURE__ */ new Map(),
	overrides: /* @__PURE__ */ new Map()
};
/** What tells one need from another: repository, reference and path, without scheme and user. */
function needKey({ url, ref, path }) {
	return `${repositoryKey("git", url) ?? "git://?"}${refText(ref)}/${path}`;
}
function refText(ref) {
	if (ref?.branch !== void 0) return `@branch=${ref.branch}`;
	if (ref?.tag !== void 0) return `@tag=${ref.tag}`;
	if (ref?.commit !== void 0) return `@commit=${ref.commit}`;
	return ref?.name === void 0 ? "" : `@${ref.name}`;
}
/** The schemes that are read, each with its default port. Others lead to programs or to files. */
const defaultPorts = {
	http: "80",
	https: "443",
	ssh: "22",
	git: "22",
	"git+ssh": "22",
	oci: "443"
};
/**
* `git://host/path` or `oci://host/path` of a url as kluctl compares them: without scheme, user, default port, query and, for git, the
* ending `.git`; host and git path in lower case; `user@host:path` is read as well. Undefined for what is no such url, and for local files.
* Source: kluctl v2.28, lib/git/types/git_url.go and repo_key.go.
*/
function repositoryKey(kind, url) {
	const parts = splitUrl(url.trim());
	if (!parts || kind === "oci" !== (parts.scheme === "oci")) return void 0;
	const trimmed = (kind === "git" ? gitPath(parts.path) : parts.path).replace(/^\/+|\/+$/g, "");
	if (trimmed === "" || trimmed.split("/").some((step) => /^(?:\.{1,2}$|-)/.test(step))) return void 0;
	const port = parts.port === "" || parts.port === defaultPorts[parts.scheme] ? "" : `:${parts.port}`;
	return `${kind}://${parts.host.toLowerCase()}${port}/${trimmed}`;
}
function splitUrl(url) {
	if (/[\0-\x20\\]/.test(url)) return void 0;
	const full = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@?#]*@)?([a-z0-9_][a-z0-9._-]*)(?::(\d*))?(\/[^?#]*)?(?:[?#].*)?$/i.exec(url);
	if (full) {
		const scheme = (full[1] ?? "").toLowerCase();
		if (!Object.hasOwn(defaultPorts, scheme)) return void 0;
		return {
			scheme,
			host: full[2] ?? "",
			port: full[3] ?? "",
			path: full[4] ?? ""
		};
	}
	if (url.includes("://")) return void 0;
	const short = /^(?:[^/@:]+@)?([a-z0-9_][a-z0-9._-]+):(?:(\d{1,5})\/)?([^:]*)$/i.exec(url);
	return short ? {
		scheme: "ssh",
		host: short[1] ?? "",
		port: short[2] ?? "",
		path: short[3] ?? ""
	} : void 0;
}
function gitPath(path) {
	const lower = path.toLowerCase();
	return (/(?:^|\/)\.git$/.test(lower) ? lower : lower.replace(/\.git$/, "")).replace(/\/$/, "");
}
/** The folder under which the FileSource should serve the source of a {@link repositoryKey}: `git+github.com/org/repo`. */
function mountOf(key) {
	return key.replace("://", "+").replaceAll(":", "+");
}

// src/yaml/go-scalars.ts
const bool = {
	default: true,
	tag: "tag:yaml.org,2002:bool",
	test: /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE)$/,
	resolve: (text) => /^(?:y|yes|on|true)$/i.test(text)
};
const int = {
	default: true,
	tag: "tag:yaml.org,2002:int",
	test: /^[-+]?(?:0[xX]_*[\da-fA-F][\da-fA-F_]*|0[bB]_*[01][01_]*|0[oO]_*[0-7][0-7_]*|0[0-7_]*|[1-9][\d_]*)$/,
	resolve: (text) => {
		const plain = text.replaceAll("_", "");
		const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(plain) ?? [];
		const isDecimal = /^\d+$/.test(digits);
		if (digits.length <= 66) {
			const size = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits.toLowerCase());
			const value = sign === "-" ? -size : size;
			if (size <= 2n ** 53n) return value;
			if (value >= -(2n ** 63n) && value < 2n ** 64n) return rounded(Number(value));
		}
		return isDecimal ? rounded(Number(plain)) ?? text : text;
	}
};
/** A large whole number goes through a float on its way to a template, and is printed with the digits of that. Undefined where it fits none. */
function rounded(value) {
	if (!Number.isFinite(value)) return void 0;
	return Math.abs(value) < 1e21 ? BigInt(String(value)) : value;
}
const float = {
	default: true,
	tag: "tag:yaml.org,2002:float",
	test: /^[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?[\d_]+)?$/,
	resolve: (text) => {
		const value = Number(text.replaceAll("_", ""));
		return Number.isFinite(value) ? value : text;
	}
};
const special = {
	default: true,
	tag: "tag:yaml.org,2002:float",
	test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
	resolve: (text) => /nan$/i.test(text) ? NaN : text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
};
const replaced = [
	bool,
	int,
	float
].map(({ tag }) => tag);
/**
* What plain words and numbers are in the files that kluctl itself reads, which is YAML 1.1 as Go reads it: `yes`, `on` and `n` are booleans, also
* as keys, `010` is 8 and `1_000` is 1000; dates and `12:30` are text.
* Source: kluctl v2.28, lib/yaml, which reads with sigs.k8s.io/yaml and its fork of go-yaml 2 (resolve.go).
*/
const goScalars = (core) => [
	...core.filter((tag) => typeof tag !== "string" && !replaced.includes(tag.tag)),
	bool,
	special,
	int,
	float
];

// src/yaml/limits.ts
var import_dist = require_dist();
/** The parser compares each key of a map with all before it: at this many it takes half a second. */
const mapLimit = 1e4;
/** Looks for nesting beyond the limit, and for maps that are too large, in a token of the parser, without recursion. */
function checkToken(token, { depth: limit }) {
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
		if ((current.type === "block-map" || current.type === "flow-collection" && current.start.source === "{") && current.items.length > mapLimit) return {
			code: "limit",
			message: `more than ${mapLimit} keys in one map`,
			offset: current.offset
		};
		for (const item of current.items) {
			if (item.key) open.push([item.key, depth + 1]);
			if (item.value) open.push([item.value, depth + 1]);
		}
	}
}
/** The trouble of a text with too many values. */
function tooMany({ nodes }, offset) {
	return {
		code: "limit",
		message: `more than ${nodes} values`,
		offset
	};
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
		if (nodes > limits.nodes) return tooMany(limits, offset);
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

// src/yaml/open-block.ts
/**
* Takes back the line end that the parser adds to a block (`|` or `>`) where the text ends without one: libyaml, and with it Go and Python,
* adds none. A rendered file has lost its last line end, so this is the rule and not the exception.
*/
function closeOpenBlock({ contents }, text) {
	if (!/\S[ \t]*$/.test(text.slice(text.lastIndexOf("\n") + 1))) return;
	let node = contents;
	while ((0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node)) {
		const last = node.items.at(-1);
		node = (0, import_dist.isPair)(last) ? last.value : last;
	}
	if (!(0, import_dist.isScalar)(node) || typeof node.value !== "string" || !node.range || node.range[2] < text.length) return;
	if ((node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") && node.value.endsWith("\n")) node.value = node.value.slice(0, -1);
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
function parseYamlDocuments(text, file, limits = yamlLimits, form = "rendered", scalars) {
	if (byteLength(text) > limits.bytes) throw new ProjectError("limit", `the file is larger than ${limits.bytes} bytes`, { file });
	const source = {
		text,
		file,
		lines: new import_dist.LineCounter(),
		limits,
		form
	};
	const documents = guard(file, () => {
		return [...new import_dist.Composer({
			intAsBigInt: true,
			merge: true,
			uniqueKeys: true,
			...scalars && { customTags: scalars }
		}).compose(shallowTokens(source))];
	});
	return documents.map((document, index) => readYamlDocument(document, source, index === documents.length - 1));
}
/** What the lexer of the package puts before each scalar, and the signs of which a text has no more than values. */
const scalarMark = "";
const signs = `${scalarMark},-?:[]{}&*!%`;
/** Signs, blanks and comments that a value of an honest file has around it. */
const lexemesPerValue = 10;
/** What may not stand behind a backslash; the parser would make an error of each, with its place and words. */
const badEscape = /\\[^0abtnvfre "/\\N_LPxuU\r\n\t]/g;
function refuseEscapes(source, text, offset) {
	let count = 0;
	for (const { index } of text.matchAll(badEscape)) {
		count += 1;
		if (count > 100) throw failAt(source, {
			code: "yaml",
			message: "too many invalid escapes in one text",
			offset: offset + index
		});
	}
}
/** The composer recurses, and a stack that runs out inside it can end the process: depth is measured on its tokens. */
function* shallowTokens(source) {
	const { text, lines, limits } = source;
	const parser = new import_dist.Parser(lines.addNewLine);
	const check = (token) => {
		const trouble = checkToken(token, limits);
		if (trouble) throw failAt(source, trouble);
		return token;
	};
	lines.addNewLine(0);
	const counts = /* @__PURE__ */ new Map();
	let before = "";
	let lexemes = 0;
	for (const lexeme of new import_dist.Lexer().lex(text)) {
		const sign = lexeme.charAt(0);
		if (before !== scalarMark && signs.includes(sign)) {
			const count = (counts.get(sign) ?? 0) + 1;
			counts.set(sign, count);
			if (count > limits.nodes) throw failAt(source, tooMany(limits, parser.offset));
		}
		if (sign === "\"") refuseEscapes(source, lexeme, parser.offset);
		lexemes += 1;
		if (lexemes > limits.nodes * lexemesPerValue) throw failAt(source, tooMany(limits, parser.offset));
		before = lexeme;
		for (const token of parser.next(lexeme)) yield check(token);
	}
	for (const token of parser.end()) yield check(token);
}
function readYamlDocument(document, source, isLast) {
	const { text, file, lines, limits } = source;
	const problem = document.errors[0] ?? document.warnings[0];
	if (problem) throw failAt(source, {
		code: "yaml",
		message: describe(problem, text),
		offset: problem.pos[0]
	});
	const trouble = checkNodes(document.contents, limits);
	if (trouble) throw failAt(source, trouble);
	if (isLast) closeOpenBlock(document, text);
	return {
		value: guard(file, () => toValue(document.toJS({
			mapAsMap: true,
			maxAliasCount: limits.aliases
		}), file)),
		document,
		place: (path) => nodePlace(nodeAt(document, path ?? []), lines, file),
		placeOf: (node) => nodePlace(node, lines, file),
		excerpt: (place) => excerptIn(source, place)
	};
}
/** The parser's words, with the name of a key that stands twice. */
function describe({ code, message, pos }, text) {
	const key = code === "DUPLICATE_KEY" ? /^["']?([^"'\s:,{}[\]]+)/.exec(text.slice(pos[0], pos[0] + 200))?.[1] : void 0;
	return key === void 0 ? firstLine(message) : `${quote(key)} appears twice in one map`;
}
function failAt(source, { code, message, offset }) {
	const place = offsetPlace(offset, source.lines, source.file);
	return new ProjectError(code, message, place, { excerpt: excerptIn(source, place) });
}
function excerptIn({ text, form }, place) {
	if (form === "hidden") return void 0;
	return excerptOf(text, place, { isRendered: form === "rendered" });
}
/** Reads a text that must hold at most one document, empty ones behind it aside; undefined for an empty text. */
function parseYaml(text, file, limits = yamlLimits, form = "rendered") {
	const documents = parseYamlDocuments(text, file, limits, form);
	const [first, ...others] = documents;
	const second = others.find(({ value }) => value !== null);
	if (second) {
		const place = second.place();
		const message = `one document is expected, and the file has ${documents.length}`;
		throw new ProjectError("yaml", message, place, { excerpt: second.excerpt(place) });
	}
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
			const text = keyText(key, file);
			if (map.has(text)) throw new ProjectError("yaml", `${quote(text)} appears twice in one map`, { file });
			map.set(text, toValue(item, file));
		}
		return map;
	}
	throw new ProjectError("yaml", `a value of an unknown kind (${quote(Object.prototype.toString.call(value))})`, { file });
}
function keyText(key, file) {
	if (typeof key === "string") return key;
	if (key === null || typeof key === "bigint" || typeof key === "number" || typeof key === "boolean") return String(key);
	throw new ProjectError("yaml", "a key is a map or a list", { file });
}

// src/yaml/kluctl-yaml.ts
/**
* Reads a file that kluctl itself reads, as a project's configuration, variables and args: its first document, as kluctl does, with the words and
* numbers of {@link goScalars}; undefined where that is empty. Manifests are for kustomize, which reads them differently:
* {@link parseYamlDocuments}.
* @throws ProjectError `yaml` or `limit`
*/
function parseKluctlYaml(text, file, form = "rendered") {
	const [first] = parseYamlDocuments(text, file, yamlLimits, form, goScalars);
	return first?.value === null ? void 0 : first;
}
/** All documents of such a file, as `multidoc` asks for them. @throws ProjectError `yaml` or `limit` */
function parseKluctlDocuments(text, file) {
	return parseYamlDocuments(text, file, yamlLimits, "rendered", goScalars);
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
		return parseKluctlYaml(text, file, "hidden")?.value ?? null;
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		const place = error.place?.line === void 0 ? file : `${file}:${error.place.line}:${error.place.column ?? 1}`;
		throw new InputError(option, `${place}: ${error.message}`, { cause: error });
	}
}
/** The variable `args`: defaults, under the target's, under the command line's (kluctl v2.18.3 and newer). */
function mergeArgs(definitions, targetArgs, commandLine) {
	const given = mergeMaps(targetArgs, commandLine);
	const defaults = /* @__PURE__ */ new Map();
	for (const { name, default: value } of definitions) if (value !== void 0) defaults.set(name, value);
	return mergeMaps(defaults, given);
}
/** Definitions without default that have no value in `args`; a dotted name is looked for below. Source: kluctl v2.28, external_args.go. */
function missingArgs(definitions, args) {
	return definitions.filter(({ name, default: value }) => value === void 0 && valueAt(args, name) === void 0);
}
const missingText = "required args have no value: ";
/** The names in a {@link missingArgsError}; empty for any other error. */
function missingArgsIn(error) {
	return error instanceof ProjectError && error.message.startsWith(missingText) ? error.message.slice(29).split(", ") : [];
}
/**
* The error for args that are required and missing: how to set them, which targets would, and which given name may be a mistyped one.
* `targets` are those that could have been chosen.
*/
function missingArgsError(missing, place, given = /* @__PURE__ */ new Map(), targets = []) {
	const names = missing.map(({ name }) => name);
	const mistyped = [...given.keys()].find((key) => nearest(key, names) !== void 0);
	const setting = targets.filter(({ args }) => missingArgs(missing, args).length === 0).map(({ name }) => name);
	const hints = [
		mistyped === void 0 ? void 0 : `Did you mean ${nearest(mistyped, names)} by ${quote(mistyped)}?`,
		setting.length === 0 ? void 0 : `${setting.length === 1 ? "The target" : "Targets"} ${setting.join(", ")} would set ${names.length === 1 ? "it" : "them"}: choose one with target.`,
		`Set ${names.length === 1 ? "it" : "them"} with args (${names.map((name) => `--args ${name}=…`).join(" ")}), with args-from-file, or in the target.`
	];
	return new ProjectError("config", `${missingText}${names.join(", ")}`, place, { hint: hints.filter((hint) => hint !== void 0).join(" ") });
}
/** Args of the command line that nobody defined and that look like one that is: passed on as they are, as kluctl does, but worth a word. */
function mistypedArgs(definitions, commandLine) {
	const known = definitions.map(({ name }) => name.split(".")[0] ?? name);
	return [...commandLine.keys()].flatMap((name) => {
		if (known.includes(name)) return [];
		const near = nearest(name, known);
		const definition = definitions.find((candidate) => candidate.name.split(".")[0] === near);
		if (near === void 0 || !definition) return [];
		return [{
			message: `the arg ${quote(name)} is not defined in this project; did you mean ${near}?`,
			place: definition.place
		}];
	});
}

// src/template/work.ts
/**
* The counter of the render that runs. A render is one synchronous call, so that at any time there is at most one; what works on values is
* called from too many places to be handed it. Outside of a render nothing is counted.
*/
let running;
/** Runs something whose work goes to a counter. */
function countingWork(count, action) {
	const outer = running;
	running = count;
	try {
		return action();
	} finally {
		running = outer;
	}
}
/**
* Counts work that grows with the values that it is done on: a unit is a character that is read or made, and stands for some 40 nanoseconds or
* two bytes. Throws `LimitError`. Threat model T-10.
*/
function spend(units) {
	running?.(units);
}
/** Counts the reading of a text by the engine itself, which is fast: comparing, hashing. */
function spendOnReading(length) {
	if (length > 64) running?.(length >> 3);
}
/** Counts a search for a part of a text: in the worst case the part is compared at every place. */
function spendOnSearch(text, part) {
	running?.(text.length * (1 + part.length / 32));
}

// src/template/value.ts
/** What a new object takes that a template could keep, and an entry of a dict, in units of {@link spend}. */
const objectWork = 12;
const entryWork = 60;
/** A Python tuple. */
var Tuple = class {
	items;
	constructor(items) {
		spend(objectWork);
		this.items = items;
	}
};
/** Text that is marked safe; printed as its text. With autoescape off it only matters for how it joins with other text. */
var Markup = class {
	text;
	constructor(text) {
		spend(objectWork);
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
		spend(48);
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
		spend(48);
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
		spend(48);
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
		spend(48 + entryWork * attributes.size);
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
		refuseNan(key);
		const hash = hashKey(key);
		const entry = this.entries_.get(hash);
		if (entry) entry[1] = value;
		else {
			spend(entryWork);
			this.entries_.set(hash, [key, value]);
		}
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
/** For Python every NaN is a key of its own, found again only by the very same object. Throws `Unsupported`. */
function refuseNan(key) {
	if (Number.isNaN(key)) throw new TemplateRuntimeError("Unsupported", "nan as a key is not supported");
}
/** All silent undefined values are one key. */
const silentKey = Symbol("silent undefined");
/** A primitive that is equal for two keys exactly when Python finds them equal. */
function hashKey(key) {
	if (typeof key === "string") return hashText(key);
	if (typeof key === "boolean") return key ? 1n : 0n;
	if (typeof key === "number") return Number.isInteger(key) ? hashInteger(BigInt(key)) : key;
	if (typeof key === "bigint") return hashInteger(key);
	if (key === null) return key;
	if (key instanceof Tuple) return hashTuple(key);
	if (key instanceof Markup) return hashText(key.text);
	if (key instanceof Callable || key instanceof PyObject) return key;
	if (key instanceof Undefined && key.silent) return silentKey;
	if (key instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", key.message);
	if (key instanceof Sequence && key.kind !== "dict_keys" && key.kind !== "dict_items") return key;
	const type = Array.isArray(key) ? "list" : key instanceof Dict ? "dict" : key.kind;
	throw new TemplateRuntimeError("TypeError", `unhashable type: '${type}'`);
}
/** Texts that begin with NUL stand for other keys. */
function hashText(text) {
	spendOnReading(text.length);
	return text.startsWith("\0") ? `\0text ${text}` : text;
}
const lowest = -(2n ** 63n);
const highest = 2n ** 64n;
/** The engine looks at 64 bits of an integer only: larger ones could be made to collide, each with all others. */
function hashInteger(integer) {
	if (integer >= lowest && integer < highest) return integer;
	return `\0int ${integer.toString(16)}`;
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
		spend(text.length + 4);
		if (hash.length > maxTupleHash) throw new TemplateRuntimeError("LimitError", "the tuple is too large to be a key");
	}
	return hash;
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

// src/template/placeholder-guard.ts
/**
* Keeps what `images.get_image` gives from being lost. While a template runs it is a placeholder, so a template that measures, compares,
* cuts or changes it would see something else than an image. Passing it on and printing it is fine, alone and inside other text. Each
* function throws TemplateRuntimeError of type `ImageError`. kluctl-semantics 2.2; threat model T-13.
*/
/** Tests that look at the type of a value, never at its text. */
const typeTests = /* @__PURE__ */ new Set([...[
	"boolean",
	"callable",
	"defined",
	"escaped",
	"false",
	"filter",
	"float",
	"integer",
	"iterable",
	"mapping",
	"none",
	"number"
], ...[
	"sequence",
	"string",
	"test",
	"true",
	"undefined"
]]);
/** Filters that compare the items of a list with each other. */
const comparingFilters = /* @__PURE__ */ new Set([
	"unique",
	"sort",
	"min",
	"max"
]);
/** Methods of text that give the text itself, or put it into another. */
const passingMethods = /* @__PURE__ */ new Set([...[
	"strip",
	"lstrip",
	"rstrip",
	"format",
	"format_map",
	"join",
	"splitlines",
	"center",
	"ljust",
	"rjust",
	"expandtabs"
]]);
/** Methods that look for their argument. */
const seekingMethods = /* @__PURE__ */ new Set([...[
	"get",
	"count",
	"index",
	"find",
	"rfind",
	"rindex",
	"startswith",
	"endswith",
	"remove",
	"pop",
	"split",
	"rsplit",
	"partition"
], ...[
	"rpartition",
	"removeprefix",
	"removesuffix"
]]);
/** A filter must give text with the same placeholders, or data in which they still are. */
function guardFilter(name, value, args, kwargs, result) {
	if (name === "format") {
		guardFormat([...args, ...kwargs.values()], result);
		return;
	}
	if (comparingFilters.has(name) && !kwargs.has("attribute") && args.length < 3 && itemsOf(value)?.some(holdsPlaceholder)) refuse(`the filter "${name}" compares it`);
	if (!holdsPlaceholder(value)) return;
	const kept = name === "from_yaml" || isText(result) ? placeholdersIn(result) : [];
	if (!placeholdersIn(value).every((placeholder) => kept.includes(placeholder))) refuse(`the filter "${name}" changes or uses it up`);
	if (name === "replace" && isAlone(value)) refuse("the filter \"replace\" would look into it");
}
/** A test may ask for the type only. */
function guardTest(name, value, args) {
	if (typeTests.has(name)) return;
	guardCompare(name === "in" ? "in" : "==", value, args[0] ?? false);
}
/** It may be compared with None and empty text, which it never is. */
function guardCompare(operator, left, right) {
	if (left === null || right === null || left === "" || right === "") return;
	const searched = operator === "in" || operator === "not in" ? itemsOf(right) ?? [] : [];
	if (holdsPlaceholder(left) || holdsPlaceholder(right) || searched.some(holdsPlaceholder)) refuse("it cannot be compared");
}
/** An item or a part of it, and what it would be the key of. */
function guardItem(target, index) {
	if (holdsPlaceholder(target)) refuse("it has no parts");
	if (index !== void 0 && holdsPlaceholder(index)) refuse("it cannot be a key");
}
/** A method of it. Texts of several lines may be cut and changed around it; what is altered is found after rendering. */
function guardMethod(target, name) {
	if (!holdsPlaceholder(target) || passingMethods.has(name) || textOf(target).trim().includes("\n")) return;
	refuse(`".${name}" would look into it or change it`);
}
/** A call of a method that is given it. */
function guardCall(name, args, kwargs, result) {
	if (name === "format") guardFormat([...args, ...kwargs.values()], result);
	else if (seekingMethods.has(name) && args.some(holdsPlaceholder)) refuse(`".${name}" would look for it`);
}
/** What is put into text must be in the result: `'%.5s' % image` would cut it. */
function guardFormat(inserted, result) {
	const wanted = inserted.filter(holdsPlaceholder).flatMap(placeholdersIn);
	if (wanted.length === 0) return;
	const kept = placeholdersIn(result);
	if (!wanted.every((placeholder) => kept.includes(placeholder))) refuse("the format cuts or drops it");
}
/** A loop over its characters. */
function guardLoop(iterable) {
	if (holdsPlaceholder(iterable)) refuse("it cannot be looped over");
}
function refuse(reason) {
	throw new TemplateRuntimeError("ImageError", `the result of images.get_image may only be printed: ${reason}`);
}
const marker = "kluctl-images.call.";
function holdsPlaceholder(value) {
	return typeof value === "string" ? value.includes(marker) : value instanceof Markup && value.text.includes(marker);
}
function isText(value) {
	return typeof value === "string" || value instanceof Markup;
}
function textOf(value) {
	return typeof value === "string" ? value : value instanceof Markup ? value.text : "";
}
/** Nothing but a placeholder and blanks. */
function isAlone(value) {
	const text = textOf(value).trim();
	const [found] = findPlaceholders(text);
	return found?.start === 0 && found.end === text.length;
}
function itemsOf(value) {
	if (Array.isArray(value)) return value;
	if (value instanceof Tuple) return value.items;
	return value instanceof Dict ? [...value.keys()] : void 0;
}
/** What `%` puts into text: the items of a tuple, the values of a map, or the value itself. */
function insertedBy(value) {
	if (value instanceof Tuple) return value.items;
	return value instanceof Dict ? [] : [value];
}
function placeholdersIn(value) {
	if (isText(value)) {
		const text = textOf(value);
		return findPlaceholders(text).map(({ start, end }) => text.slice(start, end));
	}
	if (value instanceof Dict) return [...value.keys(), ...value.values()].flatMap(placeholdersIn);
	return (itemsOf(value) ?? []).flatMap(placeholdersIn);
}

// src/project/inclusion.ts
/** True where some flag leaves a part of the project out. */
function isPartial(inclusion) {
	return Object.values(inclusion).some((list) => list.length > 0);
}
function isIncluded(inclusion, { tags, folder, always }) {
	if (always) return true;
	const hits = (wantedTags, folders) => wantedTags.some((tag) => tags.includes(tag)) || folders.includes(folder) || folder === "" && folders.includes(".");
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

export { Callable, Dict, Markup, PyObject, Sequence, TemplateRuntimeError, Tuple, Undefined, commandLineArgs, countingWork, defaultTags, findLeftover, findPlaceholders, folderOf, formatPlaceholder, guardCall, guardCompare, guardFilter, guardFormat, guardItem, guardLoop, guardMethod, guardTest, hashKey, insertedBy, isIncluded, isPartial, isYamlList, isYamlMap, itemTags, joinPath, kindOf, mergeArgs, mergeMaps, missingArgs, missingArgsError, missingArgsIn, mistypedArgs, mountOf, needKey, noExternalSources, parseArgLine, parseKluctlDocuments, parseKluctlYaml, parseYaml, parseYamlDocuments, readEither, refuseNan, replacePlaceholders, repositoryKey, spend, spendOnReading, spendOnSearch, withParents, yamlLimits };