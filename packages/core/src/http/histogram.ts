import { labelText, line, type Labels } from './prometheus-text.ts'

/** Counts of values by size: Prometheus' histogram. */
export class Histogram {
  readonly #bounds: readonly number[]
  /** One more than bounds: the last counts what is above all of them. */
  readonly #counts: number[]
  #sum = 0

  /** Upper bounds, ascending; each is part of its bucket. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.#counts = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  observe(value: number): void {
    const at = this.#bounds.findIndex((bound) => value <= bound)
    const bucket = at === -1 ? this.#bounds.length : at
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sum += value
  }

  /** Its lines: of one moment, so that they agree with one another. */
  text(name: string, labels: Labels): string {
    const set = labelText(labels)
    let count = 0
    let lines = ''
    for (const [at, one] of this.#counts.entries()) {
      count += one
      lines += line(`${name}_bucket`, `${set},le="${this.#bounds[at] ?? '+Inf'}"`, count)
    }
    return lines + line(`${name}_sum`, set, this.#sum) + line(`${name}_count`, set, count)
  }
}
