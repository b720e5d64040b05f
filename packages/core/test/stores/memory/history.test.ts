import { expect, test } from 'vitest'
import { memoryStore } from '../../../src/stores/memory/memory-store.ts'
import { DAY, MINUTE, Stage } from '../../store/stage.ts'

test('over all jobs no more ended runs are kept than history says, the last ones', async () => {
  const stage = await Stage.open({ history: 3 })
  for (const id of ['x', 'y']) await stage.due(id)
  const ended: string[] = []
  for (const id of ['x', 'y', 'x', 'y', 'x']) {
    const run = await stage.fired(id)
    await stage.finish(run)
    ended.push(run.runId)
  }
  const { items } = await stage.store.read.runs({ limit: 10 })
  expect(items.map((run) => run.id)).toEqual(ended.slice(2).toReversed())
  expect(await stage.run(ended[0]!)).toBeNull()
})

test('runs that have not ended do not count, and are never dropped', async () => {
  const stage = await Stage.open({ history: 0 })
  await stage.due('x')
  await stage.due('y')
  const run = await stage.fired('x')
  await stage.finish(await stage.fired('y'))
  expect(await stage.states('x')).toEqual(['running'])
  expect(await stage.states('y')).toEqual([])
  expect(await stage.finish(run)).toMatchObject({ result: 'accepted', run: { state: 'succeeded' } })
  expect((await stage.finish(run)).result).toBe('gone')
})

test('a finished job that nobody declares goes with its last run; a declared one stays', async () => {
  const stage = await Stage.open({ history: 1 })
  await stage.due('once')
  await stage.declare('declared', { nextAt: stage.now })
  for (const id of ['once', 'declared', 'other']) {
    if (id === 'other') await stage.due('other')
    await stage.publish(id, { next: null })
    await stage.finish((await stage.runs(id))[0]!)
  }
  expect(await stage.jobOrNull('once')).toBeNull()
  expect(await stage.jobOrNull('declared')).toMatchObject({ state: 'finished' })
  expect(await stage.jobOrNull('other')).toMatchObject({ state: 'finished' })
})

test('a job that runs all the time does not wait for a sweep to lose its oldest runs', async () => {
  const stage = await Stage.open()
  await stage.due('x', { policies: { history: { keep: 5, maxAge: 30 * DAY } } })
  for (let fires = 0; fires < 200; fires += 1) await stage.finish(await stage.fired('x'))
  expect((await stage.runs('x')).length).toBeLessThan(40)
  await stage.store.sweep('a', 1_000)
  expect((await stage.runs('x')).map((run) => run.seq)).toEqual([196, 197, 198, 199, 200])
})

test('a limited sweep goes on where the last one stopped', async () => {
  const stage = await Stage.open()
  const ids = Array.from({ length: 10 }, (_, n) => `job-${n}`)
  for (const id of ids) {
    await stage.due(id, { policies: { history: { keep: 0, maxAge: DAY } } })
    await stage.finish(await stage.fired(id))
  }
  const pruned: number[] = []
  for (let sweeps = 0; sweeps < 4; sweeps += 1) {
    pruned.push((await stage.store.sweep('a', 4)).pruned)
  }
  expect(pruned).toEqual([4, 4, 2, 0])
})

test('spans of a job that is long gone are forgotten with it', async () => {
  const stage = await Stage.open()
  await stage.due('x')
  stage.pass(MINUTE)
  await stage.remove('x')
  stage.pass(31 * DAY)
  expect(await stage.store.sweep('a', 10)).toMatchObject({ pruned: 1 })
  expect(await stage.spans('x')).toEqual([])
  await stage.due('x')
  expect(await stage.fired('x')).toMatchObject({ state: 'running' })
})

test('a history that is no number of runs is refused', () => {
  for (const history of [-1, 1.5, Number.NaN, 1e9]) {
    expect(() => memoryStore({ history })).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }),
    )
  }
  expect(memoryStore().kind).toBe('memory')
})

test('a store that nobody opened says so', async () => {
  const { store } = new Stage()
  await expect(store.peek({ limit: 1, until: 0 })).rejects.toMatchObject({
    code: 'PUNCTUAL_STORE_UNAVAILABLE',
  })
})

test('a finished job stays readable for its maxAge from its end on; a declared one for good', async () => {
  const stage = await Stage.open()
  const choice = { nextAt: stage.now + 50 * DAY, policies: { history: { keep: 9, maxAge: DAY } } }
  await stage.add('once', choice)
  await stage.declare('declared', choice)
  stage.pass(50 * DAY)
  for (const id of ['once', 'declared']) {
    await stage.publish(id, { next: null, fires: [] })
  }
  stage.pass(DAY - 1)
  expect(await stage.store.sweep('a', 10)).toMatchObject({ pruned: 0 })
  stage.pass(1)
  expect(await stage.store.sweep('a', 10)).toMatchObject({ pruned: 1 })
  expect(await stage.jobOrNull('once')).toBeNull()
  expect(await stage.jobOrNull('declared')).toMatchObject({ state: 'finished' })
})

test('fires of one instant, of two jobs that had the same id, are both on some page', async () => {
  const stage = await Stage.open()
  for (const _ of [1, 2]) {
    await stage.due('x')
    await stage.finish(await stage.fired('x'))
    await stage.remove('x')
  }
  const read = (cursor: string | null) =>
    stage.store.read.runs({ job: 'x', order: 'fire', limit: 1, cursor })
  const first = await read(null)
  const second = await read(first.cursor)
  expect(new Set([first, second].flatMap((page) => page.items.map((run) => run.id))).size).toBe(2)
  expect(second.cursor).toBeNull()
  await expect(read('nonsense')).rejects.toMatchObject({ code: 'PUNCTUAL_OPTION_INVALID' })
})
