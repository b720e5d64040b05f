import { createScheduler } from '@punctual/core'
import { TablesStore } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished, test } from 'vitest'
import { postgresSchema, postgresStore } from '../../src/postgres/index.ts'
import { sampleJob } from '../sample-job.ts'
import { database, isThere, schemaOf, url } from './database.ts'

const { pool, schema, steps } = database('punctual_store')
const check = test.skipIf(!isThere)

const bad: readonly (readonly [string, object])[] = [
  ['neither url nor pool', {}],
  ['both url and pool', { url, pool }],
  ['an address of another kind', { url: 'mysql://localhost/test' }],
  ['a pool that is none', { pool: {} }],
  ['a schema with a quote', { url, schema: 'a"b' }],
  ['a prefix with a blank', { url, prefix: 'a b' }],
  ['listen in words', { url, listen: 'no' }],
]

test.each(bad)('%s is refused at the call', (_name, options) => {
  // As JavaScript would call it.
  const call = (): unknown => Reflect.apply(postgresStore, null, [options])
  expect(call).toThrow(expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }))
})

check('the printed schema is what opening makes', async () => {
  await steps().open(manualClock())
  const byHand = 'punctual_by_hand'
  onTestFinished(async () => void (await pool.query(`DROP SCHEMA IF EXISTS ${byHand} CASCADE`)))
  await pool.query(`DROP SCHEMA IF EXISTS ${byHand} CASCADE; CREATE SCHEMA ${byHand}`)
  await pool.query(postgresSchema({ schema: byHand }))
  const made = await schemaOf(pool, schema)
  expect(made.length).toBeGreaterThan(80)
  expect(await schemaOf(pool, byHand)).toEqual(made)
})

check('a server that cannot be reached is told as such, without the password', async () => {
  const store = postgresStore({ url: 'postgres://me:secret@127.0.0.1:1/test', schema })
  await using scheduler = createScheduler({ store, role: 'off' })
  const call = scheduler.addJob({ id: 'a', task: 'work' })
  await expect(call).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
  await expect(call).rejects.not.toThrow(/secret/)
})

check(
  'text with quotes, backslashes and statements comes back as it was, and zero is refused',
  async () => {
    const store = new TablesStore(steps())
    await store.open({ clock: manualClock(), session: null })
    const text = `'); DROP TABLE jobs; -- \\' \\\\ ? $1 %s "😀" E'\\n'`
    await store.put([sampleJob(`id ${text}`, { input: text })], 'fail')
    const { items } = await store.read.jobs({ ids: [`id ${text}`], limit: 1 })
    expect(items[0]?.input).toBe(text)
    const call = store.put([sampleJob('zero', { input: 'a\0b' })], 'fail')
    await expect(call).rejects.toMatchObject({ code: 'PUNCTUAL_OPTION_INVALID' })
  },
)
