import { FileError, commandLineOptions, formatTable, jsonText, logReceipt, plural, quietLog } from "./words.js";

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
	flags: [{
		name: "check",
		kind: "boolean",
		help: "Write nothing; exit 3 if the fixed-images file would change."
	}, {
		name: "json",
		kind: "boolean",
		help: "Print the report, every decision, as JSON instead of the table."
	}],
	options: commandLineOptions,
	positionals: ["DIR?"],
	run
};
async function run(parsed, terminal) {
	const { readOptions } = await import("./read-options.js");
	const options = readOptions(parsed);
	const { openMachine } = await import("./machine2.js");
	const isCheck = parsed.own.get("check") === true;
	const machine = await openMachine(options, {
		env: terminal.env,
		log: quietLog(terminal)
	});
	try {
		const result = await machine.run();
		const problems = isCheck ? [] : problemsOf(() => machine.write(result));
		if (parsed.own.get("json") === true) terminal.out(`${jsonText(result.report, 2)}\n`);
		else {
			const isWritten = result.ok && !problems.some(({ file }) => file === options.outputFile);
			const { ok, changed } = result;
			const lines = [outcome({
				ok,
				changed,
				isCheck,
				isWritten,
				hasReport: !problems.some(({ file }) => file === options.reportFile),
				failures: result.report.failures.length
			}, options), ...isWritten && !isCheck && options.renderOutputDir !== void 0 && problems.length === 0 ? [`${plural(result.manifests.size, "manifest")} written into ${options.renderOutputDir}.`] : []];
			terminal.out(`${formatTable(result.report, terminal)}\n${lines.join("\n")}\n`);
		}
		logReceipt(machine.receipt(), terminal);
		if (problems.length > 0) throw new AggregateError(problems);
		if (!result.ok) return 1;
		return isCheck && result.changed ? 3 : 0;
	} finally {
		await machine.close();
	}
}
/** Files that could not be written. The answer is shown all the same. */
function problemsOf(write) {
	try {
		write();
		return [];
	} catch (error) {
		if (!(error instanceof AggregateError)) throw error;
		const problems = error.errors.filter((one) => one instanceof FileError);
		if (problems.length < error.errors.length) throw error;
		return problems;
	}
}
function outcome({ ok, changed, isCheck, isWritten, hasReport, failures }, { outputFile, reportFile }) {
	if (!ok) return `${outputFile} is as it was: ${plural(failures, "failure")}.`;
	if (!changed) return `${outputFile} is up to date.`;
	if (isCheck) return `${outputFile} would change. Run without --check to write it.`;
	if (!isWritten) return `${outputFile} is as it was.`;
	return hasReport ? `${outputFile} is written; ${reportFile} has every decision.` : `${outputFile} is written.`;
}

export { command };