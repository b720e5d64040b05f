import {
  Body,
  Catch,
  Controller,
  Inject,
  Injectable,
  Post,
  Scope,
  SetMetadata,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, Reflector, REQUEST } from '@nestjs/core'
import { cron, defineTask, DoNotRetry, type ContextOf, type RunContext } from '@punctual/core'
import { of, tap, throwError, type Observable } from 'rxjs'
import { beforeEach, expect, test } from 'vitest'
import { OnTask, Scheduled } from '../src/index.ts'
import { moduleOf, platforms, ran, serve, start } from './nest-apps.ts'

const DAILY = cron('0 9 * * *')
const calls: string[] = []
beforeEach(() => void (calls.length = 0))

function runIn(context: ArgumentsHost): RunContext {
  return context.getArgs()[0]
}

@Injectable()
class NotingGuard implements CanActivate {
  readonly #reflector: Reflector
  constructor(@Inject(Reflector) reflector: Reflector) {
    this.#reflector = reflector
  }
  canActivate(context: ExecutionContext): boolean {
    const allowed = this.#reflector.get<boolean | undefined>('allowed', context.getHandler())
    calls.push(
      `guard ${context.getType<string>()} ${context.getClass().name} ${runIn(context).jobId}`,
    )
    return allowed ?? true
  }
}

class TypeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    calls.push(context.getType<string>())
    return true
  }
}

@Injectable()
class NotingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    calls.push(`before ${context.getType<string>()}`)
    return next.handle().pipe(tap(() => calls.push('after')))
  }
}

@Injectable()
class NotingPipe implements PipeTransform {
  transform(value: RunContext): unknown {
    calls.push(`pipe ${value.jobId}`)
    return { piped: value.jobId }
  }
}

@Catch(RangeError)
class RangeFilter implements ExceptionFilter {
  catch(error: Error, host: ArgumentsHost): Observable<unknown> {
    calls.push(`filter ${host.getType<string>()} ${runIn(host).jobId} ${error.message}`)
    return of('handled')
  }
}

test('guards, interceptors and pipes stand around the method as around a route', async () => {
  @UseInterceptors(NotingInterceptor)
  class Jobs {
    @Scheduled(DAILY)
    @UseGuards(NotingGuard)
    @UsePipes(NotingPipe)
    go(argument: unknown) {
      calls.push(`method ${JSON.stringify(argument)}`)
      return 42
    }
  }
  const { scheduler } = await start({ providers: [Jobs] })
  expect(await ran(scheduler, 'Jobs.go')).toMatchObject({ state: 'succeeded', result: 42 })
  expect(calls).toEqual([
    'guard punctual Jobs Jobs.go',
    'before punctual',
    'pipe Jobs.go',
    'method {"piped":"Jobs.go"}',
    'after',
  ])
})

test('global guards, interceptors, pipes and filters stand around the handler of a task', async () => {
  const task = defineTask<{ much: boolean }>('task')
  class Jobs {
    @OnTask(task)
    go(run: ContextOf<typeof task>) {
      calls.push(`method ${Object.keys(run).join()}`)
      throw new RangeError('too much')
    }
  }
  const { scheduler } = await start({
    providers: [
      Jobs,
      { provide: APP_GUARD, useClass: NotingGuard },
      { provide: APP_INTERCEPTOR, useClass: NotingInterceptor },
      { provide: APP_PIPE, useClass: NotingPipe },
      { provide: APP_FILTER, useClass: RangeFilter },
    ],
  })
  const handle = await scheduler.runTask(task, { much: true }, { id: 'much' })
  expect(await handle.finished()).toMatchObject({ state: 'failed', error: { message: 'too much' } })
  expect(calls).toEqual([
    'guard punctual Jobs much',
    'before punctual',
    'pipe much',
    'method piped',
    'filter punctual much too much',
  ])
})

test('a guard that says no fails the run, and the method is not called', async () => {
  class Jobs {
    @Scheduled(DAILY)
    @UseGuards(NotingGuard)
    @SetMetadata('allowed', false)
    go() {
      calls.push('method')
    }
  }
  const { scheduler } = await start({ providers: [Jobs] })
  expect(await ran(scheduler, 'Jobs.go')).toMatchObject({
    state: 'failed',
    error: { name: 'ForbiddenException' },
  })
  expect(calls).toEqual(['guard punctual Jobs Jobs.go'])
})

test('an error that a filter takes is the error of the run all the same', async () => {
  @Catch()
  class Answering implements ExceptionFilter {
    catch(error: Error): unknown {
      calls.push(error.message)
      return throwError(() => new Error('the answer of a transport'))
    }
  }
  @UseFilters(RangeFilter)
  class Jobs {
    @Scheduled(DAILY) range() {
      throw new RangeError('too far')
    }
    @Scheduled(DAILY) type() {
      throw new TypeError('what is that')
    }
    @Scheduled(DAILY) @UseFilters(Answering) answered() {
      throw new Error('nobody home')
    }
  }
  const { scheduler } = await start({ providers: [Jobs] })
  const errors = [
    await ran(scheduler, 'Jobs.range'),
    await ran(scheduler, 'Jobs.type'),
    await ran(scheduler, 'Jobs.answered'),
  ].map(({ state, error }) => [state, error?.name, error?.message])
  expect(errors).toEqual([
    ['failed', 'RangeError', 'too far'],
    ['failed', 'TypeError', 'what is that'],
    ['failed', 'Error', 'nobody home'],
  ])
  expect(calls).toEqual(['filter punctual Jobs.range too far', 'nobody home'])
})

test('an error that a filter throws replaces that of the method', async () => {
  @Catch()
  class Final implements ExceptionFilter {
    catch(cause: Error): never {
      throw new DoNotRetry('no use', { cause })
    }
  }
  class Jobs {
    @Scheduled(DAILY, { retry: 5 })
    @UseFilters(Final)
    go() {
      calls.push('method')
      throw new Error('once is enough')
    }
  }
  const { scheduler } = await start({ providers: [Jobs] })
  expect(await ran(scheduler, 'Jobs.go')).toMatchObject({
    error: { message: 'no use' },
    attempt: 1,
  })
  expect(calls).toEqual(['method'])
})

test('filters hear of what guards, pipes and interceptors throw', async () => {
  const throwing = (): never => {
    throw new RangeError('not here')
  }
  @UseFilters(RangeFilter)
  class Jobs {
    @Scheduled(DAILY) @UseGuards({ canActivate: throwing }) guard() {}
    @Scheduled(DAILY) @UsePipes({ transform: throwing }) pipe() {}
    @Scheduled(DAILY) @UseInterceptors({ intercept: throwing }) interceptor() {}
  }
  const { scheduler } = await start({ providers: [Jobs] })
  for (const name of ['guard', 'pipe', 'interceptor']) {
    expect(await ran(scheduler, `Jobs.${name}`)).toMatchObject({ error: { message: 'not here' } })
  }
  expect(calls).toEqual(
    ['guard', 'pipe', 'interceptor'].map((name) => `filter punctual Jobs.${name} not here`),
  )
})

test('an Observable is awaited, and its last value is the result', async () => {
  class Jobs {
    @Scheduled(DAILY) go() {
      return of(1, 2, 3)
    }
  }
  const { scheduler } = await start({ providers: [Jobs] })
  expect(await ran(scheduler, 'Jobs.go')).toMatchObject({ state: 'succeeded', result: 3 })
})

test('a global guard that is request-scoped stands before providers too', async () => {
  @Injectable({ scope: Scope.REQUEST })
  class ScopedGuard implements CanActivate {
    readonly #run: RunContext
    constructor(@Inject(REQUEST) run: RunContext) {
      this.#run = run
    }
    canActivate(): boolean {
      calls.push(`guard of ${this.#run.jobId}`)
      return this.#run.jobId !== 'Jobs.closed'
    }
  }
  class Jobs {
    @Scheduled(DAILY) open() {}
    @Scheduled(DAILY) closed() {}
  }
  const { scheduler } = await start({
    providers: [Jobs, { provide: APP_GUARD, useClass: ScopedGuard }],
  })
  expect(await ran(scheduler, 'Jobs.open')).toMatchObject({ state: 'succeeded' })
  expect(await ran(scheduler, 'Jobs.closed')).toMatchObject({ state: 'failed' })
  expect(calls).toEqual(['guard of Jobs.open', 'guard of Jobs.closed'])
})

test('transient guards are constructed, be they global or of the method', async () => {
  @Injectable({ scope: Scope.TRANSIENT })
  class Global implements CanActivate {
    readonly #verdict = true
    canActivate(): boolean {
      calls.push(`global ${this.#verdict}`)
      return this.#verdict
    }
  }
  @Injectable({ scope: Scope.TRANSIENT })
  class Own implements CanActivate {
    readonly #verdict = false
    canActivate(): boolean {
      calls.push(`own ${this.#verdict}`)
      return this.#verdict
    }
  }
  class Jobs {
    @Scheduled(DAILY) open() {}
    @Scheduled(DAILY) @UseGuards(Own) closed() {}
  }
  const { scheduler } = await start({
    providers: [Jobs, { provide: APP_GUARD, useClass: Global }],
  })
  expect(await ran(scheduler, 'Jobs.open')).toMatchObject({ state: 'succeeded' })
  expect(await ran(scheduler, 'Jobs.closed')).toMatchObject({
    error: { name: 'ForbiddenException' },
  })
  expect(calls).toEqual(['global true', 'global true', 'own false'])
})

test.for(platforms)('on %s a controller method is a route and a job at once', async (platform) => {
  @Controller()
  class Web {
    @Post('refresh')
    @Scheduled(DAILY)
    @UseGuards(TypeGuard)
    refresh(@Body() argument: unknown) {
      return typeof argument
    }
  }
  const { scheduler, url } = await serve(moduleOf({ controllers: [Web] }), platform)
  const answer = await fetch(`${url}/refresh`, { method: 'POST' })
  expect(answer.status).toBe(201)
  expect(await ran(scheduler, 'Web.refresh')).toMatchObject({
    state: 'succeeded',
    result: 'object',
  })
  expect(calls).toEqual(['http', 'punctual'])
})
