import type { StoreContract } from '@punctual/core/store'
import type { StoreKind, StoreSpec } from './store-spec.ts'

interface Door {
  readonly module: string
  readonly make: string
  options(at: string): object
}

const url = (at: string): object => ({ url: at })

const doors: Readonly<Record<StoreKind, Door>> = {
  sqlite: {
    module: '@punctual/store-sql/sqlite',
    make: 'sqliteStore',
    options: (path) => ({ path }),
  },
  postgres: { module: '@punctual/store-sql/postgres', make: 'postgresStore', options: url },
  mysql: { module: '@punctual/store-sql/mysql', make: 'mysqlStore', options: url },
  redis: { module: '@punctual/store-redis', make: 'redisStore', options: url },
  mongodb: { module: '@punctual/store-mongodb', make: 'mongoStore', options: url },
}

/** Opens a store through its public door; the package is only loaded when it is asked for. */
export async function openStore({ kind, at }: StoreSpec): Promise<StoreContract> {
  const { module, make, options } = doors[kind]
  const loaded: Readonly<Record<string, (options: object) => StoreContract>> = await import(module)
  const door = loaded[make]
  if (door === undefined) throw new Error(`${module} has no ${make}`)
  return door(options(at))
}
