import type {
  ChangePart,
  Changes,
  FollowRow,
  JobRow,
  NodeRow,
  RunRow,
  SpanRow,
} from '@punctual/core/store'
import { followCodec, type Follows } from '../rows/follow-codec.ts'
import { jobCodec } from '../rows/job-codec.ts'
import { nodeCodec } from '../rows/node-codec.ts'
import { runCodec } from '../rows/run-codec.ts'
import { spanCodec } from '../rows/span-codec.ts'
import { NetRows } from './net-rows.ts'
import type { Rename, StepWrite, StepWrites } from './step-writes.ts'

/** What a step read: a rename moves rows that it did not change. */
export interface RowsRead {
  readonly jobs: ReadonlyMap<string, JobRow>
  readonly follows: ReadonlyMap<string, readonly FollowRow[]>
}

/** More runs than one step makes. */
const RUNS = 100_000

/** The changes of a step as one write for each document, however many parts they came in. */
export function writesOf({ parts }: Changes, read: RowsRead, step: number): StepWrites {
  const net = new NetChanges(read)
  for (const part of parts) net.add(part)
  const { renames, writes } = net.writes()
  return { renames, writes: writes.map((write, index) => numbered(write, step * RUNS + index)) }
}

/** Runs of one instant are listed in the order in which they were made. */
function numbered(write: StepWrite, serial: number): StepWrite {
  if (write.kind !== 'runs' || !('put' in write)) return write
  return { ...write, put: { ...write.put, serial } }
}

class NetChanges {
  readonly #read: RowsRead
  readonly #jobs = new NetRows<JobRow>(
    'jobs',
    jobCodec,
    (before, after) => before.inc !== after.inc,
  )
  readonly #runs = new NetRows<RunRow>('runs', runCodec, () => false)
  readonly #spans = new NetRows<SpanRow>('spans', spanCodec, () => false)
  readonly #nodes = new NetRows<NodeRow>('nodes', nodeCodec, () => false)
  readonly #follows = new NetRows<Follows>('follows', followCodec, () => true)
  readonly #renames: Rename[] = []

  constructor(read: RowsRead) {
    this.#read = read
  }

  add({ jobs, runs, spans, nodes, follows, rename }: ChangePart): void {
    this.#jobs.add(jobs)
    this.#runs.add(runs)
    this.#spans.add(spans)
    this.#nodes.add(nodes)
    for (const [child, rows] of follows) this.#setFollows(child, rows)
    if (rename !== null) this.#rename(rename)
  }

  writes(): StepWrites {
    const kinds = [this.#jobs, this.#runs, this.#spans, this.#nodes, this.#follows]
    return { renames: this.#renames, writes: kinds.flatMap((kind) => kind.writes()) }
  }

  #setFollows(child: string, rows: readonly FollowRow[]): void {
    const stored = this.#read.follows.get(child) ?? []
    // Whoever takes all of them away may not have read them: the grave of nothing does no harm.
    const before = stored.length === 0 && rows.length > 0 ? null : { child, rows: stored }
    this.#follows.add([{ before, after: rows.length === 0 ? null : { child, rows } }])
  }

  #rename(rename: Rename): void {
    const { from, to } = rename
    const named = (id: string): string => (id === from ? to : id)
    const written = this.#jobs.after(from)
    const job = written === undefined ? this.#read.jobs.get(from) : written
    if (job === undefined || job === null) throw new Error('a job is renamed that was never read')
    this.#jobs.add([
      { before: job, after: null },
      { before: null, after: { ...job, id: to } },
    ])
    this.#runs.amend((run) => (run.jobId === from ? { jobId: to } : null))
    this.#spans.amend((span) => (span.jobId === from ? { jobId: to } : null))
    for (const child of new Set([...this.#read.follows.keys(), ...this.#follows.ids()])) {
      const rows = this.#followsOf(child)
      if (child !== from && !rows.some(({ parent }) => parent === from)) continue
      this.#setFollows(child, [])
      const moved = rows.map((row) => ({ ...row, child: named(child), parent: named(row.parent) }))
      this.#setFollows(named(child), moved)
    }
    this.#renames.push(rename)
  }

  #followsOf(child: string): readonly FollowRow[] {
    const written = this.#follows.after(child)
    if (written === undefined) return this.#read.follows.get(child) ?? []
    return written?.rows ?? []
  }
}
