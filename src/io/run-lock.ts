import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readlinkSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from './project-files.ts'
import { describeOwner, isGone, ownerId } from './run-lock-owner.ts'

/** A folder that is held: what gives it back; or the id of the process that did not. */
export type HeldFolder = { readonly release: () => void } | { readonly heldBy: string }

/**
 * Takes a folder for this process, so that of the runs of one user on this machine one at a time writes there; waits up to `patience`
 * milliseconds while another has it.
 *
 * The sign is a symbolic link in a folder of the user's own in the temporary folder (never in the tree of a project), whose text names the
 * owner: making one is a single step that fails where there is one, and no half of it can be left behind. What a killed process left is
 * taken over. Where no sign can be made (a read-only temporary folder, a full disk, Windows without the right to make links) the folder is
 * taken to be free: whoever writes compares with what is there just before, and a run must not fail for want of a sign.
 */
export function holdFolder(folder: string, patience: number): HeldFolder {
  const free = { release: () => undefined }
  // what another run takes away in between is made anew
  const place = openSignFolder() ?? openSignFolder()
  if (place === undefined) return free
  const sign = join(place, createHash('sha256').update(folder).digest('hex').slice(0, 32))
  const owner = describeOwner()
  for (const end = performance.now() + patience; ; sleep(20)) {
    const made = makeSign(sign, owner)
    if (made === 'made') return { release: () => giveBack(place, sign, owner) }
    // the run before took its folder away in between
    if (made === 'nowhere' && openSignFolder() !== undefined && performance.now() <= end) continue
    if (made !== 'there') return free
    const other = readSign(sign)
    const isLeft = other !== undefined && isGone(other.owner, other.age)
    if (isLeft) takeAway(sign, other.owner, owner)
    if (performance.now() > end) return other === undefined || isLeft ? free : { heldBy: ownerId(other.owner) }
  }
}

/** Undefined where there can be none, or where what is there belongs to somebody else. */
function openSignFolder(): string | undefined {
  const user = process.getuid?.()
  const folder = join(tmpdir(), `.kluctl-images-${user ?? 'runs'}`)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return undefined
  }
  try {
    const stats = lstatSync(folder)
    const isOurs = user === undefined || (stats.uid === user && (stats.mode & 0o022) === 0)
    return stats.isDirectory() && isOurs ? folder : undefined
  } catch {
    return undefined
  }
}

function makeSign(sign: string, owner: string): 'made' | 'there' | 'nowhere' | 'impossible' {
  try {
    symlinkSync(owner, sign)
    return 'made'
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'nowhere'
    return codeOf(error) === 'EEXIST' ? 'there' : 'impossible'
  }
}

function readSign(sign: string): { readonly owner: string; readonly age: number } | undefined {
  try {
    return { owner: readlinkSync(sign), age: Date.now() - lstatSync(sign).mtimeMs }
  } catch (error) {
    // something else at its place is nobody's sign, and is in the way of no one
    return codeOf(error) === 'EINVAL' ? { owner: '', age: 0 } : undefined
  }
}

/**
 * Takes away the sign of an owner who is gone. Of several who want to, one may: who makes the claim to this very owner's sign. It is looked
 * at once more with the claim in hand, since by then another may have taken it away and a living owner made his.
 */
function takeAway(sign: string, gone: string, owner: string): void {
  const claim = `${sign}.${createHash('sha256').update(gone).digest('hex').slice(0, 16)}`
  if (makeSign(claim, owner) !== 'made') {
    const other = readSign(claim)
    if (other !== undefined && isGone(other.owner, other.age)) removeSign(claim, other.owner)
    return
  }
  removeSign(sign, gone)
  removeSign(claim, owner)
}

/** The last one takes the folder away: a run leaves nothing behind in the temporary folder. */
function giveBack(place: string, sign: string, owner: string): void {
  removeSign(sign, owner)
  try {
    rmdirSync(place)
  } catch {
    // other runs have their signs there
  }
}

function removeSign(sign: string, owner: string): void {
  try {
    if (owner === '' || readlinkSync(sign) === owner) unlinkSync(sign)
  } catch {
    // it is gone already, or stays until its owner is
  }
}

/** The calls of a run's end have nothing else to wait for. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
