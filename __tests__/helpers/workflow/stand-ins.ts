import type { JobFrame } from './job-frame.ts'
import { checkout } from './stand-in-checkout.ts'
import { createPullRequest } from './stand-in-pull-request.ts'
import { downloadArtifact, uploadArtifact } from './stand-in-transfer.ts'
import { inputsOf } from './step-inputs.ts'

/** Does what an action of somebody else does. What it throws is the error of the step. */
export type StandIn = (
  inputs: Readonly<Record<string, string>>,
  frame: JobFrame,
  /** What `env:` of the step says. */
  env: Readonly<Record<string, string>>
) => Promise<{ readonly outputs: Readonly<Record<string, string>>; readonly log: string }>

/**
 * Actions that are not run but acted: there is no GitHub that their own code could talk to. Each takes the inputs that the real one has at
 * its pinned commit, refuses others, and does to the workspace, the repository on disk and the artifacts what the README of the real one says.
 * Whatever is not here is an error of the test.
 */
const standIns: Readonly<Record<string, StandIn>> = {
  'actions/checkout': checkout,
  'actions/upload-artifact': uploadArtifact,
  'actions/download-artifact': downloadArtifact,
  'peter-evans/create-pull-request': createPullRequest,
  // The machine has its Node already.
  'actions/setup-node': async () => ({ outputs: {}, log: '' })
}

/** The stand-in for `uses:`, and its inputs with the defaults of the real action. @throws Error where there is none */
export function standInFor(
  uses: string,
  given: Readonly<Record<string, string>>
): { readonly act: StandIn; readonly inputs: Readonly<Record<string, string>> } {
  const act = standIns[uses.split('@')[0] ?? '']
  if (act === undefined) throw new Error(`${uses} is no action that these tests know`)
  return { act, inputs: inputsOf(uses, given) }
}
