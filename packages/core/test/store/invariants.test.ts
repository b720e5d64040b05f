import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JobRow, RunRow } from '../../src/store/rows.ts'
import type { Tables } from '../../src/store/tables.ts'
import { arbitraryMoves, play } from './random-moves.ts'
import { SECOND, Stage } from './stage.ts'

const live: readonly RunRow['state'][] = ['waiting', 'pending', 'running']

test('whatever is done to a store in whatever order, its rows fit together', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryMoves, async (moves) => {
      const stage = await Stage.open()
      for (const move of moves) {
        await stage.steps.write((tables) => play(tables, move, stage))
        await expectSound(stage)
        stage.pass(SECOND * (move.pick % 4))
      }
    }),
    { numRuns: 400 },
  )
})

async function expectSound(stage: Stage): Promise<void> {
  const jobs = (await stage.store.read.jobs({ limit: 1_000 })).items
  const runs = (await stage.store.read.runs({ limit: 10_000 })).items
  for (const run of runs) expectSoundRun(run, jobs)
  for (const job of jobs) expectSoundJob(job, runs)
  await stage.steps.look((tables) => expectFound(tables, jobs, runs))
}

function expectSoundRun(run: RunRow, jobs: readonly JobRow[]): void {
  const { state } = run
  const job = jobs.find(({ id, inc }) => id === run.jobId && inc === run.inc)
  const isHeld = job?.state === 'paused' || job?.state === 'undeclared'
  expect(run.slot !== null).toBe(state === 'pending' || state === 'running')
  expect(run.owner !== null).toBe(state === 'running')
  expect(run.endedAt !== null && run.expiresAt !== null).toBe(!live.includes(state))
  const ready = state === 'pending' && !(isHeld && run.kind !== 'manual')
  expect(run.readyAt !== null).toBe(ready)
  if (job === undefined) expect(state).not.toMatch(/waiting|pending/)
}

function expectSoundJob(job: JobRow, runs: readonly RunRow[]): void {
  const own = runs.filter((run) => run.jobId === job.id && run.inc === job.inc)
  const alive = own.filter((run) => live.includes(run.state))
  const slots = alive.flatMap((run) => run.slot ?? [])
  expect(new Set(slots).size).toBe(slots.length)
  expect(slots.every((slot) => slot < 2)).toBe(true)
  if (alive.length > slots.length) {
    expect(slots.length).toBeGreaterThanOrEqual(job.policies.maxInstances)
  }
  expect(new Set(own.map((run) => run.seq)).size).toBe(own.length)
  expect(own.every((run) => run.seq <= job.runSeq)).toBe(true)
  expectArmed(job, alive)
}

function expectArmed(job: JobRow, alive: readonly RunRow[]): void {
  const fires = alive.some((run) => run.kind === 'fire')
  if (job.state !== 'active') expect(job.nextAt).toBeNull()
  else if (job.mode === 'time') expect(job.nextAt).not.toBeNull()
  else if (job.mode === 'event') expect(job.nextAt).toBeNull()
  else if (!fires) expect(job.nextAt).not.toBeNull()
  if (job.state === 'paused') expect(job.pause).not.toBeNull()
  if (job.state === 'active' || job.state === 'finished') expect(job.heldNext).toBeNull()
  if (job.state === 'active') expect(job.pause).toBeNull()
}

/** What the store looks for is what there is. */
function expectFound(tables: Tables, jobs: readonly JobRow[], runs: readonly RunRow[]): void {
  const due = jobs.filter((job) => job.nextAt !== null)
  expect(idsOf(tables.dueJobs(Infinity, 1_000))).toEqual(idsOf(due))
  const tasks = [{ name: 'work', version: 1 }]
  const ready = runs.filter((run) => run.readyAt !== null && run.readyAt <= tables.now)
  const room = { executor: 'default', count: 1_000, tasks }
  expect(idsOf(tables.readyRuns(room, 1_000))).toEqual(idsOf(ready))
  for (const { session, alive } of tables.nodes()) {
    const owned = runs.filter((run) => run.owner === session)
    expect(idsOf(tables.ownedRuns(session))).toEqual(idsOf(owned))
    if (!alive) expect(owned).toEqual([])
  }
}

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map((row) => row.id).toSorted()
}
