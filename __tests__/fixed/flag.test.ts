import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { parseFixedImageFlag } from '../../src/fixed/flag.ts'

const sha = 'a'.repeat(64)

describe('a line of fixed-images is read', () => {
  test.each([
    ['r/x=r/x:1.2', { image: 'r/x', resultImage: 'r/x:1.2' }],
    ['r/x:ns=r/x:1', { image: 'r/x', namespace: 'ns', resultImage: 'r/x:1' }],
    [
      'r/x:ns:Deployment/d:c=r/x:1',
      { image: 'r/x', namespace: 'ns', deployment: 'Deployment/d', container: 'c', resultImage: 'r/x:1' }
    ],
    ['r/x::Deployment/d=r/x:1', { image: 'r/x', deployment: 'Deployment/d', resultImage: 'r/x:1' }],
    ['r/x:::c=r/x:1', { image: 'r/x', container: 'c', resultImage: 'r/x:1' }],
    ['localhost:5000/x=localhost:5000/x:1', { image: 'localhost:5000/x', resultImage: 'localhost:5000/x:1' }],
    ['reg.io:5000/a/b:ns=reg.io/a:1', { image: 'reg.io:5000/a/b', namespace: 'ns', resultImage: 'reg.io/a:1' }],
    [`r/x@sha256:${sha}=r/x:1`, { image: `r/x@sha256:${sha}`, resultImage: 'r/x:1' }],
    [
      `r/x@sha256:${sha}:ns:Job/j=r/x:1`,
      { image: `r/x@sha256:${sha}`, namespace: 'ns', deployment: 'Job/j', resultImage: 'r/x:1' }
    ],
    [`r/x=r/x@sha256:${sha}`, { image: 'r/x', resultImage: `r/x@sha256:${sha}` }],
    ['nginx = nginx:1.25', { image: 'nginx', resultImage: 'nginx:1.25' }]
  ])('%s', (text, expected) => {
    expect(parseFixedImageFlag(text)).toEqual(expected)
  })
})

describe('a wrong line of fixed-images is refused with what is wrong in it', () => {
  test.each([
    ['r/x', 'there is no "="'],
    ['=r/x:1', 'the image before "=" is empty'],
    ['r/x=', 'the result after "=" is empty'],
    [':ns=r/x:1', 'the image before "=" is empty'],
    ['a:ns:Job/j:c:more=r/x:1', 'more than three parts'],
    ['r/x=a=b', 'not an image reference'],
    ['r/x=R/X:1', 'not an image reference'],
    ['r/x:my/ns=r/x:1', '"my/ns" is not a namespace'],
    ['r/x:ns:deployment=r/x:1', '"deployment" is not Kind/name'],
    ['r/x:ns:Job/j:a/b=r/x:1', '"a/b" is not a container']
  ])('%s', (text, why) => {
    const read = (): unknown => parseFixedImageFlag(text)
    expect(read).toThrow(InputError)
    expect(read).toThrow(why)
  })
})
