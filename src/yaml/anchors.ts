import { isScalar, Scalar, visit } from 'yaml'
import type { Place } from '../errors.ts'
import type { YamlDocument } from './parse.ts'

/** Where the first anchor, alias or merge key of a document stands, for files that have no use for them (threat model Y-02). */
export function findAnchor(document: YamlDocument): Place | undefined {
  let place: Place | undefined
  visit(document.document, {
    Node(_, node) {
      if (node.anchor === undefined) return undefined
      place = document.placeOf(node)
      return visit.BREAK
    },
    Alias(_, node) {
      place = document.placeOf(node)
      return visit.BREAK
    },
    Pair(_, { key }) {
      if (!isScalar(key) || key.type !== Scalar.PLAIN || key.source !== '<<') return undefined
      place = document.placeOf(key)
      return visit.BREAK
    }
  })
  return place
}
