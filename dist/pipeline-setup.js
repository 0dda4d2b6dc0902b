import { optionTable } from "./words.js";
import { failure } from "./check-line.js";

// src/cli/workflow-use.ts
const action = /^kluctl-images\/kluctl-images(?:@(?<ref>.*))?$/i;
const reusable = /^kluctl-images\/kluctl-images\/\.github\/workflows\/(?<name>[^@]+?)(?:@(?<ref>.*))?$/i;
const none = /* @__PURE__ */ new Map();
/** Every use of ours in a parsed workflow; what is no workflow has none. */
function findWorkflowUses(file, value) {
	const workflow = mapOf(value);
	return [...mapOf(workflow.get("jobs"))].flatMap(([jobId, body]) => {
		const job = mapOf(body);
		const found = {
			file,
			jobId,
			job,
			workflow
		};
		const called = reusable.exec(textOf(job.get("uses")))?.groups;
		if (called !== void 0) {
			const name = called["name"] ?? "";
			return [{
				...found,
				reusable: name,
				ref: called["ref"] ?? "",
				inputs: mapOf(job.get("with")),
				secrets: job.get("secrets")
			}];
		}
		return stepsOf(job).flatMap((step) => {
			const used = action.exec(textOf(step.get("uses")));
			if (used === null) return [];
			const ref = used.groups?.["ref"] ?? "";
			return [{
				...found,
				reusable: void 0,
				ref,
				inputs: mapOf(step.get("with")),
				secrets: void 0
			}];
		});
	});
}
/** The steps of a job. */
function stepsOf(job) {
	const steps = job.get("steps");
	return Array.isArray(steps) ? steps.map(mapOf) : [];
}
/** Names of the events that start a workflow: `on: push`, `on: [push]`, `on: {push: …}`. */
function eventsOf(workflow) {
	const on = workflow.get("on");
	if (typeof on === "string") return [on];
	if (on instanceof Map) return [...on.keys()];
	return Array.isArray(on) ? on.filter((name) => typeof name === "string") : [];
}
/** A map, or an empty one for anything else. */
function mapOf(value) {
	return value instanceof Map ? value : none;
}
/** A plain value as text; empty for a map, a list or nothing. */
function textOf(value) {
	return value === void 0 || value === null || typeof value === "object" ? "" : String(value);
}

// src/cli/pipeline-setup.ts
const plainOptions = [
	"include-tags",
	"exclude-tags",
	"include-deployment-dirs",
	"exclude-deployment-dirs"
];
/** The setup of a use in a workflow; undefined for one that resolves nothing, or whose project only the run knows. */
function setupOfWorkflow({ file, jobId, reusable, inputs }) {
	const from = `${file}, job ${jobId}`;
	if (reusable === "bump.yml") return readSetup(from, inputs, "branch");
	if (reusable === "review.yml") return readSetup(from, inputs, "file");
	if (reusable === "release.yml") return readSetup(from, inputs, "nothing");
	const mode = textOf(inputs.get("mode"));
	if (reusable !== void 0 || ![
		"",
		"resolve",
		"merge"
	].includes(mode)) return void 0;
	return readSetup(from, inputs, textOf(inputs.get("verify")) === "true" ? "nothing" : "file");
}
/**
* Reads the inputs that the Action, its workflows and the components of GitLab have in common.
* @param writes a fixed-images file, or a branch with it as well
*/
function readSetup(from, inputs, writes) {
	const projectDir = pathOf(inputs.get("project-dir"), ".");
	if (projectDir === void 0) return void 0;
	const named = linesOf(inputs.get("targets"));
	const targets = (named.length > 0 ? named : linesOf(inputs.get("target"))).filter(isPlain);
	const file = pathOf(inputs.get("output-file"), defaultOf("output-file"));
	const lock = textOf(inputs.get("lock-file"));
	const branch = textOf(inputs.get("branch")).trim() || "kluctl-images/bump";
	const paths = ["source-root", "policy-file"].map((name) => [name, [pathOf(inputs.get(name), "") ?? ""]]);
	const plain = plainOptions.map((name) => [name, linesOf(inputs.get(name)).filter(isPlain)]);
	const raw = [
		...paths,
		...plain,
		["args", linesOf(inputs.get("args")).filter((line) => isPlain(line) && !/=\s*@/.test(line))],
		["args-from-file", linesOf(inputs.get("args-from-file")).filter(isPath)],
		["vars-from-file", linesOf(inputs.get("vars-from-file")).filter((line) => isPath(line.replace(/^.*=/, "")))]
	].map(([name, lines]) => [name, lines.join("\n")]).filter(([, text]) => text !== "");
	return {
		from,
		projectDir,
		targets,
		output: writes !== "nothing" && file !== void 0 ? {
			file,
			lock: isPath(lock) ? lock : defaultOf("lock-file")
		} : void 0,
		branch: writes === "branch" && isPlain(branch) ? branch : void 0,
		raw: Object.fromEntries(raw)
	};
}
/** Lines of a text, or the items of a list, without comments. */
function linesOf(value) {
	return (Array.isArray(value) ? value.map(textOf) : textOf(value).split("\n")).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
/** The path that an input names; undefined where only the run knows it, or where it leads out of the repository. */
function pathOf(value, otherwise) {
	const text = textOf(value).trim() || otherwise;
	return text === "" || isPath(text) ? text : void 0;
}
function isPath(text) {
	return text !== "" && isPlain(text) && !/^[/~]|^[A-Za-z]:|\\|(?:^|\/)\.\.(?:\/|$)/.test(text);
}
/** Neither an expression of GitHub nor a variable or input of GitLab. */
function isPlain(text) {
	return !/\$\{\{|\$\[\[|\$\{?[A-Za-z_]/.test(text);
}
function defaultOf(name) {
	return optionTable.find((option) => option.name === name)?.default ?? "";
}
/** What two pipelines take from each other: the file of two projects, the branch of two jobs. */
function clashes(setups) {
	return [...doubled(setups, ({ output }) => output?.file).flatMap(([file, [one, ...others]]) => {
		const other = others.find(({ projectDir }) => projectDir !== one.projectDir);
		if (other === void 0) return [];
		const what = `is written for ${one.projectDir} and for ${other.projectDir}, and each takes out what the other puts in`;
		return [failure(file, what, `Give ${other.from}, an output-file of its own, as ${other.projectDir}/${file}.`)];
	}), ...doubled(setups, ({ branch }) => branch).map(([branch, [one, other = one]]) => {
		const what = `is the branch of ${one.from}, and of ${other.from}, and each overwrites the other`;
		return failure(branch, what, "Give one of them the input branch.");
	})];
}
/** What several setups have in common. */
function doubled(setups, of) {
	const found = /* @__PURE__ */ new Map();
	for (const setup of setups) {
		const key = of(setup);
		const before = key === void 0 ? void 0 : found.get(key);
		if (key !== void 0) found.set(key, before === void 0 ? [setup] : [...before, setup]);
	}
	return [...found].filter(([, { length }]) => length > 1);
}

export { clashes, eventsOf, findWorkflowUses, mapOf, readSetup, setupOfWorkflow, stepsOf, textOf };