import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { makeTagged, removeTemplates, type Stage } from './release-stage.ts'

const stages: Stage[] = []
afterEach(() => {
  for (const stage of stages.splice(0)) stage.remove()
})
afterAll(removeTemplates)
const tagged = (): Stage => {
  const stage = makeTagged('0.2.0')
  stages.push(stage)
  return stage
}

/** Changes what the tag holds, and moves tag and main to it, as somebody would who makes a release by hand. */
function retag(stage: Stage, files: Readonly<Record<string, string>>, message = 'Slip'): void {
  stage.commit(message, files)
  stage.git('tag', '--force', '--annotate', 'v0.2.0', '--message', 'v0.2.0')
  stage.git('push', '--quiet', 'origin', 'main')
  stage.git('fetch', '--quiet', 'origin')
}

describe('check lets a tag pass', () => {
  test.each(['--annotate', '--no-sign'])('that prepare made and that is on main (git tag %s)', kind => {
    const stage = tagged()
    stage.git('tag', '--force', kind, ...(kind === '--annotate' ? ['--message', 'x'] : []), 'v0.2.0')
    const { ok, text } = stage.release(['check', 'v0.2.0'])
    expect(text).toMatch(/^v0\.2\.0 \([0-9a-f]{9}\) may be released$/m)
    expect(ok).toBe(true)
    expect(stage.git('status', '--porcelain')).toBe('')
  })

  test('with words of a person in the changelog, as long as each commit is there', () => {
    const stage = tagged()
    retag(stage, { 'CHANGELOG.md': stage.read('CHANGELOG.md').replace('The first release.', 'Hello.') })
    expect(stage.release(['check', 'v0.2.0']).text).toContain('may be released')
  })
})

describe('check refuses', () => {
  test.each<[string, (stage: Stage) => void, string]>([
    [
      'dist/ that differs by one byte',
      stage => retag(stage, { 'dist/index.js': stage.read('dist/index.js').replace("'0", "'1") }),
      'dist/ is not what the sources build: dist/index.js'
    ],
    ['a file in dist/ that no source builds', stage => retag(stage, { 'dist/extra.js': '' }), 'dist/extra.js'],
    [
      'package.json with another version',
      stage => retag(stage, { 'package.json': stage.read('package.json').replace('0.2.0', '0.2.1') }),
      'package.json:3 says 0.2.1, and not 0.2.0'
    ],
    [
      'package.json without a version where it belongs',
      stage => retag(stage, { 'package.json': stage.read('package.json').replace('  "version": "0.2.0",\n', '') }),
      'package.json says its version 0 times'
    ],
    [
      'a reusable workflow that uses the release before',
      stage => retag(stage, { '.github/workflows/review.yml': 'uses: kluctl-images/kluctl-images@v0.1.0\n' }),
      '.github/workflows/review.yml:1 says 0.1.0, and not 0.2.0'
    ],
    [
      'a link to a page of the release before',
      stage =>
        retag(stage, { 'docs/help.md': '\n\nhttps://github.com/kluctl-images/kluctl-images/blob/v0.1.0/README.md\n' }),
      'docs/help.md:3 says 0.1.0'
    ],
    [
      'a component whose default is the release before',
      stage =>
        retag(stage, { 'templates/kluctl-images.yml': "spec:\n  inputs:\n    version:\n      default: '0.1.0'\n" }),
      'templates/kluctl-images.yml:4 says 0.1.0'
    ],
    [
      'a README that names another major tag',
      stage => retag(stage, { 'README.md': 'kluctl-images/kluctl-images@v1\n' }),
      'README.md:1 says 1, and not 0.2.0'
    ],
    [
      'a lock file for another package.json',
      stage =>
        retag(stage, { 'package.json': stage.read('package.json').replace('"tool": "1.0.0"', '"tool": "2.0.0"') }),
      'package-lock.json was made for another package.json'
    ],
    [
      'a lock file without the hash of a package',
      stage => retag(stage, { 'package-lock.json': stage.read('package-lock.json').replace('sha512-abc', '') }),
      'package-lock.json has no hash of node_modules/tool'
    ],
    [
      'a package from elsewhere than npm',
      stage =>
        retag(stage, {
          'package-lock.json': stage
            .read('package-lock.json')
            .replace('"integrity"', '"resolved": "https://registry.npmjs.org.example.org/tool.tgz", "integrity"')
        }),
      'package-lock.json takes node_modules/tool from elsewhere'
    ],
    [
      'installed packages that the lock file does not name',
      stage =>
        stage.write({
          'node_modules/.package-lock.json': '{ "packages": { "node_modules/tool": { "integrity": "sha512-x" } } }'
        }),
      'node_modules is not what package-lock.json names (node_modules/tool)'
    ],
    [
      'no installed packages',
      stage => rmSync(join(stage.project, 'node_modules'), { recursive: true }),
      'run npm ci --ignore-scripts'
    ],
    [
      'a tree with changes',
      stage => stage.write({ 'a.txt': '', LICENSE: 'MIT' }),
      'the tree is not clean: LICENSE, a.txt'
    ],
    [
      'a tag that is not on main',
      stage => {
        stage.git('checkout', '--quiet', '-b', 'aside')
        stage.commit('Aside', { 'docs/a.md': '' })
        stage.git('tag', '--force', 'v0.2.0')
      },
      'v0.2.0 is not on main'
    ],
    [
      'a tag that is not checked out',
      stage => stage.git('checkout', '--quiet', '--detach', 'HEAD~1'),
      'v0.2.0 is not checked out'
    ],
    ['a version below one in its history', stage => stage.git('tag', 'v0.3.0', 'HEAD~1'), '0.2.0 is older than 0.3.0'],
    [
      'a changelog without the version',
      stage => retag(stage, { 'CHANGELOG.md': '# Changelog\n' }),
      'CHANGELOG.md has no part for 0.2.0'
    ],
    [
      'a changelog without a commit that the tag brings',
      stage => {
        stage.git('tag', 'v0.1.0', 'HEAD~1')
        retag(stage, { 'src/late.ts': '' })
      },
      'main moved on, so prepare again'
    ],
    [
      'a commit that calls itself a release and brings more',
      stage => {
        stage.git('tag', 'v0.1.0', 'HEAD~1')
        retag(stage, { 'CHANGELOG.md': `${stage.read('CHANGELOG.md')}\n`, 'src/evil.ts': '' }, 'Release 9.9.9')
      },
      'main moved on, so prepare again'
    ],
    [
      'a release commit into which somebody slipped more',
      stage => {
        stage.git('tag', 'v0.1.0', 'HEAD~1')
        stage.write({ 'src/about.ts': `${stage.read('src/about.ts')}export const more = 1\n` })
        stage.git('commit', '--quiet', '--all', '--amend', '--no-edit')
        stage.git('tag', '--force', 'v0.2.0')
        stage.git('push', '--quiet', '--force', 'origin', 'main')
        stage.git('fetch', '--quiet', 'origin')
      },
      'main moved on, so prepare again'
    ],
    [
      'a history that is cut off',
      stage => stage.git('update-ref', '-d', 'refs/remotes/origin/main'),
      'fetch the whole history'
    ]
  ])('%s', (_what, arrange, message) => {
    const stage = tagged()
    arrange(stage)
    const status = stage.git('status', '--porcelain')
    const { ok, text } = stage.release(['check', 'v0.2.0'])
    expect(text).toContain('v0.2.0 may not be released')
    expect(text).toContain(message)
    expect(ok).toBe(false)
    expect(stage.git('status', '--porcelain'), 'the check leaves the tree as it was').toBe(status)
  })

  test('all at once, in one message', () => {
    const stage = tagged()
    retag(stage, { 'dist/index.js': '', 'src/about.ts': "export const version = '0.2.1'\n", 'CHANGELOG.md': '' })
    expect(stage.release(['check', 'v0.2.0']).text.match(/^ {2}- .*/gm)).toHaveLength(3)
  })

  test.each([
    ['v0', '"v0" is no tag of a release'],
    ['0.2.0', '"0.2.0" is no tag of a release'],
    ['--upload-pack=x', 'COMMAND'],
    ['v9.9.9', 'There is no tag v9.9.9 here']
  ])('%s', (tag, message) => {
    const { ok, text } = tagged().release(['check', tag])
    expect([ok, text]).toEqual([false, expect.stringContaining(message)])
  })
})

test.each([[], ['check'], ['check', 'v1.0.0', 'more'], ['constructor'], ['check', 'v0.2.0', '--dry-run']])(
  'arguments %j get the list of commands',
  (...args) => {
    expect(tagged().release(args.flat()).text).toContain('publish TAG FOLDER [--dry-run]')
  }
)
