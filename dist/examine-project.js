import { FileError, LockError, formatRepository, isImagesError, parseImageReference, plural, quote } from "./words.js";
import { discover, fillTarget, lockPath, namesTarget, readDocument, readLock, readPolicy } from "./core.js";
import { checkTarget, findBoundary, git, openRendering, ownFiles, readNamedFile, readPolicyFile, readUserFile } from "./machine.js";
import { codeOf, findProject, openProject } from "./files.js";
import { commandLineArgs } from "./shared.js";
import { readConfig } from "./rendering.js";
import { failureOf, ok, warning } from "./check-line.js";
import { dirname } from "node:path";
import { accessSync, constants, existsSync } from "node:fs";

// src/io/file-access.ts
/**
* Says before a run whether a file could be written, and writes nothing: its folder, or the nearest one that exists, takes new files.
* @throws FileError
*/
function checkWritable(path) {
	const target = checkTarget(path, void 0);
	let folder = dirname(target);
	while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
	} catch (error) {
		throw new FileError("write", path, `${quote(path)} cannot be written (${codeOf(error)})`, {
			cause: error,
			hint: "Check the permissions of its folder."
		});
	}
}

// src/cli/project-lines.ts
/** Problems and warnings of a target that have a line each before the rest is counted. */
const mostLines = 5;
/** What `doctor` says of one rendered target. */
function targetLines(name, { uses, problems, warnings }) {
	const images = new Set(uses.map(({ call }) => call.image));
	const asks = `renders; ${plural(uses.length, "call")} of get_image for ${plural(images.size, "image")}`;
	const cautions = warnings.map(({ message, place }) => warning(name, place === void 0 ? message : `${place.file}${place.line === void 0 ? "" : `:${place.line}`}: ${message}`));
	return [
		...problems.length > 0 || uses.length === 0 ? [] : [ok(name, asks)],
		...capped(problems.map((problem) => failureOf(name, problem))),
		...capped(unique(cautions))
	];
}
/**
* One line for all targets. A second argument of `get_image` was the version filter until kluctl v2.19; v2.20 to v2.27 ignore it, and rendering fails from v2.28 on
* (kluctl-semantics section 1).
*/
function refusedCalls(uses) {
	const calls = new Map(uses.map(({ call }) => [JSON.stringify([
		call.image,
		call.filter,
		call.place
	]), call]));
	const withFilter = [...calls.values()].filter(({ filter }) => filter !== void 0);
	const [first] = withFilter;
	if (first === void 0) return [];
	const which = withFilter.length === calls.size ? "each call" : `${withFilter.length} of ${calls.size} calls`;
	const example = `${quote(`${first.image} = ${first.filter}`, 120)}`;
	return [warning("calls", `${which} of get_image names a version filter, which kluctl 2.20 to 2.27 ignore and 2.28 and newer refuse`, `If such a kluctl deploys this project, move the filters to the option images, as ${example}, or to filter in .kluctl-images.yaml.`)];
}
/** Repositories that calls ask for, each once; a name that is no image reference is a failure of the run, and told there. */
function repositoriesOf(uses) {
	const repositories = uses.flatMap(({ call }) => {
		try {
			return [parseImageReference(call.image).repository];
		} catch {
			return [];
		}
	});
	return [...new Map(repositories.map((one) => [formatRepository(one), one])).values()];
}
function unique(lines) {
	return [...new Map(lines.map((line) => [line.message, line])).values()];
}
function capped(lines) {
	if (lines.length <= mostLines) return lines;
	const [first] = lines;
	const last = `and ${lines.length - mostLines + 1} more like these`;
	return first === void 0 ? [] : [...lines.slice(0, 4), {
		...first,
		message: last,
		hint: null
	}];
}

// src/cli/examine-project.ts
/** Targets that are rendered; a project with more says the rest itself. */
const mostTargets = 50;
/**
* Looks at the project that the options name, as a run would read it, and writes nothing.
* @param isNamed true where an option names a project, so that there has to be one
* @throws InputError for a folder that is not there
*/
async function examineProject(options, isNamed, env) {
	const { root, home } = findProject(options);
	const source = openProject(root);
	const inHome = (name) => home === "" ? name : `${home}/${name}`;
	const names = [
		".kluctl.yaml",
		".kluctl.yml",
		"deployment.yaml",
		"deployment.yml"
	].map(inHome);
	if (!isNamed && !names.some((name) => source.read(name) !== void 0)) return {
		lines: [],
		notes: ["there is no kluctl project in this folder; name one to look at it: --project-dir DIR"],
		repositories: [],
		secrets: []
	};
	const boundary = findBoundary(root, void 0);
	const lines = [];
	const targets = attempt(".kluctl.yaml", lines, () => readConfig(source, home).targets.map(({ name }) => name));
	const wanted = options.target === void 0 ? [...new Set(targets ?? [])] : [options.target];
	const rendered = targets === void 0 ? nothing : await renderTargets(options, wanted, {
		env,
		boundary,
		lines
	});
	lines.push(...fileLines(options, wanted, boundary));
	const { ok: isInGit } = await git(["rev-parse", "--is-inside-work-tree"], root);
	const noGit = "git knows no repository around the project, so a run compares with the file before it and not with a commit";
	if (isInGit) lines.push(ok("git", "the project is in a repository"));
	return {
		...rendered,
		lines,
		notes: isInGit ? [] : [noGit]
	};
}
const nothing = {
	repositories: [],
	secrets: []
};
async function renderTargets(options, targets, { env, boundary, lines }) {
	const log = {
		debug: () => void 0,
		info: () => void 0,
		warning: () => void 0
	};
	const readFile = (path, option) => readNamedFile(path, option, boundary);
	const rendering = attempt("project", lines, () => openRendering(options, {
		env,
		log,
		readFile
	}));
	if (rendering === void 0) return nothing;
	const uses = [];
	const secrets = /* @__PURE__ */ new Set();
	const render = async (target) => {
		const { inclusion } = options;
		const args = commandLineArgs(options.args, options.argsFromFile, readFile);
		const project = await rendering.render({
			target,
			args,
			inclusion,
			ownFiles: ownFiles(options)
		});
		for (const secret of project.secrets) secrets.add(secret);
		return discover(project, rendering.builders);
	};
	try {
		for (const target of targets.length === 0 ? [void 0] : targets.slice(0, mostTargets)) {
			const name = target === void 0 ? "project" : `target ${target}`;
			try {
				const discovery = await render(target);
				lines.push(...targetLines(name, discovery));
				uses.push(...discovery.uses);
			} catch (error) {
				lines.push(...errorsOf(error).map((one) => failureOf(name, one)));
			}
		}
	} finally {
		rendering.close();
	}
	lines.push(...refusedCalls(uses));
	return {
		repositories: repositoriesOf(uses),
		secrets: [...secrets]
	};
}
/** The files of ours beside the project: policy, fixed images, lock, and whether results can be written. */
function fileLines(options, targets, boundary) {
	const lines = [];
	attempt("policy file", lines, () => {
		const file = readPolicyFile(options, boundary);
		if (file !== void 0) lines.push(ok(file.name, `the policy, with ${plural(readPolicy(file.text, file.name).rules.length, "rule")}`));
	});
	for (const file of options.fixedImagesFiles) attempt(file, lines, () => {
		const entries = readDocument(readNamedFile(file, "fixed-images-file", boundary), file, () => void 0);
		lines.push(ok(file, plural(entries.length, "entry", "entries")));
	});
	for (const file of attempt("output-file", lines, () => outputFiles(options.outputFile, targets)) ?? []) {
		attempt(file, lines, () => lines.push(ok(file, describeOutput(file, boundary))));
		attempt(file, lines, () => {
			const path = options.lockFile === "none" ? void 0 : lockPath(options.lockFile, file);
			const text = path === void 0 ? void 0 : readUserFile(path, boundary);
			if (path === void 0 || text === void 0) return;
			const entries = [...readLock(text, path).files.values()].reduce((sum, { size }) => sum + size, 0);
			lines.push(ok(path, `the lock, with ${plural(entries, "image")}`));
		});
	}
	return lines;
}
/** Each target has a file of its own where the name says so. */
function outputFiles(name, targets) {
	if (!namesTarget(name)) return [name];
	return targets.map((target) => fillTarget(name, target));
}
function describeOutput(file, boundary) {
	const text = readUserFile(file, boundary);
	checkWritable(file);
	if (text === void 0) return "not there yet; a run writes it";
	return `${plural(readDocument(text, file, () => void 0).length, "entry", "entries")}, and it can be written`;
}
/** What a part of the look ends with; an error of ours is a line. */
function attempt(name, lines, work) {
	try {
		return work();
	} catch (error) {
		lines.push(...errorsOf(error).map((one) => one instanceof LockError ? failureOf("lock", one) : failureOf(name, one)));
		return;
	}
}
/** @throws whatever is none of ours */
function errorsOf(error) {
	const errors = error instanceof AggregateError ? error.errors : [error];
	const ours = errors.filter(isImagesError);
	if (ours.length < errors.length || ours.length === 0) throw error;
	return ours;
}

export { examineProject };