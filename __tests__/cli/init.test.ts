import { existsSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { imagePolicy } from '../../src/policy/image-policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { newest } from '../../src/version/filter.ts'
import { type LoopbackRegistry, startRegistry } from '../helpers/registry.ts'
import { deployment } from '../helpers/workspace.ts'
import { makeRepository, type Repository } from './diff-repository.ts'
import { init, shop, shopTags } from './init-project.ts'

const made: Repository[] = []
let registry: LoopbackRegistry
let env: Readonly<Record<string, string>>

beforeAll(async () => {
  registry = await startRegistry({ repositories: shopTags })
  env = { KLUCTL_REGISTRY_HOST: registry.host, KLUCTL_REGISTRY_PLAIN_HTTP: 'true', HOME: '/nonexistent' }
})
afterAll(() => registry.stop())
afterEach(() => {
  for (const one of made.splice(0)) one.remove()
})

function repository(files: Readonly<Record<string, string>>): Repository {
  const one = makeRepository(files)
  made.push(one)
  return one
}

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !`${entry.parentPath}/`.includes('/.git/'))
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()

const withoutPort = (text: string): string => text.replaceAll(registry.host, 'registry.sample')

const workflows = ['images-comment.yml', 'images-release.yml', 'images.yml'].map(name => `.github/workflows/${name}`)

describe('without a terminal', () => {
  test('shows everything and writes nothing', async () => {
    const { folder } = repository(shop(registry.host))
    const before = files(folder)
    const { code, out, err, asked } = await init([folder], { env })
    expect([code, asked]).toEqual([0, []])
    expect(err).toMatch(/^registries: \d+ requests/)
    await expect(withoutPort(out)).toMatchFileSnapshot('golden/init-shown.txt')
    expect(files(folder)).toEqual(before)
  })

  test('with --yes writes, and a second run finds everything there', async () => {
    const { folder, read } = repository(shop(registry.host))
    const first = await init([folder, '--yes'], { env })
    expect(first.code).toBe(0)
    const ending = first.out.slice(first.out.indexOf('\nWritten:'))
    await expect(withoutPort(ending)).toMatchFileSnapshot('golden/init-written.txt')
    const written = files(folder)
    expect(written).toEqual(expect.arrayContaining(['.kluctl-images.yaml', ...workflows]))
    expect(withoutPort(read('.kluctl-images.yaml') ?? '')).toMatch(/^ {2}- image: "?registry\.sample\/acme\/web"?$/m)

    const second = await init([folder, '--yes'], { env })
    expect(second.out).toMatch(/\.kluctl-images\.yaml exists, left as it is\n/)
    expect(second.out).toMatch(/\nNothing to write: every file is there\.\n$/)
    expect(files(folder)).toEqual(written)
  })

  test('the policy picks what was shown', async () => {
    const { folder, read } = repository(shop(registry.host))
    const { out } = await init([folder, '--yes', '--json'], { env })
    const { images } = JSON.parse(out)
    const policy = readPolicy(read('.kluctl-images.yaml') ?? '', 'policy')
    const picks = ['web', 'proxy'].map(name => {
      const image = `${registry.host}/acme/${name}`
      const { filter } = imagePolicy(policy, image, { platforms: [] })
      return [image, filter && newest(filter.filter, shopTags[`acme/${name}`] ?? [])]
    })
    expect(picks).toEqual([
      [`${registry.host}/acme/web`, '1.10.0'],
      [`${registry.host}/acme/proxy`, '1.26.0-alpine']
    ])
    const shown = images.map((one: { image: string; picks: string }) => [one.image, one.picks])
    expect(shown).toEqual(expect.arrayContaining(picks))
  })
})

describe('on a terminal', () => {
  test.each([
    ['y', true],
    [' Yes ', true],
    ['', false],
    ['n', false],
    ['yellow', false]
  ])('asks once, and takes %j for %s', async (answer, isWritten) => {
    const { folder } = repository(shop(registry.host))
    const { asked } = await init([folder, '--offline-images'], { env, answer })
    expect(asked).toEqual(['\nWrite these 4 files? [y/N] '])
    expect(existsSync(join(folder, '.kluctl-images.yaml'))).toBe(isWritten)
  })

  test('asks nothing with --yes, with --json, and where there is nothing to write', async () => {
    const { folder } = repository(shop(registry.host))
    expect((await init([folder, '--offline-images', '--json'], { answer: 'y' })).asked).toEqual([])
    expect(existsSync(join(folder, '.kluctl-images.yaml'))).toBe(false)
    expect((await init([folder, '--offline-images', '--yes'], { answer: 'n' })).asked).toEqual([])
    expect((await init([folder, '--offline-images'], { answer: 'y' })).asked).toEqual([])
  })
})

describe('what is there', () => {
  test('is left as it is, with the lines that it lacks', async () => {
    const mine = {
      '.kluctl-images.yaml': `rules:\n  - image: ${registry.host}/acme/web\n    filter: semver()\n`,
      '.github/workflows/images.yml': 'name: mine\n',
      '.github/workflows/kluctl-images.yml': 'name: ours\njobs: {a: {\n  uses: kluctl-images/kluctl-images@v0 }}\n'
    }
    const { folder, read } = repository({ ...shop(registry.host), ...mine })
    const { out } = await init([folder, '--yes'], { env })
    for (const [path, text] of Object.entries(mine)) expect(read(path)).toBe(text)
    const shown = withoutPort(out)
    expect(shown).toMatch(/registry\.sample\/acme\/web +semver\(\) +policy +(?:1\.10\.0|2\.0\.0-rc1)/)
    expect(shown).toContain(
      '.kluctl-images.yaml exists, left as it is; it lacks these lines\n\n      # picks 1.26.0-alpine, accepts 2 of 5 tags\n'
    )
    expect(shown).toContain(
      '.github/workflows/kluctl-images.yml exists and differs, left as it is; compare with\n\n    # Keeps the container images'
    )
    const [comment, release] = ['comment', 'release'].map(part => `.github/workflows/kluctl-images-${part}.yml`)
    expect(shown).toContain(`Written: ${comment}, ${release}\n`)
    expect(shown).toMatch(
      /\nNext:\n1\. Add the rules above to \.kluctl-images\.yaml\.\n2\. Compare \S+\/kluctl-images\.yml with/
    )
    expect(parse(read(comment ?? '') ?? '').on.workflow_run.workflows).toEqual(['ours'])
  })

  test('and is a link is not written through', async () => {
    const { folder } = repository({ ...shop(registry.host), 'other/x': '' })
    symlinkSync('../other', join(folder, '.github'))
    await expect(init([folder, '--yes', '--offline-images'])).rejects.toMatchObject({ code: 'outside-workspace' })
    expect(files(folder)).not.toContain('.kluctl-images.yaml')
    expect(readdirSync(join(folder, 'other'))).toEqual(['x'])
  })

  test('and is a broken policy is said, and the rest goes on', async () => {
    const { folder } = repository({ ...shop(registry.host), '.kluctl-images.yaml': 'rules: 5\n' })
    const { code, out } = await init([folder, '--offline-images'])
    expect(code).toBe(0)
    expect(out).toMatch(/^! \.kluctl-images\.yaml:1:8: /m)
  })
})

describe('the project', () => {
  test('without a call names the images that stand as text, writes nothing and fails', async () => {
    const { folder } = repository({
      'deployment.yaml': 'deployments:\n  - path: shop\n',
      'shop/web.yaml': deployment('web', { web: 'nginx:1.25' })
    })
    const { code, out, err } = await init([folder, '--yes'])
    expect(code).toBe(1)
    expect(out).toMatch(/image: nginx:1\.25 +image: \{\{ images\.get_image\("nginx"\) \}\} +shop\/web\.yaml/)
    expect(err).toContain('no call of images.get_image was found')
    expect(out).toMatch(
      /\nNothing was written\.\n\nNext:\n1\. Write image: \{\{ images\.get_image\("nginx"\) \}\} in shop\/web\.yaml, .*\n2\. Run the same command again\.\n$/
    )
    expect(existsSync(join(folder, '.kluctl-images.yaml'))).toBe(false)
  })

  test('with several targets has a file for each', async () => {
    const targets = { '.kluctl.yaml': 'targets:\n  - name: staging\n  - name: prod\n' }
    const { 'fixed-images.yaml': _, ...rest } = shop(registry.host)
    const { folder, read } = repository({ ...rest, ...targets })
    const { out } = await init([folder, '--yes', '--offline-images'])
    expect(out).toMatch(/^targets +staging, prod$/m)
    const { review } = parse(read('.github/workflows/images.yml') ?? '').jobs
    expect(review.with).toEqual({
      targets: 'staging\nprod\n',
      'output-file': 'fixed/{target}.yaml',
      'pin-digests': 'true'
    })
  })

  test('with several targets has no recipe, and the ending says so', async () => {
    const targets = { '.kluctl.yaml': 'targets:\n  - name: staging\n  - name: prod\n' }
    const { folder } = repository({ ...shop(registry.host), ...targets })
    const why =
      'No pipeline is written: there is no recipe for jenkins: it is for one target, and here are 2; choose one with --target.\n'
    const args = [folder, '--ci', 'jenkins', '--yes', '--offline-images']
    const first = await init(args)
    expect(first.out).toContain(`\nWritten: .kluctl-images.yaml\n${why}\nNext:\n`)
    const second = await init(args)
    expect(second.out).toMatch(/\nNothing to write: the policy file is there\.\nNo pipeline is written: .*\n$/)
  })

  test('with a template that fails is set up with the others', async () => {
    const { folder } = repository({ ...shop(registry.host), 'shop/bad.yaml': '{{ nothing.of(this) }}\n' })
    const { code, out } = await init([folder, '--offline-images'])
    expect(code).toBe(0)
    expect(out).toMatch(/^! shop\/bad\.yaml:1:\d+: /m)
    expect(out).toMatch(/^calls +3 calls/m)
  })

  test.each([
    [['--target', 'prodd'], 'there is no target "prodd" in .kluctl.yaml'],
    [['--ci', 'gitlba'], 'the CI system "gitlba" is not known'],
    [['--args', 'a=$x'], '"a=$x" cannot stand in a pipeline: it holds $, which begins a variable or an expression']
  ])('with %j is refused', async (args, message) => {
    const { folder } = repository(shop(registry.host))
    await expect(init([folder, '--offline-images', ...args])).rejects.toMatchObject({ code: 'input', message })
  })
})

test('a registry that cannot be asked is one line, and the rule a comment', async () => {
  const closed = await startRegistry({ login: { kind: 'basic', username: 'u', password: 'p' } })
  const { folder, read } = repository(shop(closed.host))
  const refused = { ...env, KLUCTL_REGISTRY_HOST: closed.host }
  const { code, out } = await init([folder, '--yes'], { env: refused })
  await closed.stop()
  expect(code).toBe(0)
  expect(out).toMatch(/^! +.*acme\/web: /m)
  expect(out).not.toMatch(/; [A-Z]/)
  const policy = read('.kluctl-images.yaml') ?? ''
  expect(readPolicy(policy, 'policy').rules).toEqual([])
  expect(policy).toContain(`  # - image: "${closed.host}/acme/web"\n`)
  expect(read('.github/workflows/images.yml')).toContain(`      # ${closed.host} wants a login: take the # away`)
})
