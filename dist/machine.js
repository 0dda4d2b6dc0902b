import { FileError, InputError, ProjectError, byCodeUnit, isImagesError, jsonText, quote } from "./words.js";
import { parseOptions, run } from "./core.js";
import { createRedactor, createRegistryClient, readCredentials } from "./registry.js";
import { closeSync, constants, existsSync, fchmodSync, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { randomBytes } from "node:crypto";

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
	return {
		read(path) {
			const known = texts.get(path);
			if (known !== void 0) return known;
			if (texts.size >= filesLimit) throw new ProjectError("limit", `more than ${filesLimit} files are read`, { file: path });
			const text = readProjectFile(root, path);
			if (text !== void 0) texts.set(path, text);
			return text;
		},
		list: (path) => listFolder(root, path)
	};
}
const folderHint = "Name the folder that holds .kluctl.yaml, deployment.yaml or the manifests; it is relative to the working directory.";
function realFolder(folder) {
	try {
		const real = realpathSync(resolve(folder));
		if (statSync(real).isDirectory()) return real;
	} catch (error) {
		throw new InputError("project-dir", `there is no folder ${quote(folder)}`, {
			cause: error,
			hint: folderHint
		});
	}
	throw new InputError("project-dir", `${quote(folder)} is not a folder`, { hint: folderHint });
}
/** Names that hold secrets in a checkout or in a home folder that was copied into one. */
const secretName = /(?:^|\/)(?:\.git|\.docker|\.kube|\.ssh|\.aws)(?:\/|$)|(?:^|\/)\.env[^/]*$|\.pem$|\.key$|(?:^|\/)(?:\.netrc|\.npmrc)[^/]*$|(?:^|[/.])kubeconfig(?:\.ya?ml)?$/i;
function checkName(path) {
	const place = { file: path };
	if (/[\0\\]|^[A-Za-z]:|^[a-z][a-z0-9+.-]*:\/\//i.test(path) || path.startsWith("/")) throw new ProjectError("outside-root", `${quote(path)} is not a path relative to the project`, place);
	if (path.split("/").includes("..")) throw new ProjectError("outside-root", `${quote(path)} points outside the project`, place);
	if (secretName.test(path)) throw new ProjectError("outside-root", `${quote(path)} may hold secrets and is not read`, place);
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
		return decode$1(readWhole(descriptor, stats.size), path);
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
function decode$1(bytes, path) {
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

// src/io/write-file.ts
/**
* Writes a file whole or not at all: a temporary file in the same folder, flushed, read back, renamed (threat model Y-07). On any error the
* old file is as it was.
* @throws FileError
*/
function writeFileAtomically(path, text, options = {}) {
	const target = checkTarget(path, options.workspace);
	makeFolderFor(path, target);
	const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
	try {
		writeFlushed(temporary, text, modeOf(target));
		if (readFileSync(temporary, "utf8") !== text) throw new FileError("write", path, `${quote(path)}: what was written reads back differently`);
		if (options.expected !== void 0 && (readUserFile(target) ?? null) !== options.expected) throw new FileError("changed", path, `${quote(path)} changed while we were working; run again`);
		renameSync(temporary, target);
	} catch (error) {
		rmSync(temporary, { force: true });
		throw error instanceof FileError ? error : writeError(path, error);
	}
}
function writeFlushed(path, text, mode) {
	const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode ?? 420);
	try {
		if (mode !== void 0) fchmodSync(descriptor, mode);
		const bytes = new TextEncoder().encode(text);
		for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}
/** The text of a file that the user named, in UTF-8, or UTF-16 with its mark; undefined where there is none. @throws FileError */
function readUserFile(path) {
	try {
		return decode(readFileSync(resolve(path)));
	} catch (error) {
		if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return void 0;
		const isFolder = codeOf(error) === "EISDIR";
		const why = error instanceof TypeError ? "is not UTF-8 text" : `cannot be read (${codeOf(error)})`;
		throw new FileError("read", path, `${quote(path)} ${isFolder ? "is a folder" : why}`, { cause: error });
	}
}
function decode(bytes) {
	const [first, second] = bytes;
	return new TextDecoder(first === 255 && second === 254 ? "utf-16le" : first === 254 && second === 255 ? "utf-16be" : "utf-8", { fatal: true }).decode(bytes);
}
/**
* Refuses a path that nothing may be written to, before there is anything to write; returns its real path.
* @throws FileError
*/
function checkTarget(path, workspace) {
	try {
		const target = withRealParent(resolve(path));
		if (workspace !== void 0) checkInside(path, target, realpathSync(workspace));
		const stats = lstatSync(target, { throwIfNoEntry: false });
		if (stats?.isSymbolicLink()) throw new FileError("write", path, `${quote(path)} is a symbolic link and is not written through`);
		if (stats?.isDirectory()) throw new FileError("write", path, `${quote(path)} is a folder`, { hint: "Name a file." });
		if (stats && !stats.isFile()) throw new FileError("write", path, `${quote(path)} is not a regular file`);
		return target;
	} catch (error) {
		throw error instanceof FileError ? error : writeError(path, error);
	}
}
function makeFolderFor(path, target) {
	try {
		makeFolder(dirname(target));
	} catch (error) {
		throw writeError(path, error);
	}
}
/** Level by level: `mkdir` with `recursive` never returns on a file system that refuses with ENOENT, as /proc does. */
function makeFolder(folder) {
	if (existsSync(folder)) return;
	makeFolder(dirname(folder));
	try {
		mkdirSync(folder);
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
	}
}
/** The path with the real path of the nearest folder of it that exists. */
function withRealParent(target) {
	const missing = [basename(target)];
	let folder = dirname(target);
	while (!existsSync(folder) && folder !== dirname(folder)) {
		missing.unshift(basename(folder));
		folder = dirname(folder);
	}
	return join(realpathSync(folder), ...missing);
}
function checkInside(path, target, root) {
	if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) throw new FileError("outside-workspace", path, `the output path ${quote(path)} is outside the workspace`);
	const [first, second, ...rest] = relative(root, target).toLowerCase().split(sep);
	const isWorkflow = first === ".github" && second === "workflows";
	if (isWorkflow || [
		first,
		second,
		...rest
	].includes(".git")) {
		const where = isWorkflow ? ".github/workflows" : ".git";
		throw new FileError("outside-workspace", path, `${quote(path)}: nothing is written into ${where}`);
	}
}
/** Permissions of a file that is there already. */
function modeOf(target) {
	const mode = lstatSync(target, { throwIfNoEntry: false })?.mode;
	return mode === void 0 ? void 0 : mode & 511;
}
function writeError(path, error) {
	return new FileError("write", path, `${quote(path)} cannot be written (${codeOf(error)})`, {
		cause: error,
		hint: {
			EACCES: "Check the permissions of its folder.",
			EROFS: "The file system is read-only.",
			ENOTDIR: "A part of its path is a file, not a folder.",
			ENOENT: "Its folder cannot be made there.",
			ENOSPC: "The disk is full."
		}[codeOf(error)]
	});
}

// src/io/baseline.ts
/**
* What a result is compared with. `auto` is the output file at the base commit of the pull request; where that has none, or there is no pull
* request, the file as it stood before the run.
* @throws InputError for a baseline that is neither a file nor a git ref
*/
async function readBaseline(request, previous) {
	const { baseline, outputFile, baseCommit } = request;
	const before = previous === void 0 ? void 0 : {
		text: previous,
		name: outputFile
	};
	if (baseline === "none") return void 0;
	if (baseline === "auto") {
		if (baseCommit === void 0) return before;
		const atBase = await fileAtCommit(baseCommit, request);
		if (atBase !== "unknown") return atBase ?? before;
		request.log.warning(`the base commit ${baseCommit.slice(0, 12)} could not be read; the change is compared with the file before this run`);
		return before;
	}
	const text = readUserFile(baseline);
	if (text !== void 0) return {
		text,
		name: baseline
	};
	if (!/^[A-Za-z0-9_][A-Za-z0-9._/@{}~^-]*$/.test(baseline)) throw new InputError("baseline", `${quote(baseline)} is neither a file nor a git ref`);
	const found = await gitShow(baseline, outputFile);
	if (found === "unknown") throw new InputError("baseline", `${quote(baseline)} is neither a file nor a git ref that is here`, { hint: "Fetch it first, as with fetch-depth: 0 of actions/checkout." });
	return found;
}
async function fileAtCommit(commit, request) {
	const local = await gitShow(commit, request.outputFile);
	if (local !== "unknown" || !request.fetchFile) return local;
	const root = await git(["rev-parse", "--show-toplevel"]);
	const path = relative(root.text.trim() || process.cwd(), resolve(request.outputFile)).split(sep).join("/");
	try {
		const text = await request.fetchFile(path, commit);
		return text === void 0 ? void 0 : {
			text,
			name: `${request.outputFile} at ${commit.slice(0, 12)}`
		};
	} catch (error) {
		if (!isImagesError(error)) throw error;
		request.log.debug(`the file at the base commit could not be read: ${error.message}`);
		return "unknown";
	}
}
/** The output file at a ref; undefined where the ref has none, `unknown` where git has not the ref. */
async function gitShow(ref, outputFile) {
	const known = await git([
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${ref}^{commit}`
	]);
	if (!known.ok) return "unknown";
	const commit = known.text.trim();
	const root = await git(["rev-parse", "--show-toplevel"]);
	const path = relative(root.text.trim(), resolve(outputFile)).split(sep).join("/");
	if (path.startsWith("../")) return void 0;
	const listed = await git([
		"ls-tree",
		"--full-tree",
		"--name-only",
		"-z",
		commit,
		"--",
		`:(literal)${path}`
	]);
	if (!listed.ok) return "unknown";
	if (listed.text === "") return void 0;
	const shown = await git([
		"cat-file",
		"blob",
		`${commit}:${path}`
	]);
	return shown.ok ? {
		text: shown.text,
		name: `${outputFile} at ${ref}`
	} : "unknown";
}
async function git(args) {
	const { getExecOutput } = await import("./exec.js");
	try {
		const { exitCode, stdout } = await getExecOutput("git", args, {
			silent: true,
			ignoreReturnCode: true,
			env: gitEnvironment()
		});
		return {
			ok: exitCode === 0,
			text: stdout
		};
	} catch {
		return {
			ok: false,
			text: ""
		};
	}
}
/** git gets what it needs to run, and no secret of the job (threat model K-06). */
function gitEnvironment() {
	return Object.fromEntries([
		"PATH",
		"HOME",
		"LANG",
		"SYSTEMROOT",
		"GIT_DIR",
		"GIT_CEILING_DIRECTORIES"
	].flatMap((name) => process.env[name] === void 0 ? [] : [[name, process.env[name] ?? ""]]));
}

// src/io/redact-report.ts
/** Members whose few words are our own: a password that happens to be one of them must not break the record. */
const ownWords = /* @__PURE__ */ new Set([
	"kind",
	"status",
	"origin",
	"error",
	"code"
]);
/**
* The record without secrets. It happens before any text is laid out: markup, escapes and line breaks would cut a secret into pieces
* that no search finds again (threat model C-05).
*/
function redactReport(report, redact) {
	return JSON.parse(JSON.stringify(report), (name, value) => typeof value === "string" && !ownWords.has(name) ? redact(value) : value);
}

// src/io/machine.ts
/** @throws InputError or AggregateError of them, for what cannot work whatever the project says */
async function openMachine(options, surroundings) {
	const project = openProject(options.projectDir);
	refuseToOverwrite(options);
	checkOutputs(options, surroundings.workspace);
	const registries = options.offlineImages ? offlineRegistries() : openRegistries(surroundings);
	const previous = readUserFile(options.outputFile);
	const write = (path, text, expected) => writeFileAtomically(path, text, {
		workspace: surroundings.workspace,
		...expected === void 0 ? {} : { expected }
	});
	const machine = {
		redactor: registries.redactor,
		async run() {
			const result = await run(options, {
				project,
				tags: registries,
				readFile: readNamedFile,
				readPrevious: () => previous,
				readBaseline: (before) => readBaseline({
					...options,
					...surroundings,
					baseCommit: surroundings.baseCommit
				}, before),
				ownFiles: ownFiles(options),
				log: surroundings.log
			});
			return {
				...result,
				report: redactReport(result.report, registries.redactor.redact)
			};
		},
		write(result) {
			const problems = [];
			attempt(() => write(options.reportFile, `${registries.redactor.redact(jsonText(result.report, 2))}\n`), problems);
			if (result.ok && result.changed) attempt(() => write(options.outputFile, result.text, previous ?? null), problems);
			if (result.ok && options.renderOutputDir !== void 0) attempt(() => machine.writeManifests(result), problems);
			if (problems.length > 0) throw new AggregateError(problems);
		},
		writeManifests(result) {
			for (const [path, text] of result.manifests) write(join(options.renderOutputDir ?? ".", path), text);
		},
		close: () => registries.close()
	};
	return machine;
}
/** The registries, with the logins of this machine. @throws AggregateError of InputErrors for settings that cannot be used */
function openRegistries(surroundings) {
	const { env, workspace } = surroundings;
	const redactor = createRedactor();
	const { credentials, problems } = readCredentials({
		env: surroundings.untrusted === true ? withoutLogins(env) : env,
		home: surroundings.untrusted === true ? void 0 : env["HOME"] ?? homedir(),
		workspace,
		readFile: (path) => existsSync(path) ? readFileSync(path, "utf8") : void 0
	});
	if (problems.length > 0) throw new AggregateError(problems);
	const secrets = (secret) => {
		redactor.add(secret);
		surroundings.addSecret?.(secret);
	};
	const client = createRegistryClient({
		credentials,
		secrets,
		...surroundings.connectTo ? { connectTo: surroundings.connectTo } : {}
	});
	return Object.assign(client, { redactor });
}
function offlineRegistries() {
	const nothing = {
		requests: 0,
		waits: 0,
		repositories: 0
	};
	return {
		listTags: () => Promise.reject(/* @__PURE__ */ new Error("an offline run asked a registry")),
		cost: () => ({
			...nothing,
			bytes: 0,
			hosts: /* @__PURE__ */ new Map()
		}),
		warnings: () => [],
		close: () => Promise.resolve(),
		redactor: createRedactor()
	};
}
function withoutLogins(env) {
	const login = /^KLUCTL_REGISTRY_(?:\d+_)?(?:USERNAME|PASSWORD|AUTH|IDENTITY_TOKEN|TOKEN|CERT_FILE|KEY_FILE)$/;
	const files = ["DOCKER_CONFIG", "XDG_RUNTIME_DIR"];
	return Object.fromEntries(Object.entries(env).filter(([name]) => !login.test(name) && !files.includes(name)));
}
function readNamedFile(path, option) {
	const text = readUserFile(path);
	if (text === void 0) throw new InputError(option, `there is no file ${quote(path)}`);
	return text;
}
/** What we write beside the fixed-images file must not replace what somebody else wrote. @throws InputError */
function checkFolder(folder, workspace) {
	try {
		checkTarget(join(folder, "any.yaml"), workspace);
	} catch (error) {
		if (!(error instanceof FileError)) throw error;
		const why = error.code === "outside-workspace" ? "it is outside the workspace, or a folder of git" : "it is not a folder";
		throw new FileError(error.code, folder, `the manifests cannot be written into ${quote(folder)}: ${why}`, { cause: error });
	}
}
/** Whatever cannot be written is said before a registry is asked, and before anything else is written. */
function checkOutputs({ outputFile, reportFile, renderOutputDir }, workspace) {
	const problems = [];
	for (const path of [outputFile, reportFile]) attempt(() => void checkTarget(path, workspace), problems);
	if (renderOutputDir !== void 0) attempt(() => checkFolder(renderOutputDir, workspace), problems);
	if (problems.length > 0) throw new AggregateError(problems);
}
function refuseToOverwrite({ projectDir, renderOutputDir, reportFile }) {
	const rendered = renderOutputDir === void 0 ? void 0 : resolve(renderOutputDir);
	if (rendered !== void 0 && existsSync(rendered) && realpathSync(rendered) === realpathSync(resolve(projectDir))) throw new InputError("render-output-dir", "the rendered manifests would replace the templates they come from", { hint: "Name a folder other than that of the project." });
	const text = readUserFile(reportFile) ?? "";
	if (text.trim() === "" || isJson(text)) return;
	throw new InputError("report-file", `${quote(reportFile)} is there already and is no report; it is not replaced`, { hint: "Name another file, or remove this one." });
}
function isJson(text) {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
/** Paths of our own files, relative to the project: a fixed-images file beside the manifests is none of them. */
function ownFiles(options) {
	const root = realpathSync(resolve(options.projectDir));
	const files = [
		options.outputFile,
		options.reportFile,
		...options.fixedImagesFiles,
		...options.argsFromFile
	];
	return new Set(files.map((file) => relative(root, resolve(file)).split(sep).join("/")).filter((path) => !path.startsWith("../")));
}
function attempt(work, problems) {
	try {
		work();
	} catch (error) {
		if (!(error instanceof FileError)) throw error;
		problems.push(error);
	}
}

// src/library.ts
const silent = {
	debug: () => void 0,
	info: () => void 0,
	warning: () => void 0
};
/**
* Runs the main job on a project. Trouble with single images is in the report, and `ok` is false then.
* @throws AggregateError of InputErrors for options that cannot be used; InputError or FixedImagesError for files that options name
*/
async function resolve$1(options = {}) {
	const { env = process.env, write = false, log = silent, ...given } = options;
	const parsed = parseOptions(toRaw(given));
	if (parsed.problems.length > 0) throw new AggregateError(parsed.problems, parsed.problems.map((problem) => problem.message).join("\n"));
	const { openMachine } = await import("./machine2.js");
	const machine = await openMachine(parsed.options, {
		env,
		log
	});
	try {
		const { ok, report, entries, text, changed, manifests } = await machine.run().then((result) => {
			if (write) machine.write(result);
			return result;
		});
		return {
			ok,
			report,
			fixedImages: entries,
			text,
			changed,
			manifests
		};
	} finally {
		await machine.close();
	}
}
function toRaw(given) {
	return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => {
		if (value === void 0) return [];
		const text = Array.isArray(value) ? value.join("\n") : String(value);
		return [[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), text]];
	}));
}

export { checkTarget, openMachine, openRegistries, readUserFile, resolve$1 as resolve, writeFileAtomically };