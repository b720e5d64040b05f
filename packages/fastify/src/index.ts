export { fetchPlugin } from './fetch-plugin.ts'
export { punctual } from './punctual.ts'
export type { GivenScheduler, PunctualOptions, ServerOptions } from './punctual-options.ts'
export type { RouteJob, RouteRequest } from '@punctual/core/framework'
