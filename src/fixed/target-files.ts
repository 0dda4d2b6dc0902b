/** Names under which the fixed-images file of a target is looked for. */
export const targetFileNames: readonly string[] = [
  'fixed-images-{target}.yaml',
  'fixed-images/{target}.yaml',
  'fixed/{target}.yaml',
  'fixed/{target}/fixed-images.yaml',
  '{target}.yaml'
]
