import { DatabaseSync } from 'node:sqlite'
import type { JobQuery, RunQuery } from '@punctual/core/store'
import { expect, test } from 'vitest'
import { SqlReader } from '../../src/reading/sql-reader.ts'
import { sqliteDialect } from '../../src/sqlite/dialect.ts'
import { sqliteSchema } from '../../src/sqlite/sqlite-store.ts'
import type { Query } from '../../src/sql-value.ts'
import { Statements } from '../../src/statements/statements.ts'
import { DEFAULT_PREFIX, tableNames } from '../../src/table-names.ts'
import { openSteps, openStore } from './file-store.ts'
import { sampleJob } from '../sample-job.ts'
import { scratchFile } from './scratch-file.ts'

const jobQueries: readonly Omit<JobQuery, 'limit'>[] = [
  {},
  { cursor: 'a' },
  { ids: ['a', 'b', 'c'] },
  { idPrefix: 'a', cursor: 'ab' },
  { task: 'work', cursor: 'a' },
  { states: ['paused'], tag: 'x', lastRun: 'failed', cursor: 'a' },
]

const runQueries: readonly Omit<RunQuery, 'limit'>[] = [
  {},
  { cursor: '1.1', from: 1, until: 9 },
  { states: ['failed'], cursor: '1.1' },
  { tag: 'x', states: ['failed'] },
  { task: 'work', cursor: '1.1' },
  { task: 'work', states: ['failed'], from: 1 },
  { ids: ['a', 'b'] },
  { owner: 's', batch: 'b' },
  { job: 'a', cursor: '1.1' },
  { job: 'a', states: ['failed'], tag: 'x', task: 'work' },
  { job: 'a', order: 'fire', from: 1, until: 9, cursor: '1.1' },
]

/** The plans by which SQLite answers what a reader asks. */
function planner(): { reader: SqlReader; plans: string[] } {
  const database = new DatabaseSync(':memory:')
  database.exec(sqliteSchema())
  const plans: string[] = []
  const ask = async ({ sql, values }: Query): Promise<[]> => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values)
    plans.push(steps.map((step) => String(step['detail'])).join('; '))
    return []
  }
  const statements = new Statements(tableNames(DEFAULT_PREFIX), sqliteDialect)
  return { reader: new SqlReader(statements, { ask, rest: async () => {} }), plans }
}

/** A walk along an index is bounded by LIMIT; without one it goes through everything. */
const wholeTable = /SCAN punctual_\w+\b(?! USING)/
/** What an index gave out of order is put in order before LIMIT; a window of a thousand may be. */
const sorted = /punctual_\w+ USING[^;]*; USE TEMP B-TREE/

test('no read goes through a whole table, and only those of one job are sorted', async () => {
  for (const query of jobQueries) {
    const { reader, plans } = planner()
    await reader.jobs({ ...query, limit: 10 })
    expect(plans.length).toBeGreaterThan(0)
    for (const plan of plans) expect(plan).not.toMatch(wholeTable)
    for (const plan of plans) expect(plan).not.toMatch(sorted)
  }
  for (const query of runQueries) {
    const { reader, plans } = planner()
    await reader.runs({ ...query, limit: 10 })
    expect(plans.length).toBeGreaterThan(0)
    for (const plan of plans) expect(plan, JSON.stringify(query)).not.toMatch(wholeTable)
    const few = 'ids' in query || 'owner' in query || 'job' in query
    const sorts = plans.filter((plan) => sorted.test(plan))
    if (!few) expect(sorts, JSON.stringify(query)).toEqual([])
  }
})

test('no step goes through a whole table', () => {
  const database = new DatabaseSync(':memory:')
  database.exec(sqliteSchema())
  const { job, run, span, follow, retention } = new Statements(
    tableNames(DEFAULT_PREFIX),
    sqliteDialect,
  )
  for (const group of [job, run, span, follow, retention]) {
    for (const sql of Object.values<string>({ ...group })) {
      const values = Array.from(sql.matchAll(/\?/g), () => 1)
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values)
      const plan = steps.map((step) => String(step['detail'])).join('; ')
      expect(plan, sql).not.toMatch(/SCAN (punctual|r\b|s\b|j\b)/)
    }
  }
})

test('a rare job among thousands is found, and others work in between', async () => {
  const path = scratchFile()
  const steps = await openSteps(path)
  const store = await openStore(path)
  const ids = Array.from({ length: 3_500 }, (_, n) => `job ${String(n).padStart(4, '0')}`)
  await store.put(
    ids.map((id, n) => sampleJob(id, { policies: { tags: n % 1_700 === 99 ? ['rare'] : [] } })),
    'fail',
  )
  let turns = 0
  const others = setInterval(() => (turns += 1), 0)
  const { items, cursor } = await steps.read.jobs({ tag: 'rare', limit: 10 })
  clearInterval(others)
  expect(items.map((job) => job.id)).toEqual(['job 0099', 'job 1799', 'job 3499'])
  expect(cursor).toBeNull()
  expect(turns).toBeGreaterThan(0)
})

test('a job is found by the tags that it has now', async () => {
  const store = await openStore(scratchFile())
  const { policies, ...job } = sampleJob('a', { policies: { tags: ['old', 'kept'] } })
  await store.put([{ ...job, policies }], 'fail')
  const now = { ...policies, tags: ['kept', 'new', 'new'] }
  await store.change([{ kind: 'update', id: 'a', policies: now }])
  const found = async (tag: string): Promise<number> =>
    (await store.read.jobs({ tag, limit: 10 })).items.length
  expect([await found('old'), await found('kept'), await found('new')]).toEqual([0, 1, 1])
  await store.change([{ kind: 'remove', id: 'a', cancelRuns: false }])
  await store.put([sampleJob('a')], 'fail')
  expect([await found('kept'), await found('new')]).toEqual([0, 0])
})

test('a long list of ids is read in one page', async () => {
  const store = await openStore(scratchFile())
  const ids = Array.from({ length: 1_000 }, (_, n) => `job ${String(n).padStart(4, '0')}`)
  await store.put(
    ids.map((id) => sampleJob(id)),
    'fail',
  )
  const { items } = await store.read.jobs({ ids: [...ids, 'none', 'job 0000'], limit: 2_000 })
  expect(items.map((job) => job.id)).toEqual(ids)
})

test('a prefix that ends in the last letters there are finds what begins with it', async () => {
  const store = await openStore(scratchFile())
  const ids = ['a\u{10ffff}', 'a\u{10ffff}b', 'a\ud7ff', 'a\ud7ffz', 'a\ue000', 'b', '\u{10ffff}']
  for (const id of ids) await store.put([sampleJob(id)], 'fail')
  for (const prefix of ['a', 'a\u{10ffff}', 'a\ud7ff', '\u{10ffff}', '']) {
    const { items } = await store.read.jobs({ idPrefix: prefix, limit: 10 })
    const found = items.map((job) => job.id)
    expect(found.toSorted()).toEqual(ids.filter((id) => id.startsWith(prefix)).toSorted())
  }
})

test('a text that is no cursor is refused', async () => {
  const store = await openStore(scratchFile())
  for (const cursor of ['', 'a', '1', '1.x', '1e3.1', `1.1'; --`]) {
    await expect(store.read.runs({ cursor, limit: 1 })).rejects.toMatchObject({
      code: 'PUNCTUAL_OPTION_INVALID',
    })
  }
})
