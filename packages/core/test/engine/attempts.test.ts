import { expect, test } from 'vitest'
import { DoNotRetry } from '../../src/errors/do-not-retry.ts'
import { RetryAfter } from '../../src/errors/retry-after.ts'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import type { RunContext } from '../../src/scheduler/scheduler.ts'
import { Rig, said, START } from './rig.ts'

const retry = { limit: 3, delay: '10s', backoff: 'exponential', jitter: false } as const

/** A task that notes when its attempts begin and does what `attempt` says. */
async function attempting(
  attempt: (run: RunContext<unknown>) => unknown,
  options: Parameters<Rig['task']>[2] = {},
): Promise<{ rig: Rig; began: string[] }> {
  const began: string[] = []
  const rig = new Rig()
  rig.task(
    (run) => {
      began.push(`${run.attempt}@${said(rig.clock.now())}`)
      return attempt(run)
    },
    'work',
    options,
  )
  await rig.start()
  await rig.add('job', at(START))
  return { rig, began }
}

const boom = (): never => {
  throw new Error('boom')
}

test('a failing run is tried again after growing pauses, under the same id, then fails', async () => {
  const ids = new Set<string>()
  const { rig, began } = await attempting((run) => (ids.add(run.runId), boom()), { retry })
  await rig.clock.advance('2m')
  expect(began).toEqual(['1@0', '2@10', '3@30', '4@70'])
  expect(ids.size).toBe(1)
  expect(await rig.runs('job')).toMatchObject([
    { state: 'failed', attempt: 4, error: { message: 'boom' } },
  ])
  expect(rig.told('run:retrying')).toHaveLength(3)
  expect(rig.told('run:failed')).toHaveLength(1)
})

test('a further attempt that succeeds ends the run well', async () => {
  const { rig } = await attempting((run) => (run.attempt < 3 ? boom() : 'fine'), { retry })
  await rig.clock.advance('1m')
  expect(await rig.runs('job')).toMatchObject([
    { state: 'succeeded', attempt: 3, result: '"fine"' },
  ])
})

test('a run in its pause holds its slot', async () => {
  const rig = await new Rig().task(boom).start()
  await rig.add('tick', every('4s'), {
    retry: { limit: 1, delay: '10s', backoff: 'fixed', jitter: false },
  })
  await rig.clock.advance('12s')
  expect(await rig.states('tick')).toBe('pending')
  expect(await rig.spans('tick')).toEqual(['8-12 overlap_skipped'])
})

test('DoNotRetry ends a run at once, RetryAfter names the pause, retryIf decides', async () => {
  const never = await attempting(
    () => {
      throw new DoNotRetry('no use')
    },
    { retry },
  )
  await never.rig.clock.advance('1m')
  expect(never.began).toEqual(['1@0'])

  const later = await attempting(
    () => {
      throw new RetryAfter('45s')
    },
    { retry: 1 },
  )
  await later.rig.clock.advance('2m')
  expect(later.began).toEqual(['1@0', '2@45'])

  const choosy = await attempting(boom, { retry, retryIf: () => false })
  await choosy.rig.clock.advance('1m')
  expect(choosy.began).toEqual(['1@0'])
})

test('an attempt over its time limit is aborted, and tried again', async () => {
  const aborted: string[] = []
  const { rig, began } = await attempting(
    ({ signal, attempt }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(`${attempt}@${said(rig.clock.now())} ${String(signal.reason.code)}`)
          reject(signal.reason)
        })
      }),
    { timeout: '5s', retry: { ...retry, limit: 1 } },
  )
  await rig.clock.advance('1m')
  expect(began).toEqual(['1@0', '2@15'])
  expect(aborted).toEqual(['1@5 PUNCTUAL_RUN_TIMEOUT', '2@20 PUNCTUAL_RUN_TIMEOUT'])
  expect(await rig.runs('job')).toMatchObject([
    { state: 'failed', error: { code: 'PUNCTUAL_RUN_TIMEOUT' } },
  ])
})

test('a handler that ignores its time limit keeps its slot until it ends, and that is said', async () => {
  let end = (): void => {}
  const { rig } = await attempting(() => new Promise<void>((resolve) => (end = resolve)), {
    timeout: '5s',
  })
  await rig.clock.advance('20s')
  expect(await rig.states('job')).toBe('running')
  expect(rig.parts.slots.free('default')).toBe(99)
  expect(rig.logged).toEqual([expect.stringContaining('goes on after its time limit')])
  end()
  await rig.clock.advance(1)
  expect(rig.parts.slots.free('default')).toBe(100)
  expect(await rig.runs('job')).toMatchObject([
    { state: 'failed', error: { code: 'PUNCTUAL_RUN_TIMEOUT' } },
  ])
})

test('a run within its time limit leaves no timer behind, and its signal does not abort', async () => {
  let signal: AbortSignal | undefined
  const { rig } = await attempting((run) => void (signal = run.signal), { timeout: '5s' })
  await rig.clock.advance('1m')
  expect(signal?.aborted).toBe(false)
  expect(await rig.states('job')).toBe('succeeded')
})

test('the input goes through upgrade, and an input that cannot be read fails the run', async () => {
  const seen: unknown[] = []
  const rig = new Rig().task((run) => seen.push(run.input), 'work', {
    version: 2,
    upgrade: (old, from) => ({ old, from }),
  })
  await rig.start()
  const job = await rig.add('job', at(START + 1_000), { input: { n: 1 } })
  await rig.store.change([{ kind: 'update', id: job.id, taskVersion: 1 }])
  await rig.add('broken', at(START + 1_000), { input: 1 })
  await rig.store.change([{ kind: 'update', id: 'broken', input: { text: '{' } }])
  await rig.clock.advance('1s')
  expect(seen).toEqual([{ old: { n: 1 }, from: 1 }])
  expect(await rig.runs('broken')).toMatchObject([
    { state: 'failed', error: { code: 'PUNCTUAL_UNDECODABLE' } },
  ])
})

test('a throwing job fails with its stack, and its next times are kept [61]', async () => {
  const rig = await new Rig().task(boom).start()
  await rig.add('tick', every('1s'))
  await rig.clock.advance('3s')
  expect(await rig.states('tick')).toBe('failed failed failed')
  expect((await rig.runs('tick'))[0]?.error?.stack).toContain('attempts.test.ts')
  expect(await rig.job('tick')).toMatchObject({ state: 'active', failures: 3 })
})

test('a listener that throws disturbs neither the run nor other listeners [60]', async () => {
  const { rig } = await attempting(() => 'fine')
  const heard: string[] = []
  rig.parts.emitter.on('run:succeeded', boom)
  rig.parts.emitter.on('run:succeeded', (event) => heard.push(event.run.jobId))
  await rig.add('next', at(START + 1_000))
  await rig.clock.advance('1s')
  expect(heard).toEqual(['next'])
  expect(await rig.states('next')).toBe('succeeded')
})

test('what happens to a fire is told in its order [59]', async () => {
  const { rig } = await attempting(() => {})
  const order = rig.events
    .map((event) => event.type)
    .filter((type) => /^(fire|run|job):/.test(type))
  expect(order).toEqual(['fire:published', 'job:finished', 'run:started', 'run:succeeded'])
})

test('progress that is none is refused in the handler, with a code', async () => {
  const refused: unknown[] = []
  const rig = await new Rig()
    .task((run) => {
      const progress = run.progress.bind(run) as (...call: readonly unknown[]) => void
      for (const call of [[null], [2], ['half'], [{ done: 1 }], [0.5, 5]] as const) {
        try {
          progress(...call)
        } catch (error) {
          refused.push(error)
        }
      }
    })
    .start()
  await rig.add('a', at(START + 1_000))
  await rig.clock.advance('2s')
  expect(refused).toHaveLength(5)
  expect(refused.every((error) => String(error).includes('progress'))).toBe(true)
  expect(refused).toMatchObject(Array(5).fill({ code: 'PUNCTUAL_OPTION_INVALID' }))
})
