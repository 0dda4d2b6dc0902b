import { acr } from './acr.ts'
import { artifactory } from './artifactory.ts'
import { distribution2, distribution3 } from './distribution.ts'
import { dockerHub } from './docker-hub.ts'
import { ecr } from './ecr.ts'
import { ecrPublic } from './ecr-public.ts'
import { forgejo } from './forgejo.ts'
import { ghcr } from './ghcr.ts'
import { gitlab } from './gitlab.ts'
import { artifactRegistry, gcr } from './google.ts'
import { harbor } from './harbor.ts'
import { nexus } from './nexus.ts'
import { quay } from './quay.ts'
import type { Vendor } from './vendor.ts'
import { zot } from './zot.ts'

/** All of them, in the order of the table of habits. */
export const vendors: readonly Vendor[] = [
  dockerHub,
  ghcr,
  gitlab,
  ecr,
  ecrPublic,
  artifactRegistry,
  gcr,
  acr,
  quay,
  harbor,
  artifactory,
  nexus,
  forgejo,
  zot,
  distribution2,
  distribution3
]
