import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { pipelineProblem, planFiles } from '../../src/init/file-plan.ts'
import type { Setup } from '../../src/init/setup.ts'
import { recipeFile } from '../../src/init/texts/recipes.ts'
import { root } from '../helpers/workspace.ts'

const prod: Setup = {
  projectDir: '.',
  targets: ['prod'],
  args: [],
  argsFromFile: [],
  varsFromFile: [],
  branch: 'main',
  logins: []
}
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
      / resolve deploy\/shop --target[ =]\S+ --args region=eu --args-from-file deploy\/eu.yaml --vars-from-file clusterSecret:a\/b=c.yaml /
    )
    if (ci !== 'jenkins') expect(() => parse(text)).not.toThrow()
  })

  test.each([
    [{ targets: ['a b'] }, '"a b" is no plain word to a shell'],
    [{ targets: ["a'b"] }, '"a\'b" is no plain word to a shell'],
    [{ projectDir: 'a;b' }, '"a;b" is no plain word to a shell'],
    [{ argsFromFile: ['a b.yaml'] }, '"a b.yaml" is no plain word to a shell'],
    [{ varsFromFile: ['vault=a$b.yaml'] }, '"vault=a$b.yaml" is no plain word to a shell'],
    [{ args: ['a={b}'] }, '"a={b}" is no plain word to a shell'],
    [{ branch: 'a]b' }, '"a]b" is no plain word to a shell'],
    [{ targets: ['a', 'b'] }, 'it is for one target, and here are 2; choose one with --target']
  ])('is left out for %j, with the reason', (some, why) => {
    const setup = { ...prod, ...some }
    const files = planFiles({ ci, setup, proposals: [], read: () => undefined })
    expect(files.map(file => file.path)).toEqual([
      setup.projectDir === '.' ? '.kluctl-images.yaml' : `${setup.projectDir}/.kluctl-images.yaml`
    ])
    expect(pipelineProblem(ci, setup)).toBe(`there is no recipe for ${ci}: ${why}`)
  })
})

test.each(['jenkins', 'azure-pipelines', 'bitbucket'] as const)('%s needs no target', ci => {
  expect(recipeFile(ci, { ...prod, targets: [] }).text).toContain(' resolve --comment-file "$tools/comment.md"\n')
})
