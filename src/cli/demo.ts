import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { demoProject, demoTags } from '../demo/project.ts'
import { type EmbeddedRegistry, startEmbeddedRegistry } from '../demo/registry.ts'
import { parseOptions } from '../options.ts'
import { formatComment } from '../report/markdown.ts'
import { formatTable } from '../report/terminal.ts'
import type { RunResult } from '../run.ts'
import type { Command, Terminal } from './command.ts'
import { quietLog } from './log.ts'

export const command: Command = {
  name: 'demo',
  usage: 'demo',
  summary: 'Run the main job on an embedded project and registry, without network.',
  description:
    'Starts a small registry on loopback, resolves an example project twice (once before and once after new tags are pushed), and shows the file, the table and the comment a reviewer would see.',
  examples: ['kluctl-images demo'],
  flags: [],
  options: [],
  positionals: [],
  run: async (_parsed, terminal) => {
    const registry = await startEmbeddedRegistry()
    try {
      return await tell(registry, terminal)
    } finally {
      await registry.stop()
    }
  }
}

const host = 'registry.example.com'

async function tell(registry: EmbeddedRegistry, terminal: Terminal): Promise<0 | 1> {
  const folder = mkdtempSync(join(tmpdir(), 'kluctl-images-demo-'))
  const project = join(folder, 'project')
  for (const [path, text] of Object.entries(demoProject)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
  const outputFile = join(folder, 'fixed-images.yaml')
  const resolve = (): Promise<RunResult> => resolveDemo(registry, terminal, { project, folder, outputFile })
  const heading = (text: string): void =>
    terminal.out(`\n${'─'.repeat(4)} ${text} ${'─'.repeat(Math.max(4, 90 - text.length))}\n\n`)

  terminal.out(
    'An example shop: three services and a database, which the target pins. Its templates call images.get_image.\n'
  )
  terminal.out(`The registry ${host} is embedded and answers on 127.0.0.1; no network is used.\n`)
  for (const [repository, { first }] of Object.entries(demoTags)) registry.push(repository, first)
  heading('First run: there is no fixed-images file yet')
  const first = await resolve()
  terminal.out(formatTable(first.report, terminal))

  for (const [repository, { later }] of Object.entries(demoTags)) registry.push(repository, later)
  heading('New tags are pushed: shop/web 1.11.0, shop/orders main-101, and others. Second run')
  const second = await resolve()
  terminal.out(formatTable(second.report, terminal))

  heading('The file: every kluctl reads it')
  terminal.out(second.text)
  heading('The comment a reviewer would see (Markdown)')
  terminal.out(
    `${formatComment(second.report, { marker: '<!-- kluctl-images:demo -->', fixedImagesFile: 'fixed-images.yaml' })}\n`
  )
  heading('Done')
  terminal.out(
    `Project: ${project}\nWritten: ${outputFile}\n\nNext: kluctl-images resolve YOUR-PROJECT, or see README.md for the workflow.\n`
  )
  return first.ok && second.ok ? 0 : 1
}

type DemoFiles = { readonly project: string; readonly folder: string; readonly outputFile: string }

async function resolveDemo(
  { port }: EmbeddedRegistry,
  terminal: Terminal,
  { project, folder, outputFile }: DemoFiles
): Promise<RunResult> {
  const { options } = parseOptions({
    'project-dir': project,
    target: 'prod',
    'output-file': outputFile,
    'report-file': join(folder, 'images-report.json')
  })
  const { openMachine } = await import('../io/machine.ts')
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
