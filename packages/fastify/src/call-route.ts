import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RunContext } from '@punctual/core'
import {
  linkRun,
  NotBegun,
  requestRoute,
  type RouteCall,
  type RouteResult,
  type ServerLife,
} from '@punctual/core/framework'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Sends a run through the whole of its route, without a socket, and waits for the end of the answer.
 *
 * What the run is linked to is the request object made here, so nothing that a client sends makes a request look like a
 * run. When the run is aborted, its handler sees the request go as if a client had left.
 */
export async function callRoute(
  instance: FastifyInstance,
  life: ServerLife,
  { call, run }: { call: RouteCall; run: RunContext<unknown> },
): Promise<RouteResult> {
  // A closing Fastify answers 503 to all that is new.
  if (life.closing) throw new NotBegun()
  // Loaded with the first run: it brings a schema compiler, which a server without route jobs does not need.
  const { inject } = await import('light-my-request')
  const { method, url, headers, body } = call
  const options = { method, url, headers, payloadAsStream: true } as const
  const over = new AbortController()
  let sent: IncomingMessage | null = null
  const send = () =>
    inject(
      (req, res) => {
        sent = req
        linkRun(req, run)
        onAbort(run.signal, over.signal, () => hangUp(req, res, run.signal.reason))
        instance.routing(req, res)
      },
      body === null ? options : { ...options, payload: body },
    )
  try {
    return await requestRoute(call, { send, reached: () => sent !== null && reached.has(sent) })
  } finally {
    over.abort()
  }
}

/** Requests that came as far as the handler of a route with jobs. */
const reached = new WeakSet<object>()

/** The last hook before the handler of a route with jobs. */
export function noteReached({ raw }: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  reached.add(raw)
  done()
}

/** Requests whose answer has begun. */
const answering = new WeakSet<object>()

/** A hook of routes with jobs: an answer may be a stream, of which nothing was sent yet. */
export function noteAnswer(
  { raw, run }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  answering.add(raw)
  if (run?.signal.aborted === true) reply.raw.destroy(run.signal.reason)
  done(null, payload)
}

/**
 * Tells the route that nobody waits any more. An answer that is on its way breaks off; a handler that has not answered is
 * waited for, because the run is not over before its code is.
 */
function hangUp(req: IncomingMessage, res: ServerResponse, reason: Error): void {
  if (res.headersSent || answering.has(req)) res.destroy(reason)
  // Fastify's onRequestAbort hooks, and its request.signal, go by these two.
  req.aborted = true
  req.emit('close')
}

function onAbort(signal: AbortSignal, over: AbortSignal, listener: () => void): void {
  if (signal.aborted) listener()
  else signal.addEventListener('abort', listener, { once: true, signal: over })
}
