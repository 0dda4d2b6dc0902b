import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openGitLabPipeline } from '../../src/cli/examine-gitlab.ts'
import { componentDefaults } from '../../src/cli/gitlab-lines.ts'
import { clashes, type PipelineSetup, setupOfWorkflow } from '../../src/cli/pipeline-setup.ts'
import { findWorkflowUses, mapOf } from '../../src/cli/workflow-use.ts'
import { parseYamlDocuments } from '../../src/yaml/parse.ts'
import { doctorIn } from '../helpers/doctor.ts'
import { makeWorkspace, root } from '../helpers/workspace.ts'

function setupsOf(jobs: string): readonly (PipelineSetup | undefined)[] {
  const [document] = parseYamlDocuments(`jobs:\n${jobs}`, 'images.yml')
  return findWorkflowUses('images.yml', document?.value ?? null).map(setupOfWorkflow)
}
const called = (name: string, inputs: string): string =>
  `  it:\n    uses: kluctl-images/kluctl-images/.github/workflows/${name}@v0\n    with: {${inputs}}\n`
const step = (inputs: string): string =>
  `  it:\n    steps:\n      - uses: kluctl-images/kluctl-images@v0\n        with: {${inputs}}\n`

const plain: PipelineSetup = {
  from: 'images.yml, job it',
  projectDir: '.',
  targets: [],
  output: { file: 'fixed-images.yaml', lock: 'auto' },
  branch: undefined,
  raw: {}
}

describe('what a workflow says of a project', () => {
  test.each<[string, string, Partial<PipelineSetup> | undefined]>([
    ['nothing', step(''), {}],
    ['a target', step('target: prod'), { targets: ['prod'] }],
    [
      'several, each with a file',
      called('review.yml', 'targets: "a\\n# not b\\n c \\n", output-file: "fixed/{target}.yaml"'),
      { targets: ['a', 'c'], output: { file: 'fixed/{target}.yaml', lock: 'auto' } }
    ],
    [
      'a folder below another',
      called('bump.yml', 'project-dir: deploy, source-root: ., lock-file: none'),
      {
        projectDir: 'deploy',
        raw: { 'source-root': '.' },
        branch: 'kluctl-images/bump',
        output: { file: 'fixed-images.yaml', lock: 'none' }
      }
    ],
    ['its branch', called('bump.yml', 'branch: next'), { branch: 'next' }],
    [
      'a release, which writes none of them',
      called('release.yml', 'target: prod'),
      { targets: ['prod'], output: undefined }
    ],
    ['verify, which writes nothing', step('verify: true'), { output: undefined }],
    [
      'args and files',
      step(
        'args: "a=1\\nb=@secret.txt\\nc=${{ github.sha }}", args-from-file: args.yaml, vars-from-file: "vault=v.yaml"'
      ),
      { raw: { args: 'a=1', 'args-from-file': 'args.yaml', 'vars-from-file': 'vault=v.yaml' } }
    ],
    [
      'files out of the repository, which are not read',
      step(
        'args-from-file: "../a.yaml\\n/etc/passwd\\n~/.netrc", vars-from-file: "vault=/home/me/.ssh/id", source-root: ../..'
      ),
      {}
    ],
    ['an expression for the target', step('target: "${{ matrix.target }}"'), {}],
    ['an expression for the file', step('output-file: "${{ matrix.file }}"'), { output: undefined }],
    ['an expression for the project', step('project-dir: "${{ matrix.dir }}"'), undefined],
    ['a project elsewhere', step('project-dir: ../other'), undefined],
    ['a comment only', step('mode: comment'), undefined],
    ['a comment of a fork', called('review-comment.yml', ''), undefined]
  ])('%s', (_, jobs, expected) => {
    expect(setupsOf(jobs)).toEqual([expected === undefined ? undefined : { ...plain, ...expected }])
  })

  test.each<[string, Partial<PipelineSetup>, Partial<PipelineSetup>, readonly string[]]>([
    ['one project in two jobs', {}, {}, []],
    [
      'one file of two projects',
      {},
      { projectDir: 'infra', from: 'infra.yml, job it' },
      [
        'fixed-images.yaml is written for . and for infra, and each takes out what the other puts in | Give infra.yml, job it, an output-file of its own, as infra/fixed-images.yaml.'
      ]
    ],
    [
      'one branch of two jobs',
      { branch: 'b' },
      { branch: 'b', from: 'infra.yml, job it' },
      [
        'b is the branch of images.yml, job it, and of infra.yml, job it, and each overwrites the other | Give one of them the input branch.'
      ]
    ],
    ['a branch each', { branch: 'b' }, { branch: 'c' }, []]
  ])('%s: clashes', (_, one, other, expected) => {
    const lines = clashes([
      { ...plain, ...one },
      { ...plain, ...other }
    ])
    expect(lines.map(({ name, message, hint }) => `${name} ${message} | ${hint}`)).toEqual(expected)
  })
})

/** What is said of a repository with these files; `programs` are those of its project. */
function said(files: Readonly<Record<string, string>>, programs: readonly string[] = []): readonly string[] {
  const { folder } = makeWorkspace(files)
  mkdirSync(join(folder, '.git'), { recursive: true })
  return openGitLabPipeline(folder)
    .lines(programs)
    .map(({ level, name, message, hint }) => `${level} ${name}: ${message}${hint === null ? '' : ` | ${hint}`}`)
}

const remote = (component: string): string =>
  `https://raw.githubusercontent.com/kluctl-images/kluctl-images/v0.1.0/templates/${component}.yml`
const bump = `include:\n  - remote: ${remote('kluctl-images-bump')}\n`
const fine =
  'ok .gitlab-ci.yml, job kluctl-images-bump: is included; it reads the CI/CD variable KLUCTL_IMAGES_PUSH_TOKEN, to push the branch'

const noTest =
  'failure .gitlab-ci.yml, job kluctl-images-bump: runs in the stage "test", which the pipeline has not, so that GitLab starts none of its jobs | Give it the input stage: a, or add test to stages:.'

describe('the pipeline of GitLab', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
    ['none', {}, [], []],
    ['none of ours', { '.gitlab-ci.yml': 'include: other.yml\nstages: [a]\n' }, [], []],
    ['ours', { '.gitlab-ci.yml': bump }, [], [fine]],
    [
      'a component',
      { '.gitlab-ci.yml': 'include:\n  - component: $CI_SERVER_FQDN/a/b/kluctl-images-bump@0.1.0\n' },
      [],
      [fine]
    ],
    [
      'a file of a project, with a name of its job',
      {
        '.gitlab-ci.yml':
          'include:\n  project: a/b\n  file: [/templates/kluctl-images-release.yml]\n  inputs: {job-name: pin}\n'
      },
      [],
      ['ok .gitlab-ci.yml, job pin: is included']
    ],
    [
      'a file that it includes',
      { '.gitlab-ci.yml': 'include: /.gitlab/kluctl-images.yml\n', '.gitlab/kluctl-images.yml': bump },
      [],
      [fine.replace('.gitlab-ci.yml', '.gitlab/kluctl-images.yml')]
    ],
    [
      'a file that it does not include',
      { '.gitlab-ci.yml': 'build: {script: [make]}\n', '.gitlab/kluctl-images.yml': bump },
      [],
      [
        'warning .gitlab/kluctl-images.yml: is not included by .gitlab-ci.yml, so that none of its jobs run | Add it below include: there, as - local: .gitlab/kluctl-images.yml.'
      ]
    ],
    [
      'stages without test',
      { '.gitlab-ci.yml': `stages: [build, deploy]\n${bump}` },
      [],
      [
        'failure .gitlab-ci.yml, job kluctl-images-bump: runs in the stage "test", which the pipeline has not, so that GitLab starts none of its jobs | Give it the input stage: build, or add test to stages:.'
      ]
    ],
    ['another stage', { '.gitlab-ci.yml': `stages: [images]\n${bump}    inputs: {stage: images}\n` }, [], [fine]],
    [
      'a stage that there is always',
      { '.gitlab-ci.yml': `stages: [a]\n${bump}    inputs: {stage: .pre}\n` },
      [],
      [fine]
    ],
    [
      'stages that a file elsewhere may say',
      { '.gitlab-ci.yml': `${bump}  - local: a.yml\n  - template: X.yml\n`, 'a.yml': 'stages: [a]\n' },
      [],
      [fine]
    ],
    [
      'stages of its own, whatever a file elsewhere says',
      { '.gitlab-ci.yml': `stages: [a]\n${bump}  - template: X.yml\n` },
      [],
      [noTest]
    ],
    [
      'stages of a file that it includes',
      { '.gitlab-ci.yml': `${bump}  - local: /ci/*.yml\n`, 'ci/a.yml': 'stages: [a]\n' },
      [],
      [noTest]
    ],
    [
      'a file that it includes by a name with a star',
      { '.gitlab-ci.yml': 'include:\n  - local: .gitlab/*.yml\n', '.gitlab/kluctl-images.yml': bump },
      [],
      [fine.replace('.gitlab-ci.yml', '.gitlab/kluctl-images.yml')]
    ],
    [
      'files below a folder by two stars',
      { '.gitlab-ci.yml': 'include: /**.yml\n', 'ci/a/images.yml': bump, 'ci/a/images.txt': bump, '.ssh/a.yml': bump },
      [],
      [fine.replace('.gitlab-ci.yml', 'ci/a/images.yml')]
    ],
    ['a tag of GitLab', { '.gitlab-ci.yml': `${bump}build:\n  script:\n    - !reference [.a, script]\n` }, [], [fine]],
    [
      'a program that the image has not',
      { '.gitlab-ci.yml': bump },
      ['helm'],
      [
        'warning .gitlab-ci.yml, job kluctl-images-bump: runs in the image node:24, which has no helm, and the project is built with it | Give it the input image with one that has Node.js and git as well.'
      ]
    ],
    [
      'a program that another image may have',
      { '.gitlab-ci.yml': `${bump}    inputs: {image: registry.example/tools:1}\n` },
      ['helm'],
      [fine]
    ]
  ])('%s', (_, files, programs, expected) => expect(said(files, programs)).toEqual(expected))

  test('that is no YAML is told where it speaks of us', () => {
    expect(said({ '.gitlab-ci.yml': 'a: [' })).toEqual([])
    expect(said({ '.gitlab-ci.yml': `a: [\n${bump}` })).toEqual([expect.stringMatching(/^failure \.gitlab-ci\.yml: /)])
  })

  test('says of projects what its inputs say, in lists as well', () => {
    const inputs = '{project-dir: deploy, target: prod, args: [a=1], output-file: deploy/fixed-images.yaml}'
    const { folder } = makeWorkspace({ '.gitlab-ci.yml': `${bump}    inputs: ${inputs}\n` })
    expect(openGitLabPipeline(folder).setups).toEqual([
      {
        from: '.gitlab-ci.yml, job kluctl-images-bump',
        projectDir: 'deploy',
        targets: ['prod'],
        output: { file: 'deploy/fixed-images.yaml', lock: 'auto' },
        branch: 'kluctl-images/bump',
        raw: { args: 'a=1' }
      }
    ])
  })

  test('with a project that is not there is warned of', async () => {
    const { folder } = makeWorkspace({ '.gitlab-ci.yml': `${bump}    inputs: {project-dir: gone}\n` })
    mkdirSync(join(folder, '.git'))
    const { exitCode, lines } = await doctorIn(folder, {})
    expect(lines.join('\n')).toContain(
      'warn  .gitlab-ci.yml, job kluctl-images-bump  has the project-dir "gone", which is no folder of the repository, so that its runs fail; name the folder'
    )
    expect(exitCode).toBe(0)
  })

  test.each(['kluctl-images', 'kluctl-images-bump', 'kluctl-images-release'])('%s has these defaults', name => {
    const text = readFileSync(join(root, 'templates', `${name}.yml`), 'utf8')
    const inputs = mapOf(mapOf(mapOf(parseYamlDocuments(text, name)[0]?.value).get('spec')).get('inputs'))
    const ofInput = (input: string): unknown => mapOf(inputs.get(input)).get('default')
    expect({ stage: ofInput('stage'), image: ofInput('image') }).toEqual(componentDefaults)
  })
})
