import { PunctualError, type RunContext } from '@punctual/core'
import { routeCall, type JobRoute, type RouteJob, type ServerLife } from '@punctual/core/framework'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { callRoute, noteAnswer, noteReached } from './call-route.ts'
import { isNearest } from './decorations.ts'
import { routesBefore, type AddedRoute } from './early-routes.ts'

/** Methods whose body Fastify does not read. */
const bodyless = ['GET', 'HEAD', 'TRACE']

/** Routes whose jobs some scheduler has declared. */
const declared = new WeakSet<RouteOptions>()

/** Declares the jobs of every route of the instance and below it: those that were added so far, and those to come. */
export function declareRouteJobs(instance: FastifyInstance, life: ServerLife): void {
  const gets = new Map<string, unknown>()
  const take = (added: AddedRoute): void => {
    if (isNearest(added.at, life.scheduler)) declareJobsOf(added, life, gets)
  }
  for (const added of routesBefore(instance)) take(added)
  instance.addHook('onRoute', function declareJobs(route) {
    take({ at: this, route, path: route.url })
  })
}

function declareJobsOf(
  { at, route, ...added }: AddedRoute,
  life: ServerLife,
  gets: Map<string, unknown>,
): void {
  const { schedule } = route.config ?? {}
  if (schedule === undefined || declared.has(route)) return
  declared.add(route)
  const path = added.path === '' ? '/' : added.path
  const method = methodOf(route, path)
  // Fastify adds a HEAD to each GET, with the same configuration, and in plugins with a prefix with one slash more.
  const place = path.replace(/\/$/, '')
  if (method === 'HEAD' && gets.get(place) === schedule) return
  if (method === 'GET') gets.set(place, schedule)
  route.preHandler = [route.preHandler ?? [], noteReached].flat()
  route.onSend = [route.onSend ?? [], noteAnswer].flat()
  const jobs: readonly RouteJob[] = Array.isArray(schedule) ? schedule : [schedule]
  for (const job of jobs) declare(at, life, { route: { method, path }, job })
}

function declare(
  instance: FastifyInstance,
  life: ServerLife,
  { route, job }: { readonly route: JobRoute; readonly job: RouteJob },
): void {
  const call = routeCall(route, job)
  if (call.body !== null && bodyless.includes(call.method)) {
    const { id, method } = call
    throw invalid(`route job "${id}": a ${method} has no body`, { id, method })
  }
  const { id: _id, request: _request, trigger, ...options } = job
  const handler = (run: RunContext<unknown>) => callRoute(instance, life, { call, run })
  life.scheduler.schedule(call.id, trigger, handler, { ...options, source: 'route' })
}

/** The method that a run uses: a route that answers several leaves it open, so such a route can have no job. */
function methodOf({ method }: RouteOptions, path: string): string {
  const all = [method].flat()
  const [first = 'GET', second] = all.length > 1 ? all.filter((one) => one !== 'HEAD') : all
  if (second === undefined) return first
  throw invalid(
    `the route ${all.join(', ')} ${path} has a job, and its method is not clear: give the job a route with one method`,
    { path, methods: all },
  )
}

function invalid(message: string, details: Record<string, string | string[]>): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', message, { details })
}
