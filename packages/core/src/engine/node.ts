import { PunctualError } from '../errors/punctual-error.ts'
import type { Health, StopReport } from '../scheduler/scheduler.ts'
import type { StoreContract } from '../store/store-contract.ts'
import { Breath } from './breath.ts'
import { LoopLag } from './loop-lag.ts'
import type { NodeParts } from './node-parts.ts'
import { NodeStore } from './node-store.ts'
import { shutDown, type StopLimits } from './shutdown.ts'
import type { StoreLink } from './store-link.ts'
import { Wakeup } from './wakeup.ts'

/** The life of a scheduler: one way, but for running and paused. */
export type NodeState = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'stopped'

/** Puts a scheduler's declared jobs into a store. */
export type JoinedHook = (link: StoreLink) => Promise<void>

/** One scheduler at work: its life, and a loop for each of its stores. */
export class SchedulerNode {
  readonly links: ReadonlyMap<string, StoreLink>
  readonly #parts: NodeParts
  readonly #stores: readonly NodeStore[]
  readonly #wakeup: Wakeup
  readonly #lag: LoopLag
  #joined: JoinedHook = () => Promise.resolve()
  #state: NodeState = 'idle'
  /** Whether it shall not work when it runs. */
  #paused = false
  #starting: Promise<void> = Promise.resolve()
  #stopped: Promise<StopReport> | null = null

  constructor(parts: NodeParts, stores: ReadonlyMap<string, StoreContract>) {
    const { clock, name } = parts.settings
    const breath = new Breath(clock)
    this.#parts = parts
    this.#lag = new LoopLag(() => parts.announcer.node('stalled', name))
    this.#wakeup = new Wakeup(clock, (late) => {
      breath.begin()
      this.#lag.note(late, clock.monotonic())
    })
    const shared = {
      ...{ node: parts, wakeup: this.#wakeup, breath },
      lag: () => this.#lag.recent(clock.monotonic()),
      declare: (link: StoreLink) => this.#joined(link),
    }
    const links = new Map<string, NodeStore>()
    for (const [alias, store] of stores) links.set(alias, new NodeStore(alias, store, shared))
    this.links = links
    this.#stores = [...links.values()]
    parts.slots.onFreed((executor) => this.#slotFreed(executor))
  }

  get state(): NodeState {
    return this.#state
  }

  /** Called with a store whenever a session was opened there, before publishing begins and again after a rejoin. */
  onJoined(hook: JoinedHook): void {
    this.#joined = hook
  }

  /** Joins all stores, then works. Rejects, and is stopped, when one of them cannot be joined. */
  async start(): Promise<void> {
    if (this.#state !== 'idle') throw this.#refusal('start')
    this.#state = 'starting'
    this.#parts.announcer.scheduler('starting')
    this.#starting = this.#join()
    try {
      await this.#starting
    } catch (thrown) {
      await this.stop({ drain: 0 })
      throw thrown
    }
    if (this.#isOver) throw this.#refusal('start')
    this.#state = this.#paused ? 'paused' : 'running'
    if (!this.#paused) for (const store of this.#stores) store.work()
    this.#parts.announcer.scheduler('started')
  }

  /** Publishes and claims no more; what runs goes on. Before the start: it starts paused. */
  pause(): void {
    if (this.#isOver) throw this.#refusal('pause')
    if (this.#paused) return
    this.#paused = true
    for (const store of this.#stores) void store.rest()
    if (this.#state === 'running') this.#state = 'paused'
    this.#parts.announcer.scheduler('paused')
  }

  resume(): void {
    if (this.#isOver) throw this.#refusal('resume')
    if (!this.#paused) return
    this.#paused = false
    if (this.#state === 'paused') {
      this.#state = 'running'
      for (const store of this.#stores) store.work()
    }
    this.#parts.announcer.scheduler('resumed')
  }

  /** Waits for running jobs up to `drain`, aborts them, and leaves nothing behind that it claimed. */
  stop(limits: StopLimits = {}): Promise<StopReport> {
    this.#stopped ??= this.#stop(limits)
    return this.#stopped
  }

  health(): Health {
    const reasons: string[] = []
    if (this.#state !== 'running') reasons.push(`the scheduler is ${this.#state}`)
    for (const { trouble } of this.#stores) if (trouble !== null) reasons.push(trouble)
    const lag = this.#lag.recent(this.#parts.settings.clock.monotonic())
    const { maxStall } = this.#parts.settings
    if (lag >= 1_000) reasons.push(`the event loop was held for ${Math.round(lag)} ms`)
    const live = this.#state !== 'stopped' && lag < maxStall
    return { live, ready: this.#state === 'running' && reasons.length === 0, reasons }
  }

  async #join(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.join()))
  }

  async #stop(limits: StopLimits): Promise<StopReport> {
    const idle = this.#state === 'idle'
    this.#state = 'stopping'
    this.#parts.announcer.scheduler('stopping')
    const { drain, killAfter } = { ...this.#parts.settings, ...limits }
    await this.#starting.catch(() => {})
    const stores = idle ? [] : this.#stores
    const report = await shutDown(this.#parts, stores, { drain, killAfter })
    this.#wakeup.clear()
    this.#state = 'stopped'
    this.#parts.announcer.scheduler('stopped')
    return report
  }

  get #isOver(): boolean {
    return this.#state === 'stopping' || this.#state === 'stopped'
  }

  #slotFreed(executor: string): void {
    for (const store of this.#stores) store.slotFreed(executor)
  }

  #refusal(verb: string): PunctualError {
    if (this.#isOver) {
      return new PunctualError(
        'PUNCTUAL_STOPPED',
        `the scheduler was stopped, and ${verb}() cannot follow: create a new one`,
      )
    }
    return new PunctualError(
      'PUNCTUAL_ALREADY_STARTED',
      'the scheduler was started before: start() is called once',
    )
  }
}
