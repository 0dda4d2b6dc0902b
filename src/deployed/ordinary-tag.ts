const channels = new Set(
  'latest stable mainline edge main master trunk head dev develop development devel nightly canary alpha beta rc preview snapshot prod production staging release lts current test testing unstable rolling'.split(
    ' '
  )
)

const version = /^v?\d{1,14}(?:\.\d{1,10})*(?:\.?(?:[a-z]{1,5}|[A-Z]{1,8})\d{0,4})?$/
const word = /^(?:[a-z]{1,16}|[A-Z]{1,12})\d{0,4}(?:\.\d{1,6})*$/
const commit = /^(?:g|sha)?(?:[0-9a-f]{7,12}|[0-9a-f]{40})$/
const time = /^\d{8}T\d{4,6}Z?$/

/**
 * True for a tag as people give them to images: a version, a date, a commit or a channel (`latest`, `main`), with plain words around it. A
 * password is none, unless it was chosen to look like one; nor is the name of a branch alone, which nobody can tell from a password.
 */
export function isOrdinaryTag(tag: string): boolean {
  const parts = tag.split(/[-_]/)
  const isPlain = parts.every(part => [version, word, commit, time].some(form => form.test(part)))
  return isPlain && parts.some((part, index) => speaksOfRelease(part, index))
}

function speaksOfRelease(part: string, index: number): boolean {
  if (version.test(part)) return index === 0 || part.includes('.') || /^\d{8,14}$/.test(part)
  return (
    channels.has(part) || time.test(part) || (commit.test(part) && /\d/.test(part)) || /^[A-Za-z]+\d*\.\d/.test(part)
  )
}
