import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { BrokenStore } from './broken-store.ts'
import { Gates } from './gates.ts'
import { memory, Rig, said, START } from './rig.ts'
import { HeldClock } from './held-clock.ts'

interface Broken {
  readonly rig: Rig
  readonly line: BrokenStore
  readonly gates: Gates
}

async function broken(): Promise<Broken> {
  const line = new BrokenStore(memory())
  const gates = new Gates((run) => run.jobId)
  const rig = await new Rig({ stores: { default: line.store } }).task(gates.handler).start()
  return { rig, line, gates }
}

const session = (rig: Rig): string | null => rig.node.links.get('default')!.session

test('without a confirmed beat no run starts later than lease - 3 s after the last one was sent', async () => {
  const { rig, line, gates } = await broken()
  await rig.clock.advance('4s')
  for (const call of ['beat', 'open', 'reap'] as const) line.break(call, 'no answer')
  await rig.add('early', at(START + 29_900))
  await rig.add('late', at(START + 30_100))
  await rig.clock.advance('28s')
  expect(gates.waiting).toEqual(['early'])
  expect(await rig.runs('late')).toEqual([])
})

test('a node that fences itself aborts its runs, gives them back, and joins anew when the store answers', async () => {
  const { rig, line, gates } = await broken()
  const before = session(rig)
  let signal: AbortSignal | undefined
  rig.task((run) => ((signal = run.signal), gates.handler(run)), 'long')
  await rig.add('job', at(START), { task: 'long' })
  for (const call of ['beat', 'open', 'reap'] as const) line.break(call, 'refused')
  await rig.clock.advance('26s')
  expect(signal?.aborted).toBe(false)
  await rig.clock.advance('4s')
  expect(signal?.reason).toMatchObject({ code: 'PUNCTUAL_FENCED' })
  gates.open('job')
  line.mend()
  await rig.clock.advance('10s')
  expect(session(rig)).not.toBe(before)
  expect(rig.told('run:fenced')).toHaveLength(1)
  expect(rig.told('node:joined')).toHaveLength(2)
  expect(gates.waiting).toEqual(['job'])
  expect(await rig.runs('job')).toMatchObject([{ state: 'running', recoveries: 1, crashes: 0 }])
})

test('a node that others closed joins anew, and its declared jobs are put again before it works', async () => {
  const { rig, gates } = await broken()
  const first = session(rig)!
  const declared: (string | null)[] = []
  rig.node.onJoined(async (link) => {
    declared.push(link.session)
    await rig.clock.hold(Promise.resolve())
    expect(gates.waiting).toEqual([])
  })
  await rig.store.reap(first, { goodbye: true })
  await rig.add('job', at(START + 1_000))
  await rig.clock.advance('3s')
  expect(declared).toEqual([session(rig)])
  expect(session(rig)).not.toBe(first)
  expect(gates.waiting).toEqual(['job'])
})

test('a node that has nothing to do learns from its beat that its session was closed', async () => {
  const { rig } = await broken()
  const first = session(rig)
  await rig.store.reap(first!, { goodbye: true })
  await rig.clock.advance('3s')
  expect(session(rig)).not.toBe(first)
  expect(session(rig)).not.toBeNull()
})

test('publishing under a closed session is noticed at once, without waiting for a beat', async () => {
  const { rig } = await broken()
  await rig.add('job', at(START + 1_000))
  await rig.store.reap(session(rig)!, { goodbye: true })
  await rig.clock.advance('1s')
  expect(rig.told('node:joined')).toHaveLength(2)
  await rig.clock.advance(200)
  expect(await rig.states('job')).toBe('running')
})

test('a late refusal of the session before is no news to the session of now', async () => {
  const { rig, line, gates } = await broken()
  await rig.add('job', at(START + 1_000))
  const release = line.delay('publish')
  await rig.clock.advance('1s')
  await rig.store.reap(session(rig)!, { goodbye: true })
  await rig.clock.advance('3s')
  const now = session(rig)
  release()
  await rig.clock.advance('1s')
  expect(session(rig)).toBe(now)
  expect(rig.told('node:joined')).toHaveLength(2)
  expect(gates.waiting).toEqual(['job'])
})

test('a loop that was held for longer than a lease beats before anything else, and goes on', async () => {
  const clock = new HeldClock(START)
  const signals: AbortSignal[] = []
  const rig = new Rig({ clock })
  rig.task((run) => {
    signals.push(run.signal)
    if (run.jobId === 'blocks') clock.block(40_000)
    return new Promise(() => {})
  })
  await rig.start()
  await rig.add('goes-on', at(START + 1_000))
  await rig.add('blocks', at(START + 2_000))
  await rig.add('next', at(START + 4_000))
  await rig.clock.advance('6s')
  expect(signals).toHaveLength(3)
  expect(signals.every((signal) => !signal.aborted)).toBe(true)
  expect(rig.told('node:joined')).toHaveLength(1)
  expect(rig.told('node:stalled').length).toBeGreaterThan(0)
})

test('a beat goes out every 3 s, and one that fails is repeated sooner', async () => {
  const { rig, line } = await broken()
  const start = line.count('beat')
  await rig.clock.advance('30s')
  expect(line.count('beat') - start).toBe(10)
  line.break('beat', 'refused', 1)
  await rig.clock.advance('3.2s')
  expect(line.count('beat') - start).toBe(12)
  expect(rig.told('store:error')).toHaveLength(1)
  expect(rig.told('store:recovered').map((event) => said(event.at))).toEqual(['33.1'])
})
