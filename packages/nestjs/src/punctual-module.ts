import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type NestModule,
  type Provider,
} from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import { createScheduler, PunctualError, type Scheduler } from '@punctual/core'
import { Boot } from './boot.ts'
import { DiscoveredMethods } from './discovered-methods.ts'
import { FeatureJobs, type FeatureJob } from './feature-jobs.ts'
import { MethodRunners } from './method-runners.ts'
import { mountHandlers } from './mount-handlers.ts'
import { nestLogger } from './nest-logger.ts'
import { optionsProviders } from './options-providers.ts'
import { PunctualFeatureModule } from './punctual-feature-module.ts'
import { PunctualLife } from './punctual-life.ts'
import { OPTIONS, type PunctualAsyncOptions, type PunctualOptions } from './punctual-options.ts'
import { SCHEDULER } from './scheduler-token.ts'

/**
 * A scheduler that starts with the application and ends with it. Global: every module may inject the scheduler.
 *
 * It starts in `onApplicationBootstrap`, and begins to close in `onModuleDestroy`; `app.close()` waits for running jobs up to
 * `drain`, then aborts them. Without a `logger` it writes to Nest's, under the name `Punctual`.
 *
 * @example
 * ```ts
 * import { Module } from '@nestjs/common'
 *
 * @Module({
 *   imports: [PunctualModule.forRoot({ app: { name: 'shop' }, timezone: 'Asia/Shanghai', drain: '30s' })],
 * })
 * class AppModule {}
 * ```
 */
@Module({})
export class PunctualModule implements NestModule {
  readonly #options: PunctualOptions
  readonly #scheduler: Scheduler
  readonly #http: HttpAdapterHost

  constructor(
    @Inject(OPTIONS) options: PunctualOptions,
    @Inject(SCHEDULER) scheduler: Scheduler,
    @Inject(HttpAdapterHost) http: HttpAdapterHost,
  ) {
    this.#options = options
    this.#scheduler = scheduler
    this.#http = http
  }

  /** Sets the scheduler up: options of `createScheduler`, or a scheduler that is there already. */
  static forRoot(options: PunctualOptions = {}): DynamicModule {
    return rootModule([{ provide: OPTIONS, useValue: options }])
  }

  /**
   * Sets the scheduler up with options that other providers know.
   *
   * Refuses anything but exactly one of `useFactory`, `useClass` and `useExisting` with `PUNCTUAL_OPTION_INVALID`.
   *
   * @example
   * ```ts
   * PunctualModule.forRootAsync({
   *   inject: ['TIMEZONE'],
   *   useFactory: (timezone: string) => ({ timezone }),
   * })
   * ```
   */
  static forRootAsync(options: PunctualAsyncOptions): DynamicModule {
    const { imports = [] } = options
    return { ...rootModule(optionsProviders(options)), imports }
  }

  /** Declares jobs where a feature module stands: see `featureJob`. */
  static forFeature(jobs: readonly FeatureJob[]): DynamicModule {
    return {
      module: PunctualFeatureModule,
      providers: [{ provide: FeatureJobs, useValue: new FeatureJobs(jobs) }],
    }
  }

  /** Nest calls it before the routes of controllers are there, so that no wildcard among them stands before a mount. */
  configure(): void {
    mountHandlers(this.#http, this.#options.mount ?? {}, this.#scheduler)
  }
}

function rootModule(options: Provider[]): DynamicModule {
  const scheduler = { provide: SCHEDULER, inject: [OPTIONS], useFactory: schedulerOf }
  return {
    module: PunctualModule,
    global: true,
    providers: [...options, scheduler, DiscoveredMethods, MethodRunners, Boot, PunctualLife],
    exports: [SCHEDULER],
  }
}

function schedulerOf(options: PunctualOptions): Scheduler {
  if (options.scheduler !== undefined) return givenScheduler(options)
  const { mount: _mount, scheduler: _scheduler, ...own } = options
  return createScheduler({ logger: nestLogger(new Logger('Punctual')), ...own })
}

function givenScheduler({ scheduler, ...others }: { readonly scheduler: Scheduler }): Scheduler {
  const allowed = ['drain', 'killAfter', 'mount']
  const stray = Object.keys(others).find((name) => !allowed.includes(name))
  if (stray === undefined) return scheduler
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    `PunctualModule was given a scheduler, which has options of its own: say ${stray} to createScheduler`,
    { details: { option: stray } },
  )
}
