import { createHash } from "node:crypto";

// src/io/comment-marker.ts
/** Sixteen hexadecimal digits. Text from outside reaches the marker through this hash only (threat model O-07). */
function commentKey(identity) {
	const { workflow, job, target, projectDir, outputFile, tag } = identity;
	return digest(JSON.stringify(tag === void 0 || tag === "" ? [
		workflow,
		job,
		target,
		projectDir,
		outputFile
	] : [tag]));
}
/** First line of a comment of ours; `run` is left out where its numbers are not numbers. */
function commentMarker(key, notes) {
	const { id, attempt } = notes.run;
	const run = runNumber.test(`${id}-${attempt}`) ? ` run:${id}-${attempt}` : "";
	const text = notes.text === void 0 ? "" : ` text:${textHash(notes.text)}`;
	return `<!-- kluctl-images:${key}${run} state:${stateHash(notes.state)}${text} -->`;
}
/** Reads the first line of a comment; undefined where that is no marker of ours. Words that a later version may add are passed over. */
function readMarker(body) {
	const line = body.slice(0, 1e3).split(/\r?\n/, 1)[0] ?? "";
	const match = /^<!-- kluctl-images:([0-9A-Za-z]+)((?: [a-z]+:[0-9A-Za-z-]+)*) -->$/.exec(line);
	const key = match?.[1];
	if (key === void 0) return void 0;
	const words = new Map((match?.[2] ?? "").split(" ").map((word) => readWord(word)));
	const [, id, attempt] = runNumber.exec(words.get("run") ?? "") ?? [];
	return {
		key,
		run: id === void 0 || attempt === void 0 ? void 0 : {
			id,
			attempt
		},
		state: words.get("state"),
		intact: words.get("text") === textHash(body.slice(line.length).replace(/^\r?\n/, ""))
	};
}
/** Sixteen hexadecimal digits. */
function stateHash(state) {
	return digest(state);
}
/** Sixteen hexadecimal digits; the same whichever line ends an editor makes, and however many follow the text. */
function textHash(text) {
	return digest(text.replace(/\r\n?/g, "\n").trimEnd());
}
/** Negative where `a` ran before `b`, 0 where they are one run or one of them is not known. */
function compareRuns(a, b) {
	if (a === void 0 || b === void 0) return 0;
	if (!runNumber.test(`${a.id}-${a.attempt}`) || !runNumber.test(`${b.id}-${b.attempt}`)) return 0;
	return compareNumbers(a.id, b.id) || compareNumbers(a.attempt, b.attempt);
}
const runNumber = /^(\d{1,20})-(\d{1,9})$/;
function compareNumbers(a, b) {
	const difference = BigInt(a) - BigInt(b);
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
function readWord(word) {
	const colon = word.indexOf(":");
	return [word.slice(0, Math.max(0, colon)), word.slice(colon + 1)];
}
function digest(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

export { commentKey, commentMarker, compareRuns, readMarker, stateHash };