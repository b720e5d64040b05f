import assert from 'node:assert/strict'
import { after, at, defineTask } from '@punctual/core'
import { casesOf, type ExecutorCase } from './executor-case.ts'
import { coreOf } from './executor-stage.ts'

const everywhere = casesOf('context', {
  'a module is called with the whole run, and its result returns by value': async (stage) => {
    const scheduler = await stage.start()
    const given = { path: 'a.png', sizes: [1, 2], deep: { none: null } }
    const run = await stage.run(scheduler, 'whole', { given })
    assert.deepEqual(run.result, {
      input: given,
      ...{ jobId: run.jobId, runId: run.id, task: run.task, fireTime: run.fireTime },
      ...{ cause: 'fire', attempt: 1, missed: 0, upstream: [] },
    })
  },

  'the default export is called where no export is named': async (stage) => {
    const scheduler = await stage.start()
    const module = new URL('data:text/javascript,export default ({ input }) => [input]')
    const { result } = await stage.run(scheduler, 'default', { module, given: 7 })
    assert.deepEqual(result, [7])
  },

  'the code sees its run as the current one, also after it waited': async (stage) => {
    const scheduler = await stage.start()
    const run = await stage.run(scheduler, 'inside', { given: coreOf(stage) })
    assert.deepEqual(run.result, [true, true])
  },

  'lines are written by the logger of the scheduler, with the names of the run': async (stage) => {
    const scheduler = await stage.start()
    const { id: runId, jobId, state } = await stage.run(scheduler, 'talks')
    assert.equal(state, 'succeeded')
    const [first, second] = stage.lines.filter(({ message }) => message.startsWith('printed'))
    assert.deepEqual(first, {
      level: 'info',
      fields: { jobId, runId, pages: 3 },
      message: 'printed',
    })
    assert.deepEqual([second?.level, second?.fields.runId], ['warn', runId])
  },

  'progress is told while the run goes on, and the last of it before its end': async (stage) => {
    const scheduler = await stage.start()
    const told: unknown[] = []
    scheduler.on('run:progress', ({ fraction, message }) => void told.push([fraction, message]))
    scheduler.on('run:succeeded', () => void told.push('end'))
    await stage.run(scheduler, 'progresses')
    assert.deepEqual(told[0], [0.25, null])
    assert.deepEqual(told.at(-2), [1, 'done'])
    assert.equal(told.at(-1), 'end')
  },

  'progress that is none is refused where it is said': async (stage) => {
    const scheduler = await stage.start()
    const { state, error } = await stage.run(scheduler, 'badProgress')
    assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_OPTION_INVALID'])
  },

  'a job that follows another gets its result': async (stage) => {
    const scheduler = await stage.start()
    const first = stage.task(scheduler, 'whole')
    const second = stage.task(scheduler, 'whole')
    await scheduler.addJob({
      id: 'first',
      task: first,
      trigger: at(Date.parse('2099-01-01')),
      input: 1,
    })
    await scheduler.addJob({ id: 'second', task: second, trigger: after('first'), input: 2 })
    const done = new Promise<unknown>((resolve) => {
      scheduler.on('run:succeeded', ({ run }) => {
        if (run.jobId === 'second') resolve(run.result)
      })
    })
    const { id: runId } = await scheduler.runJob('first')
    const result = (await stage.patience.for('the second job runs', done)) as WholeRun
    assert.deepEqual([result.cause, result.input], ['after', 2])
    const [upstream] = result.upstream
    assert.deepEqual([upstream?.runId, upstream?.state], [runId, 'succeeded'])
    assert.equal(upstream?.result.input, 1)
  },

  'what a schema made of the input arrives as it is': async (stage) => {
    const scheduler = await stage.start()
    const day = new Date('2026-03-02')
    const task = stage.taskWith(scheduler, 'kindOfInput', { ...schemaOf(() => ({ day })) })
    const run = await stage.end(await scheduler.runTask(task))
    assert.deepEqual(run.result, ['Date', day.toISOString()])
  },

  'withRun stands around the run, where the scheduler is': async (stage) => {
    const around: string[] = []
    const scheduler = await stage.start({
      withRun: (run, next) => {
        around.push(run.runId)
        return next()
      },
    })
    const run = await stage.run(scheduler, 'place')
    assert.deepEqual(around, [run.id])
  },
})

interface WholeRun {
  readonly cause: string
  readonly input: unknown
  readonly upstream: readonly {
    readonly runId: string
    readonly state: string
    readonly result: { readonly input: unknown }
  }[]
}

const elsewhere = casesOf(
  'context',
  {
    'code runs elsewhere, one run after the other in the same place': async (stage) => {
      const scheduler = await stage.start()
      const first = await stage.run(scheduler, 'place')
      const second = await stage.run(scheduler, 'place')
      assert.notDeepEqual(first.result, { pid: process.pid, threadId: 0 })
      assert.deepEqual(first.result, second.result)
    },

    'a flood of progress does not become a flood of events': async (stage) => {
      const scheduler = await stage.start()
      let told = 0
      let last = 0
      scheduler.on('run:progress', ({ fraction }) => {
        told += 1
        last = fraction
      })
      await stage.run(scheduler, 'flood')
      assert.equal(last, 1)
      assert.ok(told < 5_000, `${told} events were told of 50,000`)
    },

    'the scheduler itself does not exist there, and it says so': async (stage) => {
      const scheduler = await stage.start()
      const { error } = await stage.run(scheduler, 'asksScheduler')
      assert.equal(error?.code, 'PUNCTUAL_NOT_IN_WORKER')
    },

    'an input that cannot go there is refused, and the worker goes on': async (stage) => {
      const scheduler = await stage.start()
      const task = stage.taskWith(
        scheduler,
        'place',
        schemaOf(() => ({ print: () => {} })),
      )
      const { error } = await stage.end(await scheduler.runTask(task))
      assert.equal(error?.code, 'PUNCTUAL_NOT_CLONEABLE')
      assert.equal((await stage.run(scheduler, 'place')).state, 'succeeded')
    },

    'a worker is replaced after as many runs as it may have': async (stage) => {
      const scheduler = await stage.start({ maxRunsPerWorker: 2 })
      const places: string[] = []
      for (let at = 0; at < 3; at += 1) {
        places.push(JSON.stringify((await stage.run(scheduler, 'place')).result))
      }
      assert.equal(places[0], places[1])
      assert.notEqual(places[1], places[2])
    },

    'a function is refused where it is given, and where its job is': async (stage) => {
      const scheduler = await stage.start()
      const refused = { code: 'PUNCTUAL_NEEDS_MODULE' }
      const executor = 'under'
      assert.throws(() => scheduler.task('closure', () => 1, { executor }), refused)
      const task = defineTask('closure', { executor })
      assert.throws(() => scheduler.handle(task, () => 1), refused)
      const trigger = at(Date.parse('2099-01-01'))
      assert.throws(() => scheduler.schedule('job', trigger, () => 1, { executor }), refused)
      const local = scheduler.task('local', () => 1)
      await assert.rejects(scheduler.addJob({ task: local, trigger, executor }), refused)
      await assert.rejects(scheduler.runTask(local, undefined, { executor }), refused)
      const { id } = await scheduler.addJob({ task: local, trigger })
      await assert.rejects(scheduler.updateJob(id, { executor }), refused)
    },
  },
  { needs: 'isolated' },
)

/** A schema that makes this of any input. */
function schemaOf(make: () => unknown): { readonly input: unknown } {
  const validate = (): unknown => ({ value: make() })
  return { input: { '~standard': { version: 1, vendor: 'cases', validate } } }
}

export const contextCases: readonly ExecutorCase[] = [...everywhere, ...elsewhere]
