/** Which items a run is about: kluctl's flags -I, -E and their folder forms (kluctl v2.18, pkg/utils/inclusion.go). */
export type Inclusion = {
  readonly includeTags: readonly string[]
  readonly excludeTags: readonly string[]
  readonly includeDeploymentDirs: readonly string[]
  readonly excludeDeploymentDirs: readonly string[]
}

/** What the decision looks at. */
export type InclusionSubject = {
  readonly tags: readonly string[]
  /** Folder of the item, relative to the root of its source; empty for the root, which the flags call `.`. */
  readonly folder: string
  /** `alwaysDeploy`, `onlyRender` and `barrier` are included whatever the flags say. */
  readonly always: boolean
}

/** True where some flag leaves a part of the project out. */
export function isPartial(inclusion: Inclusion): boolean {
  return Object.values(inclusion).some(list => list.length > 0)
}

export function isIncluded(inclusion: Inclusion, { tags, folder, always }: InclusionSubject): boolean {
  if (always) return true
  const hits = (wantedTags: readonly string[], folders: readonly string[]): boolean =>
    wantedTags.some(tag => tags.includes(tag)) || folders.includes(folder) || (folder === '' && folders.includes('.'))
  if (hits(inclusion.excludeTags, inclusion.excludeDeploymentDirs)) return false
  const includesAll = inclusion.includeTags.length === 0 && inclusion.includeDeploymentDirs.length === 0
  return includesAll || hits(inclusion.includeTags, inclusion.includeDeploymentDirs)
}

/** Tags of an item: its project's, then outward each including item's and its project's, last the item's own; each once, the first kept. */
export function itemTags(inherited: readonly string[], own: readonly string[]): readonly string[] {
  return [...new Set([...inherited, ...own])]
}

/** An item that names no tags has its folder's name as its tag (not `.` or `..`, as in kluctl v2.28). */
export function defaultTags(path: string): readonly string[] {
  const last = path
    .split('/')
    .filter(part => part !== '')
    .at(-1)
  return last === undefined || last === '.' || last === '..' ? [] : [last]
}
