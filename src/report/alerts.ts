import type { WarningKind, WarningRecord } from './record.ts'

/** A warning that no reader may overlook, said once for all the images that it is about. */
export type Alert = Pick<WarningRecord, 'message' | 'place'> & {
  readonly kind: 'committed' | 'new-registry' | 'hold'
  readonly images: readonly string[]
}

const alertKinds = ['committed', 'new-registry', 'hold'] as const

/** Alerts about entries that the pull request itself changes, new registries, and holds that have expired, each in the order of the warnings. */
export function alertsOf(warnings: readonly WarningRecord[]): readonly Alert[] {
  return alertKinds.flatMap(wanted => {
    const alerts = new Map<string, Alert & { readonly images: string[] }>()
    for (const { kind, message, place, image } of warnings) {
      if (kind !== wanted) continue
      // a registry is new for each image at a place of its own, as an entry is changed for each, and a hold has one place
      const shown = wanted === 'hold' ? place : null
      const key = JSON.stringify([message, shown])
      const alert = alerts.get(key) ?? { kind: wanted, message, place: shown, images: [] }
      if (image !== null && !alert.images.includes(image)) alert.images.push(image)
      alerts.set(key, alert)
    }
    return [...alerts.values()]
  })
}

/** What a warning is called where it is not just one: `trap`, `changed in the file`, `new registry`, `expired hold`. */
export const warningTitles: Readonly<Record<WarningKind, string | null>> = {
  trap: 'trap',
  committed: 'changed in the file',
  'new-registry': 'new registry',
  hold: 'expired hold',
  warning: null
}

/** The warnings in the order in which every view shows them: what a reader must not overlook first. */
export const warningOrder: readonly WarningKind[] = ['trap', 'committed', 'new-registry', 'hold', 'warning']
