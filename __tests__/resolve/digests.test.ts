import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ImageNameError, RegistryError, ResolveError } from '../../src/errors.ts'
import { parseImageReference } from '../../src/image/reference.ts'
import type { ImageSource } from '../../src/ports.ts'
import type { ImageUse } from '../../src/project/uses.ts'
import type { Answer, Origin } from '../../src/resolve/answer.ts'
import { pinDigests, withDigest } from '../../src/resolve/digests.ts'
import { formatPlaceholder } from '../../src/template/placeholder.ts'
import { useOf } from '../helpers/image-use.ts'

const digest = `sha256:${'a'.repeat(64)}`
const missing = new RegistryError('not-found', 'ghcr.io has no app:gone', { registry: 'ghcr.io' })

function sourceOf(digests: Readonly<Record<string, string>> = {}): ImageSource & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    readDigest({ text }) {
      asked.push(text)
      return text.endsWith(':gone') ? Promise.reject(missing) : Promise.resolve(digests[text] ?? digest)
    },
    readPlatforms: () => Promise.reject(new Error('nobody asked for platforms')),
    readDate: () => Promise.reject(new Error('nobody asked for a date'))
  }
}

type Resolved = Answer & { readonly status: 'resolved' }

function answer(result: string, origin: Origin = 'registry', use: ImageUse = useOf('app')): Resolved {
  return { status: 'resolved', use, result, origin, why: `by ${origin}`, warning: 'w' }
}

async function pin(answers: readonly Answer[], isSelected = (_: string): boolean => true): Promise<readonly string[]> {
  const pinned = await pinDigests(answers, { images: sourceOf(), isSelected })
  return pinned.map(one =>
    one.status === 'resolved' ? one.result : one.status === 'failed' ? one.error.message : 'skipped'
  )
}

describe('a digest is put behind', () => {
  test.each<[string, string, string]>([
    ['a tag', 'ghcr.io/team/app:1.2', `ghcr.io/team/app:1.2@${digest}`],
    ['a tag of a registry with a port', 'localhost:5000/app:1.2', `localhost:5000/app:1.2@${digest}`],
    ['no tag, which means latest', 'app', `app:latest@${digest}`],
    ['no tag, of a registry with a port', 'localhost:5000/app', `localhost:5000/app:latest@${digest}`]
  ])('%s', async (_, result, expected) => {
    expect(await pin([answer(result)])).toEqual([expected])
  })

  test.each<[Origin]>([['fixed'], ['deployed'], ['registry']])(
    'what is %s; all else of the answer stays',
    async origin => {
      const one = answer('app:1', origin)
      const images = sourceOf()
      const [pinned] = await pinDigests([one], { images, isSelected: () => true })
      expect(pinned).toEqual({ ...one, result: `app:1@${digest}` })
      expect(images.asked).toEqual(['app:1'])
    }
  )
})

describe('nobody is asked', () => {
  test.each<[string, Answer, boolean]>([
    ['for what has a digest', answer(`app:1@${digest}`, 'fixed'), true],
    ['for what has a digest and no tag', answer(`app@${digest}`, 'deployed'), true],
    ['for what is kept', answer('app:1', 'previous'), true],
    ['for what is not selected', answer('app:1', 'fixed'), false],
    ['for what failed', { status: 'failed', use: useOf('app'), error: missing }, true],
    ['for what is skipped', { status: 'skipped', use: useOf('app'), why: 'not selected' }, true]
  ])('%s, and the answer is the same', async (_, one, isSelected) => {
    const images = sourceOf()
    expect(await pinDigests([one], { images, isSelected: () => isSelected })).toEqual([one])
    expect(images.asked).toEqual([])
  })

  test('twice for one reference', async () => {
    const images = sourceOf()
    const answers = [answer('app:1'), answer('app:2'), answer('app:1', 'fixed', useOf('app', { container: 'b' }))]
    await pinDigests(answers, { images, isSelected: () => true })
    expect(images.asked).toEqual(['app:1', 'app:2'])
  })
})

describe('where the run writes a lock', () => {
  const other = `sha256:${'b'.repeat(64)}`
  /** HEAD gives `digest`, and the document is `other`. */
  function liar(): Pick<ImageSource, 'readDigest'> & { readonly asked: string[] } {
    const asked: string[] = []
    return {
      asked,
      readDigest({ text }, by = 'head') {
        asked.push(`${by} ${text}`)
        return Promise.resolve(by === 'head' ? digest : other)
      }
    }
  }

  test.each<[string, readonly string[] | undefined, string, readonly string[]]>([
    ['no lock', undefined, digest, ['head app:1']],
    ['a lock without the image', [], other, ['document app:1']],
    ['a lock with another tag', [`app:10@${digest}`, `app@${digest}`, 'app:1'], other, ['document app:1']],
    ['a lock with the digest', [`app:1@${digest}`], digest, ['head app:1']],
    ['a lock with the digest before', [`app:1@sha256:${'c'.repeat(64)}`], other, ['head app:1', 'document app:1']]
  ])('%s', async (_, proved, expected, requests) => {
    const images = liar()
    const answers = [answer('app:1'), answer('app:1', 'fixed')]
    const pinned = await pinDigests(answers, {
      images,
      isSelected: () => true,
      ...(proved && { proved: new Set(proved) })
    })
    expect(pinned).toMatchObject([{ result: `app:1@${expected}` }, { result: `app:1@${expected}` }])
    expect(images.asked).toEqual(requests)
  })
})

describe('an answer fails', () => {
  test('with all uses of a reference that the registry does not have, and no other', async () => {
    const decision = { repository: 'app' } as NonNullable<Resolved['decision']>
    const images = sourceOf()
    const gone: Answer = { ...answer('app:gone'), decision }
    const [first, second, third] = await pinDigests([gone, answer('app:1'), gone], { images, isSelected: () => true })
    expect(first).toEqual({ status: 'failed', use: gone.use, error: missing, decision, policy: undefined })
    expect(third).toEqual(first)
    expect(second?.status).toBe('resolved')
    expect(images.asked).toEqual(['app:gone', 'app:1'])
  })

  test('for a digest that is none, and a result that is no reference', async () => {
    const images = sourceOf({ 'app:1': 'sha256:short' })
    const [odd, wrong] = await pinDigests([answer('app:1'), answer('App:1', 'deployed')], {
      images,
      isSelected: () => true
    })
    expect(odd).toMatchObject({ status: 'failed', error: { code: 'protocol' } })
    expect(wrong?.status === 'failed' && wrong.error).toBeInstanceOf(ImageNameError)
  })

  test('never for a bug: that is thrown', async () => {
    const bug = new TypeError('x is not a function')
    const images = { ...sourceOf(), readDigest: () => Promise.reject(bug) }
    await expect(pinDigests([answer('app:1')], { images, isSelected: () => true })).rejects.toBe(bug)
  })
})

describe('what the template writes behind a call', () => {
  const placeholder = formatPlaceholder({ image: 'app', filter: undefined, place: undefined })

  function useIn(before: string, behind: string): ImageUse {
    const use = useOf('app')
    const text = `${before}${placeholder}${behind}`
    return { ...use, manifest: { ...use.manifest, text }, range: [before.length, before.length + placeholder.length] }
  }

  test.each<[string, string, string]>([
    ['image: ', `@${digest}\n`, `@${digest}`],
    ['image: ', '-alpine\n', '-alpine'],
    ['image: "', '-alpine"', '-alpine'],
    ['image: ', '_arm', '_arm'],
    ['image: ', '.1', '.1'],
    ['image: ', ':debug # x', ':debug'],
    ['url: ', '/tags', '/tags'],
    ['image: ', placeholder, 'app']
  ])('%s…%s makes a reference that nobody could pull', async (before, behind, rest) => {
    const images = sourceOf()
    const [one] = await pinDigests([answer('app:1', 'registry', useIn(before, behind))], {
      images,
      isSelected: () => true
    })
    const error = one?.status === 'failed' ? one.error : undefined
    expect(error).toBeInstanceOf(ResolveError)
    const start = `"app" cannot be pinned: the template writes "${rest.slice(0, 60)}`
    expect(error?.message.startsWith(start), error?.message).toBe(true)
    expect(images.asked).toEqual([])
  })

  test.each<[string, string]>([
    ['image: ', '\nname: x'],
    ['image: ', ''],
    ['image: ', ' # -alpine'],
    ['image: "', '"\n'],
    ["args: ['--image=", ",more']"],
    ['note: It runs ', '. And well.'],
    ['note: It runs ', ': well'],
    ['json: "{\\"image\\": \\"', '\\", \\"x\\": 1}"'],
    ['json: {"image": "', '"}']
  ])('%s…%s is no part of the reference', async (before, behind) => {
    expect(await pin([answer('app:1', 'registry', useIn(before, behind))])).toEqual([`app:1@${digest}`])
  })

  test('is of no matter where nothing is pinned', async () => {
    const use = useIn('image: ', '-alpine')
    expect(await pin([answer('app:1', 'registry', use)], () => false)).toEqual(['app:1'])
  })
})

test('a reference with another digest is a reference to the same tag', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  const name = fc.oneof(
    part,
    fc.tuple(part, part).map(([a, b]) => `${a}/${b}`),
    fc.tuple(part, fc.integer({ min: 1, max: 65_535 }), part).map(([a, port, b]) => `${a}.io:${port}/${b}`)
  )
  const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/), { nil: undefined })
  fc.assert(
    fc.property(name, tag, fc.boolean(), (image, wanted, isPinned) => {
      const text = `${image}${wanted === undefined ? '' : `:${wanted}`}${isPinned ? `@sha256:${'b'.repeat(64)}` : ''}`
      const before = parseImageReference(text)
      const after = parseImageReference(withDigest(before, digest))
      expect(after).toMatchObject({ name: image, repository: before.repository, digest })
      expect(after.tag).toBe(wanted ?? (isPinned ? undefined : 'latest'))
      expect(withDigest(after, digest)).toBe(after.text)
    })
  )
})
