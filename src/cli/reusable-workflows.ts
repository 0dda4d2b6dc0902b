import type { Needs } from './workflow-grants.ts'

/** What may be given to a reusable workflow, and what its caller has to grant. */
export type ReusableWorkflow = {
  readonly permissions: Needs
  readonly inputs: readonly string[]
  readonly secrets: readonly string[]
}

/** Inputs of every workflow that reads the project. */
const reading = words(
  `
    fixed-images-file artifact-name artifact-retention-days runs-on registry registry-username registry-auth-host registry-plain-http
    registry-ca project-dir source-root target args args-from-file vars-from-file local-git-override local-oci-override include-tags exclude-tags include-deployment-dirs
    exclude-deployment-dirs policy-file platforms allow-registries deny-registries job-summary
  `
)

/** Inputs of those that resolve its images besides. */
const resolving = words(
  `
    targets shards images fixed-images deployed-images pin-digests offline-images output-file lock-file simple source-links
    fail-on commit-subjects
  `
)

const logins: readonly string[] = ['registry-password', 'docker-config']

/** The reusable workflows of `.github/workflows` by file name; a test compares them with the files. */
export const reusableWorkflows: ReadonlyMap<string, ReusableWorkflow> = new Map([
  [
    'review.yml',
    {
      permissions: { contents: 'read', packages: 'read', 'pull-requests': 'write' },
      inputs: [...reading, ...resolving, ...words('update-images baseline comment comment-tag')],
      secrets: logins
    }
  ],
  [
    'review-comment.yml',
    {
      permissions: { actions: 'read', 'pull-requests': 'write' },
      inputs: words('artifact-name comment comment-tag runs-on'),
      secrets: []
    }
  ],
  [
    'bump.yml',
    {
      permissions: { contents: 'write', packages: 'read', 'pull-requests': 'write' },
      inputs: [...reading, ...resolving, ...words('branch base title labels reviewers')],
      secrets: ['pull-request-token', ...logins]
    }
  ],
  [
    'release.yml',
    {
      permissions: { contents: 'read', packages: 'read' },
      inputs: [...reading, ...words('ref')],
      secrets: logins
    }
  ]
])

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
