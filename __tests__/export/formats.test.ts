import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { InputError } from '../../src/errors.ts'
import { exportFormats } from '../../src/export/formats.ts'
import { formatHelmValues } from '../../src/export/helm-values.ts'
import { formatMatrix } from '../../src/export/matrix.ts'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { parseImageReference } from '../../src/image/reference.ts'
import { findProgram } from '../../src/io/program.ts'
import { quote } from '../../src/text.ts'
import { makeWorkspace } from '../helpers/workspace.ts'
import { anyEntries, digest, generalEntries, python, readWithPython, release, split } from './results.ts'

const helm = findProgram(['helm'], { env: process.env })?.path
const names = ['kustomize', 'helm-values', 'env', 'matrix', 'argocd', 'flux'] as const

describe('helm-values', () => {
  test('has a key for each image, as templates can write it', () => {
    expect(formatHelmValues([...release.slice(0, 1), ...release.slice(2, 4)])).toBe(`# Written by kluctl-images export.
"orderApi":
  image:
    registry: "ghcr.io"
    repository: "team/order-api"
    tag: "1.4.2"
    digest: "${digest('a1')}"
"_7zip":
  image:
    registry: "localhost:5000"
    repository: "tools/7zip"
    tag: "24.8"
    digest: ""
"redis":
  image:
    registry: "docker.io"
    repository: "library/redis"
    tag: ""
    digest: "${digest('c3')}"
`)
  })

  test('has texts for keys, also where a name means something in YAML', () => {
    const names = ['y', 'no', 'on', 'null', 'true', '1e3', '0x1f']
    const texts = names.map(name => formatHelmValues([{ image: name, resultImage: `${name}:1` }]))
    const keys = names.map(name => [/^[0-9]/.test(name) ? `_${name}` : name])
    expect(texts.map(text => Object.keys(parse(text, { version: '1.1' })))).toEqual(keys)
    if (python !== undefined) expect(readWithPython(texts).map(value => Object.keys(Object(value)))).toEqual(keys)
  })

  test.skipIf(helm === undefined)('the real helm makes the whole image of it (skipped without helm)', () => {
    const values = [...release, ...split]
    const template = `{{ range $name, $value := .Values }}{{ with $value.image }}
{{ $name }}: {{ printf "%s/%s%s%s" .registry .repository (ternary "" (printf ":%s" .tag) (eq .tag "")) (ternary "" (printf "@%s" .digest) (eq .digest "")) | quote }}{{ end }}{{ end }}
direct: {{ .Values.orderApi.image.tag | quote }}
`
    const workspace = makeWorkspace({
      'Chart.yaml': 'apiVersion: v2\nname: all\nversion: 1.0.0\n',
      'templates/all.yaml': template,
      'values-images.yaml': formatHelmValues(values)
    })
    const args = ['template', 'all', workspace.folder, '-f', `${workspace.folder}/values-images.yaml`]
    const made = parse(execFileSync(helm ?? 'helm', args, { encoding: 'utf8', cwd: workspace.folder }))
    workspace.remove()
    expect(made).toEqual({
      direct: '1.4.2',
      _7zip: 'localhost:5000/tools/7zip:24.8',
      appWebMain: 'docker.io/library/app:1',
      appWebSidecar: 'docker.io/library/app:2',
      busybox: 'docker.io/library/busybox:latest',
      // the later entry of the file answers
      nginx: 'docker.io/library/nginx:1.28.0',
      orderApi: `ghcr.io/team/order-api:1.4.2@${digest('a1')}`,
      redis: `docker.io/library/redis@${digest('c3')}`
    })
  })
})

describe('matrix', () => {
  test('is one line of JSON with an item for each image, result and place', () => {
    const text = formatMatrix(split)
    expect(text.indexOf('\n')).toBe(text.length - 1)
    const common = { digest: '', namespace: 'shop', deployment: 'Deployment/web', repository: 'docker.io/library/app' }
    expect(JSON.parse(text)).toEqual({
      include: [
        { ...common, image: 'app', result: 'app:1', tag: '1', container: 'main' },
        { ...common, image: 'app', result: 'app:2', tag: '2', container: 'sidecar' },
        {
          image: 'nginx',
          result: 'nginx:1.28.0',
          repository: 'docker.io/library/nginx',
          tag: '1.28.0',
          digest: '',
          namespace: '',
          deployment: '',
          container: ''
        }
      ]
    })
  })

  test('holds texts only, and nothing that a log of a workflow obeys', () => {
    fc.assert(
      fc.property(anyEntries, entries => {
        const text = formatMatrix(entries)
        const { include }: { include: Record<string, unknown>[] } = JSON.parse(text)
        for (const item of include) {
          expect(Object.keys(item)).toHaveLength(8)
          expect(Object.values(item).every(value => typeof value === 'string')).toBe(true)
          expect(parseImageReference(String(item['result'])).tag ?? '').toBe(item['tag'])
        }
        expect(text.trimEnd()).not.toMatch(/[\r\n\u2028\u2029\u202e]|##\[/)
      })
    )
  })
})

describe('every format', () => {
  test.each(names)('%s of an empty file is an empty list', name => {
    const text = exportFormats[name]([])
    const value: unknown = name === 'env' ? text : parse(text)
    const empty = {
      kustomize: { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', images: [] },
      'helm-values': {},
      env: '',
      matrix: { include: [] },
      argocd: { spec: { source: { kustomize: { images: [] } } } },
      flux: { spec: { images: [] } }
    }
    expect(value).toEqual(empty[name])
  })

  test.each(names)('%s of entries that name no image is an error that names them', name => {
    const entries = [
      { imageRegex: '^ghcr\\.io/', resultImage: 'x:1' },
      { deployment: 'Deployment/a', resultImage: 'y:1' }
    ]
    expect(() => exportFormats[name](entries)).toThrow(
      expect.objectContaining({
        input: '--format',
        message: `${name} cannot express entries that name no image: "^ghcr\\.io/ → x:1", "every image → y:1"`,
        hint: 'Give the file an entry for each image: a run without them writes such entries.'
      })
    )
  })

  test.each(['kustomize', 'argocd', 'flux'] as const)(
    '%s of one image with two results names the formats that can',
    name => {
      const write = (): string => exportFormats[name](split)
      expect(write).toThrow(`${name} cannot express several results of one image: "app"`)
      expect(write).toThrow(expect.objectContaining({ hint: 'env, helm-values and matrix can.' }))
    }
  )

  test.each(['kustomize', 'argocd', 'flux'] as const)('%s of a name with an IPv6 address is an error', name => {
    const entry = { image: '[::1]:5000/x', resultImage: 'x:1' }
    expect(() => exportFormats[name]([entry])).toThrow(
      `${name} cannot express names that have a bracket: "[::1]:5000/x"`
    )
  })

  const oddTexts = [
    '$(id)',
    '`id`',
    'a;id',
    'a b',
    "a'b",
    'a"b',
    'x\n  - name: "y',
    '-rf',
    '${{ github.token }}',
    '*',
    'ä'
  ]

  describe.each(names)('%s refuses, with the entry', name => {
    test.each(['', 'Not an image', 'docker.io./a', ...oddTexts])('the image and the result %j', text => {
      const write = (entry: FixedImage) => (): string =>
        exportFormats[name]([{ image: 'a', resultImage: 'a:1' }, entry])
      const what = `${name} cannot express names and results that are no image reference: `
      expect(write({ image: text, resultImage: 'x:1' })).toThrow(what + quote(`${text} → x:1`))
      expect(write({ image: 'x', resultImage: text })).toThrow(what + quote(`x → ${text}`))
    })

    test.each(oddTexts)('the place %j', text => {
      for (const key of ['namespace', 'deployment', 'container'] as const)
        expect(() => exportFormats[name]([{ image: 'x', resultImage: 'x:1', [key]: text }])).toThrow(
          `${name} cannot express places that are no names of Kubernetes: ${quote(`x (${text})`)}`
        )
    })
  })

  test('does not mind an odd entry that a later one hides', () => {
    const entries = [
      { image: 'x', resultImage: '$(id)' },
      { image: 'x', resultImage: 'x:1' }
    ]
    expect(exportFormats.env(entries)).toBe('X_IMAGE=x:1\n')
  })

  test('of many that it cannot express, names the first five', () => {
    const entries = Array.from({ length: 12 }, (_, index) => ({ imageRegex: `r${index}`, resultImage: 'x:1' }))
    expect(() => exportFormats.env(entries)).toThrow(/"r0 → x:1", .*"r4 → x:1" and 7 more$/)
  })

  test('is YAML that two parsers read alike', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(generalEntries(), entries => {
        const texts = ['kustomize', 'argocd', 'flux', 'helm-values'] as const
        const written = texts.flatMap(name => write(name, entries))
        for (const text of written) expect(parse(text, { version: '1.1' })).toEqual(parse(text))
        if (python === undefined) return
        expect(readWithPython(written)).toEqual(written.map(text => parse(text)))
      }),
      { numRuns: 8 }
    )
  })
})

function write(name: (typeof names)[number], entries: readonly FixedImage[]): readonly string[] {
  try {
    return [exportFormats[name](entries)]
  } catch (error) {
    if (error instanceof InputError) return []
    throw error
  }
}
