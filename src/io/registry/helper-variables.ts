import type { Environment } from './variables.ts'

/** What every helper needs to find its store and the network (threat model C-14, K-06). Never a token of the job. */
const common = `PATH HOME USER LOGNAME LANG LC_ALL TMPDIR XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME
  DBUS_SESSION_BUS_ADDRESS HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy SSL_CERT_FILE SSL_CERT_DIR
  SystemRoot USERPROFILE APPDATA LOCALAPPDATA TEMP TMP ProgramData`

/**
 * What a helper logs in to its own service with. Each goes to the helper of that name only. Sources: the environment
 * variables of the AWS SDK (amazon-ecr-credential-helper), of Google's application default credentials and gcloud
 * (docker-credential-gcr), of Azure's identity libraries (acr-env, acr-linux), and of pass.
 */
const own: ReadonlyMap<string, string> = new Map([
  [
    'ecr-login',
    `AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE
    AWS_DEFAULT_PROFILE AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_SDK_LOAD_CONFIG AWS_ROLE_ARN
    AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    AWS_CA_BUNDLE AWS_EC2_METADATA_DISABLED AWS_STS_REGIONAL_ENDPOINTS AWS_USE_FIPS_ENDPOINT
    AWS_USE_DUALSTACK_ENDPOINT AWS_ECR_DISABLE_CACHE AWS_ECR_CACHE_DIR AWS_ECR_IGNORE_CREDS_STORAGE`
  ],
  ['gcr', 'GOOGLE_APPLICATION_CREDENTIALS CLOUDSDK_CONFIG CLOUDSDK_ACTIVE_CONFIG_NAME'],
  [
    'gcloud',
    `GOOGLE_APPLICATION_CREDENTIALS CLOUDSDK_CONFIG CLOUDSDK_ACTIVE_CONFIG_NAME CLOUDSDK_PYTHON CLOUDSDK_CORE_ACCOUNT
    CLOUDSDK_CORE_PROJECT CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE`
  ],
  [
    'acr-env',
    `AZURE_CLIENT_ID AZURE_CLIENT_SECRET AZURE_TENANT_ID AZURE_FEDERATED_TOKEN_FILE AZURE_AUTHORITY_HOST
    AZURE_ENVIRONMENT AZURE_CONFIG_DIR`
  ],
  ['acr-linux', 'AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_CONFIG_DIR'],
  ['pass', 'PASSWORD_STORE_DIR GNUPGHOME GPG_AGENT_INFO GPG_TTY']
])

/** The part of an environment that `docker-credential-<name>` may see. */
export function pickHelperVariables(name: string, env: Environment): Readonly<Record<string, string>> {
  const names = `${common} ${own.get(name) ?? ''}`.split(/\s+/)
  const found = names.flatMap(key => {
    const value = key === '' ? undefined : env[key]
    return value === undefined ? [] : [[key, value] as const]
  })
  return Object.fromEntries(found)
}
