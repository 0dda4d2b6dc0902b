import { describe, makeWorkflowLog } from "./describe.js";
import { verdict } from "./words.js";
import { errorsOfOurs } from "./comment-text.js";
import { findStanding, openFor, publish, publishEnd } from "./standing.js";

// src/action/resolve-job.ts
/**
* The main job in a workflow: renders, resolves, writes the files, and tells everybody, also of what keeps it from working. What it returns
* makes the step fail.
* @throws InputError where the files are those of somebody else
*/
async function job(given, options) {
	const log = makeWorkflowLog();
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
		return result.map(describe);
	}
	const { machine, run } = result;
	try {
		const problems = machine.tryToWrite(run);
		const failures = await publish({
			context,
			options,
			machine,
			result: run,
			problems,
			log
		});
		const stays = run.complete ? "" : `; ${options.outputFile} is as it was`;
		return [
			...run.ok ? [] : [`${verdict(run.report)}${stays}`],
			...problems.map(describe),
			...failures
		];
	} finally {
		await machine.close();
	}
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