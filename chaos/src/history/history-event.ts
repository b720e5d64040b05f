/** How an attempt was offered to the store, as the store contract names it. */
export type OfferedEnd = 'succeeded' | 'failed' | 'cancelled' | 'retry' | 'missed' | 'released'

interface Stamp {
  /** Milliseconds of the one monotonic clock that all processes of the machine share. */
  readonly t: number
  /** The process that wrote it; a replacement of a dead one has a name of its own. */
  readonly node: string
}

/** The store answered that a run is this session's now; `sentAt` = when it was asked. */
export interface Granted extends Stamp {
  readonly type: 'granted'
  readonly via: 'publish' | 'claim' | 'found'
  readonly sentAt: number
  readonly session: string
  readonly jobId: string
  readonly runId: string
  readonly fireAt: number
  readonly token: number
}

/** A publish made a run that nobody owns yet. */
export interface Published extends Stamp {
  readonly type: 'published'
  readonly sentAt: number
  readonly session: string
  readonly jobId: string
  readonly runId: string
  readonly fireAt: number
}

/** The handler was called. */
export interface Started extends Stamp {
  readonly type: 'started'
  readonly session: string
  readonly jobId: string
  readonly runId: string
  readonly fireAt: number
  readonly token: number
  readonly attempt: number
  /** Wall clock, which is the store's: all of them run on one machine. */
  readonly wall: number
}

/** The handler is over. */
export interface Ended extends Stamp {
  readonly type: 'ended'
  readonly runId: string
  readonly token: number
  readonly how: 'returned' | 'threw' | 'aborted'
}

/** An outcome is sent to the store. */
export interface Offered extends Stamp {
  readonly type: 'offered'
  readonly session: string
  readonly runId: string
  readonly token: number
  readonly end: OfferedEnd
  readonly result: string | null
}

/** What the store answered to an outcome. */
export interface Judged extends Stamp {
  readonly type: 'judged'
  readonly runId: string
  readonly token: number
  readonly end: OfferedEnd
  readonly verdict: 'accepted' | 'already' | 'fenced' | 'gone'
}

/** A session is about to be closed, by another one or by itself. */
export interface Reaping extends Stamp {
  readonly type: 'reaping'
  readonly victim: string
}

/** The scheduler told its listeners. */
export interface Told extends Stamp {
  readonly type: 'told'
  readonly news: 'started' | 'retrying' | 'succeeded' | 'failed' | 'cancelled' | 'lost' | 'fenced'
  readonly runId: string
  readonly attempt: number
}

/** The process was killed, or stopped as it should. */
export interface Gone extends Stamp {
  readonly type: 'gone'
  readonly how: 'killed' | 'stopped'
}

/** A user's call that takes a job off the clock, or puts it back; `t` = when it returned, or for `resuming` began. */
export interface Held extends Stamp {
  readonly type: 'held'
  readonly jobId: string
  readonly what: 'paused' | 'resuming' | 'removed'
  readonly wall: number
}

/** What is known of a run of the processes, in the order in which it happened. */
export type HistoryEvent =
  | Granted
  | Published
  | Started
  | Ended
  | Offered
  | Judged
  | Reaping
  | Told
  | Gone
  | Held
