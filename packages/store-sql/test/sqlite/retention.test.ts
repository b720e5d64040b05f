import { expect, test } from 'vitest'
import { openStore } from './file-store.ts'
import { sampleJob } from '../sample-job.ts'
import { scratchFile } from './scratch-file.ts'

test('retention goes round more jobs than one step looks at, and lets others work in between', async () => {
  const store = await openStore(scratchFile())
  const ids = Array.from({ length: 1_100 }, (_, n) => `job ${String(n).padStart(4, '0')}`)
  const history = { keep: 1, maxAge: 86_400_000 }
  await store.put(
    ids.map((id) => sampleJob(id, { policies: { history, maxInstances: 9 } })),
    'fail',
  )
  for (const key of ['one', 'two', 'three']) {
    const runs = ids.map((job) => ({ key, job, kind: 'manual', input: null, own: false }) as const)
    await store.enqueue(runs)
  }
  const { items } = await store.read.runs({ limit: 10_000 })
  for (const run of items) await store.cancel([run.id], 'enough')
  let turns = 0
  const others = setInterval(() => (turns += 1), 0)
  const swept: number[] = []
  while (swept.at(-1) !== 0) swept.push((await store.sweep('nobody', 1_000)).pruned)
  clearInterval(others)
  expect(swept).toEqual([1_000, 1_000, 200, 0])
  // A step deletes a hundred rows, and then others have their turn.
  expect(turns).toBeGreaterThanOrEqual(15)
  const left = await store.read.runs({ limit: 10_000 })
  expect(new Set(left.items.map((run) => run.seq))).toEqual(new Set([3]))
  expect(left.items).toHaveLength(1_100)
}, 60_000)
