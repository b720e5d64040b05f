import { Controller, Injectable } from '@nestjs/common'
import { describe, expect, test } from 'vitest'
import { BEGIN, sides } from './sides.ts'

describe.each(sides)('with $name', (side) => {
  const { Cron, CronExpression, Interval, Timeout } = side.api

  test('methods of providers and controllers run at their times', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Cron(CronExpression.EVERY_SECOND) second(): void {
        ran.push('cron')
      }
      @Interval(1_500) interval(): void {
        ran.push('interval')
      }
    }
    @Controller()
    class Routes {
      @Timeout(1_000) timeout(): void {
        ran.push('timeout')
      }
    }
    const app = await side.boot({ providers: [Provider], controllers: [Routes] })
    expect(ran).toEqual([])
    await app.advance(3_200)
    expect(ran.toSorted()).toEqual(['cron', 'cron', 'cron', 'interval', 'interval', 'timeout'])
  })

  test('a method runs with its own this, and with nothing as its argument', async () => {
    const seen: unknown[] = []
    @Injectable()
    class Provider {
      readonly greeting = 'hello'
      @Cron('* * * * * *') cron(force = false): void {
        seen.push(this.greeting, force)
      }
    }
    const app = await side.boot({ providers: [Provider] })
    await app.advance(1_000)
    expect(seen).toEqual(['hello', false])
  })

  test('a class has the decorated methods of the class above it, unless it overrides them plainly', async () => {
    const ran: string[] = []
    class Above {
      @Interval(1_000) kept(): void {
        ran.push('kept')
      }
      @Interval(1_000) overridden(): void {
        ran.push('above')
      }
    }
    @Injectable()
    class Below extends Above {
      override overridden(): void {
        ran.push('below')
      }
    }
    const app = await side.boot({ providers: [Below] })
    await app.advance(1_100)
    expect(ran).toEqual(['kept'])
  })

  test('names are known to the registry, each kind by itself', async () => {
    @Injectable()
    class Provider {
      @Cron('0 0 * * *', { name: 'same' }) cron(): void {}
      @Interval('same', 1_000) interval(): void {}
      @Timeout('same', 1_000) timeout(): void {}
      @Timeout(1_000) unnamed(): void {}
    }
    const { registry } = await side.boot({ providers: [Provider] })
    expect([...registry.getCronJobs().keys()]).toEqual(['same'])
    expect(registry.getIntervals()).toEqual(['same'])
    expect(registry.getTimeouts()).toHaveLength(2)
    expect(registry.getTimeouts()).toContain('same')
  })

  test.each([
    ['Cron Job', () => Cron('0 0 * * *', { name: 'twice' })],
    ['Interval', () => Interval('twice', 1_000)],
    ['Timeout', () => Timeout('twice', 1_000)],
  ])('two of the kind %s with one name do not boot', async (kind, decorate) => {
    @Injectable()
    class Provider {
      @decorate() one(): void {}
      @decorate() two(): void {}
    }
    await expect(side.boot({ providers: [Provider] })).rejects.toThrow(
      `${kind} with the given name (twice) already exists`,
    )
  })

  test.each([
    ['a cron text that cannot be read', 'nonsense', {}],
    ['a zone that is none', '0 0 * * *', { timeZone: 'Mars/Olympus' }],
  ])('%s does not boot', async (_what, text, options) => {
    @Injectable()
    class Provider {
      @Cron(text, options) cron(): void {}
    }
    await expect(side.boot({ providers: [Provider] })).rejects.toThrow(Error)
  })

  test('a zone and an offset at once do not boot', async () => {
    @Injectable()
    class Provider {
      // As code in JavaScript might have it.
      @Cron('0 0 * * *', { timeZone: 'UTC', utcOffset: 60 } as object) cron(): void {}
    }
    await expect(side.boot({ providers: [Provider] })).rejects.toThrow(/utcOffset/)
  })

  test('a cron text is read in its zone', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Cron('0 12 * * *', { timeZone: 'UTC' }) utc(): void {
        ran.push('utc')
      }
      @Cron('30 17 * * *', { timeZone: 'Asia/Kolkata' }) kolkata(): void {
        ran.push('kolkata')
      }
      @Cron('30 17 * * *', { utcOffset: 330 }) offset(): void {
        ran.push('offset')
      }
      @Cron('0 7 * * *', { utcOffset: -300 }) west(): void {
        ran.push('west')
      }
      @Cron('0 13 * * *', { timeZone: 'UTC' }) later(): void {
        ran.push('later')
      }
    }
    const app = await side.boot({ providers: [Provider] })
    await app.advance(2_000)
    expect(ran.toSorted()).toEqual(['kolkata', 'offset', 'utc', 'west'])
  })

  test('a cron job at a date fires once', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Cron(new Date(BEGIN + 5_000), { name: 'once' }) once(): void {
        ran.push('once')
      }
    }
    const app = await side.boot({ providers: [Provider] })
    expect(app.registry.getCronJob('once').isActive).toBe(true)
    await app.advance(20_000)
    expect(ran).toEqual(['once'])
    expect(app.registry.getCronJob('once').isActive).toBe(false)
  })

  test('a disabled cron job is there, and fires once it is started', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Cron('* * * * * *', { name: 'off', disabled: true }) off(): void {
        ran.push('off')
      }
    }
    const app = await side.boot({ providers: [Provider] })
    await app.advance(3_000)
    expect(ran).toEqual([])
    const job = app.registry.getCronJob('off')
    expect(job.isActive).toBe(false)
    job.start()
    expect(job.isActive).toBe(true)
    await app.advance(2_000)
    expect(ran).toEqual(['off', 'off'])
  })

  test('a cron job with an initial delay does not fire before it is over', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Cron('* * * * * *', { name: 'late', initialDelay: 2_500 }) late(): void {
        ran.push('late')
      }
      @Cron('* * * * * *', { disabled: true, initialDelay: 500 }) off(): void {
        ran.push('off')
      }
    }
    const app = await side.boot({ providers: [Provider] })
    const job = app.registry.getCronJob('late')
    expect(job.isActive).toBe(false)
    await app.advance(2_550)
    expect(ran).toEqual([])
    expect(job.isActive).toBe(true)
    await app.advance(1_000)
    expect(ran).toEqual(['late'])
  })

  test('a deleted cron job does not fire when its initial delay is over', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Cron('* * * * * *', { name: 'late', initialDelay: 2_500 }) late(): void {
        ran.push('late')
      }
    }
    const app = await side.boot({ providers: [Provider] })
    app.registry.deleteCronJob('late')
    await app.advance(5_000)
    expect(ran).toEqual([])
  })

  test('with waitForCompletion a fire is skipped while the run before it goes on', async () => {
    const gates: (() => void)[] = []
    @Injectable()
    class Provider {
      @Cron('* * * * * *', { name: 'slow', waitForCompletion: true }) slow(): Promise<void> {
        return new Promise((resolve) => gates.push(resolve))
      }
      @Cron('* * * * * *') overlapping(): Promise<void> {
        return new Promise((resolve) => gates.push(resolve))
      }
    }
    const app = await side.boot({ providers: [Provider] })
    await app.advance(3_000)
    expect(gates).toHaveLength(4)
    expect(app.registry.getCronJob('slow').isCallbackRunning).toBe(true)
    for (const open of gates) open()
    await app.advance(1_000)
    expect(gates).toHaveLength(6)
    for (const open of gates) open()
  })

  test('what a method throws is logged under Scheduler, and its job goes on', async () => {
    let runs = 0
    const failure = new Error('no luck')
    @Injectable()
    class Provider {
      @Interval(1_000) sync(): void {
        runs += 1
        throw failure
      }
      @Timeout(1_500) async later(): Promise<void> {
        throw failure
      }
    }
    const app = await side.boot({ providers: [Provider] })
    await app.advance(2_200)
    expect(runs).toBe(2)
    const line = { level: 'error', message: failure, context: 'Scheduler' }
    expect(app.log.filter(({ level }) => level === 'error')).toEqual([line, line, line])
  })
})
