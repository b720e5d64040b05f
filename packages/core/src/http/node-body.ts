import type { IncomingMessage } from 'node:http'
import type { ClientWatch } from './client-watch.ts'

/** The body of a request as it comes in: read no faster than the handler asks. */
export class NodeBody {
  readonly #req: IncomingMessage
  readonly #client: ClientWatch
  #chunks: AsyncIterator<Uint8Array> | null = null

  constructor(req: IncomingMessage, client: ClientWatch) {
    this.#req = req
    this.#client = client
  }

  /** A handler may cancel it: the connection stays, for the answer still has to go out. */
  stream(): ReadableStream<Uint8Array> {
    const chunks = this.#req.iterator({ destroyOnReturn: false })
    this.#chunks = chunks
    return new ReadableStream(
      { pull: (controller) => this.#pull(chunks, controller), cancel: () => this.release() },
      { highWaterMark: 0 },
    )
  }

  /** Whatever nobody has read is dropped, or the next request on the connection would wait behind it for ever. */
  release(): void {
    const chunks = this.#chunks
    if (chunks === null) return
    this.#chunks = null
    const drop = (): unknown => this.#req.resume()
    // What breaks now breaks after the answer: nobody waits for the rest any more.
    chunks.return?.().then(drop, drop)
  }

  async #pull(
    chunks: AsyncIterator<Uint8Array>,
    controller: ReadableStreamDefaultController<Uint8Array>,
  ): Promise<void> {
    try {
      const { done, value } = await chunks.next()
      if (this.#chunks === null) return
      if (done === true) controller.close()
      else controller.enqueue(value)
    } catch (error) {
      controller.error(this.#client.gone || this.#req.destroyed ? this.#left(error) : error)
    }
  }

  #left(cause: unknown): DOMException {
    return new DOMException('the client left before its request was whole', {
      name: 'AbortError',
      cause,
    })
  }
}
