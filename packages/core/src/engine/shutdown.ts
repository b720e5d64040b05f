import type { StopReport } from '../scheduler/scheduler.ts'
import type { Millis } from '../time/epoch.ts'
import type { NodeParts } from './node-parts.ts'
import type { NodeStore } from './node-store.ts'
import type { RunningRun } from './running-runs.ts'

export interface StopLimits {
  /** How long running jobs may go on. */
  readonly drain?: Millis
  /** How long an aborted run may go on. */
  readonly killAfter?: Millis
}

/** The order in which a node ends: nothing that it claimed is left behind. */
export async function shutDown(
  node: NodeParts,
  stores: readonly NodeStore[],
  { drain, killAfter }: Required<StopLimits>,
): Promise<StopReport> {
  const given = released(stores)
  const first = node.running.size
  const closed = all(node, stores, (store) => store.close())
  await within(node, drain, node.running.idle())
  const cut = abort(node.running.all())
  await within(node, killAfter, node.running.idle())
  for (const run of node.running.all()) run.kill()
  await within(node, killAfter, closed)
  await before(node, killAfter, (over) => all(node, stores, (store) => store.flushed(over)))
  await all(node, stores, (store) => store.leave())
  const executors = [...node.executors.values()]
  await before(node, killAfter, (over) =>
    Promise.all(executors.map((executor) => executor.close(over))),
  )
  return { finished: first - cut, aborted: cut, released: released(stores) - given }
}

function abort(running: readonly RunningRun[]): number {
  for (const run of running) run.abort({ why: 'stop' })
  return running.length
}

function released(stores: readonly NodeStore[]): number {
  return stores.reduce((sum, store) => sum + store.released, 0)
}

/** Lets something come to its end, which takes a deadline. */
async function before(
  node: NodeParts,
  limit: Millis,
  work: (deadline: Promise<void>) => Promise<unknown>,
): Promise<void> {
  let cancel = (): void => {}
  const deadline = new Promise<void>((resolve) => {
    cancel = node.settings.clock.setTimer(limit, resolve)
  })
  await work(deadline)
  cancel()
}

/** Does it for each store; a store that fails is reported, and holds up neither the others nor the end. */
async function all(
  node: NodeParts,
  stores: readonly NodeStore[],
  work: (store: NodeStore) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(stores.map(work))
  ends.forEach((end, index) => {
    if (end.status === 'fulfilled') return
    const fields = { store: stores[index]?.alias, error: end.reason }
    node.settings.logger.warn(fields, 'the scheduler could not end its work in this store cleanly')
  })
}

async function within(node: NodeParts, limit: Millis, work: Promise<unknown>): Promise<void> {
  let cancel = (): void => {}
  const over = new Promise<void>((resolve) => {
    cancel = node.settings.clock.setTimer(limit, resolve)
  })
  await Promise.race([work, over])
  cancel()
}
