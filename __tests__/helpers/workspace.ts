import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout of this project: the folder with action.yml and dist/. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** A folder with files, for one test. */
export type Workspace = {
  readonly folder: string
  write(files: Readonly<Record<string, string>>): void
  /** Text of a file; undefined where there is none. */
  read(path: string): string | undefined
  copy(from: string): void
  remove(): void
}

export function makeWorkspace(files: Readonly<Record<string, string>> = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'workspace-'))
  const workspace: Workspace = {
    folder,
    write(more) {
      for (const [path, text] of Object.entries(more)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
    },
    read: path => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined),
    copy: from => cpSync(from, folder, { recursive: true }),
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
  workspace.write(files)
  return workspace
}

/** A Kubernetes Deployment whose containers have these images, as templates write them. */
export function deployment(name: string, images: Readonly<Record<string, string>>, namespace = 'shop'): string {
  const containers = Object.entries(images).map(
    ([container, image]) => `        - name: ${container}\n          image: ${image}\n`
  )
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  template:\n    spec:\n      containers:\n${containers.join('')}`
}
