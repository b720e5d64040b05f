import type { RunContext, Scheduler } from '@punctual/core'
import type { RequestHandler } from 'express'

declare global {
  // Express has its request types extended in this way only.
  namespace Express {
    interface Request {
      /** The scheduler that `punctual(scheduler)` was given. */
      scheduler: Scheduler
      /** The run that made this request; null when a client did. No header can forge it. */
      run: RunContext<unknown> | null
    }
  }
}

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
    req.scheduler = scheduler
    req.run = null
    next()
  }
}
