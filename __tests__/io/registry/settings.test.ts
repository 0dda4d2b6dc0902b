import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRegistrySettings } from '../../../src/io/registries.ts'

const checkout = '/checkout/of/somebody'

describe('C-01 logins from inside the checkout are refused, whichever door was taken', () => {
  test.each(['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'])('where %s names it', variable => {
    const env = { [variable]: checkout, DOCKER_CONFIG: join(checkout, '.docker'), HOME: '/nonexistent' }
    const { problems, credentials } = readRegistrySettings({ env })
    expect(problems.map(({ message }) => message).join()).toContain('checked-out repository')
    expect(credentials.docker).toBeUndefined()
    expect(credentials.helperEnvironment.workspace).toBe(checkout)
  })

  test('and elsewhere nothing is', () => {
    const env = { DOCKER_CONFIG: join(checkout, '.docker'), HOME: '/nonexistent' }
    expect(readRegistrySettings({ env }).problems).toEqual([])
  })
})
