import { parseImageRules } from '../../src/resolve/rules.ts'
import { digestOf, type FakeRepository, index, single } from './image-source.ts'
import type { RequestFields } from './request.ts'

/** The image that all rows are about. */
export const app = 'ghcr.io/team/app'
const [first, second, third] = [digestOf('1'), digestOf('2'), digestOf('3')]
const [amd, arm, amdNew, armNew] = [digestOf('a'), digestOf('b'), digestOf('c'), digestOf('d')]
const both = index(first, { 'linux/amd64': amd, 'linux/arm64': arm })
const pinned = `${app}:1.4.2@${first}`

/** A result, what the registry has of it, and what is to be said. */
export type Row = {
  readonly name: string
  readonly result: string
  readonly registry: FakeRepository
  readonly fields?: RequestFields
  readonly verdict: string
  /** `level code` of each reason. */
  readonly reasons: readonly string[]
  /** A part of what is said, all messages and hints together. */
  readonly says?: string
}

const at = (digest: string, ...images: FakeRepository['images'] & object): FakeRepository => ({
  images: [both, ...images],
  tags: { '1.4.2': digest, latest: digest }
})
const lockOf = (result: string, digest: string | null): RequestFields => ({
  locked: [{ file: 'fixed-images.yaml', digests: new Map([[result, digest]]) }]
})

/** Every verdict, and everything that leads to it. */
export const rows: readonly Row[] = [
  { name: 'a tag at its digest', result: pinned, registry: at(first), verdict: 'verified', reasons: [] },
  {
    name: 'a digest without a tag',
    result: `${app}@${first}`,
    registry: { images: [both] },
    verdict: 'verified',
    reasons: []
  },
  {
    name: 'a digest that is gone',
    result: `${app}@${third}`,
    registry: { images: [both] },
    verdict: 'failed',
    reasons: ['failure digest-gone'],
    says: `${app} has no ${third}: no other node can pull it`
  },
  {
    name: 'a digest that is gone, with a tag that names another',
    result: `${app}:1.4.2@${third}`,
    registry: at(first),
    verdict: 'failed',
    reasons: ['failure digest-gone', 'failure moved'],
    says: `moved, and nobody can compare, since ${third} is gone; the tag "1.4.2" names ${first} now`
  },
  {
    name: 'a tag that is gone',
    result: pinned,
    registry: { images: [both] },
    verdict: 'failed',
    reasons: ['failure tag-gone'],
    says: 'has no tag "1.4.2"'
  },
  {
    name: 'a moved tag with the same images',
    result: pinned,
    registry: at(second, index(second, { 'linux/amd64': amd, 'linux/arm64': arm })),
    verdict: 'warned',
    reasons: ['warning moved-same-content'],
    says: 'moved, same content for linux/amd64, linux/arm64'
  },
  {
    name: 'a moved tag with another image for one platform',
    result: pinned,
    registry: at(second, index(second, { 'linux/amd64': amd, 'linux/arm64': armNew })),
    verdict: 'failed',
    reasons: ['failure moved'],
    says: 'another image for linux/arm64, the same for linux/amd64'
  },
  {
    name: 'a moved tag that is the same for the wanted platform',
    result: pinned,
    registry: at(second, index(second, { 'linux/amd64': amd, 'linux/arm64': armNew })),
    fields: { platforms: ['linux/amd64'] },
    verdict: 'warned',
    reasons: ['warning moved-same-content'],
    says: 'moved, same content for linux/amd64:'
  },
  {
    name: 'a moved tag that differs for the wanted platform',
    result: pinned,
    registry: at(second, index(second, { 'linux/amd64': amdNew, 'linux/arm64': arm })),
    fields: { platforms: ['linux/amd64'] },
    verdict: 'failed',
    reasons: ['failure moved'],
    says: 'another image for linux/amd64'
  },
  {
    name: 'a moved tag that has lost a platform',
    result: pinned,
    registry: at(second, index(second, { 'linux/amd64': amd })),
    verdict: 'failed',
    reasons: ['failure moved'],
    says: 'none for linux/arm64, the same for linux/amd64'
  },
  {
    name: 'a tag that was moved to a single image of the index',
    result: pinned,
    registry: at(amd, single(amd, 'linux/amd64')),
    fields: { platforms: ['linux/amd64'] },
    verdict: 'warned',
    reasons: ['warning moved-same-content']
  },
  {
    name: 'a moved tag whose images name no platform',
    result: `${app}:1.4.2@${second}`,
    registry: at(third, index(second, {}), index(third, {})),
    verdict: 'failed',
    reasons: ['failure moved'],
    says: 'no platform to compare'
  },
  {
    name: 'a pin to one platform of an index',
    result: `${app}:1.4.2@${amd}`,
    registry: at(first, single(amd, 'linux/amd64')),
    verdict: 'failed',
    reasons: ['failure single-platform'],
    says: `Pin ${first}, the digest of the index.`
  },
  {
    name: 'a pin to one platform, with an index that has another image for it',
    result: `${app}:1.4.2@${amdNew}`,
    registry: at(first, single(amdNew, 'linux/amd64')),
    verdict: 'failed',
    reasons: ['failure single-platform', 'failure moved'],
    says: 'it is pinned to the image for linux/amd64 only'
  },
  {
    name: 'a single image at its tag',
    result: `${app}:1.4.2@${amd}`,
    registry: { images: [single(amd, 'linux/amd64')], tags: { '1.4.2': amd } },
    verdict: 'verified',
    reasons: []
  },
  {
    name: 'a registry that does not answer for the tag',
    result: pinned,
    registry: { images: [both], tags: { '1.4.2': first }, fails: { '1.4.2': 'unavailable' } },
    verdict: 'failed',
    reasons: ['failure unknown'],
    says: 'what its tag names now could not be found out'
  },
  {
    name: 'a registry that answers nothing',
    result: pinned,
    registry: { fails: { '1.4.2': 'unauthorized', [first]: 'unauthorized' } },
    verdict: 'failed',
    reasons: ['failure unknown'],
    says: 'whether its digest is there and what its tag names now could not be found out'
  },
  {
    name: 'a moved tag that cannot be read',
    result: pinned,
    registry: { ...at(second, index(second, { 'linux/amd64': amd })), fails: { [second]: 'unavailable' } },
    verdict: 'failed',
    reasons: ['failure moved'],
    says: 'nobody can compare, since ghcr.io/team/app: unavailable'
  },
  {
    name: 'a tag without digest',
    result: `${app}:1.4.2`,
    registry: at(first),
    verdict: 'not-pinned',
    reasons: ['note not-pinned']
  },
  {
    name: 'neither tag nor digest',
    result: app,
    registry: at(first),
    verdict: 'not-pinned',
    reasons: ['note not-pinned'],
    says: 'the image that "latest" names'
  },
  {
    name: 'a tag without digest where digests are demanded',
    result: `${app}:1.4.2`,
    registry: at(first),
    fields: { pinDigests: true },
    verdict: 'failed',
    reasons: ['failure not-pinned'],
    says: 'Run kluctl-images resolve with pin-digests.'
  },
  {
    name: 'a tag without digest where digests are demanded of others',
    result: `${app}:1.4.2`,
    registry: at(first),
    fields: {
      pinDigests: true,
      rules: parseImageRules(['docker.io/**']).rules
    },
    verdict: 'not-pinned',
    reasons: ['note not-pinned']
  },
  {
    name: 'a tag without digest that is gone',
    result: `${app}:1.5`,
    registry: at(first),
    verdict: 'failed',
    reasons: ['failure tag-gone', 'note not-pinned']
  },
  {
    name: 'a tag without digest and without the wanted platform',
    result: `${app}:1.4.2`,
    registry: at(first),
    fields: { platforms: ['linux/riscv64'] },
    verdict: 'failed',
    reasons: ['failure platform-missing', 'note not-pinned']
  },
  {
    name: 'a tag at the digest of the lock',
    result: `${app}:1.4.2`,
    registry: at(first),
    fields: lockOf(`${app}:1.4.2`, first),
    verdict: 'not-pinned',
    reasons: ['note not-pinned'],
    says: 'though the lock knows the digest'
  },
  {
    name: 'a tag that has left the digest of the lock',
    result: `${app}:1.4.2`,
    registry: at(second, index(second, { 'linux/amd64': amdNew, 'linux/arm64': arm })),
    fields: lockOf(`${app}:1.4.2`, first),
    verdict: 'failed',
    reasons: ['failure moved', 'note not-pinned'],
    says: 'another image for linux/amd64, the same for linux/arm64'
  },
  {
    name: 'a tag that has left the digest of the lock for the same images',
    result: `${app}:1.4.2`,
    registry: at(second, index(second, { 'linux/amd64': amd, 'linux/arm64': arm })),
    fields: { ...lockOf(`${app}:1.4.2`, first), platforms: ['linux/arm64'] },
    verdict: 'warned',
    reasons: ['warning moved-same-content', 'note not-pinned']
  },
  {
    name: 'a tag that has left a digest of the lock that is gone',
    result: `${app}:1.4.2`,
    registry: at(first),
    fields: lockOf(`${app}:1.4.2`, third),
    verdict: 'failed',
    reasons: ['failure moved', 'note not-pinned'],
    says: `since ${third} is gone`
  },
  {
    name: 'a lock that agrees',
    result: pinned,
    registry: at(first),
    fields: lockOf(pinned, first),
    verdict: 'verified',
    reasons: []
  },
  {
    name: 'a lock that has another digest',
    result: pinned,
    registry: at(first),
    fields: lockOf(pinned, second),
    verdict: 'failed',
    reasons: ['failure lock-differs'],
    says: `"images.lock.json" has ${second} for it, and the fixed-images file has ${first}`
  },
  {
    name: 'a lock that knows no digest',
    result: pinned,
    registry: at(first),
    fields: lockOf(pinned, null),
    verdict: 'verified',
    reasons: []
  },
  {
    name: 'a lock that does not know the result',
    result: pinned,
    registry: at(first),
    fields: lockOf(`${app}:1.4.1`, second),
    verdict: 'verified',
    reasons: ['note not-locked'],
    says: '"images.lock.json" has no entry for it'
  }
]
