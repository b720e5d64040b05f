import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DemoProcess, folder } from './demo-process.ts'

test('SIGTERM with a job of two seconds in flight: the job ends, then the process, with code 0', async () => {
  using place = folder()
  const database = join(place.path, 'jobs.sqlite')
  let jobId = ''
  {
    await using demo = await DemoProcess.start(database)
    jobId = (await demo.call('POST', '/reminders', { text: 'last', takes: 2 })).body.id!
    await demo.runIn('running', jobId)
    demo.signal('SIGTERM')
    expect(await demo.ended).toBe(0)
    expect(demo.output).toContain(`(${jobId}) succeeded`)
  }
  await using next = await DemoProcess.start(database)
  expect(await next.runIn('succeeded', jobId)).toMatchObject({ attempt: 1 })
  expect(await next.get('/outbox')).toMatchObject([{ text: 'last' }])
})

test('a Ctrl-C that arrives twice at once still lets the running job end', async () => {
  using place = folder()
  await using demo = await DemoProcess.start(join(place.path, 'jobs.sqlite'))
  const { body: job } = await demo.call('POST', '/reminders', { text: 'last', takes: 1 })
  await demo.runIn('running', job.id!)
  demo.signal('SIGINT')
  demo.signal('SIGINT')
  expect(await demo.ended).toBe(0)
  expect(demo.output).toContain(`(${job.id}) succeeded`)
})

test('SIGTERM with a job longer than the drain: its signal aborts, and the exit comes within drain and killAfter', async () => {
  using place = folder()
  const database = join(place.path, 'jobs.sqlite')
  await using demo = await DemoProcess.start(database, { DRAIN: '500ms', KILL_AFTER: '2s' })
  const { body: job } = await demo.call('POST', '/reminders', { text: 'long', takes: 600 })
  await demo.runIn('running', job.id!)
  const began = performance.now()
  demo.signal('SIGTERM')
  expect(await demo.ended).toBe(0)
  // The handler listens, so it is over long before the ten minutes it would take; a slow machine has 30 s for 2.5 s.
  expect(performance.now() - began).toBeLessThan(30_000)
  expect(performance.now() - began).toBeGreaterThan(450)
  await using next = await DemoProcess.start(database)
  await next.runIn('running', job.id!)
  expect(await next.get('/outbox')).toEqual([])
})

test('kill -9 in the middle of a run: after the restart it runs again, as the job asked', async () => {
  using place = folder()
  const database = join(place.path, 'jobs.sqlite')
  let ids: string[] = []
  {
    await using demo = await DemoProcess.start(database)
    const running = await demo.call('POST', '/reminders', { text: 'again', takes: 3 })
    const lose = { text: 'once', takes: 3, onNodeLoss: 'lose' }
    const once = await demo.call('POST', '/reminders', lose)
    const when = new Date(Date.now() + 1_500).toISOString()
    const missed = await demo.call('POST', '/reminders', { text: 'while down', when })
    const later = new Date(Date.now() + 3_600_000).toISOString()
    const future = await demo.call('POST', '/reminders', { text: 'later', when: later })
    ids = [running, once, missed, future].map((answer) => answer.body.id!)
    await demo.runIn('running', ids[0]!)
    await demo.runIn('running', ids[1]!)
    demo.signal('SIGKILL')
    expect(await demo.ended).toBe('SIGKILL')
    const due = Date.parse(when)
    while (Date.now() <= due) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await using next = await DemoProcess.start(database)
  const [again, once, missed, future] = ids as [string, string, string, string]
  expect(await next.runIn('succeeded', again)).toMatchObject({ attempt: 1 })
  await next.runIn('lost', once)
  await next.runIn('succeeded', missed)
  expect(await next.get(`/jobs/${encodeURIComponent(future)}`)).toMatchObject({ state: 'active' })
  const sent = (await next.get('/outbox')) as unknown as readonly { text: string }[]
  expect(sent.map((one) => one.text).sort()).toEqual(['again', 'while down'])
})
