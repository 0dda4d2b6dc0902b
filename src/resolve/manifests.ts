import { ResolveError } from '../errors.ts'
import type { Manifest } from '../project/manifests.ts'
import { replacePlaceholders } from '../template/placeholder.ts'
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
  const byManifest = new Map<Manifest, Answer[]>()
  for (const answer of answers) {
    const { manifest } = answer.use
    const before = byManifest.get(manifest)
    if (before) before.push(answer)
    else byManifest.set(manifest, [answer])
  }
  return new Map(objects.map(manifest => [outputPath(manifest), substitute(manifest, byManifest.get(manifest) ?? [])]))
}

function outputPath({ output, item: { treeDir } }: Manifest): string {
  return treeDir === '' ? output : `${treeDir}/${output}`
}

function substitute(manifest: Manifest, answers: readonly Answer[]): string {
  let text = manifest.text
  let before = Number.POSITIVE_INFINITY
  const lastFirst = answers.toSorted((a, b) => b.use.range[0] - a.use.range[0])
  for (const answer of lastFirst) {
    const [start, end] = answer.use.range
    // an alias makes two uses of one text
    if (answer.status !== 'resolved' || end > before) continue
    text = text.slice(0, start) + answer.result + text.slice(end)
    before = start
  }
  // what is left stands in objects that kustomize leaves out, and in comments
  return replacePlaceholders(text, call => call.image)
}
