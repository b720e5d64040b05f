import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { QuietSocket } from './quiet-socket.ts'

/**
 * The client of an injected request, so that a route sees what it sees of a client with a connection: one that waits for the
 * whole answer, or leaves.
 */
export class InProcessClient {
  readonly #socket = new QuietSocket()

  constructor(req: IncomingMessage, res: ServerResponse) {
    keepMethods(res)
    if (res.socket !== null) res.detachSocket(res.socket)
    res.assignSocket(this.#socket.asSocket())
    // What a message that came in whole has, and what Express and its middleware ask for.
    Object.assign(req, { socket: this.#socket, complete: true, rawTrailers: [] })
    // Its old name, for which light-my-request would print a warning.
    Object.defineProperty(req, 'connection', { value: this.#socket, configurable: true })
    res.once('close', () => {
      if (!res.writableEnded || req.readableEnded) endRequest(req)
      else req.once('end', () => endRequest(req)).resume()
    })
  }

  /** Goes without waiting for the rest of the answer. */
  leave(): void {
    this.#socket.destroy()
  }
}

/**
 * Express sets the prototype of each response, which would take the ways of light-my-request from it: they become
 * properties of its own. Not the time limit: that of a run is the `timeout` of its job.
 */
function keepMethods(res: ServerResponse): void {
  const methods = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(res) as object)
  for (const [name, method] of Object.entries(methods)) {
    if (name === 'constructor' || name === 'setTimeout') continue
    Object.defineProperty(res, name, {
      ...method,
      ...{ enumerable: false, configurable: true, writable: true },
    })
  }
}

/** The way of node's own requests: that of light-my-request does nothing once the body was read. */
function endRequest(req: IncomingMessage): void {
  Readable.prototype.destroy.call(req)
}
