/** @import { ChildProcess } from 'node:child_process' */
import { constants } from 'node:os'
import process from 'node:process'

/** A Ctrl-C under npm arrives twice, from the terminal and from npm, within this many milliseconds. */
const SAME = 500

/** Passes the signals of this process to the one that runs, once each, and leaves nothing of it behind. */
export class Relay {
  /** What to exit with because of a signal; 0 while none came. */
  exitCode = 0
  /** @type {ChildProcess | null} */
  #child = null
  /** @type {Map<NodeJS.Signals, number>} */
  #heard = new Map()

  constructor() {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => this.#pass(signal))
    }
    // npm hands SIGTERM to the shell of its script, which dies of it without telling us.
    const parent = process.ppid
    const watch = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(watch)
      if (this.exitCode === 0) this.#pass('SIGTERM')
    }, SAME)
    watch.unref()
  }

  /**
   * The exit code of this program, once it ended.
   * @param {ChildProcess} child
   * @returns {Promise<number>}
   */
  async ended(child) {
    this.#child = child
    try {
      return await new Promise((resolve, reject) => {
        child.once('error', reject)
        child.once('exit', (code, signal) => resolve(code ?? codeOf(signal)))
      })
    } finally {
      this.#child = null
      kill(child, 'SIGKILL')
    }
  }

  /** @param {NodeJS.Signals} signal */
  #pass(signal) {
    const at = performance.now()
    const same = at - (this.#heard.get(signal) ?? -SAME) < SAME
    this.#heard.set(signal, at)
    if (same) return
    this.exitCode = codeOf(signal)
    if (this.#child !== null) kill(this.#child, signal)
  }
}

/**
 * The program and whatever it started; what has ended already is no error.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function kill(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal)
    else if (child.pid !== undefined) process.kill(-child.pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** @param {NodeJS.Signals | null} signal */
function codeOf(signal) {
  return signal === null ? 1 : 128 + constants.signals[signal]
}
