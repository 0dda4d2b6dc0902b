import fc from 'fast-check'
import type { RawOptions } from '../../src/options.ts'
import type { RepositoryAnswer } from '../helpers/tag-source.ts'
import type { Situation } from './run-parts.ts'

const names = [
  'nginx',
  'docker.io/library/nginx',
  'r.io/api',
  'r.io/web',
  'r.io/jobs/worker',
  'new.io/x',
  'r.io/gone',
  '0',
  'r.io/Bad',
  'r.io/none'
]

const tags: Readonly<Record<string, RepositoryAnswer>> = {
  'docker.io/library/nginx': ['1.26', '1.27', '1.27.1', 'alpine'],
  'docker.io/library/0': ['1', '2'],
  'r.io/api': ['2.0.0', '2.1.0', '2.1.0-rc.1', 'latest'],
  'r.io/web': ['main-9', 'main-10', '7.0'],
  'r.io/jobs/worker': { fails: 'no login' },
  'new.io/x': ['1.0.0', '3.0.0'],
  'r.io/none': ['latest']
}

/** Mostly images that have an answer, or else no run would be complete. */
const image = fc.oneof({ weight: 24, arbitrary: fc.constantFrom(...names.slice(0, 4)) }, fc.constantFrom(...names))
const filter = fc.oneof(
  { weight: 30, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constant(", 'semver(<2.1)'") },
  fc.constantFrom(", version.prefix('main-', suffix=version.number())", ", 'nonsense('")
)
const deployment = fc.constantFrom('a', 'b')
const container = fc.constantFrom('x', 'y', '')
const use = fc.record({ item: fc.constantFrom('i1', 'i2', 'i3'), deployment, container, image, filter })

type Use = {
  readonly item: string
  readonly deployment: string
  readonly container: string
  readonly image: string
  readonly filter: string
}

function projectOf(uses: readonly Use[], isBroken: boolean): Readonly<Record<string, string>> {
  const items = [...new Set(['i1', ...uses.map(({ item }) => item)])]
  const files = items.map((item): [string, string] => {
    const own = uses.filter(one => one.item === item)
    const objects = [...new Set(own.map(one => one.deployment))].map(name => {
      const lines = own
        .filter(one => one.deployment === name)
        .map(
          one =>
            `        - { ${one.container === '' ? '' : `name: ${one.container}, `}image: '{{ images.get_image("${one.image}"${one.filter}) }}' }`
        )
      return `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  template:\n    spec:\n      containers:\n${lines.join('\n')}\n`
    })
    return [`${item}/objects.yaml`, objects.join('---\n')]
  })
  const broken: readonly [string, string][] = isBroken ? [['i1/broken.yaml', 'a: {{ nobody.knows }}\n']] : []
  return {
    'deployment.yaml': `deployments:\n${items.map(item => `  - path: ${item}\n`).join('')}`,
    ...Object.fromEntries([...files, ...broken])
  }
}

const entry = fc.record({
  subject: fc.oneof(
    image.map(name => `image: ${name}`),
    fc.constantFrom('imageRegex: "^r"', 'imageRegex: nginx')
  ),
  tag: fc.constantFrom('1.0.0', '2.1.0', '1.27.1', 'main-9', '2'),
  name: image,
  place: fc.constantFrom(
    '',
    '',
    '    namespace: shop\n',
    '    deployment: Deployment/a\n',
    '    namespace: shop\n    deployment: Deployment/b\n    container: x\n'
  ),
  comment: fc.constantFrom('', '', '  # why it is so\n', '  # for now\n\n')
})

const list = fc
  .array(entry, { maxLength: 8 })
  .map(entries =>
    entries.length === 0
      ? '# nothing yet\nimages: []\n'
      : `# ours\nimages:\n${entries.map(({ subject, tag, name, place, comment }) => `${comment}  - ${subject}\n    resultImage: ${name === 'r.io/Bad' ? 'r.io/bad' : name}:${tag}\n${place}`).join('')}# end\n`
  )

const policies = [
  'rules:\n  - image: "r.io/*"\n    skip: ["2.1.0"]\n',
  'rules:\n  - image: nginx\n    hold: { reason: not yet, expiry: 2030-01-01 }\n  - image: r.io/api\n    hold: { reason: over, expiry: 2020-01-01 }\n',
  'rules:\n  - image: r.io/apj\n    minimum-age: 1d\n  - image: "**"\n    max-bump: minor\n',
  'registries:\n  deny: [new.io]\n'
]

const raw: fc.Arbitrary<RawOptions> = fc
  .record({
    simple: fc.boolean(),
    update: fc.boolean(),
    pin: fc.boolean(),
    offline: fc.constantFrom(false, false, false, true),
    include: fc.constantFrom('', '', 'i1', 'i2,i3'),
    images: fc.constantFrom('', '', 'r.io/*', '!nginx', 'r.io/api = semver()\nnginx'),
    fixed: fc.constantFrom(
      '',
      '',
      'nginx=nginx:1.26',
      'r.io/api:shop:Deployment/a:x=r.io/api:2.0.0\nr.io/web=r.io/api:2.0.0'
    ),
    failOn: fc.constantFrom('unresolved', 'none', 'change,major,trap,downgrade,unpinned,unresolved'),
    lock: fc.constantFrom('auto', 'none', 'images.lock.json')
  })
  .map(given => ({
    simple: String(given.simple),
    'update-images': String(given.update),
    'pin-digests': String(given.pin),
    'offline-images': String(given.offline),
    'include-tags': given.include,
    images: given.images,
    'fixed-images': given.fixed,
    'fail-on': given.failOn,
    'lock-file': given.lock
  }))

/** Any project with any surroundings: pins, previous files with comments, partial runs, failures, conflicts, policies, files that do not render. */
export const anySituation: fc.Arbitrary<Situation> = fc
  .record({
    raw,
    uses: fc.array(use, { maxLength: 14 }),
    isBroken: fc.constantFrom(false, false, false, false, true),
    previous: fc.option(list, { nil: undefined }),
    baseline: fc.option(list, { nil: undefined, freq: 2 }),
    policy: fc.option(fc.constantFrom(...policies), { nil: undefined })
  })
  .map(({ uses, isBroken, ...rest }) => ({ ...rest, files: projectOf(uses, isBroken), tags }))
