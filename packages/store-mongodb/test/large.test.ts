import { expect } from 'vitest'
import { portionsOf } from '../src/journal/chunks.ts'
import { ownDatabase, serverTest } from './mongo-server.ts'
import { openStore } from './open-store.ts'
import { sampleJob } from './sample-job.ts'

const db = ownDatabase('large')
const MIB = 1_048_576

serverTest(
  'a step that is larger than a document is kept whole',
  async () => {
    const store = await openStore(db, { prefix: 'whole_' })
    const input = JSON.stringify('x'.repeat(MIB - 10))
    const ids = Array.from({ length: 17 }, (_, n) => `job ${String(n).padStart(2, '0')}`)
    await store.put(
      ids.map((id) => sampleJob(id, { input })),
      'fail',
    )
    const { items } = await store.read.jobs({ ids: ['job 00', 'job 16'], limit: 100 })
    expect(items.map((job) => job.input === input)).toEqual([true, true])
    expect(await db.collection('whole_jobs').countDocuments()).toBe(17)
    expect(await db.collection('whole_journal').countDocuments()).toBe(0)
  },
  120_000,
)

serverTest('a row that no document holds is refused before anything is kept', async () => {
  const store = await openStore(db, { prefix: 'refused_' })
  const huge = sampleJob('huge', { input: JSON.stringify('x'.repeat(16 * MIB)) })
  const [one, other] = await Promise.allSettled([
    store.put([sampleJob('small'), huge], 'fail'),
    store.put([sampleJob('other')], 'fail'),
  ])
  expect(one).toMatchObject({ reason: { code: 'PUNCTUAL_TOO_LARGE' } })
  expect(other?.status).toBe('fulfilled')
  const { items } = await store.read.jobs({ limit: 10 })
  expect(items.map(({ id }) => id)).toEqual(['other'])
})

serverTest('portions hold every write once, in its order, and none is too large', () => {
  const writes = Array.from({ length: 40 }, (_, n) => ({
    kind: 'jobs' as const,
    id: `job ${n}`,
    put: { input: 'é'.repeat((n * MIB) / 40) },
  }))
  const portions = portionsOf(writes) ?? []
  expect(portions.flat()).toEqual(writes)
  for (const portion of portions) {
    expect(Buffer.byteLength(JSON.stringify(portion))).toBeLessThan(9 * MIB)
  }
  expect(portionsOf(writes.slice(0, 3))).toBeNull()
})
