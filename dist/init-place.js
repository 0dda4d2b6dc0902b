import { FileError, InputError, byCodeUnit, quote, visible } from "./words.js";
import { findBoundary, readUserFile } from "./machine.js";
import { codeOf } from "./files.js";
import { join, relative, resolve, sep } from "node:path";
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";

// src/io/init-place.ts
/**
* Every project may have the first, and parts that it includes never do; of the second alone a small project is made, and most parts.
* Source: kluctl v2.28, pkg/kluctl_project and pkg/deployment.
*/
const projectMarks = [".kluctl.yaml", ".kluctl.yml"];
const partMarks = ["deployment.yaml", "deployment.yml"];
/** Folders below the one that is looked in: `apps/shop/deploy` is found, and nobody waits for a tree of dependencies. */
const levels = 3;
const mostFolders = 5e3;
/**
* Finds the kluctl project: the folder itself, else the one folder in it, up to three levels below, that is one.
* @param folder as the user named it; undefined for the working directory
* @throws InputError where there is none, or several
*/
function findInitPlace(folder) {
	const named = realFolder(folder ?? ".");
	const { below, others } = kindOf(named) === void 0 ? projectBelow(named, folder) : {
		below: ".",
		others: []
	};
	const project = join(named, below);
	const repository = findBoundary(project, void 0);
	const here = realpathSync(".");
	const root = repository ?? (isBelow(project, here) ? here : named);
	const path = relative(root, project).split(sep).join("/");
	return {
		root,
		project: path === "" ? "." : path,
		hasRepository: repository !== void 0,
		others: others.map((other) => join(folder ?? "", other))
	};
}
function kindOf(folder) {
	if (projectMarks.some((name) => isFile(join(folder, name)))) return "project";
	return partMarks.some((name) => isDeploymentFile(join(folder, name))) ? "part" : void 0;
}
function isFile(path) {
	return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
/** Many a chart, and many a folder of plain manifests, has a deployment.yaml that is an object of Kubernetes. */
function isDeploymentFile(path) {
	if (!isFile(path)) return false;
	try {
		return !/^kind:/m.test(readUserFile(path) ?? "");
	} catch (error) {
		if (error instanceof FileError) return false;
		throw error;
	}
}
/** The one project in the folder; what may be one, or a part of one, counts only where nothing else does. */
function projectBelow(folder, named) {
	const shown = named === void 0 ? "here" : `in ${quote(named)}`;
	const found = findBelow(folder);
	const projects = found.flatMap(({ path, kind }) => kind === "project" ? path : []);
	const parts = found.flatMap(({ path, kind }) => kind === "part" ? path : []);
	const [first, ...others] = projects.length > 0 ? projects : parts;
	if (first === void 0) throw new InputError("project-dir", `there is no kluctl project ${shown}`, { hint: "Name the folder that holds .kluctl.yaml or deployment.yaml: kluctl-images init DIR." });
	if (others.length === 0) return {
		below: first,
		others: projects.length > 0 ? parts : []
	};
	const names = [first, ...others].slice(0, 20).map(visible).join(", ");
	throw new InputError("project-dir", `there are several kluctl projects ${shown}: ${names}`, { hint: `Choose one: kluctl-images init ${visible(join(named ?? "", first))}. Each has a policy and pipelines of its own.` });
}
/** The projects and parts in a folder, level by level; not what lies in another project, and of a part only the uppermost folder. */
function findBelow(folder) {
	const found = [];
	let level = [{
		path: "",
		isInPart: false
	}];
	let seen = 0;
	for (let depth = 1; depth <= levels; depth += 1) {
		const next = [];
		for (const { path: above, isInPart } of level) for (const name of foldersIn(join(folder, above))) {
			seen += 1;
			if (seen > mostFolders) return found;
			const path = above === "" ? name : `${above}/${name}`;
			const kind = kindOf(join(folder, path));
			if (kind !== void 0 && !(isInPart && kind === "part")) found.push({
				path,
				kind
			});
			if (kind !== "project") next.push({
				path,
				isInPart: isInPart || kind === "part"
			});
		}
		level = next;
	}
	return found;
}
function foldersIn(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules").map(({ name }) => name).toSorted(byCodeUnit);
	} catch (error) {
		if ([
			"EACCES",
			"EPERM",
			"ENOENT",
			"ENOTDIR"
		].includes(codeOf(error))) return [];
		throw error;
	}
}
function realFolder(path) {
	try {
		const real = realpathSync(resolve(path));
		if (statSync(real).isDirectory()) return real;
	} catch (error) {
		if (![
			"ENOENT",
			"ENOTDIR",
			"EACCES",
			"ELOOP",
			"ENAMETOOLONG"
		].includes(codeOf(error))) throw error;
	}
	const why = existsSync(path) ? "is no folder that can be read" : "is not there";
	throw new InputError("project-dir", `the folder ${quote(path)} ${why}`);
}
function isBelow(path, folder) {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

export { findInitPlace };