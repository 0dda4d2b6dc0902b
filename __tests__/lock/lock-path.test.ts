import { expect, test } from 'vitest'
import { keyInLock, lockPath } from '../../src/lock/lock-path.ts'

test.each([
  ['auto', 'fixed-images.yaml', 'images.lock.json', 'fixed-images.yaml'],
  ['auto', './fixed-images.yaml', './images.lock.json', 'fixed-images.yaml'],
  ['auto', 'fixed/prod.yaml', 'fixed/images.lock.json', 'prod.yaml'],
  ['auto', 'fixed\\prod.yaml', 'fixed/images.lock.json', 'prod.yaml'],
  ['auto', '/srv/fixed/prod.yaml', '/srv/fixed/images.lock.json', 'prod.yaml'],
  ['auto', '../fixed/prod.yaml', '../fixed/images.lock.json', 'prod.yaml'],
  ['locks/all.json', 'fixed/prod.yaml', 'locks/all.json', '../fixed/prod.yaml'],
  ['all.json', 'fixed/../fixed/prod.yaml', 'all.json', 'fixed/prod.yaml'],
  ['fixed/deep/all.json', 'fixed/prod.yaml', 'fixed/deep/all.json', '../prod.yaml']
])('with lock-file %s the entries of %s are in %s, under %s', (option, outputFile, path, key) => {
  expect(lockPath(option, outputFile)).toBe(path)
  expect(keyInLock(path, outputFile)).toBe(key)
})
