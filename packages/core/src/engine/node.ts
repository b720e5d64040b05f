import type { Health, StopReport } from '../scheduler/scheduler.ts'
import type { StoreContract } from '../store/store-contract.ts'
import type { Millis } from '../time/epoch.ts'
import type { NodeParts } from './node-parts.ts'
import type { StoreLink } from './store-link.ts'

/** The life of a scheduler: one way, but for running and paused. */
export type NodeState = 'idle' | 'starting' | 'running' | 'paused' | 'stopping' | 'stopped'

/** Put a scheduler's declared jobs into a store; called whenever a session was opened. */
export type JoinedHook = (link: StoreLink) => Promise<void>

export interface StopLimits {
  readonly drain?: Millis
  readonly killAfter?: Millis
}

/** One scheduler at work: its life, and a loop for each of its stores. */
export class SchedulerNode {
  readonly links: ReadonlyMap<string, StoreLink>
  #joined: JoinedHook = () => Promise.resolve()

  constructor(parts: NodeParts, stores: ReadonlyMap<string, StoreContract>) {
    void parts
    void stores
    this.links = new Map()
  }

  get state(): NodeState {
    return 'idle'
  }

  /** Called with a store whenever a session was opened there, before publishing begins and again after a rejoin. */
  onJoined(hook: JoinedHook): void {
    this.#joined = hook
    void this.#joined
  }

  start(): Promise<void> {
    return Promise.reject(new Error('not built yet'))
  }

  pause(): void {}

  resume(): void {}

  stop(limits: StopLimits = {}): Promise<StopReport> {
    void limits
    return Promise.reject(new Error('not built yet'))
  }

  health(): Health {
    return { live: true, ready: false, reasons: [] }
  }
}
