import type { DeployedAnswer, DeployedSource } from '../../src/deployed/answer.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import type { ImageUse } from '../../src/project/uses.ts'
import type { Answer } from '../../src/resolve/answer.ts'
import { type ResolveRequest, resolveUses } from '../../src/resolve/resolve.ts'
import { parseImageRules } from '../../src/resolve/rules.ts'
import { makeRunPolicy, type PolicyOptions } from '../../src/resolve/run-policy.ts'
import { type CountedImages, imagesIn, type KnownImage } from '../helpers/image-source.ts'
import { tagsIn } from '../helpers/tag-source.ts'

const registry = { 'r.io/app': ['1.0', '1.9', '1.10', '2.0'], 'r.io/empty': [], 'x.io/app': ['1.0'] }
const now = Date.parse('2026-11-22T12:00:00Z')

export type Setting = Partial<Omit<ResolveRequest, 'rules' | 'policy'>> & {
  readonly images?: readonly string[]
  /** Text of a policy file. */
  readonly policy?: string
  readonly options?: Partial<PolicyOptions>
  readonly deployed?: DeployedAnswer
  readonly known?: Readonly<Record<string, KnownImage | { readonly fails: string }>>
}

type Outcome = {
  readonly answer: Answer | undefined
  readonly tagsAsked: readonly string[]
  readonly imagesAsked: CountedImages['asked']
  readonly clusterAsked: number
  readonly introduced: readonly string[]
}

/** Answers one use, with everybody who could be asked in memory. */
export async function resolveOne(use: ImageUse, setting: Setting = {}): Promise<Outcome> {
  const { images = [], policy = '', options = {}, deployed, known = {}, ...request } = setting
  const rules = parseImageRules(images).rules
  const tags = tagsIn(registry)
  const source = imagesIn(known)
  let clusterAsked = 0
  const introduced: string[] = []
  const cluster: DeployedSource = {
    async find(uses) {
      clusterAsked += uses.length
      return uses.map(() => deployed ?? { status: 'none' })
    }
  }
  const runPolicy = makeRunPolicy(readPolicy(policy, '.kluctl-images.yaml'), {
    rules,
    platforms: [],
    allowRegistries: undefined,
    denyRegistries: [],
    ...options
  })
  const base = { pins: [], previous: [], updateImages: false, offlineImages: false, now }
  const [answer] = await resolveUses(
    [use],
    { ...base, ...request, rules, policy: runPolicy },
    {
      tags,
      images: source,
      deployed: deployed === undefined ? undefined : cluster,
      introduce: async names => void introduced.push(...names)
    }
  )
  return { answer, tagsAsked: tags.asked, imagesAsked: source.asked, clusterAsked, introduced }
}

/** An answer in one line. */
export function said(answer: Answer | undefined): string {
  if (answer?.status === 'resolved') return `${answer.result} by ${answer.origin}: ${answer.why}`
  if (answer?.status === 'failed') return `${answer.error.code}: ${answer.error.message}`
  return `skipped: ${answer?.why}`
}
