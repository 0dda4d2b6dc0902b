export { explain, newest } from '../../src/version/filter.ts'
export { parseVersionFilter } from '../../src/version/parse.ts'
export { findTraps } from '../../src/version/traps.ts'
