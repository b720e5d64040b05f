import { DatabaseSync } from 'node:sqlite'

/** A fire of the heartbeat, and the process that ran it. */
export interface Beat {
  readonly fire_time: number
  readonly process: number
}

/**
 * What the cluster did: a table of its own, in the same file as the jobs. Nothing in it is unique, so a fire that ran
 * twice would show.
 */
export class Beats {
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(`pragma busy_timeout = 1000; pragma journal_mode = wal;
      create table if not exists beats (fire_time integer not null, process integer not null)`)
  }

  add(fireTime: number): void {
    this.#database.prepare('insert into beats values (?, ?)').run(fireTime, process.pid)
  }

  latest(): readonly Beat[] {
    const rows = this.#database
      .prepare('select fire_time, process from beats order by fire_time desc limit 100')
      .all()
    return rows.map((row) => ({ ...row }) as unknown as Beat)
  }

  /** How many fires each process ran, of all or of those since an instant. */
  perProcess(since = 0): Readonly<Record<string, number>> {
    const rows = this.#database
      .prepare('select process, count(*) as fires from beats where fire_time >= ? group by process')
      .all(since)
    return Object.fromEntries(rows.map((row) => [String(row.process), Number(row.fires)]))
  }
}
