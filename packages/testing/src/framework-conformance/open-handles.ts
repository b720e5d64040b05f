import { AsyncLocalStorage, createHook } from 'node:async_hooks'

/** What a server that has ended must not leave behind, by the names that Node has for it. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['TCPSERVERWRAP', 'a listening server'],
  ['TCPWRAP', 'a connection'],
  ['Timeout', 'a timer'],
])

interface OpenHandle {
  readonly what: string
  /** Whether it keeps the process alive. */
  holds(): boolean
}

/** What was opened by the code that it watches, and by whatever that code set going; nothing of the test runner is among it. */
export class OpenHandles {
  readonly #inside = new AsyncLocalStorage<OpenHandles>()
  readonly #open = new Map<number, OpenHandle>()

  /** Watches while `work` goes on. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const hook = createHook({
      init: (id, type, _trigger, resource) => this.#note(id, KINDS.get(type), resource),
      destroy: (id) => void this.#open.delete(id),
    })
    hook.enable()
    try {
      return await this.#inside.run(this, work)
    } finally {
      hook.disable()
    }
  }

  /** What is open and keeps the process alive, in words. */
  get left(): readonly string[] {
    return [...this.#open.values()].filter((one) => one.holds()).map(({ what }) => what)
  }

  #note(id: number, what: string | undefined, resource: object): void {
    if (what === undefined || this.#inside.getStore() !== this) return
    this.#open.set(id, { what, holds: () => hasRef(resource) })
  }
}

function hasRef(resource: object): boolean {
  return 'hasRef' in resource && typeof resource.hasRef === 'function' && resource.hasRef() === true
}
