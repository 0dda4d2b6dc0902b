/**
 * Every option, once. The inputs of `action.yml`, the flags of the command line, `--help` and the table in the README say what stands
 * here; a test compares them.
 */
export type OptionDefinition = {
    /** Input of the Action; the flag is the same with `--` before it. */
    readonly name: OptionName;
    /** `lines` takes several values, one a line (and repeated flags); `list` also separates at commas. */
    readonly kind: 'text' | 'lines' | 'list' | 'boolean' | 'choice';
    readonly choices?: readonly string[];
    /** Empty for none. */
    readonly default: string;
    /** What a value looks like, for `--help`. */
    readonly value: string;
    /** One sentence or two, for all four places. */
    readonly help: string;
    /** True for what only the Action has. */
    readonly actionOnly?: boolean;
    /** True for what only a merge has: the Action with mode: merge, and the command merge. */
    readonly mergeOnly?: boolean;
    /** One-letter flag, kluctl's where it has one. */
    readonly short?: string;
};
declare const definitions: readonly [{
    readonly name: 'project-dir';
    readonly kind: 'text';
    readonly default: '.';
    readonly value: 'DIR';
    readonly help: 'Folder of the kluctl project.';
}, {
    readonly name: 'source-root';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'DIR';
    readonly help: 'Folder above the project whose other folders the project may include, as the root of the repository; the project folder if empty. Deployment dirs count from it.';
}, {
    readonly name: 'target';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'NAME';
    readonly help: 'kluctl target to render for.';
    readonly short: 't';
}, {
    readonly name: 'args';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'NAME=VALUE';
    readonly help: 'Args of the kluctl project, one name=value a line; values are YAML, @file reads one.';
    readonly short: 'a';
}, {
    readonly name: 'args-from-file';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'FILE';
    readonly help: 'YAML files with args, one a line; they override args.';
}, {
    readonly name: 'vars-from-file';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'SOURCE=FILE';
    readonly help: 'YAML files in place of variable sources that cannot be read here, one source=file a line, as clusterSecret:ns/name=FILE or vault=FILE; the error message of a source names it.';
}, {
    readonly name: 'allow-env';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'NAME';
    readonly help: 'Environment variables that systemEnvVars of the project may read. None if empty.';
}, {
    readonly name: 'local-git-override';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'URL=DIR';
    readonly help: 'Folders in place of git repositories that the project includes, one url=folder a line.';
}, {
    readonly name: 'local-oci-override';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'URL=DIR';
    readonly help: 'Folders in place of OCI artifacts that the project includes, one oci://url=folder a line.';
}, {
    readonly name: 'images';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'PATTERN[ = FILTER]';
    readonly help: 'Which images may be updated, one a line: PATTERN, PATTERN = VERSION-FILTER, or !PATTERN to leave out. * is one path segment, ** any; # begins a comment. All images if empty.';
}, {
    readonly name: 'shard';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'K/N';
    readonly help: 'Resolve only the K-th of N parts of the images, as 3/20, and write the report for merge to put together; the fixed-images file stays as it is.';
}, {
    readonly name: 'include-tags';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'TAG';
    readonly help: 'Only deployment items with one of these tags.';
    readonly short: 'I';
}, {
    readonly name: 'exclude-tags';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'TAG';
    readonly help: 'No deployment items with one of these tags.';
    readonly short: 'E';
}, {
    readonly name: 'include-deployment-dirs';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'DIR';
    readonly help: 'Only deployment items in these folders, relative to the project.';
}, {
    readonly name: 'exclude-deployment-dirs';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'DIR';
    readonly help: 'No deployment items in these folders, relative to the project.';
}, {
    readonly name: 'fixed-images-file';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'FILE';
    readonly help: 'Fixed-images files to read, one a line; what they pin is not looked up. A later file wins.';
}, {
    readonly name: 'fixed-images';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'IMAGE=RESULT';
    readonly help: 'Fixed images, one image<:namespace:deployment:container>=result a line; they win over files.';
    readonly short: 'F';
}, {
    readonly name: 'update-images';
    readonly kind: 'boolean';
    readonly default: 'false';
    readonly value: '';
    readonly help: "Prefer the registry's newest tag to fixed images, for what is selected.";
    readonly short: 'u';
}, {
    readonly name: 'deployed-images';
    readonly kind: 'text';
    readonly default: 'none';
    readonly value: 'none|cluster|PATH';
    readonly help: 'Where to look up what is deployed, which comes after fixed images and before the registry: none, cluster (kubectl get of the workloads in use), or a file or folder of objects, as kubectl get -o yaml writes them.';
}, {
    readonly name: 'context';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'NAME';
    readonly help: 'Context of the kubeconfig for deployed-images: cluster; that of the target, else the current one, if empty.';
}, {
    readonly name: 'policy-file';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'FILE';
    readonly help: 'Policy file: rules by image, and which registries may be used. .kluctl-images.yaml in the folder of the project if empty, where there is one; other options win over it.';
}, {
    readonly name: 'platforms';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'OS/ARCH';
    readonly help: 'Platforms that every image must have, as linux/amd64 and linux/arm64. A tag without one of them is passed over.';
}, {
    readonly name: 'allow-registries';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'HOST';
    readonly help: 'The only registries that may be used; * is one label of a host name. Wins over the policy file, and names what a pull request may bring with a login.';
}, {
    readonly name: 'deny-registries';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'HOST';
    readonly help: 'Registries that may not be used, besides those of the policy file.';
}, {
    readonly name: 'pin-digests';
    readonly kind: 'boolean';
    readonly default: 'false';
    readonly value: '';
    readonly help: 'Write results as repository:tag@digest, with the digest of the index for an image of several platforms. Asks the registry once for each image that has none.';
}, {
    readonly name: 'verify';
    readonly kind: 'boolean';
    readonly default: 'false';
    readonly value: '';
    readonly help: 'Change nothing, and prove that the fixed-images file answers every image, that its digests exist, that its tags have not moved and that the platforms are there.';
    readonly actionOnly: true;
}, {
    readonly name: 'offline-images';
    readonly kind: 'boolean';
    readonly default: 'false';
    readonly value: '';
    readonly help: 'Never ask a registry.';
}, {
    readonly name: 'output-file';
    readonly kind: 'text';
    readonly default: 'fixed-images.yaml';
    readonly value: 'FILE';
    readonly help: 'The fixed-images file to write; {target} in it stands for the name of the target.';
    readonly short: 'o';
}, {
    readonly name: 'lock-file';
    readonly kind: 'text';
    readonly default: 'auto';
    readonly value: 'auto|none|FILE';
    readonly help: 'Where to keep digests, platforms and dates of the images: auto (images.lock.json beside the output file, with pin-digests or where it is there already), none, or a file.';
}, {
    readonly name: 'proposal';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'REF';
    readonly help: 'Branch or commit with what an earlier run proposed and nobody has merged yet. What its lock says of a result that comes out again stays as it is, so that a run that finds nothing new writes the same files. It counts for nothing where it is not there.';
}, {
    readonly name: 'simple';
    readonly kind: 'boolean';
    readonly default: 'false';
    readonly value: '';
    readonly help: 'Write only image and resultImage, where that loses nothing.';
}, {
    readonly name: 'report-file';
    readonly kind: 'text';
    readonly default: 'images-report.json';
    readonly value: 'FILE';
    readonly help: 'Every decision as JSON; a JSON Schema is in the package.';
}, {
    readonly name: 'render-output-dir';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'DIR';
    readonly help: 'Write the rendered manifests with their images into this folder.';
}, {
    readonly name: 'baseline';
    readonly kind: 'text';
    readonly default: 'auto';
    readonly value: 'auto|none|PATH|REF';
    readonly help: "What the change is compared with: auto (the file at the pull request's base commit, else the file before this run), none, a path, or a git ref.";
}, {
    readonly name: 'source-links';
    readonly kind: 'boolean';
    readonly default: 'true';
    readonly value: '';
    readonly help: 'Read the labels of changed images, old and new, to link the comparison of their source. Asks the registry up to six times for each of the two, for the first 50 changes that a registry decided.';
}, {
    readonly name: 'fail-on';
    readonly kind: 'list';
    readonly choices: readonly ["unresolved", "downgrade", "major", "unpinned", "trap", "change", "none"];
    readonly default: 'unresolved';
    readonly value: 'GATE';
    readonly help: 'What fails the run: unresolved, downgrade, major, unpinned, trap, change, or none. A file or template that cannot be read always does.';
}, {
    readonly name: 'comment';
    readonly kind: 'choice';
    readonly choices: readonly ["always", "on-change", "on-failure", "never"];
    readonly default: 'on-change';
    readonly value: 'WHEN';
    readonly help: 'When to comment on the pull request: always, on-change, on-failure or never. An existing comment is kept up to date.';
    readonly actionOnly: true;
}, {
    readonly name: 'comment-tag';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'TEXT';
    readonly help: 'Identity of the comment; derived from workflow, job, target, project and output file if empty, set it where the jobs of a matrix differ in none of these.';
}, {
    readonly name: 'comment-file';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'FILE';
    readonly help: 'Write the text of the comment into this file as well, for a CI system that posts it by itself.';
}, {
    readonly name: 'pr-number';
    readonly kind: 'text';
    readonly default: '';
    readonly value: 'NUMBER';
    readonly help: 'Pull request to comment on, where the event is about none, as workflow_dispatch, schedule and push.';
    readonly actionOnly: true;
}, {
    readonly name: 'commit-subjects';
    readonly kind: 'boolean';
    readonly default: 'false';
    readonly value: '';
    readonly help: 'List the commits between the old and the new image, for sources of the same GitHub organisation; needs a token that may read them.';
    readonly actionOnly: true;
}, {
    readonly name: 'job-summary';
    readonly kind: 'boolean';
    readonly default: 'true';
    readonly value: '';
    readonly help: 'Write the job summary.';
    readonly actionOnly: true;
}, {
    readonly name: 'artifact-name';
    readonly kind: 'text';
    readonly default: 'fixed-images';
    readonly value: 'NAME';
    readonly help: 'Name of the artifact with the fixed-images file, the report and the whole diff; empty for none. Jobs of a matrix need a name each.';
    readonly actionOnly: true;
}, {
    readonly name: 'artifact-retention-days';
    readonly kind: 'text';
    readonly default: '30';
    readonly value: 'DAYS';
    readonly help: 'Days that the artifact is kept, at most what the repository allows.';
    readonly actionOnly: true;
}, {
    readonly name: 'artifact-required';
    readonly kind: 'boolean';
    readonly default: 'false';
    readonly value: '';
    readonly help: 'Fail where the artifact cannot be uploaded, instead of a warning.';
    readonly actionOnly: true;
}, {
    readonly name: 'mode';
    readonly kind: 'choice';
    readonly choices: readonly ["resolve", "comment", "merge"];
    readonly default: 'resolve';
    readonly value: 'MODE';
    readonly help: 'What to do: resolve is the whole work; merge makes one result of the records of other jobs; comment only posts what the artifact of another run says, on workflow_run, for pull requests from forks.';
    readonly actionOnly: true;
}, {
    readonly name: 'records';
    readonly kind: 'lines';
    readonly default: '';
    readonly value: 'PATH';
    readonly help: 'With mode: merge, the report files to put together, or folders that are searched for images-report.json, one a line.';
    readonly actionOnly: true;
}, {
    readonly name: 'targets';
    readonly kind: 'list';
    readonly default: '';
    readonly value: 'NAME';
    readonly help: 'With a merge, the targets that the records must be of, all of them and no other: nothing else tells that the job of a target left no record, and its images would go from a file that targets share.';
    readonly mergeOnly: true;
}, {
    readonly name: 'allow-untrusted-templates';
    readonly kind: 'choice';
    readonly choices: readonly ["never", "no-credentials"];
    readonly default: 'never';
    readonly value: 'WHEN';
    readonly help: 'Whether files of a fork are rendered on events that come with secrets, as pull_request_target: never stops there; no-credentials renders them and asks registries without login.';
    readonly actionOnly: true;
}, {
    readonly name: 'github-token';
    readonly kind: 'text';
    readonly default: '${{ github.token }}';
    readonly value: 'TOKEN';
    readonly help: 'Token for the comment; needs pull-requests: write.';
    readonly actionOnly: true;
}];
/** What a definition is, before its name is known to be one. */
export type OptionShape = Omit<OptionDefinition, 'name'> & {
    readonly name: string;
};
export type OptionName = (typeof definitions)[number]['name'];
export declare const optionTable: readonly OptionDefinition[];
export {};
