import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** Stands where a request has its connection, for those who look at it: it carries nothing, and can be closed. */
export class QuietSocket extends Duplex {
  readonly remoteAddress = '127.0.0.1'
  readonly encrypted = false

  constructor() {
    super()
    // Whoever closes it with an error has ended the request; node's servers listen likewise.
    this.on('error', () => {})
  }

  /** For node, which uses of a socket what is here. */
  asSocket(): Socket {
    return this as unknown as Socket
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done()
  }

  setTimeout(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }
}
