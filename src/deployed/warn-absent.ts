import type { DeployedAnswer, DeployedSource } from './answer.ts'

/**
 * The same source, which warns where it has none of the objects that were asked for: most likely it is the wrong file, namespace or cluster,
 * and every image would be taken from the registry without a word. What nobody could read has its own error.
 */
export function warnOfAbsence(source: DeployedSource, name: string): DeployedSource {
  const answers: DeployedAnswer[] = []
  return {
    async find(uses) {
      const found = await source.find(uses)
      answers.push(...found)
      return found
    },
    warnings: () => [
      ...(source.warnings?.() ?? []),
      ...(answers.some(isAbsent) && answers.every(answer => isAbsent(answer) || isUnasked(answer))
        ? [`${name} has no workload that this project renders`]
        : [])
    ]
  }
}

function isAbsent(answer: DeployedAnswer): boolean {
  return answer.status === 'none' && answer.object === 'absent'
}

/** Of a use without an object that could be looked for. */
function isUnasked(answer: DeployedAnswer): boolean {
  return answer.status === 'none' && answer.object === undefined
}
