import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { BrokenStore } from './broken-store.ts'
import { Gates } from './gates.ts'
import { memory, Rig, START } from './rig.ts'

/** Two nodes on one store; the line of the first can be cut, so that it is dead for the second. */
async function pair(): Promise<{
  a: Rig
  b: Rig
  line: BrokenStore
  gates: Record<'a' | 'b', Gates>
}> {
  const clock = virtualClock(START)
  const store = memory()
  const line = new BrokenStore(store)
  const gates = { a: new Gates((run) => run.jobId), b: new Gates((run) => run.jobId) }
  const a = await new Rig({ clock, name: 'a', stores: { default: line.store } })
    .task(gates.a.handler)
    .start()
  const b = new Rig({ clock, name: 'b', stores: { default: store } }).task(gates.b.handler)
  return { a, b, line, gates }
}

function cut(line: BrokenStore): void {
  for (const call of [
    'open',
    'peek',
    'publish',
    'claim',
    'finish',
    'beat',
    'reap',
    'sweep',
  ] as const) {
    line.break(call, 'refused')
  }
}

test('a run whose node died is run again elsewhere, after a lease and not before [62] [74]', async () => {
  const { a, b, line, gates } = await pair()
  await a.add('job', at(START))
  await b.start()
  expect(gates.a.waiting).toEqual(['job'])
  cut(line)
  await b.clock.advance('29s')
  expect(gates.b.waiting).toEqual([])
  await b.clock.advance('10s')
  expect(gates.b.waiting).toEqual(['job'])
  expect(b.told('node:lost')).toMatchObject([{ name: 'a' }])
  gates.b.open('job')
  await b.clock.advance(1)
  expect(await b.runs('job')).toMatchObject([
    { state: 'succeeded', node: 'b', attempt: 1, recoveries: 1 },
  ])
})

test('a run with onNodeLoss lose is lost, told by the node that found out, and never run again', async () => {
  const { a, b, line, gates } = await pair()
  await a.add('job', at(START), { onNodeLoss: 'lose' })
  await b.start()
  cut(line)
  await b.clock.advance('1m')
  expect(gates.b.waiting).toEqual([])
  expect(await b.states('job')).toBe('lost')
  expect(b.told('run:lost')).toMatchObject([{ run: { jobId: 'job', state: 'lost' } }])
})

test('what the dead node still says of its run no longer counts [76]', async () => {
  const { a, b, line, gates } = await pair()
  await a.add('job', at(START))
  await b.start()
  cut(line)
  await b.clock.advance('40s')
  line.mend()
  gates.a.open('job')
  await b.clock.advance('10s')
  expect(await b.states('job')).toBe('running')
  expect(a.told('run:succeeded')).toEqual([])
  gates.b.open('job')
  await b.clock.advance(1)
  expect(b.told('run:succeeded')).toHaveLength(1)
})

test('a run that ended its process too often is poison, and its job is paused', async () => {
  const { a, b, line } = await pair()
  await a.add('job', every('1h', { immediate: true }), { maxCrashes: 1 })
  await b.start()
  cut(line)
  await b.clock.advance('1m')
  expect(await b.runs('job')).toMatchObject([
    { state: 'failed', error: { code: 'PUNCTUAL_POISON' } },
  ])
  expect((await b.job('job')).pause).toMatchObject({ reason: 'poison' })
  expect(b.told('run:failed')).toHaveLength(1)
})

test('a rerun ignores the deadline of its first start', async () => {
  const { a, b, line, gates } = await pair()
  await a.add('job', at(START), { misfireGrace: '5s' })
  await b.start()
  cut(line)
  await b.clock.advance('1m')
  expect(gates.b.waiting).toEqual(['job'])
})

test('each due time runs once over two nodes of one store [77]', async () => {
  const clock = virtualClock(START)
  const store = memory()
  const fires: number[] = []
  const [a, b] = ['a', 'b'].map((name) =>
    new Rig({ clock, name, stores: { default: store } }).task((run) => fires.push(run.fireTime)),
  )
  await a!.start()
  await b!.start()
  for (let job = 0; job < 20; job += 1) await a!.add(`job-${job}`, every('1s'))
  await clock.advance('10s')
  expect(fires).toHaveLength(200)
  expect(new Set(fires).size).toBe(10)
})

test('fires go on while a node is dead, taken over by the other at once', async () => {
  const { a, b, line, gates } = await pair()
  await b.start()
  cut(line)
  await b.add('job', at(START + 5_000))
  await b.clock.advance('5s')
  expect(gates.b.waiting).toEqual(['job'])
  expect(a.told('store:error').length).toBeGreaterThan(0)
})

test('a node that says goodbye is not missed: its runs go on elsewhere at once', async () => {
  const { a, b, gates } = await pair()
  await a.add('job', at(START))
  await b.start()
  const stopped = a.node.stop({ drain: 1_000, killAfter: 1_000 })
  await b.clock.advance('3s')
  expect(await stopped).toEqual({ finished: 0, aborted: 1, released: 0 })
  expect(gates.b.waiting).toEqual(['job'])
  expect(await b.runs('job')).toMatchObject([{ recoveries: 1, crashes: 0 }])
})
