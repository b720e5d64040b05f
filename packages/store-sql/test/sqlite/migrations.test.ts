import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { SqliteClient } from '../../src/sqlite/client.ts'
import { migrate } from '../../src/sqlite/migrate.ts'
import { sqliteSchema } from '../../src/sqlite/sqlite-store.ts'
import { DEFAULT_PREFIX, tableNames } from '../../src/table-names.ts'
import { startChild } from './child.ts'
import { openSteps, openStore } from './file-store.ts'
import { sampleJob } from '../sample-job.ts'
import { scratchFile } from './scratch-file.ts'

function rawDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  return database
}

function tablesOf(database: DatabaseSync): readonly unknown[] {
  return database.prepare('SELECT name, tbl_name, sql FROM sqlite_master ORDER BY name').all()
}

test('many processes that open a new file at once find one schema', async () => {
  const path = scratchFile()
  const children = Array.from({ length: 4 }, () => startChild('migrating', [path]))
  await Promise.all(children.map((child) => child.hear()))
  for (const child of children) child.say('go')
  expect(await Promise.all(children.map((child) => child.hear()))).toEqual([1, 1, 1, 1])
  const meta = rawDatabase(path).prepare('SELECT * FROM punctual_meta').all()
  expect(meta.map((row) => ({ ...row }))).toEqual([
    { id: 1, schema_version: 1, min_writer: 1, epoch: 1, shards: 1 },
  ])
})

test('who finds the schema made while it waited for the lock makes nothing', () => {
  const path = scratchFile()
  const other = rawDatabase(path)
  class LateClient extends SqliteClient {
    override write<T>(work: () => T): T {
      other.exec(sqliteSchema())
      return super.write(work)
    }
  }
  const late = new LateClient(rawDatabase(path), { own: false })
  expect(migrate(late, tableNames(DEFAULT_PREFIX))).toBe(1)
})

test('a schema that is up to date is opened without a write', async () => {
  const path = scratchFile()
  await openSteps(path)
  const database = rawDatabase(path)
  database.exec('BEGIN IMMEDIATE')
  const { now } = await (await openStore(path)).peek({ limit: 1, until: 0 })
  expect(now).toBeGreaterThan(0)
})

test('a newer schema that lets this version write is used', async () => {
  const path = scratchFile()
  await openSteps(path)
  rawDatabase(path).exec('UPDATE punctual_meta SET schema_version = 7')
  const store = await openStore(path)
  const [answer] = await store.put([sampleJob('a')], 'fail')
  expect(answer?.result).toBe('added')
})

test('a schema that only newer versions may write is refused, and left as it is', async () => {
  const path = scratchFile()
  await openSteps(path)
  const database = rawDatabase(path)
  database.exec('UPDATE punctual_meta SET schema_version = 7, min_writer = 2')
  const before = tablesOf(database)
  await expect(openSteps(path)).rejects.toMatchObject({
    code: 'PUNCTUAL_STORE_SCHEMA',
    details: { schema: 7, minWriter: 2, writes: 1 },
  })
  expect(tablesOf(database)).toEqual(before)
})

test('a store that was split into shards is refused', async () => {
  const path = scratchFile()
  await openSteps(path)
  rawDatabase(path).exec('UPDATE punctual_meta SET shards = 4')
  await expect(openSteps(path)).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_SCHEMA' })
})

test('a migration that fails leaves nothing behind', async () => {
  const path = scratchFile()
  const database = rawDatabase(path)
  database.exec('CREATE TABLE punctual_spans (mine)')
  const before = tablesOf(database)
  await expect(openSteps(path)).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_FAILED' })
  expect(tablesOf(database)).toEqual(before)
})

test('the printed schema is what opening makes', async () => {
  const path = scratchFile()
  await openSteps(path)
  const byHand = rawDatabase(scratchFile())
  byHand.exec(sqliteSchema())
  expect(tablesOf(byHand)).toEqual(tablesOf(rawDatabase(path)))
  const meta = 'SELECT * FROM punctual_meta'
  expect(byHand.prepare(meta).all()).toEqual(rawDatabase(path).prepare(meta).all())
})
