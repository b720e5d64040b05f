import { createScheduler } from '@punctual/core'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClusterProcess, isAlive } from './cluster-process.ts'

// Four processes are slow to start on a busy machine: one cluster for all tests, which come in this order.
const patience = 90_000
const cluster = ClusterProcess.start({ BEAT: '100ms', REPORT: '300ms' })
beforeAll(() => cluster.ready(), patience)
afterAll(() => cluster[Symbol.asyncDispose]())

/** The processes that ran the heartbeat since then. */
async function beatsAfter(instant: number): Promise<readonly number[]> {
  const { latest } = await cluster.overview()
  return latest.filter((beat) => beat.fire_time > instant).map((beat) => beat.process)
}

test('each fire runs once, in one of the three servers', { timeout: patience }, async () => {
  await cluster.until(async () => (await cluster.overview()).latest.length >= 15)
  const { latest } = await cluster.overview()
  const instants = latest.map((beat) => beat.fire_time)
  expect(new Set(instants).size).toBe(instants.length)
  for (const beat of latest) expect(cluster.servers).toContain(beat.process)
})

test('the job of a route passes the hook that stops clients without the password', async () => {
  await cluster.until(async () => (await cluster.reports())[0]?.state === 'succeeded')
  expect((await cluster.reports())[0]?.result).toMatchObject({
    status: 200,
    body: { by: expect.stringMatching(/^run /) },
  })
  expect((await cluster.fetch('/reports/10', { method: 'POST' })).status).toBe(401)
  const headers = { authorization: 'Bearer undefined' }
  expect((await cluster.fetch('/reports/10', { method: 'POST', headers })).status).toBe(401)
  expect((await cluster.fetch('/internal/health/ready')).status).toBe(200)
})

test('a server that is killed leaves its jobs running on the others', async () => {
  const killed = (await cluster.overview()).latest[0]!.process
  process.kill(killed, 'SIGKILL')
  await cluster.until(() => cluster.output.includes(`server ${killed} ended with SIGKILL`))
  const after = Date.now()
  await cluster.until(async () => (await beatsAfter(after)).length >= 5)
  expect(await beatsAfter(after)).not.toContain(killed)
})

test('SIGTERM ends all of them, and leaves no run and no node behind', async () => {
  cluster.terminate()
  expect(await cluster.ended).toBe(0)
  expect(cluster.servers.filter(isAlive)).toEqual([])
  const store = sqliteStore({ path: cluster.database })
  await using client = createScheduler({ role: 'off', store })
  expect((await client.listRuns({ state: 'running' })).items).toEqual([])
  // The one that was killed could not say goodbye; the others wait out its lease.
  expect((await client.nodes()).length).toBeLessThanOrEqual(1)
})
