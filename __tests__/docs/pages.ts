import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { root } from '../helpers/workspace.ts'

/** A node of a page, as an independent parser of GitHub's Markdown reads it. */
export type PageNode = {
  readonly type: string
  readonly value?: string
  readonly lang?: string | null | undefined
  readonly url?: string
  readonly alt?: string | null | undefined
  readonly depth?: number
  readonly children?: readonly PageNode[]
  readonly position?: { readonly start: { readonly line: number } } | undefined
}

/** A fenced block of a page. */
export type PageBlock = {
  /** `docs/review.md:17` */
  readonly where: string
  readonly page: string
  readonly language: string
  readonly text: string
  /** Comments right above it, `output: soak`, and those that hold for its whole section, `executed in this section: registry recipes`. */
  readonly markers: readonly string[]
  /** The visible line below it that says why nobody runs it. */
  readonly notExecuted: string | undefined
}

/** Folders of the examples. */
export const examples: readonly string[] = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)

/** README, every page of docs/ and the README of each example, from the root of the checkout. */
export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
  ...['', ...examples.map(name => `${name}/`)].map(folder => `examples/${folder}README.md`)
]
  .filter(path => existsSync(join(root, path)))
  .toSorted()

export function readPage(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

export function parsePage(text: string): PageNode {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
}

/** Every node, depth first. */
export function nodesOf(node: PageNode): readonly PageNode[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)]
}

/** What is read, without what makes it bold, code or a link. */
export function plainText(node: PageNode): string {
  return node.value ?? (node.children ?? []).map(plainText).join('')
}

/** All fenced blocks of a page, with what stands around them. */
export function blocksOf(page: string, text: string = readPage(page)): readonly PageBlock[] {
  const { children = [] } = parsePage(text)
  const sections: { readonly depth: number; readonly markers: string[] }[] = []
  return children.flatMap((node, index) => {
    if (node.type === 'heading') {
      const depth = node.depth ?? 1
      while ((sections.at(-1)?.depth ?? 0) >= depth) sections.pop()
      sections.push({ depth, markers: [] })
    }
    const marker = markerOf(node)
    if (marker?.startsWith('executed in this section: ')) sections.at(-1)?.markers.push(marker)
    const above = sections.flatMap(({ markers }) => markers)
    return nodesOf(node)
      .filter(({ type }) => type === 'code')
      .map(block => ({
        where: `${page}:${block.position?.start.line ?? 0}`,
        page,
        language: block.lang ?? '',
        text: block.value ?? '',
        markers: [...above, ...(block === node ? markersAbove(children, index) : [])],
        notExecuted: block === node ? noteBelow(children[index + 1]) : undefined
      }))
  })
}

function markersAbove(children: readonly PageNode[], index: number): readonly string[] {
  const before = children.slice(0, index)
  const last = before.findLastIndex(node => markerOf(node) === undefined)
  return before.slice(last + 1).flatMap(node => markerOf(node) ?? [])
}

function markerOf({ type, value = '' }: PageNode): string | undefined {
  return type === 'html' ? /^<!-- ([^>]+?) -->$/.exec(value)?.[1] : undefined
}

function noteBelow(node: PageNode | undefined): string | undefined {
  const [only, ...others] = node?.type === 'paragraph' ? (node.children ?? []) : []
  if (only?.type !== 'emphasis' || others.length > 0) return undefined
  return /^Not executed by our tests: (.+)\.$/.exec(plainText(only))?.[1]
}
