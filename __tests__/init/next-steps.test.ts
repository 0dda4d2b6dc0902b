import { describe, expect, test } from 'vitest'
import { type CiName, ciNames } from '../../src/init/ci.ts'
import { planFiles } from '../../src/init/file-plan.ts'
import { nextSteps } from '../../src/init/next-steps.ts'
import type { Setup } from '../../src/init/setup.ts'

const bare: Setup = {
  projectDir: '.',
  targets: [],
  args: [],
  argsFromFile: [],
  varsFromFile: [],
  branch: 'main',
  logins: []
}
const one: Setup = { ...bare, projectDir: 'deploy', targets: ['prod'], logins: ['ghcr.io', 'a.example.com'] }
const several: Setup = { ...bare, targets: ['staging', 'prod'] }

const steps = (ci: CiName, setup: Setup, there: Readonly<Record<string, string>> = {}): readonly string[] =>
  nextSteps(ci, setup, planFiles({ ci, setup, proposals: [], read: path => there[path] }))

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
    const [first, second] = steps('gitlab', bare, { '.gitlab-ci.yml': 'test: {script: "true"}\n' })
    expect(first).toBe('Add the include above to .gitlab-ci.yml.')
    expect(second).toBe('Commit .kluctl-images.yaml, .gitlab/kluctl-images.yml, .gitlab-ci.yml, and push.')
  })

  test('a pipeline that differs is compared, also where nothing else is to do', () => {
    const jenkins = { Jenkinsfile: 'pipeline {}\n' }
    const compare = 'Compare Jenkinsfile with what is shown above, and take over what it lacks.'
    expect(steps('jenkins', bare, jenkins).slice(0, 2)).toEqual([
      compare,
      'Commit .kluctl-images.yaml, Jenkinsfile, and push.'
    ])
    expect(steps('jenkins', bare, { ...jenkins, '.kluctl-images.yaml': '' })).toEqual([compare])
  })

  test('the workflow to run is ours', () => {
    const said = steps('github', bare, { '.github/workflows/images.yml': 'name: pictures\n' })
    expect(said.join('\n')).toContain('Actions > kluctl-images > Run workflow')
  })
})

test('without a recipe nothing is said of the pipeline', () => {
  expect(steps('azure-pipelines', several).join('\n')).not.toContain('azure-pipelines.yml')
})
