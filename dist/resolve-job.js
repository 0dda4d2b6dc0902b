import { describeAll, makeWorkflowLog } from "./describe.js";
import { lockPath } from "./core.js";
import { verdict } from "./words.js";
import { errorsOfOurs } from "./comment-text.js";
import { findStanding, openFor, publish, publishEnd } from "./standing.js";

// src/action/resolve-job.ts
/**
* The main job in a workflow: renders, resolves, writes the files, and tells everybody, also of what keeps it from working. What it returns
* makes the step fail.
* @throws InputError where the files are those of somebody else
*/
async function job(given, wanted) {
	const log = makeWorkflowLog();
	const options = quietForPart(wanted);
	const standing = await findStanding(given, options, log);
	const { context } = standing;
	const result = await resolveAll(standing, options, log).catch((error) => {
		const errors = errorsOfOurs(error);
		if (errors === void 0) throw error;
		return errors;
	});
	if (!("machine" in result)) {
		await publishEnd({
			context,
			options,
			errors: result,
			log
		});
		return describeAll(result);
	}
	const { machine, run } = result;
	try {
		const problems = machine.tryToWrite(run);
		const lock = problems.length > 0 ? void 0 : machine.writtenLock(run);
		const written = run.complete && problems.length === 0 ? writtenFiles(options, lock) : [];
		const failures = await publish({
			context,
			options,
			machine,
			result: run,
			lock,
			written,
			problems,
			log
		});
		const stays = run.complete || options.shard !== void 0 ? "" : `; ${options.outputFile} is as it was`;
		return [
			...run.ok ? [] : [`${verdict(run.report)}${stays}`],
			...describeAll(problems),
			...failures
		];
	} finally {
		await machine.close();
	}
}
function writtenFiles({ outputFile, lockFile }, lock) {
	return lock === void 0 ? [outputFile] : [outputFile, lockPath(lockFile, outputFile)];
}
/** Of a part nobody is told but the log: the merge of all parts writes the one comment and the one summary. */
function quietForPart(options) {
	return options.shard === void 0 ? options : {
		...options,
		comment: "never",
		jobSummary: false
	};
}
/** Opens the machine and runs it; it is closed where the run ends in an error. */
async function resolveAll(standing, options, log) {
	const machine = await openFor(standing, options, log);
	try {
		return {
			machine,
			run: await machine.run()
		};
	} catch (error) {
		await machine.close();
		throw error;
	}
}

export { job };