import { DeployedError, FileError, FilterError, InputError, ProjectError, RegistryError, ResolveError, byCodeUnit, compareWhere, formatReceipt, formatRepository, isImagesError, jsonText, missingPlatforms, noCost, parseImageReference, parsePlatform, parseVersionFilter, quote, readImageReference, servesPlatform, shorten, unique, visible } from "./words.js";
import { createLanes, createRedactor, jsonMember, openRegistries } from "./registry.js";
import { endReport, findChangeSources, findObjects, findPin, isSelected, keyInLock, lockPath, parseOptions, prepare as prepare$1, readLock, refuseRegistry, run, textAround, textValues, variablePins } from "./core.js";
import { findPlaceholders, isYamlList, isYamlMap, joinPath, mountOf, needKey, parseYamlDocuments, replacePlaceholders, repositoryKey, yamlLimits } from "./shared.js";
import { codeOf, decodeMessage, encodeRequest, findProject, isSecretName, openProject, realFolder } from "./files.js";
import { findConnected, isOurs, openConnectedRunner } from "./programs.js";
import { createHash, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { basename, delimiter, dirname, join, parse, relative, resolve, sep } from "node:path";
import { closeSync, constants, existsSync, fchmodSync, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, symlinkSync, unlinkSync, writeSync } from "node:fs";
import { devNull, homedir, tmpdir } from "node:os";
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
		const { ok, complete, report, entries, text, changed, lock, manifests } = await machine.run().then((result) => {
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
			lock: lock?.(void 0),
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

// src/io/boundary.ts
/**
* The folder whose files others may have written: the checkout in CI, else the repository around a project, known by its `.git`. Undefined
* where there is none: then all files are the user's own.
*/
function findBoundary(folder, workspace) {
	if (workspace !== void 0 && workspace !== "" && existsSync(workspace)) return realpathSync(workspace);
	for (let at = resolve(folder);; at = dirname(at)) {
		if (existsSync(join(at, ".git"))) return realpathSync(at);
		if (at === dirname(at)) return void 0;
	}
}
/**
* Refuses a path in the boundary that a link leads out of it, or that is no regular file: a workflow names `policy.yaml`, and a pull request
* makes it a link to a login of the runner (threat model F-02 to F-04). What a user names outside of it is the user's own matter.
* @returns true where the path lies in the boundary
* @throws FileError
*/
function keepInside(path, boundary) {
	const named = resolve(path);
	if (boundary === void 0 || !isBelow(withRealFolder(named, boundary), boundary)) return false;
	const real = realPathOf$1(named);
	if (real === void 0) return true;
	if (!isBelow(real, boundary)) throw new FileError("outside-workspace", path, `${quote(path)} is a link that leads out of the checked-out repository`, { hint: "Put the file itself there, or name one outside of the repository." });
	const stats = statSync(real);
	if (!stats.isFile() && !stats.isDirectory()) throw new FileError("read", path, `${quote(path)} is not a regular file`);
	return true;
}
/** A checkout may itself be reached over a link, as a temporary folder is on some machines. */
function withRealFolder(path, boundary) {
	if (isBelow(path, boundary)) return path;
	for (let at = dirname(path); at !== dirname(at); at = dirname(at)) if (realPathOf$1(at) === boundary) return join(boundary, relative(at, path));
	return path;
}
function isBelow(path, folder) {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
function realPathOf$1(path) {
	try {
		return realpathSync(path);
	} catch {
		return;
	}
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
	const temporary = temporaryFor(target);
	try {
		writeFlushed(temporary, text, modeOf(target));
		if (readFileSync(temporary, "utf8") !== text) throw new FileError("write", path, `${quote(path)}: what was written reads back differently`);
		if (options.expected !== void 0 && (readUserFile(target) ?? null) !== options.expected) throw new FileError("changed", path, `${quote(path)} changed while we were working; run again`);
		renameSync(temporary, target);
	} catch (error) {
		removeQuietly(temporary);
		throw error instanceof FileError ? error : writeError(path, error);
	}
}
function temporaryFor(target) {
	return join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
}
/** The file that a temporary file was to become, which a killed run may have left; undefined for any other file. */
function temporaryTarget(path) {
	const name = /^\.(.+)\.[0-9a-f]{12}\.tmp$/.exec(basename(path))?.[1];
	return name === void 0 ? void 0 : join(dirname(path), name);
}
/** What went wrong before is what there is to say; the file is removed by a later run. */
function removeQuietly(path) {
	try {
		rmSync(path, { force: true });
	} catch {}
}
/**
* Writes a file that is not there yet, and waits until the disk has it. What cannot be written whole is taken away again.
* @throws what node throws, as EEXIST
*/
function writeFlushed(path, text, mode) {
	const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode ?? 420);
	try {
		if (mode !== void 0) fchmodSync(descriptor, mode);
		const bytes = new TextEncoder().encode(text);
		for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
		fsyncSync(descriptor);
	} catch (error) {
		removeQuietly(path);
		throw error;
	} finally {
		closeSync(descriptor);
	}
}
/** Bytes that a file which a user names may have; reports of large projects are the largest. */
const userFileLimit = 67108864;
/**
* The text of a file that the user named, in UTF-8, or UTF-16 with its mark; undefined where there is none.
* @param boundary folder whose files others may have written: no link leads out of it, see {@link keepInside}
* @throws FileError
*/
function readUserFile(path, boundary) {
	keepInside(path, boundary);
	try {
		return decode(readBounded(path));
	} catch (error) {
		if (error instanceof FileError) throw error;
		if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return void 0;
		const isFolder = codeOf(error) === "EISDIR";
		const why = error instanceof TypeError ? "is not UTF-8 text" : `cannot be read (${codeOf(error)})`;
		throw new FileError("read", path, `${quote(path)} ${isFolder ? "is a folder" : why}`, { cause: error });
	}
}
/** A device that never ends is no file. */
function readBounded(path) {
	const descriptor = openSync(resolve(path), constants.O_RDONLY);
	try {
		const parts = [];
		let size = 0;
		for (;;) {
			const part = new Uint8Array(Math.max(65536, Math.min(userFileLimit, fstatSync(descriptor).size - size + 1)));
			const count = readSync(descriptor, part);
			if (count === 0) return Buffer.concat(parts);
			size += count;
			if (size > userFileLimit) throw new FileError("read", path, `${quote(path)} is larger than ${userFileLimit / 1024 / 1024} MiB`);
			parts.push(part.subarray(0, count));
		}
	} finally {
		closeSync(descriptor);
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
			ENOSPC: "The disk is full.",
			EDQUOT: "The disk quota is used up."
		}[codeOf(error)]
	});
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
		["comment-file", commentFile],
		["lock-file", mayHaveLock(options) ? lockPath(options.lockFile, outputFile) : void 0]
	];
	const taken = /* @__PURE__ */ new Map();
	for (const [name, path] of files) if (path !== void 0) collect(() => take(name, checkTarget(path, workspace), taken), problems);
	if (renderOutputDir !== void 0) collect(() => checkFolder(renderOutputDir, workspace), problems);
	if (problems.length > 0) throw new AggregateError(problems);
	refuseToOverwrite(options);
}
/** With `auto` a lock may come with digests only, else where there is one. */
function mayHaveLock({ lockFile, pinDigests, outputFile }) {
	if (lockFile === "none") return false;
	return lockFile !== "auto" || pinDigests || existsSync(lockPath(lockFile, outputFile));
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
/**
* Runs git on what it stores: its own folder stands in for the work tree, so that neither `.gitattributes` nor any other file of the checkout
* says how content is read. Never rejects; hands over standard output as it comes, and keeps none of it.
* @param gitDir absolute, as `git rev-parse --absolute-git-dir` names it
* @returns the exit status, and whether git said that something failed; undefined where it could not be started
*/
async function streamGit(gitDir, args, receive) {
	const { exec } = await import("./exec.js");
	let failed = false;
	const stored = [
		"-c",
		`core.attributesFile=${devNull}`,
		"--no-pager",
		"--no-replace-objects",
		`--git-dir=${gitDir}`,
		`--work-tree=${gitDir}`
	];
	try {
		return {
			status: await exec("git", [
				...noBareRepository,
				...stored,
				...args
			], {
				silent: true,
				ignoreReturnCode: true,
				cwd: gitDir,
				env: {
					...gitEnvironment(),
					GIT_INDEX_FILE: join(gitDir, "kluctl-images.none"),
					LC_ALL: "C"
				},
				listeners: {
					stdout: receive,
					stderr: (bytes) => {
						failed ||= /^(?:error|fatal):/m.test(bytes.toString("latin1"));
					}
				}
			}),
			failed
		};
	} catch {
		return;
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

// src/io/git-show.ts
/** True for a text that git may be given as a ref: it cannot be a flag, and names no path. */
function isRefName(text) {
	return /^[A-Za-z0-9_][A-Za-z0-9._/@{}~^-]*$/.test(text);
}
/** The commit that a ref names; undefined where git has it not, or there is no git. */
async function commitOf(ref, folder) {
	if (!isRefName(ref)) return void 0;
	const known = await git([
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${ref}^{commit}`
	], folder);
	return known.ok ? known.text.trim() : void 0;
}
/**
* Path of a file from the root of the repository that it lies in; undefined where it lies in none. Neither the file nor its folder need be there:
* a commit may have them.
*/
async function repositoryPath(file) {
	const { folder, rest } = nearestFolder(resolve(file));
	const root = await git(["rev-parse", "--show-toplevel"], folder);
	if (!root.ok) return void 0;
	const path = relative(realpathSync(root.text.trim()), join(folder, rest)).split(sep).join("/");
	return path.startsWith("../") ? void 0 : {
		folder,
		path
	};
}
/** The real path of the nearest folder above a file that exists, and what follows it. */
function nearestFolder(file) {
	let folder = dirname(file);
	while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
	return {
		folder: realpathSync(folder),
		rest: relative(folder, file)
	};
}
/** Bytes of a file that is read: as many as of any file. */
const sizeLimit = 5242880;
/** The bytes of a file as they are committed: no filters, no text conversion. */
async function showFile({ folder, commit, path }) {
	const listed = await git([
		"ls-tree",
		"--full-tree",
		"--long",
		"-z",
		commit,
		"--",
		`:(literal)${path}`
	], folder);
	if (!listed.ok) return {
		kind: "unreadable",
		isTooLarge: false
	};
	const [, blob, size] = /^100[0-7]{3} blob ([0-9a-f]+) +(\S+)\t/.exec(listed.text) ?? [];
	if (blob === void 0) return { kind: "missing" };
	if (!(Number(size) <= sizeLimit)) return {
		kind: "unreadable",
		isTooLarge: Number(size) > sizeLimit
	};
	const shown = await git([
		"cat-file",
		"blob",
		blob
	], folder);
	return shown.ok ? {
		kind: "text",
		text: shown.text
	} : {
		kind: "unreadable",
		isTooLarge: false
	};
}

// src/io/baseline.ts
/**
* The text that a result is compared with. `auto` is the output file at the base commit of the pull request; where that has none, or there is no
* pull request, the file as it stood before the run. Whatever the option names, the file at the base commit comes along as `base`.
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
		if (atBase !== "unknown") return atBase ? {
			...atBase,
			base: atBase.text
		} : before && {
			...before,
			base: ""
		};
		request.log.warning(`the base commit ${baseCommit.slice(0, 12)} could not be read; the change is compared with the file before this run`);
		return before;
	}
	const named = await readNamed(request);
	const atBase = baseCommit === void 0 ? "unknown" : await fileAtCommit(baseCommit, request);
	if (atBase === "unknown") return named;
	return {
		text: "",
		name: baseline,
		...named,
		base: atBase?.text ?? ""
	};
}
/** The file, or the output file at the ref, that the option names. */
async function readNamed({ baseline, outputFile, boundary }) {
	const text = readUserFile(baseline, boundary);
	if (text !== void 0) return {
		text,
		name: baseline
	};
	if (!isRefName(baseline)) throw new InputError("baseline", `${quote(baseline)} is neither a file nor a git ref`);
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
	const commit = await commitOf(ref);
	if (commit === void 0) return "unknown";
	const found = await repositoryPath(outputFile);
	if (found === void 0) return void 0;
	const shown = await showFile({
		...found,
		commit
	});
	if (shown.kind === "unreadable") return "unknown";
	return shown.kind === "missing" ? void 0 : {
		text: shown.text,
		name: `${outputFile} at ${ref}`
	};
}

// src/io/proposal.ts
/**
* The lock that an earlier run proposed. Undefined where there is none, and where it cannot be read: whoever proposes again writes it anew, and
* all that is lost is the day of its entries.
*/
async function readProposal(lockName, { proposal, fetchFile, log }) {
	if (proposal === void 0) return void 0;
	const request = {
		baseline: "auto",
		outputFile: lockName,
		baseCommit: proposal,
		fetchFile,
		log: {
			debug: log.debug,
			info: () => void 0,
			warning: () => void 0
		}
	};
	const found = await readBaseline(request, void 0);
	if (found === void 0) return void 0;
	try {
		return readLock(found.text, found.name);
	} catch (error) {
		if (!isImagesError(error)) throw error;
		log.debug(`the lock of the proposal counts for nothing: ${error.message}`);
		return;
	}
}

// src/io/run-lock-owner.ts
/** Milliseconds after which an owner counts as gone: one in another container, of which nobody knows more; and one that is alive. */
const oldestForeign = 6e4;
const oldestAlive = 6e5;
/**
* A text that names this process, and this moment of it: its id, when it started and in which world of ids (a number is used again after a process
* has ended, and means another process in another container), and a number of its own.
*/
function describeOwner() {
	const started = readStat(process.pid)?.started ?? "-";
	return [
		process.pid,
		started,
		readNamespace$1(),
		randomBytes(8).toString("hex")
	].join(" ");
}
/** The id of the process that a text of {@link describeOwner} names. */
function ownerId(owner) {
	return owner.split(" ", 1)[0] ?? "";
}
/** Whether the owner that a sign names is there no more; `age` is that of the sign, in milliseconds. */
function isGone(owner, age) {
	const [id, started, namespace] = owner.split(" ");
	const pid = Number(id);
	if (!Number.isSafeInteger(pid) || pid <= 0 || age > oldestAlive) return true;
	if (namespace !== readNamespace$1()) return age > oldestForeign;
	if (!isRunning(pid)) return true;
	const stat = readStat(pid);
	if (stat === void 0) return false;
	return stat.state === "Z" || started !== "-" && started !== stat.started;
}
function isRunning(pid) {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return codeOf(error) !== "ESRCH";
	}
}
/** What Linux says of a process; undefined elsewhere. Source: proc_pid_stat(5), fields 3 and 22. */
function readStat(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		const [state, started] = [fields[0], fields[19]];
		return state === void 0 || started === void 0 ? void 0 : {
			state,
			started
		};
	} catch {
		return;
	}
}
function readNamespace$1() {
	try {
		return readlinkSync("/proc/self/ns/pid");
	} catch {
		return "-";
	}
}

// src/io/run-lock.ts
/**
* Takes a folder for this process, so that of the runs of one user on this machine one at a time writes there; waits up to `patience`
* milliseconds while another has it.
*
* The sign is a symbolic link in a folder of the user's own in the temporary folder (never in the tree of a project), whose text names the
* owner: making one is a single step that fails where there is one, and no half of it can be left behind. What a killed process left is
* taken over. Where no sign can be made (a read-only temporary folder, a full disk, Windows without the right to make links) the folder is
* taken to be free: whoever writes compares with what is there just before, and a run must not fail for want of a sign.
*/
function holdFolder(folder, patience) {
	const free = { release: () => void 0 };
	const place = openSignFolder() ?? openSignFolder();
	if (place === void 0) return free;
	const sign = join(place, createHash("sha256").update(folder).digest("hex").slice(0, 32));
	const owner = describeOwner();
	for (const end = performance.now() + patience;; sleep(20)) {
		const made = makeSign(sign, owner);
		if (made === "made") return { release: () => giveBack(place, sign, owner) };
		if (made === "nowhere" && openSignFolder() !== void 0 && performance.now() <= end) continue;
		if (made !== "there") return free;
		const other = readSign(sign);
		const isLeft = other !== void 0 && isGone(other.owner, other.age);
		if (isLeft) takeAway(sign, other.owner, owner);
		if (performance.now() > end) return other === void 0 || isLeft ? free : { heldBy: ownerId(other.owner) };
	}
}
/** Undefined where there can be none, or where what is there belongs to somebody else. */
function openSignFolder() {
	const user = process.getuid?.();
	const folder = join(tmpdir(), `.kluctl-images-${user ?? "runs"}`);
	try {
		mkdirSync(folder, { mode: 448 });
	} catch (error) {
		if (codeOf(error) !== "EEXIST") return void 0;
	}
	try {
		const stats = lstatSync(folder);
		const isOurs = user === void 0 || stats.uid === user && (stats.mode & 18) === 0;
		return stats.isDirectory() && isOurs ? folder : void 0;
	} catch {
		return;
	}
}
function makeSign(sign, owner) {
	try {
		symlinkSync(owner, sign);
		return "made";
	} catch (error) {
		if (codeOf(error) === "ENOENT") return "nowhere";
		return codeOf(error) === "EEXIST" ? "there" : "impossible";
	}
}
function readSign(sign) {
	try {
		return {
			owner: readlinkSync(sign),
			age: Date.now() - lstatSync(sign).mtimeMs
		};
	} catch (error) {
		return codeOf(error) === "EINVAL" ? {
			owner: "",
			age: 0
		} : void 0;
	}
}
/**
* Takes away the sign of an owner who is gone. Of several who want to, one may: who makes the claim to this very owner's sign. It is looked
* at once more with the claim in hand, since by then another may have taken it away and a living owner made his.
*/
function takeAway(sign, gone, owner) {
	const claim = `${sign}.${createHash("sha256").update(gone).digest("hex").slice(0, 16)}`;
	if (makeSign(claim, owner) !== "made") {
		const other = readSign(claim);
		if (other !== void 0 && isGone(other.owner, other.age)) removeSign(claim, other.owner);
		return;
	}
	removeSign(sign, gone);
	removeSign(claim, owner);
}
/** The last one takes the folder away: a run leaves nothing behind in the temporary folder. */
function giveBack(place, sign, owner) {
	removeSign(sign, owner);
	try {
		rmdirSync(place);
	} catch {}
}
function removeSign(sign, owner) {
	try {
		if (owner === "" || readlinkSync(sign) === owner) unlinkSync(sign);
	} catch {}
}
/** The calls of a run's end have nothing else to wait for. */
function sleep(milliseconds) {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

// src/io/write-run.ts
/**
* Writes the files of a run, in their order, each whole or not at all, and up to the first that cannot be written: the problems are
* returned, and what comes behind one is not touched. While it writes, no other run of this user on this machine writes in the same folders.
* A file that says the same already is not written, whoever wrote it: its bytes stay.
*
* The order is the caller's: report, fixed-images file, lock, manifests. The report first, since it says what was decided, also where nothing
* else can be written. The lock behind the fixed-images file: where another run changed that file meanwhile, it is refused, and the other
* run's part of the lock must stay as well; a run that is stopped between the two leaves results about which the lock says nothing yet, which
* the next run fills in, and entries of results that are gone, which the next run drops. The other way round the lock could speak of results
* that were never written, and have lost those that are. Manifests last: what they are made of is in the files before them.
*/
function writeRun(writes, options) {
	const { workspace, patience = 1e4 } = options;
	const releases = [];
	try {
		for (const [folder, targets] of targetsByFolder(writes, workspace)) {
			const held = holdFolder(folder, patience);
			if ("heldBy" in held) return [busy([...targets.values()][0] ?? folder, held.heldBy)];
			releases.push(held.release);
			removeLeftovers(folder, targets);
		}
		for (const write of writes) writeOne(write, workspace);
		return [];
	} catch (error) {
		if (!(error instanceof FileError)) throw error;
		return [error];
	} finally {
		for (const release of releases) release();
	}
}
/** The files by the real folder they are in, folders in an order that is the same for all: no two runs wait for each other. */
function targetsByFolder(writes, workspace) {
	const folders = /* @__PURE__ */ new Map();
	for (const { path } of writes) {
		const target = targetOf(path, workspace);
		if (target === void 0) continue;
		const folder = dirname(target);
		folders.set(folder, (folders.get(folder) ?? /* @__PURE__ */ new Map()).set(target, path));
	}
	return new Map([...folders].toSorted(([a], [b]) => byCodeUnit(a, b)));
}
/** Undefined for a path that nothing may be written to, which is said when its turn comes. */
function targetOf(path, workspace) {
	try {
		return checkTarget(path, workspace);
	} catch (error) {
		if (error instanceof FileError) return void 0;
		throw error;
	}
}
function busy(path, process) {
	return new FileError("changed", path, `${quote(path)} is not written: another run is writing there`, { hint: `Run again when process ${process} has ended.` });
}
/** How often a text is made again because what it was made of changed in that moment, under the hands of a run on another machine. */
const attempts = 5;
function writeOne(write, workspace) {
	for (let attempt = 1;; attempt += 1) try {
		writeOnce(write, workspace);
		return;
	} catch (error) {
		if (!(typeof write.text === "function" && error instanceof FileError && error.code === "changed") || attempt === attempts) throw error;
	}
}
function writeOnce({ path, text, expected }, workspace) {
	const target = checkTarget(path, workspace);
	if (typeof text === "string") {
		if (!hasText(target, text)) writeFileAtomically(path, text, {
			workspace,
			...expected === void 0 ? {} : { expected }
		});
		return;
	}
	const now = readUserFile(target);
	const made = merged(path, () => text(now));
	if (made !== void 0 && made !== now) writeFileAtomically(path, made, {
		workspace,
		expected: now ?? null
	});
}
/** A file that was fine when the run began, and of which nothing can be made any more. @throws FileError */
function merged(path, merge) {
	try {
		return merge();
	} catch (error) {
		if (!isImagesError(error) || error instanceof FileError) throw error;
		throw new FileError("changed", path, `${quote(path)} changed while we were working: ${error.message}`, {
			cause: error,
			hint: error.hint
		});
	}
}
function hasText(target, text) {
	try {
		return readUserFile(target) === text;
	} catch {
		return false;
	}
}
/** Milliseconds after which nobody can still be at work on a temporary file, on whichever machine. */
const oldest = 6e4;
/** Removes what killed runs left beside files of this run. That this cannot be done is no reason not to write. */
function removeLeftovers(folder, targets) {
	for (const name of namesIn(folder)) {
		const leftover = join(folder, name);
		const target = temporaryTarget(leftover);
		if (target === void 0 || !targets.has(target)) continue;
		try {
			if (Date.now() - lstatSync(leftover).mtimeMs > oldest) rmSync(leftover);
		} catch {}
	}
}
function namesIn(folder) {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

// src/merge/masked-part.ts
/**
* A report hides secrets, and a merge writes the fixed-images file from reports: a part whose names of images and objects hold a secret would have
* stars written in its place, or could not be merged. It says so where it runs.
* @param plain the record of the part as it was decided
* @param hidden the same without secrets
* @throws InputError
*/
function refuseMaskedPart(plain, hidden) {
	const what = maskedIn(plain, hidden);
	if (what === void 0) return;
	throw new InputError("shard", `a secret of the project stands in ${what}, and the report of a part hides secrets`, { hint: "Resolve this project in one run, without shard, or take the secret out of the names of its images and objects." });
}
function maskedIn(plain, hidden) {
	const position = plain.answers.findIndex((answer, index) => writtenText(answer) !== writtenText(hidden.answers[index]));
	const answer = hidden.answers[position];
	if (answer !== void 0) {
		const { image, namespace, deployment, container } = answer.use;
		const place = [
			namespace,
			deployment,
			container
		].filter((name) => name !== "").join(", ");
		return `the names of ${quote(image)}${place === "" ? "" : ` (${place})`}`;
	}
	const { file, unused, lock } = plain;
	if (file.text !== hidden.file.text || JSON.stringify(unused) !== JSON.stringify(hidden.unused)) return `${quote(hidden.file.name)} or the file that it is compared with`;
	if (file.name !== hidden.file.name) return "the path of the fixed-images file";
	if (lock?.name !== hidden.lock?.name || lock?.text !== hidden.lock?.text) return "the lock";
}
/** What of an answer is written, and what the reader of the record must see whole. */
function writtenText(answer) {
	if (answer === void 0) return "";
	const { image, namespace, deployment, container, status, result, old } = answer.use;
	return JSON.stringify(status === "resolved" ? [
		image,
		namespace,
		deployment,
		container,
		result,
		old
	] : [result, old]);
}

// src/verify/locked-files.ts
/**
* The parts of a lock that are about the files to prove.
* @param lockFile path of the lock
* @param files as the user named them
*/
function lockedFiles(lock, lockFile, files) {
	return files.flatMap((file) => {
		const results = lock.files.get(keyInLock(lockFile, file));
		if (results === void 0) return [];
		return [{
			file,
			digests: new Map([...results].map(([result, { digest }]) => [result, digest]))
		}];
	});
}

// src/verify/record.ts
/** Verdicts from the worst to the best. */
const checkVerdicts = [
	"failed",
	"warned",
	"not-pinned",
	"verified"
];
/** Everything that can be said of a check, in the order in which it is told. */
const reasonCodes = [
	"not-pinned-by-file",
	"unusable",
	"registry-denied",
	"skipped",
	"unknown",
	"digest-gone",
	"tag-gone",
	"lock-differs",
	"single-platform",
	"platform-missing",
	"platform-gone",
	"moved",
	"moved-same-content",
	"not-pinned",
	"not-locked",
	"platforms-unasked"
];

// src/verify/build-verification.ts
/** Puts a verification into an order that depends on nothing but its content, and counts it. */
function buildVerification(input) {
	const checks = input.checks.map(finish).toSorted(compareChecks);
	const counts = countChecks(checks, input.failures);
	const { requests, waits, repositories, imageRequests } = input.cost;
	return {
		version: 1,
		target: input.target ?? null,
		ok: counts.uses > 0 && counts.failed + counts.errors === 0,
		files: input.files,
		counts,
		checks,
		failures: input.failures,
		warnings: unique(input.warnings),
		cost: {
			requests,
			waits,
			repositories,
			imageRequests
		}
	};
}
function finish({ uses, wanted, found, reasons, pinnedBy, ...check }) {
	const sorted = unique(reasons).toSorted(compareReasons);
	return {
		image: check.image,
		result: check.result,
		pinnedBy: pinnedBy.toSorted(byCodeUnit),
		uses: unique(uses.map(useOf).toSorted(compareUses)),
		verdict: verdictOf(sorted),
		reasons: sorted,
		pinned: check.pinned,
		lock: check.lock,
		tag: check.tag,
		platforms: {
			wanted: wanted.toSorted(byCodeUnit),
			found
		}
	};
}
function useOf({ namespace, deployment, container, call }) {
	return {
		namespace,
		deployment,
		container,
		place: call.place ?? null
	};
}
function verdictOf(reasons) {
	if (reasons.some(({ level }) => level === "failure")) return "failed";
	if (reasons.some(({ level }) => level === "warning")) return "warned";
	return reasons.some(({ code }) => code === "not-pinned") ? "not-pinned" : "verified";
}
function countChecks(checks, failures) {
	const worst = /* @__PURE__ */ new Map();
	for (const { image, verdict } of checks) {
		const before = worst.get(image) ?? "verified";
		worst.set(image, checkVerdicts.indexOf(verdict) < checkVerdicts.indexOf(before) ? verdict : before);
	}
	const count = (verdict) => [...worst.values()].filter((one) => one === verdict).length;
	return {
		uses: checks.reduce((sum, { uses }) => sum + uses.length, 0),
		images: worst.size,
		verified: count("verified"),
		notPinned: count("not-pinned"),
		warned: count("warned"),
		failed: count("failed"),
		errors: failures.length
	};
}
function compareChecks(a, b) {
	return byCodeUnit(a.image, b.image) || byCodeUnit(a.result ?? "", b.result ?? "") || byCodeUnit(JSON.stringify(a.reasons), JSON.stringify(b.reasons));
}
const levels = [
	"failure",
	"warning",
	"note"
];
function compareReasons(a, b) {
	return levels.indexOf(a.level) - levels.indexOf(b.level) || reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code) || byCodeUnit(a.message, b.message);
}
function compareUses(a, b) {
	return compareWhere(a, b) || byCodeUnit(a.place?.file ?? "", b.place?.file ?? "") || (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0);
}

// src/verify/ask.ts
/** A question whose refusal is a value: it concerns one image, and no other. */
async function ask(question) {
	try {
		return { value: await question };
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return { error };
	}
}
/** True where the registry says that there is no such thing, rather than nothing. */
function isMissing(error) {
	return error instanceof RegistryError && error.code === "not-found";
}
/** What a digest names, whatever the tag of the reference is. */
function atDigest({ name, repository }, digest) {
	return {
		text: `${name}@${digest}`,
		name,
		repository,
		tag: void 0,
		digest
	};
}
/** What a tag names now, whatever the digest of the reference is. */
function atTag({ name, repository }, tag) {
	return {
		text: `${name}:${tag}`,
		name,
		repository,
		tag,
		digest: void 0
	};
}

// src/verify/compare-platforms.ts
/**
* Compares the images of the platforms in question: the wanted ones, or all of what is pinned where none is wanted. A wanted platform that the
* pinned image does not have is left out; that is trouble of its own.
*/
function comparePlatforms(pinned, now, wanted) {
	const asked = wanted.length > 0 ? wanted : [...new Set(pinned.platforms.map(({ platform }) => platform))];
	const serving = wanted.length > 0 ? servesWanted : isSamePlatform;
	const compared = asked.flatMap((platform) => {
		const before = digestsFor(pinned.platforms, platform, serving);
		if (before.length === 0) return [];
		const after = digestsFor(now.platforms, platform, serving);
		return [{
			platform,
			kind: isEqual(before, after) && isEqual(lookalikes(pinned, platform), lookalikes(now, platform)) ? "same" : after.length === 0 ? "gone" : "different"
		}];
	});
	const ofKind = (wantedKind) => compared.filter(({ kind }) => kind === wantedKind).map(({ platform }) => platform);
	return {
		same: ofKind("same"),
		different: ofKind("different"),
		gone: ofKind("gone")
	};
}
function isEqual(a, b) {
	return a.length === b.length && a.every((text, index) => text === b[index]);
}
/**
* Images that a program which pulls may take for the platform, whatever we do: of no readable platform, or of one under another name. One of
* these that came since is another image for the platform, as far as anybody can prove.
*/
function lookalikes({ platforms }, asked) {
	const want = parsePlatform(asked);
	if (want === void 0) return [];
	const digests = platforms.filter(({ platform }) => mayServe(platform, want)).map(({ digest }) => digest);
	return [...new Set(digests)].toSorted(byCodeUnit);
}
/** Names that containerd takes for those of Go (platforms/database.go). */
const otherNames = /* @__PURE__ */ new Map([
	["x86_64", "amd64"],
	["x86-64", "amd64"],
	["aarch64", "arm64"],
	["i386", "386"],
	["armhf", "arm"],
	["armel", "arm"]
]);
function mayServe(offered, want) {
	const [os = "", name = "", variant, ...more] = offered.toLowerCase().split("/");
	const architecture = otherNames.get(name) ?? name;
	if (!(more.length === 0 && /^[a-z0-9]+$/.test(os) && /^[a-z0-9_]+$/.test(architecture)) || os === "unknown" || architecture === "unknown") return true;
	return os === want.os && architecture === want.architecture && (["amd64", "arm64"].includes(architecture) || variant === want.variant);
}
/** Sorted and each once. Several images may serve one platform: variants of it, or versions of an operating system. */
function digestsFor(images, asked, serves) {
	const digests = images.filter(({ platform }) => serves(platform, asked)).map(({ digest }) => digest);
	return [...new Set(digests)].toSorted(byCodeUnit);
}
/** Whether an image for `offered` is one for `asked`; what cannot be read as a platform serves nobody. */
function servesWanted(offered, asked) {
	const [image, want] = [parsePlatform(offered), parsePlatform(asked)];
	return image !== void 0 && want !== void 0 && servesPlatform(image, want);
}
/** Two spellings of one platform. What cannot be read as a platform is the same as itself. */
function isSamePlatform(offered, asked) {
	return offered === asked || servesWanted(offered, asked) && servesWanted(asked, offered);
}

// src/verify/reasons.ts
/** The words for everything that verification has to say of one image. Each function makes one reason. */
const update = "Run kluctl-images resolve, and review what it changes.";
const login$1 = "Some registries also say so where a login is missing; kluctl-images doctor tries it.";
/** No entry answers: a deploy would fail, or take what somebody deployed before. */
function notPinnedByFile(files) {
	return {
		code: "not-pinned-by-file",
		level: "failure",
		message: `${files.map((file) => quote(file)).join(" and ")} ${files.length === 1 ? "has" : "have"} no fixed image for it`,
		hint: "Run kluctl-images resolve, and commit what it writes."
	};
}
/** The call, or what pins it, is broken. */
function unusable(error) {
	const caret = error instanceof FilterError ? `\n${error.caret()}` : "";
	return {
		code: "unusable",
		level: "failure",
		message: `${error.message}${caret}`,
		hint: error.hint ?? null
	};
}
/** @param why end of a sentence, as `refuseRegistry` gives it */
function registryDenied(registry, why) {
	return {
		code: "registry-denied",
		level: "failure",
		message: `${registry} may not be used: ${why}`,
		hint: "Pin an image of another registry, or change registries in the policy."
	};
}
/** @param what the thing that nobody could find out */
function unknownBecause(what, error) {
	return {
		code: "unknown",
		level: "failure",
		message: `${what} could not be found out: ${error.message}`,
		hint: error.hint ?? null
	};
}
function digestGone(name, digest) {
	return {
		code: "digest-gone",
		level: "failure",
		message: `${name} has no ${digest}: no other node can pull it`,
		hint: `${update} To keep this one, push it again. ${login$1}`
	};
}
function tagGone(name, tag) {
	return {
		code: "tag-gone",
		level: "failure",
		message: `${name} has no tag ${quote(tag)}`,
		hint: `${update} To keep this one, push the tag again. ${login$1}`
	};
}
function lockDiffers(lockFile, locked, pinned) {
	return {
		code: "lock-differs",
		level: "failure",
		message: `${quote(lockFile)} has ${locked} for it, and the fixed-images file has ${pinned}`,
		hint: "One of the two was edited by hand or merged badly: restore both of one commit, or run kluctl-images resolve."
	};
}
/** @param platform of the pinned image; undefined where it does not say */
function singlePlatform(tag, index, platform) {
	return {
		code: "single-platform",
		level: "failure",
		message: `single platform: it is pinned to the image for ${platform === void 0 ? "one platform" : `${platform} only`}, and the tag ${quote(tag)} names an index`,
		hint: `Pin ${index}, the digest of the index.`
	};
}
function platformMissing(missing, found) {
	const has = found.length === 0 ? "it names no platform" : `it has ${found.join(", ")}`;
	return {
		code: "platform-missing",
		level: "failure",
		message: `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing: ${has}`,
		hint: "Pin an image for these platforms, or take them out of platforms, in the workflow or the policy."
	};
}
/** @param platforms whose images the index lists, and the registry has not */
function platformGone(platforms) {
	const isOne = platforms.length === 1;
	return {
		code: "platform-gone",
		level: "failure",
		message: `${platforms.join(", ")} ${isOne ? "is listed, and its image is" : "are listed, and their images are"} not there`,
		hint: `${update} To keep this one, push it again with all its platforms.`
	};
}
/** An index lists more platforms than are asked for. */
function platformsUnasked(asked, listed) {
	return {
		code: "platforms-unasked",
		level: "note",
		message: `it lists ${listed} images for platforms, and only the first ${asked} were asked for`,
		hint: "Name the platforms that you need with platforms, in the workflow or the policy."
	};
}
/** @param reason of the policy, if it gives one */
function skipped(tag, reason) {
	return {
		code: "skipped",
		level: "failure",
		message: `the policy skips the tag ${quote(tag)}${reason === void 0 ? "" : `: ${reason}`}`,
		hint: `${update} To deploy this one, take it out of skip in the policy.`
	};
}
/** The tag names something else, and at least one platform in question is another image, or nobody can compare. */
function moved$1(tag, now, { different, gone, same }) {
	const parts = [
		different.length === 0 ? "" : `another image for ${different.join(", ")}`,
		gone.length === 0 ? "" : `none for ${gone.join(", ")}`,
		same.length === 0 ? "" : `the same for ${same.join(", ")}`
	].filter((part) => part !== "");
	const detail = parts.length === 0 ? "the two have no platform to compare" : parts.join(", ");
	return {
		...movedTo(tag),
		message: `moved: ${detail}; the tag ${quote(tag)} names ${now} now`
	};
}
/** @param why end of a sentence */
function movedUncompared(tag, now, why) {
	return {
		...movedTo(tag),
		message: `moved, and nobody can compare, since ${why}; the tag ${quote(tag)} names ${now} now`
	};
}
function movedTo(tag) {
	return {
		code: "moved",
		level: "failure",
		hint: `Find out who pushed ${quote(tag)} again; if that was meant, run kluctl-images resolve, and review what it changes.`
	};
}
function movedSameContent(tag, now, platforms) {
	return {
		code: "moved-same-content",
		level: "warning",
		message: `moved, same content for ${platforms.join(", ")}: the tag ${quote(tag)} names ${now} now`,
		hint: "What is deployed stays the same. kluctl-images resolve with pin-digests writes the new digest."
	};
}
/** @param isDemanded true with `pin-digests`, for what it is about */
function notPinned(tag, isDemanded, hasLock) {
	const held = hasLock ? ", though the lock knows the digest" : "";
	return {
		code: "not-pinned",
		level: isDemanded ? "failure" : "note",
		message: `not pinned: no digest holds the image that ${quote(tag)} names${held}`,
		hint: isDemanded ? "Run kluctl-images resolve with pin-digests." : null
	};
}
function notLocked(lockFile) {
	return {
		code: "not-locked",
		level: "note",
		message: `${quote(lockFile)} has no entry for it: the fixed-images file was changed without it`,
		hint: "Run kluctl-images resolve to write the entry."
	};
}

// src/verify/examine-platforms.ts
/** Most images of one index that are asked for. */
const mostImages = 20;
const nothing = {
	reasons: [],
	unknown: []
};
/**
* Asks for the images that an index lists, one HEAD request each: a registry may have lost one of them, and a node of that platform would find
* nothing. Only those of the wanted platforms; where none is wanted, all.
*/
async function examinePlatforms(reference, image, wanted, images) {
	if (image === void 0 || !image.isIndex) return nothing;
	const listed = platformsByDigest(image.platforms, wanted);
	const asked = [...listed].slice(0, mostImages);
	const answers = await Promise.all(asked.map(async ([digest, platform]) => {
		const { error } = await ask(images.readDigest(atDigest(reference, digest)));
		return {
			platform,
			error
		};
	}));
	const gone = answers.flatMap(({ platform, error }) => isMissing(error) ? [platform] : []);
	return {
		reasons: [...gone.length === 0 ? [] : [platformGone([...new Set(gone)].toSorted(byCodeUnit))], ...listed.size > asked.length ? [platformsUnasked(asked.length, listed.size)] : []],
		unknown: answers.flatMap(({ platform, error }) => error === void 0 || isMissing(error) ? [] : [[platform, error]])
	};
}
/** Each image once, under the first of its platforms. */
function platformsByDigest(platforms, wanted) {
	const found = /* @__PURE__ */ new Map();
	for (const { platform, digest } of platforms) if ((wanted.length === 0 || wanted.some((one) => servesWanted(platform, one))) && !found.has(digest)) found.set(digest, platform);
	return found;
}

// src/verify/movement.ts
/**
* What the move of a tag means: whether the images of the platforms in question are others now, or whether the tag never was at the pinned image
* of a single platform.
*/
async function judgeMovement(movement, images) {
	const { reference, tag, from, to, before, wanted, isPinned } = movement;
	if (before.error !== void 0) return [movedUncompared(tag, to, isMissing(before.error) ? `${from} is gone` : before.error.message)];
	const after = movement.after ?? await ask(images.readPlatforms(atDigest(reference, to)));
	if (after.error !== void 0) return [movedUncompared(tag, to, after.error.message)];
	const isSingle = isPinned && !before.value.isIndex && after.value.isIndex;
	const isChild = after.value.platforms.some(({ digest }) => digest === from);
	return [...isSingle ? [singlePlatform(tag, to, before.value.platforms[0]?.platform)] : [], ...isSingle && isChild ? [] : [movedReason(tag, to, before.value, after.value, wanted)]];
}
function movedReason(tag, to, before, after, wanted) {
	const comparison = comparePlatforms(before, after, wanted);
	return comparison.same.length > 0 && comparison.different.length + comparison.gone.length === 0 ? movedSameContent(tag, to, comparison.same) : moved$1(tag, to, comparison);
}

// src/verify/examine.ts
/** Asks the registry everything that proves a result, or shows that it does not hold. Never rejects for a registry. */
async function examine(subject, images) {
	const { digest } = subject.reference;
	return digest === void 0 ? examineTag(subject, images) : examineDigest(subject, digest, images);
}
/** A digest holds the image: it has to be there, and its tag, if it has one, still at it. */
async function examineDigest({ reference, wanted }, digest, images) {
	const { name, tag } = reference;
	const [before, now] = await Promise.all([ask(images.readPlatforms(atDigest(reference, digest))), tag === void 0 ? void 0 : ask(images.readDigest(atTag(reference, tag)))]);
	const to = now?.value;
	const isMoved = to !== void 0 && to !== digest;
	const [movement, platforms] = await Promise.all([isMoved && tag !== void 0 ? judgeMovement({
		reference,
		tag,
		from: digest,
		before,
		to,
		wanted,
		isPinned: true
	}, images) : [], examinePlatforms(reference, before.value, wanted, images)]);
	return {
		reasons: [
			...isMissing(before.error) ? [digestGone(name, digest)] : [],
			...isMissing(now?.error) ? [tagGone(name, tag ?? "")] : [],
			...unknowns([
				["whether its digest is there", before.error],
				["what its tag names now", now?.error],
				...notFoundOut(platforms)
			]),
			...missing(before.value, wanted),
			...platforms.reasons,
			...movement
		],
		tag: to ?? null,
		found: namesOf$1(before.value)
	};
}
/** No digest holds the image: what the tag names now is what is deployed. The lock may remember what it named. */
async function examineTag({ reference, wanted, locked }, images) {
	const tag = reference.tag ?? "latest";
	const after = await ask(images.readPlatforms(atTag(reference, tag)));
	const to = after.value?.digest;
	const isMoved = locked !== void 0 && to !== void 0 && to !== locked;
	const before = isMoved ? await ask(images.readPlatforms(atDigest(reference, locked))) : void 0;
	const [movement, platforms] = await Promise.all([isMoved && before !== void 0 ? judgeMovement({
		reference,
		tag,
		from: locked,
		before,
		to,
		after,
		wanted,
		isPinned: false
	}, images) : [], examinePlatforms(reference, after.value, wanted, images)]);
	return {
		reasons: [
			...isMissing(after.error) ? [tagGone(reference.name, tag)] : [],
			...unknowns([["what its tag names", after.error], ...notFoundOut(platforms)]),
			...missing(after.value, wanted),
			...platforms.reasons,
			...movement
		],
		tag: to ?? null,
		found: namesOf$1(after.value)
	};
}
function notFoundOut({ unknown }) {
	return unknown.map(([platform, error]) => [`whether the image for ${platform} is there`, error]);
}
function missing(image, wanted) {
	const names = namesOf$1(image);
	const lost = names === null ? [] : missingPlatforms(names, wanted);
	return names === null || lost.length === 0 ? [] : [platformMissing(lost, names)];
}
function namesOf$1(image) {
	return image === void 0 ? null : [...new Set(image.platforms.map(({ platform }) => platform))].toSorted(byCodeUnit);
}
/** A registry that is down is one reason, whatever could not be found out for it. */
function unknowns(asked) {
	const groups = /* @__PURE__ */ new Map();
	for (const [what, error] of asked) {
		if (error === void 0 || isMissing(error)) continue;
		const group = groups.get(error.code) ?? {
			whats: [],
			error
		};
		group.whats.push(what);
		groups.set(error.code, group);
	}
	return [...groups.values()].map(({ whats, error }) => unknownBecause(whats.join(" and "), error));
}

// src/verify/group-uses.ts
/** The uses by what a deploy would take for them. @param files names of the fixed-images files, for messages */
function groupUses(uses, pins, files) {
	const groups = /* @__PURE__ */ new Map();
	for (const use of uses) {
		const { answer, source } = answerOf(use, pins, files);
		const { image } = use.call;
		const key = JSON.stringify([image, "result" in answer ? [answer.result, answer.pin] : answer.reason]);
		const group = groups.get(key) ?? {
			image,
			answer,
			pinnedBy: /* @__PURE__ */ new Set(),
			uses: []
		};
		group.uses.push(use);
		if (source !== void 0) group.pinnedBy.add(source);
		groups.set(key, group);
	}
	return [...groups.values()];
}
/** What a deploy would take for a use. A call that resolving refuses is refused here as well: no pin hides it. */
function answerOf(use, pins, files) {
	try {
		if (use.call.image === "") throw new ResolveError("image-empty", "images.get_image: the image name is empty");
		if (use.call.filter !== void 0) parseVersionFilter(use.call.filter);
		const pin = findPin(pins, use) ?? findPin(variablePins(use), use);
		if (pin === void 0) return { answer: { reason: notPinnedByFile(files) } };
		return {
			answer: answeredBy(pin.entry.resultImage, use),
			source: pin.source
		};
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return { answer: { reason: unusable(error) } };
	}
}
/**
* The reference that is deployed: text directly before or behind the call makes the pinned one another.
* @throws ImageNameError where the pin is none; ResolveError where the whole of it is none, or cannot be told
*/
function answeredBy(pin, use) {
	const reference = parseImageReference(pin);
	const { before, behind } = textAround(use);
	if (before === "" && behind === "") return {
		result: pin,
		reference,
		pin
	};
	const result = `${before}${pin}${behind}`;
	const whole = isAlone(before, behind) ? readImageReference(result) : void 0;
	if (whole !== void 0) return {
		result,
		reference: whole,
		pin
	};
	const written = replacePlaceholders(result, (call) => call.image);
	throw new ResolveError("conflict", `the template writes ${said(before, behind)} ${quote(pin)}, and what comes of it, ${quote(written, 200)}, cannot be proved`, { hint: "Take that text out of the template, or make it a part of the image that get_image is asked for." });
}
function isAlone(before, behind) {
	return findPlaceholders(before).length + findPlaceholders(behind).length === 0;
}
function said(before, behind) {
	return [before === "" ? "" : `${show(before)} before`, behind === "" ? "" : `${show(behind)} behind`].filter((part) => part !== "").join(" and ");
}
function show(text) {
	return quote(replacePlaceholders(text, (call) => call.image), 80);
}
/** Why the policy forbids a result: for its own registry, or for that of the image that the template asks for. */
function refusal({ image, answer }, rules) {
	if (!("reference" in answer)) return void 0;
	for (const registry of [answer.reference.repository.registry, registryOf(image)]) {
		const why = registry === void 0 ? void 0 : refuseRegistry(rules, registry);
		if (registry !== void 0 && why !== void 0) return registryDenied(registry, why);
	}
}
/** Undefined for a text that is no image reference, which a pin may answer all the same. */
function registryOf(image) {
	return readImageReference(image)?.repository.registry;
}

// src/verify/verify.ts
/**
* Proves what the fixed images say: every use is answered, and every answer holds at its registry. Trouble with one image is a reason of its
* check, never a throw, and hides no other.
*/
async function verifyUses(request, sources) {
	const groups = groupUses(request.uses, request.pins, request.files);
	const fresh = await introduceAll(groups, request, sources);
	let done = 0;
	sources.progress?.(0, groups.length);
	const checks = await Promise.all(groups.map(async (group) => {
		const check = await checkGroup(group, request, sources.images);
		sources.progress?.(++done, groups.length);
		return check;
	}));
	return buildVerification({
		target: request.target,
		files: request.files,
		checks,
		failures: endReport(request.problems, request.target).failures,
		warnings: [...request.warnings, ...groups.flatMap((group) => newRegistryWarning(group, fresh))],
		cost: sources.cost?.() ?? noCost
	});
}
/** The registries that only the change under review brings. They get no login, which has to be settled before the first is asked. */
async function introduceAll(groups, { policy }, { introduce }) {
	const asked = groups.flatMap((group) => "result" in group.answer && refusal(group, policy.registries) === void 0 ? [group.answer.reference.repository.registry] : []);
	if (introduce === void 0 || asked.length === 0) return /* @__PURE__ */ new Set();
	return introduce([...new Set(asked)]);
}
function newRegistryWarning({ image, answer, uses }, fresh) {
	const registry = "reference" in answer ? answer.reference.repository.registry : void 0;
	if (registry === void 0 || !fresh.has(registry)) return [];
	return [{
		kind: "new-registry",
		message: `registry ${registry} is new in this pull request, and no login is sent to it`,
		place: uses[0]?.call.place ?? null,
		image
	}];
}
const nothingFound = {
	reasons: [],
	tag: null,
	found: null
};
async function checkGroup(group, request, images) {
	const { image, answer, uses } = group;
	const wanted = request.policy.of(image).platforms;
	const draft = {
		image,
		pinnedBy: [...group.pinnedBy],
		uses,
		wanted
	};
	if ("reason" in answer) return {
		...draft,
		...nothingFound,
		result: null,
		pinned: null,
		lock: null,
		reasons: [answer.reason]
	};
	const { result, reference } = answer;
	const lock = lockOf(group, answer, request);
	const denied = refusal(group, request.policy.registries);
	const findings = denied === void 0 ? await examine({
		reference,
		wanted,
		locked: lock.digest ?? void 0
	}, images) : {
		...nothingFound,
		reasons: [denied]
	};
	const reasons = [
		...findings.reasons,
		...skipReasons(answer, request.policy.of(image).skip),
		...lock.reasons,
		...pinReasons(group, reference, lock, request)
	];
	return {
		...draft,
		...findings,
		result,
		pinned: reference.digest ?? null,
		lock: lock.digest,
		reasons
	};
}
/** What the lock has for a result, and whether it agrees with the file beside it. */
function lockOf({ pinnedBy }, answer, { locked, lockFile }) {
	const { pin, result, reference } = answer;
	const known = locked.filter(({ file }) => pinnedBy.has(file));
	const digests = known.flatMap(({ digests: some }) => pin === result && some.get(pin) || []);
	const isMissing = known.some(({ digests: some }) => !some.has(pin));
	const pinned = reference.digest;
	const other = pinned === void 0 ? void 0 : digests.find((digest) => digest !== pinned);
	return {
		digest: other ?? digests[0] ?? null,
		reasons: [...pinned === void 0 || other === void 0 ? [] : [lockDiffers(lockFile, other, pinned)], ...isMissing ? [notLocked(lockFile)] : []]
	};
}
/** The tag that is deployed, and the one that the policy knows, where the template writes something behind it. */
function skipReasons({ pin, reference }, skip) {
	const tags = [reference.tag, parseImageReference(pin).tag];
	const found = skip.find(({ tag }) => tags.includes(tag));
	return found === void 0 ? [] : [skipped(found.tag, found.reason)];
}
function pinReasons({ image }, reference, lock, { pinDigests, rules }) {
	if (reference.digest !== void 0) return [];
	return [notPinned(reference.tag ?? "latest", pinDigests && isSelected(rules, image), lock.digest !== null)];
}

// src/verify/verify-project.ts
/**
* The options as verification takes them. The output file stands for the last of the fixed-images files that are to be proved, so that the lock
* beside it is read; nothing is written to it, nor to any other file.
* @throws InputError for options that leave nothing to prove
*/
function optionsToVerify(options) {
	if (options.offlineImages) throw new InputError("offline-images", "verify asks registries, and offline-images forbids it", { hint: "Leave offline-images out. Whether every image has its answer, without asking anybody, says kluctl-images resolve --check --offline-images." });
	const { fixedImagesFiles, outputFile } = options;
	return {
		...options,
		verify: true,
		outputFile: fixedImagesFiles.at(-1) ?? outputFile,
		fixedImagesFiles: fixedImagesFiles.slice(0, -1),
		renderOutputDir: void 0,
		commentFile: void 0,
		needsManifests: false
	};
}
/**
* Renders the project and proves that its fixed images hold. Writes nothing.
* @param options as {@link optionsToVerify} gives them
* @throws InputError, FixedImagesError, LockError or ProjectError where an option or a file that one names cannot be used
*/
async function verifyProject(options, ports) {
	const prepared = await prepare$1(options, ports);
	const { target, outputFile, fixedImagesFiles, images: rules, pinDigests } = options;
	if (prepared.previousText === void 0) throw new InputError("fixed-images-file", `there is no file ${quote(outputFile)} to verify`, { hint: "Write it with kluctl-images resolve, or name another one with fixed-images-file." });
	const { project, policy, lock, warnings } = prepared;
	const files = [...fixedImagesFiles, outputFile];
	const lockFile = lockPath(options.lockFile, outputFile);
	const verification = await verifyUses({
		target,
		uses: project.uses,
		problems: project.problems,
		warnings,
		pins: pinsOf(prepared, outputFile),
		files,
		locked: lockedFiles(lock, lockFile, files),
		lockFile,
		policy,
		rules,
		pinDigests
	}, {
		images: ports.images,
		introduce: ports.introduce,
		cost: () => ports.images.cost(),
		progress: (done, total) => ports.progress?.("verifying", done, total)
	});
	const said = ports.images.warnings().map((message) => ({
		kind: "warning",
		message,
		place: null,
		image: null
	}));
	return {
		...verification,
		warnings: [...verification.warnings, ...said]
	};
}
/** In kluctl's order, each weaker than the next: target, files, option. */
function pinsOf({ targetPins, filePins, previous, optionPins }, outputFile) {
	return [
		...targetPins,
		...filePins,
		...previous.map((entry) => ({
			entry,
			source: outputFile
		})),
		...optionPins
	];
}

// src/deployed/warn-absent.ts
/**
* The same source, which warns where it has none of the objects that were asked for: most likely it is the wrong file, namespace or cluster,
* and every image would be taken from the registry without a word. What nobody could read has its own error.
*/
function warnOfAbsence(source, name) {
	const answers = [];
	return {
		async find(uses) {
			const found = await source.find(uses);
			answers.push(...found);
			return found;
		},
		warnings: () => [...source.warnings?.() ?? [], ...answers.some(isAbsent) && answers.every((answer) => isAbsent(answer) || isUnasked(answer)) ? [`${name} has no workload that this project renders`] : []]
	};
}
function isAbsent(answer) {
	return answer.status === "none" && answer.object === "absent";
}
/** Of a use without an object that could be looked for. */
function isUnasked(answer) {
	return answer.status === "none" && answer.object === void 0;
}

// src/deployed/identity.ts
/** What stood in the group `extensions` before it moved. */
const moved = /* @__PURE__ */ new Map([
	["Deployment", "apps"],
	["DaemonSet", "apps"],
	["ReplicaSet", "apps"]
]);
/**
* The identity of an object by what is written in it. The version of its API does not count, since a cluster serves the same object under
* several; a missing namespace is `default`, as kluctl has it (kluctl-semantics 2.3).
*/
function identityOf(object) {
	const { apiVersion, kind, namespace, name } = object;
	const slash = apiVersion.indexOf("/");
	const group = slash < 0 ? "" : apiVersion.slice(0, slash);
	return {
		group: group === "extensions" ? moved.get(kind) ?? group : group,
		kind,
		namespace: namespace || "default",
		name
	};
}
/** One text for an identity, to look it up by. */
function identityKey({ group, kind, namespace, name }) {
	return JSON.stringify([
		group,
		kind,
		namespace,
		name
	]);
}

// src/deployed/container-lists.ts
/** The lists of a pod whose items have an `image` that is one for sure (Kubernetes API, core/v1 PodSpec). */
const containerLists = [
	"containers",
	"initContainers",
	"ephemeralContainers"
];

// src/deployed/ordinary-tag.ts
const channels = new Set("latest stable mainline edge main master trunk head dev develop development devel nightly canary alpha beta rc preview snapshot prod production staging release lts current test testing unstable rolling".split(" "));
const version = /^v?\d{1,14}(?:\.\d{1,10})*(?:\.?(?:[a-z]{1,5}|[A-Z]{1,8})\d{0,4})?$/;
const word = /^(?:[a-z]{1,16}|[A-Z]{1,12})\d{0,4}(?:\.\d{1,6})*$/;
const commit = /^(?:g|sha)?(?:[0-9a-f]{7,12}|[0-9a-f]{40})$/;
const time = /^\d{8}T\d{4,6}Z?$/;
/**
* True for a tag as people give them to images: a version, a date, a commit or a channel (`latest`, `main`), with plain words around it. A
* password is none, unless it was chosen to look like one; nor is the name of a branch alone, which nobody can tell from a password.
*/
function isOrdinaryTag(tag) {
	const parts = tag.split(/[-_]/);
	return parts.every((part) => [
		version,
		word,
		commit,
		time
	].some((form) => form.test(part))) && parts.some((part, index) => speaksOfRelease(part, index));
}
function speaksOfRelease(part, index) {
	if (version.test(part)) return index === 0 || part.includes(".") || /^\d{8,14}$/.test(part);
	return channels.has(part) || time.test(part) || commit.test(part) && /\d/.test(part) || /^[A-Za-z]+\d*\.\d/.test(part);
}

// src/deployed/image-place.ts
const login = /log-?in|token|pass|pwd|secret|auth|cred|key|private|bearer|username|(?:^|[^a-z])pw(?:$|[^a-z])/i;
/** As `-p` and `-u` of many programs. */
const loginFlag = /(?:^|\s)-[puPUkaH][=\s]*$/;
/** A key that says what its value is, whatever stands around it. */
const imageField = /^image$|[a-z\d]Image$|[-_.]image$/i;
const digest = /@sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;
/**
* Whether such a finding outside of a container's image may be shown to whoever writes templates: `admin:secret` looks like an image, too, and
* environment and arguments hold logins. So nothing around it may speak of a login, it is no part of an address, its tag is one that people
* give images, and either something around it speaks of an image or it names its registry.
*/
function isShownImage(finding) {
	const { text, span, field, names } = finding;
	const image = text.slice(...span);
	if (isPartOfAddress(text, span) || !hasOrdinaryEnd(image)) return false;
	const line = lineBefore(text, span[0]);
	if ([
		field,
		line,
		wordsAfter(text, span[1]),
		...imageField.test(field) ? [] : names
	].some((word) => login.test(word) || loginFlag.test(word))) return false;
	return [
		field,
		line,
		...names
	].some((word) => /image/i.test(word)) || namesRegistry(image);
}
function isPartOfAddress(text, [start, end]) {
	const before = /\S*$/.exec(text.slice(Math.max(0, start - longestRun), start))?.[0] ?? "";
	return /:\/\/|@/.test(before) || /@(?!sha(?:256|512):)/.test(wordsAfter(text, end));
}
/** Longer ones are no address that a person wrote. */
const longestRun = 2e3;
function wordsAfter(text, end) {
	return /^\S*/.exec(text.slice(end, end + longestRun))?.[0] ?? "";
}
/** The line up to there; with the one before where nothing stands before it in its own. */
function lineBefore(text, start) {
	const lines = text.slice(Math.max(0, start - longestRun), start).split("\n");
	const own = lines.at(-1) ?? "";
	return /[a-z]/i.test(own) ? own : lines.slice(-2).join(" ");
}
function hasOrdinaryEnd(image) {
	if (image.includes("@")) return digest.test(image);
	const tag = /:([^/:]*)$/.exec(image)?.[1];
	return tag === void 0 || isOrdinaryTag(tag);
}
function namesRegistry(image) {
	return /^(?:localhost|[^/]*[.:][^/]*)\//i.test(image);
}

// src/deployed/text-pattern.ts
/** Longer than any reference with tag and digest. */
const longestReference = 1e3;
/** Images that nothing separates from what follows can be read in many ways: no more of them in one text, and no more attempts. */
const mostOpen = 8;
const mostAttempts = 500;
const inReference = /[A-Za-z0-9._:/@[\]+-]/;
/** Takes a rendered text apart at its placeholders. */
function parseTextPattern(text) {
	const found = findPlaceholders(text);
	const starts = [0, ...found.map(({ end }) => end)];
	const ends = [...found.map(({ start }) => start), text.length];
	const literals = starts.map((start, index) => text.slice(start, ends[index]));
	const repositories = found.map(({ call }) => repositoryOf(call.image));
	const known = /* @__PURE__ */ new Map();
	return {
		literals,
		repositories,
		spans: (deployed) => {
			const spans = known.get(deployed) ?? spansOf({
				literals,
				repositories
			}, deployed);
			known.set(deployed, spans);
			return spans;
		}
	};
}
/** True where the placeholder is the whole text, as kluctl wants it (kluctl-semantics 2.4). */
function isWhole({ literals }) {
	return literals.length === 2 && literals.every((literal) => literal === "");
}
/** The text if it is an image reference. */
function imageIn(text) {
	return readImageReference(text) && text;
}
/**
* Where the image of one placeholder stands in a deployed text: all the literal text is there, every image in it is of its call's repository,
* and there is only one way to read it. Undefined otherwise, and where finding out would take too long.
*/
function imageAt({ spans }, index, text) {
	const [only, ...others] = spans(text)[index] ?? [];
	return others.length > 0 ? void 0 : only;
}
/** For each placeholder the spans of the text that may stand for it, of all ways to read the whole text. */
function spansOf({ literals, repositories }, text) {
	const [first = "", ...behind] = literals;
	if (!text.startsWith(first) || behind.slice(0, -1).filter(isOpen).length > mostOpen) return [];
	let attempts = mostAttempts + repositories.length;
	let starts = /* @__PURE__ */ new Set([first.length]);
	const forward = [];
	for (const [index, repository] of repositories.entries()) {
		const literal = behind[index] ?? "";
		const isLast = index === repositories.length - 1;
		const spans = [];
		for (const start of starts) for (const end of endsFrom({
			text,
			start,
			literal,
			isLast
		})) {
			if (attempts === 0) return [];
			attempts -= 1;
			if (isOf(repository, text.slice(start, end))) spans.push([start, end]);
		}
		forward.push(spans);
		starts = new Set(spans.map(([, end]) => end + literal.length));
	}
	let wanted = /* @__PURE__ */ new Set([text.length]);
	const kept = [];
	for (const [index, spans] of [...forward.entries()].toReversed()) {
		const literal = behind[index] ?? "";
		const open = wanted;
		const leading = spans.filter(([, end]) => open.has(end + literal.length));
		kept.push(leading);
		wanted = new Set(leading.map(([start]) => start));
	}
	return kept.toReversed();
}
/** True for a text behind an image that may as well be a part of it. */
function isOpen(literal) {
	return literal === "" || inReference.test(literal.charAt(0));
}
/** Where an image may end, by what stands behind it. */
function endsFrom({ text, start, literal, isLast }) {
	const most = Math.min(text.length, start + longestReference);
	if (isLast) {
		const end = text.length - literal.length;
		return end > start && end <= most && text.startsWith(literal, end) ? [end] : [];
	}
	const isEnd = (end) => text.startsWith(literal, end);
	const ends = [];
	let end = start;
	while (end < most && inReference.test(text.charAt(end))) {
		end += 1;
		if (isOpen(literal) && isEnd(end)) ends.push(end);
	}
	return isOpen(literal) ? ends : end > start && isEnd(end) ? [end] : [];
}
function isOf(repository, text) {
	const reference = repository === void 0 ? void 0 : readImageReference(text);
	return reference !== void 0 && formatRepository(reference.repository) === repository;
}
function repositoryOf(image) {
	const reference = readImageReference(image);
	return reference && formatRepository(reference.repository);
}

// src/deployed/match.ts
/**
* The image that a deployed object has at the place of a use; undefined where it has none there, or nothing proves that it is the one.
*
* Maps are followed by key and lists by the `name` of their items, so that other orders and more items do no harm; kluctl goes by index
* (kluctl-semantics 2.4). A placeholder that is the whole image of a container takes any image there. At every other place the image must be of
* the call's repository, and nothing but an image by all that stands around it: what is deployed there may be a login, and who writes
* templates must not be shown it ({@link isShownImage}). Each part of the object is looked at once.
*/
function matchDeployed(use, object) {
	return follow({
		use,
		alike: /* @__PURE__ */ new Map()
	}, {
		own: use.object,
		filled: use.filled,
		deployed: object,
		at: 0,
		...outside
	});
}
const outside = {
	proof: "name",
	field: "",
	names: []
};
/** Lists without names are compared item by item; longer ones hold no images that a person wrote. */
const longestList = 500;
function follow(walk, part) {
	const { own, filled, deployed, at, field, names } = part;
	const step = walk.use.steps[at];
	if (step === void 0) return typeof deployed === "string" ? readText(walk.use, deployed, part) : void 0;
	if (typeof step === "string") {
		if (!isYamlMap(own) || !isYamlMap(deployed)) return void 0;
		const beside = at === walk.use.steps.length - 1 ? labelsOf(deployed) : [];
		const below = {
			own: own.get(step),
			filled: childOf(filled, step),
			deployed: deployed.get(step),
			at: at + 1
		};
		return follow(walk, {
			...part,
			...below,
			field: step,
			names: [
				...names,
				step,
				...beside
			]
		});
	}
	if (!isYamlList(own) || !isYamlList(deployed)) return void 0;
	const item = own[step];
	const name = nameOf(item);
	if (name === void 0) return followByPosition(walk, part, own, deployed, step);
	const isNamed = (other) => nameOf(other) === name;
	if (own.filter(isNamed).length > 1) return void 0;
	const [same, ...others] = deployed.filter(isNamed);
	if (others.length > 0) return void 0;
	const below = {
		own: item,
		filled: childOf(filled, step),
		deployed: same,
		at: at + 1
	};
	return follow(walk, {
		...part,
		...below,
		names: containerLists.includes(field) ? [] : [...names, name]
	});
}
/**
* The item at the same index, or the only other one that fits. Where the rendered list has several such items, they must stand at the same
* indexes as the deployed ones: otherwise nobody knows which is which.
*/
function followByPosition(walk, part, rendered, deployed, index) {
	if (rendered.length > longestList || deployed.length > longestList) return void 0;
	const { filled, at, names } = part;
	const below = {
		own: rendered[index],
		filled: childOf(filled, index),
		at: at + 1,
		proof: "position"
	};
	const found = deployed.map((item, place) => follow(walk, {
		...part,
		...below,
		deployed: item,
		names: [
			...names,
			...textOf(deployed[place - 1]),
			...labelsOf(item)
		]
	}));
	const fitting = indexesOf(found.map((image) => image !== void 0));
	if (fitting.length === 0) return void 0;
	const alike = walk.alike.get(at) ?? likeItems(walk.use, part, rendered, index);
	walk.alike.set(at, alike);
	if (alike.length > 1) return fitting.join() === alike.join() ? found[index] : void 0;
	const images = new Set(fitting.map((place) => found[place]));
	return found[index] ?? (images.size === 1 ? [...images][0] : void 0);
}
/** Indexes of the rendered items that could be taken for the one of the use. */
function likeItems(use, part, rendered, index) {
	return indexesOf((isYamlList(part.filled) ? part.filled : []).map((item, at) => at === index || isLike(use, rendered[index], item, part.at + 1)));
}
/** True where another rendered value has, at the same place, a text that could be the one of the use. */
function isLike(use, own, other, at) {
	const step = use.steps[at];
	if (step === void 0) return typeof other === "string" && imageAt(use.pattern, use.index, other) !== void 0;
	if (typeof step === "string") return isYamlMap(own) && isYamlMap(other) && isLike(use, own.get(step), other.get(step), at + 1);
	if (!isYamlList(own) || !isYamlList(other)) return false;
	const item = own[step];
	const name = nameOf(item);
	return other.some((one) => (name === void 0 || nameOf(one) === name) && isLike(use, item, one, at + 1));
}
function indexesOf(isOne) {
	return isOne.flatMap((is, index) => is ? [index] : []);
}
function childOf(value, step) {
	if (typeof step === "string") return isYamlMap(value) ? value.get(step) : void 0;
	return isYamlList(value) ? value[step] : void 0;
}
function nameOf(value) {
	const name = isYamlMap(value) ? value.get("name") : void 0;
	return typeof name === "string" ? name : void 0;
}
/** Keys whose values say what the map that they stand in is about. */
const labels = [
	"name",
	"key",
	"id",
	"field",
	"type",
	"kind",
	"param",
	"parameter",
	"variable",
	"option",
	"flag",
	"property",
	"label"
];
function labelsOf(value) {
	return isYamlMap(value) ? labels.flatMap((label) => textOf(value.get(label))) : [];
}
function textOf(value) {
	return typeof value === "string" ? [value] : [];
}
function readText({ pattern, index, isContainer }, text, around) {
	if (isContainer && around.proof === "name" && isWhole(pattern)) return imageIn(text);
	const span = imageAt(pattern, index, text);
	if (span === void 0 || !(isContainer || isShownImage({
		...around,
		text,
		span
	}))) return void 0;
	return text.slice(...span);
}

// src/deployed/find.ts
/** What is deployed at the place of a use, among objects that are known. `rendered` is undefined where the use has no object of its own. */
function findDeployed$1(use, rendered, objects) {
	const [first, ...others] = (rendered && objects.get(identityKey(rendered.identity))) ?? [];
	if (rendered === void 0) return { status: "none" };
	if (first === void 0) return {
		status: "none",
		object: "absent"
	};
	const image = matchDeployed(rendered, first.content);
	const other = others.find(({ content }) => matchDeployed(rendered, content) !== image);
	if (other) return {
		status: "unknown",
		error: twice(use, first.source, other.source)
	};
	return image === void 0 ? {
		status: "none",
		object: "present"
	} : {
		status: "found",
		image,
		source: first.source
	};
}
function twice({ call, deployment, namespace }, first, second) {
	const files = first === second ? `in ${quote(first)}` : `in ${quote(first)} and in ${quote(second)}`;
	return new ProjectError("config", `what is deployed of ${call.image} is ambiguous: ${deployment}${namespace === "" ? "" : ` of namespace ${namespace}`} stands ${files} with different images`, { file: second }, { hint: "Keep one state of each object in what deployed-images names." });
}

// src/deployed/plain-value.ts
/**
* JSON, or maps and lists of a YAML reader, as the data that the rest works on. Fields of an object become keys of a map, so that no name of
* a field means anything of its own (threat model Y-04).
* @throws ProjectError `limit` for what is nested too deeply, `yaml` for what is no data
*/
function plainValue(value, file, depth = yamlLimits.depth) {
	if (value === null || value === void 0) return null;
	if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint" || typeof value === "number") return value;
	if (depth === 0) throw new ProjectError("limit", `nested too deeply (more than ${yamlLimits.depth} levels)`, { file });
	if (Array.isArray(value)) return value.map((item) => plainValue(item, file, depth - 1));
	if (value instanceof Map) return new Map([...value].map(([key, item]) => [String(key), plainValue(item, file, depth - 1)]));
	if (typeof value === "object") return new Map(Object.entries(value).map(([key, item]) => [key, plainValue(item, file, depth - 1)]));
	throw new ProjectError("yaml", "a value is no data", { file });
}

// src/deployed/objects.ts
const listsInLists = 10;
/**
* The wanted objects of a JSON or YAML document. Lists stand for their items, which in a list of one kind (`DeploymentList`) need not repeat
* it. What has no kind or no name is no object, and a Secret is never read, whoever asks (threat model K-05).
* @throws ProjectError as {@link plainValue} does
*/
function findDeployedObjects(value, source, isWanted) {
	return objectsIn({
		value,
		source,
		isWanted,
		itemKind: "",
		itemVersion: "",
		depth: listsInLists
	});
}
function objectsIn(part) {
	const { value, source, isWanted, itemKind, itemVersion, depth } = part;
	const kind = textAt(value, "kind") || itemKind;
	const apiVersion = textAt(value, "apiVersion") || itemVersion;
	const items = memberOf(value, "items");
	if (kind.endsWith("List") && Array.isArray(items)) {
		if (depth === 0) return [];
		const known = kind === "List" ? {
			itemKind: "",
			itemVersion: ""
		} : {
			itemKind: kind.slice(0, -4),
			itemVersion: apiVersion
		};
		return items.flatMap((item) => objectsIn({
			...part,
			...known,
			value: item,
			depth: depth - 1
		}));
	}
	const metadata = memberOf(value, "metadata");
	const name = textAt(metadata, "name");
	if (kind === "" || kind === "Secret" || name === "") return [];
	const identity = identityOf({
		apiVersion,
		kind,
		namespace: textAt(metadata, "namespace"),
		name
	});
	if (!isWanted(identity)) return [];
	const content = plainValue(value, source);
	return isYamlMap(content) ? [{
		identity,
		content,
		source
	}] : [];
}
/** Puts objects where they are found by their identity. */
function indexObjects(objects) {
	const index = /* @__PURE__ */ new Map();
	for (const object of objects) {
		const key = identityKey(object.identity);
		const same = index.get(key);
		if (same) same.push(object);
		else index.set(key, [object]);
	}
	return index;
}
function memberOf(value, name) {
	if (value instanceof Map) return value.get(name);
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return void 0;
	return Reflect.get(value, name);
}
function textAt(value, name) {
	const found = memberOf(value, name);
	return typeof found === "string" ? found : typeof found === "bigint" || typeof found === "number" ? String(found) : "";
}

// src/deployed/field-path.ts
const step = /\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\[("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*")\]/guy;
/**
* The steps of a field as uses name it: `spec.containers[0].image`, `data["app.conf"]` (project/objects.ts). Undefined for a text that is no
* such path.
*/
function parseFieldPath(field) {
	const matches = [...field.matchAll(step)];
	if (matches.reduce((sum, [whole]) => sum + whole.length, 0) !== field.length) return void 0;
	return matches.map(([, key, index, quoted]) => key ?? (quoted === void 0 ? Number(index) : unquote(quoted)));
}
function unquote(text) {
	const value = JSON.parse(text);
	return String(value);
}

// src/deployed/rendered-use.ts
/** Opens a reader of rendered objects, which remembers what it read. */
function openRenderedUses() {
	const known = /* @__PURE__ */ new Map();
	return { find(use) {
		if (use.manifest.kind === "values" || use.deployment === "" || use.deployment.endsWith("/")) return void 0;
		const places = known.get(use.manifest) ?? readPlaces(use.manifest);
		known.set(use.manifest, places);
		return places.get(placeKey(use.deployment, use.namespace, use.field, use.range[0]));
	} };
}
/** Every placeholder of a manifest by its place, as findUses names it (project/uses.ts). */
function readPlaces(manifest) {
	const places = /* @__PURE__ */ new Map();
	for (const document of parseYamlDocuments(manifest.text, manifest.path, yamlLimits, "rendered")) for (const object of findObjects(document, manifest.namespace)) if (!object.isLocal) {
		for (const [key, use] of usesOf(object, document, manifest)) if (!places.has(key)) places.set(key, use);
	}
	return places;
}
function usesOf(object, document, { text, path }) {
	const texts = [...textValues(object.node, document)].filter(({ value }) => findPlaceholders(value).length > 0);
	if (texts.length === 0) return [];
	const options = {
		mapAsMap: true,
		maxAliasCount: yamlLimits.aliases
	};
	const content = plainValue(object.node.toJS(document.document, options), path);
	if (!isYamlMap(content)) return [];
	const filled = new Map([...content].map(([key, item]) => [key, withImages(item)]));
	const identity = identityOf(object);
	return texts.flatMap(({ value, field, range }) => {
		const steps = parseFieldPath(field);
		if (steps === void 0) return [];
		const pattern = parseTextPattern(value);
		const isContainer = isContainerImage(steps);
		return findPlaceholders(text.slice(...range)).map(({ start }, index) => {
			return [placeKey(`${object.kind}/${object.name}`, object.namespace, field, range[0] + start), {
				identity,
				object: content,
				filled,
				steps,
				pattern,
				index,
				isContainer
			}];
		});
	});
}
function withImages(value) {
	if (typeof value === "string") return replacePlaceholders(value, (call) => call.image);
	if (isYamlList(value)) return value.map(withImages);
	if (isYamlMap(value)) return new Map([...value].map(([key, item]) => [key, withImages(item)]));
	return value;
}
function isContainerImage(steps) {
	const [list, item, key] = [
		steps.at(-3),
		steps.at(-2),
		steps.at(-1)
	];
	return key === "image" && typeof item === "number" && typeof list === "string" && containerLists.includes(list);
}
function placeKey(deployment, namespace, field, start) {
	return JSON.stringify([
		deployment,
		namespace,
		field,
		start
	]);
}

// src/io/deployed-files.ts
/**
* What files say is deployed: a file, or a folder with all that is below it, of YAML or JSON as `kubectl get` writes it, or as manifests are
* rendered. Links that lead out of the folder are refused, and files whose names tell of secrets are not opened. The files are read at once,
* and an object in them is looked at only where a use asks for it.
* @param boundary the folder that others may have written to: a path in it that a link leads out of is refused; none if undefined
* @throws InputError where there is no such file or folder, FileError for a link out, ProjectError for a file that cannot be read
*/
function openDeployedFiles(path, boundary) {
	keepInside(path, boundary);
	const documents = readFiles(path).map((file) => ({
		path: file.path,
		values: readValues(file)
	}));
	return { find: async (uses) => {
		const reader = openRenderedUses();
		const wanted = uses.map((use) => reader.find(use));
		const keys = new Set(wanted.flatMap((rendered) => rendered ? [identityKey(rendered.identity)] : []));
		const isWanted = (identity) => keys.has(identityKey(identity));
		const objects = documents.flatMap(({ path: source, values }) => values.flatMap((value) => findDeployedObjects(value, source, isWanted)));
		const index = indexObjects(objects);
		return uses.map((use, at) => findDeployed$1(use, wanted[at], index));
	} };
}
function readFiles(path) {
	const real = realPathOf(path);
	const shown = path.replace(/\/+$/, "") || "/";
	if (!statSync(real).isDirectory()) return readFile(openProject(dirname(real)), basename(real), shown);
	const source = openProject(real);
	return below(source, "").flatMap((name) => readFile(source, name, join(shown, name).replaceAll("\\", "/")));
}
function realPathOf(path) {
	try {
		return realpathSync(path);
	} catch (cause) {
		throw new InputError("deployed-images", `there is no file or folder ${quote(path)}`, {
			cause,
			hint: "Write none, cluster, or the path of a file or folder of objects, as kubectl get -o yaml writes them."
		});
	}
}
/** Paths of the files of objects, in one order. */
function below(source, folder) {
	return (source.list(folder) ?? []).flatMap(({ name, kind }) => {
		const path = folder === "" ? name : `${folder}/${name}`;
		if (isSecretName(path)) return [];
		if (kind === "folder") return below(source, path);
		return /\.(?:ya?ml|json)$/i.test(name) ? [path] : [];
	});
}
function readFile(source, name, path) {
	try {
		const text = source.read(name);
		return text === void 0 ? [] : [{
			path,
			text
		}];
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw new ProjectError(error.code, `deployed-images: ${error.message}`, { file: path }, { cause: error });
	}
}
/** No line of such a file is ever shown: it may hold Secrets. */
function readValues({ path, text }) {
	const json = /\.json$/i.test(path) ? parseJson(text) : void 0;
	if (json !== void 0) return [plainValue(json, path)];
	return parseYamlDocuments(text, path, yamlLimits, "hidden").map(({ value }) => value);
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

// src/deployed/workload.ts
/** All that is ever read of a cluster (threat model K-05). */
const workloads = [
	{
		group: "apps",
		kind: "Deployment",
		resource: "deployments.apps"
	},
	{
		group: "apps",
		kind: "StatefulSet",
		resource: "statefulsets.apps"
	},
	{
		group: "apps",
		kind: "DaemonSet",
		resource: "daemonsets.apps"
	},
	{
		group: "batch",
		kind: "Job",
		resource: "jobs.batch"
	},
	{
		group: "batch",
		kind: "CronJob",
		resource: "cronjobs.batch"
	},
	{
		group: "apps",
		kind: "ReplicaSet",
		resource: "replicasets.apps"
	},
	{
		group: "",
		kind: "Pod",
		resource: "pods"
	}
];
/** The workload kind of an object; undefined for every other kind, which is not read. */
function workloadOf({ group, kind }) {
	return workloads.find((workload) => workload.group === group && workload.kind === kind);
}

// src/io/kubectl-secrets.ts
const largestFile = 1048576;
const largestToken = 65536;
const secretKey = /(?:token|password|secret|client-key-data)$|^value$/i;
/** Reads the logins of a kubeconfig (kubeconfig v1: users, their exec and auth-provider). Never throws: kubectl says what is wrong with it. */
function readKubeconfigLogin(file) {
	const text = readSmall(file, largestFile);
	if (text === void 0) return {
		secrets: [],
		hasLoginProgram: true
	};
	const values = parse$1(text, file);
	if (values === void 0) return {
		secrets: roughly(text).flatMap(formsOf),
		hasLoginProgram: true
	};
	const maps = values.flatMap(mapsIn);
	const tokens = maps.flatMap((map) => tokenOf(map, file));
	const secrets = [
		...maps.flatMap(secretsOf),
		...tokens,
		...maps.flatMap(basicOf)
	];
	return {
		secrets: [...new Set([...secrets, ...roughly(text)].flatMap(formsOf))],
		hasLoginProgram: maps.some((map) => map.has("exec") || map.has("auth-provider"))
	};
}
function parse$1(text, file) {
	try {
		return parseYamlDocuments(text, file, yamlLimits, "hidden").map(({ value }) => value);
	} catch (error) {
		if (error instanceof ProjectError) return void 0;
		throw error;
	}
}
function mapsIn(value) {
	if (isYamlList(value)) return value.flatMap(mapsIn);
	return isYamlMap(value) ? [value, ...[...value.values()].flatMap(mapsIn)] : [];
}
function secretsOf(map) {
	const named = [...map].flatMap(([key, value]) => secretKey.test(key) ? textsOf(value) : []);
	const inAddresses = textsOf(map.get("proxy-url")).flatMap((address) => /:\/\/([^/@]+)@/.exec(address)?.[1] ?? []);
	const config = map.get("auth-provider");
	return [
		...named,
		...inAddresses,
		...inAddresses.flatMap((text) => text.split(":")),
		...textsIn(config)
	];
}
function basicOf(map) {
	return textsOf(map.get("username")).flatMap((name) => textsOf(map.get("password")).map((word) => `${name}:${word}`));
}
function tokenOf(map, file) {
	return textsOf(map.get("tokenFile")).flatMap((path) => readSmall(resolve(dirname(file), path), largestToken)?.trim() ?? []);
}
function textsIn(value) {
	if (isYamlMap(value)) return [...value.values()].flatMap(textsIn);
	return isYamlList(value) ? value.flatMap(textsIn) : textsOf(value);
}
function textsOf(value) {
	if (typeof value === "number" || typeof value === "bigint") return [String(value)];
	return typeof value === "string" && value !== "" ? [value] : [];
}
const field = /(?:token|password|secret|client-key-data|(?:^|[\s{,"'])value)["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',{}]+))/gim;
/** Texts that may be a login as they are written, whatever the form of the file. */
function roughly(text) {
	return [...text.matchAll(field)].map(([, double, single, plain]) => double ?? single ?? plain ?? "");
}
/** A login, and what is left of it in base64 wherever it stands in what was encoded. */
function formsOf(secret) {
	if (secret.length < 6) return [secret];
	const bytes = Buffer.from(secret, "utf8");
	return [secret, ...[
		0,
		1,
		2
	].flatMap((shift) => {
		const sure = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").slice(Math.ceil(shift * 8 / 6), Math.floor((bytes.length + shift) * 8 / 6));
		return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")].filter((text) => text.length >= 4);
	})];
}
function readSmall(path, most) {
	try {
		const stats = statSync(path);
		return stats.isFile() && stats.size <= most ? readFileSync(path, "utf8") : void 0;
	} catch {
		return;
	}
}

// src/io/kubectl-config.ts
const hint = "Set KUBECONFIG in the workflow to a file outside of the checked-out repository, written from a secret.";
/**
* The kubeconfig of this machine: each file that KUBECONFIG names, else `~/.kube/config`. It can start programs, read files and name proxies,
* so one that a pull request can change is refused, also by way of a symbolic link and as one of several (threat model K-04).
* @throws DeployedError `kubeconfig`
*/
function findKubeconfig(surroundings) {
	const { env, home } = surroundings;
	const named = (env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
	const name = named.length > 0 ? "KUBECONFIG" : "~/.kube/config";
	const paths = named.length > 0 ? named.map((path) => resolve(path)) : home ? [join(resolve(home), ".kube", "config")] : [];
	if (paths.some((path) => isOurs(path, surroundings))) {
		const verb = named.length > 0 ? "points into" : "is in";
		throw new DeployedError("kubeconfig", `${name} ${verb} the checked-out repository`, { hint: "A pull request can change files there, and a kubeconfig can start programs: write it from a secret to a file elsewhere first." });
	}
	const files = paths.filter(isFile);
	if (files.length > 0) {
		const logins = files.map(readKubeconfigLogin);
		return {
			value: files.join(delimiter),
			secrets: logins.flatMap(({ secrets }) => secrets),
			hasLoginProgram: logins.some(({ hasLoginProgram }) => hasLoginProgram)
		};
	}
	const why = named.length > 0 ? `KUBECONFIG names ${named.map((path) => quote(path)).join(", ")}, and there is no such file` : "there is no kubeconfig: KUBECONFIG is not set, and there is no ~/.kube/config";
	throw new DeployedError("kubeconfig", why, { hint });
}
function isFile(path) {
	try {
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

// src/io/kubectl-failure.ts
/**
* Reads what kubectl wrote as its errors. It goes on after a kind that it may not list, and writes one line for each; whatever else it says
* concerns the whole run. Only phrases of kubectl are ever shown: login programs write to the same place, and may write what they know.
*/
function readFailure(errors, status, request) {
	const lines = [...new Set(errors.split(/\r?\n/).map((line) => line.trim()))].filter((line) => line !== "" && !line.startsWith("Warning:"));
	const denied = /* @__PURE__ */ new Map();
	const others = [];
	for (const line of lines) {
		const resource = forbiddenResource(line, request);
		if (resource === void 0) others.push(line);
		else denied.set(resource, notAllowed(resource, request));
	}
	return {
		denied,
		all: others.length > 0 || denied.size === 0 ? describe$1(others, status, request) : void 0
	};
}
/** A run that was not brought to its end, or whose output cannot be read. */
function brokenRun(why, request) {
	return clusterError(why, request, void 0);
}
function forbiddenResource(line, { workloads }) {
	if (!/\(Forbidden\)/.test(line)) return void 0;
	const named = /cannot (?:list|get) resource "([^"]*)" in API group "([^"]*)"/.exec(line);
	if (!named) return void 0;
	const resource = [named[1], named[2]].filter((part) => part !== "").join(".");
	return workloads.some((workload) => workload.resource === resource) ? resource : void 0;
}
function notAllowed(resource, { namespace, workloads }) {
	const workload = workloads.find((one) => one.resource === resource);
	const plain = resource.split(".")[0] ?? resource;
	return new DeployedError("denied", `the cluster does not let kubectl list ${resource} in namespace ${quote(namespace)}`, { hint: `Give the user of the kubeconfig a Role in this namespace with apiGroups ["${workload?.group ?? ""}"], resources ["${plain}"] and verbs ["get", "list"].` });
}
/** How kubectl and its libraries begin what they say for people. */
const phrase = /^(?:error: |Error from server|Error in configuration|Unable to connect to the server|The connection to the server|context "[^"]*" does not exist$)/i;
/** What a proxy or a server may have put into its words, besides what the kubeconfig says. */
const tokens = /\bBearer\s+\S+|\beyJ[\w-]{8,}(?:\.[\w-]+)*|(?<=:\/\/)[^/\s@]+@/gi;
const absolutePath = /"(?:\/|[A-Za-z]:[\\/])[^"]*"|(?<![\w:/.@-])(?:\/|[A-Za-z]:[\\/])[^\s"',;:)]+/g;
function describe$1(lines, status, request) {
	const words = lines.filter((line) => phrase.test(line)).join("; ");
	const said = {
		words,
		shown: request.hasLoginProgram ? "" : shownOf(words, request),
		status
	};
	for (const make of known) {
		const error = make(said, request);
		if (error) return error;
	}
	return clusterError(reasonOf(said), request, void 0);
}
function shownOf(words, { redact }) {
	const plain = redact(words.replace(/^error: /i, "")).replace(tokens, "***").replace(absolutePath, "…");
	return visible(shorten(plain.replace(/\s+/g, " "), 300));
}
/** What kubectl said, or what is known of it without its words. */
function reasonOf({ words, shown, status }) {
	if (shown !== "") return shown;
	return causes.find(([pattern]) => pattern.test(words))?.[1] ?? `kubectl ended with status ${status}`;
}
const causes = [
	[/no such host/i, "its host is not known"],
	[/certificate/i, "its certificate is not trusted"],
	[/timeout|deadline exceeded/i, "it did not answer in time"],
	[/refused/i, "it refused the connection"],
	[/Unable to connect/i, "it cannot be reached"],
	[/^Error from server/i, "the server answered with an error"]
];
const withWords = (why, { shown }) => shown === "" ? why : `${why}: ${shown}`;
const known = [
	(said) => /context "[^"]*" does not exist|context was not found|error loading config|invalid configuration|no configuration/i.test(said.words) ? new DeployedError("kubeconfig", withWords("kubectl cannot use the kubeconfig", said), { hint: "Check KUBECONFIG and the name in context." }) : void 0,
	({ words }) => /getting credentials|exec (?:authentication )?plugin|executable .* not found|auth plugin/i.test(words) ? new DeployedError("kubeconfig", `the login program of the kubeconfig failed${howItFailed(words)}`, { hint: "It sees PATH, KUBECONFIG, proxies and an empty home folder only; a kubeconfig with a token needs no program." }) : void 0,
	(said, { namespace }) => /Unauthorized|must be logged in|provide credentials/i.test(said.words) ? new DeployedError("denied", withWords(`the cluster does not take the login of the kubeconfig, asked for namespace ${quote(namespace)}`, said), { hint: "Renew the token or certificate of its user." }) : void 0,
	(said, { namespace }) => /\(Forbidden\)/.test(said.words) ? new DeployedError("denied", withWords(`the cluster does not let kubectl read namespace ${quote(namespace)}`, said), { hint: "Give the user of the kubeconfig a Role with the verbs get and list on the workload kinds." }) : void 0,
	(said, request) => /unable to connect|was refused|no such host|i\/o timeout|deadline exceeded|certificate|connection (?:refused|reset)/i.test(said.words) ? clusterError(reasonOf(said), request, "Check that this machine reaches the server of the kubeconfig, and its certificate.") : void 0
];
/** Nothing but a number or a fixed word of it: the rest may be of the program. */
function howItFailed(words) {
	const code = /failed with exit code (\d{1,3})\b/.exec(words)?.[1];
	if (code !== void 0) return ` with status ${code}`;
	return /executable \S+ not found/.test(words) ? ": it is not there" : "";
}
function clusterError(why, { namespace }, hint) {
	return new DeployedError("cluster", `what is deployed in namespace ${quote(namespace)} cannot be read: ${why}`, { hint: hint ?? "Run kubectl get with the same kubeconfig by hand, or set deployed-images to none or to a file." });
}

// src/io/kubectl.ts
const runsAtATime = 4;
/**
* What a cluster runs, as `kubectl get` says it: one run for each namespace in use, with the workload kinds in use (threat model K-03 to
* K-07). Nothing is looked for before it is asked for.
*/
function openCluster({ context, surroundings, limits }) {
	const source = clusterName(context);
	return { async find(uses) {
		const reader = openRenderedUses();
		const wanted = uses.map((use) => wantedOf(reader.find(use)));
		const jobs = jobsOf(wanted.filter((one) => one !== void 0));
		if (jobs.size === 0) return uses.map(() => ({ status: "none" }));
		const kubectl = attempt(() => openKubectl(context, surroundings, limits));
		const lanes = createLanes(runsAtATime);
		const read = async (name, job) => [name, kubectl instanceof DeployedError ? unknown(job.workloads, kubectl) : await lanes.run("kubectl", () => readNamespace(kubectl, name, job, source))];
		const namespaces = new Map(await Promise.all([...jobs].map(([name, job]) => read(name, job))));
		return uses.map((use, index) => answer(use, wanted[index], namespaces));
	} };
}
/** How messages name the cluster. */
function clusterName(context) {
	return context === void 0 ? "the cluster" : `the cluster (context ${visible(context)})`;
}
function wantedOf(rendered) {
	const workload = rendered && workloadOf(rendered.identity);
	return rendered && workload && {
		rendered,
		workload
	};
}
function jobsOf(wanted) {
	const names = new Set(wanted.map(({ rendered }) => rendered.identity.namespace));
	return new Map([...names].map((name) => {
		const uses = wanted.filter(({ rendered }) => rendered.identity.namespace === name);
		const kinds = new Set(uses.map(({ workload }) => workload));
		const keys = new Set(uses.map(({ rendered }) => identityKey(rendered.identity)));
		return [name, {
			workloads: workloads.filter((workload) => kinds.has(workload)),
			keys
		}];
	}));
}
function answer(use, wanted, namespaces) {
	const namespace = wanted && namespaces.get(wanted.rendered.identity.namespace);
	if (wanted === void 0 || namespace === void 0) return { status: "none" };
	const error = namespace.errors.get(wanted.workload.resource);
	return error ? {
		status: "unknown",
		error
	} : findDeployed$1(use, wanted.rendered, namespace.objects);
}
/** @throws DeployedError */
function openKubectl(context, surroundings, limits) {
	if (context !== void 0 && (context === "" || context.startsWith("-") || visible(context) !== context)) throw new DeployedError("kubeconfig", `${quote(context)} is not the name of a context`, { hint: "Set context to one that kubectl config get-contexts lists." });
	const program = findConnected("kubectl", surroundings);
	if (program === void 0) throw new DeployedError("no-program", "deployed-images: cluster needs the program kubectl, which is not on PATH", { hint: "Install it before this step; in the checked-out repository it is not looked for." });
	const kubeconfig = findKubeconfig(surroundings);
	const redactor = createRedactor();
	for (const secret of kubeconfig.secrets) redactor.add(secret);
	return {
		program,
		kubeconfig,
		context,
		runner: openConnectedRunner(surroundings, limits),
		redact: redactor.redact
	};
}
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
async function readNamespace(kubectl, namespace, job, source) {
	const request = {
		namespace,
		workloads: job.workloads,
		redact: kubectl.redact,
		hasLoginProgram: kubectl.kubeconfig.hasLoginProgram
	};
	if (!label.test(namespace)) return unknown(job.workloads, new DeployedError("cluster", `namespace ${quote(namespace)} is not valid`, { hint: "A namespace has at most 63 lower-case letters, digits and hyphens." }));
	const args = [
		"get",
		job.workloads.map(({ resource }) => resource).join(","),
		`--namespace=${namespace}`,
		"--output=json",
		"--ignore-not-found",
		...kubectl.context === void 0 ? [] : [`--context=${kubectl.context}`]
	];
	const { program, kubeconfig, runner } = kubectl;
	try {
		const run = await runner.run(program, args, {
			KUBECONFIG: kubeconfig.value,
			KUBERC: "off"
		});
		if (run.kind === "stopped") return unknown(job.workloads, brokenRun(`kubectl get ${run.why}`, request));
		const failure = run.status === 0 ? void 0 : readFailure(run.errors, run.status, request);
		if (failure?.all) return unknown(job.workloads, failure.all, failure.denied);
		return {
			objects: readObjects(run.output, source, job),
			errors: failure?.denied ?? /* @__PURE__ */ new Map()
		};
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		return unknown(job.workloads, brokenRun(error.message, request));
	}
}
/** @throws ProjectError for what is not JSON, or too deep */
function readObjects(output, source, { keys }) {
	if (output.trim() === "") return /* @__PURE__ */ new Map();
	let data;
	try {
		data = JSON.parse(output);
	} catch {
		throw new ProjectError("yaml", "kubectl did not write JSON");
	}
	return indexObjects(findDeployedObjects(data, source, (identity) => keys.has(identityKey(identity))));
}
function unknown(kinds, error, others = /* @__PURE__ */ new Map()) {
	return {
		objects: /* @__PURE__ */ new Map(),
		errors: new Map(kinds.map(({ resource }) => [resource, others.get(resource) ?? error]))
	};
}
function attempt(work) {
	try {
		return work();
	} catch (error) {
		if (error instanceof DeployedError) return error;
		throw error;
	}
}

// src/io/deployed.ts
/**
* Opens what the option `deployed-images` names; undefined for none. A cluster is not asked before its objects are wanted.
* @throws InputError where there is no such file or folder, FileError where a link leads out of the checkout, ProjectError for a file that cannot be read
*/
function openDeployed(request) {
	const { deployedImages } = request;
	if (deployedImages === "none") return void 0;
	if (deployedImages === "cluster") return warnOfAbsence(openCluster(request), clusterName(request.context));
	return warnOfAbsence(openDeployedFiles(deployedImages, boundaryOf(request)), visible(deployedImages));
}
/** Around the files that others may have written; none where nobody says what the project is. */
function boundaryOf({ surroundings: { project, workspace, env } }) {
	const checkout = workspace ?? (env["GITHUB_WORKSPACE"] || env["CI_PROJECT_DIR"] || void 0);
	return project === void 0 && checkout === void 0 ? void 0 : findBoundary(project ?? ".", checkout);
}

// src/io/named-files.ts
/** Name of the policy file in the folder of a project. */
const policyFileName = ".kluctl-images.yaml";
/** A file that an option names; no link leads out of `boundary`. @throws InputError where it is not there; FileError where it cannot be read */
function readNamedFile(path, option, boundary) {
	const text = readUserFile(path, boundary);
	if (text === void 0) throw new InputError(option, `there is no file ${quote(path)}`);
	return text;
}
/**
* The policy file: the one that the option names, else that of the project, if it has one. The latter may have been brought by a pull request, so
* that no link leads out of the project.
* @throws InputError, FileError or ProjectError
*/
function readPolicyFile(options, boundary) {
	const { policyFile } = options;
	if (policyFile !== void 0) return {
		text: readNamedFile(policyFile, "policy-file", boundary),
		name: policyFile
	};
	const { root, home } = findProject(options);
	const name = home === "" ? policyFileName : `${home}/${policyFileName}`;
	const text = openProject(root).read(name);
	return text === void 0 ? void 0 : {
		text,
		name
	};
}
/** Where a policy file may be, so that it is not taken for a manifest. */
function policyPlaces({ policyFile, projectDir }) {
	return [policyFile ?? join(projectDir, policyFileName)];
}

// src/io/policy-change.ts
/**
* What a pull request does to the policy file, compared with its base commit. Undefined where it does nothing, where the run is about none, and where
* nobody can tell.
*/
async function findPolicyChange(options, around) {
	const [path] = policyPlaces(options);
	if (around.baseCommit === void 0 || path === void 0) return void 0;
	const now = readPolicyFile(options, around.boundary)?.text;
	const silent = {
		debug: around.log.debug,
		info: () => void 0,
		warning: () => void 0
	};
	const { baseCommit, fetchFile } = around;
	const base = await readBaseline({
		baseline: "auto",
		outputFile: path,
		baseCommit,
		fetchFile,
		log: silent
	}, now);
	if (base?.base === void 0 || base.base === "" || base.base === now) return void 0;
	return now === void 0 ? "removed" : "changed";
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

// src/io/redact-record.ts
/** Members whose few words are our own: a password that happens to be one of them must not break the record. */
const ownWords = /* @__PURE__ */ new Set([
	"kind",
	"status",
	"origin",
	"error",
	"code",
	"bump",
	"gate",
	"remedy",
	"rule",
	"verdict",
	"level"
]);
/**
* The record without secrets. It happens before any text is laid out: markup, escapes and line breaks would cut a secret into pieces
* that no search finds again (threat model C-05).
*/
function redactRecord(record, redact) {
	return JSON.parse(JSON.stringify(record), (name, value) => typeof value === "string" && !ownWords.has(name) ? redact(value) : value);
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

// src/io/path-trail.ts
/** As many links as Linux follows in one path. */
const linkLimit = 40;
/** Follows a path as the system does, so that whoever changes one of the links or folders on the way is seen. */
function followPath(path) {
	const { root } = parse(resolve(path));
	const steps = /* @__PURE__ */ new Set();
	const open = partsOf(resolve(path).slice(root.length));
	let end = root;
	for (let links = 0, part = open.shift(); part !== void 0; part = open.shift()) {
		if (part === "..") {
			end = dirname(end);
			continue;
		}
		const step = join(end, part);
		steps.add(step);
		const target = links < linkLimit ? linkTarget(step) : void 0;
		if (target === void 0) end = step;
		else {
			links += 1;
			const base = parse(target).root;
			if (base !== "") end = base;
			open.unshift(...partsOf(target.slice(base.length)));
		}
	}
	return {
		end,
		steps
	};
}
function partsOf(path) {
	return path.split(sep).filter((part) => part !== "" && part !== ".");
}
function linkTarget(path) {
	try {
		return readlinkSync(path);
	} catch {
		return;
	}
}

// src/io/untouched-project.ts
/** What is known of the change under review; undefined where the run is about none. */
function reviewedChange(options, { baseCommit: commit, isOnBase, listChanged, log }) {
	if (commit === void 0 || isOnBase === void 0) return void 0;
	return {
		isOnBase,
		isProjectUntouched: async () => isOnBase && await isProjectUntouched(options, {
			commit,
			listChanged,
			log
		})
	};
}
/**
* True where the change under review touches nothing that may decide over images: neither a file of the project, nor what an option names, nor one
* elsewhere that may be settings (YAML, JSON, hidden files that are no documents). What a run writes does not count. False where nobody can tell,
* as for a project in a submodule. Never rejects for GitHub.
*/
async function isProjectUntouched(options, request) {
	const { root } = findProject(options);
	const changed = await changedFiles(root, request);
	const checkout = await checkoutOf(root);
	if (changed === void 0 || checkout === void 0) return false;
	const results = await Promise.all([options.outputFile, options.reportFile].map(repositoryPath));
	const written = new Set(results.map((found) => found?.path));
	const ways = [options.outputFile, options.reportFile].map((file) => followPath(dirname(resolve(file))));
	const decisive = decisivePaths(options).map(followPath);
	const steps = new Set([...ways, ...decisive].flatMap((trail) => [...trail.steps]));
	return changed.every((path) => {
		const file = join(checkout, path);
		if (steps.has(file)) return false;
		return written.has(path) || !(decisive.some(({ end }) => isIn(file, end)) || isSettings(path));
	});
}
/** Folder of the repository; undefined for none, and for one inside of another: the change under review may be of either. */
async function checkoutOf(folder) {
	const found = await git([
		"rev-parse",
		"--show-toplevel",
		"--show-superproject-working-tree"
	], folder);
	const [top, outer] = found.text.split(/\r?\n/);
	return found.ok && top !== void 0 && top !== "" && outer === "" ? realpathSync(top) : void 0;
}
/** Files and folders that options name and a run reads. */
function decisivePaths(options) {
	const { projectDir, sourceRoot, args, argsFromFile, varsFromFile, localSources } = options;
	const { fixedImagesFiles, deployedImages, lockFile, outputFile } = options;
	return [
		projectDir,
		...sourceRoot === void 0 ? [] : [sourceRoot],
		...args.flatMap(({ text }) => text.startsWith("@") ? [text.slice(1)] : []),
		...argsFromFile,
		...[...varsFromFile, ...localSources].map(({ path }) => path),
		...fixedImagesFiles,
		...policyPlaces(options),
		...["none", "cluster"].includes(deployedImages) ? [] : [deployedImages],
		...lockFile === "none" ? [] : [lockPath(lockFile, outputFile)]
	];
}
function isIn(path, folder) {
	return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
/** Workflows, and what they or the command line may read. */
function isSettings(path) {
	return /\.(?:ya?ml|json)$/i.test(path) || /(?:^|\/)\./.test(path) && !isDocument(path);
}
function isDocument(path) {
	return /\.md$|(?:^|\/)(?:README|CHANGELOG|LICENSE|CODEOWNERS)(?:\.[a-z]+)?$/i.test(path);
}
async function changedFiles(root, { commit, listChanged, log }) {
	if (await commitOf(commit, root) !== void 0) {
		const listed = await git([
			"diff-tree",
			"-r",
			"-z",
			...[
				"--no-renames",
				"--no-relative",
				"--ignore-submodules=none",
				"--name-only"
			],
			commit,
			"HEAD"
		], root);
		return listed.ok ? listed.text.split("\0").filter((path) => path !== "") : void 0;
	}
	try {
		return await listChanged?.();
	} catch (error) {
		if (!isImagesError(error)) throw error;
		log.debug(`the files that the pull request changes could not be listed: ${error.message}`);
		return;
	}
}

// src/io/machine.ts
/** @throws InputError or AggregateError of them, for what cannot work whatever the project says */
async function openMachine(options, surroundings) {
	const { root } = findProject(options);
	if (!options.verify) checkOutputFiles(options, surroundings.workspace);
	refuseCluster(options, surroundings);
	const registries = options.offlineImages ? offlineRegistries() : openRegistries(surroundings);
	const { env } = surroundings;
	const checkout = surroundings.workspace ?? (env["GITHUB_WORKSPACE"] || env["CI_PROJECT_DIR"] || void 0);
	const boundary = findBoundary(root, checkout);
	const readNamed = (path, option) => readNamedFile(path, option, boundary);
	const previous = readUserFile(options.outputFile, boundary);
	const lockName = options.lockFile === "none" ? void 0 : lockPath(options.lockFile, options.outputFile);
	const write = (path, text) => writeFileAtomically(path, text, { workspace: surroundings.workspace });
	const rendering = openRendering(options, {
		...surroundings,
		readFile: readNamed
	});
	const { commits } = surroundings;
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
	const prepareWith = {
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
		readFile: readNamed,
		readPrevious: () => previous,
		readPolicy: () => readPolicyFile(options, boundary),
		readLock() {
			const text = lockName === void 0 ? void 0 : readUserFile(lockName, boundary);
			return text === void 0 || lockName === void 0 ? void 0 : {
				text,
				name: lockName
			};
		},
		ownFiles: ownFiles(options),
		progress: surroundings.progress
	};
	const introduce = async (names) => {
		const found = await surroundings.findNewRegistries?.(names);
		if (found === void 0) return /* @__PURE__ */ new Set();
		registries.withhold([...found.new], [...found.unknown]);
		return found.new;
	};
	const machine = {
		redactor: registries.redactor,
		async run() {
			const result = await run(options, {
				...prepareWith,
				tags: registries,
				images: registries,
				deployed: options.deployedImages === "none" ? void 0 : (context) => findDeployed(options, context, surroundings, root),
				introduce: options.offlineImages ? void 0 : introduce,
				now: Date.now,
				readBaseline: (before) => readBaseline({
					...options,
					...surroundings,
					boundary,
					baseCommit: surroundings.baseCommit
				}, before),
				log: surroundings.log,
				readProposal: (name) => readProposal(name, {
					...options,
					...surroundings
				}),
				commit: () => commitOf("HEAD", root),
				reviewed: reviewedChange(options, surroundings),
				policyChange: () => findPolicyChange(options, {
					...surroundings,
					baseCommit: surroundings.baseCommit,
					boundary
				}),
				findSources: options.sourceLinks && !options.offlineImages ? findSources : void 0
			}).catch((error) => {
				throw redactError(error, registries.redactor.redact);
			});
			const report = redactRecord(result.report, registries.redactor.redact);
			if (result.report.part !== null && report.part !== null) refuseMaskedPart(result.report.part, report.part);
			return {
				...result,
				report
			};
		},
		write(result) {
			const problems = machine.tryToWrite(result);
			if (problems.length > 0) throw new AggregateError(problems);
		},
		async verify() {
			const verification = await verifyProject(options, {
				...prepareWith,
				introduce,
				images: registries
			}).catch((error) => {
				throw redactError(error, registries.redactor.redact);
			});
			return redactRecord(verification, registries.redactor.redact);
		},
		tryToWrite(result) {
			const { complete, lock } = result;
			const report = `${registries.redactor.redact(jsonText(result.report, 2))}\n`;
			const writes = [
				{
					path: options.reportFile,
					text: report
				},
				...complete ? [{
					path: options.outputFile,
					text: result.text,
					expected: previous ?? null
				}] : [],
				...complete && lock !== void 0 && lockName !== void 0 ? [{
					path: lockName,
					text: lock
				}] : [],
				...complete && options.renderOutputDir !== void 0 ? manifestWrites(options.renderOutputDir, result) : []
			];
			return writeRun(writes, { workspace: surroundings.workspace });
		},
		writeManifests(result) {
			const problems = writeRun(manifestWrites(options.renderOutputDir ?? ".", result), { workspace: surroundings.workspace });
			if (problems.length > 0) throw new AggregateError(problems);
		},
		writtenLock: ({ complete, lock }) => !complete || lock === void 0 || lockName === void 0 ? void 0 : readUserFile(lockName, boundary),
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
/** @throws InputError, where the files of somebody else would choose what of a cluster is read */
function refuseCluster({ deployedImages }, { untrusted }) {
	if (deployedImages !== "cluster" || untrusted !== true) return;
	throw new InputError("deployed-images", "the cluster is not asked for files that may be those of a fork", { hint: "Name a file of objects, or leave deployed-images at none for pull requests from forks." });
}
/** What is deployed, by the context that the workflow names, else that of the target. @throws InputError or ProjectError for a file */
function findDeployed({ deployedImages, context }, ofTarget, { env, workspace, baseCommit }, project) {
	if (deployedImages === "cluster" && baseCommit !== void 0 && context === void 0 && ofTarget !== void 0) return undecided(new DeployedError("kubeconfig", `the target names the context ${quote(ofTarget)}, which a pull request may change`, { hint: "Name the context in the workflow, with the option context." }));
	const surroundings = {
		env,
		workspace,
		project,
		home: env["HOME"] ?? homedir()
	};
	return openDeployed({
		deployedImages,
		context: context ?? ofTarget,
		surroundings
	}) ?? { find: async (uses) => uses.map(() => ({ status: "none" })) };
}
function undecided(error) {
	return { find: async (uses) => uses.map(() => ({
		status: "unknown",
		error
	})) };
}
/** Milliseconds for the links to sources: a reviewer can do without them. */
const patience = 3e4;
function offlineRegistries() {
	const refuse = () => Promise.reject(/* @__PURE__ */ new Error("an offline run asked a registry"));
	return {
		listTags: refuse,
		check: refuse,
		readLabels: refuse,
		readDigest: refuse,
		readPlatforms: refuse,
		readDate: refuse,
		withhold: () => void 0,
		cost: () => ({
			...noCost,
			bytes: 0,
			hosts: /* @__PURE__ */ new Map()
		}),
		warnings: () => [],
		close: () => Promise.resolve(),
		redactor: createRedactor()
	};
}
/** Paths of our own files, relative to the project: a fixed-images file beside the manifests is none of them. */
function ownFiles(options) {
	const { root } = findProject(options);
	const { outputFile, reportFile, lockFile, fixedImagesFiles, argsFromFile, deployedImages } = options;
	const lock = lockFile === "none" ? [] : [lockPath(lockFile, outputFile)];
	const objects = ["none", "cluster"].includes(deployedImages) ? [] : [deployedImages];
	const files = [
		outputFile,
		reportFile,
		...lock,
		...policyPlaces(options),
		...objects,
		...fixedImagesFiles,
		...argsFromFile
	];
	return new Set(files.map((file) => relative(root, resolve(file)).split(sep).join("/")).filter((path) => !path.startsWith("../")));
}
function manifestWrites(folder, { manifests }) {
	return [...manifests].map(([path, text]) => ({
		path: join(folder, path),
		text
	}));
}

export { buildVerification, checkOutputFiles, checkTarget, checkVerdicts, commitOf, findBoundary, git, isRefName, openMachine, openRendering, optionsToVerify, ownFiles, readNamedFile, readPolicyFile, readProposal, readUserFile, repositoryPath, resolve$1 as resolve, showFile, sourceHosts, streamGit, temporaryTarget, verifyProject, writeFileAtomically, writeFlushed, writeRun };