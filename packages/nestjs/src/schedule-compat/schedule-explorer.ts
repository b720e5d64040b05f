import { Inject, Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { ModulesContainer } from '@nestjs/core'
import { PunctualError } from '@punctual/core'
import { naming } from '../declarations.ts'
import { DiscoveredMethods, type DiscoveredMethod } from '../discovered-methods.ts'
import type { CronMark } from './cron.ts'
import { DynamicJobs } from './dynamic-jobs.ts'
import { MethodJobs } from './method-jobs.ts'
import { ScheduleHost } from './schedule-host.ts'
import {
  SCHEDULE_CRON_OPTIONS,
  SCHEDULE_INTERVAL_OPTIONS,
  SCHEDULE_TIMEOUT_OPTIONS,
  SCHEDULER_NAME,
  SCHEDULER_TYPE,
  SchedulerType,
} from './schedule-marks.ts'

/** Finds the methods with `@Cron`, `@Interval` or `@Timeout` in all providers and controllers when the application starts. */
@Injectable()
export class ScheduleExplorer implements OnModuleInit {
  readonly #host: ScheduleHost
  readonly #discovered: DiscoveredMethods
  readonly #jobs: MethodJobs
  readonly #dynamic: DynamicJobs
  readonly #modules: ModulesContainer

  constructor(
    @Inject(ScheduleHost) host: ScheduleHost,
    @Inject(DiscoveredMethods) discovered: DiscoveredMethods,
    @Inject(MethodJobs) jobs: MethodJobs,
    @Inject(DynamicJobs) dynamic: DynamicJobs,
    @Inject(ModulesContainer) modules: ModulesContainer,
  ) {
    this.#host = host
    this.#discovered = discovered
    this.#jobs = jobs
    this.#dynamic = dynamic
    this.#modules = modules
  }

  onModuleInit(): void {
    this.#checkOnce()
    this.#dynamic.begin()
    this.explore()
  }

  /** Makes a job of each method; refuses what cannot be read and names that are taken. */
  explore(): void {
    for (const method of this.#discovered.withMetadata<SchedulerType>(SCHEDULER_TYPE)) {
      naming(`${method.className}.${method.name}`, () => this.#add(method))
    }
  }

  /** Two of it would run each job twice, and give each module one registry of two. */
  #checkOnce(): void {
    const homes = [...this.#modules.values()].filter(({ providers }) =>
      providers.has(ScheduleExplorer),
    )
    if (homes.length <= 1) return
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'ScheduleModule is set up twice, so that each job would run twice: call forRoot once, in the root module',
    )
  }

  #add(method: DiscoveredMethod<SchedulerType>): void {
    const { cronJobs = true, intervals = true, timeouts = true } = this.#host.options
    const { metadata: type } = method
    const name = noted<string | undefined>(method, SCHEDULER_NAME)
    if (type === SchedulerType.CRON && cronJobs) {
      this.#jobs.addCron(method, noted<CronMark>(method, SCHEDULE_CRON_OPTIONS))
    }
    if (type === SchedulerType.INTERVAL && intervals) {
      const { timeout } = noted<{ timeout: number }>(method, SCHEDULE_INTERVAL_OPTIONS)
      this.#jobs.addInterval(method, name, timeout)
    }
    if (type === SchedulerType.TIMEOUT && timeouts) {
      const { timeout } = noted<{ timeout: number }>(method, SCHEDULE_TIMEOUT_OPTIONS)
      this.#jobs.addTimeout(method, name, timeout)
    }
  }
}

/** What a decorator noted on the function; the decorator that set the type set this too. */
function noted<T>({ instance, wrapper, name }: DiscoveredMethod<unknown>, key: string): T {
  const owner: object = instance ?? wrapper.metatype?.prototype
  return Reflect.getMetadata(key, Reflect.get(owner, name)) as T
}
