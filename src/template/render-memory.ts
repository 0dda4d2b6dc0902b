import type { Template } from './template.ts'
import type { Value } from './value.ts'

type Remembered = { readonly source: string; readonly template: Template | undefined }

/** Characters of all remembered sources together: a tree is some thirty times as large as its source. */
const maxCharacters = 2 * 1_048_576
/** Sets of variables that are kept. The files of one item share theirs and are rendered one after another. */
const maxVariables = 8

/**
 * What the renders of one project need not do twice: parse a template, and read the variables that they were given. Nothing a template does
 * reaches it: trees do not change, and of variables each render gets copies (threat model T-07). All renders must have the same limits.
 */
export class RenderMemory {
  private readonly templates = new Map<string, Remembered>()
  /** The set that was wanted last stands last. */
  private readonly variables = new Map<object, ReadonlyMap<string, Value>>()
  private characters = 0

  /** The template of that name, file and source; `parse` makes it. It is kept from the second time on: most are asked for once. */
  template(name: string, file: string, source: string, parse: () => Template): Template {
    const key = `${name}\0${file}`
    const known = this.templates.get(key)
    if (known?.source === source && known.template) return known.template
    const template = parse()
    const isWanted = known?.source === source && this.characters + source.length <= maxCharacters
    if (isWanted) this.characters += source.length
    this.templates.set(key, { source, template: isWanted ? template : undefined })
    return template
  }

  /** The variables of an object that is never changed; `read` converts them. Errors of `read` are not remembered. */
  variablesOf(vars: object, read: () => ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
    const values = this.variables.get(vars) ?? read()
    this.variables.delete(vars)
    this.variables.set(vars, values)
    const [oldest] = this.variables.keys()
    if (this.variables.size > maxVariables && oldest) this.variables.delete(oldest)
    return values
  }
}
