import { GitLabError, plural } from "./words.js";
import { connectToGitLab } from "./gitlab-api.js";
import { readGitLabJob } from "./gitlab-job.js";
import { createRedactor, findNextPage, jsonMember, readProxies } from "./registry.js";
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";

// src/io/gitlab-marker.ts
/**
* First line of a note: `<!-- kluctl-images:KEY run:PIPELINE-JOB state:HASH text:HASH -->`, for the text that stands below it. No text
* from outside is in it: the key and the state are hashes (threat model O-07).
* @throws TypeError for a key or state that could not be found again
*/
function formatMark(key, run, state, text) {
	for (const word of [key, state]) if (!/^[0-9A-Za-z]{1,128}$/.test(word)) throw new TypeError("the key and the state of a note are letters and digits");
	return `<!-- kluctl-images:${key} run:${run.pipeline}-${run.job} state:${state} text:${textHash(text)} -->`;
}
/** Sixteen hexadecimal digits, for what a note tells. */
function stateHash(state) {
	return digest(state);
}
/** Sixteen hexadecimal digits; the same where GitLab or an editor keeps other line ends, or none of the blanks before them. */
function textHash(text) {
	return digest(text.replaceAll("\r", "").split("\n").map((line) => line.trimEnd()).join("\n").trimEnd());
}
function digest(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
/** Reads the first line of a note; undefined where it is not a mark of this key. A mark further down, as in a quote, does not count. */
function readMark(body, key) {
	const found = marked.exec(firstLine(body))?.groups;
	if (found?.["key"] !== key) return void 0;
	const words = new Map((found["words"] ?? "").split(" ").map((word) => [word.split(":")[0] ?? "", word.split(":")[1]]));
	const run = /^(\d{1,15})-(\d{1,15})$/.exec(words.get("run") ?? "");
	return {
		run: run === null ? void 0 : {
			pipeline: Number(run[1]),
			job: Number(run[2])
		},
		state: words.get("state"),
		intact: words.get("text") === textHash(withoutMark(body))
	};
}
/** The text of a note without its first line, if that is a mark of ours. */
function withoutMark(body) {
	const first = firstLine(body);
	return marked.test(first) ? body.slice(first.length).replace(/^\r?\n/, "") : body;
}
/** True if `a` is a later pipeline than `b`, or a later job of the same one, as after a retry. */
function isLater(a, b) {
	return a.pipeline === b.pipeline ? a.job > b.job : a.pipeline > b.pipeline;
}
const marked = /^<!-- kluctl-images:(?<key>[0-9A-Za-z]+)(?<words>(?: [a-z]+:[0-9A-Za-z-]+)*) -->$/;
function firstLine(body) {
	return body.split(/\r?\n/, 1)[0] ?? "";
}

// src/io/gitlab-thread.ts
const mostPages = 100;
/** Notes on a page; fewer where so many are longer than one answer may be. */
const pageSizes = [
	100,
	10,
	1
];
/**
* The notes API for the merge request of a job (docs.gitlab.com, "Notes API", "Merge requests"): the project is the one that the merge
* request is for.
*/
function createNoteThread(api, job) {
	const path = `/projects/${job.project}/merge_requests/${job.mergeRequest}/notes`;
	return {
		async author() {
			const id = numberOf((await api.send({
				method: "GET",
				path: "/user"
			})).data, "id");
			if (id === void 0) throw unreadable("GET /user");
			return id;
		},
		async list() {
			for (const size of pageSizes) {
				const notes = await listBy(api, path, size);
				if (notes !== void 0) return notes;
			}
			throw new GitLabError("too-large", "the merge request has a note that is longer than an answer of GitLab may be");
		},
		async create(body) {
			await api.send({
				method: "POST",
				path,
				body: { body }
			});
		},
		async update(id, body) {
			return exists(api.send({
				method: "PUT",
				path: `${path}/${id}`,
				body: { body }
			}));
		},
		async remove(id) {
			await exists(api.send({
				method: "DELETE",
				path: `${path}/${id}`
			}));
		}
	};
}
async function exists(answer) {
	try {
		await answer;
		return true;
	} catch (thrown) {
		if (thrown instanceof GitLabError && thrown.status === 404) return false;
		throw thrown;
	}
}
/** Undefined where a page is too long. A note that moves to another page while we read counts once. */
async function listBy(api, path, size) {
	const notes = /* @__PURE__ */ new Map();
	let place = { page: "1" };
	for (let count = 0; count < mostPages; count++) {
		const query = {
			...place,
			per_page: String(size),
			order_by: "created_at",
			sort: "asc",
			activity_filter: "only_comments"
		};
		let answer;
		try {
			answer = await api.send({
				method: "GET",
				path,
				query
			});
		} catch (thrown) {
			if (thrown instanceof GitLabError && thrown.code === "too-large") return void 0;
			throw thrown;
		}
		if (!Array.isArray(answer.data)) throw unreadable(`GET ${path}`);
		for (const note of answer.data.map(parseNote)) if (note !== void 0) notes.set(note.id, note);
		const next = nextPlace(answer, `GET ${path}`);
		if (next === void 0) return [...notes.values()];
		place = next;
	}
	throw new GitLabError("too-large", `the merge request has more than ${mostPages * size} notes, and ours is not looked for`);
}
/**
* Where the list goes on, as parameters of the same address; undefined at its end. `X-Next-Page` is a number, or empty at the end;
* lists by keyset have `Link` only (docs.gitlab.com, "REST API", "Pagination").
*/
function nextPlace({ header, url }, request) {
	const [page] = header("x-next-page");
	if (page !== void 0) {
		if (page.trim() === "") return void 0;
		if (/^[1-9]\d{0,8}$/.test(page.trim())) return { page: page.trim() };
		throw unreadable(request);
	}
	const next = findNextPage(header("link"), url);
	if (next.kind === "end") return void 0;
	if (next.kind === "next") return Object.fromEntries(next.url.searchParams);
	throw new GitLabError("unavailable", `GitLab answered ${request} with a list that cannot be followed: ${next.why}`);
}
function parseNote(value) {
	const id = numberOf(value, "id");
	if (id === void 0) return void 0;
	const body = jsonMember(value, "body");
	return {
		id,
		body: typeof body === "string" ? body : "",
		author: numberOf(jsonMember(value, "author"), "id"),
		system: jsonMember(value, "system") !== false
	};
}
function numberOf(value, name) {
	const found = jsonMember(value, name);
	return typeof found === "number" && Number.isSafeInteger(found) ? found : void 0;
}
function unreadable(request) {
	return new GitLabError("unavailable", `GitLab answered ${request} with something else than the API describes`);
}

// src/io/gitlab-note.ts
/**
* Writes the one note of this key to the merge request: the oldest note that carries its marker in the first line and that the user of
* the token wrote is updated, or else one is created. Two jobs that create one at the same time each look again; whoever finds an older
* one deletes its own.
*
* Network loss, 409 and 5xx are tried again up to three times, always from the listing on, so that a note whose answer was lost is
* found and not made twice. A rate limit is waited for, 60 seconds in all.
* @throws GitLabError; never a reason to fail the run
* @throws InputError for a variable that cannot be used
*/
async function upsertNote(options) {
	const { env, delay = setTimeout, now = Date.now, timeout = 3e4 } = options;
	const job = readGitLabJob(env);
	const state = stateHash(options.state);
	const text = defuseNote(withoutMark(options.body));
	const body = `${formatMark(options.key, job.run, state, text)}\n${text}`;
	if (body.length > longestNote) throw tooLong(body.length);
	const { proxies, problems } = readProxies(env);
	if (problems[0]) throw problems[0];
	const redactor = createRedactor();
	for (const secret of [job.token, ...proxies.secrets]) {
		redactor.add(secret);
		options.addSecret?.(secret);
	}
	const api = await connectToGitLab({
		job,
		proxies,
		redact: redactor.redact,
		now,
		timeout
	});
	try {
		const sent = {
			last: void 0,
			updates: 0
		};
		return await persist(() => writeNote(api, job, {
			...options,
			body,
			state
		}, sent), delay);
	} finally {
		await api.close();
	}
}
const longestNote = 1e6;
const retries = 3;
const longestWait = 6e4;
/** How often a note may vanish or turn up while we look. */
const mostRounds = 5;
/**
* Takes the meaning of the few signs that GitLab looks for at the begin of lines before it reads Markdown, even in code: quick actions
* as `/close` (Gitlab::QuickActions::Extractor), quotes `>>>`, maths `$$`, includes `::`. A blank before them is enough.
*/
function defuseNote(body) {
	return body.replace(/^(?=\/|>>>|\$\$|::)/gm, " ");
}
/** Tries again as long as that may help. */
async function persist(attempt, delay) {
	let waited = 0;
	for (let count = 0;; count++) try {
		return await attempt();
	} catch (thrown) {
		if (!(thrown instanceof GitLabError) || thrown.retryAfter === void 0) throw thrown;
		const wait = thrown.retryAfter === 0 ? 1e3 * 2 ** count : thrown.retryAfter;
		if (count === retries || waited + wait > longestWait) throw thrown;
		waited += wait;
		await delay(wait);
	}
}
async function writeNote(api, job, options, sent) {
	const thread = createNoteThread(api, job);
	const author = await thread.author();
	for (let round = 0; round < mostRounds; round++) {
		const [oldest, ...newer] = (await thread.list()).flatMap((note) => {
			const mark = note.author === author && !note.system ? readMark(note.body, options.key) : void 0;
			return mark === void 0 ? [] : [{
				note,
				mark
			}];
		}).sort((a, b) => a.note.id - b.note.id);
		if (oldest === void 0) {
			if (options.when === "update-only") return {
				id: null,
				url: null,
				operation: "none"
			};
			sent.last = "created";
			await thread.create(options.body);
			continue;
		}
		await tidy(thread, job, newer, sent, options.log);
		const operation = settled(job, oldest.mark, options.state, sent) ?? await update(thread, oldest, options, sent);
		if (operation !== void 0) return {
			id: oldest.note.id,
			url: urlOf(job, oldest.note),
			operation
		};
	}
	throw new GitLabError("unavailable", "the note was deleted each time after it was found or created", {}, { hint: "Look for another job or bot that deletes notes." });
}
/** What came of it where nothing is left to write. What somebody has edited since we wrote it is written anew, whatever its mark says. */
function settled(job, mark, state, sent) {
	const isJustWritten = sent.updates > 0 && isThisJob(mark, job);
	if (!mark.intact && !isJustWritten) return void 0;
	if (mark.state === state) return (isThisJob(mark, job) ? sent.last : void 0) ?? "unchanged";
	return mark.run !== void 0 && isLater(mark.run, job.run) ? "superseded" : void 0;
}
/**
* Undefined where one more look is needed: the note may be gone, or an earlier job that looked before us may have written after us.
* GitLab has no way to write only what was not changed meanwhile, so that one look is all.
*/
async function update(thread, { note }, { body }, sent) {
	sent.last = "updated";
	if (!await thread.update(note.id, body)) return void 0;
	sent.updates++;
	return sent.updates > 1 ? "updated" : void 0;
}
/** What this very job made beside an older note goes; what others left stays. */
async function tidy(thread, job, newer, sent, log) {
	const mine = newer.filter(({ mark }) => isThisJob(mark, job));
	for (const { note } of mine) await thread.remove(note.id);
	const others = newer.length - mine.length;
	if (others === 0 || sent.last !== void 0) return;
	const left = others === 1 ? "it is" : "they are";
	log?.warning(`${plural(others, "more note")} of this job left as ${left}; the oldest is kept up to date`);
}
function isThisJob({ run }, job) {
	return run?.pipeline === job.run.pipeline && run.job === job.run.job;
}
function urlOf({ page }, { id }) {
	return page === null ? null : `${page}#note_${id}`;
}
function tooLong(length) {
	const message = `the note has ${length} characters, and GitLab takes ${longestNote}`;
	return new GitLabError("too-large", message, {}, { hint: "The report file holds the whole text." });
}

export { upsertNote };