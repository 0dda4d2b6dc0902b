import { FileError, FilterError, FixedImagesError, ImageNameError, InputError, ProjectError, byCodeUnit, formatPlace, formatRepository, isImagesError, isMovingTag, nearest, newest, parseImageReference, parseVersionFilter, plural, quietLog, quote, shorten, version, visible } from "./words.js";
import { chooseCi, ciNames, outputFileOf, remoteHostOf } from "./setup.js";
import { findTraps, guessFilter, suggestFilters } from "./version.js";
import { createRedactor, readRegistrySettings } from "./registry.js";
import { findBoundary, git, readNamedFile, readUserFile } from "./machine.js";
import { codeOf, openProject } from "./files.js";
import { discover, imagePolicy, parseOptions, readDocument, readPolicy } from "./core.js";
import { targetFileNames } from "./target-files.js";
import { commandLineArgs } from "./shared.js";
import { readConfig } from "./rendering.js";
import { listTagsOfAll } from "./tag-list.js";
import { join, relative, resolve, sep } from "node:path";
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";

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

// src/init/workflow-names.ts
const usualNames = {
	file: "images",
	workflow: "images"
};
const fileNames = [
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
* Names for our workflows which nobody else's have: those that are there already as ours, else the first free ones.
* @param read text of a file of the repository; undefined where there is none
*/
function chooseWorkflowNames(read) {
	const readPart = (file, part) => read(`${folder}${file}${part}.yml`) ?? read(`${folder}${file}${part}.yaml`);
	const isFree = (file) => parts.every((part) => isOurs(readPart(file, part)));
	const free = fileNames.filter(isFree);
	const file = free.find((name) => readPart(name, "") !== void 0) ?? free[0] ?? usualNames.file;
	const path = `${folder}${file}.yml`;
	const text = read(path);
	const named = text === void 0 ? file : nameIn(text, path);
	return {
		file,
		workflow: unwritable(named) === void 0 ? named : file
	};
}
const folder = ".github/workflows/";
/** Whether a workflow uses our Action or calls one of our workflows, also those of a fork; one that is not there is in nobody's way. */
function isOurs(text) {
	return text === void 0 || /^[ \t-]*uses:[ \t]*["']?[^\s/]+\/kluctl-images(?:\/[^\s@]*)?@/m.test(text);
}
/** The name that GitHub gives a workflow: what it says of itself, else its path. */
function nameIn(text, path) {
	const [, quoted, plain] = /^name:[ \t]*(?:["']([^"'\n]+)["']|([^\s"'#|>&*!{[][^#\n]*?))[ \t]*(?:#.*)?\r?$/m.exec(text) ?? [];
	return quoted ?? plain ?? path;
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

// src/init/texts/github.ts
/**
* The workflows of a repository at GitHub, made of our reusable ones: review and bump, the comment for forks, and the release.
* Source: .github/workflows/{review,bump,review-comment,release}.yml of this repository.
* @param names how the files and their workflows are called
*/
function githubFiles(setup, names = usualNames) {
	const { file, workflow } = names;
	const at = `.github/workflows/${file}`;
	return [
		{
			path: `${at}.yml`,
			text: imagesWorkflow(setup, file)
		},
		{
			path: `${at}-comment.yml`,
			text: commentWorkflow(file, workflow)
		},
		{
			path: `${at}-release.yml`,
			text: releaseWorkflow(setup, file)
		}
	];
}
function imagesWorkflow(setup, name) {
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
${inputs([...projectLines(setup), ...loginInputs(setup)])}${secretLines(setup)}
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
		`base: ${yamlScalar(setup.branch)}`,
		...loginInputs(setup)
	])}${secretLines(setup, pullRequestToken)}`;
}
function commentWorkflow(name, other) {
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
`;
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
		...yamlLines("args", setup.args),
		`fixed-images-file: ${outputFileOf(setup).replace("{target}", () => target)}`,
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
		...yamlLines("args", setup.args),
		`output-file: ${outputFileOf(setup)}`,
		"pin-digests: 'true' # so that the release notices a tag that was pushed again"
	];
}
function folderLines({ projectDir }) {
	return projectDir === "." ? [] : [`project-dir: ${yamlScalar(projectDir)}`];
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
		"# registry-username: name"
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

// src/init/texts/gitlab.ts
/** The pipeline of a project at GitLab, made of our templates. Source: templates/kluctl-images{,-bump,-release}.yml of this repository. */
function gitlabText(setup) {
	const about = [
		["review", "in merge requests: one note that says which images change"],
		["bump", "on a schedule, and by hand: the newest images, as one merge request"],
		["release", "for tags: pins what was approved by digest, and proves it"]
	];
	const { targets } = setup;
	const each = targets.length > 1 ? targets : [void 0];
	const includes = about.flatMap(([part, words]) => [`  # ${words}\n`, ...each.map((target) => includeOf(part, target, setup))]);
	return `# Keeps the container images of this project up to date. ${pageAddress("getting-started.md")}
${loginLines(setup)}include:
${includes.join("")}`;
}
/** @param hasPipeline true where the repository has a `.gitlab-ci.yml` of its own, which has to include this file then */
function gitlabFiles(setup, hasPipeline) {
	return [{
		path: hasPipeline ? ".gitlab/kluctl-images.yml" : ".gitlab-ci.yml",
		text: gitlabText(setup)
	}];
}
/** What to add to a `.gitlab-ci.yml` that is there already. */
const gitlabInclude = `include:
  - local: .gitlab/kluctl-images.yml
`;
/** @param own the target that this one is about, where there are several; each has a job, a file and a merge request of its own then */
function includeOf(part, own, setup) {
	const { projectDir, targets, args } = setup;
	const target = own ?? targets[0];
	const template = part === "review" ? "kluctl-images" : `kluctl-images-${part}`;
	const file = yamlScalar(outputFileOf(setup).replace("{target}", () => target ?? ""));
	const inputs = [
		...own === void 0 ? [] : [`job-name: ${yamlScalar(`${template}-${own}`)}`],
		...projectDir === "." ? [] : [`project-dir: ${yamlScalar(projectDir)}`],
		...target === void 0 ? [] : [`target: ${yamlScalar(target)}`],
		...yamlLines("args", args),
		part === "release" ? `fixed-images-file: ${file}` : `output-file: ${file}`,
		...part === "release" ? [] : ["pin-digests: true # so that the release notices a tag that was pushed again"],
		...own === void 0 || part !== "release" ? [] : [`output-file: ${yamlScalar(`release/${own}.yaml`)}`],
		...own === void 0 || part !== "bump" ? [] : [`branch: ${yamlScalar(`kluctl-images/bump-${own}`)}`]
	];
	return `  - remote: ${templateAddress(template)}
    inputs:
${inputs.map((line) => `      ${line}\n`).join("")}`;
}
function loginLines({ logins }) {
	if (logins.length === 0) return "";
	return `# These CI/CD variables of the project are wanted, to log in:\n${logins.map((host, index) => {
		const prefix = `KLUCTL_REGISTRY_${index}`;
		return `#   ${prefix}_HOST=${host}, ${prefix}_USERNAME and, masked, ${prefix}_PASSWORD\n`;
	}).join("")}`;
}

// src/init/texts/policy.ts
/** The policy file for a project that has none: a rule for each image whose calls name no filter. Says nothing of the day it was made. */
function policyText(proposals) {
	const rules = proposals.map(policyRule);
	const hasRule = proposals.some(({ origin }) => origin === "proposed");
	return `# yaml-language-server: $schema=${policySchemaAddress}
# Which tags count, image by image; the last rule that matches wins. More can be said here, as how old a tag must be:
# ${pageAddress("policy.md")}
${hasRule ? "rules:" : "rules: [] # none yet: for the first one, take the [] away"}
${rules.join("")}`;
}
/** The rule for an image, with what it does today; a comment where there is none to propose. */
function policyRule({ image, origin, filter, picks, accepts, seen, open }) {
	if (origin === "template" || origin === "policy") return comment(`${image}: its template says ${filter}`);
	if (filter === null) return [
		comment(`${image}: ${open}. Until a rule says otherwise, semver() counts`),
		comment(`- image: ${yamlScalar(image)}`),
		comment("  filter: semver(range='>=1 <2')")
	].join("");
	return [
		comment(`picks ${picks}, accepts ${accepts} of ${plural(seen ?? 0, "tag")}`),
		`  - image: ${yamlScalar(image)}\n`,
		`    filter: ${filterScalar(filter)}\n`
	].join("");
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
	"      description: kluctl target to render for.",
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
	"        \"$tools/node_modules/.bin/kluctl-images\" resolve --target=\"$TARGET\" --baseline=\"$BASELINE\" \\",
	"          --comment-file=\"$tools/comment.md\"",
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
	const args = setup.args.map((line) => ` --args ${line}`).join("");
	const chosen = target === void 0 ? "" : ` --target ${target}`;
	return {
		path,
		text: `${lines.join("\n")}\n`.replaceAll(/(kluctl-images@)\d+\.\d+\.\d+/g, (_, before) => before + version).replaceAll("resolve --target prod", () => `resolve${folder}${chosen}${args}`).replaceAll("resolve --target=\"$TARGET\"", () => `resolve${folder} --target="$TARGET"${args}`).replaceAll("branches: { include: [main] }", () => `branches: { include: [${setup.branch}] }`)
	};
}
/** Names that are one word to a shell, within a script in YAML or Groovy. */
const word = /^[A-Za-z0-9_][A-Za-z0-9._/=-]*$/;
/** Why there is no recipe for a setup; undefined where there is one. */
function recipeProblem(name, { projectDir, targets, args, branch }) {
	const odd = [
		projectDir,
		...targets,
		...args,
		branch
	].find((text) => text !== "." && !word.test(text));
	if (odd !== void 0) return `${JSON.stringify(odd)} is no plain word to a shell`;
	if (targets.length > 1) return `it is for one target, and here are ${targets.length}; choose one with --target`;
	return name === "tekton" && targets.length === 0 ? "it wants a target, and the project has none" : void 0;
}

// src/init/file-plan.ts
/** The files of a setup, held against what is there. */
function planFiles(request) {
	const { ci, setup } = request;
	const policy = planPolicy(request);
	if (ci === "none") return [policy];
	if (ci === "gitlab") return [policy, ...planGitlab(request)];
	return [policy, ...(ci === "github" ? githubFiles(setup, chooseWorkflowNames(request.read)) : recipeProblem(ci, setup) === void 0 ? [recipeFile(ci, setup)] : []).map((file) => planFile(file, request))];
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
function planPolicy({ proposals, setup, read }) {
	const path = setup.projectDir === "." ? ".kluctl-images.yaml" : `${setup.projectDir}/.kluctl-images.yaml`;
	if (read(path) === void 0) return {
		path,
		state: "new",
		text: policyText(proposals),
		add: ""
	};
	return present(path, proposals.filter(({ origin }) => origin === "proposed").map(policyRule).join(""));
}
/** The pipeline is ours where nobody has one, or where it is the one that we wrote; else a file of its own, and the line that includes it. */
function planGitlab(request) {
	const main = ".gitlab-ci.yml";
	const before = request.read(main);
	const isOurs = before !== void 0 && /\/templates\/kluctl-images|\/kluctl-images(?:-bump|-release)?@/.test(before);
	const files = gitlabFiles(request.setup, before !== void 0 && !isOurs).map((file) => planFile(file, request));
	if (before === void 0 || isOurs) return files;
	return [...files, present(main, files.some(({ path }) => before.includes(path)) ? "" : gitlabInclude)];
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

// src/init/image-lines.ts
const line = /^[ \t]*(?:- )?image:[ \t]*["']?([^"'\s#]+)["']?[ \t]*(?:#.*)?$/gm;
/** The images that manifests name as text, each once, for a project that has no call yet. */
function findImageLines(manifests) {
	const found = /* @__PURE__ */ new Map();
	for (const { text, path } of manifests) for (const [, image = ""] of text.matchAll(line)) {
		const name = nameOf(image);
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
	const seen = new Set(known.tags).size;
	return {
		...nobody,
		open: `no filter fits any of its ${plural(seen, "tag")}`,
		accepts: 0,
		seen
	};
}
/** The filter for the family of the tag in use; of the largest family where that one has none. */
function fittingFilter(tags, used) {
	const suggestions = suggestFilters(tags).map(({ filter }) => filter);
	for (const tag of used.filter((one) => !isMovingTag(one))) {
		const guess = guessFilter(tag)?.filter;
		const fitting = [...suggestions, ...guess === void 0 ? [] : [guess]].find((filter) => {
			const parsed = parseVersionFilter(filter);
			return parsed.accepts(tag) && newest(parsed, tags) !== void 0;
		});
		if (fitting !== void 0) return fitting;
	}
	return suggestions[0];
}
function judge({ image, repository }, origin, filter, known) {
	const blank = {
		image,
		repository,
		origin,
		filter,
		picks: null,
		accepts: null,
		seen: null,
		open: null,
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
		return {
			...blank,
			picks,
			accepts: different.filter((tag) => parsed.accepts(tag)).length,
			seen: different.length,
			notes: [...picks === null ? [`no tag passes ${filter}`] : [], ...traps]
		};
	} catch (error) {
		if (!(error instanceof FilterError)) throw error;
		return {
			...blank,
			notes: [`${quote(filter)}: ${error.message}`]
		};
	}
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

// src/io/init-place.ts
const marks = [
	".kluctl.yaml",
	".kluctl.yml",
	"deployment.yaml",
	"deployment.yml"
];
/**
* Finds the kluctl project: the folder itself, else the one folder in it that is one.
* @param folder as the user named it; undefined for the working directory
* @throws InputError where there is none, or several
*/
function findInitPlace(folder) {
	const named = realFolder(folder ?? ".");
	const project = isProject(named) ? named : projectBelow(named, folder);
	const repository = findBoundary(project, void 0);
	const here = realpathSync(".");
	const root = repository ?? (isBelow(project, here) ? here : named);
	const below = relative(root, project).split(sep).join("/");
	return {
		root,
		project: below === "" ? "." : below,
		hasRepository: repository !== void 0
	};
}
/** True for a folder that kluctl takes for a project, or for a part of one. */
function isProject(folder) {
	return marks.some((name) => lstatSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true);
}
function projectBelow(folder, named) {
	const shown = named === void 0 ? "here" : `in ${quote(named)}`;
	const found = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules").map(({ name }) => name).filter((name) => isProject(join(folder, name))).toSorted(byCodeUnit);
	const [first, ...others] = found;
	if (first === void 0) throw new InputError("project-dir", `there is no kluctl project ${shown}`, { hint: "Name the folder that holds .kluctl.yaml or deployment.yaml: kluctl-images init DIR." });
	if (others.length === 0) return join(folder, first);
	throw new InputError("project-dir", `there are several kluctl projects ${shown}: ${found.slice(0, 20).join(", ")}`, { hint: `Choose one: kluctl-images init ${join(named ?? "", first)}.` });
}
function realFolder(path) {
	try {
		const real = realpathSync(resolve(path));
		if (statSync(real).isDirectory()) return real;
	} catch (error) {
		if (![
			"ENOENT",
			"ENOTDIR",
			"EACCES",
			"ELOOP",
			"ENAMETOOLONG"
		].includes(codeOf(error))) throw error;
	}
	const why = existsSync(path) ? "is no folder that can be read" : "is not there";
	throw new InputError("project-dir", `the folder ${quote(path)} ${why}`);
}
function isBelow(path, folder) {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
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

// src/cli/init-look.ts
/** Targets that are rendered. */
const mostTargets = 50;
/**
* Renders the project for the target that is named, else for each that it has. What fails of one target hides no other.
* @throws InputError or ProjectError where nothing can be read at all, or the named target cannot be rendered
*/
async function lookAtProject(request, terminal, open) {
	const { raw, folder, place } = request;
	const named = raw.target;
	const names = named === void 0 ? targetsOf(folder) : [named];
	const { options, problems } = parseOptions({
		...raw,
		"project-dir": folder
	});
	if (problems.length > 0) throw new AggregateError(problems);
	const readFile = (path, option) => readNamedFile(path, option, place.root);
	const args = commandLineArgs(options.args, options.argsFromFile, readFile);
	const rendering = open(options, {
		env: terminal.env,
		log: quietLog(terminal),
		readFile
	});
	const redactor = createRedactor();
	const found = [];
	const targets = [];
	const manifests = [];
	const targetImages = [];
	const warnings = /* @__PURE__ */ new Set();
	const { inclusion } = options;
	try {
		for (const name of names.length === 0 ? [void 0] : names) {
			const reason = name === void 0 ? void 0 : unfit(name, names.length, targets.length);
			if (name !== void 0 && reason !== void 0) {
				if (named !== void 0) throw new InputError("target", `the target cannot stand in a pipeline: ${reason}`);
				targets.push({
					name,
					leftOut: reason
				});
				continue;
			}
			terminal.status(name === void 0 ? "rendering" : `rendering ${name}`);
			try {
				const project = await rendering.render({
					target: name,
					args,
					inclusion,
					ownFiles: ownFiles(names)
				});
				for (const secret of project.secrets) redactor.add(secret);
				const [whole] = project.items.length === 0 ? project.problems : [];
				if (whole !== void 0) throw whole;
				const discovery = await discover(project, rendering.builders);
				found.push({
					target: name,
					uses: discovery.uses
				});
				manifests.push(...discovery.manifests);
				targetImages.push(...discovery.targetImages);
				for (const problem of discovery.problems) warnings.add(describe(problem));
				if (name !== void 0) targets.push({
					name,
					leftOut: null
				});
			} catch (error) {
				if (!isImagesError(error) || name === void 0 || named !== void 0) throw error;
				targets.push({
					name,
					leftOut: problemText(error)
				});
			}
		}
	} finally {
		terminal.status("");
		rendering.close();
	}
	const fixed = readFixed(request, names, warnings);
	const clean = (text) => redactor.redact(text);
	return {
		targets: targets.map(({ name, leftOut }) => ({
			name,
			leftOut: leftOut && clean(leftOut)
		})),
		found,
		fixed: [...targetImages, ...fixed],
		manifests,
		warnings: [...warnings].map(clean)
	};
}
function targetsOf(folder) {
	return [...new Set(readConfig(openProject(folder), "").targets.map(({ name }) => name))];
}
/** Why a target cannot take part. Where there are several, each names a file. */
function unfit(name, count, before) {
	if (before >= mostTargets) return `only ${mostTargets} targets are looked at; choose one with --target`;
	return unwritable(name) ?? (count > 1 ? notAFileName(name) : void 0);
}
/** Files of ours in a project, which are no manifests. */
function ownFiles(targets) {
	const fixed = targets.flatMap((target) => targetFileNames.map((name) => name.replace("{target}", () => target)));
	return /* @__PURE__ */ new Set([
		".kluctl-images.yaml",
		"fixed-images.yaml",
		"images-report.json",
		"images.lock.json",
		...fixed
	]);
}
/** What fixed-images files under their usual names say; what cannot be read is a warning, since only hints are taken from it. */
function readFixed({ place, read }, targets, warnings) {
	const names = ["fixed-images.yaml", ...targets.flatMap((target) => targetFileNames.slice(0, 3).map((name) => name.replace("{target}", () => target)))];
	return (place.project === "." ? [""] : ["", `${place.project}/`]).flatMap((folder) => names.flatMap((name) => {
		const text = read(`${folder}${name}`);
		if (text === void 0) return [];
		try {
			return readDocument(text, `${folder}${name}`, () => void 0);
		} catch (error) {
			if (!(error instanceof FixedImagesError || error instanceof ProjectError || error instanceof FileError)) throw error;
			warnings.add(describe(error));
			return [];
		}
	}));
}
function describe(error) {
	const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : void 0;
	return `${place === void 0 ? "" : `${formatPlace(place)}: `}${problemText(error)}`;
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
	refuse("project-dir", project);
	const args = (raw.args ?? "").split("\n").flatMap((line) => line.trim() || []);
	for (const line of args) refuse("args", line);
	const repository = await readInitRepository(root);
	const look = await lookAtProject({
		place,
		folder: join(root, project),
		raw,
		read: repository.read
	}, terminal, open);
	const policyFile = project === "." ? ".kluctl-images.yaml" : `${project}/.kluctl-images.yaml`;
	const policy = readPolicyOf(repository.read(policyFile), policyFile);
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
		targets,
		args,
		branch: repository.branch,
		logins
	};
	const calls = images.reduce((sum, { count }) => sum + count, 0);
	const warnings = [
		...place.hasRepository ? [] : ["there is no git repository around the project; paths count from this folder"],
		...look.warnings,
		...unreadable.map(({ message, place: at }) => `${at === void 0 ? "" : `${formatPlace(at)}: `}${message}`),
		...policy.problems,
		...proposals.some(({ origin }) => origin === "template") ? [oldCalls] : []
	];
	return {
		root,
		plan: {
			project,
			ci,
			setup,
			targets: look.targets,
			calls,
			images: proposals,
			imageLines: calls === 0 ? findImageLines(look.manifests) : [],
			files: calls === 0 ? [] : planFiles({
				ci: ci.ci,
				setup,
				proposals,
				read: repository.read
			}),
			noPipeline: pipelineProblem(ci.ci, setup) ?? null,
			warnings: shortList(warnings)
		}
	};
}
function readCi(value) {
	if (typeof value !== "string") return void 0;
	const found = ciNames.find((name) => name === value);
	if (found !== void 0) return found;
	const near = nearest(value, ciNames);
	throw new InputError("the CI system", `the CI system ${quote(value)} is not known`, { hint: `${near === void 0 ? "" : `Did you mean --ci ${near}? `}Write --ci and one of ${ciNames.join(", ")}.` });
}
/** @throws InputError for what a pipeline file would not say as it is */
function refuse(option, text) {
	const why = unwritable(text);
	if (why === void 0) return;
	throw new InputError(option, `${quote(text)} cannot stand in a pipeline: ${why}`);
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
/** Source: kluctl v2.28, pkg/kluctl_jinja2/ext/images_ext.py. */
const oldCalls = "kluctl 2.28 and newer take one argument of get_image: before an upgrade, move the filters of templates into rules of the policy";
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