import type { ErrorCode } from '../errors/error-code.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { RouteJob, RouteRequest } from './route-job.ts'
import { routeUrl } from './route-url.ts'

/** The request that the runs of one job make: all of it is known, and checked, before the first of them. */
export interface RouteCall {
  readonly id: string
  readonly method: string
  readonly url: string
  /** Names in lower case, as a server sees them. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body: string | null
}

/** The route that a job stands on. */
export interface JobRoute {
  readonly method: string
  /** Null where the framework does not say it: then the request has to have a `url`. */
  readonly path: string | null
}

const KNOWN = ['url', 'params', 'query', 'headers', 'body']
const OBJECTS = ['params', 'query', 'headers'] as const

/**
 * The call of a job on a route; without an id, the job is called by method and path.
 *
 * Refuses what cannot be requested with `PUNCTUAL_OPTION_INVALID`, `PUNCTUAL_ROUTE_URL` or `PUNCTUAL_NOT_JSON`.
 */
export function routeCall({ method, path }: JobRoute, job: RouteJob): RouteCall {
  if (!isObject(job)) {
    const route = `${method} ${path ?? ''}`.trimEnd()
    throw refusal('PUNCTUAL_OPTION_INVALID', route, 'it has to be an object with a trigger')
  }
  const { request = {} } = job
  const id = job.id ?? `${method} ${path ?? pathOf(request)}`
  checkShape(request, id)
  const url = routeUrl(path ?? '', request, id)
  return { id, method, url, ...payloadOf(request, id) }
}

function pathOf(request: RouteRequest | null): string {
  return String(request?.url ?? '').replace(/[?#].*$/, '')
}

function checkShape(request: RouteRequest, id: string): void {
  const invalid = (why: string): PunctualError => refusal('PUNCTUAL_OPTION_INVALID', id, why)
  if (!isObject(request)) throw invalid('request has to be an object')
  const unknown = Object.keys(request).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) {
    throw invalid(`request has no "${unknown}": it takes ${KNOWN.join(', ')}`)
  }
  for (const name of OBJECTS) {
    if (request[name] !== undefined && !isObject(request[name])) {
      throw invalid(`request.${name} has to be an object`)
    }
  }
}

function payloadOf(request: RouteRequest, id: string): Pick<RouteCall, 'body' | 'headers'> {
  const headers = checkedHeaders(request.headers ?? {}, id)
  if (request.body === undefined) return { body: null, headers }
  return {
    body: jsonText(request.body, id),
    headers: { 'content-type': 'application/json', ...headers },
  }
}

function checkedHeaders(given: object, id: string): Readonly<Record<string, string>> {
  const entries = Object.entries(given)
  const odd = entries.find(([, value]) => typeof value !== 'string')
  if (odd !== undefined) {
    throw refusal('PUNCTUAL_OPTION_INVALID', id, `request.headers["${odd[0]}"] has to be text`)
  }
  try {
    return Object.fromEntries(new Headers(entries))
  } catch (cause) {
    throw refusal('PUNCTUAL_OPTION_INVALID', id, 'request.headers cannot be sent', cause)
  }
}

function jsonText(body: unknown, id: string): string {
  try {
    // The types leave out that it gives undefined for a function.
    const text = JSON.stringify(body) as string | undefined
    if (text !== undefined) return text
  } catch (cause) {
    throw refusal('PUNCTUAL_NOT_JSON', id, 'request.body has to be JSON', cause)
  }
  throw refusal('PUNCTUAL_NOT_JSON', id, 'request.body has to be JSON')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(code: ErrorCode, id: string, message: string, cause?: unknown): PunctualError {
  return new PunctualError(code, `route job "${id}": ${message}`, {
    details: { id },
    ...(cause !== undefined && { cause }),
  })
}
