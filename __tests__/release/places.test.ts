import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { version } from '../../src/about.ts'
import { root } from '../helpers/workspace.ts'

describe('this project', () => {
  test('says one version everywhere', () => {
    const [places, versions] = ['places', 'version'].map(
      name => pathToFileURL(join(root, `scripts/release/${name}.mjs`)).href
    )
    const script = `
      const { disagreements } = await import('${places}')
      const { parseVersion } = await import('${versions}')
      console.log(JSON.stringify(disagreements(parseVersion('${version}'))))`
    const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      encoding: 'utf8'
    })
    expect(JSON.parse(out)).toEqual([])
  })

  test.each(['review.yml', 'bump.yml', 'release.yml'])('%s, a reusable workflow, uses the exact release', name => {
    const text = readFileSync(join(root, '.github/workflows', name), 'utf8')
    const uses = [...text.matchAll(/^ +(?:- )?uses: (kluctl-images\/kluctl-images\S*)/gm)].map(match => match[1])
    expect(uses.length).toBeGreaterThan(0)
    expect(new Set(uses)).toEqual(new Set([`kluctl-images/kluctl-images@v${version}`]))
  })

  test('has a changelog whose newest part is of this version, or of what is not released yet', () => {
    const [title] = /^## .*/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? []
    expect(title).toMatch(
      new RegExp(`^## (?:Unreleased|${version.replaceAll('.', '\\.')} \\(\\d{4}-\\d\\d-\\d\\d\\))$`)
    )
  })

  test('tells npm where it comes from, without which there is no provenance', () => {
    const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(repository).toEqual({ type: 'git', url: 'git+https://github.com/kluctl-images/kluctl-images.git' })
  })
})
