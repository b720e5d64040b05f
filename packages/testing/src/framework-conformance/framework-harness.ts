import type { Duration, RunContext, Scheduler, SchedulerOptions, Trigger } from '@punctual/core'
import type { RouteJob } from '@punctual/core/framework'
import type { FetchHandler } from '@punctual/core/http'

/** What not every framework has. */
export interface FrameworkCapabilities {
  /** Routes declare jobs, whose runs go through the route. */
  readonly routeJobs: boolean
  /** Handlers may be mounted at the root. */
  readonly rootMounts: boolean
  /** Requests that never end are cut off when the drain is over. */
  readonly cutsRequests: boolean
}

/** A job that the application declares, in the way that is usual in its framework. */
export interface PlanJob {
  readonly id: string
  readonly trigger: Trigger
  run(run: RunContext<unknown>): unknown
}

/** What a route is told of a request. */
export interface RouteVisit {
  /** The scheduler, as a request gets at it. */
  readonly scheduler: Scheduler
  /** The run that makes the request; null when a client does, and in frameworks without route jobs. */
  readonly run: RunContext<unknown> | null
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** What the parser of the framework made of it. */
  readonly body: unknown
}

/** What a route answers: this status, and the text as `application/json`. */
export interface RouteReply {
  readonly status: number
  readonly json: string
}

/** An ordinary route of the application; what `answer` throws is left to the framework. */
export interface PlanRoute {
  readonly method: 'GET' | 'POST'
  /** With `:names`, as Express, Fastify and Nest all write them. */
  readonly path: string
  /** Given only where the framework has route jobs. */
  readonly jobs?: readonly RouteJob[]
  answer(visit: RouteVisit): Promise<RouteReply>
}

/** A handler that is mounted. */
export interface PlanMount {
  /** Prefixes, each of a router inside the one before; empty at the root. Each has one slash, at its beginning. */
  readonly under: readonly string[]
  readonly handler: FetchHandler
}

/** An application to be made. */
export interface AppPlan {
  /** For the scheduler; the package makes it where that is its way. */
  readonly options: SchedulerOptions
  readonly drain: Duration
  readonly killAfter: Duration
  readonly jobs: readonly PlanJob[]
  readonly routes: readonly PlanRoute[]
  readonly mounts: readonly PlanMount[]
  /** A parser of JSON bodies stands before the mounts. Frameworks that always have one may ignore it. */
  readonly parser: boolean
}

/** An application of the framework, not started yet. */
export interface FrameworkApp {
  /** Asked for after `open`; the same from then on. */
  readonly scheduler: Scheduler
  /**
   * Listens on a free port of 127.0.0.1. Resolves with the port once the scheduler works; rejects with what made the boot
   * fail, as the framework tells it.
   */
  start(): Promise<number>
  /** Closes as a user of the framework does. */
  close(): Promise<unknown>
}

/** A framework, as the cases see it. */
export interface FrameworkHarness {
  readonly capabilities: FrameworkCapabilities
  /** Milliseconds after which what has not come counts as never coming. Default 5 s. */
  readonly patience?: number
  /** Makes an application; nothing listens yet. A boot that fails may fail here already. */
  open(plan: AppPlan): Promise<FrameworkApp>
}
