import { Inject, Injectable, Module } from '@nestjs/common'
import { cron, type RunContext } from '@punctual/core'
import { ClsModule, ClsService } from 'nestjs-cls'
import { expect, test } from 'vitest'
import { PunctualModule, Scheduled, type PunctualOptions } from '../src/index.ts'
import { ran, serve, start } from './nest-apps.ts'

@Injectable()
class Audit {
  readonly #cls: ClsService
  constructor(@Inject(ClsService) cls: ClsService) {
    this.#cls = cls
  }
  who(): unknown {
    return this.#cls.get('who') ?? null
  }
}

class Jobs {
  readonly #audit: Audit
  constructor(@Inject(Audit) audit: Audit) {
    this.#audit = audit
  }
  @Scheduled(cron('0 9 * * *'), { id: 'job' })
  async go() {
    await Promise.resolve()
    return this.#audit.who()
  }
}

test('withRun opens a context of nestjs-cls around each run, for guards and all', async () => {
  @Module({
    imports: [
      ClsModule.forRoot({ global: true }),
      PunctualModule.forRootAsync({
        inject: [ClsService],
        useFactory: (cls: ClsService): PunctualOptions => ({
          withRun: (run, next) =>
            cls.run(() => {
              cls.set('who', `run ${run.runId}`)
              return next()
            }),
        }),
      }),
    ],
    providers: [Audit, Jobs],
  })
  class AppModule {}
  const { scheduler } = await serve(AppModule, 'express')
  const run = await ran(scheduler, 'job')
  expect(run).toMatchObject({ state: 'succeeded', result: `run ${run.id}` })
})

test.for(['guard', 'interceptor'] as const)(
  'the global %s of nestjs-cls does so too',
  async (kind) => {
    const setup = (cls: ClsService, context: { getArgs(): RunContext[] }): void => {
      cls.set('who', `${kind} of ${context.getArgs()[0]?.jobId}`)
    }
    const { scheduler } = await start({
      imports: [ClsModule.forRoot({ global: true, [kind]: { mount: true, setup } })],
      providers: [Audit, Jobs],
    })
    expect(await ran(scheduler, 'job')).toMatchObject({ result: `${kind} of job` })
  },
)
