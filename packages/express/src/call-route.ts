import type { IncomingMessage } from 'node:http'
import type { RunContext } from '@punctual/core'
import { linkRun, requestRoute, type RouteResult } from '@punctual/core/framework'
import type { Express } from 'express'
import { inject } from 'light-my-request'
import type { ExpressCall } from './express-call.ts'
import { InProcessClient } from './in-process-client.ts'

/**
 * Sends the request of a run through the app, without a socket, and judges the answer.
 *
 * When the run is to end, the request ends as when a client leaves.
 */
export async function callRoute(
  app: Express,
  call: ExpressCall,
  run: RunContext<unknown>,
): Promise<RouteResult> {
  const { signal } = run
  let client: InProcessClient | null = null
  let sent: IncomingMessage | null = null
  const leave = (): void => client?.leave()
  signal.addEventListener('abort', leave)
  const { method, url, headers, body } = call
  const options = { method, url, headers, payloadAsStream: true } as const
  // A function of our own: given the app itself, light-my-request would change the prototypes of Express for all requests.
  const send = () =>
    inject(
      (req, res) => {
        signal.throwIfAborted()
        sent = req
        client = new InProcessClient(req, res)
        linkRun(req, run)
        app(req, res)
      },
      body === null ? options : { ...options, payload: body },
    )
  try {
    return await requestRoute(call, {
      send,
      reached: () => sent !== null && call.reached.has(sent),
    })
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
