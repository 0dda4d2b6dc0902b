/**
 * Lines of rendered text that may hold secrets. What is rendered has values from outside the repository in it, and an error's lines end in
 * comments that everybody reads. A guess by names, on top of what the redactor knows: it hides too much rather than too little.
 */

const secretWord =
  'passw(?:or)?d|passphrase|pwd|secret|token|credential|private[_-]?key|api[_-]?key|access[_-]?key|bearer|authorization'
const secretValue = new RegExp(`((?:${secretWord})[\\w.-]{0,40}["']?[ \\t]{0,10}[:=][ \\t]{0,10})([\\s\\S]*)$`, 'i')
const secretName = new RegExp(`\\bname["']?[ \\t]{0,10}:[^:]{0,40}(?:${secretWord})`, 'i')
const plainValue = /(\bvalue["']?[ \t]{0,10}:[ \t]{0,10})([\s\S]*)$/
const key = /-----BEGIN [A-Z ]*|^\s*[A-Za-z0-9+/]{60,}={0,2}\s*$/

/** True where the text has an object of the kind Secret in it: then no line of it is shown. */
export function holdsSecret(text: string): boolean {
  return /\bkind["']?[ \t]{0,10}:[ \t]{0,10}["']?Secret(?:["'\s,}]|$)/.test(text)
}

/**
 * Neighbouring lines with `*` in place of what looks like the value of a secret: behind a key that says so, and as the `value` beside such a
 * `name`. Lines keep their length, so that columns stay true.
 */
export function hideSecretValues(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => {
    if (key.test(line)) return '*'.repeat(line.length)
    const isNamed = index === 0 || secretName.test(lines[index - 1] ?? '') || secretName.test(line)
    return hide(isNamed ? hide(line, plainValue) : line, secretValue)
  })
}

function hide(line: string, pattern: RegExp): string {
  return line.replace(pattern, (_, name: string, value: string) => name + '*'.repeat(value.length))
}
