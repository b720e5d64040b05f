import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Journal } from '../journal.ts'
import { CANNOT_JOIN, type NodeOrder } from '../node/node-order.ts'

const compiled = fileURLToPath(new URL('../../../.cache/compiled', import.meta.url))
/** Processes that load at once. */
const LOADERS = 2
const program = fileURLToPath(new URL('../node/chaos-node.ts', import.meta.url))

export interface Frozen {
  goOn(): void
  again(): void
}

interface Life {
  readonly name: string
  readonly child: ChildProcess
  readonly exited: Promise<unknown>
  /** It may end, or was made to. */
  dismissed: boolean
  /** It has joined; before, it cannot stop as it should. */
  started: boolean
  /** Resolves when it has joined or ended. */
  readonly settled: Promise<void>
}

/** Orders for a process but for what is its own. */
export type FleetOrder = Omit<NodeOrder, 'name' | 'journal' | 'store'> & {
  /** The store as the process of a slot reaches it. */
  readonly storeOf: (slot: number) => NodeOrder['store']
}

/** The processes of a cluster, each in a slot; one that ends is followed by another. */
export class Fleet {
  readonly names: string[] = []
  /** Processes that ended though nobody asked them to. */
  readonly crashes: string[] = []
  readonly #order: FleetOrder
  readonly #folder: string
  readonly #journal: Journal
  readonly #slots = new Map<number, Life>()
  /** They are loaded and wait to join. */
  readonly #spares: ChildProcess[] = []
  readonly #children = new Set<ChildProcess>()
  #closing = false

  constructor(order: FleetOrder, folder: string, journal: Journal) {
    this.#order = order
    this.#folder = folder
    this.#journal = journal
    // One that is frozen would not notice that nobody is there any more.
    process.once('exit', () => {
      for (const child of this.#children) child.kill('SIGKILL')
    })
  }

  journalOf(name: string): string {
    return join(this.#folder, `${name}.jsonl`)
  }

  /** Loads so many processes that wait to join: while things break there is no time for it. */
  async load(count: number): Promise<void> {
    const loader = async (): Promise<void> => {
      while (this.names.length + this.#spares.length < count) {
        const child = this.#fork()
        this.#spares.push(child)
        await once(child, 'message')
      }
    }
    await Promise.all(Array.from({ length: LOADERS }, loader))
  }

  /** Lets a process join that waits for it, or one that has to load first. */
  start(slot: number): Promise<void> {
    const child = this.#spares.shift() ?? this.#fork()
    const name = `n${slot}.${this.names.filter((one) => one.startsWith(`n${slot}.`)).length + 1}`
    this.names.push(name)
    const exited = once(child, 'exit')
    const settled = new Promise<void>((resolve) => {
      child.on('message', (word) => {
        life.started ||= word === 'started'
        if (life.started) resolve()
      })
      child.once('exit', () => resolve())
    })
    const life: Life = { name, child, exited, settled, dismissed: false, started: false }
    this.#slots.set(slot, life)
    child.once('exit', (code, signal) => this.#exited(slot, life, code ?? signal))
    const { storeOf, ...rest } = this.#order
    const order = { ...rest, name, journal: this.journalOf(name), store: storeOf(slot) }
    child.send(order)
    return settled
  }

  /** Kills a process that has joined, for of another there is nothing to recover. */
  async kill(slot: number): Promise<void> {
    const life = await this.#taken(slot, { dismissed: true })
    this.#journalGone(life)
    life.child.kill('SIGKILL')
    void this.start(slot)
  }

  async retire(slot: number): Promise<void> {
    const life = await this.#taken(slot, { dismissed: true })
    life.child.kill('SIGTERM')
    void this.start(slot)
  }

  /** Freezes a process; gives how to let it go on, and how to freeze it again. */
  async freeze(slot: number): Promise<Frozen> {
    const { child } = await this.#taken(slot, { dismissed: false })
    child.kill('SIGSTOP')
    return {
      goOn: () => void child.kill('SIGCONT'),
      again: () => void child.kill('SIGSTOP'),
    }
  }

  /** Asks all to stop as they should; kills those that do not in time. */
  async close(limit: number): Promise<void> {
    this.#closing = true
    for (const spare of this.#spares.splice(0)) spare.kill('SIGKILL')
    const lives = [...this.#slots.values()]
    for (const { child } of lives) child.kill('SIGTERM')
    const late = setTimeout(() => {
      for (const life of lives.filter(({ child }) => child.exitCode === null)) {
        this.crashes.push(`${life.name} did not stop when it was told to`)
        life.child.kill('SIGKILL')
      }
    }, limit)
    await Promise.all(lives.map(({ exited }) => exited))
    clearTimeout(late)
  }

  /** The process of a slot as soon as there is one that has joined; of several who wait for one to end, the first has it. */
  async #taken(slot: number, { dismissed }: { dismissed: boolean }): Promise<Life> {
    for (;;) {
      const life = this.#slots.get(slot)
      if (life === undefined) throw new Error(`nothing was started in slot ${slot}`)
      await life.settled
      if (this.#slots.get(slot) !== life || !life.started || life.dismissed) continue
      life.dismissed = dismissed
      return life
    }
  }

  #fork(): ChildProcess {
    const log = openSync(join(this.#folder, 'nodes.log'), 'a')
    const child = fork(program, {
      execArgv: ['--conditions=punctual-src', '--disable-warning=ExperimentalWarning'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    this.#children.add(child)
    child.once('exit', () => this.#children.delete(child))
    return child
  }

  #exited(slot: number, life: Life, how: unknown): void {
    if (life.dismissed || (this.#closing && how === 0)) return
    if (this.#closing && !life.started) return
    this.#journalGone(life)
    if (how !== CANNOT_JOIN) this.crashes.push(`${life.name} ended by itself: ${String(how)}`)
    if (!this.#closing) void this.start(slot)
  }

  #journalGone({ name }: Life): void {
    this.#journal.note({ type: 'gone', node: name, how: 'killed' })
  }
}
