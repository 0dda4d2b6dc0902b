/**
 * Tells whether a text is surely a valid YAML file, from a part of YAML that can be checked line by line: block maps and lists of plain or
 * quoted scalars, short flow lists, block scalars, comments, several documents; ASCII without tabs, no escapes, anchors or tags. False
 * says nothing: whoever needs to know must parse. Most manifests are of this kind, and parsing takes some ten times as long.
 */
export function isSimpleYaml(text: string): boolean {
  if (text.length > maxLength || foreign.test(text)) return false
  return new Check(text).run()
}

/** All so far below the limits of a whole parse that what passes here is within them, values and bytes. */
const maxLength = 200_000
const maxDepth = 40
const maxKeys = 5_000

const foreign = /[^\n\x20-\x7e]/
const keyStart = /(?!(?:null|true|false):)[A-Za-z_][A-Za-z0-9_./-]{0,199}:(?= |$)/iy
const blockScalar = /^[|>][-+]?$/
const quoted = /^(?:"[^"\\]*"|'[^']*')$/
const flowItem = `(?:[A-Za-z0-9_/.][A-Za-z0-9_/.-]*|"[^"\\\\]*"|'[^']*')`
const flow = new RegExp(`^(?:\\{\\}|\\[\\]|\\[${flowItem}(?:, ${flowItem})*\\])$`)
/** A plain scalar, which cannot be taken for anything else, and a comment behind it. */
const plain = /^[A-Za-z0-9_/](?:[^: #]|:(?! |$)| (?!#| |$)|(?<! )#)*(?: #.*)?$/

type Collection = {
  readonly kind: 'map' | 'list'
  /** Column of its keys or dashes. */
  readonly column: number
  readonly keys: Set<string>
  /** True where the last entry has no value yet: what is indented further is it. */
  isOpen: boolean
}

class Check {
  private readonly lines: readonly string[]
  private readonly open: Collection[] = []
  /** False once the document has its one root. */
  private isRootFree = true
  private next = 0

  constructor(text: string) {
    this.lines = text.split('\n')
  }

  run(): boolean {
    while (this.next < this.lines.length) {
      const line = this.lines[this.next] ?? ''
      this.next += 1
      if (line === '---') this.beginDocument()
      else if (!this.line(line)) return false
    }
    return true
  }

  private beginDocument(): void {
    this.open.length = 0
    this.isRootFree = true
  }

  private line(line: string): boolean {
    let column = line.search(/[^ ]/)
    if (column < 0 || line[column] === '#') return true
    if (line.startsWith('- ', column) || line === `${' '.repeat(column)}-`) {
      if (!this.entry('list', column)) return false
      const rest = line.slice(column + 1).trimStart()
      if (rest === '') return true
      // a map in a list stands two columns behind the dash
      if (line[column + 2] === ' ') return false
      keyStart.lastIndex = column + 2
      if (!keyStart.test(line)) return this.value(rest, column)
      column += 2
    }
    keyStart.lastIndex = column
    const key = keyStart.exec(line)?.[0]
    if (key === undefined || !this.entry('map', column)) return false
    const keys = this.open.at(-1)?.keys
    if (keys === undefined || keys.has(key) || keys.size >= maxKeys) return false
    keys.add(key)
    return this.value(line.slice(column + key.length).trim(), column)
  }

  /** An entry of the collection that is open at the column, or of a new one where a value is expected. */
  private entry(kind: Collection['kind'], column: number): boolean {
    let top = this.open.at(-1)
    while (top && (top.column > column || (top.column === column && top.kind === 'list' && kind === 'map'))) {
      this.open.pop()
      top = this.open.at(-1)
    }
    if (top?.column === column && top.kind === kind) {
      top.isOpen = true
      return true
    }
    // a list may stand in the column of the key that it belongs to
    const isBegin = top ? top.isOpen && (top.column < column || kind === 'list') : column === 0 && this.isRootFree
    if (!isBegin || this.open.length >= maxDepth) return false
    if (top) top.isOpen = false
    this.isRootFree = false
    this.open.push({ kind, column, keys: new Set(), isOpen: true })
    return true
  }

  private value(text: string, column: number): boolean {
    if (text === '' || text.startsWith('#')) return true
    const top = this.open.at(-1)
    if (top) top.isOpen = false
    if (blockScalar.test(text)) return this.block(column)
    return plain.test(text) || quoted.test(text) || flow.test(text)
  }

  /** The lines of a block scalar: as far in as its first one, and further in than its key or dash. */
  private block(column: number): boolean {
    let content = -1
    for (; this.next < this.lines.length; this.next += 1) {
      const line = this.lines[this.next] ?? ''
      const indent = line.search(/[^ ]/)
      if (indent < 0) {
        if (content < 0 && line !== '') return false
        continue
      }
      if (indent <= column) return true
      if (content < 0) content = indent
      if (indent < content) return false
    }
    return true
  }
}
