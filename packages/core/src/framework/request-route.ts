import { PunctualError } from '../errors/punctual-error.ts'
import { readAnswer, type InjectedAnswer, type RouteResult } from './route-answer.ts'
import type { RouteCall } from './route-call.ts'

/** How a framework makes the request of a run. */
export interface RouteTraffic {
  /** Sends the request, without a socket. */
  send(): Promise<InjectedAnswer>
  /** Whether it came as far as the route of the job. */
  reached(): boolean
}

/**
 * Makes the request of a run and judges the answer: 2xx and 3xx of the route itself succeed.
 *
 * Rejects with `PUNCTUAL_ROUTE_FAILED` for any other status, an answer that breaks off, and one that came from something that
 * stands before the route: a page for lost visitors or a redirect to a login is no work done, however well it was answered.
 */
export async function requestRoute(call: RouteCall, traffic: RouteTraffic): Promise<RouteResult> {
  // Failures are logged, and a query may hold a token.
  const says = `${call.method} ${call.url.replace(/\?.*$/, '')}`
  const result = await judged(traffic, says)
  if (traffic.reached()) return result
  throw new PunctualError(
    'PUNCTUAL_ROUTE_FAILED',
    `${says} was answered ${result.status} before it reached the route of the job`,
    { details: { ...result } },
  )
}

async function judged(traffic: RouteTraffic, says: string): Promise<RouteResult> {
  try {
    return await readAnswer(await traffic.send())
  } catch (cause) {
    if (cause instanceof PunctualError) throw cause
    throw new PunctualError('PUNCTUAL_ROUTE_FAILED', `${says} broke its answer off`, { cause })
  }
}
