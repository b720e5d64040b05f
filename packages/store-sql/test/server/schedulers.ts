import { after, at, createScheduler, type JobStore, type Scheduler } from '@punctual/core'
import { expect, onTestFinished, test } from 'vitest'

/** A server with a fresh store on it for each call. */
export interface SharedStore {
  readonly isThere: boolean
  store(): JobStore
}

/** Runs the real engine, on the time of the server, over stores that share a database. */
export function worksForSchedulers({ isThere, store }: SharedStore): void {
  const check = test.skipIf(!isThere)

  check('four schedulers share 2,000 due fires, and each runs once', async () => {
    const ran: string[] = []
    const shares = [0, 0, 0, 0]
    let finished = (): void => {}
    const all = new Promise<void>((resolve) => (finished = resolve))
    const node = async (index: number): Promise<Scheduler> => {
      const scheduler = createScheduler({ store: store() })
      scheduler.task('work', ({ jobId }) => {
        ran.push(jobId)
        shares[index]! += 1
        if (ran.length === 2_000) finished()
      })
      onTestFinished(async () => void (await scheduler.stop()))
      await scheduler.start()
      return scheduler
    }
    await using client = createScheduler({ store: store(), role: 'off' })
    const ids = Array.from({ length: 2_000 }, (_, n) => `job/${n}`)
    await client.addJobs(ids.map((id) => ({ id, task: 'work', trigger: at(Date.now()) })))
    const nodes = await Promise.all(shares.map((_, index) => node(index)))
    await all
    for (const scheduler of nodes) await scheduler.stop()
    expect(ran.toSorted()).toEqual(ids.toSorted())
    // Where nobody is told, whoever looks first may be done before the last one looks.
    expect(shares.filter((share) => share > 0).length).toBeGreaterThan(1)
    const first = await client.listRuns({ task: 'work', state: 'succeeded', limit: 1_000 })
    const second = await client.listRuns({ task: 'work', limit: 1_000, cursor: first.cursor! })
    const stored = [...first.items, ...second.items].map((run) => run.jobId)
    expect(stored.toSorted()).toEqual(ids.toSorted())
  })

  check(
    'fires run, are tried again, are followed, and are over when the scheduler stops',
    async () => {
      await using scheduler = createScheduler({ store: store() })
      const told: string[] = []
      const followed = new Promise<void>((resolve) => {
        scheduler.schedule('then', after('first'), ({ upstream }) => {
          told.push(`then, after ${upstream.map((run) => run.jobId).join()}`)
          resolve()
        })
      })
      scheduler.schedule(
        'first',
        at(Date.now()),
        ({ attempt }) => {
          told.push(`first, attempt ${attempt}`)
          if (attempt === 1) throw new Error('not yet')
        },
        { retry: { limit: 1, delay: '20ms', backoff: 'fixed' } },
      )
      await scheduler.start()
      await followed
      await scheduler.stop()
      expect(told).toEqual(['first, attempt 1', 'first, attempt 2', 'then, after first'])
      await using client = createScheduler({ store: store(), role: 'off' })
      const { items } = await client.listRuns({ limit: 10 })
      expect(items.map(({ jobId, state }) => `${jobId} ${state}`).toSorted()).toEqual([
        'first succeeded',
        'then succeeded',
      ])
      expect(await client.nodes()).toEqual([])
    },
  )
}
