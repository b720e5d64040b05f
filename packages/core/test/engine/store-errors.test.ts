import { expect, test } from 'vitest'
import { after } from '../../src/triggers/after.ts'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import type { TimeTrigger } from '../../src/triggers/trigger.ts'
import { BrokenStore } from './broken-store.ts'
import { memory, Rig, said, START } from './rig.ts'

test('a store that fails is told of once, asked again with growing pauses, and told of when it is back [67]', async () => {
  const line = new BrokenStore(memory())
  const fires: string[] = []
  const rig = new Rig({ stores: { default: line.store, other: memory() } })
  rig.task((run) => void fires.push(`${run.jobId} ${said(rig.clock.now())}`))
  await rig.start()
  await rig.add('broken', at(START + 1_000))
  await rig.add('fine', at(START + 2_000), { store: 'other' })
  line.break('peek', 'refused')
  await rig.clock.advance('20s')
  expect(fires).toEqual(['fine 2'])
  expect(line.count('peek')).toBeLessThan(15)
  expect(rig.node.health()).toEqual({
    live: true,
    ready: false,
    reasons: ['store "default" fails'],
  })
  line.mend()
  await rig.clock.advance('10s')
  expect(fires).toHaveLength(2)
  expect(rig.told('store:error')).toMatchObject([
    { store: 'default', error: { message: 'the line is cut' } },
  ])
  expect(rig.told('store:recovered')).toMatchObject([{ store: 'default' }])
  expect(rig.node.health()).toEqual({ live: true, ready: true, reasons: [] })
})

test('outcomes that cannot be stored wait until they can', async () => {
  const line = new BrokenStore(memory())
  const rig = await new Rig({ stores: { default: line.store } }).task(() => 'kept').start()
  line.break('finish', 'refused')
  await rig.add('job', at(START + 1_000))
  await rig.clock.advance('20s')
  expect(await rig.states('job')).toBe('running')
  line.mend()
  await rig.clock.advance('10s')
  expect(await rig.runs('job')).toMatchObject([{ state: 'succeeded', result: '"kept"' }])
})

function fickle(throws: () => boolean): TimeTrigger {
  const timeline = {
    next: (from: number): number => {
      if (throws()) throw new Error('no moon today')
      return (Math.floor(from / 1_000) + 1) * 1_000
    },
    previous: (before: number): number => (Math.ceil(before / 1_000) - 1) * 1_000,
  }
  return { kind: 'moon', bind: () => timeline, toJSON: () => ({ kind: 'moon' }) }
}

test('a job whose trigger throws is set aside and told of once, kept, and the others go on [68] [69]', async () => {
  let broken = false
  const fires: string[] = []
  const moon = fickle(() => broken)
  const rig = new Rig({ triggers: { moon: () => moon } }).task((run) => void fires.push(run.jobId))
  await rig.start()
  await rig.add('moon', moon)
  await rig.add('tick', every('1s'))
  await rig.clock.advance('2s')
  broken = true
  await rig.clock.advance('50s')
  expect(fires.filter((job) => job === 'tick')).toHaveLength(52)
  expect(fires.filter((job) => job === 'moon')).toHaveLength(3)
  expect(rig.told('job:rejected')).toMatchObject([
    { id: 'moon', error: { message: 'no moon today' } },
  ])
  expect(await rig.job('moon')).toMatchObject({ state: 'active' })
  broken = false
  await rig.clock.advance('1m')
  expect(fires.filter((job) => job === 'moon').length).toBeGreaterThan(40)
})

test('a stored trigger of a kind that is unknown here is left to nodes that know it [68]', async () => {
  const moon = fickle(() => false)
  const store = memory()
  const fires: string[] = []
  const knows = new Rig({
    name: 'knows',
    stores: { default: store },
    triggers: { moon: () => moon },
  })
  await knows.add('moon', moon)
  const clock = knows.clock
  const other = await new Rig({ name: 'other', clock, stores: { default: store } })
    .task(() => {})
    .start()
  await clock.advance('10s')
  expect(other.told('job:rejected')).toMatchObject([
    { id: 'moon', error: { code: 'PUNCTUAL_TRIGGER_UNKNOWN' } },
  ])
  knows.task((run) => void fires.push(said(run.fireTime)))
  await knows.start()
  await clock.advance('2s')
  expect(fires.length).toBeGreaterThanOrEqual(2)
})

test('hundreds of jobs that cannot be planned do not keep the others from their turn', async () => {
  let broken = false
  const moon = fickle(() => broken)
  const fires: string[] = []
  const rig = new Rig({ triggers: { moon: () => moon } }).task((run) => void fires.push(run.jobId))
  for (let job = 0; job < 450; job += 1) await rig.add(`moon-${job}`, moon)
  broken = true
  await rig.add('tick', every('2s'))
  await rig.start()
  await rig.clock.advance('6s')
  expect(fires).toEqual(['tick', 'tick', 'tick'])
  expect(rig.told('job:rejected')).toHaveLength(450)
})

/** Twenty jobs that are due at once, over a store that refuses some calls. */
async function twenty(call: 'finish' | 'publish', like: string): Promise<Rig> {
  const line = new BrokenStore(memory())
  const rig = new Rig({ stores: { default: line.store } })
  await rig.task((run) => (run.jobId === 'job-7' ? 'bad' : 'good')).start()
  for (let job = 0; job < 20; job += 1) await rig.add(`job-${job}`, at(START + 1_000))
  line.refuse(call, (args) => args.includes(like))
  await rig.clock.advance('2m')
  const page = await rig.store.read.runs({ states: ['succeeded'], limit: 100 })
  expect(page.items).toHaveLength(19)
  return rig
}

test('an outcome that the store cannot take does not keep the others from it', async () => {
  const rig = await twenty('finish', 'bad')
  expect(await rig.states('job-7')).toBe('running')
})

test('a job that the store refuses to publish is set aside, and the others go on', async () => {
  const rig = await twenty('publish', 'job-7')
  expect(rig.told('job:rejected')).toMatchObject([
    { id: 'job-7', error: { message: 'not this one' } },
  ])
})

/** A job that runs after another, over a store that cannot say how the other ended for so many tries. */
async function followUp(tries: number): Promise<{ rig: Rig; said: unknown[] }> {
  const said: unknown[] = []
  const rig = await new Rig()
    .task((run) => (run.jobId === 'parent' ? 7 : void said.push(run.upstream[0]?.result)))
    .start()
  await rig.add('parent', at(START + 1_000))
  await rig.add('child', after('parent'))
  const { read } = rig.store
  const runs = read.runs.bind(read)
  let left = tries
  read.runs = async (query) => {
    if (query.ids === undefined || left <= 0) return await runs(query)
    left -= 1
    throw new Error('the line is cut')
  }
  await rig.clock.advance('5s')
  read.runs = runs
  return { rig, said }
}

test('a follow-up begins once the store can say what it follows', async () => {
  const { rig, said } = await followUp(3)
  expect(said).toEqual([7])
  expect(await rig.runs('child')).toMatchObject([{ state: 'succeeded', attempt: 1 }])
})

test('a follow-up that is cancelled while the store cannot say what it follows never begins', async () => {
  const { rig, said } = await followUp(Infinity)
  expect(await rig.states('child')).toBe('running')
  const [run] = await rig.runs('child')
  rig.parts.running.find(run!.id)?.abort({ why: 'cancel', reason: 'enough' })
  await rig.clock.advance('20s')
  expect(await rig.states('child')).toBe('cancelled')
  expect(said).toEqual([])
})

test('a store that stores outcomes and says nothing of them loses none', async () => {
  const rig = await new Rig().task(() => {}).start()
  const finish = rig.store.finish.bind(rig.store)
  rig.store.finish = async (by, outcomes) => {
    await finish(by, outcomes)
    return []
  }
  await rig.add('job', every('1s'))
  await rig.clock.advance('20s')
  expect(new Set((await rig.runs('job')).map((run) => run.state))).toEqual(new Set(['succeeded']))
  expect(await rig.runs('job')).toHaveLength(20)
  expect(rig.logged).toHaveLength(20)
})
