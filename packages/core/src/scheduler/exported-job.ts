import type { Job } from '../jobs/job.ts'
import { parseJson } from '../json/json-text.ts'
import type { Json } from '../json/json.ts'
import { policiesOf } from '../ledger/job-view.ts'
import type { JobRow } from '../store/rows.ts'
import type { FoundJob } from './find-job.ts'

/** The shape of exported lines; a newer one is refused. */
export const EXPORT_VERSION = 1

/** The line of an exported job: all that another store needs to go on with it. */
export function exportedJob({ link, row }: FoundJob): Json {
  const input = row.input === null ? {} : { input: parseJson(row.input) }
  return {
    punctual: 'job',
    version: EXPORT_VERSION,
    id: row.id,
    store: link.alias,
    task: row.task,
    taskVersion: row.taskVersion,
    trigger: parseJson(row.trigger),
    ...input,
    anchor: row.anchor,
    nextFireAt: row.nextAt ?? row.heldNext,
    policies: ownPolicies(row),
    maxRuns: row.runsLeft,
    paused: row.pause !== null,
    declared: declaredPart(row),
  }
}

/** The policies that the job itself was given. */
function ownPolicies(row: JobRow): Json {
  const all: Job['policies'] = policiesOf(row.policies)
  const own = Object.entries(all).filter(([name]) => row.given.includes(name))
  return JSON.parse(JSON.stringify(Object.fromEntries(own))) as Json
}

function declaredPart({ declaration }: JobRow): Json {
  if (declaration === null) return null
  const { app, hash, text, edited } = declaration
  return { app, hash, said: parseJson(text), edited }
}
