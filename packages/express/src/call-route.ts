import type { IncomingMessage, ServerResponse } from 'node:http'
import { PunctualError, type RunContext } from '@punctual/core'
import { linkRun, readAnswer, type RouteResult } from '@punctual/core/framework'
import type { Express } from 'express'
import { inject } from 'light-my-request'
import { InProcessClient } from './in-process-client.ts'
import type { RouteCall } from './route-call.ts'

/**
 * Sends the request of a run through the app, without a socket, and judges the answer.
 *
 * When the run is to end, the request ends as when a client leaves.
 */
export async function callRoute(
  app: Express,
  call: RouteCall,
  run: RunContext<unknown>,
): Promise<RouteResult> {
  const { signal } = run
  let client: InProcessClient | null = null
  const leave = (): void => client?.leave()
  signal.addEventListener('abort', leave)
  try {
    return await answerOf(call, (req, res) => {
      signal.throwIfAborted()
      client = new InProcessClient(req, res)
      linkRun(req, run)
      app(req, res)
    })
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

type Dispatch = (req: IncomingMessage, res: ServerResponse) => void

async function answerOf(call: RouteCall, dispatch: Dispatch): Promise<RouteResult> {
  let sent: IncomingMessage | null = null
  const result = await requestedBy(call, (req, res) => {
    sent = req
    dispatch(req, res)
  })
  // A page for lost visitors or a redirect to a login is no work done, however well it was answered.
  if (sent === null || !call.reached.has(sent)) {
    throw failed(
      `${call.method} ${call.url} was answered ${result.status} before it reached the route of the job`,
      {
        details: { ...result },
      },
    )
  }
  return result
}

async function requestedBy(call: RouteCall, dispatch: Dispatch): Promise<RouteResult> {
  const { method, url, headers, body } = call
  try {
    // A function of our own: given the app itself, light-my-request would change the prototypes of Express for all requests.
    const answer = await inject((req, res) => dispatch(req, res), {
      ...{ method, url, headers, payloadAsStream: true },
      ...(body !== null && { payload: body }),
    })
    return await readAnswer(answer)
  } catch (error) {
    if (error instanceof PunctualError) throw error
    throw failed(`${method} ${url} broke its answer off`, { cause: error })
  }
}

function failed(
  message: string,
  options: ConstructorParameters<typeof PunctualError>[2],
): PunctualError {
  return new PunctualError('PUNCTUAL_ROUTE_FAILED', message, options)
}
