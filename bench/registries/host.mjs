import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * A registry in its own process, so that its time and memory are nobody else's.
 * @typedef {{ host: string, ca: string, username: string, password: string,
 *   take: () => Promise<import('./counts.mjs').Counts>, stop: () => void }} Host `take`: what was counted since the last time.
 * @param {readonly string[]} options Options of server.mjs. @returns {Promise<Host>}
 */
export async function startHost(options) {
  const server = fileURLToPath(new URL('server.mjs', import.meta.url))
  const child = fork(server, options, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const line = await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', code => reject(new Error(`the registry ended with ${code}`)))
  })
  const { control, ...place } = JSON.parse(String(line))
  const take = async () => (await fetch(control, { method: 'POST' })).json()
  return { ...place, take, stop: () => child.kill() }
}
