import { type Dirent, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { InputError } from '../errors.ts'
import { mostRecords, type RecordText } from '../merge/read-records.ts'
import { byCodeUnit, quote } from '../text.ts'
import { codeOf } from './project-files.ts'
import { readUserFile } from './write-file.ts'

/** Name of a report in a folder that is searched. */
const reportName = 'images-report.json'

/** Bytes of all reports together. */
const mostBytes = 256 * 1024 * 1024

/** Folders below a folder that is searched. */
const deepest = 8

/**
 * The reports that paths name: files, and whatever is called `images-report.json` in folders and below. Links in a folder are passed over, since
 * it may hold the artifacts of others. The report that the merge itself writes is none of them.
 * @param own path of the report that is to be written
 * @throws InputError for a path that is not there, for more reports or larger ones than are read; FileError for a file that cannot be read
 */
export function readRecordFiles(paths: readonly string[], own: string): readonly RecordText[] {
  const found = paths.flatMap(path => (isFolder(path) ? search(path, 0).filter(file => !isSame(file, own)) : [path]))
  const files = [...new Map(found.map(file => [resolve(file), file])).values()]
  if (files.length > mostRecords)
    throw new InputError('records', `there are ${files.length} reports, and ${mostRecords} are allowed`, {
      hint: 'Name the folder with the reports of one run only.'
    })
  let bytes = 0
  return files.map(name => {
    bytes += statSync(name).size
    if (bytes > mostBytes)
      throw new InputError('records', `the reports have more than ${mostBytes / 1024 / 1024} MiB`, {
        hint: 'Name the reports of one run only.'
      })
    return { name, text: readUserFile(name) ?? '' }
  })
}

function isFolder(path: string): boolean {
  try {
    const stats = statSync(path)
    if (stats.isFile() || stats.isDirectory()) return stats.isDirectory()
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT' && codeOf(cause) !== 'ENOTDIR') throw cause
    throw new InputError('records', `there is no file or folder ${quote(path)}`, {
      hint: 'Name the reports of the parts, or the folder that their artifacts were downloaded to.',
      cause
    })
  }
  throw new InputError('records', `${quote(path)} is neither a file nor a folder`, {
    hint: 'Write the report into a file: a pipe or a device is not waited for.'
  })
}

function search(folder: string, depth: number): readonly string[] {
  if (depth > deepest) return []
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => byCodeUnit(a.name, b.name))
  return entries.flatMap(entry => inFolder(folder, entry, depth))
}

function inFolder(folder: string, entry: Dirent, depth: number): readonly string[] {
  const path = join(folder, entry.name)
  if (entry.isDirectory()) return ['.git', 'node_modules'].includes(entry.name) ? [] : search(path, depth + 1)
  return entry.isFile() && entry.name === reportName ? [path] : []
}

function isSame(file: string, own: string): boolean {
  return resolve(file) === resolve(own)
}
