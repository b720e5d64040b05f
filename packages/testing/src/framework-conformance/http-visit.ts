import {
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http'

/** A request to be made. */
export interface Ask {
  readonly method?: string
  /** Path and query, sent as they stand. Default `/`. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A whole answer. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A request under way, over a connection of its own. */
export class HttpVisit {
  /** Resolves when the head of the answer is there; rejects when the connection ends before. */
  readonly response: Promise<IncomingMessage>
  readonly #request: ClientRequest
  #pieces: AsyncIterator<unknown> | null = null

  constructor(port: number, { method = 'GET', path = '/', headers = {}, body }: Ask) {
    const where = { host: '127.0.0.1', port, method, path, headers, agent: false }
    this.#request = request(where)
    this.response = new Promise((resolve, reject) => {
      this.#request.on('response', resolve).on('error', reject)
    })
    this.response.catch(() => {})
    this.#request.end(body)
  }

  /** The next piece of the body, as text; null at its end. Rejects when the body is cut off. */
  async piece(): Promise<string | null> {
    this.#pieces ??= (await this.response)[Symbol.asyncIterator]()
    const { done, value } = await this.#pieces.next()
    return done === true ? null : String(value)
  }

  /** Resolves when the answer is whole; rejects when it is cut off. */
  async answer(): Promise<Answer> {
    const { statusCode: status = 0, headers } = await this.response
    let text = ''
    for (let piece = await this.piece(); piece !== null; piece = await this.piece()) text += piece
    return { status, headers, text }
  }

  /** Hangs up. */
  leave(): void {
    this.#request.destroy()
  }
}
