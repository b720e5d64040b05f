import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, test } from 'vitest'
import { currentRun } from '../../src/engine/current-run.ts'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { Rig, START } from './rig.ts'

test('a run does not inherit the request that added its job, nor do later runs or listeners', async () => {
  const request = new AsyncLocalStorage<string>()
  const seen: (string | undefined)[] = []
  const rig = await new Rig().task(() => void seen.push(request.getStore())).start()
  rig.parts.emitter.on('run:succeeded', () => void seen.push(request.getStore()))
  await request.run('a request', () => rig.add('now', at(START)))
  await request.run('another', () => rig.add('tick', every('1s')))
  await rig.clock.advance('2s')
  expect(seen).toEqual(Array.from({ length: 6 }, () => undefined))
})

test('inside a handler, and in all that it starts, the run is the current one; outside there is none', async () => {
  const seen: unknown[] = []
  const rig = new Rig()
  rig.task(async (run) => {
    seen.push(currentRun() === run)
    await Promise.resolve()
    seen.push(currentRun() === run)
    setImmediate(() => seen.push(currentRun() === run))
  })
  await rig.start()
  rig.parts.emitter.on('run:started', () => seen.push(currentRun()))
  await rig.add('job', at(START))
  await rig.clock.advance('1s')
  expect(currentRun()).toBeNull()
  expect(seen).toEqual([null, true, true, true])
})

test('a handler that adds a job does not become the current run of its runs', async () => {
  const seen: (string | undefined)[] = []
  const rig = new Rig()
  rig.task((run) => {
    seen.push(currentRun()?.jobId)
    if (run.jobId === 'parent') void rig.add('child', at(START))
  })
  await rig.start()
  await rig.add('parent', at(START))
  await rig.clock.advance('1s')
  expect(seen).toEqual(['parent', 'child'])
})
