import type { StoreLink } from '../engine/store-link.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { RunRow } from '../store/rows.ts'
import { invalidOption } from './known-options.ts'
import type { VerbParts } from './verb-parts.ts'

/** A stored run and the store it lies in. */
export interface FoundRun {
  readonly link: StoreLink
  readonly row: RunRow
}

/** The run of an id, or null. */
export async function findRun(parts: VerbParts, runId: string): Promise<FoundRun | null> {
  checkRunId(runId)
  const found = await Promise.all(parts.links.all().map((link) => runIn(link, runId)))
  return found.find((one) => one !== null) ?? null
}

/** The same where the run has to be there; refuses with `PUNCTUAL_UNKNOWN_RUN`. */
export async function runThatIs(parts: VerbParts, runId: string): Promise<FoundRun> {
  const found = await findRun(parts, runId)
  if (found !== null) return found
  throw unknownRun(runId, 'there is none, or its job keeps it no longer (policy history)')
}

export async function runIn(link: StoreLink, runId: string): Promise<FoundRun | null> {
  const store = await link.opened()
  const { items } = await store.read.runs({ ids: [runId], limit: 1 })
  const row = items[0]
  return row === undefined ? null : { link, row }
}

export function unknownRun(runId: string, why: string): PunctualError {
  return new PunctualError('PUNCTUAL_UNKNOWN_RUN', `run "${runId}" is unknown: ${why}`, {
    details: { runId },
  })
}

export function checkRunId(runId: unknown): void {
  if (typeof runId === 'string' && runId !== '' && runId.length <= 1_000) return
  throw invalidOption('runId', 'must be the id of a run, as run.id and handle.id give it')
}
