import { expect, test } from 'vitest'
import type { Work } from '../../src/executors/executor.ts'
import type { FromWorker, ToWorker } from '../../src/executors/messages.ts'
import type { LineHooks, WorkerEnd, WorkerLine } from '../../src/executors/pool/worker-line.ts'
import { WorkerPool } from '../../src/executors/pool/worker-pool.ts'

/** A worker that does what the test says. */
class PlayedWorker implements WorkerLine {
  readonly got: ToWorker[] = []
  readonly hooks: LineHooks
  closed = false
  killed = false
  held = false

  constructor(hooks: LineHooks) {
    this.hooks = hooks
  }

  send(message: ToWorker): void {
    this.got.push(message)
  }
  hold(held: boolean): void {
    this.held = held
  }
  close(): void {
    this.closed = true
  }
  kill(): void {
    this.killed = true
  }

  says(kind: 'begun' | 'returned', id: number): void {
    const message: FromWorker = kind === 'begun' ? { kind, id } : { kind, id, result: `${id}` }
    this.hooks.heard(message)
  }
}

const signalled: WorkerEnd = { how: 'signalled', signal: 'SIGKILL' }

function pool(size: number): { pool: WorkerPool; workers: PlayedWorker[] } {
  const workers: PlayedWorker[] = []
  const open = (hooks: LineHooks): WorkerLine => {
    const worker = new PlayedWorker(hooks)
    workers.push(worker)
    return worker
  }
  return { pool: new WorkerPool({ kind: 'threads', size, maxRunsPerWorker: null, open }), workers }
}

/** An attempt, of which the pool needs little more than the signal. */
function work(signal: AbortSignal = new AbortController().signal): Work {
  const run = { task: 'mail', signal, log: { error: () => {} } } as unknown as Work['run']
  return { run, code: { module: new URL('file:///mail.js') } }
}

test('more attempts than workers wait in line, and a worker takes the next when it is done', async () => {
  const { pool: line, workers } = pool(1)
  const [first, second] = [line.execute(work()), line.execute(work())]
  expect(workers).toHaveLength(1)
  expect(workers[0]!.got).toHaveLength(1)
  expect(workers[0]!.held).toBe(true)
  workers[0]!.says('returned', 1)
  expect(await first).toBe(1)
  expect(workers[0]!.got).toHaveLength(2)
  workers[0]!.says('returned', 2)
  expect(await second).toBe(2)
  expect(workers[0]!.held).toBe(false)
})

test('an attempt that is aborted in line leaves it', async () => {
  const { pool: line, workers } = pool(1)
  const controller = new AbortController()
  void line.execute(work())
  const waiting = line.execute(work(controller.signal))
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  workers[0]!.says('returned', 1)
  expect(workers[0]!.got).toHaveLength(1)
})

test('an idle worker that dies before it hears of its next attempt costs it nothing', async () => {
  const { pool: line, workers } = pool(1)
  const first = line.execute(work())
  workers[0]!.says('begun', 1)
  workers[0]!.says('returned', 1)
  await first
  const second = line.execute(work())
  workers[0]!.hooks.ended(signalled)
  expect(workers).toHaveLength(2)
  workers[1]!.says('begun', 1)
  workers[1]!.says('returned', 1)
  expect(await second).toBe(1)
})

test('a worker that dies at its very start fails the attempt, and is not started for ever', async () => {
  const { pool: line, workers } = pool(1)
  const attempt = line.execute(work())
  workers[0]!.hooks.ended({ how: 'failed', error: new Error('no such option') })
  await expect(attempt).rejects.toMatchObject({
    code: 'PUNCTUAL_WORKER_FAILED',
    message: expect.stringContaining('no such option'),
  })
  expect(workers).toHaveLength(1)
})

test('a worker that cannot even be made fails the attempt', async () => {
  const open = (): never => {
    throw new Error('out of threads')
  }
  const line = new WorkerPool({ kind: 'threads', size: 1, maxRunsPerWorker: null, open })
  await expect(line.execute(work())).rejects.toMatchObject({ code: 'PUNCTUAL_WORKER_FAILED' })
})

test('a close ends idle workers, kills at the deadline what goes on, and leaves those that work alone', async () => {
  const { pool: line, workers } = pool(2)
  const [first, second] = [line.execute(work()), line.execute(work())]
  workers[0]!.says('returned', 1)
  await first
  const deadline = Promise.withResolvers<void>()
  const closed = line.close(deadline.promise)
  expect(workers.map((worker) => worker.closed)).toEqual([true, false])
  deadline.resolve()
  await deadline.promise
  await Promise.resolve()
  expect(workers.map((worker) => worker.killed)).toEqual([true, false])
  workers[0]!.hooks.ended(signalled)
  await closed
  workers[1]!.says('returned', 1)
  expect(await second).toBe(1)
})

test('what a worker says of an attempt that is over is not heard', async () => {
  const { pool: line, workers } = pool(1)
  const first = line.execute(work())
  workers[0]!.says('returned', 1)
  await first
  const second = line.execute(work())
  workers[0]!.says('returned', 1)
  workers[0]!.says('returned', 2)
  expect(await second).toBe(2)
})
