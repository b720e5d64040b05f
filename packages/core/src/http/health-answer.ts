import type { Health, Scheduler } from '../scheduler/scheduler.ts'
import { problem } from './problem.ts'

/** Whether the process should be left alone: false asks for a restart. */
export async function liveAnswer(scheduler: Scheduler): Promise<Response> {
  const health = await scheduler.health()
  return health.live ? said({ live: true }) : problem(503, { reasons: wordsOf(health, scheduler) })
}

/** Whether the node takes work. */
export async function readyAnswer(scheduler: Scheduler): Promise<Response> {
  const health = await scheduler.health()
  return health.ready
    ? said({ ready: true })
    : problem(503, { reasons: wordsOf(health, scheduler) })
}

/** One word for each kind of reason: anybody may read them, so that they name nothing of the application. */
function wordsOf({ reasons }: Health, { state }: Scheduler): readonly string[] {
  const words = reasons.map((reason) => {
    if (reason.startsWith('store ')) return 'store'
    return reason.startsWith('the event loop ') ? 'event-loop' : state
  })
  return [...new Set(words)]
}

function said(body: object): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}
