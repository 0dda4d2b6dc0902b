import { isImagesError, isRegistryHost, normalizeRegistry, plural } from "./words.js";
import { matchesRegistry } from "./core.js";
import { findCheckout, isCheckoutOf, isCommitName, listCommit, readParents } from "./checkout.js";
import { streamGit } from "./machine.js";

// src/io/git-grep.ts
/** The bytes of a line that are looked at; threat model section 10 has the same limit for files. */
const longestLine = 5242880;
/** Texts of one run of git: a command line has an end. */
const textsAtOnce = 500;
/**
* Shows each line of the text files of a commit that holds one of these texts, in any case, with the path of its file from the root.
* @param gitDir absolute
* @param commit its full name
* @returns false where git has not the commit, or cannot read all of its files: a line may then be missing
*/
async function grepCommit(gitDir, commit, texts, show) {
	const settings = [
		"--no-color",
		"--no-line-number",
		"--no-column",
		"--no-textconv",
		"--no-recurse-submodules"
	];
	for (let from = 0; from < texts.length; from += textsAtOnce) {
		const patterns = texts.slice(from, from + textsAtOnce).flatMap((text) => ["-e", text]);
		const reader = readHits(commit, show);
		const args = [
			"grep",
			...settings,
			"--full-name",
			"-I",
			"-i",
			"-F",
			"-z",
			...patterns,
			commit,
			"--"
		];
		const end = await streamGit(gitDir, args, reader);
		if (end === void 0 || end.status > 1 || end.failed) return false;
	}
	return true;
}
/**
* Reads `COMMIT:path NUL line LF`. A path has no NUL and a line no LF, so that neither can be taken for the other, whatever a pull request
* calls its files and writes into them.
*/
function readHits(commit, show) {
	let parts = [];
	let size = 0;
	let path;
	const take = () => {
		const text = Buffer.concat(parts).toString("utf8");
		parts = [];
		size = 0;
		return text;
	};
	return (bytes) => {
		let start = 0;
		while (start < bytes.length) {
			const end = bytes.indexOf(path === void 0 ? 0 : 10, start);
			const part = bytes.subarray(start, end < 0 ? bytes.length : end);
			if (size < longestLine) parts.push(Buffer.from(part));
			size += part.length;
			if (end < 0) return;
			start = end + 1;
			if (path === void 0) path = take().slice(commit.length + 1);
			else {
				show(path, take());
				path = void 0;
			}
		}
	};
}

// src/io/host-occurrence.ts
/** A host as it may stand in a text: an IPv6 address in brackets or a run of what hosts are made of, with a port. */
const word = /(?:\[(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:.]{2,45}\]|[\p{L}\p{N}\p{M}\p{Cf}\ufffd。．｡._-]+)(?::\d{1,5}(?![\w-]|\.\w))?/gu;
/** A host is at most 253 characters, with a port and dots behind it a few more. */
const longestHost = 270;
/**
* Which of these registries a text names. Case does not matter, nor a port 443; every other port does. The name stands by itself:
* `evil-ghcr.io`, `ghcr.io.evil.test`, `ghcr.io:5000`, the path of `cache.example.com/ghcr.io/app` and the address of `me@ghcr.io` do not name `ghcr.io`.
* @param registries normalised
*/
function findHosts(text, registries) {
	const found = [];
	for (const { 0: match, index } of text.matchAll(word)) {
		if (match.length > longestHost || !/^[!-~]+$/.test(match)) continue;
		const host = match.replace(/\.+$/, "");
		const registry = normalizeRegistry(host);
		if (registries.has(registry) && standsAlone(text, index, index + match.length)) found.push(registry);
	}
	return found;
}
function standsAlone(text, start, end) {
	const before = text.slice(Math.max(0, start - 3), start);
	if (before.endsWith("/") ? !/\/\\?\/$/.test(before) : /[@%]$/.test(before)) return false;
	return !/^(?:[@%]|:\d)/.test(text.slice(end, end + 2));
}

// src/io/new-registries.ts
/** Files at the base that are asked for one by one. */
const mostReads = 20;
/** Threat model section 10. */
const fileLimit = 5242880;
/**
* Of the registries that a run wants to ask, those that only this pull request brings (threat model R-04). A registry is known if the workflow
* names it or a text file at the base of the pull request does, see {@link findHosts}; Docker Hub, which has no name in templates, always is.
* What the pull request changes has no say: only content that the base has is searched, and no file of the checkout tells how. Never rejects.
* @param registries normalised
*/
async function findNewRegistries(registries, request) {
	const wanted = registries.filter((registry) => registry !== "docker.io" && !isNamed(registry, request.named));
	const open = new Set(wanted);
	if (request.base === void 0 || open.size === 0) return {
		new: /* @__PURE__ */ new Set(),
		unknown: /* @__PURE__ */ new Set()
	};
	const odd = [...open].filter((registry) => !isRegistryHost(registry));
	for (const registry of odd) open.delete(registry);
	return open.size === 0 || await searchBase(open, request.base, request) ? {
		new: /* @__PURE__ */ new Set([...open, ...odd]),
		unknown: /* @__PURE__ */ new Set()
	} : {
		new: new Set(odd),
		unknown: open
	};
}
/** A pattern that could be any host names none. */
function isNamed(registry, named) {
	return named.some((pattern) => {
		return !(pattern.replace(/:\d+$/, "").split(".").at(-1) ?? "").includes("*") && matchesRegistry(pattern, registry);
	});
}
/** Takes what the base knows out of `open`. @returns true where the rest is not there for sure */
async function searchBase(open, base, request) {
	const { folder, files, log } = request;
	const checkout = await findCheckout(folder);
	if (checkout === void 0) return unsure(log, "the files are in no checkout of git");
	const commits = await baseCommits(checkout, base);
	let isSure = false;
	for (const commit of commits) {
		if (open.size === 0) return true;
		const isComplete = await grepCommit(checkout.gitDir, commit, [...open], (_, line) => drop(open, line));
		isSure ||= isComplete;
	}
	const [commit] = commits;
	if (isSure || open.size === 0 || commit === void 0) return isSure || open.size === 0;
	if (files === void 0) return unsure(log, `the clone has not the base commit ${commit.slice(0, 12)}`);
	if (!await isCheckoutOf(checkout, base.repositories)) return unsure(log, "the checkout is of another repository than the pull request");
	try {
		return await searchFiles(open, checkout, await listBase(files, commits), files, log);
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return unsure(log, error.message);
	}
}
function unsure(log, why) {
	log.debug(`whether a registry is new cannot be said: ${why}`);
	return false;
}
function drop(open, text) {
	for (const registry of findHosts(text, open)) open.delete(registry);
}
/** The newest commit of the base first: an event may name one from before the pull request was opened. */
async function baseCommits(checkout, { commits, merge }) {
	const [first, second, ...more] = merge && isCommitName(merge.commit) ? await readParents(checkout, merge.commit) : [];
	const newest = second !== void 0 && more.length === 0 && (merge?.head === void 0 || merge.head === second) && first !== void 0 ? [first] : [];
	return [.../* @__PURE__ */ new Set([...newest, ...commits.filter(isCommitName)])];
}
/** The first of the commits that can be listed. */
async function listBase(files, [commit = "", ...others]) {
	try {
		return await files.list(commit);
	} catch (error) {
		if (!isImagesError(error) || others.length === 0) throw error;
		return listBase(files, others);
	}
}
/**
* Searches the base without its commit: a file of the checked-out commit whose content the base has too, wherever it lies there, was there before;
* of the other files of the base the likeliest are asked for.
*/
async function searchFiles(open, checkout, base, source, log) {
	const { head } = checkout;
	const here = head === void 0 ? void 0 : await listCommit(checkout, head);
	if (head === void 0 || here === void 0) return unsure(log, "git cannot list the files that are checked out");
	const atBase = new Set(base.files.map(({ id }) => id));
	const holders = /* @__PURE__ */ new Set();
	const isComplete = await grepCommit(checkout.gitDir, head, [...open], (path, line) => {
		if (atBase.has(here.get(path) ?? "")) drop(open, line);
		else holders.add(path);
	});
	const contents = new Set(here.values());
	const others = base.files.filter(({ id, size }) => !(isComplete && contents.has(id)) && size <= fileLimit);
	const likely = byLikelihood(others, holders).slice(0, mostReads);
	for (const { id } of likely) {
		if (open.size === 0) return true;
		const bytes = Buffer.from(await source.read(id));
		if (!bytes.subarray(0, 8e3).includes(0)) drop(open, bytes.toString("utf8"));
	}
	if (open.size === 0) return true;
	log.debug(`${plural(likely.length, "file")} of ${others.length} that changed were read at the base`);
	return base.complete && isComplete || unsure(log, "not all files of the base could be searched");
}
/** What names a registry now most likely named it before: the same path first, then the same name elsewhere. */
function byLikelihood(files, holders) {
	const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
	const names = new Set([...holders].map(nameOf));
	const rank = ({ path }) => holders.has(path) ? 0 : names.has(nameOf(path)) ? 1 : 2;
	return files.toSorted((a, b) => rank(a) - rank(b));
}

export { findNewRegistries };