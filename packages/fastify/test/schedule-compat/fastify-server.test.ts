import { createRequire } from 'node:module'
import fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify'
import * as toad from 'toad-scheduler'
import { expect, test } from 'vitest'
import byDefault, {
  AsyncTask,
  fastifySchedule,
  SimpleIntervalJob,
  ToadScheduler,
  type FastifyScheduleOptions,
} from '../../src/schedule-compat/index.ts'

// Not imported: its types would say of app.scheduler something else than ours.
const require = createRequire(import.meta.url)

/** A server that listens, one of whose tasks executes until it is told to end. */
async function serverWith(options: FastifyScheduleOptions) {
  const app = fastify()
  await app.register(fastifySchedule, options)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const begun = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  let ended = false
  const task = new AsyncTask('held', async () => {
    begun.resolve()
    await gate.promise
    ended = true
  })
  const scheduler = app.getDecorator<ToadScheduler>('scheduler')
  scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ milliseconds: 5 }, task, { id: 'held' }))
  await begun.promise
  return { app, scheduler, end: () => gate.resolve(), hasEnded: () => ended }
}

test('a closing server waits for an executing task', async () => {
  const { app, end, hasEnded } = await serverWith({})
  let closed = false
  const closing = app.close().then(() => {
    closed = true
  })
  await new Promise((resolve) => app.server.once('close', resolve))
  // So many turns of the loop are more than all other hooks need.
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(closed).toBe(false)
  end()
  await closing
  expect(hasEnded()).toBe(true)
})

test('the same server on @fastify/schedule is closed while the task goes on', async () => {
  const original: FastifyPluginCallback = require('@fastify/schedule')
  const app = fastify()
  await app.register(original)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const begun = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const task = new toad.AsyncTask('held', async () => {
    begun.resolve()
    await gate.promise
  })
  const scheduler = app.getDecorator<toad.ToadScheduler>('scheduler')
  scheduler.addSimpleIntervalJob(new toad.SimpleIntervalJob({ milliseconds: 5 }, task))
  await begun.promise
  await app.close()
  expect(task.isExecuting).toBe(true)
  gate.resolve()
})

test('a server whose drain is shorter than the task is closed in time', async () => {
  const { app, end, hasEnded } = await serverWith({ drain: 20 })
  await app.close()
  expect(hasEnded()).toBe(false)
  end()
})

test('no task begins once the server begins to close, and jobs are stopped', async () => {
  const { app, scheduler, end } = await serverWith({})
  const closing = app.close()
  await new Promise((resolve) => app.server.once('close', resolve))
  expect(scheduler.getById('held').getStatus()).toBe('stopped')
  expect(() => scheduler.startById('held')).toThrow(
    expect.objectContaining({ code: 'PUNCTUAL_STOPPED' }),
  )
  end()
  await closing
})

test('the default export is the plugin too, and needs no options', async () => {
  expect(byDefault).toBe(fastifySchedule)
  const app = fastify()
  app.register(byDefault)
  await app.ready()
  expect(app.scheduler).toBeInstanceOf(ToadScheduler)
  await app.close()
})

test('plugins that depend on @fastify/schedule find it', async () => {
  const { fastifyPlugin } = await import('fastify-plugin')
  const app = fastify()
  app.register(fastifySchedule)
  const dependent = async (instance: FastifyInstance) => {
    instance.scheduler.existsById('x')
  }
  app.register(fastifyPlugin(dependent, { dependencies: ['@fastify/schedule'] }))
  await app.ready()
  await app.close()
})

test.each([
  [{ drain: 'soon' }, 'PUNCTUAL_DURATION_INVALID'],
  [{ killAfter: -1 }, 'PUNCTUAL_DURATION_INVALID'],
])('%o refuses the boot', async (options, code) => {
  const app = fastify()
  app.register(fastifySchedule, options)
  await expect(app.ready()).rejects.toMatchObject({ code })
})

test('an app that has a scheduler refuses a further one', async () => {
  const app = fastify()
  app.register(fastifySchedule)
  app.register(async (child) => {
    child.register(fastifySchedule)
  })
  await expect(app.ready()).rejects.toMatchObject({ code: 'PUNCTUAL_DECORATOR_TAKEN' })
})
