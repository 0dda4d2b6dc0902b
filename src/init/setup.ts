/** What the written pipelines say of a project: decided by `init`, by the user's flags, and by what lies in the repository. */
export type Setup = {
  /** Folder of the project in the repository, with slashes; `.` for the repository itself. */
  readonly projectDir: string
  /** Targets to resolve for; none for a project that has none. With several each has a fixed-images file of its own. */
  readonly targets: readonly string[]
  /** Args of the kluctl project, `name=value`, which every target is rendered with. */
  readonly args: readonly string[]
  /** Files with args, and `source=file` for variable sources; files count from the root of the repository, with slashes. */
  readonly argsFromFile: readonly string[]
  readonly varsFromFile: readonly string[]
  /** The branch that pull requests go to. */
  readonly branch: string
  /** Hosts of registries that want a login which the CI system has not by itself. */
  readonly logins: readonly string[]
}

/** A file that is proposed; `path` counts from the root of the repository, with slashes. */
export type NewFile = { readonly path: string; readonly text: string }

/** The fixed-images file of a setup, or the pattern of all of them. */
export function outputFileOf({ targets }: Pick<Setup, 'targets'>): string {
  return targets.length > 1 ? 'fixed/{target}.yaml' : 'fixed-images.yaml'
}
