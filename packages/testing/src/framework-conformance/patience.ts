import { clearTimeout, setImmediate, setTimeout } from 'node:timers'

/** Turns of the event loop in which a framework that does not wait would have gone on. */
const TURNS = 60

/** Waits in real time, and not for ever. */
export class Patience {
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  /** What the promise gives; rejects, saying what did not come, when it takes too long. */
  async for<T>(what: string, promise: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`waited ${this.#limit} ms in vain: ${what}`))
      }, this.#limit)
    })
    try {
      return await Promise.race([promise, over])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Resolves once it holds; rejects, saying what does not, when it takes too long. */
  async until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
    const begun = performance.now()
    while (!(await holds())) {
      if (performance.now() - begun > this.#limit) {
        throw new Error(`waited ${this.#limit} ms in vain: ${what}`)
      }
      await new Promise<void>((resolve) => setTimeout(resolve, 1))
      // The timer itself has not quite ended before, and it may be timers that are looked for.
      await settled(1)
    }
  }
}

/** Resolves when everything that waits for nothing has gone on. */
export async function settled(turns: number = TURNS): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** Whether a promise is still pending when everything that waits for nothing has gone on. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let pending = true
  const over = (): void => {
    pending = false
  }
  promise.then(over, over)
  await settled()
  return pending
}
