import { gitLabSecrets } from "./gitlab-job.js";
import { formatTable, jsonText, optionTable, plural, quietLog } from "./words.js";
import { readHost } from "./comment-host.js";

// src/cli/merge.ts
const taken = [
	"targets",
	"output-file",
	"lock-file",
	"proposal",
	"report-file",
	"fail-on",
	"comment-file",
	"comment-tag",
	"simple"
];
const command = {
	name: "merge",
	usage: "merge RECORD...",
	summary: "Put the reports of the parts of a run together, and write the fixed-images file.",
	description: "Reads the reports that runs with --shard left, with --shard 1/1 for the whole of a target (files, or folders that are searched for images-report.json), proves that they are all parts of one run and all there, and writes the report and the fixed-images file of the run as a whole. Reports of several targets give one file, or one for each with {target} in --output-file. It renders nothing and asks no registry.",
	examples: [
		"kluctl-images merge part-1.json part-2.json part-3.json",
		"kluctl-images merge records --output-file deploy/fixed-images.yaml",
		"kluctl-images merge records --output-file 'fixed/{target}.yaml' --targets staging,prod",
		"kluctl-images merge records --check --json"
	],
	flags: [
		{
			name: "check",
			kind: "boolean",
			help: "Write no file; exit 3 if a fixed-images file would change, 1 if something fails."
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
	options: optionTable.filter(({ name }) => taken.includes(name)),
	positionals: ["RECORD..."],
	run
};
async function run(parsed, terminal) {
	const { readOptions } = await import("./read-options.js");
	const options = readOptions({
		...parsed,
		raw: {
			...parsed.raw,
			mode: "merge"
		},
		positionals: []
	});
	const host = readHost(parsed.own.get("comment"));
	const isCheck = parsed.own.get("check") === true;
	const { openMerge } = await import("./merge-machine2.js");
	const isFailOnGiven = parsed.raw["fail-on"] !== void 0;
	const machine = openMerge(parsed.positionals, options, {
		env: terminal.env,
		isFailOnGiven,
		log: quietLog(terminal)
	});
	for (const secret of gitLabSecrets(terminal.env)) machine.redactor.add(secret);
	const merged = machine.merge();
	const { changed, problems: clashes } = machine.compare(merged);
	const problems = [...isCheck ? clashes : machine.tryToWrite(merged, await machine.readProposals(merged))];
	const { report } = merged;
	terminal.out(parsed.own.get("json") === true ? `${jsonText(report, 2)}\n` : `${formatTable(report, terminal)}\n${outcome({
		merged,
		changed,
		problems,
		isCheck,
		options
	})}\n`);
	const { review } = await import("./review.js");
	const isUnwritten = problems.some(({ file }) => merged.files.some(({ name }) => name === file));
	const file = isCheck ? "checked" : isUnwritten ? "unwritten" : "written";
	problems.push(...await review({
		options,
		machine,
		result: merged,
		terminal,
		log: quietLog(terminal),
		file,
		host
	}));
	if (problems.length > 0) throw new AggregateError(problems);
	if (!merged.ok) return 1;
	return isCheck && changed.length > 0 ? 3 : 0;
}
/** What became of the files, in a line. */
function outcome({ merged, changed, problems, isCheck, options: { reportFile } }) {
	const { complete, ok, report, files } = merged;
	const names = files.map(({ name }) => name).join(", ");
	const [is, has] = files.length === 1 ? ["is", "it was"] : ["are", "they were"];
	if (!complete) {
		const gates = report.gates.filter(({ passed }) => !passed).length;
		return `${names} ${is} as ${has}: ${report.failures.length > 0 ? plural(report.failures.length, "failure") : `${plural(gates, "gate")} failed`}.${ok ? " The run passes all the same, as fail-on says." : ""}`;
	}
	if (problems.length > 0) return `${names} ${is} as ${has}.`;
	if (changed.length === 0) return `${names} ${is} up to date.`;
	if (isCheck) return `${changed.join(", ")} would change. Run without --check to write.`;
	return `${changed.join(", ")} ${changed.length === 1 ? "is" : "are"} written; ${reportFile} has every decision.`;
}

export { command };