import type { StoreContract, WakeHint } from '../store/store-contract.ts'
import type { Batch, FinishResult, Peer, Session } from '../store/store-messages.ts'
import type { EpochMs, Millis } from '../time/epoch.ts'
import { Abilities } from './abilities.ts'
import type { Assignment } from './assignment.ts'
import { Claimer } from './claimer.ts'
import { outside } from './current-run.ts'
import type { DispatcherHooks } from './dispatcher.ts'
import { DuePlans } from './due-plans.ts'
import { FireNews } from './fire-news.ts'
import { Homes } from './homes.ts'
import type { LoopParts } from './loop-parts.ts'
import { Publisher } from './publisher.ts'
import { RunDesk } from './run-desk.ts'
import { SessionKeeper } from './session-keeper.ts'
import { SetAside } from './set-aside.ts'
import { StoreClient } from './store-client.ts'
import type { StoreLink } from './store-link.ts'
import { StoreLoop, type LoopUses } from './store-loop.ts'
import { UnknownTasks } from './unknown-tasks.ts'

/** What all stores of a node share. */
export interface NodeShared extends Omit<LoopParts, 'client'> {
  /** How long the event loop was held lately. */
  lag(): Millis
  /** Puts the declared jobs into a store whose session was opened. */
  declare(link: StoreLink): Promise<void>
}

/** One store of a node: joined, kept alive, its loop at work. */
export class NodeStore implements StoreLink {
  readonly #parts: LoopParts
  readonly #keeper: SessionKeeper
  readonly #desk: RunDesk
  readonly #loop: StoreLoop
  readonly #homes = new Homes()
  #watch: Disposable | null = null
  /** Whether the node wants the loop to work. */
  #working = false
  /** Whether no run starts here any more. */
  #closed = false

  constructor(alias: string, store: StoreContract, shared: NodeShared) {
    const parts = { ...shared, client: new StoreClient(alias, store, shared.node) }
    const abilities = new Abilities(parts.node)
    this.#parts = parts
    this.#keeper = new SessionKeeper(parts, {
      lag: () => shared.lag(),
      declare: () => shared.declare(this),
      joined: () => this.#begin(),
      over: () => this.#over(),
      freed: () => this.#loop.look(),
      among: (session, peers) => this.#among(session, peers),
    })
    this.#desk = new RunDesk(parts, abilities, {
      verdict: (session) => this.#verdict(session),
      stored: (_, result) => this.#stored(result),
    })
    this.#loop = new StoreLoop(
      parts,
      loopUses(parts, { abilities, homes: this.#homes, desk: this.#desk }),
      {
        sure: () => this.#keeper.sure,
        replaced: () => this.#keeper.beatSoon(),
        fenced: (session) => this.#keeper.lose(session),
      },
    )
    parts.client.clock.onJump((state) => this.#jumped(state))
  }

  get alias(): string {
    return this.#parts.client.alias
  }

  get session(): Session | null {
    return this.#keeper.session
  }

  opened(): Promise<StoreContract> {
    return this.#parts.client.opened()
  }

  now(): EpochMs {
    return this.#parts.client.clock.now()
  }

  since(): EpochMs {
    return this.session === null ? this.now() : this.#keeper.since
  }

  poke(): void {
    this.#loop.look()
  }

  start(assignment: Assignment): boolean {
    const { session } = this
    return session !== null && outside(() => this.#desk.begin(session, assignment))
  }

  lost(batch: Batch): void {
    if (this.session !== null) this.#desk.reconciler.lost(this.session, batch)
  }

  /** Runs that were given back without being started. */
  get released(): number {
    return this.#desk.dispatcher.released
  }

  /** What keeps this store from being ready; null when nothing does. */
  get trouble(): string | null {
    const { client, node } = this.#parts
    if (node.settings.role !== 'off' && this.session === null) {
      return `store "${this.alias}" is not joined`
    }
    if (client.troubles.any) return `store "${this.alias}" fails`
    if (this.#keeper.late) return `store "${this.alias}" confirmed no beat of this node lately`
    return this.#loop.late ? `store "${this.alias}" keeps its loop waiting` : null
  }

  /** Opens the store, under a session unless this node is a client. */
  async join(): Promise<void> {
    const { client, node } = this.#parts
    if (node.settings.role === 'off') await client.opened()
    else await this.#keeper.join()
    this.#watch ??= client.store.watch?.((hint) => this.#told(hint)) ?? null
  }

  /** Publishes and claims from now on, whenever there is a session. */
  work(): void {
    this.#working = true
    this.#begin()
  }

  /** Publishes and claims no more; resolves when what is under way has ended. */
  async rest(): Promise<void> {
    this.#working = false
    await this.#loop.end()
  }

  /** No run starts any more: what this node is still given goes back. */
  async close(): Promise<void> {
    this.#closed = true
    this.#watch?.[Symbol.dispose]()
    const forgotten = this.#desk.reconciler.forget()
    await Promise.all([this.rest(), this.#keeper.stopSweeping(), forgotten])
  }

  /** Resolves when every outcome is stored; rejects at the deadline, and then gives up what is left. */
  async flushed(deadline: Promise<void>): Promise<void> {
    await this.#desk.finisher.flushed(deadline).finally(() => this.#desk.finisher.abandon())
  }

  /** Says goodbye: what this node still owns follows the rule of its job at once. */
  leave(): Promise<void> {
    return this.#keeper.leave()
  }

  slotFreed(executor: string): void {
    this.#loop.slotFreed(executor)
  }

  #begin(): void {
    const { session } = this
    if (!this.#working || session === null) return
    this.#homes.begin(session, this.#parts.node.settings.entropy.random())
    this.#loop.begin(session)
  }

  /** Who else publishes. Where only this process reaches the store, whoever is awake takes what is due. */
  #among(session: Session, peers: readonly Peer[]): void {
    const { client, node } = this.#parts
    if (!client.store.capabilities.shared || session !== this.session) return
    this.#homes.learn(session, peers, node.settings.app)
  }

  #over(): void {
    void this.#loop.end()
    void this.#desk.reconciler.forget()
    for (const run of this.#parts.node.running.of(this.alias)) run.abort({ why: 'fenced' })
  }

  #verdict(session: Session): ReturnType<DispatcherHooks['verdict']> {
    if (this.session !== session) return 'over'
    return this.#closed || !this.#keeper.sure ? 'release' : 'start'
  }

  #stored({ wakeAt }: FinishResult): void {
    this.#keeper.active()
    if (wakeAt !== undefined && wakeAt !== null) this.#woken(wakeAt)
    // A store that neither answers nor tells what it set going has to be asked.
    if (wakeAt === undefined && this.#watch === null) this.#loop.look()
  }

  #told({ at, news = false }: WakeHint): void {
    if (news) this.#keeper.beatSoon()
    if (at !== null || !news) this.#woken(at)
  }

  /** Something gets due or ready then; null = perhaps now. */
  #woken(at: EpochMs | null): void {
    this.#loop.lookIn(at === null ? 0 : at - this.now())
  }

  #jumped(state: 'jumped' | 'accepted'): void {
    if (state === 'jumped') this.#parts.node.announcer.store('clock_jumped', this.alias)
    else this.#loop.watchFromNow()
  }
}

function loopUses(
  parts: LoopParts,
  { abilities, homes, desk }: { abilities: Abilities; homes: Homes; desk: RunDesk },
): LoopUses {
  const aside = new SetAside()
  const unknown = new UnknownTasks(parts.node)
  const news = new FireNews(parts.node.announcer, parts.client.alias)
  return {
    abilities,
    aside,
    homes,
    unknown,
    plans: new DuePlans(parts, { abilities, aside, unknown }),
    publisher: new Publisher(parts, desk.reconciler, news),
    claimer: new Claimer(parts, desk.reconciler),
    dispatcher: desk.dispatcher,
  }
}
