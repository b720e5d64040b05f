import { expect, test } from 'vitest'
import { InlineExecutor } from '../../src/executors/inline.ts'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { BrokenStore } from './broken-store.ts'
import { Gates } from './gates.ts'
import { memory, Rig, START } from './rig.ts'

async function running(
  options: ConstructorParameters<typeof Rig>[0] = {},
): Promise<{ rig: Rig; gates: Gates }> {
  const gates = new Gates((run) => run.jobId)
  const rig = await new Rig(options).task(gates.handler).start()
  await rig.add('job', at(START))
  return { rig, gates }
}

test('a stop waits for running jobs, stores their outcome, and starts nothing more [63] [65]', async () => {
  const { rig, gates } = await running()
  await rig.add('tick', every('1s'))
  const stopped = rig.node.stop({ drain: 20_000 })
  await rig.clock.advance('5s')
  expect(gates.waiting).toEqual(['job'])
  gates.open('job')
  await rig.clock.advance(1)
  expect(await stopped).toEqual({ finished: 1, aborted: 0, released: 0 })
  expect(await rig.states('job')).toBe('succeeded')
  expect(await rig.states('tick')).toBe('')
})

test('a run that goes on at the end of the drain is aborted then, not before [64] [65]', async () => {
  const rig = new Rig()
  let aborted = -1
  rig.task(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = rig.clock.now() - START
          reject(signal.reason)
        })
      }),
  )
  await rig.start()
  await rig.add('job', at(START))
  const stopped = rig.node.stop({ drain: 20_000, killAfter: 5_000 })
  await rig.clock.advance('19.9s')
  expect(aborted).toBe(-1)
  await rig.clock.advance('1s')
  expect(aborted).toBe(20_000)
  expect(await stopped).toEqual({ finished: 0, aborted: 1, released: 0 })
  expect(await rig.runs('job')).toMatchObject([
    { state: 'pending', owner: null, recoveries: 1, crashes: 0 },
  ])
})

test('a run that ignores its abort is left to onNodeLoss after killAfter', async () => {
  const { rig } = await running({ defaults: { onNodeLoss: 'lose' } })
  const stopped = rig.node.stop({ drain: 1_000, killAfter: 2_000 })
  await rig.clock.advance('2.9s')
  expect(rig.node.state).toBe('stopping')
  await rig.clock.advance('1s')
  expect(await stopped).toEqual({ finished: 0, aborted: 1, released: 0 })
  expect(await rig.states('job')).toBe('lost')
})

test('where the executor can, a run that ignores its abort is killed', async () => {
  const killed: string[] = []
  class Killing extends InlineExecutor {
    kill({ runId }: { readonly runId: string }): void {
      killed.push(runId)
    }
  }
  const { rig } = await running({ executors: { default: new Killing(1) } })
  const [run] = await rig.runs('job')
  const stopped = rig.node.stop({ drain: 1_000, killAfter: 2_000 })
  await rig.clock.advance('10s')
  await stopped
  expect(killed).toEqual([run!.id])
})

test('runs that were published while the stop began go back unstarted, for others to run', async () => {
  const gates = new Gates((run) => run.jobId)
  const line = new BrokenStore(memory())
  const rig = await new Rig({ stores: { default: line.store } }).task(gates.handler).start()
  let stopped: Promise<unknown> = Promise.resolve()
  const real = line.store
  await rig.add('job', at(START + 1_000))
  line.onAnswer('publish', () => void (stopped = rig.node.stop({ drain: 1_000, killAfter: 1_000 })))
  await rig.clock.advance('5s')
  expect(await stopped).toEqual({ finished: 0, aborted: 0, released: 1 })
  expect(gates.waiting).toEqual([])
  const [run] = (await real.read.runs({ job: 'job', limit: 1 })).items
  expect(run).toMatchObject({ state: 'pending', owner: null, attempt: 1 })
})

test('an outcome that could not be stored at once is stored before the goodbye', async () => {
  const line = new BrokenStore(memory())
  const { rig, gates } = await running({ stores: { default: line.store } })
  line.break('finish', 'refused', 2)
  const stopped = rig.node.stop()
  gates.open('job')
  await rig.clock.advance('5s')
  await stopped
  expect(await rig.runs('job')).toMatchObject([{ state: 'succeeded', recoveries: 0 }])
})

test('a second stop is the first one, and a stop before the start is at once', async () => {
  const { rig, gates } = await running()
  const first = rig.node.stop()
  expect(rig.node.stop({ drain: 0 })).toBe(first)
  gates.open('job')
  await rig.clock.advance('1s')
  await first
  const idle = new Rig()
  expect(await idle.node.stop()).toEqual({ finished: 0, aborted: 0, released: 0 })
  expect(idle.node.state).toBe('stopped')
})

test('a stop while the node starts ends it, and the start is refused', async () => {
  const rig = new Rig()
  const starting = rig.node.start()
  const stopped = rig.node.stop()
  await expect(starting).rejects.toMatchObject({ code: 'PUNCTUAL_STOPPED' })
  await rig.clock.advance('1s')
  await stopped
  expect((await rig.store.read.nodes()).filter((node) => node.alive)).toEqual([])
})

test('beats go on while the node drains, so that nobody takes its runs', async () => {
  const { rig, gates } = await running({ drain: '5m' })
  const other = await new Rig({ clock: rig.clock, name: 'other', stores: { default: rig.store } })
    .task(() => 'taken over')
    .start()
  const stopped = rig.node.stop()
  await rig.clock.advance('4m')
  expect(await rig.states('job')).toBe('running')
  gates.open('job')
  await rig.clock.advance('1s')
  await stopped
  expect(await rig.runs('job')).toMatchObject([{ state: 'succeeded', result: null }])
  expect(other.told('node:lost')).toEqual([])
})

test('a store that is away does not hold up the end for longer than its time', async () => {
  const line = new BrokenStore(memory())
  const rig = await new Rig({ stores: { default: line.store } }).task(() => {}).start()
  await rig.add('job', at(START + 1_000))
  for (const call of ['finish', 'beat', 'reap', 'peek'] as const) line.break(call, 'no answer')
  await rig.clock.advance('1s')
  const stopped = rig.node.stop({ drain: 1_000, killAfter: 1_000 })
  await rig.clock.advance('30s')
  await stopped
  expect(rig.node.state).toBe('stopped')
  expect(rig.logged).toContain('the scheduler could not end its work in this store cleanly')
})
