import type { DeclareOptions } from '../jobs/policies.ts'
import type { Json } from '../json/json.ts'
import type { Trigger } from '../triggers/trigger.ts'

/** The request that a run makes of its route. */
export interface RouteRequest {
  /** The path, with its query: where the path of the route has more than plain `:names`, or is not known. */
  readonly url?: string
  /** Values for the `:names` in the path of the route. */
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: Json
}

/** A job that a route declares: its runs go through the route, with all that stands before it. */
export interface RouteJob extends DeclareOptions {
  /** Default: method and path of the route, as `POST /reports/:kind`. */
  readonly id?: string
  readonly trigger: Trigger
  readonly request?: RouteRequest
}
