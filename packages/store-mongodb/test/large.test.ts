import { expect } from 'vitest'
import { journalLimits, portionsOf } from '../src/journal/chunks.ts'
import { ownDatabase, serverTest } from './mongo-server.ts'
import { openStore } from './open-store.ts'
import { sampleJob } from './sample-job.ts'

const db = ownDatabase('large')
const MIB = 1_048_576

serverTest('a step that is larger than a document of the journal is kept whole', async () => {
  const limits = { inline: 1_000, chunk: 10_000 }
  const store = await openStore(db, { prefix: 'whole_', limits })
  const ids = Array.from({ length: 60 }, (_, n) => `job ${String(n).padStart(2, '0')}`)
  await store.put(
    ids.map((id) => sampleJob(id, { input: JSON.stringify(id.repeat(100)) })),
    'fail',
  )
  const { items } = await store.read.jobs({ limit: 100 })
  expect(items.map(({ id }) => id)).toEqual(ids)
  expect(items.every(({ id, input }) => input === JSON.stringify(id.repeat(100)))).toBe(true)
  expect(await db.collection('whole_journal').countDocuments()).toBe(0)
})

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
  const portions = portionsOf(writes, journalLimits) ?? []
  expect(portions.flat()).toEqual(writes)
  for (const portion of portions) {
    expect(Buffer.byteLength(JSON.stringify(portion))).toBeLessThan(9 * MIB)
  }
  expect(portionsOf(writes.slice(0, 3), journalLimits)).toBeNull()
})
