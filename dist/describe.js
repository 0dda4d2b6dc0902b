import { debug, error, info, setOutput, setSecret, summary, warning } from "./vendor-actions.js";
import { FileError, FixedImagesError, InputError, LockError, ProjectError, formatPlace, helpAddress, helpAddresses, isImagesError, kindOf, logLine, quote, shownExcerpt } from "./words.js";
import { commitMember, jsonMember, numberMember, textMember } from "./registry.js";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

// src/io/github-event.ts
/**
* Reads the context from a runner's environment and its event, which is any JSON. Events without a pull request (`push`, `schedule`,
* `workflow_dispatch`, `merge_group`) give none.
* @throws InputError for a variable that a runner always sets and that is missing or wrong
*/
function parseGitHubContext(env, event) {
	const [owner = "", repo = "", ...more] = required(env, "GITHUB_REPOSITORY").split("/");
	if (owner === "" || repo === "" || more.length > 0) throw new InputError("GITHUB_REPOSITORY", "GITHUB_REPOSITORY is not owner/name");
	const pullRequest = parsePullRequest(jsonMember(event, "pull_request"), {
		owner,
		repo
	}) ?? parseCommentedPullRequest(event);
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
		runAttempt: env["GITHUB_RUN_ATTEMPT"] || "1",
		serverUrl: address(env, "GITHUB_SERVER_URL", "https://github.com"),
		apiUrl: address(env, "GITHUB_API_URL", "https://api.github.com"),
		workspace: required(env, "GITHUB_WORKSPACE"),
		pullRequest,
		baseCommit: pullRequest?.baseSha ?? commitMember(jsonMember(event, "merge_group"), "base_sha"),
		sourceRun: parseSourceRun(jsonMember(event, "workflow_run"))
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
	switch (context.eventName) {
		case "pull_request_target":
		case "issue_comment": return context.pullRequest?.fork ?? context.eventName === "pull_request_target";
		case "workflow_run": return !isRepository(context.sourceRun?.headRepository, context.repository);
		default: return false;
	}
}
/**
* True where the files that were checked out may come from the fork of the pull request that this run is about, though its event is about
* none: `pr-number` on `workflow_dispatch`, `schedule` or `push`, which come with secrets (threat model W-01). Only the commit that the
* event itself names is this repository's for sure: the fork may have gone on since its head was checked out.
*/
function foreignHead(context, checkedOut) {
	const { pullRequest, sha } = context;
	if (pullRequest === void 0 || !pullRequest.fork) return false;
	const commit = checkedOut?.toLowerCase();
	if (commit === void 0 || commit === pullRequest.headSha || commit === pullRequest.mergeSha) return true;
	return commit !== sha.toLowerCase();
}
/**
* Reads a pull request as events and the REST API write it; undefined where it is none.
* @param repository that the pull request is in
*/
function parsePullRequest(value, repository) {
	const number = numberMember(value, "number");
	if (number === void 0 || number < 1) return void 0;
	const head = jsonMember(value, "head");
	const headRepository = textMember(jsonMember(head, "repo"), "full_name");
	const state = jsonMember(value, "state");
	return {
		number,
		baseSha: commitMember(jsonMember(value, "base"), "sha"),
		headSha: commitMember(head, "sha"),
		mergeSha: commitMember(value, "merge_commit_sha"),
		headRepository,
		state: state === "open" || state === "closed" ? state : void 0,
		fork: !isRepository(headRepository, repository)
	};
}
/** GitHub compares names without case. */
function isRepository(name, { owner, repo }) {
	return name?.toLowerCase() === `${owner}/${repo}`.toLowerCase();
}
/** A comment's event names the pull request only as an issue and says nothing about its head. */
function parseCommentedPullRequest(event) {
	const issue = jsonMember(event, "issue");
	if (jsonMember(issue, "pull_request") === void 0) return void 0;
	const number = numberMember(issue, "number");
	return number === void 0 || number < 1 ? void 0 : unknownPullRequest(number);
}
/** A pull request of which nothing but the number is known: it counts as one from a fork. */
function unknownPullRequest(number) {
	return {
		number,
		baseSha: void 0,
		headSha: void 0,
		mergeSha: void 0,
		headRepository: void 0,
		state: void 0,
		fork: true
	};
}
function parseSourceRun(value) {
	const id = numberMember(value, "id");
	if (id === void 0) return void 0;
	return {
		id: String(id),
		attempt: String(numberMember(value, "run_attempt") ?? 1),
		eventName: textMember(value, "event"),
		headSha: commitMember(value, "head_sha"),
		headRepository: textMember(jsonMember(value, "head_repository"), "full_name")
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

// src/action/describe.ts
/** An error as lines for the log: place or input, message, the lines around the place, what to do, and the page that explains it. */
function describe(error) {
	return describeFor(error, helpAddress(kindOf(error)));
}
/** Several errors; only the first of each kind names its page. */
function describeAll(errors) {
	const addresses = helpAddresses(errors.map(kindOf));
	return errors.map((error, index) => describeFor(error, addresses[index]));
}
function describeFor(error, address) {
	const place = error instanceof ProjectError || error instanceof FixedImagesError || error instanceof LockError ? error.place : void 0;
	const isNamed = error instanceof InputError && error.message.startsWith(error.input);
	const subject = place !== void 0 ? `${formatPlace(place)}: ` : error instanceof InputError && !isNamed ? `${error.input}: ` : "";
	const excerpt = error instanceof ProjectError ? shownExcerpt(error.excerpt ?? []) : [];
	return [
		`${subject}${error.message}`,
		...excerpt.map((line) => `    ${line.replaceAll("	", " ")}`),
		...error.hint === void 0 ? [] : [error.hint],
		...address === void 0 ? [] : [`See ${address}`]
	].map(logLine).join("\n");
}
/** What ended the run, one text for each error. What is none of ours is a bug, and says so. */
function describeEnd(error) {
	const errors = error instanceof AggregateError ? error.errors : [error];
	const addresses = helpAddresses(errors.map((one) => isImagesError(one) ? kindOf(one) : {
		error: "",
		code: ""
	}));
	return errors.map((one, index) => {
		if (isImagesError(one)) return describeFor(one, addresses[index]);
		return `This is a bug of kluctl-images, please report it: ${one instanceof Error ? one.stack ?? one.message : String(one)}`;
	});
}
/** Lines of an error as sentences of one paragraph; an address at its end stays as it is, so that it can be followed. */
function sentences(text) {
	return text.split("\n").map((line) => /[.?]$/.test(line) || line.startsWith("See https:") ? line : `${line}.`).join(" ");
}

export { describe, describeAll, describeEnd, foreignHead, makeWorkflowLog, maskSecrets, parsePullRequest, printAnnotations, printLines, readGitHubContext, sentences, setOutputs, unknownPullRequest, untrustedCheckout, writeSummary };