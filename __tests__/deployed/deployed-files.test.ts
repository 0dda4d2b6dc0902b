import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { DeployedAnswer } from '../../src/deployed/answer.ts'
import { InputError, ProjectError } from '../../src/errors.ts'
import { openDeployed } from '../../src/io/deployed.ts'
import { shopImages, shopObjects, shopRendered, usesIn } from '../helpers/kubernetes-uses.ts'
import { makeWorkspace, type Workspace } from '../helpers/workspace.ts'

let workspace: Workspace
beforeEach(() => {
  workspace = makeWorkspace()
})
afterEach(() => workspace.remove())

const open = (path: string): ReturnType<typeof openDeployed> =>
  openDeployed({ deployedImages: path, context: undefined, surroundings: { env: {}, home: undefined } })

async function ask(path: string, rendered = shopRendered): Promise<readonly DeployedAnswer[]> {
  return (await open(join(workspace.folder, path))?.find(usesIn(rendered))) ?? []
}

const list = { apiVersion: 'v1', kind: 'List', items: shopObjects() }
const pod = (image: string, name = 'x'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: "${image}"}]}\n`
const use = pod('$a')

describe('what files say is deployed', () => {
  const forms: readonly (readonly [about: string, files: Readonly<Record<string, string>>, path: string])[] = [
    ['a file of kubectl get -o yaml', { 'shop.yaml': stringify(list) }, 'shop.yaml'],
    ['a file of kubectl get -o json', { 'shop.json': JSON.stringify(list, null, 4) }, 'shop.json'],
    [
      'a file of YAML documents',
      {
        'shop.yml': shopObjects()
          .map(object => stringify(object))
          .join('---\n')
      },
      'shop.yml'
    ],
    [
      'JSON documents one behind the other',
      {
        'shop.json': shopObjects()
          .map(object => JSON.stringify(object))
          .join('\n---\n')
      },
      'shop.json'
    ],
    [
      'a folder of files',
      Object.fromEntries(shopObjects().map((object, i) => [`all/${i}/x.yaml`, stringify(object)])),
      'all'
    ]
  ]
  test.each(forms)('is found in %s', async (_, files, path) => {
    workspace.write(files)
    const answers = await ask(path)
    expect(answers.map(answer => (answer.status === 'found' ? answer.image : undefined))).toEqual(
      shopImages.map(([, image]) => image)
    )
  })

  test('is named with its file', async () => {
    workspace.write({
      'all/prod/x.yaml': pod('registry.example.com/shop/a:1'),
      'all/values.yaml': 'a: 1\n',
      'all/README.md': '{{'
    })
    const source = join(workspace.folder, 'all', 'prod', 'x.yaml')
    const found = [{ status: 'found', image: 'registry.example.com/shop/a:1', source }]
    expect(await ask('all', use)).toEqual(found)
    expect(await ask('all/', use)).toEqual(found)
    expect(await ask('all/prod/x.yaml', use)).toEqual(found)
  })

  test('may stand twice in the same way, and is unknown where it differs', async () => {
    workspace.write({
      'all/1.yaml': pod('registry.example.com/shop/a:1'),
      'all/2.yaml': pod('registry.example.com/shop/a:1')
    })
    expect((await ask('all', use))[0]).toMatchObject({ status: 'found' })
    workspace.write({ 'all/2.yaml': pod('registry.example.com/shop/a:2') })
    const [answer] = await ask('all', use)
    expect(answer).toMatchObject({
      status: 'unknown',
      error: { code: 'config', place: { file: expect.stringMatching(/2\.yaml$/) } }
    })
    expect(String(answer?.status === 'unknown' && answer.error)).toMatch(
      /Pod\/x stands in ".*1\.yaml" and in ".*2\.yaml" with different images/
    )
  })

  test('is of any kind but Secret', async () => {
    const config = (kind: string, image: string): string =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: {name: c}\ndata: {image: "${image}"}\n`
    workspace.write({
      'c.yaml': `${config('ConfigMap', 'registry.example.com/shop/a:1')}---\n${config('Secret', 'x/a:2')}`
    })
    const answers = await ask('c.yaml', `${config('ConfigMap', '$a')}---\n${config('Secret', '$a')}`)
    expect(answers).toMatchObject([{ status: 'found', image: 'registry.example.com/shop/a:1' }, { status: 'none' }])
  })

  test('is nothing in Helm values', async () => {
    workspace.write({ 'c.yaml': pod('x/a:1') })
    const answers = await open(join(workspace.folder, 'c.yaml'))?.find(usesIn('image: $a', { kind: 'values' }))
    expect(answers).toEqual([{ status: 'none' }])
  })
})

describe('files that cannot be used', () => {
  test('the option none opens nothing', () => expect(open('none')).toBeUndefined())

  test('a path that is not there names the option', () => {
    expect(() => open('no/such')).toThrow(InputError)
    expect(() => open('no/such')).toThrow(
      expect.objectContaining({ input: 'deployed-images', message: 'there is no file or folder "no/such"' })
    )
  })

  test.each([
    ['YAML', 'all/bad.yaml', 'kind: Pod\nmetadata: [\n', { code: 'yaml', line: 3 }],
    ['JSON', 'all/bad.json', '{\n  "kind": "Pod",\n  "metadata": {\n', { code: 'yaml', line: 4 }],
    ['a template that was not rendered', 'all/t.yml', 'image: {{ x }}\n', { code: 'yaml', line: 1 }],
    ['JSON too deep', 'all/d.json', `${'['.repeat(500)}${']'.repeat(500)}`, { code: 'limit', line: undefined }],
    ['a file too large', 'all/l.yaml', `a: ${'x'.repeat(5 * 1024 * 1024)}`, { code: 'limit', line: undefined }],
    ['text that is not UTF-8', 'all/u.yaml', '', { code: 'template', line: undefined }]
  ])('%s is an error with its place, and none of its lines', (about, path, text, { code, line }) => {
    workspace.write({ [path]: text })
    if (about.startsWith('text')) writeFileSync(join(workspace.folder, path), Uint8Array.from([0xff, 0xfe]))
    const error = caught(() => open(join(workspace.folder, 'all')))
    expect(error).toMatchObject({ code, place: { file: join(workspace.folder, path) } })
    expect(error?.place?.line).toBe(line)
    expect(error?.excerpt).toBeUndefined()
  })

  test('a link out of the folder is refused, one within is followed, and links to folders are left out', async () => {
    workspace.write({ 'out.yaml': pod('x/a:1'), 'all/in/x.yaml': pod('x/a:2'), 'more/y.yaml': pod('x/a:3') })
    symlinkSync('in/x.yaml', join(workspace.folder, 'all', 'link.yaml'))
    symlinkSync('../more', join(workspace.folder, 'all', 'more'))
    expect(await ask('all', use)).toMatchObject([{ status: 'found', image: 'x/a:2' }])
    symlinkSync('../out.yaml', join(workspace.folder, 'all', 'z.yaml'))
    expect(caught(() => open(join(workspace.folder, 'all')))).toMatchObject({ code: 'outside-root' })
  })

  test('the path itself may be a link', async () => {
    workspace.write({ 'a/x.yaml': pod('x/a:2') })
    symlinkSync('a', join(workspace.folder, 'latest'))
    symlinkSync('a/x.yaml', join(workspace.folder, 'latest.yaml'))
    for (const path of ['latest', 'latest.yaml']) expect(await ask(path, use)).toMatchObject([{ status: 'found' }])
  })

  test('files whose names tell of secrets are not opened', async () => {
    workspace.write({
      'all/x.yaml': pod('x/a:2'),
      'all/kubeconfig.yaml': '{{',
      'all/.git/y.yaml': '{{',
      'all/.kube/z.json': '{{'
    })
    expect(await ask('all', use)).toMatchObject([{ status: 'found' }])
  })
})

function caught(work: () => unknown): ProjectError | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof ProjectError) return error
    throw error
  }
  return undefined
}

describe('in a checkout whose files others may have written', () => {
  const openIn = (checkout: string, path: string): ReturnType<typeof openDeployed> =>
    openDeployed({
      deployedImages: path,
      context: undefined,
      surroundings: { env: { GITHUB_WORKSPACE: checkout }, home: undefined, project: checkout }
    })

  test.each(['shop.yaml', 'folder'])('a link that leads out of it is refused: %s', name => {
    workspace.write({ 'outside/shop.yaml': pod('ghcr.io/shop/a:1'), 'checkout/own.yaml': pod('ghcr.io/shop/a:1') })
    const checkout = join(workspace.folder, 'checkout')
    symlinkSync(join('..', 'outside', name === 'folder' ? '.' : name), join(checkout, name))
    expect(() => openIn(checkout, join(checkout, name))).toThrow(
      /is a link that leads out of the checked-out repository$/
    )
    expect(openIn(checkout, join(checkout, 'own.yaml'))).toBeDefined()
    expect(openIn(checkout, join(workspace.folder, 'outside'))).toBeDefined()
  })
})
