// Programs as users write them: each must compile against the built packages. What is declared here with `declare function`
// comes from packages that stand on this one.
import 'reflect-metadata'
import { z } from 'zod'
import express from 'express'
import Fastify, { type FastifyInstance } from 'fastify'
import { Injectable, Module, Scope } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import pg from 'pg'
import { Kysely, CompiledQuery, type Transaction } from 'kysely'
import type { DataSource } from 'typeorm'
import pino from 'pino'
import { DateTime } from 'luxon'
import { createScheduler, defineTask, cron, every, fixedDelay, at, after, calendar, except, days, pick, daysOff, memoryStore, inline, threads, processes, type Scheduler, type RunContext, type ContextOf, type JobOptions, type TimeTrigger, type Tx, type Job, type Clock, type Trigger } from '@punctual/core'

// 1 nightly clean-up, Express
{ const scheduler = createScheduler({ timezone: 'Asia/Shanghai', logger: pino() })
  scheduler.schedule('nightly-cleanup', cron('0 3 * * *'), async ({ log, signal }) => { signal.throwIfAborted(); log.info({}, 'done') }, { timeout: '20m', retry: 2 })
  const app = express(); app.get('/jobs/:id', async (q, s) => { const j = await scheduler.getJob(q.params.id); j ? s.json(j) : s.status(404).end() }) }

// 2 SaaS
const sendReport = defineTask('send-report', { input: z.object({ customerId: z.string(), format: z.enum(['pdf', 'csv']).default('pdf') }), concurrency: { limit: 20 }, misfireGrace: '6h' })
const reportId = (c: string) => `report/${c}`
type Prefs = { hour: number; minute: number; zone: string }
const when = (p: Prefs) => cron({ hour: p.hour, minute: p.minute }, { timezone: p.zone })
async function savePrefs(scheduler: Scheduler, c: string, p: Prefs, tx: pg.PoolClient) {
  await scheduler.addJob({ id: reportId(c), task: sendReport, trigger: when(p), input: { customerId: c }, tags: [`tenant:${c}`] }, { onConflict: 'replace', tx }) }
async function seed(scheduler: Scheduler, all: AsyncIterable<{ id: string; p: Prefs }>) {
  async function* jobs() { for await (const { id, p } of all) yield { id: reportId(id), task: sendReport, trigger: when(p), input: { customerId: id } } }
  await scheduler.addJobs(jobs(), { onConflict: 'keep' })
  await scheduler.removeJobs({ tag: 'tenant:42' }) }

// 3 reminder
const remind = defineTask<{ cartId: string }>('remind-cart', { misfireGrace: '2h' })
async function cartTouched(s: Scheduler, cartId: string) { await s.addJob({ id: `cart/${cartId}`, task: remind, trigger: at(Date.now() + 86_400_000), input: { cartId } }, { onConflict: 'replace' }) }
async function ordered(s: Scheduler, cartId: string) { const was: boolean = await s.removeJob(`cart/${cartId}`, { cancelRuns: true }); return was }

// 4 ETL
{ const s = createScheduler()
  const extract = s.schedule('extract', cron('0 1 * * *'), async () => ({ file: 's3://x/1' }), { retry: { limit: 3, delay: '1m', backoff: 'exponential' } })
  const transform = s.schedule('transform', after(extract), async ({ upstream, fireTime }) => { const from = upstream[0]?.result; return { rows: 1, from: from ?? null } })
  const load = s.schedule('load', after(transform), async () => {})
  s.schedule('etl-failed', after([extract, transform, load], { on: 'failure', need: 'any' }), async ({ upstream, log }) => log.error({ jobs: upstream.map((u) => u.jobId) }, 'ETL failed')) }

// 5 NestJS
declare function Scheduled(t: Trigger | ((ref: { get<T>(token: new (...a: any[]) => T): T }) => Trigger), o?: JobOptions & { id?: string }): <F extends (run: RunContext) => unknown>(target: object, key: string | symbol, d: TypedPropertyDescriptor<F>) => void
declare function OnTask<T extends import('@punctual/core').Task>(task: T): <F extends (run: ContextOf<T>) => unknown>(target: object, key: string | symbol, d: TypedPropertyDescriptor<F>) => void
@Injectable({ scope: Scope.REQUEST }) class Repo {}
@Injectable() class Sync { constructor(readonly repo: Repo) {}
  @Scheduled((ref) => every(ref.get(ConfigService).getOrThrow<string>('SYNC_EVERY')), { id: 'sync' }) async sync(run: RunContext) {}
  @Scheduled(cron('0 9 * * *')) plain() {}
  @OnTask(sendReport) async report(run: ContextOf<typeof sendReport>) { run.input.format satisfies 'pdf' | 'csv' }
  // @ts-expect-error the method's parameter is checked against the task
  @OnTask(remind) async wrong(run: ContextOf<typeof sendReport>) {} }

// 6 Fastify
type RouteJob = JobOptions & { id?: string; trigger: Trigger; url?: string; request?: { params?: Record<string, string>; query?: Record<string, string>; headers?: Record<string, string>; body?: unknown } }
declare module 'fastify' { interface FastifyContextConfig { schedule?: RouteJob | readonly RouteJob[] } interface FastifyInstance { scheduler: Scheduler } interface FastifyRequest { run: RunContext<unknown> | null } }
async function plugin(app: FastifyInstance) { app.post('/reports/:kind', { config: { schedule: [{ id: 'daily', trigger: cron('0 9 * * *'), request: { params: { kind: 'daily' } } }] } }, async (q) => ({ byScheduler: q.run !== null })) }

// 7 threads with progress
const resize = defineTask<{ path: string }, { thumb: string }>('resize', { executor: 'cpu', timeout: '2m' })
{ const s = createScheduler({ executors: { default: inline(), cpu: threads({ size: 4 }) } })
  s.handle(resize, { module: new URL('./resize.ts', import.meta.url) })
  const app = express()
  app.post('/images', async (q, r) => { const run = await s.runTask(resize, { path: '/x' }); r.status(202).json({ run: run.id }) })
  app.get('/runs/:id', async (q, r) => { r.json((await s.getRun(q.params.id))?.progress ?? null) }) }

// 8 poller
{ const s = createScheduler(); s.schedule('poll-mail', fixedDelay('30s', { immediate: true }), async ({ signal }) => { await fetch('http://x', { signal }) }, { timeout: '1m' }) }

// 9 per node + cluster
{ const s = createScheduler({ store: { default: memoryStore() } })
  s.schedule('refresh-cache', every('1m', { immediate: true }), async () => {}, { store: 'node' })
  s.schedule('bill', cron('0 0 1 * *', { timezone: 'UTC' }), async () => {}) }

// 10 transactions
interface DB { orders: { id: string } }
async function k(db: Kysely<DB>, s: Scheduler) { await db.transaction().execute(async (trx) => { await trx.insertInto('orders').values({ id: '1' }).execute()
  await s.runTask(remind, { cartId: '1' }, { tx: kyselyTx(trx) }) }) }
const kyselyTx = (trx: Transaction<any>): Tx => ({ query: async (sql, params) => (await trx.executeQuery(CompiledQuery.raw(sql, [...params]))).rows })
async function t(ds: DataSource, s: Scheduler) { await ds.transaction(async (em) => { await em.query('insert ...'); await s.runTask(remind, { cartId: '1' }, { tx: { query: (q, p) => em.query(q, [...p]) } }) }) }
async function p(pool: pg.Pool, s: Scheduler) { const c = await pool.connect(); await c.query('begin'); await s.addJob({ task: remind, input: { cartId: '' } }, { tx: c }); await c.query('commit') }
interface PrismaTx { $queryRawUnsafe<T = unknown>(q: string, ...v: any[]): Promise<T> }
const prismaTx = (x: PrismaTx): Tx => ({ query: (q, v) => x.$queryRawUnsafe(q, ...v) })

// 11 test
declare function virtualClock(start: string): Clock & { advance(d: string): Promise<void> }
declare function runHandler<T extends import('@punctual/core').Task>(s: Scheduler, task: T, input: import('@punctual/core').InputOf<T>, o?: { signal?: AbortSignal; attempt?: number }): Promise<import('@punctual/core').ResultOf<T>>
async function testCase(build: (o: { clock: Clock }) => Scheduler) { const clock = virtualClock('2026-03-08T00:00:00Z'); await using s = build({ clock }); await s.start(); await clock.advance('1d'); (await s.listRuns({ job: 'nightly-cleanup' })).items.map((r) => r.state) }

// 12 APScheduler
{ const s = createScheduler({ defaults: { coalesce: 'latest', maxInstances: 3, misfireGrace: 'unlimited' }, executors: { default: inline(), processpool: processes({ size: 5 }) } })
  s.schedule('tick', every({ seconds: 3 }), () => console.log('tick')); await s.runUntilStopped()
  s.schedule('cronjob', cron({ dayOfWeek: 'mon-fri', hour: 5, minute: 30 }, { end: '2026-05-30' }), () => {})
  await s.pauseJob('my_job_id'); await s.resumeJob('my_job_id'); await s.removeJob('my_job_id'); await s.updateJob('my_job_id', { maxInstances: 6, trigger: cron({ minute: '*/5' }) }) }

// 14 operations
async function ops(s: Scheduler) { for await (const j of s.eachJob({ lastRun: 'failed' })) console.log(j.id, j.failuresInARow)
  for (const f of (await s.listFires('bill', { from: '2026-11-01T00:00Z' })).items) console.log(new Date(f.at), f.reason, f.says)
  for (const r of (await s.listRuns({ state: 'failed', from: Date.now() - 3_600_000 })).items) await s.retryRun(r.id)
  await s.pauseJobs({ all: true }); await s.resumeJobs({ all: true }); await s.pause(); await s.resume() }

// 15 payload
const v1 = z.object({ user: z.string() }); const v2 = z.object({ userId: z.string(), locale: z.string().default('en') })
const mail = defineTask('mail', { input: v2, version: 2, formerly: ['send-mail'], upgrade: (old, from) => (from === 1 ? { userId: v1.parse(old).user } : old) })

// 16 business days
{ const s = createScheduler({ calendars: { cn: daysOff({ weekend: ['sat', 'sun'], holidays: ['2026-10-01'], workdays: ['2026-10-10'], timezone: 'Asia/Shanghai' }) } })
  s.schedule('payroll', pick(except(cron('0 17 * * *'), { calendar: 'cn' }), -1, 'month'), async () => {})
  s.schedule('lw', cron('0 17 LW * *'), async () => {}) }
const m: RunContext<unknown>['fireTime'] = 1; DateTime.fromMillis(m)
interface Iface { a: string }; declare const iface: Iface; declare const sch: Scheduler
// @ts-expect-error known TypeScript limit: an interface is not assignable to an index type
sch.addJob({ task: 'by-name', input: iface })
