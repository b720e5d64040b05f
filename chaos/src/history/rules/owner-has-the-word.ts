import { eventsOf } from '../events-of.ts'
import { grouped } from '../grouped.ts'
import type { History, StoredRun } from '../history.ts'
import type { Judged, Offered } from '../history-event.ts'
import type { Breach, HistoryRule } from '../history-rule.ts'

const final: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled'])

/** Fencing works. */
export const ownerHasTheWord: HistoryRule = {
  says: 'one outcome of a run is accepted, that of its owner, and it is what the store holds',
  breaches(history) {
    const accepted = grouped(
      eventsOf(history, 'judged').filter((one) => one.verdict === 'accepted' && final.has(one.end)),
      (event) => event.runId,
    )
    const offers = grouped(eventsOf(history, 'offered'), (event) => event.runId)
    return [...foreign(history, accepted), ...unsaid(history.runs, offers)]
  },
}

function foreign({ runs }: History, accepted: ReadonlyMap<string, readonly Judged[]>): Breach[] {
  return runs.flatMap((run): readonly Breach[] => {
    const own = accepted.get(run.id) ?? []
    if (own.length > 1) {
      return [{ says: `${own.length} outcomes of ${run.id} were accepted`, evidence: own }]
    }
    const [one] = own
    if (one === undefined || one.token === run.token) return []
    const says = `${run.id} ended by token ${run.token}, and token ${one.token} was accepted`
    return [{ says, evidence: [one, run] }]
  })
}

/** What is stored as a success was offered so by the owner. */
function unsaid(
  runs: readonly StoredRun[],
  offers: ReadonlyMap<string, readonly Offered[]>,
): Breach[] {
  return runs.flatMap((run) => {
    if (run.state !== 'succeeded') return []
    const own = offers.get(run.id) ?? []
    const said = own.some(
      ({ token, end, result }) =>
        token === run.token && end === 'succeeded' && result === run.result,
    )
    if (said) return []
    const says = `${run.id} holds a result that its owner never offered`
    return [{ says, evidence: [run, ...own.slice(-1)] }]
  })
}
