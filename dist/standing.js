import { FileError, GitHubError, InputError, byteLength, commentState, formatAnnotations, formatComment, formatSummary, formatTable, formatWhole, jsonText, outputValues, plural, quote, shorten } from "./words.js";
import { commitMember, createRedactor, jsonMember, numberMember, textMember } from "./registry.js";
import { describe, foreignHead, maskSecrets, printAnnotations, printLines, sentences, setOutputs, unknownPullRequest, untrustedCheckout, writeSummary } from "./describe.js";
import { artifactNameProblem, endReport } from "./core.js";
import { git, openMachine } from "./machine.js";
import { codeOf } from "./files.js";
import { artifactFiles, attempt, connectGitHub, fileLimits, formatHandover, isRateLimit, isWanted, listChangedFiles, notGitHub, readFailure, readPullRequest, runAddress, saveComment, statusOf, upsertComment, withRetries } from "./comment-text.js";
import { commentKey, commentMarker } from "./comment-marker.js";
import { findNewRegistries } from "./new-registries.js";
import { githubBase } from "./new-registries-base.js";
import { namedRegistries } from "./new-registries-named2.js";
import { githubReviewBase } from "./review-base2.js";
import { join, relative, resolve, sep } from "node:path";
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

// src/io/artifact-attempt.ts
/**
* Deletes the artifact of a name that an earlier attempt of this workflow run has left: names are unique in a run, whichever attempt it is, so
* a job that is run again would fail at its own result. What came after this job began is of another job of the same attempt, and stays.
* @returns true where there was one and it is gone
*/
async function removeEarlierArtifact(client, name, env) {
	if (!(Number(env["GITHUB_RUN_ATTEMPT"]) > 1)) return false;
	const { artifacts } = await client.listArtifacts();
	const began = beginOfJob(env);
	const named = artifacts.filter((artifact) => artifact.name === name);
	const isEarlier = named.every(({ createdAt }) => createdAt !== void 0 && createdAt.getTime() < began);
	if (named.length === 0 || !isEarlier) return false;
	await client.deleteArtifact(name);
	return true;
}
/** A runner writes the event of the run when a job begins; without that, the begin of this process. */
function beginOfJob(env) {
	const event = env["GITHUB_EVENT_PATH"];
	const written = event === void 0 ? void 0 : statSync(event, { throwIfNoEntry: false })?.mtimeMs;
	return Math.min(written ?? Number.POSITIVE_INFINITY, performance.timeOrigin);
}

// src/io/artifact-failure.ts
const again = "Run the job again; https://www.githubstatus.com says how GitHub is.";
/**
* Says what an upload through `@actions/artifact` threw. The package gives its errors no codes that last: the requests to GitHub end in a text
* with the status in brackets (its artifact-twirp-client.js), those to the blob store in the error of Azure's package, which has one as a member.
*/
function readUploadFailure(thrown, name) {
	const text = thrown instanceof Error ? thrown.message : String(thrown);
	const fail = (why, hint, status) => new GitHubError("artifact", `the artifact ${quote(name)} was not uploaded: ${why}`, status, {
		hint,
		cause: thrown
	});
	if (/insufficient usage|storage quota/i.test(text)) return fail("the storage for artifacts is used up", "Delete old artifacts or set a smaller artifact-retention-days.");
	const [, code] = /Unable to make request: ([A-Z_]+)/.exec(text) ?? [];
	const lost = code ?? networkCode(thrown);
	if (lost !== void 0) return fail(`GitHub's storage could not be reached (${lost})`, "Let the runner reach the hosts that GitHub names for self-hosted runners.");
	const status = statusIn(thrown, text);
	if (status === 409) return fail("this workflow run has one of that name", "Give each job of a matrix its own artifact-name.", status);
	if (status === 401 || status === 403) return fail(`GitHub refused the access (${status})`, "Run the job again: its token may have ended.", status);
	if (status === 429) return fail("GitHub limits the requests (429)", "Run the job again later.", status);
	if (status !== void 0) return fail(`GitHub answered ${status}`, again, status);
	if (/stalled/.test(text)) return fail("GitHub stopped to take data", again);
	if (/JWT|backend IDs|InvalidToken/i.test(text) || jsonMember(thrown, "name") === "InvalidTokenError") return fail("ACTIONS_RUNTIME_TOKEN is not the token of a runner", "Leave ACTIONS_RUNTIME_TOKEN as the runner sets it.");
	return fail(quote(firstLine(text)), again);
}
function statusIn(thrown, text) {
	const own = jsonMember(thrown, "statusCode");
	if (typeof own === "number") return own;
	const [, found] = /Failed request: \((\d{3})\)/.exec(text) ?? [];
	return found === void 0 ? void 0 : Number(found);
}
function networkCode(thrown) {
	const code = jsonMember(thrown, "code");
	return typeof code === "string" && /^(?:E[A-Z]{3,}|REQUEST_SEND_ERROR|UND_ERR_[A-Z_]+)$/.test(code) ? code : void 0;
}
/** Without the query of an address, which may be a signature. */
function firstLine(text) {
	const [line = ""] = text.split("\n");
	return line.replace(/\?[^\s"']*/g, "");
}

// src/io/artifact.ts
/** Whether this job can upload artifacts: a runner tells that to Actions only, and to no `run` step. */
function hasArtifactService(env) {
	return Boolean(env["ACTIONS_RUNTIME_TOKEN"]) && Boolean(env["ACTIONS_RESULTS_URL"]);
}
/**
* Uploads the files as one artifact of this workflow run, from a fresh folder that holds nothing else (threat model O-10). A file over its
* limit is left out with a warning. An artifact of that name from an earlier attempt of the run gives way. GitHub's package reads its settings from the process, so `env` has to be that of the process.
*
* The package tries again by itself, and what it has under way cannot be stopped: after a timeout the caller has to end the process.
* @throws GitHubError with the code `artifact`; a reason to warn, and to fail only where the workflow says so
* @throws InputError for a name that cannot be used
*/
async function uploadArtifact(upload) {
	const { name, env, timeout = 12e4 } = upload;
	checkArtifactName(name);
	checkService(env);
	const folder = makeFolder(env);
	const id = await within(sendFiles(upload, folder).finally(() => rmSync(folder, {
		recursive: true,
		force: true
	})), timeout, name);
	return {
		id,
		url: `${`${(env["GITHUB_SERVER_URL"] || "https://github.com").replace(/\/+$/, "")}/${env["GITHUB_REPOSITORY"] ?? ""}/actions/runs/${env["GITHUB_RUN_ID"] ?? ""}`}/artifacts/${id}`
	};
}
/**
* What GitHub takes as a name, without what would be a command in the log that its package writes (O-04).
* @throws InputError
*/
function checkArtifactName(name) {
	const why = artifactNameProblem(name);
	if (why === void 0) return;
	throw new InputError("artifact-name", `${quote(name)} is no name for an artifact: ${why}`, { hint: "Use letters, digits, dots, hyphens and underscores." });
}
function checkService(env) {
	const host = hostOf(env["GITHUB_SERVER_URL"] || "https://github.com");
	if (host !== "github.com" && !host.endsWith(".ghe.com") && !host.endsWith(".localhost")) throw new GitHubError("artifact", `${quote(host)} is a GitHub Enterprise Server, which takes no artifacts of this kind`, void 0, { hint: "Leave artifact-name empty, and upload the files in a step with the actions/upload-artifact that is made for such servers." });
	if (hasArtifactService(env)) return;
	const missing = env["ACTIONS_RUNTIME_TOKEN"] ? "ACTIONS_RESULTS_URL" : "ACTIONS_RUNTIME_TOKEN";
	throw new GitHubError("artifact", `${missing} is not set, so there is no service to upload an artifact to`, void 0, { hint: "Run the Action on a runner of GitHub Actions, or leave artifact-name empty." });
}
function hostOf(address) {
	return URL.canParse(address) ? new URL(address).hostname.toLowerCase() : address;
}
function makeFolder(env) {
	const parent = env["RUNNER_TEMP"] || tmpdir();
	try {
		return mkdtempSync(join(parent, "kluctl-images-artifact-"));
	} catch (cause) {
		throw new FileError("write", parent, "no folder for the artifact can be made in RUNNER_TEMP", { cause });
	}
}
async function sendFiles(upload, folder) {
	const { name, retentionDays, env, log } = upload;
	const paths = writeFiles(upload, folder);
	if (paths.length === 0) throw new GitHubError("artifact", "there is no file for the artifact");
	const days = retention(retentionDays, env);
	try {
		const { DefaultArtifactClient } = await import("./artifact.js");
		const client = new DefaultArtifactClient();
		const options = days === void 0 ? {} : { retentionDays: days };
		const send = () => client.uploadArtifact(name, paths, folder, options);
		const { id } = await send().catch(async (thrown) => {
			if (!(readUploadFailure(thrown, name).status === 409) || !await removeEarlierArtifact(client, name, env)) throw thrown;
			log?.warning(`the artifact ${quote(name)} of an earlier attempt is replaced; if two jobs share the name, give each its own artifact-name`);
			return send();
		});
		if (id !== void 0 && Number.isSafeInteger(id) && id > 0) return id;
	} catch (thrown) {
		throw readUploadFailure(thrown, name);
	}
	throw new GitHubError("artifact", `GitHub took the artifact ${quote(name)} and gave it no number`);
}
function writeFiles({ files, log }, folder) {
	const paths = [];
	for (const file of artifactFiles) {
		const text = files.get(file);
		if (text === void 0) continue;
		if (byteLength(text) > fileLimits[file]) {
			log?.warning(`${file} is left out of the artifact: it has more than ${plural(fileLimits[file], "byte")}`);
			continue;
		}
		const path = join(folder, file);
		try {
			writeFileSync(path, text, { flag: "wx" });
		} catch (cause) {
			throw new FileError("write", file, `${file} cannot be written for the artifact (${codeOf(cause)})`, { cause });
		}
		paths.push(path);
	}
	return paths;
}
/** Undefined leaves the number of days to the repository. */
function retention(days, env) {
	const most = Number(env["GITHUB_RETENTION_DAYS"]);
	const wanted = most > 0 ? Math.min(days, most) : days;
	return wanted > 0 ? wanted : void 0;
}
async function within(work, milliseconds, name) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => {
			const text = `the artifact ${quote(name)} was not uploaded within ${milliseconds / 1e3} seconds`;
			reject(new GitHubError("artifact", text, void 0, { hint: "Run the job again; https://www.githubstatus.com says how GitHub is." }));
		}, milliseconds);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

// src/action/publish.ts
/**
* Tells everybody: log and annotations, artifact, comment, job summary, outputs. The file is the product, so that what goes wrong here is a
* warning; what is returned fails the step, because the workflow asked for that.
*/
async function publish(work) {
	const { options, machine, result } = work;
	const { report } = result;
	const { redact } = machine.redactor;
	printLines(redact(formatTable(report, {
		color: false,
		width: 140
	})).split("\n"));
	printAnnotations(formatAnnotations(report, await folderInRepository(options.sourceRoot ?? options.projectDir)));
	const receipt = machine.receipt();
	if (receipt !== void 0) printLines([`registries: ${receipt}`]);
	return publishBeside(work, receipt);
}
/**
* Tells of a run that could not work at all, as where a file cannot be read: a comment that is there would otherwise go on to say that all is
* well.
*/
async function publishEnd({ context, options, errors, log }) {
	const redactor = createRedactor();
	if (options.githubToken !== void 0) redactor.add(options.githubToken);
	const report = endReport(errors.map(forEveryone), options.target);
	const machine = {
		redactor,
		receipt: () => void 0,
		writeBeside: () => void 0
	};
	await publishBeside({
		context,
		options: {
			...options,
			artifactName: void 0,
			commentFile: void 0
		},
		machine,
		result: {
			report,
			complete: false,
			text: ""
		},
		lock: void 0,
		written: [],
		problems: [],
		log
	}, void 0);
}
/**
* The runner masks its log, and nobody masks a comment: what an input or variable was given, which may be a password in the wrong place, is
* not repeated there (threat model C-05).
*/
function forEveryone(error) {
	if (!(error instanceof InputError)) return error;
	return new InputError(error.input, `${error.input} cannot be used; the log of the run says why`);
}
/** Artifact, comment, job summary and outputs. */
async function publishBeside(work, receipt) {
	const { options, machine, result, log } = work;
	const { report } = result;
	const { redact } = machine.redactor;
	const artifact = await upload(work);
	const texts = commentTexts(work, artifact?.value?.url);
	const comment = await postComment(work, texts);
	const notices = [noticeOf("The comment could not be written: ", comment), noticeOf("The artifact could not be uploaded: ", artifact)].filter((text) => text !== void 0);
	for (const notice of notices) log.warning(notice);
	if (options.jobSummary) {
		const summary = formatSummary(report, {
			...texts.details,
			receipt,
			notices,
			links: texts.artifactLink
		});
		const { error } = await attempt(() => writeSummary(redact(summary)));
		if (error !== void 0) log.warning(describe(error));
	}
	const saved = await attempt(async () => keepComment(texts, work));
	if (saved.error !== void 0) log.warning(describe(saved.error));
	const values = outputValues(report, {
		fixedImagesPath: existing(options.outputFile),
		writtenFiles: work.written.map(inWorkspace),
		reportPath: isUnwritten(work, options.reportFile) ? void 0 : existing(options.reportFile),
		commentPath: saved.value,
		commentId: comment?.value?.id,
		commentUrl: comment?.value?.url,
		artifactId: artifact?.value?.id,
		artifactUrl: artifact?.value?.url
	});
	setOutputs({
		...values,
		changes: redact(values.changes),
		verdict: redact(values.verdict)
	});
	return options.artifactRequired && artifact?.error !== void 0 ? [describe(artifact.error)] : [];
}
function commentTexts(work, artifact) {
	const { context, options, machine, result } = work;
	const { report } = result;
	const { redact } = machine.redactor;
	const details = {
		fixedImagesFile: options.outputFile,
		unwritten: isUnwritten(work, options.outputFile),
		reportFile: options.reportFile
	};
	const { workflow, job } = context;
	const run = runAddress(context, context.runId);
	const artifactLink = artifact === void 0 ? {} : { artifact };
	const links = {
		...options.jobSummary ? { summary: run } : {},
		...artifactLink
	};
	const layout = {
		...details,
		summary: options.jobSummary
	};
	const body = redact(formatComment(report, {
		...layout,
		links,
		marker: ""
	})).trim();
	const state = redact(commentState(report, layout));
	const { projectDir, outputFile, commentTag: tag } = options;
	return {
		key: commentKey({
			workflow,
			job,
			target: report.target,
			projectDir,
			outputFile,
			tag
		}),
		body,
		state,
		details,
		artifactLink
	};
}
async function postComment(work, texts) {
	const { context, options, result, log } = work;
	if (options.comment === "never" || context.pullRequest === void 0) return void 0;
	return attempt(() => upsertComment({
		token: options.githubToken ?? "",
		context,
		key: texts.key,
		body: texts.body,
		state: texts.state,
		run: {
			id: context.runId,
			attempt: context.runAttempt
		},
		when: isWanted(options.comment, result.report) ? "create-or-update" : "update-only",
		log
	}));
}
async function upload(work) {
	const { context, options, machine, result, lock, log } = work;
	if (options.artifactName === void 0) return void 0;
	if (!options.artifactRequired && !hasArtifactService(process.env)) {
		log.info("There is no artifact service here, nothing is uploaded.");
		return;
	}
	const { redact } = machine.redactor;
	const { pullRequest } = context;
	const files = new Map([
		["images-report.json", `${redact(jsonText(result.report, 2))}\n`],
		["images-diff.md", redact(formatWhole(result.report, { fixedImagesFile: options.outputFile }))],
		...result.complete && result.text !== void 0 && !isUnwritten(work, options.outputFile) ? [["fixed-images.yaml", result.text]] : [],
		...lock === void 0 ? [] : [["images.lock.json", lock]],
		...pullRequest?.headSha === void 0 ? [] : [["pull-request.json", formatHandover({
			number: pullRequest.number,
			headSha: pullRequest.headSha
		})]]
	]);
	const { artifactName: name, artifactRetentionDays: retentionDays } = options;
	return attempt(() => uploadArtifact({
		name,
		files,
		retentionDays,
		env: process.env,
		log
	}));
}
function noticeOf(what, result) {
	return result?.error === void 0 ? void 0 : `${what}${sentences(describe(result.error))}`;
}
function isUnwritten({ problems }, path) {
	return problems.some((one) => one instanceof FileError && one.file === path);
}
/** The text of the comment as a file, for whoever posts it by another road. @throws FileError */
function keepComment(texts, { options, machine, context }) {
	const { commentFile } = options;
	const run = {
		id: context.runId,
		attempt: context.runAttempt
	};
	const text = `${commentMarker(texts.key, {
		run,
		state: texts.state,
		text: texts.body
	})}\n${texts.body}\n`;
	if (commentFile === void 0) return saveComment(text);
	machine.writeBeside(commentFile, text);
	return resolve(commentFile);
}
/** Annotations are about paths from the root of the checkout, which a workflow may have put into a folder of the workspace. */
async function folderInRepository(folder) {
	const real = realpathSync(resolve(folder));
	const top = await git(["rev-parse", "--show-toplevel"], real);
	const root = top.ok ? top.text.trim() : realpathSync(process.env["GITHUB_WORKSPACE"] ?? ".");
	return relative(existsSync(root) ? realpathSync(root) : root, real).split(sep).join("/");
}
/** As later steps name a file, which work in the workspace. */
function inWorkspace(path) {
	const file = resolve(path);
	const root = realpathSync(process.env["GITHUB_WORKSPACE"] || ".");
	return relative(root, existsSync(file) ? realpathSync(file) : file).split(sep).join("/");
}
function existing(path) {
	return existsSync(path) ? resolve(path) : void 0;
}

// src/io/github-commits.ts
const mostSubjects = 10;
const longestSubject = 200;
const mostOnPage = 100;
/** A reviewer can do without the list, so that nobody waits long for it, and it is asked for once. */
const patience = 1e4;
/**
* Commits of GitHub repositories on the host of this run, the newest ten with their subjects. Undefined where the token may not see the
* repository or it has no such commits. Rejects with GitHubError. GitHub's REST documentation, "Compare two commits".
*/
function githubCommits(access) {
	let api;
	return { list: async (owner, repo, from, to) => {
		if (![owner, repo].every(isName) || ![from, to].every(isRevision)) return void 0;
		api ??= connectGitHub({
			timeout: patience,
			...access
		});
		try {
			return await listCommits(await api, {
				owner,
				repo,
				basehead: `${from}...${to}`
			});
		} catch (thrown) {
			const status = statusOf(thrown);
			if (status === 404 || status === 403 && !isRateLimit(thrown)) return void 0;
			throw readFailure(thrown, {
				fork: false,
				now: Date.now,
				timeout: patience,
				token: access.token
			}).error;
		}
	} };
}
/** The oldest commits come first, so that of many the last page is asked for. */
async function listCommits(api, comparison) {
	const first = await readPage(api, comparison, mostSubjects, 1);
	if (first.total <= mostSubjects) return first;
	const size = pageSize(first.total);
	const last = await readPage(api, comparison, size, Math.ceil(first.total / size));
	return {
		total: first.total,
		subjects: last.subjects.slice(-10)
	};
}
/** The smallest page that leaves enough commits for the last one. */
function pageSize(total) {
	for (let size = mostSubjects; size < mostOnPage; size++) {
		const left = total % size;
		if (left === 0 || left >= mostSubjects) return size;
	}
	return mostOnPage;
}
async function readPage(api, comparison, size, page) {
	const parameters = {
		...comparison,
		per_page: size,
		page
	};
	const { data } = await api.send("GET /repos/{owner}/{repo}/compare/{basehead}", parameters);
	const total = numberMember(data, "total_commits");
	const commits = jsonMember(data, "commits");
	if (total === void 0 || !Array.isArray(commits)) throw notGitHub(200);
	return {
		total,
		subjects: commits.slice(0, size).flatMap((item) => {
			const sha = commitMember(item, "sha");
			const message = textMember(jsonMember(item, "commit"), "message") ?? "";
			const subject = shorten((message.split(/[\r\n]/, 1)[0] ?? "").trim(), longestSubject);
			return sha === void 0 ? [] : [{
				sha,
				subject
			}];
		})
	};
}
/** Labels of an image name them: no way out of the path. */
function isName(text) {
	return /^[\w.-]{1,100}$/.test(text) && !/^\.+$/.test(text);
}
function isRevision(text) {
	return /^[0-9a-f]{7,64}$/i.test(text);
}

// src/io/github-file.ts
/**
* Reads a file of the GitHub repository at a commit, for a checkout that has only the newest one. Undefined where the commit has no such file.
* @throws GitHubError where GitHub does not answer; a reason to go on without the file
*/
async function readGitHubFile(context, token, path, commit) {
	const api = await connectGitHub({
		apiUrl: context.apiUrl,
		token
	});
	try {
		const parameters = {
			...context.repository,
			path,
			ref: commit
		};
		const { data } = await api.send("GET /repos/{owner}/{repo}/contents/{path}", parameters);
		const content = jsonMember(data, "content");
		if (typeof content === "string" && jsonMember(data, "encoding") === "base64") return Buffer.from(content, "base64").toString("utf8");
		throw new Error("the answer has no content");
	} catch (error) {
		const status = statusOf(error);
		if (status === 404) return void 0;
		throw new GitHubError("unavailable", `${path} at ${commit} could not be read${status === void 0 ? "" : ` (status ${status})`}`, status, { cause: error });
	}
}

// src/io/github-tree.ts
/**
* Asks GitHub for the files of a commit of the context's GitHub repository, for a checkout of depth 1. What it answers is named by its content
* and cannot change between two requests. Rejects with GitHubError. GitHub's REST documentation, "Get a tree" and "Get a blob"; both need
* `contents: read`.
*/
function githubFiles({ repository, apiUrl }, token, options = {}) {
	let connected;
	const send = (route, parameters) => {
		connected ??= connectGitHub({
			apiUrl,
			token,
			timeout: options.timeout,
			fetch: options.fetch
		});
		const work = async () => (await (await connected)?.send(route, {
			...repository,
			...parameters
		}))?.data;
		return withRetries(work, {
			...options,
			fork: false,
			token,
			permission: "contents: read"
		});
	};
	return {
		list: async (commit) => readTree(await send("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
			tree_sha: commit,
			recursive: "1"
		})),
		read: async (id) => {
			const data = await send("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", { file_sha: id });
			const content = jsonMember(data, "content");
			if (typeof content !== "string" || jsonMember(data, "encoding") !== "base64") throw notGitHub(200);
			return Buffer.from(content, "base64");
		}
	};
}
/** @throws GitHubError */
function readTree(data) {
	const entries = jsonMember(data, "tree");
	if (!Array.isArray(entries)) throw notGitHub(200);
	return {
		files: entries.flatMap((entry) => {
			const [path, id, size] = [
				textMember(entry, "path"),
				commitMember(entry, "sha"),
				numberMember(entry, "size")
			];
			return textMember(entry, "mode")?.startsWith("100") === true && path !== void 0 && id !== void 0 ? [{
				path,
				id,
				size: size ?? 0
			}] : [];
		}),
		complete: jsonMember(data, "truncated") === false
	};
}

// src/action/standing.ts
/**
* Finds out whose files a run reads, which the event alone does not always say.
* @throws InputError where they are those of somebody else, beside secrets
*/
async function findStanding(given, options, log) {
	const event = await withCommented(given, options, log);
	refuseForeignEvent(event, options);
	const context = await withNamed(event, options, log);
	const isForeignCheckout = context !== event && await hasForeignCheckout(context, options);
	if (isForeignCheckout) refuseForeignCheckout(context, options);
	const isUntrusted = isForeignCheckout || [event, context].some(isOfFork);
	if (isUntrusted) log.info("The files may be those of a fork: registries are asked without login.");
	return {
		context,
		isUntrusted
	};
}
/** Opens the machine for a workflow. @throws InputError or AggregateError of them */
async function openFor({ context, isUntrusted }, options, log) {
	const token = options.githubToken;
	const base = await githubReviewBase(context, options.projectDir);
	const machine = await openMachine(options, {
		env: process.env,
		log,
		workspace: context.workspace,
		baseCommit: base.commit,
		isOnBase: base.isOnBase,
		listChanged: changeLister(context, options),
		fetchFile: fileReader(context, options),
		addSecret: (secret) => maskSecrets([secret]),
		untrusted: isUntrusted,
		findNewRegistries: (registries) => findNewRegistries(registries, {
			folder: options.projectDir,
			base: githubBase(context),
			named: namedRegistries(options),
			files: token === void 0 ? void 0 : githubFiles(context, token),
			log
		}),
		commits: commitsOf(context, options.commitSubjects && !isUntrusted ? token : void 0)
	});
	if (token !== void 0) machine.redactor.add(token);
	return machine;
}
/** Lists the files that the pull request changes; undefined where the run is about none, or without a token. */
function changeLister({ pullRequest, ...context }, { githubToken: token }) {
	if (token === void 0 || pullRequest === void 0) return void 0;
	return () => listChangedFiles({
		...context,
		pullRequest
	}, token, pullRequest.number);
}
/** Reads a file of the repository at GitHub, at a branch or commit; undefined without a token. */
function fileReader(context, { githubToken: token }) {
	return token === void 0 ? void 0 : (path, ref) => readGitHubFile(context, token, path, ref);
}
/** Commits of this repository's owner only: the token is the workflow's. */
function commitsOf({ apiUrl, serverUrl, repository }, token) {
	if (token === void 0) return void 0;
	return {
		source: githubCommits({
			apiUrl,
			token
		}),
		host: new URL(serverUrl).host,
		owner: repository.owner
	};
}
/** Threat model W-01: templates of somebody else are not rendered beside the secrets of this repository, unless the workflow says how. */
function refuseForeignEvent(context, { allowUntrustedTemplates }) {
	if (!untrustedCheckout(context) || allowUntrustedTemplates === "no-credentials") return;
	throw new InputError("event", `the event ${context.eventName} comes with secrets, and the files may be those of another repository; nothing is rendered`, { hint: "Run on pull_request instead: a fork then has a read-only token, and the result is in the job summary. docs/review.md#forks of kluctl-images shows how a second job comments." });
}
/** The event of a comment says nothing of the head of its pull request. */
async function withCommented(context, options, log) {
	const number = context.eventName === "issue_comment" ? context.pullRequest?.number : void 0;
	return number === void 0 ? context : withPullRequest(context, number, options, log);
}
/** With `pr-number`, the pull request that it names. */
async function withNamed(context, options, log) {
	const { prNumber } = options;
	if (prNumber === void 0 || prNumber === context.pullRequest?.number) return context;
	return withPullRequest(context, prNumber, options, log);
}
/** A pull request that cannot be read counts as one from a fork. */
async function withPullRequest(context, number, { githubToken }, log) {
	const { value, error } = await attempt(() => {
		if (githubToken !== void 0) return readPullRequest(context, githubToken, number);
		throw new GitHubError("permission", "the input github-token is empty");
	});
	if (value !== void 0) return {
		...context,
		pullRequest: value,
		baseCommit: value.baseSha
	};
	log.warning(`Pull request ${number} could not be read and counts as one from a fork: ${describe(error)}`);
	return {
		...context,
		pullRequest: unknownPullRequest(number),
		baseCommit: void 0
	};
}
/** The same as for events, where a workflow checked out the head of the pull request that it names. */
async function hasForeignCheckout(context, { projectDir }) {
	const folder = existsSync(projectDir) ? resolve(projectDir) : void 0;
	const head = await git(["rev-parse", "HEAD"], folder);
	return foreignHead(context, head.ok ? head.text.trim() : void 0);
}
function refuseForeignCheckout({ pullRequest }, options) {
	const { allowUntrustedTemplates, prNumber } = options;
	if (allowUntrustedTemplates === "no-credentials") return;
	const isKnown = pullRequest?.state !== void 0;
	throw new InputError("pr-number", `pull request ${prNumber} ${isKnown ? "comes from a fork" : "could not be read, so that it counts as one from a fork"}, and its files may be checked out beside secrets; nothing is rendered`, { hint: `${isKnown ? "" : "Run again. "}Check out the commit of the event, or set allow-untrusted-templates to no-credentials: registries are then asked without login.` });
}
/** Whatever the runner has of logins is for nobody else's templates, also where an event comes without secrets. */
function isOfFork(context) {
	return untrustedCheckout(context) || context.pullRequest?.fork === true;
}

export { fileReader, findStanding, folderInRepository, forEveryone, openFor, publish, publishEnd };