/** A text as one word of a POSIX shell, for a command line that a person copies. It is quoted only where that is needed. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./@%+:,][A-Za-z0-9_./@%+:,=-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
