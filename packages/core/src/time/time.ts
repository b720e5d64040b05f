import type { EpochMs } from './epoch.ts'

/** An instant as users give it: Date, epoch milliseconds, ISO 8601 text, or a Temporal value. */
export type Time = Date | EpochMs | string | { readonly epochMilliseconds: number }
