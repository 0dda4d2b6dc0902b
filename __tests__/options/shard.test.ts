import { describe, expect, test } from 'vitest'
import { parseOptions, type RawOptions } from '../../src/options.ts'

const problems = (raw: RawOptions): readonly string[] =>
  parseOptions(raw).problems.map(({ input, message }) => `${input}: ${message}`)

describe('the option shard', () => {
  test.each([
    ['1/1', { index: 1, count: 1 }],
    ['3/20', { index: 3, count: 20 }],
    ['256/256', { index: 256, count: 256 }]
  ])('reads %s', (shard, expected) => {
    expect(parseOptions({ shard })).toMatchObject({ options: { shard: expected }, problems: [] })
  })

  test.each(['0/3', '3', '3/', '/3', '1/2/3', 'a/b', '-1/3', '1.0/2', '01/2'])('refuses %s', shard => {
    expect(problems({ shard })).toEqual([`shard: "${shard}" is not K/N`])
  })

  test.each<[RawOptions, string]>([
    [{ shard: '4/3' }, 'shard: "4/3" is not there: there are 3 parts'],
    [{ shard: '1/257' }, 'shard: "1/257" is of more than 256 parts'],
    [{ shard: '1/2', verify: 'true' }, 'shard: a fixed-images file is verified as a whole'],
    [{ shard: '1/2', mode: 'merge' }, 'shard: the mode merge is about no part of the images'],
    [
      { shard: '1/2', 'render-output-dir': 'out' },
      'shard: manifests are written of all images, and shard leaves some out'
    ]
  ])('refuses %j', (raw, message) => {
    expect(problems(raw)).toEqual([message])
  })
})

describe('{target} in output-file', () => {
  const outputFile = (raw: RawOptions): string =>
    parseOptions({ 'output-file': 'fixed/{target}.yaml', ...raw }).options.outputFile

  test('is the name of the target, but in a merge, which may have several', () => {
    expect(outputFile({ target: 'prod' })).toBe('fixed/prod.yaml')
    expect(outputFile({ target: 'prod', mode: 'merge' })).toBe('fixed/{target}.yaml')
  })

  test.each([
    ['', 'output-file: "fixed/{target}.yaml" has {target}, and no target is chosen'],
    ['../prod', 'output-file: "../prod" cannot stand for {target}: it is no plain name of a file'],
    ['..', 'output-file: ".." cannot stand for {target}: it is no plain name of a file']
  ])('is refused for the target %j', (target, message) => {
    expect(problems({ 'output-file': 'fixed/{target}.yaml', target })).toEqual([message])
  })
})
