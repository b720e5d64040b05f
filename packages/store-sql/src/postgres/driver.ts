/** What this store uses of a `Pool` of pg. */
export interface PostgresPool {
  connect(): Promise<PostgresPoolClient>
}

/** What this store uses of a client of pg. */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<unknown>
  on(event: 'error' | 'end', listener: () => void): unknown
  on(event: 'notification', listener: (message: PostgresMessage) => void): unknown
  removeListener(event: 'error' | 'end', listener: () => void): unknown
  removeListener(event: 'notification', listener: (message: PostgresMessage) => void): unknown
}

export interface PostgresPoolClient extends PostgresClient {
  release(broken?: boolean): void
}

/** A statement, or several, with the way in which values come back. */
export interface PostgresQuery {
  readonly text: string
  readonly types: { getTypeParser(oid: number): (text: string) => unknown }
}

export interface PostgresMessage {
  readonly channel: string
  readonly payload?: string | undefined
}
