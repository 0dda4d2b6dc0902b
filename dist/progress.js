import { cutToColumns, terminalText } from "./words.js";

// src/cli/progress.ts
/** Work that takes no longer shows nothing. */
const patience = 500;
/** Least time between two lines. */
const pause = 100;
/**
* One line on standard error that rewrites itself, from half a second on and at most ten times a second. Nothing is shown where standard error
* is no terminal, or where the caller wants quiet.
*/
function openProgress(terminal, isQuiet = false, clock = systemClock) {
	if (isQuiet || !terminal.isErrorTerminal) return {
		report: () => void 0,
		end: () => void 0
	};
	let line = "";
	let due = clock.now() + patience;
	let cancel;
	let isOver = false;
	const show = () => {
		cancel = void 0;
		due = clock.now() + pause;
		terminal.status(line);
	};
	return {
		report(...step) {
			if (isOver) return;
			line = cutToColumns(terminalText(describe(...step)), Math.max(1, terminal.errorWidth - 1));
			cancel ??= clock.later(show, Math.max(0, due - clock.now()));
		},
		end() {
			isOver = true;
			cancel?.();
			terminal.status("");
		}
	};
}
function describe(...[stage, done = 0, total = 0]) {
	if (stage === "rendering") return "rendering the project";
	const of = `${done} of ${total}`;
	if (stage === "asking") return total === 0 ? "asking registries" : `asked ${of} ${total === 1 ? "repository" : "repositories"}`;
	if (stage === "verifying") return total === 0 ? "verifying images" : `verified ${of} ${total === 1 ? "image" : "images"}`;
	return total === 0 ? "reading labels" : `read labels of ${of} ${total === 1 ? "image" : "images"}`;
}
/** The clock of this process; it keeps nothing alive. */
const systemClock = {
	now: () => performance.now(),
	later(work, milliseconds) {
		const timer = setTimeout(work, milliseconds);
		timer.unref();
		return () => clearTimeout(timer);
	}
};

export { openProgress };