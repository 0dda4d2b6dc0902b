import { describe, expect, test } from 'vitest'
import { runCli } from '../helpers/command.ts'
import { makeWorkspace } from '../helpers/workspace.ts'

const call = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec: {template: {spec: {containers: [{name: app, image: '{{ images.get_image("${image}") }}'}]}}}
`

describe('what the pipelines say is looked at', () => {
  const calling = (inputs: string): string =>
    `on: {schedule: []}\njobs:\n  it:\n    permissions: {contents: write, packages: read, pull-requests: write}\n    uses: kluctl-images/kluctl-images/.github/workflows/bump.yml@v0\n    with: {${inputs}}\n`
  const below = (folder: string): Readonly<Record<string, string>> => ({
    [`${folder}/.kluctl.yaml`]: 'targets: [{name: prod}, {name: local}]\nargs: [{name: region}]\n',
    [`${folder}/deployment.yaml`]: 'deployments: [{path: app}]\n',
    [`${folder}/app/deployment.yaml`]: `${call('ghcr.io/team/app')}# {{ args.region }}\n`
  })
  const marked = { '.git/HEAD': 'ref: refs/heads/main\n' }
  const linesOf = async (files: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<string> => {
    const { out } = await runCli(['doctor', ...args, '--offline-images'], { cwd: makeWorkspace(files).folder })
    return out.replace(/ {2,}/g, ' ')
  }

  test('its project, targets, args and files', async () => {
    const workflow = calling('project-dir: deploy, target: prod, args: region=eu, output-file: "deploy/{target}.yaml"')
    const said = await linesOf({ ...marked, ...below('deploy'), '.github/workflows/images.yml': workflow })
    expect(said).toContain('ok target prod renders; 1 call of get_image for 1 image')
    expect(said).toContain('ok deploy/prod.yaml not there yet; a run writes it')
    expect(said).not.toMatch(/local|fail/)
  })

  test('what a flag says is said by no pipeline', async () => {
    const workflow = calling('project-dir: deploy, target: prod, args: region=eu')
    const said = await linesOf({ ...marked, ...below('deploy'), '.github/workflows/images.yml': workflow }, [
      ...['--project-dir', 'deploy', '--target', 'local', '--args', 'region=us', '--output-file', 'x.yaml']
    ])
    expect(said).toContain('ok target local renders')
    expect(said).toContain('ok x.yaml not there yet')
    expect(said).not.toMatch(/target prod|fixed-images\.yaml/)
  })

  test('of several projects each has its name before it, and a file that both write is wrong', async () => {
    const files = { ...marked, ...below('a'), ...below('b') }
    const workflow = (folder: string): string =>
      calling(`project-dir: ${folder}, target: prod, args: region=eu, branch: ${folder}`)
    const workflows = { '.github/workflows/a.yml': workflow('a'), '.github/workflows/b.yml': workflow('b') }
    const said = await linesOf({ ...files, ...workflows })
    expect(said).toContain('ok a: target prod renders')
    expect(said).toContain('ok b: target prod renders')
    expect(said).toMatch(/^fail fixed-images\.yaml is written for a and for b, .*as b\/fixed-images\.yaml$/m)
  })

  test('without a pipeline the project is the one that init would find', async () => {
    const plain = {
      'apps/shop/.kluctl.yaml': 'targets: [{name: prod}]\n',
      'apps/shop/deployment.yaml': 'deployments: [{path: app}]\n',
      'apps/shop/app/deployment.yaml': call('ghcr.io/team/app')
    }
    expect(await linesOf({ ...marked, ...plain })).toContain('ok target prod renders')
    expect(await linesOf({ ...marked, ...plain, ...below('other') })).toMatch(
      /^note there are several kluctl projects here: other, apps\/shop; name one to look at it: --project-dir DIR$/m
    )
  })

  test('GitLab: an image that lacks the program that the project is built with', async () => {
    const said = await linesOf({
      ...marked,
      '.kluctl.yaml': 'targets: [{name: prod}]\n',
      'deployment.yaml': 'deployments: [{path: app}]\n',
      'app/kustomization.yaml': 'resources: [deployment.yaml]\nnamePrefix: x-\n',
      'app/deployment.yaml': call('ghcr.io/team/app'),
      '.gitlab-ci.yml': 'include: [{component: gitlab.com/a/b/kluctl-images@0.1.0, inputs: {target: prod}}]\n'
    })
    expect(said).toMatch(
      /^warn \.gitlab-ci\.yml, job kluctl-images runs in the image node:24, which has no kubectl or kustomize,/m
    )
  })
})
