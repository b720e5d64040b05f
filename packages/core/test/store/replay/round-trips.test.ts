import { expect, test } from 'vitest'
import { fireAt, Stage } from '../stage.ts'
import { LaterSteps } from './later-steps.ts'

const JOBS = 100

/** A stage beyond a socket, with a hundred due jobs. */
async function crowd(): Promise<{ stage: Stage; steps: LaterSteps; ids: readonly string[] }> {
  const steps = new LaterSteps({ history: 100_000 })
  const stage = new Stage(100_000, steps)
  await stage.session('a')
  const ids = Array.from({ length: JOBS }, (_, at) => `job/${at}`)
  await stage.store.put(
    ids.map((id) => stage.put(id, { nextAt: stage.now })),
    'fail',
  )
  return { stage, steps, ids }
}

test('a batch of fires is published after one read, whatever its size', async () => {
  const { stage, steps, ids } = await crowd()
  const rows = await Promise.all(ids.map((id) => stage.job(id)))
  steps.asked = 0
  const published = await stage.store.publish(
    'a',
    'batch',
    rows.map(({ id, inc, version }) => ({
      ...{ id, inc, version, next: stage.now + 60_000, spans: [] },
      fires: [fireAt(stage.now)],
    })),
  )
  expect(published.every(({ result }) => result === 'done')).toBe(true)
  expect(steps.asked).toBe(1)
})

test('a batch of outcomes is stored after two reads: the runs, then their jobs', async () => {
  const { stage, steps, ids } = await crowd()
  const runs = []
  for (const id of ids) runs.push(await stage.fired(id))
  steps.asked = 0
  const finished = await stage.store.finish(
    'a',
    runs.map(({ runId, token }) => ({ runId, token, end: 'succeeded', result: null }) as const),
  )
  expect(finished.every(({ result }) => result === 'accepted')).toBe(true)
  expect(steps.asked).toBe(2)
})

test('what waits is claimed after two reads', async () => {
  const { stage, steps, ids } = await crowd()
  for (const id of ids) await stage.byHand(id, 'k')
  steps.asked = 0
  const room = { executor: 'default', count: JOBS, tasks: [{ name: 'work', version: 1 }] }
  const { claimed } = await stage.store.claim('a', 'batch', [room])
  expect(claimed).toHaveLength(JOBS)
  expect(steps.asked).toBe(2)
})

test('a beat and a reaping are one read each', async () => {
  const { stage, steps } = await crowd()
  await stage.session('b')
  steps.asked = 0
  await stage.store.beat('a', 1, { free: 1, stalledMs: 0 })
  expect(steps.asked).toBe(1)
  await stage.store.reap('b', { by: 'a', expectBeat: 0 })
  expect(steps.asked).toBe(2)
})
