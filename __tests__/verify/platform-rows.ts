import { digestOf, type FakeRepository, index } from './image-source.ts'
import { app, type Row } from './verdict-rows.ts'

const [first, second] = [digestOf('1'), digestOf('2')]
const [amd, arm] = [digestOf('a'), digestOf('b')]
const both = index(first, { 'linux/amd64': amd, 'linux/arm64': arm })
const pinned = `${app}:1.4.2@${first}`
const here: FakeRepository = { images: [both], tags: { '1.4.2': first } }
const many = Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map(sign => [`linux/${sign}`, digestOf(sign)]))

/** What the platforms of an index lead to. */
export const platformRows: readonly Row[] = [
  {
    name: 'a platform that is there',
    result: pinned,
    registry: here,
    fields: { platforms: ['linux/amd64', 'linux/arm64/v8'] },
    verdict: 'verified',
    reasons: []
  },
  {
    name: 'a platform that is missing',
    result: pinned,
    registry: here,
    fields: { platforms: ['linux/amd64', 'linux/s390x'] },
    verdict: 'failed',
    reasons: ['failure platform-missing'],
    says: 'linux/s390x is missing: it has linux/amd64, linux/arm64'
  },
  {
    name: 'an index whose image for one platform is gone',
    result: pinned,
    registry: { ...here, lost: [amd] },
    verdict: 'failed',
    reasons: ['failure platform-gone'],
    says: 'linux/amd64 is listed, and its image is not there'
  },
  {
    name: 'an index whose images are gone',
    result: pinned,
    registry: { ...here, lost: [amd, arm] },
    fields: { platforms: ['linux/amd64', 'linux/arm64/v8'] },
    verdict: 'failed',
    reasons: ['failure platform-gone'],
    says: 'linux/amd64, linux/arm64 are listed, and their images are not there'
  },
  {
    name: 'an index whose image for a platform that nobody wants is gone',
    result: pinned,
    registry: { ...here, lost: [amd] },
    fields: { platforms: ['linux/arm64'] },
    verdict: 'verified',
    reasons: []
  },
  {
    name: 'a tag without digest whose index has lost an image',
    result: `${app}:1.4.2`,
    registry: { ...here, lost: [arm] },
    verdict: 'failed',
    reasons: ['failure platform-gone', 'note not-pinned'],
    says: 'linux/arm64 is listed'
  },
  {
    name: 'an index whose image nobody can ask for',
    result: pinned,
    registry: { ...here, fails: { [arm]: 'unavailable' } },
    verdict: 'failed',
    reasons: ['failure unknown'],
    says: 'whether the image for linux/arm64 is there could not be found out'
  },
  {
    name: 'an index that lists more platforms than are asked for',
    result: `${app}@${second}`,
    registry: { images: [index(second, many)] },
    verdict: 'verified',
    reasons: ['note platforms-unasked'],
    says: 'it lists 26 images for platforms, and only the first 20 were asked for'
  }
]
