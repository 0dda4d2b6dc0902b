import { version } from '../../about.ts'
import { type NewFile, outputFileFor, type Setup } from '../setup.ts'
import { yamlScalar } from '../yaml-scalar.ts'
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
  const args = flags(setup)
    .map(([flag, line]) => ` ${flag} ${line}`)
    .join('')
  const chosen = target === undefined ? '' : ` --target ${target}`
  const file = outputFileFor(setup, target)
  const text = `${lines.join('\n')}\n`
    .replaceAll('fixed-images.yaml', () => file)
    .replaceAll(/(kluctl-images@)\d+\.\d+\.\d+/g, (_, before: string) => before + version)
    .replaceAll('resolve --target prod', () => `resolve${folder}${chosen}${args}`)
    .replaceAll('resolve --baseline="$BASELINE"', () => `resolve${folder}${args} --baseline="$BASELINE"`)
    .replaceAll('default: prod', () => `default: ${target === undefined ? "''" : yamlScalar(target)}`)
    .replaceAll('branches: { include: [main] }', () => `branches: { include: [${setup.branch}] }`)
  return { path, text }
}

function flags(setup: Setup): readonly (readonly [flag: string, line: string])[] {
  const { args, argsFromFile, varsFromFile, allowEnv, sourceRoot, targets } = setup
  const file = outputFileFor(setup, targets[0])
  return [
    ...(sourceRoot === undefined ? [] : [['--source-root', sourceRoot] as const]),
    ...args.map(line => ['--args', line] as const),
    ...argsFromFile.map(line => ['--args-from-file', line] as const),
    ...allowEnv.map(name => ['--allow-env', name] as const),
    ...varsFromFile.map(line => ['--vars-from-file', line] as const),
    ...(file === 'fixed-images.yaml' ? [] : [['--output-file', file] as const])
  ]
}

/** Names that are one word to a shell, within a script in YAML or Groovy. */
const word = /^[A-Za-z0-9_][A-Za-z0-9._/:=-]*$/

/** Why there is no recipe for a setup; undefined where there is one. */
export function recipeProblem(name: RecipeName, setup: Setup): string | undefined {
  const { projectDir, targets, branch } = setup
  // the task takes its target as a param, which is no part of its script
  const texts = [projectDir, ...(name === 'tekton' ? [] : targets), ...flags(setup).map(([, line]) => line), branch]
  const odd = texts.find(text => text !== '.' && !word.test(text))
  if (odd !== undefined) return `${JSON.stringify(odd)} is no plain word to a shell`
  if (targets.length > 1) return `it is for one target, and here are ${targets.length}; choose one with --target`
  return undefined
}
