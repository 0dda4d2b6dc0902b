/** Environment variables that the command line reads, for the page of the manual and for `kluctl-images help environment`. */
export type EnvironmentTopic = {
  readonly title: string
  /** Names that belong together, and what they are for; `<n>` is any number. */
  readonly variables: readonly (readonly [names: string, meaning: string])[]
}

/** All of them by topic; a test compares the names with those that the code reads. */
export const environmentTopics: readonly EnvironmentTopic[] = [
  {
    title: 'Logins for registries',
    variables: [
      [
        'KLUCTL_REGISTRY_<n>_HOST',
        'The host that the other variables of that number are for. Without _<n> it is one set more.'
      ],
      [
        'KLUCTL_REGISTRY_<n>_REPOSITORY',
        'Pattern of the repositories that they are for; all of the host if it is not set.'
      ],
      ['KLUCTL_REGISTRY_<n>_USERNAME, KLUCTL_REGISTRY_<n>_PASSWORD', 'User name, and password or access token.'],
      ['KLUCTL_REGISTRY_<n>_AUTH', 'Both as base64 of user:password.'],
      ['KLUCTL_REGISTRY_<n>_IDENTITY_TOKEN, KLUCTL_REGISTRY_<n>_TOKEN', 'A token in place of a password.'],
      ['KLUCTL_REGISTRY_<n>_AUTH_HOST', 'Another host that may be given the login.'],
      ['KLUCTL_REGISTRY_ALLOW_WILDCARD', 'true: the host of a set may be *, which is every registry.'],
      ['DOCKER_CONFIG', "Folder of docker's config.json, if it is not ~/.docker. The variables above come first."],
      ['XDG_RUNTIME_DIR', "Where podman's auth.json is looked for, after docker's."],
      ['HOME', 'Where both are looked for else.']
    ]
  },
  {
    title: 'Connections',
    variables: [
      [
        'KLUCTL_REGISTRY_<n>_CA_FILE, KLUCTL_REGISTRY_<n>_CA_BUNDLE',
        "File with certificate authorities for the host, in place of the system's."
      ],
      ['KLUCTL_REGISTRY_<n>_CERT_FILE, KLUCTL_REGISTRY_<n>_KEY_FILE', 'Client certificate and its key.'],
      ['KLUCTL_REGISTRY_<n>_PLAIN_HTTP, KLUCTL_REGISTRY_<n>_INSECURE', 'true: the registry has no TLS.'],
      [
        'KLUCTL_REGISTRY_<n>_TLSVERIFY, KLUCTL_REGISTRY_<n>_INSECURE_SKIP_TLS_VERIFY',
        'Switch certificate checks of the host off, with false and true.'
      ],
      [
        'KLUCTL_REGISTRY_DEFAULT_TLSVERIFY, KLUCTL_REGISTRY_DEFAULT_INSECURE, KLUCTL_REGISTRY_DEFAULT_INSECURE_SKIP_TLS_VERIFY',
        'The same for every host that is named and says nothing else.'
      ],
      [
        'HTTPS_PROXY, HTTP_PROXY, NO_PROXY',
        'Proxies, and hosts that are reached without one. Also in small letters, which win.'
      ],
      ['NODE_EXTRA_CA_CERTS', 'File with authorities that are trusted besides those of Node.js.'],
      ['NODE_TLS_REJECT_UNAUTHORIZED', 'With 0 no login is used, as nobody would know who gets it.']
    ]
  },
  {
    title: 'Project and cluster',
    variables: [
      ['KUBECONFIG', 'Kubeconfig for deployed-images: cluster.'],
      ['TMPDIR', 'Where folders for programs and for the demo are made; they are removed again.'],
      ['GIT_DIR, GIT_CEILING_DIRECTORIES', 'Handed to git as they are.'],
      [
        'PATH',
        'Where git, kubectl, helm, kustomize and credential helpers are looked for, outside of the checkout only.'
      ]
    ]
  },
  {
    title: 'CI systems',
    variables: [
      [
        'KLUCTL_IMAGES_GITLAB_TOKEN, GITLAB_TOKEN',
        'Token for the note on the merge request, with the scope api; the first that is set.'
      ],
      ['GITHUB_WORKSPACE, CI_PROJECT_DIR', 'The checkout: no settings for logins, and no programs, are taken from it.'],
      ['GITHUB_SERVER_URL, CI_SERVER_URL', 'The server that the checkout comes from, for links to sources.'],
      [
        'GITLAB_CI, CI_API_V4_URL, CI_SERVER_PROTOCOL, CI_SERVER_TLS_CA_FILE, CI_JOB_TOKEN, CI_PIPELINE_SOURCE, CI_MERGE_REQUEST_IID, CI_MERGE_REQUEST_PROJECT_ID, CI_MERGE_REQUEST_PROJECT_URL, CI_MERGE_REQUEST_TARGET_BRANCH_SHA, CI_MERGE_REQUEST_DIFF_BASE_SHA, CI_PROJECT_ID, CI_PROJECT_PATH, CI_PIPELINE_ID, CI_JOB_ID, CI_JOB_NAME',
        'Set by GitLab: which merge request, which job, and how its API is reached.'
      ]
    ]
  },
  {
    title: 'What is shown',
    variables: [
      ['NO_COLOR', 'Any text: no colours.'],
      ['TERM', 'dumb: no colours, and no line that is rewritten.'],
      ['KLUCTL_IMAGES_DEBUG', 'Any text: what is done, step by step, on standard error.']
    ]
  }
]

/** Files that the command line reads or writes, by their usual names. */
export const fileTopics: readonly (readonly [name: string, meaning: string])[] = [
  ['fixed-images.yaml', 'The images of the project with their results, for kluctl (--output-file).'],
  ['images.lock.json', 'Digests, platforms and dates of these results, beside it (--lock-file).'],
  ['images-report.json', 'Every decision of the last run (--report-file).'],
  ['.kluctl-images.yaml', 'The policy, in the folder of the project (--policy-file).'],
  ['.kluctl.yaml, deployment.yaml', 'The kluctl project. They are read, never written.'],
  ['~/.docker/config.json', 'Logins of docker login, and credential helpers.']
]
