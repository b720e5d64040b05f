import type { Scheduler } from '@punctual/core'
import type { RequestHandler } from 'express'
import { giveRun, giveScheduler } from './request-properties.ts'

/**
 * Middleware that gives every request the scheduler: `req.scheduler`, and `req.run` where a run made the request.
 *
 * It starts nothing: that is what `attach` does.
 *
 * @example
 * ```ts
 * app.use(punctual(scheduler))
 * app.get('/jobs/:id', async (req, res) => {
 *   res.json(await req.scheduler.getJob(req.params.id))
 * })
 * ```
 */
export function punctual(scheduler: Scheduler): RequestHandler {
  return function punctualMiddleware(req, _res, next): void {
    giveScheduler(req, scheduler)
    giveRun(req)
    next()
  }
}
