import {
  createScheduler,
  PunctualError,
  type Scheduler,
  type SchedulerOptions,
} from '@punctual/core'
import type { LifeLimits } from '@punctual/core/framework'
import type { FastifyBaseLogger } from 'fastify'

/** How a Fastify server and its scheduler live together. */
export interface ServerOptions extends LifeLimits {
  /**
   * When the scheduler starts. Default `'listen'`: once the server accepts connections, so that tests which only `inject`
   * and scripts which only call `ready()` run no jobs. `'ready'`: with `ready()`, which then rejects when it cannot start.
   */
  readonly startOn?: 'listen' | 'ready'
  /** The name of the scheduler on the instance. Default `'scheduler'`. */
  readonly decorator?: string
}

/** A scheduler that you made: then what it is made of is no matter of the plugin. */
export type GivenScheduler = { readonly scheduler: Scheduler } & {
  readonly [K in Exclude<keyof SchedulerOptions, keyof LifeLimits>]?: never
}

/** The scheduler, or the options of one that the plugin makes. */
export type PunctualOptions = ServerOptions &
  (GivenScheduler | ({ readonly scheduler?: never } & SchedulerOptions))

/** What Fastify itself puts into the options of a plugin. */
const fastifyOwn = ['prefix', 'logLevel', 'logSerializers']
const ours = ['scheduler', 'startOn', 'decorator', 'drain', 'killAfter']

/** The scheduler that the options hold, or one made of them, which logs to `log`. */
export function schedulerOf(options: PunctualOptions, log: FastifyBaseLogger): Scheduler {
  checkServerOptions(options)
  const own = [...fastifyOwn, 'startOn', 'decorator', 'scheduler']
  const rest = Object.entries(options).filter(([name]) => !own.includes(name))
  if (options.scheduler === undefined) {
    return createScheduler({ logger: log, ...Object.fromEntries(rest) })
  }
  const stray = rest.find(([name]) => !ours.includes(name))
  if (stray === undefined) return options.scheduler
  throw invalid(stray[0], 'belongs to createScheduler: give a scheduler or its options, not both')
}

function checkServerOptions({ scheduler, startOn, decorator }: PunctualOptions): void {
  if (scheduler !== undefined && typeof scheduler?.schedule !== 'function') {
    throw invalid('scheduler', 'must be what createScheduler() gave you')
  }
  if (startOn !== undefined && !['listen', 'ready'].includes(startOn)) {
    throw invalid('startOn', "must be 'listen' or 'ready'")
  }
  if (decorator !== undefined && (typeof decorator !== 'string' || decorator === '')) {
    throw invalid('decorator', 'must be a name')
  }
}

function invalid(where: string, why: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', `@punctual/fastify: ${where} ${why}`, {
    details: { where },
  })
}
