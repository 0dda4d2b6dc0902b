import { InputError, ProjectError, byCodeUnit, isImagesError, nearest, quote } from "./words.js";
import { Part, readEntries } from "./core.js";
import { defaultTags, findPlaceholders, folderOf, formatPlaceholder, isIncluded, isPartial, isYamlList, isYamlMap, itemTags, joinPath, mergeArgs, mergeMaps, missingArgs, missingArgsError, mistypedArgs, needKey, noExternalSources, parseKluctlDocuments, parseKluctlYaml, parseYaml, parseYamlDocuments, readEither, replacePlaceholders, repositoryKey, withParents } from "./shared.js";
import { require_dist } from "./vendor-yaml.js";
import { RenderMemory, renderRemembering } from "./template.js";

// src/project/item-files.ts
/** Deeper folders are no project that a person made. */
const folderDepth = 30;
const openingBrace = 123;
/**
* Paths of the files in and below an item's folder, sorted by code unit within each folder. Folders of git are not entered (kluctl v2.28
* ignores them as well).
*/
function filesBelow(source, folder, depth = 0) {
	if (depth > folderDepth) throw new ProjectError("limit", `folders are nested more than ${folderDepth} deep`, { file: folder });
	return (source.list(folder) ?? []).flatMap(({ name, kind }) => {
		const path = joinPath(folder, name);
		if (kind === "file") return [path];
		return name === ".git" ? [] : filesBelow(source, path, depth + 1);
	});
}
/** Paths of the files directly in a folder. */
function filesIn(source, folder) {
	return (source.list(folder) ?? []).filter(({ kind }) => kind === "file").map(({ name }) => joinPath(folder, name));
}
/**
* Reads a file of an item. Undefined for a file that is none of our business: no YAML, and one that may hold secrets, leads out of the
* project, or is too large to be read.
* @throws ProjectError for a file that would be rendered and is no UTF-8 text, as kluctl's own rendering fails then
*/
function readItemFile(source, path, isVerbatim) {
	let bytes;
	try {
		bytes = source.readBytes(path);
	} catch (error) {
		if (!(isImagesError(error) && ["outside-root", "limit"].includes(error.code)) || isYamlFile(path)) throw error;
		return;
	}
	if (bytes === void 0) return void 0;
	const text = decode(bytes);
	if (text !== void 0) return {
		path,
		content: text
	};
	if (isVerbatim || !bytes.includes(openingBrace)) return {
		path,
		content: bytes
	};
	throw notText(path);
}
/** The error for bytes where a text is needed. */
function notText(path) {
	return new ProjectError("template", `${quote(path)} is not UTF-8 text`, { file: path }, { hint: "List it in .templateignore, or keep it out of the folder." });
}
function isYamlFile(path) {
	return /\.ya?ml$/i.test(path);
}
function decode(bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return;
	}
}

// src/project/vars-render.ts
/**
* Renders every text of a part, keys of maps included, as kluctl does with definitions of variables and with targets (v2.28,
* lib/go-jinja2/render_struct.go). `render` is told the part that a text belongs to.
*/
function renderTexts(part, render) {
	const { value } = part;
	const renderOne = (text, at) => text.includes("{") ? render(text, at) : text;
	if (typeof value === "string") return renderOne(value, part);
	if (isYamlList(value)) return part.list().map((item) => renderTexts(item, render));
	if (!isYamlMap(value)) return value ?? null;
	return new Map([...value.keys()].map((key) => {
		const item = part.at(key);
		return [renderOne(key, item), renderTexts(item, render)];
	}));
}
/** The part with every text rendered. No folders are searched for templates, as in kluctl. @throws ProjectError */
function renderedPart(part, renderer, vars) {
	return part.holding(renderTexts(part, (text, at) => renderer.renderPart(text, at.place, vars, [])));
}

// src/project/config.ts
const configKeys = [
	"targets",
	"args",
	"discriminator",
	"aws",
	"secretsConfig",
	"clusters",
	"deployment"
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
	"sealingConfig",
	"cluster"
];
/** Reads `.kluctl.yaml` or `.kluctl.yml`; it is no template as a whole. @throws ProjectError */
function readConfig(source, home) {
	const found = readEither(source, home, ".kluctl", ".yml");
	const nothing = {
		targets: [],
		args: [],
		discriminator: void 0,
		warnings: []
	};
	if (!found) return {
		file: ".kluctl.yaml",
		isPresent: false,
		...nothing
	};
	const document = parseKluctlYaml(found.text, found.path, "file");
	if (!document) return {
		file: found.path,
		isPresent: true,
		...nothing
	};
	const root = new Part(document);
	root.allow(configKeys);
	if (!root.at("deployment").isEmpty) throw root.at("deployment").fail("a deployment project in another repository is not supported", "unsupported", "Check it out, and name its folder with project-dir.");
	const parts = root.at("targets").list();
	for (const part of parts) part.allow(targetKeys);
	const targets = parts.map((part) => ({
		name: part.at("name").optionalText() ?? "",
		part
	}));
	const discriminator = root.at("discriminator");
	return {
		file: found.path,
		isPresent: true,
		targets: targets.filter(({ name }) => name !== ""),
		args: readArgDefinitions(root.at("args")),
		discriminator: (discriminator.optionalText() ?? "") === "" ? void 0 : discriminator,
		warnings: [
			...nameless(targets),
			...sameNames(targets),
			...oldKeys$1(root)
		]
	};
}
/** Targets without a name: nobody can choose them, and kluctl skips them too. */
function nameless(targets) {
	return targets.filter(({ name }) => name === "").map(({ part }) => ({
		message: `${part.name} has no name and is skipped`,
		place: part.place
	}));
}
/** Names that more than one target has: the first of each is taken, as kluctl does. */
function sameNames(targets) {
	return targets.filter(({ name }, index) => name !== "" && targets.findIndex((other) => other.name === name) < index).map(({ name, part }) => ({
		message: `the target ${quote(name)} is defined before; the first one is taken`,
		place: part.place
	}));
}
/** Keys of older kluctl that the current one refuses. */
function oldKeys$1(root) {
	const parts = root.at("targets").list();
	return [
		root.at("secretsConfig"),
		root.at("clusters"),
		...[
			"dynamicArgs",
			"targetConfig",
			"sealingConfig"
		].flatMap((key) => parts.map((part) => part.at(key)))
	].filter((part) => !part.isEmpty).slice(0, 1).map((part) => ({
		message: `${part.name} is ignored here, and refused by current versions of kluctl`,
		place: part.place
	}));
}
/** Reads `args:` of `.kluctl.yaml`, or of the root deployment.yaml of a project for kluctl before v2.17. */
function readArgDefinitions(list) {
	return list.list().map((part) => {
		part.allow(["name", "default"]);
		if (part.at("name").isEmpty) throw part.fail("an arg needs a name", "config", "Add name: NAME.");
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
	if (!config.isPresent) throw new InputError("target", `there is no target ${quote(name)}: the project has no .kluctl.yaml to define it`, { hint: "Is project-dir the folder of the project?" });
	const names = config.targets.map((candidate) => candidate.name).toSorted(byCodeUnit);
	throw new InputError("target", `there is no target ${quote(name)} in ${config.file}`, { hint: targetHint(config.file, name, names) });
}
function targetHint(file, name, names) {
	if (names.length === 0) return `${file} defines no targets.`;
	const near = nearest(name, names);
	return `${near === void 0 ? "" : `Did you mean ${near}? `}Targets of this project: ${names.join(", ")}.`;
}
/** Rounds of rendering until nothing changes, as kluctl does (v2.16, pkg/kluctl_project/load_targets.go). */
const renderRounds = 10;
/**
* Renders every text of the target, with the variables `target` and `args`, until nothing changes. Without a chosen target only the
* discriminator is rendered. `argsFor` computes the args from those the target sets.
* @throws ProjectError
*/
function renderTarget(config, chosen, renderer, argsFor, warn) {
	const template = chosen?.part ?? config.discriminator;
	const begin = targetTemplate(config, chosen);
	if (!template) return {
		name: void 0,
		variables: begin,
		args: /* @__PURE__ */ new Map(),
		images: []
	};
	let value = begin;
	const renderOnce = (lenient) => {
		const args = template.holding(value).at("args").optionalMap() ?? /* @__PURE__ */ new Map();
		const vars = /* @__PURE__ */ new Map([["target", value], ["args", argsFor(args)]]);
		return renderRound(template.holding(value), {
			renderer,
			vars,
			lenient,
			name: chosen?.name ?? ""
		});
	};
	for (let round = 1; round < renderRounds; round += 1) {
		const next = renderOnce(true);
		const isStable = JSON.stringify(next, plain) === JSON.stringify(value, plain);
		value = next;
		if (isStable) break;
	}
	value = renderOnce(false);
	const rendered = template.holding(value);
	return {
		name: chosen?.name,
		variables: value,
		args: rendered.at("args").optionalMap() ?? /* @__PURE__ */ new Map(),
		images: readEntries(rendered.at("images"), { warn })
	};
}
/** The warning for a run without target in a project that has some: current versions of kluctl refuse it. */
function noTarget({ targets, file }) {
	return {
		message: `no target is chosen, so that args and images of none count; targets: ${targets.map(({ name }) => name).toSorted(byCodeUnit).join(", ")}`,
		place: { file }
	};
}
/** The target before rendering; the project's discriminator stands in for one that it does not set. */
function targetTemplate({ discriminator }, chosen) {
	const value = new Map([["context", ""], ...chosen?.part.map() ?? /* @__PURE__ */ new Map([["name", ""]])]);
	return (value.get("discriminator") ?? "") === "" && discriminator ? new Map([...value, ["discriminator", discriminator.text()]]) : value;
}
function renderRound(part, { renderer, vars, lenient, name }) {
	const value = renderTexts(part, (text, at) => {
		try {
			return renderer.render(text, at.place.file, vars, []);
		} catch (error) {
			if (!(error instanceof ProjectError)) throw error;
			if (lenient) return text;
			const { place, excerpt } = at;
			throw new ProjectError(error.code, `${name === "" ? "" : `target ${quote(name)}: `}${error.message}`, place, {
				hint: error.hint,
				excerpt,
				cause: error
			});
		}
	});
	return part.holding(value).map();
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
/** Renders and reads the deployment.yaml of a folder; undefined where it has none. `folders` are searched for templates. @throws ProjectError */
function readDeployment(source, renderer, folder, vars, folders) {
	const found = readEither(source, folder, "deployment", ".yml");
	return found && parseDeployment(found, renderer.render(found.text, found.path, vars, folders));
}
function parseDeployment(found, rendered) {
	const form = rendered === found.text ? "file" : "rendered";
	const document = parseKluctlYaml(rendered, found.path, form) ?? parseKluctlYaml("{}", found.path);
	if (!document) throw new Error("an empty map is a document");
	const root = new Part(document);
	root.allow(rootKeys);
	return {
		file: found.path,
		root,
		items: root.at("deployments").list().map(readItem),
		tags: root.at("tags").texts(),
		overrideNamespace: root.at("overrideNamespace").optionalText(),
		templateExcludes: root.at("templateExcludes").texts()
	};
}
function readItem(part) {
	part.allow(itemKeys);
	const kinds = itemKinds.filter((kind) => !part.at(kind).isEmpty);
	const [kind = "none"] = kinds;
	if (kinds.length > 1) throw part.fail(`only one of ${kinds.join(" and ")} can be given`);
	checkItem(part, kind);
	const tags = part.at("tags").texts();
	return {
		part,
		kind,
		path: kind === "path" || kind === "include" ? part.at(kind).text() : "",
		args: part.at("args").optionalMap() ?? /* @__PURE__ */ new Map(),
		passVars: part.at("passVars").boolean(false),
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
/** Keys that only some kinds of items may have. Source: kluctl v2.28, pkg/types/deployment.go. */
function checkItem(part, kind) {
	const isSet = (key) => {
		const { value } = part.at(key);
		return value !== void 0 && value !== null && value !== false && !(isYamlMap(value) && value.size === 0);
	};
	const isInclude = kind === "include" || kind === "git" || kind === "oci";
	for (const key of ["recursive", "waitReadiness"]) if (kind !== "path" && isSet(key)) throw part.at(key).fail("only an item with a path can have this key");
	for (const key of ["args", "passVars"]) if (!isInclude && isSet(key)) throw part.at(key).fail("only an item with include, git or oci can have this key");
}
/** Keys that current versions of kluctl refuse, where a deployment.yaml has them. */
function oldKeys({ root }) {
	return [
		"args",
		"sealedSecrets",
		"templateExcludes"
	].map((key) => root.at(key)).filter((part) => !part.isEmpty);
}
/** `when` is an expression; YAML may have read `true` as a boolean. */
function whenOf(part) {
	const value = part.at("when").value;
	if (typeof value === "boolean") return value ? "true" : "false";
	return part.at("when").optionalText() ?? "";
}

// src/project/source-root.ts
/**
* Joins a path to a folder of a source. Files of a git or OCI source lie below a folder of their own, which its paths cannot leave; for the
* project itself `root` is empty (kluctl-semantics 5.3).
* @throws ProjectError `outside-root`
*/
function joinInSource(root, folder, path, place) {
	const joined = joinPath(inSource(root, folder), path, place);
	return root === "" ? joined : joinPath(root, joined, place);
}
/** The folder as its own source calls it: relative to the source's root. */
function inSource(root, folder) {
	if (root === "" || folder === root) return root === folder ? "" : folder;
	return folder.startsWith(`${root}/`) ? folder.slice(root.length + 1) : folder;
}
/** True for the folder of a source and what is below it. */
function isInSource(root, path) {
	return root === "" || path === root || path.startsWith(`${root}/`);
}
/** What to do where a path leads out of the project. */
const sourceRootHint = "If it is meant to, name the folder that holds the project and its neighbours: source-root: DIR.";
/** {@link joinInSource} for a path that a part holds, or stands for: the error shows its lines. @throws ProjectError `outside-root` */
function joinPart(root, folder, path, part) {
	try {
		return joinInSource(root, folder, path, part.place);
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		const leadsUp = root === "" && error.message.endsWith("points outside the project");
		throw part.fail(error.message, error.code, leadsUp ? sourceRootHint : error.hint);
	}
}
/** Like {@link joinInSource}, but undefined for a path that leads out. */
function tryJoinInSource(root, folder, path, place) {
	try {
		return joinInSource(root, folder, path, place);
	} catch (error) {
		if (error instanceof ProjectError && error.code === "outside-root") return void 0;
		throw error;
	}
}
/** The error for a path that leads out of its source. */
function outsideError(root, path, part) {
	const what = root === "" ? "the project" : `the source ${quote(root)}`;
	return part.fail(`${quote(path)} points outside ${what}`, "outside-root", root === "" ? sourceRootHint : void 0);
}

// src/project/vars-path.ts
/** Longest list that an index of a target path may make. */
const indexLimit = 1e3;
const step = /\.?([^\s.[\]'"`$@*()!,&|<>=/\\+]+)|\[\s*(?:(\d+)|'([^'\\]*)'|"([^"\\]*)")\s*\]/y;
/**
* Reads a simple JSON path as kluctl's `targetPath` takes it: `a.b`, `$.a`, `a["x.y"]`, `a.b[0]`. An index is only possible at the end, since
* kluctl makes an empty list for it. Undefined for everything else, as wildcards and filters.
* Source: kluctl v2.28, pkg/vars/vars_loader.go, with the JSON path library that it uses.
*/
function parseTargetPath(text) {
	const body = text.replace(/^[$@]/, "");
	const path = [];
	step.lastIndex = 0;
	while (step.lastIndex < body.length) {
		const isBegin = step.lastIndex === 0 && body === text;
		const begin = step.lastIndex;
		const match = step.exec(body);
		if (!match) return void 0;
		const hasDot = match[0].startsWith(".");
		if (match[1] !== void 0 && hasDot === isBegin) return void 0;
		if (begin > 0 && typeof path.at(-1) === "number") return void 0;
		path.push(match[2] === void 0 ? match[1] ?? match[3] ?? match[4] ?? "" : Number(match[2]));
	}
	const [first] = path;
	const hasBigIndex = path.some((key) => typeof key === "number" && key >= indexLimit);
	return first === void 0 || typeof first === "number" || hasBigIndex ? void 0 : path;
}
/** A map that holds the value at a path of {@link parseTargetPath}; the path begins with a key. */
function mapWithValueAt(path, value) {
	const made = path.reduceRight((inner, key) => {
		if (typeof key === "string") return /* @__PURE__ */ new Map([[key, inner]]);
		return [...Array.from({ length: key }, () => null), inner];
	}, value);
	return isYamlMap(made) ? made : /* @__PURE__ */ new Map();
}
/** Every text in a value, those of maps and lists in it too. */
function textsIn(value) {
	if (typeof value === "string") return [value];
	if (isYamlList(value)) return value.flatMap(textsIn);
	return isYamlMap(value) ? [...value.values()].flatMap(textsIn) : [];
}

// src/project/vars-stand-in.ts
const clusterObjectKeys = [
	"name",
	"labels",
	"namespace",
	"key",
	"targetPath"
];
/** Sources that a run cannot read itself: their keys, and whether kluctl treats what they hold as secret and renders it. */
const kinds$1 = {
	http: {
		keys: [
			"url",
			"method",
			"body",
			"headers",
			"jsonPath"
		],
		isSecret: false,
		isRendered: false
	},
	clusterConfigMap: {
		keys: clusterObjectKeys,
		isSecret: false,
		isRendered: true
	},
	clusterSecret: {
		keys: clusterObjectKeys,
		isSecret: true,
		isRendered: true
	},
	clusterObject: {
		keys: [
			"kind",
			"apiVersion",
			"namespace",
			"name",
			"labels",
			"list",
			"path",
			"render",
			"parseYaml"
		],
		isSecret: true,
		isRendered: false
	},
	awsSecretsManager: {
		keys: [
			"secretName",
			"region",
			"profile"
		],
		isSecret: true,
		isRendered: true
	},
	gcpSecretManager: {
		keys: ["secretName"],
		isSecret: true,
		isRendered: true
	},
	azureKeyVault: {
		keys: ["vaultUri", "secretName"],
		isSecret: true,
		isRendered: true
	},
	vault: {
		keys: ["address", "path"],
		isSecret: true,
		isRendered: true
	},
	gitFiles: {
		keys: [
			"url",
			"ref",
			"files"
		],
		isSecret: false,
		isRendered: false
	}
};
/** Kinds of variable sources that can only be given as a file. */
const standInKinds = Object.keys(kinds$1);
/** True where kluctl hides the values of a source by default. */
function isSecretKind(kind) {
	return kinds$1[kind]?.isSecret ?? kind === "systemEnvVars";
}
/**
* What tells one source of a kind from another, as messages and the option `vars-from-file` call it: `clusterSecret:namespace/name`,
* `vault:path`, `http:https://host/path`. Without credentials and query. The kind alone where the definition says nothing of use.
*/
function sourceIdentity(kind, part) {
	const text = (key) => {
		const { value } = part.at(key);
		return typeof value === "string" ? value : "";
	};
	const named = () => text("name") || labelText(part.at("labels").value);
	const identity = ({
		http: () => [text("url").replace(/[?#].*$/, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1")],
		clusterConfigMap: () => [text("namespace"), named()],
		clusterSecret: () => [text("namespace"), named()],
		clusterObject: () => [
			text("namespace"),
			text("kind"),
			named()
		],
		awsSecretsManager: () => [text("secretName")],
		gcpSecretManager: () => [text("secretName")],
		azureKeyVault: () => [text("vaultUri").replace(/^https?:\/\/|\/+$/g, ""), text("secretName")],
		vault: () => [text("path")],
		git: () => [repositoryName(text("url")), text("path")],
		gitFiles: () => [repositoryName(text("url"))]
	}[kind]?.() ?? []).filter((step) => step !== "").join("/");
	return identity === "" ? kind : `${kind}:${identity}`;
}
/** Host and path of a repository, without scheme and user. */
function repositoryName(url) {
	return repositoryKey("git", url)?.replace("git://", "") ?? "";
}
function labelText(labels) {
	if (!isYamlMap(labels)) return "";
	return [...labels].map(([key, value]) => `${key}=${String(value)}`).join(",");
}
/** The file that stands in for a source: one for its very key first, then for the source, then for the kind. */
function findStandIn(kind, part, { standIns }) {
	const identity = sourceIdentity(kind, part);
	const { value: key } = part.at("key");
	return [
		...typeof key === "string" ? [`${identity}/${key}`] : [],
		identity,
		kind
	].map((name) => standIns.get(name)).find((found) => found !== void 0);
}
/**
* The value of a source that a run cannot read, from the file that stands in for it.
* @throws ProjectError `unsupported` where there is none, with the line that would give one
*/
function loadStandIn(kind, part, options) {
	part.allow(kinds$1[kind]?.keys ?? []);
	const identity = sourceIdentity(kind, part);
	const standIn = findStandIn(kind, part, options.external);
	if (!standIn) {
		const which = identity === kind ? "" : ` (${identity.slice(kind.length + 1)})`;
		throw part.fail(`the variable source ${kind}${which} is not supported here`, "unsupported", `Give its values as a file: vars-from-file: ${identity}=FILE${givenHint(identity, options.external)}`);
	}
	const isRendered = kinds$1[kind]?.isRendered === true || part.at("render").boolean(false);
	return innerTarget(part, readStandIn(standIn, identity, isSecretKind(kind), (text) => isRendered ? options.renderer.render(text, standIn.file, options.vars, []) : text, options.multidoc));
}
function givenHint(identity, { standIns }) {
	const near = nearest(identity, [...standIns.keys()]);
	return near === void 0 ? "" : ` (given is ${quote(near)})`;
}
/** Reads YAML that stands in for a source; of a secret one, nothing that could show its text is said. @throws ProjectError */
function readStandIn({ file, text }, identity, isSecret, render, multidoc) {
	try {
		return readVariables(render(text), file, multidoc);
	} catch (error) {
		if (!isSecret || !isImagesError(error)) throw error;
		const place = error instanceof ProjectError ? error.place ?? { file } : { file };
		throw new ProjectError("yaml", `the file that stands in for ${identity} cannot be rendered or is not valid YAML`, place);
	}
}
/** YAML of variables; with `multidoc` the list of its documents that are not empty (kluctl v2.28, lib/yaml). @throws ProjectError */
function readVariables(text, file, multidoc) {
	if (!multidoc) return parseKluctlYaml(text, file)?.value ?? null;
	return parseKluctlDocuments(text, file).map((document) => document.value).filter((value) => value !== null);
}
/** The older `targetPath` inside of clusterConfigMap and clusterSecret. */
function innerTarget(part, value) {
	const at = part.at("targetPath");
	const text = at.optionalText();
	if (text === void 0 || text === "") return value;
	const path = parseTargetPath(text);
	if (!path) throw at.fail(`${text} is not a simple path of names`, "unsupported");
	return mapWithValueAt(path, value);
}

// src/project/vars-file.ts
/**
* Loads the source `file`: looked for in each searched folder, `..` included as long as it stays in the source, and rendered
* (kluctl v2.28, lib/go-jinja2/jinja2_renderer.go). A missing file is an empty map with `ignoreMissing`.
* @throws ProjectError `missing-file`, `outside-root`, `unsupported` for a file that SOPS encrypted
*/
function loadFile(part, vars, context, options) {
	const { folders, sourceRoot, source, external } = context;
	const name = part.text();
	if (/^\/|^[A-Za-z]:|[\0\\]/.test(name)) joinPart("", "", name, part);
	const found = folders.flatMap((folder) => tryJoinInSource(sourceRoot, folder, name, part.place) ?? []);
	const path = found.find((candidate) => source.read(candidate) !== void 0);
	const text = path === void 0 ? void 0 : source.read(path);
	if (path !== void 0 && text !== void 0) return readPlain({
		text: context.renderer.render(text, path, vars, folders),
		file: path,
		name
	}, context, options);
	if (found.length === 0) throw outsideError(sourceRoot, name, part);
	if (options.ignoreMissing) return /* @__PURE__ */ new Map();
	const standIn = external.standIns.get(`file:${name}`);
	if (standIn) return readVariables(standIn.text, standIn.file, options.multidoc);
	throw part.fail(`there is no file ${quote(name)}`, "missing-file", `Searched in: ${folders.map((folder) => folder || "the project folder").join(", ")}.`);
}
/** Reads rendered variables; for a file that SOPS encrypted, the decrypted one that stands in for it, whose values are secret. */
function readPlain({ text, file, name }, { external, secret }, { multidoc }) {
	const value = readVariables(text, file, multidoc);
	if (!(isYamlList(value) ? value : [value]).some((part) => isYamlMap(part) && isYamlMap(part.get("sops")))) return value ?? /* @__PURE__ */ new Map();
	const standIn = external.standIns.get(`file:${name}`);
	if (standIn) {
		const plain = readVariables(standIn.text, standIn.file, multidoc);
		for (const plainText of textsIn(plain)) secret(plainText);
		return plain ?? /* @__PURE__ */ new Map();
	}
	const line = text.split("\n").findIndex((candidate) => /^\s*"?sops"?\s*:/.test(candidate)) + 1;
	throw new ProjectError("unsupported", "the file is encrypted with SOPS", line === 0 ? { file } : {
		file,
		line,
		column: 1
	}, { hint: `Decrypt it in an earlier step and give the result: vars-from-file: file:${name}=FILE` });
}
/**
* Loads the source `git`: from a local folder that replaces the repository, from a file that stands in for it, or from what was fetched.
* Undefined where it has to be fetched first; the need is noted then.
* @throws ProjectError
*/
function loadGitFile(part, vars, context, options) {
	part.allow([
		"url",
		"ref",
		"path"
	]);
	const { external, renderer } = context;
	const url = part.at("url").text();
	const key = repositoryKey("git", url);
	if (key === void 0) throw part.at("url").fail("this is not the url of a git repository");
	const ref = readGitRef(part.at("ref"));
	const at = part.at("path");
	const path = joinPart("", "", at.text(), at);
	const mount = external.overrides.get(key);
	if (mount !== void 0) return loadFile(at, vars, {
		...context,
		folders: [mount],
		sourceRoot: mount
	}, options);
	const standIn = findStandIn("git", part, external);
	const read = (text, file) => readPlain({
		text: renderer.render(text, file, vars, []),
		file,
		name: path
	}, context, options);
	if (standIn) return read(standIn.text, standIn.file);
	const need = {
		kind: "git-file",
		url,
		ref,
		path
	};
	const answer = external.gitFiles.get(needKey(need));
	if (!answer) {
		context.need(need);
		return;
	}
	if ("text" in answer) return read(answer.text, `${repositoryName(url)}/${path}`);
	if (answer.isMissing === true && options.ignoreMissing) return /* @__PURE__ */ new Map();
	throw part.fail(`${quote(path)} of ${repositoryName(url)} cannot be read: ${answer.error}`, answer.isMissing === true ? "missing-file" : "unsupported", answer.hint ?? `Give its values as a file: vars-from-file: ${sourceIdentity("git", part)}=FILE`);
}
/** Reads a git reference: text, as older projects write it, or exactly one of branch, tag and commit. @throws ProjectError */
function readGitRef(part) {
	if (part.isEmpty) return void 0;
	if (typeof part.value === "string") return { name: refName(part) };
	part.allow([
		"branch",
		"tag",
		"commit"
	]);
	const given = [...part.map().keys()].filter((key) => (part.at(key).optionalText() ?? "") !== "");
	const [kind] = given;
	if (kind === void 0 || given.length > 1) throw part.fail("exactly one of branch, tag and commit is expected");
	const text = refName(part.at(kind));
	return kind === "branch" ? { branch: text } : kind === "tag" ? { tag: text } : { commit: text };
}
/** What git takes for the name of a reference, and no option of its program. */
const refPattern = /^(?!-)(?!.*(?:\.\.|@\{))[^\p{Cc}\s~^:?*[\\]+$/u;
function refName(part) {
	const text = part.text();
	if (refPattern.test(text)) return text;
	throw part.fail(`${quote(text)} is no name of a git reference`);
}

// src/project/include.ts
/**
* Finds the folder of an include. A git or OCI source is only read from a local folder that replaces it: text, or `url`, `ref` and `subDir`
* (kluctl-semantics 5.3).
* @throws ProjectError `unsupported` for a source without a local folder, with the line that would give one
*/
function includedFolder(item, from, external) {
	const { kind, part } = item;
	if (kind !== "git" && kind !== "oci") {
		const at = part.at("include");
		return {
			folder: joinPart(from.sourceRoot, from.folder, item.path, at),
			sourceRoot: from.sourceRoot,
			part: at
		};
	}
	const at = part.at(kind);
	const { url, subDir } = readRemote(at, kind);
	const key = repositoryKey(kind, url.text());
	if (key === void 0) throw url.fail(kind === "git" ? "this is not the url of a git repository" : "this is not the url of an OCI source", "config", kind === "git" ? "As https://github.com/org/repo.git or git@github.com:org/repo." : "As oci://registry.example.com/org/source.");
	const mount = external.overrides.get(key);
	if (mount === void 0) {
		const name = key.replace(/^git:\/\//, "");
		throw at.fail(`the ${kind === "git" ? "git" : "OCI"} source ${quote(name)} is not supported here`, "unsupported", `Check it out in an earlier step and give its folder: local-${kind}-override: ${name}=FOLDER`);
	}
	return {
		folder: joinPart(mount, mount, subDir?.text() ?? "", subDir ?? at),
		sourceRoot: mount,
		part: at
	};
}
function readRemote(at, kind) {
	if (kind === "git" && typeof at.value === "string") return {
		url: at,
		subDir: void 0
	};
	at.allow([
		"url",
		"ref",
		"subDir"
	]);
	if (at.at("url").isEmpty) throw at.fail(`a ${kind} source needs an url`);
	if (kind === "git") readGitRef(at.at("ref"));
	else if (!at.at("ref").isEmpty) at.at("ref").allow(["tag", "digest"]);
	return {
		url: at.at("url"),
		subDir: at.at("subDir").isEmpty ? void 0 : at.at("subDir")
	};
}

// src/project/library.ts
/**
* The variables that an included project begins with. One with a `.kluctl-library.yaml` sees only its `args`, made of the item's and its own
* defaults, and with `passVars` all variables but `args`; any other sees them all (kluctl-semantics 5.2).
* @throws ProjectError for a required arg that the item does not give
*/
function includedVariables(source, folder, item, vars) {
	const found = readEither(source, folder, ".kluctl-library");
	if (!found) return vars;
	const document = parseKluctlYaml(found.text, found.path, "file");
	const root = document && new Part(document);
	root?.allow(["args"]);
	const definitions = root ? readArgDefinitions(root.at("args")) : [];
	const args = mergeArgs(definitions, item.args, /* @__PURE__ */ new Map());
	const missing = missingArgs(definitions, args);
	if (missing.length > 0) throw item.part.fail(`the library ${found.path} needs args that have no value: ${missing.map(({ name }) => name).join(", ")}`, "config", `Add them to args of this item: ${missing.map(({ name }) => `${name}: …`).join(", ")}.`);
	const passed = item.passVars ? [...vars].filter(([name]) => name !== "args") : [];
	return new Map([...passed, ["args", args]]);
}

// src/project/old-args.ts
/** Before kluctl v2.17 the root deployment.yaml defined the args; it is read unrendered for them. @throws ProjectError */
function oldArgDefinitions(source, home) {
	const found = readEither(source, home, "deployment", ".yml");
	if (!found || !/^args:/m.test(found.text)) return [];
	const head = /^args:.*(?:\r?\n(?:[ \t#-].*)?)*/m.exec(found.text)?.[0] ?? "";
	const lead = "\n".repeat(found.text.slice(0, found.text.indexOf(head)).split("\n").length - 1);
	const document = parseKluctlYaml(lead + head, found.path, "file");
	return document === void 0 ? [] : readArgDefinitions(new Part(document).at("args"));
}

// src/project/old-cluster.ts
/**
* The variable `cluster` of projects for kluctl before v2.12: what `clusters/<name>.yml` says of the cluster that the target names. Empty
* where the project has no such file.
* @throws ProjectError for a file that is not YAML, or a name that leads elsewhere
*/
function oldCluster(source, home, { variables }) {
	const name = variables.get("cluster");
	if (typeof name !== "string" || name === "") return [];
	const found = readEither(source, joinPath(home, "clusters"), name, ".yml");
	const value = found && parseKluctlYaml(found.text, found.path)?.value;
	const cluster = isYamlMap(value) ? value.get("cluster") : void 0;
	return cluster === void 0 ? [] : [["cluster", cluster]];
}

// src/project/renderer.ts
/** Text where it is UTF-8; load_base64 takes bytes as well. */
function readContent(source, path) {
	try {
		return source.read(path);
	} catch (error) {
		if (!(error instanceof ProjectError) || error.code !== "template") throw error;
		return source.readBytes(path);
	}
}
/** Calls of a text that stands at a place of a file: their lines count in the text alone, which is wrong in the file. */
function withPlace(rendered, text, place) {
	if (!text.includes("get_image")) return rendered;
	const lines = text.split("\n").length;
	return replacePlaceholders(rendered, (call) => {
		const isOwn = call.place?.file === place.file && (call.place.line ?? 1) <= lines;
		return formatPlaceholder(isOwn ? {
			...call,
			place
		} : call);
	});
}
/** A name is looked up in folder after folder, and most of them do not have it: that is asked once a folder. */
const missingLimit = 1e4;
function createRenderer(source, { begin, debug, refused }) {
	const memory = new RenderMemory();
	const missing = /* @__PURE__ */ new Set();
	const files = (path) => {
		if (missing.has(path)) return void 0;
		const content = readContent(source, path);
		if (content === void 0 && missing.size < missingLimit) missing.add(path);
		return content;
	};
	const render = (text, name, vars, folders) => {
		if (!text.includes("{")) return text;
		const reason = refused.get(name);
		if (reason !== void 0) throw new ProjectError("limit", reason, { file: name });
		begin(name);
		return renderRemembering(text, {
			vars,
			name,
			files,
			searchDirs: folders,
			functionsWin: true,
			debug
		}, memory);
	};
	const renderPart = (text, place, vars, folders) => {
		try {
			return withPlace(render(text, place.file, vars, folders), text, place);
		} catch (error) {
			if (!(error instanceof ProjectError) || error.place && error.place.file !== place.file) throw error;
			const excerpt = error.excerpt && ["in the text that is rendered here:", ...error.excerpt];
			throw new ProjectError(error.code, error.message, place, {
				hint: error.hint,
				cause: error,
				excerpt
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

// src/project/secrets.ts
/** Shorter texts are no secrets, and would hide half of every message. */
const shortest = 6;
/** Texts that messages must not show: values of variables from secret sources (kluctl-semantics 5.4, `sensitive`). */
var Secrets = class {
	known = /* @__PURE__ */ new Set();
	constructor(texts = []) {
		for (const text of texts) this.add(text);
	}
	add(text) {
		if (text.length >= shortest) this.known.add(text);
	}
	/** All of them, the longest first. */
	get texts() {
		return [...this.known].toSorted((a, b) => b.length - a.length);
	}
	/** The error without them. */
	hide(error) {
		const texts = this.texts;
		const message = hideSecrets(error.message, texts);
		const hint = error.hint === void 0 ? void 0 : hideSecrets(error.hint, texts);
		const excerpt = error.excerpt?.map((line) => hideSecrets(line, texts));
		return [
			message,
			hint,
			...excerpt ?? []
		].join("\n") === [
			error.message,
			error.hint,
			...error.excerpt ?? []
		].join("\n") ? error : new ProjectError(error.code, message, error.place, {
			hint,
			excerpt
		});
	}
};
/** Replaces every one of the texts, and logins in urls, by `***`; give the longest first. */
function hideSecrets(message, secrets) {
	const withoutLogins = message.replace(/(:\/\/)[^\s/@:"']*:[^\s/@"']*@/g, "$1***@");
	return secrets.reduce((text, secret) => text.replaceAll(secret, "***"), withoutLogins);
}

// src/project/vars-env.ts
/**
* Loads `systemEnvVars`: a map of any shape whose texts are `NAME` or `NAME:default`; values are YAML, and an empty default is empty text. The
* workflow decides which names may be read. `ignoreMissing` leaves out what is not set. kluctl-semantics 5.4.
* @throws ProjectError naming the variable that is not allowed, not set, or no YAML; never its value
*/
function loadEnvironment(part, environment, ignoreMissing) {
	const loaded = loadTree(part, environment, ignoreMissing);
	if (!isYamlMap(part.value) || !isYamlMap(loaded)) throw part.fail("a map of names of environment variables is expected");
	return loaded;
}
function loadTree(part, environment, ignoreMissing) {
	const { value } = part;
	if (isYamlList(value)) return part.list().map((item) => loadTree(item, environment, ignoreMissing)).filter((item) => item !== void 0);
	if (!isYamlMap(value)) return loadVariable(part, environment, ignoreMissing);
	const entries = [...value.keys()].map((key) => [key, loadTree(part.at(key), environment, ignoreMissing)]);
	return new Map(entries.flatMap(([key, item]) => item === void 0 ? [] : [[key, item]]));
}
function loadVariable(part, { env, allowedEnv }, ignoreMissing) {
	const [name = "", ...rest] = part.text().split(":");
	if (!allowedEnv.includes(name)) {
		const near = nearest(name, allowedEnv);
		const hint = near === void 0 ? "" : ` Allowed is ${near}.`;
		throw part.fail(`the environment variable ${quote(name)} is not allowed here`, "unsupported", `Allow it with allow-env: ${name}.${hint}`);
	}
	const value = env.get(name);
	if (value !== void 0) return parseVariable(value, name, part);
	if (rest.length === 0 && ignoreMissing) return void 0;
	if (rest.length === 0) throw part.fail(`the environment variable ${quote(name)} is not set`, "config", `Set it, or give a default: ${name}:default.`);
	const text = rest.join(":");
	return text === "" ? "" : parseVariable(text, name, part);
}
/** The parser's words are dropped: they may show the value. */
function parseVariable(text, name, part) {
	try {
		return parseKluctlYaml(text, name, "hidden")?.value ?? null;
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw part.fail(`the value of the environment variable ${quote(name)} is not valid YAML`, "yaml");
	}
}

// src/project/vars-lines.ts
/**
* Loads variables; an error in a text that may hold secrets does not show its lines: one that is marked `sensitive`, and one that is no file of
* the project, as a file that stands in for a source or that was fetched.
*/
function loadWithoutLines(isSecret, source, load) {
	try {
		return load();
	} catch (error) {
		if (!(error instanceof ProjectError) || error.excerpt === void 0) throw error;
		if (!isSecret && isOfProject(error.place, source)) throw error;
		const { code, message, place, hint } = error;
		throw new ProjectError(code, message, place, {
			hint,
			cause: error
		});
	}
}
function isOfProject(place, source) {
	try {
		return place !== void 0 && source.read(place.file) !== void 0;
	} catch {
		return false;
	}
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
const kinds = [
	"values",
	"file",
	"git",
	"systemEnvVars",
	...standInKinds
];
/**
* Loads a list `vars:` on top of variables, each entry seeing those before it (kluctl-semantics 5.4). Undefined where something has to be
* fetched first: it was noted, and what depends on these variables cannot be loaded yet.
* @throws ProjectError for a source that cannot be read here, naming it and what to do instead
*/
function loadVars(list, vars, context) {
	let loaded = vars;
	for (const part of list.list()) {
		loaded = loadEntry(part, loaded, context);
		if (!loaded) return void 0;
	}
	return loaded;
}
function loadEntry(definition, vars, context) {
	definition.allow([...kinds, ...options]);
	const given = kinds.filter((kind) => !definition.at(kind).isEmpty);
	const [kind] = given;
	if (kind === void 0 || given.length > 1) throw definition.fail(`exactly one source is expected, and there ${given.length === 0 ? "is none" : `are ${given.toSorted().join(" and ")}`}`, "config", given.length === 0 ? `Sources: ${kinds.join(", ")}.` : "Make one entry of each.");
	const isMarked = (definition.at("sensitive").value ?? false) !== false || isSecretKind(kind);
	const part = loadWithoutLines(isMarked, context.source, () => renderedPart(definition, context.renderer, vars));
	if (!context.renderer.isTrue(whenOf(part), part.at("when").place, vars, [])) return vars;
	const value = loadWithoutLines(isMarked, context.source, () => loadValue(kind, part, vars, context));
	if (value === void 0) return void 0;
	if (part.at("sensitive").boolean(isSecretKind(kind))) for (const text of textsIn(value)) context.secret(text);
	if (isSkipped(kind, part, value)) return vars;
	const values = atTarget(part, kind, value);
	return part.at("noOverride").boolean(false) ? mergeMaps(values, vars) : mergeMaps(vars, values);
}
/** The value of the source; undefined where it has to be fetched. */
function loadValue(kind, part, vars, context) {
	const at = part.at(kind);
	const ignoreMissing = part.at("ignoreMissing").boolean(false);
	const multidoc = part.at("multidoc").boolean(false);
	if (multidoc && targetOf(part) === "") throw part.at("multidoc").fail("a list of documents needs a place", "config", "Add targetPath: NAME.");
	if (kind === "values") return at.map();
	if (kind === "file") return loadFile(at, vars, context, {
		ignoreMissing,
		multidoc
	});
	if (kind === "git") return loadGitFile(at, vars, context, {
		ignoreMissing,
		multidoc
	});
	if (kind === "systemEnvVars") return loadEnvironment(at, context.external, ignoreMissing);
	return loadStandIn(kind, at, {
		vars,
		renderer: context.renderer,
		external: context.external,
		multidoc
	});
}
/** What is missing in the cluster and may be replaces nothing, not even by an empty map at its targetPath (kluctl v2.28). */
function isSkipped(kind, part, value) {
	return (value === null || isYamlMap(value) && value.size === 0) && part.at("ignoreMissing").boolean(false) && /^cluster(?:ConfigMap|Secret)$/.test(kind);
}
function targetOf(part) {
	return part.at("targetPath").optionalText() ?? "";
}
function atTarget(part, kind, value) {
	const text = targetOf(part);
	if (text === "") {
		if (isYamlMap(value)) return value;
		throw part.at(kind).fail("a map is expected, or a targetPath");
	}
	const path = parseTargetPath(text);
	if (path) return mapWithValueAt(path, value);
	throw part.at("targetPath").fail(`${quote(text)} is not a simple path of names`, "unsupported", "Write names with dots between them, as a.b; a number in brackets may stand at the end.");
}

// src/project/load.ts
/**
* Loads a kluctl project: target, args, deployment.yaml files, variables, items. A folder that has neither `.kluctl.yaml` nor
* `deployment.yaml` is the YAML files in and below it.
* @throws ProjectError where nothing can be loaded at all
*/
function loadProject(source, request, watch) {
	return new Loader(source, request, watch).load();
}
/** Items of all deployment.yaml files: includes of includes of includes multiply. */
const itemLimit = 1e4;
var Loader = class {
	source;
	request;
	home;
	external;
	renderer;
	items = [];
	problems = [];
	warnings = [];
	needs = /* @__PURE__ */ new Map();
	secrets = new Secrets();
	reused = /* @__PURE__ */ new Map();
	oldKeys = /* @__PURE__ */ new Set();
	count = 0;
	constructor(source, request, watch) {
		this.source = source;
		this.request = request;
		this.home = request.home ?? "";
		this.external = request.external ?? noExternalSources;
		this.renderer = createRenderer(source, watch);
	}
	load() {
		const config = readConfig(this.source, this.home);
		this.warnings.push(...config.warnings);
		const definitions = config.args.length > 0 ? config.args : oldArgDefinitions(this.source, this.home);
		this.warnings.push(...mistypedArgs(definitions, this.request.args));
		const argsFor = (targetArgs) => mergeArgs(definitions, targetArgs, this.request.args);
		const warn = (message, place) => void this.warnings.push({
			message,
			place
		});
		const chosen = chooseTarget(config, this.request.target);
		if (!chosen && config.targets.length > 0) this.warnings.push(noTarget(config));
		this.checkArgs(definitions, argsFor(chosen?.part.at("args").optionalMap() ?? /* @__PURE__ */ new Map()), config);
		const target = renderTarget(config, chosen, this.renderer, argsFor, warn);
		const args = argsFor(target.args);
		const vars = new Map([
			["args", args],
			["target", target.variables],
			...oldCluster(this.source, this.home, target)
		]);
		this.loadRoot({
			folder: this.home,
			sourceRoot: "",
			folders: [this.home],
			vars,
			tags: [],
			overrideNamespace: void 0,
			chain: [],
			part: void 0
		});
		return {
			target,
			items: this.items,
			problems: this.problems.map((problem) => this.secrets.hide(problem)),
			warnings: this.warnings,
			renderer: this.renderer,
			needs: [...this.needs.values()],
			secrets: this.secrets.texts
		};
	}
	checkArgs(definitions, args, { targets }) {
		const missing = missingArgs(definitions, args);
		if (missing.length === 0) return;
		const setting = (this.request.target === void 0 ? targets : []).map(({ name, part }) => ({
			name,
			args: part.at("args").optionalMap() ?? /* @__PURE__ */ new Map()
		}));
		throw missingArgsError(missing, missing[0]?.place, this.request.args, setting);
	}
	loadRoot(level) {
		const found = readEither(this.source, this.home, "deployment", ".yml");
		const isManifest = found !== void 0 && /^apiVersion:/m.test(found.text) && /^kind:/m.test(found.text);
		if (found && !isManifest) {
			this.guard(found.path, () => this.loadLevel(level));
			return;
		}
		const hasConfig = readEither(this.source, this.home, ".kluctl", ".yml") !== void 0;
		if (!isIncluded(this.request.inclusion, {
			tags: [],
			folder: this.home,
			always: false
		})) return;
		this.items.push({
			folder: this.home,
			deploymentDir: this.home,
			tags: [],
			vars: level.vars,
			folders: level.folders,
			overrideNamespace: void 0,
			scope: hasConfig ? "folder" : "tree",
			onlyRender: false,
			sourceRoot: "",
			templateExcludes: [],
			place: { file: found?.path ?? "." }
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
	varsContext({ folders, sourceRoot }) {
		return {
			source: this.source,
			renderer: this.renderer,
			external: this.external,
			folders,
			sourceRoot,
			need: (need) => void this.needs.set(needKey(need), need),
			secret: (text) => this.secrets.add(text)
		};
	}
	loadLevel(level) {
		const { folder, folders } = level;
		const deployment = readDeployment(this.source, this.renderer, folder, level.vars, folders);
		if (!deployment) throw this.noDeployment(level);
		const isRoot = level.chain.length === 0;
		if (!isRoot && !deployment.root.at("args").isEmpty) throw deployment.root.at("args").fail("only the root deployment.yaml may define args");
		this.warnOldKeys(deployment);
		const when = whenOf(deployment.root);
		if (isRoot && when !== "") throw deployment.root.at("when").fail("the root deployment.yaml cannot have a condition");
		const vars = loadVars(deployment.root.at("vars"), level.vars, this.varsContext(level));
		if (!vars) return;
		if (!this.renderer.isTrue(when, deployment.root.at("when").place, vars, [])) return;
		for (const item of deployment.items) {
			this.count += 1;
			if (this.count > 10001) return;
			this.guard(deployment.file, () => this.loadItem(item, deployment, {
				...level,
				vars
			}));
		}
	}
	noDeployment({ folder, part }) {
		const hint = readEither(this.source, folder, "kustomization") ? "It has a kustomization: name it with path instead of include." : "An include needs one; a folder of manifests is named with path.";
		const message = `there is no deployment.yaml in ${quote(folder)}`;
		return part?.fail(message, "missing-file", hint) ?? new ProjectError("missing-file", message, void 0, { hint });
	}
	warnOldKeys(deployment) {
		for (const part of oldKeys(deployment)) {
			if (this.oldKeys.has(part.name)) continue;
			this.oldKeys.add(part.name);
			const message = `${quote(part.name)} is a key of older projects; current versions of kluctl refuse it`;
			this.warnings.push({
				message,
				place: part.place
			});
		}
	}
	loadItem(item, deployment, level) {
		if (this.count > itemLimit) throw item.part.fail(`more than ${itemLimit} items and includes in the project`, "limit");
		if (!this.renderer.isTrue(item.when, item.part.at("when").place, level.vars, [])) return;
		if (item.kind === "none") return;
		if (item.kind === "path") this.loadPath(item, deployment, level);
		else this.loadInclude(item, deployment, level);
	}
	loadInclude(item, deployment, level) {
		const { folder, sourceRoot, part } = includedFolder(item, level, this.external);
		if (this.source.list(folder) === void 0) throw missingFolder(part, sourceRoot, folder);
		const chain = [...level.chain, level.folder];
		if (chain.includes(folder)) throw part.fail(`${quote(folder || ".")} includes itself`);
		const begin = includedVariables(this.source, folder, item, level.vars);
		const vars = loadVars(item.part.at("vars"), begin, this.varsContext(level));
		if (!vars) return;
		const isSameSource = sourceRoot === level.sourceRoot;
		this.loadLevel({
			folder,
			sourceRoot,
			folders: [.../* @__PURE__ */ new Set([folder, ...isSameSource ? level.folders : []])],
			vars,
			tags: itemTags(item.tags ?? defaultTags(item.path), [...deployment.tags, ...level.tags]),
			overrideNamespace: deployment.overrideNamespace ?? level.overrideNamespace,
			chain,
			part
		});
	}
	loadPath(item, deployment, level) {
		const at = item.part.at("path");
		const { sourceRoot } = level;
		const folder = joinPart(sourceRoot, level.folder, item.path, at);
		if (this.source.list(folder) === void 0) throw missingFolder(at, sourceRoot, folder);
		const tags = itemTags([...deployment.tags, ...level.tags], item.tags ?? defaultTags(item.path));
		const deploymentDir = this.deploymentDir(folder, sourceRoot);
		const { inclusion } = this.request;
		if (!isIncluded(inclusion, {
			tags,
			folder: inSource(sourceRoot, folder),
			always: item.always
		})) return;
		const vars = loadVars(item.part.at("vars"), level.vars, this.varsContext(level));
		if (!vars) return;
		this.items.push({
			folder,
			deploymentDir,
			tags,
			vars,
			folders: [.../* @__PURE__ */ new Set([folder, ...level.folders])],
			overrideNamespace: deployment.overrideNamespace ?? level.overrideNamespace,
			scope: item.recursive ? "tree" : "folder",
			onlyRender: item.onlyRender,
			sourceRoot,
			templateExcludes: deployment.templateExcludes,
			place: at.place
		});
	}
	deploymentDir(folder, sourceRoot) {
		const count = this.reused.get(folder) ?? 0;
		this.reused.set(folder, count + 1);
		const name = inSource(sourceRoot, folder);
		return count === 0 ? name : `${name}-${count}`;
	}
};
function missingFolder(part, sourceRoot, folder) {
	const where = sourceRoot === "" ? "" : ` in the source ${quote(sourceRoot)}`;
	return part.fail(`there is no folder ${quote(inSource(sourceRoot, folder) || ".")}${where}`, "missing-file");
}

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
* Reads a rendered kustomization.yaml as far as it can be applied exactly without the program: `resources` that are files of the project, and
* `namespace`. Source: kluctl-semantics 5.8.
* @throws ProjectError for what is no kustomization, and for resources that are no files of the project
*/
function readKustomization(text, file, files) {
	const document = parseYaml(text, file);
	if (!document) return {
		kind: "files",
		files: [],
		made: [],
		namespace: void 0
	};
	const root = new Part(document);
	if (findPlaceholders(text).length > 0) return { kind: "program" };
	for (const [key, value] of root.map()) {
		if (key === "resources" || key === "namespace" || harmless.includes(key)) continue;
		if (value === null || Array.isArray(value) && value.length === 0) continue;
		return { kind: "program" };
	}
	const found = [];
	const made = [];
	for (const part of root.at("resources").list()) {
		const resource = findResource(part, files);
		if (resource === "folder") return { kind: "program" };
		if ("made" in resource) made.push(resource.made);
		else found.push(resource);
	}
	return {
		kind: "files",
		files: found,
		made,
		namespace: root.at("namespace").optionalText()
	};
}
function findResource(part, { source, folder, rendered, made }) {
	const resource = part.text();
	if (/^[a-z][a-z0-9+.-]*:|\?ref=|^git@/i.test(resource)) throw part.fail(`the remote resource ${quote(resource)} is not allowed`, "unsupported");
	const path = joinPart("", folder, resource, part);
	const text = rendered(path);
	if (typeof text === "string") return {
		path,
		text
	};
	const plain = source.read(path);
	if (plain !== void 0) {
		if (!/\{[{%#]/.test(plain)) return {
			path,
			text: plain
		};
		throw part.fail(`the resource ${quote(resource)} is a template of another folder, which has variables of its own`, "unsupported", "List its folder as an item of a deployment.yaml, with onlyRender: true if it is no deployment of its own.");
	}
	if (made.has(path)) return { made: path };
	if (source.list(path) !== void 0) return "folder";
	throw part.fail(`there is no file ${quote(resource)}`, "missing-file");
}

// src/project/chart.ts
/** How a release and a namespace may be called (Helm 3, pkg/chartutil/validate_name.go; RFC 1123 for namespaces). */
const releaseName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const namespaceName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
/**
* Reads a rendered helm-chart file of `folder` (kluctl v2.28, pkg/types/helm_chart.go; older files name the keys at the root). `exists` tells
* whether a path is a file; where no known place has the chart it is not vendored, and the answer is undefined.
* @throws ProjectError `config`, `yaml` or `outside-root`
*/
function readChart(text, file, folder, exists) {
	const document = parseKluctlYaml(text, file);
	if (!document) throw new ProjectError("config", "a chart is expected here, and the file is empty", { file });
	const root = new Part(document);
	root.map();
	const about = root.at("helmChart").isEmpty ? root : root.at("helmChart");
	const isChart = (path) => ["Chart.yaml", "Chart.yml"].some((name) => exists(joinPath(path, name)));
	const release = named(about.at("releaseName"), releaseName, 53);
	const namespace = about.at("namespace");
	const output = outputOf$1(about.at("output"), folder);
	const skipCRDs = about.at("skipCRDs").boolean(false);
	const chart = placesOf(about, folder).find(isChart);
	if (chart === void 0) return void 0;
	return {
		folder,
		file,
		chart,
		releaseName: release,
		namespace: namespace.isEmpty ? "default" : named(namespace, namespaceName, 63),
		output,
		skipCRDs,
		values: void 0
	};
}
function named(part, grammar, limit) {
	const text = part.text();
	if (grammar.test(text) && text.length <= limit) return text;
	throw part.fail(`${quote(text, 80)} is not a valid name`, "config", "Use lower-case letters, digits and \"-\"; it begins and ends with a letter or digit.");
}
function outputOf$1(part, folder) {
	const output = part.optionalText() ?? "helm-rendered.yaml";
	joinPath(folder, output, part.place);
	return output;
}
/** Folders that may hold the chart, best first. */
function placesOf(about, folder) {
	const path = about.at("path");
	if (!path.isEmpty) return [joinPath(folder, path.text(), path.place)];
	const name = chartName(about);
	if (name === void 0) return [];
	const pulled = pulledFolder(about, name);
	return [...pulled === void 0 ? [] : withParents(folder).map((parent) => joinPath(parent, `.helm-charts/${pulled}`)), joinPath(folder, `charts/${name}`)];
}
/** A chart from an OCI registry is called as the last part of its address. */
function chartName(about) {
	const given = about.at("chartName").optionalText();
	const repo = about.at("repo").optionalText() ?? "";
	const name = given ?? (repo.startsWith("oci://") ? repo.slice(repo.lastIndexOf("/") + 1) : void 0);
	if (name === void 0 || /^[A-Za-z0-9._-]+$/.test(name) && !/^\.+$/.test(name)) return name;
	throw about.at("chartName").fail("the name of a chart has letters, digits, \".\", \"_\" and \"-\"");
}
/** `https_example.com/charts/name/1.2.3`: where `kluctl helm-pull` puts it (kluctl v2.28, pkg/helm/chart.go). */
function pulledFolder(about, name) {
	const repo = /^(oci|https?):\/\/(?:[^/?#@]*@)?([^/:?#@]+)(?::(\d+))?(\/[^?#]*)?$/i.exec(about.at("repo").optionalText() ?? "");
	if (!repo || about.at("chartVersion").isEmpty) return void 0;
	const [, scheme = "", host = "", port, path = ""] = repo;
	const kind = scheme.toLowerCase();
	const prefix = port === void 0 || kind === "http" && port === "80" || kind === "https" && port === "443" ? kind : `${kind}_${port}`;
	const own = kind === "oci" ? [] : [name];
	const version = about.at("chartVersion").scalarText();
	return [
		`${prefix}_${host.toLowerCase()}`,
		path.toLowerCase(),
		...own,
		version
	].join("/");
}

// src/project/render-item.ts
/**
* Renders every file in and below an item's folder, whatever its ending, as kluctl does; excluded ones are taken as they are
* (kluctl-semantics 5.5). Of an item that is the project folder itself only the YAML files are, since everything else of the repository lies
* there as well. A file that fails does not hide the others.
*/
function renderFiles(item, context) {
	const { source, renderer, skip } = context;
	const problems = [];
	const files = /* @__PURE__ */ new Map();
	const paths = collect(problems, item.folder || ".", () => pathsOf(item, context)) ?? [];
	for (const path of paths) {
		if (skip.has(path)) continue;
		collect(problems, path, () => {
			const isVerbatim = context.isVerbatim(item, path);
			const file = readItemFile(source, path, isVerbatim);
			if (file === void 0) return;
			const { content } = file;
			const isRendered = !isVerbatim && typeof content === "string";
			files.set(path, isRendered ? renderer.render(content, path, item.vars, item.folders) : content);
		});
	}
	return {
		item,
		files,
		problems
	};
}
function pathsOf({ folder, scope }, { source, home }) {
	if (folder !== home) return filesBelow(source, folder);
	const below = (path) => home === "" ? path : path.slice(home.length + 1);
	const isProject = (path) => below(path).split("/").every((name) => !name.startsWith(".") && name !== "node_modules");
	if (readEither(source, home, "kustomization") !== void 0) return filesBelow(source, folder).filter(isProject);
	const all = scope === "tree" ? filesBelow(source, folder) : filesIn(source, folder);
	const charts = chartFolders(all);
	const hasChart = readEither(source, home, "helm-chart") !== void 0;
	return all.filter((path) => isProject(path) && isYamlFile(path) && !charts.some((chart) => path.startsWith(chart)) && (!isHelmFile(path) || hasChart && !below(path).includes("/")));
}
/** Folders that are charts, with `/` at their end. */
function chartFolders(paths) {
	return paths.flatMap((path) => /^(.*\/)Chart\.ya?ml$/.exec(path)?.[1] ?? []);
}
function isHelmFile(path) {
	return /(?:^|\/)helm-(?:chart|values)\.ya?ml$/i.test(path);
}
/** An item's files by their paths in kluctl's rendered tree. */
function treeOf({ item, files }) {
	const { folder } = item;
	const below = (path) => folder === "" ? path : path.slice(folder.length + 1);
	return new Map([...files].map(([path, content]) => [joinPath(treeDir(item), below(path)), content]));
}
/** Where the files of an item are in the rendered tree: each git or OCI source has a tree of its own. */
function treeDir({ sourceRoot, deploymentDir }) {
	return joinPath(sourceRoot, deploymentDir);
}
/** Does a part of the work; what is wrong with it is kept, and undefined is the result. */
function collect(problems, file, work) {
	try {
		return work();
	} catch (error) {
		if (!isImagesError(error)) throw error;
		const { message, hint } = error;
		const isPlaced = error instanceof ProjectError && error.place !== void 0;
		problems.push(isPlaced ? error : new ProjectError("template", message, { file }, {
			cause: error,
			hint
		}));
		return;
	}
}

// src/project/release.ts
/**
* The releases of an item, in its folder and, as kluctl looks for them there too, below it (kluctl v2.28, pkg/deployment/deployment_item.go):
* first that of the folder itself, then by path. `warn` is told why a chart cannot be rendered.
* @throws ProjectError for a kustomization beside a helm-chart file that does not name its output, which kluctl refuses
*/
function findReleases({ item, files }, tree, context, warn) {
	const textOf = (path) => {
		const text = files.get(path);
		return typeof text === "string" ? {
			path,
			text
		} : void 0;
	};
	const either = (folder, stem) => textOf(joinPath(folder, `${stem}.yaml`)) ?? textOf(joinPath(folder, `${stem}.yml`));
	const exists = (path) => tree.has(path) || context.source.readBytes(path) !== void 0;
	const release = (folder) => {
		const values = either(folder, "helm-values");
		const file = either(folder, "helm-chart");
		if (file === void 0) return values && folder === item.folder ? {
			folder,
			output: void 0,
			chart: void 0,
			values
		} : void 0;
		const output = outputOf(file);
		const kustomization = readEither(context.source, folder, "kustomization");
		const beside = kustomization && textOf(kustomization.path);
		if (beside) checkNamed(beside, output);
		const below = folder.slice(item.folder.length);
		const problems = [];
		const job = collect(problems, file.path, () => readChart(file.text, file.path, joinPath(treeDir(item), below.replace(/^\//, "")), exists));
		for (const { message, place } of problems) warn({
			message: `the chart cannot be rendered: ${message}`,
			...place ? { place } : {}
		});
		return {
			folder,
			output: joinPath(folder, output),
			chart: job && {
				...job,
				values: values?.text
			},
			values
		};
	};
	const charts = chartFolders([...files.keys()]);
	const nested = [...files.keys()].filter((path) => /\/helm-chart\.ya?ml$/.test(path) && !charts.some((chart) => path.startsWith(chart))).map(folderOf);
	return [.../* @__PURE__ */ new Set([item.folder, ...nested])].flatMap((folder) => release(folder) ?? []);
}
/** File that a chart is rendered into, relative to the folder of its helm-chart file. */
function outputOf({ text, path }) {
	const document = parseKluctlYaml(text, path);
	const root = document && new Part(document);
	return (root && (root.at("helmChart").isEmpty ? root : root.at("helmChart")).at("output"))?.optionalText() ?? "helm-rendered.yaml";
}
function checkNamed({ text, path }, output) {
	const document = parseYaml(text, path);
	const resources = document && new Part(document).at("resources").value;
	const plain = (path) => path.replace(/^(?:\.\/)+/, "");
	if (Array.isArray(resources) && resources.some((one) => typeof one === "string" && plain(one) === plain(output))) return;
	throw new ProjectError("config", `the kustomization does not name the chart's output ${output}`, { file: path }, { hint: `Add ${output} to its resources; without it kluctl refuses the item.` });
}

// src/project/plan-item.ts
/**
* Decides where the objects of a rendered item are: in the resources of its kustomization, in every YAML file of its folder but those of Helm,
* or in what kustomize makes of the tree (kluctl-semantics 5.8). `tree` has the files of all items.
*/
function planItem(rendered, tree, context) {
	return new Planner(rendered, tree, context).plan();
}
var Planner = class {
	problems = [];
	warnings = [];
	rendered;
	tree;
	context;
	constructor(rendered, tree, context) {
		this.rendered = rendered;
		this.tree = tree;
		this.context = context;
	}
	plan() {
		const { item } = this.rendered;
		const { folder, deploymentDir, tags, overrideNamespace: namespace } = item;
		const nothing = {
			item: {
				folder,
				deploymentDir,
				treeDir: treeDir(item),
				tags,
				imagesVariable: item.vars.get("images")
			},
			releases: [],
			kustomization: void 0,
			files: [],
			namespace,
			build: "none"
		};
		const releases = collect(this.problems, folder || ".", () => findReleases(this.rendered, this.tree, this.context, (warning) => void this.warnings.push(warning)));
		if (releases === void 0) return this.done(nothing);
		if (item.onlyRender) return this.done({
			...nothing,
			releases
		});
		const found = readEither(this.context.source, folder, "kustomization");
		if (found === void 0 || this.context.skip.has(found.path)) {
			const isOwn = (release) => item.scope === "tree" || release.folder === folder;
			return this.done({
				...nothing,
				releases: releases.filter(isOwn),
				build: "files",
				files: this.ownFiles()
			});
		}
		const { path } = found;
		const text = this.rendered.files.get(path);
		if (typeof text !== "string") return this.done(nothing);
		const made = new Set(releases.flatMap(({ output }) => output ?? []));
		const read = collect(this.problems, path, () => {
			this.refuseRecursive(path);
			return readKustomization(text, path, {
				...this.context,
				folder,
				rendered: (file) => this.find(file) ?? this.failed(file),
				made
			});
		});
		if (read === void 0) return this.done(nothing);
		const whole = {
			...nothing,
			releases,
			kustomization: path
		};
		const isWhole = this.rendered.problems.length === 0;
		if (read.kind === "program") return this.done(isWhole ? {
			...whole,
			build: "kustomize"
		} : nothing);
		const files = read.files.filter((file) => !this.context.skip.has(file.path) && !isHelmFile(file.path));
		const isNamed = ({ output }) => output === void 0 || read.made.includes(output);
		return this.done({
			...whole,
			releases: releases.filter(isNamed),
			build: "files",
			files,
			namespace: read.namespace ?? namespace
		});
	}
	done(planned) {
		const namespace = planned.namespace === "" ? void 0 : planned.namespace;
		return {
			planned: {
				...planned,
				namespace
			},
			problems: this.problems,
			warnings: this.warnings
		};
	}
	/** Nothing, in place of a file of the item that is there and could not be rendered: that is a problem already. */
	failed(path) {
		const { item, problems } = this.rendered;
		return (item.folder === "" || path.startsWith(`${item.folder}/`)) && problems.length > 0 && this.context.source.readBytes(path) !== void 0 ? "" : void 0;
	}
	find(path) {
		return this.rendered.files.get(path) ?? this.tree.get(path);
	}
	refuseRecursive(file) {
		const { scope, folder } = this.rendered.item;
		if (scope === "tree" && folder !== this.context.home) throw new ProjectError("config", "\"recursive\" and a kustomization exclude each other", { file });
	}
	/** Text files of the item that are manifests, sorted by name; kluctl takes those with a dot before their name as well. */
	ownFiles() {
		const { item, files } = this.rendered;
		const prefix = item.folder === "" ? "" : `${item.folder}/`;
		const charts = chartFolders([...files.keys()]);
		const isOwn = (path) => {
			const rest = path.slice(prefix.length);
			if (!isYamlFile(path) || isHelmFile(path)) return false;
			return item.scope === "folder" ? !rest.includes("/") : !charts.some((chart) => path.startsWith(chart));
		};
		return [...files.keys()].filter(isOwn).toSorted(byCodeUnit).flatMap((path) => {
			const text = files.get(path);
			if (typeof text === "string") return [{
				path,
				text
			}];
			this.problems.push(notText(path));
			return [];
		});
	}
};

// src/project/gitignore.ts
/** Reads a pattern; `#` lines and empty ones are no patterns. */
function parseIgnorePatterns(text) {
	return text.split(/\r?\n/).filter((line) => !line.startsWith("#") && line.trim() !== "").map(parseIgnorePattern);
}
function parseIgnorePattern(line) {
	const isInclusion = line.startsWith("!");
	const body = (isInclusion ? line.slice(1) : line).replace(/\r$/, "");
	const trimmed = body.endsWith("\\ ") ? body : body.replace(/ +$/, "");
	const onlyFolders = trimmed.endsWith("/");
	return {
		segments: (onlyFolders ? trimmed.slice(0, -1) : trimmed).split("/"),
		isInclusion,
		onlyFolders
	};
}
/**
* Tells whether a pattern matches a file, or a folder that it lies in. Patterns with a slash begin at the folder of their file, others match
* any name on the way. A taken-back pattern must match the file itself, not a folder around it.
* Source: the matcher that kluctl v2.28 uses (go-git, plumbing/format/gitignore), which decides file by file: unlike in git, a file below an
* ignored folder can be taken back.
*/
function matchesFile(pattern, path) {
	return pattern.segments.length === 1 ? matchesName(pattern, path) : matchesPath(pattern, path);
}
function matchesName({ segments, isInclusion, onlyFolders }, path) {
	const last = path.length - 1;
	return path.some((name, index) => {
		if (index === last ? onlyFolders : isInclusion) return false;
		return matchesGlob(segments[0] ?? "", name);
	});
}
function matchesPath({ segments, isInclusion, onlyFolders }, path) {
	let at = 0;
	let anyDepth = false;
	for (const [index, segment] of segments.entries()) {
		if (segment === "") continue;
		if (segment === "**") {
			if (index === segments.length - 1) return at < path.length && !onlyFolders;
			anyDepth = true;
			continue;
		}
		if (anyDepth) while (at < path.length && !matchesGlob(segment, path[at] ?? "")) at += 1;
		anyDepth = false;
		if (at >= path.length || !matchesGlob(segment, path[at] ?? "")) return false;
		at += 1;
	}
	if (at === 0) return false;
	return at === path.length ? !onlyFolders : !isInclusion;
}
/**
* Matches a name with `*`, `?`, `[a-z]` and `\`. The last star takes one more character at each dead end, so that the work is at most the
* product of both lengths, whatever the pattern.
*/
function matchesGlob(glob, name) {
	let at = 0;
	let inName = 0;
	let afterStar = -1;
	let starFrom = 0;
	while (inName < name.length) {
		if (glob[at] === "*") {
			at += 1;
			afterStar = at;
			starFrom = inName;
			continue;
		}
		const length = at < glob.length ? matchOne(glob, at, name.charAt(inName)) : void 0;
		if (length !== void 0) {
			at += length;
			inName += 1;
		} else if (afterStar >= 0) {
			starFrom += 1;
			inName = starFrom;
			at = afterStar;
		} else return false;
	}
	while (glob[at] === "*") at += 1;
	return at === glob.length;
}
/** How much of the glob the character takes; undefined where it does not match. */
function matchOne(glob, at, character) {
	const first = glob.charAt(at);
	if (first === "?") return 1;
	if (first === "\\") return at + 1 < glob.length && glob.charAt(at + 1) === character ? 2 : void 0;
	if (first === "[") return matchSet(glob, at, character);
	return first === character ? 1 : void 0;
}
/** `[abc]`, `[a-z]`, `[!a]`, `[^a]`; a set that is not closed matches nothing. */
function matchSet(glob, at, character) {
	const isNegated = /[!^]/.test(glob.charAt(at + 1));
	const begin = at + (isNegated ? 2 : 1);
	let index = begin;
	let matched = false;
	while (index < glob.length && (glob.charAt(index) !== "]" || index === begin)) {
		const [low, afterLow] = setCharacter(glob, index);
		const [high, next] = glob.charAt(afterLow) === "-" && !["", "]"].includes(glob.charAt(afterLow + 1)) ? setCharacter(glob, afterLow + 1) : [low, afterLow];
		if (character >= low && character <= high) matched = true;
		index = next;
	}
	if (index >= glob.length) return void 0;
	return matched === isNegated ? void 0 : index + 1 - at;
}
function setCharacter(glob, index) {
	const isEscaped = glob.charAt(index) === "\\";
	return [glob.charAt(isEscaped ? index + 1 : index), index + (isEscaped ? 2 : 1)];
}

// src/project/templateignore.ts
/**
* Makes the decision which files of an item are no templates (kluctl-semantics 5.5): those that a `.templateignore` names, in a folder between
* the file and the root of its source, the last line that matches deciding; those of charts, `charts` beside a helm-chart.yaml, `.git`,
* `*.sealme`; and `templateExcludes`. What is read is kept, so make it once for one load.
*/
function verbatimRules(source) {
	const files = /* @__PURE__ */ new Map();
	const folders = /* @__PURE__ */ new Map();
	const charts = /* @__PURE__ */ new Map();
	const rulesOf = (folder) => remember(files, folder, () => {
		const text = source.read(joinPath(folder, ".templateignore"));
		return text === void 0 ? void 0 : {
			folder,
			patterns: parseIgnorePatterns(text)
		};
	});
	const rulesAbove = (sourceRoot, folder) => remember(folders, `${sourceRoot}\0${folder}`, () => withParents(folder).filter((parent) => isInSource(sourceRoot, parent)).flatMap((parent) => rulesOf(parent) ?? []));
	const chartKind = (folder) => remember(charts, folder, () => {
		if (readEither(source, folder, "Chart")) return "chart";
		return readEither(source, folder, "helm-chart") ? "release" : void 0;
	});
	return (item, path) => {
		if (isBuiltIn(item.folder, path, chartKind)) return true;
		if (isExcluded(item, path)) return true;
		for (const { folder, patterns } of rulesAbove(item.sourceRoot, folderOf(path))) {
			const found = lastMatch(patterns, inSource(folder, path).split("/"));
			if (found) return !found.isInclusion;
		}
		return false;
	};
}
/** What kluctl ignores by itself, in the item's folder and below. */
function isBuiltIn(item, path, chartKind) {
	if (path.endsWith(".sealme")) return true;
	const steps = inSource(item, path).split("/");
	return steps.slice(0, -1).some((name, index) => {
		if (name === ".git") return true;
		const parent = joinPath(item, steps.slice(0, index).join("/"));
		if (name === "charts" && chartKind(parent) === "release") return true;
		return chartKind(joinPath(parent, name)) === "chart";
	});
}
function isExcluded({ folder, templateExcludes }, path) {
	if (templateExcludes.length === 0) return false;
	const found = lastMatch(templateExcludes.map(parseIgnorePattern), inSource(folder, path).split("/"));
	return found !== void 0 && !found.isInclusion;
}
function lastMatch(patterns, path) {
	return patterns.findLast((pattern) => matchesFile(pattern, path));
}
/** What is computed once for a key, undefined included. */
function remember(known, key, make) {
	const before = known.get(key);
	if (before) return before.value;
	const value = make();
	known.set(key, { value });
	return value;
}

// src/project/render-project.ts
const nothing = {
	targetImages: [],
	items: [],
	tree: /* @__PURE__ */ new Map(),
	problems: [],
	warnings: [],
	needs: [],
	secrets: []
};
/**
* Loads a project and renders every item of it. A part that fails is a problem in the result and hides no other part, also where nothing can
* be loaded at all. Pure: what it may read comes through `source` and the request.
* @throws InputError where an option cannot be right, as a target that does not exist
*/
function renderProject(source, request, watch) {
	let project;
	const asked = new AskedFor(request.external?.standIns ?? []);
	const external = {
		...request.external ?? noExternalSources,
		standIns: asked
	};
	try {
		project = loadProject(source, {
			...request,
			external
		}, watch);
	} catch (error) {
		if (!isImagesError(error) || error instanceof InputError) throw error;
		return {
			...nothing,
			problems: [error]
		};
	}
	const { needs, secrets, problems, warnings, target } = project;
	if (needs.length > 0) return {
		...nothing,
		needs
	};
	const context = {
		source,
		renderer: project.renderer,
		home: request.home ?? "",
		isVerbatim: verbatimRules(source),
		skip: request.ownFiles
	};
	const rendered = renderItems(project, context);
	const hiding = new Secrets(secrets);
	if (project.items.length > 0 && rendered.isEmpty && problems.length === 0 && isBare(source, request.home ?? "")) throw new InputError("project-dir", "the project folder has no .kluctl.yaml, no deployment.yaml and no other YAML file", { hint: "Is it the right folder? It is relative to the working directory." });
	return {
		targetImages: target.images,
		targetContext: contextOf(target),
		items: rendered.items,
		tree: rendered.tree,
		problems: [...problems, ...rendered.problems.map((problem) => hiding.hide(problem))],
		warnings: [
			...warnings,
			...rendered.warnings,
			...unusedStandIns(request, asked)
		],
		needs,
		secrets
	};
}
function contextOf({ variables }) {
	const context = variables.get("context");
	return typeof context === "string" && context !== "" ? context : void 0;
}
/** A map that knows which of its keys anybody asked for. */
var AskedFor = class extends Map {
	keysAskedFor = /* @__PURE__ */ new Set();
	get(key) {
		this.keysAskedFor.add(key);
		return super.get(key);
	}
};
/** A file that replaces nothing is most likely one for a source whose name has a slip. */
function unusedStandIns({ inclusion }, asked) {
	if (isPartial(inclusion)) return [];
	return [...asked.keys()].filter((key) => !asked.keysAskedFor.has(key)).map((key) => ({ message: `vars-from-file: no variable source of the project is ${quote(key)}` }));
}
/** Characters of all rendered files together: they are kept in memory, and handed to another process. */
const projectLimit = 33554432;
function renderItems(project, context) {
	const rendered = [];
	let characters = 0;
	for (const item of project.items) {
		const files = renderFiles(item, context);
		for (const content of files.files.values()) characters += content.length;
		rendered.push(files);
		if (characters > projectLimit) {
			const place = { file: item.folder || "." };
			const problem = new ProjectError("limit", `the rendered files have more than ${projectLimit} characters together`, place);
			return {
				items: [],
				tree: /* @__PURE__ */ new Map(),
				problems: [problem],
				warnings: [],
				isEmpty: false
			};
		}
	}
	const tree = new Map(rendered.flatMap((files) => [...treeOf(files)]));
	const planned = rendered.map((files) => planItem(files, tree, context));
	const items = planned.map((plan) => plan.planned);
	const problems = [...rendered.flatMap((files) => files.problems), ...planned.flatMap((plan) => plan.problems)];
	const needsTree = items.some(({ build, releases }) => build === "kustomize" || releases.some(({ chart }) => chart !== void 0));
	const isEmpty = problems.length === 0 && items.every(({ files, releases, build }) => build === "files" && files.length === 0 && !releases.some(({ values }) => values));
	return {
		items,
		problems,
		warnings: planned.flatMap((plan) => plan.warnings),
		isEmpty,
		tree: needsTree ? withCharts(tree, items, context) : /* @__PURE__ */ new Map()
	};
}
/** Charts that lie beside the items, as `.helm-charts`, are taken as they are. */
function withCharts(tree, items, { source }) {
	const files = [...new Set(items.flatMap(({ releases }) => releases.flatMap(({ chart }) => chart?.chart ?? [])))].filter((folder) => !["Chart.yaml", "Chart.yml"].some((name) => tree.has(joinPath(folder, name)))).flatMap((folder) => filesBelow(source, folder)).flatMap((path) => readItemFile(source, path, true) ?? []);
	return new Map([...tree, ...files.map(({ path, content }) => [path, content])]);
}
/** True for a folder that nothing marks as a kluctl project. */
function isBare(source, home) {
	return !readEither(source, home, ".kluctl") && !readEither(source, home, "deployment");
}

// src/project/chart-output.ts
var import_dist = require_dist();
/**
* Text that helm made, without keys that stand twice in one map: charts do that by mistake, Helm lets them, and kluctl keeps the last one
* (kluctl v2.28, lib/yaml, RemoveDuplicateFields). Any other text is returned as it is.
*/
function withoutDuplicateKeys(text, file) {
	try {
		parseYamlDocuments(text, file);
		return text;
	} catch (error) {
		if (!isImagesError(error) || error.code !== "yaml") return text;
	}
	try {
		const documents = (0, import_dist.parseAllDocuments)(text, {
			uniqueKeys: false,
			intAsBigInt: true
		});
		if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return text;
		for (const document of documents) (0, import_dist.visit)(document, { Map: (_, map) => {
			const last = new Map(map.items.map((pair, index) => [nameOf(pair.key), index]));
			map.items = map.items.filter((pair, index) => last.get(nameOf(pair.key)) === index);
		} });
		return documents.map((document) => document.toString({
			lineWidth: 0,
			directives: true
		})).join("");
	} catch {
		return text;
	}
}
/** Keys with equal text are one key in JSON, in which Kubernetes reads them; a key that is no scalar is equal to none. */
function nameOf(key) {
	return (0, import_dist.isScalar)(key) ? String(key.value) : key;
}

export { chooseTarget, readConfig, renderProject, sourceRootHint, withoutDuplicateKeys };