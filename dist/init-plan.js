import { FileError, FilterError, FixedImagesError, ImageNameError, InputError, ProjectError, bumpOf, byCodeUnit, findFixed, formatPlace, formatRepository, holdsHash, isImagesError, isMovingTag, isPreReleaseTail, nearest, newest, parseImageReference, parseVersionFilter, plural, quietLog, quote, readImageReference, shorten, version, versionShape, visible } from "./words.js";
import { chooseCi, chosenTargets, ciNames, outputFileFor, remoteHostOf } from "./init-choice.js";
import { readGitLabPipeline } from "./gitlab-pipeline.js";
import { discover, imagePolicy, parseGitLabYaml, parseOptions, readDocument, readPolicy, subjectOf, targetFileNames } from "./core.js";
import { commandLineArgs, findPlaceholders, isYamlList, isYamlMap, missingArgsIn } from "./shared.js";
import { findTraps, firstSuggestion, suggestFilters, suggestLike } from "./version.js";
import { createRedactor, readRegistrySettings } from "./registry.js";
import { findInitPlace } from "./init-place.js";
import { git, readNamedFile, readUserFile } from "./machine.js";
import { findProject, openProject, realFolder } from "./files.js";
import { readConfig, sourceRootHint } from "./rendering.js";
import { listTagsOfAll } from "./tag-list.js";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { lstatSync, realpathSync } from "node:fs";

// src/init/our-projects.ts
const ours = /(?:^|\/)kluctl-images(?:[/@]|$)|\/(?:templates\/)?kluctl-images(?:-bump|-release)?(?:\.yml$|@)/;
const release = /\/(?:kluctl-images-)?release(?:\.yml|@)/;
/**
* The projects that a pipeline names where it calls our workflows, our Action, or our components. Empty where it calls none that is about a
* project; undefined for a text that cannot be read.
*/
function projectsOf(text) {
	try {
		return parseGitLabYaml(text, "pipeline").flatMap(({ value }) => projectsIn(value));
	} catch (error) {
		if (isImagesError(error)) return void 0;
		throw error;
	}
}
function projectsIn(value) {
	if (isYamlList(value)) return value.flatMap(projectsIn);
	if (!isYamlMap(value)) return [];
	const used = [
		"uses",
		"remote",
		"component"
	].map((key) => value.get(key)).find((one) => typeof one === "string");
	const below = [...value.values()].flatMap(projectsIn);
	if (typeof used !== "string" || !ours.test(used) || used.includes("/review-comment.yml")) return below;
	const inputs = value.get("with") ?? value.get("inputs");
	const text = (name) => {
		const one = isYamlMap(inputs) ? inputs.get(name) : void 0;
		return typeof one === "string" ? normal(one) : void 0;
	};
	const outputFile = text(release.test(used) || isYamlMap(inputs) && String(inputs.get("verify")) === "true" ? "fixed-images-file" : "output-file") ?? "fixed-images.yaml";
	const targets = ["target", "targets"].flatMap((name) => {
		const one = isYamlMap(inputs) ? inputs.get(name) : void 0;
		return typeof one === "string" ? one.split("\n").flatMap((line) => line.trim() || []) : [];
	});
	return [...below, {
		folder: text("project-dir") ?? ".",
		outputFile,
		targets
	}];
}
/** `./deploy/` is `deploy`. */
function normal(path) {
	const parts = path.split("/").filter((part) => part !== "" && part !== ".");
	return parts.length === 0 ? "." : parts.join("/");
}
/** A word for a project, for names of files, jobs and branches: `infra-kluctl` for `infra/kluctl`. Two folders may have the same: {@link slugsOf}. */
function slugOf(projectDir) {
	const slug = projectDir.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
	if (slug === "") return "root";
	return [
		"comment",
		"release",
		"bump"
	].includes(slug) ? `${slug}-project` : slug;
}
/** Words for a project, of which it takes the first that no other has: `infra-kluctl`, `infra-kluctl-2`. */
function slugsOf(projectDir) {
	const slug = slugOf(projectDir);
	return [slug, ...Array.from({ length: 8 }, (_, index) => `${slug}-${index + 2}`)];
}

// src/init/yaml-scalar.ts
/** Plain scalars that every reader of YAML takes for this very text: they begin with a letter and are no word of its own. */
const plain = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const words = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
/**
* A text as a YAML scalar on one line, quoted where that is needed.
* @param text one that {@link unwritable} takes
*/
function yamlScalar(text) {
	return plain.test(text) && !words.test(text) ? text : JSON.stringify(text);
}
/** `key: |` and the lines below it, for a list of texts; nothing for none. Each has to be one that {@link unwritable} takes. */
function yamlLines(key, texts) {
	return texts.length === 0 ? [] : [`${key}: |`, ...texts.map((text) => `  ${text}`)];
}
/**
* Why a name may not stand in a pipeline file: it would be read as something else there. Undefined for one that may. Workflow inputs are
* trimmed and split at line ends, `${{` begins an expression of GitHub, `$[[` one of GitLab, and `#` a comment in our own lists.
*/
function unwritable(text) {
	if (text === "") return "it is empty";
	if (visible(text) !== text) return "it holds characters that nobody sees";
	if (text.trim() !== text) return "it begins or ends with a blank";
	if (text.startsWith("#")) return "it begins with #, as a comment";
	if (text.startsWith("-")) return "it begins with -, as a flag";
	if (text.includes("$")) return "it holds $, which begins a variable or an expression";
	if (text.length > 200) return "it is longer than 200 characters";
}
/** Why a target may not name a file, as it does in `fixed/{target}.yaml`, and an artifact. Undefined for one that may. */
function notAFileName(target) {
	return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(target) ? void 0 : "it cannot be the name of a file on every system";
}

// src/init/texts/addresses.ts
const repository = "kluctl-images/kluctl-images";
/** Where people read about us, at the release that wrote the file. */
function pageAddress(page) {
	return `https://github.com/${repository}/blob/v${version}/docs/${page}`;
}
/** The schema of the policy file, for editors, at the release that wrote the file. */
const policySchemaAddress = `https://raw.githubusercontent.com/${repository}/v${version}/schema/policy.schema.json`;
/** A reusable workflow of ours; its tag moves with the releases of one major version. */
function workflowAddress(name) {
	return `${repository}/.github/workflows/${name}.yml@v${version.split(".")[0]}`;
}
/** A template for GitLab CI, which any GitLab can include from here, also where the component is not in its catalog. */
function templateAddress(name) {
	return `https://raw.githubusercontent.com/${repository}/v${version}/templates/${name}.yml`;
}

// src/init/texts/gitlab.ts
/** The place of a project that has a pipeline to itself. */
const ownPipeline = {
	path: ".gitlab-ci.yml",
	suffix: void 0,
	stage: void 0,
	isStageSure: true
};
/** The pipeline of a project at GitLab, made of our templates. Source: templates/kluctl-images{,-bump,-release}.yml of this repository. */
function gitlabText(setup, place = ownPipeline) {
	const about = [
		["review", "in merge requests: one note that says which images change"],
		["bump", "on a schedule, and by hand: the newest images, as one merge request"],
		["release", "for tags: pins what was approved by digest, and proves it"]
	];
	const { targets } = setup;
	const each = targets.length > 1 ? targets : [void 0];
	const includes = about.flatMap(([part, words]) => [`  # ${words}\n`, ...each.map((target) => includeOf(part, target, setup, place))]);
	return `# Keeps the container images of this project up to date. ${pageAddress("getting-started.md")}
${loginLines(setup)}include:
${includes.join("")}`;
}
/** What to add to a `.gitlab-ci.yml` that is there already, so that it includes our file. */
function gitlabInclude(path, hasInclude) {
	return `${hasInclude ? "# one more of these:\n" : ""}include:\n  - local: ${path}\n`;
}
/** @param own the target that this one is about, where there are several; each has a job, a file and a merge request of its own then */
function includeOf(part, own, setup, place) {
	const { suffix } = place;
	const { projectDir, sourceRoot, targets, args, argsFromFile, varsFromFile, allowEnv } = setup;
	const target = own ?? targets[0];
	const template = part === "review" ? "kluctl-images" : `kluctl-images-${part}`;
	const file = yamlScalar(outputFileFor(setup, target));
	const apart = [suffix, own].filter((one) => one !== void 0);
	const isApart = apart.length > 0;
	const name = apart.join("-");
	const title = [suffix === void 0 ? void 0 : projectDir, own].filter((one) => one !== void 0).join(", ");
	const inputs = [
		...isApart ? [`job-name: ${yamlScalar(`${template}-${name}`)}`] : [],
		...stageLine(place),
		...projectDir === "." ? [] : [`project-dir: ${yamlScalar(projectDir)}`],
		...sourceRoot === void 0 ? [] : [`source-root: ${yamlScalar(sourceRoot)}`],
		...target === void 0 ? [] : [`target: ${yamlScalar(target)}`],
		...list("args", args),
		...list("args-from-file", argsFromFile),
		...list("vars-from-file", varsFromFile),
		...allowEnv.length === 0 ? [] : [`allow-env: ${yamlScalar(allowEnv.join(","))}`],
		part === "release" ? `fixed-images-file: ${file}` : `output-file: ${file}`,
		...part === "release" ? [] : ["pin-digests: true # so that the release notices a tag that was pushed again"],
		...isApart && part === "release" ? [`output-file: ${yamlScalar(`release/${name}.yaml`)}`] : [],
		...isApart && part === "bump" ? [`branch: ${yamlScalar(`kluctl-images/bump-${name}`)}`] : [],
		...isApart && part === "bump" ? [`title: ${yamlScalar(`Update container images: ${title}`)}`] : []
	];
	return `  - remote: ${templateAddress(template)}
    inputs:
${inputs.map((line) => `      ${line}\n`).join("")}`;
}
function stageLine({ stage, isStageSure }) {
	if (isStageSure) return stage === void 0 ? [] : [`stage: ${yamlScalar(stage)}`];
	return [`stage: ${yamlScalar(stage ?? "test")} # one that the pipeline has; what it includes from elsewhere may say others`];
}
function list(key, texts) {
	return texts.length === 0 ? [] : [`${key}:`, ...texts.map((text) => `  - ${yamlScalar(text)}`)];
}
function loginLines({ logins }) {
	if (logins.length === 0) return "";
	return `# These CI/CD variables of the project are wanted, to log in:\n${logins.map((host, index) => {
		const prefix = `KLUCTL_REGISTRY_${index}`;
		return `#   ${prefix}_HOST=${host}, ${prefix}_USERNAME and, masked, ${prefix}_PASSWORD\n`;
	}).join("")}`;
}

// src/init/gitlab-plan.ts
/**
* Where our jobs go: `.gitlab-ci.yml` where nobody has one, or where it is the one that we wrote for this project; else a file of its own, which it
* has to include. A second project of the repository has names of its own, since jobs of one name are one job to GitLab.
* @param read text of a file of the repository; undefined where there is none
*/
function chooseGitlabPlace({ projectDir }, read) {
	const main = read(ownPipeline.path);
	const pipeline = readGitLabPipeline({ read });
	const stages = {
		stage: stageOf(pipeline),
		isStageSure: pipeline.areStagesSure
	};
	const usual = [ownPipeline.path, ".gitlab/kluctl-images.yml"];
	const projects = new Map(usual.map((path) => [path, foldersIn(read(path))]));
	const mine = usual.find((path) => projects.get(path)?.includes(projectDir));
	if (mine !== void 0) return {
		path: mine,
		suffix: void 0,
		...stages
	};
	if (![...projects.values()].some((folders) => folders.length > 0)) return {
		path: main === void 0 ? ownPipeline.path : ".gitlab/kluctl-images.yml",
		suffix: void 0,
		...stages
	};
	const places = slugsOf(projectDir).map((suffix) => ({
		path: `.gitlab/kluctl-images-${suffix}.yml`,
		suffix,
		...stages
	}));
	const folders = places.map(({ path }) => foldersIn(read(path)));
	const own = folders.findIndex((some) => some.includes(projectDir));
	const free = folders.findIndex((some) => some.length === 0);
	return places[own] ?? places[free] ?? {
		path: `.gitlab/kluctl-images-${slugOf(projectDir)}.yml`,
		suffix: slugOf(projectDir),
		...stages
	};
}
/** The stage for our jobs: `test`, which is undefined here, or the first. A job in a stage that a pipeline does not have is an error of all of it. */
function stageOf({ stages }) {
	if (stages === void 0 || stages.includes("test")) return void 0;
	return stages.find((name) => name !== ".pre" && name !== ".post");
}
function foldersIn(text) {
	return text === void 0 ? [] : (projectsOf(text) ?? []).map(({ folder }) => folder);
}
/** What in the `.gitlab-ci.yml` of a repository keeps our jobs from running; each with its place. */
function gitlabWarnings(read) {
	const { leftOut } = readGitLabPipeline({ read });
	if (leftOut.length === 0) return [];
	return [`${ownPipeline.path}: workflow: rules seem to make no pipeline for ${leftOut.join(" and ")}, where jobs of ours run; add a rule for each`];
}

// src/init/workflow-names.ts
const usualNames = {
	file: "images",
	workflow: "images",
	suffix: void 0
};
const usualFiles = [
	"images",
	"kluctl-images",
	...Array.from({ length: 8 }, (_, index) => `kluctl-images-${index + 2}`)
];
const parts = [
	"",
	"-comment",
	"-release"
];
/**
* Names for our workflows which nobody else's have, another project of the repository among them: those that are there already for this project,
* else the first free ones.
* @param read text of a file of the repository; undefined where there is none
*/
function chooseWorkflowNames(read, projectDir) {
	const readPart = (file, part) => read(`${folder}${file}${part}.yml`) ?? read(`${folder}${file}${part}.yaml`);
	const isFree = (file) => parts.every((part) => {
		const text = readPart(file, part);
		return text === void 0 || isOurs(text) && isAbout(text, projectDir, part === "");
	});
	const slug = slugOf(projectDir);
	const ownFiles = [`images-${slug}`, ...usualFiles.slice(1).map((name) => `${name}-${slug}`)];
	const isSecond = usualFiles.some((file) => parts.some((part) => isOfAnother(readPart(file, part), projectDir)));
	const free = [
		...isSecond ? ownFiles : [],
		...usualFiles,
		...isSecond ? [] : ownFiles
	].filter(isFree);
	const file = free.find((name) => readPart(name, "") !== void 0) ?? free[0] ?? usualNames.file;
	const path = `${folder}${file}.yml`;
	const text = read(path);
	const named = text === void 0 ? file : nameIn(text, path);
	const suffix = ownFiles.includes(file) ? file.replace(/^images-/, "") : void 0;
	return {
		file,
		workflow: unwritable(named) === void 0 ? named : file,
		suffix
	};
}
const folder = ".github/workflows/";
/** Whether a workflow uses our Action or calls one of our workflows, also those of a fork. */
function isOurs(text) {
	return /^[ \t-]*uses:[ \t]*["']?[^\s/]+\/kluctl-images(?:\/[^\s@]*)?@/m.test(text);
}
/** Whether a workflow of ours is about a project. The one for forks names none, and one that cannot be read is compared by a person. */
function isAbout(text, projectDir, isFirst) {
	const projects = projectsOf(text);
	if (projects === void 0 || projects.length === 0 && !isFirst) return true;
	return projects.some(({ folder: named }) => named === projectDir);
}
function isOfAnother(text, projectDir) {
	const projects = text === void 0 ? [] : projectsOf(text) ?? [];
	return projects.length > 0 && projects.every(({ folder: named }) => named !== projectDir);
}
/** The name that GitHub gives a workflow: what it says of itself, else its path. */
function nameIn(text, path) {
	const [, quoted, plain] = /^name:[ \t]*(?:["']([^"'\n]+)["']|([^\s"'#|>&*!{[][^#\n]*?))[ \t]*(?:#.*)?\r?$/m.exec(text) ?? [];
	return quoted ?? plain ?? path;
}

// src/init/texts/github.ts
/**
* The workflows of a repository at GitHub, made of our reusable ones: review and bump, the comment for forks, and the release.
* Source: .github/workflows/{review,bump,review-comment,release}.yml of this repository.
* @param names how the files and their workflows are called
*/
function githubFiles(setup, names = usualNames) {
	const at = `.github/workflows/${names.file}`;
	return [
		{
			path: `${at}.yml`,
			text: imagesWorkflow(setup, names)
		},
		{
			path: `${at}-comment.yml`,
			text: commentWorkflow(names)
		},
		{
			path: `${at}-release.yml`,
			text: releaseWorkflow(setup, names.file)
		}
	];
}
function imagesWorkflow(setup, { file: name, suffix }) {
	const branch = suffix === void 0 ? [] : [`branch: ${yamlScalar(`kluctl-images/bump-${suffix}`)}`];
	return `# Keeps the container images of this project up to date. ${pageAddress("getting-started.md")}
name: ${name}
on:
  pull_request:
  schedule:
    - cron: '17 5 * * 1-5' # on workdays, at 05:17 UTC
  workflow_dispatch:

permissions: {}

jobs:
  # on every pull request: one comment that says what it does to the images
  review:
    if: github.event_name == 'pull_request'
    permissions:
      contents: read
      pull-requests: write # for the comment
      packages: read # wanted in any case; it is for images at ghcr.io
    uses: ${workflowAddress("review")}
    with:
${inputs([
		...projectLines(setup),
		...artifactLines(suffix),
		...loginInputs(setup)
	])}${secretLines(setup)}
  # on a schedule, and by hand: the newest images, as one pull request
  bump:
    if: github.event_name != 'pull_request'
    permissions:
      contents: write # for its branch
      pull-requests: write
      packages: read # wanted in any case
    uses: ${workflowAddress("bump")}
    with:
${inputs([
		...projectLines(setup),
		...branch,
		`base: ${yamlScalar(setup.branch)}`,
		...loginInputs(setup)
	])}${secretLines(setup, pullRequestToken)}`;
}
function commentWorkflow({ file: name, workflow: other, suffix }) {
	const artifact = artifactLines(suffix);
	return `# Comments on the pull requests of forks, whose own runs may not. It runs from the default branch and sees none of their files.
name: ${name} comment
on:
  workflow_run:
    workflows: [${yamlScalar(other)}] # the name of the other workflow
    types: [completed]

permissions: {}

jobs:
  comment:
    permissions:
      actions: read # for what the other run found
      pull-requests: write # for the comment
    uses: ${workflowAddress("review-comment")}
${artifact.length === 0 ? "" : `    with:\n${inputs(artifact)}`}`;
}
/** The comment for forks takes the artifact of the review by its name, and runs that wait for each other are told apart by it. */
function artifactLines(suffix) {
	return suffix === void 0 ? [] : [`artifact-name: ${yamlScalar(`fixed-images-${suffix}`)}`];
}
function releaseWorkflow(setup, name) {
	const isOne = setup.targets.length < 2;
	const matrix = `    strategy:
      fail-fast: false
      matrix:
        target:
${setup.targets.map((target) => `          - ${yamlScalar(target)}\n`).join("")}`;
	const target = "${{ matrix.target }}";
	const own = [
		...folderLines(setup),
		...isOne ? setup.targets.map((name) => `target: ${yamlScalar(name)}`) : [`target: ${target}`],
		...argsLines(setup),
		`fixed-images-file: ${fileScalar(outputFileFor(setup, isOne ? void 0 : target))}`,
		...isOne ? [] : [`artifact-name: release-images-${target}`]
	];
	return `# Pins what was approved by digest, proves it, and keeps it as an artifact: deploy with that file.
name: ${name} release
on:
  push:
    tags: ['v*']
  workflow_dispatch:

permissions: {}

jobs:
  release:
${isOne ? "" : matrix}    permissions:
      contents: read
      packages: read # wanted in any case; it is for images at ghcr.io
    uses: ${workflowAddress("release")}
    with:
${inputs([...own, ...loginInputs(setup)])}${secretLines(setup)}`;
}
function projectLines(setup) {
	const { targets } = setup;
	return [
		...folderLines(setup),
		...targets.length < 2 ? targets.map((target) => `target: ${yamlScalar(target)}`) : yamlLines("targets", targets),
		...argsLines(setup),
		`output-file: ${fileScalar(outputFileFor(setup, void 0))}`,
		"pin-digests: 'true' # so that the release notices a tag that was pushed again"
	];
}
function argsLines({ args, argsFromFile, varsFromFile }) {
	return [
		...yamlLines("args", args),
		...yamlLines("args-from-file", argsFromFile),
		...yamlLines("vars-from-file", varsFromFile)
	];
}
function folderLines({ projectDir, sourceRoot }) {
	return [...projectDir === "." ? [] : [`project-dir: ${yamlScalar(projectDir)}`], ...sourceRoot === void 0 ? [] : [`source-root: ${sourceRoot === "." ? "." : yamlScalar(sourceRoot)}`]];
}
/** Braces within a plain scalar are text. */
function fileScalar(path) {
	return /^[A-Za-z][A-Za-z0-9_./-]*(?:\{target\}|\$\{\{ matrix\.target \}\})[A-Za-z0-9_./-]*$/.test(path) ? path : yamlScalar(path);
}
function inputs(lines) {
	return lines.map((line) => `      ${line}\n`).join("");
}
/** Hosts that the token of the job does not open. */
function foreignLogins({ logins }) {
	return logins.filter((host) => host !== "ghcr.io");
}
/** Inputs for one registry, as comments: which secrets there are is the user's own matter. Several take a configuration of docker. */
function loginInputs(setup) {
	const [host, ...others] = foreignLogins(setup);
	if (host === void 0 || others.length > 0) return [];
	return [
		`# ${host} wants a login: take the # away here and below, and set the secret`,
		`# registry: ${yamlScalar(host)}`,
		"# registry-username: name",
		`# without TLS, or with a certificate authority of your own: ${pageAddress("registries.md")}#in-the-reusable-workflows`
	];
}
/** @param own more secrets that can be handed in */
function secretLines(setup, own = []) {
	const [host, ...others] = foreignLogins(setup);
	const several = [`# ${[host, ...others].join(", ")} want a login: a config.json of docker`, "# docker-config: ${{ secrets.DOCKER_CONFIG_JSON }}"];
	const login = host === void 0 ? [] : others.length > 0 ? several : ["# registry-password: ${{ secrets.REGISTRY_PASSWORD }}"];
	const lines = [...own, ...login];
	return lines.length === 0 ? "" : `    # secrets:\n${inputs(lines)}`;
}
/** Source: the comment on top of .github/workflows/bump.yml. */
const pullRequestToken = ["# by the token of a job a pull request is opened without its checks; by this one they run", "# pull-request-token: ${{ secrets.IMAGES_TOKEN }}"];

// src/init/moves.ts
/**
* What the first bump does to tags that are fixed now, large steps first. An entry counts for what kluctl finds it for.
* @param isHeld true for an image that the policy keeps where it is
*/
function findMoves(proposals, fixed, isHeld) {
	const found = fixed.flatMap(findEntries);
	return [...new Map(proposals.toReversed().map((proposal) => [proposal.repository, proposal])).values()].toReversed().flatMap(({ repository, image, picks: to, filter }) => {
		if (to === null || isHeld(image)) return [];
		const own = found.filter((one) => one.repository === repository);
		const unfixed = [...new Set(own.flatMap(({ user, entry }) => entry === void 0 ? user : []))];
		return [...new Set(own.flatMap(({ entry }) => tagAt(entry, repository)))].flatMap((from) => from === to ? [] : {
			image,
			from,
			to,
			bump: bumpOf(`${image}:${from}`, `${image}:${to}`, filter),
			unfixed
		});
	}).toSorted((a, b) => Number(isSmall(a)) - Number(isSmall(b)));
}
function findEntries({ target, uses, entries, pinned }) {
	return uses.flatMap((use) => {
		const subject = subjectOf(use);
		const reference = readImageReference(use.call.image);
		if (reference === void 0 || findFixed(pinned, subject) !== void 0) return [];
		const who = use.deployment === "" ? `what ${use.manifest.path} uses` : use.deployment;
		const user = target === void 0 ? who : `${who} of ${target}`;
		return [{
			repository: formatRepository(reference.repository),
			user,
			entry: findFixed(entries, subject)
		}];
	});
}
/** The tag of an entry that fixes the image where it is; one of a mirror says nothing of a step. */
function tagAt(entry, repository) {
	const reference = entry && readImageReference(entry.resultImage);
	if (reference?.tag === void 0 || formatRepository(reference.repository) !== repository) return [];
	return [reference.tag];
}
/** Steps that few would want to keep from happening. */
function isSmall({ bump }) {
	return bump === "patch" || bump === "minor";
}

// src/init/texts/policy.ts
/**
* The policy file for a project that has none: a rule for each image whose calls name no filter. Says nothing of the day it was made.
* @param moves tags that are fixed now and would move; each gets a hold as a comment
*/
function policyText(proposals, moves = []) {
	const worth = moves.length > mostHolds ? moves.filter((move) => !isSmall(move)) : moves;
	const rules = proposals.map((proposal, index) => {
		const isFirst = proposals.findIndex(({ image }) => image === proposal.image) === index;
		return `${policyRule(proposal)}${isFirst ? holdComment(proposal, worth) : ""}`;
	});
	const hasRule = proposals.some(({ origin }) => origin === "proposed");
	return `# yaml-language-server: $schema=${policySchemaAddress}
# Which tags count, image by image; the last rule that matches wins. More can be said here, as how old a tag must be:
# ${pageAddress("policy.md")}
${hasRule ? "rules:" : "rules: [] # none yet: for the first one, take the [] away"}
${rules.join("")}`;
}
/** Holds behind a #, so that the file stays short where a long list moves a little. */
const mostHolds = 10;
/** The rule for an image, with what it does today; a comment where there is none to propose, with one to begin with. */
function policyRule(proposal) {
	const { image, origin, filter, picks, accepts, seen, offer } = proposal;
	if (filter === null) return [
		...whyNone(proposal),
		`- image: ${yamlScalar(image)}`,
		...toBegin(proposal)
	].map(comment).join("");
	if (origin === "template" || origin === "policy") {
		const says = `${image}: its template says ${filter}`;
		if (offer === null) return comment(says);
		const rule = [`- image: ${yamlScalar(image)}`, `  filter: ${filterScalar(offer)}`];
		return [`${says}, which no tag passes; this does`, ...rule].map(comment).join("");
	}
	return [
		comment(`picks ${picks}, accepts ${accepts} of ${plural(seen ?? 0, "tag")}`),
		`  - image: ${yamlScalar(image)}\n`,
		`    filter: ${filterScalar(filter)}\n`
	].join("");
}
function whyNone({ image, open, offer, seen }) {
	const why = `${image}: ${open}`;
	if (offer !== null) return [why, "this follows the tag; pin-digests writes its digest, so that a run sees when it moves"];
	if (seen === null || seen === 0) return [`${why}. Until a rule says otherwise, semver() counts`];
	return [why, "let its build add a number, as main-12-1a2b3c4; until then pin it in a fixed-images file, and hold it there"];
}
function toBegin({ offer, seen }) {
	if (offer !== null) return [`  filter: ${filterScalar(offer)}`];
	if (seen === null || seen === 0) return ["  filter: semver(range='>=1 <2')"];
	return ["  hold:", "    reason: its tags have no order"];
}
/** A hold to take the comment away from, for a tag that is fixed now and that the first bump would move. */
function holdComment({ image }, moves) {
	const own = moves.filter((move) => move.image === image);
	if (own.length === 0) return "";
	const steps = own.map(({ from, to, bump }) => `${from} → ${to} (${bump})`).join(", ");
	const rule = [
		`- image: ${yamlScalar(image)}`,
		"  hold:",
		"    reason: why it stays"
	];
	const unfixed = [...new Set(own.flatMap((move) => move.unfixed))];
	return [`the first bump moves it: ${steps}; to keep it${unfixed.length === 0 ? "" : ` pin ${firstOf(unfixed)} in the fixed-images file too, and then`}`, ...rule].map(comment).join("");
}
/** The first of names, and how many there are more. */
function firstOf([first = "", ...others]) {
	return others.length === 0 ? first : `${first} and ${others.length} more`;
}
/** On one line, so that nothing that a registry says becomes a rule. */
function comment(text) {
	return `  # ${visible(shorten(text.replace(/\s+$/, ""), 300))}\n`;
}
/** Filters are easier to read without quotes, and YAML takes them so but for a colon or a comment in them. */
function filterScalar(filter) {
	return /^[a-z]+\([ -~]*\)$/.test(filter) && !/: | #/.test(filter) ? filter : JSON.stringify(filter);
}

// src/init/texts/recipe-azure-pipelines.ts
/** The lines of examples/azure-pipelines/azure-pipelines.yml; made by scripts/update-recipes.mjs. */
const azurePipelinesRecipe = [
	"# Pull requests of Azure Repos run this by a branch policy, \"Build validation\".",
	"trigger: none",
	"schedules:",
	"  - cron: '17 5 * * 1-5'",
	"    branches: { include: [main] }",
	"    always: true",
	"pool:",
	"  vmImage: ubuntu-24.04",
	"steps:",
	"  - checkout: self",
	"    fetchDepth: 0",
	"  - task: UseNode@1",
	"    inputs:",
	"      version: 24.x",
	"  - bash: |",
	"      set -eu",
	"      # installed outside of the checkout and called by its path, so that no .npmrc and no program of the checkout is obeyed",
	"      tools=\"$AGENT_TEMPDIRECTORY/kluctl-images\"",
	"      mkdir \"$tools\"",
	"      (cd \"$tools\" &&",
	"        npm install --no-save --ignore-scripts --no-audit --no-fund --prefix \"$tools\" kluctl-images@0.1.0)",
	"      set -- resolve --target prod --comment-file \"$tools/comment.md\"",
	"      if [ -n \"${SYSTEM_PULLREQUEST_TARGETBRANCH-}\" ]; then",
	"        set -- \"$@\" --baseline \"origin/${SYSTEM_PULLREQUEST_TARGETBRANCH#refs/heads/}\"",
	"      else",
	"        set -- \"$@\" --update-images",
	"      fi",
	"      \"$tools/node_modules/.bin/kluctl-images\" \"$@\"",
	"    displayName: images",
	"  - bash: |",
	"      set -eu",
	"      # outside of the checkout; without a text there is nothing to post",
	"      cd \"$AGENT_TEMPDIRECTORY/kluctl-images\"",
	"      [ -e comment.md ] || exit 0",
	"      api=\"$SYSTEM_COLLECTIONURI$SYSTEM_TEAMPROJECTID/_apis/git/repositories/$BUILD_REPOSITORY_ID/pullRequests/$SYSTEM_PULLREQUEST_PULLREQUESTID/threads\"",
	"      # the token goes to curl on its standard input, never onto a command line",
	"      ask() {",
	"        printf 'header = \"Authorization: Bearer %s\"\\n' \"$SYSTEM_ACCESSTOKEN\" |",
	"          curl --config - --silent --show-error --fail --header 'Content-Type: application/json' \"$@\"",
	"      }",
	"      ask \"$api?api-version=7.1\" > threads.json",
	"      node -e '",
	"        const { readFileSync, writeFileSync } = require(\"node:fs\")",
	"        const content = readFileSync(\"comment.md\", \"utf8\").slice(0, 150000)",
	"        const ours = content.slice(0, content.indexOf(\" -->\"))",
	"        const { value } = JSON.parse(readFileSync(\"threads.json\", \"utf8\"))",
	"        const thread = value.findLast(({ isDeleted, comments }) => !isDeleted && comments[0]?.content?.startsWith(ours))",
	"        writeFileSync(\"new.json\", JSON.stringify({ status: \"closed\", comments: [{ parentCommentId: 0, content, commentType: \"text\" }] }))",
	"        writeFileSync(\"changed.json\", JSON.stringify({ content }))",
	"        if (thread) console.log(thread.id + \"/comments/\" + thread.comments[0].id)' > place.txt",
	"      place=$(cat place.txt)",
	"      # only who wrote a comment may change it, so a quote of it by somebody else is refused and left alone",
	"      if [ -z \"$place\" ] || ! ask --request PATCH --data-binary @changed.json \"$api/$place?api-version=7.1\" > /dev/null; then",
	"        ask --data-binary @new.json \"$api?api-version=7.1\" > /dev/null",
	"      fi",
	"    displayName: comment",
	"    condition: and(always(), eq(variables['Build.Reason'], 'PullRequest'), ne(variables['System.PullRequest.IsFork'], 'True'))",
	"    continueOnError: true",
	"    env:",
	"      SYSTEM_ACCESSTOKEN: $(System.AccessToken)",
	"  - bash: |",
	"      mkdir -p \"$BUILD_ARTIFACTSTAGINGDIRECTORY/images\"",
	"      for file in fixed-images.yaml images-report.json \"$AGENT_TEMPDIRECTORY/kluctl-images/comment.md\"; do",
	"        if [ -f \"$file\" ] && [ ! -L \"$file\" ]; then cp \"$file\" \"$BUILD_ARTIFACTSTAGINGDIRECTORY/images\"; fi",
	"      done",
	"    displayName: files",
	"    condition: always()",
	"  - publish: $(Build.ArtifactStagingDirectory)/images",
	"    artifact: images",
	"    condition: always()"
];

// src/init/texts/recipe-bitbucket.ts
/** The lines of examples/bitbucket/bitbucket-pipelines.yml; made by scripts/update-recipes.mjs. */
const bitbucketRecipe = [
	"image: node:24",
	"clone:",
	"  depth: full",
	"definitions:",
	"  steps:",
	"    - step: &images",
	"        name: images",
	"        script:",
	"          - |",
	"            set -eu",
	"            # installed outside of the checkout and called by its path, so that no .npmrc and no program of the checkout is obeyed",
	"            tools=\"${TMPDIR-/tmp}/kluctl-images-$BITBUCKET_STEP_UUID-$BITBUCKET_STEP_RUN_NUMBER\"",
	"            mkdir -m 700 \"$tools\"",
	"            rm -rf comment.md",
	"            (cd \"$tools\" &&",
	"              npm install --no-save --ignore-scripts --no-audit --no-fund --prefix \"$tools\" kluctl-images@0.1.0)",
	"            set -- resolve --target prod --comment-file \"$tools/comment.md\"",
	"            if [ -n \"${BITBUCKET_PR_DESTINATION_COMMIT-}\" ]; then",
	"              set -- \"$@\" --baseline \"$BITBUCKET_PR_DESTINATION_COMMIT\"",
	"            else",
	"              set -- \"$@\" --update-images",
	"            fi",
	"            code=0",
	"            \"$tools/node_modules/.bin/kluctl-images\" \"$@\" || code=$?",
	"            [ ! -e \"$tools/comment.md\" ] || cp \"$tools/comment.md\" comment.md",
	"            # artifacts are what these names lead to",
	"            for file in fixed-images.yaml images-report.json; do",
	"              if [ -L \"$file\" ] || [ ! -f \"$file\" ]; then rm -rf \"$file\"; fi",
	"            done",
	"            exit \"$code\"",
	"        after-script:",
	"          - |",
	"            set -eu",
	"            tools=\"${TMPDIR-/tmp}/kluctl-images-$BITBUCKET_STEP_UUID-$BITBUCKET_STEP_RUN_NUMBER\"",
	"            [ -n \"${BITBUCKET_PR_ID-}\" ] && [ -n \"${IMAGES_COMMENT_TOKEN-}\" ] && [ -e \"$tools/comment.md\" ] || exit 0",
	"            cd \"$tools\"",
	"            api=\"${BITBUCKET_API-https://api.bitbucket.org}/2.0/repositories/$BITBUCKET_REPO_FULL_NAME/pullrequests/$BITBUCKET_PR_ID/comments\"",
	"            # the token goes to curl on its standard input, never onto a command line",
	"            ask() {",
	"              printf 'header = \"Authorization: Bearer %s\"\\n' \"$IMAGES_COMMENT_TOKEN\" |",
	"                curl --config - --silent --show-error --fail --header 'Content-Type: application/json' \"$@\"",
	"            }",
	"            # Bitbucket shows HTML as text: the marker becomes a link that nobody sees, folds become headings",
	"            sed -e '1s,^<!-- \\(kluctl-images:[0-9a-f]*\\).*,[//]: # (\\1),' -e 's,<br>, · ,g' -e 's,</details>,,' \\",
	"              -e 's,<details><summary>\\(.*\\)</summary>,**\\1**,' comment.md > shown.md",
	"            key=$(sed -n '1s,.*(\\(.*\\)),\\1,p' shown.md)",
	"            ask --get --data-urlencode \"q=content.raw ~ \\\"$key\\\" AND deleted = false\" --data pagelen=100 \"$api\" > comments.json",
	"            id=$(node -e '",
	"              const { readFileSync, writeFileSync } = require(\"node:fs\")",
	"              const raw = readFileSync(\"shown.md\", \"utf8\").slice(0, 32000)",
	"              const [first] = raw.split(\"\\n\")",
	"              const { values } = JSON.parse(readFileSync(\"comments.json\", \"utf8\"))",
	"              writeFileSync(\"body.json\", JSON.stringify({ content: { raw } }))",
	"              console.log(values.findLast(({ content }) => content.raw.split(\"\\n\")[0] === first)?.id ?? \"\")')",
	"            # only who wrote a comment may change it, so a quote of it by somebody else is refused and left alone",
	"            if [ -z \"$id\" ] || ! ask --request PUT --data-binary @body.json \"$api/$id\" > /dev/null; then",
	"              ask --data-binary @body.json \"$api\" > /dev/null",
	"            fi",
	"        artifacts:",
	"          - fixed-images.yaml",
	"          - images-report.json",
	"          - comment.md",
	"pipelines:",
	"  pull-requests:",
	"    '**':",
	"      - step: *images",
	"  custom:",
	"    images: # for a schedule",
	"      - step: *images"
];

// src/init/texts/recipe-jenkins.ts
/** The lines of examples/jenkins/Jenkinsfile; made by scripts/update-recipes.mjs. */
const jenkinsRecipe = [
	"pipeline {",
	"  agent { docker { image 'node:24' } }",
	"  triggers { cron('H 5 * * 1-5') }",
	"  stages {",
	"    stage('images') {",
	"      steps {",
	"        sh '''",
	"          set -eu",
	"          # installed outside of the checkout and called by its path, so that no .npmrc and no program of the checkout is obeyed",
	"          tools=$(mktemp -d)",
	"          export npm_config_cache=\"$tools/cache\"",
	"          rm -rf comment.md",
	"          (cd \"$tools\" &&",
	"            npm install --no-save --ignore-scripts --no-audit --no-fund --prefix \"$tools\" kluctl-images@0.1.0)",
	"          set -- resolve --target prod --comment-file \"$tools/comment.md\"",
	"          # a build of a pull request says what it changes, any other also moves what is fixed",
	"          if [ -n \"${CHANGE_TARGET-}\" ]; then",
	"            git fetch --quiet --depth=1 origin \"$CHANGE_TARGET\" && set -- \"$@\" --baseline \"$(git rev-parse FETCH_HEAD)\"",
	"          else",
	"            set -- \"$@\" --update-images",
	"          fi",
	"          code=0",
	"          \"$tools/node_modules/.bin/kluctl-images\" \"$@\" || code=$?",
	"          [ ! -e \"$tools/comment.md\" ] || cp \"$tools/comment.md\" comment.md",
	"          exit \"$code\"",
	"        '''",
	"      }",
	"    }",
	"  }",
	"  post {",
	"    always {",
	"      archiveArtifacts artifacts: 'fixed-images.yaml,images-report.json,comment.md', allowEmptyArchive: true, followSymlinks: false",
	"    }",
	"  }",
	"}"
];

// src/init/texts/recipe-tekton.ts
/** The lines of examples/tekton/task.yaml; made by scripts/update-recipes.mjs. */
const tektonRecipe = [
	"apiVersion: tekton.dev/v1",
	"kind: Task",
	"metadata:",
	"  name: kluctl-images",
	"spec:",
	"  description: Resolves the images of a kluctl project, and keeps the new file, the report and the comment in the workspace.",
	"  workspaces:",
	"    - name: source",
	"      description: Checkout with the kluctl project.",
	"  params:",
	"    - name: target",
	"      description: kluctl target to render for; empty for a project without targets.",
	"      default: prod",
	"    - name: baseline",
	"      description: Commit or branch of the checkout that the change is compared with; for a pull request its base.",
	"      default: auto",
	"  results:",
	"    - name: changed",
	"      description: Whether the fixed-images file changed, true or false.",
	"    - name: exit-code",
	"      description: 0 if the run passed, 1 if comment.md says what failed. The task itself passes, so that a later one can post the comment.",
	"  steps:",
	"    - name: resolve",
	"      image: node:24",
	"      workingDir: $(workspaces.source.path)",
	"      # params reach the shell as variables, never as a part of its text",
	"      env:",
	"        - { name: TARGET, value: $(params.target) }",
	"        - { name: BASELINE, value: $(params.baseline) }",
	"        - { name: CHANGED, value: $(results.changed.path) }",
	"        - { name: EXIT_CODE, value: $(results.exit-code.path) }",
	"      script: |",
	"        #!/bin/sh",
	"        set -u",
	"        # installed outside of the checkout and called by its path, so that no .npmrc and no program of the checkout is obeyed",
	"        tools=$(mktemp -d)",
	"        rm -rf comment.md",
	"        for file in fixed-images.yaml images-report.json; do",
	"          # later tasks would follow it",
	"          if [ -L \"$file\" ]; then echo \"$file is a link\" >&2; exit 2; fi",
	"        done",
	"        (cd \"$tools\" &&",
	"          npm install --no-save --ignore-scripts --no-audit --no-fund --prefix \"$tools\" kluctl-images@0.1.0) || exit",
	"        before=$(cat fixed-images.yaml 2>/dev/null || true)",
	"        set -- resolve --baseline=\"$BASELINE\" --comment-file=\"$tools/comment.md\"",
	"        [ -z \"$TARGET\" ] || set -- \"$@\" --target=\"$TARGET\"",
	"        \"$tools/node_modules/.bin/kluctl-images\" \"$@\"",
	"        code=$?",
	"        after=$(cat fixed-images.yaml 2>/dev/null || true)",
	"        [ \"$before\" = \"$after\" ] && changed=false || changed=true",
	"        printf '%s' \"$changed\" > \"$CHANGED\"",
	"        printf '%s' \"$code\" > \"$EXIT_CODE\"",
	"        # without a comment the options were wrong",
	"        [ -e \"$tools/comment.md\" ] || exit \"$code\"",
	"        cp \"$tools/comment.md\" comment.md"
];

// src/init/texts/recipes.ts
const recipes = {
	jenkins: {
		path: "Jenkinsfile",
		lines: jenkinsRecipe
	},
	"azure-pipelines": {
		path: "azure-pipelines.yml",
		lines: azurePipelinesRecipe
	},
	bitbucket: {
		path: "bitbucket-pipelines.yml",
		lines: bitbucketRecipe
	},
	tekton: {
		path: ".tekton/kluctl-images.yaml",
		lines: tektonRecipe
	}
};
/**
* The recipe of a CI system for a setup with one target, or none. Source: examples/{jenkins,azure-pipelines,bitbucket,tekton} of this repository.
* @param setup without {@link recipeProblem}
*/
function recipeFile(name, setup) {
	const { path, lines } = recipes[name];
	const [target] = setup.targets;
	const folder = setup.projectDir === "." ? "" : ` ${setup.projectDir}`;
	const args = flags(setup).map(([flag, line]) => ` ${flag} ${line}`).join("");
	const chosen = target === void 0 ? "" : ` --target ${target}`;
	const file = outputFileFor(setup, target);
	return {
		path,
		text: `${lines.join("\n")}\n`.replaceAll("fixed-images.yaml", () => file).replaceAll(/(kluctl-images@)\d+\.\d+\.\d+/g, (_, before) => before + version).replaceAll("resolve --target prod", () => `resolve${folder}${chosen}${args}`).replaceAll("resolve --baseline=\"$BASELINE\"", () => `resolve${folder}${args} --baseline="$BASELINE"`).replaceAll("default: prod", () => `default: ${target === void 0 ? "''" : yamlScalar(target)}`).replaceAll("branches: { include: [main] }", () => `branches: { include: [${setup.branch}] }`)
	};
}
function flags(setup) {
	const { args, argsFromFile, varsFromFile, allowEnv, sourceRoot, targets } = setup;
	const file = outputFileFor(setup, targets[0]);
	return [
		...sourceRoot === void 0 ? [] : [["--source-root", sourceRoot]],
		...args.map((line) => ["--args", line]),
		...argsFromFile.map((line) => ["--args-from-file", line]),
		...allowEnv.map((name) => ["--allow-env", name]),
		...varsFromFile.map((line) => ["--vars-from-file", line]),
		...file === "fixed-images.yaml" ? [] : [["--output-file", file]]
	];
}
/** Names that are one word to a shell, within a script in YAML or Groovy. */
const word = /^[A-Za-z0-9_][A-Za-z0-9._/:=-]*$/;
/** Why there is no recipe for a setup; undefined where there is one. */
function recipeProblem(name, setup) {
	const { projectDir, targets, branch } = setup;
	const odd = [
		projectDir,
		...name === "tekton" ? [] : targets,
		...flags(setup).map(([, line]) => line),
		branch
	].find((text) => text !== "." && !word.test(text));
	if (odd !== void 0) return `${JSON.stringify(odd)} is no plain word to a shell`;
	if (targets.length > 1) return `it is for one target, and here are ${targets.length}; choose one with --target`;
}

// src/init/file-plan.ts
/** The files of a setup, held against what is there. */
function planFiles(request) {
	const { ci, setup } = request;
	const policy = planPolicy(request);
	if (ci === "none") return [policy];
	if (ci === "gitlab") return [policy, ...planGitlab(request)];
	return [policy, ...(ci === "github" ? githubFiles(setup, chooseWorkflowNames(request.read, setup.projectDir)) : recipeProblem(ci, setup) === void 0 ? [recipeFile(ci, setup)] : []).map((file) => planFile(file, request))];
}
function planFile({ path, text }, { read }) {
	const before = read(path);
	if (before === void 0) return {
		path,
		state: "new",
		text,
		add: ""
	};
	const has = new Set(before.split(/\r?\n/).map((line) => line.trimEnd()));
	return text.split("\n").every((line) => line.trim() === "" || has.has(line)) ? present(path, "") : {
		path,
		state: "differs",
		text,
		add: ""
	};
}
/** A policy that is there belongs to its team: only rules for images that no rule and no template speaks of are named. */
function planPolicy({ proposals, moves, setup, read }) {
	const path = setup.projectDir === "." ? ".kluctl-images.yaml" : `${setup.projectDir}/.kluctl-images.yaml`;
	if (read(path) === void 0) return {
		path,
		state: "new",
		text: policyText(proposals, moves),
		add: ""
	};
	return present(path, proposals.filter(({ origin }) => origin === "proposed").map(policyRule).join(""));
}
/** The pipeline, and where it is a file of its own the line that includes it. */
function planGitlab(request) {
	const { setup, read } = request;
	const place = chooseGitlabPlace(setup, read);
	const file = planFile({
		path: place.path,
		text: gitlabText(setup, place)
	}, request);
	const main = ownPipeline.path;
	if (place.path === main) return [file];
	const before = read(main);
	const { hasInclude, includes } = readGitLabPipeline({ read });
	const add = gitlabInclude(place.path, hasInclude);
	if (before === void 0) return [file, {
		path: main,
		state: "new",
		text: add,
		add: ""
	}];
	return [file, present(main, before.includes(place.path) || includes(place.path) ? "" : add)];
}
function present(path, add) {
	return {
		path,
		state: add === "" ? "same" : "differs",
		text: "",
		add
	};
}
/** Why there is no pipeline among the files: a recipe that does not fit. Undefined where there is one, and where none is wanted. */
function pipelineProblem(ci, setup) {
	if (ci === "none" || ci === "github" || ci === "gitlab") return void 0;
	const problem = recipeProblem(ci, setup);
	return problem === void 0 ? void 0 : `there is no recipe for ${ci}: ${problem}`;
}

// src/init/image-calls.ts
/**
* Puts the calls of all targets together, by repository.
* @param fixed entries of the fixed-images files and targets that there are
*/
function gatherCalls(found, fixed) {
	const groups = /* @__PURE__ */ new Map();
	const unreadable = /* @__PURE__ */ new Map();
	for (const use of found.flatMap(({ uses }) => uses)) {
		const reference = readReference(use.call.image);
		if (reference instanceof ImageNameError) {
			unreadable.set(use.call.image, {
				message: reference.message,
				place: use.call.place
			});
			continue;
		}
		const key = formatRepository(reference.repository);
		groups.set(key, [...groups.get(key) ?? [], [reference, use]]);
	}
	return {
		images: [...groups].map(([repository, members]) => groupOf(repository, members, fixed)).toSorted((a, b) => byCodeUnit(a.image, b.image)),
		unreadable: [...unreadable.values()]
	};
}
function groupOf(repository, members, fixed) {
	const calls = members.map(([, { call }]) => call);
	const tagged = members.find(([{ tag, digest }]) => tag !== void 0 || digest !== void 0);
	const pinned = fixed.flatMap(({ resultImage }) => {
		const reference = readReference(resultImage);
		if (reference instanceof ImageNameError || formatRepository(reference.repository) !== repository) return [];
		return reference.tag ?? [];
	});
	const names = members.map(([{ name }]) => name);
	const places = calls.map(({ place, image }) => place === void 0 ? image : formatPlace(place));
	return {
		image: names.toSorted((a, b) => a.length - b.length || byCodeUnit(a, b))[0] ?? repository,
		repository,
		count: new Set(places).size,
		filters: [...new Set(calls.flatMap(({ filter }) => filter ?? []))],
		hasBare: calls.some(({ filter }) => filter === void 0),
		tags: [.../* @__PURE__ */ new Set([...pinned, ...members.flatMap(([{ tag }]) => tag ?? [])])],
		tagged: tagged && {
			image: tagged[0].text,
			place: tagged[1].call.place
		}
	};
}
function readReference(text) {
	try {
		return parseImageReference(text);
	} catch (error) {
		if (error instanceof ImageNameError) return error;
		throw error;
	}
}

// src/init/image-failures.ts
/**
* What makes a run fail for an image, with the tags of today: a call that names a tag, a registry that answers with an error, or a filter that
* no tag passes. Without a filter semver() counts.
* @param isHeld true for an image that the policy keeps where it is, so that no tag is looked for
*/
function imageFailures(images, proposals, tagsOf, isHeld) {
	const open = proposals.filter(({ image }) => !isHeld(image));
	const named = images.flatMap(({ image, tagged }) => {
		if (tagged === void 0) return [];
		return `${tagged.place === void 0 ? "" : `${formatPlace(tagged.place)}: `}get_image(${quote(tagged.image)}) names a tag; write get_image(${quote(image)})`;
	});
	const problems = open.flatMap(({ repository }) => {
		const known = tagsOf(repository);
		return known !== void 0 && "problem" in known ? known.problem : [];
	});
	const barren = open.flatMap((proposal) => {
		const { image, accepts, filter, open: reason, offer } = proposal;
		if (accepts !== 0 || blindPick(proposal, tagsOf) !== void 0) return [];
		return `${image}: ${filter === null && reason !== null ? reason : `no tag passes ${filter ?? "semver()"}`}${offer === null ? "" : `; instead: ${offer}`}`;
	});
	return [
		...named,
		...new Set(problems),
		...barren
	];
}
/**
* Images that no filter fits, and for which a run takes what semver() makes of their tags, as a number in a hash: each with what to do.
*/
function blindPicks(proposals, tagsOf, isHeld, { policyFile, isPolicyNew, outputFile }) {
	return proposals.flatMap((proposal) => {
		const { image, offer } = proposal;
		const tag = isHeld(image) ? void 0 : blindPick(proposal, tagsOf);
		if (tag === void 0) return [];
		return [`${image}: its tags have no order, and a run would take ${tag} by semver(); ${offer === null ? `pin it in ${outputFile}, and ` : ""}${isPolicyNew ? `take the # of its ${offer === null ? "hold" : "rule"} away in ${policyFile}` : `give it ${offer === null ? "a hold" : `the rule ${offer}`} in ${policyFile}`}`];
	});
}
/** The tag that semver() takes where nobody can tell a filter. */
function blindPick({ repository, filter, accepts }, tagsOf) {
	const known = tagsOf(repository);
	if (filter !== null || accepts !== 0 || known === void 0 || !("tags" in known)) return void 0;
	return newest(parseVersionFilter("semver()"), known.tags);
}

// src/init/image-lines.ts
const line = /^[ \t]*(?:- )?image:[ \t]*["']?([^"'\s#]+)["']?[ \t]*(?:#.*)?$/gm;
/** The images that manifests name as text, each once; calls are left out. */
function findImageLines(manifests) {
	const found = /* @__PURE__ */ new Map();
	for (const { text, path } of manifests) for (const [, image = ""] of text.matchAll(line)) {
		const name = findPlaceholders(image).length > 0 ? void 0 : nameOf(image);
		if (name !== void 0 && !found.has(image)) found.set(image, {
			image,
			name,
			file: path
		});
	}
	return [...found.values()];
}
function nameOf(image) {
	try {
		return parseImageReference(image).name;
	} catch (error) {
		if (error instanceof ImageNameError) return void 0;
		throw error;
	}
}

// src/init/output-file.ts
/**
* Chooses the fixed-images file: the one that its pipeline names, else the one that the project has, else one of our own, and never one that a pipeline writes for another project.
* What a pipeline names for one target is not taken for others as well: where it names that target others have names like it, else it is the old file.
* Of several targets each has its own; at GitLab in a folder of its own, where each has a branch and so needs a lock file for itself. A file that
* they share is kept at GitHub, where one job writes it for all.
*/
function chooseOutputFile(request) {
	const { ci, projectDir, targets } = request;
	const isOne = targets.length < 2;
	const { own, ofOne, others } = namedFiles(request);
	const folders = projectDir === "." ? [""] : [`${projectDir}/`, ""];
	const find = (names) => folders.flatMap((folder) => names.map((name) => `${folder}${name}`)).find((path) => !others.has(path) && isThere(path, request));
	const shared = find(["fixed-images.yaml"]);
	const each = find(targetFileNames.slice(0, -1));
	const found = own ?? (isOne ? shared ?? each : each ?? (ci === "github" && ofOne === void 0 ? shared : void 0));
	const usual = isOne ? "fixed-images.yaml" : ci === "gitlab" ? "fixed/{target}/fixed-images.yaml" : "fixed/{target}.yaml";
	const ownFolders = slugsOf(projectDir).map((slug) => `images-${slug}/`);
	const free = [...folders, ...ownFolders].map((folder) => `${folder}${usual}`).find((path) => !others.has(path));
	const outputFile = found ?? free ?? `images-${slugOf(projectDir)}/${usual}`;
	return {
		outputFile: isOne ? outputFile.replaceAll("{target}", () => targets[0] ?? "") : outputFile,
		oldFile: isOne || found !== void 0 ? void 0 : ofOne !== void 0 && isThere(ofOne, request) ? ofOne : shared
	};
}
/** What the pipelines that are there write: for this project, where that is one file or pattern, and for others. `ofOne` is that of a single target where there are several now. */
function namedFiles({ projectDir, targets, ci, read }) {
	const named = [...["", ...slugsOf(projectDir).map((slug) => `-${slug}`)].flatMap((suffix) => [
		`.github/workflows/images${suffix}.yml`,
		`.github/workflows/kluctl-images${suffix}.yml`,
		`.gitlab/kluctl-images${suffix}.yml`
	]), ".gitlab-ci.yml"].flatMap((path) => projectsOf(read(path) ?? "") ?? []);
	const calls = named.filter(({ folder }) => folder === projectDir);
	const before = [...new Set(calls.flatMap((call) => call.targets))];
	const [file, ...more] = new Set(calls.map(({ outputFile }) => outputFile));
	const isUsable = file !== void 0 && more.length === 0 && unwritable(file) === void 0;
	const isOfOne = isUsable && targets.length > 1 && !file.includes("{target}") && (ci !== "github" || before.length < 2);
	const isOfOther = targets.length === 1 && !before.includes(targets[0] ?? "");
	return {
		own: !isUsable ? void 0 : isOfOne ? patternOf(file, before) : isOfOther ? patternOf(file, before) ?? file : file,
		ofOne: isOfOne ? file : void 0,
		others: new Set(named.flatMap(({ folder, outputFile }) => folder === projectDir ? [] : outputFile))
	};
}
/** The usual pattern that gives the file for its one target; undefined for any other name. */
function patternOf(file, [target, ...others]) {
	if (target === void 0 || others.length > 0) return void 0;
	return targetFileNames.slice(0, -1).flatMap((pattern) => {
		const name = pattern.replaceAll("{target}", () => target);
		return file === name || file.endsWith(`/${name}`) ? [`${file.slice(0, file.length - name.length)}${pattern}`] : [];
	})[0];
}
/** True for a list of images, of any of the targets where the name has a place for one. */
function isThere(path, { targets, read }) {
	const names = targets.filter((target) => notAFileName(target) === void 0);
	return (path.includes("{target}") ? names.map((name) => path.replaceAll("{target}", () => name)) : [path]).some((one) => /^[ {"']*images["']?[ \t]*:/m.test(read(one) ?? ""));
}

// src/init/problem-text.ts
/** An error of ours on one line, its hint as a sentence of its own. Ends without a full stop. */
function problemText({ message, hint }) {
	return (hint === void 0 ? message : `${message}. ${hint}`).replace(/\s*\n\s*/g, " ").replace(/\.$/, "");
}

// src/init/proposal.ts
/**
* Says of an image which filters stand and which is proposed: what templates and the policy say is kept, with the traps that the tags show.
* @param rule the filter of the policy file as it is, which wins over that of templates
*/
function proposeFilters(calls, known, rule) {
	const notes = taggedNotes(calls);
	const [first, ...others] = filtersOf(calls, known, rule);
	return [withNotes(first ?? openProposal(calls, known), notes), ...others];
}
function filtersOf(calls, known, rule) {
	if (rule !== void 0) return [judge(calls, "policy", rule, known)];
	const { filters, hasBare } = calls;
	if (filters.length === 0) return [];
	const bare = judge(calls, "template", "semver()", known);
	return [...filters.map((filter) => judge(calls, "template", filter, known)), ...hasBare ? [withNotes(bare, ["a call names no filter, which is semver()"])] : []];
}
function openProposal(calls, known) {
	const nobody = {
		...judge(calls, "none", null, void 0),
		open: "its registry was not asked"
	};
	if (known === void 0) return nobody;
	if ("problem" in known) return {
		...nobody,
		open: known.problem
	};
	const fitting = fittingFilter(known.tags, calls.tags);
	if (fitting !== void 0) return judge(calls, "proposed", fitting, known);
	const different = [...new Set(known.tags)];
	const offer = followingFilter(different, calls.tags) ?? null;
	const notes = different.length === 0 ? [] : [offer === null ? "pin it in a fixed-images file, and give it a hold" : `${offer} follows the tag`];
	return {
		...nobody,
		open: whyOpen(different),
		accepts: 0,
		seen: different.length,
		offer,
		notes
	};
}
/**
* The filter for the family of the tag in use; of the largest family where that one has none.
* @param start what the tags of that family begin with, where any does
*/
function fittingFilter(tags, used, start = "") {
	const suggestions = suggestFilters(tags).map(({ filter }) => filter);
	for (const tag of used.filter((one) => !isMovingTag(one))) {
		const fitting = suggestLike(tag, tags) ?? suggestions.find((filter) => {
			const parsed = parseVersionFilter(filter);
			return parsed.accepts(tag) && newest(parsed, tags) !== void 0;
		});
		if (fitting !== void 0) return fitting;
	}
	return (start === "" ? void 0 : firstSuggestion(tags.filter((tag) => tag.startsWith(start)))) ?? suggestions[0];
}
/** The filter for one moving tag: the one in use, else the most usual. */
function followingFilter(tags, used) {
	const moving = tags.filter(isMovingTag);
	const tag = [
		...used,
		"latest",
		"stable",
		...moving.toSorted(byCodeUnit)
	].find((one) => moving.includes(one));
	return tag === void 0 ? void 0 : `regex('${tag}')`;
}
function whyOpen(tags) {
	if (tags.length === 0) return "it has no tag yet";
	const moving = tags.filter(isMovingTag).toSorted(byCodeUnit);
	const names = moving.length > 3 ? `${moving.slice(0, 3).join(", ")} and so on` : moving.join(", ");
	const why = [...tags.some(holdsHash) ? ["hashes have no order"] : [], ...moving.length > 0 ? [`${names} ${moving.length === 1 ? "is a moving tag" : "are moving tags"}`] : []];
	const taken = newest(parseVersionFilter("semver()"), tags);
	const otherwise = taken === void 0 ? "" : `; without a rule semver() takes ${taken}`;
	return `no filter fits any of its ${plural(tags.length, "tag")}${why.length === 0 ? "" : `: ${why.join(", ")}`}${otherwise}`;
}
function judge({ image, repository, tags: used }, origin, filter, known) {
	const blank = {
		image,
		repository,
		origin,
		filter,
		picks: null,
		accepts: null,
		seen: null,
		open: null,
		offer: null,
		notes: []
	};
	if (known === void 0 || filter === null) return blank;
	if ("problem" in known) return {
		...blank,
		notes: [known.problem]
	};
	const different = [...new Set(known.tags)];
	try {
		const parsed = parseVersionFilter(filter);
		const traps = findTraps(parsed, different).map(({ message, suggestion }) => `${message}; instead: ${suggestion}`);
		const picks = newest(parsed, different) ?? null;
		const counts = {
			accepts: different.filter((tag) => parsed.accepts(tag)).length,
			seen: different.length
		};
		if (picks !== null) return {
			...blank,
			...counts,
			picks,
			notes: [...preReleaseNote(parsed, picks, different), ...traps]
		};
		const offer = fittingFilter(different, used, parsed.literalPrefix) ?? followingFilter(different, used) ?? null;
		const none = `no tag passes ${filter}${offer === null ? "" : `; instead: ${offer}`}`;
		return {
			...blank,
			...counts,
			offer,
			notes: [none, ...traps]
		};
	} catch (error) {
		if (!(error instanceof FilterError)) throw error;
		return {
			...blank,
			notes: [`${quote(filter)}: ${error.message}`]
		};
	}
}
/** A filter that says nothing of pre-releases lets them in, which few who write `semver()` mean. */
function preReleaseNote(parsed, picks, tags) {
	const tail = versionShape(parsed.core(picks))?.tail ?? "";
	if (!isPreReleaseTail(tail) || /allow_no_nums=true|prereleases=|variant=/.test(parsed.toSource())) return [];
	const releases = parseVersionFilter(parsed.refine(/* @__PURE__ */ new Map([["prereleases", "false"]])));
	const best = newest(releases, tags);
	if (best === void 0 || best === picks) return [];
	return [`${picks} is a pre-release; ${releases.toSource().replace("allow_no_nums=false, ", "")} picks ${best}`];
}
function taggedNotes({ tagged, image }) {
	if (tagged === void 0) return [];
	return [`a call names ${quote(tagged.image)}; write get_image(${quote(image)}), the tag is what we look for`];
}
function withNotes(proposal, notes) {
	return {
		...proposal,
		notes: [...notes, ...proposal.notes]
	};
}

// src/io/init-logins.ts
/** The registries among those that this machine has a login for, be it in the environment or in docker's configuration; a pipeline wants one too. */
function findLogins(registries, env) {
	const { entries, docker } = readRegistrySettings({ env }).credentials;
	const known = /* @__PURE__ */ new Set([
		...entries.flatMap(({ host, login }) => login === void 0 ? [] : [host]),
		...[...docker?.logins.keys() ?? []].map((key) => key.split("/")[0] ?? ""),
		...docker?.helpers.keys() ?? [],
		...docker?.stored ?? []
	]);
	return registries.filter((registry) => known.has(registry));
}

// src/io/init-repository.ts
/** @param root real path of the root of the repository */
async function readInitRepository(root) {
	return {
		remoteHost: await findRemoteHost(root),
		branch: await findBranch(root),
		has: (path) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== void 0,
		read: (path) => readPlain(join(root, path), root)
	};
}
async function findRemoteHost(root) {
	const { text } = await git([
		"config",
		"--get-regexp",
		"^remote\\..*\\.url$"
	], root);
	const remotes = text.split("\n").map((line) => line.trim().split(" "));
	const [, url] = remotes.find(([name]) => name === "remote.origin.url") ?? remotes[0] ?? [];
	return url === void 0 ? void 0 : remoteHostOf(url);
}
/** The branch of the remote, else one of the usual names, else the one that is checked out. */
async function findBranch(root) {
	const [remote, own] = await Promise.all([git([
		"symbolic-ref",
		"--quiet",
		"--short",
		"refs/remotes/origin/HEAD"
	], root), git([
		"symbolic-ref",
		"--quiet",
		"--short",
		"HEAD"
	], root)]);
	const usual = await git([
		"for-each-ref",
		"--format=%(refname:short)",
		"refs/heads/main",
		"refs/heads/master"
	], root);
	return [
		remote.text.trim().replace(/^origin\//, ""),
		usual.text.split("\n")[0]?.trim() ?? "",
		own.text.trim()
	].find((name) => unwritable(name) === void 0) ?? "main";
}
function readPlain(path, root) {
	const stats = lstatSync(path, { throwIfNoEntry: false });
	if (stats === void 0) return void 0;
	if (!stats.isFile()) return "";
	try {
		return readUserFile(path, root) ?? "";
	} catch (error) {
		if (error instanceof FileError) return "";
		throw error;
	}
}

// src/init/replaced-args.ts
/**
* Where what is given for every target replaces another value that a target has itself, each a sentence without its full stop. Maps are gone
* into, as kluctl merges them. A value of a target is compared as it stands, so that a template is another one.
*/
function replacedArgs(given, targets) {
	return given.flatMap(({ flag, args }) => targets.flatMap(({ name, args: own }) => replaced(args, own, "").map((what) => `${shorten(flag, 80)} replaces ${what} of ${name}`)));
}
function replaced(given, own, above) {
	return [...given].flatMap(([key, value]) => {
		const before = own.get(key);
		if (before === void 0 || isSame(before, value)) return [];
		const name = `${above}${key}`;
		if (isYamlMap(before) && isYamlMap(value)) return replaced(value, before, `${name}.`);
		return [isYamlMap(before) || isYamlList(before) ? name : `${name}: ${shorten(String(before), 40)}`];
	});
}
function isSame(a, b) {
	return plainText(a) === plainText(b);
}
/** One text for one value; whole numbers are bigint, which JSON does not know. */
function plainText(value) {
	if (isYamlMap(value)) return `{${[...value].map(([key, one]) => `${JSON.stringify(key)}:${plainText(one)}`).toSorted()}}`;
	if (isYamlList(value)) return `[${value.map(plainText)}]`;
	return typeof value === "string" ? JSON.stringify(value) : String(value);
}

// src/io/init-path.ts
/**
* A file that the user named from the working directory, as a pipeline names it: from the root of the repository, with slashes.
* @param root real path of the root
* @param hint what to do where it lies outside
* @throws InputError where it lies outside
*/
function pathInRepository(path, root, option, hint = "Put the file into the repository.") {
	const below = relative(root, resolve(realpathSync("."), path));
	if (below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below)) return below.split(sep).join("/");
	throw new InputError(option, `${quote(path)} is outside of the repository, so that a pipeline does not have it`, { hint });
}

// src/cli/init-args.ts
/**
* What the user gave the templates, as a pipeline in `root` has to give it: files count from there.
* @throws InputError for what a pipeline would not find, or not say as it is
*/
function readGivenArgs(raw, root) {
	return {
		args: linesOf(raw, "args", (line) => afterMark(line, /^[^=]+=@/, (file) => pathInRepository(file, root, "args"))),
		argsFromFile: linesOf(raw, "args-from-file", (file) => pathInRepository(file, root, "args-from-file")),
		varsFromFile: linesOf(raw, "vars-from-file", (line) => afterMark(line, /^.*=/, (file) => pathInRepository(file, root, "vars-from-file"))),
		allowEnv: linesOf(raw, "allow-env", (line) => line).flatMap((line) => line.split(",").flatMap((name) => name.trim() || []))
	};
}
/**
* Where args that the user gives for every target replace what one of `targets` has itself. No content of a file is in it.
* @param folder real path of the project
* @throws InputError, ProjectError or FileError for what could not be rendered either
*/
function readReplacedArgs(raw, root, folder, targets) {
	const { args, argsFromFile } = parseOptions(raw).options;
	const readFile = (path, option) => readNamedFile(path, option, root);
	const given = [...args.map((one) => ({
		flag: `--args ${one.name}=${one.text}`,
		args: commandLineArgs([one], [], readFile)
	})), ...argsFromFile.map((file) => ({
		flag: `--args-from-file ${file}`,
		args: commandLineArgs([], [file], readFile)
	}))];
	if (given.length === 0) return [];
	const own = readConfig(openProject(folder), "").targets.flatMap(({ name, part }) => {
		const { value } = part.at("args");
		return targets.includes(name) && isYamlMap(value) ? [{
			name,
			args: value
		}] : [];
	});
	return replacedArgs(given, own);
}
/**
* What templates may read besides the project, as a pipeline in `root` has to name it; undefined where the user names nothing, or the project.
* @throws InputError for what a pipeline would not find, or not say as it is
*/
function readSourceRoot(raw, root, project) {
	const named = raw["source-root"];
	if (named === void 0) return void 0;
	const path = pathInRepository(realFolder(named, "source-root"), root, "source-root", "Name a folder of the repository.");
	refuseUnwritable("source-root", path === "" ? "." : path);
	return path === "" ? "." : path === project ? void 0 : path;
}
/** @throws InputError for what a pipeline file would not say as it is */
function refuseUnwritable(option, text) {
	const why = unwritable(text);
	if (why === void 0) return;
	throw new InputError(option, `${quote(text)} cannot stand in a pipeline: ${why}`);
}
function linesOf(raw, option, change) {
	const lines = (raw[option] ?? "").split("\n").flatMap((line) => line.trim() || []);
	for (const line of lines) refuseUnwritable(option, line);
	return lines.map(change);
}
function afterMark(line, mark, change) {
	const [before] = mark.exec(line) ?? [];
	return before === void 0 ? line : before + change(line.slice(before.length).trim());
}

// src/cli/init-targets.ts
/** Targets that are rendered. */
const mostTargets = 50;
/**
* Renders a project for each of the targets. What fails of one hides no other.
* @throws InputError or AggregateError for options that cannot be used
*/
async function renderTargets({ names, isChosen, raw, root, outsideHint, ownFiles }, terminal, open) {
	const { options, problems } = parseOptions(raw);
	if (problems.length > 0) throw new AggregateError(problems);
	const readFile = (path, option) => readNamedFile(path, option, root);
	const args = commandLineArgs(options.args, options.argsFromFile, readFile);
	const rendering = open(options, {
		env: terminal.env,
		log: quietLog(terminal),
		readFile
	});
	const gathered = new Gathered(outsideHint);
	let failure;
	try {
		for (const name of names.length === 0 ? [void 0] : names) {
			const reason = name === void 0 ? void 0 : unfit(name, names.length, gathered.targets.length);
			if (name !== void 0 && reason !== void 0) {
				if (isChosen) throw new InputError("target", `the target cannot stand in a pipeline: ${reason}`);
				gathered.leaveOut(name, reason);
				continue;
			}
			terminal.status(name === void 0 ? "rendering" : `rendering ${name}`);
			try {
				const { inclusion } = options;
				await gathered.add(name, rendering, {
					target: name,
					args,
					inclusion,
					ownFiles
				});
			} catch (error) {
				if (!isImagesError(error)) throw error;
				gathered.countOutside(error);
				if (name === void 0 || isChosen) throw error;
				gathered.leaveOutFor(name, error);
			}
		}
	} catch (error) {
		failure = error;
	} finally {
		terminal.status("");
		rendering.close();
	}
	return {
		...gathered.result(),
		failure
	};
}
/** Why a target cannot take part. Where there are several, each names a file. */
function unfit(name, count, before) {
	if (before >= mostTargets) return `only ${mostTargets} targets are looked at; choose with --target`;
	return unwritable(name) ?? (count > 1 ? notAFileName(name) : void 0);
}
/** Puts together what target after target renders to. */
var Gathered = class {
	targets = [];
	found = [];
	manifests = [];
	targetImages = [];
	problems = /* @__PURE__ */ new Set();
	warnings = /* @__PURE__ */ new Set();
	redactor = createRedactor();
	outsideHint;
	pathsOutside = 0;
	constructor(outsideHint) {
		this.outsideHint = outsideHint;
	}
	leaveOut(name, reason, missingArgs = []) {
		this.targets.push({
			name,
			leftOut: reason,
			missingArgs
		});
	}
	leaveOutFor(name, error) {
		this.leaveOut(name, this.describe(error), missingArgsIn(error));
	}
	describe(error) {
		return describeError(error, error.hint === "If it is meant to, name the folder that holds the project and its neighbours: source-root: DIR." ? this.outsideHint : error.hint);
	}
	countOutside(error) {
		if (error.code === "outside-root") this.pathsOutside += 1;
	}
	async add(name, rendering, request) {
		const project = await rendering.render(request);
		for (const secret of project.secrets) this.redactor.add(secret);
		const [whole] = project.items.length === 0 ? project.problems : [];
		if (whole !== void 0) throw whole;
		const discovery = await discover(project, rendering.builders);
		this.found.push({
			target: name,
			uses: discovery.uses,
			pinned: discovery.targetImages
		});
		this.manifests.push(...discovery.manifests);
		this.targetImages.push(...discovery.targetImages);
		for (const problem of discovery.problems) {
			this.countOutside(problem);
			this.problems.add(this.describe(problem));
		}
		for (const { message, place } of project.warnings) this.warnings.add(`${place === void 0 ? "" : `${formatPlace(place)}: `}${problemText({ message })}`);
		if (name !== void 0) this.targets.push({
			name,
			leftOut: null,
			missingArgs: []
		});
	}
	result() {
		const clean = (text) => this.redactor.redact(text);
		const { found, manifests, targetImages, pathsOutside } = this;
		return {
			found,
			manifests,
			targetImages,
			pathsOutside,
			targets: this.targets.map((target) => ({
				...target,
				leftOut: target.leftOut && clean(target.leftOut)
			})),
			problems: [...this.problems].map(clean),
			warnings: [...this.warnings].map(clean)
		};
	}
};
/** An error on one line, its place first. */
function describeError(error, hint = error.hint) {
	const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : void 0;
	return `${place === void 0 ? "" : `${formatPlace(place)}: `}${problemText({
		message: error.message,
		hint
	})}`;
}

// src/cli/init-look.ts
/**
* Renders the project for the targets that are chosen, else for each that it has. What fails of one target hides no other. Where a path
* leads out of the project, what it names is looked for in the whole repository, as kluctl does.
* @throws InputError or ProjectError where nothing can be read at all, or a chosen target cannot be rendered
*/
async function lookAtProject(request, terminal, open) {
	const { raw, folder, place, chosen } = request;
	const known = targetsOf(folder);
	const names = chosen.length > 0 ? [...new Set(chosen)] : known;
	const render = (sourceRoot) => {
		const { target: _, ...others } = raw;
		const options = {
			...others,
			"project-dir": folder,
			...sourceRoot && { "source-root": sourceRoot }
		};
		const { home } = findProject({
			projectDir: folder,
			sourceRoot: options["source-root"]
		});
		const ours = ownFiles([...known, ...names], home === "" ? "" : `${home}/`);
		const given = {
			names,
			isChosen: chosen.length > 0,
			raw: options,
			root: place.root,
			ownFiles: ours
		};
		return renderTargets({
			...given,
			outsideHint: outsideHint(request)
		}, terminal, open);
	};
	const alone = await render(void 0);
	const wide = raw["source-root"] === void 0 && place.hasRepository && place.project !== "." && alone.pathsOutside > 0 ? await render(place.root) : void 0;
	const needsRepository = wide !== void 0 && wide.pathsOutside < alone.pathsOutside;
	const { failure, problems, targetImages, ...rendered } = needsRepository ? wide : alone;
	if (failure !== void 0) throw failure;
	const fixed = readFixed(request, names);
	return {
		...rendered,
		fixed: [...targetImages, ...[...fixed.images.values()].flat()],
		written: fixed.images,
		failures: [...problems, ...fixed.problems],
		needsRepository
	};
}
function outsideHint({ raw, place }) {
	return place.hasRepository && raw["source-root"] === void 0 ? "The repository does not have it: move it there, or include it with git" : "If it is meant to, name the folder that holds the project and its neighbours: --source-root DIR";
}
function targetsOf(folder) {
	return [...new Set(readConfig(openProject(folder), "").targets.map(({ name }) => name))];
}
/** Files of ours in a project, which are no manifests. */
function ownFiles(targets, home) {
	const ours = [
		".kluctl-images.yaml",
		"fixed-images.yaml",
		"images-report.json",
		"images.lock.json",
		...targets.flatMap((target) => targetFileNames.map((name) => name.replace("{target}", () => target)))
	];
	return new Set(ours.map((name) => home + name));
}
/** What fixed-images files under their usual names say; what cannot be read hides no other. */
function readFixed({ place, read }, targets) {
	const names = ["fixed-images.yaml", ...targets.flatMap((target) => targetFileNames.slice(0, -1).map((name) => name.replace("{target}", () => target)))];
	const folders = place.project === "." ? [""] : ["", `${place.project}/`];
	const problems = [];
	const images = /* @__PURE__ */ new Map();
	for (const path of folders.flatMap((folder) => names.map((name) => `${folder}${name}`))) {
		const text = read(path);
		if (text === void 0) continue;
		try {
			images.set(path, readDocument(text, path, () => void 0));
		} catch (error) {
			if (!(error instanceof FixedImagesError || error instanceof ProjectError || error instanceof FileError)) throw error;
			problems.push(describeError(error));
		}
	}
	return {
		images,
		problems
	};
}

// src/cli/init-plan.ts
/**
* Finds out everything that the plan says: the project, its images, their tags, the CI system. Writes nothing.
* @throws InputError, ProjectError or AggregateError of them
*/
async function makePlan({ own, raw, positionals: [named] }, terminal, open) {
	const flag = readCi(own.get("ci"));
	const place = findInitPlace(named);
	const { root, project } = place;
	refuseUnwritable("project-dir", project);
	const given = readGivenArgs(raw, root);
	const givenRoot = readSourceRoot(raw, root, project);
	const repository = await readInitRepository(root);
	const { read } = repository;
	const chosen = chosenTargets(raw);
	const look = await lookAtProject({
		place,
		folder: join(root, project),
		raw,
		chosen,
		read
	}, terminal, open);
	const policyFile = project === "." ? ".kluctl-images.yaml" : `${project}/.kluctl-images.yaml`;
	const policy = readPolicyOf(read(policyFile), policyFile);
	const { images, unreadable } = gatherCalls(look.found, look.fixed);
	const tags = raw["offline-images"] === "true" ? /* @__PURE__ */ new Map() : await askTags(images, terminal);
	const proposals = images.flatMap((calls) => {
		const { filter } = imagePolicy(policy.policy, calls.image, { platforms: [] });
		return proposeFilters(calls, tags.get(calls.repository)?.tags, filter?.text);
	});
	const ci = flag === void 0 ? chooseCi(repository) : {
		ci: flag,
		why: "by --ci"
	};
	const targets = look.targets.flatMap(({ name, leftOut }) => leftOut === null ? [name] : []);
	const logins = loginsOf(images, tags, terminal);
	const setup = {
		projectDir: project,
		sourceRoot: look.needsRepository ? "." : givenRoot,
		targets,
		...chooseOutputFile({
			ci: ci.ci,
			projectDir: project,
			targets,
			read
		}),
		...given,
		branch: repository.branch,
		logins
	};
	const isHeld = (image) => imagePolicy(policy.policy, image, { platforms: [] }).hold !== void 0;
	const moves = findMoves(proposals, fixedUses(look, setup), isHeld);
	const tagsOf = (repository) => tags.get(repository)?.tags;
	const answerOf = (repository) => tags.get(repository)?.wantsLogin === true ? void 0 : tagsOf(repository);
	const replaced = readReplacedArgs(raw, root, join(root, project), targets);
	const files = {
		policyFile,
		isPolicyNew: read(policyFile) === void 0,
		outputFile: setup.outputFile
	};
	const calls = images.reduce((sum, { count }) => sum + count, 0);
	const imageLines = findImageLines(look.manifests);
	const failures = [
		...look.failures,
		...unreadable.map(({ message, place: at }) => `${at === void 0 ? "" : `${formatPlace(at)}: `}${message}`),
		...policy.problems
	];
	const warnings = [
		...place.hasRepository ? [] : ["there is no git repository around the project; paths count from this folder"],
		...given.allowEnv.length > 0 && ci.ci === "github" ? [noVariables] : [],
		...ci.ci === "gitlab" ? gitlabWarnings(read) : [],
		...place.others.length === 0 ? [] : [otherProjects(place)],
		...look.needsRepository ? [wholeRepository] : [],
		...replaced,
		...failures,
		...look.warnings,
		...calls > 0 && imageLines.length > 0 ? [standAsText(imageLines)] : [],
		...proposals.some(({ origin }) => origin === "template") ? [oldCalls] : []
	];
	return {
		root,
		plan: {
			project,
			ci,
			setup,
			targets: look.targets,
			replaced,
			calls,
			images: proposals,
			imageLines: calls === 0 ? imageLines : [],
			moves,
			files: calls === 0 ? [] : planFiles({
				ci: ci.ci,
				setup,
				proposals,
				moves,
				read
			}),
			noPipeline: pipelineProblem(ci.ci, setup) ?? null,
			warnings: shortList(warnings),
			failures: shortList([...failures, ...imageFailures(images, proposals, answerOf, isHeld)]),
			blind: blindPicks(proposals, tagsOf, isHeld, files),
			leftOutPipelines: ci.ci === "gitlab" ? readGitLabPipeline({ read }).leftOut : []
		}
	};
}
/** What each target uses, with the entries that its first bump finds: those of its file, or of the old one, which is copied. */
function fixedUses({ found, written }, setup) {
	const old = setup.oldFile === void 0 ? void 0 : written.get(setup.oldFile);
	return found.map(({ target, uses, pinned }) => ({
		target: found.length > 1 ? target : void 0,
		uses,
		entries: written.get(outputFileFor(setup, target)) ?? old ?? [],
		pinned
	}));
}
function readCi(value) {
	if (typeof value !== "string") return void 0;
	const found = ciNames.find((name) => name === value);
	if (found !== void 0) return found;
	const near = nearest(value, ciNames);
	throw new InputError("the CI system", `the CI system ${quote(value)} is not known`, { hint: `${near === void 0 ? "" : `Did you mean --ci ${near}? `}Write --ci and one of ${ciNames.join(", ")}.` });
}
/** A policy that cannot be read is left as it is, and says nothing of any image. */
function readPolicyOf(text, file) {
	const nothing = {
		rules: [],
		registries: {
			allow: void 0,
			deny: []
		}
	};
	try {
		return {
			policy: text === void 0 ? nothing : readPolicy(text, file),
			problems: []
		};
	} catch (error) {
		return {
			policy: nothing,
			problems: (error instanceof AggregateError ? error.errors : [error]).map((one) => {
				if (!(one instanceof ProjectError)) throw one;
				return `${one.place === void 0 ? file : formatPlace(one.place)}: ${one.message}`;
			})
		};
	}
}
/** Source: GitHub's documentation, "Reusing workflows": the env of a caller is not handed on. */
const noVariables = "the pipeline hands no environment variables to templates: give what systemEnvVars reads as args or vars-from-file there";
/** Source: kluctl v2.28, pkg/kluctl_jinja2/ext/images_ext.py. */
const oldCalls = "kluctl 2.28 and newer take one argument of get_image: before an upgrade, move the filters of templates into rules of the policy";
const wholeRepository = "paths lead out of the project into the repository, so that the pipeline gives templates all of it: source-root: .";
function otherProjects({ project, others }) {
	return `this is about ${project}; for ${others.slice(0, 5).join(", ")}${others.length > 5 ? ` and ${others.length - 5} more` : ""}, which may be kluctl projects too: kluctl-images init DIR`;
}
function standAsText(imageLines) {
	const [first] = imageLines;
	const [one, it] = imageLines.length === 1 ? ["stands", "it"] : ["stand", "them"];
	const example = first && `, as ${first.image} in ${first.file}`;
	return `${plural(imageLines.length, "image")} ${one} as text${example}: nothing keeps ${it} up to date, as images.get_image("NAME") would`;
}
async function askTags(images, terminal) {
	terminal.status(`asking for the tags of ${plural(images.length, "image")}`);
	const names = images.map(({ image }) => image);
	const known = await listTagsOfAll(names, terminal, void 0, (listing) => {
		if (!("error" in listing)) return [listing.repository, {
			tags: { tags: listing.tags },
			wantsLogin: false
		}];
		const { code } = listing.error;
		const problem = problemText(listing.error);
		return [listing.repository, {
			tags: { problem },
			wantsLogin: ["unauthorized", "denied"].includes(code)
		}];
	});
	return new Map(known);
}
/** Registries that refused, and those that answered to a login of this machine. */
function loginsOf(images, tags, { env }) {
	const hosts = images.map(({ repository }) => repository.slice(0, repository.indexOf("/")));
	const refused = images.flatMap(({ repository }, index) => tags.get(repository)?.wantsLogin === true ? hosts[index] ?? [] : []);
	return [.../* @__PURE__ */ new Set([...refused, ...findLogins(hosts, env)])].toSorted(byCodeUnit);
}
const mostWarnings = 20;
function shortList(warnings) {
	const left = warnings.length - mostWarnings;
	return left <= 0 ? warnings : [...warnings.slice(0, mostWarnings), `and ${plural(left, "more problem")}`];
}

export { makePlan };