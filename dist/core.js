import { FilterError, FixedImagesError, ImageNameError, InputError, NoTagError, ProjectError, RegistryError, ResolveError, bumpOf, byCodeUnit, commonPrefix, compareLists, comparePage, compareUses, compareWhere, entryKey, entryKeys, excerptOf, explain, findFixed, formatRepository, gateNames, isDigest, isImagesError, matches, nearest, newest, normalizeRegistry, optionTable, orderChanges, overlaps, parseImageReference, parseSourcePlace, parseVersionFilter, plural, quote, readRevision, sameRevision, shorten, trappedImages, visible } from "./words.js";
import { RE2JS } from "./vendor.js";
import { commandLineArgs, findLeftover, findPlaceholders, isPartial, isYamlList, isYamlMap, joinPath, kindOf, parseArgLine, parseYaml, parseYamlDocuments, replacePlaceholders, repositoryKey, yamlLimits } from "./shared.js";
import { require_dist } from "./vendor-yaml.js";
import { findTraps } from "./version.js";

// src/artifact-name.ts
/**
* Why a text is no name of an artifact; undefined where it is one. GitHub's rule, a length that is safe, and nothing that would be a command
* in the log which GitHub's package writes (threat model O-04).
*/
function artifactNameProblem(name) {
	if (name.trim() === "") return "it is empty";
	if (name.length > 200) return "it is longer than 200 characters";
	if (visible(name) !== name) return "it holds an invisible character";
	const [illegal] = /["<>|*?:\\/]|##\[/.exec(name) ?? [];
	return illegal === void 0 ? void 0 : `${quote(illegal)} may not stand in it`;
}

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
		sourceRoot: optional("source-root"),
		target: optional("target"),
		args: each("args", parseArgLine),
		argsFromFile: lines("args-from-file"),
		varsFromFile: each("vars-from-file", (line) => parseReplacement(line, "vars-from-file")),
		allowEnv: each("allow-env", parseVariableName),
		localSources: [...each("local-git-override", (line) => parseSource(line, "git")), ...each("local-oci-override", (line) => parseSource(line, "oci"))],
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
		sourceLinks: boolean("source-links"),
		failOn: attempt(() => parseGates(lines("fail-on")), problems) ?? [],
		comment: choice("comment"),
		commentTag: optional("comment-tag"),
		commentFile: optional("comment-file"),
		prNumber: attempt(() => parsePositive(optional("pr-number"), "pr-number"), problems),
		commitSubjects: boolean("commit-subjects"),
		jobSummary: boolean("job-summary"),
		artifactName: attempt(() => parseArtifactName(raw["artifact-name"] ?? definition("artifact-name").default), problems),
		artifactRetentionDays: attempt(() => parsePositive(text("artifact-retention-days"), "artifact-retention-days"), problems) ?? 0,
		artifactRequired: boolean("artifact-required"),
		mode: choice("mode"),
		allowUntrustedTemplates: choice("allow-untrusted-templates"),
		githubToken: optional("github-token"),
		needsManifests: optional("render-output-dir") !== void 0
	};
	if (withoutDot(options.reportFile) === withoutDot(options.outputFile)) problems.push(new InputError("report-file", "report-file and output-file are the same file"));
	const { commentFile, outputFile, reportFile } = options;
	if (commentFile !== void 0 && [outputFile, reportFile].map(withoutDot).includes(withoutDot(commentFile))) problems.push(new InputError("comment-file", "comment-file and another file of this run are the same file"));
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
/** `none` stands alone; nothing at all is the default. @throws InputError */
function parseGates(words) {
	const given = words.length === 0 ? [definition("fail-on").default] : words;
	for (const word of given) parseChoice(word, definition("fail-on"));
	if (!given.includes("none")) return gateNames.filter((name) => given.includes(name));
	if (given.length === 1) return [];
	throw new InputError("fail-on", "none stands alone, without other gates");
}
function parsePositive(text, name) {
	if (text === void 0) return void 0;
	const number = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : NaN;
	if (Number.isSafeInteger(number)) return number;
	throw new InputError(name, `${quote(text)} is not a positive whole number`);
}
/** Empty for none, unlike the other options. @throws InputError */
function parseArtifactName(given) {
	const text = given.trim();
	if (text === "") return void 0;
	const why = artifactNameProblem(text);
	if (why === void 0) return text;
	throw new InputError("artifact-name", `${quote(text)} is no name of an artifact: ${why}`);
}
/** kluctl takes fixed-images files by their ending, so the file must have one of these. */
function yamlName(path) {
	if (/\.ya?ml$/.test(path)) return path;
	throw new InputError("output-file", `${quote(path)} does not end in .yaml or .yml`, { hint: "kluctl reads fixed-images files with these endings only." });
}
function parseReplacement(line, option) {
	const end = line.lastIndexOf("=");
	const [name, path] = [line.slice(0, end).trim(), line.slice(end + 1).trim()];
	if (end > 0 && name !== "" && path !== "") return {
		name,
		path
	};
	throw new InputError(option, `${quote(line)} is not ${definition(option).value}`);
}
function parseSource(line, kind) {
	const option = `local-${kind}-override`;
	const { name, path } = parseReplacement(line, option);
	const key = repositoryKey(kind, name) ?? (kind === "git" ? repositoryKey(kind, `https://${name}`) : void 0);
	if (key !== void 0) return {
		name: key,
		path
	};
	throw new InputError(option, `${quote(name)} is not the url of ${kind === "git" ? "a git repository" : "an OCI artifact"}`, { hint: kind === "git" ? "Write it as https://github.com/org/repo or github.com/org/repo." : "Write it as oci://host/path." });
}
/** Logins and tokens of the job are for nobody's templates, whatever the workflow says. */
const secretVariable = /^(?:KLUCTL_REGISTRY_|ACTIONS_|INPUT_|GITHUB_TOKEN$|GH_TOKEN$)/i;
function parseVariableName(name) {
	if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new InputError("allow-env", `${quote(name)} is not the name of an environment variable`);
	if (secretVariable.test(name)) throw new InputError("allow-env", `${name} holds a login and is never given to templates`, { hint: "Put what the project needs into a variable of its own." });
	return name;
}
function relativeFolder(text, name) {
	try {
		return joinPath("", text.replaceAll("\\", "/"));
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw new InputError(name, error.message, { hint: "Write the folder relative to the project, as apps/shop." });
	}
}

// src/yaml/shape.ts
var import_dist = require_dist();
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
	/** The lines around its place. */
	get excerpt() {
		return this.document.excerpt(this.place);
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
	/** The same place with another value: what rendering made of it. */
	holding(value) {
		return new Part(this.document, this.path, value);
	}
	fail(message, code = "config", hint) {
		const { name, place } = this;
		return new ProjectError(code, name === "" ? message : `${name}: ${message}`, place, {
			hint,
			excerpt: this.excerpt
		});
	}
	expected(what) {
		const hint = what === "text" && typeof this.value === "boolean" ? "y, n, yes, no, on and off are read as true or false, as kluctl does: put a text in quotes." : void 0;
		return this.fail(`${what} is expected here, and it is ${kindOf(this.value)}`, "config", hint);
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
	const images = use.manifest.item.imagesVariable;
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

// src/resolve/resolve.ts
/** The filter of a call that names none (kluctl-semantics 1.1). */
const defaultFilter = "semver()";
/**
* Answers every use: a pin, else the newest tag of its repository if the image is selected, else the previous entry. With `updateImages` the
* registry comes first for what is selected. What a pin decides never asks a registry; each repository is listed once.
*/
async function resolveUses(uses, request, tags) {
	const found = uses.map((use) => guarded(use, () => answerOrAsk(use, request)));
	const registry = {
		tags,
		prefixes: findPrefixes(found.filter((one) => "question" in one)),
		lists: /* @__PURE__ */ new Map(),
		decisions: /* @__PURE__ */ new Map()
	};
	return Promise.all(found.map((one) => "question" in one ? askRegistry(one, registry) : one));
}
function guarded(use, work) {
	try {
		return work();
	} catch (error) {
		return failed(use, error);
	}
}
function failed(use, error) {
	if (!isImagesError(error)) throw error;
	return {
		status: "failed",
		use,
		error
	};
}
function answerOrAsk(use, request) {
	const own = parseOwnFilter(use);
	if (use.call.image === "") throw new ResolveError("image-empty", "images.get_image: the image name is empty");
	const pin = findPin(request.pins, use) ?? findPin(variablePins(use), use);
	const selected = isSelected(request.rules, use.call.image);
	if (pin && !(request.updateImages && selected && !request.offlineImages)) return pinned(use, pin);
	if (!selected) return kept(use, request, "not selected by images");
	if (request.offlineImages) return offline(use, request);
	const question = repositoryOf(use);
	const rule = ruleFor(request.rules, use.call.image);
	return {
		use,
		pin,
		question,
		filter: rule?.filter ?? own,
		written: rule?.text ?? use.call.filter ?? "semver()"
	};
}
function findPrefixes(questions) {
	const literals = /* @__PURE__ */ new Map();
	for (const { question, filter } of questions) {
		const repository = formatRepository(question.repository);
		literals.set(repository, [...literals.get(repository) ?? [], filter.literalPrefix]);
	}
	return new Map([...literals].map(([repository, texts]) => [repository, commonPrefix(texts)]));
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
async function askRegistry(question, registry) {
	try {
		return answerWith(question, {
			...await decide(question, registry),
			written: question.written
		});
	} catch (error) {
		return failed(question.use, error);
	}
}
function answerWith({ use, pin }, decision) {
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
	const part = decision.prefix === void 0 ? "" : ` that ${seen === 1 ? "begins" : "begin"} with ${decision.prefix}`;
	const why = `newest of ${plural(seen, "tag")}${part}`;
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
async function decide({ question: { repository: asked }, filter }, registry) {
	const repository = formatRepository(asked);
	const key = `${repository} ${filter.toString()}`;
	const prefix = registry.prefixes.get(repository) ?? "";
	const listOf = (wanted) => {
		const listKey = `${repository} ${wanted}`;
		const list = registry.lists.get(listKey) ?? registry.tags.listTags(asked, wanted === "" ? {} : { prefix: wanted });
		registry.lists.set(listKey, list);
		return list;
	};
	let list = await listOf(prefix);
	if (list.prefix !== void 0 && newest(filter, list.tags) === void 0) list = await listOf("");
	const known = registry.decisions.get(key);
	if (known) return known;
	const decision = {
		repository,
		filter: filter.toString(),
		explanation: explain(filter, list.tags),
		traps: findTraps(filter, list.tags, list.prefix),
		prefix: list.prefix
	};
	registry.decisions.set(key, decision);
	return decision;
}
/** Filters are always read, also where a pin decides: a mistake in one must not wait for the day the pin goes. @throws FilterError */
function parseOwnFilter(use) {
	return parseVersionFilter(use.call.filter ?? "semver()");
}

// src/report/count.ts
/** Every number of a record, counted once and here. */
function countReport({ uses, changes, failures, warnings }) {
	const ofKind = (kind) => changes.filter((change) => change.kind === kind).map((change) => change.image);
	const held = uses.filter((use) => use.result !== null && use.result === use.old && use.origin !== "registry");
	const [changedImages = 0, addedImages = 0, removedImages = 0, heldImages = 0] = countOnce([
		ofKind("changed"),
		ofKind("added"),
		ofKind("removed"),
		held.map((use) => use.image)
	]);
	return {
		uses: uses.length,
		images: new Set(uses.map((use) => use.image)).size,
		changed: ofKind("changed").length,
		added: ofKind("added").length,
		removed: ofKind("removed").length,
		unchanged: uses.filter((use) => use.result !== null && use.result === use.old).length,
		kept: uses.filter((use) => use.origin === "previous").length,
		skipped: uses.filter((use) => use.status === "skipped").length,
		failed: uses.filter((use) => use.status === "failed").length,
		failedImages: new Set(failures.flatMap(({ image }) => image ?? [])).size,
		changedImages,
		addedImages,
		removedImages,
		heldImages,
		traps: countTraps(warnings),
		errors: failures.filter(({ image }) => image === null).length
	};
}
/** Distinct images, and each trap that is about none. */
function countTraps(warnings) {
	return trappedImages(warnings).size + warnings.filter(({ kind, image }) => kind === "trap" && image === null).length;
}
/** Distinct images of each list that stand in none before it. */
function countOnce(lists) {
	const counted = /* @__PURE__ */ new Set();
	return lists.map((images) => {
		const before = counted.size;
		for (const image of images) counted.add(image);
		return counted.size - before;
	});
}

// src/report/gates.ts
/**
* Evaluates the gates of `fail-on`, in the order of `gateNames`. What makes the run fail besides, an error that is about no single
* image, is no gate: it fails the run whatever `fail-on` says.
*/
function evaluateGates(failOn, input) {
	return gateNames.filter((gate) => failOn.includes(gate)).map((gate) => {
		const hits = gates[gate].find(input);
		const images = [...new Set(hits.filter((image) => image !== null))].toSorted(byCodeUnit);
		const passed = hits.length === 0;
		return {
			gate,
			passed,
			images,
			remedy: passed ? null : gates[gate].remedy
		};
	});
}
const gates = {
	unresolved: {
		find: ({ failures }) => failures.flatMap(({ image }) => image ?? []),
		remedy: "solve what is not resolved, or pin the image"
	},
	downgrade: {
		find: ({ changes }) => changes.filter(({ bump }) => bump === "downgrade").map(({ image }) => image),
		remedy: "pin the image to the newer tag, or take downgrade out of fail-on"
	},
	major: {
		find: ({ changes }) => changes.filter(({ bump }) => bump === "major").map(({ image }) => image),
		remedy: "pin the image to the old major version, or take major out of fail-on"
	},
	unpinned: {
		find: ({ uses }) => uses.filter(({ origin }) => origin !== "fixed").map(({ image }) => image),
		remedy: "pin the image in a fixed-images file, or take unpinned out of fail-on"
	},
	trap: {
		find: ({ warnings }) => warnings.filter(({ kind }) => kind === "trap").map(({ image }) => image),
		remedy: "use the version filter that the trap names, or take trap out of fail-on"
	},
	change: {
		find: ({ changes }) => changes.map(({ image }) => image),
		remedy: "commit the file of a run without this gate"
	}
};

// src/report/read-report-shape.ts
/** Name of the file in messages. */
const reportName = "images-report.json";
/** UTF-16 units of a text, items of a list. Both are far above what a run writes. */
const longestText = 65536;
const longestList = 2e4;
/** @throws InputError */
function refuse(pointer, why) {
	throw new InputError(reportName, `${pointer === "" ? "the document" : pointer} ${why}`, { hint: "The report is not used. It has to be as kluctl-images of the same version wrote it." });
}
const text = (value, pointer) => {
	if (typeof value !== "string") return refuse(pointer, "is no text");
	return value.length <= longestText ? value : refuse(pointer, `is longer than ${longestText} characters`);
};
const truth = (value, pointer) => typeof value === "boolean" ? value : refuse(pointer, "is neither true nor false");
/** A whole number from 0 on. */
const count = (value, pointer) => atLeast(0, value, pointer);
/** A whole number from 1 on. */
const ordinal = (value, pointer) => atLeast(1, value, pointer);
function atLeast(least, value, pointer) {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
	return refuse(pointer, `is no whole number from ${least} on`);
}
/** An https address. Whether it leads where it should is another question. */
const address = (value, pointer) => {
	const found = text(value, pointer);
	return found.startsWith("https://") ? found : refuse(pointer, `is no https address: ${quote(found)}`);
};
function maybe(reader) {
	return (value, pointer) => value === null ? null : reader(value, pointer);
}
function choice(choices) {
	return (value, pointer) => choices.find((one) => one === value) ?? refuse(pointer, `is none of ${choices.join(", ")}`);
}
function list(reader) {
	return (value, pointer) => {
		if (!Array.isArray(value)) return refuse(pointer, "is no list");
		if (value.length > longestList) return refuse(pointer, `has more than ${longestList} items`);
		return value.map((item, index) => reader(item, `${pointer}/${index}`));
	};
}
/** An object with exactly these members. */
function object(members) {
	const names = Object.keys(members);
	return (value, pointer) => {
		const given = ownMembers(value, pointer, names);
		const missing = names.find((name) => !given.has(name));
		if (missing !== void 0) return refuse(pointer, `lacks ${quote(missing)}`);
		const read = Object.entries(members).map(([name, reader]) => [name, reader(given.get(name), `${pointer}/${name}`)]);
		return Object.fromEntries(read);
	};
}
/** The members of an object, of which none may have another name. */
function ownMembers(value, pointer, names) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(pointer, "is no object");
	const given = new Map(Object.entries(value));
	const unknown = [...given.keys()].find((name) => !names.includes(name));
	return unknown === void 0 ? given : refuse(pointer, `has the unknown member ${quote(unknown, 60)}`);
}

// src/report/read-report-filters.ts
/**
* What it may take to read the version filters of a report, in steps of patterns, and to try them on the tags, in steps times characters. A run
* has far less; each limit is a few seconds of work for the worst of patterns.
*/
const mostSteps = 1e6;
const mostTries = 64e6;
/** Larger patterns are refused when they are read, and never tried (src/version/pattern.ts). */
const largestPattern = 2500;
/** No registry takes a longer tag. */
const longestTag = 128;
/** RE2 takes no repetition of repetitions beyond it. */
const largestRepetition = 1e3;
/**
* Refuses a report whose version filters would keep the job busy: each change may have a filter of its own, and a few characters as
* `(.{1,30}){1,30}` make a large pattern.
* @throws InputError
*/
function checkFilterWork(changes) {
	let steps = 0;
	let tries = 0;
	for (const { old, new: now, filter } of changes) {
		if (filter === null) continue;
		const size = stepsOf(filter);
		steps += size;
		tries += Math.min(size, largestPattern) * (tagLength(old) + tagLength(now));
	}
	if (steps > mostSteps || tries > mostTries) refuse("/changes", "has more and larger version filters than are read");
}
/** At most so many steps has what the patterns of a filter expand to. */
function stepsOf(filter) {
	const counts = Array.from(filter.matchAll(/\{(\d*)(?:,(\d*))?\}/g), ([, least = "", most = ""]) => Math.min(largestRepetition, Math.max(1, Number(least), Number(most))));
	if (counts.length === 0) return filter.length;
	if (!/[)}*+?]\{|\\[QE]/.test(filter)) return filter.length + counts.reduce((sum, count) => sum + 3 * count, 0);
	const product = counts.reduce((all, count) => Math.min(largestRepetition, all * count), 1);
	return filter.length * product;
}
function tagLength(image) {
	return image === null ? 0 : Math.min(longestTag, image.length);
}

// src/report/read-report-agreement.ts
/**
* Checks that what can be told from other parts of the record is what they tell: numbers, gates, changes, kinds of bump, failures. A record
* that was written by hand to show less than it holds does not pass.
* @throws InputError with the place of the first contradiction
*/
function checkAgreement(report) {
	report.uses.forEach(checkUse);
	checkMasks(report);
	checkFailures(report);
	checkFilterWork(report.changes);
	report.changes.forEach(checkChange);
	checkChangesOfUses(report);
	checkCounts(report);
	checkGates(report);
}
function checkUse({ status, result, origin }, index) {
	if (status === "resolved" ? result !== null && origin !== null : result === null && origin === null) return;
	refuse(`/uses/${index}`, `is ${status}, which its result and origin contradict`);
}
/** Behind a mask nobody sees what an image is, nor whether it is newer. Names of images may be masked: nothing is told from them. */
function checkMasks({ uses, changes }) {
	uses.forEach(({ old, result }, index) => {
		refuseMask(old, `/uses/${index}/old`);
		refuseMask(result, `/uses/${index}/result`);
	});
	changes.forEach(({ old, new: now }, index) => {
		refuseMask(old, `/changes/${index}/old`);
		refuseMask(now, `/changes/${index}/new`);
	});
}
function refuseMask(image, pointer) {
	if (image?.includes("***")) refuse(pointer, "hides a part of an image");
}
/** What has no answer must be told under the failures. */
function checkFailures({ uses, failures }) {
	const told = new Set(failures.flatMap(({ image, where }) => where.map((place) => keyOf([image], place))));
	uses.forEach((use, index) => {
		if (use.status === "failed" && !told.has(keyOf([use.image], use))) refuse(`/uses/${index}`, "is failed, and no failure names it");
	});
}
function checkChange(change, index) {
	const { old, new: now, kind, bump } = change;
	const pointer = `/changes/${index}`;
	if (old === now) refuse(pointer, "changes nothing");
	const expected = now === null ? "removed" : old === null ? "added" : "changed";
	if (kind !== expected) refuse(`${pointer}/kind`, `is ${kind}, and its images say ${expected}`);
	const bumps = possibleBumps(change);
	if (!bumps.includes(bump)) refuse(`${pointer}/bump`, `is ${bump}, and its images say ${bumps[0] ?? "other"}`);
}
/**
* Where the filter is not known, as for a pin, an order of its own may make a downgrade of what looks newer, or leave no level to name. Anything
* else is what the tags say.
*/
function possibleBumps({ old, new: now, filter }) {
	if (filter !== null) return [bumpOf(old, now, filter)];
	const told = [bumpOf(old, now, null), bumpOf(old, now, defaultFilter)];
	return old === null || now === null ? told : [
		...told,
		"other",
		"downgrade"
	];
}
/** What differs among the uses is a change, and a change is a use that differs; only what is removed has none. */
function checkChangesOfUses({ uses, changes }) {
	const differing = /* @__PURE__ */ new Map();
	uses.forEach((use, index) => {
		if (use.result === null || use.result === use.old) return;
		const filter = use.origin === "registry" ? use.filter : null;
		differing.set(keyOf([
			use.image,
			use.old,
			use.result,
			use.why,
			filter
		], use), `/uses/${index}`);
	});
	const told = /* @__PURE__ */ new Set();
	changes.forEach(({ image, old, new: now, why, filter, where }, index) => {
		const pointer = `/changes/${index}/where`;
		if (now === null) return;
		if (where.length === 0) refuse(pointer, "is empty");
		where.forEach((place, position) => {
			const key = keyOf([
				image,
				old,
				now,
				why,
				filter
			], place);
			if (!differing.has(key)) refuse(`${pointer}/${position}`, "is no use that changes so");
			told.add(key);
		});
	});
	for (const [key, pointer] of differing) if (!told.has(key)) refuse(pointer, "changes, and no change names it");
}
function checkCounts(report) {
	const given = new Map(Object.entries(report.counts));
	for (const [name, expected] of Object.entries(countReport(report))) {
		const found = given.get(name);
		if (found !== expected) refuse(`/counts/${name}`, `is ${found}, and the lists hold ${expected}`);
	}
}
/** By sets of images: masked secrets change the order. */
function checkGates(report) {
	const expected = evaluateGates(report.gates.map(({ gate }) => gate), report);
	for (const [index, { gate, passed, images, remedy }] of report.gates.entries()) {
		const found = expected[index];
		const pointer = `/gates/${index}`;
		if (found?.gate !== gate) refuse(pointer, `is ${gate}, out of order or there twice`);
		else if (found.passed !== passed) refuse(`${pointer}/passed`, `is ${passed}, and the lists say ${found.passed}`);
		else if (sorted(images) !== sorted(found.images)) refuse(`${pointer}/images`, `are not what hits the gate ${gate}`);
		else if (found.remedy !== remedy) refuse(`${pointer}/remedy`, `is ${quote(remedy ?? "null")}, which no run writes`);
	}
}
function sorted(texts) {
	return JSON.stringify([...new Set(texts)].toSorted(byCodeUnit));
}
function keyOf(parts, { namespace, deployment, container }) {
	return JSON.stringify([
		...parts,
		namespace,
		deployment,
		container
	]);
}

// src/report/read-report-parts.ts
/** One reader for each part of the record, member by member as `record.ts` and the JSON Schema have them. */
const where = {
	namespace: text,
	deployment: text,
	container: text
};
const placeNames = [
	"file",
	"line",
	"column"
];
/** A place ends behind its file, its line or its column. */
const place = (value, pointer) => {
	const given = ownMembers(value, pointer, placeNames);
	const file = text(given.get("file"), `${pointer}/file`);
	if (!given.has("line")) return given.has("column") ? refuse(pointer, "has a column and no line") : { file };
	const line = ordinal(given.get("line"), `${pointer}/line`);
	return given.has("column") ? {
		file,
		line,
		column: ordinal(given.get("column"), `${pointer}/column`)
	} : {
		file,
		line
	};
};
const counts = object({
	uses: count,
	images: count,
	changed: count,
	added: count,
	removed: count,
	unchanged: count,
	kept: count,
	skipped: count,
	failed: count,
	failedImages: count,
	changedImages: count,
	addedImages: count,
	removedImages: count,
	heldImages: count,
	traps: count,
	errors: count
});
const gate = object({
	gate: choice(gateNames),
	passed: truth,
	images: list(text),
	remedy: maybe(text)
});
const source = object({
	source: text,
	from: maybe(text),
	to: maybe(text),
	compare: maybe(address),
	note: maybe(text),
	commits: maybe(object({
		total: count,
		subjects: list(object({
			sha: text,
			subject: text
		}))
	}))
});
const change = object({
	kind: choice([
		"changed",
		"added",
		"removed"
	]),
	image: text,
	old: maybe(text),
	new: maybe(text),
	why: text,
	filter: maybe(text),
	movedRepository: truth,
	bump: choice([
		"major",
		"minor",
		"patch",
		"digest",
		"other",
		"downgrade",
		"new",
		"removed"
	]),
	links: object({
		old: maybe(address),
		new: maybe(address),
		source: maybe(source)
	}),
	where: list(object(where))
});
const failure$1 = object({
	error: text,
	code: text,
	message: text,
	hint: maybe(text),
	place: maybe(place),
	excerpt: maybe(list(text)),
	image: maybe(text),
	where: list(object(where))
});
const warning = object({
	kind: choice(["warning", "trap"]),
	message: text,
	place: maybe(place),
	image: maybe(text)
});
const explanation = object({
	repository: text,
	filter: text,
	prefix: maybe(text),
	seen: count,
	matched: count,
	newest: maybe(text),
	runnerUp: maybe(text),
	ties: list(text),
	rejected: list(object({
		reason: text,
		count,
		examples: list(text)
	}))
});
const use = object({
	...where,
	image: text,
	filter: maybe(text),
	field: text,
	deploymentDir: text,
	tags: list(text),
	place: maybe(place),
	status: choice([
		"resolved",
		"failed",
		"skipped"
	]),
	result: maybe(text),
	old: maybe(text),
	origin: maybe(choice([
		"fixed",
		"registry",
		"previous"
	])),
	why: text,
	explanation: maybe(explanation)
});
const version = (value, pointer) => value === 1 ? 1 : refuse(pointer, "is no version of a report that this kluctl-images reads");
/** The whole record, each part of its type. Whether the parts agree is another question. */
const report = object({
	version,
	target: maybe(text),
	counts,
	gates: list(gate),
	changes: list(change),
	failures: list(failure$1),
	warnings: list(warning),
	uses: list(use),
	cost: object({
		requests: count,
		waits: count,
		repositories: count
	})
});

// src/report/read-report.ts
/** UTF-16 units of a whole report. */
const longestReport = 16777216;
/**
* Reads a report that somebody else wrote, as the job for a fork (threat model W-02): every member of its type and none besides, nothing too
* long, and no number, gate, change or kind of bump that the rest of the record contradicts. Links are not taken over: those to registries are
* built again from the images, and that of the source is `compare`'s or none.
*
* What it cannot tell is whether the run happened: a fork that writes its own report whole is read like any other.
* @throws InputError with the place as a JSON pointer
*/
function readReport(text, compare = () => void 0) {
	if (text.length > longestReport) refuse("", `is longer than ${longestReport} characters`);
	const report$1 = report(parse(text), "");
	checkAgreement(report$1);
	return {
		...report$1,
		changes: report$1.changes.map((change, index) => withOwnLinks(change, `/changes/${index}`, compare))
	};
}
function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return refuse("", "is no JSON");
	}
}
function withOwnLinks(change, pointer, compare) {
	const { source } = change.links;
	const own = derive(change);
	if (own?.movedRepository !== change.movedRepository) refuse(`${pointer}/movedRepository`, `is ${change.movedRepository}, and its images say otherwise`);
	if (source !== null && change.kind !== "changed") refuse(`${pointer}/links/source`, `compares what is ${change.kind}`);
	const ordered = change.bump === "downgrade" ? (address, from, to) => compare(address, to, from) : compare;
	const links = {
		old: own?.links.old ?? null,
		new: own?.links.new ?? null,
		source: source && withOwnCompare(source, `${pointer}/links/source`, ordered)
	};
	return {
		...change,
		links
	};
}
/** What a run says about this old and this new image. */
function derive({ image, old, new: now, why, filter, bump, where }) {
	const [place = {
		namespace: "",
		deployment: "",
		container: ""
	}] = where;
	if (now !== null) return compareUses([{
		...place,
		image,
		old,
		new: now,
		why,
		filter,
		bump
	}], [])[0];
	return old === null ? void 0 : compareUses([], [{
		image,
		resultImage: old
	}])[0];
}
const longestSource = 400;
const longestSubject = 200;
const mostSubjects = 1e3;
const commit = /^[0-9a-f]{7,64}$/;
function withOwnCompare(source, pointer, compare) {
	const { from, to, note, commits } = source;
	if (source.source.length > longestSource) refuse(`${pointer}/source`, `is longer than ${longestSource} characters`);
	if (from !== null && !commit.test(from)) refuse(`${pointer}/from`, "is no commit");
	if (to !== null && !commit.test(to)) refuse(`${pointer}/to`, "is no commit");
	const subjects = commits?.subjects ?? [];
	if (subjects.length > Math.min(commits?.total ?? 0, mostSubjects)) refuse(`${pointer}/commits/subjects`, "are more than there may be");
	subjects.forEach(({ sha, subject }, index) => {
		if (!commit.test(sha)) refuse(`${pointer}/commits/subjects/${index}/sha`, "is no commit");
		if (subject.length > longestSubject) refuse(`${pointer}/commits/subjects/${index}/subject`, `is longer than ${longestSubject} characters`);
	});
	if (source.compare === null) return source;
	const own = from === null || to === null ? void 0 : compare(source.source, from, to);
	if (own !== void 0) return {
		...source,
		compare: own,
		note: null
	};
	return {
		...source,
		compare: null,
		commits: null,
		note: note ?? "the link of the report is none of ours"
	};
}

// src/report/label-reader.ts
/** After these the next request would fail as well, cost time, or count against us. */
const closing = /* @__PURE__ */ new Set([
	"rate-limited",
	"unavailable",
	"timeout",
	"tls",
	"credentials"
]);
/** Reads each image once, and asks a registry nothing more once it has failed as a whole. */
function createLabelReader(labels) {
	const known = /* @__PURE__ */ new Map();
	const closed = /* @__PURE__ */ new Map();
	const read = async (image) => {
		const { registry } = image.repository;
		const error = closed.get(registry);
		if (error) return { error };
		try {
			return await labels.readLabels(image);
		} catch (error) {
			if (!isImagesError(error)) throw error;
			if (error instanceof RegistryError && closing.has(error.code)) closed.set(registry, error);
			return { error };
		}
	};
	return (image) => {
		const key = `${formatRepository(image.repository)} ${image.digest ?? image.tag ?? "latest"}`;
		const reading = known.get(key) ?? read(image);
		known.set(key, reading);
		return reading;
	};
}

// src/report/change-source.ts
/**
* More pairs are not looked at: each costs up to twelve requests, at some registries of a small number a day, and nobody follows more
* links.
*/
const mostPairs = 50;
const atOnce = 4;
/**
* The changes with what the labels of their images say of the source: for those that a registry decided and that have an old image, the first
* {@link mostPairs} of them. Each image is read once, and the old one only where a link can come of it. For a downgrade the page compares
* the other way round, so that it shows what gets lost. A registry that cannot be asked is a note, never a failure; one that turns us away
* for our number of requests, or does not answer, is not asked again.
*/
async function findChangeSources(changes, request) {
	const ranks = new Map(orderChanges(changes).map((change, rank) => [change, rank]));
	const rankOf = ({ index }) => ranks.get(changes[index]) ?? 0;
	const pairs = changes.flatMap(pairOf).toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, 50);
	const tools = {
		request,
		read: createLabelReader(request.labels),
		list: createCommitLister(request)
	};
	const found = /* @__PURE__ */ new Map();
	const queue = pairs.values();
	const work = async () => {
		for (const pair of queue) found.set(pair.index, request.isLate?.() ? tooLate : await findSource(pair, tools));
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return changes.map((change, index) => {
		const source = found.get(index);
		return source ? {
			...change,
			links: {
				...change.links,
				source
			}
		} : change;
	});
}
/** What a fixed image decides never asks a registry, so that only the registry's own answers are looked at. */
function pairOf({ kind, old, new: now, bump, filter }, index) {
	if (kind !== "changed" || old === null || now === null || filter === null) return [];
	try {
		const isBack = bump === "downgrade";
		return [{
			index,
			old: parseImageReference(old),
			new: parseImageReference(now),
			isBack
		}];
	} catch (error) {
		if (error instanceof ImageNameError) return [];
		throw error;
	}
}
const unknown = {
	source: "",
	from: null,
	to: null,
	compare: null,
	note: null,
	commits: null
};
const tooLate = {
	...unknown,
	note: "there was no time left to ask"
};
async function findSource(pair, { request, read, list }) {
	const record = unknown;
	const now = await read(pair.new);
	if ("error" in now) return {
		...record,
		note: describeFailure(now.error, "new")
	};
	if (now.source === void 0) return {
		...record,
		note: "the new image has no source label"
	};
	const to = readRevision(now.revision);
	const labelled = {
		...record,
		source: now.source,
		to: to ?? null
	};
	const place = parseSourcePlace(now.source, request.hosts);
	if (!place) return {
		...labelled,
		note: "the source label is no repository at a known host"
	};
	if (to === void 0) return {
		...labelled,
		note: describeRevision(now.revision, "new")
	};
	const before = await read(pair.old);
	if ("error" in before) return {
		...labelled,
		note: describeFailure(before.error, "old")
	};
	const from = readRevision(before.revision);
	const both = {
		...labelled,
		from: from ?? null
	};
	if (before.source === void 0) return {
		...both,
		note: "the old image has no source label"
	};
	if (parseSourcePlace(before.source, request.hosts)?.id !== place.id) return {
		...both,
		note: "the images have different sources"
	};
	if (from === void 0) return {
		...both,
		note: describeRevision(before.revision, "old")
	};
	if (sameRevision(from, to)) return {
		...both,
		note: "same source revision"
	};
	const [base, head] = pair.isBack ? [to, from] : [from, to];
	const compare = comparePage(place, base, head);
	if (compare === void 0) return {
		...both,
		note: "a revision is cut short"
	};
	return {
		...both,
		compare,
		commits: await list(place, base, head)
	};
}
function describeRevision(revision, which) {
	return revision === void 0 ? `the ${which} image has no revision label` : `the revision of the ${which} image is no commit`;
}
function describeFailure(error, which) {
	if (error instanceof RegistryError) {
		if (error.code === "not-found") return which === "old" ? "the old image is gone" : "the new image is not there";
		if (error.code === "timeout") return "the registry did not answer in time";
		if (error.code === "rate-limited" && error.status === void 0) return "the registry has few requests left";
		if (error.status !== void 0 && error.status !== 200) return `the registry answered ${error.status}`;
	}
	return `the labels of the ${which} image cannot be read`;
}
/** Images of one repository often change together: their commits are listed once. */
function createCommitLister({ commits }) {
	const known = /* @__PURE__ */ new Map();
	return async ({ kind, host, path, id }, base, head) => {
		const [owner = "", repo = ""] = path;
		if (!commits || kind !== "github" || host !== commits.host) return null;
		if (owner.toLowerCase() !== commits.owner.toLowerCase()) return null;
		const key = `${id} ${base} ${head}`;
		const listing = known.get(key) ?? listCommits(commits.source, [
			owner,
			repo,
			base,
			head
		]);
		known.set(key, listing);
		return listing;
	};
}
async function listCommits(source, range) {
	try {
		const found = await source.list(...range);
		if (!found) return null;
		const subjects = found.subjects.map(({ sha, subject }) => ({
			sha,
			subject: shorten(subject, 200)
		}));
		return {
			total: found.total,
			subjects
		};
	} catch (error) {
		if (isImagesError(error)) return null;
		throw error;
	}
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
	if (previous.text.trim() === "" || !sameEntries(previous.entries, entries)) return false;
	const list = (0, import_dist.parseDocument)(previous.text, { intAsBigInt: true }).get("images");
	return (0, import_dist.isSeq)(list) && !list.items.some((item) => (0, import_dist.isMap)(item) && keysOfOldKluctl.some((key) => item.has(key)));
}
function sameEntries(a, b) {
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
		...Object.fromEntries([...entry.extra ?? []].map(([key, value]) => [key, plainValue(value)]))
	};
}
function plainValue(value) {
	if (Array.isArray(value)) return value.map(plainValue);
	if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plainValue(item)]));
	return value;
}

// src/yaml/simple.ts
/**
* Tells whether a text is surely a valid YAML file, from a part of YAML that can be checked line by line: block maps and lists of plain or
* quoted scalars, short flow lists, block scalars, comments, several documents; ASCII without tabs, no escapes, anchors or tags. False
* says nothing: whoever needs to know must parse. Most manifests are of this kind, and parsing takes some ten times as long.
*/
function isSimpleYaml(text) {
	if (text.length > maxLength || foreign.test(text)) return false;
	return new Check(text).run();
}
/** All so far below the limits of a whole parse that what passes here is within them, values and bytes. */
const maxLength = 2e5;
const maxDepth = 40;
const maxKeys = 5e3;
const foreign = /[^\n\x20-\x7e]/;
const keyStart = /(?!(?:null|true|false):)[A-Za-z_][A-Za-z0-9_./-]{0,199}:(?= |$)/iy;
const blockScalar = /^[|>][-+]?$/;
const quoted = /^(?:"[^"\\]*"|'[^']*')$/;
const flowItem = `(?:[A-Za-z0-9_/.][A-Za-z0-9_/.-]*|"[^"\\\\]*"|'[^']*')`;
const flow = new RegExp(`^(?:\\{\\}|\\[\\]|\\[${flowItem}(?:, ${flowItem})*\\])$`);
/** A plain scalar, which cannot be taken for anything else, and a comment behind it. */
const plain = /^[A-Za-z0-9_/](?:[^: #]|:(?! |$)| (?!#| |$)|(?<! )#)*(?: #.*)?$/;
var Check = class {
	lines;
	open = [];
	/** False once the document has its one root. */
	isRootFree = true;
	next = 0;
	constructor(text) {
		this.lines = text.split("\n");
	}
	run() {
		while (this.next < this.lines.length) {
			const line = this.lines[this.next] ?? "";
			this.next += 1;
			if (line === "---") this.beginDocument();
			else if (!this.line(line)) return false;
		}
		return true;
	}
	beginDocument() {
		this.open.length = 0;
		this.isRootFree = true;
	}
	line(line) {
		let column = line.search(/[^ ]/);
		if (column < 0 || line[column] === "#") return true;
		if (line.startsWith("- ", column) || line === `${" ".repeat(column)}-`) {
			if (!this.entry("list", column)) return false;
			const rest = line.slice(column + 1).trimStart();
			if (rest === "") return true;
			if (line[column + 2] === " ") return false;
			keyStart.lastIndex = column + 2;
			if (!keyStart.test(line)) return this.value(rest, column);
			column += 2;
		}
		keyStart.lastIndex = column;
		const key = keyStart.exec(line)?.[0];
		if (key === void 0 || !this.entry("map", column)) return false;
		const keys = this.open.at(-1)?.keys;
		if (keys === void 0 || keys.has(key) || keys.size >= maxKeys) return false;
		keys.add(key);
		return this.value(line.slice(column + key.length).trim(), column);
	}
	/** An entry of the collection that is open at the column, or of a new one where a value is expected. */
	entry(kind, column) {
		let top = this.open.at(-1);
		while (top && (top.column > column || top.column === column && top.kind === "list" && kind === "map")) {
			this.open.pop();
			top = this.open.at(-1);
		}
		if (top?.column === column && top.kind === kind) {
			top.isOpen = true;
			return true;
		}
		if (!(top ? top.isOpen && (top.column < column || kind === "list") : column === 0 && this.isRootFree) || this.open.length >= maxDepth) return false;
		if (top) top.isOpen = false;
		this.isRootFree = false;
		this.open.push({
			kind,
			column,
			keys: /* @__PURE__ */ new Set(),
			isOpen: true
		});
		return true;
	}
	value(text, column) {
		if (text === "" || text.startsWith("#")) return true;
		const top = this.open.at(-1);
		if (top) top.isOpen = false;
		if (blockScalar.test(text)) return this.block(column);
		return plain.test(text) || quoted.test(text) || flow.test(text);
	}
	/** The lines of a block scalar: as far in as its first one, and further in than its key or dash. */
	block(column) {
		let content = -1;
		for (; this.next < this.lines.length; this.next += 1) {
			const line = this.lines[this.next] ?? "";
			const indent = line.search(/[^ ]/);
			if (indent < 0) {
				if (content < 0 && line !== "") return false;
				continue;
			}
			if (indent <= column) return true;
			if (content < 0) content = indent;
			if (indent < content) return false;
		}
		return true;
	}
};

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
* The objects of a document. A `List`, and any other kind that ends so and has `items`, stands for its items, as kustomize takes it apart before
* kluctl sees it (kustomize v5, api/resource/factory.go). A document that is no map, or a map without `kind`, holds none.
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
	if (kind.endsWith("List") && fields.has("items")) return (0, import_dist.isSeq)(items) ? items.items.flatMap((item) => objectsOf(item, document, namespace)) : [];
	const metadata = fields.get("metadata");
	const about = (0, import_dist.isMap)(metadata) ? fieldsOf(metadata, document) : /* @__PURE__ */ new Map();
	const isInNamespace = !clusterScoped.has(kind);
	return [{
		apiVersion,
		kind,
		name: kind === "Namespace" && namespace !== void 0 ? namespace : textOf(about.get("name")),
		namespace: isInNamespace ? namespace ?? textOf(about.get("namespace")) : "",
		isLocal: isLocal(about.get("annotations"), document),
		node: map
	}];
}
function isLocal(annotations, document) {
	const value = (0, import_dist.isMap)(annotations) ? fieldsOf(annotations, document).get("config.kubernetes.io/local-config") : void 0;
	return value !== void 0 && !((0, import_dist.isScalar)(value) && String(value.value) === "false");
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
		const leftover = findLeftover(manifest.text);
		const isWithout = leftover === void 0 && !hasPlaceholder(manifest.text);
		if (isWithout && isSimpleYaml(manifest.text)) return {
			uses: [],
			problems: [],
			warnings: []
		};
		const documents = parseYamlDocuments(manifest.text, manifest.path, yamlLimits, "rendered");
		if (isWithout) return {
			uses: [],
			problems: [],
			warnings: []
		};
		const found = documents.flatMap((document) => usesOf(manifest, document, false));
		const local = documents.flatMap((document) => usesOf(manifest, document, true));
		return {
			uses: found.filter((use) => nameProblem(use) === void 0),
			problems: [
				...found.flatMap((use) => nameProblem(use) ?? []),
				...lost(manifest, [...found, ...local]),
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
		hint,
		excerpt: place && renderedLines(manifest, place)
	});
}
/** Lines of the rendered file, with the images that were asked for in place of the placeholders. */
function renderedLines({ text }, place) {
	return excerptOf(text, place, {
		isRendered: true,
		rewrite: (part) => replacePlaceholders(part, (call) => call.image)
	});
}
/** Where an offset of the rendered file is. */
function placeAt({ text, path }, offset) {
	const before = text.slice(0, offset);
	return {
		file: path,
		line: before.split("\n").length,
		column: offset - before.lastIndexOf("\n")
	};
}
/** Calls in the objects of a document, or, with `isLocal`, in those that kustomize leaves out. */
function usesOf(manifest, document, isLocal) {
	if (manifest.kind === "values") {
		if (isLocal) return [];
		return textUses(manifest, void 0, [...textValues(document.document.contents, document)]);
	}
	return findObjects(document, manifest.namespace).filter((object) => object.isLocal === isLocal).flatMap((object) => textUses(manifest, object, [...textValues(object.node, document)]));
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
		return [new ProjectError("template", `get_image(${quote(call.image)}) does not end in a text value of a Kubernetes object`, call.place ?? { file: manifest.path }, {
			hint: "It may be in a map key, or the document has no kind.",
			excerpt: renderedLines(manifest, placeAt(manifest, start))
		})];
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
* Builds the objects of a rendered project and finds every use in them, in kluctl's order: charts, then kustomizations (kluctl-semantics 5.8).
* A part that fails is a problem in the result and hides no other part.
*/
async function discover(project, builders) {
	const charts = await renderCharts(project, builders);
	return findImages(project, charts, await buildKustomizations(project, charts, builders));
}
/** Calls of all rendered manifests together. */
const usesLimit = 1e4;
/** Finds every use in the objects of a project, given what programs made of it. */
function findImages(project, charts, built) {
	const problems = [...project.problems];
	const warnings = [...project.warnings];
	const manifests = project.items.flatMap((item) => {
		const { texts, errors } = manifestsOf(item, charts, built);
		problems.push(...errors);
		return texts;
	});
	const uses = [];
	for (const manifest of manifests) {
		const found = findUses(manifest);
		problems.push(...found.problems);
		warnings.push(...found.warnings);
		if (manifest.kind === "values" && found.uses.length > 0) warnings.push({
			message: "the chart is not rendered; its images are fixed for every workload",
			place: { file: manifest.path }
		});
		uses.push(...found.uses);
		if (uses.length > usesLimit) {
			const place = { file: manifest.path };
			problems.push(new ProjectError("limit", `more than ${usesLimit} calls of get_image in the rendered manifests`, place));
			break;
		}
	}
	if (uses.length === 0 && problems.length === 0) warnings.push({ message: "no call of images.get_image was found in the rendered manifests" });
	return {
		targetImages: project.targetImages,
		manifests,
		uses,
		problems,
		warnings
	};
}
async function renderCharts({ items, tree }, builders) {
	const jobs = items.flatMap(({ releases }) => releases.flatMap(({ chart }) => chart ?? []));
	return (jobs.length === 0 ? void 0 : await builders.helm(tree, jobs)) ?? /* @__PURE__ */ new Map();
}
async function buildKustomizations({ items, tree }, charts, builders) {
	const wanted = items.filter(({ build, releases }) => build === "kustomize" && !releases.some((release) => isError(madeBy(release, charts))));
	if (wanted.length === 0) return /* @__PURE__ */ new Map();
	const made = items.flatMap(({ item, releases }) => releases.flatMap((release) => {
		if (release.output === void 0) return [];
		const path = joinPath(item.treeDir, nameBelow(item.folder, release.output));
		const text = madeBy(release, charts);
		if (typeof text === "string") return [[path, text]];
		return tree.has(path) ? [] : [[path, ""]];
	}));
	const jobs = wanted.map(({ item, namespace }) => ({
		folder: item.treeDir,
		namespace
	}));
	return builders.kustomize(new Map([...tree, ...made]), jobs);
}
/** The objects of a release, or why there are none; undefined where its chart was not rendered. */
function madeBy({ chart }, charts) {
	return chart && charts.get(chart.folder);
}
function isError(result) {
	return result instanceof ProjectError;
}
function manifestsOf(rendered, charts, built) {
	const { item, build, files, releases, kustomization, namespace } = rendered;
	const made = releases.map((release) => ({
		...release,
		text: madeBy(release, charts)
	}));
	const errors = made.flatMap(({ text }) => isError(text) ? [text] : []);
	if (errors.length > 0) return {
		texts: [],
		errors
	};
	const whole = build === "kustomize" ? built.get(item.treeDir) : void 0;
	const missing = made.find(({ output, text }) => output !== void 0 && text === void 0);
	if (isError(whole)) return {
		texts: [],
		errors: [missing ? withoutChart(whole, missing) : whole]
	};
	const objects = (path, text, output) => ({
		item,
		path,
		text,
		kind: "objects",
		namespace,
		output
	});
	const fromProgram = (text) => ({
		...objects(kustomization ?? item.folder, text, ".rendered.yml"),
		namespace: void 0
	});
	const isReplaced = (path) => made.some(({ output, text }) => output === path && text !== void 0);
	const fromChart = ({ chart, output, text }) => chart && output !== void 0 && typeof text === "string" ? [objects(chart.file, text, nameBelow(item.folder, output))] : [];
	const fromValues = ({ values, text }) => values && text === void 0 ? [{
		...objects(values.path, values.text, ""),
		kind: "values"
	}] : [];
	return {
		texts: [
			...whole === void 0 ? [] : [fromProgram(whole)],
			...files.filter(({ path }) => !isReplaced(path)).map(({ path, text }) => objects(path, text, nameBelow(item.folder, path))),
			...build === "files" ? made.flatMap(fromChart) : [],
			...made.flatMap(fromValues)
		],
		errors: []
	};
}
/** A kustomization may fail for want of the objects of a chart, which its own words do not tell. */
function withoutChart({ code, message, place, hint, excerpt }, { output }) {
	const why = `It was built without ${output}, since that chart is not rendered here: vendor it, and put helm on PATH.`;
	return new ProjectError(code, message, place, {
		hint: hint === void 0 ? why : `${hint} ${why}`,
		excerpt
	});
}
/** A resource of a kustomization may lie outside of its folder. */
function nameBelow(folder, path) {
	return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

// src/report/build.ts
/** Builds the decision record, in an order that depends on nothing but its content. */
function buildReport(input) {
	const answers = input.answers.toSorted(compareAnswers);
	const uses = answers.map((answer) => useRecord(answer, input.baseline));
	const removed = removedEntries(input);
	const differing = answers.map((answer, index) => diffUse(answer, uses[index]));
	const changes = compareUses(differing.filter((use) => use !== void 0), removed);
	const failures = [...unique(input.problems.map((error) => failure(error, null, [])).toSorted(compareByPlace)), ...useFailures(answers)];
	const warnings = unique([...input.warnings.toSorted(compareByPlace), ...answers.flatMap(answerWarning)]);
	return {
		version: 1,
		target: input.target ?? null,
		counts: countReport({
			uses,
			changes,
			failures,
			warnings
		}),
		gates: evaluateGates(input.failOn, {
			uses,
			changes,
			failures,
			warnings
		}),
		changes,
		failures,
		warnings,
		uses,
		cost: costRecord(input.cost)
	};
}
function diffUse(answer, use) {
	if (use === void 0) return void 0;
	const orderedBy = ("decision" in answer ? answer.decision : void 0)?.written ?? answer.use.call.filter ?? "semver()";
	return {
		...use,
		new: use.result,
		filter: use.origin === "registry" ? use.filter : null,
		bump: bumpOf(use.old, use.result, orderedBy)
	};
}
/** The record of a run that ended before it could look at an image. */
function endReport(errors, target) {
	return buildReport({
		target,
		answers: [],
		problems: errors,
		warnings: [],
		baseline: [],
		entries: [],
		cost: {
			requests: 0,
			waits: 0,
			repositories: 0
		},
		failOn: []
	});
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
function explanationRecord({ repository, filter, prefix, explanation }) {
	const { seen, matched, newest, runnerUp, ties, rejected } = explanation;
	return {
		repository,
		filter,
		prefix: prefix ?? null,
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
	const excerpt = error instanceof ProjectError ? error.excerpt ?? [] : [];
	const caret = error instanceof FilterError ? `\n${error.caret()}` : "";
	return {
		error: error.name,
		code: error.code,
		message: `${error.message}${caret}`,
		hint: error.hint ?? null,
		place: own ?? place ?? null,
		excerpt: excerpt.length === 0 ? null : excerpt,
		image,
		where
	};
}
function answerWarning(answer) {
	const { image, place = null } = answer.use.call;
	if (answer.status === "skipped") return [{
		kind: "warning",
		message: answer.why,
		place,
		image
	}];
	const warning = answer.status === "resolved" ? answer.warning : void 0;
	const traps = answer.decision?.traps ?? [];
	return [...warning === void 0 ? [] : [{
		kind: "warning",
		message: warning,
		place,
		image
	}], ...traps.map(({ message, suggestion }) => ({
		kind: "trap",
		message: `${message}; ${suggestion} avoids it`,
		place,
		image
	}))];
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
	const byManifest = /* @__PURE__ */ new Map();
	for (const answer of answers) {
		const { manifest } = answer.use;
		const before = byManifest.get(manifest);
		if (before) before.push(answer);
		else byManifest.set(manifest, [answer]);
	}
	return new Map(objects.map((manifest) => [outputPath(manifest), substitute(manifest, byManifest.get(manifest) ?? [])]));
}
function outputPath({ output, item: { treeDir } }) {
	return treeDir === "" ? output : `${treeDir}/${output}`;
}
function substitute(manifest, answers) {
	let text = manifest.text;
	let before = Number.POSITIVE_INFINITY;
	const lastFirst = answers.toSorted((a, b) => b.use.range[0] - a.use.range[0]);
	for (const answer of lastFirst) {
		const [start, end] = answer.use.range;
		if (answer.status !== "resolved" || end > before) continue;
		text = text.slice(0, start) + answer.result + text.slice(end);
		before = start;
	}
	return replacePlaceholders(text, (call) => call.image);
}

// src/run.ts
/**
* The main job: load the project, render it, find every call, resolve it, compare. Single failures are collected, and all reported.
* @throws InputError or FixedImagesError where an option or a file that one names cannot be used
*/
async function run(options, ports) {
	const warnings = [];
	const warn = (message, place) => void warnings.push({
		kind: "warning",
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
	ports.progress?.("rendering");
	const rendered = await ports.render({
		target,
		args,
		inclusion,
		ownFiles: ports.ownFiles
	});
	const project = await discover(rendered, ports.builders);
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
	}, countedTags(ports));
	const document = buildDocument(answered, {
		previous,
		partial: isPartial(inclusion),
		rules,
		simple
	});
	const answers = options.needsManifests ? document.answers.map(mustAnswer) : document.answers;
	for (const { message, place } of project.warnings) warn(message, place);
	for (const message of [...document.warnings, ...ports.tags.warnings()]) warn(message);
	const report = await withSources(buildReport({
		target,
		answers,
		problems: project.problems,
		warnings,
		baseline,
		entries: document.entries,
		cost: ports.tags.cost(),
		failOn: options.failOn
	}), ports);
	const text = formatDocument(document.entries, previousText === void 0 ? void 0 : {
		text: previousText,
		entries: previous
	});
	const readBack = readDocument(text, options.outputFile, () => void 0);
	if (JSON.stringify(readBack.map(entryText)) !== JSON.stringify(document.entries.map(entryText))) throw new Error("the new fixed-images file does not read back as it was meant");
	const ok = report.counts.errors === 0 && report.gates.every(({ passed }) => passed);
	return {
		report,
		ok,
		complete: ok && report.failures.length === 0,
		entries: document.entries,
		text,
		changed: text !== previousText,
		manifests: withImages(project.manifests, answers)
	};
}
/** The tags, and a word to whoever waits for them. */
function countedTags({ tags, progress }) {
	if (progress === void 0) return tags;
	let [done, total] = [0, 0];
	return { async listTags(repository, wanted) {
		progress("asking", done, ++total);
		try {
			return await tags.listTags(repository, wanted);
		} finally {
			progress("asking", ++done, total);
		}
	} };
}
/** The record with the sources of what changes; what that cost is in its receipt as well. */
async function withSources(draft, { findSources, tags }) {
	if (findSources === void 0 || draft.changes.every(({ kind }) => kind !== "changed")) return draft;
	const changes = await findSources(draft.changes);
	const { requests, waits, repositories } = tags.cost();
	return {
		...draft,
		changes,
		cost: {
			requests,
			waits,
			repositories
		}
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

// src/report/compare-report.ts
/**
* The record of a comparison of two fixed-images lists, so that it is shown by the same views as a run. It has changes, failures of the newer
* run if the lists are those of runs, and their numbers: no use is in it, no gate was evaluated and no registry took part.
*/
function compareReport(before, after, { failures, subjects } = {
	failures: [],
	subjects: []
}) {
	const isUnknown = failures.some(({ image }) => image === null);
	const isOpen = (entry) => isUnknown || subjects.some((subject) => matches(entry, subject));
	const lists = {
		uses: [],
		changes: compareLists(before, after, isOpen),
		failures,
		warnings: []
	};
	return {
		version: 1,
		target: null,
		counts: countReport(lists),
		gates: [],
		...lists,
		cost: {
			requests: 0,
			waits: 0,
			repositories: 0
		}
	};
}
/** The answers of a run as a list of entries, each for its own place, so that a report can be compared like a file. */
function entriesOfReport({ uses }) {
	const entries = uses.flatMap(({ image, result, namespace, deployment, container }) => result === null ? [] : [{
		image,
		resultImage: result,
		...stated({
			namespace,
			deployment,
			container
		})
	}]);
	return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}
/** What a run left without an answer, for the comparison of its entries with those of an earlier one. */
function unansweredOfReport({ uses, failures }) {
	return {
		failures,
		subjects: uses.filter(({ result }) => result === null)
	};
}
function stated(fields) {
	return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ""));
}

export { Part, artifactNameProblem, compareReport, endReport, entriesOfReport, findChangeSources, formatDocument, parseOptions, readDocument, readEntries, readReport, run, unansweredOfReport };