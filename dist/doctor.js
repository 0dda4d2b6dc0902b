import { commandLineOptions, jsonText } from "./words.js";

// src/cli/doctor.ts
const used = /* @__PURE__ */ new Set([
	"project-dir",
	"source-root",
	"target",
	"args",
	"args-from-file",
	"vars-from-file",
	"allow-env",
	"local-git-override",
	"local-oci-override",
	"include-tags",
	"exclude-tags",
	"include-deployment-dirs",
	"exclude-deployment-dirs",
	"policy-file",
	"fixed-images-file",
	"offline-images",
	"output-file",
	"lock-file"
]);
const command = {
	name: "doctor",
	usage: "doctor [IMAGE_OR_HOST...]",
	summary: "Look at project, registries and permissions, and say what to fix.",
	description: "Renders the project of the working directory or --project-dir, or those that the pipelines of the repository name, for the targets of the pipelines or all that it has, and reads the files beside it; logs in once at each registry that a KLUCTL_REGISTRY variable or the configuration of docker names, that the images of the project need, or that is given as an argument (of an image it lists the tags); asks whether the tags of the images of the project can be read; and reads the workflows of the repository and what its .gitlab-ci.yml includes, and in a job of GitLab asks what its token may do. One line for each. Picks no tag, which resolve does, writes nothing, and shows no password or token. Exits 1 if something is wrong.",
	examples: [
		"kluctl-images doctor",
		"kluctl-images doctor ghcr.io registry.example.com/team/app",
		"kluctl-images doctor --project-dir deploy --target prod",
		"kluctl-images doctor --json"
	],
	flags: [{
		name: "json",
		kind: "boolean",
		help: "Print the same as JSON."
	}],
	options: commandLineOptions.filter(({ name }) => used.has(name)),
	positionals: ["IMAGE_OR_HOST...?"],
	run
};
async function run({ own, raw, positionals }, terminal) {
	const { parseOptions } = await import("./options.js");
	const { parseWanted, examine } = await import("./examination.js");
	const wanted = positionals.map(parseWanted);
	const { options, problems } = parseOptions(raw, { eachTarget: true });
	if (problems.length > 0) throw new AggregateError(problems);
	const result = await examine(wanted, await lookAround(options, raw, terminal.env), terminal.env);
	if (own.get("json") === true) terminal.out(`${jsonText(result, 2)}\n`);
	else terminal.out((await import("./doctor-text.js")).formatExamination(result));
	return result.ok ? 0 : 1;
}
async function lookAround(options, raw, env) {
	const [{ examineProjects }, { clashes }, { examineWorkflows }, gitLab] = await Promise.all([
		import("./doctor-projects.js"),
		import("./pipeline-setup2.js"),
		import("./examine-workflows.js"),
		import("./examine-gitlab.js")
	]);
	const workflows = examineWorkflows(options.projectDir);
	const pipeline = gitLab.openGitLabPipeline(options.projectDir);
	const setups = [...workflows.setups, ...pipeline.setups];
	const project = await examineProjects(raw, setups, env);
	const token = await gitLab.examineGitLab(env);
	return {
		...project,
		isOffline: options.offlineImages,
		permissions: [
			...workflows.lines,
			...pipeline.lines(project.programs),
			...clashes(setups),
			...token
		],
		notes: [...project.notes, ...workflows.notes]
	};
}

export { command };