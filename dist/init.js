import { ciNames, outputFileOf } from "./setup.js";
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

// src/init/next-steps.ts
/** What a person does after the new ones of the files are written, in order; with no new one only what is to be changed by hand. */
function nextSteps(ci, setup, files) {
	const byHand = files.flatMap(handStep);
	if (files.every(({ state }) => state !== "new")) return byHand;
	const [target] = setup.targets;
	const file = outputFileOf(setup).replace("{target}", () => target ?? "");
	const deploy = `Deploy with what was approved: kluctl deploy${target === void 0 ? "" : ` -t ${target}`} --fixed-images-file ${file}`;
	const commit = `Commit ${files.filter(({ state }) => state !== "same").map(({ path }) => path).join(", ")}, and push.`;
	return [
		...byHand,
		commit,
		...settings(ci, setup, files.length > 1),
		firstRun(ci, setup, files),
		deploy
	];
}
function handStep({ path, state, text, add }) {
	if (state !== "differs") return [];
	if (text !== "") return [`Compare ${path} with what is shown above, and take over what it lacks.`];
	return [`Add the ${add.startsWith("include:") ? "include" : "rules"} above to ${path}.`];
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
	const begin = `writes ${outputFileOf(setup)} for the first time`;
	if (ci === "github") return `Once it is merged: Actions > ${workflowOf(files)} > Run workflow. The pull request that it opens ${begin}.`;
	if (ci === "gitlab") return `Once it is merged: add a schedule in Build > Pipeline schedules, and run it. The merge request that it opens ${begin}.`;
	const folder = setup.projectDir === "." ? "" : ` ${setup.projectDir}`;
	const [target] = setup.targets;
	return `Run ${`kluctl-images resolve${folder}${target === void 0 ? "" : ` --target ${target}`}`}${setup.targets.length > 1 ? " and so on for each target" : ""}; it ${begin}.`;
}
/** Name of the workflow that has the bump, which is the first. */
function workflowOf(files) {
	const [, name = "images"] = files.flatMap(({ path }) => /^\.github\/workflows\/(.+)\.yml$/.exec(path) ?? []);
	return name;
}

// src/cli/init.ts
const taken = /* @__PURE__ */ new Set([
	"target",
	"args",
	"args-from-file",
	"vars-from-file",
	"allow-env",
	"offline-images"
]);
const command = {
	name: "init",
	usage: "init [DIR]",
	summary: "Look at a project, and write its policy file and pipeline after showing them.",
	description: "Renders the kluctl project in DIR (default: the working directory, or the one project in it) for each of its targets, asks the registries for the tags of its images, and shows a version filter for each image whose template names none, the policy file, and the pipeline for its CI system. Then it asks whether to write them. Nothing that is there is written over; what such a file lacks is shown. Without a terminal nothing is written unless --yes is given.",
	examples: [
		"kluctl-images init",
		"kluctl-images init deploy --target prod",
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
	options: commandLineOptions.filter(({ name }) => taken.has(name)),
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
	if (!isJson) terminal.out(formatPlan(plan, {
		width: terminal.width,
		colours: makeColours(terminal.color)
	}));
	const isWanted = news.length > 0 && (own.get("yes") === true || !isJson && await isAgreed(news.length, terminal));
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
	else terminal.out(`\n${ending(plan, written, next)}`);
	if (plan.calls > 0) return 0;
	terminal.err(`error: no call of images.get_image was found${raw.target === void 0 ? "" : ` for the target ${terminalText(raw.target)}`}, so that there is nothing to set up\n`);
	return 1;
}
async function isAgreed(count, terminal) {
	if (!terminal.isInputTerminal || terminal.ask === void 0) return false;
	const answer = await terminal.ask(`\nWrite ${count === 1 ? "this file" : `these ${count} files`}? [y/N] `);
	return /^\s*y(?:es)?\s*$/i.test(answer);
}
/** What comes next; nothing where the files are not written that could be. */
function nextOf({ ci, setup, files, calls, imageLines }, isWritten) {
	if (calls === 0) return firstCall(imageLines);
	return !isWritten && files.some(({ state }) => state === "new") ? [] : nextSteps(ci.ci, setup, files);
}
function firstCall([first]) {
	const line = (name) => `image: {{ images.get_image("${name}") }}`;
	return [first === void 0 ? `In a template write ${line("nginx")}, with the name of an image that is to be kept up to date.` : `Write ${line(first.name)} in ${first.file}, and so on for each image that is to be kept up to date.`, "Run the same command again."];
}
function ending(plan, written, next) {
	const { calls, noPipeline } = plan;
	const lacks = noPipeline === null || calls === 0 ? "" : `No pipeline is written: ${terminalText(noPipeline)}.\n`;
	const steps = next.map((step, index) => `${index + 1}. ${terminalText(step)}\n`).join("");
	return `${doneText(plan, written)}${lacks}${steps === "" ? "" : `\nNext:\n${steps}`}`;
}
function doneText({ files, calls, noPipeline }, written) {
	if (written.length > 0) return `Written: ${written.map(terminalText).join(", ")}\n`;
	if (calls === 0) return "Nothing was written.\n";
	if (files.some(({ state }) => state === "new")) return "Nothing was written. To write what is new: the same command with --yes.\n";
	return `Nothing to write: ${noPipeline === null ? "every file is there" : "the policy file is there"}.\n`;
}

export { command, runInit };