import { byCodeUnit } from '../text.ts'
import { type GateName, type GateRecord, gateNames, type Report } from './record.ts'

/** What a gate looks at: the record, as far as it is known before the gates. */
export type GateInput = Pick<Report, 'changes' | 'failures' | 'warnings' | 'uses'>

/**
 * Evaluates the gates of `fail-on`, in the order of `gateNames`. What makes the run fail besides, an error that is about no single
 * image, is no gate: it fails the run whatever `fail-on` says.
 */
export function evaluateGates(failOn: readonly GateName[], input: GateInput): readonly GateRecord[] {
  return gateNames
    .filter(gate => failOn.includes(gate))
    .map(gate => {
      const hits = gates[gate].find(input)
      const images = [...new Set(hits.filter(image => image !== null))].toSorted(byCodeUnit)
      const passed = hits.length === 0
      return { gate, passed, images, remedy: passed ? null : gates[gate].remedy }
    })
}

type Gate = {
  /** The image of each hit; null for one that is about no single image, which fails the gate as well. */
  readonly find: (input: GateInput) => readonly (string | null)[]
  /** A short order to the reader: what would satisfy the gate. */
  readonly remedy: string
}

const gates: Readonly<Record<GateName, Gate>> = {
  unresolved: {
    find: ({ failures }) => failures.flatMap(({ image }) => image ?? []),
    remedy: 'solve what is not resolved, or pin the image'
  },
  downgrade: {
    find: ({ changes }) => changes.filter(({ bump }) => bump === 'downgrade').map(({ image }) => image),
    remedy: 'pin the image to the newer tag, or take downgrade out of fail-on'
  },
  major: {
    find: ({ changes }) => changes.filter(({ bump }) => bump === 'major').map(({ image }) => image),
    remedy: 'pin the image to the old major version, or take major out of fail-on'
  },
  // A digest pins as well. No pin answered a use without an answer, whatever else went wrong.
  unpinned: {
    find: ({ uses }) =>
      uses.filter(({ origin, result }) => origin !== 'fixed' && !result?.includes('@')).map(({ image }) => image),
    remedy: 'pin the image in a fixed-images file or with pin-digests, or take unpinned out of fail-on'
  },
  trap: {
    find: ({ warnings }) => warnings.filter(({ kind }) => kind === 'trap').map(({ image }) => image),
    remedy: 'use the version filter that the trap names, or take trap out of fail-on'
  },
  // What the run is compared with may be the file of another commit, so that to commit the new one is not enough.
  change: {
    find: ({ changes }) => changes.map(({ image }) => image),
    remedy: 'commit the file of a run without this gate'
  }
}
