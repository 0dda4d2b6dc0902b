import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Setup } from '../../src/init/setup.ts'
import { githubFiles } from '../../src/init/texts/github.ts'
import { gitlabText } from '../../src/init/texts/gitlab.ts'
import { notAFileName, unwritable } from '../../src/init/yaml-scalar.ts'
import { plainSetup as plain } from './plain-setup.ts'

const setups: Readonly<Record<string, Setup>> = {
  plain,
  several: {
    ...plain,
    projectDir: 'deploy/shop',
    sourceRoot: '.',
    targets: ['staging', 'prod'],
    outputFile: 'deploy/shop/fixed/{target}.yaml',
    args: ['region=eu', 'size="3"'],
    argsFromFile: ['deploy/args/prod.yaml'],
    varsFromFile: ['clusterSecret:shop/db=deploy/args/db.yaml'],
    allowEnv: ['REGION', 'STAGE'],
    branch: 'master',
    logins: ['ghcr.io', 'registry.example.com:5000']
  },
  bare: { ...plain, targets: [], logins: ['a.example.com', 'b.example.com'] }
}

describe('the pipeline', () => {
  const texts = Object.entries(setups).flatMap(([name, setup]) => [
    ...githubFiles(setup).map(({ path, text }) => [`github-${name}/${path.slice('.github/workflows/'.length)}`, text]),
    [`gitlab-${name}/.gitlab-ci.yml`, gitlabText(setup)]
  ])

  test.each(texts)('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/${name}`)
  })

  test.each(texts)('%s is YAML without doubled keys or tabs', (_name, text = '') => {
    expect(() => parse(text, { uniqueKeys: true })).not.toThrow()
    expect(text).not.toMatch(/\t|[^\n]$|\n\n\n/)
  })

  test.each(texts.filter(([name]) => name?.startsWith('github-') && !name.includes('comment')))(
    '%s is YAML also without the # before what can be set',
    (_name, text = '') => {
      const set = text.replace(
        /^( *)# ((?:secrets|registry|registry-username|registry-password|docker-config|pull-request-token):)/gm,
        '$1$2'
      )
      const { jobs } = parse(set, { uniqueKeys: true })
      for (const { with: given, secrets = {} } of Object.values<{ with: object; secrets?: object }>(jobs)) {
        expect('registry' in given).toBe('registry-password' in secrets)
        for (const value of Object.values(secrets)) expect(value).toMatch(/^\$\{\{ secrets\.[A-Z_]+ \}\}$/)
      }
    }
  )
})

describe('names in the pipeline stay names', () => {
  const words = fc.constantFrom(
    ...[
      'prod',
      'no',
      '1.0',
      '0x10',
      '~',
      'a: b',
      'a #b',
      '"',
      "'",
      '\\',
      '{a}',
      '[b]',
      '&a',
      '*a',
      '!x',
      '|',
      '>',
      '%',
      '@a',
      '`a`',
      '- a',
      '? a',
      'ü'
    ]
  )
  const name = fc
    .oneof(
      words,
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.array(words, { maxLength: 3 }).map(all => all.join(' '))
    )
    .filter(text => unwritable(text) === undefined)
  const fileName = fc
    .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,9}$/)
    .filter(text => notAFileName(text) === undefined)
  const targets = fc.oneof(fc.array(name, { maxLength: 1 }), fc.uniqueArray(fileName, { minLength: 2, maxLength: 4 }))
  const setup = fc.record({
    projectDir: name,
    sourceRoot: fc.option(name, { nil: undefined }),
    targets,
    outputFile: name,
    oldFile: fc.constant(undefined),
    args: fc.array(name, { maxLength: 3 }),
    argsFromFile: fc.array(name, { maxLength: 3 }),
    varsFromFile: fc.array(name, { maxLength: 3 }),
    allowEnv: fc.constant([]),
    branch: name,
    logins: fc.constant([])
  })
  const lines = (texts: readonly string[]): string | undefined =>
    texts.length === 0 ? undefined : `${texts.join('\n')}\n`

  const files = ({ argsFromFile, varsFromFile }: Setup): readonly (string | undefined)[] =>
    [argsFromFile, varsFromFile].map(lines)

  test('at GitHub', () => {
    fc.assert(
      fc.property(setup, one => {
        const [images, , release] = githubFiles(one).map(({ text }) => parse(text, { uniqueKeys: true }))
        const isOne = one.targets.length < 2
        const folder = one.projectDir === '.' ? undefined : one.projectDir
        for (const job of ['review', 'bump']) {
          const { with: given, ...rest } = images.jobs[job]
          expect([given['project-dir'], given.args]).toEqual([folder, lines(one.args)])
          expect([given['source-root'], given['output-file']]).toEqual([one.sourceRoot, one.outputFile])
          expect([given['args-from-file'], given['vars-from-file']]).toEqual(files(one))
          expect(isOne ? given.target : given.targets).toBe(isOne ? one.targets[0] : lines(one.targets))
          expect(Object.keys(rest)).toEqual(['if', 'permissions', 'uses'])
        }
        expect(images.jobs.bump.with.base).toBe(one.branch)
        expect(Object.keys(images.jobs)).toEqual(['review', 'bump'])
        if (!isOne) expect(release.jobs.release.strategy.matrix.target).toEqual(one.targets)
        else expect(release.jobs.release.with.target).toBe(one.targets[0])
      })
    )
  })

  test('at GitLab', () => {
    fc.assert(
      fc.property(setup, one => {
        const { include, ...rest } = parse(gitlabText(one), { uniqueKeys: true })
        expect(rest).toEqual({})
        expect(include).toHaveLength(3 * Math.max(1, one.targets.length))
        const folder = one.projectDir === '.' ? undefined : one.projectDir
        for (const { inputs } of include) {
          expect([inputs['project-dir'], inputs['source-root']]).toEqual([folder, one.sourceRoot])
          const lists = [inputs.args, inputs['args-from-file'], inputs['vars-from-file']].map(list => list ?? [])
          expect(lists).toEqual([one.args, one.argsFromFile, one.varsFromFile])
        }
        const found = include.map(({ inputs }: { inputs: { target?: string } }) => inputs.target)
        const each = one.targets.length === 0 ? [undefined] : one.targets
        expect(found).toEqual([...each, ...each, ...each])
      })
    )
  })
})
