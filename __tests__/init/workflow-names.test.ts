import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type PlannedFile, planFiles } from '../../src/init/file-plan.ts'
import type { Setup } from '../../src/init/setup.ts'
import { githubFiles } from '../../src/init/texts/github.ts'
import { chooseWorkflowNames } from '../../src/init/workflow-names.ts'

const setup: Setup = {
  projectDir: '.',
  targets: ['prod'],
  args: [],
  argsFromFile: [],
  varsFromFile: [],
  branch: 'main',
  logins: []
}
const foreign = 'name: images\non: push\njobs: {}\n'
const ours = (name: string): string =>
  `${name}\njobs:\n  a:\n    uses: kluctl-images/kluctl-images/.github/workflows/review.yml@v0\n`
const reader =
  (files: Readonly<Record<string, string>>) =>
  (path: string): string | undefined =>
    files[path.replace('.github/workflows/', '')]
const plan = (files: Readonly<Record<string, string>>): readonly PlannedFile[] =>
  planFiles({ ci: 'github', setup, proposals: [], read: reader({ '.kluctl-images.yaml': '', ...files }) }).slice(1)

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
    ['ours is the second', { 'kluctl-images.yml': ours('name: b') }, 'kluctl-images', 'b']
  ])('where %s', (_what, files, file, workflow) => {
    expect(chooseWorkflowNames(reader(files))).toEqual({ file, workflow })
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
