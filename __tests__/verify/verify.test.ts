import { describe, expect, test } from 'vitest'
import type { Reason } from '../../src/verify/record.ts'
import { verifyUses } from '../../src/verify/verify.ts'
import { useOf } from '../helpers/image-use.ts'
import { imagesIn } from './image-source.ts'
import { platformRows } from './platform-rows.ts'
import { requestOf } from './request.ts'
import { app, rows } from './verdict-rows.ts'

function said(reasons: readonly Reason[]): string {
  return reasons.map(({ message, hint }) => `${message}\n${hint ?? ''}`).join('\n')
}

describe('what is said of', () => {
  test.each([...rows, ...platformRows])('$name', async ({ result, registry, fields, verdict, reasons, says = '' }) => {
    const request = requestOf([useOf(app)], [{ image: app, resultImage: result }], fields)
    const { checks, ok } = await verifyUses(request, { images: imagesIn({ [app]: registry }) })
    expect(checks).toHaveLength(1)
    const [check] = checks
    expect(check?.verdict).toBe(verdict)
    expect(check?.reasons.map(({ level, code }) => `${level} ${code}`)).toEqual(reasons)
    expect(said(check?.reasons ?? [])).toContain(says)
    expect(ok).toBe(verdict !== 'failed')
  })
})
