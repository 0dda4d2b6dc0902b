import { version } from '../../about.ts'

const repository = 'kluctl-images/kluctl-images'

/** Where people read about us, at the release that wrote the file. */
export function pageAddress(page: string): string {
  return `https://github.com/${repository}/blob/v${version}/docs/${page}`
}

/** The schema of the policy file, for editors, at the release that wrote the file. */
export const policySchemaAddress: string = `https://raw.githubusercontent.com/${repository}/v${version}/schema/policy.schema.json`

/** A reusable workflow of ours; its tag moves with the releases of one major version. */
export function workflowAddress(name: string): string {
  return `${repository}/.github/workflows/${name}.yml@v${version.split('.')[0]}`
}

/** A template for GitLab CI, which any GitLab can include from here, also where the component is not in its catalog. */
export function templateAddress(name: string): string {
  return `https://raw.githubusercontent.com/${repository}/v${version}/templates/${name}.yml`
}
