// Cuts the fields that we ask for out of GitHub's public GraphQL schema, so that tests can check our query against it. The schema is
// several megabytes, so it is not a dependency:
//
//   npm pack @octokit/graphql-schema@15.26.1 --pack-destination /tmp
//   tar -xzf /tmp/octokit-graphql-schema-15.26.1.tgz -C /tmp package/package.json package/schema.json
//   node scripts/github-graphql.mjs /tmp/package
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const wanted = { Query: ['viewer'], User: ['login', 'databaseId'] }
const target = new URL('../__tests__/fixtures/github/graphql.json', import.meta.url)

const folder = process.argv[2]
if (!folder) {
  console.error('Usage: node scripts/github-graphql.mjs FOLDER-OF-THE-UNPACKED-PACKAGE')
  process.exit(2)
}
const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const whole = JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8'))
const schema = whole.__schema ?? whole.data.__schema

const types = Object.fromEntries(
  Object.entries(wanted).map(([type, fields]) => {
    const described = schema.types.find(item => item.name === type)
    return [type, Object.fromEntries(fields.map(field => [field, shape(found(described, field).type)]))]
  })
)
const extract = {
  'x-source': `${name} ${version}, schema.json, ${license} licence, Copyright Octokit contributors; cut by scripts/github-graphql.mjs`,
  query: schema.queryType.name,
  types
}
writeFileSync(target, `${JSON.stringify(extract, null, 1)}\n`)
console.log(`${target.pathname}: ${Object.keys(types).length} types`)

function found(type, name) {
  const field = type.fields.find(item => item.name === name)
  if (field) return field
  throw new Error(`${type.name} has no field ${name}`)
}

/** As GraphQL writes a type: `User!`. */
function shape(type) {
  if (type.kind === 'NON_NULL') return `${shape(type.ofType)}!`
  return type.kind === 'LIST' ? `[${shape(type.ofType)}]` : type.name
}
