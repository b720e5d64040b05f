import { constants } from 'node:os'
import { checkKnown, invalidOption } from './known-options.ts'

export interface UntilStoppedOptions {
  signal?: AbortSignal
  signals?: readonly string[]
}

/** Checks the options of `runUntilStopped`. */
export function checkUntilStopped(options: UntilStoppedOptions): void {
  checkKnown(options, ['signal', 'signals'], 'runUntilStopped')
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal)) {
    throw invalidOption('signal', 'must be an AbortSignal')
  }
  const { signals = [] } = options
  if (!Array.isArray(signals)) throw invalidOption('signals', "must be a list such as ['SIGTERM']")
  for (const name of signals) {
    if (typeof name === 'string' && Object.hasOwn(constants.signals, name)) continue
    throw invalidOption('signals', `'${String(name).slice(0, 100)}' is no signal of this platform`)
  }
}

/** Calls `stop` at the first of these signals, and at the abort; a second signal has its usual effect. */
export function stopOn(options: UntilStoppedOptions, stop: () => void): () => void {
  const { signal, signals = [] } = options
  const heard = (): void => {
    forget()
    stop()
  }
  const forget = (): void => {
    for (const name of signals) process.off(name, heard)
    signal?.removeEventListener('abort', heard)
  }
  for (const name of signals) process.on(name, heard)
  signal?.addEventListener('abort', heard, { once: true })
  if (signal?.aborted === true) heard()
  return forget
}
