import { isImagesError } from '../errors.ts'
import { findBoundary } from '../io/boundary.ts'
import { openProject, realFolder } from '../io/project-files.ts'
import { parseYamlDocuments } from '../yaml/parse.ts'
import { type CheckLine, failureOf } from './check-line.ts'
import { type PipelineSetup, setupOfWorkflow } from './pipeline-setup.ts'
import { isMovable, workflowLines } from './workflow-lines.ts'
import { findWorkflowUses, type WorkflowUse } from './workflow-use.ts'

/** What `doctor` says of the workflows of a repository. Not escaped. */
export type WorkflowFindings = {
  readonly lines: readonly CheckLine[]
  readonly notes: readonly string[]
  /** What they say of projects. */
  readonly setups: readonly PipelineSetup[]
}

const folder = '.github/workflows'
const limits = { bytes: 1024 * 1024, depth: 60, nodes: 50_000, aliases: 50 }

/** Reads the workflows of the repository around a folder, and judges those that use us. A repository without any is no matter. */
export function examineWorkflows(projectDir: string): WorkflowFindings {
  const around = realFolder(projectDir)
  const source = openProject(findBoundary(around, undefined) ?? around)
  const names = (source.list(folder) ?? [])
    .filter(({ name, kind }) => kind === 'file' && /\.ya?ml$/i.test(name))
    .map(({ name }) => name)
  const lines: CheckLine[] = []
  const uses: WorkflowUse[] = []
  for (const name of names) {
    try {
      const text = source.read(`${folder}/${name}`) ?? ''
      if (!/kluctl-images/i.test(text)) continue
      const [document] = parseYamlDocuments(text, name, limits, 'file')
      uses.push(...findWorkflowUses(name, document?.value ?? null))
    } catch (error) {
      if (!isImagesError(error)) throw error
      lines.push(failureOf(name, error))
    }
  }
  lines.push(...uses.flatMap(workflowLines))
  const movable = uses.some(isMovable)
  const note =
    'a tag can be moved, so a workflow is safest with the commit of a release: kluctl-images/kluctl-images@COMMIT # v0'
  return { lines, notes: movable ? [note] : [], setups: uses.flatMap(use => setupOfWorkflow(use) ?? []) }
}
