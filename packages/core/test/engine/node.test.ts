import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { fixedDelay } from '../../src/triggers/fixed-delay.ts'
import { BrokenStore } from './broken-store.ts'
import { memory, Rig, said, START } from './rig.ts'

test('the life of a node goes one way, and is told', async () => {
  const rig = new Rig()
  expect(rig.node.state).toBe('idle')
  const starting = rig.node.start()
  expect(rig.node.state).toBe('starting')
  await starting
  expect(rig.node.state).toBe('running')
  await expect(rig.node.start()).rejects.toMatchObject({ code: 'PUNCTUAL_ALREADY_STARTED' })
  rig.node.pause()
  expect(rig.node.state).toBe('paused')
  rig.node.resume()
  await rig.clock.hold(rig.node.stop())
  expect(rig.node.state).toBe('stopped')
  await expect(rig.node.start()).rejects.toMatchObject({ code: 'PUNCTUAL_STOPPED' })
  expect(() => rig.node.pause()).toThrow(expect.objectContaining({ code: 'PUNCTUAL_STOPPED' }))
  const told = rig.events
    .map((event) => event.type)
    .filter((type) => /^(scheduler|node):/.test(type))
  expect(told).toEqual([
    ...['scheduler:starting', 'node:joined', 'scheduler:started', 'scheduler:paused'],
    ...['scheduler:resumed', 'scheduler:stopping', 'node:left', 'scheduler:stopped'],
  ])
})

test('a paused node starts nothing, lets go on what runs, and catches up by policy when it resumes', async () => {
  const fires: string[] = []
  const rig = new Rig().task(
    (run) => void fires.push(`${said(run.fireTime)}@${said(rig.clock.now())}`),
  )
  await rig.start()
  await rig.add('tick', every('1s'))
  await rig.clock.advance('2s')
  rig.node.pause()
  await rig.clock.advance('3.5s')
  expect(fires).toEqual(['1@1', '2@2'])
  expect(rig.node.health()).toMatchObject({ live: true, ready: false })
  rig.node.resume()
  await rig.clock.advance('1s')
  expect(fires).toEqual(['1@1', '2@2', '5@5.5', '6@6'])
  expect(await rig.spans('tick')).toEqual(['3-4 missed_in_outage'])
})

test('a node that was paused before its start starts paused, and nothing fires until it resumes [66]', async () => {
  const fires: string[] = []
  const rig = new Rig().task((run) => void fires.push(said(run.fireTime)))
  rig.node.pause()
  await rig.start()
  expect(rig.node.state).toBe('paused')
  await rig.add('tick', every('1s'))
  await rig.clock.advance('5s')
  expect(fires).toEqual([])
  rig.node.resume()
  await rig.clock.advance('1s')
  expect(fires).toEqual(['5', '6'])
})

test('a start fails when a store does not answer within 10 s, and leaves no session behind', async () => {
  const line = new BrokenStore(memory())
  const fine = memory()
  const rig = new Rig({ stores: { default: fine, broken: line.store } })
  line.break('open', 'no answer')
  const starting = rig.node.start()
  const refused = expect(starting).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
  await rig.clock.advance('1m')
  await refused
  expect(rig.node.state).toBe('stopped')
  expect((await fine.read.nodes()).filter((node) => node.alive)).toEqual([])
})

test('a start fails with what a declaration was refused for, and the scheduler is stopped [55]', async () => {
  const rig = new Rig()
  rig.node.onJoined(() => Promise.reject(new Error('two jobs with one id')))
  await expect(rig.clock.hold(rig.node.start())).rejects.toThrow('two jobs with one id')
  expect(rig.node.state).toBe('stopped')
  expect((await rig.store.read.nodes()).filter((node) => node.alive)).toEqual([])
})

test('declared jobs are put when the session is there, and before anything is published', async () => {
  const rig = new Rig().task(() => {})
  await rig.add('due', at(START))
  let published = -1
  rig.node.onJoined(async (link) => {
    expect(link.session).not.toBeNull()
    expect(link.since()).toBe(START)
    await rig.clock.hold(new Promise((resolve) => setImmediate(resolve)))
    published = rig.told('fire:published').length
  })
  await rig.start()
  expect(published).toBe(0)
  expect(await rig.states('due')).toBe('succeeded')
})

test('before the start a store is opened as a client when a verb needs it, once', async () => {
  const line = new BrokenStore(memory())
  const rig = new Rig({ stores: { default: line.store } })
  const link = rig.node.links.get('default')!
  line.break('open', 'refused', 1)
  await expect(link.opened()).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
  await Promise.all([link.opened(), link.opened()])
  expect(line.count('open')).toBe(2)
  expect(link.session).toBeNull()
})

test('an idle node calls its store for its beat, and now and then to sweep, and for nothing else [70]', async () => {
  const line = new BrokenStore(memory())
  const rig = await new Rig({ stores: { default: line.store } }).task(() => {}).start()
  await rig.add('far', at(START + 90 * 86_400_000))
  line.calls.length = 0
  await rig.clock.advance('10m')
  expect(line.count('beat')).toBe(200)
  expect(line.count('sweep')).toBe(60)
  expect(line.calls).toHaveLength(260)
})

test('a paused job that is overdue costs nothing [70]', async () => {
  const line = new BrokenStore(memory())
  const rig = await new Rig({ stores: { default: line.store } }).task(() => {}).start()
  await rig.add('tick', every('1s'), { paused: true })
  line.calls.length = 0
  await rig.clock.advance('1m')
  expect(line.count('peek') + line.count('publish') + line.count('claim')).toBe(0)
})

/** A store of which nobody is told of changes. */
function silent(): BrokenStore {
  return new BrokenStore(memory(), { shared: true })
}

test('a store that others may change is looked at every 5 s', async () => {
  const line = silent()
  const rig = await new Rig({ stores: { default: line.store } }).task(() => {}).start()
  line.calls.length = 0
  await rig.clock.advance('1m')
  expect(line.count('peek')).toBe(12)
  expect(line.count('claim')).toBe(12)
})

test('over a store that tells nothing, what an outcome set going is picked up at once', async () => {
  const began: string[] = []
  const rig = new Rig({ stores: { default: silent().store } })
  rig.task((run) => {
    began.push(`${run.jobId} ${said(rig.clock.now())}`)
    if (run.jobId === 'retried' && run.attempt === 1) throw new Error('boom')
  })
  await rig.start()
  await rig.add('delay', fixedDelay('700ms'))
  await rig.add('retried', at(START + 500), { retry: { limit: 1, delay: '1s', jitter: false } })
  await rig.clock.advance('2.2s')
  expect(began).toEqual(['retried 0.5', 'delay 0.7', 'delay 1.4', 'retried 1.5', 'delay 2.1'])
})

test('a job that another scheduler adds to the same memory store is run without waiting for a look', async () => {
  const store = memory()
  const rig = await new Rig({ stores: { default: store } }).task(() => {}).start()
  const client = new Rig({ clock: rig.clock, role: 'off', stores: { default: store } })
  await client.add('job', at(START))
  expect(await rig.states('job')).toBe('succeeded')
})
