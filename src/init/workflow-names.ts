import { unwritable } from './yaml-scalar.ts'

/** How the files of our workflows at GitHub begin, and the name of the first, which the one for forks waits for. */
export type WorkflowNames = { readonly file: string; readonly workflow: string }

export const usualNames: WorkflowNames = { file: 'images', workflow: 'images' }

const fileNames = ['images', 'kluctl-images', ...Array.from({ length: 8 }, (_, index) => `kluctl-images-${index + 2}`)]
const parts = ['', '-comment', '-release']

/**
 * Names for our workflows which nobody else's have: those that are there already as ours, else the first free ones.
 * @param read text of a file of the repository; undefined where there is none
 */
export function chooseWorkflowNames(read: (path: string) => string | undefined): WorkflowNames {
  const readPart = (file: string, part: string): string | undefined =>
    read(`${folder}${file}${part}.yml`) ?? read(`${folder}${file}${part}.yaml`)
  const isFree = (file: string): boolean => parts.every(part => isOurs(readPart(file, part)))
  const free = fileNames.filter(isFree)
  const file = free.find(name => readPart(name, '') !== undefined) ?? free[0] ?? usualNames.file
  const path = `${folder}${file}.yml`
  const text = read(path)
  const named = text === undefined ? file : nameIn(text, path)
  return { file, workflow: unwritable(named) === undefined ? named : file }
}

const folder = '.github/workflows/'

/** Whether a workflow uses our Action or calls one of our workflows, also those of a fork; one that is not there is in nobody's way. */
function isOurs(text: string | undefined): boolean {
  return text === undefined || /^[ \t-]*uses:[ \t]*["']?[^\s/]+\/kluctl-images(?:\/[^\s@]*)?@/m.test(text)
}

/** The name that GitHub gives a workflow: what it says of itself, else its path. */
function nameIn(text: string, path: string): string {
  const [, quoted, plain] =
    /^name:[ \t]*(?:["']([^"'\n]+)["']|([^\s"'#|>&*!{[][^#\n]*?))[ \t]*(?:#.*)?\r?$/m.exec(text) ?? []
  return quoted ?? plain ?? path
}
