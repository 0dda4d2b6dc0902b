import { connect, createServer } from 'node:net'

/**
 * A TCP front that is as far away as `roundTrip` milliseconds say: every chunk waits for half of it in each direction, in order, and a
 * new connection is open after one whole. So each handshake costs what it costs on a wire. Nothing is slower for being larger.
 * @param {{ target: string, roundTrip: number, port: number, onConnection: () => void }} options `target` is a Unix socket.
 * @returns {Promise<number>} Its port on 127.0.0.1.
 */
export async function startWire({ target, roundTrip, port, onConnection }) {
  const oneWay = roundTrip / 2
  const server = createServer({ noDelay: true, allowHalfOpen: true }, near => {
    onConnection()
    const far = connect({ path: target, allowHalfOpen: true })
    // The kernel opened it at once; on a wire its first byte could leave after a round trip only.
    const opened = performance.now() + roundTrip
    pass(near, far, oneWay, opened)
    pass(far, near, oneWay, 0)
  })
  await new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

function pass(from, to, oneWay, opened) {
  const waiting = []
  let timer
  const deliver = () => {
    timer = undefined
    const now = performance.now()
    while (waiting.length > 0 && waiting[0].at <= now) {
      const { chunk } = waiting.shift()
      if (chunk) to.write(chunk)
      else to.end()
    }
    arm()
  }
  const arm = () => {
    if (timer === undefined && waiting.length > 0)
      timer = setTimeout(deliver, Math.ceil(waiting[0].at - performance.now()))
  }
  const hold = chunk => {
    waiting.push({ at: Math.max(performance.now(), opened) + oneWay, chunk })
    arm()
  }
  from.on('data', hold)
  from.on('end', () => hold(undefined))
  from.on('error', () => to.destroy())
  from.on('close', () => {
    if (from.errored) to.destroy()
  })
}
