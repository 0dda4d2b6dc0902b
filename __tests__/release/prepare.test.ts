import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { makeStage, removeTemplates, type Stage, tagAndPush } from './release-stage.ts'

const stages: Stage[] = []
afterEach(() => {
  for (const stage of stages.splice(0)) stage.remove()
})
afterAll(removeTemplates)
const begun = (): Stage => {
  const stage = makeStage()
  stages.push(stage)
  return stage
}
const push = ({ git }: Stage): string => git('push', '--quiet', 'origin', 'main')

describe('prepare', () => {
  test('makes one commit with the version everywhere, the changelog and dist/', () => {
    const stage = begun()
    const before = stage.git('rev-parse', 'HEAD')
    const { ok, text } = stage.release(['prepare', '0.2.0'])
    expect(text).toContain('git push origin v0.2.0')
    expect(ok).toBe(true)
    expect(stage.git('log', '--format=%s', `${before}..HEAD`)).toBe('Release 0.2.0')
    expect(stage.git('status', '--porcelain')).toBe('')
    expect(stage.git('diff', '--name-only', 'HEAD~1').split('\n')).toEqual([
      '.github/workflows/review.yml',
      'CHANGELOG.md',
      'README.md',
      '__tests__/golden/comment.md',
      'dist/index.js',
      'docs/help.md',
      'package-lock.json',
      'package.json',
      'src/about.ts',
      'templates/kluctl-images.yml'
    ])
    expect(() => stage.git('grep', '-n', '0\\.1\\.0'), 'git grep finds nothing').toThrow('git grep')
  })

  test('leaves the major tag of a text alone until the major version changes, and other versions in tests always', () => {
    const stage = begun()
    stage.release(['prepare', '0.2.0'])
    expect(stage.read('README.md')).toBe('Use kluctl-images/kluctl-images@v0, or npx kluctl-images@0.2.0.\n')
    expect(stage.read('__tests__/golden/comment.md')).toContain('/blob/v0.2.0/docs/a.md and kluctl-images@9.9.9')
    push(stage)
    stage.release(['prepare', '1.0.0-rc.1'])
    expect(stage.read('README.md')).toBe('Use kluctl-images/kluctl-images@v0, or npx kluctl-images@1.0.0-rc.1.\n')
    push(stage)
    stage.release(['prepare', '1.0.0'])
    expect(stage.read('README.md')).toBe('Use kluctl-images/kluctl-images@v1, or npx kluctl-images@1.0.0.\n')
    expect(stage.read('templates/kluctl-images.yml')).toContain("default: '1.0.0'")
  })

  test('takes the version that package.json has, for the first release', () => {
    const stage = begun()
    expect(stage.release(['prepare', '0.1.0']).ok).toBe(true)
    expect(stage.git('diff', '--name-only', 'HEAD~1')).toBe('CHANGELOG.md')
    expect(stage.read('CHANGELOG.md')).toContain('## 0.1.0 (2026-01-01)\n\nThe first release.')
  })

  test.each<[string, (stage: Stage) => void, string, string]>([
    ['a file that is not committed', stage => stage.write({ 'new.txt': '' }), '0.2.0', 'new.txt'],
    ['a change that is not committed', stage => stage.write({ LICENSE: 'other' }), '0.2.0', 'LICENSE'],
    [
      'a commit that main of origin does not have',
      stage => stage.commit('More', { a: '' }),
      '0.2.0',
      'not the newest commit'
    ],
    [
      'an older commit of main',
      stage => {
        stage.commit('More', { a: '' })
        push(stage)
        stage.git('reset', '--quiet', '--hard', 'HEAD~1')
      },
      '0.2.0',
      'not the newest commit'
    ],
    ['a version that is none', () => undefined, 'v0.2.0', '"v0.2.0" is no version'],
    ['a version below the one of package.json', () => undefined, '0.0.9', '0.0.9 is below 0.1.0'],
    ['a version that is tagged', stage => tagAndPush(stage, '0.2.0'), '0.2.0', '0.2.0 is not above 0.2.0'],
    ['a version below one that is tagged', stage => tagAndPush(stage, '0.3.0'), '0.2.9', '0.2.9 is not above 0.3.0'],
    ['a candidate of what is released', stage => tagAndPush(stage, '0.2.0'), '0.2.0-rc.1', 'is not above 0.2.0'],
    [
      'a version that is tagged at origin only',
      stage => {
        tagAndPush(stage, '0.2.0')
        stage.git('tag', '--delete', 'v0.2.0')
      },
      '0.2.0',
      '0.2.0 is not above 0.2.0'
    ]
  ])('refuses %s', (_what, arrange, version, message) => {
    const stage = begun()
    arrange(stage)
    const before = [stage.git('rev-parse', 'HEAD'), stage.git('status', '--porcelain')]
    const { ok, text } = stage.release(['prepare', version])
    expect(ok).toBe(false)
    expect(text).toContain(message)
    expect([stage.git('rev-parse', 'HEAD'), stage.git('status', '--porcelain')]).toEqual(before)
  })

  test('leaves everything as it was where the build fails', () => {
    const stage = begun()
    stage.commit('Break the build', {
      'scripts/build.mjs': "import { writeFileSync } from 'node:fs'\nwriteFileSync('new.js', '')\nprocess.exit(1)\n"
    })
    push(stage)
    const before = stage.git('rev-parse', 'HEAD')
    const { ok, text } = stage.release(['prepare', '0.2.0'])
    expect(ok).toBe(false)
    expect(text).toContain('scripts/build.mjs` failed')
    expect([stage.git('rev-parse', 'HEAD'), stage.git('status', '--porcelain')]).toEqual([before, ''])
  })
})

/** Two merges of branches, of which the second changes a file by itself. */
function mergeSides(stage: Stage): void {
  for (const [name, own] of [
    ['plain', undefined],
    ['busy', 'src/merged.ts']
  ] as const) {
    stage.git('switch', '--quiet', '-c', name)
    stage.commit(`Work on the branch ${name}`, { [`src/${name}.ts`]: '' })
    stage.git('switch', '--quiet', '-')
    stage.commit(`Go on beside ${name}`, { [`src/beside-${name}.ts`]: '' })
    stage.git('merge', '--quiet', '--no-ff', '--no-commit', name)
    stage.commit(`Merge the branch ${name}`, own === undefined ? {} : { [own]: '' })
  }
}

describe('the changelog', () => {
  /** A project with one release, and these commits after it. */
  const grown = (): Stage => {
    const stage = begun()
    stage.release(['prepare', '0.2.0'])
    tagAndPush(stage, '0.2.0')
    stage.commit('Ask a registry once', { 'src/ask.ts': '', '__tests__/ask.test.ts': '' })
    stage.commit('Explain soak', { 'docs/soak.md': '' })
    stage.commit('Rebuild dist', { 'dist/more.js': '' })
    stage.commit('Test the soak', { '__tests__/soak.test.ts': '' })
    stage.commit(
      'Name the option `pin`\n\nIt was called digest.\n\nBreaking-change: write pin instead of\n digest in workflows\nBreaking-change: write --pin in scripts',
      { 'action.yml': 'runs: {}\n' }
    )
    stage.commit('Let @everyone read <b>*.yaml*</b> of https://example.org, [here](x) (#12)', { 'schema/a.json': '' })
    for (const subject of ['1. Do this', '- And that', '# Then', '+ more', '--- ', '2) Last', 'Release 9.9.9 of all'])
      stage.commit(subject, { 'src/odd.ts': subject })
    stage.commit('Let a caller choose the runner', { '.github/workflows/bump.yml': '' })
    stage.commit('Check on Node 26', { '.github/workflows/ci.yml': '' })
    mergeSides(stage)
    push(stage)
    return stage
  }

  test('has breaking changes first, then the commits by what they touch, with short hashes', async () => {
    const stage = grown()
    expect(stage.release(['prepare', '0.3.0']).ok).toBe(true)
    const text = stage.read('CHANGELOG.md')
    await expect(text.replaceAll(/\([0-9a-f]{9}\)$/gm, '(HASH)')).toMatchFileSnapshot('golden/changelog.md')
    const [, subject, hash = ''] = /^- (Explain soak) \((\w{9})\)$/m.exec(text) ?? []
    expect(stage.git('log', '-1', '--format=%s', hash)).toBe(subject)
  })

  test('and the notes of a tag are the same text', () => {
    const stage = grown()
    stage.release(['prepare', '0.3.0'])
    tagAndPush(stage, '0.3.0')
    const { text } = stage.release(['notes', 'v0.3.0'])
    expect(text).toContain('### Breaking changes')
    expect(stage.read('CHANGELOG.md')).toContain(`## 0.3.0 (2026-01-01)\n\n${text}\n## 0.2.0`)
  })

  test('is the same from any clone, and shows what is not released until it is', () => {
    const stage = grown()
    expect(stage.release(['changelog']).ok).toBe(true)
    const unreleased = stage.read('CHANGELOG.md')
    expect(unreleased).toContain('## Unreleased\n\n### Breaking changes')
    stage.release(['changelog'])
    expect(stage.read('CHANGELOG.md')).toBe(unreleased)
    stage.commit('Write what is not released yet', {})
    push(stage)
    stage.release(['prepare', '0.3.0'])
    expect(stage.read('CHANGELOG.md').match(/^## .*/gm)).toEqual(['## 0.3.0 (2026-01-01)', '## 0.2.0 (2026-01-01)'])
  })

  test('of a candidate is repeated in the release, so that nobody has to read both', () => {
    const stage = grown()
    stage.release(['prepare', '0.3.0-rc.1'])
    tagAndPush(stage, '0.3.0-rc.1')
    stage.commit('Fix the candidate', { 'src/fix.ts': '' })
    push(stage)
    stage.release(['prepare', '0.3.0'])
    const [, part = ''] = /^## 0\.3\.0 .*\n([\s\S]*?)^## /m.exec(stage.read('CHANGELOG.md')) ?? []
    expect(part).toContain('Fix the candidate')
    expect(part).not.toContain('Release 0.3.0-rc.1')
    tagAndPush(stage, '0.3.0')
    expect(stage.release(['check', 'v0.3.0']).text).toContain('v0.3.0 (')
    expect(part).toContain('Ask a registry once')
  })
})
