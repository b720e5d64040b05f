import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { quietFailures } from '../../src/framework/quiet-failures.ts'
import { createScheduler, PunctualError, type Logger } from '../../src/index.ts'

interface Line {
  readonly level: string
  readonly message: string
  readonly fields: object
}

function listening(): { logger: Logger; lines: Line[] } {
  const lines: Line[] = []
  const say =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push({ level, message, fields })
  const logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
  return { logger, lines }
}

async function failTwice(logger: Logger): Promise<void> {
  const clock = virtualClock('2026-03-01T00:00:00Z')
  await using scheduler = createScheduler({ clock, logger })
  const task = scheduler.task(
    'mail',
    () => {
      throw new TypeError('no such address')
    },
    { retry: { limit: 1, delay: '1s', jitter: false } },
  )
  await scheduler.start()
  await scheduler.runTask(task, undefined, { id: 'welcome' })
  await clock.advance('1m')
}

test('a failed attempt is a warning and a failed run an error, also when nobody listens to events', async () => {
  const { logger, lines } = listening()
  await failTwice(logger)
  const error = expect.objectContaining({ name: 'TypeError', message: 'no such address' })
  expect(lines).toEqual([
    {
      level: 'warn',
      message: 'an attempt failed: another one follows',
      fields: expect.objectContaining({ event: 'run:retrying', job: 'welcome', attempt: 1, error }),
    },
    {
      level: 'error',
      message: 'a run failed',
      fields: expect.objectContaining({ event: 'run:failed', job: 'welcome', attempt: 2, error }),
    },
  ])
})

test('whoever tells of failures in another way leaves these lines out, and no others', async () => {
  const { logger, lines } = listening()
  await failTwice(quietFailures(logger))
  quietFailures(logger).error({ event: 'other' }, 'else')
  expect(lines.map(({ message }) => message)).toEqual(['else'])
})

test('of the answer of a route, only its status is logged', async () => {
  const { logger, lines } = listening()
  await using scheduler = createScheduler({ logger })
  const task = scheduler.task('report', () => {
    throw new PunctualError('PUNCTUAL_ROUTE_FAILED', 'the route answered 500\nsecret')
  })
  await scheduler.start()
  const run = await (await scheduler.runTask(task)).finished()
  expect(run.error?.message).toContain('secret')
  expect(lines).toMatchObject([{ fields: { error: { message: 'the route answered 500' } } }])
  expect(JSON.stringify(lines)).not.toContain('secret')
})
