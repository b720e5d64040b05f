import { createScheduler, type Scheduler } from '@punctual/core'
import { TablesStore } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished, test } from 'vitest'
import type { TxServer } from './transactions.ts'

/** Completes runs of the real engine inside transactions of the application. */
export function completesInTransactions(server: TxServer): void {
  const check = test.skipIf(!server.isThere)
  const started = async (): Promise<Scheduler> => {
    const store = new TablesStore(server.steps())
    const scheduler = createScheduler({ store, logger: { ...console, warn() {}, error() {} } })
    onTestFinished(async () => void (await scheduler.stop()))
    await scheduler.start()
    return scheduler
  }

  check('a run completed in a transaction succeeds with what the transaction wrote', async () => {
    const scheduler = await started()
    const work = scheduler.task('work', async (run) => {
      const open = await server.begin('READ COMMITTED')
      await open.note('effect')
      await run.complete(open.tx, { by: 'the transaction' })
      await open.commit()
      throw new Error('what comes after the commit changes nothing')
    })
    const run = await (await scheduler.runTask(work)).finished()
    expect(run).toMatchObject({ state: 'succeeded', result: { by: 'the transaction' } })
    expect(await server.noted()).toEqual(['effect'])
  })

  check('a run whose transaction was rolled back ends as its handler does', async () => {
    const scheduler = await started()
    const work = scheduler.task('work', async (run) => {
      const open = await server.begin('READ COMMITTED')
      await open.note('effect')
      await run.complete(open.tx, 'of the transaction')
      await open.rollback()
      return 'of the handler'
    })
    const run = await (await scheduler.runTask(work)).finished()
    expect(run).toMatchObject({ state: 'succeeded', result: 'of the handler' })
    expect(await server.noted()).toEqual([])
  })

  check(
    'a run that was taken over is not completed, and what its transaction wrote is undone',
    async () => {
      const scheduler = await started()
      const other = new TablesStore(server.steps())
      onTestFinished(() => other[Symbol.asyncDispose]())
      await other.open({ clock: manualClock(), session: null })
      const told: unknown[] = []
      const work = scheduler.task('work', async (run) => {
        const open = await server.begin('READ COMMITTED')
        await open.note(`effect ${told.length}`)
        const [node] = (await other.read.nodes()).filter(({ alive }) => alive)
        if (told.length === 0) await other.reap(node!.session, { goodbye: true })
        try {
          await run.complete(open.tx)
          await open.commit()
          told.push('completed')
        } catch (error) {
          await open.rollback()
          told.push(error)
        }
      })
      const run = await (await scheduler.runTask(work)).finished()
      expect(run.state).toBe('succeeded')
      expect(told).toEqual([expect.objectContaining({ code: 'PUNCTUAL_FENCED' }), 'completed'])
      expect(await server.noted()).toEqual(['effect 1'])
    },
  )
}
