/** What the written pipelines say of a project: decided by `init`, by the user's flags, and by what lies in the repository. */
export type Setup = {
  /** Folder of the project in the repository, with slashes; `.` for the repository itself. */
  readonly projectDir: string
  /** What templates may read, from the root of the repository, where that is more than the project's folder: `.` for all of it. */
  readonly sourceRoot: string | undefined
  /** Targets to resolve for; none for a project that has none. */
  readonly targets: readonly string[]
  /** The fixed-images file, from the root of the repository; with several targets a pattern with `{target}`, or the one that they share. */
  readonly outputFile: string
  /** A fixed-images file that is there for several targets, and is not written any more; undefined for none. */
  readonly oldFile: string | undefined
  /** Args of the kluctl project, `name=value`, which every target is rendered with. */
  readonly args: readonly string[]
  /** Files with args, and `source=file` for variable sources; files count from the root of the repository, with slashes. */
  readonly argsFromFile: readonly string[]
  readonly varsFromFile: readonly string[]
  /** Environment variables that templates may read; the reusable workflows of GitHub hand none on. */
  readonly allowEnv: readonly string[]
  /** The branch that pull requests go to. */
  readonly branch: string
  /** Hosts of registries that want a login which the CI system has not by itself. */
  readonly logins: readonly string[]
}

/** A file that is proposed; `path` counts from the root of the repository, with slashes. */
export type NewFile = { readonly path: string; readonly text: string }

/** The fixed-images file of a target, or of a project without targets; with several and no target the pattern of all of them. */
export function outputFileFor({ outputFile }: Pick<Setup, 'outputFile'>, target: string | undefined): string {
  return target === undefined ? outputFile : outputFile.replaceAll('{target}', () => target)
}
