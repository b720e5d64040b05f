/** A set of whole numbers from 0 to 59, as two halves of 30 bits. */
export class CronValueSet {
  readonly first: number
  readonly last: number
  readonly #low: number
  readonly #high: number

  /** There must be one value at least. */
  constructor(values: readonly number[]) {
    let [low, high] = [0, 0]
    for (const value of values) {
      if (value < HALF) low |= 1 << value
      else high |= 1 << (value - HALF)
    }
    this.#low = low
    this.#high = high
    this.first = this.next(0)
    this.last = this.previous(59)
  }

  has(value: number): boolean {
    return ((value < HALF ? this.#low >> value : this.#high >> (value - HALF)) & 1) === 1
  }

  /** The least value from `from` on; -1 when there is none. */
  next(from: number): number {
    if (from < HALF) {
      const bits = this.#low & (-1 << from)
      if (bits !== 0) return lowest(bits)
    }
    if (from >= 2 * HALF) return -1
    const bits = from > HALF ? this.#high & (-1 << (from - HALF)) : this.#high
    return bits === 0 ? -1 : HALF + lowest(bits)
  }

  /** The greatest value up to `from`; -1 when there is none. */
  previous(from: number): number {
    if (from >= HALF) {
      const bits = this.#high & ((2 << (from - HALF)) - 1)
      if (bits !== 0) return HALF + highest(bits)
    }
    const bits = from >= HALF ? this.#low : from >= 0 ? this.#low & ((2 << from) - 1) : 0
    return bits === 0 ? -1 : highest(bits)
  }
}

const HALF = 30

/** The place of the lowest bit that is set. */
export function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits)
}

/** The place of the highest bit that is set. */
export function highest(bits: number): number {
  return 31 - Math.clz32(bits)
}
