import { UseInterceptors, type CallHandler, type NestInterceptor } from '@nestjs/common'
import { cron, type RunContext } from '@punctual/core'
import { EMPTY, finalize, fromEvent, map, NEVER, take, type Observable } from 'rxjs'
import { expect, test } from 'vitest'
import { Scheduled } from '../src/index.ts'
import { ran, start } from './nest-apps.ts'

const DAILY = cron('0 9 * * *')

class Passing implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle()
  }
}

test('an Observable that gives nothing is a success, from the method or from an interceptor', async () => {
  class Jobs {
    @Scheduled(DAILY) method() {
      return EMPTY
    }
    @Scheduled(DAILY) @UseInterceptors({ intercept: () => EMPTY }) interceptor() {}
  }
  const { scheduler } = await start({ providers: [Jobs] })
  expect(await ran(scheduler, 'Jobs.method')).toMatchObject({ state: 'succeeded', result: null })
  expect(await ran(scheduler, 'Jobs.interceptor')).toMatchObject({ state: 'succeeded' })
})

test('an Observable that never ends is let go once its run is out of time', async () => {
  const ended: string[] = []
  const endless = (name: string): Observable<never> =>
    NEVER.pipe(finalize(() => void ended.push(name)))
  class Jobs {
    @Scheduled(DAILY, { timeout: '20ms' }) plain() {
      return endless('plain')
    }
    @Scheduled(DAILY, { timeout: '20ms' })
    @UseInterceptors(Passing)
    async intercepted() {
      return endless('intercepted')
    }
  }
  const { scheduler } = await start({ providers: [Jobs] })
  for (const name of ['plain', 'intercepted']) {
    expect(await ran(scheduler, `Jobs.${name}`)).toMatchObject({
      ...{ state: 'failed', error: { code: 'PUNCTUAL_RUN_TIMEOUT' } },
    })
  }
  expect(ended).toEqual(['plain', 'intercepted'])
})

test('what ends by itself when the run is aborted is waited for, be it an Observable or a promise', async () => {
  const ended: string[] = []
  const begun = { observed: Promise.withResolvers<void>(), awaited: Promise.withResolvers<void>() }
  class Jobs {
    @Scheduled(DAILY) observed({ signal }: RunContext) {
      begun.observed.resolve()
      return fromEvent(signal, 'abort').pipe(
        take(1),
        map(() => void ended.push('observed')),
      )
    }
    @Scheduled(DAILY)
    @UseInterceptors(Passing)
    async awaited({ signal }: RunContext) {
      begun.awaited.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      await new Promise((resolve) => setImmediate(resolve))
      ended.push('awaited')
    }
  }
  const { module, scheduler } = await start({ providers: [Jobs] }, { drain: '20ms' })
  await scheduler.runJob('Jobs.observed')
  await scheduler.runJob('Jobs.awaited')
  await Promise.all([begun.observed.promise, begun.awaited.promise])
  await module.close()
  expect(ended).toEqual(['observed', 'awaited'])
})
