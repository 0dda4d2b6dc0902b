import { InputError, quote } from "./words.js";

// src/cli/comment-host.ts
/** @throws InputError for a place where no comment can be posted */
function readHost(wanted) {
	if (wanted === void 0 || wanted === "gitlab") return wanted;
	throw new InputError("--comment", `${quote(String(wanted))} is no place to comment; only gitlab is`, { hint: "Elsewhere, write the text with --comment-file and post it with the tools of your CI system." });
}

export { readHost };