import { FixedImagesError, InputError, ProjectError, byCodeUnit, isImagesError, quote } from "./words.js";
import { isYamlMap } from "./shared.js";
import { join, relative, resolve, sep } from "node:path";
import { closeSync, constants, fstatSync, openSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";

// src/io/mounted-files.ts
/** A project with other folders below some of its paths: what stands under a prefix comes from there, and cannot lead anywhere else. */
function mountFiles(project, mounts) {
	if (mounts.size === 0) return project;
	const find = (path) => {
		for (const [prefix, source] of mounts) {
			if (path === prefix) return [source, ""];
			if (path.startsWith(`${prefix}/`)) return [source, path.slice(prefix.length + 1)];
		}
		return [project, path];
	};
	return {
		read(path) {
			const [source, below] = find(path);
			return source.read(below);
		},
		readBytes(path) {
			const [source, below] = find(path);
			return source.readBytes(below);
		},
		list(path) {
			const [source, below] = find(path);
			return source.list(below);
		}
	};
}

// src/project/secret-name.ts
/** Names that hold secrets in a checkout or in a home folder that was copied into one (threat model F-04). */
const secretName = /(?:^|\/)(?:\.git|\.docker|\.kube|\.ssh|\.aws)(?:\/|$)|(?:^|\/)\.env[^/]*$|\.pem$|\.key$|(?:^|\/)(?:\.netrc|\.npmrc)[^/]*$|(?:^|[/.])kubeconfig(?:\.ya?ml)?$/i;
/** True for a path, with `/`, that is never read, even inside the project. */
function isSecretName(path) {
	return secretName.test(path);
}

// src/io/project-files.ts
/** Threat model section 10. */
const fileLimit = 5242880;
const filesLimit = 1e4;
/**
* The files of a project folder. Every file that a project names is opened here (threat model F-01 to F-04): real paths only, inside the
* folder, regular files, never those that hold secrets.
* @throws InputError where the folder does not exist
*/
function openProject(folder) {
	const root = realFolder(folder);
	const texts = /* @__PURE__ */ new Map();
	const known = /* @__PURE__ */ new Set();
	const readBytes = (path) => {
		if (known.size >= filesLimit && !known.has(path)) throw new ProjectError("limit", `more than ${filesLimit} files are read`, { file: path });
		const bytes = readProjectFile(root, path);
		if (bytes !== void 0) known.add(path);
		return bytes;
	};
	return {
		read(path) {
			const before = texts.get(path);
			if (before !== void 0) return before;
			const bytes = readBytes(path);
			const text = bytes && decode(bytes, path);
			if (text !== void 0) texts.set(path, text);
			return text;
		},
		readBytes,
		list: (path) => listFolder(root, path)
	};
}
const folderHint = "Name the folder that holds .kluctl.yaml, deployment.yaml or the manifests; it is relative to the working directory.";
/** @throws InputError where one of the folders is not there, or the project does not lie in its source root */
function findProject({ projectDir, sourceRoot }) {
	const folder = realFolder(projectDir);
	if (sourceRoot === void 0) return {
		root: folder,
		home: ""
	};
	const root = realFolder(sourceRoot, "source-root");
	if (folder !== root && !isBelow(folder, root)) throw new InputError("source-root", `the project folder ${quote(projectDir)} does not lie in ${quote(sourceRoot)}`);
	return {
		root,
		home: relative(root, folder).split(sep).join("/")
	};
}
/** Real path of a folder that the user named. @throws InputError */
function realFolder(folder, option = "project-dir") {
	const hint = option === "project-dir" ? folderHint : void 0;
	try {
		const real = realpathSync(resolve(folder));
		if (statSync(real).isDirectory()) return real;
	} catch (error) {
		throw new InputError(option, `there is no folder ${quote(folder)}`, {
			cause: error,
			hint
		});
	}
	throw new InputError(option, `${quote(folder)} is not a folder`, { hint });
}
function checkName(path) {
	const place = { file: path };
	if (/[\0\\]|^[A-Za-z]:|^[a-z][a-z0-9+.-]*:\/\//i.test(path) || path.startsWith("/")) throw new ProjectError("outside-root", `${quote(path)} is not a path relative to the project`, place);
	if (path.split("/").includes("..")) throw new ProjectError("outside-root", `${quote(path)} points outside the project`, place);
	if (isSecretName(path)) throw new ProjectError("outside-root", `${quote(path)} may hold secrets and is not read`, place);
}
/** The real path of something in the project; undefined where there is nothing. */
function realPath(root, path) {
	checkName(path);
	let real;
	try {
		real = realpathSync(join(root, path));
	} catch (error) {
		if (isMissing(error)) return void 0;
		throw new ProjectError("missing-file", `${quote(path)} cannot be read (${codeOf(error)})`, { file: path });
	}
	if (real !== root && !isBelow(real, root)) throw new ProjectError("outside-root", `${quote(path)} points outside the project`, { file: path });
	checkName(relative(root, real).replaceAll(sep, "/"));
	return real;
}
function isBelow(path, root) {
	return path.startsWith(root.endsWith(sep) ? root : root + sep);
}
function readProjectFile(root, path) {
	const real = realPath(root, path);
	if (real === void 0) return void 0;
	let descriptor;
	try {
		descriptor = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		if (isMissing(error) || codeOf(error) === "EISDIR") return void 0;
		throw new ProjectError("missing-file", `${quote(path)} cannot be read (${codeOf(error)})`, { file: path });
	}
	try {
		const stats = fstatSync(descriptor);
		if (stats.isDirectory()) return void 0;
		if (!stats.isFile()) throw new ProjectError("outside-root", `${quote(path)} is not a regular file`, { file: path });
		if (stats.size > fileLimit) throw new ProjectError("limit", `${quote(path)} is larger than ${fileLimit} bytes`, { file: path });
		return readWhole(descriptor, stats.size);
	} finally {
		closeSync(descriptor);
	}
}
function readWhole(descriptor, size) {
	const buffer = new Uint8Array(size);
	let offset = 0;
	while (offset < size) {
		const count = readSync(descriptor, buffer, offset, size - offset, offset);
		if (count === 0) break;
		offset += count;
	}
	return buffer.subarray(0, offset);
}
function decode(bytes, path) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (error) {
		throw new ProjectError("template", `${quote(path)} is not UTF-8 text`, { file: path }, {
			cause: error,
			hint: "List it in .templateignore, or keep it out of the folder."
		});
	}
}
/** Links to folders are left out: what walks a tree would go round in them, as kluctl does not. */
function listFolder(root, path) {
	const real = realPath(root, path === "." ? "" : path);
	if (real === void 0) return void 0;
	try {
		return readdirSync(real, { withFileTypes: true }).filter((entry) => !(entry.isSymbolicLink() && isFolder(join(real, entry.name)))).map((entry) => ({
			name: entry.name,
			kind: entry.isDirectory() ? "folder" : "file"
		})).toSorted((a, b) => byCodeUnit(a.name, b.name));
	} catch (error) {
		if (isMissing(error)) return void 0;
		throw new ProjectError("missing-file", `${quote(path)} cannot be read (${codeOf(error)})`, { file: path });
	}
}
function isFolder(path) {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}
function isMissing(error) {
	return [
		"ENOENT",
		"ENOTDIR",
		"ENAMETOOLONG"
	].includes(codeOf(error));
}
/** Node's short name of a system error, as `ENOENT`. */
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

// src/wire/shape.ts
/** What came is not what was agreed. `path` names the part, as `items[3].folder`. */
var ShapeError = class extends Error {
	path;
	constructor(path, expected) {
		super(`${path === "" ? "the answer" : path}: ${expected} is expected`);
		this.name = "ShapeError";
		this.path = path;
	}
};
const text = (value, path) => {
	if (typeof value === "string") return value;
	throw new ShapeError(path, "text");
};
const truth = (value, path) => {
	if (typeof value === "boolean") return value;
	throw new ShapeError(path, "true or false");
};
/** A whole number from 0 to 2^53. */
const count = (value, path) => {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
	throw new ShapeError(path, "a count");
};
/** A field that may be absent. */
function optional(reader) {
	return (value, path) => value === void 0 || value === null ? void 0 : reader(value, path);
}
function choice(choices) {
	return (value, path) => {
		const found = choices.find((one) => one === value);
		if (found !== void 0) return found;
		throw new ShapeError(path, `one of ${choices.join(", ")}`);
	};
}
function list(reader, limit = 1e6) {
	return (value, path) => {
		if (!Array.isArray(value)) throw new ShapeError(path, "a list");
		if (value.length > limit) throw new ShapeError(path, `a list of at most ${limit}`);
		return value.map((item, index) => reader(item, `${path}[${index}]`));
	};
}
/** A list of pairs, read as a map. */
function mapOf(reader) {
	const pairs = list((value, path) => {
		if (!Array.isArray(value) || value.length !== 2) throw new ShapeError(path, "a pair");
		return [text(value[0], `${path}[0]`), reader(value[1], `${path}[1]`)];
	});
	return (value, path) => new Map(pairs(value, path));
}
function record(fields) {
	return (value, path) => {
		if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ShapeError(path, "a record");
		const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
		if (unknown !== void 0) throw new ShapeError(path, `no field ${JSON.stringify(unknown)}`);
		const given = new Map(Object.entries(value));
		const dot = path === "" ? "" : ".";
		const read = Object.entries(fields).map(([key, reader]) => [key, reader(given.get(key), `${path}${dot}${key}`)]);
		return Object.fromEntries(read);
	};
}

// src/wire/values.ts
function encodeValue(value) {
	if (value === null || typeof value === "boolean" || typeof value === "string") return value;
	if (typeof value === "bigint") return ["i", String(value)];
	if (typeof value === "number") return ["f", Object.is(value, -0) ? "-0" : String(value)];
	if (isYamlMap(value)) return ["m", [...value].map(([key, item]) => [key, encodeValue(item)])];
	return ["l", value.map(encodeValue)];
}
/** Deeper than any YAML file that we read. */
const depthLimit = 200;
const yamlValue = (value, path) => readValue(value, path, 0);
function readValue(value, path, depth) {
	if (depth > depthLimit) throw new ShapeError(path, "a value that is nested less");
	if (value === null || typeof value === "boolean" || typeof value === "string") return value;
	const [kind, content] = Array.isArray(value) ? value : [];
	if (kind === "i" && typeof content === "string" && /^-?\d{1,5000}$/.test(content)) return BigInt(content);
	if (kind === "f" && typeof content === "string") return Number(content);
	if (kind === "l" && Array.isArray(content)) return content.map((item, index) => readValue(item, `${path}[${index}]`, depth + 1));
	if (kind === "m" && Array.isArray(content)) return new Map(content.map((pair, index) => readPair(pair, `${path}[${index}]`, depth + 1)));
	throw new ShapeError(path, "a value");
}
function readPair(pair, path, depth) {
	if (!Array.isArray(pair) || pair.length !== 2) throw new ShapeError(path, "a pair");
	return [text(pair[0], path), readValue(pair[1], path, depth)];
}
const yamlMap = (value, path) => {
	const map = yamlValue(value, path);
	if (isYamlMap(map)) return map;
	throw new ShapeError(path, "a map");
};
const encodedPlace = record({
	file: text,
	line: optional(count),
	column: optional(count)
});
const place = (value, path) => {
	const { file, line, column } = encodedPlace(value, path);
	return {
		file,
		...line === void 0 ? {} : { line },
		...column === void 0 ? {} : { column }
	};
};
/** As many arguments as any engine takes. */
const chunk = 8192;
function encodeContent(content) {
	if (typeof content === "string") return content;
	let binary = "";
	for (let start = 0; start < content.length; start += chunk) binary += String.fromCharCode(...content.subarray(start, start + chunk));
	return { base64: btoa(binary) };
}
const bytes = record({ base64: text });
const content = (value, path) => {
	if (typeof value === "string") return value;
	const { base64 } = bytes(value, path);
	try {
		return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
	} catch {
		throw new ShapeError(path, "base64");
	}
};

// src/wire/failures.ts
const kinds = [
	"project",
	"input",
	"fixed-images"
];
const codes = [
	"config",
	"template",
	"yaml",
	"missing-file",
	"outside-root",
	"unsupported",
	"limit"
];
function encodeError(error) {
	const { message, hint } = error;
	const shared = {
		message,
		hint,
		code: "config",
		place: void 0,
		excerpt: void 0,
		subject: void 0
	};
	if (error instanceof ProjectError) return {
		...shared,
		kind: "project",
		code: error.code,
		place: error.place,
		excerpt: error.excerpt
	};
	if (error instanceof InputError) return {
		...shared,
		kind: "input",
		subject: error.input
	};
	if (error instanceof FixedImagesError) return {
		...shared,
		kind: "fixed-images",
		place: error.place,
		subject: error.key
	};
	return {
		...shared,
		kind: "project"
	};
}
const encoded = record({
	kind: choice(kinds),
	code: choice(codes),
	message: text,
	hint: optional(text),
	place: optional(place),
	excerpt: optional(list(text, 40)),
	subject: optional(text)
});
const failure = (value, path) => {
	const { kind, code, message, hint, place: where, excerpt, subject } = encoded(value, path);
	if (kind === "input") return new InputError(subject ?? "project-dir", message, { hint });
	if (kind === "fixed-images") return new FixedImagesError(message, where, subject, { hint });
	return new ProjectError(code, message, where, {
		hint,
		excerpt
	});
};

// src/wire/answer.ts
function encodeBegin(file) {
	return JSON.stringify({
		kind: "begin",
		text: file
	});
}
function encodeDebug(message) {
	return JSON.stringify({
		kind: "debug",
		text: message
	});
}
/** Whatever ended the rendering. */
function encodeEnd(error) {
	if (isImagesError(error)) return JSON.stringify({
		kind: "failed",
		error: encodeError(error)
	});
	return JSON.stringify({
		kind: "bug",
		text: error instanceof Error ? error.stack ?? error.message : String(error)
	});
}
function encodeProject(project) {
	const { targetImages, targetContext, items, tree, problems, warnings, needs, secrets } = project;
	return JSON.stringify({
		kind: "project",
		project: {
			targetImages: targetImages.map(encodeEntry),
			targetContext,
			items: items.map(encodeItem),
			tree: [...tree].map(([path, file]) => [path, encodeContent(file)]),
			problems: problems.map(encodeError),
			warnings,
			needs,
			secrets
		}
	});
}
function encodeItem({ item: name, ...rest }) {
	const { imagesVariable } = name;
	return {
		...rest,
		item: imagesVariable === void 0 ? name : {
			...name,
			imagesVariable: encodeValue(imagesVariable)
		}
	};
}
function encodeEntry({ extra, ...entry }) {
	return extra === void 0 ? entry : {
		...entry,
		extra: [...extra].map(([key, value]) => [key, encodeValue(value)])
	};
}
const encodedEntry = record({
	image: optional(text),
	imageRegex: optional(text),
	resultImage: text,
	namespace: optional(text),
	deployment: optional(text),
	container: optional(text),
	extra: optional(mapOf(yamlValue))
});
const entry = (value, path) => {
	const { resultImage, ...conditions } = encodedEntry(value, path);
	return {
		resultImage,
		...Object.fromEntries(Object.entries(conditions).filter(([, one]) => one !== void 0))
	};
};
const file = record({
	path: text,
	text
});
const chart = record({
	folder: text,
	file: text,
	chart: text,
	releaseName: text,
	namespace: text,
	output: text,
	skipCRDs: truth,
	values: optional(text)
});
const item = record({
	item: record({
		folder: text,
		deploymentDir: text,
		treeDir: text,
		tags: list(text),
		imagesVariable: optional(yamlValue)
	}),
	build: choice([
		"files",
		"kustomize",
		"none"
	]),
	files: list(file),
	releases: list(record({
		folder: text,
		output: optional(text),
		chart: optional(chart),
		values: optional(file)
	})),
	kustomization: optional(text),
	namespace: optional(text)
});
const encodedNeed = record({
	kind: choice(["git-file"]),
	url: text,
	ref: optional(record({
		branch: optional(text),
		tag: optional(text),
		commit: optional(text),
		name: optional(text)
	})),
	path: text
});
const need = (value, path) => {
	const { ref, ...rest } = encodedNeed(value, path);
	const named = Object.fromEntries(Object.entries(ref ?? {}).filter(([, name]) => name !== void 0));
	return {
		...rest,
		ref: ref && named
	};
};
const encodedWarning = record({
	message: text,
	place: optional(place)
});
const warning = (value, path) => {
	const { message, place: where } = encodedWarning(value, path);
	return where === void 0 ? { message } : {
		message,
		place: where
	};
};
const project = record({
	targetImages: list(entry),
	targetContext: optional(text),
	items: list(item),
	tree: mapOf(content),
	problems: list(failure),
	warnings: list(warning),
	needs: list(need, 1e3),
	secrets: list(text)
});
const message = record({
	kind: choice([
		"begin",
		"debug",
		"project",
		"failed",
		"bug"
	]),
	text: optional(text),
	error: optional(failure),
	project: optional(project)
});
/** @throws ShapeError or SyntaxError for what is no message */
function decodeMessage(line) {
	const { kind, text: said = "", error, project: rendered } = message(JSON.parse(line), "");
	if (kind === "begin") return {
		kind,
		file: said
	};
	if (kind === "project" && rendered !== void 0) return {
		kind,
		project: rendered
	};
	if (kind === "failed" && error !== void 0) return {
		kind,
		error
	};
	return {
		kind: kind === "debug" ? "debug" : "bug",
		text: said
	};
}

// src/wire/request.ts
function encodeRequest(request) {
	const { external, ...rest } = request;
	return JSON.stringify({
		...rest,
		args: encodeValue(request.args),
		mounts: [...request.mounts],
		ownFiles: [...request.ownFiles],
		refused: [...request.refused],
		external: {
			env: [...external.env],
			allowedEnv: external.allowedEnv,
			standIns: [...external.standIns],
			gitFiles: [...external.gitFiles],
			overrides: [...external.overrides]
		}
	});
}
const encodedAnswer = record({
	text: optional(text),
	error: optional(text),
	hint: optional(text),
	isMissing: optional(truth)
});
const gitAnswer = (value, path) => {
	const { text: content, error, hint, isMissing } = encodedAnswer(value, path);
	if (content !== void 0) return { text: content };
	if (error === void 0) throw new ShapeError(path, "a text or an error");
	return {
		error,
		...hint === void 0 ? {} : { hint },
		...isMissing === void 0 ? {} : { isMissing }
	};
};
const external = record({
	env: mapOf(text),
	allowedEnv: list(text),
	standIns: mapOf(record({
		file: text,
		text
	})),
	gitFiles: mapOf(gitAnswer),
	overrides: mapOf(text)
});
const request = record({
	root: text,
	home: text,
	mounts: mapOf(text),
	target: optional(text),
	args: yamlMap,
	inclusion: record({
		includeTags: list(text),
		excludeTags: list(text),
		includeDeploymentDirs: list(text),
		excludeDeploymentDirs: list(text)
	}),
	ownFiles: list(text),
	refused: mapOf(text),
	external
});
/** @throws ShapeError */
function decodeRequest(encoded) {
	const { ownFiles, ...rest } = request(JSON.parse(encoded), "");
	return {
		...rest,
		ownFiles: new Set(ownFiles)
	};
}

export { codeOf, decodeMessage, decodeRequest, encodeBegin, encodeDebug, encodeEnd, encodeProject, encodeRequest, findProject, isSecretName, mountFiles, openProject, realFolder };