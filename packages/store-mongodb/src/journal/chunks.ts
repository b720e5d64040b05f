import { PunctualError } from '@punctual/core/store'
import { bsonSize } from './bson-size.ts'
import type { StepWrite } from './step-writes.ts'

/** How large the documents of the journal may get, in bytes. */
export interface JournalLimits {
  /** Writes up to this size stand in the meta document itself, which is read at the beginning of every step. */
  readonly inline: number
  readonly chunk: number
}

/** MongoDB takes documents of 16 MiB. */
export const journalLimits: JournalLimits = { inline: 1_048_576, chunk: 8_388_608 }
const LARGEST = 15_728_640

/**
 * The writes in portions that fit into a document each; null when all of them fit into the meta document. A row that no
 * document can hold is refused with `PUNCTUAL_TOO_LARGE`, before anything is written.
 */
export function portionsOf(
  writes: readonly StepWrite[],
  { inline, chunk }: JournalLimits,
): readonly StepWrite[][] | null {
  const portions: StepWrite[][] = []
  let room = 0
  let total = 0
  for (const write of writes) {
    const size = bsonSize(write) + 16
    if (size > LARGEST) throw tooLarge(write, size)
    if (size > room) {
      portions.push([])
      room = chunk
    }
    portions.at(-1)?.push(write)
    room -= size
    total += size
  }
  return total <= inline ? null : portions
}

function tooLarge({ kind, id }: StepWrite, size: number): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TOO_LARGE',
    `the row of ${JSON.stringify(id)} in ${kind} takes ${size} bytes, more than a document of MongoDB holds: keep large data elsewhere and name it in the input`,
  )
}
