import type { Page, Paging } from '../jobs/job.ts'
import type { StoreLink } from '../engine/store-link.ts'
import { checkKnown, invalidOption } from './known-options.ts'

/** Where a page of a list over several stores begins: in which store, and where in it. */
export interface Place {
  readonly store: string
  readonly cursor: string | null
}

/** Paging as a user gave it, checked. */
export interface PageRequest {
  readonly limit: number
  /** null = from the beginning. */
  readonly place: Place | null
}

/** The options that page through a list. */
export const pagingNames: readonly string[] = ['cursor', 'limit']

/** Reads the paging of a call; refuses with `PUNCTUAL_OPTION_INVALID`. */
export function pagingOf(paging: Paging, where: string, also: readonly string[] = []): PageRequest {
  checkKnown(paging, [...also, ...pagingNames], where)
  return {
    limit: limitOf(paging),
    place: paging.cursor === undefined ? null : placeOf(paging.cursor),
  }
}

/** 1 to 1,000; 100 unless given. */
export function limitOf({ limit = 100 }: Paging): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit
  throw invalidOption('limit', 'must be a whole number from 1 to 1,000')
}

/** One page over the stores in order; `read` gives a page of one store. */
export async function pageOver<T>(
  links: readonly StoreLink[],
  { limit, place }: PageRequest,
  read: (link: StoreLink, cursor: string | null, limit: number) => Promise<Page<T>>,
): Promise<Page<T>> {
  const items: T[] = []
  let cursor = place?.cursor ?? null
  for (const link of links.slice(startOf(links, place))) {
    const left = limit - items.length
    // A full page still has to know whether there is more.
    const page = await read(link, cursor, left === 0 ? 1 : left)
    if (left === 0 && page.items.length > 0) return { items, cursor: cursorOf(link.alias, null) }
    items.push(...page.items)
    if (page.cursor !== null) return { items, cursor: cursorOf(link.alias, page.cursor) }
    cursor = null
  }
  return { items, cursor: null }
}

function startOf(links: readonly StoreLink[], place: Place | null): number {
  if (place === null) return 0
  const at = links.findIndex(({ alias }) => alias === place.store)
  if (at === -1) throw badCursor()
  return at
}

function cursorOf(store: string, cursor: string | null): string {
  return Buffer.from(JSON.stringify([store, cursor])).toString('base64url')
}

function placeOf(cursor: unknown): Place {
  const parts = typeof cursor === 'string' && cursor.length <= 10_000 ? decoded(cursor) : null
  if (!Array.isArray(parts)) throw badCursor()
  const [store, at]: readonly unknown[] = parts
  if (typeof store !== 'string' || (at !== null && typeof at !== 'string')) throw badCursor()
  return { store, cursor: at }
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}

function badCursor(): Error {
  return invalidOption('cursor', 'must be the cursor of a page of this very list')
}
