import { __toESM } from "./rolldown-runtime.js";
import { RE2JS, RE2JSSyntaxException, require_range, require_semver } from "./vendor.js";
import { parseArgs } from "node:util";

// src/errors.ts
/** Base of every error that a user can cause or meet. Match on `code`, never on the text. */
var ImagesError = class extends Error {
	/** What to do next, one sentence; absent where the message says it all. */
	hint;
	constructor(message, details = {}) {
		super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
		this.name = new.target.name;
		this.hint = details.hint;
	}
};
function isImagesError(value) {
	return value instanceof ImagesError;
}
/** An option, input, flag or environment variable has a value that cannot be used. CLI exit 2. */
var InputError = class extends ImagesError {
	code = "input";
	/** Name of the option, input, flag or variable. */
	input;
	constructor(input, message, details = {}) {
		super(message, details);
		this.input = input;
	}
};
/** Something in the project's files: configuration, template, YAML, a missing or forbidden file. */
var ProjectError = class extends ImagesError {
	code;
	place;
	/** The lines around the place, numbered and marked (see excerpt.ts), then the templates that led there; absent where they are not at hand. */
	excerpt;
	constructor(code, message, place, details = {}) {
		super(message, details);
		this.code = code;
		this.place = place;
		this.excerpt = details.excerpt;
	}
};
/** A text is not an image reference. `position` counts UTF-16 units from 0. */
var ImageNameError = class extends ImagesError {
	code = "image-name";
	text;
	position;
	constructor(text, position, message, details = {}) {
		super(message, details);
		this.text = text;
		this.position = position;
	}
};
/** A text is not a version filter. `position` counts UTF-16 units from 0; `caret()` shows it under the text. */
var FilterError = class extends ImagesError {
	code = "filter";
	filter;
	position;
	constructor(filter, position, message, details = {}) {
		super(message, details);
		this.filter = filter;
		this.position = position;
	}
	/** Two lines: the filter on one line, a caret under the position. */
	caret() {
		return `${this.filter.replace(/[\r\n\t]/g, " ")}\n${" ".repeat(this.position)}^`;
	}
};
/** A fixed-images file or flag that cannot be used. `key` names the entry's key or the path in the document. */
var FixedImagesError = class extends ImagesError {
	code = "fixed-images";
	place;
	key;
	constructor(message, place, key, details = {}) {
		super(message, details);
		this.place = place;
		this.key = key;
	}
};
/** The registry answered, and no tag passes the version filter. */
var NoTagError = class extends ImagesError {
	code = "no-tag";
	repository;
	filter;
	/** Number of tags the registry listed. */
	seen;
	/** Up to five tags that the filter rejected, to see what the names look like. */
	examples;
	constructor(repository, filter, seen, examples, details = {}) {
		super(seen === 0 ? `${repository} has no tags` : `none of the ${seen} tags of ${repository} matches ${filter}`, details);
		this.repository = repository;
		this.filter = filter;
		this.seen = seen;
		this.examples = examples;
	}
};
/** A registry could not be asked, or its answer cannot be trusted. Never holds a secret. */
var RegistryError = class extends ImagesError {
	code;
	registry;
	repository;
	status;
	request;
	diagnostic;
	temporary;
	constructor(code, message, fields, details = {}) {
		super(message, details);
		this.code = code;
		this.registry = fields.registry;
		this.repository = fields.repository;
		this.status = fields.status;
		this.request = fields.request;
		this.diagnostic = fields.diagnostic;
		this.temporary = fields.temporary ?? false;
	}
};
/** A use cannot be answered for a reason of our own rules (offline, conflicting answers, not selected). */
var ResolveError = class extends ImagesError {
	code;
	constructor(code, message, details = {}) {
		super(message, details);
		this.code = code;
	}
};
/** The policy forbids an answer, or leaves none. */
var PolicyError = class extends ImagesError {
	code;
	constructor(code, message, details = {}) {
		super(message, details);
		this.code = code;
	}
};
/** What is deployed could not be found out. Never holds a secret. */
var DeployedError = class extends ImagesError {
	code;
	constructor(code, message, details = {}) {
		super(message, details);
		this.code = code;
	}
};
/** The lock beside a fixed-images file cannot be read. */
var LockError = class extends ImagesError {
	code = "lock";
	place;
	constructor(message, place, details = {}) {
		super(message, details);
		this.place = place;
	}
};
/** The records of the parts of a run make no whole: one is missing, or they cannot be of one run. */
var MergeError = class extends ImagesError {
	code;
	constructor(code, message, details = {}) {
		super(message, details);
		this.code = code;
	}
};
/** A file could not be read or written. */
var FileError = class extends ImagesError {
	code;
	file;
	constructor(code, file, message, details = {}) {
		super(message, details);
		this.code = code;
		this.file = file;
	}
};
/** GitHub refused something beside the main job; the run goes on with a warning. */
var GitHubError = class extends ImagesError {
	code;
	status;
	constructor(code, message, status, details = {}) {
		super(message, details);
		this.code = code;
		this.status = status;
	}
};
/** GitLab refused something beside the main job; the run goes on with a warning. Never holds a secret. */
var GitLabError = class extends ImagesError {
	code;
	status;
	retryAfter;
	constructor(code, message, fields = {}, details = {}) {
		super(message, details);
		this.code = code;
		this.status = fields.status;
		this.retryAfter = fields.retryAfter;
	}
};

// src/text.ts
/** The few helpers for text that every folder needs. */
/** Controls, formats, lone surrogates, private and unassigned characters, line separators, whatever is drawn as nothing, odd blanks. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}]|[^\S ]/gu;
/** Shows what a reader cannot see (controls, bidirectional marks, lone surrogates) as `\u{…}`. Threat model O-03. */
function visible(text) {
	if (!/[^ -~]/.test(text)) return text;
	return text.replace(invisible, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
/** Order by UTF-16 code unit: the same on every machine, whatever its locale. */
function byCodeUnit(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
const encoder = new TextEncoder();
/** Length in bytes as UTF-8. */
function byteLength(text) {
	return encoder.encode(text).byteLength;
}
/** `1 tag`, `2 tags`, `2 entries`. */
function plural(count, one, many = `${one}s`) {
	return `${count} ${count === 1 ? one : many}`;
}
/** The text in double quotes, invisible characters shown, cut at `limit` characters so that a message stays a message. */
function quote(text, limit = 200) {
	return `"${visible(shorten(text, limit))}"`;
}
/** Cuts a text to `limit` UTF-16 units without splitting a surrogate pair; the cut is marked with `…`. */
function shorten(text, limit) {
	if (text.length <= limit) return text;
	const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
	return `${text.slice(0, end)}…`;
}
/** The known word that a mistyped one most likely means: few letters differ, or it is the begin of one. */
function nearest(word, known) {
	const wanted = word.toLowerCase();
	if (wanted === "" || wanted.length > 60) return void 0;
	const [best] = known.map((name) => ({
		name,
		distance: editDistance(wanted, name.toLowerCase())
	})).toSorted((a, b) => a.distance - b.distance);
	if (best && best.distance <= Math.max(1, Math.floor(wanted.length / 5))) return best.name;
	return wanted.length < 3 ? void 0 : known.find((name) => name.toLowerCase().startsWith(wanted));
}
/** Insertions, deletions, replacements and exchanges of neighbours that turn one word into the other. */
function editDistance(a, b) {
	let beforeLast = [];
	let last = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= b.length; j += 1) {
			const same = a[i - 1] === b[j - 1];
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1), swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY));
		}
		beforeLast = last;
		last = row;
	}
	return last[b.length] ?? 0;
}

// src/report/escape.ts
/**
* A Markdown code span that nothing can break out of. Code spans also stop mentions, issue and commit references, autolinks, maths
* and emoji. The default is safe at both places; outside a table, `text` shows pipes more faithfully. Empty text gives `(empty)`.
* CommonMark 0.31 section 6.1, GFM section 4.10.
*/
function markdownCode(text, place = "cell") {
	const shown = visible(text).replace(longBackticks, (run) => "\\u{60}".repeat(run.length));
	if (shown === "") return "(empty)";
	const body = place === "cell" ? escapePipes(shown) : shown;
	const fence = "`".repeat(longestRun(body) + 1);
	const blank = body.startsWith(" ") && body.endsWith(" ") && body.trim() !== "" || body.startsWith("`") || body.endsWith("`") ? " " : "";
	return `${fence}${blank}${body}${blank}${fence}`;
}
/** A fenced block that nothing can break out of, for text of several lines. `indent` puts it inside a list item. */
function markdownFence(text, indent = "") {
	const lines = text.split(/\r?\n/).map((line) => visible(line.replaceAll("	", " ")).replace(longBackticks, (run) => "\\u{60}".repeat(run.length)));
	const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
	return [
		`${fence}text`,
		...lines,
		fence
	].map((line) => line === "" ? "" : indent + line).join("\n");
}
/**
* Running text: plain words stay words, and whatever else stands between them (names, quotes, addresses, signs) becomes a code
* span. Made for our own sentences with names in them, safe for any text. Line ends become blanks.
*/
function markdownText(text, place = "text") {
	const parts = [];
	for (const token of visible(foldLines(text)).trimStart().match(/"[^"]*"|[^ "]+|"| +/g) ?? []) for (const part of readToken$1(token, parts.length === 0)) addPart(parts, part);
	return parts.map((part) => part.kind === "plain" ? part.text : markdownCode(part.text, place)).join("");
}
/** One line of a workflow log that the runner takes for no command, whatever the text (O-04), and that reads from left to right. */
function logLine(text) {
	return defuseLine(leftToRight(visible(text)));
}
/** Text for a terminal: no controls, no reordering; as in a log, no workflow command, since a workflow may run the CLI. */
function terminalText(text) {
	return defuseLine(leftToRight(visible(text)));
}
/**
* Shows letters, digits and points of scripts that are written from right to left as `\u{…}`. Where a row is one line, two such names turn it
* round, and old and new change places. Unicode Annex 9: the blocks of the classes R, AL and AN.
*/
function leftToRight(text) {
	return text.replace(rightToLeft, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/gu;
/**
* Takes the meaning of a workflow command from a line without line ends: the runner looks for `::` after leading blanks and for
* `##[` anywhere.
*/
function defuseLine(line) {
	return line.replaceAll("##[", "#\\u{23}[").replace(/^( *):(?=:)/, "$1\\u{3a}");
}
/** JSON that is equal to `JSON.stringify` for a parser and holds no invisible character and no workflow command. */
function jsonText(value, indent) {
	const text = JSON.stringify(value, void 0, indent).replaceAll("##[", "#\\u0023[");
	if (!/[^\n -~]/.test(text)) return text;
	return text.replace(/[\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}]/gu, (character) => character === "\n" ? character : unicodeEscape(character));
}
/** cmark gives up on runs of more than 80 backticks, so a fence must never need to be that long. */
const longBackticks = /`{9,}/g;
const safeWord = /^\(?[A-Za-z]+(?:['’-][A-Za-z]+)*\)?$/;
const safeNumber = /^\d{1,6}(?:\.\d{1,6}){0,2}$/;
/** Seven or more hexadecimal digits may become a link to a commit. */
const commitLike = /[0-9a-f]{7}/i;
const safeSign = /^(?:→|·|–|…)$/;
function readToken$1(token, first) {
	if (/^\([^()]/.test(token) && !safeWord.test(token)) return [{
		kind: "plain",
		text: "("
	}, ...readToken$1(token.slice(1), false)];
	if (token.startsWith(" ")) return [{
		kind: "plain",
		text: token
	}];
	const quoted = /^"([^"]+)"$/.exec(token)?.[1];
	if (quoted !== void 0) return [{
		kind: "quoted",
		text: quoted
	}];
	const [, core = "", end = ""] = /^(.*?)([.,;:?]?)$/s.exec(token) ?? [];
	const isOpen = core.split("(").length > core.split(")").length;
	if (core === "" || isOpen && !safeWord.test(core)) return [{
		kind: "code",
		text: token
	}];
	if (safeWord.test(core) && !commitLike.test(core) || safeNumber.test(core) && !(first && end === ".") || safeSign.test(core) && end === "") return [{
		kind: "plain",
		text: token
	}];
	return end === "" ? [{
		kind: "code",
		text: core
	}] : [{
		kind: "code",
		text: core
	}, {
		kind: "plain",
		text: end
	}];
}
/** Adjacent code spans would read each other's backticks, so they are made one; so are neighbours with one blank between. */
function addPart(parts, part) {
	const last = parts.at(-1);
	if (last?.kind === "quoted" ? /^(?:\)[.,;:?]?|[.,;:?])$/.test(part.text) : part.text === "(" && last?.kind !== "code") {
		parts.push({
			kind: "plain",
			text: part.text
		});
		return;
	}
	if (part.kind !== "plain" && last !== void 0 && last.kind !== "plain") {
		parts.splice(-1, 1, {
			kind: "code",
			text: typed(last) + typed(part)
		});
		return;
	}
	const before = parts.at(-2);
	if (part.kind === "code" && last?.text === " " && before?.kind === "code") {
		parts.splice(-2, 2, {
			kind: "code",
			text: `${before.text} ${part.text}`
		});
		return;
	}
	parts.push(part);
}
/** Quotes around a name are made a code span; quotes within code, as those of an argument, belong to it. */
function typed({ kind, text }) {
	return kind === "quoted" ? `"${text}"` : text;
}
/** In a table `\|` is a pipe, in code as well. After an odd number of backslashes it would not be, so there it is spelled out. */
function escapePipes(text) {
	return text.replace(/\\+\|?|\|/g, (found) => {
		if (!found.endsWith("|")) return found;
		return found.slice(0, -1) + (found.length % 2 === 1 ? "\\|" : "\\u{7c}");
	});
}
function foldLines(text) {
	return text.replace(/\s+/g, (blanks) => blanks.includes("\n") ? " " : blanks);
}
function longestRun(text) {
	return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
function unicodeEscape(character) {
	let escaped = "";
	for (let index = 0; index < character.length; index++) escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
	return escaped;
}

// src/option-table-review.ts
/** Options about how a run is told: to reviewers, to later steps, to whoever looks at the job. */
const reviewOptions = [
	{
		name: "comment",
		kind: "choice",
		choices: [
			"always",
			"on-change",
			"on-failure",
			"never"
		],
		default: "on-change",
		value: "WHEN",
		help: "When to comment on the pull request: always, on-change, on-failure or never. An existing comment is kept up to date.",
		actionOnly: true
	},
	{
		name: "comment-tag",
		kind: "text",
		default: "",
		value: "TEXT",
		help: "Identity of the comment; derived from workflow, job, target, project and output file if empty, set it where the jobs of a matrix differ in none of these."
	},
	{
		name: "comment-file",
		kind: "text",
		default: "",
		value: "FILE",
		help: "Write the text of the comment into this file as well, for a CI system that posts it by itself."
	},
	{
		name: "pr-number",
		kind: "text",
		default: "",
		value: "NUMBER",
		help: "Pull request to comment on, where the event is about none, as workflow_dispatch, schedule and push.",
		actionOnly: true
	},
	{
		name: "commit-subjects",
		kind: "boolean",
		default: "false",
		value: "",
		help: "List the commits between the old and the new image, for sources of the same GitHub organisation; needs a token that may read them.",
		actionOnly: true
	},
	{
		name: "job-summary",
		kind: "boolean",
		default: "true",
		value: "",
		help: "Write the job summary.",
		actionOnly: true
	},
	{
		name: "artifact-name",
		kind: "text",
		default: "fixed-images",
		value: "NAME",
		help: "Name of the artifact with the fixed-images file, the report and the whole diff; empty for none. Jobs of a matrix need a name each.",
		actionOnly: true
	},
	{
		name: "artifact-retention-days",
		kind: "text",
		default: "30",
		value: "DAYS",
		help: "Days that the artifact is kept, at most what the repository allows.",
		actionOnly: true
	},
	{
		name: "artifact-required",
		kind: "boolean",
		default: "false",
		value: "",
		help: "Fail where the artifact cannot be uploaded, instead of a warning.",
		actionOnly: true
	},
	{
		name: "mode",
		kind: "choice",
		choices: [
			"resolve",
			"comment",
			"merge"
		],
		default: "resolve",
		value: "MODE",
		help: "What to do: resolve is the whole work; merge makes one result of the records of other jobs; comment only posts what the artifact of another run says, on workflow_run, for pull requests from forks.",
		actionOnly: true
	},
	{
		name: "records",
		kind: "lines",
		default: "",
		value: "PATH",
		help: "With mode: merge, the report files to put together, or folders that are searched for images-report.json, one a line.",
		actionOnly: true
	},
	{
		name: "targets",
		kind: "list",
		default: "",
		value: "NAME",
		help: "With a merge, the targets that the records must be of, all of them and no other: nothing else tells that the job of a target left no record, and its images would go from a file that targets share.",
		mergeOnly: true
	},
	{
		name: "allow-untrusted-templates",
		kind: "choice",
		choices: ["never", "no-credentials"],
		default: "never",
		value: "WHEN",
		help: "Whether files of a fork are rendered on events that come with secrets, as pull_request_target: never stops there; no-credentials renders them and asks registries without login.",
		actionOnly: true
	},
	{
		name: "github-token",
		kind: "text",
		default: "${{ github.token }}",
		value: "TOKEN",
		help: "Token for the comment; needs pull-requests: write.",
		actionOnly: true
	}
];

// src/option-table.ts
const definitions = [
	{
		name: "project-dir",
		kind: "text",
		default: ".",
		value: "DIR",
		help: "Folder of the kluctl project."
	},
	{
		name: "source-root",
		kind: "text",
		default: "",
		value: "DIR",
		help: "Folder above the project whose other folders the project may include, as the root of the repository; the project folder if empty. Deployment dirs count from it."
	},
	{
		name: "target",
		kind: "text",
		default: "",
		value: "NAME",
		help: "kluctl target to render for.",
		short: "t"
	},
	{
		name: "args",
		kind: "lines",
		default: "",
		value: "NAME=VALUE",
		help: "Args of the kluctl project, one name=value a line; values are YAML, @file reads one.",
		short: "a"
	},
	{
		name: "args-from-file",
		kind: "lines",
		default: "",
		value: "FILE",
		help: "YAML files with args, one a line; they override args."
	},
	{
		name: "vars-from-file",
		kind: "lines",
		default: "",
		value: "SOURCE=FILE",
		help: "YAML files in place of variable sources that cannot be read here, one source=file a line, as clusterSecret:ns/name=FILE or vault=FILE; the error message of a source names it."
	},
	{
		name: "allow-env",
		kind: "list",
		default: "",
		value: "NAME",
		help: "Environment variables that systemEnvVars of the project may read. None if empty."
	},
	{
		name: "local-git-override",
		kind: "lines",
		default: "",
		value: "URL=DIR",
		help: "Folders in place of git repositories that the project includes, one url=folder a line."
	},
	{
		name: "local-oci-override",
		kind: "lines",
		default: "",
		value: "URL=DIR",
		help: "Folders in place of OCI artifacts that the project includes, one oci://url=folder a line."
	},
	{
		name: "images",
		kind: "lines",
		default: "",
		value: "PATTERN[ = FILTER]",
		help: "Which images may be updated, one a line: PATTERN, PATTERN = VERSION-FILTER, or !PATTERN to leave out. * is one path segment, ** any; # begins a comment. All images if empty."
	},
	{
		name: "shard",
		kind: "text",
		default: "",
		value: "K/N",
		help: "Resolve only the K-th of N parts of the images, as 3/20, and write the report for merge to put together; the fixed-images file stays as it is."
	},
	{
		name: "include-tags",
		kind: "list",
		default: "",
		value: "TAG",
		help: "Only deployment items with one of these tags.",
		short: "I"
	},
	{
		name: "exclude-tags",
		kind: "list",
		default: "",
		value: "TAG",
		help: "No deployment items with one of these tags.",
		short: "E"
	},
	{
		name: "include-deployment-dirs",
		kind: "list",
		default: "",
		value: "DIR",
		help: "Only deployment items in these folders, relative to the project."
	},
	{
		name: "exclude-deployment-dirs",
		kind: "list",
		default: "",
		value: "DIR",
		help: "No deployment items in these folders, relative to the project."
	},
	{
		name: "fixed-images-file",
		kind: "lines",
		default: "",
		value: "FILE",
		help: "Fixed-images files to read, one a line; what they pin is not looked up. A later file wins."
	},
	{
		name: "fixed-images",
		kind: "lines",
		default: "",
		value: "IMAGE=RESULT",
		help: "Fixed images, one image<:namespace:deployment:container>=result a line; they win over files.",
		short: "F"
	},
	{
		name: "update-images",
		kind: "boolean",
		default: "false",
		value: "",
		help: "Prefer the registry's newest tag to fixed images, for what is selected.",
		short: "u"
	},
	{
		name: "deployed-images",
		kind: "text",
		default: "none",
		value: "none|cluster|PATH",
		help: "Where to look up what is deployed, which comes after fixed images and before the registry: none, cluster (kubectl get of the workloads in use), or a file or folder of objects, as kubectl get -o yaml writes them."
	},
	{
		name: "context",
		kind: "text",
		default: "",
		value: "NAME",
		help: "Context of the kubeconfig for deployed-images: cluster; that of the target, else the current one, if empty."
	},
	{
		name: "policy-file",
		kind: "text",
		default: "",
		value: "FILE",
		help: "Policy file: rules by image, and which registries may be used. .kluctl-images.yaml in the folder of the project if empty, where there is one; other options win over it."
	},
	{
		name: "platforms",
		kind: "list",
		default: "",
		value: "OS/ARCH",
		help: "Platforms that every image must have, as linux/amd64 and linux/arm64. A tag without one of them is passed over."
	},
	{
		name: "allow-registries",
		kind: "list",
		default: "",
		value: "HOST",
		help: "The only registries that may be used; * is one label of a host name. Wins over the policy file, and names what a pull request may bring with a login."
	},
	{
		name: "deny-registries",
		kind: "list",
		default: "",
		value: "HOST",
		help: "Registries that may not be used, besides those of the policy file."
	},
	{
		name: "pin-digests",
		kind: "boolean",
		default: "false",
		value: "",
		help: "Write results as repository:tag@digest, with the digest of the index for an image of several platforms. Asks the registry once for each image that has none."
	},
	{
		name: "verify",
		kind: "boolean",
		default: "false",
		value: "",
		help: "Change nothing, and prove that the fixed-images file answers every image, that its digests exist, that its tags have not moved and that the platforms are there.",
		actionOnly: true
	},
	{
		name: "offline-images",
		kind: "boolean",
		default: "false",
		value: "",
		help: "Never ask a registry."
	},
	{
		name: "output-file",
		kind: "text",
		default: "fixed-images.yaml",
		value: "FILE",
		help: "The fixed-images file to write; {target} in it stands for the name of the target.",
		short: "o"
	},
	{
		name: "lock-file",
		kind: "text",
		default: "auto",
		value: "auto|none|FILE",
		help: "Where to keep digests, platforms and dates of the images: auto (images.lock.json beside the output file, with pin-digests or where it is there already), none, or a file."
	},
	{
		name: "proposal",
		kind: "text",
		default: "",
		value: "REF",
		help: "Branch or commit with what an earlier run proposed and nobody has merged yet. What its lock says of a result that comes out again stays as it is, so that a run that finds nothing new writes the same files. It counts for nothing where it is not there."
	},
	{
		name: "simple",
		kind: "boolean",
		default: "false",
		value: "",
		help: "Write only image and resultImage, where that loses nothing."
	},
	{
		name: "report-file",
		kind: "text",
		default: "images-report.json",
		value: "FILE",
		help: "Every decision as JSON; a JSON Schema is in the package."
	},
	{
		name: "render-output-dir",
		kind: "text",
		default: "",
		value: "DIR",
		help: "Write the rendered manifests with their images into this folder."
	},
	{
		name: "baseline",
		kind: "text",
		default: "auto",
		value: "auto|none|PATH|REF",
		help: "What the change is compared with: auto (the file at the pull request's base commit, else the file before this run), none, a path, or a git ref."
	},
	{
		name: "source-links",
		kind: "boolean",
		default: "true",
		value: "",
		help: "Read the labels of changed images, old and new, to link the comparison of their source. Asks the registry up to six times for each of the two, for the first 50 changes that a registry decided."
	},
	{
		name: "fail-on",
		kind: "list",
		choices: [
			"unresolved",
			"downgrade",
			"major",
			"unpinned",
			"trap",
			"change",
			"none"
		],
		default: "unresolved",
		value: "GATE",
		help: "What fails the run: unresolved, downgrade, major, unpinned, trap, change, or none. A file or template that cannot be read always does."
	},
	...reviewOptions
];
const optionTable = definitions;

// src/image/repository.ts
const dockerHub = /* @__PURE__ */ new Set([
	"docker.io",
	"index.docker.io",
	"registry-1.docker.io",
	"registry.hub.docker.com"
]);
/** The one spelling of a registry host: lower case, the port of its scheme removed, the aliases of Docker Hub as `docker.io`. */
function normalizeRegistry(host) {
	const lower = host.toLowerCase();
	const bare = lower.endsWith(":443") ? lower.slice(0, -4) : lower;
	return dockerHub.has(bare) ? "docker.io" : bare;
}
/** The names that mean a normalised registry: several for Docker Hub, itself for any other. */
function registrySpellings(registry) {
	return registry === "docker.io" ? [...dockerHub] : [registry];
}
/** Host that answers `/v2/` for a registry name. Docker Hub's API is not at its own name. */
function apiHost(registry) {
	return registry === "docker.io" ? "registry-1.docker.io" : registry;
}
/** Full name, as `docker.io/library/nginx`. Two repositories are the same exactly when this text is. */
function formatRepository(repository) {
	return `${repository.registry}/${repository.path}`;
}

// src/image/reference.ts
const hostLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const ipv6 = /^\[[0-9A-Fa-f:.]+\]$/;
const pathPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagGrammar = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const digestGrammar = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}$/;
/** True for a text that may be a tag (OCI distribution specification). */
function isTag(text) {
	return tagGrammar.test(text);
}
/** True for a text that may be a digest; `sha256` and `sha512` must have their full length in lower case. */
function isDigest(text) {
	if (text.startsWith("sha256:")) return /^sha256:[0-9a-f]{64}$/.test(text);
	if (text.startsWith("sha512:")) return /^sha512:[0-9a-f]{128}$/.test(text);
	return text.length <= 200 && digestGrammar.test(text);
}
/**
* Takes an image reference apart. The first path element is a registry if it holds a `.` or `:` or is `localhost`, as
* Docker has it; otherwise the image is on Docker Hub, where a single name lives in `library/`.
* @throws ImageNameError with the position of what is wrong
*/
function parseImageReference(text) {
	const fail = (position, why, hint) => {
		throw new ImageNameError(text, position, `${quote(text)} is not an image reference: ${why}`, { hint });
	};
	if (text === "") fail(0, "it is empty");
	if (text.length > 4096) fail(4096, "it is longer than 4096 characters");
	const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text);
	if (scheme) fail(0, `it begins with ${quote(scheme[0])}`, "Write host/path without a scheme.");
	const illegal = /[^A-Za-z0-9._:/@[\]+-]/u.exec(text);
	if (illegal) fail(illegal.index, `${quote(illegal[0])} may not stand in it`);
	const at = text.indexOf("@");
	const digest = at < 0 ? void 0 : text.slice(at + 1);
	if (digest !== void 0 && !isDigest(digest)) fail(at + 1, `${quote(digest)} is not a digest`);
	const beforeDigest = at < 0 ? text : text.slice(0, at);
	const lastSlash = beforeDigest.lastIndexOf("/");
	const colon = beforeDigest.indexOf(":", lastSlash + 1);
	const tag = colon < 0 ? void 0 : beforeDigest.slice(colon + 1);
	if (tag !== void 0 && !isTag(tag)) fail(colon + 1, `${quote(tag)} is not a tag`);
	const name = colon < 0 ? beforeDigest : beforeDigest.slice(0, colon);
	const slash = name.indexOf("/");
	const first = slash < 0 ? "" : name.slice(0, slash);
	const hasRegistry = /[.:[]/.test(first) || first.toLowerCase() === "localhost";
	if (hasRegistry && !isRegistryHost(first)) fail(0, `${quote(first)} is not a registry host`);
	const registry = hasRegistry ? normalizeRegistry(first) : "docker.io";
	const path = hasRegistry ? name.slice(slash + 1) : name;
	let position = hasRegistry ? slash + 1 : 0;
	for (const part of path.split("/")) {
		if (!pathPart.test(part)) {
			const upper = /[A-Z]/.test(part) ? "Repository names are lower case." : void 0;
			fail(position, part === "" ? "a part of its path is empty" : `${quote(part)} is not a repository name`, upper);
		}
		position += part.length + 1;
	}
	if (path.length > 255) fail(0, "its path is longer than 255 characters");
	return {
		text,
		name,
		repository: {
			registry,
			path: registry === "docker.io" && !path.includes("/") ? `library/${path}` : path
		},
		tag,
		digest
	};
}
/** The reference that a text is; undefined where it is none. */
function readImageReference(text) {
	try {
		return parseImageReference(text);
	} catch (error) {
		if (error instanceof ImageNameError) return void 0;
		throw error;
	}
}
/** True for `host`, `host:port`, an IPv4 address or a bracketed IPv6 address. */
function isRegistryHost(text) {
	const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
	if (!match) return false;
	const [, host = "", port] = match;
	if (port !== void 0 && (Number(port) < 1 || Number(port) > 65535)) return false;
	if (host.startsWith("[")) return ipv6.test(host);
	return host.length <= 253 && host.split(".").every((label) => label.length <= 63 && hostLabel.test(label));
}

// src/image/platform.ts
/** Reads `linux/arm64/v8`; undefined for any other text. Case is that of Go's names, which is lower. */
function parsePlatform(text) {
	const [, os, architecture, variant] = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text) ?? [];
	return os === void 0 || architecture === void 0 ? void 0 : {
		os,
		architecture,
		variant
	};
}
function formatPlatform({ os, architecture, variant }) {
	return variant === void 0 ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}
/**
* Whether an image for `offered` serves who wants `wanted`. A wanted platform without a variant takes any variant; `arm64` is `arm64/v8` and
* `amd64` is `amd64/v1`, whichever of the two spells it.
*/
function servesPlatform(offered, wanted) {
	if (offered.os !== wanted.os || offered.architecture !== wanted.architecture) return false;
	return wanted.variant === void 0 || variantOf(offered) === variantOf(wanted);
}
/** The wanted platforms that none of the offered serves, as texts; what cannot be read as a platform serves nobody. */
function missingPlatforms(offered, wanted) {
	const known = offered.flatMap((text) => parsePlatform(text) ?? []);
	return wanted.filter((text) => {
		const platform = parsePlatform(text);
		return platform === void 0 || !known.some((one) => servesPlatform(one, platform));
	});
}
function variantOf({ architecture, variant }) {
	if (variant !== void 0) return variant;
	return architecture === "arm64" ? "v8" : architecture === "amd64" ? "v1" : void 0;
}

// src/image/glob.ts
const stepsOfPair = 16;
const stepsOfStart = 8;
/** Runs of stars in one pattern, for all that reads patterns. */
const mostStarRuns = 10;
function compileGlob(pattern) {
	return {
		literals: pattern.split(/\*+/),
		runs: (pattern.match(/\*+/g) ?? []).map((run) => run.length > 1)
	};
}
/** True for a pattern with so many stars that nobody can mean it. */
function hasTooManyStars(pattern) {
	return compileGlob(pattern).runs.length > 10;
}
/**
* Whether a text is what a pattern says. For each run of stars the text is searched once, whatever both are: patterns may come from a pull
* request.
* @param separators each of its characters ends what one star stands for
* @param steps what is spent is taken from it; the answer is the same where nothing is left
*/
function matchesGlob(glob, text, separators, steps = { left: 0 }) {
	const { literals, runs } = glob;
	const [first = ""] = literals;
	const last = literals[runs.length] ?? "";
	steps.left -= stepsOfPair;
	if (runs.length === 0) return text === first;
	const end = text.length - last.length;
	if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
	let starts = [first.length];
	for (const [index, isDeep] of runs.entries()) {
		if (index + 1 === runs.length) return reaches(starts, end, isDeep, text, separators);
		if (isDeep) starts = throughAll(starts, text, separators);
		steps.left -= starts.length * stepsOfStart;
		starts = advance(starts, literals[index + 1] ?? "", text, separators, steps);
	}
	return false;
}
/** Whether one of the starts comes to a position by stars alone. */
function reaches(starts, position, isDeep, text, separators) {
	const inReach = (start) => isDeep || position <= segmentEnd(text, start, separators);
	return starts.some((start) => start <= position && inReach(start));
}
/** The first start, and the begin of each segment after it. */
function throughAll([first], text, separators) {
	const starts = [];
	for (let at = first ?? text.length + 1; at <= text.length; at = segmentEnd(text, at, separators) + 1) starts.push(at);
	return starts;
}
/**
* Where a literal ends that begins in the segment of a start, at it or behind it. Of each segment the first place is enough: the stars that
* follow come from there to all that they would reach from a later one.
*/
function advance(starts, literal, text, separators, steps) {
	const ends = [];
	let found = -1;
	for (const start of starts) {
		if (found < start) {
			found = text.indexOf(literal, start);
			steps.left -= (found < 0 ? text.length : found) - start + literal.length;
		}
		if (found < 0) break;
		if (found <= segmentEnd(text, start, separators)) ends.push(found + literal.length);
	}
	return ends;
}
function segmentEnd(text, from, separators) {
	let end = text.length;
	for (const separator of separators) {
		const at = text.indexOf(separator, from);
		if (at >= 0 && at < end) end = at;
	}
	return end;
}

// src/report/record.ts
const gateNames$1 = [
	"unresolved",
	"downgrade",
	"major",
	"unpinned",
	"trap",
	"change"
];
/** Where nobody was asked. */
const noCost = {
	requests: 0,
	waits: 0,
	repositories: 0,
	imageRequests: 0
};
/** The record without its receipt: a run that had to wait and one that had not say the same. */
function withoutCost(report) {
	return {
		...report,
		cost: noCost
	};
}

// src/secret-lines.ts
/**
* Lines of rendered text that may hold secrets. What is rendered has values from outside the repository in it, and an error's lines end in
* comments that everybody reads. A guess by names, on top of what the redactor knows: it hides too much rather than too little.
*/
const secretWord = "passw(?:or)?d|passphrase|pwd|secret|token|credential|private[_-]?key|api[_-]?key|access[_-]?key|bearer|authorization";
const secretValue = new RegExp(`((?:${secretWord})[\\w.-]{0,40}["']?[ \\t]{0,10}[:=][ \\t]{0,10})([\\s\\S]*)$`, "i");
const secretName = new RegExp(`\\bname["']?[ \\t]{0,10}:[^:]{0,40}(?:${secretWord})`, "i");
const plainValue = /(\bvalue["']?[ \t]{0,10}:[ \t]{0,10})([\s\S]*)$/;
const key = /-----BEGIN [A-Z ]*|^\s*[A-Za-z0-9+/]{60,}={0,2}\s*$/;
/** True where the text has an object of the kind Secret in it: then no line of it is shown. */
function holdsSecret(text) {
	return /\bkind["']?[ \t]{0,10}:[ \t]{0,10}["']?Secret(?:["'\s,}]|$)/.test(text);
}
/**
* Neighbouring lines with `*` in place of what looks like the value of a secret: behind a key that says so, and as the `value` beside such a
* `name`. Lines keep their length, so that columns stay true.
*/
function hideSecretValues(lines) {
	return lines.map((line, index) => {
		if (key.test(line)) return "*".repeat(line.length);
		return hide(index === 0 || secretName.test(lines[index - 1] ?? "") || secretName.test(line) ? hide(line, plainValue) : line, secretValue);
	});
}
function hide(line, pattern) {
	return line.replace(pattern, (_, name, value) => name + "*".repeat(value.length));
}

// src/excerpt.ts
/** Lines before and behind that of the place. */
const around = 2;
const longest$1 = 120;
/**
* The lines around a place of a text; undefined where the place names no line that the text has, and for rendered text with a Secret in it. Lines end with `\n` or `\r\n`.
* A line that is too long is cut around the column, at blanks where it can be, so that no word is shown by half.
*/
function excerptOf(text, place, options = {}) {
	const { line, column } = place;
	if (line === void 0 || options.isRendered && holdsSecret(text)) return void 0;
	const first = Math.max(1, line - around);
	const plain = linesFrom(text, first, line + around - first + 1);
	const lines = options.isRendered ? hideSecretValues(plain) : plain;
	if (lines[line - first] === void 0) return void 0;
	const digits = String(first + lines.length - 1).length;
	const rows = lines.flatMap((whole, index) => {
		const number = first + index;
		const gutter = `${number === line ? ">" : " "} ${String(number).padStart(digits)} |`;
		if (number !== line || column === void 0) return [join(gutter, show(whole, 0, options))];
		const { before, behind } = showAround(whole, Math.min(column - 1, whole.length), options);
		return [join(gutter, before + behind), `${" ".repeat(digits + 2)} | ${blanksFor(before)}^`];
	});
	return options.isRendered ? ["in the rendered text:", ...rows] : rows;
}
/** `count` lines of a text from the line `first` on, which counts from 1; fewer where it ends. The text is not split as a whole. */
function linesFrom(text, first, count) {
	let start = 0;
	for (let line = 1; line < first; line += 1) {
		const end = text.indexOf("\n", start);
		if (end < 0) return [];
		start = end + 1;
	}
	const lines = [];
	while (lines.length < count) {
		const end = text.indexOf("\n", start);
		lines.push(text.slice(start, end < 0 ? void 0 : end).replace(/\r$/, ""));
		if (end < 0) break;
		start = end + 1;
	}
	if (lines.length > 3 && lines.at(-1) === "" && start >= text.length) lines.pop();
	return lines;
}
function join(gutter, text) {
	return text === "" ? gutter : `${gutter} ${text}`;
}
function show(line, position, options) {
	const { before, behind } = showAround(line, position, options);
	return before + behind;
}
/** The two halves of a line as they are shown, cut to `longest` together. */
function showAround(line, position, { rewrite = (text) => text }) {
	const before = shownText(rewrite(line.slice(0, position)));
	const behind = shownText(rewrite(line.slice(position)));
	if (before.length + behind.length <= longest$1) return {
		before,
		behind
	};
	const left = cutBegin(before, Math.max(Math.floor(longest$1 / 2), longest$1 - behind.length));
	return {
		before: left,
		behind: cutEnd(behind, longest$1 - left.length)
	};
}
function shownText(text) {
	return text.split("	").map(visible).join("	");
}
/** The end of a text with at most `room` characters. A word that does not fit is left out whole: half a secret would pass the redactor. */
function cutBegin(text, room) {
	if (text.length <= room) return text;
	const kept = text.slice(text.length - room + 1);
	const cut = text.charAt(text.length - room);
	const word = wordPart.test(cut) ? /^[^\s"'`{}[\](),;|<>]*/.exec(kept)?.[0] ?? "" : "";
	return `…${kept.slice(word.length)}`;
}
function cutEnd(text, room) {
	if (text.length <= room) return text;
	const kept = text.slice(0, room - 1);
	const word = wordPart.test(text.charAt(room - 1)) ? /[^\s"'`{}[\](),;|<>]*$/.exec(kept)?.[0] ?? "" : "";
	return `${kept.slice(0, kept.length - word.length)}…`;
}
const wordPart = /[^\s"'`{}[\](),;|<>]/;
/** As many columns of nothing as the text takes. */
function blanksFor(text) {
	return Array.from(text, (character) => {
		if (character === "	") return "	";
		if (/\p{Mn}/u.test(character)) return "";
		return wide$1.test(character) ? "  " : " ";
	}).join("");
}
const wide$1 = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
/** Most lines of an excerpt that a sink shows: a title, five lines, the caret, and the templates that led there. */
const mostLines = 16;
/** The lines of an excerpt that are shown, however it was made: one that comes from elsewhere may be of any size. */
function shownExcerpt(excerpt) {
	return excerpt.slice(0, mostLines).map((line) => shorten(line.replace(/[\r\n]+/g, " "), 400));
}

// src/image/pattern.ts
function compileImagePattern(text) {
	return {
		text,
		glob: compileGlob(withNormalRegistry(text))
	};
}
/** True for a text that can be a pattern over repositories: `ghcr.io/team/*`; one with a tag has its own refusal. */
function isImagePattern(pattern) {
	return /^[A-Za-z0-9._/:*[\]-]+$/.test(pattern);
}
/** True for a pattern that ends in a tag, which selects nothing: patterns are about repositories. */
function hasTag(pattern) {
	return /:[^/\]]*$/.test(pattern);
}
/**
* Whether a pattern is about an image as a template writes it. `*` stands for what one path segment may hold, `**` for anything; every
* spelling of a repository that people use counts, the short forms of Docker Hub as well.
*/
function matchesImage(pattern, image) {
	return matchesNames(compileImagePattern(pattern), imageNames(image));
}
/** Whether a pattern is about an image, from its {@link imageNames}. */
function matchesNames(pattern, names, steps) {
	return names.some((name) => matchesGlob(pattern.glob, name, "/", steps));
}
/** Every spelling of an image's repository that a pattern may be about; the text itself where it is no image reference. */
function imageNames(image) {
	try {
		const { name, repository } = parseImageReference(image);
		const full = formatRepository(repository);
		if (repository.registry !== "docker.io") return [.../* @__PURE__ */ new Set([name, full])];
		const short = repository.path.startsWith("library/") ? [repository.path.slice(8)] : [];
		return [.../* @__PURE__ */ new Set([
			name,
			full,
			repository.path,
			...short,
			...short.map((path) => `docker.io/${path}`)
		])];
	} catch (error) {
		if (error instanceof ImageNameError) return [image];
		throw error;
	}
}
function withNormalRegistry(pattern) {
	const slash = pattern.indexOf("/");
	const first = pattern.slice(0, Math.max(0, slash));
	return /[.:[]/.test(first) && !first.includes("*") ? normalizeRegistry(first) + pattern.slice(slash) : pattern;
}

// src/version/call.ts
/** The kinds of value that a parameter takes by position; by name it takes any text for a flag or a text, as kluctl does. */
const positional = {
	flag: "name",
	text: "string",
	filter: "filter",
	"flag or text": "string"
};
const expectedKind = {
	flag: "true or false",
	text: "a string",
	filter: "a version filter",
	"flag or text": "true, false or a string"
};
const truths = new Map([...[
	"1",
	"t",
	"T",
	"TRUE",
	"true",
	"True"
].map((text) => [text, true]), ...[
	"0",
	"f",
	"F",
	"FALSE",
	"false",
	"False"
].map((text) => [text, false])]);
/**
* Gives each argument of a call to its parameter, with kluctl's rules: positional ones first, none twice, none unknown, and only positional
* ones must be written in the parameter's own way.
* @throws FilterError at the argument that does not fit, or at the closing parenthesis for one that is missing
*/
function bindArguments(called, given, around) {
	const { reader, close, budget } = around;
	const bound = assign(called, given, reader);
	const flags = /* @__PURE__ */ new Map();
	const texts = /* @__PURE__ */ new Map();
	const rules = /* @__PURE__ */ new Map();
	for (const parameter of called.parameters) {
		const { name, kind } = parameter;
		const argument = bound.get(name);
		if (!argument) {
			const isWanted = parameter.defaultWith === void 0 || bound.has(parameter.defaultWith);
			if (kind === "filter" && parameter.default !== void 0 && isWanted) rules.set(name, around.readDefault(parameter.default));
		} else if (kind === "filter") rules.set(name, readRule(argument, name, around));
		else if (kind === "flag" || isTruth(argument, parameter, reader)) flags.set(name, readFlag(argument, name, reader));
		else texts.set(name, textArgument(readText(argument, name, reader), reader, budget));
	}
	return {
		flag: (name) => flags.get(name),
		rule: (name) => rules.get(name),
		optionalText: (name) => texts.get(name),
		text: (name) => texts.get(name) ?? reader.fail(close, `${called.name} needs a ${name}`, `Write ${called.usage}.`)
	};
}
/** The call as text: what it names and what has a default, in the order of the parameters. kluctl names every argument too. */
function formatCall(called, args, quoteText, additions = nothing) {
	const isInnermost = !called.parameters.some(({ name }) => args.rule(name));
	const parts = called.parameters.flatMap((parameter) => {
		const { name } = parameter;
		const rule = args.rule(name);
		const addition = isInnermost ? additions.get(name) : void 0;
		const value = rule?.format(quoteText, additions) ?? (addition === void 0 ? void 0 : quoteText(joined(name, args.optionalText(name)?.text, addition))) ?? writeValue(parameter, args, quoteText);
		return value === void 0 ? [] : [`${name}=${value}`];
	});
	return `${called.name}(${parts.join(", ")})`;
}
const nothing = /* @__PURE__ */ new Map();
/** A second `exclude` joins the first; of any other argument the new one counts. */
function joined(name, old, added) {
	return name === "exclude" && old !== void 0 ? `(?:${old})|${added}` : added;
}
function writeValue({ name, kind, default: usual }, args, quoteText) {
	const text = args.optionalText(name);
	if (text) return quoteText(text.text);
	const flag = args.flag(name);
	return flag === void 0 ? kind === "flag" ? usual : void 0 : String(flag);
}
function textArgument(token, reader, budget) {
	const start = token.kind === "string" ? token.position + 1 : token.position;
	return {
		text: token.text,
		budget,
		fail: (offset, message, hint) => reader.fail(start + offset, message, hint)
	};
}
/** A truth value is a word; any other word for a parameter that takes both has forgotten its quotes. */
function isTruth({ value }, { name, kind }, reader) {
	if (kind !== "flag or text" || value.kind === "filter") return false;
	if (truths.has(value.token.text)) return true;
	return value.kind === "string" ? false : failKind(name, expectedKind[kind], value, value.position, reader);
}
function assign(called, given, reader) {
	const bound = /* @__PURE__ */ new Map();
	const positionals = called.parameters.filter((one) => one.positional === true);
	let named = false;
	for (const [index, argument] of given.entries()) {
		const { position } = argument;
		named ||= argument.name !== void 0;
		if (named && argument.name === void 0) reader.fail(position, "an argument without a name follows one with a name", "Put it first, or give it its name.");
		const parameter = named ? called.parameters.find((one) => one.name === argument.name) : positionals[index];
		if (!parameter) return failSurplus(called, argument, reader);
		if (bound.has(parameter.name)) reader.fail(position, `${called.name} is given ${parameter.name} twice`);
		if (!named) checkPositional(parameter, argument, reader);
		bound.set(parameter.name, argument);
	}
	return bound;
}
function failSurplus(called, argument, reader) {
	const all = called.parameters.map((one) => one.name);
	if (argument.name !== void 0) return reader.fail(argument.position, `${called.name} has no argument ${quote(argument.name, 40)}; it has ${all.join(", ")}`);
	const known = called.parameters.flatMap((one) => one.positional === true ? [one.name] : []);
	const takes = known.length === 0 ? "none without a name" : known.join(" and ");
	const others = all.filter((name) => !known.includes(name)).join(", ");
	return reader.fail(argument.position, `${called.name} has too many arguments; it takes ${takes}`, `By name it also takes ${others}.`);
}
function checkPositional(parameter, argument, reader) {
	const { value, position } = argument;
	if (value.kind === positional[parameter.kind]) return;
	failKind(parameter.name, expectedKind[parameter.kind], value, position, reader);
}
function readFlag(argument, name, reader) {
	const { value } = argument;
	return (value.kind === "filter" ? void 0 : truths.get(value.token.text)) ?? failKind(name, expectedKind.flag, value, value.position, reader);
}
function readText(argument, name, reader) {
	const { value } = argument;
	return value.kind === "filter" ? failKind(name, expectedKind.text, value, value.position, reader) : value.token;
}
function readRule({ value }, name, { reader, readInside }) {
	if (value.kind === "filter") return value.rule;
	return value.kind === "string" ? readInside(value.token) : failKind(name, expectedKind.filter, value, value.position, reader);
}
function failKind(name, expected, value, position, reader) {
	const found = value.kind === "filter" ? "a version filter" : `${nouns$1[value.kind]} ${quote(value.token.text, 40)}`;
	return reader.fail(position, `${name} must be ${expected}, found ${found}`, kindHint(name, expected, value));
}
const nouns$1 = {
	name: "the name",
	string: "the string",
	integer: "the number"
};
function kindHint(name, expected, value) {
	if (value.kind === "filter") return void 0;
	const { text } = value.token;
	if (expected === expectedKind.filter) {
		if (value.kind === "name") return `Write ${text}() for the version filter of that name.`;
		return value.kind === "string" ? "Leave out the quotes: suffix=number()." : void 0;
	}
	if (expected === expectedKind["flag or text"]) return `Put it in quotes: '${text}'.`;
	return expected === expectedKind.text ? `Put it in quotes: '${text}'.` : `Write ${name}=true or ${name}=false.`;
}

// src/version/artefact.ts
const artefact = /^sha256-[0-9a-f]{64}(?:\.(?:sig|att|sbom))?$/;
/** Nearly no tag begins with it: most are told apart by their first character. */
const letterS = 115;
/**
* True for a tag that holds a signature, attestation or bill of materials of another image (cosign's `sha256-….sig`, and the bare
* `sha256-…` that registries without the referrers API use). No such tag is a version of the image.
*/
function isArtefactTag(tag) {
	return tag.charCodeAt(0) === letterS && tag.startsWith("sha256-") && artefact.test(tag);
}

// src/version/loose.ts
const zero = [0];
const letterV = 118;
const dot = 46;
/** Splits a text into its leading dotted numbers and the rest. Takes time linear in the text. */
function readLooseKey(text) {
	return readVersionKey(text) ?? {
		numbers: zero,
		rest: text,
		components: void 0
	};
}
/**
* As {@link readLooseKey}; undefined for a text that does not begin with a number, and for one whose numbers are already below those of
* `floor`. That is what most tags are while the newest is looked for, and nothing has to be made of them.
*/
function readVersionKey(text, floor) {
	let at = numberStart(text);
	if (at < 0 || floor && isBelow(text, at, floor.numbers)) return void 0;
	let end = digitsEnd$1(text, at);
	const numbers = [readInteger(text, at, end)];
	while (text.charCodeAt(end) === dot && isDigit(text.charCodeAt(end + 1))) {
		at = end + 1;
		end = digitsEnd$1(text, at);
		numbers.push(readInteger(text, at, end));
	}
	return {
		numbers,
		rest: end === text.length ? "" : text.slice(end),
		components: void 0
	};
}
/** True where the first number that differs from the floor's is smaller; false where this short look does not tell. */
function isBelow(text, start, floor) {
	let at = start;
	for (const wanted of floor) {
		if (typeof wanted !== "number") return false;
		let value = 0;
		let unit = text.charCodeAt(at);
		const first = at;
		while (unit >= 48 && unit <= 57) {
			value = value * 10 + unit - 48;
			unit = text.charCodeAt(++at);
		}
		if (at === first || at - first > 15) return false;
		if (value !== wanted) return value < wanted;
		if (unit !== dot) return false;
		at++;
	}
	return false;
}
/**
* Compares by the leading numbers, one by one; where one list begins with the other, the shorter is smaller. Then an empty rest is the
* largest (`1.0-rc1` < `1.0`, and `1.0-alpine` < `1.0` too). Then the components of the rest from left to right: a word is smaller than
* a number, words go by bytes, and the longer list is larger.
*/
function compareLooseKeys(a, b) {
	const numbers = compareIntegers(a.numbers, b.numbers);
	if (numbers !== 0) return numbers;
	if (a.rest === b.rest) return 0;
	if (a.rest === "") return 1;
	if (b.rest === "") return -1;
	a.components ??= splitRest(a.rest);
	b.components ??= splitRest(b.rest);
	return compareLists$1(a.components, b.components);
}
/** Compares two texts as loose versions; 0 is a tie such as `v1.0` and `1.0`, `1.0-rc.1` and `1.0-rc1`. */
function compareLoose(a, b) {
	return compareLooseKeys(readLooseKey(a), readLooseKey(b));
}
/** Order of the UTF-8 bytes of two texts, which is the order of their code points. */
function compareBytes(a, b) {
	if (a === b) return 0;
	const length = Math.min(a.length, b.length);
	let at = 0;
	while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
	if (at === length) return a.length < b.length ? -1 : 1;
	return codePointRank(a.charCodeAt(at)) < codePointRank(b.charCodeAt(at)) ? -1 : 1;
}
/** Half a surrogate pair stands for a code point above all others, but its own number is below U+E000. */
function codePointRank(unit) {
	return unit >= 55296 && unit <= 57343 ? unit + 65536 : unit;
}
function numberStart(text) {
	if (isDigit(text.charCodeAt(0))) return 0;
	return text.charCodeAt(0) === letterV && isDigit(text.charCodeAt(1)) ? 1 : -1;
}
function isDigit(unit) {
	return unit >= 48 && unit <= 57;
}
function isLetter(unit) {
	return unit >= 97 && unit <= 122 || unit >= 65 && unit <= 90;
}
function digitsEnd$1(text, from) {
	let end = from;
	while (isDigit(text.charCodeAt(end))) end++;
	return end;
}
function readInteger(text, from, to) {
	let start = from;
	if (to - from > 15) {
		while (start < to - 1 && text.charCodeAt(start) === 48) start++;
		if (to - start > 15) return { digits: text.slice(start, to) };
	}
	let value = 0;
	for (let at = start; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
	return value;
}
function splitRest(rest) {
	const components = [];
	let at = 0;
	while (at < rest.length) {
		const unit = rest.charCodeAt(at);
		let end = at + 1;
		if (isDigit(unit)) {
			end = digitsEnd$1(rest, end);
			components.push(readInteger(rest, at, end));
		} else if (unit !== dot) {
			const same = isLetter(unit) ? isLetter : isOther;
			while (end < rest.length && same(rest.charCodeAt(end))) end++;
			components.push(rest.slice(at, end));
		}
		at = end;
	}
	return components;
}
function isOther(unit) {
	return unit !== dot && !isDigit(unit) && !isLetter(unit);
}
/** As {@link compareLists}; nearly all comparisons end here, at numbers that are small. */
function compareIntegers(a, b) {
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at++) {
		const left = a[at] ?? 0;
		const right = b[at] ?? 0;
		if (left === right) continue;
		if (typeof left === "number" && typeof right === "number") return left < right ? -1 : 1;
		const order = compareComponents(left, right);
		if (order !== 0) return order;
	}
	return compareNumbers$1(a.length, b.length);
}
function compareLists$1(a, b) {
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at++) {
		const order = compareComponents(a[at] ?? 0, b[at] ?? 0);
		if (order !== 0) return order;
	}
	return compareNumbers$1(a.length, b.length);
}
function compareComponents(a, b) {
	if (typeof a === "number" && typeof b === "number") return compareNumbers$1(a, b);
	if (typeof a === "string") return typeof b === "string" ? compareBytes(a, b) : -1;
	if (typeof b === "string") return 1;
	if (typeof a === "number") return -1;
	if (typeof b === "number") return 1;
	return compareNumbers$1(a.digits.length, b.digits.length) || compareBytes(a.digits, b.digits);
}
function compareNumbers$1(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}

// src/version/filter.ts
/** Makes a filter for whole tags out of a rule. */
function filterOf(rule) {
	const read = (tag, floor) => isArtefactTag(tag) ? void 0 : rule.read(tag, floor);
	return {
		accepts: (tag) => read(tag) !== void 0,
		compare: (a, b) => {
			const keyA = read(a);
			const keyB = read(b);
			if (keyA && keyB) return rule.compareKeys(keyA, keyB);
			return keyA ? 1 : keyB ? -1 : compareLoose(a, b);
		},
		toString: () => rule.format((text) => `"${text}"`),
		toSource: () => rule.format(quoteAsNeeded),
		core: (tag) => rule.core?.(tag) ?? tag,
		literalPrefix: rule.literal ?? "",
		refine: (additions) => rule.format(quoteAsNeeded, additions),
		read,
		compareKeys: rule.compareKeys,
		rejection: (tag) => isArtefactTag(tag) ? "signature or attestation artefact" : rule.rejection(tag)
	};
}
function quoteAsNeeded(text) {
	return text.includes("\"") ? `'${text}'` : `"${text}"`;
}
/**
* The newest of the tags that a filter accepts; among tags that tie, the bytewise greatest, so that the order of the list never matters.
* One scan, each tag read once (kluctl v2.16 sorts, and the order of the registry's list breaks ties; correction B-TIE).
*/
function newest(filter, tags) {
	let best;
	let bestKey;
	for (const tag of tags) {
		const key = filter.read(tag, bestKey);
		if (!key) continue;
		const order = bestKey ? filter.compareKeys(key, bestKey) : 1;
		if (order > 0 || order === 0 && best !== void 0 && compareBytes(tag, best) > 0) {
			best = tag;
			bestKey = key;
		}
	}
	return best;
}
function isNewer(filter, tag, key, than) {
	return (filter.compareKeys(key, than.key) || compareBytes(tag, than.tag)) > 0;
}
const shown = 3;
/** Explains what {@link newest} decides, in one scan. A tag that stands in the list more than once counts once. */
function explain(filter, tags) {
	const different = new Set(tags);
	const reasons = /* @__PURE__ */ new Map();
	let matched = 0;
	let ties = [];
	let best;
	let second;
	for (const tag of different) {
		const key = filter.read(tag);
		if (!key) {
			addReason(reasons, filter.rejection(tag), tag);
			continue;
		}
		matched++;
		const order = best ? filter.compareKeys(key, best.key) : 1;
		const one = {
			tag,
			key
		};
		if (!best || isNewer(filter, tag, key, best)) {
			if (order !== 0) ties = [];
			else if (best) keepFirst(ties, best.tag, greatestFirst);
			second = best;
			best = one;
		} else {
			if (order === 0) keepFirst(ties, tag, greatestFirst);
			if (!second || isNewer(filter, tag, key, second)) second = one;
		}
	}
	return {
		seen: different.size,
		matched,
		newest: best?.tag,
		runnerUp: second?.tag,
		ties,
		rejected: Array.from(reasons, ([reason, { count, examples }]) => ({
			reason,
			count,
			examples
		})).sort((a, b) => b.count - a.count || compareBytes(a.reason, b.reason))
	};
}
function addReason(reasons, reason, tag) {
	const known = reasons.get(reason) ?? {
		count: 0,
		examples: []
	};
	known.count++;
	keepFirst(known.examples, tag, compareBytes);
	reasons.set(reason, known);
}
function greatestFirst(a, b) {
	return compareBytes(b, a);
}
/** Puts a tag into a short sorted list, which keeps the first three. */
function keepFirst(list, tag, compare) {
	const last = list[2];
	if (last !== void 0 && compare(last, tag) < 0) return;
	const at = list.findIndex((one) => compare(tag, one) < 0);
	list.splice(at < 0 ? list.length : at, 0, tag);
	list.length = Math.min(list.length, shown);
}

// src/version/moving.ts
const moving = new Set("latest|stable|unstable|edge|nightly|canary|next|current|rolling|release|snapshot|main|mainline|master|trunk|head|develop|dev|development|staging|stage|prod|production|test|testing|qa|preview|experimental|lts|rc|beta|alpha".split("|"));
/** Why {@link isMovingTag} leaves a tag out. */
const movingTag = "a moving tag";
/** True for a tag that is pointed at another image again and again, such as `latest`, and so names no version. */
function isMovingTag(tag) {
	return moving.has(tag.toLowerCase());
}

// src/version/alphabetical.ts
/** `alphabetical()`: every tag but moving ones, ordered by the bytes of the text, as Flux's policy of that name does. */
function alphabeticalReading() {
	return {
		read: (text) => isMovingTag(text) ? void 0 : {
			numbers: [],
			rest: text,
			components: void 0
		},
		compareKeys: (a, b) => compareBytes(a.rest, b.rest),
		rejection: () => movingTag
	};
}
/** `alphabetical()` in the filter language. */
const alphabeticalFunction = {
	name: "alphabetical",
	parameters: [],
	usage: "alphabetical()",
	meaning: "Every tag but moving ones, ordered by text: `rc-9` is above `rc-10`.",
	build: alphabeticalReading
};

// src/version/layout.ts
/** The units of a point in time, the largest first. */
const units$1 = [
	"year",
	"month",
	"day",
	"hour",
	"minute",
	"second",
	"millisecond"
];
const unitPieces = new Map([
	[
		"YYYY",
		"year",
		4,
		4
	],
	[
		"YY",
		"year",
		2,
		2
	],
	[
		"MM",
		"month",
		2,
		2
	],
	[
		"M",
		"month",
		1,
		2
	],
	[
		"DD",
		"day",
		2,
		2
	],
	[
		"D",
		"day",
		1,
		2
	],
	[
		"HH",
		"hour",
		2,
		2
	],
	[
		"H",
		"hour",
		1,
		2
	],
	[
		"mm",
		"minute",
		2,
		2
	],
	[
		"ss",
		"second",
		2,
		2
	],
	[
		"SSS",
		"millisecond",
		3,
		3
	]
].map(([name, unit, digits, most]) => [name, {
	unit,
	digits,
	most,
	offset: name === "YY" ? 2e3 : 0
}]));
const known = [...unitPieces.keys()].join(", ");
const unitLetters = /[YMDHhmsS]/;
/**
* Compiles a layout such as `YYYYMMDD-HHmmss`. Runs of the letters Y, M, D, H, h, m, s, S are digits of a date; all else, and everything in
* `[…]`, stands for itself. `M`, `D` and `H` are one or two digits without a leading zero. The reader takes time linear in the text.
* @throws FilterError for letters that are no part of a date, for a layout without a year, and for one that can be read in two ways
*/
function compileLayout(layout) {
	const pieces = readPieces(layout);
	checkPieces(pieces, layout);
	return (text) => readDate(text, pieces);
}
function readPieces({ text, fail }) {
	const pieces = [];
	let at = 0;
	while (at < text.length) {
		const first = text.charAt(at);
		let end = at + 1;
		if (first === "[") {
			const close = text.indexOf("]", at);
			if (close < 0) fail(at, "this bracket is never closed", "Text between [ and ] stands for itself.");
			pieces.push({ literal: text.slice(at + 1, close) });
			end = close + 1;
		} else if (unitLetters.test(first)) {
			while (text.charAt(end) === first) end++;
			const piece = unitPieces.get(text.slice(at, end));
			pieces.push(piece ?? fail(at, `"${text.slice(at, end)}" is no part of a date; there are ${known}`, "Put text in brackets: [main-]YYYYMMDD."));
		} else pieces.push({ literal: first });
		at = end;
	}
	return pieces;
}
function checkPieces(pieces, { text, fail }) {
	const found = pieces.flatMap((piece) => "unit" in piece ? [piece.unit] : []);
	for (const [index, unit] of found.entries()) if (found.indexOf(unit) < index) fail(0, `the layout names the ${unit} twice`);
	const needed = units$1.find((unit, index) => !found.includes(unit) && units$1.slice(index + 1).some((finer) => found.includes(finer)));
	if (found.length === 0 || needed) fail(0, `the layout has no ${needed ?? "year"}`, `Without it dates have no order. Its parts: ${known}.`);
	for (const [index, piece] of pieces.entries()) {
		const next = pieces[index + 1];
		const digitsFollow = next && ("unit" in next || /^[0-9]/.test(next.literal));
		if ("unit" in piece && piece.digits !== piece.most && digitsFollow) fail(0, `in ${text} the ${piece.unit} has one or two digits and digits follow, so it can be read in two ways`, "Use MM, DD or HH.");
	}
}
function readDate(text, pieces) {
	const values = /* @__PURE__ */ new Map();
	let at = 0;
	for (const piece of pieces) {
		if ("literal" in piece) {
			if (!text.startsWith(piece.literal, at)) return void 0;
			at += piece.literal.length;
			continue;
		}
		const end = digitsEnd(text, at, piece.most);
		if (end - at < piece.digits || piece.digits !== piece.most && end - at > 1 && text.charAt(at) === "0") return void 0;
		values.set(piece.unit, piece.offset + Number(text.slice(at, end)));
		at = end;
	}
	return at === text.length ? units$1.map((unit) => values.get(unit) ?? (unit === "month" || unit === "day" ? 1 : 0)) : void 0;
}
function digitsEnd(text, from, most) {
	let end = from;
	while (end < from + most && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
	return end;
}
/** True for a day and a time that exist in the Gregorian calendar; no leap seconds. */
function isInCalendar([year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0]) {
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60;
}
function daysIn(year, month) {
	if (month !== 2) return [
		4,
		6,
		9,
		11
	].includes(month) ? 30 : 31;
	return year % 4 === 0 && year % 100 !== 0 || year % 400 === 0 ? 29 : 28;
}

// src/version/date.ts
/**
* `date(layout)`: a date in exactly this layout that exists in the calendar, ordered by time.
* @throws FilterError for a layout that cannot be used
*/
function dateReading(layout) {
	const readDate = compileLayout(layout);
	return {
		read: (text) => {
			const numbers = readDate(text);
			return numbers && isInCalendar(numbers) ? {
				numbers,
				rest: "",
				components: void 0
			} : void 0;
		},
		compareKeys: compareLooseKeys,
		rejection: (text) => readDate(text) ? "is no day and time of the calendar" : `is no date written ${layout.text}`
	};
}
/** `date(…)` in the filter language. */
const dateFunction = {
	name: "date",
	parameters: [{
		name: "layout",
		kind: "text",
		positional: true,
		meaning: "How the date is written: YYYY or YY, MM or M, DD or D, HH or H, mm, ss, SSS; other text stands for itself, letters of these in `[…]`."
	}],
	usage: `date('YYYYMMDD')`,
	meaning: "Dates of exactly this layout that exist in the calendar, ordered by time.",
	build: (args) => dateReading(args.text("layout"))
};

// src/version/number.ts
const digits = /^[0-9]+$/;
/** `number()`: digits and nothing else, of any length, leading zeros included (kluctl v2.16, pkg/utils/versions/latest_version.go). */
function numberReading() {
	return {
		read: (text, floor) => digits.test(text) ? readVersionKey(text, floor) : void 0,
		compareKeys: compareLooseKeys,
		rejection: () => "not a whole number"
	};
}
/** `number()` in the filter language. */
const numberFunction = {
	name: "number",
	parameters: [],
	usage: "number()",
	meaning: "Digits and nothing else, ordered as numbers of any size.",
	build: numberReading
};

// src/version/literal.ts
/** The text that everything begins with which an RE2 pattern matches from its beginning on: `main-` for `main-[0-9]+`; empty where that is not plain to see. */
function literalStart(pattern) {
	if (hasChoice(pattern)) return "";
	let literal = "";
	let at = /^(?:\^|\\A)/.exec(pattern)?.[0].length ?? 0;
	for (;;) {
		const [written = "", escaped, plain] = /^(?:\\([-.])|([A-Za-z0-9_-]))/.exec(pattern.slice(at)) ?? [];
		const character = escaped ?? plain;
		if (character === void 0) return literal;
		at += written.length;
		if (/^[*?{]/.test(pattern.slice(at))) return literal;
		literal += character;
		if (pattern.charAt(at) === "+") return literal;
	}
}
/** True if the pattern has a choice outside of all groups, or might have one. */
function hasChoice(pattern) {
	if (!pattern.includes("|")) return false;
	if (pattern.includes("\\Q")) return true;
	let depth = 0;
	for (const [part] of pattern.matchAll(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|[\s\S]/g)) if (part === "(") depth++;
	else if (part === ")") depth--;
	else if (part === "|" && depth === 0) return true;
	return false;
}
/** The longest text that all begin with. */
function commonPrefix(texts) {
	const [first = "", ...others] = texts;
	let length = first.length;
	for (const text of others) while (!text.startsWith(first.slice(0, length))) length--;
	return first.slice(0, length);
}

// src/version/refusal.ts
const why = "patterns run on RE2, which matches in linear time because it never looks back or ahead";
const sayWhatItIs = "Say what a tag looks like instead of what it does not: regex('[0-9.]+') leaves out 1.0-rc1, prefix('main-', suffix=number()) looks only at what follows main-.";
/** What backtracking engines have and RE2 leaves out, with the way to say it without. */
const unsupported = [
	{
		shape: /^\(\?[=!]/,
		name: "look-ahead",
		why,
		hint: sayWhatItIs
	},
	{
		shape: /^\(\?<[=!]/,
		name: "look-behind",
		why,
		hint: sayWhatItIs
	},
	{
		shape: /^(?:\\[1-9]|\\k(?:<[^>]*>)?|\(\?P=[^)]*\)?)/,
		name: "the back-reference",
		why,
		hint: "Write the repeated text out as alternatives: (?:a-a|b-b) instead of (a|b)-\\1."
	},
	{
		shape: /^(?:\(\?>|(?:[*+?]|\{[^}]*\})\+)/,
		name: "atomic",
		why: "patterns run on RE2, which never tries twice",
		hint: "Leave it out: write (?:…) for (?>…), + for ++. RE2 is linear without it."
	}
];
/**
* Says why a pattern was refused, pointing at the place where RE2 stopped.
* @param reason RE2's own words
* @param input the part of the pattern that RE2 names; empty where it names none
* @throws FilterError always
*/
function refusePattern(pattern, reason, input) {
	const { text } = pattern;
	for (const offset of input === "" ? [] : occurrences(text, input)) {
		const construct = text.slice(offset);
		for (const { shape, name, why, hint } of unsupported) {
			const found = shape.exec(construct);
			if (found) pattern.fail(offset, `${name} ${quote(found[0], 40)} is not supported: ${why}`, hint);
		}
	}
	const offset = input === "" && text.endsWith("\\") ? text.length - 1 : Math.max(0, text.indexOf(input));
	const where = input === "" || input === text ? "" : ` at ${quote(input, 40)}`;
	return pattern.fail(offset, `${quote(text)} is not a regular expression: ${reason}${where}`, "Patterns have the syntax of RE2: https://github.com/google/re2/wiki/Syntax");
}
function* occurrences(text, part) {
	for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) yield at;
}
/** Parts of a valid pattern with rules of their own (quoted text, escapes, classes), or the group that is looked for. */
const constructs = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[\s\S]|[^\]\\])*\]|(?<group>\(\?<(?<name>[^>]*)>)/g;
/**
* Refuses `(?<name>…)` in a pattern that the engine has accepted: the RE2 of every kluctl with version filters knew `(?P<name>…)` only.
* @throws FilterError at the first such group
*/
function refuseShortNamedGroup(pattern) {
	for (const match of pattern.text.matchAll(constructs)) {
		if (match.groups?.["group"] === void 0) continue;
		const name = match.groups["name"] ?? "";
		const message = `${quote(`(?<${name}>`)} is not supported: kluctl reads named groups as (?P<name>…)`;
		pattern.fail(match.index, message, `Write (?P<${name}>…).`);
	}
}

// src/version/pattern.ts
const longestPattern = 1e3;
const largestProgram = 2500;
const largestCapturing = 200;
const metacharacter = /[\\.+*?()|[\]{}^$]/;
/**
* The budget of one filter. Measured: with it no filter takes much more than two seconds for 10,000 tags of 128 characters. Less than the
* 8 MiB that re2js gives to a table, so that a table never starts over, which is what makes a hostile pattern slow.
*/
function newBudget() {
	return {
		program: largestProgram,
		captures: largestCapturing,
		memory: 6291456
	};
}
/**
* Compiles a pattern in Go's RE2 syntax. It is matched whole, never glued to anchors, so that neither `a|b` nor an open `\Q` escapes
* them. A pattern without metacharacters needs no engine.
* @throws FilterError that points at the pattern, or at the construct in it that RE2 does not have
*/
function compilePattern(pattern) {
	checkLength(pattern);
	const { text } = pattern;
	if (!metacharacter.test(text)) return { matches: (candidate) => candidate === text };
	return { matches: meteredMatch(compile(pattern), pattern) };
}
/**
* Compiles a pattern that has to say where it matches; only a small one may, unless at each character there is but one way to go on.
* @throws FilterError as {@link compilePattern}
*/
function compileCapturing(pattern) {
	checkLength(pattern);
	const { text } = pattern;
	if (!metacharacter.test(text)) return plainPattern(text);
	const compiled = compile(pattern);
	const size = compiled.programSize();
	if (compiled.re2Input.onepass === null) {
		pattern.budget.captures -= size;
		if (pattern.budget.captures < 0) failSize(pattern, size, largestCapturing, " where a part of the match is asked for");
	}
	return {
		matches: meteredMatch(compiled, pattern),
		prefixLength: (text) => {
			const matcher = compiled.matcher(text);
			return matcher.lookingAt() ? matcher.end() : void 0;
		},
		group: (text, group) => {
			const matcher = compiled.matcher(text);
			return matcher.matches() ? matcher.group(group) ?? void 0 : void 0;
		},
		names: new Map(Object.entries(compiled.namedGroups())),
		groupCount: compiled.groupCount()
	};
}
function plainPattern(literal) {
	return {
		matches: (text) => text === literal,
		prefixLength: (text) => text.startsWith(literal) ? literal.length : void 0,
		group: (text) => text === literal ? text : void 0,
		names: /* @__PURE__ */ new Map(),
		groupCount: 0
	};
}
function checkLength({ text, fail }) {
	if (text.length > longestPattern) fail(0, `the pattern is ${text.length} characters long; at most ${longestPattern} are allowed`);
}
function compile(pattern) {
	const compiled = compileText(pattern);
	const size = compiled.programSize();
	pattern.budget.program -= size;
	if (pattern.budget.program < 0) failSize(pattern, size, largestProgram, "");
	refuseShortNamedGroup(pattern);
	return compiled;
}
function failSize(pattern, size, most, where) {
	const limit = size > most ? `at most ${most} are allowed` : `all patterns of a filter together may have ${most}`;
	return pattern.fail(0, `the pattern expands to ${size} steps; ${limit}${where}`, "Use smaller counts, or + and * instead of {…}.");
}
/** Charges the filter's budget for what re2js adds to its table of states; only patterns with many ways to go on ever add much. */
function meteredMatch(compiled, pattern) {
	const { budget } = pattern;
	let left = Number.POSITIVE_INFINITY;
	return (text) => {
		const found = compiled.testExact(text);
		const free = compiled.re2Input.lazyDFA?.memBudget;
		if (free !== void 0 && free !== left) {
			budget.memory = free > left && left !== Number.POSITIVE_INFINITY ? -1 : budget.memory - (Math.min(left, full) - free);
			left = free;
		}
		if (budget.memory < 0) failCost(pattern);
		return found;
	};
}
/** What re2js gives to a table of states. */
const full = 8388608;
function failCost(pattern) {
	return pattern.fail(0, "the pattern needs too many steps for these tags", "Say more exactly what follows what: [0-9]+ instead of .*, and no repetition of a repetition.");
}
function compileText(pattern) {
	try {
		return RE2JS.compile(pattern.text);
	} catch (error) {
		if (error instanceof RE2JSSyntaxException) return refusePattern(pattern, error.error, error.input ?? "");
		return refusePattern(pattern, "it is too complex", "");
	}
}

// src/version/prefix.ts
const tagCharactersOnly = /^[A-Za-z0-9_.-]*$/;
/**
* `prefix(prefix, suffix=semver())`: what begins with the prefix and goes on with something that the suffix accepts; the suffix also
* orders. A prefix of characters that a tag may have is plain text, dots included; any other is an RE2 pattern, and a greedy one takes
* as much as it can. kluctl always reads a pattern and takes its first group for the suffix (kluctl v2.16,
* pkg/utils/versions/latest_version.go; corrections B-PREFIX-REGEX and B-ANCHOR).
* @throws FilterError for a pattern that is too long or no RE2
*/
function prefixReading(prefix, suffix) {
	const plain = tagCharactersOnly.test(prefix.text);
	const prefixLength = plain ? plainPrefixLength(prefix.text) : compileCapturing(prefix).prefixLength;
	const start = plain ? prefix.text : `a match of ${prefix.text}`;
	return {
		read: (text, floor) => {
			const length = prefixLength(text);
			return length === void 0 ? void 0 : suffix.read(text.slice(length), floor);
		},
		compareKeys: (a, b) => suffix.compareKeys(a, b),
		rejection: (text) => {
			const length = prefixLength(text);
			if (length === void 0) return `does not begin with ${start}`;
			const why = suffix.rejection(text.slice(length));
			return prefix.text === "" ? why : `${why} after ${start}`;
		},
		literal: plain ? prefix.text + (suffix.literal ?? "") : literalStart(prefix.text),
		core: (text) => {
			const rest = text.slice(prefixLength(text) ?? 0);
			return suffix.core?.(rest) ?? rest;
		}
	};
}
function plainPrefixLength(prefix) {
	return (text) => text.startsWith(prefix) ? prefix.length : void 0;
}
/** `prefix(…)` in the filter language. */
const prefixFunction = {
	name: "prefix",
	parameters: [{
		name: "prefix",
		kind: "text",
		positional: true,
		meaning: "What the tag begins with: plain text, or RE2 if it holds other characters than a tag may have."
	}, {
		name: "suffix",
		kind: "filter",
		positional: true,
		default: "semver()",
		meaning: "The filter for what follows; it also orders."
	}],
	usage: `prefix('…', suffix=…)`,
	meaning: "Tags that begin with a text and go on with something another filter accepts.",
	build: (args) => {
		const suffix = args.rule("suffix");
		return suffix ? prefixReading(args.text("prefix"), suffix) : args.text("prefix").fail(0, "prefix needs a suffix");
	}
};

// src/version/regex.ts
/**
* `regex(pattern)`: what an RE2 pattern matches from beginning to end; order is by the whole text, groups have no influence.
* kluctl forgets to group the pattern between its anchors, so that `main|master` matches `mainline`; here it never does
* (kluctl v2.16, pkg/utils/versions/latest_version.go; correction B-ANCHOR). With `suffix` another filter accepts and orders.
* @throws FilterError for a pattern that is no RE2 or costs too much
*/
function wholeReading(pattern, suffix) {
	const compiled = compilePattern(pattern);
	const rejection = noMatch(pattern);
	const literal = literalStart(pattern.text);
	if (!suffix) return {
		read: (text) => compiled.matches(text) ? readLooseKey(text) : void 0,
		compareKeys: compareLooseKeys,
		rejection: () => rejection,
		literal
	};
	return {
		read: (text) => compiled.matches(text) ? suffix.read(text) : void 0,
		compareKeys: (a, b) => suffix.compareKeys(a, b),
		rejection: (text) => compiled.matches(text) ? suffix.rejection(text) : rejection,
		core: (text) => suffix.core?.(text) ?? text,
		literal: literal || (suffix.literal ?? "")
	};
}
/** `regex(pattern, extract, suffix)`: the text of one group goes to the suffix, which accepts and orders it. */
function extractReading(pattern, extract, suffix) {
	const compiled = compileCapturing(pattern);
	const group = findGroup(compiled, extract);
	const part = (text) => compiled.group(text, group);
	return {
		read: (text) => {
			const found = part(text);
			return found === void 0 ? void 0 : suffix.read(found);
		},
		compareKeys: (a, b) => suffix.compareKeys(a, b),
		rejection: (text) => {
			const found = part(text);
			if (found !== void 0) return `${suffix.rejection(found)} in the group ${extract.text}`;
			return compiled.matches(text) ? `has nothing in the group ${extract.text}` : noMatch(pattern);
		},
		core: (text) => {
			const found = part(text) ?? "";
			return suffix.core?.(found) ?? found;
		},
		literal: literalStart(pattern.text)
	};
}
function noMatch(pattern) {
	return `does not match regex(pattern="${pattern.text}")`;
}
/** @throws FilterError that lists the groups there are */
function findGroup({ names, groupCount }, { text, fail }) {
	const number = names.get(text) ?? (/^[0-9]{1,4}$/.test(text) ? Number(text) : -1);
	if (number >= 0 && number <= groupCount) return number;
	const known = [...names.keys()].map((name) => quote(name, 40));
	const hint = groupCount === 0 ? "Put the part that orders the tags in a group: (?P<n>[0-9]+)." : `Its groups: ${[...known, ...groupCount > known.length ? [`1 to ${groupCount}`] : []].join(", ")}.`;
	return fail(0, `the pattern has no group ${quote(text, 40)}`, hint);
}
/** `regex(…)` in the filter language. */
const regexFunction = {
	name: "regex",
	parameters: [
		{
			name: "pattern",
			kind: "text",
			positional: true,
			meaning: "RE2; it must match the whole tag."
		},
		{
			name: "extract",
			kind: "text",
			meaning: "Name or number of the group that goes to `suffix`; without it the whole tag does."
		},
		{
			name: "suffix",
			kind: "filter",
			default: "semver()",
			defaultWith: "extract",
			meaning: "The filter that accepts and orders what was extracted."
		}
	],
	usage: `regex('…')`,
	meaning: "Tags that a regular expression matches from beginning to end, ordered by the whole tag.",
	build: (args) => {
		const pattern = args.text("pattern");
		if (pattern.text === "") pattern.fail(0, "the pattern of regex is empty", `Write what a tag looks like: regex('v[0-9.]+').`);
		const extract = args.optionalText("extract");
		const suffix = args.rule("suffix");
		return extract && suffix ? extractReading(pattern, extract, suffix) : wholeReading(pattern, suffix);
	}
};

// src/version/restrict.ts
/** The parameters that every function of the filter language has, by name. */
const commonParameters = [{
	name: "exclude",
	kind: "text",
	meaning: "RE2; tags that it matches from beginning to end are left out."
}, {
	name: "order",
	kind: "text",
	meaning: "`'asc'` puts the smallest first, so that the oldest is picked; `'desc'` is the default."
}];
/**
* Applies `exclude` and `order` to what a function reads. Both see the same text as the function: inside a `suffix` that is what follows
* the prefix. Ties stay as they are, whatever the order.
* @throws FilterError for a pattern that cannot be used, and for an order that is neither
*/
function restrict(reading, args) {
	return ordered(excluding(reading, args), args);
}
function excluding(reading, args) {
	const exclude = args.optionalText("exclude");
	if (!exclude) return reading;
	if (exclude.text === "") exclude.fail(0, "the pattern of exclude is empty", "Write what is left out: exclude='.*-rc.*'.");
	const { matches } = compilePattern(exclude);
	const rejection = `is excluded by "${exclude.text}"`;
	return {
		...reading,
		read: (text, floor) => matches(text) ? void 0 : reading.read(text, floor),
		rejection: (text) => matches(text) ? rejection : reading.rejection(text)
	};
}
function ordered(reading, args) {
	const order = args.optionalText("order");
	if (!order || order.text === "desc") return reading;
	if (order.text !== "asc") order.fail(0, "order must be asc or desc", "Write order='asc' to pick the oldest.");
	return {
		...reading,
		read: (text) => reading.read(text),
		compareKeys: (a, b) => reading.compareKeys(b, a)
	};
}

// src/version/range.ts
var import_range = /* @__PURE__ */ __toESM(require_range(), 1);
var import_semver = /* @__PURE__ */ __toESM(require_semver(), 1);
const longestRange = 256;
/** `^1.2`, `^1`: a version that lacks its last numbers after `^`. */
const shortened = /\^\s*[v=]?([0-9]+)(?:\.([0-9]+))?(?![0-9.])/;
/**
* Reads a range in the syntax of npm's `semver`: `^1.2.0`, `~1.2`, `>=1.2 <2`, `1.x || 3.x`. As there, a pre-release is inside only where the range
* itself names a pre-release of the same version; with `withPreReleases` all that lie between the ends are. After `^` all three numbers
* must stand: the golden vectors refuse `semver(range='^1.2')` (s-p014).
* @throws FilterError for a text that is no range
*/
function readRange({ text, fail }, withPreReleases) {
	if (text.trim() === "") fail(0, "the range is empty", "Write for example range='>=1.2 <2'.");
	if (text.length > longestRange) fail(0, `the range is ${text.length} characters long; at most ${longestRange} are allowed`);
	const short = shortened.exec(text);
	if (short) {
		const [found, major = "", minor = "0"] = short;
		const hint = `Write ${found.charAt(0)}${major}.${minor}.0, or ${short[2] === void 0 ? `${major}.x` : `>=${major}.${minor}`}.`;
		fail(short.index, `${quote(found, 40)} lacks the last of its three numbers`, hint);
	}
	const all = parseRange(text, true);
	const named = withPreReleases ? all : parseRange(text, false);
	if (!all || !named) return fail(0, `${quote(text, 60)} is not a range of versions`, "Ranges have the syntax of npm: '>=1.2 <2', '^1.4.2', '~1.4.2', '1.x || 3.x'.");
	return (version) => {
		if (named.test(new import_semver.default(version, named.options))) return "inside";
		return version.includes("-") && all.test(new import_semver.default(version, all.options)) ? "no-pre-release" : "outside";
	};
}
/** Never loose: npm's loose mode leaves out what it cannot read. */
function parseRange(text, includePrerelease) {
	try {
		return new import_range.default(text, { includePrerelease });
	} catch (error) {
		if (error instanceof TypeError) return void 0;
		throw error;
	}
}

// src/version/release.ts
/** True for a character that may stand between the numbers, the pre-release and the variant. */
function isSeparator(character) {
	return character === "-" || character === "." || character === "_" || character === "+";
}
const leadingSeparators = /^[-._]+/;
/**
* Splits what follows the numbers into pre-release and variant. A variant stands at the end, after a separator: `-alpine`, and
* `-rc1-alpine` has the pre-release `rc1`. All the rest is a pre-release, as SemVer says it, but for what follows a `+`.
*/
function splitTail$1(rest, variant) {
	if (variant === void 0 || variant === "") {
		const preRelease = preReleaseOf(rest);
		return {
			preRelease,
			isVariant: variant === void 0 || preRelease === ""
		};
	}
	const end = rest.length - variant.length - 1;
	const isVariant = end >= 0 && rest.endsWith(variant) && isSeparator(rest.charAt(end));
	return {
		preRelease: preReleaseOf(isVariant ? rest.slice(0, end) : rest),
		isVariant
	};
}
function preReleaseOf(rest) {
	const plus = rest.indexOf("+");
	const before = plus < 0 ? rest : rest.slice(0, plus);
	return before.replace(leadingSeparators, "") || (before === "" ? "" : before);
}
/** First word of a pre-release in lower case: `rc` of `RC1`, empty where it has no letters. */
function preReleaseWord(preRelease) {
	return (/[A-Za-z]+/.exec(preRelease)?.[0] ?? "").toLowerCase();
}
/** SemVer has no leading zeros in identifiers that are numbers. */
const leadingZeros = /(?<=^|\.)0+(?=[0-9]+(?:\.|$))/g;
/** npm reads no version of more than 256 characters; no tag has that many. */
const longestPreRelease = 200;
const identifiers = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/;
/**
* A version in SemVer's own form: `v1.2` is `1.2.0`, `2024.01.05` is `2024.1.5`, `1.2rc1` is `1.2.0-rc1`, `_` in a pre-release is `-`.
* Undefined for what cannot be one: more than three numbers, a number of more than 15 digits, other characters in the pre-release.
*/
function toSemVerText(numbers, preRelease) {
	if (numbers.length > 3 || numbers.some((number) => typeof number !== "number")) return void 0;
	const [major = 0, minor = 0, patch = 0] = numbers;
	if (preRelease === "") return `${major}.${minor}.${patch}`;
	if (preRelease.length > longestPreRelease) return void 0;
	const dashed = preRelease.replaceAll("_", "-").replace(leadingZeros, "");
	return identifiers.test(dashed) && dashed.length <= longestPreRelease ? `${major}.${minor}.${patch}-${dashed}` : void 0;
}

// src/version/shape.ts
/** What a text looks like to a person: a guess by its shape alone. */
const hex = /^[0-9a-f]{7,40}$/;
/** True for what looks like a commit hash, whole or shortened: hexadecimal, with both digits and letters, and no date with a letter behind. */
function isHash(text) {
	return hex.test(text) && /[a-f]/.test(text) && /[0-9]/.test(text) && !/^[0-9]{8}[a-f]$/.test(text);
}
/** True for a text of which one word looks like a commit hash: `sha-9f8e7d6`. */
function holdsHash(text) {
	return text.split(/[-_.]/).some(isHash);
}
/** True for `2022.04.22`, `v2024.1` or `2022-04-22`: a year, and a month behind it. */
function isCalendarVersion(text) {
	const [, year = "", month = "0"] = /^v?((?:19|20)[0-9]{2})[.-]([0-9]{1,2})(?![0-9])/.exec(text) ?? [];
	return year !== "" && Number(month) <= 12;
}
/** True for a whole number that is a date (8, 12 or 14 digits) or seconds or milliseconds since 1970. */
function isTimestamp(text) {
	if (!/^[0-9]{8,14}$/.test(text)) return false;
	if (text.length === 10 || text.length === 13) return text.startsWith("1");
	const [, year, month, day, hour, minute, second] = /^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?$/.exec(text) ?? [];
	return year !== void 0 && isInCalendar([
		year,
		month ?? 1,
		day ?? 1,
		hour ?? 0,
		minute ?? 0,
		second ?? 0
	].map(Number));
}
/** Splits a text of two or more dotted numbers; undefined for any other, and for calendar versions. */
function versionShape(text) {
	const found = /^v?(([0-9]{1,3})(?:\.[0-9]+)+)(?:[-_.+]?([^0-9].*|[0-9].*))?$/.exec(text);
	if (!found || isCalendarVersion(text)) return void 0;
	const [, numbers = "", major = "0", tail = ""] = found;
	return {
		numbers,
		major: Number(major),
		tail
	};
}
const preRelease = /^(?:alpha|beta|rc|cr|pre|preview|dev|snapshot|milestone|m|canary|nightly|next|ea|a|b|c|test|ci|pr)(?![a-z])/i;
/** True for what stands behind the numbers of a version that is not released yet. */
function isPreReleaseTail(tail) {
	return preRelease.test(tail);
}
/** The word that names a variant: `alpine` of `alpine3.19`; undefined for pre-releases and for what has no word. */
function variantWord(tail) {
	if (isPreReleaseTail(tail)) return void 0;
	return /^[A-Za-z]{2,}/.exec(tail)?.[0];
}
/** The words before the first number with their separators: `main-`, `release-v`; empty for a text that begins with a number. */
function familyOf(text) {
	const lead = /^[^0-9]+(?=[0-9])/.exec(text)?.[0] ?? "";
	return lead === "v" || isMovingTag(text) ? "" : lead;
}

// src/version/semver.ts
/**
* `semver(allow_no_nums=false)`: what begins with a number, or with `v` and a number. Not strict: `1`, `v2`, `2022-04-22` and a commit
* hash that begins with a digit are all accepted. With `allow_no_nums` everything is (kluctl v2.16, pkg/utils/versions/latest_version.go).
*/
function looseReading(allowNoNumbers) {
	return {
		read: allowNoNumbers ? (text) => readLooseKey(text) : readVersionKey,
		compareKeys: compareLooseKeys,
		rejection: () => noNumber
	};
}
const noNumber = "does not begin with a number";
/** The order is the same as without these arguments; the variant takes no part in it. */
function selectingReading(selection) {
	return {
		read: (text) => {
			const selected = select(text, selection);
			return "key" in selected ? selected.key : void 0;
		},
		compareKeys: compareLooseKeys,
		rejection: (text) => {
			const selected = select(text, selection);
			return "rejection" in selected ? selected.rejection : noNumber;
		}
	};
}
function select(text, { range, variant, words }) {
	const loose = readVersionKey(text);
	if (!loose) return { rejection: noNumber };
	const { numbers, rest } = loose;
	const tail = splitTail$1(rest, variant);
	if (!tail.isVariant) return { rejection: variant === "" ? "has something after its numbers" : `is not of the variant ${variant}` };
	const { preRelease } = tail;
	if (preRelease !== "" && words && !words.has(preReleaseWord(preRelease))) {
		const what = suffixWords(preRelease);
		return { rejection: words.size === 0 ? what : `${what} other than ${[...words].join(", ")}` };
	}
	const outside = range && outsideReason(range, numbers, preRelease);
	return outside === void 0 ? { key: {
		numbers,
		rest: orderedRest(rest, tail, variant),
		components: void 0
	} } : { rejection: outside };
}
function orderedRest(rest, { preRelease }, variant) {
	if (variant === void 0 || variant === "") return rest;
	return preRelease === "" ? "" : rest.slice(0, rest.length - variant.length - 1);
}
function outsideReason({ text, check }, numbers, preRelease) {
	const version = toSemVerText(numbers, preRelease);
	if (version === void 0) return "cannot be read as a semantic version, so it is in no range";
	const found = check(version);
	if (found === "inside") return void 0;
	return found === "outside" ? `is outside the range ${text}` : `${suffixWords(preRelease)}, and the range ${text} does not name it`;
}
/** To SemVer all that follows the numbers is a pre-release, to a person `-alpine` is none. */
function suffixWords(preRelease) {
	return isPreReleaseTail(preRelease) ? "is a pre-release" : "has a suffix (variant or pre-release)";
}
function readSelection(args) {
	const range = args.optionalText("range");
	const variant = args.optionalText("variant");
	const listed = args.optionalText("prereleases");
	const flag = args.flag("prereleases");
	if (!range && !variant && !listed && flag === void 0) return void 0;
	const words = listed ? readWords(listed) : flag === false || flag === void 0 && variant ? /* @__PURE__ */ new Set() : void 0;
	return {
		range: range && {
			text: range.text,
			check: readRange(range, flag === true || listed !== void 0)
		},
		variant: variant && readVariant(variant),
		words
	};
}
function readVariant({ text, fail }) {
	if (!/^[A-Za-z0-9_.-]*$/.test(text)) fail(0, "a variant has letters, digits, \".\", \"_\" and \"-\" only", "It is plain text, as in variant='alpine'.");
	return text.replace(/^[-._]/, "");
}
function readWords({ text, fail }) {
	const words = text.toLowerCase().split(/[\s,]+/).filter((word) => word !== "");
	if (words.length === 0 || words.some((word) => !/^[a-z]+$/.test(word))) fail(0, "prereleases must be true, false, or words such as rc", "Write prereleases='rc' or prereleases='rc, beta'.");
	return new Set(words);
}
function build(args) {
	const allowNoNumbers = args.flag("allow_no_nums") ?? false;
	const selection = readSelection(args);
	if (!selection) return looseReading(allowNoNumbers);
	if (allowNoNumbers) for (const name of [
		"range",
		"variant",
		"prereleases"
	]) args.optionalText(name)?.fail(0, `${name} asks for versions, and allow_no_nums=true for all tags`, "Leave one of them out.");
	return selectingReading(selection);
}
/** `semver()` in the filter language. */
const semverFunction = {
	name: "semver",
	parameters: [
		{
			name: "allow_no_nums",
			kind: "flag",
			positional: true,
			default: "false",
			meaning: "Accept tags without a number at the beginning too."
		},
		{
			name: "range",
			kind: "text",
			meaning: "Accept only versions in this range, in npm's syntax."
		},
		{
			name: "prereleases",
			kind: "flag or text",
			meaning: "`false` leaves out pre-releases, `true` lets `range` hold them, words such as `rc, beta` accept those and releases."
		},
		{
			name: "variant",
			kind: "text",
			meaning: "Accept only versions that end in this variant, as `1.2-alpine`; the variant takes no part in the order."
		}
	],
	usage: "semver()",
	meaning: "Tags that begin with a number, or with `v` and a number, ordered as versions.",
	build
};

// src/version/functions.ts
/** The grammar of calls: every function with all its parameters. The parser reads it, and the documentation is tested against it. */
const filterFunctions = [
	semverFunction,
	numberFunction,
	regexFunction,
	prefixFunction,
	alphabeticalFunction,
	dateFunction
].map((one) => ({
	...one,
	parameters: [...one.parameters, ...commonParameters]
}));

// src/version/tokens.ts
/**
* Cuts a text into tokens as kluctl's scanner does (kluctl v2.16, pkg/utils/python_scanner/scanner.go): four kinds of white space, Go's
* comments, identifiers of Unicode letters, Go's integers with all their prefixes and underscores, and strings in either quote without
* escapes. It never fails: what has no place in the language becomes a symbol. The last token is the `end`.
*/
function tokenize(text) {
	const tokens = [];
	let position = text.startsWith("﻿") ? 1 : 0;
	while (position < text.length) {
		const skipped = blankEnd(text, position);
		if (skipped > position) {
			position = skipped;
			continue;
		}
		const { token, end } = readToken(text, position);
		tokens.push(token);
		position = end;
	}
	tokens.push({
		kind: "end",
		text: "",
		position: text.length
	});
	return tokens;
}
const blank = /[ \t\r\n]+|\/\/[^\n]*/y;
const identifier = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const number = /(?:0[xX][0-9a-fA-F_]*(\.[0-9a-fA-F_]*)?|(?:0[bBoO])?[0-9_]*(\.[0-9_]*)?)([eEpP][+-]?[0-9_]*)?/y;
/** End of the white space or comment at a position; a comment that is never closed takes all that follows, as in kluctl. */
function blankEnd(text, position) {
	if (text.startsWith("/*", position)) {
		const close = text.indexOf("*/", position + 2);
		return close < 0 ? text.length : close + 2;
	}
	return position + matchAt(blank, text, position).length;
}
function readToken(text, position) {
	const first = text.charAt(position);
	if (first === "\"" || first === "'") return readString(text, position, first);
	const name = matchAt(identifier, text, position);
	if (name !== "") return {
		token: {
			kind: "name",
			text: name,
			position
		},
		end: position + name.length
	};
	if (first >= "0" && first <= "9") return readNumber(text, position);
	const symbol = String.fromCodePoint(text.codePointAt(position) ?? 0);
	return {
		token: {
			kind: "symbol",
			text: symbol,
			position
		},
		end: position + symbol.length
	};
}
function readString(text, position, quote) {
	const close = text.indexOf(quote, position + 1);
	if (close < 0) return {
		token: {
			kind: "unclosed",
			text: text.slice(position + 1),
			position
		},
		end: text.length
	};
	return {
		token: {
			kind: "string",
			text: text.slice(position + 1, close),
			position
		},
		end: close + 1
	};
}
function readNumber(text, position) {
	number.lastIndex = position;
	const [written = "", hexFraction, fraction, exponent] = number.exec(text) ?? [];
	return {
		token: {
			kind: (hexFraction ?? fraction ?? exponent) === void 0 ? "integer" : "float",
			text: written,
			position
		},
		end: position + written.length
	};
}
/** What a sticky expression matches at a position. Where it stood before does not matter: the position is set each time. */
function matchAt(expression, text, position) {
	expression.lastIndex = position;
	return expression.exec(text)?.[0] ?? "";
}

// src/version/reader.ts
/** Starts to read a filter text; `whole` and `base` place a text that stands inside another one. */
function readerOf(text, whole = text, base = 0) {
	const tokens = tokenize(text);
	const end = {
		kind: "end",
		text: "",
		position: text.length
	};
	let next = 0;
	const fail = (position, message, hint) => {
		throw new FilterError(whole, base + position, message, { hint });
	};
	const reader = {
		peek: () => tokens[next] ?? end,
		peekSecond: () => tokens[next + 1] ?? end,
		take: () => tokens[next++] ?? end,
		takeSymbol: (symbol) => {
			const found = isSymbol(reader.peek(), symbol);
			if (found) next++;
			return found;
		},
		fail,
		unexpected: (expected, hint) => {
			const token = reader.peek();
			if (token.kind === "unclosed") return fail(token.position, "this quote is never closed", "Strings have no escapes: they end at the first same quote.");
			return fail(token.position, `expected ${expected}, found ${describe(token, base)}`, hint ?? hintFor(token));
		},
		inside: (token) => readerOf(token.text, whole, base + token.position + 1)
	};
	return reader;
}
/** True for the given single-character symbol; quoted text never is one. */
function isSymbol(token, symbol) {
	return token.kind === "symbol" && token.text === symbol;
}
const nouns = {
	string: "the string ",
	float: "the number "
};
function describe(token, base) {
	if (token.kind === "end") return base === 0 ? "the end of the text" : "the end of the string";
	return `${nouns[token.kind] ?? ""}${quote(token.text, 40)}`;
}
function hintFor(token) {
	return isSymbol(token, "`") ? "Strings stand in ' or \"." : void 0;
}

// src/version/parse.ts
const longestText = 1e4;
const deepestNesting = 50;
/**
* Reads a version filter:
*
*     filter := NAME "(" [ argument { "," argument } ] ")"
*     argument := NAME "=" value | value
*     value := filter | STRING | NAME | INTEGER
*
* White space and comments may stand between tokens. Each function says which parameters it has; positional arguments come first. A
* `suffix` may be a filter or, by name, a string that holds one. Takes time linear in the text (kluctl v2.16,
* pkg/utils/versions/latest_version_parse.go, without its defects: unknown names, text after the filter, arguments given twice).
* @throws FilterError with the position of what is wrong; nothing else, whatever the text
*/
function parseVersionFilter(text) {
	if (text.length > longestText) {
		const message = `the version filter is ${text.length} characters long; at most ${longestText} are allowed`;
		throw new FilterError(text.slice(0, longestText), longestText, message);
	}
	return filterOf(parseWhole({
		reader: readerOf(text),
		budget: newBudget()
	}, 1));
}
function parseWhole(source, depth) {
	const { reader } = source;
	const rule = parseCall(source, depth);
	if (reader.peek().kind !== "end") reader.unexpected("the end of the text", "A version filter is one call, as in semver().");
	return rule;
}
function parseCall(source, depth) {
	const { reader, budget } = source;
	if (reader.peek().kind !== "name") reader.unexpected(`a version filter (${names})`, "Write for example semver().");
	const name = reader.take();
	if (depth > deepestNesting) reader.fail(name.position, `version filters are nested more than ${deepestNesting} deep`);
	const called = filterFunctions.find((one) => one.name === name.text) ?? failUnknown(reader, name);
	if (!reader.takeSymbol("(")) reader.unexpected(`"(" after ${quote(name.text)}`, `Write ${called.usage}.`);
	const given = parseArguments(source, depth);
	const close = reader.take().position;
	const args = bindArguments(called, given, {
		reader,
		close,
		budget,
		readInside: (token) => parseWhole({
			reader: reader.inside(token),
			budget
		}, depth + 1),
		readDefault: (text) => parseWhole({
			reader: readerOf(text),
			budget
		}, depth + 1)
	});
	return {
		...restrict(called.build(args), args),
		format: (quoteText, additions) => formatCall(called, args, quoteText, additions)
	};
}
function parseArguments(source, depth) {
	const { reader } = source;
	const given = [];
	while (!isSymbol(reader.peek(), ")")) {
		if (given.length > 0 && !reader.takeSymbol(",")) reader.unexpected("\",\" or \")\"", literalHint(given.at(-1), reader.peek()));
		given.push(parseArgument(source, depth));
	}
	return given;
}
function parseArgument(source, depth) {
	const { reader } = source;
	const { position } = reader.peek();
	if (reader.peek().kind !== "name" || !isSymbol(reader.peekSecond(), "=")) return {
		name: void 0,
		position,
		value: parseValue(source, depth)
	};
	const name = reader.take().text;
	reader.take();
	return {
		name,
		position,
		value: parseValue(source, depth)
	};
}
function parseValue(source, depth) {
	const { reader } = source;
	const token = reader.peek();
	switch (token.kind) {
		case "name":
			if (isSymbol(reader.peekSecond(), "(")) return {
				kind: "filter",
				position: token.position,
				rule: parseCall(source, depth + 1)
			};
			return {
				kind: "name",
				position: token.position,
				token: reader.take()
			};
		case "string":
		case "integer": return {
			kind: token.kind,
			position: token.position,
			token: reader.take()
		};
		default: return reader.unexpected("a value (a string, a name, a whole number or a version filter)");
	}
}
const names = filterFunctions.map((one) => one.name).join(", ");
function failUnknown(reader, name) {
	const lower = filterFunctions.find((one) => one.name === name.text.toLowerCase());
	const helper = name.text === "version" && isSymbol(reader.peek(), ".");
	const hint = lower ? `Names are lower case: write ${lower.usage}.` : helper ? "In a text leave out \"version.\": write semver(), not version.semver()." : `Write one of ${filterFunctions.map((one) => one.usage).join(", ")}.`;
	return reader.fail(name.position, `there is no version filter ${quote(name.text, 40)}; there are ${names}`, hint);
}
/** Python's `r'…'` reads as a name and a string without a comma between them. */
function literalHint(last, next) {
	return last?.value.kind === "name" && next.kind === "string" ? `Strings need no letter in front: a backslash is always a backslash, as in regex('\\d+').` : void 0;
}

// src/about.ts
/** Version of this package; a test compares it with package.json. */
const version = "0.1.0";

// src/help-address.ts
/**
* Where docs/troubleshooting.md explains each error: `registry-unauthorized`, or only `filter` where a class has one code. Links lead here from
* releases that are out, so that none of these names may ever change.
*/
const anchors = {
	InputError: { input: "input" },
	ProjectError: {
		config: "project-config",
		template: "project-template",
		yaml: "project-yaml",
		"missing-file": "project-missing-file",
		"outside-root": "project-outside-root",
		unsupported: "project-unsupported",
		limit: "project-limit"
	},
	ImageNameError: { "image-name": "image-name" },
	FilterError: { filter: "filter" },
	FixedImagesError: { "fixed-images": "fixed-images" },
	NoTagError: { "no-tag": "no-tag" },
	RegistryError: {
		unauthorized: "registry-unauthorized",
		denied: "registry-denied",
		"not-found": "registry-not-found",
		"rate-limited": "registry-rate-limited",
		unavailable: "registry-unavailable",
		tls: "registry-tls",
		timeout: "registry-timeout",
		protocol: "registry-protocol",
		incomplete: "registry-incomplete",
		refused: "registry-refused",
		credentials: "registry-credentials"
	},
	ResolveError: {
		"no-answer": "resolve-no-answer",
		conflict: "resolve-conflict",
		"image-empty": "resolve-image-empty"
	},
	PolicyError: {
		"registry-denied": "policy-registry-denied",
		"no-candidate": "policy-no-candidate",
		held: "policy-held"
	},
	DeployedError: {
		"no-program": "deployed-no-program",
		kubeconfig: "deployed-kubeconfig",
		cluster: "deployed-cluster",
		denied: "deployed-denied"
	},
	LockError: { lock: "lock" },
	MergeError: {
		missing: "merge-missing",
		disagreement: "merge-disagreement"
	},
	FileError: {
		read: "file-read",
		write: "file-write",
		"outside-workspace": "file-outside-workspace",
		changed: "file-changed"
	},
	GitHubError: {
		permission: "github-permission",
		"not-a-pull-request": "github-not-a-pull-request",
		"too-large": "github-too-large",
		unavailable: "github-unavailable",
		artifact: "github-artifact"
	},
	GitLabError: {
		permission: "gitlab-permission",
		"not-a-pull-request": "gitlab-not-a-pull-request",
		"too-large": "gitlab-too-large",
		unavailable: "gitlab-unavailable"
	}
};
/** The kind of an error of ours. */
function kindOf$2({ name, code }) {
	return {
		error: name,
		code
	};
}
/** The page of an error's explanation at this version's tag; undefined for a class and code that are none of ours. */
function helpAddress({ error, code }) {
	const codes = Object.hasOwn(anchors, error) ? anchors[error] : void 0;
	const anchor = codes !== void 0 && Object.hasOwn(codes, code) ? codes[code] : void 0;
	return anchor === void 0 ? void 0 : `${guide}#${anchor}`;
}
const guide = `https://github.com/kluctl-images/kluctl-images/blob/v${version}/docs/troubleshooting.md`;
/** The address for the first error of each kind, undefined for the rest: forty failures of one kind need one link. */
function helpAddresses(kinds) {
	const shown = /* @__PURE__ */ new Set();
	return kinds.map((kind) => {
		const address = helpAddress(kind);
		if (address === void 0 || shown.has(address)) return void 0;
		shown.add(address);
		return address;
	});
}
/** A text that ends with the page of one of our errors, in its two parts; the address is undefined where it ends otherwise. */
function splitHelp(text) {
	const [, before, address] = /^(.*) See (https:\S+)$/s.exec(text) ?? [];
	const isOurs = Object.values(anchors).some((codes) => Object.values(codes).some((anchor) => address === `${guide}#${anchor}`));
	return before !== void 0 && isOurs ? {
		text: before,
		address
	} : {
		text,
		address: void 0
	};
}

// src/report/where.ts
/** Puts places of the same object and the same targets together, in the order in which they first appear. */
function groupWhere(places) {
	const targets = /* @__PURE__ */ new Map();
	for (const place of places) {
		const own = targets.get(placeKey(place)) ?? /* @__PURE__ */ new Set();
		targets.set(placeKey(place), place.target === void 0 ? own : own.add(place.target));
	}
	const groups = /* @__PURE__ */ new Map();
	for (const place of places) {
		const { namespace, deployment, container } = place;
		const names = [...targets.get(placeKey(place)) ?? []].toSorted(byCodeUnit);
		const key = JSON.stringify([
			namespace,
			deployment,
			names
		]);
		const group = groups.get(key) ?? {
			namespace,
			deployment,
			containers: [],
			targets: names
		};
		if (container !== "" && !group.containers.includes(container)) group.containers.push(container);
		groups.set(key, group);
	}
	return [...groups.values()];
}
function placeKey({ namespace, deployment, container }) {
	return JSON.stringify([
		namespace,
		deployment,
		container
	]);
}
/** Names of the targets that a record of several is about, sorted; empty where it is about one. */
function targetsOf({ uses }) {
	return [...new Set(uses.flatMap(({ target }) => target ?? []))].toSorted(byCodeUnit);
}
/** True where a reader needs the namespace to tell objects apart. */
function hasManyNamespaces(report) {
	const all = [...report.uses, ...report.changes.flatMap((change) => change.where)];
	return new Set(all.map((use) => use.namespace)).size > 1;
}
/** `apps/api/deployment.yaml:12:9`, with as much of it as is known. */
function formatPlace(place) {
	if (place.line === void 0) return place.file;
	return place.column === void 0 ? `${place.file}:${place.line}` : `${place.file}:${place.line}:${place.column}`;
}

// src/image/source-owner.ts
const pages$1 = new Map(Object.entries({
	github: `
    about account advisories apps codespaces collections contact copilot customer-stories dashboard discussions enterprise enterprises explore
    features followers following gist gists issues join login logout marketplace mobile mentions new newsroom notifications oauth orgs organizations
    organisations password_reset pricing pulls readme repositories saml search security session sessions settings signin signout signup site solutions
    sponsors stafftools stars subscriptions suspended topics trending user users watching
  `,
	gitlab: `
    - admin api assets dashboard explore files groups health_check help import invites jwt login oauth profile projects public search
    sent_notifications snippets unsubscribes uploads users v2
  `,
	bitbucket: `
    account admin api dashboard explore gateway login logout notifications plans product repo search settings site snippets socialauth support
    workspace workspaces
  `,
	gitea: `
    - admin api assets attachments avatar avatars captcha explore issues login metrics milestones new notifications org pulls repo repo-avatars
    search stars swagger user v2
  `,
	azure: ""
}).map(([kind, names]) => [kind, new Set(names.trim().split(/\s+/))]));
/** True for the name of a person or group, and false where the host has a page of its own; upper and lower case are the same. */
function isOwner(kind, name) {
	return pages$1.get(kind)?.has(name.toLowerCase()) !== true;
}

// src/image/source-place.ts
const publicHosts = /* @__PURE__ */ new Map([
	["github.com", "github"],
	["www.github.com", "github"],
	["gitlab.com", "gitlab"],
	["bitbucket.org", "bitbucket"],
	["codeberg.org", "gitea"],
	["gitea.com", "gitea"],
	["dev.azure.com", "azure"]
]);
const visualStudio = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.visualstudio\.com$/;
const segment = /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/;
/** Projects of Azure DevOps may have blanks in their names. */
const azureSegment = /^[A-Za-z0-9_.](?:[A-Za-z0-9_. -]*[A-Za-z0-9_.-])?$/;
/** What stands behind a repository in GitLab's older addresses; no project may have such a name. */
const pageNames = /* @__PURE__ */ new Set([
	"tree",
	"blob",
	"commit",
	"commits",
	"raw"
]);
/**
* Reads a label such as `org.opencontainers.image.source` as a repository. Undefined for anything that is not an http or https address of a
* repository at a host that is known: other protocols, user names, other hosts, odd paths, pages of the host itself. Never throws.
*/
function parseSourcePlace(text, hosts) {
	const url = readAddress(text.trim());
	if (!url) return void 0;
	const kind = publicHosts.get(url.host) ?? (visualStudio.test(url.host) ? "azure" : hosts.get(url.host));
	if (kind === void 0) return void 0;
	const host = url.host === "www.github.com" ? "github.com" : url.host;
	const segments = readSegments(url.pathname);
	const path = segments && repositoryPath(kind, host, segments);
	if (!path?.[0] || !isOwner(kind, path[0])) return void 0;
	const isAllowed = kind === "azure" ? azureSegment : segment;
	if (!path.every((one) => one.length <= 200 && isAllowed.test(one) && !/^\.+$/.test(one))) return void 0;
	const address = `https://${host}/${path.map(encodeURIComponent).join("/")}`;
	return {
		kind,
		host,
		path,
		address,
		id: address.toLowerCase()
	};
}
/** An http or https address with a plain host; http at its own port counts as https. */
function readAddress(text) {
	if (!/^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!-[\]-~]*)?$/i.test(text) || !URL.canParse(text)) return void 0;
	const url = new URL(text);
	if (url.protocol === "http:" && url.port !== "") return void 0;
	if (url.username !== "" || url.password !== "") return void 0;
	url.protocol = "https:";
	return url;
}
function readSegments(pathname) {
	try {
		return pathname.split("/").filter((one) => one !== "").map(decodeURIComponent);
	} catch {
		return;
	}
}
function repositoryPath(kind, host, segments) {
	if (kind === "azure") return azurePath(host, segments);
	if (kind === "gitlab") return gitlabPath(segments);
	const [owner, name] = segments;
	return owner === void 0 || name === void 0 ? void 0 : withoutGit([owner, name]);
}
/** Projects may lie in groups of groups. `-` stands before pages; in older addresses it does not. */
function gitlabPath(segments) {
	const end = segments.findIndex((one, index) => index > 0 && (one === "-" || index > 1 && pageNames.has(one)));
	const path = end < 0 ? segments : segments.slice(0, end);
	return path.length < 2 || path.length > 21 ? void 0 : withoutGit(path);
}
/**
* `organisation/project/_git/repository`, or `organisation/_git/repository` where both have one name; visualstudio.com has the organisation
* in its host.
*/
function azurePath(host, segments) {
	const at = segments.indexOf("_git");
	const before = !host.endsWith(".visualstudio.com") || segments[0] === "DefaultCollection" ? 1 : 0;
	return at >= before && at <= before + 1 && segments.length === at + 2 ? segments : void 0;
}
function withoutGit(path) {
	return path.map((one, index) => index === path.length - 1 ? one.replace(/\.git$/, "") : one);
}

// src/image/source-address.ts
const compares = {
	github: (from, to) => `/compare/${from}...${to}`,
	gitlab: (from, to) => `/-/compare/${from}...${to}`,
	bitbucket: (from, to) => `/branches/compare/${to}..${from}`,
	gitea: (from, to) => `/compare/${from}...${to}`,
	azure: (from, to) => `/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`
};
/** The commit that a text names, in lower case: 7 to 64 hexadecimal digits. Undefined for tags, branches and everything else. */
function readRevision(text) {
	const bare = text?.trim() ?? "";
	return /^[0-9a-f]{7,64}$/i.test(bare) ? bare.toLowerCase() : void 0;
}
/** True where two commits are one, written out or cut short. */
function sameRevision(a, b) {
	return a.startsWith(b) || b.startsWith(a);
}
/**
* Page that shows what `to` has and `from` has not. Both are commits, see {@link readRevision}. Undefined at Azure DevOps for commits that are
* cut short, since it knows them by their whole name only.
*/
function comparePage({ kind, address }, from, to) {
	if (kind === "azure" && (from.length < 40 || to.length < 40)) return void 0;
	return `${address}${compares[kind](from, to)}`;
}
/**
* Page that shows what changed in the source between two commits, from texts as labels have them. Undefined where the source is not at a
* host that is known, a revision is no commit, or both are the same.
*/
function compareAddress(source, from, to, hosts) {
	const place = parseSourcePlace(source, hosts);
	const [older, newer] = [readRevision(from), readRevision(to)];
	if (!place || older === void 0 || newer === void 0 || sameRevision(older, newer)) return void 0;
	return comparePage(place, older, newer);
}

// src/report/markdown-fit.ts
/** Markdown of the items with what stands around them; empty where none is shown. */
function formatChosen({ part, shown, texts }) {
	if (shown.length === 0) return "";
	const { open, close } = part.frame(shown);
	return `${open}\n${texts.join("\n")}${close}`;
}
/**
* Chooses what fits into `room` bytes, in the order of `parts`: each part in the richest way in which it fits as a whole, else as many whole
* items as possible. Every part gets its share by priority; what is left then goes round once more.
*/
function fitParts(parts, room) {
	const chosen = /* @__PURE__ */ new Map();
	const writers = new Map(parts.map((part) => [part, part.variants.map(remember)]));
	const order = parts.toSorted((a, b) => a.priority - b.priority);
	let rest = room;
	for (const isLast of [false, true]) for (const part of order) {
		const before = chosen.get(part);
		const own = before === void 0 ? 0 : bytesOf(before);
		const choice = choose(part, writers.get(part) ?? [], isLast ? own + rest : rest * part.share);
		rest += own - bytesOf(choice);
		chosen.set(part, choice);
	}
	return parts.flatMap((part) => chosen.get(part) ?? []);
}
function choose(part, variants, room) {
	const all = Array.from({ length: part.size }, (_, index) => index);
	const { open, close } = part.frame(all);
	const inside = room - byteLength(open) - byteLength(close) - 3;
	for (const variant of variants) {
		const whole = takeWhole(part, variant, inside, 0);
		if (whole.shown.length === part.size) return whole;
	}
	return takeWhole(part, variants[part.cutVariant ?? variants.length - 1] ?? { text: () => "" }, inside, mostMisses);
}
/** An item that is too long for what is left may be followed by one that is not. */
const mostMisses = 20;
function takeWhole(part, variant, room, misses) {
	const shown = [];
	const texts = [];
	let rest = room;
	let missed = 0;
	for (let index = 0; index < part.size && missed <= misses && rest > 0; index += 1) {
		const text = variant.text(index);
		const bytes = byteLength(text) + 1;
		if (bytes > rest) {
			missed += 1;
			continue;
		}
		rest -= bytes;
		shown.push(index);
		texts.push(text);
	}
	return {
		part,
		shown,
		texts,
		variant
	};
}
function bytesOf(chosen) {
	return chosen.shown.length === 0 ? 0 : byteLength(formatChosen(chosen)) + 2;
}
/** An item is written once in each way, though the choice is made twice. */
function remember({ text, ...variant }) {
	const known = /* @__PURE__ */ new Map();
	return {
		...variant,
		text: (index) => {
			const before = known.get(index);
			if (before !== void 0) return before;
			const written = text(index);
			known.set(index, written);
			return written;
		}
	};
}

// src/report/markdown-link.ts
/**
* Links of the Markdown views (threat model O-11): the one place that writes an address. Addresses of a report may come from a file that
* somebody else wrote, so that each is checked here again, whoever built it.
*/
/** https, a host without user and password, and characters that mean nothing in Markdown and are no entity. */
const plainAddress = /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/?=&#:+,@-]*)?$/;
/** A link to one of these leaves a note on the other page, which is nobody's wish. */
const leavesTrace = /\/(?:issues|pull|pulls|discussions|merge_requests|work_items|epics)\/\d/i;
const longestAddress = 1e3;
/** A Markdown link with this label, which is Markdown already; the label alone where the address is missing or is no plain https address. */
function markdownLink(label, address) {
	return isPlainAddress(address) ? `[${label}](${address})` : label;
}
/** True for an address that may be a link. */
function isPlainAddress(address) {
	return typeof address === "string" && address.length <= longestAddress && plainAddress.test(address) && !leavesTrace.test(address);
}

// src/report/change-text.ts
/** Takes apart what a change shows: `1.4.2` and `1.5.0` instead of the same repository twice. Digests are cut to twelve digits. */
function describeChange(change) {
	const from = change.old === null ? void 0 : split(change.old);
	const to = change.new === null ? void 0 : split(change.new);
	const name = (to ?? from)?.name ?? null;
	const isShared = name !== null && (from === void 0 || from.name === name) && (to === void 0 || to.name === name);
	const side = (text) => text === void 0 ? null : isShared ? text.version : text.text;
	return {
		name: isShared && name !== change.image ? name : null,
		from: side(from),
		to: side(to)
	};
}
function split(text) {
	const reference = tryParse(text);
	const version = reference === void 0 ? "" : [reference.tag ?? "", shortDigest(reference.digest)].join("");
	if (reference === void 0 || version === "") return {
		text,
		name: null,
		version: text
	};
	return {
		text: `${reference.name}${reference.tag === void 0 ? "" : ":"}${version}`,
		name: reference.name,
		version
	};
}
function shortDigest(digest) {
	return digest === void 0 ? "" : `@${digest.replace(/^([^:]+:.{12}).+$/, "$1…")}`;
}
function tryParse(text) {
	try {
		return parseImageReference(text);
	} catch (error) {
		if (isImagesError(error)) return void 0;
		throw error;
	}
}

// src/report/markdown-words.ts
/** The pieces that rows and list items are made of. Text from outside is cut to what a reader can take in, then escaped. */
const longestName = 400;
const longestMessage$1 = 2e3;
/** Keeps two words of ours on one line: a no-break blank. Text from outside never has one, it is shown as `\u{a0}` there. */
const stick = "\xA0";
/** A name in a cell of a table. */
function cellCode(text) {
	return markdownCode(shorten(text, longestName));
}
/** A name anywhere else. */
function textCode(text) {
	return markdownCode(shorten(text, longestName), "text");
}
/** A sentence with names in it. */
function sentence(text, place = "text") {
	return markdownText(shorten(text, place === "cell" ? longestName : longestMessage$1), place);
}
/** How the policy's part is written in a cell, and anywhere else. */
const cellWriter = {
	name: cellCode,
	sentence: (text) => sentence(text, "cell")
};
const textWriter = {
	name: textCode,
	sentence
};
/** A few names, separated by commas. */
function nameList(names, most) {
	return names.slice(0, most).map(textCode).join(", ");
}
/** Objects with their containers, and their targets where the record is of several: `Deployment/api` · `app`, `init` · in `prod`. What is left out is counted. Empty where there are none. */
function formatWhere(places, detail, separator) {
	const groups = groupWhere(places);
	const shown = groups.length <= detail.places + 1 ? groups : groups.slice(0, detail.places);
	const texts = shown.map((group) => {
		const object = [detail.showNamespace ? group.namespace : "", group.deployment].filter((text) => text !== "").join("/");
		const containers = group.containers.slice(0, 4).map(cellCode);
		if (group.containers.length > 4) containers.push(`${group.containers.length - 4} more`);
		const place = [object === "" ? "" : cellCode(object), containers.join(", ")].filter((text) => text !== "");
		const targets = group.targets.slice(0, 8).map(cellCode);
		if (group.targets.length > 8) targets.push(`${group.targets.length - 8} more`);
		return [...place, ...targets.length === 0 ? [] : [`in ${targets.join(", ")}`]].join(` ·${"\xA0"}`);
	});
	if (groups.length > shown.length) texts.push(`and ${groups.length - shown.length} more`);
	return texts.filter((text) => text !== "").join(separator);
}

// src/report/policy-text.ts
/** Reasons and owners are somebody's text, of which a reader takes in a few lines. */
const longestReason = 600;
const longestOwner = 100;
/** `uploads break (@acme/web, until 2026-12-24)`: why and for whom an image is held, and how long. */
function holdText({ reason, owner, expiry }, write) {
	const about = [owner === null ? void 0 : write.name(shorten(owner, longestOwner)), expiry === null ? void 0 : `until ${dayText(expiry, write)}`].filter((text) => text !== void 0);
	const why = write.sentence(shorten(reason, longestReason)) || "no reason given";
	return about.length === 0 ? why : `${why} (${about.join(", ")})`;
}
/** `pushed 2026-11-18 by the registry's date`: how old an answer is, and who says so. What the publisher wrote is told as such. */
function dateText({ date, source }, write) {
	const day = dayText(date, write);
	if (source === "registry") return `pushed ${day} by the registry's date`;
	return `created ${day}, says its ${source === "label" ? "label" : "configuration"}`;
}
/** `passed over 1.5.0 (minimum-age) and 3 more`, or the two if they are two; empty where nothing was. The rules have the names of the policy file. */
function passedOverText({ passedOver }, write) {
	if (passedOver.length === 0) return "";
	const shown = passedOver.slice(0, passedOver.length > mostInRow + 1 ? mostInRow : mostInRow + 1);
	const rest = passedOver.length - shown.length + unlisted(passedOver);
	return `passed over ${shown.map(({ tag, rule }) => `${write.name(tag)} (${rule})`).join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
}
const mostInRow = 1;
/** One line for each tag that was passed over, best first: `1.5.0 is younger than 3d`; of many the first few, and how many more. */
function passedOverLines({ passedOver }, write) {
	const shown = passedOver.slice(0, mostInList);
	const rest = passedOver.length - shown.length + unlisted(passedOver);
	const open = unasked(passedOver);
	return [
		...shown.map(({ tag, rule, message }) => `passed over ${write.name(tag)}: ${messageText(rule, message, write)}`),
		...rest === 0 ? [] : [`passed over ${plural(rest, "more tag")}`],
		...open === 0 ? [] : [`${plural(open, "tag")} between these and the answer ${open === 1 ? "was" : "were"} not asked about`]
	];
}
const mostInList = 5;
/** How many more there are than the list has: its last message says so (src/resolve/candidates-listed.ts). */
function unlisted(passedOver) {
	return Number(/; (\d{1,6}) more tags? passed over$/.exec(passedOver.at(-1)?.message ?? "")?.[1] ?? 0);
}
/** How many tags the search jumped over: the last message says so as well. */
function unasked(passedOver) {
	return Number(/; and (\d{1,6}) between (?:was|were) not asked(?:;|$)/.exec(passedOver.at(-1)?.message ?? "")?.[1] ?? 0);
}
function messageText(rule, message, write) {
	return write.sentence(shorten(message, longestReason)) || rule;
}
/** Only what looks like a day is one: a record may come from a file. */
function dayText(date, write) {
	return /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(date)?.[1] ?? write.name(date);
}
/** Finds the policy of a change among its uses, of which one change has those with the same answer for the same reason. */
function policiesOf(uses) {
	const policies = /* @__PURE__ */ new Map();
	for (const { image, old, result, why, filter, origin, policy } of uses) if (policy !== null) policies.set(keyOf(image, old, result, why, origin === "registry" ? filter : null), policy);
	return ({ image, old, new: now, why, filter }) => policies.get(keyOf(image, old, now, why, filter)) ?? null;
}
function keyOf(...parts) {
	return JSON.stringify(parts);
}

// src/report/warned-images.ts
/** Images with a warning of this kind. A warning that is about no single image is in none. */
function warnedImages(warnings, wanted) {
	return new Set(warnings.flatMap(({ kind, image }) => kind === wanted && image !== null ? [image] : []));
}

// src/report/markdown-rows.ts
/** Head of the table of changes. */
const changeTableHead = "| image | used by | old → new | kind | why |\n| --- | --- | --- | --- | --- |";
/** What rows need to know of a report. */
function rowDetail(report, places) {
	return {
		places,
		showNamespace: hasManyNamespaces(report),
		trapped: warnedImages(report.warnings, "trap"),
		arrived: warnedImages(report.warnings, "new-registry"),
		committed: warnedImages(report.warnings, "committed"),
		policyOf: policiesOf(report.uses)
	};
}
/** One row of the table of changes, without line end: whole Markdown by itself, so that any number of rows can be left out. */
function changeRow$1(change, detail) {
	const where = formatWhere(change.where, detail, "<br>") || "–";
	const filter = change.filter === null ? "" : `<br>${cellCode(change.filter)}`;
	const why = sentence(change.why, "cell");
	const notes = `${filter}${policyNotes(change, detail)}${marks(change, detail)}`;
	return `| ${cellCode(change.image)} | ${where} | ${formatMove(change)} | ${formatKind(change)} | ${why}${notes} |`;
}
function marks({ image, new: now }, { trapped, arrived, committed }) {
	return [
		...now !== null && trapped.has(image) ? ["trap"] : [],
		...now !== null && arrived.has(image) ? ["new registry"] : [],
		...committed.has(image) ? ["changed in the file"] : []
	].map((sign) => `<br>**⚠${"\xA0"}${sign}**`).join("");
}
/** Which newer tags the policy passed over, and by which date it judged the answer. */
function policyNotes(change, { policyOf }) {
	const policy = policyOf(change);
	if (policy === null) return "";
	const date = policy.date === null ? "" : dateText(policy.date, cellWriter);
	return [passedOverText(policy, cellWriter), date].map((text) => text === "" ? "" : `<br>${text}`).join("");
}
/** `**▼ 1 downgrade** · **2 major** · 3 patch`: changes by kind, most urgent first. */
function formatKinds(bumps, separator, isLoud = true) {
	const counts = /* @__PURE__ */ new Map();
	for (const bump of bumps) counts.set(bump, (counts.get(bump) ?? 0) + 1);
	return kindOrder.flatMap((bump) => {
		const count = counts.get(bump);
		if (count === void 0) return [];
		const text = bump === "downgrade" ? plural(count, bump) : `${count} ${bump}`;
		return [isLoud ? stress(bump, text) : text];
	}).join(separator);
}
const kindOrder = [
	"downgrade",
	"major",
	"removed",
	"new",
	"other",
	"digest",
	"minor",
	"patch"
];
/** What stands out does so by a sign, by weight and by its word, and by no colour: it is the same in an e-mail of plain text. */
function stress(bump, text) {
	if (bump === "downgrade") return `**▼${"\xA0"}${text}**`;
	if (bump === "removed") return `**✕${"\xA0"}${text}**`;
	return bump === "major" ? `**${text}**` : text;
}
function formatKind({ bump, movedRepository, links }) {
	const moved = movedRepository ? [`**⇄${"\xA0"}other repository**`] : [];
	const source = links.source;
	const commits = source?.commits?.total ?? 0;
	const compare = isPlainAddress(source?.compare) ? [markdownLink(commits === 0 ? "compare" : plural(commits, "commit"), source.compare)] : [];
	return [
		stress(bump, bump),
		...moved,
		...compare
	].join("<br>");
}
/**
* `1 → 2` of a change, without what both sides share; each a link where its registry has a page. Code spans are no walls for the order of
* letters, so that both sides of one line read from left to right.
*/
function formatMove(change) {
	const { name, from, to } = describeChange(change);
	const shared = name === null ? "" : `${cellCode(name)}<br>`;
	const side = (text, address) => text === null ? "–" : markdownLink(cellCode(leftToRight(text)), address);
	const arrow = (from?.length ?? 0) + (to?.length ?? 0) > 24 ? `<br>→${"\xA0"}` : ` →${"\xA0"}`;
	return `${shared}${side(from, change.links.old)}${arrow}${side(to, change.links.new)}`;
}

// src/report/row-order.ts
/**
* The changes in the order in which every view shows them: what a reviewer must not overlook first. An image stands where its most urgent
* change belongs, and all its changes stand together there. By urgency: a downgrade, another repository, a major version, a removed image,
* a new one, tags without numbers to compare, another digest, a minor version, a patch. Between equals decide image, then new and old result
* and reason, by code unit: the order of the argument never matters.
*/
function orderChanges(changes) {
	const urgency = /* @__PURE__ */ new Map();
	for (const change of changes) urgency.set(change.image, Math.min(urgency.get(change.image) ?? Number.POSITIVE_INFINITY, urgencyOf(change)));
	const rank = ({ image }) => urgency.get(image) ?? 0;
	return changes.toSorted((a, b) => rank(a) - rank(b) || byCodeUnit(a.image, b.image) || urgencyOf(a) - urgencyOf(b) || byText(a.new, b.new) || byText(a.old, b.old) || byCodeUnit(a.why, b.why) || byText(a.filter, b.filter));
}
/** True for a change that no reviewer may overlook: it stands out in every view. */
function needsAttention({ bump, kind, movedRepository }) {
	return movedRepository || bump === "downgrade" || kind === "removed";
}
const bumpUrgency = {
	downgrade: 0,
	major: 2,
	removed: 3,
	new: 4,
	other: 5,
	digest: 6,
	minor: 7,
	patch: 8
};
function urgencyOf({ bump, movedRepository }) {
	return Math.min(bumpUrgency[bump], movedRepository ? 1 : 8);
}
function byText(a, b) {
	return byCodeUnit(a ?? "", b ?? "");
}

// src/report/verdict.ts
/**
* The run in one line of plain text, as `3 images change, 1 is held, 1 could not be resolved – gate major failed: pin the image to the tag
* that it has, or take major out of fail-on`. Every number is one of the record's, of distinct images. Each sink escapes it for itself.
*/
function verdict(report) {
	const text = shortVerdict(report);
	const failed = failedGates(report);
	return failed.length === 0 ? text : `${text}: ${remedies(failed)}`;
}
/** The verdict without what would satisfy the gates, for a view that says that elsewhere. */
function shortVerdict(report) {
	const text = outcome(report);
	const names = failedGates(report).map(({ gate }) => gate);
	return names.length === 0 ? text : `${text} – ${names.length === 1 ? "gate" : "gates"} ${list(names, "and")} failed`;
}
/** Gates that failed and need words: `unresolved` alone does not, since the numbers say that something could not be resolved. */
function failedGates(report) {
	const failed = report.gates.filter(({ passed }) => !passed);
	return failed.some(({ gate }) => gate !== "unresolved") ? failed : [];
}
function outcome({ counts }) {
	const { changedImages, addedImages, removedImages, heldImages, failedImages, committedImages, traps, errors } = counts;
	const changes = [
		part$1(changedImages, "changes", "change"),
		part$1(addedImages, "is new", "are new"),
		part$1(removedImages, "is removed", "are removed"),
		part$1(committedImages, "is changed in the committed file", "are changed in the committed file")
	];
	const others = [
		part$1(heldImages, "is held", "are held"),
		part$1(failedImages, "could not be resolved", "could not be resolved"),
		part$1(traps, "has a trap", "have a trap")
	];
	const problems = errors === 0 ? void 0 : plural(errors, "error in the project", "errors in the project");
	if (changedImages + addedImages + removedImages + failedImages + committedImages === 0) return [problems === void 0 ? "No image changes" : `${problems}, no image changes`, ...others].filter((text) => text !== void 0).join(", ");
	const [first = "", ...rest] = [
		...changes,
		...others,
		problems
	].filter((text) => text !== void 0);
	return [withNoun(first), ...rest].join(", ");
}
/** One order to the reader: the remedies, with what they all end in said once. */
function remedies(failed) {
	const [only] = failed;
	if (failed.length === 1) return shorten(only?.remedy ?? "see the report", 200);
	const optional = failed.filter(({ gate, remedy }) => remedy?.endsWith(wayOut(gate)));
	const clauses = failed.map(({ gate, remedy }) => {
		const text = remedy ?? "see the report";
		return shorten(text.endsWith(wayOut(gate)) ? text.slice(0, -wayOut(gate).length) : text, 200);
	});
	const names = optional.map(({ gate }) => gate);
	return [...new Set(clauses)].join("; ") + (names.length === 0 ? "" : wayOut(list(names, "and")));
}
function wayOut(gates) {
	return `, or take ${gates} out of fail-on`;
}
function list(words, last) {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
function part$1(count, one, many) {
	return count === 0 ? void 0 : `${count} ${count === 1 ? one : many}`;
}
function withNoun(text) {
	return text.replace(/^(\d+)/, (_, count) => plural(Number(count), "image"));
}

// src/report/markdown-head.ts
/** Changes that a reader takes in at a glance. */
const glance$1 = 10;
/**
* What stands before the table: verdict as heading, what was looked at, notices, failed gates, changes by kind. The shorter ones say less of each,
* and only the last, the verdict alone, leaves out notices and gates. The longest takes less than 30,000 bytes, whatever the record says.
*/
function formatHeads(report, options) {
	const heading = `### ${options.title === void 0 ? "" : `${fitted(options.title, longestTitle, markdownText)}: `}${fitted(verdict(report), longestVerdict, markdownText)}`;
	const facts = `${heading}\n\n${factsLine(report, options)}`;
	const kinds = kindsLine(report);
	const failed = failedGates(report);
	const alerts = blocks(notices(options.notices ?? [], longestNotice), gates(failed));
	const brief = blocks(notices(options.notices ?? [], briefNotice), gateNames(failed));
	return {
		full: [.../* @__PURE__ */ new Set([`${facts}${alerts}${kinds}`, `${facts}${brief}${kinds}`])],
		least: [.../* @__PURE__ */ new Set([`${heading}${brief}`, heading])]
	};
}
/** Most UTF-16 units that are shown of a text; what is written for them takes at most three bytes for each. */
const longestTitle = 100;
const longestVerdict = 1200;
const longestTarget = 100;
const longestFile = 200;
const longestNotice = 600;
const briefNotice = 200;
const longestImage = 120;
const longestRemedy = 300;
/** The beginning of a text as `format` writes it. What counts is its length when it is written: an invisible character may take eight bytes. */
function fitted(text, longest, format) {
	let most = longest;
	let written = format(shorten(text, most));
	while (byteLength(written) > 3 * longest && most > 1) {
		most = Math.floor(most * .8);
		written = format(shorten(text, most));
	}
	return written;
}
function inCode(text, longest) {
	return fitted(text, longest, (part) => markdownCode(part, "text"));
}
function blocks(...texts) {
	return texts.map((text) => text === "" ? "" : `\n\n${text}`).join("");
}
function factsLine(report, options) {
	const { uses, images } = report.counts;
	return [
		report.target === null ? targetsNote(report) : `target ${inCode(report.target, longestTarget)}`,
		`${plural(uses, "use")} of ${plural(images, "image")}`,
		fileNote(report, options)
	].filter((part) => part !== void 0).join(" · ");
}
/** Of a record of several targets. */
function targetsNote(report) {
	const targets = targetsOf(report);
	if (targets.length === 0) return void 0;
	const rest = targets.length > 8 ? ` and ${targets.length - 8} more` : "";
	return `targets ${targets.slice(0, 8).map((name) => inCode(name, longestTarget / 8)).join(", ")}${rest}`;
}
function fileNote(report, options) {
	const { fixedImagesFile: file, unwritten } = options;
	if (file === void 0) return void 0;
	const name = inCode(file, longestFile);
	if (report.failures.length > 0 || report.gates.some(({ passed }) => !passed)) return `${name} stays as it was until this is solved`;
	return unwritten === true ? `${name} could not be written` : `fixed images in ${name}`;
}
/** Changes by kind: where there are many, or where one of several must not be overlooked, since a phone shows the first columns only. */
function kindsLine(report) {
	const { changes } = report;
	const isLoud = changes.some((change) => needsAttention(change) || change.bump === "major");
	if (changes.length <= glance$1 && !(isLoud && changes.length > 1)) return "";
	const bumps = changes.map(({ bump }) => bump);
	return `\n\nBy kind: ${formatKinds(bumps, " · ")}${movedText(report)}`;
}
function movedText({ changes }) {
	const moved = changes.filter(({ movedRepository }) => movedRepository).length;
	return moved === 0 ? "" : ` · **⇄${"\xA0"}${moved} other repository**`;
}
function gates(failed) {
	if (failed.length === 0) return "";
	return ["> [!CAUTION]", ...failed.map((gate) => `> - ${gateText(gate)}`)].join("\n");
}
/** `**major** failed for `a`, `b` and 3 more: pin …`. */
function gateText({ gate, images, remedy }) {
	const names = images.slice(0, mostImages).map((image) => inCode(image, longestImage));
	const rest = images.length - names.length;
	return `**${gate}** failed${names.length === 0 ? "" : ` for ${names.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`}${remedy === null ? "" : `: ${fitted(remedy, longestRemedy, markdownText)}`}`;
}
/** Every gate that failed, and nothing else. */
function gateNames(failed) {
	return failed.length === 0 ? "" : `> [!CAUTION]\n> Failed: ${failed.map(({ gate }) => `**${gate}**`).join(", ")}`;
}
function notices(texts, longest) {
	const shown = texts.slice(0, mostNotices).map((notice) => {
		const { text, address } = splitHelp(notice);
		const link = address === void 0 ? "" : ` ${markdownLink("What to do", address)}.`;
		return `> ${fitted(text, longest, markdownText)}${link}`;
	});
	return shown.length === 0 ? "" : `> [!WARNING]\n${shown.join("\n>\n")}`;
}
const mostImages = 3;
const mostNotices = 5;

// src/report/markdown-note.ts
/** Counts what is left out and says where it is; empty where nothing is. */
function leftOutNote(chosen, places) {
	const missing = [...missingItems(chosen), ...omissions(chosen)];
	return missing.length === 0 ? "" : `**Left out for length:** ${missing.join(", ")}. ${whereabouts(places)}`;
}
/** The note where nothing of these parts is shown: no other is longer by more than a few digits. */
function longestNote(parts, places) {
	const none = parts.map((part) => ({
		part,
		shown: [],
		texts: [],
		variant: { text: () => "" }
	}));
	const shortest = parts.map((part) => {
		const variant = part.variants.at(-1) ?? { text: () => "" };
		return {
			part,
			shown: allOf(part),
			texts: [],
			variant
		};
	});
	const missing = [...missingItems(none), ...omissions(shortest)];
	return missing.length === 0 ? "" : `**Left out for length:** ${missing.join(", ")}. ${whereabouts(places)}`;
}
/** Links to the summary and the artifact, for a text that leaves nothing out; empty where there is none. */
function formatLinks({ links, hasSummary }) {
	const summary = hasSummary && isPlainAddress(links?.summary) ? [markdownLink("Job summary", links.summary)] : [];
	const artifact = isPlainAddress(links?.artifact) ? [markdownLink("Files of this run", links.artifact)] : [];
	return [...summary, ...artifact].join(" · ");
}
function missingItems(chosen) {
	const sorts = /* @__PURE__ */ new Map();
	for (const { part, shown } of chosen) {
		if (part.noun === null) continue;
		const [one, many] = part.noun;
		const sort = sorts.get(many) ?? {
			one,
			many,
			total: 0,
			left: 0,
			bumps: []
		};
		sorts.set(many, sort);
		sort.total += part.size;
		sort.left += part.size - shown.length;
		if (part.bumpOf === void 0) continue;
		const kept = new Set(shown);
		for (let index = 0; index < part.size; index += 1) if (!kept.has(index)) sort.bumps.push(part.bumpOf(index));
	}
	return [...sorts.values()].filter(({ left }) => left > 0).map(({ one, many, total, left, bumps }) => {
		const count = left === total ? plural(left, one, many) : `${left} of ${total} ${many}`;
		return bumps.length === 0 ? count : `${count} (${formatKinds(bumps, ", ")})`;
	});
}
function omissions(chosen) {
	const counts = /* @__PURE__ */ new Map();
	for (const { shown, variant } of chosen) for (const index of shown) for (const omission of variant.omits?.(index) ?? []) counts.set(omission, (counts.get(omission) ?? 0) + 1);
	return [
		"hint",
		"excerpt",
		"detail"
	].flatMap((omission) => {
		const count = counts.get(omission);
		return count === void 0 ? [] : [omissionText[omission](count)];
	});
}
const omissionText = {
	hint: (count) => `what to do about ${plural(count, "failure")}`,
	excerpt: (count) => `the lines around ${plural(count, "failure")}`,
	detail: (count) => `details of ${plural(count, "explanation")}`
};
function whereabouts({ links, reportFile, hasSummary }) {
	const file = reportFile === void 0 ? "the report file" : markdownCode(shorten(reportFile, 200), "text");
	const whole = isPlainAddress(links?.artifact) ? markdownLink("the artifact", links.artifact) : file;
	if (!hasSummary) return `Everything is in ${whole}.`;
	return `More is in ${markdownLink("the job summary", links?.summary)}, everything in ${whole}.`;
}
function allOf(part) {
	return Array.from({ length: part.size }, (_, index) => index);
}

// src/report/alerts.ts
const alertKinds = [
	"committed",
	"new-registry",
	"hold"
];
/** Alerts about entries that the pull request itself changes, new registries, and holds that have expired, each in the order of the warnings. */
function alertsOf(warnings) {
	return alertKinds.flatMap((wanted) => {
		const alerts = /* @__PURE__ */ new Map();
		for (const { kind, message, place, image } of warnings) {
			if (kind !== wanted) continue;
			const shown = wanted === "hold" ? place : null;
			const key = JSON.stringify([message, shown]);
			const alert = alerts.get(key) ?? {
				kind: wanted,
				message,
				place: shown,
				images: []
			};
			if (image !== null && !alert.images.includes(image)) alert.images.push(image);
			alerts.set(key, alert);
		}
		return [...alerts.values()];
	});
}
/** What a warning is called where it is not just one: `trap`, `changed in the file`, `new registry`, `expired hold`. */
const warningTitles = {
	trap: "trap",
	committed: "changed in the file",
	"new-registry": "new registry",
	hold: "expired hold",
	warning: null
};
/** The warnings in the order in which every view shows them: what a reader must not overlook first. */
const warningOrder = [
	"trap",
	"committed",
	"new-registry",
	"hold",
	"warning"
];

// src/report/tag-page.ts
/** Hosts are compared whole: a mirror or a port is another registry, which has no pages of these. */
const pages = /* @__PURE__ */ new Map([
	["docker.io", dockerHubPage],
	["quay.io", (path, tag) => `https://quay.io/repository/${part(path)}?tab=tags&tag=${encodeURIComponent(tag)}`],
	["ghcr.io", (path, tag) => `https://ghcr.io/${part(path)}:${encodeURIComponent(tag)}`],
	["mcr.microsoft.com", (path) => `https://mcr.microsoft.com/artifact/mar/${part(path)}/tags`],
	["public.ecr.aws", (path) => `https://gallery.ecr.aws/${part(path)}`],
	["codeberg.org", codebergPage]
]);
const google = /^(?:(?:asia|eu|us)\.)?gcr\.io$|^[a-z0-9]+(?:-[a-z0-9]+)*-docker\.pkg\.dev$/;
/**
* Page of a tag at its registry, for people: an https address built from checked parts. Where a registry has no page for each tag it is the
* page of the repository's tags. Undefined where the registry has none that is known, or the reference has no tag.
*/
function tagPage({ repository, tag }) {
	if (tag === void 0) return void 0;
	const { registry, path } = repository;
	if (google.test(registry)) return `https://${registry}/${part(path)}:${encodeURIComponent(tag)}`;
	return pages.get(registry)?.(path, tag);
}
function dockerHubPage(path, tag) {
	const [owner, name, ...rest] = path.split("/");
	if (owner === void 0 || name === void 0 || rest.length > 0) return void 0;
	return `https://hub.docker.com/${owner === "library" ? `_/${part(name)}` : `r/${part(path)}`}/tags?name=${encodeURIComponent(tag)}`;
}
/** Forgejo's and Gitea's form; the name of a package may have slashes, which stand for themselves there. */
function codebergPage(path, tag) {
	const slash = path.indexOf("/");
	if (slash < 0) return void 0;
	const [owner, name] = [path.slice(0, slash), path.slice(slash + 1)];
	return `https://codeberg.org/${part(owner)}/-/packages/container/${encodeURIComponent(name)}/${encodeURIComponent(tag)}`;
}
/** A path of a repository within an address. Its grammar needs no escapes; they are here so that it never has to be relied on. */
function part(path) {
	return path.split("/").map(encodeURIComponent).join("/");
}

// src/report/diff.ts
/** Compares answers with the baseline: one change for each image, old, new and reason, and what only the baseline has. */
function compareUses(uses, removed) {
	const differing = uses.filter((use) => use.new !== null && use.new !== use.old);
	const gone = removed.map((entry) => ({
		...whereOf(entry),
		...entry.target === void 0 ? {} : { target: entry.target },
		image: nameOf(entry),
		old: entry.resultImage,
		new: null,
		why: "no longer used",
		filter: null,
		bump: "removed"
	}));
	const groups = /* @__PURE__ */ new Map();
	for (const use of [...differing, ...gone]) {
		const key = JSON.stringify([
			use.image,
			use.old,
			use.new,
			use.why,
			use.filter,
			use.bump
		]);
		const group = groups.get(key);
		if (group) group.push(use);
		else groups.set(key, [use]);
	}
	return [...groups.values()].flatMap((group) => group[0] ? [toChange(group[0], group)] : []).toSorted(compareChanges);
}
function toChange(first, group) {
	const where = group.map(placeOf);
	return {
		kind: first.new === null ? "removed" : first.old === null ? "added" : "changed",
		image: first.image,
		old: first.old,
		new: first.new,
		why: first.why,
		filter: first.filter,
		movedRepository: isMoved(first.old, first.new),
		bump: first.bump,
		links: {
			old: pageOf(first.old),
			new: pageOf(first.new),
			source: null
		},
		where: [...new Map(where.map((place) => [JSON.stringify(place), place])).values()].toSorted(compareWhere)
	};
}
function compareChanges(a, b) {
	const byText = (x, y) => byCodeUnit(x ?? "", y ?? "");
	return byText(a.image, b.image) || byText(a.new, b.new) || byText(a.old, b.old) || byText(a.why, b.why);
}
function compareWhere(a, b) {
	return byCodeUnit(a.namespace, b.namespace) || byCodeUnit(a.deployment, b.deployment) || byCodeUnit(a.container, b.container) || byCodeUnit(a.target ?? "", b.target ?? "");
}
/** A place and nothing besides. */
function placeOf({ namespace, deployment, container, target }) {
	return {
		namespace,
		deployment,
		container,
		...target === void 0 ? {} : { target }
	};
}
/** The place of an entry; empty for what it leaves open. */
function whereOf(entry) {
	return {
		namespace: entry.namespace ?? "",
		deployment: entry.deployment ?? "",
		container: entry.container ?? ""
	};
}
/** What an entry is about, for people: an image, a regular expression, or `*` for every image. */
function nameOf(entry) {
	return entry.image ?? entry.imageRegex ?? "*";
}
function isMoved(old, now) {
	if (old === null || now === null) return false;
	return repositoryText(old) !== repositoryText(now);
}
function repositoryText(image) {
	const reference = readImageReference(image);
	return reference === void 0 ? image : formatRepository(reference.repository);
}
function pageOf(image) {
	const reference = image === null ? void 0 : readImageReference(image);
	return (reference && tagPage(reference)) ?? null;
}

// src/report/held-images.ts
/** Everything that a hold of the policy keeps where it is, in the order of the uses. */
function heldImages(report) {
	const groups = /* @__PURE__ */ new Map();
	for (const use of report.uses) {
		const { image, result, policy } = use;
		const hold = policy?.hold ?? null;
		if (hold === null) continue;
		const key = JSON.stringify([
			image,
			result,
			hold
		]);
		const group = groups.get(key) ?? {
			image,
			result,
			hold,
			where: []
		};
		group.where.push(placeOf(use));
		groups.set(key, group);
	}
	return [...groups.values()];
}

// src/report/markdown-explanation.ts
/**
* One entry for each image and new result among the changes, in their order, then images for which the policy passed over something newer and that
* stay, then images without answer whose tags were read.
*/
function explainedImages(report, changes) {
	const answers = answersOf(report.uses);
	const found = /* @__PURE__ */ new Map();
	for (const { image, new: result, why, links } of changes) {
		if (result === null) continue;
		const key = JSON.stringify([image, result]);
		const { origin = null, decisions = [] } = answers.get(key) ?? {};
		const entry = found.get(key) ?? {
			image,
			result,
			origin,
			why,
			decisions: [...decisions],
			sources: []
		};
		if (links.source !== null) entry.sources.push(links.source);
		found.set(key, entry);
	}
	const others = [...answers].flatMap(([key, answer]) => found.has(key) ? [] : [{
		...answer,
		sources: []
	}]);
	const waiting = others.filter(({ result, decisions }) => result !== null && decisions.some(passesOver));
	const unanswered = others.filter(({ result, decisions }) => result === null && decisions.length > 0);
	return [
		...found.values(),
		...waiting,
		...unanswered
	];
}
function passesOver({ policy }) {
	return policy !== null && policy.passedOver.length > 0;
}
/** True where some tags were passed over: each is a line. */
function hasPassedOver({ decisions }) {
	return decisions.some(passesOver);
}
/** Why a tag won: who answered, what was seen, what the policy passed over and the filter rejected, what came second, and what the labels say of the source. */
function explanationItem(explained, detail) {
	const { image, result, decisions } = explained;
	const { to } = describeChange({
		image,
		old: null,
		new: result
	});
	const name = `**${textCode(image)}**${result === null ? "" : ` → ${textCode(to ?? result)}`}`;
	const [only] = decisions;
	const single = decisions.length === 1 && only !== void 0 ? [foundText(image, only)] : [];
	const head = `- ${name}: ${[...answerText(explained), ...single].join("; ")}`;
	if (detail === "line") return head;
	return [
		head,
		...single.length === 1 ? decisions.flatMap((one) => leftLines(one, detail, "  ")) : decisions.flatMap((one) => [`  - ${foundText(image, one)}`, ...leftLines(one, detail, "    ")]),
		...explained.sources.flatMap((source) => sourceLines(source, detail))
	].join("\n");
}
function answersOf(uses) {
	const answers = /* @__PURE__ */ new Map();
	const known = /* @__PURE__ */ new Set();
	for (const { image, result, origin, why, explanation, policy } of uses) {
		const key = JSON.stringify([image, result]);
		const answer = answers.get(key) ?? {
			image,
			result,
			origin,
			why,
			decisions: []
		};
		const decision = JSON.stringify([
			key,
			explanation?.repository,
			explanation?.filter,
			policy
		]);
		if (explanation !== null && !known.has(decision)) answer.decisions.push({
			explanation,
			policy
		});
		known.add(decision);
		answers.set(key, answer);
	}
	return answers;
}
/** Who answered. The registry's part is told by what was found there. */
function answerText({ result, origin, why, decisions }) {
	if (result === null) return [];
	if (origin === "registry" && decisions.length > 0) return ["from the registry"];
	return [sentence(why) || "no reason given"];
}
function foundText(image, { explanation, policy }) {
	const { repository, filter, prefix, seen, matched, newest, runnerUp, ties } = explanation;
	const of = repository === image ? "" : ` of ${textCode(repository)}`;
	const begin = prefix === null ? "" : ` that ${seen === 1 ? "begins" : "begin"} with ${textCode(prefix)}`;
	const found = `${matched} of ${plural(seen, "tag")}${of}${begin} ${matched === 1 ? "matches" : "match"} ${textCode(filter)}`;
	const isPassedOver = newest !== null && policy?.passedOver.some(({ tag }) => tag === newest) === true;
	return `${found}${isPassedOver ? `; the newest is ${textCode(newest)}` : ""}${runnerUp === null || isPassedOver ? "" : `; the next best is ${textCode(runnerUp)}`}${ties.length === 0 ? "" : `; equal to it: ${nameList(ties, 5)}`}${policy === null || policy.date === null ? "" : `; ${dateText(policy.date, textWriter)}`}`;
}
function leftLines({ explanation, policy }, detail, indent) {
	return [...(policy === null ? [] : passedOverLines(policy, textWriter)).map((line) => `${indent}- ${line}`), ...rejectedLines(explanation, detail, indent)];
}
function rejectedLines(explanation, detail, indent) {
	return explanation.rejected.map(({ reason, count, examples }) => {
		const shown = detail === "full" && examples.length > 0 ? `, as ${nameList(examples, 5)}` : "";
		return `${indent}- rejected ${count}: ${sentence(reason)}${shown}`;
	});
}
/** Labels and commit messages are anybody's text: code spans, and no link. */
function sourceLines({ source, from, to, note, commits }, detail) {
	const revisions = from === null && to === null ? "" : `, commit ${revision(from)} → ${revision(to)}`;
	const why = note === null ? "" : ` (${sentence(note)})`;
	if (source === "") return [`  - source unknown${why}`];
	const line = `  - source ${textCode(source)}${revisions}${why}`;
	if (commits === null || detail !== "full") return [line];
	const shown = commits.subjects.slice(-mostCommits);
	const rest = commits.total - shown.length;
	const earlier = rest > 0 ? [`    - ${rest} earlier`] : [];
	return [
		`${line}, ${plural(commits.total, "commit")}:`,
		...earlier,
		...shown.map(({ sha, subject }) => `    - ${revision(sha)} ${textCode(subject)}`)
	];
}
const mostCommits = 10;
function revision(sha) {
	return sha === null ? "unknown" : textCode(/^[0-9a-f]{40,}$/i.test(sha) ? sha.slice(0, 12) : sha);
}

// src/report/markdown-failure.ts
/** Failures in full; the first of each kind links to its explanation. */
function failureItems(failures, detail) {
	const addresses = helpAddresses(failures);
	return failures.map((failure, index) => failureItem(failure, detail, addresses[index]));
}
/** One failure in full: what happened, what to do, where. A message of several lines keeps them, in a fence; the lines around follow in a fold. */
function failureItem(failure, detail, address) {
	const [first = "", ...rest] = shorten(ownMessage(failure), longestMessage).split(/\r?\n/);
	const hint = whatToDo(failure, address);
	const places = placesOf(failure, detail);
	const excerpt = detail.excerpt && failure.excerpt !== null ? `\n\n${foldedExcerpt(failure.excerpt)}` : "";
	const head = `- ${subject(failure)}${markdownText(first) || "no message"}`;
	if (rest.length === 0) return [
		head,
		hint,
		places
	].filter((text) => text !== "").join("<br>") + excerpt;
	const tail = [hint, places].filter((text) => text !== "").join("<br>");
	return `${head}\n\n${markdownFence(rest.join("\n"), "  ")}${tail === "" ? "" : `\n\n  ${tail}`}${excerpt}`;
}
function whatToDo({ hint }, address) {
	const label = markdownLink("What to do", address);
	if (hint !== null) return `**${label}:** ${sentence(hint)}`;
	return address === void 0 ? "" : `**${label}**`;
}
/** One failure in one line, where there are too many for more. */
function failureLine(failure) {
	const [first = ""] = ownMessage(failure).split(/\r?\n/);
	return `- ${subject(failure)}${markdownText(shorten(first, 200)) || "no message"}`;
}
/** One warning with its image and place. */
function warningItem(warning) {
	const image = warning.image === null ? "" : `**${textCode(warning.image)}** `;
	const place = warning.place === null ? "" : `at ${textCode(formatPlace(warning.place))} `;
	return `- ${image}${place}${image === "" && place === "" ? "" : "– "}${sentence(ownMessage(warning)) || "no message"}`;
}
const longestMessage = 2e3;
function subject({ image, place }) {
	if (image !== null) return `**${textCode(image)}** – `;
	return place === null ? "" : `**${textCode(formatPlace(place))}** – `;
}
function placesOf({ image, place, where }, detail) {
	const at = image === null || place === null ? [] : [`at ${textCode(formatPlace(place))}`];
	const objects = where.length === 0 ? [] : [`used by ${formatWhere(where, detail, ", ")}`];
	return [...at, ...objects].join(", ");
}
/** Many messages begin with the image, which stands before them already. */
function ownMessage({ image, message }) {
	const begin = `${image}: `;
	return image !== null && message.startsWith(begin) ? message.slice(begin.length) : message;
}
/** The lines of a template in a fold inside the list item. */
function foldedExcerpt(excerpt) {
	return `  <details><summary>The lines around it</summary>\n\n${markdownFence(shownExcerpt(excerpt).join("\n"), "  ")}\n\n  </details>`;
}

// src/report/markdown-policy.ts
/** Images that an alert names before the rest is counted. */
const named$3 = 5;
/** A new registry or an expired hold, with the images it is about. */
function alertItem({ kind, message, place, images }) {
	const shown = images.slice(0, named$3).map(textCode);
	const rest = images.length - shown.length;
	const list = shown.length === 0 ? "" : ` for ${shown.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
	const where = place === null ? "" : ` at ${textCode(formatPlace(place))}`;
	return `- **⚠${"\xA0"}${warningTitles[kind]}**${list}${where} – ${sentence(message) || "no reason given"}`;
}
/** An image that the policy holds: what it stays at, why, for whom and how long. */
function heldItem({ image, result, hold, where }, detail) {
	const { name, to } = describeChange({
		image,
		old: null,
		new: result
	});
	const stays = to === null ? " has nothing to stay at" : ` ${name === null ? "" : `${textCode(name)} `}${textCode(to)}`;
	const places = formatWhere(where, detail, ", ");
	return `- ${textCode(image)}${stays}, **held**: ${holdText(hold, textWriter)}${places === "" ? "" : `, used by ${places}`}`;
}

// src/report/markdown-unchanged.ts
/** One image that stays as it is, with what holds it if something does. */
function unchangedItem(unchanged, detail) {
	const { name, to } = describeChange({
		image: unchanged.image,
		old: null,
		new: unchanged.result
	});
	const result = to === null ? "" : ` ${name === null ? "" : `${textCode(name)} `}${textCode(to)}`;
	const where = formatWhere(unchanged.where, detail, ", ");
	return `- ${textCode(unchanged.image)}${result}${noteOf(unchanged)}${where === "" ? "" : ` (${where})`}`;
}
/** `3 uses unchanged (1 image held), 1 use not selected`: the numbers of the record. */
function unchangedTitle({ unchanged, heldImages, skipped }) {
	const held = heldImages === 0 ? "" : ` (${plural(heldImages, "image")} held)`;
	return [unchanged === 0 ? "" : `${plural(unchanged, "use")} unchanged${held}`, skipped === 0 ? "" : `${plural(skipped, "use")} not selected`].filter((part) => part !== "").join(", ");
}
/** Why it stays. The reason of a hold is told where no fold hides it. */
function noteOf({ kind, isHeld, why, origin, policy }) {
	if (kind === "skipped") return ", not selected";
	const passedOver = policy === null ? "" : passedOverText(policy, textWriter);
	if (!isHeld) return passedOver === "" ? "" : `, ${passedOver}`;
	if (policy !== null && policy.hold !== null) return ", **held** by the policy";
	return `, **held**: ${sentence(why) || "no reason given"}${origin === "deployed" ? ", unchanged" : ""}`;
}

// src/report/unchanged.ts
/** Everything that is neither a change nor a failure, grouped by image, answer, what holds it and what the policy did, in the order of the uses. */
function unchangedImages(report) {
	const groups = /* @__PURE__ */ new Map();
	for (const use of report.uses) {
		const kind = kindOf$1(use);
		if (kind === void 0) continue;
		const isHeld = kind !== "skipped" && use.origin !== "registry";
		const { image, result, why, origin, policy } = use;
		const key = JSON.stringify([
			image,
			result,
			kind,
			isHeld,
			policy
		]);
		const group = groups.get(key) ?? {
			image,
			result,
			kind,
			isHeld,
			why,
			origin,
			policy,
			where: []
		};
		group.where.push(placeOf(use));
		groups.set(key, group);
	}
	return [...groups.values()];
}
function kindOf$1(use) {
	if (use.status === "skipped") return "skipped";
	if (use.status === "failed" || use.result !== use.old) return void 0;
	return use.origin === "previous" ? "kept" : "unchanged";
}

// src/report/markdown-sections.ts
/** A table longer than this is begun, and the rest stands in a fold behind it. */
const longTable = 40;
/** More holds than this are begun, and the rest stands in a fold. */
const longHolds = 12;
const openHolds = 8;
/** Rows of a long table that stand outside the fold. */
const openRows = 20;
/** Behind a table longer than this nobody would look for failures. */
const screenful = 15;
/**
* What a comment is made of, in reading order: the table, most urgent changes first; failures, which stand before a table longer than a
* screen, and so do new registries and expired holds; what the policy holds; then, folded, traps, warnings, why each tag won, what stays, and
* the cost.
*/
function makeParts(report, options) {
	const changes = orderChanges(report.changes);
	const detail = rowDetail(report, options.places);
	const isLong = changes.length > longTable;
	const tables = [tablePart(isLong ? changes.slice(0, openRows) : changes, detail, false), ...isLong ? [tablePart(changes.slice(openRows), detail, true)] : []];
	const urgent = [alertsPart(alertsOf(report.warnings)), failuresPart(report.failures, detail)];
	const explained = explainedImages(report, changes);
	const traps = report.warnings.filter(({ kind }) => kind === "trap");
	const warnings = report.warnings.filter(({ kind }) => kind === "warning");
	return [
		...changes.length > screenful ? [...urgent, ...tables] : [...tables, ...urgent],
		...heldParts(heldImages(report), detail),
		warningsPart(traps, "trap", ": tags that a version filter may mistake"),
		warningsPart(warnings, "warning", ""),
		explanationsPart(explained),
		unchangedPart(report, detail),
		costPart(report, options.receipt)
	].filter(({ size }) => size > 0);
}
function tablePart(changes, detail, isFolded) {
	const bumpOf = (index) => changes[index]?.bump ?? "other";
	const rows = (places) => ({ text: textOf(changes, (change) => changeRow$1(change, {
		...detail,
		places
	})) });
	const title = (shown) => `${plural(shown.length, "more change")}: ${formatKinds(shown.map(bumpOf), ", ", false)}`;
	return {
		noun: ["change", "changes"],
		size: changes.length,
		variants: [
			rows(detail.places),
			rows(2),
			rows(1)
		],
		frame: (shown) => isFolded ? {
			open: `<details><summary>${title(shown)}</summary>\n\n${changeTableHead}`,
			close: "\n\n</details>"
		} : {
			open: changeTableHead,
			close: ""
		},
		bumpOf,
		priority: isFolded ? 5 : 2,
		share: isFolded ? .6 : .9,
		isDetail: false
	};
}
function failuresPart(failures, detail) {
	const lost = (...names) => (index) => names.filter((name) => (failures[index]?.[name] ?? null) !== null);
	const short = {
		...detail,
		places: 2,
		excerpt: false
	};
	return {
		noun: ["failure", "failures"],
		size: failures.length,
		variants: [
			{ text: textAt(failureItems(failures, {
				...detail,
				excerpt: true
			})) },
			{
				text: textAt(failureItems(failures, short)),
				omits: lost("excerpt")
			},
			{
				text: textOf(failures, failureLine),
				omits: lost("hint", "excerpt")
			}
		],
		frame: () => ({
			open: "**Not resolved**\n",
			close: ""
		}),
		priority: 1,
		share: .5,
		isDetail: false
	};
}
function alertsPart(alerts) {
	return {
		noun: ["alert", "alerts"],
		size: alerts.length,
		variants: [{ text: textOf(alerts, alertItem) }],
		frame: () => ({
			open: "**Needs attention**\n",
			close: ""
		}),
		priority: 0,
		share: .3,
		isDetail: false
	};
}
/** The first few stand outside of a fold: a hold that nobody sees is never lifted. */
function heldParts(held, detail) {
	const isLong = held.length > longHolds;
	const part = (images, isFolded) => ({
		noun: ["hold", "holds"],
		size: images.length,
		variants: [detail.places, 1].map((places) => ({ text: textOf(images, (one) => heldItem(one, {
			...detail,
			places
		})) })),
		frame: (shown) => isFolded ? fold(`${plural(shown.length, "more hold")}`) : {
			open: "**Held by the policy**\n",
			close: ""
		},
		priority: isFolded ? 5 : 2,
		share: .4,
		isDetail: isFolded
	});
	return isLong ? [part(held.slice(0, openHolds), false), part(held.slice(openHolds), true)] : [part(held, false)];
}
function warningsPart(warnings, noun, words) {
	return {
		noun: [noun, `${noun}s`],
		size: warnings.length,
		variants: [{ text: textOf(warnings, warningItem) }],
		frame: () => fold(`${plural(warnings.length, noun)}${words}`),
		priority: noun === "trap" ? 3 : 4,
		share: .5,
		isDetail: true
	};
}
function explanationsPart(explained) {
	const lost = (isLost) => (index) => {
		const one = explained[index];
		return one !== void 0 && isLost(one) ? ["detail"] : [];
	};
	const hasExamples = ({ decisions, sources }) => decisions.some(({ explanation }) => explanation.rejected.some(({ examples }) => examples.length > 0)) || sources.some(({ commits }) => commits !== null);
	const hasLines = (one) => hasPassedOver(one) || one.sources.length > 0 || one.decisions.length > 1 || one.decisions.some(({ explanation }) => explanation.rejected.length > 0);
	return {
		noun: ["explanation", "explanations"],
		size: explained.length,
		variants: [
			{ text: textOf(explained, (one) => explanationItem(one, "full")) },
			{
				text: textOf(explained, (one) => explanationItem(one, "counts")),
				omits: lost(hasExamples)
			},
			{
				text: textOf(explained, (one) => explanationItem(one, "line")),
				omits: lost(hasLines)
			}
		],
		cutVariant: 0,
		frame: () => fold("Why these tags"),
		priority: 6,
		share: .8,
		isDetail: true
	};
}
function unchangedPart(report, detail) {
	const all = unchangedImages(report);
	const images = [...all.filter(({ isHeld }) => isHeld), ...all.filter(({ isHeld }) => !isHeld)];
	const items = (places) => ({ text: textOf(images, (one) => unchangedItem(one, {
		...detail,
		places
	})) });
	return {
		noun: ["unchanged image", "unchanged images"],
		size: images.length,
		variants: [items(detail.places), items(1)],
		frame: () => fold(unchangedTitle(report.counts)),
		priority: 7,
		share: 1,
		isDetail: true
	};
}
function costPart(report, receipt) {
	return {
		noun: null,
		size: 1,
		variants: [{ text: () => costItem(report, receipt) }],
		frame: () => fold("What it cost"),
		priority: 8,
		share: 1,
		isDetail: true
	};
}
function costItem(report, receipt) {
	const { requests, waits, repositories, imageRequests } = report.cost;
	if (requests === 0) return "- No registry was asked.";
	const listed = plural(repositories, "repository", "repositories");
	const single = imageRequests === 0 ? "" : `, ${imageRequests} of them about single images`;
	if (receipt !== void 0) return `- For the tags of ${listed}: ${markdownText(receipt)}`;
	const waited = waits === 0 ? "" : `, with ${plural(waits, "wait")} before another try`;
	return `- ${plural(requests, "request")} to registries for the tags of ${listed}${single}${waited}`;
}
function fold(title) {
	return {
		open: `<details><summary>${title}</summary>\n`,
		close: "\n\n</details>"
	};
}
function textAt(texts) {
	return (index) => texts[index] ?? "";
}
function textOf(items, write) {
	return (index) => items.slice(index, index + 1).map(write).join("");
}

// src/report/markdown.ts
/**
* The pull request comment: marker, verdict, table of changes with the most urgent first, failures, then folded details. It never exceeds
* `limit` (60,000 bytes; GitHub takes 65,536 characters): items get shorter, then whole ones are left out, and what is missing is counted
* (threat model O-06).
*/
function formatComment(report, options) {
	const hasSummary = options.summary !== false;
	return format(report, options, {
		marker: `${options.marker}\n`,
		limit: options.limit ?? 6e4,
		places: 4,
		whereabouts: {
			...options,
			hasSummary
		}
	});
}
/**
* What the comment tells, without what differs from run to run though nothing new is said: addresses of the run, requests and waits. An equal
* state needs no edit.
*/
function commentState(report, options) {
	return formatComment(withoutCost(report), {
		...options,
		marker: "",
		links: void 0
	});
}
/** The job summary: as the comment, without marker, within 900 KiB (GitHub takes 1 MiB for a step). */
function formatSummary(report, options = {}) {
	return format(report, options, {
		marker: "",
		limit: options.limit ?? 921600,
		places: 4,
		whereabouts: {
			...options,
			hasSummary: false
		}
	});
}
/** The summary with everything in it, however long: the full difference for the artifact. */
function formatWhole(report, options = {}) {
	const layout = {
		marker: "",
		limit: Number.POSITIVE_INFINITY,
		places: Number.POSITIVE_INFINITY
	};
	const whereabouts = {
		reportFile: options.reportFile,
		hasSummary: false
	};
	return format(report, options, {
		...layout,
		whereabouts
	});
}
/** The fullest head that leaves room for something behind it; where none does, the longest that fits, and at last the marker. */
function format(report, options, layout) {
	const { marker, limit, whereabouts } = layout;
	const parts = makeParts(report, {
		receipt: options.receipt,
		places: layout.places
	});
	const { full, least } = formatHeads(report, options);
	const roomy = full.filter((head) => byteLength(marker + head) <= limit / 2);
	for (const head of [...roomy, ...least]) {
		const start = marker + head;
		const room = limit - byteLength(compose(start, [], longestNote(parts, whereabouts), formatLinks(whereabouts)));
		if (room < 0) continue;
		const chosen = fitParts(parts, room);
		const note = leftOutNote(chosen, whereabouts);
		const text = compose(start, chosen, note, note === "" ? formatLinks(whereabouts) : "");
		if (byteLength(text) <= limit) return text;
	}
	return least.map((head) => `${marker}${head}\n`).find((text) => byteLength(text) <= limit) ?? marker;
}
function compose(start, chosen, note, links) {
	const main = chosen.filter(({ part }) => !part.isDetail);
	const details = chosen.filter(({ part }) => part.isDetail);
	return `${[
		start,
		...main.map(formatChosen),
		note,
		...details.map(formatChosen),
		links
	].filter((block) => block !== "").join("\n\n")}\n`;
}

// src/report/output-values.ts
const mostBytes = 5e4;
/**
* Value of each output. `changes` is a JSON array with as many whole entries of the record's `changes` as fit into 50,000 bytes: where
* it is shorter than `changes-count`, the report file has the rest. `verdict` is one line; `failed-gates` are names with commas between them.
*/
function outputValues(report, paths) {
	return {
		changed: String(report.changes.length > 0),
		"changes-count": String(report.changes.length),
		changes: cappedJson(report.changes),
		"failures-count": String(report.failures.length),
		"fixed-images-path": paths.fixedImagesPath ?? "",
		"written-files": (paths.writtenFiles ?? []).join("\n"),
		"report-path": paths.reportPath ?? "",
		"comment-path": paths.commentPath ?? "",
		"comment-id": String(paths.commentId ?? ""),
		"comment-url": paths.commentUrl ?? "",
		verdict: logLine(verdict(report)),
		"failed-gates": report.gates.filter(({ passed }) => !passed).map(({ gate }) => gate).join(","),
		"artifact-id": String(paths.artifactId ?? ""),
		"artifact-url": paths.artifactUrl ?? ""
	};
}
function cappedJson(changes) {
	const entries = [];
	let bytes = 2;
	for (const change of changes) {
		const entry = jsonText(change);
		bytes += byteLength(entry) + 1;
		if (bytes > mostBytes) break;
		entries.push(entry);
	}
	return `[${entries.join(",")}]`;
}

// src/fixed/match.ts
/**
* The entry that answers: the list is searched from its end, and the first entry whose present fields all agree wins, however general
* it is (kluctl v2.16 and v2.28, pkg/deployment/images.go). kluctl sets a missing namespace to `default` when it is connected and leaves
* it empty when it is not, so an entry may spell it either way.
*/
function findFixed(entries, subject) {
	return entries.findLast((entry) => matches(entry, subject));
}
function matches(entry, subject) {
	return (entry.image === void 0 || entry.image === subject.image) && (entry.imageRegex === void 0 || RE2JS.compile(entry.imageRegex).matcher(subject.image).find()) && (entry.namespace === void 0 || sameNamespace(entry.namespace, subject.namespace)) && (entry.deployment === void 0 || entry.deployment === subject.deployment) && (entry.container === void 0 || entry.container === subject.container);
}
function sameNamespace(a, b) {
	return (a === "" ? "default" : a) === (b === "" ? "default" : b);
}
/**
* True where some subject may match both entries, so that their order decides. Two regular expressions are taken to overlap, since
* nobody can tell in general.
*/
function overlaps(a, b) {
	const agree = (x, y) => x === void 0 || y === void 0 || x === y;
	return mayShareImage(a, b) && (a.namespace === void 0 || b.namespace === void 0 || sameNamespace(a.namespace, b.namespace)) && agree(a.deployment, b.deployment) && agree(a.container, b.container);
}
function mayShareImage(a, b) {
	if (a.image !== void 0 && b.image !== void 0) return a.image === b.image;
	const image = a.image ?? b.image;
	const imageRegex = a.imageRegex ?? b.imageRegex;
	return image === void 0 || imageRegex === void 0 || RE2JS.compile(imageRegex).matcher(image).find();
}
/** The fields that decide, as one text: entries with the same text match the same subjects. */
function entryKey(entry) {
	return JSON.stringify([
		entry.image ?? null,
		entry.imageRegex ?? null,
		entry.namespace ?? null,
		entry.deployment ?? null,
		entry.container ?? null
	]);
}
/**
* The keys of all entries that mean exactly what this one means, apart from what they leave open: a field that is absent here may be
* spelled out as empty, and the namespace `default` in three ways (kluctl-semantics 2.3 and 3.2).
*/
function entryKeys(entry) {
	const spellings = (value) => value === void 0 || value === "" ? [value, ""] : [value];
	return (entry.namespace === void 0 ? [
		void 0,
		"",
		"default"
	] : entry.namespace === "" || entry.namespace === "default" ? ["", "default"] : [entry.namespace]).flatMap((namespace) => spellings(entry.deployment).flatMap((deployment) => spellings(entry.container).map((container) => entryKey({
		...withoutPlace(entry),
		...present({
			namespace,
			deployment,
			container
		})
	}))));
}
function withoutPlace({ image, imageRegex, resultImage }) {
	return {
		resultImage,
		...image === void 0 ? {} : { image },
		...imageRegex === void 0 ? {} : { imageRegex }
	};
}
function present(fields) {
	return Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => value === void 0 ? [] : [[key, value]]));
}

// src/version/tag-parts.ts
/**
* Takes apart a tag, or the part of it that a filter orders by. A hash is no number, and the numbers of a date with hyphens are read as if it
* were written with dots. Undefined where no number is left.
*/
function readTagParts(text) {
	const found = /^([^0-9]*)([0-9]+(?:\.[0-9]+)*)(.*)$/.exec(dotDates(markHashes(text)));
	if (!found) return void 0;
	const [, lead = "", numbers = "", tail = ""] = found;
	return {
		lead: lead.replace(/(?<![A-Za-z])v$/i, ""),
		numbers: numbers.split(".").map(BigInt),
		...splitTail(tail)
	};
}
/** Place of the first number that differs; what is missing counts as zero. Undefined where none does. */
function firstDifference(a, b) {
	for (let index = 0; index < Math.max(a.length, b.length); index++) if ((a[index] ?? 0n) !== (b[index] ?? 0n)) return index;
}
/** Order of the leading numbers, from left to right. */
function compareNumbers(a, b) {
	const index = firstDifference(a, b);
	return index === void 0 ? 0 : (a[index] ?? 0n) < (b[index] ?? 0n) ? -1 : 1;
}
/** True for two tags with the same numbers of which neither is older: `1.2.3` and `1.2.3-alpine`. */
function isOtherVariant(a, b) {
	const shape = (text) => text.replace(/[0-9]+/g, "0");
	return compareNumbers(a.numbers, b.numbers) === 0 && shape(a.rest) !== shape(b.rest);
}
/** Order of two tags that have the same lead and are no variants of each other: numbers, then a release above its pre-releases, then the rest. */
function compareParts(a, b) {
	const order = compareNumbers(a.numbers, b.numbers);
	if (order !== 0) return order;
	if (a.preRelease === "" !== (b.preRelease === "")) return a.preRelease === "" ? 1 : -1;
	return compareWords(a.preRelease, b.preRelease) || compareWords(a.rest, b.rest);
}
/** True where only what a version is counted by behind its numbers differs: `r4` and `r5`, `1` and `2`, `debian-12-r4` and `debian-12-r5`. */
function isOtherRevision(a, b) {
	const pattern = /^(?:(.*)[-._](?:r|ls|p|rev|build)|(?:r|ls|p|rev|build)?)[0-9]+$/;
	const [left, right] = [pattern.exec(a.rest), pattern.exec(b.rest)];
	return left !== null && right !== null && left[1] === right[1];
}
/** `-rc.1-alpine` is the pre-release `rc.1` of a variant `alpine`. */
function splitTail(tail) {
	const text = tail.replace(/^[-._+]/, "");
	if (!isPreReleaseTail(text)) return {
		preRelease: "",
		rest: text
	};
	const preRelease = /^[A-Za-z]+[-._]?[0-9]*(?:\.[0-9]+)*(?=[-._+]|$)/.exec(text)?.[0] ?? text;
	return {
		preRelease,
		rest: text.slice(preRelease.length).replace(/^[-._+]/, "")
	};
}
/** Words by code unit in lower case, numbers by value and below words, the longer text above the one it begins with. */
function compareWords(a, b) {
	const [left, right] = [wordsIn(a), wordsIn(b)];
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const [x, y] = [left[index], right[index]];
		if (x === y) continue;
		if (x === void 0 || y === void 0) return x === void 0 ? -1 : 1;
		const [isNumber, isOther] = [/^[0-9]/.test(x), /^[0-9]/.test(y)];
		if (isNumber !== isOther) return isNumber ? -1 : 1;
		if (!isNumber) return x < y ? -1 : 1;
		const [m, n] = [BigInt(x), BigInt(y)];
		if (m !== n) return m < n ? -1 : 1;
	}
	return 0;
}
function wordsIn(text) {
	return text.toLowerCase().match(/[0-9]+|[^0-9._+-]+/g) ?? [];
}
/** `main-3f2c1ab` is `main-#`, and so is git describe's `g3f2c1ab` behind its `g`. */
function markHashes(text) {
	return text.replace(/(?<![0-9A-Za-z])g?([0-9a-f]{7,64})(?![0-9A-Za-z])/g, (word, digits) => isHash(digits.slice(0, 40)) ? "#" : word);
}
function dotDates(text) {
	return text.replace(/(?<![0-9])((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?![0-9])/, "$1.$2.$3");
}

// src/version/bump.ts
/**
* What a change does to the version of an image. Nothing is guessed: where the rules do not say it, the answer is `other`.
*
* 1. Nothing before is `new`, nothing after is `removed`. The same repository and tag with another digest, one more or one less is
*    `digest`. A side that is no image reference or has no tag is `other`, and so is the same tag of another repository.
* 2. Compared is the whole tag, or what the filter orders by if it takes both: what follows a prefix, what a group holds. A hash in it counts
*    for nothing. Texts without a number, or with other words before it (but for a `v`), are `other`, and so are two variants of the same
*    version, as `1.2` and `1.2-alpine`.
* 3. What is older says the filter if it takes both; else the numbers from left to right, then a release above its pre-releases, then the
*    words and numbers behind. The older one after the newer is `downgrade`. With `alphabetical()` only the filter says it, of any text.
* 4. Else the first number that differs says the level: the first `major`, the second `minor`, any other `patch`. With the same numbers a later
*    pre-release, the release after it and a later revision (`r4`, `r5`) are `patch`; a later variant (`alpine3.20`) is `other`.
* 5. There are no levels, so `other`, with `number()`, `date()` and `alphabetical()`; where a first number has four digits or more, which is a
*    year, a date or a build; and for a single number behind a word or hash (`main-41`) or before a hash or a number of seven digits or more.
*
* @param filter version filter as template or workflow wrote it; null where none is known, as between two files
*/
function bumpOf(old, now, filter) {
	if (now === null) return "removed";
	if (old === null) return "new";
	const [before, after] = [attempt(() => parseImageReference(old)), attempt(() => parseImageReference(now))];
	if (before === void 0 || after === void 0) return "other";
	if (before.tag === after.tag) return isOtherDigest(before, after) ? "digest" : "other";
	if (before.tag === void 0 || after.tag === void 0) return "other";
	return compareTags({
		old: before.tag,
		now: after.tag,
		...readFilter(before.tag, after.tag, filter)
	});
}
/**
* What {@link bumpOf} says of the step from a tag to any other of its repository that the filter accepts: for many tags at once, of which
* nothing is read twice. The same tag is `other`.
*/
function bumpsFrom(old, filter) {
	const orders = orderingFunction(filter);
	const key = attempt(() => filter.read(old));
	const core = key === void 0 ? old : attempt(() => filter.core(old)) ?? old;
	const before = readTagParts(core);
	return ({ tag: now, key: next }) => {
		if (old === now) return "other";
		const read = attempt(() => key === void 0 ? now : filter.core(now));
		if (read === void 0) return compareTags({
			old,
			now,
			...unfiltered(old, now)
		});
		const order = key && filter.compareKeys(next, key);
		return compareParted(before, () => readTagParts(read), {
			old,
			now,
			order,
			orders
		});
	};
}
function isOtherDigest(before, after) {
	return before.digest !== after.digest && formatRepository(before.repository) === formatRepository(after.repository);
}
function readFilter(old, now, text) {
	if (text === null) return unfiltered(old, now);
	return attempt(() => readWith(old, now, parseVersionFilter(text))) ?? unfiltered(old, now);
}
function unfiltered(old, now) {
	return {
		order: void 0,
		cores: [old, now],
		orders: ""
	};
}
function readWith(old, now, filter) {
	const orders = orderingFunction(filter);
	if (!filter.accepts(old) || !filter.accepts(now)) return {
		...unfiltered(old, now),
		orders
	};
	return {
		order: filter.compare(now, old),
		cores: [filter.core(old), filter.core(now)],
		orders
	};
}
/** `prefix` and `regex` leave the order to their suffix, which is the last thing that they print. */
function orderingFunction(filter) {
	const text = filter.toString();
	return /^(?:prefix|regex)\(.*\bsuffix=([a-z]+)\(/.exec(text)?.[1] ?? /^[a-z]+/.exec(text)?.[0] ?? "";
}
function compareTags({ cores, ...pair }) {
	return compareParted(readTagParts(cores[0]), () => readTagParts(cores[1]), pair);
}
function compareParted(a, read, pair) {
	const { order, orders } = pair;
	if (orders === "alphabetical" && order !== void 0) return order < 0 ? "downgrade" : "other";
	const b = read();
	if (a === void 0 || b === void 0 || a.lead !== b.lead || isOtherVariant(a, b)) return "other";
	const direction = order ?? compareParts(b, a);
	if (direction < 0) return "downgrade";
	return direction > 0 && hasLevels(a, b, pair) ? levelOf(a, b) : "other";
}
function hasLevels(a, b, { orders, old, now }) {
	if (orders === "number" || orders === "date" || orders === "alphabetical") return false;
	const sides = [a, b];
	if (sides.some(({ numbers: [first = 0n] }) => first >= 1000n)) return false;
	if (sides.some(({ numbers }) => numbers.length > 1)) return true;
	return [old, now].every((tag) => /^v?[0-9]/i.test(tag)) && sides.every(({ lead, rest }) => lead === "" && !/#|[0-9]{7}/.test(rest));
}
function levelOf(a, b) {
	const order = compareNumbers(a.numbers, b.numbers);
	if (order > 0) return "other";
	if (order === 0) return a.preRelease !== b.preRelease || isOtherRevision(a, b) ? "patch" : "other";
	const index = firstDifference(a.numbers, b.numbers);
	return index === 0 ? "major" : index === 1 ? "minor" : "patch";
}
/** The value, or undefined where our own errors say that there is none. */
function attempt(work) {
	try {
		return work();
	} catch (error) {
		if (isImagesError(error)) return void 0;
		throw error;
	}
}

// src/report/part-record.ts
/**
* What decides over the answers besides the calls of the project and is known before a registry is asked: options by their name, and what stands
* in files.
*/
const decidingNames = [
	"kluctl-images",
	"target",
	"images",
	"include-tags",
	"exclude-tags",
	"include-deployment-dirs",
	"exclude-deployment-dirs",
	"fixed-images-file",
	"fixed-images",
	"pins-of-target",
	"update-images",
	"offline-images",
	"deployed-images",
	"context",
	"policy-file",
	"platforms",
	"allow-registries",
	"deny-registries",
	"pin-digests",
	"output-file",
	"previous-file",
	"lock-file",
	"previous-lock",
	"simple",
	"baseline",
	"source-links",
	"fail-on"
];

// src/report/unique.ts
/** Records without those that say the same as another, in their order: a file that two items use has one mistake, not two. */
function unique$1(records) {
	return [...new Map(records.map((record) => [JSON.stringify(record), record])).values()];
}

// src/report/annotations.ts
/** GitHub shows ten errors and ten warnings of a step; one of each is left to the run's own last word. */
const mostPerLevel = 9;
/**
* Failures, traps and warnings on the lines they are about, and each failed gate that no line stands for, first. What fails the run is an error,
* all else a warning. Of each level there are at most as many as GitHub shows; the last one counts the rest.
* @param projectDir folder of the project, relative to the root of the GitHub repository
*/
function formatAnnotations(report, projectDir) {
	const failed = report.gates.filter(({ passed }) => !passed);
	const has = (name) => failed.some(({ gate }) => gate === name);
	const annotations = unique([
		...failed.filter(({ gate }) => gate !== "unresolved" && gate !== "trap").map(gateAnnotation),
		...failureAnnotations(report.failures, projectDir, has("unresolved")),
		...report.warnings.toSorted((a, b) => warningOrder.indexOf(a.kind) - warningOrder.indexOf(b.kind)).map((warning) => warningAnnotation(warning, projectDir, has("trap")))
	]);
	const ofLevel = (level) => annotations.filter((one) => one.level === level);
	return [...cap(ofLevel("error"), "error"), ...cap(ofLevel("warning"), "warning")];
}
/** Notes as annotations, each once, and of each level as many as {@link formatAnnotations} gives. */
function annotate(notes, projectDir) {
	const annotations = unique(notes.map((note) => ({
		level: note.level,
		title: title(note.title),
		message: message(note.message),
		...position(note.place, projectDir)
	})));
	const ofLevel = (level) => annotations.filter((one) => one.level === level);
	return [...cap(ofLevel("error"), "error"), ...cap(ofLevel("warning"), "warning")];
}
/** Images of a failed gate that are named before the rest is counted. */
const named$2 = 10;
function gateAnnotation({ gate, images, remedy }) {
	const shown = images.slice(0, named$2).map((image) => shorten(image, 200));
	const rest = images.length - shown.length;
	const list = rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
	return {
		level: "error",
		title: `Gate ${gate} failed`,
		message: message([list, remedy ?? ""].filter((text) => text !== "").join("\n"))
	};
}
/** The first of each kind ends with the address of its explanation. */
function failureAnnotations(failures, projectDir, isGate) {
	const shown = [...new Map(failures.map((failure) => {
		const annotation = failureAnnotation(failure, projectDir, isGate);
		return [JSON.stringify(annotation), {
			annotation,
			failure
		}];
	})).values()];
	const addresses = helpAddresses(shown.map(({ failure }) => failure));
	return shown.map(({ annotation }, index) => withAddress(annotation, addresses[index]));
}
function withAddress(annotation, address) {
	return address === void 0 ? annotation : {
		...annotation,
		message: `${annotation.message}\nSee ${address}`
	};
}
function failureAnnotation(failure, projectDir, isGate) {
	const hint = failure.hint === null ? "" : `\n${failure.hint}`;
	return {
		level: failure.image === null || isGate ? "error" : "warning",
		title: failure.image === null ? "Project error" : title(`${failure.image} could not be resolved`),
		message: message(failure.message + hint),
		...position(failure.place, projectDir)
	};
}
function warningAnnotation(warning, projectDir, isGate) {
	const subject = warning.image ?? "kluctl-images";
	const word = warningTitles[warning.kind];
	return {
		level: warning.kind === "trap" && isGate ? "error" : "warning",
		title: title(word === null ? subject : `${word.charAt(0).toUpperCase()}${word.slice(1)}: ${subject}`),
		message: message(warning.message),
		...position(warning.place, projectDir)
	};
}
function position(place, projectDir) {
	if (place === null) return {};
	const folder = projectDir.replace(/^(?:\.\/+)+/, "").replace(/\/+$/, "");
	const file = folder === "" || folder === "." ? place.file : `${folder}/${place.file}`;
	const { line, column } = place;
	if (line === void 0) return { file };
	return column === void 0 ? {
		file,
		line
	} : {
		file,
		line,
		column
	};
}
function cap(annotations, level) {
	if (annotations.length <= mostPerLevel) return annotations;
	const shown = annotations.slice(0, 8);
	const rest = plural(annotations.length - shown.length, `more ${level}`);
	return [...shown, {
		level,
		title: "kluctl-images",
		message: `${rest}: see the job summary and the report file`
	}];
}
function unique(annotations) {
	return [...new Map(annotations.map((annotation) => [JSON.stringify(annotation), annotation])).values()];
}
/** Log viewers read `##[` in each line of a message, so each is escaped. */
function message(text) {
	return shorten(text, 4e3).split(/\r?\n/).map(logLine).join("\n");
}
function title(text) {
	return logLine(shorten(text, 200));
}

// src/report/colour.ts
/** Paints with SGR codes (ECMA-48 8.3.117); with `on` false every function gives its text back. */
function makeColours(on) {
	const paint = (begin, end) => (text) => on ? `\u001b[${begin}m${text}\u001b[${end}m` : text;
	return {
		bold: paint(1, 22),
		dim: paint(2, 22),
		red: paint(31, 39),
		green: paint(32, 39),
		yellow: paint(33, 39),
		cyan: paint(36, 39)
	};
}

// src/report/text-width.ts
/** How many columns of a terminal a text takes. Text is one line, its invisible characters already spelled out. */
/** What terminals draw over the character before it. */
const combining = /^[\p{Mn}\p{Me}]$/u;
/** Wide and full-width characters (Unicode Annex 11), and what is drawn as a picture by itself. */
const wide = /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])$/u;
/** Columns of a text: two for each wide character, none for a combining one. */
function countColumns(text) {
	if (isPlain(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += columnsOf(character);
	return columns;
}
/** The longest beginning of a text that takes at most `width` columns, and at least one character of a text that has any. */
function takeColumns(text, width) {
	if (isPlain(text)) return text.slice(0, Math.max(1, width));
	let columns = 0;
	let end = 0;
	for (const character of text) {
		columns += columnsOf(character);
		if (columns > width && end > 0) break;
		end += character.length;
	}
	return text.slice(0, end);
}
/** Text that fits into `width` columns; a cut is marked with `…`. */
function cutToColumns(text, width) {
	return countColumns(text) <= width ? text : `${takeColumns(text, width - 1)}…`;
}
function isPlain(text) {
	return /^[ -~]*$/.test(text);
}
function columnsOf(character) {
	if (character <= "~") return 1;
	return wide.test(character) ? 2 : combining.test(character) ? 0 : 1;
}

// src/report/table.ts
const gap = "  ";
const narrowest = 8;
/** Lines of the table, as {@link layOutRows} has them. */
function layOutTable(rows, width) {
	return layOutRows(rows, width).flat();
}
/**
* The lines of each row. `width` is the number of columns of the terminal. Text that is too long is wrapped at blanks and, where a word alone
* is too long, within it: nothing is lost.
*/
function layOutRows(rows, width) {
	const widths = fitWidths(naturalWidths(rows), width);
	return rows.map((row) => {
		const wrapped = row.map((cell, column) => wrapText(cell.text, widths[column] ?? narrowest));
		const height = Math.max(1, ...wrapped.map((lines) => lines.length));
		return Array.from({ length: height }, (_, line) => {
			return row.map((cell, column) => {
				const text = wrapped[column]?.[line] ?? "";
				const padding = column === row.length - 1 ? "" : " ".repeat((widths[column] ?? 0) - countColumns(text));
				return (text === "" || cell.paint === void 0 ? text : cell.paint(text)) + padding;
			}).join(gap).trimEnd();
		});
	});
}
/** Columns that a table would take if nothing were wrapped. */
function naturalWidth(rows) {
	const widths = naturalWidths(rows);
	return widths.reduce((sum, column) => sum + column, 2 * Math.max(0, widths.length - 1));
}
/** Lines of at most `width` columns. */
function wrapText(text, width) {
	const lines = [];
	let line = "";
	for (const word of text.split(" ")) {
		const next = line === "" ? word : `${line} ${word}`;
		if (countColumns(next) <= width) {
			line = next;
			continue;
		}
		if (line !== "") lines.push(line.trimEnd());
		const pieces = cutWord(word, width);
		lines.push(...pieces.slice(0, -1));
		line = pieces.at(-1) ?? "";
	}
	return [...lines, line];
}
/** Cuts behind `/`, `:`, `@`, `.` or `-` where one stands in the last third, so that names stay readable. */
function cutWord(word, width) {
	const pieces = [];
	let rest = word;
	while (countColumns(rest) > width) {
		const piece = takeColumns(rest, width);
		const good = Math.max(...Array.from("/:@.-,", (sign) => piece.lastIndexOf(sign))) + 1;
		const taken = countColumns(piece.slice(0, good)) > width * 2 / 3 ? piece.slice(0, good) : piece;
		if (taken.length === rest.length) break;
		pieces.push(taken);
		rest = rest.slice(taken.length);
	}
	return [...pieces, rest];
}
function naturalWidths(rows) {
	const widths = [];
	for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, countColumns(cell.text));
	return widths;
}
/** Takes room from the widest columns first; columns never become narrower than a short word. */
function fitWidths(natural, width) {
	const widths = [...natural];
	const gaps = 2 * Math.max(0, widths.length - 1);
	let excess = widths.reduce((sum, column) => sum + column, gaps) - width;
	while (excess > 0) {
		const widest = Math.max(...widths);
		if (widest <= narrowest) break;
		const others = widths.filter((column) => column < widest);
		const floor = Math.max(narrowest, ...others);
		const count = widths.filter((column) => column === widest).length;
		const step = Math.max(1, Math.min(widest - floor, Math.ceil(excess / count)));
		for (const [column, value] of widths.entries()) if (value === widest) widths[column] = value - step;
		excess -= step * count;
	}
	return widths;
}

// src/report/terminal-rows.ts
/**
* A change as a row. What needs attention stands out without colour as well: by its sign, and by a word in capitals. `▼` is a downgrade, `⇄`
* another repository, `-` removed, `+` new, `~` any other change.
*/
function changeRow(change, look) {
	const { showNamespace, colours, trapped, arrived, committed, policyOf } = look;
	const { name, from, to } = describeChange(change);
	const paint = paintOf(change, colours);
	const sides = `${cut(from ?? "new")} → ${to === null ? "removed" : cut(to)}`;
	const shared = name === null ? "" : `${cut(name)} `;
	const reason = cut(change.filter === null ? change.why : `${change.why} by ${change.filter}`);
	const moved = change.movedRepository ? "OTHER REPOSITORY" : "";
	const trap = change.new !== null && trapped.has(change.image) ? "trap" : "";
	const arrival = change.new !== null && arrived.has(change.image) ? "NEW REGISTRY" : "";
	const byHand = committed.has(change.image) ? "CHANGED IN THE FILE" : "";
	const compare = change.links.source?.compare;
	return {
		cells: [
			{
				text: signOf(change),
				paint
			},
			{
				text: cut(change.image),
				paint
			},
			{ text: whereText(change.where, showNamespace) },
			{
				text: shared + sides,
				paint
			},
			{
				text: kindOf(change),
				paint
			},
			{ text: [
				moved,
				arrival,
				byHand,
				trap,
				reason,
				...policyTexts(policyOf(change))
			].filter((text) => text !== "").join("; ") }
		],
		address: isPlainAddress(compare) ? terminalText(compare) : null
	};
}
/** An image that stays as it is, or was not asked for. */
function unchangedRow(image, { showNamespace, colours }) {
	const { name, to } = describeChange({
		image: image.image,
		old: null,
		new: image.result
	});
	const result = to === null ? "not selected" : `${name === null ? "" : `${cut(name)} `}${cut(to)}`;
	const why = image.kind === "skipped" ? "" : stayText(image);
	const kind = image.isHeld ? "held" : "";
	const cell = (text) => ({
		text,
		paint: colours.dim
	});
	const where = cell(whereText(image.where, showNamespace));
	return {
		cells: [
			cell(" "),
			cell(cut(image.image)),
			where,
			cell(result),
			cell(kind),
			cell(why)
		],
		address: null
	};
}
/** Why an image stays: what holds it, or that nothing newer is there that the policy takes. */
function stayText({ isHeld, why, origin, policy }) {
	if (!isHeld) return ["unchanged", ...policyTexts(policy)].join("; ");
	if (policy !== null && policy.hold !== null) return holdText(policy.hold, writer);
	return `${cut(why)}${origin === "deployed" ? ", unchanged" : ""}`;
}
function policyTexts(policy) {
	if (policy === null) return [];
	const date = policy.date === null ? "" : dateText(policy.date, writer);
	return [passedOverText(policy, writer), date].filter((text) => text !== "");
}
/** A table where there is room for one, else a few lines for each row; an address that fits has a line of its own under its row. */
function layOutTerminalRows(rows, { width, colours }) {
	if (rows.length === 0) return [];
	const table = [[
		"",
		"IMAGE",
		"USED BY",
		"OLD → NEW",
		"KIND",
		"WHY"
	].map((text) => ({
		text,
		paint: colours.dim
	})), ...rows.map(({ cells }) => cells)];
	const [top = [], ...laidOut] = width >= 100 || naturalWidth(table) <= width ? layOutRows(table, width) : [[], ...rows.map((row) => lines(row, width))];
	return [...top, ...rows.flatMap(({ address }, index) => [...laidOut[index] ?? [], ...address !== null && fits(address, width) ? [colours.cyan(margin + address)] : []])];
}
/**
* The addresses that are wider than the terminal, each under the image it compares. They are not broken into lines, since a broken one leads
* nowhere. Of many only the first few are shown.
*/
function wideAddressLines(rows, { width, colours }) {
	const wide = rows.flatMap(({ cells: [, image], address }) => address === null || fits(address, width) ? [] : [{
		image: image.text,
		address
	}]);
	const shown = wide.slice(0, mostWide);
	const rest = wide.length - shown.length;
	return [...shown.flatMap(({ image, address }) => [...indent(`source of ${image}`, width, ""), colours.cyan(address)]), ...rest === 0 ? [] : indent(`${plural(rest, "more comparison")} of sources: see the report`, width, "")];
}
const margin = "    ";
const mostWide = 10;
function fits(address, width) {
	return 4 + address.length <= width;
}
/** Wrapped lines behind a sign; the lines after the first stand under its text. */
function indent(text, width, sign, paint = (line) => line) {
	return wrapText(text, width - countColumns(sign)).map((line, index) => paint((index === 0 ? sign : " ".repeat(countColumns(sign))) + line));
}
/** Objects with their containers; of many, the first few and how many more. */
function whereText(places, showNamespace) {
	const groups = groupWhere(places);
	const shown = groups.length <= 4 ? groups : groups.slice(0, 3);
	const texts = shown.map(({ namespace, deployment, containers, targets }) => {
		const object = [showNamespace ? namespace : "", deployment].filter((text) => text !== "").map(cut);
		const of = targets.length === 0 ? "" : `in ${targets.map(cut).join(", ")}`;
		return [
			object.join("/"),
			containers.map(cut).join(", "),
			of
		].filter((text) => text !== "").join(" · ");
	});
	return groups.length > shown.length ? `${texts.join("; ")} and ${groups.length - shown.length} more` : texts.join("; ");
}
const writer = {
	name: cut,
	sentence: cut
};
/** A name from outside, escaped and cut to what a reader can take in. */
function cut(text) {
	return terminalText(shorten(text, 400));
}
function lines({ cells: [sign, image, where, move, kind, why] }, width) {
	return [...indent([
		image,
		move,
		kind
	].map(({ text }) => text).filter((text) => text !== "").join("  "), width, `${sign.text} `, sign.paint), ...[why, where].flatMap((cell) => cell.text === "" ? [] : indent(cell.text, width, "    ", cell.paint))];
}
function signOf({ kind, bump, movedRepository }) {
	if (bump === "downgrade") return "▼";
	if (movedRepository) return "⇄";
	return {
		changed: "~",
		added: "+",
		removed: "-"
	}[kind];
}
function kindOf({ bump }) {
	return bump === "downgrade" || bump === "removed" ? bump.toUpperCase() : bump;
}
function paintOf({ kind, bump, movedRepository }, { red, yellow, green }) {
	if (bump === "downgrade" || kind === "removed" || movedRepository) return red;
	return kind === "added" ? green : yellow;
}

// src/report/terminal-notes.ts
/** Images of a failed gate that are named before the rest is counted. */
const named$1 = 5;
/** A gate that failed, what hit it, and what would satisfy it. */
function gateLines({ gate, images, remedy }, { width, colours }) {
	const shown = images.slice(0, named$1).map(cut);
	const rest = images.length - shown.length;
	const list = shown.length === 0 ? "" : ` for ${shown.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
	return [...indent(`gate ${gate} failed${list}`, width, "✗ ", colours.red), ...orderLines(remedy, {
		width,
		colours
	})];
}
/** The lines of each failure; the first of each kind ends with the address of its explanation. */
function failureBlocks(failures, look) {
	const addresses = helpAddresses(failures);
	return failures.map((failure, index) => {
		const address = addresses[index];
		const lines = failureLines(failure, look);
		return address === void 0 ? lines : [...lines, look.colours.dim(`  See ${address}`)];
	});
}
/** A failure with its place, message, lines of the template and hint. */
function failureLines(failure, look) {
	const { width, showNamespace, colours } = look;
	const place = failure.place === null ? "" : ` at ${cut(formatPlace(failure.place))}`;
	const where = failure.where.length === 0 ? "" : ` in ${whereText(failure.where, showNamespace)}`;
	const head = `${cut(failure.image ?? "project")}${place}${where}`;
	const [first = "", ...rest] = shorten(failure.message, 4e3).split(/\r?\n/);
	return [
		...indent(head, width, "✗ ", colours.red),
		...indent(terminalText(first), width, "  "),
		...rest.map(drawn),
		...shownExcerpt(failure.excerpt ?? []).map((line) => colours.dim(drawn(line))),
		...orderLines(failure.hint, look)
	];
}
/** A warning; a trap, a new registry and an expired hold say what they are. */
function warningLines({ kind, image, place, message }, { width, colours }) {
	const text = [...[image, place === null ? null : formatPlace(place)].filter((text) => text !== null).map(cut), terminalText(shorten(message, 4e3))].join(": ");
	const title = warningTitles[kind];
	return indent(text, width, title === null ? "! " : `! ${title}: `, colours.yellow);
}
function orderLines(text, { width, colours }) {
	return text === null ? [] : indent(terminalText(shorten(text, 4e3)), width, "  → ", colours.cyan);
}
function drawn(line) {
	return `    ${terminalText(line.replaceAll("	", " "))}`;
}

// src/report/terminal.ts
/** Changes that a reader takes in at a glance; more are counted by kind. */
const glance = 10;
/**
* The record for the command line: verdict, failed gates, table of changes in the order of the comment and of what stays, traps, entries
* that the pull request itself changes, new registries, expired holds, warnings, failures with place, message and hint. Ends with a line end.
*/
function formatTable(report, options) {
	const look = {
		width: Math.max(40, options.width),
		showNamespace: hasManyNamespaces(report),
		colours: makeColours(options.color),
		trapped: warnedImages(report.warnings, "trap"),
		arrived: warnedImages(report.warnings, "new-registry"),
		committed: warnedImages(report.warnings, "committed"),
		policyOf: policiesOf(report.uses)
	};
	const rows = [...orderChanges(report.changes).map((change) => changeRow(change, look)), ...unchangedImages(report).map((image) => unchangedRow(image, look))];
	return `${[
		headLines(report, look),
		failedGates(report).flatMap((gate) => gateLines(gate, look)),
		layOutTerminalRows(rows, look),
		wideAddressLines(rows, look),
		...warningOrder.map((kind) => notes(report, kind, look)),
		...failureBlocks(report.failures, look)
	].filter((block) => block.length > 0).map((block) => block.map(defuseLine).join("\n")).join("\n\n")}\n`;
}
function headLines(report, { width, colours }) {
	const lines = wrapText(terminalText(shortVerdict(report)), width).map(colours.bold);
	if (report.changes.length <= glance) return lines;
	return [...lines, ...kindLines(report, width, colours)];
}
function kindLines({ changes }, width, colours) {
	const bumps = changes.map(({ bump }) => bump);
	const moved = changes.filter(({ movedRepository }) => movedRepository).length;
	const kinds = `by kind: ${formatKinds(bumps, ", ", false)}${moved === 0 ? "" : `; ${moved} to another repository`}`;
	return wrapText(kinds, width).map(colours.dim);
}
function notes(report, wanted, look) {
	return report.warnings.filter(({ kind }) => kind === wanted).flatMap((warning) => warningLines(warning, look));
}

// src/report/receipt.ts
/** Hosts that are named before the rest is summed up. */
const named = 8;
/**
* The receipt of a run in one line: `37 requests, 12 of them about single images, 2 waits, 74 of 100 left`, with the names of the hosts if there are several, busiest
* first. Undefined where no registry was asked. It is for log and job summary only: what is left changes by itself, so that it has
* no place in the report file, whose bytes are the same for the same inputs.
*/
function formatReceipt(hosts) {
	const asked = [...hosts].filter(([, { requests }]) => requests > 0);
	const [first] = asked;
	if (first === void 0) return void 0;
	if (asked.length === 1) return formatCost(first[1]);
	const sorted = asked.toSorted(([a, left], [b, right]) => right.requests - left.requests || byCodeUnit(a, b));
	const shown = sorted.length > 9 ? sorted.slice(0, named) : sorted;
	const rest = sorted.slice(shown.length);
	return [...shown.map(([host, cost]) => `${host}: ${formatCost(cost)}`), ...rest.length === 0 ? [] : [`${rest.length} other hosts: ${formatCost(sum(rest.map(([, cost]) => cost)))}`]].join("; ");
}
function formatCost({ requests, images = 0, waits, limit, remaining }) {
	const parts = [plural(requests, "request")];
	if (images > 0) parts.push(`${images} of them about single images`);
	if (waits > 0) parts.push(plural(waits, "wait"));
	if (remaining !== void 0) parts.push(limit === void 0 ? `${remaining} left` : `${remaining} of ${limit} left`);
	return parts.join(", ");
}
function sum(costs) {
	const total = (key) => costs.reduce((count, cost) => count + (cost[key] ?? 0), 0);
	return {
		requests: total("requests"),
		images: total("images"),
		waits: total("waits")
	};
}

// src/policy/duration.ts
const minute = 6e4;
const units = /* @__PURE__ */ new Map([
	["m", minute],
	["h", 60 * minute],
	["d", 1440 * minute],
	["w", 10080 * minute]
]);
const longest = 5256e3 * minute;
/** Reads `30m`, `12h`, `3d` or `2w`, ten years at most; `0d` is no time at all. Why a text is none of these is the end of a sentence. */
function readDuration(text) {
	const [, digits = "", unit = ""] = /^([0-9]{1,7})([mhdw])$/.exec(text) ?? [];
	const milliseconds = Number(digits) * (units.get(unit) ?? 0);
	if (digits === "") return { problem: /^[0-9]+$/.test(text) ? "it has no unit" : "it is a whole number with m, h, d or w behind it" };
	return milliseconds > longest ? { problem: "it is more than ten years" } : {
		milliseconds,
		text
	};
}

// src/cli/log.ts
/** The record tells the warnings; only debugging goes to standard error. */
function quietLog(terminal) {
	const isDebug = (terminal.env["KLUCTL_IMAGES_DEBUG"] ?? "") !== "";
	const debug = (message) => {
		if (isDebug) terminal.err(`debug: ${message}\n`);
	};
	return {
		debug,
		info: debug,
		warning: (message) => terminal.err(`warning: ${message}\n`)
	};
}
/** What the registries were asked, on standard error; nothing where none was. */
function logReceipt(receipt, terminal) {
	if (receipt !== void 0) terminal.err(`registries: ${terminalText(receipt)}\n`);
}

// src/report/soak.ts
/**
* A result soaks where it was both decided and committed: neither the days in an open pull request count, nor what a lock says that somebody
* edited. Undefined where that has not happened, or nobody knows.
*/
function soakOf({ decided, committed, now }) {
	if (committed === null) return void 0;
	const inGit = committed && committed.committed * 1e3;
	if (decided !== void 0 && (inGit === void 0 || decided > inGit)) return makeSoak(decided, now, "lock", false);
	return committed && makeSoak(committed.committed * 1e3, now, "git", committed.atLeast);
}
function makeSoak(since, now, source, atLeast) {
	return {
		since: `${new Date(since).toISOString().slice(0, 19)}Z`,
		source,
		atLeast,
		seconds: Math.max(0, Math.floor((now - since) / 1e3))
	};
}
/** `since 2026-11-18 (4 days)`; with the time of the day where it is less than a day. */
function soakText({ since, atLeast, seconds }) {
	const when = seconds < day ? `${since.slice(0, 10)} ${since.slice(11, 16)} UTC` : since.slice(0, 10);
	return `${atLeast ? "at least " : ""}since ${when} (${durationText(seconds)})`;
}
/** `4 days`, `5 hours`, `12 minutes`: whole ones, rounded down unless told otherwise. */
function durationText(seconds, round = Math.floor) {
	if (seconds >= day) return plural(round(seconds / day), "day");
	if (seconds >= hour) return plural(round(seconds / hour), "hour");
	return plural(round(seconds / 60), "minute");
}
const hour = 3600;
const day = 24 * hour;
/**
* Since when a list has had the new result of each change, without interruption, at all its places.
* @param versions newest first, read only as far as they are needed; `cut` where more of them cannot be seen
* @returns nothing for a change that the newest version does not have
*/
async function sinceWhen(changes, versions) {
	const found = /* @__PURE__ */ new Map();
	const open = new Set(changes.filter((change) => change.new !== null));
	if (open.size === 0) return found;
	for await (const version of versions) {
		for (const change of open) {
			const since = found.get(change);
			if (version === "cut") {
				if (since !== void 0) found.set(change, {
					...since,
					atLeast: true
				});
			} else if (version.entries !== void 0 && hasResult(version.entries, change)) found.set(change, {
				committed: version.committed,
				atLeast: false
			});
			else open.delete(change);
		}
		if (open.size === 0) break;
	}
	return found;
}
function hasResult(entries, change) {
	const named = entries.map((entry) => withName$1(entry, change.image));
	return change.where.every((place) => answersAt(named, change, place));
}
/**
* A general entry answers for every place. Where the place is general and the entries are not, all of them must have the result: the file
* has been written the simple way meanwhile.
*/
function answersAt(entries, { image, new: result }, place) {
	const answer = findFixed(entries, {
		image,
		...place
	});
	if (answer !== void 0) return answer.resultImage === result;
	const general = {
		image,
		resultImage: result ?? "",
		...Object.fromEntries(Object.entries(place).filter(([, text]) => text !== ""))
	};
	const inside = entries.filter((entry) => entry.image === image && overlaps(entry, general));
	return inside.length > 0 && inside.every((entry) => entry.resultImage === result);
}
/** A comparison names a regular expression by its text. */
function withName$1(entry, name) {
	if (entry.image !== void 0 || nameOf(entry) !== name) return entry;
	const { imageRegex: _, ...rest } = entry;
	return {
		...rest,
		image: name
	};
}
/** Seconds of `90m`, `12h`, `3d` or `1w`, as in a policy. @throws InputError */
function minimumSoak(text) {
	const time = readDuration(text);
	if ("milliseconds" in time) return time.milliseconds / 1e3;
	throw new InputError("--minimum-soak", `${quote(text)} is not a time: ${time.problem}`, { hint: "Write a number of minutes, hours, days or weeks: 90m, 12h, 3d, 1w." });
}

// src/report/compare-lists.ts
/**
* Compares two fixed-images lists by what they answer: at each place that an entry of either names, the answers of both. A place that only
* one of them answers is compared where entries of the other overlap it, so that general entries and specific ones with the same results
* differ in nothing; where none does, the entry is added or removed. Nobody can tell whether two regular expressions meet: they are compared
* where they are the same text.
* @param isOpen tells of an entry of `before` that nobody knows whether it is still used, so that it is not removed
*/
function compareLists(before, after, isOpen = () => false) {
	const lists = {
		before: indexEntries(before),
		after: indexEntries(after)
	};
	const names = /* @__PURE__ */ new Set([...lists.before.byImage.keys(), ...lists.after.byImage.keys()]);
	const patterns = new Set([...lists.before.patterns, ...lists.after.patterns].map(({ entry }) => nameOf(entry)));
	const found = [...[...names].map((name) => compareFamily(name, imageFamily(lists.before, name), imageFamily(lists.after, name))), ...[...patterns].map((name) => compareFamily(name, patternFamily(lists.before, name), patternFamily(lists.after, name)))];
	const isMet = (entry, others) => entry.image === void 0 && others.some((other) => other.image !== void 0 && overlaps(entry, other));
	const added = found.flatMap(({ added: all }) => all).filter((entry) => !isMet(entry, before));
	const removed = found.flatMap(({ removed: all }) => all).filter((entry) => !isMet(entry, after) && !isOpen(entry));
	const uses = [...found.flatMap(({ pairs }) => pairs), ...added.map((entry) => diffUse(entry, null, entry.resultImage))];
	return compareUses(uses, removed);
}
function indexEntries(entries) {
	const byImage = /* @__PURE__ */ new Map();
	const patterns = [];
	entries.forEach((entry, index) => {
		if (entry.image !== void 0 && !canMatch(entry, entry.image)) return;
		const group = entry.image === void 0 ? patterns : byImage.get(entry.image) ?? [];
		group.push({
			entry,
			index
		});
		if (entry.image !== void 0) byImage.set(entry.image, group);
	});
	return {
		byImage,
		patterns
	};
}
function imageFamily({ byImage, patterns }, name) {
	const own = byImage.get(name) ?? [];
	const others = patterns.filter(({ entry }) => canMatch(entry, name));
	return [...own, ...others].toSorted((a, b) => a.index - b.index).map(({ entry }) => ({
		entry,
		named: withName(entry, name),
		isOwn: entry.image !== void 0
	}));
}
function canMatch({ imageRegex, resultImage }, image) {
	return imageRegex === void 0 || overlaps({
		imageRegex,
		resultImage
	}, {
		image,
		resultImage
	});
}
function patternFamily({ patterns }, name) {
	return patterns.filter(({ entry }) => nameOf(entry) === name).map(({ entry }) => ({
		entry,
		named: withName(entry, name),
		isOwn: true
	}));
}
/** The entry as if it named this image: no regular expression is asked again. */
function withName({ imageRegex: _, ...entry }, name) {
	return {
		...entry,
		image: name
	};
}
function compareFamily(name, before, after) {
	const lists = {
		before: before.map(({ named }) => named),
		after: after.map(({ named }) => named)
	};
	const answers = (place) => {
		const subject = {
			image: name,
			...place
		};
		return [findFixed(lists.before, subject), findFixed(lists.after, subject)];
	};
	const places = /* @__PURE__ */ new Map();
	const alone = (own, others) => own.flatMap(({ entry, named, isOwn }) => {
		if (!isOwn) return [];
		const place = whereOf(named);
		const [old, now] = answers(place);
		const met = old && now ? [named] : others.filter((other) => overlaps(named, other));
		for (const other of met) addPlace(places, meet(named, other));
		return met.length > 0 ? [] : [{
			...entry,
			resultImage: (old ?? now ?? named).resultImage
		}];
	});
	const removed = alone(before, lists.after);
	const added = alone(after, lists.before);
	return {
		pairs: [...places.values()].flatMap((place) => {
			const [old, now] = answers(place);
			return old && now ? [diffUse({
				...now,
				...place,
				image: name
			}, old.resultImage, now.resultImage)] : [];
		}),
		added,
		removed
	};
}
/** The place that both entries are about, as far as either names one. */
function meet(a, b) {
	return whereOf({
		...b,
		...a
	});
}
/** kluctl takes no namespace for `default`: that is one place, shown by its name if anybody gave it. */
function addPlace(places, place) {
	const key = JSON.stringify([
		place.namespace || "default",
		place.deployment,
		place.container
	]);
	if (!places.get(key)?.namespace) places.set(key, place);
}
function diffUse(entry, old, now) {
	return {
		...whereOf(entry),
		image: nameOf(entry),
		old,
		new: now,
		why: "fixed image",
		filter: null,
		bump: bumpOf(old, now, null)
	};
}

// src/cli/flags.ts
/** Options of the main job that the command line has. */
const commandLineOptions = optionTable.filter((option) => option.actionOnly !== true && option.mergeOnly !== true);
/**
* Reads the flags of a command. Repeated flags that take several values are joined; of those that are on or off the last one wins.
* @throws InputError naming a flag that is not known, with the nearest one that is; for a flag of one value that has several
*/
function parseFlags(args, own, options) {
	const { values, positionals, tokens } = guarded([
		...own.map((flag) => flag.name),
		...options.map((option) => option.name),
		"help"
	], () => parseArgs({
		args: [...args],
		allowPositionals: true,
		allowNegative: true,
		strict: true,
		tokens: true,
		options: {
			help: {
				type: "boolean",
				short: "h"
			},
			...Object.fromEntries(own.map((flag) => [flag.name, parserOption(flag.kind === "boolean", flag.short)])),
			...Object.fromEntries(options.map((option) => [option.name, parserOption(option.kind === "boolean", option.short)]))
		}
	}));
	refuseTruthWords(tokens, booleansOf(own, options));
	const entries = Object.entries(values).map(([name, value]) => [name, single(name, value, options)]);
	const ownNames = /* @__PURE__ */ new Set(["help", ...own.map((flag) => flag.name)]);
	return {
		positionals,
		own: new Map(entries.filter(([name]) => ownNames.has(name))),
		raw: Object.fromEntries(entries.filter(([name]) => !ownNames.has(name)).map(([name, value]) => [name, String(value)]))
	};
}
function booleansOf(own, options) {
	return new Set([...own, ...options].flatMap(({ name, kind }) => kind === "boolean" ? [name] : []));
}
/** `--simple false` would be `--simple` and a folder `false`: nobody means that. */
function refuseTruthWords(tokens, booleans) {
	tokens.forEach(({ kind, name = "", index }, position) => {
		const next = tokens[position + 1];
		if (kind !== "option" || !booleans.has(name) || next?.kind !== "positional" || next.index !== index + 1) return;
		if (next.value === "true" || next.value === "false") throw surplusValue(`--${name}`);
	});
}
function surplusValue(flag) {
	return new InputError(flag, `${flag} takes no value`, { hint: flag.startsWith("--no-") ? void 0 : `Write ${flag} to switch it on, --no-${flag.slice(2)} to switch it off.` });
}
function parserOption(isBoolean, short) {
	return {
		type: isBoolean ? "boolean" : "string",
		multiple: !isBoolean,
		...short === void 0 ? {} : { short }
	};
}
function single(name, value, options) {
	if (typeof value === "boolean") return value;
	const values = Array.isArray(value) ? value.map(String) : [String(value)];
	const kind = options.find((option) => option.name === name)?.kind;
	if (kind === "lines" || kind === "list") return values.join("\n");
	const [first = "", ...others] = values;
	if (others.length > 0) throw new InputError(`--${name}`, `--${name} is given ${others.length === 1 ? "twice" : `${values.length} times`}`, { hint: "It takes one value." });
	if (first === "") throw new InputError(`--${name}`, "its value is empty");
	return first;
}
function guarded(known, parse) {
	try {
		return parse();
	} catch (error) {
		if (!(error instanceof Error) || !("code" in error) || !String(error.code).startsWith("ERR_PARSE_ARGS")) throw error;
		const flag = /'(?:-\w, )?(-[^' =]*)/.exec(error.message)?.[1] ?? "";
		if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
			const near = nearest(flag.replace(/^--?(?:no-)?/, ""), known);
			throw new InputError(flag, `the flag ${quote(flag)} is not known`, { hint: near === void 0 ? void 0 : `Did you mean --${near}?` });
		}
		if (/does not take an argument/.test(error.message)) throw surplusValue(flag);
		const isAmbiguous = /ambiguous/.test(error.message);
		throw new InputError(flag, `${flag} needs a value`, { hint: isAmbiguous ? `For a value that begins with "-", write ${flag}=VALUE.` : void 0 });
	}
}

// src/cli/environment.ts
/** All of them by topic; a test compares the names with those that the code reads. */
const environmentTopics = [
	{
		title: "Logins for registries",
		variables: [
			["KLUCTL_REGISTRY_<n>_HOST", "The host that the other variables of that number are for. Without _<n> it is one set more."],
			["KLUCTL_REGISTRY_<n>_REPOSITORY", "Pattern of the repositories that they are for; all of the host if it is not set."],
			["KLUCTL_REGISTRY_<n>_USERNAME, KLUCTL_REGISTRY_<n>_PASSWORD", "User name, and password or access token."],
			["KLUCTL_REGISTRY_<n>_AUTH", "Both as base64 of user:password."],
			["KLUCTL_REGISTRY_<n>_IDENTITY_TOKEN, KLUCTL_REGISTRY_<n>_TOKEN", "A token in place of a password."],
			["KLUCTL_REGISTRY_<n>_AUTH_HOST", "Another host that may be given the login."],
			["KLUCTL_REGISTRY_ALLOW_WILDCARD", "true: the host of a set may be *, which is every registry."],
			["DOCKER_CONFIG", "Folder of docker's config.json, if it is not ~/.docker. The variables above come first."],
			["XDG_RUNTIME_DIR", "Where podman's auth.json is looked for, after docker's."],
			["HOME", "Where both are looked for else."]
		]
	},
	{
		title: "Connections",
		variables: [
			["KLUCTL_REGISTRY_<n>_CA_FILE, KLUCTL_REGISTRY_<n>_CA_BUNDLE", "File with certificate authorities for the host, in place of the system's."],
			["KLUCTL_REGISTRY_<n>_CERT_FILE, KLUCTL_REGISTRY_<n>_KEY_FILE", "Client certificate and its key."],
			["KLUCTL_REGISTRY_<n>_PLAIN_HTTP, KLUCTL_REGISTRY_<n>_INSECURE", "true: the registry has no TLS."],
			["KLUCTL_REGISTRY_<n>_TLSVERIFY, KLUCTL_REGISTRY_<n>_INSECURE_SKIP_TLS_VERIFY", "Switch certificate checks of the host off, with false and true."],
			["KLUCTL_REGISTRY_DEFAULT_TLSVERIFY, KLUCTL_REGISTRY_DEFAULT_INSECURE, KLUCTL_REGISTRY_DEFAULT_INSECURE_SKIP_TLS_VERIFY", "The same for every host that is named and says nothing else."],
			["HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "Proxies, and hosts that are reached without one. Also in small letters, which win."],
			["NODE_EXTRA_CA_CERTS", "File with authorities that are trusted besides those of Node.js."],
			["NODE_TLS_REJECT_UNAUTHORIZED", "With 0 no login is used, as nobody would know who gets it."]
		]
	},
	{
		title: "Project and cluster",
		variables: [
			["KUBECONFIG", "Kubeconfig for deployed-images: cluster."],
			["TMPDIR", "Where folders for programs and for the demo are made; they are removed again."],
			["GIT_DIR, GIT_CEILING_DIRECTORIES", "Handed to git as they are."],
			["PATH", "Where git, kubectl, helm, kustomize and credential helpers are looked for, outside of the checkout only."]
		]
	},
	{
		title: "CI systems",
		variables: [
			["KLUCTL_IMAGES_GITLAB_TOKEN, GITLAB_TOKEN", "Token for the note on the merge request, with the scope api; the first that is set."],
			["GITHUB_WORKSPACE, CI_PROJECT_DIR", "The checkout: no settings for logins, and no programs, are taken from it."],
			["GITHUB_SERVER_URL, CI_SERVER_URL", "The server that the checkout comes from, for links to sources."],
			["GITLAB_CI, CI_API_V4_URL, CI_SERVER_PROTOCOL, CI_SERVER_TLS_CA_FILE, CI_JOB_TOKEN, CI_PIPELINE_SOURCE, CI_MERGE_REQUEST_IID, CI_MERGE_REQUEST_PROJECT_ID, CI_MERGE_REQUEST_PROJECT_URL, CI_MERGE_REQUEST_TARGET_BRANCH_SHA, CI_MERGE_REQUEST_DIFF_BASE_SHA, CI_PROJECT_ID, CI_PROJECT_PATH, CI_PIPELINE_ID, CI_JOB_ID, CI_JOB_NAME", "Set by GitLab: which merge request, which job, and how its API is reached."]
		]
	},
	{
		title: "What is shown",
		variables: [
			["NO_COLOR", "Any text: no colours."],
			["TERM", "dumb: no colours, and no line that is rewritten."],
			["KLUCTL_IMAGES_DEBUG", "Any text: what is done, step by step, on standard error."]
		]
	}
];
/** Files that the command line reads or writes, by their usual names. */
const fileTopics = [
	["fixed-images.yaml", "The images of the project with their results, for kluctl (--output-file)."],
	["images.lock.json", "Digests, platforms and dates of these results, beside it (--lock-file)."],
	["images-report.json", "Every decision of the last run (--report-file)."],
	[".kluctl-images.yaml", "The policy, in the folder of the project (--policy-file)."],
	[".kluctl.yaml, deployment.yaml", "The kluctl project. They are read, never written."],
	["~/.docker/config.json", "Logins of docker login, and credential helpers."]
];

// src/cli/help.ts
/** Text of `kluctl-images --help`, for a terminal of so many columns. */
function formatOverview(commands, width = 80) {
	const left = Math.max(...commands.map(({ usage }) => usage.length));
	return [
		`kluctl-images ${version}: resolves the images of a kluctl project to the newest tags.`,
		"",
		"Usage: kluctl-images COMMAND [flags]",
		"",
		...groupCommands(commands).flatMap(({ title, members }) => [
			title,
			...columns(members.map(({ usage, summary }) => [usage, summary]), readable(width), left),
			""
		]),
		"kluctl-images COMMAND --help shows the flags of a command, with examples;",
		"kluctl-images help environment the variables and files. Start with demo or init.",
		"Exit codes: 0 done, 1 failed, 2 wrong usage or bad input,",
		"            3 --check found changes.",
		`Manual: ${manual}`,
		""
	].join("\n");
}
const manual = `https://github.com/kluctl-images/kluctl-images/blob/v${version}/docs/cli.md`;
/** The commands as the overview and the manual group them. */
const groups = [
	["To begin", [
		"init",
		"demo",
		"doctor"
	]],
	["Images of a project", [
		"resolve",
		"merge",
		"verify",
		"render",
		"diff",
		"export"
	]],
	["Tags and version filters", [
		"tags",
		"pick",
		"suggest"
	]]
];
/** Commands under the title of their group; what is in none comes last. */
function groupCommands(commands) {
	const known = new Set(groups.flatMap(([, names]) => names));
	const named = groups.map(([title, names]) => ({
		title,
		members: names.flatMap((name) => commands.filter((command) => command.name === name))
	}));
	const rest = {
		title: "Shell",
		members: commands.filter(({ name }) => !known.has(name))
	};
	return [...named, rest].filter(({ members }) => members.length > 0);
}
/** Text of `kluctl-images help environment`. */
function formatEnvironment(width = 80) {
	return [...environmentTopics.map(({ title, variables }) => ({
		title,
		rows: variables
	})), {
		title: "Files",
		rows: fileTopics
	}].map(({ title, rows }) => [
		title,
		...columns(rows, readable(width), 28),
		""
	].join("\n")).join("\n");
}
/** Text of `kluctl-images COMMAND --help`, for a terminal of so many columns. */
function formatCommandHelp(command, width = 80) {
	const own = command.flags.map(({ name, short, value, help }) => [flagText(name, short, value ?? ""), help]);
	const options = command.options.map((option) => {
		const isDefault = option.default !== "" && option.kind !== "boolean";
		return [flagText(shownName(option), option.short, option.value), isDefault ? `${option.help} (default: ${option.default})` : shownHelp(option)];
	});
	const hasLists = command.options.some(({ kind }) => kind === "lines" || kind === "list");
	return [
		`Usage: kluctl-images ${command.usage} [flags]`,
		"",
		...wrap(command.description, readable(width)),
		"",
		"Examples",
		...command.examples.map((example) => `  ${example}`),
		"",
		"Flags",
		...columns([
			...own,
			...options,
			["-h, --help", "Show this text."]
		], readable(width)),
		"",
		...hasLists ? [...wrap(repeating, readable(width)), ""] : []
	].join("\n");
}
const repeating = "Flags for several values (\"one a line\", tags, folders) may be repeated; tags and folders may also stand in one value, separated by commas.";
/** Lines that an eye can follow, whatever the terminal is. */
function readable(width) {
	return Math.max(60, Math.min(100, width));
}
/** What is on by default is shown by the flag that switches it off. */
function shownName({ name, kind, default: preset }) {
	return kind === "boolean" && preset === "true" ? `no-${name}` : name;
}
function shownHelp({ help, kind, default: preset }) {
	if (kind !== "boolean" || preset !== "true") return help;
	return `On unless this is given: ${help.charAt(0).toLowerCase()}${help.slice(1)}`;
}
function flagText(name, short, value) {
	return `${short === void 0 ? "    " : `-${short}, `}--${name}${value === "" ? "" : ` ${value}`}`;
}
/**
* Two columns. What is too long for the left one has a line of its own.
* @param longest length of the longest text on the left, also of other tables that are to look the same
*/
function columns(rows, page, longest = Math.max(...rows.map(([left]) => left.length))) {
	const width = Math.min(longest, Math.floor(page * .35));
	const indent = " ".repeat(width + 4);
	return rows.flatMap(([left, right]) => {
		const [first = "", ...rest] = wrap(right, page - indent.length);
		const under = rest.map((line) => indent + line);
		return left.length > width ? [
			...wrap(left, page - 2).map((line) => `  ${line}`),
			indent + first,
			...under
		] : [`  ${left.padEnd(width)}  ${first}`, ...under];
	});
}
function wrap(text, width) {
	const lines = [];
	for (const word of text.split(" ")) {
		const last = lines.at(-1);
		if (last !== void 0 && last.length + word.length + 1 <= width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

// src/cli/explanation.ts
/** What a filter made of a list of tags, as a short table for a terminal of `width` columns; `head` are rows to begin with. */
function formatExplanation(head, { seen, matched, newest, runnerUp, ties, rejected }, traps, width) {
	return formatRows([
		...head,
		["tags", `${plural(seen, "tag")}, ${matched} accepted`],
		...newest === void 0 ? [] : [["newest", newest]],
		...runnerUp === void 0 ? [] : [["runner-up", runnerUp]],
		...ties.length === 0 ? [] : [["equal to it", ties.join(", ")]],
		...rejected.map(({ reason, count, examples }) => ["rejected", `${count}: ${reason}, as ${listed(examples, count)}`]),
		...traps.flatMap(({ message, suggestion }) => [["trap", message], ["instead", suggestion]])
	], width);
}
/** Rows of plain text as lines of a terminal, escaped. */
function formatRows(rows, width) {
	const cells = rows.map((row) => row.map((text) => ({ text: terminalText(text) })));
	return layOutTable(cells, width).map((line) => `${line}\n`).join("");
}
function listed(examples, count) {
	return `${examples.join(", ")}${count > examples.length ? ", …" : ""}`;
}

// src/report/format-diff.ts
/**
* A comparison for `kluctl-images diff`: verdict, table and failures for people, the same as Markdown, or JSON (the entries of `changes` in
* the report schema, nothing else). Ends with a line end.
*/
function formatDiff(report, format, options) {
	const { changes, failures } = report;
	if (format === "json") return `${jsonText(changes, 2)}\n`;
	if (format === "text") return formatTable(report, options);
	const heading = `### ${markdownText(verdict(report))}`;
	const detail = rowDetail(report, 4);
	const rows = orderChanges(changes).map((change) => changeRow$1(change, detail));
	const items = failureItems(failures, {
		...detail,
		excerpt: false
	});
	return `${[
		heading,
		...rows.length === 0 ? [] : [[changeTableHead, ...rows].join("\n")],
		...items.length === 0 ? [] : [`**Not resolved**\n\n${items.join("\n")}`]
	].join("\n\n")}\n`;
}

// src/report/format-diff-soak.ts
/**
* Comparisons for `kluctl-images diff`, one after the other. JSON is one list of all changes, each with `soak` (null where nobody knows since
* when), with `ahead` and `behind` where targets are compared, and with `ready` where a minimum was asked for. Ends with a line end.
*/
function formatSoakedDiffs(diffs, format, options) {
	if (format === "json") return `${jsonText(diffs.flatMap(jsonChanges), 2)}\n`;
	return diffs.map((diff) => titleOf(diff, format) + formatDiff(withReasons(diff), format, options)).join("\n");
}
function jsonChanges({ pair, report, soaks, minimum }) {
	return report.changes.map((change) => {
		const soak = soaks.get(change) ?? null;
		const isReady = change.new === null ? null : soak !== null && soak.seconds >= (minimum ?? 0);
		return {
			...pair,
			...change,
			soak,
			...minimum === void 0 ? {} : { ready: isReady }
		};
	});
}
function titleOf({ pair }, format) {
	if (pair === null) return "";
	const [ahead, behind] = [shorten(pair.ahead, 200), shorten(pair.behind, 200)];
	if (format === "text") return `${terminalText(`What ${behind} lacks of ${ahead}`)}\n`;
	return `## What ${markdownCode(behind, "text")} lacks of ${markdownCode(ahead, "text")}\n\n`;
}
/** In the views the reason of a change is how long it has soaked: why it was chosen is not in the files. */
function withReasons(diff) {
	return {
		...diff.report,
		changes: diff.report.changes.map((change) => ({
			...change,
			why: reasonOf(change, diff)
		}))
	};
}
function reasonOf(change, { pair, soaks, minimum }) {
	const { kind, why } = change;
	if (kind === "removed") return pair === null ? why : `only ${pair.behind} has it`;
	const soak = soaks.get(change);
	const known = soak === void 0 ? void 0 : soakText(soak);
	const only = kind === "added" && pair !== null ? [`only ${pair.ahead} has it`] : [];
	if (minimum !== void 0) return [...only, readiness(soak, minimum)].join("; ");
	if (known === void 0 && pair === null) return why;
	return [...only, known ?? "since when is not known"].join("; ");
}
function readiness(soak, minimum) {
	if (soak === void 0) return "waits: since when is not known";
	if (soak.seconds >= minimum) return `ready: ${soakText(soak)}`;
	return `waits ${durationText(minimum - soak.seconds, Math.ceil)} more: ${soakText(soak)}`;
}

export { DeployedError, FileError, FilterError, FixedImagesError, GitHubError, GitLabError, ImageNameError, ImagesError, InputError, LockError, MergeError, NoTagError, PolicyError, ProjectError, RegistryError, ResolveError, annotate, apiHost, bumpOf, bumpsFrom, byCodeUnit, byteLength, cellCode, commandLineOptions, commentState, commonPrefix, compareAddress, compareBytes, compareLists, compareLoose, comparePage, compareUses, compareWhere, compileGlob, compileImagePattern, cut, cutToColumns, decidingNames, defuseLine, describeChange, durationText, entryKey, entryKeys, excerptOf, explain, failureBlocks, failureItems, familyOf, filterFunctions, findFixed, formatAnnotations, formatCommandHelp, formatComment, formatEnvironment, formatExplanation, formatOverview, formatPlace, formatPlatform, formatReceipt, formatRepository, formatRows, formatSoakedDiffs, formatSummary, formatTable, formatWhere, formatWhole, gateNames$1 as gateNames, hasTag, hasTooManyStars, helpAddress, helpAddresses, holdsHash, imageNames, indent, isArtefactTag, isCalendarVersion, isDigest, isHash, isImagePattern, isImagesError, isMovingTag, isPreReleaseTail, isRegistryHost, isTag, isTimestamp, jsonText, kindOf$2 as kindOf, layOutTable, logLine, logReceipt, makeColours, markdownFence, markdownText, matches, matchesGlob, matchesImage, matchesNames, minimumSoak, missingPlatforms, naturalWidth, nearest, newest, noCost, normalizeRegistry, optionTable, orderChanges, outputValues, overlaps, parseFlags, parseImageReference, parsePlatform, parseSourcePlace, parseVersionFilter, placeOf, plural, quietLog, quote, readDuration, readImageReference, readRevision, registrySpellings, sameRevision, sentence, servesPlatform, shorten, shownExcerpt, sinceWhen, soakOf, soakText, terminalText, textCode, unique$1 as unique, variantWord, verdict, version, versionShape, visible, warnedImages, warningItem, warningLines, whereText, wrapText };