import type { StoreContract } from '../../src/store/store-contract.ts'

type Call = 'open' | 'peek' | 'publish' | 'claim' | 'finish' | 'beat' | 'reap' | 'sweep' | 'enqueue'

/** How a call goes wrong: before the store has it, after it was carried out, or without any answer. */
export type Fault = 'refused' | 'answer lost' | 'no answer'

interface Broken {
  readonly fault: Fault
  left: number
  /** Happens between the lost answer and its loss being noticed. */
  readonly meanwhile: () => Promise<unknown>
}

/** A store between which and the node a test can cut the line. */
export class BrokenStore {
  readonly store: StoreContract
  readonly calls: Call[] = []
  readonly #delayed = new Map<Call, Promise<void>>()
  readonly #refused = new Map<Call, (args: string) => boolean>()
  readonly #answered = new Map<Call, () => void>()
  readonly #faults = new Map<Call, Broken>()

  /** A shared store is one that others may change, and that tells of no change. */
  constructor(real: StoreContract, { shared = false }: { readonly shared?: boolean } = {}) {
    this.store = new Proxy(real, {
      get: (target, name) => {
        if (shared && name === 'watch') return undefined
        if (shared && name === 'capabilities') return { ...target.capabilities, shared: true }
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>
        return (...args: unknown[]) => this.#call(name as Call, args, () => method(...args))
      },
    })
  }

  /** The next calls of this kind go wrong. */
  break(
    call: Call,
    fault: Fault,
    times: number = Infinity,
    meanwhile: () => Promise<unknown> = () => Promise.resolve(),
  ): void {
    this.#faults.set(call, { fault, left: times, meanwhile })
  }

  /** Calls whose arguments, as JSON, are like this are refused. */
  refuse(call: Call, like: (args: string) => boolean): void {
    this.#refused.set(call, like)
  }

  /** Told once, when such a call was answered and before the node has the answer. */
  onAnswer(call: Call, told: () => void): void {
    this.#answered.set(call, told)
  }

  /** The next call of this kind reaches the store only when the answer is called. */
  delay(call: Call): () => void {
    let release = (): void => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    this.#delayed.set(call, released)
    return release
  }

  /** All is well again. */
  mend(): void {
    this.#faults.clear()
  }

  count(call: Call): number {
    return this.calls.filter((made) => made === call).length
  }

  /** A fault of a call that is given back as it is, as `watch` is, cannot be told from no fault. */
  #call(name: Call, args: readonly unknown[], real: () => Promise<unknown>): unknown {
    this.calls.push(name)
    const broken = this.#faults.get(name)
    if (this.#refused.get(name)?.(JSON.stringify(args)) === true) {
      return Promise.reject(new Error('not this one'))
    }
    const delayed = this.#delayed.get(name)
    if (delayed !== undefined) {
      this.#delayed.delete(name)
      return delayed.then(real)
    }
    if (this.#answered.has(name)) return this.#answer(name, real)
    if (broken === undefined || broken.left <= 0) return real()
    broken.left -= 1
    return this.#faulty(broken, real)
  }

  async #answer(name: Call, real: () => Promise<unknown>): Promise<unknown> {
    const answer = await real()
    this.#answered.get(name)?.()
    this.#answered.delete(name)
    return answer
  }

  async #faulty({ fault, meanwhile }: Broken, real: () => Promise<unknown>): Promise<unknown> {
    if (fault === 'no answer') return new Promise(() => {})
    if (fault === 'answer lost') await real()
    await meanwhile()
    throw new Error('the line is cut')
  }
}
