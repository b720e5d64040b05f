import { PunctualError } from '@punctual/core/store'

/** The collections whose documents are rows. */
export const rowKinds = ['jobs', 'runs', 'spans', 'follows', 'nodes'] as const

export type RowKind = (typeof rowKinds)[number]

/** The collections of one scheduler; several can share a database under different prefixes. */
export type CollectionNames = Readonly<Record<RowKind | 'meta' | 'journal', string>>

export const DEFAULT_PREFIX = 'punctual_'

const PREFIX = /^[a-z][a-z0-9_]{0,29}$/

/** The names under a prefix, which is refused with `PUNCTUAL_OPTION_INVALID` unless it is a plain word. */
export function collectionNames(prefix: string): CollectionNames {
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      `prefix must be 1 to 30 letters a-z, digits and _, and begin with a letter: ${JSON.stringify(prefix)}`,
    )
  }
  return {
    meta: `${prefix}meta`,
    journal: `${prefix}journal`,
    jobs: `${prefix}jobs`,
    runs: `${prefix}runs`,
    spans: `${prefix}spans`,
    follows: `${prefix}follows`,
    nodes: `${prefix}nodes`,
  }
}
