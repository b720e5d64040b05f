import type { Page } from '../jobs/job.ts'
import type { Run } from '../jobs/run.ts'
import type { RunQuery } from '../store/store-reader.ts'
import { instantOf } from '../time/instant.ts'
import type { Time } from '../time/time.ts'
import { runView } from './get-run.ts'
import { runStates, statesOf } from './job-filter.ts'
import { jobRefOf } from './job-ref.ts'
import { checkText } from './known-options.ts'
import { pageOver, pagingOf } from './paging.ts'
import type { RunFilter } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** A page of runs: store by store, in each of them the newest first. */
export async function listRuns(parts: VerbParts, filter: RunFilter = {}): Promise<Page<Run>> {
  const request = pagingOf(filter, 'listRuns', ['job', 'task', 'tag', 'state', 'from', 'until'])
  const ref = filter.job === undefined ? null : jobRefOf(filter.job)
  const query = runsAsked(filter, parts.node.settings.timezone)
  return await pageOver(
    parts.links.asked(ref?.store),
    request,
    async (link, cursor, limit): Promise<Page<Run>> => {
      const store = await link.opened()
      const job = ref !== null && { job: ref.id }
      const page = await store.read.runs({ ...query, ...job, cursor, limit })
      return { items: page.items.map((row) => runView(parts, row)), cursor: page.cursor }
    },
  )
}

function runsAsked(filter: RunFilter, timezone: string): Omit<RunQuery, 'limit'> {
  const { task, tag } = filter
  checkText(task, 'task', 200)
  checkText(tag, 'tag', 200)
  const states = statesOf(filter.state, runStates)
  const from = optionalInstant(filter.from, 'from', timezone)
  const until = optionalInstant(filter.until, 'until', timezone)
  return {
    ...(task !== undefined && { task }),
    ...(tag !== undefined && { tag }),
    ...(states !== null && { states }),
    ...(from !== null && { from }),
    ...(until !== null && { until }),
  }
}

/** An instant that may be left out; null then. */
export function optionalInstant(
  time: Time | undefined,
  name: string,
  timezone: string,
): number | null {
  return time === undefined ? null : instantOf(time, { name, timezone })
}
