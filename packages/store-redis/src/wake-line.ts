import type { Steps } from '@punctual/core/store'
import type { RedisConnection } from './connection/redis-connection.ts'
import type { Link } from './link.ts'
import { Watchers, type WakeCall } from './watchers.ts'

/** Where the stores of all processes tell each other what gets due or ready. */
export class WakeLine {
  readonly channel: string
  readonly #link: Link
  readonly #later: (work: () => void) => void
  readonly #watchers = new Watchers()
  /** What it listens on. */
  #on: RedisConnection | null = null

  /** `later` calls after a moment. */
  constructor(link: Link, channel: string, later: (work: () => void) => void) {
    this.#link = link
    this.channel = channel
    this.#later = later
  }

  watch(wake: Parameters<NonNullable<Steps['watch']>>[0]): Disposable {
    const watcher: typeof wake = (hint) => wake(hint)
    this.#watchers.add(watcher)
    void this.#listen()
    return { [Symbol.dispose]: () => this.#watchers.delete(watcher) }
  }

  /** What this process itself wrote; whoever is connected anew listens anew. */
  told(wake: WakeCall): void {
    this.#watchers.note(wake)
    if (this.#watchers.any) void this.#listen()
  }

  /** The connection is gone. */
  close(): void {
    this.#on = null
  }

  async #listen(): Promise<void> {
    try {
      const { connection, handle } = await this.#link.linked()
      if (this.#on === connection) return
      this.#on = connection
      await connection.subscribe(this.channel, (message) => this.#heard(message, handle))
    } catch {
      // Whoever is not told finds out by looking; steps say what is wrong with the server.
      this.#on = null
      this.#later(() => {
        if (this.#watchers.any) void this.#listen()
      })
    }
  }

  #heard(message: string, handle: string): void {
    const wake = wakeIn(message, handle)
    if (wake !== null) this.#watchers.note(wake)
  }
}

/** null for what this process said itself, and for what it does not understand. */
function wakeIn(message: string, handle: string): WakeCall | null {
  try {
    const told: unknown = JSON.parse(message)
    if (typeof told !== 'object' || told === null) return null
    const { by, at, news } = told as { by?: unknown; at?: unknown; news?: unknown }
    if (by === handle) return null
    return { at: typeof at === 'number' ? at : null, news: news === true }
  } catch {
    return null
  }
}
