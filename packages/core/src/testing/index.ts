// What @punctual/testing stands on; not part of the public contract, and it may change in any release.
export type { Clock } from '../time/clock.ts'
export type { Duration } from '../time/duration.ts'
export { durationOf } from '../time/duration.ts'
export type { EpochMs, Millis } from '../time/epoch.ts'
export type { FollowingClock } from '../time/followed.ts'
export { instantOf } from '../time/instant.ts'
export type { Time } from '../time/time.ts'
export { PunctualError } from '../errors/punctual-error.ts'
