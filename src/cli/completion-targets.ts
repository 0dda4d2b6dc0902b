/**
 * A command that prints the names of targets in a `.kluctl.yaml`, one a line, and nothing where it cannot be read: with sed, since no shell waits
 * for a program of ours and nothing of a project is run. It sees targets that begin with their name, as all of kluctl's documentation writes them.
 * It has no quotes in it but those around its script.
 * @param file word of the shell for the file
 */
export function targetNames(file: string): string {
  const name = '[A-Za-z0-9._-]'
  return `sed -n '/^targets:/,/^[A-Za-z]/s/^ *- *name:[^A-Za-z0-9]*\\(${name}${name}*\\).*/\\1/p' ${file} 2>/dev/null`
}
