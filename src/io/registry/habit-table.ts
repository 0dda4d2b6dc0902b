import type { Habit } from './habits.ts'

/** What is taken of a registry where no source says otherwise. */
export const usual = {
  hosts: [],
  pageSize: 1000,
  largestPage: undefined,
  order: 'unknown',
  authHosts: [],
  actions: 'pull',
  countsPulls: false,
  login: undefined,
  odd: []
} as const satisfies Omit<Habit, 'name' | 'sources'>

/**
 * Registries and their habits. A row claims only what its sources say. `order` is `lexical` only where the source code sorts by bytes;
 * all else is `unknown` and proved page by page, so that nothing rests on a report that was wrong.
 */
export const habits: readonly Habit[] = [
  {
    ...usual,
    name: 'Docker Hub',
    hosts: ['docker.io'],
    authHosts: ['auth.docker.io'],
    countsPulls: true,
    login: 'Docker Hub takes a user name with an access token that may read ("Repo Read-only").',
    odd: [
      'its API is at registry-1.docker.io; index.docker.io and registry.hub.docker.com are the same registry',
      'a page can hold more tags than were asked for: all of them',
      'a repository that is missing is a 401 to whoever has no login for it',
      'to read the labels of an image counts as a pull'
    ],
    sources: [
      'https://docs.docker.com/security/access-tokens/reference/',
      'https://github.com/docker/hub-feedback/issues/1960',
      'https://github.com/distribution/distribution/issues/4354',
      'https://github.com/renovatebot/renovate/blob/main/lib/modules/datasource/docker/common.ts',
      'https://docs.docker.com/docker-hub/usage/pulls/'
    ]
  },
  {
    ...usual,
    name: 'GitHub Container Registry',
    hosts: ['ghcr.io'],
    order: 'other',
    login:
      'ghcr.io takes GITHUB_TOKEN with "packages: read" where the package lets the repository in, or a classic token with read:packages.',
    odd: [
      'lists from the oldest tag to the newest',
      'its token endpoint answers 403 DENIED for a package that is private or missing',
      'with a login in the first request it answers 403 without saying how to log in'
    ],
    sources: [
      'https://github.com/renovatebot/renovate/pull/36103',
      'https://github.com/renovatebot/renovate/issues/11446',
      'https://github.com/akuity/kargo/issues/4293',
      'https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry'
    ]
  },
  {
    ...usual,
    name: 'GitLab',
    hosts: ['registry.gitlab.com'],
    authHosts: ['gitlab.com'],
    login: 'GitLab takes a user name with a deploy token or access token that has read_registry.',
    odd: [
      'a registry of your own sends to the host of GitLab for a token: name it in AUTH_HOST',
      'repositories that are not in its data base yet are listed whole, whatever page size is asked for'
    ],
    sources: [
      'https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/',
      'https://gitlab.com/gitlab-org/gitlab/-/merge_requests/98215'
    ]
  },
  {
    ...usual,
    name: 'Amazon ECR',
    hosts: [
      '*.dkr.ecr.*.amazonaws.com',
      '*.dkr.ecr-fips.*.amazonaws.com',
      '*.dkr.ecr.*.amazonaws.com.cn',
      '*.dkr-ecr.*.on.aws',
      '*.dkr-ecr-fips.*.on.aws',
      '*.dkr-ecr.*.on.amazonwebservices.com.cn'
    ],
    largestPage: 1000,
    order: 'other',
    login:
      'ECR takes the user name AWS with the output of "aws ecr get-login-password", which ends after 12 hours, from an identity with ecr:ListImages.',
    odd: [
      'refuses more than 1000 tags a page with 405 UNSUPPORTED',
      'links are absolute, and their last= is a sealed text of its own, no tag',
      'takes the password itself (HTTP Basic); there is no token'
    ],
    sources: [
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html',
      'https://github.com/google/go-containerregistry/issues/681',
      'https://github.com/deitch/docker_registry2/issues/34',
      'https://github.com/renovatebot/renovate/blob/main/lib/modules/datasource/docker/ecr.ts'
    ]
  },
  {
    ...usual,
    name: 'Amazon ECR Public',
    hosts: ['public.ecr.aws'],
    largestPage: 1000,
    order: 'other',
    login:
      'ECR Public takes the user name AWS with the output of "aws ecr-public get-login-password --region us-east-1".',
    odd: ['gives everybody a token', 'names the scope "aws" in its challenge'],
    sources: [
      'https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html',
      'https://github.com/aws/containers-roadmap/issues/1262',
      'https://github.com/fluxcd/source-controller/issues/845'
    ]
  },
  {
    ...usual,
    name: 'Google Artifact Registry',
    hosts: ['*-docker.pkg.dev'],
    login:
      'Artifact Registry takes the user name oauth2accesstoken with an access token, which ends after an hour, of an account with roles/artifactregistry.reader.',
    odd: [
      'its challenge names no service',
      'lists have the keys child and manifest besides tags, with an entry per image'
    ],
    sources: [
      'https://cloud.google.com/artifact-registry/docs/docker/authentication',
      'https://github.com/google/go-containerregistry/blob/main/pkg/v1/google/list.go',
      'https://github.com/google/go-containerregistry/issues/897'
    ]
  },
  {
    ...usual,
    name: 'Google Container Registry',
    hosts: ['gcr.io', '*.gcr.io'],
    login:
      'gcr.io takes the user name oauth2accesstoken with an access token, which ends after an hour, of an account with roles/artifactregistry.reader.',
    odd: [
      'lists all tags on one page, whatever page size is asked for',
      'lists have the keys child and manifest besides tags, with an entry per image'
    ],
    sources: [
      'https://cloud.google.com/artifact-registry/docs/docker/authentication',
      'https://github.com/google/go-containerregistry/issues/897'
    ]
  },
  {
    ...usual,
    name: 'Azure Container Registry',
    hosts: ['*.azurecr.io', '*.azurecr.cn', '*.azurecr.us'],
    actions: 'pull,metadata_read',
    largestPage: 1000,
    login:
      'ACR takes the user name 00000000-0000-0000-0000-000000000000 with the output of "az acr login --expose-token", which ends after 3 hours, or a repository-scoped token; AcrPull is enough.',
    odd: [
      'never more than 1000 tags a page',
      'links have the key orderby besides last and n',
      'its token is in access_token',
      'tags are listed with the action metadata_read, which repository-scoped tokens have apart from pull'
    ],
    sources: [
      'https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md',
      'https://github.com/Azure/acr/issues/749',
      'https://github.com/goharbor/harbor/issues/16947',
      'https://learn.microsoft.com/azure/container-registry/container-registry-authentication',
      'https://github.com/kubernetes/kubernetes/blob/v1.28.0/pkg/credentialprovider/azure/azure_credentials.go'
    ]
  },
  {
    ...usual,
    name: 'Quay',
    hosts: ['quay.io'],
    largestPage: 100,
    login: 'Quay takes a robot account, as org+name, with its token; the permission Read is enough.',
    odd: [
      'never more than 100 tags a page',
      'in older versions links have next_page= with a sealed text instead of last=',
      'a repository that is missing is a 401 to whoever has no login for it'
    ],
    sources: [
      'https://github.com/quay/quay/blob/master/endpoints/v2/__init__.py',
      'https://github.com/quay/quay/blob/master/data/model/oci/tag.py',
      'https://github.com/deitch/docker_registry2/issues/106',
      'https://docs.quay.io/glossary/robot-accounts.html'
    ]
  },
  {
    ...usual,
    name: 'Harbor',
    order: 'lexical',
    odd: ['its token endpoint is /service/token of the same host'],
    sources: [
      'https://github.com/goharbor/harbor/blob/main/src/server/registry/util/util.go',
      'https://github.com/goharbor/harbor/blob/main/src/server/middleware/v2auth/auth.go',
      'https://goharbor.io/docs/main/working-with-projects/project-configuration/create-robot-accounts/'
    ]
  },
  {
    ...usual,
    name: 'JFrog Artifactory',
    hosts: ['*.jfrog.io'],
    login: 'Artifactory takes a user name with an identity token or access token that may read the repository.',
    odd: ['the links of a virtual repository may lack the first part of its path'],
    sources: [
      'https://github.com/renovatebot/renovate/issues/15080',
      'https://github.com/renovatebot/renovate/pull/20745',
      'https://jfrog.com/help/r/how-to-troubleshoot-docker-problems/docker-login-docker.art.local'
    ]
  },
  {
    ...usual,
    name: 'Sonatype Nexus',
    odd: [
      'a group repository may cut its list at the page size without a link',
      'behind a connector port links may name the path of the main port'
    ],
    sources: [
      'https://github.com/sonatype/nexus-public/issues/117',
      'https://github.com/sonatype/nexus-public/issues/1011',
      'https://help.sonatype.com/en/docker-authentication.html'
    ]
  },
  {
    ...usual,
    name: 'Gitea and Forgejo',
    hosts: ['codeberg.org'],
    login: 'Gitea and Forgejo take a user name with an access token that has read:package.',
    odd: [
      'a link stands on every page that has a tag, also on the last',
      'one header may hold both a Bearer and a Basic challenge',
      'tags are in lower case, in the order of the data base'
    ],
    sources: [
      'https://github.com/go-gitea/gitea/blob/main/models/packages/container/search.go',
      'https://github.com/microsoft/vscode-docker/issues/4309',
      'https://github.com/renovatebot/renovate/blob/main/lib/modules/datasource/docker/common.ts',
      'https://forgejo.org/docs/latest/user/packages/container/'
    ]
  },
  {
    ...usual,
    name: 'zot',
    order: 'lexical',
    odd: ['answers 404 where last= is not a tag', 'the scope of its challenge may be empty'],
    sources: [
      'https://github.com/project-zot/zot/blob/main/pkg/api/routes.go',
      'https://github.com/project-zot/zot/blob/main/pkg/api/bearer.go'
    ]
  },
  {
    ...usual,
    name: 'Distribution 2',
    odd: [
      'lists all tags on one page, whatever page size is asked for, in the order of its storage',
      'an empty list is null'
    ],
    sources: [
      'https://github.com/distribution/distribution/blob/v2.8.3/registry/handlers/tags.go',
      'https://github.com/distribution/distribution/blob/v2.8.3/registry/storage/tagstore.go'
    ]
  },
  {
    ...usual,
    name: 'Distribution 3',
    odd: [
      'version 3.0 leaves out the tag that follows a last= that is not a tag',
      'version 3.1.0 refuses a page that is larger than its maxtags (1000) with 400 PAGINATION_NUMBER_INVALID',
      'lists in the order of its storage, which sorts 1.0-rc before 1.0 on object stores'
    ],
    sources: [
      'https://github.com/distribution/distribution/blob/v3.0.0/registry/handlers/tags.go',
      'https://github.com/distribution/distribution/blob/v3.1.0/registry/handlers/tags.go',
      'https://github.com/distribution/distribution/blob/main/registry/storage/tagstore.go'
    ]
  }
]
