import { DatabaseSync } from 'node:sqlite'
import { Injectable, type OnApplicationShutdown } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'

/** An invoice that was sent. */
export interface Invoice {
  readonly run_id: string
  readonly text: string
}

/** The invoices: a table of the application, in the same file as its jobs. */
@Injectable()
export class Invoices implements OnApplicationShutdown {
  readonly #database: DatabaseSync

  constructor(config: ConfigService) {
    this.#database = new DatabaseSync(config.getOrThrow<string>('database'))
    this.#database.exec(`pragma busy_timeout = 1000; pragma journal_mode = wal;
      create table if not exists invoices (run_id text primary key, text text not null)`)
  }

  /** Once per run: a run that is executed again after a crash finds what it wrote. */
  send(runId: string, text: string): void {
    this.#database
      .prepare('insert into invoices values (?, ?) on conflict do nothing')
      .run(runId, text)
  }

  list(): readonly Invoice[] {
    const rows = this.#database.prepare('select * from invoices order by rowid').all()
    return rows.map((row) => ({ ...row }) as unknown as Invoice)
  }

  /** Jobs have ended by now; in `onModuleDestroy` they may still run. */
  onApplicationShutdown(): void {
    this.#database.close()
  }
}
