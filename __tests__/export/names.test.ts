import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { formatEnv } from '../../src/export/env.ts'
import { formatHelmValues } from '../../src/export/helm-values.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { makeWorkspace } from '../helpers/workspace.ts'
import { anyEntries, digest, release, split } from './results.ts'

const of = (...images: readonly string[]): readonly FixedImage[] =>
  images.map((image, index) => ({ image, resultImage: `result:${index}` }))
const namesIn = (text: string): readonly string[] => [...text.matchAll(/^(\w+)=/gm)].map(([, name = '']) => name)

test('a variable is named after the last segment of its image', () => {
  expect(formatEnv(release)).toBe(`BUSYBOX_IMAGE=busybox
NGINX_IMAGE=mirror.example.com/library/nginx:1.28.0@${digest('b2')}
ORDER_API_IMAGE=ghcr.io/team/order-api:1.4.2@${digest('a1')}
REDIS_IMAGE=redis@${digest('c3')}
_7ZIP_IMAGE=localhost:5000/tools/7zip:24.8
`)
})

describe('names are told apart', () => {
  test.each<[string, readonly FixedImage[], readonly string[]]>([
    ['by more of the path', of('a/app', 'b/app', 'b/web'), ['A_APP_IMAGE', 'B_APP_IMAGE', 'WEB_IMAGE']],
    ['by the registry', of('ghcr.io/t/app', 'quay.io/t/app'), ['GHCR_IO_T_APP_IMAGE', 'QUAY_IO_T_APP_IMAGE']],
    ['by the tag of the template', of('app:1', 'app:2'), ['APP_1_IMAGE', 'APP_2_IMAGE']],
    ['each of them, also the shorter', of('a/app', 'app'), ['A_APP_IMAGE', 'LIBRARY_APP_IMAGE']],
    [
      'from what a longer one would be',
      of('a/app', 'b/app', 'a-app'),
      ['B_APP_IMAGE', 'DOCKER_IO_A_APP_IMAGE', 'LIBRARY_A_APP_IMAGE']
    ],
    ['by all of a long path', of('r.io/a/b/c/d/e/f', 'r.io/x/b/c/d/e/f'), ['A_B_C_D_E_F_IMAGE', 'X_B_C_D_E_F_IMAGE']],
    [
      'by the image where several have several results',
      [
        ...['a/app', 'b/app'].flatMap(image => [
          { image, resultImage: 'app:1', deployment: 'Deployment/web' },
          { image, resultImage: 'app:2', deployment: 'Job/clean' }
        ])
      ],
      ['A_APP_CLEAN_IMAGE', 'A_APP_WEB_IMAGE', 'B_APP_CLEAN_IMAGE', 'B_APP_WEB_IMAGE']
    ],
    [
      'by what their places are at last',
      [
        { image: 'app', resultImage: 'app:1', deployment: 'Job/c' },
        { image: 'app', resultImage: 'app:2', container: 'c' }
      ],
      ['APP_CONTAINER_C_IMAGE', 'APP_JOB_C_IMAGE']
    ],
    [
      'by object and container for several results',
      split,
      ['APP_WEB_MAIN_IMAGE', 'APP_WEB_SIDECAR_IMAGE', 'NGINX_IMAGE']
    ],
    [
      'by the kind where objects have one name',
      [
        { image: 'app', resultImage: 'app:1', deployment: 'Deployment/web' },
        { image: 'app', resultImage: 'app:2', deployment: 'Job/web' }
      ],
      ['APP_DEPLOYMENT_WEB_IMAGE', 'APP_JOB_WEB_IMAGE']
    ],
    [
      'by nothing for the places that an entry leaves open',
      [
        { image: 'app', resultImage: 'app:1' },
        { image: 'app', resultImage: 'app:2', deployment: 'Job/web' }
      ],
      ['APP_IMAGE', 'APP_WEB_IMAGE']
    ]
  ])('%s', (_, entries, names) => {
    expect(namesIn(formatEnv(entries))).toEqual(names)
  })
})

test('an entry that a later one hides has no name and no result', () => {
  const entries = [
    { image: 'app', resultImage: 'app:1', deployment: 'Deployment/web' },
    { image: 'web', resultImage: 'web:1', namespace: '' },
    { image: 'app', resultImage: 'app:2' },
    { image: 'web', resultImage: 'web:2', namespace: 'default' }
  ]
  expect(formatEnv(entries)).toBe('APP_IMAGE=app:2\nWEB_IMAGE=web:2\n')
})

test.each([
  [['x/a-b', 'x/a_b'], '"x/a-b", "x/a_b"'],
  [['nginx', 'docker.io/library/nginx'], '"docker.io/library/nginx", "nginx"']
])('%j have one name however long, which is an error', (images, named) => {
  expect(() => formatEnv(of(...images, 'web'))).toThrow(
    expect.objectContaining({
      message: `env cannot express results that would have one name: ${named}`,
      hint: 'matrix can.'
    })
  )
  expect(() => formatHelmValues(of(...images))).toThrow('helm-values cannot express results that would have one name')
})

test('every result has a name of its own, or there is an error', () => {
  let named = 0
  const property = fc.property(anyEntries, entries => {
    const written = [formatEnv, formatHelmValues].map(format => attempt(() => format(entries)))
    const [env, values] = written
    if (env === undefined || values === undefined) return
    named += 1
    const lines = env.split('\n').slice(0, -1)
    const variables = lines.map(line => /^([A-Z_][A-Z0-9_]*_IMAGE)=[A-Za-z0-9._:/@[\]+-]+$/.exec(line)?.[1])
    expect(variables).not.toContain(undefined)
    expect(new Set(variables).size).toBe(lines.length)
    const keys = [...values.matchAll(/^"(.*)":$/gm)].map(([, key = '']) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter(key => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key))).toEqual([])
    const shown = new Set(lines.map(line => line.slice(line.indexOf('=') + 1)))
    const results = new Set(entries.map(({ resultImage }) => resultImage))
    expect([...shown].filter(one => !results.has(one))).toEqual([])
  })
  fc.assert(property)
  expect(named).toBeGreaterThan(50)
})

const near = fc.constantFrom(
  ...['app', 'a/app', 'b/app', 'a-app', 'a/b/app', 'x/b/app', 'a-b/app', 'app-web', 'app/web', 'web', 'library/app'],
  ...['ghcr.io/a/app', 'ghcr.io/app', 'quay.io/a/app', 'app:1', 'app:2', 'x/docker-io-library-app', 'docker.io/a/app']
)
/** Entries whose result says which image it is of. */
const nearEntries = fc.array(
  fc.tuple(near, fc.constantFrom(undefined, 'Job/web', 'Deployment/web', 'Job/app'), fc.constantFrom('1', '2')).map(
    ([image, deployment, tag]): FixedImage => ({
      image,
      resultImage: `${image.replace(/[^a-z0-9/]/g, '.')}:${tag}`,
      ...(deployment !== undefined && { deployment })
    })
  ),
  { minLength: 1, maxLength: 7 }
)

test.each([
  ['env', formatEnv, /^(\w+)=(.*):/gm],
  ['helm-values', formatHelmValues, /^"(\w+)":\n {2}image:\n {4}registry: (.*\n {4}repository: .*)/gm]
] as const)(
  'of %s a name never comes to mean another image where an entry is added, or images are',
  (_, format, line) => {
    let compared = 0
    const meanings = (entries: readonly FixedImage[]): ReadonlyMap<string, string> =>
      new Map(
        [...(attempt(() => format(entries)) ?? '').matchAll(line)].map(([, name = '', image = '']) => [name, image])
      )
    const isStable = (before: readonly FixedImage[], added: readonly FixedImage[]): void => {
      const [old, now] = [meanings(before), meanings([...before, ...added])]
      for (const [name, image] of old) {
        if (!now.has(name)) continue
        compared += 1
        expect([name, now.get(name)]).toEqual([name, image])
      }
    }
    const one = nearEntries.map(entries => entries.slice(0, 1))
    fc.assert(fc.property(nearEntries, one, isStable), { numRuns: 2000 })
    const whole = nearEntries.map(entries => entries.filter(({ deployment }) => deployment === undefined))
    fc.assert(fc.property(whole, whole, isStable), { numRuns: 1000 })
    expect(compared).toBeGreaterThan(500)
  }
)

function attempt(write: () => string): string | undefined {
  try {
    return write()
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

test('the names do not depend on the order of the file', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom('a/app', 'b/app', 'x/a/app', 'app', 'web', 'a-app'), { minLength: 2 }),
      images => {
        const entries = images.map(image => ({ image, resultImage: `${image}:1` }))
        expect(formatEnv(entries.toReversed())).toBe(formatEnv(entries))
      }
    )
  )
})

describe.skipIf(process.platform === 'win32')('a real shell (not on Windows)', () => {
  test('reads the variables as they are, and nothing else', () => {
    const workspace = makeWorkspace({ 'images.env': formatEnv([...release, ...split]) })
    const shown = execFileSync('env', ['-i', 'sh', '-c', 'set -a; . ./images.env; env'], {
      cwd: workspace.folder,
      encoding: 'utf8'
    })
    workspace.remove()
    const lines = shown.split('\n').filter(line => /^\w*_IMAGE=/.test(line))
    const wanted = formatEnv([...release, ...split]).trimEnd()
    expect(lines.toSorted()).toEqual(wanted.split('\n').toSorted())
  })

  test('takes each line as one argument of env', () => {
    const lines = formatEnv(release).trimEnd().split('\n')
    const shown = execFileSync('env', ['-i', ...lines, 'env'], { encoding: 'utf8' })
    expect(shown.trimEnd().split('\n').toSorted()).toEqual(lines.toSorted())
  })
})
