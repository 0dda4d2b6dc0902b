/** Lets a few tasks of each kind run at a time; the others wait their turn, first come first served. */
export interface Lanes {
  run<T>(kind: string, task: () => Promise<T>): Promise<T>
}

/** `width` tasks of each kind at a time. */
export function createLanes(width: number): Lanes {
  const running = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()
  const enter = async (kind: string): Promise<void> => {
    const count = running.get(kind) ?? 0
    if (count < width) {
      running.set(kind, count + 1)
      return
    }
    const queue = waiting.get(kind) ?? []
    waiting.set(kind, queue)
    await new Promise<void>(resolve => queue.push(resolve))
  }
  const leave = (kind: string): void => {
    const next = waiting.get(kind)?.shift()
    if (next) next()
    else running.set(kind, (running.get(kind) ?? 1) - 1)
  }
  return {
    async run(kind, task) {
      await enter(kind)
      try {
        return await task()
      } finally {
        leave(kind)
      }
    }
  }
}
