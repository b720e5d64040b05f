import { PunctualError, type Scheduler } from '@punctual/core'
import type { RouteJob } from '@punctual/core/framework'
import type { Express } from 'express'
import { callRoute } from './call-route.ts'
import { expressCall, type ExpressCall } from './express-call.ts'
import { findRoutes } from './find-routes.ts'

/**
 * Declares the jobs of the routes of an app. All of them are looked at before the first is declared.
 *
 * Refuses with `PUNCTUAL_ROUTE_URL` where a URL cannot be told, `PUNCTUAL_JOB_EXISTS` where an id is taken, and as
 * `scheduler.schedule` does.
 */
export function declareRoutes(app: Express, scheduler: Scheduler): void {
  const routes = findRoutes(app)
  const jobs = routes.flatMap((route) =>
    route.declaration.jobs.map((job) => ({ job, call: expressCall(route, job) })),
  )
  checkDistinct(jobs.map(({ call }) => call.id))
  for (const { job, call } of jobs) declareRoute(app, scheduler, job, call)
  for (const { declaration } of routes) declaration.found = true
}

function declareRoute(app: Express, scheduler: Scheduler, job: RouteJob, call: ExpressCall): void {
  const { id: _id, request: _request, trigger, ...options } = job
  scheduler.schedule(call.id, trigger, (run) => callRoute(app, call, run), {
    ...options,
    source: 'route',
  })
}

function checkDistinct(ids: readonly string[]): void {
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice === undefined) return
  throw new PunctualError(
    'PUNCTUAL_JOB_EXISTS',
    `two jobs of the routes of this app have the id "${twice}": give each an id of its own`,
    { details: { id: twice } },
  )
}
