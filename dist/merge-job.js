import { openMerge } from "./merge-machine.js";
import { describeAll, makeWorkflowLog } from "./describe.js";
import { verdict } from "./words.js";
import { errorsOfOurs } from "./comment-text.js";
import { fileReader, findStanding, publish, publishEnd } from "./standing.js";

// src/action/merge-job.ts
/**
* The job behind those of a matrix: puts their records together, writes the files and tells everybody, as the job that does all by itself
* would. It renders nothing and asks no registry. Where a record is missing, the comment says so.
* @throws InputError where the files are those of somebody else, beside secrets
*/
async function job(given, options) {
	const log = makeWorkflowLog();
	const { context } = await findStanding(given, options, log);
	const opened = attemptMerge(context, options, log);
	if ("errors" in opened) {
		const known = {
			...options,
			target: options.target ?? opened.target
		};
		await publishEnd({
			context,
			options: known,
			errors: opened.errors,
			log
		});
		return describeAll(opened.errors);
	}
	const { machine, merged } = opened;
	if (options.githubToken !== void 0) machine.redactor.add(options.githubToken);
	const problems = machine.tryToWrite(merged, await machine.readProposals(merged));
	const { report, complete, files } = merged;
	const result = {
		report,
		complete,
		text: files.length === 1 ? files[0]?.text : void 0
	};
	const lock = problems.length > 0 ? void 0 : machine.writtenLock(merged);
	const written = problems.length > 0 ? [] : machine.writtenFiles(merged);
	const failures = await publish({
		context,
		options,
		machine,
		result,
		lock,
		written,
		problems,
		log
	});
	const stays = complete ? "" : `; ${options.outputFile} is as it was`;
	return [
		...merged.ok ? [] : [`${verdict(report)}${stays}`],
		...describeAll(problems),
		...failures
	];
}
function attemptMerge(context, options, log) {
	let records = [];
	try {
		const { workspace } = context;
		const fetchFile = fileReader(context, options);
		const machine = openMerge(options.records, options, {
			env: process.env,
			workspace,
			log,
			fetchFile
		});
		records = machine.records;
		return {
			machine,
			merged: machine.merge()
		};
	} catch (error) {
		const errors = errorsOfOurs(error);
		if (errors === void 0) throw error;
		const [first, ...others] = new Set(records.map(({ report }) => report.target));
		return {
			errors,
			target: others.length > 0 ? void 0 : first ?? void 0
		};
	}
}

export { job };