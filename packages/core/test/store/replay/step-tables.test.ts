import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemorySteps } from '../../../src/stores/memory/memory-steps.ts'
import { arbitraryMoves, play, type Move } from '../random-moves.ts'
import { SECOND, Stage } from '../stage.ts'
import { LaterSteps } from './later-steps.ts'

const history = 100_000

test('a step over answers reads and leaves what one over the rows themselves does, whatever happens in it', async () => {
  const size = fc.integer({ min: 1, max: 8 })
  const law = fc.asyncProperty(arbitraryMoves, size, async (moves, atOnce) => {
    const plain = await staged(new MemorySteps({ history }))
    const later = await staged(new LaterSteps({ history }))
    for (let at = 0; at < moves.length; at += atOnce) {
      const step = moves.slice(at, at + atOnce).filter(({ kind }) => kind !== 'sweep')
      const told = await playAll(plain, step)
      expect(await playAll(later, step)).toEqual(told)
      expect(await contents(later)).toEqual(await contents(plain))
      plain.pass(SECOND)
      later.pass(SECOND)
    }
  })
  await fc.assert(law, { numRuns: 60, endOnFailure: true })
})

async function staged(steps: MemorySteps): Promise<Stage> {
  const stage = new Stage(history, steps)
  await stage.session('a')
  await stage.session('b')
  return stage
}

/** Everything in one step; says what the step could read at its end. */
async function playAll(stage: Stage, moves: readonly Move[]): Promise<unknown> {
  const { fresh } = stage
  return stage.steps.write((tables) => {
    stage.fresh = fresh
    // All that is ready: of runs that are equally so, stores may take any.
    for (const move of moves) play(tables, { ...move, room: 100 }, stage)
    return structuredClone(readable(tables))
  })
}

function readable(tables: Parameters<Parameters<MemorySteps['write']>[0]>[0]): unknown {
  const room = { executor: 'default', count: 10, tasks: [{ name: 'work', version: 1 }] }
  return [0, 1, 2, 3].map((n) => {
    const job = tables.job(`job-${n}`)
    return {
      job,
      live: job === null ? [] : tables.liveRuns(job.id, job.inc),
      last: job === null ? null : tables.lastSpan(job.id, job.inc),
      follows: byId(tables.followsOf(`job-${n}`)),
      followers: byId(tables.followersOf(`job-${n}`)),
      ready: new Set(tables.readyRuns(room, 100).map(({ id }) => id)),
      owned: new Set(tables.ownedRuns('a').map(({ id }) => id)),
      declared: new Set(tables.declaredJobs('shop').map(({ id }) => id)),
      nodes: bySession(tables.nodes()),
    }
  })
}

function bySession<T extends { readonly session: string }>(nodes: readonly T[]): readonly T[] {
  return nodes.toSorted((a, b) => (a.session < b.session ? -1 : 1))
}

function byId<T extends { readonly child: string; readonly parent: string }>(
  rows: readonly T[],
): readonly T[] {
  return rows.toSorted((a, b) => (a.child + a.parent < b.child + b.parent ? -1 : 1))
}

async function contents({ steps }: Stage): Promise<unknown> {
  const jobs = await steps.read.jobs({ limit: 1_000 })
  const runs = await steps.read.runs({ limit: 1_000 })
  const span = { from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1_000 }
  const ids = jobs.items.map(({ id }) => id)
  const spans = await Promise.all(ids.map((job) => steps.read.spans({ job, ...span })))
  const byText = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
  return {
    jobs: jobs.items,
    runs: runs.items.toSorted(byText),
    spans,
    nodes: bySession(await steps.read.nodes()),
  }
}
