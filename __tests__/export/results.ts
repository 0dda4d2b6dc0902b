import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import type { FixedImage } from '../../src/fixed/entry.ts'

/** A digest that begins with these hexadecimal digits. */
export function digest(begin: string): string {
  return `sha256:${begin.padEnd(64, '0')}`
}

/** A small release: pinned, moved to another registry, with a port, by digest alone, without tag, with tag in the template. */
export const release: readonly FixedImage[] = [
  { image: 'ghcr.io/team/order-api', resultImage: `ghcr.io/team/order-api:1.4.2@${digest('a1')}` },
  { image: 'nginx', resultImage: `mirror.example.com/library/nginx:1.28.0@${digest('b2')}` },
  { image: 'localhost:5000/tools/7zip', resultImage: 'localhost:5000/tools/7zip:24.8' },
  { image: 'redis:7', resultImage: `redis@${digest('c3')}` },
  { image: 'busybox', resultImage: 'busybox' }
]

/** One image with two results, by container. */
export const split: readonly FixedImage[] = [
  { image: 'app', resultImage: 'app:1', namespace: 'shop', deployment: 'Deployment/web', container: 'main' },
  { image: 'app', resultImage: 'app:2', namespace: 'shop', deployment: 'Deployment/web', container: 'sidecar' },
  { image: 'nginx', resultImage: 'nginx:1.28.0' }
]

const segment = fc.stringMatching(/^[a-z0-9]{1,4}([._-][a-z0-9]{1,3})?$/)
const registry = fc.constantFrom('', 'ghcr.io/', 'localhost:5000/', 'registry.example.com/')
const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,6}$/)
const name = fc
  .tuple(registry, fc.array(segment, { minLength: 1, maxLength: 3 }))
  .map(([host, path]) => host + path.join('/'))
const result = fc
  .tuple(name, fc.option(tag), fc.option(fc.stringMatching(/^[0-9a-f]{64}$/)))
  .map(([text, one, hex]) => `${text}${one === null ? '' : `:${one}`}${hex === null ? '' : `@sha256:${hex}`}`)

/** Lists of entries for whole images, each image once; `images` makes their names. */
export function generalEntries(images: fc.Arbitrary<string> = name): fc.Arbitrary<readonly FixedImage[]> {
  return fc.uniqueArray(fc.record({ image: images, resultImage: result }), {
    selector: ({ image }) => image,
    maxLength: 8
  })
}

const word = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,3}$/)
const place = fc.record(
  {
    namespace: word,
    deployment: fc.tuple(fc.constantFrom('Deployment', 'Job'), word).map(parts => parts.join('/')),
    container: word
  },
  { requiredKeys: [] }
)

/** Lists of entries with places: what a fixed-images file may hold, but for regular expressions and for what is no image. */
export const anyEntries: fc.Arbitrary<readonly FixedImage[]> = fc
  .array(fc.tuple(fc.record({ image: name, resultImage: result }), place))
  .map(list => list.map(([entry, where]) => ({ ...entry, ...where })))

/** The Python that has a parser of YAML 1.1, as kluctl's readers and many others are; undefined where there is none. */
export const python: string | undefined = ['/usr/bin/python3', 'python3'].find(program => {
  try {
    execFileSync(program, ['-c', 'import yaml'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/** YAML documents as PyYAML reads them. */
export function readWithPython(texts: readonly string[]): readonly unknown[] {
  const code = 'import json, sys, yaml; print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))'
  return JSON.parse(execFileSync(python ?? 'python3', ['-c', code], { input: JSON.stringify(texts), encoding: 'utf8' }))
}
