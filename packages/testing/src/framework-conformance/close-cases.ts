import assert from 'node:assert/strict'
import { at, every, memoryStore, createScheduler } from '@punctual/core'
import { virtualClock } from '../virtual-clock.ts'
import { casesOf, type FrameworkCase } from './framework-case.ts'
import { heldRoute } from './held-route.ts'
import { isPending } from './patience.ts'
import { WatchedStore } from './watched-store.ts'

const START = '2026-03-01T12:00:00Z'

export const closeCases: readonly FrameworkCase[] = casesOf('close', {
  'a run in flight ends first, and its outcome is stored': async (stage) => {
    const store = memoryStore()
    const gate = stage.gate()
    const started = await stage.start({ options: { store } })
    const run = await started.hold(gate)
    const { closed } = await started.beginClose()
    assert.equal(await isPending(closed), true, 'the close did not wait for the run')
    gate.open()
    await stage.patience.for('the close', closed)
    const { state, result } = (await createScheduler({ store, role: 'off' }).getRun(run)) ?? {}
    assert.deepEqual([state, result], ['succeeded', 'done'])
  },

  'nothing that falls due while runs end is started': async (stage) => {
    const clock = virtualClock(START)
    const gate = stage.gate()
    let ran = 0
    const later = { id: 'later', trigger: every('1m'), run: () => (ran += 1) }
    const started = await stage.start({ options: { clock }, jobs: [later] })
    await started.hold(gate)
    const { closed } = await started.beginClose()
    await clock.advance('5m')
    assert.equal(ran, 0)
    gate.open()
    await stage.patience.for('the close', closed)
    assert.equal(ran, 0)
  },

  'nothing that falls due while requests end is started': async (stage) => {
    const clock = virtualClock(START)
    const gate = stage.gate()
    let ran = 0
    const later = { id: 'later', trigger: every('1m'), run: () => (ran += 1) }
    const routes = [heldRoute(gate)]
    const started = await stage.start({ options: { clock }, jobs: [later], routes })
    const visit = started.visit({ path: '/held' })
    await stage.patience.for('the request arrives', gate.reached)
    const { closed } = await started.beginClose()
    await clock.advance('5m')
    assert.equal(ran, 0)
    gate.open()
    await stage.patience.for('the answer', visit.answer())
    await stage.patience.for('the close', closed)
    assert.equal(ran, 0)
  },

  'an open request is answered to its end': async (stage) => {
    const gate = stage.gate()
    const started = await stage.start({ routes: [heldRoute(gate)] })
    const visit = started.visit({ path: '/held' })
    await stage.patience.for('the request arrives', gate.reached)
    const { closed } = await started.beginClose()
    assert.equal(await isPending(closed), true, 'the close did not wait for the request')
    gate.open()
    const { status, text } = await stage.patience.for('the answer', visit.answer())
    assert.deepEqual([status, text], [200, '"through"'])
    await stage.patience.for('the close', closed)
  },

  'a request that is open while runs end may still add a job': async (stage) => {
    const [request, run] = [stage.gate(), stage.gate()]
    const route = heldRoute(request, async ({ scheduler }) => {
      const trigger = at('2100-01-01T00:00:00Z')
      const { id } = await scheduler.addJob({ id: 'added', task: 'held', trigger })
      return { status: 200, json: JSON.stringify(id) }
    })
    const started = await stage.start({ routes: [route] })
    await started.hold(run)
    const visit = started.visit({ path: '/held' })
    await stage.patience.for('the request arrives', request.reached)
    const { closed } = await started.beginClose()
    request.open()
    const { status, text } = await stage.patience.for('the answer', visit.answer())
    assert.deepEqual([status, text], [200, '"added"'])
    run.open()
    await stage.patience.for('the close', closed)
  },

  'the scheduler is not ready from the moment the close begins': async (stage) => {
    const [request, run] = [stage.gate(), stage.gate()]
    const started = await stage.start({ routes: [heldRoute(request)] })
    const { scheduler } = started
    await started.hold(run)
    started.visit({ path: '/held' })
    await stage.patience.for('the request arrives', request.reached)
    assert.equal((await scheduler.health()).ready, true)
    const { closed } = await started.beginClose()
    const { live, ready } = await scheduler.health()
    assert.deepEqual([live, ready], [true, false])
    request.open()
    run.open()
    await stage.patience.for('the close', closed)
  },

  'an idle connection does not hold it up': async (stage) => {
    const gate = stage.gate()
    gate.open()
    const started = await stage.start({ routes: [heldRoute(gate)] })
    const raw = started.raw('GET /held HTTP/1.1', 'Host: test', 'Connection: keep-alive')
    await stage.patience.until('the answer', () => raw.text.includes('"through"'))
    await stage.patience.for('the close', started.close())
    await stage.patience.for('the end of the connection', raw.ended)
  },

  'closing twice is one end': async (stage) => {
    const gate = stage.gate()
    const started = await stage.start({})
    let ends = 0
    started.scheduler.on('scheduler:stopped', () => {
      ends += 1
    })
    await started.hold(gate)
    const { closed } = await started.beginClose()
    const again = started.close()
    gate.open()
    await stage.patience.for('both ends', Promise.all([closed, again]))
    await stage.patience.for('a further end', started.close())
    assert.equal(ends, 1)
  },

  'nothing is left open afterwards, the store included': async (stage) => {
    const watched = new WatchedStore()
    const trigger = every('1h', { immediate: true })
    const jobs = [{ id: 'tick', trigger, run: () => {} }]
    const started = await stage.start({ options: { store: watched.store }, jobs })
    assert.equal(stage.handles.left.includes('a listening server'), true)
    await stage.patience.for('the close', started.close())
    assert.deepEqual([started.scheduler.state, watched.closed], ['stopped', true])
    await stage.nothingLeft()
  },
})
