import type { JobRow, Outcome, RunRow, StoreContract } from '@punctual/core/store'
import type { Fault } from './fault.ts'

async function jobIn(store: StoreContract, id: string): Promise<JobRow | undefined> {
  return (await store.read.jobs({ ids: [id], limit: 1 })).items[0]
}

async function runIn(store: StoreContract, id: string): Promise<RunRow | undefined> {
  return (await store.read.runs({ ids: [id], limit: 1 })).items[0]
}

function later<T, R>(items: readonly T[], change: (item: T) => Promise<R>): Promise<readonly R[]> {
  return Promise.all(items.map(change))
}

let counted = 0

/** A number that no call before this was given. */
function fresh(): number {
  counted += 1
  return counted
}

export const callFaults: readonly Fault[] = [
  {
    says: 'finish ignores tokens',
    caughtBy: 'finish: an outcome with another token is fenced',
    calls: (store) => ({
      finish: async (by, outcomes) => {
        const trusting = async (outcome: Outcome): Promise<Outcome> => {
          const token = (await runIn(store, outcome.runId))?.token ?? outcome.token
          return { ...outcome, token }
        }
        return store.finish(by, await later(outcomes, trusting))
      },
    }),
  },
  {
    says: 'finish forgets that an attempt took its worker along',
    caughtBy: 'crash: one crash too many is poison, whatever was to follow, and pauses the job',
    calls: (store) => ({
      finish: (by, outcomes) =>
        store.finish(
          by,
          outcomes.map((outcome) => {
            if (!('crashed' in outcome)) return outcome
            const { crashed: _, ...rest } = outcome
            return rest
          }),
        ),
    }),
  },
  {
    says: 'publish ignores the version',
    caughtBy: 'publish: another version or incarnation is stale, and so is an unknown job',
    calls: (store) => ({
      publish: async (by, batch, items) => {
        const current = await later(items, async (item) => {
          const version = (await jobIn(store, item.id))?.version ?? item.version
          return { ...item, version }
        })
        return store.publish(by, batch, current)
      },
    }),
  },
  {
    says: 'publish ignores the incarnation',
    caughtBy: 'ids: a publish for the job that was there before is stale',
    calls: (store) => ({
      publish: async (by, batch, items) => {
        const current = await later(items, async (item) => {
          const inc = (await jobIn(store, item.id))?.inc ?? item.inc
          return { ...item, inc }
        })
        return store.publish(by, batch, current)
      },
    }),
  },
  {
    says: 'publish ignores that the session is dead',
    caughtBy: 'publish: a dead session publishes nothing',
    rows: (tables) => ({
      node: (session) => {
        const node = tables.node(session)
        return node === null ? null : { ...node, alive: true }
      },
    }),
  },
  {
    says: 'publish goes by the clock of the caller',
    caughtBy: 'publish: a fire that is not due by the clock of the store is refused as early',
    rows: (tables) => ({ now: tables.now + 60_000 }),
  },
  {
    says: 'reap ignores that the session has beaten since',
    caughtBy: 'reap: a session that has beaten since it was looked at is left alone',
    calls: (store) => ({
      reap: async (victim, order) => {
        if ('goodbye' in order) return store.reap(victim, order)
        const nodes = await store.read.nodes()
        const expectBeat = nodes.find((node) => node.session === victim)?.beat ?? 0
        return store.reap(victim, { ...order, expectBeat })
      },
    }),
  },
  {
    says: 'adding several adds those that it can',
    caughtBy: 'put: in mode fail all are added or none',
    calls: (store) => ({
      put: async (jobs, mode, options) =>
        (await later(jobs, (job) => store.put([job], mode, options))).flat(),
    }),
  },
  {
    says: 'a key that is repeated makes another run',
    caughtBy: 'enqueue: a key that is repeated is answered with the run that is there',
    calls: (store) => ({
      enqueue: (runs, options) =>
        store.enqueue(
          runs.map((run) => ({ ...run, key: `${run.key}${fresh()}` })),
          options,
        ),
    }),
  },
  {
    says: 'every declaration writes',
    caughtBy: 'declare: an unchanged declaration writes nothing and never moves the next fire',
    calls: (store) => ({
      put: (jobs, mode, options) => {
        const changed = jobs.map((job) => {
          if (job.declaration === null) return job
          return { ...job, declaration: { ...job.declaration, hash: `hash-${fresh()}` } }
        })
        return store.put(changed, mode, options)
      },
    }),
  },
  {
    says: 'an older session writes its declaration back',
    caughtBy: 'declare: a session that began earlier does not write its declaration back',
    calls: (store) => ({
      put: (jobs, mode, options) => {
        const youngest = jobs.map((job) => {
          if (job.declaration === null) return job
          return { ...job, declaration: { ...job.declaration, at: 1e15 + fresh() } }
        })
        return store.put(youngest, mode, options)
      },
    }),
  },
  {
    says: 'nodes are not told which of their runs to stop',
    caughtBy: 'cancel: the node of a running run learns of it by its next beat',
    calls: (store) => ({
      beat: async (by, seq, load) => ({ ...(await store.beat(by, seq, load)), cancels: [] }),
    }),
  },
  {
    says: 'runs of a newer version of their task are handed out',
    caughtBy: 'claim: only runs of the named task, version and executor are claimed',
    calls: (store) => ({
      claim: (by, batch, rooms) => {
        const any = rooms.map((room) => ({
          ...room,
          tasks: room.tasks.map(({ name }) => ({ name, version: 1e6 })),
        }))
        return store.claim(by, batch, any)
      },
    }),
  },
  {
    says: 'changes do not look at the revision',
    caughtBy: 'change: a change that expects another revision is a conflict and changes nothing',
    calls: (store) => ({
      change: (changes) => store.change(changes.map(({ expect: _expect, ...change }) => change)),
    }),
  },
]
