import { describe, expect, test } from 'vitest'
import { isImagesError } from '../../src/errors.ts'
import { redactRecord } from '../../src/io/redact-record.ts'
import { refuseMaskedPart } from '../../src/merge/masked-part.ts'
import { runOne, type Situation } from './run-parts.ts'

const situation: Situation = {
  raw: {},
  files: {
    'deployment.yaml': 'deployments: [{ path: app }]\n',
    'app/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop-acmecorp }
spec:
  template:
    spec:
      containers:
        - { name: web, image: '{{ images.get_image("r.io/web") }}' }
        - { name: api, image: '{{ images.get_image("r.io/other/api") }}' }
`
  },
  tags: { 'r.io/web': ['1.0', '1.1'], 'r.io/other/api': ['2'] },
  previous: '# by newuser\nimages:\n  - image: r.io/web\n    resultImage: r.io/web:1.0\n'
}

/** What a run of a part says to its record, where these texts are secrets. */
async function said(...secrets: readonly string[]): Promise<string> {
  const { part } = (await runOne(situation, '1/1')).report
  if (part === null) throw new Error('the report of a part has one')
  const hide = (text: string): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  try {
    refuseMaskedPart(part, redactRecord(part, hide))
    return 'nothing'
  } catch (error) {
    if (!isImagesError(error)) throw error
    return `${error.message}. ${error.hint}`
  }
}

describe('a part whose report hides a secret', () => {
  test('says nothing where it stands in no name', async () => {
    expect(await said()).toBe('nothing')
    expect(await said('newest', 'spec.template')).toBe('nothing')
  })

  test.each([
    ['a namespace', 'acmecorp', 'the names of "r.io/other/api" (shop-***, Deployment/api, api)'],
    ['an image', 'other', 'the names of "r.io/***/api" (shop-acmecorp, Deployment/api, api)'],
    ['a result', '1.1', 'the names of "r.io/web"'],
    ['the previous file', 'newuser', '"fixed-images.yaml" or the file that it is compared with']
  ])('fails where it stands in %s, and says what leads on', async (_, secret, message) => {
    const text = await said(secret)
    expect(text).toContain(`a secret of the project stands in ${message}`)
    expect(text).toContain('Resolve this project in one run, without shard, or take the secret out of the names')
    expect(text).not.toContain(secret)
  })
})
