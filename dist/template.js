import { __toESM } from "./rolldown-runtime.js";
import { FilterError, ImagesError, ProjectError, excerptOf, filterFunctions, nearest, quote, shorten as shorten$2 } from "./words.js";
import { Callable, Dict, Markup, PyObject, Sequence, TemplateRuntimeError, Tuple, Undefined, countingWork, formatPlaceholder, guardCall, guardCompare, guardFilter, guardFormat, guardItem, guardLoop, guardMethod, guardTest, hashKey, insertedBy, refuseNan, spend, spendOnReading, spendOnSearch } from "./shared.js";
import { sha256Hex } from "./core.js";
import { require_dist } from "./vendor-yaml.js";
import { require_lexer, require_parser } from "./vendor-nunjucks.js";
import { formatFilterCall } from "./version.js";

// src/template/builtins/code-points.ts
/**
* Python counts code points, JavaScript UTF-16 units. Nearly every text of a template has no surrogates, so each function has a fast
* path for it.
*/
const surrogate = /[\ud800-\udfff]/;
function split(text) {
	spend(4 * text.length);
	return Array.from(text);
}
/** Number of code points; a lone surrogate counts as one, as in Python. */
function codePointCount(text) {
	return surrogate.test(text) ? split(text).length : text.length;
}
/** The code points of a text, each as a text of its own. */
function codePoints(text) {
	if (surrogate.test(text)) return split(text);
	spend(text.length);
	return text.split("");
}
/** The code point at an index from 0; undefined outside. */
function codePointAt(text, index) {
	const found = surrogate.test(text) ? split(text)[index] : text[index];
	return index < 0 ? void 0 : found;
}
/** Part of a text between two code point offsets, both within 0 and the length. */
function sliceCodePoints(text, start, end) {
	if (start >= end) return "";
	return surrogate.test(text) ? split(text).slice(start, end).join("") : text.slice(start, end);
}
/** Turns a UTF-16 offset into a code point offset. */
function toCodePointOffset(text, offset) {
	return offset <= 0 ? offset : codePointCount(text.slice(0, offset));
}
/** Python's order of text: by code point. UTF-16 order differs where astral characters meet U+E000 to U+FFFF. */
function compareText(a, b) {
	spendOnReading(Math.min(a.length, b.length));
	if (a === b) return 0;
	if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
	const left = split(a);
	const right = split(b);
	for (const [index, character] of left.entries()) {
		const other = right[index];
		if (other === void 0) return 1;
		const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
		if (difference !== 0) return difference < 0 ? -1 : 1;
	}
	return -1;
}
/** True where a text has no lone surrogate, so that it can be written as UTF-8. */
function isWellFormed(text) {
	return !/\p{Cs}/u.test(text);
}

// src/template/builtins/limits.ts
/** Longest single text a template may make, in UTF-16 units (threat model, section 10). */
const maxTextLength = 1048576;
/** Most items a list or tuple may have after `+` or `*`. */
const maxItems = 1e5;
/** Most bits of an integer; 4,300 decimal digits, where Python stops printing, need 14,285. */
const maxIntegerBits = 16384;
/** Most pairs of values that one comparison looks at. */
const maxComparisons = 1e6;
/** An error of type `LimitError`: the evaluator reports it with the code `limit`. */
function limitError(message) {
	return new TemplateRuntimeError("LimitError", message);
}
/** Gives the text back, or throws `LimitError` where it is longer than {@link maxTextLength}. */
function checkText(text) {
	checkTextLength(text.length);
	return text;
}
/** Throws `LimitError` for a length above {@link maxTextLength}: asked before a text is built. */
function checkTextLength(length) {
	if (length > 1048576) throw limitError(`text of ${length} characters is over the limit of ${maxTextLength}`);
}
/** Throws `LimitError` for a number of items above {@link maxItems}: asked before a list is built. */
function checkItems(count) {
	if (count > 1e5) throw limitError(`list of ${count} items is over the limit of ${maxItems}`);
}
const integerBound = 1n << BigInt(maxIntegerBits);
/** Gives the integer back, or throws `LimitError` where it has more than {@link maxIntegerBits} bits. */
function checkInteger(value) {
	if (value >= integerBound || value <= -integerBound) throw limitError(`integer is over the limit of ${maxIntegerBits} bits`);
	return value;
}
/** What Jinja2 would do cannot be done exactly here: an error of type `Unsupported`, never a different result. */
function unsupported$2(message) {
	return new TemplateRuntimeError("Unsupported", message);
}
/** Python's TypeError. */
function typeError(message) {
	return new TemplateRuntimeError("TypeError", message);
}
/** Python's ValueError. */
function valueError(message) {
	return new TemplateRuntimeError("ValueError", message);
}

// src/template/builtins/number-text.ts
/** Takes a finite float apart without loss. */
function floatParts(value) {
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));
	view.setFloat64(0, value);
	const bits = view.getBigUint64(0);
	const biased = Number(bits >> 52n & 2047n);
	const fraction = bits & 4503599627370495n;
	const mantissa = biased === 0 ? fraction : fraction | 4503599627370496n;
	return {
		negative: bits >> 63n === 1n,
		mantissa,
		exponent: (biased === 0 ? 1 : biased) - 1075
	};
}
/** The integer nearest to `|value| * 10 ** digits`, ties to even, computed exactly. */
function scaledMagnitude(value, digits) {
	const { mantissa, exponent } = floatParts(value);
	let top = mantissa;
	let bottom = 1n;
	if (exponent >= 0) top <<= BigInt(exponent);
	else bottom <<= BigInt(-exponent);
	if (digits >= 0) top *= 10n ** BigInt(digits);
	else bottom *= 10n ** BigInt(-digits);
	return divideHalfEven(top, bottom);
}
/** `top / bottom` of non-negative integers, rounded to the nearest integer, ties to even. */
function divideHalfEven(top, bottom) {
	const quotient = top / bottom;
	const twice = top % bottom * 2n;
	return twice > bottom || twice === bottom && quotient % 2n === 1n ? quotient + 1n : quotient;
}
/** Python's `repr(float)`: the shortest digits that read back the same; `1e+16`, `1.0`, `inf`, `nan`, `-0.0`. */
function floatRepr(value) {
	const special = specialText(value);
	if (special !== void 0) return special;
	const [digits, exponent] = shortestDigits(value);
	const sign = isNegative$1(value) ? "-" : "";
	if (exponent < -4 || exponent >= 16) return `${sign}${withPoint(digits, 1)}${exponentText(exponent)}`;
	if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
	return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${digits.slice(exponent + 1) || "0"}`;
}
/** `inf`, `-inf` or `nan`; undefined for a finite float. */
function specialText(value) {
	if (Number.isNaN(value)) return "nan";
	if (Number.isFinite(value)) return void 0;
	return value > 0 ? "inf" : "-inf";
}
/** Magnitude with a fixed number of digits after the point, rounded exactly, ties to even: `%.2f` without the sign. */
function fixedText(value, digits) {
	const text = scaledMagnitude(value, digits).toString().padStart(digits + 1, "0");
	return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
/** Magnitude as `d.ddde+XX` with that many digits after the point, rounded exactly: `%.2e` without the sign. */
function exponentialText(value, digits) {
	const [text, exponent] = roundedDigits(value, digits + 1);
	return `${withPoint(text, 1)}${exponentText(exponent)}`;
}
/** Magnitude as `%g` writes it; `keepZeros` is the `#` flag; `keepPoint` adds `.0` to what looks like an integer. */
function generalText(value, precision, keepZeros, keepPoint = false) {
	const significant = Math.max(precision, 1);
	const [all, exponent] = roundedDigits(value, significant);
	const digits = keepZeros ? all : all.replace(/0+$/, "");
	if (exponent < -4 || exponent >= (keepPoint ? significant - 1 : significant)) {
		const mantissa = digits === "" ? "0" : digits;
		return `${keepZeros && mantissa.length === 1 ? `${mantissa}.` : withPoint(mantissa, 1)}${exponentText(exponent)}`;
	}
	return plainDigits(digits, exponent, keepZeros, keepPoint);
}
/** Digits laid out without an exponent: the first digit stands for `10 ** exponent`. */
function plainDigits(digits, exponent, keepZeros, keepPoint) {
	if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
	const rest = digits.slice(exponent + 1);
	if (rest !== "") return `${whole}.${rest}`;
	if (keepPoint) return `${whole}.0`;
	return keepZeros ? `${whole}.` : whole;
}
/** Decimal text of an integer; Python stops at 4,300 digits, and so do we. */
function integerText(value) {
	const text = value.toString();
	if (text.length - (value < 0n ? 1 : 0) > 4300) throw valueError("Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
	return text;
}
/** True for negative numbers and for `-0.0`. */
function isNegative$1(value) {
	return value < 0 || Object.is(value, -0);
}
/** Exactly `count` significant digits of the magnitude, and the exponent of the first. */
function roundedDigits(value, count) {
	if (value === 0) return ["0".repeat(count), 0];
	const exponent = Number(value.toExponential().split("e")[1] ?? "0");
	const digits = scaledMagnitude(value, count - 1 - exponent).toString();
	if (digits.length < count) return [scaledMagnitude(value, count - exponent).toString(), exponent - 1];
	return digits.length > count ? [digits.slice(0, count), exponent + 1] : [digits, exponent];
}
/** Shortest digits that read back as the same float, and the exponent of the first. */
function shortestDigits(value) {
	const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential().split("e");
	return [mantissa.replace(".", ""), Number(exponent)];
}
function withPoint(digits, at) {
	return digits.length > at ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
}
function exponentText(exponent) {
	return `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// src/template/builtins/type-name.ts
/** Python's name of a value's type, as its error messages use it: `str`, `NoneType`, `dict_keys`. */
function typeName(value) {
	if (value === null) return "NoneType";
	if (Array.isArray(value)) return "list";
	switch (typeof value) {
		case "boolean": return "bool";
		case "string": return "str";
		case "bigint": return "int";
		case "number": return "float";
		default: return objectTypeName(value);
	}
}
function objectTypeName(value) {
	if (value instanceof Tuple) return "tuple";
	if (value instanceof Dict) return "dict";
	if (value instanceof Sequence) return value.kind;
	if (value instanceof Undefined) return value.silent ? "Undefined" : "StrictUndefined";
	if (value instanceof Callable) return "function";
	if (value instanceof Markup) return "Markup";
	return value.type;
}
const modules = /* @__PURE__ */ new Map([
	["Markup", "markupsafe"],
	["StrictUndefined", "jinja2.runtime"],
	["Undefined", "jinja2.runtime"],
	["LoopContext", "jinja2.runtime"],
	["Macro", "jinja2.runtime"],
	["BlockReference", "jinja2.runtime"],
	["TemplateReference", "jinja2.runtime"],
	["TemplateModule", "jinja2.environment"],
	["Namespace", "jinja2.utils"],
	["Cycler", "jinja2.utils"],
	["Joiner", "jinja2.utils"],
	["_GroupTuple", "jinja2.filters"]
]);
/** How Jinja2 names an object in `… has no attribute …`: `dict object`, `None`, `jinja2.utils.Namespace object`. */
function describeObject(value) {
	if (value === null) return "None";
	const name = typeName(value);
	const module = modules.get(name);
	return `${module === void 0 ? "" : `${module}.`}${name} object`;
}

// src/template/builtins/convert.ts
/**
* Turns plain data (as JSON or YAML gives it; Map allowed) into values of a template: a deep copy, maps with their keys sorted by code
* point at every level, integers exact. kluctl hands its variables over the same way, as JSON (kluctl v2.16, pkg/jinja2).
* Throws TypeError for functions, symbols, undefined and instances of classes, ValueError for `nan`, infinity and cycles, `LimitError`
* for data that is nested deeper than 100.
*/
function fromPlain(plain) {
	return convert$1(plain, []);
}
function convert$1(plain, parents) {
	if (plain === null) return null;
	switch (typeof plain) {
		case "string":
		case "boolean":
		case "bigint": return plain;
		case "number": return convertNumber(plain);
		case "object": return convertObject(plain, parents);
		default: throw typeError(`${describe(typeof plain)} cannot be handed to a template`);
	}
}
/** JSON as Go writes it has no point in an integral number below 1e21, so Python reads an integer. */
function convertNumber(plain) {
	if (!Number.isFinite(plain)) throw valueError(`the number ${plain} cannot be handed to a template`);
	return Number.isInteger(plain) && Math.abs(plain) < 1e21 ? BigInt(plain) : plain;
}
function convertObject(plain, parents) {
	if (parents.includes(plain)) throw valueError("data that contains itself cannot be handed to a template");
	if (parents.length >= 100) throw limitError(`data is nested deeper than the limit of ${100}`);
	const here = [...parents, plain];
	if (Array.isArray(plain)) return Array.from(plain, (item) => convert$1(item, here));
	const entries = entriesOf(plain).toSorted(([a], [b]) => compareText(a, b));
	return Dict.of(entries.map(([key, value]) => [key, convert$1(value, here)]));
}
function entriesOf(plain) {
	if (plain instanceof Map) return Array.from(plain, ([key, value]) => [keyText$1(key), value]);
	const prototype = Object.getPrototypeOf(plain);
	if (prototype !== null && prototype !== Object.prototype) throw typeError("an instance of a class cannot be handed to a template");
	return Object.entries(plain);
}
/** Keys of a map are text in JSON. */
function keyText$1(key) {
	if (typeof key === "string") return key;
	if (typeof key === "number" || typeof key === "bigint" || typeof key === "boolean" || key === null) return String(key);
	throw typeError(`${describe(typeof key)} cannot be a key of a map`);
}
function describe(type) {
	return type === "undefined" ? "an undefined value" : type === "object" ? "a list or map" : `a ${type}`;
}

// src/template/builtins/numbers.ts
/** The number a value counts as: bool is int; undefined for anything else. */
function asNumber(value) {
	if (typeof value === "boolean") return value ? 1n : 0n;
	return typeof value === "bigint" || typeof value === "number" ? value : void 0;
}
/** The integer a value counts as: int and bool; undefined for anything else, floats too. */
function asInteger(value) {
	const number = asNumber(value);
	return typeof number === "bigint" ? number : void 0;
}
/** Python's `float(int)`, rounded to nearest, ties to even. Throws OverflowError above the largest float. */
function toFloat(value) {
	const float = Number(value);
	if (typeof value === "bigint" && !Number.isFinite(float)) throw new TemplateRuntimeError("OverflowError", "int too large to convert to float");
	return float;
}
/** The float nearest to the exact quotient of two integers, ties to even. Throws OverflowError; `bottom` is not 0. */
function exactQuotient(top, bottom) {
	if (isSafe(top) && isSafe(bottom)) return Number(top) / Number(bottom);
	const quotient = (top < 0n !== bottom < 0n ? -1 : 1) * magnitudeQuotient(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom);
	if (!Number.isFinite(quotient)) throw new TemplateRuntimeError("OverflowError", "integer division result too large for a float");
	return quotient;
}
/** Splits a finite float into the exact fraction `top / bottom`. */
function exactFraction(value) {
	const { negative, mantissa, exponent } = floatParts(value);
	const signed = negative ? -mantissa : mantissa;
	return exponent >= 0 ? [signed << BigInt(exponent), 1n] : [signed, 1n << BigInt(-exponent)];
}
function magnitudeQuotient(top, bottom) {
	if (top === 0n) return 0;
	const scale = Math.max(bitLength(top) - bitLength(bottom) - 53, -1074);
	const rounded = scale >= 0 ? divideHalfEven(top, bottom << BigInt(scale)) : divideHalfEven(top << BigInt(-scale), bottom);
	const exact = bitLength(rounded) <= 53 ? scale : scale + 1;
	const again = exact === scale ? rounded : exact >= 0 ? divideHalfEven(top, bottom << BigInt(exact)) : divideHalfEven(top << BigInt(-exact), bottom);
	return timesPowerOfTwo(Number(again), exact);
}
/** In two steps, as `2 ** exponent` alone may be too small or too large for a float; both products are exact. */
function timesPowerOfTwo(value, exponent) {
	const half = Math.trunc(exponent / 2);
	return value * 2 ** half * 2 ** (exponent - half);
}
/** Number of bits of a non-negative integer. */
function bitLength(value) {
	return value === 0n ? 0 : value.toString(16).length * 4 - leadingZeros(value.toString(16).charAt(0));
}
function leadingZeros(digit) {
	return Math.clz32(Number.parseInt(digit, 16)) - 28;
}
function isSafe(value) {
	return value <= 9007199254740992n && value >= -9007199254740992n;
}

// src/template/builtins/range.ts
/** Python's `range`: integers from `start` up or down to `stop`, which is left out. `step` is never 0; the maker checks. */
var Range = class extends Sequence {
	start;
	stop;
	step;
	constructor(start, stop, step) {
		super("range", () => numbers$1(start, stop, step));
		this.start = start;
		this.stop = stop;
		this.step = step;
	}
	/** Number of integers in the range; nothing is built for it. */
	get length() {
		const span = this.step > 0n ? this.stop - this.start : this.start - this.stop;
		const size = this.step > 0n ? this.step : -this.step;
		return span <= 0n ? 0n : (span + size - 1n) / size;
	}
	/** The integer at an index from 0; undefined outside. */
	at(index) {
		return index >= 0n && index < this.length ? this.start + index * this.step : void 0;
	}
	has(number) {
		const offset = number - this.start;
		return offset % this.step === 0n && this.at(offset / this.step) !== void 0;
	}
};
function* numbers$1(start, stop, step) {
	for (let number = start; step > 0n ? number < stop : number > stop; number += step) yield number;
}

// src/template/builtins/calendar.ts
const daysBefore = [
	0,
	31,
	59,
	90,
	120,
	151,
	181,
	212,
	243,
	273,
	304,
	334
];
/** Number of a day; 0001-01-01 is 1, as Python's `date.toordinal`. */
function dayNumber({ year, month, day }) {
	const leap = month > 2 && isLeapYear(year) ? 1 : 0;
	return daysBeforeYear(year) + (daysBefore[month - 1] ?? 0) + leap + day;
}
/** The day of a number that {@link dayNumber} gave. */
function dayOf(number) {
	let year = Math.max(1, Math.floor(number / 366));
	while (daysBeforeYear(year + 1) < number) year += 1;
	let month = 12;
	while (dayNumber({
		year,
		month,
		day: 1
	}) > number) month -= 1;
	return {
		year,
		month,
		day: number - dayNumber({
			year,
			month,
			day: 1
		}) + 1
	};
}
/** True where the calendar has this day, from year 1 to 9999. */
function isDay({ year, month, day }) {
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
	return day <= (month === 2 && isLeapYear(year) ? 29 : daysInMonth[month - 1] ?? 0);
}
const daysInMonth = [
	31,
	28,
	31,
	30,
	31,
	30,
	31,
	31,
	30,
	31,
	30,
	31
];
function isLeapYear(year) {
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
function daysBeforeYear(year) {
	const before = year - 1;
	return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

// src/template/builtins/simple-time.ts
/** Microseconds of a second and of a day. */
const second = 1000000n;
const dayLength = 86400n * second;
/**
* kluctl's object for a time: a date with the time of day in microseconds, and its distance from UTC in seconds where it has one.
* kluctl v2.28, ext/time_ext.py; kluctl-semantics 5.7.
*/
var SimpleTime = class extends PyObject {
	/** Microseconds from the start of the calendar to the time on the clock; `+` and `-` change it in place. */
	clock;
	offset;
	constructor(clock, offset) {
		super("SimpleTime", /* @__PURE__ */ new Map());
		this.clock = clock;
		this.offset = offset;
	}
	/** ISO 8601, as Python's `isoformat`. */
	get text() {
		const { year, month, day } = dayOf(Number(this.clock / dayLength));
		const micros = this.clock % second;
		const fraction = micros === 0n ? "" : `.${pad$1(micros, 6)}`;
		const zone = this.offset === void 0 ? "" : offsetText(this.offset);
		return `${pad$1(year, 4)}-${pad$1(month, 2)}-${pad$1(day, 2)}T${timeText(this.clock % dayLength)}${fraction}${zone}`;
	}
	/** The moment, comparable with others of its sort. */
	get moment() {
		return this.clock - (this.offset ?? 0n) * second;
	}
};
function offsetText(offset) {
	return `${offset < 0n ? "-" : "+"}${timeText((offset < 0n ? -offset : offset) * second).slice(0, 5)}`;
}
function timeText(inDay) {
	const seconds = inDay / second;
	return [
		seconds / 3600n,
		seconds / 60n % 60n,
		seconds % 60n
	].map((part) => pad$1(part, 2)).join(":");
}
function pad$1(number, width) {
	return String(number).padStart(width, "0");
}

// src/template/builtins/text.ts
/**
* Python's `str(value)`, as a template prints it. Lists, tuples and dicts print as `repr`.
* Throws UndefinedError for an undefined value, `Unsupported` for a function, generator or other object without a text of its own
* (threat model T-04), `LimitError` for text that grows too long.
*/
function toText(value) {
	if (typeof value === "string") return value;
	if (value instanceof Markup) return value.text;
	if (value instanceof Undefined && value.silent) return "";
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	return value instanceof SimpleTime ? value.text : repr(value);
}
/** Python's `repr(value)`. Errors as {@link toText}, except that an undefined value is `Undefined`. */
function repr(value) {
	const writer = new Writer$1();
	writeRepr(value, writer);
	return writer.parts.join("");
}
/** Collects pieces of text and stops where the whole grows too long, which shared parts make possible in few steps. */
var Writer$1 = class {
	parts = [];
	/** Lists and dicts that are being written: meeting one again prints `[...]`. */
	open = /* @__PURE__ */ new Set();
	length = 0;
	add(text) {
		this.length += text.length;
		spend(text.length + 2);
		checkTextLength(this.length);
		this.parts.push(text);
	}
};
function writeRepr(value, writer) {
	if (value === null) writer.add("None");
	else if (typeof value === "string") writer.add(textRepr(value));
	else if (typeof value === "boolean") writer.add(value ? "True" : "False");
	else if (typeof value === "bigint") writer.add(integerText(value));
	else if (typeof value === "number") writer.add(floatRepr(value));
	else if (Array.isArray(value)) writeItems(value, value, ["[", "]"], writer);
	else if (value instanceof Tuple) writeItems(value, value.items, ["(", value.items.length === 1 ? ",)" : ")"], writer);
	else if (value instanceof Dict) writeDict(value, writer);
	else if (value instanceof Markup) writer.add(`Markup(${textRepr(value.text)})`);
	else if (value instanceof Undefined) writer.add("Undefined");
	else if (value instanceof Sequence) writeSequence(value, writer);
	else if (value instanceof Callable) throw unsupported$2(`the function "${value.name}" cannot be printed`);
	else writer.add(printObject(value));
}
function writeItems(owner, items, [begin, end], writer) {
	if (isOpen$1(owner, writer, `${begin}...${end.slice(-1)}`)) return;
	writer.add(begin);
	let separator = "";
	for (const item of items) {
		writer.add(separator);
		writeRepr(item, writer);
		separator = ", ";
	}
	writer.add(end);
	writer.open.delete(owner);
}
function writeDict(dict, writer) {
	if (isOpen$1(dict, writer, "{...}")) return;
	let separator = "{";
	for (const [key, value] of dict.entries()) {
		writer.add(separator);
		writeRepr(key, writer);
		writer.add(": ");
		writeRepr(value, writer);
		separator = ", ";
	}
	writer.add(dict.size === 0 ? "{}" : "}");
	writer.open.delete(dict);
}
function writeSequence(value, writer) {
	if (value instanceof Range) {
		const step = value.step === 1n ? "" : `, ${value.step}`;
		writer.add(`range(${value.start}, ${value.stop}${step})`);
	} else if (value.kind === "generator" || value.kind === "range") throw unsupported$2(`a ${value.kind} cannot be printed; turn it into a list with the filter "list"`);
	else writeItems(value, value, [`${value.kind}([`, "])"], writer);
}
/** True, with `again` written, where the value is being written already; else it is from now on. */
function isOpen$1(owner, writer, again) {
	if (writer.open.has(owner)) {
		writer.add(again);
		return true;
	}
	if (writer.open.size >= 100) throw limitError(`value is nested deeper than the limit of ${100}`);
	writer.open.add(owner);
	return false;
}
function printObject(value) {
	if (value.print === void 0) throw unsupported$2(`an object of type "${value.type}" cannot be printed`);
	return value.print();
}
/** What Python's `repr` escapes: controls, formats, surrogates, private and unassigned characters, separators but the space. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/gu;
const shortEscapes = /* @__PURE__ */ new Map([
	["\n", "\\n"],
	["\r", "\\r"],
	["	", "\\t"],
	[" ", " "]
]);
/** Python's `repr` of text: single quotes, or double ones where only single ones are inside. */
function textRepr(text) {
	const quote = text.includes("'") && !text.includes("\"") ? "\"" : "'";
	return `${quote}${text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replace(unprintable, (character) => shortEscapes.get(character) ?? codePointEscape(character))}${quote}`;
}
/** True where Python's `str.isprintable` holds. */
function isPrintable(text) {
	return text.replaceAll(" ", "").search(unprintable) < 0;
}
/** `\x1f`, `\u200b` or `\U000e0001`. */
function codePointEscape(character) {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	if (code <= 255) return `\\x${hex.padStart(2, "0")}`;
	return code <= 65535 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

// src/template/builtins/truth.ts
/** Python's `bool(value)`: empty text, lists, tuples, dicts and zero are false. An undefined value is an UndefinedError unless it is silent. */
function isTrue(value) {
	if (value === null || typeof value === "boolean") return value === true;
	if (typeof value === "number") return value !== 0;
	if (typeof value === "string" || typeof value === "bigint") return Boolean(value);
	if (Array.isArray(value)) return value.length > 0;
	if (value instanceof Tuple) return value.items.length > 0;
	if (value instanceof Dict) return value.size > 0;
	if (value instanceof Markup) return value.text !== "";
	if (value instanceof Undefined && value.silent) return false;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	return value instanceof Sequence ? hasItems(value) : true;
}
/** A generator is true without looking into it; the other sequences are true where they have an item. */
function hasItems(value) {
	if (value.kind === "generator") return true;
	if (value instanceof Range) return value.length > 0n;
	return value[Symbol.iterator]().next().done !== true;
}

// src/template/builtins/arguments.ts
/** Arguments bound to the parameters of a signature. Every method throws for a name that is no parameter. */
var Arguments = class {
	values;
	constructor(values) {
		this.values = values;
	}
	value(name) {
		const value = this.values.get(name);
		if (value === void 0) throw new Error(`no parameter ${name}`);
		return value;
	}
	/** Throws TypeError unless the argument is int or bool, UndefinedError never: an undefined value is a wrong type in Python too. */
	integer(name) {
		return requireInteger(this.value(name));
	}
	/** The argument as text; throws TypeError for other types. */
	text(name) {
		return requireText(this.value(name));
	}
	/** The truth of the argument; throws UndefinedError for an undefined value. */
	flag(name) {
		return isTrue(this.value(name));
	}
};
/** Makes a signature: `signature('do_round', ['value'], ['precision', 0n])`. */
function signature(name, leading, ...parameters) {
	return {
		name,
		leading,
		parameters
	};
}
/** Binds arguments as Python does for a function with named parameters. Throws TypeError in Python's words. */
function bind({ name, leading, parameters }, args, kwargs) {
	if (args.length > parameters.length) throw tooMany(name, leading.length, parameters, args.length);
	const values = /* @__PURE__ */ new Map();
	for (const [index, argument] of args.entries()) values.set(parameters[index]?.[0] ?? "", argument);
	for (const [keyword, argument] of kwargs) {
		if (values.has(keyword) || leading.includes(keyword)) throw typeError(`${name}() got multiple values for argument '${keyword}'`);
		if (!parameters.some(([parameter]) => parameter === keyword)) throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
		values.set(keyword, argument);
	}
	const missing = parameters.filter(([parameter, fallback]) => fallback === void 0 && !values.has(parameter));
	if (missing.length > 0) throw tooFew(name, missing);
	for (const [parameter, fallback] of parameters) if (fallback !== void 0 && !values.has(parameter)) values.set(parameter, fallback);
	return new Arguments(values);
}
/** Checks the number of arguments of a method that Python writes in C: no keywords. Throws TypeError in Python's words. */
function checkCount(name, args, kwargs, least, most) {
	if (kwargs.size > 0) throw typeError(`${name}() takes no keyword arguments`);
	const given = args.length;
	if (given >= least && given <= most) return;
	if (most === 0) throw typeError(`${name}() takes no arguments (${given} given)`);
	if (least === most && most === 1) throw typeError(`${name}() takes exactly one argument (${given} given)`);
	const short = name.slice(name.indexOf(".") + 1);
	if (least === most) throw typeError(`${short} expected ${least} arguments, got ${given}`);
	const [bound, number] = given < least ? ["least", least] : ["most", most];
	throw typeError(`${short} expected at ${bound} ${number} argument${number === 1 ? "" : "s"}, got ${given}`);
}
/** An argument that must be int or bool. Throws TypeError in Python's words. */
function requireInteger(value) {
	const integer = asInteger(value);
	if (integer === void 0) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
	return integer;
}
const largestIndex = 2n ** 63n;
/** An index or a count, which C holds in 64 bits. Throws TypeError and OverflowError in Python's words. */
function requireIndex(value) {
	const integer = requireInteger(value);
	if (integer >= largestIndex || integer < -largestIndex) throw new TemplateRuntimeError("OverflowError", "Python int too large to convert to C ssize_t");
	return integer;
}
/** An argument that must be text. Throws TypeError; `what` goes before `must be str`. */
function requireText(value, what = "") {
	if (typeof value === "string") return value;
	if (value instanceof Markup) return value.text;
	throw typeError(`${what === "" ? "" : `${what} `}must be str, not ${typeName(value)}`);
}
/** Items of a tuple argument, or the single argument. */
function oneOrMany(value) {
	return value instanceof Tuple ? value.items : [value];
}
function tooMany(name, leading, parameters, given) {
	const most = leading + parameters.length;
	const least = leading + parameters.filter(([, fallback]) => fallback === void 0).length;
	const range = least === most ? `${most}` : `from ${least} to ${most}`;
	return typeError(`${name}() takes ${range} positional argument${most === 1 ? "" : "s"} but ${leading + given} were given`);
}
function tooFew(name, missing) {
	const names = missing.map(([parameter]) => textRepr(parameter));
	const list = names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
	return typeError(`${name}() missing ${names.length} required positional argument${names.length === 1 ? "" : "s"}: ${list}`);
}

// src/template/builtins/define-filter.ts
/**
* A filter with a Python signature. `python` is `function(leading parameters)` as Jinja2 defines it, for its error messages:
* `do_sort(environment, value)`.
*/
function define(python, parameters, apply) {
	const [name = "", leading = ""] = python.replace(")", "").split("(");
	const bound = signature(name, leading.split(", "), ...parameters);
	return (context, value, args, kwargs) => apply(value, bind(bound, args, kwargs), context);
}

// src/template/builtins/equality.ts
/** Python's `a == b`: bool, int and float by number, containers item by item. An undefined value is an UndefinedError. */
function equals(a, b) {
	return sameValue(a, b, new Budget());
}
/** Python's `a != b`. */
function notEquals(a, b) {
	return !equals(a, b);
}
/** Python's `a is b or a == b`: how containers compare their items. */
function sameItem(a, b, budget = new Budget()) {
	if (Number.isNaN(a) && Number.isNaN(b)) throw unsupported$2("comparing nan with nan inside of lists and maps depends on how Python stores them");
	return a === b || sameValue(a, b, budget);
}
/** Bounds one comparison: shared parts make a value with few parts take very many steps. */
var Budget = class {
	left = maxComparisons;
	depth = 0;
	/** Runs one step; throws `LimitError` where the values are too deep or too many. */
	step(compare) {
		this.left -= 1;
		spend(2);
		this.depth += 1;
		if (this.left < 0) throw limitError(`comparing takes more than ${maxComparisons} steps`);
		if (this.depth > 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		try {
			return compare();
		} finally {
			this.depth -= 1;
		}
	}
};
function sameValue(a, b, budget) {
	if (a instanceof Undefined || b instanceof Undefined) return bothSilent(a, b);
	const left = plain$3(a);
	const right = plain$3(b);
	if (left instanceof SimpleTime || right instanceof SimpleTime) return sameTime(left, right);
	if (typeof left === "bigint" || typeof left === "number") return (typeof right === "bigint" || typeof right === "number") && left == right;
	if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right, budget);
	if (left instanceof Tuple) return right instanceof Tuple && sameItems(left.items, right.items, budget);
	if (left instanceof Dict) return right instanceof Dict && sameEntries(left, right, budget);
	if (left instanceof Sequence) return right instanceof Sequence && sameSequence(left, right);
	if (typeof left === "string" && typeof right === "string" && left.length === right.length) spendOnReading(left.length);
	return left === right;
}
/** A time with a zone is never one without. */
function sameTime(a, b) {
	if (!(a instanceof SimpleTime && b instanceof SimpleTime)) throw valueError("value is not a SimpleTime");
	return a.offset === void 0 === (b.offset === void 0) && a.moment === b.moment;
}
/** Booleans become numbers and marked text becomes text, as they compare. */
function plain$3(value) {
	if (typeof value === "boolean") return value ? 1n : 0n;
	return value instanceof Markup ? value.text : value;
}
/** What an inline `if` without `else` gave equals its like and nothing else; any other undefined value is an UndefinedError. */
function bothSilent(a, b) {
	return [a, b].map((value) => {
		if (value instanceof Undefined && value.silent) return true;
		refuseUndefined(value);
		return false;
	}).every(Boolean);
}
/** Throws UndefinedError for an undefined value. */
function refuseUndefined(value) {
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
}
function sameItems(a, b, budget) {
	if (a.length !== b.length) return false;
	return a.every((item, index) => budget.step(() => sameItem(item, b[index] ?? null, budget)));
}
function sameEntries(a, b, budget) {
	if (a.size !== b.size) return false;
	for (const [key, value] of a.entries()) {
		const other = b.get(key);
		if (other === void 0 || !budget.step(() => sameItem(value, other, budget))) return false;
	}
	return true;
}
function sameSequence(a, b) {
	if (a === b) return true;
	if (a instanceof Range && b instanceof Range) return sameRange(a, b);
	if (a.kind === "generator" || b.kind === "generator" || a.kind === "dict_values" || b.kind === "dict_values") return false;
	if (a.kind === "dict_keys" && b.kind === "dict_keys") return sameKeys([...a], [...b]);
	throw unsupported$2(`comparing ${a.kind} with ${b.kind} is not supported; turn them into lists with the filter "list"`);
}
function sameRange(a, b) {
	if (a.length !== b.length) return false;
	return a.length === 0n || a.start === b.start && (a.length === 1n || a.step === b.step);
}
function sameKeys(a, b) {
	const keys = new Set(b.map(hashKey));
	return a.length === b.length && a.every((key) => keys.has(hashKey(key)));
}

// src/template/builtins/escape.ts
const entities = /* @__PURE__ */ new Map([
	["&", "&amp;"],
	["<", "&lt;"],
	[">", "&gt;"],
	["\"", "&#34;"],
	["'", "&#39;"]
]);
/** MarkupSafe's `escape`: `& < > " '` become entities; text that is marked safe stays. Errors as `toText`. */
function escapeMarkup(value) {
	return value instanceof Markup ? value : new Markup(escapeText$1(toText(value)));
}
/** `& < > " '` as entities. */
function escapeText$1(text) {
	return checkText(text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character));
}

// src/template/builtins/iterate.ts
/**
* What Python's `iter(value)` goes over: characters of text, items of a list or tuple, keys of a dict.
* Throws TypeError for what cannot be looped over, UndefinedError for an undefined value; a dict that changes its size while it
* is looped over is a RuntimeError, as in Python.
*/
function iterate(value) {
	if (Array.isArray(value)) return value;
	if (typeof value === "string") return codePoints(value);
	if (value instanceof Tuple) return value.items;
	if (value instanceof Dict) return dictKeys(value);
	if (value instanceof Sequence) return value;
	if (value instanceof Markup) return codePoints(value.text);
	if (isSilent(value)) return [];
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	throw typeError(`'${typeName(value)}' object is not iterable`);
}
/** True where {@link iterate} would not throw. */
function isIterable(value) {
	return typeof value === "string" || Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Sequence || value instanceof Markup || isSilent(value);
}
/** True for what an inline `if` without `else` gave: empty text, an empty sequence, false. */
function isSilent(value) {
	return value instanceof Undefined && value.silent;
}
/** Python's `len(value)`. Throws TypeError where the value has none, UndefinedError for an undefined value. */
function lengthOf(value) {
	if (typeof value === "string") return codePointCount(value);
	if (Array.isArray(value)) return value.length;
	if (value instanceof Tuple) return value.items.length;
	if (value instanceof Dict) return value.size;
	if (value instanceof Markup) return codePointCount(value.text);
	if (isSilent(value)) return 0;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	if (value instanceof Range) return Number(value.length);
	if (value instanceof Sequence && value.kind !== "generator") return [...value].length;
	if (value instanceof PyObject) return objectLength(value);
	throw typeError(`object of type '${typeName(value)}' has no len()`);
}
/** Of the objects a template can meet only `loop` has a length, and it is its attribute `length`. */
function objectLength(value) {
	const length = value.type === "LoopContext" ? value.attributes.get("length") : void 0;
	const number = typeof length === "function" ? length() : length;
	if (typeof number === "bigint") return Number(number);
	throw typeError(`object of type '${value.type}' has no len()`);
}
function* dictKeys(dict) {
	const size = dict.size;
	for (const key of dict.keys()) {
		yield key;
		if (dict.size !== size) throw new TemplateRuntimeError("RuntimeError", "dictionary changed size during iteration");
	}
}

// src/template/builtins/ordering.ts
/** Python's `a < b`. Throws TypeError for types without a common order, UndefinedError for an undefined value. */
function lessThan(a, b) {
	return inOrder("<", a, b, new Budget());
}
/** Python's `a <= b`; errors as {@link lessThan}. */
function lessEqual(a, b) {
	return inOrder("<=", a, b, new Budget());
}
/** Python's `a > b`; errors as {@link lessThan}. */
function greaterThan(a, b) {
	return inOrder(">", a, b, new Budget());
}
/** Python's `a >= b`; errors as {@link lessThan}. */
function greaterEqual(a, b) {
	return inOrder(">=", a, b, new Budget());
}
function inOrder(operator, a, b, budget) {
	refuseUndefined(a);
	refuseUndefined(b);
	const left = number(a);
	const right = number(b);
	if (left !== void 0 && right !== void 0) return compareNumbers(operator, left, right);
	const text = asText(a);
	const other = asText(b);
	if (text !== void 0 && other !== void 0) return holds(operator, compareText(text, other));
	if (Array.isArray(a) && Array.isArray(b)) return itemsInOrder(operator, a, b, budget);
	if (a instanceof Tuple && b instanceof Tuple) return itemsInOrder(operator, a.items, b.items, budget);
	if (a instanceof SimpleTime || b instanceof SimpleTime) return compareTimes(operator, a, b);
	if (isKeyView(a) && isKeyView(b)) throw unsupported$2("comparing the keys or items of dicts as sets is not supported");
	throw typeError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}
/** The first pair of items that differ decides; without one the shorter list comes first. */
function itemsInOrder(operator, a, b, budget) {
	for (const [index, item] of a.entries()) {
		const other = b[index];
		if (other === void 0) break;
		if (!budget.step(() => sameItem(item, other, budget))) return budget.step(() => inOrder(operator, item, other, budget));
	}
	return holds(operator, a.length - b.length);
}
function compareTimes(operator, a, b) {
	if (!(a instanceof SimpleTime && b instanceof SimpleTime)) throw valueError("value is not a SimpleTime");
	if (a.offset === void 0 !== (b.offset === void 0)) throw typeError("can't compare offset-naive and offset-aware datetimes");
	return compareNumbers(operator, a.moment, b.moment);
}
function compareNumbers(operator, a, b) {
	switch (operator) {
		case "<": return a < b;
		case "<=": return a <= b;
		case ">": return a > b;
		case ">=": return a >= b;
	}
}
function holds(operator, difference) {
	return compareNumbers(operator, difference, 0);
}
function number(value) {
	if (typeof value === "boolean") return value ? 1n : 0n;
	return typeof value === "bigint" || typeof value === "number" ? value : void 0;
}
function asText(value) {
	return value instanceof Markup ? value.text : typeof value === "string" ? value : void 0;
}
function isKeyView(value) {
	return value instanceof Sequence && (value.kind === "dict_keys" || value.kind === "dict_items");
}

// src/template/builtins/sorting.ts
/**
* Python's `sorted(items, key=…, reverse=…)`: stable also in reverse. Throws TypeError where two keys have no common order,
* UndefinedError where a key is undefined.
*/
function sorted(items, key, reverse = false) {
	const keyed = Array.from(items, (item) => ({
		item,
		key: key(item)
	}));
	if (keyed.length > 1 && keyed.some(({ key }) => holdsNan(key, 0))) throw unsupported$2("sorting \"nan\" is not supported: it has no order");
	return keyed.toSorted((a, b) => {
		spend(4);
		if (lessThan(a.key, b.key)) return reverse ? 1 : -1;
		return lessThan(b.key, a.key) ? reverse ? -1 : 1 : 0;
	}).map(({ item }) => item);
}
function holdsNan(value, depth) {
	spend(1);
	if (typeof value === "number") return Number.isNaN(value);
	const items = Array.isArray(value) ? value : value instanceof Tuple ? value.items : [];
	return depth < 100 && items.some((item) => holdsNan(item, depth + 1));
}

// src/template/builtins/json.ts
/**
* Python's `json.dumps(value)`: `, ` and `: ` between parts, everything beyond ASCII escaped, `NaN` and `Infinity` bare.
* Throws TypeError for values without a JSON form, ValueError for a value that contains itself, `LimitError`.
*/
function jsonText(value, options = {}) {
	const writer = new Writer(options.sortKeys ?? false, indentText(options.indent ?? null));
	writer.write(value);
	return writer.parts.join("");
}
function indentText(indent) {
	if (indent === null) return void 0;
	if (typeof indent === "string") return indent;
	if (indent instanceof Markup) return indent.text;
	const width = asInteger(indent);
	if (width === void 0) throw typeError(`can't multiply sequence by non-int of type '${typeName(indent)}'`);
	checkTextLength(width);
	return " ".repeat(Math.max(Number(width), 0));
}
var Writer = class {
	parts = [];
	open = [];
	sortKeys;
	indent;
	length = 0;
	constructor(sortKeys, indent) {
		this.sortKeys = sortKeys;
		this.indent = indent;
	}
	write(value) {
		if (Array.isArray(value)) this.writeItems(value, "[]", value, (item) => this.write(item));
		else if (value instanceof Tuple) this.writeItems(value, "[]", value.items, (item) => this.write(item));
		else if (value instanceof Dict) this.writeDict(value);
		else this.add(scalar(value));
	}
	writeDict(dict) {
		const pairs = Array.from(dict.entries(), ([key, value]) => new Tuple([key, value]));
		const ordered = this.sortKeys ? sorted(pairs, (pair) => pair) : pairs;
		this.writeItems(dict, "{}", ordered, (pair) => {
			const [key = null, value = null] = pair instanceof Tuple ? pair.items : [];
			this.add(`${keyText(key)}: `);
			this.write(value);
		});
	}
	writeItems(owner, brackets, items, writeItem) {
		if (items.length === 0) {
			this.add(brackets);
			return;
		}
		if (this.open.includes(owner)) throw valueError("Circular reference detected");
		if (this.open.length >= 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		this.add(brackets.charAt(0));
		this.open.push(owner);
		for (const [index, item] of items.entries()) {
			this.add(index === 0 ? this.lineBreak() : this.indent === void 0 ? ", " : `,${this.lineBreak()}`);
			writeItem(item);
		}
		this.open.pop();
		this.add(this.lineBreak() + brackets.charAt(1));
	}
	lineBreak() {
		return this.indent === void 0 ? "" : `\n${this.indent.repeat(this.open.length)}`;
	}
	add(text) {
		this.length += text.length;
		spend(text.length + 2);
		checkTextLength(this.length);
		this.parts.push(text);
	}
};
function scalar(value) {
	const text = plainScalar(value);
	if (text === void 0) throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
	return text;
}
function plainScalar(value) {
	if (value === null) return "null";
	if (typeof value === "boolean") return value ? "true" : "false";
	if (typeof value === "string") return jsonString(value);
	if (value instanceof Markup) return jsonString(value.text);
	if (typeof value === "bigint") return integerText(value);
	return typeof value === "number" ? floatText$2(value) : void 0;
}
function floatText$2(value) {
	if (Number.isNaN(value)) return "NaN";
	if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
	return floatRepr(value);
}
/** Keys are text in JSON: numbers, booleans and None are turned into it. */
function keyText(key) {
	const text = plainScalar(key);
	if (text === void 0) throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
	return typeof key === "string" || key instanceof Markup ? text : `"${text}"`;
}
const escapes$1 = /* @__PURE__ */ new Map([
	["\"", "\\\""],
	["\\", "\\\\"],
	["\n", "\\n"],
	["\r", "\\r"],
	["	", "\\t"],
	["\f", "\\f"],
	["\b", "\\b"]
]);
/** Each UTF-16 unit beyond printable ASCII becomes one escape. */
function jsonString(text) {
	return `"${text.replace(/[^ !#-[\]-~]/g, (unit) => escapes$1.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

// src/template/builtins/text-split.ts
const spaces = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const words = new RegExp(`${spaces}+`, "g");
const leadingSpace = new RegExp(`^${spaces}+`);
const spaceCharacter = new RegExp(spaces);
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
/** The methods of `str` that cut and join: strip, split, partition, splitlines, join, removeprefix and their kin. */
const splitMethods = /* @__PURE__ */ new Map([
	["strip", (self, args, kwargs) => trimmed("strip", self, args, kwargs)],
	["lstrip", (self, args, kwargs) => trimmed("lstrip", self, args, kwargs)],
	["rstrip", (self, args, kwargs) => trimmed("rstrip", self, args, kwargs)],
	["split", (self, args, kwargs) => splitBy("split", self, args, kwargs)],
	["rsplit", (self, args, kwargs) => splitBy("rsplit", self, args, kwargs)],
	["splitlines", (self, args, kwargs) => linesMethod(self, args, kwargs)],
	["partition", (self, args, kwargs) => partition(self, separatorOf("partition", args, kwargs), self.indexOf.bind(self))],
	["rpartition", (self, args, kwargs) => rpartition(self, separatorOf("rpartition", args, kwargs))],
	["join", (self, args, kwargs) => join$1(self, args, kwargs)],
	["removeprefix", (self, args, kwargs) => removePrefix(self, affix("removeprefix", args, kwargs))],
	["removesuffix", (self, args, kwargs) => removeSuffix(self, affix("removesuffix", args, kwargs))]
]);
/** Python's `str.strip(characters)`; white space where `characters` is null. */
function strip(text, characters, side = "both") {
	if (characters === null) return stripSpaces(text, side);
	const set = new Set(codePoints(characters));
	const all = codePoints(text);
	let start = 0;
	let end = all.length;
	while (side !== "right" && start < end && set.has(all[start] ?? "")) start += 1;
	while (side !== "left" && end > start && set.has(all[end - 1] ?? "")) end -= 1;
	return all.slice(start, end).join("");
}
function stripSpaces(text, side) {
	const left = side === "right" ? text : text.replace(leadingSpace, "");
	if (side === "left") return left;
	let end = left.length;
	while (end > 0 && spaceCharacter.test(left.charAt(end - 1))) end -= 1;
	return left.slice(0, end);
}
/** Python's `str.splitlines()`: no empty line after the last line end; `keepEnds` leaves the line ends in. */
function splitLines(text, keepEnds = false) {
	const lines = [];
	let from = 0;
	for (const match of text.matchAll(lineEnd)) {
		spend(20);
		const end = match.index + match[0].length;
		lines.push(text.slice(from, keepEnds ? end : match.index));
		from = end;
	}
	if (from < text.length) lines.push(text.slice(from));
	checkItems(lines.length);
	return lines;
}
/** Python's `str.split()` without a separator: the words between white space. */
function splitWords(text) {
	return text.split(words).filter((word) => word !== "");
}
function trimmed(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 0, 1);
	const characters = args[0] ?? null;
	if (characters !== null && typeof characters !== "string" && !(characters instanceof Markup)) throw typeError(`${name} arg must be None or str`);
	const side = name === "strip" ? "both" : name === "lstrip" ? "left" : "right";
	return strip(text, characters === null ? null : requireText(characters), side);
}
const splitSignature = signature("split", [], ["sep", null], ["maxsplit", -1n]);
function splitBy(name, text, args, kwargs) {
	const bound = bind({
		...splitSignature,
		name
	}, args, kwargs);
	const separator = bound.value("sep");
	if (separator !== null && typeof separator !== "string" && !(separator instanceof Markup)) throw typeError(`must be str or None, not ${typeName(separator)}`);
	const most = requireIndex(bound.value("maxsplit"));
	const limit = most < 0n || most > BigInt(text.length) ? text.length + 1 : Number(most);
	const parts = separator === null ? splitSpace(text, limit, name) : splitText(text, requireText(separator), limit, name);
	checkItems(parts.length);
	return parts;
}
function splitText(text, separator, limit, name) {
	if (separator === "") throw valueError("empty separator");
	spendOnSearch(text, separator);
	const parts = text.split(separator);
	if (name === "rsplit") return splitFromRight(text, separator, limit);
	return parts.length <= limit + 1 ? parts : [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}
/** From the right the parts may differ: `'aaa'.rsplit('aa', 1)` is `['a', '']`. */
function splitFromRight(text, separator, limit) {
	const parts = [];
	let end = text.length;
	while (parts.length < limit) {
		const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
		if (at < 0) break;
		parts.push(text.slice(at + separator.length, end));
		end = at;
	}
	return [text.slice(0, end), ...parts.toReversed()];
}
function splitSpace(text, limit, name) {
	const all = splitWords(text);
	if (all.length <= limit) return all;
	return name === "split" ? spaceFromLeft(text, limit) : spaceFromRight(text, limit);
}
function spaceFromLeft(text, limit) {
	const parts = [];
	let rest = stripSpaces(text, "left");
	while (parts.length < limit) {
		const word = rest.slice(0, rest.search(spaceCharacter));
		parts.push(word);
		rest = stripSpaces(rest.slice(word.length), "left");
	}
	return [...parts, rest];
}
function spaceFromRight(text, limit) {
	const parts = [];
	let rest = stripSpaces(text, "right");
	while (parts.length < limit) {
		let start = rest.length;
		while (start > 0 && !spaceCharacter.test(rest.charAt(start - 1))) start -= 1;
		parts.push(rest.slice(start));
		rest = stripSpaces(rest.slice(0, start), "right");
	}
	return [rest, ...parts.toReversed()];
}
function linesMethod(text, args, kwargs) {
	return splitLines(text, bind(signature("splitlines", [], ["keepends", false]), args, kwargs).integer("keepends") !== 0n);
}
function separatorOf(name, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 1);
	const separator = requireText(args[0] ?? null);
	if (separator === "") throw valueError("empty separator");
	return separator;
}
function partition(text, separator, find) {
	spendOnSearch(text, separator);
	const at = find(separator);
	return at < 0 ? new Tuple([
		text,
		"",
		""
	]) : new Tuple([
		text.slice(0, at),
		separator,
		text.slice(at + separator.length)
	]);
}
function rpartition(text, separator) {
	spendOnSearch(text, separator);
	const at = text.lastIndexOf(separator);
	return at < 0 ? new Tuple([
		"",
		"",
		text
	]) : partition(text, separator, () => at);
}
function join$1(separator, args, kwargs) {
	checkCount("str.join", args, kwargs, 1, 1);
	const items = args[0] ?? null;
	if (!(items instanceof Undefined) && !isIterable(items)) throw typeError("can only join an iterable");
	if (!isIterable(items)) refuseUndefined(items);
	const texts = [];
	let length = 0;
	for (const item of iterate(items)) {
		const text = item instanceof Markup ? item.text : item;
		if (typeof text !== "string") throw typeError(`sequence item ${texts.length}: expected str instance, ${typeName(item)} found`);
		length += text.length + separator.length;
		checkTextLength(length - separator.length);
		texts.push(text);
	}
	return checkText(texts.join(separator));
}
function affix(name, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 1);
	return requireText(args[0] ?? null, `${name}() argument`);
}
function removePrefix(text, prefix) {
	return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
function removeSuffix(text, suffix) {
	return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

// src/template/builtins/urlize.ts
const address = /* @__PURE__ */ new RegExp("^(?:(?:https?://|www\\.)(?:(?:[\\w%-]+\\.)+)?(?:[a-z]{2,63}|xn--[\\w%]{2,59})|(?:[\\w%-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}\\]))(?::\\d{1,5})?(?:[/?#].*)?$", "i");
const mail = /^.+@\w[\w.-]*\.\w+$/;
const scheme = /^[\w.+-]{2,}:\/{0,2}$/;
const parted = /([\t-\r\x1c-\x20]+)/;
/** Jinja2's filter `urlize`: addresses of sites and mail become links. Errors as the text of its arguments; `Unsupported` beyond ASCII. */
function urlize(value, args) {
	const source = value instanceof Markup ? value.text : escapeText$1(toText(value));
	spend(20 * source.length);
	if (/[^\0-\x7f]/.test(source)) throw unsupported$2("the filter \"urlize\" is supported for ASCII text only");
	const limit = args.value("trim_url_limit") === null ? void 0 : Number(args.integer("trim_url_limit"));
	const target = args.value("target");
	const linker = {
		attributes: ` rel="${escapeText$1(relOf(args))}"` + (target === null || target === "" ? "" : ` target="${escapeText$1(toText(target))}"`),
		schemes: schemesOf(args.value("extra_schemes")),
		shorten: (text) => shorten$1(text, limit)
	};
	return checkText(source.split(parted).map((part) => linkWord(part, linker)).join(""));
}
function relOf(args) {
	const rel = args.value("rel");
	const parts = /* @__PURE__ */ new Set(["noopener", ...rel === null ? [] : args.text("rel").split(/\s+/)]);
	if (args.flag("nofollow")) parts.add("nofollow");
	parts.delete("");
	return [...parts].sort().join(" ");
}
function schemesOf(value) {
	if (value === null) return [];
	return Array.from(iterate(value), (item) => {
		const text = toText(item);
		if (!scheme.test(text)) throw new TemplateRuntimeError("FilterArgumentError", `${textRepr(text)} is not a valid URI scheme prefix.`);
		return text;
	});
}
function shorten$1(text, limit) {
	if (limit === void 0 || codePointCount(text) <= limit) return text;
	if (limit < 0) throw unsupported$2("a negative length for the filter \"urlize\" is not supported");
	return `${sliceCodePoints(text, 0, limit)}...`;
}
function linkWord(part, linker) {
	const head = /^(?:[(<]|&lt;)+/.exec(part)?.[0] ?? "";
	const rest = part.slice(head.length);
	const end = endOfAddress(rest);
	const [middle, tail] = balance(rest.slice(0, end), rest.slice(end));
	return head + link(middle, linker) + tail;
}
/** Where the signs begin that stand behind an address. */
function endOfAddress(text) {
	let end = text.length;
	for (;;) if (text.endsWith("&gt;", end)) end -= 4;
	else if (end > 0 && ")>.,\n".includes(text.charAt(end - 1))) end -= 1;
	else return end;
}
/** Closing brackets that belong to the address come back to it. */
function balance(address, trailing) {
	let [middle, tail] = [address, trailing];
	for (const [open, close] of brackets) {
		const opened = countOf(middle, open);
		if (opened <= countOf(middle, close)) continue;
		for (let times = Math.min(opened, countOf(tail, close)); times > 0; times -= 1) {
			const end = tail.indexOf(close) + close.length;
			middle += tail.slice(0, end);
			tail = tail.slice(end);
		}
	}
	return [middle, tail];
}
const brackets = [
	["(", ")"],
	["<", ">"],
	["&lt;", "&gt;"]
];
function countOf(text, part) {
	return text.split(part).length - 1;
}
function link(text, { attributes, schemes, shorten }) {
	if (address.test(text)) return `<a href="${text.startsWith("https://") || text.startsWith("http://") ? text : `https://${text}`}"${attributes}>${shorten(text)}</a>`;
	if (text.startsWith("mailto:") && mail.test(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`;
	if (text.includes("@") && !text.startsWith("www.") && !text.includes(":") && mail.test(text)) return `<a href="mailto:${text}">${text}</a>`;
	let linked = text;
	for (const prefix of schemes) if (linked !== prefix && linked.startsWith(prefix)) linked = `<a href="${linked}"${attributes}>${linked}</a>`;
	return linked;
}

// src/template/builtins/filters-html.ts
const escapeFilter = define("escape(s)", [], escapeMarkup);
/** Jinja2's filters for HTML and URLs: e, escape, forceescape, safe, striptags, tojson, urlencode, urlize, xmlattr. */
const htmlFilters = /* @__PURE__ */ new Map([
	["e", escapeFilter],
	["escape", escapeFilter],
	["forceescape", define("do_forceescape(value)", [], (value) => new Markup(escapeText$1(toText(value))))],
	["safe", define("do_mark_safe(value)", [], (value) => new Markup(toText(value)))],
	["striptags", define("do_striptags(value)", [], (value) => stripTags(toText(value)))],
	["tojson", define("do_tojson(eval_ctx, value)", [["indent", null]], toJson)],
	["urlencode", define("do_urlencode(value)", [], urlEncode)],
	["urlize", define("do_urlize(eval_ctx, value)", [
		["trim_url_limit", null],
		["nofollow", false],
		["target", null],
		["rel", null],
		["extra_schemes", null]
	], urlize)],
	["xmlattr", define("do_xmlattr(eval_ctx, d)", [["autospace", true]], xmlAttributes)]
]);
const unsafe = /* @__PURE__ */ new Map([
	["<", "\\u003c"],
	[">", "\\u003e"],
	["&", "\\u0026"],
	["'", "\\u0027"]
]);
/** JSON with sorted keys that may stand inside HTML. */
function toJson(value, args) {
	const text = jsonText(value, {
		sortKeys: true,
		indent: args.value("indent")
	});
	return new Markup(checkText(text.replace(/[<>&']/g, (character) => unsafe.get(character) ?? character)));
}
const basicEntities = /* @__PURE__ */ new Map([
	["&amp;", "&"],
	["&lt;", "<"],
	["&gt;", ">"],
	["&quot;", "\""],
	["&#34;", "\""],
	["&#39;", "'"],
	["&apos;", "'"]
]);
/** Comments, then tags go; white space becomes single blanks; entities become characters. */
function stripTags(text) {
	return splitWords(cut$1(cut$1(text, "<!--", "-->"), "<", ">")).join(" ").replace(/&(?:#?[0-9A-Za-z]+;?)?/g, (entity) => {
		const character = entity === "&" ? entity : basicEntities.get(entity);
		if (character === void 0) throw unsupported$2(`the entity "${entity}" is not supported by the filter "striptags"`);
		return character;
	});
}
/** Removes everything from `open` to the nearest `close`, again and again; without a `close` the rest stays. */
function cut$1(text, open, close) {
	let result = "";
	let from = 0;
	for (;;) {
		const start = text.indexOf(open, from);
		const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
		if (end < 0) return result + text.slice(from);
		result += text.slice(from, start);
		from = end + close.length;
	}
}
function urlEncode(value) {
	if (!isIterable(value)) refuseUndefined(value);
	if (typeof value === "string" || value instanceof Markup || !isIterable(value)) return quoteUrl(value, "/");
	const pairs = value instanceof Dict ? [...value.entries()] : Array.from(iterate(value), pairOf);
	return checkText(pairs.map(([key, item]) => `${quoteQuery(key)}=${quoteQuery(item)}`).join("&"));
}
function pairOf(pair) {
	const [key, value, ...rest] = [...iterate(pair)];
	if (rest.length > 0) throw valueError("too many values to unpack (expected 2)");
	if (key === void 0 || value === void 0) throw valueError(`not enough values to unpack (expected 2, got ${key === void 0 ? 0 : 1})`);
	return [key, value];
}
function quoteQuery(value) {
	return quoteUrl(value, "").replaceAll("%20", "+");
}
function quoteUrl(value, safe) {
	const text = toText(value);
	spend(20 * text.length);
	if (!isWellFormed(text)) throw new TemplateRuntimeError("UnicodeEncodeError", "surrogates not allowed");
	const quoted = text.replace(/[^A-Za-z0-9_.~/-]+/g, (part) => encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`));
	return checkText(safe === "/" ? quoted : quoted.replaceAll("/", "%2F"));
}
function xmlAttributes(value, args) {
	refuseUndefined(value);
	if (!(value instanceof Dict)) throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
	const text = [...value.entries()].filter(([, item]) => item !== null && !(item instanceof Undefined)).map(([key, item]) => `${attributeName(key)}="${escapeMarkup(item).text}"`).join(" ");
	return args.flag("autospace") && text !== "" ? ` ${text}` : text;
}
/** Jinja2 3.1.2 takes any name and later ones refuse some: those are refused here. */
function attributeName(key) {
	const text = key instanceof Markup ? key.text : key;
	if (typeof text !== "string") throw unsupported$2("the filter \"xmlattr\" is supported for text keys only");
	if (/[\t-\r />=]/.test(text)) throw valueError(`Invalid character in attribute name: ${textRepr(text)}`);
	return escapeMarkup(key).text;
}

// src/template/builtins/base64.ts
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Text as UTF-8 in standard base64. Throws UnicodeEncodeError for a lone surrogate, `LimitError`. */
function encodeBase64(text) {
	if (!isWellFormed(text)) throw new TemplateRuntimeError("UnicodeEncodeError", "'utf-8' codec can't encode a lone surrogate: surrogates not allowed");
	const bytes = new TextEncoder().encode(text);
	checkTextLength(Math.ceil(bytes.length / 3) * 4);
	const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
	return btoa(binary);
}
/**
* Base64 to text, as Python's `base64.b64decode` reads it: characters outside of the alphabet are passed over, reading ends at the
* padding. Throws `binascii.Error` for bad padding, ValueError for characters beyond ASCII, UnicodeDecodeError for bad UTF-8.
*/
function decodeBase64(text) {
	const bytes = decodeBytes(text);
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		throw new TemplateRuntimeError("UnicodeDecodeError", "'utf-8' codec can't decode the bytes");
	}
}
function decodeBytes(text) {
	const bytes = [];
	let group = 0;
	let position = 0;
	let pads = 0;
	let count = 0;
	for (const character of text) {
		if (character === "=") {
			pads += position >= 2 ? 1 : 0;
			if (position >= 2 && position + pads >= 4) return Uint8Array.from(bytes);
			continue;
		}
		const value = alphabet.indexOf(character);
		if (value < 0) continue;
		pads = 0;
		count += 1;
		if (position > 0) bytes.push((group << 6 | value) >> 6 - 2 * position & 255);
		group = value;
		position = (position + 1) % 4;
	}
	if (position === 0) return Uint8Array.from(bytes);
	throw new TemplateRuntimeError("binascii.Error", position === 1 ? `Invalid base64-encoded string: number of data characters (${count}) cannot be 1 more than a multiple of 4` : "Incorrect padding");
}

// src/template/builtins/slice.ts
/**
* Jinja2's `value[start:stop:step]`; null for a part that is left out or None. Throws UndefinedError for an undefined value,
* TypeError for a value or a part that does not fit, ValueError for a zero step: Jinja2 does not turn these into undefined values.
*/
function slice(value, start, stop, step) {
	refuseUndefined(value);
	const bounds = {
		start,
		stop,
		step
	};
	if (typeof value === "string") return sliceText(value, bounds);
	if (value instanceof Markup) return new Markup(sliceText(value.text, bounds));
	if (Array.isArray(value)) return pick(value, resolve(bounds, BigInt(value.length)));
	if (value instanceof Tuple) return new Tuple(pick(value.items, resolve(bounds, BigInt(value.items.length))));
	if (value instanceof Range) return sliceRange(value, bounds);
	if (value instanceof Dict) throw typeError("unhashable type: 'slice'");
	throw typeError(`'${typeName(value)}' object is not subscriptable`);
}
function sliceText(text, bounds) {
	const found = resolve(bounds, BigInt(codePointCount(text)));
	if (found.step === 1) return sliceCodePoints(text, found.start, found.stop);
	return pick(codePoints(text), found).join("");
}
function sliceRange(range, bounds) {
	const found = resolve(bounds, range.length);
	const at = (index) => range.start + BigInt(index) * range.step;
	return new Range(at(found.start), at(found.stop), range.step * BigInt(found.step));
}
function pick(items, { start, stop, step }) {
	if (step === 1) return items.slice(start, Math.max(start, stop));
	const picked = [];
	for (let index = start; step > 0 ? index < stop : index > stop; index += step) {
		const item = items[index];
		if (item !== void 0) picked.push(item);
	}
	return picked;
}
/** Offsets within the length, as Python's `slice.indices`. */
function resolve(bounds, length) {
	const start = index$1(bounds.start);
	const stop = index$1(bounds.stop);
	const step = index$1(bounds.step) ?? 1n;
	if (step === 0n) throw valueError("slice step cannot be zero");
	if (length > BigInt(Number.MAX_SAFE_INTEGER)) throw limitError("the range is too long to be sliced");
	const lowest = step > 0n ? 0n : -1n;
	const highest = step > 0n ? length : length - 1n;
	const clamp = (offset) => {
		const absolute = offset < 0n ? offset + length : offset;
		return Number(absolute < lowest ? lowest : absolute > highest ? highest : absolute);
	};
	return {
		start: start === void 0 ? Number(step > 0n ? lowest : highest) : clamp(start),
		stop: stop === void 0 ? Number(step > 0n ? highest : lowest) : clamp(stop),
		step: Number(step)
	};
}
function index$1(part) {
	if (part === null) return void 0;
	const integer = asInteger(part);
	if (integer === void 0) throw typeError("slice indices must be integers or None or have an __index__ method");
	return integer;
}

// src/template/builtins/slugify.ts
const options = signature("slugify", ["text"], ["entities", true], ["decimal", true], ["hexadecimal", true], ["max_length", 0n], ["word_boundary", false], ["separator", "-"], ["save_order", false], ["stopwords", null], ["regex_pattern", null], ["lowercase", true], ["replacements", null], ["allow_unicode", false]);
/** Options whose defaults alone are supported. */
const fixed = /* @__PURE__ */ new Map([
	["word_boundary", false],
	["save_order", false],
	["stopwords", null],
	["regex_pattern", null],
	["replacements", null]
]);
/**
* kluctl's filter `slugify` (python-slugify): lower case, everything but letters and digits becomes single dashes. Options:
* `separator`, `max_length`, `lowercase`, `allow_unicode`. Throws `Unsupported` for other options, for text beyond the Latin letters of
* Europe and common punctuation (its transliteration needs a large table), and for character entities.
*/
function slugify(value, args, kwargs) {
	const text = requireText(value);
	const bound = bind({
		...options,
		parameters: args.length === 0 ? options.parameters : []
	}, args, kwargs);
	for (const [name, fallback] of fixed) if (bound.value(name) !== fallback) throw unsupported$2(`the option "${name}" of the filter "slugify" is not supported`);
	if (/&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i.test(text)) throw unsupported$2("the filter \"slugify\" is not supported for text with character entities");
	const plain = transliterate(text.replace(/'+/g, "-"), isTrue(bound.value("allow_unicode")));
	const cased = isTrue(bound.value("lowercase")) ? plain.toLowerCase() : plain;
	const allowed = isTrue(bound.value("allow_unicode")) ? /[^A-Za-z0-9]+/g : /[^-A-Za-z0-9]+/g;
	return shorten(cased.replace(/'+/g, "").replace(/(?<=\d),(?=\d)/g, "").replace(allowed, "-").replace(/-{2,}/g, "-").replace(/^-|-$/g, ""), bound.integer("max_length")).replaceAll("-", bound.text("separator"));
}
/** Cut at the length, a dash at the end removed. */
function shorten(slug, length) {
	if (length <= 0n || length >= BigInt(slug.length)) return slug;
	return slug.slice(0, Number(length)).replace(/-+$/, "");
}
/** How letters and signs that have no simpler form are written (text-unidecode 1.3). */
const latin = new Map(Object.entries({
	Æ: "AE",
	æ: "ae",
	Ð: "D",
	ð: "d",
	Ø: "O",
	ø: "o",
	Þ: "Th",
	þ: "th",
	ß: "ss",
	Đ: "D",
	đ: "d",
	Ħ: "H",
	ħ: "h",
	ı: "i",
	ĸ: "k",
	Ł: "L",
	ł: "l",
	ʼ: "'",
	Ŋ: "ng",
	ŋ: "NG",
	Œ: "OE",
	œ: "oe",
	Ŧ: "T",
	ŧ: "t",
	"¡": "!",
	"¢": "C/",
	"£": "PS",
	"¤": "$?",
	"¥": "Y=",
	"¦": "|",
	"§": "SS",
	"©": "(c)",
	"«": "<<",
	"¬": "!",
	"®": "(r)",
	"°": "deg",
	"±": "+-",
	μ: "m",
	"¶": "P",
	"·": "*",
	"»": ">>",
	"⁄": "/",
	"¿": "?",
	"×": "x",
	"÷": "/",
	"­": "",
	"–": "-",
	"—": "--",
	"‘": "'",
	"’": "'",
	"“": "\"",
	"”": "\"",
	"„": ",,",
	"€": "EUR"
}));
/** What {@link latin} and the decomposition of Unicode cover. */
const covered = /^(?:[\0-\x7f\xa0-\u017f–—‘’“”„…€]|[\u0300-\u036f])*$/;
function transliterate(text, allowUnicode) {
	if (/^[\0-\x7f]*$/.test(text)) return text;
	if (allowUnicode || !covered.test(text)) throw unsupported$2("the filter \"slugify\" is supported for ASCII and the Latin letters of Europe only");
	return text.normalize("NFKD").replace(/[^\0-\x7f]/g, (character) => latin.get(character) ?? "");
}

// src/template/builtins/group-tuple.ts
/** What the filter `groupby` yields: a tuple of key and items whose parts also have the names `grouper` and `list`. */
var GroupTuple = class extends Tuple {
	grouper;
	list;
	constructor(grouper, list) {
		super([grouper, list]);
		this.grouper = grouper;
		this.list = list;
	}
};

// src/template/builtins/text-predicates.ts
/** Characters that are digits (superscripts, circled digits) without being decimal. Unicode: Numeric_Type=Digit. */
const digit = /^(?:\p{Nd}|[\xb2\xb3\xb9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}])$/u;
/** Ideographs that stand for a number. Unicode: Numeric_Type=Numeric outside the categories of numbers. */
const numeric = /^(?:\p{N}|[\u3405\u3483\u382a\u3b4d\u4e00\u4e03\u4e07\u4e09\u4e5d\u4e8c\u4e94\u4e96\u4ebf\u4ec0\u4edf\u4ee8\u4f0d\u4f70\u5104\u5146\u5169\u516b\u516d\u5341\u5343-\u5345\u534c\u53c1-\u53c4\u56db\u58f1\u58f9\u5e7a\u5efe\u5eff\u5f0c-\u5f0e\u5f10\u62fe\u634c\u67d2\u6f06\u7396\u767e\u8086\u842c\u8cae\u8cb3\u8d30\u9621\u9646\u964c\u9678\u96f6\uf96b\uf973\uf978\uf9b2\uf9d1\uf9d3\uf9fd\u{20001}\u{20064}\u{200e2}\u{20121}\u{2092a}\u{20983}\u{2098c}\u{2099c}\u{20aea}\u{20afd}\u{20b19}\u{22390}\u{22998}\u{23b1b}\u{2626d}\u{2f890}])$/u;
/** Python's white space, one character. */
const space$1 = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
/** The questions of `str`: isalnum, isalpha, isascii, isdecimal, isdigit, isidentifier, islower, isnumeric and so on. */
const predicateMethods = new Map([
	method$1("isalnum", everyCharacter((character) => /\p{L}/u.test(character) || numeric.test(character))),
	method$1("isalpha", everyCharacter((character) => /\p{L}/u.test(character))),
	method$1("isascii", (text) => !/[^\0-\x7f]/.test(text)),
	method$1("isdecimal", everyCharacter((character) => /\p{Nd}/u.test(character))),
	method$1("isdigit", everyCharacter((character) => digit.test(character))),
	method$1("isidentifier", (text) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text)),
	method$1("islower", isLower),
	method$1("isnumeric", isNumeric),
	method$1("isprintable", isPrintable),
	method$1("isspace", everyCharacter((character) => space$1.test(character))),
	method$1("istitle", isTitle),
	method$1("isupper", isUpper)
]);
function method$1(name, holds) {
	return [name, (self, args, kwargs) => {
		checkCount(`str.${name}`, args, kwargs, 0, 0);
		return holds(self);
	}];
}
/** Python's `str.islower`: a letter in lower case, and none in upper or title case. */
function isLower(text) {
	return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
}
/** Python's `str.isupper`: a letter in upper case, and none in lower or title case. */
function isUpper(text) {
	return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}
/** Python's `str.isnumeric`. */
function isNumeric(text) {
	return text !== "" && codePoints(text).every((character) => numeric.test(character));
}
function isTitle(text) {
	let previousCased = false;
	let found = false;
	for (const character of codePoints(text)) {
		const isStart = /[\p{Uppercase}\p{Lt}]/u.test(character);
		const isRest = /\p{Lowercase}/u.test(character);
		if (isStart && previousCased || isRest && !previousCased) return false;
		previousCased = isStart || isRest;
		found ||= previousCased;
	}
	return found;
}
function everyCharacter(holds) {
	return (text) => text !== "" && codePoints(text).every(holds);
}

// src/template/builtins/yaml-plain.ts
const kinds = [
	["bool", /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
	["float", /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/],
	["int", /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+)$/],
	["merge", /^<<$/],
	["null", /^(?:~|null|Null|NULL|)$/],
	["timestamp", /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/],
	["value", /^=$/]
];
/** The kind of a plain scalar, as PyYAML's resolver finds it. Source: YAML 1.1 types, PyYAML 6.0. */
function plainKind(text) {
	return kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? "str";
}

// src/template/builtins/yaml-scalar.ts
/** Text as kluctl's dumper represents it: several lines as a literal block, digits in single quotes. */
function textScalar(text) {
	const style = splitLines(text).length > 1 ? "literal" : isNumeric(text) ? "single" : "any";
	return {
		text,
		style,
		isPlainSafe: style === "any" && plainKind(text) === "str",
		tagLength: 5
	};
}
/** True where the scalar may be a key on one line. */
function isSimpleKey(scalar, anchorLength) {
	return anchorLength + scalar.tagLength + codePointCount(scalar.text) < 128 && scalar.text !== "" && !/[\n\x85\u2028\u2029]/.test(scalar.text);
}
/** Writes a scalar in the first style that is allowed for it. */
function writeScalar(scalar, place, writer) {
	writer.nested(2, 2, () => {
		const split = !place.isSimpleKey;
		const { text } = scalar;
		switch (chooseStyle(scalar, place)) {
			case "plain": return writePlain(text, split, place.isRoot, writer);
			case "single": return writeSingle(text, split, writer);
			case "literal": return writeLiteral(text, writer);
			case "double": return writeDouble(text, split, writer);
		}
	});
}
function chooseStyle(scalar, { isSimpleKey }) {
	const { text, style } = scalar;
	const isSpecial = /[^\n -~]/.test(text) || / \n/.test(text);
	const isMultiline = /[\n\x85\u2028\u2029]/.test(text);
	if (scalar.isPlainSafe && text !== "" && !isSpecial && !isMultiline && isPlainShape(text)) return "plain";
	if (style === "literal") return !isSimpleKey && !isSpecial && !text.endsWith(" ") ? "literal" : "double";
	return isSpecial || /\n /.test(text) || isSimpleKey && isMultiline ? "double" : "single";
}
/** True where no sign of YAML's syntax stands in the text. */
function isPlainShape(text) {
	return !/^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@` ]|[?:-](?: |$))|:(?: |$)| #| $/.test(text);
}
function writePlain(text, split, isRoot, writer) {
	if (isRoot) writer.openEnded = true;
	if (!writer.whitespace) writer.text(" ");
	writer.inText();
	for (const part of text.split(/( +)/)) if (part === " " && split && writer.isFull) {
		writer.toIndent();
		writer.inText();
	} else writer.text(part);
}
function writeSingle(text, split, writer) {
	writer.indicator("'", true);
	let end = 0;
	for (const part of text.split(/( +|\n+)/)) {
		const isInside = end > 0 && end + part.length < text.length;
		end += part.length;
		if (part === " " && split && isInside && writer.isFull) writer.toIndent();
		else if (part.startsWith("\n")) {
			for (let count = part.length; count >= 0; count -= 1) writer.lineBreak();
			writer.toIndent();
		} else writer.text(part.replaceAll("'", "''"));
	}
	writer.indicator("'", false);
}
function writeLiteral(text, writer) {
	const isKept = /(?:^|\n)\n$/.test(text);
	const hints = `${/^[ \n]/.test(text) ? "2" : ""}${isKept ? "+" : text.endsWith("\n") ? "" : "-"}`;
	writer.indicator(`|${hints}`, true);
	if (isKept) writer.openEnded = true;
	for (const line of text.replace(/\n$/, "").split("\n")) {
		writer.lineBreak();
		if (line === "") continue;
		writer.toIndent();
		writer.text(line);
	}
	writer.lineBreak();
}
const escapes = /* @__PURE__ */ new Map([
	["\0", "\\0"],
	["\x07", "\\a"],
	["\b", "\\b"],
	["	", "\\t"],
	["\n", "\\n"],
	["\v", "\\v"],
	["\f", "\\f"],
	["\r", "\\r"],
	["\x1B", "\\e"],
	["\"", "\\\""],
	["\\", "\\\\"],
	["", "\\N"],
	["\xA0", "\\_"],
	["\u2028", "\\L"],
	["\u2029", "\\P"]
]);
/** Folds with a backslash at the end of the line: at a blank, or after any escape. */
function writeDouble(text, split, writer) {
	writer.indicator("\"", true);
	const characters = codePoints(text);
	let pending = "";
	for (const [index, character] of characters.entries()) {
		const escaped = escapeOf(character);
		if (escaped !== void 0) {
			writer.text(pending + escaped);
			pending = "";
		}
		if (split && index > 0 && index < characters.length - 1 && (character === " " || pending === "") && writer.isFullAfter(escaped === void 0 ? pending.length : -1)) {
			fold(pending, escaped === void 0 ? character : characters[index + 1] ?? "", writer);
			pending = "";
		}
		if (escaped === void 0) pending += character;
	}
	writer.text(pending);
	writer.indicator("\"", false);
}
/** A line that would start with a blank starts with a backslash before it. */
function fold(pending, next, writer) {
	writer.text(`${pending}\\`);
	writer.toIndent();
	writer.inText();
	if (next === " ") writer.text("\\");
}
function escapeOf(character) {
	const short = escapes.get(character);
	if (short !== void 0) return short;
	if (character >= " " && character <= "~") return void 0;
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16).toUpperCase();
	if (code <= 255) return `\\x${hex.padStart(2, "0")}`;
	return code <= 65535 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

// src/template/builtins/yaml-writer.ts
/** Lines longer than this are folded at the next single blank. */
const bestWidth = 80;
/**
* The page that YAML is written on: knows the column and what the line holds so far, as PyYAML's emitter does. The layout of every
* node depends on both.
*/
var YamlWriter = class {
	/** Indentation of the node that is being written; undefined before the first one. */
	indent;
	/** True where the last character written separates, so that no blank is needed. */
	whitespace = true;
	/** True where the line holds nothing but indentation and the signs `-`, `?`, `:`. */
	indention = true;
	/** True where the document needs `...` at its end. */
	openEnded = false;
	column = 0;
	length = 0;
	parts = [];
	/** True where the next single blank becomes a line break. */
	get isFull() {
		return this.column > bestWidth;
	}
	/** True where `count` more characters pass the width. */
	isFullAfter(count) {
		return this.column + count > bestWidth;
	}
	/** Text of a scalar; its characters count, the state of the line does not change. */
	text(text) {
		this.column += text.length;
		this.raw(text);
	}
	/** A sign such as `-`, `:`, `'` or an anchor, after a blank where one is needed. */
	indicator(sign, needsBlank, { whitespace = false, indention = false } = {}) {
		this.text(this.whitespace || !needsBlank ? sign : ` ${sign}`);
		this.whitespace = whitespace;
		this.indention = this.indention && indention;
		this.openEnded = false;
	}
	/** Starts a new line unless the current one is still empty, and goes to the indentation. */
	toIndent() {
		const indent = this.indent ?? 0;
		if (!this.indention || this.column > indent || this.column === indent && !this.whitespace) this.lineBreak();
		if (this.column < indent) {
			this.whitespace = true;
			this.raw(" ".repeat(indent - this.column));
			this.column = indent;
		}
	}
	lineBreak() {
		this.whitespace = true;
		this.indention = true;
		this.column = 0;
		this.raw("\n");
	}
	/** Marks that text stands on the line. */
	inText() {
		this.whitespace = false;
		this.indention = false;
	}
	/** Runs with an indentation of two more; `step` 0 keeps it, and the first collection of a document stands at 0. */
	nested(step, first, write) {
		const outer = this.indent;
		this.indent = outer === void 0 ? first : outer + step;
		write();
		this.indent = outer;
	}
	finish() {
		return this.parts.join("");
	}
	raw(text) {
		this.length += text.length;
		spend(text.length + 2);
		checkTextLength(this.length);
		this.parts.push(text);
	}
};

// src/template/builtins/yaml-dump.ts
/**
* kluctl's filter `to_yaml`: PyYAML's block style, keys in the order given, anchors for lists and dicts that occur more than once.
* Throws RepresenterError for what PyYAML's safe dumper does not know (functions, generators, text that is marked safe), `LimitError`.
* Source: kluctl v2.28, yaml_utils.py.
*/
function toYaml(value) {
	const dumper = new Dumper();
	dumper.findAnchors(value, 0);
	return dumper.dump(value);
}
var Dumper = class {
	writer = new YamlWriter();
	/** Collections met so far; those met twice have a number. */
	anchors = /* @__PURE__ */ new Map();
	written = /* @__PURE__ */ new Set();
	anchorCount = 0;
	/** Numbers the collections in the order in which they are met again. */
	findAnchors(value, depth) {
		if (depth > 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		const items = itemsOf(value);
		if (!items) return;
		if (!isShared(value)) return;
		if (this.anchors.has(value)) {
			if (this.anchors.get(value) === void 0) {
				this.anchorCount += 1;
				this.anchors.set(value, this.anchorCount);
			}
			return;
		}
		this.anchors.set(value, void 0);
		for (const item of items) this.findAnchors(item, depth + 1);
	}
	dump(value) {
		this.node(value, { isRoot: true });
		this.writer.toIndent();
		if (this.writer.openEnded) {
			this.writer.indicator("...", true);
			this.writer.toIndent();
		}
		return this.writer.finish();
	}
	node(value, place) {
		const items = itemsOf(value);
		const { isRoot = false, isSimpleKey = false } = place;
		if (!items) writeScalar(scalarOf(value), {
			isRoot,
			isSimpleKey
		}, this.writer);
		else if (this.written.has(value)) this.writer.indicator(`*${this.anchorText(value)}`, true);
		else this.collection(value, items, place);
	}
	collection(value, items, place) {
		const anchor = this.anchorText(value);
		if (anchor !== "") this.writer.indicator(`&${anchor}`, true);
		if (isShared(value)) this.written.add(value);
		if (items.length === 0) this.writer.indicator(value instanceof Dict ? "{}" : "[]", true);
		else if (value instanceof Dict) this.mapping(value);
		else this.sequence(items, place);
	}
	anchorText(value) {
		const number = this.anchors.get(value);
		return number === void 0 ? "" : `id${String(number).padStart(3, "0")}`;
	}
	/** The items of a list that is the value of a key are not indented further. */
	sequence(items, { inMapping = false }) {
		this.writer.nested(inMapping && !this.writer.indention ? 0 : 2, 0, () => {
			for (const item of items) {
				this.writer.toIndent();
				this.writer.indicator("-", true, { indention: true });
				this.node(item, {});
			}
		});
	}
	mapping(dict) {
		this.writer.nested(2, 0, () => {
			for (const [key, value] of dict.entries()) {
				this.writer.toIndent();
				if (this.isSimple(key)) this.simpleKey(key);
				else this.complexKey(key);
				this.node(value, { inMapping: true });
			}
		});
	}
	simpleKey(key) {
		this.node(key, {
			inMapping: true,
			isSimpleKey: true
		});
		this.writer.indicator(":", false);
	}
	complexKey(key) {
		this.writer.indicator("?", true, { indention: true });
		this.node(key, { inMapping: true });
		this.writer.toIndent();
		this.writer.indicator(":", true, { indention: true });
	}
	isSimple(key) {
		const items = itemsOf(key);
		if (!items) return isSimpleKey(scalarOf(key), 0);
		return this.written.has(key) || items.length === 0;
	}
};
/** Items of a list or tuple, keys and values of a dict; undefined for a scalar. */
function itemsOf(value) {
	if (Array.isArray(value)) return value;
	if (value instanceof Dict) return [...value.entries()].flat(1);
	return value instanceof Tuple && !(value instanceof GroupTuple) ? value.items : void 0;
}
/** The empty tuple is one object everywhere and never gets an anchor. */
function isShared(value) {
	return !(value instanceof Tuple && value.items.length === 0);
}
function scalarOf(value) {
	if (typeof value === "string") return textScalar(value);
	if (value === null) return plain$2("null", 6);
	if (typeof value === "boolean") return plain$2(value ? "true" : "false", 6);
	if (typeof value === "bigint") return plain$2(integerText(value), 5);
	if (typeof value === "number") return plain$2(floatText$1(value), 7);
	throw new TemplateRuntimeError("RepresenterError", `cannot represent an object of type ${typeName(value)}`);
}
function plain$2(text, tagLength) {
	return {
		text,
		style: "any",
		isPlainSafe: true,
		tagLength
	};
}
/** YAML 1.1 wants a point in every float: `1e+16` is written `1.0e+16`. */
function floatText$1(value) {
	if (Number.isNaN(value)) return ".nan";
	if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
	const text = floatRepr(value);
	return text.includes(".") ? text : text.replace("e", ".0e");
}

// src/template/builtins/yaml-bounds.ts
var import_dist = require_dist();
const maxTokens = 2e5;
/** What a token takes to become a value. */
const tokenWork = 150;
/**
* Throws `LimitError` for YAML text with more than 200,000 tokens or nested deeper than 100. It is asked before the text becomes a
* tree: the parser takes hundreds of bytes a token, and the composer recurses, where a stack that runs out can end the process.
*/
function checkYamlSize(text) {
	let tokens = 0;
	let brackets = 0;
	for (const token of new import_dist.Lexer().lex(text)) {
		tokens += 1;
		spend(tokenWork);
		if (token === "[" || token === "{") brackets += 1;
		else if (token === "]" || token === "}") brackets -= 1;
		if (tokens > maxTokens) throw limitError(`the YAML text has more than ${maxTokens} tokens`);
		if (brackets > 100) tooDeep$1();
	}
	for (const token of new import_dist.Parser().parse(text)) checkDepth(token);
}
function checkDepth(token) {
	const open = [[token, 0]];
	for (let next = open.pop(); next !== void 0; next = open.pop()) {
		const [current, depth] = next;
		if (depth > 100) tooDeep$1();
		if (current.type === "document" && current.value) open.push([current.value, depth]);
		if (!("items" in current)) continue;
		for (const { key, value } of current.items) {
			if (key) open.push([key, depth + 1]);
			if (value) open.push([value, depth + 1]);
		}
	}
}
function tooDeep$1() {
	throw limitError("the YAML text is nested too deeply");
}

// src/template/builtins/yaml-strict.ts
/**
* Refuses layouts that the YAML package reads and PyYAML reads differently or not at all: tabs between tokens, explicit, empty and
* multi-line keys, a block at the start of a line that is the whole document, `...`, anchors that occur twice. Throws `Unsupported`
* and YAMLError.
*/
function refuseLooseYaml(document, source) {
	if (/^\.\.\./m.test(source)) throw unsupported$2("the end mark \"...\" in YAML is not supported");
	const { contents } = document;
	if ((0, import_dist.isScalar)(contents) && isBlock(contents) && /^\S/.test(afterHeader(contents, source))) throw unsupported$2("a YAML document that is one block needs its text indented");
	const walk = new Walk(source);
	walk.visit(contents, false);
	refuseOpenTabs(source, walk.closed);
}
/** `closed` are the parts inside of quotes and blocks, in the order of the text. */
function refuseOpenTabs(source, closed) {
	let next = 0;
	for (let at = source.indexOf("	"); at >= 0; at = source.indexOf("	", at + 1)) {
		while ((closed[next]?.[1] ?? Number.POSITIVE_INFINITY) <= at) next += 1;
		if ((closed[next]?.[0] ?? Number.POSITIVE_INFINITY) > at) throw unsupported$2("a tab in YAML outside of quotes and blocks is not supported");
	}
}
const quoted$1 = /^(?:'(?:[^']|'')*'|"(?:[^"\\]|\\[\s\S])*")$/;
var Walk = class {
	/** Quotes and blocks: tabs are text there. */
	closed = [];
	anchors = /* @__PURE__ */ new Set();
	source;
	constructor(source) {
		this.source = source;
	}
	visit(node, isFlow) {
		if ((0, import_dist.isNode)(node) && !(0, import_dist.isAlias)(node)) this.anchor(node.anchor);
		if ((0, import_dist.isScalar)(node) && node.range) this.scalar(node, isFlow);
		if ((0, import_dist.isPair)(node)) this.pair(node, isFlow);
		if ((0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node)) for (const item of node.items) this.visit(item, isFlow || node.flow === true);
	}
	anchor(name) {
		if (name === void 0) return;
		if (this.anchors.has(name)) throw new TemplateRuntimeError("YAMLError", `found duplicate anchor '${name}'`);
		this.anchors.add(name);
	}
	scalar(node, isFlow) {
		const [start, end] = node.range ?? [0, 0];
		const text = this.source.slice(start, end);
		if (node.type === import_dist.Scalar.PLAIN) {
			if (isFlow && /^:|\?/.test(text)) throw unsupported$2(`the text ${text} in YAML between brackets needs quotes`);
			return;
		}
		if (!isBlock(node) && !quoted$1.test(text)) throw unsupported$2("a quote in YAML is not closed");
		this.closed.push([start, end]);
	}
	pair(pair, isFlow) {
		const { key } = pair;
		if (pair.srcToken?.start.some((token) => token.type === "explicit-key-ind")) throw unsupported$2("keys with \"?\" in YAML are not supported");
		const text = (0, import_dist.isScalar)(key) && key.range ? this.source.slice(key.range[0], key.range[1]) : void 0;
		if (key === null || text === "") throw unsupported$2("empty keys in YAML are not supported");
		if (text?.includes("\n") || this.colonIsBelow(key)) throw unsupported$2("keys of several lines in YAML are not supported");
		this.visit(key, isFlow);
		this.visit(pair.value, isFlow);
	}
	/** True where the colon after a key stands on a later line. */
	colonIsBelow(key) {
		if (!(0, import_dist.isNode)(key) || !key.range) return false;
		const after = this.source.slice(key.range[1]);
		return /^[ \t]*(?:#.*)?\n(?:\s|#.*\n)*:/.test(after.slice(0, 1e3));
	}
};
/** True for text after `|` or `>`. */
function isBlock(node) {
	return node.type === import_dist.Scalar.BLOCK_LITERAL || node.type === import_dist.Scalar.BLOCK_FOLDED;
}
/** Text of a block; PyYAML adds no line end where the source has none. Throws `Unsupported` where the source ends in blanks. */
function blockText(node, text, source) {
	if (!((node.range?.[1] ?? 0) >= source.length && !source.endsWith("\n"))) return text;
	if (/(?:^|\n) *$/.test(source)) throw unsupported$2("blanks at the end of a block of YAML are not supported");
	return text.endsWith("\n") ? text.slice(0, -1) : text;
}
/** What follows the line of `|` or `>`, without its first empty lines. */
function afterHeader(node, source) {
	const start = node.range?.[0] ?? 0;
	const end = source.indexOf("\n", start);
	return end < 0 ? "" : source.slice(end + 1).replace(/^\n+/, "");
}

// src/template/builtins/yaml-value.ts
/**
* The value of a plain scalar in PyYAML: YAML 1.1 with octal `012` and sexagesimal `1:30` numbers. Throws `Unsupported` for a
* timestamp, ValueError for a number without digits such as `0x_`, `LimitError`.
*/
function plainValue(text) {
	switch (plainKind(text)) {
		case "null": return null;
		case "bool": return /^(?:yes|true|on)$/i.test(text);
		case "int": return integer$1(text);
		case "float": return float$2(text);
		case "timestamp": throw unsupported$2(`the YAML timestamp ${text} is not supported; put it in quotes`);
		case "merge": throw new TemplateRuntimeError("YAMLError", "could not determine a constructor for the tag 'tag:yaml.org,2002:merge'");
		default: return text;
	}
}
function integer$1(text) {
	const plain = text.replaceAll("_", "");
	const digits = plain.replace(/^[-+]/, "");
	const magnitude = checkInteger(digits.includes(":") ? sexagesimal(digits) : magnitudeOf(digits));
	return plain.startsWith("-") ? -magnitude : magnitude;
}
function magnitudeOf(digits) {
	if (/^0[bx]?$/.test(digits) && digits !== "0") throw valueError(`invalid literal for int(): '${digits}'`);
	if (digits.length > 4300) throw valueError("Exceeds the limit (4300 digits) for integer string conversion");
	return BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
function sexagesimal(digits) {
	return digits.split(":").reduce((total, part) => checkInteger(total * 60n + BigInt(part)), 0n);
}
function float$2(text) {
	const plain = text.replaceAll("_", "").toLowerCase();
	const sign = plain.startsWith("-") ? -1 : 1;
	const digits = plain.replace(/^[-+]/, "");
	if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
	if (digits === ".nan") return NaN;
	return sign * (digits.includes(":") ? sexagesimalFloat(digits) : Number(digits));
}
/** Added from the last part to the first, as PyYAML does: the order decides the last digit. */
function sexagesimalFloat(digits) {
	const parts = digits.split(":").toReversed();
	let total = 0;
	for (const [index, part] of parts.entries()) total += Number(part) * 60 ** index;
	return total;
}

// src/template/builtins/yaml-load.ts
const maxNodes = 2e5;
const maxAliases = 50;
/** What PyYAML's reader refuses anywhere in a document. */
const unreadable = /[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
/**
* kluctl's filter `from_yaml`: one document as PyYAML's safe loader reads it (YAML 1.1: `yes` and `on` are booleans, `012` is octal).
* Throws YAMLError for bad YAML, `Unsupported` for timestamps, tags and layouts on which parsers differ, `LimitError`.
*/
function fromYaml(value) {
	refuseUndefined(value);
	const text = value instanceof Markup ? value.text : value;
	if (typeof text !== "string") throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'read'`);
	const bad = unreadable.exec(text);
	if (bad) throw yamlError(`unacceptable character #x${(bad[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
	if (/[\x85\u2028\u2029\ufeff]/.test(text)) throw unsupported$2("line ends and marks of Unicode in YAML are not supported");
	if (/^%/m.test(text)) throw unsupported$2("directives in YAML are not supported");
	return load(text.replace(/\r\n?/g, "\n").replace(/\n\.\.\.\n?$/, "\n"));
}
function load(text) {
	try {
		checkYamlSize(text);
		const document = parse(text);
		return new Loader(document, text).value(document.contents);
	} catch (error) {
		if (error instanceof RangeError) throw limitError("the YAML text is nested too deeply");
		throw error;
	}
}
function parse(text) {
	const document = (0, import_dist.parseDocument)(text, {
		version: "1.1",
		schema: "failsafe",
		uniqueKeys: false,
		merge: false,
		prettyErrors: false,
		keepSourceTokens: true,
		logLevel: "error"
	});
	const [error] = document.errors;
	if (error) throw yamlError(`${error.message} (at offset ${error.pos[0]})`);
	return document;
}
function yamlError(message) {
	return new TemplateRuntimeError("YAMLError", message);
}
var Loader = class {
	document;
	source;
	done = /* @__PURE__ */ new Map();
	open = /* @__PURE__ */ new Set();
	nodes = 0;
	aliases = 0;
	constructor(document, source) {
		this.document = document;
		this.source = source;
		refuseLooseYaml(document, source);
	}
	/** The value of a node; the same object again for an alias. */
	value(node) {
		if (node === null || node === void 0) return null;
		if (node instanceof import_dist.Alias) return this.value(this.target(node));
		this.count();
		if ((0, import_dist.isScalar)(node)) return this.scalar(node);
		if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node)) throw yamlError("unexpected node");
		const known = this.done.get(node);
		if (known !== void 0) return known;
		this.enter(node);
		const value = (0, import_dist.isMap)(node) ? this.mapping(node) : node.items.map((item) => this.value(item));
		this.open.delete(node);
		this.done.set(node, value);
		return value;
	}
	count() {
		this.nodes += 1;
		if (this.nodes > maxNodes) throw limitError(`the YAML text has more than ${maxNodes} nodes`);
	}
	enter(node) {
		refuseTag(node);
		if (this.open.has(node)) throw unsupported$2("YAML that contains itself is not supported");
		if (this.open.size >= 100) throw limitError(`the YAML text is nested deeper than the limit of ${100}`);
		this.open.add(node);
	}
	target(alias) {
		this.aliases += 1;
		if (this.aliases > maxAliases) throw limitError(`the YAML text has more than ${maxAliases} aliases`);
		const target = alias.resolve(this.document);
		if (!target) throw yamlError(`found undefined alias '${alias.source}'`);
		return target;
	}
	scalar(node) {
		const text = typeof node.value === "string" ? node.value : "";
		if (node.tag === "tag:yaml.org,2002:str") return text;
		refuseTag(node);
		if (isBlock(node)) return blockText(node, text, this.source);
		return node.type === import_dist.Scalar.PLAIN ? plainValue(this.plainText(node, text)) : text;
	}
	/** An empty node has no text of its own. */
	plainText(node, text) {
		const [start, end] = node.range ?? [0, 0];
		return start === end || this.source.slice(start, end) === "" ? "" : text;
	}
	mapping(map) {
		return Dict.of(this.entries(map).map(([key, value]) => [this.key(key), this.value(value)]));
	}
	key(node) {
		const key = this.value(node);
		if (Array.isArray(key) || key instanceof Dict) throw yamlError("found unhashable key");
		return key;
	}
	/** What `<<` brings in comes first, the own keys after it: they win. */
	entries(map) {
		const merged = [];
		const own = [];
		for (const pair of map.items) {
			if (!(0, import_dist.isPair)(pair)) throw yamlError("unexpected entry of a mapping");
			if (isMergeKey(pair.key)) merged.push(...this.merged(pair.value));
			else own.push([pair.key, pair.value]);
		}
		return [...merged, ...own];
	}
	merged(value) {
		const node = value instanceof import_dist.Alias ? this.target(value) : value;
		if ((0, import_dist.isMap)(node)) return this.nestedEntries(node);
		if (!(0, import_dist.isSeq)(node)) throw yamlError("expected a mapping or list of mappings for merging");
		return node.items.toReversed().flatMap((item) => {
			const map = item instanceof import_dist.Alias ? this.target(item) : item;
			if (!(0, import_dist.isMap)(map)) throw yamlError("expected a mapping for merging");
			return this.nestedEntries(map);
		});
	}
	nestedEntries(map) {
		this.count();
		if (this.open.size >= 100) throw limitError(`the YAML text is nested deeper than the limit of ${100}`);
		if (!!this.open.has(map)) throw unsupported$2("YAML that contains itself is not supported");
		this.open.add(map);
		const entries = this.entries(map);
		this.open.delete(map);
		return entries;
	}
};
function refuseTag(node) {
	if (node.tag !== void 0) throw unsupported$2(`the YAML tag "${node.tag}" is not supported`);
}
function isMergeKey(node) {
	return (0, import_dist.isScalar)(node) && node.type === import_dist.Scalar.PLAIN && typeof node.value === "string" && plainKind(node.value) === "merge";
}

// src/template/builtins/filters-kluctl.ts
/** The filters that kluctl adds to Jinja2's (kluctl v2.28, kluctl_ext.py); `render` needs the engine and is not here. */
const kluctlFilters = /* @__PURE__ */ new Map([
	["b64encode", define("b64encode(string)", [], (value) => encodeBase64(encodable(value)))],
	["b64decode", define("b64decode(string)", [], (value) => decodeBase64(encodable(value)))],
	["to_yaml", define("to_yaml(obj)", [], toYaml)],
	["from_yaml", define("from_yaml(s)", [], fromYaml)],
	["to_json", define("to_json(obj)", [], (value) => jsonText(value))],
	["sha256", define("sha256(s)", [["digest_len", null]], (value, args) => {
		const text = encodable(value);
		if (!isWellFormed(text)) throw new TemplateRuntimeError("UnicodeEncodeError", "surrogates not allowed");
		const length = args.value("digest_len");
		return length === null ? sha256Hex(text) : slice(sha256Hex(text), null, length, null);
	})],
	["slugify", (_, value, args, kwargs) => slugify(value, args, kwargs)]
]);
/** kluctl calls the method `encode` of the value, which only text has. */
function encodable(value) {
	refuseUndefined(value);
	if (typeof value === "string") return value;
	if (value instanceof Markup) return value.text;
	throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'encode'`);
}

// src/template/builtins/division.ts
/** Python's `a / b` of numbers: always a float. Throws ZeroDivisionError, OverflowError. */
function trueDivide(a, b) {
	if (typeof a === "bigint" && typeof b === "bigint") {
		if (b === 0n) throw zeroDivision("division by zero");
		return exactQuotient(a, b);
	}
	const divisor = toFloat(b);
	const dividend = toFloat(a);
	if (divisor === 0) throw zeroDivision("float division by zero");
	return dividend / divisor;
}
/** Python's `a // b` of numbers: rounded down. Throws ZeroDivisionError. */
function floorQuotient(a, b) {
	if (typeof a === "bigint" && typeof b === "bigint") {
		if (b === 0n) throw zeroDivision("integer division or modulo by zero");
		const quotient = a / b;
		return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
	}
	const divisor = toFloat(b);
	if (divisor === 0) throw zeroDivision("float floor division by zero");
	return floatFloor(toFloat(a), divisor);
}
/** Python's `a % b` of numbers: the sign of the divisor. Throws ZeroDivisionError. */
function remainder(a, b) {
	if (typeof a === "bigint" && typeof b === "bigint") {
		if (b === 0n) throw zeroDivision("integer modulo by zero");
		const rest = a % b;
		return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
	}
	const divisor = toFloat(b);
	if (divisor === 0) throw zeroDivision("float modulo");
	return floatRemainder(toFloat(a), divisor);
}
function floatRemainder(a, b) {
	const rest = a % b;
	if (rest === 0) return isNegative(b) ? -0 : 0;
	return rest < 0 !== b < 0 ? rest + b : rest;
}
/** From the exact remainder, so that the quotient is rounded down also where `a / b` would round up to an integer. */
function floatFloor(a, b) {
	const rest = a % b;
	const adjust = rest !== 0 && rest < 0 !== b < 0 ? 1 : 0;
	const quotient = (a - rest) / b - adjust;
	if (quotient === 0) return isNegative(a / b) ? -0 : 0;
	const floor = Math.floor(quotient);
	return quotient - floor > .5 ? floor + 1 : floor;
}
function isNegative(value) {
	return value < 0 || Object.is(value, -0);
}
function zeroDivision(message) {
	return new TemplateRuntimeError("ZeroDivisionError", message);
}

// src/template/builtins/power.ts
/**
* Python's `a ** b` for numbers. Integers stay exact; a float with an integer exponent is computed exactly and rounded once.
* Throws ZeroDivisionError, OverflowError, `LimitError` for too large an integer, and `Unsupported` where the last digit depends on
* the machine's mathematics library or the result is complex.
*/
function raise$1(base, exponent) {
	if (typeof base === "bigint" && typeof exponent === "bigint" && exponent >= 0n) return integerPower(base, exponent);
	return floatPower(toFloat(base), toFloat(exponent));
}
function integerPower(base, exponent) {
	const magnitude = base < 0n ? -base : base;
	if (magnitude > 1n && BigInt(bitLength(magnitude) - 1) * exponent > BigInt(16384)) throw limitError(`integer is over the limit of ${maxIntegerBits} bits`);
	return base ** exponent;
}
function floatPower(base, exponent) {
	if (exponent === 0 || base === 1) return 1;
	if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
	if (base === 0 && exponent < 0) throw new TemplateRuntimeError("ZeroDivisionError", "0.0 cannot be raised to a negative power");
	if (!Number.isFinite(base) || !Number.isFinite(exponent) || base === 0) return base ** exponent;
	if (exponent === .5 && base > 0) return Math.sqrt(base);
	if (!Number.isInteger(exponent)) throw unsupported$2(base < 0 ? "a negative number with a fractional exponent has no real result" : "fractional exponents are not supported");
	return exactPower(base, exponent);
}
function exactPower(base, exponent) {
	const rough = Math.abs(base) ** exponent;
	if (rough === Number.POSITIVE_INFINITY || rough === 0) return outside$1(base, exponent, rough);
	if (Math.abs(exponent) > 4096) throw unsupported$2("float powers above 4096 are not supported");
	const [top, bottom] = exactFraction(base);
	const count = BigInt(Math.abs(exponent));
	return exponent > 0 ? exactQuotient(top ** count, bottom ** count) : exactQuotient(bottom ** count, top ** count);
}
/** Too large is an OverflowError; too small is a zero with the sign of the exact result. */
function outside$1(base, exponent, rough) {
	if (rough !== 0) throw new TemplateRuntimeError("OverflowError", "(34, 'Numerical result out of range')");
	return base < 0 && exponent % 2 !== 0 ? -0 : 0;
}

// src/template/builtins/printf.ts
/** What a conversion takes besides its text. */
const conversionWork$1 = 60;
const pattern$1 = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlL]?([\s\S])?/gu;
/**
* Python's `text % values`: a tuple gives its items, a dict its keys, anything else is one value. `show` turns the value of `%s` into
* text (MarkupSafe escapes there). Throws TypeError, ValueError, KeyError in Python's words, and `LimitError`.
*/
function formatPercent(format, values, show = toText) {
	const source = new ValueSource(values);
	let result = "";
	let from = 0;
	for (const match of format.matchAll(pattern$1)) {
		const [whole, key, flags = "", width, dot, precision, letter] = match;
		result += format.slice(from, match.index);
		from = match.index + whole.length;
		spend(conversionWork$1);
		if (letter === void 0) throw valueError("incomplete format");
		if (letter === "(") throw source.brokenKey();
		if (letter === "%" && whole === "%%") result += "%";
		else {
			source.select(key);
			const conversion = source.conversion(flags, width, dot === void 0 ? void 0 : precision ?? "0", letter);
			result += convert(source.next(), conversion, show, format, from - letter.length);
		}
		checkTextLength(result.length);
	}
	source.finish();
	return checkText(result + format.slice(from));
}
/** Hands out the values in order, or those of the named keys. */
var ValueSource = class {
	values;
	items;
	isMapping;
	position = 0;
	named;
	constructor(values) {
		this.values = values;
		this.items = values instanceof Tuple ? values.items : [values];
		this.isMapping = values instanceof Dict || values instanceof Undefined || values instanceof Range || Array.isArray(values);
	}
	/** Makes `%(key)…` the next value; without a key the next one in order. */
	select(key) {
		this.named = void 0;
		if (key === void 0) return;
		if (!this.isMapping) throw typeError("format requires a mapping");
		if (this.values instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", this.values.message);
		if (!(this.values instanceof Dict)) throw typeError(`${typeName(this.values)} indices must be integers or slices, not str`);
		const value = this.values.get(key);
		if (value === void 0) throw new TemplateRuntimeError("KeyError", repr(key));
		this.named = value;
	}
	/** The error for a key without its closing bracket. */
	brokenKey() {
		return this.isMapping ? valueError("incomplete format key") : typeError("format requires a mapping");
	}
	next() {
		if (this.named !== void 0) return this.named;
		const value = this.items[this.position];
		if (value === void 0) throw typeError("not enough arguments for format string");
		this.position += 1;
		return value;
	}
	conversion(flags, width, precision, letter) {
		const wide = width === "*" ? this.star() : Number(width ?? 0);
		const digits = precision === "*" ? this.star() : precision === void 0 ? void 0 : Number(precision);
		checkTextLength(Math.abs(wide) + (digits ?? 0));
		return {
			flags: wide < 0 ? `${flags}-` : flags,
			width: Math.abs(wide),
			precision: digits === void 0 ? void 0 : Math.max(digits, 0),
			letter
		};
	}
	finish() {
		if (!this.isMapping && this.position < this.items.length && this.named === void 0) throw typeError("not all arguments converted during string formatting");
	}
	star() {
		if (this.named !== void 0) throw typeError("not enough arguments for format string");
		const value = asInteger(this.next());
		if (value === void 0) throw typeError("* wants int");
		return Number(value);
	}
};
function convert(value, conversion, show, format, index) {
	const { letter } = conversion;
	if (letter === "s") return padText(show(value), conversion);
	if (letter === "r") return padText(repr(value), conversion);
	if (letter === "a") return padText(ascii(repr(value)), conversion);
	if (letter === "c") return padText(character(value), {
		...conversion,
		precision: void 0
	});
	if ("diu".includes(letter)) return decimal(value, conversion);
	if ("xXo".includes(letter)) return radix(value, conversion);
	if ("eEfFgG".includes(letter)) return float$1(value, conversion);
	const code = (letter.codePointAt(0) ?? 0).toString(16);
	throw valueError(`unsupported format character '${letter >= " " && letter <= "~" ? letter : "?"}' (0x${code}) at index ${codePointCount(format.slice(0, index))}`);
}
function padText(text, { flags, width, precision }) {
	const cut = precision === void 0 ? text : sliceCodePoints(text, 0, precision);
	const fill = " ".repeat(Math.max(width - codePointCount(cut), 0));
	return flags.includes("-") ? cut + fill : fill + cut;
}
function decimal(value, conversion) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`%${conversion.letter} format: a real number is required, not ${typeName(value)}`);
	const integer = typeof number === "bigint" ? number : truncate$1(number);
	return padNumber(integer < 0n, "", integerText(integer < 0n ? -integer : integer), conversion, conversion.precision);
}
function radix(value, conversion) {
	const { letter, flags } = conversion;
	const integer = asInteger(value);
	if (integer === void 0) throw typeError(`%${letter} format: an integer is required, not ${typeName(value)}`);
	const digits = (integer < 0n ? -integer : integer).toString(letter === "o" ? 8 : 16);
	const prefix = flags.includes("#") ? `0${letter}` : "";
	return padNumber(integer < 0n, prefix, letter === "X" ? digits.toUpperCase() : digits, conversion, conversion.precision);
}
function float$1(value, conversion) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`must be real number, not ${typeName(value)}`);
	const text = floatText(toFloat(number), conversion);
	return padNumber(isNegative$1(toFloat(number)), "", text, conversion, void 0);
}
function floatText(value, { letter, precision = 6, flags }) {
	const keep = flags.includes("#");
	const text = specialText(value)?.replace("-", "") ?? finiteText$1(value, letter.toLowerCase(), precision, keep);
	return letter === letter.toUpperCase() ? text.toUpperCase() : text;
}
function finiteText$1(value, letter, precision, keep) {
	if (precision > 1e3) throw unsupported$2("more than 1000 digits after the point are not supported");
	if (letter === "g") return generalText(value, precision, keep);
	const text = letter === "e" ? exponentialText(value, precision) : fixedText(value, precision);
	return keep && precision === 0 ? text.replace(/^\d+/, "$&.") : text;
}
function padNumber(negative, prefix, digits, { flags, width }, precision) {
	const sign = negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
	const long = digits.padStart(precision ?? 0, "0");
	const fill = width - sign.length - prefix.length - long.length;
	if (flags.includes("-")) return sign + prefix + long + " ".repeat(Math.max(fill, 0));
	if (flags.includes("0")) return sign + prefix + "0".repeat(Math.max(fill, 0)) + long;
	return " ".repeat(Math.max(fill, 0)) + sign + prefix + long;
}
function truncate$1(value) {
	if (Number.isNaN(value)) throw valueError("cannot convert float NaN to integer");
	if (!Number.isFinite(value)) throw new TemplateRuntimeError("OverflowError", "cannot convert float infinity to integer");
	return BigInt(Math.trunc(value));
}
function character(value) {
	const text = value instanceof Markup ? value.text : value;
	if (typeof text === "string" && codePointCount(text) === 1) return text;
	const code = asInteger(value);
	if (code === void 0) throw typeError("%c requires int or char");
	if (code < 0n || code > 1114111n) throw new TemplateRuntimeError("OverflowError", "%c arg not in range(0x110000)");
	return String.fromCodePoint(Number(code));
}
function ascii(text) {
	return text.replace(/[^\0-\x7f]/gu, codePointEscape);
}

// src/template/builtins/time-functions.ts
const lastClock = BigInt(dayNumber({
	year: 9999,
	month: 12,
	day: 31
}) + 1) * dayLength;
function makeSimpleTime(clock, offset) {
	const time = new SimpleTime(clock, offset);
	const parts = [
		["weekday", () => (time.clock / dayLength + 6n) % 7n],
		["hour", () => time.clock % dayLength / (3600n * second)],
		["minute", () => time.clock / (60n * second) % 60n],
		["second", () => time.clock / second % 60n],
		["nanosecond", () => time.clock % second * 1000n]
	];
	for (const [name, read] of parts) time.attributes.set(name, new Callable(name, withoutArguments$2(name, read)));
	time.attributes.set("as_timezone", new Callable("as_timezone", (args) => inZone(time, args)));
	for (const name of [
		"t",
		"now",
		"utcnow",
		"parse_iso"
	]) time.attributes.set(name, () => {
		throw unsupported$2(`"${name}" of a time is not supported`);
	});
	return time;
}
/** Moves a time by microseconds. Throws TypeError, and OverflowError outside the years 1 to 9999. */
function moveTime(time, by, sign) {
	const number = asNumber(by);
	if (number === void 0) throw typeError(`unsupported type for timedelta microseconds component: ${typeName(by)}`);
	if (typeof number === "number" && !Number.isSafeInteger(number)) throw unsupported$2("parts of a microsecond are not supported");
	time.clock = inCalendar(time.clock + sign * BigInt(number));
	return time;
}
function inZone(time, args) {
	if (requireText(args[0] ?? null) !== "UTC" || time.offset === void 0) throw unsupported$2("as_timezone is supported from a time with a zone to \"UTC\" only");
	return makeSimpleTime(inCalendar(time.moment), 0n);
}
function inCalendar(clock) {
	if (clock < dayLength || clock >= lastClock) throw new TemplateRuntimeError("OverflowError", "date value out of range");
	return clock;
}
/** `time.parse_iso(text)`. Throws ValueError for a date or time that does not exist, `Unsupported` for rarer forms of ISO 8601. */
function parseIso(value) {
	if (typeof value !== "string") throw typeError("fromisoformat: argument must be str");
	const match = isoTime.exec(value);
	if (!match) throw unsupported$2(`the time ${JSON.stringify(value)} is not supported: write it as 2024-01-31T23:59:59+00:00`);
	const [year, month, dayInMonth, hour, minute, seconds, , zoneHour, zoneMinute] = [
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		10,
		11
	].map((index) => Number(match[index] ?? 0));
	const day = {
		year: year ?? 0,
		month: month ?? 0,
		day: dayInMonth ?? 0
	};
	const inDay = ((hour ?? 0) * 60 + (minute ?? 0)) * 60 + (seconds ?? 0);
	const isTime = (hour ?? 0) < 24 && (minute ?? 0) < 60 && (seconds ?? 0) < 60;
	if (!isDay(day) || !isTime || (zoneHour ?? 0) > 23 || (zoneMinute ?? 0) > 59) throw valueError(`Invalid isoformat string: '${value}'`);
	const micros = BigInt((match[7] ?? "").padEnd(6, "0"));
	const zone = BigInt(((zoneHour ?? 0) * 60 + (zoneMinute ?? 0)) * 60);
	const offset = match[8] === void 0 ? void 0 : match[9] === "-" ? -zone : zone;
	return makeSimpleTime(BigInt(dayNumber(day)) * dayLength + BigInt(inDay) * second + micros, offset);
}
const isoTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}|\d{6}))?)?(Z|([+-])(\d\d):(\d\d))?)?$/;
function withoutArguments$2(name, read) {
	return (args, kwargs) => {
		checkCount(`SimpleTime.${name}`, args, kwargs, 0, 0);
		return read();
	};
}

// src/template/builtins/containment.ts
/**
* Python's `item in container`: a part of text, an item of a list, tuple or sequence, a key of a dict.
* Throws TypeError for other containers and unhashable keys, UndefinedError for an undefined container.
*/
function contains(container, item) {
	if (isSilent(container)) return false;
	refuseUndefined(container);
	if (typeof container === "string" || container instanceof Markup) return containsText(container, item);
	if (container instanceof Dict) return container.has(item);
	if (Array.isArray(container)) return hasItem(container, item);
	if (container instanceof Tuple) return hasItem(container.items, item);
	if (container instanceof Range) return rangeHas(container, item);
	if (container instanceof Sequence) return inSequence(container, item);
	throw typeError(`argument of type '${typeName(container)}' is not iterable`);
}
/** Keys are looked up, so they must be hashable; what is no pair is in no dict's items, whatever it is. */
function inSequence(container, item) {
	if (container.kind === "dict_keys") hashKey(item);
	if (container.kind === "dict_items" && !(item instanceof Tuple && item.items.length === 2)) return false;
	if (container.kind === "dict_items" && item instanceof Tuple) hashKey(item.items[0] ?? null);
	return hasItem(container, item);
}
function containsText(container, item) {
	const part = item instanceof Markup ? item.text : item;
	if (typeof part !== "string") throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
	const text = typeof container === "string" ? container : container.text;
	spendOnSearch(text, part);
	return text.includes(part);
}
/** A generator is used up as far as the item, as in Python. */
function hasItem(items, item) {
	const iterator = items[Symbol.iterator]();
	for (let next = iterator.next(); next.done !== true; next = iterator.next()) if (sameItem(next.value, item)) return true;
	return false;
}
function rangeHas(range, item) {
	if (isSilent(item)) return false;
	refuseUndefined(item);
	const number = asNumber(item);
	if (number === void 0) return false;
	if (typeof number === "number" && !Number.isInteger(number)) return false;
	return range.has(BigInt(number));
}

// src/template/builtins/operators.ts
/** `a + b`: numbers, text, lists, tuples. */
function add(a, b) {
	refuseUndefinedPair(a, b);
	if (a instanceof SimpleTime) return moveTime(a, b, 1n);
	const pair = numbers(a, b);
	if (pair) return onInteger(pair) ? checkInteger(pair[0] + pair[1]) : pair[0] + pair[1];
	if (isText(a) && isText(b)) return joinTexts(a, b);
	if (isText(a)) throw typeError(`can only concatenate str (not "${typeName(b)}") to str`);
	if (Array.isArray(a)) {
		if (!Array.isArray(b)) throw typeError(`can only concatenate list (not "${typeName(b)}") to list`);
		checkItems(a.length + b.length);
		spend(4 * (a.length + b.length));
		return [...a, ...b];
	}
	if (a instanceof Tuple) {
		if (!(b instanceof Tuple)) throw typeError(`can only concatenate tuple (not "${typeName(b)}") to tuple`);
		checkItems(a.items.length + b.items.length);
		spend(4 * (a.items.length + b.items.length));
		return new Tuple([...a.items, ...b.items]);
	}
	throw unsupportedOperands("+", a, b);
}
/** `a - b`. */
function subtract(a, b) {
	refuseUndefinedPair(a, b);
	if (a instanceof SimpleTime) return moveTime(a, b, -1n);
	const pair = numbersOrThrow("-", a, b);
	return onInteger(pair) ? checkInteger(pair[0] - pair[1]) : pair[0] - pair[1];
}
/** `a * b`: numbers, and text, lists or tuples repeated. */
function multiply(a, b) {
	refuseUndefinedPair(a, b);
	const pair = numbers(a, b);
	if (pair) return onInteger(pair) ? checkInteger(pair[0] * pair[1]) : pair[0] * pair[1];
	const [repeated, times] = isRepeatable(a) ? [a, b] : [b, a];
	if (!isRepeatable(repeated)) throw unsupportedOperands("*", a, b);
	const count = asInteger(times);
	if (count === void 0) throw typeError(`can't multiply sequence by non-int of type '${typeName(times)}'`);
	if (count >= 2n ** 63n || count < -(2n ** 63n)) throw new TemplateRuntimeError("OverflowError", "cannot fit 'int' into an index-sized integer");
	return repeat(repeated, count > 0n ? count : 0n);
}
/** `a / b`: always a float. Throws ZeroDivisionError. */
function divide(a, b) {
	return trueDivide(...operands("/", a, b));
}
/** `a // b`: rounded down. Throws ZeroDivisionError. */
function floorDivide(a, b) {
	return floorQuotient(...operands("//", a, b));
}
/** `a % b`: remainder with the divisor's sign, or printf-style formatting where `a` is text. */
function modulo(a, b) {
	if (isText(a)) {
		if (a instanceof Markup) return new Markup(formatPercent(a.text, b, (value) => escapeMarkup(value).text));
		return formatPercent(a, b);
	}
	return remainder(...operands("%", a, b));
}
/** `a ** b`. Throws ZeroDivisionError, and `Unsupported` where the exact result cannot be had. */
function power(a, b) {
	return raise$1(...operands("** or pow()", a, b));
}
/** `-a`. */
function negate(value) {
	return -unaryNumber("-", value);
}
/** `+a`. */
function positive(value) {
	return unaryNumber("+", value);
}
/** Jinja2's `~`: the texts of all parts, one after the other. */
function concatText(parts) {
	const texts = parts.map(toText);
	checkTextLength(texts.reduce((length, text) => length + text.length, 0));
	return texts.join("");
}
function joinTexts(a, b) {
	if (typeof a === "string" && typeof b === "string") {
		checkTextLength(a.length + b.length);
		return a + b;
	}
	return new Markup(checkText(escapeMarkup(a).text + escapeMarkup(b).text));
}
function repeat(value, count) {
	if (typeof value === "string") return repeatText(value, count);
	if (value instanceof Markup) return new Markup(repeatText(value.text, count));
	const items = value instanceof Tuple ? value.items : value;
	checkItems(BigInt(items.length) * count);
	if (items.length > 0) spend(4 * items.length * Number(count));
	const repeated = items.length === 0 ? [] : Array.from({ length: Number(count) }, () => items).flat(1);
	return value instanceof Tuple ? new Tuple(repeated) : repeated;
}
function repeatText(text, count) {
	checkTextLength(BigInt(text.length) * count);
	spend(text.length);
	return text === "" ? "" : text.repeat(Number(count));
}
function numbers(a, b) {
	const left = asNumber(a);
	const right = asNumber(b);
	if (left === void 0 || right === void 0) return void 0;
	if (typeof left === "bigint" && typeof right === "bigint") return [left, right];
	return [toFloat(left), toFloat(right)];
}
function numbersOrThrow(operator, a, b) {
	refuseUndefinedPair(a, b);
	const pair = numbers(a, b);
	if (!pair) throw unsupportedOperands(operator, a, b);
	return pair;
}
/** Two numbers, not yet made the same type: the operation decides. */
function operands(operator, a, b) {
	refuseUndefinedPair(a, b);
	const left = asNumber(a);
	const right = asNumber(b);
	if (left === void 0 || right === void 0) throw unsupportedOperands(operator, a, b);
	return [left, right];
}
function onInteger(pair) {
	return typeof pair[0] === "bigint";
}
function unaryNumber(operator, value) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`bad operand type for unary ${operator}: '${typeName(value)}'`);
	return number;
}
function isText(value) {
	return typeof value === "string" || value instanceof Markup;
}
function isRepeatable(value) {
	return isText(value) || Array.isArray(value) || value instanceof Tuple;
}
function refuseUndefinedPair(a, b) {
	refuseUndefined(a);
	refuseUndefined(b);
}
function unsupportedOperands(operator, a, b) {
	return typeError(`unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`);
}

// src/template/builtins/wrap.ts
const blank$1 = "[\\t\\n\\v\\f\\r ]";
const word$1 = "[\\p{L}\\p{N}_]";
const wordOrMark = "[\\p{L}\\p{N}_!\"'&.,?]";
const letter = "(?:(?!\\p{Nd})[\\p{L}\\p{N}_])";
/** Blanks; dashes between words; words, cut after a hyphen between letters. */
const hyphenated = new RegExp(`${blank$1}+|(?<=${wordOrMark})-{2,}(?=${word$1})|[^\\t\\n\\v\\f\\r ]+?(?:-(?:(?<=${letter}{2}-)|(?<=${letter}-${letter}-))(?=${letter}-?${letter})|(?=${blank$1}|$)|(?<=${wordOrMark})(?=-{2,}${word$1}))`, "gu");
const simple = /[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+/g;
function textOf$2({ characters, from }) {
	return from === 0 ? characters.join("") : characters.slice(from).join("");
}
/** Python's `textwrap.wrap` of one line, with tabs and white space kept. Throws ValueError for a width below 1. */
function wrapLine(line, options) {
	if (options.width <= 0) throw valueError(`invalid width ${options.width} (must be > 0)`);
	spend(20 * line.length);
	const waiting = (line.match(options.breakOnHyphens ? hyphenated : simple) ?? []).toReversed().map((chunk) => ({
		characters: codePoints(chunk),
		from: 0
	}));
	const lines = [];
	while (waiting.length > 0) {
		const wrapped = takeLine(waiting, options, lines.length > 0);
		if (wrapped.length > 0) lines.push(wrapped.join(""));
	}
	return lines;
}
/** Takes chunks from the end of the list as long as they fit; blanks at both ends of a line are dropped. */
function takeLine(waiting, options, dropBlank) {
	if (dropBlank && isBlankChunk(waiting.at(-1))) waiting.pop();
	const taken = [];
	let length = 0;
	for (let next = waiting.at(-1); next !== void 0; next = waiting.at(-1)) {
		const size = next.characters.length - next.from;
		if (length + size > options.width) break;
		taken.push(textOf$2(next));
		waiting.pop();
		length += size;
	}
	const tooLong = waiting.at(-1);
	if (tooLong !== void 0 && tooLong.characters.length - tooLong.from > options.width) taken.push(...takeLongWord(waiting, tooLong, options, length, taken.length === 0));
	if (isBlank(taken.at(-1) ?? "x")) taken.pop();
	return taken;
}
/** Part of a word that is longer than a line, or all of it where it may not be broken and stands alone. */
function takeLongWord(waiting, chunk, options, used, isAlone) {
	const left = options.width - used;
	if (!options.breakLongWords) {
		if (!isAlone) return [];
		waiting.pop();
		return [textOf$2(chunk)];
	}
	const part = chunk.characters.slice(chunk.from, chunk.from + left);
	const end = options.breakOnHyphens ? hyphenBefore(part, left) : left;
	waiting.pop();
	waiting.push({
		characters: chunk.characters,
		from: chunk.from + end
	});
	return [part.slice(0, end).join("")];
}
function hyphenBefore(part, left) {
	const hyphen = part.lastIndexOf("-");
	return hyphen > 0 && part.slice(0, hyphen).some((character) => character !== "-") ? hyphen + 1 : left;
}
/** A chunk is blank as a whole or begins with something else. */
function isBlankChunk(chunk) {
	return chunk !== void 0 && isBlank(chunk.characters[chunk.from] ?? "");
}
function isBlank(chunk) {
	return /^[\s\x1c-\x1f\x85]*$/.test(chunk);
}

// src/template/builtins/filters-layout.ts
/** Jinja2's filters that lay text out: indent, truncate, wordwrap. */
const layoutFilters = /* @__PURE__ */ new Map([
	["indent", define("do_indent(s)", [
		["width", 4n],
		["first", false],
		["blank", false]
	], (value, args) => indent(value, args))],
	["truncate", define("do_truncate(env, s)", [
		["length", 255n],
		["killwords", false],
		["end", "..."],
		["leeway", null]
	], (value, args) => truncate(value, args))],
	["wordwrap", define("do_wordwrap(environment, s)", [
		["width", 79n],
		["break_long_words", true],
		["wrapstring", null],
		["break_on_hyphens", true]
	], (value, args) => wordWrap(value, args))]
]);
/** Every line but the first gets the indentation, empty lines not; `first` and `blank` change that. */
function indent(value, args) {
	const width = args.value("width");
	const given = typeof width === "string" || width instanceof Markup ? width : multiply(" ", width);
	if (Array.isArray(value)) throw new TemplateRuntimeError("AttributeError", "'list' object has no attribute 'splitlines'");
	const ended = add(value, "\n");
	const isMarked = ended instanceof Markup;
	const text = isMarked ? ended.text : requireText(ended);
	const indentation = isMarked && !(given instanceof Markup) ? escapeMarkup(given).text : requireText(given);
	const lines = splitLines(text);
	checkTextLength(text.length + lines.length * indentation.length);
	const isIndented = (line, index) => index === 0 ? args.flag("first") : args.flag("blank") || line !== "";
	const result = checkText(lines.map((line, index) => isIndented(line, index) ? indentation + line : line).join("\n"));
	return isMarked ? new Markup(result) : result;
}
/** Cuts at the last blank before the length, or anywhere with `killwords`; a text that is only `leeway` too long stays. */
function truncate(value, args) {
	const length = Number(args.integer("length"));
	const end = args.text("end");
	const leeway = args.value("leeway") === null ? 5 : Number(args.integer("leeway"));
	const endLength = codePointCount(end);
	if (length < endLength) throw assertion(`expected length >= ${endLength}, got ${length}`);
	if (leeway < 0) throw assertion(`expected leeway >= 0, got ${leeway}`);
	if (lengthOf(value) <= length + leeway) return value;
	if (typeof value !== "string" && !(value instanceof Markup)) throw typeError(`truncate needs text, not ${typeName(value)}`);
	const start = sliceCodePoints(value instanceof Markup ? value.text : value, 0, length - endLength);
	const blank = args.flag("killwords") ? -1 : start.lastIndexOf(" ");
	const kept = blank < 0 ? start : start.slice(0, blank);
	return value instanceof Markup ? new Markup(kept + escapeMarkup(args.value("end")).text) : kept + end;
}
function wordWrap(value, args) {
	refuseUndefined(value);
	if (typeof value !== "string") throw value instanceof Markup ? unsupported$2("wordwrap of text that is marked safe is not supported") : new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'splitlines'`);
	const joint = args.value("wrapstring") === null ? "\n" : args.text("wrapstring");
	const options = {
		width: Number(args.integer("width")),
		breakLongWords: args.flag("break_long_words"),
		breakOnHyphens: args.flag("break_on_hyphens")
	};
	const lines = splitLines(value).flatMap((line) => {
		const wrapped = wrapLine(line, options);
		return wrapped.length === 0 ? [""] : wrapped;
	});
	checkTextLength(value.length + Math.max(lines.length - 1, 0) * joint.length);
	return checkText(lines.join(joint));
}
function assertion(message) {
	return new TemplateRuntimeError("AssertionError", message);
}

// src/template/builtins/dict-methods.ts
/** The methods of `dict`. `keys`, `values` and `items` stay views of the dict. */
const dictMethods = /* @__PURE__ */ new Map([
	["keys", (self, args, kwargs) => view("keys", args, kwargs, () => self.keys())],
	["values", (self, args, kwargs) => view("values", args, kwargs, () => self.values())],
	["items", (self, args, kwargs) => view("items", args, kwargs, () => dictItems(self))],
	["get", (self, args, kwargs) => get(self, args, kwargs)],
	["pop", (self, args, kwargs) => pop$1(self, args, kwargs)],
	["popitem", (self, args, kwargs) => popItem(self, args, kwargs)],
	["setdefault", (self, args, kwargs) => setDefault(self, args, kwargs)],
	["update", (self, args, kwargs) => update$1(self, args, kwargs)],
	["copy", (self, args, kwargs) => copy$1(self, args, kwargs)],
	["clear", (self, args, kwargs) => clear(self, args, kwargs)]
]);
/** The entries of a dict as Python gives them: tuples of key and value. */
function* dictItems(dict) {
	for (const [key, value] of dict.entries()) yield new Tuple([key, value]);
}
function view(name, args, kwargs, make) {
	checkCount(`dict.${name}`, args, kwargs, 0, 0);
	return new Sequence(`dict_${name}`, make);
}
function get(dict, args, kwargs) {
	checkCount("get", args, kwargs, 1, 2);
	const [key = null, fallback = null] = args;
	const value = dict.get(key);
	return value === void 0 ? fallback : value;
}
function pop$1(dict, args, kwargs) {
	checkCount("pop", args, kwargs, 1, 2);
	const [key = null, fallback] = args;
	const value = dict.get(key);
	dict.delete(key);
	if (value !== void 0) return value;
	if (fallback === void 0) throw new TemplateRuntimeError("KeyError", repr(key));
	return fallback;
}
function popItem(dict, args, kwargs) {
	checkCount("dict.popitem", args, kwargs, 0, 0);
	const last = [...dict.entries()].at(-1);
	if (!last) throw new TemplateRuntimeError("KeyError", repr("popitem(): dictionary is empty"));
	dict.delete(last[0]);
	return new Tuple(last);
}
function setDefault(dict, args, kwargs) {
	checkCount("setdefault", args, kwargs, 1, 2);
	const [key = null, fallback = null] = args;
	const value = dict.get(key);
	if (value !== void 0) return value;
	dict.set(key, fallback);
	return fallback;
}
function update$1(dict, args, kwargs) {
	if (args.length > 1) throw typeError(`update expected at most 1 argument, got ${args.length}`);
	for (const source of args) addAll(dict, source);
	for (const [key, value] of kwargs) dict.set(key, value);
	return null;
}
/** Adds what `dict(source)` takes: another dict, or pairs. Throws TypeError and ValueError in Python's words. */
function addAll(dict, source) {
	if (source instanceof Dict) {
		for (const [key, value] of [...source.entries()]) dict.set(key, value);
		return;
	}
	refuseUndefined(source);
	let index = 0;
	for (const pair of iterate(source)) {
		const [key, value, ...rest] = pairItems$1(pair, index);
		const length = (key === void 0 ? 0 : 1) + (value === void 0 ? 0 : 1) + rest.length;
		if (key === void 0 || value === void 0 || rest.length > 0) throw valueError(`dictionary update sequence element #${index} has length ${length}; 2 is required`);
		dict.set(key, value);
		index += 1;
	}
}
function pairItems$1(pair, index) {
	try {
		return [...iterate(pair)];
	} catch (error) {
		if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
	}
}
function copy$1(dict, args, kwargs) {
	checkCount("dict.copy", args, kwargs, 0, 0);
	return Dict.of(dict.entries());
}
function clear(dict, args, kwargs) {
	checkCount("dict.clear", args, kwargs, 0, 0);
	dict.clear();
	return null;
}

// src/template/builtins/list-methods.ts
/** The methods of `list`. A method that changes the list gives None. */
const listMethods = /* @__PURE__ */ new Map([
	["append", (self, args, kwargs) => insertAt("append", self, self.length, args, kwargs)],
	["extend", (self, args, kwargs) => extend(self, args, kwargs)],
	["insert", (self, args, kwargs) => insert(self, args, kwargs)],
	["index", (self, args, kwargs) => index("list", self, args, kwargs)],
	["count", (self, args, kwargs) => count$1("list", self, args, kwargs)],
	["pop", (self, args, kwargs) => pop(self, args, kwargs)],
	["remove", (self, args, kwargs) => remove(self, args, kwargs)],
	["reverse", (self, args, kwargs) => withoutArguments$1("reverse", args, kwargs, () => void self.reverse())],
	["clear", (self, args, kwargs) => withoutArguments$1("clear", args, kwargs, () => void self.splice(0))],
	["sort", (self, args, kwargs) => sort$1(self, args, kwargs)],
	["copy", (self, args, kwargs) => copy(self, args, kwargs)]
]);
/** The methods of `tuple`. */
const tupleMethods = /* @__PURE__ */ new Map([["index", (self, args, kwargs) => index("tuple", self.items, args, kwargs)], ["count", (self, args, kwargs) => count$1("tuple", self.items, args, kwargs)]]);
function insertAt(name, list, at, args, kwargs) {
	checkCount(`list.${name}`, args, kwargs, 1, 1);
	checkItems(list.length + 1);
	list.splice(at, 0, ...args);
	return null;
}
function extend(list, args, kwargs) {
	checkCount("list.extend", args, kwargs, 1, 1);
	const source = args[0] ?? null;
	for (const item of source === list ? [...list] : iterate(source)) {
		checkItems(list.length + 1);
		list.push(item);
	}
	return null;
}
function insert(list, args, kwargs) {
	checkCount("list.insert", args, kwargs, 2, 2);
	const [at = null, item = null] = args;
	return insertAt("append", list, offset(requireIndex(at), list.length), [item], /* @__PURE__ */ new Map());
}
/** An index as Python clamps it: negative from the end, never outside. */
function offset(index, length) {
	const absolute = index < 0n ? index + BigInt(length) : index;
	return absolute < 0n ? 0 : absolute > BigInt(length) ? length : Number(absolute);
}
function index(type, items, args, kwargs) {
	checkCount(`${type}.index`, args, kwargs, 1, 3);
	const wanted = args[0] ?? null;
	const [, from = 0n, to = BigInt(items.length)] = args;
	const start = sliceIndex(from, items.length);
	const end = sliceIndex(to, items.length);
	for (let at = start; at < end; at += 1) if (sameItem(items[at] ?? null, wanted)) return BigInt(at);
	throw valueError(type === "list" ? `${repr(wanted)} is not in list` : "tuple.index(x): x not in tuple");
}
function sliceIndex(value, length) {
	const integer = asInteger(value);
	if (integer === void 0) throw typeError("slice indices must be integers or have an __index__ method");
	return offset(integer, length);
}
function count$1(type, items, args, kwargs) {
	checkCount(`${type}.count`, args, kwargs, 1, 1);
	const wanted = args[0] ?? null;
	return BigInt(items.filter((item) => sameItem(item, wanted)).length);
}
function pop(list, args, kwargs) {
	checkCount("list.pop", args, kwargs, 0, 1);
	const [index = -1n] = args;
	const at = requireIndex(index);
	if (list.length === 0) throw new TemplateRuntimeError("IndexError", "pop from empty list");
	const absolute = at < 0n ? at + BigInt(list.length) : at;
	if (absolute < 0n || absolute >= BigInt(list.length)) throw new TemplateRuntimeError("IndexError", "pop index out of range");
	return list.splice(Number(absolute), 1)[0] ?? null;
}
function remove(list, args, kwargs) {
	checkCount("list.remove", args, kwargs, 1, 1);
	const wanted = args[0] ?? null;
	const at = list.findIndex((item) => sameItem(item, wanted));
	if (at < 0) throw valueError("list.remove(x): x not in list");
	list.splice(at, 1);
	return null;
}
/** Keyword arguments only, as in Python; a key function cannot be written in a template, except for a macro or a method. */
function sort$1(list, args, kwargs) {
	if (args.length > 0) throw typeError("sort() takes no positional arguments");
	const bound = bind(signature("sort", [], ["key", null], ["reverse", false]), args, kwargs);
	if (bound.value("key") !== null) throw new TemplateRuntimeError("Unsupported", "list.sort with a key is not supported");
	const reverse = bound.flag("reverse");
	list.splice(0, list.length, ...sorted(list, (item) => item, reverse));
	return null;
}
function copy(list, args, kwargs) {
	checkCount("list.copy", args, kwargs, 0, 0);
	return [...list];
}
function withoutArguments$1(name, args, kwargs, change) {
	checkCount(`list.${name}`, args, kwargs, 0, 0);
	change();
	return null;
}

// src/template/builtins/other-attributes.ts
const none = /* @__PURE__ */ new Set();
const ofText = /* @__PURE__ */ new Set([
	"encode",
	"format_map",
	"maketrans",
	"translate"
]);
const ofMarkup = /* @__PURE__ */ new Set([
	...ofText,
	"escape",
	"striptags",
	"unescape"
]);
const ofDict = /* @__PURE__ */ new Set(["fromkeys"]);
const ofInteger = /* @__PURE__ */ new Set([
	"as_integer_ratio",
	"bit_count",
	"conjugate",
	"from_bytes",
	"to_bytes"
]);
const ofFloat = /* @__PURE__ */ new Set([
	"as_integer_ratio",
	"conjugate",
	"fromhex",
	"hex"
]);
const ofView = /* @__PURE__ */ new Set(["isdisjoint", "mapping"]);
const ofRange = /* @__PURE__ */ new Set(["count", "index"]);
const ofGenerator = /* @__PURE__ */ new Set([
	"close",
	"send",
	"throw",
	"gi_code",
	"gi_frame",
	"gi_running",
	"gi_suspended",
	"gi_yieldfrom"
]);
/**
* Attributes that Python 3.11 has on a value and templates may not use here. Asking for one is an error: taking it for missing would
* render something else than Jinja2.
*/
function otherAttributes(value) {
	if (typeof value === "string") return ofText;
	if (value instanceof Markup) return ofMarkup;
	if (value instanceof Dict) return ofDict;
	if (typeof value === "number") return ofFloat;
	if (asInteger(value) !== void 0) return ofInteger;
	if (value instanceof Range) return ofRange;
	if (value instanceof Sequence) return value.kind === "generator" ? ofGenerator : ofView;
	return none;
}

// src/template/builtins/text-case.ts
/** The case methods of `str`: capitalize, casefold, lower, swapcase, title, upper. */
const caseMethods = new Map([
	method("capitalize", capitalize),
	method("casefold", casefold),
	method("lower", (text) => text.toLowerCase()),
	method("swapcase", swapcase),
	method("title", title$1),
	method("upper", (text) => text.toUpperCase())
]);
function method(name, change) {
	return [name, (self, args, kwargs) => {
		checkCount(`str.${name}`, args, kwargs, 0, 0);
		return checkText(change(self));
	}];
}
/** First character in title case, the rest in lower case. Throws `Unsupported` for a few Greek letters. */
function capitalize(text) {
	const first = codePoints(text)[0] ?? "";
	return titleCharacter(first) + lowerRest(first, text.slice(first.length), "");
}
/** Python's `str.title`: a word starts after every character that has no case. Throws `Unsupported` for a few Greek letters. */
function title$1(text) {
	return text.replace(/(\p{Cased})(\p{Cased}*)/gu, (word, first, rest, at) => titleCharacter(first) + lowerRest(first, rest, text.slice(at + word.length)));
}
/** Lower case of what stands between two parts of a text: that of the capital sigma depends on the letters around it. */
function lowerRest(before, rest, after) {
	const context = /\p{Cased}/u.test(before) ? "x" : "-";
	const follows = rest.includes("Σ") && /^\p{Cased}/u.test(after.replace(/^\p{Case_Ignorable}+/u, ""));
	return `${context}${rest}${follows ? "x" : ""}`.toLowerCase().slice(1, follows ? -1 : void 0);
}
const digraphs = /* @__PURE__ */ new Map([
	["ŉ", "ʼN"],
	["Ǆ", "ǅ"],
	["ǆ", "ǅ"],
	["Ǉ", "ǈ"],
	["ǉ", "ǈ"],
	["Ǌ", "ǋ"],
	["ǌ", "ǋ"],
	["Ǳ", "ǲ"],
	["ǳ", "ǲ"]
]);
function titleCharacter(character) {
	const digraph = digraphs.get(character);
	if (digraph !== void 0) return digraph;
	if (/[\u01c5\u01c8\u01cb\u01f2\u10d0-\u10ff]/.test(character)) return character;
	if (/[\u1f80-\u1fff]/.test(character)) throw unsupported$2(`the title case of "${character}" is not supported`);
	const [first = "", ...rest] = codePoints(character.toUpperCase());
	return first + rest.join("").toLowerCase();
}
function swapcase(text) {
	if (text.includes("Σ")) throw unsupported$2("swapcase of the letter sigma is not supported");
	return codePoints(text).map((character) => /\p{Uppercase}/u.test(character) ? character.toLowerCase() : character.toUpperCase()).join("");
}
/** Folding beyond Latin-1 needs Unicode's own table, which JavaScript does not offer. */
function casefold(text) {
	if (/[^\0-\xff]/.test(text)) throw unsupported$2("casefold of text beyond Latin-1 is not supported");
	return text.toLowerCase().replaceAll("ß", "ss").replaceAll("µ", "μ");
}

// src/template/builtins/format-spec.ts
const pattern = /^(?:([\s\S])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([\s\S])?$/u;
/** What a conversion takes besides its text. */
const conversionWork = 60;
/** Python's `format(value, spec)`. Throws ValueError and TypeError in Python's words, `Unsupported` for rare forms, `LimitError`. */
function formatValue(value, text) {
	if (text === "") return toText(value);
	const spec = parseSpec(text, value);
	spend(conversionWork);
	checkTextLength(spec.width + (spec.precision ?? 0));
	if (typeof value === "string") return formatText(value, spec);
	if (typeof value === "number") return formatFloat(value, spec);
	if (typeof value === "bigint") return formatInteger(value, spec);
	if (typeof value === "boolean") return formatInteger(value ? 1n : 0n, spec);
	if (value instanceof Markup) throw unsupported$2("formatting text that is marked safe is not supported");
	throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}
function parseSpec(text, value) {
	const match = pattern.exec(text);
	if (!match) throw valueError(`Invalid format specifier`);
	const [, fill, align, sign = "", alternate, zero, width, grouping = "", precision, type = ""] = match;
	return {
		fill: fill ?? (zero === void 0 ? " " : "0"),
		align: align ?? (typeof value === "string" ? "<" : zero === void 0 ? ">" : "="),
		sign,
		alternate: alternate !== void 0,
		width: Number(width ?? 0),
		grouping,
		precision: precision === void 0 ? void 0 : Number(precision),
		type
	};
}
function formatText(text, spec) {
	if (spec.type !== "" && spec.type !== "s") throw unknownCode(spec.type, "str");
	if (spec.sign !== "") throw valueError(`${spec.sign === " " ? "Space" : "Sign"} not allowed in string format specifier`);
	if (spec.alternate) throw valueError("Alternate form (#) not allowed in string format specifier");
	if (spec.grouping !== "") throw valueError(`Cannot specify '${spec.grouping}' with 's'.`);
	if (spec.align === "=") throw valueError("'=' alignment not allowed in string format specifier");
	return pad("", spec.precision === void 0 ? text : sliceCodePoints(text, 0, spec.precision), spec);
}
function formatInteger(value, spec) {
	const type = spec.type === "" ? "d" : spec.type;
	if ("eEfFgG%".includes(type)) return formatFloat(toFloat(value), spec);
	if (spec.precision !== void 0) throw valueError("Precision not allowed in integer format specifier");
	if (type === "c") return formatCharacter(value, spec);
	const base = {
		b: 2,
		d: 10,
		o: 8,
		x: 16,
		X: 16
	}[type];
	if (type === "n") throw unsupported$2("the format type \"n\" depends on the locale");
	if (base === void 0) throw unknownCode(type, "int");
	if (spec.grouping === "," && type !== "d") throw valueError(`Cannot specify ',' with '${type}'.`);
	const magnitude = value < 0n ? -value : value;
	const digits = base === 10 ? integerText(magnitude) : magnitude.toString(base);
	const prefix = spec.alternate && base !== 10 ? `0${type}` : "";
	return group(signOf(value < 0n, spec) + prefix, type === "X" ? digits.toUpperCase() : digits, "", spec, base === 10 ? 3 : 4);
}
function formatCharacter(value, spec) {
	if (spec.sign !== "") throw valueError("Sign not allowed with integer format specifier 'c'");
	if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
	if (spec.grouping !== "") throw valueError(`Cannot specify '${spec.grouping}' with 'c'.`);
	if (value < 0n || value > 1114111n) throw new TemplateRuntimeError("OverflowError", "%c arg not in range(0x110000)");
	return pad("", String.fromCodePoint(Number(value)), spec);
}
function formatFloat(value, spec) {
	if (spec.type === "n") throw unsupported$2("the format type \"n\" depends on the locale");
	if (![
		"",
		"e",
		"E",
		"f",
		"F",
		"g",
		"G",
		"%"
	].includes(spec.type)) throw unknownCode(spec.type, "float");
	if ((spec.precision ?? 0) > 1e3) throw unsupported$2("more than 1000 digits after the point are not supported");
	const text = (specialText(value)?.replace("-", "") ?? finiteText(value, spec)) + (spec.type === "%" ? "%" : "");
	const shown = "EFG".includes(spec.type || " ") ? text.toUpperCase() : text;
	const [, whole = "", rest = ""] = /^(\d*)([\s\S]*)$/.exec(shown) ?? [];
	return group(signOf(isNegative$1(value), spec), whole, rest, spec, 3);
}
function finiteText(value, { type, precision, alternate }) {
	if (type === "") return precision === void 0 ? shortest(value) : generalText(value, precision, alternate, true);
	const digits = precision ?? 6;
	const kind = type.toLowerCase();
	if (kind === "g") return generalText(value, digits, alternate);
	const text = kind === "e" ? exponentialText(value, digits) : fixedText(kind === "%" ? value * 100 : value, digits);
	return alternate && digits === 0 ? text.replace(/^\d+/, "$&.") : text;
}
function shortest(value) {
	return floatRepr(Math.abs(value));
}
function signOf(negative, { sign }) {
	if (negative) return "-";
	return sign === "-" ? "" : sign;
}
/** Puts separators into the digits; with zero padding the separators count towards the width. */
function group(lead, digits, rest, spec, size) {
	if (spec.grouping === "") return pad(lead, digits + rest, spec);
	let grouped = separate(digits, spec.grouping, size);
	if (spec.align === "=" && spec.fill === "0" && digits !== "") {
		const least = Math.floor((spec.width - lead.length - rest.length) * size / (size + 1)) - 1;
		let wider = digits.padStart(least, "0");
		grouped = separate(wider, spec.grouping, size);
		while (lead.length + grouped.length + rest.length < spec.width) {
			wider = `0${wider}`;
			grouped = separate(wider, spec.grouping, size);
		}
	}
	return pad(lead, grouped + rest, spec);
}
function separate(digits, separator, size) {
	const first = digits.length % size || size;
	const groups = [digits.slice(0, first)];
	for (let at = first; at < digits.length; at += size) groups.push(digits.slice(at, at + size));
	return groups.join(separator);
}
function pad(lead, body, { fill, align, width }) {
	const missing = Math.max(width - codePointCount(lead + body), 0);
	if (align === "=") return lead + fill.repeat(missing) + body;
	if (align === "<") return lead + body + fill.repeat(missing);
	if (align === ">") return fill.repeat(missing) + lead + body;
	const left = Math.floor(missing / 2);
	return fill.repeat(left) + lead + body + fill.repeat(missing - left);
}
function unknownCode(type, name) {
	return valueError(`Unknown format code '${type}' for object of type '${name}'`);
}

// src/template/builtins/text-format.ts
/**
* Python's `text.format(args, kwargs)`: `{}`, `{0}`, `{name}`, `!r`, `!s`, format specifications with nested fields.
* Fields that walk into attributes or items (`{x.y}`, `{x[0]}`) are refused (threat model, section 4.2).
*/
function formatBraces(text, args, kwargs) {
	return checkText(formatLevel(text, {
		args,
		kwargs,
		next: 0
	}, 2));
}
function formatLevel(text, fields, levels) {
	if (levels === 0) throw valueError("Max string recursion exceeded");
	let result = "";
	let at = 0;
	while (at < text.length) {
		const brace = text.slice(at).search(/[{}]/);
		if (brace < 0) return result + text.slice(at);
		result += text.slice(at, at + brace);
		at += brace;
		if (text[at + 1] === text[at]) {
			result += text.charAt(at);
			at += 2;
			continue;
		}
		if (text[at] === "}") throw valueError("Single '}' encountered in format string");
		const end = fieldEnd(text, at);
		result += formatField(text.slice(at + 1, end), fields, levels);
		checkTextLength(result.length);
		at = end + 1;
	}
	return result;
}
/** Offset of the brace that closes the field which opens at `start`. */
function fieldEnd(text, start) {
	let depth = 0;
	for (let at = start; at < text.length; at += 1) {
		if (text[at] === "{") depth += 1;
		if (text[at] === "}") depth -= 1;
		if (depth === 0) return at;
	}
	throw valueError(text.length === start + 1 ? "Single '{' encountered in format string" : "expected '}' before end of string");
}
function formatField(field, fields, levels) {
	const match = /^([^!:{}]*)(?:!([\s\S]?))?(?::([\s\S]*))?$/u.exec(field);
	if (!match) throw unsupported$2(`the format field "{${field}}" is not supported`);
	const [, name = "", conversion, spec = ""] = match;
	const value = lookUp(name, fields);
	refuseUndefined(value);
	const inner = spec === "" ? "" : formatLevel(spec, fields, levels - 1);
	return formatValue(converted(value, conversion), inner);
}
function converted(value, conversion) {
	if (conversion === void 0) return value;
	if (conversion === "s") return toText(value);
	if (conversion === "r") return repr(value);
	throw conversion === "a" ? unsupported$2("the conversion \"!a\" is not supported") : valueError(`Unknown conversion specifier '${conversion}'`);
}
function lookUp(name, fields) {
	if (/[.[\]]/.test(name)) throw unsupported$2(`the format field "{${name}}" walks into a value, which is not supported`);
	if (name !== "" && !/^\d+$/.test(name)) {
		const value = fields.kwargs.get(name);
		if (value === void 0) throw new TemplateRuntimeError("KeyError", repr(name));
		return value;
	}
	const index = name === "" ? automatic(fields) : manual(Number(name), fields);
	const value = fields.args[index];
	if (value === void 0) throw new TemplateRuntimeError("IndexError", `Replacement index ${index} out of range for positional args tuple`);
	return value;
}
function automatic(fields) {
	if (fields.next === "manual") throw valueError("cannot switch from manual field specification to automatic field numbering");
	fields.next += 1;
	return fields.next - 1;
}
function manual(index, fields) {
	if (fields.next !== "manual" && fields.next > 0) throw valueError("cannot switch from automatic field numbering to manual field specification");
	fields.next = "manual";
	return index;
}

// src/template/builtins/text-layout.ts
/** The methods of `str` that fill up to a width: center, expandtabs, ljust, rjust, zfill. */
const layoutMethods = /* @__PURE__ */ new Map([
	["center", (self, args, kwargs) => justify("center", self, args, kwargs)],
	["ljust", (self, args, kwargs) => justify("ljust", self, args, kwargs)],
	["rjust", (self, args, kwargs) => justify("rjust", self, args, kwargs)],
	["zfill", (self, args, kwargs) => zfillMethod(self, args, kwargs)],
	["expandtabs", (self, args, kwargs) => expandTabsMethod(self, args, kwargs)]
]);
/** Python's `str.center`: where the fill is odd, Python's own rule decides the side. Throws `LimitError`. */
function center(text, width, fill = " ") {
	const missing = missingWidth(text, width);
	const left = Math.floor(missing / 2) + (missing & Number(width & 1n) & 1);
	return fill.repeat(left) + text + fill.repeat(missing - left);
}
function missingWidth(text, width) {
	const missing = width - BigInt(codePointCount(text));
	checkTextLength(width);
	return missing > 0n ? Number(missing) : 0;
}
function justify(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 2);
	const width = requireIndex(args[0] ?? null);
	const fill = fillCharacter(args[1] === void 0 ? " " : args[1]);
	if (name === "center") return center(text, width, fill);
	const missing = fill.repeat(missingWidth(text, width));
	return name === "ljust" ? text + missing : missing + text;
}
function fillCharacter(value) {
	const fill = value instanceof Markup ? value.text : value;
	if (typeof fill !== "string") throw typeError(`The fill character must be a unicode character, not ${typeName(value)}`);
	if (codePointCount(fill) !== 1) throw typeError("The fill character must be exactly one character long");
	return fill;
}
function zfillMethod(text, args, kwargs) {
	checkCount("str.zfill", args, kwargs, 1, 1);
	const zeros = "0".repeat(missingWidth(text, requireIndex(args[0] ?? null)));
	return /^[-+]/.test(text) ? text.charAt(0) + zeros + text.slice(1) : zeros + text;
}
function expandTabsMethod(text, args, kwargs) {
	const size = bind(signature("expandtabs", [], ["tabsize", 8n]), args, kwargs).integer("tabsize");
	checkTextLength(size);
	return expandTabs(text, Math.max(Number(size), 0));
}
/** Columns count from the last line end (`\n` or `\r`), in code points. */
function expandTabs(text, size) {
	spend(text.length * 2);
	let column = 0;
	let result = "";
	for (const character of text) {
		if (character === "	") {
			const fill = size === 0 ? 0 : size - column % size;
			result += " ".repeat(fill);
			column += fill;
		} else {
			result += character;
			column = character === "\n" || character === "\r" ? 0 : column + 1;
		}
		checkTextLength(result.length);
	}
	return checkText(result);
}

// src/template/builtins/text-search.ts
/** The methods of `str` that look for a part: count, endswith, find, index, replace, rfind, rindex, startswith. */
const searchMethods = /* @__PURE__ */ new Map([
	["startswith", (self, args, kwargs) => affixed("startswith", self, args, kwargs)],
	["endswith", (self, args, kwargs) => affixed("endswith", self, args, kwargs)],
	["find", (self, args, kwargs) => find("find", self, args, kwargs)],
	["rfind", (self, args, kwargs) => find("rfind", self, args, kwargs)],
	["index", (self, args, kwargs) => found(find("index", self, args, kwargs))],
	["rindex", (self, args, kwargs) => found(find("rindex", self, args, kwargs))],
	["count", (self, args, kwargs) => count(self, args, kwargs)],
	["replace", (self, args, kwargs) => replaceMethod(self, args, kwargs)]
]);
/** Python's `str.replace(old, new, count)`; a negative count replaces all. Throws `LimitError` before a long text is built. */
function replace(text, old, replacement, count) {
	spendOnSearch(text, old);
	const places = count === 0n ? 0 : old === "" ? codePointCount(text) + 1 : text.split(old).length - 1;
	const times = count >= 0n && count < BigInt(places) ? Number(count) : places;
	checkTextLength(text.length + times * (replacement.length - old.length));
	if (times === 0) return text;
	if (old === "") return replaceBetween(text, replacement, times);
	const parts = text.split(old);
	return checkText([...parts.slice(0, times), parts.slice(times).join(old)].join(replacement));
}
function replaceBetween(text, replacement, times) {
	const characters = Array.from(text);
	const changed = characters.map((character, index) => index < times ? replacement + character : character).join("");
	return checkText(times > characters.length ? changed + replacement : changed);
}
function replaceMethod(text, args, kwargs) {
	checkCount("str.replace", args, kwargs, 2, 3);
	const [old = null, replacement = null, count = -1n] = args;
	return replace(text, requireText(old, "replace() argument 1"), requireText(replacement, "replace() argument 2"), requireIndex(count));
}
/** Part of the text that the optional start and end arguments name, and its offset in code points. */
function window(text, args) {
	const length = codePointCount(text);
	const start = bound$2(args[1] ?? null, 0, length);
	const end = Math.min(bound$2(args[2] ?? null, length, length), length);
	return {
		part: sliceCodePoints(text, start, end),
		offset: start,
		isInside: start <= end && start <= length
	};
}
function bound$2(value, fallback, length) {
	if (value === null) return fallback;
	const integer = asInteger(value);
	if (integer === void 0) throw typeError("slice indices must be integers or None or have an __index__ method");
	const absolute = integer < 0n ? integer + BigInt(length) : integer;
	return absolute < 0n ? 0 : Number(absolute > BigInt(length) + 1n ? BigInt(length) + 1n : absolute);
}
function affixed(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 3);
	const wanted = args[0] ?? null;
	const { part, isInside } = window(text, args);
	for (const affix of oneOrMany(wanted)) {
		const piece = affix instanceof Markup ? affix.text : affix;
		if (typeof piece !== "string") throw typeError(affix === wanted ? `${name} first arg must be str or a tuple of str, not ${typeName(affix)}` : `tuple for ${name} must only contain str, not ${typeName(affix)}`);
		spend(1);
		spendOnReading(Math.min(part.length, piece.length));
		if (isInside && (name === "startswith" ? part.startsWith(piece) : part.endsWith(piece))) return true;
	}
	return false;
}
function find(name, text, args, kwargs) {
	checkCount(`str.${name}`, args, kwargs, 1, 3);
	const wanted = requireText(args[0] ?? null);
	const { part, offset, isInside } = window(text, args);
	if (!isInside) return -1n;
	spendOnSearch(part, wanted);
	const at = name.startsWith("r") ? part.lastIndexOf(wanted) : part.indexOf(wanted);
	return at < 0 ? -1n : BigInt(toCodePointOffset(part, at) + offset);
}
function found(at) {
	if (at < 0n) throw new TemplateRuntimeError("ValueError", "substring not found");
	return at;
}
function count(text, args, kwargs) {
	checkCount("str.count", args, kwargs, 1, 3);
	const wanted = requireText(args[0] ?? null);
	const { part, isInside } = window(text, args);
	if (!isInside) return 0n;
	spendOnSearch(part, wanted);
	return BigInt(wanted === "" ? codePointCount(part) + 1 : part.split(wanted).length - 1);
}

// src/template/builtins/text-methods.ts
/** All methods of `str` that a template may call. */
const textMethods = new Map([
	...caseMethods,
	...layoutMethods,
	...predicateMethods,
	...searchMethods,
	...splitMethods,
	["format", formatBraces]
]);
/** Methods whose arguments MarkupSafe escapes and whose result stays marked. */
const wrapped = /* @__PURE__ */ new Set([
	"capitalize",
	"title",
	"lower",
	"upper",
	"replace",
	"ljust",
	"rjust",
	"lstrip",
	"rstrip",
	"center",
	"strip",
	"expandtabs",
	"swapcase",
	"zfill",
	"partition",
	"rpartition"
]);
/** Methods that give a list of marked texts. */
const splitting = /* @__PURE__ */ new Set([
	"split",
	"rsplit",
	"splitlines"
]);
/** The method of that name for text that is marked safe, as MarkupSafe 2.1 has it; undefined where `str` has none. */
function markupMethod(name) {
	const method = textMethods.get(name);
	if (!method) return void 0;
	if (name === "format") return () => refuse$3(name);
	if (name === "join") return (self, args, kwargs) => joinMarked(self, method, args, kwargs);
	const escapes = wrapped.has(name);
	return (self, args, kwargs) => {
		const given = escapes ? args.map(escapeText) : args;
		const result = method(self.text, given, kwargs);
		return escapes || splitting.has(name) ? marked(result) : result;
	};
}
function joinMarked(self, method, args, kwargs) {
	const [items, ...rest] = args;
	if (items === void 0) return method(self.text, args, kwargs);
	return marked(method(self.text, [Array.from(iterate(items), (item) => escapeMarkup(item).text), ...rest], kwargs));
}
function escapeText(value) {
	return typeof value === "string" ? escapeMarkup(value).text : value;
}
function marked(value) {
	if (typeof value === "string") return new Markup(value);
	if (Array.isArray(value)) return value.map(marked);
	return value instanceof Tuple ? new Tuple(value.items.map(marked)) : value;
}
function refuse$3(name) {
	throw unsupported$2(`the method "${name}" of text that is marked safe is not supported`);
}

// src/template/builtins/attributes.ts
const forbidden = /* @__PURE__ */ new Set([
	"__proto__",
	"constructor",
	"prototype"
]);
/**
* Jinja2's `value.name`: the attribute or method, else the item of that key, else an undefined value with Jinja2's message.
* Throws UndefinedError for an undefined value, SecurityError for names that reach into objects (threat model T-03), `Unsupported`
* for an attribute that Python has and a template may not use here.
*/
function getAttribute(value, name) {
	refuseUndefined(value);
	refuseName(name);
	const attribute = findAttribute(value, name);
	if (attribute !== void 0) return attribute;
	const item = value instanceof Dict ? value.get(name) : void 0;
	if (item !== void 0) return item;
	refuseInternal(name);
	return missingAttribute(value, name);
}
/**
* Jinja2's `value[key]`: the item, else for a text key the attribute, else an undefined value with Jinja2's message.
* Errors as {@link getAttribute}; an undefined value as the key of a dict is an UndefinedError.
*/
function getItem(value, key) {
	refuseUndefined(value);
	const name = key instanceof Markup ? key.text : key;
	if (typeof name === "string") refuseName(name);
	const item = findItem(value, key);
	if (item !== void 0) return item;
	if (typeof name !== "string") return new Undefined(`${describeObject(value)} has no element ${repr(key)}`);
	const attribute = findAttribute(value, name);
	if (attribute !== void 0) return attribute;
	refuseInternal(name);
	return missingAttribute(value, key);
}
/** The attribute or method of that name, never an item; undefined where there is none. Errors as {@link getAttribute}. */
function findAttribute(value, name) {
	if (value instanceof PyObject) return objectAttribute(value, name);
	if (value instanceof GroupTuple && (name === "grouper" || name === "list")) return value[name];
	const method = methodOf(value, name);
	if (method) return new Callable(name, method);
	const property = numberProperty(value, name) ?? rangeProperty(value, name);
	if (property !== void 0) return property;
	if (otherAttributes(value).has(name)) throw unsupported$2(`the attribute "${name}" of a ${describeObject(value)} is not supported`);
}
/** Throws SecurityError for `constructor`, `prototype` and `__proto__`, whatever they are asked of. */
function refuseName(name) {
	if (forbidden.has(name)) throw security(name);
}
/** Python's own internals start with two underscores; no template has a use for them. */
function refuseInternal(name) {
	if (name.startsWith("__")) throw security(name);
}
function security(name) {
	return new TemplateRuntimeError("SecurityError", `access to "${name}" is not allowed`);
}
function objectAttribute(value, name) {
	const attribute = value.attributes.get(name);
	return typeof attribute === "function" ? attribute() : attribute;
}
function methodOf(value, name) {
	if (typeof value === "string") return bound$1(value, textMethods.get(name));
	if (value instanceof Markup) return bound$1(value, markupMethod(name));
	if (value instanceof Dict) return bound$1(value, dictMethods.get(name));
	if (Array.isArray(value)) return bound$1(value, listMethods.get(name));
	if (value instanceof Tuple) return bound$1(value, tupleMethods.get(name));
	if (typeof value === "number" && name === "is_integer") return bound$1(value, withoutArguments("float.is_integer", (number) => Number.isInteger(number)));
	const integer = asInteger(value);
	if (integer === void 0 || name !== "bit_length") return void 0;
	return bound$1(integer, withoutArguments("int.bit_length", (number) => BigInt(bitLength(number < 0n ? -number : number))));
}
function bound$1(self, method) {
	return method && ((args, kwargs) => method(self, args, kwargs));
}
function withoutArguments(name, compute) {
	return (self, args, kwargs) => {
		checkCount(name, args, kwargs, 0, 0);
		return compute(self);
	};
}
function numberProperty(value, name) {
	const integer = asInteger(value);
	if (name === "real") return integer ?? (typeof value === "number" ? value : void 0);
	if (name === "imag") return integer === void 0 ? typeof value === "number" ? 0 : void 0 : 0n;
	if (integer === void 0) return void 0;
	return name === "numerator" ? integer : name === "denominator" ? 1n : void 0;
}
function rangeProperty(value, name) {
	return value instanceof Range && (name === "start" || name === "stop" || name === "step") ? value[name] : void 0;
}
/** The item of that key or index; undefined where Python raises an error that Jinja2 turns into an undefined value. */
function findItem(value, key) {
	if (value instanceof Dict) return findKey(value, key);
	const index = asInteger(key);
	if (index === void 0) return void 0;
	if (typeof value === "string") return codePointAt(value, fromEnd(index, codePointCount(value)));
	if (value instanceof Markup) return markedCharacter(value.text, index);
	if (Array.isArray(value)) return value[fromEnd(index, value.length)];
	if (value instanceof Tuple) return value.items[fromEnd(index, value.items.length)];
	if (value instanceof Range) return value.at(index < 0n ? index + value.length : index);
}
function markedCharacter(text, index) {
	const character = codePointAt(text, fromEnd(index, codePointCount(text)));
	return character === void 0 ? void 0 : new Markup(character);
}
function findKey(dict, key) {
	try {
		return dict.get(key);
	} catch (error) {
		if (error instanceof TemplateRuntimeError && error.type === "TypeError") return void 0;
		throw error;
	}
}
/** The offset from the start; -1 where it is outside, which no list or text has. */
function fromEnd(index, length) {
	const absolute = index < 0n ? index + BigInt(length) : index;
	return absolute < 0n || absolute >= BigInt(length) ? -1 : Number(absolute);
}
function missingAttribute(value, name) {
	return new Undefined(`${textRepr(describeObject(value))} has no attribute ${repr(name)}`);
}

// src/template/builtins/attribute-path.ts
/**
* The lookup for an attribute such as `metadata.labels.0`: parts between dots, whole numbers as indexes; None gives the item itself.
* A fallback other than None takes the place of every undefined part. Errors as `getItem`.
*/
function attributeLookup(attribute, fallback = null) {
	const parts = pathParts(attribute);
	return (item) => parts.reduce((value, part) => orFallback(getItem(value, part), fallback), item);
}
/** The lookup for several attributes, separated by commas: gives a list, one value each. */
function attributesLookup(attribute, change) {
	const lookups = (typeof attribute === "string" ? attribute.split(",") : [attribute]).map((part) => attributeLookup(part));
	return (item) => lookups.map((lookup) => change(lookup(item)));
}
/** Text in lower case, anything else as it is: how filters compare unless they are case sensitive. */
function ignoreCase(value) {
	const text = value instanceof Markup ? value.text : value;
	if (typeof text !== "string") return value;
	spend(text.length);
	return text.toLowerCase();
}
function pathParts(attribute) {
	if (attribute === null) return [];
	const text = attribute instanceof Markup ? attribute.text : attribute;
	if (typeof text !== "string") return [attribute];
	return text.split(".").map((part) => /^[0-9]+$/.test(part) ? BigInt(part) : part);
}
function orFallback(value, fallback) {
	return fallback !== null && value instanceof Undefined ? fallback : value;
}

// src/template/builtins/filters-list.ts
/** Jinja2's filters for lists and other sequences: batch, count, first, join, last, length, list, random, reverse, slice. */
const listFilters = /* @__PURE__ */ new Map([
	["length", len],
	["count", len],
	["list", define("sync_do_list(value)", [], (value, _, context) => listOf(value, context))],
	["first", define("sync_do_first(environment, seq)", [], first)],
	["last", define("do_last(environment, seq)", [], last)],
	["reverse", define("do_reverse(value)", [], reverse)],
	["join", define("sync_do_join(eval_ctx, value)", [["d", ""], ["attribute", null]], (value, args, context) => join(value, args.value("d"), args.value("attribute"), context))],
	["batch", define("do_batch(value)", [["linecount"], ["fill_with", null]], (value, args, context) => batch(value, args.value("linecount"), args.value("fill_with"), context))],
	["slice", define("sync_do_slice(value)", [["slices"], ["fill_with", null]], (value, args, context) => slices(value, args.value("slices"), args.value("fill_with"), context))],
	["random", () => refuse$2("the filter \"random\" is not supported: its result would change from run to run")]
]);
function refuse$2(message) {
	throw unsupported$2(message);
}
function len(_, value, args, kwargs) {
	if (args.length > 0) throw typeError(`len() takes exactly one argument (${args.length + 1} given)`);
	checkCount("len", args, kwargs, 0, 0);
	return BigInt(lengthOf(value));
}
/** Everything a value can be looped over, as a list; each item counts as a step. */
function listOf(value, context) {
	const items = [];
	for (const item of iterate(value)) {
		context.countSteps(1);
		checkItems(items.length + 1);
		items.push(item);
	}
	return items;
}
function first(value) {
	const next = iterate(value)[Symbol.iterator]().next();
	return next.done === true ? new Undefined("No first item, sequence was empty.") : next.value;
}
function last(value) {
	const items = reversible(value);
	if (!items) refuseUndefined(value);
	if (!items) throw typeError(`'${typeName(value)}' object is not reversible`);
	const item = items.at(-1);
	if (item === void 0) return new Undefined("No last item, sequence was empty.");
	return value instanceof Markup && typeof item === "string" ? new Markup(item) : item;
}
/** Items of what Python can walk backwards; undefined for a generator and for what has no items. */
function reversible(value) {
	return isIterable(value) && !(value instanceof Sequence && value.kind === "generator") ? [...iterate(value)] : void 0;
}
function reverse(value, _, context) {
	if (typeof value === "string") return codePoints(value).toReversed().join("");
	if (value instanceof Markup) return new Markup(codePoints(value.text).toReversed().join(""));
	if (!isIterable(value)) refuseUndefined(value);
	if (!isIterable(value)) throw new TemplateRuntimeError("FilterArgumentError", "argument must be iterable");
	if (reversible(value)) return new Sequence("generator", () => (reversible(value) ?? []).toReversed());
	return listOf(value, context).reverse();
}
function join(value, separator, attribute, context) {
	const lookup = attributeLookup(attribute);
	const joint = toText(separator);
	const texts = [];
	let length = 0;
	for (const item of iterate(value)) {
		context.countSteps(1);
		const text = toText(lookup(item));
		length += text.length + (texts.length === 0 ? 0 : joint.length);
		checkTextLength(length);
		texts.push(text);
	}
	return texts.join(joint);
}
function batch(value, lineCount, fill, context) {
	return new Sequence("generator", function* () {
		let line = [];
		for (const item of iterate(value)) {
			context.countSteps(1);
			if (equals(BigInt(line.length), lineCount)) {
				yield line;
				line = [];
			}
			line.push(item);
		}
		if (line.length === 0) return;
		const missing = fill === null ? 0n : asInteger(subtract(lineCount, BigInt(line.length)));
		if (missing === void 0) throw typeError("can't multiply sequence by non-int of type 'float'");
		const filling = multiply([fill], missing);
		yield Array.isArray(filling) ? [...line, ...filling] : line;
	});
}
/** As many lists as asked for; the first ones are one longer where the items do not come out even. */
function slices(value, count, fill, context) {
	return new Sequence("generator", function* () {
		const items = listOf(value, context);
		const size = Number(asInteger(floorDivide(BigInt(items.length), count)) ?? 0n);
		const longer = Number(asInteger(modulo(BigInt(items.length), count)) ?? 0n);
		const number = asInteger(count);
		if (number === void 0) throw typeError(`'${typeName(count)}' object cannot be interpreted as an integer`);
		let from = 0;
		for (let index = 0; index < number; index += 1) {
			context.countSteps(1);
			const end = from + size + (index < longer ? 1 : 0);
			const part = items.slice(from, end);
			if (fill !== null && index >= longer) part.push(fill);
			yield part;
			from = end;
		}
	});
}

// src/template/builtins/parse-number.ts
/** Python's `float(value)` of a number or text. Throws TypeError, ValueError, UndefinedError. */
function floatOf(value) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number !== void 0) return toFloat(number);
	const text = value instanceof Markup ? value.text : value;
	if (typeof text !== "string") throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
	const float = parseFloatText(text);
	if (float === void 0) throw valueError(`could not convert string to float: ${repr(value)}`);
	return float;
}
const floatPattern = /^[+-]?(?:(?:\d+(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
/** Text as Python's `float` reads it: blanks around, underscores between digits, `inf`, `nan`; undefined for anything else. */
function parseFloatText(text) {
	const plain = westernDigits(strip(text, null));
	const special = /^([+-]?)(inf|infinity|nan)$/i.exec(plain);
	if (special) return special[2]?.toLowerCase() === "nan" ? NaN : special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	return floatPattern.test(plain) ? Number(plain.replaceAll("_", "")) : void 0;
}
const prefixes = /* @__PURE__ */ new Map([
	[2n, /^0b_?/i],
	[8n, /^0o_?/i],
	[16n, /^0x_?/i]
]);
/** Text as Python's `int(text, base)` reads it; undefined where Python raises TypeError or ValueError. Throws `LimitError`. */
function parseInteger$1(text, baseValue) {
	const given = asInteger(baseValue);
	if (given === void 0 || given < 0n || given === 1n || given > 36n) return void 0;
	const [, sign = "", unsigned = ""] = /^([+-]?)([\s\S]*)$/.exec(westernDigits(strip(text, null))) ?? [];
	const base = given === 0n ? guessBase(unsigned) : given;
	const body = unsigned.replace(prefixes.get(base) ?? /^(?!)/, "");
	if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(body)) return void 0;
	const digits = body.replaceAll("_", "").toLowerCase();
	if (given === 0n && base === 10n && /^0+[1-9]/.test(digits)) return void 0;
	if (digits.length > 4300 && !(base === 2n || base === 4n || base === 8n || base === 16n || base === 32n)) return void 0;
	const magnitude = readDigits(digits, base);
	return magnitude === void 0 ? void 0 : sign === "-" ? -magnitude : magnitude;
}
function guessBase(text) {
	for (const [base, prefix] of prefixes) if (prefix.test(text)) return base;
	return 10n;
}
function readDigits(digits, base) {
	if (base === 10n) return /^[0-9]+$/.test(digits) ? checkInteger(BigInt(digits)) : void 0;
	let number = 0n;
	for (const digit of digits) {
		const value = BigInt(Number.parseInt(digit, 36));
		if (value >= base) return void 0;
		number = checkInteger(number * base + value);
	}
	return number;
}
/** Python's `int(float)`: towards zero. Throws ValueError for nan, OverflowError for infinity. */
function truncateFloat(value) {
	if (Number.isNaN(value)) throw valueError("cannot convert float NaN to integer");
	if (!Number.isFinite(value)) throw new TemplateRuntimeError("OverflowError", "cannot convert float infinity to integer");
	return BigInt(Math.trunc(value));
}
/** Decimal digits of every script as 0 to 9: each script's ten digits follow one another. */
function westernDigits(text) {
	return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
		let zero = digit.codePointAt(0) ?? 0;
		let value = 0;
		while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
			zero -= 1;
			value += 1;
		}
		return String(value);
	});
}

// src/template/builtins/round.ts
/** Jinja2's filter `round`: half to even with `common`, else `ceil` or `floor`. Throws TypeError, `Unsupported`. */
function roundValue(value, args) {
	const method = args.value("method");
	if (method !== "common" && method !== "ceil" && method !== "floor") throw new TemplateRuntimeError("FilterArgumentError", "method must be common, ceil or floor");
	if (method === "common") return roundCommon(value, args.value("precision"));
	const factor = power(10n, args.value("precision"));
	return divide(roundTo(multiply(value, factor), method), factor);
}
function roundTo(value, method) {
	const number = asNumber(value);
	if (number === void 0) throw typeError(`must be real number, not ${typeName(value)}`);
	if (typeof number === "bigint") return number;
	return truncateFloat(method === "ceil" ? Math.ceil(number) : Math.floor(number));
}
function roundCommon(value, precision) {
	const number = asNumber(value);
	if (number === void 0) throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
	if (precision === null) return typeof number === "bigint" ? number : wholeNumber(number);
	refuseUndefined(precision);
	const digits = asInteger(precision);
	if (digits === void 0) throw typeError(`'${typeName(precision)}' object cannot be interpreted as an integer`);
	return typeof number === "bigint" ? roundInteger(number, digits) : roundFloat(number, digits);
}
function wholeNumber(value) {
	if (!Number.isFinite(value)) return truncateFloat(value);
	return value < 0 ? -scaledMagnitude(value, 0) : scaledMagnitude(value, 0);
}
function roundInteger(value, digits) {
	if (digits >= 0n) return value;
	if (digits < -4300n) throw limitError(`rounding to ${digits} digits is over the limit`);
	const unit = 10n ** -digits;
	const magnitude = divideHalfEven(value < 0n ? -value : value, unit) * unit;
	return value < 0n ? -magnitude : magnitude;
}
/** Exact: the decimal nearest to the float's true value, ties to even, then read back as a float. */
function roundFloat(value, digits) {
	if (!Number.isFinite(value) || value === 0 || digits > 400n) return value;
	const sign = value < 0 ? -1 : 1;
	if (digits < -400n) return sign * 0;
	const rounded = Number(`${scaledMagnitude(value, Number(digits))}e${-digits}`);
	if (!Number.isFinite(rounded)) throw new TemplateRuntimeError("OverflowError", "rounded value too large to represent");
	return sign * rounded;
}

// src/template/builtins/filters-number.ts
/** Jinja2's filters for numbers: abs, filesizeformat, float, int, round, sum. */
const numberFilters = /* @__PURE__ */ new Map([
	["abs", absolute],
	["filesizeformat", define("do_filesizeformat(value)", [["binary", false]], (value, args) => fileSize(value, args.flag("binary")))],
	["float", define("do_float(value)", [["default", 0]], (value, args) => toFloatOr(value, args.value("default")))],
	["int", define("do_int(value)", [["default", 0n], ["base", 10n]], (value, args) => toIntegerOr(value, args.value("default"), args.value("base")))],
	["round", define("do_round(value)", [["precision", 0n], ["method", "common"]], roundValue)],
	["sum", define("sync_do_sum(environment, iterable)", [["attribute", null], ["start", 0n]], (value, args, context) => {
		const lookup = attributeLookup(args.value("attribute"));
		let total = args.value("start");
		if (typeof total === "string") throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
		for (const item of iterate(value)) {
			context.countSteps(1);
			total = add(total, lookup(item));
		}
		return total;
	})]
]);
function absolute(_, value, args, kwargs) {
	if (args.length > 0) throw typeError(`abs() takes exactly one argument (${args.length + 1} given)`);
	checkCount("abs", args, kwargs, 0, 0);
	const number = asNumber(value);
	if (number === void 0) throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
	return typeof number === "bigint" ? number < 0n ? -number : number : Math.abs(number);
}
function fileSize(value, binary) {
	const bytes = floatOf(value);
	const base = binary ? 1024n : 1000n;
	if (bytes === 1) return "1 Byte";
	if (bytes < base) return `${truncateFloat(bytes)} Bytes`;
	const prefixes = binary ? [
		"KiB",
		"MiB",
		"GiB",
		"TiB",
		"PiB",
		"EiB",
		"ZiB",
		"YiB"
	] : [
		"kB",
		"MB",
		"GB",
		"TB",
		"PB",
		"EB",
		"ZB",
		"YB"
	];
	const index = prefixes.findIndex((_, power) => bytes < base ** BigInt(power + 2));
	const last = index < 0 ? prefixes.length - 1 : index;
	const size = Number(base) * bytes / Number(base ** BigInt(last + 2));
	return `${Number.isFinite(size) ? fixedText(size, 1) : Number.isNaN(size) ? "nan" : "inf"} ${prefixes[last]}`;
}
/** Python's `float(value)`, or the default where Python raises TypeError or ValueError. */
function toFloatOr(value, fallback) {
	return orDefault(() => floatOf(value)) ?? fallback;
}
/** Python's `int(value)`, else `int(float(value))`, else the default. */
function toIntegerOr(value, fallback, base) {
	const text = value instanceof Markup ? value.text : value;
	const direct = typeof text === "string" ? parseInteger$1(text, base) : orDefault(() => integerOf(value));
	if (direct !== void 0) return direct;
	const float = typeof text === "string" ? parseFloatText(text) : orDefault(() => floatOf(value));
	return (float === void 0 ? void 0 : orDefault(() => truncateFloat(float))) ?? fallback;
}
function integerOf(value) {
	refuseUndefined(value);
	const number = asNumber(value);
	if (number === void 0) throw typeError("int() argument must be a string or a real number");
	return typeof number === "bigint" ? number : truncateFloat(number);
}
function orDefault(compute) {
	try {
		return compute();
	} catch (error) {
		if (error instanceof TemplateRuntimeError && (error.type === "TypeError" || error.type === "ValueError")) return void 0;
		throw error;
	}
}

// src/template/builtins/filters-order.ts
const comparison = [["case_sensitive", false], ["attribute", null]];
/** Jinja2's filters that order and group: dictsort, groupby, max, min, sort, unique. */
const orderFilters = /* @__PURE__ */ new Map([
	["sort", define("do_sort(environment, value)", [["reverse", false], ...comparison], sort)],
	["unique", define("do_unique(environment, value)", comparison, unique)],
	["min", define("do_min(environment, value)", comparison, (value, args) => extreme(value, args, lessThan))],
	["max", define("do_max(environment, value)", comparison, (value, args) => extreme(value, args, greaterThan))],
	["dictsort", define("do_dictsort(value)", [
		["case_sensitive", false],
		["by", "key"],
		["reverse", false]
	], dictSort)],
	["groupby", define("sync_do_groupby(environment, value)", [
		["attribute"],
		["default", null],
		["case_sensitive", false]
	], groupBy)]
]);
/** How keys are compared: as they are, or text in lower case. */
function caseOf(args) {
	return args.flag("case_sensitive") ? (value) => value : ignoreCase;
}
function sort(value, args, context) {
	const key = attributesLookup(args.value("attribute"), caseOf(args));
	return sorted(listOf(value, context), key, args.flag("reverse"));
}
function unique(value, args, context) {
	return new Sequence("generator", function* () {
		const change = caseOf(args);
		const lookup = attributeLookup(args.value("attribute"));
		const seen = /* @__PURE__ */ new Set();
		for (const item of iterate(value)) {
			context.countSteps(1);
			const part = change(lookup(item));
			refuseNan(part);
			const key = hashKey(part);
			if (seen.has(key)) continue;
			seen.add(key);
			yield item;
		}
	});
}
/** The first of the items that no other one beats. */
function extreme(value, args, beats) {
	const change = caseOf(args);
	const lookup = attributeLookup(args.value("attribute"));
	let best;
	for (const item of iterate(value)) {
		const key = change(lookup(item));
		if (best === void 0 || beats(key, best.key)) best = {
			item,
			key
		};
	}
	return best === void 0 ? new Undefined("No aggregated item, sequence was empty.") : best.item;
}
function dictSort(value, args) {
	const by = args.value("by");
	if (by !== "key" && by !== "value") throw new TemplateRuntimeError("FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
	refuseUndefined(value);
	if (!(value instanceof Dict)) throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
	const change = caseOf(args);
	const position = by === "key" ? 0 : 1;
	const key = (item) => change((item instanceof Tuple ? item.items[position] : void 0) ?? null);
	return sorted(dictItems(value), key, args.flag("reverse"));
}
function groupBy(value, args, context) {
	const lookup = attributeLookup(args.value("attribute"), args.value("default"));
	const change = caseOf(args);
	const groups = [];
	for (const item of sorted(listOf(value, context), (item) => change(lookup(item)))) {
		const key = change(lookup(item));
		const group = groups.at(-1);
		if (group && sameItem(group.key, key)) group.items.push(item);
		else groups.push({
			key,
			items: [item]
		});
	}
	return groups.map(({ key, items }) => {
		const [first] = items;
		return new GroupTuple(first === void 0 ? key : lookup(first), items);
	});
}

// src/template/builtins/filters-select.ts
/** Jinja2's filters that take each item in turn: map, reject, rejectattr, select, selectattr. All are lazy. */
const selectFilters = /* @__PURE__ */ new Map([
	["map", lazy(mapper)],
	["select", lazy((context, args, kwargs) => selector(context, args, kwargs, false, true))],
	["reject", lazy((context, args, kwargs) => selector(context, args, kwargs, false, false))],
	["selectattr", lazy((context, args, kwargs) => selector(context, args, kwargs, true, true))],
	["rejectattr", lazy((context, args, kwargs) => selector(context, args, kwargs, true, false))]
]);
/** Nothing happens, not even the check of the arguments, before the first item is asked for. */
function lazy(prepare) {
	return (context, value, args, kwargs) => new Sequence("generator", function* () {
		if (!isTrue(value)) return;
		const step = prepare(context, args, kwargs);
		for (const item of iterate(value)) {
			context.countSteps(1);
			const result = step(item);
			if (result !== void 0) yield result;
		}
	});
}
function mapper(context, args, kwargs) {
	if (args.length === 0 && kwargs.has("attribute")) return attributeMapper(kwargs);
	const [name, ...rest] = args;
	if (name === void 0) throw argumentError("map requires a filter argument");
	const filter = callableName(name, "filter");
	return (item) => context.callFilter(filter, item, rest, kwargs);
}
function attributeMapper(kwargs) {
	const unexpected = [...kwargs.keys()].find((keyword) => keyword !== "attribute" && keyword !== "default");
	if (unexpected !== void 0) throw argumentError(`Unexpected keyword argument ${textRepr(unexpected)}`);
	return attributeLookup(kwargs.get("attribute") ?? null, kwargs.get("default") ?? null);
}
function selector(context, args, kwargs, byAttribute, keep) {
	const [attribute, ...afterAttribute] = args;
	if (byAttribute && attribute === void 0) throw argumentError("Missing parameter for attribute name");
	const lookup = byAttribute ? attributeLookup(attribute ?? null) : (item) => item;
	const [name, ...rest] = byAttribute ? afterAttribute : args;
	const test = name === void 0 ? void 0 : callableName(name, "test");
	const holds = (value) => test === void 0 ? isTrue(value) : context.callTest(test, value, rest, kwargs);
	return (item) => holds(lookup(item)) === keep ? item : void 0;
}
/** The name of a filter or test; anything but text is an error in Jinja2's words. */
function callableName(name, kind) {
	if (typeof name === "string") return name;
	if (name instanceof Markup) return name.text;
	const hint = name instanceof Undefined ? ` (${name.message}; did you forget to quote the callable name?)` : "";
	throw new TemplateRuntimeError("TemplateRuntimeError", `No ${kind} named ${repr(name)}.${hint}`);
}
function argumentError(message) {
	return new TemplateRuntimeError("FilterArgumentError", message);
}

// src/template/builtins/filters-text.ts
/** Jinja2's filters that change a text: capitalize, lower, replace, string, title, trim, upper, wordcount. */
const textFilters = /* @__PURE__ */ new Map([
	["capitalize", define("do_capitalize(s)", [], (value) => callText(value, "capitalize", []))],
	["lower", define("do_lower(s)", [], (value) => callText(value, "lower", []))],
	["upper", define("do_upper(s)", [], (value) => callText(value, "upper", []))],
	["trim", define("do_trim(value)", [["chars", null]], (value, args) => callText(value, "strip", [args.value("chars")]))],
	["center", define("do_center(value)", [["width", 80n]], (value, args) => callText(value, "center", [args.value("width")]))],
	["title", define("do_title(s)", [], (value) => title(toText(value)))],
	["string", define("soft_str(s)", [], softText)],
	["wordcount", define("do_wordcount(s)", [], (value) => BigInt(toText(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0))],
	["replace", define("do_replace(eval_ctx, s)", [
		["old"],
		["new"],
		["count", null]
	], (value, args) => {
		const count = args.value("count") === null ? -1n : requireIndex(args.value("count"));
		return replace(toText(value), toText(args.value("old")), toText(args.value("new")), count);
	})]
]);
/** MarkupSafe's `soft_str`: the text of a value; text that is marked safe stays marked. */
function softText(value) {
	return value instanceof Markup ? value : toText(value);
}
/** Calls a method of `str` on the text of a value. */
function callText(value, name, args) {
	const text = softText(value);
	const none = /* @__PURE__ */ new Map();
	if (text instanceof Markup) return markupMethod(name)?.(text, args, none) ?? refuse$1(name);
	return textMethods.get(name)?.(text, args, none) ?? refuse$1(name);
}
function refuse$1(name) {
	throw unsupported$2(`the method "${name}" is not supported`);
}
const wordStart = /([-\s\x1c-\x1f\x85({[<]+)/;
/** A word starts after a hyphen, white space or an opening bracket. */
function title(text) {
	const words = text.split(wordStart).filter((part) => part !== "");
	return checkText(words.map((word) => firstUpper(codePoints(word)[0] ?? "", word)).join(""));
}
function firstUpper(first, word) {
	return first.toUpperCase() + word.slice(first.length).toLowerCase();
}

// src/template/builtins/pretty-text.ts
/**
* Python's `pprint.pformat`: `repr` with the keys of every dict sorted, broken into lines where it is wider than 80 characters.
* Throws `Unsupported` for keys of several types in one dict, whose order Python decides by their addresses; `LimitError`.
*/
function prettyText(value) {
	const printer = new Printer();
	printer.write(new KeySorter().sort(value, 0), 0, 0, 0);
	return checkText(printer.parts.join(""));
}
const widest = 80;
/** Shared parts make a small value endless: its parts are counted. */
var KeySorter = class {
	parts = 0;
	sort(value, depth) {
		this.parts += 1;
		if (this.parts > 1e5) throw limitError(`the filter "pprint" is given more than ${maxItems} parts`);
		if (depth > 100) throw limitError(`value is nested deeper than the limit of ${100}`);
		if (Array.isArray(value)) return value.map((item) => this.sort(item, depth + 1));
		if (value instanceof Tuple) return new Tuple(value.items.map((item) => this.sort(item, depth + 1)));
		if (!(value instanceof Dict)) return value;
		const keys = [...value.keys()];
		if (new Set(keys.map((key) => typeof key)).size > 1) throw unsupported$2("the filter \"pprint\" is not supported for dicts with keys of several types");
		return Dict.of(sorted(keys, (key) => key).map((key) => [key, this.sort(value.get(key) ?? null, depth + 1)]));
	}
};
/** `indent` is the column where a value begins, `allowance` what must still fit behind it on its last line. */
var Printer = class {
	parts = [];
	write(value, indent, allowance, level) {
		const text = repr(value);
		if (codePointCount(text) <= widest - indent - allowance) this.parts.push(text);
		else if (typeof value === "string") this.writeText(value, indent, allowance, level + 1);
		else if (Array.isArray(value)) this.writeItems(value, "[", "]", indent, allowance, level + 1);
		else if (value instanceof Tuple) this.writeItems(value.items, "(", value.items.length === 1 ? ",)" : ")", indent, allowance, level + 1);
		else if (value instanceof Dict) this.writeDict(value, indent, allowance, level + 1);
		else this.parts.push(text);
	}
	writeItems(items, begin, end, indent, allowance, level) {
		this.parts.push(begin);
		for (const [index, item] of items.entries()) {
			if (index > 0) this.parts.push(`,\n${" ".repeat(indent + 1)}`);
			this.write(item, indent + 1, index === items.length - 1 ? allowance + end.length : 1, level);
		}
		this.parts.push(end);
	}
	writeDict(dict, indent, allowance, level) {
		this.parts.push("{");
		for (const [index, [key, value]] of [...dict.entries()].entries()) {
			if (index > 0) this.parts.push(`,\n${" ".repeat(indent + 1)}`);
			const name = repr(key);
			this.parts.push(`${name}: `);
			this.write(value, indent + 1 + codePointCount(name) + 2, index === dict.size - 1 ? allowance + 1 : 1, level);
		}
		this.parts.push("}");
	}
	/** Text that is too wide becomes several literals, one a line; alone it stands in brackets. */
	writeText(text, indent, allowance, level) {
		const inner = level === 1 ? 1 : 0;
		const width = widest - indent - inner;
		const lines = splitLines(text, true);
		const chunks = lines.flatMap((line, index) => chunksOf(line, width, index === lines.length - 1 ? allowance + inner : 0));
		if (chunks.length === 1) this.parts.push(textRepr(lines.at(-1) ?? ""));
		else this.parts.push(level === 1 ? "(" : "", chunks.join(`\n${" ".repeat(indent + inner)}`), level === 1 ? ")" : "");
	}
};
const word = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/gu;
/** The literals of one line, cut between words. `reserve` is what must fit behind the last one. */
function chunksOf(line, width, reserve) {
	const whole = textRepr(line);
	if (codePointCount(whole) <= width - reserve) return [whole];
	const chunks = [];
	let current = "";
	const parts = (line.match(word) ?? []).filter((part) => part !== "");
	for (const [index, part] of parts.entries()) {
		const room = index === parts.length - 1 ? width - reserve : width;
		if (codePointCount(textRepr(current + part)) <= room) current += part;
		else {
			if (current !== "") chunks.push(textRepr(current));
			current = part;
		}
	}
	return current === "" ? chunks : [...chunks, textRepr(current)];
}

// src/template/builtins/filters-value.ts
const defaultFilter = define("do_default(value)", [["default_value", ""], ["boolean", false]], (value, args) => value instanceof Undefined || args.flag("boolean") && !isTrue(value) ? args.value("default_value") : value);
/** Jinja2's filters for values of any type: attr, d, default, format, items, pprint. */
const valueFilters = /* @__PURE__ */ new Map([
	["default", defaultFilter],
	["d", defaultFilter],
	["attr", define("do_attr(environment, obj)", [["name"]], (value, args) => attribute(value, args.value("name")))],
	["items", define("do_items(value)", [], items)],
	["format", (_, value, args, kwargs) => format(value, args, kwargs)],
	["pprint", define("do_pprint(value)", [], prettyText)]
]);
/** The attribute of that name, never an item. */
function attribute(value, name) {
	refuseUndefined(value);
	const text = name instanceof Markup ? name.text : name;
	if (typeof text !== "string") throw typeError("attribute name must be string");
	refuseName(text);
	if (findAttribute(value, text) !== void 0 || text.startsWith("__")) return getAttribute(value, text);
	return new Undefined(`${textRepr(describeObject(value))} has no attribute ${textRepr(text)}`);
}
function items(value) {
	return new Sequence("generator", function* () {
		if (value instanceof Undefined) return;
		if (!(value instanceof Dict)) throw typeError("Can only get item pairs from a mapping.");
		yield* dictItems(value);
	});
}
function format(value, args, kwargs) {
	if (args.length > 0 && kwargs.size > 0) throw new TemplateRuntimeError("FilterArgumentError", "can't handle positional and keyword arguments at the same time");
	return modulo(softText(value), kwargs.size > 0 ? Dict.of(kwargs) : new Tuple(args));
}

// src/template/builtins/filters.ts
/** Every filter by name: those of Jinja2 3.1 and kluctl's own, but for `render`, which the evaluator adds. */
const filters = new Map([
	...htmlFilters,
	...kluctlFilters,
	...layoutFilters,
	...listFilters,
	...numberFilters,
	...orderFilters,
	...selectFilters,
	...textFilters,
	...valueFilters
]);

// src/template/builtins/tests.ts
/** Every test of Jinja2 3.1 by name, the operators among them. */
const tests = new Map([
	["boolean", plain$1("test_boolean", (value) => typeof value === "boolean")],
	["true", plain$1("test_true", (value) => value === true)],
	["false", plain$1("test_false", (value) => value === false)],
	["none", plain$1("test_none", (value) => value === null)],
	["integer", plain$1("test_integer", (value) => typeof value === "bigint")],
	["float", plain$1("test_float", (value) => typeof value === "number")],
	["number", plain$1("test_number", (value) => asNumber(value) !== void 0)],
	["string", plain$1("test_string", (value) => typeof value === "string" || value instanceof Markup)],
	["mapping", plain$1("test_mapping", (value) => value instanceof Dict)],
	["sequence", plain$1("test_sequence", isSequence)],
	["iterable", plain$1("test_iterable", isIterableOrThrow)],
	["callable", plain$1("callable", isCallable)],
	["defined", plain$1("test_defined", (value) => !(value instanceof Undefined))],
	["undefined", plain$1("test_undefined", (value) => value instanceof Undefined)],
	["escaped", plain$1("test_escaped", (value) => value instanceof Markup)],
	["lower", plain$1("test_lower", (value) => isLower(toText(value)))],
	["upper", plain$1("test_upper", (value) => isUpper(toText(value)))],
	["odd", plain$1("test_odd", (value) => equals(modulo(value, 2n), 1n))],
	["even", plain$1("test_even", (value) => equals(modulo(value, 2n), 0n))],
	["divisibleby", withOther("test_divisibleby", "num", (value, other) => equals(modulo(value, other), 0n))],
	["sameas", withOther("test_sameas", "other", isSame)],
	["in", withOther("test_in", "seq", (value, other) => contains(other, value))],
	["filter", plain$1("test_filter", (value, name) => named$1(value, name, filters))],
	["test", plain$1("test_test", (value, name) => named$1(value, name, tests))],
	...operator$1([
		"==",
		"eq",
		"equalto"
	], "eq", equals),
	...operator$1(["!=", "ne"], "ne", notEquals),
	...operator$1([
		"<",
		"lt",
		"lessthan"
	], "lt", lessThan),
	...operator$1(["<=", "le"], "le", lessEqual),
	...operator$1([
		">",
		"gt",
		"greaterthan"
	], "gt", greaterThan),
	...operator$1([">=", "ge"], "ge", greaterEqual)
]);
function plain$1(name, holds) {
	const parameters = signature(name, ["value"]);
	return (_, value, args, kwargs) => {
		bind(parameters, args, kwargs);
		return holds(value, name);
	};
}
function withOther(name, parameter, holds) {
	const parameters = signature(name, ["value"], [parameter]);
	return (_, value, args, kwargs) => holds(value, bind(parameters, args, kwargs).value(parameter));
}
/** The operators are functions that Python writes in C: two arguments, no keywords. */
function operator$1(names, python, holds) {
	const test = (_, value, args, kwargs) => {
		checkCount(python, [value, ...args], kwargs, 2, 2);
		return holds(value, args[0] ?? null);
	};
	return names.map((name) => [name, test]);
}
/** What has a length and can be indexed. */
function isSequence(value) {
	return typeof value === "string" || value instanceof Markup || Array.isArray(value) || value instanceof Tuple || value instanceof Dict || value instanceof Range || isSilent(value);
}
function isIterableOrThrow(value) {
	if (!isIterable(value)) refuseUndefined(value);
	return isIterable(value) || value instanceof PyObject && value.type === "LoopContext";
}
/** Every undefined value has the method that calls use, so Jinja2 says that it can be called. */
function isCallable(value) {
	return value instanceof Callable || value instanceof Undefined || value instanceof PyObject && value.call !== void 0;
}
/** Identity: small values are the same object for Python as well, except where that depends on how it stores them. */
function isSame(value, other) {
	if (value === null || typeof value === "boolean" || other === null || typeof other === "boolean") return value === other;
	if (typeof value !== typeof other) return false;
	if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
		if (value !== other) return false;
		if (typeof value === "bigint" && value >= -5n && value <= 256n) return true;
		throw unsupported$2(`"sameas" of two equal values of type ${typeName(value)} depends on how Python stores them`);
	}
	return value === other;
}
function named$1(value, name, table) {
	hashKey(value);
	const text = value instanceof Markup ? value.text : value;
	return typeof text === "string" && (table.has(text) || name === "test_filter" && text === "render");
}

// src/template/tree.ts
function argumentNodes(args) {
	const nodes = [...args.positional, ...args.named.map((named) => named.value)];
	if (args.spread) nodes.push(args.spread);
	if (args.spreadNamed) nodes.push(args.spreadNamed);
	return nodes;
}
function present(...nodes) {
	return nodes.filter((node) => node !== void 0);
}
/** The nodes directly below a node, in the order in which Jinja2 visits them: scoping depends on it. */
function childNodes(node) {
	switch (node.kind) {
		case "literal":
		case "name":
		case "namespace-target":
		case "data":
		case "break":
		case "continue": return [];
		case "tuple":
		case "list":
		case "tuple-target": return node.items;
		case "dict": return node.pairs.flatMap((pair) => [pair.key, pair.value]);
		case "condition": return present(node.test, node.value, node.otherwise);
		case "and":
		case "or":
		case "binary": return [node.left, node.right];
		case "not":
		case "unary": return [node.operand];
		case "concat": return node.parts;
		case "compare": return [node.first, ...node.rest.map((rest) => rest.operand)];
		case "attribute": return [node.target];
		case "item": return [node.target, node.index];
		case "slice": return present(node.start, node.stop, node.step);
		case "call": return [node.callee, ...argumentNodes(node.args)];
		case "filter":
		case "test": return [...present(node.target), ...argumentNodes(node.args)];
		case "output": return [node.value];
		case "for": return [
			node.target,
			node.iterable,
			...node.body,
			...node.otherwise,
			...present(node.test)
		];
		case "if": return [
			node.test,
			...node.body,
			...node.branches,
			...node.otherwise
		];
		case "macro": return [
			...node.params,
			...node.defaults,
			...node.body
		];
		case "call-block": return [
			node.call,
			...node.params,
			...node.defaults,
			...node.body
		];
		case "filter-block": return [...node.body, node.filter];
		case "with": return [
			...node.targets,
			...node.values,
			...node.body
		];
		case "set": return [node.target, node.value];
		case "set-block": return [
			node.target,
			...present(node.filter),
			...node.body
		];
		case "block": return node.body;
		case "extends":
		case "include":
		case "import":
		case "from-import": return [node.template];
		case "autoescape": return [node.value, ...node.body];
	}
}
/** Where the text of a node begins: for `a.b(c)` at `a`. */
function startOf(node) {
	switch (node.kind) {
		case "attribute":
		case "item":
		case "test": return startOf(node.target);
		case "filter": return node.target ? startOf(node.target) : node.position;
		case "call": return startOf(node.callee);
		case "and":
		case "or":
		case "binary": return startOf(node.left);
		case "compare": return startOf(node.first);
		case "condition": return startOf(node.value);
		default: return node.position;
	}
}

// src/template/constant-floats.ts
/** Filters that see the variables of the template, so that Jinja2 never computes them in advance. */
const contextFilters = /* @__PURE__ */ new Set([
	"map",
	"select",
	"reject",
	"selectattr",
	"rejectattr",
	"render"
]);
/** True where nothing depends on the run: the value of the whole is known in advance. */
function isConstant(node) {
	switch (node.kind) {
		case "name":
		case "call": return false;
		case "filter": return !contextFilters.has(node.name) && childNodes(node).every(isConstant);
		default: return childNodes(node).every(isConstant);
	}
}
/**
* True for a constant that is infinite or no number: `'inf' | float`. Jinja2 computes constants before it runs, writes these down as
* the unknown names `inf` and `nan`, and fails there; unless the whole output is constant, which it prints.
*/
function isUnwritable(node) {
	if (node.kind === "filter") return node.name === "float" && node.target !== void 0 && isSpecialText(node.target);
	if (node.kind !== "binary") return false;
	const [left, right] = [numberOf(node.left), numberOf(node.right)];
	if (left === void 0 || right === void 0 || node.operator !== "*") return false;
	return !Number.isFinite(left * right);
}
function isSpecialText(node) {
	return node.kind === "literal" && typeof node.value === "string" && /^\s*[+-]?(?:inf|infinity|nan)\s*$/i.test(node.value);
}
/** The value of a literal float; whole numbers do not become infinite. */
function numberOf(node) {
	if (node.kind !== "literal") return void 0;
	return typeof node.value === "number" ? node.value : typeof node.value === "bigint" ? Number(node.value) : void 0;
}

// src/template/syntax-error.ts
/** A template cannot be parsed or is refused before anything of it runs. The caller adds the file. */
var SyntaxProblem = class extends Error {
	/** Jinja2's class name (`TemplateSyntaxError`, `TemplateAssertionError`), or `limit`, or `unsupported`. */
	type;
	position;
	/** The statements that were begun and not ended where the parser stopped, outermost first. */
	open;
	constructor(type, message, position, open = []) {
		super(message);
		this.name = "SyntaxProblem";
		this.type = type;
		this.position = position;
		this.open = open;
	}
};

// src/template/check.ts
const refusedNames = /* @__PURE__ */ new Set([
	"__proto__",
	"constructor",
	"prototype"
]);
/** Names that no template may use, in whatever place a name can stand. Threat model T-03. */
function isRefusedName(name) {
	return refusedNames.has(name);
}
/**
* The gate between parsing and evaluating: names, depth, number of nodes, and what Jinja2 itself refuses when it compiles.
* Throws SyntaxProblem. Threat model T-02, T-03.
*/
function checkTree(body, limits, known) {
	new Gate(limits, known).body(body, {
		depth: 1,
		links: 0,
		loops: 0,
		inLoop: false,
		soft: false,
		caught: false,
		constant: false,
		top: true
	});
}
var Gate = class {
	nodes = 0;
	blocks = /* @__PURE__ */ new Set();
	limits;
	known;
	constructor(limits, known) {
		this.limits = limits;
		this.known = known;
	}
	body(nodes, around) {
		for (const node of nodes) this.node(node, around);
	}
	node(node, around) {
		if (++this.nodes > this.limits.treeNodes) refuse("limit", `the template has more than ${this.limits.treeNodes} parts`, node.position);
		if (around.depth > this.limits.treeDepth) refuse("limit", `the template is nested more than ${this.limits.treeDepth} deep`, node.position);
		if (around.links > maxLinks) refuse("limit", `an expression is a chain of more than ${maxLinks} links`, node.position);
		this.names(node);
		this.placement(node, around);
		const link = linkOf(node);
		const soft = around.soft || node.kind === "condition";
		if (link) this.node(link, {
			...around,
			soft,
			links: around.links + 1
		});
		this.children(node, {
			...around,
			depth: around.depth + 1
		}, link);
	}
	children(node, around, link) {
		const inner = {
			...around,
			soft: false,
			top: false
		};
		switch (node.kind) {
			case "for":
				this.body([node.target, node.iterable], around);
				this.body([...node.body, ...node.test ? [node.test] : []], {
					...inner,
					inLoop: true,
					loops: node.recursive ? 1 : around.loops + 1,
					caught: around.caught || node.recursive
				});
				this.body(node.otherwise, node.recursive ? {
					...inner,
					inLoop: false,
					loops: 0,
					caught: true
				} : inner);
				break;
			case "if":
			case "condition":
				this.body(childNodes(node).filter((child) => child !== link), {
					...around,
					soft: true
				});
				break;
			case "macro":
				this.body(childNodes(node), {
					...inner,
					inLoop: false,
					loops: 0,
					caught: true
				});
				break;
			case "block":
				this.body(childNodes(node), {
					...inner,
					inLoop: false,
					loops: 0,
					caught: false
				});
				break;
			case "call-block":
				this.node(node.call, around);
				this.body([
					...node.params,
					...node.defaults,
					...node.body
				], {
					...inner,
					inLoop: false,
					loops: 0,
					caught: true
				});
				break;
			case "output":
				this.node(node.value, {
					...around,
					constant: isConstant(node.value)
				});
				break;
			case "with":
				this.body([...node.targets, ...node.values], around);
				this.body(node.body, inner);
				break;
			case "filter-block":
			case "set-block":
				this.body(childNodes(node), {
					...inner,
					caught: true
				});
				break;
			case "autoescape":
				this.body(childNodes(node), inner);
				break;
			default: this.body(childNodes(node).filter((child) => child !== link), around);
		}
	}
	placement(node, around) {
		if (!around.constant && isUnwritable(node)) refuse("unsupported", "an infinite number or NaN as a constant, where Jinja2 itself fails", node.position);
		switch (node.kind) {
			case "break":
			case "continue":
				if (!around.inLoop) refuse("TemplateSyntaxError", `'${node.kind}' outside loop`, node.position);
				break;
			case "extends":
				if (!around.top) refuse("TemplateAssertionError", "cannot use extend from a non top-level scope", node.position);
				break;
			case "filter":
				if (!around.soft && !this.known.filters.has(node.name)) refuse("TemplateAssertionError", `No filter named '${node.name}'.`, node.position);
				break;
			case "test":
				if (!around.soft && !this.known.tests.has(node.name)) refuse("TemplateAssertionError", `No test named '${node.name}'.`, node.position);
				break;
			case "block":
				if (this.blocks.has(node.name)) refuse("TemplateAssertionError", `block '${node.name}' defined twice`, node.position);
				this.blocks.add(node.name);
				break;
			case "include":
				if (!node.withContext && around.caught) refuse("unsupported", "include without context inside a macro, call, filter or block set", node.position);
				break;
			case "for":
				refuseLoopTarget(node);
				if (around.loops >= maxLoops) refuse("limit", `loops are nested more than ${maxLoops} deep`, node.position);
				break;
			case "item":
				if (node.index.kind === "tuple") node.index.items.forEach(refuseSlice);
				break;
			case "autoescape":
				if (node.value.kind !== "literal" || node.value.value !== false) refuse("unsupported", "autoescape is supported with false only", node.position);
				break;
			case "macro":
			case "call-block": refuseRepeated(node.params, (name) => `duplicate argument '${name}' in function definition`);
		}
	}
	names(node) {
		for (const name of namesOf$1(node)) if (isRefusedName(name)) refuse("SecurityError", `access to "${name}" is not allowed`, node.position);
		if (node.kind === "call" || node.kind === "filter" || node.kind === "test") refuseRepeated(node.args.named, (name) => `keyword argument repeated: ${name}`);
	}
};
/** Python's own limit, without which Jinja2 could go on. */
const maxLoops = 20;
/** Python itself takes about 200: each link becomes a bracket in what Jinja2 compiles. */
const maxLinks = 198;
/** The child in which a chain goes on: of `a + b + c` it is `a + b`, of `x.a.b` it is `x.a`. */
function linkOf(node) {
	switch (node.kind) {
		case "and":
		case "or":
		case "binary": return node.left;
		case "attribute":
		case "item":
		case "filter":
		case "test": return node.target;
		case "call": return node.callee;
		case "condition": return node.otherwise;
		default: return;
	}
}
function namesOf$1(node) {
	switch (node.kind) {
		case "name":
		case "attribute":
		case "macro":
		case "block": return [node.name];
		case "call": return node.args.named.map((named) => named.name);
		case "filter":
		case "test": return [...node.name.split("."), ...node.args.named.map((named) => named.name)];
		case "namespace-target": return [node.name, node.attribute];
		case "import": return [node.target];
		case "from-import": return node.names.flatMap((imported) => [imported.name, imported.alias]);
		case "item": return textOf$1(node.index);
		case "dict": return node.pairs.flatMap((pair) => textOf$1(pair.key));
		default: return [];
	}
}
function textOf$1(node) {
	return node.kind === "literal" && typeof node.value === "string" ? [node.value] : [];
}
function refuseLoopTarget(node) {
	if (node.kind === "name" && node.mode === "store" && node.name === "loop") refuse("TemplateAssertionError", "Can't assign to special loop variable in for-loop target", node.position);
	for (const child of childNodes(node)) refuseLoopTarget(child);
}
function refuseSlice(node) {
	if (node.kind === "slice") refuse("TemplateSyntaxError", "a slice cannot stand beside another index", node.position);
}
function refuseRepeated(names, message) {
	const seen = /* @__PURE__ */ new Set();
	for (const { name, position } of names) {
		if (seen.has(name)) refuse("TemplateSyntaxError", message(name), position);
		seen.add(name);
	}
}
function refuse(type, message, position) {
	throw new SyntaxProblem(type, message, position);
}

// src/template/variables.ts
/** Variables that stand in front of others and hide those of the same name. Neither may be changed any more. */
var Layer = class {
	front;
	behind;
	constructor(front, behind) {
		this.front = front;
		this.behind = behind;
	}
	get(name) {
		const value = this.front.get(name);
		return value === void 0 ? this.behind.get(name) : value;
	}
	keys() {
		return /* @__PURE__ */ new Set([...this.behind.keys(), ...this.front.keys()]);
	}
	*[Symbol.iterator]() {
		for (const name of this.keys()) {
			const value = this.get(name);
			if (value !== void 0) yield [name, value];
		}
	}
};
/**
* What every template of one render sees: functions, and the variables it was given, of which a name's own copy is made when it is first
* asked for. The originals may belong to many renders; no template ever holds one (threat model T-07).
*/
var Globals = class {
	originals;
	values;
	/** A variable hides a function of the same name where `hides` says so; else the function hides it. */
	constructor(originals, functions, hides) {
		this.originals = originals;
		this.values = new Map(functions);
		for (const name of functions.keys()) if (originals.has(name) && hides(name)) this.values.delete(name);
	}
	get(name) {
		const known = this.values.get(name);
		if (known !== void 0) return known;
		const original = this.originals.get(name);
		if (original === void 0) return void 0;
		const copy = copyOf(original);
		this.values.set(name, copy);
		return copy;
	}
	keys() {
		return /* @__PURE__ */ new Set([...this.values.keys(), ...this.originals.keys()]);
	}
	*[Symbol.iterator]() {
		for (const name of this.keys()) {
			const value = this.get(name);
			if (value !== void 0) yield [name, value];
		}
	}
};
/** Lists and dicts are copied to their depth; of what variables hold nothing else can be changed. */
function copyOf(value) {
	if (Array.isArray(value)) return value.map(copyOf);
	if (!(value instanceof Dict)) return value;
	const dict = new Dict();
	for (const [key, item] of value.entries()) dict.set(key, copyOf(item));
	return dict;
}

// src/template/context.ts
/**
* The variables of one template run, as Jinja2's context: what it was given, what its outermost scope has set, what it exports to
* importers, and its blocks with the ones they override. Source: Jinja2 3.1 runtime.
*/
var Context = class Context {
	template;
	parent;
	vars = /* @__PURE__ */ new Map();
	exported = /* @__PURE__ */ new Set();
	blocks = /* @__PURE__ */ new Map();
	constructor(template, parent) {
		this.template = template;
		this.parent = parent;
		for (const [name, entry] of template.blocks) this.blocks.set(name, [entry]);
	}
	resolve(name) {
		const own = this.vars.get(name);
		return own === void 0 ? this.parent.get(name) : own;
	}
	/** Everything that can be seen, own variables first. */
	all() {
		return this.vars.size === 0 ? this.parent : new Layer(new Map(this.vars), this.parent);
	}
	/** A context that also sees the given variables and shares the blocks. */
	derived(locals) {
		const context = new Context(this.template, locals.size === 0 ? this.all() : new Layer(new Map(locals), this.all()));
		for (const [name, entries] of this.blocks) context.blocks.set(name, [...entries]);
		return context;
	}
};
/** A function that also sees the variables of the template that calls it: `get_var`, `load_template`, `render`. */
var ContextCallable = class extends Callable {
	callIn;
	constructor(name, callIn) {
		super(name, () => null);
		this.callIn = callIn;
	}
};

// src/template/frame.ts
/** The variables of one scope while it runs. A name without a value is undefined. */
var Frame = class Frame {
	scope;
	parent;
	context;
	/** The template whose text runs: with `extends` it is not always the context's. */
	template;
	kind;
	/** Set where text is dropped once the template turns out to extend another. */
	root;
	slots = /* @__PURE__ */ new Map();
	/** What `set` wrote directly in this loop or block; functions that look at the context see it. */
	written = /* @__PURE__ */ new Map();
	constructor(scope, context, template, kind, parent, root) {
		this.scope = scope;
		this.context = context;
		this.template = template;
		this.kind = kind;
		this.parent = parent;
		this.root = root;
	}
	inner(scope, kind = "inner", checksExtended = true) {
		return new Frame(scope, this.context, this.template, kind, this, checksExtended ? this.root : void 0);
	}
	get isTop() {
		return this.kind === "top";
	}
	/** Gives every variable of the scope its first value; parameters keep theirs. */
	enter() {
		this.written.clear();
		for (const [name, load] of this.scope.loads) {
			if (load === "parameter") continue;
			const value = load === "resolve" ? this.context.resolve(name) : load === "alias" ? this.parent?.read(name) : void 0;
			if (value === void 0) this.slots.delete(name);
			else this.slots.set(name, value);
		}
	}
	/** The value of a name, or undefined where it has none. */
	read(name) {
		return this.owner(name).slots.get(name);
	}
	lookup(name) {
		const value = this.read(name);
		return value === void 0 ? new Undefined(`'${name}' is undefined`) : value;
	}
	assign(name, value) {
		this.owner(name).slots.set(name, value);
	}
	/** Gives a parameter of this very scope its value. */
	declare(name, value) {
		this.slots.set(name, value);
	}
	owner(name) {
		for (let frame = this; frame; frame = frame.parent) if (frame.scope.loads.has(name)) return frame;
		throw new TemplateRuntimeError("AssertionError", `the name '${name}' cannot be used here`);
	}
	/** The variables that were written here and further out: what an include or a scoped block is given. */
	locals() {
		const locals = /* @__PURE__ */ new Map();
		for (const name of this.scope.storedNames()) {
			const value = this.read(name);
			if (value !== void 0) locals.set(name, value);
		}
		return locals;
	}
};

// src/template/meter.ts
/** Counts what one render uses against its limits. Everything over a limit is an error of type `LimitError`. Threat model T-10. */
var Meter = class {
	limits;
	steps = 0;
	operations = 0;
	work = 0;
	includes = 0;
	includeDepth = 0;
	macroDepth = 0;
	constructor(limits) {
		this.limits = limits;
	}
	countSteps(count) {
		this.steps += count;
		if (this.steps > this.limits.steps) overLimit(`loops with more than ${this.limits.steps} steps`);
	}
	countOperation() {
		if (++this.operations > this.limits.operations) overLimit(`the template needs more than ${this.limits.operations} operations`);
	}
	/** Counts the size of a value that an operation reads or makes. */
	countValue(value) {
		const size = sizeOf(value);
		if (size > 0) this.countWork(size);
	}
	countWork(units) {
		this.work += units;
		if (this.work > this.limits.work) overLimit("the template works on too much text or too many items");
	}
	/** Runs something that another template does. */
	includeTemplate(action) {
		if (++this.includes > this.limits.includes) overLimit(`more than ${this.limits.includes} templates are included`);
		if (++this.includeDepth > this.limits.includeDepth) overLimit(`templates include each other more than ${this.limits.includeDepth} deep`);
		try {
			return action();
		} finally {
			this.includeDepth--;
		}
	}
	/** Runs the body of a macro, a block or a recursive loop. */
	enterMacro(action) {
		this.countSteps(1);
		if (++this.macroDepth > this.limits.macroDepth) overLimit(`macros, blocks or recursive loops call each other more than ${this.limits.macroDepth} deep`);
		try {
			return action();
		} finally {
			this.macroDepth--;
		}
	}
	checkText(text) {
		if (text.length > this.limits.text) overLimit(`a text of ${text.length} characters is over the limit of ${this.limits.text}`);
		return text;
	}
	checkRange(length) {
		if (length > BigInt(this.limits.range)) overLimit(`range of ${length} is over the limit of ${this.limits.range}`);
	}
};
/** Nearly every integer is small, and costs nothing worth counting. */
const smallInteger = 1n << 63n;
function sizeOf(value) {
	if (typeof value === "string") return value.length + 8;
	if (typeof value === "bigint") return value < smallInteger && value > -smallInteger ? 0 : 1e3;
	if (Array.isArray(value)) return 4 * value.length;
	if (value instanceof Tuple) return 4 * value.items.length;
	if (value instanceof Dict) return 4 * value.size;
	return value instanceof Markup ? value.text.length : 0;
}
function overLimit(message) {
	throw new TemplateRuntimeError("LimitError", message);
}
/** Text that grows piece by piece and never above a limit. */
var Output = class {
	pieces = [];
	length = 0;
	limit;
	constructor(limit) {
		this.limit = limit;
	}
	append(text) {
		this.length += text.length;
		if (this.length > this.limit) overLimit(`the output is over the limit of ${this.limit} characters`);
		if (text !== "") this.pieces.push(text);
	}
	toString() {
		return this.pieces.join("");
	}
};

// src/template/literals.ts
var import_lexer = /* @__PURE__ */ __toESM(require_lexer(), 1);
/** Literals of the expression language, read the way Python reads them. */
/** What `str.isspace` and `\s` mean in Python, as the inside of a character class. JavaScript's own `\s` differs. */
const pythonSpace = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const trailingSpace = new RegExp(`[${pythonSpace}]+$`);
/** Python's `str.rstrip()`; linear, since it looks from the end. */
function stripEnd(text) {
	let end = text.length;
	while (end > 0 && trailingSpace.test(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}
const simpleEscapes = /* @__PURE__ */ new Map([
	["\n", ""],
	["\\", "\\"],
	["'", "'"],
	["\"", "\""],
	["a", "\x07"],
	["b", "\b"],
	["f", "\f"],
	["n", "\n"],
	["r", "\r"],
	["t", "	"],
	["v", "\v"]
]);
const escapeSequence = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{0,2})|u([0-9a-fA-F]{0,4})|U([0-9a-fA-F]{0,8})|(N)|([^\x00-\x7f])|(.))/gsu;
/**
* The text between the quotes of a string literal, escapes resolved as Python's `unicode-escape` codec does after Jinja2 turned every
* character above U+007F into an escape of its own. Unknown escapes keep their backslash.
* Returns an object with the reason where Python refuses, or where the result could not be held exactly.
*/
function unescapeText(text) {
	if (!text.includes("\\")) return text;
	let problem;
	const result = text.replace(escapeSequence, (whole, octal, x, u, long, named, wide, other) => {
		if (octal !== void 0) return String.fromCodePoint(Number.parseInt(octal, 8));
		if (named !== void 0) problem ??= "named characters (\\N{…}) are not supported in strings";
		if (wide !== void 0) return `\\${codecEscape(wide)}`;
		if (other !== void 0) return simpleEscapes.get(other) ?? whole;
		const code = x ?? u ?? long ?? "";
		const width = x !== void 0 ? 2 : u !== void 0 ? 4 : 8;
		if (code.length < width) problem ??= `truncated ${width === 2 ? "\\xXX" : width === 4 ? "\\uXXXX" : "\\UXXXXXXXX"} escape`;
		const point = Number.parseInt(code || "0", 16);
		if (point > 1114111) problem ??= "illegal Unicode character";
		if (point >= 55296 && point <= 57343) problem ??= "half of a surrogate pair is not supported in strings";
		return problem === void 0 ? String.fromCodePoint(point) : "";
	});
	return problem === void 0 ? result : { problem };
}
/** A backslash before a wide character is doubled by the codec's own backslash, so the digits stay as text. */
function codecEscape(character) {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	if (code <= 255) return `x${hex.padStart(2, "0")}`;
	return code <= 65535 ? `u${hex.padStart(4, "0")}` : `U${hex.padStart(8, "0")}`;
}
/** Python's limit for the digits of a decimal integer in text. */
const maxDigits = 4300;
/** `1_000`, `0x10`, `0o7`, `0b1`; undefined where Python refuses the number as too long. */
function parseInteger(text) {
	const digits = text.replaceAll("_", "").toLowerCase();
	return digits.length > maxDigits ? void 0 : BigInt(digits);
}
/** `1.5`, `1e3`, `1_0.5`; undefined where the number is too large to be a float. */
function parseFloatLiteral(text) {
	const value = Number(text.replaceAll("_", ""));
	return Number.isFinite(value) ? value : void 0;
}

// src/template/lexer.ts
/** Type of the token that stands behind the last one. */
const endOfTemplate = "eof";
const space = `[${pythonSpace}]*`;
const rawBegin = `\\{%[-+]?${space}raw${space}(?:-%\\}${space}|%\\})`;
const begin = new RegExp(`${rawBegin}|\\{#[-+]?|\\{%[-+]?|\\{\\{[-+]?`, "g");
const rawEnd = new RegExp(`\\{%[-+]?${space}endraw${space}(?:\\+%\\}|-%\\}${space}|%\\})`, "g");
const commentEnd = new RegExp(`\\+#\\}|-#\\}${space}|#\\}`, "g");
const blockEnd = new RegExp(`\\+%\\}|-%\\}${space}|%\\}`, "y");
const variableEnd = new RegExp(`-\\}\\}${space}|\\}\\}`, "y");
const blank = new RegExp(`[${pythonSpace}]+`, "y");
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;
const name$1 = new RegExp(`(?:(?![${pythonSpace}])[\\w\\u0080-\\uffff])+`, "y");
const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const string = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const closing = /* @__PURE__ */ new Map([
	["{", "}"],
	["(", ")"],
	["[", "]"]
]);
const types = /* @__PURE__ */ new Map([
	["(", import_lexer.default.TOKEN_LEFT_PAREN],
	[")", import_lexer.default.TOKEN_RIGHT_PAREN],
	["[", import_lexer.default.TOKEN_LEFT_BRACKET],
	["]", import_lexer.default.TOKEN_RIGHT_BRACKET],
	["{", import_lexer.default.TOKEN_LEFT_CURLY],
	["}", import_lexer.default.TOKEN_RIGHT_CURLY],
	[",", import_lexer.default.TOKEN_COMMA],
	[":", import_lexer.default.TOKEN_COLON],
	["~", import_lexer.default.TOKEN_TILDE],
	["|", import_lexer.default.TOKEN_PIPE]
]);
/**
* Jinja2's lexical grammar on nunjucks' tokenizer. nunjucks goes character by character, loses backslashes, knows regular expressions
* and `===`, and takes any run of characters as a name; all of that is replaced. Blanks are skipped, strings keep their quotes.
* The source must have `\n` line ends (see {@link normalizeSource}). Source: Jinja2 3.1 lexer rules, kluctl-semantics 5.9.
*/
var JinjaTokenizer = class extends import_lexer.default.lex("").constructor {
	waiting = [];
	brackets = [];
	inVariable = false;
	/** The end of the template is reported where the last thing before it begins, as Jinja2 does. */
	lastBegin = {
		lineno: 0,
		colno: 0
	};
	lineStart = 0;
	nextNewline;
	constructor(source) {
		super(source);
		this.nextNewline = newlineFrom(source, 0);
	}
	nextToken() {
		return this.waiting.shift() ?? this.lexToken();
	}
	/** The token behind the one that comes next; nothing is consumed. */
	lookAhead() {
		const token = this.waiting[0] ?? this.lexToken();
		this.waiting[0] = token;
		return token;
	}
	forwardN(count) {
		this.index += count;
		while (this.nextNewline < this.index) {
			this.lineno++;
			this.lineStart = this.nextNewline + 1;
			this.nextNewline = newlineFrom(this.str, this.lineStart);
		}
		this.colno = this.index - this.lineStart;
	}
	lexToken() {
		while (!this.isFinished()) {
			const token = this.in_code ? this.codeToken() : this.dataToken();
			if (token) return token;
		}
		return {
			type: "eof",
			value: "",
			...this.lastBegin
		};
	}
	token(type, value) {
		if (value !== "") this.lastBegin = {
			lineno: this.lineno,
			colno: this.colno
		};
		return {
			type,
			value,
			lineno: this.lineno,
			colno: this.colno
		};
	}
	/** Text up to the next tag, then the begin of the tag; undefined where only a comment or nothing was there. */
	dataToken() {
		const found = search(begin, this.str, this.index);
		if (!found) return this.take(import_lexer.default.TOKEN_DATA, this.len - this.index);
		if (found.index > this.index) {
			const length = found.index - this.index;
			const text = this.str.slice(this.index, found.index);
			const token = this.token(import_lexer.default.TOKEN_DATA, found[0].charAt(2) === "-" ? stripEnd(text) : text);
			this.forwardN(length);
			return token.value === "" ? void 0 : token;
		}
		const tag = found[0];
		if (tag.startsWith("{#")) return this.comment(tag);
		if (tag.length > 3) return this.raw(tag);
		this.in_code = true;
		this.inVariable = tag.startsWith("{{");
		return this.take(this.inVariable ? import_lexer.default.TOKEN_VARIABLE_START : import_lexer.default.TOKEN_BLOCK_START, tag.length);
	}
	comment(tag) {
		const end = search(commentEnd, this.str, this.index + tag.length);
		if (end) this.forwardN(end.index + end[0].length - this.index);
		else this.toEnd(tag.length, "Missing end of comment tag");
	}
	raw(tag) {
		this.forwardN(tag.length);
		const end = search(rawEnd, this.str, this.index);
		if (!end) return this.toEnd(0, "Missing end of raw directive");
		const text = this.str.slice(this.index, end.index);
		const token = this.token(import_lexer.default.TOKEN_DATA, end[0].charAt(2) === "-" ? stripEnd(text) : text);
		this.forwardN(end.index + end[0].length - this.index);
		return token.value === "" ? void 0 : token;
	}
	/** Jinja2 misses the end of a comment or raw block only where something follows its begin. */
	toEnd(length, message) {
		if (this.index + length < this.len) this.fail(message);
		this.forwardN(length);
	}
	codeToken() {
		const skipped = this.match(blank);
		if (skipped !== void 0) {
			this.forwardN(skipped.length);
			return;
		}
		const end = this.brackets.length === 0 ? this.match(this.inVariable ? variableEnd : blockEnd) : void 0;
		if (end !== void 0) {
			this.in_code = false;
			return this.take(this.inVariable ? import_lexer.default.TOKEN_VARIABLE_END : import_lexer.default.TOKEN_BLOCK_END, end.length);
		}
		for (const [pattern, type] of patterns) {
			const text = this.match(pattern);
			if (text !== void 0) return this.take(type, text.length);
		}
		const word = this.match(name$1);
		if (word !== void 0) {
			if (!identifier.test(word) || word !== word.normalize("NFKC")) this.fail("Invalid character in identifier");
			return this.take(import_lexer.default.TOKEN_SYMBOL, word.length);
		}
		const sign = this.match(operator);
		if (sign === void 0) return this.fail(`unexpected char ${JSON.stringify(this.str.charAt(this.index))}`);
		this.balance(sign);
		return this.take(types.get(sign) ?? import_lexer.default.TOKEN_OPERATOR, sign.length);
	}
	balance(sign) {
		const close = closing.get(sign);
		if (close !== void 0) this.brackets.push(close);
		else if (sign === "}" || sign === ")" || sign === "]") {
			const expected = this.brackets.pop();
			if (expected === void 0) this.fail(`unexpected '${sign}'`);
			if (expected !== sign) this.fail(`unexpected '${sign}', expected '${expected}'`);
		}
	}
	take(type, length) {
		const token = this.token(type, this.str.slice(this.index, this.index + length));
		this.forwardN(length);
		return token;
	}
	match(pattern) {
		pattern.lastIndex = this.index;
		return pattern.exec(this.str)?.[0];
	}
	fail(message) {
		throw new SyntaxProblem("TemplateSyntaxError", message, {
			line: this.lineno + 1,
			column: this.colno + 1
		});
	}
};
const patterns = [
	[float, import_lexer.default.TOKEN_FLOAT],
	[integer, import_lexer.default.TOKEN_INT],
	[string, import_lexer.default.TOKEN_STRING]
];
/** Line ends become `\n` and one at the end is dropped, as Jinja2 does with `keep_trailing_newline` off. */
function normalizeSource(source) {
	const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
	return text.endsWith("\n") ? text.slice(0, -1) : text;
}
function newlineFrom(source, index) {
	const found = source.indexOf("\n", index);
	return found === -1 ? Number.POSITIVE_INFINITY : found;
}
function search(pattern, source, index) {
	pattern.lastIndex = index;
	return pattern.exec(source);
}

// src/template/lookup.ts
/**
* Refuses names that could reach outside the project: absolute paths, drive letters, backslashes, NUL, addresses. Throws ProjectError
* with code `outside-root`; the caller adds the place. Threat model F-02.
*/
function refuseForeignName(name) {
	if (name.startsWith("/") || name.includes("\\") || name.includes("\0") || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(name)) throw outside(name);
}
function outside(name) {
	return new ProjectError("outside-root", `${quote(name)} points outside the project`);
}
/**
* A name that begins with `./` or `../` is relative to the template that uses it; any other stays what it is. The result begins with
* `/` where it is a path from the project folder, else it is for the search folders. Source: kluctl v2.28, jinja2_utils.py.
*/
function joinName(name, user) {
	refuseForeignName(name);
	if (user === void 0 || !(name.startsWith("./") || name.startsWith("../"))) return name;
	const absolute = user.startsWith("/");
	const parts = (absolute ? user.slice(1) : user).split("/").slice(0, -1);
	for (const part of name.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === void 0) throw outside(name);
	}
	return (absolute ? "/" : "") + parts.join("/");
}
/** The project-relative paths where a joined name is looked for, in order. Throws ProjectError for `..` parts. */
function candidatePaths(joined, searchDirs) {
	if (joined.startsWith("/")) {
		const path = joined.slice(1);
		return searchDirs.some((dir) => dir === "" || path.startsWith(`${dir}/`)) ? [path] : [];
	}
	const parts = joined.split("/").filter((part) => part !== "" && part !== ".");
	if (parts.includes("..")) throw outside(joined);
	const path = parts.join("/");
	return path === "" ? [] : searchDirs.map((dir) => dir === "" ? path : `${dir}/${path}`);
}

// src/template/token-parser.ts
var import_parser = /* @__PURE__ */ __toESM(require_parser(), 1);
const descriptions = /* @__PURE__ */ new Map([
	["eof", "end of template"],
	[import_lexer.default.TOKEN_BLOCK_START, "begin of statement block"],
	[import_lexer.default.TOKEN_BLOCK_END, "end of statement block"],
	[import_lexer.default.TOKEN_VARIABLE_START, "begin of print statement"],
	[import_lexer.default.TOKEN_VARIABLE_END, "end of print statement"],
	[import_lexer.default.TOKEN_DATA, "template data / text"]
]);
/** How deep brackets, operators and statements may be inside each other while parsing; the tree itself has its own limit. */
const maxNesting = 200;
/** nunjucks' parser with its token functions kept (peek, next, skip) and everything that reports a problem in Jinja2's words. */
var TokenParser = class extends import_parser.default.Parser {
	tokenizer;
	depth = 0;
	/** The statements around, outermost first, from their words to the ends of their tags. */
	open = [];
	constructor(source) {
		const tokenizer = new JinjaTokenizer(normalizeSource(source));
		super(tokenizer);
		this.tokenizer = tokenizer;
	}
	here() {
		return this.positionOf(this.peekToken());
	}
	positionOf(token) {
		return {
			line: token.lineno + 1,
			column: token.colno + 1
		};
	}
	/** Is this word next? Nothing is consumed. */
	at(word) {
		const token = this.peekToken();
		return token.type === import_lexer.default.TOKEN_SYMBOL && token.value === word;
	}
	/** The token behind the next one. */
	lookAhead() {
		this.peekToken();
		return this.tokenizer.lookAhead();
	}
	expectName() {
		const token = this.nextToken();
		if (token.type !== import_lexer.default.TOKEN_SYMBOL) this.unexpected(token, "name");
		return token;
	}
	expectWord(word) {
		const token = this.nextToken();
		if (token.type !== import_lexer.default.TOKEN_SYMBOL || token.value !== word) this.unexpected(token, word);
		return token;
	}
	expectType(type, wanted = descriptions.get(type) ?? type) {
		const token = this.nextToken();
		if (token.type !== type) this.unexpected(token, wanted);
		return token;
	}
	unexpected(token, wanted) {
		const message = token.type === "eof" ? `unexpected end of template, expected '${wanted}'.` : `expected token '${wanted}', got '${this.describe(token)}'`;
		this.problem(message, this.positionOf(token));
	}
	describe(token) {
		return descriptions.get(token.type) ?? token.value;
	}
	/** Guards the call stack: every construct that can hold itself goes through here. */
	nested(parse) {
		if (++this.depth > maxNesting) this.problem("the template is nested too deeply", this.here(), "limit");
		const result = parse();
		this.depth--;
		return result;
	}
	problem(message, position, type = "TemplateSyntaxError") {
		throw new SyntaxProblem(type, message, position, this.open);
	}
	/** nunjucks' own way to fail; its positions count from 0. */
	fail(message, lineno, colno) {
		const position = lineno === void 0 ? this.here() : {
			line: lineno + 1,
			column: (colno ?? 0) + 1
		};
		this.problem(message, position);
	}
	isTagEnd(type) {
		return type === import_lexer.default.TOKEN_VARIABLE_END || type === import_lexer.default.TOKEN_BLOCK_END;
	}
	isEnd(type) {
		return type === "eof";
	}
};

// src/template/argument-parser.ts
const { TOKEN_SYMBOL: TOKEN_SYMBOL$3, TOKEN_OPERATOR: TOKEN_OPERATOR$4, TOKEN_COMMA: TOKEN_COMMA$4, TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$4, TOKEN_RIGHT_PAREN: TOKEN_RIGHT_PAREN$2 } = import_lexer.default;
const noArguments = {
	positional: [],
	named: [],
	spread: void 0,
	spreadNamed: void 0
};
/** What stands between brackets with commas: the arguments of calls, filters and tests, and the items of lists and dicts. */
var ArgumentParser = class extends TokenParser {
	parseArguments() {
		const position = this.here();
		this.expectType(TOKEN_LEFT_PAREN$4, "(");
		const positional = [];
		const named = [];
		let spread;
		let spreadNamed;
		const ensure = (valid) => {
			if (!valid) this.problem("invalid syntax for function call expression", position);
		};
		for (let first = true; this.peekToken().type !== TOKEN_RIGHT_PAREN$2; first = false) {
			if (!first) this.expectType(TOKEN_COMMA$4, ",");
			if (!first && this.peekToken().type === TOKEN_RIGHT_PAREN$2) break;
			if (this.skipValue(TOKEN_OPERATOR$4, "*")) {
				ensure(!spread && !spreadNamed);
				spread = this.parseExpression();
			} else if (this.skipValue(TOKEN_OPERATOR$4, "**")) {
				ensure(!spreadNamed);
				spreadNamed = this.parseExpression();
			} else if (this.peekToken().type === TOKEN_SYMBOL$3 && this.lookAhead().value === "=") {
				ensure(!spreadNamed);
				named.push(this.parseNamed());
			} else {
				ensure(!spread && !spreadNamed && named.length === 0);
				positional.push(this.parseExpression());
			}
		}
		this.expectType(TOKEN_RIGHT_PAREN$2, ")");
		return {
			positional,
			named,
			spread,
			spreadNamed
		};
	}
	parseNamed() {
		const token = this.nextToken();
		this.nextToken();
		return {
			name: token.value,
			position: this.positionOf(token),
			value: this.parseExpression()
		};
	}
	parseOptionalArguments() {
		return this.peekToken().type === TOKEN_LEFT_PAREN$4 ? this.parseArguments() : noArguments;
	}
	parseItems(endType, end, parseItem) {
		const items = [];
		while (this.peekToken().type !== endType) {
			if (items.length > 0) this.expectType(TOKEN_COMMA$4, ",");
			if (this.peekToken().type === endType) break;
			items.push(parseItem());
		}
		this.expectType(endType, end);
		return items;
	}
};

// src/template/primary-parser.ts
const { TOKEN_SYMBOL: TOKEN_SYMBOL$2, TOKEN_COMMA: TOKEN_COMMA$3, TOKEN_COLON: TOKEN_COLON$2, TOKEN_STRING: TOKEN_STRING$1, TOKEN_INT: TOKEN_INT$1, TOKEN_FLOAT: TOKEN_FLOAT$1 } = import_lexer.default;
const { TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$3, TOKEN_RIGHT_PAREN: TOKEN_RIGHT_PAREN$1, TOKEN_LEFT_BRACKET: TOKEN_LEFT_BRACKET$1, TOKEN_RIGHT_BRACKET: TOKEN_RIGHT_BRACKET$1 } = import_lexer.default;
const { TOKEN_LEFT_CURLY: TOKEN_LEFT_CURLY$1, TOKEN_RIGHT_CURLY } = import_lexer.default;
const constants = /* @__PURE__ */ new Map([
	["true", true],
	["True", true],
	["false", false],
	["False", false],
	["none", null],
	["None", null]
]);
/** Names, literals, lists, dicts and tuples. */
var PrimaryParser = class extends ArgumentParser {
	parsePrimary() {
		const token = this.nextToken();
		const position = this.positionOf(token);
		switch (token.type) {
			case TOKEN_SYMBOL$2: {
				const value = constants.get(token.value);
				if (value !== void 0) return {
					kind: "literal",
					position,
					value
				};
				return {
					kind: "name",
					position,
					name: token.value,
					mode: "load"
				};
			}
			case TOKEN_STRING$1: return {
				kind: "literal",
				position,
				value: this.parseStrings(token.value, position)
			};
			case TOKEN_INT$1: return {
				kind: "literal",
				position,
				value: this.integer(token.value, position)
			};
			case TOKEN_FLOAT$1: {
				const value = parseFloatLiteral(token.value);
				if (value === void 0) this.problem("the number is too large", position, "unsupported");
				return {
					kind: "literal",
					position,
					value
				};
			}
			case TOKEN_LEFT_PAREN$3: {
				const node = this.parseTuple({ parenthesized: true });
				this.expectType(TOKEN_RIGHT_PAREN$1, ")");
				return node;
			}
			case TOKEN_LEFT_BRACKET$1: return {
				kind: "list",
				position,
				items: this.parseItems(TOKEN_RIGHT_BRACKET$1, "]", () => this.parseExpression())
			};
			case TOKEN_LEFT_CURLY$1: return {
				kind: "dict",
				position,
				pairs: this.parseItems(TOKEN_RIGHT_CURLY, "}", () => this.parsePair())
			};
			default: return this.problem(`unexpected '${this.describe(token)}'`, position);
		}
	}
	parseStrings(first, position) {
		let text = this.unquote(first, position);
		while (this.peekToken().type === TOKEN_STRING$1) {
			const token = this.nextToken();
			text += this.unquote(token.value, this.positionOf(token));
		}
		return text;
	}
	unquote(literal, position) {
		const text = unescapeText(literal.slice(1, -1));
		return typeof text === "string" ? text : this.problem(text.problem, position);
	}
	integer(text, position) {
		return parseInteger(text) ?? this.problem("the number has too many digits", position);
	}
	parsePair() {
		const key = this.parseExpression();
		this.expectType(TOKEN_COLON$2, ":");
		return {
			key,
			value: this.parseExpression()
		};
	}
	/** One expression, or several with commas between, which make a tuple. */
	parseTuple(options = {}) {
		let position = this.here();
		const items = [];
		let isTuple = false;
		for (;;) {
			if (items.length > 0) this.expectType(TOKEN_COMMA$3, ",");
			if (this.endsTuple()) break;
			items.push(this.parseTupleItem(options));
			if (this.peekToken().type !== TOKEN_COMMA$3) break;
			isTuple = true;
			position = this.here();
		}
		const [first] = items;
		if (!isTuple && first) return first;
		if (!isTuple && !options.parenthesized) this.problem(`Expected an expression, got '${this.describe(this.peekToken())}'`, this.here());
		return {
			kind: "tuple",
			position,
			items
		};
	}
	parseTupleItem(options) {
		if (options.simplified) return this.nested(() => this.parsePrimary());
		return options.conditions === false ? this.nested(() => this.parseOr()) : this.parseExpression();
	}
	endsTuple() {
		const { type } = this.peekToken();
		return this.isTagEnd(type) || type === TOKEN_RIGHT_PAREN$1;
	}
};

// src/template/postfix-parser.ts
const { TOKEN_SYMBOL: TOKEN_SYMBOL$1, TOKEN_OPERATOR: TOKEN_OPERATOR$3, TOKEN_COMMA: TOKEN_COMMA$2, TOKEN_COLON: TOKEN_COLON$1, TOKEN_PIPE } = import_lexer.default;
const { TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$2, TOKEN_LEFT_BRACKET, TOKEN_RIGHT_BRACKET, TOKEN_LEFT_CURLY } = import_lexer.default;
const { TOKEN_STRING, TOKEN_INT, TOKEN_FLOAT } = import_lexer.default;
/** What an argument of a test without brackets may begin with. */
const testArgument = /* @__PURE__ */ new Set([
	TOKEN_SYMBOL$1,
	TOKEN_STRING,
	TOKEN_INT,
	TOKEN_FLOAT,
	TOKEN_LEFT_BRACKET,
	TOKEN_LEFT_CURLY
]);
/** What follows an operand: attributes, indexes, slices, calls, filters and tests. */
var PostfixParser = class extends PrimaryParser {
	parsePostfix(operand) {
		let node = operand;
		for (;;) {
			const token = this.peekToken();
			if (token.type === TOKEN_LEFT_PAREN$2) node = this.parseCall(node);
			else if (token.type === TOKEN_LEFT_BRACKET) node = this.parseItem(node);
			else if (token.type === TOKEN_OPERATOR$3 && token.value === ".") node = this.parseAttribute(node);
			else return node;
		}
	}
	parseFiltersAndTests(operand) {
		let node = operand;
		for (;;) {
			const { type } = this.peekToken();
			if (type === TOKEN_PIPE) node = this.parseFilters(node) ?? node;
			else if (this.at("is")) node = this.parseTest(node);
			else if (type === TOKEN_LEFT_PAREN$2) node = this.parseCall(node);
			else return node;
		}
	}
	parseCall(callee) {
		return {
			kind: "call",
			position: this.here(),
			callee,
			args: this.parseArguments()
		};
	}
	parseAttribute(target) {
		const position = this.here();
		this.nextToken();
		const token = this.nextToken();
		if (token.type === TOKEN_SYMBOL$1) return {
			kind: "attribute",
			position,
			target,
			name: token.value
		};
		if (token.type !== TOKEN_INT) this.problem("expected name or number", this.positionOf(token));
		const at = this.positionOf(token);
		return {
			kind: "item",
			position,
			target,
			index: {
				kind: "literal",
				position: at,
				value: this.integer(token.value, at)
			}
		};
	}
	parseItem(target) {
		const position = this.here();
		this.nextToken();
		const items = [];
		while (this.peekToken().type !== TOKEN_RIGHT_BRACKET) {
			if (items.length > 0) this.expectType(TOKEN_COMMA$2, ",");
			items.push(this.parseSubscript());
		}
		this.nextToken();
		const [first] = items;
		return {
			kind: "item",
			position,
			target,
			index: items.length === 1 && first ? first : {
				kind: "tuple",
				position,
				items
			}
		};
	}
	parseSubscript() {
		const position = this.here();
		const start = this.peekToken().type === TOKEN_COLON$1 ? void 0 : this.parseExpression();
		if (start && this.peekToken().type !== TOKEN_COLON$1) return start;
		this.nextToken();
		return {
			kind: "slice",
			position,
			start,
			stop: this.peekToken().type === TOKEN_COLON$1 ? void 0 : this.parseBound(),
			step: this.skip(TOKEN_COLON$1) ? this.parseBound() : void 0
		};
	}
	parseBound() {
		const { type } = this.peekToken();
		return type === TOKEN_RIGHT_BRACKET || type === TOKEN_COMMA$2 ? void 0 : this.parseExpression();
	}
	/** The filters behind a value, or behind the word `filter` or a block `set`, where they have no target. */
	parseFilters(target, startsWithName = false) {
		let node;
		for (let inline = startsWithName; inline || this.skip(TOKEN_PIPE); inline = false) {
			const position = this.here();
			const name = this.parseDottedName();
			node = {
				kind: "filter",
				position,
				target: node ?? target,
				name,
				args: this.parseOptionalArguments()
			};
		}
		return node;
	}
	parseDottedName() {
		let name = this.expectName().value;
		while (this.skipValue(TOKEN_OPERATOR$3, ".")) name += `.${this.expectName().value}`;
		return name;
	}
	parseTest(target) {
		const position = this.here();
		this.nextToken();
		const negated = this.skipSymbol("not");
		const test = {
			kind: "test",
			position,
			target,
			name: this.parseDottedName(),
			args: this.parseTestArguments()
		};
		return negated ? {
			kind: "not",
			position,
			operand: test
		} : test;
	}
	parseTestArguments() {
		const { type } = this.peekToken();
		if (type === TOKEN_LEFT_PAREN$2) return this.parseArguments();
		if (!testArgument.has(type) || this.at("else") || this.at("or") || this.at("and")) return noArguments;
		if (this.at("is")) this.problem("You cannot chain multiple tests with is", this.here());
		return {
			...noArguments,
			positional: [this.parsePostfix(this.parsePrimary())]
		};
	}
};

// src/template/expression-parser.ts
const { TOKEN_OPERATOR: TOKEN_OPERATOR$2, TOKEN_TILDE } = import_lexer.default;
const compareOperators = /* @__PURE__ */ new Set([
	"==",
	"!=",
	"<",
	"<=",
	">",
	">="
]);
/** Jinja2's operators and their precedence. Source: Jinja2 3.1 parser, kluctl-semantics 5.9. */
var ExpressionParser = class extends PostfixParser {
	parseExpression() {
		return this.nested(() => this.parseCondition());
	}
	parseCondition() {
		let position = this.here();
		let node = this.parseOr();
		while (this.skipSymbol("if")) {
			const test = this.parseOr();
			const otherwise = this.skipSymbol("else") ? this.parseExpression() : void 0;
			node = {
				kind: "condition",
				position,
				test,
				value: node,
				otherwise
			};
			position = this.here();
		}
		return node;
	}
	parseOr() {
		let position = this.here();
		let left = this.parseAnd();
		while (this.skipSymbol("or")) {
			left = {
				kind: "or",
				position,
				left,
				right: this.parseAnd()
			};
			position = this.here();
		}
		return left;
	}
	parseAnd() {
		let position = this.here();
		let left = this.parseNot();
		while (this.skipSymbol("and")) {
			left = {
				kind: "and",
				position,
				left,
				right: this.parseNot()
			};
			position = this.here();
		}
		return left;
	}
	parseNot() {
		const position = this.here();
		if (this.skipSymbol("not")) return {
			kind: "not",
			position,
			operand: this.nested(() => this.parseNot())
		};
		return this.parseCompare();
	}
	parseCompare() {
		let position = this.here();
		const first = this.parseSum();
		const rest = [];
		for (let operator = this.compareOperator(); operator; operator = this.compareOperator()) {
			rest.push({
				operator,
				operand: this.parseSum()
			});
			position = this.here();
		}
		return rest.length === 0 ? first : {
			kind: "compare",
			position,
			first,
			rest
		};
	}
	compareOperator() {
		const token = this.peekToken();
		if (token.type === TOKEN_OPERATOR$2 && compareOperators.has(token.value)) return this.take(token.value);
		if (this.at("in")) return this.take("in");
		if (this.at("not") && this.lookAhead().value === "in") {
			this.nextToken();
			return this.take("not in");
		}
	}
	take(value) {
		this.nextToken();
		return value;
	}
	parseSum() {
		return this.parseBinary(["+", "-"], () => this.parseConcat());
	}
	parseConcat() {
		const position = this.here();
		const first = this.parseProduct();
		if (this.peekToken().type !== TOKEN_TILDE) return first;
		const parts = [first];
		while (this.skip(TOKEN_TILDE)) parts.push(this.parseProduct());
		return {
			kind: "concat",
			position,
			parts
		};
	}
	parseProduct() {
		return this.parseBinary([
			"*",
			"/",
			"//",
			"%"
		], () => this.parsePower());
	}
	parsePower() {
		return this.parseBinary(["**"], () => this.parseUnary(true));
	}
	parseBinary(operators, parseOperand) {
		let position = this.here();
		let left = parseOperand();
		for (;;) {
			const operator = operators.find((sign) => this.skipValue(TOKEN_OPERATOR$2, sign));
			if (operator === void 0) return left;
			left = {
				kind: "binary",
				position,
				operator,
				left,
				right: parseOperand()
			};
			position = this.here();
		}
	}
	parseUnary(withFilters) {
		const position = this.here();
		const sign = ["-", "+"].find((operator) => this.skipValue(TOKEN_OPERATOR$2, operator));
		const operand = sign ? {
			kind: "unary",
			position,
			operator: sign,
			operand: this.nested(() => this.parseUnary(false))
		} : this.parsePrimary();
		const node = this.parsePostfix(operand);
		return withFilters ? this.parseFiltersAndTests(node) : node;
	}
};

// src/template/target-parser.ts
const { TOKEN_OPERATOR: TOKEN_OPERATOR$1, TOKEN_COMMA: TOKEN_COMMA$1, TOKEN_LEFT_PAREN: TOKEN_LEFT_PAREN$1, TOKEN_RIGHT_PAREN } = import_lexer.default;
const constantNames = /* @__PURE__ */ new Set([
	"true",
	"false",
	"none",
	"True",
	"False",
	"None"
]);
/** What is assigned to, declared or imported: targets, signatures, imported names. */
var TargetParser = class extends ExpressionParser {
	parseSetTarget() {
		if (this.lookAhead().value !== ".") return this.parseTarget();
		const token = this.expectName();
		this.nextToken();
		const attribute = this.expectName().value;
		return {
			kind: "namespace-target",
			position: this.positionOf(token),
			name: token.value,
			attribute
		};
	}
	parseTarget() {
		return this.toTarget(this.parseTuple({ simplified: true }), "store");
	}
	toTarget(node, mode) {
		if (node.kind === "name") return {
			...node,
			mode
		};
		if (node.kind === "tuple") return {
			kind: "tuple-target",
			position: node.position,
			items: node.items.map((item) => this.toTarget(item, mode))
		};
		const word = node.kind === "literal" ? "const" : node.kind;
		return this.problem(`can't assign to '${word}'`, node.position);
	}
	parseName(mode) {
		const token = this.expectName();
		const position = this.positionOf(token);
		if (constantNames.has(token.value)) this.problem("can't assign to 'name'", position);
		return {
			kind: "name",
			position,
			name: token.value,
			mode
		};
	}
	parseSignature() {
		const params = [];
		const defaults = [];
		this.expectType(TOKEN_LEFT_PAREN$1, "(");
		while (this.peekToken().type !== TOKEN_RIGHT_PAREN) {
			if (params.length > 0) this.expectType(TOKEN_COMMA$1, ",");
			params.push(this.parseName("param"));
			if (this.skipValue(TOKEN_OPERATOR$1, "=")) defaults.push(this.parseExpression());
			else if (defaults.length > 0) this.problem("non-default argument follows default argument", this.here());
		}
		this.nextToken();
		return {
			params,
			defaults
		};
	}
	parseImportedName() {
		const { name, position } = this.parseName("store");
		if (name.startsWith("_")) this.problem("names starting with an underline can not be imported", position, "TemplateAssertionError");
		return {
			name,
			alias: this.skipSymbol("as") ? this.parseName("store").name : name
		};
	}
	parseContext() {
		if (!(this.at("with") || this.at("without")) || this.lookAhead().value !== "context") return void 0;
		const word = this.nextToken().value;
		this.nextToken();
		return word === "with";
	}
};

// src/template/statement-parser.ts
const { TOKEN_SYMBOL, TOKEN_OPERATOR, TOKEN_COMMA, TOKEN_COLON } = import_lexer.default;
const { TOKEN_LEFT_PAREN, TOKEN_DATA } = import_lexer.default;
const { TOKEN_BLOCK_END, TOKEN_VARIABLE_START, TOKEN_VARIABLE_END } = import_lexer.default;
const onlyBlanks = new RegExp(`^[${pythonSpace}]+$`);
/** Jinja2's statements with `break` and `continue`, kluctl's only extension. `do`, and what only nunjucks knows, is unknown. */
var StatementParser = class extends TargetParser {
	/** The whole template. */
	parseTemplate() {
		return this.parseNodes();
	}
	/** Statements up to the end of the template or one of the words in `breakOnBlocks`, which is not consumed. */
	parseNodes() {
		const body = [];
		for (;;) {
			const token = this.nextToken();
			const position = this.positionOf(token);
			if (this.isEnd(token.type)) {
				this.pushToken(token);
				return body;
			}
			if (token.type === TOKEN_DATA) body.push({
				kind: "data",
				position,
				text: token.value
			});
			else if (token.type === TOKEN_VARIABLE_START) {
				const value = this.parseTuple();
				this.expectType(TOKEN_VARIABLE_END);
				body.push({
					kind: "output",
					position: value.position,
					value
				});
			} else {
				if (this.breakOnBlocks?.some((word) => this.at(word))) return body;
				const statement = this.nested(() => this.parseStatement());
				if (Array.isArray(statement)) body.push(...statement);
				else body.push(statement);
				this.expectType(TOKEN_BLOCK_END);
			}
		}
	}
	/** The body of a statement, up to one of the words; the word itself is next. */
	parseBody(...words) {
		this.skip(TOKEN_COLON);
		this.expectType(TOKEN_BLOCK_END);
		const outer = this.breakOnBlocks;
		this.breakOnBlocks = words;
		const body = this.parseNodes();
		this.breakOnBlocks = outer;
		if (this.isEnd(this.peekToken().type)) {
			const message = `Unexpected end of template. Jinja was looking for the following tags: ${words.map((word) => `'${word}'`).join(" or ")}.`;
			this.problem(message + this.innermost(), this.here());
		}
		return body;
	}
	parseBodyThrough(word) {
		const body = this.parseBody(word);
		this.nextToken();
		return body;
	}
	parseStatement() {
		const token = this.nextToken();
		const position = this.positionOf(token);
		if (token.type !== TOKEN_SYMBOL) this.problem("tag name expected", position);
		this.open.push({
			word: token.value,
			position
		});
		const statement = this.parseStatementOf(token.value, position);
		this.open.pop();
		return statement;
	}
	parseStatementOf(word, position) {
		switch (word) {
			case "for": return this.parseFor(position);
			case "if": return this.parseIf(position);
			case "set": return this.parseSet(position);
			case "print": return this.parsePrint();
			case "macro": return this.parseMacro(position);
			case "call": return this.parseCallBlock(position);
			case "filter": return this.parseFilterBlock(position);
			case "with": return this.parseWith(position);
			case "block": return this.parseBlock(position);
			case "extends": return {
				kind: "extends",
				position,
				template: this.parseExpression()
			};
			case "include": return this.parseInclude(position);
			case "import": return this.parseImport(position);
			case "from": return this.parseFrom(position);
			case "autoescape": return {
				kind: "autoescape",
				position,
				value: this.parseExpression(),
				body: this.parseBodyThrough("endautoescape")
			};
			case "break":
			case "continue": return {
				kind: word,
				position
			};
			default: return this.unknownTag(word, position);
		}
	}
	unknownTag(name, position) {
		const looking = this.breakOnBlocks?.map((word) => `'${word}'`).join(" or ");
		const wanted = looking ? ` Jinja was looking for the following tags: ${looking}.` : "";
		this.open.pop();
		this.problem(`Encountered unknown tag '${name}'.${wanted}${this.innermost()}`, position);
	}
	innermost() {
		const last = this.open.at(-1);
		return last === void 0 ? "" : ` The innermost block that needs to be closed is '${last.word}'.`;
	}
	parseFor(position) {
		const target = this.parseTarget();
		this.expectWord("in");
		const iterable = this.parseTuple({ conditions: false });
		const test = this.skipSymbol("if") ? this.parseExpression() : void 0;
		const recursive = this.skipSymbol("recursive");
		return {
			kind: "for",
			position,
			target,
			iterable,
			body: this.parseBody("endfor", "else"),
			otherwise: this.nextToken().value === "endfor" ? [] : this.parseBodyThrough("endfor"),
			test,
			recursive
		};
	}
	parseIf(position) {
		const test = this.parseTuple({ conditions: false });
		const body = this.parseBody("elif", "else", "endif");
		const branches = [];
		for (;;) {
			const word = this.nextToken().value;
			if (word === "elif") {
				const at = this.here();
				const branchTest = this.parseTuple({ conditions: false });
				const branchBody = this.parseBody("elif", "else", "endif");
				branches.push({
					kind: "if",
					position: at,
					test: branchTest,
					body: branchBody,
					branches: [],
					otherwise: []
				});
			} else return {
				kind: "if",
				position,
				test,
				body,
				branches,
				otherwise: word === "else" ? this.parseBodyThrough("endif") : []
			};
		}
	}
	parseSet(position) {
		const target = this.parseSetTarget();
		if (this.skipValue(TOKEN_OPERATOR, "=")) return {
			kind: "set",
			position,
			target,
			value: this.parseTuple()
		};
		return {
			kind: "set-block",
			position,
			target,
			filter: this.parseFilters(void 0),
			body: this.parseBodyThrough("endset")
		};
	}
	parsePrint() {
		const outputs = [];
		while (!this.isTagEnd(this.peekToken().type)) {
			if (outputs.length > 0) this.expectType(TOKEN_COMMA, ",");
			const value = this.parseExpression();
			outputs.push({
				kind: "output",
				position: value.position,
				value
			});
		}
		return outputs;
	}
	parseMacro(position) {
		const { name } = this.parseName("store");
		return {
			kind: "macro",
			position,
			name,
			...this.parseSignature(),
			body: this.parseBodyThrough("endmacro")
		};
	}
	parseCallBlock(position) {
		const signature = this.peekToken().type === TOKEN_LEFT_PAREN ? this.parseSignature() : {
			params: [],
			defaults: []
		};
		const call = this.parseExpression();
		if (call.kind !== "call") this.problem("expected call", position);
		return {
			kind: "call-block",
			position,
			call,
			...signature,
			body: this.parseBodyThrough("endcall")
		};
	}
	parseFilterBlock(position) {
		return {
			kind: "filter-block",
			position,
			filter: this.parseFilters(void 0, true) ?? this.problem("expected filter", position),
			body: this.parseBodyThrough("endfilter")
		};
	}
	parseWith(position) {
		const targets = [];
		const values = [];
		while (this.peekToken().type !== TOKEN_BLOCK_END) {
			if (targets.length > 0) this.expectType(TOKEN_COMMA, ",");
			targets.push(this.toTarget(this.parseTuple({ simplified: true }), "param"));
			if (!this.skipValue(TOKEN_OPERATOR, "=")) this.expectWord("=");
			values.push(this.parseExpression());
		}
		return {
			kind: "with",
			position,
			targets,
			values,
			body: this.parseBodyThrough("endwith")
		};
	}
	parseBlock(position) {
		const name = this.expectName().value;
		const scoped = this.skipSymbol("scoped");
		const required = this.skipSymbol("required");
		const token = this.peekToken();
		if (token.type === TOKEN_OPERATOR && token.value === "-") this.problem("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.", this.here());
		const body = this.parseBodyThrough("endblock");
		if (required && !body.every((node) => node.kind === "data" && onlyBlanks.test(node.text))) this.problem("Required blocks can only contain comments or whitespace", this.here());
		this.skipSymbol(name);
		return {
			kind: "block",
			position,
			name,
			body,
			scoped,
			required
		};
	}
	parseInclude(position) {
		const template = this.parseExpression();
		const ignoreMissing = this.at("ignore") && this.lookAhead().value === "missing";
		if (ignoreMissing) {
			this.nextToken();
			this.nextToken();
		}
		return {
			kind: "include",
			position,
			template,
			ignoreMissing,
			withContext: this.parseContext() ?? true
		};
	}
	parseImport(position) {
		const template = this.parseExpression();
		this.expectWord("as");
		return {
			kind: "import",
			position,
			template,
			target: this.parseName("store").name,
			withContext: this.parseContext() ?? false
		};
	}
	parseFrom(position) {
		const template = this.parseExpression();
		this.expectWord("import");
		const names = [];
		let withContext;
		for (;;) {
			if (names.length > 0) this.expectType(TOKEN_COMMA, ",");
			if (this.peekToken().type !== TOKEN_SYMBOL) this.expectName();
			withContext = this.parseContext();
			if (withContext !== void 0) break;
			names.push(this.parseImportedName());
			withContext = this.parseContext();
			if (withContext !== void 0 || this.peekToken().type !== TOKEN_COMMA) break;
		}
		return {
			kind: "from-import",
			position,
			template,
			names,
			withContext: withContext ?? false
		};
	}
};
/** Parses a template. Throws SyntaxProblem. */
function parseTemplate(source) {
	return source.includes("{") ? new StatementParser(source).parseTemplate() : plainBody(source);
}
/** Text without a single `{` needs no tokenizer. */
function plainBody(source) {
	const text = source.replace(/\r\n?/g, "\n").replace(/\n$/, "");
	return text === "" ? [] : [{
		kind: "data",
		position: {
			line: 1,
			column: 1
		},
		text
	}];
}

// src/template/foreign-template.ts
/** What to do about templates of other tools, which stand in files that kluctl would render. */
const ways = "list the file in .templateignore, or write {% raw %} … {% endraw %} around the text";
/** For `{{ .Values.x }}`. */
const goHint = `This looks like a Go template, as Helm has it: ${ways}.`;
/** For `{{ if x }}`, which may be either's. */
const goStatementHint = `Jinja2 writes statements in {% … %}. If this is a Go template, as Helm has it, ${ways}.`;
/** For `${{ github.sha }}`. */
const actionsHint = `\${{ … }} is an expression of GitHub Actions: ${ways}.`;
/** The hint for a tag that begins a text, where it is another tool's. */
function foreignTagHint(tag, before) {
	if (before === "$" && tag.startsWith("{{")) return actionsHint;
	if (/^\{\{-?\s*(?:[.$]|\/\*|(?:template|define|include|toYaml|required|tpl|lookup|printf)\s+["'.$])/.test(tag)) return goHint;
	return /^\{\{-?\s*(?:(?:if|range|with|else)\s+[\w.$("!]|(?:end|else)\s*-?\}\})/.test(tag) ? goStatementHint : void 0;
}

// src/template/statement-hint.ts
/** Words that begin a tag and need no end of their own kind. */
const single = [
	"set",
	"print",
	"extends",
	"include",
	"import",
	"from",
	"break",
	"continue",
	"elif",
	"else"
];
const paired = [
	"for",
	"if",
	"macro",
	"call",
	"filter",
	"with",
	"block",
	"raw",
	"autoescape",
	"set"
];
/** Other spellings of tags, and words that other engines have. */
const otherWords = /* @__PURE__ */ new Map([
	["elseif", "Jinja2 writes {% elif … %}."],
	["elsif", "Jinja2 writes {% elif … %}."],
	["elif", "An elif stands inside an if: {% if … %} … {% elif … %} … {% endif %}."],
	["else", "An else stands inside an if or a for, and once in each."],
	["foreach", "Jinja2 writes {% for item in list %} … {% endfor %}."],
	["each", "Jinja2 writes {% for item in list %} … {% endfor %}."],
	["range", "Jinja2 writes {% for item in list %} … {% endfor %}."],
	["while", "Jinja2 has no while: {% for i in range(n) %} with {% break %} does the same."],
	["unless", "Jinja2 writes {% if not … %} … {% endif %}."],
	["switch", "Jinja2 has no switch: write {% if … %} … {% elif … %} … {% endif %}."],
	["case", "Jinja2 has no case: write {% if … %} … {% elif … %} … {% endif %}."],
	["let", "Jinja2 writes {% set name = value %}."],
	["assign", "Jinja2 writes {% set name = value %}."],
	["var", "Jinja2 writes {% set name = value %}."],
	["def", "Jinja2 writes {% macro name() %} … {% endmacro %}."],
	["verbatim", "Jinja2 writes {% raw %} … {% endraw %}."],
	["comment", "Jinja2 writes {# … #}."],
	["do", "kluctl does not switch this tag on: {% set _ = … %} does the same."],
	["trans", "kluctl does not switch this tag on."],
	["debug", "kluctl does not switch this tag on: {{ debug_print(…) }} prints to the log."]
]);
/** The hint for statements that are unknown, not closed, or closed in the wrong order. `tag` is the text of the tag. */
function statementHint({ message, open }, tag) {
	if (/^\{%[-+]?\s*else\s+if\b/.test(tag)) return "Jinja2 writes {% elif … %}.";
	if (/^\{%[-+]?\s*for\b/.test(tag) && /expected token 'in'/.test(message)) return "Jinja2 writes {% for item in list %}, or {% for key, value in map.items() %}.";
	if (/^tag name expected/.test(message)) return "Behind {% stands the name of a tag: {% if … %}. For a value, write {{ … }}.";
	const innermost = open.at(-1);
	if (message.startsWith("Unexpected end of template")) return innermost && isOpen(innermost);
	const word = /^Encountered unknown tag '(.*?)'/s.exec(message)?.[1];
	return word === void 0 ? void 0 : unknownTag(word, open);
}
function isOpen({ word, position }) {
	return `The ${word} of line ${position.line} is not closed: {% end${word} %} is missing.`;
}
function unknownTag(word, open) {
	const innermost = open.at(-1);
	const closes = word.startsWith("end") ? word.slice(3) : "";
	if (word === "end") return innermost && `Close the ${innermost.word} of line ${innermost.position.line} with {% end${innermost.word} %}.`;
	if (open.some((statement) => statement.word === closes) && innermost) return `Inside this ${closes}, the ${innermost.word} of line ${innermost.position.line} is still open: close it with {% end${innermost.word} %} first.`;
	const other = otherWords.get(word);
	if (other !== void 0) return other;
	if (paired.includes(closes)) return `No ${closes} is open here${innermost ? `; ${ofLine(innermost)} is` : ""}.`;
	const near = nearest(word, [
		...paired,
		...single,
		...paired.map((name) => `end${name}`)
	]);
	return near === void 0 ? void 0 : `Did you mean ${near}?`;
}
function ofLine({ word, position }) {
	return `the ${word} of line ${position.line}`;
}

// src/template/tag-at.ts
const delimiter = /\{\{|\{%|\{#|\}\}|%\}|#\}/g;
const ends = /* @__PURE__ */ new Map([
	["{{", "}}"],
	["{%", "%}"],
	["{#", "#}"]
]);
/** The tag that is open at an offset, or ends there; undefined in plain text. Quotes and raw blocks are not looked into. */
function tagAt(source, offset) {
	let open;
	for (const match of source.matchAll(delimiter)) {
		if (match.index > offset) break;
		const [sign] = match;
		if (open === void 0 && ends.has(sign)) open = {
			sign,
			start: match.index
		};
		else if (open && ends.get(open.sign) === sign && match.index + 2 <= offset) open = void 0;
	}
	if (open?.sign !== "{{" && open?.sign !== "{%") return void 0;
	const { sign: opener, start } = open;
	return {
		opener,
		start,
		text: source.slice(start, start + 500),
		before: source.charAt(start - 1),
		line: source.slice(0, start).split("\n").length
	};
}
/** Offset of a line and column, which count from 1. */
function offsetOf(source, { line, column }) {
	let start = 0;
	for (let at = 1; at < line; at += 1) start = source.indexOf("\n", start) + 1;
	return start + column - 1;
}

// src/template/syntax-hint.ts
/**
* What the writer of a template most likely meant where it cannot be parsed, as one sentence or two; undefined where the message says all.
* Hints are guesses of ours: the message is Jinja2's. `source` has `\n` line ends.
*/
function syntaxHint(source, problem, known) {
	const offset = offsetOf(source, problem.position);
	const tag = tagAt(source, offset);
	const scene = {
		problem,
		offset,
		tag,
		rest: source.slice(offset, offset + 200),
		before: source.slice(Math.max(0, offset - 2), offset)
	};
	return missingNameHint(problem.message, known) ?? (tag && foreignTagHint(tag.text, tag.before)) ?? nestedTagHint(scene) ?? quoteHint(scene) ?? operatorHint(scene) ?? closerHint(scene) ?? statementHint(problem, tag?.text ?? "") ?? openTagHint(scene);
}
/** Other spellings of filters, as Helm and Go have them. */
const filterNames = /* @__PURE__ */ new Map([
	["toYaml", "to_yaml"],
	["toJson", "to_json"],
	["fromYaml", "from_yaml"],
	["fromJson", "from_json"],
	["to_nice_yaml", "to_yaml"],
	["to_nice_json", "to_json"],
	["b64enc", "b64encode"],
	["b64dec", "b64decode"],
	["sha256sum", "sha256"],
	["nindent", "indent"],
	["len", "length"],
	["size", "length"],
	["lowercase", "lower"],
	["uppercase", "upper"],
	["strip", "trim"],
	["quote", "tojson"]
]);
/** The hint for a filter or test that does not exist, whose message may come while parsing or while rendering. */
function missingNameHint(message, known) {
	const [, kind, name] = /^No (filter|test) named '(.*)'/s.exec(message) ?? [];
	if (name === void 0) return void 0;
	const names = kind === "filter" ? known.filters : known.tests;
	const other = filterNames.get(name);
	const near = kind === "filter" && other !== void 0 && names.has(other) ? other : nearest(name, [...names.keys()]);
	return near === void 0 ? `Neither Jinja2 nor kluctl has a ${kind} of that name.` : `Did you mean ${near}?`;
}
function nestedTagHint({ tag, offset }) {
	if (tag === void 0) return void 0;
	const own = tag.text.slice(2, Math.max(2, offset - tag.start));
	const end = tag.opener === "{{" ? "}}" : "%}";
	if (!/\{\{|\{%/.test(own) || own.includes("\n")) return void 0;
	const example = tag.opener === "{{" ? "{{ a ~ b }}" : "{% if a == b %}";
	return `Inside ${tag.opener} … ${end} a name stands without braces of its own: ${example}.`;
}
function quoteHint({ problem, rest }) {
	const sign = rest.charAt(0);
	if (/[\u2018-\u201f\u00ab\u00bb]/.test(sign)) return `Texts stand between straight quotes: ' or ", not ${sign}.`;
	if (!problem.message.startsWith("unexpected char")) return void 0;
	if (sign === "`") return `Texts stand between ' or ".`;
	if (sign !== "'" && sign !== "\"") return void 0;
	return `The text that begins with ${sign} here has no end: close it with ${sign}, or write \\${sign} for one inside it.`;
}
function operatorHint({ problem: { message }, tag, rest, before }) {
	if (tag === void 0) return void 0;
	if (rest.startsWith("&&") || message.startsWith("unexpected char") && rest.startsWith("&")) return "Jinja2 writes and for &&.";
	if (rest.startsWith("||") || rest.startsWith("|") && before.endsWith("|")) return "Jinja2 writes or for ||.";
	if (rest.startsWith("!") && !rest.startsWith("!=")) return "Jinja2 writes not for !.";
	if (rest.startsWith("=") && /[=!]=$/.test(before)) return `Jinja2 writes ${before.charAt(0)}= for ${before}=.`;
	if (rest.startsWith("=") && /^\{%[-+]?\s*(?:if|elif)\b|^\{\{/.test(tag.text)) return "Compare with ==; a single = gives a name its value in {% set %}.";
	if (/^\?[?.]?/.test(rest)) return "Jinja2 writes {{ a if condition else b }}, and {{ a | default(b) }} for a value that may be missing.";
}
function closerHint({ tag, rest, problem }) {
	if (tag === void 0 || !/got '[%}]|unexpected '[%}]|unexpected 'end of|got 'end of/.test(problem.message)) return void 0;
	if (tag.opener === "{{" && /^%\}/.test(rest)) return "A tag that begins with {{ ends with }}.";
	if (tag.opener === "{%" && /^\}/.test(rest)) return "A tag that begins with {% ends with %}.";
	return tag.opener === "{{" && /^\}(?!\})/.test(rest) ? "A tag that begins with {{ ends with }}." : void 0;
}
/** A tag without end swallows the text behind it, and the parser stops where that makes no sense, which may be far away. */
function openTagHint({ tag, problem }) {
	if (/^Missing end of (comment|raw)/.test(problem.message)) return problem.message.includes("comment") ? "Close the comment with #}." : "Close it with {% endraw %}.";
	const isAtEnd = problem.message.startsWith("unexpected end of template");
	if (tag === void 0 || !isAtEnd && tag.line === problem.position.line) return void 0;
	const end = tag.opener === "{{" ? "}}" : "%}";
	return `The tag ${tag.opener} of line ${tag.line} is still open here: close it with ${end}.`;
}

// src/template/scope.ts
/**
* The variables of one scope, decided before anything runs, as Jinja2's compiler decides it: a name that is only read is looked up
* once when the scope is entered; a name that is written is the scope's own, and begins with the outer value, or with nothing.
* That is why `{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}` sees the outer `y`. Source: Jinja2 3.1 symbol tracking.
*/
var Scope = class Scope {
	parent;
	loads = /* @__PURE__ */ new Map();
	stores = /* @__PURE__ */ new Set();
	inner = /* @__PURE__ */ new Map();
	constructor(parent) {
		this.parent = parent;
	}
	/** Is the name known here or further out? */
	knows(name) {
		return this.loads.has(name) || (this.parent?.knows(name) ?? false);
	}
	parameter(name) {
		this.stores.add(name);
		this.loads.set(name, "parameter");
	}
	store(name) {
		this.stores.add(name);
		if (!this.loads.has(name)) this.loads.set(name, this.parent?.knows(name) ? "alias" : "undefined");
	}
	load(name) {
		if (!this.knows(name)) this.loads.set(name, "resolve");
	}
	/** Names that were written here or further out: what an include is given besides the context. */
	storedNames() {
		return /* @__PURE__ */ new Set([...this.stores, ...this.parent?.storedNames() ?? []]);
	}
	/** The scope inside a node, analysed once. `key` is whatever stands for it in the tree. */
	within(key, analyse) {
		const known = this.inner.get(key);
		if (known) return known;
		const scope = new Scope(this);
		analyse(scope);
		this.inner.set(key, scope);
		return scope;
	}
	/** What happens in the branches of an `if`: each begins with what is known before it. */
	branches(visits) {
		spend(10 * visits.length * (this.loads.size + this.stores.size));
		const copies = visits.map((visit) => {
			const copy = new Scope(this.parent);
			copy.loads = new Map(this.loads);
			copy.stores = new Set(this.stores);
			visit(copy);
			return copy;
		});
		const counts = /* @__PURE__ */ new Map();
		for (const copy of copies) for (const name of copy.stores) if (!this.stores.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
		for (const copy of copies) {
			for (const [name, load] of copy.loads) this.loads.set(name, load);
			for (const name of copy.stores) this.stores.add(name);
		}
		for (const [name, count] of counts) if (count < copies.length) this.loads.set(name, this.parent?.knows(name) ? "alias" : "resolve");
	}
};
/** Analyses nodes that belong to a scope. Scopes further inside are left to themselves. */
function analyse(scope, nodes) {
	for (const node of nodes) visit(scope, node);
}
function visit(scope, node) {
	switch (node.kind) {
		case "name":
			if (node.mode === "load") scope.load(node.name);
			else if (node.mode === "store") scope.store(node.name);
			else scope.parameter(node.name);
			break;
		case "namespace-target":
			scope.load(node.name);
			break;
		case "if":
			visit(scope, node.test);
			scope.branches([
				(branch) => analyse(branch, node.body),
				(branch) => analyse(branch, node.branches),
				(branch) => analyse(branch, node.otherwise)
			]);
			break;
		case "macro":
			scope.store(node.name);
			break;
		case "import":
			visit(scope, node.template);
			scope.store(node.target);
			break;
		case "from-import":
			visit(scope, node.template);
			for (const name of node.names) scope.store(name.alias);
			break;
		case "set":
			visit(scope, node.value);
			visit(scope, node.target);
			break;
		case "for":
			visit(scope, node.iterable);
			break;
		case "call-block":
			visit(scope, node.call);
			break;
		case "filter-block":
			visit(scope, node.filter);
			break;
		case "with":
			analyse(scope, node.values);
			break;
		case "set-block":
			visit(scope, node.target);
			break;
		case "block":
		case "autoescape": break;
		default: analyse(scope, childNodes(node));
	}
}
/** Declares the names of a target as parameters: loop targets. */
function declareTarget(scope, node) {
	if (node.kind === "name") scope.parameter(node.name);
	else if (node.kind === "namespace-target") scope.load(node.name);
	else for (const child of childNodes(node)) declareTarget(scope, child);
}
/**
* Which of the names are read in the nodes before anything there writes them. Blocks are not looked into. It is how Jinja2 finds out
* whether a loop needs `loop` and a macro `caller`, `varargs` or `kwargs`.
*/
function undeclaredNames(nodes, names) {
	const wanted = new Set(names);
	const found = /* @__PURE__ */ new Set();
	const look = (node) => {
		if (node.kind === "block") return;
		if (node.kind !== "name") for (const child of childNodes(node)) look(child);
		else if (node.mode === "load" && wanted.has(node.name)) found.add(node.name);
		else wanted.delete(node.name);
	};
	for (const node of nodes) look(node);
	return found;
}
/** Does the loop's body see `loop`? */
function isExtendedLoop(node) {
	return node.recursive || undeclaredNames(node.body, ["loop"]).has("loop") || hasScopedBlock(node);
}
function hasScopedBlock(node) {
	return node.kind === "block" && node.scoped || childNodes(node).some(hasScopedBlock);
}
/** All blocks of a template, those inside others too. */
function blocksOf(nodes) {
	const found = [];
	const look = (node) => {
		if (node.kind === "block") found.push(node);
		if (node.kind !== "data" && node.kind !== "output" && node.kind !== "set") childNodes(node).forEach(look);
	};
	nodes.forEach(look);
	return found;
}

// src/template/template.ts
/** A parsed and checked template with what is known about it before it runs. */
var Template = class {
	/** The name it was found by; relative names inside it are relative to it. A leading `/` stands for the project folder. */
	name;
	/** Project-relative path, for messages. */
	file;
	body;
	/** A text given to `render`: it has no lines of its own in messages. */
	inline;
	blocks;
	root;
	loops = /* @__PURE__ */ new Map();
	macros = /* @__PURE__ */ new Map();
	constructor(name, file, body, inline = false) {
		this.name = name;
		this.file = file;
		this.body = body;
		this.inline = inline;
		this.blocks = new Map(blocksOf(body).map((node) => [node.name, new BlockEntry(node, this)]));
	}
	get rootScope() {
		this.root ??= functionScope(this.body, ["self"]);
		return this.root;
	}
	/** Does this loop's body see `loop`? */
	isExtended(node) {
		const extended = this.loops.get(node) ?? isExtendedLoop(node);
		this.loops.set(node, extended);
		return extended;
	}
	planOf(node) {
		const plan = this.macros.get(node) ?? planMacro(node);
		this.macros.set(node, plan);
		return plan;
	}
};
/** A block of one template. Two entries are the same block only where they are the same object. */
var BlockEntry = class {
	node;
	template;
	known;
	constructor(node, template) {
		this.node = node;
		this.template = template;
	}
	get scope() {
		this.known ??= functionScope(this.node.body, ["self", "super"]);
		return this.known;
	}
};
function functionScope(body, special) {
	const scope = new Scope();
	for (const name of undeclaredNames(body, special)) scope.parameter(name);
	analyse(scope, body);
	return scope;
}
function planMacro(node) {
	const params = new Set(node.params.map((param) => param.name));
	const read = undeclaredNames(node.body, [
		"caller",
		"kwargs",
		"varargs"
	]);
	return {
		caller: read.has("caller"),
		explicitCaller: params.has("caller"),
		kwargs: read.has("kwargs") && !params.has("kwargs"),
		varargs: read.has("varargs") && !params.has("varargs")
	};
}

// src/template/loader.ts
/** What a character of a template takes to be parsed. */
const parseWork = 10;
/** Finds, parses and checks the templates of one render, each once. kluctl-semantics 5.6, threat model F-02. */
var TemplateLoader = class {
	templates = /* @__PURE__ */ new Map();
	/** The text of each file that was parsed, for excerpts. */
	sources = /* @__PURE__ */ new Map();
	read;
	searchDirs;
	meter;
	known;
	memory;
	constructor(files, searchDirs, meter, known, memory) {
		this.read = typeof files === "function" ? files : (path) => Object.hasOwn(files, path) ? files[path] : void 0;
		this.searchDirs = searchDirs.map((dir) => dir.replace(/^(?:\.?\/)+|^\.$|\/+$/g, ""));
		this.meter = meter;
		this.known = known;
		this.memory = memory;
	}
	/** The template of a file, parsed and checked. Throws ProjectError with the place inside it. */
	load(source, name, file) {
		this.sources.set(file, source);
		return this.memory.template(name, file, source, () => this.parse(source, name, file));
	}
	/** Parses and checks a source. Throws ProjectError with the place inside it. */
	parse(source, name, file, inline = false) {
		const { limits } = this.meter;
		if (source.length > limits.source) throw new ProjectError("limit", `the template has more than ${limits.source} characters`, {
			file,
			line: 1,
			column: 1
		});
		spend(parseWork * source.length);
		try {
			const body = parseTemplate(source);
			checkTree(body, limits, this.known);
			return new Template(name, file, body, inline);
		} catch (error) {
			throw this.toProjectError(error, file, source);
		}
	}
	/** The lines of a template around a place in it. */
	excerpt(place) {
		const source = this.sources.get(place.file);
		return source === void 0 ? void 0 : excerptIn(source, place);
	}
	/** The line of a place as it was written; empty where it is not known. */
	line({ file, line = 1 }) {
		return normalizeSource(this.sources.get(file) ?? "").split("\n")[line - 1] ?? "";
	}
	toProjectError(error, file, source) {
		if (error instanceof RangeError) return new ProjectError("limit", "the template is nested too deeply", { file });
		if (!(error instanceof SyntaxProblem)) return error;
		const place = {
			file,
			...error.position
		};
		const excerpt = excerptIn(source, place);
		if (error.type === "limit") return new ProjectError("limit", error.message, place, { excerpt });
		const details = {
			excerpt,
			hint: syntaxHint(normalizeSource(source), error, this.known)
		};
		if (error.type === "unsupported") return new ProjectError("unsupported", error.message, place, details);
		return new ProjectError("template", `${error.type}: ${error.message}`, place, details);
	}
	/** Parses a text that a template gives to `render`; problems in it belong to the place of the call. */
	parseInline(source, place) {
		try {
			return this.parse(source, "", place.file, true);
		} catch (error) {
			if (!(error instanceof ProjectError)) throw error;
			const line = error.place?.line;
			const where = line === void 0 ? "" : ` (line ${line} of the text that is rendered)`;
			const { hint } = error;
			throw new ProjectError(error.code, error.message + where, place, {
				hint,
				excerpt: this.excerpt(place)
			});
		}
	}
	/** The template of that name as `user` sees it; undefined where there is none. Throws ProjectError for a name that is refused. */
	find(name, user) {
		const joined = joinName(name, user?.inline ? void 0 : user?.name);
		const known = this.templates.get(joined);
		if (known) return known;
		const found = this.findSource(joined);
		if (!found) return void 0;
		const template = this.load(textOf(found.content), joined, found.path);
		this.templates.set(joined, template);
		return template;
	}
	/** Content of a file that is found like a template. */
	findContent(name) {
		return this.findSource(joinName(name, void 0))?.content;
	}
	/** Like {@link find}, but a missing template is a ProjectError with code `missing-file`. */
	get(name, user) {
		return this.find(name, user) ?? missingTemplate([name]);
	}
	findSource(joined) {
		for (const path of candidatePaths(joined, this.searchDirs)) {
			const content = this.readOne(path);
			if (content !== void 0) return {
				path,
				content
			};
		}
	}
	/** A file that may not be read is a fault of the template that asks for it: the caller adds that place. */
	readOne(path) {
		try {
			return this.read(path);
		} catch (error) {
			if (!(error instanceof ProjectError) || error.place?.line !== void 0) throw error;
			throw new ProjectError(error.code, error.message, void 0, {
				hint: error.hint,
				cause: error
			});
		}
	}
};
function textOf(content) {
	if (typeof content === "string") return content;
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(content);
	} catch {
		throw new TemplateRuntimeError("UnicodeDecodeError", "the file is not UTF-8 text");
	}
}
/** Throws ProjectError with code `missing-file`; the caller adds the place. */
function missingTemplate(names) {
	const list = names.slice(0, 10).map((name) => quote(name)).join(", ");
	const message = names.length === 1 ? `template ${list} not found` : `none of the templates ${list} was found`;
	throw new ProjectError("missing-file", `TemplateNotFound: ${message}`);
}
function excerptIn(source, place) {
	return excerptOf(normalizeSource(source), place);
}

// src/template/modules.ts
/** The template a value names. Throws ProjectError where it is missing, TemplateRuntimeError for a value that is no name. */
function requireTemplate(runtime, value, user) {
	return runtime.loader.get(templateName(value), user);
}
function templateName(value) {
	if (typeof value === "string") return value;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	throw new TemplateRuntimeError("TypeError", "the name of a template must be text");
}
/** The first template of a list that exists, as include allows; undefined where a missing one may be ignored. */
function selectTemplate(runtime, value, node, frame) {
	const names = namesOf(value).map(templateName);
	for (const name of names) {
		const template = runtime.loader.find(name, frame.template);
		if (template) return template;
	}
	if (node.ignoreMissing) return void 0;
	if (names.length > 0) return missingTemplate(names);
	throw new ProjectError("missing-file", "TemplatesNotFound: Tried to select from an empty list of templates.");
}
/** Only include takes a list; anything else that is false counts as an empty one. */
function namesOf(value) {
	if (Array.isArray(value) || value instanceof Tuple) return [...iterate(value)];
	return typeof value === "string" || isTrue(value) ? [value] : [];
}
function runInclude(runtime, node, frame, output) {
	const value = runtime.evaluate(node.template, frame);
	runtime.at(node);
	const template = selectTemplate(runtime, value, node, frame);
	if (!template) return;
	if (node.withContext) {
		const variables = mergeLocals(frame.context.all(), frame.locals());
		runtime.meter.includeTemplate(() => runtime.renderRoot(template, new Context(template, variables), output));
	} else output.append(defaultModule(runtime, template).text);
}
function mergeLocals(variables, locals) {
	return locals.size === 0 ? variables : new Layer(locals, variables);
}
function makeModule(runtime, template, variables) {
	const context = new Context(template, variables);
	const output = new Output(runtime.meter.limits.output);
	runtime.meter.includeTemplate(() => runtime.renderRoot(template, context, output));
	const exports = /* @__PURE__ */ new Map();
	for (const name of context.exported) {
		const value = context.vars.get(name);
		if (value !== void 0) exports.set(name, value);
	}
	const text = output.toString();
	return {
		text,
		exports,
		file: template.file,
		object: new PyObject("TemplateModule", new Map(exports), () => text)
	};
}
/** A module without context sees the globals only, and runs once however often it is imported. */
function defaultModule(runtime, template) {
	const known = runtime.modules.get(template);
	if (known) return known;
	const module = makeModule(runtime, template, runtime.globals);
	runtime.modules.set(template, module);
	return module;
}
function importModule(runtime, node, frame) {
	const value = runtime.evaluate(node.template, frame);
	runtime.at(node);
	const template = requireTemplate(runtime, value, frame.template);
	return node.withContext ? makeModule(runtime, template, mergeLocals(frame.context.all(), frame.locals())) : defaultModule(runtime, template);
}
function runImport(runtime, node, frame) {
	bindImported(frame, node.target, importModule(runtime, node, frame).object);
}
function runFromImport(runtime, node, frame) {
	const module = importModule(runtime, node, frame);
	for (const { name, alias } of node.names) {
		const value = module.exports.get(name);
		bindImported(frame, alias, value === void 0 ? notExported(module, name, node, frame) : value);
	}
}
function notExported(module, name, node, frame) {
	const imported = `(imported on line ${node.position.line} in '${frame.template.file}')`;
	return new Undefined(`the template '${module.file}' ${imported} does not export the requested name '${name}'`);
}
/** Imported names can be used further on, but are not exported again. */
function bindImported(frame, name, value) {
	frame.assign(name, value);
	if (!frame.isTop) return;
	frame.context.vars.set(name, value);
	frame.context.exported.delete(name);
}

// src/template/blocks.ts
/** Runs a template's outermost body, and then the template it extends. */
function runRoot(runtime, template, context, output) {
	runtime.inside(template, () => {
		const root = {
			extended: void 0,
			by: void 0
		};
		const frame = new Frame(template.rootScope, context, template, "top", void 0, root);
		frame.enter();
		if (template.rootScope.loads.get("self") === "parameter") frame.declare("self", selfReference(runtime, context));
		runtime.run(template.body, frame, output);
		const parent = root.extended;
		if (root.by) runtime.mark(root.by.position);
		if (root.by) runtime.at(root.by);
		if (parent) runtime.meter.includeTemplate(() => runRoot(runtime, parent, context, output));
	});
}
/** A block statement where it stands. */
function runBlock(runtime, node, frame, output) {
	if (frame.isTop && frame.root?.extended) return;
	const context = node.scoped ? frame.context.derived(frame.locals()) : frame.context;
	const entries = context.blocks.get(node.name) ?? [];
	if (node.required && entries.length <= 1) throw new TemplateRuntimeError("TemplateRuntimeError", `Required block '${node.name}' not found`);
	const [entry] = entries;
	if (entry) runEntry(runtime, entry, context, output);
}
function runEntry(runtime, entry, context, output) {
	runtime.meter.enterMacro(() => runtime.inside(entry.template, () => {
		const frame = new Frame(entry.scope, context, entry.template, "block");
		frame.enter();
		if (entry.scope.loads.get("self") === "parameter") frame.declare("self", selfReference(runtime, context));
		if (entry.scope.loads.get("super") === "parameter") frame.declare("super", superOf(runtime, context, entry));
		runtime.run(entry.node.body, frame, output);
	}));
}
function superOf(runtime, context, entry) {
	const entries = context.blocks.get(entry.node.name) ?? [];
	return blockReference(runtime, context, entry.node.name, entries, entries.indexOf(entry) + 1);
}
/** A block as a value: called it gives its text, its attribute `super` is the block it overrides. */
function blockReference(runtime, context, name, entries, depth) {
	const entry = entries[depth];
	if (!entry) return new Undefined(`there is no parent block called '${name}'.`);
	const render = (args, kwargs) => {
		if (args.length > 0 || kwargs.size > 0) throw new TemplateRuntimeError("TypeError", "BlockReference.__call__() takes 1 positional argument");
		const output = new Output(runtime.meter.limits.text);
		runEntry(runtime, entry, context, output);
		return output.toString();
	};
	return new PyObject("BlockReference", /* @__PURE__ */ new Map([["name", name], ["super", () => blockReference(runtime, context, name, entries, depth + 1)]]), void 0, render);
}
/** What `self` is: every block by its name. */
function selfReference(runtime, context) {
	const attributes = /* @__PURE__ */ new Map();
	for (const [name, entries] of context.blocks) attributes.set(name, () => blockReference(runtime, context, name, entries, 0));
	return new PyObject("TemplateReference", attributes);
}
/** An `extends`: from here on the outermost body only defines. */
function runExtends(runtime, node, frame) {
	if (frame.root?.extended) throw new TemplateRuntimeError("TemplateRuntimeError", "extended multiple times");
	const parent = requireTemplate(runtime, runtime.evaluate(node.template, frame), frame.template);
	for (const [block, entry] of parent.blocks) {
		const entries = frame.context.blocks.get(block);
		if (entries) entries.push(entry);
		else frame.context.blocks.set(block, [entry]);
	}
	if (!frame.root) return;
	frame.root.extended = parent;
	frame.root.by = node;
}

// src/template/operations.ts
/** A binary operator on two values. Throws TemplateRuntimeError in Python's words. */
function operate(operator, left, right) {
	switch (operator) {
		case "+": return add(left, right);
		case "-": return subtract(left, right);
		case "*": return multiply(left, right);
		case "/": return divide(left, right);
		case "//": return floorDivide(left, right);
		case "%": return modulo(left, right);
		case "**": return power(left, right);
	}
}
/** One comparison of a chain. Throws TemplateRuntimeError in Python's words. */
function compareValues(operator, left, right) {
	switch (operator) {
		case "==": return equals(left, right);
		case "!=": return notEquals(left, right);
		case "<": return lessThan(left, right);
		case "<=": return lessEqual(left, right);
		case ">": return greaterThan(left, right);
		case ">=": return greaterEqual(left, right);
		case "in": return contains(right, left);
		case "not in": return !contains(right, left);
	}
}

// src/template/expressions.ts
/** What a new list or tuple takes, and a new dict, besides what is in it. */
const collectionWork = 16;
const dictWork = 100;
const noNames = /* @__PURE__ */ new Map();
/** The value of an expression. Throws TemplateRuntimeError in Python's words. */
function evaluateExpression(runtime, node, frame) {
	switch (node.kind) {
		case "literal": return node.value;
		case "name": return frame.lookup(node.name);
		case "tuple":
			spend(collectionWork + 8 * node.items.length);
			return new Tuple(node.items.map((item) => runtime.evaluate(item, frame)));
		case "list":
			spend(collectionWork + 8 * node.items.length);
			return node.items.map((item) => runtime.evaluate(item, frame));
		case "dict":
			spend(dictWork);
			return Dict.of(node.pairs.map((pair) => [runtime.evaluate(pair.key, frame), runtime.evaluate(pair.value, frame)]));
		case "condition": return choose(runtime, node, frame);
		case "and":
		case "or": return combine(runtime, node, frame);
		case "not": {
			const value = runtime.evaluate(node.operand, frame);
			runtime.at(node);
			return !isTrue(value);
		}
		case "binary": {
			const left = runtime.evaluate(node.left, frame);
			const right = runtime.evaluate(node.right, frame);
			runtime.at(node);
			if (node.operator === "+" && Array.isArray(left)) return operate("+", left, right);
			runtime.meter.countValue(left);
			runtime.meter.countValue(right);
			const result = checked(runtime, operate(node.operator, left, right));
			if (node.operator === "%" || node.operator === "*") guardFormat([left, ...insertedBy(right)], result);
			return result;
		}
		case "unary": {
			const value = runtime.evaluate(node.operand, frame);
			runtime.at(node);
			return checked(runtime, node.operator === "-" ? negate(value) : positive(value));
		}
		case "concat": {
			const parts = node.parts.map((part) => runtime.evaluate(part, frame));
			runtime.at(node);
			return checked(runtime, concatText(parts));
		}
		case "compare": return compare(runtime, node, frame);
		case "attribute": {
			const target = runtime.evaluate(node.target, frame);
			runtime.at(node);
			if (!(target instanceof Dict)) runtime.meter.countValue(target);
			guardMethod(target, node.name);
			return getAttribute(target, node.name);
		}
		case "item": return takeItem(runtime, node, frame);
		case "slice": throw new TemplateRuntimeError("TypeError", "a slice cannot stand here");
		case "call": return evaluateCall(runtime, node, frame);
		case "filter": return applyFilter(runtime, node, node.target ? runtime.evaluate(node.target, frame) : "", frame);
		case "test": return applyTest(runtime, node, frame);
	}
}
function checked(runtime, value) {
	runtime.meter.countValue(value);
	return typeof value === "string" ? runtime.meter.checkText(value) : value;
}
function choose(runtime, node, frame) {
	const test = runtime.evaluate(node.test, frame);
	runtime.at(node.test);
	if (isTrue(test)) return runtime.evaluate(node.value, frame);
	if (node.otherwise) return runtime.evaluate(node.otherwise, frame);
	return new Undefined("the inline if-expression evaluated to false and no else section was defined.", true);
}
function combine(runtime, node, frame) {
	const left = runtime.evaluate(node.left, frame);
	runtime.at(node);
	return isTrue(left) === (node.kind === "and") ? runtime.evaluate(node.right, frame) : left;
}
function compare(runtime, node, frame) {
	let left = runtime.evaluate(node.first, frame);
	for (const { operator, operand } of node.rest) {
		const right = runtime.evaluate(operand, frame);
		runtime.at(node);
		runtime.meter.countValue(left);
		runtime.meter.countValue(right);
		guardCompare(operator, left, right);
		if (!compareValues(operator, left, right)) return false;
		left = right;
	}
	return true;
}
function takeItem(runtime, node, frame) {
	const target = runtime.evaluate(node.target, frame);
	if (typeof target === "string" || node.index.kind === "slice") runtime.meter.countValue(target);
	if (node.index.kind !== "slice") {
		const index = runtime.evaluate(node.index, frame);
		runtime.at(node);
		guardItem(target, index);
		return getItem(target, index);
	}
	const bound = (expression) => expression ? runtime.evaluate(expression, frame) : null;
	const [start, stop, step] = [
		bound(node.index.start),
		bound(node.index.stop),
		bound(node.index.step)
	];
	runtime.at(node);
	guardItem(target, void 0);
	return checked(runtime, slice(target, start, stop, step));
}
function evaluateArguments(runtime, node, frame) {
	const args = node.positional.map((argument) => runtime.evaluate(argument, frame));
	if (node.named.length === 0 && !node.spread && !node.spreadNamed) return {
		args,
		kwargs: noNames
	};
	const kwargs = new Map(node.named.map((named) => [named.name, runtime.evaluate(named.value, frame)]));
	if (node.spread) args.push(...spreadItems(runtime, runtime.evaluate(node.spread, frame)));
	if (node.spreadNamed) addNames(kwargs, runtime.evaluate(node.spreadNamed, frame));
	return {
		args,
		kwargs
	};
}
function spreadItems(runtime, value) {
	const items = [];
	for (const item of iterate(value)) {
		runtime.meter.countSteps(1);
		runtime.meter.checkRange(BigInt(items.push(item)));
	}
	return items;
}
function addNames(kwargs, value) {
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	if (!(value instanceof Dict)) throw new TemplateRuntimeError("TypeError", `argument after ** must be a mapping, not ${typeName(value)}`);
	for (const [name, item] of value.entries()) {
		if (typeof name !== "string") throw new TemplateRuntimeError("TypeError", "keywords must be strings");
		if (isRefusedName(name)) throw new TemplateRuntimeError("SecurityError", `access to "${name}" is not allowed`);
		if (kwargs.has(name)) throw new TemplateRuntimeError("TypeError", `got multiple values for keyword argument '${name}'`);
		kwargs.set(name, item);
	}
}
/** Calls what a call node names. `caller` is what a call block hands over. */
function evaluateCall(runtime, node, frame, caller) {
	const callee = runtime.evaluate(node.callee, frame);
	const { args, kwargs } = evaluateArguments(runtime, node.args, frame);
	runtime.at(node);
	if (caller === void 0) {
		const result = checked(runtime, runtime.call(callee, args, kwargs, frame));
		if (callee instanceof Callable) guardCall(callee.name, args, kwargs, result);
		return result;
	}
	if (kwargs.has("caller")) throw new TemplateRuntimeError("TypeError", "got multiple values for keyword argument 'caller'");
	return checked(runtime, runtime.call(callee, args, new Map([...kwargs, ["caller", caller]]), frame));
}
/** Applies a filter node to a value: the node's own target, or the text of a block. */
function applyFilter(runtime, node, value, frame) {
	const { args, kwargs } = evaluateArguments(runtime, node.args, frame);
	runtime.at(node);
	if (node.name === "render") return checked(runtime, runtime.call(runtime.renderFilter, [value, ...args], kwargs, frame));
	const result = runtime.filterContext.callFilter(node.name, value, args, kwargs);
	return typeof result === "string" ? runtime.meter.checkText(result) : result;
}
function applyTest(runtime, node, frame) {
	const value = runtime.evaluate(node.target, frame);
	const { args, kwargs } = evaluateArguments(runtime, node.args, frame);
	runtime.at(node);
	return runtime.filterContext.callTest(node.name, value, args, kwargs);
}

// src/template/loop.ts
/** The state behind `loop`: it looks one item ahead only when asked to. Source: Jinja2 3.1 LoopContext. */
var LoopState = class {
	object;
	measured;
	iterator;
	recurse;
	depth0;
	index0 = -1;
	known;
	after;
	current;
	before;
	lastChanged;
	/** `measured` is the value that `items` come from; undefined where an `if` behind the loop chooses among them. */
	constructor(items, measured, recurse, depth0) {
		this.measured = measured;
		this.iterator = items[Symbol.iterator]();
		this.recurse = recurse;
		this.depth0 = depth0;
		this.object = new PyObject("LoopContext", this.attributes(), () => `<LoopContext ${this.index0 + 1}/${this.length()}>`, (args, kwargs) => this.call(args, kwargs));
	}
	/** The next item, or undefined at the end. */
	next() {
		const value = this.after === void 0 ? this.pull() : this.after;
		this.after = void 0;
		if (value === void 0) return void 0;
		this.index0++;
		this.before = this.current;
		this.current = value;
		return value;
	}
	pull() {
		const step = this.iterator.next();
		return step.done ? void 0 : step.value;
	}
	peek() {
		if (this.after === void 0) this.after = this.pull();
		return this.after;
	}
	length() {
		this.known ??= this.measure();
		return this.known;
	}
	measure() {
		try {
			if (this.measured !== void 0) return lengthOf(this.measured);
		} catch (error) {
			if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		}
		const rest = [];
		for (let value = this.pull(); value !== void 0; value = this.pull()) rest.push(value);
		this.iterator = rest[Symbol.iterator]();
		return rest.length + this.index0 + 1 + (this.after === void 0 ? 0 : 1);
	}
	attributes() {
		return /* @__PURE__ */ new Map([
			["index", () => BigInt(this.index0 + 1)],
			["index0", () => BigInt(this.index0)],
			["revindex", () => BigInt(this.length() - this.index0)],
			["revindex0", () => BigInt(this.length() - this.index0 - 1)],
			["length", () => BigInt(this.length())],
			["first", () => this.index0 === 0],
			["last", () => this.peek() === void 0],
			["depth", BigInt(this.depth0 + 1)],
			["depth0", BigInt(this.depth0)],
			["previtem", () => this.index0 === 0 ? new Undefined("there is no previous item") : this.before ?? null],
			["nextitem", () => this.nextItem()],
			["cycle", new Callable("cycle", (args, kwargs) => this.cycle(args, kwargs))],
			["changed", new Callable("changed", (args, kwargs) => this.changed(args, kwargs))]
		]);
	}
	nextItem() {
		const next = this.peek();
		return next === void 0 ? new Undefined("there is no next item") : next;
	}
	cycle(args, kwargs) {
		refuseNamed("LoopContext.cycle", kwargs);
		const value = args[this.index0 % Math.max(args.length, 1)];
		if (value === void 0) throw new TemplateRuntimeError("TypeError", "no items for cycling given");
		return value;
	}
	changed(args, kwargs) {
		refuseNamed("LoopContext.changed", kwargs);
		const value = new Tuple(args);
		if (this.lastChanged !== void 0 && equals(this.lastChanged, value)) return false;
		this.lastChanged = value;
		return true;
	}
	call(args, kwargs) {
		refuseNamed("LoopContext.__call__", kwargs);
		const [items] = args;
		if (items === void 0 || args.length > 1) throw new TemplateRuntimeError("TypeError", `LoopContext.__call__() takes 2 positional arguments but ${args.length + 1} were given`);
		if (!this.recurse) throw new TemplateRuntimeError("TypeError", "The loop must have the 'recursive' marker to be called recursively.");
		return this.recurse(items, this.depth0 + 1);
	}
};
function refuseNamed(name, kwargs) {
	const [first] = kwargs.keys();
	if (first !== void 0) throw new TemplateRuntimeError("TypeError", `${name}() got an unexpected keyword argument '${first}'`);
}

// src/template/objects.ts
/** Python's `dict(...)`: a mapping or pairs, and names. Throws TypeError and ValueError in Python's words. */
function makeDict(args, kwargs) {
	if (args.length > 1) throw new TemplateRuntimeError("TypeError", `dict expected at most 1 argument, got ${args.length}`);
	const dict = new Dict();
	const [source] = args;
	if (source instanceof Dict) for (const [key, value] of source.entries()) dict.set(key, value);
	else if (source instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", source.message);
	else if (source !== void 0) fillFromPairs(dict, source);
	for (const [name, value] of kwargs) dict.set(name, value);
	return dict;
}
function fillFromPairs(dict, source) {
	let index = 0;
	for (const pair of iterate(source)) {
		const items = pairItems(pair, index);
		const [key, value] = items;
		if (items.length !== 2 || key === void 0 || value === void 0) {
			const problem = `dictionary update sequence element #${index} has length ${items.length}; 2 is required`;
			throw new TemplateRuntimeError("ValueError", problem);
		}
		dict.set(key, value);
		index++;
	}
}
function pairItems(pair, index) {
	try {
		return [...iterate(pair)];
	} catch (error) {
		if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		const problem = `cannot convert dictionary update sequence element #${index} to a sequence`;
		throw new TemplateRuntimeError("TypeError", problem);
	}
}
const namespaces = /* @__PURE__ */ new WeakSet();
/** Jinja2's `namespace(...)`: an object whose attributes `set` can write. */
function makeNamespace(args, kwargs) {
	const attributes = /* @__PURE__ */ new Map();
	for (const [key, value] of makeDict(args, kwargs).entries()) {
		if (typeof key !== "string") throw new TemplateRuntimeError("TypeError", "attribute names of a namespace must be text");
		if (isRefusedName(key)) throw new TemplateRuntimeError("SecurityError", `access to "${key}" is not allowed`);
		attributes.set(key, value);
	}
	const object = new PyObject("Namespace", attributes, () => `<Namespace ${repr(asDict(attributes))}>`);
	namespaces.add(object);
	return object;
}
function asDict(attributes) {
	return Dict.of([...attributes].map(([name, value]) => [name, typeof value === "function" ? value() : value]));
}
/** Writes an attribute of a namespace. Throws TemplateRuntimeError for any other value. */
function assignAttribute(target, name, value) {
	if (!(target instanceof PyObject) || !namespaces.has(target)) throw new TemplateRuntimeError("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
	target.attributes.set(name, value);
}
const noParameters = (name) => {
	const parameters = signature(name, ["self"]);
	return (args, kwargs) => {
		bind(parameters, args, kwargs);
	};
};
/** Jinja2's `cycler(...)`: `next()`, `current`, `reset()`. */
function makeCycler(args, kwargs) {
	const [unknown] = kwargs.keys();
	if (unknown !== void 0) throw new TemplateRuntimeError("TypeError", `Cycler.__init__() got an unexpected keyword argument '${unknown}'`);
	if (args.length === 0) throw new TemplateRuntimeError("RuntimeError", "at least one item has to be provided");
	let position = 0;
	const current = () => args[position] ?? null;
	const checkNext = noParameters("Cycler.next");
	const checkReset = noParameters("Cycler.reset");
	const next = (nextArgs, nextKwargs) => {
		checkNext(nextArgs, nextKwargs);
		const value = current();
		position = (position + 1) % args.length;
		return value;
	};
	const reset = (resetArgs, resetKwargs) => {
		checkReset(resetArgs, resetKwargs);
		position = 0;
		return null;
	};
	const attributes = /* @__PURE__ */ new Map([
		["items", new Tuple(args)],
		["pos", () => BigInt(position)],
		["current", current],
		["next", new Callable("next", next)],
		["reset", new Callable("reset", reset)]
	]);
	return new PyObject("Cycler", attributes);
}
const joinerSignature = signature("Joiner.__init__", ["self"], ["sep", ", "]);
/** Jinja2's `joiner(sep)`: called it gives empty text first, then the separator. */
function makeJoiner(args, kwargs) {
	const separator = bind(joinerSignature, args, kwargs).value("sep");
	let used = false;
	const checkCall = noParameters("Joiner.__call__");
	return new PyObject("Joiner", /* @__PURE__ */ new Map([["sep", separator], ["used", () => used]]), void 0, (callArgs, callKwargs) => {
		checkCall(callArgs, callKwargs);
		const first = !used;
		used = true;
		return first ? "" : separator;
	});
}

// src/template/targets.ts
/** Gives a target its value; tuples are unpacked as in Python. `tracked` is true for `set`, whose names the context learns. */
function assignTarget(runtime, target, value, frame, tracked) {
	if (target.kind === "name" && !tracked) {
		frame.assign(target.name, value);
		return;
	}
	const names = [];
	assign(runtime, target, value, frame, names);
	if (tracked && names.length > 0) remember(frame, names);
}
function assign(runtime, target, value, frame, names) {
	switch (target.kind) {
		case "name":
			frame.assign(target.name, value);
			names.push([target.name, value]);
			break;
		case "namespace-target":
			assignAttribute(frame.lookup(target.name), target.attribute, value);
			break;
		case "tuple-target": {
			const items = unpack(value, target.items.length);
			for (const [index, item] of target.items.entries()) assign(runtime, item, items[index] ?? null, frame, names);
		}
	}
}
function unpack(value, count) {
	const items = [];
	for (const item of unpackable(value)) {
		if (items.length === count) throw new TemplateRuntimeError("ValueError", `too many values to unpack (expected ${count})`);
		items.push(item);
	}
	if (items.length < count) throw new TemplateRuntimeError("ValueError", `not enough values to unpack (expected ${count}, got ${items.length})`);
	return items;
}
function unpackable(value) {
	try {
		return iterate(value);
	} catch (error) {
		if (!(error instanceof TemplateRuntimeError) || error.type !== "TypeError") throw error;
		throw new TemplateRuntimeError("TypeError", `cannot unpack non-iterable ${typeName(value)} object`);
	}
}
function remember(frame, names) {
	if (frame.kind === "top") exportNames(frame, names);
	else if (frame.kind !== "inner") for (const [name, value] of names) frame.written.set(name, value);
}
/** Names of the outermost scope become the context's; those without a leading underscore can be imported. */
function exportNames(frame, names) {
	for (const [name, value] of names) {
		frame.context.vars.set(name, value);
		if (!name.startsWith("_")) frame.context.exported.add(name);
	}
}

// src/template/for-loop.ts
/** Runs a loop with everything it may have: condition, `else`, `loop`, recursion. */
function runFor(runtime, node, frame, output) {
	const items = runtime.evaluate(node.iterable, frame);
	runtime.at(node.iterable);
	guardLoop(items);
	if (!node.recursive) return new Loop(runtime, node, frame).run(items, output, 0);
	output.append(renderRecursive(runtime, node, frame, items, 0));
	return "end";
}
function renderRecursive(runtime, node, frame, items, depth) {
	return runtime.meter.enterMacro(() => runtime.inside(frame.template, () => {
		runtime.mark(node.position);
		const output = new Output(runtime.meter.limits.text);
		new Loop(runtime, node, frame).run(items, output, depth);
		return output.toString();
	}));
}
var Loop = class {
	runtime;
	node;
	outer;
	frame;
	constructor(runtime, node, outer) {
		this.runtime = runtime;
		this.node = node;
		this.outer = outer;
		this.frame = outer.inner(this.bodyScope(), "loop");
	}
	run(items, output, depth) {
		const source = iterate(items);
		const chosen = this.node.test ? this.filtered(source) : source;
		const recurse = this.node.recursive ? (inner, at) => renderRecursive(this.runtime, this.node, this.outer, inner, at) : void 0;
		if ((this.seesLoop() ? this.runExtended(new LoopState(chosen, this.node.test ? void 0 : items, recurse, depth), output) : this.runPlain(chosen, output)) || this.node.otherwise.length === 0) return "end";
		return this.runElse(output);
	}
	seesLoop() {
		return this.frame.template.isExtended(this.node);
	}
	/** True once an iteration has reached the end of the body: `else` runs otherwise, even after `break` or `continue`. */
	runPlain(items, output) {
		let completed = false;
		for (const item of items) {
			const completion = this.iterate(item, output);
			if (completion === "break") break;
			if (completion === "end") completed = true;
			this.runtime.mark(this.node.position);
		}
		return completed;
	}
	runExtended(loop, output) {
		let completed = false;
		for (let item = loop.next(); item !== void 0; item = loop.next()) {
			this.frame.declare("loop", loop.object);
			const completion = this.iterate(item, output);
			if (completion === "break") break;
			if (completion === "end") completed = true;
			this.runtime.mark(this.node.position);
		}
		return completed;
	}
	iterate(item, output) {
		this.runtime.meter.countSteps(1);
		this.runtime.at(this.node.target);
		assignTarget(this.runtime, this.node.target, item, this.frame, false);
		this.frame.enter();
		return this.runtime.run(this.node.body, this.frame, output);
	}
	bodyScope() {
		const { node, outer } = this;
		return outer.scope.within(node, (scope) => {
			if (outer.template.isExtended(node)) scope.parameter("loop");
			declareTarget(scope, node.target);
			analyse(scope, node.body);
		});
	}
	/** The items that the condition behind the loop lets through, one at a time. */
	*filtered(items) {
		const { node, outer, runtime } = this;
		const test = node.test;
		if (!test) return;
		const scope = outer.scope.within(test, (inner) => {
			declareTarget(inner, node.target);
			analyse(inner, [test]);
		});
		const frame = outer.inner(scope);
		frame.enter();
		for (const item of items) {
			runtime.meter.countSteps(1);
			runtime.mark(test.position);
			assignTarget(runtime, node.target, item, frame, false);
			if (isTrue(runtime.evaluate(test, frame))) yield item;
		}
	}
	runElse(output) {
		const { node, outer, runtime } = this;
		const scope = outer.scope.within(node.otherwise, (inner) => analyse(inner, node.otherwise));
		const frame = outer.inner(scope);
		frame.enter();
		return runtime.run(node.otherwise, frame, output);
	}
};

// src/template/macro.ts
/** What a macro takes besides its attributes. */
const macroWork = 400;
/** A macro, or the `caller` of a call block, as a value that can be called. Source: Jinja2 3.1 Macro. */
function makeMacro(runtime, node, outer) {
	spend(macroWork);
	const { template } = outer;
	const plan = template.planOf(node);
	const name = node.kind === "macro" ? node.name : null;
	const scope = outer.scope.within(node, (inner) => analyseMacro(inner, node, plan));
	checkCaller(node, plan);
	const params = node.params.map((param) => param.name);
	const attributes = /* @__PURE__ */ new Map([
		["name", name],
		["arguments", new Tuple(params)],
		["catch_kwargs", plan.kwargs],
		["catch_varargs", plan.varargs],
		["caller", plan.caller],
		["explicit_caller", plan.explicitCaller]
	]);
	const print = () => `<Macro ${name === null ? "anonymous" : repr(name)}>`;
	return new PyObject("Macro", attributes, print, (args, kwargs) => {
		const values = bindMacro(name, params, plan, args, kwargs);
		return runtime.meter.enterMacro(() => runtime.inside(template, () => runMacro(runtime, node, outer.inner(scope, "inner", false), values)));
	});
}
function analyseMacro(scope, node, plan) {
	if (plan.caller && !plan.explicitCaller) scope.parameter("caller");
	if (plan.kwargs) scope.parameter("kwargs");
	if (plan.varargs) scope.parameter("varargs");
	analyse(scope, [
		...node.params,
		...node.defaults,
		...node.body
	]);
}
function checkCaller(node, plan) {
	const index = node.params.findIndex((param) => param.name === "caller");
	if (plan.caller && index >= 0 && index < node.params.length - node.defaults.length) throw new TemplateRuntimeError("TemplateAssertionError", "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.");
}
function bindMacro(name, params, plan, args, kwargs) {
	const values = /* @__PURE__ */ new Map();
	const rest = new Map(kwargs);
	let foundCaller = args.length >= params.length && plan.explicitCaller;
	for (const [index, param] of params.entries()) {
		const value = index < args.length ? args[index] : rest.get(param);
		if (index >= args.length) {
			rest.delete(param);
			foundCaller ||= param === "caller";
		}
		if (value !== void 0) values.set(param, value);
	}
	if (plan.caller && !foundCaller) {
		const caller = rest.get("caller") ?? null;
		rest.delete("caller");
		values.set("caller", caller === null ? new Undefined("No caller defined") : caller);
	}
	if (plan.kwargs) values.set("kwargs", Dict.of(rest));
	else refuseRest(name, rest);
	if (plan.varargs) values.set("varargs", new Tuple(args.slice(params.length)));
	else if (args.length > params.length) throw new TemplateRuntimeError("TypeError", `macro ${nameText(name)} takes not more than ${params.length} argument(s)`);
	return values;
}
function refuseRest(name, rest) {
	const [first] = rest.keys();
	if (first === void 0) return;
	const message = rest.has("caller") ? `macro ${nameText(name)} was invoked with two values for the special caller argument. This is most likely a bug.` : `macro ${nameText(name)} takes no keyword argument ${repr(first)}`;
	throw new TemplateRuntimeError("TypeError", message);
}
function nameText(name) {
	return name === null ? "None" : repr(name);
}
function runMacro(runtime, node, frame, values) {
	runtime.mark(node.position);
	frame.enter();
	for (const [name, value] of values) frame.declare(name, value);
	const required = node.params.length - node.defaults.length;
	for (const [index, { name }] of node.params.entries()) {
		if (values.has(name)) continue;
		const fallback = node.defaults[index - required];
		const value = fallback ? runtime.evaluate(fallback, frame) : new Undefined(`parameter '${name}' was not provided`);
		frame.declare(name, value);
	}
	const output = new Output(runtime.meter.limits.text);
	runtime.run(node.body, frame, output);
	return output.toString();
}

// src/template/statements.ts
/** Runs one statement. Throws TemplateRuntimeError in Python's words, ProjectError for missing and refused files. */
function runStatement(runtime, node, frame, output) {
	if (node.kind === "data") {
		if (!frame.root?.extended) output.append(node.text);
		return "end";
	}
	runtime.mark(node.position);
	switch (node.kind) {
		case "output":
			if (!frame.root?.extended) output.append(printed(runtime, runtime.evaluate(node.value, frame)));
			return "end";
		case "for": return runFor(runtime, node, frame, output);
		case "if": return runIf(runtime, node, frame, output);
		case "macro": {
			const macro = makeMacro(runtime, node, frame);
			frame.assign(node.name, macro);
			if (frame.isTop) exportNames(frame, [[node.name, macro]]);
			return "end";
		}
		case "call-block":
			runCallBlock(runtime, node, frame, output);
			return "end";
		case "filter-block": return runFilterBlock(runtime, node, frame, output);
		case "with": return runWith(runtime, node, frame, output);
		case "set":
			assignTarget(runtime, node.target, runtime.evaluate(node.value, frame), frame, true);
			return "end";
		case "set-block": return runSetBlock(runtime, node, frame);
		case "block":
			runBlock(runtime, node, frame, output);
			return "end";
		case "extends":
			runExtends(runtime, node, frame);
			return "end";
		case "include":
			runInclude(runtime, node, frame, output);
			return "end";
		case "import":
			runImport(runtime, node, frame);
			return "end";
		case "from-import":
			runFromImport(runtime, node, frame);
			return "end";
		case "autoescape": return runAutoescape(runtime, node, frame, output);
		case "break":
		case "continue": return node.kind;
	}
}
function printed(runtime, value) {
	return runtime.meter.checkText(typeof value === "bigint" ? integerText(value) : toText(value));
}
/** What a `call` or `filter` block gives must be text: Jinja2 joins it as it is, and Python joins nothing else. */
function ownText(runtime, value) {
	if (typeof value === "string" || value instanceof Markup) return printed(runtime, value);
	throw new TemplateRuntimeError("TypeError", `the block must give text, not ${typeName(value)}`);
}
function runIf(runtime, node, frame, output) {
	for (const branch of [node, ...node.branches]) {
		runtime.mark(branch.position);
		const value = runtime.evaluate(branch.test, frame);
		runtime.at(branch.test);
		if (isTrue(value)) return runtime.run(branch.body, frame, output);
	}
	return runtime.run(node.otherwise, frame, output);
}
function runCallBlock(runtime, node, frame, output) {
	const caller = makeMacro(runtime, node, frame);
	output.append(ownText(runtime, evaluateCall(runtime, node.call, frame, caller)));
}
function runFilterBlock(runtime, node, frame, output) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, [...node.body, node.filter]));
	const inner = frame.inner(scope);
	inner.enter();
	const captured = new Output(runtime.meter.limits.text);
	const completion = runtime.run(node.body, inner, captured);
	if (completion !== "end") return completion;
	runtime.mark(node.position);
	output.append(ownText(runtime, applyBlockFilter(runtime, node.filter, captured.toString(), inner)));
	return "end";
}
/** The filters of a block, the innermost of which is given the block's text. */
function applyBlockFilter(runtime, node, text, frame) {
	const value = node.target?.kind === "filter" ? applyBlockFilter(runtime, node.target, text, frame) : text;
	return applyFilter(runtime, node, value, frame);
}
function runWith(runtime, node, frame, output) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, [...node.targets, ...node.body]));
	const inner = frame.inner(scope);
	inner.enter();
	for (const [index, target] of node.targets.entries()) {
		const expression = node.values[index];
		if (expression) assignTarget(runtime, target, runtime.evaluate(expression, frame), inner, false);
	}
	return runtime.run(node.body, inner, output);
}
function runSetBlock(runtime, node, frame) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, node.body));
	const inner = frame.inner(scope, "inner", false);
	inner.enter();
	const captured = new Output(runtime.meter.limits.text);
	const completion = runtime.run(node.body, inner, captured);
	if (completion !== "end") return completion;
	runtime.mark(node.position);
	const text = captured.toString();
	const value = node.filter ? applyBlockFilter(runtime, node.filter, text, inner) : text;
	assignTarget(runtime, node.target, value, frame, true);
	return "end";
}
/** Only `false` gets here: it changes nothing but the scope. */
function runAutoescape(runtime, node, frame, output) {
	const scope = frame.scope.within(node, (inner) => analyse(inner, [node.value, ...node.body]));
	const inner = frame.inner(scope);
	inner.enter();
	return runtime.run(node.body, inner, output);
}

// src/template/trail.ts
/** A recursion needs no more to be understood. */
const mostSteps = 8;
/**
* How the templates led to a place, innermost first: `included from a.yaml:3`. Calls inside one file and blocks of parents are steps as
* well; what only follows the order of the lines is none.
*/
function describeTrail({ file, line }, visit) {
	const steps = [];
	let inner = file;
	const here = `${file}:${line}`;
	for (let at = visit; at?.outer; at = at.outer) {
		const way = wayFrom(at.current) ?? (at.template.file === inner ? void 0 : "used in");
		const from = `${at.template.file}:${lineOf(at)}`;
		const step = `${way} ${from}`;
		const isNews = step !== steps.at(-1) && !(steps.length === 0 && from === here);
		if (way !== void 0 && isNews) steps.push(step);
		inner = at.template.file;
	}
	return steps.length <= mostSteps ? steps : [
		...steps.slice(0, 6),
		"…",
		...steps.slice(-1)
	];
}
function lineOf({ current, marked }) {
	return (current ? startOf(current) : marked).line;
}
function wayFrom(node) {
	switch (node?.kind) {
		case "include": return "included from";
		case "import":
		case "from-import": return "imported from";
		case "extends": return "extended by";
		case "call":
		case "filter": return "called from";
		default: return;
	}
}

// src/template/evaluator.ts
/** What a call takes besides its arguments. */
const callWork = 30;
/** Walks trees. One per render: nothing survives it (threat model T-07). No code is generated (T-01). */
var Evaluator = class {
	meter;
	loader;
	debug;
	filterContext;
	modules = /* @__PURE__ */ new Map();
	globals = /* @__PURE__ */ new Map();
	renderFilter = null;
	template;
	outer;
	marked = {
		line: 1,
		column: 1
	};
	current;
	constructor(parts) {
		this.meter = parts.meter;
		this.loader = parts.loader;
		this.debug = parts.debug;
		this.template = parts.main;
		this.filterContext = {
			callFilter: (name, value, args, kwargs) => this.callFilter(name, value, args, kwargs),
			callTest: (name, value, args, kwargs) => this.callTest(name, value, args, kwargs),
			call: (callee, args, kwargs) => this.call(callee, args, kwargs),
			checkLength: (text) => this.meter.checkText(text),
			countSteps: (steps) => this.meter.countSteps(steps)
		};
	}
	mark(position) {
		if (this.template.inline) return;
		this.marked = position;
		this.current = void 0;
	}
	at(node) {
		if (!this.template.inline) this.current = node;
	}
	place() {
		const start = this.current ? startOf(this.current) : this.marked;
		const column = start.line === this.marked.line ? start.column : this.marked.column;
		return {
			file: this.template.file,
			line: this.marked.line,
			column
		};
	}
	/** The template that runs. */
	get running() {
		return this.template;
	}
	callPlace() {
		return {
			file: this.template.file,
			...this.current ? startOf(this.current) : this.marked
		};
	}
	/** On an error the position stays where it happened. */
	inside(template, action) {
		const outer = {
			template: this.template,
			marked: this.marked,
			current: this.current,
			outer: this.outer
		};
		this.template = template;
		this.outer = outer;
		const result = action();
		this.template = outer.template;
		this.marked = outer.marked;
		this.current = outer.current;
		this.outer = outer.outer;
		return result;
	}
	/** How the templates led to a place, which may be in a template that could not be parsed. */
	trail(to) {
		const { template, marked, current, outer } = this;
		if (to.file === template.file) return outer ? describeTrail(to, outer) : [];
		return describeTrail(to, {
			template,
			marked,
			current,
			outer
		});
	}
	evaluate(node, frame) {
		this.meter.countOperation();
		return evaluateExpression(this, node, frame);
	}
	run(body, frame, output) {
		for (const node of body) {
			this.meter.countOperation();
			const completion = runStatement(this, node, frame, output);
			if (completion !== "end") return completion;
		}
		return "end";
	}
	renderRoot(template, context, output) {
		runRoot(this, template, context, output);
	}
	call(callee, args, kwargs, frame) {
		this.countCall(args, kwargs);
		if (callee instanceof ContextCallable && frame) {
			const { context, written } = frame;
			return callee.callIn(written.size === 0 ? context : context.derived(written), args, kwargs);
		}
		if (callee instanceof Callable) return callee.call(args, kwargs);
		if (callee instanceof PyObject && callee.call) return callee.call(args, kwargs);
		if (callee instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", callee.message);
		throw new TemplateRuntimeError("TypeError", `'${typeName(callee)}' object is not callable`);
	}
	countCall(args, kwargs) {
		this.meter.countWork(callWork + 40 * kwargs.size + args.length);
		for (const value of args) this.meter.countValue(value);
		for (const value of kwargs.values()) this.meter.countValue(value);
	}
	callFilter(name, value, args, kwargs) {
		const filter = filters.get(name);
		if (!filter) throw new TemplateRuntimeError("TemplateRuntimeError", `No filter named '${name}' found.`);
		this.meter.countValue(value);
		this.countCall(args, kwargs);
		const result = filter(this.filterContext, value, args, kwargs);
		this.meter.countValue(result);
		guardFilter(name, value, args, kwargs, result);
		return result;
	}
	callTest(name, value, args, kwargs) {
		const test = tests.get(name);
		if (!test) throw new TemplateRuntimeError("TemplateRuntimeError", `No test named '${name}' found.`);
		this.meter.countValue(value);
		this.countCall(args, kwargs);
		guardTest(name, value, args);
		return test(this.filterContext, value, args, kwargs);
	}
};

// src/template/dict-functions.ts
const maxDepth = 100;
const merge = signature("merge_dict", [], ["a"], ["b"], ["clone", true]);
const update = signature("update_dict", [], ["a"], ["b"]);
/** kluctl's `merge_dict` and `update_dict`. kluctl-semantics 5.7; kluctl v2.28, ext/dict_utils.py. */
function dictFunctions(countSteps) {
	return [["merge_dict", new Callable("merge_dict", (args, kwargs) => {
		const bound = bind(merge, args, kwargs);
		return mergeDicts(bound.value("a"), bound.value("b"), bound.flag("clone"), countSteps);
	})], ["update_dict", new Callable("update_dict", (args, kwargs) => {
		const bound = bind(update, args, kwargs);
		mergeDicts(bound.value("a"), bound.value("b"), false, countSteps);
		return "";
	})]];
}
/** Merges `b` into `a`, map by map; lists and scalars are replaced. With `clone`, into a deep copy of `a`. */
function mergeDicts(a, b, clone, countSteps) {
	const target = clone ? copyDict(requireDict(a), countSteps, 0) : a === null ? new Dict() : requireDict(a);
	mergeInto(target, hasNothing(b) ? new Dict() : requireDict(b), countSteps, 0);
	return target;
}
/** kluctl walks through the keys of `b` only, so that an empty list or text does as well. */
function hasNothing(value) {
	return value === null || value === "" || Array.isArray(value) && value.length === 0;
}
function mergeInto(target, source, countSteps, depth) {
	countSteps(source.size);
	for (const [key, value] of source.entries()) {
		const existing = target.get(key);
		target.set(key, mergeValue(existing, value, countSteps, depth + 1));
	}
}
/** What stands where `value` is merged over `existing`: a map goes into a map that is there, anything else replaces it. */
function mergeValue(existing, value, countSteps, depth = 0) {
	if (depth > maxDepth) tooDeep();
	if (!(existing instanceof Dict && value instanceof Dict)) return value;
	mergeInto(existing, value, countSteps, depth);
	return existing;
}
function copyDict(dict, countSteps, depth) {
	return Dict.of([...dict.entries()].map(([key, value]) => [key, copyValue(value, countSteps, depth + 1)]));
}
/** A deep copy as kluctl makes it: tuples and other iterables become lists. */
function copyValue(value, countSteps, depth = 0) {
	countSteps(1);
	if (depth > maxDepth) tooDeep();
	if (value instanceof Dict) return copyDict(value, countSteps, depth);
	if (Array.isArray(value) || value instanceof Tuple || value instanceof Sequence) return [...iterate(value)].map((item) => copyValue(item, countSteps, depth + 1));
	return value;
}
function tooDeep() {
	throw new TemplateRuntimeError("LimitError", `a value is nested more than ${maxDepth} deep`);
}
function requireDict(value) {
	if (value instanceof Dict) return value;
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	throw new TemplateRuntimeError("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
}

// src/template/file-functions.ts
const loadTemplate = signature("load_template", [], ["path"]);
const loadSha256 = signature("load_sha256", [], ["path"], ["digest_len", null]);
const loadBase64 = signature("load_base64", [], ["path"], ["width", null]);
const renderText = signature("render", [], ["string"]);
/** Set while a hash is calculated, so that a file can hash itself: nested calculations give a fixed text. */
const calculating = "__calc_sha256__";
/** kluctl's functions that read other files or render text. kluctl-semantics 5.7; kluctl v2.28, ext/kluctl_ext.py. */
function fileFunctions(runtime) {
	return [
		["load_template", new ContextCallable("load_template", (context, args, kwargs) => {
			const { path, names } = splitPath(args, kwargs);
			return renderFile(runtime, context, path, names);
		})],
		["load_sha256", new ContextCallable("load_sha256", (context, args, kwargs) => {
			const bound = bind(loadSha256, args, kwargs);
			if (context.resolve(calculating) !== void 0) return "__self_sha256__";
			const text = renderFile(runtime, context, bound.text("path"), /* @__PURE__ */ new Map([[calculating, true]]));
			const length = bound.value("digest_len");
			return length === null ? sha256Hex(text) : cut(sha256Hex(text), length);
		})],
		["load_base64", new Callable("load_base64", (args, kwargs) => loadEncoded(runtime, args, kwargs))],
		["render", makeRender(runtime)]
	];
}
/** `render(text)`, which is a function and a filter: the text as a template with the variables of the caller. */
function makeRender(runtime) {
	return new ContextCallable("render", (context, args, kwargs) => {
		const source = bind(renderText, args, kwargs).text("string");
		return renderWith(runtime, runtime.loader.parseInline(source, runtime.place()), context.all());
	});
}
function splitPath(args, kwargs) {
	const names = new Map(kwargs);
	names.delete("path");
	const own = kwargs.has("path") ? new Map([...kwargs].filter(([name]) => name === "path")) : /* @__PURE__ */ new Map();
	return {
		path: bind(loadTemplate, args, own).text("path"),
		names
	};
}
function renderFile(runtime, context, path, names) {
	const template = runtime.loader.get(path, context.template);
	const countSteps = (steps) => runtime.meter.countSteps(steps);
	const variables = /* @__PURE__ */ new Map();
	for (const [name, value] of context.all()) variables.set(name, copyValue(value, countSteps));
	for (const [name, value] of names) variables.set(name, mergeValue(variables.get(name), value, countSteps));
	return renderWith(runtime, template, variables);
}
function renderWith(runtime, template, variables) {
	const output = new Output(runtime.meter.limits.text);
	runtime.meter.includeTemplate(() => runtime.renderRoot(template, new Context(template, variables), output));
	return output.toString();
}
function cut(text, length) {
	const end = Number(requireInteger(length));
	return text.slice(0, end);
}
function loadEncoded(runtime, args, kwargs) {
	const bound = bind(loadBase64, args, kwargs);
	const path = requireText(bound.value("path"));
	const content = runtime.loader.findContent(path) ?? missingTemplate([path]);
	const encoded = runtime.meter.checkText(encodeBytes(bytesOf(content)));
	const width = bound.value("width");
	const columns = width === null ? 0 : Number(requireInteger(width));
	if (columns < 0) throw new TemplateRuntimeError("ValueError", `invalid width ${columns} (must be > 0)`);
	return columns === 0 ? encoded : (encoded.match(new RegExp(`.{1,${columns}}`, "g")) ?? []).join("\n");
}
/** A text in which a character was replaced when the file was read is not what the file holds. */
function bytesOf(content) {
	if (typeof content !== "string") return content;
	if (content.includes("�")) throw new TemplateRuntimeError("Unsupported", "load_base64: the file is not UTF-8 text, and only text can be read");
	return new TextEncoder().encode(content);
}
function encodeBytes(bytes) {
	return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

// src/template/get-var.ts
const parameters = signature("get_var", [], ["path"], ["default", null]);
/** kluctl's `get_var(path, default)`: the first path that exists in the variables. kluctl-semantics 5.7; kluctl v2.28, kluctl_ext.py. */
function makeGetVar() {
	return new ContextCallable("get_var", (context, args, kwargs) => {
		const bound = bind(parameters, args, kwargs);
		const path = bound.value("path");
		if (path instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", path.message);
		for (const one of Array.isArray(path) ? path : [path]) {
			const found = findPath(context.all(), parsePath(one));
			if (found !== void 0) return found;
		}
		return bound.value("default");
	});
}
const name = "([A-Za-z_][A-Za-z0-9_@-]*)";
const quoted = String.raw`'([^'\\]*)'|"([^"\\]*)"`;
/** `a`, `.a`, `.'a b'`, `.0`, `[a]`, `['a b']`, `[0]`, `[1:2]`, `*`, `[*]`: blanks may stand between signs. */
const step = new RegExp(String.raw`^\s*(?:\.?\s*\[\s*(?:${name}|${quoted}|(-?\d+)|(-?\d*)\s*:\s*(-?\d*)|(\*))\s*\]|\.?\s*(?:${name}|${quoted}|(\*)|(-?\d+)(?!\d|\.\d)))\s*`);
/** Names that mean something else to jsonpath-ng unless they are quoted: its lexer takes the begin of `trueName` for a truth value. */
const reserved = /^(?:true|false|where$|wherenot$)/;
/**
* A path is text such as `a.b[0]['c d']`, with or without `$.` in front, or a list of names and numbers, which kluctl turns into such
* text. Source: kluctl v2.28, ext/jsonpath_utils.py, and the grammar of jsonpath-ng.
*/
function parsePath(path) {
	if (Array.isArray(path) || path instanceof Tuple) return (Array.isArray(path) ? path : path.items).map(listStep);
	if (typeof path !== "string") throw new TemplateRuntimeError("TypeError", "get_var: a path must be text or a list");
	const found = [];
	const rooted = /^\s*\$\s*(?=[.[])/.exec(path);
	let rest = path.slice(rooted?.[0].length ?? 0);
	if (rest === "") unsupported$1(path);
	while (rest !== "") {
		const match = step.exec(rest);
		if (!match) unsupported$1(path);
		const begin = match[0].trim().charAt(0);
		if (found.length === 0 && !rooted ? begin === "." : begin !== "." && begin !== "[") unsupported$1(path);
		found.push(stepOf(match));
		rest = rest.slice(match[0].length);
	}
	return found;
}
function stepOf(match) {
	const [, inName, inSingle, inDouble, index, from, to, allItems, own, single, double, allNames, number] = match;
	if (index !== void 0) return BigInt(index);
	if (from !== void 0) return {
		from: bound(from),
		to: bound(to ?? "")
	};
	if (allItems !== void 0) return {
		from: null,
		to: null
	};
	if (allNames !== void 0) return { names: ["", ""] };
	if (number !== void 0) return String(BigInt(number));
	const plain = inName ?? own;
	if (plain !== void 0 && reserved.test(plain)) refuseWord(plain);
	return named(inName ?? inSingle ?? inDouble ?? own ?? single ?? double ?? "");
}
function bound(text) {
	return text === "" ? null : BigInt(text);
}
/** `*` in a name stands for any text; the other signs of Python's `fnmatch` are not supported beside it. */
function named(text) {
	if (!text.includes("*")) return text;
	if (/[?[]/.test(text)) unsupported$1(text);
	return { names: text.split("*") };
}
/** True for a name that begins with the first part, ends with the last one, and has the others in between, one after another. */
function fits(name, pattern) {
	const first = pattern[0] ?? "";
	const last = pattern.at(-1) ?? "";
	if (!name.startsWith(first) || !name.endsWith(last)) return false;
	let from = first.length;
	for (const part of pattern.slice(1, -1)) {
		spendOnSearch(name, part);
		const at = name.indexOf(part, from);
		if (at < 0) return false;
		from = at + part.length;
	}
	return from <= name.length - last.length;
}
function listStep(part) {
	if (typeof part !== "string" && typeof part !== "bigint") throw new TemplateRuntimeError("TypeError", "get_var: a path holds names and numbers");
	if (typeof part === "string" && /^(?:\d|[^\x00-\x7f])/.test(part) && !/[^\p{L}\p{N}]/u.test(part)) unsupported$1(part);
	if (typeof part === "string" && reserved.test(part) && /^[A-Za-z0-9]+$/.test(part)) refuseWord(part);
	return typeof part === "string" ? named(part) : part;
}
function refuseWord(plain) {
	const message = `get_var: kluctl cannot read the name ${JSON.stringify(plain)} in a path; quote it, as in a['${plain}']`;
	throw new TemplateRuntimeError("Exception", message);
}
function unsupported$1(path) {
	const message = `get_var: the path ${JSON.stringify(path)} is not supported: names, numbers, quoted keys, slices and * are`;
	throw new TemplateRuntimeError("Unsupported", message);
}
/** The one value that the path names. Throws where it names several, as kluctl does. */
function findPath(variables, path) {
	const [first, ...rest] = path;
	if (first === void 0) return void 0;
	if (typeof first !== "string") return unsupported$1(typeof first === "object" ? "*" : `[${first}]`);
	if (isRefusedName(first)) return void 0;
	const start = variables.get(first);
	let values = start === void 0 ? [] : [start];
	for (const one of rest) {
		values = values.flatMap((value) => stepInto(value, one));
		if (values.length > maxValues) several();
	}
	if (values.length > 1) several();
	return values[0];
}
const maxValues = 1e5;
function several() {
	throw new TemplateRuntimeError("Exception", "get_var: the path names several values, and only one can be given");
}
function stepInto(value, one) {
	if (typeof one === "string") {
		const found = value instanceof Dict && !isRefusedName(one) ? value.get(one) : void 0;
		return found === void 0 ? [] : [found];
	}
	if (typeof one === "object" && "names" in one) return value instanceof Dict ? valuesNamed(value, one.names) : [];
	return typeof one === "object" ? valuesBetween(value, one.from, one.to) : valueAt(value, one);
}
/** A slice takes a map, a text or a number as a list of that one value. */
function valuesBetween(value, from, to) {
	if (value === null) return [];
	const isOne = value instanceof Dict || [
		"string",
		"bigint",
		"number",
		"boolean"
	].includes(typeof value);
	if (!isOne && !Array.isArray(value)) noIndex(value);
	const items = slice(isOne ? [value] : value, from, to, null);
	return Array.isArray(items) ? items : [];
}
/** Nothing for an index behind the end and for whatever counts as false; below the begin, and in a map, a missing index is an error. */
function valueAt(value, index) {
	if (!isTrue(value)) return [];
	if (Array.isArray(value)) {
		const at = positionOf(index, value.length, "list");
		return at === void 0 ? [] : value.slice(at, at + 1);
	}
	if (typeof value === "string") {
		const at = positionOf(index, codePointCount(value), "string");
		return at === void 0 ? [] : [codePointAt(value, at) ?? ""];
	}
	if (!(value instanceof Dict)) noIndex(value);
	if (index >= BigInt(value.size)) return [];
	const found = value.get(index);
	if (found === void 0) throw new TemplateRuntimeError("KeyError", String(index));
	return [found];
}
function positionOf(index, length, kind) {
	if (index >= BigInt(length)) return void 0;
	if (index < -BigInt(length)) throw new TemplateRuntimeError("IndexError", `${kind} index out of range`);
	return Number(index < 0n ? index + BigInt(length) : index);
}
function noIndex(value) {
	if ([
		"bigint",
		"number",
		"boolean"
	].includes(typeof value)) throw new TemplateRuntimeError("TypeError", `object of type '${typeName(value)}' has no len()`);
	throw new TemplateRuntimeError("Unsupported", "get_var: an index or a slice of such a value is not supported");
}
function valuesNamed(dict, names) {
	return [...dict.entries()].flatMap(([key, value]) => typeof key === "string" && !isRefusedName(key) && fits(key, names) ? [value] : []);
}

// src/template/images-global.ts
const getImage = signature("images.get_image", [], ["image"], ["latest_version", null]);
/**
* The global `images`: `get_image(image, latest_version)` gives a placeholder that carries the call and its place.
* kluctl-semantics 1.1 and 2.1; threat model T-13.
*/
function makeImagesGlobal(callPlace) {
	const callable = new Callable("get_image", (args, kwargs) => {
		const bound = bind(getImage, args, kwargs);
		return formatPlaceholder({
			image: imageName(bound.value("image")),
			filter: filterText(bound.value("latest_version")),
			place: callPlace()
		});
	});
	return new PyObject("Images", /* @__PURE__ */ new Map([["get_image", callable]]));
}
function imageName(value) {
	if (value instanceof Undefined) throw problem(`the image name is undefined: ${value.message}`);
	const text = value instanceof Markup ? value.text : value;
	if (text === null || text === "") throw problem("the image name is empty");
	if (typeof text === "string" && text.includes("kluctl-images.call.")) throw problem("the image name is itself the result of images.get_image");
	if (typeof text !== "string") throw problem(`the image name must be text, not ${typeName(value)}`);
	return text;
}
/** `None` means kluctl's default, anything else is taken as text. */
function filterText(value) {
	if (value instanceof Undefined) throw problem(`the version filter is undefined: ${value.message}`);
	return value === null ? void 0 : toText(value);
}
function problem(message) {
	return new TemplateRuntimeError("ImageError", `images.get_image: ${message}`);
}

// src/template/version-global.ts
/** kluctl's names of parameters, where ours are clearer (kluctl v2.16, pkg/kluctl_jinja2/ext/images_ext.py). */
const oldNames = /* @__PURE__ */ new Map([["regex r", "pattern"], ["prefix s", "prefix"]]);
/**
* The global `version`: one function for each of the filter language, with the same parameters, returning the text of a version filter
* (kluctl-semantics 1.6).
*/
function makeVersionGlobal() {
	const functions = filterFunctions.map((one) => [one.name, filterFunction(one)]);
	return new PyObject("VersionFunctions", new Map(functions));
}
function filterFunction({ name, parameters }) {
	const names = parameters.map((parameter) => parameter.name);
	const positions = parameters.filter((parameter) => parameter.positional).length;
	return new Callable(name, (args, kwargs) => {
		const values = bindNames({
			name,
			names,
			positions
		}, args, kwargs);
		try {
			return formatFilterCall(name, values);
		} catch (error) {
			if (!(error instanceof FilterError)) throw error;
			throw new TemplateRuntimeError("FilterError", `version.${name}: ${error.message}`);
		}
	});
}
function bindNames({ name, names, positions }, args, kwargs) {
	const fail = (message) => {
		throw new TemplateRuntimeError("TypeError", `version.${name}() ${message}`);
	};
	if (args.length > positions) fail(`takes at most ${positions} arguments without a name but ${args.length} were given`);
	const given = new Map(args.map((value, index) => [names[index] ?? "", plain(value)]));
	for (const [keyword, value] of kwargs) {
		const parameter = oldNames.get(`${name} ${keyword}`) ?? keyword;
		if (!names.includes(parameter)) fail(`got an unexpected keyword argument '${keyword}'`);
		if (given.has(parameter)) fail(`got multiple values for argument '${keyword}'`);
		given.set(parameter, plain(value));
	}
	return given;
}
/** None stands for "not given". */
function plain(value) {
	if (value instanceof Undefined) throw new TemplateRuntimeError("UndefinedError", value.message);
	if (value === null) return void 0;
	return typeof value === "boolean" ? value : toText(value);
}

// src/template/globals.ts
const message = signature("raise_helper", [], ["msg"]);
const isoText = signature("SimpleTime.parse_iso", [], ["s"]);
const debugMessage = signature("debug_print", [], ["msg"]);
/** Jinja2's own; a variable of the same name always hides them. */
const jinjaGlobals = /* @__PURE__ */ new Set([
	"range",
	"dict",
	"namespace",
	"cycler",
	"joiner",
	"lipsum"
]);
/** The functions and objects that every template sees: Jinja2's and kluctl's. kluctl-semantics 5.7. */
function makeGlobals(runtime) {
	return new Map([
		["range", new Callable("range", (args, kwargs) => makeRange(runtime, args, kwargs))],
		["dict", new Callable("dict", makeDict)],
		["namespace", new Callable("namespace", makeNamespace)],
		["cycler", new Callable("cycler", makeCycler)],
		["joiner", new Callable("joiner", makeJoiner)],
		["lipsum", unsupported("lipsum", "its text is random")],
		["images", makeImagesGlobal(() => runtime.callPlace())],
		["version", makeVersionGlobal()],
		["get_var", makeGetVar()],
		...dictFunctions((steps) => runtime.meter.countSteps(steps)),
		...fileFunctions(runtime),
		["raise", new Callable("raise", raise)],
		["debug_print", new Callable("debug_print", (args, kwargs) => debugPrint(runtime, args, kwargs))],
		["time", makeTime()],
		["load_latest_git_commit", unsupported("load_latest_git_commit", "the git history is not read")]
	]);
}
function makeRange(runtime, args, kwargs) {
	checkCount("range", args, kwargs, 1, 3);
	const [first = 0n, second, third] = args.map(requireInteger);
	const step = third ?? 1n;
	if (step === 0n) throw new TemplateRuntimeError("ValueError", "range() arg 3 must not be zero");
	const range = second === void 0 ? new Range(0n, first, step) : new Range(first, second, step);
	runtime.meter.checkRange(range.length);
	return range;
}
function raise(args, kwargs) {
	throw new TemplateRuntimeError("TemplateError", toText(bind(message, args, kwargs).value("msg")));
}
function debugPrint(runtime, args, kwargs) {
	runtime.debug(toText(bind(debugMessage, args, kwargs).value("msg")));
	return "";
}
function unsupported(name, reason) {
	return new Callable(name, () => {
		throw new TemplateRuntimeError("Unsupported", `${name} is not supported: ${reason}`);
	});
}
/** kluctl's `time`: what does not depend on the clock. */
function makeTime() {
	const refuse = () => {
		throw new TemplateRuntimeError("Unsupported", "time.now and time.utcnow are not supported: the current time would make every render different");
	};
	const parse = (args, kwargs) => parseIso(bind(isoText, args, kwargs).value("s"));
	const attributes = [
		["now", refuse],
		["utcnow", refuse],
		["parse_iso", new Callable("parse_iso", parse)],
		["second", 1000000n],
		["minute", 60000000n],
		["hour", 3600000000n]
	];
	return new PyObject("time", new Map(attributes));
}

// src/template/limits.ts
const defaultLimits = {
	source: 1048576,
	treeDepth: 100,
	treeNodes: 5e4,
	steps: 1e6,
	range: 1e4,
	includeDepth: 20,
	includes: 500,
	macroDepth: 50,
	output: 5242880,
	text: 1048576,
	operations: 1e7,
	work: 5e7
};

// src/template/render-memory.ts
/** Characters of all remembered sources together: a tree is some thirty times as large as its source. */
const maxCharacters = 2097152;
/** Sets of variables that are kept. The files of one item share theirs and are rendered one after another. */
const maxVariables = 8;
/**
* What the renders of one project need not do twice: parse a template, and read the variables that they were given. Nothing a template does
* reaches it: trees do not change, and of variables each render gets copies (threat model T-07). All renders must have the same limits.
*/
var RenderMemory = class {
	templates = /* @__PURE__ */ new Map();
	/** The set that was wanted last stands last. */
	variables = /* @__PURE__ */ new Map();
	characters = 0;
	/** The template of that name, file and source; `parse` makes it. It is kept from the second time on: most are asked for once. */
	template(name, file, source, parse) {
		const key = `${name}\0${file}`;
		const known = this.templates.get(key);
		if (known?.source === source && known.template) return known.template;
		const template = parse();
		const isWanted = known?.source === source && this.characters + source.length <= maxCharacters;
		if (isWanted) this.characters += source.length;
		this.templates.set(key, {
			source,
			template: isWanted ? template : void 0
		});
		return template;
	}
	/** The variables of an object that is never changed; `read` converts them. Errors of `read` are not remembered. */
	variablesOf(vars, read) {
		const values = this.variables.get(vars) ?? read();
		this.variables.delete(vars);
		this.variables.set(vars, values);
		const [oldest] = this.variables.keys();
		if (this.variables.size > maxVariables && oldest) this.variables.delete(oldest);
		return values;
	}
};

// src/template/render-options.ts
/**
* Refuses what the types would, for callers without types: a mistake there would else be a template without variables.
* @throws ProjectError `config` naming the option
*/
function checkRenderCall(source, options) {
	if (typeof source !== "string") throw new ProjectError("template", `the template is no text, but ${nameKind(source)}`, {
		file: "template",
		line: 1,
		column: 1
	});
	if (!isRecord(options)) throw fault(`the options of renderTemplate are no object, but ${nameKind(options)}`, "Write { vars: { … } }.");
	const unknown = Object.keys(options).find((key) => !Object.hasOwn(expected, key));
	if (unknown !== void 0 && options["vars"] === void 0) {
		const hint = `Options are ${Object.keys(expected).join(", ")}; variables stand in vars.`;
		throw fault(`renderTemplate has no option ${JSON.stringify(unknown)}`, hint);
	}
	for (const [key, { what, test }] of Object.entries(expected)) {
		const value = options[key];
		if (value !== void 0 && !test(value)) throw fault(`the option ${key} of renderTemplate must be ${what}, and it is ${nameKind(value)}`);
	}
}
const expected = {
	vars: {
		what: "an object with the variables",
		test: (value) => value === null || isRecord(value)
	},
	name: {
		what: "text",
		test: (value) => typeof value === "string"
	},
	files: {
		what: "an object or a function",
		test: (value) => isRecord(value) || typeof value === "function"
	},
	searchDirs: {
		what: "a list of folders",
		test: Array.isArray
	},
	limits: {
		what: "an object with numbers",
		test: isRecord
	},
	debug: {
		what: "a function",
		test: (value) => typeof value === "function"
	},
	functionsWin: {
		what: "true or false",
		test: (value) => typeof value === "boolean"
	}
};
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function nameKind(value) {
	if (value === null || value === void 0) return String(value);
	if (Array.isArray(value)) return "a list";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
function fault(message, hint) {
	return new ProjectError("config", message, void 0, { hint });
}

// src/template/undefined-hint.ts
/** What to do about a value that is not defined: the name that was most likely meant, or where values come from. */
function undefinedHint(message, around) {
	const name = /^'(.+)' is undefined$/s.exec(message)?.[1];
	if (name !== void 0) return foreignHint(name, around.line) ?? nameHint(name, around);
	const attribute = /has no attribute '(.+)'$/s.exec(message)?.[1];
	return `${didYouMean(attribute === void 0 ? void 0 : nearestOf(attribute, keysBeside(attribute, around)))}Check its spelling, or write a default behind it: {{ a.b | default(…) }}.`;
}
function nameHint(name, { template, globals }) {
	return `${didYouMean(nearestOf(name, [...globals.keys(), ...namesIn(template.body)]))}Give it a value in vars, in args or in the target, or write a default: {{ ${name} | default(…) }}.`;
}
/** Comparing costs as much as the names are long, and a template may have any number of them. */
function nearestOf(word, names) {
	return nearest(word, [...new Set(names)].filter((name) => name.length <= 60).slice(0, 1e3));
}
function didYouMean(near) {
	return near === void 0 ? "" : `Did you mean ${near}? `;
}
const nothing = /* @__PURE__ */ new Set([
	"null",
	"nil",
	"undefined",
	"NULL",
	"Null"
]);
const actionsContexts = /* @__PURE__ */ new Set([
	"github",
	"secrets",
	"env",
	"vars",
	"inputs",
	"matrix",
	"steps"
]);
/** Names of other languages. */
function foreignHint(name, line) {
	if (nothing.has(name)) return "Jinja2 writes none for it.";
	if (actionsContexts.has(name) && line.includes("${{")) return actionsHint;
	return /^(?:if|else|end|range|with|define|template|include|block)$/.test(name) && new RegExp(`\\{\\{-?\\s*${name}\\b`).test(line) ? goStatementHint : void 0;
}
/** The names that a template gives a value somewhere. */
function namesIn(nodes) {
	return walk(nodes).flatMap((node) => {
		switch (node.kind) {
			case "name": return node.mode === "load" ? [] : [node.name];
			case "macro": return [node.name];
			case "import": return [node.target];
			case "from-import": return node.names.map(({ alias }) => alias);
			default: return [];
		}
	});
}
/** The keys of the maps that the template asks for this attribute, those of the place's line first. */
function keysBeside(attribute, { template, globals, place }) {
	const map = walk(template.body).filter((node) => nameOf(node) === attribute).toSorted((a, b) => Number(b.position.line === place.line) - Number(a.position.line === place.line)).flatMap((node) => node.kind === "attribute" || node.kind === "item" ? knownValue(node.target, globals) ?? [] : []).find((value) => value instanceof Dict && !value.has(attribute));
	return map instanceof Dict ? [...map.keys()].filter((key) => typeof key === "string") : [];
}
function nameOf(node) {
	if (node.kind === "attribute") return node.name;
	const text = node.kind === "item" && node.index.kind === "literal" ? node.index.value : void 0;
	return typeof text === "string" ? text : void 0;
}
/** The value of a path of names, as far as it can be seen without running anything. */
function knownValue(node, globals) {
	if (node.kind === "name") return globals.get(node.name);
	if (node.kind !== "attribute" && node.kind !== "item") return void 0;
	const target = knownValue(node.target, globals);
	const name = nameOf(node);
	return target instanceof Dict && name !== void 0 ? target.get(name) : void 0;
}
/** All nodes; a loop, since a tree may be deeper than the stack has room for beside what failed. */
function walk(nodes) {
	const found = [];
	const waiting = [...nodes];
	for (let node = waiting.pop(); node !== void 0; node = waiting.pop()) {
		found.push(node);
		for (const child of childNodes(node)) waiting.push(child);
	}
	return found;
}

// src/template/render.ts
const known = {
	filters: {
		has: (name) => name === "render" || filters.has(name),
		keys: () => ["render", ...filters.keys()]
	},
	tests
};
/**
* Renders a template as kluctl's Jinja2 does (strict undefined, no autoescape, `break` and `continue`). Calls of `images.get_image`
* become placeholders, see placeholder.ts. kluctl-semantics 5.6 to 5.9.
* @throws ProjectError `template`, `missing-file`, `outside-root`, `unsupported` or `limit`, with the place
*/
function renderTemplate(source, options = {}) {
	return renderRemembering(source, options, new RenderMemory());
}
/**
* {@link renderTemplate} for many templates with one memory. Options must have the same limits each time, and variables that are never
* changed. Errors are the same.
*/
function renderRemembering(source, options, memory) {
	checkRenderCall(source, options);
	const name = options.name ?? "template";
	const meter = new Meter({
		...defaultLimits,
		...options.limits
	});
	const searchDirs = options.searchDirs ?? [.../* @__PURE__ */ new Set([folderOf(name), ""])];
	const loader = new TemplateLoader(options.files ?? {}, searchDirs, meter, known, memory);
	const main = loader.load(source, `/${name}`, name);
	const evaluator = new Evaluator({
		meter,
		loader,
		main,
		debug: options.debug ?? (() => void 0)
	});
	try {
		evaluator.renderFilter = makeRender(evaluator);
		const functions = makeGlobals(evaluator);
		const vars = options.vars ?? noVariables;
		const variables = memory.variablesOf(vars, () => variablesOf(vars));
		evaluator.globals = new Globals(variables, functions, (name) => options.functionsWin !== true || jinjaGlobals.has(name));
		const output = new Output(meter.limits.output);
		const context = new Context(main, evaluator.globals);
		countingWork((units) => meter.countWork(units), () => evaluator.renderRoot(main, context, output));
		return output.toString();
	} catch (error) {
		throw withPlace(error, evaluator);
	}
}
function folderOf(name) {
	const end = name.lastIndexOf("/");
	return end < 0 ? "" : name.slice(0, end);
}
const noVariables = {};
function variablesOf(vars) {
	const named = /* @__PURE__ */ new Map();
	const converted = readVariables(vars);
	if (!(converted instanceof Dict)) return named;
	for (const [name, value] of converted.entries()) if (typeof name === "string" && !isRefusedName(name)) named.set(name, value);
	return named;
}
/** The caller's objects may have getters and traps, which may throw anything. */
function readVariables(vars) {
	try {
		return fromPlain(vars);
	} catch (error) {
		if (error instanceof TemplateRuntimeError || error instanceof RangeError) throw error;
		throw new TemplateRuntimeError("TypeError", "the variables cannot be read: one of them fails when it is asked for");
	}
}
/** Python's messages repeat the value they are about, however long it is. */
const maxMessage = 1e3;
function withPlace(error, evaluator) {
	const place = evaluator.place();
	const excerpt = [...evaluator.loader.excerpt(place) ?? [], ...evaluator.trail(place)];
	if (error instanceof ProjectError) {
		const { code, message, hint } = error;
		if (!error.place) return new ProjectError(code, message, place, {
			hint,
			cause: error,
			excerpt
		});
		if (!error.excerpt) return error;
		const whole = [...error.excerpt, ...evaluator.trail(error.place)];
		return new ProjectError(code, message, error.place, {
			hint,
			cause: error,
			excerpt: whole
		});
	}
	if (error instanceof ImagesError) return new ProjectError("template", error.message, place, {
		hint: error.hint,
		cause: error,
		excerpt
	});
	if (error instanceof RangeError) return new ProjectError("limit", "the template needs too much memory or is nested too deeply", place, { excerpt });
	if (!(error instanceof TemplateRuntimeError)) return error;
	const message = shorten$2(error.message, maxMessage);
	if (error.type === "LimitError") return new ProjectError("limit", message, place, { excerpt });
	if (error.type === "Unsupported") return new ProjectError("unsupported", message, place, { excerpt });
	const hint = runtimeHint(error, evaluator, place);
	return new ProjectError("template", `${error.type}: ${message}`, place, {
		hint,
		excerpt
	});
}
function runtimeHint({ type, message }, evaluator, place) {
	if (type === "TypeError" && message.includes("StrictUndefined")) return "A variable that is used here is undefined: check its spelling, or write a default: {{ name | default(…) }}.";
	if (type === "ImageError" && message.includes("may only be printed")) return "Its tag is known after rendering only, in kluctl too, so print it whole. For a chart that wants repository and tag apart, kluctl-images export --format helm-values writes both.";
	if (type !== "UndefinedError") return missingNameHint(message, known);
	const { running: template, globals, loader } = evaluator;
	return undefinedHint(message, {
		template,
		globals,
		place,
		line: loader.line(place)
	});
}

export { RenderMemory, renderRemembering, renderTemplate };