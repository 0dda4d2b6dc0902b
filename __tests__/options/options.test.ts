import { describe, expect, test } from 'vitest'
import { optionTable } from '../../src/option-table.ts'
import { parseOptions, type RawOptions } from '../../src/options.ts'

const problemsOf = (raw: Record<string, string>): readonly string[] =>
  parseOptions(raw as RawOptions).problems.map(({ input, message }) => `${input}: ${message}`)

describe('options', () => {
  test('have the defaults of the table', () => {
    const { options, problems } = parseOptions({})
    expect(problems).toEqual([])
    expect(options).toMatchObject({
      projectDir: '.',
      target: undefined,
      outputFile: 'fixed-images.yaml',
      reportFile: 'images-report.json',
      baseline: 'auto',
      comment: 'on-change',
      simple: false,
      updateImages: false,
      offlineImages: false,
      jobSummary: true,
      needsManifests: false
    })
  })

  test('that are empty mean the default, as an Action hands them over; but for the name of the artifact', () => {
    const empty = Object.fromEntries(optionTable.map(({ name }) => [name, '']))
    const { options, problems } = parseOptions({})
    expect(options.artifactName).toBe('fixed-images')
    expect(parseOptions(empty)).toEqual({ options: { ...options, artifactName: undefined }, problems })
  })

  test.each<[string, RawOptions, object]>([
    ['gates are those that are named', { 'fail-on': 'major, downgrade' }, { failOn: ['downgrade', 'major'] }],
    ['no gate but unresolved without a word', {}, { failOn: ['unresolved'] }],
    ['none is no gate at all', { 'fail-on': 'none' }, { failOn: [] }],
    ['a pull request is a number', { 'pr-number': ' 17 ' }, { prNumber: 17 }],
    ['nothing deployed counts', {}, { deployedImages: 'none', context: undefined }],
    [
      'a context is any name',
      { context: 'arn:aws:eks:eu-1:1:cluster/prod' },
      { context: 'arn:aws:eks:eu-1:1:cluster/prod' }
    ],
    [
      'platforms are a list',
      { platforms: 'linux/amd64, linux/arm/v7' },
      { platforms: ['linux/amd64', 'linux/arm/v7'] }
    ],
    ['every registry is allowed where nobody says', {}, { allowRegistries: undefined, denyRegistries: [] }],
    [
      'registries are hosts',
      { 'allow-registries': 'ghcr.io,*.r.test:5000' },
      { allowRegistries: ['ghcr.io', '*.r.test:5000'] }
    ],
    ['the lock is beside the file', {}, { lockFile: 'auto', pinDigests: false, verify: false }]
  ])('%s', (_, raw, expected) => {
    const { options, problems } = parseOptions(raw)
    expect(problems).toEqual([])
    expect(options).toMatchObject(expected)
  })

  test.each<[string, RawOptions, RegExp]>([
    ['none beside another gate', { 'fail-on': 'none,major' }, /^none stands alone/],
    ['an unknown gate', { 'fail-on': 'minor' }, /"minor" is not one of unresolved, downgrade/],
    ['no number', { 'pr-number': '#17' }, /"#17" is not a positive whole number/],
    ['zero', { 'pr-number': '0' }, /not a positive whole number/],
    ['days of nothing', { 'artifact-retention-days': '-1' }, /not a positive whole number/],
    ['a name with a slash', { 'artifact-name': 'a/b' }, /"\/" may not stand in it/],
    ['an unknown mode', { mode: 'post' }, /"post" is not one of resolve, comment/],
    ['a context like a flag', { context: '--kubeconfig=x' }, /"--kubeconfig=x" is not the name of a context/],
    ['a context with a line end', { context: 'a\u0085b' }, /is not the name of a context/],
    ['a platform without architecture', { platforms: 'linux' }, /"linux" is not a platform/],
    ['a platform in capitals', { platforms: 'Linux/AMD64' }, /is not a platform/],
    ['a registry with a path', { 'allow-registries': 'ghcr.io/team' }, /"ghcr.io\/team" is not a registry: .*path/],
    ['an address for a registry', { 'deny-registries': 'https://ghcr.io' }, /is not a registry/],
    ['two files of one name', { 'comment-file': './fixed-images.yaml' }, /are the same file/]
  ])('%s is a problem', (_, raw, expected) => {
    expect(parseOptions(raw).problems.map(problem => problem.message)).toEqual([expect.stringMatching(expected)])
  })

  test.each<[string, RawOptions, object]>([
    [
      'lists are separated by lines and commas',
      { 'include-tags': 'a, b\n c ,\n# d\n' },
      { inclusion: { includeTags: ['a', 'b', 'c'] } }
    ],
    [
      'lines keep their commas',
      { 'fixed-images-file': 'a,b.yaml\r\n# no\n c.yaml ' },
      { fixedImagesFiles: ['a,b.yaml', 'c.yaml'] }
    ],
    [
      'args are name and value',
      { args: 'a=1\nb.c=x=y' },
      {
        args: [
          { name: 'a', text: '1' },
          { name: 'b.c', text: 'x=y' }
        ]
      }
    ],
    ['fixed images are read', { 'fixed-images': 'a=a:1' }, { fixedImages: [{ image: 'a', resultImage: 'a:1' }] }],
    [
      'folders are brought to one spelling',
      { 'include-deployment-dirs': './a/b/\na//c\n.' },
      { inclusion: { includeDeploymentDirs: ['a/b', 'a/c', ''] } }
    ],
    ['words for true and false', { simple: 'True', 'job-summary': 'FALSE' }, { simple: true, jobSummary: false }],
    ['a folder for manifests asks for all of them', { 'render-output-dir': 'out' }, { needsManifests: true }],
    ['blanks around a value are none', { target: ' prod ' }, { target: 'prod' }]
  ])('%s', (_, raw, expected) => {
    const { options, problems } = parseOptions(raw)
    expect(problems).toEqual([])
    expect(options).toMatchObject(expected)
  })

  test.each<[string, string, string]>([
    ['simple', 'yes', 'simple: "yes" is neither true nor false'],
    ['update-images', '1', 'update-images: "1" is neither true nor false'],
    ['comment', 'sometimes', 'comment: "sometimes" is not one of always, on-change, on-failure, never'],
    ['output-file', 'images.txt', 'output-file: "images.txt" does not end in .yaml or .yml'],
    ['args', 'novalue', 'args: "novalue" is not name=value'],
    ['args', 'a b=1', 'args: "a b=1" is not name=value'],
    ['fixed-images', 'a:b', 'fixed-images: "a:b": there is no "=" in it'],
    ['images', 'a b', 'images: "a b": "a b" is not an image pattern'],
    ['include-deployment-dirs', '/a', 'include-deployment-dirs: "/a" is not a path relative to the project'],
    ['exclude-deployment-dirs', '../a', 'exclude-deployment-dirs: "../a" points outside the project'],
    ['report-file', './fixed-images.yaml', 'report-file: report-file and output-file are the same file'],
    ['tragets', 'x', 'tragets: there is no option "tragets"'],
    ['constructor', 'x', 'constructor: there is no option "constructor"']
  ])('%s may not be %s', (name, value, expected) => {
    expect(problemsOf({ [name]: value })).toEqual([expected])
  })

  test('that are wrong are reported all together', () => {
    expect(
      problemsOf({ simple: 'x', comment: 'x', args: 'a\nb\nc=1', images: 'a b\nc d', 'output-file': 'x', nope: '' })
    ).toHaveLength(8)
  })

  test('that are not known bring the nearest that is to mind', () => {
    expect(parseOptions({ outputfile: 'x' } as RawOptions).problems[0]?.hint).toBe('Did you mean output-file?')
  })
})

describe('the table of options', () => {
  test('has each name once, in the spelling of inputs and flags', () => {
    const names = optionTable.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
  })

  test('has each one-letter flag once', () => {
    const letters = optionTable.flatMap(({ short }) => short ?? [])
    expect(new Set(letters).size).toBe(letters.length)
  })

  test.each(optionTable)(
    'explains $name in whole sentences',
    ({ help, kind, choices = [], default: value, value: shape }) => {
      expect(help).toMatch(/^[A-Zk].*\.$/)
      expect(shape === '').toBe(kind === 'boolean')
      if (kind === 'choice') expect(choices).toContain(value)
      if (kind === 'boolean') expect(['true', 'false']).toContain(value)
    }
  )

  test('the targets of a merge stand one a line or between commas, and a run has none', () => {
    const raw = { targets: 'prod, dev\n# later: test\n' }
    expect(parseOptions({ ...raw, mode: 'merge' })).toMatchObject({
      options: { targets: ['prod', 'dev'] },
      problems: []
    })
    expect(parseOptions(raw).problems.map(({ message }) => message)).toEqual(['only a merge is of several targets'])
  })
})
