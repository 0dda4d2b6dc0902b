import { chosenTargets, ciNames, outputFileFor } from "./init-choice.js";
import { commandLineOptions, jsonText, layOutTable, makeColours, plural, terminalText } from "./words.js";

// src/init/format-plan.ts
/** The whole plan for a person: what was found, each image with its filter, each file with its text. */
function formatPlan(plan, view) {
	const { colours } = view;
	const warnings = plan.warnings.map((text) => `${colours.yellow("!")} ${terminalText(text)}\n`).join("");
	return [
		formatHead(plan, view),
		warnings,
		formatImages(plan, view),
		...plan.files.map((file) => formatFile(file, view))
	].filter((part) => part !== "").join("\n");
}
function formatHead({ project, ci, setup, targets, calls, images }, { width, colours }) {
	const named = new Set(images.map(({ repository }) => repository)).size;
	const taken = targets.filter(({ leftOut }) => leftOut === null).map(({ name }) => name);
	const cells = [
		["project", project === "." ? "this folder" : project],
		["CI", `${ci.ci}: ${ci.why}`],
		["branch", setup.branch],
		["targets", taken.length === 0 ? "none" : taken.join(", ")],
		...targets.flatMap(({ name, leftOut }) => leftOut === null ? [] : [["left out", `${name}: ${leftOut}`]]),
		["calls", `${plural(calls, "call")} of images.get_image, for ${plural(named, "image")}`]
	].map(([name = "", text = ""]) => [{
		text: name,
		paint: colours.dim
	}, { text: terminalText(text) }]);
	return lines(layOutTable(cells, width));
}
const originWords = {
	template: "template",
	policy: "policy",
	proposed: "proposed",
	none: "none yet"
};
function formatImages({ images, imageLines }, { width, colours }) {
	if (images.length === 0) {
		if (imageLines.length === 0) return "";
		const shown = imageLines.slice(0, 10).map(({ image, name, file }) => [
			{ text: terminalText(`image: ${image}`) },
			{ text: terminalText(`image: {{ images.get_image("${name}") }}`) },
			{
				text: terminalText(file),
				paint: colours.dim
			}
		]);
		return `Images that stand as text; as a call each is kept up to date:\n\n${lines(layOutTable(shown, width))}`;
	}
	const head = [
		"IMAGE",
		"FILTER",
		"FROM",
		"PICKS",
		"ACCEPTS"
	].map((text) => ({
		text,
		paint: colours.bold
	}));
	const table = lines(layOutTable([head, ...images.map((image) => imageRow(image))], width));
	const notes = images.flatMap(({ image, open, notes: ours }) => [...open === null ? [] : [open], ...ours].map((note) => [{
		text: "!",
		paint: colours.yellow
	}, { text: terminalText(`${image}: ${note}`) }]));
	return notes.length === 0 ? table : `${table}\n${lines(layOutTable(notes, width))}`;
}
function imageRow({ image, filter, origin, picks, accepts, seen }) {
	const count = accepts === null ? "" : `${accepts} of ${plural(seen ?? 0, "tag")}`;
	return [
		image,
		filter ?? "",
		originWords[origin],
		picks ?? "",
		count
	].map((text) => ({ text: terminalText(text) }));
}
function formatFile({ path, state, text, add }, { colours }) {
	const name = colours.bold(terminalText(path));
	if (state === "same") return `${name} exists, left as it is\n`;
	const [title, body] = state === "new" ? [`${name} is new`, text] : add === "" ? [`${name} exists and differs, left as it is; compare with`, text] : [`${name} exists, left as it is; it lacks these lines`, add];
	return `${title}\n\n${lines(body.split("\n").slice(0, -1).map((line) => line === "" ? "" : `    ${terminalText(line)}`))}`;
}
function lines(texts) {
	return texts.map((text) => `${text}\n`).join("");
}

// src/init/shell-word.ts
/** A text as one word of a POSIX shell, for a command line that a person copies. It is quoted only where that is needed. */
function shellWord(text) {
	return /^[A-Za-z0-9_./@%+:,][A-Za-z0-9_./@%+:,=-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

// src/init/next-steps.ts
/** What a person does after the new ones of the files are written, in order; with no new one only what is to be mended, or changed by hand. */
function nextSteps(plan) {
	const { ci, setup, files } = plan;
	const byHand = files.flatMap(handStep);
	if (files.every(({ state }) => state !== "new")) return [
		...mendSteps(plan, "a run"),
		...byHand,
		...ruleSteps(plan),
		...blindSteps(plan)
	];
	const changed = files.filter(({ state }) => state !== "same").map(({ path }) => path);
	return [
		...mendSteps(plan, "the first run"),
		...byHand,
		...ruleSteps(plan),
		...blindSteps(plan),
		...moveSteps(plan),
		...oldFileSteps(setup),
		`Commit ${changed.join(", ")}, and push.`,
		...settings(ci.ci, setup, files.length > 1),
		firstRun(ci.ci, setup, files),
		deployStep(setup)
	];
}
const mostNamed = 3;
/** What makes a run red, before anything else. */
function mendSteps({ failures }, run) {
	const left = failures.length - mostNamed;
	return [...failures.slice(0, mostNamed).map((text) => `Mend first, or ${run} fails: ${text}.`), ...left > 0 ? [`Mend ${plural(left, "more problem")} of this kind, shown above.`] : []];
}
/** Conditions by which `workflow: rules` make a pipeline; source: docs.gitlab.com/ci/yaml/workflow, "Common `if` clauses". */
const ruleFor = {
	"merge requests": "- if: $CI_PIPELINE_SOURCE == \"merge_request_event\"",
	schedules: "- if: $CI_PIPELINE_SOURCE == \"schedule\"",
	tags: "- if: $CI_COMMIT_TAG"
};
/** Without a pipeline no job runs. */
function ruleSteps({ leftOutPipelines: kinds }) {
	return kinds.map((kind) => `Add ${ruleFor[kind]} to the workflow: rules of your pipeline, which seem to make none for ${kind}.`);
}
/** Tags that a run would take without a reason. */
function blindSteps({ blind }) {
	const left = blind.length - mostNamed;
	return [...blind.slice(0, mostNamed).map((text) => `Say what counts for ${text}.`), ...left > 0 ? [`Say what counts for ${plural(left, "more image")} in the same way.`] : []];
}
function handStep({ path, state, text }) {
	if (state !== "differs") return [];
	if (text !== "") return [`Compare ${path} with what is shown above, and take over what it lacks.`];
	return [`Add the ${isPolicy(path) ? "rules" : "include"} above to ${path}.`];
}
function isPolicy(path) {
	return /(?:^|\/)\.kluctl-images\.yaml$/.test(path);
}
/** Tags that were chosen before are taken over, but do not stay. */
function moveSteps({ moves, files: [policy] }) {
	if (moves.length === 0) return [];
	const one = ({ image, from, to, bump }) => `${image} ${from} → ${to} (${bump})`;
	const left = moves.length - mostNamed;
	const more = left > 0 ? ` and ${left} more` : "";
	const where = policy?.state === "new" ? `take the # of its hold away in ${policy.path}` : "give it a hold in the policy file";
	const unfixed = [...new Set(moves.flatMap((move) => move.unfixed.map((user) => `${move.image} for ${user}`)))];
	const others = unfixed.length > mostNamed ? ` and ${unfixed.length - mostNamed} more` : "";
	const pin = unfixed.length === 0 ? "" : ` A hold wants an entry for each that uses the image: before it, pin ${unfixed.slice(0, mostNamed).join(", ")}${others} too.`;
	return [`Look at what the first bump moves: ${moves.slice(0, mostNamed).map(one).join(", ")}${more}. To keep one, ${where}.${pin}`];
}
function oldFileSteps({ oldFile, targets, outputFile }) {
	if (oldFile === void 0) return [];
	return [`Copy ${oldFile} to ${named(targets.map((target) => outputFileFor({ outputFile }, target)))}, so that what it fixes is carried over: each target has a file of its own from now on, and ${oldFile} is not written any more.`];
}
/** @param hasPipeline false where the policy is the only file */
function settings(ci, { logins }, hasPipeline) {
	const hosts = logins.filter((host) => ci !== "github" || host !== "ghcr.io");
	const where = ci === "github" || ci === "gitlab" ? "the written file names what to set" : "set KLUCTL_REGISTRY_0_HOST, KLUCTL_REGISTRY_0_USERNAME and KLUCTL_REGISTRY_0_PASSWORD, and so on, in its environment";
	const login = hosts.length === 0 ? [] : [`Give it the login of ${hosts.join(", ")}: ${where}.`];
	const own = hasPipeline ? ownSettings[ci] : void 0;
	return own === void 0 ? login : [own, ...login];
}
/** Source: the notes of docs/getting-started.md, templates/ and examples/ on what each CI system has to be allowed. */
const ownSettings = {
	github: "In Settings > Actions > General switch on \"Allow GitHub Actions to create and approve pull requests\".",
	gitlab: "In Settings > Access tokens make two project access tokens, and in Settings > CI/CD > Variables a variable for each: KLUCTL_IMAGES_GITLAB_TOKEN (role Reporter, scope api; masked, not protected) for the note, and KLUCTL_IMAGES_PUSH_TOKEN (role Developer, scope write_repository; masked and protected) for the merge request.",
	"azure-pipelines": "Make a pipeline of azure-pipelines.yml, and add it to the policies of the branch as a build validation.",
	bitbucket: "For the comment set a secured repository variable IMAGES_COMMENT_TOKEN: an access token that may write pull requests.",
	tekton: "kubectl apply -f .tekton/kluctl-images.yaml, and run the task in a pipeline of yours, behind a clone."
};
function firstRun(ci, setup, files) {
	const each = setup.targets.map((target) => outputFileFor(setup, target));
	const written = named(each.length === 0 ? [setup.outputFile] : [...new Set(each)]);
	if (ci === "github") return `Once it is merged: Actions > ${workflowOf(files)} > Run workflow. The pull request that it opens writes ${written}.`;
	if (ci === "gitlab") {
		const [it, writes] = each.length > 1 ? ["merge requests", "write"] : ["merge request", "writes"];
		return `Once it is merged: add a schedule in Build > Pipeline schedules, and run it. The ${it} that it opens ${writes} ${written}.`;
	}
	const [first] = setup.targets;
	const usual = outputFileFor(setup, first) === "fixed-images.yaml";
	return `Run ${[
		"kluctl-images resolve",
		...setup.projectDir === "." ? [] : [shellWord(setup.projectDir)],
		...setup.sourceRoot === void 0 ? [] : ["--source-root", shellWord(setup.sourceRoot)],
		...first === void 0 ? [] : ["--target", shellWord(first)],
		...flagged("--args", setup.args),
		...flagged("--args-from-file", setup.argsFromFile),
		...flagged("--vars-from-file", setup.varsFromFile),
		...flagged("--allow-env", setup.allowEnv),
		...usual ? [] : ["--output-file", shellWord(outputFileFor(setup, first))]
	].join(" ")}${setup.targets.length > 1 ? " and so on for each target" : ""}; it writes ${written}.`;
}
/** For each target, since each is deployed by itself; source of the flags: kluctl's documentation of its command deploy. */
function deployStep(setup) {
	const { projectDir, targets, args, argsFromFile } = setup;
	const deploy = (target) => [
		"kluctl deploy",
		...projectDir === "." ? [] : ["--project-dir", shellWord(projectDir)],
		...target === void 0 ? [] : ["-t", shellWord(target)],
		...flagged("-a", args),
		...flagged("--args-from-file", argsFromFile),
		"--fixed-images-file",
		shellWord(outputFileFor(setup, target))
	].join(" ");
	const [first, ...others] = targets;
	const more = others.length === 0 ? "" : others.length === 1 ? `, and for ${others[0]}: ${deploy(others[0])}` : `, and so on for ${named(others)}`;
	return `Deploy with what was approved: ${deploy(first)}${more}`;
}
function flagged(flag, values) {
	return values.flatMap((value) => [flag, shellWord(value)]);
}
/** `a, b and c`; of more than four `a, b, c and 2 more`. */
function named(names) {
	const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
	return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
/** Name of the workflow that has the bump, which is the first. */
function workflowOf(files) {
	const [, name = "images"] = files.flatMap(({ path }) => /^\.github\/workflows\/(.+)\.yml$/.exec(path) ?? []);
	return name;
}

// src/cli/init-next.ts
/** What comes next, in order; of written files only where they are written, or nothing is to write. */
function nextOf(plan, isWritten) {
	const { calls, files, failures, imageLines } = plan;
	const missing = [...replacedSteps(plan), ...leftOutSteps(plan.targets)];
	if (calls === 0) {
		const mend = [...failures.slice(0, 5).map((failure) => `Mend ${failure}.`), ...missing];
		return [...mend.length > 0 ? mend : [firstCall(imageLines)], "Run the same command again."];
	}
	return !isWritten && files.some(({ state }) => state === "new") ? missing : [...missing, ...nextSteps(plan)];
}
/** Why there is nothing to set up: an end of "error: …, so that there is nothing to set up". */
function nothingFound({ targets, failures }, chosen) {
	if (targets.length > 0 && targets.every(({ leftOut }) => leftOut !== null)) return "no target could be rendered";
	return `no call of images.get_image was found${failures.length > 0 ? " in what could be rendered" : ""}${chosen.length === 0 ? "" : ` for the target${chosen.length === 1 ? "" : "s"} ${chosen.join(", ")}`}`;
}
/**
* Why --yes writes nothing, with what to do: it would set up less than the user may think, or another thing. Undefined where it may write.
* @param chosen targets that the user chose; what is given beside one that is chosen by itself is for that one
*/
function refusal({ targets, replaced }, chosen) {
	const names = leftOutNames(targets);
	if (names !== void 0) return `nothing was written, since --yes sets up every target, and here ${names} cannot take part; to go on without: --yes ${choiceFlags(targets)}`;
	const [first] = chosen.length === 1 ? [] : replaced;
	if (first === void 0) return void 0;
	return `nothing was written, since ${first}; put a value for one target into its args in .kluctl.yaml${targets.length === 1 ? `; to go on all the same: --yes ${choiceFlags(targets)}` : ""}`;
}
/** What is given replaces what a target has. The pipeline, and the line to deploy with, would say so as well. */
function replacedSteps({ replaced }) {
	if (replaced.length === 0) return [];
	return [`Look at what the given args do: ${listOf(replaced, "more")}. They count for every target, in each run and in the line to deploy with; a value for one belongs into its args in .kluctl.yaml.`];
}
/** The names of targets that are left out, for a sentence; undefined where none is. */
function leftOutNames(targets) {
	const names = targets.flatMap(({ name, leftOut }) => leftOut === null ? [] : name);
	return names.length === 0 ? void 0 : listOf(names);
}
/** The flags that choose the targets which take part; empty where none does. */
function choiceFlags(targets) {
	return targets.flatMap(({ name, leftOut }) => leftOut === null ? [`--target ${shellWord(name)}`] : []).join(" ");
}
/** A step for each reason why targets are left out. */
function leftOutSteps(targets) {
	const reasons = [...new Set(targets.flatMap(({ leftOut }) => leftOut ?? []))];
	const flags = choiceFlags(targets);
	return reasons.slice(0, 5).map((reason) => {
		const members = targets.filter(({ leftOut }) => leftOut === reason);
		const who = listOf(members.map(({ name }) => name));
		const args = (members[0]?.missingArgs ?? []).filter((name) => /^[\w./-]+$/.test(name));
		if (flags === "" && args.length > 0) return `Give ${who} what the project requires: in the args of the targets, or one value for all by the same command with ${args.map((name) => `--args ${name}=…`).join(" ")}`;
		return `Mend what keeps ${who} out${args.length > 0 ? " (--args would count for every target)" : ""}: ${reason}.${flags === "" ? "" : ` To go on without: the same command with ${flags}.`}`;
	});
}
function listOf(names, more) {
	const left = names.length - 5;
	const others = more === void 0 ? plural(left, "more target") : `${left} ${more}`;
	return left <= 0 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${others}`;
}
function firstCall([first]) {
	const line = (name) => `image: {{ images.get_image("${name}") }}`;
	return first === void 0 ? `In a template write ${line("nginx")}, with the name of an image that is to be kept up to date.` : `Write ${line(first.name)} in ${first.file}, and so on for each image that is to be kept up to date.`;
}

// src/cli/init.ts
const taken = /* @__PURE__ */ new Set([
	"source-root",
	"args",
	"args-from-file",
	"vars-from-file",
	"allow-env",
	"offline-images"
]);
/** Here a project is set up for some of its targets; `local` may never be deployed by a pipeline. */
const ofSeveralTargets = {
	kind: "lines",
	help: "kluctl target to set up, one a line; every target that the project has if empty."
};
const command = {
	name: "init",
	usage: "init [DIR]",
	summary: "Look at a project, and write its policy file and pipeline after showing them.",
	description: "Renders the kluctl project in DIR (default: the working directory, or the one project in it, up to three levels down) for each of its targets, or those that --target names, asks the registries for the tags of its images, and shows a version filter for each image whose template names none, the policy file, and the pipeline for its CI system. Then it asks whether to write them. Nothing that is there is written over; what such a file lacks is shown. Without a terminal nothing is written unless --yes is given, and with --yes nothing while one of the targets cannot be rendered, or args replace what a target has itself.",
	examples: [
		"kluctl-images init",
		"kluctl-images init deploy --target staging --target prod",
		"kluctl-images init --ci gitlab --yes",
		"kluctl-images init --offline-images --json"
	],
	flags: [
		{
			name: "ci",
			kind: "text",
			value: ciNames.join("|"),
			help: "CI system to write the pipeline for; by default that of the files in the repository, or of its git remote."
		},
		{
			name: "yes",
			kind: "boolean",
			short: "y",
			help: "Write the files without asking."
		},
		{
			name: "json",
			kind: "boolean",
			help: "Print everything that was found as JSON; never asks."
		}
	],
	options: commandLineOptions.flatMap((option) => option.name === "target" ? {
		...option,
		...ofSeveralTargets
	} : taken.has(option.name) ? option : []),
	positionals: ["DIR?"],
	async run(parsed, terminal) {
		const { openRendering } = await import("./project-rendering.js");
		return runInit(parsed, terminal, openRendering);
	}
};
/**
* The whole command.
* @param open renders the project
* @throws InputError, ProjectError, FileError
*/
async function runInit(parsed, terminal, open) {
	const { own, raw } = parsed;
	const { makePlan } = await import("./init-plan.js");
	const { root, plan } = await makePlan(parsed, terminal, open);
	const isJson = own.get("json") === true;
	const news = plan.files.filter(({ state }) => state === "new");
	const chosen = chosenTargets(raw);
	const refused = refusal(plan, chosen);
	if (!isJson) terminal.out(formatPlan(plan, {
		width: terminal.width,
		colours: makeColours(terminal.color)
	}));
	const isRefused = news.length > 0 && own.get("yes") === true && refused !== void 0;
	const isWanted = news.length > 0 && !isRefused && (own.get("yes") === true || !isJson && await isAgreed(plan, terminal));
	if (isWanted) {
		const { writeNewFiles } = await import("./init-files.js");
		writeNewFiles(root, news);
	}
	const written = isWanted ? news.map(({ path }) => path) : [];
	const next = nextOf(plan, isWanted);
	if (isJson) terminal.out(`${jsonText({
		...plan,
		written,
		next
	}, 2)}\n`);
	else terminal.out(`\n${ending(plan, written, next, refused)}`);
	const problem = plan.calls === 0 ? noCalls(plan, chosen) : isRefused ? refused : void 0;
	if (problem === void 0) return 0;
	terminal.err(`error: ${terminalText(problem)}\n`);
	return 1;
}
function noCalls(plan, chosen) {
	return `${nothingFound(plan, chosen)}, so that there is nothing to set up`;
}
async function isAgreed({ files, targets }, terminal) {
	if (!terminal.isInputTerminal || terminal.ask === void 0) return false;
	const count = files.filter(({ state }) => state === "new").length;
	const names = leftOutNames(targets);
	const without = names === void 0 ? "" : `, without ${terminalText(names)}`;
	const answer = await terminal.ask(`\nWrite ${count === 1 ? "this file" : `these ${count} files`}${without}? [y/N] `);
	return /^\s*y(?:es)?\s*$/i.test(answer);
}
function ending(plan, written, next, refused) {
	const { calls, noPipeline } = plan;
	const lacks = noPipeline === null || calls === 0 ? "" : `No pipeline is written: ${terminalText(noPipeline)}.\n`;
	const steps = next.map((step, index) => `${index + 1}. ${terminalText(step)}\n`).join("");
	return `${doneText(plan, written, refused)}${lacks}${steps === "" ? "" : `\nNext:\n${steps}`}`;
}
/** @param refused why --yes would write nothing */
function doneText({ files, targets, calls, noPipeline }, written, refused) {
	const names = leftOutNames(targets);
	if (written.length > 0) return `Written${names === void 0 ? "" : ` without ${terminalText(names)}`}: ${written.map(terminalText).join(", ")}\n`;
	if (calls === 0) return "Nothing was written.\n";
	if (files.some(({ state }) => state === "new")) {
		if (names === void 0 && refused !== void 0) return "Nothing was written.\n";
		const [what, choice] = names === void 0 ? ["", ""] : [` without ${names}`, ` ${choiceFlags(targets)}`];
		return terminalText(`Nothing was written. To write what is new${what}: the same command with --yes${choice}.`).concat("\n");
	}
	return `Nothing to write: ${noPipeline === null ? "every file is there" : "the policy file is there"}.\n`;
}

export { command, runInit };