import type { Place } from '../rows/member.ts'
import { rowText } from '../rows/stored.ts'
import type { Call } from '../scripts/call.ts'
import type { Sheet } from './sheet.ts'

/** Changes as Redis takes them: fields of hashes, and members of indexes. */
export class Edits {
  readonly #stamp: string
  /** The rows that are changed, with the stamps that they had. */
  readonly rows: { readonly table: string; readonly key: string; readonly stamp: string }[] = []
  readonly #set: (readonly [table: string, key: string, text: string])[] = []
  readonly #deleted: (readonly [table: string, key: string])[] = []
  readonly #added: Place[] = []
  readonly #taken: Place[] = []

  constructor(stamp: string) {
    this.#stamp = stamp
  }

  get any(): boolean {
    return this.rows.length > 0
  }

  take<Row extends object>(sheet: Sheet<Row>): void {
    const { name, places } = sheet.table
    for (const { key, stored, row } of sheet.changed()) {
      this.rows.push({ table: name, key, stamp: stored.stamp })
      if (row === null) this.#deleted.push([name, key])
      else this.#set.push([name, key, rowText(this.#stamp, row)])
      this.#move(stored.row === null ? [] : places(stored.row), row === null ? [] : places(row))
    }
  }

  put(call: Call): void {
    call.add(this.#set.length)
    for (const [table, key, text] of this.#set) call.add(call.key(table), key, text)
    call.add(this.#deleted.length)
    for (const [table, key] of this.#deleted) call.add(call.key(table), key)
    for (const places of [this.#taken, this.#added]) {
      call.add(places.length)
      for (const { index, member } of places) call.add(call.key(index), member)
    }
  }

  #move(before: readonly Place[], after: readonly Place[]): void {
    const has = (places: readonly Place[], { index, member }: Place): boolean =>
      places.some((one) => one.index === index && one.member === member)
    this.#taken.push(...before.filter((place) => !has(after, place)))
    this.#added.push(...after.filter((place) => !has(before, place)))
  }
}
