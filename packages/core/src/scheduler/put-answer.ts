import type { StoreLink } from '../engine/store-link.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { JobRow } from '../store/rows.ts'
import type { PutResult } from '../store/store-messages.ts'
import type { VerbParts } from './verb-parts.ts'

/** The stored job of an answer to `put`, announced; refuses with `PUNCTUAL_JOB_EXISTS` or `PUNCTUAL_FOLLOW_CYCLE`. */
export function putRow(
  parts: VerbParts,
  link: StoreLink,
  id: string,
  answer: PutResult | undefined,
): JobRow {
  refusePut(id, answer)
  const row = answer?.row ?? null
  if (answer === undefined || row === null) throw noAnswer(id)
  const { announcer } = parts.node
  if (answer.result === 'added') announcer.job('added', row, link.alias)
  if (answer.result === 'replaced' || answer.result === 'updated') {
    announcer.job('updated', row, link.alias)
  }
  return row
}

/** Throws when the store refused the job. */
export function refusePut(id: string, answer: PutResult | undefined): void {
  if (answer?.result === 'exists') {
    throw new PunctualError('PUNCTUAL_JOB_EXISTS', taken(id, answer.row), { details: { id } })
  }
  if (answer?.result !== 'cycle') return
  throw new PunctualError(
    'PUNCTUAL_FOLLOW_CYCLE',
    `job "${id}" would follow itself through the jobs it comes after: break the circle`,
    { details: { id } },
  )
}

function taken(id: string, row: JobRow | null): string {
  if (row !== null && row.declaration !== null) {
    return `job "${id}" is declared by code already: change it with updateJob(), or take another id`
  }
  const added = row === null ? '' : ' that was added at run time'
  return `there is a job "${id}"${added} already: take another id, remove it first, or pass { onConflict: 'replace' } or 'keep'`
}

export function noAnswer(id: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `the store did not say what became of job "${id}": look with getJob() before trying again`,
    { details: { id } },
  )
}
