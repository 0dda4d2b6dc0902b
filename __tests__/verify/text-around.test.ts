import { describe, expect, test } from 'vitest'
import { readPolicy } from '../../src/policy/read-policy.ts'
import type { ImageUse } from '../../src/project/uses.ts'
import { formatPlaceholder } from '../../src/template/placeholder.ts'
import type { Check } from '../../src/verify/record.ts'
import { verifyUses } from '../../src/verify/verify.ts'
import { useOf } from '../helpers/image-use.ts'
import { digestOf, imagesIn, index } from './image-source.ts'
import { type RequestFields, requestOf } from './request.ts'

const app = 'ghcr.io/team/app'
const [plain, alpine] = [digestOf('1'), digestOf('2')]
const images = [index(plain, { 'linux/amd64': digestOf('a') }), index(alpine, { 'linux/amd64': digestOf('b') })]
const registries = {
  [app]: { images, tags: { '2.0.0': plain, '2.0.0-alpine': alpine } },
  [`mirror.test/${app}`]: { images, tags: { '2.0.0': plain } }
}
const placeholder = formatPlaceholder({ image: app, filter: undefined, place: undefined })

function useIn(before: string, behind: string): ImageUse {
  const use = useOf(app)
  const text = `${before}${placeholder}${behind}`
  return { ...use, manifest: { ...use.manifest, text }, range: [before.length, before.length + placeholder.length] }
}

async function check(
  [before, behind]: readonly [string, string],
  resultImage: string,
  fields: RequestFields = {}
): Promise<{ readonly check: Check | undefined; readonly asked: readonly string[] }> {
  const source = imagesIn(registries)
  const request = requestOf([useIn(before, behind)], [{ image: app, resultImage }], fields)
  const { checks } = await verifyUses(request, { images: source })
  return { check: checks[0], asked: source.asked }
}

describe('where the template writes around a call', () => {
  test.each<[string, string, string, string, string]>([
    ['image: ', '-alpine', `${app}:2.0.0`, `${app}:2.0.0-alpine`, 'not-pinned'],
    ['image: ', `@${plain}`, `${app}:2.0.0`, `${app}:2.0.0@${plain}`, 'verified'],
    ['image: mirror.test/', '', `${app}:2.0.0@${plain}`, `mirror.test/${app}:2.0.0@${plain}`, 'verified'],
    ['args: ["--image=', ',mode=x"]', `${app}:2.0.0@${plain}`, `${app}:2.0.0@${plain}`, 'verified'],
    ['args: ["--image=', '-alpine,mode=x"]', `${app}:2.0.0`, `${app}:2.0.0-alpine`, 'not-pinned']
  ])('%s…%s, the whole reference is what is proved', async (before, behind, pin, result, verdict) => {
    const { check: found, asked } = await check([before, behind], pin)
    expect(found).toMatchObject({ result, verdict })
    const name = result.replace(/:2.*/, '')
    expect(asked.filter(one => !one.includes(` ${name} `))).toEqual([])
  })

  test.each<[string, string, string, string]>([
    ['image: ', '-alpine', `${app}:2.0.0@${plain}`, '"-alpine" behind'],
    ['image: ', `@${plain}`, `${app}:2.0.0@${plain}`, `"@${plain}`],
    ['image: ', ':debug', `${app}:2.0.0`, '":debug" behind'],
    ['image: x:', '-alpine', `${app}:2.0.0`, '"x:" before and "-alpine" behind'],
    ['image: ', `-${placeholder}`, `${app}:2.0.0`, `"-${app}" behind`]
  ])('%s…%s, what is no reference fails and asks nobody', async (before, behind, pin, words) => {
    const { check: found, asked } = await check([before, behind], pin)
    expect(found).toMatchObject({ result: null, verdict: 'failed', reasons: [{ code: 'unusable' }] })
    expect(found?.reasons[0]?.message.startsWith('the template writes ')).toBe(true)
    expect(found?.reasons[0]?.message).toContain(words.slice(0, 60))
    expect(found?.reasons[0]?.message).not.toContain('kluctl-images.call')
    expect(asked).toEqual([])
  })

  test('a tag that the lock knows otherwise is another image, and a use without the text another check', async () => {
    const locked = [{ file: 'fixed-images.yaml', digests: new Map([[`${app}:2.0.0`, plain]]) }]
    const { check: found } = await check(['image: ', '-alpine'], `${app}:2.0.0`, { locked })
    expect(found).toMatchObject({ verdict: 'not-pinned', lock: null, tag: alpine })
    const request = requestOf([useIn('image: ', '-alpine'), useOf(app)], [{ image: app, resultImage: `${app}:2.0.0` }])
    const { checks } = await verifyUses(request, { images: imagesIn(registries) })
    expect(checks.map(({ result }) => result)).toEqual([`${app}:2.0.0`, `${app}:2.0.0-alpine`])
  })

  test('the registry and the tag of the whole count for the policy', async () => {
    const deny = readPolicy('registries: { deny: [mirror.test] }', 'policy.yaml')
    const denied = await check(['image: mirror.test/', ''], `${app}:2.0.0@${plain}`, { policy: deny })
    expect(denied.check?.reasons.map(({ code }) => code)).toEqual(['registry-denied'])
    expect(denied.asked).toEqual([])
    const skip = readPolicy(`rules: [{ image: ${app}, skip: [2.0.0] }]`, 'policy.yaml')
    const skipped = await check(['image: ', '-alpine'], `${app}:2.0.0`, { policy: skip })
    expect(skipped.check?.reasons[0]?.code).toBe('skipped')
  })
})
