import type { History } from './history.ts'
import type { Breach, HistoryRule } from './history-rule.ts'
import { everyInstantAnswered } from './rules/every-instant-answered.ts'
import { heldMeansHeld } from './rules/held-means-held.ts'
import { inTime } from './rules/in-time.ts'
import { instancesBounded } from './rules/instances-bounded.ts'
import { lostStaysLost } from './rules/lost-stays-lost.ts'
import { neverEarly } from './rules/never-early.ts'
import { newsAgrees } from './rules/news-agrees.ts'
import { nothingLeft } from './rules/nothing-left.ts'
import { ownerHasTheWord } from './rules/owner-has-the-word.ts'
import { startsCounted } from './rules/starts-counted.ts'

/** A rule that a history breaks: how often, and the case that is shown by the least. */
export interface Violation extends Breach {
  readonly rule: string
  readonly times: number
}

export const historyRules: readonly HistoryRule[] = [
  everyInstantAnswered,
  startsCounted,
  lostStaysLost,
  ownerHasTheWord,
  neverEarly,
  instancesBounded,
  heldMeansHeld,
  inTime,
  nothingLeft,
  newsAgrees,
]

/** The rules that a history breaks; none when all of them hold. */
export function checkHistory(history: History): readonly Violation[] {
  return historyRules.flatMap((rule) => {
    const breaches = rule.breaches(history)
    const [shortest] = breaches.toSorted((a, b) => a.evidence.length - b.evidence.length)
    if (shortest === undefined) return []
    return [{ ...shortest, rule: rule.says, times: breaches.length }]
  })
}
