import { randomFillSync } from 'node:crypto'
import { hostname } from 'node:os'
import type { Entropy } from './entropy.ts'

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_'

/** Real randomness, drawn from the system in blocks because each draw costs a microsecond. */
class SystemEntropy implements Entropy {
  readonly #block = new Uint8Array(4096)
  #used = 4096

  random(): number {
    const at = this.#take(4)
    const view = new DataView(this.#block.buffer, at, 4)
    return view.getUint32(0) / 2 ** 32
  }

  short(): string {
    const at = this.#take(10)
    let text = ''
    for (let i = at; i < at + 10; i += 1) text += LETTERS[this.#block[i]! & 63]
    return text
  }

  uuid(now: number): string {
    const at = this.#take(10)
    const time = Math.trunc(now).toString(16).padStart(12, '0')
    const rest = Array.from(this.#block.subarray(at, at + 10), hex)
    const version = (0x70 | (this.#block[at]! & 0x0f)).toString(16)
    const variant = (0x80 | (this.#block[at + 2]! & 0x3f)).toString(16)
    const group3 = `${version}${rest[1]!}`
    const group4 = `${variant}${rest[3]!}`
    return `${time.slice(0, 8)}-${time.slice(8)}-${group3}-${group4}-${rest.slice(4).join('')}`
  }

  nodeName(): string {
    return `${hostname()}/${process.pid}`
  }

  #take(count: number): number {
    if (this.#used + count > this.#block.length) {
      randomFillSync(this.#block)
      this.#used = 0
    }
    const at = this.#used
    this.#used += count
    return at
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

export const systemEntropy: Entropy = new SystemEntropy()
