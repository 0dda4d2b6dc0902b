import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type FilePlanRequest, type PlannedFile, planFiles } from '../../src/init/file-plan.ts'
import { readGitlabPipeline } from '../../src/init/gitlab-pipeline.ts'
import { chooseGitlabPlace, gitlabWarnings } from '../../src/init/gitlab-plan.ts'
import type { Setup } from '../../src/init/setup.ts'
import { gitlabText } from '../../src/init/texts/gitlab.ts'

const plain: Setup = {
  projectDir: '.',
  sourceRoot: undefined,
  targets: ['prod'],
  outputFile: 'fixed-images.yaml',
  oldFile: undefined,
  args: [],
  argsFromFile: [],
  varsFromFile: [],
  allowEnv: [],
  branch: 'main',
  logins: []
}
const main = '.gitlab-ci.yml'
const beside = '.gitlab/kluctl-images.yml'
const theirs = 'build:\n  script: make\n'
const second: Setup = { ...plain, projectDir: 'infra/kluctl', outputFile: 'infra/kluctl/fixed-images.yaml' }

type Tree = Readonly<Record<string, string>>

describe('our jobs at GitLab', () => {
  test.each<[string, Setup, Tree, { path: string; suffix?: string; stage?: string }]>([
    ['where there is no pipeline', plain, {}, { path: main }],
    ['where there is one', plain, { [main]: theirs }, { path: beside }],
    ['where it cannot be read', plain, { [main]: 'a: [\n' }, { path: beside }],
    ['where it is ours', plain, { [main]: gitlabText(plain) }, { path: main }],
    ['where ours is beside it', plain, { [main]: theirs, [beside]: gitlabText(plain) }, { path: beside }],
    [
      'where it is that of another project',
      second,
      { [main]: gitlabText(plain) },
      { path: '.gitlab/kluctl-images-infra-kluctl.yml', suffix: 'infra-kluctl' }
    ],
    [
      'where that of another project is beside it',
      second,
      { [main]: theirs, [beside]: gitlabText(plain) },
      { path: '.gitlab/kluctl-images-infra-kluctl.yml', suffix: 'infra-kluctl' }
    ],
    [
      'without the stage test',
      plain,
      { [main]: `stages: [build, deploy]\n${theirs}` },
      { path: beside, stage: 'build' }
    ]
  ])('%s', (_name, setup, tree, place) => {
    const chosen = chooseGitlabPlace(setup, path => tree[path])
    expect(chosen).toEqual({ suffix: undefined, stage: undefined, ...place })
  })

  test.each<[string, string | undefined]>([
    ['stages: [build, test]\n', undefined],
    ['stages:\n  - .pre\n  - lint\n', 'lint'],
    ['stages: [.pre, .post]\n', undefined],
    ['stages: lint\n', undefined],
    [theirs, undefined],
    ['spec:\n  inputs:\n    a:\n---\nstages: [lint]\n', 'lint'],
    ['stages: [lint]\na:\n  script: [!reference [.b, script]]\n', 'lint'],
    ['', undefined]
  ])('take of the pipeline %j the stage %s', (text, stage) => {
    expect(readGitlabPipeline(text).stage).toBe(stage)
  })

  test.each<[string, readonly string[]]>([
    ['- if: $CI_PIPELINE_SOURCE == "merge_request_event"\n', ['schedules', 'tags']],
    ['- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n', ['merge requests', 'tags']],
    ['- if: $CI_COMMIT_TAG\n  when: never\n- if: $CI_MERGE_REQUEST_IID\n- if: $CI_COMMIT_BRANCH\n', ['tags']],
    ['- if: $CI_COMMIT_TAG\n- if: $CI_MERGE_REQUEST_IID\n- if: $CI_COMMIT_BRANCH\n', []],
    ['- if: $CI_COMMIT_MESSAGE =~ /skip/\n  when: never\n- when: always\n', []],
    ['- if: $DEPLOY\n', []],
    ['- !reference [.rules, all]\n', []]
  ])('have no pipeline by the rules %j for %j', (rules, leftOut) => {
    const text = `workflow:\n  rules:\n${rules.replace(/^/gm, '    ').trimEnd()}\n`
    expect(readGitlabPipeline(text).leftOut).toEqual(leftOut)
    const warnings = gitlabWarnings(path => (path === main ? text : undefined)).join('\n')
    if (leftOut.length === 0) expect(warnings).toBe('')
    else expect(warnings).toContain(`for ${leftOut.join(' and ')}, where jobs of ours run`)
  })
})

describe('two projects of one repository', () => {
  const plan = (setup: Setup, tree: Tree): readonly PlannedFile[] => {
    const request: FilePlanRequest = { ci: 'gitlab', setup, proposals: [], moves: [], read: path => tree[path] }
    return planFiles(request).filter(({ path }) => path.startsWith('.gitlab'))
  }

  test.each<[string, Tree]>([
    ['in the pipeline', {}],
    ['beside a pipeline', { [main]: theirs }]
  ])('share neither job, file nor branch, with the first %s', (_name, before) => {
    const first = plan(plain, before)
    const tree = { ...before, ...Object.fromEntries(first.map(({ path, text }) => [path, text || before[path] || ''])) }
    const [file, including] = plan(second, tree)
    expect([file?.path, file?.state]).toEqual(['.gitlab/kluctl-images-infra-kluctl.yml', 'new'])
    expect(including).toMatchObject({ path: main, state: 'differs', text: '' })
    expect(including?.add).toContain('include:\n  - local: .gitlab/kluctl-images-infra-kluctl.yml\n')
    const inputsOf = (text: string | undefined): readonly Tree[] =>
      parse(text ?? '').include.map(({ inputs }: { inputs: Tree }) => inputs)
    const [one, other] = [inputsOf(first[0]?.text), inputsOf(file?.text)]
    for (const name of ['job-name', 'output-file', 'branch', 'title']) {
      const taken = one.map(inputs => inputs[name] ?? 'the usual one')
      for (const inputs of other) expect(taken, name).not.toContain(inputs[name])
    }
    expect(other[1]).toMatchObject({
      'job-name': 'kluctl-images-bump-infra-kluctl',
      'project-dir': 'infra/kluctl',
      branch: 'kluctl-images/bump-infra-kluctl',
      title: 'Update container images: infra/kluctl'
    })
    const whole = { ...tree, [file?.path ?? '']: file?.text ?? '', [main]: `${tree[main]}# ${file?.path}\n` }
    expect(plan(second, whole).map(({ state }) => state)).toEqual(['same', 'same'])
    expect(
      plan(plain, whole)
        .map(({ state }) => state)
        .includes('new')
    ).toBe(false)
  })
})
