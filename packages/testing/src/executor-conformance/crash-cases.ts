import assert from 'node:assert/strict'
import type { Scheduler } from '@punctual/core'
import { casesOf, type ExecutorCase } from './executor-case.ts'
import { again, type ExecutorStage } from './executor-stage.ts'

const anyWorker = casesOf(
  'crash',
  {
    'a run that exits fails as exited, and the next run goes on': async (stage) => {
      const scheduler = await stage.start()
      const { state, error } = await stage.run(scheduler, 'exits')
      assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_WORKER_EXITED'])
      assert.match(error?.message ?? '', /exit code 3/)
      await goesOn(stage, scheduler)
    },

    'a run that throws in a callback fails with what it threw, and the next run goes on': async (
      stage,
    ) => {
      const scheduler = await stage.start()
      const { state, error } = await stage.run(scheduler, 'throwsLater')
      assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_WORKER_UNCAUGHT'])
      assert.match(error?.message ?? '', /in a callback/)
      await goesOn(stage, scheduler)
    },

    'a rejection that a run left behind fails no run, is logged, and its worker is replaced':
      async (stage) => {
        const scheduler = await stage.start()
        const before = await stage.run(scheduler, 'place')
        const { id, state, result } = await stage.run(scheduler, 'leavesRejection')
        assert.deepEqual([state, result], ['succeeded', 'returned'])
        const running = await stage.run(scheduler, 'waits', { given: { ms: 100 } })
        assert.equal(running.state, 'succeeded')
        const left = (): boolean => stage.lines.some(({ fields }) => fields.leftBy === id)
        await stage.patience.until('the rejection is logged', left)
        assert.notDeepEqual((await stage.run(scheduler, 'place')).result, before.result)
      },

    'a run that crashes as often as it may is poison, and its job is paused': async (stage) => {
      const scheduler = await stage.start()
      const run = await stage.run(scheduler, 'exits', { ...again(5), maxCrashes: 2 })
      assert.deepEqual([run.state, run.attempt], ['failed', 2])
      assert.equal(run.error?.code, 'PUNCTUAL_POISON')
      assert.match(run.error?.message ?? '', /PUNCTUAL_WORKER_EXITED/)
      await goesOn(stage, scheduler)
    },

    'an ordinary failure is no crash, however often': async (stage) => {
      const scheduler = await stage.start()
      const run = await stage.run(scheduler, 'throws', { ...again(2), maxCrashes: 1 })
      assert.deepEqual([run.attempt, run.error?.code], [3, 'E_PAPER'])
    },
  },
  { needs: 'isolated' },
)

const memory = casesOf(
  'crash',
  {
    'a run that needs too much memory fails as that, and the next run goes on': async (stage) => {
      const scheduler = await stage.start({ megabytes: 64 })
      const { state, error } = await stage.run(scheduler, 'leaks')
      assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_WORKER_MEMORY'])
      await goesOn(stage, scheduler)
    },
  },
  { needs: 'limitsMemory' },
)

const process = casesOf(
  'crash',
  {
    'a run whose process is killed fails as killed, and the next run goes on': async (stage) => {
      const scheduler = await stage.start()
      const { state, error } = await stage.run(scheduler, 'killed')
      assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_WORKER_KILLED'])
      assert.match(error?.message ?? '', /SIGKILL/)
      await goesOn(stage, scheduler)
    },
  },
  { needs: 'processes' },
)

export const crashCases: readonly ExecutorCase[] = [...anyWorker, ...memory, ...process]

async function goesOn(stage: ExecutorStage, scheduler: Scheduler): Promise<void> {
  assert.equal((await stage.run(scheduler, 'place')).state, 'succeeded')
}
