import { TablesStore, type Advance, type StoreContract, type Tx } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished, test } from 'vitest'
import type { ServerSteps } from '../../src/server/server-steps.ts'
import { sampleJob } from '../sample-job.ts'

/** A transaction that the application opened. */
export interface OpenTx {
  readonly tx: Tx
  /** A row of the application, to see what becomes of it. */
  note(text: string): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
}

export interface TxServer {
  readonly isThere: boolean
  steps(): ServerSteps
  /** A connection without a transaction. */
  idle(): Promise<Tx>
  begin(isolation?: string): Promise<OpenTx>
  /** The rows of the application that were committed. */
  noted(): Promise<readonly string[]>
}

const session = { id: 'a', name: 'a', app: null, role: 'all', version: null } as const

async function opened(server: TxServer): Promise<StoreContract> {
  const clock = manualClock()
  const store = new TablesStore(server.steps())
  onTestFinished(() => store[Symbol.asyncDispose]())
  await store.open({ clock, session })
  clock.advance(120_000 - clock.now())
  return store
}

async function idsOf(store: StoreContract): Promise<readonly string[]> {
  return (await store.read.jobs({ limit: 100 })).items.map(({ id }) => id)
}

/** A publication of the first fire. */
function advance(id: string): Advance {
  const fire = { at: 60_000, own: true, startDeadline: null, missed: 0, catchUp: false }
  return { id, inc: `inc of ${id}`, version: 1, next: 180_000, fires: [fire], spans: [] }
}

/** Holds a store to what it promises inside transactions of the application. */
export function worksInTransactions(server: TxServer): void {
  const check = test.skipIf(!server.isThere)

  check(
    'a job added in a transaction is there once it is committed, and never when it is rolled back',
    async () => {
      const store = await opened(server)
      const kept = await server.begin()
      await store.put([sampleJob('kept', { policies: { tags: ['x'] } })], 'fail', { tx: kept.tx })
      await kept.note('with kept')
      expect(await idsOf(store)).toEqual([])
      await kept.commit()
      const dropped = await server.begin()
      await store.put([sampleJob('dropped')], 'fail', { tx: dropped.tx })
      await dropped.note('with dropped')
      await dropped.rollback()
      expect(await idsOf(store)).toEqual(['kept'])
      expect(await server.noted()).toEqual(['with kept'])
    },
  )

  check('an id that is taken leaves the transaction as it was', async () => {
    const store = await opened(server)
    await store.put([sampleJob('taken')], 'fail')
    const open = await server.begin()
    await open.note('before')
    const [answer] = await store.put([sampleJob('taken')], 'fail', { tx: open.tx })
    expect(answer?.result).toBe('exists')
    await open.commit()
    expect(await server.noted()).toEqual(['before'])
  })

  check('of two transactions that add one id, the second finds it taken and goes on', async () => {
    const store = await opened(server)
    const first = await server.begin()
    const second = await server.begin()
    await second.note('second')
    await store.put([sampleJob('one')], 'fail', { tx: first.tx })
    const waiting = store.put([sampleJob('one')], 'fail', { tx: second.tx })
    await first.commit()
    expect((await waiting)[0]?.result).toBe('exists')
    await second.commit()
    expect(await server.noted()).toEqual(['second'])
  })

  check('transactions that add jobs side by side do not wait for each other', async () => {
    const store = await opened(server)
    const first = await server.begin()
    const second = await server.begin()
    await store.put([sampleJob('a')], 'fail', { tx: first.tx })
    await store.put([sampleJob('b')], 'fail', { tx: second.tx })
    await store.put([sampleJob('a2')], 'fail', { tx: first.tx })
    await first.commit()
    await second.commit()
    expect(await idsOf(store)).toEqual(['a', 'a2', 'b'])
  })

  check('calls at once in one transaction take turns', async () => {
    const store = await opened(server)
    const open = await server.begin()
    const ids = Array.from({ length: 10 }, (_, n) => `job ${n}`)
    await Promise.all(ids.map((id) => store.put([sampleJob(id)], 'fail', { tx: open.tx })))
    await open.commit()
    expect(await idsOf(store)).toEqual(ids)
  })

  check('jobs are changed and removed in a transaction', async () => {
    const store = await opened(server)
    await store.put([sampleJob('a'), sampleJob('b')], 'fail')
    const dropped = await server.begin()
    await store.change([{ kind: 'remove', id: 'a', cancelRuns: false }], dropped.tx)
    await dropped.rollback()
    const kept = await server.begin()
    await store.change([{ kind: 'remove', id: 'b', cancelRuns: false }], kept.tx)
    await kept.commit()
    expect(await idsOf(store)).toEqual(['a'])
  })

  check('a connection without a transaction is refused, and nothing is stored', async () => {
    const store = await opened(server)
    const tx = await server.idle()
    const call = store.put([sampleJob('a')], 'fail', { tx })
    await expect(call).rejects.toMatchObject({ code: 'PUNCTUAL_OPTION_INVALID' })
    expect(await idsOf(store)).toEqual([])
  })

  check('a transaction that holds a job holds up that job alone', async () => {
    const store = await opened(server)
    await store.put([sampleJob('free'), sampleJob('held')], 'fail')
    const open = await server.begin('READ COMMITTED')
    await store.change([{ kind: 'pause', id: 'held', reason: null, by: null }], open.tx)
    const answers = await store.publish('a', 'batch', [advance('free'), advance('held')])
    expect(answers.map(({ result }) => result)).toEqual(['done', 'stale'])
    expect((await store.beat('a', 1, { free: 1, stalledMs: 0 })).alive).toBe(true)
    await open.rollback()
    const [after] = await store.publish('a', 'batch', [advance('held')])
    expect(after?.result).toBe('done')
  })

  for (const isolation of ['READ COMMITTED', 'REPEATABLE READ']) {
    check(`a run finished at ${isolation} is finished with the transaction, once`, async () => {
      const store = await opened(server)
      await store.put([sampleJob('a')], 'fail')
      const open = await server.begin(isolation)
      await open.note('effect')
      const [published] = await store.publish('a', 'batch', [advance('a')])
      const runId = published?.result === 'done' ? published.runs[0]!.runId : ''
      const outcome = { runId, token: 1, end: 'succeeded', result: null } as const
      const finished = store.finish('a', [outcome], { tx: open.tx })
      const [answer] = await finished.catch(() => [null])
      // A snapshot from before the run cannot see it: PostgreSQL refuses, and the application begins anew.
      if (answer === null || answer?.result === 'gone') {
        await open.rollback()
        return
      }
      expect(answer?.result).toBe('accepted')
      await open.commit()
      const [again] = await store.finish('a', [outcome])
      expect(again?.result).toBe('already')
      expect(await server.noted()).toEqual(['effect'])
    })
  }
}
