import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from '../helpers/command.ts'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { deployment } from '../helpers/workspace.ts'
import { messagesOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

/** What the registry has, and what the file says before the run. */
type Situation = { readonly tags: readonly string[]; readonly before?: string; readonly pinned?: boolean }

const patch: Situation = { tags: ['1.0.0', '1.0.1'], before: '1.0.0' }
const major: Situation = { tags: ['1.0.0', '2.0.0'], before: '1.0.0' }
const downgrade: Situation = { tags: ['1.0.0', '1.1.0'], before: '1.2.0' }
const unresolved: Situation = { tags: ['latest'], before: '1.0.0' }
const pinned: Situation = { tags: ['1.0.0'], before: '1.0.0', pinned: true }
const trap: Situation = { tags: ['1.2.0', '1.3.0', '2024.01.01'], before: '2024.01.01' }
const same: Situation = { tags: ['1.0.0'], before: '1.0.0' }

describe.runIf(dockerRegistryAvailable)('fail-on', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await startStage()
  })
  afterEach(async () => {
    expect(stage.github.problems).toEqual([])
    await stage.close()
  })

  const arrange = async ({ tags, before, pinned: isPinned }: Situation): Promise<Record<string, string>> => {
    await stage.registry.pushTags('gate/app', tags)
    const image = `${stage.registry.host}/gate/app`
    const entry = `images:\n  - image: ${image}\n    resultImage: ${image}:${before}\n`
    stage.workspace.write({
      'web.yaml': deployment('app', { app: `{{ images.get_image("${image}") }}` }),
      'pins.yaml.txt': entry,
      ...(before === undefined ? {} : { 'fixed-images.yaml': entry })
    })
    return isPinned ? { 'fixed-images-file': 'pins.yaml.txt' } : {}
  }

  test.each<[string, string, Situation, string | undefined]>([
    ['unresolved', 'an image without answer', unresolved, '1 image could not be resolved'],
    ['unresolved', 'a change', patch, undefined],
    ['downgrade', 'an older tag', downgrade, '1 image changes'],
    ['downgrade', 'a newer tag', major, undefined],
    ['major', 'a new major version', major, '1 image changes'],
    ['major', 'a patch', patch, undefined],
    ['unpinned', 'what the registry decides', same, 'No image changes'],
    ['unpinned', 'pins', pinned, undefined],
    ['trap', 'tags that a filter mistakes', trap, 'No image changes, 1 has a trap'],
    ['trap', 'plain tags', patch, undefined],
    ['change', 'a patch', patch, '1 image changes'],
    ['change', 'nothing new', same, undefined]
  ])('%s with %s', async (gate, _name, situation, numbers) => {
    const inputs = { ...(await arrange(situation)), 'fail-on': gate }
    const before = stage.workspace.read('fixed-images.yaml')
    const result = await stage.step({ inputs: { ...inputs, comment: 'always' } })
    const failed = numbers !== undefined
    expect(result.exitCode, result.log).toBe(failed ? 1 : 0)
    expect(result.outputs['failed-gates']).toBe(failed ? gate : '')
    const body = stage.github.comments[0]?.body ?? ''
    if (failed) {
      const report = JSON.parse(stage.workspace.read('images-report.json') ?? '')
      const [{ remedy }] = report.gates
      expect(remedy).toMatch(/^[a-z].{15}/)
      expect(result.outputs['verdict']).toBe(
        gate === 'unresolved' ? numbers : `${numbers} – gate ${gate} failed: ${remedy}`
      )
      expect(messagesOf(result, 'error').split('\n')).toContain(
        `${result.outputs['verdict']}; fixed-images.yaml is as it was`
      )
      expect(body).toContain('`fixed-images.yaml` stays as it was until this is solved')
      if (gate !== 'unresolved') expect(body).toContain(`> [!CAUTION]\n> - **${gate}** failed for `)
      expect(stage.workspace.read('fixed-images.yaml')).toBe(before)
    } else expect(body).not.toContain('[!CAUTION]')

    // what the Action wrote must not be there for the command line
    stage.workspace.write({ 'fixed-images.yaml': before ?? '' })
    const flags = Object.entries(inputs).flatMap(([name, value]) => [`--${name}`, value])
    const env = { KLUCTL_REGISTRY_HOST: stage.registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true' }
    const cli = await runCli(['resolve', ...flags], { cwd: stage.workspace.folder, env })
    expect(cli.exitCode, cli.out + cli.err).toBe(failed ? 1 : 0)
    if (!failed) return
    const [outcome = '', remedy] = result.outputs['verdict']?.split(': ') ?? []
    expect(cli.out.split('\n')[0]).toBe(outcome)
    // as wide as a terminal
    if (remedy !== undefined) expect(cli.out.replace(/\s+/g, ' ')).toContain(` → ${remedy} `)
    expect(cli.out).toMatch(/fixed-images\.yaml is as it was: 1 (?:failure|gate failed)\./)
    expect(stage.workspace.read('fixed-images.yaml')).toBe(before)
  })

  test('takes several words, names those that failed, and the ways out together', async () => {
    await arrange(major)
    const { exitCode, outputs } = await stage.step({ inputs: { 'fail-on': 'major, downgrade\nchange' } })
    expect(exitCode).toBe(1)
    expect(outputs).toMatchObject({
      'failed-gates': 'major,change',
      verdict: expect.stringMatching(/^1 image changes – gates major and change failed: pin the image .*; \S/)
    })
  })

  test('none passes all but what cannot be read, and the file waits for its answers', async () => {
    await arrange(unresolved)
    const before = stage.workspace.read('fixed-images.yaml')
    const passed = await stage.step({ inputs: { 'fail-on': 'none' } })
    expect(passed).toMatchObject({ exitCode: 0, outputs: { 'failures-count': '1', 'failed-gates': '' } })
    expect(stage.workspace.read('fixed-images.yaml')).toBe(before)
    stage.workspace.write({ 'broken.yaml': 'a: {{ nothing.here }}\n' })
    const broken = await stage.step({ inputs: { 'fail-on': 'none' } })
    expect(broken).toMatchObject({ exitCode: 1, outputs: { 'failed-gates': '' } })
    expect(broken.outputs['verdict']).toContain('1 error in the project')
  })

  test.each(['majors', 'none, major', 'unresolved,', 'MAJOR', ''])(
    '%j is taken or refused in the same way',
    async text => {
      await arrange(same)
      const action = await stage.step({ inputs: { 'fail-on': text } })
      const cli = await runCli(['resolve', '--fail-on', text, '--offline-images'], { cwd: stage.workspace.folder })
      const isKnown = text === 'unresolved,' || text === ''
      expect({ action: action.exitCode, cli: cli.exitCode }).toEqual(
        isKnown ? { action: 0, cli: 0 } : { action: 1, cli: 2 }
      )
      if (isKnown) return
      expect(messagesOf(action, 'error')).toMatch(/^fail-on: /)
      expect(cli.err).toMatch(/^error: --fail-on: /)
      expect(stage.workspace.read('images-report.json')).toBeUndefined()
    }
  )
})
