import { Injectable, Module } from '@nestjs/common'
import { describe, expect, test } from 'vitest'
import type { ScheduleModuleOptions } from '../../src/schedule-compat/index.ts'
import { sides } from './sides.ts'

describe.each(sides)('ScheduleModule of $name', (side) => {
  const { Cron, Interval, ScheduleModule, SchedulerRegistry, Timeout } = side.api

  @Injectable()
  class Provider {
    @Cron('* * * * * *', { name: 'cron' }) cron(): void {}
    @Interval('interval', 1_000) interval(): void {}
    @Timeout('timeout', 1_000) timeout(): void {}
  }

  type Registry = InstanceType<typeof SchedulerRegistry>
  const kindsIn = (registry: Registry): string[] =>
    (['cron', 'interval', 'timeout'] as const).filter((kind) => registry.doesExist(kind, kind))

  test.each([
    [{}, ['cron', 'interval', 'timeout']],
    [{ cronJobs: false }, ['interval', 'timeout']],
    [{ intervals: false }, ['cron', 'timeout']],
    [{ timeouts: false }, ['cron', 'interval']],
    [{ cronJobs: false, intervals: false, timeouts: false }, []],
  ])('with %o has %o', async (options, kinds) => {
    const { registry } = await side.boot({ providers: [Provider] }, { options })
    expect(kindsIn(registry)).toEqual(kinds)
  })

  test('leaves alone a name that is taken twice among kinds that are switched off', async () => {
    @Injectable()
    class Other {
      @Cron('nonsense', { name: 'cron' }) cron(): void {}
    }
    const { registry } = await side.boot(
      { providers: [Provider, Other] },
      { options: { cronJobs: false } },
    )
    expect(kindsIn(registry)).toEqual(['interval', 'timeout'])
  })

  class Factory {
    createScheduleOptions(): ScheduleModuleOptions {
      return { intervals: false }
    }
  }
  @Module({
    providers: [Factory, { provide: 'KIND', useValue: 'intervals' }],
    exports: [Factory, 'KIND'],
  })
  class Config {}

  test.each([
    ['useClass', { useClass: Factory }],
    ['useExisting', { imports: [Config], useExisting: Factory }],
    [
      'useFactory',
      {
        imports: [Config],
        inject: ['KIND'],
        useFactory: async (kind: string): Promise<ScheduleModuleOptions> => ({ [kind]: false }),
      },
    ],
  ])('takes its options from %s', async (_kind, from) => {
    const module = (): ReturnType<typeof ScheduleModule.forRootAsync> =>
      ScheduleModule.forRootAsync(from)
    const { registry } = await side.boot({ providers: [Provider] }, { module })
    expect(kindsIn(registry)).toEqual(['cron', 'timeout'])
  })

  test('gives its registry to every module', async () => {
    @Injectable()
    class Far {
      constructor(readonly registry: Registry) {}
    }
    Reflect.defineMetadata('design:paramtypes', [SchedulerRegistry], Far)
    @Module({ providers: [Far] })
    class Feature {}
    const { module, registry } = await side.boot({ imports: [Feature] })
    expect(module.get(Far, { strict: false }).registry).toBe(registry)
  })

  test('finds methods in modules that know nothing of it', async () => {
    let runs = 0
    @Injectable()
    class Far {
      @Interval(1_000) interval(): void {
        runs += 1
      }
    }
    @Module({
      providers: [Far, { provide: 'alias', useExisting: Far }, { provide: 'none', useValue: null }],
    })
    class Feature {}
    const { advance } = await side.boot({ imports: [Feature] })
    await advance(1_000)
    expect(runs).toBeGreaterThanOrEqual(1)
  })

  test('starts nothing before the application is there', async () => {
    let runs = 0
    @Injectable()
    class Slow {
      @Cron('* * * * * *') cron(): void {
        runs += 1
      }
    }
    const { advance, module } = await side.boot({ providers: [Slow] })
    expect(module.get(Slow)).toBeInstanceOf(Slow)
    expect(runs).toBe(0)
    await advance(600)
    expect(runs).toBe(1)
  })
})
