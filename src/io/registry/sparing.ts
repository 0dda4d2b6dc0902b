import type { RegistryError } from '../../errors.ts'
import type { HostCost } from '../../report/receipt.ts'
import { failure, type Subject } from './failure.ts'
import { habitOf } from './habits.ts'

/**
 * Why the labels of one more image are not read: the registry counts that as a pull, and half of the pulls that it gives are gone. The
 * other half is for whoever really pulls from the same address or with the same login. Undefined where nothing is against it.
 */
export function refuseToSpend(
  subject: Subject,
  { limit, remaining }: Pick<HostCost, 'limit' | 'remaining'> = {}
): RegistryError | undefined {
  if (!habitOf(subject.registry).countsPulls || limit === undefined || remaining === undefined) return undefined
  if (remaining > limit / 2) return undefined
  const message = `registry ${subject.registry} has ${remaining} of ${limit} pulls left, and to read labels would take some of them`
  return failure(subject, 'rate-limited', message, { temporary: true })
}
