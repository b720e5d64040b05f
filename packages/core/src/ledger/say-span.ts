import type { SpanReason } from '../jobs/fire-record.ts'
import type { SpanRow } from '../store/rows.ts'

/** Why an instant of a span did not run, in words. */
export function saySpan({ reason, cause }: Pick<SpanRow, 'reason' | 'cause'>): string {
  const run = cause === null ? '' : ` (${cause})`
  return sentences[reason].replace('%run', run)
}

const sentences: Readonly<Record<SpanReason, string>> = {
  paused: 'The job was paused, and it was resumed without catching up.',
  undeclared: 'No live node declared the job at that time.',
  overlap_skipped: 'An earlier run%run was still going on, and the job skips what overlaps.',
  replaced: 'It waited, and a later fire%run took its place, as overlap "replace" says.',
  queue_full: 'As many runs as maxQueue allows were waiting already%run.',
  coalesced: 'Several instants were due together, and by coalesce one run%run stands for them.',
  missed_in_outage:
    'No node was publishing at that time; by coalesce one later run%run stands for it.',
  misfire_grace_exceeded: 'It could not start within misfireGrace%run, so it was dropped.',
  max_runs_reached: 'The job had had all the runs that maxRuns gave it%run.',
  job_removed: 'The job was removed before it ran%run.',
  follow_depth: 'More than 32 runs had followed one another%run.',
}
