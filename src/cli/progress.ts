import { terminalText } from '../report/escape.ts'
import { cutToColumns } from '../report/text-width.ts'
import type { ReportProgress } from '../run.ts'
import type { Terminal } from './command.ts'

/** Tells a person who waits how far long work is. */
export interface Progress {
  /** Notes how far the work is; cheap enough for every step of it. */
  readonly report: ReportProgress
  /** Takes the line away, for good. May be called more than once. */
  readonly end: () => void
}

/** Time, handed in so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since any moment. */
  now(): number
  /** Does work later, unless the function that comes back is called before. */
  later(work: () => void, milliseconds: number): () => void
}

/** Work that takes no longer shows nothing. */
const patience = 500

/** Least time between two lines. */
const pause = 100

/**
 * One line on standard error that rewrites itself, from half a second on and at most ten times a second. Nothing is shown where standard error
 * is no terminal, or where the caller wants quiet.
 */
export function openProgress(
  terminal: Pick<Terminal, 'isErrorTerminal' | 'errorWidth' | 'status'>,
  isQuiet = false,
  clock: Clock = systemClock
): Progress {
  if (isQuiet || !terminal.isErrorTerminal) return { report: () => undefined, end: () => undefined }
  let line = ''
  let due = clock.now() + patience
  let cancel: (() => void) | undefined
  let isOver = false
  const show = (): void => {
    cancel = undefined
    due = clock.now() + pause
    terminal.status(line)
  }
  return {
    report(...step) {
      if (isOver) return
      // One column stays free: some terminals wrap where the last one is filled.
      line = cutToColumns(terminalText(describe(...step)), Math.max(1, terminal.errorWidth - 1))
      cancel ??= clock.later(show, Math.max(0, due - clock.now()))
    },
    end() {
      isOver = true
      cancel?.()
      terminal.status('')
    }
  }
}

function describe(...[stage, done = 0, total = 0]: Parameters<ReportProgress>): string {
  if (stage === 'rendering') return 'rendering the project'
  const of = `${done} of ${total}`
  if (stage === 'asking')
    return total === 0 ? 'asking registries' : `asked ${of} ${total === 1 ? 'repository' : 'repositories'}`
  if (stage === 'verifying')
    return total === 0 ? 'verifying images' : `verified ${of} ${total === 1 ? 'image' : 'images'}`
  return total === 0 ? 'reading labels' : `read labels of ${of} ${total === 1 ? 'image' : 'images'}`
}

/** The clock of this process; it keeps nothing alive. */
const systemClock: Clock = {
  now: () => performance.now(),
  later(work, milliseconds) {
    const timer = setTimeout(work, milliseconds)
    timer.unref()
    return () => clearTimeout(timer)
  }
}
