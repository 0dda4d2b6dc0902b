import { readRegistrySettings } from './registries.ts'

/** The registries among those that this machine has a login for, be it in the environment or in docker's configuration; a pipeline wants one too. */
export function findLogins(
  registries: readonly string[],
  env: Readonly<Record<string, string | undefined>>
): readonly string[] {
  const { entries, docker } = readRegistrySettings({ env }).credentials
  const known = new Set([
    ...entries.flatMap(({ host, login }) => (login === undefined ? [] : [host])),
    ...[...(docker?.logins.keys() ?? [])].map(key => key.split('/')[0] ?? ''),
    ...(docker?.helpers.keys() ?? []),
    ...(docker?.stored ?? [])
  ])
  return registries.filter(registry => known.has(registry))
}
