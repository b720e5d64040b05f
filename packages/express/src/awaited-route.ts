import type { Request, RequestHandler, Response } from 'express'

/**
 * Calls the handlers that come after `self` on the route of a request, and passes on what their promises reject with.
 *
 * Express 4 drops these promises: a run would wait for an answer that never comes, and node would end the process. Errors,
 * and what the handlers leave over, go back to Express by its own `next`.
 */
export function callAwaited(
  self: unknown,
  req: Request,
  res: Response,
  next: (error?: unknown) => void,
): Promise<void> {
  const handlers = handlersAfter(self, req)
  return call(0)

  async function call(at: number): Promise<void> {
    const handler = handlers[at]
    // Express itself stands right after `self`: it must not call them a second time.
    if (handler === undefined) return next('route')
    try {
      await handler(req, res, (error?: unknown) => {
        if (error === undefined || error === null) void call(at + 1)
        else next(error)
      })
    } catch (error) {
      next(error)
    }
  }
}

interface Entry {
  readonly handle: RequestHandler
  readonly method?: string | undefined
}

function handlersAfter(self: unknown, req: Request): readonly RequestHandler[] {
  const method = req.method.toLowerCase()
  // Express sets it, without a type for its entries, before it calls the handlers of a route.
  const stack = req.route.stack as readonly Entry[]
  return stack
    .slice(stack.findIndex(({ handle }) => handle === self) + 1)
    .filter((entry) => entry.method === undefined || entry.method === method)
    .map(({ handle }) => handle)
    .filter(({ length }) => length <= 3)
}
