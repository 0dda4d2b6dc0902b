import { main } from './action/main.ts'

await main()
// What GitHub's package for artifacts has under way after a timeout cannot be stopped; this ends the process where nothing else does.
setTimeout(() => process.exit(), 5000).unref()
