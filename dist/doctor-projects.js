import { FileError, InputError, LockError, formatRepository, isImagesError, parseImageReference, plural, quote } from "./words.js";
import { checkTarget, findBoundary, git, openRendering, ownFiles, readNamedFile, readPolicyFile, readUserFile } from "./machine.js";
import { findInitPlace } from "./init-place.js";
import { codeOf, findProject, openProject, realFolder } from "./files.js";
import { discover, fillTarget, lockPath, namesTarget, parseOptions, readDocument, readLock, readPolicy } from "./core.js";
import { failureOf, ok, warning } from "./check-line.js";
import { commandLineArgs } from "./shared.js";
import { readConfig } from "./rendering.js";
import { dirname, join, relative, sep } from "node:path";
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
	const which = withFilter.length === calls.size ? "each call of get_image names" : `${withFilter.length} of ${calls.size} calls of get_image ${withFilter.length === 1 ? "names" : "name"}`;
	const example = `${quote(`${first.image} = ${first.filter}`, 120)}`;
	return [warning("calls", `${which} a version filter, which kluctl 2.20 to 2.27 ignore and 2.28 and newer refuse`, `If such a kluctl deploys this project, move the filters to the option images, as ${example}, or to filter in .kluctl-images.yaml.`)];
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
* @throws InputError for a folder that is not there
*/
async function examineProject(options, scope, env) {
	const { root, home } = findProject(options);
	const source = openProject(root);
	const boundary = findBoundary(root, void 0);
	const lines = [];
	const targets = attempt(".kluctl.yaml", lines, () => readConfig(source, home).targets.map(({ name }) => name));
	const named = options.target === void 0 ? scope.targets : [options.target];
	const wanted = [...new Set(named.length > 0 ? named : targets ?? [])];
	const rendered = targets === void 0 ? nothing$1 : await renderTargets(options, wanted, {
		env,
		boundary,
		lines
	});
	const own = [{
		file: options.outputFile,
		lock: options.lockFile,
		targets: wanted
	}];
	lines.push(...fileLines(options, scope.outputs.length > 0 ? scope.outputs : own, boundary));
	const { ok: isInGit } = await git(["rev-parse", "--is-inside-work-tree"], root);
	const noGit = "git knows no repository around the project, so a run compares with the file before it and not with a commit";
	if (isInGit) lines.push(ok("git", "the project is in a repository"));
	return {
		...rendered,
		lines,
		notes: isInGit ? [] : [noGit]
	};
}
const nothing$1 = {
	repositories: [],
	programs: [],
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
	if (rendering === void 0) return nothing$1;
	const uses = [];
	const secrets = /* @__PURE__ */ new Set();
	const programs = /* @__PURE__ */ new Set();
	const builders = namingPrograms(rendering.builders, programs);
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
		return discover(project, builders);
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
		programs: [...programs],
		secrets: [...secrets]
	};
}
/** Builders that note which programs they are asked to start, whether these are here or not. */
function namingPrograms({ kustomize, helm }, programs) {
	return {
		kustomize: (tree, jobs) => {
			programs.add("kubectl or kustomize");
			return kustomize(tree, jobs);
		},
		helm: (tree, jobs) => {
			programs.add("helm");
			return helm(tree, jobs);
		}
	};
}
/** The files of ours beside the project: policy, fixed images, lock, and whether results can be written. */
function fileLines(options, outputs, boundary) {
	const lines = [];
	attempt("policy file", lines, () => {
		const file = readPolicyFile(options, boundary);
		if (file !== void 0) lines.push(ok(file.name, `the policy, with ${plural(readPolicy(file.text, file.name).rules.length, "rule")}`));
	});
	for (const file of options.fixedImagesFiles) attempt(file, lines, () => {
		const entries = readDocument(readNamedFile(file, "fixed-images-file", boundary), file, () => void 0);
		lines.push(ok(file, plural(entries.length, "entry", "entries")));
	});
	const files = outputs.flatMap((output) => attempt("output-file", lines, () => outputFiles(output).map((file) => [file, output.lock])) ?? []);
	for (const [file, lock] of new Map(files)) {
		attempt(file, lines, () => lines.push(ok(file, describeOutput(file, boundary))));
		attempt(file, lines, () => {
			const path = lock === "none" ? void 0 : lockPath(lock, file);
			const text = path === void 0 ? void 0 : readUserFile(path, boundary);
			if (path === void 0 || text === void 0) return;
			const entries = [...readLock(text, path).files.values()].reduce((sum, { size }) => sum + size, 0);
			lines.push(ok(path, `the lock, with ${plural(entries, "image")}`));
		});
	}
	return lines;
}
/** Each target has a file of its own where the name says so. */
function outputFiles({ file, targets }) {
	return namesTarget(file) ? targets.map((target) => fillTarget(file, target)) : [file];
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

// src/cli/doctor-projects.ts
/** Projects of one repository that are looked at. */
const mostProjects = 20;
/**
* Looks at the project that the flags name or that one stands in, else at those that the pipelines of the repository are for, else at the one that
* `init` would find. Targets, files and args that the flags do not say are those of the pipelines.
* @throws InputError for a folder that is not there
*/
async function examineProjects(raw, pipelines, env) {
	const here = realFolder(".");
	const start = realFolder(raw["project-dir"] ?? ".");
	const root = findBoundary(start, void 0) ?? start;
	const lost = [];
	const setups = pipelines.flatMap((setup) => {
		const folder = folderOf(setup, root);
		if (folder === void 0) lost.push(notThere(setup));
		return folder === void 0 ? [] : [{
			setup,
			folder
		}];
	});
	const isNamed = Object.keys(raw).some((name) => name !== "offline-images");
	const below = here === root && !isNamed ? setups.map(({ folder }) => folder) : [];
	const own = isNamed || isProject(start) ? [start] : [];
	const chosen = [.../* @__PURE__ */ new Set([...own, ...below])].slice(0, mostProjects);
	const found = chosen.length > 0 ? {
		folders: chosen,
		note: void 0
	} : findOne();
	const all = [];
	for (const folder of found.folders) {
		const fitting = setups.filter((one) => one.folder === folder).map(({ setup }) => setup);
		const projectDir = raw["project-dir"] ?? (relative(here, folder) || ".");
		const findings = await examineSetups({
			...raw,
			...projectDir === "." ? {} : { "project-dir": projectDir }
		}, fitting, relative(here, root), env);
		all.push(found.folders.length > 1 ? {
			...findings,
			lines: named(findings.lines, projectDir)
		} : findings);
	}
	const unique = (list) => [...new Map(list.map((item) => [JSON.stringify(item), item])).values()];
	return {
		lines: unique([...lost, ...all.flatMap(({ lines }) => lines)]),
		notes: unique([...found.note === void 0 ? [] : [found.note], ...all.flatMap(({ notes }) => notes)]),
		repositories: unique(all.flatMap(({ repositories }) => repositories)),
		programs: unique(all.flatMap(({ programs }) => programs)),
		secrets: all.flatMap(({ secrets }) => secrets)
	};
}
/** The folder of a setup; undefined where it is not there, or a link leads out of the repository to it. */
function folderOf({ projectDir }, root) {
	try {
		const folder = realFolder(join(root, projectDir));
		return folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep) ? folder : void 0;
	} catch (error) {
		if (error instanceof InputError) return void 0;
		throw error;
	}
}
function notThere({ from, projectDir }) {
	const what = `has the project-dir ${quote(projectDir)}, which is no folder of the repository, so that its runs fail`;
	return warning(from, what, "Name the folder of the project there; it counts from the root of the repository.");
}
function isProject(folder) {
	const source = openProject(folder);
	return [
		".kluctl.yaml",
		".kluctl.yml",
		"deployment.yaml",
		"deployment.yml"
	].some((name) => source.read(name) !== void 0);
}
/** The one project in the working directory, as `init` finds it. */
function findOne() {
	const note = (why) => `${why}; name one to look at it: --project-dir DIR`;
	try {
		const { root, project, others } = findInitPlace(void 0);
		if (others.length === 0) return {
			folders: [join(root, project)],
			note: void 0
		};
		return {
			folders: [],
			note: note(`there are several kluctl projects here: ${[project, ...others].join(", ")}`)
		};
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return {
			folders: [],
			note: note(error.message.startsWith("there are several") ? error.message : "there is no kluctl project in this folder")
		};
	}
}
/** Setups that are rendered alike are looked at together; without any, what the flags say is looked at. */
async function examineSetups(raw, setups, above, env) {
	const { target } = raw;
	const groups = /* @__PURE__ */ new Map();
	for (const setup of setups) {
		if (target !== void 0 && setup.targets.length > 0 && !setup.targets.includes(target)) continue;
		const key = JSON.stringify(setup.raw);
		groups.set(key, [...groups.get(key) ?? [], setup]);
	}
	const all = [];
	for (const group of groups.size === 0 ? [[]] : groups.values()) {
		const [first] = group;
		const { options, problems } = parseOptions({
			...fromHere(first?.raw ?? {}, above),
			...raw
		}, { eachTarget: true });
		if (problems.length > 0) all.push({
			...nothing,
			lines: failures(first?.from ?? "", problems)
		});
		else {
			const targets = [...new Set(group.flatMap((setup) => setup.targets))];
			const outputs = raw["output-file"] === void 0 ? outputsOf(group, target, above) : [];
			all.push(await examineProject(options, {
				targets,
				outputs
			}, env));
		}
	}
	return {
		lines: all.flatMap(({ lines }) => lines),
		notes: all.flatMap(({ notes }) => notes),
		repositories: all.flatMap(({ repositories }) => repositories),
		programs: all.flatMap(({ programs }) => programs),
		secrets: all.flatMap(({ secrets }) => secrets)
	};
}
const nothing = {
	lines: [],
	notes: [],
	repositories: [],
	programs: [],
	secrets: []
};
function failures(from, problems) {
	return problems.map((problem) => failureOf(from, problem));
}
function outputsOf(setups, target, above) {
	return setups.flatMap(({ output, targets }) => {
		if (output === void 0) return [];
		const { file, lock } = output;
		const lockFile = ["auto", "none"].includes(lock) ? lock : join(above, lock);
		return [{
			file: join(above, file),
			lock: lockFile,
			targets: target === void 0 ? targets : [target]
		}];
	});
}
/** Paths that count from the root of the repository, from the working directory. */
function fromHere(raw, above) {
	const change = (name, line) => {
		if (name === "vars-from-file") return line.replace(/^(.*=)(.*)$/, (_, source, path) => source + join(above, path));
		return [
			"source-root",
			"policy-file",
			"args-from-file"
		].includes(name) ? join(above, line) : line;
	};
	return Object.fromEntries(Object.entries(raw).map(([name, text]) => [name, text.split("\n").map((line) => change(name, line)).join("\n")]));
}
/** Lines of several projects say which; those of a file name it. */
function named(lines, projectDir) {
	return lines.map((line) => /^(?:target .*|project|calls|lock|policy file|\.kluctl.*)$/s.test(line.name) ? {
		...line,
		name: `${projectDir}: ${line.name}`
	} : line);
}

export { examineProjects };