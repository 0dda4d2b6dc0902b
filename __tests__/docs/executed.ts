/**
 * Which test runs the blocks that are marked `<!-- executed: NAME -->`, or stand in a section with `<!-- executed in this section: NAME -->`.
 * `how` says what the test does with them; `file` is from the root of the checkout.
 */
export const executed: Readonly<Record<string, { readonly file: string; readonly how: string }>> = {
  'fresh clone': { file: '.ci/run', how: 'npm cit, and the demo in a clone without install' },
  'command line': {
    file: '__tests__/e2e/help-examples.test.ts',
    how: 'each example of each --help, by a shell, in a small repository'
  },
  commands: { file: '__tests__/docs/commands.test.ts', how: 'by a shell, literally, in a small repository' },
  'editor line': { file: '__tests__/docs/blocks.test.ts', how: 'the file is looked up in the package' },
  'getting-started': {
    file: '__tests__/docs/getting-started.test.ts',
    how: 'one after the other, by a newcomer in a shell'
  },
  'getting-started-gitlab': {
    file: '__tests__/docs/getting-started-gitlab.test.ts',
    how: 'the same at GitLab, whose pipeline gitlab-ci-local runs'
  },
  'gitlab job': {
    file: '__tests__/docs/commands.test.ts',
    how: 'its script, by a shell, with the variables of a merge request'
  },
  'large-estates': {
    file: '__tests__/docs/large-estates.test.ts',
    how: 'by a shell, and compared with a run without parts'
  },
  library: { file: '__tests__/docs/commands.test.ts', how: 'by Node, with the package by its name' },
  migrating: {
    file: '__tests__/docs/migrating.test.ts',
    how: 'by a shell, with what an old kluctl printed in its place'
  },
  'registry inputs': {
    file: '__tests__/workflows/logins.test.ts',
    how: 'its inputs, by the workflow that is called and the reader of the environment'
  },
  'registry recipes': { file: '__tests__/io/registry/vendors.test.ts', how: "against a copy of each vendor's habits" },
  'registry settings': { file: '__tests__/io/registry/vendors-docs.test.ts', how: 'by the reader of the environment' },
  'version filters': { file: '__tests__/version/docs.test.ts', how: 'each filter with its tags' }
}

/**
 * Markers that tests know by themselves: they look for the block by the words behind the colon. `workflow` alone is not here, since its
 * test reads the block and runs nothing.
 */
export const markersOfTests: Readonly<Record<string, string>> = {
  output: '__tests__/e2e/docs-release.test.ts',
  policy: '__tests__/e2e/docs-release.test.ts',
  role: '__tests__/e2e/docs-release.test.ts'
}
