import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { demoHost, demoProject, demoTags } from '../demo/project.ts'
import { startEmbeddedRegistry } from '../demo/registry.ts'
import { FileError } from '../errors.ts'
import { makeColours } from '../report/colour.ts'
import { formatComment } from '../report/markdown.ts'
import { formatTable } from '../report/terminal.ts'
import type { RunResult } from '../run.ts'
import type { Command, Terminal } from './command.ts'
import { quietLog } from './log.ts'

export const command: Command = {
  name: 'demo',
  usage: 'demo',
  summary: 'Run the main job on an example project and an embedded registry, without network.',
  description:
    'Starts a small registry on loopback and resolves an example project twice, before and after new tags are pushed. Shows the table, the file and the comment that a reviewer would see. Writes only into a new folder for temporary files, which stays for a look.',
  examples: ['kluctl-images demo'],
  flags: [],
  options: [],
  positionals: [],
  run
}

async function run(_parsed: unknown, terminal: Terminal): Promise<0 | 1> {
  const folder = makeProject()
  const registry = await startEmbeddedRegistry()
  const push = (when: 'first' | 'later'): void => {
    for (const [repository, tags] of Object.entries(demoTags)) registry.push(repository, tags[when])
  }
  const bold = makeColours(terminal.color).bold
  const chapter = (title: string, text: string): void => terminal.out(`\n${bold(`== ${title} ==`)}\n\n${text}`)
  try {
    terminal.out(
      `An example shop whose templates ask for images, as in services/web/web.yaml:\n\n  image: {{ images.get_image("${demoHost}/web", "semver()") }}\n\nThe registry ${demoHost} is a small server on 127.0.0.1; no network is used.\n`
    )
    push('first')
    const first = await resolveDemo(folder, demoHost, registry.port, terminal)
    chapter('1. The first run finds every call and asks for the newest tags', formatTable(first.report, terminal))

    push('later')
    const second = await resolveDemo(folder, demoHost, registry.port, terminal)
    chapter('2. New tags are pushed, of all but proxy; the second run', formatTable(second.report, terminal))
    chapter('3. The fixed-images file, for kluctl deploy --fixed-images-file', second.text)

    const texts = { marker: '<!-- kluctl-images:demo -->', fixedImagesFile: 'fixed-images.yaml' }
    chapter('4. The comment on the pull request, as Markdown', `${formatComment(second.report, texts).trimEnd()}\n`)
    terminal.out(
      `\nAll of it is in ${folder}\nNext, on your own project: kluctl-images init DIR shows a filter for each image and a pipeline, and writes nothing until you say so;\nkluctl-images resolve DIR does the same as here. In a clone: node dist/cli.js in place of kluctl-images.\n`
    )
    return first.ok && second.ok ? 0 : 1
  } finally {
    await registry.stop()
  }
}

/** Writes the example project into a new folder. @throws FileError */
function makeProject(): string {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'kluctl-images-demo-'))
    for (const [path, text] of Object.entries(demoProject)) {
      const file = join(folder, 'project', path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    return folder
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new FileError('write', tmpdir(), `the demo cannot write into ${tmpdir()}${why}`, {
      hint: 'Set TMPDIR to a folder that can be written.',
      cause: error
    })
  }
}

/** The same road as `resolve`; only the registry's name leads to this machine. */
async function resolveDemo(folder: string, host: string, port: number, terminal: Terminal): Promise<RunResult> {
  const { parseOptions } = await import('../options.ts')
  const { openMachine } = await import('../io/machine.ts')
  const { options } = parseOptions({
    'project-dir': join(folder, 'project'),
    target: 'prod',
    'output-file': join(folder, 'fixed-images.yaml'),
    'report-file': join(folder, 'images-report.json')
  })
  const machine = await openMachine(options, {
    env: { KLUCTL_REGISTRY_HOST: host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true', HOME: folder },
    log: quietLog(terminal),
    connectTo: new Map([[host, { host: '127.0.0.1', port }]])
  })
  try {
    const result = await machine.run()
    machine.write(result)
    return result
  } finally {
    await machine.close()
  }
}
