import type { FixedImage } from '../fixed/entry.ts'
import { exportedImages } from './exported-image.ts'
import { nameResults } from './names.ts'
import { exportHeader, yamlFields, yamlQuoted } from './yaml-text.ts'

/**
 * Values for Helm: a key for each image, in camelCase so that templates can write `.Values.orderApi.image.tag`, with `image.registry`,
 * `repository`, `tag` and `digest`, as the charts of Bitnami and many others read them. Registry and repository are full names, those of
 * Docker Hub as well; what an image has not is the empty text, but a result without tag and digest has the tag `latest`.
 * @throws InputError for what exportedImages refuses, and for names that would be one
 */
export function formatHelmValues(entries: readonly FixedImage[]): string {
  const named = nameResults(exportedImages(entries, 'helm-values'), 'helm-values', camelCase)
  if (named.length === 0) return `${exportHeader}{}\n`
  const blocks = named.map(({ name, exported: { result } }) => {
    const { repository, tag, digest } = result
    const fields = {
      registry: repository.registry,
      repository: repository.path,
      tag: tag ?? (digest === undefined ? 'latest' : ''),
      digest: digest ?? ''
    }
    return [`${yamlQuoted(name)}:`, '  image:', ...yamlFields(fields, 4)].join('\n')
  })
  return `${exportHeader}${blocks.join('\n')}\n`
}

/** A name that a template can write behind a point: it begins with a letter or `_`. */
function camelCase(words: readonly string[]): string {
  const text = words
    .map(word => (word === word.toUpperCase() ? word.toLowerCase() : word))
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')
  return /^[0-9]/.test(text) ? `_${text}` : text
}
