import { isImagesError, nearest, optionTable, plural, quote } from "./words.js";
import { findBoundary } from "./machine.js";
import { openProject, realFolder } from "./files.js";
import { parseYamlDocuments } from "./shared.js";
import { failure, failureOf, ok, warning } from "./check-line.js";
import { eventsOf, findWorkflowUses, mapOf, setupOfWorkflow, stepsOf, textOf } from "./pipeline-setup.js";

// src/cli/reusable-workflows.ts
/** Inputs of every workflow that reads the project. */
const reading = words(`
    fixed-images-file artifact-name artifact-retention-days runs-on registry registry-username registry-auth-host registry-plain-http
    registry-ca project-dir source-root target args args-from-file vars-from-file local-git-override local-oci-override include-tags exclude-tags include-deployment-dirs
    exclude-deployment-dirs policy-file platforms allow-registries deny-registries job-summary
  `);
/** Inputs of those that resolve its images besides. */
const resolving = words(`
    targets shards images fixed-images deployed-images pin-digests offline-images output-file lock-file simple source-links
    fail-on commit-subjects
  `);
const logins = ["registry-password", "docker-config"];
/** The reusable workflows of `.github/workflows` by file name; a test compares them with the files. */
const reusableWorkflows = /* @__PURE__ */ new Map([
	["review.yml", {
		permissions: {
			contents: "read",
			packages: "read",
			"pull-requests": "write"
		},
		inputs: [
			...reading,
			...resolving,
			...words("update-images baseline comment comment-tag")
		],
		secrets: logins
	}],
	["review-comment.yml", {
		permissions: {
			actions: "read",
			"pull-requests": "write"
		},
		inputs: words("artifact-name comment comment-tag runs-on"),
		secrets: []
	}],
	["bump.yml", {
		permissions: {
			contents: "write",
			packages: "read",
			"pull-requests": "write"
		},
		inputs: [
			...reading,
			...resolving,
			...words("branch base title labels reviewers")
		],
		secrets: ["pull-request-token", ...logins]
	}],
	["release.yml", {
		permissions: {
			contents: "read",
			packages: "read"
		},
		inputs: [...reading, ...words("ref")],
		secrets: logins
	}]
]);
function words(text) {
	return text.trim().split(/\s+/);
}

// src/cli/workflow-grants.ts
/**
* Reads `permissions:` of a job, else of its workflow. Once one is named, all others are off.
* Source: docs.github.com, "Workflow syntax for GitHub Actions", permissions.
*/
function readGrants(job, workflow) {
	const value = job ?? workflow;
	if (value === void 0 || value === null) return void 0;
	if (value === "read-all") return { of: () => "read" };
	if (value === "write-all") return { of: () => "write" };
	if (!(value instanceof Map)) return void 0;
	const grants = new Map([...value].map(([name, grant]) => [name, grant === "read" || grant === "write" ? grant : "none"]));
	return { of: (name) => grants.get(name) ?? "none" };
}
/** Those of the needs that are not granted, as `pull-requests: write`. */
function missingGrants(needs, grants) {
	return Object.entries(needs).filter(([name, needed]) => needed !== grants.of(name) && grants.of(name) !== "write").map(([name, needed]) => `${name}: ${needed}`);
}
/** `contents: read, pull-requests: write`. */
function formatNeeds(needs) {
	return Object.entries(needs).map(([name, needed]) => `${name}: ${needed}`).join(", ");
}

// src/cli/workflow-lines.ts
/** What `doctor` says of one use in a workflow: permissions, event, version, inputs. One line where all is right. */
function workflowLines(use) {
	const name = `${use.file}, job ${use.jobId}`;
	const wrong = [
		...unknownWorkflow(name, use),
		...permissionLines(name, use),
		...eventLines(name, use),
		...refLines(name, use),
		...inputLines(name, use)
	];
	const needs = needsOf(use);
	return wrong.length > 0 ? wrong : [ok(name, `has what it needs: ${formatNeeds(needs)}`)];
}
/** True for a version that may move: a tag or branch, which a commit is not. */
function isMovable({ ref }) {
	return !/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref);
}
function unknownWorkflow(name, { reusable }) {
	if (reusable === void 0 || reusableWorkflows.has(reusable)) return [];
	const known = [...reusableWorkflows.keys()];
	return [failure(name, `${quote(reusable)} is none of our reusable workflows`, `They are ${known.join(", ")}.`)];
}
/** A called workflow that asks for more than its caller grants does not start at all; a step only misses what it then does. */
function permissionLines(name, use) {
	const needs = needsOf(use);
	const grants = readGrants(use.job.get("permissions"), use.workflow.get("permissions"));
	if (grants === void 0) return [warning(name, "names no permissions, so that the default of the repository counts", `Write permissions: ${formatNeeds(needs)}.`)];
	const missing = missingGrants(needs, grants);
	if (missing.length === 0) return [];
	const why = use.reusable === void 0 ? "" : ", and GitHub does not start it without";
	return [failure(name, `lacks ${missing.join(" and ")}${why}`, `Add ${missing.length === 1 ? "it" : "them"} to permissions: of the job.`)];
}
function needsOf(use) {
	if (use.reusable !== void 0) return reusableWorkflows.get(use.reusable)?.permissions ?? {};
	const { inputs, job } = use;
	if (textOf(inputs.get("mode")) === "comment") return {
		actions: "read",
		"pull-requests": "write"
	};
	const comments = textOf(inputs.get("comment")) !== "never" && textOf(inputs.get("verify")) !== "true" && isAboutPullRequests(use);
	return {
		...stepsOf(job).some((step) => /^actions\/checkout@/i.test(textOf(step.get("uses")))) ? { contents: "read" } : {},
		...comments ? { "pull-requests": "write" } : {},
		...logsInWithToken(use) ? { packages: "read" } : {}
	};
}
/** On other events there is nothing to comment on, unless the workflow says what. */
function isAboutPullRequests({ workflow, inputs }) {
	return eventsOf(workflow).some((event) => /^pull_request/.test(event)) || inputs.has("pr-number");
}
/** ghcr.io takes the job's own token, which then has to be allowed to read packages. */
function logsInWithToken({ job, workflow }) {
	return [
		workflow,
		job,
		...stepsOf(job)
	].flatMap((part) => [...[...mapOf(part.get("env"))].filter(([name]) => /^KLUCTL_REGISTRY_.*(?:PASSWORD|TOKEN)$/.test(name)), .../^docker\/login-action@/i.test(textOf(part.get("uses"))) ? [...mapOf(part.get("with"))] : []]).some(([, value]) => /\$\{\{\s*(?:github\.token|secrets\.GITHUB_TOKEN)\s*\}\}/i.test(textOf(value)));
}
/** Threat model W-01: files of a fork beside secrets. */
function eventLines(name, { workflow, job }) {
	const event = eventsOf(workflow).find((one) => one === "pull_request_target");
	if (event === void 0) return [];
	const foreign = stepsOf(job).some((step) => /\bhead\b|refs\/pull|head_ref/.test(textOf(mapOf(step.get("with")).get("ref"))));
	const hint = "Use pull_request, and for forks a second workflow on workflow_run with mode: comment.";
	if (foreign) return [failure(name, `checks out files of forks on ${event}, beside the secrets of this repository`, hint)];
	return [warning(name, `runs on ${event}, where pull requests from forks are refused`, hint)];
}
function refLines(name, use) {
	const { ref } = use;
	const what = use.reusable ?? "kluctl-images/kluctl-images";
	const hint = "Write a release as @v0, or better the commit of one.";
	if (ref === "") return [failure(name, `${what} has no version`, hint)];
	if (!isMovable(use) || /^v\d+(?:\.\d+){0,2}$/.test(ref)) return [];
	return [warning(name, `${what} is taken from ${quote(ref)}, which is no release`, hint)];
}
/** A workflow that is called with an unknown input does not start; the Action runs without it. */
function inputLines(name, { reusable, inputs, secrets }) {
	const called = reusable === void 0 ? void 0 : reusableWorkflows.get(reusable);
	if (reusable !== void 0 && called === void 0) return [];
	const known = called?.inputs ?? optionTable.map((option) => option.name);
	const unknown = [...inputs.keys()].filter((input) => !known.includes(input.toLowerCase()));
	const unknownSecrets = called === void 0 ? [] : [...mapOf(secrets).keys()].filter((secret) => !called.secrets.includes(secret));
	const say = called === void 0 ? warning : failure;
	return [
		...valueLines(name, [...inputs]),
		...unknown.map((input) => say(name, `the input ${quote(input)} is not known`, hintFor(input, known))),
		...unknownSecrets.map((secret) => say(name, `the secret ${quote(secret)} is not known`, hintFor(secret, called?.secrets ?? [])))
	];
}
/** Words that the input does not take; what an expression comes to is seen in the run only. */
function valueLines(name, inputs) {
	return inputs.flatMap(([input, value]) => {
		const text = textOf(value).trim();
		const option = optionTable.find((one) => one.name === input.toLowerCase());
		if (option === void 0 || text === "" || text.includes("${{")) return [];
		const choices = option.kind === "boolean" ? ["true", "false"] : option.choices ?? [];
		const isRight = (word) => choices.includes(option.kind === "boolean" ? word.replace(/^(?:True|TRUE|False|FALSE)$/, (found) => found.toLowerCase()) : word);
		const words = option.kind === "list" ? text.split(/[,\n]/).map((word) => word.trim()) : [text];
		return (choices.length === 0 ? [] : words.filter((word) => word !== "" && !isRight(word))).map((word) => {
			const near = nearest(word, choices);
			const hint = near === void 0 ? `It takes ${choices.join(", ")}.` : `Did you mean ${near}?`;
			return failure(name, `the input ${input} does not take ${quote(word)}`, hint);
		});
	});
}
function hintFor(word, known) {
	const near = nearest(word, known);
	return near === void 0 ? `There are ${plural(known.length, "input")}; see docs/reference.md.` : `Did you mean ${near}?`;
}

// src/cli/examine-workflows.ts
const folder = ".github/workflows";
const limits = {
	bytes: 1048576,
	depth: 60,
	nodes: 5e4,
	aliases: 50
};
/** Reads the workflows of the repository around a folder, and judges those that use us. A repository without any is no matter. */
function examineWorkflows(projectDir) {
	const around = realFolder(projectDir);
	const source = openProject(findBoundary(around, void 0) ?? around);
	const names = (source.list(folder) ?? []).filter(({ name, kind }) => kind === "file" && /\.ya?ml$/i.test(name)).map(({ name }) => name);
	const lines = [];
	const uses = [];
	for (const name of names) try {
		const text = source.read(`${folder}/${name}`) ?? "";
		if (!/kluctl-images/i.test(text)) continue;
		const [document] = parseYamlDocuments(text, name, limits, "file");
		uses.push(...findWorkflowUses(name, document?.value ?? null));
	} catch (error) {
		if (!isImagesError(error)) throw error;
		lines.push(failureOf(name, error));
	}
	lines.push(...uses.flatMap(workflowLines));
	return {
		lines,
		notes: uses.some(isMovable) ? ["a tag can be moved, so a workflow is safest with the commit of a release: kluctl-images/kluctl-images@COMMIT # v0"] : [],
		setups: uses.flatMap((use) => setupOfWorkflow(use) ?? [])
	};
}

export { examineWorkflows };