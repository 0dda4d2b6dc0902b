import { __toESM } from "./rolldown-runtime.js";
import { FilterError, plural, quote, shorten } from "./words.js";
import { RE2JS, RE2JSSyntaxException, require_range, require_semver } from "./vendor.js";

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
	return compareLists(a.components, b.components);
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
	return compareNumbers(a.length, b.length);
}
function compareLists(a, b) {
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at++) {
		const order = compareComponents(a[at] ?? 0, b[at] ?? 0);
		if (order !== 0) return order;
	}
	return compareNumbers(a.length, b.length);
}
function compareComponents(a, b) {
	if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
	if (typeof a === "string") return typeof b === "string" ? compareBytes(a, b) : -1;
	if (typeof b === "string") return 1;
	if (typeof a === "number") return -1;
	if (typeof b === "number") return 1;
	return compareNumbers(a.digits.length, b.digits.length) || compareBytes(a.digits, b.digits);
}
function compareNumbers(a, b) {
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
const units = [
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
	const needed = units.find((unit, index) => !found.includes(unit) && units.slice(index + 1).some((finer) => found.includes(finer)));
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
	return at === text.length ? units.map((unit) => values.get(unit) ?? (unit === "month" || unit === "day" ? 1 : 0)) : void 0;
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
function splitTail(rest, variant) {
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
	const tail = splitTail(rest, variant);
	if (!tail.isVariant) return { rejection: variant === "" ? "has something after its numbers" : `is not of the variant ${variant}` };
	const { preRelease } = tail;
	if (preRelease !== "" && words && !words.has(preReleaseWord(preRelease))) return { rejection: words.size === 0 ? "is a pre-release" : `is a pre-release other than ${[...words].join(", ")}` };
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
	return found === "outside" ? `is outside the range ${text}` : `is a pre-release, and the range ${text} does not name it`;
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

// src/version/shape.ts
/** What a text looks like to a person: a guess by its shape alone. */
const hex = /^[0-9a-f]{7,40}$/;
/** True for what looks like a commit hash, whole or shortened: hexadecimal, with both digits and letters, and no date with a letter behind. */
function isHash(text) {
	return hex.test(text) && /[a-f]/.test(text) && /[0-9]/.test(text) && !/^[0-9]{8}[a-f]$/.test(text);
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

// src/version/guess.ts
const layouts = [
	[/^(?:19|20)[0-9]{6}$/, "YYYYMMDD"],
	[/^(?:19|20)[0-9]{10}$/, "YYYYMMDDHHmm"],
	[/^(?:19|20)[0-9]{12}$/, "YYYYMMDDHHmmss"],
	[/^(?:19|20)[0-9]{6}-[0-9]{6}$/, "YYYYMMDD-HHmmss"],
	[/^(?:19|20)[0-9]{6}\.[0-9]{6}$/, "YYYYMMDD.HHmmss"],
	[/^(?:19|20)[0-9]{6}-[0-9]{4}$/, "YYYYMMDD-HHmm"],
	[/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$/, "YYYY-MM-DD"],
	[/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}Z$/, "YYYY-MM-DDTHH-mm-ssZ"]
];
const leadWord = /[A-Za-z]+[0-9]*[-_.]|[A-Za-z]+[-_]?(?=[0-9])/y;
const hashes = "[0-9a-f]{7,40}";
/** `1.2.3-debian-12-r4`, `1.2.3-r4` or `1.2.3-4`: a build of a version. The group is what stands between version and number. */
const revision = /^v?[0-9]+(?:\.[0-9]+)+([-_](?:(?:[A-Za-z][A-Za-z0-9_.-]*[-_])?r)?)[0-9]{1,6}$/;
/** Guesses by the shape of one tag alone; undefined for words and bare hashes, which have no order. */
function guessFilter(tag) {
	if (isHash(tag)) return void 0;
	const prefix = prefixOf(tag);
	const rest = tag.slice(prefix.length);
	if (isHash(rest) || /^(?:sha|git|commit)[-_.]/.test(prefix)) return void 0;
	const plain = guessRest(rest);
	if (plain) {
		if (prefix === "") return plain;
		return {
			...plain,
			filter: `prefix('${prefix}', suffix=${plain.filter})`,
			family: `${prefix} and ${plain.family}`
		};
	}
	return guessWithHash(prefix, rest);
}
/** The words that a tag begins with, each with its separator; a commit hash is none. */
function prefixOf(tag) {
	let end = 0;
	for (;;) {
		if (/^v[0-9]/.test(tag.slice(end, end + 2))) return tag.slice(0, end);
		leadWord.lastIndex = end;
		const word = leadWord.exec(tag)?.[0] ?? "";
		if (word === "" || isHash(word.replace(/[-_.]$/, ""))) return tag.slice(0, end);
		end += word.length;
	}
}
function guessRest(rest) {
	const date = layoutOf(rest);
	if (date !== void 0) return {
		filter: `date('${date}')`,
		family: `dates as ${date}`
	};
	if (/^[0-9]+$/.test(rest)) return {
		filter: "number()",
		family: "whole numbers"
	};
	if (isCalendarVersion(rest)) return {
		filter: "semver()",
		family: "calendar versions",
		isStrict: true,
		others: "v?[0-9]{1,3}(?:[^0-9].*)?|[0-9]{5,}.*"
	};
	const version = versionShape(rest);
	if (!version) return void 0;
	const { tail } = version;
	if (tail === "" || isPreReleaseTail(tail)) return {
		filter: "semver(prereleases=false)",
		family: "versions",
		others: "v?(?:19|20)[0-9]{2}[.-].*|v?[0-9]+"
	};
	const revised = revisionFilter(rest);
	if (revised !== void 0) return {
		filter: revised,
		family: "versions with a revision"
	};
	return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(tail) && !/[-_][0-9a-f]{7,40}$/.test(tail) ? {
		filter: `semver(variant='${tail}')`,
		family: `versions of the variant ${tail}`
	} : void 0;
}
/** Filter text for all revisions of one variant; undefined for a version that has none. A `variant` would hold to one revision. */
function revisionFilter(version) {
	const between = revision.exec(version)?.[1];
	return between === void 0 ? void 0 : `regex('v?[0-9.]+${escaped(between)}[0-9]+')`;
}
function layoutOf(text) {
	const found = layouts.find(([shape]) => shape.test(text));
	if (!found) return void 0;
	const [, layout] = found;
	return isTimestamp(text.replace(/[^0-9]/g, "")) || layout.startsWith("YYYY-") ? layout : void 0;
}
/** A number, a date or a version beside a commit hash, in either order. */
function guessWithHash(prefix, rest) {
	const [, before = "", separator = "-", hash = ""] = /^(.+)([-_.])([0-9a-f]{7,40})$/.exec(rest) ?? [];
	if (hash !== "" && !isTimestamp(hash)) return extracting(prefix, before, (part) => `${part}${escaped(separator)}${hashes}`, "a hash behind");
	const [, first = "", between = "-", after = ""] = /^([0-9a-f]{7,40})([-_.])([0-9.-]+)$/.exec(rest) ?? [];
	return first === "" || isTimestamp(first) ? void 0 : extracting(prefix, after, (part) => `${hashes}${escaped(between)}${part}`, "a hash before");
}
function extracting(prefix, part, place, words) {
	const inner = guessRest(part);
	if (!inner || inner.filter.startsWith("regex")) return void 0;
	const isVersion = inner.filter.startsWith("semver");
	const group = isVersion ? "(?P<version>v?[0-9.]+)" : inner.filter === "number()" ? "(?P<number>[0-9]+)" : "(?P<date>[0-9TZ.-]+)";
	const name = /<([a-z]+)>/.exec(group)?.[1] ?? "";
	return {
		filter: `regex('${escaped(prefix)}${place(group)}', extract='${name}', suffix=${isVersion ? "semver()" : inner.filter})`,
		family: `${prefix === "" ? "" : `${prefix} and `}${inner.family} with ${words}`
	};
}
function escaped(text) {
	return text.replaceAll(".", "\\.");
}

// src/version/suggest.ts
const most = 6;
/**
* Proposes filters for a list of tags, the one that explains most of them first. Tags are put into families by their shape, and each family
* has one filter. Moving tags, `1` beside `1.2`, hashes and numbers as long as these, and artefacts are no family. Takes time linear in the
* tags.
*/
function suggestFilters(tags) {
	const candidates = [...new Set(tags)].filter((tag) => !isArtefactTag(tag) && !isMovingTag(tag));
	return rankGuesses(candidates).flatMap((guess) => {
		const { text, parsed } = narrow(guess, candidates);
		const best = newest(parsed, candidates);
		const matched = candidates.filter(parsed.accepts).length;
		if (best === void 0) return [];
		return [{
			filter: text,
			newest: best,
			matched,
			explained: guess.count,
			family: guess.family
		}];
	});
}
/** The short text of a guess, or a longer one that leaves out the other families, where one of those would win or, for a strict guess, counts at all. */
function narrow({ filter, others, isStrict }, tags) {
	const short = {
		text: filter,
		parsed: parseVersionFilter(filter)
	};
	if (others === void 0) return short;
	const text = short.parsed.refine(/* @__PURE__ */ new Map([["exclude", others]]));
	const narrowed = {
		text,
		parsed: parseVersionFilter(text)
	};
	const best = newest(narrowed.parsed, tags);
	const isBeaten = best !== newest(short.parsed, tags) || isStrict === true && tags.some((tag) => short.parsed.accepts(tag) && !narrowed.parsed.accepts(tag));
	return best !== void 0 && isBeaten ? narrowed : short;
}
/** Filter text of the best suggestion; undefined where no family is found. */
function firstSuggestion(tags) {
	return suggestFilters(tags)[0]?.filter;
}
function rankGuesses(tags) {
	const counts = /* @__PURE__ */ new Map();
	const majors = new Set(tags.map((tag) => versionShape(tag)?.major));
	const hashLengths = new Set(tags.filter(isHash).map((tag) => tag.length));
	for (const tag of tags) {
		if (/^[0-9]+$/.test(tag) && hashLengths.has(tag.length) && !isTimestamp(tag)) continue;
		if (/^[0-9]{1,3}$/.test(tag) && majors.has(Number(tag))) continue;
		const guess = guessFilter(tag);
		if (!guess) continue;
		const known = counts.get(guess.filter) ?? {
			guess,
			count: 0
		};
		known.count++;
		counts.set(guess.filter, known);
	}
	const ranked = Array.from(counts.values(), ({ guess, count }) => ({
		...guess,
		count
	})).sort((a, b) => b.count - a.count || a.filter.length - b.filter.length || (a.filter < b.filter ? -1 : 1)).slice(0, most);
	return ranked.length > 0 || tags.length === 0 || hashLengths.size > 0 ? ranked : [{
		filter: "alphabetical()",
		family: "words",
		count: tags.length
	}];
}

// src/version/trap.ts
/** True for a list long enough to speak of its hundredth part. */
function hasMany(tags) {
	return tags.length > 100;
}

// src/version/trap-exclude.ts
const lastExclude = /exclude="([^"]+)"[^"]*$/;
/** An `exclude` that leaves nothing out because it must match the whole text, and would if it could stand anywhere: `-rc` for `.*-rc.*`. */
function findExcludeTrap({ filter, tags, members }) {
	const pattern = lastExclude.exec(filter.toSource())?.[1];
	if (pattern === void 0) return void 0;
	const accepted = new Set(members.map(({ tag }) => tag));
	if (tags.some((tag) => !accepted.has(tag) && filter.rejection(tag).startsWith("is excluded by"))) return void 0;
	const wide = parseOrNothing(filter.refine(/* @__PURE__ */ new Map([["exclude", `.*(?:${pattern}).*`]])));
	const left = wide && members.find(({ tag }) => !wide.accepts(tag));
	if (!wide || !left) return void 0;
	return {
		kind: "idle-exclude",
		message: `exclude="${pattern}" leaves nothing out, since it must match from beginning to end; ${left.tag} only holds it`,
		suggestion: wide.toSource()
	};
}
/** The pattern may be too large once it is wrapped. */
function parseOrNothing(text) {
	try {
		return parseVersionFilter(text);
	} catch (error) {
		if (error instanceof FilterError) return void 0;
		throw error;
	}
}

// src/version/trap-mixtures.ts
const knownVariant = /^(?:alpine|slim|debian|ubuntu|stretch|buster|bullseye|bookworm|trixie|bionic|focal|jammy|noble|centos|ubi|fedora|rocky|windows\w*|nanoserver|amd|arm|aarch|fpm|apache|musl|glibc|jdk|jre|cuda|gpu|cpu|fips|distroless|rootless|debug|minimal)/;
/** Versions of which some have a variant behind them: the bare one is above it, and a newer variant is above an older bare one. */
function findVariantTrap({ filter, members, newest }) {
	const variants = /* @__PURE__ */ new Map();
	const bare = /* @__PURE__ */ new Set();
	for (const { core } of members) {
		const shape = versionShape(core);
		if (!shape) continue;
		if (shape.tail === "") bare.add(shape.numbers);
		const word = variantWord(shape.tail);
		if (word === void 0) continue;
		const known = variants.get(word) ?? {
			example: core,
			count: 0
		};
		known.count++;
		variants.set(word, known);
	}
	const won = newest && winningTail(newest.core);
	const words = [...variants].filter(([word, { count }]) => count >= 3 || knownVariant.test(word)).map(([word]) => word);
	const example = variants.get(words[0] ?? "")?.example;
	if (!newest || won === void 0 || bare.size === 0 || example === void 0) return void 0;
	const names = words.slice(0, 8);
	return {
		kind: "variant",
		message: `${names.includes(variantWord(won) ?? "") ? `${newest.tag} is a variant, and it is above bare versions` : `a variant such as ${example} sorts below the bare version`}; for one variant only write ${revisionFilter(example) ?? `variant='${shorten(variantOf(example), 30)}'`}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", `.*[-_.](?:${names.join("|")}).*`]]))
	};
}
/** What stands behind the numbers of a version, also of `18rc1`; undefined for whole numbers, dates and hashes, which are other traps. */
function winningTail(core) {
	const tail = versionShape(core)?.tail ?? /^v?[0-9]{1,3}[-_.]?([A-Za-z].*)$/.exec(core)?.[1];
	return isHash(core) ? void 0 : tail;
}
function variantOf(core) {
	return versionShape(core)?.tail ?? "";
}
/** Tags of two kinds, of which the order of words or the size of numbers decides: `main-12` and `release-3`, `1.4.2` and build `731`. */
function findFamilyTrap(census) {
	const { tags, members, newest } = census;
	const build = newest && findBuildNumber(newest, members);
	if (build) return build(census);
	const families = /* @__PURE__ */ new Map();
	for (const { core, tag } of members) {
		const family = familyOf(core);
		if (!/[A-Za-z]{2,}/.test(family) || isHash(core) || /^[0-9a-f]+$/.test(family)) continue;
		const list = families.get(family);
		if (list) list.push(tag);
		else families.set(family, [tag]);
	}
	const large = [...families].filter(([, list]) => list.length >= 2);
	const winner = newest && familyOf(newest.core);
	const other = large.find(([family]) => family !== winner);
	if (!newest || winner === void 0 || !large.some(([family]) => family === winner) || !other) return void 0;
	const biggest = large.reduce((most, one) => one[1].length > most[1].length ? one : most);
	const suggestion = firstSuggestion(biggest[1]) ?? firstSuggestion(tags);
	if (suggestion === void 0) return void 0;
	return {
		kind: "two-families",
		message: `tags of several families are mixed, as ${newest.tag} and ${other[1][0] ?? ""}; the words decide before the numbers`,
		suggestion
	};
}
function findBuildNumber(newest, members) {
	const [, digits] = /^v?([0-9]{1,7})$/.exec(newest.core) ?? [];
	if (digits === void 0) return void 0;
	const versions = members.flatMap(({ tag, core }) => {
		const shape = versionShape(core);
		return shape ? [{
			tag,
			major: shape.major
		}] : [];
	});
	if (members.some(({ core }) => isHash(core) && core.length === digits.length)) return void 0;
	const [first] = versions;
	if (!first || versions.some(({ major }) => major === Number(digits))) return void 0;
	return ({ filter }) => ({
		kind: "two-families",
		message: `whole numbers and versions are mixed: ${newest.tag} outranks versions such as ${first.tag}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", "v?[0-9]+"]]))
	});
}

// src/version/traps.ts
/**
* Warns where tags look like something that the filter mistakes for a version. At most one trap of each kind; none for lists of one kind of
* tag. With `prefix` the tags are only those that begin with it. Takes time linear in the tags.
* @throws FilterError where a pattern of the filter needs too many steps for these tags
*/
function findTraps(filter, tags, prefix) {
	const census = takeCensus(filter, tags, prefix);
	return detectors.flatMap((detect) => detect(census) ?? []);
}
function takeCensus(filter, tags, prefix) {
	const all = [...new Set(tags)].filter((tag) => !isArtefactTag(tag));
	const members = [];
	let best;
	for (const tag of all) {
		const key = filter.read(tag);
		if (!key) continue;
		const member = {
			tag,
			core: filter.core(tag)
		};
		members.push(member);
		if ((best ? filter.compareKeys(key, best.key) || compareBytes(tag, best.tag) : 1) > 0) best = {
			...member,
			key
		};
	}
	return {
		filter,
		tags: all,
		prefix,
		members,
		newest: best
	};
}
const detectors = [
	findMovingTrap,
	findHashTrap,
	findTimestampTrap,
	findCalendarTrap,
	findVariantTrap,
	findFamilyTrap,
	findExcludeTrap,
	findFewTrap
];
function findMovingTrap({ filter, members, newest }) {
	if (!newest || !isMovingTag(newest.core) || members.every(({ core }) => isMovingTag(core))) return void 0;
	const moving = members.filter(({ core }) => isMovingTag(core)).map(({ core }) => core);
	return {
		kind: "moving-tag",
		message: `${newest.tag} is a moving tag, and it wins over ${plural(members.length - moving.length, "other tag")}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", [...new Set(moving)].join("|")]]))
	};
}
function findHashTrap({ filter, tags, members }) {
	const lengths = new Set(members.filter(({ core }) => isHash(core)).map(({ core }) => core.length));
	const first = members.find(({ core }) => isHash(core));
	if (!first) return void 0;
	const count = members.filter(({ core }) => isHash(core)).length;
	const others = members.filter(({ core }) => !isHash(core) && !(lengths.has(core.length) && /^[0-9]+$/.test(core)));
	const pattern = others.some(({ core }) => /^[0-9a-f]{7,40}$/.test(core)) ? "[0-9]*[a-f][0-9a-f]*" : "[0-9a-f]{7,40}";
	const refined = filter.refine(/* @__PURE__ */ new Map([["exclude", pattern]]));
	return {
		kind: "git-hash",
		message: `${count === 1 ? `${first.tag} looks like a git hash` : `${count} accepted tags look like git hashes, as ${first.tag}`}; the order of hashes means nothing`,
		suggestion: others.length > 0 ? refined : firstSuggestion(tags.filter((tag) => !lengths.has(tag.length))) ?? refined
	};
}
function findTimestampTrap({ filter, members, newest }) {
	if (!newest || !isTimestamp(newest.core)) return void 0;
	const small = members.find(({ core }) => /^v?[0-9]{1,6}$/.test(core) || versionShape(core));
	if (!small) return void 0;
	return {
		kind: "timestamp",
		message: `${newest.tag} looks like a time, and it outranks smaller numbers such as ${small.tag}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", "[0-9]{8,}"]]))
	};
}
function findCalendarTrap({ filter, members, newest }) {
	if (!newest || !isCalendarVersion(newest.core)) return void 0;
	const release = members.find(({ core }) => versionShape(core));
	if (!release) return void 0;
	return {
		kind: "calendar-version",
		message: `${newest.tag} is a calendar version, and it outranks releases such as ${release.tag}`,
		suggestion: filter.refine(/* @__PURE__ */ new Map([["exclude", "v?(?:19|20)[0-9]{2}[.-].*|[0-9]{8,}"]]))
	};
}
function findFewTrap({ filter, tags, prefix, members }) {
	if (!hasMany(tags) || members.length * 100 >= tags.length) return void 0;
	const suggestion = firstSuggestion(tags);
	if (suggestion === void 0 || suggestion === filter.toSource()) return void 0;
	const all = prefix === void 0 ? "tags" : `tags that begin with ${prefix}`;
	return {
		kind: "few-matches",
		message: `the filter accepts only ${members.length} of ${tags.length} ${all}`,
		suggestion
	};
}

// src/version/helpers.ts
/**
* Any function of the filter language with its arguments by name, as a template gives them; a filter is given as filter text, and what is
* undefined is left out.
* @throws FilterError for a name that there is not, and for a value that makes no filter or cannot be quoted
*/
function formatFilterCall(name, given) {
	const called = filterFunctions.find((one) => one.name === name);
	return canonical(`${name}(${[...given].flatMap(([parameter, value]) => {
		if (value === void 0) return [];
		return [`${parameter}=${called?.parameters.find((one) => one.name === parameter)?.kind === "filter" ? canonical(String(value)) : quoteString(String(value))}`];
	}).join(", ")})`);
}
function canonical(text) {
	return parseVersionFilter(text).toSource();
}
function quoteString(text) {
	if (!text.includes("\"")) return `"${text}"`;
	if (!text.includes("'")) return `'${text}'`;
	const message = `${quote(text)} holds both ' and ", and strings of a version filter have no escapes`;
	throw new FilterError(text, text.indexOf("\""), message, { hint: "Write \\x22 for the double quote; no tag holds one anyway." });
}

export { commonPrefix, compareLoose, explain, filterFunctions, findTraps, formatFilterCall, newest, parseVersionFilter, suggestFilters };