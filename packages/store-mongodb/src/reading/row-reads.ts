import type {
  Answer,
  Ask,
  EpochMs,
  FollowRow,
  JobRow,
  RowSource,
  RunRow,
  SpanRow,
} from '@punctual/core/store'
import type { Collections } from '../collections.ts'
import type { RowsRead } from '../journal/writes-of.ts'
import { followCodec } from '../rows/follow-codec.ts'
import { jobCodec } from '../rows/job-codec.ts'
import { nodeCodec } from '../rows/node-codec.ts'
import { runCodec } from '../rows/run-codec.ts'
import { foundRows } from './found-rows.ts'
import { dueJobs, nextDue, queuedJobs, unarmedJobs } from './job-asks.ts'
import { lastSpans } from './last-spans.ts'
import { nextReady, readyRuns } from './ready-runs.ts'

/** Questions of which a step asks many at once. */
type GroupedAsk = Extract<Ask, { readonly job: string } | { readonly ask: 'run' }>

/** What several questions of one kind are answered from with one read. */
interface Lookups {
  readonly jobs: Promise<readonly JobRow[]>
  readonly runs: Promise<readonly RunRow[]>
  readonly live: Promise<readonly RunRow[]>
  readonly spans: Promise<readonly SpanRow[]>
  readonly followed: Promise<ReadonlyMap<string, readonly FollowRow[]>>
  readonly followers: Promise<ReadonlyMap<string, readonly FollowRow[]>>
}

/** Answers the questions of one try of a step: each collection is read once, all of them at the same time. */
export class RowReads implements RowSource, RowsRead {
  readonly jobs: Map<string, JobRow> = new Map()
  readonly follows: Map<string, readonly FollowRow[]> = new Map()
  readonly #rows: Collections['rows']
  readonly #now: EpochMs
  /** Rows beyond the limit of a question, for steps in which others may be taken away before. */
  readonly #spare: number

  constructor({ rows }: Collections, now: EpochMs, spare: number) {
    this.#rows = rows
    this.#now = now
    this.#spare = spare
  }

  async answer(asks: readonly Ask[]): Promise<readonly Answer[]> {
    const lookups = this.#look(asks)
    // All are awaited here, so that none that fails first leaves another without anybody to hear it.
    await Promise.all(Object.values(lookups))
    const answers = await Promise.all(asks.map((ask) => this.#answer(ask, lookups)))
    for (const { jobs = [] } of answers) for (const job of jobs) this.jobs.set(job.id, job)
    return answers
  }

  #look(asks: readonly Ask[]): Lookups {
    const rows = this.#rows
    const jobsOf = (...kinds: readonly Ask['ask'][]): string[] =>
      asks.flatMap((ask) => ('job' in ask && kinds.includes(ask.ask) ? [ask.job] : []))
    const runs = asks.flatMap((ask) => (ask.ask === 'run' ? [ask.run] : []))
    const among = (ids: readonly string[]): object => ({ $in: [...new Set(ids)] })
    const some = <T>(ids: readonly string[], read: (list: object) => Promise<readonly T[]>) =>
      ids.length === 0 ? Promise.resolve([]) : read(among(ids))
    return {
      jobs: some(jobsOf('job'), (_id) => foundRows(rows.jobs, jobCodec, { _id })),
      runs: some(runs, (_id) => foundRows(rows.runs, runCodec, { _id })),
      live: some(jobsOf('liveRuns'), (jobId) =>
        foundRows(rows.runs, runCodec, { jobId, live: true }),
      ),
      spans: some(jobsOf('lastSpans'), (jobId) => lastSpans(rows.spans, jobId)),
      followed: this.#follows(jobsOf('followsOf'), '_id'),
      followers: this.#follows(jobsOf('followersOf'), 'rows.parent'),
    }
  }

  /** Always all rows of a child: a rename has to write all of them. */
  async #follows(
    ids: readonly string[],
    field: '_id' | 'rows.parent',
  ): Promise<ReadonlyMap<string, readonly FollowRow[]>> {
    if (ids.length === 0) return new Map()
    const filter = { [field]: { $in: [...new Set(ids)] } }
    const found = await foundRows(this.#rows.follows, followCodec, filter)
    if (field === '_id') for (const id of ids) this.follows.set(id, [])
    for (const { child, rows } of found) this.follows.set(child, rows)
    return new Map(found.map(({ child, rows }) => [child, rows]))
  }

  #answer(ask: Ask, lookups: Lookups): Promise<Answer> {
    return 'job' in ask || ask.ask === 'run' ? this.#grouped(ask, lookups) : this.#single(ask)
  }

  async #grouped(ask: GroupedAsk, lookups: Lookups): Promise<Answer> {
    switch (ask.ask) {
      case 'job':
        return { jobs: (await lookups.jobs).filter(({ id }) => id === ask.job) }
      case 'run':
        return { runs: (await lookups.runs).filter(({ id }) => id === ask.run) }
      case 'liveRuns':
        return { runs: (await lookups.live).filter(({ jobId }) => jobId === ask.job) }
      case 'lastSpans':
        return { spans: (await lookups.spans).filter(({ jobId }) => jobId === ask.job) }
      case 'followsOf':
        return { follows: (await lookups.followed).get(ask.job) ?? [] }
      case 'followersOf': {
        const rows = [...(await lookups.followers).values()].flat()
        return { follows: rows.filter(({ parent }) => parent === ask.job) }
      }
    }
  }

  async #single(ask: Exclude<Ask, GroupedAsk>): Promise<Answer> {
    const rows = this.#rows
    switch (ask.ask) {
      case 'node':
        return { nodes: await foundRows(rows.nodes, nodeCodec, { _id: ask.session }) }
      case 'nodes':
        return { nodes: await foundRows(rows.nodes, nodeCodec, { alive: { $exists: true } }) }
      case 'ownedRuns':
        return { runs: await foundRows(rows.runs, runCodec, { owner: ask.session }) }
      case 'declaredJobs': {
        const state = { $in: ['active', 'paused'] }
        const filter = { 'declaration.app': ask.app, declaration: { $exists: true }, state }
        return { jobs: await foundRows(rows.jobs, jobCodec, filter) }
      }
      case 'unarmedJobs':
        return { jobs: await unarmedJobs(rows, ask.limit) }
      case 'queuedJobs':
        return { jobs: await queuedJobs(rows, ask.limit) }
      case 'dueJobs':
        return { jobs: await dueJobs(rows, ask.until, ask.limit) }
      case 'nextDue':
        return { at: await nextDue(rows, ask.until) }
      case 'readyRuns':
        return { runs: await readyRuns(rows, ask.room, this.#now, ask.limit + this.#spare) }
      case 'nextReady':
        return { at: await nextReady(rows, ask.room, this.#now) }
    }
  }
}
