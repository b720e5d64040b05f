import type { IncomingMessage, ServerResponse } from 'node:http'
import { ClientWatch } from './client-watch.ts'
import type { FetchHandler } from './fetch-handler.ts'
import { sendAnswer } from './node-answer.ts'
import { NodeBody } from './node-body.ts'
import type { NodeMount } from './node-mount.ts'
import { nodeRequest } from './node-request.ts'

/** Answers a request of node:http; resolves when the answer is over, or the client gone. */
export type NodeHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  mount: NodeMount,
) => Promise<void>

/**
 * The bridge from node:http to a fetch handler, one for all frameworks.
 *
 * The answer is streamed no faster than the client reads. `request.signal` aborts when the client leaves before it is over.
 * A handler that fails rejects: with nothing sent, so that the framework can answer; with a part sent, after the
 * connection was cut, so that the client does not take the part for the whole.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { nodeHandler } from '@punctual/core/http'
 *
 * const answer = nodeHandler(() => new Response('hello'))
 * createServer((req, res) => {
 *   answer(req, res, { basePath: '', url: req.url ?? '/' }).catch(() => res.writeHead(500).end())
 * })
 * ```
 */
export function nodeHandler(handler: FetchHandler): NodeHandler {
  return async (req, res, mount) => {
    const client = new ClientWatch(res)
    const body = new NodeBody(req, client)
    try {
      const request = nodeRequest(req, mount, body, client)
      if (request === null) {
        res.writeHead(501).end()
        return
      }
      const response = await handler(request, { basePath: mount.basePath })
      await sendAnswer(res, response, client, request.method === 'HEAD')
    } catch (error) {
      if (client.causedBy(error)) return
      if (res.headersSent) res.destroy()
      throw error
    } finally {
      client.release()
      body.release()
    }
  }
}
