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
		return wide.test(character) ? "  " : " ";
	}).join("");
}
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;
/** Most lines of an excerpt that a sink shows: a title, five lines, the caret, and the templates that led there. */
const mostLines = 16;
/** The lines of an excerpt that are shown, however it was made: one that comes from elsewhere may be of any size. */
function shownExcerpt(excerpt) {
	return excerpt.slice(0, mostLines).map((line) => shorten(line.replace(/[\r\n]+/g, " "), 400));
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
	for (const token of visible(foldLines(text)).trimStart().match(/"[^"]*"|[^ "]+|"| +/g) ?? []) for (const part of readToken(token, parts.length === 0)) addPart(parts, part);
	return parts.map((part) => part.kind === "plain" ? part.text : markdownCode(part.text, place)).join("");
}
/** One line of a workflow log that the runner takes for no command, whatever the text (O-04). */
function logLine(text) {
	return defuseLine(visible(text));
}
/** Text for a terminal: no controls, no reordering; as in a log, no workflow command, since a workflow may run the CLI. */
function terminalText(text) {
	return defuseLine(visible(text));
}
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
function readToken(token, first) {
	if (/^\([^()]/.test(token) && !safeWord.test(token)) return [{
		kind: "plain",
		text: "("
	}, ...readToken(token.slice(1), false)];
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
	if (part.kind !== "plain" && last !== void 0 && last.kind !== "plain") {
		parts.splice(-1, 1, {
			kind: "code",
			text: last.text + part.text
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

// src/report/receipt.ts
/** Hosts that are named before the rest is summed up. */
const named = 8;
/**
* The receipt of a run in one line: `37 requests, 2 waits, 74 of 100 left`, with the names of the hosts if there are several, busiest
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
function formatCost({ requests, waits, limit, remaining }) {
	const parts = [plural(requests, "request")];
	if (waits > 0) parts.push(plural(waits, "wait"));
	if (remaining !== void 0) parts.push(limit === void 0 ? `${remaining} left` : `${remaining} of ${limit} left`);
	return parts.join(", ");
}
function sum(costs) {
	const total = (key) => costs.reduce((count, cost) => count + cost[key], 0);
	return {
		requests: total("requests"),
		waits: total("waits")
	};
}

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
/** True for `host`, `host:port`, an IPv4 address or a bracketed IPv6 address. */
function isRegistryHost(text) {
	const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
	if (!match) return false;
	const [, host = "", port] = match;
	if (port !== void 0 && (Number(port) < 1 || Number(port) > 65535)) return false;
	if (host.startsWith("[")) return ipv6.test(host);
	return host.length <= 253 && host.split(".").every((label) => label.length <= 63 && hostLabel.test(label));
}

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
		help: "The fixed-images file to write.",
		short: "o"
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
		help: "Identity of the comment; derived from workflow, job, target, project and output file if empty, set it where the jobs of a matrix differ in none of these.",
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
		name: "github-token",
		kind: "text",
		default: "${{ github.token }}",
		value: "TOKEN",
		help: "Token for the comment; needs pull-requests: write.",
		actionOnly: true
	}
];
const optionTable = definitions;

// src/report/annotations.ts
/** GitHub shows ten errors and ten warnings of a step; one of each is left to the run's own last word. */
const mostPerLevel = 9;
/**
* Failures and warnings on the lines they are about. Where there are more than GitHub shows, the last one counts the rest.
* @param projectDir folder of the project, relative to the root of the GitHub repository
*/
function formatAnnotations(report, projectDir) {
	const errors = unique(report.failures.map((failure) => failureAnnotation(failure, projectDir)));
	const warnings = unique(report.warnings.map((warning) => warningAnnotation(warning, projectDir)));
	return [...cap(errors, "error"), ...cap(warnings, "warning")];
}
function failureAnnotation(failure, projectDir) {
	const hint = failure.hint === null ? "" : `\n${failure.hint}`;
	return {
		level: "error",
		title: failure.image === null ? "Project error" : title(`${failure.image} could not be resolved`),
		message: message(failure.message + hint),
		...position(failure.place, projectDir)
	};
}
function warningAnnotation(warning, projectDir) {
	return {
		level: "warning",
		title: title(warning.image ?? "kluctl-images"),
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

// src/report/where.ts
/** Puts places of the same object together, in the order in which they first appear. */
function groupWhere(places) {
	const groups = /* @__PURE__ */ new Map();
	for (const { namespace, deployment, container } of places) {
		const key = JSON.stringify([namespace, deployment]);
		const group = groups.get(key) ?? {
			namespace,
			deployment,
			containers: []
		};
		if (container !== "" && !group.containers.includes(container)) group.containers.push(container);
		groups.set(key, group);
	}
	return [...groups.values()];
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

// src/report/markdown-rows.ts
/** Head of the table of changes. */
const changeTableHead = "| image | used by | old → new | why |\n| --- | --- | --- | --- |";
const longestName = 400;
const longestMessage = 2e3;
/** One row of the table of changes, without line end. */
function changeRow(change, detail) {
	const where = formatWhere(change.where, detail, "<br>") || "–";
	const filter = change.filter === null ? "" : `<br>${cellCode(change.filter)}`;
	const why = `${markdownText(shorten(change.why, longestName), "cell")}${filter}`;
	return `| ${cellCode(change.image)} | ${where} | ${formatMove(change)} | ${why} |`;
}
/** One failure: image and place, then message and hint. A message of several lines keeps them, in a fence. */
function failureItem(failure, detail) {
	const head = [
		failure.image === null ? "" : `**${textCode(failure.image)}**`,
		failure.place === null ? "" : `${failure.image === null ? "" : "at "}${textCode(formatPlace(failure.place))}`,
		failure.where.length === 0 ? "" : `in ${formatWhere(failure.where, detail, ", ")}`
	];
	const [first = "", ...rest] = shorten(failure.message, longestMessage).split(/\r?\n/);
	const message = markdownText(first) || "no message";
	const lines = [head.filter((text) => text !== "").join(" "), message].filter((text) => text !== "");
	const hint = failure.hint === null ? "" : `**What to do:** ${markdownText(shorten(failure.hint, longestMessage))}`;
	const excerpt = detail.excerpts && failure.excerpt !== null ? `\n\n${foldedExcerpt(failure.excerpt)}` : "";
	if (rest.length === 0) return `- ${[...lines, hint].filter((text) => text !== "").join("<br>")}${excerpt}`;
	const block = `- ${lines.join("<br>")}\n\n${markdownFence(rest.join("\n"), "  ")}`;
	return (hint === "" ? block : `${block}\n\n  ${hint}`) + excerpt;
}
/** The lines of a template in a fold inside the list item. */
function foldedExcerpt(excerpt) {
	return `  <details><summary>The lines around it</summary>\n\n${markdownFence(shownExcerpt(excerpt).join("\n"), "  ")}\n\n  </details>`;
}
/** Why a tag won: what was seen, what the filter rejected and what came second. */
function explanationItem(image, result, explanation, withExamples) {
	const { to } = describeChange({
		image,
		old: null,
		new: result
	});
	const repository = explanation.repository === image ? "" : ` of ${textCode(explanation.repository)}`;
	const found = `${explanation.matched} of ${plural(explanation.seen, "tag")}${repository} ${explanation.matched === 1 ? "matches" : "match"}`;
	const second = explanation.runnerUp === null ? "" : `; the next best is ${textCode(explanation.runnerUp)}`;
	const ties = explanation.ties.length === 0 ? "" : `; equal to it: ${examples(explanation.ties)}`;
	const head = `- **${textCode(image)}** → ${textCode(to ?? result)}: ${found} ${textCode(explanation.filter)}${second}${ties}`;
	if (!withExamples) return head;
	return [head, ...explanation.rejected.map((group) => {
		const reason = markdownText(shorten(group.reason, longestName));
		return `  - rejected ${group.count}: ${reason}${group.examples.length === 0 ? "" : `, as ${examples(group.examples)}`}`;
	})].join("\n");
}
/** One warning with its image and place. */
function warningItem(warning) {
	const image = warning.image === null ? "" : `**${textCode(warning.image)}** `;
	const place = warning.place === null ? "" : `at ${textCode(formatPlace(warning.place))} `;
	return `- ${image}${place}${image === "" && place === "" ? "" : "– "}${markdownText(shorten(warning.message, longestMessage)) || "no message"}`;
}
/** One image that stays as it is. */
function unchangedItem(unchanged, detail) {
	const { name, to } = describeChange({
		image: unchanged.image,
		old: null,
		new: unchanged.result
	});
	const note = {
		unchanged: "",
		kept: `, ${markdownText(unchanged.why)}`,
		skipped: ", not selected"
	}[unchanged.kind];
	const result = to === null ? "" : ` ${name === null ? "" : `${textCode(name)} `}${textCode(to)}`;
	return `- ${textCode(unchanged.image)}${result}${note} (${formatWhere(unchanged.where, detail, ", ") || "unused"})`;
}
/** `1 → 2` of a change, without what both sides share. */
function formatMove(change) {
	const { name, from, to } = describeChange(change);
	const shared = name === null ? "" : `${cellCode(name)}<br>`;
	const moved = change.movedRepository ? "**other repository**<br>" : "";
	if (change.kind === "removed") return `${shared}${cellCode(from ?? "")} → **removed**`;
	if (from === null) return `${shared}new → ${cellCode(to ?? "")}`;
	const arrow = from.length + (to ?? "").length > 24 ? "<br>→ " : " → ";
	return `${moved}${shared}${cellCode(from)}${arrow}${cellCode(to ?? "")}`;
}
function formatWhere(places, detail, separator) {
	const groups = groupWhere(places);
	const shown = groups.length <= detail.places + 1 ? groups : groups.slice(0, detail.places);
	const texts = shown.map((group) => {
		const object = [detail.showNamespace ? group.namespace : "", group.deployment].filter((text) => text !== "").join("/");
		const containers = group.containers.slice(0, 4).map(cellCode);
		if (group.containers.length > 4) containers.push(`${group.containers.length - 4} more`);
		return [object === "" ? "" : cellCode(object), containers.join(", ")].filter((text) => text !== "").join(" · ");
	});
	if (groups.length > shown.length) texts.push(`and ${groups.length - shown.length} more`);
	return texts.filter((text) => text !== "").join(separator);
}
function examples(tags) {
	return tags.slice(0, 5).map(textCode).join(", ");
}
function cellCode(text) {
	return markdownCode(shorten(text, longestName));
}
function textCode(text) {
	return markdownCode(shorten(text, longestName), "text");
}

// src/report/unchanged.ts
/** Everything that is neither a change nor a failure, grouped by image, answer and kind, in the order of the uses. */
function unchangedImages(report) {
	const groups = /* @__PURE__ */ new Map();
	for (const use of report.uses) {
		const kind = kindOf(use);
		if (kind === void 0) continue;
		const key = JSON.stringify([
			use.image,
			use.result,
			kind
		]);
		const group = groups.get(key) ?? {
			image: use.image,
			result: use.result,
			kind,
			why: use.why,
			where: []
		};
		group.where.push({
			namespace: use.namespace,
			deployment: use.deployment,
			container: use.container
		});
		groups.set(key, group);
	}
	return [...groups.values()];
}
function kindOf(use) {
	if (use.status === "skipped") return "skipped";
	if (use.status === "failed" || use.result !== use.old) return void 0;
	return use.origin === "previous" ? "kept" : "unchanged";
}

// src/report/markdown-sections.ts
/** Markdown of a section, without line end. */
function formatSection(section) {
	return `${section.open}\n${section.items.join("\n")}${section.close}`;
}
/**
* The sections of a text in their order: table, failures and, unless the level leaves them out, the folded details. `receipt`: what
* the registries were asked, for the job summary.
*/
function makeSections(report, level, receipt) {
	const detail = {
		places: level.places,
		showNamespace: hasManyNamespaces(report),
		excerpts: level.excerpts
	};
	const table = {
		open: changeTableHead,
		items: report.changes.map((change) => changeRow(change, detail)),
		close: "",
		noun: "change",
		nouns: "changes"
	};
	const failures = {
		open: "**Not resolved**\n",
		items: report.failures.map((failure) => failureItem(failure, detail)),
		close: "",
		noun: "failure",
		nouns: "failures"
	};
	return level.folds ? [
		table,
		failures,
		...folds(report, level, detail, receipt)
	] : [table, failures];
}
function folds(report, level, detail, receipt) {
	const explained = explanations(report).map(([image, result, text]) => explanationItem(image, result, text, level.examples));
	const unchanged = level.unchanged ? unchangedImages(report).map((image) => unchangedItem(image, detail)) : [];
	return [
		fold("Why these tags", explained, "explanation", "explanations"),
		fold(plural(report.warnings.length, "warning"), report.warnings.map(warningItem), "warning", "warnings"),
		fold(unchangedTitle(report), unchanged, "unchanged image", "unchanged images"),
		fold("What it cost", [costItem(report, receipt)], "cost", "costs")
	];
}
function fold(title, items, noun, nouns) {
	return {
		open: `<details><summary>${title}</summary>\n`,
		items,
		close: "\n\n</details>",
		noun,
		nouns
	};
}
function unchangedTitle(report) {
	const { unchanged, kept, skipped } = report.counts;
	return [
		unchanged === 0 ? "" : `${plural(unchanged, "use")} unchanged`,
		kept === 0 ? "" : `${plural(kept, "use")} kept`,
		skipped === 0 ? "" : `${plural(skipped, "use")} not selected`
	].filter((part) => part !== "").join(", ");
}
function costItem(report, receipt) {
	const { requests, waits, repositories } = report.cost;
	if (requests === 0) return "- No registry was asked.";
	const listed = plural(repositories, "repository", "repositories");
	if (receipt !== void 0) return `- For the tags of ${listed}: ${markdownText(receipt)}`;
	const waited = waits === 0 ? "" : `, with ${plural(waits, "wait")} before another try`;
	return `- ${plural(requests, "request")} to registries for the tags of ${listed}${waited}`;
}
/** One explanation for each image and result that changed. */
function explanations(report) {
	const changed = new Set(report.changes.map((change) => JSON.stringify([change.image, change.new])));
	const found = /* @__PURE__ */ new Map();
	for (const { image, result, explanation } of report.uses) {
		if (explanation === null || result === null || !changed.has(JSON.stringify([image, result]))) continue;
		const key = JSON.stringify([
			image,
			result,
			explanation.repository,
			explanation.filter
		]);
		if (!found.has(key)) found.set(key, [
			image,
			result,
			explanation
		]);
	}
	return [...found.values()];
}

// src/report/verdict.ts
/**
* The run in one line, as `3 images change, 1 is new, 1 could not be resolved`. The numbers are the record's: entries of
* `changes` by kind, and failures.
*/
function verdict(report) {
	const { changed, added, removed } = report.counts;
	const images = report.failures.filter((failure) => failure.image !== null).length;
	const others = report.failures.length - images;
	const [first, ...rest] = [
		part(changed, "changes", "change"),
		part(added, "is new", "are new"),
		part(removed, "is removed", "are removed"),
		part(images, "could not be resolved", "could not be resolved")
	].filter((text) => text !== void 0);
	const text = first === void 0 ? "No image changes" : [withNoun(first), ...rest].join(", ");
	if (others === 0) return text;
	const errors = plural(others, "error in the project", "errors in the project");
	return first === void 0 ? `${errors}, no image changes` : `${text}, ${errors}`;
}
function part(count, one, many) {
	return count === 0 ? void 0 : `${count} ${count === 1 ? one : many}`;
}
function withNoun(text) {
	return text.replace(/^(\d+)/, (_, count) => plural(Number(count), "image"));
}

// src/report/markdown.ts
/**
* The pull request comment: marker, verdict, table of changes, failures, then folded details. It never exceeds `limit` (60,000
* bytes; GitHub takes 65,536 characters): details go first, then whole rows, and what is left out is counted.
*/
function formatComment(report, options) {
	const elsewhere = options.summary === false ? void 0 : "the job summary";
	return fitToLimit(report, options, options.limit ?? 6e4, `${options.marker}\n`, elsewhere);
}
/** The job summary: as the comment, without marker, within 900 KiB (GitHub takes 1 MiB for a step). */
function formatSummary(report, options = {}) {
	return fitToLimit(report, options, options.limit ?? 921600, "", void 0);
}
const bare = {
	places: 1,
	examples: false,
	unchanged: false,
	folds: false,
	excerpts: false
};
const levels = [
	{
		places: 4,
		examples: true,
		unchanged: true,
		folds: true,
		excerpts: true
	},
	{
		places: 2,
		examples: true,
		unchanged: false,
		folds: true,
		excerpts: true
	},
	{
		places: 1,
		examples: false,
		unchanged: false,
		folds: true,
		excerpts: false
	},
	bare
];
function fitToLimit(report, options, limit, marker, elsewhere) {
	const full = makeSections(report, levels[0] ?? bare, options.receipt);
	for (const level of levels) {
		const chosen = makeSections(report, level, options.receipt);
		const note = leftOutNote(full, chosen, options, elsewhere);
		const text = compose(marker + head(report, options), chosen, note, options);
		if (byteLength(text) <= limit) return text;
	}
	return cut$1(report, options, limit, marker, elsewhere, full);
}
/** Whole rows as long as they fit, failures first; if not one fits, the verdict alone. */
function cut$1(report, options, limit, marker, elsewhere, full) {
	const all = makeSections(report, bare);
	const start = marker + head(report, options);
	const none = all.map((section) => ({
		...section,
		items: []
	}));
	let rest = limit - (byteLength(compose(start, [], leftOutNote(full, none, options, elsewhere), options)) + 40);
	const kept = /* @__PURE__ */ new Map();
	for (const [index, section] of [...all].reverse().entries()) {
		const items = takeWhole(section, index < all.length - 1 ? Math.floor(rest / 2) : rest);
		kept.set(section, items);
		if (items.length > 0) rest -= sectionBytes({
			...section,
			items
		});
	}
	const chosen = all.map((section) => ({
		...section,
		items: kept.get(section) ?? []
	}));
	const text = compose(start, chosen, leftOutNote(full, chosen, options, elsewhere), options);
	if (byteLength(text) <= limit) return text;
	const short = `${marker}### ${verdict(report)}\n`;
	return byteLength(short) <= limit ? short : marker;
}
function takeWhole(section, room) {
	const items = [];
	let used = sectionBytes({
		...section,
		items: []
	});
	for (const item of section.items) {
		used += byteLength(item) + 1;
		if (used > room) break;
		items.push(item);
	}
	return items;
}
function sectionBytes(section) {
	return byteLength(formatSection(section)) + 2;
}
function compose(start, chosen, note, options) {
	return `${[
		start,
		...chosen.filter((section) => section.items.length > 0).map(formatSection),
		note,
		link(options)
	].filter((block) => block !== "").join("\n\n")}\n`;
}
function head(report, options) {
	const title = options.title === void 0 ? "" : `${markdownText(shorten(options.title, 100))}: `;
	const { uses, images } = report.counts;
	const parts = [
		report.target === null ? void 0 : `target ${markdownCode(shorten(report.target, 100), "text")}`,
		`${plural(uses, "use")} of ${plural(images, "image")}`,
		fileNote(report, options)
	];
	return `### ${title}${verdict(report)}\n\n${parts.filter((part) => part !== void 0).join(" · ")}`;
}
function fileNote(report, options) {
	const { fixedImagesFile: file, unwritten } = options;
	if (file === void 0) return void 0;
	const name = markdownCode(shorten(file, 200), "text");
	if (report.failures.length > 0) return `${name} stays as it was until this is solved`;
	return unwritten === true ? `${name} could not be written` : `fixed images in ${name}`;
}
function leftOutNote(full, chosen, options, elsewhere) {
	const parts = full.flatMap((section) => {
		const shown = chosen.find((other) => other.noun === section.noun)?.items.length ?? 0;
		const missing = section.items.length - shown;
		if (missing === 0 || section.noun === "cost") return [];
		return [shown === 0 ? plural(missing, section.noun, section.nouns) : `${missing} of ${section.items.length} ${section.nouns}`];
	});
	if (parts.length === 0) return "";
	const file = options.reportFile === void 0 ? "the report file" : markdownCode(shorten(options.reportFile, 200), "text");
	const places = elsewhere === void 0 ? file : `${elsewhere} and ${file}`;
	return `**Left out for length:** ${parts.join(", ")}. Everything is in ${places}.`;
}
function link(options) {
	const address = options.reportLink;
	return address !== void 0 && plainAddress.test(address) ? `[Whole report](${address})` : "";
}
/** https, a host, and characters that mean nothing in Markdown. */
const plainAddress = /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/?=&#-]*)?$/;

// src/report/output-values.ts
const mostBytes = 5e4;
/**
* Value of each output. `changes` is a JSON array with as many whole entries of the record's `changes` as fit into 50,000 bytes: where
* it is shorter than `changes-count`, the report file has the rest.
*/
function outputValues(report, paths) {
	return {
		changed: String(report.changes.length > 0),
		"changes-count": String(report.changes.length),
		changes: cappedJson(report.changes),
		"failures-count": String(report.failures.length),
		"fixed-images-path": paths.fixedImagesPath ?? "",
		"report-path": paths.reportPath ?? "",
		"comment-path": paths.commentPath ?? "",
		"comment-id": String(paths.commentId ?? ""),
		"comment-url": paths.commentUrl ?? ""
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

// src/report/table.ts
const gap = "  ";
const narrowest = 8;
/**
* Lines of the table. `width` is the number of columns of the terminal; it counts code points. Text that is too long is wrapped at
* blanks and, where a word alone is too long, within it: nothing is lost.
*/
function layOutTable(rows, width) {
	const widths = fitWidths(naturalWidths(rows), width);
	return rows.flatMap((row) => {
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
/** Lines of at most `width` code points. */
function wrapText(text, width) {
	const lines = [];
	let line = "";
	for (const word of text.split(" ")) {
		const next = line === "" ? word : `${line} ${word}`;
		if (countColumns(next) <= width) {
			line = next;
			continue;
		}
		if (line !== "") lines.push(line);
		const pieces = cutWord(word, width);
		lines.push(...pieces.slice(0, -1));
		line = pieces.at(-1) ?? "";
	}
	return [...lines, line];
}
function countColumns(text) {
	return Array.from(text).length;
}
/** Cuts behind `/`, `:`, `@`, `.` or `-` where one stands in the last third, so that names stay readable. */
function cutWord(word, width) {
	const characters = Array.from(word);
	const pieces = [];
	let start = 0;
	while (characters.length - start > width) {
		const piece = characters.slice(start, start + width);
		const good = piece.findLastIndex((character) => "/:@.-,".includes(character)) + 1;
		const length = good > width * 2 / 3 ? good : width;
		pieces.push(piece.slice(0, length).join(""));
		start += length;
	}
	return [...pieces, characters.slice(start).join("")];
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

// src/report/terminal.ts
/**
* The record for the command line: verdict, table of changes and of what stays, warnings, failures with place, message and hint.
* Ends with a line end.
*/
function formatTable(report, options) {
	const colours = makeColours(options.color);
	const width = Math.max(40, options.width);
	const showNamespace = hasManyNamespaces(report);
	const rows = [...report.changes.map((change) => changeCells(change, showNamespace, colours)), ...unchangedImages(report).map((image) => unchangedCells(image, showNamespace, colours))];
	return `${[
		wrapText(terminalText(verdict(report)), width).map(colours.bold),
		layOutRows(rows, width, colours),
		report.warnings.flatMap((warning) => warningLines(warning, width, colours)),
		...report.failures.map((failure) => failureLines(failure, width, showNamespace, colours))
	].filter((block) => block.length > 0).map((block) => block.map(defuseLine).join("\n")).join("\n\n")}\n`;
}
/** Lines for a list of changes without a report, as two fixed-images files give it. */
function changeLines(changes, options) {
	const colours = makeColours(options.color);
	const showNamespace = hasManyNamespaces({
		uses: [],
		changes
	});
	return layOutRows(changes.map((change) => changeCells(change, showNamespace, colours)), Math.max(40, options.width), colours).map(defuseLine);
}
const longest = 400;
/** A table where there is room for one, else a few lines for each row. */
function layOutRows(rows, width, colours) {
	if (rows.length === 0) return [];
	const table = [[
		"",
		"IMAGE",
		"USED BY",
		"OLD → NEW",
		"WHY"
	].map((text) => ({
		text,
		paint: colours.dim
	})), ...rows];
	if (width >= 100 || naturalWidth(table) <= width) return layOutTable(table, width);
	return rows.flatMap(([sign, image, where, move, why]) => [...indent(`${image.text}  ${move.text}`, width, `${sign.text} `, sign.paint), ...[why, where].flatMap((cell) => cell.text === "" ? [] : indent(cell.text, width, "    ", cell.paint))]);
}
function changeCells(change, showNamespace, colours) {
	const { name, from, to } = describeChange(change);
	const sign = {
		changed: "~",
		added: "+",
		removed: "-"
	}[change.kind];
	const paint = {
		changed: colours.yellow,
		added: colours.green,
		removed: colours.red
	}[change.kind];
	const sides = `${cut(from ?? "new")} → ${to === null ? "removed" : cut(to)}`;
	const shared = name === null ? "" : `${cut(name)} `;
	const reason = cut(change.filter === null ? change.why : `${change.why} by ${change.filter}`);
	const why = change.movedRepository ? `other repository; ${reason}` : reason;
	return [
		{
			text: sign,
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
		{ text: why }
	];
}
function unchangedCells(image, showNamespace, colours) {
	const { name, to } = describeChange({
		image: image.image,
		old: null,
		new: image.result
	});
	const result = to === null ? "not selected" : `${name === null ? "" : `${cut(name)} `}${cut(to)}`;
	const why = {
		unchanged: "unchanged",
		kept: image.why,
		skipped: ""
	}[image.kind];
	const cell = (text) => ({
		text,
		paint: colours.dim
	});
	return [
		cell(" "),
		cell(cut(image.image)),
		cell(whereText(image.where, showNamespace)),
		cell(result),
		cell(why)
	];
}
function failureLines(failure, width, showNamespace, colours) {
	const place = failure.place === null ? "" : ` at ${cut(formatPlace(failure.place))}`;
	const where = failure.where.length === 0 ? "" : ` in ${whereText(failure.where, showNamespace)}`;
	const head = `${cut(failure.image ?? "project")}${place}${where}`;
	const [first = "", ...rest] = shorten(failure.message, 4e3).split(/\r?\n/);
	return [
		...indent(head, width, "✗ ", colours.red),
		...indent(terminalText(first), width, "  "),
		...rest.map((line) => `    ${terminalText(line.replaceAll("	", " "))}`),
		...excerptLines(failure.excerpt, colours),
		...failure.hint === null ? [] : indent(terminalText(shorten(failure.hint, 4e3)), width, "  → ", colours.cyan)
	];
}
/** The lines as they are, since the caret must stay under its column. */
function excerptLines(excerpt, colours) {
	return shownExcerpt(excerpt ?? []).map((line) => colours.dim(`    ${terminalText(line.replaceAll("	", " "))}`));
}
function warningLines(warning, width, colours) {
	return indent([...[warning.image, warning.place === null ? null : formatPlace(warning.place)].filter((text) => text !== null).map(cut), terminalText(shorten(warning.message, 4e3))].join(": "), width, "! ", colours.yellow);
}
/** Wrapped lines behind a sign; the lines after the first stand under its text. */
function indent(text, width, sign, paint = (line) => line) {
	return wrapText(text, width - sign.length).map((line, index) => paint((index === 0 ? sign : " ".repeat(sign.length)) + line));
}
function whereText(places, showNamespace) {
	const groups = groupWhere(places);
	const shown = groups.length <= 4 ? groups : groups.slice(0, 3);
	const texts = shown.map(({ namespace, deployment, containers }) => {
		return [[showNamespace ? namespace : "", deployment].filter((text) => text !== "").map(cut).join("/"), containers.map(cut).join(", ")].filter((text) => text !== "").join(" · ");
	});
	return groups.length > shown.length ? `${texts.join("; ")} and ${groups.length - shown.length} more` : texts.join("; ");
}
function cut(text) {
	return terminalText(shorten(text, longest));
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

// src/report/format-diff.ts
/**
* A list of changes for `kluctl-images diff`: a table for people, a Markdown table, or JSON (the entries of `changes` in the report
* schema). Ends with a line end. The text form has no colours and does not wrap at less than `width` columns.
*/
function formatDiff(changes, format, width = 120) {
	if (format === "json") return `${jsonText(changes, 2)}\n`;
	if (changes.length === 0) return "No image changes\n";
	if (format === "text") return `${changeLines(changes, {
		color: false,
		width
	}).join("\n")}\n`;
	const detail = {
		places: 4,
		showNamespace: hasManyNamespaces({
			uses: [],
			changes
		}),
		excerpts: false
	};
	return `${[changeTableHead, ...changes.map((change) => changeRow(change, detail))].join("\n")}\n`;
}

// src/about.ts
/** Version of this package; a test compares it with package.json. */
const version = "0.1.0";

// src/cli/flags.ts
/** Options of the main job that the command line has. */
const commandLineOptions = optionTable.filter((option) => option.actionOnly !== true);
/**
* Reads the flags of a command. Repeated flags that take several values are joined; of the others the last one wins.
* @throws InputError naming a flag that is not known, with the nearest one that is
*/
function parseFlags(args, own, options) {
	const { values, positionals } = guarded([
		...own.map((flag) => flag.name),
		...options.map((option) => option.name),
		"help"
	], () => parseArgs({
		args: [...args],
		allowPositionals: true,
		allowNegative: true,
		strict: true,
		options: {
			help: {
				type: "boolean",
				short: "h"
			},
			...Object.fromEntries(own.map((flag) => [flag.name, parserOption(flag.kind === "boolean", flag.short)])),
			...Object.fromEntries(options.map((option) => [option.name, parserOption(option.kind === "boolean", option.short)]))
		}
	}));
	const entries = Object.entries(values).map(([name, value]) => [name, single(name, value, options)]);
	const ownNames = /* @__PURE__ */ new Set(["help", ...own.map((flag) => flag.name)]);
	return {
		positionals,
		own: new Map(entries.filter(([name]) => ownNames.has(name))),
		raw: Object.fromEntries(entries.filter(([name]) => !ownNames.has(name)).map(([name, value]) => [name, String(value)]))
	};
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
	const last = values.at(-1) ?? "";
	if (last === "") throw new InputError(`--${name}`, "its value is empty");
	return last;
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
		if (/does not take an argument/.test(error.message)) throw new InputError(flag, `${flag} takes no value`);
		const isAmbiguous = /ambiguous/.test(error.message);
		throw new InputError(flag, `${flag} needs a value`, { hint: isAmbiguous ? `For a value that begins with "-", write ${flag}=VALUE.` : void 0 });
	}
}

// src/cli/help.ts
/** Text of `kluctl-images --help`, for a terminal of so many columns. */
function formatOverview(commands, width = 80) {
	const rows = commands.map((command) => [command.usage, command.summary]);
	return [
		`kluctl-images ${version}: resolves the images of a kluctl project to the newest tags.`,
		"",
		"Usage: kluctl-images COMMAND [flags]",
		"",
		"Commands",
		...columns(rows, readable(width)),
		"",
		"kluctl-images COMMAND --help shows the flags of a command; demo is a good start.",
		"Exit codes: 0 done, 1 failed, 2 wrong usage or bad input,",
		"            3 --check found changes.",
		""
	].join("\n");
}
/** Text of `kluctl-images COMMAND --help`, for a terminal of so many columns. */
function formatCommandHelp(command, width = 80) {
	const own = command.flags.map(({ name, short, value, help }) => [flagText(name, short, value ?? ""), help]);
	const options = command.options.map((option) => {
		const isDefault = option.default !== "" && option.kind !== "boolean";
		return [flagText(option.name, option.short, option.value), isDefault ? `${option.help} (default: ${option.default})` : option.help];
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
function flagText(name, short, value) {
	return `${short === void 0 ? "    " : `-${short}, `}--${name}${value === "" ? "" : ` ${value}`}`;
}
/** Two columns. What is too long for the left one has a line of its own. */
function columns(rows, page) {
	const longest = Math.max(...rows.map(([left]) => left.length));
	const width = Math.min(longest, Math.floor(page * .35));
	const indent = " ".repeat(width + 4);
	return rows.flatMap(([left, right]) => {
		const [first = "", ...rest] = wrap(right, page - indent.length);
		const under = rest.map((line) => indent + line);
		return left.length > width ? [
			`  ${left}`,
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

export { FileError, FilterError, FixedImagesError, GitHubError, ImageNameError, ImagesError, InputError, NoTagError, ProjectError, RegistryError, ResolveError, apiHost, byCodeUnit, byteLength, commandLineOptions, excerptOf, formatAnnotations, formatCommandHelp, formatComment, formatDiff, formatExplanation, formatOverview, formatPlace, formatReceipt, formatRepository, formatRows, formatSummary, formatTable, isDigest, isImagesError, isRegistryHost, isTag, jsonText, logLine, logReceipt, makeColours, nearest, normalizeRegistry, optionTable, outputValues, parseFlags, parseImageReference, plural, quietLog, quote, shorten, shownExcerpt, terminalText, verdict, version, visible };