import { expect, test, vi } from 'vitest'
import { SECOND, sides } from './sides.ts'

const start = '2026-03-01T10:00:00.000Z'

/** What was said on the console meanwhile. */
function listening() {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  return {
    said: () => spy.mock.calls.map(([line]) => String(line)),
    [Symbol.dispose]: () => spy.mockRestore(),
  }
}

for (const [name, open] of Object.entries(sides)) {
  test(`${name}: an error goes to the handler of the task, and the job goes on`, async () => {
    using side = open(start)
    using console = listening()
    const { AsyncTask, Task, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const errors: string[] = []
    const told = (error: Error) => void errors.push(error.message)
    const boom = (text: string): never => {
      throw new Error(text)
    }
    const tasks = [
      new Task('sync', () => boom('sync'), told),
      new AsyncTask('async', async () => boom('async'), told),
    ]
    for (const task of tasks) {
      scheduler.addIntervalJob(new SimpleIntervalJob({ seconds: 2 }, task))
    }
    await side.advance(4 * SECOND)
    expect(errors.sort()).toEqual(['async', 'async', 'sync', 'sync'])
    expect(console.said()).toEqual([])
    expect(tasks.map((task) => task.isExecuting)).toEqual([false, false])
    scheduler.stop()
  })

  test(`${name}: without a handler an error is told on the console`, async () => {
    using side = open(start)
    using console = listening()
    const { AsyncTask, Task, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const tasks = [
      new Task('sync', () => {
        throw new Error('a')
      }),
      new AsyncTask('async', () => Promise.reject(new Error('b'))),
    ]
    for (const task of tasks) {
      scheduler.addIntervalJob(new SimpleIntervalJob({ seconds: 2, runImmediately: true }, task))
    }
    await side.advance(SECOND)
    expect(console.said()).toEqual([
      'Error while handling task sync: a',
      'Error while handling task async: b',
    ])
    scheduler.stop()
  })

  test(`${name}: a handler that fails later is told on the console`, async () => {
    using side = open(start)
    using console = listening()
    const { AsyncTask, Task, SimpleIntervalJob } = side.toad
    const scheduler = side.newScheduler()
    const failing = () => Promise.reject(new Error('log is full'))
    const tasks = [
      new Task(
        'sync',
        () => {
          throw new Error('a')
        },
        failing,
      ),
      new AsyncTask('async', () => Promise.reject(new Error('b')), failing),
    ]
    for (const task of tasks) scheduler.addIntervalJob(new SimpleIntervalJob({ seconds: 2 }, task))
    await side.advance(2 * SECOND)
    expect(console.said()).toEqual([
      'Error while trying to log an error: log is full',
      'Original error: a',
      'Error while trying to log an error: log is full',
      'Original error: b',
    ])
    scheduler.stop()
  })

  test(`${name}: whoever waits for an execution hears what its error handler throws`, async () => {
    using side = open(start)
    const { AsyncTask, SimpleIntervalJob } = side.toad
    const task = new AsyncTask(
      'loud',
      () => Promise.reject(new Error('first')),
      (error) => {
        throw new Error('second', { cause: error })
      },
    )
    const job = new SimpleIntervalJob({ seconds: 2 }, task)
    await expect(job.executeAsync()).rejects.toThrow('second')
    expect(task.isExecuting).toBe(false)
  })

  test(`${name}: a task that is executed by hand gives its result`, async () => {
    using side = open(start)
    const task = new side.toad.AsyncTask('answer', async (taskId, jobId) => [taskId, jobId])
    await expect(task.executeAsync('by hand')).resolves.toEqual(['answer', 'by hand'])
  })
}
