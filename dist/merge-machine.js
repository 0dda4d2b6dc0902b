import { FileError, InputError, MergeError, byCodeUnit, compareAddress, decidingNames, jsonText, orderChanges, plural, quote } from "./words.js";
import { checkAgreement, concludeFile, concludeReport, definition, fillTarget, isComplete, isGreen, keyInLock, lockPath, lockText, lockTime, namesTarget, plainWarning, readDocument, readLock, readReport, refuse, refuseMask, sha256Hex, shardOf, withoutDot } from "./core.js";
import { checkOutputFiles, readProposal, readUserFile, sourceHosts, writeFileAtomically, writeRun } from "./machine.js";
import { codeOf } from "./files.js";
import { createRedactor } from "./registry.js";
import { join, resolve } from "node:path";
import { readdirSync, statSync } from "node:fs";

// src/merge/difference.ts
/** What two records cannot differ in where they are parts of one run; the first that is told explains most. */
function difference(a, b) {
	const both = `${describe(a)} and ${describe(b)} are`;
	if (a.part.commit !== b.part.commit) return otherCommit(a, b);
	if (a.part.project !== b.part.project || a.part.total !== b.part.total) return disagreement(`${both} of another project: it has ${plural(a.part.total, "call")} in one and ${b.part.total} in the other, or other ones`);
	const names = decidingNames.filter((name) => a.part.options[name] !== b.part.options[name]);
	if (names.length > 0) return disagreement(`${both} of another set of options: ${names.join(", ")} ${names.length === 1 ? "differs" : "differ"}`, "Give all parts the same options and the same checkout, and let none of them write the fixed-images file.");
	if (fixedText(a) === fixedText(b)) return void 0;
	return disagreement(`${both} of another set of options, or of other files: their gates, files or problems differ`);
}
/** The same for records of two targets, which differ in their options. */
function differenceOfTargets(a, b) {
	if (a.part.commit !== b.part.commit) return otherCommit(a, b);
	const both = `${describe(a)} and ${describe(b)}`;
	const version = decidingNames[0];
	if (a.part.options[version] !== b.part.options[version]) return disagreement(`${both} were written by different versions of kluctl-images`, "Run all jobs with the same version.");
	if (gatesOf(a) === gatesOf(b)) return void 0;
	return disagreement(`${both} are of another fail-on (${gatesOf(a)} and ${gatesOf(b)})`, "Give all jobs the same fail-on, and hand over the records of one run only.");
}
function otherCommit(a, b) {
	const commits = `${short(a.part.commit)} and ${short(b.part.commit)}`;
	return disagreement(`${describe(a)} and ${describe(b)} are of another commit (${commits})`);
}
function short(commit) {
	return commit === null ? "none" : commit.slice(0, 12);
}
function gatesOf({ report }) {
	return report.gates.map(({ gate }) => gate).join(", ") || "none";
}
/** What follows from the options and the files, and must be the same text in all parts. */
function fixedText({ report, part: { file, unused, lock } }) {
	const problems = report.failures.filter(({ image }) => image === null);
	return JSON.stringify([
		file,
		unused,
		lock?.name,
		lock?.text,
		report.gates.map(({ gate }) => gate),
		problems
	]);
}
/** A record for messages. */
function describe({ name, part: { shard } }) {
	return `record ${shard.index} of ${shard.count} (${quote(name)})`;
}
/** The error of records that cannot be of one run. */
function disagreement(message, hint = "Give all parts the same checkout and the same options, and hand over the records of one run only.") {
	return new MergeError("disagreement", message, { hint });
}

// src/merge/complete.ts
/**
* Puts the parts of each target together, whatever order they come in, and proves that they are those of one run, each once, and all there.
* @param wanted the targets that there must be, and no others; empty for whichever there are
* @throws MergeError naming the parts or the files; AggregateError of them
*/
function completeTargets(records, wanted = []) {
	const byTarget = /* @__PURE__ */ new Map();
	for (const one of records) byTarget.set(one.report.target, [...byTarget.get(one.report.target) ?? [], one]);
	const names = [...byTarget.keys()].toSorted((a, b) => (a ?? "") < (b ?? "") ? -1 : 1);
	const problems = [];
	const targets = names.flatMap((target) => {
		const [first, ...rest] = (byTarget.get(target) ?? []).toSorted(inOrder);
		if (first === void 0) return [];
		const found = {
			target,
			first,
			parts: [first, ...rest]
		};
		problems.push(...problemsOf(found, names.length > 1));
		return [found];
	});
	if (wanted.length > 0) problems.push(...otherTargets(records, new Set(wanted)));
	const [one] = targets;
	if (problems.length === 0 && one !== void 0) problems.push(...targets.flatMap((other) => differenceOfTargets(one.first, other.first) ?? []).slice(0, 1));
	if (problems.length === 1 && problems[0] !== void 0) throw problems[0];
	if (problems.length > 1) throw new AggregateError(problems, problems.map(({ message }) => message).join("\n"));
	return targets;
}
function problemsOf({ target, first, parts }, isOneOfMany) {
	const other = parts.find((one) => one.part.shard.count !== first.part.shard.count);
	const ofTarget = isOneOfMany ? ` for ${targetName(target)}` : "";
	if (other !== void 0) return [disagreement(`${describe(first)} and ${describe(other)} are of another number of parts`)];
	const contradiction = parts.map((one) => difference(first, one)).find((found) => found !== void 0);
	if (contradiction !== void 0) return [contradiction];
	const problems = [...parts.flatMap((one, index) => {
		const before = parts[index - 1];
		const isSame = before?.part.shard.index === one.part.shard.index;
		if (before === void 0 || !isSame) return [];
		const { index: number, count } = one.part.shard;
		return [disagreement(`record ${number} of ${count}${ofTarget} is there twice: ${quote(before.name)} and ${quote(one.name)}`, "Hand over the records of one run only, each once.")];
	}), ...missing(parts, first.part.shard.count, ofTarget)];
	return problems.length > 0 ? problems : otherAnswers(parts, first.part.total, ofTarget);
}
/** Files are told in the same order, whatever order they come in. */
function inOrder(a, b) {
	return a.part.shard.index - b.part.shard.index || byCodeUnit(a.name, b.name);
}
/** Each call of the project has its answer in one record. A record by itself has no position twice, and none of no call. */
function otherAnswers(parts, total, ofTarget) {
	const answered = /* @__PURE__ */ new Map();
	for (const one of parts) for (const { position } of one.part.answers) {
		const other = answered.get(position);
		if (other !== void 0) return [disagreement(`${describe(other)} and ${describe(one)} both answer call ${position + 1} of ${total}`)];
		answered.set(position, one);
	}
	if (answered.size === total) return [];
	const message = `the records${ofTarget} answer ${plural(answered.size, "call")}, and the project has ${total}`;
	return [disagreement(message, "Run the jobs again: a record is not as its run wrote it.")];
}
/** A target that left no record at all, which only whoever started the runs can know of, and one that nobody asked for. */
function otherTargets(records, wanted) {
	const given = new Set(records.map(({ report }) => report.target));
	const gone = [...wanted].filter((name) => !given.has(name)).toSorted(byCodeUnit);
	const [one] = records.filter(({ report }) => report.target === null || !wanted.has(report.target)).toSorted((a, b) => byCodeUnit(a.name, b.name));
	return [...gone.length === 0 ? [] : [missingTargets(gone)], ...one === void 0 ? [] : [disagreement(`${quote(one.name)} is of ${targetName(one.report.target)}, which targets does not name`, "Name in targets each target that has a job, or hand over the records of these targets only.")]];
}
function missingTargets(names) {
	const which = names.map((name) => quote(name)).join(", ");
	const message = names.length === 1 ? `no record is of the target ${which}` : `no records are of the targets ${which}`;
	const hint = names.length === 1 ? "Look at the job of that target, run it again, then this one." : "Look at the jobs of these targets, run them again, then this one.";
	return new MergeError("missing", message, { hint });
}
function targetName(target) {
	return target === null ? "no target" : `the target ${quote(target)}`;
}
function missing(parts, count, ofTarget) {
	const given = new Set(parts.map(({ part }) => part.shard.index));
	const gone = Array.from({ length: count }, (_, index) => index + 1).filter((index) => !given.has(index));
	const [last] = gone.slice(-1);
	if (last === void 0) return [];
	const before = gone.slice(0, -1);
	const message = `${before.length === 0 ? `record ${last}` : `records ${before.join(", ")} and ${last}`} of ${count}${ofTarget} ${gone.length === 1 ? "is" : "are"} missing`;
	const hint = `Look at the ${gone.length === 1 ? "job" : "jobs"} with that part of the images, run ${gone.length === 1 ? "it" : "them"} again, then this one.`;
	return [new MergeError("missing", message, { hint })];
}

// src/merge/file-group.ts
/**
* By the file that each target writes.
* @throws InputError where the file of a run is not the one that the merge is to write
*/
function groupByFile(targets, outputFile) {
	const groups = /* @__PURE__ */ new Map();
	for (const one of targets) {
		const { name } = one.first.part.file;
		const wanted = fillTarget(outputFile, one.target ?? void 0);
		if (withoutDot(name) !== withoutDot(wanted)) throw otherFile(name, wanted, outputFile);
		const group = groups.get(wanted);
		if (group === void 0) groups.set(wanted, [one]);
		else group.push(one);
	}
	return [...groups].map(([name, group]) => ({
		name,
		first: group[0],
		targets: group
	}));
}
function otherFile(name, wanted, outputFile) {
	const hint = namesTarget(outputFile) ? "Give the parts and the merge the same output-file, with {target} in both." : "Give the parts and the merge the same output-file.";
	return new InputError("output-file", `the records are of ${quote(name)}, and output-file is ${quote(wanted)}`, { hint });
}
/** Puts the answers of all its targets into a file. With `isOfMany` each use says its target; with `simple` the entries say no place. */
function concludeGroup({ name, targets }, { isOfMany, simple }) {
	const answers = targets.flatMap(({ target, parts }) => parts.flatMap(({ part }) => part.answers).toSorted((a, b) => a.position - b.position).map((answer) => isOfMany ? ofTarget(answer, target) : answer));
	const unused = sharedBy(targets.map((one) => one.first.part.unused.map(readEntry)));
	const file = runFile(name, targets);
	return concludeFile({
		file: {
			...file,
			simple: file.simple || simple
		},
		answers,
		unused
	});
}
function ofTarget(answer, target) {
	return {
		...answer,
		use: {
			...answer.use,
			target: target ?? ""
		}
	};
}
/** What stands in each of the lists. */
function sharedBy(lists) {
	const [first = [], ...rest] = lists;
	const others = rest.map((list) => new Set(list.map((entry) => JSON.stringify(entry))));
	return first.filter((entry) => others.every((texts) => texts.has(JSON.stringify(entry))));
}
/** @throws InputError where targets that share a file did not find the same */
function runFile(name, targets) {
	const files = targets.map(({ first }) => first.part.file);
	const [{ text, simple } = {
		text: null,
		simple: false
	}] = files;
	if (files.some((file) => file.text !== text || file.simple !== simple)) throw new InputError("records", `the targets did not all find the same ${quote(name)}, or write it in another way`, { hint: "Give all targets the same checkout and the same value of simple." });
	const entries = text === null ? [] : readDocument(text, name, () => void 0);
	const sets = files.map(({ untouched }) => new Set(untouched));
	return {
		name,
		text: text ?? void 0,
		entries,
		untouched: new Set(entries.filter((_, position) => sets.every((set) => set.has(position)))),
		partial: files.some(({ partial }) => partial),
		simple
	};
}
function readEntry(entry) {
	const { image, imageRegex, resultImage, namespace, deployment, container } = entry;
	return {
		...image === null ? {} : { image },
		...imageRegex === null ? {} : { imageRegex },
		resultImage,
		...namespace === null ? {} : { namespace },
		...deployment === null ? {} : { deployment },
		...container === null ? {} : { container }
	};
}
/** Of a file that is one target's, what it loses is that target's. */
function reportedFile({ targets, first }, file, isOfMany) {
	if (!isOfMany || targets.length > 1) return file;
	return {
		...file,
		removed: file.removed.map((entry) => ({
			...entry,
			target: first.target ?? ""
		}))
	};
}

// src/merge/join-facts.ts
/**
* What the parts found out for the lock, by result. Parts that ask for the same result are told the same: where one could not read a part of it,
* what another read holds.
* @throws MergeError where two were told different things, as of a tag that was pushed again between them
*/
function joinFacts(parts) {
	const joined = /* @__PURE__ */ new Map();
	const tellers = /* @__PURE__ */ new Map();
	for (const one of parts) for (const { result, ...facts } of one.part.lock?.facts ?? []) {
		const before = joined.get(result);
		const teller = tellers.get(result);
		if (before !== void 0 && teller !== void 0 && !agree(before, facts)) throw contradiction(result, teller, one);
		joined.set(result, before === void 0 ? facts : join$1(before, facts));
		if (teller === void 0) tellers.set(result, one);
	}
	return joined;
}
function agree(a, b) {
	if (a.digest !== null && b.digest !== null && a.digest !== b.digest) return false;
	if (a.platforms !== null && b.platforms !== null && JSON.stringify(a.platforms) !== JSON.stringify(b.platforms)) return false;
	return a.created === void 0 || b.created === void 0 || dateText(a) === dateText(b);
}
function dateText({ created }) {
	return JSON.stringify([created?.date, created?.source]);
}
function join$1(a, b) {
	const created = a.created === void 0 ? b.created : a.created;
	return {
		digest: a.digest ?? b.digest,
		platforms: a.platforms ?? b.platforms,
		...created === void 0 ? {} : { created }
	};
}
function contradiction(result, a, b) {
	return disagreement(`${describe(a)} and ${describe(b)} were told different things of ${quote(result)}`, "A tag that is pushed again between two jobs is another image in each: run the jobs again.");
}

// src/merge/merge-lock.ts
/**
* The lock of a merged run: undefined where no part wants one. It speaks of the time of the last part. Its path is that of the merge's own options:
* a record, which anybody may have written, chooses no file.
* @throws InputError where the parts were given another lock; MergeError where they contradict each other, or are of a time to come
*/
function mergeLock(parts, { name: file, entries, answers }, { lockFile = "auto", now: time }) {
	if (lockFile === "none") return void 0;
	const lockName = lockPath(lockFile, file);
	const locks = parts.map(({ part }) => part.lock);
	const other = locks.find((lock) => lock === null ? lockFile !== "auto" : withoutDot(lock.name) !== withoutDot(lockName));
	if (other !== void 0) throw otherLock(other?.name, lockName);
	const [first] = locks.filter((lock) => lock !== null);
	if (first === void 0) return void 0;
	if (time !== void 0) refuseFuture(parts, time);
	const facts = joinFacts(parts);
	const now = locks.reduce((last, lock) => lock !== null && lock.decided > last ? lock.decided : last, first.decided);
	return {
		name: lockName,
		text(current, proposal) {
			const request = {
				file: keyInLock(lockName, file),
				lockName,
				entries,
				answers,
				facts,
				now,
				proposal
			};
			const made = lockText(current ?? first.text ?? void 0, request);
			if (made !== void 0) readLock(made, lockName);
			return made;
		}
	};
}
function otherLock(given, wanted) {
	const why = given === void 0 ? "the records are of runs without a lock" : `the records are of ${quote(given)}`;
	return new InputError("lock-file", `${why}, and lock-file is ${quote(wanted)}`, { hint: "Give the parts and the merge the same lock-file." });
}
/** Milliseconds that clocks of machines may differ. */
const day = 864e5;
/** A time to come would be the newest for good. */
function refuseFuture(parts, now) {
	const latest = lockTime(now + day);
	const one = parts.find(({ part: { lock } }) => lock !== null && lock.decided > latest);
	if (one === void 0) return;
	throw disagreement(`${describe(one)} says that it was written at ${one.part.lock?.decided}, and now is ${lockTime(now)}`, "Set the clocks of the machines, and run the job again.");
}

// src/merge/sources.ts
/**
* The record with what the parts found out about the sources of its changes: for as many changes as a whole run looks at, the most urgent
* first.
*/
function withSources(report, records) {
	const known = /* @__PURE__ */ new Map();
	for (const { changes } of records.map(({ report }) => report)) for (const change of changes) if (change.links.source !== null) known.set(keyOf(change), change.links.source);
	const looked = new Set(orderChanges(report.changes).filter(hasSource).slice(0, 50));
	const changes = report.changes.map((change) => {
		const source = looked.has(change) ? known.get(keyOf(change)) : void 0;
		return source === void 0 ? change : {
			...change,
			links: {
				...change.links,
				source
			}
		};
	});
	return {
		...report,
		changes
	};
}
/** Whether a run looks for the source of a change: what a registry decided, in place of another image. */
function hasSource({ kind, filter }) {
	return kind === "changed" && filter !== null;
}
function keyOf({ image, old, new: now, why, filter, bump }) {
	return JSON.stringify([
		image,
		old,
		now,
		why,
		filter,
		bump
	]);
}

// src/merge/merge.ts
/**
* Puts the records of all parts together: the report and the file are those of the same run without parts, since both are made of the same
* answers by the same code. The order of the records does not matter. With records of several targets each use says its target, and a place whose
* results differ between targets that share a file is a failure.
* @throws MergeError where records are missing or do not belong together; InputError for another `outputFile` or `lockFile` than the runs were given
*/
function mergeRecords(given, options) {
	const targets = completeTargets(given, options.targets);
	const records = targets.flatMap(({ parts }) => parts);
	const isOfMany = targets.length > 1;
	const concluded = groupByFile(targets, options.outputFile).map((group) => ({
		group,
		file: concludeGroup(group, {
			isOfMany,
			simple: options.simple === true
		})
	}));
	const reported = concluded.map(({ group, file }) => reportedFile(group, file, isOfMany));
	const draft = (more) => concludeReport({
		target: isOfMany ? null : targets[0]?.target ?? null,
		problems: records.flatMap(({ report }) => report.failures.filter(({ image }) => image === null)),
		warnings: [...records.flatMap(({ part }) => part.warnings), ...more],
		cost: sumOf(records.map(({ report }) => report.cost)),
		failOn: options.failOn ?? records[0]?.report.gates.map(({ gate }) => gate) ?? []
	}, reported);
	const said = isComplete(draft([])) && options.lockFile !== "none" ? records.flatMap(({ part }) => part.lock?.warnings ?? []) : [];
	const report = withSources(draft(said.map(plainWarning)), records);
	checkAgreement(report);
	return {
		report,
		ok: isGreen(report),
		complete: isComplete(report),
		files: concluded.map(({ group, file }) => mergedFile(group, file, options))
	};
}
function mergedFile(group, { entries, text, answers }, options) {
	const { name, first, targets } = group;
	const uses = answers.map(({ use }) => use);
	const parts = targets.flatMap((one) => one.parts);
	return {
		name,
		before: first.first.part.file.text ?? void 0,
		entries,
		text,
		lock: mergeLock(parts, {
			name,
			entries,
			answers: uses
		}, options)
	};
}
function sumOf(costs) {
	const sum = (name) => costs.reduce((total, cost) => total + cost[name], 0);
	return {
		requests: sum("requests"),
		waits: sum("waits"),
		repositories: sum("repositories"),
		imageRequests: sum("imageRequests")
	};
}

// src/merge/check-part.ts
/** More parts no option has. */
const mostShards = 256;
/**
* Checks that a part says what the rest of its record says, which was checked by itself: a record that was written by hand cannot show one
* thing and have another merged.
* @throws InputError with the place of the first contradiction
*/
function checkPart(report, part) {
	const { index, count } = part.shard;
	if (index > count || count > mostShards) refuse("/part/shard", `is ${index} of ${count}`);
	checkAnswers(part);
	checkUses(report, part);
	checkFile(part);
	checkLock(part);
}
function checkAnswers({ answers, total, shard }) {
	let last = -1;
	answers.forEach(({ position, use, orderedBy, error, warning, traps }, index) => {
		const pointer = `/part/answers/${index}`;
		if (position <= last || position >= total) refuse(`${pointer}/position`, "is out of order, or of no call");
		last = position;
		if ("target" in use) refuse(`${pointer}/use/target`, "is in the record of one target");
		if (isPlain(use.image) && shardOf(use.image, shard.count) !== shard.index) refuse(`${pointer}/use/image`, "falls into another part");
		if (use.filter !== null && use.filter !== orderedBy) refuse(`${pointer}/orderedBy`, "is not the version filter");
		if (use.status === "failed" !== (error !== null)) refuse(`${pointer}/error`, "contradicts the status");
		if (use.status !== "resolved" && warning !== null) refuse(`${pointer}/warning`, "is said of no answer");
		if (use.status === "resolved") {
			refuseMask(use.image, `${pointer}/use/image`);
			for (const name of placeNames) refuseMask(use[name], `${pointer}/use/${name}`, `a part of a ${name}`);
		}
		if (use.status === "skipped" && traps.length > 0) refuse(`${pointer}/traps`, "are those of no filter");
	});
}
/** What an entry of a fixed-images file may say of a place. */
const placeNames = [
	"namespace",
	"deployment",
	"container"
];
/** A mask hides where the image belongs. */
function isPlain(image) {
	return !image.includes("***");
}
/** By sets: masked secrets change the order. */
function checkUses({ uses, failures }, { answers }) {
	const texts = (values) => JSON.stringify(values.map(canonical).toSorted(byCodeUnit));
	if (texts(uses) !== texts(answers.map(({ use }) => use))) refuse("/part/answers", "are not the uses of the report");
	const told = new Set(failures.map(({ image, message }) => JSON.stringify([image, message])));
	answers.forEach(({ use, error }, index) => {
		if (error !== null && !told.has(JSON.stringify([use.image, error.message]))) refuse(`/part/answers/${index}/error`, "is no failure of the report");
	});
}
/** The same text for the same value, whatever the order of its members. */
function canonical(value) {
	return JSON.stringify(value, (_, member) => typeof member === "object" && member !== null && !Array.isArray(member) ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => byCodeUnit(a, b))) : member);
}
function checkFile({ file: { text, digest, untouched } }) {
	if (text === null || digest === null) {
		if (text !== digest || untouched.length > 0) refuse("/part/file", "speaks of a file that was not there");
		return;
	}
	if (sha256Hex(text) === digest) return;
	refuseMask(text, "/part/file/text", "a secret that stands in the fixed-images file");
	refuse("/part/file/text", "is not what its digest says");
}
/** A run asks for the facts of what it decided, once for each. */
function checkLock({ lock, answers }) {
	const decided = new Set(answers.flatMap(({ use }) => use.origin === "previous" ? [] : use.result ?? []));
	const told = /* @__PURE__ */ new Set();
	lock?.facts.forEach(({ result }, index) => {
		const pointer = `/part/lock/facts/${index}/result`;
		if (!decided.has(result)) refuse(pointer, "is no result of the part");
		if (told.has(result)) refuse(pointer, "is there twice");
		told.add(result);
	});
}

// src/merge/read-records.ts
/** A matrix of GitHub has no more jobs. */
const mostRecords = 256;
/**
* Reads records that jobs have left, which anybody may have written: each strictly, as the report of a fork.
* @throws InputError naming the file, with the place as a JSON pointer
*/
function readRecords(texts, compare = () => void 0) {
	if (texts.length === 0) throw new InputError("records", "there is no report to put together: no file called images-report.json was found", { hint: "Name the reports of the parts, or folders with them: each run with shard writes one." });
	if (texts.length > 256) throw new InputError("records", `there are ${plural(texts.length, "report")}, and ${256} are allowed`, { hint: "Name the folder with the reports of one run only." });
	return texts.map(({ name, text }) => {
		const report = inFile(name, () => readReport(text, compare));
		const { part } = report;
		if (part === null) throw new InputError("records", `${quote(name)} is the report of a run without shard, which is whole already`, { hint: "Run each job with shard, as 1/1 where a target has only one." });
		inFile(name, () => checkPart(report, part));
		return {
			name,
			report,
			part
		};
	});
}
function inFile(name, work) {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new InputError("records", `${quote(name)}: ${error.message}`, {
			hint: error.hint,
			cause: error
		});
	}
}

// src/io/record-files.ts
/** Name of a report in a folder that is searched. */
const reportName = "images-report.json";
/** Bytes of all reports together. */
const mostBytes = 268435456;
/** Folders below a folder that is searched. */
const deepest = 8;
/**
* The reports that paths name: files, and whatever is called `images-report.json` in folders and below. Links in a folder are passed over, since
* it may hold the artifacts of others. The report that the merge itself writes is none of them.
* @param own path of the report that is to be written
* @throws InputError for a path that is not there, for more reports or larger ones than are read; FileError for a file that cannot be read
*/
function readRecordFiles(paths, own) {
	const found = paths.flatMap((path) => isFolder(path) ? search(path, 0).filter((file) => !isSame(file, own)) : [path]);
	const files = [...new Map(found.map((file) => [resolve(file), file])).values()];
	if (files.length > 256) throw new InputError("records", `there are ${files.length} reports, and ${256} are allowed`, { hint: "Name the folder with the reports of one run only." });
	let bytes = 0;
	return files.map((name) => {
		bytes += statSync(name).size;
		if (bytes > mostBytes) throw new InputError("records", `the reports have more than ${mostBytes / 1024 / 1024} MiB`, { hint: "Name the reports of one run only." });
		return {
			name,
			text: readUserFile(name) ?? ""
		};
	});
}
function isFolder(path) {
	try {
		const stats = statSync(path);
		if (stats.isFile() || stats.isDirectory()) return stats.isDirectory();
	} catch (cause) {
		if (codeOf(cause) !== "ENOENT" && codeOf(cause) !== "ENOTDIR") throw cause;
		throw new InputError("records", `there is no file or folder ${quote(path)}`, {
			hint: "Name the reports of the parts, or the folder that their artifacts were downloaded to.",
			cause
		});
	}
	throw new InputError("records", `${quote(path)} is neither a file nor a folder`, { hint: "Write the report into a file: a pipe or a device is not waited for." });
}
function search(folder, depth) {
	if (depth > deepest) return [];
	return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => byCodeUnit(a.name, b.name)).flatMap((entry) => inFolder(folder, entry, depth));
}
function inFolder(folder, entry, depth) {
	const path = join(folder, entry.name);
	if (entry.isDirectory()) return [".git", "node_modules"].includes(entry.name) ? [] : search(path, depth + 1);
	return entry.isFile() && entry.name === reportName ? [path] : [];
}
function isSame(file, own) {
	return resolve(file) === resolve(own);
}

// src/io/merge-machine.ts
/** Reads the records. @throws InputError, FileError or AggregateError of them */
function openMerge(paths, options, { env, workspace, isFailOnGiven = false, log, fetchFile }) {
	checkOutputFiles(options, workspace);
	const hosts = sourceHosts(env);
	const records = readRecords(readRecordFiles(paths, options.reportFile), (source, from, to) => compareAddress(source, from, to, hosts));
	const redactor = createRedactor();
	const { outputFile, lockFile, reportFile, simple, targets } = options;
	const failOn = isFailOnGiven ? options.failOn : givenGates(options);
	return {
		records,
		merge: () => mergeRecords(records, {
			outputFile,
			lockFile,
			simple,
			targets,
			failOn,
			now: Date.now()
		}),
		compare({ complete, files }) {
			if (!complete) return {
				changed: [],
				problems: []
			};
			return {
				changed: files.flatMap(({ name, text }) => readUserFile(name) === text ? [] : [name]),
				problems: writesOf(files).problems
			};
		},
		tryToWrite(merged, proposals) {
			const report = {
				path: reportFile,
				text: `${redactor.redact(jsonText(merged.report, 2))}\n`
			};
			const { writes, problems } = merged.complete ? writesOf(merged.files, proposals) : {
				writes: [],
				problems: []
			};
			return problems.length > 0 ? [...problems, ...writeRun([report], { workspace })] : writeRun([report, ...writes], { workspace });
		},
		async readProposals({ complete, files }) {
			const names = complete ? new Set(files.flatMap(({ lock }) => lock?.name ?? [])) : [];
			const found = /* @__PURE__ */ new Map();
			for (const name of names) {
				const lock = await readProposal(name, {
					...options,
					fetchFile,
					log
				});
				if (lock !== void 0) found.set(name, lock);
			}
			return found;
		},
		writeBeside: (path, text) => writeFileAtomically(path, redactor.redact(text), { workspace }),
		writtenLock({ complete, files: [file, ...others] }) {
			const name = file?.lock?.name;
			return !complete || name === void 0 || others.length > 0 ? void 0 : readUserFile(name);
		},
		writtenFiles: ({ complete, files }) => {
			const written = files.flatMap(({ name, lock }) => {
				return lock !== void 0 && readUserFile(lock.name) !== void 0 ? [name, lock.name] : [name];
			});
			return complete ? [...new Set(written)] : [];
		},
		redactor,
		receipt: () => void 0
	};
}
/** Without a word about them, the gates of the parts are those of the whole. */
function givenGates({ failOn }) {
	return failOn.join() === definition("fail-on").default ? void 0 : failOn;
}
/** Where the file is there, it must still be the one that the parts found, or say already what they decided. */
function writesOf(files, proposals) {
	const problems = [];
	return {
		writes: files.flatMap(({ name, before, text, lock }) => {
			const now = readUserFile(name);
			if (now !== void 0 && now !== before && now !== text) problems.push(new FileError("changed", name, `${quote(name)} is another file than the parts of this run found`, { hint: "Merge in the checkout that the parts ran in, or run them again." }));
			return [{
				path: name,
				text,
				expected: now ?? null
			}, ...lock === void 0 ? [] : [{
				path: lock.name,
				text: (now) => lock.text(now, proposals?.get(lock.name))
			}]];
		}),
		problems
	};
}

export { openMerge };