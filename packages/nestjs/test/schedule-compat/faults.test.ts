import {
  Catch,
  Inject,
  Injectable,
  Scope,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
  type NestInterceptor,
} from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, REQUEST } from '@nestjs/core'
import { of } from 'rxjs'
import { currentRun, type Run } from '@punctual/core'
import { describe, expect, test } from 'vitest'
import { Cron, Interval, ScheduleModule, Timeout } from '../../src/schedule-compat/index.ts'
import { ScheduleHost } from '../../src/schedule-compat/schedule-host.ts'
import { sides, type App } from './sides.ts'

const [, ours] = sides as readonly [(typeof sides)[0], (typeof sides)[0]]
const DAY = 86_400_000

/** How the runs of a job ended, the first one first. */
async function runsOf({ module }: App, job: string): Promise<readonly Run[]> {
  const { items } = await module.get(ScheduleHost).scheduler.listRuns({ job })
  return items.toReversed()
}

describe('what @nestjs/schedule gets wrong', () => {
  test('a closing application waits for the jobs that run', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const steps: string[] = []
    @Injectable()
    class Provider {
      @Interval('slow', 1_000) async slow(): Promise<void> {
        steps.push('begins')
        await promise
        steps.push('ends')
      }
      onApplicationShutdown(): void {
        steps.push('closed')
      }
    }
    const app = await ours.boot({ providers: [Provider] })
    await app.advance(1_000)
    const closed = app.close()
    resolve()
    await closed
    expect(steps).toEqual(['begins', 'ends', 'closed'])
  })

  test('a closing application waits for the callbacks of jobs that were added at run time', async () => {
    const { CronJob } = await import('cron')
    const { promise, resolve } = Promise.withResolvers<void>()
    let ended = false
    const app = await ours.boot({})
    const job = new CronJob('* * * * * *', async () => {
      await promise
      ended = true
    })
    app.registry.addCronJob('dynamic', job)
    job.start()
    await app.advance(1_000)
    expect(job.isCallbackRunning).toBe(true)
    const closed = app.close()
    resolve()
    await closed
    expect(ended).toBe(true)
  })

  test('a job that goes on for longer is told to end when the drain is over', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    let reason: unknown = null
    @Injectable()
    class Provider {
      @Timeout(1) endless(): Promise<void> {
        begin()
        const signal = currentRun()?.signal
        return new Promise((resolve) => {
          signal?.addEventListener('abort', () => {
            reason = signal.reason
            resolve()
          })
        })
      }
    }
    const module = () => ScheduleModule.forRoot({ drain: '20ms' })
    const { close } = await ours.boot({ providers: [Provider] }, { module })
    await begun
    await close()
    expect(reason).toMatchObject({ code: 'PUNCTUAL_RUN_ABORTED' })
  })

  test('an interval and a timeout of 30 days run when 30 days are over, not at once', async () => {
    const ran: string[] = []
    @Injectable()
    class Provider {
      @Interval(30 * DAY) interval(): void {
        ran.push('interval')
      }
      @Timeout(30 * DAY) timeout(): void {
        ran.push('timeout')
      }
    }
    const { advance } = await ours.boot({ providers: [Provider] })
    await advance(30 * DAY - 1)
    expect(ran).toEqual([])
    await advance(1)
    expect(ran.toSorted()).toEqual(['interval', 'timeout'])
  })

  test('global interceptors are called around a job, guards are not', async () => {
    const seen: string[] = []
    const interceptor: NestInterceptor = {
      intercept(context, next) {
        seen.push(`${context.getType()} ${context.getClass().name}.${context.getHandler().name}`)
        return next.handle()
      },
    }
    const guard: CanActivate = { canActivate: () => false }
    @Injectable()
    class Provider {
      @Interval(1_000) sync(): void {
        seen.push('sync')
      }
    }
    const { advance } = await ours.boot({
      providers: [
        Provider,
        { provide: APP_INTERCEPTOR, useValue: interceptor },
        { provide: APP_GUARD, useValue: guard },
      ],
    })
    await advance(1_000)
    expect(seen).toEqual(['punctual Provider.sync', 'sync'])
  })

  test('what a job throws reaches the global filter, and the stored outcome', async () => {
    const caught: unknown[] = []
    @Catch()
    class Filter implements ExceptionFilter {
      catch(error: unknown, host: ArgumentsHost): unknown {
        caught.push(error, host.getType())
        return of('handled')
      }
    }
    const failure = new Error('no luck')
    @Injectable()
    class Provider {
      @Interval('sync', 1_000) sync(): void {
        throw failure
      }
    }
    const app = await ours.boot({
      providers: [Provider, { provide: APP_FILTER, useClass: Filter }],
    })
    await app.advance(1_000)
    expect(caught).toEqual([failure, 'punctual'])
    const [run] = await runsOf(app, 'sync')
    expect([run?.state, run?.error?.message]).toEqual(['failed', 'no luck'])
    expect(app.log.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('a filter that only knows HTTP does not hide what the job threw', async () => {
    @Catch()
    class HttpFilter implements ExceptionFilter {
      catch(_error: unknown, host: ArgumentsHost): void {
        host.switchToHttp().getResponse().status(500)
      }
    }
    const failure = new Error('no luck')
    @Injectable()
    class Provider {
      @Interval(1_000) sync(): void {
        throw failure
      }
    }
    const app = await ours.boot({
      providers: [Provider, { provide: APP_FILTER, useClass: HttpFilter }],
    })
    await app.advance(1_000)
    const errors = app.log.filter(({ level }) => level === 'error')
    expect(errors.map(({ message }) => message)).toEqual([expect.any(TypeError), failure])
  })

  test('an asynchronous filter that does nothing for jobs hides nothing either', async () => {
    @Catch()
    class HttpFilter implements ExceptionFilter {
      async catch(_error: unknown, host: ArgumentsHost): Promise<void> {
        if (host.getType() === 'http') host.switchToHttp().getResponse().status(500)
      }
    }
    const failure = new Error('no luck')
    @Injectable()
    class Provider {
      @Interval(1_000) sync(): void {
        throw failure
      }
    }
    const app = await ours.boot({
      providers: [Provider, { provide: APP_FILTER, useClass: HttpFilter }],
    })
    await app.advance(1_000)
    const errors = app.log.filter(({ level }) => level === 'error')
    expect(errors.map(({ message }) => message)).toEqual([failure])
  })

  test('the job of a request-scoped provider runs, each time in an instance of its own', async () => {
    const seen: { id: number; request: unknown }[] = []
    let made = 0
    @Injectable({ scope: Scope.REQUEST })
    class Provider {
      readonly id = ++made
      constructor(@Inject(REQUEST) readonly request: unknown) {}
      @Cron('* * * * * *', { name: 'scoped' }) scoped(): void {
        seen.push({ id: this.id, request: this.request })
      }
    }
    const app = await ours.boot({ providers: [Provider] })
    await app.advance(2_000)
    expect(seen.map(({ id }) => id)).toEqual([1, 2])
    expect(seen[0]?.request).toMatchObject({ jobId: 'scoped' })
    expect(app.log).toEqual([])
  })

  test('an interval overlaps itself as before, and says so once', async () => {
    const gates: (() => void)[] = []
    @Injectable()
    class Provider {
      @Interval('slow', 300) slow(): Promise<void> {
        return new Promise((resolve) => gates.push(resolve))
      }
    }
    const app = await ours.boot({ providers: [Provider] })
    await app.advance(1_500)
    expect(gates).toHaveLength(5)
    expect(app.log).toEqual([
      {
        level: 'warn',
        message: expect.stringMatching(/^Interval "slow" is due again .* @Scheduled/),
        context: 'Scheduler',
      },
    ])
    for (const open of gates) open()
  })
})
