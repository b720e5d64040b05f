import { PunctualError } from '../errors/punctual-error.ts'

/** Refuses options that are no object or that nobody knows, likely misspelt ones, with `PUNCTUAL_OPTION_INVALID`. */
export function checkKnown(options: unknown, known: readonly string[], where: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalidOption(where, 'its options must be an object')
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const takes = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`
  throw invalidOption(where, `there is no option "${unknown.slice(0, 100)}": ${takes}`)
}

/** Refuses a value that is given and no text of 1 to `most` characters. */
export function checkText(value: unknown, name: string, most = 1_000): void {
  if (value === undefined) return
  if (typeof value === 'string' && value !== '' && value.length <= most) return
  throw invalidOption(name, `must be text of 1 to ${most.toLocaleString('en')} characters`)
}

/** Refuses a value that is given and neither true nor false. */
export function checkFlag(value: unknown, name: string): void {
  if (value === undefined || typeof value === 'boolean') return
  throw invalidOption(name, 'must be true or false')
}

/** Refuses a value that is given and not one of a few texts. */
export function checkOneOf(value: unknown, all: readonly string[], name: string): void {
  if (value === undefined || (typeof value === 'string' && all.includes(value))) return
  throw invalidOption(name, `must be one of ${all.map((one) => `'${one}'`).join(', ')}`)
}

export function invalidOption(where: string, why: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', `${where}: ${why}`, {
    details: { where },
  })
}
