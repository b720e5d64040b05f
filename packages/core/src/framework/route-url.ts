import { PunctualError } from '../errors/punctual-error.ts'
import type { RouteRequest } from './route-job.ts'

/** A parameter, as Express and Fastify both write it. */
const NAME = /:([A-Za-z_$][\w$]*)/g
/** Steps in a path, which whoever reads a URL resolves however they are written; and halves of a character. */
const UNFIT = /^\.{1,2}$|\p{Surrogate}/u
/** Wildcards, optional parts, patterns and escapes: their meaning differs from router to router. */
const MORE = /[*?+(){}[\]\\|]|::/
/** What no URL of a request holds as it stands; a fragment would take the query with it. */
const NO_URL = /[\p{Cc}\p{Surrogate}\\#]/u

/**
 * The URL of a request: the path of its route with the parameters filled in, and the query.
 *
 * Refuses with `PUNCTUAL_ROUTE_URL` where a parameter has no value, or where the path is more than plain names and the
 * request has no `url` of its own.
 */
export function routeUrl(path: string, request: RouteRequest, id: string): string {
  const { params = {}, query = {} } = request
  const search = queryText(query, id)
  if (request.url !== undefined) return withQuery(checkedUrl(request.url, id), search)
  if (MORE.test(path)) {
    throw refusal(id, `the path ${path} has more than plain names: give request.url`, { path })
  }
  const unused = new Set(Object.keys(params))
  const filled = path.replaceAll(NAME, (_whole, name: string) => {
    unused.delete(name)
    // Names such as constructor are found on every object.
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (value === undefined || value === '') {
      throw refusal(id, `the path ${path} needs a value in request.params.${name}`, { path, name })
    }
    if (!['string', 'number'].includes(typeof value) || UNFIT.test(String(value))) {
      throw refusal(id, `request.params.${name} is no text that a path can hold`, { path, name })
    }
    return encodeURIComponent(value)
  })
  const [name] = unused
  if (name !== undefined) {
    throw refusal(id, `request.params.${name} is no part of the path ${path}`, { path, name })
  }
  return withQuery(filled, search)
}

function checkedUrl(url: string, id: string): string {
  if (typeof url === 'string' && /^\/(?!\/)/.test(url) && !NO_URL.test(url)) return url
  throw refusal(
    id,
    'request.url has to be a path that begins with one slash, with its query and no fragment',
    {},
  )
}

function queryText(query: NonNullable<RouteRequest['query']>, id: string): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (!['string', 'number', 'boolean'].includes(typeof one)) {
        throw refusal(id, `request.query.${name} is no text that a query can hold`, { name })
      }
      search.append(name, String(one))
    }
  }
  return search.toString()
}

function withQuery(path: string, text: string): string {
  if (text === '') return path
  return `${path}${path.includes('?') ? '&' : '?'}${text}`
}

function refusal(id: string, message: string, details: Record<string, string>): PunctualError {
  return new PunctualError('PUNCTUAL_ROUTE_URL', `route job "${id}": ${message}`, {
    details: { id, ...details },
  })
}
