import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { renderTemplate } from '../../src/template/render.ts'
import { type Attack, attackFiles, readAttacks } from '../helpers/attacks.ts'

const attacks = readAttacks()

function outcome(attack: Attack): string {
  try {
    return renderTemplate(attack.source, { files: attackFiles, name: 'deploy.yml' })
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    expect(error.place?.file).toMatch(/^[a-z]+\.(yml|j2)$/)
    return `refused: ${error.code}`
  }
}

describe('attack templates are refused or harmless', () => {
  test.each(attacks.map(attack => ({ ...attack, title: `${attack.id} ${attack.source.slice(0, 80)}`, attack })))(
    '$title',
    ({ attack }) => {
      const result = outcome(attack)
      if (attack.text === undefined) expect(result).toMatch(/^refused: /)
      else expect(result).toBe(attack.text)
    }
  )

  test('leave no trace in the prototypes of the host', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    for (const attack of attacks.filter(({ id }) => id === 'T-03' || id === 'T-05')) outcome(attack)
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })
})

describe('with code generation forbidden by the engine', () => {
  let folder = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'attacks-'))
    const input = join(import.meta.dirname, '..', '..', 'src', 'template', 'render.ts')
    const build = await rolldown({ input, platform: 'node', logLevel: 'silent' })
    await build.write({ file: join(folder, 'render.mjs'), format: 'esm' })
    await build.close()
    writeFileSync(join(folder, 'attacks.json'), JSON.stringify({ attacks, files: attackFiles }))
    writeFileSync(
      join(folder, 'main.mjs'),
      `import { readFileSync } from 'node:fs'
import { renderTemplate } from './render.mjs'
const { attacks, files } = JSON.parse(readFileSync(new URL('attacks.json', import.meta.url), 'utf8'))
const harmless = renderTemplate("{% for i in range(3) %}{{ i | string | upper }}{% endfor %}", { files })
let bad = 0
for (const { source } of attacks) {
  try { renderTemplate(source, { files }) } catch (error) { if (error.name !== 'ProjectError') bad++ }
}
console.log(JSON.stringify({ harmless, bad, count: attacks.length }))
`
    )
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('every template gives the same: text or a ProjectError', () => {
    const run = spawnSync(process.execPath, ['--disallow-code-generation-from-strings', join(folder, 'main.mjs')], {
      encoding: 'utf8',
      env: {}
    })
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toEqual({ harmless: '012', bad: 0, count: attacks.length })
  })
})
