import type { RunContext } from '@punctual/core'
import { setTimeout } from 'node:timers/promises'
import { familyOf } from '../jobs/job-families.ts'
import type { Journal } from '../journal.ts'
import { shareOf } from '../seeded.ts'
import type { Grants } from './grants.ts'

/** What every job does: notes that it started, takes its time, notes that it is over. */
export function handlerOf(
  journal: Journal,
  grants: Grants,
): (run: RunContext<unknown>) => Promise<string> {
  return async (run) => {
    const { runId, jobId, attempt, fireTime: fireAt, signal } = run
    const { token = -1, session = '' } = grants.get(runId) ?? {}
    journal.note({
      ...{ type: 'started', session, jobId, runId, fireAt, token, attempt },
      wall: Date.now(),
    })
    const over = (how: 'returned' | 'threw' | 'aborted'): void =>
      journal.note({ type: 'ended', runId, token, how })
    const { takes, fails } = familyOf(jobId)
    const [least, most] = takes
    try {
      await setTimeout(least + shareOf(`${runId} ${token}`) * (most - least), null, { signal })
    } catch (thrown) {
      over('aborted')
      throw thrown
    }
    if (attempt === 1 && shareOf(runId) < fails) {
      over('threw')
      throw new Error('as planned')
    }
    over('returned')
    return `${journal.node} ${runId} ${token}`
  }
}
