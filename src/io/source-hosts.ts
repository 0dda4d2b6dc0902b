import type { SourceHostKind, SourceHosts } from '../image/source-place.ts'

/** The server that runs the workflow, as a host of source code: GitHub Enterprise and a GitLab of one's own are known by that alone. */
export function sourceHosts(env: Readonly<Record<string, string | undefined>>): SourceHosts {
  const servers: readonly (readonly [address: string | undefined, kind: SourceHostKind])[] = [
    [env['GITHUB_SERVER_URL'], 'github'],
    [env['CI_SERVER_URL'], 'gitlab']
  ]
  return new Map(
    servers.flatMap(([address, kind]) =>
      address !== undefined && URL.canParse(address) ? [[new URL(address).host, kind] as const] : []
    )
  )
}
