import { expect, test } from 'vitest'
import {
  after,
  cron,
  defineTask,
  every,
  PunctualError,
  type SchedulerOptions,
} from '@punctual/core'
import { z } from 'zod'
import { codeOf, NOON, scene } from './scene.ts'

const HOUR = 3_600_000

test('a declared job is put at the start, and ready() gives it', async () => {
  const { make } = scene()
  const scheduler = make()
  const declared = scheduler.schedule('clean', cron('0 3 * * *'), () => {}, { timeout: '20m' })
  expect(declared).toMatchObject({ id: 'clean', store: 'default' })
  expect(await scheduler.getJob('clean')).toBeNull()
  await scheduler.start()
  expect(await declared.ready()).toMatchObject({
    ...{
      id: 'clean',
      task: 'clean',
      origin: 'declared',
      edited: [],
      policies: { timeout: 1_200_000 },
    },
  })
})

test('a job that is declared after the start is put at once', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  await scheduler.start()
  let runs = 0
  const declared = scheduler.schedule('late', every('1m'), () => void (runs += 1))
  expect(await declared.ready()).toMatchObject({ nextFireAt: NOON + 60_000 })
  await clock.advance('1m')
  expect(runs).toBe(1)
})

test('a declared task takes its input and its own schema', async () => {
  const { make, clock } = scene()
  const scheduler = make()
  const seen: unknown[] = []
  const task = defineTask('report', { input: z.object({ kind: z.string() }) })
  scheduler.handle(task, ({ input }) => void seen.push(input.kind))
  scheduler.schedule('daily', every('1d', { immediate: true }), task, { input: { kind: 'pdf' } })
  await scheduler.start()
  await clock.advance('1s')
  expect(seen).toEqual(['pdf'])
  const bad = () => scheduler.schedule('bad', every('1d'), task, { input: { kind: 7 } as never })
  expect(await codeOf(bad)).toBe('PUNCTUAL_INPUT_INVALID')
})

test('a schema that answers later rejects ready() and the start', async () => {
  const { make } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {}, { input: z.string().refine(async () => false, 'no') })
  const declared = scheduler.schedule('a', every('1d'), task, { input: 'x' })
  expect(await codeOf(() => scheduler.start())).toBe('PUNCTUAL_INPUT_INVALID')
  expect(await codeOf(() => declared.ready())).toBe('PUNCTUAL_INPUT_INVALID')
  expect(scheduler.state).toBe('stopped')
})

test('an id that is declared twice is refused at the second call [55]', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  scheduler.schedule('a', every('1h'), task)
  expect(await codeOf(() => scheduler.schedule('a', every('2h'), task))).toBe('PUNCTUAL_JOB_EXISTS')
  scheduler.schedule('a', every('1h'), task, { store: 'node' })
})

test('a declared job whose id a job of run time holds rejects the start, and tells of it', async () => {
  const { make, hear } = scene()
  const first = make()
  const task = first.task('t', () => {})
  await first.addJob({ id: 'a', task, trigger: every('1h') })
  const second = make()
  const declared = second.schedule('a', every('1h'), () => {})
  const good = second.schedule('b', every('1h'), () => {})
  const heard = hear(second, 'job:rejected')
  expect(await codeOf(() => second.start())).toBe('PUNCTUAL_JOB_EXISTS')
  expect(await codeOf(() => declared.ready())).toBe('PUNCTUAL_JOB_EXISTS')
  expect((await good.ready()).id).toBe('b')
  expect(heard).toMatchObject([{ id: 'a', error: { code: 'PUNCTUAL_JOB_EXISTS' } }])
})

test('a refusal after the start rejects ready() alone', async () => {
  const { make } = scene()
  const scheduler = make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  await scheduler.start()
  const declared = scheduler.schedule('a', every('1h'), () => {})
  expect(await codeOf(() => declared.ready())).toBe('PUNCTUAL_JOB_EXISTS')
  expect(scheduler.state).toBe('running')
})

test('an unchanged declaration writes nothing and never moves the next fire', async () => {
  const { make, clock, hear } = scene()
  const deploy = async () => {
    const scheduler = make()
    const heard = hear(scheduler, 'job:added', 'job:updated')
    const declared = scheduler.schedule('a', every('1h'), () => {}, { retry: 2 })
    await scheduler.start()
    const job = await declared.ready()
    return { scheduler, job, events: heard.map(({ type }) => type) }
  }
  const first = await deploy()
  expect(first.events).toEqual(['job:added'])
  await clock.advance('20m')
  await first.scheduler.stop()
  const second = await deploy()
  expect(second.events).toEqual([])
  expect(second.job).toEqual(first.job)
})

test('a changed declaration is taken over', async () => {
  const { make, clock } = scene()
  const old = make()
  old.schedule('a', every('1h'), () => {})
  await old.start()
  await old.stop()
  await clock.advance('10m')
  const scheduler = make()
  const declared = scheduler.schedule('a', every('2h'), () => {}, { priority: 5 })
  await scheduler.start()
  expect(await declared.ready()).toMatchObject({
    ...{ nextFireAt: NOON + HOUR / 6 + 2 * HOUR, policies: { priority: 5 }, revision: 2 },
  })
})

test('edits at run time survive deploys field by field, until they are reset', async () => {
  const { make, clock } = scene()
  const deploy = async (trigger = every('1h'), priority = 1) => {
    const scheduler = make()
    scheduler.schedule('a', trigger, () => {}, { priority, timeout: '1m', retry: 1 })
    await scheduler.start()
    return scheduler
  }
  const first = await deploy()
  const edited = await first.updateJob('a', { timeout: '9m', trigger: every('3h') })
  expect(edited.edited).toEqual(['timeout', 'trigger'])
  await first.stop()
  await clock.advance('1m')
  const second = await deploy(every('2h'), 7)
  expect(await second.getJob('a')).toMatchObject({
    ...{ edited: ['timeout', 'trigger'], trigger: { period: 3 * HOUR } },
    policies: { timeout: 540_000, priority: 7, retry: { limit: 1 } },
  })
  const partly = await second.updateJob('a', { timeout: null })
  expect(partly).toMatchObject({ edited: ['trigger'], policies: { timeout: 60_000 } })
  const reset = await second.resetJob('a')
  expect(reset).toMatchObject({
    ...{ edited: [], trigger: { period: 2 * HOUR }, policies: { timeout: 60_000, priority: 7 } },
    nextFireAt: NOON + 60_000 + 2 * HOUR,
  })
})

test('an edited input survives a deploy and is reset with the rest', async () => {
  const { make } = scene()
  const deploy = async (n: number) => {
    const scheduler = make()
    const task = scheduler.task('t', () => {}, { input: z.object({ n: z.number() }) })
    scheduler.schedule('a', every('1h'), task, { input: { n } })
    await scheduler.start()
    return scheduler
  }
  const first = await deploy(1)
  await first.updateJob('a', { input: { n: 100 } })
  await first.stop()
  const second = await deploy(2)
  expect(await second.getJob('a')).toMatchObject({ edited: ['input'], input: { n: 100 } })
  expect(await second.resetJob('a')).toMatchObject({ edited: [], input: { n: 2 } })
})

test('a declaration may discard the edits', async () => {
  const { make } = scene()
  const first = make()
  first.schedule('a', every('1h'), () => {}, { priority: 1 })
  await first.start()
  await first.updateJob('a', { priority: 9 })
  await first.stop()
  const second = make()
  second.schedule('a', every('1h'), () => {}, { priority: 1, edits: 'discard' })
  await second.start()
  expect(await second.getJob('a')).toMatchObject({ edited: [], policies: { priority: 1 } })
})

test('a job of run time has nothing to be reset to', async () => {
  const scheduler = scene().make()
  const task = scheduler.task('t', () => {})
  await scheduler.addJob({ id: 'a', task, trigger: every('1h') })
  expect(await codeOf(() => scheduler.resetJob('a'))).toBe('PUNCTUAL_OPTION_INVALID')
  expect(await codeOf(() => scheduler.resetJob('nobody'))).toBe('PUNCTUAL_UNKNOWN_JOB')
})

test('formerly carries edits, next fire and history to a new id', async () => {
  const { make, clock } = scene()
  const first = make()
  first.schedule('old', every('1h'), () => {})
  await first.start()
  await first.updateJob('old', { priority: 9 })
  await clock.advance('90m')
  await first.stop()
  const second = make()
  second.schedule('new', every('1h'), () => {}, { formerly: ['older', 'old'] })
  await second.start()
  expect(await second.getJob('new')).toMatchObject({
    ...{ edited: ['priority'], policies: { priority: 9 }, nextFireAt: NOON + 2 * HOUR },
  })
  expect(await second.getJob('old')).toBeNull()
  expect((await second.listRuns({ job: 'new' })).items).toHaveLength(1)
})

test('a job that no live node of its app declares any more is undeclared, and goes on when it is declared again', async () => {
  const { make, clock } = scene()
  const deploy = async (ids: readonly string[], options: SchedulerOptions = {}) => {
    const scheduler = make({ app: { name: 'shop' }, ...options })
    for (const id of ids) scheduler.schedule(id, every('1h'), () => {})
    await scheduler.start()
    return scheduler
  }
  const first = await deploy(['kept', 'dropped'])
  await first.stop()
  const second = await deploy(['kept'])
  await clock.advance('4m')
  expect(await second.getJob('dropped')).toMatchObject({ state: 'undeclared', nextFireAt: null })
  expect(await second.getJob('kept')).toMatchObject({ state: 'active' })
  await clock.advance('2h 30m')
  await second.stop()
  const third = await deploy(['kept', 'dropped'])
  expect(await third.getJob('dropped')).toMatchObject({
    ...{ state: 'active', nextFireAt: NOON + 3 * HOUR },
  })
  const { items } = await third.listFires('dropped', { from: NOON, until: NOON + 3 * HOUR })
  expect(items.map(({ reason }) => reason)).toEqual(['undeclared', 'undeclared', 'upcoming'])
})

test('without an app name no job is ever undeclared', async () => {
  const { make, clock } = scene()
  const first = make()
  first.schedule('a', every('1h'), () => {})
  await first.start()
  await first.stop()
  const second = make()
  second.schedule('b', every('1h'), () => {})
  await second.start()
  await clock.advance('10m')
  expect(await second.getJob('a')).toMatchObject({ state: 'active' })
})

test('declarations may name each other in any order', async () => {
  const { make } = scene()
  const scheduler = make()
  scheduler.schedule('second', after('first'), () => {})
  scheduler.schedule('first', every('1h'), () => {})
  await scheduler.start()
  expect(await scheduler.getJob('second')).toMatchObject({ state: 'active', nextFireAt: null })
})

test('a node that lost its session declares its jobs again, and what is refused then does not keep it out', async () => {
  const { make, clock, store, hear } = scene()
  const declared: number[] = []
  let lose = false
  const watched = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown => {
        if (name === 'put' && args[1] === 'declare') declared.push(Object(args[0]).length)
        if (name !== 'publish' || !lose) return Reflect.apply(value, target, args)
        lose = false
        return Promise.reject(new PunctualError('PUNCTUAL_FENCED', 'the session is over'))
      }
    },
  })
  const scheduler = make({ store: watched })
  const ran: string[] = []
  for (const id of ['a', 'b']) {
    scheduler.schedule(id, every('1m'), ({ jobId, cause }) => void ran.push(`${jobId} ${cause}`))
  }
  const task = scheduler.task('t', () => {})
  await scheduler.start()
  await scheduler.removeJob('b')
  await scheduler.addJob({ id: 'b', task, trigger: every('1d') })
  const rejected = hear(scheduler, 'job:rejected')
  lose = true
  await clock.advance('2m')
  expect(declared).toEqual([2, 2])
  expect(rejected.map(({ id }) => id)).toEqual(['b'])
  expect(ran).toEqual(['a fire', 'a fire'])
})

test('a declaration that the store could not take for the moment is put again', async () => {
  const { make, clock, store } = scene()
  let failures = 2
  const flaky = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown => {
        if (name === 'put' && (failures -= 1) >= 0)
          return Promise.reject(new Error('no connection'))
        return Reflect.apply(value, target, args)
      }
    },
  })
  const scheduler = make({ store: flaky })
  await scheduler.start()
  const declared = scheduler.schedule('a', every('1h'), () => {})
  const ready = declared.ready()
  await clock.advance('5s')
  expect(await ready).toMatchObject({ id: 'a', state: 'active' })
  expect(failures).toBe(-1)
})

test('a scheduler of role off stores no declarations', async () => {
  const { make } = scene()
  const scheduler = make({ role: 'off' })
  const declared = scheduler.schedule('a', every('1h'), () => {})
  await scheduler.start()
  expect(await scheduler.getJob('a')).toBeNull()
  expect(await codeOf(() => declared.ready())).toBe('PUNCTUAL_NOT_RUNNING')
})

test('a scheduler that stops before it started rejects ready()', async () => {
  const scheduler = scene().make()
  const declared = scheduler.schedule('a', every('1h'), () => {})
  const ready = codeOf(() => declared.ready())
  await scheduler.stop()
  expect(await ready).toBe('PUNCTUAL_STOPPED')
})
