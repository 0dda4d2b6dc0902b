import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GitHubError } from '../../../src/errors.ts'
import { artifactFiles, fileLimits } from '../../../src/io/artifact-files.ts'
import { readArchive } from '../../../src/io/artifact-zip.ts'
import { type ArchiveEntry, type ArchiveOptions, makeArchive } from './archive.ts'

const report: ArchiveEntry = { name: 'images-report.json', text: '{"version":1}' }
const pull: ArchiveEntry = { name: 'pull-request.json', text: '{"version":1,"number":7}' }
const wanted = ['images-report.json', 'pull-request.json'] as const

const read = (bytes: Uint8Array): unknown => Object.fromEntries(readArchive(bytes, wanted))

describe('the archive of an artifact', () => {
  test('gives the wanted files, stored or deflated, and leaves the rest packed', () => {
    const other = { name: 'images-diff.md', text: Buffer.from([0xff, 0xfe, 0x80]) }
    expect(read(makeArchive([{ ...report, method: 0 }, other, pull]))).toEqual({
      'images-report.json': report.text,
      'pull-request.json': pull.text
    })
  })

  test('may lack files and be empty', () => {
    expect(read(makeArchive([pull]))).toEqual({ 'pull-request.json': pull.text })
    expect(read(makeArchive([]))).toEqual({})
    expect(read(makeArchive([{ ...report, text: '' }]))).toEqual({ 'images-report.json': '' })
  })

  test('gives every text back that went into it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 2000 })
    fc.assert(
      fc.property(text, text, fc.constantFrom(0, 8), (first, second, method) => {
        const files = [
          { ...report, text: first, method },
          { ...pull, text: second, method }
        ]
        expect(read(makeArchive(files))).toEqual({ 'images-report.json': first, 'pull-request.json': second })
      }),
      { numRuns: 50 }
    )
  })

  const bomb = Buffer.alloc(fileLimits['images-report.json'] + 1)
  const hostile: readonly [string, readonly ArchiveEntry[], ArchiveOptions?][] = [
    ['a path that climbs out of the folder', [{ ...report, name: '../images-report.json' }]],
    ['a path that climbs out on Windows', [{ ...report, name: '..\\..\\images-report.json' }]],
    ['an absolute path', [{ ...report, name: '/etc/cron.d/images-report.json' }]],
    ['a drive letter', [{ ...report, name: 'C:images-report.json' }]],
    ['a path in a folder', [{ ...report, name: 'a/images-report.json' }]],
    ['a folder', [{ ...report, name: 'images-report.json/', text: '' }]],
    ['a name with a null character', [{ ...report, name: 'images-report.json\0.sh' }]],
    ['a name in upper case', [{ ...report, name: 'Images-Report.json' }]],
    ['a name with a mark of direction', [{ ...report, name: '\u202eimages-report.json' }]],
    ['no name', [{ ...report, name: '' }]],
    ['a file of git', [{ ...report, name: '.git/config' }]],
    ['a file that is none of ours beside ours', [report, { name: 'run.sh', text: 'id' }]],
    ['a name that would be a command in the log', [{ ...report, name: '::error::x' }]],
    ['a symbolic link', [{ ...report, text: '/etc/passwd', mode: 0o120777 }]],
    ['a device', [{ ...report, mode: 0o020666 }]],
    ['a named pipe', [{ ...report, mode: 0o010666 }]],
    ['a file twice', [report, pull, report]],
    ['more entries than there are files', Array.from({ length: 5 }, () => report)],
    ['65,535 entries by its end', [report], { count: 65_535 }],
    ['fewer entries by its end', [report, pull], { count: 1 }],
    ['a file that is too long unpacked', [{ ...report, text: bomb }]],
    ['a file that says to be short and is not', [{ ...report, text: bomb, size: 100 }]],
    ['a file that says to be longer than it is', [{ ...report, size: 5000 }]],
    ['64-bit lengths', [{ ...report, size: 0xffffffff, packedSize: 0xffffffff }]],
    ['a packed length beyond the end', [{ ...report, packedSize: 5_000_000 }]],
    ['a short file that is not that short', [{ ...pull, text: ' '.repeat(5000) }]],
    ['two entries with the same bytes', [report, { ...pull, localName: 'images-report.json', start: 0 }]],
    ['another name in front of the data', [{ ...report, localName: 'pull-request.jso' }]],
    ['a place outside of the archive', [{ ...report, start: 0xfffffff0 }]],
    ['a directory outside of the archive', [report], { directoryStart: 0xfffffff0 }],
    ['a second part', [report], { disk: 1 }],
    ['an encrypted file', [{ ...report, flags: 1 }]],
    ['a masked directory', [{ ...report, flags: 0x2000 }]],
    ['LZMA', [{ ...report, method: 14 }]],
    ['bytes that are not deflated', [{ ...report, method: 99 }]],
    ['another checksum', [{ ...report, crc: 1 }]],
    ['text that is not UTF-8', [{ ...report, text: Buffer.from([0x7b, 0xff, 0x7d]) }]],
    ['a comment, where a second end could be', [report], { comment: 'PK\u0005\u0006' }]
  ]

  test.each(hostile)('is refused with one line for %s', (_, entries, options) => {
    const error = outcomeOf(() => read(makeArchive(entries, options)))
    expect(error).toBeInstanceOf(GitHubError)
    expect(error).toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/^the artifact is not used: [ -~]+$/)
    })
  })

  test('is refused when it is cut off or something is before it', () => {
    const whole = makeArchive([report, pull])
    for (let length = 0; length < whole.length; length++) {
      expect(outcomeOf(() => read(whole.subarray(0, length)))).toBeInstanceOf(GitHubError)
    }
    expect(outcomeOf(() => read(Buffer.concat([Buffer.from('#!/bin/sh\n'), whole])))).toBeInstanceOf(GitHubError)
  })

  test('with any byte changed is refused or gives one of the texts that are in it', () => {
    const whole = makeArchive([report, pull])
    const texts = new Set<unknown>([report.text, pull.text])
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ bits
        const found = outcomeOf(() => readArchive(changed, wanted))
        if (found instanceof Error) expect(found).toBeInstanceOf(GitHubError)
        else for (const text of found.values()) expect(texts).toContain(text)
      }),
      { numRuns: 1000 }
    )
  })

  test('never holds more than the names of the list', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        const found = outcomeOf(() => readArchive(bytes, artifactFiles))
        if (found instanceof Error) expect(found).toBeInstanceOf(GitHubError)
        else expect(artifactFiles).toEqual(expect.arrayContaining([...found.keys()]))
      })
    )
  })
})

function outcomeOf<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
