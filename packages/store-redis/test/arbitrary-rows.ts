import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '@punctual/core/store'
import fc from 'fast-check'

/** Without the zero character: node:sqlite of Node 22 reads text no further, and no text of ours holds one. */
const text = fc.string({ unit: 'binary', maxLength: 20 }).map((any) => any.replaceAll('\0', '0'))
const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
const instant = fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 })
const count = fc.nat(1_000_000)
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null })

const policies: fc.Arbitrary<JobRow['policies']> = fc.record({
  maxInstances: fc.integer({ min: 1, max: 1_000 }),
  overlap: fc.constantFrom('skip', 'queue', 'replace'),
  maxQueue: count,
  misfireGrace: maybe(count),
  coalesce: fc.constantFrom('latest', 'earliest', 'all'),
  maxCatchUp: count,
  timeout: maybe(count),
  retry: fc.record({
    limit: count,
    delay: count,
    backoff: fc.constantFrom('fixed', 'exponential'),
    maxDelay: count,
    jitter: fc.boolean(),
  }),
  onNodeLoss: fc.constantFrom('rerun', 'lose'),
  maxCrashes: count,
  executor: id,
  priority: fc.integer({ min: -100, max: 100 }),
  tags: fc.array(id, { maxLength: 3 }),
  history: fc.record({ keep: count, maxAge: count }),
})

const runState = fc.constantFrom<RunRow['state']>(
  ...(['waiting', 'pending', 'running', 'succeeded', 'failed', 'cancelled', 'lost'] as const),
)
const endState = fc.constantFrom('succeeded', 'failed', 'cancelled', 'lost')
const upstream = fc.record({ jobId: id, runId: id, state: endState })

export const arbitraryJob: fc.Arbitrary<JobRow> = fc.record({
  id,
  inc: id,
  version: count,
  revision: count,
  task: id,
  taskVersion: count,
  trigger: text,
  mode: fc.constantFrom('time', 'delay', 'event'),
  anchor: instant,
  delay: maybe(count),
  input: maybe(text),
  policies,
  given: fc.array(id, { maxLength: 3 }),
  source: fc.constantFrom('code', 'route', 'decorator', 'api'),
  declaration: maybe(
    fc.record({
      app: maybe(id),
      hash: id,
      text,
      at: instant,
      edited: fc.array(id, { maxLength: 3 }),
      missingSince: maybe(instant),
    }),
  ),
  state: fc.constantFrom('active', 'paused', 'undeclared', 'finished'),
  pause: maybe(fc.record({ reason: maybe(text), by: maybe(text), at: instant })),
  heldNext: maybe(instant),
  nextAt: maybe(instant),
  high: maybe(instant),
  runSeq: count,
  runsLeft: maybe(count),
  last: maybe(fc.record({ runId: id, state: runState, endedAt: instant })),
  failures: count,
  createdAt: instant,
  updatedAt: instant,
})

export const arbitraryRun: fc.Arbitrary<RunRow> = fc.record({
  id,
  jobId: id,
  inc: id,
  seq: count,
  kind: fc.constantFrom('fire', 'manual', 'follow', 'backfill'),
  fireAt: instant,
  task: id,
  taskVersion: count,
  executor: id,
  priority: fc.integer({ min: -100, max: 100 }),
  state: runState,
  slot: maybe(count),
  owner: maybe(id),
  token: count,
  batch: maybe(id),
  attempt: count,
  recoveries: count,
  crashes: count,
  readyAt: maybe(instant),
  startDeadline: maybe(instant),
  cancel: maybe(text),
  input: maybe(text),
  result: maybe(text),
  error: maybe(fc.record({ name: text, message: text, code: maybe(text), stack: maybe(text) })),
  upstream: maybe(fc.array(upstream, { maxLength: 3 })),
  depth: count,
  missed: count,
  node: maybe(text),
  publishedAt: instant,
  startedAt: maybe(instant),
  endedAt: maybe(instant),
  expiresAt: maybe(instant),
})

export const arbitrarySpan: fc.Arbitrary<SpanRow> = fc.record({
  jobId: id,
  inc: id,
  first: instant,
  last: instant,
  reason: fc.constantFrom<SpanRow['reason']>(
    ...(['paused', 'undeclared', 'overlap_skipped', 'replaced', 'queue_full'] as const),
    ...(['coalesced', 'missed_in_outage', 'misfire_grace_exceeded'] as const),
    ...(['max_runs_reached', 'job_removed', 'follow_depth'] as const),
  ),
  cause: maybe(id),
  expiresAt: instant,
})

export const arbitraryFollow: fc.Arbitrary<FollowRow> = fc.record({
  child: id,
  parent: id,
  on: fc.constantFrom('success', 'failure', 'finish'),
  need: fc.constantFrom('all', 'any'),
  arrived: maybe(upstream),
})

export const arbitraryNode: fc.Arbitrary<NodeRow> = fc.record({
  session: id,
  app: maybe(id),
  name: text,
  role: id,
  version: maybe(text),
  beat: count,
  alive: fc.boolean(),
  free: count,
  declared: fc.array(id, { maxLength: 5 }),
  place: maybe(text),
  startedAt: instant,
  seenAt: instant,
})
