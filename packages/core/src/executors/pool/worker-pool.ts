import { needsModule } from '../../errors/needs-module.ts'
import type { RunContext } from '../../scheduler/scheduler.ts'
import type { ExecutorContract, Work } from '../executor.ts'
import { PooledCall } from './pooled-call.ts'
import { PoolWorker, type WorkerHooks } from './pool-worker.ts'
import { workerEnded } from './worker-errors.ts'
import type { OpenLine, WorkerEnd } from './worker-line.ts'

export interface PoolParts {
  readonly kind: 'threads' | 'processes'
  readonly size: number
  /** Runs after which a worker gives way to a new one; null = never. */
  readonly maxRunsPerWorker: number | null
  readonly open: OpenLine
}

/**
 * Workers that load modules and run one attempt at a time: started when there is work, kept for the next, and replaced when
 * they end. More attempts than workers wait in line.
 */
export class WorkerPool implements ExecutorContract, WorkerHooks {
  readonly kind: PoolParts['kind']
  readonly size: number
  readonly #parts: PoolParts
  /** All that have not ended. */
  readonly #workers = new Set<PoolWorker>()
  readonly #idle: PoolWorker[] = []
  readonly #waiting: PooledCall[] = []

  constructor(parts: PoolParts) {
    this.kind = parts.kind
    this.size = parts.size
    this.#parts = parts
  }

  get takes(): 'module' {
    return 'module'
  }

  execute({ run, code }: Work): Promise<unknown> {
    if (typeof code === 'function') return Promise.reject(needsModule(run.task, this.kind))
    const call = new PooledCall(run, code)
    const worker = this.#waiting.length === 0 ? this.#idle.pop() : undefined
    if (worker === undefined) this.#wait(call)
    else worker.begin(call)
    return call.promise
  }

  kill(run: RunContext<unknown>): void {
    for (const worker of this.#workers) if (worker.runs(run)) worker.kill()
  }

  async close(deadline: Promise<void>): Promise<void> {
    for (const worker of this.#idle.splice(0)) worker.retire()
    const leaving = [...this.#workers].filter((worker) => worker.leaves)
    if (leaving.length === 0) return
    let over = false
    void deadline.then(() => {
      if (!over) for (const worker of leaving) worker.kill()
    })
    await Promise.all(leaving.map((worker) => worker.ended))
    over = true
  }

  /** A worker has ended its run. */
  freed(worker: PoolWorker): void {
    if (worker.isSpent(this.#parts.maxRunsPerWorker)) worker.retire()
    else this.#idle.push(worker)
    this.#serve()
    if (this.#idle.includes(worker)) worker.rest()
  }

  /** An idle worker is not to be used again. */
  spoiled(worker: PoolWorker): void {
    const at = this.#idle.indexOf(worker)
    if (at < 0) return
    this.#idle.splice(at, 1)
    worker.retire()
  }

  /** A worker has ended; `unbegun` is the attempt that it never came to. */
  ended(worker: PoolWorker, unbegun: PooledCall | null): void {
    this.#workers.delete(worker)
    this.spoiled(worker)
    if (unbegun !== null) this.#wait(unbegun, 'first')
    this.#serve()
  }

  #wait(call: PooledCall, place: 'first' | 'last' = 'last'): void {
    if (place === 'first') this.#waiting.unshift(call)
    else this.#waiting.push(call)
    call.onAbort((reason) => {
      const at = this.#waiting.indexOf(call)
      if (at < 0) return
      this.#waiting.splice(at, 1)
      call.reject(reason)
    })
    this.#serve()
  }

  #serve(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#free()
      if (worker === null) return
      const call = this.#waiting.shift()!
      if (worker instanceof PoolWorker) worker.begin(call)
      else call.reject(workerEnded(worker, false))
    }
  }

  /** A worker for the next attempt; null when all are busy, and an end when none could be started. */
  #free(): PoolWorker | WorkerEnd | null {
    try {
      return this.#idle.pop() ?? this.#hired()
    } catch (error) {
      return { how: 'failed', error }
    }
  }

  #hired(): PoolWorker | null {
    let staying = 0
    for (const worker of this.#workers) if (!worker.leaves) staying += 1
    if (staying >= this.size) return null
    const worker = new PoolWorker(this.#parts.open, this)
    this.#workers.add(worker)
    return worker
  }
}
