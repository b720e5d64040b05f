import { DAY } from '../time/epoch.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'

/** How far from its first candidate a search looks: the calendar repeats after exactly 400 years. */
const SEARCH_SPAN: Millis = 146_097 * DAY

/** How often parts are asked in turn before a search gives up. */
export const SEARCH_TURNS = 4_000

/** How many instants one question may look at in all, searches within searches included: some 10 ms. */
const MOST_LOOKS = 100_000

/** True while an instant lies within the span that a search from `origin` looks at, in either direction. */
export function isWithinSearch(instant: EpochMs, origin: EpochMs): boolean {
  return Math.abs(instant - origin) <= SEARCH_SPAN
}

const gaveUp = Symbol('gave up')
let isSearching = false
let looks = 0

/**
 * Runs a search that may run others inside; null when together they look at too many instants.
 * Giving up ends the outermost search: an inner one that merely answered null would make its answer wrong.
 */
export function search(run: () => EpochMs | null): EpochMs | null {
  if (isSearching) return run()
  isSearching = true
  looks = 0
  try {
    return run()
  } catch (error) {
    if (error !== gaveUp) throw error
    return null
  } finally {
    isSearching = false
  }
}

/** Counts one look at an instant. */
export function look(): void {
  if (++looks > MOST_LOOKS) throw gaveUp
}
