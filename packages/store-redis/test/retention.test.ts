import { manualClock } from '@punctual/testing/conformance'
import { expect } from 'vitest'
import { openStore } from './opened.ts'
import { sampleJob } from './sample-job.ts'
import { freshStore, redisTest } from './server.ts'

const KEEP = { keep: 1, maxAge: 86_400_000 }

redisTest('retention goes round more jobs than one step looks at', async () => {
  const { prefix } = freshStore()
  const store = await openStore(prefix)
  const ids = Array.from({ length: 220 }, (_, n) => `job ${String(n).padStart(4, '0')}`)
  const policies = { history: KEEP, maxInstances: 9 }
  await store.put(
    ids.map((id) => sampleJob(id, { policies })),
    'fail',
  )
  for (const key of ['one', 'two', 'three']) {
    const runs = ids.map((job) => ({ key, job, kind: 'manual', input: null, own: false }) as const)
    await store.enqueue(runs)
  }
  const { items } = await store.read.runs({ limit: 10_000 })
  await store.cancel(
    items.map(({ id }) => id),
    'enough',
  )
  const swept: number[] = []
  while (swept.at(-1) !== 0) swept.push((await store.sweep('nobody', 1_000)).pruned)
  expect(swept.reduce((sum, count) => sum + count, 0)).toBe(440)
  const left = await store.read.runs({ limit: 10_000 })
  expect(left.items.map((run) => run.seq)).toEqual(ids.map(() => 3))
})

redisTest('what outlived its age goes, live runs and declared jobs stay', async () => {
  const { prefix } = freshStore()
  const clock = manualClock()
  const store = await openStore(prefix, { clock })
  const policies = { history: { keep: 100, maxAge: 1_000 }, maxInstances: 9 }
  await store.put([sampleJob('job', { policies })], 'fail')
  const run = (key: string) =>
    ({ key, job: 'job', kind: 'manual', input: null, own: false }) as const
  await store.enqueue([run('old'), run('live')])
  const [, old] = (await store.read.runs({ job: 'job', limit: 9 })).items
  await store.cancel([old!.id], 'enough')
  clock.advance(999)
  expect((await store.sweep('nobody', 100)).pruned).toBe(0)
  clock.advance(1)
  expect((await store.sweep('nobody', 100)).pruned).toBe(1)
  const { items } = await store.read.runs({ job: 'job', limit: 9 })
  expect(items.map(({ state }) => state)).toEqual(['pending'])
})
