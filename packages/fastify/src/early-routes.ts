import { subscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'

/** A route with jobs, and the instance that it was added to. */
export interface AddedRoute {
  readonly at: FastifyInstance
  readonly route: RouteOptions
  /** Its path at that moment: Fastify goes on to use the same options for the path with a slash at its end. */
  readonly path: string
}

const byServer = new WeakMap<object, AddedRoute[]>()

// A plugin hears of routes that are added after it only, and one that is not awaited is loaded after all routes of the
// application: their jobs would be missed in silence. Fastify tells of each new application, so we listen from there on.
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { readonly fastify: FastifyInstance }
  const routes: AddedRoute[] = []
  byServer.set(fastify.server, routes)
  fastify.addHook('onRoute', function noteRoute(route) {
    if (route.config?.schedule !== undefined) routes.push({ at: this, route, path: route.url })
  })
})

/** The routes with jobs that were added to this instance and below it so far. */
export function routesBefore(instance: FastifyInstance): readonly AddedRoute[] {
  const routes = byServer.get(instance.server) ?? []
  const isBelow = (at: FastifyInstance): boolean =>
    Object.prototype.isPrototypeOf.call(instance, at)
  return routes.filter(({ at }) => at === instance || isBelow(at))
}
