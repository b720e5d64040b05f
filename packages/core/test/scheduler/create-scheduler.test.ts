import { expect, test } from 'vitest'
import { createScheduler, every, inline, memoryStore, type SchedulerOptions } from '@punctual/core'
import { codeOf, scene } from './scene.ts'

const bad: readonly (readonly [string, object, string])[] = [
  ['an unknown option', { timeZone: 'UTC' }, 'PUNCTUAL_OPTION_INVALID'],
  ['an app without a name of text', { app: { name: '' } }, 'PUNCTUAL_OPTION_INVALID'],
  ['an unknown field of app', { app: { name: 'a', env: 'x' } }, 'PUNCTUAL_OPTION_INVALID'],
  ['a store that is none', { store: 'memory' }, 'PUNCTUAL_OPTION_INVALID'],
  ['a store of another kind of object', { store: { kind: 'mine' } }, 'PUNCTUAL_OPTION_INVALID'],
  ['stores without a default', { store: { main: memoryStore() } }, 'PUNCTUAL_OPTION_INVALID'],
  [
    'a store under the alias node',
    { store: { default: memoryStore(), node: memoryStore() } },
    'PUNCTUAL_OPTION_INVALID',
  ],
  ['an executor that is none', { executors: { cpu: () => {} } }, 'PUNCTUAL_OPTION_INVALID'],
  ['a bad default', { defaults: { retry: -1 } }, 'PUNCTUAL_POLICY_INVALID'],
  ['an unknown default', { defaults: { retries: 1 } }, 'PUNCTUAL_OPTION_INVALID'],
  ['an unknown timezone', { timezone: 'Mars/Base' }, 'PUNCTUAL_TIMEZONE_INVALID'],
  ['a role that is none', { role: 'leader' }, 'PUNCTUAL_OPTION_INVALID'],
  ['a logger without methods', { logger: {} }, 'PUNCTUAL_OPTION_INVALID'],
  ['a clock without timers', { clock: { now: () => 0 } }, 'PUNCTUAL_OPTION_INVALID'],
  ['a drain in words', { drain: 'long' }, 'PUNCTUAL_DURATION_INVALID'],
  [
    'a lease shorter than its beats',
    { cluster: { beat: '5s', lease: '6s' } },
    'PUNCTUAL_OPTION_INVALID',
  ],
  ['an unknown field of cluster', { cluster: { leader: true } }, 'PUNCTUAL_OPTION_INVALID'],
  ['a heartbeat in a thread', { cluster: { heartbeat: 'thread' } }, 'PUNCTUAL_OPTION_INVALID'],
  ['a calendar that is none', { calendars: { cn: ['2026-10-01'] } }, 'PUNCTUAL_OPTION_INVALID'],
  ['a reviver that is none', { triggers: { moon: 'full' } }, 'PUNCTUAL_OPTION_INVALID'],
  ['a wrapper that is none', { withRun: true }, 'PUNCTUAL_OPTION_INVALID'],
]

test.each(bad)('%s is refused', async (_, options, code) => {
  expect(await codeOf(() => createScheduler(options as SchedulerOptions))).toBe(code)
})

test('one store under two aliases is refused', async () => {
  const store = memoryStore()
  const make = () => createScheduler({ store: { default: store, other: store } })
  expect(await codeOf(make)).toBe('PUNCTUAL_OPTION_INVALID')
})

test('without options jobs live in memory and run on the event loop', async () => {
  await using scheduler = createScheduler()
  const task = scheduler.task('t', () => 'ran')
  await scheduler.start()
  const handle = await scheduler.runTask(task)
  expect((await handle.finished()).result).toBe('ran')
})

test('a default executor is there, also beside others', async () => {
  const { make, clock } = scene()
  const scheduler = make({ executors: { slow: inline({ concurrency: 1 }) } })
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  const handles = [
    await scheduler.runTask(task),
    await scheduler.runTask(task, undefined, { executor: 'slow' }),
  ]
  await clock.advance('1s')
  for (const handle of handles) expect((await handle.finished()).state).toBe('succeeded')
})

test('withRun wraps every run', async () => {
  const { make, clock } = scene()
  const seen: string[] = []
  const scheduler = make({
    withRun: (run, next) => {
      seen.push(`before ${run.jobId}`)
      return next()
    },
  })
  const task = scheduler.task('t', ({ jobId }) => void seen.push(`in ${jobId}`))
  await scheduler.start()
  await scheduler.runTask(task, undefined, { id: 'a' })
  await clock.advance('1s')
  expect(seen).toEqual(['before a', 'in a'])
})

test('a trigger of a kind of its own is admitted by its reviver', async () => {
  const { make, clock } = scene()
  const twice = (json: unknown) => ({
    kind: 'twice',
    bind: (of: Parameters<ReturnType<typeof every>['bind']>[0]) => every('2m').bind(of),
    toJSON: () => json as never,
  })
  const scheduler = make({ triggers: { twice } })
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.addJob({ id: 'a', task, trigger: twice({ kind: 'twice', version: 1 }) })
  await clock.advance('5m')
  expect((await scheduler.listRuns({ job: 'a' })).items).toHaveLength(2)
})

test('createScheduler reaches no store', async () => {
  const store = memoryStore()
  const opened: string[] = []
  const watched = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        opened.push(String(name))
        return Reflect.apply(value, target, args)
      }
    },
  })
  const scheduler = createScheduler({ store: watched })
  scheduler.schedule('a', every('1h'), () => {})
  expect(opened).toEqual([])
  await scheduler.getJob('a')
  expect(opened).toContain('open')
  await scheduler.stop()
})
