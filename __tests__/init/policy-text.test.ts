import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImageProposal } from '../../src/init/proposal.ts'
import { policyText } from '../../src/init/texts/policy.ts'
import { imagePolicy } from '../../src/policy/image-policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { suggestFilters } from '../../src/version/suggest.ts'

const proposal = (some: Partial<ImageProposal>): ImageProposal => ({
  image: 'ghcr.io/acme/web',
  repository: 'ghcr.io/acme/web',
  origin: 'proposed',
  filter: 'semver(prereleases=false)',
  picks: '1.9.2',
  accepts: 12,
  seen: 40,
  open: null,
  offer: null,
  notes: [],
  ...some
})

const none = { origin: 'none', filter: null, picks: null, accepts: null, seen: null } as const

describe('the policy file', () => {
  test.each([
    [
      'rules',
      [
        proposal({}),
        proposal({ image: '127.0.0.1:5000/acme/web', filter: "regex('v?[0-9.]+\\.r[0-9]+')", picks: '1.0.r3' }),
        proposal({ image: 'nginx', origin: 'template', filter: "semver(variant='alpine')" }),
        proposal({ ...none, image: 'redis', open: 'docker.io refused the login; Try another' })
      ]
    ],
    [
      'no-order',
      [
        proposal({ ...none, image: 'ghcr.io/acme/hashes', accepts: 0, seen: 4, open: 'hashes have no order' }),
        proposal({
          ...none,
          image: 'ghcr.io/acme/none',
          accepts: 0,
          seen: 3,
          open: 'latest, nightly are moving tags',
          offer: "regex('latest')"
        }),
        proposal({ ...none, image: 'ghcr.io/acme/new', accepts: 0, seen: 0, open: 'it has no tag yet' }),
        proposal({
          image: 'ghcr.io/acme/orders',
          origin: 'template',
          filter: "prefix('main-')",
          picks: null,
          accepts: 0,
          seen: 3,
          offer: "prefix('main-', suffix=date('YYYYMMDD'))"
        })
      ]
    ],
    ['no-rules', [proposal({ origin: 'template', filter: 'semver()' })]]
  ])('with %s', async (name, proposals) => {
    await expect(policyText(proposals)).toMatchFileSnapshot(`golden/policy-${name}.yaml`)
  })

  test('is read back with the same filters, also where tags are odd', () => {
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,15}$/)
    const versions = fc
      .tuple(tag, fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }))
      .map(([prefix, numbers]) => `${prefix}${numbers.join('.')}`)
    fc.assert(
      fc.property(fc.array(fc.oneof(tag, versions), { minLength: 1, maxLength: 12 }), tags => {
        for (const { filter } of suggestFilters(tags)) {
          const policy = readPolicy(policyText([proposal({ filter })]), 'policy')
          expect(imagePolicy(policy, 'ghcr.io/acme/web', { platforms: [] }).filter?.text).toBe(filter)
        }
      })
    )
  })

  test('takes no rule from what a registry or a template says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const hostile = `${text}\n  - image: "**"\n    skip: [x]\r${text}\u2028- image: x`
        const proposals = [
          proposal({}),
          proposal({ ...none, open: hostile }),
          proposal({ ...none, open: hostile, seen: 1 }),
          proposal({ ...none, open: hostile, seen: 1, offer: hostile }),
          proposal({ origin: 'template', filter: hostile, offer: hostile }),
          proposal({ origin: 'template', filter: hostile })
        ]
        const { rules } = readPolicy(policyText(proposals), 'policy')
        expect(rules.map(({ patterns, skip }) => [patterns.map(({ text: pattern }) => pattern), skip])).toEqual([
          [['ghcr.io/acme/web'], []]
        ])
      })
    )
  })
})
