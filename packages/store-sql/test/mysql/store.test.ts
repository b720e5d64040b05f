import { createScheduler } from '@punctual/core'
import { TablesStore } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect, test } from 'vitest'
import { mysqlStore } from '../../src/mysql/index.ts'
import { sampleJob } from '../sample-job.ts'
import { database, isThere } from './database.ts'

const { pool, url, names, steps } = database('punctual_store')
const check = test.skipIf(!isThere)

const bad: readonly (readonly [string, object])[] = [
  ['neither url nor pool', {}],
  ['both url and pool', { url, pool }],
  ['an address of another kind', { url: 'postgres://localhost/test' }],
  ['a pool that is none', { pool: {} }],
  ['a prefix with a blank', { url, prefix: 'a b' }],
]

test.each(bad)('%s is refused at the call', (_name, options) => {
  // As JavaScript would call it.
  const call = (): unknown => Reflect.apply(mysqlStore, null, [options])
  expect(call).toThrow(expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }))
})

check('a server that cannot be reached is told as such, without the password', async () => {
  const store = mysqlStore({ url: 'mysql://me:secret@127.0.0.1:1/test' })
  await using scheduler = createScheduler({ store, role: 'off' })
  const call = scheduler.addJob({ id: 'a', task: 'work' })
  await expect(call).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
  await expect(call).rejects.not.toThrow(/secret/)
})

check('text with quotes, backslashes and statements comes back as it was', async () => {
  const store = new TablesStore(steps())
  await store.open({ clock: manualClock(), session: null })
  const text = `'); DROP TABLE jobs; -- \\' \\\\ ? $1 %s "😀" \\n`
  await store.put([sampleJob(`id ${text}`, { input: `${text}\0` })], 'fail')
  const { items } = await store.read.jobs({ ids: [`id ${text}`], limit: 1 })
  expect(items[0]?.input).toBe(`${text}\0`)
})

check('a migration that was broken off goes on at the next start', async () => {
  await steps().open(manualClock())
  await pool.query(`UPDATE ${names.meta} SET schema_version = 0, min_writer = 0`)
  await pool.query(`DROP TABLE ${names.spans}, ${names.follows}`)
  expect(await steps().open(manualClock())).toBe(1)
  const store = new TablesStore(steps())
  await store.open({ clock: manualClock(), session: null })
  expect(await store.read.spans({ job: 'a', from: 0, until: 1, limit: 1 })).toEqual([])
})
