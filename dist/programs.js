import { ProjectError, byCodeUnit, isImagesError, nearest, plural, quote, shorten, visible } from "./words.js";
import { createLanes, isInside } from "./registry.js";
import { Part } from "./core.js";
import { isYamlMap, joinPath, parseYaml, parseYamlDocuments } from "./shared.js";
import { require_dist } from "./vendor-yaml.js";
import { codeOf, isSecretName } from "./files.js";
import { withoutDuplicateKeys } from "./rendering.js";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

// src/io/program-end.ts
/**
* Ends the program of ours that has a home folder. The package that starts programs hands out no process, so it is looked for among our
* children by that folder's name, which no other run has. Where there is no /proc it is left to its own time limit.
*/
function endChild(home, signal) {
	for (const child of ownChildren()) try {
		if (readFileSync(`/proc/${child}/environ`, "latin1").split("\0").includes(`HOME=${home}`)) process.kill(child, signal);
	} catch {}
}
function ownChildren() {
	try {
		return readdirSync("/proc/self/task").flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" ")).filter((text) => /^\d+$/.test(text)).map(Number);
	} catch {
		return [];
	}
}

// src/io/program-child.ts
const errorsKept = 65536;
/** Runs a program to its end, or to that of its time or room for output (threat model K-03). Never rejects. */
async function runChild({ command, cwd, home, env, limits, hasClock }) {
	const [program = "", ...args] = command;
	const { exec } = await import("./exec.js");
	const started = performance.now();
	const output = [];
	const errors = [];
	let size = 0;
	let errorsSize = 0;
	const tooLate = {
		kind: "stopped",
		why: `did not end within ${limits.seconds} s`
	};
	return new Promise((done) => {
		let isStopped = false;
		const stop = (run) => {
			if (isStopped) return;
			isStopped = true;
			clearTimeout(timer);
			endChild(home, hasClock ? "SIGTERM" : "SIGKILL");
			done(run);
		};
		const patience = limits.seconds * 1e3 + (hasClock ? 3e3 : 0);
		const timer = setTimeout(() => stop(tooLate), patience);
		const collect = (data) => {
			size += data.byteLength;
			if (size <= limits.bytes) output.push(data);
			else stop({
				kind: "stopped",
				why: `wrote more than ${limits.bytes} bytes`
			});
		};
		const collectErrors = (data) => {
			if (errorsSize < errorsKept) errors.push(data);
			errorsSize += data.byteLength;
			if (errorsSize > limits.bytes) stop({
				kind: "stopped",
				why: `wrote more than ${limits.bytes} bytes of errors`
			});
		};
		const ended = (status) => {
			clearTimeout(timer);
			if (hasClock && status !== 0 && performance.now() - started >= limits.seconds * 1e3) done(tooLate);
			else if (status === null) done({
				kind: "stopped",
				why: "was ended by a signal"
			});
			else done({
				kind: "ended",
				status,
				output: decode(output),
				errors: decode(errors)
			});
		};
		exec(`"${program}"`, args, {
			cwd,
			env,
			silent: true,
			ignoreReturnCode: true,
			delay: 1e3,
			listeners: {
				stdout: collect,
				stderr: collectErrors
			}
		}).then(ended, () => {
			clearTimeout(timer);
			done({
				kind: "stopped",
				why: "could not be started"
			});
		});
	});
}
function decode(chunks) {
	return new TextDecoder().decode(Buffer.concat(chunks));
}

// src/io/program.ts
/** Threat model section 10. */
const programLimits = {
	seconds: 120,
	bytes: 33554432
};
/**
* The first of the programs that PATH has outside of the workspace. Relative folders of PATH, and whatever lies in the checked-out
* repository or is a link into it, would let a pull request bring the program (threat model K-04).
*/
function findProgram(names, surroundings) {
	const isWindows = process.platform === "win32";
	const { workspace } = surroundings;
	const folders = pathFolders(surroundings);
	for (const name of names) for (const folder of folders) {
		const path = join(folder, isWindows ? `${name}.exe` : name);
		if (isProgram(path) && !path.includes("\"") && !isInside(path, { workspace })) return {
			name,
			path
		};
	}
}
/** The absolute folders of PATH. */
function pathFolders({ env }) {
	return (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter(isAbsolute);
}
function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
/** Opens a runner. What the machine has to wall programs in is found at the first run. */
function openProgramRunner(surroundings, limits = programLimits) {
	let walls;
	return { run: async (program, args, room, variables = {}) => {
		walls ??= findWalls(surroundings, room, limits);
		return runWithin(await walls, [program.path, ...args], room, variables, limits);
	} };
}
/** coreutils `timeout`, which ends the program and its children, and `unshare`, which takes the network away where the kernel lets it. */
async function findWalls(surroundings, room, limits) {
	if (process.platform === "win32") return {
		command: [],
		ends: false
	};
	const timeout = findProgram(["timeout", "gtimeout"], surroundings);
	const unshare = findProgram(["unshare"], surroundings);
	const truth = findProgram(["true"], surroundings);
	const clock = timeout ? [
		timeout.path,
		"-k",
		"1",
		String(limits.seconds)
	] : [];
	const island = unshare ? [unshare.path, "-rn"] : [];
	const command = [...clock, ...island];
	if (unshare && truth) {
		const probe = await runWithin({
			command: [],
			ends: false
		}, [...island, truth.path], room, {}, {
			seconds: 5,
			bytes: 1024
		});
		if (probe.kind === "ended" && probe.status === 0) return {
			command,
			ends: timeout !== void 0
		};
	}
	return {
		command: clock,
		ends: timeout !== void 0
	};
}
/** All that a program sees of our environment (threat model K-06): nothing. Its PATH is empty, its proxies lead to a closed port. */
function childEnvironment(room, home) {
	const closed = "http://127.0.0.1:9";
	const proxies = [
		"HTTP_PROXY",
		"HTTPS_PROXY",
		"ALL_PROXY",
		"http_proxy",
		"https_proxy",
		"all_proxy"
	];
	const systemRoot = process.platform === "win32" ? process.env["SystemRoot"] : void 0;
	return {
		PATH: room.nothing,
		HOME: home,
		TMPDIR: home,
		LANG: "C",
		LC_ALL: "C",
		KUBECONFIG: process.platform === "win32" ? "NUL" : "/dev/null",
		KUBERC: "off",
		...Object.fromEntries(proxies.map((name) => [name, closed])),
		NO_PROXY: "",
		no_proxy: "",
		...systemRoot === void 0 ? {} : {
			SystemRoot: systemRoot,
			TEMP: home,
			TMP: home
		}
	};
}
async function runWithin(walls, command, room, variables, limits) {
	const home = mkdtempSync(join(room.home, "run-"));
	return runChild({
		command: [...walls.command, ...command],
		cwd: room.home,
		home,
		env: {
			...childEnvironment(room, home),
			...variables
		},
		limits,
		hasClock: walls.ends
	});
}

// src/io/program-room.ts
/**
* Writes the tree into a new folder, hands it to `work`, and removes it, whatever happens.
* @throws ProjectError where a name of the tree cannot be a file of it, or nothing can be written
*/
async function withProgramRoom(tree, work, prefix = "kluctl-images-program-") {
	for (const path of tree.keys()) checkName(path);
	const root = makeRoot(prefix);
	try {
		return await work(furnish(root, tree));
	} finally {
		remove(root);
	}
}
function remove(root) {
	try {
		rmSync(root, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	} catch {}
}
function checkName(path) {
	if (path.split("/").every((part) => part !== "" && part !== "." && part !== "..") && !/[\0\\]|^[A-Za-z]:/.test(path)) return;
	throw new ProjectError("outside-root", `${quote(path)} is not a path relative to the project`, { file: path });
}
function makeRoot(prefix) {
	try {
		return realpathSync(mkdtempSync(join(tmpdir(), prefix)));
	} catch (error) {
		throw new ProjectError("unsupported", `no temporary folder can be made (${codeOf(error)})`, void 0, {
			cause: error,
			hint: "Name a folder that can be written to in TMPDIR."
		});
	}
}
function furnish(root, tree) {
	const room = {
		tree: join(root, "tree"),
		home: join(root, "home"),
		nothing: join(root, "nothing")
	};
	for (const folder of Object.values(room)) mkdirSync(folder, { mode: 448 });
	for (const [path, content] of tree) {
		const file = join(room.tree, path);
		try {
			mkdirSync(dirname(file), {
				recursive: true,
				mode: 448
			});
			writeFileSync(file, content, {
				flag: "wx",
				mode: 384
			});
		} catch (error) {
			throw new ProjectError("config", `${quote(path)} cannot be written for kustomize (${codeOf(error)})`, { file: path });
		}
	}
	return room;
}
/**
* What a program wrote as its error, fit for a message: paths below the room as they are in the project, one line, invisible
* characters shown, at most 300 characters.
*/
function programReason(errors, room) {
	const own = dirname(room.tree);
	const text = errors.replaceAll(`${room.tree}/`, "").replaceAll(room.tree, ".").replaceAll(own, "…").replace(/\s+/g, " ").trim();
	return visible(shorten(text, 300));
}

// src/io/program-connected.ts
const proxyNames = [
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"NO_PROXY",
	"ALL_PROXY"
];
/**
* All that such a program sees (threat model K-06): folders for programs that lie outside of the checked-out repository, a home folder of its
* own that is gone afterwards, one locale, and the proxies of this machine.
*/
function connectedEnvironment(surroundings, home) {
	const { env } = surroundings;
	const proxies = [...proxyNames, ...proxyNames.map((name) => name.toLowerCase())].flatMap((name) => {
		const value = env[name];
		return value === void 0 || value === "" ? [] : [[name, value]];
	});
	const systemRoot = process.platform === "win32" ? env["SystemRoot"] : void 0;
	return {
		PATH: pathFolders(surroundings).filter((folder) => !isOurs(folder, surroundings)).join(delimiter),
		HOME: home,
		TMPDIR: home,
		LANG: "C",
		LC_ALL: "C",
		...Object.fromEntries(proxies),
		...systemRoot === void 0 ? {} : {
			SystemRoot: systemRoot,
			TEMP: home,
			TMP: home,
			USERPROFILE: home
		}
	};
}
/** True for a path in the checked-out repository or in the project, also by way of a symbolic link (threat model K-04). */
function isOurs(path, { workspace, project }) {
	return [workspace, project].some((folder) => isInside(path, { workspace: folder }));
}
/** The program of that name on PATH, outside of the checked-out repository and the project. */
function findConnected(name, surroundings) {
	for (const folder of pathFolders(surroundings)) {
		const found = findProgram([name], { env: { PATH: folder } });
		if (found && !isOurs(found.path, surroundings)) return found;
	}
}
/** Opens a runner. Time and output are limited as for every program (threat model section 10). */
function openConnectedRunner(surroundings, limits = programLimits) {
	const clock = process.platform === "win32" ? void 0 : findConnected("timeout", surroundings) ?? findConnected("gtimeout", surroundings);
	const before = clock ? [
		clock.path,
		"-k",
		"1",
		String(limits.seconds)
	] : [];
	return { run: (program, args, variables) => {
		const runIn = ({ home }) => runChild({
			command: [
				...before,
				program.path,
				...args
			],
			cwd: home,
			home,
			env: {
				...connectedEnvironment(surroundings, home),
				...variables
			},
			limits,
			hasClock: clock !== void 0
		});
		return withProgramRoom(/* @__PURE__ */ new Map(), runIn, "kluctl-images-connected-");
	} };
}

// src/io/program-lanes.ts
const jobsAtATime = 4;
/**
* Runs jobs on one rendered tree, some at a time. Never rejects for a single one: a room that cannot be made is the result of all that were
* not done. Answers by the folder of the job.
*/
async function runJobs(tree, jobs, run) {
	const results = /* @__PURE__ */ new Map();
	if (jobs.length === 0) return results;
	const lanes = createLanes(jobsAtATime);
	try {
		await withProgramRoom(tree, async (room) => {
			const take = async (job, number) => {
				results.set(job.folder, await lanes.run("job", () => run(job, room, number)));
			};
			await Promise.all(jobs.map(take));
		});
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		for (const { folder } of jobs) if (!results.has(folder)) results.set(folder, error);
	}
	return results;
}

// src/io/helm.ts
/** Opens the helm of this machine. `runner` is for tests. */
function openHelm(surroundings, runner = openProgramRunner(surroundings)) {
	return { render: async (tree, jobs) => {
		const program = findProgram(["helm"], surroundings);
		if (program === void 0) return void 0;
		return runJobs(tree, jobs, (job, room, number) => renderChart(runner, program, room, job, number));
	} };
}
async function renderChart(runner, program, room, job, number) {
	const { chart, file } = job;
	const values = `values-${number}.yaml`;
	if (job.values !== void 0) writeFileSync(join(room.home, values), job.values, {
		flag: "wx",
		mode: 384
	});
	const args = [
		"template",
		`--namespace=${job.namespace}`,
		"--skip-tests",
		...job.skipCRDs ? [] : ["--include-crds"],
		...job.values === void 0 ? [] : [`--values=${values}`],
		"--",
		job.releaseName,
		chart === "" ? room.tree : `${room.tree}/${chart}`
	];
	const run = await runner.run(program, args, room, helmVariables(room));
	if (run.kind === "stopped") return new ProjectError("limit", `helm template of the chart ${quote(chart)} ${run.why}`, { file });
	if (run.status === 0) return withoutDuplicateKeys(run.output, file);
	const reason = programReason(reasonIn$1(run.errors), room);
	const why = reason === "" ? `status ${run.status}` : reason;
	return new ProjectError("config", `helm cannot render the chart ${quote(chart)}: ${why}`, { file }, { hint: /missing in charts\/ directory/.test(run.errors) ? "Run helm dependency build in the folder of the chart, and commit its charts folder." : void 0 });
}
/** What is wrong, without the warnings before it and the advice about a flag of helm that nobody can give it here. */
function reasonIn$1(errors) {
	const start = /^Error: /m.exec(errors);
	return (start ? errors.slice(start.index + start[0].length) : errors).replace(/\s*Use --debug flag to render out invalid YAML\s*$/, "");
}
/** Where helm keeps caches and settings, and looks for plugins, which are programs: folders that are new and empty. */
function helmVariables({ home, nothing }) {
	return {
		HELM_CACHE_HOME: join(home, "helm-cache"),
		HELM_CONFIG_HOME: join(home, "helm-config"),
		HELM_DATA_HOME: join(home, "helm-data"),
		HELM_PLUGINS: nothing
	};
}

// src/project/kustomize-yaml.ts
/** Line breaks and marks that kustomize's YAML 1.1 reads differently from YAML 1.2: a comment here could be a key there (threat model Y-03). */
const differing = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]|\r(?!\n)/;
/** Text of a file that kustomize reads as YAML. @throws ProjectError `yaml` for bytes that are no text, or that two readers read differently */
function yamlText(tree, file) {
	const content = tree.get(file);
	if (typeof content === "string") return checkCharacters(content, file);
	throw new ProjectError("yaml", "the file is not UTF-8 text", { file });
}
/** @throws ProjectError `yaml` */
function checkCharacters(text, file) {
	const found = differing.exec(text);
	if (!found) return text;
	const before = text.slice(0, found.index).split("\n");
	const place = {
		file,
		line: before.length,
		column: (before.at(-1) ?? "").length + 1
	};
	throw new ProjectError("yaml", `the character ${visible(found[0])} is not allowed here`, place);
}
/** The one document of a kustomization; undefined for an empty file. @throws ProjectError `yaml` or `limit` */
function readSingle(text, file) {
	const document = parseYaml(checkCharacters(text, file), file);
	return document && new Part(document);
}
/** All documents of a text that hold something. @throws ProjectError `yaml` or `limit` */
function readDocuments(text, file) {
	return parseYamlDocuments(checkCharacters(text, file), file).map((document) => new Part(document)).filter((part) => part.value !== null);
}

// src/project/kustomize-inline.ts
/** A text that kustomize may still fetch where it fails to read it as YAML, whatever follows. */
const addressFirst = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|git::|(?:www\.)?github\.com[:/]|[^\s/@:{"']+@)/i;
/**
* The documents of an entry that may be YAML text or a path: kustomize tries YAML first. Undefined for a path.
* @throws ProjectError at the entry, for text that is neither
*/
function inlineDocuments(part, text, file) {
	if (addressFirst.test(text) || !/\n|:\s|\{/.test(text.trim())) return void 0;
	const documents = atPart(part, () => readDocuments(text, file));
	if (documents.length > 0 && documents.every(({ value }) => isYamlMap(value))) return documents;
	throw part.fail(`${quote(text, 80)} is neither a Kubernetes object nor the name of a file`);
}
/** Runs a check of inline text; what is wrong in it is reported at the entry that holds it. */
function atPart(part, work) {
	try {
		return work();
	} catch (error) {
		if (!isImagesError(error) || !(error instanceof ProjectError)) throw error;
		throw part.fail(error.message, error.code, error.hint);
	}
}

// src/project/kustomize-path.ts
/**
* Whatever kustomize may take for an address, now or in an older release: a scheme or `host:path`, `user@host`, a query, the great forges.
* It asks so before it looks for a folder of that name (kustomize 5.5, api/internal/git/repospec.go, api/internal/loader/fileloader.go).
*/
const address = /^[^/]*:|^[^/@]+@|\?|^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)(?:\/|$)|_git\//i;
/** What is no path either, unless there is a file or folder of the name: `host.tld/org/repo`, `…/repo.git//base`. */
const addressLike = /^[^/.][^/]*\.[a-z]{2,}\/.|\.git(?:\/|$)|^[^.].*\/\//i;
/** True for a text that kustomize would fetch, whatever files there are. */
function isAddress(text) {
	return address.test(text.trim());
}
/** The error for an address, without the login that may stand in it. */
function remoteError(part, text) {
	const shown = text.trim().replace(/\/\/[^/@]*@/g, "//");
	return part.fail(`remote resource ${quote(shown)} is not allowed`, "unsupported", "Keep a copy of it in the repository and name that.");
}
/**
* The file or folder of the tree that an entry of a kustomization names; so nothing is left that kustomize could take for an address.
* @throws ProjectError for everything else: `unsupported` for an address, `outside-root`, or `missing-file`
*/
function localEntry(part, text, folder, index) {
	if (isAddress(text)) throw remoteError(part, text);
	if (text.trim() === "") throw part.fail("a path is expected here, and it is empty");
	const path = inTree(part, text, folder);
	const kind = index.kindOf(path);
	if (kind !== void 0) return {
		kind,
		path
	};
	if (isSecretName(path)) throw part.fail(`${quote(text)} may hold secrets and is not read`, "outside-root", "Give the file another name if it holds none, as app.properties.");
	if (addressLike.test(text.trim())) throw remoteError(part, text);
	throw part.fail(`there is no file or folder ${quote(text)}`, "missing-file");
}
/** @throws ProjectError `missing-file` where the entry names a folder */
function localFile(part, text, folder, index) {
	const { kind, path } = localEntry(part, text, folder, index);
	if (kind === "folder") throw part.fail(`${quote(text)} is a folder, and a file is expected here`, "missing-file");
	return path;
}
function inTree(part, text, folder) {
	try {
		return joinPath(folder, text, part.place);
	} catch (error) {
		if (!(error instanceof ProjectError)) throw error;
		throw part.fail(error.message, error.code, error.hint);
	}
}

// src/project/kustomize-fields.ts
/** An entry that must be a file of the tree. @throws ProjectError */
function scanFile(part, text, { index, folder }) {
	localFile(part, text, folder, index);
}
/** A map with fields of a known name only, some of which are paths of files. @throws ProjectError */
function scanFields(part, known, paths, scan) {
	for (const key of part.map().keys()) if (!known.includes(key)) throw unknownKey(part.at(key), key, known);
	for (const key of paths) {
		const path = part.at(key);
		if (!path.isEmpty) scan.attempt(() => scanFile(path, path.text(), scan));
	}
}
/** What kustomize reads as YAML first and, where that fails, as a path. @throws ProjectError */
function scanInlineOrFile(part, text, scan) {
	if (inlineDocuments(part, text, scan.file) === void 0) scanFile(part, text, scan);
}
/** The error for a key that kustomize does not know, or would take for another. */
function unknownKey(part, key, known) {
	const near = nearest(key, known);
	const hint = near === void 0 ? void 0 : `Did you mean ${near}?`;
	return part.fail(`the key ${quote(key)} is not known in a kustomization`, "unsupported", hint);
}
/** `name=path` in `files`; a path alone is its own name. */
function sourcePath(text, key) {
	return key === "files" && text.includes("=") ? text.slice(text.indexOf("=") + 1) : text;
}

// src/project/kustomize-plugin.ts
const sources = {
	plain: [
		"name",
		"namespace",
		"behavior",
		"type",
		"options",
		"literals"
	],
	path: ["env"],
	paths: ["files", "envs"]
};
const specs = "fieldSpecs";
/** Plugins that kustomize has built in and that start no program (kustomize 5.5, api/internal/builtins), with all of their fields. */
const plugins = /* @__PURE__ */ new Map([
	["AnnotationsTransformer", { plain: ["annotations", specs] }],
	["ConfigMapGenerator", sources],
	["HashTransformer", {}],
	["IAMPolicyGenerator", { plain: [
		"cloud",
		"kubernetesService",
		"serviceAccount",
		"projectId"
	] }],
	["ImageTagTransformer", { plain: ["imageTag", specs] }],
	["LabelTransformer", { plain: ["labels", specs] }],
	["NamespaceTransformer", { plain: [
		"namespace",
		"unsetOnly",
		"setRoleBindingSubjects",
		specs
	] }],
	["PatchJson6902Transformer", {
		plain: ["target", "jsonOp"],
		path: ["path"]
	}],
	["PatchStrategicMergeTransformer", {
		plain: ["patches"],
		patches: ["paths"]
	}],
	["PatchTransformer", {
		plain: [
			"patch",
			"target",
			"options"
		],
		path: ["path"]
	}],
	["PrefixTransformer", { plain: ["prefix", specs] }],
	["PrefixSuffixTransformer", { plain: [
		"prefix",
		"suffix",
		specs
	] }],
	["ReplacementTransformer", { plain: ["replacements"] }],
	["ReplicaCountTransformer", { plain: ["replica", specs] }],
	["SecretGenerator", sources],
	["SuffixTransformer", { plain: ["suffix", specs] }],
	["ValueAddTransformer", {
		plain: ["value", "targets"],
		path: ["targetFilePath"]
	}]
]);
/** Annotations by which a configuration asks for a program: a container, a script or an executable (kustomize 5.5, api/internal/plugins/fnplugin). */
const functionAnnotation = /(?:^|\.)config\.(?:kubernetes|k8s)\.io\/(?:function|fn)/i;
/**
* An entry of `generators`, `transformers` or `validators`: YAML text, or a file. A folder would be built before it is used, and what
* comes out cannot be foretold, so it is refused.
* @throws ProjectError
*/
function scanPlugin(part, text, scan) {
	const inline = inlineDocuments(part, text, scan.file);
	if (inline) {
		for (const document of inline) {
			const attempt = (work) => scan.attempt(() => atPart(part, work));
			attempt(() => scanConfiguration(document, {
				...scan,
				attempt
			}));
		}
		return;
	}
	const file = localFile(part, text, scan.folder, scan.index);
	for (const document of readDocuments(yamlText(scan.index.tree, file), file)) scan.attempt(() => scanConfiguration(document, scan));
}
function scanConfiguration(root, scan) {
	refuseFunctions(root.at("metadata").at("annotations"));
	const kind = root.at("kind");
	const fields = plugins.get(kind.optionalText() ?? "");
	if (fields === void 0 || root.at("apiVersion").value !== "builtin") {
		const name = quote(`${root.at("apiVersion").optionalText() ?? ""} ${kind.optionalText() ?? ""}`.trim());
		throw kind.fail(`the plugin ${name} is not allowed`, "unsupported", "Only plugins of kustomize itself with apiVersion builtin are run, and those that start no program.");
	}
	const { plain = [], path = [], paths = [], patches = [] } = fields;
	const known = [
		"apiVersion",
		"kind",
		"metadata",
		...plain,
		...path,
		...paths,
		...patches
	];
	scanFields(root, known, path, scan);
	for (const key of paths) for (const item of root.at(key).list()) scan.attempt(() => void localFile(item, sourcePath(item.text(), key), scan.folder, scan.index));
	for (const key of patches) for (const item of root.at(key).list()) scan.attempt(() => scanInlineOrFile(item, item.text(), scan));
	for (const item of root.at("replacements").list()) scan.attempt(() => scanFields(item, [
		"path",
		"source",
		"targets"
	], ["path"], scan));
}
function refuseFunctions(annotations) {
	if (!isYamlMap(annotations.value)) return;
	for (const key of annotations.value.keys()) {
		if (!functionAnnotation.test(key)) continue;
		throw annotations.at(key).fail(`the annotation ${quote(key)} starts a program, which is not allowed`, "unsupported");
	}
}

// src/project/kustomize-keys.ts
const harmless = () => void 0;
/**
* Every key that a kustomization may have (kustomize 5.5, api/types/kustomization.go), and what is looked at below it. A key that is not
* here, also one that differs in case only, is refused: kustomize's reader takes no notice of case.
*/
const keys = new Map([
	...[
		"apiVersion",
		"kind",
		"metadata",
		"namePrefix",
		"nameSuffix",
		"namespace",
		"commonLabels",
		"commonAnnotations",
		"labels",
		"images",
		"imageTags",
		"replicas",
		"vars",
		"sortOptions",
		"buildMetadata",
		"generatorOptions"
	].map((key) => [key, harmless]),
	["resources", eachText(scanResource)],
	["bases", eachText(scanResource)],
	["components", eachText(scanResource)],
	["crds", eachText(scanFile)],
	["configurations", eachText(scanFile)],
	["openapi", (part, scan) => scanFields(part, ["path", "version"], ["path"], scan)],
	["patches", eachPart(scanPatch)],
	["patchesJson6902", eachPart(scanPatch)],
	["patchesStrategicMerge", eachText(scanInlineOrFile)],
	["replacements", eachPart((part, scan) => scanFields(part, [
		"path",
		"source",
		"targets"
	], ["path"], scan))],
	["configMapGenerator", eachPart(scanGenerator)],
	["secretGenerator", eachPart(scanGenerator)],
	["generators", eachText(scanPlugin)],
	["transformers", eachText(scanPlugin)],
	["validators", eachText(scanPlugin)],
	...[
		"helmCharts",
		"helmChartInflationGenerator",
		"helmGlobals"
	].map((key) => [key, refuseHelm])
]);
/** Scans one kustomization. @throws ProjectError where it is no map */
function scanKeys(root, scan) {
	for (const key of root.map().keys()) scan.attempt(() => {
		const part = root.at(key);
		const check = keys.get(key);
		if (check === void 0) throw unknownKey(part, key, [...keys.keys()]);
		if (!part.isEmpty) check(part, scan);
	});
}
function eachPart(check) {
	return (part, scan) => {
		for (const item of part.list()) scan.attempt(() => check(item, scan));
	};
}
function eachText(check) {
	return eachPart((part, scan) => check(part, part.text(), scan));
}
function scanResource(part, text, { index, folder, enter }) {
	const { kind, path } = localEntry(part, text, folder, index);
	if (kind === "folder") enter(path);
}
/** A patch is a map; in older kustomizations the text of one, or a file. */
function scanPatch(part, scan) {
	if (typeof part.value === "string") scanInlineOrFile(part, part.value, scan);
	else scanFields(part, [
		"path",
		"patch",
		"target",
		"options"
	], ["path"], scan);
}
function scanGenerator(part, scan) {
	const lists = ["files", "envs"];
	scanFields(part, [
		...[
			"name",
			"namespace",
			"behavior",
			"type",
			"options",
			"literals"
		],
		...lists,
		"env"
	], ["env"], scan);
	for (const key of lists) for (const item of part.at(key).list()) scan.attempt(() => scanFile(item, sourcePath(item.text(), key), scan));
}
function refuseHelm(part) {
	if (Array.isArray(part.value) && part.value.length === 0) return;
	throw part.fail("kustomize would start helm, which is not allowed", "unsupported", "Use helm-chart.yaml and helm-values.yaml of kluctl with a chart in the repository.");
}

// src/project/kustomize-tree.ts
function indexTree(tree) {
	const folders = /* @__PURE__ */ new Map([["", []]]);
	for (const path of tree.keys()) {
		const parts = path.split("/");
		for (let depth = 0; depth < parts.length; depth += 1) {
			const folder = parts.slice(0, depth).join("/");
			const files = folders.get(folder) ?? [];
			folders.set(folder, files);
			if (depth === parts.length - 1) files.push(path);
		}
	}
	return {
		tree,
		kindOf: (path) => tree.has(path) ? "file" : folders.has(path) ? "folder" : void 0,
		filesIn: (folder) => (folders.get(folder) ?? []).toSorted(byCodeUnit)
	};
}
/** True for the file that kustomize reads first of a folder (kustomize 5.5, api/konfig/general.go), in any spelling a file system may equate. */
function isKustomizationFile(path) {
	return /(?:^|\/)kustomization(?:\.ya?ml)?$/i.test(path);
}
/** The kustomization files of a folder; kustomize takes exactly one. */
function kustomizationsIn(index, folder) {
	return index.filesIn(folder).filter(isKustomizationFile);
}

// src/project/kustomize-namespace.ts
var import_dist = require_dist();
/**
* The text of a kustomization with `namespace` set where it has none, as kluctl sets the project's overrideNamespace (kluctl-semantics 5.8).
* An empty one, of the kustomization or the project, changes no object's namespace. A text that is no kustomization is returned as it is, for the scan to complain about.
* @throws ProjectError `yaml` or `limit`
*/
function withNamespace(text, file, namespace) {
	if (namespace === void 0 || namespace === "") return text;
	const line = `namespace: ${JSON.stringify(namespace)}\n`;
	const found = parseYaml(text, file);
	if (!found) return line;
	const { document, value } = found;
	if (!isYamlMap(value) || !(0, import_dist.isMap)(document.contents)) return text;
	const own = value.get("namespace");
	if (own === void 0) {
		const appended = `${text}${text.endsWith("\n") ? "" : "\n"}${line}`;
		if (isTheSameWith(appended, file, namespace, value)) return appended;
	}
	if (own !== void 0 && own !== null) return text;
	document.set("namespace", namespace);
	return document.toString({ lineWidth: 0 });
}
function isTheSameWith(text, file, namespace, before) {
	try {
		const after = parseYaml(text, file)?.value;
		return isYamlMap(after) && after.size === before.size + 1 && after.get("namespace") === namespace;
	} catch (error) {
		if (!isImagesError(error)) throw error;
		return false;
	}
}

// src/project/kustomize-scan.ts
/** Kustomizations below one another, and times that one is built in all, with those of it that several others name. */
const depthLimit = 20;
const buildLimit = 1e3;
/** {@link scanKustomization} for several folders of one tree. */
function scanIndexed(index, folder) {
	const scan = {
		index,
		problems: [],
		done: /* @__PURE__ */ new Map(),
		open: /* @__PURE__ */ new Set()
	};
	const builds = visit(folder, void 0, scan);
	if (builds > buildLimit) {
		const message = `${plural(builds, "kustomization")} would be built, counting each as often as it is named; ${buildLimit} are the most`;
		scan.problems.push(new ProjectError("limit", message, { file: fileOf$1(scan.index, folder) }));
	}
	return scan.problems;
}
/** Reads a folder and all that it leads to, once. `from` is the file that names it. Returns the builds that it causes. */
function visit(folder, from, scan) {
	const known = scan.done.get(folder);
	if (known !== void 0) return known;
	if (scan.open.has(folder)) {
		scan.problems.push(new ProjectError("config", `the kustomization of ${quote(folder || ".")} is reached from itself`, { file: from ?? fileOf$1(scan.index, folder) }));
		return 0;
	}
	if (scan.open.size >= depthLimit) {
		const message = `kustomizations are nested more than ${depthLimit} deep`;
		scan.problems.push(new ProjectError("limit", message, { file: from ?? fileOf$1(scan.index, folder) }));
		return 0;
	}
	scan.open.add(folder);
	const builds = readFolder(folder, from, scan).reduce((sum, next) => Math.min(sum + visit(next.folder, next.file, scan), Number.MAX_SAFE_INTEGER), 1);
	scan.open.delete(folder);
	scan.done.set(folder, builds);
	return builds;
}
/** Folders that the kustomization of a folder names. */
function readFolder(folder, from, { index, problems }) {
	const files = kustomizationsIn(index, folder);
	const [first, second] = files;
	const name = quote(folder || ".");
	if (first === void 0) problems.push(new ProjectError("missing-file", `the folder ${name} has no kustomization.yaml`, { file: from ?? (folder || ".") }));
	if (second !== void 0) problems.push(new ProjectError("config", `the folder ${name} has more than one kustomization`, { file: second }));
	return files.flatMap((file) => {
		const attempt = (work) => {
			try {
				work();
			} catch (error) {
				if (!isImagesError(error) || !(error instanceof ProjectError)) throw error;
				problems.push(error);
			}
		};
		const found = [];
		attempt(() => {
			const root = readSingle(yamlText(index.tree, file), file);
			if (root) scanKeys(root, {
				index,
				folder,
				file,
				attempt,
				enter: (path) => void found.push(path)
			});
		});
		return found.map((path) => ({
			folder: path,
			file
		}));
	});
}
function fileOf$1(index, folder) {
	return kustomizationsIn(index, folder)[0] ?? (folder || ".");
}

// src/io/kustomize.ts
/** Opens the kustomize of this machine: `kubectl kustomize`, else `kustomize`. `runner` is for tests. */
function openKustomizer(surroundings, runner = openProgramRunner(surroundings)) {
	return { build: async (tree, folders) => {
		const index = indexTree(tree);
		const results = /* @__PURE__ */ new Map();
		for (const folder of folders) {
			const problem = inOne(scanIndexed(index, folder));
			if (problem) results.set(folder, problem);
		}
		const allowed = [...new Set(folders)].filter((folder) => !results.has(folder));
		const program = findProgram(["kubectl", "kustomize"], surroundings);
		if (program === void 0) {
			for (const folder of allowed) results.set(folder, noProgram(fileOf(index, folder)));
			return results;
		}
		const jobs = allowed.map((folder) => ({
			folder,
			file: fileOf(index, folder)
		}));
		const built = await runJobs(tree, jobs, (job, room) => buildFolder(runner, program, room, job));
		return new Map([...results, ...built]);
	} };
}
/** The first of several problems, with the number of the others. */
function inOne([first, ...more]) {
	if (first === void 0 || more.length === 0) return first;
	const { code, message, place, hint, excerpt } = first;
	return new ProjectError(code, `${message} (${plural(more.length, "more problem")} in the kustomizations of this folder)`, place, {
		hint,
		excerpt
	});
}
function fileOf(index, folder) {
	return kustomizationsIn(index, folder)[0] ?? (folder || ".");
}
function noProgram(file) {
	return new ProjectError("unsupported", "this kustomization needs the program kubectl or kustomize, and neither is on PATH", { file }, { hint: "Install one of them before this step; in the checked-out repository they are not looked for." });
}
async function buildFolder(runner, program, room, { folder, file }) {
	const verb = program.name === "kubectl" ? "kustomize" : "build";
	const run = await runner.run(program, [
		verb,
		"--",
		folder === "" ? room.tree : `${room.tree}/${folder}`
	], room);
	const name = quote(folder || ".");
	if (run.kind === "stopped") return new ProjectError("limit", `${program.name} ${verb} of ${name} ${run.why}`, { file });
	if (run.status === 0) return run.output;
	const reason = programReason(reasonIn(run.errors), room);
	const why = reason === "" ? `status ${run.status}` : reason;
	return new ProjectError("config", `kustomize cannot build ${name}: ${why}`, { file }, { hint: hintFor(run.errors) });
}
/** What is wrong, without the warnings about old keys before it and without the form of kubectl's log, `E… file.go:1] "…" err="…"` or `err=<…>`. */
function reasonIn(errors) {
	const [, quoted, block] = /^[EF]\d{4} .*? err=(?:"((?:[^"\\]|\\.)*)"|<\n([\s\S]*?)\n ?>)/m.exec(errors) ?? [];
	if (quoted !== void 0) return quoted.replace(/\\n/g, " ").replace(/\\(["\\])/g, "$1");
	if (block !== void 0) return block;
	const start = /^error: /im.exec(errors);
	return start ? errors.slice(start.index + start[0].length) : errors;
}
function hintFor(errors) {
	if (/is not in or below/.test(errors)) return "kluctl lets a kustomization read files outside of its folder, and kustomize run on untrusted files does not: move the file below the folder, or give the other folder a kustomization and list the folder.";
}

export { findConnected, isOurs, openConnectedRunner, openHelm, openKustomizer, withNamespace };