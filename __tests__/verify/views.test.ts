import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { outputNames } from '../../src/report/output-values.ts'
import { countColumns } from '../../src/report/text-width.ts'
import { formatVerificationSummary } from '../../src/verify/format-markdown.ts'
import { formatVerification } from '../../src/verify/format-terminal.ts'
import { checkVerdicts, reasonCodes, type Verification } from '../../src/verify/record.ts'
import { verificationVerdict } from '../../src/verify/verdict.ts'
import { verificationAnnotations } from '../../src/verify/verification-annotations.ts'
import { verificationOutputs } from '../../src/verify/verification-outputs.ts'
import { verifyUses } from '../../src/verify/verify.ts'
import { useOf } from '../helpers/image-use.ts'
import { hostileTexts } from '../report/hostile.ts'
import { findActiveParts } from '../report/markdown-tree.ts'
import { imagesIn } from './image-source.ts'
import { requestOf } from './request.ts'
import { everything, quiet } from './situation.ts'

const schema = JSON.parse(readFileSync(new URL('../../schema/verification.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)

/** A verification in which every text of others is this one. */
function hostile(text: string, verification: Verification): Verification {
  const first = verification.checks[0]
  if (first === undefined) throw new Error('there is no check')
  const where = { namespace: text, deployment: `Deployment/${text}`, container: text }
  const place = { file: text, line: 1 }
  const reasons = first.reasons.map(reason => ({ ...reason, message: text, hint: text }))
  const check = { ...first, image: text, result: text, pinnedBy: [text], uses: [{ ...where, place }], reasons }
  const failure = { error: 'ProjectError', code: 'yaml', excerpt: null, image: null, where: [], place }
  return {
    ...verification,
    target: text,
    files: [text],
    checks: [check],
    failures: [{ ...failure, message: text, hint: text }],
    warnings: [{ kind: 'warning', message: text, place, image: text }]
  }
}

describe('the terminal table', () => {
  test.each([140, 100, 60])('in %i columns', async width => {
    const text = formatVerification(await everything(), { color: false, width })
    for (const line of text.split('\n').filter(one => !one.startsWith('  See https://')))
      expect(countColumns(line)).toBeLessThanOrEqual(width)
    await expect(text).toMatchFileSnapshot(`../fixtures/verify/terminal-${width}.txt`)
  })

  test('of what holds is a verdict and its rows', async () => {
    const text = formatVerification(await quiet(), { color: false, width: 100 })
    expect(text.split('\n').filter(line => line !== '')).toEqual([
      '1 image verified',
      '   IMAGE             USED BY               RESULT                      VERDICT',
      '✓  ghcr.io/shop/api  Deployment/api · app  1.4.2@sha256:111111111111…  verified'
    ])
  })

  test('without colour is the one with colour without its codes', async () => {
    const verification = await everything()
    const coloured = formatVerification(verification, { color: true, width: 100 })
    expect(coloured).toContain('\u001b[31m')
    const plain = formatVerification(verification, { color: false, width: 100 })
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain)
  })

  test.each(hostileTexts)('shows %s as text', async (_, text) => {
    const shown = formatVerification(hostile(text, await everything()), { color: false, width: 100 })
    expect(shown).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
    expect(shown).not.toMatch(/^ *::|##\[/m)
  })
})

describe('the job summary', () => {
  test('says what does not hold first', async () => {
    const text = formatVerificationSummary(await everything(), { receipt: '12 requests' })
    await expect(text).toMatchFileSnapshot('../fixtures/verify/summary.md')
  })

  test.each(hostileTexts)('shows %s as text', async (_, text) => {
    expect(findActiveParts(formatVerificationSummary(hostile(text, await everything())))).toEqual([])
  })

  test.each([3000, 6000, 20_000])('fits into %i bytes and counts what is left out', async limit => {
    const uses = Array.from({ length: 200 }, (_, number) => useOf(`ghcr.io/team/app-${number}`))
    const many = await verifyUses(requestOf(uses, []), { images: imagesIn({}) })
    const text = formatVerificationSummary(many, { limit })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
    expect(text).toMatch(/\d+ more images: see/)
    expect(text).toMatch(/^### 200 images failed\n/)
  })
})

describe('the other views', () => {
  test('the verdict names every kind, the worst first', async () => {
    expect(verificationVerdict(await everything())).toBe(
      '4 images failed, 1 with a warning, 1 not pinned, 1 verified, 1 error in the project'
    )
    const none = await verifyUses(requestOf([], []), { images: imagesIn({}) })
    expect(verificationVerdict(none)).toMatch(/^No call of images\.get_image was found, so nothing was proved: /)
    expect([none.ok, verificationOutputs(none, undefined)['failures-count']]).toEqual([false, '1'])
    expect(formatVerification(none, { color: false, width: 200 }).trim().split('\n')).toHaveLength(1)
  })

  test('annotations stand on the lines of the calls', async () => {
    const annotations = verificationAnnotations(await everything(), 'deploy')
    expect(annotations.map(({ level, title, file, line }) => [level, title, file, line])).toEqual([
      ['error', 'Project error', 'deploy/apps/redis/values.yaml', 4],
      ['error', 'ghcr.io/shop/job does not hold', 'deploy/app/api.yaml', 9],
      ['error', 'ghcr.io/shop/mail does not hold', 'deploy/app/api.yaml', 9],
      ['error', 'ghcr.io/shop/web does not hold', 'deploy/app/api.yaml', 9],
      ['error', 'ghcr.io/shop/worker has no fixed image', 'deploy/app/api.yaml', 9],
      ['warning', 'ghcr.io/shop/cart', 'deploy/app/api.yaml', 9],
      ['warning', 'kluctl-images', undefined, undefined]
    ])
  })

  test('outputs are all there, and say that nothing changed', async () => {
    const values = verificationOutputs(await everything(), '/srv/shop/fixed-images.yaml')
    expect(Object.keys(values).toSorted()).toEqual([...outputNames].toSorted())
    expect(values).toMatchObject({ changed: 'false', changes: '[]', 'failures-count': '5' })
    expect(values.verdict).toMatch(/^4 images failed/)
  })
})

describe('the schema', () => {
  test('takes what verification says', async () => {
    for (const verification of [await everything(), await quiet()]) {
      validate(JSON.parse(JSON.stringify(verification)))
      expect(validate.errors ?? []).toEqual([])
    }
  })

  test('has the codes and the verdicts of the record, and refuses others', async () => {
    expect(schema.$defs.Reason.properties.code.enum).toEqual(reasonCodes)
    expect(schema.$defs.Check.properties.verdict.enum).toEqual(checkVerdicts)
    const { ok: _, ...without } = await quiet()
    expect(validate(without)).toBe(false)
    expect(validate({ ...(await quiet()), time: 'now' })).toBe(false)
  })
})
