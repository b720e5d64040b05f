import type { ChaosJob } from '../jobs/chaos-job.ts'
import { monotonic } from '../monotonic.ts'
import type { Stand } from '../servers/stand.ts'
import type { Client } from './client.ts'
import type { Fault } from './fault.ts'
import type { Fleet, Frozen } from './fleet.ts'

/** What faults are done to. */
export interface Scene {
  readonly fleet: Fleet
  readonly client: Client
  readonly stand: Stand
  readonly jobs: readonly ChaosJob[]
}

/** Does the faults at their times; resolves when the last of them is over. Gives how often each was done. */
export async function conduct(
  faults: readonly Fault[],
  scene: Scene,
): Promise<ReadonlyMap<string, number>> {
  const begun = monotonic()
  const done = new Map<string, number>()
  const lasting: Promise<void>[] = []
  for (const fault of faults) {
    await sleep(begun + fault.at - monotonic())
    lasting.push(inflict(fault, scene))
    done.set(fault.kind, (done.get(fault.kind) ?? 0) + 1)
  }
  await Promise.all(lasting)
  return done
}

async function inflict(fault: Fault, { fleet, client, stand, jobs }: Scene): Promise<void> {
  if (fault.kind === 'kill') return fleet.kill(fault.slot)
  if (fault.kind === 'retire') return fleet.retire(fault.slot)
  if (fault.kind === 'stop') {
    const frozen = await fleet.freeze(fault.slot)
    if (!fault.locked) await unlock(frozen, stand)
    await sleep(fault.lasts)
    return frozen.goOn()
  }
  if (fault.kind === 'cut') return stand.cut(fault.slot)
  if (fault.kind === 'restart') return stand.restart(fault.how)
  if (fault.kind === 'pause') return client.pause(pick(jobs, 'held', fault.job), fault.lasts)
  if (fault.kind === 'remove') return client.remove(pick(jobs, 'removed', fault.job))
  return client.runByHand(pick(jobs, 'queue', fault.job), `hand-${fault.at}`)
}

/** Freezes it anew until it does so without a lock: otherwise all others would wait, and nothing would be to be seen. */
async function unlock(frozen: Frozen, stand: Stand): Promise<void> {
  for (let tries = 0; tries < 10 && (await stand.isLocked()); tries += 1) {
    frozen.goOn()
    await sleep(20)
    frozen.again()
  }
}

/** The jobs of a family in turn: none is paused again before it was resumed. */
function pick(jobs: readonly ChaosJob[], family: string, turn: number): string {
  const own = jobs.filter((job) => job.id.startsWith(`${family}/`))
  return own[turn % own.length]?.id ?? family
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, millis)))
}
