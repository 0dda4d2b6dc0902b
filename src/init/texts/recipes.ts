import { version } from '../../about.ts'
import type { NewFile, Setup } from '../setup.ts'
import { azurePipelinesRecipe } from './recipe-azure-pipelines.ts'
import { bitbucketRecipe } from './recipe-bitbucket.ts'
import { jenkinsRecipe } from './recipe-jenkins.ts'
import { tektonRecipe } from './recipe-tekton.ts'

/** CI systems that have a recipe around the command line in place of a component. */
export type RecipeName = 'jenkins' | 'azure-pipelines' | 'bitbucket' | 'tekton'

const recipes: Readonly<Record<RecipeName, { readonly path: string; readonly lines: readonly string[] }>> = {
  jenkins: { path: 'Jenkinsfile', lines: jenkinsRecipe },
  'azure-pipelines': { path: 'azure-pipelines.yml', lines: azurePipelinesRecipe },
  bitbucket: { path: 'bitbucket-pipelines.yml', lines: bitbucketRecipe },
  tekton: { path: '.tekton/kluctl-images.yaml', lines: tektonRecipe }
}

/**
 * The recipe of a CI system for a setup with one target, or none. Source: examples/{jenkins,azure-pipelines,bitbucket,tekton} of this repository.
 * @param setup without {@link recipeProblem}
 */
export function recipeFile(name: RecipeName, setup: Setup): NewFile {
  const { path, lines } = recipes[name]
  const [target] = setup.targets
  const folder = setup.projectDir === '.' ? '' : ` ${setup.projectDir}`
  const args = argFlags(setup)
    .map(([flag, line]) => ` ${flag} ${line}`)
    .join('')
  const chosen = target === undefined ? '' : ` --target ${target}`
  const text = `${lines.join('\n')}\n`
    .replaceAll(/(kluctl-images@)\d+\.\d+\.\d+/g, (_, before: string) => before + version)
    .replaceAll('resolve --target prod', () => `resolve${folder}${chosen}${args}`)
    .replaceAll('resolve --target="$TARGET"', () => `resolve${folder} --target="$TARGET"${args}`)
    .replaceAll('branches: { include: [main] }', () => `branches: { include: [${setup.branch}] }`)
  return { path, text }
}

function argFlags({ args, argsFromFile, varsFromFile }: Setup): readonly (readonly [flag: string, line: string])[] {
  return [
    ...args.map(line => ['--args', line] as const),
    ...argsFromFile.map(line => ['--args-from-file', line] as const),
    ...varsFromFile.map(line => ['--vars-from-file', line] as const)
  ]
}

/** Names that are one word to a shell, within a script in YAML or Groovy. */
const word = /^[A-Za-z0-9_][A-Za-z0-9._/:=-]*$/

/** Why there is no recipe for a setup; undefined where there is one. */
export function recipeProblem(name: RecipeName, setup: Setup): string | undefined {
  const { projectDir, targets, branch } = setup
  const odd = [projectDir, ...targets, ...argFlags(setup).map(([, line]) => line), branch].find(
    text => text !== '.' && !word.test(text)
  )
  if (odd !== undefined) return `${JSON.stringify(odd)} is no plain word to a shell`
  if (targets.length > 1) return `it is for one target, and here are ${targets.length}; choose one with --target`
  return name === 'tekton' && targets.length === 0 ? 'it wants a target, and the project has none' : undefined
}
