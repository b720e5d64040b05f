import {
  PunctualError,
  replayed,
  type Ask,
  type Clock,
  type Steps,
  type StoreCapabilities,
  type StoreReader,
  type Tables,
} from '@punctual/core/store'
import type { Connect } from '../connection/redis-connection.ts'
import { Link } from '../link.ts'
import { RedisReader } from '../reading/redis-reader.ts'
import { Retention } from '../retention.ts'
import { WakeLine } from '../wake-line.ts'
import { StepRunner, type StepWork } from './step-runner.ts'

export interface RedisStepsOptions {
  readonly connect: Connect
  /** How the names of all keys of the store begin. */
  readonly prefix: string
  readonly notifications: boolean
  /** Whose time counts; `scheduler` is for tests that move it. */
  readonly time: 'server' | 'scheduler'
}

/** Atomic steps over the rows of a Redis, each of them two calls of scripts. */
export class RedisSteps implements Steps {
  readonly kind: string = 'redis'
  readonly capabilities: StoreCapabilities
  /** Processes of one Redis may live anywhere. */
  readonly place: string | null = null
  readonly read: StoreReader
  readonly watch?: NonNullable<Steps['watch']>
  readonly #link: Link
  readonly #runner: StepRunner
  readonly #wakeLine: WakeLine | null
  readonly #retention = new Retention()
  /** Of the scheduler that opened the store first. */
  #clock: Clock | null = null

  constructor({ connect, prefix, notifications, time }: RedisStepsOptions) {
    const link = new Link(connect, prefix)
    const wakeLine = notifications
      ? new WakeLine(link, `${prefix}wake`, (work) => void this.#clock?.setTimer(1_000, work))
      : null
    this.capabilities = {
      shared: true,
      durable: true,
      tx: false,
      watch: notifications,
      notes: false,
    }
    this.#link = link
    this.#wakeLine = wakeLine
    if (wakeLine !== null) this.watch = (wake) => wakeLine.watch(wake)
    this.#runner = new StepRunner({
      ...{ link, prefix, time, channel: wakeLine?.channel ?? null },
      told: (wake) => wakeLine?.told(wake),
    })
    this.read = new RedisReader({ prefix, run: (script, call) => link.run(script, call) })
  }

  async open(clock: Clock): Promise<number> {
    this.#clock ??= clock
    const { schema } = await this.#link.open()
    return schema
  }

  write<T>(work: (tables: Tables) => T, asks: readonly Ask[] = []): Promise<T> {
    return this.#runner.write(this.#known(), asks, replayedWork(work, asks))
  }

  look<T>(work: (tables: Tables) => T, asks: readonly Ask[] = []): Promise<T> {
    return this.#runner.look(this.#known(), asks, replayedWork(work, asks))
  }

  prune(limit: number): Promise<number> {
    const retention = this.#retention
    return this.#runner.write(this.#known(), [], (reading, now) =>
      retention.prune(reading, now, limit),
    )
  }

  isGone(): boolean {
    return false
  }

  /** Others of this process may share the store: whoever goes on using it connects again. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#wakeLine?.close()
    await this.#link.close()
  }

  #known(): Clock {
    if (this.#clock !== null) return this.#clock
    throw new PunctualError('PUNCTUAL_STORE_UNAVAILABLE', 'the Redis store was not opened')
  }
}

function replayedWork<T>(work: (tables: Tables) => T, asks: readonly Ask[]): StepWork<T> {
  return (reading, now) => replayed(reading, work, { now, asks })
}
