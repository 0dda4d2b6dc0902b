// Copies the recipes of examples/ for CI systems without a component of ours into src/init/texts, where `init` has them at hand.
import { readFileSync, writeFileSync } from 'node:fs'

const recipes = {
  jenkins: 'Jenkinsfile',
  'azure-pipelines': 'azure-pipelines.yml',
  bitbucket: 'bitbucket-pipelines.yml',
  tekton: 'task.yaml'
}

for (const [name, file] of Object.entries(recipes)) {
  const source = `examples/${name}/${file}`
  const lines = readFileSync(new URL(`../${source}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  const quoted = lines.map(line => {
    const isDouble = line.includes("'") && !line.includes('"')
    const text = line.replaceAll('\\', '\\\\')
    return isDouble ? `  "${text}"` : `  '${text.replaceAll("'", "\\'")}'`
  })
  const variable = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  const text = `/** The lines of ${source}; made by scripts/update-recipes.mjs. */
export const ${variable}Recipe: readonly string[] = [
${quoted.join(',\n')}
]
`
  writeFileSync(new URL(`../src/init/texts/recipe-${name}.ts`, import.meta.url), text)
}
