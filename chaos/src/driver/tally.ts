import type { History } from '../history/history.ts'
import type { ChaosOptions } from './chaos-options.ts'

/** What happened, in numbers. */
export type Tally = ReadonlyMap<string, number>

const states = ['succeeded', 'failed', 'cancelled', 'lost'] as const

/** Counts a history; the faults were counted as they were done. */
export function tallyOf(
  { events, runs, spans, jobs, calm }: History,
  faults: ReadonlyMap<string, number>,
  processes: number,
): Tally {
  const fires = runs.filter((run) => run.kind === 'fire')
  const count = (test: (event: History['events'][number]) => boolean): number =>
    events.filter(test).length
  const late = fires
    .filter(({ fireAt }) => calm.some(({ from, until }) => from <= fireAt && fireAt <= until))
    .map(({ fireAt, publishedAt }) => publishedAt - fireAt)
    .toSorted((a, b) => a - b)
  return new Map<string, number>([
    ['processes', processes],
    ...['kill', 'stop', 'retire', 'cut', 'restart', 'pause', 'remove', 'run by hand'].map(
      (kind): [string, number] => [kind, faults.get(kind) ?? 0],
    ),
    ['instants', jobs.reduce((sum, job) => sum + (job.instants?.length ?? 0), 0)],
    ['fires', fires.length],
    ['runs', runs.length],
    ['spans', spans.length],
    ['starts', count((event) => event.type === 'started')],
    ['recoveries', runs.reduce((sum, run) => sum + run.recoveries, 0)],
    ['retries', runs.reduce((sum, run) => sum + run.attempt - 1, 0)],
    ...states.map((state): [string, number] => [
      state,
      runs.filter((run) => run.state === state).length,
    ]),
    ['outcomes fenced', count((event) => event.type === 'judged' && event.verdict === 'fenced')],
    [
      'outcomes sent again',
      count((event) => event.type === 'judged' && event.verdict === 'already'),
    ],
    ['runs found again', count((event) => event.type === 'granted' && event.via === 'found')],
    ['sessions closed', count((event) => event.type === 'reaping')],
    ['calm fires', late.length],
    ['calm p99 late, ms', late[Math.floor(late.length * 0.99)] ?? 0],
  ])
}

const floors: readonly (readonly [string, number])[] = [
  ['processes', 5],
  ['kill', 20],
  ['stop', 15],
  ['fires', 5_000],
  ['recoveries', 300],
]

/** What a run did too little of to show anything. */
export function missedFloors(tally: Tally, { store }: ChaosOptions): readonly string[] {
  const servers: readonly (readonly [string, number])[] =
    store === 'sqlite'
      ? []
      : store === 'mongodb'
        ? [['cut', 15]]
        : [
            ['cut', 15],
            ['restart', 2],
          ]
  return [...floors, ...servers]
    .filter(([what, least]) => (tally.get(what) ?? 0) < least)
    .map(([what, least]) => `void: ${tally.get(what) ?? 0} of at least ${least} ${what}`)
}
