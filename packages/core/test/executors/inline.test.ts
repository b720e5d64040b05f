import { expect, test } from 'vitest'
import { inline, InlineExecutor } from '../../src/executors/inline.ts'
import type { Work } from '../../src/executors/executor.ts'
import { PunctualError } from '../../src/errors/punctual-error.ts'

/** An attempt of which only the task's name is looked at. */
function work(code: Work['code']): Work {
  return { run: { task: 'mail' } as Work['run'], code }
}

test('takes 100 runs at once unless told otherwise', () => {
  expect(inline()).toMatchObject({ kind: 'inline', takes: 'anything', size: 100 })
  expect(inline({ concurrency: 10_000 })).toMatchObject({ size: 10_000 })
})

test.each([0, -1, 1.5, 100_001, Number.NaN, Infinity, '5'])(
  'refuses a concurrency of %s',
  (given) => {
    const refused = (): unknown => inline({ concurrency: given as number })
    expect(refused).toThrow(PunctualError)
    expect(refused).toThrow(expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }))
  },
)

test('gives what the handler returns, and rejects with what it throws, at once or later', async () => {
  const executor = new InlineExecutor(1)
  expect(await executor.execute(work(() => 1))).toBe(1)
  expect(await executor.execute(work(() => Promise.resolve(2)))).toBe(2)
  const thrower = (): never => {
    throw new Error('at once')
  }
  await expect(executor.execute(work(thrower))).rejects.toThrow('at once')
  await expect(executor.execute(work(() => Promise.reject(new Error('later'))))).rejects.toThrow(
    'later',
  )
})

test('begins the handler before it returns', () => {
  let begun = false
  void new InlineExecutor(1).execute(work(() => (begun = true)))
  expect(begun).toBe(true)
})

test('loads a module and calls what it exports', async () => {
  const module = new URL('data:text/javascript,export const task = (run) => run.task')
  const { signal } = new AbortController()
  const run = { task: 'mail', signal } as Work['run']
  const code = { module, export: 'task' }
  expect(await new InlineExecutor(1).execute({ run, code })).toBe('mail')
})

test('does not call what it loaded for a run that was asked to stop meanwhile', async () => {
  const module = new URL('data:text/javascript,export default () => 1')
  const signal = AbortSignal.abort(new Error('too late'))
  const run = { task: 'mail', signal } as Work['run']
  await expect(new InlineExecutor(1).execute({ run, code: { module } })).rejects.toThrow('too late')
})
