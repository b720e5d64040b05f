import type { Scheduler } from '@punctual/core'

/** A server that runs a scheduler beside its requests. */
export interface WebServer {
  readonly port: number
  close(): Promise<unknown>
}

/** Starts a server of one framework: `GET /items/:id` answers some JSON, as an API does. */
export type ServeWeb = (scheduler: Scheduler) => Promise<WebServer>

/** What every server answers. */
export function item(id: string): object {
  return { id, name: `Item ${id}`, tags: ['a', 'b', 'c'], price: { amount: 1299, currency: 'EUR' } }
}
