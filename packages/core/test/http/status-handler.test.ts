import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { createScheduler, every, memoryStore, type Scheduler } from '../../src/index.ts'
import { statusHandler, type StatusOptions } from '../../src/http/status-handler.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import { BrokenStore } from '../engine/broken-store.ts'
import { HeldClock } from '../engine/held-clock.ts'
import { asked } from './asked.ts'
import { ask, serve, textOf } from './served.ts'

const clock = virtualClock('2026-01-05T00:00:00Z')

async function health(scheduler: Scheduler): Promise<unknown> {
  const status = statusHandler(scheduler)
  const answers = ['/health/live', '/health/ready'].map(async (path) => {
    const answer = await asked(status, path)
    const { reasons = [] } = (await answer.json()) as { reasons?: readonly string[] }
    return [answer.status, ...reasons]
  })
  return await Promise.all(answers)
}

test('a scheduler is ready from its start until it begins to drain, and alive until it has stopped', async () => {
  const scheduler = createScheduler({ clock })
  const gate = Promise.withResolvers<void>()
  const task = scheduler.task('slow', () => gate.promise)
  expect(await health(scheduler)).toEqual([[200], [503, 'idle', 'store']])
  await scheduler.start()
  expect(await health(scheduler)).toEqual([[200], [200]])
  const started = new Promise((resolve) => scheduler.on('run:started', resolve))
  await scheduler.runTask(task)
  await started
  const stopped = scheduler.stop()
  expect(await health(scheduler)).toEqual([[200], [503, 'stopping']])
  gate.resolve()
  expect(await stopped).toMatchObject({ finished: 1 })
  expect(await health(scheduler)).toEqual([
    [503, 'stopped', 'store'],
    [503, 'stopped', 'store'],
  ])
})

test('a server that begins to close pauses the scheduler, and that is told before anything else happens', async () => {
  await using scheduler = createScheduler({ clock })
  await scheduler.start()
  const paused = scheduler.pause()
  expect(await health(scheduler)).toEqual([[200], [503, 'paused']])
  await paused
  await scheduler.resume()
  expect(await health(scheduler)).toEqual([[200], [200]])
})

function broken(): { line: BrokenStore; scheduler: Scheduler } {
  // The memory store is a store like any other; only its public type hides the contract.
  const line = new BrokenStore(memoryStore() as unknown as StoreContract)
  const scheduler = createScheduler({ clock, store: line.store, cluster: { beat: '1s' } })
  return { line, scheduler }
}

test('a store that fails, or confirms no beat three times, makes a node not ready until it is back', async () => {
  const { line, scheduler } = broken()
  await using _ = scheduler
  await scheduler.start()
  await clock.advance('20s')
  expect(await scheduler.health()).toEqual({ live: true, ready: true, reasons: [] })
  line.break('beat', 'no answer')
  await clock.advance('2s')
  expect(await health(scheduler)).toEqual([[200], [200]])
  await clock.advance('2s')
  const { reasons } = await scheduler.health()
  expect(reasons).toEqual(['store "default" confirmed no beat of this node lately'])
  expect(await health(scheduler)).toEqual([[200], [503, 'store']])
  await clock.advance('10s')
  expect((await scheduler.health()).reasons).toEqual(['store "default" fails'])
  line.mend()
  await clock.advance('15s')
  expect(await health(scheduler)).toEqual([[200], [200]])
})

test('a loop that its store keeps waiting for three periods makes a node not ready', async () => {
  const { line, scheduler } = broken()
  await using _ = scheduler
  scheduler.schedule('tick', every('1s'), () => {})
  await scheduler.start()
  await clock.advance('500ms')
  const releases = [line.delay('peek'), line.delay('publish')]
  await clock.advance('9s')
  releases[0]?.()
  await clock.advance('5s')
  expect(await health(scheduler)).toEqual([[200], [200]])
  await clock.advance('4s')
  const { reasons } = await scheduler.health()
  expect(reasons).toEqual(['store "default" keeps its loop waiting'])
  expect(await health(scheduler)).toEqual([[200], [503, 'store']])
  releases[1]?.()
  await clock.advance('1s')
  expect(await health(scheduler)).toEqual([[200], [200]])
})

test('an event loop that was held makes a node not ready for a while, and not alive when that was very long', async () => {
  const held = new HeldClock('2026-01-05T00:00:00Z')
  await using scheduler = createScheduler({ clock: held, cluster: { maxStall: '7s' } })
  scheduler.schedule('tick', every('1s'), () => {})
  await scheduler.start()
  await held.advance('1500ms')
  // While a timer is armed, which rings that much too late.
  const holding = async (span: number): Promise<unknown> => {
    held.block(span)
    await held.advance('1s')
    return await health(scheduler)
  }
  expect(await holding(500)).toEqual([[200], [200]])
  expect(await holding(2_000)).toEqual([[200], [503, 'event-loop']])
  // So long that the store had no beat for a while, too.
  expect(await holding(10_000)).toEqual([
    expect.arrayContaining([503, 'event-loop']),
    expect.arrayContaining([503, 'event-loop']),
  ])
  await held.advance('20s')
  expect(await health(scheduler)).toEqual([[200], [200]])
})

test('what it answers names no job, is not cached, and says what was wrong as a problem', async () => {
  await using scheduler = createScheduler({ clock })
  scheduler.schedule('secret-job', every('1h'), () => {})
  const status = statusHandler(scheduler)
  const answer = await asked(status, '/health/ready')
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    reasons: ['idle', 'store'],
  })
  await scheduler.start()
  const ready = await asked(status, '/health/ready')
  expect(ready.headers.get('cache-control')).toBe('no-store')
  expect(await ready.json()).toEqual({ ready: true })
  expect(await (await asked(status, '/health/live')).json()).toEqual({ live: true })
})

test('there are only these paths, and only GET and HEAD', async () => {
  await using scheduler = createScheduler({ clock })
  const status = statusHandler(scheduler, { metrics: true })
  for (const path of [
    '/',
    '/health',
    '/health/live/',
    '/health/liver',
    '/metrics/x',
    '//metrics',
  ]) {
    expect((await asked(status, path)).status).toBe(404)
  }
  for (const path of ['/health/live', '/health/ready', '/metrics']) {
    const refused = await asked(status, path, { method: 'POST' })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(refused.headers.get('cache-control')).toBe('no-store')
    const [get, head] = [await asked(status, path), await asked(status, path, { method: 'HEAD' })]
    expect([head.status, [...head.headers]]).toEqual([get.status, [...get.headers]])
    expect(await head.text()).toBe('')
    await get.text()
  }
})

test('metrics are denied unless somebody said who may read them', async () => {
  await using scheduler = createScheduler({ clock })
  const status = async (options: StatusOptions, token = ''): Promise<number> => {
    const answer = await asked(statusHandler(scheduler, options), '/metrics', {
      headers: { authorization: token },
    })
    await answer.text()
    return answer.status
  }
  const guard = async (request: Request): Promise<boolean> =>
    request.headers.get('authorization') === 'Bearer right'
  expect(await status({})).toBe(404)
  expect(await status({ metrics: false })).toBe(404)
  expect(await status({ metrics: true })).toBe(200)
  expect(await status({ metrics: guard }, 'Bearer wrong')).toBe(403)
  expect(await status({ metrics: guard }, 'Bearer right')).toBe(200)
  expect(await status({ metrics: () => 'yes' as unknown as boolean })).toBe(403)
  await expect(status({ metrics: () => Promise.reject(new Error('who?')) })).rejects.toThrow('who?')
})

test.each([[{ metric: true }], [{ metrics: 'yes' }], [null], [{ metrics: null }]])(
  'the options %j are refused at the call',
  async (options) => {
    await using scheduler = createScheduler({ clock })
    expect(() => statusHandler(scheduler, options as never)).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }),
    )
  },
)

test('it answers behind a server', async () => {
  await using scheduler = createScheduler()
  await scheduler.start()
  const served = await serve(statusHandler(scheduler, { metrics: true }), {
    before: async (req) => ({ basePath: '/status', url: req.url!.slice('/status'.length) }),
  })
  const live = await ask(served, { path: '/status/health/live' })
  expect([live.statusCode, await textOf(live)]).toEqual([200, '{"live":true}'])
  const metrics = await ask(served, { path: '/status/metrics' })
  expect(metrics.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(await textOf(metrics)).toContain('\npunctual_health_ready 1\n')
})
