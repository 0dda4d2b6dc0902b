import { isMap, isScalar } from 'yaml'

/**
 * What keeps a run from starting that calls a workflow: permissions that its jobs ask for and the caller does not grant, and inputs of another type.
 * Source: docs.github.com, "Reusing workflow configurations", and "Workflow syntax", permissions: whatever is not named is none.
 */
export function checkCall(job, top, called, tell) {
  const grants = job.has('permissions') ? job.get('permissions', true) : top.get('permissions', true)
  for (const [scope, access] of askedBy(called)) {
    const granted = grantOf(grants, scope)
    if (granted === access || granted === 'write') continue
    tell(job.get('uses', true), `the call asks for ${scope}: ${access}, and the caller grants ${granted}`)
  }
  const given = job.get('with', true)
  for (const { key, value } of isMap(given) ? given.items : []) {
    const type = called.on?.workflow_call?.inputs?.[String(key)]?.type
    if (!['number', 'boolean'].includes(type) || !isScalar(value)) continue
    if (typeof value.value !== type && !String(value.value).includes('${{'))
      tell(value, `the input ${key} is a ${type}, and ${JSON.stringify(value.value)} is none`)
  }
}

/** What the jobs of a workflow ask for together; write includes read. */
function askedBy({ permissions = {}, jobs = {} }) {
  const asked = new Map()
  for (const job of Object.values(jobs)) {
    for (const [scope, access] of Object.entries(job.permissions ?? permissions))
      if (access !== 'none' && asked.get(scope) !== 'write') asked.set(scope, access)
  }
  return asked
}

/** Without any permissions the setting of the repository counts, which nobody knows here: that there are none is told elsewhere. */
function grantOf(grants, scope) {
  if (isMap(grants)) return String(grants.get(scope) ?? 'none')
  const all = isScalar(grants) ? grants.value : undefined
  return all === 'read-all' ? 'read' : 'write'
}
