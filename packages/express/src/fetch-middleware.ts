import { nodeHandler, type FetchHandler } from '@punctual/core/http'
import type { RequestHandler } from 'express'

/**
 * Mounts a function from Request to Response, as those of `@punctual/core/http` are, under any path.
 *
 * It is told the path of the mount; the URL of its request is what comes after. A body that a parser has read is passed on.
 * What the handler throws goes to the error handlers of the app.
 *
 * @example
 * ```ts
 * app.use('/hello', fetchMiddleware((request, { basePath }) => Response.json({ url: request.url, basePath })))
 * ```
 */
export function fetchMiddleware(handler: FetchHandler): RequestHandler {
  const answer = nodeHandler(handler)
  return async function punctualFetch(req, res, next): Promise<void> {
    const body: unknown = req.body
    try {
      await answer(req, res, { basePath: req.baseUrl, url: req.url, body })
    } catch (error) {
      next(error)
    }
  }
}
