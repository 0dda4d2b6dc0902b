import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dockerRegistryAvailable, dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { messagesOf, type Stage, startStage } from './review-stage.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

describe.runIf(dockerRegistryAvailable)('a run that cannot begin', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await startStage()
  })
  afterEach(async () => {
    expect(stage.github.problems).toEqual([])
    await stage.close()
  })

  test.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
    [
      'a fixed-images file with marks of a merge',
      { 'fixed-images.yaml': '<<<<<<< ours\nimages: []\n' },
      {},
      /fixed-images\.yaml/
    ],
    ['a file of pins that is not there', {}, { 'fixed-images-file': 'pins.yaml' }, /there is no file "pins\.yaml"/],
    ['a target of a project without targets', {}, { target: 'prod' }, /prod/],
    ['two names of one file', { 'x/keep': '' }, { 'report-file': 'x/../fixed-images.yaml' }, /are the same file/],
    [
      'a report that would replace a file of somebody',
      { 'package.json': '{"version":"1.0.0"}' },
      { 'report-file': 'package.json' },
      /is no report of ours/
    ]
  ])('because of %s says so in summary, comment and outputs', async (_name, files, inputs, message) => {
    const first = await stage.step()
    expect(first.exitCode, first.log).toBe(0)
    stage.workspace.write(files)
    const result = await stage.step({ run: '1702-1', inputs: { 'comment-tag': '', ...inputs } })
    expect(result.exitCode).toBe(1)
    expect(messagesOf(result, 'error')).toMatch(message)
    expect(result.summary).toMatch(/^### \d errors? in the project, no image changes/)
    expect(result.outputs).toMatchObject({ 'failures-count': '1', 'changes-count': '0' })
    expect(result.outputs['verdict']).toMatch(/^1 error in the project/)
    expect(stage.github.comments.at(-1)?.body).toMatch(/run:1702-1 .*\n### 1 error in the project/)
    expect(result.problems).toEqual([])
  })

  test.each(['KLUCTL_REGISTRY_1_HOST', 'KLUCTL_REGISTRY_0_TLSVERIFY'])(
    'because of a password in %s repeats it nowhere but in the log, which the runner masks',
    async name => {
      await stage.step()
      const result = await stage.step({ run: '1702-1', env: { [name]: 'user:misplaced-password@x.test' } })
      expect(result.exitCode).toBe(1)
      expect(messagesOf(result, 'error')).toContain(name)
      const body = stage.github.comments.at(-1)?.body ?? ''
      expect(body).toContain('the log of the run says why')
      for (const text of [body, result.summary, result.comment, JSON.stringify(result.outputs)]) {
        expect(text).not.toContain('misplaced')
      }
    }
  )
})
