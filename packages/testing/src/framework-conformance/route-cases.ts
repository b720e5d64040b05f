import assert from 'node:assert/strict'
import { createScheduler, every, memoryStore, type Run, type Scheduler } from '@punctual/core'
import type { RouteJob } from '@punctual/core/framework'
import { casesOf, type FrameworkCase } from './framework-case.ts'
import type { PlanRoute, RouteReply, RouteVisit } from './framework-harness.ts'
import { isPending } from './patience.ts'
import type { Stage } from './stage.ts'

const trigger = every('1h')
const PATH = '/reports/:kind'
const ID = `POST ${PATH}`
const DAILY = { params: { kind: 'daily' } }

/** A route with jobs, `daily` unless others are given. */
function reports(answer: PlanRoute['answer'], ...jobs: readonly RouteJob[]): PlanRoute {
  const given = jobs.length === 0 ? [{ trigger, request: DAILY }] : jobs
  return { method: 'POST', path: PATH, jobs: given, answer }
}

async function ended(stage: Stage, scheduler: Scheduler, id: string): Promise<Run> {
  const { finished } = await handleOf(scheduler, id)
  return await stage.patience.for(`the run of ${id} ends`, finished())
}

async function handleOf(
  scheduler: Scheduler,
  id: string,
): Promise<{ readonly id: string; finished(): Promise<Run> }> {
  const handle = await scheduler.runJob(id)
  return { id: handle.id, finished: () => handle.finished() }
}

/** What becomes of a run whose route answers so. */
async function outcome(stage: Stage, reply: Partial<RouteReply>): Promise<Run> {
  const route = reports(async () => ({ status: 200, json: '{"made":1}', ...reply }))
  const { scheduler } = await stage.start({ routes: [route] })
  return await ended(stage, scheduler, ID)
}

/** Remembers who came. */
class Visitors {
  readonly seen: RouteVisit[] = []

  readonly answer: PlanRoute['answer'] = async (visit) => {
    this.seen.push(visit)
    return { status: 200, json: JSON.stringify({ run: visit.run?.runId ?? null }) }
  }
}

export const routeCases: readonly FrameworkCase[] = casesOf(
  'route',
  {
    'a 2xx is a success, and its JSON the result': async (stage) => {
      const { state, result } = await outcome(stage, { status: 201 })
      assert.deepEqual([state, result], ['succeeded', { status: 201, body: { made: 1 } }])
    },

    'a 3xx is a success': async (stage) => {
      assert.equal((await outcome(stage, { status: 302 })).state, 'succeeded')
    },

    'a 4xx is a failure, and tells what was answered': async (stage) => {
      const { state, error } = await outcome(stage, { status: 422, json: '"no such report"' })
      assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_ROUTE_FAILED'])
      assert.match(error?.message ?? '', /422\n.*no such report/)
    },

    'a 5xx is a failure': async (stage) => {
      const { state, error } = await outcome(stage, { status: 503 })
      assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_ROUTE_FAILED'])
    },

    'a route that throws is a failure, and the server lives on': async (stage) => {
      const route = reports(async ({ run }) => {
        if (run !== null) throw new Error('broken on purpose')
        return { status: 200, json: '"well"' }
      })
      const started = await stage.start({ routes: [route] })
      const { state, error } = await ended(stage, started.scheduler, ID)
      assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_ROUTE_FAILED'])
      const { status } = await started.ask({ method: 'POST', path: '/reports/daily' })
      assert.equal(status, 200)
    },

    'a job is named after its route, and fires by its trigger': async (stage) => {
      const visitors = new Visitors()
      const soon = every('1h', { immediate: true })
      const route = reports(visitors.answer, { trigger: soon, request: DAILY })
      const { scheduler } = await stage.start({ routes: [route] })
      assert.equal((await scheduler.getJob(ID))?.id, ID)
      await stage.patience.until('the route is asked', () => visitors.seen.length === 1)
    },

    'a route may have several jobs, each with its request': async (stage) => {
      const visitors = new Visitors()
      const job = (kind: string): RouteJob => ({
        id: kind,
        trigger,
        request: {
          params: { kind },
          query: { of: kind },
          headers: { 'x-of': kind },
          body: { kind },
        },
      })
      const route = reports(visitors.answer, job('daily'), job('a/b %'))
      const { scheduler } = await stage.start({ routes: [route] })
      for (const kind of ['daily', 'a/b %']) {
        assert.equal((await ended(stage, scheduler, kind)).state, 'succeeded')
        const { params, query, headers, body } = visitors.seen.at(-1)!
        const seen = [params['kind'], query['of'], headers['x-of'], body]
        assert.deepEqual(seen, [kind, kind, kind, { kind }])
      }
    },

    'the run is there for the route, and nobody else has it': async (stage) => {
      const visitors = new Visitors()
      const started = await stage.start({ routes: [reports(visitors.answer)] })
      const { id } = await ended(stage, started.scheduler, ID)
      const { run } = visitors.seen[0]!
      assert.deepEqual([run?.runId, run?.jobId, run?.attempt], [id, ID, 1])
      await started.ask({ method: 'POST', path: '/reports/daily' })
      assert.equal(visitors.seen[1]?.run, null)
    },

    'no header makes a run of a client': async (stage) => {
      const gate = stage.gate()
      const visitors = new Visitors()
      const route = reports(async (visit) => {
        if (visit.run !== null) await gate.pass()
        return await visitors.answer(visit)
      })
      const started = await stage.start({ routes: [route] })
      const { id, finished } = await handleOf(started.scheduler, ID)
      await stage.patience.for('the route is asked', gate.reached)
      const names = ['x-run', 'x-run-id', 'run-id', 'punctual-run', 'x-punctual-run']
      const more = ['x-punctual-run-id', 'x-punctual-job', 'x-request-id', 'request-id']
      const headers = Object.fromEntries([...names, ...more].map((name) => [name, id]))
      const forged = await started.ask({ method: 'POST', path: '/reports/daily', headers })
      assert.equal(forged.text, '{"run":null}')
      gate.open()
      await stage.patience.for('the run ends', finished())
    },

    'a cancel reaches the route as an abort of its run': async (stage) => {
      const gate = stage.gate()
      let aborted = false
      const route = reports(async ({ run }) => {
        run?.signal.addEventListener('abort', () => {
          aborted = true
        })
        await gate.pass()
        return { status: 200, json: '"late"' }
      })
      const { scheduler } = await stage.start({ routes: [route] })
      const { id, finished } = await handleOf(scheduler, ID)
      await stage.patience.for('the route is asked', gate.reached)
      await scheduler.cancelRun(id)
      await stage.patience.until('the run is aborted', () => aborted)
      gate.open()
      assert.equal((await stage.patience.for('the run ends', finished())).state, 'cancelled')
    },

    'a close waits for a route that a run has asked': async (stage) => {
      const store = memoryStore()
      const gate = stage.gate()
      const route = reports(async () => {
        await gate.pass()
        return { status: 200, json: '"done"' }
      })
      const started = await stage.start({ options: { store }, routes: [route] })
      const { id } = await handleOf(started.scheduler, ID)
      await stage.patience.for('the route is asked', gate.reached)
      const { closed } = await started.beginClose()
      assert.equal(await isPending(closed), true, 'the close did not wait for the run')
      gate.open()
      await stage.patience.for('the close', closed)
      const run = await createScheduler({ store, role: 'off' }).getRun(id)
      assert.deepEqual([run?.state, run?.result], ['succeeded', { status: 200, body: 'done' }])
    },

    'a request that cannot be made fails the boot with its code': async (stage) => {
      const visitors = new Visitors()
      const route = reports(visitors.answer, { trigger, request: { params: {} } })
      const error = await stage.failure({ routes: [route] })
      assert.ok(error instanceof Error && 'code' in error)
      assert.equal(error.code, 'PUNCTUAL_ROUTE_URL')
      await stage.nothingLeft()
    },
  },
  { needs: 'routeJobs' },
)
