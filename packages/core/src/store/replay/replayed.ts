import type { EpochMs } from '../../time/epoch.ts'
import type { Tables } from '../tables.ts'
import { Answers } from './answers.ts'
import type { Ask } from './ask.ts'
import type { Changes, RowSource } from './row-source.ts'
import { StepTables } from './step-tables.ts'
import { Unanswered } from './unanswered.ts'

/** What a step knows at its beginning. */
export interface StepStart {
  /** The clock of the store. */
  readonly now: EpochMs
  /** What it will certainly ask. */
  readonly asks: readonly Ask[]
}

/**
 * Runs synchronous work over rows that are answered later: at the first question without an answer the work is broken
 * off, the question is asked, and the work runs again with the answers of before. It ends as if every answer had come at
 * once, because the same answers lead it the same way. Nothing is written: what is to be kept comes back as changes.
 */
export async function replayed<T>(
  source: RowSource,
  work: (tables: Tables) => T,
  { now, asks }: StepStart,
): Promise<{ readonly result: T; readonly changes: Changes }> {
  const answers = new Answers(source)
  await answers.learn(asks)
  for (;;) {
    const tables = new StepTables(answers, now)
    try {
      const result = work(tables)
      return { result, changes: tables.changes() }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      await answers.ask(error.ask)
    }
  }
}
