import type { RunRow, StoreContract } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect } from 'vitest'
import { openStore } from './opened.ts'
import { sampleJob } from './sample-job.ts'
import { freshStore, redisTest } from './server.ts'

/** Who holds which slot, as those who hold them know it: from an answer that gave a slot until the outcome is sent. */
class Slots {
  readonly #held = new Map<number, string>()

  take({ slot, id }: RunRow): void {
    expect(slot).not.toBeNull()
    expect(this.#held.get(slot!), `slot ${slot} is held while ${id} gets it`).toBeUndefined()
    this.#held.set(slot!, id)
  }

  leave({ slot }: RunRow): void {
    this.#held.delete(slot!)
  }
}

/** Enqueues runs of one job, and ends whatever it gets to run, own ones and those of others. */
async function hammer(
  store: StoreContract,
  session: string,
  slots: Slots,
  runs: number,
): Promise<void> {
  const end = async (run: RunRow): Promise<void> => {
    slots.take(run)
    const outcome = { runId: run.id, token: run.token, end: 'succeeded', result: null } as const
    slots.leave(run)
    expect((await store.finish(session, [outcome]))[0]?.result).toBe('accepted')
  }
  const room = { executor: 'default', count: 1, tasks: [{ name: 'work', version: 1 }] }
  for (let n = 0; n < runs; n += 1) {
    const put = {
      key: `m${session}${n}`,
      job: 'hot',
      kind: 'manual',
      input: null,
      own: true,
    } as const
    const [created] = await store.enqueue([put], { by: session, batch: `${session}${n}` })
    if (created?.result === 'created' && created.run.state === 'running') await end(created.run)
    const { claimed } = await store.claim(session, `c${session}${n}`, [room])
    for (const { run } of claimed) await end(run)
  }
  for (;;) {
    const { claimed } = await store.claim(session, `l${session}`, [room])
    if (claimed.length === 0) return
    for (const { run } of claimed) await end(run)
  }
}

redisTest(
  'eight handles at one job at once never hold a slot twice, and none of them starves',
  async () => {
    const { prefix } = freshStore()
    const clock = manualClock()
    const names = Array.from({ length: 8 }, (_, n) => `node${n}`)
    const stores = await Promise.all(names.map((session) => openStore(prefix, { session, clock })))
    const [first] = stores
    const policies = { maxInstances: 2, overlap: 'queue', maxQueue: 1_000 } as const
    await first!.put([sampleJob('hot', { policies })], 'fail')
    const slots = new Slots()
    await Promise.all(stores.map((store, n) => hammer(store, names[n]!, slots, 6)))
    const { items } = await first!.read.runs({ job: 'hot', limit: 100 })
    expect(items.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 48 }, (_, n) => n + 1),
    )
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['succeeded']))
    expect((await first!.sweep('node0', 100)).promoted).toBe(0)
  },
)

redisTest(
  'a fire that is published while the run before it ends is never left waiting',
  async () => {
    const { prefix } = freshStore()
    const clock = manualClock()
    const opening = { clock, session: 'a' }
    const a = await openStore(prefix, opening)
    const b = await openStore(prefix, { clock, session: 'b' })
    const start = clock.now()
    await a.put([sampleJob('job', { nextAt: start, policies: { overlap: 'queue' } })], 'fail')
    let running: RunRow | null = null
    for (let n = 0; n < 15; n += 1) {
      const [job] = (await a.read.jobs({ ids: ['job'], limit: 1 })).items
      const at = job!.nextAt!
      clock.advance(at - clock.now())
      const fire = { at, own: false, startDeadline: null, missed: 0, catchUp: false }
      const { id, inc, version } = job!
      const advance = { id, inc, version, next: at + 60_000, fires: [fire], spans: [] }
      const outcome =
        running &&
        ({ runId: running.id, token: running.token, end: 'succeeded', result: null } as const)
      const [published] = await Promise.all([
        b.publish('b', `p${n}`, [advance]),
        outcome === null ? null : a.finish('a', [outcome]),
      ])
      // Only the end of a run changes the job as publishing sees it not: its version stays.
      expect(published[0]?.result).toBe('done')
      const room = { executor: 'default', count: 5, tasks: [{ name: 'work', version: 1 }] }
      const { claimed } = await a.claim('a', `c${n}`, [room])
      expect(claimed).toHaveLength(1)
      running = claimed[0]!.run
    }
  },
)

redisTest('of a reaper and an outcome that come at once, one counts', async () => {
  const { prefix } = freshStore()
  const clock = manualClock()
  const reaper = await openStore(prefix, { clock, session: 'reaper' })
  await reaper.put([sampleJob('job')], 'fail')
  const seen = new Set<string>()
  for (let n = 0; n < 12; n += 1) {
    const session = `victim${n}`
    const victim = await openStore(prefix, { clock, session })
    const put = { key: `m${n}`, job: 'job', kind: 'manual', input: null, own: true } as const
    const [created] = await victim.enqueue([put], { by: session, batch: session })
    const run = created?.result === 'created' ? created.run : null
    expect(run?.state).toBe('running')
    const outcome = { runId: run!.id, token: run!.token, end: 'succeeded', result: null } as const
    const [reaped, [finished]] = await Promise.all([
      reaper.reap(session, { by: 'reaper', expectBeat: 0 }),
      victim.finish(session, [outcome]),
    ])
    expect(reaped.closed).toBe(true)
    expect(reaped.runs.length, finished?.result).toBe(finished?.result === 'fenced' ? 1 : 0)
    seen.add(String(finished?.result))
    await reaper.cancel([run!.id], 'enough')
  }
  expect([...seen].every((result) => result === 'accepted' || result === 'fenced')).toBe(true)
})
