import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ProjectError } from '../errors.ts'
import { isYamlList, isYamlMap, parseYamlDocuments, type YamlMap, type YamlValue, yamlLimits } from '../yaml/parse.ts'

/** What a kubeconfig holds that no message may repeat. */
export type KubeconfigLogin = {
  /** Logins, in every form in which they are known to turn up. */
  readonly secrets: readonly string[]
  /**
   * True where a program makes the login: what it writes, and what a server repeats of it, cannot be told from the words of kubectl. True
   * also for a file that cannot be read here.
   */
  readonly hasLoginProgram: boolean
}

const largestFile = 1024 * 1024
const largestToken = 64 * 1024
const secretKey = /(?:token|password|secret|client-key-data)$|^value$/i

/** Reads the logins of a kubeconfig (kubeconfig v1: users, their exec and auth-provider). Never throws: kubectl says what is wrong with it. */
export function readKubeconfigLogin(file: string): KubeconfigLogin {
  const text = readSmall(file, largestFile)
  if (text === undefined) return { secrets: [], hasLoginProgram: true }
  const values = parse(text, file)
  if (values === undefined) return { secrets: roughly(text).flatMap(formsOf), hasLoginProgram: true }
  const maps = values.flatMap(mapsIn)
  const tokens = maps.flatMap(map => tokenOf(map, file))
  const secrets = [...maps.flatMap(secretsOf), ...tokens, ...maps.flatMap(basicOf)]
  return {
    secrets: [...new Set([...secrets, ...roughly(text)].flatMap(formsOf))],
    hasLoginProgram: maps.some(map => map.has('exec') || map.has('auth-provider'))
  }
}

function parse(text: string, file: string): readonly YamlValue[] | undefined {
  try {
    return parseYamlDocuments(text, file, yamlLimits, 'hidden').map(({ value }) => value)
  } catch (error) {
    if (error instanceof ProjectError) return undefined
    throw error
  }
}

function mapsIn(value: YamlValue): readonly YamlMap[] {
  if (isYamlList(value)) return value.flatMap(mapsIn)
  return isYamlMap(value) ? [value, ...[...value.values()].flatMap(mapsIn)] : []
}

function secretsOf(map: YamlMap): readonly string[] {
  const named = [...map].flatMap(([key, value]) => (secretKey.test(key) ? textsOf(value) : []))
  const inAddresses = textsOf(map.get('proxy-url')).flatMap(address => /:\/\/([^/@]+)@/.exec(address)?.[1] ?? [])
  const config = map.get('auth-provider')
  return [...named, ...inAddresses, ...inAddresses.flatMap(text => text.split(':')), ...textsIn(config)]
}

function basicOf(map: YamlMap): readonly string[] {
  return textsOf(map.get('username')).flatMap(name => textsOf(map.get('password')).map(word => `${name}:${word}`))
}

function tokenOf(map: YamlMap, file: string): readonly string[] {
  return textsOf(map.get('tokenFile')).flatMap(
    path => readSmall(resolve(dirname(file), path), largestToken)?.trim() ?? []
  )
}

function textsIn(value: YamlValue | undefined): readonly string[] {
  if (isYamlMap(value)) return [...value.values()].flatMap(textsIn)
  return isYamlList(value) ? value.flatMap(textsIn) : textsOf(value)
}

function textsOf(value: YamlValue | undefined): readonly string[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  return typeof value === 'string' && value !== '' ? [value] : []
}

const field =
  /(?:token|password|secret|client-key-data|(?:^|[\s{,"'])value)["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"',{}]+))/gim

/** Texts that may be a login as they are written, whatever the form of the file. */
function roughly(text: string): readonly string[] {
  return [...text.matchAll(field)].map(([, double, single, plain]) => double ?? single ?? plain ?? '')
}

/** A login, and what is left of it in base64 wherever it stands in what was encoded. */
function formsOf(secret: string): readonly string[] {
  if (secret.length < 6) return [secret]
  const bytes = Buffer.from(secret, 'utf8')
  const encoded = [0, 1, 2].flatMap(shift => {
    const all = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    // characters that share bits with what stands beside it are not known
    const sure = all.slice(Math.ceil((shift * 8) / 6), Math.floor(((bytes.length + shift) * 8) / 6))
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')].filter(text => text.length >= 4)
  })
  return [secret, ...encoded]
}

function readSmall(path: string, most: number): string | undefined {
  try {
    const stats = statSync(path)
    return stats.isFile() && stats.size <= most ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}
