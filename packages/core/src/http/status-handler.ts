import { PunctualError } from '../errors/punctual-error.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import type { FetchHandler } from './fetch-handler.ts'
import { liveAnswer, readyAnswer } from './health-answer.ts'
import { Metrics } from './metrics.ts'
import { metricsAnswer } from './metrics-answer.ts'
import { problem } from './problem.ts'

/** Who may read the metrics: nobody unless it is said. They name jobs. */
export interface StatusOptions {
  /** True: everybody. A function decides request by request; what it answers but true is a 403. Default false: 404. */
  readonly metrics?: boolean | ((request: Request) => boolean | Promise<boolean>)
}

type Endpoint = (request: Request) => Promise<Response>

/**
 * Health and metrics of a scheduler as a fetch handler: `GET /health/live`, `/health/ready` and `/metrics`, below wherever
 * it is mounted.
 *
 * Health is open to everybody and names nothing. Metrics are Prometheus text, and off by default; they count from this
 * call on. Refuses options that nobody knows with `PUNCTUAL_OPTION_INVALID`.
 *
 * @example
 * ```ts
 * import { createScheduler } from '@punctual/core'
 * import { statusHandler } from '@punctual/core/http'
 *
 * const scheduler = createScheduler()
 * const token = process.env['METRICS_TOKEN']
 * const status = statusHandler(scheduler, {
 *   metrics: token !== undefined && (({ headers }) => headers.get('authorization') === `Bearer ${token}`),
 * })
 * ```
 */
export function statusHandler(scheduler: Scheduler, options: StatusOptions = {}): FetchHandler {
  const endpoints = endpointsOf(scheduler, checkedMetrics(options))
  return async (request) => {
    const endpoint = endpoints.get(new URL(request.url).pathname)
    if (endpoint === undefined) return problem(404)
    if (request.method === 'GET') return await endpoint(request)
    if (request.method === 'HEAD') return await headOf(await endpoint(request))
    const refusal = problem(405)
    refusal.headers.set('allow', 'GET, HEAD')
    return refusal
  }
}

function endpointsOf(
  scheduler: Scheduler,
  allowed: NonNullable<StatusOptions['metrics']>,
): ReadonlyMap<string, Endpoint> {
  const endpoints = new Map<string, Endpoint>([
    ['/health/live', () => liveAnswer(scheduler)],
    ['/health/ready', () => readyAnswer(scheduler)],
  ])
  if (allowed === false) return endpoints
  const metrics = new Metrics(scheduler)
  return endpoints.set('/metrics', async (request) => {
    const may = allowed === true || (await allowed(request)) === true
    return may ? metricsAnswer(metrics) : problem(403)
  })
}

async function headOf({ status, headers, body }: Response): Promise<Response> {
  await body?.cancel()
  return new Response(null, { status, headers })
}

function checkedMetrics(options: StatusOptions): NonNullable<StatusOptions['metrics']> {
  if (typeof options !== 'object' || options === null)
    throw invalid('its options must be an object')
  const unknown = Object.keys(options).find((name) => name !== 'metrics')
  if (unknown !== undefined)
    throw invalid(`there is no option "${unknown.slice(0, 100)}": it takes metrics`)
  const { metrics = false } = options
  if (typeof metrics === 'boolean' || typeof metrics === 'function') return metrics
  throw invalid('metrics must be true, false or a function of the request')
}

function invalid(why: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', `statusHandler: ${why}`, {
    details: { where: 'statusHandler' },
  })
}
