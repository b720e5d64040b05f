import { PunctualError, type ErrorCode } from '@punctual/core'
import { routeUrl, type RouteJob, type RouteRequest } from '@punctual/core/framework'
import type { FoundRoute } from './find-routes.ts'

/** The request that the runs of one job make: all of it is known, and checked, before the first of them. */
export interface RouteCall {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body: string | null
  /** The requests that came as far as the route. */
  readonly reached: WeakSet<object>
}

const KNOWN = ['url', 'params', 'query', 'headers', 'body']

/** The call of a job on a route; refuses what cannot be requested. */
export function routeCall({ declaration, ...route }: FoundRoute, job: RouteJob): RouteCall {
  const { request = {} } = job
  const where = job.id ?? route.says
  const unknown = Object.keys(request).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) {
    const message = `request has no "${unknown}": it takes ${KNOWN.join(', ')}`
    throw refusal('PUNCTUAL_OPTION_INVALID', where, message)
  }
  if (route.path === null && request.url === undefined) {
    const message = `Express does not say where ${route.says} is reached: give request.url, the whole path`
    throw refusal('PUNCTUAL_ROUTE_URL', where, message)
  }
  const url = routeUrl(route.path ?? '', request, where)
  const path = route.path ?? url.replace(/[?#].*$/, '')
  const { body, headers } = payloadOf(request, where)
  return {
    id: job.id ?? `${route.method} ${path}`,
    ...{ method: route.method, url, body, headers },
    reached: declaration.reached,
  }
}

function payloadOf(request: RouteRequest, where: string): Pick<RouteCall, 'body' | 'headers'> {
  const headers = checkedHeaders(request.headers ?? {}, where)
  if (request.body === undefined) return { body: null, headers }
  return {
    body: jsonText(request.body, where),
    headers: { 'content-type': 'application/json', ...headers },
  }
}

/** Names in lower case, as a server sees them. */
function checkedHeaders(given: object, where: string): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(new Headers(Object.entries(given)))
  } catch (cause) {
    throw refusal('PUNCTUAL_OPTION_INVALID', where, 'request.headers cannot be sent', cause)
  }
}

function jsonText(body: unknown, where: string): string {
  try {
    // The types leave out that it gives undefined for a function.
    const text = JSON.stringify(body) as string | undefined
    if (text !== undefined) return text
  } catch (cause) {
    throw refusal('PUNCTUAL_NOT_JSON', where, 'request.body has to be JSON', cause)
  }
  throw refusal('PUNCTUAL_NOT_JSON', where, 'request.body has to be JSON')
}

function refusal(code: ErrorCode, id: string, message: string, cause?: unknown): PunctualError {
  return new PunctualError(code, `route job "${id}": ${message}`, {
    details: { id },
    ...(cause !== undefined && { cause }),
  })
}
