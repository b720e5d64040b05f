import { expect, test } from 'vitest'
import { every } from '../../src/triggers/every.ts'
import type { RunContext } from '../../src/scheduler/scheduler.ts'
import { InlineExecutor } from '../../src/executors/inline.ts'
import { Gates } from './gates.ts'
import { BrokenStore } from './broken-store.ts'
import { memory, Rig, said } from './rig.ts'

test('a run still going at the next time: that time is skipped, told, and the job goes on [46]', async () => {
  const gates = new Gates()
  const rig = await new Rig().task(gates.handler).start()
  await rig.add('slow', every('1s'))
  await rig.clock.advance('3s')
  expect(gates.waiting).toEqual(['1'])
  expect(rig.told('fire:skipped')).toMatchObject([
    { jobId: 'slow', reason: 'overlap_skipped' },
    { jobId: 'slow', reason: 'overlap_skipped' },
  ])
  expect((await rig.job('slow')).nextAt).toBe(rig.clock.now() + 1_000)
  gates.open('1')
  await rig.clock.advance('1s')
  expect(gates.waiting).toEqual(['4'])
  expect(await rig.spans('slow')).toEqual(['2-3 overlap_skipped'])
  expect(rig.parts.slots.free('default')).toBe(99)
})

test('maxInstances runs of a job go on at once, no more', async () => {
  const gates = new Gates()
  const rig = await new Rig().task(gates.handler).start()
  await rig.add('job', every('1s'), { maxInstances: 2 })
  await rig.clock.advance('4s')
  expect(gates.waiting).toEqual(['1', '2'])
  expect(await rig.spans('job')).toEqual(['3-4 overlap_skipped'])
})

test('queued runs of one job go one after another, in order [47]', async () => {
  const gates = new Gates()
  const rig = await new Rig().task(gates.handler).start()
  await rig.add('job', every('1s'), { overlap: 'queue' })
  await rig.clock.advance('3s')
  expect(await rig.states('job')).toBe('running waiting waiting')
  for (const fire of ['1', '2', '3']) {
    expect(gates.waiting).toEqual([fire])
    gates.open(fire)
    await rig.clock.advance(1)
  }
  expect(await rig.states('job')).toBe('succeeded succeeded succeeded')
})

test('a full queue turns fires away, with the reason', async () => {
  const gates = new Gates()
  const rig = await new Rig().task(gates.handler).start()
  await rig.add('job', every('1s'), { overlap: 'queue', maxQueue: 1 })
  await rig.clock.advance('4s')
  expect(await rig.states('job')).toBe('running waiting')
  expect(await rig.spans('job')).toEqual(['3-4 queue_full'])
})

test('overlap replace aborts the run that goes on, and the newest takes its place', async () => {
  const aborted: string[] = []
  const { store } = new BrokenStore(memory(), { shared: true })
  const rig = await new Rig({ stores: { default: store } }).task(untilAborted(aborted)).start()
  await rig.add('job', every('1s'), { overlap: 'replace' })
  await rig.clock.advance('2s')
  expect(aborted).toEqual(['1'])
  await rig.clock.advance('1s')
  expect(aborted).toEqual(['1', '2'])
  expect(await rig.states('job')).toBe('cancelled cancelled running')
})

test('overlap replace beside a handler that does not listen keeps only the newest waiting', async () => {
  const gates = new Gates()
  const rig = await new Rig().task(gates.handler).start()
  await rig.add('job', every('1s'), { overlap: 'replace' })
  await rig.clock.advance('4s')
  expect(await rig.states('job')).toBe('running waiting')
  expect(await rig.spans('job')).toEqual(['2-3 replaced'])
  gates.open('1')
  await rig.clock.advance(1)
  expect(gates.waiting).toEqual(['4'])
  expect(await rig.states('job')).toBe('cancelled running')
})

test('a run by hand beside one that goes on waits, and is never skipped', async () => {
  const gates = new Gates()
  const rig = await new Rig().task(gates.handler).start()
  await rig.add('job', every('1h', { immediate: true }))
  await rig.enqueue('job')
  expect(await rig.states('job')).toBe('running waiting')
  gates.open('0')
  await rig.clock.advance(1)
  expect(await rig.states('job')).toBe('succeeded running')
})

test('of pending runs the one of higher priority starts first', async () => {
  const gates = new Gates((run) => run.jobId)
  const rig = await new Rig({ executors: oneSlot() }).task(gates.handler).start()
  await rig.add('first', every('1h', { immediate: true }))
  for (const [id, priority] of [
    ['low', -5],
    ['high', 10],
    ['plain', 0],
  ] as const) {
    await rig.add(id, every('1h', { immediate: true }), { priority })
  }
  const order: string[] = []
  for (let turn = 0; turn < 4; turn += 1) {
    order.push(...gates.waiting)
    gates.open(gates.waiting[0]!)
    await rig.clock.advance(1)
  }
  expect(order).toEqual(['first', 'high', 'plain', 'low'])
})

test('waiting for a full executor counts against the grace [48]', async () => {
  const gates = new Gates((run) => run.jobId)
  const rig = await new Rig({ executors: oneSlot() }).task(gates.handler).start()
  await rig.add('long', every('1h', { immediate: true }))
  await rig.add('late', every('1h', { immediate: true }), { misfireGrace: '5s' })
  await rig.add('patient', every('1h', { immediate: true }), { misfireGrace: '1m' })
  await rig.clock.advance('6s')
  gates.open('long')
  await rig.clock.advance(1)
  expect(gates.waiting).toEqual(['patient'])
  expect(await rig.spans('late')).toEqual(['0-0 misfire_grace_exceeded'])
  expect(rig.told('fire:missed')).toMatchObject([
    { jobId: 'late', reason: 'misfire_grace_exceeded' },
  ])
})

test('a job ends after maxRuns fires became runs', async () => {
  const rig = await new Rig().task(() => {}).start()
  await rig.add('twice', every('1s'), { maxRuns: 2 })
  await rig.clock.advance('5s')
  expect(await rig.states('twice')).toBe('succeeded succeeded')
  expect((await rig.job('twice')).state).toBe('finished')
})

test('history keeps as many runs of a job as it says', async () => {
  const rig = await new Rig().task(() => {}).start()
  await rig.add('chatty', every('1s'), { history: { keep: 3 } })
  await rig.clock.advance('60s')
  const fires = (await rig.runs('chatty')).map((run) => said(run.fireAt))
  expect(fires.slice(-3)).toEqual(['58', '59', '60'])
  expect(fires.length).toBeLessThan(20)
})

function oneSlot(): NonNullable<ConstructorParameters<typeof Rig>[0]>['executors'] & object {
  return { default: new InlineExecutor(1) }
}

function untilAborted(aborted: string[]): (run: RunContext<unknown>) => Promise<void> {
  return ({ signal, fireTime }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(said(fireTime))
        reject(new Error('aborted'))
      })
    })
}
