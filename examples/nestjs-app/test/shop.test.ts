import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Job, Page, Run } from '@punctual/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile, ShopProcess } from './shop-process.ts'

const home = mkdtempSync(join(tmpdir(), 'punctual shop '))
const reports = '/jobs/sales-report/runs'

beforeAll(compile)
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('one process', () => {
  let shop: ShopProcess
  beforeAll(async () => {
    shop = await ShopProcess.start(join(home, 'one.sqlite'), { REPORT_EVERY: '200ms' })
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  test('an order has its invoice sent, by a task that knows nothing of the service behind it', async () => {
    const order = { item: 'tea', invoiceIn: '0s' }
    expect((await shop.post<object>('/orders', order)).status).toBe(201)
    await shop.until(async () => (await shop.get<readonly unknown[]>('/invoices')).length > 0)
    expect(await shop.get('/invoices')).toMatchObject([{ text: 'Invoice for tea' }])
    await shop.until(() => /Runs\] invoice\/\S+ took \d+ ms/.test(shop.output))
  })

  test('reports run as often as the settings say, each in a service made for its run', async () => {
    const job = await shop.get<Job>('/jobs/sales-report')
    expect(job.trigger).toMatchObject({ kind: 'every', period: 200 })
    const done = async (): Promise<readonly Run[]> => {
      const { items } = await shop.get<Page<Run>>(reports)
      return items.filter((run) => run.state === 'succeeded')
    }
    await shop.until(async () => (await done()).length > 1)
    for (const { result, fireTime } of await done()) {
      expect(result).toMatchObject({ of: new Date(fireTime).toISOString() })
    }
  })

  test('a guard that lets no run through makes it fail, and the run says why', async () => {
    const weekly = async (): Promise<Run | undefined> =>
      (await shop.get<Page<Run>>('/jobs/weekly-report/runs')).items[0]
    await shop.post('/maintenance/on')
    await shop.post('/jobs/weekly-report/run')
    await shop.until(async () => (await weekly())?.state === 'failed')
    expect((await weekly())?.error).toMatchObject({ name: 'ForbiddenException' })
    await shop.post('/maintenance/off')
    await shop.post('/jobs/weekly-report/run')
    await shop.until(async () => (await weekly())?.state === 'succeeded')
  })

  test('what the scheduler refuses is told to the client with its code', async () => {
    expect(await shop.post('/jobs/nothing/run')).toMatchObject({
      status: 404,
      body: { code: 'PUNCTUAL_UNKNOWN_JOB' },
    })
    expect(await shop.post('/orders', { item: 'tea', invoiceIn: 'soon' })).toMatchObject({
      status: 400,
      body: { code: 'PUNCTUAL_DURATION_INVALID' },
    })
  })
})

test('of three processes on one file each report runs in one, and SIGTERM lets a running job end', async () => {
  const path = join(home, 'three.sqlite')
  const start = (): Promise<ShopProcess> => ShopProcess.start(path, { REPORT_EVERY: '50ms' })
  await using first = await start()
  await using second = await start()
  await using third = await start()
  const shops = [first, second, third]
  const runs = async (): Promise<readonly Run[]> => (await first.get<Page<Run>>(reports)).items
  await first.until(async () => (await runs()).length >= 40)

  await first.post('/orders', { item: 'tea', invoiceIn: '0s' })
  await first.until(async () => {
    const { items } = await first.get<Page<Job>>('/jobs')
    return items.some(({ id }) => id.startsWith('invoice/'))
  })
  for (const shop of shops) shop.signal('SIGTERM')
  // Nest ends a process by the signal that it was closed for.
  expect(await Promise.all(shops.map((shop) => shop.ended))).toEqual(shops.map(() => 'SIGTERM'))

  using database = new DatabaseSync(path)
  const states = 'select state, count(*) as runs from punctual_runs group by state'
  expect(database.prepare(states).all()).toEqual([{ state: 'succeeded', runs: expect.any(Number) }])
  expect(database.prepare('select text from invoices').all()).toEqual([{ text: 'Invoice for tea' }])
  // The interceptor told of every run, and the job counts all it ever had.
  const told = shops.flatMap((shop) => shop.output.match(/\] sales-report took/g) ?? [])
  const job = database.prepare("select run_seq from punctual_jobs where id = 'sales-report'").get()
  expect(told.length).toBe(Number(job?.run_seq))
})
