import { shorten } from '../text.ts'
import { type MarkdownPlace, markdownCode, markdownText } from './escape.ts'
import type { PolicyWriter } from './policy-text.ts'
import type { Where } from './record.ts'
import { groupWhere } from './where.ts'

/** The pieces that rows and list items are made of. Text from outside is cut to what a reader can take in, then escaped. */

const longestName = 400
const longestMessage = 2000

/** How many objects a cell names before the rest is counted, and whether it names their namespaces. */
export type PlaceDetail = { readonly places: number; readonly showNamespace: boolean }

/** Keeps two words of ours on one line: a no-break blank. Text from outside never has one, it is shown as `\u{a0}` there. */
export const stick = '\u00a0'

/** A name in a cell of a table. */
export function cellCode(text: string): string {
  return markdownCode(shorten(text, longestName))
}

/** A name anywhere else. */
export function textCode(text: string): string {
  return markdownCode(shorten(text, longestName), 'text')
}

/** A sentence with names in it. */
export function sentence(text: string, place: MarkdownPlace = 'text'): string {
  return markdownText(shorten(text, place === 'cell' ? longestName : longestMessage), place)
}

/** How the policy's part is written in a cell, and anywhere else. */
export const cellWriter: PolicyWriter = { name: cellCode, sentence: text => sentence(text, 'cell') }
export const textWriter: PolicyWriter = { name: textCode, sentence }

/** A few names, separated by commas. */
export function nameList(names: readonly string[], most: number): string {
  return names.slice(0, most).map(textCode).join(', ')
}

/** Objects with their containers, and their targets where the record is of several: `Deployment/api` · `app`, `init` · in `prod`. What is left out is counted. Empty where there are none. */
export function formatWhere(places: readonly Where[], detail: PlaceDetail, separator: string): string {
  const groups = groupWhere(places)
  const shown = groups.length <= detail.places + 1 ? groups : groups.slice(0, detail.places)
  const texts = shown.map(group => {
    const object = [detail.showNamespace ? group.namespace : '', group.deployment].filter(text => text !== '').join('/')
    const containers = group.containers.slice(0, 4).map(cellCode)
    if (group.containers.length > 4) containers.push(`${group.containers.length - 4} more`)
    const place = [object === '' ? '' : cellCode(object), containers.join(', ')].filter(text => text !== '')
    const targets = group.targets.slice(0, 8).map(cellCode)
    if (group.targets.length > 8) targets.push(`${group.targets.length - 8} more`)
    return [...place, ...(targets.length === 0 ? [] : [`in ${targets.join(', ')}`])].join(` ·${stick}`)
  })
  if (groups.length > shown.length) texts.push(`and ${groups.length - shown.length} more`)
  return texts.filter(text => text !== '').join(separator)
}
