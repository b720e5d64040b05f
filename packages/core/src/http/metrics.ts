import type { NodeInfo, Scheduler } from '../scheduler/scheduler.ts'
import { SECOND } from '../time/epoch.ts'
import { JobLabels } from './job-labels.ts'
import { JobTimes } from './job-times.ts'
import { familyHead, sample, type Family } from './prometheus-text.ts'
import { RunMetrics } from './run-metrics.ts'
import { StoreReading } from './store-reading.ts'

const gauge = (name: string, help: string): Family => ({ name, type: 'gauge', help })
const nextFire = gauge(
  'punctual_job_next_fire_timestamp_seconds',
  'When the job is due next, as Unix time.',
)
const lastSuccess = gauge(
  'punctual_job_last_success_timestamp_seconds',
  'When a run of the job last succeeded, as Unix time.',
)
const nodeCount = gauge('punctual_nodes', 'Live nodes of the cluster, by role.')
const beatAge = gauge(
  'punctual_node_beat_age_max_seconds',
  'How long ago the live node that was heard of least lately was heard of.',
)
const live = gauge('punctual_health_live', '1 while the node is alive, otherwise 0.')
const ready = gauge('punctual_health_ready', '1 while the node takes work, otherwise 0.')
const readable = gauge(
  'punctual_store_readable',
  '1 when the stores answered in time for this scrape, otherwise 0.',
)

/** Everything that a node tells Prometheus; it counts from when it is made. */
export class Metrics {
  readonly #scheduler: Scheduler
  readonly #times: JobTimes
  readonly #runs: RunMetrics
  readonly #reading: StoreReading<readonly NodeInfo[]>

  constructor(scheduler: Scheduler) {
    const labels = new JobLabels()
    this.#scheduler = scheduler
    this.#times = new JobTimes(scheduler, labels)
    this.#runs = new RunMetrics(scheduler, labels)
    this.#reading = new StoreReading(async () => {
      await this.#times.read()
      return await scheduler.nodes()
    })
  }

  /** Pieces of the text format 0.0.4, each whole lines. What only a store knows is left out while it does not answer. */
  async *text(): AsyncGenerator<string> {
    const health = await this.#scheduler.health()
    const nodes = await this.#reading.latest()
    yield* this.#runs.text()
    if (nodes !== null) {
      yield* this.#jobTimes()
      yield* nodeGauges(nodes)
    }
    yield plain(readable, nodes === null ? 0 : 1)
    yield plain(live, Number(health.live))
    yield plain(ready, Number(health.ready))
  }

  *#jobTimes(): Generator<string> {
    yield familyHead(nextFire)
    for (const [job, { nextFireAt }] of this.#times.known) {
      if (nextFireAt !== null) yield sample(nextFire.name, { job }, nextFireAt / SECOND)
    }
    yield familyHead(lastSuccess)
    for (const [job, { lastSuccessAt }] of this.#times.known) {
      const at = Math.max(lastSuccessAt ?? -Infinity, this.#runs.lastSuccess(job) ?? -Infinity)
      if (at > -Infinity) yield sample(lastSuccess.name, { job }, at / SECOND)
    }
  }
}

function* nodeGauges(nodes: readonly NodeInfo[]): Generator<string> {
  yield familyHead(nodeCount)
  for (const role of new Set(nodes.map((node) => node.role))) {
    yield sample(nodeCount.name, { role }, nodes.filter((node) => node.role === role).length)
  }
  const oldest = Math.max(0, ...nodes.map(({ beatAgeMs }) => beatAgeMs))
  if (nodes.length > 0) yield plain(beatAge, oldest / SECOND)
}

function plain(family: Family, value: number): string {
  return familyHead(family) + sample(family.name, {}, value)
}
