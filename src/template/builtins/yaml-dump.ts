import { Dict, TemplateRuntimeError, Tuple, type Value } from '../value.ts'
import { GroupTuple } from './group-tuple.ts'
import { limitError, maxDepth } from './limits.ts'
import { floatRepr, integerText } from './number-text.ts'
import { typeName } from './type-name.ts'
import { isSimpleKey, type Scalar, textScalar, writeScalar } from './yaml-scalar.ts'
import { YamlWriter } from './yaml-writer.ts'

/**
 * kluctl's filter `to_yaml`: PyYAML's block style, keys in the order given, anchors for lists and dicts that occur more than once.
 * Throws RepresenterError for what PyYAML's safe dumper does not know (functions, generators, text that is marked safe), `LimitError`.
 * Source: kluctl v2.28, yaml_utils.py.
 */
export function toYaml(value: Value): string {
  const dumper = new Dumper()
  dumper.findAnchors(value, 0)
  return dumper.dump(value)
}

type Place = { readonly isRoot?: boolean; readonly inMapping?: boolean; readonly isSimpleKey?: boolean }

class Dumper {
  private readonly writer = new YamlWriter()
  /** Collections met so far; those met twice have a number. */
  private readonly anchors = new Map<Value, number | undefined>()
  private readonly written = new Set<Value>()
  private anchorCount = 0

  /** Numbers the collections in the order in which they are met again. */
  findAnchors(value: Value, depth: number): void {
    if (depth > maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
    const items = itemsOf(value)
    if (!items) return
    if (!isShared(value)) return
    if (this.anchors.has(value)) {
      if (this.anchors.get(value) === undefined) {
        this.anchorCount += 1
        this.anchors.set(value, this.anchorCount)
      }
      return
    }
    this.anchors.set(value, undefined)
    for (const item of items) this.findAnchors(item, depth + 1)
  }

  dump(value: Value): string {
    this.node(value, { isRoot: true })
    this.writer.toIndent()
    if (this.writer.openEnded) {
      this.writer.indicator('...', true)
      this.writer.toIndent()
    }
    return this.writer.finish()
  }

  private node(value: Value, place: Place): void {
    const items = itemsOf(value)
    const { isRoot = false, isSimpleKey = false } = place
    if (!items) writeScalar(scalarOf(value), { isRoot, isSimpleKey }, this.writer)
    else if (this.written.has(value)) this.writer.indicator(`*${this.anchorText(value)}`, true)
    else this.collection(value, items, place)
  }

  private collection(value: Value, items: readonly Value[], place: Place): void {
    const anchor = this.anchorText(value)
    if (anchor !== '') this.writer.indicator(`&${anchor}`, true)
    if (isShared(value)) this.written.add(value)
    if (items.length === 0) this.writer.indicator(value instanceof Dict ? '{}' : '[]', true)
    else if (value instanceof Dict) this.mapping(value)
    else this.sequence(items, place)
  }

  private anchorText(value: Value): string {
    const number = this.anchors.get(value)
    return number === undefined ? '' : `id${String(number).padStart(3, '0')}`
  }

  /** The items of a list that is the value of a key are not indented further. */
  private sequence(items: readonly Value[], { inMapping = false }: Place): void {
    this.writer.nested(inMapping && !this.writer.indention ? 0 : 2, 0, () => {
      for (const item of items) {
        this.writer.toIndent()
        this.writer.indicator('-', true, { indention: true })
        this.node(item, {})
      }
    })
  }

  private mapping(dict: Dict): void {
    this.writer.nested(2, 0, () => {
      for (const [key, value] of dict.entries()) {
        this.writer.toIndent()
        if (this.isSimple(key)) this.simpleKey(key)
        else this.complexKey(key)
        this.node(value, { inMapping: true })
      }
    })
  }

  private simpleKey(key: Value): void {
    this.node(key, { inMapping: true, isSimpleKey: true })
    this.writer.indicator(':', false)
  }

  private complexKey(key: Value): void {
    this.writer.indicator('?', true, { indention: true })
    this.node(key, { inMapping: true })
    this.writer.toIndent()
    this.writer.indicator(':', true, { indention: true })
  }

  private isSimple(key: Value): boolean {
    const items = itemsOf(key)
    if (!items) return isSimpleKey(scalarOf(key), 0)
    return this.written.has(key) || items.length === 0
  }
}

/** Items of a list or tuple, keys and values of a dict; undefined for a scalar. */
function itemsOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value
  if (value instanceof Dict) return [...value.entries()].flat(1)
  return value instanceof Tuple && !(value instanceof GroupTuple) ? value.items : undefined
}

/** The empty tuple is one object everywhere and never gets an anchor. */
function isShared(value: Value): boolean {
  return !(value instanceof Tuple && value.items.length === 0)
}

function scalarOf(value: Value): Scalar {
  if (typeof value === 'string') return textScalar(value)
  if (value === null) return plain('null', 6)
  if (typeof value === 'boolean') return plain(value ? 'true' : 'false', 6)
  if (typeof value === 'bigint') return plain(integerText(value), 5)
  if (typeof value === 'number') return plain(floatText(value), 7)
  throw new TemplateRuntimeError('RepresenterError', `cannot represent an object of type ${typeName(value)}`)
}

function plain(text: string, tagLength: number): Scalar {
  return { text, style: 'any', isPlainSafe: true, tagLength }
}

/** YAML 1.1 wants a point in every float: `1e+16` is written `1.0e+16`. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const text = floatRepr(value)
  return text.includes('.') ? text : text.replace('e', '.0e')
}
