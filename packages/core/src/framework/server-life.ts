import { PunctualError } from '../errors/punctual-error.ts'
import type { Scheduler, StopReport } from '../scheduler/scheduler.ts'
import { durationOf, type Duration } from '../time/duration.ts'

/** How long work may go on while a server closes. */
export interface LifeLimits {
  /** How long open requests and running jobs may go on before the jobs are aborted. Default 30 s. */
  readonly drain?: Duration
  /** How long an aborted run may go on before it is left behind. Default: that of the scheduler, 5 s. */
  readonly killAfter?: Duration
}

/**
 * The life of a scheduler inside a server: one deadline for all that has to end, counted from when the server begins to
 * close. Connections close in real time, so this is measured in real time, whatever clock the scheduler runs on.
 */
export class ServerLife {
  readonly scheduler: Scheduler
  readonly drain: number
  readonly #limits: { readonly killAfter?: Duration }
  #begun: number | null = null
  #deadline: ReturnType<typeof setTimeout> | null = null
  #ended: Promise<StopReport> | null = null

  /** Refuses limits that are no durations with `PUNCTUAL_DURATION_INVALID`. */
  constructor(scheduler: Scheduler, { drain, killAfter }: LifeLimits) {
    this.scheduler = scheduler
    this.drain = durationOf(drain ?? '30s', { name: 'drain' })
    if (killAfter !== undefined) durationOf(killAfter, { name: 'killAfter' })
    this.#limits = killAfter === undefined ? {} : { killAfter }
  }

  /** True once the server began to close. */
  get closing(): boolean {
    return this.#begun !== null
  }

  /** Milliseconds that are left to those who still work. */
  get left(): number {
    const gone = this.#begun === null ? 0 : Math.round(performance.now() - this.#begun)
    return Math.max(0, this.drain - gone)
  }

  /** Starts the scheduler. Being closed meanwhile is no failure; anything else rejects with the reason. */
  async start(): Promise<void> {
    if (this.closing) return
    try {
      await this.scheduler.start()
    } catch (error) {
      if (!(this.closing && isStopped(error))) throw error
    }
  }

  /**
   * The same for a server that listens afterwards: rejects with `PUNCTUAL_STOPPED` when it was closed meanwhile, since it
   * would listen although it is closed.
   */
  async startBeforeListening(): Promise<void> {
    await this.start()
    if (!this.closing) return
    throw new PunctualError(
      'PUNCTUAL_STOPPED',
      'the server was closed while it started, and listens no more: make a new one',
    )
  }

  /**
   * Claims nothing more from now on, and returns at once. Running jobs go on, and requests may still add jobs; what is not
   * over at the deadline is aborted, also when the server itself takes longer to close.
   */
  beginClosing(): void {
    if (this.#begun !== null) return
    this.#begun = performance.now()
    if (['starting', 'running'].includes(this.scheduler.state)) void this.scheduler.pause()
    this.#deadline = setTimeout(() => void this.end().catch(() => {}), this.drain)
  }

  /** Waits for running jobs until the deadline, then aborts them. Idempotent; what fails here rejects here. */
  end(): Promise<StopReport> {
    this.beginClosing()
    if (this.#deadline !== null) clearTimeout(this.#deadline)
    this.#ended ??= this.scheduler.stop({ drain: this.left, ...this.#limits })
    return this.#ended
  }
}

function isStopped(error: unknown): boolean {
  return error instanceof PunctualError && error.code === 'PUNCTUAL_STOPPED'
}
