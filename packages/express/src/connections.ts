import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, watched from now on, so that all of them can be brought to an end. */
export class Connections {
  readonly #server: Server
  /** The server itself forgets those that were upgraded, as to a web socket, and still waits for them. */
  readonly #sockets = new Set<Socket>()
  readonly #answers = new Set<ServerResponse>()
  #closing = false

  constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    // Before the app hears of the request, because it may answer at once.
    server.prependListener('request', (_req, res) => this.#watch(res))
  }

  /**
   * Stops accepting, ends idle connections and waits for open requests; what is left after `patience` milliseconds is cut
   * off. Resolves when no connection is left, also when the server never listened.
   */
  async close(patience: number): Promise<void> {
    this.#closing = true
    for (const answer of this.#answers) answer.shouldKeepAlive = false
    const timer = setTimeout(() => this.#cut(), patience)
    try {
      await closed(this.#server)
    } finally {
      clearTimeout(timer)
    }
  }

  /** A connection that is kept alive would hold the close up as long as its client likes. */
  #watch(answer: ServerResponse): void {
    this.#answers.add(answer)
    if (this.#closing) answer.shouldKeepAlive = false
    answer.once('close', () => {
      this.#answers.delete(answer)
      if (this.#closing) this.#server.closeIdleConnections()
    })
  }

  #cut(): void {
    this.#server.closeAllConnections()
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** Closing a server ends its idle connections. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined || isNotRunning(error)) resolve()
      else reject(error)
    })
  })
}

function isNotRunning(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_SERVER_NOT_RUNNING'
}
