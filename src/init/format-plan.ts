import type { Colours } from '../report/colour.ts'
import { terminalText } from '../report/escape.ts'
import { type Cell, layOutTable } from '../report/table.ts'
import { plural } from '../text.ts'
import type { PlannedFile } from './file-plan.ts'
import type { InitPlan } from './plan.ts'
import type { FilterOrigin, ImageProposal } from './proposal.ts'

/** How wide the terminal is, and whether it has colours. */
export type PlanView = { readonly width: number; readonly colours: Colours }

/** The whole plan for a person: what was found, each image with its filter, each file with its text. */
export function formatPlan(plan: InitPlan, view: PlanView): string {
  const { colours } = view
  const warnings = plan.warnings.map(text => `${colours.yellow('!')} ${terminalText(text)}\n`).join('')
  return [formatHead(plan, view), warnings, formatImages(plan, view), ...plan.files.map(file => formatFile(file, view))]
    .filter(part => part !== '')
    .join('\n')
}

function formatHead({ project, ci, setup, targets, calls, images }: InitPlan, { width, colours }: PlanView): string {
  const named = new Set(images.map(({ repository }) => repository)).size
  const taken = targets.filter(({ leftOut }) => leftOut === null).map(({ name }) => name)
  const rows = [
    ['project', project === '.' ? 'this folder' : project],
    ['CI', `${ci.ci}: ${ci.why}`],
    ['branch', setup.branch],
    ['targets', taken.length === 0 ? 'none' : taken.join(', ')],
    ...targets.flatMap(({ name, leftOut }) => (leftOut === null ? [] : [['left out', `${name}: ${leftOut}`]])),
    ['calls', `${plural(calls, 'call')} of images.get_image, for ${plural(named, 'image')}`]
  ]
  const cells = rows.map(([name = '', text = '']) => [{ text: name, paint: colours.dim }, { text: terminalText(text) }])
  return lines(layOutTable(cells, width))
}

const originWords: Readonly<Record<FilterOrigin, string>> = {
  template: 'template',
  policy: 'policy',
  proposed: 'proposed',
  none: 'none yet'
}

function formatImages({ images, imageLines }: InitPlan, { width, colours }: PlanView): string {
  if (images.length === 0) {
    if (imageLines.length === 0) return ''
    const shown = imageLines
      .slice(0, 10)
      .map(({ image, name, file }) => [
        { text: terminalText(`image: ${image}`) },
        { text: terminalText(`image: {{ images.get_image("${name}") }}`) },
        { text: terminalText(file), paint: colours.dim }
      ])
    return `Images that stand as text; as a call each is kept up to date:\n\n${lines(layOutTable(shown, width))}`
  }
  const head: readonly Cell[] = ['IMAGE', 'FILTER', 'FROM', 'PICKS', 'ACCEPTS'].map(text => ({
    text,
    paint: colours.bold
  }))
  const table = lines(layOutTable([head, ...images.map(image => imageRow(image))], width))
  const notes = images.flatMap(({ image, open, notes: ours }) =>
    [...(open === null ? [] : [open]), ...ours].map(note => [
      { text: '!', paint: colours.yellow },
      { text: terminalText(`${image}: ${note}`) }
    ])
  )
  return notes.length === 0 ? table : `${table}\n${lines(layOutTable(notes, width))}`
}

function imageRow({ image, filter, origin, picks, accepts, seen }: ImageProposal): readonly Cell[] {
  const count = accepts === null ? '' : `${accepts} of ${plural(seen ?? 0, 'tag')}`
  return [image, filter ?? '', originWords[origin], picks ?? '', count].map(text => ({ text: terminalText(text) }))
}

function formatFile({ path, state, text, add }: PlannedFile, { colours }: PlanView): string {
  const name = colours.bold(terminalText(path))
  if (state === 'same') return `${name} exists, left as it is\n`
  const [title, body] =
    state === 'new'
      ? [`${name} is new`, text]
      : add === ''
        ? [`${name} exists and differs, left as it is; compare with`, text]
        : [`${name} exists, left as it is; it lacks these lines`, add]
  return `${title}\n\n${lines(
    body
      .split('\n')
      .slice(0, -1)
      .map(line => (line === '' ? '' : `    ${terminalText(line)}`))
  )}`
}

function lines(texts: readonly string[]): string {
  return texts.map(text => `${text}\n`).join('')
}
