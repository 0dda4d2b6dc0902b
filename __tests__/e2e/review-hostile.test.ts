import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { artifactFiles } from '../../src/io/artifact-files.ts'
import { readArchive } from '../../src/io/artifact-zip.ts'
import { type BlobStore, hasAzurite, startAzurite } from '../helpers/azurite.ts'
import { type FakeGitHub, startGitHub } from '../helpers/github.ts'
import { actionNode } from '../helpers/nodes.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { type ResultsService, startResultsService } from '../helpers/results-service.ts'
import { type RunnerResult, runAction } from '../helpers/runner.ts'
import { makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'
import { hostileTexts } from '../report/hostile.ts'
import { dataRows, findActiveParts, parseMarkdown } from '../report/markdown-tree.ts'
import { eventOf } from './review-stage.ts'

const commands = [
  '::error::forged',
  '\n::set-output name=changed::true',
  '##[error]forged',
  '\r::warning file=x::forged',
  '\u2028::notice::forged',
  '::stop-commands::pause\nx\n::pause::',
  '::add-mask::images',
  'ghadelimiter_0000\nforged=1\nx<<EOF\n1\nEOF'
]
const texts = [...hostileTexts.map(([, text]) => text), ...commands]

/** Every text is the name of a container and of an object, a tag of the registry, and what a template raises. */
describe.runIf(hasAzurite)('texts that want to be more than text, through the whole Action', () => {
  let store: BlobStore
  let service: ResultsService
  let registry: LoopbackRegistry
  let github: FakeGitHub
  let workspace: Workspace
  let result: RunnerResult
  let files: ReadonlyMap<string, string>

  beforeAll(async () => {
    store = await startAzurite()
    service = await startResultsService(store)
    github = await startGitHub()
    registry = await startRegistry({ repositories: { app: ['1.0.0', ...texts] } })
    const image = `{{ images.get_image('${registry.host}/app', version.regex('.*')) }}`
    const objects = texts.map(text => {
      const containers = [{ name: text, image }]
      return {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: text },
        spec: { template: { spec: { containers } } }
      }
    })
    const raising = texts.map(
      (text, index) => [`raise-${index}.yaml`, `a: {{ raise(${JSON.stringify(text)}) }}\n`] as const
    )
    // JSON is YAML, and a template of its own: what would be one is made plain
    const manifest = objects.map(object => JSON.stringify(object)).filter(text => !/\{[%#]|\{\{(?! images)/.test(text))
    workspace = makeWorkspace({ 'app.yaml': manifest.join('\n---\n'), ...Object.fromEntries(raising) })
    result = await runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      eventName: 'pull_request',
      event: eventOf('pull_request'),
      token: 'workflow-token',
      apiUrl: github.url,
      artifacts: service,
      inputs: { comment: 'always', 'fail-on': 'unresolved' },
      env: { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
    })
    files = readArchive((await store.read('1.zip')) ?? Buffer.alloc(0), artifactFiles)
  })
  afterAll(async () => {
    await registry.stop()
    await github.close()
    await service.close()
    await store.close()
    workspace.remove()
  })

  test('end in the failures that they are, in comment, summary, outputs and artifact', () => {
    expect(result).toMatchObject({ exitCode: 1, problems: [] })
    expect(result.log).not.toMatch(/\n\s+at |bug of kluctl-images/)
    expect(result.outputs['verdict']).toMatch(/^1 image is new, \d{3} errors in the project$/)
    expect(github.comments[0]?.body).toContain('`Deployment/')
    expect(Number(result.outputs['failures-count'])).toBeGreaterThanOrEqual(texts.length)
    expect(github.problems).toEqual([])
    expect([...files.keys()].toSorted()).toEqual(['images-diff.md', 'images-report.json', 'pull-request.json'])
    expect(files.get('images-report.json')).toBe(workspace.read('images-report.json'))
  })

  test('set no output and no file of the runner', () => {
    expect(Object.keys(result.outputs)).not.toContain('forged')
    expect(result.outputs).toMatchObject({ 'fixed-images-path': '', 'artifact-id': '1' })
    expect(JSON.parse(result.outputs['changes'] ?? '')).toBeInstanceOf(Array)
  })

  test('are no commands in the log', () => {
    expect(result.annotations.map(({ message }) => message).filter(message => message === 'forged')).toEqual([])
    expect(result.annotations.every(({ properties }) => properties['file'] !== 'x')).toBe(true)
    // a mask would have hidden it
    expect(result.log).toContain('images')
  })

  test.each([
    ['comment', () => github.comments[0]?.body ?? '', 65_536],
    ['summary', () => result.summary, 1024 * 1024],
    ['artifact', () => files.get('images-diff.md') ?? '', Number.POSITIVE_INFINITY]
  ])('leave the markup of the %s as it is', (name, read, limit) => {
    const markdown = read()
    expect(markdown).toMatch(/^(?:<!-- kluctl-images:[ -~]+ -->\n)?### /)
    expect(markdown.length).toBeLessThanOrEqual(limit)
    expect(markdown.match(/^<!-- kluctl-images:/gm)?.length ?? 0).toBe(name === 'comment' ? 1 : 0)
    const opened = markdown.match(/^ *<details>/gm)?.length ?? 0
    expect(markdown.match(/^ *<\/details>/gm)?.length ?? 0).toBe(opened)
    const shown = markdown.replace(/^<!-- kluctl-images:.*\n/, '')
    const page = 'https://github.com/acme/shop/actions/runs/1701'
    expect(findActiveParts(shown, [page, `${page}/artifacts/1`])).toEqual([])
    expect(dataRows(parseMarkdown(shown)).map(({ children }) => children?.length)).toEqual([5])
  })
})
