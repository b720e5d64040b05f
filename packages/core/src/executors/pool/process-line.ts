import { fork, type ChildProcess } from 'node:child_process'
import { isFromWorker, type ToWorker } from '../messages.ts'
import { workerFile } from '../worker-file.ts'
import type { LineHooks, WorkerEnd, WorkerLine } from './worker-line.ts'

/** A child process; it writes where this one does, and reads nothing. */
export class ProcessLine implements WorkerLine {
  readonly #hooks: LineHooks
  readonly #child: ChildProcess
  #end: WorkerEnd | null = null

  constructor(hooks: LineHooks) {
    this.#hooks = hooks
    this.#child = fork(workerFile('worker-main'), [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
      ...execArgv(),
    })
    this.#child.on('message', (message: unknown) => {
      if (isFromWorker(message)) hooks.heard(message)
    })
    this.#child.on('error', (error) => {
      // Signals that could not be sent are errors too, of a child that is there.
      if (this.#child.pid === undefined) this.#over({ how: 'failed', error })
    })
    this.#child.on('exit', (exitCode, signal) => {
      this.#over(
        signal === null ? { how: 'exited', exitCode: exitCode ?? 0 } : { how: 'signalled', signal },
      )
    })
    this.#child.on('disconnect', () => this.#tell())
    this.hold(false)
  }

  send(message: ToWorker): void {
    // What does not arrive was sent to a child whose end is told anyway.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  hold(held: boolean): void {
    const { channel } = this.#child
    if (held) {
      this.#child.ref()
      channel?.ref()
    } else {
      this.#child.unref()
      channel?.unref()
    }
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #over(end: WorkerEnd): void {
    this.#end = end
    this.#tell()
  }

  /** It has ended when both are over, it and the channel, in which its last words may still lie. */
  #tell(): void {
    if (this.#end === null || this.#child.connected) return
    const end = this.#end
    this.#end = null
    this.#hooks.ended(end)
  }
}

/** As this process was started, but for a debugger, whose port is taken; left to node otherwise, which knows of `--eval`. */
function execArgv(): { readonly execArgv?: string[] } {
  const kept = process.execArgv.filter((argument) => !argument.startsWith('--inspect'))
  return kept.length === process.execArgv.length ? {} : { execArgv: kept }
}
