import type { Changes, NodeRow, RunRow } from '@punctual/core/store'
import type { WakeCall } from '../watchers.ts'

/** What there is to tell of a step: something gets due or ready, sessions came or went, runs were asked to stop. */
export function wakeOf({ parts, wakeAt }: Changes): WakeCall | null {
  const news = parts.some(
    ({ nodes, runs }) =>
      nodes.some(({ before, after }) => isAlive(before) !== isAlive(after)) ||
      runs.some(({ before, after }) => isAsked(after) && !isAsked(before)),
  )
  return wakeAt === null && !news ? null : { at: wakeAt, news }
}

function isAlive(node: NodeRow | null): boolean {
  return node?.alive === true
}

function isAsked(run: RunRow | null): boolean {
  return run !== null && run.owner !== null && run.cancel !== null
}
