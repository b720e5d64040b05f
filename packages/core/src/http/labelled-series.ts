/** Values by job label and one detail more, each made when it is first needed. */
export class LabelledSeries<T> {
  readonly #make: () => T
  readonly #jobs = new Map<string, Map<string, T>>()

  constructor(make: () => T) {
    this.#make = make
  }

  of(job: string, detail = ''): T {
    let details = this.#jobs.get(job)
    if (details === undefined) this.#jobs.set(job, (details = new Map()))
    let value = details.get(detail)
    if (value === undefined) details.set(detail, (value = this.#make()))
    return value
  }

  /** Job, detail and value. */
  *[Symbol.iterator](): Generator<readonly [job: string, detail: string, value: T]> {
    for (const [job, details] of this.#jobs) {
      for (const [detail, value] of details) yield [job, detail, value]
    }
  }
}
