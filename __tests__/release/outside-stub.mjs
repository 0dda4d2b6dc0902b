// Stands for gh and for what npm knows of the world. Every call is a line of a log; what they hold is a JSON file. STUB_FAIL names a call that fails.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'

const [home, program, ...args] = process.argv.slice(2)
const store = join(home, 'release-files')
const stateFile = join(home, 'state.json')
const state = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : {}
const words = args.map(arg => basename(arg))
appendFileSync(join(home, 'calls.log'), `${[program, ...words].join(' ')}\n`)
const fails = process.env['STUB_FAIL'] ?? ''
if (fails !== '' && [program, ...args].join(' ').startsWith(fails)) stop('no connection')

if (program === 'npm') npm(args[0])
else gh(`${args[0]} ${args[1]}`)
writeFileSync(stateFile, JSON.stringify(state))

function npm(command) {
  if (command === '--version') say(`${process.env['STUB_NPM'] ?? '11.6.0'}\n`)
  else if (command === 'view') {
    if (state.npm === undefined) stop('npm error code E404\nnpm error 404 No match found')
    say(JSON.stringify(state.npm.integrity))
  } else if (command === 'publish') {
    const integrity = `sha512-${createHash('sha512').update(readFileSync(args[1])).digest('base64')}`
    state.npm = { integrity, tag: after('--tag'), provenance: args.includes('--provenance') }
  } else {
    const path = process.env['PATH'].split(delimiter).filter(folder => folder !== dirname(process.env['STUB_SELF']))
    const { status } = spawnSync('npm', args, { stdio: 'inherit', env: { ...process.env, PATH: path.join(delimiter) } })
    process.exit(status ?? 1)
  }
}

function gh(command) {
  if (command === 'attestation verify') {
    if (process.env['STUB_UNATTESTED'] === basename(args[2])) stop('no attestations found')
  } else if (command === 'release view') {
    if (state.release === undefined) stop('release not found')
    say(JSON.stringify(state.release))
  } else if (command === 'release create') {
    state.release = {
      isDraft: args.includes('--draft'),
      isImmutable: false,
      isPrerelease: args.includes('--prerelease')
    }
    put(args.slice(3, args.indexOf('--draft')))
    state.release.notes = readFileSync(after('--notes-file'), 'utf8')
  } else if (command === 'release upload') put(args.slice(3, args.indexOf('--clobber')))
  else if (command === 'release edit') {
    if (args.includes('--draft=false')) {
      Object.assign(state.release, { isDraft: false, isImmutable: process.env['STUB_MUTABLE'] !== '1' })
      state.release.isLatest = args.includes('--latest=true')
    }
  } else if (command === 'release download') {
    for (const { name } of state.release.assets) copyFileSync(join(store, name), join(after('--dir'), name))
  } else stop(`unknown command ${command}`)
}

function put(paths) {
  mkdirSync(store, { recursive: true })
  for (const path of paths) copyFileSync(path, join(store, basename(path)))
  const names = new Set([
    ...(state.release.assets ?? []).map(asset => asset.name),
    ...paths.map(path => basename(path))
  ])
  state.release.assets = [...names].map(name => ({ name }))
}

function after(flag) {
  return args[args.indexOf(flag) + 1]
}

function say(text) {
  process.stdout.write(text)
}

function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
