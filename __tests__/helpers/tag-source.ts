import { RegistryError } from '../../src/errors.ts'
import { formatRepository } from '../../src/image/repository.ts'
import type { TagList, TagSource } from '../../src/ports.ts'

/** What a repository answers: its tags, or the words of its refusal. */
export type RepositoryAnswer = readonly string[] | { readonly fails: string }

export interface CountedTags extends TagSource {
  /** Full names of the repositories that were listed, in order. */
  readonly asked: readonly string[]
  cost(): { requests: number; waits: number; repositories: number; imageRequests: number }
  warnings(): readonly string[]
}

/**
 * A registry in memory, by full name of the repository, which notes what it is asked. With `seeks` it lists only tags with the prefix
 * that is asked for, if there are any.
 */
export function tagsIn(repositories: Readonly<Record<string, RepositoryAnswer>>, seeks = false): CountedTags {
  const asked: string[] = []
  return {
    asked,
    async listTags(repository, { prefix = '' } = {}): Promise<TagList> {
      const name = formatRepository(repository)
      asked.push(seeks && prefix !== '' ? `${name} ${prefix}` : name)
      const answer = repositories[name]
      if (answer === undefined)
        throw new RegistryError('not-found', `${name}: there is no such repository`, { registry: repository.registry })
      if ('fails' in answer)
        throw new RegistryError('unauthorized', `${name}: ${answer.fails}`, { registry: repository.registry })
      const part = answer.filter(tag => tag.startsWith(prefix))
      if (seeks && prefix !== '' && part.length > 0) return { tags: part, pages: 1, dropped: 0, prefix }
      return { tags: answer, pages: 1, dropped: 0 }
    },
    cost: () => ({ requests: asked.length, waits: 0, repositories: new Set(asked).size, imageRequests: 0 }),
    warnings: () => []
  }
}
