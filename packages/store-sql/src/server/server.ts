import type { Clock, Tx } from '@punctual/core/store'
import type { MigrationLock } from './migrate.ts'
import type { ServerDialect } from './server-dialect.ts'
import type { ServerErrors } from './server-errors.ts'
import type { ServerLink, ServerPool } from './server-link.ts'
import type { Wake } from './wake.ts'

/** What one kind of server brings. */
export interface Server {
  readonly dialect: ServerDialect
  readonly errors: ServerErrors
  readonly pool: ServerPool
  readonly lock: MigrationLock
  /** The connection on which a transaction of the application is open. */
  linkOf(tx: Tx): ServerLink
  /** How others are told of changes; null where they find out by looking. */
  readonly bell: Bell | null
}

/** Tells others that share the store, and hears them. */
export interface Bell {
  /** Whether it can hear others. */
  readonly hears: boolean
  /** Statements of the step's own transaction: nobody is told of what is not kept. */
  ring(wake: Wake): readonly string[]
  hear(clock: Clock, heard: (wake: Wake) => void): void
  /** Hears no more, until it is asked to again. */
  rest(): Promise<void>
}
