import { FileError, quote } from "./words.js";
import { codeOf } from "./files.js";
import { writeFlushed } from "./machine.js";
import { randomBytes } from "node:crypto";
import { dirname, join, sep } from "node:path";
import { linkSync, lstatSync, mkdirSync, realpathSync, rmSync, rmdirSync, unlinkSync } from "node:fs";

// src/io/init-files.ts
/**
* Writes new files into a repository, all of them or none: nothing that is there is written over or written through, be it a file, a folder
* or a link, also where it appears meanwhile (threat model F-02, Y-06, Y-07).
* @param root real path of the root of the repository
* @throws FileError, after what was written is taken away again
*/
function writeNewFiles(root, files) {
	const made = [];
	try {
		for (const file of files) {
			makeFolders(root, file.path, made);
			writeNew(root, file, made);
		}
	} catch (error) {
		for (const undo of made.toReversed()) quietly(undo);
		throw error;
	}
}
/** Level by level, so that no link on the way is followed. */
function makeFolders(root, path, made) {
	let folder = root;
	for (const name of path.split("/").slice(0, -1)) {
		if (name === "" || name === "." || name === ".." || name.toLowerCase() === ".git") throw outside(path);
		folder = join(folder, name);
		const stats = lstatSync(folder, { throwIfNoEntry: false });
		if (stats?.isSymbolicLink()) throw new FileError("outside-workspace", path, `${quote(path)}: its folder is a symbolic link and is not followed`);
		if (stats?.isDirectory()) continue;
		const added = folder;
		try {
			mkdirSync(added);
		} catch (error) {
			throw cannot(path, error);
		}
		made.push(() => rmdirSync(added));
	}
}
function writeNew(root, { path, text }, made) {
	const target = join(root, ...path.split("/"));
	const temporary = join(dirname(target), `.${randomBytes(6).toString("hex")}.tmp`);
	try {
		writeFlushed(temporary, text);
		place(temporary, target, text);
		made.push(() => unlinkSync(target));
		if (!realpathSync(target).startsWith(root.endsWith(sep) ? root : root + sep)) throw outside(path);
	} catch (error) {
		throw error instanceof FileError ? error : cannot(path, error);
	} finally {
		quietly(() => rmSync(temporary, { force: true }));
	}
}
/** A second name is only given where there is none; some file systems have no second names, and there the file is made at once. */
function place(temporary, target, text) {
	try {
		linkSync(temporary, target);
	} catch (error) {
		if (![
			"EPERM",
			"ENOTSUP",
			"EOPNOTSUPP",
			"ENOSYS",
			"EMLINK"
		].includes(codeOf(error))) throw error;
		writeFlushed(target, text);
	}
}
function outside(path) {
	return new FileError("outside-workspace", path, `${quote(path)} is not a place in the repository`);
}
function cannot(path, error) {
	const code = codeOf(error);
	if (code === "EEXIST") return new FileError("changed", path, `${quote(path)} is there by now, and nothing was written`, {
		hint: "Run init again: it leaves what exists as it is.",
		cause: error
	});
	const hint = [
		"EACCES",
		"EPERM",
		"EROFS"
	].includes(code) ? "Check the permissions of its folder." : void 0;
	return new FileError("write", path, `${quote(path)} cannot be written (${code}), and nothing was`, {
		hint,
		cause: error
	});
}
function quietly(undo) {
	try {
		undo();
	} catch {}
}

export { writeNewFiles };