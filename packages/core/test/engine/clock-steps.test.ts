import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { HeldClock } from './held-clock.ts'
import { Rig, said, START } from './rig.ts'

/** A job of every second whose fires are noted. */
async function ticking(clock?: HeldClock): Promise<{ rig: Rig; fires: string[] }> {
  const fires: string[] = []
  const rig = new Rig(clock === undefined ? {} : { clock })
  rig.task((run) => void fires.push(said(run.fireTime)))
  await rig.start()
  await rig.add('tick', every('1s'))
  return { rig, fires }
}

test('a clock that is set back an hour fires nothing twice', async () => {
  const { rig, fires } = await ticking()
  await rig.clock.advance('5s')
  rig.clock.set(rig.clock.now() - 3_600_000)
  await rig.clock.advance('1h')
  await rig.clock.advance('2s')
  expect(fires.slice(0, 5)).toEqual(['1', '2', '3', '4', '5'])
  expect(new Set(fires).size).toBe(fires.length)
  expect(fires.at(-1)).toBe('7')
  expect(rig.told('store:clock_jumped')).toMatchObject([{ store: 'default', error: null }])
})

test('a clock that is set forward is believed when a second look agrees, and what it skipped is made up', async () => {
  const { rig, fires } = await ticking()
  await rig.clock.advance('5s')
  rig.clock.set(rig.clock.now() + 3_600_000)
  await rig.clock.advance('700ms')
  expect(fires).toHaveLength(5)
  expect(rig.told('store:clock_jumped')).toHaveLength(0)
  await rig.clock.advance('1.5s')
  expect(rig.told('store:clock_jumped')).toHaveLength(1)
  expect(fires.slice(5)).toEqual(['3607'])
  expect(await rig.spans('tick')).toEqual(['6-3606 missed_in_outage'])
})

test('a step of up to 5 s is taken as it is', async () => {
  const { rig, fires } = await ticking()
  await rig.clock.advance('5s')
  rig.clock.set(rig.clock.now() + 3_000)
  await rig.clock.advance('2s')
  expect(rig.told('store:clock_jumped')).toEqual([])
  expect(fires.at(-1)).toBe('10')
})

test('a job that is due while the machine sleeps runs within a minute of its waking', async () => {
  const fires: string[] = []
  const rig = new Rig().task((run) => void fires.push(said(run.fireTime)))
  await rig.start()
  await rig.add('once', at(START + 7_200_000))
  await rig.clock.advance('10s')
  rig.clock.set(rig.clock.now() + 8 * 3_600_000)
  await rig.clock.advance('1m')
  expect(fires).toEqual(['7200'])
})

test('a job that is due in 90 days fires then, and not before [80]', async () => {
  const fires: string[] = []
  const rig = new Rig({ cluster: { beat: '8h', lease: '24h' } })
  rig.task((run) => void fires.push(said(run.fireTime)))
  await rig.start()
  const days = 90 * 86_400_000
  await rig.add('far', at(START + days))
  for (let day = 0; day < 89; day += 1) await rig.clock.advance('1d')
  await rig.clock.advance(86_400_000 - 1)
  expect(fires).toEqual([])
  await rig.clock.advance(1)
  expect(fires).toEqual([String(days / 1_000)])
}, 60_000)

test('a loop that is held for 3.5 s makes up by policy, and every instant is accounted for', async () => {
  const clock = new HeldClock(START)
  const { rig, fires } = await ticking(clock)
  rig.task(() => clock.block(3_500), 'block')
  await rig.add('block', at(START + 2_500), { task: 'block' })
  await rig.clock.advance('4s')
  expect(fires).toEqual(['1', '2', '6', '7'])
  expect(await rig.spans('tick')).toEqual(['3-5 coalesced'])
  expect(rig.told('node:stalled')).toMatchObject([{ name: 'node' }])
  expect(rig.node.health().reasons).toEqual(['the event loop was held for 3500 ms'])
})

test('a loop that is held makes up every instant where the job asks for it', async () => {
  const clock = new HeldClock(START)
  const fires: string[] = []
  const rig = new Rig({ clock }).task((run) => void fires.push(said(run.fireTime)))
  await rig.start()
  rig.task(() => clock.block(3_500), 'block')
  await rig.add('all', every('1s'), { coalesce: 'all' })
  await rig.add('strict', every('1s'), { misfireGrace: '900ms' })
  await rig.add('block', at(START + 2_500), { task: 'block' })
  await rig.clock.advance('3.5s')
  expect(fires.filter((fire) => Number(fire) >= 3 && Number(fire) <= 6).toSorted()).toEqual([
    '3',
    '4',
    '5',
    '6',
    '6',
  ])
  expect(await rig.spans('all')).toEqual([])
})
