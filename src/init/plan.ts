import type { CiChoice } from './ci.ts'
import type { PlannedFile } from './file-plan.ts'
import type { PipelineKind } from './gitlab-rules.ts'
import type { ImageLine } from './image-lines.ts'
import type { Move } from './moves.ts'
import type { ImageProposal } from './proposal.ts'
import type { Setup } from './setup.ts'

/** A target, and why it is left out; null for one that takes part. */
export type LookedAtTarget = {
  readonly name: string
  readonly leftOut: string | null
  /** Args that it requires and that nobody gives, where that is why it is left out; empty else. */
  readonly missingArgs: readonly string[]
}

/** Everything that `init` found out, and would write: what a person is shown, and the JSON for programs. */
export type InitPlan = {
  readonly project: string
  readonly ci: CiChoice
  readonly setup: Setup
  readonly targets: readonly LookedAtTarget[]
  /** Where args that are given for every target replace what a target has itself, each a sentence without its full stop. */
  readonly replaced: readonly string[]
  /** Number of places in templates that call get_image. */
  readonly calls: number
  readonly images: readonly ImageProposal[]
  /** Images that manifests name as text; empty where there is a call. */
  readonly imageLines: readonly ImageLine[]
  /** What the first bump does to tags that are fixed now. */
  readonly moves: readonly Move[]
  readonly files: readonly PlannedFile[]
  /** Why no pipeline is among the files; null where one is, and where none is wanted. */
  readonly noPipeline: string | null
  /** What could not be read, each on one line. */
  readonly warnings: readonly string[]
  /** What makes a run fail: what cannot be read or rendered, which is among the warnings too, images for which no tag can be found, and what a registry answers instead of tags. */
  readonly failures: readonly string[]
  /** Images for which a run takes a tag that means nothing, each with what to do, a sentence without its full stop. */
  readonly blind: readonly string[]
  /** Pipelines of GitLab in which our jobs run, and that `workflow: rules` seem to make none of. */
  readonly leftOutPipelines: readonly PipelineKind[]
}
