import type { RunContext, Scheduler } from '@punctual/core'
import { ServerLife, type RouteJob } from '@punctual/core/framework'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { DecoratedScheduler } from './decorated-scheduler.ts'
import { decorate } from './decorations.ts'
import { schedulerOf, type PunctualOptions } from './punctual-options.ts'
import { declareRouteJobs } from './route-jobs.ts'
import { followServer } from './server-life-hooks.ts'

declare module 'fastify' {
  interface PunctualDecorations {
    readonly punctual: Scheduler
  }
  interface FastifyInstance {
    /** The scheduler that was registered under this name, the default one. */
    scheduler: DecoratedScheduler
  }
  interface FastifyRequest {
    /** The run that makes this request; null when a client made it. No header can forge it. */
    readonly run: RunContext<unknown> | null
  }
  interface FastifyContextConfig {
    /** Jobs whose runs go through this route. */
    schedule?: RouteJob | readonly RouteJob[]
  }
}

/**
 * The plugin that ties a scheduler to a Fastify server: it starts when the server listens, and `app.close()` waits for its
 * jobs.
 *
 * Give it a scheduler, or the options of one; a scheduler that it makes logs to `app.log`. `app.scheduler` is there once
 * it is registered, `request.run` in every request, and routes may carry jobs in `config.schedule`. Registering runs
 * nothing. When the server closes, claiming stops at once; running jobs go on up to `drain` (30 s), then are aborted.
 * Refuses options with `PUNCTUAL_OPTION_INVALID` and a name that is taken with `PUNCTUAL_DECORATOR_TAKEN`.
 *
 * @example
 * ```ts
 * import { cron } from '@punctual/core'
 * import { punctual } from '@punctual/fastify'
 * import fastify from 'fastify'
 *
 * const app = fastify({ logger: true })
 * await app.register(punctual, { app: { name: 'shop' }, drain: '30s' })
 * app.scheduler.schedule('nightly-cleanup', cron('0 3 * * *'), async () => {}, { timeout: '20m' })
 * app.post('/reports', { config: { schedule: { trigger: cron('0 9 * * 1-5') } } }, async () => 'made')
 * await app.listen({ port: 3000 })
 * ```
 */
export const punctual: FastifyPluginAsync<PunctualOptions> = fastifyPlugin(register, {
  name: '@punctual/fastify',
  fastify: '5.x || 6.x',
})

/** Asynchronous, so that what is refused here rejects the boot: what a plugin with a callback throws ends the process. */
async function register(instance: FastifyInstance, options: PunctualOptions): Promise<void> {
  const { startOn = 'listen', decorator = 'scheduler', drain, killAfter } = options
  const log = instance.log.child({ module: 'punctual' })
  const scheduler = schedulerOf(options, log)
  const life = new ServerLife(scheduler, {
    ...(drain !== undefined && { drain }),
    ...(killAfter !== undefined && { killAfter }),
  })
  decorate(instance, decorator, scheduler)
  followServer(instance, life, { startOn, log })
  declareRouteJobs(instance, life)
}
