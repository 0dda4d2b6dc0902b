import { LockError, isImagesError, sinceWhen, soakOf, terminalText } from "./words.js";
import { keyInLock, lockPath, readDocument, readLock } from "./core.js";
import { commitOf, git, readUserFile, repositoryPath, showFile } from "./machine.js";
import { isAbsolute, resolve } from "node:path";

// src/io/git-history.ts
/** Commits of one file that are looked at. */
const historyLimit = 200;
/**
* The versions of a file, newest first, along the first parents: what a merge brought counts from the merge. Names that the file had before are
* not followed. `cut` comes last where what stood before cannot be seen: the clone is shallow or partial, or the history longer than the limit.
* Nothing where git knows nothing.
*/
async function* fileHistory(file, limit = historyLimit) {
	const { folder, commit, path } = file;
	const lines = (await git([
		"rev-list",
		"--first-parent",
		"--timestamp",
		`--max-count=${limit + 1}`,
		commit,
		"--",
		`:(top,literal)${path}`
	], folder)).text.split("\n").filter((line) => /^\d+ [0-9a-f]+$/.test(line));
	let last;
	for (const line of lines.slice(0, limit)) {
		const [committed = "0", sha = ""] = line.split(" ");
		const shown = await showFile({
			folder,
			commit: sha,
			path
		});
		if (shown.kind === "unreadable" && !shown.isTooLarge) return yield "cut";
		yield {
			committed: Number(committed),
			text: shown.kind === "text" ? shown.text : void 0
		};
		last = sha;
	}
	if (lines.length > limit || last !== void 0 && await isShallowEnd(last, folder)) yield "cut";
}
/** True for a commit whose parents a shallow clone has not: it seems to bring every file. A real first commit of one is taken for that too. */
async function isShallowEnd(commit, folder) {
	const shallow = await git(["rev-parse", "--is-shallow-repository"], folder);
	if (shallow.ok && shallow.text.trim() !== "true") return false;
	const parents = await git([
		"rev-list",
		"--parents",
		"--max-count=1",
		commit
	], folder);
	return !parents.ok || parents.text.trim() === commit;
}

// src/cli/diff-soak.ts
/**
* How long the newer side has had what differs: since the later of what the lock says of the decision and the commit of its file that brought it.
* What is not known is left out: a result that is not committed, a file outside of a repository without a lock.
*/
async function findSoaks(changes, request, terminal) {
	const wanted = changes.filter((change) => change.new !== null);
	if (wanted.length === 0) return /* @__PURE__ */ new Map();
	const decided = await readDecided(request, terminal);
	const since = await sinceCommit(wanted, request.origin);
	const soaks = /* @__PURE__ */ new Map();
	for (const change of wanted) {
		const committed = since && (since.get(change) ?? null);
		const soak = soakOf({
			decided: decided(change.new ?? ""),
			committed,
			now: request.now
		});
		if (soak !== void 0) soaks.set(change, soak);
	}
	return soaks;
}
/** When a result was decided, in milliseconds since 1970. A time to come is worth a warning: the lock was edited, or a clock is wrong. */
async function readDecided(request, terminal) {
	const lock = await readLockOf(request, terminal);
	const isSaid = /* @__PURE__ */ new Set();
	return (result) => {
		const text = lock?.results?.get(result)?.decided;
		if (text === void 0) return void 0;
		const decided = Date.parse(text);
		if (decided > request.now && !isSaid.has(result)) {
			isSaid.add(result);
			warn(`${lock?.path}: ${result} was decided at ${text}, which is still to come: it has not soaked at all`, terminal);
		}
		return decided;
	};
}
/** A lock that cannot be read is worth a warning: the comparison does without. */
async function readLockOf({ origin, lockFile }, terminal) {
	if (lockFile === "none") return void 0;
	const { path, key, read } = await placeOfLock(origin, lockFile);
	try {
		const text = await read();
		if (text === void 0 && lockFile !== "auto") throw new LockError("there is no such lock", { file: path });
		return text === void 0 ? void 0 : {
			path,
			results: readLock(text, path).files.get(key)
		};
	} catch (error) {
		if (!isImagesError(error)) throw error;
		warn(error instanceof LockError ? `${path}: ${error.message}` : error.message, terminal);
		return;
	}
}
async function placeOfLock(origin, lockFile) {
	if (origin.kind === "disk") {
		const path = lockPath(lockFile, origin.path);
		return {
			path,
			key: isAbsolute(path) !== isAbsolute(origin.path) ? keyInLock(resolve(path), resolve(origin.path)) : keyInLock(path, origin.path),
			read: async () => readUserFile(path)
		};
	}
	const { file } = origin;
	const path = lockFile === "auto" ? lockPath("auto", file.path) : (await repositoryPath(lockFile))?.path;
	if (path === void 0) return {
		path: lockFile,
		key: "",
		read: async () => void 0
	};
	return {
		path,
		key: keyInLock(path, file.path),
		read: () => committedText({
			...file,
			path
		})
	};
}
function warn(message, terminal) {
	terminal.err(`warning: ${terminalText(message)}\n`);
}
/** By change, since when git has it; undefined where git does not know the list. */
async function sinceCommit(changes, origin) {
	const file = await committedFile(origin);
	if (file === void 0) return void 0;
	let isKnown = false;
	const versions = async function* () {
		for await (const version of versionsOf(file)) {
			isKnown = true;
			yield version;
		}
	};
	const since = await sinceWhen(changes, versions());
	return isKnown ? since : void 0;
}
async function committedFile(origin) {
	if (origin.kind === "commit") return origin.file;
	const found = await repositoryPath(origin.path);
	const commit = found && await commitOf("HEAD", found.folder);
	return commit === void 0 || found === void 0 ? void 0 : {
		...found,
		commit
	};
}
async function committedText(file) {
	const shown = await showFile(file);
	if (shown.kind === "unreadable" && shown.isTooLarge) throw new LockError("it is larger than 5 MiB", { file: file.path });
	return shown.kind === "text" ? shown.text : void 0;
}
async function* versionsOf(file) {
	for await (const version of fileHistory(file)) if (version === "cut") yield version;
	else {
		const { committed, text } = version;
		yield {
			committed,
			entries: text === void 0 ? void 0 : entriesOf(text, file.path)
		};
	}
}
/** An old version that cannot be read has no results. */
function entriesOf(text, path) {
	try {
		return readDocument(text, path, () => void 0);
	} catch (error) {
		if (isImagesError(error)) return void 0;
		throw error;
	}
}

export { findSoaks };