import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { BusyLine } from '../../src/sqlite/busy-line.ts'
import { startChild } from './child.ts'
import { openSteps, openStore } from './file-store.ts'
import { sampleJob } from '../sample-job.ts'
import { scratchFile } from './scratch-file.ts'

/** A connection of the application, on the file of a store that is there already. */
async function applicationOn(path: string): Promise<DatabaseSync> {
  await openSteps(path)
  const database = new DatabaseSync(path, { timeout: 4_000 })
  onTestFinished(() => database.close())
  return database
}

async function settled(work: Promise<unknown>): Promise<boolean> {
  let done = false
  const note = (): void => {
    done = true
  }
  void work.then(note, note)
  for (let turn = 0; turn < 10; turn += 1) await setImmediate()
  return done
}

test('calls wait for the write lock of another process while the event loop goes on', async () => {
  const path = scratchFile()
  const store = await openStore(path)
  const other = startChild('locking', [path])
  expect(await other.hear()).toBe('locked')
  const puts = ['a', 'b', 'c'].map((id) => store.put([sampleJob(id)], 'fail'))
  expect(await settled(Promise.race(puts))).toBe(false)
  // Reads go on, and so does this process: the other one could not hear us otherwise.
  expect((await store.read.jobs({ limit: 10 })).items).toEqual([])
  other.say('let go')
  expect(await other.hear()).toBe('released')
  await Promise.all(puts)
  const { items } = await store.read.jobs({ limit: 10 })
  expect(items.map((job) => job.id)).toEqual(['a', 'b', 'c'])
})

test('a lock that is held for too long is told with PUNCTUAL_STORE_BUSY, and nothing is kept', async () => {
  const path = scratchFile()
  const database = await applicationOn(path)
  const line = new BusyLine({ patience: 30 })
  const other = new DatabaseSync(path)
  onTestFinished(() => other.close())
  database.exec('BEGIN IMMEDIATE')
  const write = line.through(() => other.exec('BEGIN IMMEDIATE'))
  await expect(write).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_BUSY' })
  database.exec('COMMIT')
  await line.through(() => other.exec('BEGIN IMMEDIATE; ROLLBACK'))
})

test('who is locked out first is served first', async () => {
  const line = new BusyLine()
  const order: number[] = []
  let locked = true
  const calls = [1, 2, 3].map((n) =>
    line.through(() => {
      if (locked) throw Object.assign(new Error('database is locked'), { errcode: 5 })
      order.push(n)
    }),
  )
  expect(await settled(Promise.race(calls))).toBe(false)
  locked = false
  const late = line.through(() => order.push(4))
  await Promise.all([...calls, late])
  expect(order).toEqual([1, 2, 3, 4])
})

test('a failed turn holds nobody else up', async () => {
  const line = new BusyLine()
  let locked = true
  const busy = Object.assign(new Error('database is locked'), { errcode: 517 })
  const fail = line.through(() => {
    throw locked ? busy : new Error('mine')
  })
  const next = line.through(() => 'done')
  locked = false
  await expect(fail).rejects.toThrow('mine')
  expect(await next).toBe('done')
})

test("an error of SQLite is told as PUNCTUAL_STORE_FAILED, an operation's own stays", async () => {
  const database = await applicationOn(scratchFile())
  const line = new BusyLine()
  await expect(line.through(() => database.exec('SELECT * FROM none'))).rejects.toMatchObject({
    code: 'PUNCTUAL_STORE_FAILED',
    cause: { errcode: 1 },
  })
  const own = new RangeError('own')
  await expect(line.through(() => Promise.reject(own))).rejects.toBe(own)
})

test('a step that throws keeps nothing of what it wrote', async () => {
  const path = scratchFile()
  const steps = await openSteps(path)
  const store = await openStore(path)
  await store.put([sampleJob('a')], 'fail')
  const broken = steps.write((tables) => {
    tables.deleteJob(tables.job('a')!)
    throw new Error('second thoughts')
  })
  await expect(broken).rejects.toThrow('second thoughts')
  await steps.write((tables) => tables.updateJob(tables.job('a')!, { failures: 1 }))
  const { items } = await store.read.jobs({ limit: 10 })
  expect(items.map((job) => [job.id, job.failures])).toEqual([['a', 1]])
})
