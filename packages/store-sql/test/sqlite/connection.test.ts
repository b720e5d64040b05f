import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { sqliteStore, type SqliteStoreOptions } from '../../src/sqlite/sqlite-store.ts'
import { openStore } from './file-store.ts'
import { sampleJob } from '../sample-job.ts'
import { scratchFile } from './scratch-file.ts'

/** A connection of the application, with settings of its own. */
function application(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 4_000 })
  onTestFinished(() => {
    if (database.isOpen) database.close()
  })
  return database
}

function timeoutOf(database: DatabaseSync): unknown {
  return database.prepare('PRAGMA busy_timeout').get()?.['timeout']
}

test('a store on a connection of the application leaves its settings, and leaves it open', async () => {
  const database = application(scratchFile())
  const store = await openStore(database)
  await store.put([sampleJob('a')], 'fail')
  expect(timeoutOf(database)).toBe(4_000)
  await store[Symbol.asyncDispose]()
  expect(database.prepare('SELECT id FROM punctual_jobs').all()).toMatchObject([{ id: 'a' }])
})

test("the application's busy timeout does not make the store block the event loop", async () => {
  const path = scratchFile()
  const database = application(path)
  const store = await openStore(database)
  database.exec('PRAGMA busy_timeout = 20000')
  const other = application(path)
  other.exec('BEGIN IMMEDIATE')
  const began = performance.now()
  const put = store.put([sampleJob('a')], 'fail')
  expect(performance.now() - began).toBeLessThan(15_000)
  expect(timeoutOf(database)).toBe(20_000)
  other.exec('COMMIT')
  expect((await put)[0]?.result).toBe('added')
})

test('calls wait until the transaction of the application on its connection has ended', async () => {
  const database = application(scratchFile())
  const store = await openStore(database)
  database.exec('CREATE TABLE mine (n); BEGIN; INSERT INTO mine VALUES (1)')
  const put = store.put([sampleJob('a')], 'fail')
  database.exec('ROLLBACK')
  expect((await put)[0]?.result).toBe('added')
  expect(database.prepare('SELECT * FROM mine').all()).toEqual([])
})

test('wrong options are refused at the call', () => {
  const wrong: readonly unknown[] = [
    {},
    { path: '' },
    { path: ':memory:' },
    { path: 7 },
    { path: 'a', database: application(scratchFile()) },
    { database: {} },
    { path: 'a', synchronous: 'off' },
    ...['', 'Jobs', '1a', 'a-b', 'a;', 'a"b', 'sqlite_', 'a'.repeat(31), 7].map((prefix) => ({
      path: 'a',
      prefix,
    })),
  ]
  for (const options of wrong) {
    const call = (): unknown => Reflect.apply(sqliteStore, null, [options])
    expect(call, JSON.stringify(options)).toThrow(
      expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' }),
    )
  }
})

test('a folder that is missing is told when the store is opened', async () => {
  const options: SqliteStoreOptions = { path: `${scratchFile()}/none/jobs.sqlite` }
  await expect(openStore(options.path)).rejects.toMatchObject({
    code: 'PUNCTUAL_STORE_FAILED',
    details: options,
  })
})

test('stores of different prefixes share a file without seeing each other', async () => {
  const path = scratchFile()
  const [one, two] = [
    await openStore(path, { prefix: 'one_' }),
    await openStore(path, { prefix: 'two_' }),
  ]
  await one.put([sampleJob('a')], 'fail')
  await two.put([sampleJob('b')], 'fail')
  const idsOf = async (store: typeof one): Promise<readonly string[]> =>
    (await store.read.jobs({ limit: 10 })).items.map((job) => job.id)
  expect(await idsOf(one)).toEqual(['a'])
  expect(await idsOf(two)).toEqual(['b'])
})

test('a connection that the application closed under the store is told of as such', async () => {
  const database = application(scratchFile())
  const store = await openStore(database)
  database.close()
  await expect(store.put([sampleJob('a')], 'fail')).rejects.toMatchObject({
    code: 'PUNCTUAL_STORE_FAILED',
    message: expect.stringContaining('closed'),
  })
  await expect(store.read.jobs({ limit: 1 })).rejects.toMatchObject({
    code: 'PUNCTUAL_STORE_FAILED',
  })
})

test('a store that was closed opens again for whoever still uses it', async () => {
  const store = await openStore(scratchFile())
  await store.put([sampleJob('a')], 'fail')
  await store[Symbol.asyncDispose]()
  expect((await store.read.jobs({ limit: 10 })).items).toHaveLength(1)
})
