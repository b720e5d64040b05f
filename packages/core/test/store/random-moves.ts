import fc from 'fast-check'
import { cancel } from '../../src/store/operations/cancel.ts'
import { change } from '../../src/store/operations/change.ts'
import { claim } from '../../src/store/operations/claim.ts'
import { enqueue } from '../../src/store/operations/enqueue.ts'
import { finish } from '../../src/store/operations/finish.ts'
import { openSession } from '../../src/store/operations/open-session.ts'
import { publish } from '../../src/store/operations/publish.ts'
import { put } from '../../src/store/operations/put.ts'
import { reap } from '../../src/store/operations/reap.ts'
import { promoteStranded, rearmForgotten } from '../../src/store/operations/sweep.ts'
import { undeclareMissing } from '../../src/store/operations/undeclared.ts'
import type { JobPut, PutMode } from '../../src/store/store-messages.ts'
import type { Tables } from '../../src/store/tables.ts'
import { delayed, fireAt, following, MINUTE, SECOND, type Stage } from './stage.ts'

/** Something that somebody does to a store; the numbers choose what to. */
export interface Move {
  readonly kind: keyof typeof movers
  readonly job: number
  readonly pick: number
  /** Runs that a claim takes at most; by default few of them. */
  readonly room?: number
}

/** Each kind as often as it stands here. */
const kinds: readonly Move['kind'][] = [
  ...(['put', 'put', 'declare', 'pause', 'resume', 'resume', 'update', 'remove'] as const),
  ...(['publish', 'publish', 'publish', 'publish', 'claim', 'claim', 'enqueue'] as const),
  ...(['finish', 'finish', 'finish', 'cancel', 'reap', 'sweep'] as const),
]

/** Ways in which a store may be used, mostly with jobs that are there. */
export const arbitraryMoves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    job: fc.integer({ min: 0, max: 3 }),
    pick: fc.integer({ min: 0, max: 29 }),
  }),
  { minLength: 20, maxLength: 80, size: 'max' },
)

/** Does it, as far as it can be done, in the step that the tables belong to. */
export function play(tables: Tables, move: Move, stage: Stage): void {
  const session = sessionOf(tables, stage)
  movers[move.kind]({ tables, stage, session, id: `job-${move.job}`, ...move })
}

interface Play extends Move {
  readonly tables: Tables
  readonly stage: Stage
  readonly session: string
  readonly id: string
}

const movers = {
  put({ tables, stage, id, pick, job }: Play): void {
    put(
      tables,
      [anyPut(stage, id, job, pick)],
      oneOf<PutMode>(['fail', 'keep', 'replace'], pick)!,
      null,
    )
  },
  declare({ tables, stage, session, id, pick, job }: Play): void {
    const declared = { hash: `h${pick % 3}`, formerly: [`job-${(job + 1) % 4}`] }
    const choice = stage.put(id, { declared, nextAt: stage.now + SECOND * pick })
    put(
      tables,
      [{ ...anyPut(stage, id, job, pick), declaration: choice.declaration }],
      'declare',
      session,
    )
  },
  pause({ tables, id }: Play): void {
    change(tables, [{ kind: 'pause', id, reason: null, by: null }])
  },
  resume({ tables, stage, id, pick }: Play): void {
    const lifts = pick % 2 === 0 ? 'paused' : 'undeclared'
    const event = tables.job(id)?.mode === 'event'
    const nextAt = event || pick % 7 === 0 ? null : stage.now + pick * SECOND
    change(tables, [{ kind: 'resume', id, lifts, nextAt, span: null }])
  },
  update({ tables, stage, id, pick }: Play): void {
    const when = { ...stage.put(id, { trigger: `"t${pick % 4}"`, nextAt: stage.now }) }
    change(tables, [{ kind: 'update', id, when }])
  },
  remove({ tables, id, pick }: Play): void {
    change(tables, [{ kind: 'remove', id, cancelRuns: pick % 2 === 0 }])
  },
  publish({ tables, stage, session, pick }: Play): void {
    const due = byId(tables.dueJobs(stage.now, 10))
    const items = due.map(({ id, inc, version, mode, nextAt }) => ({
      ...{ id, inc, version, spans: [] },
      next: mode === 'time' && pick % 9 > 0 ? stage.now + MINUTE : null,
      fires:
        pick % 11 === 0
          ? []
          : [fireAt(nextAt ?? 0, { own: pick % 3 > 0, catchUp: pick % 5 === 0 })],
    }))
    publish(tables, session, `b${pick}`, items)
  },
  enqueue({ tables, session, id, pick }: Play): void {
    const run = {
      key: `m${pick}`,
      job: id,
      kind: 'manual',
      input: null,
      own: pick % 2 === 0,
    } as const
    enqueue(tables, [run], { by: session })
  },
  claim({ tables, session, pick, room = 1 + (pick % 3) }: Play): void {
    const tasks = [{ name: 'work', version: 1 }]
    claim(tables, session, `c${pick}`, [{ executor: 'default', count: room, tasks }])
  },
  finish({ tables, session, pick }: Play): void {
    const run = oneOf(byId(tables.ownedRuns(session)), pick)
    if (run === undefined) return
    const { id: runId, token } = run
    const error = { name: 'Error', message: 'no', code: null, stack: null }
    const ends = [
      { runId, token, end: 'succeeded', result: null },
      { runId, token, end: 'failed', error },
      { runId, token, end: 'retry', delay: SECOND * pick, error },
      { runId, token, end: 'missed' },
      { runId, token, end: 'released' },
      { runId, token, end: 'cancelled', error: null },
    ] as const
    finish(tables, session, [oneOf(ends, pick)!])
  },
  cancel({ tables, id, pick }: Play): void {
    const job = tables.job(id)
    const run = job === null ? undefined : oneOf(tables.liveRuns(id, job.inc), pick)
    if (run !== undefined) cancel(tables, [run.id], 'enough')
  },
  reap({ tables, session, pick }: Play): void {
    if (pick % 2 === 0) reap(tables, session, { goodbye: true })
    else {
      const observer = `watcher${tables.nodes().length}`
      openSession(
        tables,
        { id: observer, name: observer, app: 'shop', role: 'all', version: null },
        null,
      )
      reap(tables, session, { by: observer, expectBeat: 0 })
      tables.updateNode(tables.node(observer)!, { alive: false })
    }
  },
  sweep({ tables }: Play): void {
    undeclareMissing(tables)
    if (promoteStranded(tables, 10) > 0) throw new Error('a run was left waiting')
    if (rearmForgotten(tables, 10) > 0) throw new Error('a job was left unarmed')
    tables.prune(1_000)
  },
}

function anyPut(stage: Stage, id: string, job: number, pick: number): JobPut {
  const overlap = oneOf(['skip', 'queue', 'replace'] as const, pick)!
  const policies = {
    ...{ overlap, maxInstances: 1 + (pick % 2), maxQueue: 2, maxCatchUp: 3, maxCrashes: 1 },
    onNodeLoss: oneOf(['rerun', 'lose'] as const, pick)!,
    history: { keep: pick % 4, maxAge: MINUTE },
  }
  const need = oneOf(['all', 'any'] as const, pick)!
  const parents = [`job-${(job + 1) % 4}`, `job-${(job + 2) % 4}`]
  const shapes = [{}, {}, delayed(SECOND * (1 + pick)), following(parents, { on: 'finish', need })]
  const runsLeft = pick % 6 === 0 ? 1 + (pick % 3) : null
  const shape = { nextAt: stage.now, runsLeft, paused: pick % 13 === 0, ...oneOf(shapes, pick)! }
  return stage.put(id, { ...shape, policies })
}

/** The session that is alive; a new one after the last was closed. */
function sessionOf(tables: Tables, stage: Stage): string {
  const alive = tables.nodes().find((node) => node.alive)
  if (alive !== undefined) return alive.session
  const id = `s${tables.nodes().length}-${stage.now}`
  openSession(tables, { id, name: id, app: 'shop', role: 'all', version: null }, null)
  return id
}

function oneOf<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)]
}

/** Of equal ones a store may give any first. */
function byId<T extends { readonly id: string }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
