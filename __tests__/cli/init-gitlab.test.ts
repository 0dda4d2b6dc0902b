import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeRepository, type Repository } from './diff-repository.ts'
import { init, shop } from './init-project.ts'

const host = 'registry.example.com'
const made: Repository[] = []
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

function repository(tree: Readonly<Record<string, string>>): Repository {
  const one = makeRepository(tree)
  made.push(one)
  return one
}

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !`${entry.parentPath}/`.includes('/.git/'))
    .map(entry => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
    .toSorted()

describe('GitLab', () => {
  test('gets a pipeline of its own, and the second run finds it there', async () => {
    const { folder, read } = repository(shop(host))
    await init([folder, '--ci', 'gitlab', '--yes', '--offline-images'])
    expect(parse(read('.gitlab-ci.yml') ?? '').include).toHaveLength(3)
    const { out } = await init([folder, '--yes', '--offline-images'])
    expect(out).toContain('CI       gitlab: there is .gitlab-ci.yml\n')
    expect(out).toMatch(/\nNothing to write: every file is there\.\n$/)
  })

  test.each([{}, { '.gitlab-ci.yml': 'include:\n  - local: .gitlab/kluctl-images.yml\n' }])(
    'named by --ci writes nothing in a second run, with %j before',
    async before => {
      const { folder, read } = repository({ ...shop(host), ...before })
      const args = [folder, '--ci', 'gitlab', '--yes', '--offline-images']
      expect((await init(args)).out).toContain('\nWritten: ')
      const all = files(folder).map(path => [path, read(path)])
      const { code, out } = await init(args)
      expect(code).toBe(0)
      expect(out).toMatch(/\nNothing to write: every file is there\.\n$/)
      expect(files(folder).map(path => [path, read(path)])).toEqual(all)
    }
  )

  test('with a pipeline gets a file beside it, and the line to include it', async () => {
    const { folder, read } = repository({ ...shop(host), '.gitlab-ci.yml': 'test:\n  script: "true"\n' })
    const { out } = await init([folder, '--yes', '--offline-images'])
    expect(out).toContain(
      '.gitlab-ci.yml exists, left as it is; it lacks these lines\n\n    include:\n      - local: .gitlab/kluctl-images.yml\n'
    )
    expect(read('.gitlab-ci.yml')).toBe('test:\n  script: "true"\n')
    expect(parse(read('.gitlab/kluctl-images.yml') ?? '').include).toHaveLength(3)
  })
})
