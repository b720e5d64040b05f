import type { RunContext } from '../../src/scheduler/scheduler.ts'
import { said } from './rig.ts'

/** A handler whose runs wait until the test opens their gate, by name: the fire time unless told otherwise. */
export class Gates {
  readonly #waiting = new Map<string, (error?: Error) => void>()
  readonly #nameOf: (run: RunContext<unknown>) => string

  constructor(nameOf: (run: RunContext<unknown>) => string = (run) => said(run.fireTime)) {
    this.#nameOf = nameOf
  }

  readonly handler = (run: RunContext<unknown>): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#waiting.set(this.#nameOf(run), (error) =>
        error === undefined ? resolve() : reject(error),
      )
    })

  /** Runs that go on, in the order in which they began. */
  get waiting(): readonly string[] {
    return [...this.#waiting.keys()]
  }

  /** Ends a run, well or with an error. */
  open(name: string, error?: Error): void {
    const open = this.#waiting.get(name)
    if (open === undefined)
      throw new Error(`no run waits at "${name}", only at ${this.waiting.join(', ')}`)
    this.#waiting.delete(name)
    open(error)
  }
}
