import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 compile WebAssembly once, with its quick compiler. What there is of it is the parser of HTTP/1.1: made faster in the background,
 * as V8 would, it costs more time and memory than a run can ever win back, and a process waits for that at its end. To be called before
 * anything of it is loaded.
 */
export function compileOnce(): void {
  setFlagsFromString('--liftoff-only')
}
