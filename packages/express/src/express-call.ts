import { PunctualError } from '@punctual/core'
import { routeCall, type RouteCall, type RouteJob } from '@punctual/core/framework'
import type { FoundRoute } from './find-routes.ts'

/** The call of a job, and where it is seen to arrive. */
export interface ExpressCall extends RouteCall {
  /** The requests that came as far as the route. */
  readonly reached: WeakSet<object>
}

/** The call of a job on a route; refuses what cannot be requested. */
export function expressCall({ declaration, ...route }: FoundRoute, job: RouteJob): ExpressCall {
  if (route.path === null && job?.request?.url === undefined) {
    const where = job?.id ?? route.says
    const message = `route job "${where}": Express does not say where ${route.says} is reached: give request.url, the whole path`
    throw new PunctualError('PUNCTUAL_ROUTE_URL', message, { details: { id: where } })
  }
  return { ...routeCall(route, job), reached: declaration.reached }
}
