import { beforeEach, expect, test } from 'vitest'
import {
  after,
  defineTask,
  every,
  fireTimes,
  PunctualError,
  processes,
  threads,
  triggerFrom,
  type Json,
  type Scheduler,
  type Task,
} from '@punctual/core'
import { z } from 'zod'
import { badTriggers, loose } from './bad-triggers.ts'
import { listed, scene } from './scene.ts'

let scheduler: Scheduler
let task: Task<unknown>
const report = defineTask('report', { input: z.object({ customer: z.string(), n: z.int() }) })

/** Everything that the stores hold, as far as anybody can see it. */
async function dump(): Promise<string> {
  const jobs = await listed(scheduler.eachJob())
  const lines = await listed(scheduler.exportJobs())
  const runs = await scheduler.listRuns({ limit: 1_000 })
  return JSON.stringify({ jobs, lines, runs, health: await scheduler.health() })
}

beforeEach(async () => {
  const { make } = scene()
  scheduler = make()
  task = scheduler.task('t', () => {}) as Task<unknown>
  scheduler.handle(report, () => {})
  await scheduler.addJob({ id: 'there', task, trigger: every('1h') })
  scheduler.schedule('declared', every('1h'), () => {})
  await scheduler.start()
})

const add = (job: object) => (): unknown => scheduler.addJob(loose({ task, ...job }))
const when = (trigger: () => unknown) => (): unknown =>
  scheduler.addJob({ id: 'new', task, trigger: loose(trigger()) })
const update = (change: object) => (): unknown => scheduler.updateJob('there', loose(change))

const cyclic: { self?: unknown } = {}
cyclic.self = cyclic
const huge = 'x'.repeat(300_000)

type Case = readonly [what: string, call: () => unknown, code: string, says: RegExp]

const ids: readonly Case[] = [
  ['an empty id', add({ id: '' }), 'PUNCTUAL_JOB_ID_INVALID', /empty/],
  ['an id with a blank at its end', add({ id: 'a ' }), 'PUNCTUAL_JOB_ID_INVALID', /blank/],
  ['an id with a line break', add({ id: 'a\nb' }), 'PUNCTUAL_JOB_ID_INVALID', /control/],
  [
    'an id of 201 bytes',
    add({ id: 'ü'.repeat(100) + 'x' }),
    'PUNCTUAL_JOB_ID_INVALID',
    /200 bytes/,
  ],
  ['an id of half a character', add({ id: 'a\ud800' }), 'PUNCTUAL_JOB_ID_INVALID', /half/],
  ['an id that is a number', add({ id: 7 }), 'PUNCTUAL_JOB_ID_INVALID', /not text/],
  ['an id of megabytes', add({ id: huge }), 'PUNCTUAL_JOB_ID_INVALID', /200 bytes/],
  ['a taken id', add({ id: 'there' }), 'PUNCTUAL_JOB_EXISTS', /onConflict/],
  ['a declared id', add({ id: 'declared' }), 'PUNCTUAL_JOB_EXISTS', /updateJob/],
  ['no job at all', () => scheduler.addJob(loose(undefined)), 'PUNCTUAL_OPTION_INVALID', /object/],
]

const triggers: readonly Case[] = [
  ...badTriggers.map(([what, trigger, code, says]): Case => [what, when(trigger), code, says]),
  [
    'a stored trigger of tomorrow',
    () => triggerFrom({ kind: 'at', version: 2, when: 1 }),
    'PUNCTUAL_TRIGGER_UNKNOWN',
    /version/,
  ],
  ['following oneself', add({ id: 'me', trigger: after('me') }), 'PUNCTUAL_FOLLOW_CYCLE', /itself/],
  [
    'following into another store',
    add({ id: 'me', trigger: after({ id: 'there', store: 'node' }) }),
    'PUNCTUAL_TRIGGER_INVALID',
    /one store/,
  ],
  [
    'fire times without a from',
    () => [...fireTimes(every('1h'), loose({ from: undefined }))],
    'PUNCTUAL_TIME_INVALID',
    /./,
  ],
]

const policies: readonly Case[] = [
  ['a negative retry', add({ retry: -1 }), 'PUNCTUAL_POLICY_INVALID', /retry/],
  ['a retry without a limit', add({ retry: { delay: '1s' } }), 'PUNCTUAL_POLICY_INVALID', /limit/],
  ['no instance', add({ maxInstances: 0 }), 'PUNCTUAL_POLICY_INVALID', /maxInstances/],
  ['an unknown overlap', add({ overlap: 'stack' }), 'PUNCTUAL_POLICY_INVALID', /'queue'/],
  ['a time limit in words', add({ timeout: 'soon' }), 'PUNCTUAL_POLICY_INVALID', /timeout/],
  ['no grace at all', add({ misfireGrace: 0 }), 'PUNCTUAL_POLICY_INVALID', /misfireGrace/],
  ['a priority of 1,000', add({ priority: 1_000 }), 'PUNCTUAL_POLICY_INVALID', /100/],
  ['a tag with a blank', add({ tags: [' vip'] }), 'PUNCTUAL_POLICY_INVALID', /tags/],
  ['tags that are text', add({ tags: 'vip' }), 'PUNCTUAL_POLICY_INVALID', /list/],
  [
    'a limit over jobs, which is not built',
    add({ concurrency: { limit: 1 } }),
    'PUNCTUAL_POLICY_INVALID',
    /not built/,
  ],
  ['no history', add({ history: { keep: 0 } }), 'PUNCTUAL_POLICY_INVALID', /keep/],
  ['a misspelt policy', add({ retries: 3 }), 'PUNCTUAL_OPTION_INVALID', /retries/],
  ['no run at all', add({ maxRuns: 0 }), 'PUNCTUAL_OPTION_INVALID', /maxRuns/],
  ['paused in words', add({ paused: 'yes' }), 'PUNCTUAL_OPTION_INVALID', /paused/],
  ['a bad policy in an update', update({ retry: 'often' }), 'PUNCTUAL_POLICY_INVALID', /retry/],
  ['an unknown field in an update', update({ colour: 'red' }), 'PUNCTUAL_OPTION_INVALID', /colour/],
  ['an update of the id', update({ id: 'b' }), 'PUNCTUAL_OPTION_INVALID', /remove this one/],
  ['an update with no trigger', update({ trigger: null }), 'PUNCTUAL_OPTION_INVALID', /trigger/],
  [
    'a revision that is none',
    () => scheduler.updateJob('there', {}, { ifRevision: 1.5 }),
    'PUNCTUAL_OPTION_INVALID',
    /revision/,
  ],
]

const names: readonly Case[] = [
  ['an unknown task', add({ task: 'unknown' }), 'PUNCTUAL_UNKNOWN_TASK', /unknown/],
  ['a task name with a blank', add({ task: 't ' }), 'PUNCTUAL_TASK_INVALID', /blank/],
  ['a task that is none', add({ task: { name: 't' } }), 'PUNCTUAL_TASK_INVALID', /defineTask/],
  ['no task', add({ task: undefined }), 'PUNCTUAL_TASK_INVALID', /./],
  [
    'a second task of one name',
    () => scheduler.task('t', () => {}),
    'PUNCTUAL_TASK_EXISTS',
    /another name/,
  ],
  ['another value of one name', add({ task: defineTask('t') }), 'PUNCTUAL_TASK_EXISTS', /t/],
  [
    'a handler that is none',
    () => scheduler.task('u', loose('code')),
    'PUNCTUAL_TASK_INVALID',
    /function/,
  ],
  ['a second handler', () => scheduler.handle(report, () => {}), 'PUNCTUAL_TASK_EXISTS', /report/],
  [
    'a module that is no file as a handler',
    () => scheduler.handle(defineTask('m'), { module: new URL('https://example.com/m.js') }),
    'PUNCTUAL_TASK_INVALID',
    /import\.meta\.url/,
  ],
  ['an unknown executor', add({ executor: 'gpu' }), 'PUNCTUAL_UNKNOWN_EXECUTOR', /default/],
  [
    'an unknown executor in an update',
    update({ executor: 'gpu' }),
    'PUNCTUAL_UNKNOWN_EXECUTOR',
    /gpu/,
  ],
  ['threads of no size', () => threads({ size: 0 }), 'PUNCTUAL_OPTION_INVALID', /1 to 1,000/],
  [
    'processes with limits, which threads have',
    () => processes({ size: 2, resourceLimits: {} } as never),
    'PUNCTUAL_OPTION_INVALID',
    /maxRunsPerWorker/,
  ],
  ['an unknown store', add({ store: 'archive' }), 'PUNCTUAL_UNKNOWN_STORE', /default, node/],
  [
    'a job of an unknown store',
    () => scheduler.getJob({ id: 'a', store: 'archive' }),
    'PUNCTUAL_UNKNOWN_STORE',
    /archive/,
  ],
  [
    'the name of a task for runTask',
    () => scheduler.runTask(loose('t')),
    'PUNCTUAL_OPTION_INVALID',
    /addJob/,
  ],
]

const inputs: readonly Case[] = [
  [
    'a wrong input',
    () => scheduler.runTask(report, loose({ customer: 1, n: 1 })),
    'PUNCTUAL_INPUT_INVALID',
    /customer/,
  ],
  ['no input', add({ task: report }), 'PUNCTUAL_INPUT_INVALID', /report/],
  [
    'a wrong input in an addJobs',
    () => scheduler.addJobs([loose({ task: report, input: { customer: 'a' } })]),
    'PUNCTUAL_INPUT_INVALID',
    /n/,
  ],
  ['a date', add({ input: { when: new Date() } }), 'PUNCTUAL_NOT_JSON', /input\.when/],
  ['a bigint', add({ input: { list: [1n] } }), 'PUNCTUAL_NOT_JSON', /input\.list\[0\]/],
  ['a map', add({ input: new Map() }), 'PUNCTUAL_NOT_JSON', /Map/],
  ['not a number', add({ input: Number.NaN }), 'PUNCTUAL_NOT_JSON', /NaN/],
  ['what contains itself', add({ input: cyclic }), 'PUNCTUAL_NOT_JSON', /itself/],
  ['300 kB', add({ input: { text: huge } }), 'PUNCTUAL_TOO_LARGE', /256 KiB/],
  ['300 kB in an update', update({ input: huge }), 'PUNCTUAL_TOO_LARGE', /reference/],
  [
    '300 kB for a run',
    () => scheduler.runJob('there', { input: huge }),
    'PUNCTUAL_TOO_LARGE',
    /256 KiB/,
  ],
]

const calls: readonly Case[] = [
  [
    'a transaction',
    () => scheduler.addJob({ task }, { tx: { query: () => [] } }),
    'PUNCTUAL_TX_UNSUPPORTED',
    /tx/,
  ],
  [
    'a transaction to remove in',
    () => scheduler.removeJob('there', { tx: { query: () => [] } }),
    'PUNCTUAL_TX_UNSUPPORTED',
    /tx/,
  ],
  [
    'an unknown conflict rule',
    () => scheduler.addJob({ task }, loose({ onConflict: 'merge' })),
    'PUNCTUAL_OPTION_INVALID',
    /'replace'/,
  ],
  [
    'a misspelt call option',
    () => scheduler.addJob({ task }, loose({ onconflict: 'keep' })),
    'PUNCTUAL_OPTION_INVALID',
    /onconflict/,
  ],
  ['a list that is none', () => scheduler.addJobs(loose(7)), 'PUNCTUAL_OPTION_INVALID', /list/],
  [
    'a misspelt option of removeJob',
    () => scheduler.removeJob('there', loose({ cancel: true })),
    'PUNCTUAL_OPTION_INVALID',
    /cancelRuns/,
  ],
  [
    'a reason of megabytes',
    () => scheduler.pauseJob('there', { reason: huge }),
    'PUNCTUAL_OPTION_INVALID',
    /1,000/,
  ],
  [
    'removing by an empty filter',
    () => scheduler.removeJobs({}),
    'PUNCTUAL_OPTION_INVALID',
    /all: true/,
  ],
  [
    'a job that is not there',
    () => scheduler.updateJob('nobody', { priority: 1 }),
    'PUNCTUAL_UNKNOWN_JOB',
    /nobody/,
  ],
  [
    'pausing what is not there',
    () => scheduler.pauseJob('nobody'),
    'PUNCTUAL_UNKNOWN_JOB',
    /nobody/,
  ],
  [
    'a run that is not there',
    () => scheduler.retryRun('nobody.m1'),
    'PUNCTUAL_UNKNOWN_RUN',
    /history/,
  ],
  [
    'a run id that is none',
    () => scheduler.getRun(loose(null)),
    'PUNCTUAL_OPTION_INVALID',
    /run\.id/,
  ],
  ['why at no time', () => scheduler.why('there', 'noon'), 'PUNCTUAL_TIME_INVALID', /noon/],
  [
    'fires of a reversed range',
    () => scheduler.listFires('there', { from: '2026-02-01T00:00Z', until: '2026-01-01T00:00Z' }),
    'PUNCTUAL_OPTION_INVALID',
    /swap/,
  ],
  ['a page of nothing', () => scheduler.listRuns({ limit: 0 }), 'PUNCTUAL_OPTION_INVALID', /1,000/],
  [
    'an event that is none',
    () => scheduler.on(loose('run:faild'), () => {}),
    'PUNCTUAL_OPTION_INVALID',
    /faild/,
  ],
  [
    'a drain that is none',
    () => scheduler.stop({ drain: 'a while' }),
    'PUNCTUAL_DURATION_INVALID',
    /drain/,
  ],
  [
    'a declared id again',
    () => scheduler.schedule('declared', every('1h'), () => {}),
    'PUNCTUAL_JOB_EXISTS',
    /another id/,
  ],
  [
    'a declaration with a bad input',
    () => scheduler.schedule('d', every('1h'), report, loose({ input: {} })),
    'PUNCTUAL_INPUT_INVALID',
    /report/,
  ],
  [
    'a declaration that was its own former',
    () => scheduler.schedule('d', every('1h'), () => {}, { formerly: ['d'] }),
    'PUNCTUAL_OPTION_INVALID',
    /earlier/,
  ],
  [
    'a line of another program',
    () => scheduler.importJobs([{ cron: '* * * * *' }] as Json[]),
    'PUNCTUAL_IMPORT_INVALID',
    /line 1/,
  ],
]

const all: readonly Case[] = [...ids, ...triggers, ...policies, ...names, ...inputs, ...calls]

test.each(all)(
  '%s is refused with what to do, and nothing changes',
  async (_, call, code, says) => {
    const before = await dump()
    const error = await refusal(call)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(says)
    expect(error.message.length).toBeLessThan(600)
    expect(JSON.stringify(error.details)).not.toContain('xxxxxxxxxx')
    expect(await dump()).toBe(before)
  },
)

async function refusal(call: () => unknown): Promise<PunctualError> {
  try {
    await call()
  } catch (error) {
    if (error instanceof PunctualError) return error
    throw error
  }
  throw new Error('the call was not refused')
}
