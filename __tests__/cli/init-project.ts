import type { Terminal } from '../../src/cli/command.ts'
import { parseFlags } from '../../src/cli/flags.ts'
import { command, runInit } from '../../src/cli/init.ts'
import type { OpenRendering } from '../../src/cli/init-look.ts'
import { findProject, openProject } from '../../src/io/project-files.ts'
import { renderProject } from '../../src/project/render-project.ts'
import { deployment } from '../helpers/workspace.ts'

/** Renders in this process; the one of its own needs the built renderer. */
export const renderHere: OpenRendering = options => ({
  render: async request => {
    const { root, home } = findProject(options)
    const watch = { begin: () => undefined, debug: () => undefined, refused: new Map() }
    return renderProject(openProject(root), { ...request, home }, watch)
  },
  builders: { kustomize: async () => new Map(), helm: async () => undefined },
  close: () => undefined
})

export type InitOutcome = {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly asked: readonly string[]
}

export type InitSurroundings = {
  readonly env?: Terminal['env']
  /** What a person answers; nobody is there if undefined. */
  readonly answer?: string
}

/** Runs `init` in this process. */
export async function init(args: readonly string[], { env = {}, answer }: InitSurroundings = {}): Promise<InitOutcome> {
  let [out, err] = ['', '']
  const asked: string[] = []
  const terminal: Terminal = {
    env,
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    readInput: () => Promise.resolve(''),
    isInputTerminal: answer !== undefined,
    ...(answer === undefined
      ? {}
      : {
          ask: async (question: string) => {
            asked.push(question)
            return answer
          }
        }),
    color: false,
    errorColor: false,
    width: 140,
    isErrorTerminal: false,
    errorWidth: 80,
    status: () => undefined
  }
  const code = await runInit(parseFlags(args, command.flags, command.options), terminal, renderHere)
  return { code, out, err, asked }
}

/** `{{ images.get_image("…") }}` */
export function call(image: string, filter?: string): string {
  return `{{ images.get_image(${[image, ...(filter === undefined ? [] : [filter])].map(text => JSON.stringify(text)).join(', ')}) }}`
}

/** The files of a shop whose images are at a registry. */
export function shop(host: string): Readonly<Record<string, string>> {
  return {
    '.kluctl.yaml': 'targets:\n  - name: prod\n',
    'deployment.yaml': 'deployments:\n  - path: shop\n',
    'shop/web.yaml': deployment('web', { web: call(`${host}/acme/web`), proxy: call(`${host}/acme/proxy`) }),
    'shop/orders.yaml': deployment('orders', {
      orders: call(`${host}/acme/orders`, "prefix('main-', suffix=number())")
    }),
    'fixed-images.yaml': `images:\n  - {image: "${host}/acme/proxy", resultImage: "${host}/acme/proxy:1.25.0-alpine"}\n`
  }
}

/** The tags of the shop's images. */
export const shopTags: Readonly<Record<string, readonly string[]>> = {
  'acme/web': ['latest', '1.9.0', '1.10.0', '2.0.0-rc1'],
  'acme/proxy': ['1.25.0', '1.26.0', '1.27.0', '1.25.0-alpine', '1.26.0-alpine'],
  'acme/orders': ['main-9', 'main-10', 'dev-1']
}
