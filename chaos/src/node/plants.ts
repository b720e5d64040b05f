import type { Outcome, StoreContract } from '@punctual/core/store'
import { substitute } from '../substitute.ts'

type Plant = (store: StoreContract) => StoreContract

/** Faults that real schedulers have had, to see that they are found. */
export const plants: Readonly<Record<string, Plant>> = {
  /** Whoever brings an outcome is taken for the owner. */
  'foreign-outcomes': (store) =>
    substitute(store, {
      async finish(by, outcomes) {
        const ids = outcomes.map((outcome) => outcome.runId)
        const { items } = await store.read.runs({ ids, limit: ids.length })
        const results = await Promise.all(
          outcomes.map((outcome: Outcome) => {
            const run = items.find((one) => one.id === outcome.runId)
            const token = run?.token ?? outcome.token
            return store.finish(run?.owner ?? by, [{ ...outcome, token }])
          }),
        )
        return results.flat()
      },
    }),
  /** Now and then a job moves on and its fire is gone. */
  'forgotten-fires': (store) =>
    substitute(store, {
      publish: (by, batch, items) =>
        store.publish(
          by,
          batch,
          items.map((item) =>
            item.fires.some((fire) => fire.at % 7 === 0) ? { ...item, fires: [] } : item,
          ),
        ),
    }),
  /** What this process claims is handed to it again, as if it were new. */
  'claimed-again': (store) => {
    const again: Awaited<ReturnType<StoreContract['claim']>>['claimed'][number][] = []
    return substitute(store, {
      async claim(by, batch, rooms) {
        const answer = await store.claim(by, batch, rooms)
        const claimed = [...answer.claimed, ...again.splice(0)]
        for (const one of answer.claimed) {
          again.push({ ...one, run: { ...one.run, token: one.run.token + 1 } })
        }
        return { ...answer, claimed }
      },
    })
  },
}

/** The store with these faults in it. */
export function planted(store: StoreContract, names: readonly string[]): StoreContract {
  return names.reduce((faulty, name) => {
    const plant = plants[name]
    if (plant === undefined) throw new Error(`there is no fault "${name}" to plant`)
    return plant(faulty)
  }, store)
}
