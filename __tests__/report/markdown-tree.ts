import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { anchors, helpAddress } from '../../src/help-address.ts'

/** A node of the tree that an independent parser of GitHub Flavored Markdown makes. */
export type MarkdownNode = {
  readonly type: string
  readonly value?: string
  /** Address of a link. */
  readonly url?: string
  readonly children?: readonly MarkdownNode[]
}

export function parseMarkdown(markdown: string): MarkdownNode {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
}

/** Every node, depth first. */
export function allNodes(node: MarkdownNode): readonly MarkdownNode[] {
  return [node, ...(node.children ?? []).flatMap(allNodes)]
}

/** Everything that is read, without what makes it bold or a link. */
export function textOf(node: MarkdownNode): string {
  return node.value ?? (node.children ?? []).map(textOf).join('')
}

/** Rows of the tables of changes, without their heads. */
export function dataRows(tree: MarkdownNode): readonly MarkdownNode[] {
  return allNodes(tree)
    .filter(node => node.type === 'table')
    .flatMap(table => (table.children ?? []).slice(1))
}

/** Addresses of all links. */
export function linksOf(markdown: string): readonly string[] {
  return allNodes(parseMarkdown(markdown)).flatMap(({ type, url = '' }) => (type === 'link' ? [url] : []))
}

/** Links of ours that any view may have: the explanations of errors. */
const helpPages: ReadonlySet<string> = new Set(
  Object.entries(anchors).flatMap(([error, codes]) =>
    Object.keys(codes).flatMap(code => helpAddress({ error, code }) ?? [])
  )
)

/** HTML that we write ourselves. */
const ownHtml =
  /^(?:<br>|<\/?details>|<\/?summary>|<details><summary>[A-Za-z0-9 ,:()]+<\/summary>|<!-- kluctl-images:[0-9a-f]+ -->)$/

/**
 * What a text made of Markdown that is more than text: links to other addresses than the expected ones, foreign HTML, and running text that
 * GitHub would turn into something.
 */
export function findActiveParts(markdown: string, expected: readonly string[] = []): readonly string[] {
  return allNodes(parseMarkdown(markdown)).flatMap(node => {
    if (node.type === 'link' && (expected.includes(node.url ?? '') || helpPages.has(node.url ?? ''))) return []
    if (
      [
        'link',
        'linkReference',
        'image',
        'imageReference',
        'definition',
        'footnoteReference',
        'footnoteDefinition'
      ].includes(node.type)
    ) {
      return [`${node.type}`]
    }
    if (node.type === 'html') return ownHtml.test((node.value ?? '').trim()) ? [] : [`html ${node.value}`]
    // Whatever is not code is looked through for mentions, references, commits, emoji and maths.
    if (node.type === 'text' && isActiveText(node.value ?? '')) return [`text ${node.value}`]
    return []
  })
}

/** Lines that GitLab would take for a quick action: it looks for them in the text as it was sent, not in what it renders. */
export function findQuickActions(markdown: string): readonly string[] {
  return markdown.split('\n').filter(line => /^(?:> *)?\/\w/.test(line) || line.startsWith('>>>'))
}

function isActiveText(text: string): boolean {
  return /@|#\d|GH-\d|\b[0-9a-f]{7,40}\b|:[a-z0-9_+-]+:|\$|https?:|www\.|[\p{Cc}\p{Cf}\u2028\u2029]/iu.test(
    text.replaceAll('\n', ' ')
  )
}
