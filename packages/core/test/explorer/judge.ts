import type { JobRow, RunRow } from '../../src/store/rows.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import type { Scenario, SimJob } from './scenario.ts'
import type { World } from './world.ts'

const ended: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled', 'lost'])

/** What a path broke of the promises, in words; nothing when all of them hold. */
export async function violations(
  scenario: Scenario,
  world: World,
  store: StoreContract,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const job of scenario.jobs) {
    const rows = await store.read.jobs({ ids: [job.id], limit: 1 })
    const runs = await store.read.runs({ job: job.id, limit: 1_000 })
    const row = rows.items[0] ?? null
    found.push(...(await unanswered(job, world, store)), ...strandedRuns(job, world, runs.items))
    found.push(...startedTooOften(world, runs.items), ...foreignOutcomes(world, runs.items))
    found.push(...recoveredInSpite(job, runs.items))
    found.push(...tooManyAtOnce(job, world), ...deadChain(job, row, runs.items))
    if (job.runs !== undefined && runs.items.length !== job.runs) {
      found.push(`${job.id} has ${runs.items.length} runs instead of ${job.runs}`)
    }
  }
  const repairs = await store.sweep('judge', 1_000)
  if (repairs.promoted + repairs.rearmed > 0) found.push('the sweep had something to repair')
  return found
}

/** Every due instant has a run or a span. */
async function unanswered(job: SimJob, world: World, store: StoreContract): Promise<string[]> {
  const found: string[] = []
  for (const offset of job.fires ?? []) {
    const at = world.begun + offset
    const range = { job: job.id, from: at, until: at }
    const runs = await store.read.runs({ ...range, order: 'fire', limit: 2 })
    const spans = await store.read.spans({ ...range, limit: 1 })
    if (runs.items.length + spans.length === 0)
      found.push(`${job.id}: nothing is known of ${offset}`)
  }
  return found
}

/** Everything that was due long ago has come to an end. */
function strandedRuns(job: SimJob, world: World, runs: readonly RunRow[]): string[] {
  const last = world.begun + Math.max(0, ...(job.fires ?? [0])) + 1
  return runs
    .filter((run) => run.fireAt <= last && !ended.has(run.state))
    .map((run) => `${run.id} is still ${run.state}`)
}

/** A run starts once, and once more for each retry and each recovery. */
function startedTooOften(world: World, runs: readonly RunRow[]): string[] {
  return runs.flatMap((run) => {
    const starts = world.starts.filter((start) => start.runId === run.id).length
    return starts > run.attempt + run.recoveries ? [`${run.id} was started ${starts} times`] : []
  })
}

/** A run that is lost with its node never starts again. */
function recoveredInSpite(job: SimJob, runs: readonly RunRow[]): string[] {
  if (job.options?.onNodeLoss !== 'lose') return []
  return runs.filter((run) => run.recoveries > 0).map((run) => `${run.id} was to be lost`)
}

/** What is stored is what the owner said. */
function foreignOutcomes(world: World, runs: readonly RunRow[]): string[] {
  return runs.flatMap((run) => {
    if (run.state !== 'succeeded') return []
    const starts = world.starts.filter((start) => start.runId === run.id)
    const last = starts.findLast((start) => start.node === run.node)
    return JSON.stringify(last?.value) === run.result ? [] : [`${run.id} holds ${run.result}`]
  })
}

function tooManyAtOnce(job: SimJob, world: World): string[] {
  const most = job.options?.maxInstances ?? 1
  if (world.frozen) return []
  const over = world.starts.filter((start) => start.jobId === job.id && start.atOnce > most)
  return over.map((start) => `${start.value} began beside ${start.atOnce - 1} others`)
}

/** A job that counts from the end of its run always has a next fire or a run. */
function deadChain(job: SimJob, row: JobRow | null, runs: readonly RunRow[]): string[] {
  if (row === null || row.mode !== 'delay' || row.nextAt !== null) return []
  return runs.some((run) => !ended.has(run.state)) ? [] : [`${job.id} will never fire again`]
}
