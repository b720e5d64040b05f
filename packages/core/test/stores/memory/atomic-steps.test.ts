import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tables } from '../../../src/store/tables.ts'
import { arbitraryMoves, play, type Move } from '../../store/random-moves.ts'
import { SECOND, Stage } from '../../store/stage.ts'

test('a step that fails leaves nothing, however much it wrote', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryMoves,
      arbitraryMoves,
      arbitraryMoves,
      async (before, failing, after) => {
        const [stage, twin] = [await Stage.open(), await Stage.open()]
        await playAll(stage, before)
        await playAll(twin, before)
        const state = await stateOf(stage)
        await expect(
          stage.steps.write((tables) => {
            for (const move of failing) play(tables, move, new Stage())
            throw new Error('the disk is full')
          }),
        ).rejects.toThrow('the disk is full')
        expect(await stateOf(stage)).toEqual(state)
        await playAll(stage, after)
        await playAll(twin, after)
        expect(await stateOf(stage)).toEqual(await stateOf(twin))
      },
    ),
    { numRuns: 150 },
  )
})

test('a look that fails rejects, and a step that follows works', async () => {
  const stage = await Stage.open()
  const failing = stage.steps.look(() => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await stage.add('report')
})

async function playAll(stage: Stage, moves: readonly Move[]): Promise<void> {
  for (const move of moves) {
    await stage.steps.write((tables) => play(tables, move, stage))
    stage.pass(SECOND * (move.pick % 4))
  }
}

/** Everything that can be read or looked for. */
async function stateOf(stage: Stage): Promise<unknown> {
  const jobs = (await stage.store.read.jobs({ limit: 1_000 })).items
  const runs = (await stage.store.read.runs({ limit: 10_000 })).items
  const ids = ['job-0', 'job-1', 'job-2', 'job-3']
  const spans = await Promise.all(ids.map((id) => stage.spans(id)))
  const nodes = await stage.store.read.nodes()
  const found = await stage.steps.look((tables) => lookedFor(tables, ids))
  return { jobs, runs, spans, nodes, found }
}

function lookedFor(tables: Tables, ids: readonly string[]): unknown {
  const tasks = [{ name: 'work', version: 1 }]
  const room = { executor: 'default', count: 1_000, tasks }
  return {
    due: sorted(tables.dueJobs(Infinity, 1_000)),
    nextDue: tables.nextDue(tables.now),
    ready: tables.readyRuns(room, 1_000).map((run) => run.id),
    nextReady: tables.nextReady(room),
    unarmed: sorted(tables.unarmedJobs(1_000)),
    queued: sorted(tables.queuedJobs(1_000)),
    declared: sorted(tables.declaredJobs('shop')),
    owned: tables.nodes().map((node) => sorted(tables.ownedRuns(node.session))),
    live: ids.map((id) => tables.liveRuns(id, tables.job(id)?.inc ?? '').map((run) => run.id)),
    follows: ids.map((id) => [tables.followsOf(id), tables.followersOf(id).length]),
  }
}

function sorted(rows: readonly { readonly id: string }[]): string[] {
  return rows.map((row) => row.id).toSorted()
}
