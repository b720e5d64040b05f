import { TablesStore, type StoreContract } from '@punctual/core/store'
import { manualClock, type ManualClock } from '@punctual/testing/conformance'
import { onTestFinished } from 'vitest'
import { SqliteSteps, type SqliteStepsOptions } from '../../src/sqlite/sqlite-steps.ts'
import { DEFAULT_PREFIX, tableNames } from '../../src/table-names.ts'

interface Opening {
  readonly prefix?: string
  readonly clock?: ManualClock
}

/** Steps over a file or a connection, opened; they are closed when the test is over. */
export async function openSteps(
  target: string | Exclude<SqliteStepsOptions['target'], { path: string }>,
  { prefix = DEFAULT_PREFIX, clock = manualClock() }: Opening = {},
): Promise<SqliteSteps> {
  const steps = new SqliteSteps({
    target: typeof target === 'string' ? { path: target, synchronous: 'normal' } : target,
    names: tableNames(prefix),
  })
  onTestFinished(() => steps[Symbol.asyncDispose]())
  await steps.open(clock)
  return steps
}

/** The same as a whole store, without a session. */
export async function openStore(
  target: Parameters<typeof openSteps>[0],
  { clock = manualClock(), ...opening }: Opening = {},
): Promise<StoreContract> {
  const store = new TablesStore(await openSteps(target, { clock, ...opening }))
  await store.open({ clock, session: null })
  return store
}
