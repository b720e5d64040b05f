import { eventsOf } from '../events-of.ts'
import { grouped } from '../grouped.ts'
import type { History } from '../history.ts'
import type { Told } from '../history-event.ts'
import type { Breach, HistoryRule } from '../history-rule.ts'

const final: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled', 'lost'])

/** Events, handlers and rows tell one story. */
export const newsAgrees: HistoryRule = {
  says: 'listeners hear of every start before it, and at most once of the end that the store holds',
  breaches(history) {
    const told = grouped(eventsOf(history, 'told'), (event) => event.runId)
    return [...unannounced(history, told), ...untrue(history, told)]
  },
}

function unannounced(history: History, told: ReadonlyMap<string, readonly Told[]>): Breach[] {
  return eventsOf(history, 'started').flatMap((start) => {
    const heard = (told.get(start.runId) ?? []).some(
      ({ news, node, t, attempt }) =>
        news === 'started' && node === start.node && attempt === start.attempt && t <= start.t,
    )
    return heard ? [] : [{ says: `nobody was told that ${start.runId} started`, evidence: [start] }]
  })
}

function untrue({ runs }: History, told: ReadonlyMap<string, readonly Told[]>): Breach[] {
  return runs.flatMap((run) => {
    const ends = (told.get(run.id) ?? []).filter(({ news }) => final.has(news))
    const wrong = ends.find(({ news }) => news !== run.state)
    if (wrong !== undefined) {
      return [
        { says: `${run.id} is ${run.state}, and ${wrong.news} was told`, evidence: [wrong, run] },
      ]
    }
    return ends.length <= 1
      ? []
      : [{ says: `the end of ${run.id} was told ${ends.length} times`, evidence: ends }]
  })
}
