import { Injectable, Module } from '@nestjs/common'
import { CronJob } from 'cron'
import { createScheduler, cron, every, type Scheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { PunctualModule, Scheduled } from '../../src/index.ts'
import { Cron, Interval, ScheduleModule, Timeout } from '../../src/schedule-compat/index.ts'
import { ScheduleHost } from '../../src/schedule-compat/schedule-host.ts'
import { BEGIN, sides, type App } from './sides.ts'

const [, ours] = sides as readonly [(typeof sides)[0], (typeof sides)[0]]

const schedulerOf = ({ module }: App): Scheduler => module.get(ScheduleHost).scheduler

async function idsOf(app: App): Promise<readonly string[]> {
  const { items } = await schedulerOf(app).listJobs({ store: 'node' })
  return items.map(({ id }) => id).toSorted()
}

test('jobs have their names as ids, and those without one the name of their method', async () => {
  @Injectable()
  class Reports {
    @Cron('0 0 * * *', { name: 'daily' }) daily(): void {}
    @Cron('0 0 * * *') weekly(): void {}
    @Interval('daily', 60_000) poll(): void {}
    @Timeout(60_000) warmUp(): void {}
    @Cron('0 0 * * *', { name: ' no id ' }) odd(): void {}
  }
  const app = await ours.boot({ providers: [Reports] })
  expect(await idsOf(app)).toEqual(['Reports.warmUp', 'Reports.weekly', 'daily', 'daily#2', 'job'])
  expect(app.registry.getTimeouts()).toEqual(['Reports.warmUp'])
  const { registry } = await ours.boot({ imports: [unnamedTwice()] })
  expect([...registry.getCronJobs().keys()]).toEqual(['Twice.job', 'Twice.job#2'])
})

/** One class that Nest makes two instances of. */
function unnamedTwice(): new () => object {
  @Injectable()
  class Twice {
    @Cron('0 0 * * *') job(): void {}
  }
  @Module({ providers: [Twice, { provide: 'again', useClass: Twice }] })
  class Feature {}
  return Feature
}

test('a boot that fails says which method is at fault', async () => {
  @Injectable()
  class Reports {
    @Cron('61 * * * *') daily(): void {}
  }
  await expect(ours.boot({ providers: [Reports] })).rejects.toMatchObject({
    code: 'PUNCTUAL_CRON_RANGE',
    message: expect.stringMatching(/^Reports\.daily: /),
  })
})

test('a date that is over boots with a warning, and never fires', async () => {
  let runs = 0
  @Injectable()
  class Provider {
    @Cron(new Date(BEGIN - 1), { name: 'past' }) past(): void {
      runs += 1
    }
  }
  const { advance, log, registry } = await ours.boot({ providers: [Provider] })
  await advance(60_000)
  expect(runs).toBe(0)
  expect(log).toMatchObject([{ level: 'warn', message: expect.stringContaining('"past"') }])
  const job = registry.getCronJob('past')
  expect(job.isActive).toBe(false)
  expect(() => job.nextDate()).toThrow(/in the past/)
})

test('a fire that is later than its threshold is skipped, and without one it runs late', async () => {
  const ran: string[] = []
  @Injectable()
  class Provider {
    @Cron('0 12 * * *', { timeZone: 'UTC', threshold: 100 }) strict(): void {
      ran.push('strict')
    }
    @Cron('0 12 * * *', { timeZone: 'UTC' }) patient(): void {
      ran.push('patient')
    }
  }
  const clock = virtualClock(BEGIN)
  const module = () => ScheduleModule.forRoot({ scheduler: createScheduler({ clock }) })
  const { log } = await ours.boot({ providers: [Provider] }, { module })
  // As after a blocked event loop: the clock has gone on, and the timers ring late.
  clock.set(BEGIN + 5_000)
  await clock.advance(1_000)
  expect(ran).toEqual(['patient'])
  expect(log).toMatchObject([
    {
      level: 'warn',
      message: expect.stringMatching(/^Cron job "Provider.strict" was due at .*12:00/),
    },
  ])
})

test('the timer that a cron job brings along is stopped when it is added', async () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  let completed = 0
  const { registry } = await ours.boot({})
  const before = timers()
  const job = new CronJob(
    '0 0 1 1 *',
    () => {},
    () => void (completed += 1),
    true,
  )
  expect(timers()).toBe(before + 1)
  registry.addCronJob('dynamic', job)
  // The application itself is kept by it from here on; only once.
  expect([timers(), job.isActive, completed]).toEqual([before + 1, true, 0])
  void job.stop()
  expect([timers(), job.isActive, completed]).toEqual([before, false, 1])
})

test('a name that was deleted can be taken again', async () => {
  const ran: string[] = []
  const { advance, registry } = await ours.boot({})
  for (const round of ['first', 'second']) {
    // Started once it is taken over: before that its own timer would be real.
    const job = new CronJob('* * * * * *', () => void ran.push(round))
    registry.addCronJob('dynamic', job)
    job.start()
    await advance(1_000)
    registry.deleteCronJob('dynamic')
  }
  await advance(1_000)
  expect(ran).toEqual(['first', 'second'])
})

test('a cron text that the scheduler refuses is refused by addCronJob, and nothing is added', async () => {
  const { registry } = await ours.boot({})
  const never = new CronJob('0 0 30 2 *', () => {})
  expect(() => registry.addCronJob('never', never)).toThrow(
    expect.objectContaining({ code: 'PUNCTUAL_CRON_NEVER' }),
  )
  expect(registry.doesExist('cron', 'never')).toBe(false)
})

test('fireOnTick is a run of its own, whose end it waits for', async () => {
  let ended = false
  @Injectable()
  class Provider {
    @Cron('0 0 1 1 *', { name: 'yearly' }) async yearly(): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, 5))
      ended = true
    }
  }
  const app = await ours.boot({ providers: [Provider] })
  const job = app.registry.getCronJob('yearly')
  await job.fireOnTick()
  expect([ended, job.lastDate()]).toEqual([true, null])
  const { items } = await schedulerOf(app).listRuns({ job: 'yearly' })
  expect(items).toMatchObject([{ cause: 'manual', state: 'succeeded' }])
})

test('with PunctualModule its scheduler is the one, and each process has the jobs for itself', async () => {
  const ran: string[] = []
  @Injectable()
  class Provider {
    @Interval('old', 1_000) old(): void {
      ran.push('old')
    }
    @Scheduled(every('1s'), { id: 'new' }) fresh(): void {
      ran.push('new')
    }
  }
  const clock = virtualClock(BEGIN)
  const scheduler = createScheduler({ clock })
  const app = await ours.boot(
    { imports: [PunctualModule.forRoot({ scheduler })], providers: [Provider] },
    { module: () => ScheduleModule.forRoot() },
  )
  expect(schedulerOf(app)).toBe(scheduler)
  await clock.advance(1_000)
  expect(ran.toSorted()).toEqual(['new', 'old'])
  expect(await scheduler.getJob('old')).toMatchObject({ store: 'node', origin: 'declared' })
  await app.close()
  expect(scheduler.state).toBe('stopped')
})

test('one method, or two classes of one name, with both decorators: each run has the argument of its own', async () => {
  const seen: [string, unknown][] = []
  class Jobs {
    @Cron('0 0 1 1 *', { name: 'old' })
    @Scheduled(cron('0 0 1 1 *'), { id: 'new' })
    go(argument?: unknown): void {
      seen.push(['one', typeof argument])
    }
  }
  const Namesake = ((): new () => object => {
    class Jobs {
      @Scheduled(cron('0 0 1 1 *'), { id: 'newer' }) go(argument?: unknown): void {
        seen.push(['other', typeof argument])
      }
    }
    return Jobs
  })()
  const scheduler = createScheduler({ clock: virtualClock(BEGIN) })
  await ours.boot(
    {
      imports: [PunctualModule.forRoot({ scheduler })],
      providers: [Jobs, { provide: 'namesake', useClass: Namesake }],
    },
    { module: () => ScheduleModule.forRoot() },
  )
  for (const id of ['old', 'new', 'newer', 'old']) {
    const handle = await scheduler.runJob(id)
    await handle.finished()
  }
  expect(seen).toEqual([
    ['one', 'undefined'],
    ['one', 'object'],
    ['other', 'object'],
    ['one', 'undefined'],
  ])
})

test('a module that is set up twice is refused, for its jobs would run twice', async () => {
  @Module({ imports: [ScheduleModule.forRoot()] })
  class Feature {}
  await expect(ours.boot({ imports: [Feature] })).rejects.toMatchObject({
    code: 'PUNCTUAL_OPTION_INVALID',
    message: expect.stringContaining('call forRoot once'),
  })
})

test('a process is kept by jobs that wait, and not by those that are not to keep it', async () => {
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  @Injectable()
  class Light {
    @Cron('0 0 * * *', { unrefTimeout: true }) light(): void {}
    @Cron('0 0 * * *', { disabled: true }) off(): void {}
  }
  @Injectable()
  class Heavy {
    @Cron('0 0 * * *', { name: 'heavy' }) heavy(): void {}
  }
  const module = () => ScheduleModule.forRoot()
  const before = timers()
  await ours.boot({ providers: [Light] }, { module })
  expect(timers()).toBe(before)
  const { close, registry } = await ours.boot({ providers: [Heavy] }, { module })
  expect(timers()).toBe(before + 1)
  void registry.getCronJob('heavy').stop()
  expect(timers()).toBe(before)
  registry.getCronJob('heavy').start()
  expect(timers()).toBe(before + 1)
  await close()
  expect(timers()).toBe(before)
})
