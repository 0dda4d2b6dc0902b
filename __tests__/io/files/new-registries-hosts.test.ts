import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findHosts } from '../../../src/io/host-occurrence.ts'

const find = (text: string, ...registries: string[]) => findHosts(text, new Set(registries))

describe('a text names a registry', () => {
  test.each([
    'ghcr.io',
    'image: ghcr.io/team/app:1.2',
    'image: "ghcr.io/team/app"',
    "{{ images.get_image('ghcr.io/team/app') }}",
    'image: GHCR.io/team/app',
    'image: ghcr.io:443/team/app',
    'https://ghcr.io/v2/',
    'https:\\/\\/ghcr.io\\/v2',
    'oci://ghcr.io/charts',
    'hosts: [ghcr.io, quay.io]',
    'hosts: [ghcr.io]',
    'it comes from ghcr.io.',
    'it comes from ghcr.io. And more',
    'it comes from “ghcr.io”…',
    'REGISTRY=ghcr.io',
    'ghcr.io: user',
    '{% if here %}ghcr.io{% else %}quay.io{% endif %}/team/app',
    '**ghcr.io**',
    '<ghcr.io>',
    'a;ghcr.io|b',
    'x\nghcr.io\r\n'
  ])('as in %j', text => {
    expect(find(text, 'ghcr.io')).toEqual(['ghcr.io'])
  })

  test.each([
    'evil-ghcr.io/app',
    'evilghcr.io/app',
    'my.ghcr.io/app',
    'ghcr.io.evil.test/app',
    'ghcr.io-evil.test/app',
    'ghcr.io_evil',
    'ghcr.iox',
    'ghcr.io:5000/app',
    'ghcr.io:4430/app',
    'ghcr.io:443.evil',
    'ghcr.io:443evil',
    'https://ghcr.io@evil.test/',
    'https://ghcr.io:443@evil.test/',
    'https://ghcr.io%2eevil.test/',
    'somebody@ghcr.io',
    'cache.example.com/ghcr.io/team/app',
    'cache.example.com\\/ghcr.io\\/team',
    'éghcr.io',
    'ghcr.ioé',
    'ghcr.io。evil.test',
    'ghcr.io\u200bevil.test',
    'g\u200bhcr.io',
    'ghcr\u2024io',
    'ghcr,io',
    'ghcr-io',
    'ghcrxio',
    'ghcr.\nio',
    ''
  ])('and not as in %j', text => {
    expect(find(text, 'ghcr.io')).toEqual([])
  })

  test('with a sign for degrees Kelvin it is another one', () => {
    expect(find('\u212agen.io', 'kgen.io')).toEqual([])
  })

  test.each([
    ['registry.example.com:5000', 'image: registry.example.com:5000/app:1', true],
    ['registry.example.com:5000', 'it is Registry.Example.com:5000.', true],
    ['registry.example.com:5000', 'image: registry.example.com/app', false],
    ['registry.example.com:5000', 'image: registry.example.com:50001/app', false],
    ['registry.example.com:5000', 'image: registry.example.com:500/app', false],
    ['registry.example.com', 'image: registry.example.com:5000/app', false],
    ['localhost:5000', 'image: localhost:5000/app', true],
    ['10.0.0.1:5000', 'image: 10.0.0.1:5000/app', true],
    ['10.0.0.1:5000', 'image: 110.0.0.1:5000/app', false],
    ['10.0.0.1', 'image: 10.0.0.1.5/app', false],
    ['[::1]:5000', 'image: "[::1]:5000/app"', true],
    ['[::1]', 'image: "[::1]:5000/app"', false],
    ['fade.cafe', 'hosts: [fade.cafe]', true]
  ])('port and address count: %s in %j is %s', (registry, text, isNamed) => {
    expect(find(text, registry)).toEqual(isNamed ? [registry] : [])
  })

  test('several at once, and each as often as it stands there', () => {
    expect(find('ghcr.io,quay.io ghcr.io', 'ghcr.io', 'quay.io')).toEqual(['ghcr.io', 'quay.io', 'ghcr.io'])
  })

  test('between any blanks, and never with a letter beside it', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
    const host = fc.tuple(label, label).map(([a, b]) => `${a}.${b}`)
    fc.assert(
      fc.property(host, fc.constantFrom(' ', '"', "'", '\n', '=', ',', '(', '<'), (name, edge) => {
        expect(find(`${edge}${name}${edge}`, name)).toEqual([name])
        expect(find(`${edge}x${name}${edge}`, name)).toEqual([])
        expect(find(`${edge}${name}.x${edge}`, name)).toEqual([])
      })
    )
  })

  test('in time that grows with the text only', () => {
    const start = performance.now()
    find(`${'a'.repeat(50_000)}${'.'.repeat(50_000)}${':1'.repeat(50_000)}${'['.repeat(20_000)}`, 'ghcr.io')
    find(`[${'a:'.repeat(50_000)}`, 'ghcr.io')
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
