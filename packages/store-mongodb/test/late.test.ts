import type { Db } from 'mongodb'
import { manualClock } from '@punctual/testing/conformance'
import { expect } from 'vitest'
import type { MongoCollection, MongoDb } from '../src/driver.ts'
import { ownDatabase, serverTest } from './mongo-server.ts'
import { openStore } from './open-store.ts'
import { byHand, sampleJob } from './sample-job.ts'

const db = ownDatabase('late')
const HOUR = 3_600_000

/** A database whose rows are written only when the test says so: a node that was stopped between commit and writing. */
function stoppable(real: Db): {
  readonly db: MongoDb
  hold(): void
  readonly asked: Promise<void>
  go(): void
} {
  let holding = false
  const asked = Promise.withResolvers<void>()
  const going = Promise.withResolvers<void>()
  const held = async (): Promise<void> => {
    if (!holding) return
    asked.resolve()
    await going.promise
  }
  const collection = (name: string, options?: object): MongoCollection => {
    const whole = real.collection(name, options)
    const bulkWrite = whole.bulkWrite.bind(whole)
    const updateMany = whole.updateMany.bind(whole)
    return Object.assign(whole, {
      async bulkWrite(...args: Parameters<typeof bulkWrite>) {
        await held()
        return bulkWrite(...args)
      },
      async updateMany(...args: Parameters<typeof updateMany>) {
        await held()
        return updateMany(...args)
      },
    })
  }
  return {
    db: { collection, command: (command, options) => real.command(command, options) },
    hold: () => (holding = true),
    asked: asked.promise,
    go: () => going.resolve(),
  }
}

serverTest(
  'a job that was added and removed is not brought back by a node that writes late',
  async () => {
    const slow = stoppable(db)
    const late = await openStore(slow.db, { prefix: 'back_' })
    const other = await openStore(db, { prefix: 'back_' })
    slow.hold()
    const added = late.put([sampleJob('a')], 'fail')
    await slow.asked
    expect((await other.read.jobs({ limit: 10 })).items.map(({ id }) => id)).toEqual(['a'])
    await other.change([{ kind: 'remove', id: 'a', cancelRuns: false }])
    slow.go()
    expect((await added)[0]?.result).toBe('added')
    expect((await other.read.jobs({ limit: 10 })).items).toEqual([])
  },
)

serverTest('what others changed since is not undone by a node that writes late', async () => {
  const slow = stoppable(db)
  const late = await openStore(slow.db, { prefix: 'undone_' })
  const other = await openStore(db, { prefix: 'undone_' })
  await other.put([sampleJob('a')], 'fail')
  slow.hold()
  const paused = late.change([{ kind: 'pause', id: 'a', reason: null, by: null }])
  await slow.asked
  const nextAt = 120_000
  await other.change([{ kind: 'resume', id: 'a', lifts: 'paused', nextAt, span: null }])
  slow.go()
  await paused
  const { items } = await other.read.jobs({ limit: 10 })
  expect(items).toMatchObject([{ state: 'active', nextAt, pause: null }])
})

serverTest(
  'a job that got another id keeps it when the rename is written again, late',
  async () => {
    const slow = stoppable(db)
    const late = await openStore(slow.db, { prefix: 'named_' })
    const other = await openStore(db, { prefix: 'named_' })
    const declared = (id: string, formerly: readonly string[], hash: string) =>
      sampleJob(id, {
        source: 'code',
        declaration: { app: 'shop', hash, text: '{}', at: 1, formerly, discardEdits: false },
      })
    await other.put([declared('old', [], 'one')], 'declare')
    await other.enqueue([byHand('old', 'one')])
    slow.hold()
    const renamed = late.put([declared('new', ['old'], 'two')], 'declare')
    await slow.asked
    await other.enqueue([byHand('new', 'two')])
    await other.put([sampleJob('old', { inc: 'another' })], 'fail')
    await other.enqueue([byHand('old', 'three')])
    slow.go()
    await renamed
    const runs = async (job: string): Promise<readonly string[]> =>
      (await other.read.runs({ job, limit: 10 })).items.map(({ id }) => id).toSorted()
    expect(await runs('new')).toEqual(['inc of old.one', 'inc of old.two'])
    expect(await runs('old')).toEqual(['another.three'])
  },
)

serverTest('a large step of a node that stopped is written by others', async () => {
  const slow = stoppable(db)
  const limits = { inline: 1_000, chunk: 2_000 }
  const stopped = await openStore(slow.db, { prefix: 'chunks_', limits })
  const other = await openStore(db, { prefix: 'chunks_' })
  slow.hold()
  const ids = ['a', 'b', 'c', 'd']
  const added = stopped.put(
    ids.map((id) => sampleJob(id, { input: JSON.stringify(id.repeat(500)) })),
    'fail',
  )
  await slow.asked
  expect(await db.collection('chunks_journal').countDocuments()).toBeGreaterThan(1)
  const { items } = await other.read.jobs({ limit: 10 })
  expect(items.map((job) => job.id)).toEqual(ids)
  slow.go()
  await added
  expect(await db.collection('chunks_journal').countDocuments()).toBe(0)
})

serverTest('graves are taken away after an hour, and not before', async () => {
  const clock = manualClock()
  const store = await openStore(db, { prefix: 'graves_', clock })
  await store.put([sampleJob('a')], 'fail')
  await store.change([{ kind: 'remove', id: 'a', cancelRuns: false }])
  const graves = (): Promise<number> => db.collection('graves_jobs').countDocuments()
  clock.advance(HOUR - 1)
  await store.sweep('nobody', 10)
  expect(await graves()).toBe(1)
  clock.advance(2)
  await store.sweep('nobody', 10)
  expect(await graves()).toBe(0)
})
