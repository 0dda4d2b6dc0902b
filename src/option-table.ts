import { reviewOptions } from './option-table-review.ts'

/**
 * Every option, once. The inputs of `action.yml`, the flags of the command line, `--help` and the table in the README say what stands
 * here; a test compares them.
 */
export type OptionDefinition = {
  /** Input of the Action; the flag is the same with `--` before it. */
  readonly name: OptionName
  /** `lines` takes several values, one a line (and repeated flags); `list` also separates at commas. */
  readonly kind: 'text' | 'lines' | 'list' | 'boolean' | 'choice'
  readonly choices?: readonly string[]
  /** Empty for none. */
  readonly default: string
  /** What a value looks like, for `--help`. */
  readonly value: string
  /** One sentence or two, for all four places. */
  readonly help: string
  /** True for what only the Action has. */
  readonly actionOnly?: boolean
  /** True for what only a merge has: the Action with mode: merge, and the command merge. */
  readonly mergeOnly?: boolean
  /** One-letter flag, kluctl's where it has one. */
  readonly short?: string
}

const definitions = [
  { name: 'project-dir', kind: 'text', default: '.', value: 'DIR', help: 'Folder of the kluctl project.' },
  {
    name: 'source-root',
    kind: 'text',
    default: '',
    value: 'DIR',
    help: 'Folder above the project whose other folders the project may include, as the root of the repository; the project folder if empty. Deployment dirs count from it.'
  },
  { name: 'target', kind: 'text', default: '', value: 'NAME', help: 'kluctl target to render for.', short: 't' },
  {
    name: 'args',
    kind: 'lines',
    default: '',
    value: 'NAME=VALUE',
    help: 'Args of the kluctl project, one name=value a line; values are YAML, @file reads one.',
    short: 'a'
  },
  {
    name: 'args-from-file',
    kind: 'lines',
    default: '',
    value: 'FILE',
    help: 'YAML files with args, one a line; they override args.'
  },
  {
    name: 'vars-from-file',
    kind: 'lines',
    default: '',
    value: 'SOURCE=FILE',
    help: 'YAML files in place of variable sources that cannot be read here, one source=file a line, as clusterSecret:ns/name=FILE or vault=FILE; the error message of a source names it.'
  },
  {
    name: 'allow-env',
    kind: 'list',
    default: '',
    value: 'NAME',
    help: 'Environment variables that systemEnvVars of the project may read. None if empty.'
  },
  {
    name: 'local-git-override',
    kind: 'lines',
    default: '',
    value: 'URL=DIR',
    help: 'Folders in place of git repositories that the project includes, one url=folder a line.'
  },
  {
    name: 'local-oci-override',
    kind: 'lines',
    default: '',
    value: 'URL=DIR',
    help: 'Folders in place of OCI artifacts that the project includes, one oci://url=folder a line.'
  },
  {
    name: 'images',
    kind: 'lines',
    default: '',
    value: 'PATTERN[ = FILTER]',
    help: 'Which images may be updated, one a line: PATTERN, PATTERN = VERSION-FILTER, or !PATTERN to leave out. * is one path segment, ** any; # begins a comment. All images if empty.'
  },
  {
    name: 'shard',
    kind: 'text',
    default: '',
    value: 'K/N',
    help: 'Resolve only the K-th of N parts of the images, as 3/20, and write the report for merge to put together; the fixed-images file stays as it is.'
  },
  {
    name: 'include-tags',
    kind: 'list',
    default: '',
    value: 'TAG',
    help: 'Only deployment items with one of these tags.',
    short: 'I'
  },
  {
    name: 'exclude-tags',
    kind: 'list',
    default: '',
    value: 'TAG',
    help: 'No deployment items with one of these tags.',
    short: 'E'
  },
  {
    name: 'include-deployment-dirs',
    kind: 'list',
    default: '',
    value: 'DIR',
    help: 'Only deployment items in these folders, relative to the project.'
  },
  {
    name: 'exclude-deployment-dirs',
    kind: 'list',
    default: '',
    value: 'DIR',
    help: 'No deployment items in these folders, relative to the project.'
  },
  {
    name: 'fixed-images-file',
    kind: 'lines',
    default: '',
    value: 'FILE',
    help: 'Fixed-images files to read, one a line; what they pin is not looked up. A later file wins.'
  },
  {
    name: 'fixed-images',
    kind: 'lines',
    default: '',
    value: 'IMAGE=RESULT',
    help: 'Fixed images, one image<:namespace:deployment:container>=result a line; they win over files.',
    short: 'F'
  },
  {
    name: 'update-images',
    kind: 'boolean',
    default: 'false',
    value: '',
    help: "Prefer the registry's newest tag to fixed images, for what is selected.",
    short: 'u'
  },
  {
    name: 'deployed-images',
    kind: 'text',
    default: 'none',
    value: 'none|cluster|PATH',
    help: 'Where to look up what is deployed, which comes after fixed images and before the registry: none, cluster (kubectl get of the workloads in use), or a file or folder of objects, as kubectl get -o yaml writes them.'
  },
  {
    name: 'context',
    kind: 'text',
    default: '',
    value: 'NAME',
    help: 'Context of the kubeconfig for deployed-images: cluster; that of the target, else the current one, if empty.'
  },
  {
    name: 'policy-file',
    kind: 'text',
    default: '',
    value: 'FILE',
    help: 'Policy file: rules by image, and which registries may be used. .kluctl-images.yaml in the folder of the project if empty, where there is one; other options win over it.'
  },
  {
    name: 'platforms',
    kind: 'list',
    default: '',
    value: 'OS/ARCH',
    help: 'Platforms that every image must have, as linux/amd64 and linux/arm64. A tag without one of them is passed over.'
  },
  {
    name: 'allow-registries',
    kind: 'list',
    default: '',
    value: 'HOST',
    help: 'The only registries that may be used; * is one label of a host name. Wins over the policy file, and names what a pull request may bring with a login.'
  },
  {
    name: 'deny-registries',
    kind: 'list',
    default: '',
    value: 'HOST',
    help: 'Registries that may not be used, besides those of the policy file.'
  },
  {
    name: 'pin-digests',
    kind: 'boolean',
    default: 'false',
    value: '',
    help: 'Write results as repository:tag@digest, with the digest of the index for an image of several platforms. Asks the registry once for each image that has none.'
  },
  {
    name: 'verify',
    kind: 'boolean',
    default: 'false',
    value: '',
    help: 'Change nothing, and prove that the fixed-images file answers every image, that its digests exist, that its tags have not moved and that the platforms are there.',
    actionOnly: true
  },
  { name: 'offline-images', kind: 'boolean', default: 'false', value: '', help: 'Never ask a registry.' },
  {
    name: 'output-file',
    kind: 'text',
    default: 'fixed-images.yaml',
    value: 'FILE',
    help: 'The fixed-images file to write; {target} in it stands for the name of the target.',
    short: 'o'
  },
  {
    name: 'lock-file',
    kind: 'text',
    default: 'auto',
    value: 'auto|none|FILE',
    help: 'Where to keep digests, platforms and dates of the images: auto (images.lock.json beside the output file, with pin-digests or where it is there already), none, or a file.'
  },
  {
    name: 'proposal',
    kind: 'text',
    default: '',
    value: 'REF',
    help: 'Branch or commit with what an earlier run proposed and nobody has merged yet. What its lock says of a result that comes out again stays as it is, so that a run that finds nothing new writes the same files. It counts for nothing where it is not there.'
  },
  {
    name: 'simple',
    kind: 'boolean',
    default: 'false',
    value: '',
    help: 'Write only image and resultImage, where that loses nothing.'
  },
  {
    name: 'report-file',
    kind: 'text',
    default: 'images-report.json',
    value: 'FILE',
    help: 'Every decision as JSON; a JSON Schema is in the package.'
  },
  {
    name: 'render-output-dir',
    kind: 'text',
    default: '',
    value: 'DIR',
    help: 'Write the rendered manifests with their images into this folder.'
  },
  {
    name: 'baseline',
    kind: 'text',
    default: 'auto',
    value: 'auto|none|PATH|REF',
    help: "What the change is compared with: auto (the file at the pull request's base commit, else the file before this run), none, a path, or a git ref."
  },
  {
    name: 'source-links',
    kind: 'boolean',
    default: 'true',
    value: '',
    help: 'Read the labels of changed images, old and new, to link the comparison of their source. Asks the registry up to six times for each of the two, for the first 50 changes that a registry decided.'
  },
  {
    name: 'fail-on',
    kind: 'list',
    choices: ['unresolved', 'downgrade', 'major', 'unpinned', 'trap', 'change', 'none'],
    default: 'unresolved',
    value: 'GATE',
    help: 'What fails the run: unresolved, downgrade, major, unpinned, trap, change, or none. A file or template that cannot be read always does.'
  },
  ...reviewOptions
] as const satisfies readonly OptionShape[]

/** What a definition is, before its name is known to be one. */
export type OptionShape = Omit<OptionDefinition, 'name'> & { readonly name: string }

export type OptionName = (typeof definitions)[number]['name']

export const optionTable: readonly OptionDefinition[] = definitions
