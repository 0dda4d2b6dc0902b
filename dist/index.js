import { debug, error, getInput, info, setFailed, setOutput, setSecret, summary, warning } from "./vendor-actions.js";
import { FileError, FixedImagesError, GitHubError, InputError, ProjectError, formatAnnotations, formatComment, formatPlace, formatSummary, formatTable, isImagesError, logLine, optionTable, outputValues, plural, quote, shownExcerpt, verdict } from "./words.js";
import { openMachine } from "./machine.js";
import { parseOptions } from "./core.js";
import { existsSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { createHash, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

// src/io/comment-marker.ts
/** Sixteen hexadecimal digits. Text from outside reaches the marker through this hash only (threat model O-07). */
function commentKey(identity) {
	const { workflow, job, target, projectDir, outputFile, tag } = identity;
	const parts = tag === void 0 || tag === "" ? [
		workflow,
		job,
		target,
		projectDir,
		outputFile
	] : [tag];
	return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
/** First line of a comment of ours. */
function commentMarker(key) {
	return `<!-- kluctl-images:${key} -->`;
}
/**
* True where the first line of a comment is the marker of this key. Words behind the key, as ` state:0a1b`, are allowed: they leave
* room for what later versions note there.
*/
function hasMarker(body, key) {
	const [line = ""] = body.split(/\r?\n/, 1);
	return /^<!-- kluctl-images:([0-9A-Za-z]+)(?: [a-z]+:[0-9A-Za-z]+)* -->$/.exec(line)?.[1] === key;
}

// src/io/json-member.ts
/** A member of a JSON object from outside; undefined where the value is no object or has no such member of its own. */
function jsonMember(value, name) {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return void 0;
	return Reflect.get(value, name);
}

// src/io/github-failure.ts
/**
* Reads what a request threw. Network loss, timeouts and 5xx may pass; a rate limit passes after the time GitHub names; the rest is
* final. GitHub's REST documentation, "Best practices" and "Rate limits".
*/
function readFailure(thrown, options) {
	const { status, headers, message, data } = readThrown(thrown);
	const limit = headers === void 0 ? void 0 : rateLimitWait(status, headers, message, options.now);
	if (limit !== void 0) {
		const text = `GitHub limits the requests and asks to wait ${Number.isFinite(limit) ? plural(Math.ceil(limit / 1e3), "second") : "for a while"}`;
		return {
			error: new GitHubError("unavailable", text, status, { cause: thrown }),
			wait: limit
		};
	}
	if (headers === void 0 || status >= 500) {
		const text = headers === void 0 ? `GitHub could not be reached: ${quote(message)}` : `GitHub answered ${status}`;
		return {
			error: new GitHubError("unavailable", text, headers === void 0 ? void 0 : status, { cause: thrown }),
			wait: 0
		};
	}
	return {
		error: finalError(status, message, data, options.fork, thrown),
		wait: void 0
	};
}
/** The HTTP status that a request ended with; undefined where there was no answer. */
function statusOf(thrown) {
	const { headers, status } = readThrown(thrown);
	return headers === void 0 ? void 0 : status;
}
function finalError(status, message, data, fork, cause) {
	const said = `GitHub answered ${status}: ${quote(message)}`;
	if (status === 422 && /too long/i.test(data)) return new GitHubError("too-large", `${said}, the comment is too long`, status, {
		hint: "The job summary and the report file hold the whole text.",
		cause
	});
	if (status === 401) return new GitHubError("permission", said, status, {
		hint: "Leave github-token at its default or give it a token that is valid.",
		cause
	});
	if (status === 403 || status === 404) return new GitHubError("permission", said, status, {
		hint: permissionHint(message, fork),
		cause
	});
	return new GitHubError("unavailable", said, status, { cause });
}
function permissionHint(message, fork) {
	if (/locked/i.test(message)) return "Unlock the conversation of the pull request to let the comment in.";
	if (fork) return "A pull request from a fork gets a token that can only read; the job summary holds the whole text.";
	return "Add the line \"pull-requests: write\" under \"permissions:\" of the job.";
}
/** Milliseconds that a rate limit asks to wait; undefined where the answer is about something else. */
function rateLimitWait(status, headers, message, now) {
	if (status !== 403 && status !== 429) return void 0;
	const after = headers.get("retry-after");
	if (after !== void 0) {
		const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - now()) / 1e3;
		return Number.isFinite(seconds) ? Math.max(0, seconds * 1e3) : Number.POSITIVE_INFINITY;
	}
	if (headers.get("x-ratelimit-remaining") === "0") {
		const reset = Number(headers.get("x-ratelimit-reset") ?? NaN) * 1e3;
		return Number.isFinite(reset) ? Math.max(0, reset - now()) : Number.POSITIVE_INFINITY;
	}
	return status === 429 || /rate limit/i.test(message) ? Number.POSITIVE_INFINITY : void 0;
}
/** Octokit throws an error with `status` and, if there was an answer, `response`. */
function readThrown(thrown) {
	const response = jsonMember(thrown, "response");
	const text = thrown instanceof Error ? thrown.message : String(thrown);
	if (typeof response !== "object" || response === null) return {
		status: 0,
		headers: void 0,
		message: text,
		data: ""
	};
	const status = jsonMember(response, "status");
	const data = jsonMember(response, "data");
	const message = jsonMember(data, "message");
	const headers = Object.entries(jsonMember(response, "headers") ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
	return {
		status: typeof status === "number" ? status : 0,
		headers: new Map(headers),
		message: typeof message === "string" ? message : text,
		data: JSON.stringify(data) ?? ""
	};
}

// src/io/comment.ts
/**
* Writes the one comment of this key to the pull request: the oldest comment that carries its marker in the first line and that we
* ourselves wrote is updated, or else one is created. An equal text is not written again.
*
* Network loss and 5xx are tried again up to three times, always from the listing on, so that a comment whose answer was lost is found
* and not made twice. A rate limit is waited for, 60 seconds in all.
* @throws GitHubError; never a reason to fail the run
*/
async function upsertComment(options) {
	const { context, delay = setTimeout, now = Date.now } = options;
	const { pullRequest } = context;
	if (pullRequest === void 0) throw new GitHubError("not-a-pull-request", `the event ${context.eventName} is not about a pull request`);
	if (options.token === "") throw new GitHubError("permission", "the input github-token is empty", void 0, { hint: "Leave github-token at its default." });
	const api = await connect(options, pullRequest.number);
	let waited = 0;
	for (let attempt = 0;; attempt++) try {
		return await writeComment(api, options);
	} catch (thrown) {
		const failure = readFailure(thrown, {
			fork: pullRequest.fork,
			now
		});
		const wait = failure.wait === 0 ? 1e3 * 2 ** attempt : failure.wait;
		if (wait === void 0 || attempt === retries || waited + wait > longestWait) throw failure.error;
		waited += wait;
		await delay(wait);
	}
}
const retries = 3;
const longestWait = 6e4;
const mostPages = 100;
/** The author of everything that a workflow's own token writes on github.com. */
const actionsBot = {
	login: "github-actions[bot]",
	id: 41898282
};
async function writeComment(api, options) {
	const marker = commentMarker(options.key);
	const body = hasMarker(options.body, options.key) ? options.body : `${marker}\n${options.body}`;
	const [oldest, ...others] = (await listOwn(api, await findAuthor(api), options.key)).sort((a, b) => a.id - b.id);
	if (others.length > 0) options.log?.warning(`${plural(others.length, "more comment")} of this job left as they are; the oldest is kept up to date`);
	if (oldest === void 0) return options.when === "update-only" ? nothing : create(api, body);
	if (normalize(oldest.body) === normalize(body)) return {
		id: oldest.id,
		url: oldest.url,
		operation: "unchanged"
	};
	try {
		const change = {
			...api.repository,
			comment_id: oldest.id,
			body
		};
		const { data } = await api.send(`PATCH ${repository}/issues/comments/{comment_id}`, change);
		return {
			id: oldest.id,
			url: parseComment(data)?.url ?? oldest.url,
			operation: "updated"
		};
	} catch (thrown) {
		if (statusOf(thrown) !== 404) throw thrown;
		return options.when === "update-only" ? nothing : create(api, body);
	}
}
const nothing = {
	id: null,
	url: null,
	operation: "none"
};
const repository = "/repos/{owner}/{repo}";
async function create(api, body) {
	const text = {
		...api.repository,
		issue_number: api.pullRequest,
		body
	};
	const { data } = await api.send(`POST ${repository}/issues/{issue_number}/comments`, text);
	const comment = parseComment(data);
	return {
		id: comment?.id ?? null,
		url: comment?.url ?? null,
		operation: "created"
	};
}
/** Who we are. A workflow's own token may not ask, and then it is the bot of GitHub Actions, whose id differs from host to host. */
async function findAuthor(api) {
	const user = await tryGet(api, "GET /user", {});
	if (user !== void 0) return {
		id: user,
		type: void 0
	};
	if (new URL(api.apiUrl).host === "api.github.com") return {
		id: actionsBot.id,
		type: "Bot"
	};
	return {
		id: await tryGet(api, "GET /users/{username}", { username: actionsBot.login }) ?? actionsBot.id,
		type: "Bot"
	};
}
async function tryGet(api, route, parameters) {
	try {
		return numberOf((await api.send(route, parameters)).data, "id");
	} catch (thrown) {
		const status = statusOf(thrown);
		if (status === 401 || status === 403 || status === 404) return void 0;
		throw thrown;
	}
}
/** Comments with our marker that we wrote. Another person's comment never counts, whatever it quotes. */
async function listOwn(api, author, key) {
	const own = [];
	for (let page = 1; page <= mostPages; page++) {
		const place = {
			...api.repository,
			issue_number: api.pullRequest,
			per_page: 100,
			page
		};
		const { data, link } = await api.send(`GET ${repository}/issues/{issue_number}/comments`, place);
		for (const item of Array.isArray(data) ? data : []) {
			const comment = parseComment(item);
			if (comment !== void 0 && isOwn(comment, author) && hasMarker(comment.body, key)) own.push(comment);
		}
		if (!/\brel="?next"?/.test(link)) break;
	}
	return own;
}
function isOwn(comment, author) {
	if (comment.author?.id !== author.id) return false;
	return author.type === void 0 || comment.author.type === author.type;
}
/** `@actions/github` reads the event file when it is imported, so that happens only where a comment is written. */
async function connect(options, pullRequest) {
	const { getOctokit } = await import("./github.js");
	const { context, token, timeout = 3e4 } = options;
	const silent = {
		debug: ignore,
		info: ignore,
		warn: ignore,
		error: ignore
	};
	const octokit = getOctokit(token, {
		baseUrl: context.apiUrl,
		log: silent
	});
	return {
		apiUrl: context.apiUrl,
		repository: context.repository,
		pullRequest,
		send: async (route, parameters) => {
			const request = {
				signal: AbortSignal.timeout(timeout),
				log: silent
			};
			const answer = await octokit.request(route, {
				...parameters,
				request
			});
			return {
				data: answer.data,
				link: String(answer.headers.link ?? "")
			};
		}
	};
}
function ignore() {}
function parseComment(value) {
	const id = numberOf(value, "id");
	if (id === void 0) return void 0;
	const user = jsonMember(value, "user");
	const authorId = numberOf(user, "id");
	const author = authorId === void 0 ? void 0 : {
		id: authorId,
		type: String(jsonMember(user, "type"))
	};
	return {
		id,
		url: String(jsonMember(value, "html_url") ?? ""),
		body: String(jsonMember(value, "body") ?? ""),
		author
	};
}
function numberOf(value, name) {
	const found = jsonMember(value, name);
	return typeof found === "number" ? found : void 0;
}
/** GitHub may store line ends and the end of a text differently. */
function normalize(body) {
	return body.replaceAll("\r\n", "\n").trimEnd();
}

// src/io/github-event.ts
/**
* Reads the context from a runner's environment and its event, which is any JSON. Events without a pull request (`push`, `schedule`,
* `workflow_dispatch`, `merge_group`) give none.
* @throws InputError for a variable that a runner always sets and that is missing or wrong
*/
function parseGitHubContext(env, event) {
	const [owner = "", repo = "", ...more] = required(env, "GITHUB_REPOSITORY").split("/");
	if (owner === "" || repo === "" || more.length > 0) throw new InputError("GITHUB_REPOSITORY", "GITHUB_REPOSITORY is not owner/name");
	return {
		eventName: required(env, "GITHUB_EVENT_NAME"),
		repository: {
			owner,
			repo
		},
		sha: env["GITHUB_SHA"] ?? "",
		workflow: env["GITHUB_WORKFLOW"] ?? "",
		job: env["GITHUB_JOB"] ?? "",
		runId: env["GITHUB_RUN_ID"] ?? "",
		serverUrl: address(env, "GITHUB_SERVER_URL", "https://github.com"),
		apiUrl: address(env, "GITHUB_API_URL", "https://api.github.com"),
		workspace: required(env, "GITHUB_WORKSPACE"),
		pullRequest: parsePullRequest(event, `${owner}/${repo}`),
		sourceRepository: text(jsonMember(jsonMember(jsonMember(event, "workflow_run"), "head_repository"), "full_name"))
	};
}
/**
* The context of this runner. The event file may be missing or no JSON; the event then holds nothing.
* @throws InputError as {@link parseGitHubContext}
*/
function readGitHubContext(env) {
	return parseGitHubContext(env, readEvent(env["GITHUB_EVENT_PATH"]));
}
/**
* True where an event that comes with secrets may have brought another's files: the templates would be rendered beside the secrets of
* this GitHub repository (threat model W-01). `pull_request` from a fork is not among them, it runs without secrets.
*/
function untrustedCheckout(context) {
	const own = `${context.repository.owner}/${context.repository.repo}`.toLowerCase();
	switch (context.eventName) {
		case "pull_request_target":
		case "issue_comment": return context.pullRequest?.fork ?? context.eventName === "pull_request_target";
		case "workflow_run": return context.sourceRepository?.toLowerCase() !== own;
		default: return false;
	}
}
function parsePullRequest(event, own) {
	const pullRequest = jsonMember(event, "pull_request");
	const number = positive(jsonMember(pullRequest, "number"));
	if (number === void 0) return parseCommentedPullRequest(event);
	const head = jsonMember(pullRequest, "head");
	const headRepository = text(jsonMember(jsonMember(head, "repo"), "full_name"));
	return {
		number,
		baseSha: text(jsonMember(jsonMember(pullRequest, "base"), "sha")),
		headSha: text(jsonMember(head, "sha")),
		headRepository,
		fork: headRepository?.toLowerCase() !== own.toLowerCase()
	};
}
/** A comment's event names the pull request only as an issue and says nothing about its head. */
function parseCommentedPullRequest(event) {
	const issue = jsonMember(event, "issue");
	const number = positive(jsonMember(issue, "number"));
	if (number === void 0 || jsonMember(issue, "pull_request") === void 0) return void 0;
	return {
		number,
		baseSha: void 0,
		headSha: void 0,
		headRepository: void 0,
		fork: true
	};
}
function readEvent(path) {
	if (path === void 0 || path === "") return void 0;
	try {
		return JSON.parse(readFileSync(path, "utf8"));
	} catch {
		return;
	}
}
function required(env, name) {
	const value = env[name];
	if (value !== void 0 && value !== "") return value;
	throw new InputError(name, `${name} is not set`, { hint: "Run the Action on a GitHub runner, or use the command line." });
}
function address(env, name, fallback) {
	const value = env[name] || fallback;
	if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, "");
	throw new InputError(name, `${name} is not an http or https address`);
}
function text(value) {
	return typeof value === "string" && value !== "" ? value : void 0;
}
function positive(value) {
	return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : void 0;
}

// src/io/github-file.ts
/**
* Reads a file of the GitHub repository at a commit, for a checkout that has only the newest one. Undefined where the commit has no such file.
* @throws GitHubError where GitHub does not answer; a reason to go on without the file
*/
async function readGitHubFile(context, token, path, commit) {
	const { getOctokit } = await import("./github.js");
	const ignore = () => void 0;
	const log = {
		debug: ignore,
		info: ignore,
		warn: ignore,
		error: ignore
	};
	const octokit = getOctokit(token, {
		baseUrl: context.apiUrl,
		log
	});
	try {
		const answer = await octokit.request("GET /repos/{owner}/{repo}/contents/{path}", {
			...context.repository,
			path,
			ref: commit,
			request: {
				signal: AbortSignal.timeout(3e4),
				log
			}
		});
		const content = jsonMember(answer.data, "content");
		if (typeof content === "string" && jsonMember(answer.data, "encoding") === "base64") return Buffer.from(content, "base64").toString("utf8");
		throw new Error("the answer has no content");
	} catch (error) {
		const status = statusOf(error);
		if (status === 404) return void 0;
		throw new GitHubError("unavailable", `${path} at ${commit} could not be read${status === void 0 ? "" : ` (status ${status})`}`, status, { cause: error });
	}
}

// src/io/outputs.ts
/** The Action's ways out: log, step outputs, job summary and annotations. Nothing else writes to them (threat model O-01). */
/**
* Sets every output of the step. The toolkit picks a random delimiter for each value (O-05).
* @throws FileError where the runner's file cannot be written
*/
function setOutputs(values) {
	try {
		for (const [name, value] of Object.entries(values)) setOutput(name, value);
	} catch (cause) {
		throw new FileError("write", "GITHUB_OUTPUT", `the outputs cannot be written: ${reasonOf(cause)}`, { cause });
	}
}
/**
* Writes the job summary of this step.
* @throws FileError where the runner's file cannot be written; a reason to warn, not to fail
*/
async function writeSummary(markdown) {
	try {
		await summary.emptyBuffer().addRaw(markdown, true).write();
	} catch (cause) {
		const message = `the job summary cannot be written: ${reasonOf(cause)}`;
		throw new FileError("write", "GITHUB_STEP_SUMMARY", message, { cause });
	} finally {
		summary.emptyBuffer();
	}
}
function reasonOf(cause) {
	return quote(cause instanceof Error ? cause.message : String(cause));
}
/** Shows annotations on the lines of the pull request. */
function printAnnotations(annotations) {
	for (const { level, title, message, file, line, column } of annotations) {
		const place = {
			...file === void 0 ? {} : { file },
			...line === void 0 ? {} : { startLine: line },
			...column === void 0 ? {} : { startColumn: column }
		};
		if (level === "error") error(message, {
			title,
			...place
		});
		else warning(message, {
			title,
			...place
		});
	}
}
/**
* Prints lines that hold text from outside. Each is escaped, and while they are printed the runner is told to obey no command
* (O-04); masks must be registered before, since that is a command as well.
*/
function printLines(lines) {
	if (lines.length === 0) return;
	const token = randomUUID();
	info(`::stop-commands::${token}`);
	for (const line of lines) info(logLine(line));
	info(`::${token}::`);
}
/** Keeps values out of the log from here on, whole and line by line. */
function maskSecrets(values) {
	const lines = values.flatMap((value) => [value, ...value.split(/\r?\n/)]);
	for (const secret of new Set(lines)) if (secret.trim().length >= 4) setSecret(secret);
}
/** The log of the Action. Debug lines show when a workflow is run again with debug logging. */
function makeWorkflowLog() {
	return {
		debug: (message) => debug(logLine(message)),
		info: (message) => printLines(message.split(/\r?\n/)),
		warning: (message) => warning(message.split(/\r?\n/).map(logLine).join("\n"))
	};
}

// src/action.ts
const log = makeWorkflowLog();
/** The GitHub Action: reads its inputs, runs the main job, writes files, outputs, summary and comment. The step fails at the end, once. */
async function main() {
	const context = readGitHubContext(process.env);
	refuseForeignHead(context);
	const options = readInputs();
	if (options.githubToken !== void 0) maskSecrets([options.githubToken]);
	const machine = await openMachine(options, surroundings(context, options));
	if (options.githubToken !== void 0) machine.redactor.add(options.githubToken);
	try {
		const result = await machine.run();
		const problems = writeFiles(machine, result);
		await publish(context, options, machine, result, problems);
		const failures = result.ok ? [] : [`${verdict(result.report)}; ${options.outputFile} is as it was`];
		if (failures.length + problems.length > 0) setFailed([...failures, ...problems.map(describe)].join("\n"));
	} finally {
		await machine.close();
	}
}
/** Threat model W-01: templates of somebody else are not rendered beside the secrets of this repository. */
function refuseForeignHead(context) {
	if (!untrustedCheckout(context)) return;
	throw new InputError("event", `the event ${context.eventName} comes with secrets, and the files may be those of another repository; nothing is rendered`, { hint: "Run on pull_request instead: a fork then has a read-only token, and the result is in the job summary." });
}
function readInputs() {
	const raw = Object.fromEntries(optionTable.map(({ name }) => [name, getInput(name)]));
	const { options, problems } = parseOptions(raw);
	if (problems.length > 0) throw new AggregateError(problems);
	return options;
}
function surroundings(context, options) {
	const token = options.githubToken;
	const isForeign = context.eventName === "pull_request" && context.pullRequest?.fork === true;
	if (isForeign) log.info("The pull request comes from a fork: registries are asked without login.");
	return {
		env: process.env,
		log,
		workspace: context.workspace,
		baseCommit: context.pullRequest?.baseSha,
		fetchFile: token === void 0 ? void 0 : (path, commit) => readGitHubFile(context, token, path, commit),
		addSecret: (secret) => maskSecrets([secret]),
		untrusted: isForeign
	};
}
function writeFiles(machine, result) {
	try {
		machine.write(result);
		return [];
	} catch (error) {
		return (error instanceof AggregateError ? error.errors : [error]).map((one) => {
			if (isImagesError(one)) return one;
			throw one;
		});
	}
}
async function publish(context, options, machine, result, problems) {
	const { report } = result;
	const redact = machine.redactor.redact;
	const isUnwritten = (path) => problems.some((one) => one instanceof FileError && one.file === path);
	const details = {
		fixedImagesFile: options.outputFile,
		unwritten: isUnwritten(options.outputFile),
		reportFile: options.reportFile
	};
	const { workflow, job } = context;
	const key = commentKey({
		workflow,
		job,
		target: report.target,
		projectDir: options.projectDir,
		outputFile: options.outputFile,
		tag: options.commentTag
	});
	const body = redact(formatComment(report, {
		...details,
		marker: commentMarker(key),
		summary: options.jobSummary
	}));
	printLines(redact(formatTable(report, {
		color: false,
		width: 140
	})).split("\n"));
	printAnnotations(formatAnnotations(report, folderInWorkspace(context.workspace, options.sourceRoot ?? options.projectDir)));
	const receipt = machine.receipt();
	if (receipt !== void 0) printLines([`registries: ${receipt}`]);
	if (options.jobSummary) await warnOnly(() => writeSummary(redact(formatSummary(report, {
		...details,
		receipt
	}))));
	const comment = await postComment(context, options, report, key, body);
	const values = outputValues(report, {
		fixedImagesPath: existing(options.outputFile),
		reportPath: isUnwritten(options.reportFile) ? void 0 : existing(options.reportFile),
		commentPath: await warnOnly(async () => saveComment(body)),
		commentId: comment?.id,
		commentUrl: comment?.url
	});
	setOutputs({
		...values,
		changes: redact(values.changes)
	});
}
async function postComment(context, options, report, key, body) {
	if (options.comment === "never" || context.pullRequest === void 0) return void 0;
	const hasFailed = report.failures.length > 0;
	const isWanted = options.comment === "always" || hasFailed || options.comment === "on-change" && report.changes.length > 0;
	const work = {
		token: options.githubToken ?? "",
		context,
		key,
		body,
		when: isWanted ? "create-or-update" : "update-only",
		log
	};
	return warnOnly(() => upsertComment(work), "The comment could not be written: ");
}
/** The file is the product: what goes wrong beside it is a warning, never a red run. */
async function warnOnly(work, what = "") {
	try {
		return await work();
	} catch (error) {
		if (!isImagesError(error)) throw error;
		log.warning(what + describe(error));
		return;
	}
}
/** @throws FileError */
function saveComment(body) {
	const folder = process.env["RUNNER_TEMP"] || tmpdir();
	try {
		const path = join(mkdtempSync(join(folder, "kluctl-images-")), "comment.md");
		writeFileSync(path, `${body.trimEnd()}\n`);
		return path;
	} catch (cause) {
		throw new FileError("write", folder, "the text of the comment could not be saved in RUNNER_TEMP", { cause });
	}
}
/** Annotations are about paths from the root of the checkout, which may be a symbolic link on a runner of one's own. */
function folderInWorkspace(workspace, folder) {
	const root = existsSync(workspace) ? realpathSync(workspace) : workspace;
	return relative(root, realpathSync(resolve(folder))).split(sep).join("/");
}
function existing(path) {
	return existsSync(path) ? resolve(path) : void 0;
}
function describe(error) {
	const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : void 0;
	const subject = place !== void 0 ? `${formatPlace(place)}: ` : error instanceof InputError ? `${error.input}: ` : "";
	const excerpt = error instanceof ProjectError ? shownExcerpt(error.excerpt ?? []) : [];
	return [
		`${subject}${error.message}`,
		...excerpt.map((line) => `    ${line.replaceAll("	", " ")}`),
		...error.hint === void 0 ? [] : [error.hint]
	].map(logLine).join("\n");
}
function failRun(error) {
	const texts = (error instanceof AggregateError ? error.errors : [error]).map((one) => {
		if (isImagesError(one)) return describe(one);
		return `This is a bug of kluctl-images, please report it: ${one instanceof Error ? one.stack ?? one.message : String(one)}`;
	});
	setFailed(texts.join("\n"));
}
await main().catch(failRun);

export {  };