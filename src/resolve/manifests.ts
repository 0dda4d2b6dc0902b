import { ResolveError } from '../errors.ts'
import type { Manifest } from '../project/manifests.ts'
import type { Answer } from './answer.ts'

/** Where manifests are wanted, a use without an answer would leave a hole in them: it is a failure. */
export function mustAnswer(answer: Answer): Answer {
  if (answer.status !== 'skipped') return answer
  const error = new ResolveError('no-answer', `${answer.use.call.image}: ${answer.why}`, {
    hint: 'Select the image, or pin it.'
  })
  return { status: 'failed', use: answer.use, error }
}

/**
 * The rendered manifests by their path in the output folder, each answer put where its placeholder stands; nothing else of the rendered text
 * is touched.
 */
export function withImages(manifests: readonly Manifest[], answers: readonly Answer[]): ReadonlyMap<string, string> {
  const objects = manifests.filter(({ kind }) => kind === 'objects')
  return new Map(objects.map(manifest => [outputPath(manifest), substitute(manifest, answers)]))
}

function outputPath({ path, item: { folder, deploymentDir } }: Manifest): string {
  // a resource of a kustomization may lie outside of its folder
  const below = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path
  return deploymentDir === '' ? below : `${deploymentDir}/${below}`
}

function substitute(manifest: Manifest, answers: readonly Answer[]): string {
  let text = manifest.text
  let before = Number.POSITIVE_INFINITY
  const lastFirst = answers
    .filter(answer => answer.use.manifest === manifest)
    .toSorted((a, b) => b.use.range[0] - a.use.range[0])
  for (const answer of lastFirst) {
    const [start, end] = answer.use.range
    // an alias makes two uses of one text
    if (answer.status !== 'resolved' || end > before) continue
    text = text.slice(0, start) + answer.result + text.slice(end)
    before = start
  }
  return text
}
