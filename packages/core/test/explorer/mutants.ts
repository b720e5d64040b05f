import type { RunRow } from '../../src/store/rows.ts'
import type { Steps } from '../../src/store/steps.ts'
import type { StoreContract } from '../../src/store/store-contract.ts'
import { TablesStore } from '../../src/store/tables-store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { memorySteps } from './memory-steps.ts'

/** A store with one fault that real schedulers have had. */
export interface Mutant {
  readonly name: string
  /** Where it shows. */
  readonly scenario: string
  make(): StoreContract
}

type Overrides = (tables: Tables) => Partial<Tables>

/** The rows of the memory store, some of whose members are replaced. */
function withTables(overrides: Overrides): StoreContract {
  const steps = memorySteps()
  const changed = (tables: Tables): Tables => substitute(tables, overrides(tables))
  return new TablesStore(
    substitute<Steps>(steps, {
      write: (work) => steps.write((tables) => work(changed(tables))),
    }),
  )
}

/** The memory store, some of whose operations are replaced. */
function withOperations(
  overrides: (store: StoreContract) => Partial<StoreContract>,
): StoreContract {
  const store = new TablesStore(memorySteps())
  return substitute<StoreContract>(store, overrides(store))
}

/** The same object, with other members in the place of some. */
function substitute<T extends object>(target: T, members: Partial<T>): T {
  return new Proxy(target, {
    get(whole, key) {
      if (Object.hasOwn(members, key)) return Reflect.get(members, key)
      const member: unknown = Reflect.get(whole, key, whole)
      return typeof member === 'function' ? member.bind(whole) : member
    },
  })
}

export const mutants: readonly Mutant[] = [
  {
    name: 'a fire that finds its slot taken vanishes without a reason',
    scenario: 'a run in back-off keeps its slot',
    make: () => withTables(() => ({ insertSpan() {}, updateSpan() {} })),
  },
  {
    name: 'a waiting run is not promoted when the run before it ends',
    scenario: 'fires that find their slot taken wait for it',
    make: () =>
      withTables((tables) => ({
        updateRun(row, patch) {
          const promoted = row.state === 'waiting' && patch.state === 'pending'
          if (!promoted) tables.updateRun(row, patch)
        },
      })),
  },
  {
    name: 'whatever a session seems to own is handed to it again while it claims',
    scenario: 'a node that was frozen comes back with an outcome',
    make: () =>
      withOperations((store) => ({
        async claim(by, batch, rooms) {
          const owned = await store.read.runs({ owner: by, states: ['running'], limit: 10 })
          const answer = await store.claim(by, batch, rooms)
          const jobs = await store.read.jobs({
            ids: owned.items.map((run) => run.jobId),
            limit: 10,
          })
          const again = owned.items.flatMap((run) => {
            const job = jobs.items.find((one) => one.id === run.jobId)
            if (job === undefined) return []
            return [{ run: { ...run, token: run.token + 1 }, input: null, policies: job.policies }]
          })
          return { ...answer, claimed: [...answer.claimed, ...again] }
        },
      })),
  },
  {
    name: 'two parents that end together each see only their own mark',
    scenario: 'a job follows two others',
    make: () =>
      withTables((tables) => ({
        followsOf: (child) => tables.followsOf(child).map((row) => ({ ...row, arrived: null })),
      })),
  },
  {
    name: 'a job that counts from the end of its run is not armed again when the run ends',
    scenario: 'a job counts its delay from the end of its run',
    make: () =>
      withTables((tables) => ({
        updateJob(row, patch) {
          const rearms = row.mode === 'delay' && Object.keys(patch).join() === 'nextAt'
          if (!rearms) tables.updateJob(row, patch)
        },
      })),
  },
  {
    name: 'an outcome is accepted from whoever brings it',
    scenario: 'a node that was frozen comes back with an outcome',
    make: () =>
      withOperations((store) => ({
        async finish(by, outcomes) {
          const ids = outcomes.map((outcome) => outcome.runId)
          const { items } = await store.read.runs({ ids, limit: ids.length })
          const results = []
          for (const outcome of outcomes) {
            const run = items.find((one) => one.id === outcome.runId)
            const token = run?.token ?? outcome.token
            results.push(...(await store.finish(run?.owner ?? by, [{ ...outcome, token }])))
          }
          return results
        },
      })),
  },
  {
    name: 'a session that is over may still claim',
    scenario: 'a node is frozen while it claims',
    make() {
      let reviving = false
      const store = withTables((tables) => ({
        node(session) {
          const row = tables.node(session)
          return row === null || !reviving ? row : { ...row, alive: true }
        },
      }))
      return substitute<StoreContract>(store, {
        claim(by, batch, rooms) {
          reviving = true
          const claimed = store.claim(by, batch, rooms)
          reviving = false
          return claimed
        },
      })
    },
  },
  {
    name: 'who comes too late to publish a fire runs it all the same',
    scenario: 'two nodes share the fires of a job',
    make: () =>
      withOperations((store) => ({
        async publish(by, batch, items) {
          const answers = await store.publish(by, batch, items)
          return await Promise.all(
            answers.map(async (answer, index) => {
              const { id, inc, fires } = items[index]!
              if (answer.result === 'done' || fires.length === 0) return answer
              const ids = fires.map((fire) => `${inc}.f${fire.at.toString(36)}`)
              const page = await store.read.runs({ job: id, ids, limit: ids.length })
              const runs = page.items.map(({ id: runId, token, fireAt }) => ({
                ...{ runId, token, fireAt },
                state: 'running' as const,
              }))
              return { result: 'done', runs, skipped: [], finished: false }
            }),
          )
        },
      })),
  },
  {
    name: 'the runs of a lost answer are never looked up',
    scenario: 'two nodes share the fires of a job',
    make: () =>
      withOperations((store) => ({
        read: substitute(store.read, {
          runs: async (query) =>
            query.batch === undefined ? store.read.runs(query) : { items: [], cursor: null },
        }),
      })),
  },
  {
    name: 'a run in back-off does not count against its job',
    scenario: 'a run in back-off keeps its slot',
    make() {
      const backsOff = (run: RunRow): boolean => run.state === 'pending' && run.attempt > 1
      return withTables((tables) => ({
        liveRuns: (job, inc) => tables.liveRuns(job, inc).filter((run) => !backsOff(run)),
      }))
    },
  },
  {
    name: 'a lost run starts again although its job asked for it to be lost',
    scenario: 'a run whose node dies is lost where the job asks for it',
    make: () =>
      withTables((tables) => ({
        job(id) {
          const row = tables.job(id)
          if (row === null) return null
          return substitute(row, { policies: { ...row.policies, onNodeLoss: 'rerun' } })
        },
      })),
  },
]
