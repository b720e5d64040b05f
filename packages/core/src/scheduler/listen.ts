import { isEventName } from '../events/event-names.ts'
import type { EventName, EventOf } from '../events/event.ts'
import { invalidOption } from './known-options.ts'
import type { VerbParts } from './verb-parts.ts'

/** Adds a listener; refuses an event that does not exist, likely a misspelt one, with `PUNCTUAL_OPTION_INVALID`. */
export function listen<N extends EventName>(
  { node }: VerbParts,
  event: N,
  listener: (event: EventOf<N>) => void,
): () => void {
  if (!isEventName(event)) throw invalidOption('on', `there is no event "${String(event)}"`)
  if (typeof listener !== 'function') throw invalidOption('on', 'the listener must be a function')
  return node.emitter.on(event, listener)
}
