import { MemorySteps } from '@punctual/core/testing'
import { TablesStore, type Steps, type StoreContract, type Tables } from '@punctual/core/store'
import { manualClock, type StoreHarness } from '../../src/conformance/index.ts'

/** A deliberate mistake: what a store does otherwise, in its calls or in its rows. */
export interface Fault {
  readonly says: string
  /** A case that has to fail for it; others may fail too. */
  readonly caughtBy: string
  calls?(store: StoreContract): Partial<StoreContract>
  rows?(tables: Tables): Partial<Tables>
}

/** A memory store with a fault, fresh; null for a sound one. */
export function faultyHarness(fault: Fault | null): StoreHarness {
  const clock = manualClock()
  const sound = new TablesStore(faultySteps(fault))
  const store = fault?.calls === undefined ? sound : overlaid(sound, fault.calls(sound))
  return {
    clock,
    async open(session = null) {
      await store.open({ clock, session })
      return store
    },
  }
}

function faultySteps(fault: Fault | null): Steps {
  const steps = new MemorySteps({ history: 100_000 })
  const rows = fault?.rows?.bind(fault)
  if (rows === undefined) return steps
  return overlaid<Steps>(steps, {
    write: (work) => steps.write((tables) => work(overlaid(tables, rows(tables)))),
  })
}

/** The same object with some methods of its own; the others still see their private fields. */
function overlaid<T extends object>(sound: T, own: Partial<T>): T {
  return new Proxy(sound, {
    get(target, key) {
      const from = key in own ? own : target
      const value: unknown = Reflect.get(from, key, from)
      return typeof value === 'function' ? value.bind(from) : value
    },
  })
}
