/** What plain text means in PyYAML, which follows YAML 1.1 except for `y` and `n`. */
export type PlainKind = 'str' | 'bool' | 'float' | 'int' | 'merge' | 'null' | 'timestamp' | 'value'

const kinds: readonly (readonly [PlainKind, RegExp])[] = [
  ['bool', /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  [
    'float',
    /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
  ],
  [
    'int',
    /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+)$/
  ],
  ['merge', /^<<$/],
  ['null', /^(?:~|null|Null|NULL|)$/],
  [
    'timestamp',
    /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/
  ],
  ['value', /^=$/]
]

/** The kind of a plain scalar, as PyYAML's resolver finds it. Source: YAML 1.1 types, PyYAML 6.0. */
export function plainKind(text: string): PlainKind {
  return kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? 'str'
}
