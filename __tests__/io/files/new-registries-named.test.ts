import { expect, test } from 'vitest'
import { namedRegistries } from '../../../src/io/new-registries-named.ts'
import { parseOptions, type RawOptions } from '../../../src/options.ts'

test.each<[RawOptions, readonly string[]]>([
  [{}, []],
  [{ 'allow-registries': 'ghcr.io\n*.example.com' }, ['ghcr.io', '*.example.com']],
  [{ images: 'ghcr.io/team/*' }, ['ghcr.io']],
  [{ images: '*.example.com:5000/** = semver()' }, ['*.example.com:5000']],
  [{ images: 'localhost/app' }, ['localhost']],
  [{ images: '**' }, []],
  [{ images: 'team/*' }, []],
  [{ images: 'nginx' }, []],
  [{ images: '**\n!quay.io/**' }, []],
  [{ 'fixed-images': 'nginx=ghcr.io/mirror/nginx:1.27' }, ['docker.io', 'ghcr.io']],
  [{ args: 'registry=ghcr.io' }, []]
])('the options %j name the registries %j', (raw, named) => {
  const { options, problems } = parseOptions(raw)
  expect(problems).toEqual([])
  expect(namedRegistries(options)).toEqual(named)
})
