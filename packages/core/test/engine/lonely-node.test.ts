import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { BrokenStore } from './broken-store.ts'
import { Gates } from './gates.ts'
import { memory, Rig, START } from './rig.ts'

const HOUR = 3_600_000

test('a node alone on a memory store comes to rest, and still fires on time', async () => {
  const line = new BrokenStore(memory())
  const gates = new Gates((run) => run.jobId)
  const rig = await new Rig({ stores: { default: line.store } }).task(gates.handler).start()
  await rig.add('later', at(START + 12 * HOUR))
  await rig.clock.advance('15m')
  const before = line.calls.length
  await rig.clock.advance('11h')
  // It only looks after its old rows, once an hour or so.
  expect(line.calls.length - before).toBeLessThan(20)
  expect(line.calls.slice(before)).not.toContain('beat')
  await rig.clock.advance('1h')
  expect(gates.waiting).toEqual(['later'])
})

test('it beats again as soon as another joins, and neither takes the other for dead', async () => {
  const store = memory()
  const first = await new Rig({ stores: { default: store }, name: 'first' }).start()
  await first.clock.advance('1d')
  const second = await new Rig({
    stores: { default: store },
    clock: first.clock,
    name: 'second',
  }).start()
  await first.clock.advance('5m')
  expect(first.told('node:lost')).toEqual([])
  expect(second.told('node:lost')).toEqual([])
  expect(first.told('node:joined')).toHaveLength(1)
})

test('a run of a node at rest learns at once that a client of the store cancels it', async () => {
  const store = memory()
  const signals: AbortSignal[] = []
  const rig = await new Rig({ stores: { default: store } })
    .task((run) => {
      signals.push(run.signal)
      return new Promise(() => {})
    })
    .start()
  await rig.add('endless', at(START + HOUR))
  await rig.clock.advance('2h')
  const { items } = await store.read.runs({ states: ['running'], limit: 1 })
  await store.cancel([items[0]!.id], 'enough')
  await rig.clock.advance(1)
  expect(signals.map((signal) => signal.aborted)).toEqual([true])
})
