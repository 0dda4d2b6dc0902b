import { isImagesError, quote } from "./words.js";
import { connectToGitLab } from "./gitlab-api.js";
import { readGitLabAccess } from "./gitlab-job.js";
import { createRedactor, jsonMember, readProxies } from "./registry.js";
import { failure, failureOf, ok, warning } from "./check-line.js";
import { readSetup, textOf } from "./pipeline-setup.js";
import { mainPipeline, readGitLabPipeline } from "./gitlab-pipeline.js";
import { findBoundary } from "./machine.js";
import { openProject, realFolder } from "./files.js";

// src/io/gitlab-token.ts
/**
* Asks GitLab what the token of the job may do: `GET /personal_access_tokens/self`, which any token may ask of itself, project and group tokens
* too (docs.gitlab.com, "Personal access tokens API").
* @throws GitLabError, InputError
*/
async function readGitLabToken(env, timeout = 1e4) {
	const job = readGitLabAccess(env);
	const { proxies, problems } = readProxies(env);
	if (problems[0]) throw problems[0];
	const redactor = createRedactor();
	for (const secret of [job.token, ...proxies.secrets]) redactor.add(secret);
	const api = await connectToGitLab({
		job,
		proxies,
		redact: redactor.redact,
		now: Date.now,
		timeout
	});
	try {
		const { data } = await api.send({
			method: "GET",
			path: "/personal_access_tokens/self"
		});
		const scopes = jsonMember(data, "scopes");
		const expires = jsonMember(data, "expires_at");
		return {
			variable: job.tokenVariable,
			scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
			active: jsonMember(data, "active") === true && jsonMember(data, "revoked") !== true,
			expires: typeof expires === "string" && /^\d{4}-\d\d-\d\d$/.test(expires) ? expires : void 0
		};
	} finally {
		await api.close();
	}
}

// src/cli/gitlab-lines.ts
/** Stages of a pipeline that names none. Source: docs.gitlab.com/ci/yaml, stages. */
const usualStages = [
	"build",
	"test",
	"deploy"
];
/** What the components say where an input is not given; a test compares them with templates/. */
const componentDefaults = {
	stage: "test",
	image: "node:24"
};
/** The variable with the token of a component, and what for. */
const tokens = /* @__PURE__ */ new Map([["kluctl-images", "KLUCTL_IMAGES_GITLAB_TOKEN, to write the note"], ["kluctl-images-bump", "KLUCTL_IMAGES_PUSH_TOKEN, to push the branch"]]);
/** What `doctor` says of one include of a component. One line where all is right. */
function gitLabLines(use, { stages, programs }) {
	const name = nameOf(use);
	const stage = textOf(use.inputs.get("stage")) || componentDefaults.stage;
	const image = textOf(use.inputs.get("image")) || componentDefaults.image;
	const wrong = [];
	if (stages !== void 0 && ![
		...stages,
		".pre",
		".post"
	].includes(stage) && !stage.includes("$")) {
		const [first] = stages;
		const hint = `Give it the input stage${first === void 0 ? "" : `: ${first}`}, or add ${stage} to stages:.`;
		const what = `runs in the stage ${quote(stage)}, which the pipeline has not, so that GitLab starts none of its jobs`;
		wrong.push({
			...warning(name, what, hint),
			level: "failure"
		});
	}
	if (programs.length > 0 && /^(?:docker\.io\/)?(?:library\/)?node:/.test(image)) {
		const what = `runs in the image ${image}, which has no ${programs.join(" and no ")}, and the project is built with ${programs.length === 1 ? "it" : "them"}`;
		wrong.push(warning(name, what, "Give it the input image with one that has Node.js and git as well."));
	}
	const token = tokens.get(use.component);
	if (wrong.length > 0) return wrong;
	return [ok(name, token === void 0 ? "is included" : `is included; it reads the CI/CD variable ${token}`)];
}
/** `.gitlab-ci.yml, job kluctl-images-bump`. */
function nameOf({ file, component, inputs }) {
	return `${file}, job ${textOf(inputs.get("job-name")) || component}`;
}
/** A file of ours that nothing includes. */
function notIncluded(file, pipeline) {
	return warning(file, `is not included by ${pipeline}, so that none of its jobs run`, `Add it below include: there, as - local: ${file}.`);
}

// src/cli/gitlab-pipeline.ts
const folder = ".gitlab";
const mostListed = 5e3;
/**
* Reads `.gitlab-ci.yml` of the repository around a folder, and what it includes of the same repository. A repository without one is no matter.
* @param usual stages of a pipeline that names none
*/
function findGitLabPipeline(projectDir, usual) {
	const around = realFolder(projectDir);
	const source = openProject(findBoundary(around, void 0) ?? around);
	const lines = [];
	let listed;
	const { uses, stages, areStagesSure, includes } = readGitLabPipeline({
		read: source.read,
		list: () => {
			listed ??= listYaml(source);
			return listed;
		},
		onProblem: (path, problem) => lines.push(failureOf(path, problem))
	});
	const others = (source.list(folder) ?? []).filter(({ name, kind }) => kind === "file" && /^kluctl-images.*\.ya?ml$/.test(name)).map(({ name }) => `${folder}/${name}`).filter((path) => !includes(path));
	lines.push(...others.map((path) => notIncluded(path, mainPipeline)));
	const isOurs = uses.length > 0 || others.length > 0;
	return {
		uses,
		stages: areStagesSure ? stages ?? usual : void 0,
		lines: isOurs || source.read(".gitlab-ci.yml")?.includes("kluctl-images") === true ? lines : []
	};
}
/** What is in a folder; nothing where it may not be looked into. */
function listFolder(source, path) {
	try {
		return source.list(path) ?? [];
	} catch (error) {
		if (isImagesError(error)) return [];
		throw error;
	}
}
/** The YAML files of a repository, those near its root first, as far as anybody waits for. */
function listYaml(source) {
	const files = [];
	const folders = [""];
	let seen = 0;
	for (const at of folders) {
		if (seen > mostListed) break;
		for (const { name, kind } of listFolder(source, at)) {
			const path = at === "" ? name : `${at}/${name}`;
			seen += 1;
			if (kind === "folder" && name !== ".git" && name !== "node_modules") folders.push(path);
			if (kind === "file" && /\.ya?ml$/.test(name)) files.push(path);
		}
	}
	return files;
}

// src/cli/examine-gitlab.ts
const writes = /* @__PURE__ */ new Map([["kluctl-images-bump", "branch"], ["kluctl-images-release", "nothing"]]);
/** Reads the pipeline of the repository around a folder, and judges what it includes of ours. */
function openGitLabPipeline(projectDir) {
	const { uses, stages, lines } = findGitLabPipeline(projectDir, usualStages);
	return {
		lines: (programs) => [...lines, ...uses.flatMap((use) => gitLabLines(use, {
			stages,
			programs
		}))],
		setups: uses.flatMap((use) => readSetup(nameOf(use), use.inputs, writes.get(use.component) ?? "file") ?? [])
	};
}
/** In a job of GitLab CI: whether its token can write notes. Elsewhere there is nothing to say. */
async function examineGitLab(env) {
	if (!env["GITLAB_CI"]) return [];
	const name = "GitLab token";
	try {
		const { variable, scopes, active, expires } = await readGitLabToken(env);
		if (!active) return [failure(name, `the token in ${variable} is revoked or expired`, "Create a new one and put it there.")];
		if (!scopes.includes("api")) {
			const has = scopes.length === 0 ? "none" : scopes.join(", ");
			const hint = `Create a project access token with the scope api and the role Reporter for ${variable}.`;
			return [failure(name, `the token in ${variable} has not the scope api (it has ${has})`, hint)];
		}
		return [ok(name, `${variable} has the scope api${expires === void 0 ? "" : `, until ${expires}`}`)];
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return [error.code === "permission" && error.message.startsWith("there is no token") ? warning(name, `${error.message}, so no note can be written`, error.hint ?? null) : failureOf(name, error)];
	}
}

export { examineGitLab, openGitLabPipeline };