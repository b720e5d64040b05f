import type { EpochMs } from '../../time/epoch.ts'
import { fireRunId } from '../operations/fire-run-id.ts'
import type { Advance, JobPut, NewRun, ReapOrder, Room, RunId, Session } from '../store-messages.ts'
import type { Ask } from './ask.ts'

/** What each operation is sure to ask: a store that answers later reads it in one go, before the operation runs. */
export const asksOf = {
  put: (jobs: readonly JobPut[], by: Session | null): Ask[] => [
    ...ofSession(by),
    ...jobs.flatMap(({ id, declaration }) => [
      ...ofJob(id),
      ...(declaration?.formerly ?? []).flatMap(ofJob),
    ]),
  ],
  change: (changes: readonly { readonly id: string }[]): Ask[] =>
    changes.flatMap(({ id }) => ofJob(id)),
  /** One more than asked for: `peek` tells by it whether there are more. */
  peek: ({ limit, until }: { readonly limit: number; readonly until: EpochMs }): Ask[] => [
    { ask: 'dueJobs', until, limit: limit + 1 },
    { ask: 'nextDue', until },
  ],
  publish: (by: Session, items: readonly Advance[]): Ask[] => [
    ...ofSession(by),
    ...items.flatMap(({ id, inc, fires, spans }): Ask[] => [
      ...ofJob(id),
      ...fires.map(({ at }) => ofRun(fireRunId(inc, at))),
      ...(spans.length === 0 ? [] : [{ ask: 'lastSpans', job: id } as const]),
    ]),
  ],
  enqueue: (runs: readonly NewRun[], by: Session | null): Ask[] => [
    ...ofSession(by),
    ...runs.flatMap(({ job }) => ofJob(job)),
  ],
  claim: (by: Session, rooms: readonly Room[]): Ask[] => [
    ...ofSession(by),
    ...rooms.flatMap((room): Ask[] => [
      { ask: 'readyRuns', room, limit: room.count },
      { ask: 'nextReady', room },
    ]),
  ],
  runs: (ids: readonly RunId[]): Ask[] => ids.map(ofRun),
  beat: (by: Session): Ask[] => [
    ...ofSession(by),
    { ask: 'nodes' },
    { ask: 'ownedRuns', session: by },
  ],
  reap: (victim: Session, order: ReapOrder): Ask[] => [
    ...ofSession(victim),
    ...('by' in order ? ofSession(order.by) : []),
    { ask: 'ownedRuns', session: victim },
  ],
} as const

function ofSession(session: Session | null): Ask[] {
  return session === null ? [] : [{ ask: 'node', session }]
}

function ofJob(job: string): Ask[] {
  return [
    { ask: 'job', job },
    { ask: 'liveRuns', job },
  ]
}

function ofRun(run: RunId): Ask {
  return { ask: 'run', run }
}
