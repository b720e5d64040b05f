import { expect, test, vi } from 'vitest'
import { ReportServer } from './report-server.ts'

// A whole server is started, with workers of its own: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

/** More orders than anybody waits for. */
const ENDLESS = 1e13

test.each(['threads', 'processes'])(
  'a report is made in %s, its progress is told live, and its result can be fetched',
  async (where) => {
    await using server = await ReportServer.start({ WHERE: where })
    const run = await server.order(200_000_000)
    const events: string[] = []
    for await (const event of server.progress(run)) events.push(event)
    expect(events[0]).toMatch(/^event: progress\ndata: .*"message":"2025-\d\d"/)
    expect(events.at(-1)).toMatch(/^event: end\ndata: .*"state":"succeeded"/)
    const { result } = await server.call('GET', `/reports/${run}`)
    expect(result).toMatchObject({ year: 2025 })
    expect(result?.thread === 0).toBe(where === 'processes')
  },
)

test('the server answers while a report never ends, and the report can be called off', async () => {
  await using server = await ReportServer.start()
  const run = await server.order(ENDLESS)
  await server.until(async () => (await server.call('GET', `/reports/${run}`)).state === 'running')
  for (let ping = 0; ping < 5; ping += 1)
    expect(await server.call('GET', '/ping')).toHaveProperty('pong')
  expect(await server.call('DELETE', `/reports/${run}`)).toEqual({ cancelled: true })
  const events: string[] = []
  for await (const event of server.progress(run)) events.push(event)
  expect(events.at(-1)).toMatch(/"state":"cancelled"/)
})

test('SIGTERM ends the server and reports that never end', async () => {
  await using server = await ReportServer.start({ DRAIN: '0s' })
  const run = await server.order(ENDLESS)
  await server.until(async () => (await server.call('GET', `/reports/${run}`)).state === 'running')
  server.signal('SIGTERM')
  expect(await server.ended).toBe(0)
})
