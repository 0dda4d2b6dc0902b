import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isImagesError } from '../../src/errors.ts'
import { asks, load } from './loading.ts'

/** Known keys of all files of a project, so that strange values meet the code that reads them. */
const keys = [
  ...['deployments', 'vars', 'tags', 'when', 'overrideNamespace', 'templateExcludes', 'args', 'name', 'default'],
  ...['path', 'include', 'git', 'oci', 'url', 'ref', 'subDir', 'passVars', 'recursive', 'onlyRender', 'barrier'],
  ...['values', 'file', 'systemEnvVars', 'clusterSecret', 'vault', 'http', 'namespace', 'key', 'labels'],
  ...[
    'targetPath',
    'ignoreMissing',
    'noOverride',
    'sensitive',
    'multidoc',
    'targets',
    'discriminator',
    'images',
    'context'
  ]
]
const scalar = fc.oneof(
  fc.constantFrom(
    'app',
    'sub',
    '.',
    '..',
    '../x',
    '/x',
    '',
    'a.b[0]',
    '{{ target.name }}',
    '{{ nope }}',
    '{% if %}',
    'true'
  ),
  fc.constantFrom('https://github.com/org/repo', 'git@h:x/y', 'v.yaml', 'STAGE', 'STAGE:x', 'a[', '\u202e'),
  fc.constantFrom(null, true, false, 0, 1.5, -1)
)
const value = fc.letrec<{ any: unknown; map: unknown; list: unknown }>(tie => ({
  any: fc.oneof({ maxDepth: 4 }, scalar, tie('map'), tie('list')),
  map: fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 4 }),
  list: fc.array(tie('any'), { maxLength: 3 })
}))

const item = fc.dictionary(
  fc.constantFrom('path', 'include', 'git', 'oci', 'vars', 'tags', 'when', 'args'),
  value.any,
  {
    maxKeys: 3
  }
)
const entry = fc.dictionary(
  fc.constantFrom('values', 'file', 'git', 'systemEnvVars', 'clusterSecret', 'vault', 'targetPath', 'when', 'multidoc'),
  value.any,
  { maxKeys: 3 }
)
const deployment = fc.oneof(
  value.any,
  fc.record(
    { deployments: fc.array(item, { maxLength: 3 }), vars: fc.array(entry, { maxLength: 2 }) },
    { requiredKeys: [] }
  )
)

/** Mostly one that can be read, so that the rest is reached. */
const config = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record(
    {
      targets: fc.array(value.any, { maxLength: 2 }),
      args: fc.array(value.any, { maxLength: 2 }),
      discriminator: scalar
    },
    { requiredKeys: [] }
  )
)

test('whatever stands in the files of a project, it is loaded or an error of ours says why not', () => {
  fc.assert(
    fc.property(deployment, deployment, config, value.any, (root, sub, kluctl, library) => {
      const files = {
        'deployment.yaml': JSON.stringify(root),
        '.kluctl.yaml': JSON.stringify(kluctl),
        'sub/deployment.yaml': JSON.stringify(sub),
        'sub/.kluctl-library.yaml': JSON.stringify(library),
        'app/x.yaml': asks("'a'"),
        'v.yaml': JSON.stringify(library)
      }
      try {
        const { problems } = load(files, { external: { allowedEnv: ['STAGE'], env: new Map([['STAGE', '[1]']]) } })
        expect(problems.every(isImagesError)).toBe(true)
        expect(problems.every(problem => problem.message !== '')).toBe(true)
      } catch (error) {
        if (!isImagesError(error)) throw error
      }
    }),
    { numRuns: 400 }
  )
})
