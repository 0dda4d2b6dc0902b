/** Records without those that say the same as another, in their order: a file that two items use has one mistake, not two. */
export function unique<T>(records: readonly T[]): readonly T[] {
  return [...new Map(records.map(record => [JSON.stringify(record), record])).values()]
}
