import { join } from 'node:path'
import type { StoreSpec } from '../stores/store-spec.ts'
import type { Stand } from './stand.ts'

/** A file, which knows neither connections nor a server. */
export function sqliteStand(folder: string): Stand {
  const spec: StoreSpec = { kind: 'sqlite', at: join(folder, 'jobs.sqlite') }
  return {
    direct: spec,
    specOf: () => spec,
    cut() {},
    restart: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
