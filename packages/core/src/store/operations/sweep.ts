import { HOUR } from '../../time/epoch.ts'
import type { Tables } from '../tables.ts'
import { promote } from './promote.ts'
import { rearm } from './rearm.ts'

/** Gives slots that were left free to those that wait: must find nothing. */
export function promoteStranded(tables: Tables, limit: number): number {
  return tables.queuedJobs(limit).reduce((count, job) => count + promote(tables, job), 0)
}

/** Arms jobs that the end of a run forgot: must find nothing. */
export function rearmForgotten(tables: Tables, limit: number): number {
  return tables.unarmedJobs(limit).filter((job) => rearm(tables, job)).length
}

/** Forgets sessions that ended an hour ago. */
export function forgetSessions(tables: Tables): void {
  for (const node of [...tables.nodes()]) {
    if (node.alive || node.seenAt > tables.now - HOUR) continue
    if (tables.ownedRuns(node.session).length === 0) tables.deleteNode(node)
  }
}
