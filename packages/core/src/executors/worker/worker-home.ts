import { isMainThread, workerData, type MessagePort } from 'node:worker_threads'
import type { FromWorker, ToWorker } from '../messages.ts'
import { ParentWatch } from './parent-watch.ts'

/** Where a worker lives: the channel to its pool. */
export interface WorkerHome {
  /** Throws when the message cannot be cloned. */
  post(message: FromWorker): void
  onMessage(listener: (message: ToWorker) => void): void
  /** Whether a run is being executed here. */
  busy(busy: boolean): void
}

/** The home of this very thread or process. */
export function workerHome(): WorkerHome {
  return isMainThread ? processHome() : threadHome((workerData as ThreadData).punctual)
}

/** What a thread is started with. */
interface ThreadData {
  readonly punctual: { readonly port: MessagePort; readonly begun: Int32Array }
}

/** That a run has begun matters only when the thread dies, so nobody is woken for it. */
function threadHome({ port, begun }: ThreadData['punctual']): WorkerHome {
  return {
    post: (message) => {
      if (message.kind === 'begun') Atomics.store(begun, 0, message.id)
      else port.postMessage(message)
    },
    onMessage: (listener) => void port.on('message', listener),
    busy: () => {},
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * A process ends with its scheduler, and not before: a terminal or a service manager signals the whole group, while the
 * scheduler still drains.
 */
function processHome(): WorkerHome {
  const watch = new ParentWatch()
  for (const signal of signals) process.on(signal, () => {})
  process.on('disconnect', () => process.exit())
  return {
    post: (message) => void process.send!(message, () => {}),
    onMessage: (listener) => void process.on('message', listener),
    busy: (busy) => watch.set(busy),
  }
}
