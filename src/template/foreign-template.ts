/** What to do about templates of other tools, which stand in files that kluctl would render. */

const ways = 'list the file in .templateignore, or write {% raw %} … {% endraw %} around the text'

/** For `{{ .Values.x }}`. */
export const goHint: string = `This looks like a Go template, as Helm has it: ${ways}.`

/** For `{{ if x }}`, which may be either's. */
export const goStatementHint: string = `Jinja2 writes statements in {% … %}. If this is a Go template, as Helm has it, ${ways}.`

/** For `${{ github.sha }}`. */
export const actionsHint: string = `\${{ … }} is an expression of GitHub Actions: ${ways}.`

/** The hint for a tag that begins a text, where it is another tool's. */
export function foreignTagHint(tag: string, before: string): string | undefined {
  if (before === '$' && tag.startsWith('{{')) return actionsHint
  if (/^\{\{-?\s*(?:[.$]|\/\*|(?:template|define|include|toYaml|required|tpl|lookup|printf)\s+["'.$])/.test(tag))
    return goHint
  return /^\{\{-?\s*(?:(?:if|range|with|else)\s+[\w.$("!]|(?:end|else)\s*-?\}\})/.test(tag)
    ? goStatementHint
    : undefined
}
