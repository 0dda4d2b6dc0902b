import { describe, describeAll, makeWorkflowLog, printAnnotations, printLines, setOutputs, writeSummary } from "./describe.js";
import { endReport } from "./core.js";
import { annotate, byteLength, cellCode, failureItems, formatPlace, formatWhere, helpAddresses, logLine, markdownFence, markdownText, noCost, plural, sentence, shorten, textCode, warningItem } from "./words.js";
import { buildVerification, optionsToVerify } from "./machine.js";
import { formatVerification, needsNamespaces, orderChecks, resultText, shownReasons, verdictWords, verificationVerdict } from "./format-terminal.js";
import { attempt, errorsOfOurs } from "./comment-text.js";
import { findStanding, folderInRepository, forEveryone, openFor } from "./standing.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";

// src/verify/format-markdown.ts
/**
* A verification as job summary: verdict, the reasons of what did not hold, a table with the worst first, warnings. Where it would be too long,
* whole items are left out and counted.
*/
function formatVerificationSummary(verification, { receipt, limit = 921600 } = {}) {
	const detail = {
		places: 4,
		showNamespace: needsNamespaces(verification),
		excerpt: true
	};
	const checks = orderChecks(verification.checks);
	const said = checks.filter((check) => shownReasons(check).length > 0);
	const head = `### ${markdownText(shorten(verificationVerdict(verification), 1200))}\n\n${facts(verification)}`;
	const cost = receipt === void 0 ? "" : `Registries: ${sentence(receipt)}`;
	let room = limit - byteLength(head) - byteLength(cost) - 1e3;
	const section = (open, items, noun) => {
		const text = fitItems(open, items, noun, room);
		room -= byteLength(text);
		return text;
	};
	return `${[
		head,
		...[
			section("", failureItems(verification.failures, detail), "error"),
			section("", said.map((check) => checkItem(check)), "image"),
			section(tableHead, checks.map((check) => tableRow(check, detail)), "row"),
			section("**Warnings**\n\n", verification.warnings.map(warningItem), "warning")
		],
		cost
	].filter((part) => part !== "").join("\n\n")}\n`;
}
const tableHead = "| image | used by | result | verdict |\n| --- | --- | --- | --- |\n";
function facts({ target, files, counts }) {
	return [
		...target === null ? [] : [`target ${textCode(target)}`],
		`${plural(counts.uses, "use")} of ${plural(counts.images, "image")}`,
		...files.length === 0 ? [] : [`fixed images of ${files.map(textCode).join(", ")}`]
	].join(" · ");
}
const words = {
	failed: `**✕${"\xA0"}failed**`,
	warned: `**⚠${"\xA0"}warning**`,
	"not-pinned": verdictWords["not-pinned"],
	verified: `✓${"\xA0"}${verdictWords.verified}`
};
function tableRow(check, detail) {
	const result = resultText(check);
	const where = formatWhere(check.uses, detail, "<br>") || "–";
	return `| ${cellCode(check.image)} | ${where} | ${result === null ? "–" : cellCode(result)} | ${words[check.verdict]} |`;
}
/** An image with all that is to be said of it, as an item of a list. */
function checkItem(check) {
	const places = [...new Set(check.uses.flatMap(({ place }) => place === null ? [] : [formatPlace(place)]))];
	const shown = places.slice(0, mostPlaces).map(textCode);
	const more = places.length > shown.length ? ` and ${places.length - shown.length} more` : "";
	const at = shown.length === 0 ? "" : ` at ${shown.join(", ")}${more}`;
	return [`- **${textCode(check.image)}**${at}`, ...shownReasons(check).map(reasonItem)].join("\n");
}
const mostPlaces = 4;
function reasonItem({ message, hint }) {
	const [first = "", ...rest] = shorten(message, 2e3).split(/\r?\n/);
	const advice = hint === null ? "" : `**What to do:** ${sentence(hint)}`;
	const head = `  - ${markdownText(first)}`;
	if (rest.length === 0) return advice === "" ? head : `${head}<br>${advice}`;
	return `${head}\n\n${markdownFence(rest.join("\n"), "    ")}${advice === "" ? "" : `\n\n    ${advice}`}`;
}
/** As many whole items as there is room for; those that are left out are counted. */
function fitItems(open, items, noun, room) {
	if (items.length === 0) return "";
	const shown = [];
	let rest = room - byteLength(open);
	for (const item of items) {
		rest -= byteLength(item) + 1;
		if (rest < 0) break;
		shown.push(item);
	}
	const left = items.length - shown.length;
	const note = left === 0 ? "" : `${plural(left, `more ${noun}`)}: see kluctl-images verify on the command line.`;
	return [shown.length === 0 ? "" : open + shown.join("\n"), note].filter((text) => text !== "").join("\n\n");
}

// src/verify/verification-annotations.ts
/**
* What does not hold, on the lines of the calls: a line for each place where an image is asked for that nothing answers, else one for each
* image.
* @param projectDir folder of the project, relative to the root of the GitHub repository
*/
function verificationAnnotations(verification, projectDir) {
	const addresses = helpAddresses(verification.failures);
	const notes = [
		...verification.failures.map(({ message, hint, place }, index) => note("error", "Project error", {
			message,
			hint: hintWith(hint, addresses[index])
		}, place)),
		...orderChecks(verification.checks).flatMap(checkNotes),
		...verification.warnings.map(({ message, image, place }) => note("warning", image ?? "kluctl-images", {
			message,
			hint: null
		}, place))
	];
	return annotate(notes, projectDir);
}
function hintWith(hint, address) {
	if (address === void 0) return hint;
	return [...hint === null ? [] : [hint], `See ${address}`].join("\n");
}
function checkNotes({ image, result, reasons, uses }) {
	const heard = reasons.filter(({ level }) => level !== "note");
	const places = result === null ? placesOf(uses) : placesOf(uses).slice(0, 1);
	return heard.flatMap((reason) => {
		const isFailure = reason.level === "failure";
		const title = result === null ? `${image} has no fixed image` : isFailure ? `${image} does not hold` : image;
		return places.map((place) => note(isFailure ? "error" : "warning", title, reason, place));
	});
}
/** Each place once; one that nobody knows where there is no other. */
function placesOf(uses) {
	const places = new Map(uses.flatMap(({ place }) => place === null ? [] : [[JSON.stringify(place), place]]));
	return places.size === 0 ? [null] : [...places.values()];
}
function note(level, title, { message, hint }, place) {
	return {
		level,
		title,
		message: hint === null ? message : `${message}\n${hint}`,
		place
	};
}

// src/verify/verification-outputs.ts
/**
* Values of the Action's outputs after a verification, which changes nothing: `failures-count` counts images that failed and errors of the
* project, and is 1 where nothing was there to prove; `verdict` is one line. What a verification has no value for is empty.
* @param fixedImagesPath the file that was proved, where it is there
*/
function verificationOutputs(verification, fixedImagesPath) {
	const { counts, ok } = verification;
	const failures = counts.failed + counts.errors;
	return {
		...empty,
		changed: "false",
		"changes-count": "0",
		changes: "[]",
		"failures-count": String(ok ? 0 : Math.max(1, failures)),
		"fixed-images-path": fixedImagesPath ?? "",
		verdict: logLine(verificationVerdict(verification))
	};
}
const empty = {
	changed: "",
	"changes-count": "",
	changes: "",
	"failures-count": "",
	"fixed-images-path": "",
	"written-files": "",
	"report-path": "",
	"comment-path": "",
	"comment-id": "",
	"comment-url": "",
	verdict: "",
	"failed-gates": "",
	"artifact-id": "",
	"artifact-url": ""
};

// src/action/verify-job.ts
/**
* Verification in a workflow: proves the fixed images, and tells the log, the job summary, the lines of the calls and the outputs. It writes no
* file, no comment and no artifact. What it returns makes the step fail.
* @throws InputError where the files are those of somebody else
*/
async function job(given, options) {
	const log = makeWorkflowLog();
	const standing = await findStanding(given, options, log);
	try {
		const wanted = optionsToVerify(options);
		const machine = await openFor(standing, wanted, log);
		try {
			return await verifyWith(machine, wanted, log);
		} finally {
			await machine.close();
		}
	} catch (error) {
		const errors = errorsOfOurs(error);
		if (errors === void 0) throw error;
		await tellEnd(errors, options, log);
		return describeAll(errors);
	}
}
async function verifyWith(machine, options, log) {
	const { redact } = machine.redactor;
	const verification = await machine.verify();
	const folder = await folderInRepository(options.sourceRoot ?? options.projectDir);
	printLines(redact(formatVerification(verification, {
		color: false,
		width: 140
	})).split("\n"));
	printAnnotations(verificationAnnotations(verification, folder));
	const receipt = machine.receipt();
	if (receipt !== void 0) printLines([`registries: ${receipt}`]);
	await tell(verification, {
		options,
		log,
		redact,
		receipt
	});
	return verification.ok ? [] : [redact(verificationVerdict(verification))];
}
/** A run that could not prove anything: the outputs must not look like those of one that could. */
async function tellEnd(errors, options, log) {
	const { target } = options;
	const { failures } = endReport(errors.map(forEveryone), target);
	await tell(buildVerification({
		target,
		files: [],
		checks: [],
		failures,
		warnings: [],
		cost: noCost
	}), {
		options,
		log,
		redact: (text) => text,
		receipt: void 0
	});
}
/** Job summary and outputs. */
async function tell(verification, { options, log, redact, receipt }) {
	const { jobSummary, outputFile } = options;
	if (jobSummary) {
		const { error } = await attempt(() => writeSummary(redact(formatVerificationSummary(verification, { receipt }))));
		if (error !== void 0) log.warning(describe(error));
	}
	const values = verificationOutputs(verification, existsSync(outputFile) ? resolve(outputFile) : void 0);
	setOutputs({
		...values,
		verdict: redact(values.verdict)
	});
}

export { job };