import { describe, expect, test } from 'vitest'
import { evaluate, holds, interpolate } from '../helpers/workflow/expressions.ts'
import type { Json } from '../helpers/workflow/json.ts'
import { expandMatrix } from '../helpers/workflow/matrix.ts'
import { beyond, permissionsOf, readOnly } from '../helpers/workflow/permissions.ts'

const contexts = { github: { actor: 'octocat', event: { number: 7 } }, inputs: { shards: 3, empty: '', on: true } }
const after = (state: 'success' | 'failure') => ({
  contexts,
  status: { success: state === 'success', failure: state === 'failure', cancelled: false }
})

describe('an expression', () => {
  test.each<[string, Json]>([
    ["github.actor == 'OCTOCAT'", true],
    ["inputs.empty || 'else'", 'else'],
    ['inputs.shards > 1', true],
    ['github.event.missing', null],
    ['fromJSON(\'{"a":[1,2]}\').a[1]', 2],
    ["format('{0}-{1}', inputs.shards, github.event.number)", '3-7'],
    ["contains(fromJSON('[\"a\"]'), 'a')", true],
    ["toJSON(inputs.shards) == '3'", true]
  ])('%s is %j', (expression, value) => {
    expect(evaluate(expression, { contexts })).toEqual(value)
  })

  test.each<[string, Json]>([
    ['${{ inputs.shards }}', 3],
    ['${{ inputs.on }}', true],
    ['a ${{ inputs.shards }} b ${{ inputs.empty }}.', 'a 3 b .'],
    ["${{ format('{0}}}', 'x') }}", 'x}'],
    ['$(date) {{ no expression }}', '$(date) {{ no expression }}']
  ])('%s in a text becomes %j', (written, value) => {
    expect(interpolate(written, { contexts })).toEqual(value)
  })

  test.each<[Json | undefined, 'success' | 'failure', boolean]>([
    [undefined, 'success', true],
    [undefined, 'failure', false],
    ['inputs.on', 'failure', false],
    ['failure() && inputs.on', 'failure', true],
    ['always()', 'failure', true],
    ['${{ !cancelled() }}', 'failure', true],
    ["github.actor == 'always()'", 'failure', false],
    [false, 'success', false],
    ["${{ inputs.empty == '' }}", 'success', true]
  ])('the condition %j holds after %s: %s', (condition, state, value) => {
    expect(holds(condition, after(state))).toBe(value)
  })

  test('a context that is not there is an error', () => {
    expect(() => evaluate('nothing.here', { contexts })).toThrow(/Unrecognized named-value/)
  })
})

describe('a matrix', () => {
  test('is every combination, without what is excluded and with what is included', () => {
    const matrix = {
      os: ['a', 'b'],
      node: [20, 24],
      exclude: [{ os: 'b', node: 20 }],
      include: [{ node: 24, new: true }, { os: 'c' }, { color: 'green' }]
    }
    expect(expandMatrix(matrix)).toEqual([
      { os: 'a', node: 20, color: 'green' },
      { os: 'a', node: 24, new: true, color: 'green' },
      { os: 'b', node: 24, new: true, color: 'green' },
      { os: 'c' }
    ])
  })

  test('of include alone is what it includes', () => {
    expect(expandMatrix({ include: [{ part: 1 }, { part: 2 }] })).toEqual([{ part: 1 }, { part: 2 }])
  })

  test.each([
    ['a dimension without values', { a: [] }, /does not contain any values/],
    ['more than 256 jobs', { a: Array.from({ length: 257 }, (_, index) => index) }, /257 jobs/]
  ])('%s is refused', (_name, matrix, message) => {
    expect(() => expandMatrix(matrix)).toThrow(message)
  })
})

describe('permissions', () => {
  test('what is named is granted, and nothing else', () => {
    expect(permissionsOf({ contents: 'read', issues: 'none' }, { actions: 'write' })).toEqual({ contents: 'read' })
    expect(permissionsOf({}, { actions: 'write' })).toEqual({})
    expect(permissionsOf(undefined, { actions: 'write' })).toEqual({ actions: 'write' })
    expect(permissionsOf('read-all', {})).toMatchObject({ contents: 'read', packages: 'read' })
  })

  test('a called workflow may ask for less and not for more', () => {
    const granted = { contents: 'write', packages: 'read' } as const
    expect(beyond({ contents: 'read', packages: 'read' }, granted)).toEqual([])
    expect(beyond({ packages: 'write', issues: 'read' }, granted)).toEqual([
      "'packages: write', but is only allowed 'packages: read'",
      "'issues: read', but is only allowed 'issues: none'"
    ])
  })

  test('those of a fork read', () => {
    expect(readOnly({ contents: 'write', packages: 'read', 'id-token': 'write' })).toEqual({
      contents: 'read',
      packages: 'read'
    })
  })
})
