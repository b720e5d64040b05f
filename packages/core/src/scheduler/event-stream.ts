import type { AnyEvent } from '../events/event.ts'
import { checkKnown, invalidOption } from './known-options.ts'
import type { VerbParts } from './verb-parts.ts'

/** Events that wait for a slow reader; beyond, the oldest are dropped. */
const MOST_WAITING = 10_000

/** The events of this node from now on, one by one, until the scheduler has stopped or the signal aborts. */
export class EventStream implements AsyncIterableIterator<AnyEvent> {
  readonly #undo: (() => void)[] = []
  #waiting: AnyEvent[] = []
  #asked: ((result: IteratorResult<AnyEvent>) => void)[] = []
  #ended = false

  constructor({ node, gate }: VerbParts, options: { signal?: AbortSignal }) {
    checkKnown(options, ['signal'], 'events')
    const { signal } = options
    if (signal !== undefined && !(signal instanceof AbortSignal)) {
      throw invalidOption('signal', 'must be an AbortSignal')
    }
    const end = (): void => this.#end()
    this.#undo.push(node.emitter.onAny((event) => this.#take(event)))
    this.#undo.push(gate.onClose(end))
    if (signal === undefined) return
    signal.addEventListener('abort', end, { once: true })
    this.#undo.push(() => signal.removeEventListener('abort', end))
    if (signal.aborted) this.#end()
  }

  next(): Promise<IteratorResult<AnyEvent>> {
    const event = this.#waiting.shift()
    if (event !== undefined) return Promise.resolve({ done: false, value: event })
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => this.#asked.push(resolve))
  }

  return(): Promise<IteratorResult<AnyEvent>> {
    this.#waiting = []
    this.#end()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #take(event: AnyEvent): void {
    const resolve = this.#asked.shift()
    if (resolve !== undefined) return resolve({ done: false, value: event })
    this.#waiting.push(event)
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()
  }

  #end(): void {
    this.#ended = true
    for (const undo of this.#undo.splice(0)) undo()
    for (const resolve of this.#asked.splice(0)) resolve({ done: true, value: undefined })
  }
}
