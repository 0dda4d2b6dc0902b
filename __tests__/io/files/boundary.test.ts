import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBoundary } from '../../../src/io/boundary.ts'
import { readUserFile } from '../../../src/io/write-file.ts'

let folder: string
let checkout: string
let secret: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'boundary-')))
  checkout = join(folder, 'checkout')
  secret = join(folder, 'credentials')
  mkdirSync(join(checkout, 'deploy'), { recursive: true })
  writeFileSync(secret, 'aws_secret = s3cret\n')
  writeFileSync(join(checkout, 'shared.yaml'), 'shared\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a file that an option names, in the checkout', () => {
  test.each<[string, (at: string) => void]>([
    ['a link to a login', at => symlinkSync(secret, at)],
    ['a relative link', at => symlinkSync('../../credentials', at)],
    [
      'a link to a link',
      at => {
        symlinkSync(secret, join(checkout, 'first'))
        symlinkSync('../first', at)
      }
    ],
    ['a link to what never ends', at => symlinkSync('/dev/zero', at)],
    ['a link to the environment of the process', at => symlinkSync('/proc/self/environ', at)]
  ])('is not read where it is %s', (_, make) => {
    const path = join(checkout, 'deploy', 'policy.yaml')
    make(path)
    expect(() => readUserFile(path, checkout)).toThrow(/is a link that leads out of the checked-out repository$/)
  })

  test('is not read where a folder on its way is a link out', () => {
    mkdirSync(join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'elsewhere', 'a.yaml'), 'x')
    symlinkSync(join(folder, 'elsewhere'), join(checkout, 'config'))
    expect(() => readUserFile(join(checkout, 'config', 'a.yaml'), checkout)).toThrow(/leads out/)
  })

  test('is read over a link that stays in the checkout', () => {
    symlinkSync('../shared.yaml', join(checkout, 'deploy', 'prod.yaml'))
    expect(readUserFile(join(checkout, 'deploy', 'prod.yaml'), checkout)).toBe('shared\n')
  })

  test('is no pipe', () => {
    const path = join(checkout, 'pipe')
    execFileSync('mkfifo', [path])
    expect(() => readUserFile(path, checkout)).toThrow(/is not a regular file$/)
  })

  test('is none where it is not there', () => {
    expect(readUserFile(join(checkout, 'none.yaml'), checkout)).toBeUndefined()
  })

  test('counts as such over a checkout that is itself reached by a link', () => {
    symlinkSync(checkout, join(folder, 'work'))
    symlinkSync(secret, join(checkout, 'policy.yaml'))
    expect(() => readUserFile(join(folder, 'work', 'policy.yaml'), checkout)).toThrow(/leads out/)
  })
})

describe('a file elsewhere', () => {
  test('is the matter of the user, links as well', () => {
    symlinkSync(secret, join(folder, 'own.yaml'))
    expect(readUserFile(join(folder, 'own.yaml'), checkout)).toBe('aws_secret = s3cret\n')
  })

  test('has an end', () => {
    expect(() => readUserFile('/dev/zero', checkout)).toThrow(/is larger than 64 MiB$/)
  })
})

describe('the boundary', () => {
  test('is the checkout of CI', () => {
    expect(findBoundary('/', checkout)).toBe(checkout)
  })

  test('is the repository around the project elsewhere, work trees of git included', () => {
    writeFileSync(join(checkout, '.git'), 'gitdir: elsewhere\n')
    expect(findBoundary(join(checkout, 'deploy'), undefined)).toBe(checkout)
  })
})
