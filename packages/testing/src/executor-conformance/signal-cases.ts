import assert from 'node:assert/strict'
import { casesOf, type ExecutorCase } from './executor-case.ts'
import { KILL_AFTER } from './executor-stage.ts'

const everywhere = casesOf('signal', {
  'a time limit aborts the signal, and the run fails as timed out': async (stage) => {
    const scheduler = await stage.start()
    await stage.warm(scheduler)
    const { state, error } = await stage.run(scheduler, 'listens', { timeout: 300 })
    assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_RUN_TIMEOUT'])
    assert.deepEqual(reasons(stage.lines), ['PUNCTUAL_RUN_TIMEOUT'])
  },

  'a run that is cancelled hears of it, and ends as cancelled': async (stage) => {
    const scheduler = await stage.start()
    const half = stage.half(scheduler)
    const handle = await stage.begin(scheduler, 'listens')
    await half
    await scheduler.cancelRun(handle.id)
    assert.equal((await stage.end(handle)).state, 'cancelled')
    assert.deepEqual(reasons(stage.lines), ['PUNCTUAL_RUN_CANCELLED'])
  },

  'a scheduler that stops waits for the run': async (stage) => {
    const scheduler = await stage.start()
    const half = stage.half(scheduler)
    const handle = await stage.begin(scheduler, 'waits', { given: { ms: 100 } })
    const end = stage.end(handle)
    await half
    const report = await stage.patience.for('it stops', scheduler.stop({ drain: '1m' }))
    assert.deepEqual([report.finished, report.aborted], [1, 0])
    assert.equal((await end).result, 'done')
  },

  'when the drain is over the run hears of it, and is left to others': async (stage) => {
    const scheduler = await stage.start()
    const half = stage.half(scheduler)
    const { id } = await stage.begin(scheduler, 'listens')
    await half
    const report = await stage.patience.for('it stops', scheduler.stop({ drain: 0 }))
    assert.deepEqual([report.finished, report.aborted], [0, 1])
    assert.deepEqual(reasons(stage.lines), ['PUNCTUAL_RUN_ABORTED'])
    assert.equal(await stage.stateOf(id), 'pending')
  },
})

const killed = casesOf(
  'signal',
  {
    'an endless loop holds no event loop, is ended after its time, and the next run goes on':
      async (stage) => {
        const scheduler = await stage.start({ killAfter: KILL_AFTER })
        await stage.warm(scheduler)
        const turns = countTurns()
        const looping = await stage.begin(scheduler, 'spins', { timeout: '1s' })
        const next = await stage.begin(scheduler, 'place')
        const { state, error, startedAt, endedAt } = await stage.end(looping)
        assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_RUN_TIMEOUT'])
        assert.ok(Number(endedAt) - Number(startedAt) >= 1_000 + KILL_AFTER)
        assert.ok(turns() > 10, 'the event loop was held')
        assert.equal((await stage.end(next)).state, 'succeeded')
      },

    'an endless loop that is cancelled is ended as well': async (stage) => {
      const scheduler = await stage.start({ killAfter: KILL_AFTER })
      const half = stage.half(scheduler)
      const handle = await stage.begin(scheduler, 'spins')
      await half
      await scheduler.cancelRun(handle.id)
      assert.equal((await stage.end(handle)).state, 'cancelled')
    },

    'an endless loop does not keep the scheduler from stopping': async (stage) => {
      const scheduler = await stage.start()
      const half = stage.half(scheduler)
      const { id } = await stage.begin(scheduler, 'spins')
      await half
      const stopping = scheduler.stop({ drain: 0, killAfter: KILL_AFTER })
      const { aborted } = await stage.patience.for('it stops', stopping)
      assert.equal(aborted, 1)
      assert.equal(await stage.stateOf(id), 'pending')
    },

    'a run that listens in time leaves its worker to the next': async (stage) => {
      const scheduler = await stage.start()
      const before = await stage.run(scheduler, 'place')
      await stage.run(scheduler, 'listens', { timeout: 200 })
      assert.deepEqual((await stage.run(scheduler, 'place')).result, before.result)
    },
  },
  { needs: 'isolated' },
)

export const signalCases: readonly ExecutorCase[] = [...everywhere, ...killed]

/** Why runs were asked to stop, as they logged it. */
function reasons(
  lines: readonly { readonly message: string; readonly fields: Record<string, unknown> }[],
): readonly unknown[] {
  return lines
    .filter(({ message }) => message === 'was asked to stop')
    .map(({ fields }) => fields.code)
}

/** How often the event loop has come round since. */
function countTurns(): () => number {
  let turns = 0
  let counting = true
  const turn = (): void => {
    turns += 1
    if (counting && turns < 1_000) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    counting = false
    return turns
  }
}
