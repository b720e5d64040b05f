import type { EpochMs } from '../../time/epoch.ts'
import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '../rows.ts'
import type { Room, Session } from '../store-messages.ts'

/** Something that a step wants to know of the rows; each is one read of `Tables`, and answered with the rows that fit. */
export type Ask =
  | {
      readonly ask: 'job' | 'liveRuns' | 'lastSpans' | 'followsOf' | 'followersOf'
      readonly job: string
    }
  | { readonly ask: 'run'; readonly run: string }
  | { readonly ask: 'node' | 'ownedRuns'; readonly session: Session }
  | { readonly ask: 'nodes' }
  | { readonly ask: 'declaredJobs'; readonly app: string }
  | { readonly ask: 'unarmedJobs' | 'queuedJobs'; readonly limit: number }
  | { readonly ask: 'dueJobs'; readonly until: EpochMs; readonly limit: number }
  | { readonly ask: 'nextDue'; readonly until: EpochMs }
  | { readonly ask: 'readyRuns'; readonly room: Room; readonly limit: number }
  | { readonly ask: 'nextReady'; readonly room: Room }

/**
 * What the store holds, before the step. `liveRuns` are those of the job in all its incarnations; `lastSpans` the newest
 * span of each incarnation that has one. Rows that nobody asked for may be among them.
 */
export interface Answer {
  readonly jobs?: readonly JobRow[]
  readonly runs?: readonly RunRow[]
  readonly spans?: readonly SpanRow[]
  readonly follows?: readonly FollowRow[]
  readonly nodes?: readonly NodeRow[]
  /** Of `nextDue` and `nextReady`. */
  readonly at?: EpochMs | null
}

/** The same text for the same question. */
export function askKey(ask: Ask): string {
  if (ask.ask === 'run') return `run ${ask.run}`
  if ('job' in ask) return `${ask.ask} ${ask.job}`
  if ('session' in ask) return `${ask.ask} ${ask.session}`
  return JSON.stringify(ask)
}
