import type { FixedImage } from '../fixed/entry.ts'
import { formatRepository } from '../image/repository.ts'
import { jsonText } from '../report/escape.ts'
import { exportedImages } from './exported-image.ts'

/**
 * A matrix for a workflow of GitHub: JSON on one line, so that it can be a step output, `{"include": […]}` with an item for each image, result
 * and place. Every member is a text, empty for what there is not; an empty place is any place.
 * @throws InputError for what exportedImages refuses: a job may write any of these texts into a command
 */
export function formatMatrix(entries: readonly FixedImage[]): string {
  const include = exportedImages(entries, 'matrix').flatMap(({ image, result, places }) =>
    places.map(({ namespace, deployment, container }) => ({
      image,
      result: result.text,
      repository: formatRepository(result.repository),
      tag: result.tag ?? '',
      digest: result.digest ?? '',
      namespace,
      deployment,
      container
    }))
  )
  return `${jsonText({ include })}\n`
}
