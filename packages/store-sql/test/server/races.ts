import { TablesStore, type StoreContract } from '@punctual/core/store'
import { manualClock, type ManualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished, test } from 'vitest'
import type { ServerSteps } from '../../src/server/server-steps.ts'
import { sampleJob } from '../sample-job.ts'

async function opened(steps: ServerSteps, clock: ManualClock, id: string): Promise<StoreContract> {
  const store = new TablesStore(steps)
  onTestFinished(() => store[Symbol.asyncDispose]())
  await store.open({ clock, session: { id, name: id, app: null, role: 'all', version: null } })
  return store
}

export interface RaceServer {
  readonly isThere: boolean
  steps(): ServerSteps
  /** On tables that nobody has made. */
  unmade(): ServerSteps
}

/** Lets calls that touch the same rows meet, each on a connection of its own. */
export function survivesRaces({ isThere, steps, unmade }: RaceServer): void {
  const check = test.skipIf(!isThere)

  check(
    'when a session is closed while its runs finish, each run counts on one side alone',
    async () => {
      const clock = manualClock()
      const [one, other] = [
        await opened(steps(), clock, 'one'),
        await opened(steps(), clock, 'other'),
      ]
      const ids = Array.from({ length: 20 }, (_, n) => `job ${n}`)
      await one.put(
        ids.map((id) => sampleJob(id, { nextAt: clock.now() })),
        'fail',
      )
      const fire = { at: clock.now(), own: true, startDeadline: null, missed: 0, catchUp: false }
      const items = ids.map((id) => ({
        ...{
          id,
          inc: `inc of ${id}`,
          version: 1,
          next: clock.now() + 60_000,
          fires: [fire],
          spans: [],
        },
      }))
      const published = await one.publish('one', 'batch', items)
      const runs = published.flatMap((answer) => (answer.result === 'done' ? answer.runs : []))
      expect(runs).toHaveLength(20)
      const finishing = runs.map(({ runId, token }) =>
        one.finish('one', [{ runId, token, end: 'succeeded', result: null }]),
      )
      const [reaped, ...finished] = await Promise.all([
        other.reap('one', { by: 'other', expectBeat: 0 }),
        ...finishing,
      ])
      const accepted = finished.filter(([answer]) => answer?.result === 'accepted').length
      expect(finished.filter(([answer]) => answer?.result === 'fenced')).toHaveLength(20 - accepted)
      expect(reaped.runs).toHaveLength(20 - accepted)
      const stored = (await other.read.runs({ limit: 100, order: 'published' })).items
      expect(stored.filter(({ state }) => state === 'succeeded')).toHaveLength(accepted)
      expect(stored.filter(({ state, token }) => state === 'pending' && token === 2)).toHaveLength(
        20 - accepted,
      )
    },
  )

  check(
    'of many calls at once for the slots of one job, no slot is given twice and no run is lost',
    async () => {
      const clock = manualClock()
      const stores = await Promise.all(['a', 'b', 'c', 'd'].map((id) => opened(steps(), clock, id)))
      await stores[0]!.put(
        [sampleJob('busy', { nextAt: null, mode: 'event', policies: { maxInstances: 3 } })],
        'fail',
      )
      const many = Array.from({ length: 40 }, (_, n) => n)
      await Promise.all(
        many.map((n) =>
          stores[n % 4]!.enqueue([
            { key: `m${n}`, job: 'busy', kind: 'manual', input: null, own: false },
          ]),
        ),
      )
      const room = { executor: 'default', tasks: [{ name: 'work', version: 1 }], count: 3 }
      for (let ended = 0; ended < 40;) {
        const claims = await Promise.all(
          stores.map((store, n) => store.claim('abcd'[n]!, `batch ${ended}`, [room])),
        )
        expect(claims.flatMap(({ claimed }) => claimed).length).toBeLessThanOrEqual(3)
        const ends = claims.flatMap(({ claimed }, n) => claimed.map(({ run }) => ({ run, n })))
        expect(ends.length).toBeGreaterThan(0)
        expect(new Set(ends.map(({ run }) => run.slot)).size).toBe(ends.length)
        await Promise.all(
          ends.map(({ run, n }) =>
            stores[n]!.finish('abcd'[n]!, [
              { runId: run.id, token: run.token, end: 'succeeded', result: null },
            ]),
          ),
        )
        ended += ends.length
      }
      const [job] = (await stores[0]!.read.jobs({ limit: 1 })).items
      expect(job?.runSeq).toBe(40)
      const { items } = await stores[0]!.read.runs({ limit: 100, order: 'published' })
      expect(items.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(many.map((n) => n + 1))
    },
  )

  check('of many nodes that start at once on an empty database, all find the tables', async () => {
    const clock = manualClock()
    const versions = await Promise.all(Array.from({ length: 8 }, () => unmade().open(clock)))
    expect(versions).toEqual(versions.map(() => 1))
  })
}
