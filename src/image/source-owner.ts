import type { SourceHostKind } from './source-place.ts'

/**
 * First segments of paths that the hosts keep for pages of their own, so that no person and no group has such a name. Behind some of them an
 * address acts or leads elsewhere, as a form that signs in; none begins the path of a repository.
 */
const words: Readonly<Record<SourceHostKind, string>> = {
  github: `
    about account advisories apps codespaces collections contact copilot customer-stories dashboard discussions enterprise enterprises explore
    features followers following gist gists issues join login logout marketplace mobile mentions new newsroom notifications oauth orgs organizations
    organisations password_reset pricing pulls readme repositories saml search security session sessions settings signin signout signup site solutions
    sponsors stafftools stars subscriptions suspended topics trending user users watching
  `,
  gitlab: `
    - admin api assets dashboard explore files groups health_check help import invites jwt login oauth profile projects public search
    sent_notifications snippets unsubscribes uploads users v2
  `,
  bitbucket: `
    account admin api dashboard explore gateway login logout notifications plans product repo search settings site snippets socialauth support
    workspace workspaces
  `,
  gitea: `
    - admin api assets attachments avatar avatars captcha explore issues login metrics milestones new notifications org pulls repo repo-avatars
    search stars swagger user v2
  `,
  azure: ''
}

const pages = new Map(Object.entries(words).map(([kind, names]) => [kind, new Set(names.trim().split(/\s+/))]))

/** True for the name of a person or group, and false where the host has a page of its own; upper and lower case are the same. */
export function isOwner(kind: SourceHostKind, name: string): boolean {
  return pages.get(kind)?.has(name.toLowerCase()) !== true
}
