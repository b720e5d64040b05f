import type { JobPut, ResolvedPolicies } from '@punctual/core/store'
import type { EpochMs, Millis } from '@punctual/core/testing'

export const SECOND: Millis = 1_000
export const MINUTE: Millis = 60_000
export const HOUR: Millis = 3_600_000
export const DAY: Millis = 86_400_000

/** A job as a case puts it: what it does not name has a plain value. */
export type JobChoice = Partial<Omit<JobPut, 'policies' | 'declaration'>> & {
  readonly policies?: Partial<ResolvedPolicies>
  readonly declaration?: Partial<NonNullable<JobPut['declaration']>>
}

/** The policies of a job that was given none, with some of its own. */
export function samplePolicies(own: Partial<ResolvedPolicies> = {}): ResolvedPolicies {
  return {
    maxInstances: 1,
    overlap: 'skip',
    maxQueue: 100,
    misfireGrace: null,
    coalesce: 'latest',
    maxCatchUp: 1_000,
    timeout: null,
    retry: { limit: 3, delay: 10_000, backoff: 'fixed', maxDelay: HOUR, jitter: false },
    onNodeLoss: 'rerun',
    maxCrashes: 2,
    executor: 'default',
    priority: 0,
    tags: [],
    history: { keep: 100, maxAge: 30 * DAY },
    ...own,
  }
}

/** A job of every minute, put now. */
export function sampleJob(id: string, inc: string, now: EpochMs, choice: JobChoice): JobPut {
  const { policies, declaration, ...columns } = choice
  return {
    id,
    inc,
    task: 'work',
    taskVersion: 1,
    trigger: everyText(MINUTE),
    mode: 'time',
    delay: null,
    anchor: now,
    nextAt: now + MINUTE,
    follow: null,
    input: null,
    policies: samplePolicies(policies),
    given: Object.keys(policies ?? {}),
    source: declaration === undefined ? 'api' : 'code',
    runsLeft: null,
    paused: false,
    declaration:
      declaration === undefined
        ? null
        : {
            ...{ app: 'shop', hash: 'hash-1', text: '{}', at: now },
            ...{ discardEdits: false, formerly: [] },
            ...declaration,
          },
    ...columns,
  }
}

/** The JSON of a trigger, as text; stores do not look into it. */
export function everyText(period: Millis): string {
  return JSON.stringify({ kind: 'every', v: 1, period })
}

/** The columns of a job whose pause counts from the end of its run. */
export function delayed(delay: Millis, nextAt: EpochMs): JobChoice {
  const trigger = JSON.stringify({ kind: 'fixedDelay', v: 1, pause: delay })
  return { trigger, mode: 'delay', delay, nextAt }
}

/** The columns of a job that follows others. */
export function following(
  parents: readonly string[],
  {
    on = 'success',
    need = 'any',
  }: Partial<Pick<NonNullable<JobPut['follow']>, 'on' | 'need'>> = {},
): JobChoice {
  const trigger = JSON.stringify({ kind: 'after', v: 1, jobs: parents, on, need })
  return { trigger, mode: 'event', nextAt: null, follow: { parents, on, need } }
}
