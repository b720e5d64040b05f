import assert from 'node:assert/strict'
import type { JobQuery, Page, RunQuery, RunRow } from '@punctual/core/store'
import { following, HOUR, MINUTE } from './sample-job.ts'
import type { Scene } from './scene.ts'
import { casesOf, type StoreCase } from './store-case.ts'

const RUN_COLUMNS: readonly (keyof RunRow)[] = [
  ...(['id', 'jobId', 'inc', 'seq', 'kind', 'fireAt', 'task', 'taskVersion'] as const),
  ...(['executor', 'priority', 'state', 'slot', 'owner', 'token', 'batch', 'attempt'] as const),
  ...(['recoveries', 'crashes', 'readyAt', 'startDeadline', 'cancel', 'input'] as const),
  ...(['result', 'error', 'upstream', 'depth', 'missed', 'node', 'publishedAt'] as const),
  ...(['startedAt', 'endedAt', 'expiresAt'] as const),
]

/** All pages of a query, one after the other. */
async function pages<T>(
  read: (cursor: string | null) => Promise<Page<T>>,
): Promise<readonly T[][]> {
  const all: T[][] = []
  let cursor: string | null = null
  do {
    const page: Page<T> = await read(cursor)
    all.push([...page.items])
    cursor = page.cursor
  } while (cursor !== null)
  return all
}

async function jobIds(scene: Scene, query: Partial<JobQuery>): Promise<readonly string[]> {
  const { items } = await scene.client.read.jobs({ limit: 100, ...query })
  return items.map((row) => row.id)
}

async function runJobs(scene: Scene, query: Partial<RunQuery>): Promise<readonly string[]> {
  const { items } = await scene.client.read.runs({ limit: 100, ...query })
  return items.map((row) => row.jobId)
}

const jobs = casesOf('read', {
  'jobs come by id, byte by byte, in pages that hold each of them once': async (scene) => {
    const ids = ['B', 'a', 'a/1', 'aa', 'b', 'é', 'Ａ', '😀', '~', '0']
    for (const id of ids) await scene.add(id)
    const all = await pages((cursor) => scene.client.read.jobs({ limit: 3, cursor }))
    const read = all.flat().map((row) => row.id)
    const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
    assert.deepEqual(read, ids.toSorted(bytes))
    assert.ok(all.every((page) => page.length <= 3))
  },

  'jobs are found by what they are': async (scene) => {
    const node = await scene.node()
    await scene.add('mail/1', { task: 'mail', policies: { tags: ['t:1', 'x'] } })
    await scene.add('mail/2', { task: 'mail', policies: { tags: ['t:2', 'x'] } })
    await scene.add('work/1')
    await scene.pause('mail/2')
    await node.fail(await node.start('work/1'))
    assert.deepEqual(await jobIds(scene, { task: 'mail' }), ['mail/1', 'mail/2'])
    assert.deepEqual(await jobIds(scene, { tag: 'x', idPrefix: 'mail/2' }), ['mail/2'])
    assert.deepEqual(await jobIds(scene, { tag: 't:1' }), ['mail/1'])
    assert.deepEqual(await jobIds(scene, { tag: 't:' }), [])
    assert.deepEqual(await jobIds(scene, { states: ['paused', 'finished'] }), ['mail/2'])
    assert.deepEqual(await jobIds(scene, { lastRun: 'failed' }), ['work/1'])
    assert.deepEqual(await jobIds(scene, { ids: ['work/1', 'none'] }), ['work/1'])
    assert.deepEqual(await jobIds(scene, { ids: [] }), [])
    assert.deepEqual(await jobIds(scene, { states: ['active'], task: 'mail' }), ['mail/1'])
  },

  'a prefix is text, not a pattern': async (scene) => {
    for (const id of ['a%b', 'a_b', 'a*b', 'axb', 'A%b', 'a\\b']) await scene.add(id)
    for (const idPrefix of ['a%', 'a_', 'a*', 'a\\']) {
      assert.deepEqual(await jobIds(scene, { idPrefix }), [`${idPrefix}b`])
    }
  },

  'pages of a filter hold only what fits it': async (scene) => {
    for (let n = 0; n < 20; n += 1) {
      const task = n % 3 === 0 ? 'third' : 'work'
      await scene.add(`j${String(n).padStart(2, '0')}`, { task })
    }
    const all = await pages((cursor) => scene.client.read.jobs({ task: 'third', limit: 2, cursor }))
    const ids = all.flat().map((row) => row.id)
    assert.deepEqual(ids, ['j00', 'j03', 'j06', 'j09', 'j12', 'j15', 'j18'])
  },

  'a row that was read does not change any more': async (scene) => {
    const node = await scene.node()
    const row = await scene.add('a')
    const run = await node.start('a')
    const runRow = await scene.run(run.runId)
    const copies = structuredClone([row, runRow])
    await node.end(run)
    await scene.update('a', { input: { text: '1' } })
    assert.deepEqual([row, runRow], copies)
  },
})

const runs = casesOf('read', {
  'runs come newest first, in pages that hold each of them once': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue' } })
    const ids: string[] = []
    for (let n = 0; n < 7; n += 1) {
      ids.push((await node.enqueue('a')).id)
      if (n % 3 === 0) scene.pass(1)
    }
    for (const query of [{ job: 'a' }, {}]) {
      const all = await pages((cursor) => scene.client.read.runs({ ...query, limit: 2, cursor }))
      const read = all.flat()
      assert.deepEqual(new Set(read.map((row) => row.id)), new Set(ids))
      assert.equal(read.length, 7)
      const times = read.map((row) => row.publishedAt)
      assert.deepEqual(
        times,
        times.toSorted((a, b) => b - a),
      )
    }
  },

  'runs are found by what they are': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { task: 'mail', policies: { tags: ['x'] } })
    await scene.add('b')
    const began = scene.now
    const run = await node.start('a')
    scene.pass(MINUTE)
    await node.enqueue('b')
    assert.deepEqual(await runJobs(scene, { task: 'mail' }), ['a'])
    assert.deepEqual(await runJobs(scene, { tag: 'x' }), ['a'])
    assert.deepEqual(await runJobs(scene, { states: ['pending', 'failed'] }), ['b'])
    assert.deepEqual(await runJobs(scene, { owner: node.session }), ['a'])
    assert.deepEqual(await runJobs(scene, { ids: [run.runId, 'none'] }), ['a'])
    assert.deepEqual(await runJobs(scene, { from: scene.now }), ['b'])
    assert.deepEqual(await runJobs(scene, { until: scene.now - 1, from: began }), ['a'])
    assert.deepEqual(await runJobs(scene, { job: 'none' }), [])
    assert.deepEqual(await runJobs(scene, {}), ['b', 'a'])
  },

  'every column of a run is told, null where there is nothing': async (scene) => {
    const node = await scene.node()
    await scene.add('a', { policies: { overlap: 'queue', maxInstances: 2 } })
    await scene.add('b', following(['a']))
    await node.end(await node.start('a'))
    await node.enqueue('a')
    await node.start('a')
    await node.start('a')
    const rows = [...(await scene.runs('a')), ...(await scene.runs('b'))]
    assert.deepEqual(
      rows.map((row) => `${row.kind} ${row.state}`),
      ['fire succeeded', 'manual pending', 'fire running', 'fire waiting', 'follow pending'],
    )
    for (const row of rows) {
      const untold = RUN_COLUMNS.filter((column) => row[column] === undefined)
      assert.deepEqual(untold, [], `a ${row.state} run of kind ${row.kind}`)
    }
    const { input, result, error, upstream, startedAt, node: name } = rows[2]!
    assert.deepEqual([input, result, error, upstream], [null, null, null, null])
    assert.deepEqual([startedAt, name], [scene.now - MINUTE, node.session])
  },

  'the fires of a job come by their instant, both ends counted': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a', { policies: { overlap: 'queue' } })
    for (let n = 0; n < 5; n += 1) {
      await node.start('a')
      await node.enqueue('a')
    }
    const at = (n: number): number => nextAt! + n * MINUTE
    const query = { job: 'a', order: 'fire', from: at(1), until: at(3) } as const
    const all = await pages((cursor) => scene.client.read.runs({ ...query, limit: 2, cursor }))
    const fires = all.flat().map((row) => row.fireAt)
    assert.deepEqual(fires, [at(1), at(2), at(3)])
  },

  'the spans that touch a range come in order': async (scene) => {
    const node = await scene.node()
    const { nextAt } = await scene.add('a')
    const at = (n: number): number => nextAt! + n * MINUTE
    const put = (first: number, last: number, reason: 'coalesced' | 'missed_in_outage') => ({
      ...{ first: at(first), last: at(last), reason },
    })
    scene.pass(HOUR)
    const spans = [
      ...[put(0, 4, 'coalesced'), put(5, 9, 'missed_in_outage')],
      ...[put(10, 14, 'coalesced'), put(15, 19, 'missed_in_outage')],
    ]
    await node.fire('a', { fires: [], spans, next: scene.now + MINUTE })
    const query = { job: 'a', from: at(9), until: at(12), limit: 10 }
    const touched = await scene.client.read.spans(query)
    assert.deepEqual(
      touched.map((span) => span.first),
      [at(5), at(10)],
    )
    const [first] = await scene.client.read.spans({ ...query, limit: 1 })
    assert.equal(first?.first, at(5))
    assert.deepEqual(await scene.client.read.spans({ ...query, job: 'b' }), [])
  },
})

const due = casesOf('read', {
  'peek gives what is due, the earliest first, and when the rest will be': async (scene) => {
    const later = [
      ['c', 3_000],
      ['a', 1_000],
      ['b', 2_000],
      ['d', 9_000],
    ] as const
    for (const [id, after] of later) await scene.add(id, { nextAt: scene.now + after })
    await scene.add('paused', { nextAt: scene.now + 500 })
    await scene.pause('paused')
    const began = scene.now
    scene.pass(3_000)
    const peeked = await scene.client.peek({ limit: 10, until: scene.now })
    assert.equal(peeked.now, scene.now)
    assert.deepEqual(
      peeked.due.map((row) => row.id),
      ['a', 'b', 'c'],
    )
    assert.equal(peeked.nextAt, began + 9_000)
  },

  'a peek that is too small shows the first, and that more is due': async (scene) => {
    for (let n = 0; n < 5; n += 1) await scene.add(`j${n}`, { nextAt: scene.now + n })
    const began = scene.now
    scene.pass(10)
    const { due: rows, nextAt } = await scene.client.peek({ limit: 2, until: scene.now })
    assert.deepEqual(
      rows.map((row) => row.id),
      ['j0', 'j1'],
    )
    assert.ok(nextAt !== null && nextAt <= began + 2)
    const exact = await scene.client.peek({ limit: 3, until: began + 2 })
    assert.deepEqual([exact.due.length, exact.nextAt], [3, began + 3])
  },

  'a peek changes nothing': async (scene) => {
    const node = await scene.node()
    const job = await scene.add('a')
    scene.pass(MINUTE)
    for (let i = 0; i < 3; i += 1) {
      const { due: rows } = await node.store.peek({ limit: 10, until: scene.now })
      assert.deepEqual(rows, [job])
    }
    assert.equal((await node.publish([node.advance(job)]))[0]?.result, 'done')
    assert.deepEqual((await node.store.peek({ limit: 10, until: scene.now })).due, [])
  },
})

export const readCases: readonly StoreCase[] = [...jobs, ...runs, ...due]
