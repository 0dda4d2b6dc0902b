import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { may } from './permissions.ts'
import { git } from './repository.ts'
import type { StandIn } from './stand-ins.ts'

const address = 'https://github.com/acme/shop'

/**
 * A real clone of the repository on disk: the commit of the event or `ref`, `fetch-depth`, `path`. Pushing works only with
 * `persist-credentials` and a token that may write; reading needs `contents: read`, as of a private repository. A branch is checked out by its
 * name, a commit or a pull request without one. What a fork wrote is refused under `pull_request_target` and `workflow_run`.
 */
export const checkout: StandIn = async (inputs, frame) => {
  const { run } = frame
  if (inputs['repository'] !== 'acme/shop') throw new Error(`there is no repository ${inputs['repository']}`)
  const permissions = run.gateway.permissionsOf(inputs['token'] ?? '')
  if (permissions !== undefined && !may(permissions, 'contents', 'read')) {
    throw new Error('fatal: repository not found: the token has not contents: read')
  }
  const asked = inputs['ref'] ?? ''
  const ref = asked === '' ? run.ref : asked
  const commit = run.repository.commitOf(asked === '' ? run.sha : asked)
  if (commit === undefined) throw new Error(`A branch or tag with the name '${ref}' could not be found`)
  const isTrusted = !['pull_request_target', 'workflow_run'].includes(run.eventName)
  if (!isTrusted && inputs['allow-unsafe-pr-checkout'] !== 'true' && /^(?:refs\/)?pull\//.test(ref)) {
    throw new Error(`Refusing to check out fork pull request code from a '${run.eventName}' workflow`)
  }
  const folder = join(frame.workspace, inputs['path'] ?? '')
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(folder, '.git'))) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
    git(['init', '--quiet'], folder)
    git(['remote', 'add', 'origin', address], folder)
    const remote = pathToFileURL(run.repository.remote).href
    git(['config', `url.${remote}.insteadOf`, address], folder)
    const mayPush = inputs['persist-credentials'] === 'true' && (!permissions || may(permissions, 'contents', 'write'))
    if (!mayPush) git(['config', 'url.file:///without-credentials.pushInsteadOf', address], folder)
  }
  const depth = Number(inputs['fetch-depth'])
  const branch = branchOf(ref, commit, run.repository.branches())
  const specs =
    depth === 0
      ? ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*', commit]
      : [`+${commit}:refs/remotes/${branch === undefined ? 'pull/head' : `origin/${branch}`}`]
  git(['config', '--file', join(run.repository.remote, 'config'), 'uploadpack.allowAnySHA1InWant', 'true'], folder)
  git(['fetch', '--quiet', ...(depth === 0 ? [] : [`--depth=${depth}`]), 'origin', ...specs], folder)
  const target = branch === undefined ? ['--detach', commit] : ['-B', branch, commit]
  git(['checkout', '--quiet', '--force', ...target], folder)
  return { outputs: { ref, commit }, log: `HEAD is now at ${commit}` }
}

function branchOf(ref: string, commit: string, branches: readonly string[]): string | undefined {
  const name = ref.replace(/^refs\/heads\//, '')
  return ref !== commit && branches.includes(name) ? name : undefined
}
