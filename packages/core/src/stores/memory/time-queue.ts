import type { EpochMs } from '../../time/epoch.ts'

/** What can stand in a queue: the queue keeps the place here, -1 while it does not stand in one. */
export interface Queued {
  place: number
}

/** Things by their instant. */
export interface TimeQueue<T extends Queued> {
  readonly size: number
  /** Puts an item in, or moves it; of equal instants the lower rank comes first. */
  push(item: T, at: EpochMs, rank?: number): void
  remove(item: T): void
  /** The items up to an instant, the earliest first; they stay in. */
  due(until: EpochMs, limit: number): T[]
  /** The earliest instant of all, or the earliest after `after`. */
  head(after?: EpochMs): EpochMs | null
  clear(): void
}
