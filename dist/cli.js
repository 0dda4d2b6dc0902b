#!/usr/bin/env node
// src/cli.ts
const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || major === 20 && (minor < 18 || minor === 18 && patch < 1)) {
	process.stderr.write(`kluctl-images needs Node.js 20.18.1 or newer; this is ${process.versions.node}.\n`);
	process.exitCode = 2;
} else import("./main.js").then(({ main }) => main(process.argv.slice(2)));

export {  };