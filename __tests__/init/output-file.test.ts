import { describe, expect, test } from 'vitest'
import { type CiName, ciNames } from '../../src/init/ci.ts'
import { projectsOf, slugOf } from '../../src/init/our-projects.ts'
import { chooseOutputFile } from '../../src/init/output-file.ts'
import { githubFiles } from '../../src/init/texts/github.ts'
import { gitlabText } from '../../src/init/texts/gitlab.ts'
import { plainSetup } from './plain-setup.ts'

const list = 'images:\n  - {image: nginx, resultImage: "nginx:1.27"}\n'

type Tree = Readonly<Record<string, string>>

function choose(targets: readonly string[], tree: Tree = {}, projectDir = '.', ci: CiName = 'github') {
  const { outputFile, oldFile } = chooseOutputFile({ ci, projectDir, targets, read: path => tree[path] })
  return oldFile === undefined ? outputFile : `${outputFile}, not ${oldFile}`
}

describe('the fixed-images file', () => {
  test.each<[string, readonly string[], string]>([
    ['.', [], 'fixed-images.yaml'],
    ['.', ['prod'], 'fixed-images.yaml'],
    ['.', ['a', 'b'], 'fixed/{target}.yaml'],
    ['infra/kluctl', ['prod'], 'infra/kluctl/fixed-images.yaml'],
    ['infra/kluctl', ['a', 'b'], 'infra/kluctl/fixed/{target}.yaml']
  ])('of a new project in %s with the targets %j', (projectDir, targets, file) => {
    expect(choose(targets, {}, projectDir)).toBe(file)
  })

  test('of several targets at GitLab is in a folder for each, so that each has a lock file', () => {
    expect(choose(['a', 'b'], {}, '.', 'gitlab')).toBe('fixed/{target}/fixed-images.yaml')
    expect(choose(['a', 'b'], {}, 'deploy', 'gitlab')).toBe('deploy/fixed/{target}/fixed-images.yaml')
  })

  test.each<[readonly string[], string, string]>([
    [['prod'], 'fixed-images-prod.yaml', 'fixed-images-prod.yaml'],
    [['prod'], 'fixed/prod.yaml', 'fixed/prod.yaml'],
    [['a', 'b'], 'fixed-images-b.yaml', 'fixed-images-{target}.yaml'],
    [['a', 'b'], 'fixed-images/a.yaml', 'fixed-images/{target}.yaml'],
    [['a', 'b'], 'fixed/a/fixed-images.yaml', 'fixed/{target}/fixed-images.yaml'],
    [['a', 'b'], 'fixed-images.yaml', 'fixed-images.yaml'],
    [['prod'], 'prod.yaml', 'fixed-images.yaml']
  ])('of the targets %j where %s is there', (targets, path, file) => {
    expect(choose(targets, { [path]: list })).toBe(file)
    expect(choose(targets, { [path]: 'nginx: 1.27\n' })).toBe(
      targets.length === 1 ? 'fixed-images.yaml' : 'fixed/{target}.yaml'
    )
  })

  test('that several targets share is not written any more where each has a job of its own', () => {
    const shared = { 'fixed-images.yaml': list }
    const said = ciNames.map(ci => choose(['a', 'b'], shared, '.', ci))
    expect(new Set(said.slice(2))).toEqual(new Set(['fixed/{target}.yaml, not fixed-images.yaml']))
    expect(said.slice(0, 2)).toEqual(['fixed-images.yaml', 'fixed/{target}/fixed-images.yaml, not fixed-images.yaml'])
  })

  test('in the root of the repository stays where it is, also for a project in a folder', () => {
    expect(choose(['prod'], { 'fixed-images.yaml': list }, 'deploy')).toBe('fixed-images.yaml')
  })

  test.each([
    ['.github/workflows/images.yml', githubFiles(plainSetup)[0]?.text ?? ''],
    ['.gitlab-ci.yml', gitlabText(plainSetup)]
  ])('is never the one that %s writes for another project', (path, text) => {
    const tree = { 'fixed-images.yaml': list, [path]: text }
    expect(choose(['prod'], tree, 'deploy')).toBe('deploy/fixed-images.yaml')
    expect(choose(['prod'], tree)).toBe('fixed-images.yaml')
    const other = { ...tree, [path]: text.replaceAll('target: prod', 'project-dir: ./deploy/') }
    expect(choose(['prod'], other)).toBe('images-root/fixed-images.yaml')
  })
})

describe('the file that a pipeline names', () => {
  const tree = (projectDir: string, outputFile: string, targets: readonly string[] = ['prod']): Tree => {
    const [first] = githubFiles({ ...plainSetup, projectDir, outputFile, targets })
    return { '.github/workflows/images.yml': first?.text ?? '' }
  }

  test.each<[readonly string[], string, string]>([
    [['prod'], 'images/x.yaml', 'images/x.yaml'],
    [['prod'], 'x-{target}.yaml', 'x-prod.yaml'],
    [['a', 'b'], 'x-{target}.yaml', 'x-{target}.yaml'],
    [['a', 'b'], 'fixed-images.yaml', 'fixed-images.yaml']
  ])('stays, for the targets %j: %s', (targets, named, file) => {
    expect(choose(targets, tree('deploy', named, targets), 'deploy')).toBe(file)
    expect(choose(targets, { ...tree('deploy', named, targets), 'deploy/fixed-images.yaml': list }, 'deploy')).toBe(
      file
    )
  })

  test.each<[readonly string[], string, string]>([
    [['prod', 'stage'], 'fixed-images-prod.yaml', 'fixed-images-{target}.yaml'],
    [['prod', 'stage'], 'deploy/fixed/prod.yaml', 'deploy/fixed/{target}.yaml'],
    [['prod', 'stage'], 'x.yaml', 'fixed/{target}.yaml, not x.yaml'],
    [['prod', 'stage'], 'fixed-images.yaml', 'fixed/{target}.yaml, not fixed-images.yaml'],
    [['stage'], 'fixed-images-prod.yaml', 'fixed-images-stage.yaml'],
    [['stage'], 'x.yaml', 'x.yaml']
  ])('for prod alone is not taken for %j: %s', (targets, named, file) => {
    expect(choose(targets, { ...tree('.', named), [named]: list })).toBe(file)
  })

  test('is not the one that a review only reads', () => {
    const remote = 'https://gitlab.example/templates/kluctl-images'
    const review = `include:\n  - remote: ${remote}.yml\n    inputs: {fixed-images-file: approved.yaml}\n`
    expect(choose(['prod'], { '.gitlab-ci.yml': review })).toBe('fixed-images.yaml')
    const released = `include:\n  - remote: ${remote}-release.yml\n    inputs: {fixed-images-file: approved.yaml, output-file: release/a.yaml}\n`
    expect(choose(['prod'], { '.gitlab-ci.yml': released })).toBe('approved.yaml')
    const verified =
      'jobs: {a: {steps: [{uses: kluctl-images/kluctl-images@v0, with: {verify: true, fixed-images-file: b.yaml}}]}}\n'
    expect(choose(['prod'], { '.github/workflows/images.yml': verified })).toBe('b.yaml')
  })

  test('is that of its own folder, though others have the same word', () => {
    const named = (folder: string, file: string): string =>
      gitlabText({ ...plainSetup, projectDir: folder, outputFile: file })
    const both = {
      '.gitlab/kluctl-images-a-b.yml': named('a-b', 'images-a-b/fixed-images.yaml'),
      '.gitlab/kluctl-images-a-b-2.yml': named('a/b', 'x/y.yaml')
    }
    expect(choose(['prod'], both, 'a/b', 'gitlab')).toBe('x/y.yaml')
    const taken = {
      '.gitlab-ci.yml': `${named('x', 'a/b/fixed-images.yaml')}${named('y', 'fixed-images.yaml').replace(/^[\s\S]*?include:\n/, '')}`,
      '.gitlab/kluctl-images-a-b.yml': both['.gitlab/kluctl-images-a-b.yml']
    }
    expect(choose(['prod'], taken, 'a/b', 'gitlab')).toBe('images-a-b-2/fixed-images.yaml')
  })

  test('says nothing where there are several', () => {
    const [one, two] = ['a.yaml', 'b.yaml'].map(name => tree('.', name)['.github/workflows/images.yml'] ?? '')
    const both = { '.github/workflows/images.yml': one ?? '', '.github/workflows/kluctl-images.yml': two ?? '' }
    expect(choose(['prod'], both)).toBe('fixed-images.yaml')
  })
})

describe('the projects of a pipeline', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['jobs: {a: {uses: acme/kluctl-images/.github/workflows/bump.yml@v0, with: {project-dir: a}}}', ['a']],
    ['jobs: {a: {steps: [{uses: kluctl-images/kluctl-images@v0}]}}', ['.']],
    ['jobs: {a: {uses: kluctl-images/kluctl-images/.github/workflows/review-comment.yml@v0}}', []],
    ['include: [{component: gitlab.com/a/kluctl-images-bump@1, inputs: {project-dir: a/b/}}, {local: x.yml}]', ['a/b']],
    ['jobs: {a: {steps: [{uses: actions/checkout@v7, with: {project-dir: a}}]}}', []],
    ['a: [', undefined],
    ['', []]
  ])('of %s', (text, folders) => {
    expect(projectsOf(text)?.map(({ folder }) => folder)).toEqual(folders)
  })

  test.each([
    ['.', 'root'],
    ['infra/kluctl', 'infra-kluctl'],
    ['Ünter Deck', 'nter-deck'],
    ['release', 'release-project']
  ])('have a word: %s is %s', (folder, slug) => {
    expect(slugOf(folder)).toBe(slug)
  })
})
