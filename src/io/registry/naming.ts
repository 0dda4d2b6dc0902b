import { formatHost } from './advice.ts'
import type { Subject } from './failure.ts'

/** How images name the registry behind an address: Docker Hub's API host as `docker.io`, the port of plain http kept. */
export function registryName(url: URL): string {
  if (url.host === 'registry-1.docker.io') return 'docker.io'
  return url.protocol === 'http:' && url.port === '' ? `${url.host}:80` : url.host
}

/** The name under which settings for an address are written: the registry's own, or that of another host. */
export function settingsName({ registry }: Pick<Subject, 'registry'>, url: URL): string {
  return registry === url.host ? registry : registryName(url)
}

/** What messages call an address: the registry by the name of its images, any other host with the registry it is asked for. */
export function describeHost({ registry }: Subject, url: URL): string {
  return registry === settingsName({ registry }, url)
    ? `registry ${registry}`
    : `host ${formatHost(url.host)} (for registry ${registry})`
}
