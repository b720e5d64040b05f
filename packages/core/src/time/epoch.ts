/** An instant as whole milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number

/** A span of time in whole milliseconds. */
export type Millis = number

export const SECOND: Millis = 1_000
export const MINUTE: Millis = 60_000
export const HOUR: Millis = 3_600_000
export const DAY: Millis = 86_400_000
