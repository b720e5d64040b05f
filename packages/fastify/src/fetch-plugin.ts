import { nodeHandler, type FetchHandler } from '@punctual/core/http'
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'

/**
 * A plugin that mounts a Request -> Response function at its `prefix` and below, for every method.
 *
 * It is encapsulated, so hooks of the scope around it come first: an `onRequest` hook there guards it. Bodies reach the
 * function as they came in, whatever parsers the application has. What the function throws goes to the error handler.
 *
 * @example
 * ```ts
 * import { createScheduler } from '@punctual/core'
 * import { statusHandler } from '@punctual/core/http'
 * import { fetchPlugin, punctual } from '@punctual/fastify'
 * import fastify from 'fastify'
 *
 * const app = fastify()
 * const scheduler = createScheduler()
 * await app.register(punctual, { scheduler })
 * await app.register(fetchPlugin(statusHandler(scheduler)), { prefix: '/internal' })
 * ```
 */
export function fetchPlugin(handler: FetchHandler): FastifyPluginCallback {
  const answer = nodeHandler(handler)
  return function mountFetch(instance, _options, done): void {
    leaveBodiesAlone(instance)
    const depth = depthOf(instance.prefix)
    const options = {
      method: instance.supportedMethods,
      exposeHeadRoute: false,
      async handler({ raw, body }: FastifyRequest, reply: FastifyReply): Promise<void> {
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) reply.raw.setHeader(name, value)
        }
        try {
          await answer(raw, reply.raw, { ...split(raw.url ?? '/', depth), body })
        } finally {
          // Before anything was sent, Fastify's error handler has to be free to answer.
          if (reply.raw.headersSent || reply.raw.destroyed) reply.hijack()
        }
      },
    }
    instance.route({ ...options, url: '/' })
    instance.route({ ...options, url: '/*' })
    done()
  }
}

function leaveBodiesAlone(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers()
  instance.addContentTypeParser('*', (_request, _payload, done) => done(null))
}

function depthOf(prefix: string): number {
  return prefix.split('/').filter((part) => part !== '').length
}

/** By the number of its parts, because a prefix may hold parameters. */
function split(url: string, depth: number): { basePath: string; url: string } {
  const path = /^[^?]*/.exec(url)?.[0] ?? ''
  const basePath = path.split('/', depth + 1).join('/')
  return { basePath, url: url.slice(basePath.length) }
}
