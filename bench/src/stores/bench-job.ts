import type { JobPut } from '@punctual/core/store'

/** A job of every second that has been due since `start`. */
export function benchJob(id: string, start: number): JobPut {
  return {
    ...{ id, inc: `b${id.replaceAll(' ', '')}.${start}`, task: 'work', taskVersion: 1 },
    trigger: '{"kind":"every","v":1,"period":1000}',
    ...{ mode: 'time', delay: null, anchor: 0, nextAt: start, follow: null, input: null },
    policies: {
      ...{ maxInstances: 1, overlap: 'skip', maxQueue: 100, misfireGrace: null },
      ...{ coalesce: 'latest', maxCatchUp: 1_000, timeout: null },
      retry: { limit: 0, delay: 10_000, backoff: 'fixed', maxDelay: 60_000, jitter: false },
      ...{ onNodeLoss: 'rerun', maxCrashes: 2, executor: 'default', priority: 0, tags: [] },
      history: { keep: 100, maxAge: 86_400_000 },
    },
    ...{ given: [], source: 'api', runsLeft: null, paused: false, declaration: null },
  }
}
