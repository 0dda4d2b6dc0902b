import type { ScalarTag } from 'yaml'
import type { Scalars } from './parse.ts'

const bool: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE)$/,
  resolve: text => /^(?:y|yes|on|true)$/i.test(text)
}

const int: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?(?:0[xX]_*[\da-fA-F][\da-fA-F_]*|0[bB]_*[01][01_]*|0[oO]_*[0-7][0-7_]*|0[0-7_]*|[1-9][\d_]*)$/,
  resolve: text => {
    const plain = text.replaceAll('_', '')
    const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(plain) ?? []
    const isDecimal = /^\d+$/.test(digits)
    if (digits.length <= 66) {
      const size = BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits.toLowerCase())
      const value = sign === '-' ? -size : size
      if (size <= 2n ** 53n) return value
      if (value >= -(2n ** 63n) && value < 2n ** 64n) return rounded(Number(value))
    }
    return isDecimal ? (rounded(Number(plain)) ?? text) : text
  }
}

/** A large whole number goes through a float on its way to a template, and is printed with the digits of that. Undefined where it fits none. */
function rounded(value: number): bigint | number | undefined {
  if (!Number.isFinite(value)) return undefined
  return Math.abs(value) < 1e21 ? BigInt(String(value)) : value
}

const float: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:float',
  test: /^[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?[\d_]+)?$/,
  resolve: text => {
    const value = Number(text.replaceAll('_', ''))
    // too large for Go to read it as a number
    return Number.isFinite(value) ? value : text
  }
}

const special: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:float',
  test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  resolve: text =>
    /nan$/i.test(text) ? Number.NaN : text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

const replaced = [bool, int, float].map(({ tag }) => tag)

/**
 * What plain words and numbers are in the files that kluctl itself reads, which is YAML 1.1 as Go reads it: `yes`, `on` and `n` are booleans, also
 * as keys, `010` is 8 and `1_000` is 1000; dates and `12:30` are text.
 * Source: kluctl v2.28, lib/yaml, which reads with sigs.k8s.io/yaml and its fork of go-yaml 2 (resolve.go).
 */
export const goScalars: Scalars = core => [
  ...core.filter(tag => typeof tag !== 'string' && !replaced.includes(tag.tag)),
  bool,
  special,
  int,
  float
]
