/** A member of a JSON object from outside; undefined where the value is no object or has no such member of its own. */
export function jsonMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return Reflect.get(value, name)
}

/** A member that is a whole number. */
export function numberMember(value: unknown, name: string): number | undefined {
  const found = jsonMember(value, name)
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : undefined
}

/** A member that is a text with something in it. */
export function textMember(value: unknown, name: string): string | undefined {
  const found = jsonMember(value, name)
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** A member that is the name of a Git commit, SHA-1 or SHA-256, in lower case. */
export function commitMember(value: unknown, name: string): string | undefined {
  const found = textMember(value, name)?.toLowerCase()
  return found !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(found) ? found : undefined
}
