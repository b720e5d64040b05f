import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { InlineExecutor } from '../../src/executors/inline.ts'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { BrokenStore } from './broken-store.ts'
import { Gates } from './gates.ts'
import { memory, Rig, START } from './rig.ts'

test('a node of role schedule publishes and runs nothing, one of role work runs and publishes nothing', async () => {
  const clock = virtualClock(START)
  const store = memory()
  const ran: string[] = []
  const [schedule, work] = (['schedule', 'work'] as const).map((role) =>
    new Rig({ clock, role, name: role, stores: { default: store } }).task(
      () => void ran.push(role),
    ),
  )
  await work!.start()
  await work!.add('tick', every('1s'))
  await clock.advance('3s')
  expect(await work!.states('tick')).toBe('')
  await schedule!.start()
  await clock.advance('3s')
  expect(ran.length).toBeGreaterThanOrEqual(3)
  expect(new Set(ran)).toEqual(new Set(['work']))
})

test('a node of role off opens no session, and neither publishes nor runs', async () => {
  const line = new BrokenStore(memory())
  const rig = await new Rig({ role: 'off', stores: { default: line.store } }).task(() => {}).start()
  await rig.add('tick', every('1s'))
  await rig.clock.advance('1m')
  expect(rig.node.links.get('default')!.session).toBeNull()
  expect(await rig.store.read.nodes()).toEqual([])
  expect(new Set(line.calls)).toEqual(new Set(['open', 'put', 'watch']))
  expect(rig.node.health()).toEqual({ live: true, ready: true, reasons: [] })
})

test('runs of a task without code here are left to nodes that have it, and that is told once a minute', async () => {
  const clock = virtualClock(START)
  const store = memory()
  const without = await new Rig({ clock, name: 'without', stores: { default: store } }).start()
  await without.add('tick', every('10s'), { task: 'elsewhere', maxInstances: 100 })
  await clock.advance('50s')
  expect(without.told('task:unknown')).toMatchObject([{ task: 'elsewhere', runs: 1 }])
  await clock.advance('50s')
  expect(without.told('task:unknown')).toMatchObject([{ runs: 1 }, { runs: 6 }])
  const ran: string[] = []
  const having = new Rig({ clock, name: 'having', stores: { default: store } })
  await having.task((run) => void ran.push(run.runId), 'elsewhere').start()
  expect(ran).toHaveLength(10)
})

test('a run whose input is of a newer version of its task is left alone by a node with an older one', async () => {
  const clock = virtualClock(START)
  const store = memory()
  const ran: string[] = []
  const at2 = { version: 2 }
  const old = new Rig({ clock, name: 'old', stores: { default: store } }).task(
    () => void ran.push('old'),
  )
  const young = new Rig({ clock, name: 'young', stores: { default: store } }).task(
    () => void ran.push('young'),
    'work',
    at2,
  )
  await old.start()
  await young.add('job', at(START + 1_000))
  await clock.advance('2s')
  expect(ran).toEqual([])
  await young.start()
  expect(ran).toEqual(['young'])
})

test('blocked runs of one task do not keep those of others from their turn [75]', async () => {
  const rig = await new Rig().task(() => {}).start()
  for (let job = 0; job < 250; job += 1)
    await rig.add(`nobody-${job}`, at(START + 1_000), { task: 'nobody' })
  await rig.add('last', at(START + 1_000))
  await rig.clock.advance('1s')
  expect(await rig.states('last')).toBe('succeeded')
  expect(await rig.states('nobody-249')).toBe('pending')
})

test('a full executor does not keep jobs of another from running, and all are published [75]', async () => {
  const gates = new Gates((run) => run.jobId)
  const rig = new Rig({
    executors: { default: new InlineExecutor(2), other: new InlineExecutor(1) },
  })
  await rig.task(gates.handler).start()
  for (let job = 0; job < 250; job += 1) await rig.add(`job-${job}`, at(START + 1_000))
  await rig.add('free', at(START + 1_000), { executor: 'other' })
  await rig.clock.advance('1s')
  expect(gates.waiting).toHaveLength(3)
  expect(gates.waiting).toContain('free')
  expect(await rig.states('job-249')).toBe('pending')
  for (let turn = 0; turn < 251; turn += 1) {
    gates.open(gates.waiting[0]!)
    await rig.clock.advance(1)
  }
  expect(await rig.states('job-249')).toBe('succeeded')
  expect(rig.parts.slots.total()).toBe(3)
})

test('stores of one node have sessions and loops of their own, and share its executors', async () => {
  const gates = new Gates((run) => run.jobId)
  const rig = new Rig({
    stores: { default: memory(), node: memory() },
    executors: { default: new InlineExecutor(1) },
  })
  await rig.task(gates.handler).start()
  await rig.add('one', at(START + 1_000))
  await rig.add('two', at(START + 2_000), { store: 'node' })
  await rig.clock.advance('3s')
  expect(gates.waiting).toEqual(['one'])
  expect((await rig.runs('two', 'node')).map((run) => run.state)).toEqual(['pending'])
  gates.open('one')
  await rig.clock.advance(1)
  expect(gates.waiting).toEqual(['two'])
  const sessions = [...rig.node.links.values()].map((link) => link.session)
  expect(new Set(sessions).size).toBe(2)
})
