import type { Answer, Ask } from '../../../src/store/replay/ask.ts'
import { replayed } from '../../../src/store/replay/replayed.ts'
import {
  isEmpty,
  type ChangePart,
  type Changes,
  type RowSource,
} from '../../../src/store/replay/row-source.ts'
import type { Steps } from '../../../src/store/steps.ts'
import type { Tables } from '../../../src/store/tables.ts'
import { MemorySteps } from '../../../src/stores/memory/memory-steps.ts'

/** A memory store as if it stood beyond a socket: what a step reads is answered in a later turn, what it wrote is kept at its end. */
export class LaterSteps extends MemorySteps implements Steps, RowSource {
  /** Round trips so far. */
  asked = 0
  readonly asks: Ask['ask'][] = []
  #last: Promise<unknown> = Promise.resolve()

  override write<T>(work: (tables: Tables) => T, asks: readonly Ask[] = []): Promise<T> {
    const step = this.#last.then(() => this.#step(work, asks))
    this.#last = step.catch(() => {})
    return step
  }

  override async look<T>(work: (tables: Tables) => T, asks: readonly Ask[] = []): Promise<T> {
    const now = await super.look((tables) => tables.now)
    const { result, changes } = await replayed(this, work, { now, asks })
    if (!isEmpty(changes)) throw new Error('a look wrote something')
    return result
  }

  prune(limit: number): Promise<number> {
    return super.write((tables) => tables.prune(limit))
  }

  async answer(asks: readonly Ask[]): Promise<readonly Answer[]> {
    this.asked += 1
    this.asks.push(...asks.map(({ ask }) => ask))
    await Promise.resolve()
    return super.look((tables) => asks.map((ask) => structuredClone(answerOf(tables, ask))))
  }

  async #step<T>(work: (tables: Tables) => T, asks: readonly Ask[]): Promise<T> {
    const now = await super.look((tables) => tables.now)
    const { result, changes } = await replayed(this, work, { now, asks })
    await super.write((tables) => keep(tables, changes))
    return result
  }
}

function answerOf(tables: Tables, ask: Ask): Answer {
  switch (ask.ask) {
    case 'job':
      return { jobs: some(tables.job(ask.job)) }
    case 'run':
      return { runs: some(tables.run(ask.run)) }
    case 'liveRuns':
      return { runs: some(tables.job(ask.job)).flatMap((job) => tables.liveRuns(job.id, job.inc)) }
    case 'lastSpans':
      return {
        spans: some(tables.job(ask.job)).flatMap((job) => some(tables.lastSpan(job.id, job.inc))),
      }
    case 'followsOf':
      return { follows: tables.followsOf(ask.job) }
    case 'followersOf':
      return { follows: tables.followersOf(ask.job) }
    case 'node':
      return { nodes: some(tables.node(ask.session)) }
    case 'nodes':
      return { nodes: tables.nodes() }
    case 'ownedRuns':
      return { runs: tables.ownedRuns(ask.session) }
    case 'declaredJobs':
      return { jobs: tables.declaredJobs(ask.app) }
    case 'unarmedJobs':
      return { jobs: tables.unarmedJobs(ask.limit) }
    case 'queuedJobs':
      return { jobs: tables.queuedJobs(ask.limit) }
    case 'dueJobs':
      return { jobs: tables.dueJobs(ask.until, ask.limit) }
    case 'nextDue':
      return { at: tables.nextDue(ask.until) }
    case 'readyRuns':
      // More than was asked for: in these steps others may have been taken away before.
      return { runs: tables.readyRuns(ask.room, ask.limit + 100) }
    case 'nextReady':
      return { at: tables.nextReady(ask.room) }
  }
}

function some<T>(row: T | null): readonly T[] {
  return row === null ? [] : [row]
}

/** Refuses what a database would: a row that is added twice, or changed where there is none. */
function keep(tables: Tables, { parts }: Changes): void {
  for (const part of parts) {
    keepPart(tables, part)
    if (part.rename === null) continue
    const { from, to } = part.rename
    tables.renameJob(there(tables.job(from)), to)
  }
}

function keepPart(tables: Tables, { jobs, runs, spans, follows, nodes }: ChangePart): void {
  for (const { before, after } of jobs) {
    const row = before === null ? null : there(tables.job(before.id))
    if (row !== null && after !== null && row.inc === after.inc) tables.updateJob(row, { ...after })
    else {
      if (row !== null) tables.deleteJob(row)
      if (after !== null) tables.insertJob({ ...after })
    }
  }
  for (const { before, after } of runs) {
    const row = before === null ? null : there(tables.run(before.id))
    if (row === null && after !== null) tables.insertRun({ ...after })
    else if (row !== null && after !== null) tables.updateRun(row, { ...after })
    else if (row !== null) tables.deleteRun(row)
  }
  for (const { after } of spans) if (after !== null) tables.insertSpan({ ...after })
  for (const [child, rows] of follows) tables.setFollows(child, rows)
  for (const { before, after } of nodes) {
    const row = before === null ? null : there(tables.node(before.session))
    if (row === null && after !== null) tables.insertNode({ ...after })
    else if (row !== null && after !== null) tables.updateNode(row, { ...after })
    else if (row !== null) tables.deleteNode(row)
  }
}

function there<T>(row: T | null): T {
  if (row === null) throw new Error('the row is not there')
  return row
}
