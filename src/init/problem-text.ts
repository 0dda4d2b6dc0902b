/** An error of ours on one line, its hint as a sentence of its own. Ends without a full stop. */
export function problemText({
  message,
  hint
}: {
  readonly message: string
  readonly hint?: string | undefined
}): string {
  const text = hint === undefined ? message : `${message}. ${hint}`
  return text.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '')
}
