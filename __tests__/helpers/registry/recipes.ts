import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Vendor } from './vendors/vendor.ts'

/** What a recipe sets: variables, and the docker configuration that its login steps leave behind. */
export type Setup = {
  readonly env: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, string>>
}

const page: string = readFileSync(new URL('../../../docs/registries.md', import.meta.url), 'utf8')

/** Names of all recipes, in order. */
export function recipeNames(): readonly string[] {
  const recipes = page.slice(page.indexOf('\n## Recipes'))
  return [...recipes.slice(0, recipes.indexOf('\n## ', 1)).matchAll(/^### (.+)$/gm)].map(([, name = '']) => name)
}

/** The plain environment of a recipe, with a vendor's values for its placeholders. */
export function readEnvironment(vendor: Vendor): Setup {
  return { env: readShell(block(vendor.name, 'sh'), vendor), files: {} }
}

/** The workflow of a recipe: its login actions and the variables of our step. */
export function readWorkflow(vendor: Vendor): Setup {
  const job: unknown = parse(block(vendor.name, 'yaml'))
  const auths: Record<string, unknown> = {}
  let env: Record<string, string> = {}
  for (const step of list(member(job, 'steps'))) {
    const action = text(member(step, 'uses')).replace(/@.*/, '')
    if (action === 'kluctl-images/kluctl-images') env = stepVariables(member(step, 'env'), vendor)
    const login = loginOf(action, member(step, 'with'), vendor)
    if (login) auths[login.host] = { auth: Buffer.from(login.pair).toString('base64') }
  }
  const config = JSON.stringify({ auths })
  return { env, files: Object.keys(auths).length === 0 ? {} : { '/home/me/.docker/config.json': config } }
}

/** Variables of lines as `export NAME=value`; every other line fails. */
export function readShell(shell: string, vendor: Vendor): Readonly<Record<string, string>> {
  const lines = shell.split('\n').filter(line => line !== '')
  return Object.fromEntries(
    lines.map(line => {
      const [, name, value] = /^export ([A-Z0-9_]+)=('[^']*'|"[^"]*"|[^\s'"$]+)$/.exec(line) ?? []
      if (name === undefined || value === undefined) throw new Error(`not a variable: ${line}`)
      return [name, fill(name, value.replace(/^(['"])(.*)\1$/, '$2'), vendor)]
    })
  )
}

/** The fenced block of a language in the section of that name. */
export function block(section: string, language: string): string {
  const [, rest] = page.split(`\n### ${section}\n`)
  const own = rest?.split(/\n##+ /)[0] ?? ''
  const found = own.split(`\n\`\`\`${language}\n`)[1]?.split('\n```')[0]
  if (found === undefined) throw new Error(`no ${language} block in the section ${section}`)
  return found
}

function loginOf(action: string, given: unknown, vendor: Vendor): { host: string; pair: string } | undefined {
  const has = (name: string): string => fill(name.toUpperCase(), text(member(given, name)), vendor)
  if (action === 'docker/login-action') {
    const host = has('registry')
    return { host: host === '' ? 'https://index.docker.io/v1/' : host, pair: `${has('username')}:${has('password')}` }
  }
  if (action !== 'aws-actions/amazon-ecr-login') return undefined
  return { host: has('registry-type') === 'public' ? 'public.ecr.aws' : vendor.host, pair: `AWS:${vendor.password}` }
}

function stepVariables(env: unknown, vendor: Vendor): Record<string, string> {
  if (typeof env !== 'object' || env === null) return {}
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(name, String(value), vendor)]))
}

/** `<token>`, `$(command)` and `${{ secret }}` stand for the vendor's values; all else for itself. */
function fill(name: string, value: string, vendor: Vendor): string {
  if (!/^(?:<|\$\(|\$\{\{)/.test(value)) return value
  return name.endsWith('USERNAME') ? vendor.username : vendor.password
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
