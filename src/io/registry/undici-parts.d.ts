// biome-ignore-all lint/style/noDefaultExport: that is how the files of undici export
// The parts of undici that a registry needs, by file: the whole package takes several times as long to load.

declare module 'undici/lib/dispatcher/client.js' {
  export { Client as default } from 'undici'
}

declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici'
}

declare module 'undici/lib/core/connect.js' {
  export { buildConnector as default } from 'undici'
}
