import { InputError } from '../errors.ts'
import { lockPath } from '../lock/lock-path.ts'
import type { Options } from '../options.ts'
import type { ImageSource } from '../ports.ts'
import { type Prepared, type PreparePorts, prepare } from '../prepare.ts'
import type { CostRecord } from '../report/record.ts'
import type { Introduction } from '../resolve/arrivals.ts'
import type { Pin } from '../resolve/pins.ts'
import { quote } from '../text.ts'
import { lockedFiles } from './locked-files.ts'
import type { Verification } from './record.ts'
import { verifyUses } from './verify.ts'

/** What verification needs from outside: a part of what a run needs. */
export interface VerifyProjectPorts extends PreparePorts {
  readonly images: ImageSource & { cost(): CostRecord; warnings(): readonly string[] }
  readonly introduce?: Introduction | undefined
}

/**
 * The options as verification takes them. The output file stands for the last of the fixed-images files that are to be proved, so that the lock
 * beside it is read; nothing is written to it, nor to any other file.
 * @throws InputError for options that leave nothing to prove
 */
export function optionsToVerify(options: Options): Options {
  if (options.offlineImages)
    throw new InputError('offline-images', 'verify asks registries, and offline-images forbids it', {
      hint: 'Leave offline-images out. Whether every image has its answer, without asking anybody, says kluctl-images resolve --check --offline-images.'
    })
  const { fixedImagesFiles, outputFile } = options
  return {
    ...options,
    verify: true,
    outputFile: fixedImagesFiles.at(-1) ?? outputFile,
    fixedImagesFiles: fixedImagesFiles.slice(0, -1),
    renderOutputDir: undefined,
    commentFile: undefined,
    needsManifests: false
  }
}

/**
 * Renders the project and proves that its fixed images hold. Writes nothing.
 * @param options as {@link optionsToVerify} gives them
 * @throws InputError, FixedImagesError, LockError or ProjectError where an option or a file that one names cannot be used
 */
export async function verifyProject(options: Options, ports: VerifyProjectPorts): Promise<Verification> {
  const prepared = await prepare(options, ports)
  const { target, outputFile, fixedImagesFiles, images: rules, pinDigests } = options
  if (prepared.previousText === undefined)
    throw new InputError('fixed-images-file', `there is no file ${quote(outputFile)} to verify`, {
      hint: 'Write it with kluctl-images resolve, or name another one with fixed-images-file.'
    })
  const { project, policy, lock, warnings } = prepared
  const files = [...fixedImagesFiles, outputFile]
  const lockFile = lockPath(options.lockFile, outputFile)
  const verification = await verifyUses(
    {
      target,
      uses: project.uses,
      problems: project.problems,
      warnings,
      pins: pinsOf(prepared, outputFile),
      files,
      locked: lockedFiles(lock, lockFile, files),
      lockFile,
      policy,
      rules,
      pinDigests
    },
    {
      images: ports.images,
      introduce: ports.introduce,
      cost: () => ports.images.cost(),
      progress: (done, total) => ports.progress?.('verifying', done, total)
    }
  )
  const said = ports.images.warnings().map(message => ({ kind: 'warning' as const, message, place: null, image: null }))
  return { ...verification, warnings: [...verification.warnings, ...said] }
}

/** In kluctl's order, each weaker than the next: target, files, option. */
function pinsOf({ targetPins, filePins, previous, optionPins }: Prepared, outputFile: string): readonly Pin[] {
  return [...targetPins, ...filePins, ...previous.map(entry => ({ entry, source: outputFile })), ...optionPins]
}
