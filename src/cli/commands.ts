import { InputError } from '../errors.ts'
import { nearest, quote } from '../text.ts'
import type { Command } from './command.ts'

/** The commands, in the order of the overview. Each is loaded only where it is wanted, so that a small one starts quickly. */
const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  init: () => import('./init.ts'),
  resolve: () => import('./resolve.ts'),
  merge: () => import('./merge.ts'),
  verify: () => import('./verify.ts'),
  render: () => import('./render.ts'),
  pick: () => import('./pick.ts'),
  tags: () => import('./tags.ts'),
  doctor: () => import('./doctor.ts'),
  suggest: () => import('./suggest.ts'),
  diff: () => import('./diff.ts'),
  export: () => import('./export.ts'),
  demo: () => import('./demo.ts'),
  completion: () => import('./completion.ts')
}

/** All commands, in the order of the overview. */
export async function loadCommands(): Promise<readonly Command[]> {
  const modules = await Promise.all(Object.values(commands).map(load => load()))
  return modules.map(({ command }) => command)
}

/** @throws InputError for a word that is no command, with the one that it most likely means */
export async function loadCommand(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load) return (await load()).command
  const names = Object.keys(commands)
  const near = nearest(name, names)
  const what = name.startsWith('-') ? `the flag ${quote(name)} is not known here` : `there is no command ${quote(name)}`
  throw new InputError('command', what, {
    hint: near === undefined ? `Commands: ${names.join(', ')}. See kluctl-images --help.` : `Did you mean ${near}?`
  })
}
