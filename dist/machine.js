import { FileError, InputError, ProjectError, formatReceipt, isImagesError, jsonText, quote, shorten } from "./words.js";
import { createRedactor, jsonMember, openRegistries } from "./registry.js";
import { findChangeSources, parseOptions, run } from "./core.js";
import { joinPath, mountOf, needKey, repositoryKey } from "./shared.js";
import { codeOf, decodeMessage, encodeRequest, findProject, isSecretName, realFolder } from "./files.js";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { closeSync, constants, existsSync, fchmodSync, fsyncSync, lstatSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { spawn } from "node:child_process";

// src/library.ts
const silent = {
	debug: () => void 0,
	info: () => void 0,
	warning: () => void 0
};
/**
* Runs the main job on a project. Trouble with single images is in the report, and `ok` is false then, unless `failOn` says otherwise.
* @throws AggregateError of InputErrors for options that cannot be used; InputError or FixedImagesError for files that options name
*/
async function resolve$1(options = {}) {
	const { env = process.env, write = false, log = silent, ...given } = options;
	const parsed = parseOptions(toRaw(given));
	if (parsed.problems.length > 0) throw new AggregateError(parsed.problems, parsed.problems.map(({ input, message }) => `${input}: ${message}`).join("\n"));
	const { openMachine } = await import("./machine2.js");
	const machine = await openMachine(parsed.options, {
		env,
		log
	});
	try {
		const { ok, complete, report, entries, text, changed, manifests } = await machine.run().then((result) => {
			if (write) machine.write(result);
			return result;
		});
		return {
			ok,
			complete,
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

// src/io/source-hosts.ts
/** The server that runs the workflow, as a host of source code: GitHub Enterprise and a GitLab of one's own are known by that alone. */
function sourceHosts(env) {
	const servers = [[env["GITHUB_SERVER_URL"], "github"], [env["CI_SERVER_URL"], "gitlab"]];
	return new Map(servers.flatMap(([address, kind]) => address !== void 0 && URL.canParse(address) ? [[new URL(address).host, kind]] : []));
}

// src/io/git.ts
/**
* Files of a pull request can look like a repository without work tree, and its configuration names programs: git finds one only where a
* `.git` leads to it, which cannot be committed.
*/
const noBareRepository = ["-c", "safe.bareRepository=explicit"];
/** Runs git, which fetches nothing; never rejects. @returns its standard output, and whether it ended well */
async function git(args, folder) {
	const { getExecOutput } = await import("./exec.js");
	try {
		const { exitCode, stdout } = await getExecOutput("git", [...noBareRepository, ...args], {
			silent: true,
			ignoreReturnCode: true,
			env: gitEnvironment(),
			...folder === void 0 ? {} : { cwd: folder }
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
	const given = [
		"PATH",
		"HOME",
		"LANG",
		"SYSTEMROOT",
		"GIT_DIR",
		"GIT_CEILING_DIRECTORIES"
	].flatMap((name) => process.env[name] === void 0 ? [] : [[name, process.env[name] ?? ""]]);
	return {
		...Object.fromEntries(given),
		GIT_ALLOW_PROTOCOL: "",
		GIT_TERMINAL_PROMPT: "0"
	};
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

// src/io/output-files.ts
/**
* Whatever cannot be written, or would replace what somebody else wrote, is said before a registry is asked and before anything is written.
* @throws InputError, FileError or AggregateError of them
*/
function checkOutputFiles(options, workspace) {
	const { outputFile, reportFile, commentFile, renderOutputDir } = options;
	const problems = [];
	const files = [
		["output-file", outputFile],
		["report-file", reportFile],
		["comment-file", commentFile]
	];
	const taken = /* @__PURE__ */ new Map();
	for (const [name, path] of files) if (path !== void 0) collect(() => take(name, checkTarget(path, workspace), taken), problems);
	if (renderOutputDir !== void 0) collect(() => checkFolder(renderOutputDir, workspace), problems);
	if (problems.length > 0) throw new AggregateError(problems);
	refuseToOverwrite(options);
}
/** Two names may lead to one file, over links and folders. @throws InputError */
function take(option, target, taken) {
	const other = taken.get(target);
	if (other !== void 0) throw new InputError(option, `${option} and ${other} are the same file, ${quote(target)}`);
	taken.set(target, option);
}
function refuseToOverwrite({ projectDir, renderOutputDir, reportFile, commentFile }) {
	const rendered = renderOutputDir === void 0 ? void 0 : resolve(renderOutputDir);
	if (rendered !== void 0 && existsSync(rendered) && realpathSync(rendered) === realpathSync(resolve(projectDir))) throw new InputError("render-output-dir", "the rendered manifests would replace the templates they come from", { hint: "Name a folder other than that of the project." });
	refuseOthers(reportFile, "report-file", "report of ours", isReport);
	if (commentFile !== void 0) refuseOthers(commentFile, "comment-file", "comment of ours", (text) => text.startsWith("<!-- kluctl-images:"));
}
/** @throws InputError for a file that somebody else wrote */
function refuseOthers(file, option, what, isOurs) {
	const text = readUserFile(file) ?? "";
	if (text.trim() === "" || isOurs(text)) return;
	throw new InputError(option, `${quote(file)} is there already and is no ${what}; it is not replaced`, { hint: "Name another file, or remove this one." });
}
/** Also one of a version to come, and one that another program has put into another form. */
function isReport(text) {
	try {
		const value = JSON.parse(text);
		return [
			"version",
			"counts",
			"uses"
		].every((name) => jsonMember(value, name) !== void 0);
	} catch {
		return false;
	}
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
function collect(work, problems) {
	try {
		work();
	} catch (error) {
		if (!(error instanceof FileError) && !(error instanceof InputError)) throw error;
		problems.push(error);
	}
}

// src/io/external-sources.ts
/** What the options allow a project to use from outside of its folder. @throws InputError */
function readExternalSources({ varsFromFile, allowEnv, localSources }, env, readFile) {
	const standIns = varsFromFile.map(({ name, path }) => [name, {
		file: path,
		text: readFile(path, "vars-from-file")
	}]);
	const values = allowEnv.flatMap((name) => {
		const value = env[name];
		return value === void 0 ? [] : [[name, value]];
	});
	return {
		env: new Map(values),
		allowedEnv: allowEnv,
		standIns: new Map(standIns),
		gitFiles: /* @__PURE__ */ new Map(),
		overrides: new Map(localSources.map(({ name }) => [name, mountOf(name)]))
	};
}
/** Real paths of the folders that stand for git and OCI sources, by where the project sees them. @throws InputError */
function readMounts({ localSources }, realFolder) {
	return new Map(localSources.map(({ name, path }) => {
		const option = name.startsWith("oci:") ? "local-oci-override" : "local-git-override";
		try {
			return [mountOf(name), realFolder(path)];
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			throw new InputError(option, error.message, { cause: error });
		}
	}));
}

// src/io/git-files.ts
/** Threat model section 10. */
const fileLimit = 5242880;
/** Files of one round: each takes several runs of git. */
const filesLimit = 500;
/**
* Reads files of the checked-out repository at a branch, tag or commit, from what the clone has: nothing is fetched. Without a reference it is
* the commit that is checked out. Answers by `needKey`; a file of another repository is answered with an error.
*/
async function readGitFiles(needs, request) {
	const own = await ownRepositories(request);
	const answers = [];
	for (const [index, need] of needs.entries()) {
		const key = repositoryKey("git", need.url);
		const isOwn = key !== void 0 && own.has(key);
		answers.push([needKey(need), isOwn ? await readOwn(need, index, request.folder) : notOwn(key)]);
	}
	return new Map(answers);
}
async function ownRepositories({ folder, env }) {
	const urls = (await git([
		"config",
		"--get-regexp",
		"^remote\\..*\\.url$"
	], folder)).text.split("\n").map((line) => line.slice(line.indexOf(" ") + 1));
	const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, CI_PROJECT_URL: project } = env;
	const named = [...server && repository ? [`${server}/${repository}`] : [], ...project ? [project] : []];
	return new Set([...urls, ...named].flatMap((url) => repositoryKey("git", url) ?? []));
}
function notOwn(key) {
	return {
		error: "it is another repository than the one that is checked out",
		hint: `Check it out in an earlier step and name its folder: local-git-override: ${key?.replace(/^git:\/\//, "") ?? "REPOSITORY"}=DIR`
	};
}
async function readOwn(need, index, folder) {
	if (index >= filesLimit) return { error: `more than ${filesLimit} files of git are asked for` };
	return readGitFile(need, folder);
}
async function readGitFile({ ref, path }, folder) {
	if (isSecretName(path)) return { error: "it may hold secrets and is not read" };
	const commit = await findCommit(ref, folder);
	if (commit === void 0) return {
		error: `the clone has no ${describe(ref)}`,
		hint: "Fetch it in an earlier step, as with fetch-depth: 0 of actions/checkout."
	};
	const listed = await git([
		"ls-tree",
		"--full-tree",
		"-l",
		"-z",
		commit,
		"--",
		`:(literal)${path}`
	], folder);
	const [mode = "", , , size = "", ...rest] = (listed.text.split("\0")[0] ?? "").split(/[ \t]+/);
	if (!listed.ok || rest.length === 0) return {
		error: `there is no such file at ${describe(ref)}`,
		isMissing: true
	};
	if (!mode.startsWith("100")) return { error: "it is not a regular file" };
	if (Number(size) > fileLimit) return { error: `it is larger than ${fileLimit} bytes` };
	const shown = await git([
		"cat-file",
		"blob",
		`${commit}:${path}`
	], folder);
	return shown.ok ? { text: shown.text } : { error: "git cannot read it" };
}
function describe(ref) {
	const [kind, name] = Object.entries(ref ?? {}).find(([, text]) => text !== void 0) ?? [];
	if (name === void 0) return "commit that is checked out";
	return kind === "name" ? `branch or tag ${quote(name)}` : `${kind} ${quote(name)}`;
}
async function findCommit(ref, folder) {
	for (const name of namesOf(ref)) {
		const found = await git([
			"rev-parse",
			"--verify",
			"--quiet",
			"--end-of-options",
			`${name}^{commit}`
		], folder);
		if (found.ok) return found.text.trim();
	}
}
/** Full names of what a reference may mean, best first: what the server has comes before what a step may have left here. */
function namesOf(ref) {
	const { branch, tag, commit, name } = ref ?? {};
	const branches = (text) => [`refs/remotes/origin/${text}`, `refs/heads/${text}`];
	if (branch !== void 0) return branches(branch);
	if (tag !== void 0) return [`refs/tags/${tag}`];
	const isHash = (text) => /^[0-9a-f]{7,64}$/.test(text);
	if (commit !== void 0) return isHash(commit) ? [commit] : [];
	if (name === void 0) return ["HEAD"];
	return [
		...name.startsWith("refs/") ? [name, name.replace(/^refs\/heads\//, "refs/remotes/origin/")] : [],
		...branches(name),
		`refs/tags/${name}`,
		...isHash(name) ? [name] : []
	];
}

// src/io/render-process.ts
/** Threat model section 10. */
const renderLimits = {
	file: 5e3,
	project: 12e4,
	heap: 256,
	answer: 67108864,
	restarts: 20
};
/** Starts the process at once, so that it is ready when the request is. */
function startRenderProcess(options) {
	const { limits = renderLimits, log } = options;
	let waiting = start(options);
	const take = () => {
		const child = waiting ?? start(options);
		waiting = void 0;
		return child;
	};
	return {
		async render(request) {
			const refused = /* @__PURE__ */ new Map();
			const end = performance.now() + limits.project;
			while (refused.size <= limits.restarts) {
				const outcome = await converse(take(), {
					...request,
					refused
				}, Math.max(0, end - performance.now()), options);
				if (outcome.kind === "project") return outcome.project;
				if (outcome.kind === "failed") throw outcome.error;
				if (outcome.kind === "bug") throw new Error(`the rendering process failed: ${outcome.text}`);
				log.debug(`the rendering process ended: ${outcome.why}; ${outcome.errors}`);
				if (outcome.file === void 0 || refused.has(outcome.file)) return failed(outcome.why, void 0);
				refused.set(outcome.file, outcome.why);
				if (performance.now() > end) break;
			}
			const [file, why] = [...refused].at(-1) ?? [];
			return failed(why ?? `rendering the project took longer than ${limits.project / 1e3} s`, file);
		},
		close() {
			waiting?.kill("SIGKILL");
			waiting = void 0;
		}
	};
}
function failed(message, file) {
	const problem = new ProjectError("limit", message, file === void 0 ? void 0 : { file });
	return {
		targetImages: [],
		items: [],
		tree: /* @__PURE__ */ new Map(),
		problems: [problem],
		warnings: [],
		needs: [],
		secrets: []
	};
}
function start({ folders, limits = renderLimits, script = builtScript() }) {
	const flags = [
		permissionFlag(),
		...outermost([dirname(script), ...folders]).map((folder) => `--allow-fs-read=${join(folder, "*")}`),
		"--disallow-code-generation-from-strings",
		`--max-old-space-size=${limits.heap}`,
		"--no-warnings"
	];
	const child = spawn(process.execPath, [...flags, script], {
		env: {},
		cwd: tmpdir(),
		stdio: [
			"pipe",
			"ignore",
			"pipe",
			"pipe"
		],
		windowsHide: true
	});
	child.stdin?.on("error", () => void 0);
	child.on("error", () => void 0);
	return child;
}
/** Node 20 aborts where one of the paths lies below another. */
function outermost(paths) {
	const different = [...new Set(paths)];
	const isBelow = (path, folder) => path !== folder && path.startsWith(join(folder, sep));
	return different.filter((path) => !different.some((folder) => isBelow(path, folder)));
}
/** Beside the bundle that this is part of. */
function builtScript() {
	return fileURLToPath(new URL("./renderer.js", import.meta.url));
}
/** The name before Node 22.13 and 23.5. */
function permissionFlag() {
	return process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
}
function converse(child, request, time, { log, limits = renderLimits }) {
	return new Promise((resolve) => {
		let file;
		let stopped;
		let outcome;
		let timer;
		const stop = (why) => {
			stopped ??= why;
			child.kill("SIGKILL");
		};
		const watch = () => {
			clearTimeout(timer);
			const what = file === void 0 ? "loading the project" : `rendering ${file}`;
			timer = setTimeout(() => stop(`${what} took longer than ${limits.file / 1e3} s`), limits.file);
		};
		const whole = setTimeout(() => stop(`rendering the project took longer than ${limits.project / 1e3} s`), time);
		const errors = firstBytes(child.stderr, 16384);
		readLines(child.stdio[3], limits.answer, (line) => {
			if (outcome !== void 0) return;
			try {
				const message = decodeMessage(line);
				if (message.kind === "debug") log.debug(message.text);
				else if (message.kind !== "begin") outcome = message;
				else if (message.file !== file) {
					file = message.file;
					watch();
				}
			} catch (error) {
				stop(`the renderer answered what cannot be read (${error instanceof Error ? error.message : String(error)})`);
			}
		}, () => stop(`the rendered project is larger than ${limits.answer} bytes`));
		child.once("close", (code, signal) => {
			clearTimeout(timer);
			clearTimeout(whole);
			const said = errors();
			resolve(outcome ?? {
				kind: "ended",
				file,
				why: stopped ?? whyEnded(file, code ?? signal, said, limits),
				errors: shorten(said, 2e3)
			});
		});
		watch();
		child.stdin?.end(encodeRequest(request));
	});
}
function whyEnded(file, status, errors, { heap }) {
	const what = file === void 0 ? "the project" : quote(file);
	return /heap out of memory|Allocation failed/.test(errors) ? `rendering ${what} needs more than ${heap} MiB of memory` : `the renderer stopped unexpectedly at ${what} (${String(status)})`;
}
function isReadable(stream) {
	return typeof stream === "object" && stream !== null && "on" in stream && "read" in stream;
}
function readLines(stream, limit, take, tooLong) {
	if (!isReadable(stream)) return;
	let pieces = [];
	let size = 0;
	stream.on("error", () => void 0);
	stream.on("data", (chunk) => {
		let rest = chunk;
		for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
			take(Buffer.concat([...pieces, rest.subarray(0, end)]).toString("utf8"));
			pieces = [];
			size = 0;
			rest = rest.subarray(end + 1);
		}
		size += rest.length;
		if (size > limit) tooLong();
		else if (rest.length > 0) pieces.push(rest);
	});
}
function firstBytes(stream, limit) {
	const pieces = [];
	let size = 0;
	stream?.on("error", () => void 0);
	stream?.on("data", (chunk) => {
		if (size < limit) pieces.push(chunk.subarray(0, limit - size));
		size += chunk.length;
	});
	return () => Buffer.concat(pieces).toString("utf8");
}

// src/io/project-rendering.ts
/** A git file may name the next one; nobody chains more of them. */
const roundsLimit = 10;
/** Begins to start the process. @throws InputError for an option that names what is not there */
function openRendering(options, { env, workspace, untrusted, log, readFile }) {
	const { root, home } = findProject(options);
	const mounts = readMounts(options, realFolder);
	const allowed = readExternalSources(options, untrusted === true ? {} : env, readFile);
	const programs = {
		env,
		workspace: workspace ?? root
	};
	const renderer = startRenderProcess({
		folders: [root, ...mounts.values()],
		log
	});
	return {
		async render(request) {
			let external = allowed;
			for (let round = 0; round < roundsLimit; round += 1) {
				const project = await renderer.render({
					...request,
					root,
					home,
					mounts,
					external
				});
				if (project.needs.length === 0) return project;
				const answers = await readGitFiles(project.needs, {
					folder: join(root, home),
					env
				});
				external = {
					...external,
					gitFiles: new Map([...external.gitFiles, ...answers])
				};
			}
			throw new ProjectError("limit", `files of git name each other more than ${roundsLimit} deep`);
		},
		builders: {
			async kustomize(tree, jobs) {
				const { openKustomizer } = await import("./kustomize.js");
				const { withNamespace } = await import("./kustomize-namespace.js");
				const prepared = prepare(tree, jobs, withNamespace);
				const folders = jobs.map(({ folder }) => folder).filter((folder) => !prepared.problems.has(folder));
				const built = await openKustomizer(programs).build(prepared.tree, folders);
				return new Map([...prepared.problems, ...built]);
			},
			async helm(tree, jobs) {
				const { openHelm } = await import("./helm.js");
				return openHelm(programs).render(tree, jobs);
			}
		},
		close: () => renderer.close()
	};
}
/** Gives kustomizations that have no namespace that of their item (kluctl-semantics 5.8). */
function prepare(tree, jobs, withNamespace) {
	const prepared = new Map(tree);
	const problems = /* @__PURE__ */ new Map();
	for (const { folder, namespace } of jobs) {
		const file = ["kustomization.yaml", "kustomization.yml"].map((name) => joinPath(folder, name)).find((path) => tree.has(path));
		const text = file === void 0 ? void 0 : tree.get(file);
		if (file === void 0 || typeof text !== "string") continue;
		try {
			prepared.set(file, withNamespace(text, file, namespace));
		} catch (error) {
			if (!(error instanceof ProjectError)) throw error;
			problems.set(folder, error);
		}
	}
	return {
		tree: prepared,
		problems
	};
}

// src/io/redact-report.ts
/** Members whose few words are our own: a password that happens to be one of them must not break the record. */
const ownWords = /* @__PURE__ */ new Set([
	"kind",
	"status",
	"origin",
	"error",
	"code",
	"bump",
	"gate",
	"remedy"
]);
/**
* The record without secrets. It happens before any text is laid out: markup, escapes and line breaks would cut a secret into pieces
* that no search finds again (threat model C-05).
*/
function redactReport(report, redact) {
	return JSON.parse(JSON.stringify(report), (name, value) => typeof value === "string" && !ownWords.has(name) ? redact(value) : value);
}
/** An error that ends the run, without secrets in what it shows of the project's files. */
function redactError(error, redact) {
	if (!(error instanceof ProjectError)) return error;
	const { code, message, place, hint, excerpt } = error;
	return new ProjectError(code, redact(message), place, {
		hint,
		excerpt: excerpt?.map(redact),
		cause: error.cause
	});
}

// src/io/machine.ts
/** @throws InputError or AggregateError of them, for what cannot work whatever the project says */
async function openMachine(options, surroundings) {
	findProject(options);
	checkOutputFiles(options, surroundings.workspace);
	const registries = options.offlineImages ? offlineRegistries() : openRegistries(surroundings);
	const previous = readUserFile(options.outputFile);
	const write = (path, text, expected) => writeFileAtomically(path, text, {
		workspace: surroundings.workspace,
		...expected === void 0 ? {} : { expected }
	});
	const rendering = openRendering(options, {
		...surroundings,
		readFile: readNamedFile
	});
	const { env, commits } = surroundings;
	const findSources = (changes) => {
		const end = Date.now() + patience;
		const isLate = () => Date.now() > end;
		return findChangeSources(changes, {
			labels: registries,
			hosts: sourceHosts(env),
			commits,
			isLate
		});
	};
	const machine = {
		redactor: registries.redactor,
		async run() {
			const result = await run(options, {
				async render(request) {
					const rendered = await rendering.render(request);
					for (const secret of rendered.secrets) {
						registries.redactor.add(Buffer.from(secret).toString("base64").replace(/=+$/, ""));
						registries.redactor.add(secret);
						surroundings.addSecret?.(secret);
					}
					return rendered;
				},
				builders: rendering.builders,
				tags: registries,
				readFile: readNamedFile,
				readPrevious: () => previous,
				readBaseline: (before) => readBaseline({
					...options,
					...surroundings,
					baseCommit: surroundings.baseCommit
				}, before),
				ownFiles: ownFiles(options),
				log: surroundings.log,
				progress: surroundings.progress,
				findSources: options.sourceLinks && !options.offlineImages ? findSources : void 0
			}).catch((error) => {
				throw redactError(error, registries.redactor.redact);
			});
			return {
				...result,
				report: redactReport(result.report, registries.redactor.redact)
			};
		},
		write(result) {
			const problems = machine.tryToWrite(result);
			if (problems.length > 0) throw new AggregateError(problems);
		},
		tryToWrite(result) {
			const problems = [];
			attempt(() => write(options.reportFile, `${registries.redactor.redact(jsonText(result.report, 2))}\n`), problems);
			if (result.complete && result.changed) attempt(() => write(options.outputFile, result.text, previous ?? null), problems);
			if (result.complete && options.renderOutputDir !== void 0) attempt(() => machine.writeManifests(result), problems);
			return problems;
		},
		writeManifests(result) {
			for (const [path, text] of result.manifests) write(join(options.renderOutputDir ?? ".", path), text);
		},
		writeBeside: (path, text) => write(path, registries.redactor.redact(text)),
		receipt() {
			const receipt = formatReceipt(registries.cost().hosts);
			return receipt && registries.redactor.redact(receipt);
		},
		async close() {
			rendering.close();
			await registries.close();
		}
	};
	return machine;
}
/** Milliseconds for the links to sources: a reviewer can do without them. */
const patience = 3e4;
function offlineRegistries() {
	const nothing = {
		requests: 0,
		waits: 0,
		repositories: 0
	};
	return {
		listTags: () => Promise.reject(/* @__PURE__ */ new Error("an offline run asked a registry")),
		check: () => Promise.reject(/* @__PURE__ */ new Error("an offline run asked a registry")),
		readLabels: () => Promise.reject(/* @__PURE__ */ new Error("an offline run asked a registry")),
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
function readNamedFile(path, option) {
	const text = readUserFile(path);
	if (text === void 0) throw new InputError(option, `there is no file ${quote(path)}`);
	return text;
}
/** Paths of our own files, relative to the project: a fixed-images file beside the manifests is none of them. */
function ownFiles(options) {
	const { root } = findProject(options);
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
		const errors = error instanceof AggregateError ? error.errors : [error];
		for (const one of errors) {
			if (!(one instanceof FileError)) throw error;
			problems.push(one);
		}
	}
}

export { checkTarget, git, openMachine, readUserFile, resolve$1 as resolve, sourceHosts, writeFileAtomically };