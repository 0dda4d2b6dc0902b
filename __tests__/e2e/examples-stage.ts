import { join } from 'node:path'
import { type BlobStore, hasAzurite, startAzurite } from '../helpers/azurite.ts'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type FakeGitHub, type FakeGitHubOptions, startGitHub } from '../helpers/github.ts'
import { type PublicRegistries, startPublicRegistries } from '../helpers/public-registries.ts'
import { makeRepository, type Proposal, type Repository, type RunEvent } from '../helpers/workflow/repository.ts'
import { runWorkflow, type WorkflowRun, type WorkflowRunResult } from '../helpers/workflow/run-workflow.ts'
import { root } from '../helpers/workspace.ts'

/** Why the examples cannot be run here; undefined where they can. Print it once. */
export const examplesMissing: string | undefined =
  dockerRegistryMissing ?? (hasAzurite ? undefined : 'Left out: the examples (Azurite is not installed).')

/** Runs of several jobs take their time where two cores are shared. */
export const patience = { timeout: 120_000 } as const

/** The repository of an example, as a user has it at GitHub, with one commit on main. */
export type Example = {
  readonly repository: Repository
  readonly github: FakeGitHub
  /** A pull request with these files, as the repository and GitHub's API know it, and its event. */
  propose(files?: Readonly<Record<string, string | null>>, proposal?: Proposal): RunEvent
  /** Runs one of its workflows, `images.yml`, on an event. */
  run(file: string, event: RunEvent, more?: Partial<WorkflowRun>): Promise<WorkflowRunResult>
  /** The comments of a pull request, without the markers that nobody sees. */
  comments(): readonly string[]
}

/** What all examples share: registries under their public names, and a store for artifacts. */
export type ExamplesStage = {
  readonly registries: PublicRegistries
  /** Opens an example as it stands in the checkout; `files` is what else is in the repository. */
  open(name: string, options?: OpenOptions): Promise<Example>
  close(): Promise<void>
}

export type OpenOptions = FakeGitHubOptions & { readonly files?: Readonly<Record<string, string>> }

export async function startExamples(): Promise<ExamplesStage> {
  const registries = await startPublicRegistries()
  const store: BlobStore = await startAzurite()
  const ends: (() => Promise<void> | void)[] = []
  return {
    registries,
    async open(name, { files, ...options } = {}) {
      const repository = makeRepository({ folder: join(root, 'examples', name) })
      if (files !== undefined) repository.commit(files)
      const github = await startGitHub({ pulls: { 7: 'acme/shop' }, ...options })
      ends.push(repository.close, github.close)
      let number = 1700
      return {
        repository,
        github,
        propose(changed = { 'NOTES.md': 'a change\n' }, proposal = {}) {
          const event = repository.propose(changed, proposal)
          const [headSha = '', baseSha = ''] = ['refs/pull/7/head', 'main'].map(ref => repository.commitOf(ref))
          github.setPull(7, { head: proposal.fork ?? 'acme/shop', headSha, baseSha })
          return event
        },
        run: (file, event, { machine, ...more } = {}) =>
          runWorkflow({
            file: `.github/workflows/${file}`,
            ...event,
            repository,
            github,
            store,
            runId: String(number++),
            machine: { ...registries.env, ...machine },
            ...more
          }),
        comments: () => github.comments.map(({ body }) => body.replace(/^<!--.*\n/, ''))
      }
    },
    async close() {
      for (const end of ends) await end()
      await store.close()
      await registries.stop()
    }
  }
}

/** Name and end of each step of a job, as the page of a run lists them. */
export function stepsOf({ jobs }: WorkflowRunResult, job: string): readonly string[] {
  return (jobs.find(({ id }) => id === job)?.steps ?? []).map(({ name, conclusion }) => `${name}: ${conclusion}`)
}

/** The table of changes of a comment: `ghcr.io/acme/web · 1.4.2 → 1.4.3 · patch · newest of 3 tags semver()`. */
export function changesIn(comment: string | undefined): readonly string[] {
  const rows = (comment ?? '').split('\n').filter(line => /^\| `/.test(line))
  return rows.map(row => {
    const cells = row.split(/ \| |^\| | \|$/).map(cell =>
      cell
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll('<br>', ' ')
        .replace(/[`*\u00a0]/g, match => (match === '\u00a0' ? ' ' : ''))
    )
    const [, image = '', , change = '', kind = '', why = ''] = cells
    return [image, change, kind, why].join(' · ')
  })
}

/** Results of a fixed-images file, in its order. */
export function resultsIn(file: string | undefined): readonly string[] {
  return [...(file ?? '').matchAll(/resultImage: "?([^"\n]+)/g)].map(([, result = '']) => result)
}
