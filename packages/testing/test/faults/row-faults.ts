import type { RunRow, Tables } from '@punctual/core/store'
import type { Fault } from './fault.ts'

/** A fault in how runs are written: the patch, changed, or null to write nothing. */
function runPatch(
  change: (
    patch: Parameters<Tables['updateRun']>[1],
    run: RunRow,
    tables: Tables,
  ) => Parameters<Tables['updateRun']>[1] | null,
): NonNullable<Fault['rows']> {
  return (tables) => ({
    updateRun: (run, patch) => {
      const changed = change(patch, run, tables)
      if (changed !== null) tables.updateRun(run, changed)
    },
  })
}

/** The same for jobs. */
function jobPatch(
  change: (patch: Parameters<Tables['updateJob']>[1]) => Parameters<Tables['updateJob']>[1],
): NonNullable<Fault['rows']> {
  return (tables) => ({
    updateJob: (job, patch) => tables.updateJob(job, change(patch)),
  })
}

export const rowFaults: readonly Fault[] = [
  {
    says: 'a run in back-off leaves its slot',
    caughtBy: 'overlap: a run holds its slot while it waits for its next attempt',
    rows: runPatch((patch, _run, { now }) => {
      const waits = patch.state === 'pending' && (patch.readyAt ?? 0) > now
      return waits ? { ...patch, slot: null } : patch
    }),
  },
  {
    says: 'a pending run holds no slot',
    caughtBy: 'overlap: a run holds its slot while it is pending',
    rows: (tables) => ({
      liveRuns: (job, inc) => tables.liveRuns(job, inc).filter((run) => run.state !== 'pending'),
    }),
  },
  {
    says: 'a waiting run is never promoted',
    caughtBy:
      'overlap: a fire that may queue waits without a slot, and is pending when its turn comes',
    rows: runPatch((patch, run) =>
      run.state === 'waiting' && patch.state === 'pending' ? null : patch,
    ),
  },
  {
    says: 'the last that waits comes first',
    caughtBy: 'overlap: the queue keeps its order',
    rows: (tables) => ({ liveRuns: (job, inc) => tables.liveRuns(job, inc).toReversed() }),
  },
  {
    says: 'a delay is not armed again',
    caughtBy: 'rearm: every end arms it again, counted from the end',
    rows: (tables) => ({
      updateJob: (job, patch) => {
        const { nextAt: _nextAt, ...rest } = patch
        const arms = job.mode === 'delay' && typeof patch.nextAt === 'number'
        tables.updateJob(job, arms ? rest : patch)
      },
    }),
  },
  {
    says: 'a join forgets an end',
    caughtBy: 'join: a join runs once when every parent has ended, then waits for all again',
    rows: (tables) => ({
      setFollows: (child, rows) =>
        tables.setFollows(
          child,
          rows.map((row) => ({ ...row, arrived: null })),
        ),
    }),
  },
  {
    says: 'claim ignores priority',
    caughtBy: 'claim: the higher priority comes first, then who has been ready for longer',
    rows: (tables) => ({
      readyRuns: (room, limit) =>
        tables
          .readyRuns(room, 1_000)
          .toSorted((a, b) => (a.readyAt ?? 0) - (b.readyAt ?? 0))
          .slice(0, limit),
    }),
  },
  {
    says: 'spans are never extended',
    caughtBy:
      'overlap: a fire without a free slot is skipped, and its span names the run in the way',
    rows: () => ({ updateSpan: () => {} }),
  },
  {
    says: 'what did not run leaves no trace',
    caughtBy: 'finish: a run that was too late to start becomes a span, and its slot is free',
    rows: () => ({ insertSpan: () => {} }),
  },
  {
    says: 'a publish counts as a change by a user',
    caughtBy: 'change: publishing is no change in the eyes of users',
    rows: jobPatch((patch) =>
      patch.version === undefined ? patch : { ...patch, revision: patch.version + 1_000 },
    ),
  },
  {
    says: 'pending runs of a paused job stay ready',
    caughtBy: 'pause: the pending runs of a paused job are not claimed before it is resumed',
    rows: runPatch((patch, run) => {
      const freezes = patch.readyAt === null && patch.state === undefined
      return freezes && run.state === 'pending' ? null : patch
    }),
  },
  {
    says: 'tokens stay the same',
    caughtBy: 'reap: what a dead node still says of its runs is refused',
    rows: runPatch(({ token: _token, ...patch }) => patch),
  },
  {
    says: 'a goodbye counts as a crash',
    caughtBy: 'reap: a node that says goodbye is no crash, however often',
    rows: runPatch((patch) =>
      patch.recoveries === undefined ? patch : { ...patch, crashes: patch.recoveries },
    ),
  },
  {
    says: 'nothing is ever forgotten',
    caughtBy: 'sweep: a job keeps its last runs',
    rows: () => ({ prune: () => 0 }),
  },
  {
    says: 'the number of runs is not counted down',
    caughtBy: 'publish: a job with a number of runs is finished by the last of them',
    rows: jobPatch(({ runsLeft: _runsLeft, ...patch }) => patch),
  },
  {
    says: 'follow-ups may go on for ever',
    caughtBy: 'follow: a chain that is too deep ends with a span',
    rows: (tables) => ({ insertRun: (run) => tables.insertRun({ ...run, depth: 0 }) }),
  },
  {
    says: 'a follow-up does not know what it follows',
    caughtBy: 'follow: a success is followed up by a run that knows what it follows',
    rows: (tables) => ({ insertRun: (run) => tables.insertRun({ ...run, upstream: null }) }),
  },
  {
    says: 'a job becomes undeclared without a minute of grace',
    caughtBy:
      'undeclared: a job that no live node of its app declares becomes undeclared after a minute',
    rows: jobPatch((patch) => {
      const { declaration } = patch
      if (declaration == null || declaration.missingSince === null) return patch
      return { ...patch, declaration: { ...declaration, missingSince: 0 } }
    }),
  },
  {
    says: 'a retry does not count as an attempt',
    caughtBy: 'retry: every further attempt is counted and has a token of its own',
    rows: runPatch(({ attempt: _attempt, ...patch }) => patch),
  },
  {
    says: 'ids are compared without case',
    caughtBy: 'ids: ids are compared byte by byte',
    rows: (tables) => ({ job: (id) => tables.job(id) ?? tables.job(id.toLowerCase()) }),
  },
  {
    says: 'runs that were lost stay with the dead node',
    caughtBy: 'reap: the runs of a dead node are to run again, in their slots, with another token',
    rows: () => ({ ownedRuns: () => [] }),
  },
]
