import { streamGit } from './git.ts'

/** The bytes of a line that are looked at; threat model section 10 has the same limit for files. */
const longestLine = 5 * 1024 * 1024
/** Texts of one run of git: a command line has an end. */
const textsAtOnce = 500

/**
 * Shows each line of the text files of a commit that holds one of these texts, in any case, with the path of its file from the root.
 * @param gitDir absolute
 * @param commit its full name
 * @returns false where git has not the commit, or cannot read all of its files: a line may then be missing
 */
export async function grepCommit(
  gitDir: string,
  commit: string,
  texts: readonly string[],
  show: (path: string, line: string) => void
): Promise<boolean> {
  const settings = ['--no-color', '--no-line-number', '--no-column', '--no-textconv', '--no-recurse-submodules']
  for (let from = 0; from < texts.length; from += textsAtOnce) {
    const patterns = texts.slice(from, from + textsAtOnce).flatMap(text => ['-e', text])
    const reader = readHits(commit, show)
    const args = ['grep', ...settings, '--full-name', '-I', '-i', '-F', '-z', ...patterns, commit, '--']
    const end = await streamGit(gitDir, args, reader)
    if (end === undefined || end.status > 1 || end.failed) return false
  }
  return true
}

/**
 * Reads `COMMIT:path NUL line LF`. A path has no NUL and a line no LF, so that neither can be taken for the other, whatever a pull request
 * calls its files and writes into them.
 */
function readHits(commit: string, show: (path: string, line: string) => void): (bytes: Uint8Array) => void {
  let parts: Uint8Array[] = []
  let size = 0
  let path: string | undefined
  const take = (): string => {
    const text = Buffer.concat(parts).toString('utf8')
    parts = []
    size = 0
    return text
  }
  return bytes => {
    let start = 0
    while (start < bytes.length) {
      const end = bytes.indexOf(path === undefined ? 0 : 10, start)
      const part = bytes.subarray(start, end < 0 ? bytes.length : end)
      if (size < longestLine) parts.push(Buffer.from(part))
      size += part.length
      if (end < 0) return
      start = end + 1
      if (path === undefined) {
        path = take().slice(commit.length + 1)
      } else {
        show(path, take())
        path = undefined
      }
    }
  }
}
