import { expect, test } from 'vitest'
import { HOUR, Stage } from './stage.ts'

test('a session can be opened twice, but never again after it was closed', async () => {
  const stage = await Stage.open()
  await stage.session('a')
  expect(await stage.store.read.nodes()).toHaveLength(1)
  await stage.store.reap('a', { goodbye: true })
  await expect(stage.session('a')).rejects.toMatchObject({ code: 'PUNCTUAL_FENCED' })
})

test('a late beat does not take the count back', async () => {
  const stage = await Stage.open()
  await stage.session('b')
  const load = { free: 3, stalledMs: 0 }
  await stage.store.beat('a', 5, load)
  await stage.store.beat('a', 4, load)
  expect((await stage.store.beat('b', 1, load)).peers).toMatchObject([{ session: 'a', beat: 5 }])
})

test('closed sessions are forgotten after an hour', async () => {
  const stage = await Stage.open()
  await stage.session('b')
  await stage.store.reap('b', { goodbye: true })
  stage.pass(HOUR - 1)
  await stage.store.sweep('a', 100)
  expect(await stage.store.read.nodes()).toHaveLength(2)
  stage.pass(1)
  await stage.store.sweep('a', 100)
  expect((await stage.store.read.nodes()).map((node) => node.session)).toEqual(['a'])
})

test('opened as a client a store tells the time and enters nobody', async () => {
  const stage = await Stage.open()
  const info = await stage.store.open({ clock: stage.clock, session: null })
  expect(info).toEqual({ now: stage.now, schema: 1 })
  expect(await stage.store.read.nodes()).toHaveLength(1)
})

test('a transaction is refused by every operation that could be given one', async () => {
  const stage = await Stage.open()
  await stage.due('report')
  const run = await stage.fired('report')
  const tx = { query: () => null }
  const outcome = { runId: run.runId, token: 1, end: 'succeeded', result: null } as const
  const calls = [
    stage.store.put([stage.put('other')], 'fail', { tx }),
    stage.store.change([{ kind: 'remove', id: 'report', cancelRuns: false }], tx),
    stage.store.enqueue([], { tx }),
    stage.store.finish('a', [outcome], { tx }),
  ]
  for (const call of calls) {
    await expect(call).rejects.toMatchObject({ code: 'PUNCTUAL_TX_UNSUPPORTED' })
  }
  expect(await stage.jobOrNull('other')).toBeNull()
  expect(await stage.states('report')).toEqual(['running'])
})
