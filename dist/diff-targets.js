import { InputError, formatPlace, plural, quietLog, quote, terminalText } from "./words.js";
import { compareReport, parseOptions, readEntries, targetFileNames } from "./core.js";
import { readUserFile } from "./machine.js";
import { parseList } from "./diff-list.js";
import { findSoaks } from "./diff-soak.js";
import { openProject } from "./files.js";
import { chooseTarget, readConfig } from "./rendering.js";
import { isYamlMap } from "./shared.js";
import { join } from "node:path";

// src/io/target-files.ts
/**
* The fixed-images file of a target: the one that the pattern names, else the one of the usual names that is there. Undefined for none.
* @param folder where the usual names are looked for; a pattern is relative to the working directory
* @throws InputError where the pattern names none or has no `{target}`, or several of the usual names are there; FileError
*/
function findTargetFile(target, folder, pattern) {
	if (pattern !== void 0 && !pattern.includes("{target}")) throw new InputError("output-file", `${quote(pattern)} has no {target} in it`, { hint: "It stands for the name of each target, as in --output-file 'fixed/{target}.yaml'." });
	const found = (pattern === void 0 ? targetFileNames.map((name) => join(folder, name)) : [pattern]).map((name) => name.replaceAll("{target}", () => target)).flatMap((path) => {
		const text = readUserFile(path);
		return text === void 0 ? [] : [{
			path,
			text
		}];
	});
	if (pattern !== void 0 && found.length === 0) {
		const path = pattern.replaceAll("{target}", () => target);
		throw new InputError("output-file", `there is no file ${quote(path)}`);
	}
	if (found.length > 1) throw new InputError("output-file", `the target ${quote(target)} has several fixed-images files: ${pathsOf(found)}`, { hint: "Name the right ones, as in --output-file 'fixed/{target}.yaml'." });
	return found[0];
}
function pathsOf(files) {
	return files.map(({ path }) => quote(path)).join(", ");
}

// src/cli/diff-target-images.ts
/**
* The `images:` of targets in `.kluctl.yaml`, by target. They are rendered where they hold templates, in the process for that.
* @throws InputError for a target that there is not; ProjectError, FixedImagesError
*/
async function readTargetImages(request, terminal) {
	const config = readConfig(openProject(request.folder), "");
	const warn = (message, place) => terminal.err(`warning: ${formatPlace(place)}: ${terminalText(message)}\n`);
	const chosen = request.targets.map((name) => ({
		name,
		target: choose(config, name)
	}));
	const images = /* @__PURE__ */ new Map();
	for (const { name, target } of chosen) {
		const own = target.part.at("images");
		const isTemplate = own.value !== void 0 && holdsTemplate(own.value);
		images.set(name, isTemplate ? await renderImages(name, request, terminal) : readEntries(own, { warn }));
	}
	return images;
}
function choose(config, name) {
	try {
		const target = chooseTarget(config, name);
		if (target !== void 0) return target;
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new InputError("--targets", error.message, {
			hint: error.hint,
			cause: error
		});
	}
	throw new InputError("--targets", "a target has no name");
}
function holdsTemplate(value) {
	if (typeof value === "string") return /\{[{%#]/.test(value);
	if (Array.isArray(value)) return value.some(holdsTemplate);
	return isYamlMap(value) && [...value.values()].some(holdsTemplate);
}
/** Of the project only the target is wanted: what is wrong with the rest of it does not matter here. */
async function renderImages(target, { folder, raw }, terminal) {
	const { options, problems } = parseOptions({
		...raw,
		"project-dir": folder,
		target
	});
	if (problems.length > 0) throw new AggregateError(problems);
	const { openRendering } = await import("./project-rendering.js");
	const { readUserFile } = await import("./write-file.js");
	const { commandLineArgs } = await import("./args.js");
	const readFile = (path, option) => {
		const text = readUserFile(path);
		if (text === void 0) throw new InputError(option, `there is no file ${path}`);
		return text;
	};
	const rendering = openRendering(options, {
		env: terminal.env,
		log: quietLog(terminal),
		readFile
	});
	try {
		const project = await rendering.render({
			target,
			args: commandLineArgs(options.args, options.argsFromFile, readFile),
			inclusion: {
				includeTags: [],
				excludeTags: [],
				includeDeploymentDirs: [""],
				excludeDeploymentDirs: []
			},
			ownFiles: /* @__PURE__ */ new Set()
		});
		const [problem] = project.problems;
		if (project.targetImages.length === 0 && problem !== void 0) throw problem;
		return project.targetImages;
	} finally {
		rendering.close();
	}
}

// src/cli/diff-targets.ts
/**
* Compares each target with the next: what that one lacks of it. kluctl puts the images of a target in `.kluctl.yaml` before those of the file,
* so that the file wins.
* @throws InputError, ProjectError, FixedImagesError, FileError
*/
async function diffTargets(request, terminal) {
	const { targets, folder, outputFile, minimum, now } = request;
	checkTargets(targets);
	const own = await readTargetImages({
		...request,
		targets
	}, terminal);
	const lists = [];
	for (const target of targets) lists.push(await readTarget(target, own.get(target) ?? [], {
		folder,
		outputFile
	}, terminal));
	const diffs = [];
	for (const [index, behind] of lists.entries()) {
		const ahead = lists[index - 1];
		if (ahead === void 0) continue;
		const report = compareReport(behind.entries, ahead.entries);
		const lockFile = request.lockFile.replaceAll("{target}", () => ahead.target);
		const soaks = ahead.origin === void 0 ? /* @__PURE__ */ new Map() : await findSoaks(report.changes, {
			origin: ahead.origin,
			lockFile,
			now
		}, terminal);
		diffs.push({
			pair: {
				ahead: ahead.target,
				behind: behind.target
			},
			report,
			soaks,
			minimum
		});
	}
	return diffs;
}
function checkTargets(targets) {
	const twice = targets.find((target, index) => targets.indexOf(target) < index);
	if (twice !== void 0) throw new InputError("--targets", `${quote(twice)} is named twice`);
	if (targets.length >= 2) return;
	throw new InputError("--targets", `${plural(targets.length, "target")} cannot be compared`, { hint: "Name what is ahead, then what follows it: --targets staging,production." });
}
async function readTarget(target, own, { folder, outputFile }, terminal) {
	const file = findTargetFile(target, folder, outputFile);
	if (file !== void 0) {
		const origin = {
			kind: "disk",
			path: file.path
		};
		const { kind, entries } = await parseList(file.text, file.path, origin, terminal);
		if (kind === "report") throw new InputError("output-file", `${quote(file.path)} is a report, and no fixed-images file`);
		return {
			target,
			entries: [...own, ...entries],
			origin
		};
	}
	const wanted = targetFileNames.map((name) => name.replaceAll("{target}", () => target)).join(", ");
	if (own.length === 0) throw new InputError("--targets", `there is no fixed-images file for the target ${quote(target)}`, { hint: `Looked for ${wanted}. Name it with --output-file 'PATH/{target}.yaml'.` });
	const message = `the target ${quote(target)} has no fixed-images file; only its images in .kluctl.yaml count`;
	terminal.err(`warning: ${terminalText(message)}\n`);
	return {
		target,
		entries: own,
		origin: void 0
	};
}

export { diffTargets };