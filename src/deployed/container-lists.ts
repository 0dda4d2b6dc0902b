/** The lists of a pod whose items have an `image` that is one for sure (Kubernetes API, core/v1 PodSpec). */
export const containerLists: readonly string[] = ['containers', 'initContainers', 'ephemeralContainers']
