import { PunctualError } from '../errors/punctual-error.ts'
import { checkKnown, checkOneOf } from './known-options.ts'
import type { CallOptions } from './scheduler.ts'

/** What becomes of an id that is taken. */
export type OnConflict = NonNullable<CallOptions['onConflict']>

/** Reads the options of a call that adds jobs; refuses with `PUNCTUAL_OPTION_INVALID` or `PUNCTUAL_TX_UNSUPPORTED`. */
export function onConflictOf(options: CallOptions, where: string): OnConflict {
  checkKnown(options, ['tx', 'onConflict'], where)
  checkOneOf(options.onConflict, ['fail', 'replace', 'keep'], 'onConflict')
  refuseTx(options)
  return options.onConflict ?? 'fail'
}

/** No store takes part in a transaction of the caller yet. */
export function refuseTx({ tx }: Pick<CallOptions, 'tx'>): void {
  if (tx === undefined) return
  throw new PunctualError(
    'PUNCTUAL_TX_UNSUPPORTED',
    'no store takes part in a transaction of the caller yet: call without tx after the commit',
  )
}
