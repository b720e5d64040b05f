import type { JobFilter } from '../jobs/job.ts'
import { checkedJobId } from '../jobs/checked-job-id.ts'
import type { RunState } from '../jobs/run.ts'
import type { JobQuery } from '../store/store-reader.ts'
import { checkKnown, checkOneOf, checkText, invalidOption } from './known-options.ts'

/** A filter over jobs as the stores take it. */
export interface JobsAsked {
  readonly store: string | null
  readonly query: Omit<JobQuery, 'limit' | 'cursor'>
}

const jobStates = ['active', 'paused', 'undeclared', 'finished']

/** The states of runs, for filters. */
export const runStates: readonly RunState[] = [
  ...(['waiting', 'pending', 'running'] as const),
  ...(['succeeded', 'failed', 'cancelled', 'lost'] as const),
]

/** What a filter over jobs may hold. */
export const filterNames: readonly string[] = [
  ...['store', 'state', 'lastRun', 'task', 'tag', 'idPrefix'],
]

/** Reads a filter over jobs; refuses with `PUNCTUAL_OPTION_INVALID` or `PUNCTUAL_JOB_ID_INVALID`. */
export function jobsAsked(filter: JobFilter): JobsAsked {
  const { store, lastRun, task, tag, idPrefix } = filter
  checkText(store, 'store', 200)
  checkOneOf(lastRun, runStates, 'lastRun')
  checkText(task, 'task', 200)
  checkText(tag, 'tag', 200)
  if (idPrefix !== undefined) checkedJobId(`${String(idPrefix)}x`)
  const states = statesOf(filter.state, jobStates)
  return {
    store: store ?? null,
    query: {
      ...(states !== null && { states }),
      ...(lastRun !== undefined && { lastRun }),
      ...(task !== undefined && { task }),
      ...(tag !== undefined && { tag }),
      ...(idPrefix !== undefined && { idPrefix }),
    },
  }
}

/** Reads the filter of a call that changes many jobs: everything has to be said by `{ all: true }`. */
export function jobsToChange(filter: JobFilter | { all: true }, where: string): JobsAsked {
  checkKnown(filter, [...filterNames, 'all'], where)
  if ('all' in filter) {
    if (filter.all === true && Object.keys(filter).length === 1) return { store: null, query: {} }
    throw invalidOption(where, 'pass { all: true } alone for every job, or a filter without it')
  }
  const said = (value: unknown): boolean => value !== undefined && value !== ''
  const given = Object.values(filter).some(said)
  if (given) return jobsAsked(filter)
  throw invalidOption(where, 'an empty filter would mean every job: say so by { all: true }')
}

/** One state or several; null when none is given. */
export function statesOf<S extends string>(
  given: S | readonly S[] | undefined,
  all: readonly string[],
): readonly S[] | null {
  if (given === undefined) return null
  const states = typeof given === 'string' ? [given] : given
  if (!Array.isArray(states)) throw invalidOption('state', 'must be a state or a list of states')
  for (const state of states) checkOneOf(state ?? null, all, 'state')
  return states
}
