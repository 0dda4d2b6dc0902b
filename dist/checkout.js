import { repositoryKey } from "./shared.js";
import { git, streamGit } from "./machine.js";

// src/io/checkout.ts
/** The checkout that a folder is in; undefined where git knows none. */
async function findCheckout(folder) {
	const found = await git(["rev-parse", "--absolute-git-dir"], folder);
	const gitDir = found.text.replace(/\r?\n$/, "");
	if (!found.ok || gitDir === "") return void 0;
	const head = await git([
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		"HEAD^{commit}"
	], folder);
	const commit = head.text.trim();
	return {
		gitDir,
		head: head.ok && isCommitName(commit) ? commit : void 0
	};
}
/** True for the full name of a commit. */
function isCommitName(text) {
	return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
/** True where a remote of the checkout is the repository at one of these addresses. */
async function isCheckoutOf({ gitDir }, addresses) {
	const urls = (await git([
		`--git-dir=${gitDir}`,
		"config",
		"--get-regexp",
		"^remote\\..*\\.url$"
	])).text.split("\n").map((line) => line.slice(line.indexOf(" ") + 1));
	const keys = new Set(urls.flatMap((url) => repositoryKey("git", url) ?? []));
	return addresses.some((address) => keys.has(repositoryKey("git", address) ?? ""));
}
/** The parents of a commit in order, also of one at which a shallow clone ends; empty where git has not the commit. */
async function readParents({ gitDir }, commit) {
	const raw = await git([
		`--git-dir=${gitDir}`,
		"--no-replace-objects",
		"cat-file",
		"commit",
		commit
	]);
	if (!raw.ok) return [];
	return [...(raw.text.split("\n\n", 1)[0] ?? "").matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, name = ""]) => isCommitName(name) ? [name] : []);
}
const longestList = 67108864;
/**
* The regular files of a commit: names of their content by path from the root. Undefined where git cannot list them, or they are too many.
*/
async function listCommit({ gitDir }, commit) {
	const parts = [];
	let size = 0;
	if ((await streamGit(gitDir, [
		"ls-tree",
		"-r",
		"-z",
		"--full-tree",
		commit
	], (bytes) => {
		size += bytes.length;
		if (size <= longestList) parts.push(bytes);
	}))?.status !== 0 || size > longestList) return void 0;
	const entries = Buffer.concat(parts).toString("utf8").split("\0");
	return new Map(entries.flatMap((entry) => {
		const [, id = "", path = ""] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
		return id === "" ? [] : [[path, id]];
	}));
}

export { findCheckout, isCheckoutOf, isCommitName, listCommit, readParents };