import type { SqlRecord } from '../sql-value.ts'

/** What a statement answered: its records, and how many rows it met. */
export interface Reply {
  readonly records: readonly SqlRecord[]
  readonly count: number
}

/** One connection, as long as a step needs it. */
export interface ServerLink {
  /** Sends statements one after the other, together where the driver can; stops at the first that fails. */
  run(statements: readonly string[]): Promise<readonly Reply[]>
  /** Gives the connection back; a broken one is thrown away. */
  release(broken: boolean): void
}

/** Where connections come from. */
export interface ServerPool {
  lease(): Promise<ServerLink>
  /** Closes what we opened; a pool of the application stays open. */
  close(): Promise<void>
}
