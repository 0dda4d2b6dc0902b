import { FilterError, FixedImagesError, ImageNameError, InputError, LockError, NoTagError, PolicyError, ProjectError, RegistryError, ResolveError, bumpOf, bumpsFrom, byCodeUnit, commonPrefix, compareLists, comparePage, compareUses as compareUses$1, compareWhere, compileGlob, compileImagePattern, decidingNames, describeChange, entryKey, entryKeys, excerptOf, explain, findFixed, formatPlatform, formatRepository, gateNames, hasTag, hasTooManyStars, imageNames, isDigest, isImagePattern, isImagesError, isRegistryHost, isTag, matches, matchesGlob, matchesImage, matchesNames, missingPlatforms, nearest, newest, noCost, normalizeRegistry, optionTable, orderChanges, overlaps, parseImageReference, parsePlatform, parseSourcePlace, parseVersionFilter, placeOf as placeOf$1, plural, quote, readDuration, readImageReference, readRevision, registrySpellings, sameRevision, shorten, unique as unique$1, version as version$1, visible, warnedImages } from "./words.js";
import { RE2JS } from "./vendor.js";
import { commandLineArgs, findLeftover, findPlaceholders, isPartial, isYamlList, isYamlMap, joinPath, kindOf, parseArgLine, parseYaml, parseYamlDocuments, replacePlaceholders, repositoryKey, yamlLimits } from "./shared.js";
import { require_dist } from "./vendor-yaml.js";
import { findTraps, rankTags } from "./version.js";
import { createHash } from "node:crypto";

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
	return inFixedImages(list.name, () => list.list().map((item) => readEntry$1(item, reader)));
}
function readEntry$1(item, reader) {
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

// src/policy/registries.ts
/** Why a text is no pattern over registries, as the end of a sentence; undefined where it is one. */
function registryPatternProblem(pattern) {
	if (pattern.includes("/")) return "it has a scheme or a path; write the host only";
	if (hasTooManyStars(pattern)) return `a host has stars in at most ${10} places`;
	const host = pattern.replace(/\*+/g, "a");
	const hasStarOutside = /[:[].*\*/.test(pattern);
	if (pattern.length <= longestPattern$1 && !hasStarOutside && isRegistryHost(host)) return void 0;
	return "a registry is a host, as ghcr.io, registry.example.com:5000 or *.example.com";
}
const longestPattern$1 = 300;
/**
* Why a registry may not be used, as the end of a sentence; undefined where it may. What is denied is denied on every port, in every spelling
* of its host and whatever is allowed; where there is a list of what is allowed nothing else is, in no other spelling.
* @param registry as references name it, normalised
*/
function refuseRegistry({ allow, deny }, registry) {
	const denied = deny.length === 0 ? void 0 : findDenied(deny, registry);
	if (denied !== void 0) return `the policy denies ${quote(denied)}`;
	if (allow === void 0 || allow.some((pattern) => matchesRegistry(pattern, registry))) return void 0;
	return "it is not among the registries that the policy allows";
}
function findDenied(deny, registry) {
	const names = [...new Set([registry, plainHost(registry)].flatMap((name) => [name, withoutPort(name)]))];
	return deny.find((pattern) => (pattern.includes("*") ? [pattern] : [pattern, plainHost(pattern)]).some((one) => names.some((name) => matchesRegistry(one, name))));
}
function withoutPort(registry) {
	return normalizeRegistry(registry.replace(/:\d+$/, ""));
}
/**
* The spelling of a host that a connection is made to: no point at its end, addresses as `127.0.0.1` where they are written as one number, in
* octal, or as IPv6 that means IPv4 (URL Standard, "host parsing"; RFC 4291 section 2.5.5.2), ports without zeros before them.
*/
function plainHost(registry) {
	const host = registry.replace(/\.+(?=:\d*$|$)/, "");
	if (!/^\[|^[^:]*\b(?:\d+|0x[0-9a-f]*)(?::|$)|:0/i.test(host) || !URL.canParse(`https://${host}`)) return normalizeRegistry(host);
	const { hostname, port } = new URL(`https://${host}`);
	const [, high, low] = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(hostname) ?? [];
	const plain = high === void 0 || low === void 0 ? hostname : [high, low].flatMap(bytesOf).join(".");
	return normalizeRegistry(port === "" ? plain : `${plain}:${port}`);
}
function bytesOf(group) {
	const value = Number.parseInt(group, 16);
	return [value >> 8, value & 255];
}
/**
* Whether a pattern is about a registry, whichever of its names it uses. A star stands for any characters of one label: `*.example.com` is
* `a.example.com`, and neither `example.com` nor `a.b.example.com`, which `**` takes too. Stars alone are every registry on every port. A
* pattern without a port is about the port of https.
* @param registry normalised
*/
function matchesRegistry(pattern, registry) {
	const normal = normalizeRegistry(pattern);
	const names = registrySpellings(registry);
	if (!pattern.includes("*")) return names.includes(normal);
	if (/^\*+$/.test(pattern)) return true;
	const glob = compileGlob(normal);
	return names.some((name) => matchesGlob(glob, name, ".:"));
}

// src/option-values.ts
/** The line of the table. */
function definition(name) {
	const found = optionTable.find((option) => option.name === name);
	if (!found) throw new Error(`the option table has no ${name}`);
	return found;
}
/** The words of YAML 1.2, as GitHub reads them. @throws InputError */
function parseBoolean(text, name) {
	if (/^(?:true|True|TRUE)$/.test(text)) return true;
	if (/^(?:false|False|FALSE)$/.test(text)) return false;
	throw new InputError(name, `${quote(text)} is neither true nor false`);
}
/** @throws InputError for a word that is none of the choices */
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
/** Undefined stays undefined. @throws InputError */
function parsePositive(text, name) {
	if (text === void 0) return void 0;
	const number = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : NaN;
	if (Number.isSafeInteger(number)) return number;
	throw new InputError(name, `${quote(text)} is not a positive whole number`);
}
/** More parts are more jobs than a matrix of GitHub has. */
const mostShards = 256;
/** `K/N`. Undefined stays undefined. @throws InputError */
function parseShard(text) {
	if (text === void 0) return void 0;
	const [, k = "", n = ""] = /^([1-9][0-9]{0,2})\/([1-9][0-9]{0,2})$/.exec(text) ?? [];
	const shard = {
		index: Number(k),
		count: Number(n)
	};
	const hint = `Write K/N, as 3/20: the third of twenty parts, of ${256} at most.`;
	if (k === "") throw new InputError("shard", `${quote(text)} is not K/N`, { hint });
	if (shard.count > 256) throw new InputError("shard", `${quote(text)} is of more than ${256} parts`, { hint });
	if (shard.index > shard.count) throw new InputError("shard", `${quote(text)} is not there: there are ${n} parts`, { hint });
	return shard;
}
const targetPlaceholder = "{target}";
/** A path without the `./` that it may begin with. */
function withoutDot(path) {
	return path.replace(/^(?:\.\/+)+/, "");
}
/** Whether a path is another for each target. */
function namesTarget(path) {
	return path.includes(targetPlaceholder);
}
/** The path with the name of the target in place of `{target}`. @throws InputError where there is none, or one that is no name of a file */
function fillTarget(path, target) {
	if (!namesTarget(path)) return path;
	if (target === void 0) throw new InputError("output-file", `${quote(path)} has {target}, and no target is chosen`, { hint: "Choose one with the option target." });
	if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(target)) throw new InputError("output-file", `${quote(target)} cannot stand for {target}: it is no plain name of a file`, { hint: "Name the file without {target}." });
	return path.replaceAll(targetPlaceholder, target);
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
/** Names of kubeconfig are any text; one that looks like a flag is none. @throws InputError */
function parseContext(text) {
	if (text === void 0 || !text.startsWith("-") && visible(text) === text) return text;
	throw new InputError("context", `${quote(text)} is not the name of a context`);
}
/** In its one spelling. @throws InputError */
function parsePlatformName(text) {
	const platform = parsePlatform(text);
	if (platform !== void 0) return formatPlatform(platform);
	throw new InputError("platforms", `${quote(text)} is not a platform`, { hint: "Write it as linux/amd64 or linux/arm/v7." });
}
/** `auto`, `none`, or a file. @throws InputError for what can only be a folder */
function parseLockFile(text) {
	if (!/(?:^|[\\/])\.{0,2}$/.test(text)) return text;
	throw new InputError("lock-file", `${quote(text)} is a folder`, { hint: "Name a file, as images.lock.json." });
}
/** A pattern over registries. @throws InputError */
function parseRegistry(text, name) {
	const why = registryPatternProblem(text);
	if (why === void 0) return text;
	throw new InputError(name, `${quote(text)} is not a registry: ${why}`);
}
/** `name=path`. @throws InputError */
function parseReplacement(line, option) {
	const end = line.lastIndexOf("=");
	const [name, path] = [line.slice(0, end).trim(), line.slice(end + 1).trim()];
	if (end > 0 && name !== "" && path !== "") return {
		name,
		path
	};
	throw new InputError(option, `${quote(line)} is not ${definition(option).value}`);
}
/** `url=path`, the url as the key of its repository. @throws InputError */
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
/** @throws InputError for what is no name, or holds a login */
function parseVariableName(name) {
	if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new InputError("allow-env", `${quote(name)} is not the name of an environment variable`);
	if (secretVariable.test(name)) throw new InputError("allow-env", `${name} holds a login and is never given to templates`, { hint: "Put what the project needs into a variable of its own." });
	return name;
}
/** A folder in the project. @throws InputError */
function relativeFolder(text, name) {
	try {
		return joinPath("", text.replaceAll("\\", "/"));
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw new InputError(name, error.message, { hint: "Write the folder relative to the project, as apps/shop." });
	}
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
	if (!isImagePattern(pattern)) throw new InputError("images", `${quote(text)}: ${quote(pattern)} is not an image pattern`, { hint: "A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any." });
	if (hasTag(pattern)) throw new InputError("images", `${quote(text)}: a pattern selects repositories and has no tag`, { hint: `Write ${pattern.slice(0, pattern.lastIndexOf(":"))} = regex('…') to ask for certain tags.` });
	if (hasTooManyStars(pattern)) throw new InputError("images", `${quote(text)}: the pattern has stars in more than ${10} places`, { hint: "Two stars stand for anything, / too." });
	const compiled = compileImagePattern(pattern);
	if (equals < 0) return {
		pattern,
		compiled,
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
			compiled,
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
	const names = imageNames(image);
	const selecting = rules.filter((rule) => !rule.leavesOut);
	return !rules.some((rule) => rule.leavesOut && matchesNames(rule.compiled, names)) && (selecting.length === 0 || selecting.some((rule) => matchesNames(rule.compiled, names)));
}
/** The version filter that the workflow sets for an image: that of the last matching line which names one. */
function ruleFor(rules, image) {
	const names = imageNames(image);
	return rules.findLast((rule) => rule.filter !== void 0 && matchesNames(rule.compiled, names));
}

// src/options.ts
/**
* Reads the options. All that is wrong is found at once and returned as `problems`; `options` may be used only where there are none. With
* `eachTarget`, for whoever looks at several targets, `{target}` stays in the output file.
*/
function parseOptions(raw, { eachTarget = raw.mode?.trim() === "merge" } = {}) {
	const problems = unknownOptions(raw);
	const text = (name) => (raw[name] ?? "").trim() || definition(name).default;
	const optional = (name) => (raw[name] ?? "").trim() || void 0;
	const lines = (name) => splitValues(raw[name] ?? "", definition(name));
	const each = (name, parse) => lines(name).flatMap((line) => {
		const value = attempt$3(() => parse(line), problems);
		return value === void 0 ? [] : [value];
	});
	const boolean = (name) => attempt$3(() => parseBoolean(text(name), name), problems) ?? false;
	const choice = (name) => attempt$3(() => parseChoice(text(name), definition(name)), problems) ?? text(name);
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
		shard: attempt$3(() => parseShard(optional("shard")), problems),
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
		deployedImages: text("deployed-images"),
		context: attempt$3(() => parseContext(optional("context")), problems),
		policyFile: optional("policy-file"),
		platforms: each("platforms", parsePlatformName),
		allowRegistries: lines("allow-registries").length === 0 ? void 0 : each("allow-registries", (line) => parseRegistry(line, "allow-registries")),
		denyRegistries: each("deny-registries", (line) => parseRegistry(line, "deny-registries")),
		pinDigests: boolean("pin-digests"),
		verify: boolean("verify"),
		lockFile: attempt$3(() => parseLockFile(text("lock-file")), problems) ?? "",
		proposal: optional("proposal"),
		outputFile: attempt$3(() => outputPath$1(text("output-file"), optional("target"), eachTarget), problems) ?? "",
		simple: boolean("simple"),
		reportFile: text("report-file"),
		renderOutputDir: optional("render-output-dir"),
		baseline: text("baseline"),
		sourceLinks: boolean("source-links"),
		failOn: attempt$3(() => parseGates(lines("fail-on")), problems) ?? [],
		comment: choice("comment"),
		commentTag: optional("comment-tag"),
		commentFile: optional("comment-file"),
		prNumber: attempt$3(() => parsePositive(optional("pr-number"), "pr-number"), problems),
		commitSubjects: boolean("commit-subjects"),
		jobSummary: boolean("job-summary"),
		artifactName: attempt$3(() => parseArtifactName(raw["artifact-name"] ?? definition("artifact-name").default), problems),
		artifactRetentionDays: attempt$3(() => parsePositive(text("artifact-retention-days"), "artifact-retention-days"), problems) ?? 0,
		artifactRequired: boolean("artifact-required"),
		mode: choice("mode"),
		records: lines("records"),
		targets: lines("targets"),
		allowUntrustedTemplates: choice("allow-untrusted-templates"),
		githubToken: optional("github-token"),
		needsManifests: optional("render-output-dir") !== void 0
	};
	problems.push(...misplacedShard(options), ...misplacedTargets(options));
	if (withoutDot(options.reportFile) === withoutDot(options.outputFile)) problems.push(new InputError("report-file", "report-file and output-file are the same file"));
	const { commentFile, outputFile, reportFile } = options;
	if (commentFile !== void 0 && [outputFile, reportFile].map(withoutDot).includes(withoutDot(commentFile))) problems.push(new InputError("comment-file", "comment-file and another file of this run are the same file"));
	return {
		options,
		problems
	};
}
function outputPath$1(text, target, eachTarget) {
	const path = yamlName(text);
	return eachTarget ? path : fillTarget(path, target);
}
/** A part of the images makes no manifests and proves no file. */
function misplacedShard({ shard, mode, verify, renderOutputDir }) {
	if (shard === void 0) return [];
	const hint = "Leave shard empty.";
	const wrong = (why) => [new InputError("shard", why, { hint })];
	if (mode !== "resolve") return wrong(`the mode ${mode} is about no part of the images`);
	if (verify) return wrong("a fixed-images file is verified as a whole");
	return renderOutputDir === void 0 ? [] : wrong("manifests are written of all images, and shard leaves some out");
}
/** A run is of one target. */
function misplacedTargets({ targets, mode }) {
	if (targets.length === 0 || mode === "merge") return [];
	return [new InputError("targets", "only a merge is of several targets", { hint: "Choose the target of a run with the option target." })];
}
function unknownOptions(raw) {
	const names = optionTable.map((option) => option.name);
	return Object.keys(raw).filter((name) => !names.some((known) => known === name)).map((name) => {
		const near = nearest(name, names);
		const hint = near === void 0 ? void 0 : `Did you mean ${near}?`;
		return new InputError(name, `there is no option ${quote(name)}`, { hint });
	});
}
function splitValues(text, { kind }) {
	const separator = kind === "list" ? /[\r\n,]+/ : /\r?\n/;
	return text.split(separator).map((value) => value.trim()).filter((value) => value !== "" && !value.startsWith("#"));
}
function attempt$3(parse, problems) {
	try {
		return parse();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		problems.push(error);
		return;
	}
}

// src/template/hash.ts
var import_dist = require_dist();
/** SHA-256 of a text as UTF-8, in lower-case hexadecimal. */
function sha256Hex(text) {
	return createHash("sha256").update(text, "utf8").digest("hex");
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
	/** The lines around its place. */
	get excerpt() {
		return this.document.excerpt(this.place);
	}
	/** Text without quotes that a reader of YAML 1.1, as kluctl's, takes for a number, true or false (threat model Y-03). */
	get isAmbiguous() {
		const node = this.document.document.getIn(this.path, true);
		return (0, import_dist.isScalar)(node) && node.type === "PLAIN" && ambiguous.test(String(node.source ?? ""));
	}
	/** A text without quotes as it stands in the file, where reading changes it: `1.10`, `0x1f`. Undefined for anything but a scalar. */
	get written() {
		const node = this.document.document.getIn(this.path, true);
		if (!(0, import_dist.isScalar)(node)) return void 0;
		return node.type === "PLAIN" ? String(node.source ?? "") : typeof node.value === "string" ? node.value : void 0;
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

// src/policy/day.ts
const daysOfMonths = [
	31,
	28,
	31,
	30,
	31,
	30,
	31,
	31,
	30,
	31,
	30,
	31
];
/** The begin of a day in UTC, `2026-12-24`, in milliseconds since 1970; undefined for a text that is no day of the calendar. */
function startOfDay(text) {
	const [, ...parts] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
	const [year = 0, month = 0, day = 0] = parts.map(Number);
	const february = month === 2 && isLeapYear(year) ? 1 : 0;
	if (day < 1 || day > (daysOfMonths[month - 1] ?? 0) + february) return void 0;
	return daysSince1970(year, month, day) * 864e5;
}
/** An instant in UTC, `2026-11-22T19:30:00Z`, in milliseconds since 1970; undefined for any other text. */
function readInstant(text) {
	const [, date = "", ...parts] = /^([0-9-]+)T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?Z$/.exec(text) ?? [];
	const [hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
	const day = startOfDay(date);
	if (day === void 0 || hours > 23 || minutes > 59 || seconds > 59) return void 0;
	return day + ((hours * 60 + minutes) * 60 + seconds) * 1e3;
}
function isLeapYear(year) {
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
/** Of the proleptic Gregorian calendar, with years that begin in March, so that a leap day is the last of its year. */
function daysSince1970(year, month, day) {
	const years = month > 2 ? year : year - 1;
	const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
	const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
	return years * 365 + leapDays + dayOfYear - 719468;
}

// src/policy/image-policy.ts
/**
* All that a policy says of an image, named as the template names it: of each field what the last matching rule says that names it, every
* `skip` of every matching rule, and what the workflow says before both.
* @param steps what all images of a run may cost together
* @throws ProjectError where they are used up, so that no rule is left out unseen
*/
function imagePolicy(policy, image, overrides, steps = newPolicySteps()) {
	const names = imageNames(image);
	const rules = policy.rules.filter((rule) => isAbout(rule, names, steps));
	const last = (field) => rules.findLast((rule) => rule[field] !== void 0)?.[field];
	return {
		filter: overrides.filter ?? last("filter"),
		platforms: overrides.platforms.length > 0 ? overrides.platforms : last("platforms") ?? [],
		minimumAge: last("minimumAge"),
		noDate: last("noDate") ?? "wait",
		maxBump: last("maxBump"),
		noDowngrade: last("noDowngrade") ?? false,
		hold: last("hold"),
		skip: unique(rules.flatMap(({ skip }) => skip))
	};
}
/**
* What a run may spend on matching the patterns of its policy file. Measured: some seconds at the worst, and no plain policy of a thousand rules
* comes near it with ten thousand images.
*/
function newPolicySteps() {
	return { left: 15e8 };
}
function isAbout({ patterns, place }, names, steps) {
	for (const pattern of patterns) {
		if (steps.left <= 0) throw new ProjectError("limit", "the patterns of the policy file take too long for so many images", place, { hint: "Write fewer rules, or begin their patterns with a registry in place of stars." });
		if (matchesNames(pattern, names, steps)) return true;
	}
	return false;
}
/** Of a tag that is named twice, what the later rule says. */
function unique(skips) {
	return [...new Map(skips.map((skip) => [skip.tag, skip])).values()];
}
/** The rules of a policy file and of the workflow together: a list of what the workflow allows replaces that of the file; what either denies is denied. */
function mergeRegistries(rules, workflow) {
	return {
		allow: workflow.allow ?? rules.allow,
		deny: [...rules.deny, ...workflow.deny]
	};
}
/**
* Whether a hold still holds: through its last day, in UTC.
* @param now milliseconds since 1970
*/
function holdState({ expiry }, now) {
	const lastDay = expiry === void 0 ? void 0 : startOfDay(expiry);
	return lastDay === void 0 || now < lastDay + millisecondsOfDay ? "active" : "expired";
}
const millisecondsOfDay = 864e5;

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

// src/resolve/plan.ts
/** The filter of a call that names none (kluctl-semantics 1.1). */
const defaultFilter = "semver()";
/**
* The answer of a use that a pin decides, which touches neither registry nor cluster; else what is open about it.
* @throws FilterError, FixedImagesError or ResolveError
*/
function plan(use, request) {
	const own = parseOwnFilter(use);
	const { image } = use.call;
	if (image === "") throw new ResolveError("image-empty", "images.get_image: the image name is empty");
	const policy = request.policy.of(image);
	const hold = policy.hold !== void 0 && holdState(policy.hold, request.now) === "active" ? policy.hold : void 0;
	const pin = findPin(request.pins, use) ?? findPin(variablePins(use), use);
	const selected = isSelected(request.rules, image);
	const isUpdate = request.updateImages && selected && !request.offlineImages && hold === void 0;
	if (pin && !isUpdate) return pinned$1(use, pin, policy, hold);
	return {
		use,
		pin,
		isSelected: selected,
		policy,
		hold,
		filter: policy.filter?.filter ?? own,
		written: policy.filter?.text ?? use.call.filter ?? "semver()"
	};
}
/**
* The answer of an open use that needs no registry, else the question for it: what is deployed comes before the registry, and what is not
* selected, held or offline stays as it is.
* @throws ImageNameError, PolicyError or ResolveError
*/
function settle(open, deployed, request) {
	const { use, hold, pin, policy } = open;
	if (!open.isSelected) {
		const why = "not selected by images";
		const skipped = {
			status: "skipped",
			use,
			why: `${why}, and there is no previous entry to keep`
		};
		return kept(use, request, `kept, ${why}`) ?? running(use, deployed, policy) ?? skipped;
	}
	if (hold !== void 0) return held(open, hold, deployed, request);
	const runs = running(use, deployed, policy);
	const isBad = runs?.status === "resolved" && skipOf(policy, runs.result) !== void 0;
	if (request.offlineImages) {
		const stays = kept(use, request, "kept, offline");
		return (isBad ? stays ?? runs : runs ?? stays) ?? offline(use);
	}
	if (!request.updateImages && !isBad && runs !== void 0) return runs;
	const reference = repositoryOf(use);
	const current = findFixed(request.base ?? request.previous, subjectOf(use))?.resultImage ?? (deployed.status === "found" ? deployed.image : void 0) ?? pin?.entry.resultImage;
	return {
		...open,
		reference,
		current,
		deployed
	};
}
/** The answer of a pin, which is stronger than the policy; where that would have it otherwise, it is said. */
function pinned$1(use, pin, { skip }, hold) {
	const result = pin.entry.resultImage;
	const skipped = skipOf({ skip }, result);
	const because = skipped?.reason === void 0 ? "" : ` (${quote(skipped.reason)})`;
	const warnings = [...skipped ? [`${result} is pinned by ${pin.source}, and the policy skips ${skipped.tag}${because}`] : [], ...hold ? [`${result} is pinned by ${pin.source}, and the policy holds the image`] : []];
	const warning = warnings.length === 0 ? void 0 : warnings.join("; ");
	return {
		status: "resolved",
		use,
		result,
		origin: "fixed",
		why: `pinned by ${pin.source}`,
		warning
	};
}
/** What the workload runs; undefined where it runs none. What could not be found out is the failure of the use. */
function running(use, deployed, policy) {
	if (deployed.status === "none") return void 0;
	if (deployed.status === "unknown") return {
		status: "failed",
		use,
		error: deployed.error
	};
	const { image: result, source } = deployed;
	const skipped = skipOf(policy, result);
	const warning = skipped && `${result} is deployed in ${source}, and the policy skips ${skipped.tag}`;
	return {
		status: "resolved",
		use,
		result,
		origin: "deployed",
		why: `deployed in ${source}`,
		warning
	};
}
/** The entry of `skip` that names the tag of an image. */
function skipOf({ skip }, image) {
	const tag = tagOf$1(image);
	return skip.find((one) => one.tag === tag);
}
/** The previous entry of a use. */
function kept(use, { previous }, why) {
	const entry = findFixed(previous, subjectOf(use));
	return entry && {
		status: "resolved",
		use,
		result: entry.resultImage,
		origin: "previous",
		why
	};
}
function held({ use, policy: rules }, hold, deployed, request) {
	const why = describeHold(hold);
	const answer = kept(use, request, why) ?? running(use, deployed, rules);
	const policy = {
		passedOver: [],
		date: void 0,
		hold
	};
	if (answer?.status === "resolved") return {
		...answer,
		why,
		policy
	};
	if (answer !== void 0) return answer;
	return {
		status: "failed",
		use,
		error: new PolicyError("held", `${quote(use.call.image)} is held by the policy, and it has no entry to stay at`, { hint: "Pin it in a fixed-images file, or take the hold out of the policy until there is one." }),
		policy
	};
}
function describeHold({ reason, owner, expiry }) {
	const about = [owner, expiry === void 0 ? void 0 : `until ${expiry}`].filter((text) => text !== void 0);
	return `held: ${reason}${about.length === 0 ? "" : ` (${about.join(", ")})`}`;
}
function offline(use) {
	return {
		status: "failed",
		use,
		error: new ResolveError("no-answer", `${quote(use.call.image)} has no fixed image, and no registry is asked with offline-images`, { hint: "Pin it in a fixed-images file, or run without offline-images." })
	};
}
/** The reference must name a repository and nothing more, as kluctl's registry look-up had it. @throws ImageNameError */
function repositoryOf(use) {
	const reference = parseImageReference(use.call.image);
	const surplus = reference.digest === void 0 ? reference.tag === void 0 ? void 0 : "a tag" : "a digest";
	if (surplus === void 0) return reference;
	throw new ImageNameError(use.call.image, reference.name.length, `get_image asks for a repository, and ${quote(use.call.image)} has ${surplus}`, { hint: `Write ${quote(reference.name)}, or pin the image.` });
}
function tagOf$1(image) {
	return readImageReference(image)?.tag;
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
		committedImages: warnedImages(warnings, "committed").size,
		traps: countTraps(warnings),
		errors: failures.filter(({ image }) => image === null).length
	};
}
/** Distinct images, and each trap that is about none. */
function countTraps(warnings) {
	return warnedImages(warnings, "trap").size + warnings.filter(({ kind, image }) => kind === "trap" && image === null).length;
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
		find: ({ uses }) => uses.filter(({ origin, result }) => origin !== "fixed" && !result?.includes("@")).map(({ image }) => image),
		remedy: "pin the image in a fixed-images file or with pin-digests, or take unpinned out of fail-on"
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
const longestText$1 = 65536;
const longestList = 2e4;
/** @throws InputError */
function refuse$1(pointer, why, hint = "The report is not used. It has to be as kluctl-images of the same version wrote it.") {
	throw new InputError(reportName, `${pointer === "" ? "the document" : pointer} ${why}`, { hint });
}
/** Refuses a text in which a secret is hidden: what it was decides. @throws InputError */
function refuseMask(value, pointer, what = "a part of an image") {
	if (value?.includes("***")) refuse$1(pointer, `hides ${what}`, maskHint);
}
/** What to do where a secret stands in a name. */
const maskHint = "The report is not used: a secret of the project stands in that name. Resolve the project in one run, without shard, or take the secret out of the names of its images and objects.";
const text = boundedText(longestText$1);
/** A text of at most so many UTF-16 units. */
function boundedText(most) {
	return (value, pointer) => {
		if (typeof value !== "string") return refuse$1(pointer, "is no text");
		return value.length <= most ? value : refuse$1(pointer, `is longer than ${most} characters`);
	};
}
/** A text of a grammar. `noun` ends the message: `is no tag`. */
function matching(grammar, noun) {
	return (value, pointer) => {
		const found = text(value, pointer);
		return grammar.test(found) ? found : refuse$1(pointer, `is no ${noun}`);
	};
}
const truth = (value, pointer) => typeof value === "boolean" ? value : refuse$1(pointer, "is neither true nor false");
/** A whole number from 0 on. */
const count = (value, pointer) => atLeast(0, value, pointer);
/** A whole number from 1 on. */
const ordinal = (value, pointer) => atLeast(1, value, pointer);
function atLeast(least, value, pointer) {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
	return refuse$1(pointer, `is no whole number from ${least} on`);
}
/** An https address. Whether it leads where it should is another question. */
const address = (value, pointer) => {
	const found = text(value, pointer);
	return found.startsWith("https://") ? found : refuse$1(pointer, `is no https address: ${quote(found)}`);
};
function maybe(reader) {
	return (value, pointer) => value === null ? null : reader(value, pointer);
}
function choice$1(choices) {
	return (value, pointer) => choices.find((one) => one === value) ?? refuse$1(pointer, `is none of ${choices.join(", ")}`);
}
function list(reader) {
	return (value, pointer) => {
		if (!Array.isArray(value)) return refuse$1(pointer, "is no list");
		if (value.length > longestList) return refuse$1(pointer, `has more than ${longestList} items`);
		return value.map((item, index) => reader(item, `${pointer}/${index}`));
	};
}
/** A member that reports of earlier releases have not. */
function later(reader, missing) {
	return Object.assign((value, pointer) => reader(value, pointer), { missing });
}
/** An object with exactly these members, but for those that came later; the `optional` ones may be absent, and are left out then. */
function object(members, optional) {
	const names = [...Object.keys(members), ...Object.keys(optional ?? {})];
	return (value, pointer) => {
		const given = ownMembers(value, pointer, names);
		const read = Object.entries(members).map(([name, reader]) => {
			if (given.has(name)) return [name, reader(given.get(name), `${pointer}/${name}`)];
			return "missing" in reader ? [name, reader.missing] : refuse$1(pointer, `lacks ${quote(name)}`);
		});
		const more = Object.entries(optional ?? {}).flatMap(([name, reader]) => given.has(name) ? [[name, reader(given.get(name), `${pointer}/${name}`)]] : []);
		return Object.fromEntries([...read, ...more]);
	};
}
/** The members of an object, of which none may have another name. */
function ownMembers(value, pointer, names) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse$1(pointer, "is no object");
	const given = new Map(Object.entries(value));
	const unknown = [...given.keys()].find((name) => !names.includes(name));
	return unknown === void 0 ? given : refuse$1(pointer, `has the unknown member ${quote(unknown, 60)}`);
}

// src/report/read-report-policy.ts
/** Of the tags that were passed over, so many are tried on the version filter: as many as a view names. */
const triedTags = 5;
/**
* Checks what a use says of its policy: the answer of a registry is the newest tag, or the newest is the first of those that were passed over;
* what was passed over is taken by the version filter and stands best first, above the answer; and only what can be held or judged is.
* @throws InputError with the place of the first contradiction
*/
function checkPolicies(uses) {
	const filters = /* @__PURE__ */ new Map();
	uses.forEach((use, index) => {
		const pointer = `/uses/${index}`;
		checkNewest(use, pointer);
		if (use.policy !== null) {
			checkPart(use, use.policy, `${pointer}/policy`);
			checkPassedOver(use, use.policy, `${pointer}/policy/passedOver`, filters);
		}
	});
}
/** A tag that is not the newest wins only where the policy passed over the newest, which says so first. */
function checkNewest({ origin, result, explanation, policy }, pointer) {
	if (explanation === null) return;
	const [first] = policy?.passedOver ?? [];
	if (first !== void 0) {
		if (first.tag !== explanation.newest) refuse$1(`${pointer}/policy/passedOver/0`, "is not the newest tag");
		return;
	}
	if (origin !== "registry" || tagOf(result) === explanation.newest) return;
	refuse$1(`${pointer}/result`, "is not the newest tag, and the policy passed over none");
}
/** What the policy can have done, by who answered. */
function checkPart({ status, origin }, { passedOver, date, hold }, pointer) {
	if (status === "skipped" || origin === "fixed") refuse$1(pointer, "is of an image that no policy decides");
	if (date !== null && origin !== "registry") refuse$1(`${pointer}/date`, "judges what no registry answered");
	if (hold !== null && (origin === "registry" || passedOver.length > 0)) refuse$1(`${pointer}/hold`, "holds an image that was not held");
}
function checkPassedOver({ origin, result, filter, explanation }, { passedOver }, pointer, filters) {
	const answer = origin === "registry" ? tagOf(result) : void 0;
	const above = passedOver.map(({ tag }) => tag);
	const all = answer === void 0 ? above : [...above, answer];
	if (above.length === 0) return;
	if (explanation === null) refuse$1(pointer, "names tags, and nothing says that any were read");
	else if (all.length > explanation.matched) refuse$1(pointer, "has more tags than match the version filter");
	if (new Set(all).size < all.length) refuse$1(pointer, "names a tag twice, or the answer");
	const known = filterOf(filter, filters);
	if (known === void 0) return;
	checkOrder([...above.slice(0, 5), ...answer === void 0 ? [] : [answer]], known, pointer);
}
/** Each tag is read once. What a mask hides stands for itself. */
function checkOrder(tags, filter, pointer) {
	const shown = tags.filter((tag) => !isMasked(tag));
	const keys = attempt$2(() => shown.map((tag) => filter.read(tag))) ?? [];
	for (const [index, key] of keys.entries()) {
		const [tag = "", before = ""] = [shown[index], shown[index - 1]];
		const above = keys[index - 1];
		if (key === void 0) refuse$1(pointer, `names ${quote(tag)}, which the version filter does not take`);
		if (above !== void 0 && filter.compareKeys(above, key) < 0) refuse$1(pointer, `has ${quote(before)} above ${quote(tag)}, which is newer`);
	}
}
/** Undefined where nothing can be told from the filter: none, one that a mask hides, or one that cannot be read. */
function filterOf(text, filters) {
	if (text === null || isMasked(text)) return void 0;
	if (!filters.has(text)) filters.set(text, attempt$2(() => parseVersionFilter(text)));
	return filters.get(text);
}
function tagOf(image) {
	return image === null ? void 0 : attempt$2(() => parseImageReference(image))?.tag;
}
function attempt$2(work) {
	try {
		return work();
	} catch (error) {
		if (isImagesError(error)) return void 0;
		throw error;
	}
}
function isMasked(text) {
	return text.includes("***");
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
* Refuses a report whose version filters would keep the job busy: each change and use may have a filter of its own, and a few characters as
* `(.{1,30}){1,30}` make a large pattern.
* @throws InputError
*/
function checkFilterWork({ changes, uses }) {
	checkWork(changes.map(({ old, new: now, filter }) => ({
		filter,
		characters: tagLength(old) + tagLength(now)
	})), "/changes");
	checkWork(uses.filter(({ policy }) => policy !== null && policy.passedOver.length > 0).map(({ filter, result, policy }) => {
		return {
			filter,
			characters: [...policy?.passedOver.slice(0, 5).map(({ tag }) => tag) ?? [], result].reduce((sum, tag) => sum + tagLength(tag), 0)
		};
	}), "/uses");
}
function checkWork(works, pointer) {
	let steps = 0;
	let tries = 0;
	for (const { filter, characters } of works) {
		if (filter === null) continue;
		const size = stepsOf(filter);
		steps += size;
		tries += Math.min(size, largestPattern) * characters;
	}
	if (steps > mostSteps || tries > mostTries) refuse$1(pointer, "has more and larger version filters than are read");
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
* Checks that what can be told from other parts of the record is what they tell: numbers, gates, changes, kinds of bump, failures, what the policy did. A record
* that was written by hand to show less than it holds does not pass.
* @throws InputError with the place of the first contradiction
*/
function checkAgreement(report) {
	report.uses.forEach(checkUse);
	checkMasks(report);
	checkFailures(report);
	checkFilterWork(report);
	report.changes.forEach(checkChange);
	checkChangesOfUses(report);
	checkPolicies(report.uses);
	checkCounts(report);
	checkGates(report);
}
function checkUse({ status, result, origin }, index) {
	if (status === "resolved" ? result !== null && origin !== null : result === null && origin === null) return;
	refuse$1(`/uses/${index}`, `is ${status}, which its result and origin contradict`);
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
/** What has no answer must be told under the failures. */
function checkFailures({ uses, failures }) {
	const told = new Set(failures.flatMap(({ image, where }) => where.map((place) => keyOf([image], place))));
	uses.forEach((use, index) => {
		if (use.status === "failed" && !told.has(keyOf([use.image], use))) refuse$1(`/uses/${index}`, "is failed, and no failure names it");
	});
}
function checkChange(change, index) {
	const { old, new: now, kind, bump } = change;
	const pointer = `/changes/${index}`;
	if (old === now) refuse$1(pointer, "changes nothing");
	const expected = now === null ? "removed" : old === null ? "added" : "changed";
	if (kind !== expected) refuse$1(`${pointer}/kind`, `is ${kind}, and its images say ${expected}`);
	const bumps = possibleBumps(change);
	if (!bumps.includes(bump)) refuse$1(`${pointer}/bump`, `is ${bump}, and its images say ${bumps[0] ?? "other"}`);
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
		if (where.length === 0) refuse$1(pointer, "is empty");
		where.forEach((place, position) => {
			const key = keyOf([
				image,
				old,
				now,
				why,
				filter
			], place);
			if (!differing.has(key)) refuse$1(`${pointer}/${position}`, "is no use that changes so");
			told.add(key);
		});
	});
	for (const [key, pointer] of differing) if (!told.has(key)) refuse$1(pointer, "changes, and no change names it");
}
function checkCounts(report) {
	const given = new Map(Object.entries(report.counts));
	for (const [name, expected] of Object.entries(countReport(report))) {
		const found = given.get(name);
		if (found !== expected) refuse$1(`/counts/${name}`, `is ${found}, and the lists hold ${expected}`);
	}
}
/** By sets of images: masked secrets change the order. */
function checkGates(report) {
	const expected = evaluateGates(report.gates.map(({ gate }) => gate), report);
	for (const [index, { gate, passed, images, remedy }] of report.gates.entries()) {
		const found = expected[index];
		const pointer = `/gates/${index}`;
		if (found?.gate !== gate) refuse$1(pointer, `is ${gate}, out of order or there twice`);
		else if (found.passed !== passed) refuse$1(`${pointer}/passed`, `is ${passed}, and the lists say ${found.passed}`);
		else if (sorted$1(images) !== sorted$1(found.images)) refuse$1(`${pointer}/images`, `are not what hits the gate ${gate}`);
		else if (found.remedy !== remedy) refuse$1(`${pointer}/remedy`, `is ${quote(remedy ?? "null")}, which no run writes`);
	}
}
function sorted$1(texts) {
	return JSON.stringify([...new Set(texts)].toSorted(byCodeUnit));
}
function keyOf(parts, place) {
	return JSON.stringify([...parts, placeOf$1(place)]);
}

// src/report/read-report-uses.ts
/** Readers for what stands in the record of a whole run and in that of a part: places, uses, failures, warnings. */
const whereMembers = {
	namespace: text,
	deployment: text,
	container: text
};
const ofTarget = { target: text };
/** A place, with its target where the record is of several. */
const where = object(whereMembers, ofTarget);
const placeNames = [
	"file",
	"line",
	"column"
];
/** A place ends behind its file, its line or its column. */
const place = (value, pointer) => {
	const given = ownMembers(value, pointer, placeNames);
	const file = text(given.get("file"), `${pointer}/file`);
	if (!given.has("line")) return given.has("column") ? refuse$1(pointer, "has a column and no line") : { file };
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
const errorMembers = {
	error: text,
	code: text,
	message: text,
	hint: maybe(text),
	place: maybe(place),
	excerpt: maybe(list(text))
};
/** A failure without the uses that it hits. */
const error = object(errorMembers);
const failure$1 = object({
	...errorMembers,
	image: maybe(text),
	where: list(where)
});
const warningKinds = [
	"warning",
	"trap",
	"hold",
	"new-registry",
	"committed"
];
const warning = object({
	kind: choice$1(warningKinds),
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
/** A secret in a tag is hidden from whoever reads the report. */
const tag = matching(/^(?:[A-Za-z0-9_]|\*{3})(?:[A-Za-z0-9._-]|\*{3}){0,127}$/, "tag");
const day$1 = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const moment$1 = matching(new RegExp(`^${day$1}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`), "date in UTC");
const policy = object({
	passedOver: list(object({
		tag,
		rule: choice$1([
			"skip",
			"max-bump",
			"no-downgrade",
			"minimum-age",
			"platforms",
			"missing"
		]),
		message: boundedText(2e3)
	})),
	date: maybe(object({
		date: moment$1,
		source: choice$1([
			"registry",
			"label",
			"config"
		])
	})),
	hold: maybe(object({
		reason: boundedText(2e3),
		owner: maybe(boundedText(400)),
		expiry: maybe(matching(new RegExp(`^${day$1}$`), "day"))
	}))
});
/** Members in the order of a run, so that a merge writes the same bytes. */
const use = object({
	image: text,
	...whereMembers,
	field: text,
	deploymentDir: text,
	tags: list(text),
	place: maybe(place),
	status: choice$1([
		"resolved",
		"failed",
		"skipped"
	]),
	filter: maybe(text),
	result: maybe(text),
	old: maybe(text),
	origin: maybe(choice$1([
		"fixed",
		"deployed",
		"registry",
		"previous"
	])),
	why: text,
	explanation: maybe(explanation),
	policy: later(maybe(policy), null)
}, ofTarget);

// src/report/read-report-part.ts
/** UTF-16 units of a file that stands in a record: as much as an artifact may have of one. */
const longestFile = 8388608;
const hash$1 = matching(/^[0-9a-f]{64}$/, "SHA-256");
const shortHash = matching(/^[0-9a-f]{16}$/, "begin of a SHA-256");
const options = object(Object.fromEntries(decidingNames.map((name) => [name, shortHash])));
const commit$1 = matching(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "commit");
const answer = object({
	position: count,
	use,
	orderedBy: text,
	error: maybe(error),
	warning: maybe(text),
	traps: list(text)
});
const file = object({
	name: boundedText(4096),
	text: maybe(boundedText(longestFile)),
	digest: maybe(hash$1),
	untouched: list(count),
	partial: truth,
	simple: truth
});
const entry = object({
	image: maybe(text),
	imageRegex: maybe(text),
	resultImage: text,
	namespace: maybe(text),
	deployment: maybe(text),
	container: maybe(text)
});
const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const moment = matching(new RegExp(`^${day}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`), "date in UTC");
const digest = matching(/^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-zA-Z]{32,}$/, "digest");
const facts = object({
	result: text,
	digest: maybe(digest),
	platforms: maybe(list(text))
}, { created: maybe(object({
	date: moment,
	source: choice$1([
		"registry",
		"label",
		"config"
	])
})) });
const lock = object({
	name: boundedText(4096),
	text: maybe(boundedText(longestFile)),
	decided: moment,
	facts: list(facts),
	warnings: list(text)
});
/** What a run of one part of the images left for the merge. */
const part = object({
	shard: object({
		index: ordinal,
		count: ordinal
	}),
	commit: maybe(commit$1),
	project: hash$1,
	options,
	total: count,
	answers: list(answer),
	file,
	unused: list(entry),
	warnings: list(warning),
	lock: maybe(lock)
});

// src/report/read-report-parts.ts
/** One reader for each part of the record, member by member as `record.ts` and the JSON Schema have them. */
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
	committedImages: count,
	traps: count,
	errors: count
});
const gate = object({
	gate: choice$1(gateNames),
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
	kind: choice$1([
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
	bump: choice$1([
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
	where: list(where)
});
const version = (value, pointer) => value === 1 ? 1 : refuse$1(pointer, "is no version of a report that this kluctl-images reads");
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
		repositories: count,
		imageRequests: later(count, 0)
	}),
	part: later(maybe(part), null)
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
	if (text.length > longestReport) refuse$1("", `is longer than ${longestReport} characters`);
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
		return refuse$1("", "is no JSON");
	}
}
function withOwnLinks(change, pointer, compare) {
	const { source } = change.links;
	const own = derive(change);
	if (own?.movedRepository !== change.movedRepository) refuse$1(`${pointer}/movedRepository`, `is ${change.movedRepository}, and its images say otherwise`);
	if (source !== null && change.kind !== "changed") refuse$1(`${pointer}/links/source`, `compares what is ${change.kind}`);
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
	if (now !== null) return compareUses$1([{
		...place,
		image,
		old,
		new: now,
		why,
		filter,
		bump
	}], [])[0];
	return old === null ? void 0 : compareUses$1([], [{
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
	if (source.source.length > longestSource) refuse$1(`${pointer}/source`, `is longer than ${longestSource} characters`);
	if (from !== null && !commit.test(from)) refuse$1(`${pointer}/from`, "is no commit");
	if (to !== null && !commit.test(to)) refuse$1(`${pointer}/to`, "is no commit");
	const subjects = commits?.subjects ?? [];
	if (subjects.length > Math.min(commits?.total ?? 0, mostSubjects)) refuse$1(`${pointer}/commits/subjects`, "are more than there may be");
	subjects.forEach(({ sha, subject }, index) => {
		if (!commit.test(sha)) refuse$1(`${pointer}/commits/subjects/${index}/sha`, "is no commit");
		if (subject.length > longestSubject) refuse$1(`${pointer}/commits/subjects/${index}/subject`, `is longer than ${longestSubject} characters`);
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

// src/fixed/document.ts
/**
* Reads a fixed-images file: one document, `images: […]`. An empty file is an empty list.
* @throws FixedImagesError with file, line and column
*/
function readDocument(text, file, warn) {
	return inFixedImages("", () => {
		const document = parseYaml(text, file);
		if (!document) return [];
		refuseAnchors$1(document);
		const root = new Part(document);
		for (const key of root.map().keys()) if (key !== "images") throw new FixedImagesError(`the key ${quote(key)} is not known; a fixed-images file has only "images"`, root.at(key).place, key);
		return readEntries(root.at("images"), { warn });
	});
}
function refuseAnchors$1(document) {
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
* it are kept, and so are its line ends. Every string is in double quotes, so that a YAML 1.1 reader cannot take it for something else (threat model Y-03).
*/
function formatDocument(entries, previous) {
	if (previous && isKept(previous, entries)) return previous.text;
	const document = previous === void 0 ? newDocument() : oldDocument(previous.text.replaceAll("\r\n", "\n"));
	const list = document.get("images");
	if (!(0, import_dist.isSeq)(list)) throw new Error("a document that was just made has no list");
	fillList(document, list, entries, previous?.entries ?? []);
	(0, import_dist.visit)(document, { Scalar(key, node) {
		if (key !== "key" && typeof node.value === "string") node.type = import_dist.Scalar.QUOTE_DOUBLE;
	} });
	const text = document.toString({
		lineWidth: 0,
		flowCollectionPadding: false
	});
	return previous !== void 0 && isOfWindows(previous.text) ? text.replaceAll("\n", "\r\n") : text;
}
/** True where most lines end with CR LF. */
function isOfWindows(text) {
	const all = text.split("\n").length - 1;
	return (text.split("\r\n").length - 1) * 2 > all;
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

// src/report/answer-record.ts
/** Position of every use in the order of the report, which depends on nothing but the uses. */
function reportPositions(uses) {
	return new Map(uses.toSorted(compareUses).map((use, position) => [use, position]));
}
function compareUses(a, b) {
	return byCodeUnit(a.call.image, b.call.image) || byCodeUnit(a.namespace, b.namespace) || byCodeUnit(a.deployment, b.deployment) || byCodeUnit(a.container, b.container) || byCodeUnit(a.deploymentDir, b.deploymentDir) || byCodeUnit(a.field, b.field) || byCodeUnit(a.manifest.path, b.manifest.path) || a.range[0] - b.range[0];
}
/** An answer as data, with what the baseline has for its use. */
function answerRecord(answer, position, baseline) {
	const { use } = answer;
	const decision = "decision" in answer ? answer.decision : void 0;
	const traps = answer.status === "skipped" ? [] : decision?.traps ?? [];
	return {
		position,
		use: {
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
			explanation: decision ? explanationRecord(decision) : null,
			policy: "policy" in answer && answer.policy ? policyRecord(answer.policy) : null
		},
		orderedBy: decision?.written ?? use.call.filter ?? "semver()",
		error: answer.status === "failed" ? errorRecord(answer.error, use.call.place) : null,
		warning: (answer.status === "resolved" ? answer.warning : void 0) ?? null,
		traps: traps.map(({ message, suggestion }) => `${message}; ${suggestion} avoids it`)
	};
}
/** The answer again, as the failure that it has become. */
function failedRecord(answer, error) {
	const { use } = answer;
	return {
		...answer,
		use: {
			...use,
			status: "failed",
			result: null,
			origin: null,
			why: error.message,
			policy: null
		},
		error: errorRecord(error, use.place ?? void 0),
		warning: null
	};
}
/** An error as data. `place` is the call's, for errors that have none of their own. */
function errorRecord(error, place) {
	const own = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : void 0;
	const excerpt = error instanceof ProjectError ? error.excerpt ?? [] : [];
	const caret = error instanceof FilterError ? `\n${error.caret()}` : "";
	return {
		error: error.name,
		code: error.code,
		message: `${error.message}${caret}`,
		hint: error.hint ?? null,
		place: own ?? place ?? null,
		excerpt: excerpt.length === 0 ? null : excerpt
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
/** Null where the policy had no part in the answer. */
function policyRecord({ passedOver, date, hold }) {
	if (passedOver.length === 0 && date === void 0 && hold === void 0) return null;
	return {
		passedOver: passedOver.map(({ tag, rule, message }) => ({
			tag,
			rule,
			message
		})),
		date: date === void 0 ? null : {
			date: date.date,
			source: date.source
		},
		hold: hold === void 0 ? null : {
			reason: hold.reason,
			owner: hold.owner ?? null,
			expiry: hold.expiry ?? null
		}
	};
}

// src/report/build.ts
/** Builds the decision record, in an order that depends on nothing but its content. */
function buildReport(input) {
	const answers = input.answers.toSorted(compareAnswers);
	const uses = answers.map(({ use }) => use);
	const changes = compareUses$1(answers.map(diffUse), input.removed);
	const failures = [...unique$1(input.problems.toSorted(compareByPlace)), ...useFailures(answers)];
	const warnings = unique$1([...input.warnings.toSorted(compareByPlace), ...answers.flatMap(answerWarnings)]);
	return {
		version: 1,
		target: input.target,
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
		cost: costRecord(input.cost),
		part: null
	};
}
/** The record of a run that ended before it could look at an image. */
function endReport(errors, target) {
	return buildReport({
		target: target ?? null,
		answers: [],
		problems: errors.map((error) => failure(error, null, [])),
		warnings: [],
		removed: [],
		cost: noCost,
		failOn: []
	});
}
/** A failure as data. `place` is the call's, for errors that have none of their own. */
function failure(error, image, where, place) {
	return {
		...errorRecord(error, place),
		image,
		where
	};
}
function diffUse({ use, orderedBy }) {
	const { old, result, origin, filter } = use;
	return {
		...use,
		new: result,
		filter: origin === "registry" ? filter : null,
		bump: bumpOf(old, result, orderedBy)
	};
}
function compareAnswers({ use: a, position: x }, { use: b, position: y }) {
	return byCodeUnit(a.image, b.image) || compareWhere(a, b) || byCodeUnit(a.deploymentDir, b.deploymentDir) || byCodeUnit(a.field, b.field) || x - y;
}
function compareByPlace({ place: a, message: x }, { place: b, message: y }) {
	return byCodeUnit(a?.file ?? "", b?.file ?? "") || (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0) || byCodeUnit(x, y);
}
/** One record for each image and message, with every place it hits: a registry that is down is one failure, not forty. */
function useFailures(answers) {
	const groups = /* @__PURE__ */ new Map();
	for (const { use, error } of answers) {
		if (error === null) continue;
		const { image } = use;
		const key = JSON.stringify([image, use.why]);
		const group = groups.get(key) ?? {
			error,
			image,
			where: []
		};
		group.where.push(placeOf$1(use));
		groups.set(key, group);
	}
	return [...groups.values()].map(({ error, image, where }) => ({
		...error,
		image,
		where: where.toSorted(compareWhere)
	})).toSorted((a, b) => byCodeUnit(a.image ?? "", b.image ?? "") || byCodeUnit(a.message, b.message));
}
function answerWarnings({ use, warning, traps }) {
	const { status, why, place, image } = use;
	if (status === "skipped") return [{
		kind: "warning",
		message: why,
		place,
		image
	}];
	return [...warning === null ? [] : [{
		kind: "warning",
		message: warning,
		place,
		image
	}], ...traps.map((message) => ({
		kind: "trap",
		message,
		place,
		image
	}))];
}
/** Only what the report has: a registry client counts more than that. */
function costRecord({ requests, waits, repositories, imageRequests }) {
	return {
		requests,
		waits,
		repositories,
		imageRequests
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
* The entries that a run was not asked about: all where it looks at a part of the project only, else those that are not selected. One that names
* no single image may be about one that is not selected.
*/
function untouchedEntries(previous, partial, rules) {
	return new Set(previous.filter(({ image }) => partial || (image === void 0 ? rules.length > 0 : !isSelected(rules, image))));
}
/**
* The new fixed-images list: an entry for every answer, and every previous entry that this run was not asked about, unchanged.
* An answer that the list would give differently (two calls in one container with different results) is a conflict:
* the file is proved against every use before it is written. Where nothing but the order would change, the previous order stays.
*/
function buildDocument(uses, request) {
	const { entries: previous, warnings } = carriedOver(uses, request);
	const full = fullEntries(uses, request);
	const ownKeys = new Set(full.flatMap(entryKeys));
	const carried = lastOfEach(previous.filter((entry) => !ownKeys.has(entryKey(entry))));
	const own = request.simple ? simpleEntries(uses, full, request.partial ? carried : []) : full;
	const generalKeys = new Set(own.map(entryKey));
	const kept = carried.filter((entry) => !generalKeys.has(entryKey(entry)));
	const sorted = sortEntries([...kept, ...lastOfEach(own)], kept);
	const results = resultsBySubject(uses);
	const conflicts = findConflicts(uses, sorted, results);
	if (!isReordered(sorted, request.previous)) return {
		entries: sorted,
		conflicts,
		warnings
	};
	const asBefore = findConflicts(uses, request.previous, results);
	return {
		entries: asBefore.size === conflicts.size && [...asBefore.keys()].every((position) => conflicts.has(position)) ? request.previous : sorted,
		conflicts,
		warnings
	};
}
function carriedOver(uses, request) {
	const keptFor = new Set(uses.flatMap((use) => previousEntry(use, request) ?? []));
	const asked = request.previous.filter((entry) => request.untouched.has(entry) || keptFor.has(entry));
	const isWritable = (entry) => entry.image !== void 0 || entry.imageRegex !== void 0;
	return {
		entries: asked.filter(isWritable),
		warnings: asked.filter((entry) => !isWritable(entry)).map((entry) => `the entry for ${quote(entry.deployment ?? "")} names no image; no kluctl reads such an entry, and it is not written again`)
	};
}
/** The previous entry that a use keeps. */
function previousEntry(use, { previous }) {
	return use.origin === "previous" ? findFixed(previous, use) : void 0;
}
function fullEntries(uses, request) {
	return uses.flatMap((use) => {
		if (use.result === null) return [];
		const kept = previousEntry(use, request);
		if (kept?.image !== void 0 || kept?.imageRegex !== void 0) return [];
		const { image, namespace, deployment, container } = use;
		return [{
			image,
			resultImage: use.result,
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
function simpleEntries(uses, full, carried) {
	const results = /* @__PURE__ */ new Map();
	for (const { image, result } of uses) if (result !== null) results.set(image, (results.get(image) ?? /* @__PURE__ */ new Set()).add(result));
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
function resultsBySubject(uses) {
	const results = /* @__PURE__ */ new Map();
	for (const use of uses) {
		if (use.result === null) continue;
		const own = results.get(subjectKey(use)) ?? /* @__PURE__ */ new Map();
		const targets = own.get(use.result) ?? /* @__PURE__ */ new Set();
		results.set(subjectKey(use), own.set(use.result, use.target === void 0 ? targets : targets.add(use.target)));
	}
	return results;
}
function subjectKey({ image, namespace, deployment, container }) {
	return JSON.stringify([
		image,
		namespace,
		deployment,
		container
	]);
}
function findConflicts(uses, entries, results) {
	return new Map(uses.flatMap((use, position) => {
		const conflict = findConflict(use, entries, results);
		return conflict === void 0 ? [] : [[position, conflict]];
	}));
}
function findConflict(use, entries, results) {
	if (use.result === null) return void 0;
	const own = results.get(subjectKey(use)) ?? /* @__PURE__ */ new Map();
	const found = findFixed(entries, use);
	if (own.size < 2 && found?.resultImage === use.result) return void 0;
	const where = use.deployment === "" ? "Helm values" : use.deployment;
	const place = use.container === "" ? where : `container ${quote(use.container)} of ${where}`;
	if (own.size > 1) return differing(use, place, own);
	return new ResolveError("conflict", `${quote(use.image)} in ${place} resolves to ${use.result}, and another entry of the output file answers ${found?.resultImage ?? "nothing"} for it`, { hint: "Remove that entry from the output file, or run without the options that leave it untouched." });
}
function differing({ image }, place, results) {
	const targets = new Set([...results.values()].flatMap((names) => [...names]));
	const told = [...results].toSorted(([a], [b]) => byCodeUnit(a, b)).map(([result, names]) => {
		return targets.size < 2 ? result : `${result} for ${[...names].toSorted(byCodeUnit).map((name) => quote(name)).join(" and ")}`;
	});
	const hint = targets.size < 2 ? "Give the calls the same version filter." : "Give each target a file of its own, as with output-file: fixed/{target}.yaml, or the calls the same version filter.";
	return new ResolveError("conflict", `calls for ${quote(image)} in ${place} have different results${targets.size < 2 ? ` (${told.join(", ")})` : `, ${told.join(", ")}`}, which a fixed-images file cannot tell apart`, { hint });
}

// src/conclude.ts
/**
* Puts the answers into the file. A whole run and a merge of parts both come here with the answers of all images, so that they cannot differ.
* @throws Error where the new text does not say what was decided, which is a bug
*/
function concludeFile({ file, answers, unused }) {
	const { untouched, partial, simple, text: before, entries: previous, name } = file;
	const uses = answers.map(({ use }) => use);
	const { entries, conflicts, warnings } = buildDocument(uses, {
		previous,
		untouched,
		partial,
		simple
	});
	const text = formatDocument(entries, before === void 0 ? void 0 : {
		text: before,
		entries: previous
	});
	proveText(text, entries, name);
	const present = new Set(entries.map(entryKey));
	return {
		answers: answers.map((answer, position) => {
			const conflict = conflicts.get(position);
			return conflict === void 0 ? answer : failedRecord(answer, conflict);
		}),
		entries,
		text,
		warnings: warnings.map(plainWarning),
		removed: unused.filter((entry) => !present.has(entryKey(entry)))
	};
}
/** The record of what was decided for one file, or for several. */
function concludeReport(findings, files) {
	const { problems } = findings;
	return buildReport({
		...findings,
		answers: files.flatMap(({ answers }) => answers),
		warnings: [...findings.warnings, ...files.flatMap(({ warnings }) => warnings)],
		removed: problems.length > 0 ? [] : files.flatMap(({ removed }) => removed)
	});
}
/** True where no gate failed and the project could be read. */
function isGreen({ counts, gates }) {
	return counts.errors === 0 && gates.every(({ passed }) => passed);
}
/** True where every use has its answer as well: only then a file may be written. */
function isComplete(report) {
	return isGreen(report) && report.failures.length === 0;
}
/** A warning that is about no image and no place. */
function plainWarning(message) {
	return {
		kind: "warning",
		message,
		place: null,
		image: null
	};
}
/** What is written must say, to whoever reads it, what was decided. */
function proveText(text, entries, file) {
	const readBack = readDocument(text, file, () => void 0);
	if (JSON.stringify(readBack.map(entryText)) !== JSON.stringify(entries.map(entryText))) throw new Error("the new fixed-images file does not read back as it was meant");
}
function entryText(entry) {
	return `${entryKey(entry)} ${entry.resultImage}`;
}

// src/lock/lock.ts
/** The lock where there is none yet. */
const emptyLock = { files: /* @__PURE__ */ new Map() };
/** What may stand in a lock where an answer comes from, in the order of kluctl. */
const lockOrigins = [
	"fixed",
	"deployed",
	"registry",
	"previous"
];
/** Who may say when an image came to be. */
const dateSources = [
	"registry",
	"label",
	"config"
];

// src/lock/locked-reference.ts
/** The image that a result names; the error where it names none, as a fixed-images file may say anything. */
function readLockedReference(result) {
	try {
		return parseImageReference(result);
	} catch (error) {
		if (error instanceof ImageNameError) return error;
		throw error;
	}
}

// src/lock/build-lock.ts
/**
* The lock after a run: one entry for each result that stands in the fixed-images file, and none for a result that does not; what it says of other
* files stays. An entry is decided anew only where its digest is another: a second run changes nothing, and neither does one to which the same
* result comes from elsewhere, as from the cluster after a deploy. A part of an entry that was missing is filled in without that. What is decided anew
* as it stands in the proposal was decided when that says, unless that is before the entry that it replaces: whoever may write to a branch may
* write any day there.
*/
function buildLock(previous, request) {
	const { file, entries, answers } = request;
	const old = previous.files.get(file);
	const byResult = resolvedByResult(answers);
	const locked = [...new Set(entries.map((entry) => entry.resultImage))].toSorted(byCodeUnit).map((result) => [result, buildEntry(result, old?.get(result), byResult.get(result) ?? [], request)]);
	const others = [...previous.files].filter(([name]) => name !== file);
	const own = locked.length === 0 ? [] : [[file, new Map(locked)]];
	return { files: new Map([...others, ...own]) };
}
function resolvedByResult(answers) {
	const found = /* @__PURE__ */ new Map();
	for (const answer of answers) {
		const { result, origin } = answer;
		if (result === null || origin === null) continue;
		const before = found.get(result);
		if (before) before.push({
			...answer,
			origin
		});
		else found.set(result, [{
			...answer,
			origin
		}]);
	}
	return found;
}
/** Other tools put no limit on the words for a source, a reader of the lock does. */
const whyLimit = 1e3;
function buildEntry(result, old, answers, { file, facts, now, proposal }) {
	const image = joinFacts(result, old, facts.get(result));
	if (old !== void 0 && (old.digest === null || old.digest === image.digest)) return {
		...old,
		...image
	};
	const decisions = answers.filter(({ origin }) => origin !== "previous");
	const from = firstOf(decisions) ?? firstOf(answers) ?? {
		origin: "previous",
		why: "stood in the file"
	};
	const entry = {
		...image,
		filters: filtersOf(decisions),
		decided: now,
		from: {
			origin: from.origin,
			why: shorten(from.why, whyLimit)
		}
	};
	const proposed = proposal?.files.get(file)?.get(result);
	if (proposed === void 0 || !isSameDecision(proposed, entry)) return entry;
	if (old !== void 0 && proposed.decided < old.decided) return entry;
	const { origin, why } = proposed.from;
	return {
		...entry,
		decided: proposed.decided,
		from: {
			origin,
			why: shorten(why, whyLimit)
		}
	};
}
/** Whether the proposed entry is the new one of an earlier day. The words for its source may differ: they count tags that nobody wants. */
function isSameDecision(proposed, entry) {
	return proposed.digest === entry.digest && proposed.from.origin === entry.from.origin && JSON.stringify(proposed.filters) === JSON.stringify(entry.filters) && proposed.decided <= entry.decided;
}
/** What is known of a result: the digest that it names itself wins, then what was found out now, then what the lock had. */
function joinFacts(result, old, found) {
	const reference = readLockedReference(result);
	const digest = ("digest" in reference ? reference.digest : void 0) ?? found?.digest ?? old?.digest ?? null;
	const known = old !== void 0 && (old.digest === null || old.digest === digest) ? old : void 0;
	const created = found?.created === void 0 ? known?.created : found.created;
	return {
		digest,
		platforms: found?.platforms ?? known?.platforms ?? null,
		...created === void 0 ? {} : { created }
	};
}
/** The answer whose words stand in the lock where several uses have the same result. */
function firstOf(answers) {
	const rank = ({ origin }) => lockOrigins.indexOf(origin);
	return answers.toSorted((a, b) => rank(a) - rank(b) || byCodeUnit(a.why, b.why))[0];
}
function filtersOf(answers) {
	const filters = answers.flatMap(({ filter }) => filter ?? []);
	return [...new Set(filters)].toSorted(byCodeUnit);
}

// src/lock/format-lock.ts
/**
* The text of a lock: JSON as every tool writes it (two blanks, one member a line, a final newline), in ASCII, sorted by code unit. An image is a
* block of lines of its own, so that git merges two branches that change different images.
*/
function formatLock({ files }) {
	const parts = sorted(files).map(([file, results]) => member(file, block(sorted(results).map(([result, entry]) => member(result, formatEntry(entry))))));
	return `${block([member("version", "1"), member("files", block(parts))])}\n`;
}
function formatEntry({ digest, platforms, created, filters, decided, from }) {
	return json({
		digest,
		platforms,
		...created === void 0 ? {} : { created: created && {
			date: created.date,
			source: created.source
		} },
		filters,
		decided,
		from: {
			origin: from.origin,
			why: from.why
		}
	});
}
function sorted(map) {
	return [...map].toSorted(([a], [b]) => byCodeUnit(a, b));
}
function block(members) {
	if (members.length === 0) return "{}";
	return `{\n${members.join(",\n")}`.replaceAll("\n", "\n  ").concat("\n}");
}
function member(name, value) {
	return `${json(name)}: ${value}`;
}
/** In ASCII nothing is invisible, and nothing is drawn in another order than it stands there. */
function json(value) {
	const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
	return JSON.stringify(value, null, 2).replace(/[^\n -~]/g, escaped);
}

// src/resolve/text-around.ts
/**
* The text around a call that a reader of the rendered text takes for a part of the reference: `mirror.test/` before it, `-alpine` or
* `@sha256:…` behind it. Both are empty for a blank, a quote, an option as `--image=`, a scheme as `oci://`, the end of a line or of a sentence.
*/
function textAround(use) {
	return {
		before: textBefore(use),
		behind: textBehind(use)
	};
}
/** No reference is longer, with the registry and the digest of it. */
const longest = 1e3;
function textBefore({ manifest, range, field }) {
	const line = manifest.text.slice(Math.max(0, range[0] - longest), range[0]).replace(/\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|.)/g, " ");
	const [run = ""] = /[\w.:/@+-]*$/.exec(line) ?? [];
	const word = run.split("://").at(-1) ?? "";
	if (/(?:^|\.)image$/.test(field)) return word === ":" ? "" : word;
	return /^[A-Za-z0-9].*[\w./+-]$|^[A-Za-z0-9]$/.test(word) ? word : "";
}
function textBehind({ manifest, range }) {
	const word = /[^\s"'\\]*/y;
	word.lastIndex = range[1];
	const text = word.exec(manifest.text)?.[0] ?? "";
	return /^[.:/@+-]*\w[\w.:/@+-]*/.exec(text)?.[0].replace(/[.:]+$/, "") ?? "";
}

// src/resolve/digests.ts
/**
* The option `pin-digests`: the answers again, each of a selected image as `repository:tag@sha256:…`, whoever answered. What is kept as it was
* (not selected, offline, held) stays as it was, and an answer that has a digest asks nobody. Each reference is asked for once. Where no
* digest can be had, the uses of that reference fail: a tag that looks pinned would be worse than none. A digest that is new to the lock is
* that of the document, which the lock is to be written from, so that none is pinned that is not there.
*/
async function pinDigests(answers, request) {
	const asked = /* @__PURE__ */ new Map();
	const pin = (result) => {
		const known = asked.get(result) ?? pinResult(result, request);
		asked.set(result, known);
		return known;
	};
	return Promise.all(answers.map((answer) => isToPin(answer, request) ? pinAnswer(answer, pin) : answer));
}
/**
* The reference with a digest in place of the one it may have. A reference without a tag means `latest` to every program that pulls it, and gets
* it spelled out, so that a reader and `verify` know which tag was meant. Registries and kluctl take a name with both: what
* decides is the digest, and the tag is for people (distribution reference grammar, `[ ":" tag ] [ "@" digest ]`).
*/
function withDigest({ name, tag, digest: old }, digest) {
	return `${name}${tag === void 0 && old !== void 0 ? "" : `:${tag ?? "latest"}`}@${digest}`;
}
function isToPin(answer, { isSelected }) {
	if (answer.status !== "resolved" || answer.origin === "previous") return false;
	return isSelected(answer.use.call.image) && !answer.result.includes("@");
}
async function pinAnswer(answer, pin) {
	try {
		refuseRest(answer);
		return {
			...answer,
			result: await pin(answer.result)
		};
	} catch (error) {
		if (!isImagesError(error)) throw error;
		const { use, decision, policy } = answer;
		return {
			status: "failed",
			use,
			error,
			decision,
			policy
		};
	}
}
async function pinResult(result, request) {
	const reference = parseImageReference(result);
	const digest = await readDigest$1(reference, request);
	if (isDigest(digest)) return withDigest(reference, digest);
	const { registry, path } = reference.repository;
	throw new RegistryError("protocol", `${registry} answers ${quote(digest)} for ${quote(result)}, which is no digest`, {
		registry,
		repository: path
	});
}
/** HEAD costs least, and nothing of Docker Hub's pulls; but what it says alone is proof only of a digest that was read before. */
async function readDigest$1(reference, { images, proved }) {
	if (proved === void 0) return images.readDigest(reference);
	const before = withDigest(reference, "");
	if ([...proved].some((result) => result.startsWith(before))) {
		const digest = await images.readDigest(reference);
		if (proved.has(`${before}${digest}`)) return digest;
	}
	return images.readDigest(reference, "document");
}
/**
* A template may write on behind a call, as in `{{ images.get_image("app") }}-alpine` or `…@sha256:…`. Behind a digest that makes a reference
* that no program can read, which nobody would see before the deployment.
* @throws ResolveError
*/
function refuseRest({ use, result }) {
	const rest = replacePlaceholders(textAround(use).behind, (call) => call.image);
	if (rest === "") return;
	throw new ResolveError("conflict", `${quote(use.call.image)} cannot be pinned: the template writes ${quote(rest, 80)} behind ${result}, and nothing may follow a digest`, { hint: "Take that text out of the template, or leave the image out with !IMAGE in the option images." });
}

// src/lock/image-facts.ts
/**
* What the lock is to say of results. What it says already is not asked for again: only a part that it could not read before, and of a result
* without a digest of its own what its tag names now, since nothing but the lock would tell that it was pushed again. Trouble with one image is
* a warning, never a rejection, since a fixed-images file serves without its lock.
*/
async function readFacts(results, previous, images) {
	const found = await Promise.all([...new Set(results)].map(async (result) => ({
		result,
		...await readOne(result, previous?.get(result), images)
	})));
	return {
		facts: new Map(found.flatMap(({ result, facts }) => facts === void 0 ? [] : [[result, facts]])),
		warnings: found.flatMap(({ warning }) => warning ?? [])
	};
}
async function readOne(result, known, images) {
	const reference = readLockedReference(result);
	if (reference instanceof ImageNameError) return {
		facts: void 0,
		warning: `the lock says nothing of ${quote(result)}: ${reference.message}`
	};
	const troubles = [];
	const named = await readNamed(reference, known, images, troubles);
	const [trouble] = troubles;
	if (trouble !== void 0) return {
		facts: void 0,
		warning: describeUnasked(result, trouble)
	};
	const old = known?.digest === null || known?.digest === named ? known : void 0;
	const content = await readContent(reference, {
		digest: named ?? null,
		platforms: old?.platforms ?? null
	}, images, troubles);
	const created = old?.created === void 0 ? await readCreated$1(reference, content, images, troubles) : old.created;
	const warnings = [describeMove(result, known, named), describe(result, troubles)].filter((text) => text !== void 0);
	return {
		facts: {
			...content,
			...created === void 0 ? {} : { created }
		},
		warning: warnings.length === 0 ? void 0 : warnings.join("; ")
	};
}
/** The digest that a result names itself, else what its locked tag names now; undefined where nothing is locked that could be another. */
async function readNamed(reference, known, images, troubles) {
	if (reference.digest !== void 0 || known === void 0 || known.digest === null) return reference.digest;
	return attempt$1("digest", images.readDigest(reference), troubles);
}
/** Digest and platforms are one request: what lists the platforms is what the digest is of. */
async function readContent(reference, known, images, troubles) {
	if (known.digest !== null && known.platforms !== null) return known;
	const asked = pinned(reference, known.digest);
	const found = await attempt$1("platforms", images.readPlatforms(asked), troubles);
	if (found !== void 0) {
		const names = found.platforms.map(({ platform }) => platform);
		return {
			digest: known.digest ?? found.digest,
			platforms: [...new Set(names)].toSorted(byCodeUnit)
		};
	}
	if (known.digest !== null) return known;
	return {
		digest: await attempt$1("digest", images.readDigest(asked), troubles) ?? null,
		platforms: null
	};
}
/** Null where nobody says a date; undefined where nobody could be asked. */
async function readCreated$1(reference, { digest }, images, troubles) {
	if (digest === null) return void 0;
	return attempt$1("date", images.readDate(pinned(reference, digest)).then((date) => date ?? null), troubles);
}
function pinned(reference, digest) {
	return digest === null ? reference : parseImageReference(withDigest(reference, digest));
}
async function attempt$1(part, work, troubles) {
	try {
		return await work;
	} catch (error) {
		if (!isImagesError(error)) throw error;
		troubles.push({
			part,
			error
		});
		return;
	}
}
function describeUnasked(result, { error }) {
	return `whether ${result} was pushed again since it was locked is not known: ${error.message}; the next run asks again`;
}
function describeMove(result, known, named) {
	if (!(typeof known?.digest === "string" && named !== void 0 && known.digest !== named) || result.includes("@")) return void 0;
	return `${result} was pushed again since it was locked (${shortDigest(known.digest)} → ${shortDigest(named)})`;
}
function shortDigest(digest) {
	return digest.replace(/^([^:]+:.{12}).+$/, "$1…");
}
function describe(result, troubles) {
	const [first] = troubles;
	if (first === void 0) return void 0;
	return `the lock does not say the ${troubles.map(({ part }) => part).join(" and ")} of ${result}: ${first.error.message}; the next run asks again`;
}

// src/lock/json-fault.ts
/** A token of JSON (RFC 8259), with the blanks before it. */
const token = /[ \t\r\n]*(?:(?<sign>[{}[\],:])|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)/uy;
/**
* Where a text that a reader of YAML takes is no JSON: the offset of the first thing that JSON has not (a comment, a word without quotes) or has
* not there (a comma before a bracket); undefined where there is none of these.
*/
function findJsonFault(text) {
	let comma;
	let offset = 0;
	token.lastIndex = 0;
	for (let found = token.exec(text); found; found = token.exec(text)) {
		const sign = found.groups?.["sign"];
		offset = token.lastIndex;
		if (comma !== void 0 && (sign === "}" || sign === "]")) return comma;
		comma = sign === "," ? offset - 1 : void 0;
	}
	const rest = /\S/.exec(text.slice(offset));
	return rest === null ? void 0 : offset + rest.index;
}

// src/lock/read-lock.ts
/** UTF-16 units of one text in a lock, far above what is written. */
const longestText = 1e4;
const hint = "Restore it from git, or delete it: what it says is found out again.";
/**
* Reads a lock, with the limits of YAML files. Nothing in it is guessed, and nothing unknown is passed over: who writes the lock again would
* lose it.
* @throws LockError with line and column
*/
function readLock(text, file) {
	refuseConflict(text, file);
	try {
		const root = new Part(parseJson(text, file));
		checkVersion(root);
		root.allow(["version", "files"]);
		return { files: mapOf(root.at("files"), (results) => mapOf(results, readEntry)) };
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw new LockError(error.message, error.place ?? { file }, {
			hint: error.hint ?? hint,
			cause: error
		});
	}
}
/** What git leaves where two branches changed the same lines. */
function refuseConflict(text, file) {
	const mark = /^(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)/m.exec(text);
	if (!mark) return;
	throw new LockError(`git left a merge conflict here: ${quote(mark[0].trim())}`, placeOf(text, file, mark.index), { hint: "Resolve it, or take the file of either side and run again: what is missing is found out again." });
}
/** The reader of YAML knows places and keys that stand twice; what it takes beyond JSON is refused, as other readers of the lock would. */
function parseJson(text, file) {
	const document = parseYaml(text, file, void 0, "file");
	if (!document) throw new ProjectError("config", "the lock is empty", {
		file,
		line: 1,
		column: 1
	});
	try {
		JSON.parse(text);
	} catch (error) {
		const place = placeOf(text, file, findJsonFault(text) ?? 0);
		throw new ProjectError("config", "this is not JSON", place, { cause: error });
	}
	return document;
}
function checkVersion(root) {
	root.map();
	const version = root.at("version");
	if (version.value === 1n) return;
	if (version.isEmpty) throw root.fail("the lock has no version");
	const said = typeof version.value === "bigint" ? String(version.value) : "another";
	throw version.fail(`the lock has version ${said}, and this release reads version 1`, "config", "Use the release that wrote it, or delete it: what it says is found out again.");
}
function mapOf(part, read) {
	return new Map([...part.map().keys()].map((key) => [key, read(part.at(key))]));
}
function readEntry(part) {
	part.allow([
		"digest",
		"platforms",
		"created",
		"filters",
		"decided",
		"from"
	]);
	const created = part.map().get("created");
	const from = part.at("from");
	from.allow(["origin", "why"]);
	return {
		digest: orNull(part.at("digest"), readDigest),
		platforms: orNull(part.at("platforms"), (platforms) => textsOf(platforms, readPlatform$1)),
		...created === void 0 ? {} : { created: orNull(part.at("created"), readCreated) },
		filters: textsOf(part.at("filters"), shortText),
		decided: readTime(part.at("decided")),
		from: {
			origin: choice(from.at("origin"), lockOrigins),
			why: shortText(from.at("why"))
		}
	};
}
function orNull(part, read) {
	return part.value === null ? null : read(part);
}
function textsOf(part, read) {
	if (!isYamlList(part.value)) throw part.fail("a list is expected here");
	return part.list().map(read);
}
function shortText(part) {
	const text = part.text();
	if (text.length > longestText) throw part.fail(`the text is longer than ${longestText} characters`);
	return text;
}
function readDigest(part) {
	const digest = part.text();
	if (!isDigest(digest)) throw part.fail(`${quote(digest)} is not a digest`);
	return digest;
}
function readPlatform$1(part) {
	const platform = part.text();
	if (platform !== "unknown" && !parsePlatform(platform)) throw part.fail(`${quote(platform)} is not a platform such as linux/amd64`);
	return platform;
}
function readCreated(part) {
	part.allow(["date", "source"]);
	return {
		date: readTime(part.at("date")),
		source: choice(part.at("source"), dateSources)
	};
}
function readTime(part) {
	const text = part.text();
	if (!(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && readInstant(text) !== void 0)) throw part.fail(`${quote(text)} is not a time such as 2026-11-22T19:30:00Z`);
	return text;
}
function choice(part, choices) {
	const text = part.text();
	const found = choices.find((one) => one === text);
	if (found === void 0) throw part.fail(`${quote(text)} is none of ${choices.join(", ")}`);
	return found;
}
function placeOf(text, file, offset) {
	const before = text.slice(0, offset);
	return {
		file,
		line: before.split("\n").length,
		column: offset - before.lastIndexOf("\n")
	};
}

// src/lock/decide-lock.ts
/** Finds out what the lock is to say of a run's images: of all results but those that were kept. */
async function findLockFacts({ file, previous, answers, images, offline }) {
	const results = answers.flatMap(({ result, origin }) => result === null || origin === "previous" ? [] : [result]);
	return offline ? {
		facts: /* @__PURE__ */ new Map(),
		warnings: []
	} : readFacts(results, previous.files.get(file), images);
}
/**
* The text of the lock, given the one that is there when it is written, since other runs may write their part of the same lock meanwhile;
* undefined where there is nothing to lock.
* @throws LockError for a text that cannot be read
*/
function lockText(current, request) {
	const lock = current === void 0 ? emptyLock : readLock(current, request.lockName);
	const built = buildLock(lock, request);
	return current === void 0 && built.files.size === 0 ? void 0 : formatLock(built);
}
/** A time in milliseconds since 1970 as a lock has it. */
function lockTime(now) {
	return `${new Date(now).toISOString().slice(0, 19)}Z`;
}

// src/lock/lock-path.ts
/** Name of the lock beside a fixed-images file. */
const lockFileName = "images.lock.json";
/**
* Path of the lock for an output file: with `auto` the one beside it, else the given one. Paths are as users write them, relative to the
* working directory.
*/
function lockPath(lockFile, outputFile) {
	return lockFile === "auto" ? folderOf(outputFile) + lockFileName : lockFile;
}
/** Under which name a lock keeps the entries of an output file: its path relative to the folder of the lock, with `/`. */
function keyInLock(lock, outputFile) {
	const from = partsOf(folderOf(lock));
	const to = partsOf(outputFile);
	let shared = 0;
	while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
	if (from.slice(shared).includes("..")) return to.join("/");
	return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}
function folderOf(path) {
	const normal = path.replaceAll("\\", "/");
	return normal.slice(0, normal.lastIndexOf("/") + 1);
}
function partsOf(path) {
	const parts = [];
	for (const part of path.replaceAll("\\", "/").split("/")) {
		if (part === "" || part === ".") continue;
		if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
		else parts.push(part);
	}
	return parts;
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

// src/resolve/shard.ts
/**
* The part of a run, from 1 to `count`, that an image falls into: by its repository in full, so that a list of tags is asked for by one part
* only, however templates write the name.
*/
function shardOf(image, count) {
	const reference = readImageReference(image);
	return hash(reference === void 0 ? image : formatRepository(reference.repository)) % count + 1;
}
/** FNV-1a over UTF-16 units, mixed at the end (murmur3's finisher): the low bits of the plain hash of similar names are much the same. */
function hash(text) {
	let value = 2166136261;
	for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 16777619);
	value = Math.imul(value ^ value >>> 16, 2246822507);
	value = Math.imul(value ^ value >>> 13, 3266489909);
	return (value ^ value >>> 16) >>> 0;
}

// src/yaml/anchors.ts
/** Where the first anchor, alias or merge key of a document stands, for files that have no use for them (threat model Y-02). */
function findAnchor(document) {
	let place;
	(0, import_dist.visit)(document.document, {
		Node(_, node) {
			if (node.anchor === void 0) return void 0;
			place = document.placeOf(node);
			return import_dist.visit.BREAK;
		},
		Alias(_, node) {
			place = document.placeOf(node);
			return import_dist.visit.BREAK;
		},
		Pair(_, { key }) {
			if (!(0, import_dist.isScalar)(key) || key.type !== import_dist.Scalar.PLAIN || key.source !== "<<") return void 0;
			place = document.placeOf(key);
			return import_dist.visit.BREAK;
		}
	});
	return place;
}

// src/policy/policy-keys.ts
/** What only the workflow may say, by words in a key, and where it says it. A pull request can change the policy file. */
const ofTheWorkflow = [
	[
		/^kluctl_registry|^(?:docker|kube)config$|^user|passw|token|auth(?!or)|login|credential|secret|^(?:client)?(?:cert|key)(?:file)?$|^apikey$/,
		"logins are",
		"Set KLUCTL_REGISTRY_<n>_HOST, _USERNAME and _PASSWORD in the environment of the workflow."
	],
	[
		/tls|ssl|insecure|plainhttp|verify|^ca(?:file|cert)?$|proxy|mirror/,
		"how a registry is connected to is",
		"Set the KLUCTL_REGISTRY_<n>_ variables, as _CA_FILE, in the environment of the workflow."
	],
	[
		/limit|timeout|^retr(?:y|ies)|concurren|parallel|budget|requests|^max(?:candidates|tags|size|bytes|pages|time)$/,
		"limits are",
		"A file of the project cannot change them; remove the key."
	]
];
/** What `read` gives, or undefined with its ProjectError noted. */
function attempt(problems, read) {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		problems.push(error);
		return;
	}
}
/**
* Notes each key of a map that is not known, with the nearest that is, and each that has no value, which is most often one that was to
* be commented out with what stood in it.
* @throws ProjectError where the part is no map
*/
function checkKeys(part, known, problems) {
	for (const [key, value] of part.map()) {
		const at = part.at(key);
		if (!known.includes(key)) problems.push(unknownKey(at, key, known));
		else if (value === null) problems.push(at.fail("has no value", "config", "Give it one, or remove the key."));
	}
}
function unknownKey(at, key, known) {
	const near = nearest(key, known);
	const word = key.toLowerCase().replace(/[-\s]|_(?!registry)/g, "");
	const [, what, where] = near === void 0 && ofTheWorkflow.find(([words]) => words.test(word)) || [];
	if (what !== void 0) {
		const message = `the key ${quote(key)} is not known here: ${what} set by the workflow, never by the policy file`;
		return at.fail(message, "config", where);
	}
	const hint = near === void 0 ? `Known keys: ${known.join(", ")}.` : `Did you mean ${near}?`;
	return at.fail(`the key ${quote(key)} is not known here`, "config", hint);
}

// src/policy/read-rule.ts
const ruleKeys = [...[
	"image",
	"filter",
	"platforms",
	"minimum-age",
	"no-date"
], ...[
	"max-bump",
	"no-downgrade",
	"hold",
	"skip"
]];
/**
* Reads one entry of `rules`, noting whatever is wrong with its fields.
* @throws ProjectError where it is no map
*/
function readRule(rule, problems) {
	checkKeys(rule, ruleKeys, problems);
	const field = (key, read) => {
		const part = rule.at(key);
		return part.isEmpty ? void 0 : attempt(problems, () => read(part));
	};
	if (rule.at("image").value === void 0) problems.push(rule.fail("image is missing", "config", "Name the images of this rule; \"**\" is every image."));
	return {
		patterns: field("image", (part) => readPatterns(part, problems)) ?? [],
		filter: field("filter", readFilter),
		platforms: field("platforms", (part) => readEach(part, readPlatform, problems)),
		minimumAge: field("minimum-age", readMinimumAge),
		noDate: field("no-date", (part) => readWord(part, ["wait", "allow"])),
		maxBump: field("max-bump", (part) => readWord(part, [
			"major",
			"minor",
			"patch"
		])),
		noDowngrade: field("no-downgrade", (part) => part.boolean(false)),
		hold: field("hold", (part) => readHold(part, problems)),
		skip: field("skip", (part) => readEach(part, (item) => readSkip(item, problems), problems)) ?? [],
		place: rule.place
	};
}
function readEach(list, read, problems) {
	return list.list().flatMap((item) => attempt(problems, () => [read(item)]) ?? []);
}
function readPatterns(part, problems) {
	if (!isYamlList(part.value)) return [readPattern(part)];
	if (part.value.length === 0) throw part.fail("the list is empty, so that the rule is about nothing");
	return readEach(part, readPattern, problems);
}
const longestPattern = 500;
function readPattern(part) {
	const pattern = part.text();
	if (!isImagePattern(pattern) || /\/\/|^\/|\/$/.test(pattern)) throw part.fail(`${quote(pattern)} is not an image pattern`, "config", "A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any.");
	if (hasTag(pattern)) throw part.fail(`${quote(pattern)} has a tag, and a pattern is about repositories`, "config", "Name tags with filter or skip.");
	if (hasTooManyStars(pattern)) throw part.fail(`${quote(pattern)} has stars in more than ${10} places`, "config", "Two stars stand for anything, / too.");
	if (pattern.length <= longestPattern) return compileImagePattern(pattern);
	throw part.fail(`the pattern is longer than ${longestPattern} characters`);
}
function readFilter(part) {
	const text = part.text();
	try {
		return {
			filter: parseVersionFilter(text),
			text
		};
	} catch (error) {
		if (!(error instanceof FilterError)) throw error;
		throw part.fail(`${error.message}\n${error.caret()}`, "config", error.hint);
	}
}
function readPlatform(part) {
	const text = part.text();
	const platform = parsePlatform(text);
	if (platform) return formatPlatform(platform);
	throw part.fail(`${quote(text)} is not a platform`, "config", "Write it as linux/amd64 or linux/arm/v7.");
}
function readMinimumAge(part) {
	const text = textOfScalar(part, "a time");
	const age = readDuration(text);
	if ("milliseconds" in age) return age;
	throw part.fail(`${quote(text)} is no time: ${age.problem}`, "config", "Write it as 30m, 12h, 3d or 2w.");
}
function readWord(part, words) {
	const text = part.text();
	const word = words.find((one) => one === text);
	if (word !== void 0) return word;
	throw part.fail(`${quote(text)} is not known here`, "config", `Write one of ${words.join(", ")}.`);
}
function readHold(part, problems) {
	if (!isYamlMap(part.value)) throw part.fail("a hold is a map that says why", "config", "Write hold: { reason: why, owner: who, expiry: 2026-12-24 }; owner and expiry may be left out.");
	checkKeys(part, [
		"reason",
		"owner",
		"expiry"
	], problems);
	if (part.at("reason").value === void 0) throw part.fail("reason is missing", "config", "Whoever meets the hold next wants to know why.");
	const [owner, expiry] = [part.at("owner"), part.at("expiry")];
	return {
		reason: readWords(part.at("reason"), 500),
		owner: owner.isEmpty ? void 0 : readWords(owner, 100),
		expiry: expiry.isEmpty ? void 0 : readDay(expiry),
		place: part.place
	};
}
/** A text for people, on one line. */
function readWords(part, longest) {
	const text = part.text().trim().replace(/\s+/g, " ");
	if (text === "") throw part.fail("the text is empty");
	if (text.length <= longest) return text;
	throw part.fail(`the text is ${plural(text.length, "character")} long; at most ${longest} are allowed`);
}
function readDay(part) {
	const text = textOfScalar(part, "a day");
	if (startOfDay(text) !== void 0) return text;
	throw part.fail(`${quote(text)} is no day of the calendar`, "config", "Write it as 2026-12-24.");
}
function readSkip(item, problems) {
	if (!isYamlMap(item.value)) return {
		tag: readTag(item),
		reason: void 0
	};
	checkKeys(item, ["tag", "reason"], problems);
	const reason = item.at("reason");
	if (item.at("tag").value === void 0) throw item.fail("tag is missing");
	return {
		tag: readTag(item.at("tag")),
		reason: reason.isEmpty ? void 0 : readWords(reason, 500)
	};
}
function readTag(part) {
	const text = textOfScalar(part, "a tag");
	if (isTag(text)) return text;
	const hint = /[/:@]/.test(text) ? "Write the tag only, without the image." : void 0;
	throw part.fail(`${quote(text)} is not a tag`, "config", hint);
}
/** The text as it stands in the file, also where YAML makes a number of it: `1.10` is no 1.1. */
function textOfScalar(part, what) {
	const { value, written } = part;
	if (value === null || typeof value === "boolean" || written === void 0) throw part.fail(`${what} is expected here, as text`, "config", "Put it in quotes.");
	return written;
}

// src/policy/read-policy.ts
/** A policy is written by people. */
const limits = {
	...yamlLimits,
	bytes: 524288,
	nodes: 2e4
};
/** A key that has no business here and may stand before a secret: no line of such a file is shown. */
const mayHoldLogin = /(?:user|passw|token|secret|credential|auth|login|key)[\w-]*["']?\s*:/i;
const everyRegistry = {
	allow: void 0,
	deny: []
};
/**
* Reads a policy file. An empty one is a policy that says nothing. Its schema for editors is `schema/policy.schema.json`.
* @param file for the places in errors
* @throws ProjectError with file, line and column, or an AggregateError of several
*/
function readPolicy(text, file) {
	const document = readShown(text, file);
	if (!document || document.value === null) return {
		rules: [],
		registries: everyRegistry
	};
	refuseAnchors(document);
	const root = new Part(document);
	const problems = [];
	const policy = attempt(problems, () => readRoot(root, problems));
	const [first, ...others] = problems.toSorted((a, b) => byPlace(a.place, b.place));
	if (first && others.length > 0) throw new AggregateError([first, ...others]);
	if (first || !policy) throw first;
	return policy;
}
const rootKeys = ["rules", "registries"];
/**
* Lines are shown of what is a policy by its keys, and of nothing else: the option may name, or a pull request may link, a file of a runner
* that happens to be readable, and what does not parse may be anything.
*/
function readShown(text, file) {
	const document = parseYaml(text, file, limits, "hidden");
	if (document === void 0 || mayHoldLogin.test(text)) return document;
	const { value } = document;
	return isYamlMap(value) && rootKeys.some((key) => value.has(key)) ? {
		...document,
		excerpt: (place) => excerptOf(text, place)
	} : document;
}
function byPlace(a, b) {
	return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
function refuseAnchors(document) {
	const place = findAnchor(document);
	if (!place) return;
	throw new ProjectError("config", "anchors, aliases and merge keys are not used in a policy file", place, {
		hint: "Give one rule several patterns, or write the values again.",
		excerpt: document.excerpt(place)
	});
}
function readRoot(root, problems) {
	checkKeys(root, rootKeys, problems);
	return {
		rules: (attempt(problems, () => readRuleList(root.at("rules"))) ?? []).flatMap((rule) => attempt(problems, () => [readRule(rule, problems)]) ?? []),
		registries: attempt(problems, () => readRegistries(root.at("registries"), problems)) ?? everyRegistry
	};
}
const mostRules = 1e3;
function readRuleList(list) {
	const rules = list.list();
	const surplus = rules[mostRules];
	if (surplus === void 0) return rules;
	throw surplus.fail(`the file has ${rules.length} rules; at most ${mostRules} are read`, "limit", "Give one rule several patterns where they say the same.");
}
const mostRegistries = 200;
function readRegistries(part, problems) {
	if (part.isEmpty) return everyRegistry;
	checkKeys(part, ["allow", "deny"], problems);
	const [allow, deny] = ["allow", "deny"].map((key) => readRegistryPatterns(part.at(key), problems));
	return {
		allow,
		deny: deny ?? []
	};
}
function readRegistryPatterns(list, problems) {
	if (list.isEmpty) return void 0;
	const items = attempt(problems, () => list.list()) ?? [];
	const surplus = items[mostRegistries];
	if (surplus !== void 0) problems.push(surplus.fail(`the list has ${items.length} registries; at most ${mostRegistries} are read`, "limit"));
	return items.slice(0, mostRegistries).flatMap((item) => attempt(problems, () => [readRegistryPattern(item)]) ?? []);
}
function readRegistryPattern(item) {
	const pattern = item.text();
	const why = registryPatternProblem(pattern);
	if (why === void 0) return pattern;
	throw item.fail(`${quote(pattern)} is not a registry: ${why}`);
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
	const { targetImages, targetContext } = project;
	return {
		targetImages,
		targetContext,
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

// src/resolve/run-policy.ts
/** A policy that says nothing. */
const noPolicy = {
	rules: [],
	registries: {
		allow: void 0,
		deny: []
	}
};
function makeRunPolicy(policy, options) {
	const { rules, platforms, allowRegistries: allow, denyRegistries: deny } = options;
	const known = /* @__PURE__ */ new Map();
	const steps = newPolicySteps();
	return {
		rules: policy.rules,
		registries: mergeRegistries(policy.registries, {
			allow,
			deny
		}),
		of(image) {
			const found = known.get(image);
			if (found) return found;
			const { filter, text } = ruleFor(rules, image) ?? {};
			const made = imagePolicy(policy, image, {
				filter: filter === void 0 || text === void 0 ? void 0 : {
					filter,
					text
				},
				platforms
			}, steps);
			known.set(image, made);
			return made;
		}
	};
}

// src/prepare.ts
/**
* Reads what the options name, and loads and renders the project. Failures of single files of the project are in it as problems.
* @throws InputError, FixedImagesError, LockError or ProjectError where an option or a file that one names cannot be used
*/
async function prepare(options, ports) {
	const warnings = [];
	const warn = (message, place) => void warnings.push({
		kind: "warning",
		message,
		place: place ?? null,
		image: null
	});
	const policyFile = ports.readPolicy?.();
	const policy = readRunPolicy(options, policyFile);
	const previousText = ports.readPrevious();
	const previous = previousText === void 0 ? [] : readDocument(previousText, options.outputFile, warn);
	const lockFile = ports.readLock?.();
	const lock = lockFile === void 0 ? emptyLock : readLock(lockFile.text, lockFile.name);
	const filePins = options.fixedImagesFiles.flatMap((file) => readDocument(ports.readFile(file, "fixed-images-file"), file, warn).map((entry) => ({
		entry,
		source: file
	})));
	const optionPins = options.fixedImages.map((entry) => ({
		entry,
		source: "the option fixed-images"
	}));
	const args = commandLineArgs(options.args, options.argsFromFile, ports.readFile);
	const { target, inclusion } = options;
	ports.progress?.("rendering");
	const rendered = await ports.render({
		target,
		args,
		inclusion,
		ownFiles: ports.ownFiles
	});
	const project = await discover(rendered, ports.builders);
	const targetPins = project.targetImages.map((entry) => ({
		entry,
		source: `target ${target ?? ""}`
	}));
	for (const { message, place } of project.warnings) warn(message, place);
	return {
		project,
		targetPins,
		filePins,
		optionPins,
		previousText,
		previous,
		policy,
		policyText: policyFile?.text,
		lock,
		lockText: lockFile?.text,
		warnings
	};
}
/** @throws ProjectError for a policy file that cannot be read as one: nothing is decided without it */
function readRunPolicy(options, file) {
	const policy = file === void 0 ? noPolicy : readPolicy(file.text, file.name);
	return makeRunPolicy(policy, {
		...options,
		rules: options.images
	});
}

// src/resolve/arrivals.ts
/** Without somebody who can tell, nothing is new. */
function watchArrivals(introduction) {
	const seen = /* @__PURE__ */ new Set();
	const fresh = /* @__PURE__ */ new Set();
	return {
		async introduce(registries) {
			const unseen = [...new Set(registries)].filter((registry) => !seen.has(registry));
			for (const registry of unseen) seen.add(registry);
			if (introduction === void 0 || unseen.length === 0) return;
			for (const registry of await introduction(unseen)) fresh.add(registry);
		},
		of: (answer) => registriesOf(answer).filter((registry) => fresh.has(registry))
	};
}
/** Registries that an answer names: that of the repository that was asked for, and that of the result. */
function registriesOf(answer) {
	const names = [...answer.status === "failed" || answer.status === "resolved" && answer.origin === "registry" ? [answer.use.call.image] : [], ...answer.status === "resolved" ? [answer.result] : []];
	return [...new Set(names.flatMap((name) => readImageReference(name)?.repository.registry ?? []))].toSorted();
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

// src/lock/proved-results.ts
/**
* The results of a lock whose digests somebody has read already, with the platforms: nothing of them needs to be read again to know that they
* are there.
*/
function provedResults(locked) {
	const entries = [...locked ?? []];
	return new Set(entries.flatMap(([result, { digest, platforms }]) => digest !== null && platforms !== null && result.endsWith(`@${digest}`) ? [result] : []));
}

// src/resolve/candidates-aged.ts
/** The border is looked for among so many tags first: further down are the images of another time. */
const near = 64;
/** And then among so many more. A power of two: halves of one tag less than that come out even. */
const far = 4096;
/** For so many tags the border is always found: one look at the end of what is near, then halves. */
const mostProbes = 1 + Math.log2(far);
/** How many tags are looked through at most. */
const farthest = 4159;
/**
* Looks for the first place that passes among tags of which the upper ones are too young, without asking for each: where age grows from place to
* place, it is found. Where it does not, a place is found that passes all the same, and none that was seen to pass is above it. A place that is refused for
* another reason is old enough; where the border is one, it goes on below. Every place that is returned was looked at.
*
* Which places are looked at does not depend on how many there are, and those beyond the end count as probes: so a search that ends above what the last
* one took ends without an answer.
*
* @param count number of places; beyond are tags that are not to be taken
* @param probes how many places may be tried
*/
async function findOldEnough(count, probes, look) {
	let left = probes;
	let end = count;
	/** The uppermost place known to pass, or to be as good as beyond the end. */
	let bound = Number.POSITIVE_INFINITY;
	const probe = async (place) => {
		left -= 1;
		const standing = place < end ? await look(place) : "passes";
		if (standing !== "passes") return standing;
		end = Math.min(end, place);
		bound = Math.min(bound, place);
		return standing;
	};
	/** The next place below which the border is to be looked for; undefined where the search is at its end. */
	const descend = async (young) => {
		let place = await findBorder(young, bound, () => left > 0, probe);
		while (place !== void 0 && left > 0) {
			place += 1;
			const standing = await probe(place);
			if (standing !== "refused") return standing === "young" ? place : void 0;
		}
	};
	for (let young = -1; young !== void 0 && left > 0;) young = await descend(young);
	return end < count ? end : void 0;
}
/** The first place below a young one that is old enough and refused all the same; undefined where that one passes, or is not found. */
async function findBorder(from, bound, mayProbe, probe) {
	let [young, old] = [from, Math.min(bound, from + near)];
	let isRefused = false;
	if (old < bound) {
		const first = await probe(old);
		isRefused = first === "refused";
		if (first === "young") [young, old] = [old, Math.min(bound, old + far)];
	}
	while (old - young > 1 && mayProbe()) {
		const middle = young + old >> 1;
		const standing = await probe(middle);
		if (standing === "young") young = middle;
		else [old, isRefused] = [middle, standing === "refused"];
	}
	return isRefused && old - young === 1 ? old : void 0;
}

// src/resolve/candidates-digests.ts
function createDigests(request, images) {
	const known = /* @__PURE__ */ new Map();
	const of = (tag) => {
		const digest = known.get(tag) ?? images.readDigest(parseImageReference(`${request.image}:${tag}`));
		known.set(tag, digest);
		return digest;
	};
	let skipped;
	return {
		of,
		skipped: () => {
			skipped ??= readSkipped(skippedTags(request), of);
			return skipped;
		},
		get asked() {
			return known.size;
		}
	};
}
/** A skipped tag that is listed, or that may be there: of those that begin otherwise than the list says nothing. */
function skippedTags({ tags, prefix, policy }) {
	if (policy.skip.length === 0) return [];
	const listed = new Set(tags);
	const isThere = (tag) => listed.has(tag) || prefix !== void 0 && !tag.startsWith(prefix);
	return policy.skip.map(({ tag }) => tag).filter(isThere).slice(-10);
}
async function readSkipped(tags, digestOf) {
	const digests = await Promise.all(tags.map(async (tag) => [await unlessMissing(digestOf(tag)), tag]));
	const found = /* @__PURE__ */ new Map();
	for (const [digest, tag] of digests) if (digest !== void 0 && !found.has(digest)) found.set(digest, tag);
	return found;
}
/** Undefined for an image that the registry does not have. Rejects with RegistryError as the question does otherwise. */
async function unlessMissing(answer) {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof RegistryError && error.code === "not-found") return void 0;
		throw error;
	}
}

// src/resolve/candidates-free.ts
/** Reads what the image is now; what cannot be read has no tag, and nothing can be compared with it. */
function findCurrent({ reference, current, currentDigest }) {
	if (current === void 0) return void 0;
	try {
		const { tag, digest = currentDigest, repository } = parseImageReference(current);
		return {
			tag,
			digest,
			isHere: formatRepository(repository) === formatRepository(reference.repository),
			text: current
		};
	} catch (error) {
		if (error instanceof ImageNameError) return {
			tag: void 0,
			digest: void 0,
			isHere: false,
			text: current
		};
		throw error;
	}
}
/**
* The rules that cost no request: says why a tag does not pass, undefined where it may. The tag that the image has is only refused by `skip`;
* where it is, or is to be left, going back is what is wanted. Made once for many tags: what is said of all of them is read and written before the first.
*/
function refuseFreely({ policy, filter, written }, current, isLeft) {
	const { maxBump, noDowngrade, skip } = policy;
	const skipped = new Map(skip.map(({ tag, reason }) => [tag, reason]));
	const refuseStep = current === void 0 || maxBump === void 0 && !noDowngrade ? void 0 : stepRules({
		policy,
		filter,
		written
	}, current, isLeft || current.tag !== void 0 && skipped.has(current.tag));
	return (next) => {
		const { tag } = next;
		if (skipped.has(tag)) {
			const reason = skipped.get(tag);
			return {
				tag,
				rule: "skip",
				message: reason === void 0 ? "skipped" : `skipped: ${reason}`
			};
		}
		const fault = tag === current?.tag ? void 0 : refuseStep?.(next);
		return fault && {
			tag,
			...fault
		};
	};
}
/** The rules about the step from the tag that the image has. */
function stepRules({ policy, filter, written }, current, mayGoBack) {
	const { maxBump, noDowngrade } = policy;
	const from = current.tag ?? quote(current.text);
	const older = {
		rule: noDowngrade ? "no-downgrade" : "max-bump",
		message: `older than ${from}, which is in use`
	};
	const allowed = maxBump === void 0 ? levels : levels.slice(0, levels.indexOf(maxBump) + 1);
	const other = `neither patch, minor nor major after ${from} by ${shorten(written, 60)}`;
	const stepOf = stepsFrom(current, filter);
	return (next) => {
		const step = stepOf(next);
		if (step === "back") return mayGoBack ? void 0 : older;
		if (maxBump === void 0 || allowed.includes(step)) return void 0;
		return {
			rule: "max-bump",
			message: `${levels.includes(step) ? `a ${step} bump from ${from}` : other}, and max-bump is ${maxBump}`
		};
	};
}
const levels = [
	"patch",
	"minor",
	"major"
];
/** `back` also where the filter alone can tell, as of a variant. */
function stepsFrom({ tag: from }, filter) {
	if (from === void 0) return () => "other";
	const key = filter.read(from);
	const bumpTo = bumpsFrom(from, filter);
	return (next) => {
		if (key !== void 0 && filter.compareKeys(next.key, key) < 0) return "back";
		const bump = bumpTo(next);
		return bump === "downgrade" ? "back" : bump;
	};
}

// src/resolve/candidates-judged.ts
/** True for a policy of which only a registry can say whether a tag passes. */
function asksRegistry({ platforms, minimumAge }) {
	return platforms.length > 0 || minimumAge !== void 0 && minimumAge.milliseconds > 0;
}
/**
* The rules that need the registry. The digest is asked first: `1.4` and `1` are most often the same image as `1.4.2`, and are not judged again.
* Whatever passes is compared with the images in `skip`. Each tag is judged once. The function rejects with RegistryError, but for a tag that the
* registry does not have.
*/
function judgeBy(request, images, digests) {
	const verdicts = /* @__PURE__ */ new Map();
	const faults = /* @__PURE__ */ new Map();
	const judge = async (tag) => {
		const digest = await digests.of(tag);
		const known = faults.get(digest);
		if (known) {
			const { why, isYoung } = known;
			const message = why.rule === "skip" ? why.message : `the same image as ${why.tag}`;
			return {
				passes: false,
				why: {
					...why,
					tag,
					message
				},
				isYoung
			};
		}
		const image = await judgeImage(parseImageReference(`${request.image}:${tag}`), request, images);
		const verdict = "passes" in image ? refuseSkipped(digest, await digests.skipped()) ?? image : image;
		if ("passes" in verdict) return verdict;
		const { rule, message, isOfImage, isYoung } = verdict;
		const refused = {
			why: {
				tag,
				rule,
				message
			},
			isYoung
		};
		if (isOfImage) faults.set(digest, refused);
		return {
			passes: false,
			...refused
		};
	};
	const message = "listed by the registry, which has no such image";
	const judgeOnce = async (tag) => await unlessMissing(judge(tag)) ?? {
		passes: false,
		why: {
			tag,
			rule: "missing",
			message
		},
		isYoung: false
	};
	return (tag) => {
		const verdict = verdicts.get(tag) ?? judgeOnce(tag);
		verdicts.set(tag, verdict);
		return verdict;
	};
}
/** `skip` names an image by one of its tags. */
function refuseSkipped(digest, skipped) {
	const tag = skipped.get(digest);
	if (tag === void 0) return void 0;
	return {
		rule: "skip",
		message: `is the same image as ${tag}, which is skipped`,
		isOfImage: true,
		isYoung: false
	};
}
async function judgeImage(reference, { policy, now }, images) {
	const { minimumAge, platforms } = policy;
	const isAged = minimumAge !== void 0 && minimumAge.milliseconds > 0;
	const date = isAged ? await images.readDate(reference) : void 0;
	const tooYoung = isAged ? judgeAge(date, minimumAge, policy, now) : void 0;
	if (tooYoung) return tooYoung;
	if (platforms.length === 0) return {
		passes: true,
		date
	};
	const offered = await images.readPlatforms(reference);
	const missing = missingPlatforms(offered.platforms.map(({ platform }) => platform), platforms);
	if (missing.length === 0) return {
		passes: true,
		date
	};
	return {
		rule: "platforms",
		message: `not made for ${missing.join(", ")}`,
		isOfImage: true,
		isYoung: false
	};
}
/** The date of a push is that of a tag: the same image may have been pushed earlier under another. */
function judgeAge(found, { milliseconds, text }, { noDate }, now) {
	const instant = found && readInstant(found.date);
	if (found === void 0 || instant === void 0) {
		if (noDate === "allow") return void 0;
		return {
			rule: "minimum-age",
			message: "has no date, and no-date says wait",
			isOfImage: false,
			isYoung: false
		};
	}
	if (now - instant >= milliseconds) return void 0;
	return {
		rule: "minimum-age",
		message: `${found.source === "registry" ? "pushed" : "created"} ${found.date} (${found.source}), younger than ${text}`,
		isOfImage: found.source !== "registry",
		isYoung: true
	};
}

// src/resolve/candidates-current.ts
/**
* Looks whether a tag still is the image that is in use. That is asked where its digest is known and the policy asks about images, and where tags
* are skipped; else it stays as it is. Rejects with RegistryError.
*/
async function meetCurrent(tag, request, registry) {
	const { digests, judge } = registry;
	const known = findCurrent(request)?.digest;
	const skipped = await digests.skipped();
	if (skipped.size === 0 && (known === void 0 || !asksRegistry(request.policy))) return "stays";
	const now = await unlessMissing(digests.of(tag));
	const used = known ?? now;
	if (used !== void 0 && skipped.has(used)) return "leave";
	if (now === used) return "stays";
	const verdict = await judge(tag);
	if (verdict.passes || verdict.why.rule === "missing") return verdict;
	return {
		...verdict,
		why: {
			...verdict.why,
			message: `was pushed again: ${verdict.why.message}`
		}
	};
}

// src/resolve/candidates-listed.ts
const mostFree = 10;
/**
* What a reader is shown of the tags that did not pass: all that cost requests, of which there are few, and the first of the others. The
* last message says how many more there are, and before that how many between these tags and the answer may pass as well: they are not passed over.
*/
function listPassedOver(refusals, unasked = 0) {
	let free = 0;
	const shown = refusals.filter(({ wasAsked }) => wasAsked || ++free <= mostFree);
	const more = refusals.length - shown.length;
	const notes = [...unasked > 0 ? [`; and ${unasked} between ${unasked === 1 ? "was" : "were"} not asked`] : [], ...more > 0 ? [`; ${plural(more, "more tag")} passed over`] : []].join("");
	return shown.map(({ tag, rule, message }, index) => {
		return {
			tag,
			rule,
			message: index === shown.length - 1 ? `${message}${notes}` : message
		};
	});
}

// src/resolve/candidates-queue.ts
/**
* @param isLeft whether the image that is in use is to be left: its tag is a candidate as any other, and going back from it is what is wanted
* @throws FilterError, also from `next`, where a pattern of the filter needs too many steps for these tags
*/
function createQueue(request, isLeft) {
	const current = findCurrent(request);
	const refuse = refuseFreely(request, current, isLeft);
	const ranked = rankTags(request.filter, request.tags);
	const seen = [];
	return {
		seen,
		isCurrent: ({ tag }) => !isLeft && current?.isHere === true && tag === current.tag,
		next: () => {
			for (let step = ranked.next(); !step.done; step = ranked.next()) {
				const why = refuse(step.value);
				const refusal = why && {
					...why,
					wasAsked: false
				};
				const entry = {
					tag: step.value.tag,
					refusal,
					verdict: void 0
				};
				seen.push(entry);
				if (entry.refusal === void 0) return entry;
			}
		}
	};
}

// src/resolve/candidates.ts
/** For how many tags of an image the registry is asked, best first. */
const mostCandidates = 10;
/** So many young tags in a row, and the next one is looked for further down. */
const mostYoung = 5;
/** For how many tags of an image the registry is asked in one search, without the one in use and those in `skip`. */
const mostJudged = 5 + mostProbes;
/** False where nothing in a policy is about tags, so that the newest one wins. A hold is no matter of tags. */
function needsChoice(policy) {
	const { maxBump, noDowngrade, skip } = policy;
	return skip.length > 0 || maxBump !== void 0 || noDowngrade || asksRegistry(policy);
}
/**
* Looks for the newest tag that passes the policy, best first, and stops at the first. `max-bump`, `no-downgrade` and the names in `skip` cost no
* request; dates and platforms are asked for at most {@link mostCandidates} tags. Where {@link mostYoung} in a row are too young, as on a branch
* that is built many times a day, the border is looked for further down, with at most {@link mostJudged} tags in all. Whatever is taken was judged
* itself, and is none of the images in `skip` under another tag.
*
* Reaching the tag that the image has ends the search: it stays, whatever else the policy says of it, unless it was pushed again or is skipped. What
* was pushed again is taken if it passes, and else nothing is; from what is skipped the search goes on, at most once.
* Rejects with RegistryError where the registry does not answer, but for a tag that it does not have, and with FilterError.
*/
function chooseCandidate(request, images) {
	const digests = createDigests(request, images);
	return search({
		request,
		digests,
		judge: judgeBy(request, images, digests),
		queue: createQueue(request, false)
	});
}
async function search(way) {
	const { request, digests, queue } = way;
	const isFree = !asksRegistry(request.policy);
	let young = 0;
	for (let asked = 0;; asked += 1) {
		if (young === 5) return searchOn(way, mostJudged - asked);
		const next = queue.next();
		if (next === void 0) return choiceOf(way, void 0);
		if (queue.isCurrent(next)) return arrive(way, next);
		if (isFree && (await digests.skipped()).size === 0) return choiceOf(way, next);
		if (asked === 10) return choiceOf(way, void 0);
		const standing = await ask(way, next);
		if (standing === "passes") return choiceOf(way, next);
		young = standing === "young" ? young + 1 : 0;
	}
}
/** Asks about a tag, and notes the answer at it. */
async function ask({ judge }, candidate) {
	const verdict = await judge(candidate.tag);
	candidate.verdict = verdict;
	return verdict.passes ? "passes" : verdict.isYoung ? "young" : "refused";
}
/** The tags that are left, but none from the current one on, are looked through for those that are old enough. */
async function searchOn(way, probes) {
	const { queue } = way;
	const left = [];
	let next = queue.next();
	for (; next !== void 0 && !queue.isCurrent(next) && left.length < 4159; next = queue.next()) left.push(next);
	const place = await findOldEnough(left.length, probes, async (at) => {
		const entry = left[at];
		return entry === void 0 ? "passes" : ask(way, entry);
	});
	const found = place === void 0 ? void 0 : left[place];
	if (found !== void 0) return choiceOf(way, found);
	return next !== void 0 && queue.isCurrent(next) ? arrive(way, next) : choiceOf(way, void 0);
}
/** The search has come to the tag that the image has. What is left of is looked for again from above, where every answer is known by now. */
async function arrive(way, current) {
	const { request } = way;
	const meeting = await meetCurrent(current.tag, request, way);
	if (meeting === "stays") return {
		...choiceOf(way, current),
		isCurrent: true
	};
	if (meeting === "leave") return search({
		...way,
		queue: createQueue(request, true)
	});
	current.verdict = meeting;
	if (meeting.passes) return {
		...choiceOf(way, current),
		isMoved: true
	};
	return {
		...choiceOf(way, void 0),
		stop: meeting.why
	};
}
function choiceOf({ queue, digests }, taken) {
	const { seen } = queue;
	const above = taken === void 0 ? seen : seen.slice(0, seen.indexOf(taken));
	const refusals = above.flatMap((one) => refusalOf(one) ?? []);
	const unasked = above.length - refusals.length;
	return {
		tag: taken?.tag,
		passedOver: listPassedOver(refusals, taken === void 0 ? 0 : unasked),
		date: taken?.verdict?.passes === true ? taken.verdict.date : void 0,
		isCurrent: false,
		isMoved: false,
		stop: void 0,
		asked: digests.asked,
		unasked: taken === void 0 ? 0 : unasked,
		isCut: taken === void 0 && unasked > 0
	};
}
/** Undefined for a tag that passes, and for one that nobody asked about. */
function refusalOf({ refusal, verdict }) {
	return verdict === void 0 || verdict.passes ? refusal : {
		...verdict.why,
		wasAsked: true
	};
}

// src/resolve/forbid.ts
/** The failure of a use whose repository must not be asked; undefined where it may. */
function forbidRepository(use, reference, rules) {
	const error = refuse(reference, use.call.image, rules);
	return error && {
		status: "failed",
		use,
		error
	};
}
/** The answer, or the failure where its registry must not be used, whoever gave it: a pin is no way around the policy. */
function forbid(answer, rules) {
	if (answer.status !== "resolved") return answer;
	const error = refuse(readImageReference(answer.result), answer.result, rules);
	return error === void 0 ? answer : {
		status: "failed",
		use: answer.use,
		error,
		decision: answer.decision
	};
}
function refuse(reference, name, rules) {
	if (!(rules.allow !== void 0 || rules.deny.length > 0)) return void 0;
	const why = reference === void 0 ? "it names no registry" : refuseRegistry(rules, reference.repository.registry);
	if (why === void 0) return void 0;
	const registry = reference?.repository.registry;
	const what = registry === void 0 ? quote(name) : `registry ${registry} of ${quote(name)}`;
	return new PolicyError("registry-denied", `${what} is not allowed: ${why}`, { hint: "Use an image of an allowed registry, or change registries in the policy file or the options allow-registries and deny-registries." });
}

// src/resolve/registry-answer.ts
/** The answer with the tag that was chosen, or what stands in where no tag passes the policy. */
function chosenAnswer(question, decision, choice, request) {
	const policy = {
		passedOver: choice.passedOver,
		date: choice.date,
		hold: void 0
	};
	if (choice.tag !== void 0) {
		const found = answerWith(question, decision, choice.tag, policy, choice.unasked > 0);
		const answer = choice.isMoved ? {
			...found,
			why: `${found.why}; the tag was pushed again`
		} : found;
		const warning = unfitEntry(question, choice, request);
		return warning === void 0 ? answer : {
			...answer,
			warning
		};
	}
	const { use, deployed, pin } = question;
	const best = choice.stop ?? choice.passedOver[0];
	const why = best === void 0 ? "no tag passes the policy" : `no tag passes the policy; ${best.tag} ${best.message}`;
	if (pin) {
		const answer = pinned$1(use, pin, question.policy);
		const warning = [`${use.call.image}: ${why}; the pin of ${pin.source} is used`, answer.warning];
		return {
			...answer,
			decision,
			warning: warning.filter((text) => text !== void 0).join("; ")
		};
	}
	const stays = kept(use, request, `kept, ${why}`) ?? (deployed.status === "found" ? running(use, deployed, question.policy) : void 0);
	if (stays?.status === "resolved") {
		const skipped = skipOf(question.policy, stays.result);
		const still = skipped === void 0 ? "" : `; it stays at ${skipped.tag}, which the policy skips`;
		return {
			...stays,
			decision,
			policy,
			warning: `${use.call.image}: ${why}${still}`
		};
	}
	const { repository, written, explanation } = decision;
	const many = choice.isCut ? `the best of the ${explanation.matched} tags` : plural(explanation.matched, "tag");
	return {
		status: "failed",
		use,
		error: new PolicyError("no-candidate", `${many} of ${repository} that ${explanation.matched === 1 ? "matches" : "match"} ${written}: ${why}`, { hint: canWait(choice) ? "Wait, change the rule of the policy file, or pin the image." : "Change the rule of the policy file, or pin the image." }),
		decision,
		policy
	};
}
/** The registry has nothing that the filter takes. With kluctl's `-u` the pin or what is deployed stands in. */
function answerWithoutTag(question, decision) {
	const { use, pin, deployed, policy } = question;
	const { seen, rejected } = decision.explanation;
	const examples = rejected.flatMap(({ examples }) => examples).slice(0, 5);
	const error = new NoTagError(decision.repository, decision.filter, seen, examples, { hint: examples.length === 0 ? "Push an image first, or pin one." : `Tags there look like ${examples.join(", ")}. kluctl-images suggest ${decision.repository} proposes a version filter for them; or pin the image.` });
	if (pin) {
		const answer = pinned$1(use, pin, policy);
		const warning = [`${error.message}; the pin of ${pin.source} is used`, answer.warning].filter((text) => text !== void 0);
		return {
			...answer,
			decision,
			warning: warning.join("; ")
		};
	}
	const answer = deployed.status === "found" ? running(use, deployed, policy) : void 0;
	if (answer?.status !== "resolved") return {
		status: "failed",
		use,
		error,
		decision
	};
	const warning = [`${error.message}; what is deployed is used`, answer.warning].filter((text) => text !== void 0);
	return {
		...answer,
		decision,
		warning: warning.join("; ")
	};
}
/** The answer with a tag of the registry. */
function answerWith({ use }, decision, tag, policy, isPartly = false) {
	const { newest, seen } = decision.explanation;
	const part = decision.prefix === void 0 ? "" : ` that ${seen === 1 ? "begins" : "begin"} with ${decision.prefix}`;
	const rule = tag === newest ? "" : " that the policy lets pass";
	const why = `newest ${isPartly ? "found " : ""}of ${plural(seen, "tag")}${part}${rule}`;
	return {
		status: "resolved",
		use,
		result: `${use.call.image}:${tag}`,
		origin: "registry",
		why,
		decision,
		policy
	};
}
/**
* What a pull request wrote into the file by hand is judged like any tag of the registry; where it does not pass, to show the answer alone would
* hide it, since that is compared with the base.
*/
function unfitEntry({ use, current }, { passedOver }, request) {
	const entry = request.base === void 0 ? void 0 : kept(use, request, "")?.result;
	if (entry === void 0 || entry === current) return void 0;
	const found = passedOver.find(({ tag }) => entry === `${use.call.image}:${tag}` || entry.startsWith(`${use.call.image}:${tag}@`));
	return found && `the output file has ${entry}, which the policy does not let pass: ${found.message}`;
}
/** Time helps against an age, and against nothing else. */
function canWait({ passedOver }) {
	return passedOver.some(({ rule }) => rule === "minimum-age" || rule === "missing");
}

// src/resolve/resolve.ts
/**
* Answers every use that is the run's own, in their order: a pin, else what is deployed, else the newest tag of its repository that the policy lets pass, if the image is selected,
* else the previous entry. With `updateImages` the registry comes first for what is selected. What a pin or the deployed image decides never
* asks a registry; each repository is listed once.
*/
async function resolveUses(uses, request, sources) {
	const plans = uses.map((use) => guarded(use, () => plan(use, request)));
	const deployed = await findDeployed(plans.filter(isOpen), sources.deployed);
	const { isOwn = () => true } = request;
	const asked = plans.filter(({ use }) => isOwn(use.call.image)).map((one) => isOpen(one) ? guarded(one.use, () => settle(one, deployed.get(one.use) ?? none, request)) : one).map((one) => isQuestion(one) ? forbidRepository(one.use, one.reference, request.policy.registries) ?? one : one);
	const questions = asked.filter(isQuestion);
	await sources.introduce?.(questions.map(({ reference }) => reference.repository.registry));
	const registry = {
		...sources,
		request,
		prefixes: findPrefixes(questions),
		lists: /* @__PURE__ */ new Map(),
		decisions: /* @__PURE__ */ new Map()
	};
	return (await Promise.all(asked.map((one) => isQuestion(one) ? askRegistry(one, registry) : one))).map((answer) => forbid(answer, request.policy.registries));
}
const none = { status: "none" };
function isOpen(one) {
	return !("status" in one);
}
function isQuestion(one) {
	return !("status" in one);
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
async function findDeployed(open, source) {
	if (source === void 0 || open.length === 0) return /* @__PURE__ */ new Map();
	const answers = await source.find(open.map(({ use }) => use));
	return new Map(open.map(({ use }, index) => [use, answers[index] ?? none]));
}
function findPrefixes(questions) {
	const literals = /* @__PURE__ */ new Map();
	for (const { reference, filter } of questions) {
		const repository = formatRepository(reference.repository);
		literals.set(repository, [...literals.get(repository) ?? [], filter.literalPrefix]);
	}
	return new Map([...literals].map(([repository, texts]) => [repository, commonPrefix(texts)]));
}
async function askRegistry(question, registry) {
	const { use } = question;
	try {
		const { decision: found, tags } = await decide(question, registry);
		const decision = {
			...found,
			written: question.written
		};
		if (decision.explanation.newest === void 0) return answerWithoutTag(question, decision);
		if (!needsChoice(question.policy)) return answerWith(question, decision, decision.explanation.newest, void 0);
		try {
			return chosenAnswer(question, decision, await choose(question, {
				decision: found,
				tags
			}, registry), registry.request);
		} catch (error) {
			return {
				...failed(use, error),
				decision
			};
		}
	} catch (error) {
		return failed(use, error);
	}
}
function choose(question, { decision, tags }, { images, request }) {
	const { use, reference, filter, written, policy, current } = question;
	const { image } = use.call;
	const { prefix } = decision;
	const candidates = {
		reference,
		image,
		filter,
		written,
		tags,
		prefix,
		policy,
		current,
		currentDigest: current === void 0 ? void 0 : request.lockedDigest?.(current),
		now: request.now
	};
	return chooseCandidate(candidates, images);
}
async function decide({ reference, filter }, registry) {
	const { repository: asked } = reference;
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
	const listed = {
		decision: {
			repository,
			filter: filter.toString(),
			explanation: explain(filter, list.tags),
			traps: findTraps(filter, list.tags, list.prefix),
			prefix: list.prefix
		},
		tags: list.tags
	};
	registry.decisions.set(key, listed);
	return listed;
}

// src/run-answers.ts
/** Whether a run answers the uses of an image: all of them, but for a run of one part. @throws InputError where manifests are wanted of a part */
function ownImages({ shard, needsManifests }) {
	if (shard === void 0) return () => true;
	if (!needsManifests) return (image) => shardOf(image, shard.count) === shard.index;
	throw new InputError("shard", "manifests are made of all images, and shard leaves some out", { hint: "Leave shard empty." });
}
/** The answers of all uses that are the run's own, with their digests where these are wanted. */
async function answerUses(request, sources) {
	const { options, prepared, base, isOwn, now } = request;
	const { images: rules, updateImages, offlineImages } = options;
	const { project, previous, policy, targetPins, filePins, optionPins } = prepared;
	const { tags, images, deployed, arrivals } = sources;
	const pins = [
		...targetPins,
		...filePins,
		...optionPins
	];
	const lockedDigest = lockedDigests(options, prepared);
	const answered = await resolveUses(project.uses, {
		pins,
		previous,
		base,
		lockedDigest,
		rules,
		policy,
		updateImages,
		offlineImages,
		isOwn,
		now
	}, {
		tags,
		images,
		deployed,
		introduce: arrivals.introduce
	});
	await arrivals.introduce(answered.flatMap(registriesOf));
	const pinned = options.pinDigests ? await pinDigests(answered, {
		images: offlineImages ? noDigests : images,
		isSelected: (image) => isSelected(rules, image),
		proved: options.lockFile === "none" ? void 0 : provedOf(options, prepared)
	}) : answered;
	return options.needsManifests ? pinned.map(mustAnswer) : pinned;
}
/** Offline nobody can tell a digest, and a result without one is not what was asked for. */
const noDigests = { readDigest: ({ text }) => Promise.reject(new ResolveError("no-answer", `the digest of ${text} is not known, and no registry is asked with offline-images`, { hint: "Pin the image with its digest, or run without offline-images or without pin-digests." })) };
function provedOf({ lockFile, outputFile }, { lock }) {
	return provedResults(lock.files.get(keyInLock(lockPath(lockFile, outputFile), outputFile)));
}
/** Digests of the day on which results were decided. */
function lockedDigests({ lockFile, outputFile }, { lock }) {
	if (lockFile === "none") return () => void 0;
	const locked = lock.files.get(keyInLock(lockPath(lockFile, outputFile), outputFile));
	return (result) => locked?.get(result)?.digest ?? void 0;
}

// src/run-lock.ts
/** Undefined where no lock is wanted: with `auto` there is one where digests are pinned, and where there is one already. */
async function findLock({ lockFile, pinDigests, offlineImages: offline, outputFile }, { lock: previous, lockText }, { answers, isComplete, images, now, readProposal }) {
	if (lockFile === "none" || lockFile === "auto" && !pinDigests && lockText === void 0) return void 0;
	const lockName = lockPath(lockFile, outputFile);
	const file = keyInLock(lockName, outputFile);
	const uses = isComplete ? answers.map(({ use }) => use) : [];
	const found = await findLockFacts({
		file,
		previous,
		answers: uses,
		images,
		offline
	});
	const proposal = isComplete ? await readProposal?.(lockName) : void 0;
	return {
		lockName,
		file,
		now: lockTime(now),
		proposal,
		...found
	};
}
/** The same for the record of a part. */
function lockPart({ lockName: name, now: decided, facts, warnings }, { lockText }) {
	const records = [...facts].map(([result, { digest, platforms, created }]) => ({
		result,
		digest,
		platforms,
		...created === void 0 ? {} : { created: created && {
			date: created.date,
			source: created.source
		} }
	}));
	return {
		name,
		text: lockText ?? null,
		decided,
		facts: records,
		warnings
	};
}

// src/run-part.ts
/** What a run of one part leaves for the merge. */
function partRecord(input) {
	const { options, commit, prepared, answers, file, unused, warnings, lock } = input;
	const { uses } = prepared.project;
	return {
		shard: {
			index: options.shard?.index ?? 1,
			count: options.shard?.count ?? 1
		},
		commit: commit ?? null,
		project: sha256Hex(JSON.stringify(uses.map(callOf))),
		options: shortHashes(deciding(input)),
		total: uses.length,
		answers,
		file: {
			name: file.name,
			text: file.text ?? null,
			digest: file.text === void 0 ? null : sha256Hex(file.text),
			untouched: file.entries.flatMap((entry, position) => file.untouched.has(entry) ? [position] : []),
			partial: file.partial,
			simple: file.simple
		},
		unused: unused.map(entryRecord),
		warnings,
		lock: lock ?? null
	};
}
function callOf({ call, namespace, deployment, container, field, deploymentDir, tags, manifest, range }) {
	const { image, filter = null, place = null } = call;
	return [
		image,
		filter,
		place,
		namespace,
		deployment,
		container,
		field,
		deploymentDir,
		tags,
		manifest.path,
		range
	];
}
/** Everything besides the calls that the answers may depend on, and that is known before a registry is asked. */
function deciding({ options, prepared, baseline, base, file }) {
	const { inclusion } = options;
	return {
		"kluctl-images": version$1,
		target: options.target,
		images: options.images.map(({ pattern, leavesOut, text }) => [
			pattern,
			leavesOut,
			text
		]),
		"include-tags": inclusion.includeTags,
		"exclude-tags": inclusion.excludeTags,
		"include-deployment-dirs": inclusion.includeDeploymentDirs,
		"exclude-deployment-dirs": inclusion.excludeDeploymentDirs,
		"fixed-images-file": prepared.filePins.map(pinText),
		"fixed-images": prepared.optionPins.map(pinText),
		"pins-of-target": prepared.targetPins.map(pinText),
		"update-images": options.updateImages,
		"offline-images": options.offlineImages,
		"deployed-images": options.deployedImages,
		context: options.context,
		"policy-file": prepared.policyText,
		platforms: options.platforms,
		"allow-registries": options.allowRegistries,
		"deny-registries": options.denyRegistries,
		"pin-digests": options.pinDigests,
		"output-file": options.outputFile,
		"previous-file": file.text,
		"lock-file": options.lockFile,
		"previous-lock": prepared.lockText,
		simple: options.simple,
		baseline: [baseline.map(entryRecord), base?.map(entryRecord)],
		"source-links": options.sourceLinks,
		"fail-on": options.failOn
	};
}
function shortHashes(values) {
	const short = (value) => sha256Hex(JSON.stringify(value ?? null)).slice(0, 16);
	return Object.fromEntries(decidingNames.map((name) => [name, short(values[name])]));
}
function pinText({ entry, source }) {
	return [source, entryRecord(entry)];
}
function entryRecord(entry) {
	const { image = null, imageRegex = null, resultImage } = entry;
	const { namespace = null, deployment = null, container = null } = entry;
	return {
		image,
		imageRegex,
		resultImage,
		namespace,
		deployment,
		container
	};
}

// src/run-review.ts
/**
* What the change under review itself makes of the entries of the fixed-images file, where a run finds something else: what is merged is that, and
* no table of what the run finds shows it. Where nobody can tell whose an entry is, that is told in place of it, once.
*/
function committedChanges(answers, file) {
	if (file === void 0) return [];
	const told = /* @__PURE__ */ new Set();
	const changes = answers.flatMap((answer) => {
		const { image, place = null } = answer.use.call;
		const subject = subjectOf(answer.use);
		const old = findFixed(file.base, subject)?.resultImage ?? null;
		const now = findFixed(file.head, subject)?.resultImage ?? null;
		const found = answer.status === "resolved" ? answer.result : null;
		const message = `${moveText(file.name, {
			image,
			old,
			now
		})}; ${nextText(image, found)}`;
		const key = JSON.stringify([image, message]);
		if (old === now || found === now || told.has(key)) return [];
		told.add(key);
		return [{
			kind: "committed",
			message,
			place,
			image
		}];
	});
	return file.isOnBase || changes.length === 0 ? changes : [unknownOwner(file.name, new Set(changes.map(({ image }) => image)))];
}
/** Others may have changed these entries at the base meanwhile. */
function unknownOwner(file, images) {
	return {
		kind: "warning",
		message: [
			`nobody can tell here whether this pull request changes ${images.size === 1 ? `the entry of ${[...images].join("")}` : `the entries of ${images.size} images`} in ${file}: what stands there is neither what the base has nor what this`,
			"run finds, and the checked-out files are not the base with the change on top; read the diff of the file, and for the next run check out the",
			"merge commit, or fetch the base as well (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab) and bring the branch up to date"
		].join(" "),
		place: null,
		image: null
	};
}
function moveText(file, { image, old, now }) {
	const { from, to } = describeChange({
		image,
		old,
		new: now
	});
	if (from === null) return `this pull request adds its entry to ${file}, with ${to}`;
	if (to === null) return `this pull request takes its entry out of ${file}, where the base has ${from}`;
	return `this pull request changes its entry in ${file} from ${from} to ${to}`;
}
function nextText(image, found) {
	const { to } = describeChange({
		image,
		old: null,
		new: found
	});
	return to === null ? "what the next bump makes of it is not known" : `the next bump makes it ${to}, unless a pin or a hold keeps it`;
}
/**
* The answers, of which those say so that only the registry makes a change of: neither the entry of the image nor anything else that decides is
* touched by the change under review.
*/
async function tellRegistryChanges(answers, file, reviewed) {
	const open = new Set(answers.filter((answer) => file !== void 0 && isOfRegistry(answer, file)));
	if (open.size === 0 || await reviewed?.isProjectUntouched() !== true) return answers;
	return answers.map((answer) => open.has(answer) && answer.status === "resolved" ? ofRegistry(answer) : answer);
}
function isOfRegistry(answer, { base, head }) {
	if (answer.status !== "resolved" || answer.origin !== "registry") return false;
	const subject = subjectOf(answer.use);
	const old = findFixed(base, subject)?.resultImage;
	return old !== void 0 && old === findFixed(head, subject)?.resultImage && old !== answer.result;
}
function ofRegistry(answer) {
	return {
		...answer,
		why: `${answer.why}; brought by the registry, not by this pull request`
	};
}

// src/run-warnings.ts
/** Registries that only this pull request brings, with each image that is there. */
function arrivalWarnings(answers, arrivals) {
	return answers.flatMap((answer) => arrivals.of(answer).map((registry) => {
		const { image, place = null } = answer.use.call;
		return {
			kind: "new-registry",
			message: `registry ${registry} is new in this pull request, and no login is sent to it`,
			place,
			image
		};
	}));
}
/** A hold after its last day holds nothing, and somebody should know. */
function expiredHolds(uses, policy, now) {
	return [...new Set(uses.map(({ call }) => call.image))].flatMap((image) => {
		const { hold } = policy.of(image);
		if (hold === void 0 || holdState(hold, now) === "active") return [];
		return [{
			kind: "hold",
			message: `the hold${hold.owner === void 0 ? "" : ` of ${hold.owner}`} ended with ${hold.expiry ?? ""}: ${hold.reason}; renew it or take it out of the policy`,
			place: hold.place,
			image
		}];
	});
}
/** A rule is for an image that the project does not have, and whose name is nearly that of one it has: a slip would let the image go. */
function misspeltRules(uses, policy) {
	const images = [...new Set(uses.map(({ call }) => call.image))];
	return policy.rules.flatMap(({ patterns, place }) => patterns.flatMap(({ text: pattern }) => {
		if (pattern.includes("*") || images.some((image) => matchesImage(pattern, image))) return [];
		const near = nearest(pattern, images);
		if (near === void 0) return [];
		return [{
			kind: "warning",
			message: `the rule for ${quote(pattern)} matches no image of this project; did you mean ${quote(near)}?`,
			place,
			image: null
		}];
	}));
}
/** A digest that goes because nobody asked for one looks like a tag that moved. */
function lostDigests(answers, previous) {
	const lost = answers.flatMap((answer) => {
		if (answer.status !== "resolved" || answer.origin !== "registry" || answer.result.includes("@")) return [];
		return (findFixed(previous, subjectOf(answer.use))?.resultImage)?.startsWith(`${answer.result}@`) ? [answer.use.call.image] : [];
	});
	return [...new Set(lost)].map((image) => ({
		kind: "warning",
		message: "its digest is not written any more, since pin-digests is off",
		place: null,
		image
	}));
}
/** The policy is a file of the pull request like any other: who reviews the images must know that the rules are others. */
function policyWarning(change) {
	if (change === void 0) return [];
	return [{
		kind: "warning",
		message: `this pull request ${change === "removed" ? "removes" : "changes"} the policy file, and what it says holds for this run`,
		place: null,
		image: null
	}];
}

// src/run.ts
/**
* The main job: load the project, render it, find every call, resolve it, compare. Single failures are collected, and all reported.
*
* With the option `shard` only the uses of that part's images are answered, and the record holds what the merge of all parts needs. Nothing is
* written but the record: whatever order the parts run in, and wherever, each finds the fixed-images file as the others did.
* @throws InputError, FixedImagesError, LockError or ProjectError where an option or a file that one names cannot be used
*/
async function run(options, ports) {
	const isOwn = ownImages(options);
	const prepared = await prepare(options, ports);
	const { project, previous } = prepared;
	const warnings = [...prepared.warnings];
	const warn = (message) => void warnings.push(plainWarning(message));
	const { entries: baseline, base } = await readBaseline(options, ports, prepared.previousText, warn);
	warnings.push(...policyWarning(await ports.policyChange?.()));
	const now = ports.now();
	const arrivals = watchArrivals(options.offlineImages ? void 0 : ports.introduce);
	const deployed = ports.deployed?.(project.targetContext);
	const sources = {
		tags: countedTags(ports),
		images: ports.images,
		deployed,
		arrivals
	};
	const { reviewed } = ports;
	const committed = reviewed && base && {
		name: options.outputFile,
		base,
		head: previous,
		isOnBase: reviewed.isOnBase
	};
	const found = await answerUses({
		options,
		prepared,
		base,
		isOwn,
		now
	}, sources);
	const answered = await tellRegistryChanges(found, committed, reviewed);
	warnings.push(...arrivalWarnings(answered, arrivals), ...expiredHolds(project.uses.filter(({ call }) => isOwn(call.image)), prepared.policy, now), ...misspeltRules(project.uses, prepared.policy), ...lostDigests(answered, previous), ...committedChanges(answered, committed));
	for (const message of deployed?.warnings?.() ?? []) warn(message);
	const findings = fileFindings(options, prepared, {
		answered,
		baseline
	});
	const concluded = options.shard === void 0 ? concludeFile(findings) : void 0;
	const draft = (more) => concludeReport({
		target: options.target ?? null,
		problems: project.problems.map((error) => failure(error, null, [])),
		warnings: [...warnings, ...[...ports.tags.warnings(), ...more].map(plainWarning)],
		cost: ports.tags.cost(),
		failOn: options.failOn
	}, [concluded ?? {
		answers: findings.answers,
		warnings: [],
		removed: []
	}]);
	const { answers } = findings;
	const lock = await findLock(options, prepared, {
		answers,
		isComplete: isComplete(draft([])),
		images: ports.images,
		now,
		readProposal: ports.readProposal
	});
	const report = await withSources(draft(lock?.warnings ?? []), ports);
	if (concluded !== void 0) return wholeResult(report, {
		concluded,
		lock,
		prepared,
		answered
	});
	const part = partRecord({
		options,
		prepared,
		baseline,
		base,
		...findings,
		commit: await ports.commit?.(),
		warnings: [...warnings, ...ports.tags.warnings().map(plainWarning)],
		lock: lock && lockPart(lock, prepared)
	});
	return partResult({
		...report,
		part
	}, prepared);
}
/** What decides over the fixed-images file, the answers in the order of the report. */
function fileFindings({ inclusion, images: rules, simple, outputFile: name }, { project, previous, previousText: text }, { answered, baseline }) {
	const partial = isPartial(inclusion);
	const file = {
		name,
		text,
		entries: previous,
		untouched: untouchedEntries(previous, partial, rules),
		partial,
		simple
	};
	const positions = reportPositions(project.uses);
	const answers = answered.map((answer) => answerRecord(answer, positions.get(answer.use) ?? 0, baseline));
	const used = new Set(project.uses.map((use) => findFixed(baseline, subjectOf(use))));
	return {
		file,
		answers: answers.toSorted((a, b) => a.position - b.position),
		unused: baseline.filter((entry) => !used.has(entry))
	};
}
function wholeResult(report, { concluded, lock, prepared, answered }) {
	const { entries, text, answers } = concluded;
	const complete = isComplete(report);
	const uses = answers.map(({ use }) => use);
	return {
		report,
		ok: isGreen(report),
		complete,
		entries,
		text,
		changed: text !== prepared.previousText,
		lock: lock && complete ? (now) => lockText(now, {
			...lock,
			entries,
			answers: uses
		}) : void 0,
		manifests: withImages(prepared.project.manifests, answered)
	};
}
/** A part makes no file: what is in it is for the merge to say. */
function partResult(report, { previous, previousText = "" }) {
	return {
		report,
		ok: isGreen(report),
		complete: false,
		entries: previous,
		text: previousText,
		changed: false,
		lock: void 0,
		manifests: /* @__PURE__ */ new Map()
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
	const { requests, waits, repositories, imageRequests } = tags.cost();
	return {
		...draft,
		changes,
		cost: {
			requests,
			waits,
			repositories,
			imageRequests
		}
	};
}
/** What the result is compared with. A base commit whose file is broken must not stop the pull request that mends it. */
async function readBaseline(options, ports, previous, warn) {
	const baseline = await ports.readBaseline(previous);
	const read = (text) => readDocument(text, baseline?.name ?? "", () => void 0);
	try {
		if (baseline === void 0) return {
			entries: [],
			base: void 0
		};
		const { text, base } = baseline;
		return {
			entries: read(text),
			base: base === void 0 ? void 0 : read(base)
		};
	} catch (error) {
		const isOfBase = options.baseline === "auto" || baseline !== void 0 && baseline.base === baseline.text;
		if (!(error instanceof FixedImagesError) || !isOfBase) throw error;
		warn(`${baseline?.name} cannot be read, so that every image counts as new: ${error.message}`);
		return {
			entries: [],
			base: void 0
		};
	}
}

// src/fixed/target-files.ts
/** Names under which the fixed-images file of a target is looked for. */
const targetFileNames = [
	"fixed-images-{target}.yaml",
	"fixed-images/{target}.yaml",
	"fixed/{target}.yaml",
	"fixed/{target}/fixed-images.yaml",
	"{target}.yaml"
];

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
		cost: noCost,
		part: null
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

// src/yaml/gitlab-yaml.ts
/** `!reference [job, key]`, GitLab's own tag, which is read as the list behind it. Source: docs.gitlab.com/ci/yaml/yaml_optimization, `!reference` tags. */
const withReferences = (core) => [...core, {
	tag: "!reference",
	collection: "seq",
	default: false
}];
/**
* The documents of a pipeline of GitLab: one with inputs of its own has a header before the pipeline.
* @throws ProjectError
*/
function parseGitLabYaml(text, file, limits) {
	return parseYamlDocuments(text, file, limits, "hidden", withReferences);
}

export { Part, artifactNameProblem, checkAgreement, compareReport, concludeFile, concludeReport, definition, discover, endReport, entriesOfReport, fillTarget, findChangeSources, findObjects, findPin, formatDocument, imagePolicy, isComplete, isGreen, isSelected, keyInLock, lockPath, lockText, lockTime, matchesRegistry, namesTarget, parseGitLabYaml, parseOptions, plainWarning, prepare, readDocument, readEntries, readLock, readPolicy, readReport, refuse$1 as refuse, refuseMask, refuseRegistry, run, sha256Hex, shardOf, subjectOf, targetFileNames, textAround, textValues, unansweredOfReport, variablePins, withoutDot };