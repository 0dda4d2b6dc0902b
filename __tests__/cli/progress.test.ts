import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clock, openProgress, type Progress } from '../../src/cli/progress.ts'
import { statusLine } from '../../src/io/terminal.ts'

/** A clock that stands still until it is moved. */
class TestClock implements Clock {
  #now = 0
  #work: { at: number; readonly run: () => void }[] = []

  now(): number {
    return this.#now
  }

  later(run: () => void, milliseconds: number): () => void {
    const entry = { at: this.#now + milliseconds, run }
    this.#work.push(entry)
    return () => {
      this.#work = this.#work.filter(one => one !== entry)
    }
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const [next] = this.#work.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
      if (next === undefined) break
      this.#now = next.at
      this.#work = this.#work.filter(one => one !== next)
      next.run()
    }
    this.#now = end
  }
}

type Shown = { readonly clock: TestClock; readonly lines: string[]; readonly progress: Progress }

function open({ isErrorTerminal = true, errorWidth = 80, isQuiet = false } = {}): Shown {
  const clock = new TestClock()
  const lines: string[] = []
  const status = (line: string): void => void lines.push(line)
  return { clock, lines, progress: openProgress({ isErrorTerminal, errorWidth, status }, isQuiet, clock) }
}

describe('progress', () => {
  test('says what long work is at, and goes when the work ends', () => {
    const { clock, lines, progress } = open()
    progress.report('rendering')
    clock.pass(600)
    progress.report('asking', 0, 1)
    clock.pass(100)
    progress.report('asking', 12, 40)
    clock.pass(100)
    progress.report('reading labels', 3, 9)
    clock.pass(100)
    progress.end()
    expect(lines).toEqual([
      'rendering the project',
      'asked 0 of 1 repository',
      'asked 12 of 40 repositories',
      'read labels of 3 of 9 images',
      ''
    ])
  })

  test('shows nothing of work that is done in half a second', () => {
    const { clock, lines, progress } = open()
    progress.report('rendering')
    clock.pass(499)
    progress.report('asking', 1, 1)
    progress.end()
    clock.pass(5000)
    expect(lines).toEqual([''])
  })

  test.each([
    ['standard error is no terminal', { isErrorTerminal: false }],
    ['it is not wanted', { isQuiet: true }]
  ])('shows nothing where %s', (_, options) => {
    const { clock, lines, progress } = open(options)
    progress.report('rendering')
    clock.pass(5000)
    progress.end()
    expect(lines).toEqual([])
  })

  test('shows the latest of many steps, at most ten times a second', () => {
    const { clock, lines, progress } = open()
    for (let done = 0; done <= 3000; done++) {
      progress.report('asking', done, 3000)
      clock.pass(1)
    }
    expect(lines.length).toBeLessThanOrEqual(26)
    expect(lines.length).toBeGreaterThan(20)
    clock.pass(200)
    expect(lines.at(-1)).toBe('asked 3000 of 3000 repositories')
  })

  test('stays silent after its end, however often that is said', () => {
    const { clock, lines, progress } = open()
    progress.report('rendering')
    clock.pass(600)
    progress.end()
    progress.report('asking', 1, 2)
    clock.pass(600)
    progress.end()
    expect(lines).toEqual(['rendering the project', '', ''])
  })

  test('never fills the line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.nat(), (errorWidth, done, total) => {
        const { clock, lines, progress } = open({ errorWidth })
        progress.report('asking', done, total)
        clock.pass(600)
        expect((lines[0] ?? '').length).toBeLessThanOrEqual(Math.max(2, errorWidth - 1))
      })
    )
  })
})

describe('the status line of a terminal', () => {
  test('replaces what it showed, and writes nothing where nothing changes', () => {
    let written = ''
    const status = statusLine(content => {
      written += content
    })
    status('')
    status('one')
    status('one')
    status('two')
    status('')
    status('')
    expect(written.replaceAll('\r\u001b[2K', '<')).toBe('<one<two<')
  })
})
