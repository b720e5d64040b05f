import type { Answer, Ask, EpochMs, RowSource } from '@punctual/core/store'
import type { Range } from '../rows/member.ts'
import { sortable } from '../rows/sortable.ts'
import type { Stored } from '../rows/stored.ts'
import type { Table } from '../rows/table.ts'
import type { Call } from '../scripts/call.ts'
import type { Notebook, Question } from './question.ts'
import type { AllQuestions } from './questions.ts'
import { byKey } from './row-question.ts'
import { ask, readCall, type Read, type RunScript } from './server.ts'

export interface ReadingOptions {
  readonly prefix: string
  readonly run: RunScript
  readonly questions: AllQuestions
  /** Who wants to be alone; empty = nobody. */
  readonly token: string
}

/** What one try of a step reads, and on what of it the step relies. */
export class StepReading implements RowSource, Notebook {
  readonly #options: ReadingOptions
  readonly #known = new Map<string, Answer>()
  readonly #stored = new Map<string, Stored<unknown>>()
  readonly bound: Map<string, { readonly table: string; readonly key: string }> = new Map()
  readonly lengths: Map<string, { readonly range: Range; readonly length: number }> = new Map()
  /** Round trips so far: what came in several need not be of one state. */
  trips = 0
  /** A number below a million, another one for each reading. */
  salt = 0
  #now = ''

  constructor(options: ReadingOptions) {
    this.#options = options
  }

  /** The first reading, with which the step gets its time: of the server, or as it is given. */
  async begin(asks: readonly Ask[], given: EpochMs | null): Promise<EpochMs> {
    if (given !== null) this.#now = sortable(given)
    const { now } = await this.#ask(asks)
    this.#now = sortable(given ?? now)
    return given ?? now
  }

  async answer(asks: readonly Ask[]): Promise<readonly Answer[]> {
    const open = asks.filter((one) => !this.#known.has(JSON.stringify(one)))
    if (open.length > 0) await this.#ask(open)
    return asks.map((one) => this.#known.get(JSON.stringify(one)) ?? {})
  }

  rows<Row>(
    table: Table<Row>,
    found: readonly (readonly [key: string, stored: Stored<Row>])[],
    { bind }: { readonly bind: boolean },
  ): void {
    for (const [key, stored] of found) {
      const name = `${table.name} ${key}`
      // What was read first is what the step works on.
      if (!this.#stored.has(name)) this.#stored.set(name, stored)
      if (bind) this.bound.set(name, { table: table.name, key })
    }
  }

  length(range: Range, length: number): void {
    const name = `${range.index} ${range.min}`
    if (!this.lengths.has(name)) this.lengths.set(name, { range, length })
  }

  /** The row as it was read; undefined when it was not. */
  stored<Row>(table: Table<Row>, key: string): Stored<Row> | undefined {
    return this.storedAt(table.name, key) as Stored<Row> | undefined
  }

  storedAt(table: string, key: string): Stored<unknown> | undefined {
    return this.#stored.get(`${table} ${key}`)
  }

  /** Reads rows that the step changes without having asked for them. */
  async learn<Row>(table: Table<Row>, keys: readonly string[]): Promise<void> {
    const open = keys.filter((key) => this.stored(table, key) === undefined)
    if (open.length === 0) return
    await this.inquire([byKey(table, open, () => ({}))])
  }

  /** Further questions, beside those that operations ask. */
  async inquire(questions: readonly Question[]): Promise<readonly Answer[]> {
    if (questions.length === 0) return []
    const call = this.#call()
    for (const question of questions) question.put(call)
    const { replies } = await this.#trip(call)
    return questions.map((question, at) => question.answer(replies[at], this))
  }

  async #ask(asks: readonly Ask[]): Promise<Read> {
    const { questions } = this.#options
    const call = this.#call()
    const open = new Map(asks.map((one) => [JSON.stringify(one), questions.of(one)]))
    for (const question of open.values()) question.put(call)
    const read = await this.#trip(call)
    let at = 0
    for (const [name, question] of open) {
      this.#known.set(name, question.answer(read.replies[at], this))
      at += 1
    }
    return read
  }

  #call(): Call {
    return readCall(this.#options.prefix, this.#options.token, this.#now)
  }

  async #trip(call: Call): Promise<Read> {
    this.trips += 1
    const read = await ask(this.#options.run, call)
    this.salt = read.salt
    return read
  }
}
