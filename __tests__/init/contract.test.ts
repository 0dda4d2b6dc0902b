import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import type { Setup } from '../../src/init/setup.ts'
import { githubFiles } from '../../src/init/texts/github.ts'
import { gitlabText } from '../../src/init/texts/gitlab.ts'
import { usualNames } from '../../src/init/workflow-names.ts'
import { root } from '../helpers/workspace.ts'
import { plainSetup } from './plain-setup.ts'

const setups: readonly Setup[] = [
  {
    ...plainSetup,
    projectDir: 'deploy',
    sourceRoot: '.',
    args: ['a=b'],
    argsFromFile: ['args.yaml'],
    allowEnv: ['REGION'],
    varsFromFile: ['vault=vars.yaml'],
    logins: ['a.example.com']
  },
  {
    ...plainSetup,
    targets: ['a', 'b'],
    outputFile: 'fixed/{target}.yaml',
    logins: ['a.example.com', 'b.example.com']
  }
]

/** The text with everything set that it offers in comments. */
const whole = (text: string): string => text.replace(/^( *)# ([a-z-]+:(?: |$))/gm, '$1$2')

type Job = {
  readonly uses: string
  readonly with?: object
  readonly secrets?: object
  readonly permissions: Readonly<Record<string, string>>
}

describe('what is written calls a reusable workflow with what it takes', () => {
  const jobs = setups.flatMap(setup =>
    [usualNames, { ...usualNames, suffix: 'infra' }].flatMap(names =>
      githubFiles(setup, names).flatMap(({ text }) => Object.values<Job>(parse(whole(text), { uniqueKeys: true }).jobs))
    )
  )

  test.each(jobs.map((job, index) => [`${job.uses} (${index})`, job] as const))('%s', (_name, job) => {
    const [, path = ''] = /^kluctl-images\/kluctl-images\/(\.github\/workflows\/[a-z-]+\.yml)@v0$/.exec(job.uses) ?? []
    const called = parse(readFileSync(join(root, path), 'utf8'))
    const { inputs = {}, secrets = {} } = called.on.workflow_call
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(job.with ?? {})))
    expect(Object.keys(secrets)).toEqual(expect.arrayContaining(Object.keys(job.secrets ?? {})))
    const wanted: Record<string, string> = Object.assign(
      {},
      ...Object.values<Job>(called.jobs).map(({ permissions }) => permissions)
    )
    expect(job.permissions).toEqual(wanted)
  })
})

describe('what is written includes a template with what it takes', () => {
  test.each(setups)('for the targets $targets', setup => {
    const { include } = parse(gitlabText(setup))
    for (const { remote, inputs } of include) {
      const [, path = ''] = /\/v\d+\.\d+\.\d+\/(templates\/[a-z-]+\.yml)$/.exec(remote) ?? []
      const [header] = parseAllDocuments(readFileSync(join(root, path), 'utf8'))
      const { spec } = header?.toJS() ?? {}
      expect(Object.keys(spec.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)))
    }
  })
})

describe('what a template takes is used by its job', () => {
  const templates = readdirSync(join(root, 'templates'))

  test.each(templates)('%s', file => {
    const text = readFileSync(join(root, 'templates', file), 'utf8')
    const [header, body] = parseAllDocuments(text)
    const { inputs } = header?.toJS().spec ?? {}
    const names = Object.keys(inputs).filter(name => !text.includes(`$[[ inputs.${name} ]]`))
    expect(names).toEqual([])
    const [job] = Object.values<{ script: readonly string[] }>(body?.toJS() ?? {})
    const script = job?.script.join('\n') ?? ''
    const read = [...script.matchAll(/^(\w+)=\$\(input ([a-z-]+)[=:]\)$/gm)]
    const given = [...script.matchAll(/^([a-z-]+)[=:]\$\[\[ inputs\.[a-z-]+ \]\]$/gm)].map(([, input]) => input)
    expect(read.map(([, , input]) => input).toSorted()).toEqual(given.toSorted())
    for (const [, variable = '', input = ''] of read) {
      expect([variable, inputs]).toEqual([
        input.replaceAll('-', '_'),
        expect.objectContaining({ [input]: expect.anything() })
      ])
      expect(script.split(`"$${variable}"`).length + script.split(` $${variable};`).length, variable).toBeGreaterThan(2)
    }
    expect(script).toContain('--args-from-file="$args_from_file"')
    expect(script).toContain('--vars-from-file="$vars_from_file"')
  })
})
