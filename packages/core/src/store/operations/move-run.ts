import { mayMove, type RunMover } from '../../jobs/run-transitions.ts'
import type { RunState } from '../../jobs/run.ts'
import type { RunRow } from '../rows.ts'
import type { RunPatch, Tables } from '../tables.ts'

/** Moves a run to another state, if it may go there by this operation. */
export function moveRun(
  tables: Tables,
  run: RunRow,
  patch: RunPatch & { readonly state: RunState },
  by: RunMover,
): void {
  refuseMove(run, patch.state, by)
  tables.updateRun(run, patch)
}

/** Takes a run away of which a span tells from now on. */
export function dropRun(tables: Tables, run: RunRow, by: RunMover): void {
  refuseMove(run, null, by)
  tables.deleteRun(run)
}

function refuseMove(run: RunRow, to: RunState | null, by: RunMover): void {
  if (mayMove(run.state, to, by)) return
  throw new Error(`run ${run.id} cannot go from ${run.state} to ${to ?? 'a span'} by ${by}`)
}
