import { PunctualError } from '../errors/punctual-error.ts'

/** What every pool of workers is told. */
export interface PoolOptions {
  /** Workers, and so attempts at once: a whole number from 1 to 1,000. */
  size: number
  /** Runs after which a worker gives way to a new one: a whole number from 1. Default: never. */
  maxRunsPerWorker?: number
}

type Kind = 'threads' | 'processes'

/** Refuses options that a pool does not have, or that have no sense, with `PUNCTUAL_OPTION_INVALID`. */
export function checkedPool(
  kind: Kind,
  options: unknown,
  also: readonly string[] = [],
): { readonly size: number; readonly maxRunsPerWorker: number | null } {
  if (typeof options !== 'object' || options === null) {
    throw invalidPool(kind, 'options', 'must be an object such as { size: 2 }')
  }
  const known = ['size', 'maxRunsPerWorker', ...also]
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw invalidPool(kind, unknown.slice(0, 100), `is not known: there are ${known.join(', ')}`)
  }
  const { size, maxRunsPerWorker } = options as PoolOptions
  if (!isWhole(size, 1_000)) {
    throw invalidPool(kind, 'size', `takes a whole number from 1 to 1,000, not ${String(size)}`)
  }
  if (maxRunsPerWorker !== undefined && !isWhole(maxRunsPerWorker, Number.MAX_SAFE_INTEGER)) {
    throw invalidPool(kind, 'maxRunsPerWorker', 'takes a whole number from 1')
  }
  return { size, maxRunsPerWorker: maxRunsPerWorker ?? null }
}

export function invalidPool(kind: Kind, option: string, why: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', `${kind}({ ${option} }) ${why}`, {
    details: { option },
  })
}

function isWhole(value: unknown, most: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= most
}
