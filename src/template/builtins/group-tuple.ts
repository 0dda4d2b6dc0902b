import { Tuple, type Value } from '../value.ts'

/** What the filter `groupby` yields: a tuple of key and items whose parts also have the names `grouper` and `list`. */
export class GroupTuple extends Tuple {
  readonly grouper: Value
  readonly list: Value[]

  constructor(grouper: Value, list: Value[]) {
    super([grouper, list])
    this.grouper = grouper
    this.list = list
  }
}
