import { at, createScheduler, every, type Scheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { expect, test } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.ts'
import { startChild, type Child } from './child.ts'
import { scratchFile } from './scratch-file.ts'

test('jobs survive a restart, and what was due meanwhile runs once', async () => {
  const path = scratchFile()
  const clock = virtualClock('2026-03-01T08:00:00Z')
  const ran: string[] = []
  const started = async (): Promise<Scheduler> => {
    const scheduler = createScheduler({ store: sqliteStore({ path }), clock })
    scheduler.task('note', ({ jobId, fireTime, missed }) => {
      ran.push(`${jobId} ${new Date(fireTime).toISOString().slice(11, 16)}, missed ${missed}`)
    })
    await scheduler.start()
    return scheduler
  }
  {
    await using scheduler = await started()
    await scheduler.addJob({ id: 'hourly', task: 'note', trigger: every('1h') })
    await scheduler.addJob({ id: 'once', task: 'note', trigger: at('2026-03-01T12:30:00Z') })
    await clock.advance('1h')
    expect(ran).toEqual(['hourly 09:00, missed 0'])
  }
  await clock.advance('5h')
  await using scheduler = await started()
  await clock.advance('30m')
  expect(ran.slice(1).toSorted()).toEqual(['hourly 14:00, missed 4', 'once 12:30, missed 0'])
  expect((await scheduler.getJob('hourly'))?.nextFireAt).toBe(Date.parse('2026-03-01T15:00:00Z'))
})

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

test('two processes on one file share 2,000 due fires, each ran once', async () => {
  const path = scratchFile()
  const nodes = [startChild('node', [path]), startChild('node', [path])]
  for (const node of nodes) expect(await node.hear()).toBe('started')
  await using client = createScheduler({ store: sqliteStore({ path }), role: 'off' })
  const ids = Array.from({ length: 2_000 }, (_, n) => `job/${n}`)
  await client.addJobs(ids.map((id) => ({ id, task: 'work', trigger: at(Date.now()) })))
  let ran = 0
  const heard = (): void => {
    ran += 1
    if (ran === 2_000) for (const node of nodes) node.say('stop')
  }
  const shares = await Promise.all(nodes.map((node) => wordsOf(node, heard)))
  expect(shares.flat().toSorted()).toEqual(ids.toSorted())
  for (const share of shares) expect(share.length).toBeGreaterThan(0)
  const first = await client.listRuns({ task: 'work', state: 'succeeded', limit: 1_000 })
  const second = await client.listRuns({ task: 'work', limit: 1_000, cursor: first.cursor! })
  const stored = [...first.items, ...second.items].map((run) => run.jobId)
  expect(stored.toSorted()).toEqual(ids.toSorted())
  expect(second.cursor).toBeNull()
}, 60_000)

test('what one process adds runs in another at once, not at its next look', async () => {
  const path = scratchFile()
  const node = startChild('node', [path])
  expect(await node.hear()).toBe('started')
  await using client = createScheduler({ store: sqliteStore({ path }), role: 'off' })
  const began = performance.now()
  for (let n = 0; n < 10; n += 1) {
    await client.addJob({ id: `job ${n}`, task: 'work' })
    expect(await node.hear()).toBe(`job ${n}`)
  }
  // Without being told, the node looks every five seconds: ten jobs would take at least twenty.
  expect(performance.now() - began).toBeLessThan(20_000)
})

test.runIf(process.platform === 'linux')(
  'a run whose process was killed runs again at the next beat, not after the lease',
  async () => {
    const path = scratchFile()
    const node = startChild('node', [path])
    expect(await node.hear()).toBe('started')
    await using other = createScheduler({
      store: sqliteStore({ path }),
      cluster: { beat: '200ms', lease: '10m' },
    })
    const again = new Promise((resolve) => other.task('hang', ({ attempt }) => resolve(attempt)))
    await other.addJob({ id: 'stuck', task: 'hang' })
    expect(await node.hear()).toBe('stuck')
    await other.start()
    await node.kill()
    expect(await again).toBe(1)
  },
  30_000,
)
