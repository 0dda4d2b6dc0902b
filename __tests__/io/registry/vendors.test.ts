import { afterEach, describe, expect, test } from 'vitest'
import { habits } from '../../../src/io/registry/habit-table.ts'
import { habitOf } from '../../../src/io/registry/habits.ts'
import { createBench } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { readEnvironment, readWorkflow, recipeNames, type Setup } from '../../helpers/registry/recipes.ts'
import type { Vendor } from '../../helpers/registry/vendors/vendor.ts'
import { vendors } from '../../helpers/registry/vendors/vendors.ts'
import type { LoopbackRegistry } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

type Running = {
  readonly client: ReturnType<typeof bench.client>
  readonly hosts: ReadonlyMap<string, LoopbackRegistry>
}

/** A vendor under its real host names; only that its certificate is not checked is not in the recipe. */
async function run(vendor: Vendor, { env, files }: Setup): Promise<Running> {
  const hosts = new Map<string, LoopbackRegistry>()
  for (const [host, answer] of Object.entries(vendor.servers()))
    hosts.set(host, await bench.start({ tls: 'self-signed', answer }))
  const connectTo = new Map([...hosts].map(([host, { port }]) => [host, { host: '127.0.0.1', port }]))
  const unverified = [...hosts.keys()].map((host, index) => {
    const number = env['KLUCTL_REGISTRY_1_HOST'] === host ? 1 : 90 + index
    return { [`KLUCTL_REGISTRY_${number}_HOST`]: host, [`KLUCTL_REGISTRY_${number}_TLSVERIFY`]: 'false' }
  })
  return { client: bench.client(Object.assign({}, env, ...unverified), { connectTo }, files), hosts }
}

function sum(hosts: Running['hosts']): number {
  return [...hosts.values()].reduce((count, { requests }) => count + requests.length, 0)
}

/** Hosts that were sent the password, in whatever form. */
function toldTo({ hosts }: Running, { username, password }: Vendor): readonly string[] {
  const basic = Buffer.from(`${username}:${password}`).toString('base64')
  return [...hosts].flatMap(([host, { requests }]) => {
    const seen = JSON.stringify(requests)
    return [password, basic, encodeURIComponent(password)].some(form => seen.includes(form)) ? [host] : []
  })
}

const setups = [
  ['environment', readEnvironment],
  ['workflow', readWorkflow]
] as const

describe.each(vendors.map(vendor => [vendor.name, vendor] as const))('%s', (_, vendor) => {
  const image = `${vendor.host}/${vendor.path}`

  test.each(setups)('the %s of its recipe lists every tag, and tells the login to one host', async (_, read) => {
    const running = await run(vendor, read(vendor))
    const found = await listTags(running.client, image)
    expect([...found.tags].sort()).toEqual([...vendor.tags].sort())
    expect(toldTo(running, vendor)).toEqual([vendor.loginAt])
    // Whether a long list can be read in parts is found out with one request more.
    expect(sum(running.hosts)).toBeGreaterThan(1)
    expect(sum(running.hosts)).toBeLessThanOrEqual(vendor.requests + 1)
  })

  test('a wrong password is tried once and says what to check', async () => {
    const running = await run(vendor, readEnvironment({ ...vendor, password: 'not-the-password' }))
    const error = await failureOf(listTags(running.client, image))
    expect(error.message).toBe(vendor.wrong)
    expect(error.message).not.toContain('not-the-password')
    expect(error.hint).toContain(habitOf(vendor.host).login ?? 'Check KLUCTL_REGISTRY_1_')
    expect(sum(running.hosts)).toBe(2)
  })

  test('a repository that is not there is an error, not an empty list', async () => {
    const running = await run(vendor, readEnvironment(vendor))
    const error = await failureOf(listTags(running.client, `${vendor.host}/no/such`))
    expect(error.message).toBe(vendor.missing)
    expect(toldTo(running, vendor)).toEqual([vendor.loginAt])
  })
})

test('every row of the table has a vendor and a recipe, in one order', () => {
  const names = habits.map(({ name }) => name)
  expect(vendors.map(({ name }) => name)).toEqual(names)
  expect(recipeNames()).toEqual(names)
})

test('a vendor with hosts of its own is found by the host of its recipe', () => {
  const known = vendors.filter(({ name }) => habits.some(habit => habit.name === name && habit.hosts.length > 0))
  expect(known.map(({ host }) => habitOf(host).name)).toEqual(known.map(({ name }) => name))
})
