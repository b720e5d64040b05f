import { TablesStore, type OpenOptions, type StoreContract } from '@punctual/core/store'
import { manualClock, type ManualClock } from '@punctual/testing/conformance'
import { onTestFinished } from 'vitest'
import { collectionNames } from '../src/collection-names.ts'
import { journalLimits, type JournalLimits } from '../src/journal/chunks.ts'
import type { MongoDb } from '../src/driver.ts'
import { MongoSteps } from '../src/steps/mongo-steps.ts'

interface Opening {
  readonly prefix: string
  readonly clock?: ManualClock
  readonly session?: string
  readonly limits?: JournalLimits
}

/** A store over a database, opened; it is closed when the test is over. */
export async function openStore(
  db: MongoDb,
  { prefix, clock = manualClock(), session, limits = journalLimits }: Opening,
): Promise<StoreContract> {
  const names = collectionNames(prefix)
  const store = new TablesStore(
    new MongoSteps({ target: { db }, names, limits, clock: 'scheduler' }),
  )
  onTestFinished(() => store[Symbol.asyncDispose]())
  await store.open({ clock, session: session === undefined ? null : sessionOf(session) })
  return store
}

function sessionOf(id: string): NonNullable<OpenOptions['session']> {
  return { id, name: id, app: null, role: 'all', version: null }
}
