import { eventsOf } from '../events-of.ts'
import { grouped } from '../grouped.ts'
import type { History } from '../history.ts'
import type { Held } from '../history-event.ts'
import type { Breach, HistoryRule } from '../history-rule.ts'

/** When a user holds a job, it is held. */
export const heldMeansHeld: HistoryRule = {
  says: 'after pause or remove returned nothing of the job is published or claimed, until it is resumed',
  breaches(history) {
    return [...grouped(eventsOf(history, 'held'), (event) => event.jobId).values()].flatMap((own) =>
      own.flatMap((event, index) =>
        event.what === 'resuming' ? [] : moved(history, event, own[index + 1]),
      ),
    )
  },
}

/** What a call made or took that was sent and answered while the job was held, and what the store dates into that time. */
function moved(history: History, held: Held, next: Held | undefined): readonly Breach[] {
  const until = next ?? { t: Infinity, wall: Infinity }
  const calls = [...eventsOf(history, 'published'), ...eventsOf(history, 'granted')].filter(
    ({ jobId, sentAt, t, ...event }) =>
      jobId === held.jobId &&
      sentAt > held.t &&
      t < until.t &&
      // A run that was this session's before is only found again.
      !('via' in event && event.via === 'found'),
  )
  // One millisecond more, for instants are whole ones.
  const rows = history.runs.filter(
    (run) =>
      run.jobId === held.jobId &&
      run.kind === 'fire' &&
      run.publishedAt > held.wall + 1 &&
      run.publishedAt < until.wall - 1,
  )
  return [...calls, ...rows].map((what) => ({
    says: `${held.jobId} went on after it was ${held.what}`,
    evidence: [held, what],
  }))
}
