import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { entryKey, entryKeys, findFixed, matches, overlaps, type Subject } from '../../src/fixed/match.ts'

const subject: Subject = { image: 'r.io/app', namespace: 'shop', deployment: 'Deployment/api', container: 'app' }
const entry = (fields: Partial<FixedImage>): FixedImage => ({ resultImage: 'r.io/app:1', ...fields })

describe('an entry answers a use', () => {
  test.each<[string, Partial<FixedImage>, Partial<Subject>, boolean]>([
    ['of its image', { image: 'r.io/app' }, {}, true],
    ['not of another image', { image: 'r.io/app2' }, {}, false],
    ['not of another spelling of its image', { image: 'docker.io/library/nginx' }, { image: 'nginx' }, false],
    ['in its namespace', { image: 'r.io/app', namespace: 'shop' }, {}, true],
    ['not in another namespace', { image: 'r.io/app', namespace: 'other' }, {}, false],
    ['without a namespace where it says default', { image: 'r.io/app', namespace: 'default' }, { namespace: '' }, true],
    [
      'in default where it says an empty namespace',
      { image: 'r.io/app', namespace: '' },
      { namespace: 'default' },
      true
    ],
    ['not in shop where it says an empty namespace', { image: 'r.io/app', namespace: '' }, {}, false],
    ['in its deployment', { image: 'r.io/app', deployment: 'Deployment/api' }, {}, true],
    ['not in its deployment in lower case', { image: 'r.io/app', deployment: 'deployment/api' }, {}, false],
    ['in its container', { image: 'r.io/app', container: 'app' }, {}, true],
    ['not in another container', { image: 'r.io/app', container: 'sidecar' }, {}, false],
    ['without container where it says an empty one', { image: 'r.io/app', container: '' }, { container: '' }, true],
    ['not in a container where it says an empty one', { image: 'r.io/app', container: '' }, {}, false],
    ['whose image holds what imageRegex searches', { imageRegex: 'app$' }, {}, true],
    ['not where imageRegex finds nothing', { imageRegex: '^app' }, {}, false],
    ['of any image where only a deployment is said', { deployment: 'Deployment/api' }, { image: 'x' }, true],
    ['not in another deployment where only a deployment is said', { deployment: 'Job/api' }, {}, false]
  ])('%s', (_, fields, change, expected) => {
    expect(matches(entry(fields), { ...subject, ...change })).toBe(expected)
  })

  test('the last entry that matches wins, however general it is', () => {
    const specific = entry({ image: 'r.io/app', namespace: 'shop', resultImage: 'r.io/app:specific' })
    const general = entry({ image: 'r.io/app', resultImage: 'r.io/app:general' })
    expect(findFixed([specific, general], subject)).toBe(general)
    expect(findFixed([general, specific], subject)).toBe(specific)
    expect(findFixed([general, entry({ image: 'r.io/other' })], subject)).toBe(general)
    expect(findFixed([], subject)).toBeUndefined()
  })
})

describe('two entries overlap', () => {
  test.each<[string, Partial<FixedImage>, Partial<FixedImage>, boolean]>([
    ['with one image', { image: 'a' }, { image: 'a', namespace: 'x' }, true],
    ['not with two images', { image: 'a' }, { image: 'b' }, false],
    [
      'where each leaves open what the other says',
      { image: 'a', namespace: 'x' },
      { image: 'a', container: 'c' },
      true
    ],
    ['not in two namespaces', { image: 'a', namespace: 'x' }, { image: 'a', namespace: 'y' }, false],
    ['in default and in none', { image: 'a', namespace: '' }, { image: 'a', namespace: 'default' }, true],
    ['where a regular expression finds the image', { imageRegex: 'a' }, { image: 'bar' }, true],
    ['not where it does not', { imageRegex: '^a' }, { image: 'bar' }, false],
    ['as two regular expressions may', { imageRegex: 'a' }, { imageRegex: 'b' }, true],
    ['where one names no image', { deployment: 'Job/x' }, { image: 'a' }, true],
    ['not in two deployments', { image: 'a', deployment: 'Job/x' }, { image: 'a', deployment: 'Job/y' }, false]
  ])('%s', (_, a, b, expected) => {
    expect(overlaps(entry(a), entry(b))).toBe(expected)
    expect(overlaps(entry(b), entry(a))).toBe(expected)
  })
})

describe('spellings of one entry', () => {
  test('what is absent may be spelled as empty, and a namespace as default', () => {
    const spellings = entryKeys(entry({ image: 'a', deployment: 'Job/x' }))
    for (const spelled of [
      { image: 'a', deployment: 'Job/x' },
      { image: 'a', deployment: 'Job/x', namespace: 'default' },
      { image: 'a', deployment: 'Job/x', namespace: '', container: '' }
    ]) {
      expect(spellings).toContain(entryKey(entry(spelled)))
    }
  })

  test.each<[string, Partial<FixedImage>, Partial<FixedImage>]>([
    ['a general entry is not a spelling of a specific one', { image: 'a', namespace: 'default' }, { image: 'a' }],
    ['another namespace is another entry', { image: 'a' }, { image: 'a', namespace: 'shop' }],
    ['another container is another entry', { image: 'a' }, { image: 'a', container: 'c' }]
  ])('%s', (_, own, other) => {
    expect(entryKeys(entry(own))).not.toContain(entryKey(entry(other)))
  })
})
