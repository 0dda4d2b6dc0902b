import { join } from 'node:path'
import { InputError, ProjectError } from '../errors.ts'
import { type CiChoice, type CiName, chooseCi, ciNames } from '../init/ci.ts'
import { pipelineProblem, planFiles } from '../init/file-plan.ts'
import { readGitLabPipeline } from '../init/gitlab-pipeline.ts'
import { gitlabWarnings } from '../init/gitlab-plan.ts'
import { gatherCalls, type ImageCalls } from '../init/image-calls.ts'
import { blindPicks, imageFailures } from '../init/image-failures.ts'
import { findImageLines, type ImageLine } from '../init/image-lines.ts'
import { type FixedUses, findMoves } from '../init/moves.ts'
import { chooseOutputFile } from '../init/output-file.ts'
import type { InitPlan } from '../init/plan.ts'
import { problemText } from '../init/problem-text.ts'
import { type KnownTags, proposeFilters } from '../init/proposal.ts'
import { outputFileFor, type Setup } from '../init/setup.ts'
import { findLogins } from '../io/init-logins.ts'
import { findInitPlace, type InitPlace } from '../io/init-place.ts'
import { readInitRepository } from '../io/init-repository.ts'
import { imagePolicy } from '../policy/image-policy.ts'
import type { Policy } from '../policy/policy.ts'
import { readPolicy } from '../policy/read-policy.ts'
import { formatPlace } from '../report/where.ts'
import { byCodeUnit, nearest, plural, quote } from '../text.ts'
import type { Terminal } from './command.ts'
import type { ParsedFlags } from './flags.ts'
import { readGivenArgs, readReplacedArgs, readSourceRoot, refuseUnwritable } from './init-args.ts'
import { chosenTargets } from './init-choice.ts'
import { lookAtProject, type OpenRendering, type ProjectLook } from './init-look.ts'
import { listTagsOfAll } from './tag-list.ts'

/** The plan, and the real path of the folder that its files count from. */
export type MadePlan = { readonly root: string; readonly plan: InitPlan }

/**
 * Finds out everything that the plan says: the project, its images, their tags, the CI system. Writes nothing.
 * @throws InputError, ProjectError or AggregateError of them
 */
export async function makePlan(
  { own, raw, positionals: [named] }: ParsedFlags,
  terminal: Terminal,
  open: OpenRendering
): Promise<MadePlan> {
  const flag = readCi(own.get('ci'))
  const place = findInitPlace(named)
  const { root, project } = place
  refuseUnwritable('project-dir', project)
  const given = readGivenArgs(raw, root)
  const givenRoot = readSourceRoot(raw, root, project)
  const repository = await readInitRepository(root)
  const { read } = repository
  const chosen = chosenTargets(raw)
  const look = await lookAtProject({ place, folder: join(root, project), raw, chosen, read }, terminal, open)
  const policyFile = project === '.' ? '.kluctl-images.yaml' : `${project}/.kluctl-images.yaml`
  const policy = readPolicyOf(read(policyFile), policyFile)
  const { images, unreadable } = gatherCalls(look.found, look.fixed)
  const tags = raw['offline-images'] === 'true' ? new Map<string, Known>() : await askTags(images, terminal)
  const proposals = images.flatMap(calls => {
    const { filter } = imagePolicy(policy.policy, calls.image, { platforms: [] })
    return proposeFilters(calls, tags.get(calls.repository)?.tags, filter?.text)
  })
  const ci: CiChoice = flag === undefined ? chooseCi(repository) : { ci: flag, why: 'by --ci' }
  const targets = look.targets.flatMap(({ name, leftOut }) => (leftOut === null ? [name] : []))
  const logins = loginsOf(images, tags, terminal)
  const sourceRoot = look.needsRepository ? '.' : givenRoot
  const output = chooseOutputFile({ ci: ci.ci, projectDir: project, targets, read })
  const setup: Setup = {
    projectDir: project,
    sourceRoot,
    targets,
    ...output,
    ...given,
    branch: repository.branch,
    logins
  }
  const isHeld = (image: string): boolean => imagePolicy(policy.policy, image, { platforms: [] }).hold !== undefined
  const moves = findMoves(proposals, fixedUses(look, setup), isHeld)
  const tagsOf = (repository: string): KnownTags => tags.get(repository)?.tags
  // a login is a step of its own
  const answerOf = (repository: string): KnownTags =>
    tags.get(repository)?.wantsLogin === true ? undefined : tagsOf(repository)
  const replaced = readReplacedArgs(raw, root, join(root, project), targets)
  const files = { policyFile, isPolicyNew: read(policyFile) === undefined, outputFile: setup.outputFile }
  const calls = images.reduce((sum, { count }) => sum + count, 0)
  const imageLines = findImageLines(look.manifests)
  const failures = [
    ...look.failures,
    ...unreadable.map(({ message, place: at }) => `${at === undefined ? '' : `${formatPlace(at)}: `}${message}`),
    ...policy.problems
  ]
  const warnings = [
    ...(place.hasRepository ? [] : ['there is no git repository around the project; paths count from this folder']),
    ...(given.allowEnv.length > 0 && ci.ci === 'github' ? [noVariables] : []),
    ...(ci.ci === 'gitlab' ? gitlabWarnings(read) : []),
    ...(place.others.length === 0 ? [] : [otherProjects(place)]),
    ...(look.needsRepository ? [wholeRepository] : []),
    ...replaced,
    ...failures,
    ...look.warnings,
    ...(calls > 0 && imageLines.length > 0 ? [standAsText(imageLines)] : []),
    ...(proposals.some(({ origin }) => origin === 'template') ? [oldCalls] : [])
  ]
  return {
    root,
    plan: {
      project,
      ci,
      setup,
      targets: look.targets,
      replaced,
      calls,
      images: proposals,
      imageLines: calls === 0 ? imageLines : [],
      moves,
      files: calls === 0 ? [] : planFiles({ ci: ci.ci, setup, proposals, moves, read }),
      noPipeline: pipelineProblem(ci.ci, setup) ?? null,
      warnings: shortList(warnings),
      failures: shortList([...failures, ...imageFailures(images, proposals, answerOf, isHeld)]),
      blind: blindPicks(proposals, tagsOf, isHeld, files),
      leftOutPipelines: ci.ci === 'gitlab' ? readGitLabPipeline({ read }).leftOut : []
    }
  }
}

/** What each target uses, with the entries that its first bump finds: those of its file, or of the old one, which is copied. */
function fixedUses({ found, written }: ProjectLook, setup: Setup): readonly FixedUses[] {
  const old = setup.oldFile === undefined ? undefined : written.get(setup.oldFile)
  return found.map(({ target, uses, pinned }) => ({
    target: found.length > 1 ? target : undefined,
    uses,
    entries: written.get(outputFileFor(setup, target)) ?? old ?? [],
    pinned
  }))
}

function readCi(value: string | boolean | undefined): CiName | undefined {
  if (typeof value !== 'string') return undefined
  const found = ciNames.find(name => name === value)
  if (found !== undefined) return found
  const near = nearest(value, ciNames)
  throw new InputError('the CI system', `the CI system ${quote(value)} is not known`, {
    hint: `${near === undefined ? '' : `Did you mean --ci ${near}? `}Write --ci and one of ${ciNames.join(', ')}.`
  })
}

type ReadPolicy = { readonly policy: Policy; readonly problems: readonly string[] }

/** A policy that cannot be read is left as it is, and says nothing of any image. */
function readPolicyOf(text: string | undefined, file: string): ReadPolicy {
  const nothing: Policy = { rules: [], registries: { allow: undefined, deny: [] } }
  try {
    return { policy: text === undefined ? nothing : readPolicy(text, file), problems: [] }
  } catch (error) {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    const problems = errors.map(one => {
      if (!(one instanceof ProjectError)) throw one
      return `${one.place === undefined ? file : formatPlace(one.place)}: ${one.message}`
    })
    return { policy: nothing, problems }
  }
}

/** Source: GitHub's documentation, "Reusing workflows": the env of a caller is not handed on. */
const noVariables =
  'the pipeline hands no environment variables to templates: give what systemEnvVars reads as args or vars-from-file there'

/** Source: kluctl v2.28, pkg/kluctl_jinja2/ext/images_ext.py. */
const oldCalls =
  'kluctl 2.28 and newer take one argument of get_image: before an upgrade, move the filters of templates into rules of the policy'

const wholeRepository =
  'paths lead out of the project into the repository, so that the pipeline gives templates all of it: source-root: .'

function otherProjects({ project, others }: InitPlace): string {
  const names = others.slice(0, 5).join(', ')
  const more = others.length > 5 ? ` and ${others.length - 5} more` : ''
  return `this is about ${project}; for ${names}${more}, which may be kluctl projects too: kluctl-images init DIR`
}

function standAsText(imageLines: readonly ImageLine[]): string {
  const [first] = imageLines
  const [one, it] = imageLines.length === 1 ? ['stands', 'it'] : ['stand', 'them']
  const example = first && `, as ${first.image} in ${first.file}`
  return `${plural(imageLines.length, 'image')} ${one} as text${example}: nothing keeps ${it} up to date, as images.get_image("NAME") would`
}

type Known = { readonly tags: KnownTags; readonly wantsLogin: boolean }

async function askTags(images: readonly ImageCalls[], terminal: Terminal): Promise<ReadonlyMap<string, Known>> {
  terminal.status(`asking for the tags of ${plural(images.length, 'image')}`)
  const names = images.map(({ image }) => image)
  const known = await listTagsOfAll(names, terminal, undefined, (listing): readonly [string, Known] => {
    if (!('error' in listing)) return [listing.repository, { tags: { tags: listing.tags }, wantsLogin: false }]
    const { code } = listing.error
    const problem = problemText(listing.error)
    return [listing.repository, { tags: { problem }, wantsLogin: ['unauthorized', 'denied'].includes(code) }]
  })
  return new Map(known)
}

/** Registries that refused, and those that answered to a login of this machine. */
function loginsOf(
  images: readonly ImageCalls[],
  tags: ReadonlyMap<string, Known>,
  { env }: Terminal
): readonly string[] {
  const hosts = images.map(({ repository }) => repository.slice(0, repository.indexOf('/')))
  const refused = images.flatMap(({ repository }, index) =>
    tags.get(repository)?.wantsLogin === true ? (hosts[index] ?? []) : []
  )
  return [...new Set([...refused, ...findLogins(hosts, env)])].toSorted(byCodeUnit)
}

const mostWarnings = 20

function shortList(warnings: readonly string[]): readonly string[] {
  const left = warnings.length - mostWarnings
  return left <= 0 ? warnings : [...warnings.slice(0, mostWarnings), `and ${plural(left, 'more problem')}`]
}
