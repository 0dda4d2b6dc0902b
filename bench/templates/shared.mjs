/** What the manifests of every app import and include. Written so that nunjucks and Jinja2 give the same text. */
export const shared = {
  'shared/macros.j2': `{% macro labels(name, component, extra={}) %}app.kubernetes.io/name: {{ name }}
    app.kubernetes.io/component: {{ component }}
{%- for key, value in extra | dictsort %}
    {{ key }}: "{{ value }}"
{%- endfor %}
{%- endmacro %}
{% macro probe(path, port, delay=10) %}httpGet:
              path: {{ path }}
              port: {{ port }}
            initialDelaySeconds: {{ delay }}
            periodSeconds: {{ delay * 2 }}
{%- endmacro %}
{% macro variable(name, value) %}- name: {{ name }}
              value: "{{ value }}"
{%- endmacro %}
`,
  'shared/security.j2': `securityContext:
            runAsNonRoot: true
            readOnlyRootFilesystem: {{ 'true' if args.environment == 'prod' else 'false' }}
            seccompProfile:
              type: {{ seccomp | default('RuntimeDefault') }}
`,
  'shared/settings.j2': `cluster={{ cluster.name }}
    domain={{ cluster.domain }}
{%- for zone in cluster.zones %}
    zone.{{ loop.index }}={{ zone }}
{%- endfor %}
{%- for name, on in features | dictsort %}
{%- if on %}
    {{ name }}=on
{%- endif %}
{%- endfor %}
`
}
