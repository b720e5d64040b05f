import { watch, type FSWatcher } from 'node:fs'
import type { Clock, Millis } from '@punctual/core/store'

export interface FileWatchOptions {
  readonly clock: Clock
  /** Something was written to the file, perhaps by this process. */
  written(): void
}

/** Writes that follow each other so closely are noticed together. */
const REST: Millis = 25

/**
 * Notices that a SQLite file was written to, by its write-ahead log. The system tells, so an idle file costs nothing.
 * Where it cannot, nothing is noticed, and schedulers find by their own looking what others changed.
 */
export class FileWatch implements Disposable {
  readonly #options: FileWatchOptions
  readonly #watcher: FSWatcher | null
  #cancel: (() => void) | null = null
  #missed = false

  constructor(path: string, options: FileWatchOptions) {
    this.#options = options
    this.#watcher = watcherOf(`${path}-wal`, () => this.#heard())
  }

  [Symbol.dispose](): void {
    this.#watcher?.close()
    this.#cancel?.()
  }

  #heard(): void {
    if (this.#cancel !== null) {
      this.#missed = true
      return
    }
    this.#cancel = this.#options.clock.setTimer(REST, () => this.#rested())
    this.#options.written()
  }

  #rested(): void {
    this.#cancel = null
    if (!this.#missed) return
    this.#missed = false
    this.#heard()
  }
}

function watcherOf(path: string, heard: () => void): FSWatcher | null {
  try {
    const watcher = watch(path, { persistent: false }, heard)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}
