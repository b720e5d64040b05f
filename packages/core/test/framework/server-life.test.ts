import { expect, test } from 'vitest'
import { createScheduler, memoryStore, type Scheduler } from '../../src/index.ts'
import { ServerLife } from '../../src/framework/server-life.ts'

/** A scheduler with one run that ends when `release` is called, or when its signal aborts. */
async function busy(life: { drain: string }): Promise<{
  scheduler: Scheduler
  life: ServerLife
  runId: string
  release: () => void
  store: ReturnType<typeof memoryStore>
}> {
  const store = memoryStore()
  const scheduler = createScheduler({ store })
  const gate = Promise.withResolvers<void>()
  const task = scheduler.task('slow', ({ signal }) => {
    signal.addEventListener('abort', () => gate.reject(signal.reason))
    return gate.promise
  })
  const server = new ServerLife(scheduler, life)
  await server.start()
  const started = new Promise((resolve) => scheduler.on('run:started', resolve))
  const { id } = await scheduler.runTask(task)
  await started
  return { scheduler, life: server, runId: id, release: () => gate.resolve(), store }
}

const stored = async (store: ReturnType<typeof memoryStore>, runId: string): Promise<unknown> =>
  await createScheduler({ store, role: 'off' }).getRun(runId)

test('from the first moment of a close nothing is claimed, while verbs still work', async () => {
  const { scheduler, life, release } = await busy({ drain: '30s' })
  expect(life.closing).toBe(false)
  life.beginClosing()
  expect(life.closing).toBe(true)
  expect(scheduler.state).toBe('paused')
  await scheduler.addJob({ id: 'late', task: 'slow' })
  const ended = life.end()
  release()
  expect(await ended).toMatchObject({ finished: 1 })
  expect(await life.end()).toMatchObject({ finished: 1 })
  expect(scheduler.state).toBe('stopped')
})

test('running jobs are aborted at the deadline and left to others, also when the server never gets so far', async () => {
  const { scheduler, life, runId, store } = await busy({ drain: '30ms' })
  life.beginClosing()
  await new Promise((resolve) => scheduler.on('scheduler:stopped', resolve))
  expect(await life.end()).toMatchObject({ aborted: 1 })
  expect(await stored(store, runId)).toMatchObject({ state: 'pending' })
})

test('a close that begins during the start lets nothing be claimed once the start is through', async () => {
  const scheduler = createScheduler()
  const life = new ServerLife(scheduler, {})
  const starting = life.start()
  life.beginClosing()
  await starting
  expect(scheduler.state).toBe('paused')
  await life.end()
})

test('a close during the start ends both without a failure', async () => {
  const scheduler = createScheduler()
  const life = new ServerLife(scheduler, {})
  const starting = life.start()
  const ended = life.end()
  await expect(starting).resolves.toBeUndefined()
  await ended
  expect(scheduler.state).toBe('stopped')
})

test('a server that closed before it was ready starts nothing', async () => {
  const scheduler = createScheduler()
  const life = new ServerLife(scheduler, {})
  await life.end()
  await life.start()
  expect(scheduler.state).toBe('stopped')
})

test('a server that listens once the scheduler runs is told that it was closed meanwhile', async () => {
  const life = new ServerLife(createScheduler(), {})
  const starting = life.startBeforeListening()
  const ended = life.end()
  await expect(starting).rejects.toMatchObject({ code: 'PUNCTUAL_STOPPED' })
  await ended
  const open = new ServerLife(createScheduler(), {})
  await open.startBeforeListening()
  expect(open.scheduler.state).toBe('running')
  await open.end()
})

test('a start that fails says why', async () => {
  const scheduler = createScheduler()
  await scheduler.start()
  await expect(new ServerLife(scheduler, {}).start()).rejects.toMatchObject({
    code: 'PUNCTUAL_ALREADY_STARTED',
  })
  await scheduler.stop()
})

test('limits that are no durations are refused before anything else', () => {
  const scheduler = createScheduler()
  const refused = expect.objectContaining({ code: 'PUNCTUAL_DURATION_INVALID' })
  expect(() => new ServerLife(scheduler, { drain: 'soon' })).toThrow(refused)
  expect(() => new ServerLife(scheduler, { killAfter: 'soon' })).toThrow(refused)
})
