import { PunctualError } from '@punctual/core'
import type { Express } from 'express'
import { atRoot, nestedStack, stackOf, type Layer, type RouteEntry } from './express-stack.ts'
import { declarationOf, type Declaration } from './scheduled.ts'

/** A route on which a middleware of `scheduled` stands. */
export interface FoundRoute {
  readonly declaration: Declaration
  readonly method: string
  /** Null where Express does not say it: below a mount path, or where the route has several paths or a pattern. */
  readonly path: string | null
  /** For people. */
  readonly says: string
}

/** The routes of an app that declare jobs, those of its routers among them. Refuses with `PUNCTUAL_ROUTE_URL`. */
export function findRoutes(app: Express): readonly FoundRoute[] {
  return [...routesIn(stackOf(app), { mounted: false, seen: new Set() })]
}

interface Place {
  /** True below a mount path. */
  readonly mounted: boolean
  /** A router that is mounted twice declares once. */
  readonly seen: Set<readonly Layer[]>
}

function* routesIn(stack: readonly Layer[], place: Place): Generator<FoundRoute> {
  if (place.seen.has(stack)) return
  place.seen.add(stack)
  for (const layer of stack) {
    if (declarationOf(layer.handle) !== null) {
      throw refusal(
        'scheduled() stands in use(): put it on a route, as app.post(path, scheduled(job), handler)',
      )
    }
    const nested = nestedStack(layer.handle)
    if (layer.route !== undefined) yield* routesOn(layer.route, place)
    else if (nested !== null) {
      yield* routesIn(nested, { ...place, mounted: place.mounted || !atRoot(layer) })
    }
  }
}

function* routesOn({ path, stack }: RouteEntry, { mounted }: Place): Generator<FoundRoute> {
  const found = new Map<Declaration, Set<string>>()
  for (const { handle, method = 'all' } of stack) {
    const declaration = declarationOf(handle)
    if (declaration === null) continue
    found.set(declaration, (found.get(declaration) ?? new Set()).add(method.toUpperCase()))
  }
  for (const [declaration, methods] of found) {
    const [method = ''] = methods
    if (methods.size > 1 || method === 'ALL') {
      throw refusal(
        `scheduled() stands on all methods of ${shown(path)}: put it on one, as app.post(path, scheduled(job), handler)`,
      )
    }
    yield {
      ...{ declaration, method },
      path: typeof path === 'string' && !mounted ? path : null,
      says: `${method} ${shown(path)}${mounted ? ' of a router' : ''}`,
    }
  }
}

function shown(path: unknown): string {
  return Array.isArray(path) ? path.join(', ') : String(path)
}

function refusal(message: string): PunctualError {
  return new PunctualError('PUNCTUAL_ROUTE_URL', message)
}
