import type { Duration } from '../time/duration.ts'

/** What a job may do when it overlaps, is late, fails, or loses its node; every one has a default. */
export interface Policies {
  /** Runs of the job that may hold a slot at once, over the cluster. Default 1. */
  maxInstances?: number
  /** What a fire does when every slot is held. Default `'skip'`. */
  overlap?: 'skip' | 'queue' | 'replace'
  /** Runs that may wait with `overlap: 'queue'`. Default 100. */
  maxQueue?: number
  /** How late a fire may start. Default `'unlimited'`. */
  misfireGrace?: Duration | 'unlimited'
  /** What is made of several fires due at once. Default `'latest'`. */
  coalesce?: 'latest' | 'earliest' | 'all'
  /** Fires that `coalesce: 'all'` makes up at most. Default 1000. */
  maxCatchUp?: number
  /** Time limit of an attempt. Default `'none'`. */
  timeout?: Duration | 'none'
  /** Further attempts after a failure. Default 0. */
  retry?: number | RetryOptions
  /** What becomes of a run whose node died. Default `'rerun'`. */
  onNodeLoss?: 'rerun' | 'lose'
  /** Deaths of its process after which a run ends as poison. Default 2. */
  maxCrashes?: number
  /** Alias of the executor. Default `'default'`. */
  executor?: string
  /** -100 to 100, higher first. Default 0. */
  priority?: number
  tags?: readonly string[]
  /** Limit over all jobs with this key, over the cluster. Reserved: refused until it is built. */
  concurrency?: { key?: string; limit: number }
  /** Ended runs that are kept. Default the last 100, for 30 days. */
  history?: { keep?: number; maxAge?: Duration }
}

/** How the further attempts of a run are spaced. */
export interface RetryOptions {
  limit: number
  /** Pause before the first further attempt. Default 10 s. */
  delay?: Duration
  /** Default `'exponential'`. */
  backoff?: 'fixed' | 'exponential'
  /** Default 1 h. */
  maxDelay?: Duration
  /** Draw each pause from its upper half. Default true. */
  jitter?: boolean
}

/** Policies, and what only a job can have. */
export interface JobOptions extends Policies {
  /** Alias of the store. Default `'default'`; `'node'` is memory, and every node runs its own. */
  store?: string
  /** Fires that may become runs before the job is finished. Default: no limit. */
  maxRuns?: number
  /** Add the job paused. Default false. */
  paused?: boolean
}

/** Options of a job that code declares. */
export interface DeclareOptions extends JobOptions {
  /** What becomes of run-time edits when the job is declared again. Default `'keep'`. */
  edits?: 'keep' | 'discard'
  /** Earlier ids, whose edits and history this job takes over. */
  formerly?: readonly string[]
  /** Where the declaration stands, for those who look into the store; framework packages say it. Default `'code'`. */
  source?: 'code' | 'route' | 'decorator'
}
