import { compileGlob, hasTooManyStars, isImagesError, matchesGlob } from "./words.js";
import { parseGitLabYaml } from "./core.js";
import { isYamlList, isYamlMap } from "./shared.js";

// src/init/gitlab-file.ts
/** GitLab takes no more of a whole pipeline. Source: docs.gitlab.com/administration/instance_limits, includes. */
const mostIncludes = 150;
const none = /* @__PURE__ */ new Map();
/** `…/kluctl-images-bump@0.1.0`, `…/templates/kluctl-images-bump.yml`. */
const ours = /(?:^|\/)(?<component>kluctl-images(?:-bump|-release)?)(?:@[^/]+|\.yml)$/;
/** Reads a file of a pipeline. Source: docs.gitlab.com/ci/yaml, include, stages and workflow:rules. */
function readGitLabFile(file, value) {
	const pipeline = mapOf(value);
	const entries = listOf(pipeline.get("include"));
	const includes = entries.slice(0, mostIncludes).map(includeOf);
	const isOurs = ({ places }) => places.some((place) => ours.test(place));
	const stages = isYamlList(pipeline.get("stages")) ? listOf(pipeline.get("stages")).map(textOf) : void 0;
	const isReferred = stages?.some((name) => /^(?!\.(?:pre|post)$)(?:\.|$)/.test(name)) === true;
	const rules = mapOf(pipeline.get("workflow")).get("rules");
	return {
		uses: includes.flatMap(({ places, inputs }) => places.flatMap((place) => {
			const component = ours.exec(place)?.groups?.["component"];
			return component === void 0 ? [] : [{
				file,
				component,
				inputs
			}];
		})),
		hasInclude: pipeline.has("include"),
		locals: includes.flatMap(({ local }) => local === void 0 ? [] : [local.replace(/^\/+/, "")]),
		hasForeign: isReferred || entries.length > mostIncludes || includes.some((include) => include.local === void 0 && !isOurs(include)),
		stages: isReferred ? void 0 : stages,
		rules: isYamlList(rules) ? rules : void 0
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
	return isYamlList(value) ? value : [value];
}
function mapOf(value) {
	return isYamlMap(value) ? value : none;
}
function textOf(value) {
	return value === void 0 || value === null || typeof value === "object" ? "" : String(value);
}

// src/init/gitlab-rules.ts
/** Words in a rule by which somebody speaks of a kind of pipeline. A schedule runs for a branch. */
const wordsOf = [
	["merge requests", /merge_request|MERGE_REQUEST/],
	["schedules", /schedule|CI_COMMIT_(?:BRANCH|REF)|CI_DEFAULT_BRANCH/],
	["tags", /CI_COMMIT_(?:TAG|REF)/]
];
/**
* Kinds that `workflow: rules` seem to make no pipeline for, as far as words can tell: a rule without a condition, with one that speaks of none of
* them, or with one that says what a pipeline is not, may be for all. Source: docs.gitlab.com/ci/yaml, `workflow:rules`.
*/
function pipelinesLeftOut(rules) {
	if (rules.length === 0) return [];
	const conditions = rules.flatMap((rule) => {
		if (!isYamlMap(rule)) return [""];
		const condition = rule.get("if");
		return rule.get("when") === "never" ? [] : [typeof condition === "string" ? condition : ""];
	});
	return conditions.some((text) => /![=~]/.test(text) || !wordsOf.some(([, words]) => words.test(text))) ? [] : wordsOf.flatMap(([kind, words]) => conditions.some((text) => words.test(text)) ? [] : [kind]);
}

// src/init/gitlab-pipeline.ts
/** The file that GitLab begins with. */
const mainPipeline = ".gitlab-ci.yml";
const limits = {
	bytes: 1048576,
	depth: 60,
	nodes: 5e4,
	aliases: 50
};
const mostFiles = 50;
/**
* Reads `.gitlab-ci.yml`, and what it includes of the same repository. What a file says goes before what it includes, and of that the last goes first.
* Source: docs.gitlab.com/ci/yaml/includes, `Override included configuration values` and `Use include:local with wildcard file paths`.
*/
function readGitLabPipeline(source) {
	const files = /* @__PURE__ */ new Map();
	const meant = /* @__PURE__ */ new Map();
	const filesOf = (local) => {
		const found = meant.get(local) ?? findFiles(local, source);
		meant.set(local, found);
		return found;
	};
	const waiting = [mainPipeline];
	for (const path of waiting) {
		const file = files.has(path) || files.size >= mostFiles ? void 0 : readFile(source, path);
		if (file === void 0) continue;
		files.set(path, file);
		waiting.push(...file.locals.flatMap(filesOf));
	}
	const all = [...files.values()];
	const first = files.get(mainPipeline);
	const isWhole = all.every(({ hasForeign }) => !hasForeign) && waiting.every((path) => files.has(path));
	const find = (part) => {
		const seen = /* @__PURE__ */ new Set();
		const findIn = (path) => {
			const file = seen.has(path) ? void 0 : files.get(path);
			seen.add(path);
			if (file === void 0) return void 0;
			return file.locals.flatMap(filesOf).toReversed().reduce((found, one) => found ?? findIn(one), part(file));
		};
		return findIn(mainPipeline);
	};
	return {
		uses: all.flatMap(({ uses }) => uses),
		hasInclude: first?.hasInclude === true,
		stages: find(({ stages }) => stages),
		areStagesSure: first === void 0 || isWhole || first.stages !== void 0,
		leftOut: pipelinesLeftOut(find(({ rules }) => rules) ?? []),
		includes: (path) => all.some(({ locals }) => locals.some((local) => meaningOf(local)(path)))
	};
}
function readFile({ read, onProblem }, path) {
	if (path !== ".gitlab-ci.yml" && !isPipelineFile(path)) return void 0;
	try {
		const text = read(path);
		return text === void 0 ? void 0 : readGitLabFile(path, parseGitLabYaml(text, path, limits).at(-1)?.value ?? null);
	} catch (error) {
		if (!isImagesError(error)) throw error;
		onProblem?.(path, error);
		return;
	}
}
/** A name that GitLab may include, and that leads nowhere else: no variable, no star. */
function isPipelineFile(path) {
	return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.length < 200) && path.length < 1e3 && /^[^\p{Cc}\\$*]+\.ya?ml$/u.test(path);
}
/** The files that an include means; its own name where they are not known. */
function findFiles(local, { list }) {
	return local.includes("*") && list !== void 0 ? list().filter(meaningOf(local)) : [local];
}
/** One star stands for a part of a name, two for any path; so does a variable, which may be anything. */
function meaningOf(local) {
	const pattern = local.replace(/\$\{?\w+\}?/g, "**");
	if (!pattern.includes("*") || hasTooManyStars(pattern)) return (path) => path === pattern;
	const glob = compileGlob(pattern);
	return (path) => matchesGlob(glob, path, "/");
}

export { mainPipeline, readGitLabPipeline };