import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** GitHub's readers of workflows: their imports of JSON are such that plain Node refuses them, so that Vite has to do it. */
const workflowReaders = /\/@actions\/(?:expressions|languageservice|workflow-parser)\//

export default defineConfig({
  plugins: [
    {
      // their maps name sources that the packages do not hold, a warning for each file
      name: 'without-source-maps',
      enforce: 'pre',
      load: id =>
        workflowReaders.test(id) && id.endsWith('.js')
          ? { code: readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''), map: null }
          : null
    }
  ],
  test: {
    include: ['__tests__/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [workflowReaders] } },
    // No test leaves anything behind in its process, so that each file need not load all modules again: a third of the time.
    isolate: false,
    // the default leaves a core to whoever edits; much of the time is spent waiting for child processes
    maxWorkers: '100%'
  }
})
