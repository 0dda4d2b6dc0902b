import { readFileSync, writeSync } from 'node:fs'
import { mountFiles } from './io/mounted-files.ts'
import { openProject } from './io/project-files.ts'
import { renderProject } from './project/render-project.ts'
import { encodeBegin, encodeDebug, encodeEnd, encodeProject } from './wire/answer.ts'
import { decodeRequest } from './wire/request.ts'

/**
 * The rendering process: takes one request from its input, renders the project, and answers on descriptor 3, one JSON text a line. It is started
 * with nothing worth stealing: an empty environment, no programs, no network code, and no files but the project's (threat model T-08).
 */
const answers = 3

function main(): void {
  try {
    const request = decodeRequest(readFileSync(0, 'utf8'))
    const mounts = [...request.mounts].map(([prefix, folder]) => [prefix, openProject(folder)] as const)
    const source = mountFiles(openProject(request.root), new Map(mounts))
    const project = renderProject(source, request, {
      begin: file => say(encodeBegin(file)),
      debug: message => say(encodeDebug(message)),
      refused: request.refused
    })
    say(encodeProject(project))
  } catch (error) {
    say(encodeEnd(error))
  }
}

function say(line: string): void {
  const bytes = new TextEncoder().encode(`${line}\n`)
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(answers, bytes, sent)
}

main()
