import { manualClock } from '@punctual/testing/conformance'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import type { MongoCollection, MongoDb } from '../src/driver.ts'
import { ownDatabase, serverTest } from './mongo-server.ts'
import { openStore } from './open-store.ts'
import { byHand, sampleJob } from './sample-job.ts'

const db = ownDatabase('together')

serverTest(
  'many handles that add runs of one job at once give no slot and no place twice',
  async () => {
    const handles = await Promise.all(
      Array.from({ length: 6 }, () => openStore(db, { prefix: 'slots_' })),
    )
    const policies = { maxInstances: 3, overlap: 'queue' } as const
    await handles[0]!.put([sampleJob('a', { policies })], 'fail')
    await Promise.all(
      handles.flatMap((store, n) => [
        store.enqueue([byHand('a', `first ${n}`), byHand('a', `second ${n}`)]),
        store.enqueue([byHand('a', `third ${n}`)]),
      ]),
    )
    const { items } = await handles[0]!.read.runs({ job: 'a', limit: 100 })
    const seqs = items.map(({ seq }) => seq).toSorted((a, b) => a - b)
    expect(seqs).toEqual(Array.from({ length: 18 }, (_, n) => n + 1))
    const slots = items.flatMap(({ slot }) => slot ?? []).toSorted()
    expect(slots).toEqual([0, 1, 2])
    const { items: jobs } = await handles[0]!.read.jobs({ ids: ['a'], limit: 1 })
    expect(jobs[0]?.runSeq).toBe(18)
  },
)

serverTest(
  'a run whose owner is reaped while it ends has ended or runs again, never both',
  async () => {
    const clock = manualClock()
    const prefix = 'reap_'
    const reaper = await openStore(db, { prefix, clock, session: 'reaper' })
    await reaper.put([sampleJob('a', { policies: { maxInstances: 100 } })], 'fail')
    const ends = new Set<string>()
    for (let n = 0; n < 6; n += 1) {
      const victim = `victim ${n}`
      const owner = await openStore(db, { prefix, clock, session: victim })
      const [own] = await owner.enqueue([byHand('a', `run ${n}`, true)], { by: victim, batch: 'b' })
      if (own?.result !== 'created') throw new Error('no run was made')
      const { id: runId, token } = own.run
      const outcome = { runId, token, end: 'succeeded' } as const
      const [[finished]] = await Promise.all([
        owner.finish(victim, [{ ...outcome, result: null }]),
        reaper.reap(victim, { by: 'reaper', expectBeat: 0 }),
      ])
      const { items } = await reaper.read.runs({ ids: [runId], limit: 1 })
      const end = `${finished?.result} ${items[0]?.state}`
      expect(['accepted succeeded', 'fenced pending']).toContain(end)
      ends.add(end)
    }
    expect(ends.size).toBeGreaterThan(0)
  },
)

serverTest(
  'calls of one process that come together are kept or refused each by itself',
  async () => {
    const store = await openStore(db, { prefix: 'group_' })
    const answers = await Promise.allSettled([
      store.put([sampleJob('a')], 'fail'),
      store.publish('nobody', 'b', []),
      store.put([sampleJob('b')], 'fail'),
    ])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(answers[1]).toMatchObject({ reason: { code: 'PUNCTUAL_FENCED' } })
    const { items } = await store.read.jobs({ limit: 10 })
    expect(items.map(({ id }) => id)).toEqual(['a', 'b'])
  },
)

serverTest('many processes that open a store at once open the same', async () => {
  const stores = await Promise.all(
    Array.from({ length: 5 }, () => openStore(db, { prefix: 'open_' })),
  )
  await Promise.all(stores.map((store, n) => store.put([sampleJob(`job ${n}`)], 'fail')))
  for (const store of stores) {
    expect((await store.read.jobs({ limit: 10 })).items).toHaveLength(5)
  }
})

/** A database that answers reads of rows only once another node has committed a step, or waits for this one. */
function slowed(quick: () => Promise<unknown>): MongoDb {
  const collection = (name: string, options?: object): MongoCollection => {
    const whole = db.collection(name, options)
    const find = whole.find.bind(whole)
    return Object.assign(whole, {
      find(...args: Parameters<typeof find>) {
        const cursor = find(...args)
        const toArray = cursor.toArray.bind(cursor)
        const late = async (): ReturnType<typeof toArray> => {
          await Promise.race([quick(), setTimeout(100)])
          return toArray()
        }
        return Object.assign(cursor, { toArray: late })
      },
    })
  }
  return { collection, command: (command) => db.command(command) }
}

serverTest(
  'a node whose reads are slow gets its step in between those of a quick one',
  async () => {
    const prefix = 'turn_'
    const quick = await openStore(db, { prefix, session: 'quick' })
    await quick.put([sampleJob('a')], 'fail')
    let beat: Promise<unknown> = Promise.resolve()
    const slow = await openStore(
      slowed(() => beat),
      { prefix },
    )
    let added = false
    const adding = slow.enqueue([byHand('a', 'one')]).finally(() => (added = true))
    let beats = 0
    while (!added) {
      beats += 1
      beat = quick.beat('quick', beats, { free: 1, stalledMs: 0 })
      await beat
    }
    expect(await adding).toMatchObject([{ result: 'created' }])
    expect(beats).toBeLessThan(200)
  },
)
