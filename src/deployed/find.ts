import { ProjectError } from '../errors.ts'
import type { ImageUse } from '../project/uses.ts'
import { quote } from '../text.ts'
import type { DeployedAnswer } from './answer.ts'
import { identityKey } from './identity.ts'
import { matchDeployed } from './match.ts'
import type { DeployedIndex } from './objects.ts'
import type { RenderedUse } from './rendered-use.ts'

/** What is deployed at the place of a use, among objects that are known. `rendered` is undefined where the use has no object of its own. */
export function findDeployed(use: ImageUse, rendered: RenderedUse | undefined, objects: DeployedIndex): DeployedAnswer {
  const same = rendered && objects.get(identityKey(rendered.identity))
  const [first, ...others] = same ?? []
  if (rendered === undefined) return { status: 'none' }
  if (first === undefined) return { status: 'none', object: 'absent' }
  const image = matchDeployed(rendered, first.content)
  const other = others.find(({ content }) => matchDeployed(rendered, content) !== image)
  if (other) return { status: 'unknown', error: twice(use, first.source, other.source) }
  return image === undefined ? { status: 'none', object: 'present' } : { status: 'found', image, source: first.source }
}

function twice({ call, deployment, namespace }: ImageUse, first: string, second: string): ProjectError {
  const files = first === second ? `in ${quote(first)}` : `in ${quote(first)} and in ${quote(second)}`
  return new ProjectError(
    'config',
    `what is deployed of ${call.image} is ambiguous: ${deployment}${namespace === '' ? '' : ` of namespace ${namespace}`} stands ${files} with different images`,
    { file: second },
    { hint: 'Keep one state of each object in what deployed-images names.' }
  )
}
