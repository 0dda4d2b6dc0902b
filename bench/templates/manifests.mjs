/** The ten manifests of an app, as [file name, template]: three calls of get_image in every even app, two in every odd one. */
export function manifests(app, index) {
  const { name } = app
  return [
    ['deployment.yml', deployment(name)],
    ['worker.yml', index % 2 === 0 ? worker(name) : plainWorker(name)],
    ['cronjob.yml', cronJob(name)],
    ['service.yml', service(name)],
    ['configmap.yml', configMap(name)],
    ['ingress.yml', ingress(name)],
    ['autoscaler.yml', autoscaler(name)],
    ['service-account.yml', serviceAccount(name)],
    ['network-policy.yml', networkPolicy(name)],
    ['disruption.yml', disruption(name)]
  ]
}

const head = (apiVersion, kind, name, component) => `{% import "shared/macros.j2" as m -%}
apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: {{ args.environment }}
  labels:
    {{ m.labels('${name}', '${component}', labels) }}
`

function deployment(name) {
  return `{# The main workload of ${name}. #}
{%- set image = images.get_image(registry ~ '/api', 'semver()') -%}
${head('apps/v1', 'Deployment', name, 'api')}spec:
  replicas: {{ app.replicas if target.name == 'prod' else 1 }}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      containers:
        - name: api
          image: {{ image }}
          imagePullPolicy: IfNotPresent
          {% include "shared/security.j2" %}
          env:
            - name: ENVIRONMENT
              value: {{ args.environment | upper }}
{%- for key, value in env | dictsort %}
            {{ m.variable(key, value) }}
{%- endfor %}
{%- for one in app.env %}
            {{ m.variable(one.name, one.value) }}
{%- endfor %}
{%- if app.config.debug %}
            {{ m.variable('DEBUG', 'true') }}
{%- endif %}
          ports:
{%- for port in app.ports %}
            - name: {{ port.name }}
              containerPort: {{ port.port }}
{%- endfor %}
          readinessProbe:
            {{ m.probe('/healthz', app.ports[0].port) }}
          livenessProbe:
            {{ m.probe('/healthz', app.ports[0].port, delay=30) }}
          resources:
            {{ app.resources | to_yaml | trim | indent(12) }}
          volumeMounts:
            - name: config
              mountPath: /etc/${name}
      volumes:
        - name: config
          configMap:
            name: ${name}-config
`
}

function worker(name) {
  return `${head('apps/v1', 'Deployment', `${name}-worker`, 'worker')}spec:
  replicas: {{ app.config.workers }}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}-worker
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}-worker
    spec:
      initContainers:
        - name: wait
          image: {{ images.get_image('docker.io/library/busybox', 'number()') }}
          command: ["sh", "-c", "until nslookup ${name}.{{ args.environment }}; do sleep 1; done"]
      containers:
        - name: worker
          image: {{ images.get_image(registry ~ '/worker') }}
          args: [{% for zone in cluster.zones %}"--zone={{ zone }}"{{ '' if loop.last else ', ' }}{% endfor %}]
          env:
{%- for one in app.env %}
{%- if loop.index0 is even or one.name == 'APP_VALUE_1' %}
            {{ m.variable(one.name | replace('APP', 'WORKER'), one.value) }}
{%- endif %}
{%- endfor %}
            {{ m.variable('RETRIES', app.config.retries * 2 + 1) }}
`
}

function plainWorker(name) {
  return `${head('batch/v1', 'Job', `${name}-migrate`, 'migration')}spec:
  backoffLimit: {{ app.config.retries }}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: {{ images.get_image(registry ~ '/api', 'semver()') }}
          command: ["/bin/migrate", "--workers={{ app.config.workers }}"]
`
}

function cronJob(name) {
  return `{% if labels.stage in ['prod', 'stage'] and app.replicas > 0 -%}
${head('batch/v1', 'CronJob', `${name}-clean`, 'cleanup')}spec:
  schedule: "{{ app.config.retries }} 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: clean
              image: {{ registry ~ '/cleaner:1.0.0' }}
              args: ["--keep={{ keep_days | default(14) }}"]
{%- else -%}
# nothing to clean
{%- endif %}
`
}

function service(name) {
  return `${head('v1', 'Service', name, 'api')}spec:
  type: {{ service_type | default('ClusterIP', true) }}
  selector:
    app.kubernetes.io/name: ${name}
  ports:
{%- for port in app.ports %}
    - name: {{ port.name }}
      port: {{ port.port }}
      targetPort: {{ port.name }}
{%- endfor %}
`
}

function configMap(name) {
  return `${head('v1', 'ConfigMap', `${name}-config`, 'config')}data:
  settings.properties: |
    {% include "shared/settings.j2" %}
    name=${name}
    retries={{ app.config.retries }}
  config.yaml: |
    {{ app.config | to_yaml | trim | indent }}
  hosts: "{{ app.hosts | join(',') }}"
  tiers: "{% for limit in limits %}{% if limit.tier != 'tier-3' %}{{ limit.tier }}={{ limit.memory }};{% endif %}{% endfor %}"
`
}

function ingress(name) {
  return `${head('networking.k8s.io/v1', 'Ingress', name, 'ingress')}spec:
{%- if app.tls %}
  tls:
    - secretName: ${name}-tls
      hosts:
{%- for host in app.hosts %}
        - {{ host }}.{{ cluster.domain }}
{%- endfor %}
{%- endif %}
  rules:
{%- for host in app.hosts %}
    - host: {{ host }}.{{ cluster.domain }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  number: {{ app.ports[0].port }}
{%- endfor %}
`
}

function autoscaler(name) {
  return `{% set most = app.replicas * 3 -%}
${head('autoscaling/v2', 'HorizontalPodAutoscaler', name, 'autoscaler')}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  minReplicas: {{ app.replicas }}
  maxReplicas: {% if most > 10 %}10{% elif most < 2 %}2{% else %}{{ most }}{% endif %}
  metrics:
{%- for resource in ['cpu', 'memory'] %}
    - type: Resource
      resource:
        name: {{ resource }}
        target:
          type: Utilization
          averageUtilization: {{ 80 if resource == 'cpu' else 90 }}
{%- endfor %}
`
}

function serviceAccount(name) {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: {{ args.environment }}
`
}

function networkPolicy(name) {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: ingress
`
}

function disruption(name) {
  return `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}
  namespace: {{ args.environment }}
spec:
  maxUnavailable: {{ disruption | default(1) }}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
`
}
