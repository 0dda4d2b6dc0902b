import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { inWorkflow, makeTagged, type Outcome, removeTemplates, type Stage, tagAndPush } from './release-stage.ts'

const stages: Stage[] = []
afterEach(() => {
  for (const stage of stages.splice(0)) stage.remove()
})
afterAll(removeTemplates)
const tagged = (version: string): Stage => {
  const stage = makeTagged(version)
  stages.push(stage)
  return stage
}
const publish = (stage: Stage, version: string, env: Readonly<Record<string, string>> = {}): Outcome =>
  stage.release(['publish', `v${version}`, stage.assets], { ...inWorkflow, ...env })

/** The calls that are about publishing, without their arguments. */
const story = (stage: Stage): readonly string[] =>
  stage
    .calls()
    .filter(call => /^(?:gh|npm publish|push refs\/tags\/v\d+$)/.test(call) && !call.startsWith('gh release view'))
    .map(call => /^(?:push \S+|npm \S+|gh \S+ \S+(?: .*--draft=false)?)/.exec(call)?.[0] ?? call)

describe('a release is published', () => {
  test('in this order: attested, draft, compared, published, npm, major tag', () => {
    const stage = tagged('0.2.0')
    const { ok, text } = publish(stage, '0.2.0')
    expect(text).toContain('v0.2.0 is published')
    expect(ok).toBe(true)
    expect(story(stage)).toEqual([
      'gh attestation verify',
      'gh attestation verify',
      'gh attestation verify',
      'gh release create',
      'gh release download',
      'gh release edit v0.2.0 --draft=false',
      'npm publish',
      'push refs/tags/v0'
    ])
    expect(stage.remoteTag('v0')).toBe(stage.git('rev-parse', 'v0.2.0^{commit}'))
    expect(stage.state()).toMatchObject({
      release: {
        isDraft: false,
        isLatest: true,
        isPrerelease: false,
        assets: [
          { name: 'SHA256SUMS' },
          { name: 'kluctl-images-0.2.0.tgz' },
          { name: 'kluctl-images-action-0.2.0.tar.gz' }
        ]
      },
      npm: { tag: 'latest', provenance: true }
    })
    // with attestations that this workflow made of this commit on a machine of GitHub
    const commit = stage.git('rev-parse', 'v0.2.0^{commit}')
    expect(stage.calls()).toContain(
      `gh attestation verify kluctl-images-0.2.0.tgz --repo kluctl-images --signer-workflow publish.yml --source-digest ${commit} --deny-self-hosted-runners`
    )
    // a run after all is done changes nothing
    const before = story(stage).length
    expect(publish(stage, '0.2.0').ok).toBe(true)
    const again = story(stage).slice(before)
    expect(again.filter(call => !/verify|download/.test(call))).toEqual([])
  })

  test('as a candidate: not the latest, `next` on npm, and the major tag stays', () => {
    const stage = tagged('0.2.0-rc.1')
    expect(publish(stage, '0.2.0-rc.1').ok).toBe(true)
    expect(stage.state()).toMatchObject({ release: { isPrerelease: true, isLatest: false }, npm: { tag: 'next' } })
    expect(stage.remoteTag('v0')).toBe('')
  })

  test('and the major tag moves forward with the next one', () => {
    const stage = tagged('0.2.0')
    expect(publish(stage, '0.2.0').ok).toBe(true)
    const next = nextRelease(stage, '0.3.0')
    expect(publish(stage, '0.3.0').ok).toBe(true)
    expect(stage.remoteTag('v0')).toBe(next)
  })
})

describe('a failure', () => {
  test('stops at its step and leaves the major tag alone, and each run goes on where the one before stopped', () => {
    const stage = tagged('0.2.0')
    const steps = [
      'gh attestation verify',
      'gh release create',
      'gh release download',
      'gh release edit',
      'npm publish'
    ]
    for (const call of steps) {
      const { ok, text } = publish(stage, '0.2.0', { STUB_FAIL: call })
      expect(ok, call).toBe(false)
      expect(text).toContain('no connection')
      expect(text).not.toMatch(/^ {4}at /m)
      expect(story(stage).at(-1)).toMatch(new RegExp(`^${call}`))
    }
    stage.refusePushes(true)
    expect(publish(stage, '0.2.0').text).toContain('protected')
    expect(stage.remoteTag('v0')).toBe('')
    stage.refusePushes(false)
    expect(publish(stage, '0.2.0').text).toContain('v0.2.0 is published')
    expect(stage.remoteTag('v0')).toBe(stage.git('rev-parse', 'v0.2.0^{commit}'))
    // once that failed, once that did it
    const twice = story(stage).filter(call => /^(?:gh release create|npm publish)/.test(call))
    expect(twice.toSorted()).toEqual(['gh release create', 'gh release create', 'npm publish', 'npm publish'])
    expect(story(stage).filter(call => call === 'push refs/tags/v0')).toHaveLength(1)
  })

  test.each(['gh release view', 'npm view'])('to look (%s) is no "not there"', call => {
    const stage = tagged('0.2.0')
    const { ok, text } = publish(stage, '0.2.0', { STUB_FAIL: call })
    expect(ok).toBe(false)
    expect(text).toMatch(/could not say whether .*no connection/)
    expect(story(stage)).not.toContain('npm publish')
  })
})

describe('a release is refused', () => {
  test('outside of the workflow', () => {
    const { ok, text } = tagged('0.2.0').release(['publish', 'v0.2.0', '/nowhere'])
    expect([ok, text]).toEqual([false, expect.stringContaining('publish.yml only')])
  })

  test('with a token of npm', () => {
    expect(publish(tagged('0.2.0'), '0.2.0', { NODE_AUTH_TOKEN: 'npm_x' }).text).toContain('NODE_AUTH_TOKEN is set')
  })

  test('with an npm that needs a token', () => {
    const stage = tagged('0.2.0')
    expect(publish(stage, '0.2.0', { STUB_NPM: '11.5.0' }).text).toContain('npm is 11.5.0')
    expect(story(stage)).toEqual([])
  })

  test('with one file that is not attested', () => {
    const stage = tagged('0.2.0')
    const { ok, text } = publish(stage, '0.2.0', { STUB_UNATTESTED: 'kluctl-images-action-0.2.0.tar.gz' })
    expect(ok).toBe(false)
    expect(text).toContain('kluctl-images-action-0.2.0.tar.gz has no attestation')
    expect(story(stage)).not.toContain('gh release create')
  })

  test('with a file that is not the one that was packed', () => {
    const stage = tagged('0.2.0')
    appendFileSync(join(stage.assets, 'kluctl-images-0.2.0.tgz'), 'x')
    expect(publish(stage, '0.2.0').text).toContain('do not have the sums of SHA256SUMS')
    expect(story(stage)).toEqual([])
  })

  test('with a file too many, here or in the draft', () => {
    const stage = tagged('0.2.0')
    writeFileSync(join(stage.assets, 'more.txt'), '')
    expect(publish(stage, '0.2.0').text).toContain('and holds SHA256SUMS')
  })

  test('whose draft somebody changed between upload and publishing', () => {
    const stage = tagged('0.2.0')
    publish(stage, '0.2.0', { STUB_FAIL: 'npm publish' })
    appendFileSync(join(stage.assets, '../release-files/kluctl-images-0.2.0.tgz'), 'x')
    expect(publish(stage, '0.2.0').text).toContain('is not the file that was packed here')
  })

  test('that can still be changed after it is published: npm and the major tag wait', () => {
    const stage = tagged('0.2.0')
    const { ok, text } = publish(stage, '0.2.0', { STUB_MUTABLE: '1' })
    expect(ok).toBe(false)
    expect(text).toContain('immutable releases')
    expect(story(stage).at(-1)).toContain('--draft=false')
  })

  test('whose tag is another commit at the remote, or not there', () => {
    const stage = tagged('0.2.0')
    stage.git('tag', '--force', 'v0.2.0', 'HEAD~1')
    expect(publish(stage, '0.2.0').text).toContain('A tag of a release never moves.')
    stage.git('push', '--quiet', 'origin', ':refs/tags/v0.2.0')
    expect(publish(stage, '0.2.0').text).toContain('v0.2.0 is not at origin')
  })
})

describe('the major tag', () => {
  test('stays at a later release when an earlier one is published late, which is not the latest', () => {
    const stage = tagged('0.2.0')
    const later = nextRelease(stage, '0.3.0')
    stage.git('push', '--quiet', 'origin', `${later}:refs/tags/v0`)
    stage.git('checkout', '--quiet', 'v0.2.0')
    repack(stage)
    const { ok, text } = publish(stage, '0.2.0')
    expect(text).toContain('v0 stays at a later release')
    expect(ok).toBe(true)
    expect(stage.remoteTag('v0')).toBe(later)
    expect(stage.state()).toMatchObject({ release: { isLatest: false }, npm: { tag: 'previous' } })
  })

  test('that somebody moved off main is not taken over', () => {
    const stage = tagged('0.2.0')
    stage.git('checkout', '--quiet', '-b', 'aside', 'HEAD~1')
    const aside = stage.commit('Aside', { 'a.txt': '' })
    stage.git('push', '--quiet', 'origin', `${aside}:refs/tags/v0`)
    stage.git('checkout', '--quiet', 'main')
    const { ok, text } = publish(stage, '0.2.0')
    expect(ok).toBe(false)
    expect(text).toContain('Find out who moved it.')
    expect(stage.remoteTag('v0')).toBe(aside)
  })
})

describe('a dry run', () => {
  test('changes nothing outside, and prints what a run would do', async () => {
    const stage = tagged('0.2.0')
    const before = stage.git('ls-remote', 'origin')
    const { ok, text } = stage.release(['publish', 'v0.2.0', stage.assets, '--dry-run'])
    expect(ok).toBe(true)
    await expect(
      text.replaceAll(/\S+\/(assets|release-\w+)\//g, '…/').replaceAll(/[0-9a-f]{40}/g, 'COMMIT')
    ).toMatchFileSnapshot('golden/dry-run.txt')
    expect(stage.state()).toEqual({})
    expect(stage.git('ls-remote', 'origin')).toBe(before)
    expect(story(stage)).toEqual(Array(3).fill('gh attestation verify'))
  })

  test('says where a run would stop, and fails', () => {
    const stage = tagged('0.2.0')
    const { ok, text } = stage.release(['publish', 'v0.2.0', stage.assets, '--dry-run'], {
      STUB_UNATTESTED: 'SHA256SUMS'
    })
    expect(ok).toBe(false)
    expect(text).toContain('a run would stop here')
    expect(text).toContain('npm publish')
    expect(text).toContain('A run would stop at: attestations of the files.')
  })
})

function nextRelease(stage: Stage, version: string): string {
  stage.commit('Show more', { 'src/more.ts': 'export {}\n' })
  stage.git('push', '--quiet', 'origin', 'main')
  expect(stage.release(['prepare', version]).text).toContain('What comes next')
  tagAndPush(stage, version)
  repack(stage)
  return stage.git('rev-parse', 'HEAD')
}

/** Packs what is checked out, for a gh and an npm that know of no release. */
function repack(stage: Stage): void {
  rmSync(stage.assets, { recursive: true })
  rmSync(join(stage.assets, '../state.json'), { force: true })
  expect(stage.release(['pack', stage.assets]).ok).toBe(true)
}
