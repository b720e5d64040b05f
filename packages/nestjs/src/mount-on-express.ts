import type { IncomingMessage, ServerResponse } from 'node:http'
import { nodeHandler, type FetchHandler } from '@punctual/core/http'

/** What is asked of an Express application here. */
interface ExpressApp {
  use(
    path: string,
    middleware: (req: ExpressRequest, res: ServerResponse, next: (error: unknown) => void) => void,
  ): void
}

interface ExpressRequest extends IncomingMessage {
  readonly baseUrl: string
  readonly url: string
  /** What the body parsers of Nest made of the body. */
  readonly body?: unknown
}

/** Mounts a handler at a path and below; what it throws goes to Nest's exception filters. */
export function mountOnExpress(app: ExpressApp, path: string, handler: FetchHandler): void {
  const answer = nodeHandler(handler)
  app.use(path, function punctualMount(req, res, next) {
    const { baseUrl: basePath, url, body } = req
    void settle(answer(req, res, { basePath, url, body }), next)
  })
}

async function settle(answered: Promise<void>, next: (error: unknown) => void): Promise<void> {
  try {
    await answered
  } catch (error) {
    next(error)
  }
}
