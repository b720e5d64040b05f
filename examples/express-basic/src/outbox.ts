import { DatabaseSync } from 'node:sqlite'

/** A reminder that was sent. */
export interface Delivery {
  readonly run_id: string
  readonly text: string
  readonly sent_at: number
}

/** What the service has sent: its own table, in the same SQLite file as its jobs. */
export class Outbox implements Disposable {
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(`pragma busy_timeout = 1000; pragma journal_mode = wal;
      create table if not exists outbox (run_id text primary key, text text not null, sent_at integer not null)`)
  }

  /** Sent once per run: a run that is executed again after a crash finds its own entry. */
  send(runId: string, text: string): void {
    this.#database
      .prepare('insert into outbox values (?, ?, ?) on conflict do nothing')
      .run(runId, text, Date.now())
  }

  removeBefore(instant: number): number {
    return Number(
      this.#database.prepare('delete from outbox where sent_at < ?').run(instant).changes,
    )
  }

  countBetween(from: number, until: number): number {
    const row = this.#database
      .prepare('select count(*) as sent from outbox where sent_at between ? and ?')
      .get(from, until)
    return Number(row?.sent)
  }

  list(): readonly Delivery[] {
    const rows = this.#database
      .prepare('select * from outbox order by sent_at desc limit 100')
      .all()
    return rows.map((row) => ({ ...row }) as unknown as Delivery)
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }
}
