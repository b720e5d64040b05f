import { durationOf, PunctualError } from '@punctual/core'
import type { LifeLimits } from '@punctual/core/framework'
import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { DecoratedScheduler } from '../decorated-scheduler.ts'
import { ToadScheduler, type ToadSchedulerOptions } from './toad-scheduler.ts'

declare module 'fastify' {
  interface PunctualDecorations {
    readonly toad: ToadScheduler
  }
  interface FastifyInstance {
    scheduler: DecoratedScheduler
  }
}

/** What @fastify/schedule has no options for; everything has a default. */
export interface FastifyScheduleOptions extends LifeLimits, ToadSchedulerOptions {}

/** What is refused is handed to `done`: what a plugin with a callback throws ends the process. */
function plugin(
  app: FastifyInstance,
  { drain = '30s', killAfter = 0, unref, clock, logger }: FastifyScheduleOptions,
  done: (error?: Error) => void,
): void {
  const fault = faultOf(app, { drain, killAfter })
  if (fault !== null) return done(fault)
  const log = logger ?? app.log.child({ module: 'punctual' })
  const scheduler = new ToadScheduler({
    logger: log,
    ...(unref !== undefined && { unref }),
    ...(clock !== undefined && { clock }),
  })
  app.decorate<ToadScheduler>('scheduler', scheduler)
  app.addHook('preClose', (next) => {
    // Open requests go on meanwhile; what fails is told by the hook that waits.
    scheduler.stopAndWait({ drain, killAfter }).catch(() => {})
    next()
  })
  app.addHook('onClose', async () => {
    const { aborted } = await scheduler.stopAndWait()
    if (aborted > 0) log.warn({ aborted }, 'tasks executed longer than the drain and were left')
  })
  done()
}

/** Closing is no time to learn that a limit is no duration. */
function faultOf(app: FastifyInstance, limits: Required<LifeLimits>): PunctualError | null {
  if (app.hasDecorator('scheduler')) return taken()
  try {
    for (const name of ['drain', 'killAfter'] as const) durationOf(limits[name], { name })
    return null
  } catch (error) {
    if (error instanceof PunctualError) return error
    throw error
  }
}

function taken(): PunctualError {
  return new PunctualError(
    'PUNCTUAL_DECORATOR_TAKEN',
    'app.scheduler is there already: register this plugin once, or give the other one another name',
  )
}

/**
 * Gives an app a `ToadScheduler` as `app.scheduler`. A closing app waits until executing tasks have ended, up to `drain`.
 *
 * Refuses limits with `PUNCTUAL_DURATION_INVALID`, and an app that has a `scheduler` with `PUNCTUAL_DECORATOR_TAKEN`.
 *
 * @example
 * ```ts
 * import fastify from 'fastify'
 * import { AsyncTask, fastifySchedule, SimpleIntervalJob } from '@punctual/fastify/schedule-compat'
 *
 * const app = fastify()
 * await app.register(fastifySchedule, { drain: '10s' })
 * const task = new AsyncTask('refresh', async () => {})
 * app.scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ minutes: 5 }, task))
 * ```
 */
export const fastifySchedule: FastifyPluginCallback<FastifyScheduleOptions> = fastifyPlugin(
  plugin,
  {
    fastify: '5.x || 6.x',
    // The name of the original: plugins that depend on it find it.
    name: '@fastify/schedule',
  },
)
