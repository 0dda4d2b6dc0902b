import type { RegistryError } from '../../errors.ts'
import { failure, formatRequest, type Subject } from './failure.ts'
import type { Exchange } from './transport.ts'

/** What a question may cost in all: its requests, repeated ones, redirects and those for a token included. */
export type RequestBudget = { left: number; readonly spent: (request: string) => RegistryError }

/** A budget whose end is an error about `subject`; `name` is what was asked for. */
export function createBudget(requests: number, subject: Subject, name: string): RequestBudget {
  return {
    left: requests,
    spent: request =>
      failure(subject, 'protocol', `registry ${subject.registry} took more than ${requests} requests for ${name}`, {
        request
      })
  }
}

/** An exchange that sends nothing for a question whose budget is spent. */
export function withBudgets(exchange: Exchange): Exchange {
  return async request => {
    const { budget, method, url } = request
    if (budget && budget.left-- <= 0)
      return { kind: 'fault', error: budget.spent(formatRequest(method, url)), again: false }
    return exchange(request)
  }
}
