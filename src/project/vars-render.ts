import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import type { Renderer } from './renderer.ts'

/**
 * Renders every text of a part, keys of maps included, as kluctl does with definitions of variables and with targets (v2.28,
 * lib/go-jinja2/render_struct.go). `render` is told the part that a text belongs to.
 */
export function renderTexts(part: Part, render: (text: string, at: Part) => string): YamlValue {
  const { value } = part
  const renderOne = (text: string, at: Part): string => (text.includes('{') ? render(text, at) : text)
  if (typeof value === 'string') return renderOne(value, part)
  if (isYamlList(value)) return part.list().map(item => renderTexts(item, render))
  if (!isYamlMap(value)) return value ?? null
  return new Map(
    [...value.keys()].map(key => {
      const item = part.at(key)
      return [renderOne(key, item), renderTexts(item, render)]
    })
  )
}

/** The part with every text rendered. No folders are searched for templates, as in kluctl. @throws ProjectError */
export function renderedPart(part: Part, renderer: Renderer, vars: YamlMap): Part {
  return part.holding(renderTexts(part, (text, at) => renderer.renderPart(text, at.place, vars, [])))
}
