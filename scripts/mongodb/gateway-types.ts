import type { Pool, PoolClient } from 'pg'

/** What a call to PostgreSQL goes through. */
export type Client = Pick<Pool, 'query'> | Pick<PoolClient, 'query'>

/** One message of a driver. */
export interface Message {
  readonly id: number
  readonly flags: number
  /** The document of the command. */
  readonly body: Uint8Array
  /** Lists of documents that stand outside of it, by the field that they belong to. */
  readonly sequences: Readonly<Record<string, readonly Uint8Array[]>>
  /** Of the first handshake, which is answered in its own form. */
  readonly old: boolean
}

/** A command, as its handler sees it. */
export interface Command {
  readonly name: string
  readonly db: string
  readonly body: Uint8Array
  readonly head: Readonly<Record<string, unknown>>
  readonly sequences: Message['sequences']
}
