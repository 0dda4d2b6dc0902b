/** Lets a few tasks of each kind run at a time; the others wait their turn, first come first served. */
export interface Lanes {
  run<T>(kind: string, task: () => Promise<T>): Promise<T>
  /** Lets more tasks of a kind run from now on, unless it was narrowed. */
  widen(kind: string, width: number): void
  /** Lets half as many tasks of a kind run from now on, but `least`. */
  narrow(kind: string, least: number): void
}

type Road = { width: number; isNarrowed: boolean; running: number; readonly waiting: (() => void)[] }

/** `width` tasks of each kind at a time, until a kind is widened. */
export function createLanes(width: number): Lanes {
  const roads = new Map<string, Road>()
  const roadFor = (kind: string): Road => {
    const road = roads.get(kind) ?? { width, isNarrowed: false, running: 0, waiting: [] }
    roads.set(kind, road)
    return road
  }
  const fill = (road: Road): void => {
    while (road.running < road.width) {
      const next = road.waiting.shift()
      if (!next) return
      road.running++
      next()
    }
  }
  return {
    async run(kind, task) {
      const road = roadFor(kind)
      if (road.running < road.width) road.running++
      else await new Promise<void>(resolve => road.waiting.push(resolve))
      try {
        return await task()
      } finally {
        road.running--
        fill(road)
      }
    },
    widen(kind, wider) {
      const road = roadFor(kind)
      if (road.isNarrowed) return
      road.width = Math.max(road.width, wider)
      fill(road)
    },
    narrow(kind, least) {
      const road = roadFor(kind)
      road.width = Math.max(least, Math.floor(road.width / 2))
      road.isNarrowed = true
    }
  }
}
