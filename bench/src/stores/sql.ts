// Publishing and finishing on a database server, beside a bare loop of the statements that this takes at least.
// Run by hand: node --conditions=punctual-src bench/src/stores/sql.ts postgres postgres://postgres@127.0.0.1/test
import process from 'node:process'
import type { Advance, JobPut, StoreContract } from '@punctual/core/store'
import { TablesStore } from '@punctual/core/store'
import { mysqlStore } from '@punctual/store-sql/mysql'
import { postgresStore } from '@punctual/store-sql/postgres'
import { bareMysql, barePostgres, type Bare } from './bare-loops.ts'
import { benchJob } from './bench-job.ts'

const JOBS = 2_000
const BATCH = 100
const ROUNDS = 3
const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delay: number, wake: () => void) {
    const timer = setTimeout(wake, delay)
    return () => clearTimeout(timer)
  },
}

const [kind = 'postgres', url = 'postgres://postgres@127.0.0.1:5432/test'] = process.argv.slice(2)
const prefix = 'bench_'
const opened =
  kind === 'mysql' ? mysqlStore({ url, prefix }) : postgresStore({ url, prefix, listen: false })
if (!(opened instanceof TablesStore)) throw new Error('the store is of another kind')
const store: StoreContract = opened

await store.open({
  clock,
  session: { id: 'bench', name: 'bench', app: null, role: 'all', version: null },
})
const ids = Array.from({ length: JOBS }, (_, n) => `job ${n}`)
const batches = Array.from({ length: JOBS / BATCH }, (_, n) =>
  ids.slice(n * BATCH, (n + 1) * BATCH),
)
const start = clock.now() - 86_400_000
for (const batch of batches) {
  const puts = batch.map((id): JobPut => benchJob(id, start))
  await store.put(puts, 'replace')
}
const versions = new Map<string, { version: number; inc: string; nextAt: number }>()
for (const batch of batches) {
  const page = await store.read.jobs({ ids: batch, limit: BATCH })
  for (const { id, version, inc, nextAt } of page.items)
    versions.set(id, { version, inc, nextAt: nextAt ?? 0 })
}

async function publishAndFinish(batch: readonly string[]): Promise<void> {
  const items = batch.map((id): Advance => {
    const { version, inc, nextAt } = versions.get(id)!
    const fire = { at: nextAt, own: true, startDeadline: null, missed: 0, catchUp: false }
    versions.set(id, { version: version + 1, inc, nextAt: nextAt + 1_000 })
    return { id, inc, version, next: nextAt + 1_000, fires: [fire], spans: [] }
  })
  const published = await store.publish('bench', 'b', items)
  const runs = published.flatMap((answer) => (answer.result === 'done' ? answer.runs : []))
  if (runs.length !== batch.length) throw new Error(`only ${runs.length} were published`)
  await store.finish(
    'bench',
    runs.map(({ runId, token }) => ({ runId, token, end: 'succeeded', result: null })),
  )
}

async function perSecond(
  one: (batch: readonly string[]) => Promise<void>,
  side: number,
): Promise<number> {
  const began = performance.now()
  const left = [...batches]
  const worker = async (): Promise<void> => {
    for (let batch = left.pop(); batch !== undefined; batch = left.pop()) await one(batch)
  }
  await Promise.all(Array.from({ length: side }, worker))
  return Math.round((JOBS / (performance.now() - began)) * 1_000)
}

const bare: Bare = await (kind === 'mysql' ? bareMysql : barePostgres)(url, ids)
const report: Record<string, number> = {}
for (const side of [1, 4]) {
  const rates = { ours: 0, bare: 0 }
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.ours = Math.max(rates.ours, await perSecond(publishAndFinish, side))
    rates.bare = Math.max(rates.bare, await perSecond((batch) => bare.round(batch), side))
  }
  report[`publish and finish per second, ${side} at once`] = rates.ours
  report[`bare statements per second, ${side} at once`] = rates.bare
}
console.table(report)
for (const batch of batches) {
  await store.change(batch.map((id) => ({ kind: 'remove', id, cancelRuns: false })))
}
await bare.end()
await store[Symbol.asyncDispose]()
