import { getInput, setFailed } from "./vendor-actions.js";
import { describeEnd, maskSecrets, readGitHubContext } from "./describe.js";
import { optionTable } from "./words.js";
import { parseOptions } from "./core.js";

// src/action/main.ts
/** The GitHub Action: reads its inputs, does the job that `mode` names, and fails the step at the end, once. */
async function main() {
	try {
		const context = readGitHubContext(process.env);
		const options = readInputs();
		if (options.githubToken !== void 0) maskSecrets([options.githubToken]);
		const { job } = options.mode === "comment" ? await import("./comment-job.js") : await import("./resolve-job.js");
		const failures = await job(context, options);
		if (failures.length > 0) setFailed(failures.join("\n"));
	} catch (error) {
		setFailed(describeEnd(error).join("\n"));
	}
}
function readInputs() {
	const raw = Object.fromEntries(optionTable.map(({ name }) => [name, getInput(name)]));
	const { options, problems } = parseOptions(raw);
	if (problems.length > 0) throw new AggregateError(problems);
	return options;
}

// src/action.ts
await main();
setTimeout(() => process.exit(), 5e3).unref();

export {  };