import type { Connection, Query, SqlRecord } from '../../src/sql-value.ts'

/** A database whose answers take their time. */
export interface Later {
  all(query: Query): Promise<readonly SqlRecord[]>
  run(query: Query): Promise<void>
}

class Unanswered extends Error {
  readonly query: Query

  constructor(query: Query) {
    super('the answer is still to come')
    this.query = query
  }
}

/** What the work asked and wrote so far, in order; a write has no answer. */
interface Entry {
  readonly answer: readonly SqlRecord[] | null
}

/**
 * Runs synchronous work over a database that answers later: at the first question without an answer the work is broken
 * off, what it wrote is sent, the question is asked, and the work runs again, with the answers of before. It ends as if
 * every answer had come at once, because the same answers lead it the same way.
 */
export async function replayed<T>(later: Later, work: (db: Connection) => T): Promise<T> {
  const log: Entry[] = []
  for (;;) {
    const writes: Query[] = []
    const send = async (): Promise<void> => {
      for (const write of writes) await later.run(write)
    }
    try {
      const result = work(connectionOver(log, writes))
      await send()
      return result
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      await send()
      log.push({ answer: await later.all(error.query) })
    }
  }
}

function connectionOver(log: Entry[], writes: Query[]): Connection {
  let place = 0
  return {
    all(sql, values) {
      const entry = log[place]
      if (entry === undefined) throw new Unanswered({ sql, values })
      place += 1
      if (entry.answer === null) throw new Error('the work went another way')
      return entry.answer
    },
    run(sql, values) {
      const known = log[place]
      place += 1
      if (known?.answer === null) return
      if (known !== undefined) throw new Error('the work went another way')
      log.push({ answer: null })
      writes.push({ sql, values })
    },
  }
}
