import { GitLabError, InputError, quote } from "./words.js";

// src/io/gitlab-job.ts
const tokenVariables = ["KLUCTL_IMAGES_GITLAB_TOKEN", "GITLAB_TOKEN"];
const tokenHint = "Create a project access token with the scope api and the role Reporter, and put it into a masked CI/CD variable KLUCTL_IMAGES_GITLAB_TOKEN.";
const forkHint = "A pipeline of a fork does not get the variables of the target project. A member of the target project can run the pipeline there, or keep the report as an artifact of the job.";
/**
* Reads the predefined variables of a GitLab job (docs.gitlab.com, "Predefined CI/CD variables").
* @throws GitLabError where the job is not about a merge request or has no token that may write notes
* @throws InputError for a variable that cannot be used
*/
function readGitLabJob(env) {
	const mergeRequest = read(env, "CI_MERGE_REQUEST_IID");
	if (mergeRequest === void 0) throw notAboutMergeRequest(env);
	const project = readNumber(env, "CI_MERGE_REQUEST_PROJECT_ID");
	const own = read(env, "CI_PROJECT_ID");
	const fork = own !== void 0 && own !== project;
	return {
		apiUrl: readApiUrl(env),
		project,
		mergeRequest: readNumber(env, "CI_MERGE_REQUEST_IID"),
		page: readPage(env, mergeRequest),
		run: {
			pipeline: Number(readNumber(env, "CI_PIPELINE_ID")),
			job: Number(readNumber(env, "CI_JOB_ID"))
		},
		fork,
		...readToken(env, fork),
		authorities: readAuthorities(env)
	};
}
/**
* Reads how the API is reached and with which token, in a job of any pipeline.
* @throws GitLabError where there is no token that may write notes
* @throws InputError for a variable that cannot be used
*/
function readGitLabAccess(env) {
	return {
		apiUrl: readApiUrl(env),
		fork: false,
		...readToken(env, false),
		authorities: readAuthorities(env)
	};
}
/** The secrets that a job of GitLab may hold in its variables, right or wrong; nothing that is shown or written may have them. */
function gitLabSecrets(env) {
	return [...tokenVariables, "CI_JOB_TOKEN"].flatMap((name) => read(env, name) ?? []);
}
/** What to do where GitLab does not let a token do something: what it lacks, or that a fork has none of the target project. */
function accessHint(job) {
	return job.fork ? forkHint : `Check that the token in ${job.tokenVariable} has the scope api and that its user has at least the role Reporter in the project of the merge request. A locked discussion takes notes of members only.`;
}
function notAboutMergeRequest(env) {
	const source = read(env, "CI_PIPELINE_SOURCE");
	const what = read(env, "GITLAB_CI") === void 0 && source === void 0 ? "this is not a job of GitLab CI: CI_MERGE_REQUEST_IID is not set" : `the pipeline is not one of a merge request: CI_MERGE_REQUEST_IID is not set${source === void 0 ? "" : ` and CI_PIPELINE_SOURCE is ${quote(source, 60)}`}`;
	return new GitLabError("not-a-pull-request", what, {}, { hint: `Give the job the rule: if: $CI_PIPELINE_SOURCE == "merge_request_event".` });
}
function readApiUrl(env) {
	const name = "CI_API_V4_URL";
	const text = read(env, name);
	const problem = (what) => new InputError(name, `${name} ${what}`, { hint: "GitLab sets it in every job; do not set it yourself." });
	if (text === void 0) throw problem("is not set");
	if (!URL.canParse(text)) throw problem("is not an address");
	const url = new URL(text);
	const plain = read(env, "CI_SERVER_PROTOCOL") === "http";
	if (url.protocol !== "https:" && !(url.protocol === "http:" && plain)) throw problem(`begins with ${quote(url.protocol, 20)}, and a token is sent over https only, unless CI_SERVER_PROTOCOL is "http"`);
	if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") throw problem("has more than a host and a path");
	return url.origin + url.pathname.replace(/\/+$/, "");
}
/** Only an address that a browser may open becomes a link. */
function readPage(env, mergeRequest) {
	const text = read(env, "CI_MERGE_REQUEST_PROJECT_URL");
	if (text === void 0 || !/^https?:\/\/[!-~]+$/.test(text) || !URL.canParse(text)) return null;
	return `${text.replace(/\/+$/, "")}/-/merge_requests/${mergeRequest}`;
}
function readToken(env, fork) {
	const tokenVariable = tokenVariables.find((name) => read(env, name) !== void 0);
	if (tokenVariable === void 0) {
		const what = read(env, "CI_JOB_TOKEN") === void 0 ? "" : "; the CI_JOB_TOKEN of the job is not enough, since it may read merge requests but not write notes";
		const message = `there is no token for GitLab: neither ${tokenVariables.join(" nor ")} is set${what}`;
		throw new GitLabError("permission", message, {}, { hint: fork ? forkHint : tokenHint });
	}
	const token = read(env, tokenVariable) ?? "";
	if (token === read(env, "CI_JOB_TOKEN") || token.startsWith("glcbt-")) {
		const message = `${tokenVariable} holds the CI_JOB_TOKEN of the job, which may read merge requests but not write notes`;
		throw new GitLabError("permission", message, {}, { hint: tokenHint });
	}
	if (/^\$\{?[A-Z]/.test(token)) {
		const message = `${tokenVariable} holds the name of another variable, which is not set for this job`;
		throw new GitLabError("permission", message, {}, { hint: fork ? forkHint : "A protected variable is there for protected branches only; take the protection off it or protect the branch." });
	}
	if (/[^!-~]/.test(token)) throw new InputError(tokenVariable, `${tokenVariable} holds characters that are in no token`, { hint: tokenHint });
	return {
		token,
		tokenVariable
	};
}
/** Node reads its own variable, but only as long as nobody gives it a list. */
function readAuthorities(env) {
	const files = ["CI_SERVER_TLS_CA_FILE", "NODE_EXTRA_CA_CERTS"].flatMap((variable) => {
		const file = read(env, variable);
		return file === void 0 ? [] : [{
			variable,
			file
		}];
	});
	return files[0]?.variable === "CI_SERVER_TLS_CA_FILE" ? files : [];
}
function readNumber(env, name) {
	const text = read(env, name);
	if (text !== void 0 && /^[1-9]\d{0,14}$/.test(text)) return text;
	throw new InputError(name, `${name} is ${text === void 0 ? "not set" : `${quote(text, 60)}, which is no number`}`, { hint: "GitLab sets it in every job of a merge request pipeline; do not set it yourself." });
}
/** Blanks and line ends around a value come from pasting; an empty variable is as good as none. */
function read(env, name) {
	const text = (env[name] ?? "").trim();
	return text === "" ? void 0 : text;
}

export { accessHint, gitLabSecrets, readGitLabAccess, readGitLabJob };