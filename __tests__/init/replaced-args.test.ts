import { expect, test } from 'vitest'
import { replacedArgs } from '../../src/init/replaced-args.ts'
import { type ArgAssignment, commandLineArgs } from '../../src/project/args.ts'
import { isYamlMap, parseYaml, type YamlMap } from '../../src/yaml/parse.ts'

const mapOf = (text: string): YamlMap => {
  const value = parseYaml(text, 'args')?.value
  return isYamlMap(value) ? value : new Map()
}
const given = (name: string, text: string): YamlMap => {
  const one: ArgAssignment = { name, text }
  return commandLineArgs([one], [], () => '')
}

test.each<[string, YamlMap, string, readonly string[]]>([
  ['another text', given('region', 'us'), '{region: eu}', ['--flag replaces region: eu of prod']],
  ['the same text', given('region', 'eu'), '{region: eu}', []],
  ['the same number', given('size', '3'), '{size: 3}', []],
  ['a number for a text', given('size', '3'), '{size: "3"}', ['--flag replaces size: 3 of prod']],
  ['what the target lacks', given('region', 'us'), '{size: 3}', []],
  ['a part of a map', given('a.b', '2'), '{a: {b: 1, c: 5}}', ['--flag replaces a.b: 1 of prod']],
  ['the whole map', given('a', '2'), '{a: {b: 1}}', ['--flag replaces a of prod']],
  ['a map in another order', given('a', '{c: [1], b: 1}'), '{a: {b: 1, c: [1]}}', []],
  ['a template', given('a', 'x'), '{a: "{{ b }}"}', ['--flag replaces a: {{ b }} of prod']],
  ['nothing, which is a value', given('a', 'x'), '{a: null}', ['--flag replaces a: null of prod']]
])('what is given for every target, and a target has: %s', (_what, args, own, said) => {
  const targets = [{ name: 'prod', args: mapOf(own) }]
  expect(replacedArgs([{ flag: '--flag', args }], targets)).toEqual(said)
})
