import { ProjectError } from '../../src/errors.ts'
import type { Verification } from '../../src/verify/record.ts'
import { verifyUses } from '../../src/verify/verify.ts'
import { useOf } from '../helpers/image-use.ts'
import { digestOf, imagesIn, index, single } from './image-source.ts'
import { requestOf } from './request.ts'

const [held, movedTo, child] = [digestOf('1'), digestOf('2'), digestOf('a')]
const both = index(held, { 'linux/amd64': child, 'linux/arm64': digestOf('b') })
const again = index(movedTo, { 'linux/amd64': child, 'linux/arm64': digestOf('b') })
const rebuilt = index(movedTo, { 'linux/amd64': child, 'linux/arm64': digestOf('c') })
const images = [both, single(child, 'linux/amd64')]

/** A project in which everything happens once: the verdicts, a broken file, a warning. */
export function everything(): Promise<Verification> {
  const repositories = {
    'ghcr.io/shop/api': { images, tags: { '1.4.2': held } },
    'ghcr.io/shop/cart': { images: [...images, again], tags: { '2.0.1': movedTo } },
    'ghcr.io/shop/job': { images: [...images, rebuilt], tags: { '3.1.0': movedTo } },
    'ghcr.io/shop/mail': { images, tags: { '0.9.0': held } },
    'ghcr.io/shop/web': { fails: { '5.0.0': 'unauthorized', [held]: 'unauthorized' } },
    'docker.io/library/nginx': { images, tags: { '1.29': held } }
  } as const
  const results = {
    'ghcr.io/shop/api': `ghcr.io/shop/api:1.4.2@${held}`,
    'ghcr.io/shop/cart': `ghcr.io/shop/cart:2.0.1@${held}`,
    'ghcr.io/shop/job': `ghcr.io/shop/job:3.1.0@${held}`,
    'ghcr.io/shop/mail': `ghcr.io/shop/mail:0.9.0@${child}`,
    'ghcr.io/shop/web': `ghcr.io/shop/web:5.0.0@${held}`,
    nginx: 'nginx:1.29'
  }
  const uses = [
    ...Object.keys(results).map(image => useOf(image)),
    useOf('ghcr.io/shop/api', { deployment: 'CronJob/cleanup', container: 'cleanup' }),
    useOf('ghcr.io/shop/worker')
  ]
  const entries = Object.entries(results).map(([image, resultImage]) => ({ image, resultImage }))
  const place = { file: 'apps/redis/values.yaml', line: 4, column: 3 }
  return verifyUses(
    requestOf(uses, entries, {
      target: 'prod',
      problems: [new ProjectError('template', '"redis" is undefined', place, { hint: 'Set it in the vars of prod.' })],
      warnings: [{ kind: 'warning', message: 'a hold of redis has expired', place: null, image: null }]
    }),
    { images: imagesIn(repositories) }
  )
}

/** A project in which everything holds. */
export function quiet(): Promise<Verification> {
  const image = 'ghcr.io/shop/api'
  const request = requestOf([useOf(image)], [{ image, resultImage: `${image}:1.4.2@${held}` }])
  return verifyUses(request, { images: imagesIn({ [image]: { images, tags: { '1.4.2': held } } }) })
}
