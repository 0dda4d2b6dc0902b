/** An annotation as the runner takes it from the log. */
export type RunnerAnnotation = {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  /** `title`, `file`, `line`, `col`. */
  readonly properties: Readonly<Record<string, string>>
}

export type LogReader = {
  add(stream: 'stdout' | 'stderr', text: string): void
  /** Ends both streams; `mask` hides what was registered. */
  end(): {
    readonly lines: readonly string[]
    readonly annotations: readonly RunnerAnnotation[]
    readonly mask: (text: string) => string
  }
}

type Command = { readonly name: string; readonly properties: Readonly<Record<string, string>>; readonly data: string }

/**
 * Reads a step's log as the runner does: both streams, line by line; `::name properties::data` behind blanks and `##[name properties]`
 * anywhere are commands, unless a `stop-commands` rests them until its token comes back.
 * GitHub's runner, src/Runner.Common/ActionCommand.cs and src/Runner.Worker/ActionCommandManager.cs.
 */
export function makeLogReader(): LogReader {
  const lines: string[] = []
  const annotations: RunnerAnnotation[] = []
  const masks: string[] = []
  const open = { stdout: '', stderr: '' }
  let stopToken: string | undefined
  const mask = (text: string) => masks.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)

  const obey = (command: Command): boolean => {
    if (stopToken !== undefined) {
      if (command.name !== stopToken) return false
      stopToken = undefined
      return true
    }
    switch (command.name) {
      case 'stop-commands':
        stopToken = command.data
        return true
      case 'add-mask':
        masks.push(command.data)
        return true
      case 'error':
      case 'warning':
      case 'notice':
        annotations.push({ level: command.name, message: mask(command.data), properties: command.properties })
        lines.push(mask(`${command.name}: ${command.data}`))
        return true
      case 'debug':
      case 'group':
      case 'endgroup':
        return true
      case 'set-output':
      case 'set-env':
      case 'add-path':
      case 'save-state':
        throw new Error(`the step used the old command ${command.name}`)
      default:
        return false
    }
  }
  const readLine = (line: string): void => {
    const command = parseCommand(line)
    if (command === undefined || !obey(command)) lines.push(mask(line))
  }

  return {
    add: (stream, text) => {
      const parts = (open[stream] + text).split(/\r?\n/)
      open[stream] = parts.pop() ?? ''
      for (const line of parts) readLine(line)
    },
    end: () => {
      for (const rest of [open.stdout, open.stderr]) if (rest !== '') readLine(rest)
      return { lines, annotations, mask }
    }
  }
}

function parseCommand(line: string): Command | undefined {
  const modern = /^::([^\s:]+)(?: ([^:]*))?::(.*)$/s.exec(line.trimStart())
  if (modern) return makeCommand(modern[1], (modern[2] ?? '').split(','), modern[3])
  const old = /##\[([A-Za-z-]+)(?: ([^\]]*))?\](.*)$/s.exec(line)
  return old ? makeCommand(old[1], (old[2] ?? '').split(';'), old[3]) : undefined
}

function makeCommand(name = '', pairs: readonly string[], data = ''): Command {
  const properties = pairs
    .filter(pair => pair.includes('='))
    .map(pair => [pair.slice(0, pair.indexOf('=')).trim(), unescapeData(pair.slice(pair.indexOf('=') + 1))] as const)
  return { name, properties: Object.fromEntries(properties), data: unescapeData(data) }
}

function unescapeData(text: string): string {
  const signs: Readonly<Record<string, string>> = { '25': '%', '0D': '\r', '0A': '\n', '3A': ':', '2C': ',' }
  return text.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) => signs[code] ?? '')
}
