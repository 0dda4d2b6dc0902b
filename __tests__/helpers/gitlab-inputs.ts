import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root, type Workspace } from './workspace.ts'

type Given = Readonly<Record<string, unknown>>
type InputSpec = { readonly type?: string; readonly default?: unknown; readonly regex?: string }

/** Text of one of our templates. */
export function templateText(name: string): string {
  return readFileSync(join(root, 'templates', `${name}.yml`), 'utf8')
}

/**
 * Text of the jobs of a template with these inputs, as GitLab makes it: a value is put into the text as it is, anything but a text as JSON of
 * one line, and only then is it read as YAML. gitlab-ci-local reads first, and so lets through what breaks a pipeline of GitLab.
 * Source: gitlabhq, lib/gitlab/ci/config/interpolation/{text_template,inputs}.rb and inputs/*.rb.
 * @throws Error in the words of GitLab, for an input that the template does not take
 */
export function interpolate(template: string, given: Given): string {
  const [head = '', body = ''] = template.split(/^---\n/m)
  const specs: Readonly<Record<string, InputSpec>> = parse(head).spec.inputs
  const unknown = Object.keys(given).filter(name => !(name in specs))
  if (unknown.length > 0) throw new Error(`unknown input arguments: ${unknown.join(', ')}`)
  const values = new Map(Object.entries(specs).map(([name, spec]) => [name, readInput(name, spec, given[name])]))
  return body.replace(/\$\[\[\s*inputs\.([\w-]+)\s*\]\]/g, (_block, name: string) => {
    const value = values.get(name)
    return typeof value === 'string' ? value : toJson(value)
  })
}

function readInput(name: string, { type = 'string', default: other, regex }: InputSpec, given: unknown): unknown {
  const value = given ?? other
  if (value === undefined) throw new Error(`\`${name}\` input: required value has not been provided`)
  if ((Array.isArray(value) ? 'array' : typeof value) !== type) {
    throw new Error(`\`${name}\` input: provided value is not ${type === 'array' ? 'an' : 'a'} ${type}`)
  }
  // RE2 knows what we use in the words of JavaScript
  if (regex !== undefined && !new RegExp(regex).test(String(value))) {
    throw new Error(`\`${name}\` input: provided value does not match required RegEx pattern`)
  }
  return value
}

/** As `to_json` of Rails, which writes no sign that HTML knows. */
function toJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    sign => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
  )
}

const ours = /(?:\/templates\/|\/)(kluctl-images(?:-bump|-release)?)(?:\.yml$|@)/

/**
 * Writes a pipeline with our templates interpolated, and answers the path to run it by.
 * @throws Error as {@link interpolate}, and where what comes out is no YAML
 */
export function expandPipeline({ read, write }: Pick<Workspace, 'read' | 'write'>, file: string): string {
  const path = `.gitlab-ci-local/expanded/${file.replaceAll('/', '+')}`
  write({ [path]: JSON.stringify(expand(read, file)) })
  return path
}

/** What a file includes of us, or of its own repository, stands in it; its own words about a job are added to those of the job. */
function expand(read: Workspace['read'], file: string): Readonly<Record<string, object>> {
  const { include = [], ...own } = parse(read(file) ?? '', { merge: true }) ?? {}
  const others: object[] = []
  const found = [include].flat().flatMap(entry => {
    const { remote, component, local = typeof entry === 'string' ? entry : undefined, inputs = {} } = entry
    const [, name] = ours.exec(remote ?? component ?? '') ?? []
    if (name !== undefined) return parse(interpolate(templateText(name), inputs), { uniqueKeys: true })
    if (local !== undefined) return expand(read, local)
    others.push(entry)
    return []
  })
  const jobs: Readonly<Record<string, object>> = Object.assign({}, ...found)
  const changed = Object.entries(jobs).map(([name, job]) => [name, { ...job, ...own[name] }])
  return { ...own, ...Object.fromEntries(changed), ...(others.length === 0 ? {} : { include: others }) }
}
