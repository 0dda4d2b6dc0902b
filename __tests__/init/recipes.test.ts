import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { pipelineProblem, planFiles } from '../../src/init/file-plan.ts'
import type { Setup } from '../../src/init/setup.ts'
import { recipeFile } from '../../src/init/texts/recipes.ts'
import { root } from '../helpers/workspace.ts'
import { plainSetup as prod } from './plain-setup.ts'

const systems = [
  ['jenkins', 'Jenkinsfile', 'Jenkinsfile'],
  ['azure-pipelines', 'azure-pipelines.yml', 'azure-pipelines.yml'],
  ['bitbucket', 'bitbucket-pipelines.yml', 'bitbucket-pipelines.yml'],
  ['tekton', 'task.yaml', '.tekton/kluctl-images.yaml']
] as const

describe.each(systems)('the recipe for %s', (ci, example, path) => {
  test('is the one of the examples; scripts/update-recipes.mjs copies them', () => {
    const text = readFileSync(join(root, 'examples', ci, example), 'utf8')
    expect(recipeFile(ci, prod)).toEqual({ path, text })
  })

  test('names folder and args of the project', () => {
    const setup = {
      ...prod,
      projectDir: 'deploy/shop',
      args: ['region=eu'],
      argsFromFile: ['deploy/eu.yaml'],
      varsFromFile: ['clusterSecret:a/b=c.yaml']
    }
    const { text } = recipeFile(ci, setup)
    expect(text).toMatch(
      / resolve deploy\/shop (?:--target prod )?--args region=eu --args-from-file deploy\/eu.yaml --vars-from-file clusterSecret:a\/b=c.yaml /
    )
    if (ci !== 'jenkins') expect(() => parse(text)).not.toThrow()
  })

  test('names its fixed-images file wherever it speaks of one', () => {
    const setup = { ...prod, projectDir: 'deploy', sourceRoot: '.', outputFile: 'deploy/fixed-images.yaml' }
    const { text } = recipeFile(ci, { ...setup, args: ['a=fixed-images.yaml'] })
    expect(text).toMatch(/ --source-root \. --args a=fixed-images.yaml --output-file deploy\/fixed-images\.yaml /)
    const count = (some: string): number => some.split('fixed-images.yaml').length
    expect(text.split('deploy/fixed-images.yaml').length).toBe(count(recipeFile(ci, prod).text) + 1)
    expect(count(text)).toBe(count(recipeFile(ci, prod).text) + 2)
  })

  test.each<[Partial<Setup>, string]>([
    ...(ci === 'tekton' ? [] : ['a b', "a'b"]).map((name): [Partial<Setup>, string] => [
      { targets: [name] },
      `"${name}" is no plain word to a shell`
    ]),
    [{ projectDir: 'a;b' }, '"a;b" is no plain word to a shell'],
    [{ argsFromFile: ['a b.yaml'] }, '"a b.yaml" is no plain word to a shell'],
    [{ varsFromFile: ['vault=a$b.yaml'] }, '"vault=a$b.yaml" is no plain word to a shell'],
    [{ args: ['a={b}'] }, '"a={b}" is no plain word to a shell'],
    [{ branch: 'a]b' }, '"a]b" is no plain word to a shell'],
    [{ targets: ['a', 'b'] }, 'it is for one target, and here are 2; choose one with --target']
  ])('is left out for %j, with the reason', (some, why) => {
    const setup = { ...prod, ...some }
    const files = planFiles({ ci, setup, proposals: [], moves: [], read: () => undefined })
    expect(files.map(file => file.path)).toEqual([
      setup.projectDir === '.' ? '.kluctl-images.yaml' : `${setup.projectDir}/.kluctl-images.yaml`
    ])
    expect(pipelineProblem(ci, setup)).toBe(`there is no recipe for ${ci}: ${why}`)
  })
})

test.each(['jenkins', 'azure-pipelines', 'bitbucket'] as const)('%s needs no target', ci => {
  expect(recipeFile(ci, { ...prod, targets: [] }).text).toContain(' resolve --comment-file "$tools/comment.md"\n')
})

test.each<readonly [target: string | undefined]>([[undefined], ['prod'], ["my 'prod'; touch x"], ['no']])(
  'tekton takes %j as a param, and as nothing of its script',
  target => {
    const targets = target === undefined ? [] : [target]
    const [before, now] = [prod, { ...prod, targets }].map(setup => parse(recipeFile('tekton', setup).text).spec)
    expect(now.params[0]).toMatchObject({ name: 'target', default: target ?? '' })
    expect(now.steps).toEqual(before.steps)
    expect(now.steps[0].script).toContain('[ -z "$TARGET" ] || set -- "$@" --target="$TARGET"\n')
  }
)
