import {
  createScheduler,
  currentRun,
  defineTask,
  type RunContext,
  type Scheduler,
  type SchedulerOptions,
} from '@punctual/core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { runHandler } from '../src/run-handler.ts'
import { virtualClock } from '../src/virtual-clock.ts'

function scheduled(options: SchedulerOptions = {}): Scheduler {
  return createScheduler({ clock: virtualClock('2026-03-08T00:00:00Z'), ...options })
}

test('a handler gets its input through the schema, in a real context, and gives its result', async () => {
  const scheduler = scheduled()
  const report = defineTask('report', { input: z.object({ format: z.string().default('pdf') }) })
  const seen: RunContext<unknown>[] = []
  scheduler.handle(report, (run) => {
    seen.push(run)
    expect(currentRun()).toBe(run)
    return { made: run.input.format }
  })
  expect(await runHandler(scheduler, report, {}, { attempt: 3 })).toEqual({ made: 'pdf' })
  expect(seen[0]).toMatchObject({ task: 'report', attempt: 3, cause: 'manual', missed: 0 })
  expect(seen[0]?.fireTime).toBe(Date.parse('2026-03-08T00:00:00Z'))
  expect(seen[0]?.scheduler).toBe(scheduler)
  expect(scheduler.state).toBe('idle')
  expect((await scheduler.listRuns()).items).toEqual([])
})

test('a handler sees the signal that the test gives, and what it throws comes out as it is', async () => {
  const scheduler = scheduled()
  const task = scheduler.task('listen', ({ signal }) => signal.throwIfAborted())
  const reason = new Error('enough')
  const signal = AbortSignal.abort(reason)
  await expect(runHandler(scheduler, task, undefined, { signal })).rejects.toBe(reason)
  await expect(runHandler(scheduler, task, undefined)).resolves.toBeUndefined()
})

test('the scheduler wraps the handler as it wraps a run', async () => {
  const wrapped: string[] = []
  const scheduler = scheduled({
    withRun(run, next) {
      wrapped.push(run.task)
      return next()
    },
  })
  const task = scheduler.task('wrapped', () => 7)
  expect(await runHandler(scheduler, task, undefined)).toBe(7)
  expect(wrapped).toEqual(['wrapped'])
})

test('what a store would refuse is refused', async () => {
  const scheduler = scheduled()
  const size = z.object({ size: z.number() })
  const grow = scheduler.task('grow', ({ input }) => input.size + 1, { input: size })
  const bad = scheduler.task('bad', () => new Map())
  const unhandled = defineTask('unhandled')
  const refusals: [Promise<unknown>, string][] = [
    [runHandler(scheduler, grow, { size: Number('x') }), 'PUNCTUAL_NOT_JSON'],
    [runHandler(scheduler, grow, JSON.parse('{"size":"5"}')), 'PUNCTUAL_INPUT_INVALID'],
    [runHandler(scheduler, bad, undefined), 'PUNCTUAL_NOT_JSON'],
    [runHandler(scheduler, unhandled, undefined), 'PUNCTUAL_UNKNOWN_TASK'],
    [runHandler(scheduler, bad, undefined, { attempt: 0 }), 'PUNCTUAL_OPTION_INVALID'],
  ]
  for (const [call, code] of refusals) await expect(call).rejects.toMatchObject({ code })
})
