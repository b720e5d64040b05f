import { randomUUID } from 'node:crypto'
import { attach } from '@punctual/express'
import { makeApp } from './app.ts'
import { makeJobs } from './jobs.ts'
import { Outbox } from './outbox.ts'

const path = process.env.DATABASE ?? 'reminders.sqlite'
const outbox = new Outbox(path)
const { scheduler, remind } = makeJobs(path, outbox)
scheduler.on('run:succeeded', ({ run }) => console.log(`${run.task} (${run.jobId}) succeeded`))
scheduler.on('run:failed', ({ run }) =>
  console.error(`${run.task} (${run.jobId}) failed: ${run.error?.message}`),
)

const token = process.env.TOKEN ?? randomUUID()
const app = makeApp(scheduler, remind, outbox, token)
const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
const { ready } = attach(server, app, scheduler, {
  drain: process.env.DRAIN ?? '30s',
  killAfter: process.env.KILL_AFTER ?? '5s',
  signals: true,
})
await ready

const address = server.address()
const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : ''}`
console.log(`
Reminder service on ${url}, jobs in ${path}. Stop it with Ctrl-C: a running reminder is sent first.

  ${url}/jobs                        the jobs
  ${url}/jobs/nightly-cleanup/why    why it did not run just now
  ${url}/outbox                      what was sent
  ${url}/status/health/ready         whether it can work

Try:
  curl -X POST ${url}/reminders -H 'content-type: application/json' -d '{"text":"tea","when":"${new Date(Date.now() + 60_000).toISOString()}"}'
  curl -X POST ${url}/jobs/nightly-cleanup/run
  curl '${url}/jobs/cleanup-report/runs'

A job on a route: the scheduler passes the check for a token, a client needs it.
  curl -X POST ${url}/jobs/daily-report/run
  curl '${url}/jobs/daily-report/runs'
  curl -X POST ${url}/reports/daily -H 'authorization: Bearer ${token}'
`)
