import { after, at, createScheduler } from '@punctual/core'
import { expect } from 'vitest'
import { mongoStore } from '../src/index.ts'
import { startChild, type Child } from './child.ts'
import { ownDatabase, serverTest, serverUrl } from './mongo-server.ts'

const db = ownDatabase('scheduler')
/** With 2,000 and more it takes minutes on the server of `scripts/mongodb`, which writes row by row. */
const FIRES = Number(process.env['PUNCTUAL_TEST_FIRES'] ?? 200)

const silent = (): void => {}
const quiet = { debug: silent, info: silent, warn: silent, error: silent }

/** All that a node says until it has stopped. */
async function wordsOf(node: Child, heard: () => void): Promise<readonly string[]> {
  const words: string[] = []
  for (;;) {
    const word = String(await node.hear())
    if (word === 'stopped') return words
    words.push(word)
    heard()
  }
}

serverTest(
  'two processes on one database share what is due, and each fire runs once',
  async () => {
    const args = [serverUrl, db.databaseName]
    const nodes = [startChild('node', args), startChild('node', args)]
    for (const node of nodes) expect(await node.hear()).toBe('started')
    await using client = createScheduler({ store: mongoStore({ db }), role: 'off' })
    const ids = Array.from({ length: FIRES }, (_, n) => `job/${n}`)
    await client.addJobs(ids.map((id) => ({ id, task: 'work', trigger: at(Date.now()) })))
    let ran = 0
    const heard = (): void => {
      ran += 1
      if (ran === FIRES) for (const node of nodes) node.say('stop')
    }
    const shares = await Promise.all(nodes.map((node) => wordsOf(node, heard)))
    expect(shares.flat().toSorted()).toEqual(ids.toSorted())
    const stored = new Set<string>()
    let cursor: string | null | undefined
    do {
      const query = { task: 'work', limit: 1_000 }
      const page = await client.listRuns(cursor == null ? query : { ...query, cursor })
      for (const { jobId, state } of page.items) stored.add(`${jobId} ${state}`)
      cursor = page.cursor
    } while (cursor !== null)
    expect([...stored].toSorted()).toEqual(ids.map((id) => `${id} succeeded`).toSorted())
  },
  60_000 + 500 * FIRES,
)

serverTest('a run that fails is tried again, and its success is followed up', async () => {
  const scheduler = createScheduler({
    store: mongoStore({ db, prefix: 'engine_' }),
    logger: quiet,
  })
  const followed = Promise.withResolvers<string>()
  const attempts: number[] = []
  scheduler.task('flaky', ({ attempt }) => {
    attempts.push(attempt)
    if (attempts.length === 1) throw new Error('not yet')
  })
  scheduler.task('report', ({ upstream }) => {
    followed.resolve(upstream.map(({ jobId, state }) => `${jobId} ${state}`).join())
  })
  await scheduler.addJobs([
    { id: 'first', task: 'flaky', trigger: at(Date.now()), retry: { limit: 1, delay: '1ms' } },
    { id: 'second', task: 'report', trigger: after('first') },
  ])
  await scheduler.start()
  expect(await followed.promise).toBe('first succeeded')
  await scheduler.stop()
  expect(attempts).toHaveLength(2)
  const names = await db.listCollections({}, { nameOnly: true }).toArray()
  expect(names.filter(({ name }) => name.startsWith('engine_'))).not.toEqual([])
  const node = await db.collection('engine_nodes').findOne({ alive: true })
  expect(node).toBeNull()
})
