/** Names that hold secrets in a checkout or in a home folder that was copied into one (threat model F-04). */
const secretName =
  /(?:^|\/)(?:\.git|\.docker|\.kube|\.ssh|\.aws)(?:\/|$)|(?:^|\/)\.env[^/]*$|\.pem$|\.key$|(?:^|\/)(?:\.netrc|\.npmrc)[^/]*$|(?:^|[/.])kubeconfig(?:\.ya?ml)?$/i

/** True for a path, with `/`, that is never read, even inside the project. */
export function isSecretName(path: string): boolean {
  return secretName.test(path)
}
