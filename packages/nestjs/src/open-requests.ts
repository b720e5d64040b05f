import type { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'

/** Whether an answer has begun is told by no event: so it is asked, this often, while the application closes. */
const LOOK = 50

/** The requests that a server has not begun to answer. */
export class OpenRequests {
  readonly #open = new Set<ServerResponse>()

  watch(server: EventEmitter): void {
    server.on('request', (_request: unknown, response: ServerResponse) => {
      this.#open.add(response)
      response.once('close', () => this.#open.delete(response))
    })
  }

  /**
   * Resolves once the requests that are open now have their answer, or `patience` milliseconds are over. An answer that has
   * begun is none to wait for: an event stream may go on for ever.
   */
  async answered(patience: number): Promise<void> {
    const waiting = [...this.#open]
    const isOver = (): boolean => !waiting.some((one) => this.#open.has(one) && !one.headersSent)
    if (isOver()) return
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearInterval(looking)
        clearTimeout(deadline)
        resolve()
      }
      const looking = setInterval(() => isOver() && end(), LOOK)
      const deadline = setTimeout(end, patience)
    })
  }
}
