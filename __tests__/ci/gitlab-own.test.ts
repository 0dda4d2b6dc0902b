import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { version } from '../../src/about.ts'
import { optionTable } from '../../src/option-table.ts'
import { dockerRegistryMissing } from '../helpers/docker-registry.ts'
import { type GitLabProject, gitLabCiLocalMissing } from '../helpers/gitlab-ci-local.ts'
import { templateText } from '../helpers/gitlab-inputs.ts'
import { root } from '../helpers/workspace.ts'
import { exampleFiles, type GitLabStage, openGitLabStage } from './gitlab-stage.ts'

const missing = gitLabCiLocalMissing ?? dockerRegistryMissing
if (missing !== undefined) process.stdout.write(`${missing}\n`)

/** What ends a text in single quotes, or runs something within double ones; no input that stands there may have it. */
const closedBySingle = ["a'b", 'a\nb', "'"]
const closedByDouble = ['a"b', 'a`b`', '$(a)', 'a$(b)', '${a@P}', '$[a]', 'a\\', 'a\nb', '${a[b]}', '']
/** What ends a line for the shell, or for GitLab's reader of YAML, after which everything is a part of the pipeline. */
const lineEnds = ['a\nb', '\n', 'a\rb', 'a\u0085b', 'a\u2028b', 'a\u2029b']
/** What ends a text in double quotes for YAML. */
const closedByYaml = [...lineEnds, 'a"b', 'a\\b', '']

const names = readdirSync(join(root, 'templates')).map(file => file.replace(/\.yml$/, ''))

describe.skipIf(missing !== undefined)('the pipeline of this repository', { timeout: 120_000 }, () => {
  let stage: GitLabStage
  let project: GitLabProject
  beforeAll(async () => {
    stage = await openGitLabStage()
    const example = Object.entries(exampleFiles('gitlab', 'registry.invalid'))
    project = stage.project({
      '.gitlab-ci.yml': readFileSync(join(root, '.gitlab-ci.yml'), 'utf8'),
      ...Object.fromEntries(names.map(name => [`templates/${name}.yml`, templateText(name)])),
      ...Object.fromEntries(example.map(([path, text]) => [`examples/gitlab/${path}`, text]))
    })
    return () => stage.close()
  })

  test.each([
    [{ CI_PIPELINE_SOURCE: 'push' }, ['review', 'bump', 'pin']],
    [{ CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: '' }, ['review']],
    [{ CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v0.1.0', CI_COMMIT_BRANCH: '' }, ['review', 'create-release']],
    [{ CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v0', CI_COMMIT_BRANCH: '' }, []]
  ])('with %j has the jobs %j', async (variables, jobs) => {
    const listed = await project.list(variables)
    expect(listed.jobs.toSorted(), listed.log).toEqual(jobs.toSorted())
  })

  test('runs the component of its own commit on the example, without a registry', async () => {
    const { exitCode, log } = await project.run(['review'], { CI_PIPELINE_SOURCE: 'push' })
    expect(exitCode, log).toBe(0)
    expect(project.workspace.read('example/fixed-images.yaml')).toContain('registry.invalid/acme/web:1.4.1')
  })
})

describe('each component', () => {
  test.each(names)(
    '%s has inputs of the words of the Action, all used, and no keyword for the whole pipeline',
    name => {
      const [header, body] = parseAllDocuments(templateText(name)).map(document => document.toJS())
      const inputs: Readonly<Record<string, { description?: string; default?: unknown; type?: string }>> =
        header.spec.inputs
      const own = ['stage', 'job-name', 'image', 'version', 'rules', 'base', 'branch', 'title', 'labels']
      const known = new Set<string>([...own, ...optionTable.map(option => option.name)])
      for (const [input, { description, default: value }] of Object.entries(inputs)) {
        expect(known, input).toContain(input)
        expect(description, input).toMatch(/\.$/)
        expect(value, input).toBeDefined()
        expect(JSON.stringify(body), input).toContain(`$[[ inputs.${input} ]]`)
      }
      expect(Object.keys(body)).toEqual(['$[[ inputs.job-name ]]'])
      expect(inputs['version']?.default).toBe(version)
    }
  )

  test.each(names)(
    '%s pastes only inputs into its shell that can be no command, declares no cache, and speaks of no token on a command line',
    name => {
      const [header, body] = parseAllDocuments(templateText(name)).map(document => document.toJS())
      const job = body['$[[ inputs.job-name ]]']
      const { inputs } = header.spec
      const script: string = job.script.join('\n')
      const [read = '', lines = ''] = /<<'KLUCTL_IMAGES_INPUTS'\n([\s\S]*?)^KLUCTL_IMAGES_INPUTS$/m.exec(script) ?? []
      const pasted = [...script.replace(read, '').matchAll(/(.)(?:[a-z-]+=)?\$\[\[ inputs\.([a-z-]+) \]\]/g)]
      expect(pasted.length).toBeGreaterThan(2)
      for (const [, quote, input = ''] of pasted) {
        const { type, regex = '' } = inputs[input]
        if (type === 'boolean') continue
        const isClosed = quote === "'" ? closedBySingle : closedByDouble
        for (const bad of isClosed) expect(bad, `${input}: ${regex}`).not.toMatch(new RegExp(regex))
      }
      // no line of an input is the end of them, and none goes on in the next line
      for (const line of lines.trimEnd().split('\n')) {
        const [, input = '', sign] = /^([a-z-]+)([=:])\$\[\[ inputs\.\1 \]\]$/.exec(line) ?? []
        const { type = 'string', regex = '' } = inputs[input] ?? {}
        expect([line, type]).toEqual([line, sign === ':' ? 'array' : 'string'])
        for (const bad of type === 'string' ? lineEnds : []) expect(bad, line).not.toMatch(new RegExp(regex))
      }
      expect(job).not.toHaveProperty('variables')
      expect(job).not.toHaveProperty('cache')
      expect(script).not.toMatch(/https?:\/\/[^\s"]*TOKEN|--header[^\n]*TOKEN/)
    }
  )

  test.each(names)('%s puts what is no text for the shell into quotes of YAML, which no input ends', name => {
    const [, body = ''] = templateText(name).split(/^---\n/m)
    const [header] = parseAllDocuments(templateText(name)).map(document => document.toJS())
    const outside = body.replace(/^ {4}- \|\n(?: {6}.*\n|\n)+/m, '')
    const found = [...outside.matchAll(/(.)\$\[\[ inputs\.([a-z-]+) \]\]/g)]
    expect(found.map(([, , input]) => input)).toEqual(
      expect.arrayContaining(['stage', 'image', 'rules', 'output-file'])
    )
    for (const [, before, input = ''] of found) {
      const { type = 'string', regex = '' } = header.spec.inputs[input]
      expect([input, before]).toEqual([input, type === 'array' ? ' ' : '"'])
      for (const bad of type === 'array' ? [] : closedByYaml) expect(bad, input).not.toMatch(new RegExp(regex))
    }
  })
})
