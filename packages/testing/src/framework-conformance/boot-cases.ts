import assert from 'node:assert/strict'
import { createScheduler, every, PunctualError } from '@punctual/core'
import { virtualClock } from '../virtual-clock.ts'
import { casesOf, type FrameworkCase } from './framework-case.ts'
import type { PlanJob } from './framework-harness.ts'
import { isPending, settled } from './patience.ts'
import { WatchedStore } from './watched-store.ts'

const START = '2026-03-01T12:00:00Z'

/** A job that fires each hour and at once, and counts how often it ran. */
function ticking(id: string = 'tick'): PlanJob & { readonly ran: () => number } {
  let ran = 0
  const run = (): void => {
    ran += 1
  }
  return { id, trigger: every('1h', { immediate: true }), run, ran: () => ran }
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Error && 'code' in error && error.code === code
}

export const bootCases: readonly FrameworkCase[] = casesOf('boot', {
  'nothing runs, and no store is opened, before the server starts': async (stage) => {
    const watched = new WatchedStore()
    const job = ticking()
    const app = await stage.open({ options: { store: watched.store }, jobs: [job] })
    await settled()
    assert.equal(watched.opened, false)
    assert.equal(job.ran(), 0)
    await stage.patience.for('the server starts', app.start())
    await stage.patience.until('a job that is due fires', () => job.ran() === 1)
  },

  'a server that has started has stored its declared jobs, and fires them': async (stage) => {
    const clock = virtualClock(START)
    const { scheduler } = await stage.start({ options: { clock }, jobs: [ticking()] })
    assert.equal(scheduler.state, 'running')
    assert.equal((await scheduler.getJob('tick'))?.id, 'tick')
    await clock.advance('2h')
    const { items } = await scheduler.listRuns({ job: 'tick' })
    assert.deepEqual(
      items.map((run) => run.state),
      ['succeeded', 'succeeded', 'succeeded'],
    )
  },

  'requests are given the scheduler that works': async (stage) => {
    const started = await stage.start({
      jobs: [ticking()],
      routes: [
        {
          method: 'GET',
          path: '/jobs/:id',
          answer: async ({ scheduler, params }) => {
            const job = await scheduler.getJob(params['id'] ?? '')
            return { status: job === null ? 404 : 200, json: JSON.stringify(job?.id ?? null) }
          },
        },
      ],
    })
    const { status, text } = await started.ask({ path: '/jobs/tick' })
    assert.deepEqual([status, text], [200, '"tick"'])
  },

  'a declaration that can never be right fails the boot with its code': async (stage) => {
    const error = await stage.failure({ jobs: [ticking(' no id ')] })
    assert.ok(hasCode('PUNCTUAL_JOB_ID_INVALID')(error), String(error))
    await stage.nothingLeft()
  },

  'two declarations of one id fail the boot with their code': async (stage) => {
    const error = await stage.failure({ jobs: [ticking(), ticking()] })
    assert.ok(hasCode('PUNCTUAL_JOB_EXISTS')(error), String(error))
    await stage.nothingLeft()
  },

  'a declaration that the store refuses fails the boot with its code': async (stage) => {
    const watched = new WatchedStore()
    const other = createScheduler({ store: watched.store, role: 'off' })
    await other.addJob({ id: 'tick', task: other.task('other', () => {}), trigger: every('1h') })
    const job = ticking()
    const error = await stage.failure({ options: { store: watched.store }, jobs: [job] })
    assert.ok(hasCode('PUNCTUAL_JOB_EXISTS')(error), String(error))
    assert.equal(job.ran(), 0)
    await stage.nothingLeft()
  },

  'a store that does not open fails the boot with its code, and leaves nothing open': async (
    stage,
  ) => {
    const watched = new WatchedStore(() =>
      Promise.reject(new PunctualError('PUNCTUAL_STORE_SCHEMA', 'from the future')),
    )
    const error = await stage.failure({ options: { store: watched.store }, jobs: [ticking()] })
    assert.ok(hasCode('PUNCTUAL_STORE_SCHEMA')(error), String(error))
    await stage.nothingLeft()
    assert.equal(watched.closed, true)
  },

  'a server that never started can be closed': async (stage) => {
    const job = ticking()
    const app = await stage.open({ jobs: [job] })
    const { scheduler } = app
    await stage.patience.for('the close', app.close())
    assert.equal(scheduler.state, 'stopped')
    assert.equal(job.ran(), 0)
    await stage.nothingLeft()
  },

  'a close during the boot ends both, and leaves nothing open': async (stage) => {
    const opening = stage.gate()
    const watched = new WatchedStore(() => opening.pass())
    const job = ticking()
    const app = await stage.open({ options: { store: watched.store }, jobs: [job] })
    const { scheduler } = app
    const booted = app.start().then(
      () => null,
      (error: unknown) => error,
    )
    await stage.patience.for('the store is opened', opening.reached)
    const closed = app.close()
    closed.catch(() => {})
    assert.equal(await isPending(booted), true)
    opening.open()
    await stage.patience.for('the close', closed)
    const error = await stage.patience.for('the boot has an end', booted)
    assert.ok(error === null || hasCode('PUNCTUAL_STOPPED')(error), String(error))
    assert.deepEqual([scheduler.state, job.ran(), watched.closed], ['stopped', 0, true])
    await stage.nothingLeft()
  },
})
