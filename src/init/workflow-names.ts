import { projectsOf, slugOf } from './our-projects.ts'
import { unwritable } from './yaml-scalar.ts'

/**
 * How the files of our workflows at GitHub begin, and the name of the first, which the one for forks waits for. Where another project of the
 * repository has the usual ones, `suffix` sets apart the branch and the artifacts of this one; undefined else.
 */
export type WorkflowNames = { readonly file: string; readonly workflow: string; readonly suffix: string | undefined }

export const usualNames: WorkflowNames = { file: 'images', workflow: 'images', suffix: undefined }

const usualFiles = ['images', 'kluctl-images', ...Array.from({ length: 8 }, (_, index) => `kluctl-images-${index + 2}`)]
const parts = ['', '-comment', '-release']

/**
 * Names for our workflows which nobody else's have, another project of the repository among them: those that are there already for this project,
 * else the first free ones.
 * @param read text of a file of the repository; undefined where there is none
 */
export function chooseWorkflowNames(read: (path: string) => string | undefined, projectDir: string): WorkflowNames {
  const readPart = (file: string, part: string): string | undefined =>
    read(`${folder}${file}${part}.yml`) ?? read(`${folder}${file}${part}.yaml`)
  const isFree = (file: string): boolean =>
    parts.every(part => {
      const text = readPart(file, part)
      return text === undefined || (isOurs(text) && isAbout(text, projectDir, part === ''))
    })
  const slug = slugOf(projectDir)
  const ownFiles = [`images-${slug}`, ...usualFiles.slice(1).map(name => `${name}-${slug}`)]
  const isSecond = usualFiles.some(file => parts.some(part => isOfAnother(readPart(file, part), projectDir)))
  const free = [...(isSecond ? ownFiles : []), ...usualFiles, ...(isSecond ? [] : ownFiles)].filter(isFree)
  const file = free.find(name => readPart(name, '') !== undefined) ?? free[0] ?? usualNames.file
  const path = `${folder}${file}.yml`
  const text = read(path)
  const named = text === undefined ? file : nameIn(text, path)
  const suffix = ownFiles.includes(file) ? file.replace(/^images-/, '') : undefined
  return { file, workflow: unwritable(named) === undefined ? named : file, suffix }
}

const folder = '.github/workflows/'

/** Whether a workflow uses our Action or calls one of our workflows, also those of a fork. */
function isOurs(text: string): boolean {
  return /^[ \t-]*uses:[ \t]*["']?[^\s/]+\/kluctl-images(?:\/[^\s@]*)?@/m.test(text)
}

/** Whether a workflow of ours is about a project. The one for forks names none, and one that cannot be read is compared by a person. */
function isAbout(text: string, projectDir: string, isFirst: boolean): boolean {
  const projects = projectsOf(text)
  if (projects === undefined || (projects.length === 0 && !isFirst)) return true
  return projects.some(({ folder: named }) => named === projectDir)
}

function isOfAnother(text: string | undefined, projectDir: string): boolean {
  const projects = text === undefined ? [] : (projectsOf(text) ?? [])
  return projects.length > 0 && projects.every(({ folder: named }) => named !== projectDir)
}

/** The name that GitHub gives a workflow: what it says of itself, else its path. */
function nameIn(text: string, path: string): string {
  const [, quoted, plain] =
    /^name:[ \t]*(?:["']([^"'\n]+)["']|([^\s"'#|>&*!{[][^#\n]*?))[ \t]*(?:#.*)?\r?$/m.exec(text) ?? []
  return quoted ?? plain ?? path
}
