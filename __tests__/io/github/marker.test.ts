import { expect, test } from 'vitest'
import { type CommentIdentity, commentKey, commentMarker, hasMarker } from '../../../src/io/comment-marker.ts'

const identity: CommentIdentity = {
  workflow: 'images',
  job: 'resolve',
  target: 'prod',
  projectDir: '.',
  outputFile: 'fixed-images.yaml'
}

test.each<[string, Partial<CommentIdentity>]>([
  ['workflow', { workflow: 'other' }],
  ['job', { job: 'other' }],
  ['target', { target: 'stage' }],
  ['no target', { target: null }],
  ['project folder', { projectDir: 'deploy' }],
  ['output file', { outputFile: 'other.yaml' }],
  ['parts that join to the same text', { workflow: 'imagesresolve', job: '' }]
])('another %s gives another key', (_, fields) => {
  expect(commentKey({ ...identity, ...fields })).not.toBe(commentKey(identity))
})

test('the same job has the same key in every run', () => {
  expect(commentKey({ ...identity })).toBe('fa2eca039ffcb986')
  expect(commentKey({ ...identity, tag: '' })).toBe(commentKey(identity))
})

test('jobs with the same tag share a key', () => {
  expect(commentKey({ ...identity, job: 'a', tag: 'mine' })).toBe(commentKey({ ...identity, job: 'b', tag: 'mine' }))
  expect(commentKey({ ...identity, tag: 'mine' })).not.toBe(commentKey(identity))
})

test('nothing of the names reaches the marker', () => {
  const hostile = '--> @octocat <!--'
  const key = commentKey({
    workflow: hostile,
    job: hostile,
    target: hostile,
    projectDir: hostile,
    outputFile: hostile,
    tag: hostile
  })
  expect(commentMarker(key)).toMatch(/^<!-- kluctl-images:[0-9a-f]{16} -->$/)
  expect(hasMarker(`${commentMarker(key)}\nx`, key)).toBe(true)
})
