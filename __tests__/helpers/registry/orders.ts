/** Ways in which registries order tags: what their data bases do. */
export const orders = {
  bytes: (a: string, b: string): number => rank(a, b),
  reverse: (a: string, b: string): number => rank(b, a),
  lower: (a: string, b: string): number => rank(a.toLowerCase(), b.toLowerCase()) || rank(a, b),
  upper: (a: string, b: string): number => rank(a.toUpperCase(), b.toUpperCase()) || rank(a, b),
  bare: (a: string, b: string): number => rank(bare(a), bare(b)) || rank(a, b),
  folders: (a: string, b: string): number => rank(`${a}/`, `${b}/`),
  natural: (a: string, b: string): number => naturalCollator.compare(a, b) || rank(a, b),
  unicode: (a: string, b: string): number => collator.compare(a, b) || rank(a, b),
  ignoring: (a: string, b: string): number => ignoring.compare(a, b) || rank(a, b)
}

export type OrderName = keyof typeof orders

/** Every order, for tables. */
export const orderNames: readonly OrderName[] = Object.keys(orders).filter((name): name is OrderName => name in orders)

/** A sorted copy. */
export function sorted(tags: readonly string[], order: OrderName): readonly string[] {
  return [...tags].sort(orders[order])
}

const naturalCollator = new Intl.Collator('en', { numeric: true })
const collator = new Intl.Collator('en')
const ignoring = new Intl.Collator('en', { ignorePunctuation: true })

function bare(text: string): string {
  return text.replace(/[-._]/g, '')
}

function rank(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
