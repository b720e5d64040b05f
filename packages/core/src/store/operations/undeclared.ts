import { MINUTE, type Millis } from '../../time/epoch.ts'
import type { JobRow } from '../rows.ts'
import type { Tables } from '../tables.ts'
import { undeclareJob } from './pause-job.ts'
import { shownJob } from './shown.ts'

/** For how long nobody must have declared a job while others of its app were. */
const MISSING_FOR: Millis = MINUTE

/** Sets aside the jobs that no live session of their app declares any more, and gives them. */
export function undeclareMissing(tables: Tables): readonly JobRow[] {
  const undeclared: JobRow[] = []
  for (const [app, declared] of declaredByApp(tables)) {
    for (const job of [...tables.declaredJobs(app)]) {
      if (look(tables, job, declared)) undeclared.push(shownJob(job))
    }
  }
  return undeclared
}

/** What the live sessions of each app declare together; an app without any is not judged. */
function declaredByApp(tables: Tables): Map<string, Set<string>> {
  const apps = new Map<string, Set<string>>()
  for (const { app, alive, declared } of tables.nodes()) {
    if (app === null) continue
    const ids = apps.get(app) ?? new Set()
    apps.set(app, ids)
    if (alive) for (const id of declared) ids.add(id)
  }
  return apps
}

/** Says whether the job was set aside just now. */
function look(tables: Tables, job: JobRow, declared: ReadonlySet<string>): boolean {
  const { declaration } = job
  if (declaration === null) return false
  const { missingSince } = declaration
  if (declared.size === 0 || declared.has(job.id)) {
    if (missingSince !== null) note(tables, job, null)
    return false
  }
  if (missingSince === null) note(tables, job, tables.now)
  else if (tables.now - missingSince >= MISSING_FOR) {
    undeclareJob(tables, job)
    return true
  }
  return false
}

function note(tables: Tables, job: JobRow, missingSince: number | null): void {
  const { declaration } = job
  if (declaration !== null) tables.updateJob(job, { declaration: { ...declaration, missingSince } })
}
