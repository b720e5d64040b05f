import type { OpenOptions } from '../store-contract.ts'
import type { Tables } from '../tables.ts'
import { liveSession } from './live-session.ts'

/** Enters a session; one that was closed is never opened again: refused with `PUNCTUAL_FENCED`. */
export function openSession(
  tables: Tables,
  session: NonNullable<OpenOptions['session']>,
  place: string | null,
): void {
  const { id, app, name, role, version } = session
  if (tables.node(id) !== null) {
    liveSession(tables, id)
    return
  }
  const { now } = tables
  tables.insertNode({
    session: id,
    ...{ app, name, role, version, place, beat: 0, alive: true, free: 0, declared: [] },
    startedAt: now,
    seenAt: now,
  })
}
