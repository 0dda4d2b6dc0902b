import { expect, test } from 'vitest'
import type { DeployedAnswer } from '../../src/deployed/answer.ts'
import { warnOfAbsence } from '../../src/deployed/warn-absent.ts'
import { ProjectError } from '../../src/errors.ts'

const absent: DeployedAnswer = { status: 'none', object: 'absent' }
const present: DeployedAnswer = { status: 'none', object: 'present' }
const unasked: DeployedAnswer = { status: 'none' }
const found: DeployedAnswer = { status: 'found', image: 'a:1', source: 'live.yaml' }
const unknown: DeployedAnswer = { status: 'unknown', error: new ProjectError('yaml', 'broken') }

test.each<[about: string, answers: readonly DeployedAnswer[], warns: boolean]>([
  ['no object is there', [absent, absent], true],
  ['no object is there, and one use has none', [absent, unasked], true],
  ['an object is there with another image', [absent, present], false],
  ['an image is found', [absent, found], false],
  ['somebody could not tell', [absent, unknown], false],
  ['no use has an object', [unasked], false],
  ['nothing is asked', [], false]
])('warns that nothing of the project is deployed, or not, where %s', async (_, answers, warns) => {
  const source = warnOfAbsence({ find: async () => answers, warnings: () => ['another'] }, 'live.yaml')
  expect(source.warnings?.()).toEqual(['another'])
  expect(await source.find([])).toBe(answers)
  expect(source.warnings?.()).toEqual(
    warns ? ['another', 'live.yaml has no workload that this project renders'] : ['another']
  )
})

test('says nothing where another question found something', async () => {
  const rounds = [[absent], [found]]
  const source = warnOfAbsence({ find: async () => rounds.shift() ?? [] }, 'live.yaml')
  await source.find([])
  await source.find([])
  expect(source.warnings?.()).toEqual([])
})
