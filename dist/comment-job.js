import { __toESM } from "./rolldown-runtime.js";
import { GitHubError, InputError, commentState, compareAddress, formatComment, formatSummary, outputValues, plural, quote } from "./words.js";
import { artifactFiles, artifactLimit, attempt, checkHandover, connectGitHub, fileLimits, isArtifactFile, isWanted, parseHandover, readPullRequest, runAddress, saveComment, upsertComment, withRetries } from "./comment-text.js";
import { createRedactor, jsonMember, proxyFor, readProxies } from "./registry.js";
import { commentKey } from "./comment-marker.js";
import { describe, makeWorkflowLog, sentences, setOutputs, writeSummary } from "./describe.js";
import { sourceHosts } from "./machine.js";
import { readReport } from "./core.js";
import { crc32, inflateRawSync } from "node:zlib";
import { createHash } from "node:crypto";

// src/io/artifact-request.ts
const mostRedirects = 3;
const redirects = [
	301,
	302,
	303,
	307,
	308
];
/** Bytes of what GitHub says to a request that it refuses. */
const longestRefusal = 65536;
/**
* Downloads a file from GitHub's API, which answers with the address of a blob store that takes no token. Whatever is sent beyond the limit is
* not read.
* @throws GitHubError with the code `artifact` for what will not pass; else an error with `response`, as Octokit's, for `readFailure`
*/
async function downloadBytes(download) {
	const { request } = await import("./undici.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const signal = AbortSignal.timeout(download.timeout);
	let url = download.url;
	for (let count = 0; count <= mostRedirects; count++) {
		const dispatcher = await dispatcherFor(url, download.env);
		try {
			const isFirst = count === 0;
			const headers = isFirst ? apiHeaders(download.token) : { "user-agent": "kluctl-images" };
			const answer = await request(url, {
				dispatcher,
				headers,
				signal
			});
			if (answer.statusCode === 200) return await readBody(answer.body, download.limit);
			if (!redirects.includes(answer.statusCode)) throw await unexpected(answer, isFirst);
			await answer.body.dump();
			url = nextUrl(answer.headers["location"], url);
		} finally {
			await dispatcher.destroy();
		}
	}
	throw new GitHubError("artifact", `the artifact could not be downloaded: more than ${mostRedirects} redirects`);
}
function apiHeaders(token) {
	return {
		accept: "application/vnd.github+json",
		authorization: `token ${token}`,
		"user-agent": "kluctl-images",
		"x-github-api-version": "2022-11-28"
	};
}
/** What another try may change, and what GitHub says of the token, is read as any answer of its API. */
async function unexpected({ statusCode, headers, body }, isGitHub) {
	if (isGitHub && statusCode === 410) return new GitHubError("artifact", "the artifact has expired", statusCode, { hint: "Run the workflow of the pull request again." });
	if (isGitHub) return new UnexpectedAnswer(statusCode, headers, parse(await readBody(body, longestRefusal)));
	if (statusCode >= 500 || statusCode === 429) return new UnexpectedAnswer(statusCode, headers, {});
	const text = `the artifact could not be downloaded: its storage answered ${statusCode}`;
	return new GitHubError("artifact", text, statusCode, { hint: "Run the job again." });
}
function parse(bytes) {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return;
	}
}
/** As Octokit's error has it, so that one function reads both. */
var UnexpectedAnswer = class extends Error {
	response;
	constructor(status, headers, data) {
		super(`the answer to a download is ${status}`);
		this.name = "UnexpectedAnswer";
		this.response = {
			status,
			headers,
			data
		};
	}
};
async function dispatcherFor(url, env) {
	const { Agent, ProxyAgent } = await import("./undici.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const proxy = proxyFor(url, readProxies(env).proxies);
	if (proxy === void 0) return new Agent();
	return new ProxyAgent({
		uri: proxy.url.href,
		...proxy.authorization === void 0 ? {} : { token: proxy.authorization }
	});
}
/** A step down from https would show the artifact to the network and let it be exchanged there. */
function nextUrl(location, from) {
	const text = String(location ?? "");
	const url = URL.canParse(text, from.href) ? new URL(text, from) : void 0;
	if (url !== void 0 && (url.protocol === "https:" || url.protocol === "http:" && from.protocol === "http:")) return url;
	throw new GitHubError("artifact", "the artifact could not be downloaded: GitHub points to no https address");
}
async function readBody(body, limit) {
	const chunks = [];
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		if (length > limit) throw new GitHubError("artifact", `the artifact is not used: it has more than ${limit} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

// src/io/artifact-zip.ts
/**
* Texts of an artifact's archive, read in memory: there is no folder to climb out of and no link to follow (threat model W-02, CVE-2024-42471).
* Only an archive as `@actions/artifact` makes it is read (APPNOTE.TXT 6.3.10, sections 4.3.6 to 4.3.16): one part, no encryption, no 64-bit
* fields, stored or deflated. Every entry is checked, and only `wanted` are unpacked, each up to its limit.
* @throws GitHubError with the code `artifact`
*/
function readArchive(bytes, wanted) {
	const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		const entries = readDirectory(archive);
		return new Map(entries.filter(({ name }) => wanted.includes(name)).map((entry) => [entry.name, unpack(archive, entry)]));
	} catch (error) {
		if (error instanceof RangeError) return refuse("it is cut off");
		throw error;
	}
}
const endLength = 22;
const centralLength = 46;
const localLength = 30;
const stored = 0;
const deflated = 8;
/** Encryption, patches, strong encryption, masked headers (APPNOTE 4.4.4). */
const forbiddenFlags = 8289;
const mode = {
	type: 61440,
	regular: 32768
};
function readDirectory(archive) {
	const end = archive.length - endLength;
	if (end < 0 || archive.readUInt32LE(end) !== 101010256 || archive.readUInt16LE(end + 20) !== 0) return refuse("it does not end as an archive");
	const count = archive.readUInt16LE(end + 10);
	const start = archive.readUInt32LE(end + 16);
	if (!(archive.readUInt32LE(end + 4) === 0 && archive.readUInt16LE(end + 8) === count) || start + archive.readUInt32LE(end + 12) !== end) return refuse("its directory is not whole");
	if (count > artifactFiles.length) return refuse(`it has ${plural(count, "entry", "entries")}`);
	const entries = [];
	let at = start;
	for (let index = 0; index < count; index++) {
		const entry = readEntry(archive, at);
		if (entries.some(({ name }) => name === entry.name)) return refuse(`it has ${entry.name} twice`);
		entries.push(entry);
		at += centralLength + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	if (at !== end) return refuse("its directory is not whole");
	checkPlaces(archive, entries, start);
	return entries;
}
function readEntry(archive, at) {
	if (archive.readUInt32LE(at) !== 33639248) return refuse("its directory is not whole");
	const name = readName(archive, at + centralLength, archive.readUInt16LE(at + 28));
	if (!isArtifactFile(name)) return refuse(`it has ${quote(name, 80)}, which is none of its files`);
	const type = archive.readUInt32LE(at + 38) >>> 16 & mode.type;
	if (type !== 0 && type !== mode.regular) return refuse(`${name} is no regular file`);
	if ((archive.readUInt16LE(at + 8) & forbiddenFlags) !== 0) return refuse(`${name} is encrypted`);
	const method = archive.readUInt16LE(at + 10);
	if (method !== stored && method !== deflated) return refuse(`${name} is packed in a way that is not read (${method})`);
	const size = archive.readUInt32LE(at + 24);
	if (size > fileLimits[name]) return refuse(`${name} has ${size} bytes, and ${fileLimits[name]} are allowed`);
	return {
		name,
		method,
		size,
		crc: archive.readUInt32LE(at + 16),
		packed: archive.readUInt32LE(at + 20),
		start: archive.readUInt32LE(at + 42)
	};
}
/** Entries that share bytes make a small archive a large one, and a name of its own at the data is a way to mean two files. */
function checkPlaces(archive, entries, end) {
	let free = 0;
	for (const entry of entries.toSorted((a, b) => a.start - b.start)) {
		const { start, name, packed, method } = entry;
		if (start < free) refuse(`${name} shares its bytes with another`);
		const isLocal = archive.readUInt32LE(start) === 67324752;
		const localName = readName(archive, start + localLength, archive.readUInt16LE(start + 26));
		if (!isLocal || localName !== name || archive.readUInt16LE(start + 8) !== method) refuse(`${name} is another file at its place`);
		free = dataOf(archive, entry) + packed;
		if (free > end) refuse(`${name} is cut off`);
	}
}
function dataOf(archive, { start }) {
	return start + localLength + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
}
function unpack(archive, entry) {
	const { name, method, packed, size, crc } = entry;
	const from = dataOf(archive, entry);
	const data = archive.subarray(from, from + packed);
	const bytes = method === stored ? data : inflate(data, entry);
	if (bytes.length !== size) return refuse(`${name} has not the length that it says`);
	if (crc32(bytes) !== crc) return refuse(`${name} is damaged`);
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return refuse(`${name} is not UTF-8 text`);
	}
}
/** Never more than the entry says, however much is packed in it. */
function inflate(data, { name, size }) {
	try {
		return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
	} catch {
		return refuse(`${name} cannot be unpacked to the length that it says`);
	}
}
function readName(archive, at, length) {
	if (at + length > archive.length) throw new RangeError("name");
	return archive.toString("utf8", at, at + length);
}
/** @throws GitHubError */
function refuse(why) {
	throw new GitHubError("artifact", `the artifact is not used: ${why}`, void 0, { hint: "It has to be as kluctl-images of the same version uploaded it." });
}

// src/io/artifact-download.ts
/** What the job that comments needs; whatever else the artifact holds is checked and left packed. */
const handedOver = ["images-report.json", "pull-request.json"];
/**
* Reads what the run of a pull request handed over. The artifact is hostile (threat model W-02): it is read in memory, its size is bounded before,
* while and after it comes, its digest is compared with GitHub's, and only two files of it are unpacked. The texts are still anybody's.
* @throws GitHubError: `artifact` where there is none or it is not as we make it; `permission` or `unavailable` as GitHub answers
*/
async function downloadHandover(source) {
	const { apiUrl, token, timeout } = source;
	const api = await connectGitHub({
		apiUrl,
		token,
		timeout
	});
	const download = async () => {
		const artifact = await findArtifact(api, source);
		const { owner, repo } = source.repository;
		const path = [owner, repo].map(encodeURIComponent).join("/");
		const url = new URL(`${apiUrl}/repos/${path}/actions/artifacts/${artifact.id}/zip`);
		return checkDigest(await downloadBytes({
			...requestOf(source),
			url
		}), artifact.digest);
	};
	const bytes = await withRetries(download, {
		...source,
		fork: false,
		permission: "actions: read"
	});
	const files = readArchive(bytes, handedOver);
	const text = (file) => files.get(file) ?? refuse(`it has no ${file}; the run that made it was not about a pull request, or of another version`);
	return {
		"images-report.json": text("images-report.json"),
		"pull-request.json": text("pull-request.json")
	};
}
function requestOf({ token, env, timeout = 6e4 }) {
	return {
		token,
		env,
		timeout,
		limit: artifactLimit
	};
}
/** The newest of that name: a job that runs again uploads again. GitHub's REST API, "List workflow run artifacts". */
async function findArtifact(api, { repository, runId, name }) {
	const { data } = await api.send("GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts", {
		...repository,
		run_id: runId,
		name,
		per_page: 100
	});
	const listed = jsonMember(data, "artifacts");
	const [newest] = (Array.isArray(listed) ? listed : []).filter((item) => jsonMember(item, "name") === name).map((item) => ({
		item,
		id: jsonMember(item, "id")
	})).filter((found) => Number.isSafeInteger(found.id)).toSorted((a, b) => b.id - a.id);
	if (newest === void 0) throw new GitHubError("artifact", `the run ${runId} has no artifact ${quote(name)}`, void 0, { hint: "Give both workflows the same artifact-name. A run that failed early uploads none." });
	const { item, id } = newest;
	if (jsonMember(item, "expired") === true) throw new GitHubError("artifact", `the artifact ${quote(name)} of the run ${runId} has expired`, void 0, { hint: "Run the workflow of the pull request again." });
	const size = jsonMember(item, "size_in_bytes");
	if (typeof size !== "number" || size > 20971520) refuse(`it has ${String(size)} bytes, and ${artifactLimit} are allowed`);
	const digest = jsonMember(item, "digest");
	return {
		id,
		digest: typeof digest === "string" ? digest : void 0
	};
}
/** GitHub says the digest of artifacts since 2025; an older server does not. */
function checkDigest(bytes, digest) {
	const own = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
	if (digest?.startsWith("sha256:") && digest !== own) refuse("its bytes are not those that GitHub took");
	return bytes;
}

// src/action/comment-job.ts
/**
* The second job of two: posts what another run found, which had no right to. It renders nothing, asks no registry and reads no file of the
* checkout; the artifact of that run is anybody's (threat model W-02).
* @throws InputError where the workflow cannot work; GitHubError and others of ours for an artifact that cannot be used
*/
async function job(context, options) {
	const log = makeWorkflowLog();
	const { sourceRun, token, name } = requirements(context, options);
	const { apiUrl, repository } = context;
	const files = await downloadHandover({
		apiUrl,
		repository,
		token,
		runId: sourceRun.id,
		name,
		env: process.env
	});
	const pullRequest = await agreedPullRequest(context, sourceRun, token, files["pull-request.json"], log);
	if (pullRequest === void 0) return [];
	const hosts = sourceHosts(process.env);
	const report = readReport(files["images-report.json"], (source, from, to) => compareAddress(source, from, to, hosts));
	const redactor = createRedactor();
	redactor.add(token);
	const { projectDir, outputFile, commentTag: tag, jobSummary } = options;
	const { workflow, job } = context;
	const key = commentKey({
		workflow,
		job,
		target: name,
		projectDir,
		outputFile,
		tag
	});
	const notices = isFork(context, sourceRun) ? [forkNotice] : [];
	const details = {
		fixedImagesFile: outputFile,
		reportFile: "images-report.json",
		marker: "",
		notices
	};
	const links = { summary: runAddress(context, sourceRun.id) };
	const body = redactor.redact(formatComment(report, {
		...details,
		links
	})).trim();
	const write = () => upsertComment({
		token,
		context: {
			...context,
			pullRequest
		},
		key,
		body,
		state: redactor.redact(commentState(report, details)),
		run: {
			id: sourceRun.id,
			attempt: sourceRun.attempt
		},
		when: isWanted(options.comment, report) ? "create-or-update" : "update-only",
		log
	});
	const comment = options.comment === "never" ? void 0 : await attempt(write);
	const refusal = comment?.error && `The comment could not be written: ${sentences(describe(comment.error))}`;
	if (refusal !== void 0) log.warning(refusal);
	if (jobSummary) {
		const all = refusal === void 0 ? notices : [...notices, refusal];
		const written = await attempt(() => writeSummary(redactor.redact(formatSummary(report, {
			...details,
			notices: all,
			links
		}))));
		if (written.error !== void 0) log.warning(describe(written.error));
	}
	const { id: commentId, url: commentUrl } = comment?.value ?? {};
	const saved = await attempt(async () => saveComment(body));
	if (saved.error !== void 0) log.warning(describe(saved.error));
	setOutputs(outputValues(report, {
		commentPath: saved.value,
		commentId,
		commentUrl
	}));
	return [];
}
/** The author of a fork's pull request decides what its run does, and so what this comment says. */
const forkNotice = "This is what the run of the pull request itself found, and its author can change what that run does. Trust it as far as you trust the author.";
function isFork({ repository }, { headRepository }) {
	return headRepository?.toLowerCase() !== `${repository.owner}/${repository.repo}`.toLowerCase();
}
/** @throws InputError */
function requirements({ eventName, sourceRun }, { githubToken, artifactName }) {
	if (eventName !== "workflow_run" || sourceRun === void 0) throw new InputError("mode", `"comment" posts what another run found, and the event is ${eventName}`, { hint: "Start the workflow with \"on: workflow_run\", types: [completed]; docs/review.md#forks of kluctl-images has both workflows." });
	if (githubToken === void 0) throw new InputError("github-token", "it is empty", { hint: "Leave it at its default." });
	if (artifactName === void 0) throw new InputError("artifact-name", "it is empty, and the artifact is what is read", { hint: "Give both jobs the same artifact-name." });
	return {
		sourceRun,
		token: githubToken,
		name: artifactName
	};
}
/** The pull request that is to be commented on; undefined where a newer run does that, or nobody needs to. */
async function agreedPullRequest(context, sourceRun, token, text, log) {
	const handover = parseHandover(text);
	const now = await readPullRequest(context, token, handover.number).catch((error) => {
		if (error instanceof GitHubError && error.code === "not-a-pull-request") return void 0;
		throw error;
	});
	const check = checkHandover(sourceRun, handover, now);
	if (check.kind === "refused") throw new InputError("artifact-name", check.message, { hint: check.hint });
	if (check.kind === "agreed") return now;
	log.info(check.message);
}

export { job };