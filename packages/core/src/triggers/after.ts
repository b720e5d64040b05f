import { checkedJobId } from '../jobs/checked-job-id.ts'
import type { JobId } from '../jobs/job.ts'
import type { Json } from '../json/json.ts'
import type { StoredTrigger } from './stored-trigger.ts'
import { invalidTrigger, refuseUnknown } from './trigger-checks.ts'
import type { RunTrigger } from './trigger.ts'

/** Which ends of a parent's run count: `failure` and `finish` take cancelled and lost ones too. */
export type AfterOn = 'success' | 'failure' | 'finish'

/** How many of the parents must have ended. */
export type AfterNeed = 'all' | 'any'

/** A job that is waited for; without a store, one in the same store. */
export interface Parent {
  readonly id: string
  readonly store?: string
}

interface AfterOptions {
  on?: AfterOn
  need?: AfterNeed
}

/**
 * Fires when runs of other jobs have finally ended; their results are in `run.upstream`.
 *
 * `on` is `'success'` unless given, `need` is `'all'`. The jobs need not exist yet, must lie in one store, and stand only
 * once. It stands only at the top of a job. Refuses with `PUNCTUAL_TRIGGER_INVALID`, ids with `PUNCTUAL_JOB_ID_INVALID`.
 *
 * @example
 * ```ts
 * after(['extract', 'transform'], { on: 'failure', need: 'any' })
 * ```
 */
export function after(jobs: JobId | readonly JobId[], options: AfterOptions = {}): RunTrigger {
  refuseUnknown(options, ['on', 'need'], 'after')
  const { on = 'success', need = 'all' } = options
  if (!ONS.includes(on)) throw invalidTrigger(`after: on must be one of ${ONS.join(', ')}`)
  if (!NEEDS.includes(need)) throw invalidTrigger(`after: need must be one of ${NEEDS.join(', ')}`)
  const parents = (isList(jobs) ? jobs : [jobs]).map(parentOf)
  if (parents.length === 0) throw invalidTrigger('after takes at least one job')
  if (new Set(parents.map((parent) => parent.id)).size < parents.length) {
    throw invalidTrigger('after: a job stands twice: name each job once')
  }
  if (new Set(parents.flatMap((parent) => parent.store ?? [])).size > 1) {
    throw invalidTrigger(
      'after: the jobs lie in different stores: all must be in the store of this job',
    )
  }
  return new After(parents, on, need)
}

const ONS: readonly AfterOn[] = ['success', 'failure', 'finish']
const NEEDS: readonly AfterNeed[] = ['all', 'any']

/** Revives what `after(...).toJSON()` gave. */
export function afterFromJson(json: StoredTrigger): After {
  const options = { on: json.on as AfterOn, need: json.need as AfterNeed }
  return after(json.jobs as readonly JobId[], options) as After
}

/** What the engine asks of an `after`: whom it follows and when it counts. */
export class After implements RunTrigger {
  readonly jobs: readonly Parent[]
  readonly on: AfterOn
  readonly need: AfterNeed

  constructor(jobs: readonly Parent[], on: AfterOn, need: AfterNeed) {
    this.jobs = jobs
    this.on = on
    this.need = need
  }

  get kind(): 'after' {
    return 'after'
  }

  get onRun(): true {
    return true
  }

  toJSON(): Json {
    const jobs = this.jobs.map(({ id, store }) => (store === undefined ? id : { id, store }))
    return { kind: 'after', version: 1, jobs, on: this.on, need: this.need }
  }
}

function parentOf(job: JobId): Parent {
  if (typeof job === 'string') return { id: checkedJobId(job) }
  if (typeof job !== 'object' || job === null) throw invalidTrigger('after takes ids of jobs')
  const id = checkedJobId(job.id)
  return job.store === undefined ? { id } : { id, store: job.store }
}

function isList(jobs: JobId | readonly JobId[]): jobs is readonly JobId[] {
  return Array.isArray(jobs)
}
