import type { AnyEvent, EventName, EventOf } from './event.ts'

type Listener = (event: AnyEvent) => void

/** Tells listeners of events; one that throws is reported and disturbs neither the others nor the run. */
export class Emitter {
  readonly #listeners = new Map<EventName, Set<Listener>>()
  readonly #everything = new Set<Listener>()
  readonly #failed: (error: unknown, event: AnyEvent) => void

  constructor(failed: (error: unknown, event: AnyEvent) => void) {
    this.#failed = failed
  }

  /** Whether anybody listens, so that events nobody hears are not even built. */
  has(name: EventName): boolean {
    return this.#everything.size > 0 || this.#listeners.has(name)
  }

  /** Adds a listener, once however often it is added; the answer takes it away. */
  on<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener as Listener))
    return () => this.off(name, listener)
  }

  off<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): void {
    const listeners = this.#listeners.get(name)
    listeners?.delete(listener as Listener)
    if (listeners?.size === 0) this.#listeners.delete(name)
  }

  /** The same for events of every name. */
  onAny(listener: Listener): () => void {
    this.#everything.add(listener)
    return () => this.#everything.delete(listener)
  }

  emit(event: AnyEvent): void {
    if (!this.has(event.type)) return
    Object.freeze(event)
    for (const listener of [...(this.#listeners.get(event.type) ?? []), ...this.#everything]) {
      this.#tell(listener, event)
    }
  }

  #tell(listener: Listener, event: AnyEvent): void {
    try {
      const answer: unknown = listener(event)
      // An async listener rejects later: its failure is reported all the same.
      if (answer instanceof Promise) answer.catch((error) => this.#failed(error, event))
    } catch (error) {
      this.#failed(error, event)
    }
  }
}
