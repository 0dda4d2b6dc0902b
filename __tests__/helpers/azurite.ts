import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../parts/azurite', import.meta.url))
const program = join(folder, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js')

/** Whether the blob store is here; `npm test` brings it. */
export const hasAzurite: boolean = existsSync(program)

/** A real blob store, whose container `artifacts` is empty at first. */
export type BlobStore = {
  /** Address of a blob that may be used as `permissions` say, as `cw` to write it. */
  sign(blob: string, permissions: string): string
  /** Content of a blob; undefined where there is none. */
  read(blob: string): Promise<Buffer | undefined>
  close(): Promise<void>
}

/** Both are known to everybody who has read Azurite's documentation. */
const account = 'devstoreaccount1'
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export async function startAzurite(): Promise<BlobStore> {
  const flags = ['--blobPort', '0', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry']
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  const origin = await addressOf(child)
  const sign = (path: string, permissions: string): string => `${origin}/${account}/${path}?${signature(permissions)}`
  const made = await fetch(`${sign('artifacts', 'c')}&restype=container`, { method: 'PUT' })
  if (made.status !== 201) throw new Error(`the blob store answered ${made.status}: ${await made.text()}`)
  return {
    sign: (blob, permissions) => sign(`artifacts/${encodeURIComponent(blob)}`, permissions),
    async read(blob) {
      const answer = await fetch(sign(`artifacts/${encodeURIComponent(blob)}`, 'r'))
      return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : undefined
    },
    close: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve())
        child.kill()
      })
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the blob store has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const [, address] = /listens on (http:\S+)/.exec(line) ?? []
    if (address === undefined) continue
    child.stdout.resume()
    return address
  }
  throw new Error('the blob store ended')
}

/** Query of a shared access signature for the account (Azure Storage, "Create an account SAS", version 2018-11-09). */
function signature(permissions: string): string {
  const version = '2018-11-09'
  const expiry = '2099-01-01T00:00:00Z'
  const fields = [account, permissions, 'b', 'sco', '', expiry, '', 'http,https', version, '']
  const text = fields.join('\n')
  const sig = createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64')
  const query = { sv: version, ss: 'b', srt: 'sco', sp: permissions, se: expiry, spr: 'http,https', sig }
  return new URLSearchParams(query).toString()
}
