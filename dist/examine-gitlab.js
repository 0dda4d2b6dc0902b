import { isImagesError, quote } from "./words.js";
import { connectToGitLab } from "./gitlab-api.js";
import { readGitLabAccess } from "./gitlab-job.js";
import { createRedactor, jsonMember, readProxies } from "./registry.js";
import { failure, failureOf, ok, warning } from "./check-line.js";
import { mapOf, readSetup, textOf } from "./pipeline-setup.js";
import { findBoundary } from "./machine.js";
import { openProject, realFolder } from "./files.js";
import { parseGitLabYaml } from "./core.js";

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

// src/cli/gitlab-use.ts
/** `…/kluctl-images-bump@0.1.0`, `…/templates/kluctl-images-bump.yml`. */
const ours = /(?:^|\/)(?<component>kluctl-images(?:-bump|-release)?)(?:@[^/]+|\.yml)$/;
/** Reads a file of a pipeline. Source: docs.gitlab.com/ci/yaml, include and stages. */
function readGitLabFile(file, value) {
	const pipeline = mapOf(value);
	const includes = listOf(pipeline.get("include")).map(includeOf);
	const isOurs = ({ places }) => places.some((place) => ours.test(place));
	const stages = pipeline.get("stages");
	return {
		uses: includes.flatMap(({ places, inputs }) => places.flatMap((place) => {
			const component = ours.exec(place)?.groups?.["component"];
			return component === void 0 ? [] : [{
				file,
				component,
				inputs
			}];
		})),
		locals: includes.flatMap(({ local }) => local === void 0 ? [] : [local.replace(/^\/+/, "")]),
		hasForeign: includes.some((include) => include.local === void 0 && !isOurs(include)),
		stages: Array.isArray(stages) ? stages.map(textOf) : void 0
	};
}
function includeOf(value) {
	const text = textOf(value);
	const entry = mapOf(value);
	const isAddress = /^https?:\/\//.test(text);
	const local = text === "" ? textOf(entry.get("local")) : isAddress ? "" : text;
	return {
		places: local === "" ? [
			text,
			...["component", "remote"].map((key) => textOf(entry.get(key))),
			...listOf(entry.get("file")).map(textOf)
		] : [],
		local: local === "" ? void 0 : local,
		inputs: mapOf(entry.get("inputs"))
	};
}
function listOf(value) {
	if (value === void 0 || value === null) return [];
	return Array.isArray(value) ? value : [value];
}

// src/cli/gitlab-pipeline.ts
const main = ".gitlab-ci.yml";
const folder = ".gitlab";
const limits = {
	bytes: 1048576,
	depth: 60,
	nodes: 5e4,
	aliases: 50
};
const mostFiles = 50;
/**
* Reads `.gitlab-ci.yml` of the repository around a folder, and what it includes of the same repository. A repository without one is no matter.
* @param usual stages of a pipeline that names none
*/
function readGitLabPipeline(projectDir, usual) {
	const around = realFolder(projectDir);
	const source = openProject(findBoundary(around, void 0) ?? around);
	const lines = [];
	const read = (path) => {
		try {
			const text = source.read(path);
			const documents = text === void 0 ? [] : parseGitLabYaml(text, path, limits);
			return text === void 0 ? void 0 : readGitLabFile(path, documents.at(-1)?.value ?? null);
		} catch (error) {
			if (!isImagesError(error)) throw error;
			lines.push(failureOf(path, error));
			return;
		}
	};
	const files = /* @__PURE__ */ new Map();
	const waiting = [main];
	for (const path of waiting) {
		const file = files.has(path) || files.size >= mostFiles ? void 0 : read(path);
		if (file === void 0) continue;
		files.set(path, file);
		waiting.push(...file.locals);
	}
	const others = (source.list(folder) ?? []).filter(({ name, kind }) => kind === "file" && /^kluctl-images.*\.ya?ml$/.test(name)).map(({ name }) => `${folder}/${name}`).filter((path) => !waiting.includes(path));
	const uses = [...files.values()].flatMap((file) => file.uses);
	lines.push(...others.map((path) => notIncluded(path, main)));
	const isWhole = [...files.values()].every(({ hasForeign }) => !hasForeign) && waiting.every((path) => files.has(path));
	const stages = [...files.values()].find((file) => file.stages !== void 0)?.stages ?? usual;
	const isOurs = uses.length > 0 || others.length > 0;
	return {
		uses,
		stages: isWhole ? stages : void 0,
		lines: isOurs || source.read(main)?.includes("kluctl-images") === true ? lines : []
	};
}

// src/cli/examine-gitlab.ts
const writes = /* @__PURE__ */ new Map([["kluctl-images-bump", "branch"], ["kluctl-images-release", "nothing"]]);
/** Reads the pipeline of the repository around a folder, and judges what it includes of ours. */
function openGitLabPipeline(projectDir) {
	const { uses, stages, lines } = readGitLabPipeline(projectDir, usualStages);
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