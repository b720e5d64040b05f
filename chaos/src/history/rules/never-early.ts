import { eventsOf } from '../events-of.ts'
import type { HistoryRule } from '../history-rule.ts'

/** A due instant is the earliest. */
export const neverEarly: HistoryRule = {
  says: 'no run starts before its instant by the clock of the store',
  breaches: (history) =>
    eventsOf(history, 'started')
      .filter((event) => event.wall < event.fireAt)
      .map((event) => ({
        says: `${event.runId} started ${event.fireAt - event.wall} ms too early`,
        evidence: [event],
      })),
}
