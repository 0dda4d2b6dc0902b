import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import GithubSlugger from 'github-slugger'
import { describe, expect, test } from 'vitest'
import { root } from '../helpers/workspace.ts'
import { nodesOf, type PageNode, pages, parsePage, plainText, readPage } from './pages.ts'

const others = ['CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].filter(path => existsSync(join(root, path)))
const texts = [...pages, ...others]
const trees: ReadonlyMap<string, PageNode> = new Map(texts.map(path => [path, parsePage(readPage(path))]))

/** Hosts that a page may send its reader to. Whoever adds one has looked at what is there, and who runs it. */
const reviewedHosts = [
  'cloud.google.com',
  'docs.aws.amazon.com',
  'docs.docker.com',
  'docs.github.com',
  'docs.gitlab.com',
  'docs.quay.io',
  'forgejo.org',
  'ghcr.io',
  'github.com',
  'gitlab.com',
  'goharbor.io',
  'help.sonatype.com',
  'hub.docker.com',
  'jfrog.com',
  'kluctl.io',
  'learn.microsoft.com',
  'nodejs.org'
]

/** Anchors of a page: its headings as GitHub makes them, and those that stand in HTML. */
function anchorsOf(path: string): ReadonlySet<string> {
  const tree = trees.get(path) ?? parsePage(readPage(path))
  const slugger = new GithubSlugger()
  const nodes = nodesOf(tree)
  const headings = nodes.filter(({ type }) => type === 'heading').map(node => slugger.slug(plainText(node)))
  const named = nodes
    .filter(({ type }) => type === 'html')
    .flatMap(({ value = '' }) => [...value.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name))
  return new Set([...headings, ...named])
}

/** Addresses of links and pictures of a page, also those in HTML. */
function linksOf(path: string): readonly string[] {
  return nodesOf(trees.get(path) ?? parsePage('')).flatMap(({ type, url, value = '' }) => {
    if (type === 'html') return [...value.matchAll(/(?:href|src|srcset)="([^"]+)"/g)].map(([, link = '']) => link)
    return ['link', 'image', 'definition'].includes(type) && url !== undefined ? [url] : []
  })
}

/** What is wrong with a link within the checkout; undefined if it leads somewhere. */
function faultOf(from: string, link: string): string | undefined {
  const [path = '', anchor] = decodeURI(link).split('#')
  const to = path === '' ? from : normalize(join(dirname(from), path))
  if (to.startsWith('..')) return `${link} leads out of the checkout`
  if (!existsSync(join(root, to))) return `${link}: there is no ${to}`
  if (anchor === undefined) return undefined
  if (!to.endsWith('.md')) return `${link}: ${to} has no headings`
  return anchorsOf(to).has(anchor) ? undefined : `${link}: ${to} has no heading #${anchor}`
}

const isOutside = (link: string): boolean => /^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)

describe('every link of a page leads somewhere', () => {
  test.each(texts)('%s', path => {
    const links = linksOf(path).filter(link => !isOutside(link))
    expect(links.flatMap(link => faultOf(path, link) ?? [])).toEqual([])
  })

  test.each(texts)('%s leads to the outside by https, to hosts that somebody looked at', path => {
    const strange = linksOf(path)
      .filter(isOutside)
      .filter(link => !link.startsWith('https://') || !reviewedHosts.includes(new URL(link).hostname))
    expect(strange).toEqual([])
  })

  test('no host stays in the list that no page names', () => {
    const named = new Set(
      texts
        .flatMap(linksOf)
        .filter(isOutside)
        .map(link => new URL(link).hostname)
    )
    expect(reviewedHosts.filter(host => !named.has(host))).toEqual([])
  })

  test.each([
    ['none.md', 'there is no docs/none.md'],
    ['review.md#none', 'docs/review.md has no heading #none'],
    ['../../etc/passwd', 'leads out of the checkout'],
    ['#none', 'docs/policy.md has no heading #none'],
    ['../action.yml#inputs', 'action.yml has no headings']
  ])('%s is found', (link, fault) => {
    expect(faultOf('docs/policy.md', link)).toContain(fault)
  })

  test('every page is linked by another', () => {
    const linked = new Set(
      texts.flatMap(path =>
        linksOf(path)
          .filter(link => !isOutside(link) && !link.startsWith('#'))
          .map(link => normalize(join(dirname(path), link.split('#')[0] ?? '')))
          .filter(to => to !== path)
          .flatMap(to => [to, `${to.replace(/\/$/, '')}/README.md`])
      )
    )
    expect(pages.filter(page => page !== 'README.md' && !linked.has(page))).toEqual([])
  })
})

describe('every picture', () => {
  const pictures = texts.flatMap(path =>
    nodesOf(trees.get(path) ?? parsePage('')).flatMap(({ type, alt, url = '', value = '' }) => {
      if (type === 'image') return [{ path, url, alt: alt ?? '' }]
      const tags = type === 'html' ? [...value.matchAll(/<img\b[^>]*>/g)] : []
      return tags.map(([tag]) => ({
        path,
        url: /\bsrc="([^"]*)"/.exec(tag)?.[1] ?? '',
        alt: /\balt="([^"]*)"/.exec(tag)?.[1] ?? ''
      }))
    })
  )

  test('is here, and says in words what it shows', () => {
    expect(pictures.length).toBeGreaterThan(0)
    for (const { path, url, alt } of pictures) {
      expect(isOutside(url), url).toBe(false)
      expect(faultOf(path, url)).toBeUndefined()
      expect(alt.split(' ').length, url).toBeGreaterThan(3)
    }
  })
})

/** Files that are no pages and name some: sources, the Action, workflows, templates, schemas, examples. */
function filesUnder(path: string): readonly string[] {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (statSync(full).isFile()) return [path]
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
}

describe('what the program says leads somewhere', () => {
  const sources = ['src', 'action.yml', '.github', 'templates', 'schema', 'examples', '.gitlab-ci.yml'].flatMap(
    filesUnder
  )
  const repository = 'kluctl-images/kluctl-images'
  const own = new RegExp(
    `https://(?:github\\.com/${repository}/(?:blob|tree)|raw\\.githubusercontent\\.com/${repository})/[^/\\s'"\`]+/([^\\s'"\`)>,]+)`,
    'g'
  )
  const called = /kluctl-images\/kluctl-images\/(\.github\/workflows\/[\w-]+\.yml)@/g
  const plain = /(?<![\w/.-])(docs\/[\w-]+\.md(?:#[\w-]+)?)/g
  const addressed = /pageAddress\('([^']+)'\)/g

  const pointers = sources.flatMap(path => {
    const text = readFileSync(join(root, path), 'utf8')
    const found = [
      ...[...text.matchAll(own)].map(([, to = '']) => to.replace(/[.;:]+$/, '')),
      ...[...text.matchAll(plain)].map(([, to = '']) => to),
      ...[...text.matchAll(called)].map(([, to = '']) => to),
      ...[...text.matchAll(addressed)].map(([, to = '']) => `docs/${to}`)
    ]
    return found.filter(to => !to.includes('$' + '{') && !to.includes('$[[')).map(to => [path, to] as const)
  })

  test('to pages and headings that are there', () => {
    expect(pointers.length).toBeGreaterThan(5)
    const faults = pointers.flatMap(([path, to]) => {
      const fault = faultOf('README.md', to)
      return fault === undefined ? [] : [`${path}: ${fault}`]
    })
    expect([...new Set(faults)]).toEqual([])
  })
})
