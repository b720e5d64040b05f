import { connect, type Socket } from 'node:net'

/** A connection on which every byte shows. */
export class RawVisit {
  /** Resolves when the server has ended the connection. */
  readonly ended: Promise<void>
  readonly #socket: Socket
  #text = ''

  constructor(port: number, lines: readonly string[]) {
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.setEncoding('latin1').on('data', (data) => {
      this.#text += String(data)
    })
    this.ended = new Promise((resolve) => {
      this.#socket.on('error', () => {}).on('close', () => resolve())
    })
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  }

  /** What has come so far. */
  get text(): string {
    return this.#text
  }

  leave(): void {
    this.#socket.destroy()
  }
}
