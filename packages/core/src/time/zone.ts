import { HOUR } from './epoch.ts'
import type { EpochMs, Millis } from './epoch.ts'
import { Stretches } from './stretches.ts'
import type { Stretch } from './stretches.ts'
import { zoneClock } from './zone-clock.ts'

/** Milliseconds of a local clock "as if UTC". */
export type LocalMs = number

/** A change of a zone's offset. */
export interface OffsetChange {
  readonly at: EpochMs
  readonly before: Millis
  readonly after: Millis
}

/** The zone of an IANA name, one for each name; refuses any other with `PUNCTUAL_TIMEZONE_INVALID`. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const zone = new Zone(name)
  zones.set(name, zone)
  return zone
}

const zones = new Map<string, Zone>()

/** No offset was ever larger, in either direction. */
const LARGEST_OFFSET: Millis = 16 * HOUR

/** The local clock of a timezone. Its changes are looked up once, when first asked for, and remembered. */
export class Zone {
  readonly name: string
  readonly #stretches: Stretches
  #last: Stretch

  constructor(name: string) {
    const clock = zoneClock(name)
    // In the runtime's case, but never under another name: 'Asia/Kolkata' must not become 'Asia/Calcutta'.
    this.name = clock.name.toLowerCase() === name.toLowerCase() ? clock.name : name
    this.#stretches = new Stretches((instant) => clock.offsetAt(instant))
    this.#last = { begin: 0, end: 0, offset: 0, before: 0, after: 0 }
  }

  offsetAt(instant: EpochMs): Millis {
    return this.stretchAt(instant).offset
  }

  toLocal(instant: EpochMs): LocalMs {
    return instant + this.stretchAt(instant).offset
  }

  /** When the local clock first shows the time or, if a change skips it (`gap`), when it jumps over it. */
  fromLocal(local: LocalMs): { readonly instant: EpochMs; readonly gap: boolean } {
    const stretch = this.stretchReaching(local)
    const instant = local - stretch.offset
    return instant < stretch.begin ? { instant: stretch.begin, gap: true } : { instant, gap: false }
  }

  /** The first change after the instant, or null when there is none within a year. */
  changeAfter(instant: EpochMs): OffsetChange | null {
    const { end, offset, after } = this.stretchAt(instant)
    return offset === after ? null : { at: end, before: offset, after }
  }

  /** The last change before the instant, or null when there is none within a year. */
  changeBefore(instant: EpochMs): OffsetChange | null {
    const { begin, before, offset } = this.stretchAt(Math.ceil(instant) - 1)
    return before === offset ? null : { at: begin, before, after: offset }
  }

  stretchAt(instant: EpochMs): Stretch {
    const last = this.#last
    if (instant >= last.begin && instant < last.end) return last
    return (this.#last = this.#stretches.at(instant))
  }

  /** The first stretch whose local clock goes beyond the time; it begins beyond it where a change skips the time. */
  stretchReaching(local: LocalMs): Stretch {
    let stretch = this.stretchAt(local - LARGEST_OFFSET)
    while (stretch.end + stretch.offset <= local) stretch = this.stretchAt(stretch.end)
    return stretch
  }

  /** The last stretch whose local clock begins at the time or earlier; it ends before it where a change skips it. */
  stretchHolding(local: LocalMs): Stretch {
    let stretch = this.stretchAt(local + LARGEST_OFFSET)
    while (stretch.begin + stretch.offset > local) stretch = this.stretchAt(stretch.begin - 1)
    return stretch
  }
}
