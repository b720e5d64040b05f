import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import {
  cron,
  every,
  memoryStore,
  type JobStore,
  type RunContext,
  type Scheduler,
} from '@punctual/core'
import { Test } from '@nestjs/testing'
import { expect, onTestFinished, test } from 'vitest'
import { InjectScheduler, PunctualModule, Scheduled, SCHEDULER } from '../src/index.ts'
import { moduleOf, platforms, serve, start } from './nest-apps.ts'

const DAILY = cron('0 9 * * *')
const SILENT = { log() {}, warn() {}, error() {} }

/** A job that goes on until it is told to end, or aborted. */
class LongJob {
  readonly begun = Promise.withResolvers<void>()
  readonly end = Promise.withResolvers<void>()
  outcome = 'none'

  @Scheduled(DAILY, { id: 'long' })
  async go({ signal }: RunContext) {
    this.begun.resolve()
    signal.addEventListener('abort', () => this.end.reject(signal.reason))
    this.outcome = 'running'
    await this.end.promise.then(
      () => (this.outcome = 'done'),
      () => (this.outcome = 'aborted'),
    )
  }
}

test.for(platforms)(
  'on %s close waits for a running job, while HTTP still answers',
  async (platform) => {
    @Controller()
    class Web {
      @Get('alive') alive() {
        return 'yes'
      }
    }
    const root = moduleOf({ providers: [LongJob], controllers: [Web] })
    const { app, scheduler, url } = await serve(root, platform)
    const job = app.get(LongJob)
    await scheduler.runJob('long')
    await job.begun.promise
    const closed = app.close().then(() => job.outcome)
    const answer = await fetch(`${url}/alive`, { headers: { connection: 'close' } })
    expect(await answer.text()).toBe('yes')
    expect(job.outcome).toBe('running')
    job.end.resolve()
    expect(await closed).toBe('done')
    expect(scheduler.state).toBe('stopped')
  },
)

test.for(platforms)(
  'on %s a request that is open when close begins may still add jobs',
  async (platform) => {
    const arrived = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    @Controller()
    class Web {
      readonly #scheduler: Scheduler
      constructor(@InjectScheduler() scheduler: Scheduler) {
        this.#scheduler = scheduler
      }
      @Get('add')
      async add() {
        arrived.resolve()
        await go.promise
        return await this.#scheduler.addJob({ id: 'later', task: 'long', trigger: DAILY })
      }
    }
    const root = moduleOf({ providers: [LongJob], controllers: [Web] })
    const { app, url } = await serve(root, platform)
    const answer = fetch(`${url}/add`)
    await arrived.promise
    const closed = app.close()
    setImmediate(() => go.resolve())
    expect((await answer).status).toBe(200)
    await closed
  },
)

test.for(platforms)('on %s an answer that never ends holds up no close', async (platform) => {
  const stream = (): Response => new Response(new ReadableStream())
  const root = moduleOf({}, { drain: '10m', mount: { '/stream': () => stream } })
  const { app, scheduler, url } = await serve(root, platform)
  const endless = await fetch(`${url}/stream`)
  const stopped = new Promise<void>((resolve) => scheduler.on('scheduler:stopped', () => resolve()))
  const closed = app.close()
  await stopped
  await endless.body?.cancel()
  await closed
})

test('a job that is not over at the deadline is aborted', async () => {
  const { module, scheduler } = await start({ providers: [LongJob] }, { drain: '50ms' })
  const job = module.get(LongJob)
  await scheduler.runJob('long')
  await job.begun.promise
  await module.close()
  expect(job.outcome).toBe('aborted')
})

test('a job that does not listen to its signal is left behind after killAfter', async () => {
  class Deaf {
    readonly begun = Promise.withResolvers<void>()
    readonly end = Promise.withResolvers<void>()
    @Scheduled(DAILY, { id: 'deaf' })
    async go() {
      this.begun.resolve()
      await this.end.promise
    }
  }
  const { module, scheduler } = await start(
    { providers: [Deaf] },
    { drain: '30ms', killAfter: '30ms' },
  )
  await scheduler.runJob('deaf')
  await module.get(Deaf).begun.promise
  await module.close()
  expect(scheduler.state).toBe('stopped')
  module.get(Deaf).end.resolve()
})

test('it starts once every module is there, claims nothing from when close begins, and ends before the others do', async () => {
  const states: string[] = []
  @Injectable()
  class Watcher implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
    readonly #scheduler: Scheduler
    constructor(@InjectScheduler() scheduler: Scheduler) {
      this.#scheduler = scheduler
    }
    onModuleInit() {
      states.push(`init ${this.#scheduler.state}`)
    }
    beforeApplicationShutdown() {
      states.push(`before ${this.#scheduler.state}`)
    }
    onApplicationShutdown() {
      states.push(`shutdown ${this.#scheduler.state}`)
    }
  }
  const { module, scheduler } = await start({ providers: [Watcher] })
  states.push(`started ${scheduler.state}`)
  await module.close()
  expect(states).toEqual(['init idle', 'started running', 'before paused', 'shutdown stopped'])
})

test('it lives in an application without HTTP', async () => {
  const app = await NestFactory.createApplicationContext(moduleOf({ providers: [LongJob] }), {
    logger: false,
  })
  onTestFinished(() => app.close())
  const scheduler = app.get<Scheduler>(SCHEDULER)
  await scheduler.runJob('long')
  await app.get(LongJob).begun.promise
  const closed = app.close()
  app.get(LongJob).end.resolve()
  await closed
  expect(app.get(LongJob).outcome).toBe('done')
})

test('a job that closes the application is told not to wait for it', async () => {
  const lines: unknown[] = []
  class Last {
    close = (): Promise<void> => Promise.resolve()
    @Scheduled(DAILY, { id: 'last' }) async go() {
      await this.close()
    }
  }
  const { module, scheduler } = await start({ providers: [Last] }, { drain: '20ms' })
  module.useLogger({ ...SILENT, warn: (line: unknown) => void lines.push(line) })
  const closed = Promise.withResolvers<void>()
  module.get(Last).close = () => module.close().then(closed.resolve)
  await scheduler.runJob('last')
  await closed.promise
  expect(lines[0]).toMatch(/^job "last" closes the application/)
})

test('closing twice ends once', async () => {
  const { module, scheduler } = await start({})
  await Promise.all([module.close(), module.close()])
  await module.close()
  expect(scheduler.state).toBe('stopped')
})

test('an application that was never initialized closes', async () => {
  const module = await Test.createTestingModule({ imports: [PunctualModule.forRoot()] }).compile()
  await module.close()
  expect(module.get<Scheduler>(SCHEDULER).state).toBe('stopped')
})

test('an application that fails half-way closes, with the scheduler that was started', async () => {
  class Failing implements OnApplicationBootstrap {
    onApplicationBootstrap() {
      throw new Error('no licence')
    }
  }
  const root = moduleOf({ providers: [Failing] })
  const module = await Test.createTestingModule({ imports: [root] })
    .setLogger(SILENT)
    .compile()
  await expect(module.createNestApplication().init()).rejects.toThrow('no licence')
  const scheduler = module.get<Scheduler>(SCHEDULER)
  expect(scheduler.state).toBe('running')
  await module.close()
  expect(scheduler.state).toBe('stopped')
})

/** A memory store whose file of jobs cannot be opened. */
function brokenStore(): JobStore {
  const store = memoryStore()
  return new Proxy(store, {
    get: (target, name, receiver) =>
      name === 'open'
        ? () => Promise.reject(new Error('no disk'))
        : Reflect.get(target, name, receiver),
  })
}

test.for(platforms)('on %s a scheduler that cannot start fails listen', async (platform) => {
  await expect(serve(moduleOf({}, { store: brokenStore() }), platform)).rejects.toThrow('no disk')
})

test('closing in the middle of the boot is an end like any other', async () => {
  @Module({ imports: [PunctualModule.forRoot()] })
  class AppModule {
    readonly #scheduler: Scheduler
    constructor(@Inject(SCHEDULER) scheduler: Scheduler) {
      this.#scheduler = scheduler
    }
    @Scheduled(every('1h')) go() {}
    onApplicationBootstrap() {
      return this.#scheduler.stop()
    }
  }
  const module = await Test.createTestingModule({ imports: [AppModule] }).compile()
  const begun = module.init()
  const closed = module.close()
  await Promise.allSettled([begun, closed])
  await module.close()
  expect(module.get<Scheduler>(SCHEDULER).state).toBe('stopped')
})
