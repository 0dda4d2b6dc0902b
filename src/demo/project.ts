/** Host of the embedded registry, as the templates write it. */
export const demoHost = 'shop.example'

/** The example project of the demo: a small shop with four images, one of them pinned by the target. */
export const demoProject: Readonly<Record<string, string>> = {
  '.kluctl.yaml': `targets:
  - name: prod
    args:
      environment: prod
    images:
      # the database is pinned by the target
      - image: shop.example/postgres
        resultImage: shop.example/postgres:16.4
args:
  - name: environment
    default: dev
`,
  'deployment.yaml': `deployments:
  - path: namespace
  - include: services
    tags: [shop]
  - path: database
`,
  'namespace/namespace.yaml': `apiVersion: v1
kind: Namespace
metadata:
  name: shop-{{ args.environment }}
`,
  'services/deployment.yaml': `vars:
  - values:
      namespace: shop-{{ args.environment }}
deployments:
{% for service in ['web', 'orders'] %}
  - path: {{ service }}
{% endfor %}
`,
  'services/web/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: {{ namespace }}
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: {{ images.get_image("shop.example/web", "semver()") }}
      containers:
        - name: web
          image: {{ images.get_image("shop.example/web", "semver()") }}
        - name: proxy
          image: {{ images.get_image("shop.example/proxy", version.regex('[0-9]+\\\\.[0-9]+-alpine')) }}
`,
  'services/orders/orders.yaml': `apiVersion: batch/v1
kind: CronJob
metadata:
  name: orders
  namespace: {{ namespace }}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: orders
              image: {{ images.get_image("shop.example/orders", version.prefix("main-", suffix=version.number())) }}
`,
  'database/statefulset.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: database
  namespace: shop-{{ args.environment }}
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: {{ images.get_image("shop.example/postgres") }}
`
}

/** Tags of the embedded registry at the first run, and what is pushed before the second. */
export const demoTags: Readonly<
  Record<string, { readonly first: readonly string[]; readonly later: readonly string[] }>
> = {
  web: {
    first: ['1.9.0', '1.10.0', '1.10.1', 'latest', 'main'],
    later: ['1.11.0-rc.1', '1.11.0']
  },
  orders: {
    first: ['main-98', 'main-99', 'main-100', 'feature-login-101', 'latest'],
    later: ['main-101', 'feature-login-102']
  },
  proxy: { first: ['1.26', '1.26-alpine', '1.27', '1.27-alpine', 'alpine'], later: [] },
  postgres: { first: ['15.8', '16.4', '17.0'], later: ['17.1'] }
}
