import type { JobOptions, Trigger } from '@punctual/core'
import type { JobFacts } from '../history/history.ts'

/** A job that fires while things break, and what has to become of it. */
export interface ChaosJob {
  readonly id: string
  readonly trigger: Trigger
  readonly options: JobOptions
  readonly facts: Omit<JobFacts, 'state' | 'removed'>
}
