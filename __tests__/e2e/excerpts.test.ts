import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from '../helpers/command.ts'
import { actionNode } from '../helpers/nodes.ts'
import { runAction } from '../helpers/runner.ts'
import { makeWorkspace, root, type Workspace } from '../helpers/workspace.ts'

const object = (text: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n${text}`

let workspace: Workspace
beforeEach(() => {
  workspace = makeWorkspace({
    'deployment.yaml':
      'vars:\n- values: {pw: hunter2-hunter2}\n  sensitive: true\n- values: {name: shop}\ndeployments:\n- path: app\n',
    'app/main.yaml': object('  a: {{ nmae }}\n  z: "::error::x"\n  y: "##[error]x"\n'),
    'app/rendered.yaml': object('  x: {{ pw }}\n  y: {{ pw | b64encode }}\n  z: {{ "[" }}\n  b: c\n')
  })
})
afterEach(() => workspace.remove())

const templateLines = ['  5 | data:', '> 6 |   a: {{ nmae }}', '    |         ^', '  7 |   z: "::error::x"']
const renderedLines = ['in the rendered text:', '  7 |   y: ***', '  8 |   z: [', '> 9 |   b: c', '    |   ^']
const joined = (lines: readonly string[], indent: string): string => lines.map(line => indent + line).join('\n')

describe('the lines around an error, and no secret in them', () => {
  test.each(['resolve', 'render'])('with %s on the command line', async command => {
    const { exitCode, out, err } = await runCli([command, '--offline-images'], { cwd: workspace.folder })
    expect(exitCode).toBe(1)
    expect(out + err).toContain(joined(templateLines, '    '))
    expect(out + err).toContain(joined(renderedLines, '    '))
    expect(out + err).toContain('Did you mean name?')
    expect(out + err).not.toMatch(/hunter2|aHVudGVy/)
  })

  test('in the report file', async () => {
    await runCli(['resolve', '--offline-images'], { cwd: workspace.folder })
    const text = workspace.read('images-report.json')
    const { failures }: { failures: { excerpt: string[] }[] } = JSON.parse(text ?? '')
    expect(failures.map(one => one.excerpt.join('\n'))).toEqual([
      expect.stringContaining(templateLines.join('\n')),
      expect.stringContaining(renderedLines.join('\n'))
    ])
    expect(text).not.toMatch(/hunter2|aHVudGVy|##\[/)
  })

  test('in the log, the comment and the summary of the Action', async () => {
    const { exitCode, log, comment, summary, annotations, problems } = await runAction({
      action: root,
      workspace: workspace.folder,
      node: actionNode,
      inputs: { 'offline-images': 'true', comment: 'never' },
      secrets: ['hunter2-hunter2']
    })
    expect([exitCode, problems]).toEqual([1, []])
    expect(log).toContain(joined(renderedLines, '    '))
    for (const text of [comment, summary]) {
      expect(text).toContain(joined(templateLines, '  '))
      expect(text).toContain(joined(renderedLines, '  '))
    }
    expect(log + comment + summary).not.toMatch(/hunter2|aHVudGVy/)
    for (const { message } of annotations) expect(message).not.toMatch(/^\s*>? *\d+ \|/m)
  })
})
