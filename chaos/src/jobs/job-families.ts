import type { JobOptions } from '@punctual/core'

/** Jobs that differ in their id and phase only. */
export interface JobFamily {
  readonly name: string
  readonly count: number
  readonly kind: 'every' | 'cron' | 'fixedDelay' | 'after' | 'at'
  readonly options: JobOptions
  readonly takes: readonly [number, number]
  readonly fails: number
}

const plain = { kind: 'every', options: {}, takes: [0, 1_200], fails: 0 } as const
/** A run of a queue has to make way sooner than the next comes, or the queue never ends. */
const short = [0, 500] as const

/** All kinds of triggers, and all policies that decide what becomes of a fire. */
export const jobFamilies: readonly JobFamily[] = [
  { ...plain, name: 'skip', count: 36 },
  { ...plain, name: 'cron', count: 14, kind: 'cron' },
  { ...plain, name: 'lose', count: 12, options: { onNodeLoss: 'lose' } },
  { ...plain, name: 'two', count: 12, options: { maxInstances: 2 }, takes: [0, 1_800] },
  { ...plain, name: 'queue', count: 12, options: { overlap: 'queue' }, takes: short },
  { ...plain, name: 'replace', count: 8, options: { overlap: 'replace' } },
  {
    ...plain,
    name: 'retry',
    count: 10,
    options: { retry: { limit: 3, delay: '200ms', backoff: 'fixed', jitter: false } },
    ...{ takes: [0, 300], fails: 0.4 },
  },
  { ...plain, name: 'grace', count: 8, options: { misfireGrace: '1500ms' } },
  {
    ...plain,
    name: 'catch-up',
    count: 20,
    options: { coalesce: 'all', overlap: 'queue' },
    takes: short,
  },
  { ...plain, name: 'earliest', count: 4, options: { coalesce: 'earliest' } },
  { ...plain, name: 'delay', count: 8, kind: 'fixedDelay', takes: [0, 400] },
  {
    ...plain,
    name: 'follow',
    count: 6,
    kind: 'after',
    options: { overlap: 'queue' },
    takes: [0, 300],
  },
  { ...plain, name: 'once', count: 800, kind: 'at', takes: [0, 4_000] },
  { ...plain, name: 'held', count: 4, takes: [0, 700] },
  { ...plain, name: 'removed', count: 4, takes: [0, 700] },
]

/** The family of a job, by its id. */
export function familyOf(jobId: string): JobFamily {
  const family = jobFamilies.find(({ name }) => jobId.startsWith(`${name}/`))
  if (family === undefined) throw new Error(`no family has a job ${jobId}`)
  return family
}
