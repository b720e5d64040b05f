import type { IncomingMessage, ServerResponse } from 'node:http'
import { nodeHandler, type FetchHandler } from '@punctual/core/http'

/** What is asked of a Fastify application here. */
interface FastifyApp {
  readonly supportedMethods: string[]
  register(plugin: (app: FastifyApp) => Promise<void>, options: { prefix: string }): unknown
  removeAllContentTypeParsers(): void
  addContentTypeParser(
    type: string,
    parser: (request: unknown, payload: unknown, done: (error: null) => void) => void,
  ): void
  route(options: object): void
}

interface FastifyRequest {
  readonly raw: IncomingMessage
  readonly body: unknown
}

interface FastifyReply {
  readonly raw: ServerResponse
  getHeaders(): Record<string, number | string | string[] | undefined>
  hijack(): void
}

/** Mounts a handler at a path and below, as a plugin of its own: there bodies stay as they came in. */
export function mountOnFastify(app: FastifyApp, path: string, handler: FetchHandler): void {
  const answer = nodeHandler(handler)
  const respond = async ({ raw, body }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    try {
      const url = (raw.url ?? '').slice(path.length)
      await answer(raw, reply.raw, {
        basePath: path,
        url: url.startsWith('/') ? url : `/${url}`,
        body,
      })
    } finally {
      // Before anything was sent, the exception filters have to be free to answer.
      if (reply.raw.headersSent || reply.raw.destroyed) reply.hijack()
    }
  }
  app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
      const route = { method: scope.supportedMethods, exposeHeadRoute: false, handler: respond }
      scope.route({ ...route, url: '/' })
      scope.route({ ...route, url: '/*' })
    },
    { prefix: path },
  )
}
