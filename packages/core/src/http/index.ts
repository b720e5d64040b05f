export { nodeHandler } from './node-handler.ts'
export type { FetchContext, FetchHandler } from './fetch-handler.ts'
export type { NodeHandler } from './node-handler.ts'
export type { NodeMount } from './node-mount.ts'
