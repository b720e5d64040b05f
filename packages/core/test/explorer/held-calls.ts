import type { StoreContract } from '../../src/store/store-contract.ts'

/** A call of a node that the explorer carries out, answers or loses when it likes. */
export interface HeldCall {
  readonly node: string
  readonly name: string
  state: 'sent' | 'done'
  /** Carries it out in the store. */
  apply(): Promise<void>
  /** Gives the node its answer. */
  answer(): void
  /** Tells the node that the connection broke; what was carried out stays. */
  lose(): void
}

const operations = [
  'open',
  'put',
  'change',
  'peek',
  'publish',
  'enqueue',
  'claim',
  'finish',
  'cancel',
  'beat',
  'reap',
  'sweep',
] as const

/** Holds the calls of nodes to one store. */
export class HeldCalls {
  readonly pending: HeldCall[] = []
  readonly #store: StoreContract

  constructor(store: StoreContract) {
    this.#store = store
  }

  /** The store as one node sees it. */
  storeOf(node: string): StoreContract {
    const store = this.#store
    const held: Record<string, unknown> = {}
    for (const name of operations) {
      const operation = store[name].bind(store) as (...args: unknown[]) => Promise<unknown>
      held[name] = (...args: unknown[]) => this.#hold(node, name, () => operation(...args))
    }
    const runs: StoreContract['read']['runs'] = (query) =>
      this.#hold(node, 'read', () => store.read.runs(query))
    const jobs: StoreContract['read']['jobs'] = (query) =>
      this.#hold(node, 'read', () => store.read.jobs(query))
    return {
      ...(held as unknown as StoreContract),
      kind: store.kind,
      capabilities: { ...store.capabilities, shared: true, watch: false },
      read: {
        runs,
        jobs,
        spans: (query) => store.read.spans(query),
        nodes: () => store.read.nodes(),
      },
      [Symbol.asyncDispose]: async () => {},
    }
  }

  forget(node: string): void {
    for (const call of this.pending.filter((one) => one.node === node)) this.#drop(call)
  }

  #hold<T>(node: string, name: string, operation: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    let settle = (): void => {}
    const call: HeldCall = {
      node,
      name,
      state: 'sent',
      apply: async () => {
        call.state = 'done'
        try {
          const value = await operation()
          settle = () => resolve(value)
        } catch (error) {
          settle = () => reject(error)
        }
      },
      answer: () => {
        this.#drop(call)
        settle()
      },
      lose: () => {
        this.#drop(call)
        reject(new Error('connection lost'))
      },
    }
    this.pending.push(call)
    return promise
  }

  #drop(call: HeldCall): void {
    this.pending.splice(this.pending.indexOf(call), 1)
  }
}
