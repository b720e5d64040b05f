import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { isFromWorker, type ToWorker } from '../messages.ts'
import type { ThreadLimits } from '../thread-limits.ts'
import { workerFile } from '../worker-file.ts'
import type { LineHooks, WorkerEnd, WorkerLine } from './worker-line.ts'

/** A worker thread. It has a port of its own, so that code of jobs may use `parentPort` as it likes. */
export class ThreadLine implements WorkerLine {
  readonly #hooks: LineHooks
  readonly #worker: Worker
  readonly #port: MessagePort
  /** The run that it began last; written there, and read here once it has ended. */
  readonly #begun = new Int32Array(new SharedArrayBuffer(4))
  #error: WorkerEnd | null = null

  constructor(hooks: LineHooks, resourceLimits: ThreadLimits | undefined) {
    this.#hooks = hooks
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#worker = new Worker(workerFile('worker-main'), {
      workerData: { punctual: { port: port2, begun: this.#begun } },
      transferList: [port2],
      name: 'punctual worker',
      ...(resourceLimits !== undefined && { resourceLimits }),
    })
    port1.on('message', (message: unknown) => this.#heard(message))
    this.#worker.on('error', (error: unknown) => {
      this.#error = isMemory(error) ? { how: 'memory' } : { how: 'failed', error }
    })
    this.#worker.on('exit', (exitCode: number) => this.#ended(exitCode))
    this.hold(false)
  }

  send(message: ToWorker): void {
    this.#port.postMessage(message)
  }

  hold(held: boolean): void {
    if (held) {
      this.#worker.ref()
      this.#port.ref()
    } else {
      this.#worker.unref()
      this.#port.unref()
    }
  }

  close(): void {
    this.kill()
  }

  kill(): void {
    void this.#worker.terminate()
  }

  #heard(message: unknown): void {
    if (isFromWorker(message)) this.#hooks.heard(message)
  }

  /** What it said last may still lie in the port. */
  #ended(exitCode: number): void {
    this.#hooks.heard({ kind: 'begun', id: Atomics.load(this.#begun, 0) })
    let last = receiveMessageOnPort(this.#port)
    while (last !== undefined) {
      this.#heard(last.message)
      last = receiveMessageOnPort(this.#port)
    }
    this.#port.close()
    this.#hooks.ended(this.#error ?? { how: 'exited', exitCode })
  }
}

function isMemory(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY'
}
