import type { JobPut, ResolvedPolicies } from '@punctual/core/store'

const policies: ResolvedPolicies = {
  maxInstances: 1,
  overlap: 'skip',
  maxQueue: 100,
  misfireGrace: null,
  coalesce: 'latest',
  maxCatchUp: 1_000,
  timeout: null,
  retry: { limit: 0, delay: 10_000, backoff: 'fixed', maxDelay: 60_000, jitter: false },
  onNodeLoss: 'rerun',
  maxCrashes: 2,
  executor: 'default',
  priority: 0,
  tags: [],
  history: { keep: 100, maxAge: 86_400_000 },
}

/** A job that is due at once and then every minute. */
export function sampleJob(
  id: string,
  {
    policies: own = {},
    ...columns
  }: Partial<Omit<JobPut, 'policies'>> & {
    readonly policies?: Partial<ResolvedPolicies>
  } = {},
): JobPut {
  return {
    id,
    inc: `inc of ${id}`,
    task: 'work',
    taskVersion: 1,
    trigger: '{"kind":"every","v":1,"period":60000}',
    mode: 'time',
    delay: null,
    anchor: 0,
    nextAt: 60_000,
    follow: null,
    input: null,
    policies: { ...policies, ...own },
    given: [],
    source: 'api',
    runsLeft: null,
    paused: false,
    declaration: null,
    ...columns,
  }
}
