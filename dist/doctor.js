import { jsonText } from "./words.js";

// src/cli/doctor.ts
const command = {
	name: "doctor",
	usage: "doctor [IMAGE_OR_HOST...]",
	summary: "Try every configured registry and say what answered, or what to fix.",
	description: "Logs in at each registry that a KLUCTL_REGISTRY variable or the configuration of docker names, and at those given as arguments, once, and says one line for each; of an image it lists the tags. Shows no password or token.",
	examples: [
		"kluctl-images doctor",
		"kluctl-images doctor ghcr.io registry.example.com/team/app",
		"kluctl-images doctor --json"
	],
	flags: [{
		name: "json",
		kind: "boolean",
		help: "Print the same as JSON."
	}],
	options: [],
	positionals: ["IMAGE_OR_HOST...?"],
	run
};
async function run({ own, positionals }, terminal) {
	const { parseWanted, examine } = await import("./examination.js");
	const result = await examine(positionals.map(parseWanted), terminal.env);
	if (own.get("json") === true) terminal.out(`${jsonText(result, 2)}\n`);
	else terminal.out((await import("./doctor-text.js")).formatExamination(result));
	return result.ok ? 0 : 1;
}

export { command };