import type { Clock } from './clock.ts'

/** A clock that waits for work to settle before it moves on: the virtual clock of tests. */
export interface FollowingClock extends Clock {
  follow(work: Promise<unknown>): void
}

/** Tells a clock that follows work of this work; the real clock does not care. */
export function followed<T>(clock: Clock, work: Promise<T>): Promise<T> {
  if (isFollowing(clock)) clock.follow(work)
  return work
}

function isFollowing(clock: Clock): clock is FollowingClock {
  return 'follow' in clock && typeof clock.follow === 'function'
}
