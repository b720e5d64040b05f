import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { at } from '../../src/triggers/at.ts'
import { memory, Rig, START } from './rig.ts'

test('a cancel by another node reaches the run with the next beat of its owner', async () => {
  const clock = virtualClock(START)
  const store = memory()
  const reasons: string[] = []
  const a = new Rig({ clock, name: 'a', stores: { default: store } })
  a.task(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(String(signal.reason.message))
          reject(signal.reason)
        })
      }),
  )
  await a.start()
  await a.add('job', at(START))
  const b = await new Rig({ clock, name: 'b', stores: { default: store } }).start()
  const [run] = await b.runs('job')
  expect(await store.cancel([run!.id], 'by hand')).toEqual(['asked'])
  expect(await b.states('job')).toBe('running')
  await clock.advance('3s')
  expect(reasons).toEqual(['the run was cancelled: by hand'])
  expect(await b.runs('job')).toMatchObject([{ state: 'cancelled', cancel: 'by hand' }])
  expect(a.told('run:cancelled')).toHaveLength(1)
})

test('a run that was cancelled before it was claimed never starts', async () => {
  const rig = new Rig()
  let started = 0
  rig.task(() => void (started += 1))
  await rig.add('job', at(START))
  rig.node.pause()
  await rig.start()
  const run = await rig.enqueue('job')
  expect(await rig.store.cancel([run.id], 'by hand')).toEqual(['ended'])
  rig.node.resume()
  await rig.clock.advance('1s')
  expect(started).toBe(1)
  expect((await rig.runs('job')).map(({ state }) => state).toSorted()).toEqual([
    'cancelled',
    'succeeded',
  ])
})

test('a run that is cancelled while it waits for its next attempt is not tried again', async () => {
  const rig = new Rig()
  let attempts = 0
  rig.task(() => {
    attempts += 1
    throw new Error('boom')
  })
  await rig.start()
  await rig.add('job', at(START), { retry: { limit: 5, delay: '10s' } })
  const [run] = await rig.runs('job')
  await rig.store.cancel([run!.id], 'enough')
  await rig.clock.advance('5m')
  expect(attempts).toBe(1)
  expect(await rig.states('job')).toBe('cancelled')
})
