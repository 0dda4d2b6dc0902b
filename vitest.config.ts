import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['__tests__/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // the default leaves a core to whoever edits; much of the time is spent waiting for child processes
    maxWorkers: '100%'
  }
})
