/**
 * A command that prints the names of targets in a `.kluctl.yaml`, one a line, and nothing where it cannot be read: with sed, since no shell waits
 * for a program of ours and nothing of a project is run. It sees targets that begin with their name, as all of kluctl's documentation writes them.
 *
 * What it prints is letters, digits, dots, dashes and underscores only. For this it reads bytes: in a locale of UTF-8 a dot of sed's is no byte
 * that is not UTF-8, and what follows one would stay in the line. It has no quotes in it but those around its script.
 * @param file word of the shell for a regular file
 */
export function targetNames(file: string): string {
  const name = '[A-Za-z0-9._-]'
  return `head -c 65536 -- ${file} 2>/dev/null | env LC_ALL=C sed -n '/^targets:/,/^[A-Za-z]/s/^ *- *name:[^A-Za-z0-9]*\\([A-Za-z0-9]${name}*\\).*/\\1/p'`
}
