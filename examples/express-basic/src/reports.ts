import { cron } from '@punctual/core'
import { scheduled } from '@punctual/express'
import { Router, type RequestHandler } from 'express'
import type { Outbox } from './outbox.ts'

const DAY = 86_400_000

/** Reports that clients ask for, and that the scheduler asks for on its own, through the same routes. */
export function reports(outbox: Outbox, token: string): Router {
  const router = Router()
  router.use('/reports', runOrToken(token))

  const daily = scheduled({ id: 'daily-report', trigger: cron('0 9 * * 1-5'), timeout: '1m' })
  router.post('/reports/daily', daily, (req, res) => {
    // A run that comes late, as after a restart, still reports on the day it is for.
    const until = req.run?.fireTime ?? Date.now()
    const sent = outbox.countBetween(until - DAY, until)
    res.status(201).json({ until, sent, askedBy: req.run === null ? 'client' : 'scheduler' })
  })

  const weekly = scheduled({
    id: 'weekly-total',
    trigger: cron('0 8 * * 1'),
    request: { params: { days: 7 } },
  })
  router.get('/reports/total/:days', weekly, (req, res) => {
    const until = Date.now()
    const { days } = req.params
    res.json({ days, sent: outbox.countBetween(until - Number(days) * DAY, until) })
  })
  return router
}

/** Lets the runs of the scheduler pass, which no client can pretend to be, and clients that know the token. */
function runOrToken(token: string): RequestHandler {
  return (req, res, next) => {
    if (req.run || req.get('authorization') === `Bearer ${token}`) return next()
    res.status(401).json({ code: 'TOKEN_REQUIRED' })
  }
}
