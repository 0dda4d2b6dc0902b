import { sha256Hex } from '../hash.ts'
import { Markup, TemplateRuntimeError, type Value } from '../value.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { isWellFormed } from './code-points.ts'
import type { Filter } from './context.ts'
import { define } from './define-filter.ts'
import { refuseUndefined } from './equality.ts'
import { jsonText } from './json.ts'
import { slice } from './slice.ts'
import { slugify } from './slugify.ts'
import { typeName } from './type-name.ts'
import { toYaml } from './yaml-dump.ts'
import { fromYaml } from './yaml-load.ts'

/** The filters that kluctl adds to Jinja2's (kluctl v2.28, kluctl_ext.py); `render` needs the engine and is not here. */
export const kluctlFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['b64encode', define('b64encode(string)', [], value => encodeBase64(encodable(value)))],
  ['b64decode', define('b64decode(string)', [], value => decodeBase64(encodable(value)))],
  ['to_yaml', define('to_yaml(obj)', [], toYaml)],
  ['from_yaml', define('from_yaml(s)', [], fromYaml)],
  ['to_json', define('to_json(obj)', [], value => jsonText(value))],
  [
    'sha256',
    define('sha256(s)', [['digest_len', null]], (value, args) => {
      const text = encodable(value)
      if (!isWellFormed(text)) throw new TemplateRuntimeError('UnicodeEncodeError', 'surrogates not allowed')
      const length = args.value('digest_len')
      return length === null ? sha256Hex(text) : slice(sha256Hex(text), null, length, null)
    })
  ],
  ['slugify', (_, value, args, kwargs) => slugify(value, args, kwargs)]
])

/** kluctl calls the method `encode` of the value, which only text has. */
function encodable(value: Value): string {
  refuseUndefined(value)
  if (typeof value === 'string') return value
  if (value instanceof Markup) return value.text
  throw new TemplateRuntimeError('AttributeError', `'${typeName(value)}' object has no attribute 'encode'`)
}
