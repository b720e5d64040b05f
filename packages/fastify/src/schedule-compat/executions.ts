import { watch, type Begun } from './execution.ts'

/** The executions that go on, and those among them whose run has yet to come. */
export class Executions {
  readonly #going = new Set<Promise<unknown>>()
  readonly #handed = new Map<number, Promise<unknown>>()
  #count = 0

  begin(call: () => void): Begun {
    const begun = watch(call)
    const { ended } = begun
    this.#going.add(ended)
    const gone = (): boolean => this.#going.delete(ended)
    ended.then(gone, gone)
    return begun
  }

  /** A number under which a run finds an execution that begins before it. */
  nextNumber(): number {
    this.#count += 1
    return this.#count
  }

  hand(number: number, ended: Promise<unknown>): void {
    this.#handed.set(number, ended)
  }

  take(number: number): Promise<unknown> | undefined {
    const ended = this.#handed.get(number)
    this.#handed.delete(number)
    return ended
  }

  /** Resolves when all that goes on has ended, well or badly. */
  async ended(): Promise<void> {
    while (this.#going.size > 0) await Promise.allSettled(this.#going)
  }
}
