import type { Page, Paging } from '../jobs/job.ts'
import type { Run } from '../jobs/run.ts'
import { runOf } from '../ledger/run-view.ts'
import type { RunRow } from '../store/rows.ts'
import type { EpochMs } from '../time/epoch.ts'
import { findRun, runThatIs } from './find-run.ts'
import { pagingOf } from './paging.ts'
import type { VerbParts } from './verb-parts.ts'

/** The run of an id, with its progress where it runs on this node; null when there is none. */
export async function getRun(parts: VerbParts, runId: string): Promise<Run | null> {
  const found = await findRun(parts, runId)
  return found === null ? null : runView(parts, found.row)
}

/** A stored run as users see it from this node. */
export function runView(parts: VerbParts, row: RunRow): Run {
  return runOf(row, parts.node.running.find(row.id)?.progress ?? null)
}

/** A line that a handler logged. */
export interface RunLogLine {
  readonly at: EpochMs
  readonly level: string
  readonly message: string
}

/** What a run logged: no store keeps it yet, so the page is empty. */
export async function runLogs(
  parts: VerbParts,
  runId: string,
  options: Paging = {},
): Promise<Page<RunLogLine>> {
  pagingOf(options, 'runLogs')
  await runThatIs(parts, runId)
  return { items: [], cursor: null }
}
