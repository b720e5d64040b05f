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
import { planFaults } from './plan-faults.ts'
import { standFor } from './stand-for.ts'
import { isQuiet, storedIn } from './stored.ts'
import { missedFloors, tallyOf, type Tally } from './tally.ts'

/** How late a fire may be while nothing is wrong, in milliseconds. */
const PATIENCE = 5_000
/** How long the cluster may take to come to rest, and to stop. */
const REST = 180_000
/** Timers that are so late, in milliseconds, are of a machine that is too busy to judge lateness on. */
const STARVED = 250

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
  const { nodes, beat, lease, plants } = options
  const journal = new Journal(join(folder, 'driver.jsonl'), 'driver')
  const client = await Client.at(stand.direct, journal)
  const order = { beat, lease, plants, storeOf: (slot: number) => stand.specOf(slot) }
  const fleet = new Fleet(order, folder, journal)
  const plan = planFaults(options)
  await fleet.load(nodes + plan.filter(({ kind }) => kind === 'kill' || kind === 'retire').length)
  const { stage, jobs } = await staged(client, options)
  await Promise.all(Array.from({ length: nodes }, (_, slot) => fleet.start(slot)))
  await sleep(stage.begun - Date.now())
  const scene = { fleet, client, stand, jobs }
  const faults = await conduct(plan, scene)
  const calmFrom = Date.now() + 2 * lease + 1_000
  const lag = await lagUntil(stage.until)
  const rested = await rest(client)
  await fleet.close(REST)
  const history = await historyOf({
    ...{ stage, jobs, fleet, client, folder },
    calmFrom: lag > STARVED ? Infinity : calmFrom,
  })
  await client.close()
  const counted = tallyOf(history, faults, fleet.names.length)
  const tally = new Map([...counted, ['lag of the machine, ms', Math.round(lag)]])
  const troubles = [
    ...(rested ? [] : [`the cluster did not come to rest within ${REST / 1_000} s`]),
    ...fleet.crashes,
    ...(options.counts ? missedFloors(tally, options) : []),
  ]
  return { tally, violations: checkHistory(history), troubles, folder }
}

/** Adds the jobs before the first of their instants; a machine that was too busy for that gets more time. */
async function staged(
  client: Client,
  { seconds, scale }: ChaosOptions,
): Promise<{ stage: Stage; jobs: readonly ChaosJob[] }> {
  for (let ahead = 1_000; ; ahead *= 2) {
    const begun = Date.now() + ahead
    const stage = { begun, until: begun + seconds * 1_000, scale }
    const jobs = chaosJobs(stage)
    await client.add(jobs)
    if (Date.now() < begun) return { stage, jobs }
    await client.removeAll()
  }
}

/** Waits until an instant, and gives how late timers were at most: the machine may have had no time for anybody. */
async function lagUntil(until: number): Promise<number> {
  let worst = 0
  while (Date.now() < until) {
    const due = Date.now() + 50
    await sleep(50)
    worst = Math.max(worst, Date.now() - due)
  }
  return worst
}

/** Waits until nothing goes on any more. */
async function rest(client: Client): Promise<boolean> {
  const deadline = Date.now() + REST
  while (!(await isQuiet(client.store))) {
    if (Date.now() > deadline) return false
    await sleep(200)
  }
  return true
}

interface Remains {
  readonly stage: Stage
  readonly jobs: readonly ChaosJob[]
  readonly fleet: Fleet
  readonly client: Client
  readonly folder: string
  /** When the last fault and what it left behind were over. */
  readonly calmFrom: number
}

async function historyOf(remains: Remains): Promise<History> {
  const { jobs, stage, fleet, client, folder, calmFrom } = remains
  const files = [...fleet.names.map((name) => fleet.journalOf(name)), join(folder, 'driver.jsonl')]
  const events = files.flatMap(eventsIn).toSorted((a, b) => a.t - b.t)
  const ids = jobs.map(({ id }) => id)
  const stored = await storedIn(client.store, ids)
  const removed = new Set(
    events.flatMap((event) =>
      event.type === 'held' && event.what === 'removed' ? event.jobId : [],
    ),
  )
  return {
    jobs: jobs.map(({ id, facts }) => ({
      ...facts,
      removed: removed.has(id),
      state: stored.jobs.get(id)?.state ?? null,
    })),
    events,
    runs: stored.runs,
    spans: stored.spans,
    calm: [{ from: calmFrom, until: stage.until + PATIENCE }],
    patience: PATIENCE,
  }
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, millis)))
}
