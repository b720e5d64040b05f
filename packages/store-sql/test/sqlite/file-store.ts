import { TablesStore, type StoreContract } from '@punctual/core/store'
import { manualClock, type ManualClock } from '@punctual/testing/conformance'
import { onTestFinished } from 'vitest'
import { SqliteSteps, type SqliteStepsOptions } from '../../src/sqlite/sqlite-steps.ts'
import { DEFAULT_PREFIX, tableNames } from '../../src/table-names.ts'

/** Steps over a file or a connection, opened; they are closed when the test is over. */
export async function openSteps(
  target: string | Exclude<SqliteStepsOptions['target'], { path: string }>,
  { prefix = DEFAULT_PREFIX, clock = manualClock() }: { prefix?: string; clock?: ManualClock } = {},
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
export async function openStore(...given: Parameters<typeof openSteps>): Promise<StoreContract> {
  return new TablesStore(await openSteps(...given))
}
