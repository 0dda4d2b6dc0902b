import { FilterError, FixedImagesError, ImageNameError, InputError, LockError, ProjectError, formatCommandHelp, formatEnvironment, formatOverview, formatPlace, helpAddresses, isImagesError, kindOf, makeColours, nearest, optionTable, parseFlags, quote, shownExcerpt, terminalText, version } from "./words.js";
import { setFlagsFromString } from "node:v8";

// src/io/engine.ts
/**
* Has V8 compile WebAssembly once, with its quick compiler. What there is of it is the parser of HTTP/1.1: made faster in the background,
* as V8 would, it costs more time and memory than a run can ever win back, and a process waits for that at its end. To be called before
* anything of it is loaded.
*/
function compileOnce() {
	setFlagsFromString("--liftoff-only");
}

// src/io/terminal.ts
/** The terminal of this process. Colours only where a person looks, and never against `NO_COLOR`. */
function openTerminal() {
	const { env, stdin, stdout, stderr } = process;
	const isDumb = env["TERM"] === "dumb";
	const mayColor = (env["NO_COLOR"] ?? "") === "" && !isDumb;
	const isErrorTerminal = stderr.isTTY === true && !isDumb;
	const status = isErrorTerminal ? statusLine((content) => void stderr.write(content)) : () => void 0;
	surviveClosedStreams();
	return {
		env,
		out: (content) => {
			status("");
			stdout.write(content);
		},
		err: (content) => {
			status("");
			stderr.write(content);
		},
		status,
		async readInput() {
			const { text } = await import("node:stream/consumers");
			return text(stdin);
		},
		isInputTerminal: stdin.isTTY === true,
		async ask(question) {
			const { createInterface } = await import("node:readline");
			const lines = createInterface({
				input: stdin,
				output: stderr
			});
			return new Promise((resolve) => {
				lines.once("close", () => resolve(""));
				lines.question(question, (answer) => {
					resolve(answer);
					lines.close();
				});
			});
		},
		color: mayColor && stdout.isTTY === true,
		errorColor: mayColor && stderr.isTTY === true,
		width: stdout.columns || 120,
		isErrorTerminal,
		errorWidth: stderr.columns || 80
	};
}
/** A line that is rewritten in place; the empty text takes it away (ECMA-48 8.3.41, erase in line). */
function statusLine(write) {
	let shown = "";
	return (line) => {
		if (line === shown) return;
		write(`\r\u001b[2K${line}`);
		shown = line;
	};
}
/**
* A reader that goes away, as `head` does, is no failure: the work is finished and its exit code stays. Any other trouble with standard
* output, as a full disk, is said in one line and ends with 1.
*/
function surviveClosedStreams() {
	const { stdout, stderr } = process;
	let isLost = false;
	stderr.on("error", () => void 0);
	stdout.on("error", (error) => {
		if (isLost || error.code === "EPIPE") return;
		isLost = true;
		const why = error.code === "ENOSPC" ? "the disk is full" : error.code ?? error.message;
		stderr.write(`error: standard output cannot be written (${why})\n`);
		process.once("exit", () => {
			process.exitCode = 1;
		});
	});
}

// src/cli/commands.ts
/** The commands, in the order of the overview. Each is loaded only where it is wanted, so that a small one starts quickly. */
const commands = {
	init: () => import("./init.js"),
	resolve: () => import("./resolve.js"),
	merge: () => import("./merge.js"),
	verify: () => import("./verify.js"),
	render: () => import("./render.js"),
	pick: () => import("./pick.js"),
	tags: () => import("./tags.js"),
	doctor: () => import("./doctor.js"),
	suggest: () => import("./suggest.js"),
	diff: () => import("./diff.js"),
	export: () => import("./export.js"),
	demo: () => import("./demo.js"),
	completion: () => import("./completion.js")
};
/** All commands, in the order of the overview. */
async function loadCommands() {
	return (await Promise.all(Object.values(commands).map((load) => load()))).map(({ command }) => command);
}
/** @throws InputError for a word that is no command, with the one that it most likely means */
async function loadCommand(name) {
	const load = Object.hasOwn(commands, name) ? commands[name] : void 0;
	if (load) return (await load()).command;
	const names = Object.keys(commands);
	const near = nearest(name, names);
	const what = name.startsWith("-") ? `the flag ${quote(name)} is not known here` : `there is no command ${quote(name)}`;
	throw new InputError("command", what, { hint: near === void 0 ? `Commands: ${names.join(", ")}. See kluctl-images --help.` : `Did you mean ${near}?` });
}

// src/cli/main.ts
/** The command line. Sets the exit code; never throws. */
async function main(args, terminal = openTerminal()) {
	compileOnce();
	process.exitCode = await runCommand(args, terminal);
}
/** Runs one command and turns every error into text and an exit code. */
async function runCommand(args, terminal) {
	const mistyped = /* @__PURE__ */ new WeakSet();
	try {
		return await dispatch(args, terminal, mistyped);
	} catch (error) {
		const errors = error instanceof AggregateError ? error.errors : [error];
		const addresses = helpAddresses(errors.map((one) => explainedKind(one, mistyped)));
		for (const [index, one] of errors.entries()) report(one, addresses[index], terminal);
		return exitCodeOf(error);
	}
}
async function dispatch([name, ...rest], terminal, mistyped) {
	if (name === "--version" || name === "-V" || name === "version") {
		terminal.out(`${version}\n`);
		return 0;
	}
	if (name === void 0) {
		terminal.err(await overview(terminal));
		return 2;
	}
	if (name === "--help" || name === "-h" || name === "help") {
		terminal.out(await readWords(() => help(rest[0], terminal), mistyped));
		return 0;
	}
	const { command, parsed } = await readWords(async () => {
		const command = await loadCommand(name);
		const parsed = parseFlags(rest, command.flags, command.options);
		if (parsed.own.get("help") !== true) checkPositionals(command, parsed.positionals);
		return {
			command,
			parsed
		};
	}, mistyped);
	if (parsed.own.get("help") === true) {
		terminal.out(formatCommandHelp(command, terminal.width));
		return 0;
	}
	return command.run(parsed, terminal, loadCommands);
}
/** Reads words of the command line; what is wrong with them as such is put into `mistyped`. */
async function readWords(read, mistyped) {
	try {
		return await read();
	} catch (error) {
		for (const one of error instanceof AggregateError ? error.errors : [error]) if (isImagesError(one)) mistyped.add(one);
		throw error;
	}
}
async function help(wanted, terminal) {
	if (wanted === void 0) return overview(terminal);
	if (wanted === "environment") return formatEnvironment(terminal.width);
	return formatCommandHelp(await loadCommand(wanted), terminal.width);
}
async function overview({ width }) {
	return formatOverview(await loadCommands(), width);
}
function checkPositionals({ name, usage, positionals }, given) {
	const hint = `Usage: kluctl-images ${usage} [flags]`;
	const missing = positionals.filter((word) => !word.endsWith("?"))[given.length];
	if (missing !== void 0) throw new InputError("command", `${name} needs ${missing.replace("...", "")}`, { hint });
	if (positionals.at(-1)?.includes("...")) return;
	const surplus = given[positionals.length];
	if (surplus !== void 0) throw new InputError("command", `${quote(surplus)} is one argument too many`, { hint });
}
function report(error, address, terminal) {
	if (!isImagesError(error)) {
		terminal.err(`kluctl-images: this is a bug, please report it\n${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
		return;
	}
	const hint = error.hint === void 0 ? "" : `\n  ${error.hint}`;
	const caret = error instanceof FilterError ? `\n${error.caret()}` : "";
	const lines = `${subject(error)}${error.message}${caret}`.split("\n");
	const excerpt = error instanceof ProjectError ? shownExcerpt(error.excerpt ?? []) : [];
	const { dim } = makeColours(terminal.errorColor);
	const shown = [
		...lines.map(terminalText),
		...excerpt.map((line) => dim(`    ${terminalText(line.replaceAll("	", " "))}`)),
		...hint.split("\n").slice(1).map(terminalText),
		...address === void 0 ? [] : [dim(`  See ${address}`)]
	];
	terminal.err(`error: ${shown.join("\n")}\n`);
}
/** What a page explains: a bug has none, and a mistyped word of the command line needs none beside its hint. */
function explainedKind(error, mistyped) {
	return isImagesError(error) && !mistyped.has(error) ? kindOf(error) : {
		error: "",
		code: ""
	};
}
/** What a message is about, in front of it: a flag or variable that it does not name itself, or the place in a file. */
function subject(error) {
	if (error instanceof InputError) {
		const { input, message } = error;
		const option = optionTable.find(({ name }) => name === input);
		if (message.startsWith(input) || message.startsWith(`the flag ${quote(input)}`) || input === "command" || input === "project-dir" || option?.actionOnly === true) return "";
		return `${option === void 0 ? input : `--${input}`}: `;
	}
	const place = error instanceof ProjectError || error instanceof FixedImagesError || error instanceof LockError ? error.place : void 0;
	return place === void 0 ? "" : `${formatPlace(place)}: `;
}
function exitCodeOf(error) {
	if (error instanceof AggregateError) return error.errors.every((one) => exitCodeOf(one) === 2) ? 2 : 1;
	return [
		InputError,
		FixedImagesError,
		FilterError,
		ImageNameError
	].some((type) => error instanceof type) ? 2 : 1;
}

export { main };