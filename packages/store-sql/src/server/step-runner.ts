import {
  isEmpty,
  replayed,
  type Ask,
  type Changes,
  type EpochMs,
  type Tables,
} from '@punctual/core/store'
import type { AskReads } from './ask-reads.ts'
import type { ChangeWrites } from './change-writes.ts'
import type { ServerDialect } from './server-dialect.ts'
import { RowsMoved } from './server-errors.ts'
import type { ServerLink } from './server-link.ts'
import { StepSource, type StepManner } from './step-source.ts'
import { wakeOf, type Wake } from './wake.ts'

/** A step as the store asks for it. */
export interface StepWork<T> {
  readonly work: (tables: Tables) => T
  readonly asks: readonly Ask[]
  /** Jobs that others hold are taken as if they were not there. */
  readonly passes: boolean
}

/** Where a step runs. */
export interface StepFrame {
  readonly link: ServerLink
  readonly now: EpochMs | null
  readonly begin: readonly string[]
  readonly end: readonly string[]
  /** What makes a read see what is committed now, where it does not by itself. */
  readonly fresh?: string
  /** The first of several tries. */
  readonly isFirst: boolean
  /** Statements that tell others. */
  readonly tell: (wake: Wake) => readonly string[]
  /** Jobs that an earlier try came upon; those of this one are added. */
  readonly known: Set<string>
}

/** Runs a step inside a transaction: begin, read under locks, run the operation over the answers, write, end. */
export class StepRunner {
  readonly #dialect: ServerDialect
  readonly #reads: AskReads
  readonly #writes: ChangeWrites

  constructor(dialect: ServerDialect, reads: AskReads, writes: ChangeWrites) {
    this.#dialect = dialect
    this.#reads = reads
    this.#writes = writes
  }

  async write<T>(
    { work, asks, passes }: StepWork<T>,
    frame: StepFrame,
  ): Promise<{ result: T; wake: Wake }> {
    // Those who claim or beat change no job, and must not wait for those who do.
    const spares = asks.some(({ ask }) => ask === 'readyRuns' || ask === 'nodes')
    const jobs = spares ? 'read' : passes ? 'pass' : 'wait'
    const source = this.#source(frame, { jobs, looks: false })
    try {
      await source.begin(asks)
      const { result, changes } = await replayed(source, work, { now: source.now, asks })
      const wake = wakeOf(changes)
      await this.#keep(changes, wake, frame)
      return { result, wake }
    } finally {
      for (const job of source.jobs) frame.known.add(job)
    }
  }

  async look<T>({ work, asks }: StepWork<T>, frame: StepFrame): Promise<T> {
    const source = this.#source(frame, { jobs: 'read', looks: true })
    await source.begin(asks)
    const { result, changes } = await replayed(source, work, { now: source.now, asks })
    if (!isEmpty(changes)) throw new Error('a look wrote something')
    await frame.link.run(frame.end)
    return result
  }

  #source(frame: StepFrame, how: Pick<StepManner, 'jobs' | 'looks'>): StepSource {
    const { now, begin, fresh = '', isFirst } = frame
    const sparesGaps = fresh !== '' && isFirst
    const nowSql = now === null ? this.#dialect.now : this.#dialect.literal(now)
    const known = [...frame.known]
    return new StepSource(frame.link, this.#reads, {
      ...how,
      now,
      begin,
      fresh,
      nowSql,
      sparesGaps,
      known,
    })
  }

  async #keep(changes: Changes, wake: Wake, { link, tell, end }: StepFrame): Promise<void> {
    const writes = this.#writes.of(changes)
    const last = [...tell(wake), ...end]
    const statements = writes.map((write) => this.#dialect.counted(write))
    if (this.#dialect.countsItself) {
      await link.run([...statements, ...last])
      return
    }
    const replies = await link.run(statements)
    writes.forEach(({ rows }, index) => {
      if (rows !== null && replies[index]?.count !== rows) throw new RowsMoved()
    })
    await link.run(last)
  }
}
