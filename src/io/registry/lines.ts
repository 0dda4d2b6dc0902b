import type { TlsSettings } from './entry.ts'
import { HostLine, type HostLineOptions, type Line } from './host-line.ts'
import { createLanes } from './lanes.ts'

export type LinesOptions = Omit<HostLineOptions, 'slots'>

/** All lines of a run. */
export interface Lines {
  lineFor(url: URL, tls: TlsSettings): Line
  close(): Promise<void>
}

/** One line per scheme, host, port and TLS setting, so that a setting never leaks to another host. */
export function createLines(options: LinesOptions): Lines {
  const lines = new Map<string, HostLine>()
  const slots = createLanes(options.limits.connections)
  return {
    lineFor(url, tls) {
      const key = [url.origin, String(tls.verify), tls.ca, tls.cert, tls.key].join(' ')
      const line = lines.get(key) ?? new HostLine(key, url, tls, { ...options, slots })
      lines.set(key, line)
      return line
    },
    async close() {
      await Promise.all([...lines.values()].map(line => line.close()))
      lines.clear()
    }
  }
}
