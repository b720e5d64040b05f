export { nodeHandler } from './node-handler.ts'
export type { FetchContext, FetchHandler } from './fetch-handler.ts'
export type { NodeHandler, NodeMount } from './node-handler.ts'
