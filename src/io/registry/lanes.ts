/** Lets a few tasks of each kind run at a time; the others wait their turn, first come first served. */
export interface Lanes {
  run<T>(kind: string, task: (slot: Slot) => Promise<T>): Promise<T>
  /** Lets more tasks of a kind run from now on, unless it was narrowed. */
  widen(kind: string, width: number): void
  /** Lets half as many tasks of a kind run from now on as ran at most since the last time, but one. */
  narrow(kind: string): void
  /** Told of a task of a kind that did well: after some of them, a kind that was narrowed lets more run again. */
  recover(kind: string): void
}

/** Where a task runs. */
export type Slot = {
  /** True once another task of its kind has run at the same time. */
  readonly isShared: boolean
}

type Road = {
  width: number
  /** As wide as it may be again. */
  widest: number
  isNarrowed: boolean
  /** Tasks that did well since the width was changed. */
  good: number
  running: number
  /** The most that ran at a time since the road was narrowed. */
  peak: number
  /** The only one that is taken. */
  only: { isShared: boolean } | undefined
  readonly waiting: (() => void)[]
}

// So many for each that runs: with fewer, a host that takes one at a time would be sent every other request in vain.
const goodForMore = 4

/** `width` tasks of each kind at a time, until a kind is widened. */
export function createLanes(width: number): Lanes {
  const roads = new Map<string, Road>()
  const roadFor = (kind: string): Road => {
    const road = roads.get(kind) ?? {
      width,
      widest: width,
      isNarrowed: false,
      good: 0,
      running: 0,
      peak: 0,
      only: undefined,
      waiting: []
    }
    roads.set(kind, road)
    return road
  }
  const take = (road: Road): void => {
    road.running++
    road.peak = Math.max(road.peak, road.running)
  }
  const fill = (road: Road): void => {
    while (road.running < road.width) {
      const next = road.waiting.shift()
      if (!next) return
      take(road)
      next()
    }
  }
  return {
    async run(kind, task) {
      const road = roadFor(kind)
      if (road.running < road.width) take(road)
      else await new Promise<void>(resolve => road.waiting.push(resolve))
      const slot = { isShared: road.running > 1 }
      if (road.only) road.only.isShared ||= slot.isShared
      road.only = slot.isShared ? undefined : slot
      try {
        return await task(slot)
      } finally {
        road.running--
        fill(road)
      }
    },
    widen(kind, wider) {
      const road = roadFor(kind)
      road.widest = Math.max(road.widest, wider)
      if (road.isNarrowed) return
      road.width = road.widest
      fill(road)
    },
    narrow(kind) {
      const road = roadFor(kind)
      road.width = Math.max(1, Math.floor(Math.min(road.width, road.peak) / 2))
      road.peak = road.running
      road.isNarrowed = true
      road.good = 0
    },
    recover(kind) {
      const road = roadFor(kind)
      if (road.width >= road.widest || ++road.good < road.width * goodForMore) return
      road.good = 0
      road.width = Math.min(road.widest, road.width + Math.max(1, Math.floor(road.width / 4)))
      fill(road)
    }
  }
}
