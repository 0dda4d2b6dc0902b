import { isMapping, type Json, type JsonObject, listed, mapping } from './json.ts'

/**
 * The jobs of a matrix: every combination, without the excluded ones, with what `include` adds to them or beside them.
 * GitHub's documentation, "Running variations of jobs in a workflow".
 * @throws Error for a dimension without values
 */
export function expandMatrix(matrix: Json | undefined): readonly JsonObject[] {
  const { include, exclude, ...dimensions } = mapping(matrix)
  for (const [name, values] of Object.entries(dimensions)) {
    if (listed(values).length === 0) throw new Error(`Matrix vector '${name}' does not contain any values`)
  }
  const names = Object.keys(dimensions)
  const combinations = names.length === 0 ? [] : product(dimensions)
  const kept = combinations.filter(one => !objects(exclude).some(out => covers(one, out)))
  const jobs = kept.map(own => ({ own, added: {} as JsonObject }))
  const beside: JsonObject[] = []
  for (const more of objects(include)) {
    const fitting = jobs.filter(({ own }) =>
      Object.entries(more).every(([name, value]) => !Object.hasOwn(own, name) || isSame(own[name], value))
    )
    for (const job of fitting) job.added = { ...job.added, ...more }
    if (fitting.length === 0) beside.push(more)
  }
  const all = [...jobs.map(({ own, added }) => ({ ...own, ...added })), ...beside]
  if (all.length > 256) throw new Error(`The strategy's matrix has ${all.length} jobs, and 256 are allowed`)
  return all
}

function product(dimensions: JsonObject): readonly JsonObject[] {
  let found: readonly JsonObject[] = [{}]
  for (const [name, values] of Object.entries(dimensions)) {
    found = found.flatMap(one => listed(values).map(value => ({ ...one, [name]: value })))
  }
  return found
}

function covers(combination: JsonObject, excluded: JsonObject): boolean {
  return Object.entries(excluded).every(([name, value]) => isSame(combination[name], value))
}

function isSame(left: Json | undefined, right: Json): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return listed(value).filter(isMapping)
}
