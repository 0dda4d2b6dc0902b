import type { Filter } from './context.ts'
import { htmlFilters } from './filters-html.ts'
import { kluctlFilters } from './filters-kluctl.ts'
import { layoutFilters } from './filters-layout.ts'
import { listFilters } from './filters-list.ts'
import { numberFilters } from './filters-number.ts'
import { orderFilters } from './filters-order.ts'
import { selectFilters } from './filters-select.ts'
import { textFilters } from './filters-text.ts'
import { valueFilters } from './filters-value.ts'

/** Every filter by name: those of Jinja2 3.1 and kluctl's own, but for `render`, which the evaluator adds. */
export const filters: ReadonlyMap<string, Filter> = new Map([
  ...htmlFilters,
  ...kluctlFilters,
  ...layoutFilters,
  ...listFilters,
  ...numberFilters,
  ...orderFilters,
  ...selectFilters,
  ...textFilters,
  ...valueFilters
])
