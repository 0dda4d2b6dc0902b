import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type PlannedFile, planFiles } from '../../src/init/file-plan.ts'
import { githubFiles } from '../../src/init/texts/github.ts'
import { chooseWorkflowNames } from '../../src/init/workflow-names.ts'
import { plainSetup as setup } from './plain-setup.ts'

const foreign = 'name: images\non: push\njobs: {}\n'
const ours = (name: string, folder = '.'): string =>
  `${name}\njobs:\n  a:\n    uses: kluctl-images/kluctl-images/.github/workflows/review.yml@v0\n    with: {project-dir: ${folder}}\n`
const reader =
  (files: Readonly<Record<string, string>>) =>
  (path: string): string | undefined =>
    files[path.replace('.github/workflows/', '')]
const plan = (files: Readonly<Record<string, string>>, projectDir = '.'): readonly PlannedFile[] =>
  planFiles({ ci: 'github', setup: { ...setup, projectDir }, proposals: [], moves: [], read: reader(files) }).slice(1)

describe('the names of the workflows', () => {
  test.each([
    ['nothing is there', {}, 'images', 'images'],
    ['ours is', { 'images.yml': ours('name: images') }, 'images', 'images'],
    ['ours has another name', { 'images.yml': ours('name: "My images" # hi') }, 'images', 'My images'],
    ['ours has a plain name', { 'images.yml': ours('name: my images # hi') }, 'images', 'my images'],
    ['ours has no name', { 'images.yml': ours('') }, 'images', '.github/workflows/images.yml'],
    ['ours has a name that cannot be written', { 'images.yml': ours("name: '${{ x }}'") }, 'images', 'images'],
    ['our Action is used', { 'images.yml': ours('name: x').replace(/\/\.github.*@/, '@') }, 'images', 'x'],
    ['that of a fork is used', { 'images.yml': ours('name: x').replace('kluctl-images/', 'acme/') }, 'images', 'x'],
    ['another has the name', { 'images.yml': foreign }, 'kluctl-images', 'kluctl-images'],
    ['another has it with .yaml', { 'images.yaml': foreign }, 'kluctl-images', 'kluctl-images'],
    ['a link has it', { 'images.yml': '' }, 'kluctl-images', 'kluctl-images'],
    ['another has one of the others', { 'images-comment.yml': foreign }, 'kluctl-images', 'kluctl-images'],
    [
      'others have both',
      { 'images.yml': foreign, 'kluctl-images-release.yml': foreign },
      'kluctl-images-2',
      'kluctl-images-2'
    ],
    ['ours is the second', { 'kluctl-images.yml': ours('name: b') }, 'kluctl-images', 'b'],
    ['ours cannot be read', { 'images.yml': `${ours('name: c')}a: [` }, 'images', 'c']
  ])('where %s', (_what, files, file, workflow) => {
    expect(chooseWorkflowNames(reader(files), '.')).toEqual({ file, workflow, suffix: undefined })
  })

  test.each<[string, Readonly<Record<string, string>>, string, string | undefined]>([
    ['nothing is there', {}, 'images', undefined],
    ['another project has them', { 'images.yml': ours('', 'web') }, 'images-infra-kluctl', 'infra-kluctl'],
    ['another has the release alone', { 'images-release.yml': ours('') }, 'images-infra-kluctl', 'infra-kluctl'],
    [
      'others have both',
      { 'images.yml': ours(''), 'images-infra-kluctl.yml': foreign },
      'kluctl-images-infra-kluctl',
      'kluctl-images-infra-kluctl'
    ],
    [
      'it has them',
      { 'images.yml': ours('', './infra/kluctl/'), 'images-web.yml': ours('', 'web') },
      'images',
      undefined
    ],
    [
      'it has its own',
      { 'images.yml': ours(''), 'images-infra-kluctl.yml': ours('', 'infra/kluctl') },
      'images-infra-kluctl',
      'infra-kluctl'
    ],
    [
      'another of the same name has its own',
      { 'images.yml': ours(''), 'images-infra-kluctl.yml': ours('', 'infra-kluctl') },
      'kluctl-images-infra-kluctl',
      'kluctl-images-infra-kluctl'
    ]
  ])('of a project in a folder, where %s', (_what, files, file, suffix) => {
    expect(chooseWorkflowNames(reader(files), 'infra/kluctl')).toMatchObject({ file, suffix })
  })

  test('of a second project, with all that two of them would share', () => {
    const first = plan({})
    const files = Object.fromEntries(first.map(({ path, text }) => [path.split('/').at(-1), text]))
    const second = plan(files, 'infra/kluctl')
    expect(second.map(({ path, state }) => [path.slice('.github/workflows/'.length), state])).toEqual([
      ['images-infra-kluctl.yml', 'new'],
      ['images-infra-kluctl-comment.yml', 'new'],
      ['images-infra-kluctl-release.yml', 'new']
    ])
    const [one, two, comment] = [first[0], second[0], second[1]].map(file => parse(file?.text ?? ''))
    expect([one.jobs.bump.with.branch, two.jobs.bump.with.branch]).toEqual([
      undefined,
      'kluctl-images/bump-infra-kluctl'
    ])
    expect([one.jobs.review.with['artifact-name'], two.jobs.review.with['artifact-name']]).toEqual([
      undefined,
      'fixed-images-infra-kluctl'
    ])
    expect(comment.jobs.comment.with).toEqual({ 'artifact-name': 'fixed-images-infra-kluctl' })
    expect(comment.on.workflow_run.workflows).toEqual([two.name])
    const written = Object.fromEntries(second.map(({ path, text }) => [path.split('/').at(-1), text]))
    expect(plan({ ...files, ...written }, 'infra/kluctl').map(({ state }) => state)).toEqual(['same', 'same', 'same'])
    expect(plan({ ...files, ...written }).map(({ state }) => state)).toEqual(['same', 'same', 'same'])
  })

  test('are said in the files, and the one for forks waits for the first', () => {
    const [first, comment, release] = plan({ 'images.yml': foreign })
    expect([first, comment, release].map(file => [file?.path, file?.state])).toEqual([
      ['.github/workflows/kluctl-images.yml', 'new'],
      ['.github/workflows/kluctl-images-comment.yml', 'new'],
      ['.github/workflows/kluctl-images-release.yml', 'new']
    ])
    const [name, waits] = [parse(first?.text ?? ''), parse(comment?.text ?? '')]
    expect(waits.on.workflow_run.workflows).toEqual([name.name])
    expect([name.name, waits.name, parse(release?.text ?? '').name]).toEqual([
      'kluctl-images',
      'kluctl-images comment',
      'kluctl-images release'
    ])
  })

  test('of the one for forks is that of the workflow which is there', () => {
    const [, comment] = plan({ 'images.yml': ours('name: "My: images"') })
    expect(parse(comment?.text ?? '').on.workflow_run.workflows).toEqual(['My: images'])
  })

  test('are found again, so that a second run writes nothing', () => {
    const written = plan({ 'images.yml': foreign }).map(({ path, text }) => [path.split('/').at(-1), text])
    const again = plan({ 'images.yml': foreign, ...Object.fromEntries(written) })
    expect(again.map(({ state }) => state)).toEqual(['same', 'same', 'same'])
  })
})

test('a file of ours that differs is shown whole, and no loose lines', () => {
  const [usual = { path: '', text: '' }] = githubFiles(setup)
  const changed = usual.text.replace(/ *pin-digests.*\n/g, '')
  const [first] = plan({ 'images.yml': changed })
  expect(first).toEqual({ path: usual.path, state: 'differs', text: usual.text, add: '' })
})
