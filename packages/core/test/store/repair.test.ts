import { expect, test } from 'vitest'
import { delayed, SECOND, Stage } from './stage.ts'

test('a run that was left waiting beside a free slot is promoted, and counted', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'queue' } })
  const first = await stage.fired('report')
  await stage.fired('report')
  await stage.steps.write((tables) => tables.deleteRun(tables.run(first.runId)!))
  expect(await stage.store.sweep('a', 100)).toMatchObject({ promoted: 1, rearmed: 0 })
  expect(await stage.states('report')).toEqual(['pending'])
  expect(await stage.store.sweep('a', 100)).toMatchObject({ promoted: 0 })
})

test('a job with a delay that nothing will arm any more is armed, and counted', async () => {
  const stage = await Stage.open()
  await stage.due('report', delayed(30 * SECOND))
  const run = await stage.fired('report')
  expect(await stage.store.sweep('a', 100)).toMatchObject({ rearmed: 0 })
  await stage.steps.write((tables) => tables.deleteRun(tables.run(run.runId)!))
  expect(await stage.store.sweep('a', 100)).toMatchObject({ promoted: 0, rearmed: 1 })
  expect(await stage.job('report')).toMatchObject({ nextAt: stage.now + 30 * SECOND })
})

test('of many jobs whose runs rightly wait, each sweep looks at others', async () => {
  const stage = await Stage.open()
  const ids = ['x', 'y', 'z']
  for (const id of ids) {
    await stage.due(id, { policies: { overlap: 'queue' } })
    await stage.fired(id)
    await stage.fired(id)
  }
  const [run] = await stage.runs('z')
  await stage.steps.write((tables) => tables.deleteRun(tables.run(run!.id)!))
  const promoted: number[] = []
  for (const _ of ids) promoted.push((await stage.store.sweep('a', 1)).promoted)
  expect(promoted).toEqual([0, 0, 1])
})

test('a fire does not overtake a run that was left waiting', async () => {
  const stage = await Stage.open()
  await stage.due('report', { policies: { overlap: 'queue' } })
  const first = await stage.fired('report')
  await stage.fired('report')
  await stage.steps.write((tables) => tables.deleteRun(tables.run(first.runId)!))
  expect(await stage.fire('report')).toMatchObject({ runs: [{ state: 'waiting' }] })
})
