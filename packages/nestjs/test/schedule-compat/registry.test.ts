import { Injectable } from '@nestjs/common'
import { CronJob, CronTime } from 'cron'
import { describe, expect, test } from 'vitest'
import { sides } from './sides.ts'

describe.each(sides)('the registry of $name', (side) => {
  const { Cron, Interval, SchedulerRegistry, Timeout } = side.api

  test.each([
    ['Cron Job', 'getCronJob'],
    ['Cron Job', 'deleteCronJob'],
    ['Interval', 'getInterval'],
    ['Interval', 'deleteInterval'],
    ['Timeout', 'getTimeout'],
    ['Timeout', 'deleteTimeout'],
  ] as const)('names the %s that it has not, when it is asked to %s', (kind, method) => {
    const registry = new SchedulerRegistry()
    expect(() => registry[method]('absent')).toThrow(
      `No ${kind} was found with the given name (absent)`,
    )
  })

  test('refuses a taken name of the same kind, and says which', () => {
    const registry = new SchedulerRegistry()
    const job = new CronJob('* * * * * *', () => {})
    registry.addCronJob('name', job)
    registry.addInterval('name', 1)
    registry.addTimeout('name', 2)
    const taken = (kind: string): string => `${kind} with the given name (name) already exists`
    expect(() => registry.addCronJob('name', job)).toThrow(taken('Cron Job'))
    expect(() => registry.addInterval('name', 3)).toThrow(taken('Interval'))
    expect(() => registry.addTimeout('name', 4)).toThrow(taken('Timeout'))
  })

  test('holds plain ids, tells what is there, and forgets what is deleted', () => {
    const registry = new SchedulerRegistry()
    const id = setInterval(() => {}, 1_000)
    const job = new CronJob('* * * * * *', () => {})
    registry.addInterval('interval', id)
    registry.addTimeout<number>('timeout', 42)
    registry.addCronJob('cron', job)
    expect(registry.getInterval('interval')).toBe(id)
    expect(registry.getTimeout<number>('timeout')).toBe(42)
    expect(registry.getCronJob('cron')).toBe(job)
    expect([registry.getIntervals(), registry.getTimeouts()]).toEqual([['interval'], ['timeout']])
    for (const kind of ['cron', 'interval', 'timeout'] as const) {
      expect(registry.doesExist(kind, kind)).toBe(true)
      expect(registry.doesExist(kind, 'absent')).toBe(false)
    }
    registry.deleteInterval('interval')
    registry.deleteTimeout('timeout')
    registry.deleteCronJob('cron')
    for (const kind of ['cron', 'interval', 'timeout'] as const) {
      expect(registry.doesExist(kind, kind)).toBe(false)
    }
  })

  test('a cron job added at run time fires once it is started, until it is stopped', async () => {
    let runs = 0
    const { advance, registry } = await side.boot({})
    const job = new CronJob('* * * * * *', () => {
      runs += 1
    })
    registry.addCronJob('dynamic', job)
    await advance(2_000)
    expect([runs, job.isActive]).toEqual([0, false])
    job.start()
    await advance(2_000)
    expect([runs, job.isActive]).toEqual([2, true])
    void registry.getCronJob('dynamic').stop()
    await advance(2_000)
    expect([runs, job.isActive]).toEqual([2, false])
    job.start()
    await advance(1_000)
    expect(runs).toBe(3)
  })

  test('a cron job that was started before it is added fires once for each instant', async () => {
    let runs = 0
    const { advance, registry } = await side.boot({})
    const job = CronJob.from({
      cronTime: '* * * * * *',
      onTick: () => {
        runs += 1
      },
      start: true,
      timeZone: 'Asia/Kolkata',
    })
    registry.addCronJob('dynamic', job)
    expect(job.isActive).toBe(true)
    await advance(3_000)
    expect(runs).toBe(3)
    registry.deleteCronJob('dynamic')
    await advance(3_000)
    expect(runs).toBe(3)
    registry.addCronJob('dynamic', new CronJob('0 0 * * *', () => {}))
    expect(registry.doesExist('cron', 'dynamic')).toBe(true)
  })

  test('a cron job added by a constructor fires as the others do', async () => {
    let runs = 0
    @Injectable()
    class Early {
      constructor(registry: InstanceType<typeof SchedulerRegistry>) {
        const job = new CronJob('* * * * * *', () => {
          runs += 1
        })
        registry.addCronJob('early', job)
        job.start()
      }
    }
    Reflect.defineMetadata('design:paramtypes', [SchedulerRegistry], Early)
    const { advance } = await side.boot({ providers: [Early] })
    await advance(2_000)
    expect(runs).toBe(2)
  })

  test('a cron job keeps the this, the callbacks and the onComplete it was made with', async () => {
    const seen: unknown[] = []
    const context = { name: 'context' }
    const { advance, registry } = await side.boot({})
    const job = CronJob.from({
      cronTime: '* * * * * *',
      onTick(this: { name: string }) {
        seen.push(this.name)
      },
      onComplete: () => {
        seen.push('complete')
      },
      context,
    })
    job.addCallback(() => {
      seen.push('second')
    })
    registry.addCronJob('dynamic', job)
    job.start()
    await advance(1_000)
    expect(seen).toEqual(['context', 'second'])
    registry.deleteCronJob('dynamic')
    await advance(0)
    expect(seen).toEqual(['context', 'second', 'complete'])
  })

  test('the error handler of a cron job is told what it throws', async () => {
    const errors: unknown[] = []
    const { advance, log, registry } = await side.boot({})
    const job = CronJob.from({
      cronTime: '* * * * * *',
      onTick: () => {
        throw new Error('no luck')
      },
      errorHandler: (error) => errors.push(error),
    })
    registry.addCronJob('dynamic', job)
    job.start()
    await advance(1_000)
    expect(errors).toEqual([new Error('no luck')])
    expect(log.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('the job of a decorator can be stopped, started, told another time and fired by hand', async () => {
    let runs = 0
    @Injectable()
    class Provider {
      @Cron('* * * * * *', { name: 'job', timeZone: 'UTC' }) job(): void {
        runs += 1
      }
    }
    const { advance, registry } = await side.boot({ providers: [Provider] })
    const job = registry.getCronJob('job')
    expect(job.lastDate()).toBeNull()
    await advance(1_000)
    expect(runs).toBe(1)
    expect(Math.floor(Number(job.lastDate()) / 1_000)).toBe(
      Date.parse('2026-03-03T12:00:00Z') / 1_000,
    )
    void job.stop()
    await advance(2_000)
    expect([runs, job.isActive]).toEqual([1, false])
    job.setTime(new CronTime('*/10 * * * * *', 'UTC'))
    expect(job.isActive).toBe(false)
    expect(job.cronTime.source).toBe('*/10 * * * * *')
    job.start()
    await advance(20_000)
    expect(runs).toBe(3)
    job.setTime(new CronTime('0 0 1 * *', 'UTC'))
    expect(job.isActive).toBe(true)
    expect(job.nextDate().toJSDate()).toEqual(new Date('2026-04-01T00:00:00Z'))
    expect(job.nextDates(2).map((date) => date.toMillis())).toEqual([
      Date.parse('2026-04-01T00:00:00Z'),
      Date.parse('2026-05-01T00:00:00Z'),
    ])
    await job.fireOnTick()
    expect(runs).toBe(4)
  })

  test('a callback that is added to the job of a decorator runs with it', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Cron('* * * * * *', { name: 'job' }) job(): void {
        ran.push('method')
      }
    }
    const { advance, registry } = await side.boot({ providers: [Provider] })
    registry.getCronJob('job').addCallback(() => {
      ran.push('callback')
    })
    await advance(1_000)
    expect(ran.toSorted()).toEqual(['callback', 'method'])
  })

  test.each(['deleted by name', 'cleared by its id'])(
    'an interval or timeout of a decorator that is %s runs no more',
    async (how) => {
      const ran: string[] = []
      @Injectable()
      class Provider {
        @Interval('interval', 1_000) interval(): void {
          ran.push('interval')
        }
        @Timeout('timeout', 1_500) timeout(): void {
          ran.push('timeout')
        }
      }
      const { advance, registry } = await side.boot({ providers: [Provider] })
      await advance(1_000)
      if (how === 'deleted by name') {
        registry.deleteInterval('interval')
        registry.deleteTimeout('timeout')
        expect([registry.getIntervals(), registry.getTimeouts()]).toEqual([[], []])
      } else {
        clearInterval(registry.getInterval('interval'))
        clearTimeout(registry.getTimeout('timeout'))
      }
      await advance(5_000)
      expect(ran).toEqual(['interval'])
    },
  )

  test('is empty once the application is closed, and nothing fires any more', async () => {
    let runs = 0
    const count = (): void => {
      runs += 1
    }
    @Injectable()
    class Provider {
      @Cron('* * * * * *', { name: 'cron' }) cron(): void {
        count()
      }
      @Interval('interval', 1_000) interval(): void {
        count()
      }
    }
    const { advance, close, registry } = await side.boot({ providers: [Provider] })
    const job = new CronJob('* * * * * *', count, null, true)
    registry.addCronJob('dynamic', job)
    registry.addInterval('own', setInterval(count, 1_000))
    registry.addTimeout('own', setTimeout(count, 1_000))
    await close()
    expect([
      ...registry.getCronJobs(),
      ...registry.getIntervals(),
      ...registry.getTimeouts(),
    ]).toEqual([])
    await advance(3_000)
    expect([runs, job.isActive]).toEqual([0, false])
  })
})
