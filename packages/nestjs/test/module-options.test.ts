import {
  Injectable,
  Module,
  type DynamicModule,
  type LoggerService,
  type Type,
} from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { createScheduler, cron, type Scheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { expect, onTestFinished, test } from 'vitest'
import {
  featureJob,
  InjectScheduler,
  PunctualModule,
  Scheduled,
  SCHEDULER,
  type PunctualOptions,
  type PunctualOptionsFactory,
} from '../src/index.ts'
import { boot, ran, start } from './nest-apps.ts'

const DAILY = cron('0 9 * * *')

@Injectable()
class FromClass implements PunctualOptionsFactory {
  async createPunctualOptions(): Promise<PunctualOptions> {
    return { defaults: { tags: ['given'] } }
  }
}

@Module({
  providers: [FromClass, { provide: 'TAGS', useValue: ['given'] }],
  exports: [FromClass, 'TAGS'],
})
class Configuration {}

class Jobs {
  @Scheduled(DAILY) go() {}
}

const ways: readonly [string, DynamicModule][] = [
  ['forRoot', PunctualModule.forRoot({ defaults: { tags: ['given'] } })],
  [
    'a factory',
    PunctualModule.forRootAsync({
      imports: [Configuration],
      inject: ['TAGS'],
      useFactory: async (tags: string[]): Promise<PunctualOptions> => ({ defaults: { tags } }),
    }),
  ],
  ['a class', PunctualModule.forRootAsync({ useClass: FromClass })],
  ['a provider', PunctualModule.forRootAsync({ imports: [Configuration], useExisting: FromClass })],
]

test.for(ways)('options come from %s', async ([, root]) => {
  const module = await Test.createTestingModule({ imports: [root], providers: [Jobs] }).compile()
  onTestFinished(() => module.close())
  await module.init()
  const scheduler = module.get<Scheduler>(SCHEDULER)
  expect(await scheduler.getJob('Jobs.go')).toMatchObject({ policies: { tags: ['given'] } })
})

test('exactly one source of options is asked for', () => {
  expect(() => PunctualModule.forRootAsync({})).toThrow(
    expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }),
  )
  expect(() =>
    PunctualModule.forRootAsync({ useClass: FromClass, useExisting: FromClass }),
  ).toThrow(expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }))
})

test('options that the scheduler refuses fail the boot with their code', async () => {
  await expect(boot({}, { timezone: 'Mars/Olympus' })).rejects.toMatchObject({
    code: 'PUNCTUAL_TIMEZONE_INVALID',
  })
  await expect(boot({}, { drain: 'soon' })).rejects.toMatchObject({
    code: 'PUNCTUAL_DURATION_INVALID',
  })
})

test('a scheduler that is there already is started and stopped with the application', async () => {
  const scheduler = createScheduler()
  const { module } = await start({ providers: [Jobs] }, { scheduler })
  expect(module.get(SCHEDULER)).toBe(scheduler)
  expect(await ran(scheduler, 'Jobs.go')).toMatchObject({ state: 'succeeded' })
  await module.close()
  expect(scheduler.state).toBe('stopped')
})

test('options beside a scheduler that has its own are refused', async () => {
  const both = { scheduler: createScheduler(), timezone: 'UTC' } as unknown as PunctualOptions
  await expect(boot({}, both)).rejects.toMatchObject({
    code: 'PUNCTUAL_OPTION_INVALID',
    message: expect.stringContaining('timezone'),
  })
})

test('a module that is not imported anywhere near injects the scheduler', async () => {
  @Injectable()
  class Far {
    readonly scheduler: Scheduler
    constructor(@InjectScheduler() scheduler: Scheduler) {
      this.scheduler = scheduler
    }
  }
  @Module({ providers: [Far], exports: [Far] })
  class FarModule {}
  const { module, scheduler } = await start({ imports: [FarModule] })
  expect(module.get(Far, { strict: false }).scheduler).toBe(scheduler)
})

test('a second forRoot fails the boot', async () => {
  await expect(boot({ imports: [PunctualModule.forRoot()] })).rejects.toMatchObject({
    code: 'PUNCTUAL_OPTION_INVALID',
    message: expect.stringContaining('forRoot once'),
  })
})

test('forFeature without forRoot fails the boot', async () => {
  const module = Test.createTestingModule({
    imports: [PunctualModule.forFeature([featureJob('a', DAILY, () => {})])],
  })
  await expect(module.compile()).rejects.toThrow('PunctualFeatureModule')
})

test('a test may put a scheduler with a virtual clock in the place of the real one', async () => {
  let written = 0
  class Reports {
    @Scheduled(cron('0 9 * * *', { timezone: 'UTC' })) daily() {
      written += 1
    }
  }
  @Module({ imports: [PunctualModule.forRoot()], providers: [Reports] })
  class AppModule {}
  const clock = virtualClock('2026-03-01T00:00:00Z')
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SCHEDULER)
    .useValue(createScheduler({ clock }))
    .compile()
  onTestFinished(() => module.close())
  await module.init()
  await clock.advance('3d')
  expect(written).toBe(3)
})

test('the scheduler and its runs write to the logger of Nest, unless they were given one', async () => {
  class Talking {
    @Scheduled(DAILY) go(run: { log: { info(fields: object, message: string): void } }) {
      run.log.info({ pages: 3 }, 'printed')
    }
  }
  const lines = await linesOf(PunctualModule.forRoot(), Talking)
  expect(lines).toEqual([
    expect.stringMatching(/^Punctual printed \{ jobId: 'Talking.go', runId: '.+', pages: 3 \}$/),
  ])
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  expect(await linesOf(PunctualModule.forRoot({ logger: silent }), Talking)).toEqual([])
})

test('a run that failed is logged once, by the scheduler', async () => {
  class Failing {
    @Scheduled(DAILY) go() {
      throw new Error('no paper')
    }
  }
  const errors: string[] = []
  const logger = { log() {}, warn() {}, error: (line: unknown) => void errors.push(String(line)) }
  const module = await Test.createTestingModule({
    imports: [PunctualModule.forRoot()],
    providers: [Failing],
  })
    .setLogger(logger)
    .compile()
  await module.init()
  await ran(module.get(SCHEDULER), 'Failing.go')
  await module.close()
  expect(errors).toEqual([expect.stringMatching(/^a run failed .*'Failing\.go'.*no paper/s)])
})

async function linesOf(root: DynamicModule, jobs: Type): Promise<string[]> {
  const lines: string[] = []
  const say = (message: unknown, context: unknown): void => {
    if (context === 'Punctual') lines.push(`${String(context)} ${String(message)}`)
  }
  const logger: LoggerService = { log: say, warn: say, error: say, debug: say }
  const module = await Test.createTestingModule({ imports: [root], providers: [jobs] })
    .setLogger(logger)
    .compile()
  await module.init()
  await ran(module.get(SCHEDULER), 'Talking.go')
  await module.close()
  return lines
}
