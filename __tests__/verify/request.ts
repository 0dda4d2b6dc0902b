import type { FixedImage } from '../../src/fixed/entry.ts'
import type { Policy } from '../../src/policy/policy.ts'
import type { ImageUse } from '../../src/project/uses.ts'
import type { Pin } from '../../src/resolve/pins.ts'
import { makeRunPolicy, noPolicy } from '../../src/resolve/run-policy.ts'
import type { VerifyRequest } from '../../src/verify/verify.ts'

export type RequestFields = Partial<Omit<VerifyRequest, 'policy' | 'pins' | 'uses'>> & {
  readonly policy?: Policy
  readonly platforms?: readonly string[]
  readonly pins?: readonly Pin[]
}

/** What `verify` is to prove of uses, pinned by `fixed-images.yaml` unless `pins` says otherwise. */
export function requestOf(
  uses: readonly ImageUse[],
  entries: readonly FixedImage[],
  { policy = noPolicy, platforms = [], ...fields }: RequestFields = {}
): VerifyRequest {
  const rules = fields.rules ?? []
  return {
    target: undefined,
    uses,
    problems: [],
    warnings: [],
    pins: entries.map(entry => ({ entry, source: 'fixed-images.yaml' })),
    files: ['fixed-images.yaml'],
    locked: [],
    lockFile: 'images.lock.json',
    policy: makeRunPolicy(policy, { rules, platforms, allowRegistries: undefined, denyRegistries: [] }),
    rules,
    pinDigests: false,
    ...fields
  }
}
