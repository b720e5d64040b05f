import type { StoreLink } from '../engine/store-link.ts'
import type { Tx } from '../store/tx.ts'
import type { Millis } from '../time/epoch.ts'
import { checkKnown, checkOneOf } from './known-options.ts'
import type { CallOptions } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** What becomes of an id that is taken. */
export type OnConflict = NonNullable<CallOptions['onConflict']>

/** Reads the options of a call that adds jobs; refuses with `PUNCTUAL_OPTION_INVALID`. */
export function onConflictOf(options: CallOptions, where: string): OnConflict {
  checkKnown(options, ['tx', 'onConflict'], where)
  checkOneOf(options.onConflict, ['fail', 'replace', 'keep'], 'onConflict')
  return options.onConflict ?? 'fail'
}

/** Its tx as an option of a store; nothing where the call stands alone. */
export function txOf({ tx }: Pick<CallOptions, 'tx'>): { readonly tx?: Tx } {
  return tx === undefined ? {} : { tx }
}

/** When the store is looked at again: nobody tells when the caller's transaction is committed. */
const LOOKS: readonly Millis[] = [50, 200, 1_000]

/** Lets the loop look for what a call stored: at once, and where the caller's transaction is still open soon after. */
export function pokeAfter(
  { node }: VerbParts,
  link: StoreLink,
  { tx }: { readonly tx?: Tx | undefined },
): void {
  link.poke()
  if (tx === undefined) return
  for (const look of LOOKS) node.settings.clock.setTimer(look, () => link.poke())
}
