import { PunctualError } from '../errors/punctual-error.ts'
import type { RouteRequest } from './route-job.ts'

/** A parameter, as Express and Fastify both write it. */
const NAME = /:([A-Za-z_$][\w$]*)/g
/** Steps in a path, which whoever reads a URL resolves however they are written; and halves of a character. */
const UNFIT = /^\.{1,2}$|\p{Surrogate}/u
/** Wildcards, optional parts, patterns and escapes: their meaning differs from router to router. */
const MORE = /[*?+(){}[\]\\|]|::/

/**
 * The URL of a request: the path of its route with the parameters filled in, and the query.
 *
 * Refuses with `PUNCTUAL_ROUTE_URL` where a parameter has no value, or where the path is more than plain names and the
 * request has no `url` of its own.
 */
export function routeUrl(path: string, request: RouteRequest, id: string): string {
  const { params = {}, query = {} } = request
  if (request.url !== undefined) return withQuery(checkedUrl(request.url, id), query)
  if (MORE.test(path)) {
    throw refusal(id, `the path ${path} has more than plain names: give request.url`, { path })
  }
  const unused = new Set(Object.keys(params))
  const filled = path.replaceAll(NAME, (_whole, name: string) => {
    unused.delete(name)
    const value = params[name]
    if (value === undefined || value === '') {
      throw refusal(id, `the path ${path} needs a value in request.params.${name}`, { path, name })
    }
    if (UNFIT.test(String(value))) {
      throw refusal(id, `request.params.${name} is no text that a path can hold`, { path, name })
    }
    return encodeURIComponent(value)
  })
  const [name] = unused
  if (name !== undefined) {
    throw refusal(id, `request.params.${name} is no part of the path ${path}`, { path, name })
  }
  return withQuery(filled, query)
}

function checkedUrl(url: string, id: string): string {
  if (typeof url === 'string' && url.startsWith('/') && !url.startsWith('//')) return url
  throw refusal(id, 'request.url has to be a path that begins with one slash', {})
}

function withQuery(path: string, query: NonNullable<RouteRequest['query']>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  if (text === '') return path
  return `${path}${path.includes('?') ? '&' : '?'}${text}`
}

function refusal(id: string, message: string, details: Record<string, string>): PunctualError {
  return new PunctualError('PUNCTUAL_ROUTE_URL', `route job "${id}": ${message}`, {
    details: { id, ...details },
  })
}
