import { gitLabSecrets } from "./gitlab-job.js";
import { commandLineOptions, formatTable, jsonText, logReceipt, plural, quietLog } from "./words.js";
import { readHost } from "./comment-host.js";
import { newRegistriesFor } from "./new-registries3.js";
import { openProgress } from "./progress.js";

// src/cli/resolve.ts
const command = {
	name: "resolve",
	usage: "resolve [DIR]",
	summary: "Resolve every image of a project and write the fixed-images file.",
	description: "Renders the project in DIR (default: the working directory), finds every call of images.get_image, answers each with a fixed image or the newest tag of its registry, and writes the fixed-images file for kluctl. If one image fails, all failures are listed and the file stays as it was.",
	examples: [
		"kluctl-images resolve",
		"kluctl-images resolve deploy --target prod --output-file fixed/prod.yaml",
		"kluctl-images resolve --images 'ghcr.io/team/* = semver()' --include-tags shop",
		"kluctl-images resolve --check"
	],
	flags: [
		{
			name: "check",
			kind: "boolean",
			help: "Write no file; exit 3 if the fixed-images file would change, 1 if something fails."
		},
		{
			name: "json",
			kind: "boolean",
			help: "Print the report, every decision, as JSON instead of the table."
		},
		{
			name: "comment",
			kind: "text",
			value: "gitlab",
			help: "Post the comment as a note on the merge request of this GitLab pipeline; takes a token from KLUCTL_IMAGES_GITLAB_TOKEN."
		}
	],
	options: commandLineOptions,
	positionals: ["DIR?"],
	run
};
async function run(parsed, terminal) {
	const { readOptions } = await import("./read-options.js");
	const options = readOptions(parsed);
	const host = readHost(parsed.own.get("comment"));
	const { openMachine } = await import("./machine2.js");
	const isCheck = parsed.own.get("check") === true;
	const isJson = parsed.own.get("json") === true;
	const log = quietLog(terminal);
	const progress = openProgress(terminal, isJson);
	const { gitlabReviewBase } = await import("./review-base.js");
	const base = await gitlabReviewBase(terminal.env, options.projectDir);
	const machine = await openMachine(options, {
		env: terminal.env,
		log,
		progress: progress.report,
		baseCommit: base.commit,
		isOnBase: base.isOnBase,
		findNewRegistries: newRegistriesFor(options, terminal, log)
	});
	for (const secret of gitLabSecrets(terminal.env)) machine.redactor.add(secret);
	try {
		const result = await machine.run().finally(progress.end);
		const problems = [...isCheck ? [] : machine.tryToWrite(result)];
		if (isJson) terminal.out(`${jsonText(result.report, 2)}\n`);
		else terminal.out(`${formatTable(result.report, terminal)}\n${outcome(result, problems, isCheck, options).join("\n")}\n`);
		logReceipt(machine.receipt(), terminal);
		const { review } = await import("./review.js");
		const isUnwritten = problems.some((problem) => problem.file === options.outputFile);
		const file = isCheck ? "checked" : isUnwritten ? "unwritten" : "written";
		if (options.shard === void 0) problems.push(...await review({
			options,
			machine,
			result,
			terminal,
			log,
			file,
			host
		}));
		if (problems.length > 0) throw new AggregateError(problems);
		if (!result.ok) return 1;
		return isCheck && result.changed && result.complete ? 3 : 0;
	} finally {
		await machine.close();
	}
}
/** What became of the files, in a line or two. */
function outcome(result, problems, isCheck, options) {
	const { renderOutputDir } = options;
	const line = outcomeOfFile(result, new Set(problems.map(({ file }) => file)), isCheck, options);
	return result.complete && !isCheck && renderOutputDir !== void 0 && problems.length === 0 ? [line, `${plural(result.manifests.size, "manifest")} written into ${renderOutputDir}.`] : [line];
}
function outcomeOfFile({ ok, complete, changed, report }, unwritten, isCheck, { outputFile, reportFile, shard }) {
	if (shard !== void 0) {
		const file = isCheck || unwritten.has(reportFile) ? "nothing is written" : `${reportFile} is for kluctl-images merge`;
		return `Part ${shard.index} of ${shard.count}: ${file}; ${outputFile} is as it was.`;
	}
	if (!complete) {
		const gates = report.gates.filter(({ passed }) => !passed).length;
		return `${outputFile} is as it was: ${report.failures.length > 0 ? plural(report.failures.length, "failure") : `${plural(gates, "gate")} failed`}.${ok ? " The run passes all the same, as fail-on says." : ""}`;
	}
	if (!changed) return `${outputFile} is up to date.`;
	if (isCheck) return `${outputFile} would change. Run without --check to write it.`;
	if (unwritten.has(outputFile)) return `${outputFile} is as it was.`;
	return unwritten.has(reportFile) ? `${outputFile} is written.` : `${outputFile} is written; ${reportFile} has every decision.`;
}

export { command };