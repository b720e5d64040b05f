import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DemoProcess, folder } from './demo-process.ts'

test('a reminder is sent, and jobs are listed, paused, resumed, run, explained and removed over HTTP', async () => {
  using place = folder()
  await using demo = await DemoProcess.start(join(place.path, 'jobs.sqlite'))

  const soon = await demo.call('POST', '/reminders', { text: 'tea' })
  expect(soon.status).toBe(201)
  await demo.runIn('succeeded', soon.body.id!)
  expect(await demo.get('/outbox')).toMatchObject([{ text: 'tea' }])

  const later = new Date(Date.now() + 3_600_000).toISOString()
  const { body: job } = await demo.call('POST', '/reminders', { text: 'call', when: later })
  const path = `/jobs/${encodeURIComponent(job.id!)}`
  expect((await demo.get('/jobs')).items?.map((one) => one.id)).toContain(job.id)
  expect((await demo.call('POST', `${path}/pause`)).body.state).toBe('paused')
  expect((await demo.call('POST', `${path}/resume`)).body.state).toBe('active')
  expect(await demo.get(`${path}/why?at=${later}`)).toMatchObject({ reason: 'upcoming' })
  expect((await demo.call('DELETE', path)).body.removed).toBe(true)
  expect((await demo.call('GET', path)).status).toBe(404)

  await demo.call('POST', '/jobs/nightly-cleanup/run')
  const report = await demo.runIn('succeeded', 'cleanup-report')
  expect(report.result).toEqual({ reported: { removed: 0 } })

  const slow = await demo.call('POST', '/reminders', { text: 'slow', takes: 60 })
  const run = await demo.runIn('running', slow.body.id!)
  expect((await demo.call('POST', `/runs/${run.id}/cancel`)).body.cancelled).toBe(true)
  await demo.runIn('cancelled', slow.body.id!)
})

test('what the service cannot take is refused with a code, and nothing is stored', async () => {
  using place = folder()
  await using demo = await DemoProcess.start(join(place.path, 'jobs.sqlite'))
  const jobs = (await demo.get('/jobs')).items?.length
  for (const body of [
    { text: '' },
    { text: 'x', when: 'tomorrow' },
    { text: 'x', takes: -1 },
    {},
  ]) {
    const { status, body: answer } = await demo.call('POST', '/reminders', body)
    expect(status).toBe(400)
    expect(answer.code).toMatch(/^PUNCTUAL_/)
  }
  expect((await demo.call('POST', '/jobs/nothing/pause')).status).toBe(404)
  expect((await demo.get('/jobs')).items).toHaveLength(jobs ?? -1)
})
