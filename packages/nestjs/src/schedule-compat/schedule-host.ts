import { Inject, Injectable, Logger } from '@nestjs/common'
import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnModuleDestroy,
} from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'
import { createScheduler, inline } from '@punctual/core'
import type { Scheduler } from '@punctual/core'
import { quietFailures, ServerLife } from '@punctual/core/framework'
import { nestLogger } from '../nest-logger.ts'
import { SCHEDULER } from '../scheduler-token.ts'
import { ProcessHold } from './process-hold.ts'
import type { ScheduleModuleOptions } from './schedule-module-options.ts'
import { SchedulerRegistry } from './scheduler-registry.ts'
import { unrefClock } from './unref-clock.ts'

/** What the options are provided under, as with @nestjs/schedule. */
export const SCHEDULE_MODULE_OPTIONS = 'SCHEDULE_MODULE_OPTIONS'

/** With timers nothing waits for a slot; here as good as nothing does. */
const AT_ONCE = 1_000

/** The scheduler behind the registry. It starts and stops with the application, unless `PunctualModule` sees to that. */
@Injectable()
export class ScheduleHost
  implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown
{
  readonly options: ScheduleModuleOptions
  readonly registry: SchedulerRegistry
  readonly logger: Logger = new Logger('Scheduler')
  readonly hold: ProcessHold = new ProcessHold()
  readonly #modules: ModuleRef
  #opened: { readonly scheduler: Scheduler; readonly life: ServerLife | null } | null = null
  #closing = false

  constructor(
    @Inject(SCHEDULE_MODULE_OPTIONS) options: ScheduleModuleOptions,
    @Inject(SchedulerRegistry) registry: SchedulerRegistry,
    @Inject(ModuleRef) modules: ModuleRef,
  ) {
    this.options = options
    this.registry = registry
    this.#modules = modules
  }

  /** To be asked for once all providers are made. */
  get scheduler(): Scheduler {
    return this.#open().scheduler
  }

  async onApplicationBootstrap(): Promise<void> {
    const { life, scheduler } = this.#open()
    if (scheduler.state === 'idle') await life?.start()
    if (!this.#closing) this.hold.begin()
  }

  /** Nothing fires from here on. */
  onModuleDestroy(): void {
    this.#closing = true
    this.hold.end()
    this.#opened?.life?.beginClosing()
  }

  /** The registry is empty from here on; running jobs are waited for. */
  async beforeApplicationShutdown(): Promise<void> {
    const { registry } = this
    for (const name of registry.getTimeouts()) registry.deleteTimeout(name)
    for (const name of registry.getIntervals()) registry.deleteInterval(name)
    for (const name of [...registry.getCronJobs().keys()]) registry.deleteCronJob(name)
    await this.#opened?.life?.end()
  }

  /** Logs an error, and the one that brought it about: a filter made for HTTP may have failed over it. */
  log(error: unknown): void {
    this.logger.error(error)
    if (error instanceof Error && error.cause instanceof Error) this.logger.error(error.cause)
  }

  /** Logs what a job could not be changed to; while the application closes, that does not matter any more. */
  complain(error: unknown): void {
    if (!this.#closing) this.logger.error(error)
  }

  #open(): { readonly scheduler: Scheduler; readonly life: ServerLife | null } {
    this.#opened ??= this.#found()
    return this.#opened
  }

  #found(): { readonly scheduler: Scheduler; readonly life: ServerLife | null } {
    const { drain, scheduler: given } = this.options
    const shared = given === undefined ? this.#shared() : null
    if (shared !== null) return { scheduler: shared, life: null }
    const scheduler = given ?? this.#created()
    return { scheduler, life: new ServerLife(scheduler, drain === undefined ? {} : { drain }) }
  }

  /** That of `PunctualModule`; Nest answers an unknown token with an exception. */
  #shared(): Scheduler | null {
    try {
      return this.#modules.get<Scheduler>(SCHEDULER, { strict: false })
    } catch {
      return null
    }
  }

  #created(): Scheduler {
    return createScheduler({
      clock: unrefClock,
      logger: quietFailures(nestLogger(this.logger)),
      executors: { default: inline({ concurrency: AT_ONCE }) },
    })
  }
}
