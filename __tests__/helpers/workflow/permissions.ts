import { isMapping, type Json } from './json.ts'

/** What a job's token may do, by scope. A scope that is not there is not granted. */
export type Permissions = Readonly<Record<string, Access>>
export type Access = 'read' | 'write'

const scopes = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses'
] as const

/** What a token has where no `permissions:` says it, in repositories of today. */
export const restrictedPermissions: Permissions = { contents: 'read', packages: 'read' }

/**
 * What `permissions:` grants; `inherited` where it is not there.
 * GitHub's documentation, "Workflow syntax", permissions: whatever is not named is none.
 */
export function permissionsOf(value: Json | undefined, inherited: Permissions): Permissions {
  if (value === undefined) return inherited
  if (value === 'read-all') return Object.fromEntries(scopes.map(scope => [scope, 'read']))
  if (value === 'write-all') return Object.fromEntries([...scopes, 'id-token'].map(scope => [scope, 'write']))
  if (!isMapping(value)) return {}
  const granted = Object.entries(value).filter((pair): pair is [string, Access] =>
    ['read', 'write'].includes(String(pair[1]))
  )
  return Object.fromEntries(granted)
}

/** What a called workflow asks for and its caller does not have, as `pull-requests: write`. Any of it keeps the run from starting. */
export function beyond(asked: Permissions, granted: Permissions): readonly string[] {
  return Object.entries(asked)
    .filter(([scope, access]) => !may(granted, scope, access))
    .map(([scope, access]) => `'${scope}: ${access}', but is only allowed '${scope}: ${granted[scope] ?? 'none'}'`)
}

/** The token of a fork's pull request reads, whatever was granted. */
export function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.keys(permissions)
      .filter(scope => scope !== 'id-token')
      .map(scope => [scope, 'read'])
  )
}

export function may(permissions: Permissions, scope: string, access: Access): boolean {
  const has = permissions[scope]
  return has === 'write' || has === access
}
