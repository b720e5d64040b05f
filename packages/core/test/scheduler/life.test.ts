import { expect, test } from 'vitest'
import { createScheduler, every, memoryStore } from '@punctual/core'
import { codeOf, deferred, scene } from './scene.ts'

test('a scheduler goes from idle to running to stopped, and tells of it', async () => {
  const { make, hear } = scene()
  const scheduler = make()
  const heard = hear(
    scheduler,
    ...(['scheduler:starting', 'scheduler:started', 'scheduler:stopping'] as const),
    'scheduler:stopped',
  )
  expect(scheduler.state).toBe('idle')
  const starting = scheduler.start()
  expect(scheduler.state).toBe('starting')
  await starting
  expect(scheduler.state).toBe('running')
  const stopping = scheduler.stop()
  expect(scheduler.state).toBe('stopping')
  await stopping
  expect(scheduler.state).toBe('stopped')
  expect(heard.map(({ type }) => type)).toEqual([
    ...['scheduler:starting', 'scheduler:started', 'scheduler:stopping', 'scheduler:stopped'],
  ])
})

test('verbs work before the start, as those of a client', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  expect(await scheduler.getJob('a')).toMatchObject({ state: 'active' })
  expect(scheduler.state).toBe('idle')
})

test('every call after the stop is refused, but for stop, state, off and health', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.stop()
  const calls: readonly (() => unknown)[] = [
    ...[
      () => scheduler.addJob({ task }),
      () => scheduler.addJobs([]),
      () => scheduler.runTask(task),
    ],
    ...[
      () => scheduler.getJob('a'),
      () => scheduler.listJobs(),
      () => scheduler.why('a', '2026-01-01'),
    ],
    ...[() => scheduler.pauseJobs({ all: true }), () => scheduler.importJobs([])],
    ...[() => scheduler.start(), () => scheduler.runUntilStopped(), () => scheduler.pause()],
    ...[() => scheduler.schedule('b', every('1h'), () => {}), () => scheduler.task('u', () => {})],
    ...[() => scheduler.events(), () => scheduler.nodes(), () => scheduler.resume()],
  ]
  for (const call of calls) expect(await codeOf(call), String(call)).toBe('PUNCTUAL_STOPPED')
  expect(
    await codeOf(async () => {
      for await (const job of scheduler.eachJob()) throw new Error(job.id)
    }),
  ).toBe('PUNCTUAL_STOPPED')
  expect(await scheduler.stop()).toEqual({ finished: 0, aborted: 0, released: 0 })
  expect(await scheduler.health()).toMatchObject({ live: false, ready: false })
})

test('stop() waits for running jobs, and a second call gives the same end [63]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const end = deferred()
  const task = scheduler.task('t', () => end.promise)
  await scheduler.start()
  const handle = await scheduler.runTask(task)
  await clock.advance('1s')
  const finished = handle.finished()
  const [first, second] = [scheduler.stop({ drain: '1m' }), scheduler.stop({ drain: 0 })]
  await clock.advance('5s')
  expect(scheduler.state).toBe('stopping')
  end.resolve()
  expect(await first).toEqual({ finished: 1, aborted: 0, released: 0 })
  expect(await second).toEqual(await first)
  expect((await finished).state).toBe('succeeded')
})

test('a stop closes the stores, once', async () => {
  const { make, store } = scene()
  let closed = 0
  const watched = new Proxy(store, {
    get(target, name) {
      if (name === Symbol.asyncDispose) return async () => void (closed += 1)
      return Reflect.get(target, name)
    },
  })
  const scheduler = make({ store: watched })
  await Promise.all([scheduler.stop(), scheduler.stop()])
  await scheduler.stop()
  expect(closed).toBe(1)
})

test('handlers can still use the scheduler while it drains', async () => {
  const { make, clock, store } = scene()
  const scheduler = make()
  const go = deferred()
  const task = scheduler.task('t', async (run) => {
    await go.promise
    await run.scheduler.addJob({ id: 'from-drain', task: 't', trigger: every('1h') })
  })
  await scheduler.start()
  await scheduler.runTask(task)
  await clock.advance('1s')
  const stopping = scheduler.stop({ drain: '1m' })
  go.resolve()
  expect(await stopping).toMatchObject({ finished: 1 })
  const next = createScheduler({ clock, store, role: 'off' })
  expect(await next.getJob('from-drain')).toMatchObject({ id: 'from-drain' })
})

test('a paused scheduler publishes nothing until it is resumed, and may be paused before the start [66]', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  let runs = 0
  scheduler.schedule('a', every('1m'), () => void (runs += 1), { coalesce: 'latest' })
  await scheduler.pause()
  await scheduler.start()
  expect(scheduler.state).toBe('paused')
  await clock.advance('5m')
  expect(runs).toBe(0)
  await scheduler.resume()
  expect(scheduler.state).toBe('running')
  await clock.advance('1s')
  expect(runs).toBe(1)
})

test('await using stops the scheduler at the end of its block', async () => {
  const { make } = scene()
  let seen
  {
    await using scheduler = make()
    await scheduler.start()
    seen = scheduler
  }
  expect(seen.state).toBe('stopped')
})

test('runUntilStopped starts, and ends with its signal', async () => {
  const { make } = scene()
  const scheduler = make()
  const controller = new AbortController()
  const ended = scheduler.runUntilStopped({ signal: controller.signal })
  await new Promise((resolve) => scheduler.on('scheduler:started', resolve))
  expect(scheduler.state).toBe('running')
  controller.abort()
  await ended
  expect(scheduler.state).toBe('stopped')
})

test('runUntilStopped hears process signals only when asked to, and leaves none behind', async () => {
  const { make } = scene()
  const before = process.listenerCount('SIGUSR2')
  const silent = make()
  const first = silent.runUntilStopped()
  expect(process.listenerCount('SIGUSR2')).toBe(before)
  await silent.stop()
  await first
  const asked = make()
  const second = asked.runUntilStopped({ signals: ['SIGUSR2'] })
  expect(process.listenerCount('SIGUSR2')).toBe(before + 1)
  process.emit('SIGUSR2')
  await second
  expect(asked.state).toBe('stopped')
  expect(process.listenerCount('SIGUSR2')).toBe(before)
})

test('a start that fails rejects and leaves a stopped scheduler', async () => {
  const { make } = scene()
  const broken = { ...Object(memoryStore()), kind: 'broken' }
  expect(await codeOf(() => make({ store: broken }))).toBe('PUNCTUAL_OPTION_INVALID')
  const scheduler = make()
  await scheduler.start()
  expect(await codeOf(() => scheduler.start())).toBe('PUNCTUAL_ALREADY_STARTED')
  expect(scheduler.state).toBe('running')
})

test('nodes() names the live nodes, and health() says what is wrong', async () => {
  const { make, clock } = scene()
  const scheduler = make({ app: { name: 'shop', version: '1.2.3' } })
  expect(await scheduler.health()).toMatchObject({ live: true, ready: false })
  await scheduler.start()
  await clock.advance('10s')
  expect(await scheduler.health()).toEqual({ live: true, ready: true, reasons: [] })
  const nodes = await scheduler.nodes()
  expect(nodes).toMatchObject([{ role: 'all', version: '1.2.3' }])
  expect(nodes[0]!.beatAgeMs).toBeLessThanOrEqual(3_000)
  await scheduler.pause()
  expect(await scheduler.health()).toMatchObject({ ready: false })
})
