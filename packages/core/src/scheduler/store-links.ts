import { PunctualError } from '../errors/punctual-error.ts'
import type { StoreLink } from '../engine/store-link.ts'

/** The stores of a scheduler by alias, in the order in which they are asked: `default` first. */
export class StoreLinks {
  readonly #links: ReadonlyMap<string, StoreLink>

  constructor(links: ReadonlyMap<string, StoreLink>) {
    this.#links = links
  }

  all(): readonly StoreLink[] {
    return [...this.#links.values()]
  }

  /** The store of an alias; refuses any other with `PUNCTUAL_UNKNOWN_STORE`. */
  of(alias: string): StoreLink {
    const link = this.#links.get(alias)
    if (link !== undefined) return link
    throw new PunctualError(
      'PUNCTUAL_UNKNOWN_STORE',
      `no store has the alias "${String(alias).slice(0, 100)}": this scheduler has ${[...this.#links.keys()].join(', ')}`,
      { details: { store: String(alias).slice(0, 100) } },
    )
  }

  /** The store of an alias alone, or all of them. */
  asked(alias: string | null | undefined): readonly StoreLink[] {
    return alias === null || alias === undefined ? this.all() : [this.of(alias)]
  }
}
