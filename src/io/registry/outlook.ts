/** A key in a part of a list that has not been read, and a guess how many tags stand before it in that part. */
export type Prospect = { readonly key: string; readonly ahead: number }

/** What may stand after some tags: places to go on from, the nearest first, and a guess how many tags there are. */
export type Outlook = { readonly prospects: readonly Prospect[]; readonly size: number }

/** How the tags that were read vary at one place of their last one. */
type Level = {
  /** Tags that have all before it in common with the last. */
  readonly count: number
  /** Different characters there. */
  readonly variety: number
}

const sample = 3000
const manyFamilies = 4

/**
 * Guesses what stands between a run of tags, in order, and a bound. Tags are read as a tree, one character a level: how many
 * tags the siblings already read hold, and which characters can follow, says how many are still to come. Only a guess: it
 * decides where to look, never what is true.
 */
export function outlookAfter(run: readonly string[], bound: string | undefined): Outlook {
  const last = run.at(-1)
  if (last === undefined) return { prospects: [], size: 0 }
  const known = run.slice(-sample)
  const all = known.length
  const levels = measureLevels(known, last)
  const prospects: Prospect[] = []
  let ahead = 0
  let subtree = 1
  for (let at = last.length - 1; at >= 0; at--) {
    const { count, variety } = levels[at] ?? { count: 1, variety: 1 }
    const siblings = siblingsAt(last, at, variety)
    // Where all that was read has one character, its siblings are thought to be as large as what it holds.
    const each = variety > 1 ? count / variety : count === all ? Math.max(count, subtree) : 0
    const head = last.slice(0, at)
    for (const sibling of siblings.filter(one => one > last.charAt(at))) {
      prospects.push({ key: head + sibling, ahead })
      ahead += each
    }
    subtree = Math.max(count, each * siblings.length)
    if (endsFamily(last, at)) {
      prospects.push({ key: at === 0 ? '9zzz' : `${head}zzz`, ahead })
      ahead += subtree / manyFamilies
    }
  }
  const inside = prospects.filter(({ key }) => key > last && (bound === undefined || key < bound))
  const next = prospects.find(({ key }) => bound !== undefined && key >= bound)
  return { prospects: inside, size: next?.ahead ?? ahead }
}

function measureLevels(run: readonly string[], last: string): readonly Level[] {
  const counts = new Array<number>(last.length + 1).fill(0)
  const characters = Array.from({ length: last.length }, (_, at) => new Set([last.charAt(at)]))
  let lastChange = ''
  for (const tag of run) {
    let common = 0
    while (common < last.length && tag.charCodeAt(common) === last.charCodeAt(common)) common++
    counts[common] = (counts[common] ?? 0) + 1
    // Tags of one branch follow each other: most say nothing new.
    const change = tag.slice(0, common + 1)
    if (change !== lastChange) characters[common]?.add(tag.charAt(common))
    lastChange = change
  }
  let count = counts[last.length] ?? 0
  const levels: Level[] = []
  for (let at = last.length - 1; at >= 0; at--) {
    count += counts[at] ?? 0
    levels[at] = { count, variety: characters[at]?.size ?? 1 }
  }
  return levels
}

/** The characters that tags may have in this place. Letters that never varied are a word, which has no siblings. */
function siblingsAt(last: string, at: number, variety: number): readonly string[] {
  const character = last.charAt(at)
  if (isHexAt(last, at)) return hex
  if (/[0-9]/.test(character)) return digits
  if (variety === 1) return []
  if (/[a-z]/.test(character)) return lowerCase
  return /[A-Z]/.test(character) ? upperCase : []
}

/** Inside a run of seven or more hexadecimal digits with a letter: a commit. */
function isHexAt(last: string, at: number): boolean {
  for (const { 0: text, index } of last.matchAll(/[0-9a-f]{7,}/g)) {
    if (at >= index && at < index + text.length) return /[a-f]/.test(text) && /[0-9]/.test(text)
  }
  return false
}

/** True where the tags of one family begin to differ: numbers at the beginning, or what follows words. */
function endsFamily(last: string, at: number): boolean {
  const varies = /[0-9]/.test(last.charAt(at)) || isHexAt(last, at)
  return varies && (at === 0 || (/[A-Za-z][-._]?$/.test(last.slice(0, at)) && !isHexAt(last, at - 1)))
}

const digits = [...'0123456789']
const lowerCase = [...'abcdefghijklmnopqrstuvwxyz']
const upperCase = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const hex = [...'0123456789abcdef']
