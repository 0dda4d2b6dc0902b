import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type FilePlanRequest, type PlannedFile, planFiles } from '../../src/init/file-plan.ts'
import { readGitLabPipeline } from '../../src/init/gitlab-pipeline.ts'
import { chooseGitlabPlace, gitlabWarnings } from '../../src/init/gitlab-plan.ts'
import type { Setup } from '../../src/init/setup.ts'
import { type GitlabPlace, gitlabText } from '../../src/init/texts/gitlab.ts'
import { plainSetup as plain } from './plain-setup.ts'

const main = '.gitlab-ci.yml'
const beside = '.gitlab/kluctl-images.yml'
const theirs = 'build:\n  script: make\n'
const second: Setup = { ...plain, projectDir: 'infra/kluctl', outputFile: 'infra/kluctl/fixed-images.yaml' }

/** A folder with the same word. */
const near: Setup = { ...second, projectDir: 'infra-kluctl', outputFile: 'infra-kluctl/fixed-images.yaml' }

type Tree = Readonly<Record<string, string>>

describe('our jobs at GitLab', () => {
  test.each<[string, Setup, Tree, Partial<GitlabPlace> & Pick<GitlabPlace, 'path'>]>([
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
    ],
    [
      'without the stage test in a file that it includes',
      plain,
      { [main]: 'include: /ci/*.yml\n', 'ci/stages.yml': 'stages: [build, deploy]\n' },
      { path: beside, isStageSure: false }
    ],
    [
      'without the stage test in a file that it names',
      plain,
      { [main]: 'include:\n  - local: /ci/stages.yml\n', 'ci/stages.yml': 'stages: [build, deploy]\n' },
      { path: beside, stage: 'build' }
    ],
    [
      'with stages that a file elsewhere may say',
      plain,
      { [main]: 'include: {template: X.yml}\n' },
      { path: beside, isStageSure: false }
    ],
    [
      'where it is ours, with tags of GitLab',
      second,
      { [main]: `${gitlabText(plain)}a:\n  script: [!reference [.b, script]]\n` },
      { path: '.gitlab/kluctl-images-infra-kluctl.yml', suffix: 'infra-kluctl' }
    ],
    [
      'where a folder with the same word has the place',
      second,
      { [main]: gitlabText(plain), '.gitlab/kluctl-images-infra-kluctl.yml': gitlabText(near) },
      { path: '.gitlab/kluctl-images-infra-kluctl-2.yml', suffix: 'infra-kluctl-2' }
    ],
    [
      'where it has the second place of its word',
      second,
      {
        [main]: gitlabText(plain),
        '.gitlab/kluctl-images-infra-kluctl.yml': 'a: {script: make}\n',
        '.gitlab/kluctl-images-infra-kluctl-2.yml': gitlabText(second)
      },
      { path: '.gitlab/kluctl-images-infra-kluctl-2.yml', suffix: 'infra-kluctl-2' }
    ]
  ])('%s', (_name, setup, tree, place) => {
    const chosen = chooseGitlabPlace(setup, path => tree[path])
    expect(chosen).toEqual({ suffix: undefined, stage: undefined, isStageSure: true, ...place })
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
    const tree: Tree = { [main]: text }
    expect(chooseGitlabPlace(plain, path => tree[path]).stage).toBe(stage)
  })

  test.each<[string, Tree, readonly string[] | undefined, boolean]>([
    ['a.yml', { 'a.yml': 'stages: [a]\ninclude: b.yml\n', 'b.yml': 'stages: [b]\n' }, ['a'], true],
    ['[a.yml, b.yml]', { 'a.yml': 'stages: [a]\n', 'b.yml': 'stages: [b]\n' }, ['b'], true],
    ['[a.yml, a.yml]', { 'a.yml': 'include: [a.yml, .gitlab-ci.yml]\nstages: [a]\n' }, ['a'], true],
    ['[a.yml, gone.yml]', { 'a.yml': 'stages: [a]\n' }, ['a'], false],
    ['[a.yml, {remote: "https://a.example/b.yml"}]', { 'a.yml': 'stages: [a]\n' }, ['a'], false],
    ['x.yml\nstages: !reference [.all, stages]', {}, undefined, false],
    ['x.yml\nstages: [a, !reference [.all, stages]]', {}, undefined, false],
    ['x.yml\nstages: [.pre, m]', { 'x.yml': '' }, ['.pre', 'm'], true],
    ['x.yml\nstages: [m]', { 'x.yml': 'stages: [a]\n' }, ['m'], true],
    ['{project: a/b, file: c.yml}\nstages: [m]', {}, ['m'], true],
    ['../../etc/a.yml', { '../../etc/a.yml': 'stages: [a]\n' }, undefined, false],
    ['"a\\0.yml"', { 'a\0.yml': 'stages: [a]\n' }, undefined, false],
    ['a.txt', { 'a.txt': 'stages: [a]\n' }, undefined, false]
  ])('take of a pipeline that includes %s what goes before', (include, files, stages, isSure) => {
    const tree: Tree = { [main]: `include: ${include}\n`, ...files }
    const pipeline = readGitLabPipeline({ read: path => tree[path] })
    expect([pipeline.stages, pipeline.areStagesSure]).toEqual([stages, isSure])
  })

  test('say beside the stage that nobody knows it, where nobody does', () => {
    const tree: Tree = { [main]: 'include: {template: X.yml}\n' }
    const text = gitlabText(
      plain,
      chooseGitlabPlace(plain, path => tree[path])
    )
    expect(text.match(/^ {6}stage: test # one that the pipeline has; .*$/gm)).toHaveLength(3)
    expect(parse(text).include[0].inputs.stage).toBe('test')
    expect(gitlabText(plain)).not.toContain('stage:')
  })

  test.each(['.gitlab/*.yml', '/**.yml', '$FOLDER/kluctl-images.yml'])('are included by %s', local => {
    const tree: Tree = { [main]: `include:\n  - local: ${local}\n` }
    const request: FilePlanRequest = { ci: 'gitlab', setup: plain, proposals: [], moves: [], read: path => tree[path] }
    expect(planFiles(request).find(({ path }) => path === main)).toMatchObject({ state: 'same', add: '' })
  })

  test.each<[string, readonly string[]]>([
    ['- if: $CI_PIPELINE_SOURCE == "merge_request_event"\n', ['schedules', 'tags']],
    ['- if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n', ['merge requests', 'tags']],
    ['- if: $CI_COMMIT_TAG\n  when: never\n- if: $CI_MERGE_REQUEST_IID\n- if: $CI_COMMIT_BRANCH\n', ['tags']],
    ['- if: $CI_COMMIT_TAG\n- if: $CI_MERGE_REQUEST_IID\n- if: $CI_COMMIT_BRANCH\n', []],
    ['- if: $CI_COMMIT_MESSAGE =~ /skip/\n  when: never\n- when: always\n', []],
    ['- if: $DEPLOY\n', []],
    ['- !reference [.rules, all]\n', []],
    ['- if: $CI_PIPELINE_SOURCE != "push"\n- if: $CI_COMMIT_TAG\n', []],
    ['- if: $CI_COMMIT_BRANCH !~ /^wip/\n', []]
  ])('have no pipeline by the rules %j for %j', (rules, leftOut) => {
    const text = `workflow:\n  rules:\n${rules.replace(/^/gm, '    ').trimEnd()}\n`
    const read = (path: string): string | undefined => (path === main ? text : undefined)
    expect(readGitLabPipeline({ read }).leftOut).toEqual(leftOut)
    const warnings = gitlabWarnings(read).join('\n')
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
