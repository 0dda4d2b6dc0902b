import { expect, test } from 'vitest'
import { refusedCalls } from '../../src/cli/project-lines.ts'
import { useOf } from '../helpers/image-use.ts'

test.each([
  [['number()', 'number()'], 'each call of get_image names a version filter'],
  [['number()', undefined], '1 of 2 calls of get_image names a version filter'],
  [['number()', 'semver()', undefined], '2 of 3 calls of get_image name a version filter'],
  [[undefined], '']
])('calls with the filters %j', (filters, expected) => {
  const [line] = refusedCalls(
    filters.map((filter, index) => useOf(`r.io/${index}`, filter === undefined ? {} : { filter }))
  )
  expect(line?.message ?? '').toMatch(expected === '' ? /^$/ : new RegExp(`^${expected}, which`))
})
