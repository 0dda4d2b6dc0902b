import { expect, test } from 'vitest'
import { ciNames } from '../../src/init/ci.ts'
import { nextSteps } from '../../src/init/next-steps.ts'
import type { Setup } from '../../src/init/setup.ts'

test('what to do next is short, for every CI system', async () => {
  const one: Setup = {
    projectDir: 'deploy',
    targets: ['prod'],
    args: [],
    branch: 'main',
    logins: ['ghcr.io', 'a.example.com']
  }
  const several: Setup = { projectDir: '.', targets: ['staging', 'prod'], args: [], branch: 'main', logins: [] }
  const bare: Setup = { ...several, targets: [] }
  const shown = ciNames.flatMap(ci =>
    [one, several, bare].map(
      setup =>
        `${ci}, targets ${setup.targets.join(' and ') || 'none'}\n${nextSteps(ci, setup, ['FILES']).join('\n')}\n`
    )
  )
  await expect(shown.join('\n')).toMatchFileSnapshot('golden/next-steps.txt')
})
