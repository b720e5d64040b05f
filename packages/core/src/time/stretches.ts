import type { EpochMs, Millis } from './epoch.ts'

/** A stretch of time, `end` excluded, through which a zone keeps one offset, with the offsets around it. */
export interface Stretch {
  readonly begin: EpochMs
  readonly end: EpochMs
  readonly offset: Millis
  /** The same as `offset` when the stretch merely begins where the look-up stopped, over a year earlier. */
  readonly before: Millis
  /** The same as `offset` when the stretch merely ends where the look-up stopped, over a year later. */
  readonly after: Millis
}

interface Change {
  readonly at: EpochMs
  readonly before: Millis
  readonly after: Millis
}

/** Time is looked up in blocks of some 398 days... */
const BLOCK: Millis = 2 ** 35

/** ... in steps of 6.2 days: no zone has ever kept an offset for less than 6.9. */
const STEP: Millis = 2 ** 29

/** Of these before and after 1970; the outermost ones, beyond year 10,000, have no outer end. */
const MOST_BLOCKS = 7_500

/** The stretches of one zone, found block by block when asked for. */
export class Stretches {
  readonly #offsetAt: (instant: EpochMs) => Millis
  readonly #changes = new Map<number, readonly Change[]>()
  readonly #blocks = new Map<number, readonly Stretch[]>()

  constructor(offsetAt: (instant: EpochMs) => Millis) {
    this.#offsetAt = offsetAt
  }

  at(instant: EpochMs): Stretch {
    const block = blockOf(instant)
    let stretches = this.#blocks.get(block)
    if (stretches === undefined) {
      stretches = this.#stretchesIn(block)
      this.#blocks.set(block, stretches)
    }
    let index = stretches.length - 1
    while (index > 0 && (stretches[index] as Stretch).begin > instant) index--
    return stretches[index] as Stretch
  }

  /** From the last change before the block to the first one after it, both within a block of it. */
  #stretchesIn(block: number): Stretch[] {
    const inside = this.#changesIn(block)
    const first = this.#lastIn(block - 1) ?? border(block - 1, this.#offsetAt(block * BLOCK - 1))
    const last = this.#firstIn(block + 1) ?? border(block + 2, (inside.at(-1) ?? first).after)
    const ends = [...inside, last]
    return ends.map((end, index) => {
      const begin = ends[index - 1] ?? first
      const { at, before, after: offset } = begin
      return { begin: at, end: end.at, offset, before, after: end.after }
    })
  }

  #lastIn(block: number): Change | undefined {
    return block < -MOST_BLOCKS ? undefined : this.#changesIn(block).at(-1)
  }

  #firstIn(block: number): Change | undefined {
    return block > MOST_BLOCKS ? undefined : this.#changesIn(block)[0]
  }

  #changesIn(block: number): readonly Change[] {
    const known = this.#changes.get(block)
    if (known !== undefined) return known
    const changes: Change[] = []
    const end = (block + 1) * BLOCK
    let before = this.#offsetAt(block * BLOCK - 1)
    for (let at = block * BLOCK - 1; at < end - 1; at += STEP) {
      before = this.#findChanges(at, before, at + STEP, changes)
    }
    this.#changes.set(block, changes)
    return changes
  }

  /** Adds the changes after `from` up to `until`; gives the offset at `until`. */
  #findChanges(from: EpochMs, offset: Millis, until: EpochMs, changes: Change[]): Millis {
    const last = this.#offsetAt(until)
    for (let [at, before] = [from, offset]; before !== last;) {
      let [low, high] = [at, until]
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2)
        if (this.#offsetAt(middle) === before) low = middle
        else high = middle
      }
      const after = this.#offsetAt(high)
      changes.push({ at: high, before, after })
      at = high
      before = after
    }
    return last
  }
}

/** Where the look-up stops: no change of the offset. */
function border(block: number, offset: Millis): Change {
  const isOutermost = Math.abs(block) > MOST_BLOCKS
  const at = isOutermost ? block * Number.POSITIVE_INFINITY : block * BLOCK
  return { at, before: offset, after: offset }
}

function blockOf(instant: EpochMs): number {
  return Math.min(Math.max(Math.floor(instant / BLOCK), -MOST_BLOCKS), MOST_BLOCKS)
}
