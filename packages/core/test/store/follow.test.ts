import { expect, test } from 'vitest'
import { following, MINUTE, Stage } from './stage.ts'

test('the ids of follow-ups stay short, however long the chain', async () => {
  const stage = await Stage.open()
  await stage.due('step-0')
  for (let step = 1; step <= 20; step += 1) {
    await stage.add(`step-${step}`, following([`step-${step - 1}`]))
  }
  await stage.finish(await stage.fired('step-0'))
  const ids: string[] = []
  for (let [run] = await stage.claim(); run !== undefined; [run] = await stage.claim()) {
    ids.push(run.id)
    await stage.finish(run)
  }
  expect(ids).toHaveLength(20)
  expect(Math.max(...ids.map((id) => id.length))).toBeLessThan(90)
  expect(ids[0]).toMatch(/^i2\.ai1\.f/)
})

test('follow-ups use up maxRuns as fires do, and a finished job follows nobody up', async () => {
  const stage = await Stage.open()
  await stage.due('parent')
  await stage.add('child', { ...following(['parent']), runsLeft: 1 })
  await stage.finish(await stage.fired('parent'))
  expect(await stage.job('child')).toMatchObject({ state: 'finished', runsLeft: 0 })
  await stage.finish((await stage.claim())[0]!)
  await stage.finish(await stage.fired('parent'))
  expect(await stage.runs('child')).toHaveLength(1)
  expect(await stage.spans('child')).toEqual([])
})

test('a follow-up that replaces asks the running one to stop, and takes the place of one that waits', async () => {
  const stage = await Stage.open()
  await stage.due('parent')
  await stage.add('child', { ...following(['parent']), policies: { overlap: 'replace' } })
  const start = stage.now
  await stage.finish(await stage.fired('parent'))
  await stage.claim()
  for (const _ of [1, 2]) await stage.finish(await stage.fired('parent'))
  expect(await stage.runs('child')).toMatchObject([
    { state: 'running', cancel: 'replaced' },
    { state: 'waiting', fireAt: start + 2 * MINUTE },
  ])
  expect(await stage.told('child', start)).toEqual([[MINUTE, MINUTE, 'replaced']])
})

test('a follow-up that replaces one that nobody has begun takes its slot, and that end is followed up too', async () => {
  const stage = await Stage.open()
  await stage.due('parent')
  await stage.add('child', { ...following(['parent']), policies: { overlap: 'replace' } })
  await stage.add('grandchild', following(['child'], { on: 'failure' }))
  for (const _ of [1, 2]) await stage.finish(await stage.fired('parent'))
  expect(await stage.states('child')).toEqual(['cancelled', 'pending'])
  expect(await stage.runs('grandchild')).toMatchObject([{ state: 'pending', depth: 2 }])
})

test('a circle over several jobs of one call is refused, and none of them is stored', async () => {
  const stage = await Stage.open()
  const jobs = [
    stage.put('a', following(['c'])),
    stage.put('b', following(['a'])),
    stage.put('c', following(['b'])),
    stage.put('d', following(['a'])),
  ]
  const results = await stage.store.put(jobs, 'fail')
  expect(results.map(({ result }) => result)).toEqual(['cycle', 'cycle', 'cycle', 'kept'])
  expect((await stage.store.read.jobs({ limit: 9 })).items).toEqual([])
})

test('an update that would close a circle is refused', async () => {
  const stage = await Stage.open()
  await stage.add('a')
  await stage.add('b', following(['a']))
  const when = { ...stage.put('x', following(['b'])) }
  expect(await stage.change({ kind: 'update', id: 'a', when })).toMatchObject({ result: 'cycle' })
  expect(await stage.job('a')).toMatchObject({ mode: 'time', revision: 1 })
})
