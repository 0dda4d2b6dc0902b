import type { RepositoryAnswer } from '../helpers/tag-source.ts'

/** A small shop: two targets, an include, a pinned image, filters, several calls in one text. */
export const project: Readonly<Record<string, string>> = {
  '.kluctl.yaml': `targets:
  - name: prod
    context: prod.example.com
    args: {stage: prod}
    images:
      - image: r.io/shop/legacy
        resultImage: r.io/shop/legacy:1.0.0-pinned
  - name: dev
args:
  - name: stage
    default: dev
`,
  'deployment.yaml': `vars:
  - file: vars/{{ args.stage }}.yaml
deployments:
  - path: api
  - path: web
    vars:
      - values: {replicas: 2}
  - include: background
`,
  'vars/prod.yaml': 'registry: r.io/shop\nnamespace: shop-{{ args.stage }}\n',
  'vars/dev.yaml': 'registry: r.io/shop\nnamespace: shop\n',
  'api/api.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: {{ namespace }}
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: "{{ images.get_image(registry ~ '/api') }}" # the same image
      containers:
        - name: api
          image: {{ images.get_image(registry ~ '/api') }}
          args: ["--legacy={{ images.get_image(registry ~ '/legacy') }}", "--port=80"]
`,
  'web/web.yaml': `{% from 'lib/web.j2' import container %}
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: "{{ namespace }}"}
spec:
  replicas: {{ replicas }}
  template:
    spec:
      containers:
        - {{ container('nginx') }}
`,
  'lib/web.j2': `{% macro container(name) %}{name: {{ name }}, image: "{{ images.get_image(name) }}"}{% endmacro %}`,
  'background/deployment.yaml': 'tags: [background]\ndeployments:\n  - path: ../jobs\n    when: args.stage == "prod"\n',
  'jobs/worker.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: {name: worker, namespace: "{{ namespace }}"}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: worker
              image: {{ images.get_image(registry ~ '/worker', version.prefix('main-', suffix=version.number())) }}
`,
  'fixed-images.yaml': 'images: [{{ not a manifest'
}

export const apiTags: readonly string[] = ['2.0.0', '2.1.0', '2.1.0-rc.1', 'latest', '1.9.9']

export const registry: Readonly<Record<string, RepositoryAnswer>> = {
  'r.io/shop/api': apiTags,
  'r.io/shop/worker': ['main-9', 'main-10', 'feature-11', 'main-x'],
  'docker.io/library/nginx': ['1.26', '1.27', 'alpine']
}
