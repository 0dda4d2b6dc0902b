import type { Setup } from '../../src/init/setup.ts'

/** The setup of a project in the root of its repository, with one target. */
export const plainSetup: Setup = {
  projectDir: '.',
  sourceRoot: undefined,
  targets: ['prod'],
  outputFile: 'fixed-images.yaml',
  oldFile: undefined,
  args: [],
  argsFromFile: [],
  varsFromFile: [],
  allowEnv: [],
  branch: 'main',
  logins: []
}
