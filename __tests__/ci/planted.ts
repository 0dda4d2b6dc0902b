import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { version } from '../../src/about.ts'

/** Programs that a recipe runs, or that npm, npx or a `#!/usr/bin/env node` may look for. */
const programs = ['node', 'sh', 'bash', 'env', 'npm', 'npx', 'git', 'awk', 'sed', 'kluctl-images']

/**
 * Puts into a checkout whatever npm and Node.js obey or run of a folder that they are started in.
 * @param canary a file that is there as soon as one of them was run
 */
export function plant(folder: string, canary: string): void {
  const write = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
    chmodSync(join(folder, path), mode)
  }
  for (const name of programs) write(`node_modules/.bin/${name}`, `#!/bin/sh\necho ${name} >> '${canary}'\n`, 0o755)
  write('shell.sh', `#!/bin/sh\necho shell >> '${canary}'\n`, 0o755)
  write('hook.cjs', `require('fs').appendFileSync('${canary}', 'hook\\n')\n`)
  write(
    '.npmrc',
    `registry=http://127.0.0.1:9/\nscript-shell=./shell.sh\nnode-options=--require=${folder}/hook.cjs\nignore-scripts=false\n`
  )
  const scripts = { preinstall: './shell.sh', install: './shell.sh', postinstall: './shell.sh', prepare: './shell.sh' }
  const self = { name: 'kluctl-images', version, bin: 'run.js' }
  write('package.json', JSON.stringify({ ...self, scripts, dependencies: { 'kluctl-images': version } }))
  write('run.js', `#!/usr/bin/env node\nrequire('fs').appendFileSync('${canary}', 'own\\n')\n`, 0o755)
  write('node_modules/kluctl-images/package.json', JSON.stringify(self))
  write('node_modules/kluctl-images/run.js', `#!/usr/bin/env node\nrequire('./../../run.js')\n`, 0o755)
}
