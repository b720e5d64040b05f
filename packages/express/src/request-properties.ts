import type { RunContext, Scheduler } from '@punctual/core'
import { runOf } from '@punctual/core/framework'

declare global {
  // Express has its request types extended in this way only.
  namespace Express {
    interface Request {
      /** The scheduler of the app: that of `attach`, or the one `punctual` was given. */
      readonly scheduler: Scheduler
      /** The run that made this request; null when a client did. Nothing that a client sends can forge it. */
      readonly run: RunContext<unknown> | null
    }
  }
}

/** Sets `req.run`, and so that no later middleware that copies fields onto requests can change it. */
export function giveRun(req: object): void {
  Object.defineProperty(req, 'run', { value: runOf(req), enumerable: true, configurable: true })
}

/** Sets `req.scheduler` in the same way. */
export function giveScheduler(req: object, scheduler: Scheduler): void {
  Object.defineProperty(req, 'scheduler', {
    value: scheduler,
    enumerable: true,
    configurable: true,
  })
}

/**
 * Gives all requests of an app both, also those that meet no middleware of ours: a check for `req.run !== null` must not
 * pass a client because nothing had set it. `prototype` is the app's own `app.request`, made by Express to be extended.
 */
export function extendRequests(prototype: object, scheduler: Scheduler): void {
  giveScheduler(prototype, scheduler)
  Object.defineProperty(prototype, 'run', {
    get(this: object) {
      return runOf(this)
    },
    enumerable: true,
    configurable: true,
  })
}
