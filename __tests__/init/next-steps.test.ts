import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CiName, ciNames } from '../../src/init/ci.ts'
import { planFiles } from '../../src/init/file-plan.ts'
import type { Move } from '../../src/init/moves.ts'
import { nextSteps } from '../../src/init/next-steps.ts'
import type { InitPlan } from '../../src/init/plan.ts'
import type { Setup } from '../../src/init/setup.ts'
import { shellWord } from '../../src/init/shell-word.ts'
import { plainSetup } from './plain-setup.ts'

const bare: Setup = { ...plainSetup, targets: [] }
const one: Setup = {
  ...plainSetup,
  projectDir: 'deploy',
  outputFile: 'deploy/fixed-images.yaml',
  args: ['size=3'],
  logins: ['ghcr.io', 'a.example.com']
}
const several: Setup = { ...plainSetup, targets: ['staging', 'prod'], outputFile: 'fixed/{target}.yaml' }

type Found = Partial<Pick<InitPlan, 'failures' | 'moves' | 'blind' | 'leftOutPipelines'>> & {
  readonly there?: Readonly<Record<string, string>>
}

function steps(ci: CiName, setup: Setup, found: Found = {}): readonly string[] {
  const { there = {}, failures = [], moves = [], blind = [], leftOutPipelines = [] } = found
  const files = planFiles({ ci, setup, proposals: [], moves, read: path => there[path] })
  return nextSteps({ ci: { ci, why: '' }, setup, files, failures, moves, blind, leftOutPipelines })
}

test('what to do next is short, for every CI system', async () => {
  const shown = ciNames.flatMap(ci =>
    [one, several, bare].map(
      setup => `${ci}, targets ${setup.targets.join(' and ') || 'none'}\n${steps(ci, setup).join('\n')}\n`
    )
  )
  await expect(shown.join('\n')).toMatchFileSnapshot('golden/next-steps.txt')
})

describe('where a file is there already', () => {
  test('the include comes before the commit, which has both', () => {
    const [first, second] = steps('gitlab', bare, { there: { '.gitlab-ci.yml': 'test: {script: "true"}\n' } })
    expect(first).toBe('Add the include above to .gitlab-ci.yml.')
    expect(second).toBe('Commit .kluctl-images.yaml, .gitlab/kluctl-images.yml, .gitlab-ci.yml, and push.')
  })

  test('the include is called so also where there are others', () => {
    const there = { '.gitlab-ci.yml': 'include:\n  - local: x.yml\n', '.kluctl-images.yaml': 'rules: []\n' }
    expect(steps('gitlab', bare, { there })[0]).toBe('Add the include above to .gitlab-ci.yml.')
  })

  test('a pipeline that differs is compared, also where nothing else is to do', () => {
    const jenkins = { Jenkinsfile: 'pipeline {}\n' }
    const compare = 'Compare Jenkinsfile with what is shown above, and take over what it lacks.'
    expect(steps('jenkins', bare, { there: jenkins }).slice(0, 2)).toEqual([
      compare,
      'Commit .kluctl-images.yaml, Jenkinsfile, and push.'
    ])
    expect(steps('jenkins', bare, { there: { ...jenkins, '.kluctl-images.yaml': '' } })).toEqual([compare])
  })

  test('the workflow to run is ours', () => {
    const said = steps('github', bare, { there: { '.github/workflows/images.yml': 'name: pictures\n' } })
    expect(said.join('\n')).toContain('Actions > kluctl-images > Run workflow')
  })
})

test('without a recipe nothing is said of the pipeline', () => {
  expect(steps('azure-pipelines', several).join('\n')).not.toContain('azure-pipelines.yml')
})

describe('what is wrong comes first', () => {
  test('since the first run would fail', () => {
    const [first, second] = steps('github', bare, { failures: ['shop/web.yaml:1:4: it is broken'] })
    expect(first).toBe('Mend first, or the first run fails: shop/web.yaml:1:4: it is broken.')
    expect(second).toMatch(/^Commit /)
  })

  test('also where nothing is left to write', () => {
    const there = { Jenkinsfile: 'pipeline {}\n', '.kluctl-images.yaml': '' }
    const said = steps('jenkins', bare, { there, failures: ['it is broken'], leftOutPipelines: ['tags'] })
    expect(said).toEqual([
      'Mend first, or a run fails: it is broken.',
      'Compare Jenkinsfile with what is shown above, and take over what it lacks.',
      'Add - if: $CI_COMMIT_TAG to the workflow: rules of your pipeline, which seem to make none for tags.'
    ])
  })

  test('pipelines that nothing runs in, each with its rule', () => {
    expect(steps('gitlab', bare, { leftOutPipelines: ['merge requests', 'schedules'] }).slice(0, 2)).toEqual([
      'Add - if: $CI_PIPELINE_SOURCE == "merge_request_event" to the workflow: rules of your pipeline, which seem to make none for merge requests.',
      'Add - if: $CI_PIPELINE_SOURCE == "schedule" to the workflow: rules of your pipeline, which seem to make none for schedules.'
    ])
  })

  test('an image that a run knows nothing of', () => {
    const said = steps('github', bare, { blind: ['a: do this', 'b', 'c', 'd'] })
    expect(said.slice(0, 4)).toEqual([
      'Say what counts for a: do this.',
      'Say what counts for b.',
      'Say what counts for c.',
      'Say what counts for 1 more image in the same way.'
    ])
  })

  test('three of it by name', () => {
    const said = steps('gitlab', bare, { failures: ['a', 'b', 'c', 'd', 'e'] })
    expect(said.slice(2, 4)).toEqual([
      'Mend first, or the first run fails: c.',
      'Mend 2 more problems of this kind, shown above.'
    ])
  })
})

describe('what was fixed by hand', () => {
  const move = (image: string): Move => ({ image, from: '15.6', to: '16.3', bump: 'major', unfixed: [] })

  test('moves, and a step says how to keep it', () => {
    const [first] = steps('github', bare, { moves: [move('postgres')] })
    expect(first).toBe(
      'Look at what the first bump moves: postgres 15.6 → 16.3 (major). To keep one, take the # of its hold away in .kluctl-images.yaml.'
    )
  })

  test('is pinned everywhere before it is held', () => {
    const [first] = steps('github', bare, { moves: [{ ...move('postgres'), unfixed: ['Deployment/pg2'] }] })
    expect(first).toMatch(
      / A hold wants an entry for each that uses the image: before it, pin postgres for Deployment\/pg2 too\.$/
    )
  })

  test('is kept by a hold that one writes, where there is a policy', () => {
    const [first] = steps('github', bare, {
      moves: ['a', 'b', 'c', 'd'].map(move),
      there: { '.kluctl-images.yaml': '' }
    })
    expect(first).toMatch(
      /: a 15\.6 → 16\.3 \(major\), b .*, c 15\.6 → 16\.3 \(major\) and 1 more\. .*, give it a hold in the policy file\.$/
    )
  })

  test('in a file for all targets is carried over by a person', () => {
    const setup = { ...several, outputFile: 'fixed/{target}/fixed-images.yaml', oldFile: 'fixed-images.yaml' }
    expect(steps('gitlab', setup)[0]).toMatch(
      /^Copy fixed-images\.yaml to fixed\/staging\/fixed-images\.yaml and fixed\/prod\/fixed-images\.yaml, /
    )
  })
})

describe('commands to copy', () => {
  test.each<[CiName, string]>([
    ['github', "kluctl deploy --project-dir 'my app' -t 'my prod; rm -rf x' -a 'a=`b`' --fixed-images-file"],
    ['none', "kluctl-images resolve 'my app' --source-root . --target 'my prod; rm -rf x' --args 'a=`b`' --output-file"]
  ])('take every name as a word: %s', (ci, command) => {
    const targets = ['my prod; rm -rf x']
    const setup = { ...one, projectDir: 'my app', sourceRoot: '.', targets, args: ['a=`b`'] }
    expect(steps(ci, setup).join('\n')).toContain(`${command} deploy/fixed-images.yaml`)
  })

  test('name each of two targets, and the others of many', () => {
    const last = (names: readonly string[]) => steps('github', { ...several, targets: names }).at(-1)
    const first = 'Deploy with what was approved: kluctl deploy -t a --fixed-images-file fixed/a.yaml'
    expect(last(['a', 'b'])).toBe(`${first}, and for b: kluctl deploy -t b --fixed-images-file fixed/b.yaml`)
    expect(last(['a', 'b', 'c'])).toBe(`${first}, and so on for b and c`)
  })

  test('are read back by a shell', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(text => !text.includes('\0'))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), words => {
        const out = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`], { encoding: 'utf8' })
        expect(out).toBe(words.map(text => `${text}\0`).join(''))
      }),
      { numRuns: 25 }
    )
  })
})
