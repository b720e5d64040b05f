export type { FetchContext, FetchHandler } from './fetch-handler.ts'
