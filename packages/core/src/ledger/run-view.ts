import { parseJson } from '../json/json-text.ts'
import type { Json } from '../json/json.ts'
import type { Run, RunCause } from '../jobs/run.ts'
import type { RunKind, RunRow } from '../store/rows.ts'

/** A stored run as users see it; `progress` is known only where the run is being executed. */
export function runOf(row: RunRow, progress: Run['progress'] = null): Run {
  return Object.freeze({
    id: row.id,
    jobId: row.jobId,
    task: row.task,
    state: row.state,
    cause: causeOf(row.kind),
    fireTime: row.fireAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    attempt: row.attempt,
    node: row.node,
    progress,
    result: resultOf(row),
    error: row.error,
  })
}

/** Why there is a run of this kind. */
export function causeOf(kind: RunKind): RunCause {
  if (kind === 'manual') return 'manual'
  return kind === 'follow' ? 'after' : 'fire'
}

/** The result of a run; null when it has none. */
export function resultOf(row: RunRow): Json {
  return parseJson(row.result) ?? null
}
