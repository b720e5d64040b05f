import type { History } from './history.ts'
import type { HistoryEvent } from './history-event.ts'

/** The events of one type, by time. */
export function eventsOf<T extends HistoryEvent['type']>(
  { events }: History,
  type: T,
): readonly Extract<HistoryEvent, { type: T }>[] {
  return events.filter((event): event is Extract<HistoryEvent, { type: T }> => event.type === type)
}
