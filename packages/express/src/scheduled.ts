import type { IncomingMessage, ServerResponse } from 'node:http'
import { runOf, type RouteJob } from '@punctual/core/framework'
import type { Request, Response } from 'express'
import { callAwaited } from './awaited-route.ts'
import { isExpress4 } from './express-stack.ts'
import { giveRun } from './request-properties.ts'

/** What `scheduled` gives; not generic over the request, so that the route keeps the types of its parameters. */
export type ScheduledMiddleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void

/** What a middleware of `scheduled` declares, and what became of it. */
export interface Declaration {
  readonly jobs: readonly RouteJob[]
  /** The requests of runs that came by. */
  readonly reached: WeakSet<object>
  /** True once an `attach` found it. */
  found: boolean
}

const declarations = new WeakMap<object, Declaration>()

/**
 * Middleware that makes the route it stands on a job: when it is due, a run calls the route with all that stands before it.
 *
 * Nothing happens until `attach` finds it on the app; what is wrong with it is refused there. Client requests pass through
 * unchanged, with `req.run` null. 2xx and 3xx succeed; any other status, or an answer that came from something before this
 * middleware, fails the run with `PUNCTUAL_ROUTE_FAILED`. Several jobs on one route need an `id` each.
 *
 * @example
 * ```ts
 * app.post(
 *   '/reports/:kind',
 *   scheduled({ id: 'daily-report', trigger: cron('0 9 * * 1-5'), request: { params: { kind: 'daily' } } }),
 *   (req, res) => void res.json({ made: req.params.kind, byRun: req.run?.runId ?? null }),
 * )
 * ```
 */
export function scheduled(jobs: RouteJob | readonly RouteJob[]): ScheduledMiddleware {
  const declaration: Declaration = {
    jobs: isList(jobs) ? [...jobs] : [jobs],
    reached: new WeakSet(),
    found: false,
  }
  const middleware: ScheduledMiddleware = function punctualScheduled(req, res, next) {
    giveRun(req)
    // The types of node leave the route those of its own parameters; what comes here is always of Express.
    const [request, response] = [req as Request, res as Response]
    if (!declaration.found) warnOfMissed(request, declaration)
    if (runOf(req) !== null) declaration.reached.add(req)
    if (runOf(req) === null || !isExpress4(request.app)) next()
    else void callAwaited(middleware, request, response, next)
  }
  declarations.set(middleware, declaration)
  return middleware
}

/** What a function of the app declares; null for one that `scheduled` did not make. */
export function declarationOf(middleware: unknown): Declaration | null {
  return typeof middleware === 'function' ? (declarations.get(middleware) ?? null) : null
}

/**
 * Express shows no routes of an app inside an app, nor those that come after `attach`. A job that silently never runs is the
 * worst that can become of it; this is the first chance to say so.
 */
function warnOfMissed({ app, originalUrl }: Request, declaration: Declaration): void {
  if (app.get('punctual') === undefined) return
  declaration.found = true
  process.emitWarning(
    `scheduled() on the route of ${originalUrl} was not found by attach(), so its jobs never run: ` +
      'attach after the last route, and mount a Router instead of an app',
    { type: 'PunctualWarning', code: 'PUNCTUAL_ROUTE_URL' },
  )
}

function isList(jobs: RouteJob | readonly RouteJob[]): jobs is readonly RouteJob[] {
  return Array.isArray(jobs)
}
