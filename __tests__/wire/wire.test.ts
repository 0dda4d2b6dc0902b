import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FixedImagesError, type ImagesError, InputError, ProjectError } from '../../src/errors.ts'
import type { RenderedProject } from '../../src/project/rendition.ts'
import { noExternalSources } from '../../src/project/sources.ts'
import { decodeMessage, encodeBegin, encodeDebug, encodeEnd, encodeProject } from '../../src/wire/answer.ts'
import { decodeRequest, encodeRequest, type RenderRequest } from '../../src/wire/request.ts'
import { ShapeError } from '../../src/wire/shape.ts'
import type { YamlValue } from '../../src/yaml/parse.ts'

const { yaml } = fc.letrec<{ yaml: YamlValue }>(tie => ({
  yaml: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt(),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('yaml')),
    fc.array(fc.tuple(fc.string(), tie('yaml'))).map(pairs => new Map(pairs))
  )
}))
const words = fc.array(fc.string())
const map = fc.array(fc.tuple(fc.string(), yaml)).map(pairs => new Map(pairs))
const texts = fc.array(fc.tuple(fc.string(), fc.string())).map(pairs => new Map(pairs))
const place = fc.record({ file: fc.string(), line: fc.nat(), column: fc.nat() }, { requiredKeys: ['file'] })
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })

const failure: fc.Arbitrary<ImagesError> = fc.oneof(
  fc
    .tuple(fc.string(), maybe(place), maybe(fc.string()), maybe(fc.array(fc.string(), { maxLength: 9 })))
    .map(([message, where, hint, excerpt]) => new ProjectError('limit', message, where, { hint, excerpt })),
  fc.tuple(fc.string(), fc.string()).map(([input, message]) => new InputError(input, message)),
  fc
    .tuple(fc.string(), maybe(place), maybe(fc.string()))
    .map(([message, where, key]) => new FixedImagesError(message, where, key))
)

const file = fc.record({ path: fc.string(), text: fc.string({ unit: 'binary' }) })
const project: fc.Arbitrary<RenderedProject> = fc.record({
  targetImages: fc.array(
    fc.record(
      { image: fc.string(), resultImage: fc.string(), namespace: fc.string(), container: fc.string(), extra: map },
      { requiredKeys: ['resultImage'] }
    )
  ),
  items: fc.array(
    fc.record({
      item: fc.record({
        folder: fc.string(),
        deploymentDir: fc.string(),
        treeDir: fc.string(),
        tags: words,
        imagesVariable: fc.oneof(fc.constant(undefined), fc.array(map))
      }),
      build: fc.constantFrom('files', 'kustomize', 'none'),
      files: fc.array(file),
      releases: fc.array(
        fc.record({
          folder: fc.string(),
          output: maybe(fc.string()),
          chart: maybe(
            fc.record({
              folder: fc.string(),
              file: fc.string(),
              chart: fc.string(),
              releaseName: fc.string(),
              namespace: fc.string(),
              output: fc.string(),
              skipCRDs: fc.boolean(),
              values: maybe(fc.string())
            })
          ),
          values: maybe(file)
        })
      ),
      kustomization: maybe(fc.string()),
      namespace: maybe(fc.string())
    })
  ),
  tree: fc.array(fc.tuple(fc.string(), fc.oneof(fc.string(), fc.uint8Array()))).map(pairs => new Map(pairs)),
  problems: fc.array(failure),
  warnings: fc.array(fc.record({ message: fc.string(), place }, { requiredKeys: ['message'] })),
  needs: fc.array(
    fc.record({
      kind: fc.constant('git-file'),
      url: fc.string(),
      ref: fc.oneof(fc.constant(undefined), fc.record({ branch: fc.string() }), fc.record({ name: fc.string() })),
      path: fc.string()
    })
  ),
  secrets: words
})

const request: fc.Arbitrary<RenderRequest> = fc.record({
  root: fc.string(),
  home: fc.string(),
  mounts: texts,
  target: maybe(fc.string()),
  args: map,
  inclusion: fc.record({
    includeTags: words,
    excludeTags: words,
    includeDeploymentDirs: words,
    excludeDeploymentDirs: words
  }),
  ownFiles: words.map(paths => new Set(paths)),
  refused: texts,
  external: fc.record({
    env: texts,
    allowedEnv: words,
    standIns: fc
      .array(fc.tuple(fc.string(), fc.record({ file: fc.string(), text: fc.string() })))
      .map(pairs => new Map(pairs)),
    gitFiles: fc
      .array(
        fc.tuple(
          fc.string(),
          fc.oneof(fc.record({ text: fc.string() }), fc.record({ error: fc.string(), hint: fc.string() }))
        )
      )
      .map(pairs => new Map(pairs)),
    overrides: texts
  })
})

/** What of an error crosses to the other process. */
function facts(error: ImagesError): object {
  const { name, code, message, hint } = error
  const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : undefined
  const excerpt = error instanceof ProjectError ? error.excerpt : undefined
  const subject = error instanceof InputError ? error.input : error instanceof FixedImagesError ? error.key : undefined
  return { name, code, message, hint, place, excerpt, subject }
}

describe('what crosses between the processes is what was sent', () => {
  test('for every project', () => {
    fc.assert(
      fc.property(project, sent => {
        const message = decodeMessage(encodeProject(sent))
        if (message.kind !== 'project') throw new Error(message.kind)
        const { problems, ...rest } = message.project
        const { problems: before, ...others } = sent
        expect(rest).toEqual(others)
        expect(problems.map(facts)).toEqual(before.map(facts))
        // a condition that is absent must not come back as one that is empty
        expect(message.project.targetImages.map(entry => Object.keys(entry).toSorted())).toEqual(
          sent.targetImages.map(entry => Object.keys(entry).toSorted())
        )
      }),
      { numRuns: 200 }
    )
  })

  test('for every request', () => {
    fc.assert(
      fc.property(request, sent => {
        expect(decodeRequest(encodeRequest(sent))).toEqual(sent)
      }),
      { numRuns: 200 }
    )
  })

  test('on one line', () => {
    fc.assert(
      fc.property(project, sent => {
        expect(encodeProject(sent)).not.toMatch(/[\r\n]/)
      })
    )
  })

  test('for the small messages', () => {
    expect(decodeMessage(encodeBegin('a\nb'))).toEqual({ kind: 'begin', file: 'a\nb' })
    expect(decodeMessage(encodeDebug('x'))).toEqual({ kind: 'debug', text: 'x' })
    const end = decodeMessage(encodeEnd(new InputError('target', 'no')))
    expect(end.kind === 'failed' && facts(end.error)).toMatchObject({ name: 'InputError', subject: 'target' })
    expect(decodeMessage(encodeEnd(new Error('oops')))).toMatchObject({ kind: 'bug' })
  })
})

describe('what was not agreed is refused', () => {
  const empty = { targetImages: [], items: [], tree: [], problems: [], warnings: [], needs: [], secrets: [] }
  test.each([
    ['a number that JSON has', { ...empty, targetImages: [{ resultImage: 1 }] }, 'project.targetImages[0].resultImage'],
    ['an unknown build', { ...empty, items: [{ build: 'exec' }] }, 'project.items[0]'],
    ['a negative line', { ...empty, warnings: [{ message: 'x', place: { file: 'a', line: -1 } }] }, 'place.line'],
    ['bytes that are no base64', { ...empty, tree: [['a', { base64: '%' }]] }, 'project.tree[0][1]'],
    ['an unknown error', { ...empty, problems: [{ kind: 'other' }] }, 'project.problems[0]'],
    ['another need', { ...empty, needs: [{ kind: 'program', url: 'x', path: 'y' }] }, 'project.needs[0].kind']
  ])('%s', (_, wrong, path) => {
    expect(() => decodeMessage(JSON.stringify({ kind: 'project', project: wrong }))).toThrow(ShapeError)
    expect(() => decodeMessage(JSON.stringify({ kind: 'project', project: wrong }))).toThrow(path)
  })

  test('a value that is nested too deeply', () => {
    let value: YamlValue = 'x'
    for (let depth = 0; depth < 300; depth += 1) value = [value]
    const deep = encodeRequest({
      root: '',
      home: '',
      mounts: new Map(),
      target: undefined,
      args: new Map([['a', value]]),
      inclusion: { includeTags: [], excludeTags: [], includeDeploymentDirs: [], excludeDeploymentDirs: [] },
      ownFiles: new Set(),
      refused: new Map(),
      external: noExternalSources
    })
    expect(() => decodeRequest(deep)).toThrow('a value that is nested less is expected')
  })
})
