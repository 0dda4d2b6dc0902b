/** The few colours of the terminal view. */
export type Colours = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>>

/** Paints with SGR codes (ECMA-48 8.3.117); with `on` false every function gives its text back. */
export function makeColours(on: boolean): Colours {
  const paint = (begin: number, end: number) => (text: string) => (on ? `\u001b[${begin}m${text}\u001b[${end}m` : text)
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39)
  }
}
