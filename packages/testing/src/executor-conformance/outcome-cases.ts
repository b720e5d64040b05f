import assert from 'node:assert/strict'
import { casesOf, type ExecutorCase } from './executor-case.ts'
import { again, coreOf } from './executor-stage.ts'

export const outcomeCases: readonly ExecutorCase[] = casesOf('outcome', {
  'what the code throws is the error of the run': async (stage) => {
    const scheduler = await stage.start()
    const { state, error } = await stage.run(scheduler, 'throws')
    assert.equal(state, 'failed')
    assert.deepEqual(
      [error?.name, error?.message, error?.code],
      ['RangeError', 'out of paper', 'E_PAPER'],
    )
    assert.match(error?.stack ?? '', /sample-jobs/)
  },

  'a value that is no error is said': async (stage) => {
    const scheduler = await stage.start()
    const { error } = await stage.run(scheduler, 'throwsText')
    assert.match(error?.message ?? '', /just text/)
  },

  'retryIf judges the error, its class and its own properties': async (stage) => {
    const scheduler = await stage.start()
    const seen: unknown[] = []
    const retryIf = (error: unknown): boolean => {
      seen.push([error instanceof RangeError, Reflect.get(Object(error), 'tray')])
      return false
    }
    const { attempt } = await stage.run(scheduler, 'throws', { ...again(3), retryIf })
    assert.deepEqual([attempt, seen], [1, [[true, 2]]])
  },

  'a further attempt knows which one it is': async (stage) => {
    const scheduler = await stage.start()
    const { state, result } = await stage.run(scheduler, 'secondTime', again(2))
    assert.deepEqual([state, result], ['succeeded', 2])
  },

  'code that gives up is not tried again': async (stage) => {
    const scheduler = await stage.start()
    const run = await stage.run(scheduler, 'givesUp', { ...again(3), given: coreOf(stage) })
    assert.deepEqual([run.state, run.attempt], ['failed', 1])
    assert.equal(run.error?.code, 'PUNCTUAL_DO_NOT_RETRY')
  },

  'a result that is no JSON fails the run, and its path is named': async (stage) => {
    const scheduler = await stage.start()
    const { state, error } = await stage.run(scheduler, 'notJson')
    assert.deepEqual([state, error?.code], ['failed', 'PUNCTUAL_NOT_JSON'])
    assert.match(error?.message ?? '', /pages\[0\]\.print/)
  },

  'a module that is not there is told from one that cannot be loaded': async (stage) => {
    const scheduler = await stage.start()
    const module = new URL('./no-such-module.js', import.meta.url)
    const absent = await stage.run(scheduler, 'default', { module })
    assert.equal(absent.error?.code, 'PUNCTUAL_MODULE_NOT_FOUND')
    const broken = new URL('data:text/javascript,throw new Error("no licence")')
    const { error } = await stage.run(scheduler, 'default', { module: broken })
    assert.equal(error?.code, 'PUNCTUAL_MODULE_FAILED')
    assert.match(error?.message ?? '', /no licence/)
  },

  'an export that is missing, or no function, is named': async (stage) => {
    const scheduler = await stage.start()
    for (const name of ['noSuchExport', 'notCode']) {
      const { error } = await stage.run(scheduler, name)
      assert.equal(error?.code, 'PUNCTUAL_EXPORT_MISSING')
      assert.match(error?.message ?? '', new RegExp(name))
    }
  },
})
