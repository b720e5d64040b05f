// The compiler must refuse every line under @ts-expect-error, and take every other one.
import { z } from 'zod'
import * as v from 'valibot'
import { createScheduler, cron, every, fixedDelay, at, after, allOf, except, days, jitter, inline, defineTask, type RunContext, type Task, type ContextOf } from '@punctual/core'
const s = createScheduler({ timezone: 'Asia/Shanghai', executors: { default: inline() } })
type Eq<A,B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
const ok = <T extends true>() => {}
const remind = s.task('remind', async ({ input }) => { ok<Eq<typeof input, { userId: string; when: Date }>>(); return { sent: 1 } }, { input: z.object({ userId: z.string(), when: z.iso.datetime().transform((x) => new Date(x)) }), retry: 3 })
ok<Eq<typeof remind, Task<{ userId: string; when: string }, { userId: string; when: Date }, { sent: number }>>>()
s.addJob({ id: 'a', task: remind, trigger: every('1h'), input: { userId: 'x', when: '2026-01-01T00:00:00Z' } })
// @ts-expect-error forgotten input
s.addJob({ id: 'b', task: remind, trigger: every('1h') })
// @ts-expect-error wrong field
s.addJob({ id: 'c', task: remind, trigger: every('1h'), input: { userId: 1, when: '' } })
const plain = s.task('plain', async (run: RunContext<{ userId: string }>) => {})
// @ts-expect-error excess property
s.addJob({ id: 'c2', task: plain, trigger: every('1h'), input: { userId: 'a', extra: 1 } })
// @ts-expect-error does not survive the store
s.task('dated', async ({ input }: RunContext<{ when: Date }>) => input.when.getTime())
// @ts-expect-error same, by schema
s.task('dated2', async ({ input }) => input, { input: z.object({ when: z.date() }) })
// @ts-expect-error coerce has unknown input in zod 4, date() does not pass: map
s.task('dated3', async ({ input }) => input, { input: z.object({ m: z.map(z.string(), z.string()) }) })
const co = s.task('coerce', async ({ input }) => { ok<Eq<typeof input, { d: Date }>>() }, { input: z.object({ d: z.coerce.date<string>() }) })
const none = s.task('none', async ({ input }) => { ok<Eq<typeof input, undefined>>() })
s.addJob({ id: 'e0', task: none, trigger: every('1h') })
// @ts-expect-error takes none
s.addJob({ id: 'e', task: none, trigger: every('1h'), input: { anything: 1 } })
s.schedule('f', cron('0 3 * * *'), remind, { input: { userId: 'x', when: '' }, timeout: '5m' })
// @ts-expect-error declared without its input
s.schedule('f2', cron('0 3 * * *'), remind)
s.schedule('f3', cron('0 3 * * *'), none)
s.schedule('f4', cron('0 3 * * *'), async ({ log }) => { log.info({}, 'x') })
s.schedule('f5', cron('0 3 * * *'), () => {}, { timeout: '5m' })
// @ts-expect-error event trigger in a combinator
allOf(after('a'), cron('0 9 * * *'))
// @ts-expect-error fixed delay in a combinator
jitter(fixedDelay('30s'), '5s')
except(cron('0 9 * * 1-5'), days(['2026-10-01']), { calendar: 'cn' })
const all: Task[] = [remind, plain, none]
// valibot
const vb = s.task('vb', ({ input }) => { ok<Eq<typeof input, { n: number }>>() }, { input: v.object({ n: v.pipe(v.string(), v.transform(Number)) }) })
s.addJob({ task: vb, trigger: at(Date.now()), input: { n: '1' } })
// definition without code
const d1 = defineTask('d1', { input: z.object({ a: z.string() }) })
const d2 = defineTask<{ userId: string }, { ok: boolean }>('d2')
const d3 = defineTask('d3')
s.handle(d1, async ({ input }) => { ok<Eq<typeof input, { a: string }>>() })
s.handle(d2, async ({ input }) => { ok<Eq<typeof input, { userId: string }>>(); return { ok: true } })
// @ts-expect-error wrong result
s.handle(d2, async () => ({ ok: 1 }))
s.handle(d3, ({ input }) => { ok<Eq<typeof input, undefined>>() })
interface Payload { userId: string; nested?: { list: string[] } }
const d4 = defineTask<Payload>('d4')                       // an interface, not a type alias
s.addJob({ task: d4, trigger: at(Date.now()), input: { userId: 'a', nested: { list: ['x'] } } })
const h = await s.runTask(d2, { userId: 'x' }); const r = await h.finished(); ok<Eq<typeof r.result, { ok: boolean } | null>>()
await s.runTask(d3)
// @ts-expect-error input needed
await s.runTask(d2)
const opt = defineTask<{ a: string } | undefined>('opt'); await s.runTask(opt); await s.runTask(opt, { a: '' })
s.addJob({ task: 'by-name', trigger: at(Date.now()), input: { free: ['json', 1, null] } })
// @ts-expect-error not JSON
s.addJob({ task: 'by-name', trigger: at(Date.now()), input: { d: new Date() } })
class Money { constructor(public n: number) {} plus() { return 1 } }
// @ts-expect-error class instance with methods
defineTask<{ m: Money }>('money')
// @ts-expect-error event name
s.on('run:faild', () => {})
s.on('run:failed', ({ run }) => run.error?.message)
const fn = (run: ContextOf<typeof d1>) => run.input.a
s.handle(d1, { module: new URL('./resize.js', import.meta.url) })
s.updateJob('x', { timeout: null, misfireGrace: 'unlimited' })
s.on('run:progress', (e) => { ok<Eq<typeof e.fraction, number>>() }); s.on('job:added', (e) => e.job.id)
// @ts-expect-error no such field on this event
s.on('run:progress', (e) => e.run)

// @ts-expect-error a page is not a list
for (const j of await s.listJobs({ tag: 'tenant:1' })) j.id
const resize = defineTask<{ path: string }>('resize'); s.handle(resize, { module: new URL('./resize.js', import.meta.url) })
// @ts-expect-error typed although the code is a module
s.addJob({ id: 'k', task: resize, trigger: every('1h'), input: 42 })

s.task('bare', async () => {}); s.task('bare2', () => 1, { timeout: '5m' })
export {}
