import { nameFault } from '../jobs/name-text.ts'
import type { JobStore } from '../store/job-store.ts'
import type { StoreContract } from '../store/store-contract.ts'
import { invalidOption } from './known-options.ts'
import type { SchedulerOptions } from './scheduler.ts'

/** The alias of the memory store that every node has for itself. */
export const OWN_STORE = 'node'

/** The stores of a scheduler by alias, `default` first and `node` last; refuses with `PUNCTUAL_OPTION_INVALID`. */
export function givenStores(
  given: SchedulerOptions['store'],
  memory: () => JobStore,
): ReadonlyMap<string, StoreContract> {
  const named = namedStores(given, memory)
  const stores = new Map<string, StoreContract>()
  for (const [alias, store] of Object.entries({ default: named.default, ...named })) {
    if (store === undefined) {
      throw invalidOption('store', "one of the stores must have the alias 'default'")
    }
    stores.set(checkedAlias(alias), contractOf(store, alias))
  }
  if (new Set(stores.values()).size < stores.size) {
    throw invalidOption('store', 'one store stands under two aliases: make a second one')
  }
  return stores.set(OWN_STORE, contractOf(memory(), OWN_STORE))
}

function namedStores(
  given: SchedulerOptions['store'],
  memory: () => JobStore,
): Readonly<Record<string, JobStore>> {
  if (given === undefined) return { default: memory() }
  if (typeof given !== 'object' || given === null) {
    throw invalidOption('store', 'must be a store such as memoryStore(), or stores by alias')
  }
  return isStore(given) ? { default: given } : { ...given }
}

function isStore(given: object): given is JobStore {
  return 'kind' in given && typeof given.kind === 'string'
}

function checkedAlias(alias: string): string {
  if (alias === OWN_STORE) {
    throw invalidOption('store', "the alias 'node' is taken: it is the memory of each node")
  }
  const fault = nameFault(alias)
  if (fault === null) return alias
  throw invalidOption('store', `an alias cannot be used: ${fault}`)
}

const operations = ['open', 'put', 'change', 'peek', 'publish', 'enqueue', 'claim', 'finish']

function contractOf(store: JobStore, alias: string): StoreContract {
  if (isContract(store)) return store
  throw invalidOption(
    'store',
    `"${alias}" is not a store: pass what memoryStore() and its like give`,
  )
}

function isContract(store: unknown): store is StoreContract {
  return (
    typeof store === 'object' &&
    store !== null &&
    'capabilities' in store &&
    'read' in store &&
    operations.every((name) => typeof Reflect.get(store, name) === 'function')
  )
}
