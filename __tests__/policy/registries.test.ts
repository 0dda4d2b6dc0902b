import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseImageReference } from '../../src/image/reference.ts'
import { normalizeRegistry } from '../../src/image/repository.ts'
import { mergeRegistries } from '../../src/policy/image-policy.ts'
import { matchesRegistry, refuseRegistry, registryPatternProblem } from '../../src/policy/registries.ts'

describe('a pattern over registries', () => {
  test.each([
    ['ghcr.io', 'ghcr.io', true],
    ['GHCR.io', 'ghcr.io', true],
    ['ghcr.io:443', 'ghcr.io', true],
    ['ghcr.io', 'ghcr.io:5000', false],
    ['ghcr.io', 'evil-ghcr.io', false],
    ['ghcr.io', 'ghcr.io.evil.example', false],
    ['ghcr.io', 'ghcrxio', false],
    ['*.example.com', 'a.example.com', true],
    ['*.Example.com:443', 'a.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'a.example.com:5000', false],
    ['*.example.com:5000', 'a.example.com:5000', true],
    ['**.example.com', 'a.b.example.com', true],
    ['**.example.com', 'a.b.example.com:5000', false],
    ['registry-*.example.com', 'registry-2.example.com', true],
    ['index.docker.io', 'docker.io', true],
    ['docker.io', 'docker.io', true],
    ['*.docker.io', 'docker.io', true],
    ['[::1]:5000', '[::1]:5000', true],
    ['[2001:DB8::1]', '[2001:db8::1]', true],
    ['[::1]', '[::2]', false],
    ['*', 'a.example.com:5000', true],
    ['**', '[::1]:5000', true],
    ['*.*', '[::1]', false]
  ])('%s and %s: %s', (pattern, registry, expected) => {
    expect(matchesRegistry(pattern, registry)).toBe(expected)
  })

  test.each([
    'ghcr.io',
    'registry.example.com:5000',
    '*.example.com',
    '**',
    'localhost',
    '127.0.0.1:5000',
    '[::1]:5000'
  ])('%s can be one', pattern => {
    expect(registryPatternProblem(pattern)).toBeUndefined()
  })

  test.each([
    ...[
      '',
      'https://ghcr.io',
      'ghcr.io/team',
      'ghcr..io',
      '-a.example',
      'a.example.',
      'a b',
      'ghcr.io:0',
      'ghcr.io:99999'
    ],
    ...['ghcr.io:*', '::1', '[*]', 'a_b.example', 'ä.example', `${'a.'.repeat(200)}io`, 'ghcr.io\n']
  ])('%j cannot', pattern => {
    expect(registryPatternProblem(pattern)).toMatch(/host/)
  })

  test('has stars in ten places at most', () => {
    expect(registryPatternProblem('*a'.repeat(10))).toBeUndefined()
    expect(registryPatternProblem('*a'.repeat(11))).toBe('a host has stars in at most 10 places')
  })
})

describe('registries', () => {
  const everything = { allow: undefined, deny: [] }

  test('may all be used where nothing is said', () => {
    expect(refuseRegistry(everything, 'docker.io')).toBeUndefined()
  })

  test('may not be used outside of the list, and none where the list is empty', () => {
    expect(refuseRegistry({ allow: ['ghcr.io'], deny: [] }, 'ghcr.io')).toBeUndefined()
    expect(refuseRegistry({ allow: ['ghcr.io'], deny: [] }, 'docker.io')).toMatch(/not among/)
    expect(refuseRegistry({ allow: ['ghcr.io'], deny: [] }, 'ghcr.io:8443')).toMatch(/not among/)
    expect(refuseRegistry({ allow: [], deny: [] }, 'ghcr.io')).toMatch(/not among/)
  })

  test.each([
    ['docker.io', 'docker.io'],
    ['docker.io', 'docker.io:5000'],
    ['docker.io', 'index.docker.io:5000'],
    ['registry-1.docker.io', 'docker.io'],
    ['[::1]', '[::1]:5000'],
    ['*.example.com', 'a.example.com:5000'],
    ['*', 'localhost:5000'],
    ['**', '[::1]']
  ])('denied by %s are: %s, also where they are allowed', (pattern, registry) => {
    expect(refuseRegistry({ allow: ['**'], deny: [pattern] }, registry)).toBe(`the policy denies "${pattern}"`)
  })

  test.each([
    ['docker.io', 'docker.io.'],
    ['docker.io', 'INDEX.docker.io.:5000'],
    ['docker.io', 'docker.io:0443'],
    ['*.example.com', 'a.example.com.'],
    ['ghcr.io', 'GHCR.io'],
    ['a.example:5000', 'a.example:05000'],
    ['127.0.0.1', '2130706433:5000'],
    ['127.0.0.1', '127.1'],
    ['127.0.0.1', '0x7f.1:5000'],
    ['127.0.0.1', '0177.0.0.1'],
    ['127.0.0.1', '[::ffff:127.0.0.1]:5000'],
    ['127.0.0.1', '[::ffff:7f00:1]'],
    ['2130706433', '127.0.0.1:5000'],
    ['127.*.*.*', '127.1'],
    ['[::1]', '[0:0:0:0:0:0:0:1]:5000'],
    ['[0::1]:5000', '[::1]:5000'],
    ['[::1]', '[::0001]']
  ])('denied by %s are, however they are spelled: %s', (pattern, registry) => {
    expect(refuseRegistry({ allow: undefined, deny: [pattern] }, registry)).toBe(`the policy denies "${pattern}"`)
  })

  test.each([
    ['127.0.0.1:5000', '2130706433:5000'],
    ['docker.io', 'docker.io.'],
    ['[::1]', '[0::1]']
  ])('allowed by %s are in no other spelling: %s', (pattern, registry) => {
    expect(refuseRegistry({ allow: [pattern], deny: [] }, registry)).toMatch(/not among/)
  })

  test.each(['docker.io./library/nginx', 'docker.io.:443/nginx', '[::1].:5000/a', '127.0.0.1./a'])(
    'with a point at the end of their host are named by no reference: %s',
    image => {
      expect(() => parseImageReference(image)).toThrow('is not a registry host')
    }
  )

  test('denied on one port may be used on another', () => {
    expect(refuseRegistry({ allow: undefined, deny: ['a.example:5000'] }, 'a.example')).toBeUndefined()
  })

  test('are those that the workflow allows before those of the file, without what either denies', () => {
    const file = { allow: ['ghcr.io'], deny: ['docker.io'] }
    expect(mergeRegistries(file, everything)).toEqual(file)
    expect(mergeRegistries(file, { allow: ['quay.io'], deny: ['a.example'] })).toEqual({
      allow: ['quay.io'],
      deny: ['docker.io', 'a.example']
    })
    expect(mergeRegistries(file, { allow: [], deny: [] }).allow).toEqual([])
  })

  test('are denied by their own name, whatever it is', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/)
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), port, (labels, number) => {
        const host = labels.join('.')
        const registry = normalizeRegistry(number === undefined ? host : `${host}:${number}`)
        expect(refuseRegistry({ allow: undefined, deny: [host] }, registry)).toBeDefined()
        expect(refuseRegistry({ allow: [registry], deny: [] }, registry)).toBeUndefined()
      })
    )
  })
})
