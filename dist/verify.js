import { commandLineOptions, jsonText, logReceipt, quietLog } from "./words.js";
import { newRegistriesFor } from "./new-registries3.js";
import { openProgress } from "./progress.js";

// src/cli/verify.ts
/** Options about what a run writes, compares with or looks up: they say nothing to one that proves. */
const without = /* @__PURE__ */ new Set([
	"update-images",
	"deployed-images",
	"context",
	"proposal",
	"simple",
	"report-file",
	"render-output-dir",
	"baseline",
	"source-links",
	"shard",
	"fail-on",
	"comment-tag",
	"comment-file"
]);
/** Options that are about something else where nothing is resolved or written. */
const helpOf = {
	images: "Which images pin-digests asks digests of, one a line: PATTERN, or !PATTERN to leave out; * is one path segment, ** any. A version filter says nothing here. All images if empty; the others are proved as well.",
	"fixed-images-file": "Fixed-images files to prove, one a line; a later file wins. The output file stands for them if none is named.",
	"fixed-images": "Fixed images that answer besides the files, one image<:namespace:deployment:container>=result a line; they win over files.",
	"policy-file": "Policy file: of it, registries, platforms and skip are proved. .kluctl-images.yaml in the folder of the project if empty, where there is one; other options win over it.",
	platforms: "Platforms that every image must have, as linux/amd64 and linux/arm64: an image without one of them fails, and so does an index that lists one whose image is gone. All that the index lists if neither this nor the policy names any.",
	"pin-digests": "Fail where a result has no digest.",
	"output-file": "The fixed-images file to prove, where fixed-images-file names none. It is read, never written.",
	"lock-file": "Lock to compare with: auto (images.lock.json beside the fixed-images file, where it is there), none, or a file. It is read, never written."
};
const command = {
	name: "verify",
	usage: "verify [DIR]",
	summary: "Prove that the fixed-images file still holds; write nothing.",
	description: "Renders the project in DIR (default: the working directory) and proves what a deploy would take: that the fixed-images files (fixed-images-file, else the output file) answer every call of images.get_image, that every digest is at its registry, that every tag still names its digest, that the platforms and their images are there, and that registries and skip of the policy allow it. What the template writes directly around a call counts as a part of the reference. A tag that was pushed again with the same images for the platforms in question is a warning. What decides when to update says nothing here: hold, minimum-age, max-bump and no-downgrade of the policy. Writes no file. Exits 1, with the reasons, where something does not hold or could not be proved, and where no call was found: that is most often a wrong folder or target.",
	examples: [
		"kluctl-images verify",
		"kluctl-images verify deploy --target prod --fixed-images-file fixed/prod.yaml",
		"kluctl-images verify --pin-digests --platforms linux/amd64,linux/arm64",
		"kluctl-images verify --json"
	],
	flags: [{
		name: "json",
		kind: "boolean",
		help: "Print everything that was found as JSON instead of the table."
	}],
	options: commandLineOptions.filter(({ name }) => !without.has(name)).map((option) => ({
		...option,
		help: helpOf[option.name] ?? option.help
	})),
	positionals: ["DIR?"],
	run
};
async function run(parsed, terminal) {
	const { readOptions } = await import("./read-options.js");
	const { optionsToVerify } = await import("./verify-project.js");
	const options = optionsToVerify(readOptions(parsed));
	const { openMachine } = await import("./machine2.js");
	const isJson = parsed.own.get("json") === true;
	const progress = openProgress(terminal, isJson);
	const log = quietLog(terminal);
	const machine = await openMachine(options, {
		env: terminal.env,
		log,
		progress: progress.report,
		findNewRegistries: newRegistriesFor(options, terminal, log)
	});
	try {
		const verification = await machine.verify().finally(progress.end);
		const { formatVerification } = await import("./format-terminal2.js");
		terminal.out(isJson ? `${jsonText(verification, 2)}\n` : formatVerification(verification, terminal));
		logReceipt(machine.receipt(), terminal);
		return verification.ok ? 0 : 1;
	} finally {
		await machine.close();
	}
}

export { command };