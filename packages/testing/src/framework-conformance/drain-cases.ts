import assert from 'node:assert/strict'
import {
  createScheduler,
  memoryStore,
  type Run,
  type RunContext,
  type JobStore,
} from '@punctual/core'
import { casesOf, type FrameworkCase } from './framework-case.ts'
import { heldRoute } from './held-route.ts'
import { isPending } from './patience.ts'

/** Over at once, and yet not nothing. */
const SHORT = '30ms'

/** Works until it is told to stop. */
function untilAborted({ signal }: RunContext): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

async function stored(store: JobStore, id: string): Promise<Run> {
  const run = await createScheduler({ store, role: 'off' }).getRun(id)
  assert.ok(run !== null)
  return run
}

export const drainCases: readonly FrameworkCase[] = [
  ...casesOf('drain', {
    'a run that is longer is aborted and given back, and the close comes': async (stage) => {
      const store = memoryStore()
      const gate = stage.gate()
      gate.open()
      const started = await stage.start({ options: { store }, drain: SHORT })
      const again = await started.hold(gate, untilAborted)
      await stage.patience.for('the close', started.close())
      assert.equal((await stored(store, again)).state, 'pending')
    },

    'a run that must not be done twice is lost when it is aborted': async (stage) => {
      const store = memoryStore()
      const gate = stage.gate()
      gate.open()
      const options = { store, defaults: { onNodeLoss: 'lose' } } as const
      const started = await stage.start({ options, drain: SHORT })
      const once = await started.hold(gate, untilAborted)
      await stage.patience.for('the close', started.close())
      assert.equal((await stored(store, once)).state, 'lost')
    },

    'a run that does not heed its abort is left behind after killAfter': async (stage) => {
      const store = memoryStore()
      const limits = { drain: SHORT, killAfter: SHORT }
      const started = await stage.start({ options: { store }, ...limits })
      const id = await started.hold(stage.gate())
      await stage.patience.for('the close', started.close())
      assert.equal(started.scheduler.state, 'stopped')
      assert.notEqual((await stored(store, id)).state, 'running')
    },

    'an open request does not keep runs from being aborted in time': async (stage) => {
      const [request, run] = [stage.gate(), stage.gate()]
      const started = await stage.start({ routes: [heldRoute(request)], drain: SHORT })
      run.open()
      let aborted = false
      await started.hold(run, (context) =>
        untilAborted(context).finally(() => {
          aborted = true
        }),
      )
      const visit = started.visit({ path: '/held' })
      await stage.patience.for('the request arrives', request.reached)
      const { closed } = await started.beginClose()
      await stage.patience.until('the run is aborted', () => aborted)
      request.open()
      await visit.answer().catch(() => {})
      await stage.patience.for('the close', closed)
    },

    'a run that ends within it is not aborted': async (stage) => {
      const store = memoryStore()
      const gate = stage.gate()
      const started = await stage.start({ options: { store }, drain: '1m' })
      const id = await started.hold(gate, ({ signal }) => signal.aborted)
      const { closed } = await started.beginClose()
      assert.equal(await isPending(closed), true, 'the close did not wait for the run')
      gate.open()
      await stage.patience.for('the close', closed)
      assert.equal((await stored(store, id)).result, false)
    },
  }),
  ...casesOf(
    'drain',
    {
      'a request that never ends is cut off': async (stage) => {
        const gate = stage.gate()
        const started = await stage.start({ routes: [heldRoute(gate)], drain: SHORT })
        const visit = started.visit({ path: '/held' })
        await stage.patience.for('the request arrives', gate.reached)
        await stage.patience.for('the close', started.close())
        await assert.rejects(stage.patience.for('the cut', visit.answer()), /socket hang up/)
      },
    },
    { needs: 'cutsRequests' },
  ),
]
