import { FileError, GitHubError, InputError, isImagesError, plural, quote } from "./words.js";
import { commitMember, jsonMember, numberMember, textMember } from "./registry.js";
import { parsePullRequest } from "./describe.js";
import { commentMarker, compareRuns, readMarker, stateHash } from "./comment-marker.js";
import { join } from "node:path";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";

// src/io/artifact-files.ts
/** Every file that an artifact of ours may hold; no other is ever put into one or taken out of one (threat model O-10). */
const artifactFiles = [
	"fixed-images.yaml",
	"images.lock.json",
	"images-report.json",
	"images-diff.md",
	"pull-request.json"
];
/** Bytes that each may have. */
const fileLimits = {
	"fixed-images.yaml": 8388608,
	"images.lock.json": 8388608,
	"images-report.json": 16777216,
	"images-diff.md": 16777216,
	"pull-request.json": 4096
};
/** Bytes that a whole artifact may have, packed. */
const artifactLimit = 20971520;
function isArtifactFile(name) {
	return artifactFiles.some((file) => file === name);
}

// src/io/github-api.ts
const mostRedirects = 3;
/** Octokit writes nothing to the log by itself (threat model O-01). */
async function connectGitHub(access) {
	const { getOctokit } = await importToolkit();
	const { apiUrl, token, timeout = 3e4, fetch } = access;
	const log = {
		debug: ignore,
		info: ignore,
		warn: ignore,
		error: ignore
	};
	const octokit = getOctokit(token, {
		baseUrl: apiUrl,
		log
	});
	const request = async (route, parameters) => {
		const settings = {
			signal: AbortSignal.timeout(timeout),
			log,
			redirect: "manual",
			...fetch === void 0 ? {} : { fetch }
		};
		const { status, headers, data, url } = await octokit.request(route, {
			...parameters,
			request: settings
		});
		return {
			status,
			data,
			url,
			link: String(headers.link ?? ""),
			location: headers.location
		};
	};
	return {
		url: apiUrl,
		installation: token.startsWith("ghs_"),
		send: async (route, parameters) => {
			let reply = await request(route, parameters);
			for (let count = 0; isRedirect(reply) && count < mostRedirects; count++) {
				const method = route.split(" ", 1)[0] ?? "GET";
				reply = await request(`${method} ${redirectTarget(reply, apiUrl)}`, withoutPath(route, parameters));
			}
			return {
				data: checked(reply),
				link: reply.link
			};
		}
	};
}
/**
* `@actions/github` reads the event file when it is imported, and fails for one that is no JSON. What is used of it needs no event, so it does
* not see the file.
*/
async function importToolkit() {
	const path = process.env["GITHUB_EVENT_PATH"];
	delete process.env["GITHUB_EVENT_PATH"];
	try {
		return await import("./github.js");
	} finally {
		if (path !== void 0) process.env["GITHUB_EVENT_PATH"] = path;
	}
}
function isRedirect({ status }) {
	return [
		301,
		302,
		307,
		308
	].includes(status);
}
/**
* Where a renamed GitHub repository went; the token never goes to another host.
* @throws GitHubError
*/
function redirectTarget({ status, url, location }, apiUrl) {
	const base = url === "" ? apiUrl : url;
	const target = location && URL.canParse(location, base) ? new URL(location, base) : void 0;
	if (target !== void 0 && target.origin === new URL(apiUrl).origin) return `${target.origin}${target.pathname}`;
	throw new GitHubError("unavailable", `GitHub answered ${status} and points outside of its API`, status, { hint: "Check GITHUB_API_URL and the proxy of the runner." });
}
/** What is left for query and body once the path has its own. */
function withoutPath(route, parameters) {
	return Object.fromEntries(Object.entries(parameters).filter(([name]) => !route.includes(`{${name}}`)));
}
/** @throws GitHubError for an answer that is no JSON, as the page of a proxy */
function checked({ status, data }) {
	if (status === 204 || status < 300 && typeof data === "object" && data !== null) return data;
	throw notGitHub(status);
}
/** An answer that is none of GitHub's. */
function notGitHub(status, cause) {
	return new GitHubError("unavailable", `GitHub answered ${status} without the JSON that was asked for`, status, {
		hint: "A proxy or firewall may have answered in its place; check GITHUB_API_URL and the proxy of the runner.",
		cause
	});
}
function ignore() {}

// src/io/github-failure.ts
/** GitHub's advice where an answer names no time: "Rate limits for the REST API", exceeding the rate limit. */
const unnamedWait = 6e4;
/**
* Reads what a request threw. Network loss, timeouts and 5xx may pass; a rate limit passes after the time GitHub names; the rest is
* final. GitHub's REST documentation, "Best practices" and "Rate limits".
*/
function readFailure(thrown, options) {
	if (thrown instanceof GitHubError) return {
		error: thrown,
		wait: void 0
	};
	const failed = readThrown(thrown);
	const { status, headers } = failed;
	if (headers === void 0) return {
		error: new GitHubError("unavailable", lostMessage(thrown, failed.message, options), void 0, {
			hint: "Look at githubstatus.com and the proxy of the runner, then run again.",
			cause: thrown
		}),
		wait: 0
	};
	const limit = rateLimitWait(failed, options.now);
	if (limit !== void 0) {
		const text = `GitHub limits the requests and asks to wait ${plural(Math.ceil(limit / 1e3), "second")}`;
		return {
			error: new GitHubError("unavailable", text, status, {
				hint: "Run again after that time.",
				cause: thrown
			}),
			wait: limit
		};
	}
	if (status >= 500) return {
		error: new GitHubError("unavailable", `GitHub answered ${status}`, status, {
			hint: "Look at githubstatus.com, then run again.",
			cause: thrown
		}),
		wait: 0
	};
	return {
		error: finalError(failed, options, thrown),
		wait: void 0
	};
}
/** The HTTP status that a request ended with; undefined where there was no answer. */
function statusOf(thrown) {
	if (thrown instanceof GitHubError) return void 0;
	const { headers, status } = readThrown(thrown);
	return headers === void 0 ? void 0 : status;
}
/** True where GitHub asks to wait. */
function isRateLimit(thrown) {
	return rateLimitWait(readThrown(thrown), () => 0) !== void 0;
}
function lostMessage(thrown, message, { timeout = 3e4, token }) {
	const cause = thrown instanceof Error ? thrown.cause : void 0;
	if (cause instanceof Error && cause.name === "TimeoutError") return `GitHub did not answer within ${plural(timeout / 1e3, "second")}`;
	return `GitHub could not be reached: ${quote(hide(message ?? "", token))}`;
}
function finalError(failed, options, cause) {
	const { status, message, data } = failed;
	if (message === void 0) return notGitHub(status, cause);
	const said = `GitHub answered ${status}: ${quote(hide(message, options.token))}`;
	if (status === 422 && /too long/i.test(data)) return new GitHubError("too-large", `${said}, the comment is too long`, status, {
		hint: "The job summary and the report file hold the whole text.",
		cause
	});
	const code = status === 401 || status === 403 || status === 404 || /locked/i.test(data) ? "permission" : "unavailable";
	return new GitHubError(code, said, status, {
		hint: hintFor(failed, options),
		cause
	});
}
function hintFor({ status, headers, data }, options) {
	const { fork, permission = "pull-requests: write" } = options;
	if (status === 401) return "Leave github-token at its default or give it a token that is valid.";
	if (/locked/i.test(data)) return "Unlock the conversation of the pull request to let the comment in.";
	if (/archived/i.test(data)) return "Nothing can be written to an archived repository; take it out of the archive.";
	if (headers?.has("x-github-sso") || /SAML/.test(data)) return "Authorize the token for the single sign-on of the organization, in the settings of its owner.";
	if (fork && (status === 403 || status === 404)) return "A pull request from a fork gets a token that can only read; the job summary holds the whole text, and docs/review.md#forks of kluctl-images shows how a second job comments.";
	if (status === 403 || status === 404) return `Add the line "${permission}" under "permissions:" of the job.`;
	if (status === 410) return "The conversation of the pull request is gone or switched off; the job summary holds the whole text.";
	return "The job summary holds the whole text; please report this, with the message, to kluctl-images.";
}
/** Milliseconds that a rate limit asks to wait; undefined where the answer is about something else. */
function rateLimitWait({ status, headers, message }, now) {
	if (status !== 403 && status !== 429) return void 0;
	const after = headers?.get("retry-after");
	if (after !== void 0) {
		const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - now()) / 1e3;
		return Number.isFinite(seconds) ? Math.max(0, seconds * 1e3) : unnamedWait;
	}
	if (headers?.get("x-ratelimit-remaining") === "0") {
		const reset = Number(headers.get("x-ratelimit-reset") ?? NaN) * 1e3;
		return Number.isFinite(reset) ? Math.max(0, reset - now()) : unnamedWait;
	}
	return status === 429 || /rate limit/i.test(message ?? "") ? unnamedWait : void 0;
}
function hide(text, token) {
	return token === void 0 || token === "" ? text : text.replaceAll(token, "***");
}
/** Octokit throws an error with `status` and, if there was an answer, `response`. */
function readThrown(thrown) {
	const response = jsonMember(thrown, "response");
	if (typeof response !== "object" || response === null) return {
		status: 0,
		headers: void 0,
		message: thrown instanceof Error ? thrown.message : String(thrown),
		data: ""
	};
	const status = jsonMember(response, "status");
	const data = jsonMember(response, "data");
	const message = jsonMember(data, "message");
	const headers = Object.entries(jsonMember(response, "headers") ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
	return {
		status: typeof status === "number" ? status : 0,
		headers: new Map(headers),
		message: typeof message === "string" ? message : void 0,
		data: JSON.stringify(data) ?? ""
	};
}

// src/io/github-retry.ts
const retries = 3;
const longestWait = 6e4;
/**
* Does work that asks GitHub: from its beginning again, up to three times, after what may pass, and after the time that a rate limit
* names, 60 seconds in all.
* @throws GitHubError
*/
async function withRetries(work, options) {
	const { delay = setTimeout, now = Date.now } = options;
	let waited = 0;
	for (let attempt = 0;; attempt++) try {
		return await work();
	} catch (thrown) {
		const failure = readFailure(thrown, {
			...options,
			now
		});
		const wait = failure.wait === 0 ? 1e3 * 2 ** attempt : failure.wait;
		if (wait === void 0 || attempt === retries || waited + wait > longestWait) throw failure.error;
		waited += wait;
		await delay(wait);
	}
}

// src/io/comment-author.ts
/** The author of everything that a workflow's own token writes on github.com. */
const actionsBot = {
	login: "github-actions[bot]",
	id: 41898282
};
/** GitHub's public GraphQL schema: `Query.viewer`, `User.login`, `User.databaseId`. */
const viewerQuery = "query { viewer { login databaseId } }";
/**
* Who we are (threat model O-07). An account may ask `GET /user`. The token of a GitHub App, as a workflow has it, may not, and learns
* its name from GraphQL. Where neither answers, it is taken for the bot of GitHub Actions, whose id differs from host to host.
*/
async function findAuthor(api) {
	const user = api.installation ? void 0 : await ask(() => api.send("GET /user", {}));
	const id = numberMember(user, "id");
	if (id !== void 0) return {
		id,
		type: void 0
	};
	return await findViewer(api) ?? await findActionsBot(api);
}
async function findViewer(api) {
	const answer = await ask(() => api.send(`POST ${graphqlAddress(api.url)}`, { query: viewerQuery }));
	const viewer = jsonMember(jsonMember(answer, "data"), "viewer");
	const login = textMember(viewer, "login");
	if (login === void 0) return void 0;
	const id = numberMember(viewer, "databaseId") ?? await findUser(api, login);
	return id === void 0 ? void 0 : {
		id,
		type: login.endsWith("[bot]") ? "Bot" : void 0
	};
}
async function findActionsBot(api) {
	if (new URL(api.url).host === "api.github.com") return {
		id: actionsBot.id,
		type: "Bot"
	};
	return {
		id: await findUser(api, actionsBot.login) ?? actionsBot.id,
		type: "Bot"
	};
}
async function findUser(api, username) {
	return numberMember(await ask(() => api.send("GET /users/{username}", { username })), "id");
}
/** GraphQL is beside REST: `https://HOST/api/graphql` for `https://HOST/api/v3`. */
function graphqlAddress(apiUrl) {
	return apiUrl.endsWith("/api/v3") ? apiUrl.replace(/\/v3$/, "/graphql") : `${apiUrl}/graphql`;
}
/** The answer; undefined where this host or token has none to give. What may pass, and a wrong token, is thrown on. */
async function ask(send) {
	try {
		return (await send()).data;
	} catch (thrown) {
		if (thrown instanceof GitHubError) return void 0;
		const status = statusOf(thrown);
		if (status === void 0 || status === 401 || status >= 500 || isRateLimit(thrown)) throw thrown;
		return;
	}
}

// src/io/comment-list.ts
const mostPages = 100;
const pageSize$1 = 100;
/**
* Comments with the marker of this key in their first line that we ourselves wrote, oldest first. Another's comment never counts,
* whatever it quotes (threat model O-07).
* @throws GitHubError, also for a list that does not end; and whatever Octokit throws
*/
async function listOwnComments(api, place, author, key) {
	const own = [];
	for (let page = 1; page <= mostPages; page++) {
		const parameters = {
			...place.repository,
			issue_number: place.pullRequest,
			per_page: pageSize$1,
			page
		};
		const { data, link } = await api.send("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", parameters);
		if (!Array.isArray(data)) throw notGitHub(200);
		for (const item of data) {
			const comment = parseComment(item);
			if (comment !== void 0 && isOwnComment(comment, author, key)) own.push(comment);
		}
		if (!/\brel="?next"?/.test(link)) return own.toSorted((a, b) => a.id - b.id);
	}
	throw endless();
}
function endless() {
	return new GitHubError("unavailable", `the pull request has more than 10000 comments, and ours is not looked for among so many`, void 0, { hint: "Set comment to never, or delete comments that nobody needs." });
}
/** True for a comment of this author and key. */
function isOwnComment(comment, author, key) {
	if (comment.marker.key !== key || comment.author?.id !== author.id) return false;
	return author.type === void 0 || comment.author.type === author.type;
}
/** Reads a comment as GitHub answers it; undefined where it carries no marker. */
function parseComment(value) {
	const id = numberMember(value, "id");
	const marker = readMarker(textMember(value, "body") ?? "");
	if (id === void 0 || marker === void 0) return void 0;
	const user = jsonMember(value, "user");
	const authorId = numberMember(user, "id");
	const type = jsonMember(user, "type") === "Bot" ? "Bot" : void 0;
	const author = authorId === void 0 ? void 0 : {
		id: authorId,
		type
	};
	return {
		id,
		url: textMember(value, "html_url") ?? "",
		marker,
		author
	};
}

// src/io/comment-write.ts
const mostRounds = 6;
const comment = "/repos/{owner}/{repo}/issues/comments/{comment_id}";
/**
* Brings the pull request to one comment of this key. GitHub has no way to write only if nothing changed, so each round looks first and
* changes one thing: whoever made a comment looks again, and takes its own back if an older one is there. The oldest is never deleted,
* so one stays, whatever the order of jobs that do this at once.
* @throws GitHubError and whatever Octokit throws
*/
async function writeComment(work) {
	for (let round = 0; round < mostRounds; round++) {
		const result = await writeRound(work);
		if (result !== void 0) return result;
	}
	throw work.memory.gone ?? new GitHubError("unavailable", "the comment changed hands whenever it should be written");
}
/** Undefined where the next look decides. */
async function writeRound(work) {
	const { api, place, wanted, memory } = work;
	memory.author ??= await findAuthor(api);
	const listed = await listOwnComments(api, place, memory.author, wanted.key);
	const hidden = [...memory.made.values()].filter(({ id }) => listed.every((other) => other.id !== id));
	const [oldest, ...others] = [...listed, ...hidden].toSorted((a, b) => a.id - b.id);
	if (oldest === void 0) {
		if (wanted.when === "update-only") return {
			id: null,
			url: null,
			operation: "none"
		};
		await create(work);
		return;
	}
	await removeOthers(work, others);
	return settled(work, oldest) ?? await update(work, oldest);
}
/** The result where the comment may stay as it is. What somebody has edited since we wrote it may not, whatever its marker says. */
function settled({ wanted, memory, log }, found) {
	const { id, url, marker } = found;
	if (!marker.intact) return void 0;
	if (marker.state === stateHash(wanted.state)) return {
		id,
		url,
		operation: memory.made.has(id) ? "created" : "unchanged"
	};
	if (compareRuns(marker.run, wanted.run) <= 0) return void 0;
	log?.info(`The comment stays as run ${marker.run?.id} wrote it: this run, ${wanted.run.id}, is older.`);
	return {
		id,
		url,
		operation: "superseded"
	};
}
async function create({ api, place, wanted, memory }) {
	const parameters = {
		...place.repository,
		issue_number: place.pullRequest,
		body: textOf(wanted)
	};
	const { data } = await api.send("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", parameters);
	const created = parseComment(data);
	if (created === void 0) throw notGitHub(201);
	memory.made.set(created.id, created);
	memory.author = created.author ?? memory.author;
}
async function update(work, found) {
	const { place, wanted, memory, log } = work;
	if (await isOutdated(work)) {
		log?.info("The comment stays as it is: the pull request has a newer commit, whose run writes it.");
		return {
			id: found.id,
			url: found.url,
			operation: "superseded"
		};
	}
	const parameters = {
		...place.repository,
		comment_id: found.id
	};
	const newest = parseComment(await sendUnlessGone(work, `GET ${comment}`, parameters));
	if (newest === void 0 || memory.author === void 0) return void 0;
	if (!isOwnComment(newest, memory.author, wanted.key)) return void 0;
	const done = settled(work, newest);
	if (done !== void 0) return done;
	const answer = await sendUnlessGone(work, `PATCH ${comment}`, {
		...parameters,
		body: textOf(wanted)
	});
	if (answer === void 0) return void 0;
	return {
		id: found.id,
		url: parseComment(answer)?.url ?? found.url,
		operation: "updated"
	};
}
/** Undefined where the comment was deleted meanwhile, or is hidden from this token: the next listing tells. */
async function sendUnlessGone({ api, memory }, route, parameters) {
	try {
		return (await api.send(route, parameters)).data;
	} catch (thrown) {
		if (statusOf(thrown) !== 404) throw thrown;
		memory.gone = thrown;
		return;
	}
}
/**
* True where the pull request has gone on to another commit: a newer run that found nothing to change left no trace in the comment, and
* ours would overwrite what it stands for (threat model Y-08).
*/
async function isOutdated({ api, place, headSha }) {
	if (headSha === void 0) return false;
	const head = await readHead(api, place);
	return head !== void 0 && head !== headSha.toLowerCase();
}
/** Undefined where the token may not see it. */
async function readHead(api, place) {
	try {
		const parameters = {
			...place.repository,
			pull_number: place.pullRequest
		};
		const { data } = await api.send("GET /repos/{owner}/{repo}/pulls/{pull_number}", parameters);
		return commitMember(jsonMember(data, "head"), "sha");
	} catch (thrown) {
		if (statusOf(thrown) === 403 || statusOf(thrown) === 404) return void 0;
		throw thrown;
	}
}
/** Takes back what jobs of this run made at the same time; comments of other runs are left, and said (threat model O-08). */
async function removeOthers(work, others) {
	const { place, wanted, memory, log } = work;
	const isOfNow = ({ id, marker }) => memory.made.has(id) || isSameRun(marker.run, wanted.run);
	for (const { id } of others.filter(isOfNow)) await sendUnlessGone(work, `DELETE ${comment}`, {
		...place.repository,
		comment_id: id
	});
	const left = others.filter((other) => !isOfNow(other)).length;
	if (left === 0 || memory.made.size > 0) return;
	log?.warning(`The pull request has ${plural(left, "more comment")} of this job from earlier runs; the oldest is kept up to date, delete the rest.`);
}
function isSameRun(a, b) {
	return a?.id === b.id && a.attempt === b.attempt;
}
function textOf({ key, run, state, body }) {
	return `${commentMarker(key, {
		run,
		state,
		text: body
	})}\n${body}`;
}

// src/io/comment.ts
/**
* Writes the one comment of this key to the pull request: the oldest comment that carries its marker in the first line and that we
* ourselves wrote is updated, or else one is created. Jobs that do so at once leave one comment; a run never overwrites a newer one's
* text, nor that of a newer commit.
*
* Network loss and 5xx are tried again up to three times, always from the listing on, so that a comment whose answer was lost is found
* and not made twice. A rate limit is waited for, 60 seconds in all.
* @throws GitHubError; never a reason to fail the run
*/
async function upsertComment(options) {
	const { context, token, timeout, fetch, delay, now } = options;
	const { pullRequest, eventName, repository } = context;
	if (pullRequest === void 0) throw new GitHubError("not-a-pull-request", `the event ${eventName} is not about a pull request`, void 0, { hint: "Set pr-number to the pull request to comment on." });
	if (token === "") throw new GitHubError("permission", "the input github-token is empty", void 0, { hint: "Leave github-token at its default." });
	const api = await connectGitHub({
		apiUrl: context.apiUrl,
		token,
		timeout,
		fetch
	});
	const memory = {
		author: void 0,
		made: /* @__PURE__ */ new Map(),
		gone: void 0
	};
	const work = {
		api,
		place: {
			repository,
			pullRequest: pullRequest.number
		},
		wanted: options,
		headSha: eventName.startsWith("pull_request") ? pullRequest.headSha : void 0,
		memory,
		log: options.log
	};
	const fork = pullRequest.fork && eventName === "pull_request";
	return withRetries(() => writeComment(work), {
		fork,
		token,
		timeout,
		delay,
		now
	});
}

// src/io/github-pull-request.ts
/**
* Asks GitHub for a pull request of the context's GitHub repository, for events that are about none.
* @throws GitHubError
*/
async function readPullRequest(context, token, number, options = {}) {
	const { repository, apiUrl } = context;
	const api = await connectGitHub({
		apiUrl,
		token,
		timeout: options.timeout,
		fetch: options.fetch
	});
	const read = async () => {
		try {
			const parameters = {
				...repository,
				pull_number: number
			};
			const { data } = await api.send("GET /repos/{owner}/{repo}/pulls/{pull_number}", parameters);
			const found = parsePullRequest(data, repository);
			if (found === void 0) throw notGitHub(200);
			return found;
		} catch (thrown) {
			if (statusOf(thrown) !== 404) throw thrown;
			const name = `${repository.owner}/${repository.repo}`;
			throw new GitHubError("not-a-pull-request", `${name} has no pull request ${number} that the token may see`, 404, {
				hint: "Check pr-number, and the line \"pull-requests: write\" under \"permissions:\" of the job.",
				cause: thrown
			});
		}
	};
	return withRetries(read, {
		...options,
		fork: false,
		token,
		permission: "pull-requests: write"
	});
}
const pageSize = 100;
/**
* Paths of the files that a pull request changes, old and new ones of those that move, from the root of the repository. Undefined where they are
* more than one page has. GitHub's REST documentation, "List pull requests files".
* @throws GitHubError
*/
async function listChangedFiles({ repository, apiUrl }, token, number, options = {}) {
	const api = await connectGitHub({
		apiUrl,
		token,
		timeout: options.timeout,
		fetch: options.fetch
	});
	const read = async () => {
		const parameters = {
			...repository,
			pull_number: number,
			per_page: pageSize
		};
		const { data } = await api.send("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", parameters);
		if (!Array.isArray(data)) throw notGitHub(200);
		if (data.length >= pageSize) return void 0;
		return data.flatMap((file) => {
			const name = textMember(file, "filename");
			if (name === void 0) throw notGitHub(200);
			return [name, textMember(file, "previous_filename")].filter((path) => path !== void 0);
		});
	};
	return withRetries(read, {
		...options,
		fork: false,
		token,
		permission: "pull-requests: read"
	});
}

// src/io/handover.ts
const fileName = "pull-request.json";
const version = 1;
const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Text of `pull-request.json`. */
function formatHandover({ number, headSha }) {
	return `${JSON.stringify({
		version,
		number,
		headSha
	})}\n`;
}
/**
* Reads `pull-request.json`, which anybody may have written.
* @throws InputError
*/
function parseHandover(text) {
	const value = parse$1(text);
	const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
	const number = jsonMember(value, "number");
	const headSha = jsonMember(value, "headSha");
	if (jsonMember(value, "version") !== version) return refuse(`has not the version ${version}`);
	if (names.length !== 3) return refuse("has other members than version, number and headSha");
	if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) return refuse("has no number of a pull request");
	if (typeof headSha !== "string" || !commit.test(headSha)) return refuse("has no commit");
	return {
		number,
		headSha
	};
}
function parse$1(text) {
	try {
		return JSON.parse(text);
	} catch {
		return refuse("is no JSON");
	}
}
function refuse(why) {
	throw new InputError(fileName, `${fileName} ${why}`, { hint: "It has to be as kluctl-images of the same version wrote it." });
}
/**
* Whether the pull request that the artifact names is the one whose run made it (threat model W-02): the run's own commit and repository, which
* GitHub says, must be those of the pull request. Else an artifact could have a comment written on any other.
* @param now undefined where there is no such pull request
*/
function checkHandover(run, handover, now) {
	const hint = "No comment is written. Somebody may have changed the workflow of the pull request.";
	const refused = (message) => ({
		kind: "refused",
		message,
		hint
	});
	const name = `pull request ${handover.number}`;
	if (run.eventName !== "pull_request") return {
		kind: "refused",
		message: `the run was started by ${quote(run.eventName ?? "")} and not by pull_request`,
		hint: "Let the workflow that comments run after one with \"on: pull_request\"."
	};
	if (run.headSha !== handover.headSha) return refused(`the artifact names the commit ${handover.headSha}, and its run was for ${quote(run.headSha ?? "")}`);
	if (now === void 0 || now.number !== handover.number) return refused(`the artifact names the ${name}, which there is not`);
	if (run.headRepository === void 0 || !isSame(run.headRepository, now.headRepository)) return refused(`the artifact names the ${name}, which comes from another repository than the run`);
	if (now.state !== "open") return {
		kind: "stale",
		message: `the ${name} is ${now.state} by now; no comment is written`
	};
	if (now.headSha !== handover.headSha) return {
		kind: "stale",
		message: `the ${name} has a newer commit by now; the comment is left to its run`
	};
	return { kind: "agreed" };
}
/** GitHub's names know no upper case. */
function isSame(a, b) {
	return a.toLowerCase() === b?.toLowerCase();
}

// src/action/attempt.ts
/** The file is the product: what goes wrong beside it is a value, so that it can be told and the run goes on. */
async function attempt(work) {
	try {
		return { value: await work() };
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return { error };
	}
}
/** The errors that something ended with, one or several; undefined where one is none of ours. */
function errorsOfOurs(error) {
	const errors = error instanceof AggregateError ? error.errors : [error];
	const ours = errors.filter(isImagesError);
	return ours.length === errors.length ? ours : void 0;
}

// src/action/comment-text.ts
/** Whether a comment is made where there is none; one that is there is always kept up to date. */
function isWanted(comment, report) {
	if (comment === "never") return false;
	if (comment === "always" || report.failures.length > 0) return true;
	if (report.gates.some(({ passed }) => !passed)) return true;
	return comment === "on-change" && (report.changes.length > 0 || report.warnings.some(({ kind }) => kind === "committed"));
}
/** Page of a run, which shows its job summary. */
function runAddress({ serverUrl, repository }, runId) {
	return `${serverUrl}/${repository.owner}/${repository.repo}/actions/runs/${runId}`;
}
/** Saves the text of a comment where later steps can read it. @throws FileError */
function saveComment(text) {
	const folder = process.env["RUNNER_TEMP"] || tmpdir();
	try {
		const path = join(mkdtempSync(join(folder, "kluctl-images-")), "comment.md");
		writeFileSync(path, `${text.trimEnd()}\n`);
		return path;
	} catch (cause) {
		throw new FileError("write", folder, "the text of the comment could not be saved in RUNNER_TEMP", { cause });
	}
}

export { artifactFiles, artifactLimit, attempt, checkHandover, connectGitHub, errorsOfOurs, fileLimits, formatHandover, isArtifactFile, isRateLimit, isWanted, listChangedFiles, notGitHub, parseHandover, readFailure, readPullRequest, runAddress, saveComment, statusOf, upsertComment, withRetries };