import type { Query, SqlRecord } from '../sql-value.ts'
import { bound } from './bound.ts'
import type { ServerDialect } from './server-dialect.ts'
import type { Reply, ServerLink } from './server-link.ts'

/** Statements that are sent together, each with what is done with its records. */
export class Batch {
  readonly #dialect: ServerDialect
  readonly #statements: string[] = []
  readonly #takers: ((records: readonly SqlRecord[]) => void)[] = []

  constructor(dialect: ServerDialect) {
    this.#dialect = dialect
  }

  get size(): number {
    return this.#statements.length
  }

  add(query: Query, take: (records: readonly SqlRecord[]) => void = nothing): void {
    this.#statements.push(bound(this.#dialect, query))
    this.#takers.push(take)
  }

  async send(link: ServerLink): Promise<void> {
    if (this.#statements.length === 0) return
    const replies: readonly Reply[] = await link.run(this.#statements)
    this.#takers.forEach((take, index) => take(replies[index]?.records ?? []))
  }
}

function nothing(): void {}
