import { ConfigModule, ConfigService } from '@nestjs/config'
import { Controller, Get, Injectable, Module, type ModuleMetadata } from '@nestjs/common'
import {
  at,
  cron,
  defineTask,
  every,
  type ContextOf,
  type EventOf,
  type RunContext,
  type Scheduler,
  type Trigger,
} from '@punctual/core'
import { expect, test } from 'vitest'
import {
  featureJob,
  InjectScheduler,
  OnJobEvent,
  OnTask,
  PunctualModule,
  Scheduled,
} from '../src/index.ts'
import { boot, ran, start } from './nest-apps.ts'

const DAILY = cron('0 9 * * *')

async function idsOf(metadata: ModuleMetadata): Promise<string[]> {
  const { scheduler } = await start(metadata)
  const { items } = await scheduler.listJobs()
  return items.map(({ id }) => id).sort()
}

test('a job is named after class and method, further ones of the method by their number', async () => {
  class Reports {
    @Scheduled(DAILY)
    @Scheduled(cron('0 12 * * *'), { id: 'noon' })
    @Scheduled(cron('0 18 * * *'))
    daily() {}
  }
  const { scheduler } = await start({ providers: [Reports] })
  const triggers = await Promise.all(
    ['Reports.daily', 'noon', 'Reports.daily#3'].map(async (id) => {
      const job = await scheduler.getJob(id)
      return job?.trigger
    }),
  )
  expect(triggers.map((trigger) => JSON.stringify(trigger))).toEqual([
    expect.stringContaining('0 9 * * *'),
    expect.stringContaining('0 12 * * *'),
    expect.stringContaining('0 18 * * *'),
  ])
})

test('a run calls the method of the instance that Nest made, with the run', async () => {
  class Reports {
    readonly seen: RunContext[] = []
    @Scheduled(DAILY, { tags: ['report'] })
    daily(run: RunContext): string {
      this.seen.push(run)
      return `due at ${run.fireTime}`
    }
  }
  const { module, scheduler } = await start({ providers: [Reports] })
  const run = await ran(scheduler, 'Reports.daily')
  expect(run).toMatchObject({ state: 'succeeded', result: `due at ${run.fireTime}` })
  expect(module.get(Reports).seen).toMatchObject([{ jobId: 'Reports.daily', runId: run.id }])
  expect(await scheduler.getJob('Reports.daily')).toMatchObject({ policies: { tags: ['report'] } })
})

test('a job fires by itself once the application is there', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  class Mail {
    @Scheduled(at(0 + 1_700_000_000_000))
    send(run: RunContext) {
      resolve(run.cause)
    }
  }
  await start({ providers: [Mail] })
  expect(await promise).toBe('fire')
})

test('methods of controllers and inherited methods are jobs of the class that Nest provides', async () => {
  class Base {
    @Scheduled(DAILY) kept() {}
    @Scheduled(DAILY) replaced() {}
  }
  @Injectable()
  class Derived extends Base {
    override replaced() {}
  }
  @Controller()
  class Web {
    @Get()
    @Scheduled(DAILY)
    refresh() {}
  }
  expect(await idsOf({ providers: [Derived], controllers: [Web] })).toEqual([
    'Derived.kept',
    'Web.refresh',
  ])
})

test('decorators that replace the method may stand above or below', async () => {
  const calls: string[] = []
  const noting = (
    _target: object,
    name: string,
    descriptor: TypedPropertyDescriptor<() => void>,
  ) => {
    const inner = descriptor.value
    descriptor.value = function (this: unknown) {
      calls.push(name)
      if (inner !== undefined) Reflect.apply(inner, this, [])
    }
  }
  class Jobs {
    @noting @Scheduled(DAILY) above() {}
    @Scheduled(DAILY) @noting below() {}
  }
  const { scheduler } = await start({ providers: [Jobs] })
  await ran(scheduler, 'Jobs.above')
  await ran(scheduler, 'Jobs.below')
  expect(calls).toEqual(['above', 'below'])
})

test('further names of one instance declare nothing twice', async () => {
  class Jobs {
    @Scheduled(DAILY) go() {}
  }
  const providers = [
    Jobs,
    { provide: 'alias', useExisting: Jobs },
    { provide: 'factory', inject: [Jobs], useFactory: (jobs: Jobs) => jobs },
  ]
  expect(await idsOf({ providers })).toEqual(['Jobs.go'])
})

test('what a factory or a value gives is searched like a class', async () => {
  class Jobs {
    @Scheduled(DAILY) go() {}
  }
  class Others {
    @Scheduled(DAILY) go() {}
  }
  const providers = [
    { provide: 'made', useFactory: () => new Jobs() },
    { provide: 'there', useValue: new Others() },
    { provide: 'of no class', useValue: Object.create(Object.create(null)) },
  ]
  expect(await idsOf({ providers })).toEqual(['Jobs.go', 'Others.go'])
})

test('a class that two modules provide fails the boot, which says where to provide it', async () => {
  class Jobs {
    @Scheduled(DAILY) go() {}
  }
  @Module({ providers: [Jobs] })
  class One {}
  @Module({ providers: [Jobs] })
  class Other {}
  await expect(boot({ imports: [One, Other] })).rejects.toMatchObject({
    code: 'PUNCTUAL_JOB_EXISTS',
    message: expect.stringContaining('@Scheduled on Jobs.go: job "Jobs.go" stands there twice'),
  })
})

test('an id that is taken fails the boot, which names both methods', async () => {
  class One {
    @Scheduled(DAILY, { id: 'report' }) first() {}
  }
  class Other {
    @Scheduled(DAILY, { id: 'report' }) second() {}
  }
  await expect(boot({ providers: [One, Other] })).rejects.toMatchObject({
    code: 'PUNCTUAL_JOB_EXISTS',
    message: expect.stringMatching(/Other\.second: job "report" .*One\.first/),
  })
})

test('what is wrong with options fails the boot, which names the method', async () => {
  class Jobs {
    @Scheduled(DAILY, { timeout: 'soon' }) go() {}
  }
  await expect(boot({ providers: [Jobs] })).rejects.toMatchObject({
    code: 'PUNCTUAL_POLICY_INVALID',
    message: expect.stringContaining('@Scheduled on Jobs.go: '),
  })
})

test('triggers come from configuration, at once or later', async () => {
  class Jobs {
    @Scheduled((ref) => every(ref.get(ConfigService).get<string>('SYNC') ?? ''))
    sync() {}
    @Scheduled(async () => cron(await Promise.resolve('0 5 * * *')))
    later() {}
  }
  const { scheduler } = await start({
    imports: [ConfigModule.forRoot({ ignoreEnvFile: true, load: [() => ({ SYNC: '7m' })] })],
    providers: [Jobs],
  })
  expect(JSON.stringify((await scheduler.getJob('Jobs.sync'))?.trigger)).toContain('420000')
  expect(JSON.stringify((await scheduler.getJob('Jobs.later'))?.trigger)).toContain('0 5 * * *')
})

test('what a trigger function throws fails the boot, which names the method', async () => {
  class Texts {
    @Scheduled(() => every('soon')) go() {}
  }
  await expect(boot({ providers: [Texts] })).rejects.toMatchObject({
    code: 'PUNCTUAL_DURATION_INVALID',
    message: expect.stringContaining('@Scheduled on Texts.go: '),
  })
  const failure = new Error('no such key')
  class Config {
    @Scheduled(async () => Promise.reject(failure)) go() {}
  }
  await expect(boot({ providers: [Config] })).rejects.toMatchObject({
    code: 'PUNCTUAL_TRIGGER_INVALID',
    message: expect.stringMatching(/^@Scheduled on Config\.go .*no such key/),
    cause: failure,
  })
})

test('a trigger function that gives undefined fails the boot, and null declares no job', async () => {
  class Missing {
    @Scheduled(() => undefined as unknown as Trigger) go() {}
  }
  await expect(boot({ providers: [Missing] })).rejects.toMatchObject({
    code: 'PUNCTUAL_TRIGGER_INVALID',
    message: expect.stringContaining('@Scheduled on Missing.go'),
  })
  class Off {
    @Scheduled(() => null) go() {}
  }
  expect(await idsOf({ providers: [Off] })).toEqual([])
})

test('static methods are refused where they stand', () => {
  expect(() => {
    class Jobs {
      @Scheduled(DAILY) static go() {}
    }
    return Jobs
  }).toThrow(expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }))
})

const double = defineTask<{ value: number }, number>('double')

test('a method handles a task, with its input', async () => {
  class Numbers {
    @OnTask(double)
    async double({ input }: ContextOf<typeof double>) {
      return input.value * 2
    }
  }
  class User {
    readonly scheduler: Scheduler
    constructor(@InjectScheduler() scheduler: Scheduler) {
      this.scheduler = scheduler
    }
  }
  const { module } = await start({ providers: [Numbers, User] })
  const handle = await module.get(User).scheduler.runTask(double, { value: 21 })
  expect(await handle.finished()).toMatchObject({ state: 'succeeded', result: 42 })
})

test('a task that two methods handle fails the boot', async () => {
  class Numbers {
    @OnTask(double) one() {
      return 1
    }
    @OnTask(double) two() {
      return 2
    }
  }
  await expect(boot({ providers: [Numbers] })).rejects.toMatchObject({
    code: 'PUNCTUAL_TASK_EXISTS',
    message: expect.stringContaining('@OnTask on Numbers.two: '),
  })
})

test('methods hear the events of this node, and what they throw disturbs nothing', async () => {
  const heard: string[] = []
  class Alerts {
    @Scheduled(DAILY) fail() {
      throw new Error('no paper')
    }
    @OnJobEvent('run:failed')
    async alert({ run }: EventOf<'run:failed'>) {
      heard.push(`${run.jobId}: ${run.error?.message}`)
      throw new Error('no mail either')
    }
  }
  const { scheduler } = await start({ providers: [Alerts] })
  await ran(scheduler, 'Alerts.fail')
  await ran(scheduler, 'Alerts.fail')
  expect(heard).toEqual(['Alerts.fail: no paper', 'Alerts.fail: no paper'])
})

test('feature modules declare jobs of tasks and of handlers', async () => {
  const answers: number[] = []
  class Numbers {
    @OnTask(double)
    double({ input }: ContextOf<typeof double>) {
      answers.push(input.value)
      return input.value * 2
    }
  }
  @Module({
    imports: [
      PunctualModule.forFeature([featureJob('double-3', DAILY, double, { input: { value: 3 } })]),
    ],
    providers: [Numbers],
  })
  class One {}
  @Module({
    imports: [
      PunctualModule.forFeature([
        featureJob(
          'ping',
          () => DAILY,
          () => 'pong',
        ),
      ]),
    ],
  })
  class Other {}
  const { scheduler } = await start({ imports: [One, Other] })
  expect(await ran(scheduler, 'double-3')).toMatchObject({ state: 'succeeded', result: 6 })
  expect(await ran(scheduler, 'ping')).toMatchObject({ state: 'succeeded', result: 'pong' })
  expect(answers).toEqual([3])
})
