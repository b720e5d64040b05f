import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DemoProcess, folder } from './demo-process.ts'

test('the scheduler makes its reports through the routes, past the check that stops clients without a token', async () => {
  using place = folder()
  await using demo = await DemoProcess.start(join(place.path, 'jobs.sqlite'), { TOKEN: 'secret' })
  const { body: job } = await demo.call('POST', '/reminders', { text: 'tea' })
  await demo.runIn('succeeded', job.id!)

  await demo.call('POST', '/jobs/daily-report/run')
  const daily = await demo.runIn('succeeded', 'daily-report')
  expect(daily.result).toMatchObject({
    status: 201,
    body: { sent: 1, askedBy: 'scheduler' },
  })
  await demo.call('POST', '/jobs/weekly-total/run')
  const weekly = await demo.runIn('succeeded', 'weekly-total')
  expect(weekly.result).toEqual({ status: 200, body: { days: '7', sent: 1 } })

  const authorization = 'Bearer secret'
  expect(await demo.call('POST', '/reports/daily', undefined, { authorization })).toMatchObject({
    ...{ status: 201, body: { sent: 1, askedBy: 'client' } },
  })
  for (const headers of [
    {},
    { authorization: 'Bearer guess' },
    { 'x-punctual-run': daily.id ?? '', 'user-agent': 'lightMyRequest' },
  ]) {
    for (const [method, path] of [
      ['POST', '/reports/daily'],
      ['GET', '/reports/total/7'],
    ] as const) {
      expect((await demo.call(method, path, undefined, headers)).status).toBe(401)
    }
  }

  // Health is for everybody, metrics are for who has the token.
  expect((await demo.call('GET', '/status/health/ready')).status).toBe(200)
  expect((await demo.call('GET', '/status/metrics')).status).toBe(403)
})
