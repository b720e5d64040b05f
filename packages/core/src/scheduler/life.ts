import type { SchedulerNode } from '../engine/node.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import type { StoreContract } from '../store/store-contract.ts'
import { durationOf, type Duration } from '../time/duration.ts'
import type { Millis } from '../time/epoch.ts'
import type { Declarations } from './declarations.ts'
import { checkKnown } from './known-options.ts'
import type { StopReport } from './scheduler.ts'
import { checkUntilStopped, stopOn, type UntilStoppedOptions } from './until-stopped.ts'
import type { VerbParts } from './verb-parts.ts'

export interface StopOptions {
  drain?: Duration
  killAfter?: Duration
}

/** What a scheduler lives by. */
export interface LifeParts {
  readonly node: SchedulerNode
  readonly verbs: VerbParts
  readonly declarations: Declarations
  readonly stores: readonly StoreContract[]
}

/** From the start of a scheduler to its end: the node works in between, and the stores are closed last. */
export class Life {
  readonly #parts: LifeParts
  #stopped: Promise<StopReport> | null = null

  constructor(parts: LifeParts) {
    this.#parts = parts
    const { node, declarations } = parts
    // What is refused at the first start is a fault of this code; later it must not keep the node out.
    node.onJoined((link) => declarations.putAll(link, { strict: node.state === 'starting' }))
  }

  async start(): Promise<void> {
    this.#parts.verbs.gate.check()
    try {
      await this.#parts.node.start()
    } catch (error) {
      if (this.#parts.node.state === 'stopped') await this.stop()
      throw error
    }
  }

  /** Idempotent: every call gives the end of the first. */
  async stop(options: StopOptions = {}): Promise<StopReport> {
    const limits = limitsOf(options)
    this.#stopped ??= this.#stop(limits)
    return await this.#stopped
  }

  /** Starts where that was not done yet, and resolves once the scheduler has stopped. */
  async runUntilStopped(options: UntilStoppedOptions = {}): Promise<void> {
    this.#parts.verbs.gate.check()
    checkUntilStopped(options)
    const { promise, end } = untilClosed(this.#parts.verbs)
    const forget = stopOn(options, () => void this.stop().catch(end))
    try {
      if (this.#parts.node.state === 'idle') await this.#startUnlessStopped()
      await promise
      await this.#stopped
    } finally {
      forget()
    }
  }

  /** Being stopped while it starts is an end like any other. */
  async #startUnlessStopped(): Promise<void> {
    try {
      await this.start()
    } catch (error) {
      if (!(error instanceof PunctualError && error.code === 'PUNCTUAL_STOPPED')) throw error
    }
  }

  async #stop(limits: {
    readonly drain?: Millis
    readonly killAfter?: Millis
  }): Promise<StopReport> {
    const { node, verbs, stores } = this.#parts
    try {
      return await node.stop(limits)
    } finally {
      verbs.gate.close()
      const closed = await Promise.allSettled(stores.map((store) => store[Symbol.asyncDispose]()))
      for (const close of closed) {
        if (close.status === 'fulfilled') continue
        verbs.node.settings.logger.error({ error: close.reason }, 'a store could not be closed')
      }
    }
  }
}

function untilClosed({ gate }: VerbParts): { promise: Promise<void>; end: () => void } {
  let end = (): void => {}
  const promise = new Promise<void>((resolve) => {
    end = resolve
  })
  gate.onClose(end)
  return { promise, end }
}

function limitsOf(options: StopOptions): { readonly drain?: Millis; readonly killAfter?: Millis } {
  checkKnown(options, ['drain', 'killAfter'], 'stop')
  const { drain, killAfter } = options
  return {
    ...(drain !== undefined && { drain: durationOf(drain, { name: 'drain' }) }),
    ...(killAfter !== undefined && { killAfter: durationOf(killAfter, { name: 'killAfter' }) }),
  }
}
