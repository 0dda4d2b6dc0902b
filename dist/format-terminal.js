import { cut, defuseLine, describeChange, failureBlocks, formatPlace, indent, layOutTable, makeColours, naturalWidth, plural, shorten, terminalText, warningLines, whereText, wrapText } from "./words.js";
import { checkVerdicts } from "./machine.js";

// src/verify/verdict.ts
/** The verification in one line of plain text: `1 image failed, 1 not pinned, 12 verified`. Each sink escapes it for itself. */
function verificationVerdict({ counts }) {
	const { failed, warned, notPinned, verified, errors } = counts;
	const images = [
		part(failed, "failed"),
		part(warned, "with a warning"),
		part(notPinned, "not pinned"),
		part(verified, "verified")
	].filter((text) => text !== void 0).map((text, index) => index === 0 ? withNoun(text) : text);
	const problems = errors === 0 ? [] : [plural(errors, "error in the project", "errors in the project")];
	const said = [...images, ...problems];
	return said.length === 0 ? nothing : said.join(", ");
}
const nothing = "No call of images.get_image was found, so nothing was proved: look at the folder, the target and the tags and folders to include";
function part(count, what) {
	return count === 0 ? void 0 : `${count} ${what}`;
}
function withNoun(text) {
	return text.replace(/^\d+/, (count) => plural(Number(count), "image"));
}

// src/verify/view-order.ts
/** What is shown of a verification in which order, the same in every view. */
/** The worst first; of equals in the order of the record. */
function orderChecks(checks) {
	return checks.toSorted((a, b) => checkVerdicts.indexOf(a.verdict) - checkVerdicts.indexOf(b.verdict));
}
/** The words of a verdict, as a cell of a table has them. */
const verdictWords = {
	failed: "FAILED",
	warned: "warning",
	"not-pinned": "not pinned",
	verified: "verified"
};
/** The reasons that need words. That an image is not pinned says its row, where it is no failure. */
function shownReasons({ reasons }) {
	return reasons.filter(({ code, level }) => code !== "not-pinned" || level !== "note");
}
/** The result in a row: without the name that the image has too, its digest cut to what a reader can compare. Null where nothing answers. */
function resultText({ image, result }) {
	if (result === null) return null;
	const { name, to } = describeChange({
		image,
		old: null,
		new: result
	});
	return name === null ? to : `${name} ${to ?? ""}`;
}
/** True where a reader needs namespaces to tell objects apart. */
function needsNamespaces({ checks }) {
	return new Set(checks.flatMap(({ uses }) => uses.map(({ namespace }) => namespace))).size > 1;
}

// src/verify/format-terminal.ts
/**
* A verification for the command line: verdict, a row for each image with the worst first, what is to be said of them, warnings, and what is
* wrong with the project. Ends with a line end.
*/
function formatVerification(verification, options) {
	const look = {
		width: Math.max(40, options.width),
		showNamespace: needsNamespaces(verification),
		colours: makeColours(options.color),
		trapped: /* @__PURE__ */ new Set(),
		arrived: /* @__PURE__ */ new Set(),
		committed: /* @__PURE__ */ new Set(),
		policyOf: () => null
	};
	const checks = orderChecks(verification.checks);
	return `${[
		wrapText(terminalText(verificationVerdict(verification)), look.width).map(look.colours.bold),
		rowLines(checks, look),
		...checks.map((check) => reasonBlock(check, look)),
		verification.warnings.flatMap((warning) => warningLines(warning, look)),
		...failureBlocks(verification.failures, look)
	].filter((block) => block.length > 0).map((block) => block.map(defuseLine).join("\n")).join("\n\n")}\n`;
}
/** Without colour as well, a verdict is seen by its sign and by its word. */
const signs = {
	failed: "✗",
	warned: "!",
	"not-pinned": "○",
	verified: "✓"
};
function paintOf(verdict, { red, yellow, green, dim }) {
	return {
		failed: red,
		warned: yellow,
		"not-pinned": dim,
		verified: green
	}[verdict];
}
/** A table where there is room for one, else two lines for each row. */
function rowLines(checks, look) {
	if (checks.length === 0) return [];
	const { width, colours } = look;
	const head = [
		"",
		"IMAGE",
		"USED BY",
		"RESULT",
		"VERDICT"
	].map((text) => ({
		text,
		paint: colours.dim
	}));
	const rows = checks.map((check) => cellsOf(check, look));
	const table = [head, ...rows];
	if (width >= 100 || naturalWidth(table) <= width) return layOutTable(table, width);
	return rows.flatMap(([sign, image, where, result, verdict]) => [...indent([
		image,
		result,
		verdict
	].map((cell) => cell?.text ?? "").join("  "), width, `${sign?.text} `, sign?.paint), ...indent(where?.text ?? "", width, "    ")]);
}
function cellsOf(check, { showNamespace, colours }) {
	const paint = paintOf(check.verdict, colours);
	return [
		{
			text: signs[check.verdict],
			paint
		},
		{
			text: cut(check.image),
			paint
		},
		{ text: whereText(check.uses, showNamespace) },
		{ text: cut(resultText(check) ?? "no fixed image") },
		{
			text: verdictWords[check.verdict],
			paint
		}
	];
}
function reasonBlock(check, look) {
	const reasons = shownReasons(check);
	if (reasons.length === 0) return [];
	const places = [...new Set(check.uses.flatMap(({ place }) => place === null ? [] : [formatPlace(place)]))];
	const more = places.length > 1 ? ` and ${places.length - 1} more` : "";
	const at = places[0] === void 0 ? "" : ` at ${cut(places[0])}${more}`;
	const sign = `${signs[check.verdict]} `;
	return [...indent(`${cut(check.image)}${at}`, look.width, sign, paintOf(check.verdict, look.colours)), ...reasons.flatMap((reason) => reasonLines(reason, look))];
}
function reasonLines({ message, hint }, { width, colours }) {
	const [first = "", ...rest] = shorten(message, 4e3).split(/\r?\n/);
	return [
		...indent(terminalText(first), width, "  "),
		...rest.map((line) => `    ${terminalText(line.replaceAll("	", " "))}`),
		...hint === null ? [] : indent(terminalText(shorten(hint, 4e3)), width, "  → ", colours.cyan)
	];
}

export { formatVerification, needsNamespaces, orderChecks, resultText, shownReasons, verdictWords, verificationVerdict };