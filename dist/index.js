import { getInput, setFailed } from "./vendor-actions.js";
import { InputError, optionTable } from "./words.js";
import { describeEnd, maskSecrets, readGitHubContext } from "./describe.js";
import { parseOptions } from "./core.js";

// src/action/main.ts
/** The GitHub Action: reads its inputs, does the job that `mode` names, and fails the step at the end, once. */
async function main() {
	try {
		const context = readGitHubContext(process.env);
		const options = readInputs();
		if (options.githubToken !== void 0) maskSecrets([options.githubToken]);
		const { job } = await loadJob(options);
		const failures = await job(context, options);
		if (failures.length > 0) setFailed(failures.join("\n"));
	} catch (error) {
		setFailed(describeEnd(error).join("\n"));
	}
}
/** @throws InputError for a mode in which nothing can be verified */
function loadJob({ mode, verify }) {
	if (!verify) {
		if (mode === "comment") return import("./comment-job.js");
		return mode === "merge" ? import("./merge-job.js") : import("./resolve-job.js");
	}
	if (mode === "resolve") return import("./verify-job.js");
	throw new InputError("verify", `it is true, and mode: ${mode} only tells what other runs found`, { hint: "Verify in a step of its own." });
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