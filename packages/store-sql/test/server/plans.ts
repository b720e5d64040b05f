import { TablesStore, type StoreContract } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished, test } from 'vitest'
import type { ServerDialect } from '../../src/server/server-dialect.ts'
import type { ServerSteps } from '../../src/server/server-steps.ts'
import { Statements } from '../../src/statements/statements.ts'
import type { TableNames } from '../../src/table-names.ts'
import { proofs } from './required.ts'
import { sampleJob } from '../sample-job.ts'

export interface PlanServer {
  readonly isThere: boolean
  readonly names: TableNames
  readonly dialect: ServerDialect
  /** A store whose statements are handed on as they are sent. */
  steps(sent: (sql: string) => void): ServerSteps
  run(sql: string): Promise<void>
  /** What the server would do for a statement, where it goes through a whole table of ours; null where it does not. */
  wholeTable(sql: string): Promise<string | null>
}

const DIGITS = `(SELECT 0 AS d UNION ALL ${Array.from({ length: 9 }, (_, n) => `SELECT ${n + 1}`).join(' UNION ALL ')})`
const JOBS = 20_000
const RUNS = 200_000

/** As many numbers as there are digits to the power of ten, counted from 0. */
function numbers(digits: number): string {
  const places = Array.from({ length: digits }, (_, n) => `d${n}.d * ${10 ** n}`)
  const tables = Array.from({ length: digits }, (_, n) => `${DIGITS} d${n}`)
  return `(SELECT ${places.join(' + ')} AS nth FROM ${tables.join(' CROSS JOIN ')}) numbers`
}

/** Copies the first row of a table many times over, with other values in some columns. */
function copies(
  table: string,
  columns: string,
  changed: Readonly<Record<string, string>>,
  most: number,
): string {
  const selected = columns.split(', ').map((column) => changed[column] ?? `t.${column}`)
  return `INSERT INTO ${table} (${columns}) SELECT ${selected.join(', ')} FROM (SELECT * FROM ${table} LIMIT 1) t CROSS JOIN ${numbers(6)} WHERE nth < ${most}`
}

async function filled({ names, dialect, run }: PlanServer, store: StoreContract): Promise<void> {
  const sql = new Statements(names, dialect)
  await store.put([sampleJob('first', { nextAt: 60_000 })], 'fail')
  const fire = { at: 60_000, own: true, startDeadline: null, missed: 0, catchUp: false }
  const span = { first: 50_000, last: 50_000, reason: 'coalesced' } as const
  const item = {
    id: 'first',
    inc: 'inc of first',
    version: 1,
    next: 9e12,
    fires: [fire],
    spans: [span],
  }
  const [published] = await store.publish('a', 'b', [item])
  const runId = published?.result === 'done' ? published.runs[0]!.runId : ''
  await store.finish('a', [{ runId, token: 1, end: 'succeeded', result: null }])
  const job = `CONCAT('job ', nth % ${JOBS})`
  const inc = `CONCAT('inc ', nth % ${JOBS})`
  const jobs = {
    id: `CONCAT('job ', nth)`,
    inc: `CONCAT('inc ', nth)`,
    next_at: '9000000000000 + nth',
    version: '1',
  }
  await run(copies(names.jobs, sql.jobs.columns, jobs, JOBS))
  const runs = {
    run_id: `CONCAT('run ', nth)`,
    job_id: job,
    inc,
    seq: 'nth',
    published_at: 'nth',
    expires_at: '9000000000000 + nth',
  }
  await run(copies(names.runs, sql.runs.columns, runs, RUNS))
  const spans = {
    job_id: job,
    inc,
    first_at: 'nth',
    last_at: 'nth',
    n: 'nth',
    expires_at: '9000000000000',
  }
  await run(copies(names.spans, `${sql.spans.columns}, n`, spans, RUNS / 2))
}

/** Every operation once, as a node does them, on jobs among many others. */
async function useAll(store: StoreContract, now: number): Promise<void> {
  const ids = Array.from({ length: 20 }, (_, n) => `due ${n}`)
  const tags = { policies: { tags: ['x'], maxInstances: 2 } }
  await store.put(
    ids.map((id) => sampleJob(id, { nextAt: now, ...tags })),
    'fail',
  )
  await store.peek({ limit: 100, until: now })
  const fire = { at: now, startDeadline: null, missed: 0, catchUp: false }
  const items = ids.map((id, n) => ({
    ...{
      id,
      inc: `inc of ${id}`,
      version: 1,
      next: now + 60_000,
      fires: [{ ...fire, own: n < 15 }],
    },
    spans: [{ first: now - 1, last: now - 1, reason: 'coalesced' as const }],
  }))
  const published = await store.publish('a', 'b', items)
  const runs = published.flatMap((answer) => (answer.result === 'done' ? answer.runs : []))
  const owned = runs.filter(({ state }) => state === 'running')
  await store.finish(
    'a',
    owned
      .slice(0, 10)
      .map(({ runId, token }) => ({ runId, token, end: 'succeeded', result: null })),
  )
  await store.enqueue([{ key: 'm1', job: 'due 1', kind: 'manual', input: null, own: false }])
  await store.claim('b', 'b2', [
    { executor: 'default', tasks: [{ name: 'work', version: 1 }], count: 5 },
  ])
  await store.beat('b', 1, { free: 5, stalledMs: 0 })
  await store.cancel([owned.at(-1)!.runId], 'enough')
  await store.change([{ kind: 'pause', id: 'due 1', reason: null, by: null }])
  await store.change([{ kind: 'remove', id: 'due 2', cancelRuns: true }])
  await store.reap('a', { by: 'b', expectBeat: 0 })
  await store.sweep('b', 100)
  await store.read.jobs({ limit: 10, idPrefix: 'due', states: ['active'] })
  await store.read.jobs({ limit: 10, tag: 'x' })
  await store.read.runs({ limit: 10, order: 'published' })
  await store.read.runs({ limit: 10, order: 'published', job: 'job 7' })
  await store.read.runs({ limit: 10, order: 'fire', job: 'job 7', from: 1, until: now })
  await store.read.runs({ limit: 10, order: 'published', owner: 'b', batch: 'b2' })
  await store.read.spans({ job: 'job 7', from: 1, until: now, limit: 10 })
}

/** Holds every statement of a store with 200,000 runs to its indexes. */
export function plansAreGood(server: PlanServer): void {
  test.skipIf(!server.isThere || !proofs)(
    'no statement goes through a whole table of 200,000 runs',
    async () => {
      const statements = new Set<string>()
      let listening = false
      const steps = server.steps((sql) => listening && statements.add(sql))
      const store = new TablesStore(steps)
      onTestFinished(() => store[Symbol.asyncDispose]())
      const clock = manualClock()
      for (const id of ['a', 'b']) {
        const session = { id, name: id, app: 'app', role: 'all', version: null }
        await store.open({ clock, session })
      }
      clock.advance(120_000)
      await filled(server, store)
      for (const table of [server.names.jobs, server.names.runs, server.names.spans]) {
        await server.run(
          server.dialect.kind === 'mysql' ? `ANALYZE TABLE ${table}` : `ANALYZE ${table}`,
        )
      }
      listening = true
      await useAll(store, clock.now())
      listening = false
      const bad: string[] = []
      for (const sql of statements) {
        const plan = /^(WITH|SELECT|UPDATE|DELETE|INSERT)/.test(sql)
          ? await server.wholeTable(sql)
          : null
        if (plan !== null) bad.push(`${sql.slice(0, 300)}\n${plan}`)
      }
      expect(statements.size).toBeGreaterThan(50)
      expect(bad.join('\n\n')).toBe('')
    },
    300_000,
  )
}
