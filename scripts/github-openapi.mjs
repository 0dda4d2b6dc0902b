// Cuts the paths that we call, with every schema they reach, out of GitHub's own OpenAPI description, so that tests can check
// requests and answers against it. The whole package is 385 MB, so it is not a dependency:
//
//   npm pack @octokit/openapi@23.0.2 --pack-destination /tmp
//   tar -xzf /tmp/octokit-openapi-23.0.2.tgz -C /tmp package/package.json package/generated/api.github.com.json
//   node scripts/github-openapi.mjs /tmp/package
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const operations = {
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch', 'delete'],
  '/user': ['get'],
  '/users/{username}': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/git/trees/{tree_sha}': ['get'],
  '/repos/{owner}/{repo}/git/blobs/{file_sha}': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': ['get'],
  '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': ['get']
}
const target = new URL('../__tests__/fixtures/github/openapi.json', import.meta.url)

const folder = process.argv[2]
if (!folder) {
  console.error('Usage: node scripts/github-openapi.mjs FOLDER-OF-THE-UNPACKED-PACKAGE')
  process.exit(2)
}
const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const whole = JSON.parse(readFileSync(join(folder, 'generated/api.github.com.json'), 'utf8'))

const paths = {}
for (const [path, methods] of Object.entries(operations)) {
  paths[path] = Object.fromEntries(methods.map(method => [method, slim(whole.paths[path][method])]))
}
const extract = {
  openapi: whole.openapi,
  info: { title: 'Extract of GitHub’s REST API description', version: whole.info.version, license: whole.info.license },
  'x-source': `${name} ${version}, generated/api.github.com.json, ${license} licence, Copyright GitHub and Octokit contributors; cut by scripts/github-openapi.mjs`,
  paths,
  components: reached(paths)
}
writeFileSync(target, `${JSON.stringify(extract, null, 1)}\n`)
console.log(`${target.pathname}: ${Buffer.byteLength(JSON.stringify(extract, null, 1))} bytes`)

/** What no check needs: prose, examples, extensions of GitHub's documentation. */
function slim(value) {
  if (Array.isArray(value)) return value.map(slim)
  if (typeof value !== 'object' || value === null) return value
  const noise = [
    'description',
    'summary',
    'example',
    'examples',
    'externalDocs',
    'tags',
    'x-github',
    'title',
    'deprecated'
  ]
  return Object.fromEntries(
    Object.entries(value)
      // In "properties", these are names of members of the API.
      .filter(
        ([key, member]) => !noise.includes(key) || (typeof member === 'object' && member !== null && isSchema(member))
      )
      .map(([key, member]) => [key, slim(member)])
  )
}

function isSchema(value) {
  return (
    'type' in value ||
    '$ref' in value ||
    'anyOf' in value ||
    'oneOf' in value ||
    'allOf' in value ||
    'nullable' in value
  )
}

/** Components that the paths reach, directly or through others. */
function reached(start) {
  const components = {}
  const open = [start]
  while (open.length > 0) {
    for (const reference of findReferences(open.pop())) {
      const [, , kind, key] = reference.split('/')
      components[kind] ??= {}
      if (components[kind][key]) continue
      components[kind][key] = slim(whole.components[kind][key])
      open.push(components[kind][key])
    }
  }
  return components
}

function findReferences(value) {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : findReferences(member)
  )
}
