import { createScheduler, cron, every } from '@punctual/core'
import fastifySchedule from '@fastify/schedule'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { punctual, type PunctualOptions } from '../src/index.ts'

const refused = (options: unknown): Promise<unknown> =>
  // What a JavaScript user may pass, the types would refuse here.
  Promise.resolve(fastify().register(punctual, options as PunctualOptions))

test('options that fit neither the server nor the scheduler are refused', async () => {
  const scheduler = createScheduler()
  const invalid = { code: 'PUNCTUAL_OPTION_INVALID' }
  await expect(refused({ scheduler, timezone: 'UTC' })).rejects.toMatchObject(invalid)
  await expect(refused({ scheduler: {} })).rejects.toMatchObject(invalid)
  await expect(refused({ startOn: 'never' })).rejects.toMatchObject(invalid)
  await expect(refused({ decorator: '' })).rejects.toMatchObject(invalid)
  await expect(refused({ timezne: 'UTC' })).rejects.toMatchObject(invalid)
  await expect(refused({ scheduler, drain: 'soon' })).rejects.toMatchObject({
    code: 'PUNCTUAL_DURATION_INVALID',
  })
})

test('the plugin may be registered without options, and below a prefix', async () => {
  const app = fastify()
  await app.register(punctual)
  await app.register(
    async (part) => {
      await part.register(punctual, { decorator: 'jobs', prefix: '/part' })
      expect(part.getDecorator('jobs')).not.toBe(app.scheduler)
    },
    { prefix: '/part' },
  )
  await app.close()
})

test('a name that is taken is refused, and another one can be given', async () => {
  const app = fastify()
  await app.register(fastifySchedule)
  await expect(app.register(punctual)).rejects.toMatchObject({
    code: 'PUNCTUAL_DECORATOR_TAKEN',
    details: { name: 'scheduler' },
  })
  const other = fastify()
  await other.register(fastifySchedule)
  await other.register(punctual, { decorator: 'punctual' })
  expect(other.hasDecorator('punctual')).toBe(true)
  await other.close()
})

test('a request decorator named run is refused', async () => {
  const app = fastify()
  app.decorateRequest('run', { getter: () => null })
  await expect(app.register(punctual)).rejects.toMatchObject({ code: 'PUNCTUAL_DECORATOR_TAKEN' })
})

test('a bad trigger or a taken id of a route fails the boot with its code', async () => {
  const app = fastify()
  app.register(punctual)
  app.register(async (part) => {
    part.get('/', { config: { schedule: { trigger: cron('61 * * * *') } } }, () => 'ok')
  })
  await expect(app.ready()).rejects.toMatchObject({ code: 'PUNCTUAL_CRON_RANGE' })
  const other = fastify()
  other.register(punctual)
  other.register(async (part) => {
    const schedule = { id: 'same', trigger: every('1h') }
    part.get('/a', { config: { schedule } }, () => 'ok')
    part.get('/b', { config: { schedule } }, () => 'ok')
  })
  await expect(other.ready()).rejects.toMatchObject({ code: 'PUNCTUAL_JOB_EXISTS' })
})
