import { expect, test } from 'vitest'
import { createCostMeter } from '../../../src/io/registry/cost.ts'
import { formatReceipt } from '../../../src/report/receipt.ts'

test('the meter counts by host as images name it, and keeps the last that a host said of its limit', () => {
  const meter = createCostMeter()
  for (const host of ['auth.docker.io', 'registry-1.docker.io', 'registry-1.docker.io', '127.0.0.1:5000'])
    meter.request(host)
  meter.request('auth.docker.io', true)
  meter.request('registry-1.docker.io', true)
  meter.request('registry-1.docker.io')
  meter.wait('registry-1.docker.io')
  meter.repository()
  meter.received(12)
  meter.limit('registry-1.docker.io', { limit: 100, remaining: 75 })
  meter.limit('registry-1.docker.io', { remaining: 74 })
  meter.limit('registry-1.docker.io', { limit: undefined, remaining: undefined })
  const before = meter.read()
  meter.request('auth.docker.io')
  expect(before).toEqual({
    requests: 7,
    waits: 1,
    bytes: 12,
    repositories: 1,
    imageRequests: 2,
    hosts: new Map([
      ['auth.docker.io', { requests: 2, images: 1, waits: 0 }],
      ['docker.io', { requests: 4, images: 1, waits: 1, limit: 100, remaining: 74 }],
      ['127.0.0.1:5000', { requests: 1, waits: 0 }]
    ])
  })
  expect(formatReceipt(before.hosts)).toBe(
    'docker.io: 4 requests, 1 of them about single images, 1 wait, 74 of 100 left; auth.docker.io: 2 requests, 1 of them about single images; 127.0.0.1:5000: 1 request'
  )
})
