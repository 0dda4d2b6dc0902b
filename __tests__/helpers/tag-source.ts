import { RegistryError } from '../../src/errors.ts'
import { formatRepository } from '../../src/image/repository.ts'
import type { TagList, TagSource } from '../../src/ports.ts'

/** What a repository answers: its tags, or the words of its refusal. */
export type RepositoryAnswer = readonly string[] | { readonly fails: string }

export interface CountedTags extends TagSource {
  /** Full names of the repositories that were listed, in order. */
  readonly asked: readonly string[]
  cost(): { requests: number; waits: number; repositories: number }
  warnings(): readonly string[]
}

/** A registry in memory, by full name of the repository, which notes what it is asked. */
export function tagsIn(repositories: Readonly<Record<string, RepositoryAnswer>>): CountedTags {
  const asked: string[] = []
  return {
    asked,
    async listTags(repository): Promise<TagList> {
      const name = formatRepository(repository)
      asked.push(name)
      const answer = repositories[name]
      if (answer === undefined)
        throw new RegistryError('not-found', `${name}: there is no such repository`, { registry: repository.registry })
      if ('fails' in answer)
        throw new RegistryError('unauthorized', `${name}: ${answer.fails}`, { registry: repository.registry })
      return { tags: answer, pages: 1, dropped: 0 }
    },
    cost: () => ({ requests: asked.length, waits: 0, repositories: new Set(asked).size }),
    warnings: () => []
  }
}
