/** What this store uses of a `Pool` of mysql2: that of `mysql2/promise`, or one that gives it by `promise()`. */
export type MysqlPool = MysqlPromisePool | { promise(): MysqlPromisePool }

export interface MysqlPromisePool {
  getConnection(): Promise<MysqlPoolConnection>
}

/** What this store uses of a connection of mysql2/promise. */
export interface MysqlConnection {
  query(query: MysqlQuery): Promise<readonly [unknown, unknown]>
}

export interface MysqlPoolConnection extends MysqlConnection {
  release(): void
  destroy(): void
}

export interface MysqlQuery {
  readonly sql: string
  readonly rowsAsArray: false
  typeCast(field: MysqlField): string | number | null
}

export interface MysqlField {
  readonly type: string
  string(): string | null
}
