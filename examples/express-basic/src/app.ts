import { at, PunctualError, type Scheduler, type Task } from '@punctual/core'
import { statusHandler } from '@punctual/core/http'
import { fetchMiddleware, punctual } from '@punctual/express'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Outbox } from './outbox.ts'
import { reports } from './reports.ts'

/** The HTTP face of the service: reminders, reports, and what an operator does with jobs and runs. */
export function makeApp(
  scheduler: Scheduler,
  remind: Task<{ text: string; takes?: number | undefined }>,
  outbox: Outbox,
  token: string,
): Express {
  const app = express()
  app.use(express.json(), punctual(scheduler))
  app.use(reports(outbox, token))
  app.use(
    '/status',
    fetchMiddleware(
      statusHandler(scheduler, {
        metrics: ({ headers }) => headers.get('authorization') === `Bearer ${token}`,
      }),
    ),
  )

  app.post('/reminders', async (req, res) => {
    const { text, when, takes, onNodeLoss } = req.body ?? {}
    const job = await scheduler.addJob({
      task: remind,
      trigger: at(when ?? Date.now()),
      input: { text, ...(takes !== undefined && { takes }) },
      ...(onNodeLoss !== undefined && { onNodeLoss }),
    })
    res.status(201).json(job)
  })
  app.get('/outbox', (_req, res) => void res.json(outbox.list()))

  app.get('/jobs', async (_req, res) => void res.json(await scheduler.listJobs()))
  app.get('/jobs/:id', async (req, res) => {
    const job = await scheduler.getJob(req.params.id)
    if (job === null) res.status(404).json({ code: 'PUNCTUAL_UNKNOWN_JOB' })
    else res.json(job)
  })
  app.post(
    '/jobs/:id/pause',
    async (req, res) => void res.json(await scheduler.pauseJob(req.params.id)),
  )
  app.post(
    '/jobs/:id/resume',
    async (req, res) => void res.json(await scheduler.resumeJob(req.params.id)),
  )
  app.post('/jobs/:id/run', async (req, res) => {
    const { id } = await scheduler.runJob(req.params.id)
    res.status(202).json({ run: id })
  })
  app.delete(
    '/jobs/:id',
    async (req, res) => void res.json({ removed: await scheduler.removeJob(req.params.id) }),
  )
  app.get('/jobs/:id/why', async (req, res) => {
    res.json(await scheduler.why(req.params.id, String(req.query.at ?? new Date().toISOString())))
  })
  app.get(
    '/jobs/:id/runs',
    async (req, res) => void res.json(await scheduler.listRuns({ job: req.params.id })),
  )
  app.get('/runs/:id', async (req, res) => void res.json(await scheduler.getRun(req.params.id)))
  app.post('/runs/:id/cancel', async (req, res) => {
    res.json({ cancelled: await scheduler.cancelRun(req.params.id) })
  })

  app.use(tellRefusal)
  return app
}

/** A refusal of the scheduler is the client's to correct: its code and what to do. */
const tellRefusal: ErrorRequestHandler = (error, _req, res, next) => {
  if (!(error instanceof PunctualError)) return next(error)
  const status = error.code.startsWith('PUNCTUAL_UNKNOWN_') ? 404 : 400
  res.status(status).json({ code: error.code, message: error.message, details: error.details })
}
