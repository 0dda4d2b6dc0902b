import { logLine } from '../report/escape.ts'
import type { OutputName } from '../report/output-values.ts'
import type { Verification } from './record.ts'
import { verificationVerdict } from './verdict.ts'

/**
 * Values of the Action's outputs after a verification, which changes nothing: `failures-count` counts images that failed and errors of the
 * project, and is 1 where nothing was there to prove; `verdict` is one line. What a verification has no value for is empty.
 * @param fixedImagesPath the file that was proved, where it is there
 */
export function verificationOutputs(
  verification: Verification,
  fixedImagesPath: string | undefined
): Readonly<Record<OutputName, string>> {
  const { counts, ok } = verification
  const failures = counts.failed + counts.errors
  return {
    ...empty,
    changed: 'false',
    'changes-count': '0',
    changes: '[]',
    'failures-count': String(ok ? 0 : Math.max(1, failures)),
    'fixed-images-path': fixedImagesPath ?? '',
    verdict: logLine(verificationVerdict(verification))
  }
}

const empty: Readonly<Record<OutputName, string>> = {
  changed: '',
  'changes-count': '',
  changes: '',
  'failures-count': '',
  'fixed-images-path': '',
  'written-files': '',
  'report-path': '',
  'comment-path': '',
  'comment-id': '',
  'comment-url': '',
  verdict: '',
  'failed-gates': '',
  'artifact-id': '',
  'artifact-url': ''
}
