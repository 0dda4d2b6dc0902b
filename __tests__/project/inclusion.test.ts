import { describe, expect, test } from 'vitest'
import { type Inclusion, isPartial } from '../../src/project/inclusion.ts'
import { asks, imagesIn, load } from './loading.ts'

const files = {
  'deployment.yaml': [
    'deployments:',
    '  - {path: a, tags: [x, common]}',
    '  - {path: b, tags: [z1, common]}',
    '  - {include: sub}',
    '  - {path: always, alwaysDeploy: true, tags: [z]}',
    '  - {path: only, onlyRender: true, tags: [x]}',
    '  - {path: barrier, barrier: true, tags: [z]}'
  ].join('\n'),
  'sub/deployment.yaml': 'deployments: [{path: c}]',
  ...Object.fromEntries(
    ['a', 'b', 'always', 'only', 'barrier', 'sub/c'].map(folder => [`${folder}/x.yaml`, asks(`'${folder}'`)])
  )
}

describe('a run is about', () => {
  test.each<[string, Partial<Inclusion>, readonly string[]]>([
    ['everything that is not only rendered, without flags', {}, ['a', 'b', 'sub/c', 'always', 'barrier']],
    ['what has a tag, and what is always deployed', { includeTags: ['x'] }, ['a', 'always', 'barrier']],
    ['what has one of the tags', { includeTags: ['x', 'z1'] }, ['a', 'b', 'always', 'barrier']],
    ['what has not a tag', { excludeTags: ['common'] }, ['sub/c', 'always', 'barrier']],
    [
      'nothing of what is excluded, even if included',
      { includeTags: ['common'], excludeTags: ['z1'] },
      ['a', 'always', 'barrier']
    ],
    ['what is always deployed, even if excluded', { excludeTags: ['z'] }, ['a', 'b', 'sub/c', 'always', 'barrier']],
    ['what inherits a tag', { includeTags: ['sub'] }, ['sub/c', 'always', 'barrier']],
    ['a folder', { includeDeploymentDirs: ['sub/c'] }, ['sub/c', 'always', 'barrier']],
    ['no folder by its begin', { includeDeploymentDirs: ['sub'] }, ['always', 'barrier']],
    ['a folder or a tag', { includeDeploymentDirs: ['b'], includeTags: ['x'] }, ['a', 'b', 'always', 'barrier']],
    ['all but a folder', { excludeDeploymentDirs: ['a'] }, ['b', 'sub/c', 'always', 'barrier']]
  ])('%s', (_, inclusion, expected) => {
    expect(imagesIn(files, inclusion)).toEqual(expected)
    expect(
      isPartial({
        includeTags: [],
        excludeTags: [],
        includeDeploymentDirs: [],
        excludeDeploymentDirs: [],
        ...inclusion
      })
    ).toBe(Object.keys(inclusion).length > 0)
  })

  test('not what is left out: its mistakes are not looked for', () => {
    const broken = { ...files, 'b/x.yaml': '{{ nope }}' }
    expect(imagesIn(broken, { includeTags: ['x'] })).toContain('a')
    expect(load(broken).problems).toHaveLength(1)
  })

  test('not a folder without tags, where tags are asked for', () => {
    expect(load({ 'a.yaml': asks("'a'") }, { includeTags: ['x'] }).uses).toEqual([])
  })
})
