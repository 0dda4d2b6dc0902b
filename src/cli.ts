#!/usr/bin/env node
// The first lines that run. They are written for the oldest Node that can read them, so that it can be told what is missing.
const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && (minor < 18 || (minor === 18 && patch < 1)))) {
  process.stderr.write(`kluctl-images needs Node.js 20.18.1 or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  void import('./cli/main.ts').then(({ main }) => main(process.argv.slice(2)))
}
