import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

/** An answer as it came over the wire: its body is still coded, and cut at the limit for its status. */
export type Received = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
  /** True if the body is longer than the limit. */
  readonly cut: boolean
  /** True if it was given up for the memory that it and others under way take. */
  readonly crowded: boolean
}

/** What all unfinished answers of a run hold. */
export type Holding = { bytes: number; answers: number }

/** Bytes that they may hold together; an answer under way may always have its share of it. */
const mostHeld = 64 * 1024 * 1024

/** Lets whoever sends a request end it. */
export type Stop = {
  /** Why, once it is ended. */
  reason: unknown
  end: ((reason: unknown) => void) | undefined
}

/**
 * Sends a request and gathers its answer. By undici's own handlers, since a stream for each body costs as much again as a short answer.
 * Rejects with what undici, Node or the stop gave; `onStatus` is told as soon as an answer begins.
 */
export function receive(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  stop: Stop,
  {
    limitFor,
    onStatus,
    holding
  }: {
    readonly limitFor: (status: number) => number
    readonly onStatus: (status: number) => void
    readonly holding: Holding
  }
): Promise<Received> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let status = 0
    let headers: IncomingHttpHeaders = {}
    let limit = 0
    let length = 0
    let chunks: Uint8Array[] = []
    let ended = false
    const end = (settle: () => void): void => {
      if (ended) return
      ended = true
      settle()
      chunks = []
      holding.bytes -= length
      holding.answers--
    }
    const answer = (cut: boolean, crowded = false): Received => {
      const [only] = chunks
      const body = chunks.length === 1 && only ? only : Buffer.concat(chunks)
      return { status, headers, body: cut ? body.subarray(0, limit) : body, cut, crowded }
    }
    holding.answers++
    stop.end = reason => {
      end(() => reject(reason))
      controller?.abort(toError(reason))
    }
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        controller = given
        // Stopped while it waited for its connection.
        if (ended) given.abort(toError(stop.reason))
      },
      onRequestUpgrade(_controller, _status, _headers, socket) {
        socket.destroy()
        end(() => reject(new Error('bad upgrade')))
      },
      onResponseStart(_controller, given, fields) {
        // 103 and the like come before the answer.
        if (given < 200) return
        status = given
        headers = fields
        limit = limitFor(given)
        onStatus(given)
      },
      onResponseData(given, chunk) {
        if (ended) return
        length += chunk.length
        holding.bytes += chunk.length
        chunks.push(chunk)
        const crowded = holding.bytes > mostHeld && length > mostHeld / holding.answers
        if (length <= limit && !crowded) return
        end(() => resolve(answer(true, length <= limit)))
        given.abort(new Error('the answer is longer than the limit'))
      },
      onResponseEnd() {
        end(() => resolve(answer(false)))
      },
      onResponseError(_controller, error) {
        end(() => reject(error))
      }
    }
    if (stop.reason !== undefined) stop.end(stop.reason)
    else {
      try {
        dispatcher.dispatch(options, handler)
      } catch (error) {
        end(() => reject(error))
      }
    }
  })
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('stopped')
}
