import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { findPlaceholders } from '../../src/template/placeholder.ts'
import { renderTemplate } from '../../src/template/render.ts'

const files = { 'deploy.j2': 'a: 1\nimage: {{ img }}\n' }

function render(expression: string): string {
  return renderTemplate(`{% set img = images.get_image('r/x') %}\n${expression}`, { files, vars: { d: { a: 1 } } })
}

describe('what get_image gives reaches the text', () => {
  test.each([
    ['{{ img }}', 1],
    ["{{ 'docker://' ~ img }}", 1],
    ["{{ 'docker://' + img + '!' }}", 1],
    ["{{ [img, img] | join(',') }}", 2],
    ["{{ 'i: %s' % img }}", 1],
    ["{{ '%s %s' % (img, 1) }}", 1],
    ["{{ 'i: %s' | format(img) }}", 1],
    ["{{ 'i: {}'.format(img) }}", 1],
    ["{{ 'IMAGE' | replace('IMAGE', img) }}", 1],
    ["{{ img | default('x') }}", 1],
    ['{{ img | string | trim | safe }}', 1],
    ['{{ img.strip() }}', 1],
    ['{{ img | indent(4) }}', 1],
    ["{{ {'image': img} | to_yaml }}", 1],
    ['{{ [img] | to_json }}', 1],
    ["{{ ('image: ' ~ img) | from_yaml }}", 1],
    ["{{ {'a': {'image': img}}['a'].image }}", 1],
    ['{% if img %}{{ img }}{% endif %}', 1],
    ['{{ img if img is string and img is defined and img is not none and img != "" else "none" }}', 1],
    ['{% macro m(i) %}<{{ i }}>{% endmacro %}{{ m(img) }}', 1],
    ['{% for i in [img] %}{{ i }}{{ [img] | length }}{% endfor %}', 1],
    ['{% filter indent(2) %}a:\n{{ img }}{% endfilter %}', 1],
    ["{{ load_template('deploy.j2', img=img) | replace('a: 1', 'a: 2') }}", 1],
    ["{% for line in load_template('deploy.j2', img=img).splitlines() %}{{ line }}{% endfor %}", 1],
    [
      "{% set rows = [{'n': 2, 'i': img}, {'n': 1, 'i': img}] %}{{ rows | sort(attribute='n') | map(attribute='i') | join }}",
      2
    ],
    ['{% set ns = namespace(i=img) %}{{ ns.i }}', 1]
  ])('%s', (source, count) => {
    expect(findPlaceholders(render(source)).map(found => found.call.image)).toEqual(Array(count).fill('r/x'))
  })
})

describe('what would lose it is an error of its line', () => {
  test.each([
    '{{ img | length }}',
    "{{ img == 'r/x:1' }}",
    "{{ 'latest' in img }}",
    "{{ img in ['r/x'] }}",
    "{{ 'r/x' not in [img] }}",
    "{{ img.split(':')[0] }}",
    "{{ img.split(':')[-1] }}",
    '{{ img[:5] }}',
    '{{ img[0] }}',
    '{{ d[img] }}',
    "{{ d.get(img, 'x') }}",
    "{{ {'a': 1}[img] is defined }}",
    '{{ img | sha256 }}',
    '{{ img | b64encode }}',
    '{{ img | upper }}',
    '{{ img | first }}',
    '{{ img | list }}',
    '{{ img | reverse }}',
    '{{ img | truncate(9) }}',
    '{{ img | wordcount }}',
    "{{ img | replace('r/', 'mirror/') }}",
    "{{ img.replace(':', '-') }}",
    "{{ img.startswith('r/') }}",
    "{{ 'r/x'.startswith(img) }}",
    '{{ img.upper() }}',
    '{{ img is upper }}',
    "{{ img is eq 'x' }}",
    "{{ ['x'] | select('eq', img) | list }}",
    "{{ [img, 'x'] | unique | list }}",
    '{{ [img] | sort }}',
    "{{ [img] | map('upper') | list }}",
    "{{ '%.3s' % img }}",
    "{{ '%.3s' | format(img) }}",
    "{{ '{:.3}'.format(img) }}",
    '{{ img * 0 }}',
    '{% for c in img %}{{ c }}{% endfor %}',
    '{% filter upper %}{{ img }}{% endfilter %}',
    '{% set i | length %}{{ img }}{% endset %}',
    '{{ images.get_image(img) }}',
    "{{ img | attr('upper') is callable }}"
  ])('%s', source => {
    try {
      expect(render(source)).toBe('an error')
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error
      expect(error.message).toMatch(/^ImageError: .*images\.get_image/)
      expect(error).toMatchObject({ code: 'template', place: { file: 'template', line: 2 } })
    }
  })
})
