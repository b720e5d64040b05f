import { at, createScheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.ts'
import { scratchFile } from './scratch-file.ts'

test('a file that cannot grow is told of, and what ended meanwhile is stored when it can', async () => {
  const database = new DatabaseSync(scratchFile())
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  const clock = virtualClock('2026-03-01T08:00:00Z')
  const quiet = (): void => {}
  await using scheduler = createScheduler({
    store: sqliteStore({ database }),
    clock,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  })
  const news: string[] = []
  scheduler.on('store:error', ({ error }) => news.push(String(error?.code)))
  scheduler.on('store:recovered', () => news.push('recovered'))
  let calls = 0
  scheduler.task('report', () => {
    calls += 1
    return 'x'.repeat(200_000)
  })
  await scheduler.start()
  await scheduler.addJob({ id: 'big', task: 'report', trigger: at('2026-03-01T08:01:00Z') })
  const size = Number(database.prepare('PRAGMA page_count').get()?.['page_count'])
  // The run of the job still fits in, its result does not.
  database.exec(`PRAGMA max_page_count = ${size + 8}`)
  await clock.advance('70s')
  expect(news).toEqual(['PUNCTUAL_STORE_FAILED'])
  expect((await scheduler.listRuns({ job: 'big' })).items[0]?.state).toBe('running')
  database.exec('PRAGMA max_page_count = 1000000')
  await clock.advance('70s')
  expect(news).toEqual(['PUNCTUAL_STORE_FAILED', 'recovered'])
  expect((await scheduler.listRuns({ job: 'big' })).items[0]?.state).toBe('succeeded')
  expect(calls).toBe(1)
})
