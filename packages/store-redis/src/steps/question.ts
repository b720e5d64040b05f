import type { Answer, Ask } from '@punctual/core/store'
import type { Range } from '../rows/member.ts'
import type { Stored } from '../rows/stored.ts'
import type { Table } from '../rows/table.ts'
import type { Call } from '../scripts/call.ts'
import type { Reply } from './reply.ts'

/** What was read in a step, and what of it must still be so when the step is kept. */
export interface Notebook {
  /** Rows by their keys; those that must not have changed, missing ones too, when they `bind`. */
  rows<Row>(
    table: Table<Row>,
    found: readonly (readonly [key: string, stored: Stored<Row>])[],
    options: { readonly bind: boolean },
  ): void
  /** A range that must have as many members as it had. */
  length(range: Range, length: number): void
}

/** One question of a step: how it is put to the read script, and what its reply means. */
export interface Question {
  put(call: Call): void
  answer(reply: Reply | undefined, notebook: Notebook): Answer
}

export type QuestionOf<A extends Ask['ask']> = (ask: Extract<Ask, { readonly ask: A }>) => Question
