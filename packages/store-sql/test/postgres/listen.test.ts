import { TablesStore, type StoreContract } from '@punctual/core/store'
import { manualClock, type ManualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished, test, vi } from 'vitest'
import { channelOf } from '../../src/postgres/bell.ts'
import { sampleJob } from '../sample-job.ts'
import { database, isThere } from './database.ts'

const { steps, pool, names } = database(
  'punctual_listen_with_a_schema_whose_name_is_as_long_as_can',
)
const check = test.skipIf(!isThere)

async function opened(clock: ManualClock, listen: boolean): Promise<StoreContract> {
  const store = new TablesStore(steps({ listen }))
  onTestFinished(() => store[Symbol.asyncDispose]())
  await store.open({ clock, session: null })
  return store
}

interface Ear {
  readonly clock: ManualClock
  readonly heard: unknown[]
  /** Adds a job by another store, which does not listen itself. */
  add(id: string, nextAt: number): Promise<void>
}

/** A store that hears, once it surely does. */
async function listening(): Promise<Ear> {
  const clock = manualClock()
  const [other, own] = [await opened(clock, false), await opened(clock, true)]
  const heard: unknown[] = []
  const watching = own.watch!((hint) => heard.push(hint))
  onTestFinished(() => watching[Symbol.dispose]())
  const add = async (id: string, nextAt: number): Promise<void> => {
    await other.put([sampleJob(id, { nextAt })], 'fail')
  }
  let tries = 0
  await vi.waitFor(async () => {
    await add(`try ${(tries += 1)}`, 5)
    expect(heard).toContainEqual({ at: 5, news: false })
  }, 10_000)
  return { clock, heard, add }
}

check('what one node adds another hears of, with the instant, without looking', async () => {
  const { heard, add } = await listening()
  await add('a', 70_000)
  await vi.waitFor(() => expect(heard).toContainEqual({ at: 70_000, news: false }), 10_000)
})

check('a node whose connection was cut listens anew, and looks for what it missed', async () => {
  const { clock, heard, add } = await listening()
  const channel = `LISTEN "${channelOf(names)}"`
  await pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = $1', [
    channel,
  ])
  await vi.waitFor(() => {
    clock.advance(1_000)
    expect(heard).toContainEqual({ at: null, news: true })
  }, 10_000)
  await add('a', 80_000)
  await vi.waitFor(() => expect(heard).toContainEqual({ at: 80_000, news: false }), 10_000)
})
