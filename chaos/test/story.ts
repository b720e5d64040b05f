import type { Calm, History, JobFacts, StoredRun, StoredSpan } from '../src/history/history.ts'
import type { HistoryEvent, OfferedEnd } from '../src/history/history-event.ts'

/** Wall time of a story's beginning; its monotonic clock begins at 0. */
export const BEGUN = 1_800_000_000_000

type RunGiven = Partial<StoredRun> & { readonly id: string; readonly fireAt: number }
type Where = { readonly node: string; readonly session: string }

export const A: Where = { node: 'a', session: 'sa' }
export const B: Where = { node: 'b', session: 'sb' }

/** A history told event by event; times are milliseconds from its beginning, and every step takes its own. */
export class Story {
  readonly events: HistoryEvent[] = []
  readonly runs: StoredRun[] = []
  readonly spans: StoredSpan[] = []
  readonly jobs: JobFacts[] = []
  calm: readonly Calm[] = []

  job(id: string, facts: Partial<JobFacts> = {}): this {
    const plain = { instants: null, maxInstances: 1, onNodeLoss: 'rerun' as const, follows: null }
    const rest = { prompt: true, ends: true, removed: false, state: 'finished' }
    this.jobs.push({ id, ...plain, ...rest, ...facts })
    return this
  }

  run({ fireAt, ...row }: RunGiven): this {
    const plain = { jobId: 'j', kind: 'fire', state: 'succeeded', token: 1, attempt: 1 }
    const rest = { recoveries: 0, result: `value ${row.id}`, upstream: [] }
    const at = BEGUN + fireAt
    this.runs.push({ ...plain, ...rest, publishedAt: at, ...row, fireAt: at })
    return this
  }

  span(first: number, last: number, jobId = 'j'): this {
    this.spans.push({ jobId, first: BEGUN + first, last: BEGUN + last, reason: 'overlap_skipped' })
    return this
  }

  granted(t: number, runId: string, { node, session }: Where = A, token = 1): this {
    const run = { jobId: 'j', runId, fireAt: BEGUN, token }
    this.events.push({ type: 'granted', via: 'publish', t, sentAt: t - 1, node, session, ...run })
    return this
  }

  started(
    t: number,
    runId: string,
    where: Where = A,
    rest: Partial<{
      token: number
      attempt: number
      fireAt: number
      jobId: string
      heard: boolean
    }> = {},
  ): this {
    const { token = 1, attempt = 1, fireAt = 0, jobId = 'j', heard = true } = rest
    const { node, session } = where
    if (heard) this.told(t, 'started', runId, where, attempt)
    const at = { fireAt: BEGUN + fireAt, wall: BEGUN + t }
    this.events.push({ type: 'started', t, node, session, jobId, runId, token, attempt, ...at })
    return this
  }

  ended(t: number, runId: string, { node }: Where = A, token = 1): this {
    this.events.push({ type: 'ended', t, node, runId, token, how: 'returned' })
    return this
  }

  offered(
    t: number,
    runId: string,
    { node, session }: Where = A,
    token = 1,
    end: OfferedEnd = 'succeeded',
  ): this {
    const result = end === 'succeeded' ? `value ${runId}` : null
    this.events.push({ type: 'offered', t, node, session, runId, token, end, result })
    return this
  }

  judged(
    t: number,
    runId: string,
    { node }: Where = A,
    token = 1,
    verdict: 'accepted' | 'fenced' = 'accepted',
    end: OfferedEnd = 'succeeded',
  ): this {
    this.events.push({ type: 'judged', t, node, runId, token, end, verdict })
    return this
  }

  told(
    t: number,
    news: 'started' | 'succeeded' | 'failed' | 'lost',
    runId: string,
    { node }: Where = A,
    attempt = 1,
  ): this {
    this.events.push({ type: 'told', t, node, news, runId, attempt })
    return this
  }

  reaping(t: number, victim: string, { node }: Where = B): this {
    this.events.push({ type: 'reaping', t, node, victim })
    return this
  }

  held(t: number, what: 'paused' | 'resuming' | 'removed', jobId = 'j'): this {
    this.events.push({ type: 'held', t, node: 'user', jobId, what, wall: BEGUN + t })
    return this
  }

  /** A run from its grant to the news of its success. */
  whole(from: number, until: number, runId: string, where: Where = A, token = 1): this {
    this.granted(from - 1, runId, where, token).started(from, runId, where, { token, fireAt: 0 })
    this.ended(until, runId, where, token).offered(until, runId, where, token)
    return this.judged(until + 1, runId, where, token).told(until + 1, 'succeeded', runId, where)
  }

  get history(): History {
    const events = this.events.toSorted((a, b) => a.t - b.t)
    const { jobs, runs, spans, calm } = this
    return { jobs, events, runs, spans, calm, patience: 1_000 }
  }
}

/** Where every rule holds: fires, a skipped one, a run whose node was frozen, a pause, a follow-up. */
export function soundStory(): Story {
  const story = new Story()
    .job('j', { instants: [0, 1_000, 2_000, 3_000, 4_000].map((at) => BEGUN + at) })
    .job('child', { follows: 'k', ends: false, state: 'active' })
    .job('k', { onNodeLoss: 'lose' })
  story.run({ id: 'r0', fireAt: 0 }).whole(5, 900, 'r0')
  // Its node freezes, another runs it again, and the outcome that comes late is refused.
  story.run({ id: 'r1', fireAt: 1_000, token: 3, recoveries: 1 }).span(2_000, 2_000)
  story.granted(1_001, 'r1').started(1_002, 'r1').reaping(1_500, 'sa')
  story.whole(1_600, 2_500, 'r1', B, 3)
  story.ended(2_700, 'r1').offered(2_700, 'r1').judged(2_701, 'r1', A, 1, 'fenced')
  story.held(2_800, 'paused').span(3_000, 3_000).held(3_900, 'resuming')
  story.run({ id: 'r4', fireAt: 4_000 }).whole(4_001, 4_100, 'r4', B)
  story.run({ id: 'k1', jobId: 'k', fireAt: 0, state: 'lost', token: 2, result: null })
  story.run({
    id: 'c1',
    jobId: 'child',
    kind: 'follow',
    fireAt: 10,
    upstream: ['k1'],
    state: 'cancelled',
    result: null,
  })
  story.calm = [{ from: BEGUN, until: BEGUN + 5_000 }]
  return story
}
