import type {
  InjectionToken,
  ModuleMetadata,
  OptionalFactoryDependency,
  Type,
} from '@nestjs/common'
import type { Scheduler, SchedulerOptions } from '@punctual/core'
import type { LifeLimits } from '@punctual/core/framework'
import type { FetchHandler } from '@punctual/core/http'

/** Functions from Request to Response by the path where they answer. */
export type Mounts = Readonly<Record<string, (scheduler: Scheduler) => FetchHandler>>

/** What the module does beside the scheduler. */
export interface HostOptions extends LifeLimits {
  /**
   * Functions from Request to Response by the path where they answer, as the client sees it: `setGlobalPrefix` does not
   * move them, and Nest's guards do not stand before them. Without an HTTP server none is mounted.
   */
  mount?: Mounts
}

/** A scheduler to be made by the module. */
export interface NewSchedulerOptions extends Omit<SchedulerOptions, keyof LifeLimits>, HostOptions {
  scheduler?: never
}

/** A scheduler that is there already; the module starts and stops it all the same. */
export interface GivenSchedulerOptions extends HostOptions {
  scheduler: Scheduler
}

export type PunctualOptions = NewSchedulerOptions | GivenSchedulerOptions

/** A class that makes the options. */
export interface PunctualOptionsFactory {
  createPunctualOptions(): PunctualOptions | Promise<PunctualOptions>
}

/** Where the options come from: exactly one of the three ways. */
export interface PunctualAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  inject?: (InjectionToken | OptionalFactoryDependency)[]
  // Nest hands over what `inject` lists, and no type can say that those agree.
  useFactory?: (...args: never[]) => PunctualOptions | Promise<PunctualOptions>
  useClass?: Type<PunctualOptionsFactory>
  useExisting?: InjectionToken<PunctualOptionsFactory>
}

export const OPTIONS: symbol = Symbol('options of PunctualModule')
