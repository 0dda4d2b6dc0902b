import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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
    ['by a number at last', of('x/a-b', 'x/a_b'), ['X_A_B_2_IMAGE', 'X_A_B_IMAGE']],
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

test('every result has a name of its own, whatever the names of the images', () => {
  fc.assert(
    fc.property(anyEntries, entries => {
      const lines = formatEnv(entries).split('\n').slice(0, -1)
      const variables = lines.map(line => /^([A-Z_][A-Z0-9_]*_IMAGE)=[A-Za-z0-9._:/@[\]+-]+$/.exec(line)?.[1])
      expect(variables).not.toContain(undefined)
      expect(new Set(variables).size).toBe(lines.length)
      const keys = [...formatHelmValues(entries).matchAll(/^"(.*)":$/gm)].map(([, key = '']) => key)
      expect(new Set(keys).size).toBe(keys.length)
      expect(keys.filter(key => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key))).toEqual([])
      const shown = new Set(lines.map(line => line.slice(line.indexOf('=') + 1)))
      expect([...new Set(entries.map(({ resultImage }) => resultImage))].filter(one => shown.has(one))).toHaveLength(
        shown.size
      )
    })
  )
})

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
