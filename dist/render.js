import { commandLineOptions, formatPlace, formatTable, plural, quietLog, terminalText } from "./words.js";
import { newRegistriesFor } from "./new-registries3.js";

// src/cli/render.ts
const unused = /* @__PURE__ */ new Set([
	"proposal",
	"simple",
	"report-file",
	"baseline",
	"source-links",
	"shard",
	"fail-on",
	"comment-tag",
	"comment-file"
]);
const command = {
	name: "render",
	usage: "render [DIR]",
	summary: "Print the rendered manifests with their images.",
	description: "Renders the project in DIR and resolves its images as resolve does, and prints the manifests, or writes them with --render-output-dir. The fixed-images file is read, for what is not selected, and not written.",
	examples: [
		"kluctl-images render",
		"kluctl-images render deploy --target prod --offline-images",
		"kluctl-images render --render-output-dir out"
	],
	flags: [],
	options: commandLineOptions.filter((option) => !unused.has(option.name)),
	positionals: ["DIR?"],
	run
};
async function run(parsed, terminal) {
	const { readOptions } = await import("./read-options.js");
	const options = {
		...readOptions(parsed),
		needsManifests: true,
		baseline: "none",
		sourceLinks: false
	};
	const { openMachine } = await import("./machine2.js");
	const log = quietLog(terminal);
	const machine = await openMachine(options, {
		env: terminal.env,
		log,
		findNewRegistries: newRegistriesFor(options, terminal, log)
	});
	try {
		const { ok, report, manifests, ...rest } = await machine.run();
		if (!ok) {
			const { width, errorColor: color } = terminal;
			terminal.err(formatTable({
				...report,
				changes: [],
				uses: []
			}, {
				width,
				color
			}));
			return 1;
		}
		for (const line of new Set(report.warnings.map(warningLine))) terminal.err(`${line}\n`);
		if (options.renderOutputDir === void 0) terminal.out([...manifests].map(([path, text]) => `---\n# ${terminalText(path)}\n${text.trimEnd()}\n`).join(""));
		else {
			machine.writeManifests({
				ok,
				report,
				manifests,
				...rest
			});
			terminal.out(`${plural(manifests.size, "manifest")} written into ${options.renderOutputDir}.\n`);
		}
		return 0;
	} finally {
		await machine.close();
	}
}
function warningLine({ message, place, image }) {
	return `warning: ${place === null ? "" : `${formatPlace(place)}: `}${image === null || message.includes(image) ? "" : `${terminalText(image)}: `}${terminalText(message)}`;
}

export { command };