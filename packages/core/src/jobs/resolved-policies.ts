import type { Millis } from '../time/epoch.ts'

/** All policies of a job with every default filled in; frozen, and one object for equal ones. */
export interface ResolvedPolicies {
  readonly maxInstances: number
  readonly overlap: 'skip' | 'queue' | 'replace'
  readonly maxQueue: number
  /** null = unlimited. */
  readonly misfireGrace: Millis | null
  readonly coalesce: 'latest' | 'earliest' | 'all'
  readonly maxCatchUp: number
  /** null = none. */
  readonly timeout: Millis | null
  readonly retry: ResolvedRetry
  readonly onNodeLoss: 'rerun' | 'lose'
  readonly maxCrashes: number
  readonly executor: string
  readonly priority: number
  readonly tags: readonly string[]
  readonly history: { readonly keep: number; readonly maxAge: Millis }
}

/** The retry policy with every default filled in. */
export interface ResolvedRetry {
  readonly limit: number
  readonly delay: Millis
  readonly backoff: 'fixed' | 'exponential'
  readonly maxDelay: Millis
  readonly jitter: boolean
}
