import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkHistory, type Violation } from '../history/check-history.ts'
import type { History } from '../history/history.ts'
import { chaosJobs, type Stage } from '../jobs/chaos-jobs.ts'
import type { ChaosJob } from '../jobs/chaos-job.ts'
import { eventsIn, Journal } from '../journal.ts'
import type { Stand } from '../servers/stand.ts'
import type { ChaosOptions } from './chaos-options.ts'
import { Client } from './client.ts'
import { conduct } from './conduct.ts'
import { Fleet } from './fleet.ts'
import { planFaults, quietOf } from './plan-faults.ts'
import { standFor } from './stand-for.ts'
import { isQuiet, storedIn } from './stored.ts'
import { missedFloors, tallyOf, type Tally } from './tally.ts'

/** How late a fire may be while nothing is wrong, in milliseconds. */
const PATIENCE = 3_000
/** How long the cluster may take to come to rest, and to stop. */
const REST = 60_000

/** What a run showed; `troubles` are what is no matter of history. */
export interface ChaosReport {
  readonly tally: Tally
  readonly violations: readonly Violation[]
  readonly troubles: readonly string[]
  /** Where the journals are; they are removed when nothing is wrong. */
  readonly folder: string
}

/** Breaks a cluster in the planned way, lets it come to rest, and judges its history; null = its server is missing. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport | null> {
  const folder = mkdtempSync(join(tmpdir(), 'punctual-chaos-'))
  const stand = await standFor(options, folder)
  if (stand === null) {
    rmSync(folder, { recursive: true })
    return null
  }
  try {
    const report = await runOn(stand, options, folder)
    const clean = report.violations.length + report.troubles.length === 0
    if (clean) rmSync(folder, { recursive: true })
    return report
  } finally {
    await stand.close()
  }
}

async function runOn(stand: Stand, options: ChaosOptions, folder: string): Promise<ChaosReport> {
  const { seconds, nodes, beat, lease, plants, scale } = options
  const journal = new Journal(join(folder, 'driver.jsonl'), 'driver')
  const client = await Client.at(stand.direct, journal)
  const order = { beat, lease, plants, storeOf: (slot: number) => stand.specOf(slot) }
  const fleet = new Fleet(order, folder, journal)
  await Promise.all(Array.from({ length: nodes }, (_, slot) => fleet.start(slot)))
  const begun = Date.now() + 1_000
  const stage: Stage = { begun, until: begun + seconds * 1_000, scale }
  const jobs = chaosJobs(stage)
  await client.add(jobs)
  const scene = { fleet, client, stand, jobs }
  const faults = await conduct(planFaults(options), scene)
  const rested = await rest(client, stage)
  await fleet.close(REST)
  const history = await historyOf({ options, stage, jobs, fleet, client, folder })
  await client.close()
  const tally = tallyOf(history, faults, fleet.names.length)
  const troubles = [
    ...(rested ? [] : [`the cluster did not come to rest within ${REST / 1_000} s`]),
    ...fleet.crashes,
    ...(options.counts ? missedFloors(tally, options) : []),
  ]
  return { tally, violations: checkHistory(history), troubles, folder }
}

/** Waits until the last instant is over and nothing goes on any more. */
async function rest(client: Client, { until }: Stage): Promise<boolean> {
  const deadline = Date.now() + Math.max(0, until - Date.now()) + REST
  await sleep(until - Date.now())
  while (!(await isQuiet(client.store))) {
    if (Date.now() > deadline) return false
    await sleep(200)
  }
  return true
}

interface Remains {
  readonly options: ChaosOptions
  readonly stage: Stage
  readonly jobs: readonly ChaosJob[]
  readonly fleet: Fleet
  readonly client: Client
  readonly folder: string
}

async function historyOf(remains: Remains): Promise<History> {
  const { options, stage, jobs, fleet, client, folder } = remains
  const files = [...fleet.names.map((name) => fleet.journalOf(name)), join(folder, 'driver.jsonl')]
  const events = files.flatMap(eventsIn).toSorted((a, b) => a.t - b.t)
  const ids = jobs.map(({ id }) => id)
  const stored = await storedIn(client.store, ids)
  const removed = new Set(
    events.flatMap((event) =>
      event.type === 'held' && event.what === 'removed' ? event.jobId : [],
    ),
  )
  // The last faults are over, and so is what they left behind.
  const settled = quietOf(options.seconds).after - 2 * options.lease - PATIENCE
  return {
    jobs: jobs.map(({ id, facts }) => ({
      ...facts,
      removed: removed.has(id),
      state: stored.jobs.get(id)?.state ?? null,
    })),
    events,
    runs: stored.runs,
    spans: stored.spans,
    calm: [{ from: stage.until - Math.max(0, settled), until: stage.until + PATIENCE }],
    patience: PATIENCE,
  }
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, millis)))
}
