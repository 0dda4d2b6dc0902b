import { readFileSync } from 'node:fs'
import {
  makeWorkflowLog,
  maskSecrets,
  printAnnotations,
  printLines,
  setOutputs,
  writeSummary
} from '../../../src/io/outputs.ts'

/** The main file of a step that does nothing but hand the texts of a file to the sinks. */
const given = JSON.parse(readFileSync(process.env['INPUT_RECORD'] ?? '', 'utf8'))
maskSecrets(given.masks)
printLines(given.lines)
printAnnotations(given.annotations)
const log = makeWorkflowLog()
for (const text of given.warnings) log.warning(text)
for (const text of given.lines) log.info(text)
for (const text of given.lines) log.debug(text)
if (given.outputs !== undefined) setOutputs(given.outputs)
if (given.summary !== undefined) await writeSummary(given.summary)
