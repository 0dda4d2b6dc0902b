import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError, ProjectError } from '../../../src/errors.ts'
import { openProject } from '../../../src/io/project-files.ts'

let base = ''
let root = ''

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(base, path)), { recursive: true })
  writeFileSync(join(base, path), content)
}

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'project-'))
  root = join(base, 'project')
  for (const path of ['a.yaml', 'sub/b.yaml', 'sub/Z.yaml', 'ä.yaml']) put(`project/${path}`, path)
  for (const path of ['.git/config', '.env', '.env.local', 'tls.pem', 'TLS.KEY', 'kubeconfig', 'x/kubeconfig.yaml'])
    put(`project/${path}`, 'secret')
  for (const path of ['.docker/config.json', '.kube/config', '.ssh/id', '.npmrc', '.netrc', 'my.kubeconfig'])
    put(`project/${path}`, 'secret')
  put('project/kubeconfig-generator.yaml', 'fine')
  put('project/binary.yaml', Uint8Array.of(0xff, 0xfe, 0x00, 0x41))
  put('project/mark.yaml', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))
  put('project/large.yaml', 'x'.repeat(5 * 1024 * 1024 + 1))
  put('project-evil/secret.yaml', 'outside')
  put('outside/secret.yaml', 'outside')
  const links = {
    'inside.yaml': 'a.yaml',
    'outside.yaml': '../outside/secret.yaml',
    'sibling.yaml': '../project-evil/secret.yaml',
    'absolute.yaml': '/etc/hostname',
    folder: '../outside',
    loop: '.',
    'sub/up': '..',
    'round.yaml': 'round.yaml',
    'nothing.yaml': 'not-there.yaml',
    'token.yaml': '.git/config'
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(root, path))
  execFileSync('mkfifo', [join(root, 'pipe.yaml')])
})

afterAll(() => rmSync(base, { recursive: true, force: true }))

function refusal(read: () => unknown): string {
  try {
    return `read: ${JSON.stringify(read())}`
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    return `${error.code}: ${error.message}`
  }
}

describe('a file of the project is read', () => {
  test.each([
    ['a.yaml', 'a.yaml'],
    ['sub/b.yaml', 'sub/b.yaml'],
    ['./sub/./b.yaml', 'sub/b.yaml'],
    ['inside.yaml', 'a.yaml'],
    ['loop/loop/a.yaml', 'a.yaml'],
    ['sub/up/a.yaml', 'a.yaml'],
    ['mark.yaml', 'a'],
    ['ä.yaml', 'ä.yaml'],
    ['kubeconfig-generator.yaml', 'fine']
  ])('%s', (path, text) => {
    expect(openProject(root).read(path)).toBe(text)
  })

  test.each(['no.yaml', 'a.yaml/b', 'nothing.yaml', 'sub', '', 'x'.repeat(300)])('%s is none', path => {
    expect(openProject(root).read(path)).toBeUndefined()
  })
})

describe('what a template must not reach is refused (F-01 to F-04)', () => {
  test.each([
    ['../outside/secret.yaml', 'outside-root: "../outside/secret.yaml" points outside the project'],
    ['sub/../../outside/secret.yaml', 'points outside the project'],
    ['sub/../a.yaml', 'points outside the project'],
    ['/etc/passwd', 'is not a path relative to the project'],
    ['C:/windows', 'is not a path relative to the project'],
    ['a\\..\\b', 'is not a path relative to the project'],
    ['a\u0000.yaml', 'is not a path relative to the project'],
    ['file:///etc/passwd', 'is not a path relative to the project'],
    ['https://example.com/x', 'is not a path relative to the project'],
    ['outside.yaml', 'outside-root: "outside.yaml" points outside the project'],
    ['sibling.yaml', 'points outside the project'],
    ['absolute.yaml', 'points outside the project'],
    ['folder/secret.yaml', 'points outside the project'],
    ['pipe.yaml', 'outside-root: "pipe.yaml" is not a regular file'],
    ['round.yaml', 'missing-file: "round.yaml" cannot be read (ELOOP)'],
    ['large.yaml', 'limit: "large.yaml" is larger than'],
    ['binary.yaml', 'template: "binary.yaml" is not UTF-8 text'],
    ['.git/config', 'outside-root: ".git/config" may hold secrets and is not read'],
    ['.GIT/config', 'may hold secrets'],
    ['token.yaml', 'may hold secrets'],
    ['loop/.git/config', 'may hold secrets'],
    ['.env', 'may hold secrets'],
    ['.env.local', 'may hold secrets'],
    ['tls.pem', 'may hold secrets'],
    ['TLS.KEY', 'may hold secrets'],
    ['kubeconfig', 'may hold secrets'],
    ['x/kubeconfig.yaml', 'may hold secrets'],
    ['my.kubeconfig', 'may hold secrets'],
    ['.docker/config.json', 'may hold secrets'],
    ['.kube/config', 'may hold secrets'],
    ['.ssh/id', 'may hold secrets'],
    ['.npmrc', 'may hold secrets'],
    ['.netrc', 'may hold secrets']
  ])('%s', (path, expected) => {
    const message = refusal(() => openProject(root).read(path))
    expect(message).toContain(expected)
    expect(message).not.toContain(base)
    expect(message).not.toContain('"secret"')
  })
})

describe('a folder is listed', () => {
  test('by code unit, with links to files and without links to folders', () => {
    const names = openProject(root)
      .list('')
      ?.map(({ name }) => name)
    expect(names).toEqual(names?.toSorted((a, b) => (a < b ? -1 : 1)))
    expect(names).toContain('inside.yaml')
    expect(names).not.toContain('loop')
    expect(openProject(root).list('sub')).toEqual([
      { name: 'Z.yaml', kind: 'file' },
      { name: 'b.yaml', kind: 'file' }
    ])
  })

  test('as none where there is none', () => {
    expect(openProject(root).list('no')).toBeUndefined()
    expect(openProject(root).list('a.yaml')).toBeUndefined()
  })

  test.each(['folder', '..', '.git', '/etc'])('never at %s', path => {
    expect(refusal(() => openProject(root).list(path))).toMatch(/^outside-root: /)
  })
})

describe('a project folder that cannot be one is refused by its name', () => {
  test.each([
    ['nowhere', 'there is no folder "'],
    ['project/a.yaml', 'is not a folder']
  ])('%s', (path, message) => {
    const open = (): unknown => openProject(join(base, path))
    expect(open).toThrow(InputError)
    expect(open).toThrow(message)
  })
})
