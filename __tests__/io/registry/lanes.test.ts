import { describe, expect, test } from 'vitest'
import { createLanes, type Lanes } from '../../../src/io/registry/lanes.ts'

type Task = { readonly name: string; readonly end: () => Promise<void>; readonly isShared: () => boolean }

/** Tasks of one kind that run until they are ended; `running` names those that were started and not ended. */
function createTasks(lanes: Lanes): {
  readonly start: (name: string) => Task
  readonly running: () => Promise<readonly string[]>
} {
  const running = new Set<string>()
  return {
    start(name) {
      let finish = (): void => undefined
      let isShared = (): boolean => false
      const done = new Promise<void>(resolve => {
        finish = resolve
      })
      const ended = lanes.run('kind', async slot => {
        isShared = () => slot.isShared
        running.add(name)
        await done
        running.delete(name)
      })
      return {
        name,
        isShared: () => isShared(),
        end: async () => {
          finish()
          await ended
        }
      }
    },
    async running() {
      await new Promise(resolve => setImmediate(resolve))
      return [...running]
    }
  }
}

describe('lanes', () => {
  test('let as many run as they are wide, in the order they came', async () => {
    const { start, running } = createTasks(createLanes(2))
    const [a] = ['a', 'b', 'c', 'd'].map(start)
    expect(await running()).toEqual(['a', 'b'])
    await a?.end()
    expect(await running()).toEqual(['b', 'c'])
  })

  test('that are widened let those that wait run at once', async () => {
    const lanes = createLanes(1)
    const { start, running } = createTasks(lanes)
    for (const name of ['a', 'b', 'c']) start(name)
    lanes.widen('kind', 3)
    expect(await running()).toEqual(['a', 'b', 'c'])
  })

  test('that are narrowed let half as many run as ran at most, and are not widened again', async () => {
    const lanes = createLanes(200)
    const { start, running } = createTasks(lanes)
    const tasks = Array.from({ length: 9 }, (_, index) => start(`${index}`))
    for (const task of tasks.slice(0, 5)) await task.end()
    lanes.narrow('kind')
    lanes.widen('kind', 200)
    start('late')
    expect(await running()).toEqual(['5', '6', '7', '8'])
    await tasks[5]?.end()
    expect(await running()).toEqual(['6', '7', '8', 'late'])
    lanes.narrow('kind')
    lanes.narrow('kind')
    lanes.narrow('kind')
    start('later')
    for (const task of tasks.slice(6)) await task.end()
    expect(await running()).toEqual(['late'])
  })

  test('that were narrowed let more run again after four good ones for each, up to as many as before', async () => {
    const lanes = createLanes(8)
    const { start, running } = createTasks(lanes)
    const first = Array.from({ length: 8 }, (_, index) => start(`${index}`))
    lanes.narrow('kind')
    for (const task of first) await task.end()
    for (let index = 0; index < 20; index++) start(`${index}`)
    const widths: number[] = []
    for (let good = 0; good < 200; good++) {
      lanes.recover('kind')
      widths.push((await running()).length)
    }
    expect([14, 15, 34, 35, 58, 59, 86, 87, 199].map(index => widths[index])).toEqual([4, 5, 5, 6, 6, 7, 7, 8, 8])
  })

  test('that were not narrowed are as wide as they were told, however many are good', async () => {
    const lanes = createLanes(2)
    const { start, running } = createTasks(lanes)
    for (const name of ['a', 'b', 'c']) start(name)
    for (let good = 0; good < 50; good++) lanes.recover('kind')
    expect(await running()).toEqual(['a', 'b'])
  })

  test.each<readonly [string, (start: (name: string) => Task) => Promise<readonly [Task, boolean]>]>([
    ['one that is by itself is not', async start => [start('a'), false]],
    [
      'one that another joined is, also when that is gone',
      async start => {
        const a = start('a')
        await start('b').end()
        return [a, true]
      }
    ],
    [
      'one that joins another is',
      async start => {
        start('a')
        return [start('b'), true]
      }
    ],
    [
      'one that comes after another is not',
      async start => {
        await start('a').end()
        return [start('b'), false]
      }
    ]
  ])('know whether a task is shared: %s', async (_name, act) => {
    const [task, isShared] = await act(createTasks(createLanes(9)).start)
    expect(task.isShared()).toBe(isShared)
  })

  test('know that a task which waited for another is by itself where one runs at a time', async () => {
    const { start } = createTasks(createLanes(1))
    const a = start('a')
    const b = start('b')
    await a.end()
    expect(b.isShared()).toBe(false)
  })
})
